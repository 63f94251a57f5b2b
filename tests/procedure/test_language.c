/* What the language says beside ways and clocks: amounts that roles may
 * decide, facts wanted on a condition, rules of urgency and routing, forms,
 * steps, and letters to fill in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procedure/inside.h"
#include "procedure/stage.h"

static const char shop[] =
    "kind: procedure\n"
    "format: 1\n"
    "name: shop\n"
    "version: '1'\n"
    "title: {en: Shop, zh-CN: 店}\n"
    "languages: [en, zh-CN]\n"
    "start: open\n"
    "roles:\n"
    "  - {name: clerk, title: {en: C, zh-CN: 员}}\n"
    "  - {name: boss, title: {en: B, zh-CN: 主}}\n"
    "  - {name: owner, title: {en: O, zh-CN: 东}}\n"
    "intake:\n"
    "  facts:\n"
    "    - {name: description, type: text, title: {en: D, zh-CN: 述}}\n"
    "    - {name: channel, type: code, title: {en: C, zh-CN: 道}}\n"
    "    - {name: category, type: code, title: {en: K, zh-CN: 类}}\n"
    "    - name: batch\n"
    "      type: text\n"
    "      title: {en: Batch, zh-CN: 批}\n"
    "      help: {en: On the frame, zh-CN: 车架上}\n"
    "      when: {fact: category, in: [product, product.quality]}\n"
    "    - {name: shown, type: boolean, title: {en: S, zh-CN: 态}}\n"
    "urgency:\n"
    "  - name: media\n"
    "    title: {en: Media, zh-CN: 媒体}\n"
    "    when: {fact: description, contains: [媒体, newspaper]}\n"
    "    urgency: critical\n"
    "    flag: media\n"
    "  - name: spot\n"
    "    title: {en: On the spot, zh-CN: 当场}\n"
    "    when: {all: [{fact: channel, in: [visit, counter]},\n"
    "                 {fact: description, present: true}]}\n"
    "    urgency: high\n"
    "  - name: manner\n"
    "    title: {en: Manner, zh-CN: 态度}\n"
    "    when: {fact: shown, is: 'true'}\n"
    "    urgency: high\n"
    "    flag: manner\n"
    "  - name: written\n"
    "    title: {en: To the company, zh-CN: 致公司}\n"
    "    when: {fact: channel, in: [phone, letter]}\n"
    "    urgency: high\n"
    "routing:\n"
    "  - name: product\n"
    "    title: {en: Product, zh-CN: 产品}\n"
    "    when: {fact: category, in: [product, product.quality]}\n"
    "    unit: workshop\n"
    "  - {name: rest, title: {en: R, zh-CN: 余}, unit: counter}\n"
    "forms:\n"
    "  - name: sheet\n"
    "    title: {en: Sheet, zh-CN: 单}\n"
    "    fields:\n"
    "      - {name: last, type: text, title: {en: L, zh-CN: 末}}\n"
    "      - {name: second, type: text, order: 2,\n"
    "         title: {en: S, zh-CN: 二}}\n"
    "      - {name: first, type: integer, order: 1, required: true,\n"
    "         title: {en: F, zh-CN: 一}}\n"
    "case_forms: [sheet]\n"
    "states:\n"
    "  - name: open\n"
    "    title: {en: Open, zh-CN: 开}\n"
    "    steps:\n"
    "      - {en: Listen, zh-CN: 倾听}\n"
    "      - {en: Apologise, zh-CN: 致歉}\n"
    "    forms: [sheet]\n"
    "    replies:\n"
    "      - name: offer\n"
    "        title: {en: Offer, zh-CN: 方案}\n"
    "        text:\n"
    "          en: \"Case {number}: {{we}} pay {remedy.cost}. {first}\"\n"
    "          zh-CN: \"编号 {number}：赔付 {remedy.cost}。{demand}{safety}\"\n"
    "  - {name: done, title: {en: Done, zh-CN: 完}, final: true}\n"
    "transitions:\n"
    "  - name: pay\n"
    "    title: {en: Pay, zh-CN: 付}\n"
    "    from: [open]\n"
    "    to: done\n"
    "    roles: [clerk, boss, owner]\n"
    "    marks: [closed]\n"
    "    facts:\n"
    "      - {name: remedy, type: map, title: {en: R, zh-CN: 补}}\n"
    "      - {name: parts, type: list, title: {en: P, zh-CN: 件}}\n"
    "      - {name: why, type: text, required: true,\n"
    "         when: {fact: remedy, present: true}, title: {en: W, zh-CN: "
    "由}}\n"
    "    authority:\n"
    "      - {role: clerk, up_to: {amount: 20000, currency: CNY},\n"
    "         of: remedy.cost}\n"
    "      - {role: boss, up_to: {amount: 90000, currency: CNY},\n"
    "         of: remedy.cost}\n"
    "      - {role: boss, up_to: {amount: 1000, currency: EUR},\n"
    "         of: remedy.cost}\n"
    "      - {role: clerk, up_to: {amount: 100, currency: CNY},\n"
    "         of: parts.price}\n"
    "      - {role: clerk, up_to: {amount: 50000, currency: CNY}, of: claim}\n"
    "clocks:\n"
    "  - name: all\n"
    "    title: {en: All, zh-CN: 全}\n"
    "    amount: 5\n"
    "    unit: days\n"
    "    from: {time: received}\n"
    "    stop: [pay]\n";

/* A "remedy" that costs so much. */
static char *remedy(char text[200], long long amount, const char *currency)
{
    (void)snprintf(text, 200,
                   "{\"why\":\"w\",\"remedy\":{\"cost\":{\"amount\":%lld,"
                   "\"currency\":\"%s\"}}}",
                   amount, currency);
    return text;
}

