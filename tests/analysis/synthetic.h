/* Invented cases from a seed, as plain rows and as a dataset made of them, so
 * that figures can be checked by loops that know nothing of the library. */
#ifndef TESTS_ANALYSIS_SYNTHETIC_H
#define TESTS_ANALYSIS_SYNTHETIC_H

#include "analysis/dataset.h"

#define SYNTHETIC_CLOSINGS 3

typedef struct synthetic_case {
    char number[24];
    char category[16]; /* "" unknown */
    char unit[16];
    char channel[16];
    complaint_time received_at;
    complaint_time limit_at; /* COMPLAINT_TIME_NONE without */
    int offset;
    bool simulated;
    size_t closing_count;
    complaint__closing closings[SYNTHETIC_CLOSINGS];
} synthetic_case;

typedef struct synthetic {
    size_t count;
    synthetic_case *cases;
} synthetic;

/* Next number of a sequence, 0 <= n < most. */
uint64_t synthetic_next(uint64_t *seed, uint64_t most);
/* Cases of 2015 to 2017, about one in twenty reopened. `offsets`: more than
 * one offset from UTC. */
synthetic synthetic_make(uint64_t seed, size_t count, bool offsets);
void synthetic_free(synthetic *self);
complaint_dataset *synthetic_dataset(complaint_context *context,
                                     const synthetic *self);
/* The closing that stands at an instant, or NULL while open. */
const complaint__closing *synthetic_standing(const synthetic_case *self,
                                             complaint_time at);
/* Quantile type 7 of unsorted values; NaN for none. */
double synthetic_quantile(double *values, size_t count, double p);
/* First instant of a month (1 to 12, more counts on) at an offset. */
complaint_time synthetic_month(int year, int month, int offset);

#endif
