/* Surroundings under a test's control: memory that can fail, a clock that
 * stands still, random numbers from a seed, a log that is kept. */
#ifndef TESTS_SUPPORT_SURROUNDINGS_H
#define TESTS_SUPPORT_SURROUNDINGS_H

#include <complaint/context.h>

#include <check.h>

typedef struct surroundings {
    complaint_environment environment;
    size_t live;        /* blocks that are allocated now */
    size_t allocations; /* attempts since surroundings_fail_at() */
    size_t fail_at;     /* the attempt that fails, from 1; 0 for none */
    size_t failures;    /* attempts that failed */
    complaint_time now;
    uint64_t seed;
    int random_fails;
    int destroyed;
    int log_count;
    int log_level;
    char log_line[2048];
} surroundings;

/* All replaced; the clock stands at 2019-04-25T01:32:09Z. Not for use from
 * several threads at once. */
void surroundings_init(surroundings *s);
complaint_context *surroundings_context(surroundings *s);
/* Both of it; and the context's end, when nothing of its memory may be left. */
complaint_context *surroundings_begin(surroundings *s);
void surroundings_end(surroundings *s, complaint_context *context);
void surroundings_fail_at(surroundings *s, size_t attempt);

/* A pseudo-random number, the same for the same seed (SplitMix64). */
uint64_t test_random(uint64_t *seed);

/* main() of a test program. */
int test_run(Suite *suite);

#endif
