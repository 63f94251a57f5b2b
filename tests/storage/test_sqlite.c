/* What only a SQLite file can suffer: other programs' files, newer schemas,
 * places that cannot be written, full disks, damage, killed writers. */
#include "storage/sqlite/store.h"
#include "storage/storage.h"

#include "storage/rows.h"
#include "support/surroundings.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static surroundings around;
static complaint_context *context;
static complaint_error *error;
static char folder[64];
static char path[128];
static char uri[140];

#define OK(call) ck_assert_int_eq((call), COMPLAINT_OK)

static void set_up(void)
{
    context = surroundings_begin(&around);
    error = NULL;
    folder_make(folder);
    snprintf(path, sizeof path, "%s/register.db", folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
}

static void tear_down(void)
{
    folder_remove(folder);
    complaint_error_free(error);
    surroundings_end(&around, context);
}

/* Run SQL as another program would. */
static void as_another_program(const char *sql)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static int ask_integer(const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int value = -1;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
                     SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

static complaint__store *open_store(unsigned flags)
{
    complaint__store *store = NULL;

    OK(complaint__store_open(context, uri, flags, &store, &error));
    return store;
}

static int insert_case(complaint__store *store, int number)
{
    complaint_record *row =
        row_make(context, &complaint__relation_case, number, &error);
    int status = complaint__store_insert_record(store, row, &error);

    complaint_record_free(row);
    return status;
}

static void make_register(int cases)
{
    complaint__store *store = open_store(COMPLAINT_STORE_CREATE);

    OK(complaint__store_begin(store, true, &error));
    for (int i = 0; i < cases; i++)
        OK(insert_case(store, i));
    OK(complaint__store_commit(store, &error));
    OK(complaint__store_close(store, &error));
}

static void refuses(unsigned flags, int status)
{
    complaint__store *store = NULL;

    ck_assert_int_eq(complaint__store_open(context, uri, flags, &store, &error),
                     status);
    ck_assert_int_eq(complaint_error_status(error), status);
    ck_assert_ptr_null(store);
}

static void write_file(const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

/* FNV-1a over a file, to see whether it was touched. */
static uint64_t print_of_file(void)
{
    FILE *file = fopen(path, "rb");
    uint64_t print = UINT64_C(14695981039346656037);
    int c;

    ck_assert_ptr_nonnull(file);
    while ((c = getc(file)) != EOF)
        print = (print ^ (uint64_t)c) * UINT64_C(1099511628211);
    fclose(file);
    return print;
}

START_TEST(a_register_of_another_program_is_refused_untouched)
{
    uint64_t before;

    as_another_program("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    before = print_of_file();
    refuses(0, COMPLAINT_CORRUPT);
    ck_assert_str_eq(complaint_error_field(error), path);
    refuses(COMPLAINT_STORE_CREATE, COMPLAINT_CORRUPT);
    refuses(COMPLAINT_STORE_READ_ONLY, COMPLAINT_CORRUPT);
    ck_assert(print_of_file() == before);
    as_another_program("PRAGMA application_id=252006674");
    refuses(COMPLAINT_STORE_CREATE, COMPLAINT_CORRUPT);
    ck_assert_int_eq(complaint_error_backend_code(error), 252006674);
}
END_TEST

START_TEST(a_file_that_is_no_database_is_refused_untouched)
{
    static char text[5000];
    uint64_t before;

    memset(text, 'x', sizeof text);
    write_file(text, sizeof text);
    before = print_of_file();
    refuses(COMPLAINT_STORE_CREATE, COMPLAINT_CORRUPT);
    refuses(0, COMPLAINT_CORRUPT);
    ck_assert_int_eq(complaint_error_backend_code(error), SQLITE_NOTADB);
    ck_assert(print_of_file() == before);
}
END_TEST

START_TEST(an_empty_file_becomes_a_register_only_when_asked)
{
    write_file("", 0);
    refuses(0, COMPLAINT_NOT_FOUND);
    make_register(1);
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM \"case\""), 1);
}
END_TEST

START_TEST(a_newer_schema_is_refused_untouched)
{
    uint64_t before;

    char sql[80];

    make_register(2);
    snprintf(sql, sizeof sql,
             "PRAGMA journal_mode=DELETE; PRAGMA user_version=%d",
             COMPLAINT__SCHEMA + 1);
    as_another_program(sql);
    before = print_of_file();
    refuses(COMPLAINT_STORE_CREATE, COMPLAINT_VERSION);
    ck_assert_int_eq(complaint_error_backend_code(error),
                     COMPLAINT__SCHEMA + 1);
    refuses(COMPLAINT_STORE_READ_ONLY, COMPLAINT_VERSION);
    ck_assert(print_of_file() == before);
}
END_TEST

START_TEST(a_missing_file_and_a_missing_folder_are_told_apart)
{
    refuses(0, COMPLAINT_NOT_FOUND);
    refuses(COMPLAINT_STORE_READ_ONLY, COMPLAINT_NOT_FOUND);
    snprintf(uri, sizeof uri, "sqlite:%s/none/register.db", folder);
    refuses(COMPLAINT_STORE_CREATE, COMPLAINT_IO);
    snprintf(uri, sizeof uri, "sqlite:%s", folder);
    refuses(COMPLAINT_STORE_CREATE, COMPLAINT_IO);
}
END_TEST

START_TEST(a_register_is_marked_and_lies_in_real_tables)
{
    make_register(3);
    ck_assert_int_eq(ask_integer("PRAGMA application_id"),
                     COMPLAINT__SQLITE_APPLICATION);
    ck_assert_int_eq(ask_integer("PRAGMA user_version"), COMPLAINT__SCHEMA);
    /* Every relation by its name; four of them lie on the sheets, and there are
     * three tables more: place, sheet, touched. */
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        char sql[160];

        snprintf(sql, sizeof sql,
                 "SELECT count(*) FROM pragma_table_info('%s')",
                 complaint_relation_name(relation));
        ck_assert_int_eq(ask_integer(sql),
                         (int)relation->column_count +
                             (relation == &complaint__relation_case));
    }
    ck_assert_int_eq(
        ask_integer("SELECT count(*) FROM sqlite_schema WHERE type='table'"),
        (int)complaint_relation_count() - 4 + 3);
    ck_assert_uint_le(complaint_relation_count(), COMPLAINT__SQLITE_RELATIONS);
    as_another_program("PRAGMA journal_mode=DELETE");
    ck_assert_int_eq(ask_integer("SELECT max(\"number\") = 'number-000002' "
                                 "FROM \"case\""),
                     1);
}
END_TEST

START_TEST(views_show_open_and_overdue_cases_without_personal_data)
{
    make_register(3);
    as_another_program(
        "UPDATE \"case\" SET due_at=1000000 WHERE id='id-000000';"
        "UPDATE \"case\" SET closed_at=1 WHERE id='id-000001';"
        "UPDATE \"case\" SET due_at=7258118399999999 WHERE id='id-000002'");
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM complaint_open"), 2);
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM complaint_overdue"), 1);
    ck_assert_int_eq(ask_integer("SELECT due_at='1970-01-01T00:00:01Z' "
                                 "FROM complaint_overdue"),
                     1);
    for (size_t i = 0; i < complaint__case_columns; i++) {
        char sql[200];
        bool personal = (complaint__relation_case.columns[i].flags &
                         COMPLAINT_COLUMN_PERSONAL) != 0;
        snprintf(sql, sizeof sql,
                 "SELECT count(*) FROM pragma_table_info('complaint_open') "
                 "WHERE name='%s'",
                 complaint__relation_case.columns[i].name);
        if (personal)
            ck_assert_int_eq(ask_integer(sql), 0);
    }
}
END_TEST

START_TEST(a_path_is_taken_literally)
{
    char before[512];
    complaint__store *store = NULL;

    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    ck_assert_int_eq(chdir(folder), 0);
    OK(complaint__store_open(context, "sqlite:file:a?mode=memory",
                             COMPLAINT_STORE_CREATE, &store, &error));
    OK(complaint__store_close(store, &error));
    ck_assert_int_eq(access("file:a?mode=memory", F_OK), 0);
    ck_assert_int_eq(chdir(before), 0);
}
END_TEST

/* In a child that is nobody, because root may write everything. The child's
 * answer is the status, negated. */
static int open_as_nobody(unsigned flags)
{
    int result = 0;
    pid_t child = fork();

    if (child == 0) {
        complaint__store *store = NULL;
        const complaint_value *got;
        complaint_value key = complaint__value_text("id-000001");
        int status;
        if (geteuid() == 0 && seteuid(65534) != 0)
            _exit(100);
        status = complaint__store_open(context, uri, flags, &store, &error);
        if (status == COMPLAINT_OK)
            status = complaint__store_get(store, &complaint__relation_case,
                                          &key, &got, &error);
        _exit(-status);
    }
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result));
    return -WEXITSTATUS(result);
}

