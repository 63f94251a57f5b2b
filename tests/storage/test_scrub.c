/* What erased rows leave in memory and in PostgreSQL's tables. In SQLite's
 * file: tests/casework/test_erase.c. */
#define _XOPEN_SOURCE 700

#include <complaint.h>

#include <check.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/relation.h"
#include "storage/storage.h"

#define WORD "zqsecret"

static bool holds(const char *bytes, size_t size)
{
    for (size_t i = 0; i + sizeof WORD - 1 <= size; i++)
        if (memcmp(bytes + i, WORD, sizeof WORD - 1) == 0)
            return true;
    return false;
}

/* ---- memory ---- */

typedef struct watch {
    bool on;
    int freed; /* blocks that still held the word */
} watch;

static void *reallocate(void *user_data, void *memory, size_t size)
{
    watch *w = user_data;

    if (size > 0)
        return realloc(memory, size);
    if (w->on && memory != NULL && holds(memory, malloc_usable_size(memory)))
        w->freed++;
    free(memory);
    return NULL;
}

START_TEST(memory_is_wiped_before_it_is_given_back)
{
    watch w = {false, 0};
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .user_data = &w,
                                         .reallocate = reallocate};
    complaint_value row[complaint__party_columns];
    complaint_context *context;
    complaint__store *store;

    for (size_t i = 0; i < complaint__party_columns; i++)
        row[i] = complaint__value_text(NULL);
    row[complaint__party_case_id] = complaint__value_text("c");
    row[complaint__party_id] = complaint__value_text("p");
    row[complaint__party_role] = complaint__value_text("complainant");
    row[complaint__party_name] = complaint__value_text(WORD);
    ck_assert_int_eq(complaint_context_new(&environment, &context, NULL), 0);
    ck_assert_int_eq(complaint__store_open(context,
                                           "memory:", COMPLAINT_STORE_CREATE,
                                           &store, NULL),
                     0);
    for (int i = 0; i < 3; i++) {
        w.on = i > 0;
        ck_assert_int_eq(complaint__store_begin(store, true, NULL), 0);
        if (i == 0)
            ck_assert_int_eq(complaint__store_insert(
                                 store, &complaint__relation_party, row, NULL),
                             0);
        else if (i == 1)
            ck_assert_int_eq(complaint__store_update(store,
                                                     &complaint__relation_party,
                                                     row, -1, NULL),
                             0);
        else
            ck_assert_int_eq(complaint__store_erase(
                                 store, &complaint__relation_party, row, NULL),
                             0);
        ck_assert_int_eq(complaint__store_commit(store, NULL), 0);
    }
    ck_assert_int_eq(complaint__store_scrub(store, NULL), 0);
    ck_assert_int_eq(complaint__store_close(store, NULL), 0);
    w.on = false;
    complaint_context_free(context);
    ck_assert_int_eq(w.freed, 0);
}
END_TEST

#ifdef COMPLAINT_POSTGRES

#include <ftw.h>

#include "storage/postgres_desk.h"

static server shared;
static int found; /* files of tables that hold the word */

static int look(const char *path, const struct stat *about, int type,
                struct FTW *place)
{
    FILE *file;
    char *bytes;
    size_t size;

    (void)place;
    if (type != FTW_F || strstr(path, "/base/") == NULL)
        return 0;
    file = fopen(path, "rb");
    bytes = malloc((size_t)about->st_size + 1);
    if (file != NULL && bytes != NULL) {
        size = fread(bytes, 1, (size_t)about->st_size, file);
        found += holds(bytes, size);
    }
    free(bytes);
    if (file != NULL)
        fclose(file);
    return 0;
}

/* Everything is in the files once the server was stopped. */
static int tables_that_hold_it(void)
{
    server_halt(&shared);
    found = 0;
    ck_assert_int_eq(nftw(shared.folder, look, 16, FTW_PHYS), 0);
    ck_assert(server_run(&shared));
    return found;
}

