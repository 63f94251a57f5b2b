/* Local time and instants: stretches of one offset, gaps where clocks leap
 * forward, overlaps where they go back. */
#include "calendar/table.h"

/* No offset is further from UTC than this. */
#define FARTHEST (COMPLAINT__LIMIT_OFFSET * COMPLAINT_SECOND)

/* The index of the last stretch that begins at an instant or before. */
static size_t find(const complaint_calendar *calendar, complaint_time time)
{
    size_t bucket = 0;
    size_t i;

    if (calendar->stretch_count == 1)
        return 0;
    if (time >= COMPLAINT_LIMIT_TIME_MAX)
        bucket = COMPLAINT__BUCKETS - 1;
    else if (time > COMPLAINT_LIMIT_TIME_MIN)
        bucket = (size_t)((time - COMPLAINT_LIMIT_TIME_MIN) >>
                          COMPLAINT__BUCKET_SHIFT);
    i = calendar->buckets[bucket];
    while (i + 1 < calendar->stretch_count &&
           calendar->stretches[i + 1].from <= time)
        i++;
    return i;
}

const complaint__stretch *
complaint__calendar_stretch(const complaint_calendar *calendar,
                            complaint_time time)
{
    return &calendar->stretches[find(calendar, time)];
}

static complaint_time end_of(const complaint_calendar *calendar, size_t index)
{
    return index + 1 < calendar->stretch_count
               ? calendar->stretches[index + 1].from
               : INT64_MAX;
}

static int64_t offset_of(const complaint_calendar *calendar, size_t index)
{
    return calendar->stretches[index].offset * COMPLAINT_SECOND;
}

complaint_time complaint__calendar_ending(const complaint_calendar *calendar,
                                          int64_t local)
{
    size_t i = find(calendar, local + FARTHEST);
    complaint_time time;

    for (;; i--) {
        complaint_time from = calendar->stretches[i].from;

        time = local - offset_of(calendar, i);
        if (i == 0 || (time > from && time <= end_of(calendar, i)))
            return time;
        /* Leapt over: before the leap too early, after it too late. */
        if (time <= from && local - offset_of(calendar, i - 1) > from)
            return from;
    }
}

complaint_time complaint__calendar_day_start(const complaint_calendar *calendar,
                                             complaint_day day)
{
    return complaint__calendar_ending(calendar, day * COMPLAINT_DAY);
}

complaint_day complaint__calendar_local(const complaint_calendar *calendar,
                                        complaint_time time, int64_t *in_day)
{
    int offset = complaint_calendar_offset(calendar, time);
    complaint_day day = complaint_day_of_time(time, offset);

    *in_day = time + offset * COMPLAINT_SECOND - day * COMPLAINT_DAY;
    return day;
}

complaint_time complaint__calendar_instant(const complaint_calendar *calendar,
                                           complaint_day day, int64_t in_day)
{
    int64_t local = day * COMPLAINT_DAY + in_day;
    size_t i = find(calendar, local - FARTHEST);

    for (;; i++) {
        complaint_time time = local - offset_of(calendar, i);

        if (time < calendar->stretches[i].from)
            return calendar->stretches[i].from;
        if (time < end_of(calendar, i))
            return time;
    }
}
