/* The bundled procedure "external-dispute" (disputes outside the organisation):
 * every refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_external_dispute.h"

static const char not_eligible[] = "file - 2019-04-25 09:32\n"
                                   "notify coordinator:c 2019-04-26 10:00\n"
                                   "decline coordinator:c 2019-04-29 10:00\n"
                                   "=not_eligible\n";

static const char recommended[] =
    "file - 2019-04-25 09:32\n"
    "notify coordinator:c 2019-04-26 10:00\n"
    "accept coordinator:c 2019-04-29 10:00\n"
    "present representative:r 2019-05-06 10:00\n"
    "ask_opinion coordinator:c 2019-05-07 10:00\n"
    "recommend resolver:z 2019-05-08 10:00\n"
    "accept_recommendation manager:m 2019-05-10 10:00\n"
    "carry_out manager:m 2019-05-20 10:00\n"
    "not_carried_out coordinator:c 2019-05-21 10:00\n"
    "carry_out manager:m 2019-05-27 10:00\n"
    "=carried_out\n";

static const char arbitrated[] =
    "file - 2019-04-25 09:32\n"
    "notify coordinator:c 2019-04-26 10:00\n"
    "accept coordinator:c 2019-04-29 10:00\n"
    "present representative:r 2019-05-06 10:00\n"
    "ask_opinion coordinator:c 2019-05-07 10:00\n"
    "recommend resolver:z 2019-05-08 10:00\n"
    "decline_recommendation manager:m 2019-05-10 10:00\n"
    "mediate coordinator:c 2019-05-13 10:00\n"
    "end_mediation resolver:z 2019-05-20 10:00\n"
    "arbitrate manager:m 2019-05-21 10:00\n"
    "decide resolver:z 2019-06-03 10:00\n"
    "carry_out representative:r 2019-06-10 10:00\n"
    "close coordinator:c 2019-06-11 10:00\n"
    "=closed\n";

static const char before_a_court[] =
    "file - 2019-04-25 09:32\n"
    "notify coordinator:c 2019-04-26 10:00\n"
    "accept coordinator:c 2019-04-29 10:00\n"
    "present representative:r 2019-05-06 10:00\n"
    "mediate coordinator:c 2019-05-07 10:00\n"
    "go_to_court representative:r 2019-05-20 10:00\n"
    "decide coordinator:c 2019-08-20 10:00\n"
    "=decided\n";

static const char withdrawn_and_reopened[] =
    "file - 2019-04-25 09:32\n"
    "notify coordinator:c 2019-04-26 10:00\n"
    "withdraw coordinator:c 2019-04-29 10:00\n"
    "reopen coordinator:c 2019-05-06 10:00\n"
    "=accepted\n";

static const char *const routes[] = {
    external_dispute_main, not_eligible,          recommended, arbitrated,
    before_a_court,        withdrawn_and_reopened};

static const plan_limit limits[] = {
    {"notify",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n",
     "2019-04-29 24:00"},
    {"accept",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n",
     "2019-05-07 24:00"},
    {"present",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n",
     "2019-05-15 24:00"},
    {"mediation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "mediate coordinator:c 2019-05-07 10:00\n"
     "agree manager:m 2019-05-20 10:00\n",
     "2019-07-04 24:00"},
    {"recommendation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "ask_opinion coordinator:c 2019-05-07 10:00\n"
     "recommend resolver:z 2019-05-08 10:00\n"
     "accept_recommendation manager:m 2019-05-10 10:00\n",
     "2019-05-23 24:00"},
    {"resolve",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "mediate coordinator:c 2019-05-07 10:00\n"
     "agree manager:m 2019-05-20 10:00\n",
     "2019-10-25 24:00"},
    {"carry_out",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "mediate coordinator:c 2019-05-07 10:00\n"
     "agree manager:m 2019-05-20 10:00\n"
     "carry_out representative:r 2019-05-27 10:00\n",
     "2019-06-19 24:00"},
    {"carry_out_decision",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "ask_opinion coordinator:c 2019-05-07 10:00\n"
     "recommend resolver:z 2019-05-08 10:00\n"
     "decline_recommendation manager:m 2019-05-10 10:00\n"
     "mediate coordinator:c 2019-05-13 10:00\n"
     "end_mediation resolver:z 2019-05-20 10:00\n"
     "arbitrate manager:m 2019-05-21 10:00\n"
     "decide resolver:z 2019-06-03 10:00\n"
     "carry_out representative:r 2019-06-10 10:00\n",
     "2019-07-03 24:00"},
    {"accept",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "decline coordinator:c 2019-04-29 10:00\n",
     "2019-05-07 24:00"},
    {"present",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "agree manager:m 2019-05-06 10:00\n",
     "2019-05-15 24:00"},
    {"present",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "go_to_court manager:m 2019-05-06 10:00\n",
     "2019-05-15 24:00"},
    {"mediation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "mediate coordinator:c 2019-05-07 10:00\n"
     "end_mediation resolver:z 2019-05-20 10:00\n",
     "2019-07-04 24:00"},
    {"mediation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "mediate coordinator:c 2019-05-07 10:00\n"
     "go_to_court manager:m 2019-05-20 10:00\n",
     "2019-07-04 24:00"},
    {"mediation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "ask_opinion coordinator:c 2019-05-07 10:00\n"
     "recommend resolver:z 2019-05-08 10:00\n"
     "accept_recommendation manager:m 2019-05-10 10:00\n",
     "2019-07-04 24:00"},
    {"mediation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "arbitrate manager:m 2019-05-07 10:00\n"
     "decide resolver:z 2019-05-20 10:00\n",
     "2019-07-04 24:00"},
    {"recommendation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "ask_opinion coordinator:c 2019-05-07 10:00\n"
     "recommend resolver:z 2019-05-08 10:00\n"
     "decline_recommendation manager:m 2019-05-10 10:00\n",
     "2019-05-23 24:00"},
    {"recommendation",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "ask_opinion coordinator:c 2019-05-07 10:00\n"
     "recommend resolver:z 2019-05-08 10:00\n"
     "go_to_court manager:m 2019-05-10 10:00\n",
     "2019-05-23 24:00"},
};

static const plan_extension extensions[] = {
    {"resolve",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n",
     "manager", "coordinator", 18, 0},
    {"present",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n",
     "coordinator", "representative", 10, 0},
    {"carry_out",
     "file - 2019-04-25 09:32\n"
     "notify coordinator:c 2019-04-26 10:00\n"
     "accept coordinator:c 2019-04-29 10:00\n"
     "present representative:r 2019-05-06 10:00\n"
     "mediate coordinator:c 2019-05-07 10:00\n"
     "agree manager:m 2019-05-20 10:00\n",
     "manager", "representative", 30, 0},
};

static const plan here = {.name = "external-dispute",
                          .calendar = "cn",
                          .roles = EXTERNAL_DISPUTE_ROLES,
                          .rules = external_dispute_rules,
                          .rule_count = PLAN_COUNT(external_dispute_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits),
                          .extensions = extensions,
                          .extension_count = PLAN_COUNT(extensions)};

START_TEST(external_dispute_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(external_dispute_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(external_dispute_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(external_dispute_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(external_dispute_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(external_dispute_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(external_dispute_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(external_dispute_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(external_dispute_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

Suite *external_dispute_suite(void);

Suite *external_dispute_suite(void)
{
    Suite *suite = suite_create("procedure/external-dispute");
    TCase *tests = tcase_create("external-dispute");

    tcase_add_test(tests,
                   external_dispute_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, external_dispute_lets_do_only_who_may);
    tcase_add_test(tests, external_dispute_asks_for_what_each_step_needs);
    tcase_add_test(tests, external_dispute_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, external_dispute_refuses_what_its_conditions_exclude);
    tcase_add_test(tests,
                   external_dispute_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, external_dispute_limits_are_exact);
    tcase_add_test(tests,
                   external_dispute_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, external_dispute_speaks_english_and_chinese);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(external_dispute_suite());
}
