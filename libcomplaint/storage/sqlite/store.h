/* What a store in SQLite consists of, for the files of this folder. */
#ifndef COMPLAINT_STORAGE_SQLITE_STORE_H
#define COMPLAINT_STORAGE_SQLITE_STORE_H

#include "model/relation.h"
#include "storage/sql.h"

#include <sqlite3.h>

/* How long another writer, or readers of what is erased, are waited for. */
#define COMPLAINT__SQLITE_PATIENCE INT64_C(10000000000) /* nanoseconds */

/* "CMPL": what the file(1) of a register says it is. */
#define COMPLAINT__SQLITE_APPLICATION 0x434d504c

/* More than the relations there are; a test compares. */
#define COMPLAINT__SQLITE_RELATIONS 32
#define COMPLAINT__SQLITE_SCANS 24

#define COMPLAINT__SQLITE_UPDATES 16
#define COMPLAINT__SQLITE_NEAR 32
#define COMPLAINT__SQLITE_KNOWN 2

/* Statements kept per relation. "Now" reads the revision and what is indexed
 * of a row that is to be updated. */
enum complaint__sqlite_verb {
    COMPLAINT__SQLITE_GET,
    COMPLAINT__SQLITE_INSERT,
    COMPLAINT__SQLITE_ERASE,
    COMPLAINT__SQLITE_NOW,
    COMPLAINT__SQLITE_VERBS
};

/* Statements that concern no relation. */
enum complaint__sqlite_control {
    COMPLAINT__SQLITE_BEGIN_WRITE,
    COMPLAINT__SQLITE_BEGIN_READ,
    COMPLAINT__SQLITE_COMMIT,
    COMPLAINT__SQLITE_ROLLBACK,
    COMPLAINT__SQLITE_SAVEPOINT,
    COMPLAINT__SQLITE_BACK,
    COMPLAINT__SQLITE_RELEASE,
    COMPLAINT__SQLITE_FIND_PLACE,
    COMPLAINT__SQLITE_FREE_PLACE,
    COMPLAINT__SQLITE_ADD_PLACE,
    COMPLAINT__SQLITE_LEAVE_PLACE,
    COMPLAINT__SQLITE_LAST_ROW,
    COMPLAINT__SQLITE_CONTROLS
};

/* Everything that the text of a scan's statement depends on. */
typedef struct complaint__sqlite_shape {
    unsigned char relation;
    unsigned char index; /* 0: the key, else its position and 1 */
    unsigned char equal;
    unsigned char lower; /* see cursor.c */
    unsigned char upper;
    unsigned char descending;
    unsigned char where; /* column and 1, or 0 */
    unsigned char any_order;
    unsigned short nulls; /* bit per equal place that is null */
    uint64_t columns;     /* bit per column that is read; 0: all */
} complaint__sqlite_shape;

typedef struct complaint__sqlite_scan {
    complaint__sqlite_shape shape;
    sqlite3_stmt *statement;
    bool busy;
    uint64_t used;
} complaint__sqlite_scan;

/* An update that leaves alone the indexed columns that did not change, for
 * SQLite would write their indexes again. */
typedef struct complaint__sqlite_change {
    const complaint_relation *relation;
    unsigned changed; /* bit per indexed column */
    sqlite3_stmt *statement;
    uint64_t used;
    uint64_t bound; /* bit per column whose parameter is not null */
} complaint__sqlite_change;

/* The newest row of a relation of short rows: name and value. */
typedef struct complaint__sqlite_known {
    const complaint_relation *relation; /* NULL: not known */
    complaint_value values[2];
    char bytes[256];
} complaint__sqlite_known;

/* How the write-ahead log's bytes reach its file (log.c). */
typedef struct complaint__sqlite_log complaint__sqlite_log;

/* Stores that commit together (group.c). */
typedef struct complaint__sqlite_group complaint__sqlite_group;

struct complaint_store {
    complaint_context *context;
    complaint__sqlite_log *log;
    sqlite3 *db;
    int64_t waits_since; /* monotonic; of the wait for another writer */
    char *path;
    const char *synchronous;        /* a word of SQLite's, static */
    complaint__sqlite_group *group; /* NULL: not shared */
    int lost;    /* SQLite's code when it undid the transaction, or 0 */
    bool joined; /* a transaction of this store is open in the group */
    sqlite3_stmt *verbs[COMPLAINT__SQLITE_RELATIONS][COMPLAINT__SQLITE_VERBS];
    uint64_t bound[COMPLAINT__SQLITE_RELATIONS]; /* of inserts, as above */
    sqlite3_stmt *controls[COMPLAINT__SQLITE_CONTROLS];
    complaint__sqlite_scan scans[COMPLAINT__SQLITE_SCANS];
    complaint__sqlite_change updates[COMPLAINT__SQLITE_UPDATES];
    uint64_t uses;
    uint64_t transactions; /* grows with commit and rollback */
    /* The place that was found last, known until the transaction ends. */
    char near_id[40];
    int64_t near_place;
    uint64_t near_transaction;
    /* Where it was made in this transaction: the last row above its entries,
     * and marks of the keys there, which are all. */
    bool near_new;
    int64_t near_row;
    uint64_t near_keys[COMPLAINT__SQLITE_NEAR];
    size_t near_count;
    /* Known as long as nobody else writes (known.c). */
    bool known_open; /* in a write transaction of this connection */
    unsigned known_version;
    int64_t known_place; /* that is free; 0: not known */
    complaint__sqlite_known known[COMPLAINT__SQLITE_KNOWN];
    complaint__buffer row; /* texts that get lends */
    complaint_value values[COMPLAINT__COLUMNS_MAX];
};

