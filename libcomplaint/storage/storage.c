/* Opening a store by URI, transactions and verbs, in their order and with
 * rows checked. Which backends there are is in registry.c, scans in scan.c,
 * what concerns a store as a whole in upkeep.c. */
#include "storage/store_inside.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>
#include <time.h>

#define SCHEME_SIZE_MAX 32

/* Attempts after the first at a transaction that meets others, and the first
 * pause between two: 0.5 ms, doubled up to 64 ms, half a minute in all when
 * every one of them fails. */
#define ATTEMPTS_MAX 40
#define PAUSE_NANOSECONDS 500000L

static int out_of_order(const complaint__store *store, complaint_error **error,
                        const char *message)
{
    return complaint_store_fail(store->context, error, COMPLAINT_MISUSE, NULL,
                                0, message);
}

/* Scheme in lower case; its size, or 0 when the text has none. */
static size_t read_scheme(const char *uri, char scheme[SCHEME_SIZE_MAX + 1])
{
    size_t size = strcspn(uri, ":");

    if (size == 0 || size > SCHEME_SIZE_MAX || uri[size] != ':')
        return 0;
    for (size_t i = 0; i < size; i++) {
        char c = uri[i];
        scheme[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789+.-", scheme[i]) ==
            NULL)
            return 0;
    }
    scheme[size] = '\0';
    return size;
}

int complaint__backend_of(complaint_context *context, const char *uri,
                          const complaint_backend **backend,
                          const char **address, complaint_error **error)
{
    char scheme[SCHEME_SIZE_MAX + 1];
    size_t size = read_scheme(uri, scheme);

    if (size == 0)
        return complaint__fail(context, error, COMPLAINT_INVALID, "store.uri",
                               "uri",
                               "a register is named \"scheme:address\", as "
                               "in \"sqlite:register.db\"");
    if (strlen(uri) > COMPLAINT_LIMIT_TITLE)
        return complaint__fail_limit(context, error, "uri",
                                     COMPLAINT_LIMIT_TITLE);
    *backend = complaint__backend_find(context, scheme, size);
    *address = uri + size + 1;
    if (*backend == NULL)
        return complaint__fail(context, error, COMPLAINT_UNSUPPORTED,
                               "store.scheme", "uri",
                               "no backend for \"%s:\" is known", scheme);
    return COMPLAINT_OK;
}

static int check_schema(complaint__store *store, unsigned flags,
                        complaint_error **error)
{
    bool create = (flags & COMPLAINT_STORE_CREATE) != 0;
    int found = 0;
    int status = store->backend->schema(store->store, create, COMPLAINT__SCHEMA,
                                        &found, error);

    if (status != COMPLAINT_OK)
        return status;
    if (found > COMPLAINT__SCHEMA)
        return complaint_store_fail(store->context, error, COMPLAINT_VERSION,
                                    NULL, found,
                                    "the register was written by a newer "
                                    "version of this library");
    if (found == 0 && !create)
        return complaint_store_fail(store->context, error, COMPLAINT_NOT_FOUND,
                                    NULL, 0, "there is no register yet");
    if (found == 0 || found == COMPLAINT__SCHEMA)
        return COMPLAINT_OK;
    if ((flags & COMPLAINT_STORE_UPGRADE) != 0)
        return complaint__store_upgrade(store, found, COMPLAINT__SCHEMA, error);
    return complaint_store_fail(store->context, error, COMPLAINT_VERSION, NULL,
                                found,
                                "the register was written by an older version "
                                "of this library; bring it forward first");
}

