/* Threads that wait for their turn to write, and being woken. */
#include "storage/sqlite/turn.h"

#include "base/failure.h"

#include <complaint/error.h>

#include <errno.h>
#include <string.h>
#include <time.h>

/* How long a thread waits for its turn. */
#define TURN_SECONDS 10

static int condition_open(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    int number = pthread_condattr_init(&attributes);

    if (number != 0)
        return number;
    number = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (number == 0)
        number = pthread_cond_init(condition, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return number;
}

int complaint__waiter_open(complaint__waiter *self)
{
    int number;

    memset(self, 0, sizeof *self);
    number = pthread_mutex_init(&self->lock, NULL);
    if (number != 0)
        return number;
    number = condition_open(&self->woken);
    if (number != 0)
        (void)pthread_mutex_destroy(&self->lock);
    return number;
}

void complaint__waiter_close(complaint__waiter *self)
{
    (void)pthread_cond_destroy(&self->woken);
    (void)pthread_mutex_destroy(&self->lock);
}

static void wake(complaint__waiter *one, bool done)
{
    pthread_mutex_lock(&one->lock);
    one->done = done;
    one->awake = true;
    (void)pthread_cond_signal(&one->woken);
    pthread_mutex_unlock(&one->lock);
}

/* Until woken, or until the time is up: then false. */
static bool sleep_until(complaint__waiter *self, const struct timespec *until)
{
    int number = 0;
    bool awake;

    pthread_mutex_lock(&self->lock);
    while (!self->awake && number != ETIMEDOUT)
        number = until != NULL
                     ? pthread_cond_timedwait(&self->woken, &self->lock, until)
                     : pthread_cond_wait(&self->woken, &self->lock);
    awake = self->awake;
    pthread_mutex_unlock(&self->lock);
    return awake;
}

void complaint__waiter_sleep(complaint__waiter *self)
{
    (void)sleep_until(self, NULL);
}

void complaint__waiter_wake(complaint__waiter *self)
{
    wake(self, true);
}

/* The group is locked. False: it does not stand in the queue. */
static bool leave_queue(complaint__sqlite_group *group,
                        const complaint__waiter *self)
{
    complaint__waiter **at = &group->queue;

    while (*at != NULL && *at != self)
        at = &(*at)->next;
    if (*at == NULL)
        return false;
    *at = self->next;
    if (self->next == NULL)
        group->queue_end = at;
    return true;
}

complaint__waiter *complaint__turn_first(complaint__sqlite_group *group)
{
    complaint__waiter *first = group->queue;

    group->queue = first->next;
    if (group->queue == NULL)
        group->queue_end = &group->queue;
    first->next = NULL;
    return first;
}

void complaint__turn_pass(complaint__sqlite_group *group)
{
    group->taken = group->queue != NULL;
    if (group->taken)
        wake(complaint__turn_first(group), false);
}

void complaint__turn_give(complaint__sqlite_group *group)
{
    pthread_mutex_lock(&group->lock);
    complaint__turn_pass(group);
    pthread_mutex_unlock(&group->lock);
}

int complaint__turn_take(complaint_store *store, complaint__waiter *self,
                         complaint_error **error)
{
    complaint__sqlite_group *group = store->group;
    struct timespec until;
    bool gone;

    pthread_mutex_lock(&group->lock);
    if (group->away > 0)
        group->away--;
    if (!group->taken) {
        group->taken = true;
        pthread_mutex_unlock(&group->lock);
        return COMPLAINT_OK;
    }
    *group->queue_end = self;
    group->queue_end = &self->next;
    pthread_mutex_unlock(&group->lock);
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += TURN_SECONDS;
    if (sleep_until(self, &until))
        return COMPLAINT_OK;
    pthread_mutex_lock(&group->lock);
    gone = leave_queue(group, self);
    pthread_mutex_unlock(&group->lock);
    if (!gone) {
        complaint__waiter_sleep(self);
        return COMPLAINT_OK;
    }
    return complaint_store_fail(store->context, error, COMPLAINT_BUSY,
                                store->path, 0,
                                "another thread holds the register");
}

/* Waking one costs as much as some of their transactions: each wakes others. */
void complaint__waiter_wake_all(complaint__waiter *first, size_t count)
{
    while (count > 0) {
        complaint__waiter *one = first;
        size_t rest = (count - 1) / 2;

        one->rest = one->next;
        one->rest_count = rest;
        for (size_t i = 0; i <= rest; i++)
            first = first->next;
        count -= rest + 1;
        wake(one, true);
    }
}
