/* Methods of complaint_compute() against the reference results of published
 * packages, and what they say to input that does not fit. */
#include "support/surroundings.h"

#include <complaint/figure.h>
#include <complaint/limits.h>

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static complaint_context *context;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), COMPLAINT_OK);
}

static void tear_down(void)
{
    complaint_context_free(context);
}

/* ---- comparing trees ---- */

static int mismatches;
static int compared;

static void differ(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    mismatches++;
}

static void compare(const char *path, const json_t *want, const json_t *got,
                    double tolerance)
{
    char below[500];
    const char *key;
    json_t *value;
    size_t i;

    if (json_is_object(want)) {
        if (!json_is_object(got)) {
            differ(path, "no map");
            return;
        }
        json_object_foreach((json_t *)want, key, value)
        {
            snprintf(below, sizeof below, "%s.%s", path, key);
            if (json_object_get(got, key) == NULL)
                differ(below, "missing");
            else
                compare(below, value, json_object_get(got, key), tolerance);
        }
    } else if (json_is_array(want)) {
        if (!json_is_array(got) ||
            json_array_size(got) != json_array_size(want)) {
            differ(path, "no list of that length");
            return;
        }
        json_array_foreach(want, i, value)
        {
            snprintf(below, sizeof below, "%s[%zu]", path, i);
            compare(below, value, json_array_get(got, i), tolerance);
        }
    } else if (json_is_number(want)) {
        double a = json_number_value(got), b = json_number_value(want);

        compared++;
        if (!json_is_number(got) ||
            !(fabs(a - b) <= tolerance * fmax(1, fabs(b))))
            differ(path, "another number");
    } else {
        compared++;
        if (!json_equal(want, got))
            differ(path, "another value");
    }
}

static complaint_facts *parse(const char *json)
{
    complaint_facts *facts = NULL;
    complaint_error *error = NULL;

    if (complaint_facts_parse(context, json, strlen(json), &facts, &error) !=
        COMPLAINT_OK)
        ck_abort_msg("%s", complaint_error_message(error));
    return facts;
}

static json_t *compute(const char *method, const complaint_facts *request)
{
    complaint_facts *result = NULL;
    complaint_error *error = NULL;
    char *text = NULL;
    json_t *json;

    if (complaint_compute(context, method, request, &result, &error) !=
        COMPLAINT_OK)
        ck_abort_msg("%s: %s", method, complaint_error_message(error));
    ck_assert_int_eq(complaint_facts_write(result, &text, NULL, NULL),
                     COMPLAINT_OK);
    json = json_loads(text, 0, NULL);
    ck_assert_ptr_nonnull(json);
    complaint_context_release(context, text);
    complaint_facts_free(result);
    return json;
}

static json_t *compute_text(const char *method, const char *json)
{
    complaint_facts *request = parse(json);
    json_t *result = compute(method, request);

    complaint_facts_free(request);
    return result;
}

/* ---- reference results ---- */

static json_t *load(const char *name)
{
    const char *shared = getenv("COMPLAINT_SHARED");
    char path[1000];

    snprintf(path, sizeof path, "%s/stats/%s.json",
             shared != NULL ? shared : "../shared", name);
    return json_load_file(path, 0, NULL);
}

static void check_case(const char *method, const json_t *reference)
{
    char *text = json_dumps(reference, JSON_REAL_PRECISION(17));
    complaint_facts *request = parse(text);
    json_t *got = compute(method, request);
    char path[200];

    free(text);
    snprintf(path, sizeof path, "%s/%s", method,
             json_string_value(json_object_get(reference, "id")));
    compare(path, json_object_get(reference, "expected"), got,
            json_number_value(json_object_get(reference, "rel_tol")));
    json_decref(got);
    complaint_facts_free(request);
}

static void check_method(const char *method)
{
    json_t *file = load(method), *reference;
    size_t i;

    if (file == NULL) {
        fprintf(stderr, "skipped: no reference results of %s\n", method);
        return;
    }
    mismatches = compared = 0;
    json_array_foreach(json_object_get(file, "cases"), i, reference)
        check_case(method, reference);
    ck_assert_int_gt(compared, 0);
    ck_assert_int_eq(mismatches, 0);
    json_decref(file);
}

START_TEST(aggregation_equals_the_reference)
{
    check_method("aggregation");
}
END_TEST

START_TEST(pareto_equals_the_reference)
{
    check_method("pareto");
}
END_TEST

START_TEST(quantiles_equal_the_reference)
{
    check_method("quantiles");
}
END_TEST

/* ---- edges ---- */

static void expect(const char *method, const char *request,
                   const char *expected)
{
    json_t *got = compute_text(method, request);
    json_t *want = json_loads(expected, 0, NULL);

    ck_assert_ptr_nonnull(want);
    mismatches = 0;
    compare(method, want, got, 1e-12);
    ck_assert_int_eq(mismatches, 0);
    json_decref(want);
    json_decref(got);
}

