/* Explaining one clock: explain.c says what it is and writes the text,
 * spans.c lists the spans counted, skipped and paused. */
#ifndef COMPLAINT_PROCEDURE_EXPLAIN_H
#define COMPLAINT_PROCEDURE_EXPLAIN_H

#include "calendar/calendar.h"
#include "procedure/clock.h"
#include "procedure/tell.h"

/* "2019-05-17 24:00:00 +08:00" and its NUL. */
#define COMPLAINT__WHEN_SIZE 40

typedef struct complaint__explanation {
    const complaint_procedure *procedure;
    const complaint_calendar *calendar;
    const complaint__clock *clock;
    const complaint__run *run;
    complaint__clock_state state;
    complaint_time now;
    complaint_time plain_due; /* without extension; TIME_NONE as due_at */
    const char *language;
    complaint__teller *teller;
    complaint_facts *spans;
    complaint__buffer text;    /* of the span at hand */
    complaint__buffer skipped; /* the spans' texts, by what they did */
    complaint__buffer worked;
    complaint__buffer paused;
    int64_t unknown_from; /* years of which the exceptions are not known */
    int64_t unknown_to;
} complaint__explanation;

/* Append the map of a clock; what the public documentation says of it. */
int complaint__clock_tell(const complaint_procedure *procedure,
                          const complaint_calendar *calendar,
                          const complaint__event *events, size_t count,
                          complaint_time now, const complaint__clock *clock,
                          enum complaint__followed followed,
                          const char *language, complaint_facts *list,
                          complaint_error **error);
/* Add the spans of a clock that has started. */
void complaint__explain_spans(complaint__explanation *x);
void complaint__explain_day(complaint_day day, char text[COMPLAINT__WHEN_SIZE]);
/* Local time; the last microsecond of a day is its 24:00. */
void complaint__explain_when(const complaint_calendar *calendar,
                             complaint_time time,
                             char text[COMPLAINT__WHEN_SIZE]);
bool complaint__clock_counts_days(const complaint__clock *clock);

#endif
