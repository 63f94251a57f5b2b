/* Findings: guards that never hold, ways that they shut, clocks that cannot
 * start or stop, waits without clock or owner, contradicting limits, unknown
 * codes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procedure/stage.h"

static const char fine[] =
    "kind: procedure\n"
    "format: 1\n"
    "name: small\n"
    "version: '1'\n"
    "title: {en: Small, zh-CN: 小}\n"
    "languages: [en, zh-CN]\n"
    "start: open\n"
    "roles:\n"
    "  - {name: boss, title: {en: Boss, zh-CN: 主管}}\n"
    "intake:\n"
    "  facts:\n"
    "    - {name: category, type: code, title: {en: K, zh-CN: 类}}\n"
    "urgency:\n"
    "  - name: one\n"
    "    title: {en: One, zh-CN: 一}\n"
    "    when: {field: category, is: product}\n"
    "    urgency: high\n"
    "routing:\n"
    "  - {name: rest, title: {en: R, zh-CN: 余}, unit: counter}\n"
    "states:\n"
    "  - {name: open, title: {en: Open, zh-CN: 开}}\n"
    "  - {name: work, title: {en: Work, zh-CN: 办}}\n"
    "  - {name: done, title: {en: Done, zh-CN: 完}, final: true}\n"
    "transitions:\n"
    "  - name: take\n"
    "    title: {en: Take, zh-CN: 接}\n"
    "    from: [open]\n"
    "    to: work\n"
    "    roles: [boss]\n"
    "    guard: {field: severity, present: true}\n"
    "  - name: close\n"
    "    title: {en: Close, zh-CN: 关}\n"
    "    from: [work]\n"
    "    to: done\n"
    "    roles: [boss]\n"
    "    marks: [closed]\n"
    "    facts:\n"
    "      - {name: n, type: integer, title: {en: N, zh-CN: 数}}\n"
    "      - {name: m, type: money, title: {en: M, zh-CN: 钱}}\n"
    "      - name: how\n"
    "        type: code\n"
    "        values: [well, badly]\n"
    "        title: {en: How, zh-CN: 如何}\n"
    "    guard: {fact: n, at_least: 0}\n"
    "clocks:\n"
    "  - name: outer\n"
    "    title: {en: Outer, zh-CN: 外}\n"
    "    amount: 10\n"
    "    unit: days\n"
    "    from: {time: received}\n"
    "    stop: [close]\n"
    "    owner: boss\n"
    "    principal: true\n"
    "  - name: inner\n"
    "    title: {en: Inner, zh-CN: 内}\n"
    "    within: outer\n"
    "    amount: 5\n"
    "    unit: working_days\n"
    "    from: {entry: take}\n"
    "    stop: [close]\n"
    "    owner: boss\n";

#define GUARD "guard: {fact: n, at_least: 0}"

/* An edit, and the codes and fields that are found, in their order. */
static const struct edit {
    const char *from;
    const char *to;
    const char *found;
} edits[] = {
    {"kind: procedure", "kind: procedure", ""},
    {"to: work", "to: wrok", "procedure.unknown_name@transitions/0/to 28:5"},
    {GUARD, "guard: {all: [{fact: n, at_least: 3}, {fact: n, at_most: 2}]}",
     "guard_never@transitions/1/guard 44:5 loop_no_exit@states/0 21:5 "
     "loop_no_exit@states/1 22:5 state_unreachable@states/2 23:5 "
     "clock_stop@clocks/0/stop 51:5 clock_stop@clocks/1/stop 60:5"},
    {GUARD, "guard: {all: [{fact: n, at_least: 3}, {fact: n, at_most: 3}]}",
     ""},
    {GUARD,
     "guard: {all: [{fact: n, at_least: 3},\n"
     "      {not: {fact: n, at_least: 3}}]}",
     "guard_never"},
    {GUARD,
     "guard: {all: [{fact: n, at_least: 3},\n"
     "      {not: {fact: n, at_least: 4}}]}",
     ""},
    {GUARD, "guard: {all: [{fact: how, is: well}, {fact: how, is: badly}]}",
     "guard_never"},
    {GUARD,
     "guard: {all: [{not: {fact: how, is: well}},\n"
     "      {not: {fact: how, is: badly}}]}",
     ""}, /* not given at all */
    {GUARD,
     "guard: {all: [{not: {fact: how, in: [well, badly]}},\n"
     "      {fact: how, present: true}]}",
     "guard_never"},
    {GUARD, "guard: {all: [{fact: n, present: false}, {fact: n, at_least: 1}]}",
     "guard_never"},
    {GUARD,
     "guard: {not: {any: [{fact: n, present: true},\n"
     "      {fact: n, present: false}]}}",
     "guard_never"},
    {GUARD,
     "guard: {any: [{all: [{fact: how, is: well},\n"
     "      {fact: how, is: badly}]}, {fact: n, at_most: 1}]}",
     ""},
    {GUARD,
     "guard: {all: [{any: [{fact: how, is: well}, {fact: n, at_most: "
     "1}]},\n"
     "      {fact: how, is: badly}, {fact: n, at_least: 2}]}",
     "guard_never"},
    {GUARD,
     "guard: {all: [{fact: m, at_least: 3, currency: CNY},\n"
     "      {fact: m, at_most: 5, currency: USD}]}",
     "guard_never"},
    {GUARD,
     "guard: {all: [{fact: m, at_least: 3, currency: CNY},\n"
     "      {not: {fact: m, at_least: 2, currency: USD}}]}",
     ""},
    {"guard: {field: severity, present: true}",
     "guard: {all: [{field: severity, is: a}, {field: severity, is: b}]}",
     "guard_never@transitions/0/guard 30:5 loop_no_exit@states/0 21:5 "
     "state_unreachable@states/1 22:5 state_unreachable@states/2 23:5 "
     "clock_stop@clocks/0/stop 51:5 clock_start@clocks/1/from 59:5"},
    {"    roles: [boss]\n    marks", "    marks", "wait_owner@states/1 22:5"},
    {"from: {time: received}", "from: {entry: take}", "wait_clock@states/0"},
    {"    from: {time: received}\n",
     "    from: {time: received}\n    pause: {states: [open]}\n",
     "wait_clock@states/0"},
    {"unit: working_days", "unit: days\n    extension: {cap_total: 11}",
     "clock_within@clocks/1/extension 59:5"},
    {"amount: 5\n", "amount: 12\n", "clock_within@clocks/1/amount 57:5"},
    {"amount: 5\n", "amount: 11\n", ""}, /* the anchor's day is spare */
    {"unit: working_days", "unit: months", "clock_within@clocks/1/amount"},
    {"    owner: boss\n    principal", "    principal",
     "clock_owner@clocks/0 46:5"},
    {"    principal: true\n", "", "clock_principal@clocks 45:1"},
    /* taken before it is done, and yet with the longer limit */
    {"    within: outer\n    amount: 5\n    unit: working_days\n"
     "    from: {entry: take}\n    stop: [close]\n",
     "    amount: 11\n    unit: days\n"
     "    from: {time: received}\n    stop: [take]\n",
     "clock_order@clocks/1/amount 56:5"},
    {"    within: outer\n    amount: 5\n    unit: working_days\n"
     "    from: {entry: take}\n    stop: [close]\n",
     "    amount: 10\n    unit: days\n"
     "    from: {time: received}\n    stop: [take]\n",
     ""},
    {"    within: outer\n    amount: 5\n    unit: working_days\n"
     "    from: {entry: take}\n    stop: [close]\n",
     "    amount: 11\n    unit: days\n"
     "    from: {time: received}\n    stop: [take, close]\n",
     ""},
    {"amount: 5\n    unit: working_days", "amount: 3660\n    unit: days",
     "clock_within@clocks/1/amount 57:5"},
    {"    amount: 10\n    unit: days", "    amount: 2\n    unit: working_hours",
     ""},
    {"unit: counter}",
     "unit: counter}\n  - name: never\n    title: {en: N, "
     "zh-CN: 无}\n    unit: x",
     "rule_behind@routing/1/when"},
    {"when: {field: category, is: product}",
     "when: {all: [{field: category, is: a}, {field: category, is: b}]}",
     "rule_never@urgency/0/when 16:5"},
};

