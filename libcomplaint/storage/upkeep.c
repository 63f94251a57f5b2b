/* What concerns a store as a whole: check, copy, compact, scrub, upgrade; and
 * what is done where a backend lacks the verb. Rows are in storage.c. */
#include "storage/store_inside.h"

#include "base/context.h"
#include "base/failure.h"
#include "base/file.h"

int complaint__store_lacks(const complaint__store *store, const char *verb,
                           complaint_error **error)
{
    return complaint__fail(
        store->context, error, COMPLAINT_UNSUPPORTED, "backend.lacks", verb,
        "the backend \"%s\" cannot do \"%s\"", store->backend->scheme, verb);
}

/* Between transactions, and allowed to change what is there? */
static int is_free(const complaint__store *store, bool write,
                   complaint_error **error)
{
    if (store->state != NO_TRANSACTION)
        return complaint_store_fail(
            store->context, error, COMPLAINT_MISUSE, NULL, 0,
            "this cannot be done inside of a transaction");
    if (write && store->read_only)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    NULL, 0,
                                    "the register was opened read-only");
    return COMPLAINT_OK;
}

int complaint__store_check(complaint__store *store, complaint_error **error)
{
    if (store->backend->check == NULL)
        return COMPLAINT_OK;
    return store->backend->check(store->store, error);
}

static int change_whole(complaint__store *store, const char *name,
                        int (*verb)(complaint_store *, complaint_error **),
                        complaint_error **error)
{
    int status = is_free(store, true, error);

    if (status != COMPLAINT_OK)
        return status;
    if (verb == NULL)
        return complaint__store_lacks(store, name, error);
    complaint__scans_end(store);
    return verb(store->store, error);
}

int complaint__store_compact(complaint__store *store, complaint_error **error)
{
    return change_whole(store, "compact", store->backend->compact, error);
}

int complaint__store_scrub(complaint__store *store, complaint_error **error)
{
    return change_whole(store, "scrub", store->backend->scrub, error);
}

const char *complaint__store_companion(complaint__store *store)
{
    if (store->backend->companion == NULL)
        return NULL;
    return store->backend->companion(store->store);
}

/* The names that a store's own files have, after the path of the first: what
 * SQLite puts beside it, a search, a backup that is not done. */
static bool is_own(complaint__buffer *name, const char *companion,
                   const char *path)
{
    static const char *const ends[] = {"",         "-wal",    "-shm",
                                       "-journal", "-search", "-search-new"};
    bool own = false;

    for (size_t i = 0; !own && i < sizeof ends / sizeof ends[0]; i++) {
        complaint__buffer_clear(name);
        complaint__buffer_text(name, companion);
        complaint__buffer_text(name, ends[i]);
        own = !name->failed && complaint__file_same(name->bytes, path);
    }
    return own;
}

static int refuse_own(complaint_context *context,
                      const complaint_backend *backend, complaint_store *store,
                      const char *path, const char *field,
                      complaint_error **error)
{
    const char *companion =
        backend->companion == NULL ? NULL : backend->companion(store);

    complaint__buffer name = COMPLAINT__BUFFER(context);
    int status = COMPLAINT_OK;

    if (companion != NULL && is_own(&name, companion, path))
        status = complaint__fail(context, error, COMPLAINT_EXISTS,
                                 "store.own_file", field,
                                 "this file belongs to the register itself: "
                                 "%s",
                                 path);
    else if (name.failed)
        status = complaint__fail_memory(error);
    complaint__buffer_free(&name);
    return status;
}

int complaint__store_refuse_own(complaint__store *store, const char *path,
                                const char *field, complaint_error **error)
{
    return refuse_own(store->context, store->backend, store->store, path, field,
                      error);
}

/* The backend's own copy, but not over what is copied: neither under the
 * target's name nor under the one that a backup is worked under. */
