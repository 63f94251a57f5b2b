/* complaint_report_month() over a simulated register: options, refusals, the
 * same bytes, the same figures in every format. */
#include <complaint.h>

#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static surroundings around;
static complaint_context *context;
static complaint_register *reg;
static complaint_facts *options;

static complaint_facts *parse(const char *json)
{
    complaint_facts *facts = NULL;

    ck_assert_int_eq(
        complaint_facts_parse(context, json, strlen(json), &facts, NULL),
        COMPLAINT_OK);
    return facts;
}

static void set_up(void)
{
    complaint_facts *how;

    surroundings_init(&around);
    ck_assert_int_eq(
        complaint_time_parse("2019-07-10T00:00:00Z", 0, &around.now, NULL),
        COMPLAINT_OK);
    context = surroundings_context(&around);
    ck_assert_int_eq(
        complaint_register_open(context, "memory:", COMPLAINT_REGISTER_CREATE,
                                &reg, NULL),
        COMPLAINT_OK);
    how = parse("{\"cases\":150,\"months\":6,"
                "\"until\":\"2019-07-01T00:00:00Z\"}");
    ck_assert_int_eq(complaint_simulate(reg, how, NULL, NULL), COMPLAINT_OK);
    complaint_facts_free(how);
    options = parse("{\"month\":\"2019-06\",\"slowest\":3}");
}

static void tear_down(void)
{
    complaint_facts_free(options);
    complaint_register_free(reg);
    surroundings_end(&around, context);
}

static void set(const char *name, const char *text)
{
    ck_assert_int_eq(complaint_facts_set_text(options, name, text, NULL),
                     COMPLAINT_OK);
}

static char *report(void)
{
    complaint_error *error = NULL;
    char *text = NULL;
    size_t size = 0;
    int status = complaint_report_month(reg, options, &text, &size, &error);

    ck_assert_msg(status == COMPLAINT_OK, "%s", complaint_error_message(error));
    ck_assert_uint_eq(strlen(text), size);
    return text;
}

static void refused(const char *json, int status, const char *field)
{
    complaint_facts *wrong = parse(json);
    complaint_error *error = NULL;
    char *text = (char *)wrong;

    ck_assert_int_eq(complaint_report_month(reg, wrong, &text, NULL, &error),
                     status);
    ck_assert_ptr_null(text);
    ck_assert_str_eq(complaint_error_field(error), field);
    complaint_error_free(error);
    complaint_facts_free(wrong);
}

START_TEST(options_that_it_has_not_are_refused_by_name)
{
    refused("{}", COMPLAINT_INVALID, "month");
    refused("{\"month\":201906}", COMPLAINT_INVALID, "month");
    refused("{\"month\":\"2019-13\"}", COMPLAINT_INVALID, "month");
    refused("{\"month\":\"June\",\"format\":\"html\"}", COMPLAINT_INVALID,
            "month");
    refused("{\"month\":\"2019-06\",\"format\":\"pdf\"}", COMPLAINT_NOT_FOUND,
            "format");
    refused("{\"month\":\"2019-06\",\"format\":7}", COMPLAINT_NOT_FOUND,
            "format");
    refused("{\"month\":\"2019-06\",\"language\":\"tlh\"}", COMPLAINT_NOT_FOUND,
            "language");
    refused("{\"month\":\"2019-06\",\"now\":\"soon\"}", COMPLAINT_INVALID,
            "now");
    refused("{\"month\":\"2019-06\",\"slowest\":-1}", COMPLAINT_INVALID,
            "slowest");
    refused("{\"month\":\"2019-06\",\"slowest\":1001}", COMPLAINT_INVALID,
            "slowest");
    refused("{\"month\":\"2019-06\",\"width\":59}", COMPLAINT_INVALID, "width");
    refused("{\"month\":\"2019-06\",\"width\":\"78\"}", COMPLAINT_INVALID,
            "width");
    refused("{\"month\":\"2019-06\",\"colour\":\"red\"}", COMPLAINT_INVALID,
            "colour");
}
END_TEST

START_TEST(an_unknown_format_names_the_known_ones)
{
    complaint_error *error = NULL;
    char *text = NULL;

    set("format", "pdf");
    ck_assert_int_eq(complaint_report_month(reg, options, &text, NULL, &error),
                     COMPLAINT_NOT_FOUND);
    ck_assert_uint_eq(complaint_error_item_count(error), 3);
    ck_assert_str_eq(complaint_error_item(error, 1), "html");
    complaint_error_free(error);
}
END_TEST

