/* complaint_dataset_count() and complaint_dataset_pareto(): options in,
 * figures out. The counting itself is in count.c. */
#include "analysis/count.h"
#include "analysis/pareto.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <math.h>
#include <string.h>

typedef struct counting {
    const complaint_dataset *dataset;
    complaint__period period;
    int codes[COMPLAINT__FIGURE_DIMENSIONS];
    complaint__count_request request;
    complaint__groups groups;
} counting;

static int read_dimensions(counting *self, const complaint_facts *by,
                           size_t most, complaint_error **error)
{
    bool list = complaint_facts_type(by) == COMPLAINT_FACTS_LIST;
    size_t count = list ? complaint_facts_size(by) : 1;

    if (count < 1 || count > most)
        return complaint__fail(self->dataset->context, error, COMPLAINT_INVALID,
                               "figure.option", "by",
                               "\"by\" must name 1 to %d columns", (int)most);
    for (size_t d = 0; d < count; d++) {
        int status = complaint__period_dimension(
            self->dataset, list ? complaint_facts_at(by, d) : by,
            &self->codes[d], error);

        if (status != COMPLAINT_OK)
            return status;
        for (size_t e = 0; e < d; e++)
            if (self->codes[e] == self->codes[d])
                return complaint__fail(self->dataset->context, error,
                                       COMPLAINT_INVALID, "figure.option", "by",
                                       "\"by\" names a column twice");
        self->request.columns[d] = &self->dataset->codes[self->codes[d]];
    }
    self->request.dimensions = count;
    if (self->dataset->months_ascend)
        self->request.ascending = &self->dataset->codes[COMPLAINT__CODE_MONTH];
    return COMPLAINT_OK;
}

static int begin(counting *self, const complaint_dataset *dataset,
                 const complaint_facts *options, const char *const *known,
                 size_t most, complaint_error **error)
{
    int status;

    memset(self, 0, sizeof *self);
    self->dataset = dataset;
    status =
        complaint__period_read(dataset, options, known, &self->period, error);
    if (status == COMPLAINT_OK)
        status = read_dimensions(self, complaint_facts_get(options, "by"), most,
                                 error);
    self->request.first = self->period.first;
    self->request.end = self->period.end;
    if (status == COMPLAINT_OK &&
        !complaint__count_groups(dataset->context, &self->request,
                                 &self->groups))
        status = complaint__fail_memory(error);
    return status;
}

/* ---- months without cases ---- */

/* Where months are filled in, their codes become numbers of months + 1, so
 * that those which never occur have one too. */
static int month_dimension(const counting *self)
{
    for (size_t d = 0; d < self->request.dimensions; d++)
        if (self->codes[d] == COMPLAINT__CODE_MONTH)
            return (int)d;
    return -1;
}

static void swap_codes(complaint__groups *groups, size_t a, size_t b)
{
    for (size_t i = 0; i < groups->count; i++) {
        uint32_t code = groups->groups[i].codes[a];

        groups->groups[i].codes[a] = groups->groups[i].codes[b];
        groups->groups[i].codes[b] = code;
    }
}

static void number_months(counting *self, size_t d, uint32_t *first,
                          uint32_t *last)
{
    *first = UINT32_MAX;
    *last = 0;
    for (size_t i = 0; i < self->groups.count; i++) {
        uint32_t *code = &self->groups.groups[i].codes[d];

        *code = (uint32_t)self->dataset->months[*code - 1] + 1;
        *first = *code < *first ? *code : *first;
        *last = *code > *last ? *code : *last;
    }
}

static bool same_but_last(const complaint__group *a, const complaint__group *b,
                          size_t last)
{
    return memcmp(a->codes, b->codes, last * sizeof a->codes[0]) == 0;
}

/* With the month as last dimension: each combination of the others gets every
 * month from `first` to `last`. */
static void fill(const complaint__groups *from, size_t d, uint32_t first,
                 uint32_t last, complaint__groups *to)
{
    for (size_t i = 0; i < from->count;) {
        const complaint__group *lead = &from->groups[i];

        for (uint32_t month = first; month <= last; month++) {
            complaint__group *group = &to->groups[to->count++];
            bool here = i < from->count &&
                        same_but_last(&from->groups[i], lead, d) &&
                        from->groups[i].codes[d] == month;

            *group = *lead;
            group->codes[d] = month;
            group->count = here ? from->groups[i].count : 0;
            i += here;
        }
    }
}

