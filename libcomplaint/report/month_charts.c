/* The charts of a month's page: which figures go into which series. How a
 * chart is drawn is in chart.c and chart_rows.c. */
#include "report/month_charts.h"

#include <stdlib.h>

#include "report/chart.h"

/* Rows that a chart shows one by one; the others go into one more. */
#define ROWS_MOST 12

/* How a member becomes tenths. */
typedef int64_t reading(const complaint_facts *value);

/* Room for labels and series: one arena a chart. */
typedef struct desk {
    const complaint__month *month;
    complaint__buffer *buffer;
    complaint__arena *arena;
} desk;

static bool open_desk(desk *self, const complaint__month *month,
                      complaint__buffer *buffer)
{
    self->month = month;
    self->buffer = buffer;
    self->arena = complaint__arena_new(month->context);
    if (self->arena == NULL)
        buffer->failed = true;
    return self->arena != NULL;
}

static void *take(desk *self, size_t count, size_t size)
{
    void *memory = complaint__arena_alloc(self->arena, (count + 1) * size);

    if (memory == NULL)
        self->buffer->failed = true;
    return memory;
}

static int64_t count_tenths(int64_t count)
{
    return count > INT64_MAX / 20 ? INT64_MAX / 2 : count * 10;
}

/* ---- by month ---- */

static const char *const *month_labels(desk *self, size_t *count)
{
    size_t first, end;
    const complaint_facts *list = complaint__history(self->month, &first, &end);
    const char **labels = take(self, end - first, sizeof *labels);

    *count = labels != NULL ? end - first : 0;
    for (size_t i = 0; i < *count; i++)
        labels[i] = complaint__member_text(complaint_facts_at(list, first + i),
                                           "month");
    return labels;
}

static const int64_t *month_values(desk *self, const char *key, reading *read)
{
    size_t first, end;
    const complaint_facts *list = complaint__history(self->month, &first, &end);
    int64_t *values = take(self, end - first, sizeof *values);

    for (size_t i = first; values != NULL && i < end; i++)
        values[i - first] =
            read(complaint_facts_get(complaint_facts_at(list, i), key));
    return values;
}

static complaint__series month_series(desk *self, const char *word,
                                      const char *colour, const char *key,
                                      reading *read)
{
    complaint__series series = {complaint__word(self->month, word), colour,
                                month_values(self, key, read)};

    return series;
}

static void draw_months(desk *self, complaint__chart *chart)
{
    chart->labels = month_labels(self, &chart->count);
    chart->nothing = complaint__word(self->month, "Nothing to show.");
    if (!self->buffer->failed)
        complaint__chart_columns(self->buffer, chart);
    complaint__arena_free(self->arena);
}

void complaint__month_chart_flow(const complaint__month *month,
                                 complaint__buffer *buffer)
{
    complaint__chart chart = {
        .id = "flow", .unit = "", .bar_count = 2, .line_count = 1};
    desk self;

    if (!open_desk(&self, month, buffer))
        return;
    chart.title =
        complaint__word(month, "Received, closed and open, month by month");
    chart.bars[0] =
        month_series(&self, "Received", "blue", "received", complaint__tenths);
    chart.bars[1] =
        month_series(&self, "Closed", "green", "closed", complaint__tenths);
    chart.lines[0] = month_series(&self, "Open at month end", "orange",
                                  "open_at_month_end", complaint__tenths);
    draw_months(&self, &chart);
}

void complaint__month_chart_share(const complaint__month *month,
                                  complaint__buffer *buffer)
{
    complaint__chart chart = {
        .id = "share", .unit = " %", .line_count = 1, .top = 1000};
    desk self;

    if (!open_desk(&self, month, buffer))
        return;
    chart.title =
        complaint__word(month, "Share within the limit, month by month");
    chart.lines[0] = month_series(&self, "Share within the limit", "green",
                                  "share_within", complaint__percent_tenths);
    draw_months(&self, &chart);
}

void complaint__month_chart_days(const complaint__month *month,
                                 complaint__buffer *buffer)
{
    complaint__chart chart = {.id = "days", .unit = "", .line_count = 2};
    desk self;

    if (!open_desk(&self, month, buffer))
        return;
    chart.title =
        complaint__word(month, "Working days to close, month by month");
    chart.lines[0] = month_series(&self, "Median", "blue",
                                  "median_working_days", complaint__tenths);
    chart.lines[1] = month_series(&self, "90th percentile", "orange",
                                  "p90_working_days", complaint__tenths);
    draw_months(&self, &chart);
}

/* ---- by name ---- */

static const char *others_label(desk *self, size_t count)
{
    complaint__buffer text = COMPLAINT__BUFFER(self->month->context);
    char *label = NULL;

    complaint__buffer_format(&text, complaint__word(self->month, "%lld others"),
                             (long long)count);
    if (!text.failed)
        label = complaint__arena_text(self->arena, text.bytes);
    complaint__buffer_free(&text);
    if (label == NULL)
        self->buffer->failed = true;
    return label;
}

static double pareto_value(const complaint__month *month, size_t row,
                           size_t measure)
{
    double value = 0;

    (void)complaint_figure_value(month->pareto, row, measure, &value, NULL);
    return value;
}

