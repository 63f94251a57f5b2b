/* The bundled procedure "property" (complaints to a property manager): every
 * refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_property.h"

static const char on_the_spot[] = "file - 2019-04-25 09:32\n"
                                  "solve_on_spot staff:s 2019-04-25 09:50\n"
                                  "close assistant:a 2019-04-26 10:00\n"
                                  "=closed\n";

static const char serious[] = "file - 2019-04-25 09:32\n"
                              "class_1 staff:s 2019-04-25 10:00\n"
                              "organise manager:m 2019-04-25 11:00\n"
                              "report_result unit_staff:u 2019-04-26 10:00\n"
                              "send_back manager:m 2019-04-26 11:00\n"
                              "report_result unit_staff:u 2019-04-28 10:00\n"
                              "confirm_result unit_head:h 2019-04-28 11:00\n"
                              "=confirmed\n";

static const char building[] =
    "file - 2019-04-25 09:32\n"
    "class_2 assistant:a 2019-04-25 10:00\n"
    "pass_to_developer assistant:a 2019-04-26 09:00\n"
    "developer_result assistant:a 2019-05-06 10:00\n"
    "tell_resident assistant:a 2019-05-06 11:00\n"
    "close assistant:a 2019-05-07 10:00\n"
    "=closed\n";

static const char building_through_the_company[] =
    "file - 2019-04-25 09:32\n"
    "class_2 assistant:a 2019-04-25 10:00\n"
    "report_defect manager:m 2019-04-25 11:00\n"
    "company_passes company:c 2019-04-26 10:00\n"
    "developer_result company:c 2019-05-13 10:00\n"
    "tell_resident company:c 2019-05-13 11:00\n"
    "=told\n";

static const char surroundings_reported[] =
    "file - 2019-04-25 09:32\n"
    "class_3 staff:s 2019-04-25 10:00\n"
    "report_specially assistant:a 2019-04-26 10:00\n"
    "publish manager:m 2019-05-06 10:00\n"
    "close assistant:a 2019-05-07 10:00\n"
    "=closed\n";

static const char surroundings_published_at_once[] =
    "file - 2019-04-25 09:32\n"
    "class_3 staff:s 2019-04-25 10:00\n"
    "publish assistant:a 2019-04-26 10:00\n"
    "=told\n";

static const char escalated[] = "file - 2019-04-25 09:32\n"
                                "class_1 staff:s 2019-04-25 10:00\n"
                                "assign assistant:a 2019-04-26 09:00\n"
                                "escalate unit_head:h 2019-04-28 10:00\n"
                                "company_decides company:c 2019-04-29 10:00\n"
                                "report_result unit_staff:u 2019-04-30 10:00\n"
                                "confirm_result company:c 2019-04-30 11:00\n"
                                "=confirmed\n";

static const char received_by_the_company[] =
    "file - 2019-04-25 09:32\n"
    "take_by_company company:c 2019-04-25 11:00\n"
    "company_decides company:c 2019-04-26 10:00\n"
    "=in_hand\n";

static const char malicious[] =
    "file - 2019-04-25 09:32\n"
    "class_1 staff:s 2019-04-25 10:00\n"
    "explain_on_principle manager:m 2019-04-26 10:00\n"
    "not_satisfied assistant:a 2019-04-28 10:00\n"
    "assign assistant:a 2019-04-28 11:00\n"
    "=in_hand\n";

static const char outside[] = "file - 2019-04-25 09:32\n"
                              "solve_on_spot staff:s 2019-04-25 09:50\n"
                              "refer_outside manager:m 2019-04-26 10:00\n"
                              "close_after_dispute company:c 2019-06-26 10:00\n"
                              "=closed\n";

static const char withdrawn_and_reopened[] =
    "file - 2019-04-25 09:32\n"
    "class_1 staff:s 2019-04-25 10:00\n"
    "assign assistant:a 2019-04-26 09:00\n"
    "withdraw assistant:a 2019-04-28 10:00\n"
    "reopen manager:m 2019-04-29 10:00\n"
    "=own_service\n";

static const char *const routes[] = {property_main,
                                     on_the_spot,
                                     serious,
                                     building,
                                     building_through_the_company,
                                     surroundings_reported,
                                     surroundings_published_at_once,
                                     escalated,
                                     received_by_the_company,
                                     malicious,
                                     outside,
                                     withdrawn_and_reopened};

static const plan_limit limits[] = {
    {"classify",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n",
     "2019-04-25 24:00"},
    {"classify",
     "file - 2019-04-25 09:32\n"
     "solve_on_spot staff:s 2019-04-25 09:50\n",
     "2019-04-25 24:00"},
    {"assign",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n",
     "2019-04-26 24:00"},
    {"unit",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n"
     "report_result unit_staff:u 2019-04-28 10:00\n",
     "2019-04-30 24:00"},
    {"unit_limit",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n"
     "report_result unit_staff:u 2019-04-28 10:00\n",
     "2019-05-10 18:00"},
    {"company",
     "file - 2019-04-25 09:32\n"
     "take_by_company company:c 2019-04-25 11:00\n"
     "company_decides company:c 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"developer",
     "file - 2019-04-25 09:32\n"
     "class_2 assistant:a 2019-04-25 10:00\n"
     "pass_to_developer assistant:a 2019-04-26 09:00\n"
     "developer_result assistant:a 2019-05-06 10:00\n",
     "2019-05-20 24:00"},
    {"publish",
     "file - 2019-04-25 09:32\n"
     "class_3 staff:s 2019-04-25 10:00\n"
     "report_specially assistant:a 2019-04-26 10:00\n"
     "publish manager:m 2019-05-06 10:00\n",
     "2019-05-10 24:00"},
    {"answer",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n"
     "report_result unit_staff:u 2019-04-28 10:00\n"
     "confirm_result unit_head:h 2019-04-28 15:00\n"
     "tell_resident assistant:a 2019-04-29 10:00\n",
     "2019-05-10 24:00"},
    /* while the developer has it, 26 April to 5 May, it rests */
    {"answer",
     "file - 2019-04-25 09:32\n"
     "class_2 assistant:a 2019-04-25 10:00\n"
     "pass_to_developer assistant:a 2019-04-26 09:00\n"
     "developer_result assistant:a 2019-05-06 10:00\n"
     "tell_resident assistant:a 2019-05-06 11:00\n",
     "2019-05-17 24:00"},
    {"call_back",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n"
     "report_result unit_staff:u 2019-04-28 10:00\n"
     "confirm_result unit_head:h 2019-04-28 15:00\n"
     "tell_resident assistant:a 2019-04-29 10:00\n"
     "close assistant:a 2019-05-05 10:00\n",
     "2019-05-06 24:00"},
    {"answer_again",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n"
     "report_result unit_staff:u 2019-04-28 10:00\n"
     "confirm_result unit_head:h 2019-04-28 15:00\n"
     "tell_resident assistant:a 2019-04-29 10:00\n"
     "close assistant:a 2019-05-05 10:00\n"
     "reopen manager:m 2019-05-06 09:00\n"
     "assign assistant:a 2019-05-07 09:00\n"
     "report_result unit_staff:u 2019-05-07 10:00\n"
     "confirm_result unit_head:h 2019-05-07 11:00\n"
     "tell_resident assistant:a 2019-05-08 10:00\n",
     "2019-05-20 24:00"},
    {"assign",
     "file - 2019-04-26 09:32\n"
     "class_1 staff:s 2019-04-26 10:00\n"
     "assign assistant:a 2019-04-26 11:00\n",
     "2019-04-28 24:00"},
    {"assign",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "organise manager:m 2019-04-25 11:00\n",
     "2019-04-26 24:00"},
    {"assign",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "escalate manager:m 2019-04-25 11:00\n",
     "2019-04-26 24:00"},
    {"assign",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "explain_on_principle manager:m 2019-04-25 11:00\n",
     "2019-04-26 24:00"},
    {"unit",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n"
     "explain_on_principle manager:m 2019-04-28 11:00\n",
     "2019-04-30 24:00"},
    {"company",
     "file - 2019-04-25 09:32\n"
     "class_2 assistant:a 2019-04-25 10:00\n"
     "report_defect manager:m 2019-04-25 11:00\n"
     "company_passes company:c 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"call_back",
     "file - 2019-04-25 09:32\n"
     "solve_on_spot staff:s 2019-04-25 09:50\n"
     "not_satisfied assistant:a 2019-04-26 10:00\n",
     "2019-04-29 24:00"},
    {"call_back",
     "file - 2019-04-25 09:32\n"
     "solve_on_spot staff:s 2019-04-25 09:50\n"
     "refer_outside manager:m 2019-04-26 10:00\n",
     "2019-04-29 24:00"},
    /* while an authority has it, 26 April to 5 May, it rests */
    {"answer",
     "file - 2019-04-25 09:32\n"
     "class_3 staff:s 2019-04-25 10:00\n"
     "report_specially assistant:a 2019-04-26 10:00\n"
     "escalate manager:m 2019-05-06 09:00\n"
     "company_decides company:c 2019-05-06 10:00\n"
     "report_result unit_staff:u 2019-05-06 11:00\n"
     "confirm_result company:c 2019-05-06 12:00\n"
     "tell_resident company:c 2019-05-06 13:00\n",
     "2019-05-17 24:00"},
    {"answer_again",
     "file - 2019-04-25 09:32\n"
     "solve_on_spot staff:s 2019-04-25 09:50\n"
     "close assistant:a 2019-04-25 11:00\n"
     "reopen manager:m 2019-04-25 12:00\n"
     "escalate manager:m 2019-04-25 13:00\n"
     "company_passes company:c 2019-04-26 10:00\n"
     "developer_result company:c 2019-05-06 10:00\n"
     "tell_resident company:c 2019-05-06 11:00\n",
     "2019-05-17 24:00"},
};

