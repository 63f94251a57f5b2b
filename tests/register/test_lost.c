/* Cases of which no row is left: seals name those that they knew, and counters
 * the numbers of all others. The rows are taken out of the file by SQLite, so
 * that nothing in it is damaged. Single rows are in test_tamper.c. */
#include "register/damaged.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

enum { CASES = 12 };

static char ids[CASES][40];
static char numbers[CASES][40];

static void run(sqlite3 *db, const char *sql, const char *id)
{
    sqlite3_stmt *each;

    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &each, NULL) == SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_bind_text(each, 1, id, -1, SQLITE_STATIC);
    ck_assert_int_eq(sqlite3_step(each), SQLITE_DONE);
    sqlite3_finalize(each);
}

/* The case's own row alone. */
static void take_row(sqlite3 *db, const char *id)
{
    run(db,
        "DELETE FROM \"case\" WHERE place="
        "(SELECT place FROM place WHERE case_id=?)",
        id);
}

/* All of a case, wherever it stands. */
static void take_out(sqlite3 *db, const char *id)
{
    static const char *const by_id[] = {
        "task",   "communication", "evidence", "finding", "share",
        "action", "remedy",        "return",   "survey",  "touched"};
    char sql[200];

    run(db,
        "DELETE FROM sheet WHERE row >> 20="
        "(SELECT place FROM place WHERE case_id=?)",
        id);
    take_row(db, id);
    for (size_t i = 0; i < sizeof by_id / sizeof by_id[0]; i++) {
        snprintf(sql, sizeof sql, "DELETE FROM \"%s\" WHERE case_id=?",
                 by_id[i]);
        run(db, sql, id);
    }
    run(db, "DELETE FROM place WHERE case_id=?", id);
}

/* A register of which the first `sealed` cases are sealed. */
static void begin(desk *d, int sealed)
{
    desk_open(d, DESK_SQLITE);
    for (int i = 0; i < CASES; i++) {
        complaint_case *one = desk_file(
            d, "{\"title\":\"t\",\"category\":\"other\",\"unit\":\"quality\","
               "\"parties\":[{\"name\":\"a name\"}]}");

        snprintf(ids[i], sizeof ids[i], "%s", desk_text(one, "id"));
        snprintf(numbers[i], sizeof numbers[i], "%s", desk_text(one, "number"));
        desk_perform(d, one, "register", "{}");
        complaint_case_free(one);
        if (i + 1 == sealed)
            desk_ok(complaint_register_seal(d->reg, NULL, NULL, &error));
    }
    desk_ok(complaint_register_close(d->reg, &error));
}

/* What verify says of the file, several ways; NULL when all is well. */
static complaint_facts *verify(desk *d, int threads, bool chains)
{
    complaint_facts *options = desk_facts(d, "{}");
    complaint_facts *result;
    int opened;

    desk_ok(complaint_facts_set_integer(options, "threads", threads, &error));
    desk_ok(
        complaint_facts_set_integer(options, "projections", !chains, &error));
    result = damaged_verify(d->context, d->path, options, "lost", &opened);
    ck_assert_int_eq(opened, COMPLAINT_OK);
    complaint_facts_free(options);
    return result;
}

/* Is there a finding of the relation with this text under this name? */
static bool tells(const complaint_facts *result, const char *relation,
                  const char *name, const char *wanted)
{
    const complaint_facts *problems = complaint_facts_get(result, "problems");

    for (size_t i = 0; i < complaint_facts_size(problems); i++) {
        const complaint_facts *one = complaint_facts_at(problems, i);

        if (strcmp(damaged_text(one, "relation"), relation) == 0 &&
            strcmp(damaged_text(one, name), wanted) == 0)
            return true;
    }
    return false;
}

/* The part of a printed number that counts, without what pads it. */
static void plain_number(const char *number, char out[40])
{
    const char *series = strrchr(number, '-');

    ck_assert_ptr_nonnull(series);
    snprintf(out, 40, "%.*s-%d", (int)(series - number), number,
             atoi(series + 1));
}

static void lose(int sealed, int first, int last)
{
    for (int way = 0; way < 4; way++) {
        bool chains = way % 2 == 1;
        complaint_facts *result;
        char from[40];
        char to[40];
        char key[90];
        sqlite3 *db;
        desk d;

        begin(&d, sealed);
        result = verify(&d, 1 + way / 2, chains);
        ck_assert_uint_eq(
            complaint_facts_size(complaint_facts_get(result, "problems")), 0);
        complaint_facts_free(result);
        ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
        for (int i = first; i <= last; i++)
            take_out(db, ids[i]);
        sqlite3_close(db);
        result = verify(&d, 1 + way / 2, chains);
        for (int i = first; i <= last && i < sealed; i++)
            ck_assert_msg(tells(result, "leaf", "case_id", ids[i]),
                          "the seal does not name case %d", i);
        plain_number(numbers[first], from);
        plain_number(numbers[last], to);
        if (first == last)
            snprintf(key, sizeof key, "%s", from);
        else
            snprintf(key, sizeof key, "%s..%s", from, to);
        if (last == CASES - 1) /* told by the counter itself */
            ck_assert(tells(result, "series", "columns", "number"));
        else
            ck_assert_msg(tells(result, "series", "key", key),
                          "%s is not missed", key);
        complaint_facts_free(result);
        desk_close(&d);
    }
}

START_TEST(a_lost_case_that_no_seal_knew_is_told_by_its_number)
{
    lose(0, 0, 0);
    lose(0, 5, 5);
    lose(0, 3, 6);
    lose(0, CASES - 1, CASES - 1);
}
END_TEST

