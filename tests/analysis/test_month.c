/* Timeliness and the monthly figures against plain loops over the same cases,
 * some of them reopened, some in other zones. */
#include "analysis/month.h"
#include "analysis/synthetic.h"
#include "support/surroundings.h"

#include <complaint/limits.h>

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 700

static complaint_context *context;
static synthetic plain;
static complaint_dataset *dataset;

static void begin(bool offsets)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), COMPLAINT_OK);
    plain = synthetic_make(1219, CASES, offsets);
    dataset = synthetic_dataset(context, &plain);
}

static void set_up(void)
{
    begin(false);
}

static void tear_down(void)
{
    complaint_dataset_free(dataset);
    complaint_context_free(context);
    synthetic_free(&plain);
}

static complaint_facts *parse(const char *json)
{
    complaint_facts *facts = NULL;

    ck_assert_int_eq(
        complaint_facts_parse(context, json, strlen(json), &facts, NULL),
        COMPLAINT_OK);
    return facts;
}

/* ---- months themselves ---- */

START_TEST(months_and_days_agree_for_three_centuries)
{
    complaint_day day = -25567; /* 1900-01-01 */
    const complaint__month_table *table = complaint__dataset_table(dataset);

    for (int month = 1900 * 12; month < 2200 * 12; month++) {
        char text[COMPLAINT__MONTH_TEXT_SIZE];
        char date[COMPLAINT_TIME_TEXT_SIZE];

        ck_assert_int_eq(complaint__month_first_day(month), day);
        ck_assert_int_eq(
            complaint__table_month(table, day * COMPLAINT_DAY -
                                              table->offset * COMPLAINT_SECOND),
            month);
        complaint__month_write(month, text);
        ck_assert_int_eq(complaint_day_format(day, date, sizeof date),
                         COMPLAINT_OK);
        ck_assert_int_eq(strncmp(date, text, 7), 0);
        ck_assert_int_eq(complaint__month_parse(text), month);
        day = complaint__month_first_day(month + 1);
        ck_assert_int_eq(complaint__table_month(
                             table, day * COMPLAINT_DAY -
                                        table->offset * COMPLAINT_SECOND - 1),
                         month);
    }
    ck_assert_int_eq(day, 84006);
}
END_TEST

START_TEST(what_is_no_month_is_not_read)
{
    ck_assert_int_eq(complaint__month_parse("2016-13"), -1);
    ck_assert_int_eq(complaint__month_parse("2016-00"), -1);
    ck_assert_int_eq(complaint__month_parse("2016-1"), -1);
    ck_assert_int_eq(complaint__month_parse("2016-01-01"), -1);
    ck_assert_int_eq(complaint__month_parse("1899-12"), -1);
    ck_assert_int_eq(complaint__month_parse("2200-01"), -1);
    ck_assert_int_eq(complaint__month_parse("2016_01"), -1);
    ck_assert_int_eq(complaint__month_parse(NULL), -1);
}
END_TEST

/* ---- plain loops ---- */

typedef struct counted {
    double received, closed, within, late, open, overdue, not_yet, no_limit;
    double median, p90;
    double simulated;
} counted;

/* Which field of a case must have which text; NULL: any. */
typedef struct which {
    int field; /* 0 category, 1 unit, 2 channel */
    const char *text;
} which;

static bool fits(const synthetic_case *c, which w)
{
    const char *fields[] = {c->category, c->unit, c->channel};

    return w.text == NULL || strcmp(fields[w.field], w.text) == 0;
}

static void judge(const synthetic_case *c, const complaint__closing *closing,
                  complaint_time at, counted *out, double *days)
{
    out->simulated += c->simulated;
    out->no_limit += c->limit_at == COMPLAINT_TIME_NONE;
    if (closing != NULL) {
        days[(size_t)out->closed++] = (double)closing->working_days;
        if (c->limit_at != COMPLAINT_TIME_NONE)
            *(closing->closed_at <= c->limit_at ? &out->within : &out->late) +=
                1;
    } else {
        out->open++;
        if (c->limit_at != COMPLAINT_TIME_NONE)
            *(c->limit_at < at ? &out->overdue : &out->not_yet) += 1;
    }
}

