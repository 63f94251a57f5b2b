/* When a clock is due: counting its units from the anchor around the pauses.
 * No loop over days; one step per pause. */
#include "procedure/clock.h"

#include "base/failure.h"
#include "calendar/calendar.h"

/* ---- civil months ---- */

typedef struct civil {
    int64_t year;
    int64_t month; /* 1 to 12 */
    int64_t day;
} civil;

/* Days before the first of March of a year counted from March, 0000-03-01
 * first; the leap day is then the last of its year. */
static complaint_day day_of_civil(civil c)
{
    int64_t year = c.month > 2 ? c.year : c.year - 1;
    int64_t month = c.month > 2 ? c.month - 3 : c.month + 9;

    return year * 365 + year / 4 - year / 100 + year / 400 +
           (month * 153 + 2) / 5 + c.day - 1 - 719468;
}

static civil civil_of_day(complaint_day day)
{
    int64_t n = day + 719468;
    int64_t era = n / 146097;
    int64_t in_era = n % 146097;
    int64_t year =
        (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (year * 365 + year / 4 - year / 100);
    int64_t month = (in_year * 5 + 2) / 153;
    civil c;

    c.day = in_year - (month * 153 + 2) / 5 + 1;
    c.month = month < 10 ? month + 3 : month - 9;
    c.year = era * 400 + year + (c.month <= 2);
    return c;
}

/* The same day of a later month, or that month's last day. */
complaint_day complaint__day_add_months(complaint_day day, int64_t months)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    civil c = civil_of_day(day);
    int64_t month = c.month - 1 + months;
    int64_t last;

    c.year += month / 12;
    c.month = month % 12 + 1;
    last = lengths[c.month - 1];
    if (c.month == 2 &&
        ((c.year % 4 == 0 && c.year % 100 != 0) || c.year % 400 == 0))
        last = 29;
    if (c.day > last)
        c.day = last;
    return day_of_civil(c);
}

/* ---- days ---- */

complaint_day complaint__clock_day(const complaint_calendar *calendar,
                                   complaint_time time)
{
    int64_t in_day;
    complaint_day day = complaint__calendar_local(calendar, time, &in_day);

    /* Shown already, but clocks go back to the day before. */
    return time < complaint__calendar_day_start(calendar, day) ? day - 1 : day;
}

complaint_day complaint__clock_base(const complaint__clock *clock,
                                    const complaint_calendar *calendar,
                                    complaint_time anchor)
{
    return complaint__clock_day(calendar, anchor) - (clock->same_day ? 1 : 0);
}

/* The anchor's time of day, on another day. */
static complaint_time same_time(const complaint_calendar *calendar,
                                complaint_time anchor, complaint_day day)
{
    int64_t in_day;

    if (complaint__calendar_local(calendar, anchor, &in_day) >
        complaint__clock_day(calendar, anchor))
        in_day = COMPLAINT_DAY - 1;
    return complaint__calendar_instant(calendar, day, in_day);
}

/* The last instant of a day at which the clock's limit would still be kept if
 * it fell on that day. Always within the day, however long the zone makes
 * it. */
static int limit_of_day(const complaint__clock *clock,
                        const complaint_calendar *calendar,
                        complaint_time anchor, complaint_day day,
                        complaint_time *limit, complaint_error **error)
{
    complaint_time last = complaint__calendar_day_start(calendar, day + 1) - 1;
    complaint_time first;
    int status = COMPLAINT_OK;

    *limit = last;
    if (clock->end == COMPLAINT__END_OF_DAY)
        return COMPLAINT_OK;
    first = complaint__calendar_day_start(calendar, day);
    if (clock->end == COMPLAINT__END_SAME_TIME)
        *limit = same_time(calendar, anchor, day);
    else if (clock->end == COMPLAINT__END_CLOSE_OF_BUSINESS)
        status = complaint_calendar_close_of_day(calendar, day, limit, error);
    if (*limit < first)
        *limit = first;
    if (*limit > last)
        *limit = last;
    return status;
}

int complaint__pause_days(const complaint__clock *clock,
                          const complaint_calendar *calendar,
                          complaint_time anchor, const complaint__pause *pause,
                          complaint_day *from, complaint_day *to,
                          complaint_error **error)
{
    complaint_time limit;
    int status;

    *from = complaint__clock_day(calendar, pause->from);
    status = limit_of_day(clock, calendar, anchor, *from, &limit, error);
    if (status != COMPLAINT_OK)
        return status;
    *from += limit < pause->from;
    if (pause->to == INT64_MAX) {
        *to = INT64_MAX;
        return COMPLAINT_OK;
    }
    *to = complaint__clock_day(calendar, pause->to);
    status = limit_of_day(clock, calendar, anchor, *to, &limit, error);
    *to -= limit >= pause->to;
    return status;
}

