/* Seals: what they fix, what they notice, on every backend and on several
 * threads. Tampering with single rows is in test_tamper.c. */
#include "register/desk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "support/surroundings.h"
#include "support/writable.h"

static const char *const key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";
static const char *const other_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";

static void file(desk *d, int count)
{
    for (int i = 0; i < count; i++) {
        complaint_case *one =
            desk_file(d, "{\"title\":\"t\",\"category\":\"other\"}");

        if (i % 2 == 0)
            desk_perform(d, one, "register", "{}");
        complaint_case_free(one);
    }
}

static complaint_facts *seal(desk *d, const char *with)
{
    complaint_facts *out;

    desk_ok(complaint_register_seal(d->reg, with, &out, &error));
    return out;
}

static int64_t integer(const complaint_facts *map, const char *name)
{
    return complaint_facts_integer(complaint_facts_get(map, name), -1);
}

static const char *text(const complaint_facts *map, const char *name)
{
    return complaint_facts_text(complaint_facts_get(map, name), "");
}

/* Verify with options in JSON, and a key; the number of problems. */
static int64_t verify(desk *d, const char *json, const char *with,
                      char first[512])
{
    complaint_facts *options = desk_facts(d, json);
    complaint_facts *out;
    complaint_error *error = NULL;
    const complaint_facts *problem;
    int64_t count;
    int status;

    if (with != NULL)
        ck_assert_int_eq(complaint_facts_set_text(options, "key", with, NULL),
                         COMPLAINT_OK);
    status = complaint_register_verify_with(d->reg, options, &out, &error);
    ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_CORRUPT,
                  "%d %s", status, complaint_error_message(error));
    count = integer(out, "problem_count");
    problem = complaint_facts_at(complaint_facts_get(out, "problems"), 0);
    if (first != NULL)
        snprintf(first, 512, "%s %s %s: %s", text(problem, "relation"),
                 text(problem, "key"), text(problem, "case_id"),
                 text(problem, "what"));
    complaint_error_free(error);
    complaint_facts_free(options);
    complaint_facts_free(out);
    return count;
}

START_TEST(seals_count_what_changed_and_verify)
{
    desk d;
    complaint_facts *one;
    complaint_facts *two;
    complaint_case *changed;

    desk_open(&d, _i);
    one = seal(&d, NULL);
    ck_assert_int_eq(integer(one, "number"), 1);
    ck_assert_int_eq(integer(one, "leaves"), 0);
    ck_assert_str_eq(text(one, "signature"), "");
    complaint_facts_free(one);
    file(&d, 7);
    one = seal(&d, key);
    ck_assert_int_eq(integer(one, "number"), 2);
    ck_assert_int_eq(integer(one, "cases"), 7);
    ck_assert_int_eq(integer(one, "entries"), 11);
    ck_assert_int_eq(integer(one, "added"), 7);
    ck_assert_uint_eq(strlen(text(one, "signature")), 128);
    ck_assert_str_eq(text(one, "public_key"),
                     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12"
                     "af4660c");
    ck_assert_uint_eq(strlen(text(one, "key_id")), 16);
    desk_ok(complaint_case_find(d.reg, "202403-00002", &changed, &error));
    desk_perform(&d, changed, "register", "{}");
    complaint_case_free(changed);
    file(&d, 1);
    two = seal(&d, key);
    ck_assert_int_eq(integer(two, "added"), 2);
    ck_assert_int_eq(integer(two, "leaves"), 9);
    ck_assert_str_eq(text(two, "previous"), text(one, "digest"));
    ck_assert_str_ne(text(two, "root"), text(one, "root"));
    ck_assert_int_eq(verify(&d, "{}", NULL, NULL), 0);
    ck_assert_int_eq(verify(&d, "{\"threads\":3}", NULL, NULL), 0);
    ck_assert_int_eq(
        verify(&d, "{\"threads\":2,\"projections\":false}", NULL, NULL), 0);
    complaint_facts_free(one);
    complaint_facts_free(two);
    desk_close(&d);
}
END_TEST