static counted count_month(int year, int month, complaint_time now, which w,
                           bool cohort)
{
    counted out = {0};
    double *days = calloc(plain.count, sizeof *days);

    ck_assert_ptr_nonnull(days);
    for (size_t i = 0; i < plain.count; i++) {
        const synthetic_case *c = &plain.cases[i];
        complaint_time start = synthetic_month(year, month, c->offset);
        complaint_time at = synthetic_month(year, month + 1, c->offset) - 1;
        const complaint__closing *closing;
        bool received;

        at = now < at ? now : at;
        if (!fits(c, w) || c->received_at > at)
            continue;
        received = c->received_at >= start;
        out.received += received;
        if (cohort && !received)
            continue;
        if (cohort)
            at = now;
        closing = synthetic_standing(c, at);
        if (cohort || closing == NULL || closing->closed_at >= start)
            judge(c, closing, at, &out, days);
    }
    out.median = synthetic_quantile(days, (size_t)out.closed, 0.5);
    out.p90 = synthetic_quantile(days, (size_t)out.closed, 0.9);
    free(days);
    return out;
}

/* ---- comparing ---- */

static double number(const complaint_facts *map, const char *key)
{
    const complaint_facts *node = complaint_facts_get(map, key);

    if (node == NULL)
        ck_abort_msg("no %s", key);
    return complaint_facts_real(node, NAN);
}

static void check_number(const complaint_facts *map, const char *key,
                         double wanted)
{
    double found = number(map, key);

    if (isnan(wanted)) {
        ck_assert_int_eq(complaint_facts_type(complaint_facts_get(map, key)),
                         COMPLAINT_FACTS_NULL);
        ck_assert_uint_gt(
            strlen(complaint_facts_text(
                complaint_facts_get(complaint_facts_get(map, "undefined"), key),
                "")),
            0);
        return;
    }
    ck_assert_msg(fabs(found - wanted) < 1e-9, "%s: %g, not %g", key, found,
                  wanted);
}

static void check_counted(const complaint_facts *map, const counted *wanted,
                          const char *open_key)
{
    double of = wanted->within + wanted->late + wanted->overdue;

    check_number(map, "received", wanted->received);
    check_number(map, "closed", wanted->closed);
    check_number(map, open_key, wanted->open);
    check_number(map, "within_limit", wanted->within);
    check_number(map, "overdue", wanted->late);
    check_number(map, "open_overdue", wanted->overdue);
    check_number(map, "share_within", of > 0 ? wanted->within / of : NAN);
    check_number(map, "median_working_days", wanted->median);
}

static complaint_facts *month_map(const char *month, complaint_time now)
{
    complaint_facts *map = NULL;
    complaint_error *error = NULL;

    if (complaint_dataset_month(dataset, month, now, &map, &error) !=
        COMPLAINT_OK)
        ck_abort_msg("%s", complaint_error_message(error));
    return map;
}

static void check_breakdown(const complaint_facts *map, int year, int month,
                            complaint_time now, int field, const char *key)
{
    static const char *const sums[] = {"received",          "closed",
                                       "open_at_month_end", "within_limit",
                                       "overdue",           "open_overdue"};
    const complaint_facts *list = complaint_facts_get(map, key);

    ck_assert_uint_gt(complaint_facts_size(list), 2);
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *row = complaint_facts_at(list, i);
        which w = {field, complaint_facts_text(complaint_facts_get(row, "name"),
                                               NULL)};
        counted wanted = count_month(year, month, now, w, false);

        ck_assert_ptr_nonnull(w.text);
        check_counted(row, &wanted, "open_at_month_end");
        check_number(row, "p90_working_days", wanted.p90);
    }
    for (size_t s = 0; s < sizeof sums / sizeof sums[0]; s++) {
        double sum = 0;

        for (size_t i = 0; i < complaint_facts_size(list); i++)
            sum += number(complaint_facts_at(list, i), sums[s]);
        check_number(map, sums[s], sum);
    }
}

