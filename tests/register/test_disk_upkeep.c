/* Erasing, compacting, sealing, backups and bringing forward on a disk that
 * fails at a call, cuts writes short, fills up, rots or loses its power: each
 * is done or not done, what was erased is there as a whole or gone as a whole,
 * and gone from the raw bytes when the call said so. The platform's calls that
 * the library makes itself for a backup fail in turn like the disk's. */
#define _DEFAULT_SOURCE /* syscall() */
#include "register/plain.h"
#include "support/disk.h"
#include "support/surroundings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CASES = 3, WORDS = 3 };

typedef struct ground {
    desk d;
    char folder[64];
    char uri[100];
    char copy[100]; /* of a backup */
    char copy_uri[110];
    char *before; /* all rows */
    int version;  /* of an older register, or 0 */
} ground;

static disk *the_disk;
static bool calls_fail;    /* the platform's, too */
static ino_t synchronised; /* what last was */

/* ---- the platform's calls ---- */

static bool fails(void)
{
    int code =
        calls_fail ? disk_called(the_disk, true, SQLITE_IOERR) : SQLITE_OK;

    errno = code == SQLITE_FULL ? ENOSPC : EIO;
    return code != SQLITE_OK;
}

static ino_t node_of(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? about.st_ino : 0;
}

int fsync(int file)
{
    struct stat about;

    if (fails())
        return -1;
    if (fstat(file, &about) == 0)
        synchronised = about.st_ino;
    return (int)syscall(SYS_fsync, file);
}

int ftruncate(int file, off_t size)
{
    return fails() ? -1 : (int)syscall(SYS_ftruncate, file, size);
}

int fchmod(int file, mode_t mode)
{
    return fails() ? -1 : (int)syscall(SYS_fchmod, file, mode);
}

