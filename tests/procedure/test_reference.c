/* The reference of the bundled procedures has a row for each, in English and
 * Chinese, with its states, clocks and letters as they are. */
#include "procedure/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/bundled.h"
#include "procedure/inside.h"

/* A page, for free(). */
static char *page(const char *name)
{
    const char *root = getenv("COMPLAINT_SOURCE");
    char path[4096];
    char *text = calloc(1, 1 << 20);
    FILE *in;

    ck_assert_ptr_nonnull(root);
    ck_assert_ptr_nonnull(text);
    snprintf(path, sizeof path, "%s/docs/reference/%s", root, name);
    in = fopen(path, "rb");
    ck_assert_msg(in != NULL, "cannot open %s", path);
    ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, in), 0);
    fclose(in);
    return text;
}

/* The row of a procedure, for free(). */
static char *row_of(const char *text, const char *name)
{
    char begin[100];
    const char *row, *end;
    char *copy;

    snprintf(begin, sizeof begin, "\n| `%s` |", name);
    row = strstr(text, begin);
    ck_assert_msg(row != NULL, "no row for %s", name);
    end = strchr(++row, '\n');
    ck_assert_ptr_nonnull(end);
    copy = calloc(1, (size_t)(end - row) + 1);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, row, (size_t)(end - row));
    return copy;
}

static void has_clock(const char *row, const complaint__clock *clock)
{
    char text[100];
    const char *at;

    snprintf(text, sizeof text, "`%s` ", clock->name);
    at = strstr(row, text);
    ck_assert_msg(at != NULL, "no clock %s: %s", clock->name, row);
    if (clock->amount > 0)
        ck_assert_msg(strtoll(at + strlen(text), NULL, 10) == clock->amount,
                      "another amount of %s: %.40s", clock->name, at);
}

/* The line of the procedure's letters has those of a state. */
static void has_letters(const char *text, const char *name,
                        const complaint__full_state *state)
{
    char wanted[200];
    const char *line, *at, *end;

    snprintf(wanted, sizeof wanted, "\n- `%s`", name);
    line = strstr(strstr(text, "complaint letter"), wanted);
    ck_assert_msg(line != NULL, "no letters of %s", name);
    end = strchr(line + 1, '\n');
    for (size_t i = 0; i < state->reply_count; i++) {
        snprintf(wanted, sizeof wanted, "`%s/%s`", state->state.name,
                 state->replies[i].name);
        at = strstr(line, wanted);
        ck_assert_msg(at != NULL && at < end, "%s: no letter %s", name, wanted);
    }
}

START_TEST(the_reference_has_every_procedure_as_it_is)
{
    static const char *const pages[] = {"procedures.md", "procedures.zh-CN.md"};
    const complaint__bundled *file;
    char *text = page(pages[_i]);
    size_t rows = 0;
    stage s;

    for (file = complaint__bundled_files; file->kind != NULL; file++) {
        char *row;

        if (strcmp(file->kind, "procedure") != 0)
            continue;
        stage_open(&s, file->name, NULL, "cn");
        row = row_of(text, file->name);
        for (size_t i = 0; i < s.procedure->state_count; i++) {
            ck_assert_msg(strstr(row, s.procedure->states[i].state.name) !=
                              NULL,
                          "%s: no state %s", file->name,
                          s.procedure->states[i].state.name);
            has_letters(text, file->name, &s.procedure->states[i]);
        }
        for (size_t i = 0; i < s.procedure->clock_count; i++)
            has_clock(row, &s.procedure->clocks[i]);
        free(row);
        stage_close(&s);
        rows++;
    }
    ck_assert_uint_ge(rows, 10);
    free(text);
}
END_TEST

Suite *reference_suite(void);

Suite *reference_suite(void)
{
    Suite *suite = suite_create("procedure/reference");
    TCase *tests = tcase_create("reference");

    tcase_add_loop_test(tests, the_reference_has_every_procedure_as_it_is, 0,
                        2);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(reference_suite());
}
