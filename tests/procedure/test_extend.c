/* Procedures that extend others: what is laid over, what is left out, what is
 * refused and where; digests. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procedure/extend.h"
#include "procedure/inside.h"
#include "procedure/stage.h"

#define HEAD                                                                   \
    "kind: procedure\n"                                                        \
    "format: 1\n"                                                              \
    "name: branch\n"                                                           \
    "version: '1'\n"                                                           \
    "title: {en: Branch, zh-CN: 支行}\n"

/* Texts by name, as a register would have them. */
typedef struct shelf {
    const char *const (*texts)[2];
    size_t asked;
} shelf;

static int find_on_shelf(void *data, const char *name, const char **yaml,
                         size_t *size, complaint_error **error)
{
    shelf *self = data;

    (void)error;
    self->asked++;
    for (size_t i = 0; self->texts[i][0] != NULL; i++)
        if (strcmp(self->texts[i][0], name) == 0) {
            *yaml = self->texts[i][1];
            *size = strlen(*yaml);
            return COMPLAINT_OK;
        }
    return COMPLAINT_NOT_FOUND;
}

static complaint_procedure *read_fine(complaint_context *context,
                                      const char *yaml)
{
    complaint_procedure *procedure = NULL;
    complaint_error *error = NULL;
    int status = complaint_procedure_parse(context, yaml, strlen(yaml), "own",
                                           &procedure, &error);

    ck_assert_msg(
        status == COMPLAINT_OK, "%s:%lld: %s", complaint_error_file(error),
        (long long)complaint_error_line(error), complaint_error_message(error));
    return procedure;
}

static complaint__clock *clock_of(const complaint_procedure *procedure,
                                  const char *name)
{
    for (size_t i = 0; i < procedure->clock_count; i++)
        if (strcmp(procedure->clocks[i].name, name) == 0)
            return &procedure->clocks[i];
    ck_abort_msg("no clock %s", name);
    return NULL;
}

START_TEST(own_keys_replace_add_and_leave_out_by_name)
{
    static const char yaml[] =
        HEAD "extends: bank\n"
             "without: [calendar]\n"
             "roles:\n"
             "  - {name: lobby, title: {en: Lobby, zh-CN: 大堂}}\n"
             "intake:\n"
             "  facts:\n"
             "    - {name: demand, remove: true}\n"
             "    - {name: product, type: code, title: {en: P, zh-CN: 产}}\n"
             "clocks:\n"
             "  - {name: result, amount: 7, without: [extension]}\n";
    surroundings around;
    complaint_context *context;
    complaint_procedure *bank = NULL, *own;
    const complaint__clock *clock, *before;

    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint_procedure_bundled(context, "bank", &bank, NULL),
                     COMPLAINT_OK);
    own = read_fine(context, yaml);
    ck_assert_str_eq(own->name, "branch");
    ck_assert_ptr_null(own->calendar);
    ck_assert_uint_eq(own->state_count, bank->state_count);
    ck_assert_uint_eq(own->role_count, bank->role_count + 1);
    ck_assert_str_eq(own->roles[bank->role_count].name, "lobby");
    ck_assert_uint_eq(own->intake_count, bank->intake_count);
    ck_assert_str_eq(own->intake[own->intake_count - 1].name, "product");
    ck_assert_uint_eq(own->clock_count, bank->clock_count);
    clock = clock_of(own, "result");
    before = clock_of(bank, "result");
    ck_assert_int_eq(clock->amount, 7);
    ck_assert_int_eq(clock->unit, before->unit);
    ck_assert(!clock->extensible && before->extensible);
    ck_assert_str_eq(clock->citation, before->citation);
    ck_assert_str_eq(own->derived_from, "bank");
    ck_assert_str_eq(own->derived_digest, bank->digest);
    complaint_procedure_free(own);
    complaint_procedure_free(bank);
    surroundings_end(&around, context);
}
END_TEST

START_TEST(the_whole_text_reads_again_as_the_same_procedure)
{
    static const char yaml[] = HEAD "extends: iso10002\n";
    complaint_procedure *own, *again = NULL;
    complaint_facts *first = NULL, *second = NULL;
    char *texts[2] = {NULL, NULL};
    surroundings around;
    complaint_context *context;
    const char *text;
    size_t size;

    context = surroundings_begin(&around);
    own = read_fine(context, yaml);
    text = complaint__procedure_yaml(own, &size);
    ck_assert_ptr_nonnull(text);
    ck_assert_int_eq(strncmp(text, "kind: \"procedure\"\n", 18), 0);
    ck_assert_int_eq(
        complaint_procedure_parse(context, text, size, "whole", &again, NULL),
        COMPLAINT_OK);
    ck_assert_str_eq(complaint_procedure_digest(again),
                     complaint_procedure_digest(own));
    ck_assert_ptr_null(complaint__procedure_yaml(again, &size));
    ck_assert_int_eq(complaint_procedure_describe(own, &first, NULL), 0);
    ck_assert_int_eq(complaint_procedure_describe(again, &second, NULL), 0);
    ck_assert_int_eq(complaint_facts_write(first, &texts[0], NULL, NULL), 0);
    ck_assert_int_eq(complaint_facts_write(second, &texts[1], NULL, NULL), 0);
    ck_assert_str_eq(texts[0], texts[1]);
    complaint_context_release(context, texts[0]);
    complaint_context_release(context, texts[1]);
    complaint_facts_free(first);
    complaint_facts_free(second);
    complaint_procedure_free(own);
    complaint_procedure_free(again);
    surroundings_end(&around, context);
}
END_TEST

