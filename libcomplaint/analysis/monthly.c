/* complaint_dataset_month(): the monthly figures as one map. The series of
 * earlier months is in history.c. */
#include "analysis/monthly.h"
#include "analysis/tally.h"

#include "base/context.h"
#include "base/failure.h"

#include <math.h>
#include <string.h>

/* The breakdowns, each a list in the map. */
static const struct {
    const char *key;
    int code;
} breakdowns[] = {
    {"by_category", COMPLAINT__CODE_CATEGORY},
    {"by_unit", COMPLAINT__CODE_UNIT},
    {"by_channel", COMPLAINT__CODE_CHANNEL},
};
#define BREAKDOWNS (sizeof breakdowns / sizeof breakdowns[0])

typedef struct group_set {
    size_t count;
    complaint__tally *tallies;
    complaint__samples samples;
} group_set;

typedef struct monthly {
    const complaint_dataset *dataset;
    int month;
    complaint_time now;
    const char *language;
    group_set all;    /* one group */
    group_set cohort; /* one group */
    group_set by[BREAKDOWNS];
    int64_t simulated;
    complaint__writer writer;
} monthly;

static bool make_set(complaint_context *context, group_set *set, size_t count)
{
    set->count = count;
    set->samples.context = context;
    set->tallies = complaint__alloc_array(context, count, sizeof *set->tallies);
    return set->tallies != NULL;
}

static void free_set(complaint_context *context, group_set *set)
{
    complaint__free(context, set->tallies);
    complaint__samples_free(&set->samples);
}

/* ---- counting ---- */

static bool add_case(group_set *set, uint32_t group, const monthly *self,
                     size_t row, bool received, complaint_time at,
                     const complaint__closing *closing)
{
    complaint__tally *tally = &set->tallies[group];

    tally->received += received;
    if (closing == NULL) {
        complaint__tally_open(tally, self->dataset, row, at);
        return true;
    }
    complaint__tally_closed(tally, self->dataset, row, closing->closed_at);
    return complaint__samples_add(&set->samples, group, closing->working_days);
}

/* A case closed before the month does not concern it; one received in the
 * month and closed in it counts as both. */
static bool tally_row(monthly *self, size_t row, complaint_time start,
                      complaint_time at)
{
    const complaint_dataset *dataset = self->dataset;
    bool received = dataset->numbers[COMPLAINT__NUMBER_RECEIVED][row] >= start;
    complaint__closing closing;
    bool closed = complaint__dataset_standing(dataset, row, at, &closing);
    const complaint__closing *shown = closed ? &closing : NULL;
    bool done;

    if (closed && closing.closed_at < start)
        return true;
    self->simulated += (dataset->flags[row] & COMPLAINT__CASE_SIMULATED) != 0;
    done = add_case(&self->all, 0, self, row, received, at, shown);
    for (size_t b = 0; done && b < BREAKDOWNS; b++)
        done = add_case(
            &self->by[b],
            complaint__code_at(&dataset->codes[breakdowns[b].code], row), self,
            row, received, at, shown);
    if (done && received) {
        closed = complaint__dataset_standing(dataset, row, self->now, &closing);
        done = add_case(&self->cohort, 0, self, row, true, self->now,
                        closed ? &closing : NULL);
    }
    return done;
}

static bool tally_rows(monthly *self)
{
    const int64_t *received =
        self->dataset->numbers[COMPLAINT__NUMBER_RECEIVED];
    complaint_time start = 0, at = 0;
    const complaint__month_table *table = NULL;
    bool done = true;

    for (size_t row = 0; done && row < self->dataset->count; row++) {
        const complaint__month_table *here =
            complaint__table_at(self->dataset, row);

        if (here != table) {
            table = here;
            start = complaint__table_start(table, self->month);
            at = complaint__table_as_of(table, self->month, self->now);
        }
        if (complaint__dataset_over(self->dataset, row,
                                    start < at ? start : at))
            continue;
        if (received[row] <= at)
            done = tally_row(self, row, start, at);
        else if (self->dataset->table_count == 1)
            break; /* the others came later still */
    }
    done = done && complaint__samples_sort(&self->all.samples, 1) &&
           complaint__samples_sort(&self->cohort.samples, 1);
    for (size_t b = 0; done && b < BREAKDOWNS; b++)
        done = complaint__samples_sort(&self->by[b].samples, self->by[b].count);
    return done;
}

/* ---- writing ---- */

