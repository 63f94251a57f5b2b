/* The monthly report as text for a terminal. */
#include <string.h>

#include "report/document.h"
#include "text/text.h"

static void spaces(complaint__buffer *buffer, int64_t count)
{
    for (; count > 0; count--)
        complaint__buffer_char(buffer, ' ');
}

/* Text on the left, cut where it would not fit. */
static void cell(complaint__buffer *buffer, const char *text, int width)
{
    size_t bytes = strlen(text);
    int64_t used = (int64_t)complaint__text_width(text);

    if (used <= width) {
        complaint__buffer_append(buffer, text, bytes);
        spaces(buffer, width - used);
        return;
    }
    for (const char *p = text; *p != 0;) {
        char one[5] = {0};
        size_t length = 1;
        while (((unsigned char)p[length] & 0xc0) == 0x80 && length < 4)
            length++;
        memcpy(one, p, length);
        if ((int64_t)complaint__text_width(one) > width - 1)
            break;
        complaint__buffer_append(buffer, one, length);
        width -= (int)complaint__text_width(one);
        p += length;
    }
    complaint__buffer_text(buffer, "…");
    spaces(buffer, width - 1);
}

/* A number on the right. */
static void right(complaint__buffer *buffer, const char *text, int width)
{
    spaces(buffer, width - (int64_t)complaint__text_width(text));
    complaint__buffer_text(buffer, text);
}

static void right_count(complaint__buffer *buffer, int64_t count, int width)
{
    char text[24] = {0};
    complaint__buffer number = COMPLAINT__BUFFER(buffer->context);

    complaint__buffer_format(&number, "%lld", (long long)count);
    if (number.failed || number.size >= sizeof text)
        buffer->failed = true;
    else
        memcpy(text, number.bytes, number.size);
    complaint__buffer_free(&number);
    right(buffer, text, width);
}

static void right_real(complaint__buffer *buffer, const complaint_facts *value,
                       int width)
{
    complaint__buffer number = COMPLAINT__BUFFER(buffer->context);

    complaint__write_real(&number, value);
    if (number.failed)
        buffer->failed = true;
    else
        right(buffer, number.bytes, width);
    complaint__buffer_free(&number);
}

static void rule(complaint__buffer *buffer, int width, const char *line)
{
    for (; width > 0; width--)
        complaint__buffer_text(buffer, line);
    complaint__buffer_char(buffer, '\n');
}

static void heading(const complaint__month *month, complaint__buffer *buffer,
                    const char *english)
{
    complaint__buffer_char(buffer, '\n');
    complaint__buffer_text(buffer, complaint__word(month, english));
    complaint__buffer_char(buffer, '\n');
}

