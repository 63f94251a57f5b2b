/* Clocks of random procedures over random journals, against the walker.
 * Seeded; prints how many cases it compared. */
#include "procedure/stage.h"
#include "procedure/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROCEDURES 130
#define JOURNALS 110
#define CLOCKS 8
#define EVENTS 60

static const char head[] =
    "kind: procedure\nformat: 1\nname: r\nversion: '1'\ntitle: {en: R}\n"
    "languages: [en]\nstart: open\n"
    "states:\n"
    "  - {name: open, title: {en: o}}\n"
    "  - {name: resting, title: {en: r}}\n"
    "  - {name: closed, title: {en: c}, final: true}\n"
    "transitions:\n"
    "  - {name: begin, title: {en: t}, from: [open], to: open}\n"
    "  - {name: answer, title: {en: t}, from: [open, resting], to: open}\n"
    "  - {name: drop, title: {en: t}, from: [open, resting], to: open}\n"
    "  - {name: rest, title: {en: t}, from: [open], to: resting}\n"
    "  - {name: wake, title: {en: t}, from: [resting], to: open}\n"
    "  - {name: finish, title: {en: t}, from: [open, resting], to: closed, "
    "marks: [closed]}\n"
    "  - {name: reopen, title: {en: t}, from: [closed], to: open, "
    "marks: [reopened]}\n"
    "clocks:\n";

static uint64_t pick(uint64_t *seed, uint64_t below)
{
    return test_random(seed) % below;
}

static void write_clock(uint64_t *seed, int index, char *text, size_t size)
{
    static const int most[COMPLAINT__UNITS] = {3000, 60, 40, 25, 40, 6, 4};
    int unit = (int)pick(seed, COMPLAINT__UNITS);
    bool days = unit >= COMPLAINT__UNIT_WORKING_DAYS;
    bool entry = pick(seed, 2) == 0;
    int amount = 1 + (int)pick(seed, (uint64_t)most[unit]);
    const char *reopen = complaint__reopen_names[pick(seed, entry ? 4 : 3)];
    size_t at;

    at = (size_t)snprintf(
        text, size,
        "  - {name: c%d, title: {en: c}, amount: %d, unit: %s, from: {%s}, "
        "stop: [answer], cancel: [drop], reopen: %s",
        index, amount, complaint__clock_unit_names[unit],
        entry ? "entry: begin" : "time: received", reopen);
    if (days)
        at += (size_t)snprintf(text + at, size - at, ", end: %s, first_day: %s",
                               complaint__end_names[pick(seed, 3)],
                               pick(seed, 3) == 0 ? "same" : "next");
    if (entry && pick(seed, 2) == 0)
        at += (size_t)snprintf(text + at, size - at, ", repeat: true");
    if (pick(seed, 3) > 0)
        at += (size_t)snprintf(text + at, size - at,
                               ", pause: {states: [resting], by_hand: %s}",
                               pick(seed, 2) == 0 ? "true" : "false");
    (void)snprintf(text + at, size - at, "}\n");
}

static complaint_procedure *new_procedure(complaint_context *context,
                                          uint64_t *seed)
{
    char text[8192];
    size_t at = (size_t)snprintf(text, sizeof(text), "%s", head);
    complaint_procedure *procedure;
    complaint_error *error = NULL;

    for (int i = 0; i < CLOCKS; i++) {
        write_clock(seed, i, text + at, sizeof(text) - at);
        at += strlen(text + at);
    }
    ck_assert_msg(complaint_procedure_parse(context, text, at, "r", &procedure,
                                            &error) == 0,
                  "%s\n%s", complaint_error_message(error), text);
    return procedure;
}

static const char *const clock_names[CLOCKS] = {"c0", "c1", "c2", "c3",
                                                "c4", "c5", "c6", "c7"};

static complaint__event event_at(complaint_time at)
{
    complaint__event event = {0};

    event.happened_at = event.recorded_at = at;
    event.received_at = event.occurred_at = event.aware_at =
        COMPLAINT_TIME_NONE;
    return event;
}

