/* PostgreSQL where something is lost underway: connections that are cut, a
 * server that is killed, a standby that is promoted. COMPLAINT_LONG=1 makes it
 * happen more often, COMPLAINT_KILLS as often as it says. */
#include "support/server.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres_desk.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

static server shared; /* for the test that does not kill it */

static const char *uri_of(const server *s, const char *more, char text[256])
{
    return server_uri(s, more, text, 256);
}

/* As often as is asked for, or the more often in a long run. */
static int times(int few, int many)
{
    const char *text = getenv("COMPLAINT_KILLS");
    const char *asked = getenv("COMPLAINT_LONG");

    if (text != NULL && atoi(text) > 0)
        return atoi(text);
    return asked != NULL && strcmp(asked, "1") == 0 ? many : few;
}

/* ---- cut connections ---- */

typedef struct cutter {
    atomic_bool stop;
    atomic_int cuts;
} cutter;

static void *cut(void *data)
{
    cutter *self = data;
    uint64_t seed = 10002;
    char uri[256];
    PGconn *db = PQconnectdb(uri_of(&shared, "", uri));

    while (!atomic_load(&self->stop)) {
        PGresult *result;
        struct timespec time = {0, (long)(test_random(&seed) % 30000000)};
        nanosleep(&time, NULL);
        result = PQexec(db, "SELECT pg_terminate_backend(pid) FROM "
                            "pg_stat_activity WHERE "
                            "application_name='complaint'");
        self->cuts += PQntuples(result);
        PQclear(result);
    }
    PQfinish(db);
    return NULL;
}

START_TEST(a_cut_connection_leaves_a_command_whole_or_undone)
{
    int turns = times(100, 1000);
    cutter scissors = {.stop = false};
    outcome o = {0, 0, 0};
    pthread_t thread;
    char number[64];
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of(&shared, "&complaint_schema=cuts", uri), 1);
    clerk_install(&self);
    desk_ok(clerk_file(&self, number, &error));
    ck_assert_int_eq(pthread_create(&thread, NULL, cut, &scissors), 0);
    for (int i = 0; scissors.cuts < turns && i < 100000; i++)
        clerk_put_through(&self, number, i, &o);
    atomic_store(&scissors.stop, true);
    pthread_join(thread, NULL);
    clerk_pause(200); /* the last cut arrives */
    ck_assert_int_eq(clerk_problems(&self), 0);
    ck_assert_int_gt(o.acknowledged, 0);
    ck_assert_int_eq(o.unknown, 0);
    ck_assert_int_eq(clerk_rows(&self, "party"), o.acknowledged);
    printf("# %d cuts: %d acknowledged, %d undone\n", scissors.cuts,
           o.acknowledged, o.undone);
    clerk_end(&self);
}
END_TEST

/* ---- imports ---- */

#define BATCH 60 /* cases: enough rows for COPY */

/* A batch that the connection may not survive: what became of it. */
static int file_batch(clerk *self, int cases, bool *unknown)
{
    complaint_error *fault = NULL;
    char number[64];
    int status = complaint_register_begin(self->reg, &fault);
    bool began = status == COMPLAINT_OK;

    for (int i = 0; status == COMPLAINT_OK && i < cases; i++)
        status = clerk_file(self, number, &fault);
    if (status == COMPLAINT_OK)
        status = complaint_register_commit(self->reg, &fault);
    else if (began)
        ck_assert_int_eq(complaint_register_rollback(self->reg, NULL),
                         COMPLAINT_OK);
    ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_IO ||
                      status == COMPLAINT_BUSY,
                  "batch: %s", complaint_error_message(fault));
    *unknown = status != COMPLAINT_OK &&
               strstr(complaint_error_message(fault), "not known") != NULL;
    complaint_error_free(fault);
    return status;
}

START_TEST(an_import_that_is_cut_is_there_in_whole_batches)
{
    int turns = times(40, 400);
    cutter scissors = {.stop = false};
    int kept = 0, undone = 0;
    pthread_t thread;
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of(&shared, "&complaint_schema=imports", uri), 1);
    clerk_install(&self);
    ck_assert_int_eq(pthread_create(&thread, NULL, cut, &scissors), 0);
    for (int i = 0; scissors.cuts < turns && i < 100000; i++) {
        bool unknown;
        int size = i % 4 == 0 ? BATCH : 1 + i % 7;
        int status = file_batch(&self, size, &unknown);

        ck_assert(!unknown);
        kept += status == COMPLAINT_OK ? size : 0;
        undone += status != COMPLAINT_OK;
    }
    atomic_store(&scissors.stop, true);
    pthread_join(thread, NULL);
    clerk_pause(200);
    ck_assert_int_eq(clerk_problems(&self), 0);
    ck_assert_int_gt(kept, 0);
    ck_assert_int_eq(clerk_rows(&self, "case"), kept);
    printf("# %d cuts in batches: %d complaints kept, %d batches undone\n",
           scissors.cuts, kept, undone);
    clerk_end(&self);
}
END_TEST

/* ---- the server's death ---- */

typedef struct worker {
    clerk self;
    const char *number;
    atomic_bool stop;
    outcome o;
} worker;

static void *work(void *data)
{
    worker *w = data;

    for (int i = 0; !atomic_load(&w->stop); i++)
        clerk_put_through(&w->self, w->number, i, &w->o);
    return NULL;
}

