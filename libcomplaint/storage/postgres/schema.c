/* The tables of a PostgreSQL store: made, found, checked. */
#include "storage/postgres/store.h"

#include "base/failure.h"

#include <string.h>
#include <time.h>

/* Several processes may make the tables at once; then one of two statements
 * fails, and works when run again. */
#define ATTEMPTS 20

/* Version that this tenant's row says; 0 when there is none. *tables: they
 * are there, whoever's. */
static int find_once(complaint_store *store, int *version, bool *tables,
                     complaint_error **error)
{
    complaint_error *local = NULL;
    PGresult *result = NULL;
    int status;

    *version = 0;
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "SELECT \"version\" FROM ");
    complaint__postgres_table(&store->sql, store, "store");
    complaint__buffer_text(&store->sql, " WHERE \"tenant\"=$1");
    if (store->sql.failed)
        return complaint__fail_memory(error);
    if (PQsendQueryParams(store->db, store->sql.bytes, 1,
                          store->parameters.types, store->parameters.values,
                          store->parameters.sizes, store->parameters.formats,
                          1) != 1 ||
        PQpipelineSync(store->db) != 1)
        return complaint__postgres_fail(store, error, NULL, NULL);
    result = PQgetResult(store->db);
    *tables = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (*tables && PQntuples(result) == 1)
        *version = (int)complaint__postgres_integer(result, 0, 0);
    status = *tables || complaint__postgres_is(result, "42P01") ||
                     complaint__postgres_is(result, "3F000")
                 ? COMPLAINT_OK
                 : complaint__postgres_fail(store, &local, result, NULL);
    PQclear(result);
    while (!store->lost && (result = PQgetResult(store->db)) != NULL)
        PQclear(result);
    if (!store->lost)
        PQclear(PQgetResult(store->db)); /* the sync */
    complaint__error_give(error, local);
    return status;
}

static int find(complaint_store *store, int *version, bool *tables,
                complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = find_once(store, version, tables, error);
    while (complaint__postgres_again(store, status, &attempt, error));
    return status;
}

/* Two that make the same thing at the same moment. */
static bool met_another(int status)
{
    return status == COMPLAINT_BUSY || status == COMPLAINT_EXISTS ||
           status == COMPLAINT_CORRUPT;
}

/* One statement a transaction, as some servers insist. */
static int make(complaint_store *store, size_t index, bool *made,
                complaint_error **error)
{
    const struct timespec pause = {0, 20000000};
    complaint_error *local = NULL;
    int status = COMPLAINT_OK;

    for (int i = 0; i < ATTEMPTS; i++) {
        *made = complaint__postgres_create(&store->sql, store, index);
        if (store->sql.failed)
            return complaint__fail_memory(error);
        if (!*made)
            return COMPLAINT_OK;
        if (i > 0)
            (void)nanosleep(&pause, NULL);
        complaint_error_free(local);
        local = NULL;
        status = complaint__postgres_simple(store, store->sql.bytes, NULL, NULL,
                                            &local);
        if (!met_another(status))
            break;
    }
    complaint__error_give(error, local);
    return status;
}

static int add_tenant(complaint_store *store, int version,
                      complaint_error **error)
{
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_integer(&store->parameters, version);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "INSERT INTO ");
    complaint__postgres_table(&store->sql, store, "store");
    complaint__buffer_text(&store->sql, "(\"tenant\",\"version\")VALUES($1,$2)"
                                        "ON CONFLICT DO NOTHING");
    if (store->sql.failed)
        return complaint__fail_memory(error);
    return complaint__postgres_simple(store, store->sql.bytes,
                                      &store->parameters, NULL, error);
}

int complaint__postgres_schema(complaint_store *store, bool create,
                               int supported, int *found,
                               complaint_error **error)
{
    bool tables = false;
    bool made = true;
    int status = complaint__postgres_ensure(store, error);

    if (status == COMPLAINT_OK)
        status = find(store, found, &tables, error);
    if (status != COMPLAINT_OK)
        return status;
    if (*found > supported)
        return complaint_store_fail(store->context, error, COMPLAINT_VERSION,
                                    NULL, *found,
                                    "the register was written by a newer "
                                    "version of this library");
    if (*found > 0 || !create)
        return COMPLAINT_OK;
    for (size_t i = 0; status == COMPLAINT_OK && !tables && made; i++)
        status = make(store, i, &made, error);
    if (status == COMPLAINT_OK)
        status = add_tenant(store, supported, error);
    if (status == COMPLAINT_OK)
        status = find(store, found, &tables, error);
    return status;
}

/* Every table must have every column; the server looks after the rest. */
int complaint__postgres_check(complaint_store *store, complaint_error **error)
{
    int status = complaint__postgres_ensure(store, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_relation_count();
         i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        complaint__buffer_clear(&store->sql);
        complaint__buffer_text(&store->sql, "SELECT \"tenant\",");
        complaint__sql_columns(&store->sql, relation, 0);
        complaint__buffer_text(&store->sql, " FROM ");
        complaint__postgres_table(&store->sql, store, relation->name);
        complaint__buffer_text(&store->sql, " LIMIT 0");
        status = store->sql.failed
                     ? complaint__fail_memory(error)
                     : complaint__postgres_simple(store, store->sql.bytes, NULL,
                                                  NULL, error);
    }
    return status;
}

/* The server passes over a table of somebody else's, and warns. */
static int write_anew(complaint_store *store,
                      const complaint_relation *relation,
                      complaint_error **error)
{
    int status;

    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "VACUUM (FULL, ANALYZE) ");
    complaint__postgres_table(&store->sql, store, relation->name);
    if (store->sql.failed)
        return complaint__fail_memory(error);
    store->warned = false;
    status =
        complaint__postgres_simple(store, store->sql.bytes, NULL, NULL, error);
    if (status != COMPLAINT_OK || !store->warned)
        return status;
    return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                relation->name, 0,
                                "the server does not allow it to this user");
}

/* Tables with personal columns are written anew, because a plain VACUUM leaves
 * the bytes of dead rows in the free room of pages. What the server keeps in
 * its write-ahead log and archives goes as these are recycled. */
int complaint__postgres_scrub(complaint_store *store, complaint_error **error)
{
    int status = complaint__postgres_ensure(store, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_relation_count();
         i++) {
        const complaint_relation *relation = complaint_relation_at(i);

        if (relation == &complaint__relation_journal ||
            complaint__relation_is_personal(relation))
            status = write_anew(store, relation, error);
    }
    return status;
}
