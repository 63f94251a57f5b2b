/* One calendar over another, hours across midnight, half days, and the text
 * that is complete. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/calendar.h"
#include "calendar/walker.h"
#include "support/surroundings.h"

static complaint_context *context;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
}

static void tear_down(void)
{
    complaint_context_free(context);
}

/* Parents that are not bundled: "a" extends "b", "b" extends "a"; "long"
 * extends itself under ever new names. */
static int resolve(void *data, const char *name, const char **yaml,
                   size_t *size, complaint_error **error)
{
    static char text[200];
    int *asked = data;

    (void)error;
    (*asked)++;
    if (strcmp(name, "a") == 0 || strcmp(name, "b") == 0)
        (void)snprintf(text, sizeof(text),
                       "format: 1\nname: %s\nversion: '1'\nextends: %s\n", name,
                       name[0] == 'a' ? "b" : "a");
    else if (strncmp(name, "deep", 4) == 0)
        (void)snprintf(text, sizeof(text),
                       "format: 1\nname: %s\nversion: '1'\nextends: deep%d\n",
                       name, *asked);
    else if (strcmp(name, "office") == 0)
        (void)snprintf(text, sizeof(text),
                       "format: 1\nname: office\nversion: '1'\nextends: cn\n"
                       "hours: ['08:00-12:00']\n");
    else
        return COMPLAINT_NOT_FOUND;
    *yaml = text;
    *size = strlen(text);
    return COMPLAINT_OK;
}

static int parse_with(const char *text, complaint_calendar **calendar,
                      complaint_error **error)
{
    int asked = 0;

    return complaint__calendar_parse(context, text, strlen(text), "own.yaml",
                                     resolve, &asked, calendar, error);
}

static complaint_calendar *parse(const char *text)
{
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;
    int status = parse_with(text, &calendar, &error);

    ck_assert_msg(status == COMPLAINT_OK, "%s (line %d)",
                  complaint_error_message(error),
                  (int)complaint_error_line(error));
    return calendar;
}

static complaint_day day(const char *text)
{
    complaint_day found = 0;

    ck_assert_int_eq(complaint_day_parse(text, &found, NULL), 0);
    return found;
}

static int kind(const complaint_calendar *calendar, const char *date)
{
    int found = -1;

    ck_assert_int_eq(
        complaint_calendar_day(calendar, day(date), &found, NULL, NULL, NULL),
        0);
    return found;
}

static int64_t minutes(const complaint_calendar *calendar, const char *from,
                       const char *to)
{
    complaint_time a = 0, b = 0;
    int64_t duration = -1;

    ck_assert_int_eq(complaint_time_parse(from, 0, &a, NULL), 0);
    ck_assert_int_eq(complaint_time_parse(to, 0, &b, NULL), 0);
    ck_assert_int_eq(
        complaint_calendar_count_time(calendar, a, b, &duration, NULL), 0);
    return duration / COMPLAINT_MINUTE;
}

static const char own[] =
    "format: 1\nname: branch\nversion: '7'\nextends: cn\n"
    "exceptions:\n"
    "  - {date: 2019-10-03, kind: make_up, name: Fair}\n"
    "  - {from: 2019-10-06, to: 2019-10-12, kind: holiday, name: Rebuilding}\n"
    "  - {date: 2019-12-31, kind: workday, hours: ['09:00-12:00'],"
    " name: Half day}\n";

