/* The bundled procedures played end to end on the pure functions: the main
 * path and every exception path, the limits one step before and after. */
#include "procedure/stage.h"

#include <string.h>

#define REPLY                                                                  \
    "{\"communication\":{\"kind\":\"response\",\"text\":\"We are sorry.\"}}"
#define OUTCOME "{\"outcome\":\"settled\"}"
#define REASON "{\"reason\":\"asked for\"}"

/* ---- iso10002 ---- */

static void to_responded(stage *s)
{
    stage_open(s, "iso10002", NULL, "cn");
    stage_file(s, "2019-04-25 09:32");
    stage_go(s, "acknowledge", "receiver:a", NULL, "2019-04-25 10:00",
             "acknowledged");
    stage_go(s, "assess", "receiver:a", "{\"severity\":\"high\"}",
             "2019-04-26 10:00", "assessed");
    stage_go(s, "investigate", "handler:b", "{\"findings\":\"true\"}",
             "2019-05-06 10:00", "investigated");
    stage_go(s, "respond", "handler:b", REPLY, "2019-05-07 10:00", "responded");
}

static void to_communicated(stage *s)
{
    to_responded(s);
    stage_go(s, "communicate", "handler:b", NULL, "2019-05-08 10:00",
             "communicated");
}

START_TEST(iso10002_runs_from_receipt_to_closing)
{
    stage s;

    to_communicated(&s);
    stage_go(&s, "close", "handler:b", OUTCOME, "2019-05-09 10:00", "closed");
    stage_expect(&s, "acknowledge", "2020-01-01 00:00", COMPLAINT__CLOCK_MET,
                 "2019-04-26 24:00");
    stage_expect(&s, "respond", "2020-01-01 00:00", COMPLAINT__CLOCK_MET,
                 "2019-05-17 24:00");
    stage_expect(&s, "communicate", "2020-01-01 00:00", COMPLAINT__CLOCK_MET,
                 "2019-05-08 24:00");
    stage_expect(&s, "review", "2020-01-01 00:00", COMPLAINT__CLOCK_NOT_STARTED,
                 "");
    stage_close(&s);
}
END_TEST

START_TEST(iso10002_asks_for_what_a_step_needs)
{
    stage s;

    stage_open(&s, "iso10002", NULL, "cn");
    stage_file(&s, "2019-04-25 09:32");
    ck_assert_int_eq(stage_do(&s, "assess", "handler:b", NULL, "2019-04-25"),
                     COMPLAINT_REFUSED);
    stage_go(&s, "acknowledge", "receiver:a", NULL, "2019-04-25",
             "acknowledged");
    ck_assert_int_eq(stage_do(&s, "assess", "handler:b", NULL, "2019-04-25"),
                     COMPLAINT_INCOMPLETE);
    ck_assert_str_eq(complaint_error_item(s.error, 0), "severity");
    stage_go(&s, "assess", "handler:b", "{\"severity\":\"low\"}", "2019-04-25",
             "assessed");
    ck_assert_int_eq(stage_do(&s, "investigate", "handler:b",
                              "{\"findings\":\"\"}", "2019-04-25"),
                     COMPLAINT_INCOMPLETE);
    ck_assert_int_eq(stage_do(&s, "investigate", "receiver:a",
                              "{\"findings\":\"x\"}", "2019-04-25"),
                     COMPLAINT_DENIED);
    stage_go(&s, "investigate", "handler:b", "{\"findings\":\"x\"}",
             "2019-04-25", "investigated");
    ck_assert_int_eq(stage_do(&s, "respond", "handler:b",
                              "{\"communication\":{\"kind\":\"response\"}}",
                              "2019-04-25"),
                     COMPLAINT_INCOMPLETE);
    ck_assert_uint_eq(complaint_error_item_count(s.error), 1);
    ck_assert_str_eq(complaint_error_item(s.error, 0), "communication.text");
    stage_close(&s);
}
END_TEST

