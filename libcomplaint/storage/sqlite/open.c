/* Opening files as SQLite registers, or refusing them untouched; making the
 * tables; closing. Rows are in verbs.c and cursor.c. */
#include "storage/sqlite/store.h"

#include "base/context.h"
#include "base/failure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Between two looks at another's transaction. */
#define LOOK_NANOSECONDS 2000000

/* Before what the host wants to be synchronised. */
#define PARAMETER "?synchronous="

int complaint__sqlite_run(complaint_store *store, const char *sql,
                          complaint_error **error)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return COMPLAINT_OK;
    return complaint__sqlite_fail(
        store, error, sqlite3_extended_errcode(store->db), store->path);
}

static int query_integer(complaint_store *store, const char *sql,
                         int64_t *value, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status = complaint__sqlite_prepare(store, sql, &statement, error);

    if (status != COMPLAINT_OK)
        return status;
    if (sqlite3_step(statement) == SQLITE_ROW)
        *value = sqlite3_column_int64(statement, 0);
    else
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), store->path);
    sqlite3_finalize(statement);
    return status;
}

/* What the file is: 0 for empty, else the version of our schema. */
int complaint__sqlite_identify(complaint_store *store, int *version,
                               complaint_error **error)
{
    int64_t application = 0;
    int64_t user_version = 0;
    int64_t objects = 0;
    int status =
        query_integer(store, "PRAGMA application_id", &application, error);

    if (status == COMPLAINT_OK)
        status =
            query_integer(store, "PRAGMA user_version", &user_version, error);
    if (status == COMPLAINT_OK)
        status = query_integer(store, "SELECT count(*) FROM sqlite_schema",
                               &objects, error);
    if (status != COMPLAINT_OK)
        return status;
    *version = 0;
    if (application == 0 && user_version == 0 && objects == 0)
        return COMPLAINT_OK;
    if (application != COMPLAINT__SQLITE_APPLICATION || user_version < 1 ||
        user_version > INT32_MAX)
        return complaint_store_fail(store->context, error, COMPLAINT_CORRUPT,
                                    store->path, application,
                                    "the file is a database of another "
                                    "program");
    *version = (int)user_version;
    return COMPLAINT_OK;
}

/* "file:" URI of a path that is never written, so that SQLite needs neither
 * locks nor a shared-memory file beside it. */
static bool immutable_uri(complaint__buffer *uri, const char *path)
{
    complaint__buffer_text(uri, path[0] == '/' ? "file://" : "file:");
    for (const char *at = path; *at != '\0'; at++) {
        if (strchr("/._-~", *at) != NULL || (*at >= '0' && *at <= '9') ||
            ((*at | 32) >= 'a' && (*at | 32) <= 'z'))
            complaint__buffer_char(uri, *at);
        else
            complaint__buffer_format(uri, "%%%02X", (unsigned char)*at);
    }
    complaint__buffer_text(uri, "?immutable=1");
    return !uri->failed;
}

/* A log with contents beside the file: the file alone is not the register. */
static bool has_log(complaint_store *store)
{
    complaint__buffer name = COMPLAINT__BUFFER(store->context);
    struct stat about;
    bool found;

    complaint__buffer_text(&name, store->path);
    complaint__buffer_text(&name, "-wal");
    found = name.failed || (stat(name.bytes, &about) == 0 && about.st_size > 0);
    complaint__buffer_free(&name);
    return found;
}

int64_t complaint__sqlite_nanoseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Another is writing. SQLite's own waiter looks less and less often, so that
 * of two busy writers one starves; this one keeps looking. */
static int wait_for_turn(void *user_data, int looks)
{
    complaint_store *store = user_data;
    int64_t now = complaint__sqlite_nanoseconds();
    struct timespec pause = {0, 0};

    if (looks == 0)
        store->waits_since = now;
    if (now - store->waits_since > COMPLAINT__SQLITE_PATIENCE)
        return 0;
    /* The clock's last digits keep two that wait apart. */
    pause.tv_nsec = 50000 + (long)(now / 8 % LOOK_NANOSECONDS);
    (void)nanosleep(&pause, NULL);
    return 1;
}