static void random_step(uint64_t *seed, const char **state,
                        complaint__event *event)
{
    static const char *const clock_kinds[] = {"extend", "pause", "resume"};
    static const char *const open[] = {"begin",  "begin", "rest",  "rest",
                                       "answer", "drop",  "finish"};
    static const char *const resting[] = {"wake",   "wake", "wake",  "wake",
                                          "answer", "drop", "finish"};

    event->kind = "perform";
    if (pick(seed, 3) == 0) {
        event->kind = clock_kinds[pick(seed, 3)];
        event->action = clock_names[pick(seed, CLOCKS)];
        event->amount = 1 + (int64_t)pick(seed, 5);
    } else if (strcmp(*state, "closed") == 0) {
        event->action = "reopen";
        *state = "open";
    } else {
        event->action = strcmp(*state, "open") == 0 ? open[pick(seed, 7)]
                                                    : resting[pick(seed, 7)];
        *state = "open";
        if (strcmp(event->action, "rest") == 0)
            *state = "resting";
        if (strcmp(event->action, "finish") == 0)
            *state = "closed";
        if (strcmp(event->action, "reopen") == 0)
            *state = "open";
    }
    event->state = *state;
}

/* Times are whole minutes from 2007 to 2028, so that known and assumed years
 * are met; never twice the same. */
static size_t new_journal(uint64_t *seed, complaint__event *events)
{
    size_t count = 1 + pick(seed, 14);
    complaint_time at =
        stage_time("2007-01-01") +
        (complaint_time)pick(seed, 21 * 365 * 1440) * COMPLAINT_MINUTE;
    uint64_t stride = 1 + pick(seed, 6) * pick(seed, 2000);
    const char *state = "open";

    events[0] = event_at(at);
    events[0].kind = "file";
    events[0].state = state;
    events[0].received_at = at;
    for (size_t i = 1; i < count; i++) {
        at += (complaint_time)(1 + pick(seed, stride)) * COMPLAINT_MINUTE;
        events[i] = event_at(at);
        random_step(seed, &state, &events[i]);
    }
    return count;
}

/* Entries on clocks recorded late, in another order than they happened. */
static void record_late(uint64_t *seed, complaint__event *events, size_t count)
{
    for (size_t i = 1; i + 1 < count; i++) {
        size_t j = i + 1 + pick(seed, count - i - 1);
        complaint__event moved = events[i];

        if (strcmp(moved.kind, "perform") == 0 || pick(seed, 2) == 0)
            continue;
        memmove(&events[i], &events[i + 1], (j - i) * sizeof(moved));
        events[j] = moved;
        moved.recorded_at = events[j - 1].recorded_at;
    }
}

static void compare(const complaint_procedure *procedure,
                    const complaint_calendar *calendar, const walk_zone *zone,
                    const complaint__event *events, size_t count,
                    const complaint__clock_state *states, size_t cases[6])
{
    complaint__clock_state wanted;
    walk w;

    for (size_t i = 0; i < CLOCKS; i++) {
        const complaint__clock_state *got = &states[i];

        walk_follow(&w, procedure, i, calendar, zone, events, count, &wanted);
        cases[got->status]++;
        if (got->status == wanted.status && got->due_at == wanted.due_at &&
            got->started_at == wanted.started_at &&
            got->stopped_at == wanted.stopped_at)
            continue;
        ck_abort_msg("clock %zu (%lld %s): status %d, walked %d; due %lld, "
                     "walked %lld",
                     i, (long long)procedure->clocks[i].amount,
                     complaint__clock_unit_names[procedure->clocks[i].unit],
                     got->status, wanted.status, (long long)got->due_at,
                     (long long)wanted.due_at);
    }
}

