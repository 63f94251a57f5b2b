/* Times in letters: as clocks show them where the calendar is, in the words of
 * the letter's language. */
#include "procedure/stage.h"

#include <stdlib.h>
#include <string.h>

static const char yaml[] =
    "kind: procedure\nformat: 1\nname: shop\nversion: \"1\"\n"
    "title: {en: Shop, zh-CN: 商店}\nlanguages: [en, zh-CN]\nstart: open\n"
    "states:\n"
    "  - name: open\n    title: {en: Open, zh-CN: 未结}\n    replies:\n"
    "      - name: limit\n        title: {en: Limit, zh-CN: 时限}\n"
    "        text: {en: \"By {limit_at}.\", zh-CN: \"于{limit_at}前。\","
    " zh-TW: \"於 {limit_at} 前。\"}\n"
    "      - name: visit\n        title: {en: Visit, zh-CN: 到店}\n"
    "        text: {en: \"{visit_at}/{task.due_at}/{code}\", zh-CN: "
    "\"{code}\"}\n"
    "  - {name: done, title: {en: Done, zh-CN: 已结}, final: true}\n"
    "transitions:\n"
    "  - name: invite\n    title: {en: Invite, zh-CN: 邀请}\n"
    "    from: [open]\n    to: done\n    marks: [closed]\n    facts:\n"
    "      - {name: visit_at, type: time, title: {en: Visit, zh-CN: 时间}}\n"
    "      - {name: task, type: map, members: [due_at],"
    " title: {en: Task, zh-CN: 任务}}\n"
    "      - {name: code, type: text, title: {en: Code, zh-CN: 代码}}\n"
    "clocks:\n"
    "  - name: answer\n    title: {en: Answer, zh-CN: 答复}\n"
    "    principal: true\n    amount: 5\n    unit: days\n"
    "    from: {time: received}\n    stop: [invite]\n    pausable: false\n";

/* A letter about a limit, in a calendar's zone; NULL: without one. */
static void tells(const char *calendar, const char *limit, const char *language,
                  const char *expected)
{
    complaint_calendar *zone = NULL;
    complaint_time time = COMPLAINT_TIME_NONE;
    char *text = NULL;
    stage s;

    stage_open(&s, NULL, yaml, "cn");
    stage_file(&s, "2024-03-04 09:00");
    if (calendar != NULL)
        ck_assert_int_eq(
            complaint_calendar_bundled(s.context, calendar, &zone, NULL), 0);
    ck_assert_int_eq(complaint_time_parse(limit, 0, &time, NULL), 0);
    complaint__record_set_integer(s.record, complaint__case_limit_at, time);
    ck_assert_int_eq(complaint_procedure_reply(s.procedure, "open", "limit",
                                               language, zone, s.record, NULL,
                                               &text, NULL, NULL),
                     0);
    ck_assert_str_eq(text, expected);
    complaint_context_release(s.context, text);
    complaint_calendar_free(zone);
    stage_close(&s);
}

START_TEST(the_end_of_a_day_is_told_as_the_day_and_not_as_the_next)
{
    tells("cn", "2024-03-15T15:59:59.999999Z", "en", "By 15 March 2024.");
    tells("cn", "2024-03-15T15:59:59.999999Z", "zh-CN", "于2024年3月15日前。");
    tells("cn", "2024-03-15T15:59:59.999999Z", "zh-TW",
          "於 2024年3月15日 前。");
    tells("us-federal", "2024-01-01T04:59:59.999999Z", "en",
          "By 31 December 2023.");
}
END_TEST

START_TEST(a_time_is_told_across_midnight_in_the_zone_of_the_calendar)
{
    tells("cn", "2024-02-28T16:30:00Z", "en", "By 29 February 2024, 00:30.");
    tells("cn", "2024-12-31T16:00:00Z", "zh-CN", "于2025年1月1日 00:00前。");
    tells("cn", "2024-12-31T15:59:59Z", "zh-CN", "于2024年12月31日 23:59前。");
    tells("us-federal", "2024-07-05T03:30:00Z", "en", "By 4 July 2024, 23:30.");
}
END_TEST

START_TEST(a_time_is_told_before_and_after_clocks_are_put_forward_and_back)
{
    tells("gb-eng", "2024-03-31T00:30:00Z", "en", "By 31 March 2024, 00:30.");
    tells("gb-eng", "2024-03-31T01:30:00Z", "en", "By 31 March 2024, 02:30.");
    tells("gb-eng", "2024-03-31T22:59:59.999999Z", "en", "By 31 March 2024.");
    tells("gb-eng", "2024-03-30T23:59:59.999999Z", "en", "By 30 March 2024.");
    tells("gb-eng", "2024-10-26T23:30:00Z", "en", "By 27 October 2024, 00:30.");
    tells("gb-eng", "2024-10-27T23:59:59.999999Z", "en", "By 27 October 2024.");
}
END_TEST

START_TEST(without_a_calendar_it_is_utc_and_says_so)
{
    tells(NULL, "2024-03-15T14:30:00Z", "en", "By 15 March 2024, 14:30 UTC.");
    tells(NULL, "2024-03-15T14:30:00Z", "zh-CN",
          "于2024年3月15日 14:30 UTC前。");
    tells(NULL, "2024-03-15T23:59:59.999999Z", "en", "By 15 March 2024.");
}
END_TEST

START_TEST(a_fact_is_told_as_a_time_where_one_was_asked_for)
{
    static const char json[] =
        "{\"visit_at\":\"2024-06-30T23:15:00Z\","
        "\"task\":{\"due_at\":\"2024-07-01T22:59:59.999999Z\"},"
        "\"code\":\"2024-06-30T23:15:00Z\"}";
    complaint_calendar *zone = NULL;
    complaint_facts *facts = NULL;
    char *text = NULL;
    stage s;

    stage_open(&s, NULL, yaml, "cn");
    ck_assert_int_eq(
        complaint_facts_parse(s.context, json, strlen(json), &facts, NULL), 0);
    ck_assert_int_eq(
        complaint_calendar_bundled(s.context, "gb-eng", &zone, NULL), 0);
    ck_assert_int_eq(complaint_procedure_reply(s.procedure, "open", "visit",
                                               "en", zone, NULL, facts, &text,
                                               NULL, NULL),
                     0);
    ck_assert_str_eq(text, "1 July 2024, 00:15/1 July 2024/"
                           "2024-06-30T23:15:00Z");
    complaint_context_release(s.context, text);
    complaint_facts_free(facts);
    complaint_calendar_free(zone);
    stage_close(&s);
}
END_TEST

Suite *letter_suite(void);

Suite *letter_suite(void)
{
    Suite *suite = suite_create("procedure/letter");
    TCase *tests = tcase_create("letter");

    tcase_add_test(tests,
                   the_end_of_a_day_is_told_as_the_day_and_not_as_the_next);
    tcase_add_test(tests,
                   a_time_is_told_across_midnight_in_the_zone_of_the_calendar);
    tcase_add_test(
        tests, a_time_is_told_before_and_after_clocks_are_put_forward_and_back);
    tcase_add_test(tests, without_a_calendar_it_is_utc_and_says_so);
    tcase_add_test(tests, a_fact_is_told_as_a_time_where_one_was_asked_for);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(letter_suite());
}