START_TEST(a_file_that_cannot_be_written_is_read_only)
{
    make_register(3);
    ck_assert_int_eq(chmod(folder, 0777), 0);
    ck_assert_int_eq(chmod(path, 0444), 0);
    ck_assert_int_eq(open_as_nobody(0), COMPLAINT_READ_ONLY);
    ck_assert_int_eq(open_as_nobody(COMPLAINT_STORE_CREATE),
                     COMPLAINT_READ_ONLY);
    ck_assert_int_eq(open_as_nobody(COMPLAINT_STORE_READ_ONLY), COMPLAINT_OK);
}
END_TEST

START_TEST(a_folder_that_cannot_be_written_can_be_read_from)
{
    make_register(3);
    ck_assert_int_eq(chmod(path, 0444), 0);
    ck_assert_int_eq(chmod(folder, 0555), 0);
    ck_assert_int_eq(open_as_nobody(COMPLAINT_STORE_READ_ONLY), COMPLAINT_OK);
    ck_assert_int_eq(open_as_nobody(0), COMPLAINT_READ_ONLY);
}
END_TEST

START_TEST(a_log_that_cannot_be_read_in_is_not_left_out)
{
    complaint__store *store = open_store(COMPLAINT_STORE_CREATE);
    char shared[140];

    OK(complaint__store_begin(store, true, &error));
    OK(insert_case(store, 1));
    OK(complaint__store_commit(store, &error));
    /* The log holds the case while the store is open; without the file that
     * shares memory nobody can read it there. */
    snprintf(shared, sizeof shared, "%s-shm", path);
    ck_assert_int_eq(unlink(shared), 0);
    ck_assert_int_eq(chmod(folder, 0555), 0);
    ck_assert_int_ne(open_as_nobody(COMPLAINT_STORE_READ_ONLY),
                     COMPLAINT_NOT_FOUND);
    OK(complaint__store_close(store, NULL));
}
END_TEST

