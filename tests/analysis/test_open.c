/* A dataset opened from a real register: a few cases, filed and handled
 * through the public API, whose month is counted by hand. */
#include "support/surroundings.h"

#include <complaint.h>

#include <check.h>
#include <math.h>
#include <string.h>

static complaint_context *context;
static complaint_register *book;
static complaint_actor *actor;
static complaint_error *error;

static void must(int status)
{
    if (status != COMPLAINT_OK)
        ck_abort_msg("%s: %s (%s)", complaint_status_name(status),
                     complaint_error_message(error),
                     complaint_error_field(error));
}

static complaint_time at(const char *text)
{
    complaint_time time = 0;

    must(complaint_time_parse(text, 28800, &time, &error));
    return time;
}

static void install(const char *kind, const char *name)
{
    complaint_definition *definition = NULL;

    must(
        complaint_definition_bundled(context, kind, name, &definition, &error));
    must(complaint_register_install(book, actor, definition, &error));
    complaint_definition_free(definition);
}

static complaint_case *file(const char *received, const char *category,
                            const char *unit)
{
    complaint_facts *facts = NULL;
    complaint_case *filed = NULL;

    must(complaint_facts_new(context, &facts, &error));
    must(complaint_facts_set_text(facts, "title", "Late delivery", &error));
    must(complaint_facts_set_text(facts, "channel", "phone", &error));
    must(complaint_facts_set_text(facts, "category", category, &error));
    must(complaint_facts_set_text(facts, "unit", unit, &error));
    must(complaint_case_file(book, actor, facts, at(received), &filed, &error));
    complaint_facts_free(facts);
    return filed;
}

static void perform(complaint_case *one, const char *transition,
                    const char *when)
{
    complaint_facts *facts = NULL;

    must(complaint_facts_new(context, &facts, &error));
    must(complaint_facts_set_text(facts, "reason", "as agreed", &error));
    must(complaint_case_perform(one, actor, transition, facts, at(when),
                                &error));
    complaint_facts_free(facts);
}

static void set_up(void)
{
    complaint_case *one;

    error = NULL;
    must(complaint_context_new(NULL, &context, &error));
    must(complaint_actor_new(context, "clerk-1", NULL, &actor, &error));
    must(complaint_actor_add_role(actor, "*", &error));
    must(complaint_register_open(context, "memory:", COMPLAINT_REGISTER_CREATE,
                                 &book, &error));
    install("calendar", "cn");
    install("procedure", "iso10002");
    /* Filed in another order than they were received in. October 2016: the
     * 1st to the 7th are holidays, the 8th and 9th are made up for. */
    one = file("2016-10-12 10:00", "delivery", "east");
    perform(one, "withdraw", "2016-10-14 10:00");
    perform(one, "reopen", "2016-11-02 09:00");
    perform(one, "withdraw", "2016-11-07 10:00");
    complaint_case_free(one);
    one = file("2016-09-28 09:00", "delivery", "west");
    perform(one, "withdraw", "2016-10-10 17:00");
    complaint_case_free(one);
    complaint_case_free(file("2016-11-03 09:00", "quality", "west"));
    complaint_case_free(file("2016-10-20 09:00", "quality", "east"));
    /* September still, by UTC */
    one = file("2016-10-01 00:30", "quality", "east");
    perform(one, "withdraw", "2016-10-31 23:59");
    complaint_case_free(one);
}

static void tear_down(void)
{
    complaint_error_free(error);
    complaint_register_free(book);
    complaint_actor_free(actor);
    complaint_context_free(context);
}

static complaint_facts *month_map(const char *month)
{
    complaint_dataset *dataset = NULL;
    complaint_facts *map = NULL;

    must(complaint_dataset_open(book, NULL, &dataset, &error));
    must(complaint_dataset_month(dataset, month, at("2017-01-01"), &map,
                                 &error));
    complaint_dataset_free(dataset);
    return map;
}

static void check(const complaint_facts *map, const char *key, double wanted)
{
    const complaint_facts *node = complaint_facts_get(map, key);
    double found = complaint_facts_real(node, NAN);

    ck_assert_msg(fabs(found - wanted) < 1e-9, "%s: %g, not %g", key, found,
                  wanted);
}

