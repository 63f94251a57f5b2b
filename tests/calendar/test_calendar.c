/* What a calendar is called, what its days are, how they are explained, how
 * long it lives. */
#include <complaint/calendar.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/calendar.h"
#include "support/surroundings.h"

static complaint_context *context;
static complaint_calendar *cn;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &cn, NULL), 0);
}

static void tear_down(void)
{
    complaint_calendar_free(cn);
    complaint_context_free(context);
}

static complaint_day day_of(const char *text)
{
    complaint_day day = 0;

    ck_assert_int_eq(complaint_day_parse(text, &day, NULL), 0);
    return day;
}

START_TEST(a_calendar_knows_its_name_version_digest_and_offset)
{
    ck_assert_str_eq(complaint_calendar_name(cn), "cn");
    ck_assert_str_eq(complaint_calendar_version(cn), "2026.1");
    ck_assert_uint_eq(strlen(complaint_calendar_digest(cn)), 64);
    ck_assert_int_eq(complaint_calendar_offset(cn, 0), 28800);
}
END_TEST

START_TEST(no_calendar_has_no_name)
{
    ck_assert_str_eq(complaint_calendar_name(NULL), "");
    ck_assert_str_eq(complaint_calendar_version(NULL), "");
    ck_assert_str_eq(complaint_calendar_digest(NULL), "");
    ck_assert_int_eq(complaint_calendar_offset(NULL, 0), 0);
    ck_assert_str_eq(complaint__calendar_day_name(NULL, 0, NULL), "");
    ck_assert_ptr_null(complaint__calendar_ref(NULL));
    complaint_calendar_free(NULL);
}
END_TEST

START_TEST(the_digest_is_that_of_the_text)
{
    static const char text[] =
        "format: 1\nname: x\nversion: '1'\noffset: '+00:00'\n"
        "week: {monday: ['09:00-10:00'], tuesday: [], wednesday: [],"
        " thursday: [], friday: [], saturday: [], sunday: []}\n";
    char other[sizeof(text) + 1];
    complaint_calendar *a = NULL, *b = NULL, *c = NULL;

    (void)snprintf(other, sizeof(other), "%s\n", text);
    ck_assert_int_eq(
        complaint_calendar_parse(context, text, strlen(text), NULL, &a, NULL),
        0);
    ck_assert_int_eq(complaint_calendar_parse(context, text, strlen(text),
                                              "named", &b, NULL),
                     0);
    ck_assert_int_eq(
        complaint_calendar_parse(context, other, strlen(other), NULL, &c, NULL),
        0);
    ck_assert_str_eq(complaint_calendar_digest(a),
                     complaint_calendar_digest(b));
    ck_assert_str_ne(complaint_calendar_digest(a),
                     complaint_calendar_digest(c));
    complaint_calendar_free(a);
    complaint_calendar_free(b);
    complaint_calendar_free(c);
}
END_TEST

START_TEST(an_unknown_bundled_calendar_lists_the_known_ones)
{
    static const char *const known[] = {"cn",        "cn-finance", "every-day",
                                        "gb-eng",    "gb-nir",     "gb-sct",
                                        "us-federal"};
    complaint_calendar *calendar = cn;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint_calendar_bundled(context, "mars", &calendar, &error),
        COMPLAINT_NOT_FOUND);
    ck_assert_ptr_null(calendar);
    ck_assert_uint_eq(complaint_error_item_count(error), 7);
    for (size_t i = 0; i < 7; i++)
        ck_assert_str_eq(complaint_error_item(error, i), known[i]);
    ck_assert_int_eq(complaint_calendar_bundled(context, NULL, &calendar, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_bundled(NULL, "cn", &calendar, NULL),
                     COMPLAINT_MISUSE);
    complaint_error_free(error);
}
END_TEST

