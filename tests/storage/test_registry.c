/* Registering backends, and errors that backends make. */
#include "storage/frozen.h"
#include "storage/storage.h"
#include "support/surroundings.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static surroundings around;
static complaint_context *context;
static complaint_error *error;
static int destroyed;

static void set_up(void)
{
    context = surroundings_begin(&around);
    error = NULL;
    destroyed = 0;
}

static void tear_down(void)
{
    complaint_error_free(error);
    surroundings_end(&around, context);
}

START_TEST(the_table_of_revision_1_has_not_moved)
{
    ck_assert_uint_ge(sizeof(complaint_backend), sizeof(frozen_backend_1));
    ck_assert_uint_eq(offsetof(complaint_backend, open),
                      offsetof(frozen_backend_1, open));
    ck_assert_uint_eq(offsetof(complaint_backend, scan_close),
                      offsetof(frozen_backend_1, scan_close));
    ck_assert_uint_eq(offsetof(complaint_backend, destroy),
                      offsetof(frozen_backend_1, destroy));
}
END_TEST

START_TEST(a_backend_of_revision_1_works_with_fallbacks)
{
    frozen_backend_1 table = frozen_make(&destroyed);
    complaint__store *store = NULL;
    int64_t number = 0;

    ck_assert_int_eq(frozen_register(context, &table, &error), COMPLAINT_OK);
    ck_assert_int_eq(complaint__store_open(context, "FROZEN:anything",
                                           COMPLAINT_STORE_CREATE, &store,
                                           &error),
                     COMPLAINT_OK);
    ck_assert_str_eq(complaint__store_scheme(store), "frozen");
    ck_assert_int_eq(complaint__store_begin(store, true, &error), 0);
    for (int64_t i = 1; i < 4; i++) {
        ck_assert_int_eq(
            complaint__store_next_number(store, "CN", &number, &error), 0);
        ck_assert_int_eq(number, i);
    }
    ck_assert_int_eq(complaint__store_commit(store, &error), 0);
    ck_assert_int_eq(complaint__store_check(store, &error), 0);
    ck_assert_int_eq(complaint__store_close(store, &error), 0);
    ck_assert_int_eq(destroyed, 0);
    complaint_context_free(context);
    ck_assert_int_eq(destroyed, 1);
    context = surroundings_context(&around);
}
END_TEST

START_TEST(a_missing_verb_is_refused_by_name)
{
    static const struct {
        const char *name;
        size_t offset;
    } verbs[] = {
#define VERB(name) {#name, offsetof(frozen_backend_1, name)}
        VERB(open),       VERB(close),    VERB(schema), VERB(begin),
        VERB(commit),     VERB(rollback), VERB(get),    VERB(insert),
        VERB(update),     VERB(erase),    VERB(scan),   VERB(scan_next),
        VERB(scan_close),
    };

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        frozen_backend_1 table = frozen_make(&destroyed);
        memset((char *)&table + verbs[i].offset, 0, sizeof table.open);
        ck_assert_int_eq(frozen_register(context, &table, &error),
                         COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_field(error), verbs[i].name);
    }
    ck_assert_int_eq(destroyed, 0);
}
END_TEST

