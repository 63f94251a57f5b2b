/* The context: surroundings taken, references, language, log. */
#include <complaint/context.h>

#include "base/context.h"
#include "base/failure.h"
#include "data/bundled.h"
#include "support/surroundings.h"

#include <pthread.h>
#include <string.h>

START_TEST(the_default_surroundings_work)
{
    complaint_context *context = NULL;
    unsigned char first[16] = {0};
    unsigned char second[16] = {0};

    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    ck_assert_str_eq(complaint_context_language(context), "en");
    ck_assert_int_gt(complaint_context_now(context), INT64_C(1700000000000000));
    ck_assert_int_eq(complaint__context_random(context, first, 16, NULL), 0);
    ck_assert_int_eq(complaint__context_random(context, second, 16, NULL), 0);
    ck_assert_mem_ne(first, second, 16);
    complaint__context_log(context, COMPLAINT_LOG_ERROR, "nobody listens");
    complaint_context_release(context, NULL);
    complaint_context_free(context);
    complaint_context_free(NULL);
}
END_TEST

START_TEST(a_new_context_needs_a_place_to_put_it)
{
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint_context_new(NULL, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "out");
    complaint_error_free(error);
}
END_TEST

START_TEST(only_known_sizes_of_the_surroundings_are_taken)
{
    struct {
        complaint_environment known;
        unsigned char later[64];
    } big;
    size_t known = sizeof(complaint_environment);
    size_t refused[] = {0, 1, known - 1, known + 64, 4097, SIZE_MAX};
    surroundings s;
    complaint_context *context = NULL;
    complaint_error *error = NULL;

    surroundings_init(&s);
    memset(&big, 0, sizeof big);
    big.known = s.environment;
    big.later[63] = 1;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        big.known.struct_size = refused[i];
        ck_assert_int_eq(complaint_context_new(&big.known, &context, &error),
                         COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_field(error), "struct_size");
        ck_assert_ptr_null(context);
    }
    complaint_error_free(error);
    ck_assert_int_eq(s.destroyed, 0);
    big.known.struct_size = known + 63;
    ck_assert_int_eq(complaint_context_new(&big.known, &context, NULL), 0);
    ck_assert_int_eq(complaint_context_now(context), s.now);
    complaint_context_free(context);
    ck_assert_int_eq(s.destroyed, 1);
}
END_TEST

START_TEST(the_surroundings_given_are_used)
{
    surroundings s;
    complaint_context *context;
    complaint_error *error = NULL;
    unsigned char byte;

    context = surroundings_begin(&s);
    ck_assert_uint_eq(s.live, 1);
    s.now = -5;
    ck_assert_int_eq(complaint_context_now(context), -5);
    s.random_fails = 1;
    ck_assert_int_eq(complaint__context_random(context, &byte, 1, &error),
                     COMPLAINT_IO);
    ck_assert_str_eq(complaint_error_detail(error), "random.failed");
    complaint_error_free(error);
    surroundings_end(&s, context);
}
END_TEST

START_TEST(without_memory_there_is_no_context_and_the_error_says_so)
{
    surroundings s;
    complaint_context *context = NULL;
    complaint_error *error = NULL;

    surroundings_init(&s);
    surroundings_fail_at(&s, 1);
    ck_assert_int_eq(complaint_context_new(&s.environment, &context, &error),
                     COMPLAINT_NO_MEMORY);
    ck_assert_int_eq(complaint_error_status(error), COMPLAINT_NO_MEMORY);
    ck_assert_ptr_null(context);
    ck_assert_int_eq(s.destroyed, 0);
}
END_TEST

START_TEST(destroy_is_called_once_when_the_last_reference_goes)
{
    surroundings s;
    complaint_context *context;

    context = surroundings_begin(&s);
    ck_assert_ptr_eq(complaint__context_ref(context), context);
    complaint_context_free(context);
    ck_assert_int_eq(s.destroyed, 0);
    complaint__context_unref(context);
    ck_assert_int_eq(s.destroyed, 1);
    ck_assert_uint_eq(s.live, 0);
}
END_TEST

