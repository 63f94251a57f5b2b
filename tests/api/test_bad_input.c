/* Bad input through the public functions alone: the status, the field or line
 * that is named, and the register as it was, and verifying. The same at the
 * shell: tests/cli/test_bad_input.sh. */
#include "support/surroundings.h"

#include <complaint.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAPPING                                                                \
    "kind: mapping\nformat: 1\nname: letters\nsource: letters\n"               \
    "encoding: detect\ncalendar: cn\nprocedure: iso10002\n"                    \
    "number: number\nreceived: came\n"                                         \
    "facts:\n  - {fact: title, column: title}\n"                               \
    "history:\n  - perform: [acknowledge]\n    at: answered\n"                 \
    "    when:\n      - {column: answered, present: true}\n"
#define HEADER "number,came,title,answered\r\n"

static char folder[64];
static char path[96];
static complaint_context *context;
static complaint_register *reg;
static complaint_actor *clerk;
static complaint_case *one;
static char *before;

static const char *at(const char *name)
{
    static char place[128];

    snprintf(place, sizeof place, "%s/%s", folder, name);
    return place;
}

static void ok(int status, complaint_error *error)
{
    ck_assert_msg(status == COMPLAINT_OK, "%s [%s]",
                  complaint_error_message(error),
                  complaint_error_detail(error));
}

static void write_bytes(const char *name, const char *bytes, size_t size)
{
    FILE *file = fopen(at(name), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static complaint_facts *facts_of(const char *json)
{
    complaint_error *error = NULL;
    complaint_facts *facts = NULL;

    ok(complaint_facts_parse(context, json, strlen(json), &facts, &error),
       error);
    return facts;
}

static void append(char **all, const char *text)
{
    size_t length = *all == NULL ? 0 : strlen(*all);

    *all = realloc(*all, length + strlen(text) + 2);
    ck_assert_ptr_nonnull(*all);
    sprintf(*all + length, "%s\n", text);
}

/* Every row of every relation; for free(). */
static char *contents(complaint_register *of)
{
    complaint_error *error = NULL;
    char *all = NULL;

    append(&all, "rows");
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_record *record = NULL;
        complaint_cursor *cursor = NULL;
        ok(complaint_register_list_relation(
               of, complaint_relation_name(complaint_relation_at(i)), &cursor,
               &error),
           error);
        while (complaint_cursor_next(cursor, &record, &error) == COMPLAINT_OK &&
               record != NULL) {
            complaint_facts *row = NULL;
            char *json = NULL;
            ok(complaint_record_facts(record, &row, &error), error);
            ok(complaint_facts_write(row, &json, NULL, &error), error);
            append(&all, json);
            complaint_context_release(context, json);
            complaint_facts_free(row);
        }
        ck_assert_ptr_null(error);
        complaint_cursor_free(cursor);
    }
    return all;
}

static void open_register(unsigned flags)
{
    complaint_error *error = NULL;
    char uri[128];

    snprintf(uri, sizeof uri, "sqlite:%s", path);
    ok(complaint_register_open(context, uri, flags, &reg, &error), error);
}

static void file_one(void)
{
    complaint_error *error = NULL;
    complaint_facts *facts = facts_of("{\"title\":\"Kettle leaks\"}");
    complaint_time time;

    ok(complaint_time_parse("2024-03-05T01:00:00Z", 0, &time, &error), error);
    ok(complaint_case_file(reg, clerk, facts, time, &one, &error), error);
    complaint_facts_free(facts);
}

static int import(const char *csv, size_t size, const char *mapping,
                  complaint_facts **result, complaint_error **error)
{
    char map[128];

    write_bytes("map.yaml", mapping, strlen(mapping));
    write_bytes("rows.csv", csv, size);
    snprintf(map, sizeof map, "%s", at("map.yaml"));
    return complaint_import_csv(reg, clerk, at("rows.csv"), map, NULL, result,
                                error);
}

static void setup(void)
{
    static const char *const names[] = {"procedure", "iso10002", "calendar",
                                        "cn",        "catalog",  "general"};
    complaint_error *error = NULL;

    strcpy(folder, "/tmp/complaint-bad-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    strcpy(path, at("register.db"));
    ok(complaint_context_new(NULL, &context, &error), error);
    open_register(COMPLAINT_REGISTER_CREATE);
    ok(complaint_actor_new(context, "clerk-1", NULL, &clerk, &error), error);
    ok(complaint_actor_add_role(clerk, "*", &error), error);
    for (size_t i = 0; i < 6; i += 2) {
        complaint_definition *definition = NULL;
        ok(complaint_definition_bundled(context, names[i], names[i + 1],
                                        &definition, &error),
           error);
        ok(complaint_register_install(reg, clerk, definition, &error), error);
        complaint_definition_free(definition);
    }
    file_one();
    before = contents(reg);
}

static void teardown(void)
{
    static const char *const names[] = {"register.db", "register.db-wal",
                                        "register.db-shm", "map.yaml",
                                        "rows.csv"};

    free(before);
    complaint_case_free(one);
    complaint_actor_free(clerk);
    complaint_register_free(reg);
    complaint_context_free(context);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)remove(at(names[i]));
    ck_assert_int_eq(rmdir(folder), 0);
}

static void unchanged(void)
{
    complaint_error *error = NULL;
    char *after = contents(reg);

    ck_assert_str_eq(after, before);
    free(after);
    ok(complaint_register_verify(reg, NULL, &error), error);
}

/* The call failed so, and named this field. */
static void failed(int status, complaint_error *error, int wanted,
                   const char *detail, const char *field)
{
    ck_assert_msg(status == wanted, "%s, not %s: %s",
                  complaint_status_name(status), complaint_status_name(wanted),
                  complaint_error_message(error));
    ck_assert_str_eq(complaint_error_detail(error), detail);
    ck_assert_str_eq(complaint_error_field(error), field);
    ck_assert_str_ne(complaint_error_message(error), "");
    complaint_error_free(error);
    unchanged();
}

static void file_fails(complaint_facts *facts, const char *when, int wanted,
                       const char *detail, const char *field)
{
    complaint_error *error = NULL;
    complaint_case *none = NULL;
    complaint_time time = COMPLAINT_TIME_NONE;
    int status;

    if (when != NULL)
        ok(complaint_time_parse(when, 0, &time, &error), error);
    status = complaint_case_file(reg, clerk, facts, time, &none, &error);
    ck_assert_ptr_null(none);
    complaint_facts_free(facts);
    failed(status, error, wanted, detail, field);
}

/* One row is rejected, at this line and column, for this reason. */
static void rejects(const char *csv, size_t size, int64_t line,
                    const char *column, const char *reason)
{
    complaint_error *error = NULL;
    complaint_facts *result = NULL;
    const complaint_facts *reject;

    ok(import(csv, size, MAPPING, &result, &error), error);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "imported"), -1),
        0);
    reject = complaint_facts_at(complaint_facts_get(result, "rejects"), 0);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(reject, "line"), 0), line);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(reject, "column"), ""),
        column);
    ck_assert_msg(
        strstr(complaint_facts_text(complaint_facts_get(reject, "reason"), ""),
               reason) != NULL,
        "%s", complaint_facts_text(complaint_facts_get(reject, "reason"), ""));
    complaint_facts_free(result);
    unchanged();
}

