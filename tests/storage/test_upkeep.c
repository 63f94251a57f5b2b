/* A store as a whole: copies between backends, and what is answered where a
 * backend lacks a verb of revision 2. */
#include "storage/storage.h"

#include "storage/frozen.h"
#include "storage/rows.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <string.h>

static surroundings around;
static complaint_context *context;
static complaint_error *error;
static complaint__store *store;
static char folder[64];
static char uri[96];

#define OK(call) ck_assert_int_eq((call), COMPLAINT_OK)
#define GIVES(call, status) ck_assert_int_eq((call), (status))

static complaint__store *open_at(const char *where, unsigned flags)
{
    complaint__store *opened = NULL;

    OK(complaint__store_open(context, where, flags, &opened, &error));
    return opened;
}

static void set_up(void)
{
    context = surroundings_begin(&around);
    error = NULL;
    folder_make(folder);
    snprintf(uri, sizeof uri, "sqlite:%s/copy.db", folder);
    store = open_at("memory:", COMPLAINT_STORE_CREATE);
}

static void tear_down(void)
{
    OK(complaint__store_close(store, &error));
    complaint_error_free(error);
    complaint_context_free(context);
    folder_remove(folder);
    ck_assert_uint_eq(around.live, 0);
}

static void add_cases(complaint__store *to, int from, int below)
{
    OK(complaint__store_begin(to, true, &error));
    for (int i = from; i < below; i++) {
        complaint_record *row =
            row_make(context, &complaint__relation_case, i, &error);
        OK(complaint__store_insert_record(to, row, &error));
        complaint_record_free(row);
    }
    OK(complaint__store_commit(to, &error));
}

/* Both hold the same cases, in the same order. */
static int count_same(complaint__store *one, complaint__store *other)
{
    complaint_scan asked = {.relation = &complaint__relation_case};
    const complaint_value *a = NULL;
    const complaint_value *b = NULL;
    complaint__scan *scans[2];
    int count = -1;

    OK(complaint__store_scan(one, &asked, &scans[0], &error));
    OK(complaint__store_scan(other, &asked, &scans[1], &error));
    do {
        OK(complaint__scan_next(scans[0], &a, &error));
        OK(complaint__scan_next(scans[1], &b, &error));
        ck_assert((a == NULL) == (b == NULL));
        for (size_t i = 0; a != NULL && i < complaint__case_columns; i++) {
            ck_assert_int_eq(a[i].type, b[i].type);
            ck_assert_int_eq(a[i].integer, b[i].integer);
            ck_assert_uint_eq(a[i].size, b[i].size);
            if (a[i].size > 0)
                ck_assert_mem_eq(a[i].bytes, b[i].bytes, a[i].size);
        }
        count++;
    } while (a != NULL);
    complaint__scan_close(scans[0]);
    complaint__scan_close(scans[1]);
    return count;
}

START_TEST(a_store_is_copied_into_another_backend)
{
    complaint__store *copy;

    add_cases(store, 0, 300);
    OK(complaint__store_backup(store, uri, &error));
    copy = open_at(uri, 0);
    ck_assert_int_eq(count_same(store, copy), 300);
    OK(complaint__store_close(copy, &error));
    GIVES(complaint__store_backup(store, uri, &error), COMPLAINT_EXISTS);
    copy = open_at(uri, 0);
    ck_assert_int_eq(count_same(store, copy), 300);
    OK(complaint__store_close(copy, &error));
}
END_TEST

START_TEST(an_empty_store_may_be_copied_into)
{
    complaint__store *copy = open_at(uri, COMPLAINT_STORE_CREATE);

    OK(complaint__store_close(copy, &error));
    add_cases(store, 0, 3);
    OK(complaint__store_backup(store, uri, &error));
    copy = open_at(uri, 0);
    ck_assert_int_eq(count_same(store, copy), 3);
    OK(complaint__store_close(copy, &error));
}
END_TEST

START_TEST(a_copy_that_would_not_last_is_refused)
{
    add_cases(store, 0, 3);
    GIVES(complaint__store_backup(store, "sqlite::memory:", &error),
          COMPLAINT_UNSUPPORTED);
    ck_assert_str_eq(complaint_error_field(error), "target");
}
END_TEST

