/* Who may do what, and what it needs: filing, facts and their types, guards,
 * what may happen next. */
#include "procedure/stage.h"

#include <string.h>

static const char rules[] =
    "kind: procedure\nformat: 1\nname: rights\nversion: '1'\n"
    "title: {en: Rights, zh-CN: 权限}\nlanguages: [en, zh-CN]\nstart: open\n"
    "roles:\n"
    "  - {name: clerk, title: {en: Clerk, zh-CN: 职员}}\n"
    "  - {name: boss, title: {en: Boss, zh-CN: 主管}}\n"
    "intake:\n"
    "  roles: [clerk]\n"
    "  facts:\n"
    "    - {name: title, type: text, required: true, title: {en: T, zh-CN: "
    "T}}\n"
    "    - {name: parties, type: list, title: {en: T, zh-CN: T}}\n"
    "    - {name: channel, type: code, values: [phone, web], "
    "title: {en: T, zh-CN: T}}\n"
    "states:\n"
    "  - {name: open, title: {en: o, zh-CN: o}}\n"
    "  - {name: done, title: {en: d, zh-CN: d}, final: true}\n"
    "transitions:\n"
    "  - name: facts\n"
    "    title: {en: Give facts, zh-CN: 提供事实}\n"
    "    from: [open]\n    to: open\n"
    "    facts:\n"
    "      - {name: a, type: text, title: {en: A, zh-CN: 甲}}\n"
    "      - {name: b, type: integer, title: {en: B, zh-CN: 乙}}\n"
    "      - {name: c, type: boolean, title: {en: C, zh-CN: 丙}}\n"
    "      - {name: d, type: time, title: {en: D, zh-CN: 丁}}\n"
    "      - {name: e, type: money, title: {en: E, zh-CN: 戊}}\n"
    "      - {name: f, type: list, title: {en: F, zh-CN: 己}}\n"
    "      - {name: g, type: map, members: [x, y], title: {en: G, zh-CN: 庚}}\n"
    "  - name: pay\n"
    "    title: {en: Pay, zh-CN: 付款}\n"
    "    from: [open]\n    to: open\n    roles: [clerk, boss]\n"
    "    facts:\n"
    "      - {name: price, type: money, required: true, "
    "title: {en: P, zh-CN: P}}\n"
    "      - {name: count, type: integer, title: {en: P, zh-CN: P}}\n"
    "    guard:\n"
    "      all:\n"
    "        - {fact: price, at_most: 10000, currency: CNY}\n"
    "        - any:\n"
    "            - {field: severity, in: [low, middle]}\n"
    "            - {fact: count, at_least: 3}\n"
    "            - all:\n"
    "                - {field: safety, is: 'true'}\n"
    "                - {not: {field: product, present: true}}\n"
    "  - {name: end, title: {en: E, zh-CN: E}, from: [open], to: done, "
    "roles: [boss], not_by: [pay], marks: [closed]}\n";

static const char *const types[][2] = {
    {"a", "{\"a\":1}"},
    {"b", "{\"b\":\"1\"}"},
    {"b", "{\"b\":true}"},
    {"c", "{\"c\":1}"},
    {"d", "{\"d\":\"yesterday\"}"},
    {"e", "{\"e\":5}"},
    {"e", "{\"e\":{\"amount\":\"5\",\"currency\":\"CNY\"}}"},
    {"f", "{\"f\":{\"x\":1}}"},
    {"g", "{\"g\":[1]}"},
};

START_TEST(a_fact_of_another_type_is_invalid_and_named)
{
    stage s;

    stage_open(&s, "rights", rules, "cn");
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        ck_assert_int_eq(
            stage_do(&s, "facts", "clerk:a", types[i][1], "2019-04-25"),
            COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_field(s.error), types[i][0]);
    }
    stage_go(&s, "facts", "clerk:a",
             "{\"a\":\"x\",\"b\":1,\"c\":false,\"d\":\"2019-04-25T09:32:09Z\","
             "\"e\":{\"amount\":5,\"currency\":\"CNY\"},\"f\":[1],"
             "\"g\":{\"x\":1,\"y\":2},\"other\":1}",
             "2019-04-25", "open");
    stage_go(&s, "facts", "clerk:a", NULL, "2019-04-25", "open");
    ck_assert_int_eq(
        stage_do(&s, "facts", "clerk:a", "{\"g\":{\"y\":\"\"}}", "2019-04-25"),
        COMPLAINT_INCOMPLETE);
    ck_assert_uint_eq(complaint_error_item_count(s.error), 2);
    ck_assert_str_eq(complaint_error_item(s.error, 0), "g.x");
    ck_assert_str_eq(complaint_error_item(s.error, 1), "g.y");
    stage_close(&s);
}
END_TEST

