/* Errors: made, read, changed, replaced, freed, also without memory. */
#include <complaint/error.h>
#include <complaint/limits.h>

#include "base/failure.h"
#include "support/surroundings.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

static surroundings around;
static complaint_context *context;

static void set_up(void)
{
    context = surroundings_begin(&around);
}

static void tear_down(void)
{
    surroundings_end(&around, context);
}

START_TEST(no_error_reads_as_nothing)
{
    ck_assert_int_eq(complaint_error_status(NULL), COMPLAINT_OK);
    ck_assert_str_eq(complaint_error_detail(NULL), "");
    ck_assert_str_eq(complaint_error_message(NULL), "");
    ck_assert_str_eq(complaint_error_field(NULL), "");
    ck_assert_str_eq(complaint_error_file(NULL), "");
    ck_assert_int_eq(complaint_error_line(NULL), 0);
    ck_assert_int_eq(complaint_error_column(NULL), 0);
    ck_assert_int_eq(complaint_error_backend_code(NULL), 0);
    ck_assert_uint_eq(complaint_error_item_count(NULL), 0);
    ck_assert_str_eq(complaint_error_item(NULL, 0), "");
    complaint_error_free(NULL);
}
END_TEST

START_TEST(an_error_keeps_all_that_it_was_given)
{
    complaint_error *error = NULL;
    int status = complaint__fail(context, &error, COMPLAINT_CORRUPT,
                                 "test.detail", "party", "bad %s %d", "row", 7);

    complaint__error_place(&error, "register.db", 3, 14);
    complaint__error_backend(&error, 267);
    complaint__error_item(&error, "severity");
    complaint__error_item(&error, "产品");
    complaint__error_prefix(&error, "case");
    ck_assert_int_eq(status, COMPLAINT_CORRUPT);
    ck_assert_int_eq(complaint_error_status(error), COMPLAINT_CORRUPT);
    ck_assert_str_eq(complaint_error_detail(error), "test.detail");
    ck_assert_str_eq(complaint_error_message(error), "bad row 7");
    ck_assert_str_eq(complaint_error_field(error), "case.party");
    ck_assert_str_eq(complaint_error_file(error), "register.db");
    ck_assert_int_eq(complaint_error_line(error), 3);
    ck_assert_int_eq(complaint_error_column(error), 14);
    ck_assert_int_eq(complaint_error_backend_code(error), 267);
    ck_assert_uint_eq(complaint_error_item_count(error), 2);
    ck_assert_str_eq(complaint_error_item(error, 1), "产品");
    ck_assert_str_eq(complaint_error_item(error, 2), "");
    complaint_error_free(error);
}
END_TEST

START_TEST(a_caller_who_does_not_care_gets_the_status_alone)
{
    complaint_error *none = NULL;

    ck_assert_int_eq(
        complaint__fail(context, NULL, COMPLAINT_IO, "a.b", NULL, "x"),
        COMPLAINT_IO);
    ck_assert_int_eq(complaint__fail_memory(NULL), COMPLAINT_NO_MEMORY);
    complaint__error_place(NULL, "f", 1, 1);
    complaint__error_item(&none, "x");
    complaint__error_prefix(&none, "x");
    complaint__error_backend(&none, 1);
    ck_assert_ptr_null(none);
}
END_TEST

START_TEST(a_new_error_replaces_and_frees_the_earlier_one)
{
    complaint_error *error = NULL;
    size_t one;

    (void)complaint__fail(context, &error, COMPLAINT_IO, "a.b", "f", "first");
    one = around.live;
    /* The message may borrow from the error that it replaces. */
    (void)complaint__fail(context, &error, COMPLAINT_BUSY, "c.d",
                          complaint_error_field(error), "after %s",
                          complaint_error_message(error));
    ck_assert_uint_eq(around.live, one);
    ck_assert_str_eq(complaint_error_message(error), "after first");
    ck_assert_str_eq(complaint_error_field(error), "f");
    complaint_error_free(error);
}
END_TEST

