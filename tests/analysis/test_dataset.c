/* Datasets and counting figures against plain loops over the same cases. */
#include "analysis/count.h"
#include "analysis/synthetic.h"
#include "support/surroundings.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 3000

static complaint_context *context;
static synthetic plain;
static complaint_dataset *dataset;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), COMPLAINT_OK);
    plain = synthetic_make(20150425, CASES, true);
    dataset = synthetic_dataset(context, &plain);
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

static complaint_figure *count(const char *json)
{
    complaint_facts *options = parse(json);
    complaint_figure *figure = NULL;
    complaint_error *error = NULL;

    if (complaint_dataset_count(dataset, options, &figure, &error) !=
        COMPLAINT_OK)
        ck_abort_msg("%s", complaint_error_message(error));
    complaint_facts_free(options);
    return figure;
}

static size_t find_column(const char *name)
{
    complaint_data_column column = {0};

    column.struct_size = sizeof column;
    for (size_t i = 0; i < complaint_dataset_column_count(dataset); i++) {
        ck_assert_int_eq(complaint_dataset_column(dataset, i, &column, NULL),
                         COMPLAINT_OK);
        if (strcmp(column.name, name) == 0)
            return i;
    }
    ck_abort_msg("no column %s", name);
    return 0;
}

static complaint_data_column column_of(const char *name)
{
    complaint_data_column column = {0};

    column.struct_size = sizeof column;
    ck_assert_int_eq(
        complaint_dataset_column(dataset, find_column(name), &column, NULL),
        COMPLAINT_OK);
    return column;
}

/* ---- columns ---- */

START_TEST(rows_stand_in_the_order_of_receipt_then_of_record)
{
    complaint_data_column received = column_of("received_at");
    complaint_data_column number = column_of("number");
    const int64_t *times = received.data;
    const int32_t *codes = number.data;

    ck_assert_uint_eq(complaint_dataset_size(dataset), CASES);
    ck_assert_uint_eq(received.count, CASES);
    for (size_t i = 1; i < CASES; i++) {
        ck_assert_int_le(times[i - 1], times[i]);
        if (times[i - 1] == times[i])
            ck_assert_int_lt(codes[i - 1], codes[i]);
    }
}
END_TEST

START_TEST(columns_hold_what_was_put_in)
{
    complaint_data_column number = column_of("number");
    complaint_data_column category = column_of("category");
    complaint_data_column limit = column_of("limit_at");
    complaint_data_column month = column_of("month");
    const int32_t *numbers = number.data, *categories = category.data;
    const int32_t *months = month.data;

    for (size_t i = 0; i < CASES; i++) {
        const char *name =
            complaint_dataset_text(dataset, find_column("number"), numbers[i]);
        const synthetic_case *from = &plain.cases[atoi(name + 1)];
        char text[16], day[COMPLAINT_TIME_TEXT_SIZE];

        ck_assert_str_eq(from->number, name);
        ck_assert_str_eq(complaint_dataset_text(
                             dataset, find_column("category"), categories[i]),
                         from->category);
        ck_assert_int_eq(categories[i] < 0, from->category[0] == '\0');
        ck_assert_int_eq(((const int64_t *)limit.data)[i], from->limit_at);
        ck_assert_int_eq(
            complaint_day_format(
                complaint_day_of_time(from->received_at, from->offset), day,
                sizeof day),
            COMPLAINT_OK);
        snprintf(text, sizeof text, "%.7s", day);
        ck_assert_str_eq(
            complaint_dataset_text(dataset, find_column("month"), months[i]),
            text);
    }
}
END_TEST

START_TEST(dictionaries_are_sorted_by_text)
{
    complaint_data_column unit = column_of("unit");
    size_t index = find_column("unit");

    ck_assert_uint_eq(unit.dictionary_size, 40);
    for (int32_t c = 1; c < 40; c++)
        ck_assert_int_lt(strcmp(complaint_dataset_text(dataset, index, c - 1),
                                complaint_dataset_text(dataset, index, c)),
                         0);
    ck_assert_str_eq(complaint_dataset_text(dataset, index, 40), "");
    ck_assert_str_eq(complaint_dataset_text(dataset, index, -1), "");
}
END_TEST

