/* Months where clocks change: the table of months of a calendar with summer
 * time, and figures at its edges. */
#include "analysis/month.h"
#include "support/surroundings.h"

#include <check.h>
#include <math.h>
#include <string.h>

static complaint_context *context;
static complaint_calendar *calendar;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_calendar_bundled(context, "gb-eng", &calendar, NULL),
        COMPLAINT_OK);
}

static void tear_down(void)
{
    complaint_calendar_free(calendar);
    complaint_context_free(context);
}

static complaint_time at(const char *text)
{
    complaint_time time = 0;

    ck_assert_int_eq(complaint_time_parse(text, 0, &time, NULL), COMPLAINT_OK);
    return time;
}

static complaint_dataset *dataset_of(const char *received, const char *closed)
{
    complaint__builder *builder = NULL;
    complaint_dataset *dataset = NULL;
    complaint__data_row row;

    ck_assert_int_eq(complaint__builder_new(context, &builder, NULL),
                     COMPLAINT_OK);
    complaint__data_row_clear(&row);
    ck_assert_int_eq(
        complaint__builder_table(builder, calendar, 0, &row.table, NULL),
        COMPLAINT_OK);
    row.numbers[COMPLAINT__NUMBER_RECEIVED] = at(received);
    row.numbers[COMPLAINT__NUMBER_CLOSED] = at(closed);
    row.offset = complaint_calendar_offset(calendar, at(received));
    ck_assert_int_eq(complaint__builder_add(builder, &row, NULL), COMPLAINT_OK);
    ck_assert_int_eq(complaint__builder_finish(builder, &dataset, NULL),
                     COMPLAINT_OK);
    return dataset;
}

START_TEST(a_summer_month_begins_an_hour_earlier)
{
    complaint_dataset *dataset =
        dataset_of("2016-02-01T00:00:00Z", "2016-02-02T00:00:00Z");
    const complaint__month_table *table = complaint__dataset_table(dataset);

    ck_assert_int_eq(complaint__table_start(table, 2016 * 12),
                     at("2016-01-01T00:00:00Z"));
    ck_assert_int_eq(complaint__table_start(table, 2016 * 12 + 6),
                     at("2016-06-30T23:00:00Z"));
    ck_assert_int_eq(complaint__table_month(table, at("2016-06-30T22:59:59Z")),
                     2016 * 12 + 5);
    ck_assert_int_eq(complaint__table_month(table, at("2016-06-30T23:00:00Z")),
                     2016 * 12 + 6);
    complaint_dataset_free(dataset);
}
END_TEST

START_TEST(a_winter_case_closed_in_summer_counts_in_the_local_month)
{
    /* half past midnight on 1 July, by local time */
    complaint_dataset *dataset =
        dataset_of("2016-02-01T00:00:00Z", "2016-06-30T23:30:00Z");
    static const char *const months[] = {"2016-06", "2016-07"};

    for (int i = 0; i < 2; i++) {
        complaint_facts *map = NULL;
        const complaint_facts *history;

        ck_assert_int_eq(complaint_dataset_month(dataset, months[i],
                                                 at("2017-01-01T00:00:00Z"),
                                                 &map, NULL),
                         COMPLAINT_OK);
        ck_assert_int_eq(
            complaint_facts_integer(complaint_facts_get(map, "closed"), -1), i);
        history = complaint_facts_at(complaint_facts_get(map, "history"), 23);
        ck_assert_int_eq(
            complaint_facts_integer(complaint_facts_get(history, "closed"), -1),
            i);
        ck_assert_str_eq(
            complaint_facts_text(complaint_facts_get(map, "as_of"), ""),
            i == 0 ? "2016-06-30T23:59:59.999999+01:00"
                   : "2016-07-31T23:59:59.999999+01:00");
        complaint_facts_free(map);
    }
    complaint_dataset_free(dataset);
}
END_TEST

START_TEST(a_date_in_an_option_is_local_on_its_own_day)
{
    static const char options[] =
        "{\"from\":\"2016-07-01\",\"to\":\"2016-07-02\","
        "\"now\":\"2017-01-01\"}";
    complaint_dataset *dataset =
        dataset_of("2016-02-01T00:00:00Z", "2016-06-30T23:30:00Z");
    complaint_facts *facts = NULL;
    complaint__period period;
    static const char *const known[] = {NULL};

    ck_assert_int_eq(
        complaint_facts_parse(context, options, strlen(options), &facts, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(
        complaint__period_read(dataset, facts, known, &period, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(period.from, at("2016-06-30T23:00:00Z"));
    ck_assert_int_eq(period.to, at("2016-07-01T23:00:00Z"));
    ck_assert_int_eq(period.now, at("2017-01-01T00:00:00Z"));
    complaint_facts_free(facts);
    complaint_dataset_free(dataset);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("zone");
    TCase *tests = tcase_create("zone");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_summer_month_begins_an_hour_earlier);
    tcase_add_test(tests,
                   a_winter_case_closed_in_summer_counts_in_the_local_month);
    tcase_add_test(tests, a_date_in_an_option_is_local_on_its_own_day);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
