/* Clocks one by one: defects that are known from elsewhere, units, ends,
 * explanations. Mostly on one procedure made for it. */
#include "procedure/stage.h"

#include <string.h>

static const char rules[] =
    "kind: procedure\nformat: 1\nname: clocks\nversion: '1'\n"
    "title: {en: Clocks, zh-CN: 时限}\nlanguages: [en, zh-CN]\nstart: open\n"
    "roles: [{name: boss, title: {en: Boss, zh-CN: 主管}}]\n"
    "states:\n"
    "  - {name: open, title: {en: o, zh-CN: o}}\n"
    "  - {name: hold, title: {en: h, zh-CN: h}}\n"
    "  - {name: closed, title: {en: c, zh-CN: c}, final: true}\n"
    "transitions:\n"
    "  - {name: wait, title: {en: t, zh-CN: t}, from: [open], to: hold}\n"
    "  - {name: go_on, title: {en: t, zh-CN: t}, from: [hold], to: open}\n"
    "  - {name: note, title: {en: t, zh-CN: t}, from: [open, hold], to: open}\n"
    "  - {name: answer, title: {en: t, zh-CN: t}, from: [open, hold], "
    "to: open, marks: [responded]}\n"
    "  - {name: close, title: {en: t, zh-CN: t}, from: [open, hold], "
    "to: closed, marks: [closed]}\n"
    "  - {name: reopen, title: {en: t, zh-CN: t}, from: [closed], to: open, "
    "marks: [reopened]}\n"
    "clocks:\n"
    "  - {name: days, title: {en: Days, zh-CN: 天}, amount: 15, "
    "unit: working_days, from: {time: received}, stop: [answer], "
    "pause: {states: [hold], by_hand: true}, principal: true, "
    "extension: {cap_total: 40}, citation: rule 1}\n"
    "  - {name: office, title: {en: d, zh-CN: d}, amount: 2, "
    "unit: working_days, from: {time: received}, end: close_of_business, "
    "stop_marks: [responded]}\n"
    "  - {name: hours, title: {en: h, zh-CN: h}, amount: 12, "
    "unit: working_hours, from: {time: received}, stop: [answer], "
    "pause: {states: [hold]}}\n"
    "  - {name: real, title: {en: h, zh-CN: h}, amount: 24, unit: hours, "
    "from: {time: received}, stop: [answer], pause: {by_hand: true}}\n"
    "  - {name: month, title: {en: m, zh-CN: m}, amount: 1, unit: months, "
    "from: {time: occurred}, stop: [answer], reopen: continue}\n"
    "  - {name: first, title: {en: f, zh-CN: f}, amount: 3, "
    "unit: working_days, from: {time: received}, first_day: same, "
    "stop: [answer], reopen: restart}\n"
    "  - {name: noted, title: {en: n, zh-CN: n}, amount: 1, unit: weeks, "
    "from: {entry: note}, end: same_time, stop: [answer], repeat: true}\n"
    "  - {name: held, title: {en: n, zh-CN: n}, amount: 30, unit: minutes, "
    "from: {state: hold}, stop: [go_on], repeat: true}\n";

#define RUNNING COMPLAINT__CLOCK_RUNNING
#define PAUSED COMPLAINT__CLOCK_PAUSED
#define MET COMPLAINT__CLOCK_MET
#define MISSED COMPLAINT__CLOCK_MISSED
#define CANCELLED COMPLAINT__CLOCK_CANCELLED
#define LATER "2030-01-01"

static void open_at(stage *s, const char *when)
{
    stage_open(s, "clocks", rules, "cn");
    stage_file(s, when);
}

