/* Reading a calendar: what is accepted, every refusal with its place, limits,
 * and memory that runs out at any moment. */
#include <complaint/calendar.h>
#include <complaint/limits.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/calendar.h"
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

/* A calendar that is right, line by line. */
static const char *const lines[] = {
    /* 1 */ "format: 1",
    /* 2 */ "name: shop",
    /* 3 */ "version: '1'",
    /* 4 */ "offset: '+08:00'",
    /* 5 */ "years: {from: 2019, to: 2020}",
    /* 6 */ "week:",
    /* 7 */ "  monday: ['09:00-12:00', '13:00-18:00']",
    /* 8 */ "  tuesday: []",
    /* 9 */ "  wednesday: []",
    /* 10 */ "  thursday: []",
    /* 11 */ "  friday: []",
    /* 12 */ "  saturday: []",
    /* 13 */ "  sunday: []",
    /* 14 */ "hours: ['10:00-12:00']",
    /* 15 */ "names:",
    /* 16 */ "  - {id: national, en: National Day, zh-CN: 国庆节}",
    /* 17 */ "sources:",
    /* 18 */ "  - {id: notice, text: The notice of 2019}",
    /* 19 */ "exceptions:",
    /* 20 */
    "  - {from: 2019-10-01, to: 2019-10-07, kind: holiday, "
    "name: national, source: notice}",
    /* 21 */ "  - {date: 2019-10-13, kind: make_up}",
};
#define LINES ((int)(sizeof(lines) / sizeof(lines[0])))

/* The calendar above with one line replaced (NULL: left out); to be freed. */
static char *document(int line, const char *replacement)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(file);
    for (int i = 1; i <= LINES; i++) {
        const char *content = i == line ? replacement : lines[i - 1];

        if (content != NULL)
            (void)fprintf(file, "%s\n", content);
    }
    ck_assert_int_eq(fclose(file), 0);
    return text;
}

static int parse(const char *text, complaint_calendar **calendar,
                 complaint_error **error)
{
    return complaint_calendar_parse(context, text, strlen(text), "shop.yaml",
                                    calendar, error);
}

