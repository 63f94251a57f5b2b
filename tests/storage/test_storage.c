/* The door to storage: URIs, the order of calls, rows checked against the
 * model, scans that end; and every allocation failing in turn. */
#include "storage/storage.h"

#include "storage/rows.h"
#include "support/surroundings.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

static surroundings around;
static complaint_context *context;
static complaint_error *error;
static complaint__store *store;

#define OK(call) ck_assert_int_eq((call), COMPLAINT_OK)

static void set_up(void)
{
    context = surroundings_begin(&around);
    error = NULL;
    store = NULL;
    OK(complaint__store_open(context, "memory:", COMPLAINT_STORE_CREATE, &store,
                             &error));
}

static void tear_down(void)
{
    OK(complaint__store_close(store, &error));
    complaint_error_free(error);
    surroundings_end(&around, context);
}

static int open_as(const char *uri, unsigned flags)
{
    complaint__store *other = NULL;
    int status = complaint__store_open(context, uri, flags, &other, &error);

    ck_assert((other != NULL) == (status == COMPLAINT_OK));
    OK(complaint__store_close(other, NULL));
    return status;
}

START_TEST(a_uri_has_a_scheme_that_is_known)
{
    char longest[COMPLAINT_LIMIT_TITLE + 2];

    ck_assert_int_eq(open_as("register.db", 0), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "uri");
    ck_assert_int_eq(open_as("", 0), COMPLAINT_INVALID);
    ck_assert_int_eq(open_as(":x", 0), COMPLAINT_INVALID);
    ck_assert_int_eq(open_as("a b:x", 0), COMPLAINT_INVALID);
    ck_assert_int_eq(open_as("nosuch:x", 0), COMPLAINT_UNSUPPORTED);
    ck_assert_int_eq(open_as("memory:x", 1), COMPLAINT_INVALID);
    ck_assert_int_eq(open_as("sqlite:", 1), COMPLAINT_INVALID);
    ck_assert_int_eq(open_as("memory:", 0), COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(open_as("MEMORY:", COMPLAINT_STORE_CREATE), COMPLAINT_OK);
    memset(longest, 'x', sizeof longest);
    memcpy(longest, "memory:", 7);
    longest[COMPLAINT_LIMIT_TITLE + 1] = '\0';
    ck_assert_int_eq(open_as(longest, 1), COMPLAINT_LIMIT);
    longest[COMPLAINT_LIMIT_TITLE] = '\0';
    ck_assert_int_eq(open_as(longest, 1), COMPLAINT_INVALID);
}
END_TEST

START_TEST(flags_that_contradict_or_mean_nothing_are_misuse)
{
    ck_assert_int_eq(open_as("memory:", 3), COMPLAINT_MISUSE);
    ck_assert_int_eq(open_as("memory:", 8), COMPLAINT_MISUSE);
    ck_assert_int_eq(open_as(NULL, 1), COMPLAINT_MISUSE);
}
END_TEST

START_TEST(calls_out_of_order_are_misuse)
{
    complaint_record *row =
        row_make(context, &complaint__relation_case, 1, &error);
    int64_t number;

    ck_assert_int_eq(complaint__store_insert_record(store, row, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint__store_update_record(store, row, -1, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint__store_erase(store, row->relation, row->values, &error),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint__store_next_number(store, "a", &number, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint__store_commit(store, &error), COMPLAINT_MISUSE);
    complaint__store_rollback(store);
    OK(complaint__store_begin(store, false, &error));
    ck_assert(complaint__store_in_transaction(store));
    ck_assert_int_eq(complaint__store_begin(store, true, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint__store_insert_record(store, row, &error),
                     COMPLAINT_MISUSE);
    OK(complaint__store_commit(store, &error));
    ck_assert(!complaint__store_in_transaction(store));
    complaint_record_free(row);
}
END_TEST

START_TEST(a_row_that_does_not_fit_the_model_is_refused)
{
    complaint_record *row =
        row_make(context, &complaint__relation_case, 1, &error);

    OK(complaint__store_begin(store, true, &error));
    complaint__record_set_null(row, complaint__case_owner);
    ck_assert_int_eq(complaint__store_insert_record(store, row, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "owner");
    complaint__record_set_integer(row, complaint__case_owner, 5);
    ck_assert_int_eq(complaint__store_insert_record(store, row, &error),
                     COMPLAINT_INVALID);
    OK(complaint__record_set_text(row, complaint__case_owner, "unit", &error));
    complaint__record_set_integer(row, complaint__case_safety, 2);
    ck_assert_int_eq(complaint__store_insert_record(store, row, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "safety");
    complaint__record_set_integer(row, complaint__case_safety, 1);
    OK(complaint__store_insert_record(store, row, &error));
    complaint__record_set_null(row, complaint__case_state);
    ck_assert_int_eq(complaint__store_update_record(store, row, -1, &error),
                     COMPLAINT_INVALID);
    OK(complaint__store_commit(store, &error));
    complaint_record_free(row);
}
END_TEST

START_TEST(a_key_must_be_of_its_type)
{
    const complaint_value *got;
    complaint_value key[2] = {complaint__value_text("a"),
                              complaint__value_text("b")};

    ck_assert_int_eq(complaint__store_get(store, &complaint__relation_journal,
                                          key, &got, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "entry");
    key[0] = complaint__value_text(NULL);
    ck_assert_int_eq(complaint__store_get(store, &complaint__relation_setting,
                                          key, &got, &error),
                     COMPLAINT_MISUSE);
}
END_TEST

static void insert_rows(int count)
{
    OK(complaint__store_begin(store, true, &error));
    for (int i = 0; i < count; i++) {
        complaint_record *row =
            row_make(context, &complaint__relation_case, i, &error);
        complaint__record_set_integer(row, complaint__case_due_at, i);
        OK(complaint__store_insert_record(store, row, &error));
        complaint_record_free(row);
    }
    OK(complaint__store_commit(store, &error));
}

START_TEST(a_record_read_outlives_the_store)
{
    complaint_value key = complaint__value_text("id-000003");
    complaint_record *row = NULL;

    insert_rows(5);
    OK(complaint__store_get_record(store, &complaint__relation_case, &key, &row,
                                   &error));
    OK(complaint__store_close(store, &error));
    store = NULL;
    ck_assert_str_eq(complaint_record_text(row, "number"), "number-000003");
    complaint_record_free(row);
}
END_TEST

START_TEST(a_scan_is_checked_against_its_index)
{
    complaint_value a = complaint__value_text("a");
    complaint_value wrong = complaint__value_integer(1);
    complaint_value many[3] = {a, a, a};
    complaint_scan scan = {.relation = &complaint__relation_case};
    complaint__scan *open = NULL;

    scan.index = &complaint__relation_clock.indexes[0];
    ck_assert_int_eq(complaint__store_scan(store, &scan, &open, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "index");
    scan.index =
        complaint__relation_index_find(&complaint__relation_case, "open");
    scan.equal = many;
    scan.equal_count = 3;
    ck_assert_int_eq(complaint__store_scan(store, &scan, &open, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "equal");
    scan.equal = &wrong;
    scan.equal_count = 1;
    ck_assert_int_eq(complaint__store_scan(store, &scan, &open, &error),
                     COMPLAINT_MISUSE);
    scan.equal = &a;
    scan.lower = a;
    ck_assert_int_eq(complaint__store_scan(store, &scan, &open, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "lower");
    scan.lower = complaint__value_text(NULL);
    scan.after = many;
    scan.after_count = 2;
    ck_assert_int_eq(complaint__store_scan(store, &scan, &open, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "after");
    ck_assert_ptr_null(open);
    ck_assert_ptr_null(
        complaint__relation_index_find(&complaint__relation_case, "none"));
}
END_TEST

START_TEST(scans_end_with_transactions_and_with_the_store)
{
    complaint_scan scan = {.relation = &complaint__relation_case};
    const complaint_value *row;
    complaint__scan *scans[4];

    insert_rows(5);
    for (int i = 0; i < 4; i++) {
        OK(complaint__store_scan(store, &scan, &scans[i], &error));
        OK(complaint__scan_next(scans[i], &row, &error));
        ck_assert_ptr_nonnull(row);
        if (i == 0)
            OK(complaint__store_begin(store, true, &error));
        if (i == 1)
            OK(complaint__store_commit(store, &error));
        if (i == 2) {
            OK(complaint__store_begin(store, true, &error));
            complaint__store_rollback(store);
        }
    }
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(complaint__scan_next(scans[i], &row, &error),
                         COMPLAINT_MISUSE);
        ck_assert_ptr_null(row);
    }
    complaint__scan_close(scans[1]);
    OK(complaint__store_close(store, &error));
    store = NULL;
    ck_assert_int_eq(complaint__scan_next(scans[3], &row, &error),
                     COMPLAINT_MISUSE);
    complaint__scan_close(scans[0]);
    complaint__scan_close(scans[2]);
    complaint__scan_close(scans[3]);
    complaint__scan_close(NULL);
}
END_TEST

START_TEST(a_transaction_in_doubt_can_only_be_rolled_back)
{
    complaint_record *first =
        row_make(context, &complaint__relation_case, 1, &error);
    complaint_record *second =
        row_make(context, &complaint__relation_case, 2, &error);
    const complaint_value *got;

    OK(complaint__store_begin(store, true, &error));
    OK(complaint__store_insert_record(store, first, &error));
    surroundings_fail_at(&around, 1);
    ck_assert_int_eq(complaint__store_insert_record(store, second, &error),
                     COMPLAINT_NO_MEMORY);
    surroundings_fail_at(&around, 0);
    ck_assert_int_eq(complaint__store_insert_record(store, second, &error),
                     COMPLAINT_NO_MEMORY);
    ck_assert_int_eq(complaint__store_commit(store, &error),
                     COMPLAINT_NO_MEMORY);
    ck_assert_int_eq(complaint__store_get(store, first->relation, first->values,
                                          &got, &error),
                     COMPLAINT_NOT_FOUND);
    OK(complaint__store_begin(store, true, &error));
    OK(complaint__store_insert_record(store, second, &error));
    OK(complaint__store_commit(store, &error));
    complaint_record_free(first);
    complaint_record_free(second);
}
END_TEST

/* One life of a register: every main verb. The first status that is not OK. */
static int live(const char *uri)
{
    complaint__store *other = NULL;
    complaint_record *row = NULL;
    complaint__scan *scan = NULL;
    const complaint_value *got = NULL;
    complaint_scan asked = {.relation = &complaint__relation_case};
    complaint_value unit = complaint__value_text(NULL);
    int64_t number = 0;
    int status = complaint__store_open(context, uri, COMPLAINT_STORE_CREATE,
                                       &other, &error);

    if (status != COMPLAINT_OK)
        return status;
    asked.index = complaint__relation_index_find(asked.relation, "open");
    asked.equal = &unit;
    asked.equal_count = 1;
    asked.lower = complaint__value_integer(0);
    status = complaint__store_begin(other, true, &error);
    for (int i = 0; status == COMPLAINT_OK && i < 3; i++) {
        row = row_make(context, asked.relation, i, &error);
        status = row == NULL
                     ? COMPLAINT_NO_MEMORY
                     : complaint__store_insert_record(other, row, &error);
        if (status == COMPLAINT_OK) {
            complaint__record_set_integer(row, complaint__case_due_at, i);
            status = complaint__store_update_record(other, row, 1, &error);
        }
        if (status == COMPLAINT_OK && i == 0)
            status = complaint__store_erase(other, row->relation, row->values,
                                            &error);
        complaint_record_free(row);
    }
    if (status == COMPLAINT_OK)
        status = complaint__store_next_number(other, "a", &number, &error);
    if (status == COMPLAINT_OK)
        status = complaint__store_commit(other, &error);
    if (status == COMPLAINT_OK)
        status = complaint__store_scan(other, &asked, &scan, &error);
    for (int i = 0; status == COMPLAINT_OK && i < 3; i++) {
        status = complaint__scan_next(scan, &got, &error);
        ck_assert(status != COMPLAINT_OK || (got != NULL) == (i < 2));
    }
    complaint__scan_close(scan);
    if (status == COMPLAINT_OK)
        status = complaint__store_check(other, &error);
    ck_assert_int_eq(complaint__store_close(other, NULL), COMPLAINT_OK);
    return status;
}

START_TEST(every_allocation_may_fail)
{
    static const char *const uris[] = {"memory:", "sqlite::memory:"};
    size_t live_before = around.live;
    int status;

    for (size_t i = 0; i < 2; i++) {
        size_t attempt = 0;
        do {
            surroundings_fail_at(&around, ++attempt);
            status = live(uris[i]);
            ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY);
            surroundings_fail_at(&around, 0);
            complaint_error_free(error);
            error = NULL;
            ck_assert_uint_eq(around.live, live_before);
        } while (status == COMPLAINT_NO_MEMORY);
        ck_assert_uint_gt(attempt, 30);
    }
}
END_TEST

START_TEST(a_hundred_thousand_rows_in_one_transaction_come_back)
{
    complaint_scan scan = {.relation = &complaint__relation_setting};
    complaint_value row[2];
    const complaint_value *got;
    complaint__scan *open = NULL;
    char name[32];
    size_t count = 0;

    OK(complaint__store_begin(store, true, &error));
    for (unsigned i = 0; i < 100000; i++) {
        snprintf(name, sizeof name, "%08x", i * 2654435761u);
        row[0] = complaint__value_text(name);
        row[1] = row[0];
        OK(complaint__store_insert(store, scan.relation, row, &error));
    }
    OK(complaint__store_commit(store, &error));
    OK(complaint__store_scan(store, &scan, &open, &error));
    name[0] = '\0';
    do {
        OK(complaint__scan_next(open, &got, &error));
        if (got != NULL) {
            ck_assert_int_lt(strcmp(name, got[0].bytes), 0);
            strcpy(name, got[0].bytes);
            count++;
        }
    } while (got != NULL);
    complaint__scan_close(open);
    ck_assert_uint_eq(count, 100000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("storage");
    TCase *tc = tcase_create("storage");

    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_uri_has_a_scheme_that_is_known);
    tcase_add_test(tc, flags_that_contradict_or_mean_nothing_are_misuse);
    tcase_add_test(tc, calls_out_of_order_are_misuse);
    tcase_add_test(tc, a_row_that_does_not_fit_the_model_is_refused);
    tcase_add_test(tc, a_key_must_be_of_its_type);
    tcase_add_test(tc, a_record_read_outlives_the_store);
    tcase_add_test(tc, a_scan_is_checked_against_its_index);
    tcase_add_test(tc, scans_end_with_transactions_and_with_the_store);
    tcase_add_test(tc, a_transaction_in_doubt_can_only_be_rolled_back);
    tcase_add_test(tc, every_allocation_may_fail);
    tcase_add_test(tc, a_hundred_thousand_rows_in_one_transaction_come_back);
    suite_add_tcase(suite, tc);
    return test_run(suite);
}