START_TEST(own_exceptions_lie_over_those_of_the_parent)
{
    complaint_calendar *calendar = parse(own);
    complaint_calendar *cn = NULL;

    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &cn, NULL), 0);
    ck_assert_str_eq(complaint_calendar_name(calendar), "branch");
    ck_assert_int_eq(complaint_calendar_offset(calendar, 0), 28800);
    ck_assert_int_eq(kind(calendar, "2019-10-02"), COMPLAINT_DAY_HOLIDAY);
    ck_assert_int_eq(kind(calendar, "2019-10-03"), COMPLAINT_DAY_MAKE_UP);
    ck_assert_int_eq(kind(calendar, "2019-10-04"), COMPLAINT_DAY_HOLIDAY);
    ck_assert_str_eq(
        complaint__calendar_day_name(calendar, day("2019-10-04"), "zh-CN"),
        "国庆节");
    ck_assert_str_eq(
        complaint__calendar_day_name(calendar, day("2019-10-07"), "en"),
        "Rebuilding");
    ck_assert_int_eq(kind(calendar, "2019-10-12"), COMPLAINT_DAY_HOLIDAY);
    ck_assert_int_eq(kind(cn, "2019-10-12"), COMPLAINT_DAY_MAKE_UP);
    for (complaint_day d = day("2006-01-01"); d <= day("2027-12-31"); d++) {
        int64_t a = 0, b = 0;

        if (d >= day("2019-10-01") && d <= day("2019-10-12"))
            continue;
        ck_assert_int_eq(
            complaint_calendar_count_days(calendar, d - 1, d, &a, NULL), 0);
        ck_assert_int_eq(complaint_calendar_count_days(cn, d - 1, d, &b, NULL),
                         0);
        ck_assert_int_eq(a, b);
    }
    complaint_calendar_free(cn);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(a_half_day_is_a_workday_with_fewer_hours)
{
    complaint_calendar *calendar = parse(own);

    ck_assert_int_eq(kind(calendar, "2019-12-31"), COMPLAINT_DAY_WORKDAY);
    ck_assert_str_eq(
        complaint__calendar_day_name(calendar, day("2019-12-31"), "en"),
        "Half day");
    ck_assert_int_eq(minutes(calendar, "2019-12-31T00:00:00+08:00",
                             "2020-01-01T00:00:00+08:00"),
                     180);
    ck_assert_int_eq(minutes(calendar, "2019-12-30T00:00:00+08:00",
                             "2019-12-31T00:00:00+08:00"),
                     480);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(the_complete_text_needs_no_parent_and_has_the_digest)
{
    complaint_calendar *calendar = parse(own);
    complaint_calendar *again = NULL;
    const char *text = complaint_calendar_text(calendar, NULL);
    uint64_t state = 3;

    ck_assert_ptr_null(strstr(text, "extends:"));
    ck_assert_int_eq(complaint_calendar_parse(context, text, strlen(text), NULL,
                                              &again, NULL),
                     0);
    ck_assert_str_eq(complaint_calendar_digest(again),
                     complaint_calendar_digest(calendar));
    ck_assert_str_eq(complaint_calendar_version(again), "7");
    for (int i = 0; i < 50000; i++) {
        int64_t a = walker_below(&state, 1800000000) * COMPLAINT_SECOND;
        int64_t b = walker_below(&state, 1800000000) * COMPLAINT_SECOND;
        int64_t x = 0, y = 1;

        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, a, b, &x, NULL), 0);
        ck_assert_int_eq(complaint_calendar_count_time(again, a, b, &y, NULL),
                         0);
        ck_assert_int_eq(x, y);
    }
    for (complaint_day d = 12000; d < 21000; d++) {
        const char *language = d % 2 == 0 ? "zh-TW" : "en";

        ck_assert_str_eq(complaint__calendar_day_name(again, d, language),
                         complaint__calendar_day_name(calendar, d, language));
    }
    complaint_calendar_free(again);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(a_plain_calendar_is_its_own_complete_text)
{
    complaint_calendar *cn = NULL;
    size_t size = 0;

    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &cn, NULL), 0);
    ck_assert_ptr_nonnull(strstr(complaint_calendar_text(cn, &size), "调休"));
    ck_assert_uint_gt(size, 10000);
    ck_assert_str_eq(complaint_calendar_title(cn, "zh-CN"),
                     "中国工作日历（含调休）");
    ck_assert_str_eq(complaint_calendar_text(NULL, &size), "");
    ck_assert_uint_eq(size, 0);
    ck_assert_str_eq(complaint_calendar_title(NULL, NULL), "");
    complaint_calendar_free(cn);
}
END_TEST

