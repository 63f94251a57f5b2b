/* Stores of several threads that share one connection for writing: each has
 * its transaction under a savepoint of one that SQLite commits for all of them
 * at once, and whoever has the turn carries out those of others that wait.
 * Reading, and stores that are not shared, know nothing of this. */
#include "storage/sqlite/turn.h"

#include "base/failure.h"

#include <complaint/error.h>

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Most transactions in a commit, and how long the first of them may be kept
 * waiting for others to join. */
#define MEMBERS_MAX 128
#define JOINING_NANOSECONDS INT64_C(50000000)

/* Commit follows commit while callers queue; then other processes get a chance
 * now and then, which look every other millisecond. */
#define YIELD_AFTER_NANOSECONDS INT64_C(100000000)
#define YIELD_NANOSECONDS 2500000

/* Those who were woken by the last commit are soon back. Looking for them costs
 * the time that they need; where strangers use it instead, none is given. */
#define LOOKS 2
#define SLOW_NANOSECONDS INT64_C(2500000)
#define HURRY_NANOSECONDS INT64_C(200000000)

/* ---- whoever has the turn ---- */

static bool is_over(const complaint_store *writer)
{
    return sqlite3_get_autocommit(writer->db) != 0;
}

/* What SQLite undid by itself is told by the fault that made it do so. */
static int undone(complaint_store *writer, complaint_error **error)
{
    return complaint__sqlite_fail(
        writer, error, writer->lost != 0 ? writer->lost : SQLITE_IOERR,
        writer->path);
}

static void tell(complaint__waiter *one, int status,
                 const complaint_error *fault)
{
    one->status = status;
    if (status != COMPLAINT_OK) {
        one->code = complaint_error_backend_code(fault);
        (void)snprintf(one->message, sizeof one->message, "%s",
                       fault != NULL ? complaint_error_message(fault) : "");
    }
}

/* Wait for the commit by whoever has the turn then. */
static int outcome(const complaint_store *store, complaint__waiter *self,
                   complaint_error **error)
{
    complaint__waiter_sleep(self);
    complaint__waiter_wake_all(self->rest, self->rest_count);
    if (self->fault != NULL)
        complaint__error_give(error, self->fault);
    else if (self->status != COMPLAINT_OK)
        return complaint_store_fail(store->context, error, self->status,
                                    store->path, self->code, self->message);
    return self->status;
}

/* End the open transaction. The turn is kept. Those who took part, without
 * `self`, are to be woken: *count of them. */
static complaint__waiter *land(complaint__sqlite_group *group,
                               complaint__waiter *self, size_t *count)
{
    complaint_store *writer = group->writer;
    complaint_error *local = NULL;
    complaint__waiter *members;
    int status = is_over(writer) ? undone(writer, &local)
                                 : complaint__sqlite_commit(writer, &local);

    pthread_mutex_lock(&group->lock);
    members = group->members;
    *count = group->member_count;
    group->members = NULL;
    group->members_end = &group->members;
    group->away = group->member_count;
    group->fixed = false;
    group->member_count = 0;
    pthread_mutex_unlock(&group->lock);
    for (complaint__waiter **at = &members; *at != NULL;) {
        tell(*at, status, local);
        if (*at == self) {
            *at = self->next;
            self->awake = true;
            --*count;
        } else {
            at = &(*at)->next;
        }
    }
    if (self != NULL && self->kept)
        self->fault = local;
    else
        complaint_error_free(local);
    return members;
}

/* After a commit: is it time to let other processes in? */
static bool must_yield(complaint__sqlite_group *group)
{
    int64_t now = complaint__sqlite_nanoseconds();
    bool others;

    pthread_mutex_lock(&group->lock);
    others = group->queue != NULL;
    pthread_mutex_unlock(&group->lock);
    if (others && now - group->yielded_at < YIELD_AFTER_NANOSECONDS)
        return false;
    group->yielded_at = now;
    return others;
}

/* Whoever comes next works while the others are woken. */
static void land_and_give_turn(complaint__sqlite_group *group,
                               complaint__waiter *self)
{
    struct timespec pause = {0, YIELD_NANOSECONDS};
    size_t count = 0;
    complaint__waiter *members = land(group, self, &count);

    if (must_yield(group)) {
        complaint__waiter_wake_all(members, count);
        count = 0;
        (void)nanosleep(&pause, NULL);
    }
    complaint__turn_give(group);
    complaint__waiter_wake_all(members, count);
}

