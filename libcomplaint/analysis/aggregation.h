/* Counting complaints over plain arrays: months, backlog, limits, repeats.
 * No I/O, no handles. Days are whole numbers, day 0 first. */
#ifndef COMPLAINT_ANALYSIS_AGGREGATION_H
#define COMPLAINT_ANALYSIS_AGGREGATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stands for "not closed" and "no limit". */
#define COMPLAINT__NO_DAY INT64_MIN

typedef struct complaint__days {
    size_t count;
    const int64_t *day;       /* received */
    const int64_t *close_day; /* COMPLAINT__NO_DAY while open */
    const int64_t *due_day;   /* COMPLAINT__NO_DAY without a limit */
} complaint__days;

/* Limits as of a day: closed on the due day is on time, open past it counts
 * as missed, not yet due is told apart. Received later is not counted. */
typedef struct complaint__limits_kept {
    int64_t met;
    int64_t late;
    int64_t overdue_open;
    int64_t not_yet_due;
    int64_t without; /* no limit */
} complaint__limits_kept;

/* Received on or before day t and not closed on or before it. */
int64_t complaint__backlog(const complaint__days *days, int64_t t);
complaint__limits_kept complaint__limits_on(const complaint__days *days,
                                            int64_t t);
/* met / (met + late + overdue_open), or of the closed alone; NaN for 0 / 0. */
double complaint__compliance(const complaint__limits_kept *kept,
                             bool closed_only);
/* Closing day less day of receipt of what was closed by day t; returns how
 * many. `out` has `days->count` places. */
size_t complaint__closed_days(const complaint__days *days, int64_t t,
                              double *out);

/* One complaint of an entity (customer, customer and category ...). */
typedef struct complaint__occasion {
    int64_t entity;
    int64_t day;
    size_t position; /* of the complaint in its list; breaks ties of day */
    bool repeat;     /* set: not the entity's first, and at most `window` days
                        after the one before it */
} complaint__occasion;

typedef struct complaint__repeats {
    size_t repeats;
    size_t entities;
    size_t entities_repeat; /* with two complaints or more, however far apart */
} complaint__repeats;

/* Sorts the occasions by entity, day and position. */
complaint__repeats complaint__find_repeats(complaint__occasion *occasions,
                                           size_t count, int64_t window);

#endif
