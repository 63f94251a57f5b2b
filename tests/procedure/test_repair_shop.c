/* The bundled procedure "repair-shop" (complaints at a repair shop): every
 * refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_repair_shop.h"

static const char explained_twice[] =
    "file - 2019-04-25 09:32\n"
    "verify service_centre:s 2019-04-25 10:00\n"
    "notify service_centre:s 2019-04-25 10:30\n"
    "confirm department:d 2019-04-26 10:00\n"
    "explain department:d 2019-04-26 11:00\n"
    "call_back service_centre:s 2019-04-28 10:00\n"
    "not_satisfied service_centre:s 2019-04-28 11:00\n"
    "confirm department:d 2019-04-29 10:00\n"
    "explain department:d 2019-04-29 11:00\n"
    "call_back service_centre:s 2019-05-02 10:00\n"
    "=called_back\n";

static const char repair_declined[] =
    "file - 2019-04-25 09:32\n"
    "verify service_centre:s 2019-04-25 10:00\n"
    "notify service_centre:s 2019-04-25 10:30\n"
    "confirm department:d 2019-04-26 10:00\n"
    "invite department:d 2019-04-26 11:00\n"
    "examine technician:t 2019-04-29 09:00\n"
    "decline_repair department:d 2019-04-29 09:30\n"
    "=answered\n";

static const char did_not_come[] =
    "file - 2019-04-25 09:32\n"
    "verify service_centre:s 2019-04-25 10:00\n"
    "notify service_centre:s 2019-04-25 10:30\n"
    "confirm department:d 2019-04-26 10:00\n"
    "invite department:d 2019-04-26 11:00\n"
    "did_not_come service_centre:s 2019-05-06 10:00\n"
    "explain service_centre:s 2019-05-06 11:00\n"
    "=answered\n";

static const char failed_inspection[] =
    "file - 2019-04-25 09:32\n"
    "verify service_centre:s 2019-04-25 10:00\n"
    "notify service_centre:s 2019-04-25 10:30\n"
    "confirm department:d 2019-04-26 10:00\n"
    "invite department:d 2019-04-26 11:00\n"
    "examine technician:t 2019-04-29 09:00\n"
    "agree_repair service_centre:s 2019-04-29 09:30\n"
    "self_check technician:t 2019-04-29 15:00\n"
    "fail_inspection team_leader:l 2019-04-29 15:30\n"
    "self_check technician:t 2019-04-29 16:00\n"
    "team_check team_leader:l 2019-04-29 16:15\n"
    "fail_inspection inspector:i 2019-04-29 16:30\n"
    "self_check technician:t 2019-04-29 17:00\n"
    "=self_checked\n";

static const char misdirected[] = "file - 2019-04-25 09:32\n"
                                  "verify service_centre:s 2019-04-25 10:00\n"
                                  "notify service_centre:s 2019-04-25 10:30\n"
                                  "misdirected department:d 2019-04-26 10:00\n"
                                  "notify service_centre:s 2019-04-26 11:00\n"
                                  "=with_department\n";

static const char outside[] =
    "file - 2019-04-25 09:32\n"
    "verify service_centre:s 2019-04-25 10:00\n"
    "notify service_centre:s 2019-04-25 10:30\n"
    "confirm department:d 2019-04-26 10:00\n"
    "invite department:d 2019-04-26 11:00\n"
    "examine technician:t 2019-04-29 09:00\n"
    "agree_repair service_centre:s 2019-04-29 09:30\n"
    "self_check technician:t 2019-04-29 15:00\n"
    "team_check team_leader:l 2019-04-29 15:30\n"
    "pass_inspection inspector:i 2019-04-29 16:00\n"
    "hand_over service_centre:s 2019-04-29 17:00\n"
    "call_back service_centre:s 2019-05-02 10:00\n"
    "refer_outside service_centre:s 2019-05-05 10:00\n"
    "file_away marketing:m 2019-06-05 10:00\n"
    "=closed\n";

static const char withdrawn_and_reopened[] =
    "file - 2019-04-25 09:32\n"
    "verify service_centre:s 2019-04-25 10:00\n"
    "notify service_centre:s 2019-04-25 10:30\n"
    "withdraw service_centre:s 2019-04-26 10:00\n"
    "reopen service_centre:s 2019-04-28 10:00\n"
    "=with_department\n";

static const char *const routes[] = {repair_shop_main,  explained_twice,
                                     repair_declined,   did_not_come,
                                     failed_inspection, misdirected,
                                     outside,           withdrawn_and_reopened};

static const plan_limit limits[] = {
    {"verify",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n",
     "2019-04-26 24:00"},
    {"confirm",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n",
     "2019-04-26 24:00"},
    {"inform",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n"
     "explain department:d 2019-04-26 11:00\n",
     "2019-04-28 10:00"},
    /* 27 April is a Saturday, on 26 and 28 the customer was awaited */
    {"answer",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n"
     "invite department:d 2019-04-26 11:00\n"
     "examine technician:t 2019-04-29 09:00\n"
     "agree_repair service_centre:s 2019-04-29 09:30\n"
     "self_check technician:t 2019-04-29 15:00\n"
     "team_check team_leader:l 2019-04-29 15:30\n"
     "pass_inspection inspector:i 2019-04-29 16:00\n"
     "hand_over service_centre:s 2019-04-29 17:00\n",
     "2019-05-07 24:00"},
    {"call_back",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n"
     "invite department:d 2019-04-26 11:00\n"
     "examine technician:t 2019-04-29 09:00\n"
     "agree_repair service_centre:s 2019-04-29 09:30\n"
     "self_check technician:t 2019-04-29 15:00\n"
     "team_check team_leader:l 2019-04-29 15:30\n"
     "pass_inspection inspector:i 2019-04-29 16:00\n"
     "hand_over service_centre:s 2019-04-29 17:00\n"
     "call_back service_centre:s 2019-05-02 10:00\n",
     "2019-05-02 24:00"},
    {"answer_again",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n"
     "explain department:d 2019-04-26 11:00\n"
     "call_back service_centre:s 2019-04-28 10:00\n"
     "not_satisfied service_centre:s 2019-04-28 11:00\n"
     "confirm department:d 2019-04-29 10:00\n"
     "explain department:d 2019-04-29 11:00\n",
     "2019-05-07 24:00"},
    {"answer_reopened",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n"
     "invite department:d 2019-04-26 11:00\n"
     "examine technician:t 2019-04-29 09:00\n"
     "agree_repair service_centre:s 2019-04-29 09:30\n"
     "self_check technician:t 2019-04-29 15:00\n"
     "team_check team_leader:l 2019-04-29 15:30\n"
     "pass_inspection inspector:i 2019-04-29 16:00\n"
     "hand_over service_centre:s 2019-04-29 17:00\n"
     "call_back service_centre:s 2019-05-02 10:00\n"
     "file_away marketing:m 2019-05-05 10:00\n"
     "reopen service_centre:s 2019-05-06 09:00\n"
     "confirm department:d 2019-05-06 10:00\n"
     "explain department:d 2019-05-06 11:00\n",
     "2019-05-13 24:00"},
    {"verify",
     "file - 2019-04-26 09:32\n"
     "verify service_centre:s 2019-04-26 10:00\n"
     "notify service_centre:s 2019-04-26 10:30\n",
     "2019-04-28 24:00"},
    {"confirm",
     "file - 2019-04-26 09:32\n"
     "verify service_centre:s 2019-04-26 10:00\n"
     "notify service_centre:s 2019-04-26 10:30\n"
     "confirm department:d 2019-04-26 11:00\n",
     "2019-04-28 24:00"},
    {"confirm",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "misdirected department:d 2019-04-26 10:00\n",
     "2019-04-26 24:00"},
    {"inform",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n"
     "invite department:d 2019-04-26 11:00\n",
     "2019-04-28 10:00"},
    /* the customer was awaited from 28 April to 5 May */
    {"answer_again",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "confirm department:d 2019-04-26 10:00\n"
     "explain department:d 2019-04-26 11:00\n"
     "call_back service_centre:s 2019-04-28 10:00\n"
     "not_satisfied service_centre:s 2019-04-28 11:00\n"
     "confirm department:d 2019-04-28 11:15\n"
     "invite department:d 2019-04-28 11:30\n"
     "did_not_come service_centre:s 2019-05-06 09:00\n"
     "explain service_centre:s 2019-05-06 10:00\n",
     "2019-05-10 24:00"},
    {"answer_reopened",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n"
     "withdraw service_centre:s 2019-04-28 09:00\n"
     "reopen service_centre:s 2019-04-28 10:00\n"
     "confirm department:d 2019-04-28 11:15\n"
     "invite department:d 2019-04-28 11:30\n"
     "did_not_come service_centre:s 2019-05-06 09:00\n"
     "explain service_centre:s 2019-05-06 10:00\n",
     "2019-05-10 24:00"},
};

