/* The memory backend: "memory:", a store that lives as long as it is open.
 * Transactions and verbs; scans are in cursor.c. */
#include "storage/memory/store.h"

#include "base/context.h"
#include "base/failure.h"
#include "storage/storage.h"

#include <stdio.h>
#include <string.h>

static int open_memory(void *user_data, complaint_context *context,
                       const char *address, unsigned flags,
                       complaint_store **out, complaint_error **error)
{
    complaint_store *store;

    (void)user_data;
    if (address[0] != '\0')
        return complaint_store_fail(context, error, COMPLAINT_INVALID, address,
                                    0, "\"memory:\" takes no address");
    if ((flags & COMPLAINT_STORE_CREATE) == 0)
        return complaint_store_fail(context, error, COMPLAINT_NOT_FOUND, NULL,
                                    0, "a store in memory is always a new one");
    store = complaint__alloc_array(context, 1, sizeof *store);
    if (store == NULL)
        return complaint__fail_memory(error);
    store->tables = complaint__alloc_array(context, complaint_relation_count(),
                                           sizeof *store->tables);
    if (store->tables == NULL) {
        complaint__free(context, store);
        return complaint__fail_memory(error);
    }
    store->context = complaint__context_ref(context);
    store->random = UINT64_C(0x9e3779b97f4a7c15);
    store->scratch = (complaint__buffer)COMPLAINT__BUFFER(context);
    *out = store;
    return COMPLAINT_OK;
}

static void rollback(complaint_store *store);

static int close_memory(complaint_store *store, complaint_error **error)
{
    complaint_context *context = store->context;
    complaint__node *next;

    (void)error;
    rollback(store);
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        complaint__node *node = store->tables[i].orders[0].head[0];
        for (; node != NULL; node = next) {
            next = node->next[0];
            complaint__row_free(context, node->row);
        }
    }
    complaint__free(context, store->undo);
    complaint__free(context, store->arrivals);
    complaint__buffer_free(&store->scratch);
    complaint__free(context, store->tables);
    complaint__free(context, store);
    complaint__context_unref(context);
    return COMPLAINT_OK;
}

static int schema(complaint_store *store, bool create, int supported,
                  int *found, complaint_error **error)
{
    *found = store->schema;
    if (store->schema > supported)
        return complaint_store_fail(store->context, error, COMPLAINT_VERSION,
                                    NULL, store->schema,
                                    "the register was written by a newer "
                                    "version of this library");
    if (create && store->schema == 0)
        *found = store->schema = supported;
    return COMPLAINT_OK;
}

static int begin(complaint_store *store, bool write, complaint_error **error)
{
    (void)store;
    (void)write;
    (void)error;
    return COMPLAINT_OK;
}

static void link_row(complaint__table *table, complaint__row *row)
{
    for (size_t i = 0; i < row->node_count; i++) {
        if (row->nodes[i] != NULL)
            complaint__ordered_link(&table->orders[i], row->nodes[i]);
    }
}

static void unlink_row(complaint__table *table, complaint__row *row)
{
    for (size_t i = 0; i < row->node_count; i++) {
        if (row->nodes[i] != NULL)
            complaint__ordered_unlink(&table->orders[i], row->nodes[i]);
    }
}

static int commit(complaint_store *store, complaint_error **error)
{
    (void)error;
    for (size_t i = 0; i < store->undo_count; i++)
        complaint__row_free(store->context, store->undo[i].before);
    store->undo_count = 0;
    store->transactions++;
    return COMPLAINT_OK;
}

static void rollback(complaint_store *store)
{
    while (store->undo_count > 0) {
        complaint__change *change = &store->undo[--store->undo_count];
        complaint__table *table = &store->tables[change->table];
        if (change->after != NULL)
            unlink_row(table, change->after);
        if (change->before != NULL)
            link_row(table, change->before);
        else if (change->table == (size_t)complaint__relation_journal.position)
            store->arrival_count--;
        complaint__row_free(store->context, change->after);
    }
    store->transactions++;
    store->changes++;
}

/* Room for one more change, so that noting it cannot fail. */
static bool reserve_change(complaint_store *store)
{
    size_t capacity = store->undo_capacity;
    complaint__change *undo;

    if (store->undo_count < capacity)
        return true;
    capacity = capacity == 0 ? 64 : capacity * 2;
    undo = complaint__realloc_array(store->context, store->undo, capacity,
                                    sizeof *undo);
    if (undo == NULL)
        return false;
    store->undo = undo;
    store->undo_capacity = capacity;
    return true;
}