int complaint__store_open(complaint_context *context, const char *uri,
                          unsigned flags, complaint__store **out,
                          complaint_error **error)
{
    const unsigned changing = COMPLAINT_STORE_CREATE | COMPLAINT_STORE_UPGRADE;
    complaint__store *store = NULL;
    const complaint_backend *backend = NULL;
    const char *address = NULL;
    int status;

    *out = NULL;
    if (uri == NULL)
        return complaint__fail_misuse(context, error, "uri");
    if ((flags & ~(changing | COMPLAINT_STORE_READ_ONLY)) != 0 ||
        ((flags & COMPLAINT_STORE_READ_ONLY) != 0 && (flags & changing) != 0))
        return complaint__fail_misuse(context, error, "flags");
    status = complaint__backend_of(context, uri, &backend, &address, error);
    if (status != COMPLAINT_OK)
        return status;
    store = complaint__alloc_array(context, 1, sizeof *store);
    if (store == NULL)
        return complaint__fail_memory(error);
    store->context = complaint__context_ref(context);
    store->backend = backend;
    store->read_only = (flags & COMPLAINT_STORE_READ_ONLY) != 0;
    status = backend->open(backend->user_data, context, address,
                           flags & ~(unsigned)COMPLAINT_STORE_UPGRADE,
                           &store->store, error);
    if (status == COMPLAINT_OK)
        status = check_schema(store, flags, error);
    if (status != COMPLAINT_OK) {
        (void)complaint__store_close(store, NULL);
        return status;
    }
    *out = store;
    return COMPLAINT_OK;
}

int complaint__store_close(complaint__store *store, complaint_error **error)
{
    complaint_context *context;
    int status = COMPLAINT_OK;

    if (store == NULL)
        return COMPLAINT_OK;
    context = store->context;
    complaint__scans_end(store);
    while (store->scans != NULL)
        complaint__scan_detach(store->scans);
    if (store->store != NULL)
        status = store->backend->close(store->store, error);
    complaint__free(context, store);
    complaint__context_unref(context);
    return status;
}

complaint_context *complaint__store_context(const complaint__store *store)
{
    return store->context;
}

bool complaint__store_read_only(const complaint__store *store)
{
    return store->read_only;
}

bool complaint__store_in_transaction(const complaint__store *store)
{
    return store->state != NO_TRANSACTION;
}

const char *complaint__store_scheme(const complaint__store *store)
{
    return store->backend->scheme;
}

static int may_begin(complaint__store *store, bool write,
                     complaint_error **error)
{
    if (store->state != NO_TRANSACTION)
        return out_of_order(store, error, "a transaction is open already");
    if (write && store->read_only)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    NULL, 0,
                                    "the register was opened read-only");
    complaint__scans_end(store);
    store->met_another = false;
    return COMPLAINT_OK;
}

int complaint__store_begin(complaint__store *store, bool write,
                           complaint_error **error)
{
    int status = may_begin(store, write, error);

    if (status != COMPLAINT_OK)
        return status;
    status = store->backend->begin(store->store, write, error);
    if (status == COMPLAINT_OK)
        store->state = write ? WRITING : READING;
    store->failure = COMPLAINT_OK;
    return status;
}

/* Only rollback is left. */
static int failed_before(complaint__store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, store->failure, NULL, 0,
                                "an earlier step of the transaction "
                                "failed; nothing was written");
}

int complaint__store_commit(complaint__store *store, complaint_error **error)
{
    int status;

    if (store->state == NO_TRANSACTION)
        return out_of_order(store, error, "no transaction is open");
    if (store->failure != COMPLAINT_OK) {
        status = failed_before(store, error);
        complaint__store_rollback(store);
        return status;
    }
    complaint__scans_end(store);
    status = complaint__store_met(store,
                                  store->backend->commit(store->store, error));
    store->state = NO_TRANSACTION;
    return status;
}

void complaint__store_rollback(complaint__store *store)
{
    if (store->state == NO_TRANSACTION)
        return;
    complaint__scans_end(store);
    store->state = NO_TRANSACTION;
    store->failure = COMPLAINT_OK;
    store->backend->rollback(store->store);
}

/* What is run, with the state of the store about it. */
typedef struct run {
    complaint__store *store;
    int (*work)(void *task, complaint_error **error);
    void *task;
} run;

static int work_inside(void *task, complaint_error **error)
{
    run *self = task;
    complaint__store *store = self->store;
    int status;

    store->state = WRITING;
    store->failure = COMPLAINT_OK;
    status = self->work(self->task, error);
    if (status == COMPLAINT_OK && store->failure != COMPLAINT_OK)
        status = failed_before(store, error);
    complaint__scans_end(store);
    store->state = NO_TRANSACTION;
    store->failure = COMPLAINT_OK;
    return status;
}

