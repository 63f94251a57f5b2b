/* Stores of several threads that share one connection for writing: each has
 * its transaction under a savepoint of one that SQLite commits for all of them
 * at once. Reading, and stores that are not shared, know nothing of this. */
#include "storage/sqlite/store.h"

#include "base/failure.h"

#include <complaint/error.h>

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Most transactions in a commit, and how long the first of them may be kept
 * waiting for others to join. */
#define MEMBERS_MAX 128
#define JOINING_NANOSECONDS INT64_C(50000000)

/* How long a thread waits for its turn. */
#define TURN_SECONDS 10

/* Commit follows commit while callers queue; then other processes get a chance
 * now and then, which look every other millisecond. */
#define YIELD_AFTER_NANOSECONDS INT64_C(100000000)
#define YIELD_NANOSECONDS 2500000

/* A thread that waits: for its turn, or for the commit of its transaction. On
 * that thread's stack. */
typedef struct waiter {
    struct waiter *next;
    pthread_cond_t woken;
    bool awake;
    int status; /* of the commit */
    int64_t code;
    char message[256];
} waiter;

struct complaint__sqlite_group {
    complaint_context *context;
    pthread_mutex_t lock;
    complaint_store *writer; /* used by whoever has the turn */
    size_t stores;           /* that share it */
    bool taken;              /* somebody has the turn */
    waiter *queue;           /* for the turn, first come first */
    waiter *members;         /* in the open transaction, waiting for commit */
    size_t member_count;
    int64_t joining_since;
    int64_t yielded_at;
};

static int64_t nanoseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ---- waiting; the group is locked ---- */

