/* Scans of the memory backend: a range of encoded keys walked in order. */
#include "storage/memory/store.h"

#include "base/failure.h"

#include <string.h>

struct complaint_store_cursor {
    complaint_store *store;
    const complaint_relation *relation;
    const complaint__ordered *order;
    complaint__buffer lower; /* first key inside */
    complaint__buffer upper; /* first key beyond */
    complaint__node *at;     /* given last; NULL before the first */
    bool descending;
    bool ended;
    size_t left; /* rows that may still be given */
    uint64_t changes;
    uint64_t transactions;
    complaint_value values[COMPLAINT__COLUMNS_MAX];
};

static void raise(complaint__buffer *bound, const complaint__buffer *key)
{
    size_t size = bound->size < key->size ? bound->size : key->size;
    int order = size > 0 ? memcmp(bound->bytes, key->bytes, size) : 0;

    if (order < 0 || (order == 0 && bound->size < key->size)) {
        complaint__buffer_clear(bound);
        complaint__buffer_append(bound, key->bytes, key->size);
    }
}

static void sink(complaint__buffer *bound, const complaint__buffer *key)
{
    size_t size = bound->size < key->size ? bound->size : key->size;
    int order = memcmp(bound->bytes, key->bytes, size);

    if (order > 0 || (order == 0 && bound->size > key->size)) {
        complaint__buffer_clear(bound);
        complaint__buffer_append(bound, key->bytes, key->size);
    }
}

/* The range of keys that the scan means. No key begins with FF, so prefix and
 * FF lie beyond all keys of the prefix. */
static bool set_range(complaint_store_cursor *cursor,
                      const complaint_scan *scan)
{
    complaint__buffer *scratch = &cursor->store->scratch;

    for (size_t i = 0; i < scan->equal_count; i++) {
        complaint__key_append(&cursor->lower, &scan->equal[i]);
        complaint__key_append(&cursor->upper, &scan->equal[i]);
    }
    if (scan->lower.type != COMPLAINT_VALUE_NULL)
        complaint__key_append(&cursor->lower, &scan->lower);
    if (scan->upper.type != COMPLAINT_VALUE_NULL)
        complaint__key_append(&cursor->upper, &scan->upper);
    else
        complaint__buffer_char(&cursor->upper, '\xff');
    if (scan->after != NULL) {
        complaint__buffer_clear(scratch);
        for (size_t i = 0; i < scan->after_count; i++)
            complaint__key_append(scratch, &scan->after[i]);
        if (!scan->descending)
            complaint__buffer_char(scratch, '\0');
        if (scratch->failed)
            return false;
        if (scan->descending)
            sink(&cursor->upper, scratch);
        else
            raise(&cursor->lower, scratch);
    }
    complaint__buffer_append(&cursor->lower, "", 0);
    return !cursor->lower.failed && !cursor->upper.failed;
}

int complaint__memory_scan(complaint_store *store, const complaint_scan *scan,
                           complaint_store_cursor **out,
                           complaint_error **error)
{
    complaint_store_cursor *cursor =
        complaint__alloc_array(store->context, 1, sizeof *cursor);
    size_t position = scan->index != NULL
                          ? (size_t)(scan->index - scan->relation->indexes) + 1
                          : 0;

    *out = NULL;
    if (cursor == NULL)
        return complaint__fail_memory(error);
    cursor->store = store;
    cursor->relation = scan->relation;
    cursor->order = &store->tables[scan->relation->position].orders[position];
    cursor->lower = (complaint__buffer)COMPLAINT__BUFFER(store->context);
    cursor->upper = (complaint__buffer)COMPLAINT__BUFFER(store->context);
    cursor->descending = scan->descending;
    cursor->left = scan->limit > 0 ? scan->limit : SIZE_MAX;
    cursor->changes = store->changes;
    cursor->transactions = store->transactions;
    if (!set_range(cursor, scan)) {
        complaint__memory_scan_close(cursor);
        return complaint__fail_memory(error);
    }
    *out = cursor;
    return COMPLAINT_OK;
}

static int order_to(const complaint__node *node, const complaint__buffer *key)
{
    size_t size = node->key_size < key->size ? node->key_size : key->size;
    int order =
        size > 0 ? memcmp(complaint__node_key(node), key->bytes, size) : 0;

    if (order != 0)
        return order;
    return (node->key_size > key->size) - (node->key_size < key->size);
}

/* The node after the last one given. Nodes unlinked by the open transaction
 * are alive still, so their keys find the way back. */
static complaint__node *step(complaint_store_cursor *cursor)
{
    const complaint__ordered *order = cursor->order;
    complaint__node *at = cursor->at;
    complaint__node *next;

    if (at == NULL)
        return cursor->descending
                   ? complaint__ordered_below(order, cursor->upper.bytes,
                                              cursor->upper.size)
                   : complaint__ordered_from(order, cursor->lower.bytes,
                                             cursor->lower.size);
    if (cursor->changes == cursor->store->changes)
        return cursor->descending ? at->previous : at->next[0];
    cursor->changes = cursor->store->changes;
    if (cursor->descending)
        return complaint__ordered_below(order, complaint__node_key(at),
                                        at->key_size);
    next =
        complaint__ordered_from(order, complaint__node_key(at), at->key_size);
    while (next != NULL && next->key_size == at->key_size &&
           memcmp(complaint__node_key(next), complaint__node_key(at),
                  at->key_size) == 0)
        next = next->next[0];
    return next;
}

int complaint__memory_scan_next(complaint_store_cursor *cursor,
                                const complaint_value **values,
                                complaint_error **error)
{
    complaint__node *node;

    *values = NULL;
    if (cursor->transactions != cursor->store->transactions)
        return complaint_store_fail(cursor->store->context, error,
                                    COMPLAINT_MISUSE, NULL, 0,
                                    "the scan ended with its transaction");
    if (cursor->ended || cursor->left == 0)
        return COMPLAINT_OK;
    node = step(cursor);
    if (node == NULL ||
        (cursor->descending ? order_to(node, &cursor->lower) < 0
                            : order_to(node, &cursor->upper) >= 0)) {
        cursor->ended = true;
        return COMPLAINT_OK;
    }
    cursor->at = node;
    cursor->left--;
    complaint__row_read(node->row, cursor->relation, cursor->values);
    *values = cursor->values;
    return COMPLAINT_OK;
}

void complaint__memory_scan_close(complaint_store_cursor *cursor)
{
    if (cursor == NULL)
        return;
    complaint__buffer_free(&cursor->lower);
    complaint__buffer_free(&cursor->upper);
    complaint__free(cursor->store->context, cursor);
}
