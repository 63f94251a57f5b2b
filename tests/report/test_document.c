/* Numbers, times and text of documents. */
#include "report/document.h"

#include "support/surroundings.h"

#include <limits.h>
#include <string.h>

static complaint_context *context;
static complaint__buffer buffer;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), COMPLAINT_OK);
    buffer = (complaint__buffer)COMPLAINT__BUFFER(context);
}

static void tear_down(void)
{
    complaint__buffer_free(&buffer);
    complaint_context_free(context);
}

static void expect(const char *text)
{
    ck_assert(!buffer.failed);
    ck_assert_str_eq(buffer.bytes == NULL ? "" : buffer.bytes, text);
    complaint__buffer_free(&buffer);
    buffer = (complaint__buffer)COMPLAINT__BUFFER(context);
}

START_TEST(tenths_are_written_with_a_decimal_only_where_they_have_one)
{
    static const struct {
        int64_t tenths;
        const char *text;
    } cases[] = {{0, "0"},
                 {1, "0.1"},
                 {-1, "-0.1"},
                 {10, "1"},
                 {909, "90.9"},
                 {-105, "-10.5"},
                 {INT64_MAX, "922337203685477580.7"},
                 {COMPLAINT__NO_TENTHS, "-"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        complaint__write_tenths(&buffer, cases[i].tenths);
        expect(cases[i].text);
    }
    complaint__write_percent(&buffer, 836);
    expect("83.6 %");
    complaint__write_percent(&buffer, COMPLAINT__NO_TENTHS);
    expect("-");
}
END_TEST

START_TEST(facts_become_tenths_and_what_is_no_number_does_not)
{
    static const struct {
        const char *json;
        int64_t tenths;
        int64_t percent;
    } cases[] = {{"7", 70, 7000},
                 {"7.25", 73, 7250},
                 {"0.83582089", 8, 836},
                 {"1e300", COMPLAINT__NO_TENTHS, COMPLAINT__NO_TENTHS},
                 {"null", COMPLAINT__NO_TENTHS, COMPLAINT__NO_TENTHS},
                 {"\"7\"", COMPLAINT__NO_TENTHS, COMPLAINT__NO_TENTHS}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        complaint_facts *facts = NULL;

        ck_assert_int_eq(complaint_facts_parse(context, cases[i].json,
                                               strlen(cases[i].json), &facts,
                                               NULL),
                         COMPLAINT_OK);
        ck_assert_int_eq(complaint__tenths(facts), cases[i].tenths);
        ck_assert_int_eq(complaint__percent_tenths(facts), cases[i].percent);
        complaint_facts_free(facts);
    }
    ck_assert_int_eq(complaint__tenths(NULL), COMPLAINT__NO_TENTHS);
}
END_TEST

START_TEST(times_are_written_to_the_minute_with_their_offset)
{
    static const char *const cases[][2] = {
        {"2019-06-30T23:59:59.999999+08:00", "2019-06-30 23:59 +08:00"},
        {"2019-06-30T23:59:59-03:30", "2019-06-30 23:59 -03:30"},
        {"2019-06-30T23:59:59Z", "2019-06-30 23:59 UTC"},
        {"2019-06-30T23:59:59.5Z", "2019-06-30 23:59 UTC"},
        {"", ""},
        {"2019-06-30", ""}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        complaint__write_time(&buffer, cases[i][0]);
        expect(cases[i][1]);
    }
}
END_TEST

START_TEST(markup_is_escaped_and_what_hides_is_taken_out)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"<b a='1' c=\"2\">&amp;",
         "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;"},
        {"投诉 😠", "投诉 😠"},
        {"a\x01\x1b[31m\x7f\tb\nc", "a  [31m  b\nc"},
        {"a\xC2\x85"
         "b",
         "a b"},
        {"\xE2\x80\xAE"
         "evil\xE2\x81\xA9",
         " evil "},
        {"a\xFF\xE5\x8A", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xEF\xBF\xBE", "\xEF\xBF\xBD"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        complaint__write_escaped(&buffer, cases[i][0]);
        expect(cases[i][1]);
    }
}
END_TEST

START_TEST(a_language_is_known_whatever_its_letter_case)
{
    ck_assert_str_eq(complaint__language_known("EN"), "en");
    ck_assert_str_eq(complaint__language_known("zh-cn"), "zh-CN");
    ck_assert_ptr_null(complaint__language_known("tlh"));
    ck_assert_ptr_null(complaint__language_known(""));
}
END_TEST

START_TEST(figures_have_names_and_unknown_ones_keep_their_key)
{
    complaint__month month = {.context = context, .language = "zh-CN"};

    ck_assert_str_eq(complaint__key_word(&month, "open_overdue"), "逾期未结");
    ck_assert_str_eq(complaint__key_word(&month, "share_within"), "按期率");
    ck_assert_str_eq(complaint__key_word(&month, "brand_new"), "brand_new");
    ck_assert_str_eq(complaint__code_word(&month, "unit", ""), "（未知）");
    month.language = "en";
    ck_assert_str_eq(complaint__code_word(&month, "unit", NULL), "(not known)");
    ck_assert_str_eq(complaint__code_word(&month, "unit", "u1"), "u1");
}
END_TEST

static Suite *document_suite(void)
{
    Suite *suite = suite_create("report/document");
    TCase *tests = tcase_create("document");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests,
                   tenths_are_written_with_a_decimal_only_where_they_have_one);
    tcase_add_test(tests, facts_become_tenths_and_what_is_no_number_does_not);
    tcase_add_test(tests, times_are_written_to_the_minute_with_their_offset);
    tcase_add_test(tests, markup_is_escaped_and_what_hides_is_taken_out);
    tcase_add_test(tests, a_language_is_known_whatever_its_letter_case);
    tcase_add_test(tests, figures_have_names_and_unknown_ones_keep_their_key);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(document_suite());
}