START_TEST(each_defect_is_found_at_its_place_and_what_is_fine_is_not)
{
    surroundings around;
    complaint_context *context;
    char told[2000];
    size_t size, wrong = 0;
    bool whole;

    context = surroundings_begin(&around);
    for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
        char *text = stage_edit(fine, edits[i].from, edits[i].to);

        stage_findings(context, text, NULL, told, sizeof(told));
        size = strlen(edits[i].found);
        whole = size == 0 || strchr(edits[i].found, ' ') != NULL;
        if (whole ? strcmp(told, edits[i].found) != 0
                  : strncmp(told, edits[i].found, size) != 0) {
            printf("%zu: %s\n", i, told);
            wrong++;
        }
        free(text);
    }
    complaint_context_free(context);
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(around.live, 0);
}
END_TEST

/* Several at once: of what can be read apart, and of names together. */
START_TEST(errors_of_reading_are_told_together)
{
    static const struct {
        const char *from[3];
        const char *to[3];
        const char *found;
    } many[] = {
        {{"{en: Open, zh-CN: 开}", "{en: Take, zh-CN: 接}", "unit: days"},
         {"{en: Open}", "{zh-CN: 接}", "unit: dais"},
         "procedure.text@states/0/title 21:18 "
         "procedure.text@transitions/0/title 26:5 "
         "procedure.clock@clocks/0/unit 49:5"},
        {{"to: work", "stop: [close]\n    owner: boss\n    principal",
          "within: outer"},
         {"to: wrok", "stop: [closing]\n    owner: bos\n    principal",
          "within: outside"},
         "procedure.unknown_name@transitions/0/to 28:5 "
         "procedure.unknown_name@clocks/0/owner 52:5 "
         "procedure.unknown_name@clocks/1/within 56:5"},
        {{"from: [work]", "guard: {field: severity", "name: rest"},
         {"from: [open]", "guard: {field: severity", "name: rest"},
         "procedure.dead_end@states/1 22:5 "
         "procedure.clock@clocks/1/stop 60:5"},
    };
    surroundings around;
    complaint_context *context;
    char told[2000];

    context = surroundings_begin(&around);
    for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++) {
        char *text = stage_edit(fine, many[i].from[0], many[i].to[0]);

        for (size_t j = 1; j < 3; j++) {
            char *next = stage_edit(text, many[i].from[j], many[i].to[j]);

            free(text);
            text = next;
        }
        stage_findings(context, text, NULL, told, sizeof(told));
        ck_assert_str_eq(told, many[i].found);
        free(text);
    }
    surroundings_end(&around, context);
}
END_TEST