START_TEST(a_guard_looks_at_facts_and_at_the_case)
{
    static const struct {
        const char *facts;
        int status;
    } tries[] = {
        {"{\"price\":{\"amount\":1,\"currency\":\"CNY\"}}", COMPLAINT_REFUSED},
        {"{\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"count\":2}",
         COMPLAINT_REFUSED},
        {"{\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"count\":3}",
         COMPLAINT_OK},
        {"{\"price\":{\"amount\":10000,\"currency\":\"CNY\"},\"count\":3}",
         COMPLAINT_OK},
        {"{\"price\":{\"amount\":10001,\"currency\":\"CNY\"},\"count\":3}",
         COMPLAINT_REFUSED},
        {"{\"price\":{\"amount\":1,\"currency\":\"EUR\"},\"count\":3}",
         COMPLAINT_REFUSED},
        {"{\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"severity\":\"low\"}",
         COMPLAINT_OK},
        {"{\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"severity\":"
         "\"high\"}",
         COMPLAINT_REFUSED},
        {"{\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"safety\":true}",
         COMPLAINT_OK},
        {"{\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"product\":\"x\"}",
         COMPLAINT_REFUSED}, /* the case is unsafe and has a product now */
        {NULL, COMPLAINT_INCOMPLETE},
    };
    stage s;

    stage_open(&s, "rights", rules, "cn");
    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        int status =
            stage_do(&s, "pay", "boss:b", tries[i].facts, "2019-04-25");

        ck_assert_msg(status == tries[i].status, "%zu: %d %s", i, status,
                      complaint_error_message(s.error));
        if (status == COMPLAINT_OK) /* only the severity is not kept */
            ck_assert_int_eq(
                complaint__record_set_text(s.record, complaint__case_severity,
                                           NULL, NULL),
                0);
    }
    stage_close(&s);
}
END_TEST

