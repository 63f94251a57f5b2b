/* PostgreSQL beyond the conformance kit: addresses, tenants, writers that meet.
 * What is lost underway is in test_losses.c. */
#include "support/server.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres/store.h"
#include "storage/postgres_desk.h"
#include "storage/storage.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define WRITERS 16
#define PUTS 12
#define SHARED_CASES 3

static server shared; /* for all tests but those that kill it */

static const char *uri_of(const server *s, const char *more, char text[256])
{
    return server_uri(s, more, text, 256);
}

/* ---- addresses ---- */

static int open_status(const char *uri, char message[512])
{
    complaint_context *context = NULL;
    complaint_register *reg = NULL;
    complaint_error *fault = NULL;
    int status;

    desk_ok(complaint_context_new(NULL, &context, &error));
    status = complaint_register_open(context, uri, 0, &reg, &fault);
    snprintf(message, 512, "%s", complaint_error_message(fault));
    complaint_error_free(fault);
    complaint_register_free(reg);
    complaint_context_free(context);
    return status;
}

START_TEST(addresses_are_read_or_refused)
{
    static const struct {
        const char *more;
        int status;
    } cases[] = {
        {"", COMPLAINT_NOT_FOUND},
        {"&complaint_tenant=nobody", COMPLAINT_NOT_FOUND},
        {"&complaint_tenant=", COMPLAINT_INVALID},
        {"&complaint_tenant=%00", COMPLAINT_INVALID},
        {"&complaint_tenant=%ff", COMPLAINT_INVALID},
        {"&complaint_tenant=%4", COMPLAINT_INVALID},
        {"&complaint_schema=A", COMPLAINT_INVALID},
        {"&complaint_schema=a%22b", COMPLAINT_INVALID},
        {"&complaint_schema=pg_x", COMPLAINT_INVALID},
        {"&complaint_numbers=x", COMPLAINT_INVALID},
        {"&complaint_numbers=1001", COMPLAINT_INVALID},
        {"&complaint_other=1", COMPLAINT_INVALID},
        {"&dbname=nowhere", COMPLAINT_IO},
        {"&host=/nowhere/at/all", COMPLAINT_IO},
        {"&port=1", COMPLAINT_IO},
        {"&password=secret&port=1", COMPLAINT_IO},
    };
    char message[512];
    char uri[256];

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int status = open_status(uri_of(&shared, cases[i].more, uri), message);
        ck_assert_msg(status == cases[i].status, "%s: %s, %s", cases[i].more,
                      complaint_status_name(status), message);
        ck_assert_ptr_null(strstr(message, "secret"));
    }
    ck_assert_int_eq(open_status("postgresql:x", message), COMPLAINT_INVALID);
}
END_TEST

START_TEST(what_may_not_be_written_is_read_only)
{
    complaint_error *fault = NULL;
    char number[64];
    char uri[256];
    clerk one;
    clerk reader;

    clerk_begin(&one, uri_of(&shared, "&complaint_schema=reading", uri), 1);
    clerk_install(&one);
    desk_ok(clerk_file(&one, number, &error));
    clerk_begin(&reader,
                uri_of(&shared,
                       "&complaint_schema=reading&options=-c%20default_"
                       "transaction_read_only%3Don",
                       uri),
                2);
    ck_assert_int_eq(clerk_rows(&reader, "case"), 1);
    ck_assert_int_eq(clerk_file(&reader, number, &fault), COMPLAINT_READ_ONLY);
    complaint_error_free(fault);
    clerk_end(&reader);
    clerk_end(&one);
}
END_TEST

/* ---- tenants, tables ---- */

START_TEST(tenants_see_nothing_of_each_other)
{
    static const char *const more[] = {
        "&complaint_schema=two", "&complaint_schema=two&complaint_tenant=b",
        "&complaint_schema=two&complaint_tenant=%E5%88%86%E5%BA%97"};
    char number[64];
    char uri[256];
    clerk clerks[3];

    for (int i = 0; i < 3; i++) {
        clerk_begin(&clerks[i], uri_of(&shared, more[i], uri), i);
        clerk_install(&clerks[i]);
    }
    /* The same numbers, one after the other, in each. */
    for (int turn = 0; turn < 4; turn++) {
        for (int i = 0; i <= turn && i < 3; i++) {
            char expected[16];
            snprintf(expected, sizeof expected, "%05d", turn - i + 1);
            desk_ok(clerk_file(&clerks[i], number, &error));
            ck_assert_str_eq(number + strlen(number) - 5, expected);
        }
    }
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(clerk_rows(&clerks[i], "case"), 4 - i);
        ck_assert_int_eq(clerk_rows(&clerks[i], "journal"), 4 - i);
        ck_assert_int_eq(clerk_problems(&clerks[i]), 0);
        clerk_end(&clerks[i]);
    }
    desk_sql(&shared, "SELECT \"tenant\",\"number\" FROM two.complaint_open");
    desk_sql(&shared, "SELECT \"due_at\" FROM two.complaint_overdue");
}
END_TEST

