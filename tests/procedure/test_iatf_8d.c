/* The procedure in eight disciplines, played end to end: iatf-8d.yaml. */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_iatf_8d)

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

/* In the state of a discipline all later ones are refused, whatever is given,
 * and so is the report. */
START_TEST(no_discipline_is_skipped)
{
    static const char *const disciplines[] = {
        "do_d0", "do_d1",         "do_d2", "do_d3", "do_d4",
        "do_d5", "submit_report", "do_d6", "do_d7", "verify_effective",
        "do_d8"};
    stage s;

    play_main(&s, SCRIPT, "judge_internal");
    for (size_t i = 0; i + 1 < COUNT(disciplines); i++) {
        for (size_t j = i + 1; j < COUNT(disciplines); j++)
            ck_assert_int_eq(
                play_try(&s, disciplines[j], "*:x",
                         script_rule(SCRIPT, disciplines[j])->facts,
                         "2019-06-11 11:00"),
                COMPLAINT_REFUSED);
        play_step(&s, SCRIPT, disciplines[i], "process_quality:p",
                  "2019-06-11 11:00");
        if (i == 6) {
            play_step(&s, SCRIPT, "accept_report", "quality:q",
                      "2019-06-11 11:00");
            play_step(&s, SCRIPT, "send_report", "sales:a", "2019-06-11 11:00");
        }
        if (i == 8)
            break;
    }
    stage_close(&s);
}
END_TEST