static void gather_pareto(desk *self, complaint__chart *chart, size_t rows,
                          size_t shown)
{
    const complaint__month *month = self->month;
    size_t count = rows > shown ? shown + 1 : rows;
    const char **labels = take(self, count, sizeof *labels);
    int64_t *shares = take(self, count, sizeof *shares);
    int64_t *sums = take(self, count, sizeof *sums);

    if (labels == NULL || shares == NULL || sums == NULL)
        return;
    for (size_t i = 0; i < rows && i < shown; i++) {
        labels[i] = complaint__code_word(
            month, "category", complaint_figure_text(month->pareto, i, 0));
        shares[i] = (int64_t)(pareto_value(month, i, 1) * 1000 + 0.5);
        sums[i] = (int64_t)(pareto_value(month, i, 2) * 1000 + 0.5);
    }
    if (rows > shown) {
        labels[shown] = others_label(self, rows - shown);
        shares[shown] =
            (int64_t)((1 - pareto_value(month, shown - 1, 2)) * 1000 + 0.5);
        sums[shown] = 1000;
    }
    chart->labels = labels;
    chart->count = count;
    chart->bars[0].values = shares;
    chart->lines[0].values = sums;
}

void complaint__month_chart_pareto(const complaint__month *month,
                                   complaint__buffer *buffer)
{
    complaint__chart chart = {.id = "pareto",
                              .unit = " %",
                              .bar_count = 1,
                              .line_count = 1,
                              .top = 1000,
                              .mark = 800};
    size_t rows = complaint_figure_rows(month->pareto);
    desk self;

    if (!open_desk(&self, month, buffer))
        return;
    chart.title = complaint__word(month, "Pareto of the categories received");
    chart.nothing = complaint__word(month, "Nothing to show.");
    chart.mark_name = "80 %";
    chart.bars[0].name = complaint__word(month, "Share of those received");
    chart.bars[0].colour = "blue";
    chart.lines[0].name = complaint__word(month, "Cumulated share");
    chart.lines[0].colour = "orange";
    gather_pareto(&self, &chart, rows,
                  rows == ROWS_MOST + 1 ? rows : ROWS_MOST);
    if (!buffer->failed)
        complaint__chart_rows(buffer, &chart);
    complaint__arena_free(self.arena);
}

typedef struct unit_row {
    const complaint_facts *group;
    size_t position;
    int64_t sum;
} unit_row;

static const char *const unit_keys[] = {"within_limit", "overdue",
                                        "open_overdue"};

static int larger_first(const void *a, const void *b)
{
    const unit_row *x = a, *y = b;

    if (x->sum != y->sum)
        return x->sum > y->sum ? -1 : 1;
    return x->position < y->position ? -1 : 1;
}

/* The groups that have something to show, the largest first. */
static unit_row *unit_rows(desk *self, size_t *count)
{
    const complaint_facts *groups =
        complaint_facts_get(self->month->figures, "by_unit");
    size_t size = complaint_facts_size(groups);
    unit_row *rows = take(self, size, sizeof *rows);

    *count = 0;
    for (size_t i = 0; rows != NULL && i < size; i++) {
        unit_row row = {complaint_facts_at(groups, i), i, 0};

        for (size_t k = 0; k < 3; k++)
            row.sum += complaint__count(row.group, unit_keys[k]);
        if (row.sum > 0)
            rows[(*count)++] = row;
    }
    if (*count > 1)
        qsort(rows, *count, sizeof *rows, larger_first);
    return rows;
}

static void gather_units(desk *self, complaint__chart *chart)
{
    size_t rows, shown;
    unit_row *sorted = unit_rows(self, &rows);
    const char **labels = take(self, rows, sizeof *labels);
    int64_t *values[3];

    shown = rows == ROWS_MOST + 1 ? rows : ROWS_MOST;
    chart->count = rows > shown ? shown + 1 : rows;
    for (size_t k = 0; k < 3; k++) {
        values[k] = take(self, chart->count, sizeof **values);
        chart->bars[k].values = values[k];
    }
    if (self->buffer->failed)
        return;
    for (size_t i = 0; i < rows; i++) {
        size_t at = i < shown ? i : shown;

        if (i < shown)
            labels[i] =
                complaint__group_word(self->month, "unit", sorted[i].group);
        for (size_t k = 0; k < 3; k++)
            values[k][at] +=
                count_tenths(complaint__count(sorted[i].group, unit_keys[k]));
    }
    if (rows > shown)
        labels[shown] = others_label(self, rows - shown);
    chart->labels = labels;
}

void complaint__month_chart_units(const complaint__month *month,
                                  complaint__buffer *buffer)
{
    static const char *const names[] = {"Closed within the limit",
                                        "Closed after the limit",
                                        "Open past the limit"};
    static const char *const colours[] = {"green", "amber", "red"};
    complaint__chart chart = {
        .id = "units", .unit = "", .bar_count = 3, .stacked = true};
    desk self;

    if (!open_desk(&self, month, buffer))
        return;
    chart.title = complaint__word(month, "Kept and missed limits by unit");
    chart.nothing = complaint__word(month, "Nothing to show.");
    for (size_t k = 0; k < 3; k++) {
        chart.bars[k].name = complaint__word(month, names[k]);
        chart.bars[k].colour = colours[k];
    }
    gather_units(&self, &chart);
    if (!buffer->failed)
        complaint__chart_rows(buffer, &chart);
    complaint__arena_free(self.arena);
}
