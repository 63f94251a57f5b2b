/* Rows of the PostgreSQL backend that are not waited for: they travel with what
 * comes next, a commit too, and that does not run on the server when one of
 * them fails; and the table of the backend. How they travel is in bundle.c,
 * other verbs are in verbs.c. */
#include "storage/postgres/store.h"

#include "storage/storage.h"

int complaint__postgres_insert_new(complaint_store *store,
                                   const complaint_relation *relation,
                                   const complaint_value *values,
                                   complaint_error **error)
{
    int status = complaint__postgres_ready(store, true, error);

    if (status != COMPLAINT_OK)
        return status;
    if (complaint__postgres_gathers(store))
        return complaint__postgres_gather(store, relation, values, error);
    return complaint__postgres_write_later(
        store, relation, COMPLAINT__POSTGRES_INSERT_NEW, values, -1, error);
}

/* What is gathered of the relation is there first. */
static int write_settled(complaint_store *store,
                         const complaint_relation *relation,
                         enum complaint__postgres_verb verb,
                         const complaint_value *values, int64_t expected,
                         complaint_error **error)
{
    int status = complaint__postgres_ready(store, true, error);

    if (status == COMPLAINT_OK)
        status = complaint__postgres_settle_copy(store, relation, error);
    return status == COMPLAINT_OK
               ? complaint__postgres_write_later(store, relation, verb, values,
                                                 expected, error)
               : status;
}

int complaint__postgres_update_later(complaint_store *store,
                                     const complaint_relation *relation,
                                     const complaint_value *values,
                                     int64_t expected, complaint_error **error)
{
    return write_settled(store, relation,
                         relation->revision >= 0 && expected >= 0
                             ? COMPLAINT__POSTGRES_UPDATE_SURE_EXPECTED
                             : COMPLAINT__POSTGRES_UPDATE_SURE,
                         values, expected, error);
}

int complaint__postgres_expect(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values,
                               complaint_error **error)
{
    return write_settled(store, relation, COMPLAINT__POSTGRES_EXPECT, values,
                         -1, error);
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