static int fill_months(counting *self, size_t month, complaint_error **error)
{
    complaint_context *context = self->dataset->context;
    size_t end = self->request.dimensions - 1, others = 0, span;
    complaint__groups filled = {NULL, 0};
    uint32_t first, last;

    if (self->groups.count == 0)
        return COMPLAINT_OK;
    number_months(self, month, &first, &last);
    swap_codes(&self->groups, month, end);
    complaint__groups_sort(&self->groups);
    for (size_t i = 0; i < self->groups.count; i++)
        others += i == 0 || !same_but_last(&self->groups.groups[i],
                                           &self->groups.groups[i - 1], end);
    span = last - first + 1u;
    if (others > COMPLAINT__DENSE_MOST / span)
        return complaint__fail_limit(context, error, "zero",
                                     (int64_t)COMPLAINT__DENSE_MOST);
    filled.groups = complaint__alloc_array(context, others * span + 1,
                                           sizeof *filled.groups);
    if (filled.groups == NULL)
        return complaint__fail_memory(error);
    fill(&self->groups, end, first, last, &filled);
    complaint__groups_free(context, &self->groups);
    self->groups = filled;
    swap_codes(&self->groups, month, end);
    complaint__groups_sort(&self->groups);
    return COMPLAINT_OK;
}

/* ---- figures ---- */

static bool write_months(const counting *self, complaint_figure *figure,
                         size_t d)
{
    for (size_t i = 0; i < figure->rows; i++) {
        int month = (int)self->groups.groups[i].codes[d] - 1;
        char *text =
            complaint__arena_alloc(figure->arena, COMPLAINT__MONTH_TEXT_SIZE);

        if (text == NULL)
            return false;
        complaint__month_write(month, text);
        figure->texts[i * figure->dimension_count + d] = text;
    }
    return true;
}

static bool write_dimensions(const counting *self, complaint_figure *figure,
                             int filled)
{
    bool done = true;

    for (size_t d = 0; done && d < self->request.dimensions; d++)
        done = complaint__figure_dimension(
            figure, complaint__dataset_code_name(self->codes[d]));
    done = done && complaint__figure_rows(figure, self->groups.count);
    for (size_t d = 0; done && d < self->request.dimensions; d++)
        done = (int)d == filled
                   ? write_months(self, figure, d)
                   : complaint__figure_codes(
                         figure, d, self->request.columns[d],
                         &self->groups.groups[0].codes[d],
                         sizeof self->groups.groups[0] / sizeof(uint32_t));
    return done &&
           complaint__figure_population(
               figure, "cases received", &self->period, self->dataset->offset,
               (int64_t)(self->period.end - self->period.first));
}

static complaint_figure *count_figure(const counting *self, int filled)
{
    static const complaint__figure_measure measures[] = {{"count", true}};
    complaint_figure *figure = complaint__figure_new(
        self->dataset->context,
        "Number of cases received in the period, by group; cases whose group "
        "is not known stand under an empty name.",
        measures, 1);

    if (figure == NULL || !write_dimensions(self, figure, filled)) {
        complaint_figure_free(figure);
        return NULL;
    }
    for (size_t i = 0; i < figure->rows; i++)
        complaint__figure_set(figure, i, 0, self->groups.groups[i].count, NULL);
    return figure;
}