/* May another join the open transaction? Locked, as the next. */
static bool has_room(const complaint__sqlite_group *group)
{
    return group->member_count < MEMBERS_MAX && !is_over(group->writer) &&
           (group->member_count == 0 ||
            complaint__sqlite_nanoseconds() - group->joining_since <
                JOINING_NANOSECONDS);
}

/* May the transaction stay open for the next in the queue? */
static bool goes_on(const complaint__sqlite_group *group)
{
    return group->queue != NULL && has_room(group);
}

static void add_member(complaint__sqlite_group *group, complaint__waiter *self)
{
    self->kept = true;
    pthread_mutex_lock(&group->lock);
    if (group->member_count == 0)
        group->joining_since = complaint__sqlite_nanoseconds();
    *group->members_end = self;
    group->members_end = &self->next;
    group->member_count++;
    pthread_mutex_unlock(&group->lock);
}

/* ---- one transaction of several ---- */

complaint_store *complaint__sqlite_at(complaint_store *store)
{
    return store->joined ? store->group->writer : store;
}

/* Not kept; what others did in the same transaction stays. */
static void undo(complaint_store *store)
{
    complaint_store *writer = store->group->writer;

    writer->transactions++;
    if (store->joined && store->group->guarded && !is_over(writer) &&
        (complaint__sqlite_run_control(writer, COMPLAINT__SQLITE_BACK, NULL) !=
             COMPLAINT_OK ||
         complaint__sqlite_run_control(writer, COMPLAINT__SQLITE_RELEASE,
                                       NULL) != COMPLAINT_OK))
        complaint__sqlite_rollback(writer);
    store->joined = false;
    store->group->guarded = false;
}

/* `guarded`: it can be undone alone. */
static int enter(complaint_store *store, bool guarded, complaint_error **error)
{
    complaint_store *writer = store->group->writer;
    int status = COMPLAINT_OK;

    if (is_over(writer))
        status = complaint__sqlite_begin(writer, true, error);
    if (status == COMPLAINT_OK && guarded)
        status = complaint__sqlite_run_control(
            writer, COMPLAINT__SQLITE_SAVEPOINT, error);
    store->joined = status == COMPLAINT_OK;
    store->group->guarded = store->joined && guarded;
    return status;
}

static int keep(complaint_store *store, complaint_error **error)
{
    complaint_store *writer = store->group->writer;
    int status = COMPLAINT_OK;

    if (is_over(writer))
        status = complaint__sqlite_gone(store, error);
    else if (store->group->guarded)
        status = complaint__sqlite_run_control(
            writer, COMPLAINT__SQLITE_RELEASE, error);
    if (status != COMPLAINT_OK) {
        undo(store);
        return status;
    }
    store->joined = false;
    store->group->guarded = false;
    writer->transactions++;
    return COMPLAINT_OK;
}

/* The turn is given away: to the next who joins the open transaction, or after
 * its end. Who has it, `self`, may be NULL. */
static void go_on_or_land(complaint__sqlite_group *group,
                          complaint__waiter *self)
{
    bool waiting;
    bool on;

    pthread_mutex_lock(&group->lock);
    waiting = group->members != NULL;
    on = goes_on(group);
    if (on)
        complaint__turn_pass(group);
    pthread_mutex_unlock(&group->lock);
    if (on)
        return;
    if (waiting) {
        land_and_give_turn(group, self);
        return;
    }
    complaint__sqlite_rollback(group->writer);
    complaint__turn_give(group);
}

/* ---- begin, commit and rollback of a shared store ---- */

int complaint__sqlite_join(complaint_store *store, complaint_error **error)
{
    complaint__waiter self;
    int status;

    if (complaint__waiter_open(&self) != 0)
        return complaint__fail_memory(error);
    status = complaint__turn_take(store, &self, error);
    complaint__waiter_close(&self);
    if (status != COMPLAINT_OK)
        return status;
    status = enter(store, true, error);
    if (status != COMPLAINT_OK)
        complaint__sqlite_leave(store);
    return status;
}

void complaint__sqlite_leave(complaint_store *store)
{
    undo(store);
    go_on_or_land(store->group, NULL);
}

int complaint__sqlite_stay(complaint_store *store, complaint_error **error)
{
    complaint__waiter self;
    int status;

    if (complaint__waiter_open(&self) != 0) {
        complaint__sqlite_leave(store);
        return complaint__fail_memory(error);
    }
    status = keep(store, error);
    if (status == COMPLAINT_OK) {
        add_member(store->group, &self);
        store->group->fixed = true;
    }
    go_on_or_land(store->group, &self);
    if (self.kept)
        status = outcome(store, &self, error);
    complaint__waiter_close(&self);
    return status;
}

