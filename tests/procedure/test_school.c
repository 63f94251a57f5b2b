/* The bundled procedure "school" (complaints of students and parents at a
 * school): every refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_school.h"

static const char parent_solution[] =
    "file - 2019-04-25 09:32\n"
    "listen teacher:t 2019-04-25 10:00\n"
    "understand teacher:t 2019-04-25 10:30\n"
    "open_channel teacher:t 2019-04-25 11:00\n"
    "set_common_goal teacher:t 2019-04-26 10:00\n"
    "agree_solution teacher:t 2019-04-26 11:00\n"
    "implement teacher:t 2019-04-28 10:00\n"
    "report_back teacher:t 2019-04-29 10:00\n"
    "confirm teacher:t 2019-04-29 11:00\n"
    "archive affairs:a 2019-05-05 10:00\n"
    "=archived\n";

static const char parent_compromise[] =
    "file - 2019-04-25 09:32\n"
    "listen teacher:t 2019-04-25 10:00\n"
    "understand teacher:t 2019-04-25 10:30\n"
    "open_channel teacher:t 2019-04-25 11:00\n"
    "set_common_goal teacher:t 2019-04-26 10:00\n"
    "compromise teacher:t 2019-04-26 11:00\n"
    "implement teacher:t 2019-04-28 10:00\n"
    "=implemented\n";

static const char parent_passed_on[] =
    "file - 2019-04-25 09:32\n"
    "listen teacher:t 2019-04-25 10:00\n"
    "understand teacher:t 2019-04-25 10:30\n"
    "open_channel teacher:t 2019-04-25 11:00\n"
    "set_common_goal teacher:t 2019-04-26 10:00\n"
    "pass_on teacher:t 2019-04-26 11:00\n"
    "withdraw affairs:a 2019-04-28 09:00\n"
    "reopen affairs:a 2019-04-28 10:00\n"
    "=accepted\n";

static const char coordination_meeting[] =
    "file - 2019-04-25 09:32\n"
    "accept affairs:a 2019-04-26 10:00\n"
    "call_meeting affairs:a 2019-04-28 10:00\n"
    "dispatch_jointly affairs:a 2019-04-29 10:00\n"
    "investigate department:d 2019-05-06 10:00\n"
    "=investigated\n";

static const char incomplete[] = "file - 2019-04-25 09:32\n"
                                 "ask_to_complete affairs:a 2019-04-25 15:00\n"
                                 "complete student:s 2019-04-29 09:00\n"
                                 "accept affairs:a 2019-04-30 10:00\n"
                                 "=accepted\n";

static const char sent_back[] = "file - 2019-04-25 09:32\n"
                                "accept affairs:a 2019-04-26 10:00\n"
                                "dispatch affairs:a 2019-04-28 10:00\n"
                                "investigate department:d 2019-05-06 10:00\n"
                                "propose department:d 2019-05-09 10:00\n"
                                "send_back affairs:a 2019-05-10 10:00\n"
                                "propose department:d 2019-05-13 10:00\n"
                                "reply affairs:a 2019-05-14 10:00\n"
                                "=answered\n";

static const char reviewed_and_adjusted[] =
    "file - 2019-04-25 09:32\n"
    "accept affairs:a 2019-04-26 10:00\n"
    "dispatch affairs:a 2019-04-28 10:00\n"
    "investigate department:d 2019-05-06 10:00\n"
    "propose department:d 2019-05-09 10:00\n"
    "reply affairs:a 2019-05-10 10:00\n"
    "object affairs:a 2019-05-13 10:00\n"
    "adjust affairs:a 2019-05-14 10:00\n"
    "reply affairs:a 2019-05-15 10:00\n"
    "implement department:d 2019-05-16 10:00\n"
    "report_back affairs:a 2019-05-16 11:00\n"
    "object affairs:a 2019-05-17 10:00\n"
    "reinvestigate affairs:a 2019-05-20 10:00\n"
    "=with_department\n";

static const char outside[] = "file - 2019-04-25 09:32\n"
                              "accept affairs:a 2019-04-26 10:00\n"
                              "dispatch affairs:a 2019-04-28 10:00\n"
                              "investigate department:d 2019-05-06 10:00\n"
                              "propose department:d 2019-05-09 10:00\n"
                              "reply affairs:a 2019-05-10 10:00\n"
                              "object affairs:a 2019-05-13 10:00\n"
                              "refer_outside affairs:a 2019-05-14 10:00\n"
                              "end_dispute affairs:a 2019-06-14 10:00\n"
                              "archive affairs:a 2019-06-17 10:00\n"
                              "=archived\n";

static const char *const routes[] = {
    school_main,      parent_solution,       parent_compromise,
    parent_passed_on, coordination_meeting,  incomplete,
    sent_back,        reviewed_and_adjusted, outside};

static const plan_limit limits[] = {
    {"check",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n",
     "2019-04-26 24:00"},
    {"check",
     "file - 2019-04-25 09:32\n"
     "listen teacher:t 2019-04-25 10:00\n",
     "2019-04-26 24:00"},
    {"check_again",
     "file - 2019-04-25 09:32\n"
     "ask_to_complete affairs:a 2019-04-25 15:00\n"
     "complete student:s 2019-04-29 09:00\n"
     "accept affairs:a 2019-04-30 10:00\n",
     "2019-04-30 24:00"},
    {"dispatch",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n",
     "2019-04-29 24:00"},
    {"dispatch",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "call_meeting affairs:a 2019-04-28 10:00\n",
     "2019-04-29 24:00"},
    {"investigate",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n",
     "2019-05-07 24:00"},
    {"propose",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n",
     "2019-05-15 24:00"},
    {"reply",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n"
     "reply affairs:a 2019-05-10 10:00\n",
     "2019-05-14 24:00"},
    {"answer",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n"
     "reply affairs:a 2019-05-10 10:00\n",
     "2019-05-22 24:00"},
    {"answer",
     "file - 2019-04-25 09:32\n"
     "listen teacher:t 2019-04-25 10:00\n"
     "understand teacher:t 2019-04-25 10:30\n"
     "open_channel teacher:t 2019-04-25 11:00\n"
     "set_common_goal teacher:t 2019-04-26 10:00\n"
     "compromise teacher:t 2019-04-26 11:00\n",
     "2019-05-22 24:00"},
    /* 26 and 28 April, on which the student had it, do not count */
    {"answer",
     "file - 2019-04-25 09:32\n"
     "ask_to_complete affairs:a 2019-04-25 15:00\n"
     "complete student:s 2019-04-29 09:00\n"
     "accept affairs:a 2019-04-30 10:00\n"
     "dispatch affairs:a 2019-05-05 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-07 10:00\n"
     "reply affairs:a 2019-05-08 10:00\n",
     "2019-05-24 24:00"},
    {"review",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n"
     "reply affairs:a 2019-05-10 10:00\n"
     "object affairs:a 2019-05-13 10:00\n"
     "adjust affairs:a 2019-05-14 10:00\n",
     "2019-05-22 24:00"},
    {"answer_again",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n"
     "reply affairs:a 2019-05-10 10:00\n"
     "implement department:d 2019-05-13 10:00\n"
     "report_back affairs:a 2019-05-13 11:00\n"
     "confirm affairs:a 2019-05-14 10:00\n"
     "archive affairs:a 2019-05-15 10:00\n"
     "reopen affairs:a 2019-05-20 10:00\n"
     "dispatch affairs:a 2019-05-21 10:00\n"
     "investigate department:d 2019-05-22 10:00\n"
     "propose department:d 2019-05-23 10:00\n"
     "reply affairs:a 2019-05-24 10:00\n",
     "2019-06-14 24:00"},
    {"check",
     "file - 2019-04-26 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"check",
     "file - 2019-04-25 09:32\n"
     "ask_to_complete affairs:a 2019-04-25 15:00\n",
     "2019-04-26 24:00"},
    {"check_again",
     "file - 2019-04-25 09:32\n"
     "ask_to_complete affairs:a 2019-04-25 15:00\n"
     "complete student:s 2019-04-30 09:00\n"
     "ask_to_complete affairs:a 2019-04-30 10:00\n",
     "2019-05-05 24:00"},
    {"check_again",
     "file - 2019-04-25 09:32\n"
     "ask_to_complete affairs:a 2019-04-25 15:00\n"
     "complete student:s 2019-04-30 09:00\n"
     "listen teacher:t 2019-04-30 10:00\n",
     "2019-05-05 24:00"},
    {"reply",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n"
     "send_back affairs:a 2019-05-10 10:00\n",
     "2019-05-14 24:00"},
    {"review",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n"
     "reply affairs:a 2019-05-10 10:00\n"
     "object affairs:a 2019-05-13 10:00\n"
     "reinvestigate affairs:a 2019-05-14 10:00\n",
     "2019-05-22 24:00"},
    {"review",
     "file - 2019-04-25 09:32\n"
     "accept affairs:a 2019-04-26 10:00\n"
     "dispatch affairs:a 2019-04-28 10:00\n"
     "investigate department:d 2019-05-06 10:00\n"
     "propose department:d 2019-05-09 10:00\n"
     "reply affairs:a 2019-05-10 10:00\n"
     "object affairs:a 2019-05-13 10:00\n"
     "refer_outside affairs:a 2019-05-14 10:00\n",
     "2019-05-22 24:00"},
};

static const plan here = {.name = "school",
                          .calendar = "cn",
                          .roles = SCHOOL_ROLES,
                          .rules = school_rules,
                          .rule_count = PLAN_COUNT(school_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits)};

START_TEST(school_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(school_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(school_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(school_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(school_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(school_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(school_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(school_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(school_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

Suite *school_suite(void);

Suite *school_suite(void)
{
    Suite *suite = suite_create("procedure/school");
    TCase *tests = tcase_create("school");

    tcase_add_test(tests, school_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, school_lets_do_only_who_may);
    tcase_add_test(tests, school_asks_for_what_each_step_needs);
    tcase_add_test(tests, school_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, school_refuses_what_its_conditions_exclude);
    tcase_add_test(tests, school_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, school_limits_are_exact);
    tcase_add_test(tests, school_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, school_speaks_english_and_chinese);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(school_suite());
}
