/* The series of months that ends with the one asked for, in one pass over the
 * cases: what opens and closes is noted as a difference in the month in which
 * it happens, and summed up at the end. */
#include "analysis/monthly.h"
#include "analysis/tally.h"

#include "base/context.h"
#include "base/failure.h"

#include <math.h>
#include <string.h>

#define MONTHS COMPLAINT__HISTORY_MONTHS

typedef struct history {
    const complaint_dataset *dataset;
    int first; /* month */
    complaint_time now;
    const char *language;
    int64_t received[MONTHS];
    int64_t closed[MONTHS];
    int64_t within[MONTHS];
    int64_t late[MONTHS];
    int64_t open[MONTHS + 1];    /* differences */
    int64_t overdue[MONTHS + 1]; /* differences */
    complaint__samples samples;
} history;

/* What one case is looked at with. */
typedef struct lens {
    const complaint__month_table *table;
    complaint_time starts[MONTHS + 1]; /* of each month, and of the next */
    complaint_time at;                 /* nothing after this is seen */
    complaint_time limit;
} lens;

void complaint__write_undefined(const char *language, complaint__writer *writer,
                                complaint_facts *map,
                                complaint_facts **undefined, const char *key,
                                const char *reason)
{
    if (*undefined == NULL)
        *undefined = complaint__write_map(writer, map, "undefined");
    complaint__write_text(writer, *undefined, key,
                          complaint__translate(language, reason));
}

static void look(lens *view, const history *self,
                 const complaint__month_table *table)
{
    view->table = table;
    for (int m = 0; m <= MONTHS; m++)
        view->starts[m] = complaint__table_start(table, self->first + m);
    view->at =
        complaint__table_as_of(table, self->first + MONTHS - 1, self->now);
}

/* Place in the series; 0 for what was before it. Nothing after it is asked
 * for, but the instant after a limit may be the first one. */
static int place(const lens *view, complaint_time time)
{
    int m;

    if (time < view->starts[1])
        return 0;
    if (time >= view->starts[MONTHS])
        return MONTHS;
    /* no month is longer: never too far on */
    m = (int)((time - view->starts[0]) / (31 * COMPLAINT_DAY));
    while (time >= view->starts[m + 1])
        m++;
    return m;
}

/* Open from one instant until another (TIME_NONE: still). It counts in the
 * months at whose end it is open. */
static void add_open(history *self, const lens *view, complaint_time from,
                     complaint_time until)
{
    int first = place(view, from);
    int end = until != COMPLAINT_TIME_NONE ? place(view, until) : MONTHS;

    self->open[first]++;
    self->open[end]--;
    if (view->limit == COMPLAINT_TIME_NONE || view->limit >= view->at)
        return;
    /* past the limit at the last instant of a month */
    if (place(view, view->limit + 1) > first)
        first = place(view, view->limit + 1);
    if (first < end) {
        self->overdue[first]++;
        self->overdue[end]--;
    }
}

static bool add_closing(history *self, const lens *view,
                        const complaint__closing *closing,
                        complaint_time reopened_at)
{
    int month;

    if (closing->closed_at < view->starts[0])
        return true;
    month = place(view, closing->closed_at);
    /* undone before the month was over: it did not stand at its end */
    if (reopened_at != COMPLAINT_TIME_NONE && place(view, reopened_at) == month)
        return true;
    self->closed[month]++;
    if (view->limit != COMPLAINT_TIME_NONE)
        *(closing->closed_at <= view->limit ? &self->within[month]
                                            : &self->late[month]) += 1;
    return complaint__samples_add(&self->samples, (uint32_t)month,
                                  closing->working_days);
}

static bool add_case(history *self, const lens *view, size_t row)
{
    complaint_time opened =
        self->dataset->numbers[COMPLAINT__NUMBER_RECEIVED][row];
    const complaint__closing *closings;
    complaint__closing one;
    size_t count =
        complaint__dataset_closings(self->dataset, row, &one, &closings);

    if (opened >= view->starts[0])
        self->received[place(view, opened)]++;
    for (size_t i = 0; i < count; i++) {
        complaint_time reopened_at = closings[i].reopened_at;

        if (closings[i].closed_at > view->at)
            break;
        if (reopened_at > view->at)
            reopened_at = COMPLAINT_TIME_NONE;
        add_open(self, view, opened, closings[i].closed_at);
        if (!add_closing(self, view, &closings[i], reopened_at))
            return false;
        opened = reopened_at;
        if (opened == COMPLAINT_TIME_NONE)
            return true;
    }
    add_open(self, view, opened, COMPLAINT_TIME_NONE);
    return true;
}

