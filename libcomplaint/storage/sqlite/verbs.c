/* Transactions of the SQLite backend, and one row read. Statements are made
 * once and values are bound without copies. Writing is in rows.c. */
#include "storage/sqlite/store.h"

#include "base/failure.h"
#include "storage/storage.h"

#include <string.h>

int complaint__sqlite_prepare(complaint_store *store, const char *sql,
                              sqlite3_stmt **out, complaint_error **error)
{
    int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                  out, NULL);

    if (code == SQLITE_OK)
        return COMPLAINT_OK;
    return complaint__sqlite_fail(
        store, error, sqlite3_extended_errcode(store->db), store->path);
}

int complaint__sqlite_control(complaint_store *store,
                              enum complaint__sqlite_control which,
                              sqlite3_stmt **out, complaint_error **error)
{
    static const char *const texts[COMPLAINT__SQLITE_CONTROLS] = {
        [COMPLAINT__SQLITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [COMPLAINT__SQLITE_BEGIN_READ] = "BEGIN",
        [COMPLAINT__SQLITE_COMMIT] = "COMMIT",
        [COMPLAINT__SQLITE_ROLLBACK] = "ROLLBACK",
        [COMPLAINT__SQLITE_SAVEPOINT] = "SAVEPOINT \"member\"",
        [COMPLAINT__SQLITE_BACK] = "ROLLBACK TO \"member\"",
        [COMPLAINT__SQLITE_RELEASE] = "RELEASE \"member\"",
        [COMPLAINT__SQLITE_FIND_PLACE] =
            "SELECT \"place\" FROM \"place\" WHERE \"case_id\"=?1",
        [COMPLAINT__SQLITE_FREE_PLACE] =
            "SELECT max(ifnull((SELECT max(\"place\")FROM \"case\"),0),"
            "ifnull((SELECT max(\"row\")FROM \"sheet\")>>20,0))+1",
        [COMPLAINT__SQLITE_ADD_PLACE] = "INSERT INTO \"place\" VALUES(?1,?2)",
        [COMPLAINT__SQLITE_LEAVE_PLACE] =
            "DELETE FROM \"place\" WHERE \"case_id\"=?1 AND NOT EXISTS("
            "SELECT 1 FROM \"case\" c WHERE c.\"place\"=\"place\".\"place\")"
            "AND NOT EXISTS(SELECT 1 FROM \"sheet\" WHERE \"row\">="
            "\"place\".\"place\"<<20 AND \"row\"<"
            "(\"place\".\"place\"+1)<<20)",
        [COMPLAINT__SQLITE_LAST_ROW] =
            "SELECT max(\"row\"),max(\"kind\"=?3 AND \"v1\"=?4)FROM "
            "\"sheet\" WHERE \"row\">=?1 AND \"row\"<?2",
    };
    int status = COMPLAINT_OK;

    if (store->controls[which] == NULL)
        status = complaint__sqlite_prepare(store, texts[which],
                                           &store->controls[which], error);
    *out = store->controls[which];
    return status;
}

/* Run a statement that gives no row. */
static int step(complaint_store *store, sqlite3_stmt *statement,
                complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (sqlite3_step(statement) != SQLITE_DONE)
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), store->path);
    sqlite3_reset(statement);
    return status;
}

int complaint__sqlite_run_control(complaint_store *store,
                                  enum complaint__sqlite_control which,
                                  complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status = complaint__sqlite_control(store, which, &statement, error);

    if (which == COMPLAINT__SQLITE_BACK)
        complaint__sqlite_known_forget(store);
    return status == COMPLAINT_OK ? step(store, statement, error) : status;
}