START_TEST(roles_states_and_four_eyes_are_kept)
{
    static const char price[] =
        "{\"price\":{\"amount\":1,\"currency\":\"CNY\"},\"count\":3}";
    stage s;

    stage_open(&s, "rights", rules, "cn");
    ck_assert_int_eq(stage_do(&s, "none", "boss:b", NULL, "2019-04-25"),
                     COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(stage_do(&s, "end", "clerk:a", NULL, "2019-04-25"),
                     COMPLAINT_DENIED);
    ck_assert_str_eq(complaint_error_item(s.error, 0), "boss");
    ck_assert_int_eq(stage_do(&s, "pay", "nobody", price, "2019-04-25"),
                     COMPLAINT_DENIED);
    stage_go(&s, "pay", "*:c", price, "2019-04-25", "open");
    stage_go(&s, "pay", "boss:b", price, "2019-04-25", "open");
    ck_assert_int_eq(stage_do(&s, "end", "boss:b", NULL, "2019-04-25"),
                     COMPLAINT_DENIED);
    stage_go(&s, "end", "boss:d", NULL, "2019-04-25", "done");
    ck_assert_int_eq(stage_do(&s, "pay", "boss:b", price, "2019-04-25"),
                     COMPLAINT_REFUSED);
    stage_close(&s);
}
END_TEST

START_TEST(filing_asks_for_a_role_and_marks_what_is_missing)
{
    stage s;
    const char *role = "boss";
    complaint__subject subject = {0};
    complaint_facts *facts, *root, *list;
    static const char given[] = "{\"title\":\"\",\"channel\":\"web\"}";

    stage_open(&s, "rights", rules, "cn");
    subject.roles = &role;
    subject.role_count = 1;
    ck_assert_int_eq(complaint__procedure_may_file(s.procedure, &subject, NULL),
                     COMPLAINT_DENIED);
    role = "clerk";
    ck_assert_int_eq(complaint__procedure_may_file(s.procedure, &subject, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_facts_parse(s.context, given, strlen(given), &facts, NULL),
        0);
    subject.facts = facts;
    ck_assert_int_eq(complaint__procedure_may_file(s.procedure, &subject, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint_facts_new(s.context, &root, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_list(root, "l", &list, NULL), 0);
    ck_assert_int_eq(
        complaint__procedure_missing(s.procedure, &subject, list, NULL),
        COMPLAINT_OK);
    ck_assert_uint_eq(complaint_facts_size(list), 2);
    ck_assert_str_eq(complaint_facts_text(complaint_facts_at(list, 0), ""),
                     "title");
    ck_assert_str_eq(complaint_facts_text(complaint_facts_at(list, 1), ""),
                     "parties");
    ck_assert_int_eq(complaint_facts_set_text(facts, "channel", "pigeon", NULL),
                     0);
    ck_assert_int_eq(
        complaint__procedure_may_file(s.procedure, &subject, &s.error),
        COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(s.error), "channel");
    ck_assert_uint_eq(complaint_error_item_count(s.error), 2);
    complaint_facts_free(root);
    complaint_facts_free(facts);
    stage_close(&s);
}
END_TEST

static const char *told(const complaint_facts *list, size_t index,
                        const char *key)
{
    return complaint_facts_text(
        complaint_facts_get(complaint_facts_at(list, index), key), "");
}

static bool allowed(const complaint_facts *list, size_t index)
{
    return complaint_facts_integer(
               complaint_facts_get(complaint_facts_at(list, index), "allowed"),
               0) != 0;
}

START_TEST(what_may_happen_next_is_told_with_why_not)
{
    stage s;
    const char *role = "clerk";
    complaint__subject subject = {0};
    complaint_facts *root, *list;
    const complaint_facts *facts;

    stage_open(&s, "rights", rules, "cn");
    subject.roles = &role;
    subject.role_count = 1;
    subject.record = s.record;
    ck_assert_int_eq(complaint_facts_new(s.context, &root, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_list(root, "l", &list, NULL), 0);
    ck_assert_int_eq(
        complaint__procedure_next(s.procedure, &subject, "zh-CN", list, NULL),
        COMPLAINT_OK);
    ck_assert_uint_eq(complaint_facts_size(list), 3);
    ck_assert_str_eq(told(list, 0, "name"), "facts");
    ck_assert_str_eq(told(list, 0, "title"), "提供事实");
    ck_assert(allowed(list, 0));
    facts = complaint_facts_get(complaint_facts_at(list, 0), "facts");
    ck_assert_uint_eq(complaint_facts_size(facts), 7);
    ck_assert_str_eq(told(facts, 4, "type"), "money");
    ck_assert_str_eq(told(facts, 4, "title"), "戊");
    /* the guard waits for facts that are not given yet */
    ck_assert_str_eq(told(list, 1, "name"), "pay");
    ck_assert(allowed(list, 1));
    ck_assert_str_eq(told(list, 2, "to"), "done");
    ck_assert(!allowed(list, 2));
    ck_assert_str_ne(told(list, 2, "why_not"), "");
    complaint_facts_free(root);
    stage_close(&s);
}
END_TEST

Suite *rights_suite(void);

Suite *rights_suite(void)
{
    Suite *suite = suite_create("procedure/rights");
    TCase *tests = tcase_create("rights");

    tcase_add_test(tests, a_fact_of_another_type_is_invalid_and_named);
    tcase_add_test(tests, a_guard_looks_at_facts_and_at_the_case);
    tcase_add_test(tests, roles_states_and_four_eyes_are_kept);
    tcase_add_test(tests, filing_asks_for_a_role_and_marks_what_is_missing);
    tcase_add_test(tests, what_may_happen_next_is_told_with_why_not);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(rights_suite());
}
