/* complaint_dataset_timeliness(): closed, open and overdue cases against their
 * limits, with quantiles of working days. */
#include "analysis/figure.h"
#include "analysis/tally.h"

#include "base/failure.h"

#include <string.h>

typedef struct timeliness {
    const complaint_dataset *dataset;
    complaint__period period;
    bool received; /* cohort: received in the period, not closed in it */
    int quantile;
    int code; /* column, or -1 for all cases together */
    complaint_time at;
    size_t group_count;
    complaint__tally *tallies;
    complaint__tally sum;
    complaint__samples samples;
} timeliness;

enum {
    CLOSED,
    WITHIN,
    LATE,
    OPEN,
    OVERDUE,
    MEDIAN,
    P90,
    SHARE_WITHIN,
    MEASURES
};

static int read_cohort(timeliness *self, const complaint_facts *options,
                       complaint_error **error)
{
    const complaint_facts *node = complaint_facts_get(options, "cohort");
    const char *cohort = complaint_facts_text(node, "");

    if (complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
        cohort = "closed";
    self->received = strcmp(cohort, "received") == 0;
    if (self->received || strcmp(cohort, "closed") == 0)
        return COMPLAINT_OK;
    return complaint__fail(self->dataset->context, error, COMPLAINT_INVALID,
                           "figure.option", "cohort",
                           "\"cohort\" must be \"closed\" or \"received\"");
}

static int read_quantile(timeliness *self, const complaint_facts *options,
                         complaint_error **error)
{
    const complaint_facts *node = complaint_facts_get(options, "quantile");
    int64_t type = complaint_facts_integer(node, -1);

    self->quantile = 7;
    if (complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    self->quantile = (int)(type == 1 || type == 6 || type == 7 ? type : 0);
    if (self->quantile != 0)
        return COMPLAINT_OK;
    return complaint__fail(self->dataset->context, error, COMPLAINT_INVALID,
                           "figure.option", "quantile",
                           "\"quantile\" must be 1, 6 or 7");
}

static int read_by(timeliness *self, const complaint_facts *options,
                   complaint_error **error)
{
    const complaint_facts *by = complaint_facts_get(options, "by");

    self->code = -1;
    self->group_count = 1;
    if (complaint_facts_type(by) == COMPLAINT_FACTS_LIST) {
        if (complaint_facts_size(by) > 1)
            return complaint__fail(self->dataset->context, error,
                                   COMPLAINT_INVALID, "figure.option", "by",
                                   "\"by\" must name one column at most");
        by = complaint_facts_at(by, 0);
    }
    if (complaint_facts_type(by) != COMPLAINT_FACTS_NULL) {
        int status =
            complaint__period_dimension(self->dataset, by, &self->code, error);

        if (status != COMPLAINT_OK)
            return status;
        self->group_count = self->dataset->codes[self->code].text_count + 1;
    }
    return COMPLAINT_OK;
}

static int read_options(timeliness *self, const complaint_facts *options,
                        complaint_error **error)
{
    static const char *const known[] = {"by", "cohort", "quantile", NULL};
    int status = complaint__period_read(self->dataset, options, known,
                                        &self->period, error);

    if (status == COMPLAINT_OK)
        status = read_cohort(self, options, error);
    if (status == COMPLAINT_OK)
        status = read_quantile(self, options, error);
    if (status == COMPLAINT_OK)
        status = read_by(self, options, error);
    /* what was closed in a period is asked at its end; what became of those
     * received in it is asked now */
    self->at = self->period.now;
    if (!self->received && self->period.to != COMPLAINT_TIME_NONE &&
        self->period.to - 1 < self->at)
        self->at = self->period.to - 1;
    return status;
}

static bool tally_rows(timeliness *self)
{
    const complaint_dataset *dataset = self->dataset;
    size_t first = self->received ? self->period.first : 0;
    size_t end = complaint__dataset_first_from(dataset, self->at + 1);

    if (self->received && end > self->period.end)
        end = self->period.end;
    for (size_t row = first; row < end; row++) {
        uint32_t group =
            self->code < 0
                ? 0
                : complaint__code_at(&dataset->codes[self->code], row);
        complaint__tally *tally = &self->tallies[group];
        complaint__closing closing;

        tally->received += self->received;
        if (!complaint__dataset_standing(dataset, row, self->at, &closing)) {
            complaint__tally_open(tally, dataset, row, self->at);
        } else if (self->received || closing.closed_at >= self->period.from) {
            complaint__tally_closed(tally, dataset, row, closing.closed_at);
            if (!complaint__samples_add(&self->samples, group,
                                        closing.working_days))
                return false;
        }
    }
    return complaint__samples_sort(&self->samples, self->group_count);
}

static void set_row(const timeliness *self, complaint_figure *figure,
                    size_t row, size_t group)
{
    const complaint__tally *tally = &self->tallies[group];
    const char *why =
        tally->closed == 0 ? COMPLAINT__NO_CLOSED : COMPLAINT__NO_DAYS;

    complaint__figure_set(figure, row, CLOSED, (double)tally->closed, NULL);
    complaint__figure_set(figure, row, WITHIN, (double)tally->within, NULL);
    complaint__figure_set(figure, row, LATE, (double)tally->late, NULL);
    complaint__figure_set(figure, row, OPEN, (double)tally->open, NULL);
    complaint__figure_set(figure, row, OVERDUE, (double)tally->overdue, NULL);
    complaint__figure_set(
        figure, row, MEDIAN,
        complaint__samples_quantile(&self->samples, group, 0.5, self->quantile),
        why);
    complaint__figure_set(
        figure, row, P90,
        complaint__samples_quantile(&self->samples, group, 0.9, self->quantile),
        why);
    complaint__figure_set(figure, row, SHARE_WITHIN,
                          complaint__tally_share(tally), COMPLAINT__NO_DUE);
}

static size_t add_up(timeliness *self)
{
    size_t used = 0;

    for (size_t g = 0; g < self->group_count; g++) {
        const complaint__tally *tally = &self->tallies[g];

        self->sum.closed += tally->closed;
        self->sum.open += tally->open;
        self->sum.not_yet_due += tally->not_yet_due;
        self->sum.closed_without += tally->closed_without;
        self->sum.open_without += tally->open_without;
        used += self->code < 0 || !complaint__tally_empty(tally);
    }
    return used;
}

static bool set_rows(timeliness *self, complaint_figure *figure)
{
    size_t row = 0, used = add_up(self);
    uint32_t *codes =
        complaint__alloc_array(self->dataset->context, used + 1, sizeof *codes);
    bool done = codes != NULL;

    if (done && self->code >= 0)
        done = complaint__figure_dimension(
            figure, complaint__dataset_code_name(self->code));
    done = done && complaint__figure_rows(figure, used);
    for (size_t g = 0; done && g < self->group_count; g++) {
        if (self->code >= 0 && complaint__tally_empty(&self->tallies[g]))
            continue;
        codes[row] = (uint32_t)g;
        set_row(self, figure, row++, g);
    }
    if (done && self->code >= 0)
        done = complaint__figure_codes(
            figure, 0, &self->dataset->codes[self->code], codes, 1);
    complaint__free(self->dataset->context, codes);
    return done;
}

static complaint_figure *make_figure(timeliness *self)
{
    static const complaint__figure_measure measures[MEASURES] = {
        {"closed", true}, {"within", true},       {"late", true},
        {"open", true},   {"overdue", true},      {"median", false},
        {"p90", false},   {"share_within", false}};
    complaint_figure *figure = complaint__figure_new(
        self->dataset->context,
        "Cases closed within their limit (on it is within), late, and open; "
        "overdue is open past the limit. Median and 90th percentile of "
        "working days from receipt (day 0) to closing. Share within: within / "
        "(within + late + overdue).",
        measures, MEASURES);

    if (figure == NULL || !set_rows(self, figure) ||
        !complaint__figure_population(figure,
                                      self->received
                                          ? "cases received"
                                          : "cases closed, and open at the end",
                                      &self->period, self->dataset->offset,
                                      self->sum.closed + self->sum.open)) {
        complaint_figure_free(figure);
        return NULL;
    }
    complaint__figure_left_out(figure, COMPLAINT__NO_LIMIT,
                               self->sum.closed_without +
                                   self->sum.open_without);
    complaint__figure_left_out(figure, COMPLAINT__NOT_YET_DUE,
                               self->sum.not_yet_due);
    complaint__figure_left_out(figure, COMPLAINT__NO_DAYS,
                               self->sum.closed - (int64_t)self->samples.count);
    return figure;
}

int complaint_dataset_timeliness(const complaint_dataset *self,
                                 const complaint_facts *options,
                                 complaint_figure **out,
                                 complaint_error **error)
{
    complaint_context *context = self != NULL ? self->context : NULL;
    timeliness asked;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (self == NULL)
        return complaint__fail_misuse(context, error, "self");
    if (complaint_facts_type(options) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(context, error, "options");
    memset(&asked, 0, sizeof asked);
    asked.dataset = self;
    asked.samples.context = context;
    status = read_options(&asked, options, error);
    if (status != COMPLAINT_OK)
        return status;
    asked.tallies = complaint__alloc_array(context, asked.group_count,
                                           sizeof *asked.tallies);
    if (asked.tallies != NULL && tally_rows(&asked))
        *out = make_figure(&asked);
    if (*out == NULL)
        status = complaint__fail_memory(error);
    complaint__free(context, asked.tallies);
    complaint__samples_free(&asked.samples);
    return status;
}