void complaint__sqlite_rollback(complaint_store *store)
{
    store->transactions++;
    if (store->known_open)
        complaint__sqlite_known_forget(store);
    store->known_open = false;
    /* SQLite may have rolled back by itself. */
    if (sqlite3_get_autocommit(store->db) != 0)
        return;
    if (complaint__sqlite_run_control(store, COMPLAINT__SQLITE_ROLLBACK,
                                      NULL) != COMPLAINT_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

int complaint__sqlite_begin(complaint_store *store, bool write,
                            complaint_error **error)
{
    sqlite3_stmt *ignored;
    int status;

    store->lost = 0;
    /* One that could not be undone, for want of memory even for that. */
    if (sqlite3_get_autocommit(store->db) == 0)
        complaint__sqlite_rollback(store);
    /* What undoing needs is made before there is anything to undo. */
    status = complaint__sqlite_control(store, COMPLAINT__SQLITE_ROLLBACK,
                                       &ignored, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__sqlite_run_control(store,
                                           write ? COMPLAINT__SQLITE_BEGIN_WRITE
                                                 : COMPLAINT__SQLITE_BEGIN_READ,
                                           error);
    if (status == COMPLAINT_OK && write)
        complaint__sqlite_known_begin(store);
    return status;
}

int complaint__sqlite_gone(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_MISUSE, NULL,
                                0, "no transaction is open any more");
}

int complaint__sqlite_commit(complaint_store *store, complaint_error **error)
{
    int status;

    if (sqlite3_get_autocommit(store->db) != 0)
        return complaint__sqlite_gone(store, error);
    status =
        complaint__sqlite_run_control(store, COMPLAINT__SQLITE_COMMIT, error);
    if (status != COMPLAINT_OK)
        complaint__sqlite_rollback(store);
    else
        complaint__sqlite_known_end(store);
    store->transactions++;
    return status;
}

static void rollback(complaint_store *store)
{
    if (store->joined)
        complaint__sqlite_leave(store);
    else
        complaint__sqlite_rollback(store);
}

static int begin(complaint_store *store, bool write, complaint_error **error)
{
    return write && store->group != NULL
               ? complaint__sqlite_join(store, error)
               : complaint__sqlite_begin(store, write, error);
}

static int commit(complaint_store *store, complaint_error **error)
{
    return store->joined ? complaint__sqlite_stay(store, error)
                         : complaint__sqlite_commit(store, error);
}

static int run(complaint_store *store,
               int (*work)(void *task, complaint_error **error), void *task,
               complaint_error **error)
{
    int status;

    if (store->group != NULL)
        return complaint__sqlite_run_shared(store, work, task, error);
    status = complaint__sqlite_begin(store, true, error);
    if (status != COMPLAINT_OK)
        return status;
    status = work(task, error);
    if (status == COMPLAINT_OK)
        return complaint__sqlite_commit(store, error);
    complaint__sqlite_rollback(store);
    return status;
}

/* Outside a transaction SQLite would commit every statement by itself, also
 * after it rolled one back for lack of space. */
int complaint__sqlite_verb(complaint_store *store,
                           const complaint_relation *relation,
                           enum complaint__sqlite_verb verb, sqlite3_stmt **out,
                           complaint_error **error)
{
    sqlite3_stmt **kept = &store->verbs[relation->position][verb];
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    int status = COMPLAINT_OK;

    if (verb != COMPLAINT__SQLITE_GET && sqlite3_get_autocommit(store->db) != 0)
        return complaint__sqlite_gone(store, error);
    if (*kept == NULL) {
        complaint__sqlite_verb_text(&sql, relation, verb);
        status = sql.failed
                     ? complaint__fail_memory(error)
                     : complaint__sqlite_prepare(store, sql.bytes, kept, error);
        complaint__buffer_free(&sql);
    }
    *out = *kept;
    return status;
}

int complaint__sqlite_bind(sqlite3_stmt *statement, int at,
                           const complaint_value *value)
{
    switch (value->type) {
    case COMPLAINT_VALUE_INTEGER:
        return sqlite3_bind_int64(statement, at, value->integer);
    case COMPLAINT_VALUE_TEXT:
        return sqlite3_bind_text64(statement, at, value->bytes, value->size,
                                   SQLITE_STATIC, SQLITE_UTF8);
    case COMPLAINT_VALUE_BYTES:
        return sqlite3_bind_blob64(statement, at,
                                   value->size > 0 ? value->bytes : "",
                                   value->size, SQLITE_STATIC);
    default:
        return sqlite3_bind_null(statement, at);
    }
}

int complaint__sqlite_bind_all(complaint_store *store, sqlite3_stmt *statement,
                               const complaint_value *values, size_t count,
                               const char *field, complaint_error **error)
{
    for (size_t i = 0; i < count; i++) {
        int code = complaint__sqlite_bind(statement, (int)i + 1, &values[i]);
        if (code != SQLITE_OK)
            return complaint__sqlite_fail(store, error, code, field);
    }
    return COMPLAINT_OK;
}

static int mistyped(complaint_store *store, const complaint__column *column,
                    complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_CORRUPT,
                                column->name, 0,
                                "a stored value is not of its column's type");
}

/* A value that is not null; `stored` is SQLite's type. */
static int read_value(complaint_store *store, sqlite3_value *from, int stored,
                      const complaint__column *column, complaint_value *value,
                      complaint_error **error)
{
    static const int types[] = {[SQLITE_INTEGER] = COMPLAINT_VALUE_INTEGER,
                                [SQLITE_FLOAT] =
                                    COMPLAINT_VALUE_NULL, /* in no column */
                                [SQLITE_TEXT] = COMPLAINT_VALUE_TEXT,
                                [SQLITE_BLOB] = COMPLAINT_VALUE_BYTES};

    if (types[stored] != column->stored)
        return mistyped(store, column, error);
    value->type = column->stored;
    if (stored == SQLITE_INTEGER) {
        value->integer = sqlite3_value_int64(from);
        return COMPLAINT_OK;
    }
    value->bytes = stored == SQLITE_TEXT
                       ? (const char *)sqlite3_value_text(from)
                       : sqlite3_value_blob(from);
    value->size = (size_t)sqlite3_value_bytes(from);
    /* An empty text is not NULL; empty bytes are. */
    if (value->bytes == NULL &&
        (stored == SQLITE_TEXT || sqlite3_errcode(store->db) == SQLITE_NOMEM))
        return complaint__fail_memory(error);
    if (value->bytes == NULL)
        value->bytes = "";
    return COMPLAINT_OK;
}

int complaint__sqlite_read(complaint_store *store, sqlite3_stmt *statement,
                           const complaint_relation *relation, uint64_t wanted,
                           complaint_value *values, complaint_error **error)
{
    int status = COMPLAINT_OK;
    int at = 0;

    for (size_t i = 0; status == COMPLAINT_OK && i < relation->column_count;
         i++) {
        sqlite3_value *from;
        int stored;

        values[i] = (complaint_value){COMPLAINT_VALUE_NULL, 0, NULL, 0};
        if (wanted != 0 && (wanted >> i & 1) == 0)
            continue;
        /* The connection is one thread's at a time: its values need no more
         * protection, and asking them is cheaper than asking the statement. */
        from = sqlite3_column_value(statement, at++);
        stored = sqlite3_value_type(from);
        if (stored != SQLITE_NULL)
            status = read_value(store, from, stored, &relation->columns[i],
                                &values[i], error);
        else if (relation->columns[i].flags & COMPLAINT_COLUMN_REQUIRED)
            status = mistyped(store, &relation->columns[i], error);
    }
    return status;
}

/* Copy what the statement lends, so that it can be reset and holds no lock. */
static int keep_row(complaint_store *store, const complaint_relation *relation,
                    complaint_error **error)
{
    size_t count = relation->column_count;
    char *at;

    complaint__buffer_clear(&store->row);
    at = complaint__buffer_room(&store->row,
                                complaint__values_size(store->values, count));
    if (at == NULL)
        return complaint__fail_memory(error);
    complaint__values_move(store->values, count, at);
    return COMPLAINT_OK;
}

int complaint__sqlite_not_found(complaint_store *store,
                                const complaint_relation *relation,
                                complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_NOT_FOUND,
                                relation->name, 0, "there is no such row");
}