START_TEST(receipt_is_day_0_and_make_up_days_count)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-17 24:00");
    stage_close(&s);
    open_at(&s, "2019-04-27 12:00"); /* a Saturday off */
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-20 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(the_day_of_receipt_can_be_the_first)
{
    stage s;

    open_at(&s, "2019-04-25 09:32"); /* 25, 26, 28 (make-up) */
    stage_expect(&s, "first", LATER, RUNNING, "2019-04-28 24:00");
    stage_close(&s);
    open_at(&s, "2019-05-01 09:32"); /* holiday: 5 (make-up), 6, 7 */
    stage_expect(&s, "first", LATER, RUNNING, "2019-05-07 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_day_may_end_at_close_of_business)
{
    stage s;

    open_at(&s, "2019-04-25 19:00");
    stage_expect(&s, "office", LATER, RUNNING, "2019-04-28 18:00");
    stage_go(&s, "answer", "x", NULL, "2019-04-28 18:00", "open");
    stage_expect(&s, "office", LATER, MET, "2019-04-28 18:00");
    s.events[1].happened_at++;
    stage_expect(&s, "office", LATER, MISSED, "2019-04-28 18:00");
    stage_close(&s);
}
END_TEST

START_TEST(working_hours_stop_for_lunch_night_and_holiday)
{
    stage s;

    open_at(&s, "2019-04-29 17:00"); /* 1 h, 8 h on the 30th, 3 h on 5 May */
    stage_expect(&s, "hours", LATER, RUNNING, "2019-05-05 12:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_month_ends_with_a_shorter_month)
{
    stage s;

    open_at(&s, "2024-01-31 10:00");
    stage_expect(&s, "month", LATER, COMPLAINT__CLOCK_NOT_STARTED, "");
    s.events[0].occurred_at = stage_time("2024-01-31 08:00");
    stage_expect(&s, "month", LATER, RUNNING, "2024-02-29 24:00");
    s.events[0].occurred_at = stage_time("2023-12-31 08:00");
    stage_expect(&s, "month", LATER, RUNNING, "2024-01-31 24:00");
    stage_close(&s);
}
END_TEST

/* The defect: a hold in force is forgotten when nobody ends it. */
START_TEST(paused_then_answered_without_resume)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "wait", "x", NULL, "2019-05-15 10:00", "hold");
    stage_expect(&s, "days", LATER, PAUSED, "");
    stage_go(&s, "answer", "x", NULL, "2019-06-20 10:00", "open");
    /* 12 of 15 days had passed; it rested until the answer */
    stage_expect(&s, "days", LATER, MET, "2019-06-24 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_pause_within_one_day_takes_nothing)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "wait", "x", NULL, "2019-04-26 10:00", "hold");
    stage_go(&s, "go_on", "x", NULL, "2019-04-26 17:00", "open");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-17 24:00");
    /* of hours it takes what it took: 6 working hours */
    stage_expect(&s, "hours", LATER, RUNNING, "2019-04-28 11:32");
    stage_close(&s);
}
END_TEST

START_TEST(several_pauses_add_up_and_a_holiday_in_one_counts_once)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "wait", "x", NULL, "2019-04-30 10:00", "hold");
    stage_go(&s, "go_on", "x", NULL, "2019-05-05 09:00", "open");
    stage_go(&s, "wait", "x", NULL, "2019-05-06 10:00", "hold");
    stage_go(&s, "go_on", "x", NULL, "2019-05-08 09:00", "open");
    /* 30 April, 6 and 7 May do not count; 1 to 4 May never did */
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-22 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(two_reasons_to_pause_pause_once)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_clock_event(&s, "pause", "days", "2019-05-06 10:00", 0);
    stage_go(&s, "wait", "x", NULL, "2019-05-07 10:00", "hold");
    stage_clock_event(&s, "resume", "days", "2019-05-08 10:00", 0);
    stage_expect(&s, "days", LATER, PAUSED, "");
    stage_go(&s, "go_on", "x", NULL, "2019-05-09 10:00", "open");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-22 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_pause_does_not_heal_a_limit_that_has_passed)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "wait", "x", NULL, "2019-05-18 00:00", "hold");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-17 24:00");
    stage_go(&s, "close", "x", NULL, "2019-06-01 00:00", "closed");
    stage_expect(&s, "days", LATER, MISSED, "2019-05-17 24:00");
    stage_close(&s);
    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "wait", "x", NULL, "2019-05-17 23:59", "hold");
    stage_expect(&s, "days", LATER, PAUSED, "");
    stage_close(&s);
}
END_TEST

