/* The bundled calendars of other countries against the published tables, day
 * by day; and the Chinese markets against the Chinese calendar. */
#include <complaint/calendar.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/walker.h"
#include "support/surroundings.h"

#define FIRST 16436 /* 2015-01-01 */
#define LAST 22279  /* 2030-12-31 */

static complaint_context *context;
static char names[LAST - FIRST + 1][80]; /* "" on days without holiday */

static complaint_calendar *bundled(const char *name)
{
    complaint_calendar *calendar = NULL;

    ck_assert_int_eq(complaint_calendar_bundled(context, name, &calendar, NULL),
                     0);
    return calendar;
}

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
}

static void tear_down(void)
{
    complaint_context_free(context);
}

/* Fields of a line; quotes are taken off, commas in them kept. */
static int split(char *line, char **fields, int most)
{
    int count = 0;
    char *to = line, *at = line;

    fields[count++] = line;
    for (bool quoted = false; *at != '\0' && *at != '\r' && *at != '\n'; at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (*at == ',' && !quoted && count < most) {
            *to++ = '\0';
            fields[count++] = to;
        } else {
            *to++ = *at;
        }
    }
    *to = '\0';
    return count;
}

/* Take the rows of a region (NULL: all); false without the table. */
static bool load(const char *file_name, const char *region, int date, int name)
{
    FILE *file = walker_shared(file_name);
    char line[300], *fields[8];
    complaint_day day;

    if (file == NULL) {
        (void)fprintf(stderr, "skipped: no %s\n", file_name);
        return false;
    }
    memset(names, 0, sizeof(names));
    while (fgets(line, sizeof(line), file) != NULL) {
        if (split(line, fields, 8) < 3 ||
            complaint_day_parse(fields[date], &day, NULL) != 0 ||
            (region != NULL && strcmp(fields[0], region) != 0))
            continue;
        ck_assert(day >= FIRST && day <= LAST);
        if (names[day - FIRST][0] == '\0')
            (void)snprintf(names[day - FIRST], 80, "%s", fields[name]);
    }
    (void)fclose(file);
    return true;
}

static void compare(const char *calendar_name)
{
    complaint_calendar *calendar = bundled(calendar_name);

    for (complaint_day day = FIRST; day <= LAST; day++) {
        const char *want = names[day - FIRST];
        bool weekend = walker_weekday((int)(day - WALKER_FIRST)) > 4;
        const char *name = NULL;
        bool known = false;
        int64_t count = -1;
        int kind = -1;

        ck_assert_int_eq(
            complaint_calendar_day(calendar, day, &kind, &name, &known, NULL),
            0);
        ck_assert(known);
        ck_assert_str_eq(name, want);
        ck_assert_int_eq(kind, want[0] != '\0' ? COMPLAINT_DAY_HOLIDAY
                               : weekend       ? COMPLAINT_DAY_WEEKEND
                                               : COMPLAINT_DAY_WORKDAY);
        ck_assert_int_eq(
            complaint_calendar_count_days(calendar, day - 1, day, &count, NULL),
            0);
        ck_assert_int_eq(count, want[0] == '\0' && !weekend);
    }
    complaint_calendar_free(calendar);
}

START_TEST(bank_holidays_are_those_of_the_table_day_by_day)
{
    static const char *const regions[] = {"GB-ENG", "GB-SCT", "GB-NIR"};
    static const char *const calendars[] = {"gb-eng", "gb-sct", "gb-nir"};

    if (load("uk_bank_holidays_2015_2030.csv", regions[_i], 2, 3))
        compare(calendars[_i]);
}
END_TEST

START_TEST(federal_holidays_are_observed_as_in_the_table_day_by_day)
{
    if (load("us_federal_holidays_2015_2030.csv", NULL, 1, 2))
        compare("us-federal");
}
END_TEST

START_TEST(what_the_tables_lack_is_assumed_and_said)
{
    static const char *const calendars[] = {"gb-eng", "gb-sct", "gb-nir",
                                            "us-federal"};

    for (size_t i = 0; i < 4; i++) {
        complaint_calendar *calendar = bundled(calendars[i]);
        bool known = true;

        ck_assert_int_eq(complaint_calendar_day(calendar, LAST + 1, NULL, NULL,
                                                &known, NULL),
                         0);
        ck_assert(!known);
        complaint_calendar_free(calendar);
    }
}
END_TEST

START_TEST(summer_time_is_that_of_the_country)
{
    complaint_calendar *london = bundled("gb-eng");
    complaint_calendar *washington = bundled("us-federal");
    complaint_time july = 1561939200000000; /* 2019-07-01 */
    complaint_time december = 1575158400000000;

    ck_assert_int_eq(complaint_calendar_offset(london, july), 3600);
    ck_assert_int_eq(complaint_calendar_offset(london, december), 0);
    ck_assert_int_eq(complaint_calendar_offset(washington, july), -14400);
    ck_assert_int_eq(complaint_calendar_offset(washington, december), -18000);
    complaint_calendar_free(london);
    complaint_calendar_free(washington);
}
END_TEST

START_TEST(chinese_markets_rest_on_make_up_weekends_and_else_follow_china)
{
    complaint_calendar *cn = bundled("cn");
    complaint_calendar *finance = bundled("cn-finance");
    int make_up = 0;

    for (complaint_day day = 13149; day <= 20818; day++) { /* 2006 to 2026 */
        int a = -1, b = -1;
        const char *name_a = NULL, *name_b = NULL;
        bool known_a, known_b;

        ck_assert_int_eq(
            complaint_calendar_day(cn, day, &a, &name_a, &known_a, NULL), 0);
        ck_assert_int_eq(
            complaint_calendar_day(finance, day, &b, &name_b, &known_b, NULL),
            0);
        if (a == COMPLAINT_DAY_MAKE_UP) {
            make_up++;
            ck_assert_int_eq(b, walker_weekday((int)(day - WALKER_FIRST)) > 4
                                    ? COMPLAINT_DAY_WEEKEND
                                    : COMPLAINT_DAY_WORKDAY);
            continue;
        }
        ck_assert_int_eq(a, b);
        ck_assert_str_eq(name_a, name_b);
        ck_assert_int_eq(known_a, known_b);
    }
    ck_assert_int_gt(make_up, 100);
    complaint_calendar_free(cn);
    complaint_calendar_free(finance);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("calendar/holidays");
    TCase *bundle = tcase_create("bundled");

    tcase_add_checked_fixture(bundle, set_up, tear_down);
    tcase_add_loop_test(bundle, bank_holidays_are_those_of_the_table_day_by_day,
                        0, 3);
    tcase_add_test(bundle,
                   federal_holidays_are_observed_as_in_the_table_day_by_day);
    tcase_add_test(bundle, what_the_tables_lack_is_assumed_and_said);
    tcase_add_test(bundle, summer_time_is_that_of_the_country);
    tcase_add_test(
        bundle, chinese_markets_rest_on_make_up_weekends_and_else_follow_china);
    suite_add_tcase(suite, bundle);
    return test_run(suite);
}
