/* The journal: its byte form by an independent reading, personal facts apart,
 * and tampering that verify detects and locates. */
#include "register/desk.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/identity.h"
#include "support/surroundings.h"
#include "support/writable.h"

/* Cases with entries of every kind. */
static void fill(desk *d)
{
    complaint_actor *second = desk_actor(d, "clerk-2", NULL);
    complaint_finding *finding;
    complaint_case *one;

    for (int i = 0; i < 3; i++) {
        one = desk_file(d, "{\"title\":\"t\",\"description\":\"secret story\","
                           "\"category\":\"other\",\"unit\":\"quality\","
                           "\"parties\":[{\"name\":\"secret name\"}],"
                           "\"evidence\":[{\"name\":\"photo\"}]}");
        desk_perform(d, one, "register", "{}");
        desk_perform(d, one, "transfer", "{}");
        desk_ok(complaint_case_extend(one, d->clerk, "result", 2, "hard", NULL,
                                      COMPLAINT_TIME_NONE, &error));
        desk_ok(complaint_case_assign(one, d->clerk, "clerk-2", NULL, NULL,
                                      COMPLAINT_TIME_NONE, &error));
        desk_ok(complaint_case_answer_assignment(one, second, i != 1, NULL,
                                                 COMPLAINT_TIME_NONE, &error));
        desk_ok(complaint_finding_new(d->context, &finding, &error));
        desk_ok(complaint_finding_add_share(finding, "none", NULL, 10000, true,
                                            NULL, NULL, &error));
        desk_ok(complaint_case_attribute(one, d->clerk, finding,
                                         COMPLAINT_TIME_NONE, &error));
        complaint_finding_free(finding);
        complaint_case_free(one);
    }
    complaint_actor_free(second);
}

static sqlite3 *look(const desk *d)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(d->path, &db), SQLITE_OK);
    support_make_writable(db);
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;

    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) ==
                      SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
    return statement;
}

/* Changes rows and says how many. */
static int alter(desk *d, const char *sql)
{
    sqlite3 *db = look(d);
    int changes;

    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
    changes = sqlite3_total_changes(db);
    sqlite3_close(db);
    return changes;
}

/* ---- the byte form ---- */

static void hex(FILE *out, sqlite3_stmt *row, int column)
{
    const unsigned char *bytes = sqlite3_column_blob(row, column);

    if (bytes == NULL) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (int i = 0; i < sqlite3_column_bytes(row, column); i++)
        fprintf(out, "%02x", bytes[i]);
    fputc('"', out);
}

static void text(FILE *out, sqlite3_stmt *row, int column)
{
    const unsigned char *bytes = sqlite3_column_text(row, column);

    /* The texts of this test need no escapes. */
    if (bytes == NULL)
        fputs("null", out);
    else
        fprintf(out, "\"%s\"", (const char *)bytes);
}

/* Written again here from the description in docs/reference/register.md. */
START_TEST(the_digest_of_an_entry_is_of_the_documented_bytes)
{
    static const char zero[COMPLAINT__DIGEST_SIZE];
    desk d;
    sqlite3 *db;
    sqlite3_stmt *row;
    unsigned char previous[COMPLAINT__DIGEST_SIZE];
    int rows = 0;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    db = look(&d);
    row = prepare(db, "SELECT case_id, entry, kind, action, happened_at, "
                      "recorded_at, actor, role, procedure_digest, facts, "
                      "commitment, previous, digest, salt, personal "
                      "FROM journal ORDER BY case_id, entry");
    while (sqlite3_step(row) == SQLITE_ROW) {
        unsigned char digest[COMPLAINT__DIGEST_SIZE];
        char *form = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&form, &size);

        ck_assert_ptr_nonnull(out);
        fputs("[\"complaint/entry/1\",", out);
        text(out, row, 0);
        fprintf(out, ",%lld,", (long long)sqlite3_column_int64(row, 1));
        text(out, row, 2);
        fputc(',', out);
        text(out, row, 3);
        fprintf(out, ",%lld,%lld,", (long long)sqlite3_column_int64(row, 4),
                (long long)sqlite3_column_int64(row, 5));
        text(out, row, 6);
        fputc(',', out);
        text(out, row, 7);
        fputc(',', out);
        hex(out, row, 8);
        fprintf(out, ",%s,", (const char *)sqlite3_column_text(row, 9));
        hex(out, row, 10);
        fputc(',', out);
        hex(out, row, 11);
        fputc(']', out);
        fclose(out);
        desk_ok(complaint__digest(d.context, form, size, digest, &error));
        free(form);
        ck_assert_mem_eq(sqlite3_column_blob(row, 12), digest, sizeof digest);
        ck_assert_mem_eq(sqlite3_column_blob(row, 11),
                         sqlite3_column_int64(row, 1) == 1 ? (void *)zero
                                                           : (void *)previous,
                         sizeof digest);
        memcpy(previous, digest, sizeof digest);
        rows++;
    }
    ck_assert_int_eq(rows, 21);
    sqlite3_finalize(row);
    sqlite3_close(db);
    desk_close(&d);
}
END_TEST