START_TEST(a_killed_server_has_every_acknowledged_command_once)
{
    int deaths = times(8, 100);
    server mortal = {.durable = false};
    uint64_t seed = 7;
    worker w = {.stop = false};
    pthread_t thread;
    char number[64];
    char uri[256];
    int skip;

    ck_assert(server_start(&mortal, &skip));
    clerk_begin(&w.self, uri_of(&mortal, "", uri), 1);
    clerk_install(&w.self);
    desk_ok(clerk_file(&w.self, number, &error));
    w.number = number;
    ck_assert_int_eq(pthread_create(&thread, NULL, work, &w), 0);
    for (int i = 0; i < deaths; i++) {
        clerk_pause((long)(test_random(&seed) % 150));
        server_kill(&mortal);
        ck_assert(server_run(&mortal));
    }
    atomic_store(&w.stop, true);
    pthread_join(thread, NULL);
    ck_assert_int_eq(clerk_problems(&w.self), 0);
    ck_assert_int_ge(clerk_rows(&w.self, "party"), w.o.acknowledged);
    ck_assert_int_le(clerk_rows(&w.self, "party"),
                     w.o.acknowledged + w.o.unknown);
    printf("# %d kills: %d acknowledged, %d undone, %d unknown\n", deaths,
           w.o.acknowledged, w.o.undone, w.o.unknown);
    clerk_end(&w.self);
    server_stop(&mortal);
}
END_TEST

/* ---- a standby takes over ---- */

static bool is_true(const server *s, const char *sql)
{
    char uri[256];
    PGconn *db = PQconnectdb(uri_of(s, "", uri));
    PGresult *result = PQexec(db, sql);
    bool answer =
        PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;

    PQclear(result);
    PQfinish(db);
    return answer;
}

/* Asks until it is so; what never comes is told rather than waited for. */
static void wait_until(const server *s, const char *sql)
{
    int waits = 0;

    while (!is_true(s, sql)) {
        ck_assert_msg(++waits < 6000, "two minutes without: %s", sql);
        clerk_pause(20);
    }
}

/* A standby that must have applied a commit before it is acknowledged. */
static void follow(server *standby, const server *primary)
{
    ck_assert(server_follow(standby, primary));
    wait_until(primary, "SELECT count(*)=1 FROM pg_stat_replication WHERE "
                        "state='streaming'");
    desk_sql(primary, "ALTER SYSTEM SET synchronous_commit='remote_apply'");
    desk_sql(primary, "ALTER SYSTEM SET synchronous_standby_names='*'");
    desk_sql(primary, "SELECT pg_reload_conf()");
    wait_until(primary, "SELECT count(*)=1 FROM pg_stat_replication WHERE "
                        "sync_state='sync'");
}

/* The primary dies in the midst of work; the standby is told to take over, and
 * waits for no standby of its own. */
static void fail_over(server *primary, server *standby)
{
    server_kill(primary);
    desk_sql(standby, "ALTER SYSTEM SET synchronous_standby_names=''");
    desk_sql(standby, "SELECT pg_reload_conf()");
    wait_until(standby,
               "SELECT NOT pg_is_in_recovery() OR pg_promote(true, 60)");
    server_stop(primary);
}

#define CLERKS 4

START_TEST(a_promoted_standby_has_every_acknowledged_command_once)
{
    int failovers = times(2, 12);
    uint64_t seed = 11;
    outcome sum = {0, 0, 0};

    for (int turn = 0; turn < failovers; turn++) {
        static worker workers[CLERKS];
        pthread_t threads[CLERKS];
        char numbers[CLERKS][64];
        char uri[400];
        server primary = {.durable = false};
        server standby = {.durable = false};
        int skip;
        ck_assert(server_start(&primary, &skip));
        follow(&standby, &primary);
        snprintf(uri, sizeof uri,
                 "postgresql:///postgres?host=%s,%s&user=complaint&"
                 "target_session_attrs=read-write",
                 primary.folder, standby.folder);
        for (int i = 0; i < CLERKS; i++) {
            memset(&workers[i], 0, sizeof workers[i]);
            clerk_begin(&workers[i].self, uri, i);
            if (i == 0)
                clerk_install(&workers[0].self);
            desk_ok(clerk_file(&workers[i].self, numbers[i], &error));
            workers[i].number = numbers[i];
        }
        for (int i = 0; i < CLERKS; i++)
            ck_assert_int_eq(
                pthread_create(&threads[i], NULL, work, &workers[i]), 0);
        clerk_pause(100 + (long)(test_random(&seed) % 300));
        fail_over(&primary, &standby);
        clerk_pause(200);
        for (int i = 0; i < CLERKS; i++)
            atomic_store(&workers[i].stop, true);
        for (int i = 0; i < CLERKS; i++) {
            pthread_join(threads[i], NULL);
            sum.acknowledged += workers[i].o.acknowledged;
            sum.undone += workers[i].o.undone;
            sum.unknown += workers[i].o.unknown;
        }
        ck_assert_int_eq(clerk_problems(&workers[0].self), 0);
        for (int i = 0; i < CLERKS; i++)
            clerk_end(&workers[i].self);
        server_stop(&standby);
    }
    ck_assert_int_gt(sum.acknowledged, 0);
    printf("# %d failovers: %d acknowledged, %d undone, %d unknown\n",
           failovers, sum.acknowledged, sum.undone, sum.unknown);
}
END_TEST

static Suite *losses_suite(void)
{
    Suite *suite = suite_create("losses");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 1800);
    tcase_add_test(all, a_cut_connection_leaves_a_command_whole_or_undone);
    tcase_add_test(all, an_import_that_is_cut_is_there_in_whole_batches);
    tcase_add_test(all, a_killed_server_has_every_acknowledged_command_once);
    tcase_add_test(all, a_promoted_standby_has_every_acknowledged_command_once);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, losses_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
