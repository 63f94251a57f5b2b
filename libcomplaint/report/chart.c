/* Charts as SVG: what both kinds share, and columns over months. Rows under
 * names are in chart_rows.c. Coordinates are tenths of a unit. */
#include "report/chart.h"

#include "report/chart_inside.h"

#define WIDTH 5200
#define HEIGHT 2700
#define LEFT 580
#define RIGHT 5120
#define TOP 120
#define BOTTOM 2360

/* Beyond this a value is drawn as if it were this: nothing overflows. */
#define VALUE_MOST (INT64_MAX / 100000)

int64_t complaint__axis_step(int64_t top)
{
    static const int64_t factors[] = {1, 2, 5};
    int64_t power = 10;

    for (size_t i = 0;; i++) {
        int64_t step;

        if (i == 3) {
            i = 0;
            power *= 10;
        }
        step = factors[i] * power;
        if (step >= top / 5 + (top % 5 != 0))
            return step;
    }
}

void complaint__chart_number(complaint__buffer *buffer, const char *name,
                             int64_t tenths)
{
    complaint__buffer_format(buffer, " %s=\"", name);
    complaint__write_tenths(buffer, tenths);
    complaint__buffer_char(buffer, '"');
}

int64_t complaint__chart_value(const complaint__series *series, size_t at)
{
    int64_t value = series->values[at];

    if (value == COMPLAINT__NO_TENTHS)
        return value;
    return value < 0 ? 0 : value > VALUE_MOST ? VALUE_MOST : value;
}

static void highest_of(const complaint__series *series, size_t count, size_t at,
                       int64_t *most)
{
    for (size_t i = 0; i < count; i++)
        if (complaint__chart_value(&series[i], at) > *most)
            *most = complaint__chart_value(&series[i], at);
}

/* Values are clamped, so that a sum of three does not overflow. */
int64_t complaint__chart_stack(const complaint__chart *chart, size_t at)
{
    int64_t sum = 0;

    for (size_t i = 0; i < chart->bar_count; i++)
        if (chart->bars[i].values[at] != COMPLAINT__NO_TENTHS)
            sum += complaint__chart_value(&chart->bars[i], at);
    return sum;
}

int64_t complaint__chart_axis(const complaint__chart *chart, int64_t *step)
{
    int64_t most = 0;

    for (size_t at = 0; at < chart->count; at++) {
        if (chart->stacked && complaint__chart_stack(chart, at) > most)
            most = complaint__chart_stack(chart, at);
        if (!chart->stacked)
            highest_of(chart->bars, chart->bar_count, at, &most);
        highest_of(chart->lines, chart->line_count, at, &most);
    }
    if (chart->top != 0)
        most = chart->top;
    *step = complaint__axis_step(most);
    if (most < *step)
        return *step;
    return (most / *step + (most % *step != 0)) * *step;
}

static bool has_values(const complaint__chart *chart)
{
    bool bars = false;

    for (size_t at = 0; at < chart->count; at++) {
        for (size_t i = 0; i < chart->bar_count; i++)
            bars = bars || chart->bars[i].values[at] > 0;
        for (size_t i = 0; i < chart->line_count; i++)
            bars = bars || chart->lines[i].values[at] != COMPLAINT__NO_TENTHS;
    }
    return bars;
}

void complaint__chart_point(complaint__buffer *buffer,
                            const complaint__chart *chart,
                            const complaint__series *series, size_t at)
{
    complaint__buffer_text(buffer, "<title>");
    complaint__write_escaped(buffer, chart->labels[at]);
    complaint__buffer_text(buffer, " · ");
    complaint__write_escaped(buffer, series->name);
    complaint__buffer_text(buffer, ": ");
    complaint__write_tenths(buffer, series->values[at]);
    complaint__buffer_text(buffer, chart->unit);
    complaint__buffer_text(buffer, "</title>");
}

static void legend_entry(complaint__buffer *buffer, const char *kind,
                         const char *colour, const char *name)
{
    complaint__buffer_format(buffer, "<li><span class=\"key %s %s\"></span>",
                             kind, colour);
    complaint__write_escaped(buffer, name);
    complaint__buffer_text(buffer, "</li>");
}

static void legend(complaint__buffer *buffer, const complaint__chart *chart)
{
    complaint__buffer_text(buffer, "<ul class=\"legend\">");
    for (size_t i = 0; i < chart->bar_count; i++)
        legend_entry(buffer, "bar", chart->bars[i].colour, chart->bars[i].name);
    for (size_t i = 0; i < chart->line_count; i++)
        legend_entry(buffer, "line", chart->lines[i].colour,
                     chart->lines[i].name);
    if (chart->mark != 0)
        legend_entry(buffer, "mark", "", chart->mark_name);
    complaint__buffer_text(buffer, "</ul>\n");
}