START_TEST(a_key_or_a_digest_that_was_kept_elsewhere_is_asked_for)
{
    desk d;
    complaint_facts *one;
    char json[128];
    char first[512];

    desk_open(&d, _i);
    ck_assert_int_eq(verify(&d, "{}", key, first), 1);
    ck_assert_str_eq(first, "seal 0 : the register has no seal");
    file(&d, 2);
    one = seal(&d, key);
    snprintf(json, sizeof json, "{\"seal\":\"%s\"}", text(one, "digest"));
    ck_assert_int_eq(verify(&d, json, key, NULL), 0);
    ck_assert_int_eq(verify(&d, json, other_key, first), 1);
    ck_assert_str_eq(first, "seal 1 : the seal is not signed with the key that "
                            "was given");
    complaint_facts_free(one);
    snprintf(json, sizeof json, "{\"seal\":\"%064d\"}", 0);
    ck_assert_int_eq(verify(&d, json, NULL, first), 1);
    ck_assert_str_eq(first, "seal 1 : the seal whose digest was given is not "
                            "there");
    one = seal(&d, NULL);
    ck_assert_int_eq(verify(&d, "{}", key, first), 1);
    complaint_facts_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_batch_that_is_undone_takes_its_seal_along)
{
    desk d;
    complaint_facts *one;

    desk_open(&d, _i);
    file(&d, 2);
    desk_ok(complaint_register_begin(d.reg, &error));
    file(&d, 1);
    one = seal(&d, key);
    ck_assert_int_eq(integer(one, "cases"), 3);
    complaint_facts_free(one);
    ck_assert_int_eq(verify(&d, "{\"threads\":2}", key, NULL), 0);
    desk_ok(complaint_register_rollback(d.reg, &error));
    one = seal(&d, NULL);
    ck_assert_int_eq(integer(one, "number"), 1);
    ck_assert_int_eq(integer(one, "cases"), 2);
    complaint_facts_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(options_and_keys_that_are_none_are_refused)
{
    desk d;
    complaint_facts *options;

    desk_open(&d, _i);
    desk_fails_at(COMPLAINT_INVALID, "key.private", "key",
                  complaint_register_seal(d.reg, "key", NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_seal(NULL, NULL, NULL, &error));
    options = desk_facts(&d, "{\"depth\":1}");
    desk_fails_at(COMPLAINT_INVALID, "verify.options", "depth",
                  complaint_register_verify_with(d.reg, options, NULL, &error));
    complaint_facts_free(options);
    options = desk_facts(&d, "{\"threads\":257}");
    desk_fails(COMPLAINT_LIMIT, "limit.exceeded",
               complaint_register_verify_with(d.reg, options, NULL, &error));
    complaint_facts_free(options);
    options = desk_facts(&d, "{\"threads\":\"many\"}");
    desk_fails(COMPLAINT_LIMIT, "limit.exceeded",
               complaint_register_verify_with(d.reg, options, NULL, &error));
    complaint_facts_free(options);
    ck_assert_int_eq(
        verify(&d, "{\"threads\":256,\"store\":false}", NULL, NULL), 0);
    desk_close(&d);
}
END_TEST

START_TEST(memory_may_end_at_any_allocation_of_sealing)
{
    desk d;
    int64_t count = 0;
    int status;

    desk_open(&d, _i);
    file(&d, 3);
    do {
        d.allocations_left = count++;
        status = complaint_register_seal(d.reg, NULL, NULL, NULL);
        d.allocations_left = -1;
        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY);
    } while (status != COMPLAINT_OK);
    ck_assert_int_gt(count, 10);
    ck_assert_int_eq(desk_verify(&d), 0);
    count = 0;
    do {
        complaint_facts *out;

        d.allocations_left = count++;
        status = complaint_register_verify(d.reg, &out, NULL);
        d.allocations_left = -1;
        complaint_facts_free(out);
        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY);
    } while (status != COMPLAINT_OK);
    desk_close(&d);
}
END_TEST