/* What counts in the explanation is what was to be counted. */
static void check_explanation(const complaint_procedure *procedure,
                              const complaint_calendar *calendar,
                              const complaint__event *events, size_t count,
                              size_t clock, const complaint__clock_state *state)
{
    const complaint__clock *c = &procedure->clocks[clock];
    const complaint_facts *spans, *map;
    complaint_facts *root, *list;
    int64_t days = 0, minutes = 0;

    ck_assert_int_eq(complaint_facts_new(procedure->context, &root, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_list(root, "list", &list, NULL), 0);
    ck_assert_int_eq(complaint__clock_explain(procedure, calendar, events,
                                              count, INT64_MAX / 4, clock,
                                              "zh-CN", list, NULL),
                     0);
    map = complaint_facts_at(list, 0);
    ck_assert_str_ne(complaint_facts_text(complaint_facts_get(map, "text"), ""),
                     "");
    spans = complaint_facts_get(map, "spans");
    for (size_t i = 0; i < complaint_facts_size(spans); i++) {
        const complaint_facts *span = complaint_facts_at(spans, i);
        const char *kind =
            complaint_facts_text(complaint_facts_get(span, "kind"), "");

        if (strcmp(kind, "counted") != 0 && strcmp(kind, "make_up") != 0 &&
            strcmp(kind, "extended") != 0)
            continue;
        days += complaint_facts_integer(complaint_facts_get(span, "days"), 0);
        minutes +=
            complaint_facts_integer(complaint_facts_get(span, "minutes"), 0);
    }
    if (state->due_at != COMPLAINT_TIME_NONE) {
        int64_t total = c->amount + state->extended;

        if (c->unit == COMPLAINT__UNIT_WORKING_DAYS ||
            c->unit == COMPLAINT__UNIT_DAYS)
            ck_assert_int_eq(days, total);
        else if (c->unit == COMPLAINT__UNIT_WEEKS)
            ck_assert_int_eq(days, total * 7);
        else if (c->unit == COMPLAINT__UNIT_MINUTES)
            ck_assert_int_eq(minutes, total);
        else if (c->unit != COMPLAINT__UNIT_MONTHS)
            ck_assert_int_eq(minutes, total * 60);
    }
    complaint_facts_free(root);
}

START_TEST(clocks_agree_with_walking_day_by_day_and_minute_by_minute)
{
    surroundings around;
    complaint_context *context;
    complaint_calendar *calendar;
    complaint__event events[EVENTS];
    complaint__clock_state states[CLOCKS];
    uint64_t seed = 19012;
    size_t cases[6] = {0};
    size_t explained = 0;
    size_t procedures =
        getenv("COMPLAINT_LONG") != NULL ? PROCEDURES * 9 : PROCEDURES;

    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &calendar, NULL),
                     0);
    for (size_t p = 0; p < procedures; p++) {
        complaint_procedure *procedure = new_procedure(context, &seed);

        for (size_t j = 0; j < JOURNALS; j++) {
            size_t count = new_journal(&seed, events);
            size_t clock = pick(&seed, CLOCKS);

            record_late(&seed, events, count);
            ck_assert_int_eq(
                complaint__clock_evaluate(procedure, calendar, events, count,
                                          INT64_MAX / 4, states, NULL),
                0);
            compare(procedure, calendar, NULL, events, count, states, cases);
            if (j % 8 == 0) {
                check_explanation(procedure, calendar, events, count, clock,
                                  &states[clock]);
                explained++;
            }
        }
        complaint_procedure_free(procedure);
    }
    printf("clocks compared with the walker: %zu (not started %zu, running "
           "%zu, paused %zu, met %zu, missed %zu, cancelled %zu); explained "
           "%zu\n",
           cases[0] + cases[1] + cases[2] + cases[3] + cases[4] + cases[5],
           cases[0], cases[1], cases[2], cases[3], cases[4], cases[5],
           explained);
    ck_assert_uint_ge((size_t)PROCEDURES * JOURNALS * CLOCKS, 100000);
    complaint_calendar_free(calendar);
    surroundings_end(&around, context);
}
END_TEST

/* ---- zones ---- */

static const char *const zones[] = {"Europe/London", "Australia/Sydney",
                                    "Australia/Lord_Howe", "America/Sao_Paulo"};
#define ZONES (sizeof(zones) / sizeof(zones[0]))

static complaint_calendar *calendar_of(complaint_context *context,
                                       const char *zone)
{
    static const char *const days[] = {"monday", "tuesday", "wednesday",
                                       "thursday", "friday"};
    char text[1000];
    int at = snprintf(text, sizeof(text),
                      "format: 1\nname: z\nversion: '1'\nzone: %s\nweek:\n"
                      "  saturday: []\n  sunday: []\n",
                      zone);
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    for (int i = 0; i < 5; i++)
        at += snprintf(text + at, sizeof(text) - (size_t)at,
                       "  %s: [09:00-12:00, 13:00-18:00]\n", days[i]);
    ck_assert_msg(complaint_calendar_parse(context, text, strlen(text), "z",
                                           &calendar, &error) == 0,
                  "%s", complaint_error_message(error));
    return calendar;
}

/* Move a journal so that one of its entries stands within two days of a change
 * of the zone's clocks. */
