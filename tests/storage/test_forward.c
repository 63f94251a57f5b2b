/* PostgreSQL registers of older schemas brought forward. postgres_1.sql and
 * postgres_2.sql are what pg_dump printed of schemas with two tenants that the
 * programs of those versions wrote; they are never changed. COMPLAINT_LONG=1
 * cuts more often. */
#include "support/server.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres_desk.h"
#include "storage/storage.h"
#include "support/between.h"

#include <libpq-fe.h>
#include <string.h>

static server shared;

static void run_sql(const char *sql)
{
    char uri[256];
    PGconn *db = PQconnectdb(server_uri(&shared, "", uri, sizeof uri));
    PGresult *result = PQexec(db, "SET client_min_messages=warning");

    PQclear(result);
    result = PQexec(db, sql);
    ck_assert_msg(PQresultStatus(result) == PGRES_COMMAND_OK ||
                      PQresultStatus(result) == PGRES_TUPLES_OK,
                  "%s", PQerrorMessage(db));
    PQclear(result);
    PQfinish(db);
}

/* Begin anew with the register as that version left it. */
static void load(int version)
{
    const char *source = getenv("COMPLAINT_SOURCE");
    static char text[200000];
    char path[400];
    FILE *file;
    size_t size;

    ck_assert_ptr_nonnull(source);
    snprintf(path, sizeof path, "%s/tests/storage/postgres_%d.sql", source,
             version);
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    ck_assert_uint_lt(size, sizeof text - 1);
    text[size] = '\0';
    run_sql("DROP SCHEMA IF EXISTS complaint CASCADE");
    run_sql(text);
}

static int open_status(complaint_context *context, const char *uri)
{
    complaint_register *reg = NULL;
    int status = complaint_register_open(context, uri, 0, &reg, NULL);

    complaint_register_free(reg);
    return status;
}

static void check_register(clerk *self, const char *uri)
{
    complaint_facts *facts = NULL;
    complaint_case *one;
    char number[64];

    desk_ok(complaint_register_open(self->context, uri, 0, &self->reg, &error));
    ck_assert_int_eq(clerk_problems(self), 0);
    ck_assert_int_eq(clerk_rows(self, "case"), 2);
    ck_assert_int_eq(clerk_rows(self, "journal"), 4);
    one = clerk_find(self, "2026-0001");
    ck_assert_str_eq(complaint_record_text(complaint_case_record(one), "title"),
                     "umbrella");
    complaint_case_free(one);
    ck_assert_int_eq(clerk_count(self, "2026-0001", "customer"), 1);
    one = clerk_find(self, "2026-0002");
    ck_assert_str_eq(complaint_record_text(complaint_case_record(one), "state"),
                     "withdrawn");
    complaint_case_free(one);
    /* It goes on where it stopped. */
    desk_ok(complaint_facts_new(self->context, &facts, &error));
    desk_ok(complaint_facts_set_text(facts, "title", "third", &error));
    desk_ok(complaint_case_file(self->reg, self->actor, facts,
                                COMPLAINT_TIME_NONE, &one, &error));
    snprintf(number, sizeof number, "%s",
             complaint_record_text(complaint_case_record(one), "number"));
    ck_assert_str_eq(strrchr(number, '-'),
                     strncmp(number, "2026", 4) == 0 ? "-0003" : "-0001");
    complaint_case_free(one);
    complaint_facts_free(facts);
    ck_assert_int_eq(clerk_problems(self), 0);
    complaint_register_free(self->reg);
    self->reg = NULL;
}

static void begin_person(clerk *self)
{
    memset(self, 0, sizeof *self);
    desk_ok(complaint_context_new(NULL, &self->context, &error));
    desk_ok(complaint_actor_new(self->context, "clerk-1", NULL, &self->actor,
                                &error));
    desk_ok(complaint_actor_add_role(self->actor, "*", &error));
}

static void bring_tenant(clerk *self, const char *uri, int version)
{
    complaint_facts *told = NULL;

    ck_assert_int_eq(open_status(self->context, uri), COMPLAINT_VERSION);
    desk_ok(
        complaint_register_migrate(self->context, uri, NULL, &told, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(told, "from"), 0), version);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(told, "to"), 0),
        COMPLAINT__SCHEMA);
    ck_assert_ptr_null(complaint_facts_get(told, "backup"));
    complaint_facts_free(told);
    check_register(self, uri);
}

START_TEST(a_register_of_an_older_schema_is_brought_forward)
{
    int version = _i;
    char one[256], other[256];
    clerk self;

    begin_person(&self);
    load(version);
    server_uri(&shared, "", one, sizeof one);
    server_uri(&shared, "&complaint_tenant=other", other, sizeof other);
    bring_tenant(&self, one, version);
    /* Tables are shared, but each tenant asks for itself. */
    bring_tenant(&self, other, version);
    ck_assert_int_eq(open_status(self.context, one), COMPLAINT_OK);
    clerk_end(&self);
}
END_TEST

