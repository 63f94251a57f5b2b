/* A backend in front of another that fails on demand, and that watches what
 * the library asks for after a failure. */
#include "kit.h"

#include <stdlib.h>
#include <string.h>

/* Of this backend: what the other one opened. */
struct complaint_store {
    complaint_conformance_faults *faults;
    complaint_context *context;
    complaint_store *inner;
    bool writing;
    bool reading;
    bool over; /* the transaction failed; rollback is all that is left */
};

struct complaint_store_cursor {
    complaint_store *store;
    complaint_store_cursor *inner;
};

static const complaint_backend *inner_of(const complaint_store *store)
{
    return store->faults->inner;
}

/* Counts a verb; the status that it has to fail with, or COMPLAINT_OK. */
static int due(complaint_conformance_faults *faults, bool writing)
{
    faults->calls++;
    if (faults->fail_at == faults->calls)
        return faults->status;
    if (writing && faults->busy_every > 0 &&
        faults->calls % faults->busy_every == 0 &&
        (faults->busy_most == 0 || faults->failures < faults->busy_most))
        return COMPLAINT_BUSY;
    return COMPLAINT_OK;
}

/* Reading goes on after any failure but BUSY. */
static bool ends_transaction(int status, bool reads)
{
    if (reads)
        return status == COMPLAINT_BUSY;
    return status != COMPLAINT_EXISTS && status != COMPLAINT_NOT_FOUND &&
           status != COMPLAINT_CONFLICT;
}

static int fail(complaint_conformance_faults *faults,
                complaint_context *context, int status, complaint_error **error)
{
    faults->failures++;
    return complaint_store_fail(context, error, status, "fault", 0,
                                "made to fail");
}

/* Before a verb of an open store: OK, or how it fails. */
static int pass(complaint_store *store, bool reads, complaint_error **error)
{
    int status = due(store->faults, store->writing && !store->over);

    if (store->over) {
        store->faults->breaches++;
        return complaint_store_fail(store->context, error, COMPLAINT_MISUSE,
                                    "fault", 0, "the transaction is over");
    }
    if (status == COMPLAINT_OK)
        return status;
    if (ends_transaction(status, reads) && (store->writing || store->reading)) {
        inner_of(store)->rollback(store->inner);
        store->over = true;
    }
    return fail(store->faults, store->context, status, error);
}

static int open_store(void *user_data, complaint_context *context,
                      const char *address, unsigned flags,
                      complaint_store **out, complaint_error **error)
{
    complaint_conformance_faults *faults = user_data;
    complaint_store *store;
    int status = due(faults, false);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return fail(faults, context, status, error);
    store = calloc(1, sizeof *store);
    if (store == NULL)
        return complaint_store_fail(context, error, COMPLAINT_NO_MEMORY, NULL,
                                    0, "memory is exhausted");
    store->faults = faults;
    store->context = context;
    status = faults->inner->open(faults->inner->user_data, context, address,
                                 flags, &store->inner, error);
    if (status != COMPLAINT_OK) {
        free(store);
        return status;
    }
    *out = store;
    return COMPLAINT_OK;
}

/* Gone whatever the status: what fails is only told. */
static int close_store(complaint_store *store, complaint_error **error)
{
    complaint_conformance_faults *faults = store->faults;
    complaint_context *context = store->context;
    int failed = due(faults, false);
    int status = faults->inner->close(store->inner,
                                      failed == COMPLAINT_OK ? error : NULL);

    free(store);
    return failed == COMPLAINT_OK ? status
                                  : fail(faults, context, failed, error);
}

static int schema(complaint_store *store, bool create, int supported,
                  int *found, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->schema(store->inner, create, supported, found,
                                   error);
}

static int begin(complaint_store *store, bool write, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    status = inner_of(store)->begin(store->inner, write, error);
    store->writing = status == COMPLAINT_OK && write;
    store->reading = status == COMPLAINT_OK && !write;
    return status;
}

static void end(complaint_store *store)
{
    store->writing = false;
    store->reading = false;
    store->over = false;
}

/* A failed commit has rolled back. */
static int commit(complaint_store *store, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status == COMPLAINT_OK)
        status = inner_of(store)->commit(store->inner, error);
    else if (!store->over)
        inner_of(store)->rollback(store->inner);
    end(store);
    return status;
}

static void rollback(complaint_store *store)
{
    if (!store->over)
        inner_of(store)->rollback(store->inner);
    end(store);
}