START_TEST(a_store_opened_to_read_refuses_to_begin_writing)
{
    complaint__store *store;

    make_register(1);
    store = open_store(COMPLAINT_STORE_READ_ONLY);
    ck_assert(complaint__store_read_only(store));
    ck_assert_int_eq(complaint__store_begin(store, true, &error),
                     COMPLAINT_READ_ONLY);
    OK(complaint__store_begin(store, false, &error));
    OK(complaint__store_commit(store, &error));
    OK(complaint__store_close(store, &error));
}
END_TEST

/* Cases until the disk is full: FULL, and those committed before are whole. */
static void fill_until_full(complaint__store *store)
{
    int status = COMPLAINT_OK;
    int committed = 0;

    for (int i = 0; status == COMPLAINT_OK && i < 20000; i += 100) {
        status = complaint__store_begin(store, true, &error);
        for (int j = i; status == COMPLAINT_OK && j < i + 100; j++)
            status = insert_case(store, j);
        if (status == COMPLAINT_OK)
            status = complaint__store_commit(store, &error);
        if (status == COMPLAINT_OK)
            committed = i + 100;
    }
    complaint__store_rollback(store);
    if (status != COMPLAINT_FULL || committed == 0 || committed >= 20000)
        _exit(1);
    if (complaint__store_close(store, NULL) != COMPLAINT_OK)
        _exit(2);
    _exit(ask_integer("SELECT count(*) FROM \"case\"") == committed ? 0 : 3);
}

START_TEST(a_full_disk_says_so_and_loses_nothing)
{
    int result = 0;
    pid_t child;

    make_register(0);
    child = fork();
    if (child == 0) {
        struct rlimit limit = {3000000, 3000000};
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(100);
        fill_until_full(open_store(0));
    }
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result));
    ck_assert_int_eq(WEXITSTATUS(result), 0);
    ck_assert_int_eq(ask_integer("SELECT integrity_check='ok' "
                                 "FROM pragma_integrity_check"),
                     1);
}
END_TEST