START_TEST(quantiles_of_nothing_are_null)
{
    expect("quantiles", "{\"input\":{\"x\":[]},\"params\":{\"probs\":[0.5]}}",
           "{\"n\":0,\"mean\":null,\"sd\":null,\"min\":null,\"max\":null,"
           "\"median\":null,\"mad\":null,\"trimmed_mean_10\":null,"
           "\"type1\":[null],\"type7\":[null]}");
}
END_TEST

START_TEST(missing_values_are_left_out_of_quantiles)
{
    expect("quantiles",
           "{\"input\":{\"x\":[null,4,null,1]},\"params\":{\"probs\":[]}}",
           "{\"n\":2,\"mean\":2.5,\"type6\":[]}");
}
END_TEST

START_TEST(probabilities_have_a_default)
{
    json_t *got = compute_text("quantiles", "{\"input\":{\"x\":[1,2]}}");

    ck_assert_uint_eq(json_array_size(json_object_get(got, "type8")), 10);
    json_decref(got);
}
END_TEST

START_TEST(nearest_rank_is_not_moved_by_rounding)
{
    char request[2000] = "{\"input\":{\"x\":[", number[16];

    for (int i = 1; i <= 100; i++) {
        snprintf(number, sizeof number, "%s%d", i > 1 ? "," : "", i);
        strcat(request, number);
    }
    strcat(request, "]},\"params\":{\"probs\":[0.55,0.07,0.56]}}");
    expect("quantiles", request,
           "{\"type1\":[55,7,56],\"type2\":[55.5,7.5,56.5]}");
}
END_TEST

START_TEST(pareto_of_zeros_has_no_shares)
{
    expect("pareto", "{\"input\":{\"labels\":[\"a\",\"b\"],\"counts\":[0,0]}}",
           "{\"order\":[\"a\",\"b\"],\"counts\":[0,0],\"cum\":[0,0],"
           "\"share\":[null,null],\"cum_share\":[null,null],"
           "\"vital_few\":null}");
    expect("pareto", "{\"input\":{\"labels\":[],\"counts\":[]}}",
           "{\"order\":[],\"cum_share\":[],\"vital_few\":null}");
}
END_TEST

START_TEST(pareto_threshold_has_a_default_and_may_be_all)
{
    expect("pareto",
           "{\"input\":{\"labels\":[\"a\",\"b\",\"c\"],"
           "\"counts\":[1,8,1]}}",
           "{\"vital_few\":1,\"order\":[\"b\",\"a\",\"c\"]}");
    expect("pareto",
           "{\"input\":{\"labels\":[\"a\",\"b\",\"c\"],"
           "\"counts\":[1,8,1]},\"params\":{\"threshold\":1}}",
           "{\"vital_few\":3}");
}
END_TEST

START_TEST(aggregation_takes_unknown_customers_and_limits)
{
    expect("aggregation",
           "{\"input\":{\"asof_day\":40,\"rows\":["
           "{\"id\":\"x2\",\"customer\":null,\"day\":1,\"close_day\":50,"
           "\"category\":null,\"org\":\"a/b\",\"due_day\":null},"
           "{\"id\":\"x1\",\"customer\":\"c\",\"day\":5,\"close_day\":7,"
           "\"category\":\"q\",\"org\":\"a\",\"due_day\":6},"
           "{\"id\":\"x0\",\"customer\":\"c\",\"day\":5,\"close_day\":null,"
           "\"category\":\"q\",\"org\":\"a\",\"due_day\":40}]}}",
           "{\"by_category\":{\"\":1,\"q\":2},\"by_month30\":[3,0],"
           "\"backlog\":{\"29\":2,\"40\":2},"
           "\"closed_days\":{\"n\":1,\"p95\":2},"
           "\"rollup\":{\"a\":{\"own\":2,\"total\":3},"
           "\"a/b\":{\"own\":1,\"total\":1}},"
           "\"sla\":{\"40\":{\"met\":0,\"late\":1,\"overdue_open\":0,"
           "\"not_yet_due\":1,\"no_limit\":1,\"compliance\":0}},"
           "\"repeat_customer_30d\":{\"repeat_ids\":[\"x1\"],"
           "\"repeat_rate\":0.5,\"entities\":1,\"entities_repeat\":1}}");
}
END_TEST

START_TEST(empty_aggregation_has_no_table_and_no_tree)
{
    json_t *got =
        compute_text("aggregation", "{\"input\":{\"rows\":[],\"asof_day\":0}}");

    ck_assert_ptr_null(json_object_get(got, "crosstab"));
    ck_assert_ptr_null(json_object_get(got, "rollup"));
    ck_assert(json_is_null(json_object_get(got, "closed_days")));
    json_decref(got);
}
END_TEST

/* ---- refusals ---- */