static int count_days(const complaint__clock *clock,
                      const complaint_calendar *calendar, complaint_day from,
                      complaint_day to, int64_t *count, complaint_error **error)
{
    if (clock->unit == COMPLAINT__UNIT_WORKING_DAYS)
        return complaint_calendar_count_days(calendar, from, to, count, error);
    *count = to - from;
    return COMPLAINT_OK;
}

static int add_days(const complaint__clock *clock,
                    const complaint_calendar *calendar, complaint_day from,
                    int64_t n, complaint_day *day, complaint_error **error)
{
    if (clock->unit == COMPLAINT__UNIT_WORKING_DAYS)
        return complaint_calendar_add_days(calendar, from, n, day, error);
    *day = from + n;
    return COMPLAINT_OK;
}

/* How many days to count for an amount in the clock's unit. */
static int64_t days_wanted(const complaint__clock *clock,
                           const complaint_calendar *calendar,
                           complaint_time anchor, int64_t total)
{
    complaint_day day = complaint__clock_day(calendar, anchor);

    if (clock->unit == COMPLAINT__UNIT_WEEKS)
        return total * 7;
    if (clock->unit == COMPLAINT__UNIT_MONTHS)
        return complaint__day_add_months(day, total) - day;
    return total;
}

static complaint__pause pause_at(const complaint__run *run, size_t index)
{
    complaint__pause open = {run->open_from, INT64_MAX};

    return index < run->pause_count ? run->pauses[index] : open;
}

static int due_by_days(const complaint__clock *clock,
                       const complaint_calendar *calendar,
                       const complaint__run *run, int64_t rest,
                       complaint_time *due, complaint_error **error)
{
    complaint_day at = complaint__clock_base(clock, calendar, run->anchor);
    complaint_day day;
    int status;

    for (size_t i = 0; i < run->pause_count + run->open && rest > 0; i++) {
        complaint__pause pause = pause_at(run, i);
        complaint_day from, to;
        int64_t between = 0;

        status = complaint__pause_days(clock, calendar, run->anchor, &pause,
                                       &from, &to, error);
        if (status == COMPLAINT_OK && from - 1 > at)
            status = count_days(clock, calendar, at, from - 1, &between, error);
        if (status != COMPLAINT_OK)
            return status;
        if (rest <= between)
            break;
        if (to < from || to <= at)
            continue;
        rest -= between;
        if (to == INT64_MAX)
            return COMPLAINT_OK; /* paused: no limit for now */
        at = to;
    }
    status = add_days(clock, calendar, at, rest, &day, error);
    if (status != COMPLAINT_OK)
        return status;
    return limit_of_day(clock, calendar, run->anchor, day, due, error);
}

/* ---- exact time ---- */

static int count_time(const complaint__clock *clock,
                      const complaint_calendar *calendar, complaint_time from,
                      complaint_time to, int64_t *count,
                      complaint_error **error)
{
    if (clock->unit == COMPLAINT__UNIT_WORKING_HOURS)
        return complaint_calendar_count_time(calendar, from, to, count, error);
    *count = to - from;
    return COMPLAINT_OK;
}

static int due_by_time(const complaint__clock *clock,
                       const complaint_calendar *calendar,
                       const complaint__run *run, int64_t rest,
                       complaint_time *due, complaint_error **error)
{
    complaint_time at = run->anchor;

    for (size_t i = 0; i < run->pause_count + run->open; i++) {
        complaint__pause pause = pause_at(run, i);
        int64_t between = 0;
        int status =
            count_time(clock, calendar, at, pause.from, &between, error);

        if (status != COMPLAINT_OK)
            return status;
        if (rest <= between)
            break;
        rest -= between;
        if (pause.to == INT64_MAX)
            return COMPLAINT_OK; /* paused: no limit for now */
        at = pause.to;
    }
    if (clock->unit == COMPLAINT__UNIT_WORKING_HOURS)
        return complaint_calendar_add_time(calendar, at, rest, due, error);
    *due = at + rest;
    return COMPLAINT_OK;
}

/* Days, or time, that so many units are. */
static int64_t wanted(const complaint__clock *clock,
                      const complaint_calendar *calendar,
                      const complaint__run *run, int64_t total)
{
    if (clock->unit >= COMPLAINT__UNIT_WORKING_DAYS)
        return days_wanted(clock, calendar, run->anchor, total);
    return total * (clock->unit == COMPLAINT__UNIT_MINUTES ? COMPLAINT_MINUTE
                                                           : COMPLAINT_HOUR);
}

