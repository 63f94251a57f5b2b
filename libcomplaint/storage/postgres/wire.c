/* Statements on their way to the server and results on their way back, in
 * pipeline mode: what is queued travels together. What statements mean is the
 * business of the other files. */
#include "storage/postgres/store.h"

#include "base/failure.h"

#include <string.h>

/* Types of the catalog that never change (pg_type.h is the server's). */
#define TYPE_BYTES 17
#define TYPE_INTEGER 20
#define TYPE_TEXT 25

void complaint__postgres_clear(complaint__postgres_parameters *parameters)
{
    parameters->count = 0;
}

static int next_place(complaint__postgres_parameters *parameters, Oid type)
{
    int at = parameters->count++;

    parameters->types[at] = type;
    parameters->values[at] = NULL;
    parameters->sizes[at] = 0;
    parameters->formats[at] = 1;
    return at;
}

void complaint__postgres_add_text(complaint__postgres_parameters *parameters,
                                  const char *text)
{
    int at = next_place(parameters, TYPE_TEXT);

    parameters->values[at] = text;
    parameters->sizes[at] = (int)strlen(text);
}

void complaint__postgres_add_integer(complaint__postgres_parameters *parameters,
                                     int64_t integer)
{
    int at = next_place(parameters, TYPE_INTEGER);
    uint64_t bits = (uint64_t)integer;

    for (int i = 7; i >= 0; i--, bits >>= 8)
        parameters->integers[at][i] = (unsigned char)(bits & 0xff);
    parameters->values[at] = (const char *)parameters->integers[at];
    parameters->sizes[at] = 8;
}

void complaint__postgres_add(complaint__postgres_parameters *parameters,
                             Oid type, const complaint_value *value)
{
    int at;

    if (value->type == COMPLAINT_VALUE_INTEGER) {
        complaint__postgres_add_integer(parameters, value->integer);
        return;
    }
    at = next_place(parameters, type);
    if (value->type == COMPLAINT_VALUE_NULL)
        return;
    parameters->values[at] = value->size > 0 ? value->bytes : "";
    parameters->sizes[at] = (int)value->size;
}

Oid complaint__postgres_type(const complaint_relation *relation, size_t column)
{
    switch (complaint__column_value_type(relation, column)) {
    case COMPLAINT_VALUE_INTEGER:
        return TYPE_INTEGER;
    case COMPLAINT_VALUE_BYTES:
        return TYPE_BYTES;
    default:
        return TYPE_TEXT;
    }
}

/* `sent`: libpq took all of it; a message in part ends the connection. */
static bool await(complaint_store *store, bool sent,
                  enum complaint__postgres_awaited what, bool *prepared)
{
    store->lost = store->lost || !sent;
    if (!sent || store->awaited_count == COMPLAINT__POSTGRES_AWAITED)
        return false;
    store->awaited[store->awaited_count].what = what;
    store->awaited[store->awaited_count++].prepared = prepared;
    return true;
}

bool complaint__postgres_queue(complaint_store *store, const char *name,
                               bool *prepared,
                               const complaint__postgres_parameters *values,
                               enum complaint__postgres_awaited what)
{
    if (!*prepared && !await(store,
                             PQsendPrepare(store->db, name, store->sql.bytes,
                                           values->count, values->types) == 1,
                             COMPLAINT__POSTGRES_AWAIT_PREPARED, prepared))
        return false;
    *prepared = true; /* for what is queued behind it; drain() knows better */
    return await(store,
                 PQsendQueryPrepared(store->db, name, values->count,
                                     values->values, values->sizes,
                                     values->formats, 1) == 1,
                 what, NULL);
}

bool complaint__postgres_queue_text(complaint_store *store, const char *sql,
                                    enum complaint__postgres_awaited what)
{
    return await(
        store,
        PQsendQueryParams(store->db, sql, 0, NULL, NULL, NULL, NULL, 1) == 1,
        what, NULL);
}

bool complaint__postgres_queue_sync(complaint_store *store)
{
    return await(store, PQpipelineSync(store->db) == 1,
                 COMPLAINT__POSTGRES_AWAIT_SYNC, NULL);
}

/* Not the server's word: libpq had no memory for what came, or lost its place.
 * What is behind it would be waited for in vain. */
