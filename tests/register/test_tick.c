/* The tick: each warning and expiry once and in order, against a plain loop
 * over all cases, late, by eight processes at once, after extensions, pauses,
 * closings and reopenings. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char rules[] =
    "kind: procedure\nformat: 1\nname: ladder\nversion: '1'\n"
    "title: {en: L}\nlanguages: [en]\nstart: open\n"
    "roles: [{name: boss, title: {en: B}}]\n"
    "states:\n"
    "  - {name: open, title: {en: o}}\n"
    "  - {name: closed, title: {en: c}, final: true}\n"
    "transitions:\n"
    "  - {name: answer, title: {en: t}, from: [open], to: open}\n"
    "  - {name: close, title: {en: t}, from: [open], to: closed, "
    "marks: [closed]}\n"
    "  - {name: reopen, title: {en: t}, from: [closed], to: open, "
    "marks: [reopened]}\n"
    "clocks:\n"
    "  - {name: days, title: {en: D}, amount: 10, unit: days, "
    "from: {time: received}, stop: [answer], principal: true, "
    "pause: {by_hand: true}, extension: {cap_total: 90}, reopen: restart, "
    "warn: [{share: 50}, {before: 1, to: boss}], expiry: {en: Go on}}\n"
    "  - {name: hours, title: {en: H}, amount: 36, unit: hours, owner: boss, "
    "from: {time: received}, stop: [answer], reopen: continue, "
    "warn: [{share: 75}], expiry: {en: Tell them}}\n"
    "  - {name: quiet, title: {en: Q}, amount: 3, unit: working_days, "
    "from: {time: received}, stop: [answer]}\n";

static void open_ladder(desk *d, int backend)
{
    complaint_definition *definition;

    desk_open_empty(d, backend);
    d->clock_stands = true;
    desk_ok(complaint_definition_parse(d->context, rules, sizeof rules - 1,
                                       "rules", &definition, &error));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
    desk_install(d, "calendar", "cn");
    d->now = DESK_START + COMPLAINT_DAY; /* a whole hour again */
}

static int64_t tick_at(desk *d, complaint_time now, complaint_facts **kept)
{
    complaint_facts *result;
    int64_t count;

    desk_ok(
        complaint_register_tick(d->reg, d->clerk, now, NULL, &result, &error));
    count =
        (int64_t)complaint_facts_size(complaint_facts_get(result, "entries"));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "warned"), -1) +
            complaint_facts_integer(complaint_facts_get(result, "expired"), -1),
        count);
    if (kept != NULL)
        *kept = result;
    else
        complaint_facts_free(result);
    return count;
}

static int64_t tick(desk *d)
{
    return tick_at(d, COMPLAINT_TIME_NONE, NULL);
}

/* "kind clock warning hour" of what was told of a case since it was filed. */
static char *told(desk *d, complaint_case *one)
{
    complaint_time filed = desk_integer(one, "received_at");
    const complaint_record *row;
    complaint_cursor *cursor;
    char *text = calloc(1, 4000);

    ck_assert_ptr_nonnull(text);
    desk_ok(complaint_case_list(one, "journal", &cursor, &error));
    for (;;) {
        const char *kind;
        complaint_facts *facts;
        size_t at = strlen(text);

        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        kind = complaint_record_text(row, "kind");
        if (strcmp(kind, "warn") != 0 && strcmp(kind, "expire") != 0)
            continue;
        facts = desk_facts(d, complaint_record_text(row, "facts"));
        snprintf(
            text + at, 4000 - at, "%s %s %d %d;", kind,
            complaint_record_text(row, "action"),
            (int)complaint_facts_integer(complaint_facts_get(facts, "warning"),
                                         0),
            (int)((complaint_record_integer(row, "happened_at", 0) - filed) /
                  COMPLAINT_HOUR));
        complaint_facts_free(facts);
    }
    complaint_cursor_free(cursor);
    return text;
}

#define tells(d, one, wanted)                                                  \
    do {                                                                       \
        char *tells_text = told(d, one);                                       \
        ck_assert_str_eq(tells_text, wanted);                                  \
        free(tells_text);                                                      \
    } while (0)

/* Filed at 01:00 UTC, which is 9 o'clock: days end 15 hours later. */
#define FILED "{\"title\":\"t\"}"

