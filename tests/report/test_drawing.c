/* The diagram of a procedure: everything in it, well formed, nothing twice
 * different, memory that fails. */
#include <complaint/procedure.h>
#include <complaint/report.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "support/surroundings.h"

static char *draw(complaint_context *context, const char *name,
                  const char *format, const char *language)
{
    complaint_procedure *procedure = NULL;
    char *text = NULL;
    size_t size = 0;

    ck_assert_int_eq(
        complaint_procedure_bundled(context, name, &procedure, NULL),
        COMPLAINT_OK);
    ck_assert_int_eq(complaint_procedure_draw(context, procedure, format,
                                              language, &text, &size, NULL),
                     COMPLAINT_OK);
    ck_assert_uint_eq(size, strlen(text));
    complaint_procedure_free(procedure);
    return text;
}

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;

    for (; (text = strstr(text, part)) != NULL; text++)
        count++;
    return count;
}

/* Ways out of states and titles, looked up in the description. */
static void look(complaint_context *context, const char *name, size_t *ways,
                 size_t *targets, size_t *states)
{
    complaint_procedure *procedure = NULL;
    complaint_facts *tree = NULL;
    const complaint_facts *list, *all;

    ck_assert_int_eq(
        complaint_procedure_bundled(context, name, &procedure, NULL), 0);
    ck_assert_int_eq(complaint_procedure_describe(procedure, &tree, NULL), 0);
    list = complaint_facts_get(tree, "transitions");
    all = complaint_facts_get(tree, "states");
    *ways = *targets = 0;
    *states = complaint_facts_size(all);
    for (size_t i = 0; i < complaint_facts_size(list); i++)
        *ways += complaint_facts_size(
            complaint_facts_get(complaint_facts_at(list, i), "from"));
    for (size_t i = 0; i < *states; i++) {
        const char *state = complaint_facts_text(
            complaint_facts_get(complaint_facts_at(all, i), "name"), "");
        bool entered = false;

        for (size_t j = 0; j < complaint_facts_size(list); j++)
            entered =
                entered ||
                strcmp(
                    complaint_facts_text(
                        complaint_facts_get(complaint_facts_at(list, j), "to"),
                        ""),
                    state) == 0;
        *targets += entered;
    }
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
}

static const char *const names[] = {"iso10002", "bank"};

START_TEST(every_state_and_way_is_in_the_picture)
{
    surroundings around;
    complaint_context *context;
    size_t ways, targets, states;
    char *svg, *again, *mermaid;

    context = surroundings_begin(&around);
    look(context, names[_i], &ways, &targets, &states);
    svg = draw(context, names[_i], "svg", "zh-CN");
    again = draw(context, names[_i], "svg", "zh-CN");
    mermaid = draw(context, names[_i], "mermaid", "en");
    ck_assert_str_eq(svg, again);
    ck_assert_uint_eq(occurrences(svg, "<rect class=\"box\""), states);
    ck_assert_uint_eq(occurrences(svg, "class=\"line c"), ways);
    ck_assert_uint_eq(occurrences(svg, "class=\"tip c"), targets);
    ck_assert_uint_eq(occurrences(svg, " → "), ways);
    ck_assert_uint_eq(occurrences(svg, "<text"), occurrences(svg, "</text>"));
    ck_assert_uint_eq(occurrences(svg, "<script"), 0);
    ck_assert_uint_eq(occurrences(svg, "http"), 1); /* the name of SVG */
    ck_assert_uint_ge(occurrences(svg, "个工作日"), 2);
    ck_assert_int_eq(strncmp(mermaid, "stateDiagram-v2\n", 16), 0);
    ck_assert_uint_eq(occurrences(mermaid, "    s"),
                      states + ways + occurrences(mermaid, "--> [*]"));
    complaint_context_release(context, svg);
    complaint_context_release(context, again);
    complaint_context_release(context, mermaid);
    surroundings_end(&around, context);
}
END_TEST