#define CHILD(name, parent, more)                                              \
    "kind: procedure\nformat: 1\nname: " name "\nversion: '1'\n"               \
    "extends: " parent "\n" more

START_TEST(parents_come_from_the_resolver_first_and_change_the_digest)
{
    static const char yaml[] = HEAD "extends: middle\n";
    static const char *const one[][2] = {{"middle", CHILD("m", "bank", "")},
                                         {NULL, NULL}};
    static const char *const two[][2] = {
        {"middle", CHILD("m", "bank", "") "# another\n"}, {NULL, NULL}};
    complaint_procedure *a = NULL, *b = NULL;
    shelf shelves[2] = {{one, 0}, {two, 0}};
    surroundings around;
    complaint_context *context;

    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint__procedure_parse(context, yaml, strlen(yaml),
                                                "own", find_on_shelf,
                                                &shelves[0], &a, NULL),
                     COMPLAINT_OK);
    ck_assert_uint_eq(shelves[0].asked, 2);
    ck_assert_str_eq(a->derived_from, "middle");
    ck_assert_int_eq(complaint__procedure_parse(context, yaml, strlen(yaml),
                                                "own", find_on_shelf,
                                                &shelves[1], &b, NULL),
                     COMPLAINT_OK);
    /* A comment in the parent of a parent is told by its whole text alone. */
    ck_assert_str_eq(a->digest, b->digest);
    complaint_procedure_free(b);
    shelves[1].texts = (const char *const[][2]){
        {"middle", CHILD("m", "bank", "source: new\n")}, {NULL, NULL}};
    ck_assert_int_eq(complaint__procedure_parse(context, yaml, strlen(yaml),
                                                "own", find_on_shelf,
                                                &shelves[1], &b, NULL),
                     COMPLAINT_OK);
    ck_assert_str_ne(a->digest, b->digest);
    ck_assert_str_ne(a->derived_digest, b->derived_digest);
    complaint_procedure_free(a);
    complaint_procedure_free(b);
    surroundings_end(&around, context);
}
END_TEST

/* What is refused: text, file, line, column, detail. */
static const struct refusal {
    const char *yaml;
    const char *file;
    int line;
    int column;
    const char *detail;
} refusals[] = {
    {HEAD "extends: branch\n", "own", 6, 1, "procedure.extends"},
    {HEAD "extends: nowhere\n", "own", 6, 1, "procedure.extends"},
    {HEAD "extends: [bank]\n", "own", 6, 1, "procedure.extends"},
    {HEAD "extends: ring\n", "ring", 5, 1, "procedure.extends"},
    {HEAD "extends: calendar\n", "own", 6, 1, "procedure.extends"},
    {"kind: procedure\nformat: 1\nname: x\nextends: bank\n", "own", 4, 1,
     "procedure.extends"},
    {HEAD "extends: bank\nwithout: [colour]\n", "own", 7, 11,
     "procedure.extends"},
    {HEAD "extends: bank\nwithout: calendar\n", "own", 7, 1,
     "procedure.extends"},
    {HEAD "extends: bank\nstates:\n  - {name: nowhere, remove: true}\n", "own",
     8, 5, "procedure.extends"},
    {HEAD "extends: bank\nclocks:\n  - {name: result, amount: 8}\n"
          "  - {name: result, amount: 9}\n",
     "own", 9, 5, "procedure.extends"},
    {HEAD "extends: bank\nclocks:\n  - {name: result, amount: x}\n", "own", 8,
     20, "yaml.value"},
    {HEAD "extends: bank\nclocks:\n  - {name: result, amuont: 8}\n", "own", 8,
     20, "yaml.unknown_key"},
    {HEAD "extends: bank\nclocks:\n  - {name: new, amount: 8}\n", "own", 8, 5,
     "yaml.missing_key"},
    {HEAD "extends: bank\nclocks:\n  - {name: result, owner: nobody}\n", "own",
     8, 20, "procedure.unknown_name"},
    {HEAD "extends: bank\nroles:\n  - {name: receiver, remove: true}\n", NULL,
     0, 0, "procedure.unknown_name"},
    {HEAD "extends: bank\nextends: iso10002\n", "own", 7, 1, "yaml.duplicate"},
    {HEAD "states:\n  - {name: a, remove: true}\n", "own", 0, 0, NULL},
};

