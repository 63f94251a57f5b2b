/* What a connection to a SQLite file believes from one transaction to the next
 * is what the file holds, whoever wrote and whatever was undone: random
 * transactions of four stores, compared with a plain list. */
#include "storage/store_inside.h"

#include "storage/rows.h"
#include "support/surroundings.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OK(call) ck_assert_int_eq((call), COMPLAINT_OK)

enum { STORES = 4, NAMES = 3, CASES = 60, STEPS = 1500 };
enum { THREADS = 6, TURNS = 60 };

/* What is committed, and what the open transaction makes of it. */
typedef struct content {
    int64_t series[NAMES]; /* 0: none */
    int setting[NAMES];
    bool cases[CASES];
} content;

static surroundings around;
static complaint_context *context;
static complaint_error *error;
static char folder[64];
static char path[128];
static uint64_t seed;

static void set_up(void)
{
    context = surroundings_begin(&around);
    error = NULL;
    seed = 20261122;
    folder_make(folder);
    snprintf(path, sizeof path, "%s/register.db", folder);
}

static void tear_down(void)
{
    folder_remove(folder);
    complaint_error_free(error);
    surroundings_end(&around, context);
}

static int below(int limit)
{
    return (int)(test_random(&seed) % (uint64_t)limit);
}

static complaint__store *open_store(void)
{
    complaint__store *store = NULL;
    char uri[140];

    snprintf(uri, sizeof uri, "sqlite:%s", path);
    OK(complaint__store_open(context, uri, COMPLAINT_STORE_CREATE, &store,
                             &error));
    return store;
}

static void count(complaint__store *store, content *now)
{
    static const char *const names[NAMES] = {"2026-{series}", "A{series}", "b"};
    int name = below(NAMES);
    int64_t number = 0;

    OK(complaint__store_next_number(store, names[name], &number, &error));
    ck_assert_int_eq(number, ++now->series[name]);
    if (below(6) > 0)
        return;
    complaint__store_return_number(store, names[name]);
    now->series[name]--;
}

static void set(complaint__store *store, content *now)
{
    static const char *const names[NAMES] = {"generation", "id", "number"};
    const complaint_relation *relation = &complaint__relation_setting;
    complaint_value row[complaint__setting_columns];
    const complaint_value *found = NULL;
    int name = below(NAMES);
    char text[24];

    row[0] = complaint__value_text(names[name]);
    OK(complaint__store_find(store, relation, row, &found, &error));
    ck_assert_int_eq(found != NULL, now->setting[name] != 0);
    if (found != NULL)
        ck_assert_int_eq(atoi(found[1].bytes), now->setting[name]);
    if (found != NULL && below(5) == 0) {
        OK(complaint__store_erase(store, relation, row, &error));
        now->setting[name] = 0;
        return;
    }
    now->setting[name] = 1 + below(1000000);
    snprintf(text, sizeof text, "%d", now->setting[name]);
    row[1] = complaint__value_text(text);
    if (found != NULL)
        OK(complaint__store_update(store, relation, row, -1, &error));
    else
        OK(complaint__store_insert(store, relation, row, &error));
    OK(complaint__store_expect(store, relation, row, &error));
}

/* A case that is there is refused; one that is new gets a place, which it may
 * lose again. */
static void file(complaint__store *store, content *now)
{
    int number = below(CASES);
    complaint_record *row =
        row_make(context, &complaint__relation_case, number, &error);
    int status = complaint__store_insert_record(store, row, &error);

    ck_assert_int_eq(status,
                     now->cases[number] ? COMPLAINT_EXISTS : COMPLAINT_OK);
    complaint_error_free(error);
    error = NULL;
    now->cases[number] = below(3) > 0;
    if (!now->cases[number])
        OK(complaint__store_erase(store, row->relation, row->values, &error));
    complaint_record_free(row);
}

/* The cases that are there, each found by its id with its own number. */
static void look_at_cases(complaint__store *store, const content *now)
{
    for (int i = 0; i < CASES; i++) {
        complaint_record *row =
            row_make(context, &complaint__relation_case, i, &error);
        const complaint_value *found = NULL;

        OK(complaint__store_find(store, row->relation, row->values, &found,
                                 &error));
        ck_assert_int_eq(found != NULL, now->cases[i]);
        if (found != NULL)
            ck_assert_str_eq(found[complaint__case_number].bytes,
                             row->values[complaint__case_number].bytes);
        complaint_record_free(row);
    }
}

