/* Schemas of older versions brought forward, all in one transaction: columns
 * and indexes as the model has them today, and a note for whoever makes what is
 * derived anew. What the schema is today is in text.c. */
#include "storage/postgres/store.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* Version 1 had today's tables with other columns and indexes. */
#define OLDEST 1

static int run_text(complaint_store *store, complaint_error **error)
{
    if (store->sql.failed)
        return complaint__fail_memory(error);
    return complaint__postgres_simple(store, store->sql.bytes, NULL, NULL,
                                      error);
}

/* One column of texts about a table of ours. */
static int list(complaint_store *store, const char *query, const char *table,
                PGresult **out, complaint_error **error)
{
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->schema);
    complaint__postgres_add_text(&store->parameters, table);
    return complaint__postgres_simple(store, query, &store->parameters, out,
                                      error);
}

static bool has(PGresult *names, const char *name)
{
    for (int i = 0; i < PQntuples(names); i++)
        if (strcmp(PQgetvalue(names, i, 0), name) == 0)
            return true;
    return false;
}

static void begin_change(complaint_store *store,
                         const complaint_relation *relation, const char *change,
                         const char *column)
{
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "ALTER TABLE ");
    complaint__postgres_table(&store->sql, store, relation->name);
    complaint__buffer_text(&store->sql, change);
    complaint__sql_name(&store->sql, column);
}

/* What a required column holds that did not exist. */
static const char *nothing(const complaint_relation *relation, size_t column)
{
    switch (complaint__column_value_type(relation, column)) {
    case COMPLAINT_VALUE_INTEGER:
        return " NOT NULL DEFAULT 0";
    case COMPLAINT_VALUE_BYTES:
        return " NOT NULL DEFAULT ''::bytea";
    default:
        return " NOT NULL DEFAULT ''";
    }
}

static int add_column(complaint_store *store,
                      const complaint_relation *relation, size_t at,
                      complaint_error **error)
{
    const complaint__column *column = &relation->columns[at];
    int status;

    begin_change(store, relation, " ADD COLUMN ", column->name);
    complaint__buffer_char(&store->sql, ' ');
    complaint__buffer_text(&store->sql,
                           complaint__postgres_column_type(relation, at));
    if ((column->flags & COMPLAINT_COLUMN_REQUIRED) == 0)
        return run_text(store, error);
    complaint__buffer_text(&store->sql, nothing(relation, at));
    status = run_text(store, error);
    begin_change(store, relation, " ALTER COLUMN ", column->name);
    complaint__buffer_text(&store->sql, " DROP DEFAULT");
    return status == COMPLAINT_OK ? run_text(store, error) : status;
}

static int loosen_column(complaint_store *store,
                         const complaint_relation *relation, size_t at,
                         complaint_error **error)
{
    const complaint__column *column = &relation->columns[at];

    if ((column->flags & COMPLAINT_COLUMN_REQUIRED) != 0)
        return COMPLAINT_OK;
    begin_change(store, relation, " ALTER COLUMN ", column->name);
    complaint__buffer_text(&store->sql, " DROP NOT NULL");
    return run_text(store, error);
}

/* Columns come and go; what is derived is written anew later. */
static int change_columns(complaint_store *store,
                          const complaint_relation *relation, PGresult *names,
                          complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < relation->column_count;
         i++)
        status = has(names, relation->columns[i].name)
                     ? loosen_column(store, relation, i, error)
                     : add_column(store, relation, i, error);
    for (int i = 0; status == COMPLAINT_OK && i < PQntuples(names); i++) {
        const char *name = PQgetvalue(names, i, 0);

        if (strcmp(name, "tenant") == 0 ||
            complaint_relation_column_find(relation, name) >= 0)
            continue;
        begin_change(store, relation, " DROP COLUMN ", name);
        status = run_text(store, error);
    }
    return status;
}

/* Today's are made afterwards. */
static int drop_indexes(complaint_store *store,
                        const complaint_relation *relation,
                        complaint_error **error)
{
    size_t size = strlen(relation->name);
    PGresult *names = NULL;
    int status = list(store,
                      "SELECT indexname::text FROM pg_indexes WHERE "
                      "schemaname=$1 AND tablename=$2 AND indexname<>"
                      "tablename||'_pkey'",
                      relation->name, &names, error);

    for (int i = 0; status == COMPLAINT_OK && i < PQntuples(names); i++) {
        const char *name = PQgetvalue(names, i, 0);

        if (strncmp(name, relation->name, size) != 0 || name[size] != '_')
            continue;
        complaint__buffer_clear(&store->sql);
        complaint__buffer_text(&store->sql, "DROP INDEX ");
        complaint__postgres_table(&store->sql, store, name);
        status = run_text(store, error);
    }
    PQclear(names);
    return status;
}

