/* What a store in memory consists of, for the files of this folder. */
#ifndef COMPLAINT_STORAGE_MEMORY_STORE_H
#define COMPLAINT_STORAGE_MEMORY_STORE_H

#include "base/identity.h"
#include "storage/memory/row.h"

/* orders[0]: by key; orders[i + 1]: by index i. */
typedef struct complaint__table {
    complaint__ordered orders[COMPLAINT__INDEXES_MAX + 1];
} complaint__table;

/* One step of the open transaction. The row before is unlinked but alive, so
 * that undoing needs no memory. */
typedef struct complaint__change {
    size_t table;
    complaint__row *before; /* NULL for an insert */
    complaint__row *after;  /* NULL for an erase */
} complaint__change;

/* Enough for an id; what is longer is cut. */
typedef struct complaint__memory_arrival {
    char case_id[COMPLAINT__ID_SIZE];
} complaint__memory_arrival;

struct complaint_store {
    complaint_context *context;
    complaint__table *tables; /* one per relation */
    int schema;
    uint64_t random;
    uint64_t changes;      /* grows with every change of any order */
    uint64_t transactions; /* grows when rows may be freed */
    complaint__change *undo;
    size_t undo_count;
    size_t undo_capacity;
    /* Cases of the journal's rows, as they came. */
    complaint__memory_arrival *arrivals;
    size_t arrival_count;
    size_t arrival_capacity;
    complaint__buffer scratch;
    complaint_value values[COMPLAINT__COLUMNS_MAX]; /* what get lends */
};

int complaint__memory_scan(complaint_store *store, const complaint_scan *scan,
                           complaint_store_cursor **out,
                           complaint_error **error);
int complaint__memory_scan_next(complaint_store_cursor *cursor,
                                const complaint_value **values,
                                complaint_error **error);
void complaint__memory_scan_close(complaint_store_cursor *cursor);

#endif
