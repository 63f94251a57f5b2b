/* Several stores on one, for several threads. */
#include "kit.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define THREADS 4
#define CHANGES 15
#define ATTEMPTS 200

static const char *lacks_share(const kit *c)
{
    return c->backend.share == NULL ? "no verb share"
                                    : complaint__kit_lacks_sharing(c);
}

static int put_one(kit *c, complaint_store *store, int number)
{
    int status = c->backend.begin(store, true, &c->error);

    if (status == COMPLAINT_OK)
        status = complaint__kit_put_setting(c, store, number, "x");
    if (status == COMPLAINT_OK)
        status = c->backend.commit(store, &c->error);
    return status;
}

static void stores_that_share_see_what_is_committed(kit *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, put_one(c, c->store, 1));
    CONFORM_OK(c, c->backend.share(c->store, &other, &c->error));
    CONFORM_OK(c, complaint__kit_get_setting(c, other, 1));
    CONFORM_OK(c, put_one(c, other, 2));
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 2));
    CONFORM_OK(c, c->backend.begin(other, true, &c->error));
    CONFORM_OK(c, complaint__kit_put_setting(c, other, 3, "x"));
    c->backend.rollback(other);
    CONFORM_STATUS(c, complaint__kit_get_setting(c, c->store, 3),
                   COMPLAINT_NOT_FOUND);
    CONFORM_OK(c, c->backend.close(other, &c->error));
    CONFORM_OK(c, put_one(c, c->store, 4));
}

static void a_store_outlives_the_one_it_was_shared_from(kit *c)
{
    complaint_store *other = NULL;

    CONFORM_OK(c, put_one(c, c->store, 1));
    CONFORM_OK(c, c->backend.share(c->store, &other, &c->error));
    CONFORM_OK(c, c->backend.close(c->store, &c->error));
    c->store = other;
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 1));
    CONFORM_OK(c, put_one(c, c->store, 2));
    CONFORM_OK(c, complaint__kit_reopen(c));
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 2));
}

/* ---- work in a transaction ---- */

static const char *lacks_run(const kit *c)
{
    return c->backend.run == NULL ? "no verb run" : NULL;
}

/* One setting; undone, as some failure would, when it is a multiple of
 * three. */
typedef struct work {
    kit *kit;
    int number;
    int times;
} work;

#define UNDONE COMPLAINT_INVALID

static int work_inside(void *task, complaint_error **error)
{
    work *self = task;
    kit *c = self->kit;
    int status = complaint__kit_put_setting(c, c->store, self->number, "x");

    self->times++;
    if (status != COMPLAINT_OK || self->number % 3 != 0)
        return status;
    return complaint_store_fail(NULL, error, UNDONE, "number", self->number,
                                "not to be kept");
}

static void work_is_kept_whole_or_not_at_all(kit *c)
{
    work kept = {c, 1, 0};
    work undone = {c, 3, 0};

    CONFORM_OK(c, c->backend.run(c->store, work_inside, &kept, &c->error));
    CONFORM_STATUS(c, c->backend.run(c->store, work_inside, &undone, &c->error),
                   UNDONE);
    CONFORM(c, kept.times == 1 && undone.times == 1);
    CONFORM_OK(c, complaint__kit_get_setting(c, c->store, 1));
    CONFORM_STATUS(c, complaint__kit_get_setting(c, c->store, 3),
                   COMPLAINT_NOT_FOUND);
}

/* ---- threads ---- */

typedef struct writer {
    kit kit; /* of its own: the error is */
    int first;
    int failed; /* changes that were told neither kept nor undone */
    pthread_t thread;
} writer;

/* Every third change is undone; every other one is run, where that can be. */
static int change(writer *w, int number)
{
    kit *c = &w->kit;
    work task = {c, number, 0};
    int status;

    if (c->backend.run != NULL && number % 2 != 0) {
        status = c->backend.run(c->store, work_inside, &task, &c->error);
        /* An error is that of its own change, which may have been done again.
         */
        return number % 3 == 0 && status == UNDONE && task.times >= 1 &&
                       complaint_error_backend_code(c->error) == number
                   ? COMPLAINT_OK
                   : status;
    }
    status = c->backend.begin(c->store, true, &c->error);

    if (status == COMPLAINT_OK)
        status = complaint__kit_put_setting(c, c->store, number, "x");
    if (status == COMPLAINT_OK && number % 3 != 0)
        return c->backend.commit(c->store, &c->error);
    c->backend.rollback(c->store);
    return status;
}

static void *write_changes(void *data)
{
    writer *w = data;

    for (int i = 0; i < CHANGES; i++) {
        int status = COMPLAINT_BUSY;

        /* One that met another's is made again by whoever asked for it. */
        for (int j = 0; status == COMPLAINT_BUSY && j < ATTEMPTS; j++) {
            complaint_error_free(w->kit.error);
            w->kit.error = NULL;
            status = change(w, w->first + i);
        }
        w->failed += status != COMPLAINT_OK;
    }
    return NULL;
}

static bool begin_writer(kit *c, writer *w, int number)
{
    *w = (writer){.kit = *c, .first = number * CHANGES};
    w->kit.store = NULL;
    w->kit.error = NULL;
    return c->backend.share(c->store, &w->kit.store, &c->error) ==
               COMPLAINT_OK &&
           pthread_create(&w->thread, NULL, write_changes, w) == 0;
}

static void threads_that_share_are_told_each_its_own(kit *c)
{
    static writer writers[THREADS];
    int begun = 0;
    int failed = 0;

    while (begun < THREADS && begin_writer(c, &writers[begun], begun))
        begun++;
    for (int i = 0; i < begun; i++) {
        pthread_join(writers[i].thread, NULL);
        failed += writers[i].failed;
        failed += c->backend.close(writers[i].kit.store, NULL) != COMPLAINT_OK;
        complaint_error_free(writers[i].kit.error);
    }
    CONFORM(c, begun == THREADS && failed == 0);
    for (int i = 0; i < THREADS * CHANGES; i++)
        CONFORM_STATUS(c, complaint__kit_get_setting(c, c->store, i),
                       i % 3 != 0 ? COMPLAINT_OK : COMPLAINT_NOT_FOUND);
}

const kit_case complaint__kit_share_cases[] = {
    {"stores that share see what is committed",
     stores_that_share_see_what_is_committed, lacks_share},
    {"a store outlives the one it was shared from",
     a_store_outlives_the_one_it_was_shared_from, lacks_share},
    {"work is kept whole or not at all", work_is_kept_whole_or_not_at_all,
     lacks_run},
    {"threads that share are told each its own",
     threads_that_share_are_told_each_its_own, lacks_share},
    {NULL, NULL, NULL},
};