START_TEST(a_pause_recorded_late_counts_when_it_was)
{
    stage s;
    complaint__event late;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "note", "x", NULL, "2019-05-16 10:00", "open");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-17 24:00");
    stage_clock_event(&s, "pause", "days", "2019-05-06 10:00", 0);
    stage_clock_event(&s, "resume", "days", "2019-05-08 10:00", 0);
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-21 24:00");
    late = s.events[3]; /* recorded in the other order */
    s.events[3] = s.events[2];
    s.events[2] = late;
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-21 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_wait_recorded_late_does_not_pause_the_case_now)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "wait", "x", NULL, "2019-05-08 10:00", "hold");
    stage_go(&s, "go_on", "x", NULL, "2019-05-06 10:00", "open");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-17 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(an_extended_clock_is_not_overdue)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_clock_event(&s, "extend", "days", "2019-05-20 10:00", 10);
    stage_expect(&s, "days", "2019-05-18", RUNNING, "2019-05-17 24:00");
    stage_expect(&s, "days", "2019-05-21", RUNNING, "2019-05-31 24:00");
    stage_go(&s, "answer", "x", NULL, "2019-05-31 12:00", "open");
    stage_expect(&s, "days", LATER, MET, "2019-05-31 24:00");
    stage_clock_event(&s, "extend", "days", "2019-06-01 10:00", 10);
    stage_expect(&s, "days", LATER, MET, "2019-05-31 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_closed_case_of_thirteen_years_ago_reads_as_it_was)
{
    stage s;

    open_at(&s, "2012-09-27 16:00");
    stage_go(&s, "answer", "x", NULL, "2012-10-24 23:59", "open");
    stage_go(&s, "close", "x", NULL, "2012-10-25 10:00", "closed");
    for (size_t i = 0; i < s.count; i++)
        s.events[i].recorded_at = stage_time("2025-10-25 10:00");
    /* 28, 29 September (make-up), 8 to 12, 15 to 19, 22 to 24 October */
    stage_expect(&s, "days", LATER, MET, "2012-10-24 24:00");
    s.events[1].happened_at = stage_time("2012-10-25 00:00");
    stage_expect(&s, "days", LATER, MISSED, "2012-10-24 24:00");
    stage_close(&s);
}
END_TEST

/* A day told without a time is its midnight: the day after is too late. */
START_TEST(an_answer_dated_the_day_after_is_late)
{
    stage s;

    open_at(&s, "2019-04-25");
    stage_go(&s, "answer", "x", NULL, "2019-05-18", "open");
    stage_expect(&s, "days", LATER, MISSED, "2019-05-17 24:00");
    s.events[1].happened_at = stage_time("2019-05-17");
    stage_expect(&s, "days", LATER, MET, "2019-05-17 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(the_receipt_can_be_corrected)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_clock_event(&s, "amend", NULL, "2019-05-02 10:00", 0);
    s.events[1].received_at = stage_time("2019-04-22 09:00");
    stage_expect(&s, "days", "2019-05-01", RUNNING, "2019-05-17 24:00");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-14 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(closing_cancels_and_reopening_goes_on)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "close", "x", NULL, "2019-05-06 10:00", "closed");
    stage_expect(&s, "days", LATER, CANCELLED, "2019-05-17 24:00");
    stage_go(&s, "reopen", "x", NULL, "2019-05-08 10:00", "open");
    stage_expect(&s, "days", LATER, RUNNING, "2019-05-21 24:00");
    stage_expect(&s, "first", LATER, RUNNING, "2019-05-10 24:00");
    stage_go(&s, "answer", "x", NULL, "2019-05-09 10:00", "open");
    stage_go(&s, "close", "x", NULL, "2019-05-10 10:00", "closed");
    stage_go(&s, "reopen", "x", NULL, "2019-05-20 10:00", "open");
    stage_expect(&s, "days", LATER, MET, "2019-05-21 24:00");
    stage_expect(&s, "first", LATER, RUNNING, "2019-05-22 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_clock_can_go_on_after_it_was_met)
{
    stage s;

    open_at(&s, "2019-01-10 10:00");
    s.events[0].occurred_at = stage_time("2019-01-10 08:00");
    stage_go(&s, "answer", "x", NULL, "2019-01-20 10:00", "open");
    stage_go(&s, "close", "x", NULL, "2019-01-20 11:00", "closed");
    stage_expect(&s, "month", LATER, MET, "2019-02-10 24:00");
    stage_go(&s, "reopen", "x", NULL, "2019-03-20 10:00", "open");
    stage_expect(&s, "month", LATER, RUNNING, "2019-04-10 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_repeating_clock_starts_anew_only_when_it_was_stopped)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "note", "x", NULL, "2019-04-26 10:30", "open");
    stage_go(&s, "note", "x", NULL, "2019-04-28 11:00", "open");
    stage_expect(&s, "noted", LATER, RUNNING, "2019-05-03 10:30");
    stage_go(&s, "answer", "x", NULL, "2019-04-29 10:00", "open");
    stage_go(&s, "note", "x", NULL, "2019-04-30 07:45", "open");
    stage_expect(&s, "noted", LATER, RUNNING, "2019-05-07 07:45");
    stage_go(&s, "wait", "x", NULL, "2019-05-01 10:00", "hold");
    stage_expect(&s, "held", LATER, RUNNING, "2019-05-01 10:30");
    stage_go(&s, "go_on", "x", NULL, "2019-05-01 10:31", "open");
    stage_expect(&s, "held", LATER, MISSED, "2019-05-01 10:30");
    stage_close(&s);
}
END_TEST

START_TEST(a_pause_by_hand_counts_only_where_it_may)
{
    stage s;

    open_at(&s, "2019-04-25 09:00");
    stage_clock_event(&s, "pause", "hours", "2019-04-25 10:00", 0);
    stage_clock_event(&s, "pause", "real", "2019-04-25 10:00", 0);
    stage_clock_event(&s, "pause", "real", "2019-04-25 10:30", 0);
    stage_expect(&s, "hours", LATER, RUNNING, "2019-04-26 14:00");
    stage_expect(&s, "real", LATER, PAUSED, "");
    stage_clock_event(&s, "resume", "real", "2019-04-25 11:00", 0);
    stage_clock_event(&s, "resume", "real", "2019-04-25 11:30", 0);
    stage_expect(&s, "real", LATER, RUNNING, "2019-04-26 10:00");
    stage_close(&s);
}
END_TEST

START_TEST(nothing_is_seen_before_it_happens)
{
    stage s;

    open_at(&s, "2019-04-25 09:32");
    stage_expect(&s, "days", "2019-04-25 09:31", COMPLAINT__CLOCK_NOT_STARTED,
                 "");
    stage_expect(&s, "days", "2019-04-25 09:32", RUNNING, "2019-05-17 24:00");
    stage_close(&s);
}
END_TEST

/* ---- explanations ---- */

static const char *member(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), "");
}

static const complaint_facts *explain(stage *s, size_t clock, const char *now,
                                      const char *language,
                                      complaint_facts **root)
{
    complaint_facts *list;

    ck_assert_int_eq(complaint_facts_new(s->context, root, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_list(*root, "list", &list, NULL), 0);
    ck_assert_int_eq(
        complaint__clock_explain(s->procedure, s->calendar, s->events, s->count,
                                 stage_time(now), clock, language, list, NULL),
        0);
    return complaint_facts_at(list, 0);
}

START_TEST(an_explanation_lists_each_span_with_its_reason)
{
    static const char *const texts[] = {
        "2019-04-25 day 0",
        "2019-04-26 counted: 1 working day",
        "2019-04-27 weekend",
        "2019-04-28 make-up workday",
        "2019-04-29 paused",
        "2019-04-30 counted: 1 working day",
        "2019-05-01 to 2019-05-04 holiday: Labour Day",
        "2019-05-05 make-up workday",
        "2019-05-06 to 2019-05-10 counted: 5 working days",
        "2019-05-11 to 2019-05-12 weekend",
        "2019-05-13 to 2019-05-17 counted: 5 working days",
        "2019-05-18 to 2019-05-19 weekend",
        "2019-05-20 counted: 1 working day",
        "2019-05-21 to 2019-05-22 extension: 2 working days"};
    stage s;
    complaint_facts *root;
    const complaint_facts *map, *spans;

    open_at(&s, "2019-04-25 09:32");
    stage_go(&s, "wait", "x", NULL, "2019-04-29 10:00", "hold");
    stage_go(&s, "go_on", "x", NULL, "2019-04-30 10:00", "open");
    stage_clock_event(&s, "extend", "days", "2019-05-09 10:00", 2);
    map = explain(&s, 0, "2019-05-23", "en", &root);
    ck_assert_str_eq(member(map, "status"), "overdue");
    ck_assert_str_eq(member(map, "due_at"), "2019-05-22T15:59:59.999999Z");
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(map, "elapsed"), 0), 18);
    spans = complaint_facts_get(map, "spans");
    ck_assert_uint_eq(complaint_facts_size(spans), 14);
    for (size_t i = 0; i < 14; i++)
        ck_assert_str_eq(member(complaint_facts_at(spans, i), "text"),
                         texts[i]);
    ck_assert_str_eq(
        member(map, "text"),
        "Due 2019-05-22 24:00 +08:00: 15 working days from 2019-04-25 (day "
        "0), extended by 2 working days, calendar cn 2026.1, procedure clocks "
        "1; skipped: 2019-05-01 to 2019-05-04 holiday: Labour Day; worked: "
        "2019-04-28 make-up workday, 2019-05-05 make-up workday; not counted: "
        "2019-04-29 paused; overdue; by rule 1.");
    complaint_facts_free(root);
    stage_close(&s);
}
END_TEST

START_TEST(an_explanation_is_in_the_language_asked_for)
{
    stage s;
    complaint_facts *root;

    open_at(&s, "2019-04-25 09:32");
    ck_assert_str_eq(
        member(explain(&s, 0, "2019-05-01", "zh-CN", &root), "text"),
        "截止时间 2019-05-17 24:00 +08:00：自 2019-04-25（第 0 天）起 15 "
        "个工作日，日历 cn 2026.1，程序 clocks 1；跳过：2019-05-01 至 "
        "2019-05-04 节假日：劳动节；上班：2019-04-28 调休上班、2019-05-05 "
        "调休上班；依据 rule 1。");
    complaint_facts_free(root);
    ck_assert_ptr_nonnull(
        strstr(member(explain(&s, 0, "2019-05-01", "zh-TW", &root), "text"),
               "截止時間"));
    complaint_facts_free(root);
    stage_close(&s);
}
END_TEST

START_TEST(an_explanation_says_what_is_only_assumed)
{
    stage s;
    complaint_facts *root;

    open_at(&s, "2026-12-21 09:32");
    ck_assert_ptr_nonnull(
        strstr(member(explain(&s, 0, "2026-12-22", "en", &root), "text"),
               "assumed: the exceptions of 2027 are not known"));
    complaint_facts_free(root);
    ck_assert_ptr_nonnull(
        strstr(member(explain(&s, 0, "2026-12-22", "zh-CN", &root), "text"),
               "2027 年的节假日安排未知"));
    complaint_facts_free(root);
    stage_close(&s);
}
END_TEST

START_TEST(an_explanation_of_hours_gives_minutes)
{
    stage s;
    complaint_facts *root;
    const complaint_facts *spans;

    open_at(&s, "2019-04-29 17:00");
    spans =
        complaint_facts_get(explain(&s, 2, "2019-04-30", "en", &root), "spans");
    ck_assert_uint_eq(complaint_facts_size(spans), 3);
    ck_assert_str_eq(member(complaint_facts_at(spans, 0), "text"),
                     "2019-04-29 17:00 +08:00 to 2019-05-01 00:00 +08:00 "
                     "counted: 540 minutes");
    ck_assert_str_eq(member(complaint_facts_at(spans, 1), "kind"), "holiday");
    ck_assert_str_eq(member(complaint_facts_at(spans, 2), "text"),
                     "2019-05-05 00:00 +08:00 to 2019-05-05 12:00 +08:00 "
                     "make-up workday");
    complaint_facts_free(root);
    stage_close(&s);
}
END_TEST

START_TEST(a_clock_that_has_not_started_is_told_so)
{
    stage s;
    complaint_facts *root;
    const complaint_facts *map;

    open_at(&s, "2019-04-29 17:00");
    map = explain(&s, 6, "2019-04-30", "en", &root);
    ck_assert_str_eq(member(map, "status"), "not_started");
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(map, "spans")),
                      0);
    ck_assert_ptr_nonnull(strstr(member(map, "text"), "Not started: 1 week,"));
    complaint_facts_free(root);
    stage_close(&s);
}
END_TEST