START_TEST(every_relation_has_room_for_its_statements)
{
    ck_assert_uint_le(complaint_relation_count(),
                      COMPLAINT__POSTGRES_RELATIONS);
}
END_TEST

static void *make_tables(void *data)
{
    clerk self;

    clerk_begin(&self, data, 1);
    clerk_end(&self);
    return NULL;
}

START_TEST(several_may_make_the_tables_at_once)
{
    pthread_t threads[6];
    char uri[256];

    uri_of(&shared, "&complaint_schema=race", uri);
    for (int i = 0; i < 6; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, make_tables, uri),
                         0);
    for (int i = 0; i < 6; i++)
        pthread_join(threads[i], NULL);
    {
        clerk self;
        clerk_begin(&self, uri, 1);
        /* One identity: the settings were written once. */
        ck_assert_int_eq(clerk_rows(&self, "setting"), 4);
        ck_assert_int_eq(clerk_problems(&self), 0);
        clerk_end(&self);
    }
}
END_TEST

/* ---- writers that meet ---- */

typedef struct writer {
    const char *uri;
    int number;
    char (*cases)[64];
    int acknowledged[SHARED_CASES];
    int filed;
    int conflicts;
    int busy;
    clerk shared; /* a handle of another's register; empty for none */
} writer;

static void put_until_done(writer *w, clerk *self, int shared_case, int turn)
{
    complaint_case *one = clerk_find(self, w->cases[shared_case]);
    char name[64];
    int status;

    snprintf(name, sizeof name, "customer-%d-%d-%d", w->number, shared_case,
             turn);
    for (int i = 0; i < 2000; i++) {
        complaint_error *fault = NULL;
        status = clerk_put(self, one, name, &fault);
        if (status == COMPLAINT_OK)
            break;
        ck_assert_msg(status == COMPLAINT_CONFLICT || status == COMPLAINT_BUSY,
                      "put: %s", complaint_error_message(fault));
        complaint_error_free(fault);
        w->conflicts += status == COMPLAINT_CONFLICT;
        w->busy += status == COMPLAINT_BUSY;
        desk_ok(complaint_case_refresh(one, &error));
    }
    ck_assert_int_eq(status, COMPLAINT_OK);
    w->acknowledged[shared_case]++;
    complaint_case_free(one);
}

static void *write_much(void *data)
{
    writer *w = data;
    complaint_error *fault = NULL;
    char number[64];
    clerk self = w->shared;

    if (self.reg == NULL)
        clerk_begin(&self, w->uri, w->number);
    for (int i = 0; i < PUTS; i++) {
        put_until_done(w, &self, (w->number + i) % SHARED_CASES, i);
        if (i % 3 == 0) {
            ck_assert_msg(clerk_file(&self, number, &fault) == COMPLAINT_OK,
                          "file: %s", complaint_error_message(fault));
            w->filed++;
        }
    }
    clerk_end(&self);
    return NULL;
}

static void check_writers(clerk *self, writer writers[], char cases[][64])
{
    int64_t filed = SHARED_CASES;
    int64_t put = 0;
    char name[64];

    for (int i = 0; i < WRITERS; i++) {
        filed += writers[i].filed;
        for (int j = 0; j < PUTS; j++) {
            int at = (i + j) % SHARED_CASES;
            snprintf(name, sizeof name, "customer-%d-%d-%d", i, at, j);
            ck_assert_int_eq(clerk_count(self, cases[at], name), 1);
        }
        for (int j = 0; j < SHARED_CASES; j++)
            put += writers[i].acknowledged[j];
    }
    ck_assert_int_eq(put, WRITERS * PUTS);
    ck_assert_int_eq(clerk_rows(self, "party"), put);
    ck_assert_int_eq(clerk_rows(self, "case"), filed);
    ck_assert_int_eq(clerk_rows(self, "journal"), filed + put);
    ck_assert_int_eq(clerk_problems(self), 0);
}

