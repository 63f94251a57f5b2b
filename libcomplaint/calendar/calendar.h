/* Calendars for the rooms above: references, explanations, names of days by
 * language. The tables inside are in calendar/table.h and stay here. */
#ifndef COMPLAINT_CALENDAR_CALENDAR_H
#define COMPLAINT_CALENDAR_CALENDAR_H

#include <complaint/calendar.h>

#include "base/memory.h"
#include "base/supply.h"

/* Levels of calendars that extend one another. */
#define COMPLAINT__LIMIT_EXTENDS 8

/* The most days that one explanation may cover. */
#define COMPLAINT__LIMIT_EXPLAIN_DAYS 4000

/* One more reference (give it back by complaint_calendar_free()). Safe from
 * any thread; NULL gives NULL. */
complaint_calendar *complaint__calendar_ref(complaint_calendar *calendar);

/* The name of a holiday or make-up day in a language (BCP 47; NULL: the
 * context's). Falls back to another text of the same main language, then
 * English, then any; "" for an ordinary day or one out of range. Borrowed from
 * the calendar. */
const char *complaint__calendar_day_name(const complaint_calendar *calendar,
                                         complaint_day day,
                                         const char *language);

/* The instant at which a local day begins: that after which no clock in the
 * zone shows an earlier day. Days follow one another without gaps, with 23,
 * 24, 25 hours or whatever the zone has. Where midnight is leapt over, the
 * instant of the leap. */
complaint_time complaint__calendar_day_start(const complaint_calendar *calendar,
                                             complaint_day day);
/* The local day of an instant; COMPLAINT_DAY microseconds at most into it. */
complaint_day complaint__calendar_local(const complaint_calendar *calendar,
                                        complaint_time time, int64_t *in_day);
/* The first instant at which clocks show a time of a day; where they leap over
 * it, the instant of the leap. */
complaint_time complaint__calendar_instant(const complaint_calendar *calendar,
                                           complaint_day day, int64_t in_day);

/* The years whose exceptions are loaded; false when there are none. */
bool complaint__calendar_years(const complaint_calendar *calendar, int *from,
                               int *to);

/* As complaint_calendar_parse(), with parents from `resolve`, which may be
 * NULL. */
COMPLAINT_CHECKED int
complaint__calendar_parse(complaint_context *context, const char *yaml,
                          size_t size, const char *file,
                          complaint__resolve *resolve, void *data,
                          complaint_calendar **out, complaint_error **error);

/* Days in a row that are alike: same kind, same exception, same knowledge. */
typedef struct complaint__calendar_run {
    complaint_day from; /* first day */
    complaint_day to;   /* last day */
    int kind;           /* enum complaint_day_kind */
    bool worked;        /* these days count */
    bool known;         /* false: the weekly pattern is only assumed */
    const char *name;   /* of the exception, or "" */
    const char *source; /* citation of the exception, or "" */
} complaint__calendar_run;

/* Takes one run; anything but COMPLAINT_OK ends the walk and is returned. The
 * texts live as long as the calendar. */
typedef int complaint__calendar_visit(void *data,
                                      const complaint__calendar_run *run);

/* The runs of the days from <= d <= to, in order, names in `language` (NULL:
 * the context's). To explain count_days(from, to) ask from + 1 to `to`. No
 * run when from > to. This one does walk day by day: COMPLAINT_LIMIT past
 * COMPLAINT__LIMIT_EXPLAIN_DAYS. */
COMPLAINT_CHECKED int complaint__calendar_explain(
    const complaint_calendar *calendar, complaint_day from, complaint_day to,
    const char *language, complaint__calendar_visit *visit, void *data,
    complaint_error **error);

#endif