START_TEST(a_text_that_is_no_utf8_is_refused_and_named)
{
    complaint_error *error = NULL;
    complaint_facts *facts = NULL;
    int status;

    ok(complaint_facts_new(context, &facts, &error), error);
    status = complaint_facts_set_text(facts, "title", "caf\xe9", &error);
    if (status == COMPLAINT_OK)
        file_fails(facts, NULL, COMPLAINT_INVALID, "text.encoding", "title");
    else {
        complaint_facts_free(facts);
        failed(status, error, COMPLAINT_INVALID, "text.encoding", "title");
    }
}
END_TEST

START_TEST(a_nul_in_a_text_is_refused)
{
    static const char json[] = "{\"title\":\"a\\u0000b\"}";
    complaint_error *error = NULL;
    complaint_facts *facts = NULL;
    int status =
        complaint_facts_parse(context, json, sizeof json - 1, &facts, &error);

    ck_assert_ptr_null(facts);
    failed(status, error, COMPLAINT_INVALID, "facts.nul", "");
}
END_TEST

START_TEST(a_row_with_a_nul_is_listed)
{
    static const char csv[] = HEADER "1,2024-01-02,a\0b,\r\n";

    rejects(csv, sizeof csv - 1, 2, "title", "NUL");
}
END_TEST

