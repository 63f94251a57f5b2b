/* Findings on tasks and joins, and what reading refuses of them: unknown units
 * and roles, joins that can never be met, limits longer than the case's, tasks
 * that nothing opens or watches, texts that are missing. */
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
    "states:\n"
    "  - {name: open, title: {en: Open, zh-CN: 开}}\n"
    "  - {name: work, title: {en: Work, zh-CN: 办}}\n"
    "  - {name: told, title: {en: Told, zh-CN: 答}}\n"
    "  - {name: done, title: {en: Done, zh-CN: 完}, final: true}\n"
    "transitions:\n"
    "  - name: take\n"
    "    title: {en: Take, zh-CN: 接}\n"
    "    from: [open]\n"
    "    to: work\n"
    "    roles: [boss]\n"
    "    facts:\n"
    "      - {name: n, type: integer, title: {en: N, zh-CN: 数}}\n"
    "      - {name: units, type: list, required: true, title: {en: U, zh-CN: "
    "位}}\n"
    "  - name: tell\n"
    "    title: {en: Tell, zh-CN: 答}\n"
    "    from: [work]\n"
    "    to: told\n"
    "    roles: [boss]\n"
    "    join: {tasks: [view, look]}\n"
    "  - name: close\n"
    "    title: {en: Close, zh-CN: 关}\n"
    "    from: [told]\n"
    "    to: done\n"
    "    roles: [boss]\n"
    "    marks: [closed]\n"
    "tasks:\n"
    "  - name: view\n"
    "    title: {en: View, zh-CN: 意见}\n"
    "    open: {transitions: [take]}\n"
    "    each: units\n"
    "    limit: {amount: 2, unit: working_days}\n"
    "  - name: look\n"
    "    title: {en: Look, zh-CN: 看}\n"
    "    open: {states: [work]}\n"
    "    unit: stores\n"
    "    role: boss\n"
    "    facts:\n"
    "      - {name: seen, type: text, title: {en: Seen, zh-CN: 见}}\n"
    "    limit: {amount: 3, unit: days, warn: [{before: 1, to: boss}]}\n"
    "clocks:\n"
    "  - name: outer\n"
    "    title: {en: Outer, zh-CN: 外}\n"
    "    amount: 10\n"
    "    unit: days\n"
    "    from: {time: received}\n"
    "    stop: [tell]\n"
    "    owner: boss\n"
    "    principal: true\n"
    "  - name: rest\n"
    "    title: {en: Rest, zh-CN: 余}\n"
    "    amount: 10\n"
    "    unit: days\n"
    "    from: {state: told}\n"
    "    stop: [close]\n"
    "    owner: boss\n";

#define JOIN "join: {tasks: [view, look]}"
#define LIMIT "limit: {amount: 3, unit: days,"

