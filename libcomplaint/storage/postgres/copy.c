/* Many new rows in one transaction: from the hundredth on they are gathered and
 * sent by COPY, before anything looks at their relation and before the commit.
 * Few rows travel as statements (verbs.c). */
#include "storage/postgres/store.h"

#include "base/failure.h"

#include <string.h>

#define STATEMENTS_MAX 100
#define GATHERED_MAX 4000000
#define BUNDLE_KEPT 16384

/* Numbers of the binary format: highest byte first. */
static void add_number(complaint__buffer *rows, uint64_t number, int size)
{
    char bytes[8];

    for (int i = 0; i < size; i++)
        bytes[i] = (char)(number >> 8 * (size - 1 - i) & 0xff);
    complaint__buffer_append(rows, bytes, (size_t)size);
}

static void add_field(complaint__buffer *rows, const complaint_value *value)
{
    if (value->type == COMPLAINT_VALUE_NULL) {
        add_number(rows, UINT32_MAX, 4);
    } else if (value->type == COMPLAINT_VALUE_INTEGER) {
        add_number(rows, 8, 4);
        add_number(rows, (uint64_t)value->integer, 8);
    } else {
        add_number(rows, value->size, 4);
        complaint__buffer_append(rows, value->bytes, value->size);
    }
}

bool complaint__postgres_gathers(complaint_store *store)
{
    return store->new_rows++ >= STATEMENTS_MAX;
}

int complaint__postgres_gather(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values,
                               complaint_error **error)
{
    static const char first[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";
    complaint__buffer *rows = &store->gathered[relation->position];
    complaint_value tenant = complaint__value_text(store->tenant);
    size_t before = rows->size;

    rows->context = store->context;
    if (rows->size == 0)
        complaint__buffer_append(rows, first, sizeof first - 1);
    add_number(rows, relation->column_count + 1, 2);
    add_field(rows, &tenant);
    for (size_t i = 0; i < relation->column_count; i++)
        add_field(rows, &values[i]);
    if (rows->failed)
        return complaint__fail_memory(error);
    store->gathered_size += rows->size - before;
    if (store->gathered_size > GATHERED_MAX)
        return complaint__postgres_settle_copy(store, NULL, error);
    return COMPLAINT_OK;
}

void complaint__postgres_drop(complaint_store *store)
{
    for (size_t i = 0; i < COMPLAINT__POSTGRES_RELATIONS; i++) {
        complaint__buffer *rows = &store->gathered[i];
        /* A big one is not kept till the next. */
        if (rows->capacity > 0)
            complaint__buffer_free(rows);
    }
    store->gathered_size = 0;
    store->new_rows = 0;
    complaint__postgres_drop_bundle(store);
    if (store->bundle.bytes.capacity > BUNDLE_KEPT)
        complaint__buffer_free(&store->bundle.bytes);
}

/* The answer to a COPY, or to its end; false, and an error, unless as wanted.
 */
static bool answered(complaint_store *store, ExecStatusType wanted,
                     const char *field, int *status, complaint_error **error)
{
    PGresult *result = PQgetResult(store->db);
    bool good = result != NULL && PQresultStatus(result) == wanted;

    if (!good)
        *status = complaint__postgres_fail(store, error, result, field);
    PQclear(result);
    return good;
}

static void pass_over(complaint_store *store)
{
    PGresult *result;

    while (PQstatus(store->db) == CONNECTION_OK &&
           (result = PQgetResult(store->db)) != NULL)
        PQclear(result);
}

static int send_rows(complaint_store *store, const complaint_relation *relation,
                     complaint__buffer *rows, complaint_error **error)
{
    int status = COMPLAINT_OK;

    add_number(rows, UINT16_MAX, 2);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "COPY ");
    complaint__postgres_table(&store->sql, store, relation->name);
    complaint__buffer_text(&store->sql, "(\"tenant\",");
    complaint__sql_columns(&store->sql, relation, 0);
    complaint__buffer_text(&store->sql, ")FROM STDIN(FORMAT binary)");
    if (rows->failed || store->sql.failed)
        return complaint__fail_memory(error);
    if (PQsendQuery(store->db, store->sql.bytes) != 1)
        return complaint__postgres_fail(store, error, NULL, relation->name);
    if (answered(store, PGRES_COPY_IN, relation->name, &status, error)) {
        if (PQputCopyData(store->db, rows->bytes, (int)rows->size) != 1 ||
            PQputCopyEnd(store->db, NULL) != 1)
            return complaint__postgres_fail(store, error, NULL, relation->name);
        (void)answered(store, PGRES_COMMAND_OK, relation->name, &status, error);
    }
    pass_over(store);
    rows->size = 0;
    return status;
}

/* All that is gathered; the pipeline is empty and left for it. */
static int send_all(complaint_store *store, complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (PQexitPipelineMode(store->db) != 1)
        return complaint__postgres_fail(store, error, NULL, NULL);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_relation_count();
         i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        complaint__buffer *rows = &store->gathered[relation->position];
        if (rows->size > 0)
            status = send_rows(store, relation, rows, error);
    }
    store->gathered_size = 0;
    if (!store->lost && PQenterPipelineMode(store->db) != 1)
        store->lost = true; /* a new connection has one */
    return status;
}

int complaint__postgres_settle_copy(complaint_store *store,
                                    const complaint_relation *relation,
                                    complaint_error **error)
{
    PGresult *result = NULL;
    int status = COMPLAINT_OK;

    if (store->gathered_size == 0 ||
        (relation != NULL && store->gathered[relation->position].size == 0))
        return COMPLAINT_OK;
    status = complaint__postgres_send_bundle(store, error);
    if (status == COMPLAINT_OK && store->awaited_count > 0)
        status = complaint__postgres_run(store, &result, NULL, error);
    PQclear(result);
    return status == COMPLAINT_OK ? send_all(store, error) : status;
}

int complaint__postgres_settle(complaint_store *store,
                               const complaint_relation *relation,
                               complaint_error **error)
{
    int status = complaint__postgres_send_bundle(store, error);

    return status == COMPLAINT_OK
               ? complaint__postgres_settle_copy(store, relation, error)
               : status;
}
