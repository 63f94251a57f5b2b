/* The bundled procedure "bank-branch" (complaints at a bank's branch): every
 * refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_bank_branch.h"

static const char on_the_spot[] =
    "file - 2019-04-25 09:32\n"
    "settle_on_spot first_contact:a 2019-04-25 09:50\n"
    "close lobby_manager:l 2019-04-25 10:00\n"
    "=closed\n";

static const char by_the_lobby_manager[] =
    "file - 2019-04-25 09:32\n"
    "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
    "settle_by_lobby_manager lobby_manager:l 2019-04-25 10:10\n"
    "close branch_head:h 2019-04-25 10:20\n"
    "=closed\n";

static const char in_the_message_book[] =
    "file - 2019-04-25 09:32\n"
    "answer_in_book lobby_manager:l 2019-04-25 10:00\n"
    "close lobby_manager:l 2019-04-26 10:00\n"
    "=closed\n";

static const char asked_inside[] =
    "file - 2019-04-25 09:32\n"
    "ask_inside first_contact:a 2019-04-25 09:40\n"
    "inside_answer department:d 2019-04-26 10:00\n"
    "settle_by_head branch_head:h 2019-04-26 11:00\n"
    "=answered\n";

static const char beyond_the_authority[] =
    "file - 2019-04-25 09:32\n"
    "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
    "report_upward lobby_manager:l 2019-04-25 10:00\n"
    "inside_answer upper_level:u 2019-04-29 10:00\n"
    "settle_by_head branch_head:h 2019-04-29 11:00\n"
    "=answered\n";

static const char guided_and_taken_over[] =
    "file - 2019-04-25 09:32\n"
    "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
    "guide lobby_manager:l 2019-04-25 10:00\n"
    "take_over department:d 2019-04-25 14:00\n"
    "inside_answer department:d 2019-04-26 10:00\n"
    "=with_head\n";

static const char guided_and_not_taken_over[] =
    "file - 2019-04-25 09:32\n"
    "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
    "guide lobby_manager:l 2019-04-25 10:00\n"
    "come_back branch_head:h 2019-04-25 14:00\n"
    "attend branch_head:h 2019-04-25 14:05\n"
    "=with_head\n";

static const char outside[] =
    "file - 2019-04-25 09:32\n"
    "settle_on_spot first_contact:a 2019-04-25 09:50\n"
    "not_agreed first_contact:a 2019-04-25 10:00\n"
    "attend branch_head:h 2019-04-25 10:05\n"
    "settle_by_head branch_head:h 2019-04-25 10:30\n"
    "refer_outside branch_head:h 2019-04-26 10:00\n"
    "close_after_dispute upper_level:u 2019-06-26 10:00\n"
    "=closed\n";

static const char withdrawn_and_reopened[] =
    "file - 2019-04-25 09:32\n"
    "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
    "withdraw lobby_manager:l 2019-04-25 10:00\n"
    "reopen upper_level:u 2019-04-26 10:00\n"
    "=head_called\n";

static const char *const routes[] = {bank_branch_main,
                                     on_the_spot,
                                     by_the_lobby_manager,
                                     in_the_message_book,
                                     asked_inside,
                                     beyond_the_authority,
                                     guided_and_taken_over,
                                     guided_and_not_taken_over,
                                     outside,
                                     withdrawn_and_reopened};

static const plan_limit limits[] = {
    {"first_contact",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n",
     "2019-04-25 10:02"},
    {"first_contact",
     "file - 2019-04-25 09:32\n"
     "settle_on_spot first_contact:a 2019-04-25 09:50\n",
     "2019-04-25 10:02"},
    {"lobby_manager",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "call_head lobby_manager:l 2019-04-25 10:15\n",
     "2019-04-25 10:45"},
    {"attend",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "call_head lobby_manager:l 2019-04-25 10:15\n"
     "attend branch_head:h 2019-04-25 10:20\n",
     "2019-04-25 10:25"},
    {"inside",
     "file - 2019-04-25 09:32\n"
     "ask_inside first_contact:a 2019-04-25 09:40\n"
     "inside_answer department:d 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"take_over",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "guide lobby_manager:l 2019-04-25 10:00\n"
     "take_over department:d 2019-04-25 14:00\n",
     "2019-04-25 24:00"},
    {"referred",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "report_upward lobby_manager:l 2019-04-25 10:00\n"
     "inside_answer upper_level:u 2019-04-29 10:00\n",
     "2019-05-05 24:00"},
    {"answer",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "call_head lobby_manager:l 2019-04-25 10:15\n"
     "attend branch_head:h 2019-04-25 10:20\n"
     "settle_by_head branch_head:h 2019-04-25 11:00\n",
     "2019-05-10 24:00"},
    {"answer_again",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "call_head lobby_manager:l 2019-04-25 10:15\n"
     "attend branch_head:h 2019-04-25 10:20\n"
     "settle_by_head branch_head:h 2019-04-25 11:00\n"
     "close lobby_manager:l 2019-04-25 11:30\n"
     "reopen branch_head:h 2019-05-06 09:00\n"
     "attend branch_head:h 2019-05-06 09:05\n"
     "settle_by_head branch_head:h 2019-05-06 10:00\n",
     "2019-05-21 24:00"},
    {"lobby_manager",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "settle_by_lobby_manager lobby_manager:l 2019-04-25 10:10\n",
     "2019-04-25 10:45"},
    {"lobby_manager",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "ask_inside lobby_manager:l 2019-04-25 10:10\n",
     "2019-04-25 10:45"},
    {"lobby_manager",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "report_upward lobby_manager:l 2019-04-25 10:10\n",
     "2019-04-25 10:45"},
    {"lobby_manager",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "guide lobby_manager:l 2019-04-25 10:10\n",
     "2019-04-25 10:45"},
    {"take_over",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "guide lobby_manager:l 2019-04-25 10:00\n"
     "come_back branch_head:h 2019-04-25 14:00\n",
     "2019-04-25 24:00"},
    {"first_contact",
     "file - 2019-04-25 09:32\n"
     "ask_inside first_contact:a 2019-04-25 09:40\n",
     "2019-04-25 10:02"},
    {"first_contact",
     "file - 2019-04-25 09:32\n"
     "call_head first_contact:a 2019-04-25 09:40\n",
     "2019-04-25 10:02"},
    {"first_contact",
     "file - 2019-04-25 09:32\n"
     "answer_in_book lobby_manager:l 2019-04-25 09:40\n",
     "2019-04-25 10:02"},
};

static const plan_extension extensions[] = {
    {"answer",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n",
     "upper_level", "branch_head", 45, 2},
    {"answer_again",
     "file - 2019-04-25 09:32\n"
     "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
     "withdraw lobby_manager:l 2019-04-25 10:00\n"
     "reopen upper_level:u 2019-04-26 10:00\n",
     "upper_level", "branch_head", 45, 2},
};

static const plan here = {.name = "bank-branch",
                          .calendar = "cn",
                          .roles = BANK_BRANCH_ROLES,
                          .rules = bank_branch_rules,
                          .rule_count = PLAN_COUNT(bank_branch_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits),
                          .extensions = extensions,
                          .extension_count = PLAN_COUNT(extensions)};

START_TEST(bank_branch_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(bank_branch_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(bank_branch_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(bank_branch_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(bank_branch_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(bank_branch_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(bank_branch_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(bank_branch_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(bank_branch_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

/* A complaint that repeats an earlier one goes to the head of the branch. */
START_TEST(bank_branch_leaves_a_repeated_complaint_to_its_head)
{
    static const char done[] = "{\"solution\":\"explained again\"}";
    stage s;

    stage_open(&s, here.name, NULL, here.calendar);
    stage_file(&s, "2019-04-25 09:32");
    ck_assert_int_eq(complaint__record_set_text(s.record,
                                                complaint__case_repeat_of,
                                                "201904-0001", NULL),
                     0);
    ck_assert_int_eq(
        stage_do(&s, "settle_on_spot", "first_contact:a", done, "2019-04-25"),
        COMPLAINT_REFUSED);
    stage_go(&s, "call_lobby_manager", "first_contact:a",
             "{\"situation\":\"angry\"}", "2019-04-25", "with_lobby_manager");
    ck_assert_int_eq(stage_do(&s, "settle_by_lobby_manager", "lobby_manager:l",
                              done, "2019-04-25"),
                     COMPLAINT_REFUSED);
    stage_go(&s, "call_head", "lobby_manager:l", "{\"situation\":\"repeated\"}",
             "2019-04-25", "head_called");
    stage_close(&s);
}
END_TEST

Suite *bank_branch_suite(void);

Suite *bank_branch_suite(void)
{
    Suite *suite = suite_create("procedure/bank-branch");
    TCase *tests = tcase_create("bank-branch");

    tcase_add_test(tests,
                   bank_branch_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, bank_branch_lets_do_only_who_may);
    tcase_add_test(tests, bank_branch_asks_for_what_each_step_needs);
    tcase_add_test(tests, bank_branch_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, bank_branch_refuses_what_its_conditions_exclude);
    tcase_add_test(tests, bank_branch_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, bank_branch_limits_are_exact);
    tcase_add_test(tests,
                   bank_branch_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, bank_branch_speaks_english_and_chinese);
    tcase_add_test(tests, bank_branch_leaves_a_repeated_complaint_to_its_head);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(bank_branch_suite());
}
