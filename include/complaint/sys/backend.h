/* For extenders: the table of verbs that a storage backend fills in.
 * A backend stores relations; it decides nothing. A weaker promise than the
 * main headers: the table grows at its end, by revision. */
#ifndef COMPLAINT_SYS_BACKEND_H
#define COMPLAINT_SYS_BACKEND_H

#include <complaint/relation.h>

COMPLAINT_BEGIN

/** Revision of this table that the headers describe. */
#define COMPLAINT_BACKEND_REVISION 2

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
    /** Columns to keep beside the index's own, in no order, so that a scan
     * with `where` need not read rows that it passes over. */
    const unsigned char *covered;
    size_t covered_count;
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
    /** Only rows where the column `where_column` has this value, which is not
     * null; NULL: all. A backend may disregard it: the library passes over the
     * other rows by itself, and then asks for no limit. */
    const complaint_value *where;
    size_t where_column;
    /** The rows may come in any order, if that is easier. */
    bool any_order;
    /** A bit for each column that is wanted, 1 << its position; 0: all. The
     * others may come as null, or as they are. A backend may disregard it. */
    uint64_t columns;
} complaint_scan;

/** A backend's own connection and cursor. */
typedef struct complaint_store complaint_store;
typedef struct complaint_store_cursor complaint_store_cursor;

/** How far somebody knows a store, and the case that is told last. */
typedef struct complaint_arrival {
    int64_t place;    /**< of the newest case, in the order of commits */
    int64_t change;   /**< of the newest touch */
    char case_id[40]; /**< ends with NUL */
} complaint_arrival;

/** Flags of open. UPGRADE is the library's own: a backend's open never sees
 * it. */
enum complaint_store_flag {
    COMPLAINT_STORE_CREATE = 1,    /**< make it when it does not exist */
    COMPLAINT_STORE_READ_ONLY = 2, /**< never write */
    COMPLAINT_STORE_UPGRADE = 4    /**< bring an older schema forward */
};