/* Columns, indexes and constraints as an empty register has them. */
static char *describe(const char *schema)
{
    char uri[256], sql[1200];
    PGconn *db = PQconnectdb(server_uri(&shared, "", uri, sizeof uri));
    PGresult *result;
    char *text;

    snprintf(
        sql, sizeof sql,
        "SELECT string_agg(line, E'\\n' ORDER BY line) FROM ("
        "SELECT table_name||'.'||column_name||' '||data_type||' '||is_nullable"
        "||' '||coalesce(collation_name,'')||' '||coalesce(column_default,'') "
        "AS line FROM information_schema.columns WHERE table_schema='%s' "
        "UNION ALL SELECT replace(indexdef,'%s.','') FROM pg_indexes "
        "WHERE schemaname='%s') AS lines",
        schema, schema, schema);
    result = PQexec(db, sql);
    ck_assert_int_eq(PQntuples(result), 1);
    text = strdup(PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(db);
    return text;
}

START_TEST(what_was_brought_forward_is_as_if_made_today)
{
    char uri[256];
    clerk self, today;
    char *expected, *got;

    begin_person(&self);
    load(_i);
    desk_ok(complaint_register_migrate(self.context,
                                       server_uri(&shared, "", uri, sizeof uri),
                                       NULL, NULL, &error));
    clerk_begin(&today,
                server_uri(&shared, "&complaint_schema=today", uri, sizeof uri),
                1);
    clerk_end(&today);
    expected = describe("today");
    got = describe("complaint");
    ck_assert_str_eq(got, expected);
    free(expected);
    free(got);
    clerk_end(&self);
}
END_TEST

START_TEST(a_newer_schema_is_refused_and_a_dry_run_changes_nothing)
{
    complaint_facts *options = NULL;
    complaint_facts *told = NULL;
    char uri[256];
    clerk self;

    begin_person(&self);
    load(1);
    server_uri(&shared, "", uri, sizeof uri);
    desk_ok(complaint_facts_new(self.context, &options, &error));
    desk_ok(complaint_facts_set_boolean(options, "dry_run", true, &error));
    desk_ok(
        complaint_register_migrate(self.context, uri, options, &told, &error));
    complaint_facts_free(told);
    complaint_facts_free(options);
    ck_assert_int_eq(open_status(self.context, uri), COMPLAINT_VERSION);
    /* A copy that was asked for is the server's business. */
    desk_ok(complaint_facts_new(self.context, &options, &error));
    desk_ok(complaint_facts_set_text(options, "backup", "memory:", &error));
    ck_assert_int_eq(
        complaint_register_migrate(self.context, uri, options, NULL, NULL),
        COMPLAINT_UNSUPPORTED);
    complaint_facts_free(options);
    run_sql("UPDATE complaint.store SET version=99");
    ck_assert_int_eq(open_status(self.context, uri), COMPLAINT_VERSION);
    ck_assert_int_eq(
        complaint_register_migrate(self.context, uri, NULL, NULL, NULL),
        COMPLAINT_VERSION);
    clerk_end(&self);
}
END_TEST

/* Somebody with a way to the register that can be disturbed, and without. */
static void begin_between(clerk *self, between *way, char direct[256],
                          char through[256])
{
    begin_person(self);
    server_uri(&shared, "", direct, 256);
    ck_assert(between_start(way, &shared));
    between_uri(way, "", through, 256);
}

/* Wherever the connection is cut: the old one whole, or the new one, which is
 * completed by asking again. */
START_TEST(a_cut_leaves_either_version_whole)
{
    const char *asked = getenv("COMPLAINT_LONG");
    long step = asked != NULL && strcmp(asked, "1") == 0 ? 3 : 61;
    int cuts = 0, undone = 0;
    char direct[256], through[256];
    static between way;
    clerk self;

    begin_between(&self, &way, direct, through);
    for (long at = 3;; at += step) {
        int status;

        load(1);
        atomic_store(&way.trips, 0);
        atomic_store(&way.cut_every, at);
        status =
            complaint_register_migrate(self.context, through, NULL, NULL, NULL);
        atomic_store(&way.cut_every, 0);
        if (status == COMPLAINT_OK && atomic_load(&way.trips) < at)
            break;
        cuts++;
        if (open_status(self.context, direct) == COMPLAINT_VERSION)
            undone++;
        desk_ok(complaint_register_migrate(self.context, direct, NULL, NULL,
                                           &error));
        check_register(&self, direct);
    }
    ck_assert_int_gt(undone, 0);
    printf("# %d cuts: %d left the old schema\n", cuts, undone);
    between_stop(&way);
    clerk_end(&self);
}
END_TEST

/* An upgrade is one transaction of some hundred statements. */
START_TEST(an_upgrade_that_met_another_is_made_anew)
{
    char direct[256], through[256];
    static between way;
    clerk self;

    begin_between(&self, &way, direct, through);
    atomic_store(&way.fail_every, 400);
    for (int i = 0; i < 20 && atomic_load(&way.failed) < 3; i++) {
        load(1);
        desk_ok(complaint_register_migrate(self.context, through, NULL, NULL,
                                           &error));
        check_register(&self, direct);
    }
    ck_assert_int_ge(atomic_load(&way.failed), 3);
    between_stop(&way);
    clerk_end(&self);
}
END_TEST

static Suite *forward_suite(void)
{
    Suite *suite = suite_create("forward");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 600);
    tcase_add_loop_test(all, a_register_of_an_older_schema_is_brought_forward,
                        1, COMPLAINT__SCHEMA);
    tcase_add_loop_test(all, what_was_brought_forward_is_as_if_made_today, 1,
                        COMPLAINT__SCHEMA);
    tcase_add_test(all,
                   a_newer_schema_is_refused_and_a_dry_run_changes_nothing);
    tcase_add_test(all, a_cut_leaves_either_version_whole);
    tcase_add_test(all, an_upgrade_that_met_another_is_made_anew);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, forward_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
