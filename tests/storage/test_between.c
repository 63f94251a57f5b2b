/* PostgreSQL through something that stands between: how often a command waits
 * for the server, and what becomes of it on a bad way. Other losses are in
 * test_losses.c. */
#include "support/server.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres_desk.h"
#include "support/between.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <string.h>

static server shared;
static between way;

static const char *uri_of(const char *more, char text[256])
{
    return between_uri(&way, more, text, 256);
}

/* ---- round trips ---- */

static void install_plain(clerk *self)
{
    complaint_definition *definition;

    clerk_install(self);
    desk_ok(complaint_definition_bundled(self->context, "procedure", "iso10002",
                                         &definition, &error));
    desk_ok(
        complaint_register_install(self->reg, self->actor, definition, &error));
    complaint_definition_free(definition);
    desk_ok(complaint_register_set(self->reg, "procedure", "iso10002", &error));
}

static long filed_by; /* statements of the last filing */

static long trips_of_filing(clerk *self, char number[64])
{
    long before = atomic_load(&way.trips);
    long statements = atomic_load(&way.statements);

    desk_ok(clerk_file(self, number, &error));
    filed_by = atomic_load(&way.statements) - statements;
    return atomic_load(&way.trips) - before;
}

static long trips_of_step(clerk *self, complaint_case *one, const char *action)
{
    long before = atomic_load(&way.trips);
    complaint_facts *facts = NULL;

    desk_ok(complaint_facts_new(self->context, &facts, &error));
    desk_ok(complaint_facts_set_text(facts, "severity", "major", &error));
    desk_ok(complaint_case_perform(one, self->actor, action, facts,
                                   COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
    return atomic_load(&way.trips) - before;
}

/* The first of everything asks for more: names, settings, statements. */
START_TEST(a_command_waits_for_the_server_as_often_as_it_must)
{
    complaint_case *one;
    char number[64];
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of("&complaint_schema=trips", uri), 1);
    install_plain(&self);
    (void)trips_of_filing(&self, number);
    /* The number; then everything, with the commit. */
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(trips_of_filing(&self, number), 2);
    /* BEGIN and the number; all rows in one, and COMMIT. */
    ck_assert_int_eq(filed_by, 4);
    one = clerk_find(&self, number);
    (void)trips_of_step(&self, one, "acknowledge");
    complaint_case_free(one);
    (void)trips_of_filing(&self, number);
    one = clerk_find(&self, number);
    /* What has happened, its clocks; then everything, with the commit. */
    ck_assert_int_eq(trips_of_step(&self, one, "acknowledge"), 3);
    /* Nothing but that on a case that is known. */
    ck_assert_int_eq(trips_of_step(&self, one, "assess"), 1);
    complaint_case_free(one);
    clerk_end(&self);
}
END_TEST

/* ---- a bad way ---- */

#define CLERKS 4
#define PUTS 8

static void *put_many(void *data)
{
    static atomic_int names;
    clerk *self = data;
    const char *number = self->note;
    char name[64];

    for (int i = 0; i < PUTS; i++) {
        int status = COMPLAINT_CONFLICT;

        snprintf(name, sizeof name, "customer-%d", atomic_fetch_add(&names, 1));
        /* Somebody else changed the case: it is read and put again. */
        while (status == COMPLAINT_CONFLICT) {
            complaint_case *one = clerk_find(self, number);
            complaint_error *fault = NULL;

            status = clerk_put(self, one, name, &fault);
            ck_assert_msg(status == COMPLAINT_OK ||
                              status == COMPLAINT_CONFLICT,
                          "%s", complaint_error_message(fault));
            complaint_error_free(fault);
            complaint_case_free(one);
        }
        ck_assert_int_eq(clerk_count(self, number, name), 1);
    }
    return NULL;
}

static long put_by_many(const char *more)
{
    static clerk clerks[CLERKS];
    pthread_t threads[CLERKS];
    char number[64];
    char uri[256];

    clerk_begin(&clerks[0], uri_of(more, uri), 0);
    clerk_install(&clerks[0]);
    desk_ok(clerk_file(&clerks[0], number, &error));
    for (int i = 1; i < CLERKS; i++)
        clerk_begin(&clerks[i], uri_of(more, uri), i);
    for (int i = 0; i < CLERKS; i++) {
        clerks[i].note = number;
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, put_many, &clerks[i]), 0);
    }
    for (int i = 0; i < CLERKS; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&way.fail_every, 0); /* a long reading is not begun again */
    ck_assert_int_eq(clerk_rows(&clerks[0], "party"), CLERKS * PUTS);
    ck_assert_int_eq(clerk_problems(&clerks[0]), 0);
    for (int i = 0; i < CLERKS; i++)
        clerk_end(&clerks[i]);
    return atomic_load(&way.failed);
}