START_TEST(a_full_quota_of_pages_says_so)
{
    complaint_store *store = NULL;
    int found = 0;
    int status = COMPLAINT_OK;

    OK(complaint__sqlite_open(NULL, context, path, COMPLAINT_STORE_CREATE,
                              &store, &error));
    OK(complaint__sqlite_schema(store, true, 1, &found, &error));
    sqlite3_exec(store->db, "PRAGMA max_page_count=60", NULL, NULL, NULL);
    OK(complaint__backend_sqlite.begin(store, true, &error));
    for (int i = 0; status == COMPLAINT_OK && i < 5000; i++) {
        complaint_record *row =
            row_make(context, &complaint__relation_case, i, &error);
        status = complaint__backend_sqlite.insert(store, row->relation,
                                                  row->values, &error);
        complaint_record_free(row);
    }
    ck_assert_int_eq(status, COMPLAINT_FULL);
    ck_assert_int_eq(complaint_error_backend_code(error), SQLITE_FULL);
    complaint__backend_sqlite.rollback(store);
    OK(complaint__sqlite_close(store, &error));
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM \"case\""), 0);
}
END_TEST

START_TEST(a_writer_killed_in_the_middle_leaves_nothing_half)
{
    int result = 0;
    pid_t child;
    complaint__store *store;

    make_register(10);
    child = fork();
    if (child == 0) {
        store = open_store(0);
        if (complaint__store_begin(store, true, &error) != COMPLAINT_OK)
            _exit(1);
        /* More than the cache holds, so that pages are in the log. */
        for (int i = 10; i < 20000; i++) {
            if (insert_case(store, i) != COMPLAINT_OK)
                _exit(2);
        }
        raise(SIGKILL);
    }
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL);
    store = open_store(0);
    OK(complaint__store_check(store, &error));
    OK(complaint__store_begin(store, true, &error));
    OK(insert_case(store, 10));
    OK(complaint__store_commit(store, &error));
    OK(complaint__store_close(store, &error));
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM \"case\""), 11);
}
END_TEST

START_TEST(a_second_writer_is_told_to_wait)
{
    complaint_store *a = NULL;
    complaint_store *b = NULL;
    int found = 0;

    OK(complaint__sqlite_open(NULL, context, path, COMPLAINT_STORE_CREATE, &a,
                              &error));
    OK(complaint__sqlite_schema(a, true, 1, &found, &error));
    OK(complaint__sqlite_open(NULL, context, path, 0, &b, &error));
    sqlite3_busy_timeout(b->db, 1); /* five seconds otherwise */
    OK(complaint__backend_sqlite.begin(a, true, &error));
    ck_assert_int_eq(complaint__backend_sqlite.begin(b, true, &error),
                     COMPLAINT_BUSY);
    ck_assert_int_eq(complaint_error_backend_code(error), SQLITE_BUSY);
    OK(complaint__backend_sqlite.begin(b, false, &error));
    OK(complaint__backend_sqlite.commit(b, &error));
    OK(complaint__backend_sqlite.commit(a, &error));
    OK(complaint__backend_sqlite.begin(b, true, &error));
    OK(complaint__backend_sqlite.commit(b, &error));
    OK(complaint__sqlite_close(a, &error));
    OK(complaint__sqlite_close(b, &error));
}
END_TEST

/* More than the cache holds, so that pages reach the log before the end. */
static void insert_much(complaint__store *store, int from, char letter)
{
    enum { SIZE = 1024 * 1024 };
    char *text = malloc(SIZE + 1);

    ck_assert_ptr_nonnull(text);
    memset(text, letter, SIZE);
    text[SIZE] = '\0';
    for (int i = from; i < from + 24; i++) {
        complaint_record *row =
            row_make(context, &complaint__relation_case, i, &error);

        OK(complaint__record_set_text(row, complaint__case_description, text,
                                      &error));
        OK(complaint__store_insert_record(store, row, &error));
        complaint_record_free(row);
    }
    free(text);
}

static void read_case(complaint__store *store, int number)
{
    complaint_record *row =
        row_make(context, &complaint__relation_case, number, &error);
    const complaint_value *found;

    OK(complaint__store_get(store, &complaint__relation_case, row->values,
                            &found, &error));
    complaint_record_free(row);
}

