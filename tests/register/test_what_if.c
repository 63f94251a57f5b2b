/* What if: histories replayed under another version, against cases that were
 * filed under that version from the beginning; the register stays as it was.
 * On both backends. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

enum { CASES = 80 };

#define RULES(version, days, more)                                             \
    "kind: procedure\nformat: 1\nname: shop\nversion: '" version               \
    "'\ntitle: {en: P}\nlanguages: [en]\nstart: open\n"                        \
    "states:\n"                                                                \
    "  - {name: open, title: {en: o}}\n"                                       \
    "  - {name: waiting, title: {en: w}}\n"                                    \
    "  - {name: closed, title: {en: c}, final: true}\n"                        \
    "transitions:\n"                                                           \
    "  - {name: wait, title: {en: t}, from: [open], to: waiting}\n"            \
    "  - {name: go_on, title: {en: t}, from: [waiting], to: open}\n"           \
    "  - {name: close, title: {en: t}, from: [open, waiting], to: closed, "    \
    "marks: [closed]}\n"                                                       \
    "clocks:\n"                                                                \
    "  - {name: whole, title: {en: W}, amount: " days                          \
    ", unit: working_days, from: {time: received}, stop: [close], "            \
    "pause: {states: [waiting]}, principal: true}\n" more

#define V1 RULES("1", "5", "")
#define V2                                                                     \
    RULES("2", "3",                                                            \
          "  - {name: back, title: {en: B}, amount: 20, unit: hours, "         \
          "from: {state: waiting}, stop: [go_on], repeat: true}\n")

static uint32_t dice(uint64_t *random, uint32_t sides)
{
    *random = *random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % sides;
}

/* The same history, whatever the version. */
static void fill(desk *d)
{
    uint64_t random = 7;

    for (int i = 0; i < CASES; i++) {
        complaint_case *one = desk_file(d, "{\"title\":\"t\"}");

        for (uint32_t step = dice(&random, 4); step > 0; step--) {
            d->now += (complaint_time)dice(&random, 72) * COMPLAINT_HOUR;
            desk_perform(d, one, "wait", "{}");
            d->now += (complaint_time)dice(&random, 72) * COMPLAINT_HOUR;
            desk_perform(d, one, "go_on", "{}");
        }
        d->now += (complaint_time)dice(&random, 90) * COMPLAINT_HOUR;
        if (dice(&random, 5) > 0)
            desk_perform(d, one, "close", "{}");
        complaint_case_free(one);
    }
}

static void open_shop(desk *d, int backend, const char *yaml)
{
    desk_open_empty(d, backend);
    d->clock_stands = true;
    desk_install_text(d, yaml);
    desk_install(d, "calendar", "cn");
    d->now = DESK_START;
    fill(d);
}

/* Everything that there is, as one text; for free(). */
static char *everything(desk *d)
{
    static const char *const relations[] = {"case",       "journal", "clock",
                                            "assignment", "series",  "setting",
                                            "definition"};
    size_t size = 0, room = 1 << 22;
    char *all = malloc(room);

    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        const complaint_record *row;
        complaint_cursor *cursor;

        desk_ok(complaint_register_list_relation(d->reg, relations[i], &cursor,
                                                 &error));
        for (;;) {
            complaint_facts *facts;
            char *json;

            desk_ok(complaint_cursor_next(cursor, &row, &error));
            if (row == NULL)
                break;
            desk_ok(complaint_record_facts(row, &facts, &error));
            json = desk_json(d, facts);
            ck_assert_uint_lt(size + strlen(json) + 2, room);
            size += (size_t)sprintf(all + size, "%s\n", json);
            free(json);
            complaint_facts_free(facts);
        }
        complaint_cursor_free(cursor);
    }
    return all;
}

static complaint_facts *ask(desk *d, const char *json, const char *text)
{
    complaint_facts *options = desk_facts(d, json);
    complaint_facts *out;

    if (text != NULL)
        desk_ok(
            complaint_facts_set_text(options, "procedure_text", text, &error));
    desk_ok(complaint_register_what_if(d->reg, options, &out, &error));
    complaint_facts_free(options);
    return out;
}

static int64_t number(const complaint_facts *map, const char *key)
{
    return complaint_facts_integer(complaint_facts_get(map, key), -1);
}

