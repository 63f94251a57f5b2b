/* Definitions that extend what lies in a folder, what is installed, what is
 * bundled, in this order; and what cannot be found. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <unistd.h>

static desk d;
static char folder[] = "/tmp/complaint-parents-XXXXXX";
static char path[200];

#define HEAD(name, parent)                                                     \
    "kind: procedure\nformat: 1\nname: " name "\nversion: '1'\n"               \
    "extends: " parent "\n"
static const char child[] = HEAD("child", "base");
static const char of_folder[] =
    HEAD("base", "bank") "title: {en: Folder, zh-CN: x}\n";
static const char of_register[] =
    HEAD("base", "bank") "title: {en: Register, zh-CN: x}\n";

static void put(const char *name, const char *text)
{
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void set_up(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/complaint-parents-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    desk_open_empty(&d, DESK_MEMORY);
}

static void tear_down(void)
{
    static const char *const names[] = {"base", "child", "big", "days"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s.yaml", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    desk_close(&d);
}

static int parse(const char *yaml, const char *in, complaint_register *reg,
                 complaint_definition **out, complaint_error **error)
{
    complaint_definition_options options = {.struct_size = sizeof options,
                                            .file = "text",
                                            .folder = in,
                                            .installed = reg};

    return complaint_definition_parse_with(d.context, yaml, strlen(yaml),
                                           &options, out, error);
}

static void install(complaint_definition *definition)
{
    ck_assert_int_eq(
        complaint_register_install(d.reg, d.clerk, definition, NULL), 0);
    complaint_definition_free(definition);
}

static void install_base(void)
{
    complaint_definition *base = NULL;

    ck_assert_int_eq(parse(of_register, NULL, NULL, &base, NULL), 0);
    install(base);
}

/* The title shows whose child it is. */
static void check_title(complaint_definition *definition, const char *title)
{
    complaint_procedure *procedure = NULL;
    complaint_facts *tree = NULL;
    const char *text = complaint_definition_text(definition);

    ck_assert_int_eq(complaint_procedure_parse(d.context, text, strlen(text),
                                               NULL, &procedure, NULL),
                     0);
    ck_assert_str_eq(complaint_procedure_digest(procedure),
                     complaint_definition_digest(definition));
    ck_assert_int_eq(complaint_procedure_describe(procedure, &tree, NULL), 0);
    ck_assert_str_eq(
        complaint_facts_text(
            complaint_facts_get(complaint_facts_get(tree, "title"), "en"), ""),
        title);
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    complaint_definition_free(definition);
}

START_TEST(a_parent_is_taken_from_the_folder_before_the_register)
{
    complaint_definition *made = NULL;

    desk_fails_at(COMPLAINT_INVALID, "procedure.extends", "extends",
                  parse(child, folder, d.reg, &made, &error));
    ck_assert_ptr_null(made);
    install_base();
    ck_assert_int_eq(parse(child, folder, d.reg, &made, NULL), 0);
    check_title(made, "Register");
    put("base", of_folder);
    ck_assert_int_eq(parse(child, folder, d.reg, &made, NULL), 0);
    check_title(made, "Folder");
    ck_assert_int_eq(parse(child, NULL, d.reg, &made, NULL), 0);
    check_title(made, "Register");
    desk_fails(COMPLAINT_INVALID, "procedure.extends",
               parse(child, NULL, NULL, &made, &error));
}
END_TEST

START_TEST(a_file_finds_its_parent_beside_it_and_in_the_register)
{
    complaint_definition *made = NULL;
    char file[200];

    put("child", child);
    (void)snprintf(file, sizeof file, "%s", path);
    desk_fails(COMPLAINT_INVALID, "procedure.extends",
               complaint_definition_read(d.context, file, &made, &error));
    install_base();
    ck_assert_int_eq(
        complaint_register_definition_read(d.reg, file, &made, NULL), 0);
    check_title(made, "Register");
    put("base", of_folder);
    ck_assert_int_eq(complaint_definition_read(d.context, file, &made, NULL),
                     0);
    check_title(made, "Folder");
}
END_TEST

START_TEST(what_is_installed_is_taken_out_whole_and_can_be_extended_again)
{
    complaint_definition *made = NULL, *again = NULL;

    install_base();
    ck_assert_int_eq(parse(child, NULL, d.reg, &made, NULL), 0);
    install(made);
    ck_assert_int_eq(
        complaint_register_definition(d.reg, "procedure", "child", &made, NULL),
        0);
    ck_assert_ptr_null(strstr(complaint_definition_text(made), "\nextends"));
    ck_assert_int_eq(
        parse(HEAD("grandchild", "child"), NULL, d.reg, &again, NULL), 0);
    check_title(again, "Register");
    complaint_definition_free(made);
    desk_fails_at(COMPLAINT_NOT_FOUND, "definition.not_found", "procedure",
                  complaint_register_definition(d.reg, "procedure", "none",
                                                &made, &error));
    desk_fails_at(COMPLAINT_NOT_FOUND, "definition.not_found", "nothing",
                  complaint_register_definition(d.reg, "nothing", "child",
                                                &made, &error));
}
END_TEST

START_TEST(calendars_extend_installed_calendars_too)
{
    static const char ours[] = "kind: calendar\nformat: 1\nname: ours\n"
                               "version: '1'\nextends: cn\nexceptions:\n"
                               "  - {date: 2024-03-08, kind: holiday, "
                               "name: Stocktaking}\n";
    static const char shop[] = "kind: calendar\nformat: 1\nname: shop\n"
                               "version: '1'\nextends: ours\n";
    complaint_definition *made = NULL;

    ck_assert_int_eq(parse(ours, NULL, NULL, &made, NULL), 0);
    install(made);
    desk_fails(COMPLAINT_INVALID, "calendar.extends",
               parse(shop, NULL, NULL, &made, &error));
    ck_assert_int_eq(parse(shop, NULL, d.reg, &made, NULL), 0);
    ck_assert_ptr_nonnull(
        strstr(complaint_definition_text(made), "Stocktaking"));
    complaint_definition_free(made);
}
END_TEST

