/* Reading procedures: what is refused, and where. Hostile texts; failing
 * memory; the limits of complaint/limits.h. */
#include "procedure/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procedure/inside.h"

/* Lines are counted from 1; a refusal names the place of a
 * member's key or of an entry. */
static const char fine[] =
    "kind: procedure\n"                                              /* 1 */
    "format: 1\n"                                                    /* 2 */
    "name: small\n"                                                  /* 3 */
    "version: '1'\n"                                                 /* 4 */
    "title: {en: Small, zh-CN: 小}\n"                                /* 5 */
    "languages: [en, zh-CN]\n"                                       /* 6 */
    "number: 'C{year}-{number:4}'\n"                                 /* 7 */
    "start: open\n"                                                  /* 8 */
    "roles:\n"                                                       /* 9 */
    "  - name: boss\n"                                               /* 10 */
    "    title: {en: Boss, zh-CN: 主管}\n"                           /* 11 */
    "intake:\n"                                                      /* 12 */
    "  roles: [boss]\n"                                              /* 13 */
    "  facts:\n"                                                     /* 14 */
    "    - {name: size, type: integer, title: {en: S, zh-CN: 大}}\n" /* 15 */
    "states:\n"                                                      /* 16 */
    "  - name: open\n"                                               /* 17 */
    "    title: {en: Open, zh-CN: 开}\n"                             /* 18 */
    "  - name: done\n"                                               /* 19 */
    "    title: {en: Done, zh-CN: 完}\n"                             /* 20 */
    "    final: true\n"                                              /* 21 */
    "transitions:\n"                                                 /* 22 */
    "  - name: note\n"                                               /* 23 */
    "    title: {en: Note, zh-CN: 记}\n"                             /* 24 */
    "    from: [open]\n"                                             /* 25 */
    "    to: open\n"                                                 /* 26 */
    "  - name: close\n"                                              /* 27 */
    "    title: {en: Close, zh-CN: 关}\n"                            /* 28 */
    "    from: [open]\n"                                             /* 29 */
    "    to: done\n"                                                 /* 30 */
    "    roles: [boss]\n"                                            /* 31 */
    "    not_by: [note]\n"                                           /* 32 */
    "    marks: [closed]\n"                                          /* 33 */
    "    facts:\n"                                                   /* 34 */
    "      - name: price\n"                                          /* 35 */
    "        type: money\n"                                          /* 36 */
    "        title: {en: Price, zh-CN: 价}\n"                        /* 37 */
    "      - name: how\n"                                            /* 38 */
    "        type: code\n"                                           /* 39 */
    "        values: [well, badly]\n"                                /* 40 */
    "        title: {en: How, zh-CN: 如何}\n"                        /* 41 */
    "    guard:\n"                                                   /* 42 */
    "      any:\n"                                                   /* 43 */
    "        - {fact: how, is: well}\n"                              /* 44 */
    "        - {field: severity, in: [low, none]}\n"                 /* 45 */
    "  - name: reopen\n"                                             /* 46 */
    "    title: {en: Reopen, zh-CN: 重}\n"                           /* 47 */
    "    from: [done]\n"                                             /* 48 */
    "    to: open\n"                                                 /* 49 */
    "    marks: [reopened]\n"                                        /* 50 */
    "clocks:\n"                                                      /* 51 */
    "  - name: all\n"                                                /* 52 */
    "    title: {en: All, zh-CN: 全}\n"                              /* 53 */
    "    owner: boss\n"                                              /* 54 */
    "    principal: true\n"                                          /* 55 */
    "    amount: 5\n"                                                /* 56 */
    "    unit: working_days\n"                                       /* 57 */
    "    from: {time: received}\n"                                   /* 58 */
    "    stop: [close]\n"                                            /* 59 */
    "    pause: {states: [open], by_hand: true}\n"                   /* 60 */
    "    extension: {cap_total: 9, roles: [boss], max_times: 2}\n"   /* 61 */
    "    warn: [{share: 80}, {before: 1, to: boss}]\n"               /* 62 */
    "    reopen: keep\n"                                             /* 63 */
    "  - name: noted\n"                                              /* 64 */
    "    title: {en: Noted, zh-CN: 记}\n"                            /* 65 */
    "    amount: 30\n"                                               /* 66 */
    "    unit: minutes\n"                                            /* 67 */
    "    from: {entry: note}\n"                                      /* 68 */
    "    stop_marks: [closed]\n";                                    /* 69 */

