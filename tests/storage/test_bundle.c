/* Rows that PostgreSQL writes in one statement: what a transaction does by it
 * is what it does by one statement a row, and faults are told alike. */
#include "storage/storage.h"
#include "support/server.h"

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres/store.h"
#include "storage/postgres_desk.h"

#include <stdio.h>
#include <string.h>

static server shared;
static complaint_context *context;
static complaint__store *store;
static const complaint_relation *const setting = &complaint__relation_setting;

/* Each is done this often: at first in statements of its own, then in one. */
#define TIMES 4

static void open_it(void)
{
    char uri[256];

    server_uri(&shared, "&complaint_schema=bundle", uri, sizeof uri);
    desk_ok(complaint_context_new(NULL, &context, &error));
    desk_ok(complaint__store_open(context, uri, COMPLAINT_STORE_CREATE, &store,
                                  &error));
}

static void close_it(void)
{
    desk_ok(complaint__store_close(store, &error));
    complaint_context_free(context);
}

typedef complaint_value setting_row[2];

static complaint_value *row(setting_row values, const char *name,
                            const char *value)
{
    values[0] = complaint__value_text(name);
    values[1] = complaint__value_text(value);
    return values;
}

/* What is stored under a name, "" for nothing. */
static const char *stored(const char *name)
{
    static char text[64];
    const complaint_value *got = NULL;
    setting_row key;
    int status =
        complaint__store_get(store, setting, row(key, name, ""), &got, NULL);

    ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NOT_FOUND);
    snprintf(text, sizeof text, "%.*s",
             status == COMPLAINT_OK ? (int)got[1].size : 0,
             status == COMPLAINT_OK ? got[1].bytes : "");
    return text;
}

static void put(const char *name, const char *value)
{
    setting_row values;

    desk_ok(complaint__store_begin(store, true, &error));
    desk_ok(complaint__store_insert_new(store, setting,
                                        row(values, name, value), &error));
    desk_ok(complaint__store_commit(store, &error));
}

/* Expect a row, change another, add a third; how it ended. */
static int expect_change_add(const char *expected, const char *value,
                             const char *changed, const char *added)
{
    setting_row a, b, c;

    desk_ok(complaint__store_begin(store, true, &error));
    desk_ok(complaint__store_expect(store, setting, row(a, expected, value),
                                    &error));
    desk_ok(complaint__store_update_later(
        store, setting, row(b, changed, "changed"), -1, &error));
    desk_ok(complaint__store_insert_new(store, setting, row(c, added, "added"),
                                        &error));
    return complaint__store_commit(store, NULL);
}

START_TEST(rows_of_one_statement_are_written_or_none_is)
{
    char name[16], other[16];

    put("relied on", "1");
    for (int i = 0; i < TIMES; i++) {
        snprintf(name, sizeof name, "changed %d", i);
        snprintf(other, sizeof other, "added %d", i);
        put(name, "new");
        ck_assert_int_eq(expect_change_add("relied on", "1", name, other),
                         COMPLAINT_OK);
        ck_assert_str_eq(stored(name), "changed");
        ck_assert_str_eq(stored(other), "added");
    }
    put("kept", "as it was");
    for (int i = 0; i < TIMES; i++) {
        /* What was relied on is another. */
        ck_assert_int_eq(expect_change_add("relied on", "2", "kept", "x"),
                         COMPLAINT_BUSY);
        ck_assert_int_eq(expect_change_add("missing", "2", "kept", "x"),
                         COMPLAINT_BUSY);
        /* The row to change is not there. */
        ck_assert_int_eq(expect_change_add("relied on", "1", "missing", "x"),
                         COMPLAINT_CONFLICT);
        /* The new one is. */
        ck_assert_int_eq(expect_change_add("relied on", "1", "kept", "added 0"),
                         COMPLAINT_EXISTS);
        ck_assert_str_eq(stored("kept"), "as it was");
        ck_assert_str_eq(stored("x"), "");
    }
}
END_TEST

START_TEST(a_row_is_written_twice_in_one_transaction)
{
    setting_row values;
    char name[16];

    for (int i = 0; i < TIMES; i++) {
        snprintf(name, sizeof name, "twice %d", i);
        desk_ok(complaint__store_begin(store, true, &error));
        desk_ok(complaint__store_insert_new(store, setting,
                                            row(values, name, "1"), &error));
        desk_ok(complaint__store_update_later(
            store, setting, row(values, name, "2"), -1, &error));
        desk_ok(complaint__store_update_later(
            store, setting, row(values, name, "3"), -1, &error));
        desk_ok(complaint__store_expect(store, setting, row(values, name, "3"),
                                        &error));
        desk_ok(complaint__store_commit(store, &error));
        ck_assert_str_eq(stored(name), "3");
    }
}
END_TEST