static void check_month(int year, int month, complaint_time now)
{
    char text[COMPLAINT__MONTH_TEXT_SIZE];
    complaint_facts *map;
    which any = {0, NULL};
    counted wanted = count_month(year, month, now, any, false);
    counted cohort = count_month(year, month, now, any, true);

    complaint__month_write(year * 12 + month - 1, text);
    map = month_map(text, now);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(map, "month"), ""), text);
    check_counted(map, &wanted, "open_at_month_end");
    check_number(map, "p90_working_days", wanted.p90);
    check_number(map, "simulated_count", wanted.simulated);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(map, "simulated"), -1),
        wanted.simulated > 0);
    check_number(complaint_facts_get(map, "population"), "count",
                 wanted.closed + wanted.open);
    check_counted(complaint_facts_get(map, "cohort"), &cohort, "open");
    check_number(complaint_facts_get(map, "cohort"), "not_yet_due",
                 cohort.not_yet);
    check_number(complaint_facts_get(map, "cohort"), "no_limit",
                 cohort.no_limit);
    check_breakdown(map, year, month, now, 0, "by_category");
    check_breakdown(map, year, month, now, 1, "by_unit");
    check_breakdown(map, year, month, now, 2, "by_channel");
    complaint_facts_free(map);
}

static void check_history(int year, int month, complaint_time now)
{
    char text[COMPLAINT__MONTH_TEXT_SIZE];
    complaint_facts *map;
    const complaint_facts *history;
    which any = {0, NULL};

    complaint__month_write(year * 12 + month - 1, text);
    map = month_map(text, now);
    history = complaint_facts_get(map, "history");
    ck_assert_uint_eq(complaint_facts_size(history), 24);
    for (int m = 0; m < 24; m++) {
        int at = year * 12 + month - 1 - 23 + m;
        const complaint_facts *row = complaint_facts_at(history, (size_t)m);
        counted wanted = count_month(at / 12, at % 12 + 1, now, any, false);

        complaint__month_write(at, text);
        ck_assert_str_eq(
            complaint_facts_text(complaint_facts_get(row, "month"), ""), text);
        check_counted(row, &wanted, "open_at_month_end");
    }
    complaint_facts_free(map);
}

static void check_all(void)
{
    complaint_time later = synthetic_month(2019, 1, 0);
    complaint_time middle = synthetic_month(2016, 8, 0) + 11 * COMPLAINT_DAY;

    check_month(2015, 1, later);
    check_month(2016, 6, later);
    check_month(2017, 12, later);
    check_month(2018, 3, later);
    check_month(2016, 7, middle);
    check_month(2016, 8, middle);
    check_month(2016, 8, plain.cases[5].received_at);
    /* now long before the month, and before its history */
    check_month(2016, 8, synthetic_month(2015, 5, 0));
    check_month(2018, 3, synthetic_month(2015, 9, 0));
    check_history(2018, 3, synthetic_month(2015, 9, 0));
    check_history(2016, 12, later);
    check_history(2018, 6, later);
    check_history(2016, 8, middle);
    check_history(2016, 10, middle);
}

START_TEST(monthly_figures_equal_a_plain_loop)
{
    check_all();
}
END_TEST

START_TEST(months_are_local_where_zones_differ)
{
    tear_down();
    begin(true);
    ck_assert_ptr_nonnull(dataset->table_of);
    check_all();
}
END_TEST

START_TEST(a_limit_at_the_last_instant_is_judged_alike_everywhere)
{
    /* limits on and beside the last instants of a month, and of now */
    complaint_time end = synthetic_month(2016, 7, 28800);

    for (size_t i = 0; i < plain.count; i++)
        plain.cases[i].limit_at = end - 3 + (complaint_time)(i % 6);
    complaint_dataset_free(dataset);
    dataset = synthetic_dataset(context, &plain);
    check_month(2016, 6, synthetic_month(2019, 1, 0));
    check_history(2016, 9, synthetic_month(2019, 1, 0));
    for (complaint_time now = end - 4; now < end + 4; now++) {
        check_month(2016, 6, now);
        check_history(2016, 6, now);
        check_history(2016, 9, now);
    }
}
END_TEST

