/* The same file on another machine: other locales in force in the host (made
 * here by localedef, so that decimal commas, Turkish letters and GB 2312 are
 * real), other time zones, another folder. Reports, what verify says, searches
 * and statistics are the same bytes. COMPLAINT_LONG=1: a register of 5 000. */
#include "support/file.h"

#include <complaint.h>

#include <check.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define UNTIL (INT64_C(1709251200) * COMPLAINT_SECOND) /* 2024-03-01 */

static const char *const zones[] = {
    "UTC",          "Asia/Shanghai",       "America/St_Johns",
    "Asia/Kolkata", "Pacific/Kiritimati",  "Europe/Berlin",
    "XYZ-25:59:59", "/no/such/zone/there", ""};

/* Source, character set and how 1.5 is printed there. */
static const struct {
    const char *source;
    const char *charset;
    const char *number;
} locales[] = {{"de_DE", "UTF-8", "1,5"},
               {"tr_TR", "UTF-8", "1,5"},
               {"zh_CN", "GB2312", "1.5"},
               {"fr_FR", "ISO-8859-1", "1,5"}};

enum {
    ZONES = sizeof zones / sizeof zones[0],
    LOCALES = sizeof locales / sizeof locales[0]
};

static char folder[64];

static void ok(int status, const complaint_error *error)
{
    ck_assert_msg(status == COMPLAINT_OK, "%d %s", status,
                  complaint_error_message(error));
}

/* ---- what a machine says ---- */

typedef struct saying {
    char *bytes;
    size_t size;
    size_t room;
} saying;

static void add(saying *s, const char *bytes, size_t size)
{
    if (s->size + size > s->room) {
        s->room = 2 * (s->size + size);
        s->bytes = realloc(s->bytes, s->room);
        ck_assert_ptr_nonnull(s->bytes);
    }
    memcpy(s->bytes + s->size, bytes, size);
    s->size += size;
}

static void add_facts(saying *s, const complaint_facts *facts)
{
    complaint_error *error = NULL;
    char *json;
    size_t size;

    ok(complaint_facts_write(facts, &json, &size, &error), error);
    add(s, json, size);
    add(s, "\n", 1);
    free(json);
}

static void add_report(saying *s, complaint_context *context,
                       complaint_register *reg, const char *format,
                       const char *language)
{
    complaint_error *error = NULL;
    complaint_facts *options;
    char *text;
    size_t size;

    ok(complaint_facts_new(context, &options, &error), error);
    ok(complaint_facts_set_text(options, "month", "2024-02", &error), error);
    ok(complaint_facts_set_text(options, "format", format, &error), error);
    ok(complaint_facts_set_text(options, "language", language, &error), error);
    ok(complaint_facts_set_time(options, "now", UNTIL, &error), error);
    ok(complaint_report_month(reg, options, &text, &size, &error), error);
    ck_assert_uint_gt(size, 500);
    add(s, text, size);
    complaint_context_release(context, text);
    complaint_facts_free(options);
}

static void add_verified(saying *s, complaint_register *reg)
{
    complaint_error *error = NULL;
    complaint_facts *result;

    ok(complaint_register_verify(reg, &result, &error), error);
    add_facts(s, result);
    complaint_facts_free(result);
}

static void add_rows(saying *s, complaint_cursor *cursor)
{
    const complaint_record *row;
    complaint_error *error = NULL;
    complaint_facts *facts;

    for (;;) {
        ok(complaint_cursor_next(cursor, &row, &error), error);
        if (row == NULL)
            break;
        ok(complaint_record_facts(row, &facts, &error), error);
        add_facts(s, facts);
        complaint_facts_free(facts);
    }
    complaint_cursor_free(cursor);
}

static void add_lists(saying *s, complaint_register *reg)
{
    static const char *const words[] = {"a", "I", "\xE9\x80\x80\xE8\xB4\xA7"};
    complaint_error *error = NULL;
    complaint_cursor *cursor;

    ok(complaint_register_list(reg, NULL, &cursor, &error), error);
    add_rows(s, cursor);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        ok(complaint_register_search(reg, words[i], NULL, &cursor, &error),
           error);
        add_rows(s, cursor);
    }
}

/* All that a machine says of the register in this file. */
static saying ask(const char *path)
{
    complaint_error *error = NULL;
    complaint_context *context;
    complaint_register *reg;
    saying out = {0};
    char uri[200];

    snprintf(uri, sizeof uri, "sqlite:%s", path);
    ok(complaint_context_new(NULL, &context, &error), error);
    ok(complaint_register_open(context, uri, COMPLAINT_REGISTER_READ_ONLY, &reg,
                               &error),
       error);
    add_report(&out, context, reg, "text", "en");
    add_report(&out, context, reg, "html", "zh-CN");
    add_report(&out, context, reg, "json", "en");
    add_verified(&out, reg);
    add_lists(&out, reg);
    complaint_register_free(reg);
    complaint_context_free(context);
    return out;
}

/* ---- machines ---- */