static const struct refusal {
    const char *from; /* replaced */
    const char *to;
    int line;
    int column;
    const char *detail; /* NULL: any */
} refusals[] = {
    {"kind: procedure", "kind: calendar", 1, 1, "procedure.kind"},
    {"format: 1", "format: 2", 2, 1, "procedure.format"},
    {"format: 1", "format: one", 2, 1, NULL},
    {"name: small", "nom: small", 3, 1, NULL},
    {"languages: [en, zh-CN]", "languages: [en, fr]", 6, 17,
     "procedure.language"},
    {"languages: [en, zh-CN]", "languages: [en, en]", 6, 17,
     "procedure.duplicate"},
    {"languages: [en, zh-CN]", "languages: [en, zh-TW]", 5, 1,
     "procedure.text"},
    {"title: {en: Small, zh-CN: 小}", "title: {en: Small}", 5, 1,
     "procedure.text"},
    {"'C{year}-{number:4}'", "'C{year}'", 7, 1, "procedure.number"},
    {"'C{year}-{number:4}'", "'C{yeer}-{number:4}'", 7, 1, "procedure.number"},
    {"'C{year}-{number:4}'", "'C}{number}'", 7, 1, "procedure.number"},
    {"start: open", "start: opened", 8, 1, "procedure.unknown_name"},
    {"start: open", "start: done", 8, 1, "procedure.no_end"},
    {"- name: boss", "- name: '*'", 10, 5, "procedure.role"},
    {"title: {en: Boss, zh-CN: 主管}", "title: {zh-CN: 主管}", 11, 5,
     "procedure.text"},
    {"  roles: [boss]\n  facts", "  roles: [bos]\n  facts", 13, 11,
     "procedure.unknown_name"},
    {"type: integer", "type: number", 15, 20, "procedure.fact_type"},
    {"type: integer", "type: integer, values: [a]", 15, 35, "procedure.values"},
    {"type: integer", "type: integer, members: [a]", 15, 35,
     "procedure.members"},
    {"- name: done", "- name: open", 19, 5, "procedure.duplicate"},
    {"    final: true\n", "", 16, 1, "procedure.no_end"},
    {"- name: close", "- name: note", 27, 5, "procedure.duplicate"},
    {"- name: note", "- name: file", 23, 5, "procedure.name"},
    {"from: [open]\n    to: open", "from: [opn]\n    to: open", 25, 12,
     "procedure.unknown_name"},
    {"from: [open]\n    to: open", "from: []\n    to: open", 25, 5, NULL},
    {"from: [open]\n    to: open", "from: [open, open]\n    to: open", 25, 18,
     "procedure.duplicate"},
    {"to: done", "to: gone", 30, 5, "procedure.unknown_name"},
    {"to: done", "to: open", 33, 5, "procedure.mark"},
    {"roles: [boss]\n    not_by", "roles: [clerk]\n    not_by", 31, 13,
     "procedure.unknown_name"},
    {"not_by: [note]", "not_by: [nota]", 32, 14, "procedure.unknown_name"},
    {"marks: [closed]", "marks: [shut]", 33, 13, "procedure.mark"},
    {"marks: [closed]", "marks: [closed, closed]", 33, 21,
     "procedure.duplicate"},
    {"marks: [closed]", "marks: [responded]", 33, 5, "procedure.mark"},
    {"marks: [reopened]", "marks: [assessed]", 50, 5, "procedure.mark"},
    {"from: [done]", "from: [done, open]", 50, 5, "procedure.mark"},
    {"- name: how\n", "- name: price\n", 38, 9, "procedure.duplicate"},
    {"values: [well, badly]", "values: [well, well]", 40, 24,
     "procedure.duplicate"},
    {"{fact: how, is: well}", "{fact: why, is: well}", 44, 12,
     "procedure.condition"},
    {"{fact: how, is: well}", "{fact: how, is: fine}", 44, 11,
     "procedure.condition"},
    {"{fact: how, is: well}", "{fact: how}", 44, 11, "procedure.condition"},
    {"{fact: how, is: well}", "{fact: how, is: well, present: true}", 44, 11,
     "procedure.condition"},
    {"{fact: how, is: well}", "{fact: how, field: unit, is: well}", 44, 11,
     "procedure.condition"},
    {"{fact: how, is: well}", "{fact: price, at_least: 5}", 44, 11,
     "procedure.condition"},
    {"{fact: how, is: well}", "{fact: how, at_least: 5}", 44, 11,
     "procedure.condition"},
    {"{fact: how, is: well}", "{fact: how, is: well, currency: CNY}", 44, 11,
     "procedure.condition"},
    {"{fact: how, is: well}", "{not: {}}", 44, 12, "procedure.condition"},
    {"{fact: how, is: well}", "{is: well}", 44, 11, "procedure.condition"},
    {"{field: severity", "{field: severety", 45, 12, "procedure.condition"},
    {"owner: boss", "owner: nobody", 54, 5, "procedure.unknown_name"},
    {"amount: 5\n", "amount: -1\n", 56, 5, "procedure.clock"},
    {"amount: 5\n", "amount: 3661\n", 56, 5, "procedure.clock"},
    {"amount: 5\n", "amount: five\n", 56, 5, NULL},
    {"unit: working_days", "unit: workdays", 57, 5, "procedure.clock"},
    {"from: {time: received}", "from: {time: filed}", 58, 12,
     "procedure.clock"},
    {"from: {time: received}", "from: {}", 58, 5, "procedure.clock"},
    {"from: {time: received}", "from: {time: received, state: open}", 58, 5,
     "procedure.clock"},
    {"from: {time: received}", "from: {state: gone}", 58, 12,
     "procedure.clock"},
    {"from: {time: received}", "from: {entry: gone}", 58, 12,
     "procedure.clock"},
    {"from: {time: received}", "from: {entry: close}", 59, 5,
     "procedure.clock"},
    {"stop: [close]", "stop: [closed]", 59, 12, "procedure.unknown_name"},
    {"    stop: [close]\n", "", 52, 5, "procedure.clock"},
    {"stop: [close]", "stop: [close]\n    cancel: [close]", 59, 5,
     "procedure.clock"},
    {"states: [open], by_hand", "states: [hold], by_hand", 60, 22,
     "procedure.unknown_name"},
    {"pause: {states: [open], by_hand: true}", "pause: {by_hand: false}", 60, 5,
     "procedure.clock"},
    {"pause: {states: [open], by_hand: true}", "pausable: true", 60, 5,
     "procedure.clock"},
    {"    reopen: keep", "    pausable: false", 63, 5, "procedure.clock"},
    {"cap_total: 9", "cap_total: 5", 61, 17, "procedure.clock"},
    {"cap_total: 9, roles: [boss]", "cap_total: 9, roles: [clerk]", 61, 39,
     "procedure.unknown_name"},
    {"max_times: 2", "max_times: 0", 61, 46, "procedure.clock"},
    {"{share: 80}", "{share: 101}", 62, 12, "procedure.clock"},
    {"{share: 80}", "{share: 80, before: 1}", 62, 12, "procedure.clock"},
    {"{before: 1, to: boss}", "{before: 6, to: boss}", 62, 25,
     "procedure.clock"},
    {"{before: 1, to: boss}", "{before: 1, to: him}", 62, 37,
     "procedure.unknown_name"},
    {"reopen: keep", "reopen: never", 63, 5, "procedure.clock"},
    {"reopen: keep", "reopen: fresh", 63, 5, "procedure.clock"},
    {"reopen: keep", "repeat: true", 63, 5, "procedure.clock"},
    {"- name: noted", "- name: all", 64, 5, "procedure.clock"},
    {"unit: minutes\n", "unit: minutes\n    end: end_of_day\n", 68, 5,
     "procedure.clock"},
    {"unit: minutes\n", "unit: minutes\n    end: noon\n", 68, 5,
     "procedure.clock"},
    {"unit: minutes\n", "unit: minutes\n    first_day: same\n", 68, 5,
     "procedure.clock"},
    {"unit: minutes\n", "unit: minutes\n    first_day: today\n", 68, 5,
     "procedure.clock"},
    {"amount: 30", "amount: 0", 66, 5, "procedure.clock"},
    {"amount: 30", "amount: 30\n    principal: true", 67, 5, "procedure.clock"},
    {"stop_marks: [closed]", "stop_marks: [ended]", 69, 18, "procedure.clock"},
    {"stop_marks: [closed]", "colour: red", 69, 5, NULL},
};