START_TEST(a_limit_past_the_calendar_is_an_error)
{
    stage s;
    complaint__clock_state states[8];

    open_at(&s, "2199-12-20 10:00");
    ck_assert_int_eq(
        complaint__clock_evaluate(s.procedure, s.calendar, s.events, s.count,
                                  stage_time("2199-12-21"), states, &s.error),
        COMPLAINT_LIMIT);
    stage_close(&s);
}
END_TEST

START_TEST(evaluating_and_explaining_survive_any_failing_allocation)
{
    stage s;
    complaint__clock_state states[8];
    complaint_facts *root;
    complaint_facts *list;
    int status = COMPLAINT_NO_MEMORY;
    size_t failed = 0;

    open_at(&s, "2019-04-25 09:32");
    for (int i = 0; i < 30; i++) {
        stage_go(&s, "wait", "x", NULL, "2019-05-06 10:00", "hold");
        stage_go(&s, "go_on", "x", NULL, "2019-05-07 10:00", "open");
    }
    while (status == COMPLAINT_NO_MEMORY) {
        surroundings_fail_at(&s.around, 0);
        ck_assert_int_eq(complaint_facts_new(s.context, &root, NULL), 0);
        ck_assert_int_eq(complaint_facts_set_list(root, "l", &list, NULL), 0);
        surroundings_fail_at(&s.around, ++failed);
        status =
            complaint__clock_evaluate(s.procedure, s.calendar, s.events,
                                      s.count, stage_time(LATER), states, NULL);
        if (status == COMPLAINT_OK)
            status = complaint__clock_explain(s.procedure, s.calendar, s.events,
                                              s.count, stage_time(LATER), 0,
                                              "zh-CN", list, NULL);
        surroundings_fail_at(&s.around, 0);
        complaint_facts_free(root);
    }
    ck_assert_int_eq(status, COMPLAINT_OK);
    ck_assert_uint_gt(failed, 10);
    stage_close(&s);
}
END_TEST

