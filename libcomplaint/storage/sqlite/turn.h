/* Whose turn it is to write where stores share a connection: a queue of threads
 * that sleep. What they do in their turn is in group.c. */
#ifndef COMPLAINT_STORAGE_SQLITE_TURN_H
#define COMPLAINT_STORAGE_SQLITE_TURN_H

#include "storage/sqlite/store.h"

#include <pthread.h>

/* A thread that waits: for its turn, for its work to be done by whoever has the
 * turn, or for the commit of its transaction. On that thread's stack. */
typedef struct complaint__waiter {
    struct complaint__waiter *next;
    pthread_mutex_t lock; /* of `awake` */
    pthread_cond_t woken;
    bool awake;
    bool done; /* what it waited for is over; or else it has the turn */
    bool kept; /* its transaction is part of the open one */
    int status;
    int64_t code;
    char message[256];
    complaint_error *fault; /* whole, for who committed */
    struct complaint__waiter
        *rest; /* whom it is to wake as soon as it is awake */
    size_t rest_count;
    /* What another may do for it; no `work`: it needs the turn itself. */
    complaint_store *store;
    int (*work)(void *task, complaint_error **error);
    void *task;
    complaint_error **error;
} complaint__waiter;

struct complaint__sqlite_group {
    complaint_context *context;
    pthread_mutex_t lock;
    complaint_store *writer;  /* used by whoever has the turn */
    size_t stores;            /* that share it */
    bool taken;               /* somebody has the turn */
    complaint__waiter *queue; /* for the turn, first come first */
    complaint__waiter **queue_end;
    complaint__waiter
        *members; /* in the open transaction, waiting for commit */
    complaint__waiter **members_end;
    size_t member_count;
    bool guarded;   /* whoever has the turn writes under a savepoint */
    bool fixed;     /* a member could not do its work again */
    size_t careful; /* so many more shall */
    size_t away;    /* woken by the last commit, and not back yet */
    int64_t joining_since;
    int64_t yielded_at;
    int64_t hurries_until;
};

int complaint__waiter_open(complaint__waiter *self); /* a number of errno */
void complaint__waiter_close(complaint__waiter *self);
/* Until it is awake. */
void complaint__waiter_sleep(complaint__waiter *self);
/* What it waits for is over, and it may be gone. */
void complaint__waiter_wake(complaint__waiter *self);
/* The same for `count` of a list; not for who is not asleep yet. */
void complaint__waiter_wake_all(complaint__waiter *first, size_t count);

/* BUSY when the time was up before anybody came to it. Else it has the turn,
 * or its work is `done`. */
int complaint__turn_take(complaint_store *store, complaint__waiter *self,
                         complaint_error **error);
/* The group is locked: to the first who waits for it, or to whoever comes. */
void complaint__turn_pass(complaint__sqlite_group *group);
void complaint__turn_give(complaint__sqlite_group *group); /* not locked */
/* The group is locked, and the queue not empty: who is first is in it no more,
 * and goes on sleeping. */
complaint__waiter *complaint__turn_first(complaint__sqlite_group *group);

#endif
