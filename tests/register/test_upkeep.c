/* Registers as a whole: backups while others write, from one backend to
 * another, compaction, and registers of older schemas brought
 * forward (storage/schema_N.sql, printed by storage/dump_schema.py; the last is
 * of today's), also by a process that is killed meanwhile. COMPLAINT_LONG=1
 * kills more often. */
#include "model/relation.h"
#include "register/plain.h"
#include "support/surroundings.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void remove_all(const char *path)
{
    static const char *const endings[] = {"",           "-wal",      "-shm",
                                          "-journal",   "-partial",  "-search",
                                          "-version-1", "-version-2"};
    char name[300];

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

static void fill(desk *d, int count)
{
    for (int i = 0; i < count; i++) {
        complaint_case *one =
            desk_file(d, "{\"title\":\"umbrella\",\"channel\":\"web\","
                         "\"description\":\"\xE9\x80\x80\xE8\xB4\xA7\"}");

        if (i % 3 == 0)
            desk_perform(d, one, "withdraw", "{\"reason\":\"r\"}");
        complaint_case_free(one);
    }
}

static void compare_registers(desk *d, const char *uri)
{
    complaint_register *copy;
    complaint_facts *result;
    char *here = plain_contents(d->reg, d);
    char *there;

    desk_ok(complaint_register_open(d->context, uri, 0, &copy, &error));
    there = plain_contents(copy, d);
    ck_assert_str_eq(here, there);
    desk_ok(complaint_register_verify(copy, &result, &error));
    complaint_facts_free(result);
    complaint_register_free(copy);
    free(here);
    free(there);
}

START_TEST(a_backup_holds_the_same_and_verifies)
{
    desk d;
    char path[200];
    char uri[240];
    struct stat about;

    desk_open(&d, _i);
    fill(&d, 30);
    snprintf(path, sizeof path, "/tmp/complaint-backup-%ld-%d.db",
             (long)getpid(), _i);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    remove_all(path);
    desk_ok(complaint_register_backup(d.reg, uri, &error));
    compare_registers(&d, uri);
    ck_assert_int_eq(stat(path, &about), 0);
    desk_fails(COMPLAINT_EXISTS, "store.exists",
               complaint_register_backup(d.reg, uri, &error));
    compare_registers(&d, uri);
    /* It is a register like any other. */
    remove_all(path);
    fill(&d, 3);
    desk_ok(complaint_register_backup(d.reg, uri, &error));
    compare_registers(&d, uri);
    remove_all(path);
    desk_close(&d);
}
END_TEST

START_TEST(what_is_there_is_never_overwritten)
{
    desk d;
    char path[200];
    char uri[240];
    char text[8] = "";
    FILE *file;

    desk_open(&d, DESK_SQLITE);
    fill(&d, 3);
    snprintf(path, sizeof path, "%s/other.db", d.folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    file = fopen(path, "w");
    fputs("mine", file);
    fclose(file);
    desk_fails_at(COMPLAINT_EXISTS, "store.exists", path,
                  complaint_register_backup(d.reg, uri, &error));
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(fgets(text, sizeof text, file));
    fclose(file);
    ck_assert_str_eq(text, "mine");
    unlink(path);
    ck_assert_int_eq(symlink("/nowhere/at/all", path), 0);
    desk_fails(COMPLAINT_EXISTS, "store.exists",
               complaint_register_backup(d.reg, uri, &error));
    unlink(path);
    desk_fails_at(COMPLAINT_EXISTS, "store.own_file", "target",
                  complaint_register_backup(d.reg, d.uri, &error));
    desk_fails(
        COMPLAINT_NOT_FOUND, "store.not_found",
        complaint_register_backup(d.reg, "sqlite:/no/such/place.db", &error));
    ck_assert_int_eq(complaint_register_backup(d.reg, "nonsense", NULL),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_register_backup(d.reg, "odd:x", NULL),
                     COMPLAINT_UNSUPPORTED);
    ck_assert_int_eq(complaint_register_backup(d.reg, "memory:", NULL),
                     COMPLAINT_UNSUPPORTED);
    ck_assert_int_eq(complaint_register_backup(d.reg, NULL, NULL),
                     COMPLAINT_MISUSE);
    desk_ok(complaint_register_begin(d.reg, &error));
    ck_assert_int_eq(complaint_register_backup(d.reg, uri, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_register_compact(d.reg, NULL), COMPLAINT_MISUSE);
    desk_ok(complaint_register_rollback(d.reg, &error));
    desk_close(&d);
}
END_TEST

/* ---- while others write ---- */

typedef struct writer {
    const char *uri;
    atomic_bool stop;
    int filed;
} writer;

static void *write_on(void *data)
{
    static const char json[] = "{\"title\":\"t\",\"channel\":\"web\"}";
    writer *w = data;
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *actor;
    complaint_facts *facts;

    desk_ok(complaint_context_new(NULL, &context, &error));
    desk_ok(complaint_register_open(context, w->uri, 0, &reg, &error));
    desk_ok(complaint_actor_new(context, "clerk-2", NULL, &actor, &error));
    desk_ok(complaint_actor_add_role(actor, "*", &error));
    desk_ok(complaint_facts_parse(context, json, strlen(json), &facts, &error));
    while (!w->stop) {
        complaint_case *one;

        desk_ok(complaint_case_file(reg, actor, facts, COMPLAINT_TIME_NONE,
                                    &one, &error));
        complaint_case_free(one);
        w->filed++;
    }
    complaint_facts_free(facts);
    complaint_actor_free(actor);
    complaint_register_free(reg);
    complaint_context_free(context);
    return NULL;
}

START_TEST(backups_while_another_files_are_each_whole)
{
    desk d;
    writer w = {0};
    pthread_t thread;
    int64_t before = 0;
    char path[200];
    char uri[240];

    desk_open(&d, DESK_SQLITE);
    fill(&d, 20);
    w.uri = d.uri;
    ck_assert_int_eq(pthread_create(&thread, NULL, write_on, &w), 0);
    for (int i = 0; i < 8; i++) {
        complaint_register *copy;
        complaint_facts *result;
        int64_t cases;

        snprintf(path, sizeof path, "%s/copy%d.db", d.folder, i);
        snprintf(uri, sizeof uri, "sqlite:%s", path);
        desk_ok(complaint_register_backup(d.reg, uri, &error));
        desk_ok(complaint_register_open(d.context, uri, 0, &copy, &error));
        desk_ok(complaint_register_verify(copy, &result, &error));
        cases =
            complaint_facts_integer(complaint_facts_get(result, "cases"), -1);
        ck_assert_int_ge(cases, before);
        before = cases;
        complaint_facts_free(result);
        complaint_register_free(copy);
        remove_all(path);
    }
    w.stop = true;
    pthread_join(thread, NULL);
    printf("%d filed while 8 backups were made\n", w.filed);
    ck_assert_int_gt(w.filed, 0);
    desk_close(&d);
}
END_TEST

START_TEST(compaction_gives_room_back_and_changes_nothing)
{
    desk d;
    struct stat before;
    struct stat after;
    complaint_facts *result;
    char *rows[2];
    sqlite3 *db;

    desk_open(&d, DESK_SQLITE);
    fill(&d, 30);
    /* Room that nothing needs. */
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db,
                     "CREATE TABLE t(x);INSERT INTO t VALUES(zeroblob(900000));"
                     "DROP TABLE t;PRAGMA wal_checkpoint(TRUNCATE)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    ck_assert_int_eq(stat(d.path, &before), 0);
    rows[0] = plain_contents(d.reg, &d);
    desk_ok(complaint_register_compact(d.reg, &error));
    ck_assert_int_eq(stat(d.path, &after), 0);
    ck_assert_int_lt(after.st_size, before.st_size - 800000);
    rows[1] = plain_contents(d.reg, &d);
    ck_assert_str_eq(rows[0], rows[1]);
    desk_ok(complaint_register_verify(d.reg, &result, &error));
    complaint_facts_free(result);
    free(rows[0]);
    free(rows[1]);
    desk_close(&d);
    desk_open(&d, DESK_MEMORY);
    desk_fails_at(COMPLAINT_UNSUPPORTED, "backend.lacks", "compact",
                  complaint_register_compact(d.reg, &error));
    desk_close(&d);
}
END_TEST

/* ---- older versions ---- */

/* A register as an older version left it; false without the text. */
static bool make_old(const char *path, int version)
{
    const char *source = getenv("COMPLAINT_SOURCE");
    char name[1024];
    char *sql;
    size_t size;
    FILE *file;
    sqlite3 *db;

    snprintf(name, sizeof name, "%s/tests/storage/schema_%d.sql",
             source != NULL ? source : ".", version);
    file = fopen(name, "rb");
    if (file == NULL) {
        printf("skipped: no %s\n", name);
        return false;
    }
    fseek(file, 0, SEEK_END);
    size = (size_t)ftell(file);
    rewind(file);
    sql = calloc(1, size + 1);
    ck_assert_uint_eq(fread(sql, 1, size, file), size);
    fclose(file);
    remove_all(path);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    free(sql);
    return true;
}

static int version_of(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    int version;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return version;
}

static void check_brought(desk *d, const char *uri)
{
    complaint_register *reg;
    complaint_facts *result;
    complaint_cursor *cursor;
    const complaint_record *row;
    complaint_case *one;

    desk_ok(complaint_register_open(d->context, uri, 0, &reg, &error));
    desk_ok(complaint_register_verify(reg, &result, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "cases"), -1), 2);
    complaint_facts_free(result);
    desk_ok(complaint_case_find(reg, "crm/A-7", &one, &error));
    ck_assert_str_eq(desk_text(one, "title"), "8D report late");
    ck_assert_str_eq(desk_text(one, "state"), "withdrawn");
    ck_assert_str_eq(desk_text(one, "severity"), "high");
    complaint_case_free(one);
    desk_ok(complaint_register_search(reg, "call back", NULL, &cursor, &error));
    desk_ok(complaint_cursor_next(cursor, &row, &error));
    ck_assert_ptr_nonnull(row);
    ck_assert_str_eq(complaint_record_text(row, "number"), "2026-0001");
    complaint_cursor_free(cursor);
    complaint_register_free(reg);
}

START_TEST(a_register_of_every_older_version_is_brought_forward)
{
    desk d;
    char path[200];
    char uri[240];
    char backup[220];
    complaint_register *reg;
    complaint_facts *options;
    complaint_facts *result;

    desk_open(&d, DESK_SQLITE);
    d.now = INT64_C(1792000000) * COMPLAINT_SECOND; /* after its entries */
    snprintf(path, sizeof path, "%s/old.db", d.folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    snprintf(backup, sizeof backup, "%s-version-%d", path, _i);
    if (!make_old(path, _i)) {
        desk_close(&d);
        return;
    }
    desk_fails(COMPLAINT_VERSION, "store.version",
               complaint_register_open(d.context, uri, 0, &reg, &error));
    /* A dry run changes nothing. */
    options = desk_facts(&d, "{\"dry_run\":true}");
    desk_ok(
        complaint_register_migrate(d.context, uri, options, &result, &error));
    complaint_facts_free(options);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "from"), -1), _i);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "migrated"), -1),
        0);
    complaint_facts_free(result);
    ck_assert_int_eq(version_of(path), _i);
    ck_assert_int_ne(access(backup, F_OK), 0);
    /* For real. */
    desk_ok(complaint_register_migrate(d.context, uri, NULL, &result, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "migrated"), -1),
        1);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(result, "backup"), "") + 7,
        backup);
    complaint_facts_free(result);
    ck_assert_int_eq(version_of(backup), _i);
    check_brought(&d, uri);
    /* Once is enough. */
    desk_ok(complaint_register_migrate(d.context, uri, NULL, &result, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "migrated"), -1),
        0);
    complaint_facts_free(result);
    /* The backup is in the way of another one, and comes forward too. */
    snprintf(uri, sizeof uri, "sqlite:%s", backup);
    options = desk_facts(&d, "{\"backup\":\"nonsense\"}");
    ck_assert_int_eq(
        complaint_register_migrate(d.context, uri, options, NULL, NULL),
        COMPLAINT_INVALID);
    complaint_facts_free(options);
    desk_ok(complaint_register_migrate(d.context, uri, NULL, NULL, &error));
    check_brought(&d, uri);
    remove_all(backup);
    remove_all(path);
    desk_close(&d);
}
END_TEST

