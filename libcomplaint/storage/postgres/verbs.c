/* Rows of the PostgreSQL backend, one round trip a verb; those that are not
 * waited for are in later.c. Nothing here lets a statement fail for a reason
 * that the contract lets a transaction survive: an error would end it on the
 * server. */
#include "storage/postgres/store.h"

#include "base/failure.h"
#include "storage/storage.h"

#include <stdio.h>
#include <string.h>

int complaint__postgres_queue_verb(complaint_store *store,
                                   const complaint_relation *relation,
                                   enum complaint__postgres_verb verb,
                                   enum complaint__postgres_awaited what,
                                   complaint_error **error)
{
    bool *prepared = &store->verbs[relation->position][verb];
    char name[24];

    if (!*prepared) {
        complaint__postgres_verb_text(&store->sql, store, relation, verb);
        if (store->sql.failed)
            return complaint__fail_memory(error);
    }
    (void)snprintf(name, sizeof name, "v%d_%d", relation->position, (int)verb);
    if (!complaint__postgres_queue(store, name, prepared, &store->parameters,
                                   what))
        return complaint__postgres_fail(store, error, NULL, relation->name);
    return COMPLAINT_OK;
}

static int queue_verb(complaint_store *store,
                      const complaint_relation *relation,
                      enum complaint__postgres_verb verb,
                      complaint_error **error)
{
    return complaint__postgres_queue_verb(
        store, relation, verb, COMPLAINT__POSTGRES_AWAIT_DONE, error);
}

void complaint__postgres_add_values(complaint_store *store,
                                    const complaint_relation *relation,
                                    const complaint_value *values, size_t count)
{
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    for (size_t i = 0; i < count; i++)
        complaint__postgres_add(&store->parameters,
                                complaint__postgres_type(relation, i),
                                &values[i]);
}

static int not_found(complaint_store *store, const complaint_relation *relation,
                     complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_NOT_FOUND,
                                relation->name, 0, "there is no such row");
}

static int get_once(complaint_store *store, const complaint_relation *relation,
                    const complaint_value *key, PGresult **result,
                    complaint_error **error)
{
    int status = complaint__postgres_ready(store, false, error);

    if (status == COMPLAINT_OK)
        status = complaint__postgres_settle(store, relation, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_add_values(store, relation, key, relation->key_count);
    status = queue_verb(store, relation, COMPLAINT__POSTGRES_GET, error);
    if (status == COMPLAINT_OK)
        status = complaint__postgres_run(store, result, relation->name, error);
    return status;
}

int complaint__postgres_get(complaint_store *store,
                            const complaint_relation *relation,
                            const complaint_value *key,
                            const complaint_value **values,
                            complaint_error **error)
{
    PGresult *result = NULL;
    int attempt = 0;
    int status;

    *values = NULL;
    do
        status = get_once(store, relation, key, &result, error);
    while (complaint__postgres_again(store, status, &attempt, error));
    if (status != COMPLAINT_OK)
        return status;
    store->answered = store->state != COMPLAINT__POSTGRES_IDLE;
    PQclear(store->row);
    store->row = result;
    if (PQntuples(result) == 0)
        return not_found(store, relation, error);
    status = complaint__postgres_read(store, result, 0, relation, 0,
                                      store->values, error);
    if (status == COMPLAINT_OK)
        *values = store->values;
    return status;
}

static bool met_one(PGresult *result)
{
    return strcmp(PQcmdTuples(result), "1") == 0;
}

static int exists(complaint_store *store, const char *field,
                  complaint_error **error)
{
    return complaint_store_fail(
        store->context, error, COMPLAINT_EXISTS, field, 0,
        strcmp(field, "key") == 0 ? "a row of this key exists"
                                  : "another row has the same values");
}

/* Is there a row with the same values in a unique index? */
static int find_same(complaint_store *store, const complaint_relation *relation,
                     const complaint_index *index,
                     const complaint_value *values, bool *found,
                     complaint_error **error)
{
    PGresult *result = NULL;
    int status;

    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, "SELECT 1 FROM ");
    complaint__postgres_table(&store->sql, store, relation->name);
    complaint__buffer_text(&store->sql, " WHERE \"tenant\"=$1");
    for (size_t i = 0; i < index->column_count; i++) {
        size_t column = index->columns[i];
        complaint__buffer_text(&store->sql, " AND ");
        complaint__sql_name(&store->sql, relation->columns[column].name);
        complaint__buffer_format(&store->sql, "=$%zu", i + 2);
        complaint__postgres_add(&store->parameters,
                                complaint__postgres_type(relation, column),
                                &values[column]);
    }
    (void)complaint__sql_partial(&store->sql, " AND ", relation, index);
    if (store->sql.failed)
        return complaint__fail_memory(error);
    status = complaint__postgres_simple(store, store->sql.bytes,
                                        &store->parameters, &result, error);
    if (status == COMPLAINT_OK)
        *found = PQntuples(result) > 0;
    PQclear(result);
    return status;
}