START_TEST(personal_facts_are_apart_and_committed_to_with_salt)
{
    desk d;
    sqlite3 *db;
    sqlite3_stmt *row;
    unsigned char first[COMPLAINT__DIGEST_SIZE];
    int rows = 0;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    db = look(&d);
    row = prepare(db, "SELECT facts, personal, salt, commitment FROM journal "
                      "WHERE kind = 'file' ORDER BY case_id");
    while (sqlite3_step(row) == SQLITE_ROW) {
        unsigned char bytes[16 + 200];
        unsigned char digest[COMPLAINT__DIGEST_SIZE];
        size_t size = (size_t)sqlite3_column_bytes(row, 1);

        ck_assert_ptr_null(
            strstr((const char *)sqlite3_column_text(row, 0), "secret"));
        ck_assert_str_eq((const char *)sqlite3_column_text(row, 1),
                         "{\"description\":\"secret story\","
                         "\"evidence\":[{\"name\":\"photo\"}],"
                         "\"parties\":[{\"name\":\"secret name\"}],"
                         "\"title\":\"t\"}");
        ck_assert_int_eq(sqlite3_column_bytes(row, 2), 16);
        memcpy(bytes, sqlite3_column_blob(row, 2), 16);
        memcpy(bytes + 16, sqlite3_column_text(row, 1), size);
        desk_ok(complaint__digest(d.context, bytes, 16 + size, digest, &error));
        ck_assert_mem_eq(sqlite3_column_blob(row, 3), digest, sizeof digest);
        /* The same facts again: the salt makes it another commitment. */
        if (rows++ > 0)
            ck_assert_mem_ne(first, digest, sizeof digest);
        memcpy(first, digest, sizeof digest);
    }
    ck_assert_int_eq(rows, 3);
    sqlite3_finalize(row);
    sqlite3_close(db);
    desk_close(&d);
}
END_TEST

/* ---- tampering ---- */

typedef struct problem {
    char case_id[40];
    int64_t entry;
    char relation[40];
} problem;

static int64_t first_problem(desk *d, problem *found)
{
    complaint_facts *result = NULL;
    const complaint_facts *first;
    int64_t count;

    memset(found, 0, sizeof *found);
    ck_assert_int_eq(complaint_register_verify(d->reg, &result, NULL),
                     COMPLAINT_CORRUPT);
    ck_assert_ptr_nonnull(result);
    first = complaint_facts_at(complaint_facts_get(result, "problems"), 0);
    snprintf(found->case_id, sizeof found->case_id, "%s",
             complaint_facts_text(complaint_facts_get(first, "case_id"), ""));
    snprintf(found->relation, sizeof found->relation, "%s",
             complaint_facts_text(complaint_facts_get(first, "relation"), ""));
    found->entry =
        complaint_facts_integer(complaint_facts_get(first, "entry"), 0);
    count = complaint_facts_integer(
        complaint_facts_get(result, "problem_count"), 0);
    complaint_facts_free(result);
    return count;
}

