/* Importing calendars: each format, what is refused and at which line, the
 * published tables against the bundled calendar. */
#include <complaint/calendar.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/walker.h"
#include "support/surroundings.h"

static complaint_context *context;
static complaint_facts *options;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    ck_assert_int_eq(complaint_facts_new(context, &options, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_text(options, "name", "made", NULL),
                     0);
}

static void tear_down(void)
{
    complaint_facts_free(options);
    complaint_context_free(context);
}

static complaint_calendar *import(const char *format, const char *bytes,
                                  size_t size)
{
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;
    size_t yaml_size = 0;
    char *yaml = NULL;
    int status = complaint_calendar_import(context, format, bytes, size,
                                           options, &yaml, &yaml_size, &error);

    ck_assert_msg(status == COMPLAINT_OK, "%s (line %d)",
                  complaint_error_message(error),
                  (int)complaint_error_line(error));
    ck_assert_uint_eq(strlen(yaml), yaml_size);
    ck_assert_int_eq(complaint_calendar_parse(context, yaml, yaml_size, "made",
                                              &calendar, NULL),
                     0);
    complaint_context_release(context, yaml);
    return calendar;
}

static void check_day(const complaint_calendar *calendar, const char *date,
                      int want_kind, const char *want_name)
{
    complaint_day day = 0;
    const char *name = NULL;
    int kind = -1;

    ck_assert_int_eq(complaint_day_parse(date, &day, NULL), 0);
    ck_assert_int_eq(
        complaint_calendar_day(calendar, day, &kind, &name, NULL, NULL), 0);
    ck_assert_msg(kind == want_kind && strcmp(name, want_name) == 0,
                  "%s: %d %s", date, kind, name);
}