static bool is_of_libpq(const PGresult *result)
{
    return PQresultStatus(result) == PGRES_FATAL_ERROR &&
           PQresultErrorField(result, PG_DIAG_SQLSTATE) == NULL;
}

/* One result and the NULL behind it; a sync has none. */
static PGresult *take(complaint_store *store)
{
    PGresult *result = PQgetResult(store->db);
    PGresult *extra;

    if (result == NULL || PQresultStatus(result) == PGRES_PIPELINE_SYNC)
        return result;
    if (is_of_libpq(result)) {
        store->lost = true;
        return result;
    }
    while (PQstatus(store->db) == CONNECTION_OK &&
           (extra = PQgetResult(store->db)) != NULL)
        PQclear(extra);
    return result;
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_EMPTY_QUERY;
}

/* The numbers that a reservation gave; none when it failed. */
static void take_numbers(complaint_store *store, const PGresult *result)
{
    complaint__postgres_numbers *numbers = &store->numbers;

    if (!is_good(result) || PQntuples(result) != 1)
        return;
    numbers->end = complaint__postgres_integer(result, 0, 0) + 1;
    numbers->next = numbers->saved = numbers->end - numbers->block;
}

/* What a statement said by failing: of a row that it had to meet and did not.
 * A mark meets none when the session's row is gone, as after a change to
 * another server that did not have it yet: the next transaction makes one. */
static void look_at_fault(complaint_store *store,
                          const complaint__postgres_await *awaited,
                          const PGresult *result)
{
    bool divided = complaint__postgres_is(result, "22012");
    bool bundle = awaited->what == COMPLAINT__POSTGRES_AWAIT_BUNDLE;
    bool mark = awaited->what == COMPLAINT__POSTGRES_AWAIT_MARK;

    if ((mark && divided) ||
        (bundle && complaint__postgres_is(result, "22003"))) {
        store->session_known = false; /* it may have been that */
        store->unmet = COMPLAINT__POSTGRES_AWAIT_EXPECTED;
    } else if (bundle && divided) {
        store->unmet = COMPLAINT__POSTGRES_AWAIT_SURE;
    } else if (divided &&
               (awaited->what == COMPLAINT__POSTGRES_AWAIT_EXPECTED ||
                awaited->what == COMPLAINT__POSTGRES_AWAIT_SURE)) {
        store->unmet = awaited->what;
    }
}

static int fail_unmet(complaint_store *store, const char *field,
                      complaint_error **error)
{
    const char *message = "another transaction was in the way: again";
    int status = COMPLAINT_BUSY;

    if (store->unmet == COMPLAINT__POSTGRES_AWAIT_SURE) {
        status = COMPLAINT_CONFLICT;
        message = "the row was changed meanwhile";
    }
    store->failure = status;
    return complaint_store_fail(store->context, error, status, field, 0,
                                message);
}

/* All that was awaited. The first result that is not good, if any; *last is
 * the last one otherwise. */
static PGresult *drain(complaint_store *store, PGresult **last)
{
    PGresult *bad = NULL;

    for (size_t i = 0; i < store->awaited_count; i++) {
        const complaint__postgres_await *awaited = &store->awaited[i];
        PGresult *result = take(store);
        bool good = is_good(result);

        if (PQstatus(store->db) != CONNECTION_OK || result == NULL)
            store->lost = true;
        if (awaited->what == COMPLAINT__POSTGRES_AWAIT_PREPARED)
            *awaited->prepared = *awaited->prepared && good;
        else if (awaited->what == COMPLAINT__POSTGRES_AWAIT_RESERVED)
            take_numbers(store, result);
        if (!good && bad == NULL &&
            awaited->what != COMPLAINT__POSTGRES_AWAIT_SYNC &&
            awaited->what != COMPLAINT__POSTGRES_AWAIT_RESERVED) {
            bad = result;
            look_at_fault(store, awaited, result);
        } else {
            PQclear(*last);
            *last = result;
        }
        if (store->lost)
            break;
    }
    store->awaited_count = 0;
    return bad;
}