/* Room for one more row of the journal. */
static bool reserve_arrival(complaint_store *store)
{
    size_t capacity = store->arrival_capacity;
    complaint__memory_arrival *arrivals;

    if (store->arrival_count < capacity)
        return true;
    capacity = capacity == 0 ? 64 : capacity * 2;
    arrivals = complaint__realloc_array(store->context, store->arrivals,
                                        capacity, sizeof *arrivals);
    if (arrivals == NULL)
        return false;
    store->arrivals = arrivals;
    store->arrival_capacity = capacity;
    return true;
}

static void note_arrival(complaint_store *store, const complaint_value *values)
{
    complaint__memory_arrival *arrival =
        &store->arrivals[store->arrival_count++];

    (void)snprintf(arrival->case_id, sizeof arrival->case_id, "%s",
                   values[complaint__journal_case_id].bytes);
}

static void note_change(complaint_store *store,
                        const complaint_relation *relation,
                        complaint__row *before, complaint__row *after)
{
    store->undo[store->undo_count++] =
        (complaint__change){(size_t)relation->position, before, after};
    store->changes++;
}

static complaint__table *table_of(complaint_store *store,
                                  const complaint_relation *relation)
{
    return &store->tables[relation->position];
}

/* The row of a key, or NULL; NO_MEMORY when the key cannot be made. */
static int find_row(complaint_store *store, const complaint_relation *relation,
                    const complaint_value *key, complaint__row **row)
{
    complaint__buffer *scratch = &store->scratch;
    complaint__node *node;

    *row = NULL;
    complaint__key_of_row(scratch, relation, NULL, key, NULL);
    if (scratch->failed)
        return COMPLAINT_NO_MEMORY;
    node = complaint__ordered_from(&table_of(store, relation)->orders[0],
                                   scratch->bytes, scratch->size);
    if (node != NULL && node->key_size == scratch->size &&
        memcmp(complaint__node_key(node), scratch->bytes, scratch->size) == 0)
        *row = node->row;
    return COMPLAINT_OK;
}

static int not_found(complaint_store *store, const complaint_relation *relation,
                     complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_NOT_FOUND,
                                relation->name, 0, "there is no such row");
}

static int get(complaint_store *store, const complaint_relation *relation,
               const complaint_value *key, const complaint_value **values,
               complaint_error **error)
{
    complaint__row *row;

    *values = NULL;
    if (find_row(store, relation, key, &row) != COMPLAINT_OK)
        return complaint__fail_memory(error);
    if (row == NULL)
        return not_found(store, relation, error);
    complaint__row_read(row, relation, store->values);
    *values = store->values;
    return COMPLAINT_OK;
}

static bool has_null(const complaint_index *index,
                     const complaint_value *values)
{
    for (size_t i = 0; i < index->column_count; i++) {
        if (values[index->columns[i]].type == COMPLAINT_VALUE_NULL)
            return true;
    }
    return false;
}

/* Is the index's part of the new row's key taken by another row? */
static int check_unique(complaint_store *store,
                        const complaint_relation *relation, size_t position,
                        const complaint_value *values,
                        const complaint__row *except, complaint_error **error)
{
    const complaint_index *index = &relation->indexes[position];
    complaint__buffer *scratch = &store->scratch;
    complaint__node *node;
    size_t own = 0;

    if (!index->unique || !complaint__index_holds(index, values) ||
        has_null(index, values))
        return COMPLAINT_OK;
    complaint__key_of_row(scratch, relation, index, values, &own);
    if (scratch->failed)
        return complaint__fail_memory(error);
    node = complaint__ordered_from(
        &table_of(store, relation)->orders[position + 1], scratch->bytes, own);
    if (node != NULL && node->row == except)
        node = node->next[0];
    if (node == NULL || node->key_size < own ||
        memcmp(complaint__node_key(node), scratch->bytes, own) != 0)
        return COMPLAINT_OK;
    return complaint_store_fail(store->context, error, COMPLAINT_EXISTS,
                                index->name, 0,
                                "another row has the same values");
}

/* Put a row in the place of another, or in none. */
static int put(complaint_store *store, const complaint_relation *relation,
               const complaint_value *values, complaint__row *before,
               complaint_error **error)
{
    complaint__row *row;
    int status;

    for (size_t i = 0; i < relation->index_count; i++) {
        status = check_unique(store, relation, i, values, before, error);
        if (status != COMPLAINT_OK)
            return status;
    }
    /* xorshift64: heights need no better numbers, and the same ones always
     * make the same list. */
    store->random ^= store->random << 13;
    store->random ^= store->random >> 7;
    store->random ^= store->random << 17;
    row = reserve_change(store)
              ? complaint__row_new(store->context, relation, values,
                                   &store->scratch, store->random)
              : NULL;
    if (row == NULL)
        return complaint__fail_memory(error);
    if (before != NULL)
        unlink_row(table_of(store, relation), before);
    link_row(table_of(store, relation), row);
    note_change(store, relation, before, row);
    return COMPLAINT_OK;
}

