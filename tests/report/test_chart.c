/* Charts: axes, gaps, nothing to show, values past all bounds. */
#include "report/chart.h"

#include "support/surroundings.h"

#include <string.h>

#define NO COMPLAINT__NO_TENTHS

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

static size_t occurrences(const char *word)
{
    size_t count = 0;

    for (const char *at = strstr(buffer.bytes, word); at != NULL;
         at = strstr(at + 1, word))
        count++;
    return count;
}

static complaint__chart lines_of(const int64_t *values, size_t count)
{
    static const char *const labels[] = {"2019-01", "2019-02", "2019-03",
                                         "2019-04", "2019-05", "2019-06"};
    complaint__chart chart = {.id = "c",
                              .title = "Title",
                              .nothing = "Nothing here",
                              .unit = "",
                              .labels = labels,
                              .count = count,
                              .line_count = 1};

    chart.lines[0] = (complaint__series){"Series", "blue", values};
    return chart;
}

START_TEST(axes_are_round_and_have_five_steps_at_most)
{
    static const int64_t cases[][2] = {
        {0, 10},     {10, 10},    {50, 10},     {51, 20},
        {100, 20},   {101, 50},   {250, 50},    {260, 100},
        {1000, 200}, {1010, 500}, {2510, 1000}, {123456, 50000}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_int_eq(complaint__axis_step(cases[i][0]), cases[i][1]);
    for (int64_t top = 1; top < INT64_MAX / 20; top = top * 3 + 1) {
        int64_t step = complaint__axis_step(top);

        ck_assert_int_ge(step * 5, top);
        ck_assert(step == 10 || step * 2 / 5 < top);
    }
}
END_TEST

START_TEST(an_undefined_value_leaves_a_gap_and_no_point)
{
    static const int64_t values[] = {10, 20, NO, 30, NO, 40};
    complaint__chart chart = lines_of(values, 6);

    complaint__chart_columns(&buffer, &chart);
    ck_assert(!buffer.failed);
    ck_assert_uint_eq(occurrences("<polyline"), 3);
    ck_assert_uint_eq(occurrences("<circle"), 4);
    ck_assert_uint_eq(occurrences("2019-03 · "), 0);
    ck_assert_uint_eq(occurrences("2019-03: Series: -;"), 1);
}
END_TEST

START_TEST(a_chart_without_values_says_that_there_is_nothing)
{
    static const int64_t undefined[] = {NO, NO}, zeros[] = {0, 0};
    complaint__chart chart = lines_of(undefined, 2);

    complaint__chart_columns(&buffer, &chart);
    ck_assert_uint_eq(occurrences("Nothing here"), 1);
    ck_assert_uint_eq(occurrences("<svg"), 0);
    chart.line_count = 0;
    chart.bar_count = 1;
    chart.bars[0] = (complaint__series){"Series", "blue", zeros};
    complaint__chart_rows(&buffer, &chart);
    ck_assert_uint_eq(occurrences("Nothing here"), 2);
    chart.count = 0;
    complaint__chart_rows(&buffer, &chart);
    complaint__chart_columns(&buffer, &chart);
    ck_assert_uint_eq(occurrences("Nothing here"), 4);
    ck_assert_uint_eq(occurrences("<figure>"), 4);
    ck_assert_uint_eq(occurrences("</figure>"), 4);
}
END_TEST

START_TEST(huge_values_and_negative_ones_do_not_overflow)
{
    static const int64_t values[] = {INT64_MAX, -5, INT64_MAX - 1, NO + 1};
    complaint__chart chart = lines_of(values, 4);

    chart.bar_count = 3;
    for (size_t i = 0; i < 3; i++)
        chart.bars[i] = chart.lines[0];
    complaint__chart_columns(&buffer, &chart);
    chart.stacked = true;
    complaint__chart_rows(&buffer, &chart);
    ck_assert(!buffer.failed);
    ck_assert_uint_eq(occurrences("<svg"), 2);
    ck_assert_uint_eq(occurrences("=\"-"), 0);
}
END_TEST

START_TEST(a_long_name_takes_two_lines_and_keeps_its_whole_in_a_title)
{
    static const char *const labels[] = {
        "价格与收费争议（含退费、押金及违约金）", "a & b"};
    static const int64_t values[] = {10, 20};
    complaint__chart chart = lines_of(values, 2);

    chart.labels = labels;
    chart.bar_count = 1;
    chart.bars[0] = chart.lines[0];
    chart.line_count = 0;
    complaint__chart_rows(&buffer, &chart);
    /* title of the name and of the bar, description */
    ck_assert_uint_eq(occurrences(labels[0]), 3);
    ck_assert_uint_eq(occurrences(">价格与收费争议</tspan>"), 1);
    ck_assert_uint_eq(occurrences("…</tspan>"), 1);
    ck_assert_uint_eq(occurrences(">a &amp; b</tspan>"), 1);
}
END_TEST

static Suite *chart_suite(void)
{
    Suite *suite = suite_create("report/chart");
    TCase *tests = tcase_create("chart");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, axes_are_round_and_have_five_steps_at_most);
    tcase_add_test(tests, an_undefined_value_leaves_a_gap_and_no_point);
    tcase_add_test(tests, a_chart_without_values_says_that_there_is_nothing);
    tcase_add_test(tests, huge_values_and_negative_ones_do_not_overflow);
    tcase_add_test(tests,
                   a_long_name_takes_two_lines_and_keeps_its_whole_in_a_title);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(chart_suite());
}