/* log.c: a file system for one store, to be named when it is opened. NULL: no
 * memory. It must outlive the connection. */
complaint__sqlite_log *complaint__sqlite_log_new(complaint_context *context);
const char *complaint__sqlite_log_name(const complaint__sqlite_log *log);
void complaint__sqlite_log_free(complaint__sqlite_log *log);

/* fault.c */
int complaint__sqlite_fail(complaint_store *store, complaint_error **error,
                           int code, const char *field);

/* text.c */
void complaint__sqlite_create(complaint__buffer *sql);
void complaint__sqlite_verb_text(complaint__buffer *sql,
                                 const complaint_relation *relation,
                                 enum complaint__sqlite_verb verb);
/* Columns outside the key that some index depends on, in their order; how many
 * there are. */
size_t complaint__sqlite_indexed(const complaint_relation *relation,
                                 unsigned char *columns);
/* An update that sets, of those, only the ones with a bit in `changed`. */
void complaint__sqlite_update_text(complaint__buffer *sql,
                                   const complaint_relation *relation,
                                   unsigned changed);

/* layout.c */

/* Number of a relation that lies on the cases' sheets; 0 for others. */
int complaint__sqlite_kind(const complaint_relation *relation);
/* Does it lie at the place of a case (the case itself, and its sheets)? */
bool complaint__sqlite_has_place(const complaint_relation *relation);
bool complaint__sqlite_is_entry(const complaint_relation *relation,
                                size_t column);
bool complaint__sqlite_entry_fits(int64_t entry);
int64_t complaint__sqlite_entry(int64_t entry);
/* Where the sheets of a relation begin and end at a place. */
int64_t complaint__sqlite_first_row(int64_t place,
                                    const complaint_relation *relation);
int64_t complaint__sqlite_end_row(int64_t place,
                                  const complaint_relation *relation);
size_t complaint__sqlite_sheet_columns(void);
void complaint__sqlite_column(complaint__buffer *sql,
                              const complaint_relation *relation,
                              size_t column);
/* Those with a bit in `wanted`; 0: all. */
void complaint__sqlite_columns(complaint__buffer *sql,
                               const complaint_relation *relation,
                               uint64_t wanted);
/* What stands after FROM; " WHERE" and the row of a key, ?1 and on. */
void complaint__sqlite_source(complaint__buffer *sql,
                              const complaint_relation *relation);
void complaint__sqlite_by_key(complaint__buffer *sql,
                              const complaint_relation *relation, bool reads);
/* Terms over rowids of sheets: the bounds of a relation, and an entry compared
 * with a parameter (0: the next one). */
void complaint__sqlite_bound(complaint__buffer *sql,
                             const complaint_relation *relation, bool upper);
void complaint__sqlite_entry_term(complaint__buffer *sql, const char *operator,
                                  size_t parameter);
void complaint__sqlite_create_sheets(complaint__buffer *sql);
void complaint__sqlite_create_sheet_view(complaint__buffer *sql,
                                         const complaint_relation *relation);

/* open.c */
int complaint__sqlite_open(void *user_data, complaint_context *context,
                           const char *address, unsigned flags,
                           complaint_store **out, complaint_error **error);
int complaint__sqlite_close(complaint_store *store, complaint_error **error);
int complaint__sqlite_schema(complaint_store *store, bool create, int supported,
                             int *found, complaint_error **error);
int complaint__sqlite_check(complaint_store *store, complaint_error **error);
int64_t complaint__sqlite_nanoseconds(void); /* of a clock that is not set */
/* What the file is: 0 for empty, else the version of our schema. */
int complaint__sqlite_identify(complaint_store *store, int *version,
                               complaint_error **error);

/* scrub.c */
int complaint__sqlite_scrub(complaint_store *store, complaint_error **error);

/* arrivals.c */
void complaint__sqlite_create_touched(complaint__buffer *sql);
int complaint__sqlite_touch(complaint_store *store, const char *case_id,
                            complaint_error **error);
int complaint__sqlite_arrivals(complaint_store *store,
                               const complaint_arrival *after,
                               complaint_arrival *arrivals, size_t limit,
                               size_t *count, complaint_error **error);
