/* What a store in SQLite consists of, for the files of this folder. */
#ifndef COMPLAINT_STORAGE_SQLITE_STORE_H
#define COMPLAINT_STORAGE_SQLITE_STORE_H

#include "model/relation.h"

#include <sqlite3.h>

/* "CMPL": what the file(1) of a register says it is. */
#define COMPLAINT__SQLITE_APPLICATION 0x434d504c

/* More than the relations there are; a test compares. */
#define COMPLAINT__SQLITE_RELATIONS 32
#define COMPLAINT__SQLITE_SCANS 24

/* Statements kept per relation. "Same" ones expect the columns of unique
 * indexes unchanged and so leave those indexes alone. */
enum complaint__sqlite_verb {
    COMPLAINT__SQLITE_GET,
    COMPLAINT__SQLITE_INSERT,
    COMPLAINT__SQLITE_UPDATE,
    COMPLAINT__SQLITE_UPDATE_EXPECTED,
    COMPLAINT__SQLITE_UPDATE_SAME,
    COMPLAINT__SQLITE_UPDATE_SAME_EXPECTED,
    COMPLAINT__SQLITE_ERASE,
    COMPLAINT__SQLITE_VERBS
};

/* Statements that concern no relation. */
enum complaint__sqlite_control {
    COMPLAINT__SQLITE_BEGIN_WRITE,
    COMPLAINT__SQLITE_BEGIN_READ,
    COMPLAINT__SQLITE_COMMIT,
    COMPLAINT__SQLITE_ROLLBACK,
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
    unsigned short nulls; /* bit per equal place that is null */
} complaint__sqlite_shape;

typedef struct complaint__sqlite_scan {
    complaint__sqlite_shape shape;
    sqlite3_stmt *statement;
    bool busy;
    uint64_t used;
} complaint__sqlite_scan;

/* How the write-ahead log's bytes reach its file (log.c). */
typedef struct complaint__sqlite_log complaint__sqlite_log;

struct complaint_store {
    complaint_context *context;
    complaint__sqlite_log *log;
    sqlite3 *db;
    int64_t waits_since; /* monotonic; of the wait for another writer */
    char *path;
    sqlite3_stmt *verbs[COMPLAINT__SQLITE_RELATIONS][COMPLAINT__SQLITE_VERBS];
    sqlite3_stmt *controls[COMPLAINT__SQLITE_CONTROLS];
    complaint__sqlite_scan scans[COMPLAINT__SQLITE_SCANS];
    uint64_t uses;
    uint64_t transactions; /* grows with commit and rollback */
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
void complaint__sqlite_name(complaint__buffer *sql, const char *name);
void complaint__sqlite_columns(complaint__buffer *sql,
                               const complaint_relation *relation);
void complaint__sqlite_create(complaint__buffer *sql);
void complaint__sqlite_verb_text(complaint__buffer *sql,
                                 const complaint_relation *relation,
                                 enum complaint__sqlite_verb verb);
/* WHERE terms of a partial index, joined by AND; true when there are any. */
bool complaint__sqlite_partial(complaint__buffer *sql,
                               const complaint_relation *relation,
                               const complaint_index *index);

/* open.c */
int complaint__sqlite_open(void *user_data, complaint_context *context,
                           const char *address, unsigned flags,
                           complaint_store **out, complaint_error **error);
int complaint__sqlite_close(complaint_store *store, complaint_error **error);
int complaint__sqlite_schema(complaint_store *store, bool create, int supported,
                             int *found, complaint_error **error);
int complaint__sqlite_check(complaint_store *store, complaint_error **error);

/* scrub.c */
int complaint__sqlite_scrub(complaint_store *store, complaint_error **error);

/* verbs.c */
int complaint__sqlite_prepare(complaint_store *store, const char *sql,
                              sqlite3_stmt **out, complaint_error **error);
int complaint__sqlite_bind(sqlite3_stmt *statement, int at,
                           const complaint_value *value);
/* Values of the row that a statement stands on; CORRUPT for a type that the
 * model does not have. */
int complaint__sqlite_read(complaint_store *store, sqlite3_stmt *statement,
                           const complaint_relation *relation,
                           complaint_value *values, complaint_error **error);

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