START_TEST(a_reopened_case_counts_where_it_stood)
{
    synthetic one = {1, calloc(1, sizeof(synthetic_case))};
    static const struct {
        const char *month;
        double closed, open;
    } wanted[] = {
        {"2016-05", 0, 1}, {"2016-06", 1, 0}, {"2016-07", 0, 0},
        {"2016-08", 0, 1}, {"2016-09", 1, 0}, {"2016-10", 0, 0},
    };

    ck_assert_ptr_nonnull(one.cases);
    one.cases[0].received_at = synthetic_month(2016, 5, 0) + COMPLAINT_DAY;
    one.cases[0].limit_at = COMPLAINT_TIME_NONE;
    one.cases[0].closing_count = 2;
    one.cases[0].closings[0] =
        (complaint__closing){synthetic_month(2016, 6, 0) + COMPLAINT_DAY,
                             synthetic_month(2016, 8, 0) + COMPLAINT_DAY, 22};
    one.cases[0].closings[1] = (complaint__closing){
        synthetic_month(2016, 9, 0) + COMPLAINT_DAY, COMPLAINT_TIME_NONE, 90};
    complaint_dataset_free(dataset);
    dataset = synthetic_dataset(context, &one);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        complaint_facts *map =
            month_map(wanted[i].month, synthetic_month(2019, 1, 0));

        check_number(map, "closed", wanted[i].closed);
        check_number(map, "open_at_month_end", wanted[i].open);
        check_number(map, "median_working_days",
                     i == 1   ? 22
                     : i == 4 ? 90
                              : NAN);
        complaint_facts_free(map);
    }
    synthetic_free(&one);
}
END_TEST

START_TEST(a_case_closed_before_it_came_counts_as_closed_when_it_came)
{
    synthetic one = {1, calloc(1, sizeof(synthetic_case))};
    complaint_facts *map;

    ck_assert_ptr_nonnull(one.cases);
    one.cases[0].received_at = synthetic_month(2016, 5, 0) + COMPLAINT_DAY;
    one.cases[0].limit_at = COMPLAINT_TIME_NONE;
    one.cases[0].closing_count = 1;
    one.cases[0].closings[0] = (complaint__closing){synthetic_month(2016, 4, 0),
                                                    COMPLAINT_TIME_NONE, 0};
    complaint_dataset_free(dataset);
    dataset = synthetic_dataset(context, &one);
    map = month_map("2016-05", synthetic_month(2019, 1, 0));
    check_number(map, "received", 1);
    check_number(map, "closed", 1);
    check_number(complaint_facts_at(complaint_facts_get(map, "history"), 23),
                 "closed", 1);
    complaint_facts_free(map);
    synthetic_free(&one);
}
END_TEST

START_TEST(a_month_without_cases_has_reasons_instead_of_numbers)
{
    complaint_facts *map = month_map("2014-01", COMPLAINT_TIME_NONE);

    check_number(map, "received", 0);
    check_number(map, "closed", 0);
    check_number(map, "median_working_days", NAN);
    ck_assert_str_eq(
        complaint_facts_text(
            complaint_facts_get(complaint_facts_get(map, "undefined"),
                                "median_working_days"),
            ""),
        "no closed cases");
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(map, "by_unit")),
                      0);
    ck_assert_uint_gt(
        complaint_facts_size(complaint_facts_get(map, "definitions")), 8);
    complaint_facts_free(map);
}
END_TEST

START_TEST(a_wrong_month_is_refused)
{
    complaint_facts *map = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint_dataset_month(dataset, "2016-6", 0, &map, &error),
        COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "month");
    ck_assert_int_eq(complaint_dataset_month(dataset, NULL, 0, &map, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_dataset_month(NULL, "2016-06", 0, &map, &error),
                     COMPLAINT_MISUSE);
    complaint_error_free(error);
}
END_TEST

/* ---- timeliness ---- */

static complaint_figure *timeliness(const char *json)
{
    complaint_facts *options = parse(json);
    complaint_figure *figure = NULL;
    complaint_error *error = NULL;

    if (complaint_dataset_timeliness(dataset, options, &figure, &error) !=
        COMPLAINT_OK)
        ck_abort_msg("%s", complaint_error_message(error));
    complaint_facts_free(options);
    return figure;
}