START_TEST(a_circle_over_folder_and_register_is_refused_with_its_place)
{
    complaint_definition *made = NULL;
    complaint_error *error = NULL;

    put("base", HEAD("base", "child"));
    put("child", child);
    ck_assert_int_eq(parse(child, folder, d.reg, &made, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "procedure.extends");
    ck_assert_str_eq(complaint_error_file(error), "base");
    ck_assert_int_eq(complaint_error_line(error), 5);
    ck_assert_int_ge(complaint_error_column(error), 1);
    complaint_error_free(error);
}
END_TEST

START_TEST(a_parent_is_a_plain_name_and_of_bounded_size)
{
    static const char *const names[] = {"../base", "/etc/passwd", ".base",
                                        "a\\\\b"};
    complaint_definition *made = NULL;
    char *text = malloc(COMPLAINT_LIMIT_DEFINITION + 2);
    char yaml[200];

    put("base", of_folder);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(yaml, sizeof yaml,
                       "kind: procedure\nformat: 1\nname: child\n"
                       "version: '1'\nextends: \"%s\"\n",
                       names[i]);
        desk_fails(COMPLAINT_INVALID, "procedure.extends",
                   parse(yaml, folder, NULL, &made, &error));
    }
    ck_assert_ptr_nonnull(text);
    memset(text, '#', COMPLAINT_LIMIT_DEFINITION + 1);
    text[COMPLAINT_LIMIT_DEFINITION + 1] = '\0';
    put("big", text);
    free(text);
    ck_assert_int_eq(parse(HEAD("child", "big"), folder, NULL, &made, NULL),
                     COMPLAINT_LIMIT);
}
END_TEST

START_TEST(findings_of_a_child_are_placed_in_its_own_text)
{
    complaint_definition_options options = {
        .struct_size = sizeof options, .file = "text", .installed = d.reg};
    static const char yaml[] = HEAD("child", "base") "transitions:\n"
                                                     "  - name: register\n"
                                                     "    to: nowhere\n";
    complaint_facts *findings = NULL;
    const complaint_facts *one;

    install_base();
    ck_assert_int_eq(complaint_definition_verify(d.context, yaml, strlen(yaml),
                                                 &options, &findings, NULL),
                     0);
    one = complaint_facts_at(complaint_facts_get(findings, "findings"), 0);
    ck_assert_str_eq(complaint_facts_text(complaint_facts_get(one, "file"), ""),
                     "text");
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(one, "line"), 0), 8);
    complaint_facts_free(findings);
}
END_TEST

START_TEST(misuse_is_told)
{
    complaint_definition_options options = {.struct_size = 3};
    complaint_definition *made = NULL;
    complaint_facts *findings = NULL;

    desk_fails_at(COMPLAINT_INVALID, "options.size", "struct_size",
                  complaint_definition_parse_with(d.context, child, 3, &options,
                                                  &made, &error));
    desk_fails_at(COMPLAINT_INVALID, "options.size", "struct_size",
                  complaint_definition_verify(d.context, child, 3, &options,
                                              &findings, &error));
    desk_fails_at(COMPLAINT_MISUSE, "misuse.argument", "yaml",
                  complaint_definition_parse_with(d.context, NULL, 0, NULL,
                                                  &made, &error));
    desk_fails_at(
        COMPLAINT_MISUSE, "misuse.argument", "path",
        complaint_register_definition_read(d.reg, NULL, &made, &error));
    desk_fails_at(
        COMPLAINT_MISUSE, "misuse.argument", "name",
        complaint_register_definition(d.reg, "procedure", NULL, &made, &error));
    ck_assert_int_eq(complaint_register_definition(NULL, "a", "b", &made, NULL),
                     COMPLAINT_MISUSE);
}
END_TEST

START_TEST(memory_may_run_out_at_any_allocation)
{
    complaint_definition *made = NULL;
    int64_t live;

    put("base", of_folder);
    live = d.allocations;
    for (int64_t left = 0;; left++) {
        int status;

        d.allocations_left = left;
        status = parse(child, folder, d.reg, &made, NULL);
        d.allocations_left = -1;
        if (status == COMPLAINT_OK)
            break;
        ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
        ck_assert_ptr_null(made);
        ck_assert_int_eq(d.allocations, live);
        left += left / 20; /* thin out: there are thousands */
    }
    complaint_definition_free(made);
    ck_assert_int_eq(d.allocations, live);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("register/parents");
    TCase *tests = tcase_create("parents");

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests,
                   a_parent_is_taken_from_the_folder_before_the_register);
    tcase_add_test(tests,
                   a_file_finds_its_parent_beside_it_and_in_the_register);
    tcase_add_test(
        tests, what_is_installed_is_taken_out_whole_and_can_be_extended_again);
    tcase_add_test(tests, calendars_extend_installed_calendars_too);
    tcase_add_test(tests,
                   a_circle_over_folder_and_register_is_refused_with_its_place);
    tcase_add_test(tests, a_parent_is_a_plain_name_and_of_bounded_size);
    tcase_add_test(tests, findings_of_a_child_are_placed_in_its_own_text);
    tcase_add_test(tests, misuse_is_told);
    tcase_add_test(tests, memory_may_run_out_at_any_allocation);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