/* A case whose complainant has the word for a name. */
static void file_one(const char *uri, char number[64])
{
    complaint_case *one;
    clerk c;

    clerk_begin(&c, uri, 1);
    clerk_install(&c);
    ck_assert_int_eq(clerk_file(&c, number, NULL), COMPLAINT_OK);
    one = clerk_find(&c, number);
    ck_assert_int_eq(clerk_put(&c, one, WORD, NULL), COMPLAINT_OK);
    complaint_case_free(one);
    clerk_end(&c);
    ck_assert_int_ge(tables_that_hold_it(), 1);
}

static int erase_one(clerk *c, const char *number, complaint_error **error)
{
    complaint_case *one = clerk_find(c, number);
    complaint_facts *what;
    int status = complaint_facts_parse(c->context, "{\"reason\":\"x\"}", 14,
                                       &what, error);

    ck_assert_int_eq(status, COMPLAINT_OK);
    status = complaint_case_erase(one, c->actor, what, NULL, error);
    complaint_facts_free(what);
    complaint_case_free(one);
    return status;
}

START_TEST(tables_of_a_server_hold_nothing_of_an_erased_case)
{
    char uri[256];
    char number[64];
    clerk c;

    file_one(server_uri(&shared, "", uri, sizeof uri), number);
    clerk_begin(&c, uri, 1);
    desk_ok(erase_one(&c, number, &error));
    ck_assert_int_eq(clerk_problems(&c), 0);
    clerk_end(&c);
    ck_assert_int_eq(tables_that_hold_it(), 0);
}
END_TEST

/* A user who may write rows, and no more. */
START_TEST(who_does_not_own_the_tables_is_told_that_traces_are_left)
{
    complaint_error *fault = NULL;
    char uri[256];
    char clerks[300];
    char number[64];
    clerk c;

    file_one(server_uri(&shared, "", uri, sizeof uri), number);
    desk_sql(&shared, "CREATE ROLE clerk LOGIN");
    desk_sql(&shared, "GRANT USAGE ON SCHEMA complaint TO clerk");
    desk_sql(&shared, "GRANT SELECT,INSERT,UPDATE,DELETE ON ALL TABLES IN "
                      "SCHEMA complaint TO clerk");
    server_uri(&shared, "&user=clerk", clerks, sizeof clerks);
    clerk_begin(&c, clerks, 1);
    ck_assert_int_eq(erase_one(&c, number, &fault), COMPLAINT_READ_ONLY);
    ck_assert_str_eq(complaint_error_detail(fault), "erase.traces");
    complaint_error_free(fault);
    fault = NULL;
    ck_assert_int_eq(complaint_register_scrub(c.reg, &fault),
                     COMPLAINT_READ_ONLY);
    complaint_error_free(fault);
    clerk_end(&c);
    ck_assert_int_ge(tables_that_hold_it(), 1);
    clerk_begin(&c, uri, 1);
    desk_ok(erase_one(&c, number, &error));
    clerk_end(&c);
    ck_assert_int_eq(tables_that_hold_it(), 0);
    desk_sql(&shared, "DROP OWNED BY clerk");
    desk_sql(&shared, "DROP ROLE clerk");
}
END_TEST

#endif

int main(void)
{
    Suite *suite = suite_create("scrub");
    TCase *tcase = tcase_create("all");
    SRunner *runner = srunner_create(suite);
    int failed;
#ifdef COMPLAINT_POSTGRES
    int skip = 0;
    bool there = server_start(&shared, &skip);
#endif

    tcase_set_timeout(tcase, 200);
    tcase_add_test(tcase, memory_is_wiped_before_it_is_given_back);
#ifdef COMPLAINT_POSTGRES
    if (there) {
        tcase_add_test(tcase,
                       tables_of_a_server_hold_nothing_of_an_erased_case);
        tcase_add_test(
            tcase, who_does_not_own_the_tables_is_told_that_traces_are_left);
    } else {
        printf("skipped: PostgreSQL\n");
    }
#endif
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
#ifdef COMPLAINT_POSTGRES
    if (there)
        server_stop(&shared);
#endif
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
