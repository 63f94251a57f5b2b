/* The bundled procedure "returns" (complaints with returned goods): every
 * refusal, every way, every limit one step before and after. */
#include "procedure/plan.h"
#include "support/ways_returns.h"

static const char reworked[] = "file - 2019-04-25 09:32\n"
                               "classify service:s 2019-04-25 10:00\n"
                               "register_return service:s 2019-04-25 10:30\n"
                               "verify quality:q 2019-04-26 10:00\n"
                               "count_goods store:k 2019-05-06 09:00\n"
                               "find_reworkable quality:q 2019-05-07 10:00\n"
                               "rework quality:q 2019-05-07 15:00\n"
                               "finish_rework production:p 2019-05-10 10:00\n"
                               "find_good quality:q 2019-05-13 10:00\n"
                               "restock store:k 2019-05-13 11:00\n"
                               "=disposed\n";

static const char scrapped[] = "file - 2019-04-25 09:32\n"
                               "classify service:s 2019-04-25 10:00\n"
                               "register_return service:s 2019-04-25 10:30\n"
                               "verify quality:q 2019-04-26 10:00\n"
                               "count_goods store:k 2019-05-06 09:00\n"
                               "find_waste quality:q 2019-05-07 10:00\n"
                               "scrap manager:m 2019-05-07 15:00\n"
                               "settle service:s 2019-05-08 10:00\n"
                               "=settled\n";

static const char accepted[] = "file - 2019-04-25 09:32\n"
                               "classify service:s 2019-04-25 10:00\n"
                               "register_return service:s 2019-04-25 10:30\n"
                               "verify quality:q 2019-04-26 10:00\n"
                               "count_goods store:k 2019-05-06 09:00\n"
                               "find_reworkable quality:q 2019-05-07 10:00\n"
                               "accept manager:m 2019-05-07 15:00\n"
                               "settle manager:m 2019-05-08 10:00\n"
                               "=settled\n";

static const char refused_and_disputed[] =
    "file - 2019-04-25 09:32\n"
    "classify service:s 2019-04-25 10:00\n"
    "register_return service:s 2019-04-25 10:30\n"
    "refuse_return quality:q 2019-04-26 10:00\n"
    "object service:s 2019-04-28 09:00\n"
    "settle_without_return service:s 2019-04-29 10:00\n"
    "refer_outside manager:m 2019-05-05 10:00\n"
    "close manager:m 2019-06-05 10:00\n"
    "=closed\n";

static const char goods_missing[] =
    "file - 2019-04-25 09:32\n"
    "classify service:s 2019-04-25 10:00\n"
    "register_return service:s 2019-04-25 10:30\n"
    "verify quality:q 2019-04-26 10:00\n"
    "goods_missing store:k 2019-05-10 10:00\n"
    "withdraw service:s 2019-05-13 10:00\n"
    "reopen manager:m 2019-05-14 10:00\n"
    "=classified\n";

static const char corrected[] =
    "file - 2019-04-25 09:32\n"
    "classify service:s 2019-04-25 10:00\n"
    "register_return service:s 2019-04-25 10:30\n"
    "correct_registration quality:q 2019-04-26 10:00\n"
    "register_return service:s 2019-04-26 11:00\n"
    "=registered\n";

static const char *const routes[] = {
    returns_main,         reworked,      scrapped, accepted,
    refused_and_disputed, goods_missing, corrected};

static const plan_limit limits[] = {
    {"classify",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n",
     "2019-04-26 24:00"},
    {"verify",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"verify",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "refuse_return quality:q 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"goods",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n",
     "2019-05-10 24:00"},
    {"inspect",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_good quality:q 2019-05-07 10:00\n",
     "2019-05-09 24:00"},
    {"inspect",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_waste quality:q 2019-05-07 10:00\n",
     "2019-05-09 24:00"},
    /* after rework it is inspected again */
    {"inspect",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_reworkable quality:q 2019-05-07 10:00\n"
     "rework quality:q 2019-05-07 15:00\n"
     "finish_rework production:p 2019-05-10 10:00\n"
     "find_good quality:q 2019-05-13 10:00\n",
     "2019-05-15 24:00"},
    {"rework",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_reworkable quality:q 2019-05-07 10:00\n"
     "rework quality:q 2019-05-07 15:00\n"
     "finish_rework production:p 2019-05-10 10:00\n",
     "2019-05-14 24:00"},
    /* while the goods are on their way, 26 April to 5 May, it rests */
    {"settle",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_good quality:q 2019-05-07 10:00\n"
     "restock store:k 2019-05-07 15:00\n"
     "settle service:s 2019-05-08 10:00\n",
     "2019-05-17 24:00"},
    {"settle",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "settle_without_return service:s 2019-04-26 10:00\n",
     "2019-05-10 24:00"},
    {"settle_again",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "refuse_return quality:q 2019-04-26 10:00\n"
     "object service:s 2019-04-28 09:00\n"
     "settle_without_return service:s 2019-04-29 10:00\n",
     "2019-05-07 24:00"},
    {"settle_reopened",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_good quality:q 2019-05-07 10:00\n"
     "restock store:k 2019-05-07 15:00\n"
     "settle service:s 2019-05-08 10:00\n"
     "close service:s 2019-05-13 10:00\n"
     "reopen manager:m 2019-05-14 09:00\n"
     "settle_without_return service:s 2019-05-15 10:00\n",
     "2019-05-28 24:00"},
    {"classify",
     "file - 2019-04-26 09:32\n"
     "classify service:s 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"verify",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "correct_registration quality:q 2019-04-26 10:00\n",
     "2019-04-28 24:00"},
    {"goods",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "goods_missing store:k 2019-05-06 10:00\n",
     "2019-05-10 24:00"},
    {"inspect",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_reworkable quality:q 2019-05-06 10:00\n",
     "2019-05-09 24:00"},
    /* the goods are awaited from 28 April to 5 May */
    {"settle_again",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "refuse_return quality:q 2019-04-26 10:00\n"
     "object service:s 2019-04-28 09:00\n"
     "register_return service:s 2019-04-28 10:00\n"
     "verify quality:q 2019-04-28 11:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_good quality:q 2019-05-06 10:00\n"
     "restock store:k 2019-05-06 11:00\n"
     "settle service:s 2019-05-06 12:00\n",
     "2019-05-10 24:00"},
    {"settle_reopened",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "withdraw service:s 2019-04-26 10:00\n"
     "reopen manager:m 2019-04-28 09:00\n"
     "register_return service:s 2019-04-28 10:00\n"
     "verify quality:q 2019-04-28 11:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_good quality:q 2019-05-06 10:00\n"
     "restock store:k 2019-05-06 11:00\n"
     "settle service:s 2019-05-06 12:00\n",
     "2019-05-17 24:00"},
};