/* What each object of a file was made with, in the order of names. */
static char *layout_of(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    char *layout;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db,
                           "SELECT group_concat(sql,'\n')FROM(SELECT sql FROM "
                           "sqlite_schema WHERE sql IS NOT NULL ORDER BY name)",
                           -1, &statement, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    layout = strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return layout;
}

/* A file of today's version is opened as it is, and a new one is made like it:
 * who changes the layout needs a new version and a text of the old one. */
START_TEST(the_layout_of_this_version_is_what_it_was_frozen_as)
{
    desk d;
    char path[200];
    char uri[240];
    char fresh[200];
    char *frozen;
    char *today;

    desk_open(&d, DESK_SQLITE);
    d.now = INT64_C(1792000000) * COMPLAINT_SECOND; /* after its entries */
    snprintf(path, sizeof path, "%s/old.db", d.folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    snprintf(fresh, sizeof fresh, "%s", d.path);
    if (!make_old(path, COMPLAINT__SCHEMA)) {
        desk_close(&d);
        return;
    }
    check_brought(&d, uri);
    frozen = layout_of(path);
    today = layout_of(fresh);
    ck_assert_str_eq(today, frozen);
    free(frozen);
    free(today);
    remove_all(path);
    desk_close(&d);
}
END_TEST

START_TEST(a_migration_that_is_killed_leaves_one_version_whole)
{
    const char *wanted = getenv("COMPLAINT_LONG");
    int kills = wanted != NULL && strcmp(wanted, "1") == 0 ? 300 : 13;
    int old = 0;
    desk d;
    char path[200];
    char uri[240];
    char backup[220];

    desk_open(&d, DESK_SQLITE);
    d.now = INT64_C(1792000000) * COMPLAINT_SECOND;
    snprintf(path, sizeof path, "%s/old.db", d.folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    snprintf(backup, sizeof backup, "%s-version-%d", path, _i);
    for (int i = 0; i < kills && make_old(path, _i); i++) {
        struct timespec pause = {0, (long)(i + 1) * (400000000L / kills)};
        complaint_facts *result;
        pid_t child;
        int status;

        fflush(NULL);
        child = fork();
        if (child == 0) {
            status =
                complaint_register_migrate(d.context, uri, NULL, NULL, NULL);
            _exit(status == COMPLAINT_OK ? 0 : 1);
        }
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        old += version_of(path) == _i;
        /* What was interrupted is begun again; its backup may be there. */
        unlink(backup);
        desk_ok(
            complaint_register_migrate(d.context, uri, NULL, &result, &error));
        complaint_facts_free(result);
        check_brought(&d, uri);
        remove_all(backup);
        remove_all(path);
    }
    printf("%d kills, %d before the migration was done\n", kills, old);
    desk_close(&d);
}
END_TEST

START_TEST(registers_of_a_newer_library_and_none_are_refused)
{
    desk d;
    char path[200];
    char uri[240];
    complaint_facts *result;
    complaint_facts *options;
    sqlite3 *db;

    desk_open(&d, DESK_SQLITE);
    snprintf(path, sizeof path, "%s/new.db", d.folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    desk_fails(
        COMPLAINT_NOT_FOUND, "store.not_found",
        complaint_register_migrate(d.context, uri, NULL, &result, &error));
    desk_ok(complaint_register_backup(d.reg, uri, &error));
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA user_version=77", NULL, NULL, NULL);
    sqlite3_close(db);
    desk_fails(
        COMPLAINT_VERSION, "store.version",
        complaint_register_migrate(d.context, uri, NULL, &result, &error));
    options = desk_facts(&d, "{\"dry\":true}");
    desk_fails_at(
        COMPLAINT_INVALID, "migrate.option", "dry",
        complaint_register_migrate(d.context, uri, options, &result, &error));
    complaint_facts_free(options);
    ck_assert_int_eq(
        complaint_register_migrate(d.context, NULL, NULL, NULL, NULL),
        COMPLAINT_MISUSE);
    remove_all(path);
    desk_close(&d);
}
END_TEST

/* ---- creation ---- */

START_TEST(a_register_whose_making_was_stopped_needs_no_repair)
{
    desk d;
    complaint_register *reg;
    complaint_facts *result;
    sqlite3 *db;

    desk_open_empty(&d, DESK_SQLITE);
    complaint_register_free(d.reg);
    d.reg = NULL;
    /* As a process leaves it that was killed between making the tables and
     * writing who it is. */
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db, "DELETE FROM \"setting\"", NULL, NULL, NULL),
        SQLITE_OK);
    desk_fails_at(COMPLAINT_CORRUPT, "register.identity", "setting",
                  complaint_register_open(d.context, d.uri,
                                          COMPLAINT_REGISTER_CREATE, &reg,
                                          &error));
    ck_assert_int_eq(
        sqlite3_exec(db, "DELETE FROM \"ledger\"", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    desk_fails(COMPLAINT_NOT_FOUND, "register.empty",
               complaint_register_open(d.context, d.uri, 0, &reg, &error));
    desk_fails(COMPLAINT_NOT_FOUND, "register.empty",
               complaint_register_open(d.context, d.uri,
                                       COMPLAINT_REGISTER_READ_ONLY, &reg,
                                       &error));
    desk_ok(complaint_register_open(d.context, d.uri, COMPLAINT_REGISTER_CREATE,
                                    &d.reg, &error));
    desk_ok(complaint_register_verify(d.reg, &result, &error));
    complaint_facts_free(result);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("upkeep");
    TCase *tests = tcase_create("upkeep");

    tcase_set_timeout(tests, 600);
    tcase_add_loop_test(tests, a_backup_holds_the_same_and_verifies, 0,
                        DESK_BACKENDS);
    tcase_add_test(tests, what_is_there_is_never_overwritten);
    tcase_add_test(tests, backups_while_another_files_are_each_whole);
    tcase_add_test(tests, compaction_gives_room_back_and_changes_nothing);
    tcase_add_loop_test(
        tests, a_register_of_every_older_version_is_brought_forward, 1, 3);
    tcase_add_test(tests, the_layout_of_this_version_is_what_it_was_frozen_as);
    tcase_add_loop_test(
        tests, a_migration_that_is_killed_leaves_one_version_whole, 1, 3);
    tcase_add_test(tests, registers_of_a_newer_library_and_none_are_refused);
    tcase_add_test(tests, a_register_whose_making_was_stopped_needs_no_repair);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
