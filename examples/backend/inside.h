/* What the files of this backend share: rows in orders (table.c), bytes in a
 * file (log.c); the verbs are in logstore.c. */
#ifndef LOGSTORE_INSIDE_H
#define LOGSTORE_INSIDE_H

#include "logstore.h"

/* A stored row. Whoever uses it counts; the texts lie behind the values. */
typedef struct row {
    size_t uses;
    complaint_value values[];
} row;

/* The values with their texts, as one block of memory; NULL without memory. */
row *row_make(const complaint_value *values, size_t count);
void row_release(row *held);

/* Rows sorted by the columns of an index and then of the key, or by the key
 * alone. */
#define PLACES 24
typedef struct order {
    const complaint_index *index; /* NULL: by key */
    size_t own;                   /* columns of the index itself, or the key */
    size_t place_count;
    size_t places[PLACES]; /* columns */
    row **rows;
    size_t count;
    size_t room;
} order;

typedef struct table {
    const complaint_relation *relation;
    size_t columns;
    size_t keys;
    size_t order_count;
    order *orders; /* the first is by key */
} table;

bool table_make(table *t, const complaint_relation *relation);
void table_free(table *t);
row *table_find(const table *t, const complaint_value *key);
/* Name of a unique index that another row than `except` has these values in;
 * NULL when none. */
const char *table_clash(const table *t, const complaint_value *values,
                        const row *except);
/* Memory for `more` further rows, so that adding cannot fail. */
bool table_reserve(table *t, size_t more);
void table_add(table *t, row *added);
void table_remove(table *t, const row *removed);
bool table_is_sound(const table *t);
/* First position whose row is not below these values of the first places, or,
 * with `past`, is above them. */
size_t order_bound(const order *o, const complaint_value *values, size_t count,
                   bool past);

/* Bytes that grow; `failed` when memory was exhausted. */
typedef struct buffer {
    unsigned char *bytes;
    size_t size;
    size_t room;
    bool failed;
} buffer;

enum { CHANGE_SCHEMA = 1, CHANGE_PUT = 2, CHANGE_ERASE = 3 };
void change_schema(buffer *b, int version);
void change_row(buffer *b, int kind, const complaint_relation *relation,
                const complaint_value *values, size_t count);

/* What a verb changed in memory, to be undone. */
typedef struct undo {
    table *table;
    row *added;
    row *removed;
} undo;

struct complaint_store {
    complaint_context *context;
    char *path;
    int file;
    unsigned flags;
    int64_t size; /* of the log, whole transactions only */
    bool broken;  /* what the file holds is not known */
    int version;  /* of the schema; 0: none yet */
    size_t table_count;
    table *tables;
    bool open; /* a transaction */
    bool writing;
    buffer changes; /* of the transaction, as the log will hold them */
    undo *undone;
    size_t undo_count;
    size_t undo_room;
};

table *store_table(complaint_store *store, const complaint_relation *relation);
/* A status for what errno says, with an error about the file. */
int store_fail_file(complaint_store *store, complaint_error **error);
int store_fail_memory(complaint_store *store, complaint_error **error);

/* Open and lock the file; an absent or unfinished one counts as empty. */
int log_open(complaint_store *store, complaint_error **error);
/* Read every transaction into the tables; cut off one that was not finished. */
int log_read(complaint_store *store, complaint_error **error);
/* Append the changes as one transaction and make it durable; on failure the
 * file is as it was. */
int log_append(complaint_store *store, complaint_error **error);
/* The rows as they are now, in a file of their own. */
int log_copy(complaint_store *store, const char *path, bool *exists,
             complaint_error **error);
/* The same in place of the log. */
int log_replace(complaint_store *store, complaint_error **error);
/* Are the transactions in the file whole? */
int log_check(complaint_store *store, complaint_error **error);
void log_close(complaint_store *store);

#endif