bool complaint__postgres_try(complaint_store *store, PGresult **out,
                             PGresult **bad)
{
    PGresult *sync;

    *out = *bad = NULL;
    store->unmet = COMPLAINT__POSTGRES_AWAIT_DONE;
    if (PQpipelineSync(store->db) != 1) {
        store->awaited_count = 0;
        store->lost = true;
        return false;
    }
    *bad = drain(store, out);
    if (!store->lost) {
        sync = take(store);
        if (sync == NULL || PQresultStatus(sync) != PGRES_PIPELINE_SYNC)
            store->lost = true;
        PQclear(sync);
    }
    if (*bad == NULL && !store->lost)
        return true;
    PQclear(*out);
    *out = NULL;
    return false;
}

int complaint__postgres_run(complaint_store *store, PGresult **out,
                            const char *field, complaint_error **error)
{
    PGresult *bad = NULL;
    int status;

    if (complaint__postgres_try(store, out, &bad))
        return COMPLAINT_OK;
    if (store->unmet != COMPLAINT__POSTGRES_AWAIT_DONE && !store->lost)
        status = fail_unmet(store, field, error);
    else
        status = complaint__postgres_fail(store, error, bad, field);
    PQclear(bad);
    PQclear(*out);
    *out = NULL;
    return status;
}

static int simple_once(complaint_store *store, const char *sql,
                       const complaint__postgres_parameters *values,
                       PGresult **result, complaint_error **error)
{
    if (!await(store,
               PQsendQueryParams(store->db, sql, values->count, values->types,
                                 values->values, values->sizes, values->formats,
                                 1) == 1,
               COMPLAINT__POSTGRES_AWAIT_DONE, NULL))
        return complaint__postgres_fail(store, error, NULL, NULL);
    return complaint__postgres_run(store, result, NULL, error);
}

int complaint__postgres_simple(complaint_store *store, const char *sql,
                               const complaint__postgres_parameters *values,
                               PGresult **out, complaint_error **error)
{
    static const complaint__postgres_parameters none;
    PGresult *result = NULL;
    int attempt = 0;
    int status;

    if (values == NULL)
        values = &none;
    do
        status = simple_once(store, sql, values, &result, error);
    while (store->state == COMPLAINT__POSTGRES_IDLE &&
           complaint__postgres_again(store, status, &attempt, error));
    if (out != NULL)
        *out = result;
    else
        PQclear(result);
    return status;
}

int64_t complaint__postgres_integer(const PGresult *result, int at, int column)
{
    const unsigned char *bytes =
        (const unsigned char *)PQgetvalue(result, at, column);
    uint64_t bits = 0;

    for (int i = 0; i < 8; i++)
        bits = bits << 8 | bytes[i];
    return (int64_t)bits;
}

static bool fits(const complaint_relation *relation, size_t column,
                 const PGresult *result, int at, int place)
{
    if (PQgetisnull(result, at, place))
        return (relation->columns[column].flags & COMPLAINT_COLUMN_REQUIRED) ==
               0;
    return PQftype(result, place) ==
               complaint__postgres_type(relation, column) &&
           (PQftype(result, place) != TYPE_INTEGER ||
            PQgetlength(result, at, place) == 8);
}

int complaint__postgres_read(complaint_store *store, const PGresult *result,
                             int at, const complaint_relation *relation,
                             uint64_t wanted, complaint_value *values,
                             complaint_error **error)
{
    int place = -1;

    for (size_t i = 0; i < relation->column_count; i++) {
        complaint_value *value = &values[i];

        *value = complaint__value_text(NULL);
        if (wanted != 0 && (wanted >> i & 1) == 0)
            continue;
        place++;
        if (!fits(relation, i, result, at, place))
            return complaint_store_fail(
                store->context, error, COMPLAINT_CORRUPT,
                relation->columns[i].name, 0,
                "a stored value is not of its column's type");
        if (PQgetisnull(result, at, place))
            continue;
        value->type = complaint__column_value_type(relation, i);
        if (value->type == COMPLAINT_VALUE_INTEGER) {
            value->integer = complaint__postgres_integer(result, at, place);
        } else {
            value->bytes = PQgetvalue(result, at, place);
            value->size = (size_t)PQgetlength(result, at, place);
        }
    }
    return COMPLAINT_OK;
}
