/* One verification of a register, shared by the threads that work at it. What
 * is verified besides cases and leaves: verify.c. */
#ifndef COMPLAINT_REGISTER_VERIFY_H
#define COMPLAINT_REGISTER_VERIFY_H

#include "base/signature.h"
#include "register/numbers.h"
#include "register/seal.h"

#include <pthread.h>
#include <stdatomic.h>

/* Cases, or leaves, that a thread takes at once. */
#define COMPLAINT__PORTION 256

typedef struct complaint__verification {
    complaint_register *owner;
    /* What was found, under `telling`. */
    pthread_mutex_t telling;
    complaint_facts *list; /* of problems */
    int64_t count;
    int64_t cases;
    int64_t unreadable; /* of them, in part or whole */
    int64_t entries;
    int64_t bytes;
    char first[512]; /* of the problems, for the error */
    /* What the caller asked for. */
    int64_t threads;
    bool store;
    bool chains; /* projections are left alone */
    complaint__seal_wish wish;
    unsigned char key[COMPLAINT__KEY_SIZE];
    atomic_bool stopped; /* somebody failed: come to an end */
    /* What is still to be done, under `taking`, which is locked first. */
    pthread_mutex_t taking;
    bool cases_taken;
    char next[COMPLAINT__ID_SIZE]; /* first case that nobody took; "": any */
    bool leaves_taken;
    int64_t leaf_seal; /* of the last leaf that was taken, or the next */
    char leaf_case[COMPLAINT__ID_SIZE];
    complaint__roots roots;
    complaint__given given; /* numbers, to cases */
} complaint__verification;

typedef struct complaint__worker {
    complaint__verification *v;
    complaint_register *reg; /* its own, or the owner */
    pthread_t thread;
    bool running;
    int status;
    complaint_error *error;
    complaint__hasher hasher;
    complaint__counters counters;
    bool counts;          /* the counters could be read */
    int64_t told;         /* problems, by this one */
    const char *expected; /* relation of a problem that is looked for */
    bool met;             /* it was told */
    /* Of this portion. */
    int64_t cases;
    int64_t unreadable;
    int64_t entries;
    int64_t bytes;
    const complaint_relation *unexplained; /* damage that no case showed yet */
    complaint__sealed leaves[COMPLAINT__PORTION]; /* that it has taken */
    size_t leaf_count;
} complaint__worker;

/* Where problems go: `data` is the worker. */
int complaint__verify_note(void *data, const complaint__found *found);
/* The store found damage on the way, which is not one case's. Takes the
 * worker's error, if any. `case_id` and `relation` may be NULL. */
int complaint__verify_damage(complaint__worker *w, const char *case_id,
                             const complaint_relation *relation);
/* Cases of a portion, from one id ("": the first) to before another ("": all).
 * Damage is told and stepped over. */
int complaint__verify_cases(complaint__worker *w, const char *from,
                            const char *to);
/* Take portions of cases, then of leaves, until nothing is left. */
int complaint__verify_work(complaint__worker *w);

#endif