/* A row was not inserted: say what is taken. */
static int say_taken(complaint_store *store, const complaint_relation *relation,
                     const complaint_value *values, complaint_error **error)
{
    const complaint_value *got = NULL;
    complaint_error *local = NULL;
    bool found = false;
    int status = complaint__postgres_get(store, relation, values, &got, &local);

    if (status == COMPLAINT_OK)
        return exists(store, "key", error);
    if (status != COMPLAINT_NOT_FOUND) {
        complaint__error_give(error, local);
        return status;
    }
    complaint_error_free(local);
    for (size_t i = 0; i < relation->index_count; i++) {
        if (!relation->indexes[i].unique)
            continue;
        status = find_same(store, relation, &relation->indexes[i], values,
                           &found, error);
        if (status != COMPLAINT_OK)
            return status;
        if (found)
            return exists(store, relation->indexes[i].name, error);
    }
    /* Of a transaction that this one does not see. */
    store->failure = COMPLAINT_BUSY;
    return complaint_store_fail(store->context, error, COMPLAINT_BUSY,
                                relation->name, 0,
                                "another transaction was in the way: again");
}

/* Run a write verb over a row; *met: there was one. */
static int write_row(complaint_store *store, const complaint_relation *relation,
                     enum complaint__postgres_verb verb, bool *met,
                     complaint_error **error)
{
    PGresult *result = NULL;
    int status = queue_verb(store, relation, verb, error);

    *met = false;
    if (status == COMPLAINT_OK)
        status = complaint__postgres_run(store, &result, relation->name, error);
    if (status == COMPLAINT_OK)
        *met = met_one(result);
    PQclear(result);
    return status;
}