START_TEST(ten_megabytes_in_a_field_are_refused_and_named)
{
    complaint_error *error = NULL;
    complaint_facts *facts = NULL;
    size_t size = 10u << 20;
    char *text = malloc(size + 1);
    int status;

    memset(text, 'x', size);
    text[size] = 0;
    ok(complaint_facts_new(context, &facts, &error), error);
    status = complaint_facts_set_text(facts, "description", text, &error);
    free(text);
    if (status == COMPLAINT_OK)
        file_fails(facts, NULL, COMPLAINT_LIMIT, "limit", "description");
    else {
        complaint_facts_free(facts);
        ck_assert_int_eq(status, COMPLAINT_LIMIT);
        ck_assert_str_eq(complaint_error_field(error), "description");
        complaint_error_free(error);
        unchanged();
    }
}
END_TEST

START_TEST(a_row_of_ten_megabytes_is_listed)
{
    static const char head[] = HEADER "1,2024-01-02,";
    size_t size = sizeof head - 1 + (10u << 20) + 4;
    char *csv = malloc(size);

    memset(csv, 'x', size);
    memcpy(csv, head, sizeof head - 1);
    memcpy(csv + size - 3, ",\r\n", 3);
    rejects(csv, size, 2, "title", "10");
    free(csv);
}
END_TEST

START_TEST(columns_that_are_missing_are_all_listed)
{
    static const char csv[] = "number,title\r\n1,a\r\n";
    complaint_error *error = NULL;
    int status = import(csv, sizeof csv - 1, MAPPING, NULL, &error);

    ck_assert_int_eq(status, COMPLAINT_INVALID);
    ck_assert_uint_eq(complaint_error_item_count(error), 2);
    ck_assert_str_eq(complaint_error_item(error, 0), "came");
    ck_assert_str_eq(complaint_error_item(error, 1), "answered");
    complaint_error_free(error);
    unchanged();
}
END_TEST

START_TEST(a_file_in_no_known_encoding_is_refused_with_its_line)
{
    static const char csv[] = HEADER "1,2024-01-02,\xff\xfe\x01,\r\n";
    complaint_error *error = NULL;
    int status = import(csv, sizeof csv - 1, MAPPING, NULL, &error);

    ck_assert_int_eq(status, COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_error_line(error), 2);
    ck_assert_ptr_nonnull(strstr(complaint_error_file(error), "rows.csv"));
    complaint_error_free(error);
    unchanged();
}
END_TEST

static const char *const bad_dates[] = {"1900-01-01", "9999-12-31", "0",
                                        "2958465", "2024-02-30"};

START_TEST(a_row_with_a_date_of_1900_or_9999_is_listed)
{
    char csv[128];
    int size = snprintf(csv, sizeof csv, HEADER "1,%s,a,\r\n", bad_dates[_i]);

    rejects(csv, (size_t)size, 2, "came", "");
    size = snprintf(csv, sizeof csv, HEADER "1,2024-01-02,a,%s\r\n",
                    bad_dates[_i]);
    rejects(csv, (size_t)size, 2, "answered", "");
}
END_TEST

START_TEST(a_row_answered_before_received_is_listed)
{
    static const char csv[] = HEADER "1,2024-01-05,a,2024-01-04\r\n";

    rejects(csv, sizeof csv - 1, 2, "answered", "before");
}
END_TEST

START_TEST(a_time_of_the_future_or_of_9999_is_refused)
{
    complaint_error *error = NULL;
    complaint_time time = 0;
    int status = complaint_time_parse("9999-12-31T00:00:00Z", 0, &time, &error);

    failed(status, error, COMPLAINT_LIMIT, "time.range", "");
    file_fails(facts_of("{\"title\":\"x\"}"), "2199-01-01T00:00:00Z",
               COMPLAINT_INVALID, "time.future", "happened_at");
}
END_TEST

START_TEST(a_step_before_the_receipt_is_refused)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status;

    ok(complaint_time_parse("2024-03-04T00:00:00Z", 0, &time, &error), error);
    status =
        complaint_case_perform(one, clerk, "acknowledge", NULL, time, &error);
    ck_assert_str_eq(complaint_error_field(error), "happened_at");
    ck_assert_int_ne(status, COMPLAINT_OK);
    complaint_error_free(error);
    unchanged();
}
END_TEST

START_TEST(a_procedure_that_is_not_installed_is_refused)
{
    file_fails(facts_of("{\"title\":\"x\",\"procedure\":\"nonsense\"}"), NULL,
               COMPLAINT_NOT_FOUND, "definition.not_found", "procedure");
}
END_TEST