static int parse(complaint_context *context, const char *yaml,
                 complaint_error **error)
{
    complaint_procedure *procedure = NULL;
    int status = complaint_procedure_parse(context, yaml, strlen(yaml),
                                           "small.yaml", &procedure, error);

    ck_assert(status == COMPLAINT_OK || procedure == NULL);
    complaint_procedure_free(procedure);
    return status;
}

START_TEST(each_refusal_names_file_line_and_column)
{
    surroundings around;
    complaint_context *context;
    complaint_error *error = NULL;

    context = surroundings_begin(&around);
    ck_assert_int_eq(parse(context, fine, &error), COMPLAINT_OK);
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        const struct refusal *r = &refusals[i];
        char *yaml = stage_edit(fine, r->from, r->to);
        int status = parse(context, yaml, &error);

        ck_assert_msg(status == COMPLAINT_INVALID, "%s: status %d", r->to,
                      status);
        ck_assert_msg(complaint_error_line(error) == r->line &&
                          complaint_error_column(error) == r->column,
                      "%s: %lld:%lld, not %d:%d: %s (%s)", r->to,
                      (long long)complaint_error_line(error),
                      (long long)complaint_error_column(error), r->line,
                      r->column, complaint_error_message(error),
                      complaint_error_field(error));
        ck_assert_str_eq(complaint_error_file(error), "small.yaml");
        if (r->detail != NULL)
            ck_assert_msg(strcmp(complaint_error_detail(error), r->detail) == 0,
                          "%s: %s", r->to, complaint_error_detail(error));
        complaint_error_free(error);
        error = NULL;
        free(yaml);
    }
    surroundings_end(&around, context);
}
END_TEST

