/* Files of older schemas brought forward, all in one transaction: the tables
 * set aside, today's made, the rows put into them by the names of their
 * columns. What the schema is today is in text.c. */
#include "storage/sql.h"
#include "storage/sqlite/store.h"

#include "base/failure.h"

#include <string.h>

/* Version 1 had a table for each relation, with its columns in the order of
 * the model, and nothing else. Version 2 had sheets, and more indexes. */
#define OLDEST 1

static int run_text(complaint_store *store, complaint__buffer *sql,
                    complaint_error **error)
{
    int status = sql->failed ? complaint__fail_memory(error)
                             : complaint__sqlite_run(store, sql->bytes, error);

    complaint__buffer_clear(sql);
    return status;
}

/* Everything that `query` names, put into statements of its own making. */
static int run_each(complaint_store *store, const char *query,
                    complaint_error **error)
{
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    sqlite3_stmt *statement = NULL;
    int code = SQLITE_DONE;
    int status = complaint__sqlite_prepare(store, query, &statement, error);

    if (status != COMPLAINT_OK)
        return status;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        complaint__buffer_text(&sql,
                               (const char *)sqlite3_column_text(statement, 0));
    if (code != SQLITE_DONE)
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), store->path);
    sqlite3_finalize(statement);
    complaint__buffer_text(&sql, ";");
    if (status == COMPLAINT_OK)
        status = run_text(store, &sql, error);
    complaint__buffer_free(&sql);
    return status;
}

/* Relations that lay on sheets become tables: by the file's own views, which
 * know its columns. */
static int flatten(complaint_store *store, complaint_error **error)
{
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    int status;

    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);

        if (complaint__sqlite_kind(relation) != 0)
            complaint__buffer_format(&sql,
                                     "CREATE TABLE \"flat_%s\" AS SELECT * "
                                     "FROM \"%s\";DROP VIEW \"%s\";"
                                     "ALTER TABLE \"flat_%s\" RENAME TO "
                                     "\"%s\";",
                                     relation->name, relation->name,
                                     relation->name, relation->name,
                                     relation->name);
    }
    status = run_text(store, &sql, error);
    complaint__buffer_free(&sql);
    return status;
}

static int set_aside(complaint_store *store, int from, complaint_error **error)
{
    int status = from < 2 ? COMPLAINT_OK : flatten(store, error);

    if (status != COMPLAINT_OK)
        return status;
    status = run_each(store,
                      "SELECT 'DROP '||type||' \"'||name||'\";' "
                      "FROM sqlite_schema WHERE type='view' OR "
                      "(type='index' AND sql IS NOT NULL)",
                      error);

    if (status != COMPLAINT_OK)
        return status;
    return run_each(store,
                    "SELECT 'ALTER TABLE \"'||name||'\" RENAME TO "
                    "\"old_'||name||'\";' FROM sqlite_schema "
                    "WHERE type='table' AND name NOT LIKE 'sqlite_%'",
                    error);
}

/* Does an old table have the column, or is there such a table (`column`
 * NULL)? */
static int has(complaint_store *store, const complaint_relation *relation,
               const char *column, bool *found, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status = complaint__sqlite_prepare(
        store,
        "SELECT 1 FROM pragma_table_info('old_'||?1) WHERE ?2 IS NULL OR "
        "name=?2",
        &statement, error);
    int code;

    if (status != COMPLAINT_OK)
        return status;
    sqlite3_bind_text(statement, 1, relation->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, column, -1, SQLITE_STATIC);
    code = sqlite3_step(statement);
    *found = code == SQLITE_ROW;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), store->path);
    sqlite3_finalize(statement);
    return status;
}

/* What a column holds that did not exist. */
static const char *nothing(const complaint__column *column)
{
    if ((column->flags & COMPLAINT_COLUMN_REQUIRED) == 0)
        return "NULL";
    switch (column->type) {
    case COMPLAINT_COLUMN_BYTES:
        return "x''";
    case COMPLAINT_COLUMN_INTEGER:
    case COMPLAINT_COLUMN_BOOLEAN:
    case COMPLAINT_COLUMN_TIME:
    case COMPLAINT_COLUMN_MONEY:
        return "0";
    default:
        return "''";
    }
}