START_TEST(a_code_that_the_catalog_has_not_names_those_it_has)
{
    complaint_facts *facts =
        facts_of("{\"title\":\"x\",\"category\":\"product.qualty\"}");
    complaint_error *error = NULL;
    bool named = false;
    int status = complaint_case_file(reg, clerk, facts, COMPLAINT_TIME_NONE,
                                     NULL, &error);

    complaint_facts_free(facts);
    ck_assert_uint_gt(complaint_error_item_count(error), 1);
    for (size_t i = 0; i < complaint_error_item_count(error); i++) {
        const char *item = complaint_error_item(error, i);
        ck_assert_ptr_nonnull(strstr(item, "product"));
        named = named || strcmp(item, "product.quality") == 0;
    }
    ck_assert(named);
    failed(status, error, COMPLAINT_INVALID, "code.unknown", "category");
}
END_TEST

START_TEST(a_transition_not_allowed_now_is_refused)
{
    complaint_error *error = NULL;
    int status = complaint_case_perform(one, clerk, "close", NULL,
                                        COMPLAINT_TIME_NONE, &error);

    failed(status, error, COMPLAINT_REFUSED, "procedure.state", "transition");
    error = NULL;
    status = complaint_case_perform(one, clerk, "nonsense", NULL,
                                    COMPLAINT_TIME_NONE, &error);
    ck_assert_int_ne(status, COMPLAINT_OK);
    ck_assert_str_eq(complaint_error_detail(error), "procedure.transition");
    complaint_error_free(error);
    unchanged();
}
END_TEST

START_TEST(a_role_that_the_procedure_does_not_know_is_denied)
{
    complaint_error *error = NULL;
    complaint_actor *visitor = NULL;
    int status;

    ok(complaint_actor_new(context, "visitor", NULL, &visitor, &error), error);
    ok(complaint_actor_add_role(visitor, "nonsense", &error), error);
    status = complaint_case_perform(one, visitor, "acknowledge", NULL,
                                    COMPLAINT_TIME_NONE, &error);
    complaint_actor_free(visitor);
    failed(status, error, COMPLAINT_DENIED, "procedure.role", "actor");
}
END_TEST

START_TEST(missing_facts_are_all_listed)
{
    static const char *const steps[] = {"acknowledge", "assess"};
    complaint_error *error = NULL;
    complaint_facts *next = NULL;
    complaint_facts *facts = facts_of("{\"severity\":\"minor\"}");
    size_t looked = 0;

    for (size_t i = 0; i < 2; i++)
        ok(complaint_case_perform(one, clerk, steps[i], i == 1 ? facts : NULL,
                                  COMPLAINT_TIME_NONE, &error),
           error);
    complaint_facts_free(facts);
    free(before);
    before = contents(reg);
    ok(complaint_case_next(one, clerk, &next, &error), error);
    for (size_t i = 0; i < complaint_facts_size(next); i++) {
        const complaint_facts *step = complaint_facts_at(next, i);
        const complaint_facts *wants = complaint_facts_get(step, "facts");
        size_t required = 0;
        for (size_t j = 0; j < complaint_facts_size(wants); j++)
            required += complaint_facts_integer(
                            complaint_facts_get(complaint_facts_at(wants, j),
                                                "required"),
                            0) != 0;
        if (required == 0 ||
            complaint_facts_text(complaint_facts_get(step, "why_not"), "")[0])
            continue;
        ck_assert_int_eq(
            complaint_case_perform(
                one, clerk,
                complaint_facts_text(complaint_facts_get(step, "name"), ""),
                NULL, COMPLAINT_TIME_NONE, &error),
            COMPLAINT_INCOMPLETE);
        ck_assert_uint_eq(complaint_error_item_count(error), required);
        complaint_error_free(error);
        error = NULL;
        unchanged();
        looked++;
    }
    ck_assert_uint_gt(looked, 0);
    complaint_facts_free(next);
}
END_TEST

START_TEST(shares_that_sum_to_9999_are_refused)
{
    complaint_error *error = NULL;
    complaint_finding *finding = NULL;
    int status;

    ok(complaint_finding_new(context, &finding, &error), error);
    ok(complaint_finding_add_share(finding, "unit", "a", 5000, true, NULL, NULL,
                                   &error),
       error);
    ok(complaint_finding_add_share(finding, "unit", "b", 4999, false, NULL,
                                   NULL, &error),
       error);
    status = complaint_case_attribute(one, clerk, finding, COMPLAINT_TIME_NONE,
                                      &error);
    complaint_finding_free(finding);
    failed(status, error, COMPLAINT_INVALID, "finding.sum", "shares");
}
END_TEST