/* Two states that lead only to each other; one that nothing leads to. */
START_TEST(ways_that_lead_nowhere_are_refused)
{
    static const char island[] = "  - name: done\n";
    static const char loop[] =
        "  - {name: lost, title: {en: L, zh-CN: L}}\n"
        "  - {name: gone, title: {en: L, zh-CN: L}}\n  - name: done\n";
    static const char ways[] =
        "transitions:\n"
        "  - {name: a, title: {en: a, zh-CN: a}, from: [open], to: lost}\n"
        "  - {name: b, title: {en: a, zh-CN: a}, from: [lost], to: gone}\n"
        "  - {name: c, title: {en: a, zh-CN: a}, from: [gone], to: lost}\n";
    surroundings around;
    complaint_context *context;
    complaint_error *error = NULL;
    char *one, *two;

    context = surroundings_begin(&around);
    one = stage_edit(fine, island,
                     "  - {name: lost, title: {en: L, zh-CN: L}}\n"
                     "  - name: done\n");
    ck_assert_int_eq(parse(context, one, &error), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "procedure.unreachable");
    ck_assert_int_eq(complaint_error_line(error), 19);
    complaint_error_free(error);
    error = NULL;
    free(one);
    one = stage_edit(fine, island, loop);
    two = stage_edit(one, "transitions:\n", ways);
    ck_assert_int_eq(parse(context, two, &error), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "procedure.dead_end");
    ck_assert_int_eq(complaint_error_line(error), 19);
    complaint_error_free(error);
    error = NULL;
    free(two);
    two = stage_edit(one, "transitions:\n",
                     "transitions:\n"
                     "  - {name: a, title: {en: a, zh-CN: a}, from: [open], "
                     "to: lost}\n"
                     "  - {name: b, title: {en: a, zh-CN: a}, from: [lost], "
                     "to: gone}\n");
    ck_assert_int_eq(parse(context, two, &error), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "procedure.dead_end");
    complaint_error_free(error);
    free(one);
    free(two);
    complaint_context_free(context);
}
END_TEST

/* ---- limits ---- */

static char *nested(size_t depth)
{
    char *guard = malloc(depth * 8 + 64);
    size_t at = 0;
    char *yaml;

    ck_assert_ptr_nonnull(guard);
    for (size_t i = 1; i < depth; i++)
        at += (size_t)sprintf(guard + at, "{not: ");
    at += (size_t)sprintf(guard + at, "{fact: how, is: well}");
    for (size_t i = 1; i < depth; i++)
        at += (size_t)sprintf(guard + at, "}");
    yaml = stage_edit(fine, "{fact: how, is: well}", guard);
    free(guard);
    return yaml;
}