START_TEST(a_lost_case_that_a_seal_knew_is_named)
{
    lose(6, 0, 0);
    lose(6, 4, 5);
    lose(6, 5, 7); /* one of them was sealed */
    lose(CASES, CASES - 1, CASES - 1);
}
END_TEST

/* A case that is told already is not told by its number too. */
START_TEST(a_case_without_its_row_is_told_once)
{
    complaint_facts *result;
    sqlite3 *db;
    desk d;

    begin(&d, 0);
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    take_row(db, ids[5]);
    sqlite3_close(db);
    result = verify(&d, 1, false);
    ck_assert(tells(result, "case", "case_id", ids[5]));
    ck_assert(!tells(result, "series", "columns", "number"));
    complaint_facts_free(result);
    desk_close(&d);
}
END_TEST

/* The row that leads from the id to all others. */
START_TEST(a_case_that_its_id_does_not_lead_to_is_named)
{
    for (int way = 0; way < 4; way++) {
        complaint_facts *result;
        sqlite3 *db;
        desk d;

        begin(&d, 0);
        ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
        run(db, "DELETE FROM place WHERE case_id=?", ids[0]);
        run(db, "DELETE FROM place WHERE case_id=?", ids[7]);
        run(db, "DELETE FROM place WHERE case_id=?", ids[CASES - 1]);
        if (way == 1) /* no counter tells which numbers there are */
            run(db, "DELETE FROM series WHERE ? IS NOT NULL", "all");
        sqlite3_close(db);
        result = verify(&d, 1 + way / 2, way == 3);
        ck_assert_msg(tells(result, "case", "case_id", ids[0]), "way %d", way);
        ck_assert(tells(result, "case", "case_id", ids[7]));
        ck_assert(tells(result, "case", "case_id", ids[CASES - 1]));
        ck_assert(!tells(result, "case", "case_id", ids[1]));
        ck_assert(way == 1 || !tells(result, "series", "columns", "number"));
        ck_assert_int_eq(damaged_number(result, "unreadable"), 3);
        ck_assert_int_eq(damaged_number(result, "cases"), CASES);
        complaint_facts_free(result);
        desk_close(&d);
    }
}
END_TEST

/* One case is told already, and its number is the last: it is not to stand for
 * the other's. */
START_TEST(a_case_without_its_row_hides_no_lost_one)
{
    complaint_facts *result;
    char lost[40];
    sqlite3 *db;
    desk d;

    begin(&d, 0);
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    take_row(db, ids[CASES - 1]);
    take_out(db, ids[5]);
    sqlite3_close(db);
    result = verify(&d, 1, false);
    plain_number(numbers[5], lost);
    ck_assert(tells(result, "case", "case_id", ids[CASES - 1]));
    ck_assert(tells(result, "series", "key", lost));
    complaint_facts_free(result);
    desk_close(&d);
}
END_TEST

/* Nor is a row of a case that there never was. */
START_TEST(a_stray_row_hides_no_lost_case)
{
    complaint_facts *result;
    char lost[40];
    sqlite3 *db;
    desk d;

    begin(&d, 0);
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    run(db, "INSERT INTO survey(case_id,id)VALUES(?,'stray')",
        "018e0c20-28d0-7039-a9f9-c57388ce4832");
    take_out(db, ids[5]);
    sqlite3_close(db);
    result = verify(&d, 1, false);
    plain_number(numbers[5], lost);
    ck_assert(tells(result, "survey", "key", "stray"));
    ck_assert(tells(result, "series", "key", lost));
    complaint_facts_free(result);
    desk_close(&d);
}
END_TEST

/* Whatever is to be told and named. */
START_TEST(memory_that_runs_out_is_told_as_that_and_not_as_damage)
{
    complaint_register *reg = NULL;
    int64_t failed = 0;
    int64_t blocks;
    sqlite3 *db;
    desk d;

    begin(&d, 0);
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    run(db, "DELETE FROM place WHERE case_id=?", ids[2]);
    run(db, "DELETE FROM place WHERE case_id=?", ids[8]);
    run(db, "UPDATE \"case\" SET title='other' WHERE id<>?", ids[0]);
    take_out(db, ids[5]);
    sqlite3_close(db);
    desk_ok(damaged_open(d.context, d.path, &reg, &error));
    desk_fails(COMPLAINT_CORRUPT, "register.problems",
               complaint_register_verify(reg, NULL, &error));
    blocks = d.allocations;
    for (int64_t turn = 0;; turn += 1 + turn / 16) {
        complaint_facts *result = NULL;
        complaint_error *error = NULL;
        int status;

        d.allocations_left = turn;
        status = complaint_register_verify(reg, &result, &error);
        d.allocations_left = -1;
        complaint_error_free(error);
        if (status == COMPLAINT_CORRUPT) {
            ck_assert(tells(result, "case", "case_id", ids[2]));
            ck_assert(tells(result, "case", "case_id", ids[8]));
            complaint_facts_free(result);
            break;
        }
        ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
        ck_assert_ptr_null(result);
        failed++;
    }
    ck_assert_int_gt(failed, 40);
    ck_assert_int_eq(d.allocations, blocks);
    complaint_register_free(reg);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lost");
    TCase *tests = tcase_create("lost");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, a_lost_case_that_no_seal_knew_is_told_by_its_number);
    tcase_add_test(tests, a_lost_case_that_a_seal_knew_is_named);
    tcase_add_test(tests, a_case_without_its_row_is_told_once);
    tcase_add_test(tests, a_case_that_its_id_does_not_lead_to_is_named);
    tcase_add_test(tests, a_case_without_its_row_hides_no_lost_one);
    tcase_add_test(tests, a_stray_row_hides_no_lost_case);
    tcase_add_test(tests,
                   memory_that_runs_out_is_told_as_that_and_not_as_damage);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