int complaint__store_run(complaint__store *store,
                         int (*work)(void *task, complaint_error **error),
                         void *task, complaint_error **error)
{
    run self = {store, work, task};
    int status;

    if (store->backend->run == NULL) {
        status = complaint__store_begin(store, true, error);
        if (status != COMPLAINT_OK)
            return status;
        status = work(task, error);
        if (status == COMPLAINT_OK)
            return complaint__store_commit(store, error);
        complaint__store_rollback(store);
        return status;
    }
    status = may_begin(store, true, error);
    if (status != COMPLAINT_OK)
        return status;
    return store->backend->run(store->store, work_inside, &self, error);
}

bool complaint__store_joins(const complaint__store *store)
{
    return store->backend->run != NULL;
}

int complaint__store_met(complaint__store *store, int status)
{
    switch (status) {
    case COMPLAINT_OK:
    case COMPLAINT_EXISTS:
    case COMPLAINT_CONFLICT:
    case COMPLAINT_NOT_FOUND:
        return status;
    default:
        break;
    }
    /* A damaged row undoes nothing: who only reads may read the others. */
    if (store->state == READING && status == COMPLAINT_CORRUPT)
        return status;
    if (store->state != NO_TRANSACTION) {
        store->failure = status;
        store->met_another = status == COMPLAINT_BUSY;
    }
    return status;
}

bool complaint__store_again(complaint__store *store, int status, int *attempt)
{
    struct timespec now;
    struct timespec pause = {0, 0};
    long longest;

    if (status != COMPLAINT_BUSY || !store->met_another ||
        *attempt >= ATTEMPTS_MAX)
        return false;
    longest =
        *attempt < 7 ? PAUSE_NANOSECONDS << *attempt : PAUSE_NANOSECONDS << 7;
    /* Two that met must not meet again: the clock's last digits differ. */
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    pause.tv_nsec = longest / 2 + now.tv_nsec / 8 % (longest / 2);
    (void)nanosleep(&pause, NULL);
    (*attempt)++;
    return true;
}

/* Before a write verb: is a transaction open that still can take it? */
static int may_write(complaint__store *store, complaint_error **error)
{
    if (store->state != WRITING)
        return out_of_order(store, error,
                            "writing needs an open write transaction");
    if (store->failure != COMPLAINT_OK)
        return failed_before(store, error);
    return COMPLAINT_OK;
}

/* Before a verb that reads: a transaction that failed is over. */
int complaint__store_may_read(complaint__store *store, complaint_error **error)
{
    if (store->state != NO_TRANSACTION && store->failure != COMPLAINT_OK)
        return failed_before(store, error);
    return COMPLAINT_OK;
}

/* The key columns of values: of one type with the column and not null. */
static int check_key(complaint__store *store,
                     const complaint_relation *relation,
                     const complaint_value *key, complaint_error **error)
{
    for (size_t i = 0; i < relation->key_count; i++) {
        if (key[i].type != complaint__column_value_type(relation, i))
            return complaint__fail_misuse(store->context, error,
                                          relation->columns[i].name);
    }
    return COMPLAINT_OK;
}

static const char *value_fault(const complaint_relation *relation,
                               size_t column, const complaint_value *value)
{
    const complaint__column *about = &relation->columns[column];

    if (value->type == COMPLAINT_VALUE_NULL)
        return about->flags & COMPLAINT_COLUMN_REQUIRED ? "is required" : NULL;
    if (value->type != complaint__column_value_type(relation, column))
        return "has another type";
    if (about->type == COMPLAINT_COLUMN_BOOLEAN && value->integer != 0 &&
        value->integer != 1)
        return "is neither 0 nor 1";
    if (value->type != COMPLAINT_VALUE_INTEGER && value->bytes == NULL)
        return "has no bytes";
    return NULL;
}