static void summary(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *f = month->figures;
    static const char *const rows[][2] = {
        {"Received", "received"},
        {"Closed", "closed"},
        {"Open at month end", "open_at_month_end"},
        {"Closed within the limit", "within_limit"},
        {"Closed after the limit", "overdue"},
        {"Open past the limit", "open_overdue"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cell(buffer, complaint__word(month, rows[i][0]), 40);
        right_count(buffer, complaint__count(f, rows[i][1]), 8);
        if (strcmp(rows[i][1], "within_limit") == 0) {
            complaint__buffer_text(buffer, "  ");
            complaint__write_share(buffer, complaint__count(f, "within_limit"),
                                   complaint__count(f, "within_limit") +
                                       complaint__count(f, "overdue"));
        }
        complaint__buffer_char(buffer, '\n');
    }
    cell(buffer, complaint__word(month, "Working days to close: median"), 40);
    right_real(buffer, complaint_facts_get(f, "median_working_days"), 8);
    complaint__buffer_char(buffer, '\n');
    cell(buffer, complaint__word(month, "Working days to close: 90 %"), 40);
    right_real(buffer, complaint_facts_get(f, "p90_working_days"), 8);
    complaint__buffer_char(buffer, '\n');
}

static const char *const columns[][2] = {
    {"received", "received"}, {"closed", "closed"},
    {"open", "open_at_month_end"}, {"within", "within_limit"},
    {"late", "overdue"}};

static void breakdown(const complaint__month *month, complaint__buffer *buffer,
                      const char *english, const char *key, const char *list)
{
    const complaint_facts *groups = complaint_facts_get(month->figures, key);
    int name_width = month->width - 5 * 9 - 2 * 8;

    heading(month, buffer, english);
    cell(buffer, "", name_width);
    for (size_t i = 0; i < 5; i++)
        right(buffer, complaint__word(month, columns[i][0]), 9);
    right(buffer, complaint__word(month, "median"), 8);
    right(buffer, "p90", 8);
    complaint__buffer_char(buffer, '\n');
    for (size_t g = 0; g < complaint_facts_size(groups); g++) {
        const complaint_facts *group = complaint_facts_at(groups, g);
        cell(buffer,
             complaint__code_word(
                 month, list,
                 complaint_facts_text(complaint_facts_get(group, "name"), "")),
             name_width);
        for (size_t i = 0; i < 5; i++)
            right_count(buffer, complaint__count(group, columns[i][1]), 9);
        right_real(buffer, complaint_facts_get(group, "median_working_days"),
                   8);
        right_real(buffer, complaint_facts_get(group, "p90_working_days"), 8);
        complaint__buffer_char(buffer, '\n');
    }
}

static void pareto(const complaint__month *month, complaint__buffer *buffer)
{
    int bar_width = month->width - 24 - 8 - 10;
    double most = 0, count, share;

    heading(month, buffer, "Pareto of the categories received");
    for (size_t row = 0; row < complaint_figure_rows(month->pareto); row++) {
        if (!complaint_figure_value(month->pareto, row, 0, &count, NULL) ||
            !complaint_figure_value(month->pareto, row, 2, &share, NULL))
            continue;
        most = row == 0 ? count : most;
        cell(buffer,
             complaint__code_word(month, "category",
                                  complaint_figure_text(month->pareto, row,
                                                        0)),
             24);
        right_count(buffer, (int64_t)count, 7);
        complaint__buffer_char(buffer, ' ');
        for (int i = 0; i < (most > 0 ? (int)(count / most * bar_width) : 0);
             i++)
            complaint__buffer_text(buffer, "█");
        complaint__buffer_char(buffer, ' ');
        complaint__write_tenths(buffer, share * 100);
        complaint__buffer_text(buffer, " %\n");
    }
}

static void history(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *list =
        complaint_facts_get(month->figures, "history");

    heading(month, buffer, "Month by month");
    cell(buffer, "", 10);
    for (size_t i = 0; i < 5; i++)
        right(buffer, complaint__word(month, columns[i][0]), 10);
    right(buffer, complaint__word(month, "median"), 9);
    right(buffer, "p90", 9);
    complaint__buffer_char(buffer, '\n');
    for (size_t m = 0; m < complaint_facts_size(list); m++) {
        const complaint_facts *one = complaint_facts_at(list, m);
        cell(buffer,
             complaint_facts_text(complaint_facts_get(one, "month"), ""), 10);
        for (size_t i = 0; i < 5; i++)
            right_count(buffer, complaint__count(one, columns[i][1]), 10);
        right_real(buffer, complaint_facts_get(one, "median_working_days"), 9);
        right_real(buffer, complaint_facts_get(one, "p90_working_days"), 9);
        complaint__buffer_char(buffer, '\n');
    }
}

static void slowest(const complaint__month *month, complaint__buffer *buffer)
{
    if (complaint_facts_size(month->slow) == 0)
        return;
    heading(month, buffer, "The slowest cases closed, and their limit");
    for (size_t i = 0; i < complaint_facts_size(month->slow); i++) {
        const complaint_facts *one = complaint_facts_at(month->slow, i);
        complaint__buffer_format(
            buffer, "%lld. ", (long long)(i + 1));
        complaint__buffer_text(
            buffer,
            complaint_facts_text(complaint_facts_get(one, "number"), ""));
        complaint__buffer_text(buffer, "  ");
        cell(buffer, complaint_facts_text(complaint_facts_get(one, "title"),
                                          ""),
             month->width - 34);
        complaint__buffer_text(buffer, "  ");
        complaint__buffer_format(
            buffer, complaint__word(month, "%lld working days"),
            (long long)complaint__count(one, "days"));
        complaint__buffer_text(buffer, "\n   ");
        complaint__buffer_text(
            buffer, complaint_facts_text(complaint_facts_get(one, "text"),
                                         ""));
        complaint__buffer_char(buffer, '\n');
    }
}

static void meanings(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *map =
        complaint_facts_get(month->figures, "definitions");
    const complaint_facts *left =
        complaint_facts_get(month->figures, "left_out");

    heading(month, buffer, "What the figures mean");
    for (size_t i = 0; i < complaint_facts_size(map); i++) {
        complaint__buffer_text(buffer, complaint_facts_key(map, i));
        complaint__buffer_text(buffer, ": ");
        complaint__buffer_text(
            buffer,
            complaint__word(month,
                            complaint_facts_text(complaint_facts_at(map, i),
                                                 "")));
        complaint__buffer_char(buffer, '\n');
    }
    for (size_t i = 0; i < complaint_facts_size(left); i++) {
        const complaint_facts *one = complaint_facts_at(left, i);
        complaint__buffer_text(buffer, complaint__word(month, "left out"));
        complaint__buffer_text(buffer, ": ");
        complaint__buffer_text(
            buffer, complaint__word(month,
                                    complaint_facts_text(
                                        complaint_facts_get(one, "reason"),
                                        "")));
        complaint__buffer_format(buffer, " (%lld)\n",
                                 (long long)complaint__count(one, "count"));
    }
}

void complaint__month_text(const complaint__month *month,
                           complaint__buffer *buffer)
{
    complaint__buffer_text(buffer, complaint__word(month, "Monthly report"));
    complaint__buffer_char(buffer, ' ');
    complaint__buffer_text(buffer, month->month);
    complaint__buffer_char(buffer, '\n');
    rule(buffer, month->width, "=");
    if (complaint__count(month->figures, "simulated") != 0) {
        complaint__buffer_text(
            buffer,
            complaint__word(month, "Simulated complaints: no real data."));
        complaint__buffer_text(buffer, "\n\n");
    }
    summary(month, buffer);
    breakdown(month, buffer, "By category", "by_category", "category");
    breakdown(month, buffer, "By unit", "by_unit", "unit");
    breakdown(month, buffer, "By channel", "by_channel", "channel");
    pareto(month, buffer);
    history(month, buffer);
    slowest(month, buffer);
    meanings(month, buffer);
    complaint__buffer_char(buffer, '\n');
    complaint__buffer_text(buffer, complaint__word(month, "Open cases as of"));
    complaint__buffer_char(buffer, ' ');
    complaint__write_time(buffer, month->now);
    complaint__buffer_char(buffer, '\n');
}