/* The guard has one level above: any. */
START_TEST(guards_nest_to_their_limit_and_not_beyond)
{
    surroundings around;
    complaint_context *context;
    complaint_error *error = NULL;
    char *yaml = nested(COMPLAINT_LIMIT_CONDITION_DEPTH - 1);

    context = surroundings_begin(&around);
    ck_assert_int_eq(parse(context, yaml, NULL), COMPLAINT_OK);
    free(yaml);
    yaml = nested(COMPLAINT_LIMIT_CONDITION_DEPTH);
    ck_assert_int_eq(parse(context, yaml, &error), COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_error_line(error), 44);
    complaint_error_free(error);
    free(yaml);
    yaml = nested(10000);
    ck_assert_int_ne(parse(context, yaml, NULL), COMPLAINT_OK);
    free(yaml);
    complaint_context_free(context);
}
END_TEST

/* `count` more entries of a list, from a format with one number in it. */
static char *grown(const char *before, const char *format, size_t count)
{
    size_t size = strlen(before) + count * 120 + 1;
    char *text = malloc(size);
    size_t at;
    char *yaml;

    ck_assert_ptr_nonnull(text);
    at = (size_t)snprintf(text, size, "%s", before);
    for (size_t i = 0; i < count; i++) {
        const char *mark = format;

        for (; *mark != '\0'; mark++)
            if (*mark == '#')
                at += (size_t)snprintf(text + at, size - at, "%zu", i);
            else
                text[at++] = *mark;
    }
    text[at] = '\0';
    yaml = stage_edit(fine, before, text);
    free(text);
    return yaml;
}

static void at_limit(const char *before, const char *format, size_t have,
                     size_t limit)
{
    surroundings around;
    complaint_context *context;
    complaint_error *error = NULL;
    char *yaml = grown(before, format, limit - have);

    context = surroundings_begin(&around);
    ck_assert_msg(parse(context, yaml, &error) == COMPLAINT_OK, "%s",
                  complaint_error_message(error));
    free(yaml);
    yaml = grown(before, format, limit - have + 1);
    ck_assert_int_eq(parse(context, yaml, &error), COMPLAINT_LIMIT);
    complaint_error_free(error);
    free(yaml);
    complaint_context_free(context);
}

START_TEST(states_transitions_and_clocks_have_limits)
{
    at_limit("transitions:\n",
             "  - {name: t#, title: {en: a, zh-CN: a}, from: [open], "
             "to: open}\n",
             3, COMPLAINT_LIMIT_TRANSITIONS);
    at_limit("clocks:\n",
             "  - {name: c#, title: {en: a, zh-CN: a}, amount: 1, unit: days, "
             "from: {time: aware}, stop: [note]}\n",
             2, COMPLAINT_LIMIT_CLOCKS);
    at_limit("  facts:\n",
             "    - {name: f#, type: map, title: {en: a, zh-CN: a}}\n", 1,
             COMPLAINT__LIMIT_FACTS_ASKED);
    at_limit("roles:\n", "  - {name: r#, title: {en: a, zh-CN: a}}\n", 1,
             COMPLAINT__LIMIT_FACTS_ASKED);
}
END_TEST

START_TEST(states_have_a_limit)
{
    surroundings around;
    complaint_context *context;
    complaint_error *error = NULL;
    char *yaml =
        grown("states:\n", "  - {name: s#, title: {en: a, zh-CN: a}}\n",
              COMPLAINT_LIMIT_STATES - 1);

    context = surroundings_begin(&around);
    ck_assert_int_eq(parse(context, yaml, &error), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "states");
    complaint_error_free(error);
    error = NULL;
    free(yaml);
    yaml = grown("states:\n", "  - {name: s#, title: {en: a, zh-CN: a}}\n",
                 COMPLAINT_LIMIT_STATES - 2);
    ck_assert_int_eq(parse(context, yaml, &error), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "procedure.unreachable");
    complaint_error_free(error);
    free(yaml);
    complaint_context_free(context);
}
END_TEST

/* ---- hostile texts ---- */

