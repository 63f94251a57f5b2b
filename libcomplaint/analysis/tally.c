/* Tallies of cases, and quantiles of whole numbers by group. */
#include "analysis/tally.h"
#include "analysis/quantile.h"

#include <math.h>
#include <string.h>

/* Most places for how often each value of each group occurs. */
#define OFTEN_MOST ((size_t)1 << 20)

void complaint__tally_closed(complaint__tally *tally,
                             const complaint_dataset *dataset, size_t row,
                             complaint_time closed_at)
{
    complaint_time limit = dataset->numbers[COMPLAINT__NUMBER_LIMIT][row];

    tally->closed++;
    if (limit == COMPLAINT_TIME_NONE)
        tally->closed_without++;
    else if (closed_at <= limit)
        tally->within++;
    else
        tally->late++;
}

void complaint__tally_open(complaint__tally *tally,
                           const complaint_dataset *dataset, size_t row,
                           complaint_time at)
{
    complaint_time limit = dataset->numbers[COMPLAINT__NUMBER_LIMIT][row];

    tally->open++;
    if (limit == COMPLAINT_TIME_NONE)
        tally->open_without++;
    else if (limit < at)
        tally->overdue++;
    else
        tally->not_yet_due++;
}

bool complaint__tally_empty(const complaint__tally *tally)
{
    return tally->received == 0 && tally->closed == 0 && tally->open == 0;
}

double complaint__tally_share(const complaint__tally *tally)
{
    int64_t of = tally->within + tally->late + tally->overdue;

    return of > 0 ? (double)tally->within / (double)of : NAN;
}

/* ---- samples ---- */

bool complaint__samples_add(complaint__samples *samples, uint32_t group,
                            int64_t value)
{
    if (value == COMPLAINT__NO_INTEGER)
        return true;
    if (samples->count == samples->capacity) {
        size_t capacity = samples->capacity > 0 ? samples->capacity * 2 : 1024;
        void *groups =
            complaint__realloc_array(samples->context, samples->groups,
                                     capacity, sizeof *samples->groups);
        void *values;

        if (groups == NULL)
            return false;
        samples->groups = groups;
        values = complaint__realloc_array(samples->context, samples->values,
                                          capacity, sizeof *samples->values);
        if (values == NULL)
            return false;
        samples->values = values;
        samples->capacity = capacity;
    }
    samples->groups[samples->count] = group;
    samples->values[samples->count++] = value;
    return true;
}

void complaint__samples_free(complaint__samples *samples)
{
    complaint__free(samples->context, samples->groups);
    complaint__free(samples->context, samples->values);
    complaint__free(samples->context, samples->often);
    complaint__free(samples->context, samples->sorted);
    complaint__free(samples->context, samples->starts);
    memset(samples, 0, sizeof *samples);
}

/* Number of values from the least to the most; 0 when too many to have a
 * place in each group. */
static size_t find_span(complaint__samples *samples)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    uint64_t span;

    for (size_t i = 0; i < samples->count; i++) {
        least = samples->values[i] < least ? samples->values[i] : least;
        most = samples->values[i] > most ? samples->values[i] : most;
    }
    samples->least = least;
    if (samples->count == 0)
        return 1;
    span = (uint64_t)most - (uint64_t)least;
    return span < OFTEN_MOST / samples->group_count ? (size_t)span + 1 : 0;
}

static bool count_values(complaint__samples *samples)
{
    samples->often = complaint__alloc_array(
        samples->context, samples->group_count * samples->span,
        sizeof *samples->often);
    for (size_t i = 0; samples->often != NULL && i < samples->count; i++)
        samples->often[samples->groups[i] * samples->span +
                       (size_t)(samples->values[i] - samples->least)]++;
    return samples->often != NULL;
}

static bool sort_values(complaint__samples *samples)
{
    size_t *at = complaint__alloc_array(samples->context,
                                        samples->group_count + 1, sizeof *at);

    samples->sorted = complaint__alloc_array(
        samples->context, samples->count + 1, sizeof *samples->sorted);
    if (at == NULL || samples->sorted == NULL) {
        complaint__free(samples->context, at);
        return false;
    }
    memcpy(at, samples->starts, samples->group_count * sizeof *at);
    for (size_t i = 0; i < samples->count; i++)
        samples->sorted[at[samples->groups[i]]++] = (double)samples->values[i];
    for (size_t g = 0; g < samples->group_count; g++)
        complaint__sort_numbers(samples->sorted + samples->starts[g],
                                samples->starts[g + 1] - samples->starts[g]);
    complaint__free(samples->context, at);
    return true;
}

bool complaint__samples_sort(complaint__samples *samples, size_t group_count)
{
    samples->group_count = group_count;
    samples->starts = complaint__alloc_array(samples->context, group_count + 2,
                                             sizeof *samples->starts);
    if (samples->starts == NULL)
        return false;
    for (size_t i = 0; i < samples->count; i++)
        samples->starts[samples->groups[i] + 1]++;
    for (size_t g = 0; g < group_count; g++)
        samples->starts[g + 1] += samples->starts[g];
    samples->span = find_span(samples);
    return samples->span > 0 ? count_values(samples) : sort_values(samples);
}

/* The value at a rank counted from 0. */
static double value_at(const complaint__samples *samples, size_t group,
                       size_t rank)
{
    const uint32_t *often = samples->often + group * samples->span;
    size_t v = 0;

    for (size_t before = often[0]; before <= rank; before += often[++v])
        continue;
    return (double)(samples->least + (int64_t)v);
}

double complaint__samples_quantile(const complaint__samples *samples,
                                   size_t group, double p, int type)
{
    size_t start = samples->starts[group];
    size_t count = samples->starts[group + 1] - start, low, high;
    double part, a, b;

    if (samples->often == NULL)
        return complaint__quantile(samples->sorted + start, count, p, type);
    if (!complaint__quantile_place(count, p, type, &low, &high, &part))
        return NAN;
    a = value_at(samples, group, low);
    b = high != low ? value_at(samples, group, high) : a;
    return part <= 0 || a == b ? a : (1 - part) * a + part * b;
}