static const complaint_facts *clock_of(const complaint_facts *answer,
                                       const char *name)
{
    const complaint_facts *list = complaint_facts_get(answer, "clocks");

    for (size_t i = 0; i < complaint_facts_size(list); i++)
        if (strcmp(
                complaint_facts_text(
                    complaint_facts_get(complaint_facts_at(list, i), "clock"),
                    ""),
                name) == 0)
            return complaint_facts_at(list, i);
    return NULL;
}

/* Rows of "clock" of a name with a status, by looking at all. */
static int64_t stored(desk *d, const char *name, const char *status)
{
    const complaint_record *row;
    complaint_cursor *cursor;
    int64_t count = 0;

    desk_ok(complaint_register_list_relation(d->reg, "clock", &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        count += strcmp(complaint_record_text(row, "name"), name) == 0 &&
                 strcmp(complaint_record_text(row, "status"), status) == 0;
    }
    complaint_cursor_free(cursor);
    return count;
}

START_TEST(a_replay_tells_what_the_other_version_would_have_given)
{
    static const char *const ended[] = {"met", "missed", "cancelled"};
    static const char *const clocks[] = {"whole", "back"};
    desk one, other;
    complaint_facts *answer;
    char *before, *after;

    open_shop(&one, _i, V1);
    open_shop(&other, _i, V2);
    before = everything(&one);
    answer = ask(&one, "{}", V2);
    after = everything(&one);
    ck_assert_str_eq(before, after);
    ck_assert_int_eq(number(answer, "cases"), CASES);
    ck_assert_int_gt(number(answer, "changed"), CASES / 2);
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 3; j++) {
            char key[40];

            snprintf(key, sizeof key, "was_%s", ended[j]);
            ck_assert_int_eq(number(clock_of(answer, clocks[i]), key),
                             stored(&one, clocks[i], ended[j]));
            snprintf(key, sizeof key, "would_be_%s", ended[j]);
            ck_assert_int_eq(number(clock_of(answer, clocks[i]), key),
                             stored(&other, clocks[i], ended[j]));
        }
    ck_assert_int_gt(stored(&other, "whole", "missed"),
                     stored(&one, "whole", "missed"));
    ck_assert_int_gt(stored(&other, "back", "missed"), 0);
    ck_assert_uint_ge(complaint_facts_size(complaint_facts_get(answer, "rows")),
                      (size_t)number(answer, "changed"));
    free(before);
    free(after);
    complaint_facts_free(answer);
    desk_close(&one);
    desk_close(&other);
}
END_TEST

START_TEST(the_same_definitions_change_nothing)
{
    desk d;
    complaint_facts *answer;

    open_shop(&d, _i, V1);
    answer = ask(&d, "{\"procedure\":\"shop\",\"calendar\":\"cn\"}", NULL);
    ck_assert_int_eq(number(answer, "cases"), CASES);
    ck_assert_int_eq(number(answer, "changed"), 0);
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(answer, "rows")),
                      0);
    complaint_facts_free(answer);
    desk_install(&d, "calendar", "every-day");
    answer = ask(&d, "{\"calendar\":\"every-day\",\"filter\":{\"open\":true}}",
                 NULL);
    ck_assert_int_lt(number(answer, "cases"), CASES);
    ck_assert_int_gt(number(answer, "changed"), 0);
    complaint_facts_free(answer);
    desk_close(&d);
}
END_TEST

START_TEST(an_unfit_question_is_refused)
{
    static const char *const wrong[][2] = {{"{\"clock\":\"whole\"}", "clock"},
                                           {"{\"now\":\"later\"}", "now"}};
    complaint_facts *options, *out;
    desk d;

    desk_open(&d, _i);
    for (size_t i = 0; i < 2; i++) {
        options = desk_facts(&d, wrong[i][0]);
        desk_fails_at(COMPLAINT_INVALID, "what_if.option", wrong[i][1],
                      complaint_register_what_if(d.reg, options, &out, &error));
        ck_assert_ptr_null(out);
        complaint_facts_free(options);
    }
    options = desk_facts(&d, "{\"procedure\":\"nowhere\"}");
    ck_assert_int_eq(complaint_register_what_if(d.reg, options, &out, NULL),
                     COMPLAINT_NOT_FOUND);
    complaint_facts_free(options);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const both[] = {
        a_replay_tells_what_the_other_version_would_have_given,
        the_same_definitions_change_nothing, an_unfit_question_is_refused};
    Suite *suite = suite_create("register/what_if");
    TCase *tests = tcase_create("what_if");

    tcase_set_timeout(tests, 120);
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        tcase_add_loop_test(tests, both[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