static counted count_period(complaint_time from, complaint_time to,
                            complaint_time now, which w, bool received)
{
    counted out = {0};
    complaint_time at = !received && to - 1 < now ? to - 1 : now;
    double *days = calloc(plain.count, sizeof *days);

    ck_assert_ptr_nonnull(days);
    for (size_t i = 0; i < plain.count; i++) {
        const synthetic_case *c = &plain.cases[i];
        const complaint__closing *closing;

        if (!fits(c, w) || c->received_at > at ||
            (received && (c->received_at < from || c->received_at >= to)))
            continue;
        closing = synthetic_standing(c, at);
        if (received || closing == NULL || closing->closed_at >= from)
            judge(c, closing, at, &out, days);
    }
    out.median = synthetic_quantile(days, (size_t)out.closed, 0.5);
    out.p90 = synthetic_quantile(days, (size_t)out.closed, 0.9);
    free(days);
    return out;
}

static void check_value(const complaint_figure *figure, size_t row,
                        const char *measure, double wanted)
{
    double value = NAN;
    const char *reason = NULL;

    for (size_t m = 0; m < complaint_figure_measures(figure); m++) {
        if (strcmp(complaint_figure_measure(figure, m), measure) != 0)
            continue;
        ck_assert_int_eq(
            complaint_figure_value(figure, row, m, &value, &reason),
            !isnan(wanted));
        ck_assert_int_eq(reason != NULL, isnan(wanted));
        if (!isnan(wanted))
            ck_assert_msg(fabs(value - wanted) < 1e-9, "%s: %g, not %g",
                          measure, value, wanted);
        return;
    }
    ck_abort_msg("no %s", measure);
}

static void check_row(const complaint_figure *figure, size_t row,
                      const counted *wanted)
{
    double of = wanted->within + wanted->late + wanted->overdue;

    check_value(figure, row, "closed", wanted->closed);
    check_value(figure, row, "within", wanted->within);
    check_value(figure, row, "late", wanted->late);
    check_value(figure, row, "open", wanted->open);
    check_value(figure, row, "overdue", wanted->overdue);
    check_value(figure, row, "median", wanted->median);
    check_value(figure, row, "p90", wanted->p90);
    check_value(figure, row, "share_within",
                of > 0 ? wanted->within / of : NAN);
}

START_TEST(timeliness_equals_a_plain_loop)
{
    complaint_time from = synthetic_month(2016, 2, 0);
    complaint_time to = synthetic_month(2016, 5, 0);
    complaint_time now = to + 10 * COMPLAINT_DAY;

    for (int received = 0; received < 2; received++) {
        char json[300];
        complaint_figure *figure;
        counted wanted =
            count_period(from, to, now, (which){0, NULL}, received != 0);

        snprintf(json, sizeof json,
                 "{\"from\":\"2016-02-01T00:00:00Z\","
                 "\"to\":\"2016-05-01T00:00:00Z\","
                 "\"now\":\"2016-05-11T00:00:00Z\",\"cohort\":\"%s\"}",
                 received ? "received" : "closed");
        figure = timeliness(json);
        ck_assert_uint_eq(complaint_figure_rows(figure), 1);
        check_row(figure, 0, &wanted);
        complaint_figure_free(figure);
        json[strlen(json) - 1] = ',';
        strcat(json, "\"by\":[\"unit\"]}");
        figure = timeliness(json);
        ck_assert_uint_gt(complaint_figure_rows(figure), 20);
        for (size_t i = 0; i < complaint_figure_rows(figure); i++) {
            wanted = count_period(
                from, to, now, (which){1, complaint_figure_text(figure, i, 0)},
                received != 0);
            check_row(figure, i, &wanted);
        }
        complaint_figure_free(figure);
    }
}
END_TEST

START_TEST(timeliness_tells_what_was_left_out)
{
    complaint_figure *figure = timeliness("{\"now\":\"2016-05-11T00:00:00Z\"}");
    complaint_facts *tree = NULL;
    const complaint_facts *first;
    complaint_time now = synthetic_month(2016, 5, 0) + 10 * COMPLAINT_DAY;
    counted wanted =
        count_period(INT64_MIN, INT64_MAX, now, (which){0, NULL}, false);

    ck_assert_int_eq(complaint_figure_facts(figure, &tree, NULL), COMPLAINT_OK);
    first = complaint_facts_at(complaint_facts_get(tree, "left_out"), 0);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(first, "reason"), ""),
        "no limit");
    check_number(first, "count", wanted.no_limit);
    check_number(complaint_facts_get(tree, "population"), "count",
                 wanted.open + wanted.closed);
    complaint_facts_free(tree);
    complaint_figure_free(figure);
}
END_TEST