START_TEST(an_error_outlives_its_context)
{
    complaint_error *error = NULL;
    surroundings mine;
    complaint_context *own;

    own = surroundings_begin(&mine);
    (void)complaint__fail_misuse(own, &error, "key");
    complaint_context_free(own);
    ck_assert_int_eq(mine.destroyed, 0);
    ck_assert_str_eq(complaint_error_field(error), "key");
    complaint_error_free(error);
    ck_assert_int_eq(mine.destroyed, 1);
    ck_assert_uint_eq(mine.live, 0);
}
END_TEST

START_TEST(a_message_is_one_line_of_valid_text)
{
    complaint_error *error = NULL;

    (void)complaint__fail(NULL, &error, COMPLAINT_INVALID, "a.b", "two\nlines",
                          "%s",
                          "a\r\nb\tc\x7f\xff\xe6\x8a d\xe2\x80\xa8"
                          "e\xc2\x85 投诉");
    ck_assert_str_eq(complaint_error_message(error), "a  b c ??? d e  投诉");
    ck_assert_str_eq(complaint_error_field(error), "two lines");
    complaint_error_free(error);
}
END_TEST

START_TEST(a_long_message_is_cut_between_characters)
{
    char text[4000];
    complaint_error *error = NULL;

    for (size_t shift = 0; shift < 3; shift++) {
        const char *message;

        memset(text, 'x', shift);
        for (size_t i = shift; i < sizeof text - 3; i += 3)
            memcpy(text + i, "诉", 4);
        (void)complaint__fail(context, &error, COMPLAINT_INVALID, "a.b", text,
                              "%s", text);
        complaint__error_place(&error, text, 1, 1);
        complaint__error_item(&error, text);
        message = complaint_error_message(error);
        ck_assert_int_eq(complaint__utf8_check(message, strlen(message)), -1);
        ck_assert_uint_gt(strlen(message), 1020);
        ck_assert_uint_le(strlen(message), 1024);
        ck_assert_ptr_null(strchr(message, '?'));
        ck_assert_uint_gt(strlen(complaint_error_field(error)), 508);
        ck_assert_uint_le(strlen(complaint_error_field(error)), 512);
        ck_assert_uint_gt(strlen(complaint_error_file(error)), 1996);
        ck_assert_uint_le(strlen(complaint_error_item(error, 0)), 512);
    }
    complaint_error_free(error);
}
END_TEST

START_TEST(an_error_lists_so_many_items_and_no_more)
{
    complaint_error *error = NULL;
    char item[32];

    (void)complaint__fail(context, &error, COMPLAINT_INCOMPLETE, "a.b", NULL,
                          "missing");
    for (int i = 0; i <= COMPLAINT_LIMIT_ERROR_ITEMS; i++) {
        snprintf(item, sizeof item, "fact-%d", i);
        complaint__error_item(&error, item);
    }
    ck_assert_uint_eq(complaint_error_item_count(error),
                      COMPLAINT_LIMIT_ERROR_ITEMS);
    ck_assert_str_eq(
        complaint_error_item(error, COMPLAINT_LIMIT_ERROR_ITEMS - 1),
        "fact-63");
    complaint_error_free(error);
}
END_TEST

START_TEST(a_prefix_becomes_the_field_where_there_was_none)
{
    complaint_error *error = NULL;

    (void)complaint__fail(context, &error, COMPLAINT_INVALID, "a.b", NULL, "x");
    complaint__error_prefix(&error, "phone");
    complaint__error_prefix(&error, "");
    complaint__error_prefix(&error, "party");
    ck_assert_str_eq(complaint_error_field(error), "party.phone");
    complaint_error_free(error);
}
END_TEST

