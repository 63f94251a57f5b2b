/* The counters of printed numbers examined against the numbers that cases
 * have. How numbers are made: number.c. */
#ifndef COMPLAINT_REGISTER_NUMBERS_H
#define COMPLAINT_REGISTER_NUMBERS_H

#include "register/stream.h"

#include <stdatomic.h>

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

/* Which numbers of the counters cases were seen to have, by any thread. A case
 * of which nothing is left is missed by nobody else, unless a seal knew it. */
typedef struct complaint__given {
    complaint__counters counters; /* as they stand when verifying begins */
    _Atomic uint64_t **seen;      /* by counter, a bit for each number */
    atomic_int shortest;          /* numbers' digits with what pads them */
    atomic_int longest;
    atomic_llong nameless; /* cases whose number could not be read */
} complaint__given;
int complaint__given_open(complaint_register *self, complaint__given *given,
                          complaint_error **error);
/* The number of a case that was read. */
void complaint__given_see(complaint__given *given, const char *number,
                          size_t size);
/* Was a case with the number read? True where it is of no counter. */
bool complaint__given_saw(const complaint__given *given, const char *number,
                          size_t size);
/* A case that has a missing number by the index over numbers. *lost: it cannot
 * be found by its id; *named: it was named before, as having no number. */
typedef int complaint__lost(void *data, const char *case_id, bool *lost,
                            bool *named);
/* Look for the cases of the numbers that none was seen to have, and tell the
 * numbers that no case has. `data` is for both. */
int complaint__given_end(complaint_register *self, complaint__given *given,
                         complaint__lost *lost, complaint__problem *problem,
                         void *data, complaint_error **error);
/* Where not every number is known, as when counters cannot be read: the same
 * of all cases that the index over numbers tells of. */
int complaint__given_walk(complaint_register *self,
                          const complaint__given *given, complaint__lost *lost,
                          void *data, complaint_error **error);
void complaint__given_close(complaint__given *given);

/* Does the last number of each belong to a case, and its next to none? */
int complaint__examine_counters(complaint_register *self,
                                complaint__problem *problem, void *data,
                                complaint_error **error);

#endif
