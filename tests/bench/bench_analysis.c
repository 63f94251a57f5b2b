/* How fast figures come out of a dataset, against loops written here over
 * plain arrays of int; and counting working days against walking over them.
 * Prints a table; asserts nothing about time. First argument: cases. */
#include "analysis/count.h"
#include "analysis/dataset.h"

#include <complaint/calendar.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define MONTHS 60
#define CATEGORIES 24
#define UNITS 100
#define ROUNDS 9

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint64_t next(uint64_t *seed, uint64_t most)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (*seed * 2685821657736338717u >> 16) % most;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void must(int status)
{
    if (status != COMPLAINT_OK) {
        fprintf(stderr, "failed: %s\n", complaint_status_name(status));
        exit(EXIT_FAILURE);
    }
}

/* The same cases as plain arrays. */
typedef struct plain {
    size_t count;
    int *month;
    int *category;
    int *unit;
    int64_t *received;
    int64_t *closed;
    int64_t *limit;
} plain;

static void *array(size_t count, size_t size)
{
    void *made = calloc(count, size);

    if (made == NULL)
        must(COMPLAINT_NO_MEMORY);
    return made;
}

static complaint_dataset *make(complaint_context *context, size_t count,
                               plain *out)
{
    complaint__builder *builder = NULL;
    complaint_dataset *dataset = NULL;
    complaint__data_row row;
    char category[16], unit[16], number[24];
    uint64_t seed = 42;
    uint16_t table;

    out->count = count;
    out->month = array(count, sizeof *out->month);
    out->category = array(count, sizeof *out->category);
    out->unit = array(count, sizeof *out->unit);
    out->received = array(count, sizeof *out->received);
    out->closed = array(count, sizeof *out->closed);
    out->limit = array(count, sizeof *out->limit);
    must(complaint__builder_new(context, &builder, NULL));
    must(complaint__builder_table(builder, NULL, 0, &table, NULL));
    for (size_t i = 0; i < count; i++) {
        complaint__data_row_clear(&row);
        out->received[i] =
            (int64_t)((double)i / (double)count * MONTHS * 30.4375) *
                COMPLAINT_DAY +
            INT64_C(1420070400) * COMPLAINT_SECOND;
        out->category[i] = (int)next(&seed, CATEGORIES);
        out->unit[i] = (int)next(&seed, UNITS);
        out->closed[i] =
            out->received[i] + (int64_t)next(&seed, 60) * COMPLAINT_DAY;
        out->limit[i] = out->received[i] + 30 * COMPLAINT_DAY;
        snprintf(category, sizeof category, "category-%02d", out->category[i]);
        snprintf(unit, sizeof unit, "unit-%03d", out->unit[i]);
        snprintf(number, sizeof number, "%012zu", i);
        row.codes[COMPLAINT__CODE_NUMBER] = number;
        row.codes[COMPLAINT__CODE_CATEGORY] = category;
        row.codes[COMPLAINT__CODE_UNIT] = unit;
        row.numbers[COMPLAINT__NUMBER_RECEIVED] = out->received[i];
        row.numbers[COMPLAINT__NUMBER_CLOSED] = out->closed[i];
        row.numbers[COMPLAINT__NUMBER_LIMIT] = out->limit[i];
        row.numbers[COMPLAINT__NUMBER_WORKING_DAYS] =
            (out->closed[i] - out->received[i]) / COMPLAINT_DAY * 5 / 7;
        must(complaint__builder_add(builder, &row, NULL));
    }
    must(complaint__builder_finish(builder, &dataset, NULL));
    for (size_t i = 0; i < count; i++)
        out->month[i] =
            (int)complaint__code_at(&dataset->codes[COMPLAINT__CODE_MONTH], i) -
            1;
    return dataset;
}

/* ---- what is measured: returns something that depends on all of it ---- */

typedef struct bench {
    complaint_context *context;
    complaint_dataset *dataset;
    plain plain;
    complaint_calendar *calendar;
    unsigned char *worked; /* by day since the first */
    complaint_day first;
} bench;

