/* Defects that help desks are known for (seen in ERPNext, frappe helpdesk,
 * GLPI, iTop, RT, osTicket, Zammad, Chatwoot, Dynamics, eGov PGR), each as a
 * test by name, on a register. Those of a clock alone are in
 * tests/procedure/test_clock.c; two ticks at once are in test_tick.c. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

/* %s: version, amount of days, and what may pause them. */
static const char rules[] =
    "kind: procedure\nformat: 1\nname: desk\nversion: '%s'\n"
    "title: {en: D}\nlanguages: [en]\nstart: open\n"
    "states:\n"
    "  - {name: open, title: {en: o}}\n"
    "  - {name: hold, title: {en: h}}\n"
    "  - {name: closed, title: {en: c}, final: true}\n"
    "transitions:\n"
    "  - {name: wait, title: {en: t}, from: [open], to: hold}\n"
    "  - {name: go_on, title: {en: t}, from: [hold], to: open}\n"
    "  - {name: close, title: {en: t}, from: [open, hold], to: closed, "
    "marks: [closed]}\n"
    "  - {name: reopen, title: {en: t}, from: [closed], to: open, "
    "marks: [reopened]}\n"
    "clocks:\n"
    "  - {name: days, title: {en: D}, amount: %d, unit: working_days, "
    "from: {time: received}, stop: [close], principal: true, reopen: continue, "
    "pause: {states: [hold]}}\n"
    "  - {name: plain, title: {en: P}, amount: 20, unit: days, "
    "from: {time: received}, stop: [close]}\n";

static void install(desk *d, const char *yaml)
{
    complaint_definition *definition;

    desk_ok(complaint_definition_parse(d->context, yaml, strlen(yaml), "test",
                                       &definition, &error));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

static void install_rules(desk *d, const char *version, int days)
{
    char text[3000];

    snprintf(text, sizeof text, rules, version, days);
    install(d, text);
}

static void open_desk(desk *d, int backend)
{
    desk_open_empty(d, backend);
    d->clock_stands = true;
    install_rules(d, "1", 10);
    desk_install(d, "calendar", "cn");
}

static complaint_time at(const char *text)
{
    complaint_time time = 0;

    desk_ok(complaint_time_parse(text, 8 * 3600, &time, &error));
    return time;
}

static complaint_case *file_at(desk *d, const char *when)
{
    d->now = at(when);
    return desk_file(d, "{\"title\":\"t\",\"severity\":\"low\"}");
}

static void perform_at(desk *d, complaint_case *one, const char *step,
                       const char *when)
{
    d->now = at(when);
    desk_perform(d, one, step, "{}");
}

/* The principal limit is the end of this day. */
static void expect_limit(const complaint_case *one, const char *day)
{
    ck_assert_int_eq(desk_integer(one, "limit_at"),
                     at(day) + COMPLAINT_DAY - 1);
}

static void end(desk *d, complaint_case *one)
{
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(d), 0);
    desk_close(d);
}

START_TEST(a_hold_over_a_change_of_the_policy_keeps_the_policy_of_its_case)
{
    complaint_case *one, *later;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    expect_limit(one, "2024-03-18");
    perform_at(&d, one, "wait", "2024-03-06 10:00");
    install_rules(&d, "2", 3);
    perform_at(&d, one, "go_on", "2024-03-08 10:00");
    expect_limit(one, "2024-03-20"); /* the 6th and the 7th */
    later = file_at(&d, "2024-03-08 10:00");
    expect_limit(later, "2024-03-13");
    complaint_case_free(later);
    end(&d, one);
}
END_TEST

START_TEST(a_hold_adds_to_the_limit_and_not_to_the_day_of_creation)
{
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    perform_at(&d, one, "wait", "2024-03-14 10:00");
    perform_at(&d, one, "go_on", "2024-03-15 09:00");
    expect_limit(one, "2024-03-19");
    ck_assert_int_eq(desk_integer(one, "received_at"), at("2024-03-04 10:00"));
    end(&d, one);
}
END_TEST

START_TEST(a_hold_over_a_weekend_or_a_holiday_takes_no_working_day_twice)
{
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    perform_at(&d, one, "wait", "2024-03-08 19:00");  /* Friday evening */
    perform_at(&d, one, "go_on", "2024-03-11 08:00"); /* Monday morning */
    expect_limit(one, "2024-03-19");                  /* Friday's end, only */
    complaint_case_free(one);
    one = file_at(&d, "2024-04-01 10:00"); /* 4th to 6th: Qingming */
    expect_limit(one, "2024-04-16");       /* the 7th is worked */
    perform_at(&d, one, "wait", "2024-04-04 09:00");
    perform_at(&d, one, "go_on", "2024-04-06 12:00");
    expect_limit(one, "2024-04-16");
    end(&d, one);
}
END_TEST