START_TEST(a_role_decides_up_to_its_limit_and_not_one_cent_beyond)
{
    static const struct {
        const char *actor;
        long long amount;
        const char *currency;
        int status;
    } tries[] = {
        {"clerk:a", 20000, "CNY", COMPLAINT_OK},
        {"clerk:a", 20001, "CNY", COMPLAINT_DENIED},
        {"clerk:a", 1, "USD", COMPLAINT_DENIED},
        {"boss:b", 90000, "CNY", COMPLAINT_OK},
        {"boss:b", 90001, "CNY", COMPLAINT_DENIED},
        {"boss:b", 1000, "EUR", COMPLAINT_OK},
        {"boss:b", 1001, "EUR", COMPLAINT_DENIED},
        {"owner:c", 99999999, "USD", COMPLAINT_OK},
        {"*:d", 99999999, "USD", COMPLAINT_OK},
    };
    char facts[200];

    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        stage s;

        stage_open(&s, NULL, shop, "cn");
        stage_file(&s, "2024-03-04 09:00");
        ck_assert_int_eq(
            stage_do(&s, "pay", tries[i].actor,
                     remedy(facts, tries[i].amount, tries[i].currency),
                     "2024-03-04 10:00"),
            tries[i].status);
        if (tries[i].status != COMPLAINT_OK) {
            ck_assert_str_eq(complaint_error_detail(s.error),
                             "procedure.authority");
            ck_assert_uint_ge(complaint_error_item_count(s.error), 1);
        }
        stage_close(&s);
    }
}
END_TEST

START_TEST(lists_are_added_up_and_columns_count)
{
    static const char small[] =
        "{\"parts\":[{\"price\":{\"amount\":60,\"currency\":\"CNY\"}},"
        "{\"price\":{\"amount\":40,\"currency\":\"CNY\"}}]}";
    static const char large[] =
        "{\"parts\":[{\"price\":{\"amount\":60,\"currency\":\"CNY\"}},"
        "{\"price\":{\"amount\":41,\"currency\":\"CNY\"}}]}";
    static const char other[] =
        "{\"parts\":[{\"price\":{\"amount\":60,\"currency\":\"CNY\"}},"
        "{\"price\":{\"amount\":1,\"currency\":\"USD\"}}]}";
    stage s;

    stage_open(&s, NULL, shop, "cn");
    stage_file(&s, "2024-03-04 09:00");
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a", large, "2024-03-04 10:00"),
                     COMPLAINT_DENIED);
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a", other, "2024-03-04 10:00"),
                     COMPLAINT_DENIED);
    complaint__record_set_integer(s.record, complaint__case_claim, 50001);
    ck_assert_int_eq(complaint__record_set_text(
                         s.record, complaint__case_claim_currency, "CNY", NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a", small, "2024-03-04 10:00"),
                     COMPLAINT_DENIED);
    complaint__record_set_integer(s.record, complaint__case_claim, 50000);
    ck_assert_int_eq(stage_do(&s, "pay", "clerk:a", small, "2024-03-04 10:00"),
                     COMPLAINT_OK);
    stage_close(&s);
}
END_TEST