/* Two write as much at the same places of the log, one of them in vain; a
 * reader keeps the log from being emptied in between. */
START_TEST(what_was_undone_does_not_reach_the_log_later)
{
    complaint__store *undone;
    complaint__store *kept;
    complaint__store *reader;

    make_register(3);
    undone = open_store(0);
    kept = open_store(0);
    reader = open_store(0);
    OK(complaint__store_begin(reader, false, &error));
    read_case(reader, 0);
    OK(complaint__store_begin(undone, true, &error));
    insert_much(undone, 100, 'n');
    complaint__store_rollback(undone);
    OK(complaint__store_begin(kept, true, &error));
    insert_much(kept, 200, 'y');
    OK(complaint__store_commit(kept, &error));
    for (int i = 0; i < 3; i++) {
        read_case(undone, i);
        read_case(undone, 200 + i);
        OK(complaint__store_begin(undone, true, &error));
        OK(insert_case(undone, 1000 + i));
        OK(complaint__store_commit(undone, &error));
    }
    complaint__store_rollback(reader);
    OK(complaint__store_close(reader, &error));
    OK(complaint__store_check(undone, &error));
    OK(complaint__store_close(undone, &error));
    OK(complaint__store_check(kept, &error));
    OK(complaint__store_close(kept, &error));
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM \"case\""), 3 + 24 + 3);
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM \"case\" "
                                 "WHERE replace(description,'y','')='' AND "
                                 "length(description)=1048576"),
                     24);
}
END_TEST

START_TEST(a_damaged_page_is_found)
{
    complaint__store *store;
    FILE *file;

    make_register(500);
    file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    for (long page = 45; page < 60; page++) {
        fseek(file, page * 4096, SEEK_SET);
        for (int i = 0; i < 200; i++)
            putc(0xaa, file);
    }
    fclose(file);
    store = open_store(0);
    ck_assert_int_eq(complaint__store_check(store, &error), COMPLAINT_CORRUPT);
    OK(complaint__store_close(store, NULL));
}
END_TEST

START_TEST(a_value_of_another_type_is_corrupt)
{
    complaint_value key = complaint__value_text("id-000001");
    const complaint_value *got;
    complaint__store *store;

    make_register(3);
    as_another_program("UPDATE \"case\" SET due_at=x'00' "
                       "WHERE id='id-000001'");
    store = open_store(0);
    ck_assert_int_eq(complaint__store_get(store, &complaint__relation_case,
                                          &key, &got, &error),
                     COMPLAINT_CORRUPT);
    ck_assert_str_eq(complaint_error_field(error), "due_at");
    OK(complaint__store_close(store, &error));
}
END_TEST

START_TEST(a_lost_table_is_corrupt)
{
    complaint__store *store;

    make_register(1);
    as_another_program("DROP TABLE sheet");
    store = open_store(0);
    ck_assert_int_eq(
        complaint__store_get(store, &complaint__relation_clock,
                             (complaint_value[]){complaint__value_text("a"),
                                                 complaint__value_text("b")},
                             &(const complaint_value *){NULL}, &error),
        COMPLAINT_CORRUPT);
    OK(complaint__store_close(store, &error));
}
END_TEST

/* What the check of a register of one case says after this SQL. */
static int checked_after(const char *sql)
{
    complaint__store *store;
    int status;

    make_register(2);
    as_another_program(sql);
    store = open_store(0);
    status = complaint__store_check(store, &error);
    OK(complaint__store_close(store, NULL));
    complaint_error_free(error);
    error = NULL;
    unlink(path);
    return status;
}

START_TEST(a_row_that_is_not_at_its_place_is_found)
{
    ck_assert_int_eq(checked_after("SELECT 1"), COMPLAINT_OK);
    ck_assert_int_eq(checked_after("DELETE FROM place WHERE place = 1"),
                     COMPLAINT_CORRUPT);
    ck_assert_int_eq(checked_after("UPDATE place SET place = 3 - place"),
                     COMPLAINT_CORRUPT);
    ck_assert_int_eq(checked_after("INSERT INTO sheet VALUES(5 << 20, 1, 1, 1, "
                                   "1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)"),
                     COMPLAINT_CORRUPT);
    ck_assert_int_eq(checked_after("INSERT INTO place VALUES('more', 1)"),
                     COMPLAINT_CORRUPT);
}
END_TEST

