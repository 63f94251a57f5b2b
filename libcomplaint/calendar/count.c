/* Counting and adding working days and working time. Two table look-ups and
 * at most one search; nothing here walks over days. */
#include "base/failure.h"
#include "calendar/table.h"

/* Table day and microsecond of the local day, for an instant in range. */
static size_t place_time(const complaint_calendar *calendar,
                         complaint_time time, int64_t *in_day)
{
    complaint_day day = complaint_day_of_time(time, calendar->offset);

    *in_day = time + calendar->offset * COMPLAINT_SECOND - day * COMPLAINT_DAY;
    return complaint__table_index(day);
}

/* The instant of a microsecond of a local day. */
static complaint_time instant(const complaint_calendar *calendar, size_t index,
                              int64_t in_day)
{
    complaint_day day = (complaint_day)index + COMPLAINT__TABLE_FIRST;

    return day * COMPLAINT_DAY + in_day - calendar->offset * COMPLAINT_SECOND;
}

static const complaint__schedule *
schedule_of(const complaint_calendar *calendar, size_t index)
{
    return &calendar->schedules[calendar->day_schedule[index]];
}

/* Working time before an instant, from the start of the tables. */
static int64_t worked_before(const complaint_calendar *calendar,
                             complaint_time time)
{
    int64_t in_day;
    size_t index = place_time(calendar, time, &in_day);
    const complaint__schedule *schedule = schedule_of(calendar, index);
    int64_t sum = calendar->minutes_before[index] * COMPLAINT_MINUTE;

    for (size_t i = 0; i < schedule->count; i++) {
        int64_t start = schedule->intervals[i].start * COMPLAINT_MINUTE;
        int64_t end = schedule->intervals[i].end * COMPLAINT_MINUTE;

        if (in_day <= start)
            break;
        sum += (in_day < end ? in_day : end) - start;
    }
    return sum;
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
 * before it. Doubles its step first, so that near answers are found at once. */
static size_t search_day(const complaint_calendar *calendar, size_t first,
                         int64_t target)
{
    const int32_t *before = calendar->minutes_before;
    size_t low = first; /* always before the target */
    size_t high = first + 1;
    size_t step = 1;

    while (high < COMPLAINT__TABLE_DAYS &&
           before[high] * COMPLAINT_MINUTE < target) {
        low = high;
        step *= 2;
        high = high + step;
    }
    if (high > COMPLAINT__TABLE_DAYS)
        high = COMPLAINT__TABLE_DAYS;
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

int complaint_calendar_add_time(const complaint_calendar *calendar,
                                complaint_time from, int64_t duration,
                                complaint_time *time, complaint_error **error)
{
    int64_t before, target, total, in_day;
    complaint_time found;
    size_t index;
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
    total = calendar->minutes_before[COMPLAINT__TABLE_DAYS] * COMPLAINT_MINUTE;
    if (duration > total - before)
        return past_the_end(calendar, "duration", error);
    target = before + duration;
    index = search_day(calendar, place_time(calendar, from, &in_day), target);
    found = instant(
        calendar, index,
        spend(schedule_of(calendar, index),
              target - calendar->minutes_before[index] * COMPLAINT_MINUTE));
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
    int64_t in_day = COMPLAINT_DAY;
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    if (time == NULL)
        return complaint__fail_misuse(calendar->context, error, "time");
    status = complaint__calendar_check_day(calendar, "day", day, error);
    if (status != COMPLAINT_OK)
        return status;
    schedule = schedule_of(calendar, complaint__table_index(day));
    if (schedule->count > 0)
        in_day =
            schedule->intervals[schedule->count - 1].end * COMPLAINT_MINUTE;
    found = instant(calendar, complaint__table_index(day), in_day);
    if (found < COMPLAINT_LIMIT_TIME_MIN || found > COMPLAINT_LIMIT_TIME_MAX)
        return past_the_end(calendar, "day", error);
    *time = found;
    return COMPLAINT_OK;
}