static const struct refusal {
    int line;
    const char *replacement;
    const char *detail;
    const char *field;
    int at_line;
    int at_column;
} refusals[] = {
    {1, "format: 2", "calendar.format", "format", 1, 1},
    {1, "format: one", "yaml.value", "format", 1, 1},
    {1, NULL, "yaml.missing_key", "format", 1, 1},
    {2, NULL, "yaml.missing_key", "name", 1, 1},
    {2, "name: ''", "yaml.value", "name", 2, 1},
    {3, "colour: red", "yaml.unknown_key", "colour", 3, 1},
    {4, NULL, "calendar.offset", "offset", 1, 1},
    {4, "offset: '8'", "calendar.offset", "offset", 4, 1},
    {4, "offset: '08:00'", "calendar.offset", "offset", 4, 1},
    {4, "offset: '+08:00:00'", "calendar.offset", "offset", 4, 1},
    {4, "offset: '+08:60'", "calendar.offset", "offset", 4, 1},
    {4, "offset: '+24:00'", "calendar.offset", "offset", 4, 1},
    {4, "offset: '+'", "calendar.offset", "offset", 4, 1},
    {4, "zone: Asia/Nowhere", "calendar.zone", "zone", 4, 1},
    {4, "zone: ../etc/passwd", "calendar.zone", "zone", 4, 1},
    {4, "zone: /Europe/London", "calendar.zone", "zone", 4, 1},
    {4, "zone: Europe//London", "calendar.zone", "zone", 4, 1},
    {4, "zone: Europe/", "calendar.zone", "zone", 4, 1},
    {4, "zone: zone.tab", "calendar.zone", "zone", 4, 1},
    {4, "zone: Europe/London\noffset: '+00:00'", "calendar.offset", "offset", 5,
     1},
    {4, "rule: GMT0\noffset: '+00:00'", "calendar.offset", "offset", 5, 1},
    {4, "rule: GMT", "calendar.rule", "rule", 4, 1},
    {4, "rule: GMT0BST", "calendar.rule", "rule", 4, 1},
    {4, "rule: 'GMT0BST,M3.6.0,M10.5.0'", "calendar.rule", "rule", 4, 1},
    {4, "rule: 'GMT0BST,M3.5.0'", "calendar.rule", "rule", 4, 1},
    {4, "rule: 'GMT0BST,M3.5.0/168,M10.5.0'", "calendar.rule", "rule", 4, 1},
    {4, "rule: 'GMT0BST,J0,J60'", "calendar.rule", "rule", 4, 1},
    {4, "changes: ['1996-03-31T01:00:00Z +01:00']", "calendar.offset", "offset",
     1, 1},
    {4, "offset: '+00:00'\nchanges: ['1996-03-31T01:00:00 +01:00']",
     "calendar.changes", "changes/0", 5, 11},
    {4, "offset: '+00:00'\nchanges: ['1996-03-31T01:00:00Z']",
     "calendar.changes", "changes/0", 5, 11},
    {4, "offset: '+00:00'\nchanges: ['1996-03-31T01:00:00Z +24:00']",
     "calendar.changes", "changes/0", 5, 11},
    {4,
     "offset: '+00:00'\nchanges: ['1996-03-31T01:00:00Z +01:00',"
     " '1996-03-31T01:00:00Z +02:00']",
     "calendar.changes", "changes/1", 5, 42},
    {4, "zone: Europe/London\nchanges: ['1996-03-31T01:00:00Z +01:00']",
     "calendar.offset", "offset", 1, 1},
    {4, "offset: '+00:00'\nkind: procedure", "calendar.kind", "kind", 5, 1},
    {4, "offset: '+00:00'\nextends: nothing", "calendar.extends", "extends", 5,
     1},
    {4, "offset: '+00:00'\nextends: shop", "calendar.extends", "extends", 5, 1},
    {5, "years: {from: 1899, to: 2020}", "calendar.years", "years/from", 5, 9},
    {5, "years: {from: 2019, to: 2200}", "calendar.years", "years/to", 5, 21},
    {5, "years: {from: 2019, to: 2018}", "calendar.years", "years/to", 5, 21},
    {5, "years: {from: 2019}", "yaml.missing_key", "years/to", 5, 1},
    {7, "  monday: ['9:00-12:00']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['09:00-12:0']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['']", "calendar.interval", "week/monday/0", 7, 12},
    {7, "  monday: ['09:00']", "calendar.interval", "week/monday/0", 7, 12},
    {7, "  monday: ['09:00-12:00 ']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['09:60-12:00']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['09:00-24:01']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['12:00-09:00']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['12:00-12:00']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['13:59-06:00']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['22:00-00:00']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['24:00-06:00']", "calendar.interval", "week/monday/0", 7,
     12},
    {7, "  monday: ['22:00-06:00', '07:00-08:00']", "calendar.interval",
     "week/monday/0", 7, 12},
    {7, "  monday: ['09:00-12:00', '11:59-18:00']", "calendar.interval",
     "week/monday/1", 7, 27},
    {7, "  monday: ['13:00-18:00', '09:00-12:00']", "calendar.interval",
     "week/monday/1", 7, 27},
    {7, "  monday: nine", "yaml.value", "week/monday", 7, 3},
    {8, NULL, "yaml.missing_key", "week/tuesday", 6, 1},
    {8, "  tuseday: []", "yaml.unknown_key", "week/tuseday", 8, 3},
    {8, "  monday: []", "yaml.duplicate", "week/monday", 8, 3},
    {14, "hours: ['10:00-09:00']", "calendar.interval", "hours/0", 14, 9},
    {14, "hours: []", "yaml.entries", "hours", 14, 1},
    {14, NULL, "calendar.hours", "exceptions/1/hours", 20, 5},
    {16, "  - {id: nation, en: National Day}", "calendar.name",
     "exceptions/0/name", 20, 55},
    {16, "  - {id: national, en: a}\n  - {id: national, en: b}",
     "calendar.name", "names/1/id", 17, 6},
    {16, "  - {id: national, xx: a}", "yaml.unknown_key", "names/0/xx", 16, 20},
    {18, "  - {id: notices, text: x}", "calendar.source", "exceptions/0/source",
     20, 71},
    {18, "  - {id: notice, text: x}\n  - {id: notice, text: y}",
     "calendar.source", "sources/1/id", 19, 6},
    {21, "  - {date: 2019-13-01, kind: holiday}", "calendar.date",
     "exceptions/1/date", 21, 6},
    {21, "  - {date: 2019-02-29, kind: holiday}", "calendar.date",
     "exceptions/1/date", 21, 6},
    {21, "  - {date: 1899-12-31, kind: holiday}", "calendar.date",
     "exceptions/1/date", 21, 6},
    {21, "  - {date: 2200-01-01, kind: holiday}", "calendar.date",
     "exceptions/1/date", 21, 6},
    {21, "  - {date: soon, kind: holiday}", "calendar.date",
     "exceptions/1/date", 21, 6},
    {21, "  - {from: 2019-11-02, to: 2019-11-01, kind: holiday}",
     "calendar.date", "exceptions/1/to", 21, 24},
    {21, "  - {from: 2019-11-02, kind: holiday}", "calendar.date",
     "exceptions/1/date", 21, 5},
    {21, "  - {to: 2019-11-02, kind: holiday}", "calendar.date",
     "exceptions/1/date", 21, 5},
    {21, "  - {kind: holiday}", "calendar.date", "exceptions/1/date", 21, 5},
    {21, "  - {date: 2019-11-02, to: 2019-11-03, kind: holiday}",
     "calendar.date", "exceptions/1/date", 21, 6},
    {21, "  - {date: 2019-11-02, from: 2019-11-02, kind: holiday}",
     "calendar.date", "exceptions/1/date", 21, 6},
    {21, "  - {date: 2019-11-02, kind: party}", "yaml.value",
     "exceptions/1/kind", 21, 24},
    {21, "  - {date: 2019-11-02}", "yaml.missing_key", "exceptions/1/kind", 21,
     5},
    {21, "  - {date: 2019-11-02, kind: holiday, hours: ['09:00-10:00']}",
     "calendar.hours", "exceptions/1/hours", 21, 39},
    {21, "  - {date: 2019-11-02, kind: workday}", "calendar.hours",
     "exceptions/1/hours", 21, 5},
    {21, "  - {date: 2019-11-02, kind: make_up, hours: ['09:00-08:00']}",
     "calendar.interval", "exceptions/1/hours/0", 21, 47},
    {21, "  - {date: 2019-10-07, kind: make_up}", "calendar.overlap",
     "exceptions/1", 21, 5},
    {21, "  - {from: 2019-09-01, to: 2019-10-01, kind: make_up}",
     "calendar.overlap", "exceptions/1", 21, 5},
    {21,
     "  - {date: 2019-11-01, kind: holiday}\n"
     "  - {date: 2019-11-01, kind: make_up}",
     "calendar.overlap", "exceptions/2", 22, 5},
    {21, "  - &a {date: 2019-11-01, kind: holiday}", "yaml.anchor", "", 21, 5},
};