static int change_table(complaint_store *store,
                        const complaint_relation *relation,
                        complaint_error **error)
{
    PGresult *names = NULL;
    int status = list(store,
                      "SELECT column_name::text FROM "
                      "information_schema.columns WHERE table_schema=$1 AND "
                      "table_name=$2",
                      relation->name, &names, error);

    if (status == COMPLAINT_OK && PQntuples(names) > 0) {
        status = change_columns(store, relation, names, error);
        if (status == COMPLAINT_OK)
            status = drop_indexes(store, relation, error);
    }
    PQclear(names);
    return status;
}

static int drop_views(complaint_store *store, complaint_error **error)
{
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "DROP VIEW IF EXISTS ");
    complaint__postgres_table(&store->sql, store, "complaint_open");
    complaint__buffer_char(&store->sql, ',');
    complaint__postgres_table(&store->sql, store, "complaint_overdue");
    return run_text(store, error);
}

/* This tenant's alone: the others ask for themselves, and find the tables as
 * they should be. */
static int mark(complaint_store *store, int from, int to,
                complaint_error **error)
{
    char note[16];
    int status;

    (void)snprintf(note, sizeof note, "%d", from);
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_text(&store->parameters, note);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "INSERT INTO ");
    complaint__postgres_table(&store->sql, store, "setting");
    complaint__buffer_text(
        &store->sql, " AS s(\"tenant\",\"name\",\"value\")VALUES($1,"
                     "'migrated_from',$2)ON CONFLICT(\"tenant\",\"name\")DO "
                     "UPDATE SET \"value\"=$2");
    if (store->sql.failed)
        return complaint__fail_memory(error);
    status = complaint__postgres_simple(store, store->sql.bytes,
                                        &store->parameters, NULL, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_integer(&store->parameters, to);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "UPDATE ");
    complaint__postgres_table(&store->sql, store, "store");
    complaint__buffer_text(&store->sql,
                           " SET \"version\"=$2 WHERE \"tenant\"=$1");
    if (store->sql.failed)
        return complaint__fail_memory(error);
    return complaint__postgres_simple(store, store->sql.bytes,
                                      &store->parameters, NULL, error);
}

static int bring(complaint_store *store, int from, int to,
                 complaint_error **error)
{
    int status = drop_views(store, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_relation_count();
         i++)
        status = change_table(store, complaint_relation_at(i), error);
    for (size_t i = 0; status == COMPLAINT_OK &&
                       complaint__postgres_create(&store->sql, store, i);
         i++)
        status = run_text(store, error);
    return status == COMPLAINT_OK ? mark(store, from, to, error) : status;
}

/* The version of this tenant, whose row nobody else changes until the end. */
static int hold_version(complaint_store *store, int *found,
                        complaint_error **error)
{
    PGresult *result = NULL;
    int status;

    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "SELECT \"version\" FROM ");
    complaint__postgres_table(&store->sql, store, "store");
    complaint__buffer_text(&store->sql, " WHERE \"tenant\"=$1 FOR UPDATE");
    if (store->sql.failed)
        return complaint__fail_memory(error);
    status = complaint__postgres_simple(store, store->sql.bytes,
                                        &store->parameters, &result, error);
    *found = status == COMPLAINT_OK && PQntuples(result) == 1
                 ? (int)complaint__postgres_integer(result, 0, 0)
                 : 0;
    PQclear(result);
    return status;
}

static int upgrade_once(complaint_store *store, int from, int to,
                        complaint_error **error)
{
    int found = 0;
    int status = complaint__postgres_begin_change(store, error);

    if (status != COMPLAINT_OK)
        return status;
    /* Another process may have been first. */
    status = hold_version(store, &found, error);
    if (status == COMPLAINT_OK && found == from)
        status = bring(store, from, to, error);
    return complaint__postgres_end_change(store, status, error);
}

/* It is undone as a whole, and begins anew where it met another; a lock that
 * others keep has been waited for already. */
int complaint__postgres_upgrade(complaint_store *store, int from, int to,
                                complaint_error **error)
{
    int attempt = 0;
    int status;

    if (from < OLDEST)
        return complaint_store_fail(store->context, error, COMPLAINT_VERSION,
                                    store->schema, from,
                                    "the register is of a version that cannot "
                                    "be brought forward");
    do {
        store->met = false;
        status = upgrade_once(store, from, to, error);
    } while (store->met &&
             complaint__postgres_again(store, status, &attempt, error));
    return status;
}
