/* The monthly report as text for a terminal. How columns are kept is in
 * terminal.c. */
#include <string.h>

#include "report/terminal.h"

/* Columns of the tables' counts, of medians, and of the summary's words. Each
 * column has a blank before it, however long its number. */
static const int64_t count_widths[COMPLAINT__MONTH_COUNTS] = {8, 7, 7, 7, 6};
#define COUNTS_WIDTH 40
#define DAYS_WIDTH 8
#define SUMMARY_WIDTH 40

static void heading(const complaint__month *month, complaint__buffer *buffer,
                    const char *english)
{
    complaint__buffer_char(buffer, '\n');
    complaint__buffer_text(buffer, complaint__word(month, english));
    complaint__buffer_char(buffer, '\n');
    complaint__rule(buffer, "-", month->width);
}

/* A number with a decimal, or why there is none. */
static void summary_tenths(const complaint__month *month,
                           complaint__buffer *buffer, const char *english,
                           const char *key, int64_t tenths, const char *unit)
{
    complaint__cell(buffer, complaint__word(month, english), SUMMARY_WIDTH);
    complaint__right_tenths(buffer, tenths, DAYS_WIDTH);
    if (tenths == COMPLAINT__NO_TENTHS) {
        complaint__buffer_text(buffer, "  ");
        complaint__buffer_format(
            buffer, complaint__word(month, "(%s)"),
            complaint__undefined_word(month, month->figures, key));
    } else {
        complaint__buffer_text(buffer, unit);
    }
    complaint__buffer_char(buffer, '\n');
}

static void summary(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *f = month->figures;

    for (size_t i = 0; i < COMPLAINT__MONTH_SUMMARY; i++) {
        const complaint__month_column *row = &complaint__month_summary[i];

        complaint__cell(buffer, complaint__word(month, row->word),
                        SUMMARY_WIDTH);
        complaint__right_count(buffer, complaint__count(f, row->key),
                               DAYS_WIDTH);
        complaint__buffer_char(buffer, '\n');
    }
    summary_tenths(
        month, buffer, "Share within the limit", "share_within",
        complaint__percent_tenths(complaint_facts_get(f, "share_within")),
        " %");
    summary_tenths(
        month, buffer, "Working days to close: median", "median_working_days",
        complaint__tenths(complaint_facts_get(f, "median_working_days")), "");
    summary_tenths(
        month, buffer, "Working days to close: 90th percentile",
        "p90_working_days",
        complaint__tenths(complaint_facts_get(f, "p90_working_days")), "");
}

static void table_head(const complaint__month *month, complaint__buffer *buffer,
                       int64_t name_width)
{
    complaint__cell(buffer, "", name_width);
    for (size_t i = 0; i < COMPLAINT__MONTH_COUNTS; i++) {
        complaint__buffer_char(buffer, ' ');
        complaint__right(
            buffer, complaint__word(month, complaint__month_counts[i].word),
            count_widths[i]);
    }
    complaint__buffer_char(buffer, ' ');
    complaint__right(buffer, complaint__word(month, "median"), DAYS_WIDTH - 1);
    complaint__buffer_char(buffer, ' ');
    complaint__right(buffer, complaint__word(month, "p90"), DAYS_WIDTH - 1);
    complaint__buffer_char(buffer, '\n');
}

static void table_days(complaint__buffer *buffer, const complaint_facts *row,
                       const char *key)
{
    complaint__buffer_char(buffer, ' ');
    complaint__right_tenths(buffer,
                            complaint__tenths(complaint_facts_get(row, key)),
                            DAYS_WIDTH - 1);
}

static void table_row(complaint__buffer *buffer, const char *name,
                      const complaint_facts *row, int64_t name_width)
{
    complaint__cell(buffer, name, name_width);
    for (size_t i = 0; i < COMPLAINT__MONTH_COUNTS; i++) {
        complaint__buffer_char(buffer, ' ');
        complaint__right_count(
            buffer, complaint__count(row, complaint__month_counts[i].key),
            count_widths[i]);
    }
    table_days(buffer, row, "median_working_days");
    table_days(buffer, row, "p90_working_days");
    complaint__buffer_char(buffer, '\n');
}

static void nothing(const complaint__month *month, complaint__buffer *buffer)
{
    complaint__buffer_text(buffer, complaint__word(month, "Nothing to show."));
    complaint__buffer_char(buffer, '\n');
}

static void breakdown(const complaint__month *month, complaint__buffer *buffer,
                      const complaint__month_breakdown *what)
{
    const complaint_facts *groups =
        complaint_facts_get(month->figures, what->key);
    int64_t name_width = month->width - COUNTS_WIDTH - 2 * DAYS_WIDTH;

    heading(month, buffer, what->heading);
    if (complaint_facts_size(groups) == 0) {
        nothing(month, buffer);
        return;
    }
    table_head(month, buffer, name_width);
    for (size_t g = 0; g < complaint_facts_size(groups); g++) {
        const complaint_facts *group = complaint_facts_at(groups, g);

        table_row(buffer, complaint__group_word(month, what->list, group),
                  group, name_width);
    }
}