START_TEST(what_is_no_calendar_is_refused_with_its_place)
{
    const struct refusal *want = &refusals[_i];
    char *text = document(want->line, want->replacement);
    complaint_calendar *calendar = (complaint_calendar *)context;
    complaint_error *error = NULL;

    ck_assert_int_eq(parse(text, &calendar, &error), COMPLAINT_INVALID);
    ck_assert_ptr_null(calendar);
    ck_assert_int_eq(complaint_error_status(error), COMPLAINT_INVALID);
    ck_assert_msg(strcmp(complaint_error_detail(error), want->detail) == 0,
                  "%s: %s, not %s", want->replacement,
                  complaint_error_detail(error), want->detail);
    ck_assert_str_eq(complaint_error_field(error), want->field);
    ck_assert_str_eq(complaint_error_file(error), "shop.yaml");
    ck_assert_int_eq(complaint_error_line(error), want->at_line);
    ck_assert_int_eq(complaint_error_column(error), want->at_column);
    ck_assert_str_ne(complaint_error_message(error), "");
    complaint_error_free(error);
    ck_assert_int_eq(parse(text, &calendar, NULL), COMPLAINT_INVALID);
    free(text);
}
END_TEST

START_TEST(the_calendar_that_the_refusals_vary_is_accepted)
{
    char *text = document(0, NULL);
    complaint_calendar *calendar = NULL;
    int64_t count = 0;

    ck_assert_int_eq(parse(text, &calendar, NULL), 0);
    /* 2019: 52 Mondays, one of them a holiday, and a make-up Sunday. */
    ck_assert_int_eq(
        complaint_calendar_count_days(calendar, 17896, 18261, &count, NULL), 0);
    ck_assert_int_eq(count, 52);
    complaint_calendar_free(calendar);
    free(text);
}
END_TEST