static int connect(complaint_store *store, const char *name, int flags,
                   complaint_error **error)
{
    int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX,
                               complaint__sqlite_log_name(store->log));
    struct stat about;

    if (code != SQLITE_OK) {
        if (store->db != NULL)
            code = sqlite3_extended_errcode(store->db);
        if ((code & 0xff) == SQLITE_CANTOPEN &&
            (flags & SQLITE_OPEN_CREATE) == 0 &&
            stat(store->path, &about) != 0 && errno == ENOENT)
            return complaint_store_fail(store->context, error,
                                        COMPLAINT_NOT_FOUND, store->path, code,
                                        "there is no such file");
        return complaint__sqlite_fail(store, error, code, store->path);
    }
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_handler(store->db, wait_for_turn, store);
    /* A file from elsewhere must not run code of its own. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* SQLite refuses a file that was cut off unless its schema may be written,
     * which a reader cannot do. What is left of it can be read so, and what is
     * gone is CORRUPT when it is looked for. */
    if (flags & SQLITE_OPEN_READONLY)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    return COMPLAINT_OK;
}

/* A register in write-ahead mode, in a place where nothing can be written,
 * cannot be opened in the ordinary way. When its log is empty, its file is
 * complete and may be read as a fixed one. */
static int reopen_immutable(complaint_store *store, int *version,
                            complaint_error **error)
{
    complaint__buffer uri = COMPLAINT__BUFFER(store->context);
    int status;

    sqlite3_close_v2(store->db);
    store->db = NULL;
    if (!immutable_uri(&uri, store->path))
        status = complaint__fail_memory(error);
    else
        status = connect(store, uri.bytes,
                         SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
    complaint__buffer_free(&uri);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_identify(store, version, error);
    return status;
}

/* As the host wants it. */
static int synchronise(complaint_store *store, complaint_error **error)
{
    char sql[64];

    (void)snprintf(sql, sizeof sql, "PRAGMA synchronous=%s",
                   store->synchronous);
    return complaint__sqlite_run(store, sql, error);
}

static int settle(complaint_store *store, complaint_error **error)
{
    int status;

    /* Of this connection only; the file is not touched. Erased data is
     * overwritten, because some of it is personal. Every query here has its
     * index: one that SQLite makes for a scan is a mistake. */
    status = complaint__sqlite_run(
        store,
        "PRAGMA cache_size=-16384;PRAGMA wal_autocheckpoint=2000;"
        "PRAGMA automatic_index=OFF;"
        "PRAGMA journal_size_limit=67108864;"
        "PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY;",
        error);
    return status == COMPLAINT_OK ? synchronise(store, error) : status;
}

static int open_store(complaint_store *store, unsigned flags,
                      complaint_error **error)
{
    bool reading = (flags & COMPLAINT_STORE_READ_ONLY) != 0;
    int how = reading ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int version = 0;
    int status;

    if (flags & COMPLAINT_STORE_CREATE)
        how |= SQLITE_OPEN_CREATE;
    status = connect(store, store->path, how, error);
    if (status != COMPLAINT_OK)
        return status;
    if (!reading && sqlite3_db_readonly(store->db, "main") == 1)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    store->path, 0,
                                    "the register cannot be written here");
    status = complaint__sqlite_identify(store, &version, error);
    if (reading && !has_log(store) &&
        (status == COMPLAINT_READ_ONLY || status == COMPLAINT_IO))
        status = reopen_immutable(store, &version, error);
    if (status == COMPLAINT_OK)
        status = settle(store, error);
    return status;
}

/* "?synchronous=..." at the end of an address, or its end. */
static const char *parameter_of(const char *address)
{
    const char *at = strstr(address, PARAMETER);

    while (at != NULL && strstr(at + 1, PARAMETER) != NULL)
        at = strstr(at + 1, PARAMETER);
    return at != NULL ? at : address + strlen(address);
}

/* The address as a path that SQLite takes literally, and what the host wants
 * to be synchronised: nothing at all is not offered, for a crash of the machine
 * would leave no register. */
