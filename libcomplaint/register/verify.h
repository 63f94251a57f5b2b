/* One verification of a register, shared by the threads that work at it. What
 * is verified besides cases and leaves: verify.c; what is told: verify_tell.c.
 */
#ifndef COMPLAINT_REGISTER_VERIFY_H
#define COMPLAINT_REGISTER_VERIFY_H

#include "base/signature.h"
#include "register/numbers.h"
#include "register/seal.h"

#include <pthread.h>
#include <stdatomic.h>

/* Cases, or leaves, that a thread takes at once. */
#define COMPLAINT__PORTION 256

/* A case that was named, and whether by more than a seal. */
typedef struct complaint__name {
    char id[COMPLAINT__ID_SIZE];
    bool own_rows;
} complaint__name;
typedef struct complaint__named {
    complaint__name *of; /* by a hash of the id; capacity a power of two */
    size_t capacity;
    size_t count;
} complaint__named;

typedef struct complaint__verification {
    complaint_register *owner;
    /* What was found, under `telling`. */
    pthread_mutex_t telling;
    complaint_facts *list; /* of problems */
    complaint__named named;
    int64_t count;
    int64_t of_cases; /* of them */
    int64_t of_none;
    int64_t cases;
    int64_t unreadable; /* of them, in part or whole */
    int64_t entries;
    int64_t bytes;
    char first[512]; /* of the problems, for the error */
    /* What the caller asked for. */
    int64_t threads;
    int64_t in_full; /* problems that are told in full */
    bool store;
    bool damaged; /* the store says so of itself */
    bool chains;  /* projections are left alone */
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
    struct {
        char first[COMPLAINT__ID_SIZE]; /* "": none */
        char last[COMPLAINT__ID_SIZE];
        int cases; /* looked at since it may have begun */
    } stretch;     /* cases with problems that there is no room to name */
    /* Of this portion. */
    int64_t cases;
    int64_t unreadable;
    int64_t entries;
    int64_t bytes;
    const complaint_relation *unexplained; /* damage that no case showed yet */
    complaint__sealed leaves[COMPLAINT__PORTION]; /* that it has taken */
    size_t leaf_count;
} complaint__worker;

#define COMPLAINT__ASTRAY                                                      \
    "the row is there and cannot be found by the case's id"

/* Where problems go: `data` is the worker. */
int complaint__verify_note(void *data, const complaint__found *found);
/* Was the case named for anything but what a seal says? */
bool complaint__verify_named(complaint__verification *v, const char *case_id);
/* A case was looked at: stretches do not become long. */
int complaint__verify_stretch(complaint__worker *w);
int complaint__verify_end_stretch(complaint__worker *w);
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
