/* The procedure of service quality, played end to end: service-quality.yaml. */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_service_quality)

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

START_TEST(a_refused_solution_does_not_stop_the_clock)
{
    static const test_move way[] = {
        {"refuse", "group:b", "2019-06-11 16:00"},
        {"propose", "group:b", "2019-06-12 10:00"},
        {"consent", "group:b", "2019-06-13 10:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "propose");
    play_moves(&s, SCRIPT, way, 2);
    stage_expect(&s, "solution", "2019-06-13", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-13 24:00");
    play_moves(&s, SCRIPT, way + 2, 1);
    play_limit(&s, "solution", "2019-06-13 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_customer_who_is_not_satisfied_gets_another_solution)
{
    static const test_move way[] = {
        {"dissatisfied", "group:b", "2019-06-24 10:00"},
        {"reassess", "group:b", "2019-06-26 10:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "feed_back");
    ck_assert_int_eq(play_try(&s, "close", "group:b",
                              script_rule(SCRIPT, "close")->refused,
                              "2019-06-24 09:00"),
                     COMPLAINT_REFUSED);
    play_moves(&s, SCRIPT, way, 2);
    play_limit(&s, "reassess", "2019-06-27 24:00");
    play_step(&s, SCRIPT, "consent", "group:b", "2019-06-27 10:00");
    stage_close(&s);
}
END_TEST

START_TEST(what_cannot_be_solved_goes_upward)
{
    static const char *const until[] = {"contact", "propose", "consent"};
    stage s;

    for (size_t i = 0; i < COUNT(until); i++) {
        play_main(&s, SCRIPT, until[i]);
        play_step(&s, SCRIPT, "escalate", "group:b", "2019-06-12 16:00");
        play_step(&s, SCRIPT, "decide", "superior:c", "2019-06-13 10:00");
        play_limit(&s, "decide", "2019-06-17 24:00");
        play_step(&s, SCRIPT, "consent", "superior:c", "2019-06-13 15:00");
        stage_expect(&s, "progress", "2019-06-14", COMPLAINT__CLOCK_RUNNING,
                     "2019-06-20 24:00");
        stage_close(&s);
    }
    play_main(&s, SCRIPT, "propose");
    play_step(&s, SCRIPT, "escalate", "group:b", "2019-06-12 16:00");
    play_step(&s, SCRIPT, "close_unsolved", "superior:c", "2019-06-13 10:00");
    stage_expect(&s, "solution", "2019-06-20", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-13 24:00");
    play_limit(&s, "decide", "2019-06-17 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(reassessing_can_go_upward_as_well)
{
    stage s;

    play_main(&s, SCRIPT, "feed_back");
    play_step(&s, SCRIPT, "dissatisfied", "receiver:a", "2019-06-24 10:00");
    play_step(&s, SCRIPT, "escalate", "group:b", "2019-06-25 10:00");
    stage_expect(&s, "reassess", "2019-06-25 11:00", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-27 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(the_customer_is_told_again_and_again)
{
    stage s;

    play_main(&s, SCRIPT, "consent");
    play_step(&s, SCRIPT, "report_progress", "group:b", "2019-06-17 15:00");
    stage_expect(&s, "progress", "2019-06-18", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-24 24:00");
    play_step(&s, SCRIPT, "report_progress", "group:b", "2019-06-24 15:00");
    play_step(&s, SCRIPT, "resolve", "group:b", "2019-06-25 15:00");
    play_limit(&s, "progress", "2019-07-01 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(another_group_and_a_reopening)
{
    stage s;

    play_main(&s, SCRIPT, "classify");
    play_step(&s, SCRIPT, "reclassify", "group:b", "2019-06-10 10:00");
    play_step(&s, SCRIPT, "classify", "receiver:a", "2019-06-10 11:00");
    stage_expect(&s, "contact", "2019-06-10 12:00", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-11 09:00");
    play_step(&s, SCRIPT, "withdraw", "receiver:a", "2019-06-10 13:00");
    play_step(&s, SCRIPT, "reopen", "superior:c", "2019-06-17 10:00");
    stage_expect(&s, "solution_again", "2019-06-18", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-20 24:00");
    stage_close(&s);
}
END_TEST

/* Received on 30 April: 1 to 4 May are holidays, Sunday 5 May is worked; the
 * 24 hours run on. */
START_TEST(hours_run_through_holidays_and_working_days_do_not)
{
    stage s;

    play_open(&s, SCRIPT, "2019-04-30 18:00");
    play_step(&s, SCRIPT, "classify", "receiver:a", "2019-04-30 18:30");
    stage_expect(&s, "contact", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-01 18:00");
    stage_expect(&s, "solution", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-07 24:00");
    ck_assert_int_eq(play_extend(&s, "solution", "*", 1, "2019-05-01"),
                     COMPLAINT_REFUSED);
    stage_close(&s);
}
END_TEST

START_TEST(limits_are_exact)
{
    play_main_limit(SCRIPT, "contact", "contact", "2019-06-11 09:00");
    play_main_limit(SCRIPT, "consent", "solution", "2019-06-13 24:00");
}
END_TEST

START_TEST(a_promised_time_is_kept)
{
    stage s;

    play_main(&s, SCRIPT, "contact");
    play_step(&s, SCRIPT, "promise", "group:b", "2019-06-10 16:00");
    stage_expect(&s, "promised", "2019-06-11 09:00", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-13 15:00");
    play_step(&s, SCRIPT, "propose", "group:b", "2019-06-13 14:00");
    play_limit(&s, "promised", "2019-06-13 15:00");
    stage_close(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        a_refused_solution_does_not_stop_the_clock,
        a_customer_who_is_not_satisfied_gets_another_solution,
        what_cannot_be_solved_goes_upward,
        reassessing_can_go_upward_as_well,
        the_customer_is_told_again_and_again,
        another_group_and_a_reopening,
        hours_run_through_holidays_and_working_days_do_not,
        limits_are_exact,
        a_promised_time_is_kept,
    };

    return play_run("procedure/service_quality", tests, COUNT(tests));
}
