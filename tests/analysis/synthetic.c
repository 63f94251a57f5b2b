/* Invented cases from a seed. */
#include "analysis/synthetic.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int zones[] = {28800, 0, -18000};

#define START INT64_C(1420070400000000) /* 2015-01-01T00:00:00Z */

uint64_t synthetic_next(uint64_t *seed, uint64_t most)
{
    /* xorshift64* */
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (*seed * 2685821657736338717u >> 16) % most;
}

static complaint_time later(uint64_t *seed, complaint_time from, int days)
{
    return from + (complaint_time)synthetic_next(
                      seed, (uint64_t)days * (uint64_t)COMPLAINT_DAY);
}

static void make_closings(uint64_t *seed, synthetic_case *made)
{
    complaint_time at = made->received_at;

    if (synthetic_next(seed, 10) == 0)
        return; /* open */
    for (;;) {
        complaint__closing *closing = &made->closings[made->closing_count++];

        closing->closed_at = later(seed, at, 60);
        closing->reopened_at = COMPLAINT_TIME_NONE;
        closing->working_days =
            (closing->closed_at - made->received_at) / COMPLAINT_DAY * 5 / 7;
        if (made->closing_count == SYNTHETIC_CLOSINGS ||
            synthetic_next(seed, 20) != 0)
            return;
        closing->reopened_at = later(seed, closing->closed_at, 50);
        at = closing->reopened_at;
        if (synthetic_next(seed, 4) == 0)
            return; /* open again */
    }
}

static void make_case(uint64_t *seed, size_t i, bool offsets,
                      synthetic_case *made)
{
    memset(made, 0, sizeof *made);
    snprintf(made->number, sizeof made->number, "n%06zu", i);
    if (synthetic_next(seed, 15) != 0)
        snprintf(made->category, sizeof made->category, "category-%d",
                 (int)synthetic_next(seed, 12));
    if (synthetic_next(seed, 15) != 0)
        snprintf(made->unit, sizeof made->unit, "unit-%02d",
                 (int)synthetic_next(seed, 40));
    if (synthetic_next(seed, 30) != 0)
        snprintf(made->channel, sizeof made->channel, "ch%d",
                 (int)synthetic_next(seed, 4));
    made->received_at = later(seed, START, 3 * 365);
    /* whole hours now and then, so that instants coincide */
    if (synthetic_next(seed, 5) == 0)
        made->received_at -= made->received_at % COMPLAINT_HOUR;
    made->limit_at = synthetic_next(seed, 8) == 0
                         ? COMPLAINT_TIME_NONE
                         : later(seed, made->received_at, 50);
    made->offset = offsets ? zones[synthetic_next(seed, 3)] : zones[0];
    made->simulated = synthetic_next(seed, 100) == 0;
    make_closings(seed, made);
    /* closed on the limit is within it */
    if (made->closing_count > 0 && synthetic_next(seed, 10) == 0)
        made->limit_at = made->closings[0].closed_at;
}

synthetic synthetic_make(uint64_t seed, size_t count, bool offsets)
{
    synthetic made = {count, calloc(count + 1, sizeof *made.cases)};

    ck_assert_ptr_nonnull(made.cases);
    for (size_t i = 0; i < count; i++)
        make_case(&seed, i, offsets, &made.cases[i]);
    return made;
}

void synthetic_free(synthetic *self)
{
    free(self->cases);
    self->cases = NULL;
    self->count = 0;
}

static void fill_row(const synthetic_case *from, complaint__data_row *row)
{
    const complaint__closing *last =
        from->closing_count > 0 ? &from->closings[from->closing_count - 1]
                                : NULL;

    complaint__data_row_clear(row);
    row->codes[COMPLAINT__CODE_NUMBER] = from->number;
    row->codes[COMPLAINT__CODE_CATEGORY] = from->category;
    row->codes[COMPLAINT__CODE_UNIT] = from->unit;
    row->codes[COMPLAINT__CODE_CHANNEL] = from->channel;
    row->numbers[COMPLAINT__NUMBER_RECEIVED] = from->received_at;
    row->numbers[COMPLAINT__NUMBER_LIMIT] = from->limit_at;
    if (last != NULL && last->reopened_at == COMPLAINT_TIME_NONE) {
        row->numbers[COMPLAINT__NUMBER_CLOSED] = last->closed_at;
        row->numbers[COMPLAINT__NUMBER_WORKING_DAYS] = last->working_days;
    }
    for (size_t i = 0; i < from->closing_count; i++)
        row->numbers[COMPLAINT__NUMBER_REOPENED] +=
            from->closings[i].reopened_at != COMPLAINT_TIME_NONE;
    row->offset = from->offset;
    row->simulated = from->simulated;
}

complaint_dataset *synthetic_dataset(complaint_context *context,
                                     const synthetic *self)
{
    complaint__builder *builder = NULL;
    complaint_dataset *dataset = NULL;
    complaint__data_row row;

    ck_assert_int_eq(complaint__builder_new(context, &builder, NULL),
                     COMPLAINT_OK);
    for (size_t i = 0; i < self->count; i++) {
        fill_row(&self->cases[i], &row);
        for (int z = 0; z < 3; z++) {
            if (zones[z] != row.offset)
                continue;
            /* one table for each zone that occurs: alike ones are shared */
            ck_assert_int_eq(complaint__builder_table(builder, NULL, zones[z],
                                                      &row.table, NULL),
                             COMPLAINT_OK);
        }
        ck_assert_int_eq(complaint__builder_add(builder, &row, NULL),
                         COMPLAINT_OK);
        if (row.numbers[COMPLAINT__NUMBER_REOPENED] == 0)
            continue;
        ck_assert_int_eq(
            complaint__builder_closings(builder, i, self->cases[i].closings,
                                        self->cases[i].closing_count, NULL),
            COMPLAINT_OK);
    }
    ck_assert_int_eq(complaint__builder_finish(builder, &dataset, NULL),
                     COMPLAINT_OK);
    return dataset;
}

const complaint__closing *synthetic_standing(const synthetic_case *self,
                                             complaint_time at)
{
    for (size_t i = 0; i < self->closing_count; i++) {
        const complaint__closing *closing = &self->closings[i];

        if (closing->closed_at <= at &&
            (closing->reopened_at == COMPLAINT_TIME_NONE ||
             closing->reopened_at > at))
            return closing;
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double synthetic_quantile(double *values, size_t count, double p)
{
    double place, part;
    size_t low;

    if (count == 0)
        return NAN;
    qsort(values, count, sizeof *values, compare);
    place = p * (double)(count - 1);
    low = (size_t)place;
    part = place - (double)low;
    return low + 1 < count
               ? values[low] + part * (values[low + 1] - values[low])
               : values[count - 1];
}

complaint_time synthetic_month(int year, int month, int offset)
{
    char text[32];
    complaint_day day;

    year += (month - 1) / 12;
    month = (month - 1) % 12 + 1;
    snprintf(text, sizeof text, "%04d-%02d-01", year, month);
    ck_assert_int_eq(complaint_day_parse(text, &day, NULL), COMPLAINT_OK);
    return day * COMPLAINT_DAY - offset * COMPLAINT_SECOND;
}