START_TEST(each_refusal_names_the_file_it_is_about)
{
    static const char *const texts[][2] = {
        {"ring", CHILD("ring", "branch", "")},
        {"calendar", "kind: calendar\nname: c\n"},
        {NULL, NULL}};
    surroundings around;
    complaint_context *context;

    context = surroundings_begin(&around);
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        const struct refusal *one = &refusals[i];
        complaint_procedure *procedure = NULL;
        complaint_error *error = NULL;
        shelf books = {texts, 0};
        int status = complaint__procedure_parse(
            context, one->yaml, strlen(one->yaml), "own", find_on_shelf, &books,
            &procedure, &error);

        ck_assert_int_eq(status, COMPLAINT_INVALID);
        ck_assert_ptr_null(procedure);
        if (one->detail != NULL)
            ck_assert_msg(strcmp(complaint_error_detail(error), one->detail) ==
                              0,
                          "%zu: %s: %s", i, complaint_error_detail(error),
                          complaint_error_message(error));
        ck_assert_int_gt(complaint_error_line(error), 0);
        if (one->file != NULL)
            ck_assert_msg(strcmp(complaint_error_file(error), one->file) == 0,
                          "%zu: %s", i, complaint_error_file(error));
        if (one->line > 0)
            ck_assert_msg(complaint_error_line(error) == one->line &&
                              complaint_error_column(error) == one->column,
                          "%zu: %lld:%lld %s", i,
                          (long long)complaint_error_line(error),
                          (long long)complaint_error_column(error),
                          complaint_error_message(error));
        complaint_error_free(error);
    }
    surroundings_end(&around, context);
}
END_TEST

/* Parents without an end: "p9" extends "p10" and so on. */
static int find_endless(void *data, const char *name, const char **yaml,
                        size_t *size, complaint_error **error)
{
    char(*texts)[200] = data;
    int level = atoi(name + 1);

    (void)error;
    ck_assert_int_lt(level, 40);
    (void)snprintf(texts[level], sizeof(texts[level]),
                   "kind: procedure\nformat: 1\nname: p%d\nversion: '1'\n"
                   "extends: p%d\n",
                   level, level + 1);
    *yaml = texts[level];
    *size = strlen(*yaml);
    return COMPLAINT_OK;
}

START_TEST(endless_and_huge_extension_is_refused)
{
    static const char yaml[] = HEAD "extends: p1\n";
    static char texts[40][200];
    complaint__buffer many;
    surroundings around;
    complaint_context *context;
    complaint_procedure *procedure = NULL;
    complaint_error *error = NULL;

    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint__procedure_parse(context, yaml, strlen(yaml),
                                                "own", find_endless, texts,
                                                &procedure, &error),
                     COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "extends");
    ck_assert_str_eq(complaint_error_file(error), "p8");
    complaint_error_free(error);
    error = NULL;
    many = (complaint__buffer)COMPLAINT__BUFFER(context);
    complaint__buffer_text(&many, HEAD "extends: bank\nroles:\n");
    for (int i = 0; i <= COMPLAINT_LIMIT_TRANSITIONS; i++)
        complaint__buffer_format(&many, "  - {name: r%d}\n", i);
    ck_assert_int_eq(complaint_procedure_parse(context, many.bytes, many.size,
                                               "own", &procedure, &error),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_error_line(error), 7);
    complaint_error_free(error);
    complaint__buffer_free(&many);
    surroundings_end(&around, context);
}
END_TEST

START_TEST(extending_survives_any_failing_allocation)
{
    static const char yaml[] =
        HEAD "extends: bank\nclocks:\n  - {name: result, amount: 7}\n";
    surroundings around;
    complaint_context *context;
    int status = COMPLAINT_NO_MEMORY;

    context = surroundings_begin(&around);
    for (size_t i = 1; status == COMPLAINT_NO_MEMORY; i++) {
        complaint_procedure *procedure = NULL;
        complaint_error *error = NULL;
        size_t live = around.live;

        surroundings_fail_at(&around, i);
        status = complaint_procedure_parse(context, yaml, strlen(yaml), "own",
                                           &procedure, &error);
        surroundings_fail_at(&around, 0);
        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY);
        complaint_error_free(error);
        complaint_procedure_free(procedure);
        ck_assert_uint_eq(around.live, live);
    }
    ck_assert_int_eq(status, COMPLAINT_OK);
    complaint_context_free(context);
}
END_TEST

Suite *extend_suite(void);

Suite *extend_suite(void)
{
    Suite *suite = suite_create("procedure/extend");
    TCase *tests = tcase_create("extend");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, own_keys_replace_add_and_leave_out_by_name);
    tcase_add_test(tests, the_whole_text_reads_again_as_the_same_procedure);
    tcase_add_test(tests,
                   parents_come_from_the_resolver_first_and_change_the_digest);
    tcase_add_test(tests, each_refusal_names_the_file_it_is_about);
    tcase_add_test(tests, endless_and_huge_extension_is_refused);
    tcase_add_test(tests, extending_survives_any_failing_allocation);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(extend_suite());
}
