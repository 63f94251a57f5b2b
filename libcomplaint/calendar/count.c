/* Counting and adding working days and working time. Two table look-ups and
 * at most one search; nothing here walks over days. */
#include "base/failure.h"
#include "calendar/table.h"

/* The schedule by which the time of a table day counts. */
static const complaint__schedule *
schedule_of(const complaint_calendar *calendar, size_t index)
{
    if (calendar->day_joined != NULL && calendar->day_joined[index] != 0)
        return &calendar->joined[calendar->day_joined[index] - 1];
    return &calendar->schedules[calendar->day_schedule[index]];
}

static size_t table_day(int64_t local)
{
    return complaint__table_index(complaint_day_of_time(local, 0));
}

int64_t complaint__calendar_worked(const complaint_calendar *calendar,
                                   int64_t local)
{
    size_t index = table_day(local);
    const complaint__schedule *schedule = schedule_of(calendar, index);
    int64_t sum = calendar->minutes_before[index] * COMPLAINT_MINUTE;
    int64_t in_day =
        local - ((int64_t)index + COMPLAINT__TABLE_FIRST) * COMPLAINT_DAY;

    for (size_t i = 0; i < schedule->count; i++) {
        int64_t start = schedule->intervals[i].start * COMPLAINT_MINUTE;
        int64_t end = schedule->intervals[i].end * COMPLAINT_MINUTE;

        if (in_day <= start)
            break;
        sum += (in_day < end ? in_day : end) - start;
    }
    return sum;
}

/* Working time before an instant, from the start of the tables. An instant is
 * worked when clocks in the zone show a working time: hours that clocks leap
 * over do not count, hours that they go through twice count twice. */
static int64_t worked_before(const complaint_calendar *calendar,
                             complaint_time time)
{
    const complaint__stretch *stretch =
        complaint__calendar_stretch(calendar, time);

    return stretch->base +
           complaint__calendar_worked(calendar, time + stretch->offset *
                                                           COMPLAINT_SECOND);
}

int complaint__calendar_check_day(const complaint_calendar *calendar,
                                  const char *field, complaint_day day,
                                  complaint_error **error)
{
    if (day >= COMPLAINT__DAY_MIN && day <= COMPLAINT__DAY_MAX)
        return COMPLAINT_OK;
    return complaint__fail(calendar->context, error, COMPLAINT_LIMIT,
                           "calendar.range", field,
                           "the day is outside 1900-01-01 to 2199-12-31");
}

static int check_time(const complaint_calendar *calendar, const char *field,
                      complaint_time time, complaint_error **error)
{
    if (time >= COMPLAINT_LIMIT_TIME_MIN && time <= COMPLAINT_LIMIT_TIME_MAX)
        return COMPLAINT_OK;
    return complaint__fail(calendar->context, error, COMPLAINT_LIMIT,
                           "calendar.range", field,
                           "the time is outside the years 1900 to 2199");
}

static int past_the_end(const complaint_calendar *calendar, const char *field,
                        complaint_error **error)
{
    return complaint__fail(calendar->context, error, COMPLAINT_LIMIT,
                           "calendar.range", field,
                           "the answer lies outside the years 1900 to 2199");
}

