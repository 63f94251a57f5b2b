/* Dates in the shapes of registers. */
#include "exchange/moment.h"

#include "exchange/csv.h"
#include "files.h"
#include "support/surroundings.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static complaint__moment_rules rules(int order)
{
    complaint__moment_rules r = {order, 8 * 3600, true, 0, 84000};

    return r;
}

/* Reads by an order, in UTC+8, and compares with an RFC 3339 text. */
static void reads(const char *text, int order, const char *expected, bool date)
{
    complaint__moment_rules r = rules(order);
    complaint__moment m;
    const char *problem = complaint__moment_read(text, strlen(text), &r, &m);
    char got[COMPLAINT_TIME_TEXT_SIZE];

    ck_assert_msg(problem == NULL, "%s: %s", text, problem);
    ck_assert_int_eq(complaint_time_format(m.time, 28800, got, sizeof got), 0);
    ck_assert_str_eq(got, expected);
    ck_assert_msg(m.date_only == date, "%s", text);
}

static void refuses(const char *text, int order)
{
    complaint__moment_rules r = rules(order);
    complaint__moment m;

    ck_assert_msg(complaint__moment_read(text, strlen(text), &r, &m) != NULL,
                  "%s", text);
}

START_TEST(every_shape_with_the_year_first_is_read)
{
    static const char *const same[] = {
        "2019/4/25 9:32:09",         "2019-04-25 09:32:09",
        "2019/04/25  9:32:09",       "2019-04-25T09:32:09",
        "2019-04-25T09:32:09+08:00", "2019-04-25T01:32:09Z",
        "2019-04-25 01:32:09 +0000", "2019.4.25 9:32:09",
        "2019年4月25日 9:32:09",     " 2019/4/25 9:32:09 ",
        "20190425 9:32:09",          "2019-4-25 9:32:09 AM",
        "20190425T09:32:09",         "2019-04-24T20:32:09-05"};

    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        reads(same[i], COMPLAINT__ORDER_YMD, "2019-04-25T09:32:09+08:00",
              false);
    reads("2019/4/25 21:05", COMPLAINT__ORDER_YMD, "2019-04-25T21:05:00+08:00",
          false);
    reads("2019/4/25 9:05 pm", COMPLAINT__ORDER_YMD,
          "2019-04-25T21:05:00+08:00", false);
    reads("2019/4/25 12:00:00 AM", COMPLAINT__ORDER_YMD,
          "2019-04-25T00:00:00+08:00", false);
    reads("2019-04-25 09:32:09.5", COMPLAINT__ORDER_YMD,
          "2019-04-25T09:32:09.500000+08:00", false);
}
END_TEST

START_TEST(a_date_alone_is_the_start_of_its_day)
{
    static const char *const same[] = {"2019/4/25", "2019-04-25", "20190425",
                                       "2019年4月25日", "43580"};

    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        reads(same[i], COMPLAINT__ORDER_YMD, "2019-04-25T00:00:00+08:00", true);
}
END_TEST

START_TEST(month_and_day_first_are_read_only_when_told)
{
    reads("09/12/2016", COMPLAINT__ORDER_MDY, "2016-09-12T00:00:00+08:00",
          true);
    reads("09/12/2016", COMPLAINT__ORDER_DMY, "2016-12-09T00:00:00+08:00",
          true);
    reads("9.12.2016 7:01", COMPLAINT__ORDER_DMY, "2016-12-09T07:01:00+08:00",
          false);
    reads("2016-09-12", COMPLAINT__ORDER_DMY, "2016-09-12T00:00:00+08:00",
          true);
    refuses("09/12/2016", COMPLAINT__ORDER_YMD);
    refuses("13/12/2016", COMPLAINT__ORDER_MDY);
    refuses("12/13/2016", COMPLAINT__ORDER_DMY);
    refuses("09/12/16", COMPLAINT__ORDER_DMY);
}
END_TEST

START_TEST(a_spreadsheets_serial_day_is_read_to_the_second)
{
    complaint__moment_rules r = rules(COMPLAINT__ORDER_YMD);
    complaint__moment m;

    reads("43563.359259259261", COMPLAINT__ORDER_YMD,
          "2019-04-08T08:37:20+08:00", false);
    reads("43563.99999999", COMPLAINT__ORDER_YMD, "2019-04-09T00:00:00+08:00",
          false);
    r.first = -30000;
    ck_assert_ptr_null(complaint__moment_read("1", 1, &r, &m));
    ck_assert_int_eq(complaint_day_of_time(m.time, r.offset), -25567);
    ck_assert_ptr_null(complaint__moment_read("59", 2, &r, &m));
    ck_assert_int_eq(complaint_day_of_time(m.time, r.offset), -25509);
    ck_assert_ptr_null(complaint__moment_read("61", 2, &r, &m));
    ck_assert_int_eq(complaint_day_of_time(m.time, r.offset), -25508);
    ck_assert_ptr_nonnull(complaint__moment_read("60", 2, &r, &m));
    ck_assert_ptr_nonnull(complaint__moment_read("0", 1, &r, &m));
    r.serial = false;
    ck_assert_ptr_nonnull(complaint__moment_read("43563", 5, &r, &m));
}
END_TEST