START_TEST(a_copy_needs_a_target_and_no_transaction)
{
    GIVES(complaint__store_backup(store, NULL, &error), COMPLAINT_MISUSE);
    GIVES(complaint__store_backup(store, "copy.db", &error), COMPLAINT_INVALID);
    GIVES(complaint__store_backup(store, "nosuch:x", &error),
          COMPLAINT_UNSUPPORTED);
    GIVES(complaint__store_backup(store, "sqlite:/no/such/place", &error),
          COMPLAINT_IO);
    OK(complaint__store_begin(store, false, &error));
    GIVES(complaint__store_backup(store, uri, &error), COMPLAINT_MISUSE);
    GIVES(complaint__store_compact(store, &error), COMPLAINT_MISUSE);
    GIVES(complaint__store_scrub(store, &error), COMPLAINT_MISUSE);
    GIVES(complaint__store_upgrade(store, 1, 2, &error), COMPLAINT_MISUSE);
    complaint__store_rollback(store);
}
END_TEST

START_TEST(a_copy_without_memory_or_source_leaves_nothing_but_an_empty_store)
{
    complaint__store *copy;
    int status = COMPLAINT_NO_MEMORY;
    size_t count = 0;

    add_cases(store, 0, 2);
    for (size_t i = 1; status == COMPLAINT_NO_MEMORY; i++) {
        surroundings_fail_at(&around, i);
        status = complaint__store_backup(store, uri, &error);
        count = i;
    }
    surroundings_fail_at(&around, 0);
    /* The last look at the copy may be what failed. */
    ck_assert(status == COMPLAINT_OK || status == COMPLAINT_EXISTS ||
              status == COMPLAINT_UNSUPPORTED);
    ck_assert_uint_gt(count, 3);
    copy = open_at(uri, 0);
    ck_assert_int_eq(count_same(store, copy), 2);
    OK(complaint__store_close(copy, &error));
}
END_TEST

START_TEST(what_a_backend_lacks_is_unsupported_by_name)
{
    static const struct {
        const char *name;
        int (*ask)(complaint__store *, complaint_error **);
    } verbs[] = {{"compact", complaint__store_compact},
                 {"scrub", complaint__store_scrub}};
    static int destroyed;
    frozen_backend_1 table = frozen_make(&destroyed);
    complaint__store *old;

    OK(frozen_register(context, &table, &error));
    old = open_at("frozen:x", COMPLAINT_STORE_CREATE);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        GIVES(verbs[i].ask(old, &error), COMPLAINT_UNSUPPORTED);
        ck_assert_str_eq(complaint_error_field(error), verbs[i].name);
        ck_assert_ptr_nonnull(
            strstr(complaint_error_message(error), "\"frozen\""));
    }
    GIVES(complaint__store_upgrade(old, 1, 2, &error), COMPLAINT_UNSUPPORTED);
    ck_assert_str_eq(complaint_error_field(error), "upgrade");
    ck_assert_ptr_null(complaint__store_companion(old));
    OK(complaint__store_check(old, &error));
    /* These have another way. */
    add_cases(old, 0, 5);
    OK(complaint__store_begin(old, true, &error));
    complaint_record *row =
        row_make(context, &complaint__relation_case, 5, &error);
    OK(complaint__store_insert_new(old, row->relation, row->values, &error));
    GIVES(complaint__store_insert_new(old, row->relation, row->values, &error),
          COMPLAINT_EXISTS);
    complaint_record_free(row);
    OK(complaint__store_commit(old, &error));
    OK(complaint__store_backup(old, uri, &error));
    OK(complaint__store_close(old, &error));
    old = open_at(uri, COMPLAINT_STORE_READ_ONLY);
    OK(complaint__store_begin(old, false, &error));
    complaint__store_rollback(old);
    GIVES(complaint__store_compact(old, &error), COMPLAINT_READ_ONLY);
    GIVES(complaint__store_scrub(old, &error), COMPLAINT_READ_ONLY);
    GIVES(complaint__store_upgrade(old, 1, 2, &error), COMPLAINT_READ_ONLY);
    OK(complaint__store_close(old, &error));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("upkeep");
    TCase *tc = tcase_create("upkeep");

    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_store_is_copied_into_another_backend);
    tcase_add_test(tc, an_empty_store_may_be_copied_into);
    tcase_add_test(tc, a_copy_that_would_not_last_is_refused);
    tcase_add_test(tc, a_copy_needs_a_target_and_no_transaction);
    tcase_add_test(
        tc, a_copy_without_memory_or_source_leaves_nothing_but_an_empty_store);
    tcase_add_test(tc, what_a_backend_lacks_is_unsupported_by_name);
    suite_add_tcase(suite, tc);
    return test_run(suite);
}