START_TEST(days_have_names_in_the_language_of_the_context)
{
    const char *name = NULL;
    int kind = -1;
    bool known = false;

    ck_assert_int_eq(complaint_calendar_day(cn, day_of("2020-01-31"), &kind,
                                            &name, &known, NULL),
                     0);
    ck_assert_int_eq(kind, COMPLAINT_DAY_HOLIDAY);
    ck_assert_str_eq(name, "Spring Festival");
    ck_assert(known);
    ck_assert_int_eq(complaint_context_set_language(context, "zh-CN", NULL), 0);
    ck_assert_int_eq(complaint_calendar_day(cn, day_of("2019-09-29"), &kind,
                                            &name, NULL, NULL),
                     0);
    ck_assert_int_eq(kind, COMPLAINT_DAY_MAKE_UP);
    ck_assert_str_eq(name, "国庆节");
    ck_assert_int_eq(
        complaint_calendar_day(NULL, 0, &kind, &name, &known, NULL),
        COMPLAINT_MISUSE);
}
END_TEST

START_TEST(a_name_falls_back_to_the_nearest_language)
{
    complaint_day day = day_of("2020-01-31");

    ck_assert_str_eq(complaint__calendar_day_name(cn, day, "zh-TW"), "春節");
    ck_assert_str_eq(complaint__calendar_day_name(cn, day, "zh-SG"), "春节");
    ck_assert_str_eq(complaint__calendar_day_name(cn, day, "zh"), "春节");
    ck_assert_str_eq(complaint__calendar_day_name(cn, day, "en-GB"),
                     "Spring Festival");
    ck_assert_str_eq(complaint__calendar_day_name(cn, day, "fr"),
                     "Spring Festival");
    ck_assert_str_eq(complaint__calendar_day_name(cn, day, ""),
                     "Spring Festival");
    ck_assert_str_eq(complaint__calendar_day_name(cn, day - 365, "en"), "");
    ck_assert_str_eq(complaint__calendar_day_name(cn, INT64_MIN, "en"), "");
}
END_TEST

START_TEST(years_that_are_not_loaded_are_not_known)
{
    static const struct {
        const char *date;
        bool known;
    } days[] = {{"2006-12-29", false}, {"2006-12-30", true},
                {"2006-12-31", true},  {"2007-01-01", true},
                {"2026-12-31", true},  {"2027-01-01", false}};

    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        bool known = !days[i].known;

        ck_assert_int_eq(complaint_calendar_day(cn, day_of(days[i].date), NULL,
                                                NULL, &known, NULL),
                         0);
        ck_assert_int_eq(known, days[i].known);
    }
}
END_TEST

START_TEST(a_calendar_outlives_its_context_and_its_first_owner)
{
    complaint_context *other = NULL;
    complaint_calendar *calendar = NULL, *second;
    int64_t count = 0;

    ck_assert_int_eq(complaint_context_new(NULL, &other, NULL), 0);
    ck_assert_int_eq(
        complaint_calendar_bundled(other, "every-day", &calendar, NULL), 0);
    complaint_context_free(other);
    second = complaint__calendar_ref(calendar);
    ck_assert_ptr_eq(second, calendar);
    complaint_calendar_free(calendar);
    ck_assert_int_eq(complaint_calendar_count_days(second, 0, 7, &count, NULL),
                     0);
    ck_assert_int_eq(count, 7);
    complaint_calendar_free(second);
}
END_TEST

typedef struct story {
    char text[4096];
    size_t runs;
    int answer; /* of each visit */
} story;

static int tell(void *data, const complaint__calendar_run *run)
{
    static const char *const kinds[] = {"workday", "weekend", "holiday",
                                        "make-up"};
    story *s = data;
    char from[COMPLAINT_TIME_TEXT_SIZE], to[COMPLAINT_TIME_TEXT_SIZE];
    size_t used = strlen(s->text);

    ck_assert_int_eq(complaint_day_format(run->from, from, sizeof(from)), 0);
    ck_assert_int_eq(complaint_day_format(run->to, to, sizeof(to)), 0);
    (void)snprintf(s->text + used, sizeof(s->text) - used,
                   "%s..%s %s%s%s%s%s\n", from + 5, to + 5, kinds[run->kind],
                   run->worked ? " counted" : "", run->known ? "" : " assumed",
                   run->name[0] != '\0' ? " " : "", run->name);
    if (run->name[0] != '\0')
        ck_assert_ptr_nonnull(strstr(run->source, "www.gov.cn"));
    else
        ck_assert_str_eq(run->source, "");
    s->runs++;
    return s->answer;
}

