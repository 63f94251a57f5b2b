/* Rows of the PostgreSQL backend that are not waited for: they travel with what
 * comes next, a commit too, and that does not run on the server when one of
 * them fails; and the table of the backend. Other verbs are in verbs.c. */
#include "storage/postgres/store.h"

#include "storage/storage.h"

/* Room is left for what another verb queues. */
static int make_room(complaint_store *store, complaint_error **error)
{
    PGresult *result = NULL;
    int status;

    if (store->awaited_count <
        COMPLAINT__POSTGRES_AWAITED - COMPLAINT__POSTGRES_AWAITED_SPARE)
        return COMPLAINT_OK;
    status = complaint__postgres_run(store, &result, NULL, error);
    PQclear(result);
    return status;
}

int complaint__postgres_insert_new(complaint_store *store,
                                   const complaint_relation *relation,
                                   const complaint_value *values,
                                   complaint_error **error)
{
    int status = complaint__postgres_ready(store, true, error);

    if (status == COMPLAINT_OK && complaint__postgres_gathers(store))
        return complaint__postgres_gather(store, relation, values, error);
    if (status == COMPLAINT_OK)
        status = make_room(store, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_add_values(store, relation, values,
                                   relation->column_count);
    return complaint__postgres_queue_verb(
        store, relation, COMPLAINT__POSTGRES_INSERT_NEW,
        COMPLAINT__POSTGRES_AWAIT_DONE, error);
}

int complaint__postgres_update_later(complaint_store *store,
                                     const complaint_relation *relation,
                                     const complaint_value *values,
                                     int64_t expected, complaint_error **error)
{
    bool expects = relation->revision >= 0 && expected >= 0;
    int status = complaint__postgres_ready(store, true, error);

    if (status == COMPLAINT_OK)
        status = complaint__postgres_settle(store, relation, error);
    if (status == COMPLAINT_OK)
        status = make_room(store, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_add_values(store, relation, values,
                                   relation->column_count);
    if (expects)
        complaint__postgres_add_integer(&store->parameters, expected);
    return complaint__postgres_queue_verb(
        store, relation,
        expects ? COMPLAINT__POSTGRES_UPDATE_SURE_EXPECTED
                : COMPLAINT__POSTGRES_UPDATE_SURE,
        COMPLAINT__POSTGRES_AWAIT_SURE, error);
}

int complaint__postgres_expect(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values,
                               complaint_error **error)
{
    int status = complaint__postgres_ready(store, true, error);

    if (status == COMPLAINT_OK)
        status = complaint__postgres_settle(store, relation, error);
    if (status == COMPLAINT_OK)
        status = make_room(store, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__postgres_add_values(store, relation, values,
                                   relation->column_count);
    return complaint__postgres_queue_verb(
        store, relation, COMPLAINT__POSTGRES_EXPECT,
        COMPLAINT__POSTGRES_AWAIT_EXPECTED, error);
}

const complaint_backend complaint__backend_postgres = {
    .struct_size = sizeof(complaint_backend),
    .revision = COMPLAINT_BACKEND_REVISION,
    .scheme = "postgresql",
    .open = complaint__postgres_open,
    .close = complaint__postgres_close,
    .schema = complaint__postgres_schema,
    .begin = complaint__postgres_begin,
    .commit = complaint__postgres_commit,
    .rollback = complaint__postgres_rollback,
    .get = complaint__postgres_get,
    .insert = complaint__postgres_insert,
    .update = complaint__postgres_update,
    .erase = complaint__postgres_erase,
    .scan = complaint__postgres_scan_open,
    .scan_next = complaint__postgres_scan_next,
    .scan_close = complaint__postgres_scan_close,
    .next_number = complaint__postgres_next_number,
    .check = complaint__postgres_check,
    .scrub = complaint__postgres_scrub,
    .insert_new = complaint__postgres_insert_new,
    .upgrade = complaint__postgres_upgrade,
    .share = complaint__postgres_share,
    .update_later = complaint__postgres_update_later,
    .expect = complaint__postgres_expect,
};
