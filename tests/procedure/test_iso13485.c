/* The procedure for medical devices, played end to end: iso13485.yaml. */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_iso13485)

START_TEST(the_main_path_ends_closed_with_every_limit_met)
{
    play_main_path(SCRIPT);
}
END_TEST

START_TEST(every_step_is_refused_without_what_it_needs)
{
    play_refusals(SCRIPT);
}
END_TEST

#define HARMED                                                                 \
    "{'description':'d','product':'pump','harm':'injury','safety':true}"

/* Harm, reviewed as a complaint on the day. */
static void to_harm(stage *s)
{
    play_open(s, SCRIPT, "2019-06-10 09:00");
    play_step(s, SCRIPT, "record_harm", "receiver:a", "2019-06-10 10:00");
    play_step(s, SCRIPT, "review_harm", "complaint_unit:b", "2019-06-10 16:00");
}

START_TEST(what_is_no_complaint_ends_there)
{
    stage s;

    play_main(&s, SCRIPT, "record");
    ck_assert_int_eq(play_try(&s, "evaluate", "complaint_unit:b",
                              script_rule(SCRIPT, "evaluate")->refused,
                              "2019-06-11 10:00"),
                     COMPLAINT_REFUSED);
    play_step(&s, SCRIPT, "dismiss", "complaint_unit:b", "2019-06-11 10:00");
    play_limit(&s, "evaluate", "2019-06-12 24:00");
    stage_expect(&s, "report", "2019-07-01", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-25 24:00");
    play_step(&s, SCRIPT, "reopen", "regulatory:c", "2019-06-14 10:00");
    stage_expect(&s, "evaluate", "2019-06-15", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-18 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(harm_is_reviewed_at_once_and_reported)
{
    stage s;

    play_open(&s, SCRIPT, "2019-06-10 09:00");
    ck_assert_int_eq(
        play_try(&s, "record", "receiver:a", HARMED, "2019-06-10 10:00"),
        COMPLAINT_REFUSED);
    stage_close(&s);
    to_harm(&s);
    play_limit(&s, "immediate_review", "2019-06-11 10:00");
    play_step(&s, SCRIPT, "decide_report", "regulatory:c", "2019-06-11 10:00");
    play_limit(&s, "reporting_decision", "2019-06-13 24:00");
    play_step(&s, SCRIPT, "report", "regulatory:c", "2019-06-12 10:00");
    play_limit(&s, "report", "2019-06-25 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(no_report_for_harm_is_decided_by_another_than_the_reviewer)
{
    static const char facts[] = "{'rationale':'r','consulted':'c'}";
    stage s;

    to_harm(&s);
    ck_assert_int_eq(play_try(&s, "decide_no_report", "regulatory:c",
                              "{'rationale':'r'}", "2019-06-11 10:00"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(play_try(&s, "decide_no_report_harm", "regulatory:c",
                              facts, "2019-06-11 10:00"),
                     COMPLAINT_DENIED);
    ck_assert_int_eq(play_try(&s, "decide_no_report_harm", "management:e",
                              facts, "2019-06-11 10:00"),
                     COMPLAINT_OK);
    stage_expect(&s, "report", "2019-06-12", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-25 24:00");
    /* and harm is always investigated */
    ck_assert_int_eq(play_try(&s, "skip_investigation", "complaint_unit:b",
                              script_rule(SCRIPT, "skip_investigation")->facts,
                              "2019-06-12 10:00"),
                     COMPLAINT_REFUSED);
    stage_close(&s);

    play_open(&s, SCRIPT, "2019-06-10 09:00");
    play_step(&s, SCRIPT, "record_harm", "receiver:a", "2019-06-10 10:00");
    play_step(&s, SCRIPT, "dismiss_harm", "management:e", "2019-06-10 16:00");
    play_limit(&s, "immediate_review", "2019-06-11 10:00");
    stage_close(&s);
}
END_TEST

START_TEST(harm_learned_of_later_begins_anew)
{
    static const char *const until[] = {
        "record",         "evaluate", "report", "investigate",
        "inform_outside", "correct",  "respond"};
    static const test_move way[] = {
        {"review_harm", "management:e", "2019-07-02 09:00"},
        {"decide_report", "regulatory:c", "2019-07-02 11:00"},
        {"report", "regulatory:c", "2019-07-03 10:00"},
    };
    stage s;

    for (size_t i = 0; i < COUNT(until); i++) {
        play_main(&s, SCRIPT, until[i]);
        play_step(&s, SCRIPT, "learn_of_harm", "receiver:a",
                  "2019-07-01 10:00");
        ck_assert_int_ne(stage_clock(&s, "reporting_decision",
                                     stage_time("2019-07-01 11:00"))
                             .status,
                         COMPLAINT__CLOCK_RUNNING);
        play_moves(&s, SCRIPT, way, 1);
        play_limit(&s, "immediate_review", "2019-07-02 10:00");
        play_moves(&s, SCRIPT, way + 1, 2);
        play_limit(&s, "report_harm", "2019-07-16 24:00");
        stage_close(&s);
    }
}
END_TEST

/* Decided anew that none is due, the later limits end as well. */
START_TEST(a_report_that_is_not_due_has_no_limit)
{
    static const char facts[] = "{'rationale':'r','consulted':'c'}";
    stage s;

    play_main(&s, SCRIPT, "report");
    play_step(&s, SCRIPT, "reconsider_report", "investigator:d",
              "2019-06-20 10:00");
    play_step(&s, SCRIPT, "decide_no_report", "regulatory:c",
              "2019-06-21 10:00");
    play_limit(&s, "reporting_decision", "2019-06-23 24:00");
    stage_expect(&s, "report_again", "2019-06-22", COMPLAINT__CLOCK_CANCELLED,
                 "2019-07-05 24:00");
    play_step(&s, SCRIPT, "learn_of_harm", "receiver:a", "2019-07-01 10:00");
    play_step(&s, SCRIPT, "review_harm", "complaint_unit:b",
              "2019-07-01 11:00");
    ck_assert_int_eq(play_try(&s, "decide_no_report_harm", "management:e",
                              facts, "2019-07-02 11:00"),
                     COMPLAINT_OK);
    play_limit(&s, "reporting_decision", "2019-07-04 24:00");
    stage_expect(&s, "report_harm", "2019-07-03", COMPLAINT__CLOCK_CANCELLED,
                 "2019-07-16 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(new_facts_put_the_report_in_question_again)
{
    stage s;

    play_main(&s, SCRIPT, "evaluate");
    play_step(&s, SCRIPT, "decide_no_report", "regulatory:c",
              "2019-06-12 10:00");
    play_step(&s, SCRIPT, "reconsider_report", "investigator:d",
              "2019-06-20 10:00");
    stage_expect(&s, "investigate", "2019-06-21", COMPLAINT__CLOCK_CANCELLED,
                 "2019-07-10 24:00");
    play_step(&s, SCRIPT, "decide_report", "regulatory:c", "2019-06-21 10:00");
    play_limit(&s, "reporting_decision", "2019-06-23 24:00");
    play_step(&s, SCRIPT, "report", "regulatory:c", "2019-06-24 10:00");
    play_limit(&s, "report_again", "2019-07-05 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(without_investigation_there_is_a_justification)
{
    static const test_move way[] = {
        {"decide_no_report", "regulatory:c", "2019-06-12 10:00"},
        {"skip_investigation", "complaint_unit:b", "2019-06-13 10:00"},
        {"no_outside_party", "complaint_unit:b", "2019-06-14 10:00"},
        {"no_correction", "management:e", "2019-06-17 10:00"},
        {"respond", "receiver:a", "2019-06-18 10:00"},
        {"close", "management:e", "2019-06-19 10:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "evaluate");
    play_moves(&s, SCRIPT, way, COUNT(way) - 1);
    /* whoever left it uninvestigated does not close it */
    ck_assert_int_eq(play_try(&s, "close", "complaint_unit:b",
                              "{'outcome':'upheld'}", "2019-06-19 10:00"),
                     COMPLAINT_DENIED);
    play_moves(&s, SCRIPT, way + COUNT(way) - 1, 1);
    stage_close(&s);
}
END_TEST

START_TEST(an_objection_is_investigated_again)
{
    stage s;

    play_main(&s, SCRIPT, "respond");
    play_step(&s, SCRIPT, "object", "receiver:a", "2019-07-01 10:00");
    play_step(&s, SCRIPT, "investigate", "investigator:d", "2019-07-02 10:00");
    play_limit(&s, "investigate", "2019-07-29 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(limits_are_exact)
{
    play_main_limit(SCRIPT, "record", "record", "2019-06-11 24:00");
    play_main_limit(SCRIPT, "evaluate", "evaluate", "2019-06-12 24:00");
    play_main_limit(SCRIPT, "decide_report", "reporting_decision",
                    "2019-06-14 24:00");
    play_main_limit(SCRIPT, "report", "report", "2019-06-25 24:00");
    play_main_limit(SCRIPT, "investigate", "investigate", "2019-07-12 24:00");
    play_main_limit(SCRIPT, "respond", "respond", "2019-07-22 24:00");
}
END_TEST

START_TEST(investigation_and_answer_are_extended_by_management_alone)
{
    stage s;

    play_main(&s, SCRIPT, "report");
    ck_assert_int_eq(
        play_extend(&s, "investigate", "management", 40, "2019-06-17"),
        COMPLAINT_OK);
    ck_assert_int_eq(
        play_extend(&s, "investigate", "management", 41, "2019-06-17"),
        COMPLAINT_REFUSED);
    ck_assert_int_eq(
        play_extend(&s, "respond", "complaint_unit", 1, "2019-06-17"),
        COMPLAINT_DENIED);
    ck_assert_int_eq(play_extend(&s, "respond", "management", 30, "2019-06-17"),
                     COMPLAINT_OK);
    stage_close(&s);
    play_main(&s, SCRIPT, "decide_report");
    ck_assert_int_eq(play_extend(&s, "report", "*", 1, "2019-06-13"),
                     COMPLAINT_REFUSED);
    stage_close(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        what_is_no_complaint_ends_there,
        harm_is_reviewed_at_once_and_reported,
        no_report_for_harm_is_decided_by_another_than_the_reviewer,
        harm_learned_of_later_begins_anew,
        a_report_that_is_not_due_has_no_limit,
        new_facts_put_the_report_in_question_again,
        without_investigation_there_is_a_justification,
        an_objection_is_investigated_again,
        limits_are_exact,
        investigation_and_answer_are_extended_by_management_alone,
    };

    return play_run("procedure/iso13485", tests, COUNT(tests));
}