START_TEST(a_changed_entry_is_detected_and_located)
{
    static const char *const changes[] = {
        "kind = 'amend'",
        "action = 'x'",
        "happened_at = happened_at - 1",
        "recorded_at = recorded_at + 1",
        "actor = 'clerk-9'",
        "role = 'r'",
        "role = NULL",
        "procedure_digest = zeroblob(32)",
        "facts = '{}'",
        "facts = facts || ' '",
        "previous = zeroblob(32)",
        "digest = zeroblob(32)",
        "commitment = zeroblob(32)",
        "salt = zeroblob(16)",
        "personal = '{\"description\":\"another story\"}'",
    };
    desk d;
    problem found;
    char sql[300];
    int detected = 0;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        for (int entry = 1; entry <= 7; entry++) {
            sqlite3 *db;
            char id[40];

            alter(&d, "CREATE TABLE saved AS SELECT * FROM journal");
            db = look(&d);
            snprintf(sql, sizeof sql,
                     "UPDATE journal SET %s WHERE entry = %d AND case_id = "
                     "(SELECT id FROM \"case\" ORDER BY id LIMIT 1 OFFSET 1)",
                     changes[i], entry);
            ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL),
                             SQLITE_OK);
            {
                sqlite3_stmt *row = prepare(
                    db, "SELECT case_id, entry FROM (SELECT * FROM journal "
                        "EXCEPT SELECT * FROM saved)");
                bool changed = sqlite3_step(row) == SQLITE_ROW;

                if (changed)
                    snprintf(id, sizeof id, "%s",
                             (const char *)sqlite3_column_text(row, 0));
                sqlite3_finalize(row);
                sqlite3_close(db);
                if (changed) {
                    ck_assert_int_gt(first_problem(&d, &found), 0);
                    ck_assert_str_eq(found.relation, "journal");
                    ck_assert_str_eq(found.case_id, id);
                    ck_assert_int_eq(found.entry, entry);
                    detected++;
                }
            }
            alter(&d, "DELETE FROM journal");
            alter(&d, "INSERT INTO journal SELECT * FROM saved");
            alter(&d, "DROP TABLE saved");
        }
    }
    ck_assert_int_ge(detected, 90);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(removed_added_and_swapped_entries_are_detected)
{
    static const char *const changes[] = {
        "DELETE FROM journal WHERE entry = 1 AND case_id = (SELECT "
        "max(case_id) FROM journal)",
        "DELETE FROM journal WHERE entry = 4 AND case_id = (SELECT "
        "max(case_id) FROM journal)",
        "DELETE FROM journal WHERE entry = 7 AND case_id = (SELECT "
        "max(case_id) FROM journal)",
        "DELETE FROM journal WHERE case_id = (SELECT max(case_id) FROM "
        "journal)",
        "UPDATE journal SET entry = entry + 100 WHERE entry = 7",
        "UPDATE journal SET entry = CASE entry WHEN 4 THEN 1005 ELSE 1004 END "
        "WHERE entry IN (4, 5); UPDATE journal SET entry = entry - 1000 WHERE "
        "entry > 1000",
        "INSERT INTO journal SELECT case_id, 8, kind, action, happened_at, "
        "recorded_at, actor, role, procedure_digest, facts, personal, salt, "
        "commitment, previous, digest FROM journal WHERE entry = 7",
    };
    desk d;
    problem found;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        alter(&d, "CREATE TABLE saved AS SELECT * FROM journal");
        alter(&d, changes[i]);
        ck_assert_int_gt(first_problem(&d, &found), 0);
        ck_assert_uint_eq(strlen(found.case_id), 36);
        alter(&d, "DELETE FROM journal");
        alter(&d, "INSERT INTO journal SELECT * FROM saved");
        alter(&d, "DROP TABLE saved");
    }
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(changed_projections_are_detected_and_rebuilt)
{
    static const struct {
        const char *sql;
        const char *relation;
    } changes[] = {
        {"UPDATE \"case\" SET title = 'other' WHERE number = '202403-00002'",
         "case"},
        {"UPDATE \"case\" SET due_at = due_at + 1", "case"},
        {"UPDATE \"case\" SET owner = 'clerk-9'", "case"},
        {"UPDATE \"case\" SET revision = 8 WHERE number = '202403-00001'",
         "case"},
        {"UPDATE \"case\" SET head = zeroblob(32)", "case"},
        {"UPDATE \"case\" SET description = NULL", "case"},
        {"DELETE FROM \"case\" WHERE number = '202403-00003'", "case"},
        {"UPDATE party SET name = 'other'", "party"},
        {"DELETE FROM party", "party"},
        {"UPDATE assignment SET state = 'active'", "assignment"},
        {"DELETE FROM clock WHERE name = 'result'", "clock"},
        {"UPDATE clock SET due_at = 1", "clock"},
        {"UPDATE share SET basis_points = 1", "share"},
        {"DELETE FROM finding", "finding"},
        {"UPDATE evidence SET name = 'drawing'", "evidence"},
        {"INSERT INTO party SELECT '018e0000-0000-7000-8000-000000000000', "
         "id, role, kind, anonymous, regular, name, phone, email, address, "
         "reference, language FROM party LIMIT 1",
         "party"},
        {"UPDATE unit SET parent = NULL WHERE code = 'store-01'", "unit"},
        {"DELETE FROM unit WHERE code = 'store-01'", "unit"},
        {"INSERT INTO unit (code) VALUES ('moon')", "unit"},
    };
    desk d;
    problem found;
    int64_t changed;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        int rows = alter(&d, changes[i].sql);

        ck_assert_int_gt(rows, 0);
        ck_assert_int_gt(first_problem(&d, &found), 0);
        ck_assert_str_eq(found.relation, changes[i].relation);
        desk_ok(complaint_register_rebuild(d.reg, &changed, &error));
        ck_assert_int_gt(changed, 0);
        ck_assert_int_eq(desk_verify(&d), 0);
    }
    desk_ok(complaint_register_rebuild(d.reg, &changed, &error));
    ck_assert_int_eq(changed, 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_changed_definition_is_detected_and_a_broken_chain_not_rebuilt)
{
    desk d;
    problem found;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    alter(&d, "UPDATE definition SET text = text || ' ' WHERE kind = "
              "'catalog'");
    ck_assert_int_gt(first_problem(&d, &found), 0);
    ck_assert_str_eq(found.relation, "definition");
    alter(&d, "UPDATE definition SET text = substr(text, 1, length(text) - 1) "
              "WHERE kind = 'catalog'");
    ck_assert_int_eq(desk_verify(&d), 0);
    alter(&d, "UPDATE journal SET actor = 'x' WHERE entry = 3");
    desk_fails(COMPLAINT_CORRUPT, "register.chain",
               complaint_register_rebuild(d.reg, NULL, &error));
    ck_assert_int_eq(first_problem(&d, &found), 3);
    ck_assert_int_eq(found.entry, 3);
    desk_close(&d);
}
END_TEST

START_TEST(verify_counts_cases_and_entries)
{
    desk d;
    complaint_facts *result;

    desk_open(&d, _i);
    fill(&d);
    desk_ok(complaint_register_verify(d.reg, &result, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "cases"), 0), 3);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "entries"), 0), 21);
    complaint_facts_free(result);
    desk_ok(complaint_register_verify(d.reg, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_verify(NULL, NULL, &error));
    desk_close(&d);
}
END_TEST

static Suite *journal_suite(void)
{
    Suite *suite = suite_create("journal");
    TCase *tcase = tcase_create("journal");

    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, the_digest_of_an_entry_is_of_the_documented_bytes);
    tcase_add_test(tcase, personal_facts_are_apart_and_committed_to_with_salt);
    tcase_add_test(tcase, a_changed_entry_is_detected_and_located);
    tcase_add_test(tcase, removed_added_and_swapped_entries_are_detected);
    tcase_add_test(tcase, changed_projections_are_detected_and_rebuilt);
    tcase_add_test(
        tcase, a_changed_definition_is_detected_and_a_broken_chain_not_rebuilt);
    tcase_add_loop_test(tcase, verify_counts_cases_and_entries, 0,
                        DESK_BACKENDS);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(journal_suite());
}
