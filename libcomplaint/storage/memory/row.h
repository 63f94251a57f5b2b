/* Rows of the memory backend, packed, and the keys under which they lie: bytes
 * whose order is the order of the values. */
#ifndef COMPLAINT_STORAGE_MEMORY_ROW_H
#define COMPLAINT_STORAGE_MEMORY_ROW_H

#include "model/relation.h"
#include "storage/memory/ordered.h"

/* nodes[0] lies in the key's order, nodes[i + 1] in that of index i, NULL
 * where the index leaves the row out. */
typedef struct complaint__row {
    size_t size; /* of all of it, to be wiped */
    size_t node_count;
    complaint__node *nodes[];
} complaint__row;

/* A row with all its nodes, linked nowhere; NULL when exhausted. */
complaint__row *complaint__row_new(complaint_context *context,
                                   const complaint_relation *relation,
                                   const complaint_value *values,
                                   complaint__buffer *scratch, uint64_t random);
/* Nothing of its values is left in the memory that it gives back. */
void complaint__row_free(complaint_context *context, complaint__row *row);
/* Values that point into the row; `values` has room for every column. */
void complaint__row_read(const complaint__row *row,
                         const complaint_relation *relation,
                         complaint_value *values);

void complaint__key_append(complaint__buffer *key,
                           const complaint_value *value);
/* Key of a row in an index: its columns, then the primary key's. `own` gets
 * the size of the first part. NULL index: the primary key. */
void complaint__key_of_row(complaint__buffer *key,
                           const complaint_relation *relation,
                           const complaint_index *index,
                           const complaint_value *values, size_t *own);
bool complaint__index_holds(const complaint_index *index,
                            const complaint_value *values);

#endif