static bool add_cases(history *self)
{
    const complaint_dataset *dataset = self->dataset;
    lens view = {0};

    look(&view, self, complaint__dataset_table(dataset));
    for (size_t row = 0; row < dataset->count; row++) {
        const complaint__month_table *table = complaint__table_at(dataset, row);

        if (table != view.table)
            look(&view, self, table);
        if (complaint__dataset_over(dataset, row,
                                    view.at < view.starts[0] ? view.at
                                                             : view.starts[0]))
            continue;
        view.limit = dataset->numbers[COMPLAINT__NUMBER_LIMIT][row];
        if (dataset->numbers[COMPLAINT__NUMBER_RECEIVED][row] > view.at) {
            if (dataset->table_count == 1)
                break;
            continue;
        }
        if (!add_case(self, &view, row))
            return false;
    }
    return complaint__samples_sort(&self->samples, MONTHS);
}

static void write_month(history *self, complaint__writer *writer,
                        complaint_facts *list, size_t m)
{
    complaint_facts *map = complaint__write_map(writer, list, NULL);
    complaint_facts *undefined = NULL;
    int64_t of = self->within[m] + self->late[m] + self->overdue[m];
    double share = of > 0 ? (double)self->within[m] / (double)of : NAN;
    double median = complaint__samples_quantile(&self->samples, m, 0.5, 7);
    double p90 = complaint__samples_quantile(&self->samples, m, 0.9, 7);
    const char *why =
        self->closed[m] == 0 ? COMPLAINT__NO_CLOSED : COMPLAINT__NO_DAYS;
    char text[COMPLAINT__MONTH_TEXT_SIZE];

    complaint__month_write(self->first + (int)m, text);
    complaint__write_text(writer, map, "month", text);
    complaint__write_count(writer, map, "received", self->received[m]);
    complaint__write_count(writer, map, "closed", self->closed[m]);
    complaint__write_count(writer, map, "open_at_month_end", self->open[m]);
    complaint__write_count(writer, map, "within_limit", self->within[m]);
    complaint__write_count(writer, map, "overdue", self->late[m]);
    complaint__write_count(writer, map, "open_overdue", self->overdue[m]);
    complaint__write_number(writer, map, "share_within", share);
    if (isnan(share))
        complaint__write_undefined(self->language, writer, map, &undefined,
                                   "share_within", COMPLAINT__NO_DUE);
    complaint__write_number(writer, map, "median_working_days", median);
    complaint__write_number(writer, map, "p90_working_days", p90);
    if (!isnan(median))
        return;
    complaint__write_undefined(self->language, writer, map, &undefined,
                               "median_working_days", why);
    complaint__write_undefined(self->language, writer, map, &undefined,
                               "p90_working_days", why);
}

int complaint__history_write(const complaint_dataset *dataset, int month,
                             complaint_time now, const char *language,
                             complaint_facts *map, complaint_error **error)
{
    complaint__writer writer = COMPLAINT__WRITER(error);
    complaint_facts *list;
    history self;

    memset(&self, 0, sizeof self);
    self.dataset = dataset;
    self.first = month - MONTHS + 1;
    self.now = now;
    self.language = language;
    self.samples.context = dataset->context;
    if (!add_cases(&self)) {
        complaint__samples_free(&self.samples);
        return complaint__fail_memory(error);
    }
    list = complaint__write_list(&writer, map, "history");
    for (size_t m = 0; m < MONTHS; m++) {
        self.open[m] += m > 0 ? self.open[m - 1] : 0;
        self.overdue[m] += m > 0 ? self.overdue[m - 1] : 0;
        write_month(&self, &writer, list, m);
    }
    complaint__samples_free(&self.samples);
    return writer.status;
}