/* With registers of their own, or with handles on one that `share` says. */
static void let_sixteen_write(const char *more, bool share)
{
    static writer writers[WRITERS];
    static char cases[SHARED_CASES][64];
    pthread_t threads[WRITERS];
    int conflicts = 0;
    int busy = 0;
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of(&shared, more, uri), 99);
    clerk_install(&self);
    for (int i = 0; i < SHARED_CASES; i++)
        desk_ok(clerk_file(&self, cases[i], &error));
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (writer){.uri = uri, .number = i, .cases = cases};
        if (share)
            clerk_share(&writers[i].shared, &self, i);
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, write_much, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        conflicts += writers[i].conflicts;
        busy += writers[i].busy;
    }
    check_writers(&self, writers, cases);
    clerk_end(&self);
    printf("# %d puts and their conflicts: %d, busy after all attempts: %d\n",
           WRITERS * PUTS, conflicts, busy);
}

START_TEST(sixteen_writers_on_the_same_cases_lose_and_double_nothing)
{
    let_sixteen_write("&complaint_schema=meeting", false);
}
END_TEST

START_TEST(sixteen_threads_of_one_register_lose_and_double_nothing)
{
    let_sixteen_write("&complaint_schema=sharing", true);
}
END_TEST

/* ---- sessions and numbers ---- */

START_TEST(a_forgotten_session_is_made_again)
{
    char number[64];
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of(&shared, "&complaint_schema=forgot", uri), 1);
    clerk_install(&self);
    desk_ok(clerk_file(&self, number, &error));
    desk_sql(&shared, "DELETE FROM forgot.\"commit\"");
    desk_ok(clerk_file(&self, number, &error));
    ck_assert_int_eq(clerk_rows(&self, "case"), 2);
    clerk_end(&self);
}
END_TEST

static complaint_time wall = 1800000000000000;

static complaint_time tell(void *user_data)
{
    (void)user_data;
    return wall;
}

static void name_again(complaint__store *store, const char *name)
{
    const complaint_value row[2] = {complaint__value_text(name),
                                    complaint__value_text("1")};

    desk_ok(complaint__store_begin(store, true, &error));
    desk_ok(complaint__store_insert_new(store, &complaint__relation_setting,
                                        row, &error));
    desk_ok(complaint__store_commit(store, &error));
}

/* Of how many rows it is said. */
static int sessions(const char *where)
{
    char sql[160];
    char uri[256];
    PGconn *db = PQconnectdb(uri_of(&shared, "", uri));
    PGresult *result;
    int count;

    snprintf(sql, sizeof sql, "SELECT count(*) FROM named.\"commit\" WHERE %s",
             where);
    result = PQexec(db, sql);
    ck_assert_int_eq(PQresultStatus(result), PGRES_TUPLES_OK);
    count = atoi(PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(db);
    return count;
}

START_TEST(sessions_take_new_names_and_leave_no_rows)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .now = tell};
    complaint_context *context = NULL;
    complaint__store *store = NULL;
    char first[80];
    char uri[256];

    desk_ok(complaint_context_new(&environment, &context, &error));
    desk_ok(complaint__store_open(
        context, uri_of(&shared, "&complaint_schema=named", uri),
        COMPLAINT_STORE_CREATE, &store, &error));
    desk_sql(&shared, "INSERT INTO named.\"commit\" VALUES"
                      "('default','0123456789abcdef',1),('default','t0',1),"
                      "('another','t0',1),('default','tf',1)");
    name_again(store, "a");
    /* Those of others who may still be there stay. */
    ck_assert_int_eq(sessions("session='tf' OR tenant='another'"), 2);
    ck_assert_int_eq(sessions("true"), 3);
    snprintf(first, sizeof first, "session LIKE 't%012llx%%'",
             (unsigned long long)wall / 1000);
    ck_assert_int_eq(sessions(first), 1);
    wall += INT64_C(86399) * 1000000;
    name_again(store, "b");
    ck_assert_int_eq(sessions(first), 1);
    wall += INT64_C(2) * 1000000;
    name_again(store, "c");
    ck_assert_int_eq(sessions(first), 0);
    ck_assert_int_eq(sessions("true"), 3);
    desk_ok(complaint__store_close(store, &error));
    ck_assert_int_eq(sessions("true"), 2);
    complaint_context_free(context);
}
END_TEST