START_TEST(nothing_closed_is_a_reason_and_not_zero)
{
    complaint_figure *figure = timeliness("{\"now\":\"2014-05-11\"}");
    const char *reason = NULL;
    double value = 7;
    complaint_facts *tree = NULL;
    const complaint_facts *row;

    ck_assert_uint_eq(complaint_figure_rows(figure), 1);
    ck_assert(!complaint_figure_value(figure, 0, 5, &value, &reason));
    ck_assert_str_eq(reason, "no closed cases");
    ck_assert_double_eq(value, 7);
    ck_assert(!complaint_figure_value(figure, 1, 0, &value, NULL));
    ck_assert_int_eq(complaint_figure_facts(figure, &tree, NULL), COMPLAINT_OK);
    row = complaint_facts_at(complaint_facts_get(tree, "rows"), 0);
    ck_assert_str_eq(complaint_facts_text(
                         complaint_facts_get(
                             complaint_facts_get(row, "undefined"), "median"),
                         ""),
                     "no closed cases");
    complaint_facts_free(tree);
    complaint_figure_free(figure);
}
END_TEST

static const struct {
    const char *options;
    int status;
    const char *field;
} wrong[] = {
    {"{\"cohort\":\"all\"}", COMPLAINT_INVALID, "cohort"},
    {"{\"quantile\":5}", COMPLAINT_INVALID, "quantile"},
    {"{\"by\":[\"unit\",\"month\"]}", COMPLAINT_INVALID, "by"},
    {"{\"by\":\"limit_at\"}", COMPLAINT_NOT_FOUND, "by"},
    {"{\"now\":5}", COMPLAINT_INVALID, "now"},
    {"{\"zero\":true}", COMPLAINT_INVALID, "zero"},
};

START_TEST(a_wrong_option_is_refused_by_name)
{
    complaint_facts *options = parse(wrong[_i].options);
    complaint_figure *figure = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint_dataset_timeliness(dataset, options, &figure, &error),
        wrong[_i].status);
    ck_assert_str_eq(complaint_error_field(error), wrong[_i].field);
    complaint_error_free(error);
    complaint_facts_free(options);
}
END_TEST

START_TEST(quantile_types_differ_and_are_chosen)
{
    complaint_figure *seven = timeliness("{\"quantile\":7}");
    complaint_figure *one = timeliness("{\"quantile\":1}");
    double a = 0, b = 0;

    ck_assert(complaint_figure_value(seven, 0, 6, &a, NULL));
    ck_assert(complaint_figure_value(one, 0, 6, &b, NULL));
    ck_assert_double_eq(b, floor(b)); /* nearest rank: a value that occurred */
    ck_assert_double_le(fabs(a - b), 1);
    complaint_figure_free(seven);
    complaint_figure_free(one);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("month");
    TCase *tests = tcase_create("month");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, months_and_days_agree_for_three_centuries);
    tcase_add_test(tests, what_is_no_month_is_not_read);
    tcase_add_test(tests, monthly_figures_equal_a_plain_loop);
    tcase_add_test(tests, months_are_local_where_zones_differ);
    tcase_add_test(tests,
                   a_limit_at_the_last_instant_is_judged_alike_everywhere);
    tcase_add_test(tests, a_reopened_case_counts_where_it_stood);
    tcase_add_test(tests,
                   a_case_closed_before_it_came_counts_as_closed_when_it_came);
    tcase_add_test(tests, a_month_without_cases_has_reasons_instead_of_numbers);
    tcase_add_test(tests, a_wrong_month_is_refused);
    tcase_add_test(tests, timeliness_equals_a_plain_loop);
    tcase_add_test(tests, timeliness_tells_what_was_left_out);
    tcase_add_test(tests, nothing_closed_is_a_reason_and_not_zero);
    tcase_add_loop_test(tests, a_wrong_option_is_refused_by_name, 0,
                        (int)(sizeof wrong / sizeof wrong[0]));
    tcase_add_test(tests, quantile_types_differ_and_are_chosen);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