static void pareto(const complaint__month *month, complaint__buffer *buffer)
{
    int bar_width = month->width - 24 - 8 - 10;
    double most = 0, count, cumulative;

    heading(month, buffer, "Pareto of the categories received");
    if (complaint_figure_rows(month->pareto) == 0)
        nothing(month, buffer);
    for (size_t row = 0; row < complaint_figure_rows(month->pareto); row++) {
        int64_t bar;

        if (!complaint_figure_value(month->pareto, row, 0, &count, NULL))
            continue;
        most = row == 0 ? count : most;
        bar = most > 0 ? (int64_t)(count / most * bar_width) : 0;
        complaint__cell(
            buffer,
            complaint__code_word(month, "category",
                                 complaint_figure_text(month->pareto, row, 0)),
            24);
        complaint__right_count(buffer, (int64_t)count, 7);
        complaint__buffer_char(buffer, ' ');
        for (int64_t i = 0; i < bar; i++)
            complaint__buffer_text(buffer, "█");
        for (int64_t i = bar; i < bar_width; i++)
            complaint__buffer_char(buffer, ' ');
        complaint__right_tenths(
            buffer,
            complaint_figure_value(month->pareto, row, 2, &cumulative, NULL)
                ? (int64_t)(cumulative * 1000 + 0.5)
                : COMPLAINT__NO_TENTHS,
            7);
        complaint__buffer_text(buffer, " %\n");
    }
}

static void history(const complaint__month *month, complaint__buffer *buffer)
{
    int64_t name_width = month->width - COUNTS_WIDTH - 2 * DAYS_WIDTH;
    size_t first, end;
    const complaint_facts *list = complaint__history(month, &first, &end);

    heading(month, buffer, "Month by month");
    if (first == end) {
        nothing(month, buffer);
        return;
    }
    table_head(month, buffer, name_width);
    for (size_t m = first; m < end; m++) {
        const complaint_facts *one = complaint_facts_at(list, m);

        table_row(buffer, complaint__member_text(one, "month"), one,
                  name_width);
    }
}

static void slow_case(const complaint__month *month, complaint__buffer *buffer,
                      size_t position)
{
    const complaint_facts *one = complaint_facts_at(month->slow, position);
    complaint__buffer number = COMPLAINT__BUFFER(month->context);
    complaint__buffer days = COMPLAINT__BUFFER(month->context);

    complaint__slow_words(one, &number);
    complaint__buffer_format(&days,
                             complaint__word(month, "working days: %lld"),
                             (long long)complaint__count(one, "days"));
    if (number.failed || days.failed) {
        buffer->failed = true;
    } else {
        complaint__right_count(buffer, (int64_t)position + 1, 3);
        complaint__buffer_text(buffer, ". ");
        complaint__cell(buffer, number.bytes, 22);
        complaint__buffer_char(buffer, ' ');
        complaint__cell(buffer, complaint__member_text(one, "title"),
                        month->width - 28 - 18);
        complaint__right(buffer, days.bytes, 18);
        complaint__buffer_text(buffer, "\n     ");
        complaint__wrapped(buffer, complaint__member_text(one, "text"), 5, 5,
                           month->width);
    }
    complaint__buffer_free(&number);
    complaint__buffer_free(&days);
}

static void slowest(const complaint__month *month, complaint__buffer *buffer)
{
    if (complaint_facts_size(month->slow) == 0)
        return;
    heading(month, buffer, "The slowest cases closed, and their limit");
    for (size_t i = 0; i < complaint_facts_size(month->slow); i++)
        slow_case(month, buffer, i);
}

/* A figure's name on a line of its own, what is said of it under it. */
static void meaning(const complaint__month *month, complaint__buffer *buffer,
                    const char *key, const char *text)
{
    complaint__buffer_text(buffer, complaint__key_word(month, key));
    complaint__buffer_text(buffer, "\n    ");
    complaint__wrapped(buffer, text, 4, 4, month->width);
}

static void meanings(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *map =
        complaint_facts_get(month->figures, "definitions");

    heading(month, buffer, "What the figures mean");
    for (size_t i = 0; i < complaint_facts_size(map); i++)
        meaning(month, buffer, complaint_facts_key(map, i),
                complaint__word(month, complaint_facts_text(
                                           complaint_facts_at(map, i), "")));
}

static void left_out(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *list =
        complaint_facts_get(month->figures, "left_out");

    heading(month, buffer, "Left out");
    if (complaint_facts_size(list) == 0) {
        complaint__buffer_text(
            buffer,
            complaint__word(month, "No case was left out of a figure."));
        complaint__buffer_char(buffer, '\n');
    }
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        complaint__left_out_words(month, buffer, i);
        complaint__buffer_char(buffer, '\n');
    }
}

static void population(const complaint__month *month, complaint__buffer *buffer)
{
    complaint__buffer_text(buffer, complaint__word(month, "Open cases as of"));
    complaint__buffer_char(buffer, ' ');
    complaint__write_time(buffer,
                          complaint__member_text(month->figures, "as_of"));
    complaint__buffer_char(buffer, '\n');
    complaint__population_words(month, buffer);
    complaint__buffer_char(buffer, '\n');
}

void complaint__month_text(const complaint__month *month,
                           complaint__buffer *buffer)
{
    complaint__buffer_text(buffer, complaint__word(month, "Monthly report"));
    complaint__buffer_char(buffer, ' ');
    complaint__buffer_text(buffer, month->month);
    complaint__buffer_char(buffer, '\n');
    complaint__rule(buffer, "=", month->width);
    if (complaint__count(month->figures, "simulated") != 0) {
        complaint__buffer_text(
            buffer,
            complaint__word(month, "Simulated complaints: no real data."));
        complaint__buffer_char(buffer, '\n');
    }
    population(month, buffer);
    complaint__buffer_char(buffer, '\n');
    summary(month, buffer);
    for (size_t i = 0; i < COMPLAINT__MONTH_BREAKDOWNS; i++)
        breakdown(month, buffer, &complaint__month_breakdowns[i]);
    pareto(month, buffer);
    history(month, buffer);
    slowest(month, buffer);
    meanings(month, buffer);
    left_out(month, buffer);
}