int complaint__sqlite_arrival_mark(complaint_store *store,
                                   complaint_arrival *at,
                                   unsigned char mark[32],
                                   complaint_error **error);

/* upkeep.c */
const char *complaint__sqlite_companion(complaint_store *store);
int complaint__sqlite_backup(complaint_store *store, const char *target,
                             complaint_error **error);
int complaint__sqlite_compact(complaint_store *store, complaint_error **error);

/* upgrade.c */
int complaint__sqlite_upgrade(complaint_store *store, int from, int to,
                              complaint_error **error);

/* Another connection to the same file. */
int complaint__sqlite_open_again(complaint_store *store, bool reading,
                                 complaint_store **out,
                                 complaint_error **error);

/* group.c */
int complaint__sqlite_share(complaint_store *store, complaint_store **out,
                            complaint_error **error);
/* The store where this one's verbs happen: in a shared transaction, the one
 * that the group writes with. */
complaint_store *complaint__sqlite_at(complaint_store *store);
/* begin, commit and rollback of a shared store; and its end. */
int complaint__sqlite_join(complaint_store *store, complaint_error **error);
int complaint__sqlite_stay(complaint_store *store, complaint_error **error);
void complaint__sqlite_leave(complaint_store *store);
/* A transaction around `work`, carried out here or by another thread that
 * shares. */
int complaint__sqlite_run_shared(complaint_store *store,
                                 int (*work)(void *task,
                                             complaint_error **error),
                                 void *task, complaint_error **error);
void complaint__sqlite_part(complaint_store *store);

/* verbs.c */
/* Of this very connection, whoever shares it. */
int complaint__sqlite_run_control(complaint_store *store,
                                  enum complaint__sqlite_control which,
                                  complaint_error **error);
int complaint__sqlite_begin(complaint_store *store, bool write,
                            complaint_error **error);
int complaint__sqlite_commit(complaint_store *store, complaint_error **error);
void complaint__sqlite_rollback(complaint_store *store);
/* Statements that give no rows, once. */
int complaint__sqlite_run(complaint_store *store, const char *sql,
                          complaint_error **error);
int complaint__sqlite_prepare(complaint_store *store, const char *sql,
                              sqlite3_stmt **out, complaint_error **error);
int complaint__sqlite_control(complaint_store *store,
                              enum complaint__sqlite_control which,
                              sqlite3_stmt **out, complaint_error **error);
int complaint__sqlite_verb(complaint_store *store,
                           const complaint_relation *relation,
                           enum complaint__sqlite_verb verb, sqlite3_stmt **out,
                           complaint_error **error);
int complaint__sqlite_gone(complaint_store *store, complaint_error **error);
int complaint__sqlite_not_found(complaint_store *store,
                                const complaint_relation *relation,
                                complaint_error **error);
int complaint__sqlite_bind(sqlite3_stmt *statement, int at,
                           const complaint_value *value);
int complaint__sqlite_bind_all(complaint_store *store, sqlite3_stmt *statement,
                               const complaint_value *values, size_t count,
                               const char *field, complaint_error **error);
/* Values of the row that a statement stands on, which has the columns with a
 * bit in `wanted` (0: all), the others null; CORRUPT for a type that the model
 * does not have. */
int complaint__sqlite_read(complaint_store *store, sqlite3_stmt *statement,
                           const complaint_relation *relation, uint64_t wanted,
                           complaint_value *values, complaint_error **error);

/* known.c: a write transaction has begun; was committed; something was undone
 * or written past this connection's verbs. */
void complaint__sqlite_known_begin(complaint_store *store);
void complaint__sqlite_known_end(complaint_store *store);
void complaint__sqlite_known_forget(complaint_store *store);
/* The row of a key, lent until the next write; NULL: ask the file. */
const complaint_value *
complaint__sqlite_known_row(complaint_store *store,
                            const complaint_relation *relation,
                            const complaint_value *key);
/* Values as they were read or written; NULL: the row is gone. */
void complaint__sqlite_known_put(complaint_store *store,
                                 const complaint_relation *relation,
                                 const complaint_value *values);

/* rows.c */
int complaint__sqlite_insert(complaint_store *store,
                             const complaint_relation *relation,
                             const complaint_value *values,
                             complaint_error **error);
int complaint__sqlite_update(complaint_store *store,
                             const complaint_relation *relation,
                             const complaint_value *values, int64_t expected,
                             complaint_error **error);
int complaint__sqlite_erase(complaint_store *store,
                            const complaint_relation *relation,
                            const complaint_value *key,
                            complaint_error **error);

/* cursor.c */
int complaint__sqlite_scan_open(complaint_store *store,
                                const complaint_scan *scan,
                                complaint_store_cursor **out,
                                complaint_error **error);
int complaint__sqlite_scan_next(complaint_store_cursor *cursor,
                                const complaint_value **values,
                                complaint_error **error);
void complaint__sqlite_scan_close(complaint_store_cursor *cursor);

#endif