/* The explanations of all clocks now; the first is the principal one's. */
static complaint_facts *explained(complaint_case *one)
{
    complaint_facts *clocks = NULL;

    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &clocks, &error));
    return clocks;
}

START_TEST(a_case_closed_during_a_hold_needs_no_resume_to_be_in_time)
{
    complaint_facts *clocks;
    const complaint_facts *clock;
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    perform_at(&d, one, "wait", "2024-03-06 10:00");
    perform_at(&d, one, "close", "2024-03-12 10:00");
    d.now = at("2024-06-01 10:00"); /* much later, and still the same */
    clocks = explained(one);
    clock = complaint_facts_at(clocks, 0);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(clock, "status"), ""), "met");
    ck_assert_int_eq(complaint_facts_time(complaint_facts_get(clock, "due_at")),
                     at("2024-03-22") + COMPLAINT_DAY - 1);
    complaint_facts_free(clocks);
    end(&d, one);
}
END_TEST

START_TEST(several_holds_each_take_their_own_days_and_no_more)
{
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    perform_at(&d, one, "wait", "2024-03-06 10:00");
    perform_at(&d, one, "go_on", "2024-03-07 10:00");
    expect_limit(one, "2024-03-19");
    perform_at(&d, one, "wait", "2024-03-11 10:00");
    perform_at(&d, one, "go_on", "2024-03-13 10:00");
    expect_limit(one, "2024-03-21");
    perform_at(&d, one, "wait", "2024-03-14 10:00");
    perform_at(&d, one, "go_on", "2024-03-14 17:00"); /* within one day */
    expect_limit(one, "2024-03-21");
    end(&d, one);
}
END_TEST

START_TEST(a_hold_on_a_holiday_pauses_nothing)
{
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-28 10:00"); /* Qingming: 4 to 6 April */
    expect_limit(one, "2024-04-12");
    perform_at(&d, one, "wait", "2024-04-04 10:00");
    perform_at(&d, one, "go_on", "2024-04-05 15:00");
    expect_limit(one, "2024-04-12");
    perform_at(&d, one, "wait", "2024-04-06 10:00");
    perform_at(&d, one, "go_on", "2024-04-08 10:00");
    expect_limit(one, "2024-04-15"); /* Sunday the 7th is made up */
    end(&d, one);
}
END_TEST