START_TEST(each_is_told_once_at_its_instant)
{
    complaint_time filed;
    complaint_case *one;
    desk d;

    open_ladder(&d, _i);
    one = desk_file(&d, FILED);
    filed = d.now;
    ck_assert_int_eq(desk_integer(one, "next_at"), filed + 27 * COMPLAINT_HOUR);
    ck_assert_int_eq(tick(&d), 0);
    d.now = filed + 27 * COMPLAINT_HOUR - 1;
    ck_assert_int_eq(tick(&d), 0);
    d.now++;
    ck_assert_int_eq(tick(&d), 1);
    ck_assert_int_eq(tick(&d), 0);
    d.now = filed + 36 * COMPLAINT_HOUR; /* the limit itself is kept */
    ck_assert_int_eq(tick(&d), 0);
    d.now++;
    ck_assert_int_eq(tick(&d), 1);
    d.now = filed + 20 * COMPLAINT_DAY;
    ck_assert_int_eq(tick(&d), 3);
    ck_assert_int_eq(tick(&d), 0);
    tells(&d, one,
          "warn hours 1 27;expire hours 0 36;warn days 1 134;"
          "warn days 2 230;expire days 0 255;");
    desk_ok(complaint_case_refresh(one, &error));
    ck_assert_int_eq(desk_integer(one, "next_at"), COMPLAINT_TIME_NONE);
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_late_tick_tells_all_of_it_in_order_and_who_it_goes_to)
{
    complaint_facts *result;
    const complaint_facts *list;
    complaint_time last = 0;
    complaint_case *some[5];
    desk d;

    open_ladder(&d, _i);
    for (int i = 0; i < 5; i++) {
        some[i] = desk_file(&d, FILED);
        d.now += 31 * COMPLAINT_HOUR;
    }
    d.now += 400 * COMPLAINT_DAY;
    ck_assert_int_eq(tick_at(&d, COMPLAINT_TIME_NONE, &result), 25);
    list = complaint_facts_get(result, "entries");
    for (size_t i = 0; i < 25; i++) {
        const complaint_facts *entry = complaint_facts_at(list, i);
        complaint_time at =
            complaint_facts_time(complaint_facts_get(entry, "happened_at"));
        const char *to =
            complaint_facts_text(complaint_facts_get(entry, "to"), "");

        ck_assert_int_ge(at, last);
        last = at;
        ck_assert_str_eq(
            to, strcmp(complaint_facts_text(complaint_facts_get(entry, "clock"),
                                            ""),
                       "hours") == 0 ||
                        complaint_facts_integer(
                            complaint_facts_get(entry, "warning"), 0) == 2
                    ? "boss"
                    : "");
    }
    complaint_facts_free(result);
    tells(&d, some[0],
          "warn hours 1 27;expire hours 0 36;warn days 1 134;"
          "warn days 2 230;expire days 0 255;");
    for (int i = 0; i < 5; i++)
        complaint_case_free(some[i]);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(what_was_stopped_or_closed_is_not_told_of_any_more)
{
    complaint_case *answered, *closed;
    desk d;

    open_ladder(&d, _i);
    answered = desk_file(&d, FILED);
    closed = desk_file(&d, FILED);
    d.now += 30 * COMPLAINT_HOUR;
    ck_assert_int_eq(tick(&d), 2);
    desk_ok(complaint_case_refresh(answered, &error));
    desk_ok(complaint_case_refresh(closed, &error));
    d.now += 20 * COMPLAINT_DAY;
    desk_perform(&d, answered, "answer", "{}");
    desk_perform(&d, closed, "close", "{}");
    ck_assert_int_eq(desk_integer(closed, "next_at"), COMPLAINT_TIME_NONE);
    ck_assert_int_eq(tick(&d), 0);
    d.now += COMPLAINT_DAY;
    /* restart: all of it anew; continue: what was told of is told of */
    desk_perform(&d, closed, "reopen", "{}");
    d.now += 20 * COMPLAINT_DAY;
    ck_assert_int_eq(tick(&d), 4);
    tells(&d, answered, "warn hours 1 27;");
    complaint_case_free(answered);
    complaint_case_free(closed);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(an_extension_after_a_warning_is_warned_of_anew_and_a_pause_is_not)
{
    complaint_case *one;
    desk d;

    open_ladder(&d, _i);
    one = desk_file(&d, FILED);
    d.now += 6 * COMPLAINT_DAY;
    ck_assert_int_eq(tick(&d), 3); /* both of hours, the first of days */
    desk_ok(complaint_case_refresh(one, &error));
    desk_ok(complaint_case_pause(one, d.clerk, "days", "lab",
                                 COMPLAINT_TIME_NONE, &error));
    d.now += 10 * COMPLAINT_DAY;
    ck_assert_int_eq(tick(&d), 0);
    desk_ok(complaint_case_resume(one, d.clerk, "days", NULL,
                                  COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(tick(&d), 0);
    d.now += 3 * COMPLAINT_DAY; /* 9 of 10 days are over at its end */
    d.now += 15 * COMPLAINT_HOUR;
    ck_assert_int_eq(tick(&d), 1);
    desk_ok(complaint_case_refresh(one, &error));
    desk_ok(complaint_case_extend(one, d.clerk, "days", 30, "more", NULL,
                                  COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(tick(&d), 0);
    d.now += 100 * COMPLAINT_DAY;
    ck_assert_int_eq(tick(&d), 3);
    tells(&d, one,
          "warn hours 1 27;expire hours 0 36;warn days 1 134;"
          "warn days 2 470;warn days 1 734;warn days 2 1190;"
          "expire days 0 1215;");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(an_extension_that_comes_too_late_tells_nothing_twice)
{
    complaint_case *one;
    desk d;

    open_ladder(&d, _i);
    one = desk_file(&d, FILED);
    d.now += 20 * COMPLAINT_DAY;
    ck_assert_int_eq(tick(&d), 5);
    desk_ok(complaint_case_refresh(one, &error));
    desk_ok(complaint_case_extend(one, d.clerk, "days", 2, "more", NULL,
                                  COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(tick(&d), 0);
    d.now += 20 * COMPLAINT_DAY;
    ck_assert_int_eq(tick(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(unfit_ticks_are_refused)
{
    complaint_facts *options, *result;
    char *json;
    desk d;

    open_ladder(&d, _i);
    complaint_case_free(desk_file(&d, FILED));
    d.now += 20 * COMPLAINT_DAY;
    desk_fails_at(COMPLAINT_INVALID, "time.future", "now",
                  complaint_register_tick(d.reg, d.clerk, d.now + 1, NULL,
                                          &result, &error));
    ck_assert_ptr_null(result);
    desk_fails_at(
        COMPLAINT_MISUSE, "misuse.argument", "actor",
        complaint_register_tick(d.reg, NULL, d.now, NULL, &result, &error));
    desk_fails_at(
        COMPLAINT_MISUSE, "misuse.argument", "out",
        complaint_register_tick(d.reg, d.clerk, d.now, NULL, NULL, &error));
    options = desk_facts(&d, "{\"limit\":0}");
    ck_assert_int_eq(
        complaint_register_tick(d.reg, d.clerk, d.now, options, &result, NULL),
        COMPLAINT_LIMIT);
    complaint_facts_free(options);
    options = desk_facts(&d, "{\"limit\":2}");
    desk_ok(complaint_register_tick(d.reg, d.clerk, d.now, options, &result,
                                    &error));
    json = desk_json(&d, result);
    ck_assert_ptr_nonnull(strstr(json, "\"more\":true"));
    free(json);
    complaint_facts_free(result);
    complaint_facts_free(options);
    ck_assert_int_eq(tick(&d), 3);
    desk_close(&d);
}
END_TEST

/* ---- many cases ---- */

static uint64_t next_random(uint64_t *seed)
{
    *seed =
        *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void change(desk *d, uint64_t *seed, complaint_case *one)
{
    static const char *const steps[] = {"answer", "close", "reopen"};
    uint64_t what = next_random(seed) % 12;
    complaint_error *refused = NULL;
    int status = COMPLAINT_OK;

    if (complaint_case_refresh(one, &refused) != COMPLAINT_OK)
        ck_abort();
    if (what < 3)
        status = complaint_case_perform(one, d->clerk, steps[what], NULL,
                                        COMPLAINT_TIME_NONE, &refused);
    else if (what < 6)
        status = complaint_case_extend(
            one, d->clerk, "days", 1 + (int64_t)(next_random(seed) % 9), "r",
            NULL, COMPLAINT_TIME_NONE, &refused);
    else if (what < 8)
        status = complaint_case_pause(one, d->clerk, NULL, "r",
                                      COMPLAINT_TIME_NONE, &refused);
    else if (what < 10)
        status = complaint_case_resume(one, d->clerk, NULL, NULL,
                                       COMPLAINT_TIME_NONE, &refused);
    ck_assert(status == COMPLAINT_OK || status == COMPLAINT_REFUSED);
    complaint_error_free(refused);
}

/* What a look at every case, one by one, says is due: no index. */
static int64_t due_by_looking(desk *d, complaint_case *const *all, size_t count)
{
    int64_t due = 0;

    for (size_t i = 0; i < count; i++) {
        desk_ok(complaint_case_refresh(all[i], &error));
        due += desk_integer(all[i], "next_at") != COMPLAINT_TIME_NONE &&
               desk_integer(all[i], "next_at") <= d->now;
    }
    return due;
}

/* Two registers with the same changes at the same times: one is ticked each
 * hour, the other only before each change. They must tell the same. */
START_TEST(often_or_seldom_tells_the_same)
{
    enum { CASES = 24, HOURS = 900 };
    complaint_case *often[CASES], *seldom[CASES];
    uint64_t seed = 20260101, other = 0;
    int64_t entries = 0;
    desk a, b;

    open_ladder(&a, DESK_MEMORY);
    open_ladder(&b, DESK_MEMORY);
    for (size_t i = 0; i < CASES; i++) {
        often[i] = desk_file(&a, FILED);
        seldom[i] = desk_file(&b, FILED);
        a.now = b.now += 5 * COMPLAINT_HOUR;
    }
    for (size_t hour = 0; hour < HOURS; hour++) {
        size_t which = next_random(&seed) % CASES;

        a.now = b.now += COMPLAINT_HOUR;
        entries += tick(&a);
        ck_assert_int_eq(due_by_looking(&a, often, CASES), 0);
        if (next_random(&seed) % 4 != 0)
            continue;
        tick(&b);
        other = seed;
        change(&a, &seed, often[which]);
        change(&b, &other, seldom[which]);
    }
    tick(&b);
    for (size_t i = 0; i < CASES; i++) {
        char *text = told(&a, often[i]);

        tells(&b, seldom[i], text);
        free(text);
        complaint_case_free(often[i]);
        complaint_case_free(seldom[i]);
    }
    ck_assert_int_gt(entries, 100);
    printf("told of by hourly and by rare ticks alike: %d\n", (int)entries);
    ck_assert_int_eq(desk_verify(&a), 0);
    ck_assert_int_eq(desk_verify(&b), 0);
    desk_close(&a);
    desk_close(&b);
}
END_TEST

/* A process of its own, with a context and a register of its own. */
static int tick_alone(const desk *d)
{
    desk other = *d;
    complaint_facts *result = NULL;
    complaint_actor *actor = NULL;
    int status;

    status = complaint_context_new(NULL, &other.context, NULL);
    for (int i = 0; status == COMPLAINT_OK && i < 1; i++)
        status =
            complaint_register_open(other.context, d->uri, 0, &other.reg, NULL);
    if (status == COMPLAINT_OK)
        status =
            complaint_actor_new(other.context, "ticker", NULL, &actor, NULL);
    do {
        if (status == COMPLAINT_OK || status == COMPLAINT_BUSY)
            status = complaint_register_tick(other.reg, actor, d->now, NULL,
                                             &result, NULL);
        complaint_facts_free(result);
    } while (status == COMPLAINT_BUSY);
    complaint_actor_free(actor);
    complaint_register_free(other.reg);
    complaint_context_free(other.context);
    return status == COMPLAINT_OK ? 0 : 1;
}

START_TEST(eight_processes_at_once_tell_of_each_once)
{
    enum { CASES = 40, PROCESSES = 8 };
    complaint_case *all[CASES];
    desk d;

    open_ladder(&d, DESK_SQLITE);
    for (size_t i = 0; i < CASES; i++) {
        all[i] = desk_file(&d, FILED);
        d.now += COMPLAINT_HOUR;
    }
    d.now += 30 * COMPLAINT_DAY;
    complaint_register_free(d.reg);
    d.reg = NULL;
    for (int i = 0; i < CASES; i++)
        complaint_case_free(all[i]);
    for (int i = 0; i < PROCESSES; i++) {
        pid_t child = fork();

        ck_assert_int_ge(child, 0);
        if (child == 0)
            _exit(tick_alone(&d));
    }
    for (int i = 0; i < PROCESSES; i++) {
        int code = -1;

        ck_assert_int_gt(wait(&code), 0);
        ck_assert(WIFEXITED(code) && WEXITSTATUS(code) == 0);
    }
    desk_ok(complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
    for (int i = 0; i < CASES; i++) {
        char number[32];

        snprintf(number, sizeof number, "2024-%05d", i + 1);
        desk_ok(complaint_case_find(d.reg, number, &all[i], &error));
        if (i == 0)
            tells(&d, all[i],
                  "warn hours 1 27;expire hours 0 36;warn days 1 134;"
                  "warn days 2 230;expire days 0 255;");
        ck_assert_int_eq(desk_integer(all[i], "revision"), 6);
        complaint_case_free(all[i]);
    }
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

static Suite *tick_suite(void)
{
    const TTest *const both[] = {
        each_is_told_once_at_its_instant,
        a_late_tick_tells_all_of_it_in_order_and_who_it_goes_to,
        what_was_stopped_or_closed_is_not_told_of_any_more,
        an_extension_after_a_warning_is_warned_of_anew_and_a_pause_is_not,
        an_extension_that_comes_too_late_tells_nothing_twice,
        unfit_ticks_are_refused,
    };
    Suite *suite = suite_create("register/tick");
    TCase *tests = tcase_create("tick");

    tcase_set_timeout(tests, 120);
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        tcase_add_loop_test(tests, both[i], 0, DESK_BACKENDS);
    tcase_add_test(tests, often_or_seldom_tells_the_same);
    tcase_add_test(tests, eight_processes_at_once_tell_of_each_once);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(tick_suite());
}