/* A verb that waits finds what was not waited for. */
START_TEST(what_is_kept_is_there_for_the_next_verb)
{
    setting_row values;
    char name[16];

    for (int i = 0; i < TIMES; i++) {
        snprintf(name, sizeof name, "seen %d", i);
        desk_ok(complaint__store_begin(store, true, &error));
        desk_ok(complaint__store_insert_new(store, setting,
                                            row(values, name, "1"), &error));
        ck_assert_str_eq(stored(name), "1");
        desk_ok(complaint__store_update(store, setting, row(values, name, "2"),
                                        -1, &error));
        desk_ok(complaint__store_commit(store, &error));
        ck_assert_str_eq(stored(name), "2");
        /* Undone before it was sent, and behind that. */
        desk_ok(complaint__store_begin(store, true, &error));
        desk_ok(complaint__store_update_later(
            store, setting, row(values, name, "3"), -1, &error));
        if (i % 2 == 1)
            ck_assert_str_eq(stored(name), "3");
        complaint__store_rollback(store);
        ck_assert_str_eq(stored(name), "2");
    }
}
END_TEST

/* Rows from none to more than a statement takes, with texts that are empty, and
 * longer than is kept. */
START_TEST(any_number_of_rows_of_any_size_arrives)
{
    static char text[300000];
    const complaint_value *got = NULL;
    setting_row values;
    char name[24];

    memset(text, 'x', sizeof text - 1);
    for (int i = 0; i < 2 * COMPLAINT__POSTGRES_PARTS + 4; i++) {
        desk_ok(complaint__store_begin(store, true, &error));
        for (int j = 0; j < i; j++) {
            size_t size = j % 5 == 4 && i % 6 == 5 ? sizeof text - 1 : 0;
            snprintf(name, sizeof name, "row %d of %d", j, i);
            row(values, name, "");
            values[1].bytes = text;
            values[1].size = size;
            desk_ok(
                complaint__store_insert_new(store, setting, values, &error));
        }
        desk_ok(complaint__store_commit(store, &error));
        for (int j = 0; j < i; j++) {
            snprintf(name, sizeof name, "row %d of %d", j, i);
            desk_ok(complaint__store_get(store, setting, row(values, name, ""),
                                         &got, &error));
            ck_assert_uint_eq(got[1].size,
                              j % 5 == 4 && i % 6 == 5 ? sizeof text - 1 : 0);
        }
    }
}
END_TEST

/* More shapes than are kept prepared: the oldest make room. */
START_TEST(statements_that_were_not_used_for_long_make_room)
{
    setting_row values;
    char name[24];

    put("base", "0");
    for (int turn = 0; turn < 4; turn++) {
        for (int shape = 0; shape < 64; shape++) {
            desk_ok(complaint__store_begin(store, true, &error));
            for (int bit = 0; bit < 6; bit++) {
                snprintf(name, sizeof name, "%d.%d.%d", turn, shape, bit);
                if (shape >> bit & 1)
                    desk_ok(complaint__store_expect(
                        store, setting, row(values, "base", "0"), &error));
                else
                    desk_ok(complaint__store_insert_new(
                        store, setting, row(values, name, "v"), &error));
            }
            desk_ok(complaint__store_commit(store, &error));
        }
    }
    ck_assert_str_eq(stored("3.62.0"), "v");
    ck_assert_str_eq(stored("0.0.5"), "v");
}
END_TEST

static Suite *bundle_suite(void)
{
    Suite *suite = suite_create("bundle");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 120);
    tcase_add_checked_fixture(all, open_it, close_it);
    tcase_add_test(all, rows_of_one_statement_are_written_or_none_is);
    tcase_add_test(all, a_row_is_written_twice_in_one_transaction);
    tcase_add_test(all, what_is_kept_is_there_for_the_next_verb);
    tcase_add_test(all, any_number_of_rows_of_any_size_arrives);
    tcase_add_test(all, statements_that_were_not_used_for_long_make_room);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, bundle_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