static const struct edit {
    const char *from;
    const char *to;
    const char *found;
} edits[] = {
    {"kind: procedure", "kind: procedure", ""},
    /* who it is given to */
    {"    role: boss\n", "    role: bos\n", "procedure.task@tasks/1/role 46:5"},
    {"to: boss}]}", "to: bos}]}", "procedure.task@tasks/1/limit/warn 49:36"},
    {"    unit: stores\n    role: boss\n", "",
     "procedure.task@tasks/1/name 42:5"},
    {"    each: units\n", "    each: unitz\n", "procedure.task@tasks/0/each"},
    {"    each: units\n", "    each: n\n", "procedure.task@tasks/0/each"},
    {"    each: units\n", "    each: units\n    unit: stores\n",
     "procedure.task@tasks/0/each"},
    /* what opens it */
    {"open: {states: [work]}", "open: {states: [wrok]}",
     "procedure.task@tasks/1/open/states 44:12"},
    {"open: {states: [work]}", "open: {states: [done]}",
     "procedure.task@tasks/1/open/states"},
    {"open: {transitions: [take]}", "open: {transitions: [tke]}",
     "procedure.task@tasks/0/open/transitions 39:12"},
    {"open: {states: [work]}",
     "open: {states: [work]}\n    when: {all: [{fact: n, at_least: 3}, "
     "{fact: n, at_most: 2}]}",
     "task_never@tasks/1 42:5"},
    /* a state that nobody reaches: of the guard, and of the task */
    {"    facts:\n      - {name: n,",
     "    guard: {all: [{fact: n, at_least: 3}, {fact: n, at_most: 2}]}\n"
     "    facts:\n      - {name: n,",
     "guard_never@transitions/0/guard"},
    /* limits */
    {"    limit: {amount: 2, unit: working_days}\n", "",
     "task_no_clock@tasks/0 37:5"},
    {LIMIT, "limit: {amount: 10, unit: days,", ""},
    {LIMIT, "limit: {amount: 11, unit: days,", "task_limit@tasks/1/limit 49:5"},
    {LIMIT, "limit: {amount: 2, unit: months,", "task_limit@tasks/1/limit"},
    /* the clock stops without waiting for it, or never waits */
    {JOIN, "join: {tasks: [view, look], need: any}", ""},
    {"    stop: [tell]\n", "    stop: [take]\n", "wait_clock@states/1 12:5"},
    /* joins */
    {JOIN, "join: {tasks: [view, lok]}",
     "procedure.task@transitions/1/join/tasks 29:12"},
    {JOIN, "join: {tasks: [look], need: 2}",
     "procedure.task@transitions/1/join/need 29:27"},
    {JOIN, "join: {tasks: [look], need: some}",
     "procedure.task@transitions/1/join/need"},
    {"open: {states: [work]}", "open: {states: [told]}", ""},
    {"    marks: [closed]\n",
     "    marks: [closed]\n"
     "  - name: early\n    title: {en: E, zh-CN: 早}\n    from: [open]\n"
     "    to: told\n    roles: [boss]\n    join: {tasks: [look]}\n",
     "join_idle@transitions/3/join"},
    {"    marks: [closed]\n",
     "    marks: [closed]\n"
     "  - name: early\n    title: {en: E, zh-CN: 早}\n    from: [open]\n"
     "    to: told\n    roles: [boss]\n    join: {tasks: [look], need: any}\n",
     "join_never@transitions/3/join"},
    /* texts */
    {"    title: {en: View, zh-CN: 意见}\n", "    title: {en: View}\n",
     "procedure.text@tasks/0/title 38:5"},
    {"title: {en: Seen, zh-CN: 见}}", "title: {zh-CN: 见}}",
     "procedure.text@tasks/1/facts/0/title"},
    {"name: look\n    title: {en: Look", "name: view\n    title: {en: Look",
     "procedure.task@tasks/1/name"},
    {"  - name: look\n    title", "  - name: 'lo:ok'\n    title",
     "procedure.task@tasks/1/name"},
};

START_TEST(each_defect_of_a_task_is_found_at_its_place)
{
    surroundings around;
    complaint_context *context;
    char told[2000];
    size_t wrong = 0;

    context = surroundings_begin(&around);
    for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
        char *text = stage_edit(fine, edits[i].from, edits[i].to);
        size_t size = strlen(edits[i].found);

        stage_findings(context, text, NULL, told, sizeof(told));
        if (size == 0 ? told[0] != '\0'
                      : strncmp(told, edits[i].found, size) != 0) {
            printf("%zu: \"%s\" where \"%s\" was to be found\n", i, told,
                   edits[i].found);
            wrong++;
        }
        free(text);
    }
    complaint_context_free(context);
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(around.live, 0);
}
END_TEST

START_TEST(a_unit_that_the_organisation_does_not_have_is_found)
{
    static const char json[] = "{\"unit\":[\"counter\"]}";
    static const char there[] = "{\"unit\":[\"counter\",\"stores\"]}";
    surroundings around;
    complaint_context *context;
    complaint_facts *known = NULL;
    char told[2000];

    context = surroundings_begin(&around);
    ck_assert_int_eq(
        complaint_facts_parse(context, json, strlen(json), &known, NULL), 0);
    stage_findings(context, fine, known, told, sizeof(told));
    ck_assert_str_eq(told, "code_unknown@tasks/1 42:5");
    complaint_facts_free(known);
    ck_assert_int_eq(
        complaint_facts_parse(context, there, strlen(there), &known, NULL), 0);
    stage_findings(context, fine, known, told, sizeof(told));
    ck_assert_str_eq(told, "");
    complaint_facts_free(known);
    surroundings_end(&around, context);
}
END_TEST

Suite *verdict_task_suite(void);

Suite *verdict_task_suite(void)
{
    Suite *suite = suite_create("procedure/verdict_task");
    TCase *tests = tcase_create("verdict_task");

    tcase_add_test(tests, each_defect_of_a_task_is_found_at_its_place);
    tcase_add_test(tests, a_unit_that_the_organisation_does_not_have_is_found);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(verdict_task_suite());
}
