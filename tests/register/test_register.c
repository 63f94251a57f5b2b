/* Registers as a whole: opening, definitions, settings, batches. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <sqlite3.h>
#include <stdio.h>

static const char catalog[] = "kind: catalog\n"
                              "format: 1\n"
                              "name: tiny\n"
                              "lists:\n"
                              "  - name: category\n"
                              "    codes:\n"
                              "      - {code: a, en: Alpha}\n"
                              "      - {code: b, parent: a, zh-CN: \"\xE4\xB9"
                              "\x99\"}\n";

static complaint_definition *parse(desk *d, const char *text)
{
    complaint_definition *definition;

    desk_ok(complaint_definition_parse(d->context, text, strlen(text),
                                       "test.yaml", &definition, &error));
    return definition;
}

static void install(desk *d, const char *text)
{
    complaint_definition *definition = parse(d, text);

    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

static int file(desk *d, const char *json, complaint_error **error)
{
    complaint_facts *facts = desk_facts(d, json);
    int status = complaint_case_file(d->reg, d->clerk, facts,
                                     COMPLAINT_TIME_NONE, NULL, error);

    complaint_facts_free(facts);
    return status;
}

/* ---- opening ---- */

START_TEST(addresses_that_lead_nowhere_are_refused)
{
    desk d;
    complaint_register *other;
    char uri[200];

    desk_open(&d, _i);
    desk_fails(
        COMPLAINT_NOT_FOUND, "register.scheme",
        complaint_register_open(d.context, "gopher:x", 0, &other, &error));
    desk_fails(
        COMPLAINT_INVALID, "store.uri",
        complaint_register_open(d.context, "no scheme", 0, &other, &error));
    snprintf(uri, sizeof uri, "%s-no-such-file", d.uri);
    if (_i == DESK_SQLITE)
        ck_assert_int_eq(
            complaint_register_open(d.context, uri, 0, &other, NULL),
            COMPLAINT_NOT_FOUND);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_open(NULL, uri, 0, &other, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_open(d.context, NULL, 0, &other, &error));
    desk_fails(
        COMPLAINT_MISUSE, "misuse.argument",
        complaint_register_open(d.context, "memory:", 64, &other, &error));
    desk_close(&d);
}
END_TEST