START_TEST(the_host_chooses_what_is_synchronised)
{
    static const struct {
        const char *parameter;
        int number; /* as SQLite counts; -1: refused */
    } choices[] = {{"", 2},
                   {"?synchronous=full", 2},
                   {"?synchronous=normal", 1},
                   {"?synchronous=extra", 3},
                   {"?synchronous=off", -1},
                   {"?synchronous=", -1},
                   {"?synchronous=FULL", -1}};
    struct stat about;

    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        complaint_store *store = NULL;
        complaint_store *other = NULL;
        sqlite3_stmt *row = NULL;
        char address[300];

        snprintf(address, sizeof address, "%s%s", path, choices[i].parameter);
        if (choices[i].number < 0) {
            ck_assert_int_eq(complaint__sqlite_open(NULL, context, address,
                                                    COMPLAINT_STORE_CREATE,
                                                    &store, &error),
                             COMPLAINT_INVALID);
            ck_assert_str_eq(complaint_error_field(error), "synchronous");
            complaint_error_free(error);
            error = NULL;
            continue;
        }
        OK(complaint__sqlite_open(NULL, context, address,
                                  COMPLAINT_STORE_CREATE, &store, &error));
        /* A handle that shares has the same choice. */
        OK(complaint__sqlite_share(store, &other, &error));
        for (int j = 0; j < 2; j++) {
            ck_assert_int_eq(sqlite3_prepare_v2(j == 0 ? store->db : other->db,
                                                "PRAGMA synchronous", -1, &row,
                                                NULL),
                             SQLITE_OK);
            ck_assert_int_eq(sqlite3_step(row), SQLITE_ROW);
            ck_assert_int_eq(sqlite3_column_int(row, 0), choices[i].number);
            sqlite3_finalize(row);
        }
        OK(complaint__sqlite_close(store, &error));
        OK(complaint__sqlite_close(other, &error));
        ck_assert_int_eq(stat(path, &about), 0);
    }
    snprintf(uri, sizeof uri, "sqlite:?synchronous=normal");
    refuses(COMPLAINT_STORE_CREATE, COMPLAINT_INVALID);
}
END_TEST

START_TEST(a_trigger_from_elsewhere_does_not_run)
{
    complaint__store *store;

    make_register(1);
    as_another_program("CREATE TRIGGER t AFTER INSERT ON \"case\" BEGIN "
                       "DELETE FROM \"case\"; END");
    store = open_store(0);
    OK(complaint__store_begin(store, true, &error));
    OK(insert_case(store, 7));
    OK(complaint__store_commit(store, &error));
    OK(complaint__store_close(store, &error));
    ck_assert_int_eq(ask_integer("SELECT count(*) FROM \"case\""), 2);
}
END_TEST

START_TEST(erased_text_is_gone_from_the_file)
{
    static const char secret[] = "Wo-wohnt-die-Beschwerde-7";
    complaint__store *store = open_store(COMPLAINT_STORE_CREATE);
    complaint_record *row =
        row_make(context, &complaint__relation_party, 1, &error);
    FILE *file;
    char *bytes;
    size_t size;
    bool found = false;

    OK(complaint__record_set_text(row, complaint__party_address, secret,
                                  &error));
    OK(complaint__store_begin(store, true, &error));
    OK(complaint__store_insert_record(store, row, &error));
    OK(complaint__store_commit(store, &error));
    complaint__record_set_null(row, complaint__party_address);
    OK(complaint__store_begin(store, true, &error));
    OK(complaint__store_update_record(store, row, -1, &error));
    OK(complaint__store_commit(store, &error));
    complaint_record_free(row);
    OK(complaint__store_close(store, &error));
    file = fopen(path, "rb");
    bytes = malloc(1 << 20);
    size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    for (size_t i = 0; i + sizeof secret < size; i++)
        found = found || memcmp(bytes + i, secret, sizeof secret - 1) == 0;
    free(bytes);
    ck_assert(!found);
}
END_TEST

/* The lock that SQLite's carrying the log into the file holds, by another
 * process for a while. */
