/* The procedure of a small business, played end to end: small-business.yaml. */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_small_business)

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

START_TEST(the_customer_is_to_have_confirmed_the_problem)
{
    stage s;

    play_main(&s, SCRIPT, "record");
    ck_assert_int_eq(play_try(&s, "analyse", "service:b",
                              script_rule(SCRIPT, "analyse")->facts,
                              "2019-06-10 12:00"),
                     COMPLAINT_REFUSED);
    play_step(&s, SCRIPT, "confirm", "service:b", "2019-06-10 12:00");
    stage_close(&s);
}
END_TEST

/* No fault of the company and an unreasonable demand: no compensation. */
START_TEST(compensation_wants_a_fault_or_a_reasonable_demand)
{
    static const char *const fine[] = {
        "{'buys_again':'unlikely','word_of_mouth':'w','demand_reasonable':"
        "false,'company_fault':'none','proposal':'no'}",
        "{'buys_again':'unknown','word_of_mouth':'w','demand_reasonable':true,"
        "'company_fault':'none','proposal':'p','compensation':{'amount':1,"
        "'currency':'CNY'}}",
        "{'buys_again':'likely','word_of_mouth':'w','demand_reasonable':false,"
        "'company_fault':'wholly','proposal':'p','compensation':{'amount':1,"
        "'currency':'CNY'}}"};
    stage s;

    for (size_t i = 0; i < COUNT(fine); i++) {
        play_main(&s, SCRIPT, "analyse");
        ck_assert_int_eq(
            play_try(&s, "negotiate", "service:b", fine[i], "2019-06-12 11:00"),
            COMPLAINT_OK);
        stage_close(&s);
    }
}
END_TEST

START_TEST(what_the_head_or_the_customer_refuses_is_analysed_again)
{
    static const test_move again[] = {
        {"negotiate", "service:b", "2019-06-13 11:00"},
        {"propose", "service:b", "2019-06-13 12:00"},
        {"approve", "leader:c", "2019-06-14 09:00"},
        {"answer", "service:b", "2019-06-14 10:00"},
        {"decline", "service:b", "2019-06-17 10:00"},
        {"negotiate", "service:b", "2019-06-18 11:00"},
        {"propose", "service:b", "2019-06-18 12:00"},
        {"approve", "leader:c", "2019-06-19 09:00"},
        {"answer", "service:b", "2019-06-19 10:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "propose");
    play_step(&s, SCRIPT, "send_back", "leader:c", "2019-06-12 16:00");
    play_moves(&s, SCRIPT, again, COUNT(again));
    /* five working days from the customer's refusal on the 17th */
    play_limit(&s, "answer_again", "2019-06-24 24:00");
    stage_expect(&s, "answer", "2019-06-20", COMPLAINT__CLOCK_MET,
                 "2019-06-17 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(an_unfounded_demand_is_refused_and_closed_by_the_head)
{
    stage s;

    play_main(&s, SCRIPT, "answer");
    play_step(&s, SCRIPT, "close_unfounded", "leader:c", "2019-06-14 10:00");
    stage_close(&s);
}
END_TEST

START_TEST(what_is_not_carried_out_or_not_satisfactory_goes_on)
{
    stage s;

    play_main(&s, SCRIPT, "carry_out");
    play_step(&s, SCRIPT, "not_done", "service:b", "2019-06-19 10:00");
    play_step(&s, SCRIPT, "carry_out", "executor:d", "2019-06-20 10:00");
    play_step(&s, SCRIPT, "dissatisfied", "service:b", "2019-06-21 10:00");
    stage_expect(&s, "answer_again", "2019-06-22", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-28 24:00");
    play_step(&s, SCRIPT, "withdraw", "service:b", "2019-06-24 10:00");
    stage_expect(&s, "answer_again", "2019-06-25", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-28 24:00");
    play_step(&s, SCRIPT, "reopen", "leader:c", "2019-06-25 10:00");
    play_step(&s, SCRIPT, "confirm", "service:b", "2019-06-25 11:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_look_elsewhere_is_off_the_clock)
{
    stage s;

    play_main(&s, SCRIPT, "look_further");
    stage_expect(&s, "answer", "2019-06-30", COMPLAINT__CLOCK_PAUSED, "");
    play_step(&s, SCRIPT, "find_out", "service:b", "2019-06-13 15:00");
    /* 11 and 12 June do not count */
    stage_expect(&s, "answer", "2019-06-14", COMPLAINT__CLOCK_RUNNING,
                 "2019-06-19 24:00");
    ck_assert_int_eq(play_extend(&s, "answer", "leader", 5, "2019-06-14"),
                     COMPLAINT_OK);
    ck_assert_int_eq(play_extend(&s, "answer", "leader", 6, "2019-06-14"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(play_extend(&s, "answer", "service", 1, "2019-06-14"),
                     COMPLAINT_DENIED);
    stage_close(&s);
}
END_TEST

START_TEST(limits_are_exact)
{
    play_main_limit(SCRIPT, "record", "record", "2019-06-10 24:00");
    play_main_limit(SCRIPT, "confirm", "contact", "2019-06-11 24:00");
    play_main_limit(SCRIPT, "answer", "answer", "2019-06-17 24:00");
    play_main_limit(SCRIPT, "carry_out", "carry_out", "2019-06-28 24:00");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        the_customer_is_to_have_confirmed_the_problem,
        compensation_wants_a_fault_or_a_reasonable_demand,
        what_the_head_or_the_customer_refuses_is_analysed_again,
        an_unfounded_demand_is_refused_and_closed_by_the_head,
        what_is_not_carried_out_or_not_satisfactory_goes_on,
        a_look_elsewhere_is_off_the_clock,
        limits_are_exact,
    };

    return play_run("procedure/small_business", tests, COUNT(tests));
}