START_TEST(an_explanation_lists_each_span_counted_or_skipped)
{
    story s = {"", 0, COMPLAINT_OK};

    ck_assert_int_eq(complaint__calendar_explain(cn, day_of("2019-09-27"),
                                                 day_of("2019-10-14"), "en",
                                                 tell, &s, NULL),
                     0);
    ck_assert_str_eq(s.text, "09-27..09-27 workday counted\n"
                             "09-28..09-28 weekend\n"
                             "09-29..09-29 make-up counted National Day\n"
                             "09-30..09-30 workday counted\n"
                             "10-01..10-07 holiday National Day\n"
                             "10-08..10-11 workday counted\n"
                             "10-12..10-12 make-up counted National Day\n"
                             "10-13..10-13 weekend\n"
                             "10-14..10-14 workday counted\n");
}
END_TEST

START_TEST(an_explanation_says_where_the_pattern_is_assumed)
{
    story s = {"", 0, COMPLAINT_OK};

    ck_assert_int_eq(complaint__calendar_explain(cn, day_of("2026-12-30"),
                                                 day_of("2027-01-04"), NULL,
                                                 tell, &s, NULL),
                     0);
    ck_assert_str_eq(s.text, "12-30..12-31 workday counted\n"
                             "01-01..01-01 workday counted assumed\n"
                             "01-02..01-03 weekend assumed\n"
                             "01-04..01-04 workday counted assumed\n");
}
END_TEST

/* Sums the worked days of the runs, which must follow on each other. */
typedef struct total {
    complaint_day next;
    int64_t days;
} total;

static int add_up(void *data, const complaint__calendar_run *run)
{
    total *t = data;

    ck_assert_int_eq(run->from, t->next);
    ck_assert_int_le(run->from, run->to);
    t->next = run->to + 1;
    t->days += run->worked ? run->to - run->from + 1 : 0;
    return COMPLAINT_OK;
}

START_TEST(an_explanation_adds_up_to_the_count)
{
    complaint_day start = day_of("2006-12-01");

    for (int i = 0; i < 2000; i++) {
        complaint_day from = start + i * 4, to = from + i;
        total t = {from + 1, 0};
        int64_t count = -1;

        ck_assert_int_eq(complaint__calendar_explain(cn, from + 1, to, "en",
                                                     add_up, &t, NULL),
                         0);
        ck_assert_int_eq(t.next, to + 1);
        ck_assert_int_eq(
            complaint_calendar_count_days(cn, from, to, &count, NULL), 0);
        ck_assert_int_eq(t.days, count);
    }
}
END_TEST