static int get(complaint_store *store, const complaint_relation *relation,
               const complaint_value *key, const complaint_value **values,
               complaint_error **error)
{
    int status = pass(store, true, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->get(store->inner, relation, key, values, error);
}

static int insert(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->insert(store->inner, relation, values, error);
}

static int insert_new(complaint_store *store,
                      const complaint_relation *relation,
                      const complaint_value *values, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->insert_new(store->inner, relation, values, error);
}

static int update(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, int64_t expected,
                  complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->update(store->inner, relation, values, expected,
                                   error);
}

static int erase(complaint_store *store, const complaint_relation *relation,
                 const complaint_value *key, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->erase(store->inner, relation, key, error);
}

static int next_number(complaint_store *store, const char *series,
                       int64_t *number, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->next_number(store->inner, series, number, error);
}

static int scan(complaint_store *store, const complaint_scan *asked,
                complaint_store_cursor **out, complaint_error **error)
{
    complaint_store_cursor *cursor;
    int status = pass(store, true, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    cursor = calloc(1, sizeof *cursor);
    if (cursor == NULL)
        return complaint_store_fail(store->context, error, COMPLAINT_NO_MEMORY,
                                    NULL, 0, "memory is exhausted");
    cursor->store = store;
    status = inner_of(store)->scan(store->inner, asked, &cursor->inner, error);
    if (status != COMPLAINT_OK) {
        free(cursor);
        return status;
    }
    *out = cursor;
    return COMPLAINT_OK;
}

static int scan_next(complaint_store_cursor *cursor,
                     const complaint_value **values, complaint_error **error)
{
    int status = pass(cursor->store, true, error);

    *values = NULL;
    if (status != COMPLAINT_OK)
        return status;
    return inner_of(cursor->store)->scan_next(cursor->inner, values, error);
}

static void scan_close(complaint_store_cursor *cursor)
{
    if (cursor == NULL)
        return;
    inner_of(cursor->store)->scan_close(cursor->inner);
    free(cursor);
}

static int check(complaint_store *store, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->check(store->inner, error);
}

static int backup(complaint_store *store, const char *target,
                  complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->backup(store->inner, target, error);
}

static int compact(complaint_store *store, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->compact(store->inner, error);
}

static int scrub(complaint_store *store, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->scrub(store->inner, error);
}

static const char *companion(complaint_store *store)
{
    return inner_of(store)->companion(store->inner);
}

static int update_later(complaint_store *store,
                        const complaint_relation *relation,
                        const complaint_value *values, int64_t expected,
                        complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->update_later(store->inner, relation, values,
                                         expected, error);
}

static int expect(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->expect(store->inner, relation, values, error);
}

static int upgrade(complaint_store *store, int from, int to,
                   complaint_error **error)
{
    int status = pass(store, false, error);

    if (status != COMPLAINT_OK)
        return status;
    return inner_of(store)->upgrade(store->inner, from, to, error);
}

/* The "may" slots that the inner backend has. */
static void offer(const complaint_backend *inner, complaint_backend *backend)
{
    const bool second =
        inner->struct_size >= sizeof *inner && inner->revision >= 2;

    backend->next_number = inner->next_number != NULL ? next_number : NULL;
    backend->check = inner->check != NULL ? check : NULL;
    if (!second)
        return;
    backend->insert_new = inner->insert_new != NULL ? insert_new : NULL;
    backend->backup = inner->backup != NULL ? backup : NULL;
    backend->compact = inner->compact != NULL ? compact : NULL;
    backend->scrub = inner->scrub != NULL ? scrub : NULL;
    backend->companion = inner->companion != NULL ? companion : NULL;
    backend->upgrade = inner->upgrade != NULL ? upgrade : NULL;
    backend->update_later = inner->update_later != NULL ? update_later : NULL;
    backend->expect = inner->expect != NULL ? expect : NULL;
}

int complaint_conformance_fail(complaint_conformance_faults *faults,
                               const char *scheme, complaint_backend *backend)
{
    if (faults == NULL || faults->struct_size < sizeof *faults ||
        faults->inner == NULL || scheme == NULL || backend == NULL)
        return COMPLAINT_MISUSE;
    memset(backend, 0, sizeof *backend);
    backend->struct_size = sizeof *backend;
    backend->revision = COMPLAINT_BACKEND_REVISION;
    backend->scheme = scheme;
    backend->user_data = faults;
    backend->open = open_store;
    backend->close = close_store;
    backend->schema = schema;
    backend->begin = begin;
    backend->commit = commit;
    backend->rollback = rollback;
    backend->get = get;
    backend->insert = insert;
    backend->update = update;
    backend->erase = erase;
    backend->scan = scan;
    backend->scan_next = scan_next;
    backend->scan_close = scan_close;
    offer(faults->inner, backend);
    return COMPLAINT_OK;
}