START_TEST(hostile_texts_are_refused)
{
    static const char *const texts[] = {
        "",
        "\n",
        "---\n",
        "- 1\n",
        "just a text",
        "kind: procedure\nkind: procedure\n",
        "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
        "kind: [procedure]\n",
        "kind: {a: b}\n",
        "\xff\xfe\x00",
        "kind: procedure\x01\n",
        "kind: \"\\ud800\"\n",
        "%YAML 9.9\n---\nkind: procedure\n",
        "kind: procedure\n--- \nkind: procedure\n",
        "kind: 'procedure\n",
        "? {a: b}\n: c\n",
    };
    surroundings around;
    complaint_context *context;

    context = surroundings_begin(&around);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        complaint_error *error = NULL;
        int status = parse(context, texts[i], &error);

        ck_assert_msg(status == COMPLAINT_INVALID, "text %zu: %d %s", i, status,
                      complaint_error_message(error));
        complaint_error_free(error);
    }
    surroundings_end(&around, context);
}
END_TEST

START_TEST(huge_and_deep_texts_are_refused_before_they_cost_much)
{
    size_t size = 5 * 1024 * 1024;
    char *yaml = malloc(size + 1);
    surroundings around;
    complaint_context *context;
    complaint_error *error = NULL;

    ck_assert_ptr_nonnull(yaml);
    context = surroundings_begin(&around);
    memset(yaml, '[', size);
    yaml[size] = '\0';
    ck_assert_int_eq(parse(context, yaml, &error), COMPLAINT_LIMIT);
    complaint_error_free(error);
    error = NULL;
    yaml[COMPLAINT_LIMIT_DEFINITION] = '\0';
    surroundings_fail_at(&around, 0);
    ck_assert_int_ne(parse(context, yaml, &error), COMPLAINT_OK);
    ck_assert_uint_lt(around.allocations, 10000);
    complaint_error_free(error);
    error = NULL;
    for (size_t i = 0; i + 2 < COMPLAINT_LIMIT_DEFINITION; i += 2)
        memcpy(yaml + i, "- ", 2);
    ck_assert_int_ne(parse(context, yaml, &error), COMPLAINT_OK);
    complaint_error_free(error);
    error = NULL;
    for (size_t i = 0; i + 4 <= COMPLAINT_LIMIT_DEFINITION; i += 4)
        memcpy(yaml + i, "- x\n", 4);
    ck_assert_int_eq(parse(context, yaml, &error), COMPLAINT_LIMIT);
    complaint_error_free(error);
    free(yaml);
    complaint_context_free(context);
}
END_TEST