Suite *clock_suite(void);

Suite *clock_suite(void)
{
    Suite *suite = suite_create("procedure/clock");
    TCase *tests = tcase_create("clock");

    tcase_add_test(tests, receipt_is_day_0_and_make_up_days_count);
    tcase_add_test(tests, the_day_of_receipt_can_be_the_first);
    tcase_add_test(tests, a_day_may_end_at_close_of_business);
    tcase_add_test(tests, working_hours_stop_for_lunch_night_and_holiday);
    tcase_add_test(tests, a_month_ends_with_a_shorter_month);
    tcase_add_test(tests, paused_then_answered_without_resume);
    tcase_add_test(tests, a_pause_within_one_day_takes_nothing);
    tcase_add_test(tests,
                   several_pauses_add_up_and_a_holiday_in_one_counts_once);
    tcase_add_test(tests, two_reasons_to_pause_pause_once);
    tcase_add_test(tests, a_pause_does_not_heal_a_limit_that_has_passed);
    tcase_add_test(tests, a_pause_recorded_late_counts_when_it_was);
    tcase_add_test(tests, a_wait_recorded_late_does_not_pause_the_case_now);
    tcase_add_test(tests, an_extended_clock_is_not_overdue);
    tcase_add_test(tests, a_closed_case_of_thirteen_years_ago_reads_as_it_was);
    tcase_add_test(tests, an_answer_dated_the_day_after_is_late);
    tcase_add_test(tests, the_receipt_can_be_corrected);
    tcase_add_test(tests, closing_cancels_and_reopening_goes_on);
    tcase_add_test(tests, a_clock_can_go_on_after_it_was_met);
    tcase_add_test(tests,
                   a_repeating_clock_starts_anew_only_when_it_was_stopped);
    tcase_add_test(tests, a_pause_by_hand_counts_only_where_it_may);
    tcase_add_test(tests, nothing_is_seen_before_it_happens);
    tcase_add_test(tests, an_explanation_lists_each_span_with_its_reason);
    tcase_add_test(tests, an_explanation_is_in_the_language_asked_for);
    tcase_add_test(tests, an_explanation_says_what_is_only_assumed);
    tcase_add_test(tests, an_explanation_of_hours_gives_minutes);
    tcase_add_test(tests, a_clock_that_has_not_started_is_told_so);
    tcase_add_test(tests, a_limit_past_the_calendar_is_an_error);
    tcase_add_test(tests,
                   evaluating_and_explaining_survive_any_failing_allocation);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(clock_suite());
}
