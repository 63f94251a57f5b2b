/* For extenders: the table of verbs that a storage backend fills in.
 * A backend stores relations; it decides nothing. A weaker promise than the
 * main headers: the table grows at its end, by revision. */
#ifndef COMPLAINT_SYS_BACKEND_H
#define COMPLAINT_SYS_BACKEND_H

#include <complaint/relation.h>

COMPLAINT_BEGIN

/** Revision of this table that the headers describe. */
#define COMPLAINT_BACKEND_REVISION 1

/** Type of a stored value. */
enum complaint_value_type {
    COMPLAINT_VALUE_NULL = 0,
    COMPLAINT_VALUE_INTEGER = 1,
    COMPLAINT_VALUE_TEXT = 2,
    COMPLAINT_VALUE_BYTES = 3
};

/** A stored value. Texts are UTF-8 of `size` bytes followed by a NUL. */
typedef struct complaint_value {
    int type;
    int64_t integer;
    const char *bytes;
    size_t size;
} complaint_value;

/** An index that a relation asks for. Static data. */
typedef struct complaint_index {
    const char *name;             /**< unique within the relation */
    const unsigned char *columns; /**< positions in the relation */
    size_t column_count;
    bool unique;   /**< rows with a null in the index never clash */
    int only_null; /**< only rows where this column is null; -1: all */
    int only_set;  /**< only rows where this column is not null; -1: all */
} complaint_index;

/**
 * Number of indexes of a relation, the primary key not counted.
 *
 * @param[in] relation  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t
complaint_relation_index_count(const complaint_relation *relation);

/**
 * Index of a relation by position.
 *
 * @param[in] relation  NULL gives NULL.
 * @param[in] index  from 0; past the end gives NULL.
 * @ownership Static.
 * @return the index or NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const complaint_index *
complaint_relation_index(const complaint_relation *relation, size_t index);

/** A scan: rows of one index (or of the primary key) in its order. */
typedef struct complaint_scan {
    size_t struct_size;
    const complaint_relation *relation;
    /** NULL: by primary key. */
    const complaint_index *index;
    /** Equality with the first columns of the index or key. */
    const complaint_value *equal;
    size_t equal_count;
    /** Bounds on the column after those; type NULL: unbounded. Null values in
     * that column lie below every bound and are left out when `lower` is set
     * (inclusive); `upper` is exclusive. */
    complaint_value lower;
    complaint_value upper;
    /** Continue strictly after this row: values of all index columns, then
     * of the primary key; or NULL. */
    const complaint_value *after;
    size_t after_count;
    bool descending;
    /** Most rows to give; 0: all. */
    size_t limit;
} complaint_scan;

/** A backend's own connection and cursor. */
typedef struct complaint_store complaint_store;
typedef struct complaint_store_cursor complaint_store_cursor;

/** Flags of open. */
enum complaint_store_flag {
    COMPLAINT_STORE_CREATE = 1,   /**< make it when it does not exist */
    COMPLAINT_STORE_READ_ONLY = 2 /**< never write */
};

/**
 * The verbs. Every slot up to `scan_close` must be filled ("must"); later
 * ones may be NULL, with the fallback named. Each returns a status of
 * complaint/status.h and, on failure, sets *error with complaint_store_fail().
 * A store is used by one thread at a time. `values` arrays have one value per
 * column of the relation, in its order; the backend copies what it keeps.
 *
 * BUSY from a verb or from commit, inside of a transaction, means that it met
 * another transaction and is over; the library then runs all of it again.
 * BUSY from begin or open is given to the caller: the backend has waited.
 */
