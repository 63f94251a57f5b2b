/* The bundled procedure "laboratory" (complaints about a PCR laboratory): every
 * refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_laboratory.h"

static const char clinician_without_retest[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "record_check laboratory_staff:s 2019-04-25 15:00\n"
    "analyse group_leader:g 2019-04-25 16:00\n"
    "explain_to_clinician group_leader:g 2019-04-25 17:00\n"
    "close laboratory_head:h 2019-04-26 15:00\n"
    "=closed\n";

static const char error[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "find_error laboratory_staff:s 2019-04-25 11:00\n"
    "report_error laboratory_staff:s 2019-04-25 12:00\n"
    "explain_to_patient laboratory_head:h 2019-04-25 17:00\n"
    "close laboratory_head:h 2019-04-26 15:00\n"
    "=closed\n";

static const char serious_error[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "record_check laboratory_staff:s 2019-04-25 15:00\n"
    "declare_serious group_leader:g 2019-04-25 15:30\n"
    "report_upward laboratory_head:h 2019-04-25 15:45\n"
    "conclude_aftermath medical_affairs:m 2019-04-26 09:00\n"
    "explain_to_patient laboratory_head:h 2019-04-26 11:00\n"
    "=explained\n";

static const char error_turns_out_serious[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "find_error laboratory_staff:s 2019-04-25 11:00\n"
    "declare_serious laboratory_head:h 2019-04-25 11:30\n"
    "=serious_error\n";

static const char doubted_again[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "record_check laboratory_staff:s 2019-04-25 15:00\n"
    "retest group_leader:g 2019-04-25 16:00\n"
    "record_retest laboratory_staff:s 2019-04-26 10:00\n"
    "explain_to_patient laboratory_head:h 2019-04-26 11:00\n"
    "doubt_again laboratory_staff:s 2019-04-26 12:00\n"
    "record_check group_leader:g 2019-04-28 10:00\n"
    "analyse group_leader:g 2019-04-28 11:00\n"
    "explain_to_patient laboratory_head:h 2019-04-28 12:00\n"
    "=explained\n";

static const char outside[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "record_check laboratory_staff:s 2019-04-25 15:00\n"
    "retest group_leader:g 2019-04-25 16:00\n"
    "record_retest laboratory_staff:s 2019-04-26 10:00\n"
    "explain_to_patient laboratory_head:h 2019-04-26 11:00\n"
    "refer_outside laboratory_head:h 2019-04-28 10:00\n"
    "close laboratory_head:h 2019-05-20 10:00\n"
    "=closed\n";

static const char withdrawn_and_reopened[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "withdraw laboratory_staff:s 2019-04-26 10:00\n"
    "reopen laboratory_head:h 2019-04-28 10:00\n"
    "=checking\n";

static const char *const routes[] = {
    laboratory_main, clinician_without_retest, error,
    serious_error,   error_turns_out_serious,  doubted_again,
    outside,         withdrawn_and_reopened};

static const plan_limit limits[] = {
    {"take_up",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n",
     "2019-04-25 24:00"},
    {"check",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "record_check laboratory_staff:s 2019-04-25 15:00\n",
     "2019-04-26 24:00"},
    {"report_error",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "find_error laboratory_staff:s 2019-04-25 11:00\n"
     "report_error laboratory_staff:s 2019-04-25 12:00\n",
     "2019-04-25 15:00"},
    {"report_upward",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "record_check laboratory_staff:s 2019-04-25 15:00\n"
     "declare_serious group_leader:g 2019-04-25 15:30\n"
     "report_upward laboratory_head:h 2019-04-25 15:45\n",
     "2019-04-25 16:30"},
    {"explain",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "record_check laboratory_staff:s 2019-04-25 15:00\n"
     "retest group_leader:g 2019-04-25 16:00\n"
     "record_retest laboratory_staff:s 2019-04-26 10:00\n"
     "explain_to_patient laboratory_head:h 2019-04-26 11:00\n",
     "2019-04-29 24:00"},
    {"explain_again",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "record_check laboratory_staff:s 2019-04-25 15:00\n"
     "retest group_leader:g 2019-04-25 16:00\n"
     "record_retest laboratory_staff:s 2019-04-26 10:00\n"
     "explain_to_patient laboratory_head:h 2019-04-26 11:00\n"
     "doubt_again laboratory_staff:s 2019-04-26 12:00\n"
     "record_check group_leader:g 2019-04-28 10:00\n"
     "analyse group_leader:g 2019-04-28 11:00\n"
     "explain_to_patient laboratory_head:h 2019-04-28 12:00\n",
     "2019-04-30 24:00"},
    {"explain_reopened",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "record_check laboratory_staff:s 2019-04-25 15:00\n"
     "retest group_leader:g 2019-04-25 16:00\n"
     "record_retest laboratory_staff:s 2019-04-26 10:00\n"
     "explain_to_patient laboratory_head:h 2019-04-26 11:00\n"
     "close laboratory_head:h 2019-04-26 15:00\n"
     "reopen laboratory_head:h 2019-04-28 09:00\n"
     "record_check group_leader:g 2019-04-28 10:00\n"
     "analyse group_leader:g 2019-04-28 11:00\n"
     "explain_to_clinician laboratory_head:h 2019-04-28 12:00\n",
     "2019-05-05 24:00"},
    {"check",
     "file - 2019-04-26 09:32\n"
     "take_up laboratory_staff:s 2019-04-26 10:00\n"
     "record_check laboratory_staff:s 2019-04-26 15:00\n",
     "2019-04-28 24:00"},
    {"check",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "find_error laboratory_staff:s 2019-04-25 11:00\n",
     "2019-04-26 24:00"},
    {"check",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "declare_serious laboratory_staff:s 2019-04-25 11:00\n",
     "2019-04-26 24:00"},
    {"take_up",
     "file - 2019-04-25 09:32\n"
     "declare_serious laboratory_staff:s 2019-04-25 11:00\n",
     "2019-04-25 24:00"},
    {"report_error",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "find_error laboratory_staff:s 2019-04-25 11:00\n"
     "declare_serious laboratory_head:h 2019-04-25 11:30\n",
     "2019-04-25 15:00"},
};

static const plan_extension extensions[] = {
    {"explain",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n",
     "laboratory_head", "group_leader", 4, 0},
    {"explain_again",
     "file - 2019-04-25 09:32\n"
     "take_up laboratory_staff:s 2019-04-25 10:00\n"
     "record_check laboratory_staff:s 2019-04-25 15:00\n"
     "retest group_leader:g 2019-04-25 16:00\n"
     "record_retest laboratory_staff:s 2019-04-26 10:00\n"
     "explain_to_patient laboratory_head:h 2019-04-26 11:00\n"
     "doubt_again laboratory_staff:s 2019-04-26 12:00\n",
     "laboratory_head", "laboratory_staff", 4, 0},
};

static const plan here = {.name = "laboratory",
                          .calendar = "cn",
                          .roles = LABORATORY_ROLES,
                          .rules = laboratory_rules,
                          .rule_count = PLAN_COUNT(laboratory_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits),
                          .extensions = extensions,
                          .extension_count = PLAN_COUNT(extensions)};

START_TEST(laboratory_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(laboratory_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(laboratory_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(laboratory_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(laboratory_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(laboratory_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(laboratory_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(laboratory_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(laboratory_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

/* A serious error never takes the way of an ordinary one. */
START_TEST(laboratory_sends_a_serious_error_upward_only)
{
    static const char serious[] = "{\"severity\":\"serious\",\"error\":\"x\","
                                  "\"error_entry\":\"1\",\"handling\":\"y\"}";
    stage s;

    plan_play(&here, &s, error_turns_out_serious);
    ck_assert_int_eq(stage_do(&s, "report_error", "laboratory_staff:s", serious,
                              "2019-04-25 12:00"),
                     COMPLAINT_REFUSED);
    ck_assert_str_eq(stage_state(&s), "serious_error");
    stage_expect(&s, "report_upward", "2019-04-25 12:00",
                 COMPLAINT__CLOCK_RUNNING, "2019-04-25 12:30");
    stage_close(&s);
}
END_TEST

Suite *laboratory_suite(void);

Suite *laboratory_suite(void)
{
    Suite *suite = suite_create("procedure/laboratory");
    TCase *tests = tcase_create("laboratory");

    tcase_add_test(tests, laboratory_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, laboratory_lets_do_only_who_may);
    tcase_add_test(tests, laboratory_asks_for_what_each_step_needs);
    tcase_add_test(tests, laboratory_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, laboratory_refuses_what_its_conditions_exclude);
    tcase_add_test(tests, laboratory_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, laboratory_limits_are_exact);
    tcase_add_test(tests,
                   laboratory_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, laboratory_speaks_english_and_chinese);
    tcase_add_test(tests, laboratory_sends_a_serious_error_upward_only);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(laboratory_suite());
}