START_TEST(messages_speak_the_language_of_the_context)
{
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint_context_set_language(context, "zh-CN", NULL), 0);
    (void)complaint__fail_limit(context, &error, "title", 2000);
    ck_assert_str_eq(complaint_error_message(error), "“title”超过上限 2000");
    (void)complaint__fail_limit(context, &error, NULL, 7);
    ck_assert_str_eq(complaint_error_message(error), "超过上限 7");
    ck_assert_int_eq(complaint_context_set_language(context, "en", NULL), 0);
    (void)complaint__fail_limit(context, &error, "title", 2000);
    ck_assert_str_eq(complaint_error_message(error),
                     "\"title\" exceeds the limit of 2000");
    complaint_error_free(error);
}
END_TEST

START_TEST(out_of_memory_needs_no_memory_and_cannot_be_changed)
{
    complaint_error *error = NULL;
    complaint_error *again = NULL;

    surroundings_fail_at(&around, 1);
    ck_assert_int_eq(complaint__fail_memory(&error), COMPLAINT_NO_MEMORY);
    ck_assert_uint_eq(around.allocations, 0);
    complaint__error_place(&error, "file", 1, 1);
    complaint__error_backend(&error, 5);
    complaint__error_item(&error, "x");
    complaint__error_prefix(&error, "x");
    ck_assert_int_eq(complaint_error_status(error), COMPLAINT_NO_MEMORY);
    ck_assert_str_eq(complaint_error_detail(error), "memory.exhausted");
    ck_assert_str_ne(complaint_error_message(error), "");
    ck_assert_str_eq(complaint_error_field(error), "");
    ck_assert_str_eq(complaint_error_file(error), "");
    ck_assert_int_eq(complaint_error_line(error), 0);
    ck_assert_uint_eq(complaint_error_item_count(error), 0);
    complaint_error_free(error);
    complaint_error_free(error);
    (void)complaint__fail_memory(&again);
    ck_assert_ptr_eq(error, again);
}
END_TEST

static int make_full_error(complaint_error **error)
{
    int status = complaint__fail(context, error, COMPLAINT_INVALID, "a.b",
                                 "field", "message");

    complaint__error_place(error, "file", 1, 2);
    complaint__error_item(error, "one");
    complaint__error_item(error, "two");
    complaint__error_prefix(error, "prefix");
    return status;
}

START_TEST(whichever_allocation_fails_status_and_error_agree)
{
    size_t before = around.live;
    size_t attempt = 1;

    for (;; attempt++) {
        complaint_error *error = NULL;
        int status;

        surroundings_fail_at(&around, attempt);
        status = make_full_error(&error);
        ck_assert_int_eq(complaint_error_status(error), status);
        ck_assert_int_eq(status, attempt <= 3 ? COMPLAINT_NO_MEMORY
                                              : COMPLAINT_INVALID);
        if (around.failures == 0) {
            ck_assert_uint_eq(complaint_error_item_count(error), 2);
            ck_assert_str_eq(complaint_error_file(error), "file");
            ck_assert_str_eq(complaint_error_field(error), "prefix.field");
        }
        complaint_error_free(error);
        ck_assert_uint_eq(around.live, before);
        if (around.failures == 0)
            break;
    }
    ck_assert_uint_eq(attempt, 10);
}
END_TEST

static Suite *error_suite(void)
{
    Suite *suite = suite_create("error");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, no_error_reads_as_nothing);
    tcase_add_test(all, an_error_keeps_all_that_it_was_given);
    tcase_add_test(all, a_caller_who_does_not_care_gets_the_status_alone);
    tcase_add_test(all, a_new_error_replaces_and_frees_the_earlier_one);
    tcase_add_test(all, an_error_outlives_its_context);
    tcase_add_test(all, a_message_is_one_line_of_valid_text);
    tcase_add_test(all, a_long_message_is_cut_between_characters);
    tcase_add_test(all, an_error_lists_so_many_items_and_no_more);
    tcase_add_test(all, a_prefix_becomes_the_field_where_there_was_none);
    tcase_add_test(all, messages_speak_the_language_of_the_context);
    tcase_add_test(all, out_of_memory_needs_no_memory_and_cannot_be_changed);
    tcase_add_test(all, whichever_allocation_fails_status_and_error_agree);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(error_suite());
}