typedef struct complaint_backend {
    /** sizeof(complaint_backend) that the backend was compiled with. */
    size_t struct_size;
    /** Revision of this table that the backend was written for. */
    int revision;
    /** URI scheme, lower case ("sqlite"); the text lives as long as the
     * backend. */
    const char *scheme;
    /** Given to open. */
    void *user_data;

    /** must. Open `address` (the URI after "scheme:"). NOT_FOUND when it does
     * not exist and CREATE is not given; CORRUPT when it is something else;
     * READ_ONLY, IO, BUSY. May block up to its busy limit. */
    int (*open)(void *user_data, complaint_context *context,
                const char *address, unsigned flags, complaint_store **out,
                complaint_error **error);
    /** must. Close and free, also in mid-transaction (which is rolled back).
     * The store is gone whatever the status. */
    int (*close)(complaint_store *store, complaint_error **error);
    /** must. Version of the schema found, 0 for an empty store. VERSION when
     * newer than `supported`. With `create`, make every relation of the model
     * and mark it `supported`. */
    int (*schema)(complaint_store *store, bool create, int supported,
                  int *found, complaint_error **error);
    /** must. Begin a transaction: `write` says whether it will write. BUSY
     * when another holds the store too long. Reads inside see one state. */
    int (*begin)(complaint_store *store, bool write, complaint_error **error);
    /** must. Make the transaction durable before returning OK. After any
     * failure the transaction is rolled back. */
    int (*commit)(complaint_store *store, complaint_error **error);
    /** must. Undo the transaction; cannot fail. */
    void (*rollback)(complaint_store *store);
    /** must. One row by primary key. NOT_FOUND. *values is borrowed until
     * the next call on the store. */
    int (*get)(complaint_store *store, const complaint_relation *relation,
               const complaint_value *key, const complaint_value **values,
               complaint_error **error);
    /** must. Insert a row. EXISTS when the key or a unique index is taken
     * (the field of the error is the index's name, or "key"). */
    int (*insert)(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error);
    /** must. Replace the row with the same key. When the relation has a
     * column "revision" outside its key and `expected` is not negative, the
     * stored revision must equal it: otherwise CONFLICT. NOT_FOUND. */
    int (*update)(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, int64_t expected,
                  complaint_error **error);
    /** must. Remove one row by key for good. NOT_FOUND. */
    int (*erase)(complaint_store *store, const complaint_relation *relation,
                 const complaint_value *key, complaint_error **error);
    /** must. Open a scan. The texts it points to are copied. */
    int (*scan)(complaint_store *store, const complaint_scan *scan,
                complaint_store_cursor **out, complaint_error **error);
    /** must. Next row, or *values NULL at the end; borrowed until the next
     * call on the cursor. A commit or rollback may end it (MISUSE). */
    int (*scan_next)(complaint_store_cursor *cursor,
                     const complaint_value **values, complaint_error **error);
    /** must. Close a scan; NULL is fine. */
    void (*scan_close)(complaint_store_cursor *cursor);

    /** may. Take the next number of a named series (the first is 1), inside
     * the open write transaction. Fallback: get and update of "series". */
    int (*next_number)(complaint_store *store, const char *series,
                       int64_t *number, complaint_error **error);
    /** may. Check the store's own structure. Fallback: nothing. */
    int (*check)(complaint_store *store, complaint_error **error);
    /** may. Free user_data when the context ends. */
    void (*destroy)(void *user_data);
} complaint_backend;

/**
 * Add a backend to a context. Its table must hold every "must" slot of its
 * revision; "may" slots that it lacks are filled with fallbacks.
 *
 * @param[in]  context  not NULL.
 * @param[in]  backend  copied, `scheme` included; not NULL.
 * @param[out] error  names the missing verb.
 * @ownership The context takes user_data (destroy is called once).
 * @return COMPLAINT_OK; COMPLAINT_INVALID for a missing verb or bad scheme;
 *   COMPLAINT_VERSION for a revision newer than the library's;
 *   COMPLAINT_EXISTS for a scheme that is taken; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL.
 * @threads Before the context is shared.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_backend_register(complaint_context *context,
                           const complaint_backend *backend,
                           complaint_error **error);

/**
 * Make an error from inside a backend.
 *
 * @param[in]  context  as given to open; may be NULL.
 * @param[out] error  as the verb got it; may be NULL.
 * @param[in]  status  negative, of complaint/status.h.
 * @param[in]  field  relation, index or file concerned; may be NULL.
 * @param[in]  code  the backend's own code, or 0.
 * @param[in]  message  one line of English; not NULL. Copied.
 * @ownership *error becomes the caller's of the verb.
 * @return `status`, so that a verb can return the call; COMPLAINT_MISUSE when
 *   that is not negative.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API int complaint_store_fail(complaint_context *context,
                                       complaint_error **error, int status,
                                       const char *field, int64_t code,
                                       const char *message);

COMPLAINT_END

#endif
