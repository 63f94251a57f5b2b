/* Pages of the file that filing and a step write, counted in SQLite's log, and
 * the statements that they run: what a commit costs, which must not grow
 * unseen. docs/decisions/0026 and 0033 say which they are. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>

enum { CASES = 400, FRAME = 24 + 4096, LOG_HEADER = 32 };

#define STATEMENTS_TO_FILE 10
#define STATEMENTS_OF_A_STEP 8

#define PAGES_TO_FILE 9.82
#define PAGES_OF_A_STEP 8.05

/* Frames in the log; a page that is written again is one more. */
static int64_t frames(const desk *d)
{
    struct stat about;
    char log[160];

    (void)snprintf(log, sizeof log, "%s-wal", d->path);
    ck_assert_int_eq(stat(log, &about), 0);
    ck_assert_int_eq((about.st_size - LOG_HEADER) % FRAME, 0);
    return (about.st_size - LOG_HEADER) / FRAME;
}

/* A reader that stays keeps the log from beginning anew. */
static sqlite3 *stay(const desk *d)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(d->path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db,
                                  "BEGIN;SELECT count(*) FROM sqlite_schema",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    return db;
}

static complaint_case *file_one(desk *d, int n)
{
    char json[800];

    (void)snprintf(
        json, sizeof json,
        "{\"procedure\":\"iso10002\",\"title\":\"The kettle leaks\","
        "\"description\":\"It was bought in March. Water comes out under the "
        "kettle as soon as it is warm, and the shop says that the seal is not "
        "to be had.\",\"channel\":\"phone\",\"category\":\"other\","
        "\"unit\":\"store-%d\",\"batch\":\"batch-%d\","
        "\"demand\":\"replacement\",\"parties\":[{\"role\":\"complainant\","
        "\"name\":\"customer\",\"phone\":\"12345678\"}]}",
        n * 7 % 40, n * 13 % 200);
    return desk_file(d, json);
}

/* The means, over cases of forty units, with a little room for where leaves
 * happen to split. A tree more is a page more. */
START_TEST(filing_and_a_step_write_few_pages)
{
    static complaint_case *cases[CASES];
    double filing, step;
    int64_t before;
    sqlite3 *reader;
    desk d;

    desk_open_empty(&d, DESK_SQLITE);
    desk_install(&d, "procedure", "iso10002");
    desk_install(&d, "calendar", "cn");
    complaint_case_free(file_one(&d, 0));
    reader = stay(&d);
    before = frames(&d);
    for (int i = 0; i < CASES; i++)
        cases[i] = file_one(&d, i);
    filing = (double)(frames(&d) - before) / CASES;
    before = frames(&d);
    for (int i = 0; i < CASES; i++)
        desk_perform(&d, cases[i], "acknowledge", "{\"channel\":\"phone\"}");
    step = (double)(frames(&d) - before) / CASES;
    printf("%d cases: %.2f pages to file, %.2f to take a step\n", CASES, filing,
           step);
    ck_assert_msg(filing < PAGES_TO_FILE, "%.2f pages to file", filing);
    ck_assert_msg(step < PAGES_OF_A_STEP, "%.2f pages of a step", step);
    for (int i = 0; i < CASES; i++)
        complaint_case_free(cases[i]);
    sqlite3_close(reader);
    desk_close(&d);
}
END_TEST

static int trace(unsigned what, void *counter, void *statement, void *sql)
{
    (void)what;
    (void)statement;
    (void)sql;
    ++*(int *)counter;
    return 0;
}

/* Of every connection that is opened from now on. */
static int statements;

static int count_statements(sqlite3 *db, char **message, const void *routines)
{
    (void)message;
    (void)routines;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, trace, &statements);
}

/* After the first ones, which read the definitions, filing reads nothing; a
 * step of a case that was found anew reads its journal and its clocks. */
START_TEST(filing_and_a_step_run_few_statements)
{
    int filing = 0;
    int step = 0;
    desk d;

    ck_assert_int_eq(sqlite3_auto_extension((void (*)(void))count_statements),
                     SQLITE_OK);
    desk_open_empty(&d, DESK_SQLITE);
    desk_install(&d, "procedure", "iso10002");
    desk_install(&d, "calendar", "cn");
    for (int i = 0; i < 20; i++) {
        complaint_case *one;
        char id[40];

        statements = 0;
        one = file_one(&d, i);
        if (i > 0 && statements > filing)
            filing = statements;
        snprintf(id, sizeof id, "%s",
                 complaint_record_text(complaint_case_record(one), "id"));
        complaint_case_free(one);
        ck_assert_int_eq(complaint_case_find(d.reg, id, &one, NULL),
                         COMPLAINT_OK);
        statements = 0;
        desk_perform(&d, one, "acknowledge", "{\"channel\":\"phone\"}");
        if (i > 0 && statements > step)
            step = statements;
        complaint_case_free(one);
    }
    sqlite3_reset_auto_extension();
    printf("%d statements to file, %d to take a step\n", filing, step);
    ck_assert_int_le(filing, STATEMENTS_TO_FILE);
    ck_assert_int_le(step, STATEMENTS_OF_A_STEP);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("register/pages");
    TCase *tests = tcase_create("pages");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, filing_and_a_step_write_few_pages);
    tcase_add_test(tests, filing_and_a_step_run_few_statements);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