/* Close, change one byte of the file's head, and try to open it. */
static void reopened_fails(long offset, int wanted, const char *detail)
{
    complaint_error *error = NULL;
    complaint_register *other = NULL;
    char uri[128];
    FILE *file;
    int byte, status;

    complaint_case_free(one);
    one = NULL;
    ok(complaint_register_close(reg, &error), error);
    complaint_register_free(reg);
    reg = NULL;
    file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, offset, SEEK_SET), 0);
    byte = fgetc(file);
    ck_assert_int_eq(fseek(file, offset, SEEK_SET), 0);
    ck_assert_int_ne(fputc(byte + 1, file), EOF);
    ck_assert_int_eq(fclose(file), 0);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    for (int i = 0; i < 2; i++) {
        status = complaint_register_open(context, uri,
                                         i == 0 ? COMPLAINT_REGISTER_READ_ONLY
                                                : COMPLAINT_REGISTER_CREATE,
                                         &other, &error);
        ck_assert_ptr_null(other);
        ck_assert_msg(status == wanted, "%s", complaint_error_message(error));
        ck_assert_str_eq(complaint_error_detail(error), detail);
        ck_assert_ptr_nonnull(
            strstr(complaint_error_field(error), "register.db"));
        complaint_error_free(error);
        error = NULL;
    }
    /* Put right, it is what it was. */
    file = fopen(path, "r+b");
    ck_assert_int_eq(fseek(file, offset, SEEK_SET), 0);
    ck_assert_int_ne(fputc(byte, file), EOF);
    ck_assert_int_eq(fclose(file), 0);
    open_register(0);
    unchanged();
}

START_TEST(a_database_of_another_program_is_refused)
{
    reopened_fails(71, COMPLAINT_CORRUPT, "store.corrupt");
}
END_TEST

START_TEST(a_newer_schema_is_refused)
{
    reopened_fails(63, COMPLAINT_VERSION, "store.version");
}
END_TEST

START_TEST(a_register_opened_read_only_takes_nothing)
{
    static const char csv[] = HEADER "1,2024-01-02,a,\r\n";
    complaint_error *error = NULL;
    int status;

    complaint_case_free(one);
    one = NULL;
    complaint_register_free(reg);
    open_register(COMPLAINT_REGISTER_READ_ONLY);
    file_fails(facts_of("{\"title\":\"x\"}"), NULL, COMPLAINT_READ_ONLY,
               "store.read_only", "");
    status = import(csv, sizeof csv - 1, MAPPING, NULL, &error);
    ck_assert_int_eq(status, COMPLAINT_READ_ONLY);
    complaint_error_free(error);
    error = NULL;
    status = complaint_register_rebuild(reg, NULL, &error);
    ck_assert_int_eq(status, COMPLAINT_READ_ONLY);
    complaint_error_free(error);
    unchanged();
}
END_TEST

static Suite *bad_input_suite(void)
{
    Suite *suite = suite_create("bad input");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, a_text_that_is_no_utf8_is_refused_and_named);
    tcase_add_test(all, a_nul_in_a_text_is_refused);
    tcase_add_test(all, a_row_with_a_nul_is_listed);
    tcase_add_test(all, ten_megabytes_in_a_field_are_refused_and_named);
    tcase_add_test(all, a_row_of_ten_megabytes_is_listed);
    tcase_add_test(all, columns_that_are_missing_are_all_listed);
    tcase_add_test(all, a_file_in_no_known_encoding_is_refused_with_its_line);
    tcase_add_loop_test(all, a_row_with_a_date_of_1900_or_9999_is_listed, 0,
                        (int)(sizeof bad_dates / sizeof *bad_dates));
    tcase_add_test(all, a_row_answered_before_received_is_listed);
    tcase_add_test(all, a_time_of_the_future_or_of_9999_is_refused);
    tcase_add_test(all, a_step_before_the_receipt_is_refused);
    tcase_add_test(all, a_procedure_that_is_not_installed_is_refused);
    tcase_add_test(all, a_code_that_the_catalog_has_not_names_those_it_has);
    tcase_add_test(all, a_transition_not_allowed_now_is_refused);
    tcase_add_test(all, a_role_that_the_procedure_does_not_know_is_denied);
    tcase_add_test(all, missing_facts_are_all_listed);
    tcase_add_test(all, shares_that_sum_to_9999_are_refused);
    tcase_add_test(all, a_database_of_another_program_is_refused);
    tcase_add_test(all, a_newer_schema_is_refused);
    tcase_add_test(all, a_register_opened_read_only_takes_nothing);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(bad_input_suite());
}
