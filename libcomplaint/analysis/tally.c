/* Tallies of cases, and quantiles of whole numbers by group. */
#include "analysis/tally.h"
#include "analysis/quantile.h"

#include <math.h>
#include <string.h>

/* Values that lie this close together are sorted by counting. */
#define SPAN_MOST ((size_t)1 << 20)

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
    complaint__free(samples->context, samples->sorted);
    complaint__free(samples->context, samples->starts);
    memset(samples, 0, sizeof *samples);
}

/* The order of values by counting them; false when they lie too far apart or
 * memory is short, which sorting group by group can do without. */
static bool order_values(const complaint__samples *samples, uint32_t *order)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    size_t span, *places;

    for (size_t i = 0; i < samples->count; i++) {
        least = samples->values[i] < least ? samples->values[i] : least;
        most = samples->values[i] > most ? samples->values[i] : most;
    }
    if (samples->count == 0 ||
        (uint64_t)most - (uint64_t)least >= SPAN_MOST - 1)
        return false;
    span = (size_t)(most - least) + 1;
    places = complaint__alloc_array(samples->context, span + 1, sizeof *places);
    if (places == NULL)
        return false;
    for (size_t i = 0; i < samples->count; i++)
        places[samples->values[i] - least + 1]++;
    for (size_t v = 0; v < span; v++)
        places[v + 1] += places[v];
    for (size_t i = 0; i < samples->count; i++)
        order[places[samples->values[i] - least]++] = (uint32_t)i;
    complaint__free(samples->context, places);
    return true;
}

/* Put samples under their groups, in the order given. */
static bool distribute(complaint__samples *samples, const uint32_t *order)
{
    size_t *at = complaint__alloc_array(samples->context,
                                        samples->group_count + 1, sizeof *at);

    if (at == NULL)
        return false;
    memcpy(at, samples->starts, samples->group_count * sizeof *at);
    for (size_t i = 0; i < samples->count; i++) {
        size_t from = order != NULL ? order[i] : i;

        samples->sorted[at[samples->groups[from]]++] =
            (double)samples->values[from];
    }
    complaint__free(samples->context, at);
    return true;
}

bool complaint__samples_sort(complaint__samples *samples, size_t group_count)
{
    uint32_t *order = complaint__alloc_array(samples->context,
                                             samples->count + 1, sizeof *order);
    bool ordered = order != NULL && order_values(samples, order), done;

    samples->group_count = group_count;
    samples->starts = complaint__alloc_array(samples->context, group_count + 2,
                                             sizeof *samples->starts);
    samples->sorted = complaint__alloc_array(
        samples->context, samples->count + 1, sizeof *samples->sorted);
    done = samples->starts != NULL && samples->sorted != NULL;
    for (size_t i = 0; done && i < samples->count; i++)
        samples->starts[samples->groups[i] + 1]++;
    for (size_t g = 0; done && g < group_count; g++)
        samples->starts[g + 1] += samples->starts[g];
    done = done && distribute(samples, ordered ? order : NULL);
    for (size_t g = 0; done && !ordered && g < group_count; g++)
        complaint__sort_numbers(samples->sorted + samples->starts[g],
                                samples->starts[g + 1] - samples->starts[g]);
    complaint__free(samples->context, order);
    return done;
}

double complaint__samples_quantile(const complaint__samples *samples,
                                   size_t group, double p, int type)
{
    size_t start = samples->starts[group];

    return complaint__quantile(samples->sorted + start,
                               samples->starts[group + 1] - start, p, type);
}