START_TEST(no_more_than_fifty_errors_are_gathered)
{
    surroundings around;
    complaint_context *context;
    complaint_facts *out = NULL;
    char *text = stage_edit(fine, "languages: [en, zh-CN]", "languages: [en]");
    char *end = malloc(strlen(text) + 120 * 40);
    const char *states = strstr(text, "  - {name: open");
    size_t size = (size_t)(states - text);

    ck_assert_ptr_nonnull(end);
    memcpy(end, text, size);
    for (int i = 0; i < 120; i++)
        size += (size_t)sprintf(end + size, "  - {name: s%d, title: {}}\n", i);
    (void)strcpy(end + size, states);
    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint_procedure_verify(context, end, strlen(end), NULL,
                                                NULL, &out, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(out, "errors"), -1), 51);
    complaint_facts_free(out);
    surroundings_end(&around, context);
    free(end);
    free(text);
}
END_TEST

START_TEST(codes_are_looked_up_in_the_lists_that_are_given)
{
    static const char json[] =
        "{\"category\":[\"service\"],\"unit\":[\"shop\"],"
        "\"urgency\":[\"high\"],\"how\":[\"well\"]}";
    surroundings around;
    complaint_context *context;
    complaint_facts *known = NULL;
    char told[2000];

    context = surroundings_begin(&around);
    ck_assert_int_eq(
        complaint_facts_parse(context, json, strlen(json), &known, NULL),
        COMPLAINT_OK);
    stage_findings(context, fine, known, told, sizeof(told));
    ck_assert_str_eq(told, "code_unknown@urgency/0 14:5 "
                           "code_unknown@routing/0 19:5 "
                           "code_unknown@transitions/1/facts/2 40:9");
    complaint_facts_free(known);
    complaint_context_free(context);
}
END_TEST

