/* The tables of sums over 1900 to 2199, made once when a calendar is read.
 * Counting with them is in count.c. */
#include "calendar/table.h"

#include "base/failure.h"

/* Every definition fits: an exception takes more than four nodes. */
_Static_assert(COMPLAINT_LIMIT_DEFINITION_NODES / 4 <
                   UINT16_MAX - COMPLAINT__SCHEDULE_MAKE_UP,
               "schedules are numbered in 16 bits");
_Static_assert((int64_t)COMPLAINT__TABLE_DAYS *COMPLAINT__MINUTES_A_DAY <
                   INT32_MAX,
               "working minutes are summed in 32 bits");

static void lay_week(complaint_calendar *calendar)
{
    for (int i = 0; i < COMPLAINT__TABLE_DAYS; i++) {
        int weekday = complaint__weekday(COMPLAINT__TABLE_FIRST + i);

        calendar->day_schedule[i] =
            (uint16_t)(COMPLAINT__SCHEDULE_MONDAY + weekday);
    }
}

static void lay_exceptions(complaint_calendar *calendar)
{
    for (size_t i = 0; i < calendar->exception_count; i++) {
        const complaint__exception *exception = &calendar->exceptions[i];

        for (complaint_day d = exception->from; d <= exception->to; d++)
            calendar->day_schedule[complaint__table_index(d)] =
                exception->schedule;
    }
}

static void sum_up(complaint_calendar *calendar)
{
    int32_t days = 0;
    int32_t minutes = 0;

    for (size_t i = 0; i < COMPLAINT__TABLE_DAYS; i++) {
        const complaint__schedule *schedule =
            &calendar->schedules[calendar->day_schedule[i]];

        calendar->days_before[i] = days;
        calendar->minutes_before[i] = minutes;
        days += schedule->count > 0;
        minutes += schedule->minutes;
    }
    calendar->days_before[COMPLAINT__TABLE_DAYS] = days;
    calendar->minutes_before[COMPLAINT__TABLE_DAYS] = minutes;
    calendar->worked_count = days;
}

static void list_worked(complaint_calendar *calendar)
{
    size_t next = 0;

    for (size_t i = 0; i < COMPLAINT__TABLE_DAYS; i++)
        if (calendar->days_before[i + 1] > calendar->days_before[i])
            calendar->worked[next++] = (int32_t)i;
}

int complaint__calendar_tabulate(complaint_calendar *calendar,
                                 complaint_error **error)
{
    complaint_context *context = calendar->context;
    size_t days = COMPLAINT__TABLE_DAYS;

    calendar->day_schedule =
        complaint__alloc_array(context, days, sizeof(uint16_t));
    calendar->days_before =
        complaint__alloc_array(context, days + 1, sizeof(int32_t));
    calendar->minutes_before =
        complaint__alloc_array(context, days + 1, sizeof(int32_t));
    if (calendar->day_schedule == NULL || calendar->days_before == NULL ||
        calendar->minutes_before == NULL)
        return complaint__fail_memory(error);
    lay_week(calendar);
    lay_exceptions(calendar);
    sum_up(calendar);
    calendar->worked = complaint__alloc_array(
        context, (size_t)calendar->worked_count, sizeof(int32_t));
    if (calendar->worked == NULL)
        return complaint__fail_memory(error);
    list_worked(calendar);
    return COMPLAINT_OK;
}