static int read_address(complaint_store *store, const char *address,
                        complaint_error **error)
{
    static const char *const known[] = {"full", "normal", "extra"};
    complaint__buffer path = COMPLAINT__BUFFER(store->context);
    const char *parameter = parameter_of(address);
    const char *wanted =
        *parameter != '\0' ? parameter + strlen(PARAMETER) : "full";

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i], wanted) == 0)
            store->synchronous = known[i];
    if (store->synchronous == NULL)
        return complaint_store_fail(
            store->context, error, COMPLAINT_INVALID, "synchronous", 0,
            "\"synchronous\" is \"full\", \"normal\" or \"extra\"");
    if (strncmp(address, "file:", 5) == 0)
        complaint__buffer_text(&path, "./");
    complaint__buffer_append(&path, address, (size_t)(parameter - address));
    store->path = complaint__buffer_take(&path, NULL);
    return store->path != NULL ? COMPLAINT_OK : complaint__fail_memory(error);
}

int complaint__sqlite_open(void *user_data, complaint_context *context,
                           const char *address, unsigned flags,
                           complaint_store **out, complaint_error **error)
{
    complaint_store *store;
    int status;

    (void)user_data;
    *out = NULL;
    if (parameter_of(address) == address)
        return complaint_store_fail(context, error, COMPLAINT_INVALID, "uri", 0,
                                    "\"sqlite:\" needs the path of a file");
    if (strcmp(address, ":memory:") == 0 &&
        (flags & COMPLAINT_STORE_CREATE) == 0)
        return complaint_store_fail(context, error, COMPLAINT_NOT_FOUND,
                                    address, 0,
                                    "a store in memory is always a new one");
    store = complaint__alloc_array(context, 1, sizeof *store);
    if (store == NULL)
        return complaint__fail_memory(error);
    store->context = complaint__context_ref(context);
    store->row = (complaint__buffer)COMPLAINT__BUFFER(context);
    store->log = complaint__sqlite_log_new(context);
    status = store->log == NULL ? complaint__fail_memory(error)
                                : read_address(store, address, error);
    if (status == COMPLAINT_OK)
        status = open_store(store, flags, error);
    if (status != COMPLAINT_OK) {
        (void)complaint__sqlite_close(store, NULL);
        return status;
    }
    *out = store;
    return COMPLAINT_OK;
}

/* By the full path, for the working directory may be another by now. */
int complaint__sqlite_open_again(complaint_store *store, bool reading,
                                 complaint_store **out, complaint_error **error)
{
    complaint__buffer address = COMPLAINT__BUFFER(store->context);
    const char *path = sqlite3_db_filename(store->db, "main");
    int status;

    complaint__buffer_text(
        &address, path != NULL && path[0] != '\0' ? path : store->path);
    complaint__buffer_text(&address, PARAMETER);
    complaint__buffer_text(&address, store->synchronous);
    status = address.failed
                 ? complaint__fail_memory(error)
                 : complaint__sqlite_open(
                       NULL, store->context, address.bytes,
                       reading ? (unsigned)COMPLAINT_STORE_READ_ONLY : 0, out,
                       error);
    complaint__buffer_free(&address);
    return status;
}

int complaint__sqlite_close(complaint_store *store, complaint_error **error)
{
    complaint_context *context = store->context;
    int status = COMPLAINT_OK;
    int code;

    complaint__sqlite_part(store);
    for (size_t i = 0; i < COMPLAINT__SQLITE_RELATIONS; i++) {
        for (size_t j = 0; j < COMPLAINT__SQLITE_VERBS; j++)
            sqlite3_finalize(store->verbs[i][j]);
    }
    for (size_t i = 0; i < COMPLAINT__SQLITE_CONTROLS; i++)
        sqlite3_finalize(store->controls[i]);
    for (size_t i = 0; i < COMPLAINT__SQLITE_UPDATES; i++)
        sqlite3_finalize(store->updates[i].statement);
    for (size_t i = 0; i < COMPLAINT__SQLITE_SCANS; i++)
        sqlite3_finalize(store->scans[i].statement);
    /* Closing rolls back, and puts the log into the file. */
    code = sqlite3_close(store->db);
    if (code != SQLITE_OK) {
        status = complaint__sqlite_fail(store, error, code, store->path);
        sqlite3_close_v2(store->db);
    }
    complaint__sqlite_log_free(store->log);
    complaint__buffer_free(&store->row);
    complaint__free(context, store->path);
    complaint__free(context, store);
    complaint__context_unref(context);
    return status;
}