START_TEST(bundled_procedures_have_no_errors)
{
    static const char *const names[] = {"iso10002", "bank"};
    surroundings around;
    complaint_context *context;

    context = surroundings_begin(&around);
    for (size_t i = 0; i < 2; i++) {
        complaint_facts *out = NULL;
        char *text, *told = NULL;
        size_t size;

        text = stage_text(names[i], &size);
        ck_assert_int_eq(complaint_procedure_verify(context, text, size, NULL,
                                                    NULL, &out, NULL),
                         COMPLAINT_OK);
        ck_assert_int_eq(complaint_facts_write(out, &told, NULL, NULL), 0);
        ck_assert_msg(complaint_facts_integer(
                          complaint_facts_get(out, "errors"), -1) == 0,
                      "%s", told);
        printf("%s: %lld warnings\n", names[i],
               (long long)complaint_facts_integer(
                   complaint_facts_get(out, "warnings"), -1));
        complaint_context_release(context, told);
        complaint_facts_free(out);
        free(text);
    }
    complaint_context_free(context);
}
END_TEST

START_TEST(a_parent_s_fault_is_found_in_the_parent)
{
    static const char yaml[] =
        "kind: procedure\nformat: 1\nname: x\nversion: '1'\n"
        "title: {en: X, zh-CN: 甲}\nextends: bank\n"
        "clocks:\n  - {name: register, without: [from], from: {entry: close}}\n"
        "routing:\n  - {name: a, title: {en: A, zh-CN: 乙}, unit: u}\n"
        "  - {name: b, title: {en: A, zh-CN: 乙}, unit: u}\n";
    surroundings around;
    complaint_context *context;
    char told[2000];

    context = surroundings_begin(&around);
    stage_findings(context, yaml, NULL, told, sizeof(told));
    ck_assert_msg(strstr(told, "procedure.clock@clocks/0/stop") != NULL, "%s",
                  told);
    complaint_context_free(context);
}
END_TEST

START_TEST(verifying_survives_any_failing_allocation)
{
    surroundings around;
    complaint_context *context;
    int status = COMPLAINT_NO_MEMORY;
    char *text = stage_edit(
        fine, GUARD,
        "guard: {all: [{fact: n, at_least: 3}, {fact: n, at_most: 2}]}");

    context = surroundings_begin(&around);
    for (size_t i = 1; status == COMPLAINT_NO_MEMORY; i++) {
        complaint_facts *out = NULL;
        complaint_error *error = NULL;
        size_t live = around.live;

        surroundings_fail_at(&around, i);
        status = complaint_procedure_verify(context, text, strlen(text), "x",
                                            NULL, &out, &error);
        surroundings_fail_at(&around, 0);
        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY);
        complaint_error_free(error);
        complaint_facts_free(out);
        ck_assert_uint_eq(around.live, live);
    }
    free(text);
    complaint_context_free(context);
}
END_TEST

Suite *verdict_suite(void);

Suite *verdict_suite(void)
{
    Suite *suite = suite_create("procedure/verdict");
    TCase *tests = tcase_create("verdict");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests,
                   each_defect_is_found_at_its_place_and_what_is_fine_is_not);
    tcase_add_test(tests, errors_of_reading_are_told_together);
    tcase_add_test(tests, no_more_than_fifty_errors_are_gathered);
    tcase_add_test(tests, codes_are_looked_up_in_the_lists_that_are_given);
    tcase_add_test(tests, bundled_procedures_have_no_errors);
    tcase_add_test(tests, a_parent_s_fault_is_found_in_the_parent);
    tcase_add_test(tests, verifying_survives_any_failing_allocation);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(verdict_suite());
}