START_TEST(iso10002_lets_a_complaint_go_without_investigation_for_a_reason)
{
    stage s;

    stage_open(&s, "iso10002", NULL, "cn");
    stage_file(&s, "2019-04-25 09:32");
    stage_go(&s, "acknowledge", "receiver:a", NULL, "2019-04-25",
             "acknowledged");
    stage_go(&s, "assess", "handler:b",
             "{\"severity\":\"low\",\"safety\":true}", "2019-04-25",
             "assessed");
    ck_assert_int_eq(stage_do(&s, "skip_investigation", "handler:b",
                              "{\"no_investigation_reason\":\"trifle\"}",
                              "2019-04-25"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(stage_do(&s, "skip_investigation", "handler:b",
                              "{\"safety\":false}", "2019-04-25"),
                     COMPLAINT_INCOMPLETE);
    stage_go(&s, "skip_investigation", "handler:b",
             "{\"no_investigation_reason\":\"trifle\",\"safety\":false}",
             "2019-04-25", "investigated");
    stage_close(&s);
}
END_TEST

START_TEST(iso10002_waits_for_the_complainant_off_the_clock)
{
    stage s;

    stage_open(&s, "iso10002", NULL, "cn");
    stage_file(&s, "2019-04-25 09:32");
    stage_go(&s, "acknowledge", "receiver:a", NULL, "2019-04-25",
             "acknowledged");
    stage_go(&s, "assess", "handler:b", "{\"severity\":\"low\"}", "2019-04-25",
             "assessed");
    stage_go(&s, "ask_complainant", "handler:b", "{\"question\":\"when?\"}",
             "2019-04-26 11:00", "waiting");
    stage_expect(&s, "respond", "2019-12-01 00:00", COMPLAINT__CLOCK_PAUSED,
                 "");
    stage_go(&s, "receive_answer", "receiver:a", NULL, "2019-05-06 09:00",
             "assessed");
    /* 26, 28 (make-up), 29, 30 April and 5 May (make-up) do not count */
    stage_expect(&s, "respond", "2019-05-07", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-24 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(iso10002_reviews_a_refused_decision_by_somebody_else)
{
    stage s;

    to_communicated(&s);
    stage_go(&s, "refuse", "receiver:a", "{\"refusal_reason\":\"too little\"}",
             "2019-05-09 10:00", "internal_review");
    stage_expect(&s, "review", "2019-05-10", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-23 24:00");
    ck_assert_int_eq(
        stage_do(&s, "review", "manager:b", REPLY, "2019-05-09 11:00"),
        COMPLAINT_OK);
    stage_close(&s);

    to_communicated(&s);
    stage_go(&s, "refuse", "receiver:a", "{\"refusal_reason\":\"too little\"}",
             "2019-05-09 10:00", "internal_review");
    ck_assert_int_eq(
        stage_do(&s, "review", "handler:b", REPLY, "2019-05-09 11:00"),
        COMPLAINT_DENIED);
    stage_go(&s, "reinvestigate", "manager:c", REASON, "2019-05-10 10:00",
             "assessed");
    stage_go(&s, "investigate", "handler:b", "{\"findings\":\"false\"}",
             "2019-05-11 10:00", "investigated");
    stage_go(&s, "respond", "handler:b", REPLY, "2019-05-13 10:00",
             "responded");
    stage_expect(&s, "review", "2019-06-10", COMPLAINT__CLOCK_MET,
                 "2019-05-23 24:00");
    stage_expect(&s, "communicate", "2019-05-14", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-14 24:00");
    stage_close(&s);
}
END_TEST

/* Four eyes go by the person, not by the role. */
START_TEST(iso10002_keeps_the_one_who_responded_from_reviewing)
{
    stage s;

    stage_open(&s, "iso10002", NULL, "cn");
    stage_file(&s, "2019-04-25 09:32");
    stage_go(&s, "acknowledge", "manager:m", NULL, "2019-04-25",
             "acknowledged");
    stage_go(&s, "assess", "manager:m", "{\"severity\":\"low\"}", "2019-04-25",
             "assessed");
    stage_go(&s, "investigate", "manager:m", "{\"findings\":\"x\"}",
             "2019-04-25", "investigated");
    stage_go(&s, "respond", "manager:m", REPLY, "2019-04-25", "responded");
    stage_go(&s, "communicate", "manager:m", NULL, "2019-04-25",
             "communicated");
    stage_go(&s, "refuse", "manager:m", "{\"refusal_reason\":\"no\"}",
             "2019-04-25", "internal_review");
    ck_assert_int_eq(stage_do(&s, "review", "manager:m", REPLY, "2019-04-26"),
                     COMPLAINT_DENIED);
    ck_assert_str_eq(complaint_error_detail(s.error), "procedure.four_eyes");
    stage_go(&s, "review", "manager:n", REPLY, "2019-04-26", "responded");
    stage_close(&s);
}
END_TEST

START_TEST(iso10002_refers_outside_and_closes_after_it)
{
    stage s;

    to_communicated(&s);
    ck_assert_int_eq(
        stage_do(&s, "refer_outside", "handler:b", NULL, "2019-05-09 10:00"),
        COMPLAINT_INCOMPLETE);
    stage_go(&s, "refer_outside", "handler:b", "{\"body\":\"12315\"}",
             "2019-05-09 10:00", "external_dispute");
    stage_go(&s, "close", "manager:c", OUTCOME, "2019-07-01 10:00", "closed");
    stage_close(&s);

    to_communicated(&s);
    stage_go(&s, "refuse", "receiver:a", "{\"refusal_reason\":\"no\"}",
             "2019-05-09 10:00", "internal_review");
    stage_go(&s, "refer_outside", "manager:c", "{\"body\":\"12315\"}",
             "2019-05-23 23:59", "external_dispute");
    stage_expect(&s, "review", "2019-06-01", COMPLAINT__CLOCK_MET,
                 "2019-05-23 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(iso10002_withdraws_from_every_open_state)
{
    static const char *const open[] = {
        "received",     "acknowledged",    "assessed",
        "waiting",      "investigated",    "responded",
        "communicated", "internal_review", "external_dispute"};
    stage s;

    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        stage_open(&s, "iso10002", NULL, "cn");
        stage_file(&s, "2019-04-25 09:32");
        ck_assert_int_eq(complaint__record_set_text(
                             s.record, complaint__case_state, open[i], NULL),
                         0);
        stage_go(&s, "withdraw", "receiver:a", REASON, "2019-05-01 10:00",
                 "withdrawn");
        stage_expect(&s, "respond", "2019-06-01", COMPLAINT__CLOCK_CANCELLED,
                     "2019-05-17 24:00");
        stage_close(&s);
    }
}
END_TEST

START_TEST(iso10002_reopens_with_a_limit_of_its_own)
{
    stage s;

    to_communicated(&s);
    stage_go(&s, "close", "handler:b", OUTCOME, "2019-05-09 10:00", "closed");
    ck_assert_int_eq(
        stage_do(&s, "withdraw", "receiver:a", REASON, "2019-05-10"),
        COMPLAINT_REFUSED);
    stage_go(&s, "reopen", "handler:b", REASON, "2019-06-03 10:00", "assessed");
    stage_expect(&s, "respond", "2019-06-04", COMPLAINT__CLOCK_MET,
                 "2019-05-17 24:00");
    /* 7 June is the Dragon Boat Festival */
    stage_expect(&s, "respond_again", "2019-06-04", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-18 24:00");
    stage_go(&s, "skip_investigation", "handler:b",
             "{\"no_investigation_reason\":\"known\"}", "2019-06-04 10:00",
             "investigated");
    stage_go(&s, "respond", "handler:b", REPLY, "2019-06-18 23:59",
             "responded");
    stage_expect(&s, "respond_again", "2019-07-01", COMPLAINT__CLOCK_MET,
                 "2019-06-18 24:00");
    stage_close(&s);
}
END_TEST

/* One microsecond, one minute, one day before and after the limit. */
START_TEST(iso10002_limits_are_exact)
{
    static const complaint_time steps[] = {1, COMPLAINT_MINUTE, COMPLAINT_DAY};
    stage s;

    to_responded(&s);
    for (size_t i = 0; i < 3; i++) {
        complaint_time limit = stage_time("2019-05-17 24:00");
        complaint__event *reply = &s.events[s.count - 1];

        reply->happened_at = limit - steps[i];
        ck_assert_int_eq(stage_clock(&s, "respond", limit * 2).status,
                         COMPLAINT__CLOCK_MET);
        reply->happened_at = limit;
        ck_assert_int_eq(stage_clock(&s, "respond", limit * 2).status,
                         COMPLAINT__CLOCK_MET);
        reply->happened_at = limit + steps[i];
        ck_assert_int_eq(stage_clock(&s, "respond", limit * 2).status,
                         COMPLAINT__CLOCK_MISSED);
        s.events[1].happened_at = stage_time("2019-04-26 24:00") - steps[i];
        ck_assert_int_eq(stage_clock(&s, "acknowledge", limit * 2).status,
                         COMPLAINT__CLOCK_MET);
        s.events[1].happened_at = stage_time("2019-04-26 24:00") + steps[i];
        ck_assert_int_eq(stage_clock(&s, "acknowledge", limit * 2).status,
                         COMPLAINT__CLOCK_MISSED);
    }
    stage_close(&s);
}
END_TEST

START_TEST(iso10002_extends_up_to_its_cap_by_a_manager)
{
    stage s;
    const char *role = "manager";
    complaint__subject subject = {0};
    complaint__clock_state state;

    subject.roles = &role;
    subject.role_count = 1;
    stage_open(&s, "iso10002", NULL, "cn");
    stage_file(&s, "2019-04-25 09:32");
    state = stage_clock(&s, "respond", stage_time("2019-05-01"));
    ck_assert_int_eq(
        complaint__clock_may_extend(s.procedure, 1, &state, &subject, 15, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(
        complaint__clock_may_extend(s.procedure, 1, &state, &subject, 16, NULL),
        COMPLAINT_REFUSED);
    role = "handler";
    ck_assert_int_eq(
        complaint__clock_may_extend(s.procedure, 1, &state, &subject, 1, NULL),
        COMPLAINT_DENIED);
    role = "*";
    stage_clock_event(&s, "extend", "respond", "2019-05-02 10:00", 5);
    stage_clock_event(&s, "extend", "respond", "2019-05-03 10:00", 5);
    stage_expect(&s, "respond", "2019-05-04", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-31 24:00");
    state = stage_clock(&s, "respond", stage_time("2019-05-04"));
    ck_assert_int_eq(state.extended, 10);
    ck_assert_int_eq(
        complaint__clock_may_extend(s.procedure, 1, &state, &subject, 1, NULL),
        COMPLAINT_REFUSED); /* twice already */
    ck_assert_int_eq(
        complaint__clock_may_extend(s.procedure, 0, &state, &subject, 1, NULL),
        COMPLAINT_REFUSED); /* not extensible */
    stage_close(&s);
}
END_TEST

/* ---- bank ---- */

static void to_unit(stage *s)
{
    stage_open(s, "bank", NULL, "cn");
    stage_file(s, "2019-04-25 09:32");
    stage_go(s, "register", "receiver:a", "{\"category\":\"fees\"}",
             "2019-04-25 09:40", "registered");
    stage_go(s, "transfer", "complaints_department:c", "{\"unit\":\"cards\"}",
             "2019-04-26 16:00", "with_unit");
}

static void to_submitted(stage *s)
{
    to_unit(s);
    stage_go(s, "submit_result", "responsible_unit:u",
             "{\"findings\":\"charged twice\",\"result\":\"refund\"}",
             "2019-05-08 10:00", "result_submitted");
}

static void to_answered(stage *s)
{
    to_submitted(s);
    stage_go(s, "approve", "complaints_department:c", NULL, "2019-05-09 10:00",
             "approved");
    stage_go(s, "answer", "receiver:a", REPLY, "2019-05-09 11:00", "answered");
}

START_TEST(bank_runs_from_receipt_to_closing)
{
    stage s;

    to_answered(&s);
    stage_go(&s, "close", "receiver:a", OUTCOME, "2019-05-10 10:00", "closed");
    stage_expect(&s, "register", "2020-01-01", COMPLAINT__CLOCK_MET,
                 "2019-04-25 24:00");
    stage_expect(&s, "transfer", "2020-01-01", COMPLAINT__CLOCK_MET,
                 "2019-04-26 24:00");
    /* ten working days after the unit received it on 26 April: 28, 29, 30,
     * 5 May to 10 May, 13 May */
    stage_expect(&s, "result", "2020-01-01", COMPLAINT__CLOCK_MET,
                 "2019-05-13 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(bank_sends_a_result_back_and_gives_ten_days_more)
{
    stage s;

    to_submitted(&s);
    ck_assert_int_eq(stage_do(&s, "send_back", "responsible_unit:u", REASON,
                              "2019-05-09 10:00"),
                     COMPLAINT_DENIED);
    ck_assert_int_eq(stage_do(&s, "send_back", "complaints_department:c", NULL,
                              "2019-05-09 10:00"),
                     COMPLAINT_INCOMPLETE);
    stage_go(&s, "send_back", "complaints_department:c", REASON,
             "2019-05-09 10:00", "with_unit");
    stage_expect(&s, "rework", "2019-05-10", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-23 24:00");
    stage_expect(&s, "result", "2019-05-10", COMPLAINT__CLOCK_MET,
                 "2019-05-13 24:00");
    stage_go(&s, "submit_result", "responsible_unit:u",
             "{\"findings\":\"again\",\"result\":\"refund\"}",
             "2019-05-24 00:00", "result_submitted");
    stage_expect(&s, "rework", "2019-06-10", COMPLAINT__CLOCK_MISSED,
                 "2019-05-23 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(bank_keeps_the_one_who_submits_from_approving)
{
    stage s;

    to_unit(&s);
    stage_go(&s, "submit_result", "complaints_department:c",
             "{\"findings\":\"x\",\"result\":\"y\"}", "2019-05-08 10:00",
             "result_submitted");
    ck_assert_int_eq(stage_do(&s, "approve", "complaints_department:c", NULL,
                              "2019-05-09 10:00"),
                     COMPLAINT_DENIED);
    ck_assert_int_eq(stage_do(&s, "send_back", "complaints_department:c",
                              REASON, "2019-05-09 10:00"),
                     COMPLAINT_DENIED);
    stage_go(&s, "approve", "complaints_department:d", NULL, "2019-05-09 10:00",
             "approved");
    stage_close(&s);
}
END_TEST

START_TEST(bank_passes_an_objection_to_the_next_level)
{
    stage s;

    to_answered(&s);
    stage_go(&s, "object", "receiver:a", "{\"objection\":\"too little\"}",
             "2019-05-10 10:00", "under_review");
    ck_assert_int_eq(stage_do(&s, "confirm", "complaints_department:c",
                              "{\"review_result\":\"right\"}", "2019-05-13"),
                     COMPLAINT_DENIED);
    stage_go(&s, "confirm", "next_level:h", "{\"review_result\":\"right\"}",
             "2019-05-13 10:00", "approved");
    stage_go(&s, "answer", "receiver:a", REPLY, "2019-05-14 11:00", "answered");
    stage_close(&s);

    to_answered(&s);
    stage_go(&s, "object", "receiver:a", "{\"objection\":\"too little\"}",
             "2019-05-10 10:00", "under_review");
    stage_go(&s, "order_rework", "next_level:h",
             "{\"review_result\":\"wrong\"}", "2019-05-13 10:00", "with_unit");
    stage_expect(&s, "ordered_rework", "2019-05-14", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-27 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(bank_counts_anew_for_the_right_unit)
{
    stage s;

    to_unit(&s);
    stage_go(&s, "return_misdirected", "responsible_unit:u", REASON,
             "2019-04-28 10:00", "registered");
    stage_expect(&s, "result", "2019-04-29", COMPLAINT__CLOCK_CANCELLED,
                 "2019-05-13 24:00");
    stage_go(&s, "transfer", "complaints_department:c", "{\"unit\":\"loans\"}",
             "2019-04-29 10:00", "with_unit");
    stage_expect(&s, "result", "2019-04-30", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-15 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(bank_extends_to_fifteen_days_in_all)
{
    stage s;
    const char *role = "complaints_department";
    complaint__subject subject = {0};
    complaint__clock_state state;

    subject.roles = &role;
    subject.role_count = 1;
    to_unit(&s);
    state = stage_clock(&s, "result", stage_time("2019-05-01"));
    ck_assert_int_eq(
        complaint__clock_may_extend(s.procedure, 2, &state, &subject, 5, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(
        complaint__clock_may_extend(s.procedure, 2, &state, &subject, 6, NULL),
        COMPLAINT_REFUSED);
    stage_clock_event(&s, "extend", "result", "2019-05-09 10:00", 5);
    stage_expect(&s, "result", "2019-05-14", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-20 24:00");
    stage_go(&s, "submit_result", "responsible_unit:u",
             "{\"findings\":\"x\",\"result\":\"y\"}", "2019-05-20 23:59",
             "result_submitted");
    stage_expect(&s, "result", "2019-06-01", COMPLAINT__CLOCK_MET,
                 "2019-05-20 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(bank_limits_are_exact_and_no_article_pauses_them)
{
    static const complaint_time steps[] = {1, COMPLAINT_MINUTE, COMPLAINT_DAY};
    stage s;

    to_submitted(&s);
    for (size_t i = 0; i < 3; i++) {
        complaint_time limit = stage_time("2019-05-13 24:00");

        s.events[3].happened_at = limit - steps[i];
        ck_assert_int_eq(stage_clock(&s, "result", limit * 2).status,
                         COMPLAINT__CLOCK_MET);
        s.events[3].happened_at = limit + steps[i];
        ck_assert_int_eq(stage_clock(&s, "result", limit * 2).status,
                         COMPLAINT__CLOCK_MISSED);
        limit = stage_time("2019-04-25 24:00");
        s.events[1].happened_at = limit - 1;
        ck_assert_int_eq(stage_clock(&s, "register", limit * 2).status,
                         COMPLAINT__CLOCK_MET);
        s.events[1].happened_at = limit + steps[i];
        ck_assert_int_eq(stage_clock(&s, "register", limit * 2).status,
                         COMPLAINT__CLOCK_MISSED);
    }
    stage_clock_event(&s, "pause", "result", "2019-04-29 10:00", 0);
    stage_expect(&s, "result", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-13 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(bank_withdraws_and_reopens)
{
    stage s;

    to_unit(&s);
    stage_go(&s, "withdraw", "receiver:a", REASON, "2019-05-06 10:00",
             "withdrawn");
    stage_expect(&s, "result", "2019-05-07", COMPLAINT__CLOCK_CANCELLED,
                 "2019-05-13 24:00");
    stage_go(&s, "reopen", "next_level:h", REASON, "2019-05-08 10:00",
             "registered");
    stage_expect(&s, "result", "2019-05-08", COMPLAINT__CLOCK_CANCELLED,
                 "2019-05-13 24:00"); /* as of the midnight before */
    stage_expect(&s, "result", "2019-05-09", COMPLAINT__CLOCK_NOT_STARTED, "");
    stage_expect(&s, "result_again", "2019-05-09", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-22 24:00");
    stage_go(&s, "transfer", "complaints_department:c", "{\"unit\":\"cards\"}",
             "2019-05-09 10:00", "with_unit");
    stage_expect(&s, "result", "2019-05-10", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-23 24:00");
    stage_close(&s);
}
END_TEST

/* ---- both ---- */

START_TEST(every_text_is_there_in_english_and_chinese)
{
    static const char *const names[] = {"iso10002", "bank"};
    stage s;
    complaint_facts *tree;
    char *json;
    const char *at;
    size_t texts = 0;

    for (size_t i = 0; i < 2; i++) {
        stage_open(&s, names[i], NULL, "cn");
        ck_assert_int_eq(complaint_procedure_describe(s.procedure, &tree, NULL),
                         0);
        ck_assert_int_eq(complaint_facts_write(tree, &json, NULL, NULL), 0);
        for (at = json; (at = strstr(at, "{\"en\":")) != NULL; at++) {
            const char *end = strstr(at, "\"}"); /* letters have braces */
            const char *chinese = strstr(at, "\"zh-CN\":");

            ck_assert_ptr_nonnull(chinese);
            ck_assert(chinese < end);
            texts++;
        }
        complaint_context_release(s.context, json);
        complaint_facts_free(tree);
        stage_close(&s);
    }
    ck_assert_uint_gt(texts, 130);
}
END_TEST

Suite *bundled_suite(void);

Suite *bundled_suite(void)
{
    Suite *suite = suite_create("procedure/bundled");
    TCase *tests = tcase_create("bundled");

    tcase_add_test(tests, iso10002_runs_from_receipt_to_closing);
    tcase_add_test(tests, iso10002_asks_for_what_a_step_needs);
    tcase_add_test(
        tests, iso10002_lets_a_complaint_go_without_investigation_for_a_reason);
    tcase_add_test(tests, iso10002_waits_for_the_complainant_off_the_clock);
    tcase_add_test(tests, iso10002_reviews_a_refused_decision_by_somebody_else);
    tcase_add_test(tests, iso10002_keeps_the_one_who_responded_from_reviewing);
    tcase_add_test(tests, iso10002_refers_outside_and_closes_after_it);
    tcase_add_test(tests, iso10002_withdraws_from_every_open_state);
    tcase_add_test(tests, iso10002_reopens_with_a_limit_of_its_own);
    tcase_add_test(tests, iso10002_limits_are_exact);
    tcase_add_test(tests, iso10002_extends_up_to_its_cap_by_a_manager);
    tcase_add_test(tests, bank_runs_from_receipt_to_closing);
    tcase_add_test(tests, bank_sends_a_result_back_and_gives_ten_days_more);
    tcase_add_test(tests, bank_keeps_the_one_who_submits_from_approving);
    tcase_add_test(tests, bank_passes_an_objection_to_the_next_level);
    tcase_add_test(tests, bank_counts_anew_for_the_right_unit);
    tcase_add_test(tests, bank_extends_to_fifteen_days_in_all);
    tcase_add_test(tests, bank_limits_are_exact_and_no_article_pauses_them);
    tcase_add_test(tests, bank_withdraws_and_reopens);
    tcase_add_test(tests, every_text_is_there_in_english_and_chinese);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(bundled_suite());
}