static int insert(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error)
{
    complaint__row *row;
    int status;

    if (find_row(store, relation, values, &row) != COMPLAINT_OK)
        return complaint__fail_memory(error);
    if (row != NULL)
        return complaint_store_fail(store->context, error, COMPLAINT_EXISTS,
                                    "key", 0, "a row of this key exists");
    if (relation == &complaint__relation_journal && !reserve_arrival(store))
        return complaint__fail_memory(error);
    status = put(store, relation, values, NULL, error);
    if (status == COMPLAINT_OK && relation == &complaint__relation_journal)
        note_arrival(store, values);
    return status;
}

static int update(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, int64_t expected,
                  complaint_error **error)
{
    complaint__row *row;

    if (find_row(store, relation, values, &row) != COMPLAINT_OK)
        return complaint__fail_memory(error);
    if (row == NULL)
        return not_found(store, relation, error);
    if (relation->revision >= 0 && expected >= 0) {
        complaint__row_read(row, relation, store->values);
        if (store->values[relation->revision].integer != expected)
            return complaint_store_fail(store->context, error,
                                        COMPLAINT_CONFLICT, relation->name, 0,
                                        "the row was changed meanwhile");
    }
    return put(store, relation, values, row, error);
}

static int erase(complaint_store *store, const complaint_relation *relation,
                 const complaint_value *key, complaint_error **error)
{
    complaint__row *row;

    if (find_row(store, relation, key, &row) != COMPLAINT_OK ||
        !reserve_change(store))
        return complaint__fail_memory(error);
    if (row == NULL)
        return not_found(store, relation, error);
    unlink_row(table_of(store, relation), row);
    note_change(store, relation, row, NULL);
    return COMPLAINT_OK;
}

/* Every row of the journal is told, and is its own mark: nobody keeps what he
 * knows of a store in memory. */
static int arrivals(complaint_store *store, const complaint_arrival *after,
                    complaint_arrival *arrivals, size_t limit, size_t *count,
                    complaint_error **error)
{
    (void)error;
    *count = 0;
    for (size_t at = (size_t)after->place;
         *count < limit && at < store->arrival_count; at++) {
        complaint_arrival *arrival = &arrivals[(*count)++];

        memset(arrival, 0, sizeof *arrival);
        arrival->place = (int64_t)at + 1;
        memcpy(arrival->case_id, store->arrivals[at].case_id,
               sizeof store->arrivals[at].case_id);
    }
    return COMPLAINT_OK;
}

static int arrival_mark(complaint_store *store, complaint_arrival *at,
                        unsigned char mark[32], complaint_error **error)
{
    (void)error;
    if (at->place < 0)
        at->place = (int64_t)store->arrival_count;
    if (at->change < 0)
        at->change = 0;
    memset(mark, 0, 32);
    mark[0] = at->place <= (int64_t)store->arrival_count;
    return COMPLAINT_OK;
}

/* Every order is sorted, and holds as many rows as belong into it. */
static bool table_is_sound(complaint_store *store,
                           const complaint_relation *relation)
{
    complaint__table *table = table_of(store, relation);
    size_t counts[COMPLAINT__INDEXES_MAX + 1] = {0};

    for (size_t i = 0; i <= relation->index_count; i++) {
        complaint__node *node = table->orders[i].head[0];
        for (; node != NULL; node = node->next[0]) {
            const complaint__node *last = node->previous;
            if (last != NULL &&
                complaint__ordered_from(&table->orders[i],
                                        complaint__node_key(node),
                                        node->key_size) != node)
                return false;
            if (((complaint__row *)node->row)->nodes[i] != node)
                return false;
            counts[i]++;
        }
        if (counts[i] != table->orders[i].count || counts[i] > counts[0])
            return false;
    }
    return true;
}

static int check(complaint_store *store, complaint_error **error)
{
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        if (!table_is_sound(store, relation))
            return complaint_store_fail(store->context, error,
                                        COMPLAINT_CORRUPT, relation->name, 0,
                                        "an index is damaged");
    }
    return COMPLAINT_OK;
}

/* A row is wiped whenever it is given back. */
static int scrub(complaint_store *store, complaint_error **error)
{
    (void)store;
    (void)error;
    return COMPLAINT_OK;
}

const complaint_backend complaint__backend_memory = {
    .struct_size = sizeof(complaint_backend),
    .revision = COMPLAINT_BACKEND_REVISION,
    .scheme = "memory",
    .open = open_memory,
    .close = close_memory,
    .schema = schema,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .get = get,
    .insert = insert,
    .update = update,
    .erase = erase,
    .scan = complaint__memory_scan,
    .scan_next = complaint__memory_scan_next,
    .scan_close = complaint__memory_scan_close,
    .check = check,
    .scrub = scrub,
    .arrivals = arrivals,
    .arrival_mark = arrival_mark,
};