int complaint_calendar_count_days(const complaint_calendar *calendar,
                                  complaint_day from, complaint_day to,
                                  int64_t *count, complaint_error **error)
{
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    if (count == NULL)
        return complaint__fail_misuse(calendar->context, error, "count");
    status = complaint__calendar_check_day(calendar, "from", from, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__calendar_check_day(calendar, "to", to, error);
    if (status != COMPLAINT_OK)
        return status;
    *count = calendar->days_before[complaint__table_index(to) + 1] -
             calendar->days_before[complaint__table_index(from) + 1];
    return COMPLAINT_OK;
}

int complaint_calendar_add_days(const complaint_calendar *calendar,
                                complaint_day from, int64_t n,
                                complaint_day *day, complaint_error **error)
{
    int64_t rank;
    complaint_day found;
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    if (day == NULL)
        return complaint__fail_misuse(calendar->context, error, "day");
    status = complaint__calendar_check_day(calendar, "from", from, error);
    if (status != COMPLAINT_OK)
        return status;
    if (n == 0) {
        *day = from;
        return COMPLAINT_OK;
    }
    if (n > calendar->worked_count || n < -calendar->worked_count)
        return past_the_end(calendar, "n", error);
    if (n > 0)
        rank = calendar->days_before[complaint__table_index(from) + 1] + n - 1;
    else
        rank = calendar->days_before[complaint__table_index(from)] + n;
    if (rank < 0 || rank >= calendar->worked_count)
        return past_the_end(calendar, "n", error);
    found = calendar->worked[rank] + COMPLAINT__TABLE_FIRST;
    if (found < COMPLAINT__DAY_MIN || found > COMPLAINT__DAY_MAX)
        return past_the_end(calendar, "n", error);
    *day = found;
    return COMPLAINT_OK;
}

int complaint_calendar_count_time(const complaint_calendar *calendar,
                                  complaint_time from, complaint_time to,
                                  int64_t *duration, complaint_error **error)
{
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    if (duration == NULL)
        return complaint__fail_misuse(calendar->context, error, "duration");
    status = check_time(calendar, "from", from, error);
    if (status != COMPLAINT_OK)
        return status;
    status = check_time(calendar, "to", to, error);
    if (status != COMPLAINT_OK)
        return status;
    *duration = worked_before(calendar, to) - worked_before(calendar, from);
    return COMPLAINT_OK;
}

/* The last table day from `first` on with less than `target` working time
 * before it. Guesses by the mean day, then doubles its step away from there:
 * holidays shift the answer by little. */
static size_t search_day(const complaint_calendar *calendar, size_t first,
                         int64_t target)
{
    const int32_t *before = calendar->minutes_before;
    int64_t minutes = target / COMPLAINT_MINUTE - before[first];
    size_t low = first; /* always before the target */
    size_t high = COMPLAINT__TABLE_DAYS;
    size_t step = 1;
    size_t guess;

    guess = first + (size_t)(minutes * COMPLAINT__TABLE_DAYS /
                             before[COMPLAINT__TABLE_DAYS]);
    if (guess > first && guess < high) {
        if (before[guess] * COMPLAINT_MINUTE < target)
            low = guess;
        else
            high = guess;
    }
    if (low == guess || low + 1 >= high) {
        for (; low + step < high &&
               before[low + step] * COMPLAINT_MINUTE < target;
             step *= 2)
            low += step;
        high = low + step < high ? low + step : high;
    } else {
        for (; high > low + step &&
               before[high - step] * COMPLAINT_MINUTE >= target;
             step *= 2)
            high -= step;
        low = high > low + step ? high - step : low;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (before[middle] * COMPLAINT_MINUTE < target)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The microsecond of a day at which `rest` (not 0) of its time is worked. */
static int64_t spend(const complaint__schedule *schedule, int64_t rest)
{
    size_t i = 0;

    for (;; i++) {
        int64_t start = schedule->intervals[i].start * COMPLAINT_MINUTE;
        int64_t end = schedule->intervals[i].end * COMPLAINT_MINUTE;

        if (rest <= end - start || i + 1 >= schedule->count)
            return start + rest;
        rest -= end - start;
    }
}

/* The last stretch with less than `target` working time before it. */
static const complaint__stretch *
search_stretch(const complaint_calendar *calendar, complaint_time from,
               int64_t target)
{
    const complaint__stretch *low = complaint__calendar_stretch(calendar, from);
    const complaint__stretch *high =
        calendar->stretches + calendar->stretch_count;

    while (high - low > 1) {
        const complaint__stretch *middle = low + (high - low) / 2;

        if (middle->before < target)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The instant before which `target` is worked, later than `from`. */
static complaint_time reach(const complaint_calendar *calendar,
                            complaint_time from, int64_t target)
{
    const complaint__stretch *stretch = search_stretch(calendar, from, target);
    int64_t offset = stretch->offset * COMPLAINT_SECOND;
    complaint_time first = from > stretch->from ? from : stretch->from;
    int64_t local = target - stretch->base; /* worked in the local tables */
    size_t index = search_day(calendar, table_day(first + offset), local);
    int64_t in_day =
        spend(schedule_of(calendar, index),
              local - calendar->minutes_before[index] * COMPLAINT_MINUTE);

    return ((int64_t)index + COMPLAINT__TABLE_FIRST) * COMPLAINT_DAY + in_day -
           offset;
}

/* Working time from the start of the tables to their end. */
static int64_t worked_ever(const complaint_calendar *calendar)
{
    return calendar->stretches[calendar->stretch_count - 1].base +
           calendar->minutes_before[COMPLAINT__TABLE_DAYS] * COMPLAINT_MINUTE;
}

int complaint_calendar_add_time(const complaint_calendar *calendar,
                                complaint_time from, int64_t duration,
                                complaint_time *time, complaint_error **error)
{
    complaint_time found;
    int64_t before;
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    if (time == NULL)
        return complaint__fail_misuse(calendar->context, error, "time");
    status = check_time(calendar, "from", from, error);
    if (status != COMPLAINT_OK)
        return status;
    if (duration < 0)
        return complaint__fail(calendar->context, error, COMPLAINT_INVALID,
                               "calendar.duration", "duration",
                               "the working time to add is negative");
    if (duration == 0) {
        *time = from;
        return COMPLAINT_OK;
    }
    before = worked_before(calendar, from);
    if (duration > worked_ever(calendar) - before)
        return past_the_end(calendar, "duration", error);
    found = reach(calendar, from, before + duration);
    if (found > COMPLAINT_LIMIT_TIME_MAX)
        return past_the_end(calendar, "duration", error);
    *time = found;
    return COMPLAINT_OK;
}

int complaint_calendar_close_of_day(const complaint_calendar *calendar,
                                    complaint_day day, complaint_time *time,
                                    complaint_error **error)
{
    const complaint__schedule *schedule;
    complaint_time found;
    int64_t local;
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    if (time == NULL)
        return complaint__fail_misuse(calendar->context, error, "time");
    status = complaint__calendar_check_day(calendar, "day", day, error);
    if (status != COMPLAINT_OK)
        return status;
    local = (day + 1) * COMPLAINT_DAY;
    schedule =
        &calendar
             ->schedules[calendar->day_schedule[complaint__table_index(day)]];
    if (schedule->spill > 0)
        local += schedule->spill * COMPLAINT_MINUTE;
    else if (schedule->count > 0)
        local -= COMPLAINT_DAY - schedule->intervals[schedule->count - 1].end *
                                     COMPLAINT_MINUTE;
    found = complaint__calendar_ending(calendar, local);
    if (found < COMPLAINT_LIMIT_TIME_MIN || found > COMPLAINT_LIMIT_TIME_MAX)
        return past_the_end(calendar, "day", error);
    *time = found;
    return COMPLAINT_OK;
}