static void make_register(const char *path, int64_t cases)
{
    complaint_error *error = NULL;
    complaint_context *context;
    complaint_register *reg;
    complaint_facts *options;
    char uri[200];

    snprintf(uri, sizeof uri, "sqlite:%s", path);
    ok(complaint_context_new(NULL, &context, &error), error);
    ok(complaint_register_open(context, uri, COMPLAINT_REGISTER_CREATE, &reg,
                               &error),
       error);
    ok(complaint_facts_new(context, &options, &error), error);
    ok(complaint_facts_set_integer(options, "cases", cases, &error), error);
    ok(complaint_facts_set_integer(options, "months", 6, &error), error);
    ok(complaint_facts_set_time(options, "until", UNTIL, &error), error);
    ok(complaint_simulate(reg, options, NULL, &error), error);
    ok(complaint_register_seal(reg, NULL, NULL, &error), error);
    complaint_facts_free(options);
    ok(complaint_register_close(reg, &error), error);
    complaint_register_free(reg);
    complaint_context_free(context);
}

/* Compiled into the folder and put in force; false where it cannot be. */
static bool enter_locale(size_t i)
{
    char name[64];
    char command[300];
    char number[16];

    snprintf(name, sizeof name, "%s.%s", locales[i].source, locales[i].charset);
    snprintf(command, sizeof command,
             "localedef -c -i %s -f %s '%s/%s' >/dev/null 2>&1",
             locales[i].source, locales[i].charset, folder, name);
    if (system(command) < 0 || setenv("LC_ALL", name, 1) != 0 ||
        setlocale(LC_ALL, "") == NULL)
        return false;
    snprintf(number, sizeof number, "%.1f", 1.5);
    ck_assert_msg(locales[i].number == NULL ||
                      strcmp(number, locales[i].number) == 0,
                  "%s is not in force: 1.5 is %s", name, number);
    return true;
}

static void enter_zone(const char *zone)
{
    ck_assert_int_eq(setenv("TZ", zone, 1), 0);
    tzset();
}

static void compare(const saying *here, const char *path, const char *where)
{
    saying there = ask(path);
    size_t at = 0;

    while (at < here->size && at < there.size &&
           here->bytes[at] == there.bytes[at])
        at++;
    ck_assert_msg(here->size == there.size && at == here->size,
                  "%s says otherwise from byte %zu of %zu: %.60s", where, at,
                  here->size, at < there.size ? there.bytes + at : "");
    free(there.bytes);
}

START_TEST(a_file_says_the_same_on_machines_of_other_locales_and_zones)
{
    int64_t cases = getenv("COMPLAINT_LONG") != NULL ? 5000 : 60;
    char home[128];
    char away[128];
    saying here;
    int tried = 0;
    int entered = 0;

    snprintf(home, sizeof home, "%s/register.db", folder);
    snprintf(away, sizeof away, "%s/b/\xE5\x8F\xB0\xE8\xB4\xA6.db", folder);
    make_register(home, cases);
    here = ask(home);
    support_copy_file(home, away);
    for (size_t i = 0; i < ZONES; i++) {
        enter_zone(zones[i]);
        compare(&here, away, zones[i]);
        tried++;
    }
    for (size_t i = 0; i < LOCALES; i++) {
        if (!enter_locale(i))
            continue;
        entered++;
        enter_zone(zones[1 + i % (ZONES - 1)]);
        compare(&here, away, locales[i].source);
        tried++;
    }
    setlocale(LC_ALL, "C");
    printf("%lld cases, %zu bytes said: the same %d times; %d of %d locales "
           "could be made%s\n",
           (long long)cases, here.size, tried, entered, (int)LOCALES,
           entered < LOCALES ? " (sources of locales are missing)" : "");
    free(here.bytes);
}
END_TEST

/* And the other way: made abroad, read at home. */
START_TEST(a_file_made_under_another_locale_is_the_same_register)
{
    char home[128];
    char away[128];
    saying here;

    snprintf(home, sizeof home, "%s/home.db", folder);
    snprintf(away, sizeof away, "%s/b/away.db", folder);
    enter_zone("Pacific/Kiritimati");
    (void)enter_locale(0);
    make_register(home, 30);
    here = ask(home);
    setlocale(LC_ALL, "C");
    setenv("LC_ALL", "C", 1);
    enter_zone("UTC");
    support_copy_file(home, away);
    compare(&here, away, "home");
    free(here.bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("elsewhere");
    TCase *tests = tcase_create("elsewhere");
    SRunner *runner;
    char command[100];
    char inner[80];
    const char *place = getenv("TMPDIR");
    int failed;

    snprintf(folder, sizeof folder, "%.30s/elsewhere-XXXXXX",
             place != NULL && strlen(place) < 30 ? place : "/tmp");
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(inner, sizeof inner, "%s/b", folder);
    if (mkdir(inner, 0700) != 0 || setenv("LOCPATH", folder, 1) != 0)
        return 1;
    tcase_add_test(tests,
                   a_file_says_the_same_on_machines_of_other_locales_and_zones);
    tcase_add_test(tests,
                   a_file_made_under_another_locale_is_the_same_register);
    tcase_set_timeout(tests, 0);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) != 0 || failed != 0;
}