/* Whoever asked after it has removed the row: what comes late finds none. */
START_TEST(a_transaction_without_its_session_is_refused)
{
    complaint_context *context = NULL;
    complaint__store *store = NULL;
    complaint_value row[2] = {complaint__value_text("late"),
                              complaint__value_text("1")};
    const complaint_value *got = NULL;
    char uri[256];

    desk_ok(complaint_context_new(NULL, &context, &error));
    desk_ok(complaint__store_open(
        context, uri_of(&shared, "&complaint_schema=late", uri),
        COMPLAINT_STORE_CREATE, &store, &error));
    for (int i = 0; i < 4; i++) {
        char name[8];

        snprintf(name, sizeof name, "%d", i);
        name_again(store, name); /* later in one statement */
        desk_ok(complaint__store_begin(store, true, &error));
        desk_ok(complaint__store_insert_new(store, &complaint__relation_setting,
                                            row, &error));
        desk_sql(&shared, "DELETE FROM late.\"commit\"");
        ck_assert_int_eq(complaint__store_commit(store, NULL), COMPLAINT_BUSY);
        ck_assert_int_eq(complaint__store_get(store,
                                              &complaint__relation_setting, row,
                                              &got, NULL),
                         COMPLAINT_NOT_FOUND);
    }
    desk_ok(complaint__store_close(store, &error));
    complaint_context_free(context);
}
END_TEST

START_TEST(a_row_sent_with_the_commit_stops_it_when_it_is_refused)
{
    const complaint_relation *relation = &complaint__relation_setting;
    complaint_value row[2] = {complaint__value_text("a"),
                              complaint__value_text("1")};
    const complaint_value *got = NULL;
    complaint_context *context = NULL;
    complaint__store *store = NULL;
    char uri[256];

    desk_ok(complaint_context_new(NULL, &context, &error));
    desk_ok(complaint__store_open(
        context, uri_of(&shared, "&complaint_schema=later", uri),
        COMPLAINT_STORE_CREATE, &store, &error));
    desk_ok(complaint__store_begin(store, true, &error));
    desk_ok(complaint__store_insert_new(store, relation, row, &error));
    desk_ok(complaint__store_commit(store, &error));
    /* A new row, and then the key that is taken. */
    desk_ok(complaint__store_begin(store, true, &error));
    row[0] = complaint__value_text("b");
    desk_ok(complaint__store_insert_new(store, relation, row, &error));
    row[0] = complaint__value_text("a");
    desk_ok(complaint__store_insert_new(store, relation, row, &error));
    ck_assert_int_eq(complaint__store_commit(store, NULL), COMPLAINT_EXISTS);
    row[0] = complaint__value_text("b");
    ck_assert_int_eq(complaint__store_get(store, relation, row, &got, NULL),
                     COMPLAINT_NOT_FOUND);
    /* Told by the next verb, when there is one; only a rollback is left. */
    desk_ok(complaint__store_begin(store, true, &error));
    row[0] = complaint__value_text("a");
    desk_ok(complaint__store_insert_new(store, relation, row, &error));
    row[0] = complaint__value_text("c");
    ck_assert_int_eq(complaint__store_insert(store, relation, row, NULL),
                     COMPLAINT_EXISTS);
    ck_assert_int_eq(complaint__store_commit(store, NULL), COMPLAINT_EXISTS);
    /* More than fit into one journey. */
    desk_ok(complaint__store_begin(store, true, &error));
    for (int i = 0; i < 100; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        row[0] = complaint__value_text(name);
        desk_ok(complaint__store_insert_new(store, relation, row, &error));
    }
    desk_ok(complaint__store_commit(store, &error));
    row[0] = complaint__value_text("n99");
    desk_ok(complaint__store_get(store, relation, row, &got, &error));
    desk_ok(complaint__store_close(store, &error));
    complaint_context_free(context);
}
END_TEST

/* Two stores that take numbers of a series in turn, the second's transaction
 * open over the first's. */
static int64_t take(complaint_store *store)
{
    const complaint_backend *backend = &complaint__backend_postgres;
    int64_t number = 0;
    int status;

    for (int i = 0; i < 20; i++) {
        desk_ok(backend->begin(store, true, &error));
        status = backend->next_number(store, "2026", &number, NULL);
        if (status == COMPLAINT_OK &&
            backend->commit(store, NULL) == COMPLAINT_OK)
            return number;
        backend->rollback(store);
    }
    return -1;
}