static const struct {
    const char *method;
    const char *request;
    const char *field;
} unfit[] = {
    {"pareto", "[]", "request"},
    {"pareto", "{}", "input"},
    {"pareto", "{\"input\":{},\"params\":3}", "params"},
    {"pareto", "{\"input\":{}}", "input.labels"},
    {"pareto", "{\"input\":{\"labels\":[\"a\"],\"counts\":[1,2]}}",
     "input.counts"},
    {"pareto", "{\"input\":{\"labels\":[\"a\"],\"counts\":[-1]}}",
     "input.counts[0]"},
    {"pareto", "{\"input\":{\"labels\":[\"a\"],\"counts\":[null]}}",
     "input.counts[0]"},
    {"pareto", "{\"input\":{\"labels\":[3],\"counts\":[1]}}",
     "input.labels[0]"},
    {"pareto",
     "{\"input\":{\"labels\":[],\"counts\":[]},"
     "\"params\":{\"threshold\":80}}",
     "params.threshold"},
    {"quantiles", "{\"input\":{\"x\":3}}", "input.x"},
    {"quantiles", "{\"input\":{\"x\":[1,\"b\"]}}", "input.x[1]"},
    {"quantiles", "{\"input\":{\"x\":[]},\"params\":{\"probs\":[0,1.5]}}",
     "params.probs[1]"},
    {"aggregation", "{\"input\":{\"rows\":[]}}", "input.asof_day"},
    {"aggregation",
     "{\"input\":{\"rows\":[],\"asof_day\":9},\"params\":{\"month_len\":0}}",
     "params.month_len"},
    {"aggregation", "{\"input\":{\"rows\":[3],\"asof_day\":9}}",
     "input.rows[0]"},
    {"aggregation", "{\"input\":{\"rows\":[{\"id\":1}],\"asof_day\":9}}",
     "input.rows[0].day"},
    {"aggregation",
     "{\"input\":{\"rows\":[{\"id\":1,\"day\":10}],\"asof_day\":9}}",
     "input.rows[0].day"},
    {"aggregation",
     "{\"input\":{\"rows\":[{\"id\":1,\"day\":2,\"close_day\":1}],"
     "\"asof_day\":9}}",
     "input.rows[0].close_day"},
    {"aggregation",
     "{\"input\":{\"rows\":[{\"id\":1,\"day\":2.5}],\"asof_day\":9}}",
     "input.rows[0].day"},
    {"aggregation", "{\"input\":{\"rows\":[{\"day\":2}],\"asof_day\":9}}",
     "input.rows[0].id"},
    {"aggregation",
     "{\"input\":{\"rows\":[{\"id\":1,\"day\":2,\"org\":7}],"
     "\"asof_day\":9}}",
     "input.rows[0].org"},
};

START_TEST(unfit_input_is_refused_by_its_field)
{
    complaint_facts *request = parse(unfit[_i].request), *result = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint_compute(context, unfit[_i].method, request, &result, &error),
        COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), unfit[_i].field);
    ck_assert_ptr_null(result);
    complaint_error_free(error);
    complaint_facts_free(request);
}
END_TEST

START_TEST(an_unknown_method_lists_the_known_ones)
{
    complaint_facts *request = parse("{\"input\":{}}"), *result = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint_compute(context, "magic", request, &result, &error),
        COMPLAINT_NOT_FOUND);
    ck_assert_uint_ge(complaint_error_item_count(error), 3);
    ck_assert_str_eq(complaint_error_item(error, 0), "aggregation");
    complaint_error_free(error);
    complaint_facts_free(request);
}
END_TEST

START_TEST(too_many_months_exceed_a_limit)
{
    complaint_facts *request =
        parse("{\"input\":{\"rows\":[],\"asof_day\":3000000},"
              "\"params\":{\"month_len\":1}}");
    complaint_facts *result = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint_compute(context, "aggregation", request, &result, &error),
        COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "params.month_len");
    complaint_error_free(error);
    complaint_facts_free(request);
}
END_TEST

START_TEST(null_arguments_are_misuse)
{
    complaint_facts *request = parse("{}"), *result = NULL;

    ck_assert_int_eq(complaint_compute(NULL, "pareto", request, &result, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_compute(context, NULL, request, &result, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_compute(context, "pareto", NULL, &result, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_compute(context, "pareto", request, NULL, NULL),
                     COMPLAINT_MISUSE);
    complaint_facts_free(request);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compute");
    TCase *tests = tcase_create("compute");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, aggregation_equals_the_reference);
    tcase_add_test(tests, pareto_equals_the_reference);
    tcase_add_test(tests, quantiles_equal_the_reference);
    tcase_add_test(tests, quantiles_of_nothing_are_null);
    tcase_add_test(tests, missing_values_are_left_out_of_quantiles);
    tcase_add_test(tests, probabilities_have_a_default);
    tcase_add_test(tests, nearest_rank_is_not_moved_by_rounding);
    tcase_add_test(tests, pareto_of_zeros_has_no_shares);
    tcase_add_test(tests, pareto_threshold_has_a_default_and_may_be_all);
    tcase_add_test(tests, aggregation_takes_unknown_customers_and_limits);
    tcase_add_test(tests, empty_aggregation_has_no_table_and_no_tree);
    tcase_add_loop_test(tests, unfit_input_is_refused_by_its_field, 0,
                        (int)(sizeof unfit / sizeof unfit[0]));
    tcase_add_test(tests, an_unknown_method_lists_the_known_ones);
    tcase_add_test(tests, too_many_months_exceed_a_limit);
    tcase_add_test(tests, null_arguments_are_misuse);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
