/* What a connection knows of the file from one write transaction to the next,
 * as long as no other connection wrote: the place that is free, and the newest
 * rows of settings and counters, which every command asks for. */
#include "storage/sqlite/store.h"

#include <string.h>

/* Grows with whatever anybody commits; right once a transaction has begun. */
static unsigned version_of(const complaint_store *store)
{
    unsigned version = 0;

    (void)sqlite3_file_control(store->db, "main", SQLITE_FCNTL_DATA_VERSION,
                               &version);
    return version;
}

void complaint__sqlite_known_begin(complaint_store *store)
{
    unsigned version = version_of(store);

    /* One that SQLite undid by itself may not have been ended. */
    if (store->known_open || version != store->known_version)
        complaint__sqlite_known_forget(store);
    store->known_open = true;
    store->known_version = version;
}

void complaint__sqlite_known_end(complaint_store *store)
{
    if (!store->known_open)
        return; /* it only read, perhaps what others wrote */
    store->known_open = false;
    store->known_version = version_of(store);
}

void complaint__sqlite_known_forget(complaint_store *store)
{
    store->known_place = 0;
    for (size_t i = 0; i < COMPLAINT__SQLITE_KNOWN; i++)
        store->known[i].relation = NULL;
}

/* Where the newest row of a relation is kept; NULL: of this one none is. */
static complaint__sqlite_known *kept_of(complaint_store *store,
                                        const complaint_relation *relation)
{
    /* SQLite may have undone the transaction by itself. */
    if (!store->known_open || sqlite3_get_autocommit(store->db) != 0)
        return NULL;
    if (relation == &complaint__relation_setting)
        return &store->known[0];
    return relation == &complaint__relation_series ? &store->known[1] : NULL;
}

static bool is_text(const complaint_value *value, const complaint_value *other)
{
    return value->type == COMPLAINT_VALUE_TEXT && other->size == value->size &&
           memcmp(other->bytes, value->bytes, value->size) == 0;
}

const complaint_value *
complaint__sqlite_known_row(complaint_store *store,
                            const complaint_relation *relation,
                            const complaint_value *key)
{
    const complaint__sqlite_known *kept = kept_of(store, relation);

    return kept != NULL && kept->relation == relation &&
                   is_text(&kept->values[0], key)
               ? kept->values
               : NULL;
}

void complaint__sqlite_known_put(complaint_store *store,
                                 const complaint_relation *relation,
                                 const complaint_value *values)
{
    complaint__sqlite_known *kept = kept_of(store, relation);
    size_t size;

    if (kept == NULL || kept->values == values)
        return;
    kept->relation = NULL;
    if (values == NULL)
        return;
    size = complaint__values_size(values, 2);
    if (size > sizeof kept->bytes)
        return;
    memcpy(kept->values, values, sizeof kept->values);
    complaint__values_move(kept->values, 2, kept->bytes);
    kept->relation = relation;
}