START_TEST(misuse_is_an_error)
{
    char *text = NULL;

    ck_assert_int_eq(complaint_report_month(NULL, options, &text, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_report_month(reg, NULL, &text, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_report_month(reg, options, NULL, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_register_close(reg, NULL), COMPLAINT_OK);
    ck_assert_int_eq(complaint_report_month(reg, options, &text, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_ptr_null(text);
}
END_TEST

START_TEST(the_same_question_gives_the_same_bytes)
{
    static const char *const formats[] = {"text", "html", "json"};
    static const char *const languages[] = {"en", "zh-CN"};

    for (size_t i = 0; i < 6; i++) {
        char *one, *two;

        set("format", formats[i / 2]);
        set("language", languages[i % 2]);
        one = report();
        two = report();
        ck_assert_str_eq(one, two);
        complaint_context_release(context, one);
        complaint_context_release(context, two);
    }
}
END_TEST

START_TEST(json_is_the_map_of_the_dataset)
{
    complaint_dataset *dataset = NULL;
    complaint_facts *month = NULL;
    char *json = NULL, *text;

    set("format", "json");
    text = report();
    ck_assert_int_eq(complaint_dataset_open(reg, NULL, &dataset, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint_dataset_month(dataset, "2019-06",
                                             COMPLAINT_TIME_NONE, &month, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint_facts_write(month, &json, NULL, NULL),
                     COMPLAINT_OK);
    ck_assert_str_eq(text, json);
    complaint_context_release(context, text);
    complaint_context_release(context, json);
    complaint_facts_free(month);
    complaint_dataset_free(dataset);
}
END_TEST

START_TEST(a_language_may_differ_from_the_contexts)
{
    char *text;

    ck_assert_int_eq(complaint_context_set_language(context, "zh-CN", NULL),
                     COMPLAINT_OK);
    text = report();
    ck_assert_ptr_nonnull(strstr(text, "投诉处理月报 2019-06"));
    ck_assert_ptr_nonnull(strstr(text, "模拟投诉，非真实数据。"));
    complaint_context_release(context, text);
    set("language", "EN");
    set("format", "html");
    text = report();
    ck_assert_ptr_nonnull(strstr(text, "<html lang=\"en\">"));
    ck_assert_ptr_nonnull(strstr(text, "Median of the closed cases"));
    ck_assert_ptr_nonnull(strstr(text, "working days from "));
    ck_assert_ptr_null(strstr(text, "按期"));
    complaint_context_release(context, text);
}
END_TEST

/* Working days of the n-th case of the list at the end of the text. */
static long days_of(const char *text, int number)
{
    char wanted[16];
    const char *at;

    snprintf(wanted, sizeof wanted, "\n  %d. ", number);
    at = strstr(text, wanted);
    ck_assert_ptr_nonnull(at);
    at = strstr(at, "working days: ");
    ck_assert_ptr_nonnull(at);
    return strtol(at + strlen("working days: "), NULL, 10);
}

START_TEST(the_slowest_cases_come_first_and_each_is_explained)
{
    char *text = report();

    ck_assert_int_ge(days_of(text, 1), days_of(text, 2));
    ck_assert_int_ge(days_of(text, 2), days_of(text, 3));
    ck_assert_ptr_null(strstr(text, "\n  4. "));
    ck_assert_ptr_nonnull(strstr(text, "(day 0)"));
    complaint_context_release(context, text);
    ck_assert_int_eq(complaint_facts_set_integer(options, "slowest", 0, NULL),
                     COMPLAINT_OK);
    text = report();
    ck_assert_ptr_null(strstr(text, "The slowest cases"));
    complaint_context_release(context, text);
}
END_TEST

START_TEST(the_filter_and_now_are_heeded)
{
    complaint_facts *all, *some;
    char *text;

    set("format", "json");
    text = report();
    all = parse(text);
    complaint_context_release(context, text);
    complaint_facts_free(options);
    options = parse("{\"month\":\"2019-06\",\"format\":\"json\","
                    "\"filter\":{\"channel\":\"phone\"},"
                    "\"now\":\"2019-06-15T00:00:00Z\"}");
    text = report();
    some = parse(text);
    complaint_context_release(context, text);
    ck_assert_int_lt(
        complaint_facts_integer(complaint_facts_get(some, "received"), 0),
        complaint_facts_integer(complaint_facts_get(all, "received"), 0));
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(some, "as_of"), ""),
        "2019-06-15T08:00:00+08:00");
    complaint_facts_free(all);
    complaint_facts_free(some);
}
END_TEST

START_TEST(months_without_cases_have_a_report_too)
{
    static const char *const months[] = {"1900-01", "2199-12", "2026-02"};

    for (size_t i = 0; i < 3; i++) {
        char *text;

        set("month", months[i]);
        set("format", i == 1 ? "text" : "html");
        text = report();
        ck_assert_ptr_nonnull(strstr(text, months[i]));
        ck_assert_ptr_nonnull(strstr(text, "Nothing to show."));
        complaint_context_release(context, text);
    }
}
END_TEST

START_TEST(memory_may_run_out_anywhere)
{
    uint64_t seed = 5;
    char *text, *whole;
    size_t total;

    set("format", "html");
    surroundings_fail_at(&around, 0);
    whole = report();
    total = around.allocations;
    /* one in many of them, each time another */
    for (size_t attempt = 1; attempt <= total;
         attempt += 1 + (size_t)(test_random(&seed) % (total / 150 + 1))) {
        complaint_error *error = NULL;
        int status;

        surroundings_fail_at(&around, attempt);
        status = complaint_report_month(reg, options, &text, NULL, &error);
        if (status == COMPLAINT_OK) { /* it could do without */
            ck_assert_str_eq(text, whole);
            complaint_context_release(context, text);
        } else {
            ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
            ck_assert_ptr_null(text);
        }
        surroundings_fail_at(&around, 0);
        complaint_error_free(error);
    }
    text = report();
    ck_assert_str_eq(text, whole);
    complaint_context_release(context, text);
    complaint_context_release(context, whole);
}
END_TEST

static Suite *report_suite(void)
{
    Suite *suite = suite_create("report/report");
    TCase *tests = tcase_create("report");

    tcase_set_timeout(tests, 240);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, options_that_it_has_not_are_refused_by_name);
    tcase_add_test(tests, an_unknown_format_names_the_known_ones);
    tcase_add_test(tests, misuse_is_an_error);
    tcase_add_test(tests, the_same_question_gives_the_same_bytes);
    tcase_add_test(tests, json_is_the_map_of_the_dataset);
    tcase_add_test(tests, a_language_may_differ_from_the_contexts);
    tcase_add_test(tests, the_slowest_cases_come_first_and_each_is_explained);
    tcase_add_test(tests, the_filter_and_now_are_heeded);
    tcase_add_test(tests, months_without_cases_have_a_report_too);
    tcase_add_test(tests, memory_may_run_out_anywhere);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(report_suite());
}