static int get(complaint_store *store, const complaint_relation *relation,
               const complaint_value *key, const complaint_value **values,
               complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status;
    int code;

    store = complaint__sqlite_at(store);
    *values = complaint__sqlite_known_row(store, relation, key);
    if (*values != NULL)
        return COMPLAINT_OK;
    status = complaint__sqlite_verb(store, relation, COMPLAINT__SQLITE_GET,
                                    &statement, error);
    if (complaint__sqlite_is_entry(relation, 1) &&
        !complaint__sqlite_entry_fits(key[1].integer))
        return complaint__sqlite_not_found(store, relation, error);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_bind_all(
            store, statement, key, relation->key_count, relation->name, error);
    if (status != COMPLAINT_OK)
        return status;
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        status = complaint__sqlite_read(store, statement, relation, 0,
                                        store->values, error);
        if (status == COMPLAINT_OK)
            status = keep_row(store, relation, error);
        if (status == COMPLAINT_OK) {
            *values = store->values;
            complaint__sqlite_known_put(store, relation, *values);
        }
    } else if (code == SQLITE_DONE) {
        status = complaint__sqlite_not_found(store, relation, error);
    } else {
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), relation->name);
    }
    code = sqlite3_reset(statement);
    if (code != SQLITE_OK && status == COMPLAINT_OK) {
        *values = NULL;
        status = complaint__sqlite_fail(store, error, code, relation->name);
    }
    return status;
}