static int waiter_open(waiter *self)
{
    pthread_condattr_t attributes;
    int number;

    memset(self, 0, sizeof *self);
    number = pthread_condattr_init(&attributes);
    if (number != 0)
        return number;
    number = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (number == 0)
        number = pthread_cond_init(&self->woken, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return number;
}

static void wake(waiter *one)
{
    one->awake = true;
    (void)pthread_cond_signal(&one->woken);
}

static void append(waiter **list, waiter *added)
{
    while (*list != NULL)
        list = &(*list)->next;
    *list = added;
}

/* False: the time is up, and the waiter stands in the queue no more. */
static bool wait_for_turn(complaint__sqlite_group *group, waiter *self)
{
    struct timespec until;
    waiter **at = &group->queue;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += TURN_SECONDS;
    append(&group->queue, self);
    while (!self->awake && pthread_cond_timedwait(&self->woken, &group->lock,
                                                  &until) != ETIMEDOUT)
        ;
    if (self->awake)
        return true;
    while (*at != self)
        at = &(*at)->next;
    *at = self->next;
    return false;
}

/* The turn goes to the first who waits for it, or to whoever comes. */
static void pass_turn(complaint__sqlite_group *group)
{
    waiter *first = group->queue;

    group->taken = first != NULL;
    if (first == NULL)
        return;
    group->queue = first->next;
    wake(first);
}

static int take_turn(complaint_store *store, complaint_error **error)
{
    complaint__sqlite_group *group = store->group;
    bool mine = true;
    waiter self;

    if (waiter_open(&self) != 0)
        return complaint__fail_memory(error);
    pthread_mutex_lock(&group->lock);
    if (group->taken)
        mine = wait_for_turn(group, &self);
    else
        group->taken = true;
    pthread_mutex_unlock(&group->lock);
    (void)pthread_cond_destroy(&self.woken);
    if (mine)
        return COMPLAINT_OK;
    return complaint_store_fail(store->context, error, COMPLAINT_BUSY,
                                store->path, 0,
                                "another thread holds the register");
}

/* ---- whoever has the turn ---- */

/* What SQLite undid by itself is told by the fault that made it do so. */
static int undone(complaint_store *writer, complaint_error **error)
{
    return complaint__sqlite_fail(
        writer, error, writer->lost != 0 ? writer->lost : SQLITE_IOERR,
        writer->path);
}

/* End the open transaction and tell all members. The turn is kept. */
static int land(complaint__sqlite_group *group, complaint_error **error)
{
    complaint_error *local = NULL;
    waiter *members;
    int status;

    if (sqlite3_get_autocommit(group->writer->db) != 0)
        status = undone(group->writer, &local);
    else
        status = complaint__sqlite_commit(group->writer, &local);
    pthread_mutex_lock(&group->lock);
    members = group->members;
    group->members = NULL;
    group->member_count = 0;
    while (members != NULL) {
        waiter *one = members;

        members = one->next;
        one->status = status;
        one->code = complaint_error_backend_code(local);
        (void)snprintf(one->message, sizeof one->message, "%s",
                       local != NULL ? complaint_error_message(local) : "");
        wake(one);
    }
    pthread_mutex_unlock(&group->lock);
    complaint__error_give(error, local);
    return status;
}

/* After a commit with others in the queue. */
static void yield(complaint__sqlite_group *group)
{
    struct timespec pause = {0, YIELD_NANOSECONDS};
    int64_t now = nanoseconds();
    bool others;

    pthread_mutex_lock(&group->lock);
    others = group->queue != NULL;
    pthread_mutex_unlock(&group->lock);
    if (others && now - group->yielded_at < YIELD_AFTER_NANOSECONDS)
        return;
    if (others)
        (void)nanosleep(&pause, NULL);
    group->yielded_at = nanoseconds();
}

static void give_turn(complaint__sqlite_group *group)
{
    pthread_mutex_lock(&group->lock);
    pass_turn(group);
    pthread_mutex_unlock(&group->lock);
}

/* May the transaction stay open for the next in the queue? Locked. */
static bool goes_on(const complaint__sqlite_group *group)
{
    return group->queue != NULL && group->member_count < MEMBERS_MAX &&
           (group->member_count == 0 ||
            nanoseconds() - group->joining_since < JOINING_NANOSECONDS);
}

/* ---- the verbs of a shared store ---- */

complaint_store *complaint__sqlite_at(complaint_store *store)
{
    return store->joined ? store->group->writer : store;
}

int complaint__sqlite_join(complaint_store *store, complaint_error **error)
{
    complaint__sqlite_group *group = store->group;
    complaint_store *writer = group->writer;
    int status = take_turn(store, error);

    if (status != COMPLAINT_OK)
        return status;
    if (sqlite3_get_autocommit(writer->db) != 0)
        status = complaint__sqlite_begin(writer, true, error);
    if (status == COMPLAINT_OK) {
        status = complaint__sqlite_run_control(
            writer, COMPLAINT__SQLITE_SAVEPOINT, error);
        store->joined = status == COMPLAINT_OK;
        if (status != COMPLAINT_OK)
            complaint__sqlite_leave(store);
    } else {
        give_turn(group);
    }
    return status;
}

/* The transaction is over, and not kept: the turn goes on, or the members who
 * wait have their commit. */
void complaint__sqlite_leave(complaint_store *store)
{
    complaint__sqlite_group *group = store->group;
    complaint_store *writer = group->writer;
    bool on;
    bool waiting;

    writer->transactions++;
    if (store->joined && sqlite3_get_autocommit(writer->db) == 0 &&
        (complaint__sqlite_run_control(writer, COMPLAINT__SQLITE_BACK, NULL) !=
             COMPLAINT_OK ||
         complaint__sqlite_run_control(writer, COMPLAINT__SQLITE_RELEASE,
                                       NULL) != COMPLAINT_OK))
        complaint__sqlite_rollback(writer);
    store->joined = false;
    pthread_mutex_lock(&group->lock);
    waiting = group->members != NULL;
    on = goes_on(group) && sqlite3_get_autocommit(writer->db) == 0;
    pthread_mutex_unlock(&group->lock);
    if (!on && waiting) {
        /* Where SQLite undid everything, it tells the members so. */
        int ignored = land(group, NULL);
        (void)ignored;
    } else if (!on) {
        complaint__sqlite_rollback(writer);
    }
    give_turn(group);
}

static int tell(const complaint_store *store, const waiter *self,
                complaint_error **error)
{
    return self->status == COMPLAINT_OK
               ? COMPLAINT_OK
               : complaint_store_fail(store->context, error, self->status,
                                      store->path, self->code, self->message);
}

/* Wait for the commit by whoever has the turn then. */
static int wait_for_commit(complaint_store *store, waiter *self,
                           complaint_error **error)
{
    complaint__sqlite_group *group = store->group;

    while (!self->awake)
        (void)pthread_cond_wait(&self->woken, &group->lock);
    pthread_mutex_unlock(&group->lock);
    return tell(store, self, error);
}

int complaint__sqlite_stay(complaint_store *store, complaint_error **error)
{
    complaint__sqlite_group *group = store->group;
    complaint_store *writer = group->writer;
    waiter self;
    int status = COMPLAINT_OK;

    if (sqlite3_get_autocommit(writer->db) != 0)
        status = complaint__sqlite_gone(store, error);
    else if (waiter_open(&self) != 0)
        status = complaint__fail_memory(error);
    if (status != COMPLAINT_OK) {
        complaint__sqlite_leave(store);
        return status;
    }
    status =
        complaint__sqlite_run_control(writer, COMPLAINT__SQLITE_RELEASE, error);
    if (status != COMPLAINT_OK) {
        complaint__sqlite_leave(store);
        goto done;
    }
    store->joined = false;
    writer->transactions++;
    pthread_mutex_lock(&group->lock);
    if (group->member_count == 0)
        group->joining_since = nanoseconds();
    if (goes_on(group)) {
        group->member_count++;
        append(&group->members, &self);
        pass_turn(group);
        status = wait_for_commit(store, &self, error);
        goto done;
    }
    pthread_mutex_unlock(&group->lock);
    status = land(group, error);
    yield(group);
    give_turn(group);
done:
    (void)pthread_cond_destroy(&self.woken);
    return status;
}

/* ---- sharing ---- */

static void group_free(complaint__sqlite_group *group)
{
    if (group->writer != NULL) {
        int ignored = complaint__sqlite_close(group->writer, NULL);
        (void)ignored;
    }
    (void)pthread_mutex_destroy(&group->lock);
    complaint__free(group->context, group);
}

/* `store` becomes the first of a group of its own. */
static int found_group(complaint_store *store, complaint_error **error)
{
    complaint_context *context = store->context;
    complaint__sqlite_group *group =
        complaint__alloc_array(context, 1, sizeof *group);
    int status;

    if (group == NULL)
        return complaint__fail_memory(error);
    group->context = context;
    if (pthread_mutex_init(&group->lock, NULL) != 0) {
        complaint__free(context, group);
        return complaint__fail_memory(error);
    }
    status = complaint__sqlite_open_again(store, false, &group->writer, error);
    if (status != COMPLAINT_OK) {
        group_free(group);
        return status;
    }
    group->stores = 1;
    store->group = group;
    return COMPLAINT_OK;
}

int complaint__sqlite_share(complaint_store *store, complaint_store **out,
                            complaint_error **error)
{
    bool reading = sqlite3_db_readonly(store->db, "main") == 1;
    int status = COMPLAINT_OK;

    *out = NULL;
    if (strcmp(store->path, ":memory:") == 0)
        return complaint_store_fail(store->context, error,
                                    COMPLAINT_UNSUPPORTED, "share", 0,
                                    "a store in memory has one user");
    if (!reading && store->group == NULL)
        status = found_group(store, error);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_open_again(store, reading, out, error);
    if (status != COMPLAINT_OK || reading)
        return status;
    (*out)->group = store->group;
    pthread_mutex_lock(&store->group->lock);
    store->group->stores++;
    pthread_mutex_unlock(&store->group->lock);
    return COMPLAINT_OK;
}

void complaint__sqlite_part(complaint_store *store)
{
    complaint__sqlite_group *group = store->group;
    bool last;

    if (group == NULL)
        return;
    if (store->joined)
        complaint__sqlite_leave(store);
    store->group = NULL;
    pthread_mutex_lock(&group->lock);
    last = --group->stores == 0;
    pthread_mutex_unlock(&group->lock);
    if (last)
        group_free(group);
}
