/* What other programs read of a register's file with the sqlite3 library alone
 * is what the library says: the views over sheets, row by row and column by
 * column, and the open and overdue cases. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <sqlite3.h>
#include <stdio.h>

static sqlite3 *look(const desk *d)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open_v2(d->path, &db, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) ==
                      SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
    return statement;
}

/* Cases in different states, some of them overdue by the machine's clock. */
static void fill(desk *d)
{
    for (int i = 0; i < 12; i++) {
        complaint_case *one = desk_file(
            d, "{\"title\":\"t\",\"description\":\"d\",\"category\":"
               "\"other\",\"unit\":\"quality\",\"parties\":[{\"name\":"
               "\"n\"},{\"role\":\"witness\",\"name\":\"m\"}]}");

        if (i % 2 == 0)
            desk_perform(d, one, "register", "{}");
        if (i % 4 == 0)
            desk_perform(d, one, "transfer", "{}");
        if (i % 4 == 1)
            desk_perform(d, one, "withdraw", "{\"reason\":\"r\"}");
        complaint_case_free(one);
    }
}

static void compare_value(const complaint_record *record,
                          const complaint_relation *relation, size_t i,
                          sqlite3_stmt *row)
{
    const char *column = complaint_relation_column_name(relation, i);
    const char *text = complaint_record_text(record, column);

    if (sqlite3_column_type(row, (int)i) == SQLITE_NULL) {
        ck_assert(complaint_record_is_null(record, column));
        return;
    }
    ck_assert(!complaint_record_is_null(record, column));
    switch (complaint_relation_column_type(relation, i)) {
    case COMPLAINT_COLUMN_TEXT:
    case COMPLAINT_COLUMN_JSON:
        ck_assert_str_eq(text, (const char *)sqlite3_column_text(row, (int)i));
        break;
    case COMPLAINT_COLUMN_BYTES:
        ck_assert_uint_eq(strlen(text),
                          2 * (size_t)sqlite3_column_bytes(row, (int)i));
        break;
    default:
        ck_assert_int_eq(complaint_record_integer(record, column, -1),
                         sqlite3_column_int64(row, (int)i));
    }
}

/* All rows of a relation, in the order of its key. */
static int compare(desk *d, sqlite3 *db, const char *name, const char *key)
{
    const complaint_relation *relation = complaint_relation_find(name);
    const complaint_record *record;
    complaint_cursor *cursor;
    sqlite3_stmt *row;
    char sql[100];
    int rows = 0;

    (void)snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY case_id, %s",
                   name, key);
    row = prepare(db, sql);
    desk_ok(complaint_register_list_relation(d->reg, name, &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &record, &error));
        if (record == NULL)
            break;
        ck_assert_int_eq(sqlite3_step(row), SQLITE_ROW);
        ck_assert_uint_eq((size_t)sqlite3_column_count(row),
                          complaint_relation_column_count(relation));
        for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
            ck_assert_str_eq(sqlite3_column_name(row, (int)i),
                             complaint_relation_column_name(relation, i));
            compare_value(record, relation, i, row);
        }
        rows++;
    }
    ck_assert_int_eq(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
    complaint_cursor_free(cursor);
    return rows;
}

START_TEST(the_views_over_sheets_show_every_row_and_column)
{
    sqlite3 *db;
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    db = look(&d);
    ck_assert_int_eq(compare(&d, db, "journal", "entry"), 12 + 6 + 3 + 3);
    ck_assert_int_eq(compare(&d, db, "party", "id"), 24);
    ck_assert_int_ge(compare(&d, db, "assignment", "id"), 12);
    ck_assert_int_ge(compare(&d, db, "clock", "name"), 12);
    sqlite3_close(db);
    desk_close(&d);
}
END_TEST