static void write_quantile(monthly *self, complaint_facts *map,
                           complaint_facts **undefined, const group_set *set,
                           size_t group, const char *key, double p)
{
    double value = complaint__samples_quantile(&set->samples, group, p, 7);

    complaint__write_number(&self->writer, map, key, value);
    if (isnan(value))
        complaint__write_undefined(
            self->language, &self->writer, map, undefined, key,
            set->tallies[group].closed == 0 ? COMPLAINT__NO_CLOSED
                                            : COMPLAINT__NO_DAYS);
}

static void write_tally(monthly *self, complaint_facts *map,
                        const group_set *set, size_t group,
                        const char *open_key)
{
    const complaint__tally *tally = &set->tallies[group];
    complaint__writer *writer = &self->writer;
    complaint_facts *undefined = NULL;
    double share = complaint__tally_share(tally);

    complaint__write_count(writer, map, "received", tally->received);
    complaint__write_count(writer, map, "closed", tally->closed);
    complaint__write_count(writer, map, open_key, tally->open);
    complaint__write_count(writer, map, "within_limit", tally->within);
    complaint__write_count(writer, map, "overdue", tally->late);
    complaint__write_count(writer, map, "open_overdue", tally->overdue);
    complaint__write_count(writer, map, "not_yet_due", tally->not_yet_due);
    complaint__write_number(writer, map, "share_within", share);
    if (isnan(share))
        complaint__write_undefined(self->language, writer, map, &undefined,
                                   "share_within", COMPLAINT__NO_DUE);
    write_quantile(self, map, &undefined, set, group, "median_working_days",
                   0.5);
    write_quantile(self, map, &undefined, set, group, "p90_working_days", 0.9);
}

static void write_breakdown(monthly *self, complaint_facts *out, size_t b)
{
    const complaint__code_column *column =
        &self->dataset->codes[breakdowns[b].code];
    complaint_facts *list =
        complaint__write_list(&self->writer, out, breakdowns[b].key);

    for (size_t g = 0; g < self->by[b].count; g++) {
        complaint_facts *map;

        if (complaint__tally_empty(&self->by[b].tallies[g]))
            continue;
        map = complaint__write_map(&self->writer, list, NULL);
        complaint__write_text(&self->writer, map, "name",
                              g > 0 ? column->texts[g - 1] : "");
        write_tally(self, map, &self->by[b], g, "open_at_month_end");
    }
}

static void write_cohort(monthly *self, complaint_facts *out)
{
    const complaint__tally *tally = &self->cohort.tallies[0];
    complaint_facts *map = complaint__write_map(&self->writer, out, "cohort");

    write_tally(self, map, &self->cohort, 0, "open");
    complaint__write_count(&self->writer, map, "no_limit",
                           tally->closed_without + tally->open_without);
}

static void write_left_out(monthly *self, complaint_facts *list,
                           const char *from, const char *reason, int64_t count)
{
    complaint_facts *map;

    if (count == 0)
        return;
    map = complaint__write_map(&self->writer, list, NULL);
    complaint__write_text(&self->writer, map, "from", from);
    complaint__write_text(&self->writer, map, "reason",
                          complaint__translate(self->language, reason));
    complaint__write_count(&self->writer, map, "count", count);
}

static void write_population(monthly *self, complaint_facts *out)
{
    const complaint__tally *tally = &self->all.tallies[0];
    complaint_facts *map =
        complaint__write_map(&self->writer, out, "population");
    complaint_facts *list;

    complaint__write_text(
        &self->writer, map, "text",
        complaint__translate(self->language,
                             "cases closed in the month, and open at its end"));
    complaint__write_count(&self->writer, map, "count",
                           tally->closed + tally->open);
    list = complaint__write_list(&self->writer, out, "left_out");
    write_left_out(self, list, "within_limit", COMPLAINT__NO_LIMIT,
                   tally->closed_without);
    write_left_out(self, list, "open_overdue", COMPLAINT__NO_LIMIT,
                   tally->open_without);
    write_left_out(self, list, "share_within", COMPLAINT__NOT_YET_DUE,
                   tally->not_yet_due);
    write_left_out(self, list, "median_working_days", COMPLAINT__NO_DAYS,
                   tally->closed - (int64_t)self->all.samples.count);
}

