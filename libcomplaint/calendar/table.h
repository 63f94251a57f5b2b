/* The inside of a calendar: schedules, exceptions and the tables of sums that
 * make counting independent of distance. Only this room includes it. */
#ifndef COMPLAINT_CALENDAR_TABLE_H
#define COMPLAINT_CALENDAR_TABLE_H

#include <complaint/limits.h>

#include <stdatomic.h>

#include "base/identity.h"
#include "calendar/calendar.h"
#include "calendar/zone.h"

#define COMPLAINT__DAY_MIN (-25567) /* 1900-01-01 */
#define COMPLAINT__DAY_MAX 84005    /* 2199-12-31 */
/* The tables hold one local day more at each end: an offset may push the
 * first or last instant there. */
#define COMPLAINT__TABLE_FIRST (COMPLAINT__DAY_MIN - 1)
#define COMPLAINT__TABLE_DAYS (COMPLAINT__DAY_MAX - COMPLAINT__DAY_MIN + 3)
#define COMPLAINT__MINUTES_A_DAY 1440
/* Minutes of the longest interval that crosses midnight. */
#define COMPLAINT__LIMIT_SHIFT 960

/* Schedules by index: closed days, one for each weekday from Monday, then
 * those of make-up days. */
#define COMPLAINT__SCHEDULE_CLOSED 0
#define COMPLAINT__SCHEDULE_MONDAY 1
#define COMPLAINT__SCHEDULE_MAKE_UP 8

/* Minutes of a local day, [start, end). */
typedef struct complaint__interval {
    int start;
    int end;
} complaint__interval;

/* The working intervals of one kind of day, in order, disjoint. One more than
 * a file may give: what the day before left over. */
typedef struct complaint__schedule {
    size_t count;
    int minutes;
    int spill; /* minutes of the next day that the last interval goes on */
    complaint__interval intervals[COMPLAINT_LIMIT_INTERVALS + 1];
} complaint__schedule;

/* A text in the languages that complaint__text_languages lists, or NULL. */
#define COMPLAINT__LANGUAGES 3
extern const char *const complaint__text_languages[COMPLAINT__LANGUAGES];
typedef struct complaint__texts {
    const char *texts[COMPLAINT__LANGUAGES];
} complaint__texts;

/* Days that do not follow the week. */
typedef struct complaint__exception {
    complaint_day from;
    complaint_day to;
    int kind; /* enum complaint_day_kind, COMPLAINT_DAY_WEEKEND excepted */
    uint16_t schedule;
    complaint__texts name;
    const char *source;
    size_t entry; /* place in the file, for errors */
} complaint__exception;

/* The range of instants in steps of 2^43 microseconds, a quarter of a year, so
 * that few changes fall into one. */
#define COMPLAINT__BUCKET_SHIFT 43
#define COMPLAINT__BUCKETS                                                     \
    ((size_t)((COMPLAINT_LIMIT_TIME_MAX - COMPLAINT_LIMIT_TIME_MIN) >>         \
              COMPLAINT__BUCKET_SHIFT) +                                       \
     1)

/* A time in which the offset from UTC stays the same. */
typedef struct complaint__stretch {
    complaint_time from; /* INT64_MIN for the first */
    int offset;
    int64_t before; /* working time before `from` */
    int64_t base;   /* working time before an instant, less that by local
                     * tables before its local time */
} complaint__stretch;

struct complaint_calendar {
    complaint_context *context;
    atomic_size_t references;
    complaint__arena *arena; /* texts */
    const char *name;
    const char *version;
    complaint__texts title;
    char digest[COMPLAINT__DIGEST_TEXT];
    const char *text; /* complete: of itself, without parent or zone file */
    size_t text_size;
    complaint_calendar *parent; /* NULL; only its texts are still there */
    const char *zone_name;      /* or "" */
    complaint__zone zone;
    complaint__stretch *stretches; /* one at least */
    size_t stretch_count;
    uint16_t *buckets; /* by time: the stretch that holds its start */
    complaint_day known_from;
    complaint_day known_to; /* before known_from when no year is known */
    complaint__schedule *schedules;
    size_t schedule_count;
    complaint__exception *exceptions; /* by day, disjoint */
    size_t exception_count;
    /* Schedules joined with what the day before left over. */
    complaint__schedule *joined;
    size_t joined_count;
    /* By table day, COMPLAINT__TABLE_FIRST first: */
    uint16_t *day_schedule;
    uint32_t *day_joined;    /* 0: as day_schedule; else one more than an index
                              * in `joined`. NULL when no interval spills. */
    int32_t *days_before;    /* working days before it; one entry more */
    int32_t *minutes_before; /* working minutes before it; one entry more */
    /* By working day: its table day. */
    int32_t *worked;
    int32_t worked_count;
};

/* Fill the tables from zone, schedules and exceptions. */
int complaint__calendar_tabulate(complaint_calendar *calendar,
                                 complaint_error **error);
/* Free the tables, but not the texts. */
void complaint__calendar_shed(complaint_calendar *calendar);
/* The stretch of an instant (local.c). */
const complaint__stretch *
complaint__calendar_stretch(const complaint_calendar *calendar,
                            complaint_time time);
/* The instant at which local time last comes up to a local time, counted in
 * microseconds as if it were UTC: where a day or an interval ends. A time that
 * clocks leap over gives the instant of the leap. */
complaint_time complaint__calendar_ending(const complaint_calendar *calendar,
                                          int64_t local);
/* Working time before a local time, from the start of the tables (count.c). */
int64_t complaint__calendar_worked(const complaint_calendar *calendar,
                                   int64_t local);
/* Write a calendar's complete text into its arena (write.c). */
int complaint__calendar_complete(complaint_calendar *calendar,
                                 complaint_error **error);
/* The exception that covers a day, or NULL. */
const complaint__exception *
complaint__calendar_exception(const complaint_calendar *calendar,
                              complaint_day day);
/* One text by language, as complaint__calendar_day_name() says. */
const char *complaint__texts_choose(const complaint__texts *texts,
                                    const char *language);
/* COMPLAINT_LIMIT that names `field` unless the day is in range. */
int complaint__calendar_check_day(const complaint_calendar *calendar,
                                  const char *field, complaint_day day,
                                  complaint_error **error);

static inline size_t complaint__table_index(complaint_day day)
{
    return (size_t)(day - COMPLAINT__TABLE_FIRST);
}

/* 0 is Monday. */
static inline int complaint__weekday(complaint_day day)
{
    int weekday = (int)((day + 3) % 7); /* 1970-01-01 was a Thursday */

    return weekday < 0 ? weekday + 7 : weekday;
}

#endif