START_TEST(numbers_are_given_once_and_returned_unused)
{
    const complaint_backend *backend = &complaint__backend_postgres;
    complaint_context *context = NULL;
    complaint_store *a = NULL;
    complaint_store *b = NULL;
    int64_t number = 0;
    int found = 0;
    char uri[256];
    const char *address =
        strchr(uri_of(&shared, "&complaint_schema=numbers&complaint_numbers=4",
                      uri),
               ':') +
        1;

    desk_ok(complaint_context_new(NULL, &context, &error));
    desk_ok(backend->open(NULL, context, address, COMPLAINT_STORE_CREATE, &a,
                          &error));
    desk_ok(backend->schema(a, true, 1, &found, &error));
    desk_ok(backend->open(NULL, context, address, 0, &b, &error));
    /* One at a time, whoever it is: no gap. */
    ck_assert_int_eq(take(a), 1);
    ck_assert_int_eq(take(b), 2);
    ck_assert_int_eq(take(a), 3);
    /* b begins, a takes one and is done, b meets that. */
    desk_ok(backend->begin(b, true, &error));
    ck_assert_int_eq(
        backend->get(b, &complaint__relation_setting,
                     (complaint_value[]){complaint__value_text("x")},
                     &(const complaint_value *){NULL}, NULL),
        COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(take(a), 4);
    ck_assert_int_eq(backend->next_number(b, "2026", &number, NULL),
                     COMPLAINT_BUSY);
    backend->rollback(b);
    /* From now on b takes four in advance. */
    ck_assert_int_eq(take(b), 5);
    ck_assert_int_eq(take(a), 9);
    ck_assert_int_eq(take(b), 6);
    desk_ok(backend->begin(b, true, &error));
    desk_ok(backend->next_number(b, "2026", &number, &error));
    backend->rollback(b);
    ck_assert_int_eq(take(b), 7);
    ck_assert_int_eq(take(b), 8);
    ck_assert_int_eq(take(b), 10);
    /* 11 to 13 go back. */
    desk_ok(backend->close(b, &error));
    ck_assert_int_eq(take(a), 11);
    desk_ok(backend->close(a, &error));
    complaint_context_free(context);
}
END_TEST

/* ---- the same as elsewhere ---- */

static char *report_of(const char *uri)
{
    static const char options[] =
        "{\"cases\":300,\"months\":6,\"until\":\"2026-05-31T12:00:00Z\"}";
    static const char month[] = "{\"month\":\"2026-04\",\"format\":\"html\"}";
    complaint_facts *facts = NULL;
    complaint_register *reg = NULL;
    complaint_context *context;
    surroundings s;
    char *text = NULL;
    char *copy;

    surroundings_init(&s);
    s.now = INT64_C(1780272000000000);
    context = surroundings_context(&s);
    desk_ok(complaint_register_open(context, uri, COMPLAINT_REGISTER_CREATE,
                                    &reg, &error));
    desk_ok(complaint_facts_parse(context, options, strlen(options), &facts,
                                  &error));
    desk_ok(complaint_simulate(reg, facts, NULL, &error));
    complaint_facts_free(facts);
    desk_ok(
        complaint_facts_parse(context, month, strlen(month), &facts, &error));
    desk_ok(complaint_report_month(reg, facts, &text, NULL, &error));
    complaint_facts_free(facts);
    copy = strdup(text);
    complaint_context_release(context, text);
    complaint_register_free(reg);
    complaint_context_free(context);
    return copy;
}

START_TEST(a_report_is_the_same_byte_for_byte_as_from_sqlite)
{
    char uri[256];
    char *there = report_of(uri_of(&shared, "&complaint_schema=report", uri));
    char *here = report_of("sqlite::memory:");

    ck_assert_uint_gt(strlen(here), 10000);
    ck_assert_uint_eq(strlen(here), strlen(there));
    ck_assert(strcmp(here, there) == 0);
    free(here);
    free(there);
}
END_TEST

/* ---- lists of some columns ---- */

#define LISTED 70

static complaint_cursor *list_by(clerk *self, const char *json)
{
    complaint_cursor *cursor = NULL;
    complaint_facts *filter = NULL;

    desk_ok(complaint_facts_parse(self->context, json, strlen(json), &filter,
                                  &error));
    desk_ok(complaint_register_list(self->reg, filter, &cursor, &error));
    complaint_facts_free(filter);
    return cursor;
}

static bool same_text(const complaint_record *a, const complaint_record *b,
                      const char *name)
{
    const char *x = complaint_record_text(a, name);
    const char *y = complaint_record_text(b, name);

    return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

static int compare_lists(clerk *self, const char *rest)
{
    char text[200];
    complaint_cursor *whole, *some;
    const complaint_record *all = NULL, *named = NULL;
    int rows = -1;

    snprintf(text, sizeof text, "{\"variants\":false%s}", rest);
    whole = list_by(self, text);
    snprintf(text, sizeof text,
             "{\"columns\":[\"number\",\"unit\",\"due_at\",\"cause\"]%s}",
             rest);
    some = list_by(self, text);
    do {
        rows++;
        desk_ok(complaint_cursor_next(whole, &all, &error));
        desk_ok(complaint_cursor_next(some, &named, &error));
        ck_assert(same_text(all, named, "number"));
        ck_assert(same_text(all, named, "unit"));
        ck_assert(same_text(all, named, "cause"));
        ck_assert_int_eq(complaint_record_integer(all, "due_at", -1),
                         complaint_record_integer(named, "due_at", -1));
        ck_assert_int_eq(all != NULL, named != NULL);
        if (all != NULL) {
            ck_assert_str_eq(complaint_record_text(all, "title"), "a title");
            ck_assert_ptr_null(complaint_record_text(named, "title"));
        }
    } while (all != NULL);
    complaint_cursor_free(whole);
    complaint_cursor_free(some);
    return rows;
}

static void file_in_units(clerk *self)
{
    char text[120];

    desk_ok(complaint_register_begin(self->reg, &error));
    for (int i = 0; i < LISTED; i++) {
        complaint_facts *facts = NULL;
        snprintf(text, sizeof text,
                 "{\"title\":\"a title\",\"category\":\"other\","
                 "\"unit\":\"store-%d\"}",
                 i % 2);
        desk_ok(complaint_facts_parse(self->context, text, strlen(text), &facts,
                                      &error));
        desk_ok(complaint_case_file(self->reg, self->actor, facts,
                                    COMPLAINT_TIME_NONE, NULL, &error));
        complaint_facts_free(facts);
    }
    desk_ok(complaint_register_commit(self->reg, &error));
}

/* Over the ends of the backend's pages, in every order. */
START_TEST(a_list_of_some_columns_has_the_rows_and_values_of_a_whole_one)
{
    static const struct {
        const char *rest;
        int rows;
    } filters[] = {{"", LISTED},
                   {",\"order\":\"due\"", LISTED},
                   {",\"order\":\"due\",\"unit\":\"store-1\"", LISTED / 2},
                   {",\"unit\":\"store-0\",\"open\":true", LISTED / 2},
                   {",\"owner\":\"clerk-1\",\"limit\":60", 60},
                   {",\"state\":\"received\",\"limit\":7", 7}};
    char uri[256];
    clerk self;

    clerk_begin(&self, uri_of(&shared, "&complaint_schema=columns", uri), 1);
    clerk_install(&self);
    file_in_units(&self);
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
        ck_assert_int_eq(compare_lists(&self, filters[i].rest),
                         filters[i].rows);
    clerk_end(&self);
}
END_TEST

static Suite *postgres_suite(void)
{
    Suite *suite = suite_create("postgres");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 500);
    tcase_add_test(all, addresses_are_read_or_refused);
    tcase_add_test(all, what_may_not_be_written_is_read_only);
    tcase_add_test(all, tenants_see_nothing_of_each_other);
    tcase_add_test(all, every_relation_has_room_for_its_statements);
    tcase_add_test(all, several_may_make_the_tables_at_once);
    tcase_add_test(all,
                   sixteen_writers_on_the_same_cases_lose_and_double_nothing);
    tcase_add_test(all,
                   sixteen_threads_of_one_register_lose_and_double_nothing);
    tcase_add_test(all, a_forgotten_session_is_made_again);
    tcase_add_test(all, sessions_take_new_names_and_leave_no_rows);
    tcase_add_test(all, a_transaction_without_its_session_is_refused);
    tcase_add_test(all, a_row_sent_with_the_commit_stops_it_when_it_is_refused);
    tcase_add_test(all, numbers_are_given_once_and_returned_unused);
    tcase_add_test(
        all, a_list_of_some_columns_has_the_rows_and_values_of_a_whole_one);
    tcase_add_test(all, a_report_is_the_same_byte_for_byte_as_from_sqlite);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, postgres_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