START_TEST(the_header_s_columns_are_all_there)
{
    static const char *const names[] = {
        "number",    "procedure",   "state",           "channel",
        "category",  "severity",    "urgency",         "product",
        "batch",     "unit",        "owner",           "cause",
        "outcome",   "received_at", "acknowledged_at", "responded_at",
        "closed_at", "limit_at",    "working_days",    "reopened",
        "claim",     "month"};

    ck_assert_uint_eq(complaint_dataset_column_count(dataset),
                      sizeof names / sizeof names[0]);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        ck_assert_uint_eq(find_column(names[i]), i);
}
END_TEST

START_TEST(a_wrong_column_is_refused)
{
    complaint_data_column column = {0};

    ck_assert_int_eq(complaint_dataset_column(dataset, 0, &column, NULL),
                     COMPLAINT_INVALID);
    column.struct_size = sizeof column;
    ck_assert_int_eq(complaint_dataset_column(dataset, 22, &column, NULL),
                     COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(complaint_dataset_column(NULL, 0, &column, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_dataset_column(dataset, 0, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_uint_eq(complaint_dataset_size(NULL), 0);
    complaint_dataset_free(NULL);
}
END_TEST

/* ---- counting ---- */

static bool same(const char *text, const char *wanted)
{
    return strcmp(text, wanted) == 0;
}

/* Cases that a row of a figure over month, category and unit stands for. */
static double naive(const complaint_figure *figure, size_t row,
                    complaint_time from, complaint_time to)
{
    double found = 0;

    for (size_t i = 0; i < plain.count; i++) {
        const synthetic_case *c = &plain.cases[i];
        char day[COMPLAINT_TIME_TEXT_SIZE];

        if (c->received_at < from || c->received_at >= to)
            continue;
        ck_assert_int_eq(complaint_day_format(
                             complaint_day_of_time(c->received_at, c->offset),
                             day, sizeof day),
                         COMPLAINT_OK);
        day[7] = '\0';
        found += same(complaint_figure_text(figure, row, 0), day) &&
                 same(complaint_figure_text(figure, row, 1), c->category) &&
                 same(complaint_figure_text(figure, row, 2), c->unit);
    }
    return found;
}

static int compare_rows(const complaint_figure *figure, size_t a, size_t b)
{
    for (size_t d = 0; d < complaint_figure_dimensions(figure); d++) {
        int order = strcmp(complaint_figure_text(figure, a, d),
                           complaint_figure_text(figure, b, d));

        if (order != 0)
            return order;
    }
    return 0;
}

static double value_at(const complaint_figure *figure, size_t row, size_t m)
{
    double value = NAN;

    ck_assert(complaint_figure_value(figure, row, m, &value, NULL));
    return value;
}

START_TEST(counts_equal_a_plain_loop)
{
    complaint_time from = synthetic_month(2016, 2, 28800);
    complaint_time to = synthetic_month(2016, 4, 28800);
    complaint_figure *figure =
        count("{\"by\":[\"month\",\"category\",\"unit\"],"
              "\"from\":\"2016-02-01\",\"to\":\"2016-03-31T16:00:00Z\"}");
    double sum = 0, all = 0;

    /* a date is local time of the newest case's calendar, which may be
     * another one here: ask what it was taken for */
    from = synthetic_month(2016, 2, complaint__dataset_table(dataset)->offset);
    for (size_t i = 0; i < complaint_figure_rows(figure); i++) {
        double value = value_at(figure, i, 0);

        ck_assert_double_eq(value, naive(figure, i, from, to));
        ck_assert_double_gt(value, 0);
        sum += value;
        if (i > 0)
            ck_assert_int_lt(compare_rows(figure, i - 1, i), 0);
    }
    for (size_t i = 0; i < plain.count; i++)
        all += plain.cases[i].received_at >= from &&
               plain.cases[i].received_at < to;
    ck_assert_double_eq(sum, all);
    ck_assert_double_gt(sum, 100);
    ck_assert_str_eq(complaint_figure_dimension(figure, 1), "category");
    ck_assert_str_eq(complaint_figure_measure(figure, 0), "count");
    complaint_figure_free(figure);
}
END_TEST

static void check_ways(const int *codes, size_t dimensions)
{
    complaint__count_request request = {{NULL}, dimensions, NULL, 17, 2817};
    complaint__groups dense, hashed;

    if (dataset->months_ascend)
        request.ascending = &dataset->codes[COMPLAINT__CODE_MONTH];
    for (size_t d = 0; d < dimensions; d++)
        request.columns[d] = &dataset->codes[codes[d]];
    ck_assert(complaint__count_dense(context, &request, &dense));
    ck_assert(complaint__count_hashed(context, &request, &hashed));
    ck_assert_uint_gt(dense.count, 0);
    ck_assert_uint_eq(dense.count, hashed.count);
    ck_assert_int_eq(
        memcmp(dense.groups, hashed.groups, dense.count * sizeof *dense.groups),
        0);
    complaint__groups_free(context, &dense);
    complaint__groups_free(context, &hashed);
}

/* Narrow and wide codes (a number for each case is two bytes wide), with
 * months as runs where they ascend and without. */
START_TEST(the_dense_way_equals_the_hashed_way)
{
    static const int codes[][4] = {
        {COMPLAINT__CODE_UNIT, COMPLAINT__CODE_MONTH, COMPLAINT__CODE_CHANNEL,
         COMPLAINT__CODE_CATEGORY},
        {COMPLAINT__CODE_MONTH, COMPLAINT__CODE_NUMBER, COMPLAINT__CODE_CHANNEL,
         COMPLAINT__CODE_SEVERITY},
        {COMPLAINT__CODE_NUMBER, COMPLAINT__CODE_CHANNEL, COMPLAINT__CODE_MONTH,
         COMPLAINT__CODE_SEVERITY},
        {COMPLAINT__CODE_CHANNEL, COMPLAINT__CODE_NUMBER,
         COMPLAINT__CODE_CATEGORY, COMPLAINT__CODE_STATE},
    };

    for (int zones = 0; zones < 2; zones++) {
        synthetic other = synthetic_make(99, CASES, zones == 0);

        complaint_dataset_free(dataset);
        dataset = synthetic_dataset(context, &other);
        ck_assert_int_eq(dataset->months_ascend, zones == 1);
        for (size_t c = 0; c < sizeof codes / sizeof codes[0]; c++)
            for (size_t dimensions = 1; dimensions <= 4; dimensions++)
                check_ways(codes[c], dimensions);
        synthetic_free(&other);
    }
}
END_TEST

START_TEST(a_column_of_many_texts_is_counted_too)
{
    /* 3001 * 13 * 41 * 37 combinations: more than have a cell each */
    complaint_figure *figure =
        count("{\"by\":[\"number\",\"category\",\"unit\",\"month\"]}");

    ck_assert_uint_eq(complaint_figure_rows(figure), CASES);
    for (size_t i = 0; i < CASES; i++) {
        ck_assert_str_eq(complaint_figure_text(figure, i, 0),
                         plain.cases[i].number);
        ck_assert_str_eq(complaint_figure_text(figure, i, 2),
                         plain.cases[i].unit);
        ck_assert_double_eq(value_at(figure, i, 0), 1);
    }
    complaint_figure_free(figure);
}
END_TEST

START_TEST(months_without_cases_are_filled_in_where_asked)
{
    synthetic few = {3, calloc(3, sizeof(synthetic_case))};
    static const char *const months[] = {"2015-11", "2015-12", "2016-01",
                                         "2016-02"};
    complaint_figure *figure;

    ck_assert_ptr_nonnull(few.cases);
    for (size_t i = 0; i < 3; i++) {
        few.cases[i].limit_at = COMPLAINT_TIME_NONE;
        few.cases[i].received_at =
            synthetic_month(2015, i == 2 ? 14 : 11, 0) + COMPLAINT_DAY;
        strcpy(few.cases[i].category, i == 2 ? "b" : "a");
    }
    complaint_dataset_free(dataset);
    dataset = synthetic_dataset(context, &few);
    figure = count("{\"by\":[\"month\"],\"zero\":true}");
    ck_assert_uint_eq(complaint_figure_rows(figure), 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(complaint_figure_text(figure, i, 0), months[i]);
        ck_assert_double_eq(value_at(figure, i, 0), i == 0   ? 2
                                                    : i == 3 ? 1
                                                             : 0);
    }
    complaint_figure_free(figure);
    figure = count("{\"by\":[\"month\",\"category\"],\"zero\":true}");
    ck_assert_uint_eq(complaint_figure_rows(figure), 8);
    ck_assert_str_eq(complaint_figure_text(figure, 1, 1), "b");
    ck_assert_double_eq(value_at(figure, 1, 0), 0);
    complaint_figure_free(figure);
    figure = count("{\"by\":[\"month\"]}");
    ck_assert_uint_eq(complaint_figure_rows(figure), 2);
    complaint_figure_free(figure);
    synthetic_free(&few);
}
END_TEST

START_TEST(pareto_descends_and_adds_up)
{
    complaint_facts *options = parse("{\"by\":\"unit\"}");
    complaint_figure *figure = NULL;
    double sum = 0;
    bool reached = false;

    ck_assert_int_eq(complaint_dataset_pareto(dataset, options, &figure, NULL),
                     COMPLAINT_OK);
    ck_assert_uint_eq(complaint_figure_rows(figure), 41);
    for (size_t i = 0; i < 41; i++) {
        double found = 0;

        for (size_t c = 0; c < plain.count; c++)
            found +=
                same(plain.cases[c].unit, complaint_figure_text(figure, i, 0));
        ck_assert_double_eq(value_at(figure, i, 0), found);
        sum += found;
        ck_assert_double_eq_tol(value_at(figure, i, 1), found / CASES, 1e-12);
        ck_assert_double_eq_tol(value_at(figure, i, 2), sum / CASES, 1e-12);
        ck_assert_double_eq(value_at(figure, i, 3), !reached);
        reached = reached || sum / CASES >= 0.8;
        if (i == 0)
            continue;
        ck_assert_double_ge(value_at(figure, i - 1, 0), found);
        if (value_at(figure, i - 1, 0) == found)
            ck_assert_int_lt(compare_rows(figure, i - 1, i), 0);
    }
    ck_assert(reached);
    complaint_figure_free(figure);
    complaint_facts_free(options);
}
END_TEST

/* ---- the figure's tree ---- */

START_TEST(a_figure_s_tree_says_what_it_is)
{
    complaint_figure *figure =
        count("{\"by\":\"channel\",\"from\":\"2016-01-01T00:00:00Z\"}");
    complaint_facts *tree = NULL;
    const complaint_facts *rows;

    ck_assert_int_eq(complaint_figure_facts(figure, &tree, NULL), COMPLAINT_OK);
    rows = complaint_facts_get(tree, "rows");
    ck_assert_uint_eq(complaint_facts_size(rows), 5);
    ck_assert_str_eq(
        complaint_facts_text(
            complaint_facts_get(complaint_facts_at(rows, 1), "channel"), ""),
        "ch0");
    ck_assert_int_gt(
        complaint_facts_integer(
            complaint_facts_get(complaint_facts_at(rows, 1), "count"), 0),
        0);
    ck_assert_uint_gt(strlen(complaint_facts_text(
                          complaint_facts_get(tree, "definition"), "")),
                      20);
    ck_assert_ptr_nonnull(
        strstr(complaint_facts_text(
                   complaint_facts_get(complaint_facts_get(tree, "population"),
                                       "text"),
                   ""),
               "2016-01-01T"));
    complaint_facts_free(tree);
    complaint_figure_free(figure);
}
END_TEST

START_TEST(a_figure_of_too_many_rows_gives_no_tree)
{
    synthetic many = synthetic_make(3, 10001, false);
    complaint_figure *figure;
    complaint_facts *tree = NULL;

    complaint_dataset_free(dataset);
    dataset = synthetic_dataset(context, &many);
    figure = count("{\"by\":\"number\"}");
    ck_assert_uint_eq(complaint_figure_rows(figure), 10001);
    ck_assert_int_eq(complaint_figure_facts(figure, &tree, NULL),
                     COMPLAINT_LIMIT);
    complaint_figure_free(figure);
    synthetic_free(&many);
}
END_TEST

/* ---- refusals ---- */

static const struct {
    const char *options;
    int status;
    const char *field;
} wrong[] = {
    {"{}", COMPLAINT_INVALID, "by"},
    {"{\"by\":[]}", COMPLAINT_INVALID, "by"},
    {"{\"by\":[\"unit\",3]}", COMPLAINT_INVALID, "by"},
    {"{\"by\":[\"unit\",\"unit\"]}", COMPLAINT_INVALID, "by"},
    {"{\"by\":[\"unit\",\"month\",\"state\",\"cause\",\"batch\"]}",
     COMPLAINT_INVALID, "by"},
    {"{\"by\":\"colour\"}", COMPLAINT_NOT_FOUND, "by"},
    {"{\"by\":\"claim\"}", COMPLAINT_NOT_FOUND, "by"},
    {"{\"by\":\"unit\",\"of\":1}", COMPLAINT_INVALID, "of"},
    {"{\"by\":\"unit\",\"from\":\"yesterday\"}", COMPLAINT_INVALID, "from"},
    {"{\"by\":\"unit\",\"from\":\"2016-02-01\",\"to\":\"2016-01-01\"}",
     COMPLAINT_INVALID, "to"},
};

START_TEST(a_wrong_option_is_refused_by_name)
{
    complaint_facts *options = parse(wrong[_i].options);
    complaint_figure *figure = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint_dataset_count(dataset, options, &figure, &error),
                     wrong[_i].status);
    ck_assert_str_eq(complaint_error_field(error), wrong[_i].field);
    ck_assert_ptr_null(figure);
    complaint_error_free(error);
    complaint_facts_free(options);
}
END_TEST

START_TEST(an_empty_dataset_has_no_groups)
{
    synthetic none = {0, NULL};
    complaint_figure *figure;

    complaint_dataset_free(dataset);
    dataset = synthetic_dataset(context, &none);
    figure = count("{\"by\":[\"month\",\"unit\"],\"zero\":true}");
    ck_assert_uint_eq(complaint_figure_rows(figure), 0);
    complaint_figure_free(figure);
}
END_TEST

START_TEST(an_instant_outside_the_range_is_refused)
{
    complaint__builder *builder = NULL;
    complaint__data_row row;

    complaint__data_row_clear(&row);
    ck_assert_int_eq(complaint__builder_new(context, &builder, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint__builder_add(builder, &row, NULL),
                     COMPLAINT_LIMIT);
    complaint__builder_free(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dataset");
    TCase *tests = tcase_create("dataset");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, rows_stand_in_the_order_of_receipt_then_of_record);
    tcase_add_test(tests, columns_hold_what_was_put_in);
    tcase_add_test(tests, dictionaries_are_sorted_by_text);
    tcase_add_test(tests, the_header_s_columns_are_all_there);
    tcase_add_test(tests, a_wrong_column_is_refused);
    tcase_add_test(tests, counts_equal_a_plain_loop);
    tcase_add_test(tests, the_dense_way_equals_the_hashed_way);
    tcase_add_test(tests, a_column_of_many_texts_is_counted_too);
    tcase_add_test(tests, months_without_cases_are_filled_in_where_asked);
    tcase_add_test(tests, pareto_descends_and_adds_up);
    tcase_add_test(tests, a_figure_s_tree_says_what_it_is);
    tcase_add_test(tests, a_figure_of_too_many_rows_gives_no_tree);
    tcase_add_loop_test(tests, a_wrong_option_is_refused_by_name, 0,
                        (int)(sizeof wrong / sizeof wrong[0]));
    tcase_add_test(tests, an_empty_dataset_has_no_groups);
    tcase_add_test(tests, an_instant_outside_the_range_is_refused);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