static int check_arguments(const complaint_dataset *self,
                           const complaint_facts *options,
                           complaint_figure **out, complaint_error **error)
{
    complaint_context *context = self != NULL ? self->context : NULL;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (self == NULL)
        return complaint__fail_misuse(context, error, "self");
    if (complaint_facts_type(options) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(context, error, "options");
    return COMPLAINT_OK;
}

int complaint_dataset_count(const complaint_dataset *self,
                            const complaint_facts *options,
                            complaint_figure **out, complaint_error **error)
{
    static const char *const known[] = {"by", "zero", NULL};
    counting counted;
    int month = -1, status = check_arguments(self, options, out, error);

    if (status != COMPLAINT_OK)
        return status;
    status = begin(&counted, self, options, known, COMPLAINT__FIGURE_DIMENSIONS,
                   error);
    if (status == COMPLAINT_OK &&
        complaint_facts_integer(complaint_facts_get(options, "zero"), 0) != 0)
        month = month_dimension(&counted);
    if (month >= 0)
        status = fill_months(&counted, (size_t)month, error);
    if (status == COMPLAINT_OK) {
        *out = count_figure(&counted, month);
        if (*out == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__groups_free(self->context, &counted.groups);
    return status;
}

/* ---- Pareto ---- */

static int read_threshold(const complaint_dataset *self,
                          const complaint_facts *options, double *out,
                          complaint_error **error)
{
    const complaint_facts *node = complaint_facts_get(options, "threshold");
    int64_t points = complaint_facts_integer(node, -1);

    *out = 0.8;
    if (complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    *out = (double)points / 10000;
    if (points >= 0 && points <= 10000)
        return COMPLAINT_OK;
    return complaint__fail(self->context, error, COMPLAINT_INVALID,
                           "figure.option", "threshold",
                           "\"threshold\" must be from 0 to 10000 basis "
                           "points");
}

/* Put the groups in order, then the shares beside them. `counts` and `order`
 * have twice as many places as there are groups. */
static void write_pareto(const complaint__groups *groups,
                         complaint_figure *figure, const double *counts,
                         const size_t *order, double threshold)
{
    size_t count = groups->count;
    size_t vital = complaint__pareto_vital(counts + count, count, threshold);
    double total = 0, sum = 0;

    for (size_t i = 0; i < count; i++)
        total += counts[i];
    for (size_t i = 0; i < count; i++) {
        double one = counts[order[i]];

        sum += one;
        complaint__figure_set(figure, i, 0, one, NULL);
        complaint__figure_set(figure, i, 1, one / total, "no cases");
        complaint__figure_set(figure, i, 2, sum / total, "no cases");
        complaint__figure_set(figure, i, 3, i < vital, NULL);
    }
}

static bool sort_pareto(counting *self, double *counts, size_t *order)
{
    size_t count = self->groups.count;
    complaint__groups sorted = {NULL, count};

    for (size_t i = 0; i < count; i++)
        counts[i] = self->groups.groups[i].count;
    complaint__pareto_order(counts, count, order, order + count);
    sorted.groups = complaint__alloc_array(self->dataset->context, count + 1,
                                           sizeof *sorted.groups);
    if (sorted.groups == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        sorted.groups[i] = self->groups.groups[order[i]];
        counts[count + i] = counts[order[i]];
    }
    complaint__groups_free(self->dataset->context, &self->groups);
    self->groups = sorted;
    return true;
}

static complaint_figure *pareto_figure(counting *self, double threshold)
{
    static const complaint__figure_measure measures[] = {{"count", true},
                                                         {"share", false},
                                                         {"cumulative", false},
                                                         {"vital", true}};
    complaint_context *context = self->dataset->context;
    size_t places = 2 * self->groups.count + 1;
    double *counts = complaint__alloc_array(context, places, sizeof *counts);
    size_t *order = complaint__alloc_array(context, places, sizeof *order);
    complaint_figure *figure = complaint__figure_new(
        context,
        "Cases received in the period by group, in descending order (ties by "
        "name), with each group's share, the cumulated share, and 1 for the "
        "fewest groups that together reach the threshold.",
        measures, sizeof measures / sizeof measures[0]);

    if (counts != NULL && order != NULL && figure != NULL &&
        sort_pareto(self, counts, order) &&
        write_dimensions(self, figure, -1)) {
        write_pareto(&self->groups, figure, counts, order, threshold);
    } else {
        complaint_figure_free(figure);
        figure = NULL;
    }
    complaint__free(context, counts);
    complaint__free(context, order);
    return figure;
}

int complaint_dataset_pareto(const complaint_dataset *self,
                             const complaint_facts *options,
                             complaint_figure **out, complaint_error **error)
{
    static const char *const known[] = {"by", "threshold", NULL};
    counting counted;
    double threshold;
    int status = check_arguments(self, options, out, error);

    if (status == COMPLAINT_OK)
        status = read_threshold(self, options, &threshold, error);
    if (status != COMPLAINT_OK)
        return status;
    status = begin(&counted, self, options, known, 1, error);
    if (status == COMPLAINT_OK) {
        *out = pareto_figure(&counted, threshold);
        if (*out == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__groups_free(self->context, &counted.groups);
    return status;
}
