/* The bundled procedure "insurance" (complaints of an insurer's customers):
 * every refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_insurance.h"

static const char underwriting[] =
    "file - 2019-04-25 09:32\n"
    "register service:s 2019-04-25 10:00\n"
    "transfer_underwriting service:s 2019-04-25 10:30\n"
    "take_up_underwriting underwriting:x 2019-04-26 09:00\n"
    "investigate underwriting:x 2019-04-28 10:00\n"
    "=investigated\n";

static const char attitude[] =
    "file - 2019-04-25 09:32\n"
    "register service:s 2019-04-25 10:00\n"
    "transfer_service service:s 2019-04-25 10:30\n"
    "take_up_service service_quality:x 2019-04-26 09:00\n"
    "investigate service_quality:x 2019-04-28 10:00\n"
    "=investigated\n";

static const char system[] = "file - 2019-04-25 09:32\n"
                             "register service:s 2019-04-25 10:00\n"
                             "transfer_technical service:s 2019-04-25 10:30\n"
                             "take_up_technical technical:x 2019-04-26 09:00\n"
                             "investigate technical:x 2019-04-28 10:00\n"
                             "=investigated\n";

static const char other[] =
    "file - 2019-04-25 09:32\n"
    "register service:s 2019-04-25 10:00\n"
    "transfer_other service:s 2019-04-25 10:30\n"
    "take_up_other other_department:x 2019-04-26 09:00\n"
    "investigate other_department:x 2019-04-28 10:00\n"
    "=investigated\n";

static const char misdirected[] =
    "file - 2019-04-25 09:32\n"
    "register service:s 2019-04-25 10:00\n"
    "transfer_claims service:s 2019-04-25 10:30\n"
    "misdirected claims:c 2019-04-26 09:00\n"
    "transfer_underwriting service:s 2019-04-26 10:00\n"
    "=with_underwriting\n";

static const char not_solved[] = "file - 2019-04-25 09:32\n"
                                 "register service:s 2019-04-25 10:00\n"
                                 "transfer_claims service:s 2019-04-25 10:30\n"
                                 "take_up_claims claims:c 2019-04-26 09:00\n"
                                 "investigate claims:c 2019-04-30 10:00\n"
                                 "plan claims:c 2019-05-05 10:00\n"
                                 "feed_back service:s 2019-05-06 10:00\n"
                                 "not_solved service:s 2019-05-08 10:00\n"
                                 "investigate claims:c 2019-05-09 10:00\n"
                                 "=investigated\n";

static const char outside[] = "file - 2019-04-25 09:32\n"
                              "register service:s 2019-04-25 10:00\n"
                              "transfer_claims service:s 2019-04-25 10:30\n"
                              "take_up_claims claims:c 2019-04-26 09:00\n"
                              "investigate claims:c 2019-04-30 10:00\n"
                              "plan claims:c 2019-05-05 10:00\n"
                              "feed_back service:s 2019-05-06 10:00\n"
                              "refer_outside service:s 2019-05-08 10:00\n"
                              "close manager:m 2019-06-10 10:00\n"
                              "=closed\n";

static const char withdrawn_and_reopened[] =
    "file - 2019-04-25 09:32\n"
    "register service:s 2019-04-25 10:00\n"
    "transfer_claims service:s 2019-04-25 10:30\n"
    "withdraw service:s 2019-04-26 09:00\n"
    "reopen manager:m 2019-04-28 09:00\n"
    "=registered\n";

static const char *const routes[] = {
    insurance_main, underwriting, attitude,
    system,         other,        misdirected,
    not_solved,     outside,      withdrawn_and_reopened};

static const plan_limit limits[] = {
    {"register",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n",
     "2019-04-25 24:00"},
    {"transfer",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n",
     "2019-04-26 24:00"},
    {"investigate",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n"
     "take_up_claims claims:c 2019-04-26 09:00\n"
     "investigate claims:c 2019-04-30 10:00\n",
     "2019-05-06 24:00"},
    {"decide",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n"
     "take_up_claims claims:c 2019-04-26 09:00\n"
     "investigate claims:c 2019-04-30 10:00\n"
     "plan claims:c 2019-05-05 10:00\n"
     "feed_back service:s 2019-05-06 10:00\n",
     "2019-05-10 24:00"},
    {"track",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n"
     "take_up_claims claims:c 2019-04-26 09:00\n"
     "investigate claims:c 2019-04-30 10:00\n"
     "plan claims:c 2019-05-05 10:00\n"
     "feed_back service:s 2019-05-06 10:00\n"
     "track service:s 2019-05-08 10:00\n",
     "2019-05-13 24:00"},
    {"decide_again",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n"
     "take_up_claims claims:c 2019-04-26 09:00\n"
     "investigate claims:c 2019-04-30 10:00\n"
     "plan claims:c 2019-05-05 10:00\n"
     "feed_back service:s 2019-05-06 10:00\n"
     "track service:s 2019-05-08 10:00\n"
     "close service:s 2019-05-09 10:00\n"
     "reopen manager:m 2019-05-13 09:00\n"
     "transfer_claims service:s 2019-05-13 10:00\n"
     "take_up_claims claims:c 2019-05-13 11:00\n"
     "investigate claims:c 2019-05-14 10:00\n"
     "plan claims:c 2019-05-15 10:00\n"
     "feed_back service:s 2019-05-16 10:00\n",
     "2019-05-28 24:00"},
    {"transfer",
     "file - 2019-04-26 09:32\n"
     "register service:s 2019-04-26 10:00\n"
     "transfer_claims service:s 2019-04-26 10:30\n",
     "2019-04-28 24:00"},
    {"track",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n"
     "take_up_claims claims:c 2019-04-26 09:00\n"
     "investigate claims:c 2019-04-30 10:00\n"
     "plan claims:c 2019-05-05 10:00\n"
     "feed_back service:s 2019-05-06 10:00\n"
     "not_solved service:s 2019-05-08 10:00\n",
     "2019-05-13 24:00"},
    {"track",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n"
     "take_up_claims claims:c 2019-04-26 09:00\n"
     "investigate claims:c 2019-04-30 10:00\n"
     "plan claims:c 2019-05-05 10:00\n"
     "feed_back service:s 2019-05-06 10:00\n"
     "refer_outside service:s 2019-05-08 10:00\n",
     "2019-05-13 24:00"},
};

static const plan_extension extensions[] = {
    {"decide",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n",
     "manager", "service", 45, 2},
    {"decide_again",
     "file - 2019-04-25 09:32\n"
     "register service:s 2019-04-25 10:00\n"
     "transfer_claims service:s 2019-04-25 10:30\n"
     "take_up_claims claims:c 2019-04-26 09:00\n"
     "investigate claims:c 2019-04-30 10:00\n"
     "plan claims:c 2019-05-05 10:00\n"
     "feed_back service:s 2019-05-06 10:00\n"
     "track service:s 2019-05-08 10:00\n"
     "close service:s 2019-05-09 10:00\n"
     "reopen manager:m 2019-05-13 09:00\n",
     "manager", "service", 45, 2},
};

static const plan here = {.name = "insurance",
                          .calendar = "cn",
                          .roles = INSURANCE_ROLES,
                          .rules = insurance_rules,
                          .rule_count = PLAN_COUNT(insurance_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits),
                          .extensions = extensions,
                          .extension_count = PLAN_COUNT(extensions)};

START_TEST(insurance_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(insurance_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(insurance_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(insurance_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(insurance_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(insurance_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(insurance_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(insurance_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(insurance_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

/* Each kind of complaint belongs to one department. */
START_TEST(insurance_lets_no_department_take_what_is_not_its_own)
{
    stage s;

    plan_play(&here, &s, misdirected);
    ck_assert_int_eq(stage_do(&s, "take_up_underwriting", "claims:c",
                              "{\"contact\":\"called\"}", "2019-04-28"),
                     COMPLAINT_DENIED);
    ck_assert_int_eq(stage_do(&s, "take_up_claims", "claims:c",
                              "{\"contact\":\"called\"}", "2019-04-28"),
                     COMPLAINT_REFUSED);
    stage_go(&s, "take_up_underwriting", "underwriting:u",
             "{\"contact\":\"called\"}", "2019-04-28", "investigating");
    stage_close(&s);
}
END_TEST

Suite *insurance_suite(void);

Suite *insurance_suite(void)
{
    Suite *suite = suite_create("procedure/insurance");
    TCase *tests = tcase_create("insurance");

    tcase_add_test(tests, insurance_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, insurance_lets_do_only_who_may);
    tcase_add_test(tests, insurance_asks_for_what_each_step_needs);
    tcase_add_test(tests, insurance_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, insurance_refuses_what_its_conditions_exclude);
    tcase_add_test(tests, insurance_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, insurance_limits_are_exact);
    tcase_add_test(tests, insurance_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, insurance_speaks_english_and_chinese);
    tcase_add_test(tests,
                   insurance_lets_no_department_take_what_is_not_its_own);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(insurance_suite());
}