/* What this connection wrote itself, or read before, it need not read again. */
static int expect(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error)
{
    const complaint_value *stored = NULL;
    complaint_error *local = NULL;
    bool same = true;
    int status;

    if (sqlite3_get_autocommit(complaint__sqlite_at(store)->db) != 0)
        return complaint__sqlite_gone(store, error);
    status = get(store, relation, values, &stored, &local);
    for (size_t i = 0; status == COMPLAINT_OK && i < relation->column_count;
         i++)
        same = same && complaint__value_compare(&stored[i], &values[i]) == 0;
    if (status != COMPLAINT_NOT_FOUND)
        complaint__error_give(error, local);
    else
        complaint_error_free(local);
    if ((status != COMPLAINT_OK || same) && status != COMPLAINT_NOT_FOUND)
        return status;
    return complaint_store_fail(store->context, error, COMPLAINT_BUSY,
                                relation->name, 0,
                                "another transaction was in the way: again");
}

const complaint_backend complaint__backend_sqlite = {
    .struct_size = sizeof(complaint_backend),
    .revision = COMPLAINT_BACKEND_REVISION,
    .scheme = "sqlite",
    .open = complaint__sqlite_open,
    .close = complaint__sqlite_close,
    .schema = complaint__sqlite_schema,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .get = get,
    .insert = complaint__sqlite_insert,
    .update = complaint__sqlite_update,
    .erase = complaint__sqlite_erase,
    .scan = complaint__sqlite_scan_open,
    .scan_next = complaint__sqlite_scan_next,
    .scan_close = complaint__sqlite_scan_close,
    /* No next_number: one statement that adds and returns costs three times
     * what the fallback's two do. */
    .check = complaint__sqlite_check,
    .scrub = complaint__sqlite_scrub,
    .companion = complaint__sqlite_companion,
    .backup = complaint__sqlite_backup,
    .compact = complaint__sqlite_compact,
    .upgrade = complaint__sqlite_upgrade,
    .touch = complaint__sqlite_touch,
    .arrivals = complaint__sqlite_arrivals,
    .arrival_mark = complaint__sqlite_arrival_mark,
    .share = complaint__sqlite_share,
    .run = run,
    .expect = expect,
};
