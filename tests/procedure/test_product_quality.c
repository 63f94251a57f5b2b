/* The procedure of product quality, played end to end: product-quality.yaml. */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_product_quality)

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

START_TEST(what_is_no_matter_of_quality_is_explained)
{
    static const char *const until[] = {"record", "confirm_quality", "collect"};
    stage s;

    for (size_t i = 0; i < COUNT(until); i++) {
        play_main(&s, SCRIPT, until[i]);
        play_step(&s, SCRIPT, "not_quality", "quality:b", "2019-06-12 11:00");
        if (i == 0)
            play_limit(&s, "confirm", "2019-06-12 24:00");
        play_step(&s, SCRIPT, "explain", "receiver:a", "2019-06-12 12:00");
        play_limit(&s, "answer", "2019-07-01 24:00");
        play_step(&s, SCRIPT, "close", "quality:b", "2019-06-13 12:00");
        stage_close(&s);
    }
}
END_TEST

START_TEST(any_kind_of_evidence_does_and_none_does_not)
{
    static const char *const fine[] = {"{'inspection_report':'i'}",
                                       "{'records':['r']}",
                                       "{'sample':'s','records':[]}"};
    stage s;

    for (size_t i = 0; i < COUNT(fine); i++) {
        play_main(&s, SCRIPT, "confirm_quality");
        ck_assert_int_eq(
            play_try(&s, "collect", "quality:b", "{}", "2019-06-12 10:00"),
            COMPLAINT_REFUSED);
        ck_assert_int_eq(
            play_try(&s, "collect", "quality:b", fine[i], "2019-06-12 10:00"),
            COMPLAINT_OK);
        stage_close(&s);
    }
}
END_TEST

START_TEST(evidence_plan_and_repair_can_go_back)
{
    static const test_move back[] = {
        {"more_evidence", "quality:b", "2019-06-12 11:00"},
        {"collect", "quality:b", "2019-06-12 15:00"},
        {"analyse", "quality:b", "2019-06-13 10:00"},
        {"plan", "quality:b", "2019-06-13 11:00"},
        {"object_plan", "responsible_unit:c", "2019-06-14 10:00"},
        {"plan", "quality:b", "2019-06-14 11:00"},
        {"agree_plan", "responsible_unit:c", "2019-06-14 15:00"},
        {"repair", "responsible_unit:c", "2019-06-17 10:00"},
        {"reject_repair", "quality:b", "2019-06-17 11:00"},
        {"repair", "responsible_unit:c", "2019-06-18 10:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "collect");
    play_moves(&s, SCRIPT, back, 5);
    play_limit(&s, "agree", "2019-06-17 24:00");
    play_moves(&s, SCRIPT, back + 5, COUNT(back) - 5);
    /* anew from the rejection on the 17th */
    play_limit(&s, "repair", "2019-07-01 24:00");
    play_step(&s, SCRIPT, "accept_repair", "quality:b", "2019-06-18 11:00");
    play_step(&s, SCRIPT, "process_sound", "quality:b", "2019-06-18 12:00");
    stage_close(&s);
}
END_TEST

START_TEST(an_objection_and_a_reopening_have_limits_of_their_own)
{
    static const test_move short_way[] = {
        {"not_quality", "quality:b", "2019-07-02 10:00"},
        {"explain", "quality:b", "2019-07-02 11:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "feed_back");
    play_step(&s, SCRIPT, "object", "receiver:a", "2019-07-01 10:00");
    play_moves(&s, SCRIPT, short_way, COUNT(short_way));
    play_limit(&s, "answer_again", "2019-07-15 24:00");
    stage_close(&s);

    play_main(&s, SCRIPT, NULL);
    play_step(&s, SCRIPT, "reopen", "quality:b", "2019-07-01 10:00");
    play_moves(&s, SCRIPT, short_way, COUNT(short_way));
    play_limit(&s, "answer_reopened", "2019-07-15 24:00");
    stage_expect(&s, "answer", "2019-07-20", COMPLAINT__CLOCK_MET,
                 "2019-07-01 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(limits_are_exact)
{
    play_main_limit(SCRIPT, "record", "record", "2019-06-11 24:00");
    play_main_limit(SCRIPT, "confirm_quality", "confirm", "2019-06-12 24:00");
    play_main_limit(SCRIPT, "agree_plan", "agree", "2019-06-17 24:00");
    play_main_limit(SCRIPT, "repair", "repair", "2019-06-28 24:00");
    play_main_limit(SCRIPT, "feed_back", "answer", "2019-07-01 24:00");
}
END_TEST

START_TEST(the_answer_is_extended_twice_and_withdrawal_cancels_it)
{
    stage s;

    play_main(&s, SCRIPT, "collect");
    ck_assert_int_eq(play_extend(&s, "answer", "quality", 15, "2019-06-14"),
                     COMPLAINT_OK);
    ck_assert_int_eq(play_extend(&s, "answer", "quality", 16, "2019-06-14"),
                     COMPLAINT_REFUSED);
    stage_clock_event(&s, "extend", "answer", "2019-06-14 10:00", 5);
    stage_clock_event(&s, "extend", "answer", "2019-06-17 10:00", 5);
    stage_expect(&s, "answer", "2019-06-18", COMPLAINT__CLOCK_RUNNING,
                 "2019-07-15 24:00");
    ck_assert_int_eq(play_extend(&s, "answer", "quality", 1, "2019-06-18"),
                     COMPLAINT_REFUSED);
    play_step(&s, SCRIPT, "withdraw", "receiver:a", "2019-06-18 10:00");
    stage_expect(&s, "answer", "2019-06-19", COMPLAINT__CLOCK_CANCELLED,
                 "2019-07-15 24:00");
    stage_close(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        what_is_no_matter_of_quality_is_explained,
        any_kind_of_evidence_does_and_none_does_not,
        evidence_plan_and_repair_can_go_back,
        an_objection_and_a_reopening_have_limits_of_their_own,
        limits_are_exact,
        the_answer_is_extended_twice_and_withdrawal_cancels_it,
    };

    return play_run("procedure/product_quality", tests, COUNT(tests));
}