START_TEST(parents_may_have_parents_and_hours_are_handed_down)
{
    complaint_calendar *calendar =
        parse("format: 1\nname: x\nversion: '1'\nextends: office\n");

    /* 2019-10-12 is a make-up day: the office works 08:00-12:00 on those. */
    ck_assert_int_eq(minutes(calendar, "2019-10-12T00:00:00+08:00",
                             "2019-10-13T00:00:00+08:00"),
                     240);
    ck_assert_int_eq(minutes(calendar, "2019-10-11T00:00:00+08:00",
                             "2019-10-12T00:00:00+08:00"),
                     480);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(a_cycle_of_parents_is_refused)
{
    static const char *const texts[] = {
        "format: 1\nname: a\nversion: '1'\nextends: b\n",
        "format: 1\nname: c\nversion: '1'\nextends: a\n",
        "format: 1\nname: cn\nversion: '1'\nextends: cn\n"};

    for (size_t i = 0; i < 3; i++) {
        complaint_calendar *calendar = NULL;
        complaint_error *error = NULL;

        ck_assert_int_eq(parse_with(texts[i], &calendar, &error),
                         COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_detail(error), "calendar.extends");
        ck_assert_int_eq(complaint_error_line(error), 4);
        complaint_error_free(error);
    }
}
END_TEST

START_TEST(parents_without_end_are_refused)
{
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        parse_with("format: 1\nname: c\nversion: '1'\nextends: deep\n",
                   &calendar, &error),
        COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "extends");
    complaint_error_free(error);
}
END_TEST

START_TEST(a_calendar_left_without_working_time_by_its_own_days_is_refused)
{
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        parse_with("format: 1\nname: c\nversion: '1'\nextends: cn\nexceptions: "
                   "[{from: 1900-01-01, to: 2199-12-31, kind: holiday}]\n",
                   &calendar, &error),
        COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "calendar.empty");
    complaint_error_free(error);
}
END_TEST

static const char shifts[] =
    "format: 1\nname: night\nversion: '1'\noffset: '+00:00'\nweek:\n"
    "  monday: ['08:00-12:00', '22:00-06:00']\n  tuesday: ['05:00-07:00']\n"
    "  wednesday: []\n  thursday: ['20:00-04:00']\n  friday: ['20:00-04:00']\n"
    "  saturday: []\n  sunday: []\n"
    "exceptions:\n  - {date: 2019-10-04, kind: holiday}\n"
    "  - {date: 2019-10-05, kind: make_up, hours: ['18:00-02:00']}\n";