static void write_definitions(monthly *self, complaint_facts *out)
{
    static const char *const definitions[][2] = {
        {"received", "Cases received in the month, by the local time of their "
                     "calendar."},
        {"closed", "Cases whose closing in the month still stood at the "
                   "month's end."},
        {"open_at_month_end", "Cases received by the end of the month, or by "
                              "now if that is earlier, and not closed then."},
        {"within_limit",
         "Closed cases that were closed at or before their limit."},
        {"overdue", "Closed cases that were closed after their limit."},
        {"open_overdue", "Open cases whose limit had passed."},
        {"not_yet_due", "Open cases whose limit had not passed."},
        {"share_within",
         "within_limit / (within_limit + overdue + open_overdue)."},
        {"median_working_days", "Median of the closed cases' working days "
                                "from receipt (day 0) to closing, quantile "
                                "type 7."},
        {"p90_working_days", "90th percentile of the closed cases' working "
                             "days, quantile type 7."},
        {"cohort", "What had become by now of the cases received in the "
                   "month."},
    };
    complaint_facts *map =
        complaint__write_map(&self->writer, out, "definitions");

    for (size_t i = 0; i < sizeof definitions / sizeof definitions[0]; i++)
        complaint__write_text(
            &self->writer, map, definitions[i][0],
            complaint__translate(self->language, definitions[i][1]));
}

static void write_all(monthly *self, complaint_facts *out)
{
    const complaint__month_table *table =
        complaint__dataset_table(self->dataset);
    complaint_time as_of =
        complaint__table_as_of(table, self->month, self->now);
    char month[COMPLAINT__MONTH_TEXT_SIZE], at[COMPLAINT_TIME_TEXT_SIZE];

    complaint__month_write(self->month, month);
    complaint__write_text(&self->writer, out, "month", month);
    if (complaint_time_format(
            as_of,
            table->calendar != NULL
                ? complaint_calendar_offset(table->calendar, as_of)
                : table->offset,
            at, sizeof at) == COMPLAINT_OK)
        complaint__write_text(&self->writer, out, "as_of", at);
    write_tally(self, out, &self->all, 0, "open_at_month_end");
    for (size_t b = 0; b < BREAKDOWNS; b++)
        write_breakdown(self, out, b);
    write_cohort(self, out);
    write_definitions(self, out);
    write_population(self, out);
    complaint__write_boolean(&self->writer, out, "simulated",
                             self->simulated > 0);
    complaint__write_count(&self->writer, out, "simulated_count",
                           self->simulated);
}

static int make_month(monthly *self, complaint_facts **out,
                      complaint_error **error)
{
    complaint_context *context = self->dataset->context;
    complaint_facts *made = NULL;
    bool done =
        make_set(context, &self->all, 1) && make_set(context, &self->cohort, 1);
    int status;

    for (size_t b = 0; done && b < BREAKDOWNS; b++)
        done =
            make_set(context, &self->by[b],
                     self->dataset->codes[breakdowns[b].code].text_count + 1);
    if (!done || !tally_rows(self))
        return complaint__fail_memory(error);
    status = complaint_facts_new(context, &made, error);
    if (status != COMPLAINT_OK)
        return status;
    write_all(self, made);
    status = self->writer.status;
    if (status == COMPLAINT_OK)
        status = complaint__history_write(self->dataset, self->month, self->now,
                                          self->language, made, error);
    if (status == COMPLAINT_OK)
        *out = made;
    else
        complaint_facts_free(made);
    return status;
}

int complaint_dataset_month(const complaint_dataset *self, const char *month,
                            complaint_time now, complaint_facts **out,
                            complaint_error **error)
{
    return complaint__dataset_month(self, month, now, NULL, out, error);
}

int complaint__dataset_month(const complaint_dataset *self, const char *month,
                             complaint_time now, const char *language,
                             complaint_facts **out, complaint_error **error)
{
    complaint_context *context = self != NULL ? self->context : NULL;
    monthly asked;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (self == NULL)
        return complaint__fail_misuse(context, error, "self");
    if (month == NULL)
        return complaint__fail_misuse(context, error, "month");
    memset(&asked, 0, sizeof asked);
    asked.dataset = self;
    asked.language =
        language != NULL ? language : complaint_context_language(context);
    asked.month = complaint__month_parse(month);
    if (asked.month < 0)
        return complaint__fail(
            context, error, COMPLAINT_INVALID, "figure.month", "month",
            "\"%.40s\" is no month of the form YYYY-MM", month);
    asked.now =
        now != COMPLAINT_TIME_NONE ? now : complaint_context_now(context);
    asked.writer.error = error;
    status = make_month(&asked, out, error);
    free_set(context, &asked.all);
    free_set(context, &asked.cohort);
    for (size_t b = 0; b < BREAKDOWNS; b++)
        free_set(context, &asked.by[b]);
    return status;
}