/* The instant at which so much has been counted. */
static int counted(const complaint__clock *clock,
                   const complaint_calendar *calendar,
                   const complaint__run *run, int64_t rest, complaint_time *due,
                   complaint_error **error)
{
    int status;

    *due = COMPLAINT_TIME_NONE;
    if (clock->unit >= COMPLAINT__UNIT_WORKING_DAYS)
        status = due_by_days(clock, calendar, run, rest, due, error);
    else
        status = due_by_time(clock, calendar, run, rest, due, error);
    if (status == COMPLAINT_OK && *due > COMPLAINT_LIMIT_TIME_MAX) {
        *due = COMPLAINT_TIME_NONE;
        status = complaint__fail(run->context, error, COMPLAINT_LIMIT,
                                 "procedure.range", "due_at",
                                 "the limit lies after the year 2199");
    }
    return status;
}

/* The limit that somebody set, or the end of its day. */
static int due_by_fact(const complaint__clock *clock,
                       const complaint_calendar *calendar,
                       const complaint__run *run, complaint_time *due,
                       complaint_error **error)
{
    complaint_day day = complaint__clock_day(calendar, run->set_due);

    *due = run->set_due;
    if (clock->end == COMPLAINT__END_SAME_TIME)
        return COMPLAINT_OK;
    return limit_of_day(clock, calendar, run->set_due, day, due, error);
}

int complaint__clock_due(const complaint__clock *clock,
                         const complaint_calendar *calendar,
                         const complaint__run *run, int64_t total,
                         complaint_time *due, complaint_error **error)
{
    if (clock->due_fact != NULL)
        return due_by_fact(clock, calendar, run, due, error);
    return counted(clock, calendar, run, wanted(clock, calendar, run, total),
                   due, error);
}

/* A share of days is whole days: a warning rather a day too early. */
int complaint__clock_warn_at(const complaint__clock *clock,
                             const complaint_calendar *calendar,
                             const complaint__run *run, int64_t share,
                             int64_t before, complaint_time *at,
                             complaint_error **error)
{
    int64_t total = clock->amount + run->extended;
    int64_t rest;
    int status;

    if (clock->due_fact != NULL) {
        status = due_by_fact(clock, calendar, run, at, error);
        if (share > 0)
            *at = run->anchor + (*at - run->anchor) / 100 * share;
        else
            *at -= wanted(clock, calendar, run, before);
    } else {
        rest =
            wanted(clock, calendar, run, share == 0 ? total - before : total);
        if (share > 0)
            rest = rest / 100 * share + rest % 100 * share / 100;
        status = counted(clock, calendar, run, rest, at, error);
    }

    if (status == COMPLAINT_OK && *at != COMPLAINT_TIME_NONE &&
        *at < run->anchor)
        *at = run->anchor;
    return status;
}

const char *const complaint__clock_status_names[COMPLAINT__CLOCK_STATUSES] = {
    "not_started", "running",   "paused",   "met",
    "missed",      "cancelled", "withdrawn"};

int complaint__run_state(const complaint__clock *clock,
                         const complaint_calendar *calendar,
                         const complaint__run *run,
                         complaint__clock_state *state, complaint_error **error)
{
    bool late;
    int status;

    state->status = COMPLAINT__CLOCK_NOT_STARTED;
    state->started_at = COMPLAINT_TIME_NONE;
    state->due_at = COMPLAINT_TIME_NONE;
    state->stopped_at = COMPLAINT_TIME_NONE;
    state->extended = run->extended;
    state->extensions = run->extensions;
    state->by_hand = run->by_hand;
    state->next_at = COMPLAINT_TIME_NONE;
    state->next_call = 0;
    if (!run->started)
        return COMPLAINT_OK;
    state->started_at = run->anchor;
    status = complaint__clock_due(clock, calendar, run,
                                  clock->amount + run->extended, &state->due_at,
                                  error);
    if (status != COMPLAINT_OK)
        return status;
    if (run->active) {
        state->status = state->due_at == COMPLAINT_TIME_NONE
                            ? COMPLAINT__CLOCK_PAUSED
                            : COMPLAINT__CLOCK_RUNNING;
        return complaint__run_next(clock, calendar, run, state, error);
    }
    state->stopped_at = run->stopped_at;
    late = run->stopped_at > state->due_at;
    if (late)
        state->status = COMPLAINT__CLOCK_MISSED;
    else
        state->status = run->withdrawn   ? COMPLAINT__CLOCK_WITHDRAWN
                        : run->cancelled ? COMPLAINT__CLOCK_CANCELLED
                                         : COMPLAINT__CLOCK_MET;
    return COMPLAINT_OK;
}