static const plan_extension extensions[] = {
    {"answer",
     "file - 2019-04-25 09:32\n"
     "verify service_centre:s 2019-04-25 10:00\n"
     "notify service_centre:s 2019-04-25 10:30\n",
     "service_centre", "department", 10, 0},
};

static const plan here = {.name = "repair-shop",
                          .calendar = "cn",
                          .roles = REPAIR_SHOP_ROLES,
                          .rules = repair_shop_rules,
                          .rule_count = PLAN_COUNT(repair_shop_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits),
                          .extensions = extensions,
                          .extension_count = PLAN_COUNT(extensions)};

START_TEST(repair_shop_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(repair_shop_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(repair_shop_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(repair_shop_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(repair_shop_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(repair_shop_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(repair_shop_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(repair_shop_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(repair_shop_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

Suite *repair_shop_suite(void);

Suite *repair_shop_suite(void)
{
    Suite *suite = suite_create("procedure/repair-shop");
    TCase *tests = tcase_create("repair-shop");

    tcase_add_test(tests,
                   repair_shop_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, repair_shop_lets_do_only_who_may);
    tcase_add_test(tests, repair_shop_asks_for_what_each_step_needs);
    tcase_add_test(tests, repair_shop_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, repair_shop_refuses_what_its_conditions_exclude);
    tcase_add_test(tests, repair_shop_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, repair_shop_limits_are_exact);
    tcase_add_test(tests,
                   repair_shop_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, repair_shop_speaks_english_and_chinese);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(repair_shop_suite());
}