START_TEST(a_context_speaks_english_and_each_bundled_language)
{
    surroundings s;
    complaint_context *context;
    complaint_error *error = NULL;

    context = surroundings_begin(&s);
    ck_assert_uint_gt(complaint__message_table_count, 0);
    for (size_t i = 0; i < complaint__message_table_count; i++) {
        const char *language = complaint__message_tables[i].language;

        ck_assert_int_eq(
            complaint_context_set_language(context, language, NULL), 0);
        ck_assert_str_eq(complaint_context_language(context), language);
    }
    ck_assert_int_eq(complaint_context_set_language(context, "ZH-cn", NULL), 0);
    ck_assert_str_eq(complaint_context_language(context), "zh-CN");
    ck_assert_int_eq(complaint_context_set_language(context, "EN", NULL), 0);
    ck_assert_str_eq(complaint_context_language(context), "en");
    ck_assert_int_eq(complaint_context_set_language(context, "tlh", &error),
                     COMPLAINT_NOT_FOUND);
    ck_assert_str_eq(complaint_error_field(error), "language");
    ck_assert_str_eq(complaint_context_language(context), "en");
    ck_assert_int_eq(complaint_context_set_language(context, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_context_set_language(NULL, "en", &error),
                     COMPLAINT_MISUSE);
    complaint_error_free(error);
    ck_assert_str_eq(complaint_context_language(NULL), "en");
    ck_assert_int_eq(complaint_context_now(NULL), COMPLAINT_TIME_NONE);
    complaint_context_free(context);
}
END_TEST

START_TEST(an_unknown_language_is_refused_with_a_list_of_the_known_ones)
{
    static const char *const refused[] = {
        "zh",    "zh-TW", "zh-Hant", "zh-HK",   "zh-SG", "zh-CN-x",
        "zh_CN", "e",     "en-GB",   "english", ""};
    surroundings s;
    complaint_context *context;
    complaint_error *error = NULL;

    context = surroundings_begin(&s);
    ck_assert_int_eq(complaint_context_set_language(context, "zh-CN", NULL), 0);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        size_t count = complaint__message_table_count;

        ck_assert_int_eq(
            complaint_context_set_language(context, refused[i], &error),
            COMPLAINT_NOT_FOUND);
        ck_assert_str_eq(complaint_error_detail(error), "context.language");
        ck_assert_ptr_nonnull(
            strstr(complaint_error_message(error), "没有语言"));
        ck_assert_ptr_nonnull(
            strstr(complaint_error_message(error), refused[i]));
        ck_assert_uint_eq(complaint_error_item_count(error), 1 + count);
        ck_assert_str_eq(complaint_error_item(error, 0), "en");
        ck_assert_str_eq(complaint_error_item(error, 1), "zh-CN");
        ck_assert_str_eq(complaint_context_language(context), "zh-CN");
    }
    complaint_error_free(error);
    complaint_context_free(context);
}
END_TEST

START_TEST(every_message_is_found_in_its_table_and_others_stay_english)
{
    for (size_t t = 0; t < complaint__message_table_count; t++) {
        const complaint__message_table *table = &complaint__message_tables[t];

        for (size_t i = 0; i < table->count; i++)
            ck_assert_str_eq(complaint__translate(table->language,
                                                  table->messages[i].english),
                             table->messages[i].text);
    }
    ck_assert_str_eq(complaint__translate("zh-CN", "no such text"),
                     "no such text");
    ck_assert_str_eq(complaint__translate("zh-CN", ""), "");
    ck_assert_str_eq(complaint__translate("tlh", "a key must be a text"),
                     "a key must be a text");
}
END_TEST

START_TEST(a_log_line_is_one_bounded_line_of_valid_text)
{
    surroundings s;
    complaint_context *context;
    char big[3001];

    context = surroundings_begin(&s);
    complaint__context_log(context, COMPLAINT_LOG_WARNING, "a\nb %s",
                           "\xff 诉");
    ck_assert_str_eq(s.log_line, "a b ? 诉");
    ck_assert_int_eq(s.log_level, COMPLAINT_LOG_WARNING);
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    complaint__context_log(context, COMPLAINT_LOG_INFO, "%s", big);
    ck_assert_uint_eq(strlen(s.log_line), 1023);
    ck_assert_int_eq(s.log_count, 2);
    complaint__context_log(NULL, COMPLAINT_LOG_INFO, "nowhere");
    complaint_context_free(context);
}
END_TEST

static void *ref_and_unref(void *shared)
{
    for (int i = 0; i < 20000; i++)
        complaint__context_unref(complaint__context_ref(shared));
    complaint__context_unref(shared);
    return NULL;
}

START_TEST(references_are_counted_across_threads)
{
    surroundings s;
    complaint_context *context;
    pthread_t threads[4];

    context = surroundings_begin(&s);
    for (int i = 0; i < 4; i++) {
        complaint__context_ref(context);
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, ref_and_unref, context), 0);
    }
    complaint_context_free(context);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(s.destroyed, 1);
}
END_TEST

static Suite *context_suite(void)
{
    Suite *suite = suite_create("context");
    TCase *all = tcase_create("all");

    tcase_add_test(all, the_default_surroundings_work);
    tcase_add_test(all, a_new_context_needs_a_place_to_put_it);
    tcase_add_test(all, only_known_sizes_of_the_surroundings_are_taken);
    tcase_add_test(all, the_surroundings_given_are_used);
    tcase_add_test(all,
                   without_memory_there_is_no_context_and_the_error_says_so);
    tcase_add_test(all, destroy_is_called_once_when_the_last_reference_goes);
    tcase_add_test(all, a_context_speaks_english_and_each_bundled_language);
    tcase_add_test(
        all, an_unknown_language_is_refused_with_a_list_of_the_known_ones);
    tcase_add_test(all,
                   every_message_is_found_in_its_table_and_others_stay_english);
    tcase_add_test(all, a_log_line_is_one_bounded_line_of_valid_text);
    tcase_add_test(all, references_are_counted_across_threads);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(context_suite());
}