START_TEST(without_tables_names_and_sources_are_plain_texts)
{
    static const char text[] =
        "format: 1\nname: x\nversion: '1'\noffset: '-03:30'\n"
        "source: The handbook\n"
        "week: {monday: ['09:00-24:00'], tuesday: [], wednesday: [],"
        " thursday: [], friday: [], saturday: [], sunday: []}\n"
        "exceptions: [{date: 1970-01-05, kind: holiday, name: Stock-taking},"
        " {date: 1970-01-12, kind: holiday}]\n";
    complaint_calendar *calendar = NULL;
    int kind = -1;
    bool known = false;

    ck_assert_int_eq(parse(text, &calendar, NULL), 0);
    ck_assert_int_eq(complaint_calendar_offset(calendar, 0), -12600);
    ck_assert_str_eq(complaint__calendar_day_name(calendar, 4, "zh-CN"),
                     "Stock-taking");
    ck_assert_str_eq(complaint__calendar_day_name(calendar, 11, "en"), "");
    ck_assert_int_eq(
        complaint_calendar_day(calendar, 11, &kind, NULL, &known, NULL), 0);
    ck_assert_int_eq(kind, COMPLAINT_DAY_HOLIDAY);
    ck_assert(known);
    ck_assert_int_eq(
        complaint_calendar_day(calendar, 12, NULL, NULL, &known, NULL), 0);
    ck_assert(!known);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(a_calendar_without_working_time_is_refused)
{
    static const char *const ends[] = {
        "", "exceptions: []\n",
        "exceptions: [{date: 2019-10-01, kind: holiday}]\n"};

    for (size_t i = 0; i < 3; i++) {
        char text[512];
        complaint_calendar *calendar = NULL;
        complaint_error *error = NULL;

        (void)snprintf(text, sizeof(text),
                       "format: 1\nname: x\nversion: '1'\noffset: '+00:00'\n"
                       "week: {monday: [], tuesday: [], wednesday: [],"
                       " thursday: [], friday: [], saturday: [], sunday: []}"
                       "\n%s",
                       ends[i]);
        ck_assert_int_eq(parse(text, &calendar, &error), COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_detail(error), "calendar.empty");
        ck_assert_int_eq(complaint_error_line(error), 5);
        complaint_error_free(error);
    }
}
END_TEST

START_TEST(one_working_day_in_three_centuries_is_enough)
{
    static const char text[] =
        "format: 1\nname: x\nversion: '1'\noffset: '+00:00'\n"
        "week: {monday: [], tuesday: [], wednesday: [],"
        " thursday: [], friday: [], saturday: [], sunday: []}\n"
        "exceptions: [{date: 2019-10-01, kind: make_up,"
        " hours: ['09:00-09:01']}]\n";
    complaint_calendar *calendar = NULL;
    int64_t n = 0;

    ck_assert_int_eq(parse(text, &calendar, NULL), 0);
    ck_assert_int_eq(complaint_calendar_add_days(calendar, -25567, 1, &n, NULL),
                     0);
    ck_assert_int_eq(n, 18170);
    ck_assert_int_eq(complaint_calendar_add_days(calendar, -25567, 2, &n, NULL),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_calendar_add_days(calendar, 84005, -1, &n, NULL),
                     0);
    ck_assert_int_eq(n, 18170);
    ck_assert_int_eq(
        complaint_calendar_add_time(calendar, 0, COMPLAINT_MINUTE, &n, NULL),
        0);
    ck_assert_int_eq(n, 18170 * COMPLAINT_DAY + 541 * COMPLAINT_MINUTE);
    ck_assert_int_eq(complaint_calendar_add_time(
                         calendar, 0, COMPLAINT_MINUTE + 1, &n, NULL),
                     COMPLAINT_LIMIT);
    complaint_calendar_free(calendar);
}
END_TEST

/* A Monday of so many intervals of one minute, each followed by a gap. */
static char *many_intervals(int count)
{
    char *line = malloc((size_t)count * 20 + 20);
    char *end = line;
    char *text;

    ck_assert_ptr_nonnull(line);
    end += sprintf(end, "  monday: [");
    for (int i = 0; i < count; i++)
        end += sprintf(end, "%s'%02d:00-%02d:01'", i > 0 ? ", " : "", i, i);
    (void)sprintf(end, "]");
    text = document(7, line);
    free(line);
    return text;
}

START_TEST(a_day_has_at_most_its_limit_of_intervals)
{
    char *within = many_intervals(COMPLAINT_LIMIT_INTERVALS);
    char *past = many_intervals(COMPLAINT_LIMIT_INTERVALS + 1);
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;
    int64_t time = 0;

    ck_assert_int_eq(parse(within, &calendar, NULL), 0);
    ck_assert_int_eq(complaint_calendar_count_time(
                         calendar, 4 * COMPLAINT_DAY - 8 * COMPLAINT_HOUR,
                         5 * COMPLAINT_DAY - 8 * COMPLAINT_HOUR, &time, NULL),
                     0);
    ck_assert_int_eq(time, COMPLAINT_LIMIT_INTERVALS * COMPLAINT_MINUTE);
    complaint_calendar_free(calendar);
    ck_assert_int_eq(parse(past, &calendar, &error), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "week/monday");
    ck_assert_int_eq(complaint_error_line(error), 7);
    complaint_error_free(error);
    free(within);
    free(past);
}
END_TEST

/* So many names in the table. */
static char *many_names(int count)
{
    char *lines_text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&lines_text, &size);
    char *text;

    ck_assert_ptr_nonnull(file);
    (void)fprintf(file, "  - {id: national, en: National Day}");
    for (int i = 1; i < count; i++)
        (void)fprintf(file, "\n  - {id: n%d}", i);
    ck_assert_int_eq(fclose(file), 0);
    text = document(16, lines_text);
    free(lines_text);
    return text;
}