START_TEST(a_fact_with_a_condition_is_required_where_it_holds)
{
    stage s;

    stage_open(&s, NULL, shop, "cn");
    stage_file(&s, "2024-03-04 09:00");
    ck_assert_int_eq(stage_do(&s, "pay", "owner:a", "{\"remedy\":{\"x\":1}}",
                              "2024-03-04 10:00"),
                     COMPLAINT_INCOMPLETE);
    ck_assert_str_eq(complaint_error_item(s.error, 0), "why");
    ck_assert_int_eq(stage_do(&s, "pay", "owner:a", "{}", "2024-03-04 10:00"),
                     COMPLAINT_OK);
    stage_close(&s);
}
END_TEST

/* What the rules say, as JSON. */
static void expect_assessed(const stage *s, const char *json, const char *told)
{
    complaint_facts *facts = NULL, *out = NULL;
    char *text = NULL;

    ck_assert_int_eq(
        complaint_facts_parse(s->context, json, strlen(json), &facts, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_procedure_assess(s->procedure, facts, &out, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(complaint_facts_write(out, &text, NULL, NULL),
                     COMPLAINT_OK);
    ck_assert_str_eq(text, told);
    complaint_context_release(s->context, text);
    complaint_facts_free(out);
    complaint_facts_free(facts);
}

START_TEST(the_four_urgent_patterns_and_the_route_are_told)
{
    complaint_facts *out = NULL;
    stage s;

    stage_open(&s, NULL, shop, "cn");
    expect_assessed(
        &s, "{\"description\":\"I go to the NEWSPAPER\",\"channel\":\"web\"}",
        "{\"flags\":[\"media\"],\"missing\":[\"category\",\"shown\"],"
        "\"routing_rule\":\"rest\",\"unit\":\"counter\",\"urgency\":"
        "\"critical\",\"urgency_rules\":[\"media\"]}");
    expect_assessed(
        &s,
        "{\"description\":\"loud\",\"channel\":\"counter\",\"shown\":true,"
        "\"category\":\"product\"}",
        "{\"flags\":[\"manner\"],\"missing\":[\"batch\"],"
        "\"routing_rule\":\"product\",\"unit\":\"workshop\",\"urgency\":"
        "\"high\",\"urgency_rules\":[\"spot\",\"manner\"]}");
    expect_assessed(&s,
                    "{\"description\":\"x\",\"channel\":\"letter\",\"shown\":"
                    "false,\"category\":\"price\"}",
                    "{\"missing\":[],\"routing_rule\":\"rest\",\"unit\":"
                    "\"counter\",\"urgency\":\"high\",\"urgency_rules\":["
                    "\"written\"]}");
    expect_assessed(
        &s,
        "{\"description\":\"x\",\"channel\":\"web\",\"shown\":false,"
        "\"category\":\"price\"}",
        "{\"missing\":[],\"routing_rule\":\"rest\",\"unit\":\"counter\"}");
    ck_assert_int_eq(complaint_procedure_assess(s.procedure, NULL, &out, NULL),
                     COMPLAINT_MISUSE);
    stage_close(&s);
}
END_TEST

START_TEST(a_letter_is_filled_in_or_says_what_is_missing)
{
    static const char json[] =
        "{\"remedy\":{\"cost\":{\"amount\":-123456,\"currency\":\"CNY\"}},"
        "\"first\":3,\"demand\":[\"a\",\"b\"],\"safety\":true}";
    complaint_facts *facts = NULL;
    complaint_error *error = NULL;
    char *text = NULL;
    size_t size = 0;
    stage s;

    stage_open(&s, NULL, shop, "cn");
    stage_file(&s, "2024-03-04 09:00");
    ck_assert_int_eq(complaint__record_set_text(
                         s.record, complaint__case_number, "C-7", NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_facts_parse(s.context, json, strlen(json), &facts, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(complaint_procedure_reply(s.procedure, "open", "offer",
                                               "en", NULL, s.record, facts,
                                               &text, &size, &error),
                     COMPLAINT_OK);
    ck_assert_str_eq(text, "Case C-7: {we} pay -1234.56 CNY. 3");
    ck_assert_uint_eq(size, strlen(text));
    complaint_context_release(s.context, text);
    ck_assert_int_eq(complaint_procedure_reply(s.procedure, "open", "offer",
                                               "zh-TW", NULL, s.record, facts,
                                               &text, NULL, &error),
                     COMPLAINT_OK);
    ck_assert_str_eq(text, "编号 C-7：赔付 -1234.56 CNY。a、b是");
    complaint_context_release(s.context, text);
    ck_assert_int_eq(complaint_procedure_reply(s.procedure, "open", "offer",
                                               "en", NULL, NULL, NULL, &text,
                                               NULL, &error),
                     COMPLAINT_INCOMPLETE);
    ck_assert_ptr_null(text);
    ck_assert_uint_eq(complaint_error_item_count(error), 3);
    ck_assert_str_eq(complaint_error_item(error, 0), "number");
    ck_assert_str_eq(complaint_error_item(error, 1), "remedy.cost");
    ck_assert_str_eq(complaint_error_item(error, 2), "first");
    complaint_error_free(error);
    ck_assert_int_eq(complaint_procedure_reply(s.procedure, "done", "offer",
                                               "en", NULL, NULL, NULL, &text,
                                               NULL, NULL),
                     COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(complaint_procedure_reply(s.procedure, NULL, "offer", "en",
                                               NULL, NULL, NULL, &text, NULL,
                                               NULL),
                     COMPLAINT_MISUSE);
    complaint_facts_free(facts);
    stage_close(&s);
}
END_TEST

START_TEST(forms_come_in_their_order_and_are_described)
{
    const complaint_facts *form, *state;
    complaint_facts *tree = NULL;
    stage s;

    stage_open(&s, NULL, shop, "cn");
    ck_assert_int_eq(complaint_procedure_describe(s.procedure, &tree, NULL),
                     COMPLAINT_OK);
    form = complaint_facts_at(complaint_facts_get(tree, "forms"), 0);
    form = complaint_facts_get(form, "fields");
    ck_assert_uint_eq(complaint_facts_size(form), 3);
    for (size_t i = 0; i < 3; i++) {
        static const char *const names[] = {"first", "second", "last"};
        const complaint_facts *field = complaint_facts_at(form, i);

        ck_assert_str_eq(
            complaint_facts_text(complaint_facts_get(field, "name"), ""),
            names[i]);
    }
    state = complaint_facts_at(complaint_facts_get(tree, "states"), 0);
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(state, "steps")),
                      2);
    ck_assert_uint_eq(
        complaint_facts_size(complaint_facts_get(state, "replies")), 1);
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(state, "forms")),
                      1);
    ck_assert_uint_eq(
        complaint_facts_size(complaint_facts_get(tree, "urgency")), 4);
    ck_assert_uint_eq(
        complaint_facts_size(complaint_facts_get(tree, "routing")), 2);
    complaint_facts_free(tree);
    stage_close(&s);
}
END_TEST

/* An edit of the text above, and how it is refused. */
static const struct refusal {
    const char *from;
    const char *to;
    const char *detail;
    const char *field;
} refusals[] = {
    {"up_to: {amount: 20000", "up_to: {amount: -1", "procedure.authority",
     "transitions/0/authority/0/up_to/amount"},
    {"of: claim", "of: owner", "procedure.authority",
     "transitions/0/authority/4/of"},
    {"of: parts.price", "of: parts", "procedure.authority",
     "transitions/0/authority/3/of"},
    {"of: parts.price", "of: pieces.price", "procedure.authority",
     "transitions/0/authority/3/of"},
    {"{role: boss, up_to: {amount: 1000, currency: EUR}",
     "{role: boss, up_to: {amount: 1000, currency: CNY}", "procedure.duplicate",
     "transitions/0/authority/2"},
    {"{role: boss, up_to: {amount: 1000", "{role: bos, up_to: {amount: 1000",
     "procedure.unknown_name", "transitions/0/authority/2/role"},
    {"roles: [clerk, boss, owner]", "roles: [boss, owner]",
     "procedure.authority", "transitions/0/authority/0/role"},
    {"{fact: category, in: [product, product.quality]}\n    - {name: shown",
     "{fact: kind, is: product}\n    - {name: shown", "procedure.condition",
     "intake/facts/3/when/fact"},
    {"{fact: shown, is: 'true'}", "{fact: seen, is: 'true'}",
     "procedure.condition", "urgency/2/when/fact"},
    {"- name: manner", "- name: spot", "procedure.duplicate", "urgency/2/name"},
    {"contains: [媒体, newspaper]", "contains: [a], is: b",
     "procedure.condition", "urgency/0/when"},
    {"{name: rest,", "{name: product,", "procedure.duplicate",
     "routing/1/name"},
    {"case_forms: [sheet]", "case_forms: [sheets]", "procedure.unknown_name",
     "case_forms/0"},
    {"    forms: [sheet]", "    forms: [sheets]", "procedure.unknown_name",
     "states/0/forms/0"},
    {"pay {remedy.cost}", "pay {remedy.cost", "procedure.reply",
     "states/0/replies/0/text"},
    {"{{we}}", "{}", "procedure.reply", "states/0/replies/0/text"},
    {"{{we}}", "we}", "procedure.reply", "states/0/replies/0/text"},
    {"{{we}}", "{we}", "procedure.unknown_name", "states/0/replies/0/text/en"},
    {"{en: Listen, zh-CN: 倾听}", "{en: Listen}", "procedure.text",
     "states/0/steps/0"},
    {"    amount: 5\n", "    amount: 5\n    within: all\n",
     "procedure.unknown_name", "clocks/0/within"},
};

START_TEST(what_does_not_hang_together_is_refused_at_its_place)
{
    surroundings around;
    complaint_context *context;

    context = surroundings_begin(&around);
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        char *text = stage_edit(shop, refusals[i].from, refusals[i].to);
        complaint_procedure *procedure = NULL;
        complaint_error *error = NULL;

        ck_assert_int_eq(complaint_procedure_parse(context, text, strlen(text),
                                                   "shop", &procedure, &error),
                         COMPLAINT_INVALID);
        ck_assert_msg(
            strcmp(complaint_error_detail(error), refusals[i].detail) == 0 &&
                strcmp(complaint_error_field(error), refusals[i].field) == 0,
            "%zu: %s at %s: %s", i, complaint_error_detail(error),
            complaint_error_field(error), complaint_error_message(error));
        ck_assert_int_gt(complaint_error_line(error), 0);
        complaint_error_free(error);
        free(text);
    }
    surroundings_end(&around, context);
}
END_TEST

Suite *language_suite(void);

Suite *language_suite(void)
{
    Suite *suite = suite_create("procedure/language");
    TCase *tests = tcase_create("language");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests,
                   a_role_decides_up_to_its_limit_and_not_one_cent_beyond);
    tcase_add_test(tests, lists_are_added_up_and_columns_count);
    tcase_add_test(tests, a_fact_with_a_condition_is_required_where_it_holds);
    tcase_add_test(tests, the_four_urgent_patterns_and_the_route_are_told);
    tcase_add_test(tests, a_letter_is_filled_in_or_says_what_is_missing);
    tcase_add_test(tests, forms_come_in_their_order_and_are_described);
    tcase_add_test(tests, what_does_not_hang_together_is_refused_at_its_place);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(language_suite());
}
