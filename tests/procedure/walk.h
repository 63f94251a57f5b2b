/* A second opinion on clocks, made by walking day by day and minute by minute
 * over a list of times at which the count goes on or halts. */
#ifndef TESTS_PROCEDURE_WALK_H
#define TESTS_PROCEDURE_WALK_H

#include "procedure/inside.h"

#define WALK_TOGGLES 256

/* Where the days of a calendar's zone begin and when its clocks change, found
 * by looking at each minute. */
#define WALK_ZONE_DAYS 4800
#define WALK_ZONE_CHANGES 40
typedef struct walk_zone {
    complaint_day first;
    complaint_time starts[WALK_ZONE_DAYS]; /* of days from `first` */
    complaint_time changes[WALK_ZONE_CHANGES];
    size_t change_count;
} walk_zone;

void walk_zone_make(walk_zone *zone, const complaint_calendar *calendar,
                    complaint_day first);

typedef struct walk {
    const complaint_calendar *calendar;
    const walk_zone *zone; /* NULL: +08:00 */
    const complaint__clock *clock;
    complaint_time anchor;
    struct {
        complaint_time at;
        bool counting;
    } toggles[WALK_TOGGLES];
    size_t count;
    int64_t total; /* units */
} walk;

/* Follow the events of the test's own procedure: "begin" and filing start,
 * "answer" stops, "drop" cancels, "rest" and "wake" pause, "finish" closes,
 * "reopen" opens. */
void walk_follow(walk *w, const complaint_procedure *procedure, size_t clock,
                 const complaint_calendar *calendar, const walk_zone *zone,
                 const complaint__event *events, size_t count,
                 complaint__clock_state *state);

#endif