static pid_t hold_checkpoint(void)
{
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 121, .l_len = 1};
    char shared[140];
    int ends[2];
    char held = 0;
    pid_t child;

    snprintf(shared, sizeof shared, "%s-shm", path);
    ck_assert_int_eq(pipe(ends), 0);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        int file = open(shared, O_RDWR);
        held = file >= 0 && fcntl(file, F_SETLK, &lock) == 0;
        if (write(ends[1], &held, 1) != 1)
            _exit(1);
        (void)nanosleep(&(struct timespec){0, 200000000}, NULL);
        _exit(0);
    }
    ck_assert_int_eq(read(ends[0], &held, 1), 1);
    ck_assert_int_eq(held, 1);
    close(ends[0]);
    close(ends[1]);
    return child;
}

START_TEST(erasing_waits_for_who_puts_the_log_into_the_file)
{
    complaint__store *store = open_store(COMPLAINT_STORE_CREATE);
    struct stat about;
    char log[140];
    pid_t child;

    OK(complaint__store_begin(store, true, &error));
    OK(insert_case(store, 1));
    OK(complaint__store_commit(store, &error));
    child = hold_checkpoint();
    OK(complaint__store_scrub(store, &error));
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    snprintf(log, sizeof log, "%s-wal", path);
    ck_assert_int_eq(stat(log, &about), 0);
    ck_assert_int_eq(about.st_size, 0);
    OK(complaint__store_close(store, &error));
}
END_TEST

static void check_plans(complaint_store *store)
{
    for (size_t i = 0; i < COMPLAINT__SQLITE_SCANS; i++) {
        sqlite3_stmt *statement = store->scans[i].statement;
        char *sql;
        sqlite3_stmt *plan = NULL;
        if (statement == NULL)
            continue;
        sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(statement));
        ck_assert_int_eq(sqlite3_prepare_v2(store->db, sql, -1, &plan, NULL),
                         SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *line = (const char *)sqlite3_column_text(plan, 3);
            ck_assert_msg(strstr(line, "TEMP B-TREE") == NULL, "%s: %s", line,
                          sql);
        }
        sqlite3_finalize(plan);
        sqlite3_free(sql);
    }
}

static int looks(complaint_store *store)
{
    int now = 0, most = 0;

    ck_assert_int_eq(
        sqlite3_db_status(store->db, SQLITE_DBSTATUS_CACHE_HIT, &now, &most, 1),
        SQLITE_OK);
    return now;
}

/* Queues of one unit, owner or procedure walk the index by limit, which has
 * these columns: where it passes over a case, it reads no row. */
START_TEST(a_queue_by_unit_reads_no_row_that_it_passes_over)
{
    enum { CASES = 1500, RARE = 300 };
    static const size_t columns[] = {
        complaint__case_unit, complaint__case_owner, complaint__case_procedure};
    complaint_value from = complaint__value_integer(INT64_MIN);
    complaint_value rare = complaint__value_text("rare");
    complaint_store *store = NULL;
    int supported = 0;

    OK(complaint__sqlite_open(NULL, context, path, COMPLAINT_STORE_CREATE,
                              &store, &error));
    OK(complaint__sqlite_schema(store, true, COMPLAINT__SCHEMA, &supported,
                                &error));
    OK(complaint__sqlite_begin(store, true, &error));
    for (int i = 0; i < CASES; i++) {
        complaint_record *row =
            row_make(context, &complaint__relation_case, i, &error);

        complaint__record_set_integer(row, complaint__case_due_at, i);
        for (int j = 0; j < 3; j++)
            OK(complaint__record_set_text(
                row, columns[j], i % RARE == 0 ? "rare" : "other", &error));
        OK(complaint__sqlite_insert(store, row->relation, row->values, &error));
        complaint_record_free(row);
    }
    OK(complaint__sqlite_commit(store, &error));
    for (int j = 0; j < 3; j++) {
        complaint_scan scan = {.struct_size = sizeof scan,
                               .relation = &complaint__relation_case,
                               .lower = from,
                               .where = &rare,
                               .where_column = columns[j]};
        const complaint_value *row;
        complaint_store_cursor *cursor;
        int found = 0;

        scan.index = complaint__relation_index_find(scan.relation, "due");
        (void)looks(store);
        OK(complaint__sqlite_scan_open(store, &scan, &cursor, &error));
        do {
            OK(complaint__sqlite_scan_next(cursor, &row, &error));
            found += row != NULL;
        } while (row != NULL);
        complaint__sqlite_scan_close(cursor);
        ck_assert_int_eq(found, CASES / RARE);
        /* Leaves of the index, and some pages a row that is given. */
        ck_assert_int_lt(looks(store), CASES / 10);
    }
    OK(complaint__sqlite_close(store, &error));
}
END_TEST