static void value_words(complaint__buffer *buffer,
                        const complaint__chart *chart,
                        const complaint__series *series, size_t at)
{
    complaint__buffer_text(buffer, " ");
    complaint__write_escaped(buffer, series->name);
    complaint__buffer_text(buffer, ": ");
    complaint__write_tenths(buffer, series->values[at]);
    if (series->values[at] != COMPLAINT__NO_TENTHS)
        complaint__buffer_text(buffer, chart->unit);
    complaint__buffer_char(buffer, ';');
}

/* All that the chart shows, for who does not see it. */
static void description(complaint__buffer *buffer,
                        const complaint__chart *chart)
{
    complaint__buffer_format(buffer, "<desc id=\"%s-desc\">", chart->id);
    for (size_t at = 0; at < chart->count; at++) {
        if (at > 0)
            complaint__buffer_char(buffer, ' ');
        complaint__write_escaped(buffer, chart->labels[at]);
        complaint__buffer_char(buffer, ':');
        for (size_t i = 0; i < chart->bar_count; i++)
            value_words(buffer, chart, &chart->bars[i], at);
        for (size_t i = 0; i < chart->line_count; i++)
            value_words(buffer, chart, &chart->lines[i], at);
    }
    complaint__buffer_text(buffer, "</desc>\n");
}

bool complaint__chart_begin(complaint__buffer *buffer,
                            const complaint__chart *chart, int64_t width,
                            int64_t height)
{
    complaint__buffer_text(buffer, "<figure>\n<figcaption>");
    complaint__write_escaped(buffer, chart->title);
    complaint__buffer_text(buffer, "</figcaption>\n");
    if (!has_values(chart)) {
        complaint__buffer_text(buffer, "<p class=\"nothing\">");
        complaint__write_escaped(buffer, chart->nothing);
        complaint__buffer_text(buffer, "</p>\n</figure>\n");
        return false;
    }
    legend(buffer, chart);
    complaint__buffer_format(
        buffer,
        "<svg viewBox=\"0 0 %lld %lld\" role=\"img\" "
        "aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">",
        (long long)(width / 10), (long long)(height / 10), chart->id, chart->id,
        chart->id);
    complaint__write_escaped(buffer, chart->title);
    complaint__buffer_text(buffer, "</title>\n");
    description(buffer, chart);
    return true;
}

void complaint__chart_end(complaint__buffer *buffer)
{
    complaint__buffer_text(buffer, "</svg>\n</figure>\n");
}

void complaint__chart_line(complaint__buffer *buffer, const char *colour,
                           const int64_t ends[4])
{
    complaint__buffer_format(buffer, "<line class=\"%s\"", colour);
    complaint__chart_number(buffer, "x1", ends[0]);
    complaint__chart_number(buffer, "y1", ends[1]);
    complaint__chart_number(buffer, "x2", ends[2]);
    complaint__chart_number(buffer, "y2", ends[3]);
    complaint__buffer_text(buffer, "/>\n");
}

void complaint__chart_bar(complaint__buffer *buffer,
                          const complaint__chart *chart,
                          const complaint__series *series, size_t at,
                          const int64_t box[4])
{
    complaint__buffer_format(buffer, "<rect class=\"%s\"", series->colour);
    complaint__chart_number(buffer, "x", box[0]);
    complaint__chart_number(buffer, "y", box[1]);
    complaint__chart_number(buffer, "width", box[2]);
    complaint__chart_number(buffer, "height", box[3]);
    complaint__buffer_char(buffer, '>');
    complaint__chart_point(buffer, chart, series, at);
    complaint__buffer_text(buffer, "</rect>\n");
}

/* ---- lines through points ---- */

/* The parts of a series between its gaps, then its points. */
void complaint__chart_curve(complaint__buffer *buffer,
                            const complaint__chart *chart,
                            const complaint__series *series,
                            complaint__chart_place *place, const void *data)
{
    bool drawing = false;
    int64_t x, y;

    for (size_t at = 0; at <= chart->count; at++) {
        bool gap =
            at == chart->count || series->values[at] == COMPLAINT__NO_TENTHS;

        if (!gap && !drawing)
            complaint__buffer_format(buffer,
                                     "<polyline class=\"curve %s\" points=\"",
                                     series->colour);
        if (!gap) {
            place(data, series, at, &x, &y);
            complaint__buffer_text(buffer, drawing ? " " : "");
            complaint__write_tenths(buffer, x);
            complaint__buffer_char(buffer, ',');
            complaint__write_tenths(buffer, y);
        } else if (drawing) {
            complaint__buffer_text(buffer, "\"/>\n");
        }
        drawing = !gap;
    }
    for (size_t at = 0; at < chart->count; at++) {
        if (series->values[at] == COMPLAINT__NO_TENTHS)
            continue;
        place(data, series, at, &x, &y);
        complaint__buffer_format(buffer, "<circle class=\"point %s\" r=\"3\"",
                                 series->colour);
        complaint__chart_number(buffer, "cx", x);
        complaint__chart_number(buffer, "cy", y);
        complaint__buffer_char(buffer, '>');
        complaint__chart_point(buffer, chart, series, at);
        complaint__buffer_text(buffer, "</circle>\n");
    }
}