START_TEST(another_size_or_revision_is_refused)
{
    frozen_backend_1 table = frozen_make(&destroyed);

    table.struct_size = offsetof(frozen_backend_1, check);
    ck_assert_int_eq(frozen_register(context, &table, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "struct_size");
    table.struct_size = sizeof table;
    table.revision = 0;
    ck_assert_int_eq(frozen_register(context, &table, &error),
                     COMPLAINT_INVALID);
    table.revision = COMPLAINT_BACKEND_REVISION + 1;
    ck_assert_int_eq(frozen_register(context, &table, &error),
                     COMPLAINT_VERSION);
    ck_assert_str_eq(complaint_error_field(error), "revision");
    /* Of revision 2 by its word, of revision 1 by its size. */
    table.revision = 2;
    ck_assert_int_eq(frozen_register(context, &table, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "struct_size");
}
END_TEST

/* What a later library may make of the table. */
typedef struct later_backend {
    complaint_backend known;
    int (*invented)(complaint_store *);
} later_backend;

static int must_not_be_called(complaint_store *store)
{
    (void)store;
    abort();
}

START_TEST(a_newer_backend_is_used_by_the_slots_known_here_when_it_allows_that)
{
    later_backend table = {.invented = must_not_be_called};
    complaint__store *store = NULL;

    table.known = complaint__backend_memory;
    table.known.struct_size = sizeof table;
    table.known.revision = COMPLAINT_BACKEND_REVISION + 1;
    table.known.scheme = "later";
    ck_assert_int_eq(complaint_backend_register(context, &table.known, &error),
                     COMPLAINT_VERSION);
    table.known.oldest = COMPLAINT_BACKEND_REVISION + 1;
    ck_assert_int_eq(complaint_backend_register(context, &table.known, &error),
                     COMPLAINT_VERSION);
    table.known.oldest = COMPLAINT_BACKEND_REVISION;
    table.known.erase = NULL;
    ck_assert_int_eq(complaint_backend_register(context, &table.known, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "erase");
    table.known.erase = complaint__backend_memory.erase;
    ck_assert_int_eq(complaint_backend_register(context, &table.known, &error),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint__store_open(context,
                                           "later:", COMPLAINT_STORE_CREATE,
                                           &store, &error),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint__store_close(store, &error), COMPLAINT_OK);
}
END_TEST

START_TEST(a_scheme_is_valid_and_taken_once)
{
    static const char *const bad[] = {"",
                                      "Frozen",
                                      "1a",
                                      "a:b",
                                      "a b",
                                      "投",
                                      "abcdefghijklmnopqrstuvwxyz0123456"};
    frozen_backend_1 table = frozen_make(&destroyed);

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        table.scheme = bad[i];
        ck_assert_int_eq(frozen_register(context, &table, &error),
                         COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_field(error), "scheme");
    }
    table.scheme = NULL;
    ck_assert_int_eq(frozen_register(context, &table, &error),
                     COMPLAINT_INVALID);
    table.scheme = "sqlite";
    ck_assert_int_eq(frozen_register(context, &table, &error),
                     COMPLAINT_EXISTS);
    table.scheme = "a+b.c-9";
    ck_assert_int_eq(frozen_register(context, &table, &error), COMPLAINT_OK);
    ck_assert_int_eq(frozen_register(context, &table, &error),
                     COMPLAINT_EXISTS);
    table.scheme = "other";
    ck_assert_int_eq(frozen_register(context, &table, &error), COMPLAINT_OK);
}
END_TEST

START_TEST(nothing_given_is_misuse)
{
    ck_assert_int_eq(complaint_backend_register(NULL, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_backend_register(context, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "backend");
}
END_TEST

START_TEST(registering_without_memory_takes_nothing)
{
    frozen_backend_1 table = frozen_make(&destroyed);
    int status = COMPLAINT_NO_MEMORY;

    for (size_t i = 1; status == COMPLAINT_NO_MEMORY; i++) {
        surroundings_fail_at(&around, i);
        status = frozen_register(context, &table, &error);
        ck_assert_int_eq(destroyed, 0);
    }
    surroundings_fail_at(&around, 0);
    ck_assert_int_eq(status, COMPLAINT_OK);
}
END_TEST

START_TEST(a_backends_error_keeps_status_field_code_and_message)
{
    ck_assert_int_eq(complaint_store_fail(context, &error, COMPLAINT_BUSY,
                                          "register.db", 261, "wait a little"),
                     COMPLAINT_BUSY);
    ck_assert_int_eq(complaint_error_status(error), COMPLAINT_BUSY);
    ck_assert_str_eq(complaint_error_detail(error), "store.busy");
    ck_assert_str_eq(complaint_error_field(error), "register.db");
    ck_assert_str_eq(complaint_error_message(error), "wait a little");
    ck_assert_int_eq(complaint_error_backend_code(error), 261);
    ck_assert_int_eq(
        complaint_store_fail(NULL, NULL, COMPLAINT_IO, NULL, 0, "%s%n"),
        COMPLAINT_IO);
    ck_assert_int_eq(
        complaint_store_fail(context, &error, COMPLAINT_OK, NULL, 0, "x"),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_store_fail(context, &error, COMPLAINT_IO, NULL, 0, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_store_fail(context, &error, COMPLAINT_NO_MEMORY,
                                          NULL, 0, "x"),
                     COMPLAINT_NO_MEMORY);
}
END_TEST

START_TEST(every_status_has_a_detail_of_its_own)
{
    static const int statuses[] = {
        COMPLAINT_INVALID, COMPLAINT_MISUSE,    COMPLAINT_NOT_FOUND,
        COMPLAINT_EXISTS,  COMPLAINT_CONFLICT,  COMPLAINT_IO,
        COMPLAINT_FULL,    COMPLAINT_READ_ONLY, COMPLAINT_CORRUPT,
        COMPLAINT_VERSION, COMPLAINT_BUSY,      COMPLAINT_UNSUPPORTED};

    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        char expected[64] = "store.";
        complaint_store_fail(context, &error, statuses[i], NULL, 0, "x");
        strcat(expected, complaint_status_name(statuses[i]));
        ck_assert_str_eq(complaint_error_detail(error), expected);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("registry");
    TCase *tc = tcase_create("registry");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_table_of_revision_1_has_not_moved);
    tcase_add_test(tc, a_backend_of_revision_1_works_with_fallbacks);
    tcase_add_test(tc, a_missing_verb_is_refused_by_name);
    tcase_add_test(tc, another_size_or_revision_is_refused);
    tcase_add_test(
        tc,
        a_newer_backend_is_used_by_the_slots_known_here_when_it_allows_that);
    tcase_add_test(tc, a_scheme_is_valid_and_taken_once);
    tcase_add_test(tc, nothing_given_is_misuse);
    tcase_add_test(tc, registering_without_memory_takes_nothing);
    tcase_add_test(tc, a_backends_error_keeps_status_field_code_and_message);
    tcase_add_test(tc, every_status_has_a_detail_of_its_own);
    suite_add_tcase(suite, tc);
    return test_run(suite);
}
