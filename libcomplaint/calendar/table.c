/* The tables of sums over 1900 to 2199, made once when a calendar is read.
 * Counting with them is in count.c. */
#include "calendar/table.h"

#include "base/failure.h"

/* Every definition fits: an exception takes more than four nodes. */
_Static_assert(COMPLAINT_LIMIT_DEFINITION_NODES / 4 <
                   UINT16_MAX - COMPLAINT__SCHEDULE_MAKE_UP,
               "schedules are numbered in 16 bits");
_Static_assert(COMPLAINT__LIMIT_ZONE_CHANGES + 2 * 310 < UINT16_MAX,
               "stretches are numbered in 16 bits");
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

/* Days that the zone leaps over whole are not worked. */
static void lay_leaps(complaint_calendar *calendar)
{
    const complaint__zone *zone = &calendar->zone;
    int before = zone->offset;

    for (size_t i = 0; i < zone->count; i++) {
        int64_t from = (zone->changes[i].at + before) * COMPLAINT_SECOND;
        int64_t to =
            (zone->changes[i].at + zone->changes[i].offset) * COMPLAINT_SECOND;
        complaint_day day = complaint_day_of_time(from - 1, 0) + 1;

        for (; (day + 1) * COMPLAINT_DAY <= to; day++)
            if (day >= COMPLAINT__DAY_MIN && day <= COMPLAINT__DAY_MAX)
                calendar->day_schedule[complaint__table_index(day)] =
                    COMPLAINT__SCHEDULE_CLOSED;
        before = zone->changes[i].offset;
    }
}

/* ---- what one day leaves over for the next ---- */

/* Time that two intervals cover counts once. */
static void join(const complaint__schedule *own, int spill,
                 complaint__schedule *out)
{
    *out = (complaint__schedule){0};
    out->intervals[out->count++].end = spill;
    for (size_t i = 0; i < own->count; i++) {
        complaint__interval *last = &out->intervals[out->count - 1];

        if (own->intervals[i].start > last->end)
            out->intervals[out->count++] = own->intervals[i];
        else if (own->intervals[i].end > last->end)
            last->end = own->intervals[i].end;
    }
    for (size_t i = 0; i < out->count; i++)
        out->minutes += out->intervals[i].end - out->intervals[i].start;
}

/* The number of a joined schedule, made when it is new; 0 without memory.
 * `links` leads from each to the one before with the same own schedule. */
static uint32_t find_joined(complaint_calendar *calendar, uint32_t *newest,
                            uint32_t **links, size_t own, int spill)
{
    complaint_context *context = calendar->context;
    complaint__schedule *joined;
    uint32_t *more;
    uint32_t number;

    for (number = newest[own]; number != 0; number = (*links)[number - 1])
        if (calendar->joined[number - 1].spill == spill)
            return number;
    number = (uint32_t)calendar->joined_count + 1;
    if ((number & (number - 1)) == 0) { /* full: 1, 2, 4, 8 ... */
        joined = complaint__realloc_array(context, calendar->joined,
                                          (size_t)number * 2, sizeof(*joined));
        if (joined == NULL)
            return 0;
        calendar->joined = joined;
        more = complaint__realloc_array(context, *links, (size_t)number * 2,
                                        sizeof(*more));
        if (more == NULL)
            return 0;
        *links = more;
    }
    join(&calendar->schedules[own], spill, &calendar->joined[number - 1]);
    calendar->joined[number - 1].spill = spill; /* to be found by */
    (*links)[number - 1] = newest[own];
    newest[own] = number;
    calendar->joined_count++;
    return number;
}

static bool any_spill(const complaint_calendar *calendar)
{
    for (size_t i = 0; i < calendar->schedule_count; i++)
        if (calendar->schedules[i].spill > 0)
            return true;
    return false;
}

