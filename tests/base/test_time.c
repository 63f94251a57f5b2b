/* Times and days, read and written. */
#include <complaint/limits.h>
#include <complaint/time.h>

#include "support/surroundings.h"

#include <stdio.h>
#include <string.h>

#define BASE INT64_C(1556184729000000) /* 2019-04-25T09:32:09Z */

START_TEST(each_shape_of_a_time_is_read)
{
    static const struct {
        const char *text;
        int offset;
        complaint_time time;
    } shapes[] = {
        {"2019-04-25T09:32:09Z", 0, BASE},
        {"2019-04-25t09:32:09z", 28800, BASE},
        {"2019-04-25 17:32:09+08:00", 0, BASE},
        {"2019-04-25 17:32:09+0800", 0, BASE},
        {"2019-04-25 17:32:09+08", -3600, BASE},
        {"2019-04-25T17:32:09", 28800, BASE},
        {"2019-04-25T06:02:09-03:30", 0, BASE},
        {"2019-04-25T09:32:09-00:00", 0, BASE},
        {"2019-04-25T09:32", 0, BASE - 9 * COMPLAINT_SECOND},
        {"2019-04-25T09:32+08:00", 0,
         BASE - 9 * COMPLAINT_SECOND - 8 * COMPLAINT_HOUR},
        {"2019-04-25T09:32:09.5Z", 0, BASE + 500000},
        {"2019-04-25T09:32:09.000001Z", 0, BASE + 1},
        {"2019-04-25T09:32:09.1234567Z", 0, BASE + 123456},
        {"2019-04-25T09:32:09.999999999Z", 0, BASE + 999999},
        {"2019-04-25", 28800,
         BASE - 34329 * COMPLAINT_SECOND - 8 * COMPLAINT_HOUR},
        {"2020-02-29", 0, INT64_C(18321) * COMPLAINT_DAY},
        {"1900-01-01T00:00:00Z", 0, COMPLAINT_LIMIT_TIME_MIN},
        {"2199-12-31T23:59:59.999999Z", 0, COMPLAINT_LIMIT_TIME_MAX},
        {"2200-01-01T07:59:59.999999+08:00", 0, COMPLAINT_LIMIT_TIME_MAX},
        {"1970-01-01", 0, 0},
    };

    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        complaint_time time = -1;

        ck_assert_msg(complaint_time_parse(shapes[i].text, shapes[i].offset,
                                           &time, NULL) == COMPLAINT_OK,
                      "%s", shapes[i].text);
        ck_assert_msg(time == shapes[i].time, "%s gives %lld", shapes[i].text,
                      (long long)time);
    }
}
END_TEST

START_TEST(other_shapes_and_impossible_dates_are_refused)
{
    static const char *const wrong[] = {
        "",
        " ",
        "2019",
        "2019-04",
        "2019-4-25",
        "19-04-25",
        "2019/04/25",
        "20190425",
        "2019-04-25 ",
        "2019-04-25T",
        "2019-04-25Z",
        "2019-04-25+08:00",
        "2019-04-25  09:32",
        "2019-04-25T9:32",
        "2019-04-25T09",
        "2019-04-25T0932",
        "2019-04-25T09:32:",
        "2019-04-25T09:32:9",
        "2019-04-25T09:32:09.",
        "2019-04-25T09:32:09.Z",
        "2019-04-25T09:32:09,5",
        "2019-04-25T09:32:09.1234567890",
        "2019-04-25T09:32.5",
        "2019-04-25T09:32:09 Z",
        "2019-04-25T09:32:09ZZ",
        "2019-04-25T09:32:09+",
        "2019-04-25T09:32:09+8",
        "2019-04-25T09:32:09+08:",
        "2019-04-25T09:32:09+080",
        "2019-04-25T09:32:09+08:0",
        "2019-04-25T09:32:09+08:00x",
        "2019-04-25T09:32:09+24:00",
        "2019-04-25T09:32:09+08:60",
        "2019-04-25T24:00:00Z",
        "2019-04-25T09:60",
        "2016-12-31T23:59:60Z",
        "2019-02-29",
        "1900-02-29",
        "2100-02-29",
        "2019-04-31",
        "2019-00-10",
        "2019-13-10",
        "2019-01-00",
        "2019-01-32",
        "-019-01-01",
        "+2019-01-01",
        "２０１９-01-01",
        "0000-02-30",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        complaint_error *error = NULL;
        complaint_time time = 5;

        ck_assert_msg(complaint_time_parse(wrong[i], 0, &time, &error) ==
                          COMPLAINT_INVALID,
                      "%s", wrong[i]);
        ck_assert_int_eq(time, 5);
        ck_assert_str_eq(complaint_error_detail(error), "time.shape");
        complaint_error_free(error);
    }
}
END_TEST

