/* The procedure of quality problems, played end to end: quality-incident.yaml.
 */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_quality_incident)

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

START_TEST(a_minor_problem_is_answered_and_closed)
{
    stage s;

    play_main(&s, SCRIPT, "record");
    play_step(&s, SCRIPT, "answer_minor", "sales:a", "2019-06-11 10:00");
    play_limit(&s, "minor", "2019-06-11 24:00");
    play_step(&s, SCRIPT, "close", "sales:a", "2019-06-12 10:00");
    stage_expect(&s, "convene", "2019-07-01", COMPLAINT__CLOCK_NOT_STARTED, "");
    stage_close(&s);
}
END_TEST

START_TEST(an_answered_problem_that_turns_out_serious_is_reported)
{
    stage s;

    play_main(&s, SCRIPT, "record");
    play_step(&s, SCRIPT, "answer_minor", "sales:a", "2019-06-11 10:00");
    play_step(&s, SCRIPT, "report", "sales:a", "2019-06-12 10:00");
    stage_expect(&s, "convene", "2019-06-12 10:30", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-12 11:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_problem_solved_on_the_day_needs_no_plan)
{
    stage s;

    play_main(&s, SCRIPT, "report_analysis");
    play_step(&s, SCRIPT, "solve_today", "production:p", "2019-06-11 18:00");
    play_limit(&s, "same_day", "2019-06-11 24:00");
    play_step(&s, SCRIPT, "verify", "quality:c", "2019-06-12 10:00");
    stage_close(&s);
}
END_TEST

START_TEST(the_second_plant_is_led_by_the_deputy_for_production)
{
    stage s;

    play_main(&s, SCRIPT, "report_analysis");
    play_step(&s, SCRIPT, "plan_second_plant", "production_deputy:p",
              "2019-06-11 18:00");
    play_step(&s, SCRIPT, "track", "production_deputy:p", "2019-06-18 18:00");
    play_step(&s, SCRIPT, "complete", "production_deputy:p",
              "2019-06-20 18:00");
    stage_close(&s);
}
END_TEST

START_TEST(it_stays_open_until_it_is_solved)
{
    static const test_move not_yet[] = {
        {"not_solved", "quality:c", "2019-06-26 10:00"},
        {"plan_first_plant", "executive_deputy:b", "2019-06-26 15:00"},
        {"complete", "executive_deputy:b", "2019-07-01 10:00"},
        {"verify", "quality:c", "2019-07-02 10:00"},
        {"answer", "sales:a", "2019-07-02 11:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "complete");
    ck_assert_int_eq(play_try(&s, "withdraw", "sales:a", "{'reason':'r'}",
                              "2019-06-26 09:00"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(play_try(&s, "answer", "sales:a",
                              script_rule(SCRIPT, "answer")->facts,
                              "2019-06-26 09:00"),
                     COMPLAINT_REFUSED);
    play_moves(&s, SCRIPT, not_yet, COUNT(not_yet));
    /* the customer says that it is not solved */
    ck_assert_int_eq(play_try(&s, "close", "sales:a",
                              script_rule(SCRIPT, "close")->refused,
                              "2019-07-03 10:00"),
                     COMPLAINT_REFUSED);
    play_step(&s, SCRIPT, "report", "sales:a", "2019-07-03 11:00");
    stage_expect(&s, "analysis", "2019-07-03 12:00", COMPLAINT__CLOCK_RUNNING,
                 "2019-07-04 11:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_closed_problem_is_reopened_as_recorded)
{
    stage s;

    play_main(&s, SCRIPT, NULL);
    play_step(&s, SCRIPT, "reopen", "quality:c", "2019-07-08 10:00");
    play_step(&s, SCRIPT, "report", "sales:a", "2019-07-08 11:00");
    play_step(&s, SCRIPT, "convene", "marketing_deputy:m", "2019-07-08 11:30");
    play_limit(&s, "convene", "2019-07-08 12:00");
    stage_close(&s);
}
END_TEST

/* Every follow-up begins the next seven days. */
START_TEST(follow_ups_are_due_again_and_again)
{
    stage s;

    play_main(&s, SCRIPT, "plan_first_plant");
    stage_expect(&s, "follow_up", "2019-06-12", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-18 24:00");
    play_step(&s, SCRIPT, "track", "executive_deputy:b", "2019-06-14 17:00");
    stage_expect(&s, "follow_up", "2019-06-15", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-21 24:00");
    play_step(&s, SCRIPT, "complete", "executive_deputy:b", "2019-06-20 17:00");
    play_limit(&s, "follow_up", "2019-06-21 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(limits_are_exact)
{
    play_main_limit(SCRIPT, "record", "record", "2019-06-10 24:00");
    play_main_limit(SCRIPT, "report", "minor", "2019-06-11 24:00");
    play_main_limit(SCRIPT, "convene", "convene", "2019-06-10 17:00");
    play_main_limit(SCRIPT, "report_analysis", "analysis", "2019-06-11 16:00");
    play_main_limit(SCRIPT, "plan_first_plant", "same_day", "2019-06-11 24:00");
}
END_TEST

START_TEST(the_hour_and_the_day_run_through_holidays_and_nobody_extends_them)
{
    stage s;

    play_open(&s, SCRIPT, "2019-04-30 22:00");
    play_step(&s, SCRIPT, "record", "sales:a", "2019-04-30 23:00");
    play_step(&s, SCRIPT, "report", "sales:a", "2019-04-30 23:40");
    stage_clock_event(&s, "pause", "analysis", "2019-04-30 23:50", 0);
    stage_expect(&s, "convene", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-01 00:40");
    stage_expect(&s, "analysis", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-01 23:40");
    ck_assert_int_eq(play_extend(&s, "convene", "*", 1, "2019-05-01"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(play_extend(&s, "analysis", "*", 1, "2019-05-01"),
                     COMPLAINT_REFUSED);
    stage_close(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        a_minor_problem_is_answered_and_closed,
        an_answered_problem_that_turns_out_serious_is_reported,
        a_problem_solved_on_the_day_needs_no_plan,
        the_second_plant_is_led_by_the_deputy_for_production,
        it_stays_open_until_it_is_solved,
        a_closed_problem_is_reopened_as_recorded,
        follow_ups_are_due_again_and_again,
        limits_are_exact,
        the_hour_and_the_day_run_through_holidays_and_nobody_extends_them,
    };

    return play_run("procedure/quality_incident", tests, COUNT(tests));
}
