/* Procedures that extend others and have rules, in a register: the whole text
 * is kept, numbers follow the procedure, filing asks the rules. Both
 * backends. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static const char yaml[] =
    "kind: procedure\n"
    "format: 1\n"
    "name: branch\n"
    "version: '1'\n"
    "title: {en: Branch, zh-CN: 支行}\n"
    "extends: bank\n"
    "number: 'B{year}-{number:3}'\n"
    "urgency:\n"
    "  - name: media\n"
    "    title: {en: Media, zh-CN: 媒体}\n"
    "    when: {fact: description, contains: [Newspaper]}\n"
    "    urgency: immediate\n"
    "    flag: media\n"
    "  - name: press\n"
    "    title: {en: Press, zh-CN: 报}\n"
    "    when: {fact: description, contains: [press]}\n"
    "    urgency: extreme\n"
    "routing:\n"
    "  - name: goods\n"
    "    title: {en: G, zh-CN: 品}\n"
    "    when: {field: category, is: product.quality}\n"
    "    unit: store-02\n"
    "  - name: abroad\n"
    "    title: {en: A, zh-CN: 外}\n"
    "    when: {field: demand, is: visa}\n"
    "    unit: nowhere\n";

static void install(desk *d)
{
    complaint_definition *definition;
    const char *text;

    desk_ok(complaint_definition_parse(d->context, yaml, strlen(yaml), "branch",
                                       &definition, &error));
    text = complaint_definition_text(definition);
    ck_assert_ptr_nonnull(strstr(text, "\"derived\":"));
    ck_assert_ptr_null(strstr(text, "extends"));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

START_TEST(filing_asks_the_rules_and_numbers_by_the_procedure)
{
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    install(&d);
    one = desk_file(&d, "{\"procedure\":\"branch\",\"description\":\"to the "
                        "NEWSPAPER\",\"category\":\"product.quality\"}");
    ck_assert_str_eq(desk_text(one, "number"), "B2024-001");
    ck_assert_str_eq(desk_text(one, "urgency"), "immediate");
    ck_assert_str_eq(desk_text(one, "unit"), "store-02");
    complaint_case_free(one);
    /* What the filer says stands. */
    one = desk_file(&d, "{\"procedure\":\"branch\",\"description\":\"to the "
                        "NEWSPAPER\",\"category\":\"product.quality\","
                        "\"urgency\":\"low\",\"unit\":\"store-01\"}");
    ck_assert_str_eq(desk_text(one, "number"), "B2024-002");
    ck_assert_str_eq(desk_text(one, "urgency"), "low");
    ck_assert_str_eq(desk_text(one, "unit"), "store-01");
    complaint_case_free(one);
    one = desk_file(&d, "{\"procedure\":\"branch\",\"description\":\"x\"}");
    ck_assert_ptr_null(desk_text(one, "urgency"));
    complaint_case_free(one);
    /* Codes that the register does not know are left out. */
    one = desk_file(&d, "{\"procedure\":\"branch\",\"description\":\"press\","
                        "\"demand\":\"visa\"}");
    ck_assert_ptr_null(desk_text(one, "urgency"));
    ck_assert_ptr_null(desk_text(one, "unit"));
    complaint_case_free(one);
    /* A setting goes before the procedure's own pattern. */
    desk_ok(complaint_register_set(d.reg, "number", "R{series:2}", &error));
    one = desk_file(&d, "{\"procedure\":\"branch\",\"description\":\"x\"}");
    ck_assert_str_eq(desk_text(one, "number"), "R01");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_case_goes_on_under_the_whole_text)
{
    complaint_case *one, *again;
    char id[64];
    desk d;

    desk_open(&d, _i);
    install(&d);
    one = desk_file(&d, "{\"procedure\":\"branch\",\"description\":\"x\","
                        "\"channel\":\"phone\",\"category\":\"service\","
                        "\"unit\":\"store-01\",\"demand\":\"refund\"}");
    (void)snprintf(id, sizeof(id), "%s", desk_text(one, "id"));
    complaint_case_free(one);
    desk_ok(complaint_case_find(d.reg, id, &again, &error));
    desk_perform(&d, again, "register", "{}");
    ck_assert_str_eq(desk_text(again, "state"), "registered");
    complaint_case_free(again);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("register/rules");
    TCase *tests = tcase_create("both backends");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests,
                        filing_asks_the_rules_and_numbers_by_the_procedure, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(tests, a_case_goes_on_under_the_whole_text, 0,
                        DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
