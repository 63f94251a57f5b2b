/* The verbs of the backend "log". Changes are made in memory at once, undone
 * by a rollback, and written as one piece by a commit. */
#define _POSIX_C_SOURCE 200809L
#include "inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int store_fail_memory(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_NO_MEMORY,
                                NULL, 0, "memory is exhausted");
}

int store_fail_file(complaint_store *store, complaint_error **error)
{
    int code = errno;
    int status = COMPLAINT_IO;

    if (code == ENOMEM)
        return store_fail_memory(store, error);
    if (code == ENOENT)
        status = COMPLAINT_NOT_FOUND;
    else if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        status = COMPLAINT_FULL;
    else if (code == EROFS || code == EACCES)
        status = COMPLAINT_READ_ONLY;
    return complaint_store_fail(store->context, error, status, store->path,
                                code, "the log cannot be read or written");
}

table *store_table(complaint_store *store, const complaint_relation *relation)
{
    for (size_t i = 0; relation != NULL && i < store->table_count; i++) {
        if (store->tables[i].relation == relation)
            return &store->tables[i];
    }
    return NULL;
}

/* --- Opening and closing. --- */

static void free_store(complaint_store *store)
{
    log_close(store);
    for (size_t i = 0; i < store->table_count; i++)
        table_free(&store->tables[i]);
    free(store->tables);
    free(store->changes.bytes);
    free(store->undone);
    free(store->path);
    free(store);
}

static bool make_tables(complaint_store *store)
{
    size_t count = complaint_relation_count();

    store->tables = calloc(count, sizeof *store->tables);
    if (store->tables == NULL)
        return false;
    store->table_count = count;
    for (size_t i = 0; i < count; i++) {
        if (!table_make(&store->tables[i], complaint_relation_at(i)))
            return false;
    }
    return true;
}

static int open_store(void *user_data, complaint_context *context,
                      const char *address, unsigned flags,
                      complaint_store **out, complaint_error **error)
{
    complaint_store *store = calloc(1, sizeof *store);
    int status;

    (void)user_data;
    *out = NULL;
    if (store == NULL)
        return complaint_store_fail(context, error, COMPLAINT_NO_MEMORY, NULL,
                                    0, "memory is exhausted");
    store->context = context;
    store->flags = flags;
    store->file = -1;
    store->path = strdup(address);
    if (store->path == NULL || !make_tables(store))
        status = store_fail_memory(store, error);
    else
        status = log_open(store, error);
    if (status == COMPLAINT_OK)
        status = log_read(store, error);
    if (status != COMPLAINT_OK) {
        free_store(store);
        return status;
    }
    *out = store;
    return COMPLAINT_OK;
}

static int write_schema(complaint_store *store, int version,
                        complaint_error **error)
{
    int status;

    change_schema(&store->changes, version);
    status = store->changes.failed ? store_fail_memory(store, error)
                                   : log_append(store, error);
    store->changes.size = 0;
    store->changes.failed = false;
    if (status == COMPLAINT_OK)
        store->version = version;
    return status;
}

static int schema(complaint_store *store, bool create, int supported,
                  int *found, complaint_error **error)
{
    *found = store->version;
    if (store->version > supported)
        return complaint_store_fail(store->context, error, COMPLAINT_VERSION,
                                    store->path, store->version,
                                    "the log is of a newer library");
    if (store->version == 0 && create) {
        int status = write_schema(store, supported, error);
        *found = store->version;
        return status;
    }
    return COMPLAINT_OK;
}

/* --- Transactions. --- */

static int begin(complaint_store *store, bool write, complaint_error **error)
{
    if (write && (store->flags & COMPLAINT_STORE_READ_ONLY) != 0)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    store->path, 0,
                                    "the log was opened to read");
    store->open = true;
    store->writing = write;
    return COMPLAINT_OK;
}

static void end(complaint_store *store, bool keep)
{
    while (store->undo_count > 0) {
        undo *last = &store->undone[--store->undo_count];
        if (!keep) {
            if (last->added != NULL)
                table_remove(last->table, last->added);
            if (last->removed != NULL)
                table_add(last->table, last->removed);
        }
        row_release(keep ? last->removed : last->added);
    }
    store->changes.size = 0;
    store->changes.failed = false;
    store->open = false;
    store->writing = false;
}

static int commit(complaint_store *store, complaint_error **error)
{
    int status = log_append(store, error);

    end(store, status == COMPLAINT_OK);
    return status;
}

static void rollback(complaint_store *store)
{
    end(store, false);
}