static int lay_spills(complaint_calendar *calendar, complaint_error **error)
{
    complaint_context *context = calendar->context;
    uint32_t *newest = NULL;
    uint32_t *links = NULL;
    int status = COMPLAINT_NO_MEMORY;
    int spill = 0;

    if (!any_spill(calendar))
        return COMPLAINT_OK;
    calendar->day_joined = complaint__alloc_array(
        context, COMPLAINT__TABLE_DAYS, sizeof(uint32_t));
    newest = complaint__alloc_array(context, calendar->schedule_count,
                                    sizeof(uint32_t));
    if (calendar->day_joined == NULL || newest == NULL)
        goto done;
    for (size_t i = 0; i < COMPLAINT__TABLE_DAYS; i++) {
        size_t own = calendar->day_schedule[i];

        if (spill > 0) {
            calendar->day_joined[i] =
                find_joined(calendar, newest, &links, own, spill);
            if (calendar->day_joined[i] == 0)
                goto done;
        }
        spill = calendar->schedules[own].spill;
    }
    status = COMPLAINT_OK;
done:
    complaint__free(context, links);
    complaint__free(context, newest);
    return status == COMPLAINT_OK ? status : complaint__fail_memory(error);
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
        if (calendar->day_joined != NULL && calendar->day_joined[i] != 0)
            schedule = &calendar->joined[calendar->day_joined[i] - 1];
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

/* One stretch for each offset, in the range of the tables. */
static int list_stretches(complaint_calendar *calendar, complaint_error **error)
{
    const complaint__zone *zone = &calendar->zone;
    complaint__stretch *stretch = complaint__alloc_array(
        calendar->context, zone->count + 1, sizeof(*stretch));

    if (stretch == NULL)
        return complaint__fail_memory(error);
    calendar->stretches = stretch;
    calendar->stretch_count = 1;
    stretch->from = INT64_MIN;
    stretch->offset = zone->offset;
    for (size_t i = 0; i < zone->count; i++) {
        complaint_time from;
        int64_t local;

        if (zone->changes[i].at <=
            COMPLAINT_LIMIT_TIME_MIN / COMPLAINT_SECOND) {
            stretch->offset = zone->changes[i].offset;
            continue;
        }
        if (zone->changes[i].at > COMPLAINT_LIMIT_TIME_MAX / COMPLAINT_SECOND)
            break;
        from = zone->changes[i].at * COMPLAINT_SECOND;
        local = from + stretch->offset * COMPLAINT_SECOND;
        stretch[1].from = from;
        stretch[1].offset = zone->changes[i].offset;
        stretch[1].before =
            stretch->base + complaint__calendar_worked(calendar, local);
        local = from + stretch[1].offset * COMPLAINT_SECOND;
        stretch[1].base =
            stretch[1].before - complaint__calendar_worked(calendar, local);
        stretch++;
        calendar->stretch_count++;
    }
    return COMPLAINT_OK;
}

static int fill_buckets(complaint_calendar *calendar, complaint_error **error)
{
    size_t stretch = 0;

    calendar->buckets = complaint__alloc_array(
        calendar->context, COMPLAINT__BUCKETS, sizeof(uint16_t));
    if (calendar->buckets == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < COMPLAINT__BUCKETS; i++) {
        complaint_time start = COMPLAINT_LIMIT_TIME_MIN +
                               ((complaint_time)i << COMPLAINT__BUCKET_SHIFT);

        while (stretch + 1 < calendar->stretch_count &&
               calendar->stretches[stretch + 1].from <= start)
            stretch++;
        calendar->buckets[i] = (uint16_t)stretch;
    }
    return COMPLAINT_OK;
}

void complaint__calendar_shed(complaint_calendar *calendar)
{
    complaint_context *context = calendar->context;

    complaint__free(context, calendar->worked);
    complaint__free(context, calendar->minutes_before);
    complaint__free(context, calendar->days_before);
    complaint__free(context, calendar->day_joined);
    complaint__free(context, calendar->day_schedule);
    complaint__free(context, calendar->joined);
    complaint__free(context, calendar->buckets);
    complaint__free(context, calendar->stretches);
    calendar->worked = NULL;
    calendar->minutes_before = NULL;
    calendar->days_before = NULL;
    calendar->day_joined = NULL;
    calendar->day_schedule = NULL;
    calendar->joined = NULL;
    calendar->buckets = NULL;
    calendar->stretches = NULL;
}

int complaint__calendar_tabulate(complaint_calendar *calendar,
                                 complaint_error **error)
{
    complaint_context *context = calendar->context;
    size_t days = COMPLAINT__TABLE_DAYS;
    int status;

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
    lay_leaps(calendar);
    status = lay_spills(calendar, error);
    if (status != COMPLAINT_OK)
        return status;
    sum_up(calendar);
    calendar->worked = complaint__alloc_array(
        context, (size_t)calendar->worked_count, sizeof(int32_t));
    if (calendar->worked == NULL)
        return complaint__fail_memory(error);
    list_worked(calendar);
    status = list_stretches(calendar, error);
    return status == COMPLAINT_OK ? fill_buckets(calendar, error) : status;
}