static int create_tables(complaint_store *store, int version, int *found,
                         complaint_error **error)
{
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    int status = complaint__sqlite_run(store, "BEGIN IMMEDIATE", error);

    if (status != COMPLAINT_OK)
        return status;
    /* Another process may have been first. */
    status = complaint__sqlite_identify(store, found, error);
    if (status == COMPLAINT_OK && *found == 0) {
        *found = version;
        complaint__sqlite_create(&sql);
        complaint__buffer_format(
            &sql, "PRAGMA application_id=%d;PRAGMA user_version=%d;",
            COMPLAINT__SQLITE_APPLICATION, version);
        status = sql.failed ? complaint__fail_memory(error)
                            : complaint__sqlite_run(store, sql.bytes, error);
    }
    complaint__buffer_free(&sql);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_run(store, "COMMIT", error);
    if (sqlite3_get_autocommit(store->db) == 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* Where the file system cannot share memory SQLite keeps its rollback journal,
 * which is slower. It is as safe when the folder is synchronised behind it: a
 * journal that a loss of power brings back undoes what was committed, and the
 * one of this very change the whole log. */
static int write_ahead(complaint_store *store, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    bool ahead = false;
    int status =
        complaint__sqlite_run(store, "PRAGMA synchronous=EXTRA", error);

    if (status == COMPLAINT_OK)
        status = complaint__sqlite_prepare(store, "PRAGMA journal_mode=WAL",
                                           &statement, error);
    if (status != COMPLAINT_OK)
        return status;
    if (sqlite3_step(statement) == SQLITE_ROW)
        ahead =
            strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;
    else
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), store->path);
    sqlite3_finalize(statement);
    if (status == COMPLAINT_OK &&
        (ahead || strcmp(store->synchronous, "full") != 0))
        status = synchronise(store, error);
    return status;
}

int complaint__sqlite_schema(complaint_store *store, bool create, int supported,
                             int *found, complaint_error **error)
{
    int status = complaint__sqlite_identify(store, found, error);

    if (status != COMPLAINT_OK)
        return status;
    if (*found > supported)
        return complaint_store_fail(store->context, error, COMPLAINT_VERSION,
                                    store->path, *found,
                                    "the register was written by a newer "
                                    "version of this library");
    if ((*found == 0 && !create) || sqlite3_db_readonly(store->db, "main") == 1)
        return COMPLAINT_OK;
    status = write_ahead(store, error);
    if (status == COMPLAINT_OK && *found == 0)
        status = create_tables(store, supported, found, error);
    return status;
}

/* Every case and every sheet at a place of its own, by its case's id. */
static int check_places(complaint_store *store, complaint_error **error)
{
    int64_t astray = 0;
    int status = query_integer(
        store,
        "SELECT EXISTS(SELECT 1 FROM \"case\" c LEFT JOIN \"place\" p ON "
        "p.\"case_id\"=c.\"id\" WHERE p.\"place\" IS NOT c.\"place\")OR "
        "EXISTS(SELECT 1 FROM(SELECT DISTINCT \"row\">>20 AS at FROM "
        "\"sheet\")WHERE at NOT IN(SELECT \"place\" FROM "
        "\"place\"))OR "
        "(SELECT count(*)<>count(DISTINCT \"place\")FROM \"place\")",
        &astray, error);

    if (status == COMPLAINT_OK && astray != 0)
        status = complaint_store_fail(store->context, error, COMPLAINT_CORRUPT,
                                      "place", 0,
                                      "a row does not lie at its case's place");
    return status;
}

int complaint__sqlite_check(complaint_store *store, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status = complaint__sqlite_prepare(store, "PRAGMA integrity_check(1)",
                                           &statement, error);
    const char *text;

    if (status != COMPLAINT_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_ROW) {
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), store->path);
    } else {
        text = (const char *)sqlite3_column_text(statement, 0);
        if (text == NULL || strcmp(text, "ok") != 0)
            status = complaint_store_fail(
                store->context, error, COMPLAINT_CORRUPT, store->path, 0,
                text != NULL ? text : "the check gave no answer");
    }
    sqlite3_finalize(statement);
    return status == COMPLAINT_OK ? check_places(store, error) : status;
}
