/* Charts of bars in rows, each under a name that may be long. */
#include "report/chart_inside.h"

#include <string.h>

#include "text/text.h"

#define WIDTH 5200
#define LEFT 1620
#define RIGHT 4780 /* room for the number after the longest bar */
#define TOP 60
#define BAR 170
/* Height of a row whose name takes one line, and two. */
#define ROW_ONE 300
#define ROW_TWO 400
/* Columns of a line of a name: as many as fit when a phone enlarges them. */
#define NAME_COLUMNS 17

typedef struct rows {
    const complaint__chart *chart;
    int64_t axis; /* value on the right */
    int64_t row;  /* height */
    int64_t bottom;
} rows;

static int64_t length_of(const rows *self, int64_t value)
{
    return value * (RIGHT - LEFT) / self->axis;
}

static int64_t middle_of(const rows *self, size_t at)
{
    return TOP + self->row * (int64_t)at + self->row / 2;
}

static void place_point(const void *data, const complaint__series *series,
                        size_t at, int64_t *x, int64_t *y)
{
    const rows *self = data;

    *x = LEFT + length_of(self, complaint__chart_value(series, at));
    *y = middle_of(self, at);
}

static bool is_opening(const char *shown)
{
    return strcmp(shown, "(") == 0 || strcmp(shown, "（") == 0 ||
           strcmp(shown, "《") == 0 || strcmp(shown, "“") == 0;
}

/* One line of a name: up to NAME_COLUMNS, ended at a space where there is
 * one; the rest in *text. The last line ends with "…" when something is
 * left. */
static void name_line(complaint__buffer *buffer, const char **text, bool last)
{
    const char *scan = *text, *end = NULL, *cut = scan;
    size_t most = NAME_COLUMNS, used = 0;
    char shown[5];

    while (complaint__next_shown(&scan, shown) > 0) {
        used += complaint__text_width(shown);
        if (used > most)
            break;
        if (is_opening(shown)) /* does not end a line */
            continue;
        if (last && used <= most - 1)
            cut = scan;
        if (!last && (shown[0] == ' ' || shown[0] == '/' || shown[0] == '-'))
            end = scan;
        if (!last)
            cut = scan;
    }
    if (used <= most)
        cut = *text + strlen(*text);
    else if (end != NULL)
        cut = end;
    while (*text < cut && complaint__next_shown(text, shown) > 0) {
        char one[2] = {shown[0], 0};

        if (one[0] == '&' || one[0] == '<' || one[0] == '>')
            complaint__write_escaped(buffer, one);
        else
            complaint__buffer_text(buffer, shown);
    }
    if (last && **text != 0)
        complaint__buffer_text(buffer, "…");
}

static void draw_name(complaint__buffer *buffer, const rows *self, size_t at)
{
    const char *text = self->chart->labels[at];
    bool two = complaint__text_width(text) > NAME_COLUMNS;

    complaint__buffer_text(buffer, "<text class=\"end\"");
    complaint__chart_number(buffer, "x", LEFT - 80);
    complaint__chart_number(buffer, "y", middle_of(self, at));
    complaint__buffer_char(buffer, '>');
    complaint__buffer_text(buffer, "<title>");
    complaint__write_escaped(buffer, text);
    complaint__buffer_text(buffer, "</title>");
    complaint__buffer_format(buffer, "<tspan dy=\"%s\"",
                             two ? "-.2em" : ".35em");
    complaint__chart_number(buffer, "x", LEFT - 80);
    complaint__buffer_char(buffer, '>');
    name_line(buffer, &text, !two);
    complaint__buffer_text(buffer, "</tspan>");
    if (two) {
        complaint__buffer_text(buffer, "<tspan dy=\"1.1em\"");
        complaint__chart_number(buffer, "x", LEFT - 80);
        complaint__buffer_char(buffer, '>');
        name_line(buffer, &text, true);
        complaint__buffer_text(buffer, "</tspan>");
    }
    complaint__buffer_text(buffer, "</text>\n");
}

static void draw_axis(complaint__buffer *buffer, const rows *self, int64_t step)
{
    for (int64_t value = 0; value <= self->axis; value += step) {
        int64_t x = LEFT + length_of(self, value);
        const int64_t line[] = {x, TOP, x, self->bottom};

        complaint__chart_line(buffer, value == 0 ? "axis" : "grid", line);
        complaint__buffer_text(buffer, "<text class=\"middle\"");
        complaint__chart_number(buffer, "x", x);
        complaint__chart_number(buffer, "y", self->bottom + 190);
        complaint__buffer_char(buffer, '>');
        complaint__write_tenths(buffer, value);
        complaint__buffer_text(buffer, self->chart->unit);
        complaint__buffer_text(buffer, "</text>\n");
    }
}

/* The sum of a row after its bars, above lines. */
static void draw_sum(complaint__buffer *buffer, const rows *self, size_t at)
{
    int64_t sum = complaint__chart_stack(self->chart, at);
    int64_t gap = self->chart->line_count > 0 ? 110 : 60;

    complaint__buffer_text(buffer, "<text class=\"sum\"");
    complaint__chart_number(buffer, "x", LEFT + length_of(self, sum) + gap);
    complaint__chart_number(buffer, "y", middle_of(self, at));
    complaint__buffer_text(buffer, " dy=\".35em\">");
    complaint__write_tenths(buffer, sum);
    complaint__buffer_text(buffer, self->chart->unit);
    complaint__buffer_text(buffer, "</text>\n");
}

/* The bars of one row end to end. */
static void draw_row(complaint__buffer *buffer, const rows *self, size_t at)
{
    const complaint__chart *chart = self->chart;
    int64_t y = middle_of(self, at) - BAR / 2, sum = 0, x = LEFT;

    for (size_t i = 0; i < chart->bar_count; i++) {
        int64_t value = complaint__chart_value(&chart->bars[i], at);
        int64_t end;

        if (value == COMPLAINT__NO_TENTHS || value == 0)
            continue;
        sum += value;
        end = LEFT + length_of(self, sum);
        if (end > x) {
            const int64_t box[] = {x, y, end - x, BAR};

            complaint__chart_bar(buffer, chart, &chart->bars[i], at, box);
        }
        x = end;
    }
}

void complaint__chart_rows(complaint__buffer *buffer,
                           const complaint__chart *chart)
{
    rows self = {chart, 0, ROW_ONE, 0};
    int64_t step;

    for (size_t at = 0; at < chart->count; at++)
        if (complaint__text_width(chart->labels[at]) > NAME_COLUMNS)
            self.row = ROW_TWO;
    self.bottom = TOP + self.row * (int64_t)chart->count + 20;
    if (!complaint__chart_begin(buffer, chart, WIDTH, self.bottom + 260))
        return;
    self.axis = complaint__chart_axis(chart, &step);
    draw_axis(buffer, &self, step);
    for (size_t at = 0; at < chart->count; at++) {
        draw_name(buffer, &self, at);
        draw_row(buffer, &self, at);
    }
    if (chart->mark != 0) {
        int64_t x = LEFT + length_of(&self, chart->mark);
        const int64_t line[] = {x, TOP, x, self.bottom};

        complaint__chart_line(buffer, "mark", line);
    }
    for (size_t i = 0; i < chart->line_count; i++)
        complaint__chart_curve(buffer, chart, &chart->lines[i], place_point,
                               &self);
    for (size_t at = 0; at < chart->count; at++)
        draw_sum(buffer, &self, at);
    complaint__chart_end(buffer);
}
