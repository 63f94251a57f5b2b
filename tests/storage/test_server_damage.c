/* A PostgreSQL server whose files were damaged: verifying tells what it met,
 * and does not end with the server's error. Damage of SQLite files is in
 * tests/register. */
#include "support/server.h"

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres_desk.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CASES 60
#define PAGE 8192

static server shared;
static server mortal; /* this process stops it */

/* One text that the server answers with. */
static void ask(const char *sql, char text[256])
{
    char uri[256];
    PGconn *db = PQconnectdb(server_uri(&mortal, "", uri, sizeof uri));
    PGresult *result = PQexec(db, sql);

    ck_assert_msg(PQresultStatus(result) == PGRES_TUPLES_OK ||
                      PQresultStatus(result) == PGRES_COMMAND_OK,
                  "%s: %s", sql, PQerrorMessage(db));
    snprintf(text, 256, "%s",
             PQntuples(result) == 1 ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    PQfinish(db);
}

/* Change bytes of a page in a file of the stopped server; what was there. */
static void overwrite(const char *file, long page, long at, const char *bytes,
                      char *before, size_t size)
{
    char path[400];
    int fd;

    snprintf(path, sizeof path, "%s/data/%s", mortal.folder, file);
    fd = open(path, O_RDWR | O_CLOEXEC);
    ck_assert_msg(fd >= 0, "%s", path);
    if (before != NULL)
        ck_assert_int_eq(pread(fd, before, size, page * PAGE + at),
                         (ssize_t)size);
    ck_assert_int_eq(pwrite(fd, bytes, size, page * PAGE + at), (ssize_t)size);
    close(fd);
}

/* What verifying says while a page in the midst of this table or index begins
 * with what no page begins with. */
static void verify_damaged(const char *uri, const char *name)
{
    static const char garbage[24] = "no page begins like this";
    complaint_facts *result = NULL;
    complaint_error *fault = NULL;
    char sql[160], file[256], size[256], before[24];
    clerk self;
    long page;
    int status;

    snprintf(sql, sizeof sql, "SELECT pg_relation_filepath('damage.\"%s\"')",
             name);
    ask(sql, file);
    snprintf(sql, sizeof sql, "SELECT pg_relation_size('damage.\"%s\"')", name);
    ask(sql, size);
    page = atol(size) / PAGE / 2; /* an index begins with a page about it */
    server_halt(&mortal);
    overwrite(file, page, 0, garbage, before, sizeof garbage);
    ck_assert(server_run(&mortal));
    clerk_begin(&self, uri, 1);
    status = complaint_register_verify(self.reg, &result, &fault);
    ck_assert_msg(status == COMPLAINT_CORRUPT, "%s: %s", name,
                  complaint_error_message(fault));
    ck_assert_msg(result != NULL, "%s ended with %s", name,
                  complaint_error_message(fault));
    ck_assert_int_gt(complaint_facts_integer(
                         complaint_facts_get(result, "problem_count"), 0),
                     0);
    /* The other cases were looked at. */
    ck_assert_msg(complaint_facts_integer(complaint_facts_get(result, "cases"),
                                          0) > CASES / 4,
                  "%s: few cases were verified", name);
    complaint_error_free(fault);
    complaint_facts_free(result);
    clerk_end(&self);
    server_halt(&mortal);
    overwrite(file, page, 0, before, NULL, sizeof before);
    ck_assert(server_run(&mortal));
}

START_TEST(damage_of_the_servers_files_is_a_finding)
{
    static const char *const names[] = {
        "party",      "assignment", "clock",        "journal",  "case",
        "clock_pkey", "party_pkey", "journal_pkey", "case_pkey"};
    char number[64];
    char uri[256];
    int skip;
    clerk self;

    ck_assert(server_start(&mortal, &skip));
    server_uri(&mortal, "&complaint_schema=damage", uri, sizeof uri);
    clerk_begin(&self, uri, 1);
    clerk_install(&self);
    for (int i = 0; i < CASES; i++)
        desk_ok(clerk_file(&self, number, &error));
    for (int i = 0; i < CASES; i++) {
        complaint_case *one = clerk_find(&self, number);
        char name[64];

        snprintf(name, sizeof name, "customer-%d", i);
        desk_ok(clerk_put(&self, one, name, &error));
        complaint_case_free(one);
    }
    ck_assert_int_eq(clerk_problems(&self), 0);
    clerk_end(&self);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        verify_damaged(uri, names[i]);
    /* As it was, nothing is said. */
    clerk_begin(&self, uri, 1);
    ck_assert_int_eq(clerk_problems(&self), 0);
    clerk_end(&self);
    server_stop(&mortal);
}
END_TEST

static Suite *damage_suite(void)
{
    Suite *suite = suite_create("server_damage");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 300);
    tcase_add_test(all, damage_of_the_servers_files_is_a_finding);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, damage_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