START_TEST(october_is_as_counted_by_hand)
{
    complaint_facts *map = month_map("2016-10");
    const complaint_facts *east;

    check(map, "received", 3);
    check(map, "closed", 3);
    check(map, "open_at_month_end", 1);
    /* 2 (12th to 14th), 5 (28 September to 10 October), 18 (all of it) */
    check(map, "median_working_days", 5);
    check(map, "p90_working_days", 15.4);
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(map, "by_unit")),
                      2);
    east = complaint_facts_at(complaint_facts_get(map, "by_unit"), 0);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(east, "name"), ""), "east");
    check(east, "received", 3);
    check(east, "closed", 2);
    check(complaint_facts_get(map, "cohort"), "closed", 2);
    check(complaint_facts_get(map, "cohort"), "open", 1);
    complaint_facts_free(map);
}
END_TEST

START_TEST(a_case_closed_again_counts_in_both_months)
{
    complaint_facts *map = month_map("2016-11");
    const complaint_facts *history = complaint_facts_get(map, "history");

    check(map, "received", 1);
    check(map, "closed", 1);
    check(map, "open_at_month_end", 2);
    check(map, "median_working_days", 18);
    check(complaint_facts_at(history, 22), "closed", 3);
    check(complaint_facts_at(history, 22), "open_at_month_end", 1);
    check(complaint_facts_at(history, 21), "received", 1);
    check(complaint_facts_at(history, 21), "open_at_month_end", 1);
    complaint_facts_free(map);
}
END_TEST

START_TEST(rows_are_in_the_order_of_receipt_by_local_month)
{
    static const char *const months[] = {"2016-09", "2016-10", "2016-10",
                                         "2016-10", "2016-11"};
    complaint_dataset *dataset = NULL;
    complaint_data_column column = {0};
    size_t index = 0;

    must(complaint_dataset_open(book, NULL, &dataset, &error));
    ck_assert_uint_eq(complaint_dataset_size(dataset), 5);
    column.struct_size = sizeof column;
    do
        must(complaint_dataset_column(dataset, index++, &column, &error));
    while (strcmp(column.name, "month") != 0);
    for (size_t i = 0; i < 5; i++)
        ck_assert_str_eq(
            complaint_dataset_text(dataset, index - 1,
                                   ((const int32_t *)column.data)[i]),
            months[i]);
    complaint_dataset_free(dataset);
}
END_TEST

START_TEST(a_filter_chooses_cases)
{
    complaint_facts *filter = NULL;
    complaint_dataset *dataset = NULL;

    must(complaint_facts_new(context, &filter, &error));
    must(complaint_facts_set_text(filter, "category", "quality", &error));
    must(complaint_dataset_open(book, filter, &dataset, &error));
    ck_assert_uint_eq(complaint_dataset_size(dataset), 3);
    complaint_dataset_free(dataset);
    must(complaint_facts_set_integer(filter, "limit", 1, &error));
    ck_assert_int_eq(complaint_dataset_open(book, filter, &dataset, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "limit");
    complaint_facts_free(filter);
}
END_TEST

START_TEST(a_dataset_outlives_its_register)
{
    complaint_dataset *dataset = NULL;
    complaint_facts *map = NULL;

    must(complaint_dataset_open(book, NULL, &dataset, &error));
    must(complaint_register_close(book, &error));
    must(complaint_dataset_month(dataset, "2016-10", at("2017-01-01"), &map,
                                 &error));
    check(map, "received", 3);
    complaint_facts_free(map);
    complaint_dataset_free(dataset);
    ck_assert_int_eq(complaint_dataset_open(book, NULL, &dataset, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_dataset_open(NULL, NULL, &dataset, &error),
                     COMPLAINT_MISUSE);
}
END_TEST

START_TEST(a_batch_sees_its_own_cases)
{
    complaint_dataset *dataset = NULL;

    must(complaint_register_begin(book, &error));
    complaint_case_free(file("2016-12-01 09:00", "quality", "west"));
    must(complaint_dataset_open(book, NULL, &dataset, &error));
    ck_assert_uint_eq(complaint_dataset_size(dataset), 6);
    complaint_dataset_free(dataset);
    must(complaint_register_rollback(book, &error));
    must(complaint_dataset_open(book, NULL, &dataset, &error));
    ck_assert_uint_eq(complaint_dataset_size(dataset), 5);
    complaint_dataset_free(dataset);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("open");
    TCase *tests = tcase_create("open");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, october_is_as_counted_by_hand);
    tcase_add_test(tests, a_case_closed_again_counts_in_both_months);
    tcase_add_test(tests, rows_are_in_the_order_of_receipt_by_local_month);
    tcase_add_test(tests, a_filter_chooses_cases);
    tcase_add_test(tests, a_dataset_outlives_its_register);
    tcase_add_test(tests, a_batch_sees_its_own_cases);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