/* Numbers of a view, compared with a list by this filter. */
static int compare_list(desk *d, sqlite3 *db, const char *view,
                        const char *filter_text)
{
    complaint_facts *filter = desk_facts(d, filter_text);
    const complaint_record *record;
    complaint_cursor *cursor;
    sqlite3_stmt *row;
    char sql[100];
    int rows = 0;

    (void)snprintf(sql, sizeof sql,
                   "SELECT number, state, strftime('%%s', due_at) FROM %s "
                   "ORDER BY recorded_at, id",
                   view);
    row = prepare(db, sql);
    desk_ok(complaint_register_list(d->reg, filter, &cursor, &error));
    for (;; rows++) {
        desk_ok(complaint_cursor_next(cursor, &record, &error));
        if (record == NULL)
            break;
        ck_assert_int_eq(sqlite3_step(row), SQLITE_ROW);
        ck_assert_str_eq((const char *)sqlite3_column_text(row, 0),
                         complaint_record_text(record, "number"));
        ck_assert_str_eq((const char *)sqlite3_column_text(row, 1),
                         complaint_record_text(record, "state"));
        ck_assert_int_eq(sqlite3_column_int64(row, 2),
                         complaint_record_integer(record, "due_at", 0) /
                             COMPLAINT_SECOND);
    }
    ck_assert_int_eq(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
    complaint_cursor_free(cursor);
    complaint_facts_free(filter);
    return rows;
}

START_TEST(the_views_of_open_and_overdue_cases_are_the_lists)
{
    sqlite3_stmt *columns;
    sqlite3 *db;
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    db = look(&d);
    ck_assert_int_eq(compare_list(&d, db, "complaint_open", "{\"open\":true}"),
                     9);
    /* By the machine's clock all limits of 2024 have passed. */
    d.now = INT64_C(4000000000) * COMPLAINT_SECOND;
    ck_assert_int_eq(compare_list(&d, db, "complaint_overdue",
                                  "{\"open\":true,\"overdue\":true}"),
                     9);
    d.now = DESK_START;
    /* Nothing personal is in them. */
    columns = prepare(db, "SELECT count(*) FROM pragma_table_info("
                          "'complaint_open') WHERE name = 'description'");
    ck_assert_int_eq(sqlite3_step(columns), SQLITE_ROW);
    ck_assert_int_eq(sqlite3_column_int(columns, 0), 0);
    sqlite3_finalize(columns);
    sqlite3_close(db);
    desk_close(&d);
}
END_TEST

/* A reader that asks by a case's id is not made to read the whole table. */
START_TEST(a_view_is_reached_by_the_id_of_a_case)
{
    static const char *const views[] = {"journal", "party", "assignment",
                                        "clock"};
    sqlite3 *db;
    desk d;

    desk_open(&d, DESK_SQLITE);
    db = look(&d);
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        sqlite3_stmt *plan;
        char sql[120];

        (void)snprintf(sql, sizeof sql,
                       "EXPLAIN QUERY PLAN SELECT * FROM %s WHERE case_id = ?",
                       views[i]);
        plan = prepare(db, sql);
        while (sqlite3_step(plan) == SQLITE_ROW)
            ck_assert_ptr_null(
                strstr((const char *)sqlite3_column_text(plan, 3), "SCAN"));
        sqlite3_finalize(plan);
    }
    sqlite3_close(db);
    desk_close(&d);
}
END_TEST

/* Nor does a reader of all make an index of its own, which it would look
 * through once for each case. */
START_TEST(a_view_read_as_a_whole_needs_no_index_of_the_readers)
{
    static const char *const views[] = {"journal", "party", "assignment",
                                        "clock"};
    sqlite3 *db;
    desk d;

    desk_open(&d, DESK_SQLITE);
    db = look(&d);
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        sqlite3_stmt *plan;
        char sql[120];

        (void)snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN SELECT * FROM %s",
                       views[i]);
        plan = prepare(db, sql);
        while (sqlite3_step(plan) == SQLITE_ROW)
            ck_assert_ptr_null(strstr(
                (const char *)sqlite3_column_text(plan, 3), "AUTOMATIC"));
        sqlite3_finalize(plan);
    }
    sqlite3_close(db);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("views");
    TCase *tcase = tcase_create("views");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, the_views_over_sheets_show_every_row_and_column);
    tcase_add_test(tcase, the_views_of_open_and_overdue_cases_are_the_lists);
    tcase_add_test(tcase, a_view_is_reached_by_the_id_of_a_case);
    tcase_add_test(tcase, a_view_read_as_a_whole_needs_no_index_of_the_readers);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