static int check_row(complaint__store *store,
                     const complaint_relation *relation,
                     const complaint_value *values, complaint_error **error)
{
    for (size_t i = 0; i < relation->column_count; i++) {
        const char *fault = value_fault(relation, i, &values[i]);
        if (fault != NULL)
            return complaint__fail(
                store->context, error, COMPLAINT_INVALID, "store.value",
                relation->columns[i].name, "the column \"%s\" of \"%s\" %s",
                relation->columns[i].name, relation->name,
                complaint__context_translate(store->context, fault));
    }
    return COMPLAINT_OK;
}

int complaint__store_get(complaint__store *store,
                         const complaint_relation *relation,
                         const complaint_value *key,
                         const complaint_value **values,
                         complaint_error **error)
{
    int status;

    *values = NULL;
    status = check_key(store, relation, key, error);
    if (status == COMPLAINT_OK)
        status = complaint__store_may_read(store, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store, store->backend->get(store->store, relation, key, values, error));
}

int complaint__store_find(complaint__store *store,
                          const complaint_relation *relation,
                          const complaint_value *key,
                          const complaint_value **values,
                          complaint_error **error)
{
    complaint_error *fault = NULL;
    int status = complaint__store_get(store, relation, key, values, &fault);

    if (status == COMPLAINT_NOT_FOUND) {
        complaint_error_free(fault);
        return COMPLAINT_OK;
    }
    complaint__error_give(error, fault);
    return status;
}

int complaint__store_insert(complaint__store *store,
                            const complaint_relation *relation,
                            const complaint_value *values,
                            complaint_error **error)
{
    int status = may_write(store, error);

    if (status == COMPLAINT_OK)
        status = check_row(store, relation, values, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store, store->backend->insert(store->store, relation, values, error));
}

int complaint__store_insert_new(complaint__store *store,
                                const complaint_relation *relation,
                                const complaint_value *values,
                                complaint_error **error)
{
    int status;

    if (store->backend->insert_new == NULL)
        return complaint__store_insert(store, relation, values, error);
    status = may_write(store, error);
    if (status == COMPLAINT_OK)
        status = check_row(store, relation, values, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store,
        store->backend->insert_new(store->store, relation, values, error));
}