/* ---- transactions that another thread may carry out ---- */

/* False: it failed after it had changed something, which is still there. */
static bool try(complaint__waiter *one, bool guarded)
{
    complaint_store *writer = one->store->group->writer;
    int before = sqlite3_total_changes(writer->db);

    one->status = enter(one->store, guarded, one->error);
    if (one->status == COMPLAINT_OK)
        one->status = one->work(one->task, one->error);
    if (one->status == COMPLAINT_OK)
        one->status = keep(one->store, one->error);
    else
        undo(one->store);
    if (one->status == COMPLAINT_OK)
        add_member(one->store->group, one);
    else if (!guarded && !is_over(writer) &&
             sqlite3_total_changes(writer->db) != before)
        return false;
    else
        complaint__waiter_wake(one); /* alone: others have no part in it */
    return true;
}

/* Everything that is open, and `last`, which failed: nothing of it happened. */
static complaint__waiter *take_back(complaint__sqlite_group *group,
                                    complaint__waiter *last)
{
    complaint__waiter *first;

    complaint__sqlite_rollback(group->writer);
    if (last->error != NULL) {
        complaint_error_free(*last->error);
        *last->error = NULL;
    }
    last->next = NULL;
    pthread_mutex_lock(&group->lock);
    *group->members_end = last;
    first = group->members;
    group->members = NULL;
    group->members_end = &group->members;
    group->member_count = 0;
    pthread_mutex_unlock(&group->lock);
    return first;
}

/* Savepoints cost a copy of every page that is changed under them. So they are
 * made only where somebody failed lately, or where one who takes part could
 * not do his work again. */
static void carry_out(complaint__waiter *one)
{
    complaint__sqlite_group *group = one->store->group;
    complaint__waiter *again;

    if (group->careful > 0)
        group->careful--;
    if (try(one, group->careful > 0 || group->fixed))
        return;
    group->careful = MEMBERS_MAX;
    again = take_back(group, one);
    while (again != NULL) {
        complaint__waiter *next = again->next;

        again->next = NULL;
        again->kept = false;
        (void)try(again, true);
        again = next;
    }
}

static complaint__waiter *first_to_carry(complaint__sqlite_group *group)
{
    complaint__waiter *next = NULL;

    pthread_mutex_lock(&group->lock);
    if (goes_on(group) && group->queue->work != NULL)
        next = complaint__turn_first(group);
    pthread_mutex_unlock(&group->lock);
    return next;
}

/* Is nobody there, but somebody on the way, for whom there is time? */
static bool is_worth_a_look(complaint__sqlite_group *group, int64_t now)
{
    bool coming;

    pthread_mutex_lock(&group->lock);
    coming = group->queue == NULL && group->away > 0 &&
             group->member_count > 0 && has_room(group);
    pthread_mutex_unlock(&group->lock);
    return coming && now >= group->hurries_until;
}

/* Let those run who are ready to. */
static void look_up(complaint__sqlite_group *group, int64_t before)
{
    int64_t now;

    (void)sched_yield();
    now = complaint__sqlite_nanoseconds();
    if (now - before > SLOW_NANOSECONDS)
        group->hurries_until = now + HURRY_NANOSECONDS;
}

/* NULL: the turn is to be given away. */
static complaint__waiter *next_to_carry(complaint__sqlite_group *group)
{
    complaint__waiter *next = first_to_carry(group);

    for (int i = 0; next == NULL && i < LOOKS; i++) {
        int64_t now = complaint__sqlite_nanoseconds();

        if (!is_worth_a_look(group, now))
            return NULL;
        look_up(group, now);
        next = first_to_carry(group);
    }
    return next;
}

int complaint__sqlite_run_shared(complaint_store *store,
                                 int (*work)(void *task,
                                             complaint_error **error),
                                 void *task, complaint_error **error)
{
    complaint__sqlite_group *group = store->group;
    complaint__waiter self;
    int status;

    if (complaint__waiter_open(&self) != 0)
        return complaint__fail_memory(error);
    self.store = store;
    self.work = work;
    self.task = task;
    self.error = error;
    status = complaint__turn_take(store, &self, error);
    if (status == COMPLAINT_OK && !self.done) {
        self.awake = false;
        for (complaint__waiter *one = &self; one != NULL;
             one = next_to_carry(group))
            carry_out(one);
        go_on_or_land(group, &self);
    }
    if (status == COMPLAINT_OK)
        status = self.kept ? outcome(store, &self, error) : self.status;
    complaint__waiter_close(&self);
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
    group->queue_end = &group->queue;
    group->members_end = &group->members;
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