static const plan_extension extensions[] = {
    {"settle",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n",
     "manager", "service", 10, 0},
    {"rework",
     "file - 2019-04-25 09:32\n"
     "classify service:s 2019-04-25 10:00\n"
     "register_return service:s 2019-04-25 10:30\n"
     "verify quality:q 2019-04-26 10:00\n"
     "count_goods store:k 2019-05-06 09:00\n"
     "find_reworkable quality:q 2019-05-07 10:00\n"
     "rework quality:q 2019-05-07 15:00\n",
     "manager", "production", 5, 0},
};

static const plan here = {.name = "returns",
                          .calendar = "cn",
                          .roles = RETURNS_ROLES,
                          .rules = returns_rules,
                          .rule_count = PLAN_COUNT(returns_rules),
                          .routes = routes,
                          .route_count = PLAN_COUNT(routes),
                          .limits = limits,
                          .limit_count = PLAN_COUNT(limits),
                          .extensions = extensions,
                          .extension_count = PLAN_COUNT(extensions)};

START_TEST(returns_leaves_each_state_only_as_its_source_says)
{
    plan_check_states(&here);
}
END_TEST

START_TEST(returns_lets_do_only_who_may)
{
    plan_check_roles(&here);
}
END_TEST

START_TEST(returns_asks_for_what_each_step_needs)
{
    plan_check_facts(&here);
}
END_TEST

START_TEST(returns_keeps_two_pairs_of_eyes)
{
    plan_check_four_eyes(&here);
}
END_TEST

START_TEST(returns_refuses_what_its_conditions_exclude)
{
    plan_check_guards(&here);
}
END_TEST

START_TEST(returns_runs_on_its_main_and_every_other_way)
{
    plan_check_routes(&here);
}
END_TEST

START_TEST(returns_limits_are_exact)
{
    plan_check_limits(&here);
}
END_TEST

START_TEST(returns_extends_only_what_may_be_and_up_to_its_cap)
{
    plan_check_extensions(&here);
}
END_TEST

START_TEST(returns_speaks_english_and_chinese)
{
    plan_check_texts(&here);
}
END_TEST

START_TEST(returns_rest_while_the_goods_are_on_their_way)
{
    stage s;

    plan_play(&here, &s, goods_missing);
    s.count = 4; /* filed, classified, registered, verified */
    stage_expect(&s, "settle", "2019-05-10", COMPLAINT__CLOCK_PAUSED, "");
    stage_expect(&s, "goods", "2019-05-10", COMPLAINT__CLOCK_RUNNING,
                 "2019-05-10 24:00");
    s.count = 6; /* they did not come; withdrawn */
    stage_expect(&s, "settle", "2019-06-10", COMPLAINT__CLOCK_CANCELLED,
                 "2019-05-23 24:00");
    stage_close(&s);
}
END_TEST

Suite *returns_suite(void);

Suite *returns_suite(void)
{
    Suite *suite = suite_create("procedure/returns");
    TCase *tests = tcase_create("returns");

    tcase_add_test(tests, returns_leaves_each_state_only_as_its_source_says);
    tcase_add_test(tests, returns_lets_do_only_who_may);
    tcase_add_test(tests, returns_asks_for_what_each_step_needs);
    tcase_add_test(tests, returns_keeps_two_pairs_of_eyes);
    tcase_add_test(tests, returns_refuses_what_its_conditions_exclude);
    tcase_add_test(tests, returns_runs_on_its_main_and_every_other_way);
    tcase_add_test(tests, returns_limits_are_exact);
    tcase_add_test(tests, returns_extends_only_what_may_be_and_up_to_its_cap);
    tcase_add_test(tests, returns_speaks_english_and_chinese);
    tcase_add_test(tests, returns_rest_while_the_goods_are_on_their_way);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(returns_suite());
}