/* ---- columns ---- */

typedef struct columns {
    const complaint__chart *chart;
    int64_t axis; /* value at the top */
    int64_t band; /* width of one label */
} columns;

static int64_t height_of(const columns *self, int64_t value)
{
    return value * (BOTTOM - TOP) / self->axis;
}

static int64_t middle_of(const columns *self, size_t at)
{
    return LEFT + self->band * (int64_t)at + self->band / 2;
}

static void place_point(const void *data, const complaint__series *series,
                        size_t at, int64_t *x, int64_t *y)
{
    const columns *self = data;

    *x = middle_of(self, at);
    *y = BOTTOM - height_of(self, complaint__chart_value(series, at));
}

static void draw_values(complaint__buffer *buffer, const columns *self,
                        int64_t step)
{
    for (int64_t value = 0; value <= self->axis; value += step) {
        int64_t y = BOTTOM - height_of(self, value);
        const int64_t line[] = {LEFT, y, RIGHT, y};

        complaint__chart_line(buffer, value == 0 ? "axis" : "grid", line);
        complaint__buffer_text(buffer, "<text class=\"end\"");
        complaint__chart_number(buffer, "x", LEFT - 70);
        complaint__chart_number(buffer, "y", y + 45);
        complaint__buffer_char(buffer, '>');
        complaint__write_tenths(buffer, value);
        complaint__buffer_text(buffer, self->chart->unit);
        complaint__buffer_text(buffer, "</text>\n");
    }
}

/* Labels at a distance that leaves them room, the last always; a tick for
 * each. */
static void draw_labels(complaint__buffer *buffer, const columns *self)
{
    static const size_t distances[] = {1, 2, 3, 6, 12, 24, 48};
    size_t distance = 0;

    while (distance < 6 && (int64_t)distances[distance] * self->band < 700)
        distance++;
    for (size_t at = 0; at < self->chart->count; at++) {
        int64_t x = middle_of(self, at);
        bool named = (self->chart->count - 1 - at) % distances[distance] == 0;
        const int64_t line[] = {x, BOTTOM, x, BOTTOM + (named ? 60 : 30)};

        complaint__chart_line(buffer, "axis", line);
        if (!named)
            continue;
        complaint__buffer_format(
            buffer, "<text class=\"%s\"",
            self->chart->count > 1 && x + 330 > RIGHT ? "end" : "middle");
        complaint__chart_number(
            buffer, "x",
            self->chart->count > 1 && x + 330 > RIGHT ? RIGHT + 60 : x);
        complaint__chart_number(buffer, "y", BOTTOM + 210);
        complaint__buffer_char(buffer, '>');
        complaint__write_escaped(buffer, self->chart->labels[at]);
        complaint__buffer_text(buffer, "</text>\n");
    }
}

static void draw_bars(complaint__buffer *buffer, const columns *self)
{
    const complaint__chart *chart = self->chart;
    int64_t count = chart->bar_count > 0 ? (int64_t)chart->bar_count : 1;
    int64_t width = self->band * 3 / 4 / count;

    width = width > 240 ? 240 : width;
    for (size_t at = 0; at < chart->count; at++) {
        int64_t x = middle_of(self, at) - width * count / 2;

        for (size_t i = 0; i < chart->bar_count; i++, x += width) {
            int64_t value = complaint__chart_value(&chart->bars[i], at);
            int64_t height = value > 0 ? height_of(self, value) : 0;
            const int64_t box[] = {x, BOTTOM - height, width, height};

            if (height > 0)
                complaint__chart_bar(buffer, chart, &chart->bars[i], at, box);
        }
    }
}

void complaint__chart_columns(complaint__buffer *buffer,
                              const complaint__chart *chart)
{
    columns self = {chart, 0, 0};
    int64_t step;

    if (!complaint__chart_begin(buffer, chart, WIDTH, HEIGHT))
        return;
    self.axis = complaint__chart_axis(chart, &step);
    self.band = (RIGHT - LEFT) / (int64_t)chart->count;
    draw_values(buffer, &self, step);
    draw_bars(buffer, &self);
    draw_labels(buffer, &self);
    if (chart->mark != 0) {
        int64_t y = BOTTOM - height_of(&self, chart->mark);
        const int64_t line[] = {LEFT, y, RIGHT, y};

        complaint__chart_line(buffer, "mark", line);
    }
    for (size_t i = 0; i < chart->line_count; i++)
        complaint__chart_curve(buffer, chart, &chart->lines[i], place_point,
                               &self);
    complaint__chart_end(buffer);
}