/* ---- what only a seal notices ---- */

/* Whole-file copies: the register as it was. */
static void copy(desk *d)
{
    char b[200];
    sqlite3 *source;
    sqlite3 *target;
    sqlite3_backup *backup;

    snprintf(b, sizeof b, "%s-old", d->path);
    ck_assert_int_eq(sqlite3_open(d->path, &source), SQLITE_OK);
    ck_assert_int_eq(sqlite3_open(b, &target), SQLITE_OK);
    backup = sqlite3_backup_init(target, "main", source, "main");
    ck_assert_ptr_nonnull(backup);
    ck_assert_int_eq(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    sqlite3_backup_finish(backup);
    sqlite3_close(source);
    sqlite3_close(target);
}

static void alter(desk *d, const char *sql)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(d->path, &db), SQLITE_OK);
    support_make_writable(db);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* Take all rows of a case away, and put those of an older copy there. */
static void replace_case(desk *d, const char *id, bool by_old)
{
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        const char *name = complaint_relation_name(relation);
        bool of_case = complaint_relation_column_find(relation, "case_id") == 0;
        const char *column = of_case ? "case_id" : "id";
        char sql[800];

        if (!of_case && strcmp(name, "case") != 0)
            continue;
        snprintf(sql, sizeof sql, "DELETE FROM \"%s\" WHERE %s = '%s'", name,
                 column, id);
        alter(d, sql);
        snprintf(sql, sizeof sql,
                 "ATTACH '%s-old' AS old; INSERT INTO main.\"%s\" SELECT * "
                 "FROM old.\"%s\" WHERE %s = '%s'",
                 d->path, name, name, column, id);
        if (by_old)
            alter(d, sql);
    }
}

START_TEST(a_whole_case_that_is_gone_or_rolled_back_is_noticed)
{
    desk d;
    complaint_case *one;
    char path[200];
    char first[512];
    char id[64];

    desk_open(&d, DESK_SQLITE);
    one = desk_file(&d, "{\"title\":\"t\",\"category\":\"other\"}");
    snprintf(id, sizeof id, "%s", desk_text(one, "id"));
    file(&d, 3);
    copy(&d);
    desk_perform(&d, one, "register", "{}");
    complaint_case_free(one);
    complaint_facts_free(seal(&d, NULL));
    replace_case(&d, id, true);
    ck_assert_int_eq(verify(&d, "{\"threads\":2}", NULL, first), 1);
    ck_assert_ptr_nonnull(strstr(first, "a sealed entry is gone"));
    ck_assert_ptr_nonnull(strstr(first, id));
    desk_fails_at(COMPLAINT_CORRUPT, "seal.contradicted", "journal",
                  complaint_register_seal(d.reg, NULL, NULL, &error));

    /* The case goes altogether. */
    replace_case(&d, id, false);
    ck_assert_int_gt(verify(&d, "{}", NULL, first), 0);
    ck_assert_ptr_nonnull(strstr(first, "a sealed entry is gone"));
    desk_fails_at(COMPLAINT_CORRUPT, "seal.contradicted", "journal",
                  complaint_register_seal(d.reg, NULL, NULL, &error));
    snprintf(path, sizeof path, "%s-old", d.path);
    unlink(path);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("seal");
    TCase *tests = tcase_create("seal");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, seals_count_what_changed_and_verify, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(tests,
                        a_key_or_a_digest_that_was_kept_elsewhere_is_asked_for,
                        0, DESK_BACKENDS);
    tcase_add_loop_test(tests, a_batch_that_is_undone_takes_its_seal_along, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(tests, options_and_keys_that_are_none_are_refused, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(tests, memory_may_end_at_any_allocation_of_sealing, 0,
                        DESK_BACKENDS);
    tcase_add_test(tests, a_whole_case_that_is_gone_or_rolled_back_is_noticed);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