/* A name is given to what lies on the disk already. */
int link(const char *from, const char *to)
{
    if (fails())
        return -1;
    if (calls_fail)
        ck_assert_uint_eq(synchronised, node_of(from));
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* ---- the ground ---- */

/* What the library itself made in the folder. */
static void empty_folder(const ground *g)
{
    DIR *folder = opendir(g->folder);
    struct dirent *entry;
    char path[400];

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        (void)snprintf(path, sizeof path, "%s/%s", g->folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    closedir(folder);
}

/* Whoever asks the platform whether there is a register finds a file, too. */
static void fresh_folder(const ground *g)
{
    FILE *file;

    empty_folder(g);
    file = fopen(g->uri + strlen("sqlite:"), "w");
    ck_assert_ptr_nonnull(file);
    fclose(file);
}

static char *bytes_of(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    long length;

    ck_assert_ptr_nonnull(file);
    fseek(file, 0, SEEK_END);
    length = ftell(file);
    rewind(file);
    ck_assert_int_ge(length, 0);
    *size = (size_t)length;
    bytes = malloc(*size + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static bool folder_holds(const ground *g, const char *text)
{
    DIR *folder = opendir(g->folder);
    struct dirent *entry;
    char path[400];
    bool found = false;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        size_t size = 0;
        char *bytes;

        (void)snprintf(path, sizeof path, "%s/%s", g->folder, entry->d_name);
        if (entry->d_name[0] == '.')
            continue;
        bytes = bytes_of(path, &size);
        for (size_t at = 0; at + strlen(text) <= size; at++)
            found |= memcmp(bytes + at, text, strlen(text)) == 0;
        free(bytes);
    }
    closedir(folder);
    return found;
}

static void open_register(ground *g, unsigned flags)
{
    desk_ok(complaint_register_open(g->d.context, g->uri, flags, &g->d.reg,
                                    &error));
}

static void close_register(ground *g)
{
    if (complaint_register_close(g->d.reg, NULL) != COMPLAINT_OK)
        ck_assert(disk_broken(the_disk));
    complaint_register_free(g->d.reg);
    g->d.reg = NULL;
}

static void begin(ground *g)
{
    memset(g, 0, sizeof *g);
    the_disk = disk_begin();
    desk_open_empty(&g->d, DESK_MEMORY);
    close_register(g);
    (void)snprintf(g->folder, sizeof g->folder, "/tmp/complaint-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(g->folder));
    (void)snprintf(g->uri, sizeof g->uri, "sqlite:%s/register.db", g->folder);
    (void)snprintf(g->copy, sizeof g->copy, "%s/copy", g->folder);
    (void)snprintf(g->copy_uri, sizeof g->copy_uri, "sqlite:%s", g->copy);
    disk_beside(the_disk, g->copy);
    fresh_folder(g);
}

static void end(ground *g)
{
    free(g->before);
    desk_close(&g->d);
    disk_end(the_disk);
    empty_folder(g);
    rmdir(g->folder);
}

/* Words of a case that stand nowhere else: of the row, of the journal, and of
 * another row. */
static const char *word(int number, int which)
{
    static char text[24];

    (void)snprintf(text, sizeof text, "%s%dq",
                   which == 0   ? "titleword"
                   : which == 1 ? "storyword"
                                : "personword",
                   number);
    return text;
}

static void fill(ground *g)
{
    char json[300];

    open_register(g, COMPLAINT_REGISTER_CREATE);
    desk_install(&g->d, "procedure", "bank");
    desk_install(&g->d, "calendar", "cn");
    for (int i = 0; i < CASES; i++) {
        complaint_case *one;

        (void)snprintf(json, sizeof json,
                       "{\"title\":\"titleword%dq\",\"description\":"
                       "\"storyword%dq\",\"source\":\"x\",\"external_number\":"
                       "\"%d\",\"parties\":[{\"role\":\"complainant\","
                       "\"name\":\"personword%dq\"}]}",
                       i, i, i, i);
        one = desk_file(&g->d, json);
        desk_perform(&g->d, one, "register", "{\"category\":\"other\"}");
        complaint_case_free(one);
    }
    g->before = plain_contents(g->d.reg, &g->d);
    /* What was written is left in the log. */
    disk_cut(the_disk);
    close_register(g);
    disk_heal(the_disk, 1);
    disk_save(the_disk);
}

/* ---- what is done ---- */

static int erase(ground *g, complaint_error **error)
{
    complaint_facts *what = desk_facts(&g->d, "{\"reason\":\"request 7\"}");
    complaint_case *one = NULL;
    int status = complaint_case_find(g->d.reg, "x/1", &one, error);

    if (status == COMPLAINT_OK)
        status = complaint_case_erase(one, g->d.clerk, what, NULL, error);
    complaint_case_free(one);
    complaint_facts_free(what);
    return status;
}

static int compact(ground *g, complaint_error **error)
{
    return complaint_register_compact(g->d.reg, error);
}

static int seal(ground *g, complaint_error **error)
{
    return complaint_register_seal(g->d.reg, NULL, NULL, error);
}

static int backup(ground *g, complaint_error **error)
{
    synchronised = 0;
    return complaint_register_backup(g->d.reg, g->copy_uri, error);
}

/* ---- what must be there ---- */

static int count_of(const char *all, const char *text)
{
    int count = 0;

    for (const char *at = all; (at = strstr(at, text)) != NULL; at++)
        count++;
    return count;
}

/* Of the case that is erased all words are there, or none; of others all. */
static void check_erased(ground *g, bool done)
{
    char *now = plain_contents(g->d.reg, &g->d);
    int there = 0;

    for (int i = 0; i < CASES; i++)
        for (int which = 0; which < WORDS; which++) {
            int count = count_of(now, word(i, which));
            int was = count_of(g->before, word(i, which));

            ck_assert_int_gt(was, 0);
            there += i == 1 && count == was;
            if (i != 1)
                ck_assert_int_eq(count, was);
            else if (count != was)
                ck_assert_int_eq(count, 0);
        }
    ck_assert_msg(there == 0 || (!done && there == WORDS),
                  "%d of %d words are there", there, WORDS);
    free(now);
}

/* What the call said is done may stand nowhere, not even in free room. */
static void check_no_trace(const ground *g)
{
    for (int which = 0; which < WORDS; which++) {
        const char *text = word(1, which);

        ck_assert_msg(!disk_contains(the_disk, text, strlen(text)),
                      "%s is in the files", text);
        ck_assert_msg(!folder_holds(g, text), "%s is beside the files", text);
    }
}

static void check_same(ground *g, bool done)
{
    char *now = plain_contents(g->d.reg, &g->d);

    (void)done;
    ck_assert_str_eq(now, g->before);
    free(now);
}

/* Seals count; the rest is as it was. */
static void check_sealed(ground *g, bool done)
{
    complaint_cursor *cursor;
    complaint_facts *out = NULL;
    int64_t seals;

    desk_ok(
        complaint_register_list_relation(g->d.reg, "seal", &cursor, &error));
    seals = desk_count(cursor);
    ck_assert_int_le(seals, 1);
    ck_assert_int_ge(seals, done);
    /* Every leaf lies under a seal: another one finds nothing to add. */
    desk_ok(complaint_register_seal(g->d.reg, NULL, &out, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(out, "added"), -1),
        seals == 1 ? 0 : CASES);
    complaint_facts_free(out);
    ck_assert_int_eq(desk_verify(&g->d), 0);
}

/* A target that can be seen is whole. */
static void check_copy(ground *g, bool done)
{
    complaint_register *copy = NULL;
    complaint_facts *out = NULL;
    char *there;

    check_same(g, done);
    ck_assert_msg(done == (access(g->copy, F_OK) == 0),
                  "done %d, and the target is%s there", done,
                  done ? " not" : "");
    if (!done)
        desk_ok(complaint_register_backup(g->d.reg, g->copy_uri, &error));
    desk_ok(
        complaint_register_open(g->d.context, g->copy_uri, 0, &copy, &error));
    desk_ok(complaint_register_verify(copy, &out, &error));
    there = plain_contents(copy, &g->d);
    ck_assert_str_eq(there, g->before);
    free(there);
    complaint_facts_free(out);
    complaint_register_free(copy);
}

/* ---- faults ---- */

static const struct operation {
    const char *name;
    int (*run)(ground *g, complaint_error **error);
    void (*check)(ground *g, bool done);
} operations[] = {
    {"erase", erase, check_erased},
    {"compact", compact, check_same},
    {"seal", seal, check_sealed},
    {"backup", backup, check_copy},
};

enum { OPERATIONS = sizeof operations / sizeof operations[0] };

/* True when it was done. */
static bool run(ground *g, const struct operation *one)
{
    complaint_error *error = NULL;
    int status = one->run(g, &error);

    ck_assert_msg(
        status == COMPLAINT_OK ||
            (disk_broken(the_disk) && complaint_error_status(error) == status &&
             (status == COMPLAINT_IO || status == COMPLAINT_FULL ||
              status == COMPLAINT_BUSY || status == COMPLAINT_READ_ONLY ||
              status == COMPLAINT_CORRUPT)),
        "%s: %d %s", one->name, status, complaint_error_message(error));
    complaint_error_free(error);
    if (status == COMPLAINT_OK && one->run == backup)
        ck_assert_uint_eq(synchronised, node_of(g->folder));
    return status == COMPLAINT_OK;
}

/* Is the fault at this call met? */
static bool attempt(ground *g, const struct operation *one, disk_fault fault,
                    int64_t call)
{
    bool broken;
    bool done;

    fresh_folder(g);
    disk_restore(the_disk);
    g->d.now = DESK_START + COMPLAINT_DAY;
    disk_spares_neighbours(the_disk, call % 2 == 0);
    open_register(g, 0);
    disk_break(the_disk, fault, call);
    calls_fail = true;
    done = run(g, one);
    calls_fail = false;
    broken = disk_broken(the_disk);
    if (done && one->run == erase)
        check_no_trace(g);
    if (fault == DISK_ONCE || fault == DISK_SHORT) {
        disk_break(the_disk, DISK_SOUND, 0);
        ck_assert_int_eq(desk_verify(&g->d), 0);
    } else if (!broken) {
        disk_cut(the_disk); /* what was said is done stays done */
    }
    close_register(g);
    disk_heal(the_disk, (uint64_t)call * DISK_FAULTS + fault);
    if (done && one->run == erase)
        check_no_trace(g);
    open_register(g, 0);
    ck_assert_int_eq(desk_verify(&g->d), 0);
    one->check(g, done);
    if (one->run == erase) {
        ck_assert(run(g, one));
        check_no_trace(g);
        check_erased(g, true);
    }
    close_register(g);
    return broken;
}

/* In the ordinary run `wanted` of the calls, evenly. */
static int64_t stride(int64_t calls, int64_t wanted)
{
    return getenv("COMPLAINT_LONG") != NULL ? 1 : calls / wanted + 1;
}

static int64_t calls_of(ground *g, const struct operation *one)
{
    int64_t calls;

    disk_restore(the_disk);
    open_register(g, 0);
    disk_break(the_disk, DISK_SOUND, 0);
    calls_fail = true;
    ck_assert(run(g, one));
    calls_fail = false;
    calls = disk_calls(the_disk);
    close_register(g);
    return calls;
}

START_TEST(whatever_call_fails_it_is_done_or_not_done)
{
    const struct operation *one = &operations[_i];
    ground g;
    int64_t calls;

    begin(&g);
    fill(&g);
    calls = calls_of(&g, one);
    for (int fault = DISK_ONCE; fault < DISK_FAULTS; fault++) {
        int64_t met = 0;

        for (int64_t call = 1; call <= calls; call += stride(calls, 20))
            met += attempt(&g, one, (disk_fault)fault, call);
        (void)attempt(&g, one, (disk_fault)fault, calls * 2);
        printf("disk: %s, %s at %d of about %d calls\n", one->name,
               disk_fault_name((disk_fault)fault), (int)met, (int)calls);
        ck_assert_int_gt(met, 5);
    }
    end(&g);
}
END_TEST

/* ---- older versions ---- */

/* A register as an older version left it; false without its text. */
static bool make_old(ground *g, int version)
{
    const char *source = getenv("COMPLAINT_SOURCE");
    char path[1024];
    size_t size;
    sqlite3 *db;
    char *sql;

    (void)snprintf(path, sizeof path, "%s/tests/storage/schema_%d.sql",
                   source != NULL ? source : ".", version);
    if (access(path, R_OK) != 0) {
        printf("skipped: no %s\n", path);
        return false;
    }
    sql = bytes_of(path, &size);
    sql[size] = '\0';
    ck_assert_int_eq(sqlite3_open(g->uri + strlen("sqlite:"), &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    free(sql);
    g->version = version;
    disk_save(the_disk);
    return true;
}

/* What can be seen of the backup is the whole old register. */
static void check_old_copy(const ground *g)
{
    sqlite3_stmt *row;
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(g->copy, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db,
                           "SELECT user_version,integrity_check FROM "
                           "pragma_user_version,pragma_integrity_check",
                           -1, &row, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(row), SQLITE_ROW);
    ck_assert_int_eq(sqlite3_column_int(row, 0), g->version);
    ck_assert_str_eq((const char *)sqlite3_column_text(row, 1), "ok");
    sqlite3_finalize(row);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

static int bring_forward(ground *g, complaint_error **error)
{
    complaint_facts *options = NULL;
    char json[200];
    int status;

    (void)snprintf(json, sizeof json, "{\"backup\":\"%s\"}", g->copy_uri);
    options = desk_facts(&g->d, json);
    status =
        complaint_register_migrate(g->d.context, g->uri, options, NULL, error);
    complaint_facts_free(options);
    return status;
}

static const struct operation forward = {"migrate", bring_forward, NULL};

static void check_brought(ground *g)
{
    complaint_cursor *cursor;
    complaint_case *one;

    open_register(g, 0);
    ck_assert_int_eq(desk_verify(&g->d), 0);
    desk_ok(complaint_register_list(g->d.reg, NULL, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 2);
    desk_ok(complaint_case_find(g->d.reg, "crm/A-7", &one, &error));
    ck_assert_str_eq(desk_text(one, "title"), "8D report late");
    ck_assert_str_eq(desk_text(one, "state"), "withdrawn");
    complaint_case_free(one);
    close_register(g);
}

/* The old register or the new one, and from the old one there is a way. */
static bool attempt_forward(ground *g, disk_fault fault, int64_t call)
{
    complaint_error *error = NULL;
    bool broken;
    bool done;

    fresh_folder(g);
    disk_restore(the_disk);
    g->d.now = INT64_C(1792000000) * COMPLAINT_SECOND; /* after its entries */
    disk_spares_neighbours(the_disk, call % 2 == 0);
    disk_break(the_disk, fault, call);
    calls_fail = true;
    done = run(g, &forward);
    calls_fail = false;
    broken = disk_broken(the_disk);
    if (!broken)
        disk_cut(the_disk);
    disk_heal(the_disk, (uint64_t)call * DISK_FAULTS + fault);
    if (access(g->copy, F_OK) == 0)
        check_old_copy(g);
    else
        ck_assert(!done);
    if (done)
        check_brought(g);
    fresh_folder(g);
    ck_assert_msg(bring_forward(g, &error) == COMPLAINT_OK, "%s at %d: %s",
                  disk_fault_name(fault), (int)call,
                  complaint_error_message(error));
    check_brought(g);
    return broken;
}

START_TEST(whatever_call_fails_the_register_is_the_old_one_or_the_new_one)
{
    int64_t calls;
    ground g;

    begin(&g);
    if (make_old(&g, _i)) {
        disk_break(the_disk, DISK_SOUND, 0);
        calls_fail = true;
        ck_assert(run(&g, &forward));
        calls_fail = false;
        calls = disk_calls(the_disk);
        for (int fault = DISK_ONCE; fault < DISK_FAULTS; fault++) {
            int64_t met = 0;

            for (int64_t call = 1; call <= calls; call += stride(calls, 10))
                met += attempt_forward(&g, (disk_fault)fault, call);
            (void)attempt_forward(&g, (disk_fault)fault, calls * 2);
            printf("disk: migrate from %d, %s at %d of about %d calls\n", _i,
                   disk_fault_name((disk_fault)fault), (int)met, (int)calls);
            ck_assert_int_gt(met, 5);
        }
    }
    end(&g);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("disk, upkeep");
    TCase *tcase = tcase_create("disk, upkeep");

    tcase_set_timeout(tcase, 3000);
    tcase_add_loop_test(tcase, whatever_call_fails_it_is_done_or_not_done, 0,
                        OPERATIONS);
    tcase_add_loop_test(
        tcase, whatever_call_fails_the_register_is_the_old_one_or_the_new_one,
        1, 3);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