static const plan_extension extensions[] = {
    {"answer",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n",
     "manager", "staff", 20, 0},
    {"unit",
     "file - 2019-04-25 09:32\n"
     "class_1 staff:s 2019-04-25 10:00\n"
     "assign assistant:a 2019-04-26 09:00\n",
     "manager", "unit_head", 4, 0},
    {"developer",
     "file - 2019-04-25 09:32\n"
     "class_2 assistant:a 2019-04-25 10:00\n"
     "pass_to_developer assistant:a 2019-04-26 09:00\n",
     "company", "assistant", 30, 0},
};

static const plan here = {.name = "property",
                          .calendar = "cn",
                          .roles = PROPERTY_ROLES,
                          .rules = property_rules,
                          .rule_count = PLAN_COUNT(property_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits),
                          .extensions = extensions,
                          .extension_count = PLAN_COUNT(extensions)};

START_TEST(property_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(property_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(property_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(property_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(property_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(property_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(property_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(property_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(property_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

/* What goes up to the company is no longer the unit's to finish in time. */
START_TEST(property_takes_the_limit_from_who_reports_upward)
{
    stage s;

    plan_play(&here, &s, escalated);
    s.count = 4; /* filed, classed, assigned, escalated */
    stage_expect(&s, "unit", "2019-04-29", COMPLAINT__CLOCK_CANCELLED,
                 "2019-04-30 24:00");
    stage_expect(&s, "company", "2019-04-29", COMPLAINT__CLOCK_RUNNING,
                 "2019-04-30 24:00");
    s.count = 5; /* the company decided */
    stage_expect(&s, "unit", "2019-04-30", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-06 24:00");
    stage_close(&s);
}
END_TEST

Suite *property_suite(void);

Suite *property_suite(void)
{
    Suite *suite = suite_create("procedure/property");
    TCase *tests = tcase_create("property");

    tcase_add_test(tests, property_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, property_lets_do_only_who_may);
    tcase_add_test(tests, property_asks_for_what_each_step_needs);
    tcase_add_test(tests, property_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, property_refuses_what_its_conditions_exclude);
    tcase_add_test(tests, property_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, property_limits_are_exact);
    tcase_add_test(tests, property_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, property_speaks_english_and_chinese);
    tcase_add_test(tests, property_takes_the_limit_from_who_reports_upward);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(property_suite());
}