static int back_up(complaint_context *context, const complaint_backend *backend,
                   complaint_store *store, const char *target,
                   complaint_error **error)
{
    complaint__buffer partial = COMPLAINT__BUFFER(context);
    int status;

    complaint__buffer_text(&partial, target);
    complaint__buffer_text(&partial, "-partial");
    if (partial.failed)
        status = complaint__fail_memory(error);
    else
        status = refuse_own(context, backend, store, target, "target", error);
    if (status == COMPLAINT_OK)
        status =
            refuse_own(context, backend, store, partial.bytes, "target", error);
    complaint__buffer_free(&partial);
    return status == COMPLAINT_OK ? backend->backup(store, target, error)
                                  : status;
}

int complaint__store_upgrade(complaint__store *store, int from, int to,
                             complaint_error **error)
{
    int status = is_free(store, true, error);

    if (status != COMPLAINT_OK)
        return status;
    if (store->backend->upgrade == NULL)
        return complaint__store_lacks(store, "upgrade", error);
    complaint__scans_end(store);
    return store->backend->upgrade(store->store, from, to, error);
}

/* Copying without the backend's help: each row read and inserted. */

static int has_row(complaint__store *store, const complaint_relation *relation,
                   bool *found, complaint_error **error)
{
    complaint_scan asked = {.relation = relation, .limit = 1};
    const complaint_value *values = NULL;
    complaint__scan *scan = NULL;
    int status = complaint__store_scan(store, &asked, &scan, error);

    if (status == COMPLAINT_OK)
        status = complaint__scan_next(scan, &values, error);
    *found = values != NULL;
    complaint__scan_close(scan);
    return status;
}

static int is_empty(complaint__store *store, complaint_error **error)
{
    bool found = false;
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && !found && i < complaint_relation_count();
         i++)
        status = has_row(store, complaint_relation_at(i), &found, error);
    if (status == COMPLAINT_OK && found)
        return complaint_store_fail(store->context, error, COMPLAINT_EXISTS,
                                    "target", 0, "there is a register already");
    return status;
}

static int copy_relation(complaint__store *from, complaint__store *to,
                         const complaint_relation *relation,
                         complaint_error **error)
{
    complaint_scan asked = {.relation = relation};
    const complaint_value *values = NULL;
    complaint__scan *scan = NULL;
    int status = complaint__store_scan(from, &asked, &scan, error);

    while (status == COMPLAINT_OK) {
        status = complaint__scan_next(scan, &values, error);
        if (status != COMPLAINT_OK || values == NULL)
            break;
        status = complaint__store_insert_new(to, relation, values, error);
    }
    complaint__scan_close(scan);
    return status;
}

/* All rows as of one moment, in one transaction there. */
static int copy_rows(complaint__store *from, complaint__store *to,
                     complaint_error **error)
{
    int status = complaint__store_begin(from, false, error);

    if (status == COMPLAINT_OK)
        status = complaint__store_begin(to, true, error);
    if (status == COMPLAINT_OK)
        status = is_empty(to, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_relation_count();
         i++)
        status = copy_relation(from, to, complaint_relation_at(i), error);
    if (status == COMPLAINT_OK)
        status = complaint__store_commit(to, error);
    complaint__store_rollback(to);
    complaint__store_rollback(from);
    return status;
}

/* Either may have: shall all be copied anew? Nothing is there yet. */
static bool met_another(complaint__store *from, complaint__store *to,
                        int status, int *attempt, complaint_error **error)
{
    if (!complaint__store_again(from, status, attempt) &&
        !complaint__store_again(to, status, attempt))
        return false;
    if (error != NULL) {
        complaint_error_free(*error);
        *error = NULL;
    }
    return true;
}

