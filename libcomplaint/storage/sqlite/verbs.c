/* Transactions and rows of the SQLite backend. Statements are made once and
 * values are bound without copies. */
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

static int control(complaint_store *store, enum complaint__sqlite_control which,
                   sqlite3_stmt **out, complaint_error **error)
{
    static const char *const texts[COMPLAINT__SQLITE_CONTROLS] = {
        [COMPLAINT__SQLITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [COMPLAINT__SQLITE_BEGIN_READ] = "BEGIN",
        [COMPLAINT__SQLITE_COMMIT] = "COMMIT",
        [COMPLAINT__SQLITE_ROLLBACK] = "ROLLBACK",
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

static int run_control(complaint_store *store,
                       enum complaint__sqlite_control which,
                       complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status = control(store, which, &statement, error);

    return status == COMPLAINT_OK ? step(store, statement, error) : status;
}

static void rollback(complaint_store *store)
{
    store->transactions++;
    /* SQLite may have rolled back by itself. */
    if (sqlite3_get_autocommit(store->db) != 0)
        return;
    if (run_control(store, COMPLAINT__SQLITE_ROLLBACK, NULL) != COMPLAINT_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

static int begin(complaint_store *store, bool write, complaint_error **error)
{
    sqlite3_stmt *ignored;
    int status;

    /* What undoing needs is made before there is anything to undo. */
    status = control(store, COMPLAINT__SQLITE_ROLLBACK, &ignored, error);
    if (status != COMPLAINT_OK)
        return status;
    return run_control(store,
                       write ? COMPLAINT__SQLITE_BEGIN_WRITE
                             : COMPLAINT__SQLITE_BEGIN_READ,
                       error);
}

static int gone(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_MISUSE, NULL,
                                0, "no transaction is open any more");
}

static int commit(complaint_store *store, complaint_error **error)
{
    int status;

    if (sqlite3_get_autocommit(store->db) != 0)
        return gone(store, error);
    status = run_control(store, COMPLAINT__SQLITE_COMMIT, error);
    if (status != COMPLAINT_OK)
        rollback(store);
    store->transactions++;
    return status;
}

/* Outside a transaction SQLite would commit every statement by itself, also
 * after it rolled one back for lack of space. */
static int prepare_verb(complaint_store *store,
                        const complaint_relation *relation,
                        enum complaint__sqlite_verb verb, sqlite3_stmt **out,
                        complaint_error **error)
{
    sqlite3_stmt **kept = &store->verbs[relation->position][verb];
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    int status = COMPLAINT_OK;

    if (verb != COMPLAINT__SQLITE_GET && sqlite3_get_autocommit(store->db) != 0)
        return gone(store, error);
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

static int bind_all(complaint_store *store, sqlite3_stmt *statement,
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

static int type_of(int sqlite_type)
{
    switch (sqlite_type) {
    case SQLITE_INTEGER:
        return COMPLAINT_VALUE_INTEGER;
    case SQLITE_TEXT:
        return COMPLAINT_VALUE_TEXT;
    case SQLITE_BLOB:
        return COMPLAINT_VALUE_BYTES;
    default:
        return COMPLAINT_VALUE_NULL;
    }
}

int complaint__sqlite_read(complaint_store *store, sqlite3_stmt *statement,
                           const complaint_relation *relation,
                           complaint_value *values, complaint_error **error)
{
    for (size_t i = 0; i < relation->column_count; i++) {
        int stored = sqlite3_column_type(statement, (int)i);
        complaint_value *value = &values[i];
        *value = complaint__value_text(NULL);
        value->type = type_of(stored);
        if ((stored == SQLITE_NULL &&
             relation->columns[i].flags & COMPLAINT_COLUMN_REQUIRED) ||
            (stored != SQLITE_NULL &&
             value->type != complaint__column_value_type(relation, i)))
            return complaint_store_fail(
                store->context, error, COMPLAINT_CORRUPT,
                relation->columns[i].name, 0,
                "a stored value is not of its column's type");
        if (stored == SQLITE_INTEGER) {
            value->integer = sqlite3_column_int64(statement, (int)i);
        } else if (stored != SQLITE_NULL) {
            value->bytes =
                stored == SQLITE_TEXT
                    ? (const char *)sqlite3_column_text(statement, (int)i)
                    : sqlite3_column_blob(statement, (int)i);
            value->size = (size_t)sqlite3_column_bytes(statement, (int)i);
            if (value->bytes == NULL && value->size > 0)
                return complaint__fail_memory(error);
            if (value->bytes == NULL)
                value->bytes = "";
        }
    }
    return COMPLAINT_OK;
}

/* Copy what the statement lends, so that it can be reset and holds no lock. */
static int keep_row(complaint_store *store, const complaint_relation *relation,
                    complaint_error **error)
{
    complaint__buffer *row = &store->row;
    size_t at = 0;

    complaint__buffer_clear(row);
    for (size_t i = 0; i < relation->column_count; i++) {
        if (store->values[i].bytes != NULL) {
            complaint__buffer_append(row, store->values[i].bytes,
                                     store->values[i].size);
            complaint__buffer_char(row, '\0');
        }
    }
    if (row->failed)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < relation->column_count; i++) {
        if (store->values[i].bytes != NULL) {
            store->values[i].bytes = row->bytes + at;
            at += store->values[i].size + 1;
        }
    }
    return COMPLAINT_OK;
}

static int not_found(complaint_store *store, const complaint_relation *relation,
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
    int status =
        prepare_verb(store, relation, COMPLAINT__SQLITE_GET, &statement, error);
    int code;

    *values = NULL;
    if (status == COMPLAINT_OK)
        status = bind_all(store, statement, key, relation->key_count,
                          relation->name, error);
    if (status != COMPLAINT_OK)
        return status;
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        status = complaint__sqlite_read(store, statement, relation,
                                        store->values, error);
        if (status == COMPLAINT_OK)
            status = keep_row(store, relation, error);
        if (status == COMPLAINT_OK)
            *values = store->values;
    } else if (code == SQLITE_DONE) {
        status = not_found(store, relation, error);
    } else {
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), relation->name);
    }
    sqlite3_reset(statement);
    return status;
}

/* Does SQLite's message name exactly the columns of this index? */
static bool names_index(const char *message, const complaint_relation *relation,
                        const complaint_index *index)
{
    const char *at = strstr(message, "failed: ");

    if (at == NULL)
        return false;
    at += strlen("failed: ");
    for (size_t i = 0; i < index->column_count; i++) {
        const char *column = relation->columns[index->columns[i]].name;
        if (i > 0 && strncmp(at, ", ", 2) == 0)
            at += 2;
        if (strncmp(at, relation->name, strlen(relation->name)) != 0)
            return false;
        at += strlen(relation->name);
        if (*at++ != '.' || strncmp(at, column, strlen(column)) != 0)
            return false;
        at += strlen(column);
    }
    return *at == '\0';
}

static int write_fault(complaint_store *store,
                       const complaint_relation *relation,
                       complaint_error **error)
{
    int code = sqlite3_extended_errcode(store->db);
    const char *message = sqlite3_errmsg(store->db);

    if (code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return complaint_store_fail(store->context, error, COMPLAINT_EXISTS,
                                    "key", code, "a row of this key exists");
    for (size_t i = 0;
         code == SQLITE_CONSTRAINT_UNIQUE && i < relation->index_count; i++) {
        if (names_index(message, relation, &relation->indexes[i]))
            return complaint_store_fail(store->context, error, COMPLAINT_EXISTS,
                                        relation->indexes[i].name, code,
                                        "another row has the same values");
    }
    return complaint__sqlite_fail(store, error, code, relation->name);
}

/* Run a write verb over a whole row; `changed` gets the rows it met. */
static int write_row(complaint_store *store, const complaint_relation *relation,
                     enum complaint__sqlite_verb verb,
                     const complaint_value *values, size_t count,
                     int64_t expected, int *changed, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status = prepare_verb(store, relation, verb, &statement, error);

    if (status == COMPLAINT_OK)
        status =
            bind_all(store, statement, values, count, relation->name, error);
    if (status == COMPLAINT_OK &&
        (verb == COMPLAINT__SQLITE_UPDATE_EXPECTED ||
         verb == COMPLAINT__SQLITE_UPDATE_SAME_EXPECTED))
        sqlite3_bind_int64(statement, (int)count + 1, expected);
    if (status != COMPLAINT_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_DONE)
        status = write_fault(store, relation, error);
    else
        *changed = sqlite3_changes(store->db);
    sqlite3_reset(statement);
    return status;
}

static int insert(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error)
{
    int changed = 0;

    return write_row(store, relation, COMPLAINT__SQLITE_INSERT, values,
                     relation->column_count, 0, &changed, error);
}

static bool has_unique_index(const complaint_relation *relation)
{
    for (size_t i = 0; i < relation->index_count; i++) {
        if (relation->indexes[i].unique)
            return true;
    }
    return false;
}

static int update(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, int64_t expected,
                  complaint_error **error)
{
    bool expects = relation->revision >= 0 && expected >= 0;
    const complaint_value *found;
    int changed = 0;
    int status = COMPLAINT_OK;

    if (has_unique_index(relation))
        status = write_row(store, relation,
                           expects ? COMPLAINT__SQLITE_UPDATE_SAME_EXPECTED
                                   : COMPLAINT__SQLITE_UPDATE_SAME,
                           values, relation->column_count, expected, &changed,
                           error);
    if (status == COMPLAINT_OK && changed == 0)
        status = write_row(store, relation,
                           expects ? COMPLAINT__SQLITE_UPDATE_EXPECTED
                                   : COMPLAINT__SQLITE_UPDATE,
                           values, relation->column_count, expected, &changed,
                           error);
    if (status != COMPLAINT_OK || changed > 0)
        return status;
    status = get(store, relation, values, &found, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint_store_fail(store->context, error, COMPLAINT_CONFLICT,
                                relation->name, 0,
                                "the row was changed meanwhile");
}

static int erase(complaint_store *store, const complaint_relation *relation,
                 const complaint_value *key, complaint_error **error)
{
    int changed = 0;
    int status = write_row(store, relation, COMPLAINT__SQLITE_ERASE, key,
                           relation->key_count, 0, &changed, error);

    if (status == COMPLAINT_OK && changed == 0)
        return not_found(store, relation, error);
    return status;
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
    .insert = insert,
    .update = update,
    .erase = erase,
    .scan = complaint__sqlite_scan_open,
    .scan_next = complaint__sqlite_scan_next,
    .scan_close = complaint__sqlite_scan_close,
    /* No next_number: one statement that adds and returns costs three times
     * what the fallback's two do. */
    .check = complaint__sqlite_check,
    .scrub = complaint__sqlite_scrub,
};