START_TEST(a_time_outside_the_range_is_a_limit)
{
    static const char *const wrong[] = {
        "1899-12-31T23:59:59.999999Z",
        "1900-01-01T07:59:59.999999+08:00",
        "2200-01-01T00:00:00Z",
        "2199-12-31T23:59:59-00:01",
        "0000-01-01",
        "9999-12-31T23:59:59Z",
    };
    complaint_time time = 5;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_msg(complaint_time_parse(wrong[i], 0, &time, NULL) ==
                          COMPLAINT_LIMIT,
                      "%s", wrong[i]);
    ck_assert_int_eq(time, 5);
}
END_TEST

START_TEST(what_is_missing_is_misuse)
{
    char text[COMPLAINT_TIME_TEXT_SIZE] = "x";
    complaint_time time = 0;
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint_time_parse(NULL, 0, &time, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "text");
    ck_assert_int_eq(complaint_time_parse("x", 0, NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "out");
    ck_assert_int_eq(complaint_day_parse(NULL, &time, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_day_parse("2019-04-25", NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_time_format(0, 0, NULL, 40), COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_time_format(0, 0, text, 0), COMPLAINT_MISUSE);
    ck_assert_str_eq(text, "x");
    ck_assert_int_eq(complaint_time_format(0, 0, text, 39), COMPLAINT_MISUSE);
    ck_assert_str_eq(text, "");
    ck_assert_int_eq(complaint_day_format(0, text, 39), COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_day_format(0, NULL, 40), COMPLAINT_MISUSE);
    complaint_error_free(error);
}
END_TEST

START_TEST(offsets_have_their_ends)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];
    complaint_time time = 0;

    ck_assert_int_eq(
        complaint_time_parse("2019-04-25T00:00", 86399, &time, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_time_parse("2019-04-25T00:00", 86400, &time, NULL),
        COMPLAINT_INVALID);
    ck_assert_int_eq(
        complaint_time_parse("2019-04-25T00:00", -86400, &time, NULL),
        COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_time_format(0, 86340, text, sizeof text), 0);
    ck_assert_str_eq(text, "1970-01-01T23:59:00+23:59");
    ck_assert_int_eq(complaint_time_format(0, 86400, text, sizeof text),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_time_format(0, -86400, text, sizeof text),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_time_format(0, 30, text, sizeof text),
                     COMPLAINT_INVALID);
}
END_TEST

START_TEST(a_time_is_written_with_offset_and_only_the_fraction_it_has)
{
    static const struct {
        complaint_time time;
        int offset;
        const char *text;
    } all[] = {
        {BASE, 0, "2019-04-25T09:32:09Z"},
        {BASE, 28800, "2019-04-25T17:32:09+08:00"},
        {BASE, -12600, "2019-04-25T06:02:09-03:30"},
        {BASE + 500000, 0, "2019-04-25T09:32:09.500000Z"},
        {-1, 0, "1969-12-31T23:59:59.999999Z"},
        {COMPLAINT_TIME_NONE, 0, ""},
        {COMPLAINT_LIMIT_TIME_MIN, -60, "1899-12-31T23:59:00-00:01"},
        {COMPLAINT_LIMIT_TIME_MAX, 28800, "2200-01-01T07:59:59.999999+08:00"},
    };
    char text[COMPLAINT_TIME_TEXT_SIZE];

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        ck_assert_int_eq(complaint_time_format(all[i].time, all[i].offset, text,
                                               sizeof text),
                         COMPLAINT_OK);
        ck_assert_str_eq(text, all[i].text);
    }
    ck_assert_int_eq(complaint_time_format(COMPLAINT_LIMIT_TIME_MAX + 1, 0,
                                           text, sizeof text),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_time_format(COMPLAINT_LIMIT_TIME_MIN - 1, 0,
                                           text, sizeof text),
                     COMPLAINT_LIMIT);
}
END_TEST

/* Instants and offsets at random (seeded) survive writing and reading. */
START_TEST(what_was_written_reads_back_the_same)
{
    uint64_t range =
        (uint64_t)(COMPLAINT_LIMIT_TIME_MAX - COMPLAINT_LIMIT_TIME_MIN) + 1;
    uint64_t seed = 3;
    char text[COMPLAINT_TIME_TEXT_SIZE];

    for (int i = 0; i < 200000; i++) {
        complaint_time time = COMPLAINT_LIMIT_TIME_MIN +
                              (complaint_time)(test_random(&seed) % range);
        complaint_time back = 0;
        int offset = ((int)(test_random(&seed) % 2879) - 1439) * 60;

        if (complaint_time_format(time, offset, text, sizeof text) != 0 ||
            complaint_time_parse(text, 0, &back, NULL) != 0 || back != time)
            ck_abort_msg("%lld at %d gives %s", (long long)time, offset, text);
    }
}
END_TEST

/* Every day of the range, against a counter that knows only how long the
 * months are. */
START_TEST(every_day_from_1900_to_2199_agrees_with_counting)
{
    complaint_day day = COMPLAINT_LIMIT_TIME_MIN / COMPLAINT_DAY;
    int days = 0;

    for (int year = 1900; year <= 2199; year++) {
        for (int month = 1; month <= 12; month++) {
            int length = month == 2 ? 28 : 31;

            if (month == 4 || month == 6 || month == 9 || month == 11)
                length = 30;
            if (month == 2 && year % 4 == 0 &&
                (year % 100 != 0 || year % 400 == 0))
                length = 29;
            for (int at = 1; at <= length + 1; at++) {
                char expected[48];
                char text[COMPLAINT_TIME_TEXT_SIZE] = "";
                complaint_day read = 0;

                snprintf(expected, sizeof expected, "%04d-%02d-%02d", year,
                         month, at);
                if (at > length) {
                    if (complaint_day_parse(expected, &read, NULL) !=
                        COMPLAINT_INVALID)
                        ck_abort_msg("%s is taken for a day", expected);
                    continue;
                }
                if (complaint_day_format(day, text, sizeof text) != 0 ||
                    strcmp(text, expected) != 0 ||
                    complaint_day_parse(text, &read, NULL) != 0 || read != day)
                    ck_abort_msg("%s for %s", text, expected);
                day++;
                days++;
            }
        }
    }
    ck_assert_int_eq(days, 109573);
    ck_assert_int_eq(day, (COMPLAINT_LIMIT_TIME_MAX + 1) / COMPLAINT_DAY);
}
END_TEST

START_TEST(a_day_outside_the_range_is_a_limit)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];
    complaint_day day = 5;
    complaint_day first = COMPLAINT_LIMIT_TIME_MIN / COMPLAINT_DAY;

    ck_assert_int_eq(complaint_day_parse("1899-12-31", &day, NULL),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_day_parse("2200-01-01", &day, NULL),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_day_parse("2019-04-25T", &day, NULL),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(day, 5);
    ck_assert_int_eq(complaint_day_format(first - 1, text, sizeof text),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_day_format(first + 109573, text, sizeof text),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_day_format(INT64_MIN, text, sizeof text),
                     COMPLAINT_LIMIT);
}
END_TEST

