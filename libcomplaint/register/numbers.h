/* The counters of printed numbers examined against the numbers that cases
 * have. How numbers are made: number.c. */
#ifndef COMPLAINT_REGISTER_NUMBERS_H
#define COMPLAINT_REGISTER_NUMBERS_H

#include "register/stream.h"

/* The counters of a register, read once. All zero: none. */
typedef struct complaint__counter {
    size_t before; /* bytes of its name up to the number */
    size_t size;   /* of the whole name */
    int64_t number;
    char *name; /* as "2026-{series}" */
} complaint__counter;
typedef struct complaint__counters {
    complaint_context *context;
    complaint__counter *of;
    size_t count;
    size_t last; /* that fitted: the next number is often of the same */
} complaint__counters;
int complaint__counters_load(complaint_register *self,
                             complaint__counters *counters,
                             complaint_error **error);
void complaint__counters_free(complaint__counters *counters);
/* Is the number one that a counter has given? */
bool complaint__counters_gave(complaint__counters *counters, const char *number,
                              size_t size);
/* Does the last number of each belong to a case, and its next to none? */
int complaint__examine_counters(complaint_register *self,
                                complaint__problem *problem, void *data,
                                complaint_error **error);

#endif