START_TEST(titles_are_escaped)
{
    static const char yaml[] =
        "kind: procedure\nformat: 1\nname: x\nversion: '1'\n"
        "title: {en: 'A<b>&\"c'}\nlanguages: [en]\nstart: a\n"
        "states:\n  - {name: a, title: {en: '<a>; b: #1'}}\n"
        "  - {name: b, title: {en: B}, final: true}\n"
        "transitions:\n  - {name: t, title: {en: '\"t\" & u'}, from: [a],"
        " to: b, marks: [closed]}\n";
    complaint_procedure *procedure = NULL;
    surroundings around;
    complaint_context *context;
    char *text = NULL;

    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint_procedure_parse(context, yaml, strlen(yaml),
                                               NULL, &procedure, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint_procedure_draw(context, procedure, "svg", NULL,
                                              &text, NULL, NULL),
                     COMPLAINT_OK);
    ck_assert_ptr_nonnull(strstr(text, "A&lt;b&gt;&amp;&quot;c"));
    ck_assert_ptr_null(strstr(text, "<a>"));
    complaint_context_release(context, text);
    ck_assert_int_eq(complaint_procedure_draw(context, procedure, "mermaid",
                                              "zh-CN", &text, NULL, NULL),
                     COMPLAINT_OK);
    ck_assert_str_eq(text, "stateDiagram-v2\n    s0: #lt;a#gt;#59; b#58; "
                           "#35;1\n    s1: B\n    [*] --> s0\n"
                           "    s0 --> s1: #34;t#34; & u\n    s1 --> [*]\n");
    complaint_context_release(context, text);
    complaint_procedure_free(procedure);
    complaint_context_free(context);
}
END_TEST

START_TEST(other_formats_and_misuse_are_errors)
{
    complaint_procedure *procedure = NULL;
    complaint_error *error = NULL;
    surroundings around;
    complaint_context *context;
    char *text = NULL;

    context = surroundings_begin(&around);
    ck_assert_int_eq(
        complaint_procedure_bundled(context, "bank", &procedure, NULL), 0);
    ck_assert_int_eq(complaint_procedure_draw(context, procedure, "png", "en",
                                              &text, NULL, &error),
                     COMPLAINT_NOT_FOUND);
    ck_assert_str_eq(complaint_error_field(error), "format");
    ck_assert_uint_eq(complaint_error_item_count(error), 2);
    complaint_error_free(error);
    ck_assert_int_eq(
        complaint_procedure_draw(context, NULL, "svg", "en", &text, NULL, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_procedure_draw(context, procedure, NULL, "en",
                                              &text, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_procedure_draw(context, procedure, "svg", "en",
                                              NULL, NULL, NULL),
                     COMPLAINT_MISUSE);
    complaint_procedure_free(procedure);
    complaint_context_free(context);
}
END_TEST

START_TEST(drawing_survives_any_failing_allocation)
{
    complaint_procedure *procedure = NULL;
    surroundings around;
    complaint_context *context;
    int status = COMPLAINT_NO_MEMORY;

    context = surroundings_begin(&around);
    ck_assert_int_eq(
        complaint_procedure_bundled(context, "bank", &procedure, NULL), 0);
    for (size_t i = 1; status == COMPLAINT_NO_MEMORY; i++) {
        complaint_error *error = NULL;
        size_t live = around.live;
        char *text = NULL;

        surroundings_fail_at(&around, i);
        status = complaint_procedure_draw(context, procedure,
                                          i % 2 == 0 ? "svg" : "mermaid", "en",
                                          &text, NULL, &error);
        surroundings_fail_at(&around, 0);
        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY);
        complaint_error_free(error);
        complaint_context_release(context, text);
        ck_assert_uint_eq(around.live, live);
    }
    complaint_procedure_free(procedure);
    complaint_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report/drawing");
    TCase *tests = tcase_create("drawing");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, every_state_and_way_is_in_the_picture, 0, 2);
    tcase_add_test(tests, titles_are_escaped);
    tcase_add_test(tests, other_formats_and_misuse_are_errors);
    tcase_add_test(tests, drawing_survives_any_failing_allocation);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