START_TEST(a_statement_in_nine_that_met_another_is_not_seen_by_the_caller)
{
    atomic_store(&way.fail_every, 9);
    ck_assert_int_gt(put_by_many("&complaint_schema=ninth&options=-c%20default_"
                                 "transaction_isolation%3Dserializable"),
                     20);
    printf("# %ld of %ld statements failed with 40001\n",
           atomic_load(&way.failed), atomic_load(&way.statements));
}
END_TEST

START_TEST(a_commit_in_two_that_met_another_is_not_seen_by_the_caller)
{
    atomic_store(&way.only_commits, true);
    atomic_store(&way.fail_every, 2);
    ck_assert_int_gt(put_by_many("&complaint_schema=second"), 20);
    printf("# %ld of %ld commits failed with 40001\n", atomic_load(&way.failed),
           atomic_load(&way.commits));
}
END_TEST

/* Nothing of it was told yet when it met another. */
START_TEST(a_verifying_that_met_another_is_begun_anew)
{
    char number[64];
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of("&complaint_schema=anew", uri), 1);
    clerk_install(&self);
    for (int i = 0; i < 10; i++)
        desk_ok(clerk_file(&self, number, &error));
    /* So seldom that five in a row do not happen. */
    atomic_store(&way.fail_every, 400);
    for (int i = 0; i < 1000 && atomic_load(&way.failed) < 3; i++)
        ck_assert_int_eq(clerk_problems(&self), 0);
    atomic_store(&way.fail_every, 0);
    ck_assert_int_ge(atomic_load(&way.failed), 3);
    clerk_end(&self);
}
END_TEST

static int rows_of_commit(const char *schema)
{
    char uri[256], sql[80];
    PGconn *db = PQconnectdb(server_uri(&shared, "", uri, sizeof uri));
    PGresult *result;
    int count;

    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s.\"commit\"", schema);
    result = PQexec(db, sql);
    ck_assert_int_eq(PQresultStatus(result), PGRES_TUPLES_OK);
    count = atoi(PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(db);
    return count;
}

/* A cut before a trip leaves the command undone, one behind it lets it happen
 * with nobody there to hear of it. */
START_TEST(a_slow_way_that_is_cut_leaves_a_command_whole_or_undone)
{
    outcome o = {0, 0, 0};
    char number[64];
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of("&complaint_schema=slow", uri), 1);
    clerk_install(&self);
    desk_ok(clerk_file(&self, number, &error));
    atomic_store(&way.delay, 500);
    atomic_store(&way.cut_every, 17);
    for (int i = 0; atomic_load(&way.cuts) < 40; i++)
        clerk_put_through(&self, number, i, &o);
    atomic_store(&way.cut_every, 0);
    ck_assert_int_eq(clerk_problems(&self), 0);
    ck_assert_int_eq(o.unknown, 0);
    ck_assert_int_eq(clerk_rows(&self, "party"), o.acknowledged);
    ck_assert_int_eq(rows_of_commit("slow"), 1); /* what was asked after left */
    printf("# %ld cuts at half a millisecond: %d acknowledged, %d undone\n",
           atomic_load(&way.cuts), o.acknowledged, o.undone);
    clerk_end(&self);
}
END_TEST

static void place(void)
{
    ck_assert(between_start(&way, &shared));
}

static void remove_it(void)
{
    between_stop(&way);
}

static Suite *between_suite(void)
{
    Suite *suite = suite_create("between");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 600);
    tcase_add_checked_fixture(all, place, remove_it);
    tcase_add_test(all, a_command_waits_for_the_server_as_often_as_it_must);
    tcase_add_test(
        all, a_statement_in_nine_that_met_another_is_not_seen_by_the_caller);
    tcase_add_test(all,
                   a_commit_in_two_that_met_another_is_not_seen_by_the_caller);
    tcase_add_test(all, a_verifying_that_met_another_is_begun_anew);
    tcase_add_test(all,
                   a_slow_way_that_is_cut_leaves_a_command_whole_or_undone);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, between_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