int complaint__store_update(complaint__store *store,
                            const complaint_relation *relation,
                            const complaint_value *values, int64_t expected,
                            complaint_error **error)
{
    int status = may_write(store, error);

    if (status == COMPLAINT_OK)
        status = check_row(store, relation, values, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(store, store->backend->update(store->store,
                                                              relation, values,
                                                              expected, error));
}

int complaint__store_update_later(complaint__store *store,
                                  const complaint_relation *relation,
                                  const complaint_value *values,
                                  int64_t expected, complaint_error **error)
{
    int status;

    if (store->backend->update_later == NULL)
        return complaint__store_update(store, relation, values, expected,
                                       error);
    status = may_write(store, error);
    if (status == COMPLAINT_OK)
        status = check_row(store, relation, values, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store, store->backend->update_later(store->store, relation, values,
                                            expected, error));
}

bool complaint__store_defers(const complaint__store *store)
{
    return store->backend->insert_new != NULL;
}

bool complaint__store_expects(const complaint__store *store)
{
    return store->backend->expect != NULL;
}

int complaint__store_expect(complaint__store *store,
                            const complaint_relation *relation,
                            const complaint_value *values,
                            complaint_error **error)
{
    int status;

    if (!complaint__store_expects(store))
        return complaint__store_lacks(store, "expect", error);
    status = may_write(store, error);
    if (status == COMPLAINT_OK)
        status = check_row(store, relation, values, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store, store->backend->expect(store->store, relation, values, error));
}

int complaint__store_erase(complaint__store *store,
                           const complaint_relation *relation,
                           const complaint_value *key, complaint_error **error)
{
    int status = may_write(store, error);

    if (status == COMPLAINT_OK)
        status = check_key(store, relation, key, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store, store->backend->erase(store->store, relation, key, error));
}

/* Without a fast path: the row of "series" read, and written one higher. */
static int count_in_series(complaint__store *store, const char *series,
                           int64_t *number, complaint_error **error)
{
    const complaint_relation *relation = &complaint__relation_series;
    complaint_value row[complaint__series_columns];
    const complaint_value *found = NULL;
    int status;

    row[complaint__series_name] = complaint__value_text(series);
    status = complaint__store_find(store, relation, row, &found, error);
    if (status != COMPLAINT_OK)
        return status;
    *number = found != NULL ? found[complaint__series_number].integer + 1 : 1;
    row[complaint__series_number] = complaint__value_integer(*number);
    if (found == NULL)
        return store->backend->insert(store->store, relation, row, error);
    return store->backend->update(store->store, relation, row, -1, error);
}

int complaint__store_next_number(complaint__store *store, const char *series,
                                 int64_t *number, complaint_error **error)
{
    int status = may_write(store, error);

    if (status != COMPLAINT_OK)
        return status;
    if (series == NULL || number == NULL)
        return complaint__fail_misuse(store->context, error, "series");
    if (store->backend->next_number != NULL)
        status =
            store->backend->next_number(store->store, series, number, error);
    else
        status = count_in_series(store, series, number, error);
    return complaint__store_met(store, status);
}

bool complaint__store_counts(const complaint__store *store)
{
    return store->backend->next_number == NULL;
}

void complaint__store_return_number(complaint__store *store, const char *series)
{
    complaint_value row[complaint__series_columns];
    const complaint_value *found = NULL;
    int status;

    if (store->backend->next_number != NULL)
        return;
    row[complaint__series_name] = complaint__value_text(series);
    status = complaint__store_get(store, &complaint__relation_series, row,
                                  &found, NULL);
    if (status == COMPLAINT_OK) {
        row[complaint__series_number] = complaint__value_integer(
            found[complaint__series_number].integer - 1);
        status = complaint__store_update(store, &complaint__relation_series,
                                         row, -1, NULL);
    }
    (void)status;
}

bool complaint__store_has_arrivals(const complaint__store *store)
{
    return store->backend->arrivals != NULL &&
           store->backend->arrival_mark != NULL;
}

int complaint__store_touch(complaint__store *store, const char *case_id,
                           complaint_error **error)
{
    int status = may_write(store, error);

    if (status != COMPLAINT_OK || store->backend->touch == NULL)
        return status;
    return complaint__store_met(
        store, store->backend->touch(store->store, case_id, error));
}

static int may_follow(complaint__store *store, complaint_error **error)
{
    if (store->state == NO_TRANSACTION)
        return out_of_order(store, error, "no transaction is open");
    if (!complaint__store_has_arrivals(store))
        return complaint__store_lacks(store, "arrivals", error);
    return COMPLAINT_OK;
}

int complaint__store_arrivals(complaint__store *store,
                              const complaint_arrival *after,
                              complaint_arrival *arrivals, size_t limit,
                              size_t *count, complaint_error **error)
{
    int status = may_follow(store, error);

    *count = 0;
    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store, store->backend->arrivals(store->store, after, arrivals, limit,
                                        count, error));
}

int complaint__store_arrival_mark(complaint__store *store,
                                  complaint_arrival *at, unsigned char mark[32],
                                  complaint_error **error)
{
    int status = may_follow(store, error);

    if (status != COMPLAINT_OK)
        return status;
    return complaint__store_met(
        store, store->backend->arrival_mark(store->store, at, mark, error));
}

int complaint__store_insert_record(complaint__store *store,
                                   const complaint_record *record,
                                   complaint_error **error)
{
    return complaint__store_insert(store, record->relation, record->values,
                                   error);
}

int complaint__store_update_record(complaint__store *store,
                                   const complaint_record *record,
                                   int64_t expected, complaint_error **error)
{
    return complaint__store_update(store, record->relation, record->values,
                                   expected, error);
}

int complaint__store_get_record(complaint__store *store,
                                const complaint_relation *relation,
                                const complaint_value *key,
                                complaint_record **out, complaint_error **error)
{
    const complaint_value *values = NULL;
    complaint_record view;
    int status;

    *out = NULL;
    status = complaint__store_get(store, relation, key, &values, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__record_view(&view, store->context, relation, values);
    return complaint_record_copy(&view, out, error);
}