static void move_to_change(uint64_t *seed, const walk_zone *zone,
                           complaint__event *events, size_t count)
{
    complaint_time change = zone->changes[pick(seed, zone->change_count)];
    complaint_time by = change +
                        ((int64_t)pick(seed, 5760) - 2880) * COMPLAINT_MINUTE -
                        events[pick(seed, count)].happened_at;

    for (size_t i = 0; i < count; i++) {
        events[i].happened_at += by;
        events[i].recorded_at += by;
        if (events[i].received_at != COMPLAINT_TIME_NONE)
            events[i].received_at += by;
    }
}

START_TEST(clocks_agree_with_walking_where_clocks_change)
{
    static walk_zone zone;
    surroundings around;
    complaint_context *context;
    complaint__event events[EVENTS];
    complaint__clock_state states[CLOCKS];
    uint64_t seed = 8536 + (uint64_t)_i;
    size_t cases[6] = {0};
    complaint_calendar *calendar;

    context = surroundings_begin(&around);
    calendar = calendar_of(context, zones[_i]);
    walk_zone_make(&zone, calendar, 15000); /* 2011-01-26 to 2024-03-17 */
    ck_assert_uint_ge(zone.change_count, 10);
    zone.change_count -= 4; /* walks may be long */
    for (size_t p = 0; p < 20; p++) {
        complaint_procedure *procedure = new_procedure(context, &seed);

        for (size_t j = 0; j < 60; j++) {
            size_t count = new_journal(&seed, events);

            move_to_change(&seed, &zone, events, count);
            ck_assert_int_eq(
                complaint__clock_evaluate(procedure, calendar, events, count,
                                          INT64_MAX / 4, states, NULL),
                0);
            compare(procedure, calendar, &zone, events, count, states, cases);
            if (j % 8 == 0)
                check_explanation(procedure, calendar, events, count,
                                  j % CLOCKS, &states[j % CLOCKS]);
        }
        complaint_procedure_free(procedure);
    }
    printf("%s: clocks compared over %zu changes: running %zu, paused %zu, "
           "met %zu, missed %zu, cancelled %zu\n",
           zones[_i], zone.change_count, cases[1], cases[2], cases[3], cases[4],
           cases[5]);
    complaint_calendar_free(calendar);
    surroundings_end(&around, context);
}
END_TEST

/* What is known at a moment does not depend on what happens after it. */
START_TEST(a_clock_at_a_moment_knows_nothing_of_what_happens_later)
{
    surroundings around;
    complaint_context *context;
    complaint_calendar *calendar;
    complaint__event events[EVENTS];
    complaint__clock_state before[CLOCKS], after[CLOCKS];
    uint64_t seed = 10002;

    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &calendar, NULL),
                     0);
    for (size_t p = 0; p < 20; p++) {
        complaint_procedure *procedure = new_procedure(context, &seed);

        for (size_t j = 0; j < 50; j++) {
            size_t count = new_journal(&seed, events);
            size_t some = 1 + pick(&seed, count);
            complaint_time now = events[some - 1].happened_at;

            ck_assert_int_eq(complaint__clock_evaluate(procedure, calendar,
                                                       events, some, now,
                                                       before, NULL),
                             0);
            ck_assert_int_eq(complaint__clock_evaluate(procedure, calendar,
                                                       events, count, now,
                                                       after, NULL),
                             0);
            for (size_t i = 0; i < CLOCKS; i++) {
                ck_assert_int_eq(before[i].status, after[i].status);
                ck_assert_int_eq(before[i].due_at, after[i].due_at);
                ck_assert_int_eq(before[i].extended, after[i].extended);
            }
        }
        complaint_procedure_free(procedure);
    }
    complaint_calendar_free(calendar);
    complaint_context_free(context);
}
END_TEST

Suite *random_suite(void);

Suite *random_suite(void)
{
    Suite *suite = suite_create("procedure/random");
    TCase *tests = tcase_create("random");

    tcase_set_timeout(tests, 300);
    tcase_add_test(tests,
                   clocks_agree_with_walking_day_by_day_and_minute_by_minute);
    tcase_add_loop_test(tests, clocks_agree_with_walking_where_clocks_change, 0,
                        (int)ZONES);
    tcase_add_test(tests,
                   a_clock_at_a_moment_knows_nothing_of_what_happens_later);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(random_suite());
}