/* One cell for each combination, then the list of those that occur. */
static double count_naive(bench *b)
{
    size_t cells = (MONTHS + 2) * CATEGORIES * UNITS, groups = 0;
    int *counts = array(cells, sizeof *counts);
    int *list;

    for (size_t i = 0; i < b->plain.count; i++)
        counts[(b->plain.month[i] * CATEGORIES + b->plain.category[i]) * UNITS +
               b->plain.unit[i]]++;
    for (size_t i = 0; i < cells; i++)
        groups += counts[i] != 0;
    list = array(groups, 4 * sizeof *list);
    groups = 0;
    for (int m = 0, cell = 0; m < MONTHS + 2; m++)
        for (int c = 0; c < CATEGORIES; c++)
            for (int u = 0; u < UNITS; u++, cell++)
                if (counts[cell] != 0) {
                    list[groups * 4] = m;
                    list[groups * 4 + 1] = c;
                    list[groups * 4 + 2] = u;
                    list[groups++ * 4 + 3] = counts[cell];
                }
    free(counts);
    free(list);
    return (double)groups;
}

static double count_groups(bench *b)
{
    complaint__count_request request = {
        {&b->dataset->codes[COMPLAINT__CODE_MONTH],
         &b->dataset->codes[COMPLAINT__CODE_CATEGORY],
         &b->dataset->codes[COMPLAINT__CODE_UNIT]},
        3,
        &b->dataset->codes[COMPLAINT__CODE_MONTH],
        0,
        b->dataset->count};
    complaint__groups groups;
    double found;

    if (!complaint__count_groups(b->context, &request, &groups))
        must(COMPLAINT_NO_MEMORY);
    found = (double)groups.count;
    complaint__groups_free(b->context, &groups);
    return found;
}

static double count_figure(bench *b)
{
    static const char json[] = "{\"by\":[\"month\",\"category\",\"unit\"]}";
    complaint_facts *options = NULL;
    complaint_figure *figure = NULL;
    double rows;

    must(complaint_facts_parse(b->context, json, strlen(json), &options, NULL));
    must(complaint_dataset_count(b->dataset, options, &figure, NULL));
    rows = (double)complaint_figure_rows(figure);
    complaint_figure_free(figure);
    complaint_facts_free(options);
    return rows;
}

static double timely_naive(bench *b)
{
    double *days[UNITS];
    size_t counts[UNITS] = {0}, within = 0;

    for (size_t u = 0; u < UNITS; u++)
        days[u] = array(b->plain.count / UNITS * 2 + 1000, sizeof *days[u]);
    for (size_t i = 0; i < b->plain.count; i++) {
        int u = b->plain.unit[i];

        within += b->plain.closed[i] <= b->plain.limit[i];
        days[u][counts[u]++] =
            (double)((b->plain.closed[i] - b->plain.received[i]) /
                     COMPLAINT_DAY * 5 / 7);
    }
    for (size_t u = 0; u < UNITS; u++) {
        qsort(days[u], counts[u], sizeof(double), compare);
        free(days[u]);
    }
    return (double)within;
}

static double timely_figure(bench *b)
{
    static const char json[] =
        "{\"by\":\"unit\",\"now\":\"2035-01-01T00:00:00Z\"}";
    complaint_facts *options = NULL;
    complaint_figure *figure = NULL;
    double within = 0, value = 0;

    must(complaint_facts_parse(b->context, json, strlen(json), &options, NULL));
    must(complaint_dataset_timeliness(b->dataset, options, &figure, NULL));
    for (size_t i = 0; i < complaint_figure_rows(figure); i++)
        if (complaint_figure_value(figure, i, 1, &value, NULL))
            within += value;
    complaint_figure_free(figure);
    complaint_facts_free(options);
    return within;
}