START_TEST(the_day_of_a_time_depends_on_the_offset)
{
    ck_assert_int_eq(complaint_day_of_time(0, 0), 0);
    ck_assert_int_eq(complaint_day_of_time(-1, 0), -1);
    ck_assert_int_eq(complaint_day_of_time(-1, 1), 0);
    ck_assert_int_eq(complaint_day_of_time(0, -1), -1);
    ck_assert_int_eq(complaint_day_of_time(COMPLAINT_DAY - 1, 0), 0);
    ck_assert_int_eq(complaint_day_of_time(COMPLAINT_DAY - 1, 1), 1);
    ck_assert_int_eq(complaint_day_of_time(16 * COMPLAINT_HOUR, 28800), 1);
    ck_assert_int_eq(complaint_day_of_time(-COMPLAINT_DAY, 0), -1);
    ck_assert_int_eq(complaint_day_of_time(-COMPLAINT_DAY, -1), -2);
    ck_assert_int_lt(complaint_day_of_time(INT64_MIN, -86399), -106751990);
    ck_assert_int_gt(complaint_day_of_time(INT64_MAX, 86399), 106751990);
}
END_TEST

static Suite *time_suite(void)
{
    Suite *suite = suite_create("time");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 120);
    tcase_add_test(all, each_shape_of_a_time_is_read);
    tcase_add_test(all, other_shapes_and_impossible_dates_are_refused);
    tcase_add_test(all, a_time_outside_the_range_is_a_limit);
    tcase_add_test(all, what_is_missing_is_misuse);
    tcase_add_test(all, offsets_have_their_ends);
    tcase_add_test(all,
                   a_time_is_written_with_offset_and_only_the_fraction_it_has);
    tcase_add_test(all, what_was_written_reads_back_the_same);
    tcase_add_test(all, every_day_from_1900_to_2199_agrees_with_counting);
    tcase_add_test(all, a_day_outside_the_range_is_a_limit);
    tcase_add_test(all, the_day_of_a_time_depends_on_the_offset);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(time_suite());
}