/* Every shape of scan is answered by its index, in order, without sorting. */
START_TEST(no_scan_sorts)
{
    complaint_store *store = NULL;
    complaint_value values[8];
    int found = 0;

    OK(complaint__sqlite_open(NULL, context, path, COMPLAINT_STORE_CREATE,
                              &store, &error));
    OK(complaint__sqlite_schema(store, true, 1, &found, &error));
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        for (size_t j = 0; j <= relation->index_count; j++) {
            complaint_scan scan = {.struct_size = sizeof scan};
            const complaint_value *row;
            complaint_store_cursor *cursor;
            /* Rows that tie in a unique index hold a null there: few. */
            if (j > 0 && relation->indexes[j - 1].unique)
                continue;
            scan.relation = relation;
            scan.index = j > 0 ? &relation->indexes[j - 1] : NULL;
            scan.after_count = relation->key_count;
            if (j > 0)
                scan.after_count += scan.index->column_count;
            for (size_t k = 0; k < 8; k++)
                values[k] = complaint__value_text("x");
            scan.equal = values;
            for (int turn = 0; turn < 4; turn++) {
                scan.after = turn >= 2 ? values : NULL;
                scan.descending = turn % 2 == 1;
                scan.equal_count = turn == 1 && j > 0 ? 1 : 0;
                OK(complaint__sqlite_scan_open(store, &scan, &cursor, &error));
                OK(complaint__sqlite_scan_next(cursor, &row, &error));
                ck_assert_ptr_null(row);
                complaint__sqlite_scan_close(cursor);
            }
        }
    }
    check_plans(store);
    OK(complaint__sqlite_close(store, &error));
}
END_TEST

static void add_file_tests(TCase *tc)
{
    tcase_add_test(tc, a_register_of_another_program_is_refused_untouched);
    tcase_add_test(tc, a_file_that_is_no_database_is_refused_untouched);
    tcase_add_test(tc, an_empty_file_becomes_a_register_only_when_asked);
    tcase_add_test(tc, a_newer_schema_is_refused_untouched);
    tcase_add_test(tc, a_missing_file_and_a_missing_folder_are_told_apart);
    tcase_add_test(tc, a_register_is_marked_and_lies_in_real_tables);
    tcase_add_test(tc, views_show_open_and_overdue_cases_without_personal_data);
    tcase_add_test(tc, a_path_is_taken_literally);
    tcase_add_test(tc, a_file_that_cannot_be_written_is_read_only);
    tcase_add_test(tc, a_folder_that_cannot_be_written_can_be_read_from);
    tcase_add_test(tc, a_log_that_cannot_be_read_in_is_not_left_out);
    tcase_add_test(tc, a_store_opened_to_read_refuses_to_begin_writing);
}

int main(void)
{
    Suite *suite = suite_create("sqlite");
    TCase *tc = tcase_create("sqlite");

    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    add_file_tests(tc);
    tcase_add_test(tc, a_full_disk_says_so_and_loses_nothing);
    tcase_add_test(tc, a_full_quota_of_pages_says_so);
    tcase_add_test(tc, a_writer_killed_in_the_middle_leaves_nothing_half);
    tcase_add_test(tc, a_second_writer_is_told_to_wait);
    tcase_add_test(tc, what_was_undone_does_not_reach_the_log_later);
    tcase_add_test(tc, a_damaged_page_is_found);
    tcase_add_test(tc, a_value_of_another_type_is_corrupt);
    tcase_add_test(tc, the_host_chooses_what_is_synchronised);
    tcase_add_test(tc, a_lost_table_is_corrupt);
    tcase_add_test(tc, a_row_that_is_not_at_its_place_is_found);
    tcase_add_test(tc, a_trigger_from_elsewhere_does_not_run);
    tcase_add_test(tc, erased_text_is_gone_from_the_file);
    tcase_add_test(tc, erasing_waits_for_who_puts_the_log_into_the_file);
    tcase_add_test(tc, no_scan_sorts);
    tcase_add_test(tc, a_queue_by_unit_reads_no_row_that_it_passes_over);
    suite_add_tcase(suite, tc);
    return test_run(suite);
}