int complaint__postgres_insert(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values,
                               complaint_error **error)
{
    bool met = false;
    int status = complaint__postgres_ready(store, true, error);

    if (status == COMPLAINT_OK)
        status = complaint__postgres_settle(store, relation, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_add_values(store, relation, values,
                                   relation->column_count);
    status =
        write_row(store, relation, COMPLAINT__POSTGRES_INSERT, &met, error);
    if (status == COMPLAINT_OK && !met)
        return say_taken(store, relation, values, error);
    return status;
}

static bool has_unique_index(const complaint_relation *relation)
{
    for (size_t i = 0; i < relation->index_count; i++) {
        if (relation->indexes[i].unique)
            return true;
    }
    return false;
}

/* After a clash: back to the savepoint, and the name of the index. */
static int undo_clash(complaint_store *store,
                      const complaint_relation *relation, const PGresult *bad,
                      complaint_error **error)
{
    const char *constraint = PQresultErrorField(bad, PG_DIAG_CONSTRAINT_NAME);
    size_t size = strlen(relation->name);
    PGresult *result = NULL;
    int status;

    if (!complaint__postgres_queue_text(store, "ROLLBACK TO SAVEPOINT s",
                                        COMPLAINT__POSTGRES_AWAIT_DONE) ||
        !complaint__postgres_queue_text(store, "RELEASE SAVEPOINT s",
                                        COMPLAINT__POSTGRES_AWAIT_DONE))
        return complaint__postgres_fail(store, error, NULL, relation->name);
    status = complaint__postgres_run(store, &result, relation->name, error);
    PQclear(result);
    if (status != COMPLAINT_OK)
        return status;
    if (constraint != NULL && strncmp(constraint, relation->name, size) == 0 &&
        constraint[size] == '_' &&
        complaint__relation_index_find(relation, constraint + size + 1) != NULL)
        return exists(store, constraint + size + 1, error);
    return exists(store, "key", error);
}

/* An update that changes what must be unique may fail, and must not end the
 * transaction. */
static int write_guarded(complaint_store *store,
                         const complaint_relation *relation,
                         enum complaint__postgres_verb verb, bool *met,
                         complaint_error **error)
{
    PGresult *result = NULL;
    PGresult *bad = NULL;
    int status = COMPLAINT_OK;

    /* A fault of what waits would be taken for one of this. */
    if (store->awaited_count > 0) {
        status = complaint__postgres_run(store, &result, NULL, error);
        PQclear(result);
        result = NULL;
        if (status != COMPLAINT_OK)
            return status;
    }
    if (!complaint__postgres_queue_text(store, "SAVEPOINT s",
                                        COMPLAINT__POSTGRES_AWAIT_DONE))
        return complaint__postgres_fail(store, error, NULL, relation->name);
    status = queue_verb(store, relation, verb, error);
    if (status != COMPLAINT_OK)
        return status;
    if (complaint__postgres_try(store, &result, &bad)) {
        *met = met_one(result);
        /* Travels with the next verb. */
        if (!complaint__postgres_queue_text(store, "RELEASE SAVEPOINT s",
                                            COMPLAINT__POSTGRES_AWAIT_DONE))
            status =
                complaint__postgres_fail(store, error, NULL, relation->name);
    } else if (bad != NULL && complaint__postgres_is(bad, "23505") &&
               !store->lost) {
        status = undo_clash(store, relation, bad, error);
    } else {
        status = complaint__postgres_fail(store, error, bad, relation->name);
    }
    PQclear(result);
    PQclear(bad);
    return status;
}

int complaint__postgres_update(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values, int64_t expected,
                               complaint_error **error)
{
    bool expects = relation->revision >= 0 && expected >= 0;
    bool unique = has_unique_index(relation);
    const complaint_value *found;
    bool met = false;
    int status = complaint__postgres_ready(store, true, error);

    if (status == COMPLAINT_OK)
        status = complaint__postgres_settle(store, relation, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_add_values(store, relation, values,
                                   relation->column_count);
    if (expects)
        complaint__postgres_add_integer(&store->parameters, expected);
    if (unique)
        status = write_row(store, relation,
                           expects ? COMPLAINT__POSTGRES_UPDATE_SAME_EXPECTED
                                   : COMPLAINT__POSTGRES_UPDATE_SAME,
                           &met, error);
    else
        status = write_row(store, relation,
                           expects ? COMPLAINT__POSTGRES_UPDATE_EXPECTED
                                   : COMPLAINT__POSTGRES_UPDATE,
                           &met, error);
    if (status == COMPLAINT_OK && !met && unique)
        status = write_guarded(store, relation,
                               expects ? COMPLAINT__POSTGRES_UPDATE_EXPECTED
                                       : COMPLAINT__POSTGRES_UPDATE,
                               &met, error);
    if (status != COMPLAINT_OK || met)
        return status;
    status = complaint__postgres_get(store, relation, values, &found, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint_store_fail(store->context, error, COMPLAINT_CONFLICT,
                                relation->name, 0,
                                "the row was changed meanwhile");
}

int complaint__postgres_erase(complaint_store *store,
                              const complaint_relation *relation,
                              const complaint_value *key,
                              complaint_error **error)
{
    bool met = false;
    int status = complaint__postgres_ready(store, true, error);

    if (status == COMPLAINT_OK)
        status = complaint__postgres_settle(store, relation, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_add_values(store, relation, key, relation->key_count);
    status = write_row(store, relation, COMPLAINT__POSTGRES_ERASE, &met, error);
    if (status == COMPLAINT_OK && !met)
        return not_found(store, relation, error);
    return status;
}