static int close_store(complaint_store *store, complaint_error **error)
{
    (void)error;
    rollback(store);
    free_store(store);
    return COMPLAINT_OK;
}

/* --- Rows. --- */

static int not_found(complaint_store *store, const table *t,
                     complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_NOT_FOUND,
                                complaint_relation_name(t->relation), 0,
                                "there is no such row");
}

static int taken(complaint_store *store, const char *index,
                 complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_EXISTS, index,
                                0, "there is such a row already");
}

/* Room for everything a change needs, so that it happens whole or not. */
static bool prepare(complaint_store *store, table *t)
{
    undo *grown = store->undone;
    size_t room = store->undo_room;

    if (store->undo_count == room) {
        room = room > 0 ? 2 * room : 64;
        grown = realloc(store->undone, room * sizeof *grown);
        if (grown == NULL)
            return false;
        store->undone = grown;
        store->undo_room = room;
    }
    /* What a rollback puts back has had its room before. */
    return table_reserve(t, 1);
}

static int change(complaint_store *store, table *t, row *added, row *removed,
                  complaint_error **error)
{
    size_t before = store->changes.size;

    if (added != NULL)
        change_row(&store->changes, CHANGE_PUT, t->relation, added->values,
                   t->columns);
    else
        change_row(&store->changes, CHANGE_ERASE, t->relation, removed->values,
                   t->keys);
    if (store->changes.failed || !prepare(store, t)) {
        store->changes.size = before;
        store->changes.failed = false;
        row_release(added);
        return store_fail_memory(store, error);
    }
    if (removed != NULL)
        table_remove(t, removed);
    if (added != NULL)
        table_add(t, added);
    store->undone[store->undo_count++] = (undo){t, added, removed};
    return COMPLAINT_OK;
}

static int get(complaint_store *store, const complaint_relation *relation,
               const complaint_value *key, const complaint_value **values,
               complaint_error **error)
{
    const table *t = store_table(store, relation);
    const row *found = table_find(t, key);

    *values = NULL;
    if (found == NULL)
        return not_found(store, t, error);
    *values = found->values;
    return COMPLAINT_OK;
}

static int put(complaint_store *store, table *t, const complaint_value *values,
               row *old, complaint_error **error)
{
    const char *index = table_clash(t, values, old);
    row *added;

    if (index != NULL)
        return taken(store, index, error);
    added = row_make(values, t->columns);
    if (added == NULL)
        return store_fail_memory(store, error);
    return change(store, t, added, old, error);
}

static int insert(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error)
{
    table *t = store_table(store, relation);

    if (table_find(t, values) != NULL)
        return taken(store, "key", error);
    return put(store, t, values, NULL, error);
}

static int update(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, int64_t expected,
                  complaint_error **error)
{
    int column = complaint_relation_column_find(relation, "revision");
    table *t = store_table(store, relation);
    row *old = table_find(t, values);

    if (old == NULL)
        return not_found(store, t, error);
    if (expected >= 0 && column >= (int)t->keys &&
        old->values[column].integer != expected)
        return complaint_store_fail(store->context, error, COMPLAINT_CONFLICT,
                                    complaint_relation_name(relation),
                                    old->values[column].integer,
                                    "the row has another revision");
    return put(store, t, values, old, error);
}

static int erase(complaint_store *store, const complaint_relation *relation,
                 const complaint_value *key, complaint_error **error)
{
    table *t = store_table(store, relation);
    row *old = table_find(t, key);

    if (old == NULL)
        return not_found(store, t, error);
    return change(store, t, NULL, old, error);
}

/* --- Scans: each row is looked for anew, after the one before. --- */

struct complaint_store_cursor {
    complaint_store *store;
    const order *order;
    size_t equal_count;
    bool has_lower;
    bool has_upper;
    bool descending;
    bool limited;
    size_t left;
    row *from;  /* equal values, then lower */
    row *until; /* equal values, then upper */
    row *after; /* places of the row before; NULL: from the beginning */
    row *now;   /* borrowed by the caller */
};

static void scan_close(complaint_store_cursor *cursor)
{
    if (cursor == NULL)
        return;
    row_release(cursor->from);
    row_release(cursor->until);
    row_release(cursor->after);
    row_release(cursor->now);
    free(cursor);
}

/* The values of a bound: the equal ones and one more. */
static row *bound_row(const complaint_scan *asked, const complaint_value *bound)
{
    complaint_value values[PLACES];
    size_t count = asked->equal_count;

    for (size_t i = 0; i < count; i++)
        values[i] = asked->equal[i];
    if (bound->type != COMPLAINT_VALUE_NULL)
        values[count++] = *bound;
    return row_make(values, count);
}

