/* What the language says of earlier steps and of people's own limits: facts
 * known from before, members, comparisons, roles by a fact, steps that keep
 * the state, limits that are facts, periods, anchors of several. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procedure/inside.h"
#include "procedure/stage.h"

static const char shop[] =
    "kind: procedure\n"
    "format: 1\n"
    "name: shop\n"
    "version: '1'\n"
    "title: {en: Shop}\n"
    "languages: [en]\n"
    "start: open\n"
    "roles:\n"
    "  - {name: clerk, title: {en: Clerk}}\n"
    "  - {name: boss, title: {en: Boss}}\n"
    "intake:\n"
    "  facts:\n"
    "    - {name: batch, type: text, title: {en: Batch}}\n"
    "states:\n"
    "  - {name: open, title: {en: Open}}\n"
    "  - {name: offered, title: {en: Offered}}\n"
    "  - {name: done, title: {en: Done}, final: true}\n"
    "transitions:\n"
    "  - name: offer\n"
    "    title: {en: Offer}\n"
    "    from: [open]\n"
    "    to: offered\n"
    "    facts:\n"
    "      - {name: offered, type: money, required: true, title: {en: O}}\n"
    "      - {name: serious, type: boolean, title: {en: S}}\n"
    "      - name: remedies\n"
    "        type: list\n"
    "        members: [kind, cost]\n"
    "        title: {en: R}\n"
    "      - {name: plan, type: map, title: {en: P}}\n"
    "    guard: {not: {fact: plan.way, is: secret}}\n"
    "  - name: promise\n"
    "    title: {en: Promise}\n"
    "    from: ['*']\n"
    "    facts:\n"
    "      - {name: promised_at, type: time, required: true,\n"
    "         title: {en: P}}\n"
    "  - name: note\n"
    "    title: {en: Note}\n"
    "    from: ['*']\n"
    "  - name: pay\n"
    "    title: {en: Pay}\n"
    "    from: [offered]\n"
    "    to: done\n"
    "    marks: [responded, closed]\n"
    "    roles: [clerk, boss]\n"
    "    roles_when:\n"
    "      - when: {known: serious, is: 'true'}\n"
    "        roles: [boss]\n"
    "    facts:\n"
    "      - {name: paid, type: money, required: true, title: {en: P}}\n"
    "      - {name: batch, type: text, required: true, known: true,\n"
    "         title: {en: B}}\n"
    "    guard: {fact: paid, no_more_than: offered}\n"
    "  - name: again\n"
    "    title: {en: Again}\n"
    "    from: [done]\n"
    "    to: open\n"
    "    marks: [reopened]\n"
    "clocks:\n"
    "  - name: promised\n"
    "    title: {en: Promised}\n"
    "    due: promised_at\n"
    "    stop_marks: [closed]\n"
    "    warn: [{before: 24}, {share: 50}]\n"
    "  - name: told\n"
    "    title: {en: Told}\n"
    "    amount: 5\n"
    "    unit: days\n"
    "    from: {time: received}\n"
    "    periodic: true\n"
    "    stop: [note]\n"
    "  - name: either\n"
    "    title: {en: Either}\n"
    "    amount: 2\n"
    "    unit: hours\n"
    "    from: {first: [{entry: offer}, {entry: promise}]}\n"
    "    stop: [note]\n"
    "    stop_marks: [closed]\n"
    "  - name: both\n"
    "    title: {en: Both}\n"
    "    amount: 2\n"
    "    unit: hours\n"
    "    from: {last: [{entry: offer}, {entry: promise}]}\n"
    "    stop: [note]\n"
    "    stop_marks: [closed]\n"
    "  - name: paid-out\n"
    "    title: {en: Paid out}\n"
    "    amount: 3\n"
    "    unit: days\n"
    "    from: {mark: responded}\n"
    "    closing: run_on\n"
    "    stop: [note]\n"
    "  - name: serious\n"
    "    title: {en: Serious}\n"
    "    when: {known: serious, is: 'true'}\n"
    "    amount: 1\n"
    "    unit: days\n"
    "    from: {time: received}\n"
    "    stop_marks: [closed]\n";

#define YUAN "{\"amount\": 100, \"currency\": \"CNY\"}"
#define MORE "{\"amount\": 101, \"currency\": \"CNY\"}"
#define OTHER "{\"amount\": 1, \"currency\": \"EUR\"}"
#define RUNNING COMPLAINT__CLOCK_RUNNING
#define NONE COMPLAINT__CLOCK_NOT_STARTED

static void offered(stage *s, const char *more)
{
    char facts[200];

    stage_open(s, "shop", shop, "cn");
    stage_file(s, "2026-03-01 08:00");
    (void)snprintf(facts, sizeof(facts), "{\"offered\": " YUAN "%s}", more);
    stage_go(s, "offer", "clerk:a", facts, "2026-03-01 09:00", "offered");
}

START_TEST(a_payment_is_no_more_than_what_an_earlier_step_offered)
{
    stage s;

    offered(&s, "");
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a",
                              "{\"batch\": \"7\", \"paid\": " MORE "}",
                              "2026-03-02 09:00"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a",
                              "{\"batch\": \"7\", \"paid\": " OTHER "}",
                              "2026-03-02 09:00"),
                     COMPLAINT_REFUSED);
    stage_go(&s, "pay", "clerk:a", "{\"batch\": \"7\", \"paid\": " YUAN "}",
             "2026-03-02 09:00", "done");
    stage_close(&s);
}
END_TEST

START_TEST(a_fact_of_an_earlier_step_need_not_be_given_again)
{
    stage s;

    offered(&s, "");
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a", "{\"paid\": " YUAN "}",
                              "2026-03-02 09:00"),
                     COMPLAINT_INCOMPLETE);
    ck_assert_str_eq(complaint_error_field(s.error), "batch");
    stage_go(&s, "promise", "clerk:a",
             "{\"promised_at\": \"2026-03-09T12:00:00+08:00\", "
             "\"batch\": \"7\"}",
             "2026-03-01 10:00", "offered");
    stage_go(&s, "pay", "clerk:a", "{\"paid\": " YUAN "}", "2026-03-02 09:00",
             "done");
    stage_close(&s);
}
END_TEST

START_TEST(who_may_depends_on_what_is_known)
{
    stage s;

    offered(&s, ", \"serious\": true");
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a",
                              "{\"batch\": \"7\", \"paid\": " YUAN "}",
                              "2026-03-02 09:00"),
                     COMPLAINT_DENIED);
    ck_assert_str_eq(complaint_error_item(s.error, 0), "boss");
    stage_go(&s, "pay", "boss:b", "{\"batch\": \"7\", \"paid\": " YUAN "}",
             "2026-03-02 09:00", "done");
    stage_close(&s);
}
END_TEST

START_TEST(members_of_lists_are_asked_for_and_members_of_maps_are_looked_at)
{
    stage s;

    stage_open(&s, "shop", shop, "cn");
    stage_file(&s, "2026-03-01 08:00");
    ck_assert_int_eq(stage_do(&s, "offer", "clerk:a",
                              "{\"offered\": " YUAN
                              ", \"remedies\": [{\"kind\": \"r\", "
                              "\"cost\": 1}, {\"kind\": \"x\"}]}",
                              "2026-03-01 09:00"),
                     COMPLAINT_INCOMPLETE);
    ck_assert_str_eq(complaint_error_field(s.error), "remedies.1.cost");
    ck_assert_int_eq(stage_do(&s, "offer", "clerk:a",
                              "{\"offered\": " YUAN
                              ", \"plan\": {\"way\": \"secret\"}}",
                              "2026-03-01 09:00"),
                     COMPLAINT_REFUSED);
    stage_go(&s, "offer", "clerk:a",
             "{\"offered\": " YUAN ", \"plan\": {\"way\": \"open\"}}",
             "2026-03-01 09:00", "offered");
    stage_close(&s);
}
END_TEST

START_TEST(a_promise_is_the_limit_and_a_later_one_moves_it)
{
    complaint__clock_state state;
    stage s;

    offered(&s, "");
    stage_expect(&s, "promised", "2026-03-01 09:30", NONE, "");
    stage_go(&s, "promise", "clerk:a",
             "{\"promised_at\": \"2026-03-05T12:00:00+08:00\"}",
             "2026-03-01 12:00", "offered");
    stage_expect(&s, "promised", "2026-03-02 00:00", RUNNING,
                 "2026-03-05 12:00");
    state = stage_clock(&s, "promised", stage_time("2026-03-02 00:00"));
    ck_assert_int_eq(state.next_at, stage_time("2026-03-03 12:00")); /* half */
    stage_go(&s, "promise", "clerk:a",
             "{\"promised_at\": \"2026-03-07T12:00:00+08:00\"}",
             "2026-03-04 12:00", "offered");
    /* Asked as of before, the first promise stands. */
    stage_expect(&s, "promised", "2026-03-04 11:59", RUNNING,
                 "2026-03-05 12:00");
    stage_expect(&s, "promised", "2026-03-04 12:00", RUNNING,
                 "2026-03-07 12:00");
    stage_go(&s, "pay", "clerk:a", "{\"batch\": \"7\", \"paid\": " YUAN "}",
             "2026-03-07 12:00", "done");
    stage_expect(&s, "promised", "2026-03-08 12:00", COMPLAINT__CLOCK_MET,
                 "2026-03-07 12:00");
    s.events[s.count - 1].happened_at++;
    stage_expect(&s, "promised", "2026-03-08 12:00", COMPLAINT__CLOCK_MISSED,
                 "2026-03-07 12:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_periodic_clock_starts_anew_with_what_stops_it)
{
    stage s;

    offered(&s, "");
    stage_expect(&s, "told", "2026-03-02 08:00", RUNNING, "2026-03-06 24:00");
    stage_go(&s, "note", "clerk:a", NULL, "2026-03-04 10:00", "offered");
    stage_expect(&s, "told", "2026-03-05 08:00", RUNNING, "2026-03-09 24:00");
    stage_go(&s, "note", "clerk:a", NULL, "2026-03-12 10:00", "offered");
    stage_expect(&s, "told", "2026-03-11 08:00", RUNNING, "2026-03-09 24:00");
    stage_expect(&s, "told", "2026-03-13 08:00", RUNNING, "2026-03-17 24:00");
    stage_go(&s, "pay", "clerk:a", "{\"batch\": \"7\", \"paid\": " YUAN "}",
             "2026-03-14 12:00", "done");
    stage_expect(&s, "told", "2026-03-15 08:00", COMPLAINT__CLOCK_CANCELLED,
                 "2026-03-17 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(of_several_anchors_the_first_or_the_last_counts)
{
    stage s;

    offered(&s, "");
    stage_expect(&s, "either", "2026-03-01 09:30", RUNNING, "2026-03-01 11:00");
    stage_expect(&s, "both", "2026-03-01 09:30", NONE, "");
    stage_go(&s, "promise", "clerk:a",
             "{\"promised_at\": \"2026-03-05T12:00:00+08:00\"}",
             "2026-03-01 10:30", "offered");
    stage_expect(&s, "either", "2026-03-01 10:45", RUNNING, "2026-03-01 11:00");
    stage_expect(&s, "both", "2026-03-01 10:45", RUNNING, "2026-03-01 12:30");
    stage_close(&s);
}
END_TEST

START_TEST(a_clock_may_run_on_after_closing_and_is_stopped_in_a_final_state)
{
    stage s;

    offered(&s, ", \"serious\": true");
    stage_expect(&s, "serious", "2026-03-01 12:00", RUNNING,
                 "2026-03-02 24:00");
    stage_go(&s, "pay", "boss:b", "{\"batch\": \"7\", \"paid\": " YUAN "}",
             "2026-03-02 12:00", "done");
    stage_expect(&s, "paid-out", "2026-03-03 12:00", RUNNING,
                 "2026-03-05 24:00");
    stage_go(&s, "note", "clerk:a", NULL, "2026-03-05 23:59", "done");
    stage_expect(&s, "paid-out", "2026-03-06 12:00", COMPLAINT__CLOCK_MET,
                 "2026-03-05 24:00");
    stage_close(&s);
}
END_TEST

/* The first `from` replaced; the line of the error. */
static const struct {
    const char *from;
    const char *to;
} wrongs[] = {
    {"{known: serious, is: 'true'}\n        roles",
     "{known: mood, is: 'true'}\n        roles"},
    {"guard: {fact: paid, no_more_than: offered}",
     "guard: {fact: paid, no_more_than: mood}"},
    {"guard: {fact: paid, no_more_than: offered}",
     "guard: {fact: paid, no_more_than: offered, present: true}"},
    {"guard: {fact: paid, no_more_than: offered}",
     "guard: {fact: batch.size, present: true}"},
    {"due: promised_at", "due: batch"},
    {"due: promised_at", "due: mood"},
    {"due: promised_at", "due: promised_at\n    amount: 3"},
    {"due: promised_at", "due: promised_at\n    unit: days"},
    {"due: promised_at", "title: {en: x}"},
    {"periodic: true", "periodic: true\n    repeat: true"},
    {"from: {mark: responded}", "from: {mark: done}"},
    {"closing: run_on", "closing: later"},
    {"from: {first: [{entry: offer}, {entry: promise}]}",
     "from: {first: [{entry: offer}, {entry: nothing}]}"},
    {"from: {first: [{entry: offer}, {entry: promise}]}",
     "from: {first: [{entry: offer}, {state: open, entry: promise}]}"},
    {"from: {first: [{entry: offer}, {entry: promise}]}",
     "from: {entry: offer, last: [{entry: offer}, {entry: promise}]}"},
    {"from: {first: [{entry: offer}, {entry: promise}]}",
     "from: {first: [{entry: offer}]}"},
    {"when: {known: serious, is: 'true'}\n    amount",
     "when: {field: severity, is: 'true'}\n    amount"},
    {"when: {known: serious, is: 'true'}\n    amount",
     "when: {fact: serious, is: 'true'}\n    amount"},
    {"        roles: [boss]\n", "        roles: [king]\n"},
    {"    to: offered\n", "    marks: [closed]\n"},
};

START_TEST(what_cannot_be_is_refused_at_its_place)
{
    char *text = stage_edit(shop, wrongs[_i].from, wrongs[_i].to);
    complaint_procedure *made = NULL;
    complaint_error *error = NULL;
    complaint_context *context;
    surroundings around;
    int status;

    context = surroundings_begin(&around);
    status = complaint_procedure_parse(context, text, strlen(text), "t", &made,
                                       &error);
    ck_assert_msg(status == COMPLAINT_INVALID, "%s", wrongs[_i].to);
    ck_assert_int_gt(complaint_error_line(error), 1);
    complaint_error_free(error);
    complaint_context_free(context);
    free(text);
}
END_TEST

static Suite *backward_suite(void)
{
    Suite *suite = suite_create("procedure/backward");
    TCase *tests = tcase_create("backward");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests,
                   a_payment_is_no_more_than_what_an_earlier_step_offered);
    tcase_add_test(tests, a_fact_of_an_earlier_step_need_not_be_given_again);
    tcase_add_test(tests, who_may_depends_on_what_is_known);
    tcase_add_test(
        tests,
        members_of_lists_are_asked_for_and_members_of_maps_are_looked_at);
    tcase_add_test(tests, a_promise_is_the_limit_and_a_later_one_moves_it);
    tcase_add_test(tests, a_periodic_clock_starts_anew_with_what_stops_it);
    tcase_add_test(tests, of_several_anchors_the_first_or_the_last_counts);
    tcase_add_test(
        tests,
        a_clock_may_run_on_after_closing_and_is_stopped_in_a_final_state);
    tcase_add_loop_test(tests, what_cannot_be_is_refused_at_its_place, 0,
                        (int)(sizeof(wrongs) / sizeof(wrongs[0])));
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(backward_suite());
}