START_TEST(days_and_hours_that_do_not_exist_are_refused)
{
    static const char *const bad[] = {"2019-02-30",
                                      "2019-13-01",
                                      "2019-00-10",
                                      "2019-04-31",
                                      "2019/2/29",
                                      "20190230",
                                      "2019-04-25 24:00:00",
                                      "2019-04-25 09:60:00",
                                      "2019-04-25 09:32:60",
                                      "2019-04-25 13:00 PM",
                                      "2019-04-25 9:3:2",
                                      "2019-04-25x",
                                      "2019-04-25 9",
                                      "2019-04",
                                      "2019",
                                      "yesterday",
                                      "",
                                      "2019-04/25",
                                      "2019年4月25",
                                      "2019-04-25T09:00+25",
                                      "-5",
                                      "1e5",
                                      "99999999999999999999",
                                      "2019-04-2509:00"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        refuses(bad[i], COMPLAINT__ORDER_YMD);
}
END_TEST

START_TEST(days_out_of_the_mappings_range_are_refused)
{
    refuses("1900-01-01", COMPLAINT__ORDER_YMD);
    refuses("1969-12-31", COMPLAINT__ORDER_YMD);
    refuses("9999-12-31", COMPLAINT__ORDER_YMD);
    refuses("0000-00-00", COMPLAINT__ORDER_YMD);
    refuses("2200-01-01", COMPLAINT__ORDER_YMD);
    refuses("2", COMPLAINT__ORDER_YMD);
    reads("1970-01-01", COMPLAINT__ORDER_YMD, "1970-01-01T00:00:00+08:00",
          true);
}
END_TEST

START_TEST(any_bytes_are_a_date_or_refused)
{
    uint64_t state = 43563;
    static const char pieces[] = "0123456789-/.: TZ+AM年";

    for (int round = 0; round < 20000; round++) {
        char text[24];
        size_t size = (size_t)(next_random(&state) % sizeof text);
        complaint__moment_rules r = rules((int)(next_random(&state) % 3));
        complaint__moment m = {COMPLAINT_TIME_NONE, false};

        for (size_t i = 0; i < size; i++)
            text[i] = pieces[next_random(&state) % (sizeof pieces - 1)];
        if (complaint__moment_read(text, size, &r, &m) == NULL)
            ck_assert_int_ge(m.time, -2 * COMPLAINT_DAY);
    }
}
END_TEST

/* In the real register each time stands twice: ISO and as it was. */
START_TEST(raw_times_of_the_real_register_equal_its_iso_times)
{
    const char *path = shared_file("zh_gov_messages_replied.csv");
    static const size_t pairs[][2] = {{3, 7}, {6, 8}};
    complaint_context *context;
    complaint__source *source;
    complaint__csv *csv;
    const complaint__csv_record *r;
    int compared = 0;

    if (path == NULL)
        return;
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    ck_assert_int_eq(complaint__source_open(context, path, NULL, &source, NULL),
                     0);
    ck_assert_int_eq(complaint__csv_open(context, source, &csv, NULL), 0);
    ck_assert_int_eq(complaint__csv_next(csv, &r, NULL), 0);
    while (complaint__csv_next(csv, &r, NULL) == 0 && r != NULL)
        for (int i = 0; i < 2; i++) {
            complaint__moment_rules ymd = rules(COMPLAINT__ORDER_YMD);
            const complaint__field *iso = &r->fields[pairs[i][0]];
            const complaint__field *raw = &r->fields[pairs[i][1]];
            complaint__moment a, b;

            ck_assert_ptr_null(
                complaint__moment_read(iso->bytes, iso->size, &ymd, &a));
            ck_assert_ptr_null(
                complaint__moment_read(raw->bytes, raw->size, &ymd, &b));
            ck_assert_int_eq(a.time, b.time);
            compared++;
        }
    ck_assert_int_eq(compared, 2 * 2119);
    complaint__csv_close(csv);
    complaint__source_close(source);
    complaint_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("moment");
    TCase *tests = tcase_create("moment");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, every_shape_with_the_year_first_is_read);
    tcase_add_test(tests, a_date_alone_is_the_start_of_its_day);
    tcase_add_test(tests, month_and_day_first_are_read_only_when_told);
    tcase_add_test(tests, a_spreadsheets_serial_day_is_read_to_the_second);
    tcase_add_test(tests, days_and_hours_that_do_not_exist_are_refused);
    tcase_add_test(tests, days_out_of_the_mappings_range_are_refused);
    tcase_add_test(tests, any_bytes_are_a_date_or_refused);
    tcase_add_test(tests, raw_times_of_the_real_register_equal_its_iso_times);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