static void execute(const desk *d, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;

    ck_assert_int_eq(sqlite3_open(d->path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK,
                  "%s: %s", sql, message);
    sqlite3_close(db);
}

START_TEST(a_file_of_another_program_or_without_identity_is_corrupt)
{
    desk d;
    complaint_register *other;
    char uri[220], path[200];
    sqlite3 *db;

    desk_open(&d, DESK_SQLITE);
    snprintf(path, sizeof path, "%s/other.db", d.folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    ck_assert_int_eq(complaint_register_open(d.context, uri,
                                             COMPLAINT_REGISTER_CREATE, &other,
                                             NULL),
                     COMPLAINT_CORRUPT);
    remove(path);
    desk_ok(complaint_register_close(d.reg, &error));
    complaint_register_free(d.reg);
    d.reg = NULL;
    execute(&d, "DELETE FROM setting WHERE name = 'id'");
    desk_fails_at(COMPLAINT_CORRUPT, "register.identity", "uri",
                  complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
    /* As when its maker was stopped before it wrote who it is. */
    execute(&d, "DELETE FROM setting");
    execute(&d, "DELETE FROM ledger");
    desk_fails_at(COMPLAINT_NOT_FOUND, "register.empty", "uri",
                  complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
    desk_close(&d);
}
END_TEST

START_TEST(a_read_only_register_reads_and_refuses_to_write)
{
    desk d;
    complaint_case *one;
    complaint_facts *facts;

    desk_open(&d, DESK_SQLITE);
    one = desk_file(&d, "{}");
    complaint_case_free(one);
    desk_ok(complaint_register_close(d.reg, &error));
    complaint_register_free(d.reg);
    desk_ok(complaint_register_open(
        d.context, d.uri, COMPLAINT_REGISTER_READ_ONLY, &d.reg, &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_eq(file(&d, "{}", NULL), COMPLAINT_READ_ONLY);
    ck_assert_int_eq(complaint_register_begin(d.reg, NULL),
                     COMPLAINT_READ_ONLY);
    ck_assert_int_eq(complaint_register_set(d.reg, "number", "{series}", NULL),
                     COMPLAINT_READ_ONLY);
    ck_assert_int_eq(complaint_register_rebuild(d.reg, NULL, NULL),
                     COMPLAINT_READ_ONLY);
    desk_ok(complaint_case_find(d.reg, "202403-00001", &one, &error));
    facts = desk_facts(&d, "{\"title\":\"t\"}");
    ck_assert_int_eq(
        complaint_case_amend(one, d.clerk, facts, COMPLAINT_TIME_NONE, NULL),
        COMPLAINT_READ_ONLY);
    complaint_facts_free(facts);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(describe_tells_who_the_register_is)
{
    desk d;
    complaint_facts *facts;
    complaint_case *one;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    complaint_case_free(one);
    desk_ok(complaint_register_describe(d.reg, &facts, &error));
    ck_assert_uint_eq(
        strlen(complaint_facts_text(complaint_facts_get(facts, "id"), "")), 36);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(facts, "cases"), -1), 1);
    ck_assert_uint_eq(
        complaint_facts_size(complaint_facts_get(facts, "definitions")), 4);
    ck_assert_str_eq(
        complaint_facts_text(
            complaint_facts_get(complaint_facts_get(facts, "settings"),
                                "procedure"),
            ""),
        "bank");
    complaint_facts_free(facts);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_describe(d.reg, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_describe(NULL, &facts, &error));
    desk_close(&d);
}
END_TEST

/* ---- definitions ---- */

START_TEST(definitions_say_what_is_wrong_and_where)
{
    static const struct {
        const char *text;
        const char *detail;
        int64_t line;
    } wrong[] = {
        {"name: x\n", "definition.kind", 1},
        {"# comment\n\nkind: novel\n", "definition.kind", 3},
        {"", "definition.kind", 1},
        {"kind: catalog\nformat: 2\nname: x\nlists: []\n", "definition.format",
         2},
        {"kind: catalog\nformat: 1\nname: x\nlists:\n  - name: cause\n"
         "    codes:\n      - {code: a}\n      - {code: a}\n",
         "definition.code_twice", 8},
        {"kind: catalog\nformat: 1\nname: x\nlists:\n  - name: cause\n"
         "    codes:\n      - {code: a, parent: b}\n",
         "definition.parent", 7},
        {"kind: catalog\nformat: 1\nname: x\nlists:\n  - name: cause\n"
         "    codes:\n      - {code: a, parent: b}\n"
         "      - {code: b, parent: a}\n",
         "definition.circle", 7},
        {"kind: catalog\nformat: 1\nname: x\nlists:\n  - {name: c, codes: []}\n"
         "  - {name: c, codes: []}\n",
         "definition.code_twice", 6},
        {"kind: organisation\nformat: 1\nname: x\nunits:\n  - {code: a}\n"
         "suppliers:\n  - {code: a}\n",
         "definition.code_twice", 7},
    };
    desk d;
    complaint_definition *definition;

    desk_open_empty(&d, _i);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        complaint_error *error = NULL;

        ck_assert_int_eq(complaint_definition_parse(
                             d.context, wrong[i].text, strlen(wrong[i].text),
                             "x.yaml", &definition, &error),
                         COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_detail(error), wrong[i].detail);
        ck_assert_int_eq(complaint_error_line(error), wrong[i].line);
        ck_assert_int_gt(complaint_error_column(error), 0);
        ck_assert_str_eq(complaint_error_file(error), "x.yaml");
        complaint_error_free(error);
    }
    desk_fails(COMPLAINT_NOT_FOUND, "definition.file",
               complaint_definition_read(d.context, "/no/such/file.yaml",
                                         &definition, &error));
    desk_fails(COMPLAINT_NOT_FOUND, "definition.bundled",
               complaint_definition_bundled(d.context, "procedure", "no-such",
                                            &definition, &error));
    desk_fails(COMPLAINT_NOT_FOUND, "definition.bundled",
               complaint_definition_bundled(d.context, "novel", "bank",
                                            &definition, &error));
    desk_fails(COMPLAINT_LIMIT, "limit.exceeded",
               complaint_definition_parse(d.context, "x",
                                          COMPLAINT_LIMIT_DEFINITION + 1, NULL,
                                          &definition, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_definition_parse(d.context, NULL, 0, NULL, &definition,
                                          &error));
    desk_close(&d);
}
END_TEST

START_TEST(every_bundled_definition_is_a_definition)
{
    static const char *const names[][2] = {
        {"procedure", "bank"},  {"procedure", "iso10002"},
        {"calendar", "cn"},     {"calendar", "every-day"},
        {"catalog", "general"}, {"organisation", "chain-store"}};
    desk d;
    complaint_definition *definition;

    desk_open_empty(&d, _i);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        desk_ok(complaint_definition_bundled(d.context, names[i][0],
                                             names[i][1], &definition, &error));
        ck_assert_str_eq(complaint_definition_kind(definition), names[i][0]);
        ck_assert_str_eq(complaint_definition_name(definition), names[i][1]);
        ck_assert_uint_eq(strlen(complaint_definition_digest(definition)), 64);
        ck_assert_uint_gt(strlen(complaint_definition_text(definition)), 100);
        complaint_definition_free(definition);
    }
    ck_assert_str_eq(complaint_definition_kind(NULL), "");
    ck_assert_str_eq(complaint_definition_name(NULL), "");
    ck_assert_str_eq(complaint_definition_digest(NULL), "");
    ck_assert_str_eq(complaint_definition_text(NULL), "");
    desk_close(&d);
}
END_TEST

START_TEST(a_definition_with_its_kind_is_parsed_whatever_it_is)
{
    static const char *const kinds[][2] = {{"procedure", "bank"},
                                           {"calendar", "every-day"}};
    desk d;
    complaint_definition *bundled, *again;
    char *text;

    desk_open_empty(&d, _i);
    for (size_t i = 0; i < 2; i++) {
        const char *body;
        size_t size;

        desk_ok(complaint_definition_bundled(d.context, kinds[i][0],
                                             kinds[i][1], &bundled, &error));
        body = complaint_definition_text(bundled);
        size = strlen(body) + 40;
        text = malloc(size);
        ck_assert_ptr_nonnull(text);
        snprintf(text, size, "%s%s%s%s",
                 strstr(body, "kind: ") == NULL ? "kind: " : "",
                 strstr(body, "kind: ") == NULL ? kinds[i][0] : "",
                 strstr(body, "kind: ") == NULL ? "\n" : "", body);
        desk_ok(complaint_definition_parse(d.context, text, strlen(text), NULL,
                                           &again, &error));
        ck_assert_str_eq(complaint_definition_kind(again), kinds[i][0]);
        free(text);
        complaint_definition_free(again);
        complaint_definition_free(bundled);
    }
    desk_close(&d);
}
END_TEST

START_TEST(installing_twice_changes_nothing_and_the_newest_is_used)
{
    desk d;
    complaint_cursor *cursor;
    char other[600];
    const char *newer;

    desk_open(&d, _i);
    install(&d, catalog);
    install(&d, catalog);
    desk_ok(
        complaint_register_list_relation(d.reg, "definition", &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 5);
    desk_ok(complaint_register_set(d.reg, "catalog", "tiny", &error));
    desk_fails_at(COMPLAINT_INVALID, "code.unknown", "category",
                  file(&d, "{\"category\":\"c\"}", &error));
    snprintf(other, sizeof other, "%s      - {code: c}\n", catalog);
    newer = other;
    d.clock_stands = true;
    install(&d, newer);
    desk_ok(file(&d, "{\"category\":\"c\"}", &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_install(d.reg, NULL, NULL, &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(without_definitions_nothing_is_filed)
{
    desk d;

    desk_open_empty(&d, _i);
    desk_fails_at(COMPLAINT_NOT_FOUND, "definition.not_found", "procedure",
                  file(&d, "{}", &error));
    desk_install(&d, "procedure", "bank");
    desk_fails_at(COMPLAINT_NOT_FOUND, "definition.not_found", "calendar",
                  file(&d, "{}", &error));
    desk_install(&d, "calendar", "cn");
    desk_ok(file(&d, "{\"category\":\"anything goes\"}", &error));
    desk_close(&d);
}
END_TEST

START_TEST(units_of_organisations_become_rows_and_stay)
{
    static const char first[] = "kind: organisation\nformat: 1\nname: o\n"
                                "units:\n  - {code: a, en: Alpha}\n"
                                "  - {code: b, parent: a}\n";
    static const char second[] = "kind: organisation\nformat: 1\nname: o\n"
                                 "units:\n  - {code: a, en: \"New\"}\n"
                                 "  - {code: c}\nsuppliers:\n"
                                 "  - {code: s}\n";
    desk d;
    complaint_cursor *cursor;
    const complaint_record *record;

    desk_open_empty(&d, _i);
    desk_install(&d, "procedure", "bank");
    desk_install(&d, "calendar", "cn");
    install(&d, first);
    install(&d, second);
    desk_ok(complaint_register_list_relation(d.reg, "unit", &cursor, &error));
    desk_ok(complaint_cursor_next(cursor, &record, &error));
    ck_assert_str_eq(complaint_record_text(record, "names"),
                     "{\"en\":\"New\"}");
    ck_assert_int_eq(desk_count(cursor), 3);
    desk_ok(file(&d, "{\"unit\":\"b\"}", &error));
    desk_fails(COMPLAINT_INVALID, "code.unknown",
               file(&d, "{\"unit\":\"s\"}", &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* ---- settings ---- */

START_TEST(numbers_follow_their_pattern)
{
    static const char *const wrong[] = {
        "",          "{series",    "{series}{series}", "{month}",
        "{century}", "{series:0}", "{series:13}",      "{series:x}",
        "a}{series}"};
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_int_eq(
            complaint_register_set(d.reg, "number", wrong[i], NULL),
            COMPLAINT_INVALID);
    desk_ok(complaint_register_set(d.reg, "number",
                                   "{procedure}/{unit}/{year}{month}{day}-"
                                   "{series:3}",
                                   &error));
    /* 2024-12-31T16:30:00Z is the first day of 2025 in China. */
    d.now = INT64_C(1735662600) * COMPLAINT_SECOND;
    one = desk_file(&d, "{\"unit\":\"store-02\"}");
    ck_assert_str_eq(desk_text(one, "number"), "bank/store-02/20250101-001");
    complaint_case_free(one);
    one = desk_file(&d, "{\"unit\":\"store-03\"}");
    ck_assert_str_eq(desk_text(one, "number"), "bank/store-03/20250101-001");
    complaint_case_free(one);
    one = desk_file(&d, "{\"unit\":\"store-02\"}");
    ck_assert_str_eq(desk_text(one, "number"), "bank/store-02/20250101-002");
    complaint_case_free(one);
    desk_ok(complaint_register_set(d.reg, "number", "{series}", &error));
    for (int i = 0; i < 3; i++)
        desk_ok(file(&d, "{}", &error));
    /* Numbers that are taken are passed over. */
    desk_ok(complaint_register_set(d.reg, "number", "{series:1}", &error));
    one = desk_file(&d, "{}");
    ck_assert_str_eq(desk_text(one, "number"), "4");
    complaint_case_free(one);
    desk_ok(complaint_register_set(d.reg, "number", NULL, &error));
    one = desk_file(&d, "{}");
    ck_assert_str_eq(desk_text(one, "number"), "202501-00001");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(unknown_settings_and_names_are_refused)
{
    desk d;

    desk_open(&d, _i);
    desk_fails_at(COMPLAINT_NOT_FOUND, "setting.unknown", "colour",
                  complaint_register_set(d.reg, "colour", "red", &error));
    desk_fails_at(COMPLAINT_NOT_FOUND, "definition.not_found", "calendar",
                  complaint_register_set(d.reg, "calendar", "moon", &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_set(d.reg, NULL, "x", &error));
    desk_ok(complaint_register_set(d.reg, "calendar", NULL, &error));
    desk_ok(file(&d, "{}", &error));
    desk_close(&d);
}
END_TEST

/* ---- batches ---- */

START_TEST(a_batch_is_kept_or_undone_as_a_whole)
{
    desk d;
    complaint_case *kept, *changed, *made, *gone;
    complaint_facts *facts;

    desk_open(&d, _i);
    desk_ok(complaint_register_begin(d.reg, &error));
    desk_fails(COMPLAINT_MISUSE, "register.batch",
               complaint_register_begin(d.reg, &error));
    desk_fails(COMPLAINT_MISUSE, "register.batch",
               complaint_register_rebuild(d.reg, NULL, &error));
    kept = desk_file(&d, "{\"title\":\"kept\"}");
    desk_ok(complaint_register_commit(d.reg, &error));
    desk_fails(COMPLAINT_MISUSE, "register.batch",
               complaint_register_commit(d.reg, &error));
    desk_fails(COMPLAINT_MISUSE, "register.batch",
               complaint_register_rollback(d.reg, &error));
    desk_ok(complaint_case_find(d.reg, "202403-00001", &changed, &error));
    desk_ok(complaint_register_begin(d.reg, &error));
    made = desk_file(&d, "{\"title\":\"gone\"}");
    facts = desk_facts(&d, "{\"title\":\"changed\"}");
    desk_ok(complaint_case_amend(changed, d.clerk, facts, COMPLAINT_TIME_NONE,
                                 &error));
    desk_ok(complaint_register_rollback(d.reg, &error));
    desk_fails(COMPLAINT_CONFLICT, "case.stale",
               complaint_case_amend(changed, d.clerk, facts,
                                    COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_CONFLICT, "case.stale",
               complaint_case_amend(made, d.clerk, facts, COMPLAINT_TIME_NONE,
                                    &error));
    desk_fails(COMPLAINT_NOT_FOUND, "case.not_found",
               complaint_case_refresh(made, &error));
    desk_ok(complaint_case_refresh(changed, &error));
    ck_assert_str_eq(desk_text(changed, "title"), "kept");
    desk_ok(complaint_case_amend(changed, d.clerk, facts, COMPLAINT_TIME_NONE,
                                 &error));
    desk_fails(COMPLAINT_CONFLICT, "case.conflict",
               complaint_case_amend(kept, d.clerk, facts, COMPLAINT_TIME_NONE,
                                    &error));
    complaint_facts_free(facts);
    ck_assert_int_eq(complaint_case_find(d.reg, "202403-00002", &gone, NULL),
                     COMPLAINT_NOT_FOUND);
    complaint_case_free(kept);
    complaint_case_free(changed);
    complaint_case_free(made);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_call_that_fails_in_a_batch_undoes_only_itself)
{
    desk d;
    complaint_case *one;
    complaint_facts *facts;

    desk_open(&d, _i);
    desk_ok(complaint_register_begin(d.reg, &error));
    desk_ok(file(&d, "{\"external_number\":\"1\"}", &error));
    desk_fails(COMPLAINT_EXISTS, "case.exists",
               file(&d, "{\"external_number\":\"1\"}", &error));
    desk_fails(COMPLAINT_INVALID, "code.unknown",
               file(&d, "{\"channel\":\"pigeon\"}", &error));
    one = desk_file(&d, "{\"external_number\":\"2\"}");
    ck_assert_str_eq(desk_text(one, "number"), "202403-00002");
    facts = desk_facts(&d, "{\"external_number\":\"1\"}");
    desk_fails(
        COMPLAINT_EXISTS, "case.exists",
        complaint_case_amend(one, d.clerk, facts, COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_INCOMPLETE, "procedure.missing",
               complaint_case_perform(one, d.clerk, "register", NULL,
                                      COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
    facts = desk_facts(&d, "{\"external_number\":\"3\"}");
    desk_ok(
        complaint_case_amend(one, d.clerk, facts, COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
    desk_ok(complaint_register_commit(d.reg, &error));
    ck_assert_str_eq(desk_text(one, "external_number"), "3");
    complaint_case_free(one);
    desk_ok(complaint_case_find(d.reg, "1", &one, &error));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(closing_undoes_an_open_batch)
{
    desk d;
    complaint_case *one;

    desk_open(&d, DESK_SQLITE);
    desk_ok(complaint_register_begin(d.reg, &error));
    desk_ok(file(&d, "{}", &error));
    desk_ok(complaint_register_close(d.reg, &error));
    desk_fails(COMPLAINT_MISUSE, "register.closed",
               complaint_register_commit(d.reg, &error));
    complaint_register_free(d.reg);
    desk_ok(complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
    ck_assert_int_eq(complaint_case_find(d.reg, "202403-00001", &one, NULL),
                     COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_close(NULL, &error));
    complaint_register_free(NULL);
    desk_close(&d);
}
END_TEST

/* ---- actors ---- */

START_TEST(actors_have_an_id_a_unit_and_some_roles)
{
    desk d;
    complaint_actor *actor;
    char role[32];
    char longest[COMPLAINT_LIMIT_CODE + 2];

    desk_open_empty(&d, _i);
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    ck_assert_int_eq(
        complaint_actor_new(d.context, longest, NULL, &actor, NULL),
        COMPLAINT_LIMIT);
    longest[sizeof longest - 2] = '\0';
    desk_ok(complaint_actor_new(d.context, longest, NULL, &actor, &error));
    ck_assert_str_eq(complaint_actor_id(actor), longest);
    ck_assert_str_eq(complaint_actor_unit(actor), "");
    for (int i = 0; i < COMPLAINT_LIMIT_ROLES; i++) {
        snprintf(role, sizeof role, "role-%d", i);
        desk_ok(complaint_actor_add_role(actor, role, &error));
        desk_ok(complaint_actor_add_role(actor, role, &error));
    }
    ck_assert_int_eq(complaint_actor_add_role(actor, "one more", NULL),
                     COMPLAINT_LIMIT);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_actor_add_role(NULL, "x", &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_actor_add_role(actor, NULL, &error));
    ck_assert_int_eq(complaint_actor_add_role(actor, "", NULL),
                     COMPLAINT_INVALID);
    complaint_actor_free(actor);
    ck_assert_int_eq(complaint_actor_new(d.context, "a\nb", NULL, &actor, NULL),
                     COMPLAINT_INVALID);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_actor_new(NULL, "x", NULL, &actor, &error));
    ck_assert_str_eq(complaint_actor_id(NULL), "");
    ck_assert_str_eq(complaint_actor_unit(NULL), "");
    complaint_actor_free(NULL);
    desk_close(&d);
}
END_TEST

static Suite *register_suite(void)
{
    const TTest *const tests[] = {
        addresses_that_lead_nowhere_are_refused,
        describe_tells_who_the_register_is,
        definitions_say_what_is_wrong_and_where,
        every_bundled_definition_is_a_definition,
        a_definition_with_its_kind_is_parsed_whatever_it_is,
        installing_twice_changes_nothing_and_the_newest_is_used,
        without_definitions_nothing_is_filed,
        units_of_organisations_become_rows_and_stay,
        numbers_follow_their_pattern,
        unknown_settings_and_names_are_refused,
        a_batch_is_kept_or_undone_as_a_whole,
        a_call_that_fails_in_a_batch_undoes_only_itself,
        actors_have_an_id_a_unit_and_some_roles,
    };
    Suite *suite = suite_create("register");
    TCase *tcase = tcase_create("both backends");

    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_loop_test(tcase, tests[i], 0, DESK_BACKENDS);
    tcase_add_test(tcase,
                   a_file_of_another_program_or_without_identity_is_corrupt);
    tcase_add_test(tcase, a_read_only_register_reads_and_refuses_to_write);
    tcase_add_test(tcase, closing_undoes_an_open_batch);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(register_suite());
}