START_TEST(hours_across_midnight_belong_to_the_day_on_which_they_begin)
{
    complaint_calendar *calendar = parse(shifts);
    complaint_time time = 0;
    int64_t count = 0;

    /* Monday 2019-09-30; both shifts cover 05:00 to 06:00 of Tuesday once. */
    ck_assert_int_eq(
        minutes(calendar, "2019-09-30T00:00:00Z", "2019-10-01T00:00:00Z"),
        6 * 60);
    ck_assert_int_eq(
        minutes(calendar, "2019-10-01T00:00:00Z", "2019-10-02T00:00:00Z"),
        7 * 60);
    /* Thursday's shift ends on Friday, which is a holiday. */
    ck_assert_int_eq(
        minutes(calendar, "2019-10-04T00:00:00Z", "2019-10-05T00:00:00Z"),
        4 * 60);
    ck_assert_int_eq(
        minutes(calendar, "2019-10-05T00:00:00Z", "2019-10-07T00:00:00Z"),
        8 * 60);
    ck_assert_int_eq(complaint_calendar_close_of_day(
                         calendar, day("2019-10-03"), &time, NULL),
                     0);
    ck_assert_int_eq(time, (day("2019-10-04") * 24 + 4) * COMPLAINT_HOUR);
    ck_assert_int_eq(complaint_calendar_count_days(calendar, day("2019-09-29"),
                                                   day("2019-10-06"), &count,
                                                   NULL),
                     0);
    ck_assert_int_eq(count, 4); /* Monday, Tuesday, Thursday, Saturday */
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(night_shifts_equal_a_walk_over_minutes)
{
    complaint_calendar *calendar = parse(shifts);
    uint64_t state = 11;
    int64_t first = day("2019-09-20");
    static bool minute[40 * 1440];

    memset(minute, 0, sizeof(minute));
    for (int64_t d = 0; d < 39; d++) { /* each day's hours, as written */
        static const int hours[8][4] = {
            {480, 720, 1320, 1800}, {300, 420, 0, 0},   {0, 0, 0, 0},
            {1200, 1680, 0, 0},     {1200, 1680, 0, 0}, {0, 0, 0, 0},
            {0, 0, 0, 0},           {1080, 1560, 0, 0}};
        int which = walker_weekday((int)(first + d - WALKER_FIRST));

        if (first + d == day("2019-10-04"))
            which = 6;
        if (first + d == day("2019-10-05"))
            which = 7;
        for (int i = 0; i < 4; i += 2)
            for (int m = hours[which][i]; m < hours[which][i + 1]; m++)
                if (d * 1440 + m < 40 * 1440)
                    minute[d * 1440 + m] = true;
    }
    for (int i = 0; i < 3000; i++) {
        int64_t a = 1440 + walker_below(&state, 37 * 1440);
        int64_t b = a + walker_below(&state, 38 * 1440 - a + 1);
        int64_t want = 0, got = -1, end = -1;

        for (int64_t m = a; m < b; m++)
            want += minute[m];
        ck_assert_int_eq(complaint_calendar_count_time(
                             calendar, first * COMPLAINT_DAY + a * 60000000,
                             first * COMPLAINT_DAY + b * 60000000, &got, NULL),
                         0);
        ck_assert_int_eq(got, want * COMPLAINT_MINUTE);
        ck_assert_int_eq(complaint_calendar_add_time(
                             calendar, first * COMPLAINT_DAY + a * 60000000,
                             got, &end, NULL),
                         0);
        ck_assert_int_le(end, first * COMPLAINT_DAY + b * 60000000);
    }
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(memory_may_run_out_at_any_allocation)
{
    surroundings s;
    complaint_context *failing;
    complaint_calendar *calendar = NULL;
    int status = COMPLAINT_NO_MEMORY;

    failing = surroundings_begin(&s);
    for (size_t n = 1; status != COMPLAINT_OK; n++) {
        ck_assert_ptr_null(calendar);
        surroundings_fail_at(&s, n);
        status = complaint_calendar_parse(failing, own, sizeof(own) - 1, "own",
                                          &calendar, NULL);
        ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY,
                      "%d at %zu", status, n);
        if (s.failures == 0)
            break;
    }
    surroundings_fail_at(&s, 0);
    complaint_calendar_free(calendar);
    surroundings_end(&s, failing);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("calendar/layers");
    TCase *layers = tcase_create("layers");

    tcase_set_timeout(layers, 120);
    tcase_add_checked_fixture(layers, set_up, tear_down);
    tcase_add_test(layers, own_exceptions_lie_over_those_of_the_parent);
    tcase_add_test(layers, a_half_day_is_a_workday_with_fewer_hours);
    tcase_add_test(layers,
                   the_complete_text_needs_no_parent_and_has_the_digest);
    tcase_add_test(layers, a_plain_calendar_is_its_own_complete_text);
    tcase_add_test(layers, parents_may_have_parents_and_hours_are_handed_down);
    tcase_add_test(layers, a_cycle_of_parents_is_refused);
    tcase_add_test(layers, parents_without_end_are_refused);
    tcase_add_test(
        layers,
        a_calendar_left_without_working_time_by_its_own_days_is_refused);
    tcase_add_test(layers,
                   hours_across_midnight_belong_to_the_day_on_which_they_begin);
    tcase_add_test(layers, night_shifts_equal_a_walk_over_minutes);
    tcase_add_test(layers, memory_may_run_out_at_any_allocation);
    suite_add_tcase(suite, layers);
    return test_run(suite);
}