/* Written past every store. */
static void as_another_program(content *now)
{
    sqlite3 *db = NULL;
    char sql[160];

    now->series[0] += 1 + below(5);
    now->setting[0] = 1 + below(1000000);
    snprintf(sql, sizeof sql,
             "INSERT OR REPLACE INTO series VALUES('2026-{series}',%lld);"
             "INSERT OR REPLACE INTO setting VALUES('generation','%d')",
             (long long)now->series[0], now->setting[0]);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void read_only(complaint__store *store, const content *now)
{
    OK(complaint__store_begin(store, false, &error));
    look_at_cases(store, now);
    if (below(2) == 0)
        OK(complaint__store_commit(store, &error));
    else
        complaint__store_rollback(store);
}

/* Of a generation that nobody wrote: the transaction is over. */
static void expect_wrongly(complaint__store *store)
{
    complaint_value row[2] = {complaint__value_text("generation"),
                              complaint__value_text("nobody's")};

    ck_assert_int_eq(complaint__store_expect(
                         store, &complaint__relation_setting, row, &error),
                     COMPLAINT_BUSY);
    complaint_error_free(error);
    error = NULL;
    complaint__store_rollback(store);
}

static void write(complaint__store *store, content *committed)
{
    content now = *committed;
    int end;

    OK(complaint__store_begin(store, true, &error));
    for (int i = 1 + below(4); i > 0; i--) {
        int what = below(4);

        if (what == 0)
            set(store, &now);
        else if (what == 1)
            count(store, &now);
        else
            file(store, &now);
    }
    end = below(8);
    if (end == 0) {
        expect_wrongly(store);
    } else if (end < 3) {
        complaint__store_rollback(store);
    } else {
        OK(complaint__store_commit(store, &error));
        *committed = now;
    }
}

/* Two handles of their own, and two that share one for writing. */
START_TEST(what_a_store_believes_is_what_the_file_holds)
{
    complaint__store *stores[STORES];
    content committed;

    memset(&committed, 0, sizeof committed);
    for (int i = 0; i < 3; i++)
        stores[i] = open_store();
    OK(complaint__store_share(stores[2], &stores[3], &error));
    for (int i = 0; i < STEPS; i++) {
        complaint__store *store = stores[below(STORES)];
        int what = below(20);

        if (what == 0)
            as_another_program(&committed);
        else if (what == 1)
            read_only(store, &committed);
        else
            write(store, &committed);
    }
    for (int i = 0; i < STORES; i++) {
        look_at_cases(stores[i], &committed);
        OK(complaint__store_close(stores[i], &error));
    }
    printf("%d transactions of %d stores, seed 20261122\n", STEPS, STORES);
}
END_TEST

/* A thread's transactions, of which every third is undone. */
typedef struct worker {
    complaint__store *store;
    pthread_t thread;
    uint64_t seed;
    bool given[THREADS * TURNS + 1];
    int failures;
} worker;

static void *take_numbers(void *data)
{
    worker *self = data;

    for (int i = 0; i < TURNS; i++) {
        int64_t number = 0;
        int status = complaint__store_begin(self->store, true, NULL);

        if (status == COMPLAINT_OK)
            status = complaint__store_next_number(self->store, "{series}",
                                                  &number, NULL);
        if (status == COMPLAINT_OK && test_random(&self->seed) % 3 == 0) {
            complaint__store_rollback(self->store);
            continue;
        }
        if (status == COMPLAINT_OK)
            status = complaint__store_commit(self->store, NULL);
        if (status != COMPLAINT_OK || number < 1 || number > THREADS * TURNS)
            self->failures++;
        else
            self->given[number] = true;
    }
    return NULL;
}

/* What one of them undid is believed by none of those that share. */
START_TEST(numbers_of_threads_that_share_have_no_gap)
{
    static worker workers[THREADS];
    complaint_context *kept = context;
    int given[THREADS * TURNS + 2] = {0};
    int last = 0;

    /* The other context's memory is counted, by one thread at a time. */
    OK(complaint_context_new(NULL, &context, &error));
    memset(workers, 0, sizeof workers);
    workers[0].store = open_store();
    for (int i = 1; i < THREADS; i++)
        OK(complaint__store_share(workers[0].store, &workers[i].store, &error));
    for (int i = 0; i < THREADS; i++) {
        workers[i].seed = (uint64_t)i;
        ck_assert_int_eq(
            pthread_create(&workers[i].thread, NULL, take_numbers, &workers[i]),
            0);
    }
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_join(workers[i].thread, NULL), 0);
        ck_assert_int_eq(workers[i].failures, 0);
        for (int number = 1; number <= THREADS * TURNS; number++)
            given[number] += workers[i].given[number];
        OK(complaint__store_close(workers[i].store, &error));
    }
    complaint_context_free(context);
    context = kept;
    while (given[last + 1] == 1)
        last++;
    for (int number = last + 1; number <= THREADS * TURNS; number++)
        ck_assert_int_eq(given[number], 0);
    ck_assert_int_gt(last, THREADS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("known");
    TCase *tests = tcase_create("known");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, what_a_store_believes_is_what_the_file_holds);
    tcase_add_test(tests, numbers_of_threads_that_share_have_no_gap);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