START_TEST(an_explanation_is_bounded_and_may_be_stopped)
{
    complaint_day day = day_of("2019-01-01");
    total t = {day, 0};
    story s = {"", 0, COMPLAINT_BUSY};
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint__calendar_explain(cn, day, day + 3999, "en",
                                                 add_up, &t, NULL),
                     0);
    ck_assert_int_eq(complaint__calendar_explain(cn, day, day + 4000, "en",
                                                 add_up, &t, &error),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint__calendar_explain(cn, day, day + 9, "en", tell, &s, NULL),
        COMPLAINT_BUSY);
    ck_assert_uint_eq(s.runs, 1);
    ck_assert_int_eq(
        complaint__calendar_explain(cn, day, day - 1, "en", tell, &s, NULL), 0);
    ck_assert_uint_eq(s.runs, 1);
    ck_assert_int_eq(
        complaint__calendar_explain(cn, -25568, -25560, "en", tell, &s, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint__calendar_explain(cn, 84000, 84006, "en", tell, &s, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint__calendar_explain(NULL, 0, 1, "en", tell, &s, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint__calendar_explain(cn, 0, 1, "en", NULL, &s, NULL),
        COMPLAINT_MISUSE);
    complaint_error_free(error);
}
END_TEST

START_TEST(the_day_of_business_closes_at_its_last_hour_or_at_midnight)
{
    static const struct {
        const char *day;
        const char *close;
    } cases[] = {{"2019-09-29", "2019-09-29T18:00:00+08:00"},
                 {"2019-09-30", "2019-09-30T18:00:00+08:00"},
                 {"2019-10-01", "2019-10-02T00:00:00+08:00"}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[COMPLAINT_TIME_TEXT_SIZE];
        complaint_time time = 0;

        ck_assert_int_eq(complaint_calendar_close_of_day(
                             cn, day_of(cases[i].day), &time, NULL),
                         0);
        ck_assert_int_eq(complaint_time_format(time, 28800, text, sizeof(text)),
                         0);
        ck_assert_str_eq(text, cases[i].close);
    }
}
END_TEST

START_TEST(the_example_of_the_reference_page_is_a_calendar)
{
    static const char *const pages[] = {"calendar.md", "calendar.zh-CN.md"};
    const char *source = getenv("COMPLAINT_SOURCE");
    static char text[65536];

    for (size_t i = 0; i < 2; i++) {
        char path[4096];
        complaint_calendar *calendar = NULL;
        char *start, *end;
        FILE *file;
        int64_t count = 0;

        (void)snprintf(path, sizeof(path), "%s/docs/reference/%s",
                       source != NULL ? source : ".", pages[i]);
        file = fopen(path, "rb");
        ck_assert_ptr_nonnull(file);
        text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
        (void)fclose(file);
        start = strstr(text, "```yaml\n");
        ck_assert_ptr_nonnull(start);
        start += strlen("```yaml\n");
        end = strstr(start, "```");
        ck_assert_ptr_nonnull(end);
        ck_assert_int_eq(complaint_calendar_parse(context, start,
                                                  (size_t)(end - start), NULL,
                                                  &calendar, NULL),
                         0);
        ck_assert_int_eq(
            complaint_calendar_count_days(calendar, day_of("2019-09-30"),
                                          day_of("2019-10-13"), &count, NULL),
            0);
        ck_assert_int_eq(count, 6);
        complaint_calendar_free(calendar);
    }
}
END_TEST

START_TEST(the_reference_page_counts_right)
{
    complaint_day day = 0;
    complaint_time from = 0, time = 0;

    ck_assert_int_eq(
        complaint_calendar_add_days(cn, day_of("2019-09-27"), 5, &day, NULL),
        0);
    ck_assert_int_eq(day, day_of("2019-10-10"));
    ck_assert_int_eq(
        complaint_time_parse("2019-09-27T09:00+08:00", 0, &from, NULL), 0);
    ck_assert_int_eq(
        complaint_calendar_add_time(cn, from, 8 * COMPLAINT_HOUR, &time, NULL),
        0);
    ck_assert_int_eq(time, from + 9 * COMPLAINT_HOUR);
}
END_TEST

static Suite *calendar_suite(void)
{
    Suite *suite = suite_create("calendar/calendar");
    TCase *all = tcase_create("calendar");

    tcase_set_timeout(all, 60);
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, a_calendar_knows_its_name_version_digest_and_offset);
    tcase_add_test(all, no_calendar_has_no_name);
    tcase_add_test(all, the_example_of_the_reference_page_is_a_calendar);
    tcase_add_test(all, the_reference_page_counts_right);
    tcase_add_test(all, the_digest_is_that_of_the_text);
    tcase_add_test(all, an_unknown_bundled_calendar_lists_the_known_ones);
    tcase_add_test(all, days_have_names_in_the_language_of_the_context);
    tcase_add_test(all, a_name_falls_back_to_the_nearest_language);
    tcase_add_test(all, years_that_are_not_loaded_are_not_known);
    tcase_add_test(all, a_calendar_outlives_its_context_and_its_first_owner);
    tcase_add_test(all, an_explanation_lists_each_span_counted_or_skipped);
    tcase_add_test(all, an_explanation_says_where_the_pattern_is_assumed);
    tcase_add_test(all, an_explanation_adds_up_to_the_count);
    tcase_add_test(all, an_explanation_is_bounded_and_may_be_stopped);
    tcase_add_test(all,
                   the_day_of_business_closes_at_its_last_hour_or_at_midnight);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(calendar_suite());
}