static int select_old(complaint_store *store,
                      const complaint_relation *relation,
                      complaint__buffer *sql, complaint_error **error)
{
    int status = COMPLAINT_OK;

    complaint__buffer_text(sql, "SELECT ");
    for (size_t i = 0; status == COMPLAINT_OK && i < relation->column_count;
         i++) {
        const complaint__column *column = &relation->columns[i];
        bool found = false;

        status = has(store, relation, column->name, &found, error);
        if (i > 0)
            complaint__buffer_char(sql, ',');
        if (found)
            complaint__sql_name(sql, column->name);
        else
            complaint__buffer_text(sql, nothing(column));
    }
    complaint__buffer_format(sql, " FROM \"old_%s\" ORDER BY ", relation->name);
    for (size_t i = 0; i < relation->key_count; i++)
        complaint__buffer_format(sql, i > 0 ? ",%zu" : "%zu", i + 1);
    if (status == COMPLAINT_OK && sql->failed)
        status = complaint__fail_memory(error);
    return status;
}

static int copy_rows(complaint_store *store, const complaint_relation *relation,
                     sqlite3_stmt *statement, complaint_error **error)
{
    complaint_value values[COMPLAINT__COLUMNS_MAX];
    int status = COMPLAINT_OK;
    int code = SQLITE_DONE;

    while (status == COMPLAINT_OK &&
           (code = sqlite3_step(statement)) == SQLITE_ROW) {
        status = complaint__sqlite_read(store, statement, relation, 0, values,
                                        error);
        if (status == COMPLAINT_OK)
            status = complaint__sqlite_insert(store, relation, values, error);
    }
    if (status == COMPLAINT_OK && code != SQLITE_DONE)
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), relation->name);
    return status;
}

static int copy_relation(complaint_store *store,
                         const complaint_relation *relation,
                         complaint_error **error)
{
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    sqlite3_stmt *statement = NULL;
    bool found = false;
    int status = has(store, relation, NULL, &found, error);

    if (status != COMPLAINT_OK || !found)
        return status;
    status = select_old(store, relation, &sql, error);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_prepare(store, sql.bytes, &statement, error);
    if (status == COMPLAINT_OK)
        status = copy_rows(store, relation, statement, error);
    sqlite3_finalize(statement);
    complaint__buffer_free(&sql);
    return status;
}

/* The cases come first in the model: their rows get places in their order. */
static int bring(complaint_store *store, int from, int to,
                 complaint_error **error)
{
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    int status = set_aside(store, from, error);

    complaint__sqlite_create(&sql);
    if (status == COMPLAINT_OK)
        status = run_text(store, &sql, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_relation_count();
         i++)
        status = copy_relation(store, complaint_relation_at(i), error);
    if (status == COMPLAINT_OK)
        status = run_each(store,
                          "SELECT 'DROP TABLE \"'||name||'\";' "
                          "FROM sqlite_schema WHERE type='table' AND "
                          "name LIKE 'old\\_%' ESCAPE '\\'",
                          error);
    complaint__buffer_clear(&sql);
    /* What is derived is to be made anew by who asked for this. */
    complaint__buffer_format(&sql,
                             "INSERT OR REPLACE INTO \"setting\"(\"name\","
                             "\"value\")VALUES('migrated_from','%d');"
                             "PRAGMA user_version=%d",
                             from, to);
    if (status == COMPLAINT_OK)
        status = run_text(store, &sql, error);
    complaint__buffer_free(&sql);
    return status;
}

int complaint__sqlite_upgrade(complaint_store *store, int from, int to,
                              complaint_error **error)
{
    int found = 0;
    int status;

    if (from < OLDEST)
        return complaint_store_fail(store->context, error, COMPLAINT_VERSION,
                                    store->path, from,
                                    "the register is of a version that cannot "
                                    "be brought forward");
    status = complaint__sqlite_run(store, "BEGIN IMMEDIATE", error);
    if (status != COMPLAINT_OK)
        return status;
    /* Another process may have been first. */
    status = complaint__sqlite_identify(store, &found, error);
    if (status == COMPLAINT_OK && found == from)
        status = bring(store, from, to, error);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_run(store, "COMMIT", error);
    if (sqlite3_get_autocommit(store->db) == 0)
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}