static int copy_store(complaint__store *store, const char *target,
                      complaint_error **error)
{
    complaint__store *to = NULL;
    int attempt = 0;
    int closed;
    int status = complaint__store_open(store->context, target,
                                       COMPLAINT_STORE_CREATE, &to, error);

    if (status != COMPLAINT_OK)
        return status;
    do
        status = copy_rows(store, to, error);
    while (met_another(store, to, status, &attempt, error));
    closed = complaint__store_close(to, status == COMPLAINT_OK ? error : NULL);
    if (status == COMPLAINT_OK)
        status = closed;
    if (status != COMPLAINT_OK)
        return status;
    /* A store that lives no longer than its handle holds no copy. */
    status = complaint__store_open(store->context, target, 0, &to, error);
    if (status != COMPLAINT_OK && status != COMPLAINT_NOT_FOUND)
        return status;
    if (status == COMPLAINT_NOT_FOUND)
        return complaint_store_fail(store->context, error,
                                    COMPLAINT_UNSUPPORTED, "target", 0,
                                    "what is copied there is not kept");
    return complaint__store_close(to, error);
}

int complaint__store_backup(complaint__store *store, const char *target,
                            complaint_error **error)
{
    const complaint_backend *backend = NULL;
    const char *address = NULL;
    int status = is_free(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    if (target == NULL)
        return complaint__fail_misuse(store->context, error, "target");
    status = complaint__backend_of(store->context, target, &backend, &address,
                                   error);
    if (status != COMPLAINT_OK)
        return status;
    if (backend == store->backend && backend->backup != NULL)
        return back_up(store->context, backend, store->store, address, error);
    return copy_store(store, target, error);
}

int complaint__store_share(complaint__store *store, complaint__store **out,
                           complaint_error **error)
{
    complaint__store *made;
    int status = is_free(store, false, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (store->backend->share == NULL)
        return complaint__store_lacks(store, "share", error);
    made = complaint__alloc_array(store->context, 1, sizeof *made);
    if (made == NULL)
        return complaint__fail_memory(error);
    made->context = complaint__context_ref(store->context);
    made->backend = store->backend;
    made->read_only = store->read_only;
    status = store->backend->share(store->store, &made->store, error);
    if (status != COMPLAINT_OK) {
        (void)complaint__store_close(made, NULL);
        return status;
    }
    *out = made;
    return COMPLAINT_OK;
}

/* ---- stores of any schema ---- */

static int open_as_is(complaint_context *context, const char *uri,
                      const complaint_backend **backend,
                      complaint_store **store, complaint_error **error)
{
    const char *address = NULL;
    int status = complaint__backend_of(context, uri, backend, &address, error);

    if (status != COMPLAINT_OK)
        return status;
    return (*backend)->open((*backend)->user_data, context, address,
                            COMPLAINT_STORE_READ_ONLY, store, error);
}

int complaint__store_version(complaint_context *context, const char *uri,
                             int *version, complaint_error **error)
{
    const complaint_backend *backend = NULL;
    complaint_store *store = NULL;
    int closed;
    int status = open_as_is(context, uri, &backend, &store, error);

    *version = 0;
    if (status != COMPLAINT_OK)
        return status;
    status = backend->schema(store, false, COMPLAINT__SCHEMA, version, error);
    closed = backend->close(store, status == COMPLAINT_OK ? error : NULL);
    if (status == COMPLAINT_OK)
        status = closed;
    if (status == COMPLAINT_OK && *version == 0)
        return complaint_store_fail(context, error, COMPLAINT_NOT_FOUND, NULL,
                                    0, "there is no register yet");
    return status;
}

int complaint__store_backup_as_is(complaint_context *context, const char *uri,
                                  const char *target, complaint_error **error)
{
    const complaint_backend *backend = NULL;
    const complaint_backend *other = NULL;
    const char *address = NULL;
    complaint_store *store = NULL;
    int status =
        complaint__backend_of(context, target, &other, &address, error);

    if (status == COMPLAINT_OK)
        status = open_as_is(context, uri, &backend, &store, error);
    if (status != COMPLAINT_OK)
        return status;
    if (backend != other || backend->backup == NULL)
        status = complaint__fail(
            context, error, COMPLAINT_UNSUPPORTED, "backend.lacks", "backup",
            "the backend \"%s\" cannot do \"%s\"", backend->scheme, "backup");
    else
        status = back_up(context, backend, store, address, error);
    (void)backend->close(store, NULL);
    return status;
}