/**
 * The verbs. A slot marked "must" has to be filled; one marked "may" can be
 * NULL, or lie beyond `struct_size`, and says what the library does then.
 *
 * Statuses. Each verb returns COMPLAINT_OK or a negative status and, with the
 * latter, sets *error with complaint_store_fail(). Besides those named at the
 * verb every one may answer IO, FULL, NO_MEMORY, CORRUPT and, in a
 * transaction, BUSY. After EXISTS, NOT_FOUND and CONFLICT the transaction is
 * as it was before the verb; after any other failure of a verb that writes,
 * the library asks for nothing but rollback.
 *
 * BUSY from a verb or from commit, inside of a transaction, means that it met
 * another transaction and is over; the library then runs all of it again.
 * BUSY from begin or open is given to the caller: the backend has waited.
 *
 * Memory. `values` arrays have one value per column of the relation, in its
 * order; `key` has the key columns. The backend copies what it keeps. What it
 * hands out stays its own and lasts as long as the verb says; the library
 * frees cursors by scan_close and stores by close, nothing else.
 *
 * Threads and waiting. A store is used by one thread at a time, different
 * stores by several. Any verb may block on a file or a network; only open,
 * begin, commit, backup, compact, scrub and upgrade may wait for other users
 * of the store, and each for a bounded time.
 *
 * Crashes. Whatever the moment at which the process ends, what was committed
 * is there when the store is next opened, and of an open transaction nothing
 * is; where a verb may leave more than that behind, it says so.
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
     * READ_ONLY, IO, BUSY. May wait up to its busy limit. *out stays NULL on
     * failure. A crash may leave an empty store. */
    int (*open)(void *user_data, complaint_context *context,
                const char *address, unsigned flags, complaint_store **out,
                complaint_error **error);
    /** must. Close and free, also in mid-transaction (which is rolled back).
     * The store is gone whatever the status; IO when something written could
     * not be put away, which loses nothing that was committed. */
    int (*close)(complaint_store *store, complaint_error **error);
    /** must. Version of the schema found, 0 for an empty store. VERSION when
     * newer than `supported`; an older one is only told. With `create`, and
     * only in an empty store, make every relation of the model and mark it
     * `supported`. Outside a transaction. A crash may leave an empty store
     * or one with some relations, that the next call completes. */
    int (*schema)(complaint_store *store, bool create, int supported,
                  int *found, complaint_error **error);
    /** must. Begin a transaction: `write` says whether it will write. BUSY
     * when another holds the store too long. Reads inside see one state. */
    int (*begin)(complaint_store *store, bool write, complaint_error **error);
    /** must. Make the transaction durable before returning OK. After any
     * failure the transaction is rolled back; a crash before the return may
     * leave all of it or nothing, never a part. */
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
     * stored revision must equal it: otherwise CONFLICT. NOT_FOUND; EXISTS as
     * insert does. */
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
    /** must. Close a scan and free it; NULL is fine. */
    void (*scan_close)(complaint_store_cursor *cursor);

    /** may. Take the next number of a named series (the first is 1), inside
     * the open write transaction. A crash may leave a gap, never a number
     * taken twice. Fallback: get and update of "series". */
    int (*next_number)(complaint_store *store, const char *series,
                       int64_t *number, complaint_error **error);
    /** may. Check the store's own structure: CORRUPT, the field naming the
     * relation or file. Fallback: nothing to check. */
    int (*check)(complaint_store *store, complaint_error **error);
    /** may. Free user_data when the context ends. */
    void (*destroy)(void *user_data);

    /* Revision 1 ends here. */

    /** may. Lowest revision of this table that the backend can do with; 0: its
     * own. A library that knows less than `revision`, but this much, uses the
     * backend by the slots that it knows; one that knows less refuses it. */
    int oldest;
    /** may. Insert a row whose key was just made: it need not be waited for.
     * EXISTS, and any failure, may be told by a later verb or by commit; the
     * transaction is over then. Reads that follow see the row. Fallback:
     * insert. */
    int (*insert_new)(complaint_store *store,
                      const complaint_relation *relation,
                      const complaint_value *values, complaint_error **error);
    /** may. Copy all that is committed, as of one moment, to `target`, an
     * address as open takes it, while others read and write. Outside a
     * transaction. EXISTS when something is there already; UNSUPPORTED when
     * this store cannot. OK only when the copy is durable. A crash may leave
     * part of a copy that open does not take for a store. Fallback: the rows
     * are copied one by one, in one transaction of each store. */
    int (*backup)(complaint_store *store, const char *target,
                  complaint_error **error);
    /** may. Give back room that nothing needs. Outside a transaction. BUSY
     * when others use the store. A crash leaves the store as it was before or
     * after. Fallback: UNSUPPORTED. */
    int (*compact)(complaint_store *store, complaint_error **error);
    /** may. Leave nothing of erased rows: not in free room, logs, indexes or
     * files of the store's own. Outside a transaction. BUSY when another's
     * use prevents it (what it holds is then not gone yet). A crash may leave
     * some of the traces; the next call removes them. Fallback:
     * UNSUPPORTED. */
    int (*scrub)(complaint_store *store, complaint_error **error);
    /** may. Path and beginning of the name of files that the library may
     * keep beside the store, to be made again when lost (the snapshot of a
     * dataset); NULL when there is no such place. Borrowed as long as the
     * store. Fallback: NULL. */
    const char *(*companion)(complaint_store *store);
    /** may. Bring the schema from version `from`, as found, to `to`, with all
     * rows. Outside a transaction. VERSION when `from` is not one it knows;
     * READ_ONLY; BUSY when others use the store. A crash leaves either
     * version, whole. Fallback: UNSUPPORTED. */
    int (*upgrade)(complaint_store *store, int from, int to,
                   complaint_error **error);
    /** may. Note, in the open write transaction, that texts of a case changed
     * that was there before. Fallback: `arrivals` tells by itself. */
    int (*touch)(complaint_store *store, const char *case_id,
                 complaint_error **error);
    /** may. Cases that came after, or were touched after, what `after` tells:
     * at most `limit`, each with how far is known with it. Inside a
     * transaction. Places and changes ascend in the order in which
     * transactions commit, so that whoever knows all up to one misses nothing
     * that comes later. Fallback: the library compares the revision of every
     * case with the one that it knows. */
    int (*arrivals)(complaint_store *store, const complaint_arrival *after,
                    complaint_arrival *arrivals, size_t limit, size_t *count,
                    complaint_error **error);
    /** may, with `arrivals`. Something of what stands at a place and a change
     * by which another store, or this one as it was before, is told apart; all
     * zero when there is nothing. Negative ones in `at` are set to the newest.
     * Inside a transaction. */
    int (*arrival_mark)(complaint_store *store, complaint_arrival *at,
                        unsigned char mark[32], complaint_error **error);
    /** may. Another store on what this one has open, for another thread; each
     * is closed by itself, in any order. Transactions of stores that share may
     * be made durable together: commit then waits for that, and every one of
     * them is told how it went. What one store does inside of its transaction
     * is never undone because of another's rollback. Outside a transaction.
     * UNSUPPORTED where this store can have one user only. Fallback:
     * UNSUPPORTED. */
    int (*share)(complaint_store *store, complaint_store **out,
                 complaint_error **error);
    /** may. As update, of a row that is believed to be there: it need not be
     * waited for. CONFLICT (also where there is no such row), EXISTS and any
     * failure may be told by a later verb or by commit; the transaction is
     * over then. Reads that follow see the row as it is now. Fallback:
     * update. */
    int (*update_later)(complaint_store *store,
                        const complaint_relation *relation,
                        const complaint_value *values, int64_t expected,
                        complaint_error **error);
    /** may. In the open write transaction: a row is believed to be stored with
     * exactly these values. Where that is so nothing happens, and nobody waits
     * for the answer; otherwise BUSY, by this or a later verb or by commit,
     * and the transaction is over. Fallback: the library reads the row. */
    int (*expect)(complaint_store *store, const complaint_relation *relation,
                  const complaint_value *values, complaint_error **error);
    /** may. A write transaction in one call: begin, `work`, then commit if it
     * answers OK, else rollback; the result is that of the first that failed.
     * `work` uses the verbs of this store that belong inside of a transaction.
     * Of stores that share, one caller may do the work of others, each in a
     * transaction of its own, while these wait here: on another thread then,
     * but never two at the same time. When a transaction was undone by no
     * fault of its own, its work may be done again, from the beginning; what
     * it answered then counts. Fallback: begin, work, and commit or
     * rollback. */
    int (*run)(complaint_store *store,
               int (*work)(void *task, complaint_error **error), void *task,
               complaint_error **error);
} complaint_backend;

/**
 * Add a backend to a context. Its table must hold every "must" slot of its
 * revision; "may" slots that it lacks have fallbacks. A table of an older
 * revision ends where that one ended: what lies beyond its `struct_size` is
 * not read. Of a table of a newer revision the slots known here are used when
 * its `oldest` allows that.
 *
 * @param[in]  context  not NULL.
 * @param[in]  backend  copied, `scheme` included; not NULL.
 * @param[out] error  names the missing verb.
 * @ownership The context takes user_data (destroy is called once).
 * @return COMPLAINT_OK; COMPLAINT_INVALID for a missing verb, a bad scheme or
 *   a table smaller than its revision's; COMPLAINT_VERSION for a revision
 *   newer than the library's whose `oldest` is newer too;
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
