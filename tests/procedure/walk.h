/* A second opinion on clocks, made by walking day by day and minute by minute
 * over a list of times at which the count goes on or halts. */
#ifndef TESTS_PROCEDURE_WALK_H
#define TESTS_PROCEDURE_WALK_H

#include "procedure/inside.h"

#define WALK_TOGGLES 256

typedef struct walk {
    const complaint_calendar *calendar;
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
                 const complaint_calendar *calendar,
                 const complaint__event *events, size_t count,
                 complaint__clock_state *state);

#endif