static double month_figure(bench *b)
{
    complaint_facts *map = NULL;
    double size;

    must(complaint_dataset_month(b->dataset, "2019-06",
                                 INT64_C(2051222400) * COMPLAINT_SECOND, &map,
                                 NULL));
    size = (double)complaint_facts_size(map);
    complaint_facts_free(map);
    return size;
}

static double days_walked(bench *b)
{
    double sum = 0;

    for (size_t i = 0; i < b->plain.count; i++) {
        complaint_day to = complaint_day_of_time(b->plain.closed[i], 28800);

        for (complaint_day d =
                 complaint_day_of_time(b->plain.received[i], 28800) + 1;
             d <= to; d++)
            sum += b->worked[d - b->first];
    }
    return sum;
}

static double days_counted(bench *b)
{
    double sum = 0;
    int64_t days = 0;

    for (size_t i = 0; i < b->plain.count; i++) {
        must(complaint_calendar_count_days(
            b->calendar, complaint_day_of_time(b->plain.received[i], 28800),
            complaint_day_of_time(b->plain.closed[i], 28800), &days, NULL));
        sum += (double)days;
    }
    return sum;
}

/* Median of the rounds, in milliseconds. */
static double measure(bench *b, double (*run)(bench *b), double *result)
{
    double times[ROUNDS];

    for (int i = 0; i < ROUNDS; i++) {
        double start = now_ms();

        *result = run(b);
        times[i] = now_ms() - start;
    }
    qsort(times, ROUNDS, sizeof *times, compare);
    return times[ROUNDS / 2];
}

static void line(bench *b, const char *name, double (*naive)(bench *b),
                 double (*library)(bench *b))
{
    double one = 0, other = 0;
    double mine = measure(b, library, &one);
    double theirs = naive != NULL ? measure(b, naive, &other) : 0;

    if (naive == NULL)
        printf("%-44s %10s %10.2f %8s\n", name, "-", mine, "-");
    else
        printf("%-44s %10.2f %10.2f %8.2f%s\n", name, theirs, mine,
               theirs / mine, one != other ? "  DIFFERENT RESULT" : "");
}

static void prepare_days(bench *b)
{
    size_t count = (MONTHS + 12) * 31;

    must(complaint_calendar_bundled(b->context, "cn", &b->calendar, NULL));
    must(complaint_day_parse("2014-12-01", &b->first, NULL));
    b->worked = array(count, 1);
    for (size_t i = 0; i < count; i++) {
        int kind = 0;

        must(complaint_calendar_day(b->calendar, b->first + (complaint_day)i,
                                    &kind, NULL, NULL, NULL));
        b->worked[i] =
            kind == COMPLAINT_DAY_WORKDAY || kind == COMPLAINT_DAY_MAKE_UP;
    }
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? (size_t)atol(argv[1]) : 1000000;
    struct rusage usage;
    bench b = {0};
    double start;

    must(complaint_context_new(NULL, &b.context, NULL));
    start = now_ms();
    b.dataset = make(b.context, count, &b.plain);
    printf("%zu cases, made in %.0f ms; medians of %d rounds, ms\n", count,
           now_ms() - start, ROUNDS);
    prepare_days(&b);
    printf("%-44s %10s %10s %8s\n", "", "plain loop", "library", "ratio");
    line(&b, "count month x category x unit, groups", count_naive,
         count_groups);
    line(&b, "  the same as a figure with texts", count_naive, count_figure);
    line(&b, "timeliness by unit, median and p90", timely_naive, timely_figure);
    line(&b, "monthly figures with 24 months", NULL, month_figure);
    line(&b, "working days from receipt to closing", days_walked, days_counted);
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        printf("peak memory, plain arrays included: %.1f MiB\n",
               (double)usage.ru_maxrss / 1024);
    complaint_calendar_free(b.calendar);
    complaint_dataset_free(b.dataset);
    complaint_context_free(b.context);
    free(b.worked);
    free(b.plain.month);
    free(b.plain.category);
    free(b.plain.unit);
    free(b.plain.received);
    free(b.plain.closed);
    free(b.plain.limit);
    return EXIT_SUCCESS;
}
