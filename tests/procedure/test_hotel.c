/* The procedure of a hotel, played end to end: hotel.yaml. */
#include "procedure/play.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCRIPT (&script_hotel)

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

START_TEST(a_sheet_is_signed_or_says_why_not)
{
    stage s;

    play_open(&s, SCRIPT, "2019-06-10 09:00");
    ck_assert_int_eq(play_try(&s, "register", "receiver:a",
                              "{'description':'d','location':'l','occurred_at':"
                              "'2019-06-09T14:00:00Z','concerned':'c',"
                              "'unsigned_reason':'by telephone'}",
                              "2019-06-10 09:10"),
                     COMPLAINT_OK);
    stage_close(&s);
}
END_TEST

START_TEST(an_incomplete_sheet_goes_back)
{
    static const test_move way[] = {
        {"return_sheet", "manager:m", "2019-06-10 10:30"},
        {"register", "receiver:a", "2019-06-10 11:00"},
        {"report", "receiver:a", "2019-06-10 11:10"},
        {"examine", "manager:m", "2019-06-10 12:10"},
    };
    stage s;

    play_main(&s, SCRIPT, "report");
    play_moves(&s, SCRIPT, way, COUNT(way));
    play_limit(&s, "examine", "2019-06-10 15:10");
    stage_close(&s);
}
END_TEST

START_TEST(any_kind_of_investigation_does_and_none_does_not)
{
    static const char *const fine[] = {"{'interviews':['i'],'findings':'f'}",
                                       "{'records':['r'],'findings':'f'}"};
    stage s;

    for (size_t i = 0; i < COUNT(fine); i++) {
        play_main(&s, SCRIPT, "examine");
        ck_assert_int_eq(play_try(&s, "investigate", "department_head:d",
                                  "{'findings':'f'}", "2019-06-10 16:00"),
                         COMPLAINT_REFUSED);
        ck_assert_int_eq(play_try(&s, "investigate", "department_head:d",
                                  fine[i], "2019-06-10 16:00"),
                         COMPLAINT_OK);
        stage_close(&s);
    }
}
END_TEST

START_TEST(the_manager_or_the_guest_can_refuse_a_solution)
{
    static const test_move way[] = {
        {"send_back", "manager:m", "2019-06-10 18:00"},
        {"propose", "department_head:d", "2019-06-10 19:00"},
        {"approve", "manager:m", "2019-06-10 20:00"},
        {"guest_refuses", "receiver:a", "2019-06-11 08:00"},
        {"propose", "department_head:d", "2019-06-11 09:00"},
        {"approve", "manager:m", "2019-06-11 10:00"},
        {"guest_agrees", "receiver:a", "2019-06-11 11:00"},
        {"feed_back", "receiver:a", "2019-06-11 12:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "propose");
    ck_assert_int_eq(play_try(&s, "guest_agrees", "receiver:a",
                              "{'consent':'c'}", "2019-06-10 17:30"),
                     COMPLAINT_REFUSED);
    play_moves(&s, SCRIPT, way, COUNT(way));
    play_limit(&s, "answer", "2019-06-13 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_guest_who_is_not_satisfied_gets_another_solution)
{
    static const test_move way[] = {
        {"dissatisfied", "receiver:a", "2019-06-11 09:00"},
        {"propose", "department_head:d", "2019-06-11 10:00"},
        {"approve", "manager:m", "2019-06-11 11:00"},
        {"guest_agrees", "receiver:a", "2019-06-11 12:00"},
        {"feed_back", "receiver:a", "2019-06-11 13:00"},
    };
    stage s;

    play_main(&s, SCRIPT, "feed_back");
    play_moves(&s, SCRIPT, way, COUNT(way));
    play_limit(&s, "answer_again", "2019-06-13 24:00");
    /* closing unsatisfied is for another manager than the one who approved */
    ck_assert_int_eq(play_try(&s, "close_unsatisfied", "manager:m",
                              script_rule(SCRIPT, "close_unsatisfied")->facts,
                              "2019-06-12 10:00"),
                     COMPLAINT_DENIED);
    play_step(&s, SCRIPT, "close_unsatisfied", "manager:n", "2019-06-12 10:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_closed_complaint_is_reviewed_and_reopened)
{
    static const test_move way[] = {
        {"reopen", "manager:m", "2019-07-02 10:00"},
        {"examine", "manager:m", "2019-07-02 11:00"},
        {"investigate", "department_head:d", "2019-07-02 12:00"},
        {"propose", "department_head:d", "2019-07-02 13:00"},
        {"approve", "manager:m", "2019-07-02 14:00"},
        {"guest_agrees", "receiver:a", "2019-07-02 15:00"},
        {"feed_back", "receiver:a", "2019-07-02 16:00"},
    };
    stage s;

    play_main(&s, SCRIPT, NULL);
    ck_assert_str_eq(stage_state(&s), "closed");
    play_moves(&s, SCRIPT, way, COUNT(way));
    play_limit(&s, "answer_reopened", "2019-07-05 24:00");
    play_step(&s, SCRIPT, "withdraw", "receiver:a", "2019-07-03 10:00");
    stage_close(&s);
}
END_TEST

START_TEST(limits_are_exact)
{
    play_main_limit(SCRIPT, "report", "report", "2019-06-10 10:00");
    play_main_limit(SCRIPT, "examine", "examine", "2019-06-10 13:30");
    play_main_limit(SCRIPT, "investigate", "investigate", "2019-06-11 10:30");
    play_main_limit(SCRIPT, "feed_back", "answer", "2019-06-13 24:00");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_main_path_ends_closed_with_every_limit_met,
        every_step_is_refused_without_what_it_needs,
        a_sheet_is_signed_or_says_why_not,
        an_incomplete_sheet_goes_back,
        any_kind_of_investigation_does_and_none_does_not,
        the_manager_or_the_guest_can_refuse_a_solution,
        a_guest_who_is_not_satisfied_gets_another_solution,
        a_closed_complaint_is_reviewed_and_reopened,
        limits_are_exact,
    };

    return play_run("procedure/hotel", tests, COUNT(tests));
}