static const char ics[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
                          "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20191225\r\n"
                          "DTEND;VALUE=DATE:20191227\r\n"
                          "SUMMARY:Christmas\\, and the d\r\n ay after\r\n"
                          "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
                          "END:VEVENT\r\n"
                          "BEGIN:VEVENT\r\nDTSTART:20190501\r\n"
                          "RRULE:FREQ=YEARLY;COUNT=2\r\n"
                          "SUMMARY;LANGUAGE=\"en:GB\":Labour Day\r\n"
                          "END:VEVENT\r\n"
                          "BEGIN:VEVENT\r\nDTSTART:20190202\r\nDURATION:P2D\r\n"
                          "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r\n"
                          "SUMMARY:春节\r\nEND:VEVENT\r\n"
                          "BEGIN:VEVENT\r\nDTSTART:20190303\r\n"
                          "STATUS:CANCELLED\r\nEND:VEVENT\r\n"
                          "END:VCALENDAR\r\n";

START_TEST(events_of_whole_days_become_exceptions)
{
    complaint_calendar *calendar = import("ics", ics, sizeof(ics) - 1);

    check_day(calendar, "2019-12-25", COMPLAINT_DAY_HOLIDAY,
              "Christmas, and the day after");
    check_day(calendar, "2019-12-26", COMPLAINT_DAY_HOLIDAY,
              "Christmas, and the day after");
    check_day(calendar, "2019-12-27", COMPLAINT_DAY_WORKDAY, "");
    check_day(calendar, "2020-05-01", COMPLAINT_DAY_HOLIDAY, "Labour Day");
    check_day(calendar, "2021-05-01", COMPLAINT_DAY_WEEKEND, "");
    check_day(calendar, "2019-02-02", COMPLAINT_DAY_MAKE_UP, "春节");
    check_day(calendar, "2019-02-03", COMPLAINT_DAY_MAKE_UP, "春节");
    check_day(calendar, "2019-03-03", COMPLAINT_DAY_WEEKEND, "");
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(rows_of_csv_become_exceptions)
{
    static const char plain[] = "2019-10-01,\"National, \"\"Day\"\"\"\n"
                                "2019-10-12,,make_up\r\n\n20191002,x\n";
    static const char named[] = "isOffDay,name,date\nfalse,a,2019-10-12\n"
                                "true,b,2019-10-01\n";
    complaint_calendar *calendar = import("csv", plain, sizeof(plain) - 1);

    check_day(calendar, "2019-10-01", COMPLAINT_DAY_HOLIDAY,
              "National, \"Day\"");
    check_day(calendar, "2019-10-02", COMPLAINT_DAY_HOLIDAY, "x");
    check_day(calendar, "2019-10-12", COMPLAINT_DAY_MAKE_UP, "");
    complaint_calendar_free(calendar);
    calendar = import("csv", named, sizeof(named) - 1);
    check_day(calendar, "2019-10-01", COMPLAINT_DAY_HOLIDAY, "b");
    check_day(calendar, "2019-10-12", COMPLAINT_DAY_MAKE_UP, "a");
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(the_published_years_give_the_days_of_the_bundled_calendar)
{
    complaint_calendar *cn = NULL;

    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &cn, NULL), 0);
    for (int year = 2018; year <= 2026; year++) {
        static char bytes[1 << 16];
        char name[100];
        complaint_calendar *calendar;
        FILE *file;
        size_t size;
        complaint_day first = 0, last = 0;

        (void)snprintf(name, sizeof(name), "holiday-cn/%d.json", year);
        file = walker_shared(name);
        if (file == NULL) {
            (void)fprintf(stderr, "skipped: no %s\n", name);
            continue;
        }
        size = fread(bytes, 1, sizeof(bytes), file);
        (void)fclose(file);
        calendar = import("holiday-cn", bytes, size);
        (void)snprintf(name, sizeof(name), "%d-01-01", year);
        ck_assert_int_eq(complaint_day_parse(name, &first, NULL), 0);
        (void)snprintf(name, sizeof(name), "%d-12-25", year);
        ck_assert_int_eq(complaint_day_parse(name, &last, NULL), 0);
        for (complaint_day d = first; d <= last; d++) {
            int a = -1, b = -2;
            bool known = false;

            ck_assert_int_eq(
                complaint_calendar_day(cn, d, &a, NULL, NULL, NULL), 0);
            ck_assert_int_eq(
                complaint_calendar_day(calendar, d, &b, NULL, &known, NULL), 0);
            ck_assert_int_eq(a, b);
            ck_assert(known);
        }
        complaint_calendar_free(calendar);
    }
    complaint_calendar_free(cn);
}
END_TEST

static const struct refusal {
    const char *format;
    const char *bytes;
    int line;
} refusals[] = {
    {"ics", "", 1},
    {"ics", "BEGIN:VEVENT\n", 1},
    {"ics", "BEGIN:VCALENDAR\nnothing\n", 2},
    {"ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 3},
    {"ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20191001T080000Z\n", 3},
    {"ics",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20191001\n"
     "RRULE:FREQ=WEEKLY\n",
     4},
    {"ics",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20191001\n"
     "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n",
     4},
    {"ics",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20191001\n"
     "EXDATE:20201001\n",
     4},
    {"ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", 2},
    {"ics",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20191001\nDTEND:20190901\n"
     "END:VEVENT\n",
     2},
    {"csv", "date\n2019-13-01\n", 2},
    {"csv", "name\nx\n", 1},
    {"csv", "2019-10-01,\"open\n", 1},
    {"csv", "2019-10-01,a\"b\n", 1},
    {"csv", "2019-10-01,x,party\n", 1},
    {"csv", "2019-10-01,x\n2019-10-01,y,make_up\n", 2},
    {"csv", "2019-10-01,\xff\n", 1},
    {"holiday-cn", "{\"year\": 2019", 1},
    {"holiday-cn", "{\"year\": 2019}", 0},
    {"holiday-cn", "{\"year\": 1800, \"days\": []}", 0},
    {"holiday-cn",
     "{\"year\": 2019, \"days\": [{\"date\": \"2019-02-30\","
     " \"name\": \"x\", \"isOffDay\": true}]}",
     0},
    {"holiday-cn",
     "{\"year\": 2019, \"days\": [{\"date\": \"2019-02-20\","
     " \"name\": \"x\"}]}",
     0},
};

START_TEST(what_is_no_table_of_days_is_refused_with_its_line)
{
    const struct refusal *r = &refusals[_i];
    complaint_error *error = NULL;
    char *yaml = NULL;
    int status = complaint_calendar_import(context, r->format, r->bytes,
                                           strlen(r->bytes), options, &yaml,
                                           NULL, &error);

    ck_assert_msg(status == COMPLAINT_INVALID, "%s: %d", r->bytes, status);
    ck_assert_ptr_null(yaml);
    if (r->line != 0)
        ck_assert_msg(complaint_error_line(error) == r->line, "%s: line %d",
                      r->bytes, (int)complaint_error_line(error));
    ck_assert_str_ne(complaint_error_message(error), "");
    complaint_error_free(error);
}
END_TEST

START_TEST(options_are_those_that_are_known_and_a_name_is_needed)
{
    complaint_facts *none = NULL;
    char *yaml = NULL;

    ck_assert_int_eq(complaint_facts_new(context, &none, NULL), 0);
    ck_assert_int_eq(complaint_calendar_import(context, "csv", "", 0, none,
                                               &yaml, NULL, NULL),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_calendar_import(context, "xls", "", 0, options,
                                               &yaml, NULL, NULL),
                     COMPLAINT_UNSUPPORTED);
    ck_assert_int_eq(complaint_calendar_import(context, "csv", "", 4194305,
                                               options, &yaml, NULL, NULL),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_calendar_import(context, NULL, "", 0, options,
                                               &yaml, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_import(context, "csv", NULL, 0, options,
                                               &yaml, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_import(context, "csv", "", 0, NULL,
                                               &yaml, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_import(context, "csv", "", 0, options,
                                               NULL, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_facts_set_text(options, "colour", "red", NULL),
                     0);
    ck_assert_int_eq(complaint_calendar_import(context, "csv", "", 0, options,
                                               &yaml, NULL, NULL),
                     COMPLAINT_INVALID);
    complaint_facts_free(none);
}
END_TEST

START_TEST(an_import_may_lie_over_another_calendar)
{
    complaint_calendar *calendar;

    ck_assert_int_eq(complaint_facts_set_text(options, "extends", "cn", NULL),
                     0);
    calendar = import("csv", "2019-09-30,Moving\n", 18);
    check_day(calendar, "2019-09-30", COMPLAINT_DAY_HOLIDAY, "Moving");
    check_day(calendar, "2019-10-12", COMPLAINT_DAY_MAKE_UP, "National Day");
    complaint_calendar_free(calendar);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("calendar/import");
    TCase *imports = tcase_create("imports");

    tcase_add_checked_fixture(imports, set_up, tear_down);
    tcase_add_test(imports, events_of_whole_days_become_exceptions);
    tcase_add_test(imports, rows_of_csv_become_exceptions);
    tcase_add_test(imports,
                   the_published_years_give_the_days_of_the_bundled_calendar);
    tcase_add_loop_test(imports,
                        what_is_no_table_of_days_is_refused_with_its_line, 0,
                        (int)(sizeof(refusals) / sizeof(refusals[0])));
    tcase_add_test(imports,
                   options_are_those_that_are_known_and_a_name_is_needed);
    tcase_add_test(imports, an_import_may_lie_over_another_calendar);
    suite_add_tcase(suite, imports);
    return test_run(suite);
}