START_TEST(the_tables_have_at_most_a_thousand_entries)
{
    char *within = many_names(1000);
    char *past = many_names(1001);
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(parse(within, &calendar, NULL), 0);
    complaint_calendar_free(calendar);
    ck_assert_int_eq(parse(past, &calendar, &error), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "yaml.entries");
    ck_assert_int_eq(complaint_error_line(error), 15);
    complaint_error_free(error);
    free(within);
    free(past);
}
END_TEST

START_TEST(the_text_has_at_most_its_limit_of_bytes)
{
    char *small = document(0, NULL);
    size_t size = COMPLAINT_LIMIT_DEFINITION;
    char *text = malloc(size + 1);
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    ck_assert_ptr_nonnull(text);
    memset(text, '\n', size + 1);
    memcpy(text, small, strlen(small));
    ck_assert_int_eq(
        complaint_calendar_parse(context, text, size, NULL, &calendar, NULL),
        0);
    complaint_calendar_free(calendar);
    ck_assert_int_eq(complaint_calendar_parse(context, text, size + 1, NULL,
                                              &calendar, &error),
                     COMPLAINT_LIMIT);
    complaint_error_free(error);
    free(text);
    free(small);
}
END_TEST

START_TEST(as_many_exceptions_as_a_file_may_hold_are_read)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    char *head = document(19, "exceptions:");
    complaint_calendar *calendar = NULL;
    int64_t count = 0;

    ck_assert_ptr_nonnull(file);
    *strstr(head, "  - {from: 2019") = '\0';
    (void)fputs(head, file);
    for (int i = 20000; i > 0; i--) { /* the last day first */
        char day[COMPLAINT_TIME_TEXT_SIZE];

        ck_assert_int_eq(complaint_day_format(i, day, sizeof(day)), 0);
        (void)fprintf(file,
                      "  - {date: %s, kind: make_up, hours: ['%02d:%02d-24:00']"
                      "}\n",
                      day, i % 24, i % 60);
    }
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(
        complaint_calendar_parse(context, text, size, NULL, &calendar, NULL),
        0);
    ck_assert_int_eq(
        complaint_calendar_count_days(calendar, 0, 20000, &count, NULL), 0);
    ck_assert_int_eq(count, 20000);
    complaint_calendar_free(calendar);
    free(head);
    free(text);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_refused)
{
    static const char nul[] = "format: 1\nname: a\0b\n";
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint_calendar_parse(context, nul, sizeof(nul) - 1,
                                              "f", &calendar, &error),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_error_line(error), 2);
    ck_assert_int_eq(parse("name: \xff\n", &calendar, &error),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(parse("", &calendar, &error), COMPLAINT_INVALID);
    ck_assert_int_eq(parse("[1, 2]", &calendar, &error), COMPLAINT_INVALID);
    ck_assert_int_eq(parse("{", &calendar, &error), COMPLAINT_INVALID);
    complaint_error_free(error);
}
END_TEST