START_TEST(a_priority_that_changes_during_a_hold_changes_no_limit)
{
    complaint_case *one;
    complaint_facts *facts;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    perform_at(&d, one, "wait", "2024-03-06 10:00");
    d.now = at("2024-03-07 10:00");
    facts = desk_facts(&d, "{\"severity\":\"high\"}");
    desk_ok(
        complaint_case_amend(one, d.clerk, facts, COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
    ck_assert_int_eq(desk_integer(one, "limit_at"), COMPLAINT_TIME_NONE);
    perform_at(&d, one, "go_on", "2024-03-08 10:00");
    expect_limit(one, "2024-03-20");
    end(&d, one);
}
END_TEST

START_TEST(a_hand_over_leaves_the_limits_as_they_are)
{
    complaint_actor *other;
    complaint_case *one;
    complaint_time due;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    perform_at(&d, one, "wait", "2024-03-06 10:00");
    perform_at(&d, one, "go_on", "2024-03-07 10:00");
    due = desk_integer(one, "limit_at");
    other = desk_actor(&d, "clerk-2", "*");
    d.now = at("2024-03-12 10:00");
    desk_ok(complaint_case_assign(one, d.clerk, "clerk-2", NULL, "leave",
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_answer_assignment(one, other, true, NULL,
                                             COMPLAINT_TIME_NONE, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-2");
    ck_assert_int_eq(desk_integer(one, "limit_at"), due);
    complaint_actor_free(other);
    end(&d, one);
}
END_TEST

/* The rules with a choice for hand-overs, and a clock of each waiting. */
static void install_choice(desk *d)
{
    static const char kept[] = "reopen: continue, ";
    static const char round[] =
        "  - {name: round, title: {en: R}, amount: 3, unit: days, "
        "from: {entry: wait}, stop: [close], handed_over: fresh}\n";
    char text[3000];
    char *place;

    snprintf(text, sizeof text, rules, "2", 10);
    place = strstr(text, kept);
    ck_assert_ptr_nonnull(place);
    memmove(place + 22, place, strlen(place) + 1);
    memcpy(place, "handed_over: restart, ", 22);
    strcat(text, round);
    install(d, text);
}

static void hand_over_at(desk *d, complaint_case *one, bool accepted,
                         const char *when)
{
    complaint_actor *other = desk_actor(d, "clerk-2", "*");

    d->now = at(when);
    desk_ok(complaint_case_assign(one, d->clerk, "clerk-2", NULL, "leave",
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_answer_assignment(one, other, accepted, "seen",
                                             COMPLAINT_TIME_NONE, &error));
    complaint_actor_free(other);
}

static void expect_round(complaint_case *one, const char *status)
{
    complaint_facts *list;
    const char *found = NULL;

    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &list, &error));
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *clock = complaint_facts_at(list, i);

        if (strcmp(complaint_facts_text(complaint_facts_get(clock, "name"), ""),
                   "round") == 0)
            found = complaint_facts_text(complaint_facts_get(clock, "status"),
                                         NULL);
    }
    ck_assert_pstr_eq(found, status);
    complaint_facts_free(list);
}

START_TEST(a_hand_over_restarts_or_ends_the_limits_that_say_so)
{
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    install_choice(&d);
    one = file_at(&d, "2024-03-04 10:00");
    expect_limit(one, "2024-03-18");
    perform_at(&d, one, "wait", "2024-03-06 10:00");
    perform_at(&d, one, "go_on", "2024-03-06 11:00");
    expect_round(one, "running");
    hand_over_at(&d, one, false, "2024-03-07 10:00");
    expect_limit(one, "2024-03-18"); /* it came back */
    expect_round(one, "running");
    hand_over_at(&d, one, true, "2024-03-12 10:00");
    expect_limit(one, "2024-03-26"); /* ten working days of one's own */
    expect_round(one, NULL);         /* until there is another wait */
    perform_at(&d, one, "wait", "2024-03-13 10:00");
    expect_round(one, "running");
    end(&d, one);
}
END_TEST

START_TEST(a_close_on_a_holiday_is_judged_by_the_limit_alone)
{
    complaint_case *one;
    complaint_facts *list;
    char *json;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-09-16 10:00"); /* in the Mid-Autumn holiday */
    perform_at(&d, one, "close", "2024-10-03 10:00"); /* National Day */
    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &list, &error));
    json = desk_json(&d, list);
    ck_assert_ptr_nonnull(strstr(json, "\"status\":\"met\""));
    ck_assert_int_eq(desk_integer(one, "closed_at"), at("2024-10-03 10:00"));
    complaint_facts_free(list);
    free(json);
    end(&d, one);
}
END_TEST

START_TEST(time_while_closed_is_not_time_taken_after_a_reopening)
{
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    perform_at(&d, one, "close", "2024-03-06 10:00");
    perform_at(&d, one, "reopen", "2024-03-20 10:00");
    expect_limit(one, "2024-04-01"); /* two of the ten days were gone */
    end(&d, one);
}
END_TEST

static const char later_calendar[] =
    "kind: calendar\nformat: 1\nname: later\nversion: '1'\nextends: cn\n"
    "exceptions:\n"
    "  - {from: 2024-03-11, to: 2024-03-15, kind: holiday, name: New}\n";

START_TEST(a_calendar_or_holiday_that_comes_later_changes_no_running_limit)
{
    complaint_case *one, *later;
    desk d;

    open_desk(&d, _i);
    one = file_at(&d, "2024-03-04 10:00");
    d.now = at("2024-03-06 10:00");
    install(&d, later_calendar);
    desk_ok(complaint_register_set(d.reg, "calendar", "later", &error));
    perform_at(&d, one, "wait", "2024-03-07 10:00");
    perform_at(&d, one, "go_on", "2024-03-08 10:00");
    expect_limit(one, "2024-03-19");
    later = file_at(&d, "2024-03-08 10:00");
    expect_limit(later, "2024-03-29");
    complaint_case_free(later);
    end(&d, one);
}
END_TEST

START_TEST(a_week_without_a_workday_is_refused_and_hangs_nothing)
{
    static const char text[] =
        "kind: calendar\nformat: 1\nname: never\nversion: '1'\n"
        "offset: '+00:00'\nweek: {monday: [], tuesday: [], wednesday: [], "
        "thursday: [], friday: [], saturday: [], sunday: []}\n";
    complaint_definition *definition = NULL;
    desk d;

    open_desk(&d, _i);
    ck_assert_int_eq(complaint_definition_parse(d.context, text,
                                                sizeof text - 1, "test",
                                                &definition, NULL),
                     COMPLAINT_INVALID);
    ck_assert_ptr_null(definition);
    desk_close(&d);
}
END_TEST

START_TEST(a_case_of_thirteen_years_ago_is_closed_when_it_was)
{
    complaint_case *one;
    complaint_facts *facts, *result;
    desk d;

    open_desk(&d, _i);
    d.now = at("2024-03-04 10:00");
    one = desk_file(&d, "{\"title\":\"t\",\"received_at\":"
                        "\"2011-03-01T09:00:00+08:00\"}");
    facts = desk_facts(&d, "{}");
    desk_ok(complaint_case_perform(one, d.clerk, "close", facts,
                                   at("2011-03-10 10:00"), &error));
    ck_assert_int_eq(desk_integer(one, "closed_at"), at("2011-03-10 10:00"));
    ck_assert_int_eq(desk_integer(one, "recorded_at"), d.now);
    expect_limit(one, "2011-03-15");
    desk_ok(complaint_register_tick(d.reg, d.clerk, COMPLAINT_TIME_NONE, NULL,
                                    &result, &error));
    ck_assert_uint_eq(
        complaint_facts_size(complaint_facts_get(result, "entries")), 0);
    complaint_facts_free(result);
    complaint_facts_free(facts);
    end(&d, one);
}
END_TEST

static const char london[] =
    "kind: calendar\nformat: 1\nname: london\nversion: '1'\n"
    "zone: Europe/London\nweek:\n"
    "  monday: [09:00-17:00]\n  tuesday: [09:00-17:00]\n"
    "  wednesday: [09:00-17:00]\n  thursday: [09:00-17:00]\n"
    "  friday: [09:00-17:00]\n  saturday: []\n  sunday: []\n";

START_TEST(a_hold_over_a_change_of_the_clocks_ends_at_the_end_of_the_local_day)
{
    complaint_case *one;
    desk d;

    open_desk(&d, _i);
    install(&d, london);
    desk_ok(complaint_register_set(d.reg, "calendar", "london", &error));
    one = file_at(&d, "2024-03-20 18:00");
    ck_assert_int_eq(desk_integer(one, "limit_at"), /* summer time by then */
                     at("2024-04-04 07:00") - 1);
    perform_at(&d, one, "wait", "2024-03-29 18:00");
    perform_at(&d, one, "go_on", "2024-04-02 18:00"); /* two working days */
    ck_assert_int_eq(desk_integer(one, "limit_at"), at("2024-04-06 07:00") - 1);
    end(&d, one);
}
END_TEST

static Suite *defects_suite(void)
{
    const TTest *const tests[] = {
        a_hold_over_a_change_of_the_policy_keeps_the_policy_of_its_case,
        a_hold_adds_to_the_limit_and_not_to_the_day_of_creation,
        a_hold_over_a_weekend_or_a_holiday_takes_no_working_day_twice,
        a_case_closed_during_a_hold_needs_no_resume_to_be_in_time,
        several_holds_each_take_their_own_days_and_no_more,
        a_hold_on_a_holiday_pauses_nothing,
        a_priority_that_changes_during_a_hold_changes_no_limit,
        a_hand_over_leaves_the_limits_as_they_are,
        a_hand_over_restarts_or_ends_the_limits_that_say_so,
        a_close_on_a_holiday_is_judged_by_the_limit_alone,
        time_while_closed_is_not_time_taken_after_a_reopening,
        a_calendar_or_holiday_that_comes_later_changes_no_running_limit,
        a_week_without_a_workday_is_refused_and_hangs_nothing,
        a_case_of_thirteen_years_ago_is_closed_when_it_was,
        a_hold_over_a_change_of_the_clocks_ends_at_the_end_of_the_local_day,
    };
    Suite *suite = suite_create("register/defects");
    TCase *tcase = tcase_create("defects");

    tcase_set_timeout(tcase, 60);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_loop_test(tcase, tests[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(defects_suite());
}
