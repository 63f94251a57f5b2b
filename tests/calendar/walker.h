/* The other way of counting: day by day, minute by minute, over plain arrays.
 * Knows nothing of the library's tables and shares no code with them. */
#ifndef TESTS_CALENDAR_WALKER_H
#define TESTS_CALENDAR_WALKER_H

#include <complaint/calendar.h>

#include <stdio.h>

#define WALKER_DAYS 109573 /* 1900-01-01 to 2199-12-31 */
#define WALKER_FIRST (-25567)
#define WALKER_SCHEDULES 64

typedef struct walker {
    int offset; /* seconds */
    /* By day: a schedule, 0 for a closed day. */
    unsigned char day[WALKER_DAYS];
    /* By day: 0, 'h' holiday or 'm' make-up. */
    char mark[WALKER_DAYS];
    /* By schedule: which minutes are worked. */
    bool minute[WALKER_SCHEDULES][1440];
} walker;

/* "YYYY-MM-DD" by counting up from 1900-01-01; -1 for no date. */
int walker_index(const char *date);
/* The date of an index. */
void walker_date(int index, char text[11]);
/* 0 is Monday. */
int walker_weekday(int index);
bool walker_worked(const walker *w, int64_t day);
int64_t walker_count_days(const walker *w, int64_t from, int64_t to);
/* False when it runs out of the range. */
bool walker_add_days(const walker *w, int64_t from, int64_t n, int64_t *day);
int64_t walker_count_time(const walker *w, int64_t from, int64_t to);
bool walker_add_time(const walker *w, int64_t from, int64_t duration,
                     int64_t *time);
/* Schedule 1 is 09:00-12:00 and 13:00-18:00 on Monday to Friday. */
void walker_office(walker *w);
/* An invented calendar from a seed: the walker and its YAML. */
void walker_invent(walker *w, uint64_t seed, FILE *yaml);
/* Seeded numbers; below(n) is less than n. */
uint64_t walker_random(uint64_t *state);
int64_t walker_below(uint64_t *state, int64_t n);
/* How many cases to make: `longer` where COMPLAINT_LONG is set. Prints what is
 * compared and how often. */
int walker_times(const char *what, int ordinary, int longer);
/* A file of the shared data, or NULL when the folder is absent. */
FILE *walker_shared(const char *name);

#endif