START_TEST(a_missing_argument_is_misuse)
{
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint_calendar_parse(NULL, "", 0, NULL, &calendar, &error),
        COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "context");
    ck_assert_int_eq(
        complaint_calendar_parse(context, NULL, 0, NULL, &calendar, &error),
        COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "yaml");
    ck_assert_int_eq(
        complaint_calendar_parse(context, "", 0, NULL, NULL, &error),
        COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "out");
    complaint_error_free(error);
}
END_TEST

/* Memory that runs out at one allocation, or from it on. */
typedef struct scarce {
    long left;
    bool once;
    long live;
} scarce;

static void *reallocate_scarce(void *user_data, void *memory, size_t size)
{
    scarce *s = user_data;
    void *got;

    if (size == 0) {
        s->live -= memory != NULL;
        free(memory);
        return NULL;
    }
    if (s->left-- <= 0 && (!s->once || s->left == -1))
        return NULL;
    got = realloc(memory, size);
    s->live += memory == NULL && got != NULL;
    return got;
}

START_TEST(memory_may_run_out_at_any_allocation)
{
    char *text = document(0, NULL);
    scarce s = {1000000, _i != 0, 0};
    complaint_environment environment = {0};
    complaint_context *poor = NULL;
    complaint_calendar *calendar = NULL;
    int status = COMPLAINT_NO_MEMORY;
    long before, tries = 0;

    environment.struct_size = sizeof(environment);
    environment.user_data = &s;
    environment.reallocate = reallocate_scarce;
    ck_assert_int_eq(complaint_context_new(&environment, &poor, NULL), 0);
    before = s.live;
    for (; status != COMPLAINT_OK; tries++) {
        complaint_error *error = NULL;

        s.left = tries;
        status = complaint_calendar_parse(poor, text, strlen(text), "shop.yaml",
                                          &calendar, &error);
        s.left = 1000000;
        if (status == COMPLAINT_OK)
            break;
        ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
        ck_assert_ptr_null(calendar);
        ck_assert_int_eq(complaint_error_status(error), COMPLAINT_NO_MEMORY);
        complaint_error_free(error);
        ck_assert_int_eq(s.live, before);
    }
    ck_assert_int_gt(tries, 40);
    complaint_calendar_free(calendar);
    complaint_context_free(poor);
    ck_assert_int_eq(s.live, 0);
    free(text);
}
END_TEST

static Suite *read_suite(void)
{
    Suite *suite = suite_create("calendar/read");
    TCase *all = tcase_create("read");

    tcase_set_timeout(all, 120);
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_loop_test(all, what_is_no_calendar_is_refused_with_its_place, 0,
                        (int)(sizeof(refusals) / sizeof(refusals[0])));
    tcase_add_test(all, the_calendar_that_the_refusals_vary_is_accepted);
    tcase_add_test(all, without_tables_names_and_sources_are_plain_texts);
    tcase_add_test(all, a_calendar_without_working_time_is_refused);
    tcase_add_test(all, one_working_day_in_three_centuries_is_enough);
    tcase_add_test(all, a_day_has_at_most_its_limit_of_intervals);
    tcase_add_test(all, the_tables_have_at_most_a_thousand_entries);
    tcase_add_test(all, the_text_has_at_most_its_limit_of_bytes);
    tcase_add_test(all, as_many_exceptions_as_a_file_may_hold_are_read);
    tcase_add_test(all, bytes_that_are_no_text_are_refused);
    tcase_add_test(all, a_missing_argument_is_misuse);
    tcase_add_loop_test(all, memory_may_run_out_at_any_allocation, 0, 2);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(read_suite());
}