START_TEST(a_report_that_is_returned_begins_at_the_root_cause)
{
    static const test_move again[] = {
        {"return_report", "quality:q", "2019-06-14 15:00"},
        {"do_d4", "process_quality:p", "2019-06-17 10:00"},
        {"do_d5", "process_quality:p", "2019-06-17 11:00"},
        {"submit_report", "process_quality:p", "2019-06-18 11:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "submit_report");
    play_moves(&s, SCRIPT, again, COUNT(again));
    play_limit(&s, "report_again", "2019-06-19 24:00");
    stage_expect(&s, "report", "2019-06-20", COMPLAINT__CLOCK_MET,
                 "2019-06-14 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(an_action_that_does_not_work_begins_at_the_root_cause)
{
    static const test_move again[] = {
        {"verify_ineffective", "quality:q", "2019-07-12 10:00"},
        {"do_d4", "process_quality:p", "2019-07-15 10:00"},
        {"do_d5", "process_quality:p", "2019-07-15 11:00"},
        {"submit_report", "process_quality:p", "2019-07-16 11:00"},
        {"accept_report", "quality:q", "2019-07-16 15:00"},
        {"send_report", "sales:a", "2019-07-16 16:00"},
        {"do_d6", "responsible_unit:u", "2019-07-17 10:00"},
        {"do_d7", "responsible_unit:u", "2019-07-18 10:00"},
        {"verify_effective", "quality:q", "2019-07-25 10:00"},
        {"do_d8", "quality_manager:m", "2019-07-26 10:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "do_d7");
    ck_assert_int_eq(play_try(&s, "do_d8", "quality_manager:m",
                              script_rule(SCRIPT, "do_d8")->facts,
                              "2019-07-11 10:00"),
                     COMPLAINT_REFUSED);
    play_moves(&s, SCRIPT, again, 1);
    stage_expect(&s, "report_again", "2019-07-13", COMPLAINT__CLOCK_RUNNING,
                 "2019-07-17 24:00");
    play_moves(&s, SCRIPT, again + 1, COUNT(again) - 1);
    stage_expect(&s, "report_again", "2019-08-01", COMPLAINT__CLOCK_MET,
                 "2019-07-17 24:00");
    stage_expect(&s, "verify", "2019-08-01", COMPLAINT__CLOCK_MET,
                 "2019-08-15 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_report_that_the_customer_rejects_begins_at_the_root_cause)
{
    static const char *const until[] = {"send_report", "do_d6", "do_d7",
                                        "verify_effective"};
    stage s;

    for (size_t i = 0; i < COUNT(until); i++) {
        play_main(&s, SCRIPT, until[i]);
        play_step(&s, SCRIPT, "customer_rejects", "sales:a",
                  "2019-07-12 12:00");
        stage_expect(&s, "report_again", "2019-07-13", COMPLAINT__CLOCK_RUNNING,
                     "2019-07-17 24:00");
        ck_assert_int_ne(
            stage_clock(&s, "implement", stage_time("2019-09-01")).status,
            COMPLAINT__CLOCK_RUNNING);
        ck_assert_int_ne(
            stage_clock(&s, "verify", stage_time("2019-09-01")).status,
            COMPLAINT__CLOCK_RUNNING);
        stage_close(&s);
    }
}
END_TEST

START_TEST(what_the_customer_caused_is_explained_with_approval)
{
    static const test_move way[] = {
        {"judge_customer", "quality:q", "2019-06-11 10:00"},
        {"explain", "quality:q", "2019-06-11 15:00"},
        {"approve_explanation", "quality_manager:m", "2019-06-12 10:00"},
        {"send_explanation", "quality:q", "2019-06-12 11:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "register");
    play_moves(&s, SCRIPT, way, 1);
    play_limit(&s, "judge", "2019-06-11 24:00");
    play_moves(&s, SCRIPT, way + 1, 1);
    ck_assert_int_eq(play_try(&s, "send_explanation", "quality:q",
                              script_rule(SCRIPT, "send_explanation")->facts,
                              "2019-06-11 16:00"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(play_try(&s, "approve_explanation", "quality:q", NULL,
                              "2019-06-11 16:00"),
                     COMPLAINT_DENIED);
    play_moves(&s, SCRIPT, way + 2, 2);
    play_limit(&s, "explanation", "2019-06-14 24:00");
    play_step(&s, SCRIPT, "close_explained", "sales:a", "2019-06-17 10:00");
    stage_expect(&s, "report", "2019-07-01", COMPLAINT__CLOCK_NOT_STARTED, "");
    stage_close(&s);
}
END_TEST

START_TEST(an_explanation_is_rejected_or_objected_to_and_judged_again)
{
    static const test_move way[] = {
        {"judge_customer", "quality:q", "2019-06-11 10:00"},
        {"explain", "quality:q", "2019-06-11 15:00"},
        {"reject_explanation", "quality_manager:m", "2019-06-12 10:00"},
        {"judge_customer", "quality:q", "2019-06-12 11:00"},
        {"explain", "quality:q", "2019-06-12 12:00"},
        {"approve_explanation", "quality_manager:m", "2019-06-12 13:00"},
        {"send_explanation", "quality:q", "2019-06-12 14:00"},
        {"customer_objects", "sales:a", "2019-06-13 10:00"},
        {"judge_internal", "quality:q", "2019-06-13 11:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "register");
    play_moves(&s, SCRIPT, way, 3);
    stage_expect(&s, "explanation", "2019-06-12 10:30",
                 COMPLAINT__CLOCK_CANCELLED, "2019-06-14 24:00");
    play_moves(&s, SCRIPT, way + 3, COUNT(way) - 3);
    stage_expect(&s, "explanation", "2019-06-14", COMPLAINT__CLOCK_MET,
                 "2019-06-17 24:00");
    stage_expect(&s, "report", "2019-06-14", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-18 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(judging_again_counts_anew_for_the_right_unit)
{
    stage s;

    play_main(&s, SCRIPT, "do_d2");
    play_step(&s, SCRIPT, "rejudge", "quality:q", "2019-06-13 10:00");
    stage_expect(&s, "report", "2019-06-13 11:00", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-14 24:00");
    play_step(&s, SCRIPT, "judge_internal", "quality:q", "2019-06-13 14:00");
    stage_expect(&s, "report", "2019-06-14", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-18 24:00");
    stage_expect(&s, "containment", "2019-06-14", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-14 14:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_closed_complaint_is_reviewed_and_reopened_with_limits_anew)
{
    stage s;

    play_main(&s, SCRIPT, NULL);
    ck_assert_str_eq(stage_state(&s), "closed");
    play_step(&s, SCRIPT, "reopen", "quality:q", "2019-10-21 10:00");
    stage_expect(&s, "judge", "2019-10-21 10:30", COMPLAINT__CLOCK_RUNNING,
                 "2019-10-22 24:00");
    play_step(&s, SCRIPT, "judge_internal", "quality:q", "2019-10-21 11:00");
    stage_expect(&s, "report", "2019-10-22", COMPLAINT__CLOCK_RUNNING,
                 "2019-10-24 24:00");
    stage_expect(&s, "containment", "2019-10-22", COMPLAINT__CLOCK_RUNNING,
                 "2019-10-22 11:00");
    stage_close(&s);
}
END_TEST

/* Judged on 30 April: 1 to 4 May are holidays, Sunday 5 May is worked. */
START_TEST(three_working_days_leave_holidays_out_and_nothing_pauses_them)
{
    stage s;

    play_open(&s, SCRIPT, "2019-04-30 09:00");
    play_step(&s, SCRIPT, "register", "sales:a", "2019-04-30 10:00");
    play_step(&s, SCRIPT, "judge_internal", "quality:q", "2019-04-30 11:00");
    stage_clock_event(&s, "pause", "report", "2019-04-30 12:00", 0);
    stage_expect(&s, "report", "2019-05-02", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-07 24:00");
    ck_assert_int_eq(play_extend(&s, "report", "*", 1, "2019-05-02"),
                     COMPLAINT_REFUSED);
    stage_close(&s);
}
END_TEST

START_TEST(limits_are_exact)
{
    play_main_limit(SCRIPT, "register", "register", "2019-06-10 24:00");
    play_main_limit(SCRIPT, "judge_internal", "judge", "2019-06-11 24:00");
    play_main_limit(SCRIPT, "do_d3", "containment", "2019-06-12 10:00");
    play_main_limit(SCRIPT, "submit_report", "report", "2019-06-14 24:00");
    play_main_limit(SCRIPT, "do_d7", "implement", "2019-07-12 24:00");
    play_main_limit(SCRIPT, "verify_effective", "verify", "2019-07-26 24:00");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        no_discipline_is_skipped,
        a_report_that_is_returned_begins_at_the_root_cause,
        an_action_that_does_not_work_begins_at_the_root_cause,
        a_report_that_the_customer_rejects_begins_at_the_root_cause,
        what_the_customer_caused_is_explained_with_approval,
        an_explanation_is_rejected_or_objected_to_and_judged_again,
        judging_again_counts_anew_for_the_right_unit,
        a_closed_complaint_is_reviewed_and_reopened_with_limits_anew,
        three_working_days_leave_holidays_out_and_nothing_pauses_them,
        limits_are_exact,
    };

    return play_run("procedure/iatf_8d", tests, COUNT(tests));
}