static const order *order_of(const table *t, const complaint_index *index)
{
    size_t at = 0;

    while (t->orders[at].index != index)
        at++;
    return &t->orders[at];
}

static int scan(complaint_store *store, const complaint_scan *asked,
                complaint_store_cursor **out, complaint_error **error)
{
    complaint_store_cursor *cursor = calloc(1, sizeof *cursor);

    *out = NULL;
    if (cursor == NULL)
        return store_fail_memory(store, error);
    cursor->store = store;
    cursor->order = order_of(store_table(store, asked->relation), asked->index);
    cursor->equal_count = asked->equal_count;
    cursor->has_lower = asked->lower.type != COMPLAINT_VALUE_NULL;
    cursor->has_upper = asked->upper.type != COMPLAINT_VALUE_NULL;
    cursor->descending = asked->descending;
    cursor->limited = asked->limit > 0;
    cursor->left = asked->limit;
    cursor->from = bound_row(asked, &asked->lower);
    cursor->until = bound_row(asked, &asked->upper);
    if (asked->after != NULL)
        cursor->after = row_make(asked->after, asked->after_count);
    if (cursor->from == NULL || cursor->until == NULL ||
        (asked->after != NULL && cursor->after == NULL)) {
        scan_close(cursor);
        return store_fail_memory(store, error);
    }
    *out = cursor;
    return COMPLAINT_OK;
}

/* Position of the next row, or the number of rows at the end. */
static size_t next_place(const complaint_store_cursor *cursor)
{
    const order *o = cursor->order;
    size_t equal = cursor->equal_count;
    size_t first =
        order_bound(o, cursor->from->values, equal + cursor->has_lower, false);
    size_t last = order_bound(o, cursor->until->values,
                              equal + cursor->has_upper, !cursor->has_upper);

    if (cursor->after != NULL) {
        size_t here = order_bound(o, cursor->after->values, o->place_count,
                                  !cursor->descending);
        if (cursor->descending)
            last = here < last ? here : last;
        else
            first = here > first ? here : first;
    }
    if (first >= last)
        return o->count;
    return cursor->descending ? last - 1 : first;
}

static int scan_next(complaint_store_cursor *cursor,
                     const complaint_value **values, complaint_error **error)
{
    const order *o = cursor->order;
    complaint_value here[PLACES];
    size_t place = next_place(cursor);
    row *after;

    *values = NULL;
    if (place == o->count || (cursor->limited && cursor->left == 0))
        return COMPLAINT_OK;
    for (size_t i = 0; i < o->place_count; i++)
        here[i] = o->rows[place]->values[o->places[i]];
    after = row_make(here, o->place_count);
    if (after == NULL)
        return store_fail_memory(cursor->store, error);
    row_release(cursor->after);
    cursor->after = after;
    row_release(cursor->now);
    cursor->now = o->rows[place];
    cursor->now->uses++;
    cursor->left--;
    *values = cursor->now->values;
    return COMPLAINT_OK;
}

/* --- Verbs that may be missing. --- */

static int check(complaint_store *store, complaint_error **error)
{
    for (size_t i = 0; i < store->table_count; i++) {
        if (!table_is_sound(&store->tables[i]))
            return complaint_store_fail(
                store->context, error, COMPLAINT_CORRUPT,
                complaint_relation_name(store->tables[i].relation), 0,
                "rows are out of order");
    }
    return log_check(store, error);
}

static int backup(complaint_store *store, const char *target,
                  complaint_error **error)
{
    bool exists = false;
    int status = log_copy(store, target, &exists, error);

    return exists ? taken(store, target, error) : status;
}

/* A new log of the rows that are left; what was erased is not in it. */
static int compact(complaint_store *store, complaint_error **error)
{
    return log_replace(store, error);
}

const complaint_backend *logstore_backend(void)
{
    static const complaint_backend backend = {
        .struct_size = sizeof backend,
        .revision = COMPLAINT_BACKEND_REVISION,
        .scheme = "log",
        .open = open_store,
        .close = close_store,
        .schema = schema,
        .begin = begin,
        .commit = commit,
        .rollback = rollback,
        .get = get,
        .insert = insert,
        .update = update,
        .erase = erase,
        .scan = scan,
        .scan_next = scan_next,
        .scan_close = scan_close,
        .check = check,
        .oldest = 2,
        .backup = backup,
        .compact = compact,
        .scrub = compact,
    };

    return &backend;
}