START_TEST(misuse_is_an_error)
{
    surroundings around;
    complaint_context *context;
    complaint_procedure *procedure;
    complaint_facts *tree;
    complaint_error *error = NULL;

    context = surroundings_begin(&around);
    ck_assert_int_eq(
        complaint_procedure_parse(NULL, fine, 1, NULL, &procedure, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_procedure_parse(context, NULL, 0, NULL, &procedure, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_procedure_parse(context, fine, 1, NULL, NULL, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_procedure_bundled(context, "none", &procedure, &error),
        COMPLAINT_NOT_FOUND);
    ck_assert_uint_ge(complaint_error_item_count(error), 2);
    ck_assert_str_eq(complaint_error_item(error, 0), "bank");
    complaint_error_free(error);
    ck_assert_int_eq(
        complaint_procedure_bundled(context, NULL, &procedure, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_procedure_describe(NULL, &tree, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_procedure_name(NULL), "");
    ck_assert_str_eq(complaint_procedure_digest(NULL), "");
    complaint_procedure_free(NULL);
    complaint_context_free(context);
}
END_TEST

START_TEST(a_reference_keeps_a_procedure_alive)
{
    surroundings around;
    complaint_context *context;
    complaint_procedure *procedure;

    context = surroundings_begin(&around);
    ck_assert_int_eq(
        complaint_procedure_bundled(context, "bank", &procedure, NULL),
        COMPLAINT_OK);
    complaint_context_free(context);
    ck_assert_ptr_eq(complaint__procedure_ref(procedure), procedure);
    complaint_procedure_free(procedure);
    ck_assert_str_eq(complaint_procedure_name(procedure), "bank");
    ck_assert_uint_eq(strlen(complaint_procedure_digest(procedure)), 64);
    ck_assert_str_eq(complaint__procedure_calendar(procedure), "cn");
    ck_assert_str_eq(complaint__procedure_number(procedure),
                     "{year}{month}-{number:5}");
    complaint_procedure_free(procedure);
    ck_assert_uint_eq(around.live, 0);
}
END_TEST

START_TEST(reading_survives_any_failing_allocation)
{
    surroundings around;
    complaint_context *context;
    complaint_facts *tree = NULL;
    int status = COMPLAINT_NO_MEMORY;
    size_t failed = 0;

    context = surroundings_begin(&around);
    while (status == COMPLAINT_NO_MEMORY) {
        complaint_procedure *procedure = NULL;
        complaint_error *error = NULL;
        size_t live = around.live;

        surroundings_fail_at(&around, ++failed);
        status = complaint_procedure_bundled(context, "iso10002", &procedure,
                                             &error);
        if (status == COMPLAINT_OK)
            status = complaint_procedure_describe(procedure, &tree, &error);
        if (status != COMPLAINT_OK && status != COMPLAINT_NO_MEMORY)
            ck_abort_msg("%s", complaint_error_message(error));
        surroundings_fail_at(&around, 0);
        complaint_error_free(error);
        complaint_facts_free(tree);
        tree = NULL;
        complaint_procedure_free(procedure);
        if (around.live != live)
            ck_abort_msg("a block is lost when allocation %zu fails", failed);
    }
    printf("allocations failed one by one: %zu\n", failed - 1);
    ck_assert_uint_gt(failed, 200);
    complaint_context_free(context);
}
END_TEST

static const char *const pages[] = {"reference/procedure.md",
                                    "tutorial-procedure.md",
                                    "tutorial-procedure.zh-CN.md"};

/* Every procedure in the documentation is one, without an error. */
START_TEST(the_examples_of_the_documentation_are_fine)
{
    const char *root = getenv("COMPLAINT_SOURCE");
    surroundings around;
    complaint_context *context;
    static char text[100000];
    char path[1000];
    char *at = text;
    size_t found = 0;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/docs/%s", root == NULL ? "." : root,
                   pages[_i]);
    file = fopen(path, "rb");
    if (file == NULL && root == NULL) {
        printf("skipped: COMPLAINT_SOURCE does not say where the text is\n");
        return;
    }
    ck_assert_ptr_nonnull(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    (void)fclose(file);
    context = surroundings_begin(&around);
    while ((at = strstr(at, "```yaml\n")) != NULL) {
        char *end = strstr(at += 8, "```");
        complaint_facts *findings = NULL;
        char *told = NULL;

        ck_assert_ptr_nonnull(end);
        ck_assert_int_eq(complaint_procedure_verify(context, at,
                                                    (size_t)(end - at), path,
                                                    NULL, &findings, NULL),
                         COMPLAINT_OK);
        ck_assert_int_eq(complaint_facts_write(findings, &told, NULL, NULL),
                         COMPLAINT_OK);
        ck_assert_msg(complaint_facts_integer(
                          complaint_facts_get(findings, "errors"), -1) == 0,
                      "%s", told);
        complaint_context_release(context, told);
        complaint_facts_free(findings);
        at = end + 1;
        found++;
    }
    ck_assert_uint_ge(found, 1);
    complaint_context_free(context);
}
END_TEST

Suite *read_suite(void);

Suite *read_suite(void)
{
    Suite *suite = suite_create("procedure/read");
    TCase *tests = tcase_create("read");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, each_refusal_names_file_line_and_column);
    tcase_add_test(tests, ways_that_lead_nowhere_are_refused);
    tcase_add_test(tests, guards_nest_to_their_limit_and_not_beyond);
    tcase_add_test(tests, states_transitions_and_clocks_have_limits);
    tcase_add_test(tests, states_have_a_limit);
    tcase_add_test(tests, hostile_texts_are_refused);
    tcase_add_test(tests,
                   huge_and_deep_texts_are_refused_before_they_cost_much);
    tcase_add_test(tests, misuse_is_an_error);
    tcase_add_test(tests, a_reference_keeps_a_procedure_alive);
    tcase_add_test(tests, reading_survives_any_failing_allocation);
    tcase_add_loop_test(tests, the_examples_of_the_documentation_are_fine, 0,
                        (int)(sizeof(pages) / sizeof(pages[0])));
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(read_suite());
}
