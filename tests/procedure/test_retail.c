/* The procedure of a chain of shops, played end to end: retail.yaml. */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_retail)

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

START_TEST(class_a_is_settled_on_the_spot)
{
    stage s;

    play_open(&s, SCRIPT, "2019-06-10 09:00");
    play_step(&s, SCRIPT, "take_on_the_spot", "clerk:a", "2019-06-10 09:05");
    play_step(&s, SCRIPT, "agree", "clerk:a", "2019-06-10 09:25");
    play_limit(&s, "on_the_spot", "2019-06-10 10:05");
    stage_expect(&s, "contact_again", "2019-06-10 09:30",
                 COMPLAINT__CLOCK_CANCELLED, "2019-06-13 09:00");
    stage_expect(&s, "contact", "2019-06-10 09:30", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-11 09:00");
    play_step(&s, SCRIPT, "close_a", "clerk:a", "2019-06-10 09:40");
    stage_expect(&s, "unsolved", "2019-06-20", COMPLAINT__CLOCK_MET,
                 "2019-06-11 09:00");
    stage_expect(&s, "contact", "2019-06-20", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-11 09:00");
    stage_close(&s);
}
END_TEST

START_TEST(what_is_not_settled_on_the_spot_goes_on_as_class_b)
{
    stage s;

    play_open(&s, SCRIPT, "2019-06-10 09:00");
    play_step(&s, SCRIPT, "take_on_the_spot", "clerk:a", "2019-06-10 09:05");
    play_step(&s, SCRIPT, "turn_b", "clerk:a", "2019-06-10 09:30");
    stage_expect(&s, "on_the_spot", "2019-06-11", COMPLAINT__CLOCK_CANCELLED,
                 "2019-06-10 10:05");
    play_step(&s, SCRIPT, "contact", "clerk:a", "2019-06-10 18:00");
    play_limit(&s, "contact", "2019-06-11 09:00");
    stage_close(&s);
}
END_TEST

START_TEST(the_customer_agrees_to_the_dates)
{
    stage s;

    play_main(&s, SCRIPT, "take_by_steps");
    ck_assert_int_eq(play_try(&s, "contact", "clerk:a",
                              script_rule(SCRIPT, "contact")->refused,
                              "2019-06-10 10:00"),
                     COMPLAINT_REFUSED);
    play_step(&s, SCRIPT, "contact", "clerk:a", "2019-06-10 11:00");
    ck_assert_int_eq(play_try(&s, "contact_again", "clerk:a",
                              script_rule(SCRIPT, "contact_again")->refused,
                              "2019-06-11 10:00"),
                     COMPLAINT_REFUSED);
    stage_close(&s);
}
END_TEST

START_TEST(check_manager_and_head_office_can_send_it_back)
{
    static const test_move way[] = {
        {"check_failed", "clerk:a", "2019-06-11 09:00"},
        {"collect", "clerk:b", "2019-06-11 10:00"},
        {"check", "clerk:a", "2019-06-11 11:00"},
        {"send_back", "store_manager:m", "2019-06-11 12:00"},
        {"collect", "clerk:b", "2019-06-11 13:00"},
        {"check", "clerk:a", "2019-06-11 14:00"},
        {"handle", "store_manager:m", "2019-06-11 15:00"},
        {"reject", "head_office:h", "2019-06-12 15:00"},
        {"handle", "store_manager:m", "2019-06-12 16:00"},
        {"approve", "head_office:h", "2019-06-13 15:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "collect");
    ck_assert_int_eq(play_try(&s, "answer", "clerk:a",
                              script_rule(SCRIPT, "answer")->facts,
                              "2019-06-11 08:00"),
                     COMPLAINT_REFUSED);
    play_moves(&s, SCRIPT, way, COUNT(way));
    play_limit(&s, "approve", "2019-06-14 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(action_that_does_not_work_and_customers_not_satisfied)
{
    static const char *const until[] = {"answer", "prevent",
                                        "confirm_effective"};
    static const test_move way[] = {
        {"collect", "clerk:b", "2019-06-24 11:00"},
        {"check", "clerk:a", "2019-06-24 12:00"},
        {"handle", "store_manager:m", "2019-06-24 13:00"},
        {"approve", "head_office:h", "2019-06-24 14:00"},
        {"answer", "clerk:a", "2019-06-24 15:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "prevent");
    play_step(&s, SCRIPT, "not_effective", "store_manager:m",
              "2019-06-20 10:00");
    play_step(&s, SCRIPT, "prevent", "responsible_unit:u", "2019-06-21 10:00");
    stage_close(&s);
    for (size_t i = 0; i < COUNT(until); i++) {
        play_main(&s, SCRIPT, until[i]);
        play_step(&s, SCRIPT, "dissatisfied", "clerk:a", "2019-06-24 10:00");
        play_moves(&s, SCRIPT, way, COUNT(way));
        play_limit(&s, "answer_again", "2019-06-29 24:00");
        stage_close(&s);
    }
}
END_TEST

START_TEST(what_is_unsolved_after_a_day_is_flagged)
{
    stage s;

    play_main(&s, SCRIPT, "answer");
    play_limit(&s, "unsolved", "2019-06-11 09:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_reopened_complaint_is_contacted_within_a_day)
{
    stage s;

    play_main(&s, SCRIPT, NULL);
    play_step(&s, SCRIPT, "reopen", "head_office:h", "2019-07-01 10:00");
    play_step(&s, SCRIPT, "contact", "clerk:a", "2019-07-01 20:00");
    play_limit(&s, "contact_reopened", "2019-07-02 10:00");
    play_step(&s, SCRIPT, "withdraw", "clerk:a", "2019-07-03 20:00");
    stage_close(&s);
}
END_TEST

/* Days and hours run through the holidays of May. */
START_TEST(limits_are_exact_and_know_no_holidays)
{
    stage s;

    play_main_limit(SCRIPT, "contact", "contact", "2019-06-11 09:00");
    play_main_limit(SCRIPT, "contact_again", "contact_again",
                    "2019-06-13 09:00");
    play_main_limit(SCRIPT, "answer", "answer", "2019-06-17 24:00");
    play_open(&s, SCRIPT, "2019-04-30 18:00");
    stage_expect(&s, "contact", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-01 18:00");
    stage_expect(&s, "contact_again", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-03 18:00");
    stage_expect(&s, "answer", "2019-05-01", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-07 24:00");
    ck_assert_int_eq(play_extend(&s, "contact", "*", 1, "2019-05-01"),
                     COMPLAINT_REFUSED);
    ck_assert_int_eq(play_extend(&s, "answer", "head_office", 23, "2019-05-01"),
                     COMPLAINT_OK);
    ck_assert_int_eq(play_extend(&s, "answer", "clerk", 1, "2019-05-01"),
                     COMPLAINT_DENIED);
    stage_close(&s);
}
END_TEST

START_TEST(the_store_manager_looks_every_day_until_it_is_answered)
{
    static const char *const days[][2] = {
        {"2019-06-11 18:00", "2019-06-12 24:00"},
        {"2019-06-12 20:00", "2019-06-13 24:00"},
        {"2019-06-13 08:00", "2019-06-14 24:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "contact");
    stage_expect(&s, "daily_review", "2019-06-10 12:00",
                 COMPLAINT__CLOCK_RUNNING, "2019-06-11 24:00");
    for (size_t i = 0; i < COUNT(days); i++) {
        play_step(&s, SCRIPT, "review", "store_manager:m", days[i][0]);
        stage_expect(&s, "daily_review", days[i][0], COMPLAINT__CLOCK_RUNNING,
                     days[i][1]);
    }
    stage_close(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        class_a_is_settled_on_the_spot,
        what_is_not_settled_on_the_spot_goes_on_as_class_b,
        the_customer_agrees_to_the_dates,
        check_manager_and_head_office_can_send_it_back,
        action_that_does_not_work_and_customers_not_satisfied,
        what_is_unsolved_after_a_day_is_flagged,
        a_reopened_complaint_is_contacted_within_a_day,
        limits_are_exact_and_know_no_holidays,
        the_store_manager_looks_every_day_until_it_is_answered,
    };

    return play_run("procedure/retail", tests, COUNT(tests));
}
