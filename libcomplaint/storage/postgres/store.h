/* What a store in PostgreSQL consists of, for the files of this folder. */
#ifndef COMPLAINT_STORAGE_POSTGRES_STORE_H
#define COMPLAINT_STORAGE_POSTGRES_STORE_H

#include "model/relation.h"
#include "storage/sql.h"

#include <libpq-fe.h>

/* More than the relations there are; a test compares. */
#define COMPLAINT__POSTGRES_RELATIONS 32
#define COMPLAINT__POSTGRES_SCANS 48

/* Rows and values that one statement may write, and such statements kept. */
#define COMPLAINT__POSTGRES_PARTS 12
#define COMPLAINT__POSTGRES_BUNDLE_VALUES 256
#define COMPLAINT__POSTGRES_BUNDLED 32
#define COMPLAINT__POSTGRES_PARAMETERS (COMPLAINT__POSTGRES_BUNDLE_VALUES + 4)

/* Statements that may travel together, and those that a verb leaves room for
 * which is not waited for itself. */
#define COMPLAINT__POSTGRES_AWAITED 64
#define COMPLAINT__POSTGRES_AWAITED_SPARE 12

/* A session's row with this or more has been looked up after a loss: what still
 * comes under its name fails. */
#define COMPLAINT__POSTGRES_FENCE "4611686018427387904"
#define COMPLAINT__POSTGRES_FENCE_NUMBER INT64_C(4611686018427387904)

/* Statements kept per relation. "Same" ones expect the columns of unique
 * indexes unchanged, and so cannot clash with another row. */
enum complaint__postgres_verb {
    COMPLAINT__POSTGRES_GET,
    COMPLAINT__POSTGRES_INSERT,
    COMPLAINT__POSTGRES_INSERT_NEW, /* fails where the other does nothing */
    COMPLAINT__POSTGRES_UPDATE,
    COMPLAINT__POSTGRES_UPDATE_EXPECTED,
    COMPLAINT__POSTGRES_UPDATE_SAME,
    COMPLAINT__POSTGRES_UPDATE_SAME_EXPECTED,
    COMPLAINT__POSTGRES_UPDATE_SURE, /* these fail where no row is met */
    COMPLAINT__POSTGRES_UPDATE_SURE_EXPECTED,
    COMPLAINT__POSTGRES_EXPECT,
    COMPLAINT__POSTGRES_ERASE,
    COMPLAINT__POSTGRES_VERBS
};

/* Statements that concern no relation of the model, or only one. */
enum complaint__postgres_control {
    COMPLAINT__POSTGRES_NEXT,
    COMPLAINT__POSTGRES_RESERVE,
    COMPLAINT__POSTGRES_BEGIN_READING,
    COMPLAINT__POSTGRES_BEGIN_WRITING,
    COMPLAINT__POSTGRES_COMMIT,
    COMPLAINT__POSTGRES_CONTROLS
};

/* Everything that the text of a scan's statement depends on. */
typedef struct complaint__postgres_shape {
    unsigned char relation;
    unsigned char index; /* 0: the key, else its position and 1 */
    unsigned char equal;
    unsigned char lower; /* see storage/segment.h */
    unsigned char upper;
    unsigned char descending;
    unsigned char where;  /* column and 1, or 0 */
    unsigned char limit;  /* position in the table of limits */
    unsigned short nulls; /* bit per equal place that is null */
    uint64_t columns;     /* as the scan has them */
} complaint__postgres_shape;

typedef struct complaint__postgres_scan {
    complaint__postgres_shape shape;
    unsigned number; /* of its name on the server; 0: none */
    bool prepared;
    uint64_t used;
} complaint__postgres_scan;

/* Values on their way to the server, all in binary form. */
typedef struct complaint__postgres_parameters {
    int count;
    Oid types[COMPLAINT__POSTGRES_PARAMETERS];
    const char *values[COMPLAINT__POSTGRES_PARAMETERS];
    int sizes[COMPLAINT__POSTGRES_PARAMETERS];
    int formats[COMPLAINT__POSTGRES_PARAMETERS];
    unsigned char integers[COMPLAINT__POSTGRES_PARAMETERS][8];
} complaint__postgres_parameters;

/* Results that come before that of the verb itself. */
enum complaint__postgres_awaited {
    COMPLAINT__POSTGRES_AWAIT_DONE, /* of no further interest */
    COMPLAINT__POSTGRES_AWAIT_MARK,
    COMPLAINT__POSTGRES_AWAIT_EXPECTED, /* these must meet one row */
    COMPLAINT__POSTGRES_AWAIT_SURE,
    COMPLAINT__POSTGRES_AWAIT_BUNDLE,
    COMPLAINT__POSTGRES_AWAIT_RESERVED,
    COMPLAINT__POSTGRES_AWAIT_SYNC,
    COMPLAINT__POSTGRES_AWAIT_PREPARED /* clears *prepared when it failed */
};

typedef struct complaint__postgres_await {
    enum complaint__postgres_awaited what;
    bool *prepared;
} complaint__postgres_await;

/* A row that is written or expected, and statements that do several at once. */
typedef struct complaint__postgres_part {
    unsigned char relation;
    unsigned char verb;
} complaint__postgres_part;

typedef struct complaint__postgres_bundled {
    complaint__postgres_part parts[COMPLAINT__POSTGRES_PARTS];
    size_t count;
    unsigned number;
    bool prepared;
    uint64_t used;
} complaint__postgres_bundled;

/* What a transaction has not sent yet. */
typedef struct complaint__postgres_bundle {
    bool begun; /* its mark is to be sent too */
    size_t count;
    complaint__postgres_part parts[COMPLAINT__POSTGRES_PARTS];
    size_t first[COMPLAINT__POSTGRES_PARTS]; /* place of its first value */
    size_t value_count;
    /* Of texts and bytes `integer` is where they begin. */
    complaint_value values[COMPLAINT__POSTGRES_BUNDLE_VALUES];
    complaint__buffer bytes;
} complaint__postgres_bundle;

/* Numbers of a series that only this store gives out. */
typedef struct complaint__postgres_numbers {
    char *series; /* NULL until one was asked for */
    int64_t next;
    int64_t end;   /* exclusive; next == end: none left */
    int64_t saved; /* `next` when the transaction began */
    bool taken;    /* from the row itself in this transaction */
    int block;     /* how many are reserved at once; 0: none yet */
} complaint__postgres_numbers;

enum complaint__postgres_state {
    COMPLAINT__POSTGRES_IDLE,
    COMPLAINT__POSTGRES_READING,
    COMPLAINT__POSTGRES_WRITING
};

struct complaint_store {
    complaint_context *context;
    PGconn *db;
    char *address; /* for libpq; may hold a password: never shown */
    char *tenant;
    char *schema;
    int numbers_max;
    char session[33];
    uint64_t session_born; /* by the clock, in milliseconds */
    bool session_known;    /* its row is there */
    bool read_only;
    bool lost;   /* the connection */
    bool warned; /* by the server, since this was last cleared */
    bool met;    /* another transaction, by the last fault: 40001, 40P01 */
    enum complaint__postgres_state state;
    bool begun;            /* the server knows of the transaction */
    bool answered;         /* something was read in it */
    int failure;           /* of the transaction: only rollback is left */
    int64_t commit;        /* number of the transaction within the session */
    uint64_t transactions; /* grows with commit and rollback */
    complaint__postgres_await awaited[COMPLAINT__POSTGRES_AWAITED];
    size_t awaited_count;
    enum complaint__postgres_awaited unmet; /* what the last failure was of */
    bool verbs[COMPLAINT__POSTGRES_RELATIONS][COMPLAINT__POSTGRES_VERBS];
    bool controls[COMPLAINT__POSTGRES_CONTROLS];
    bool marked; /* the mark's own statement is prepared */
    complaint__postgres_bundled bundled[COMPLAINT__POSTGRES_BUNDLED];
    complaint__postgres_bundle bundle;
    complaint__postgres_scan scans[COMPLAINT__POSTGRES_SCANS];
    unsigned scan_names;
    uint64_t uses;
    complaint__postgres_numbers numbers;
    size_t new_rows; /* of the transaction, not waited for */
    complaint__buffer gathered[COMPLAINT__POSTGRES_RELATIONS]; /* for COPY */
    size_t gathered_size;
    complaint__buffer sql;
    complaint__postgres_parameters parameters;
    PGresult *row; /* that get lends */
    complaint_value values[COMPLAINT__COLUMNS_MAX];
};

/* bundle.c */
/* The mark of a transaction that writes: goes with its first rows. */
void complaint__postgres_begin_bundle(complaint_store *store);
int complaint__postgres_write_later(complaint_store *store,
                                    const complaint_relation *relation,
                                    enum complaint__postgres_verb verb,
                                    const complaint_value *values,
                                    int64_t expected, complaint_error **error);
/* Queue what is kept, before anything that it may concern. */
int complaint__postgres_send_bundle(complaint_store *store,
                                    complaint_error **error);
void complaint__postgres_drop_bundle(complaint_store *store);

/* copy.c */
/* Is a new row to be gathered rather than sent? Counts it. */
bool complaint__postgres_gathers(complaint_store *store);
int complaint__postgres_gather(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values,
                               complaint_error **error);
/* Queue what is kept, send what is gathered if any of it is of this relation
 * (NULL: of any); the second: only the latter. */
int complaint__postgres_settle(complaint_store *store,
                               const complaint_relation *relation,
                               complaint_error **error);
int complaint__postgres_settle_copy(complaint_store *store,
                                    const complaint_relation *relation,
                                    complaint_error **error);
/* Forget it, at the end of a transaction. */
void complaint__postgres_drop(complaint_store *store);

/* address.c: what of the URI is ours, and what is libpq's. */
int complaint__postgres_address(complaint_store *store, const char *address,
                                complaint_error **error);

/* fault.c */
/* The status of a failed result (NULL: of the connection), which ends the
 * transaction if there is one. */
int complaint__postgres_fail(complaint_store *store, complaint_error **error,
                             const PGresult *result, const char *field);
/* The transaction failed before; say so again. */
int complaint__postgres_failed(complaint_store *store, complaint_error **error);
bool complaint__postgres_is(const PGresult *result, const char *sqlstate);

/* text.c */
/* Around a statement that must meet one row, or fail. */
#define COMPLAINT__POSTGRES_SURE_BEGIN "WITH met AS("
#define COMPLAINT__POSTGRES_SURE_END                                           \
    " RETURNING 1)SELECT 1/coalesce((SELECT 1 FROM met),0)"
void complaint__postgres_table(complaint__buffer *sql,
                               const complaint_store *store, const char *name);
/* The n-th statement that makes the schema; false past the last. */
bool complaint__postgres_create(complaint__buffer *sql,
                                const complaint_store *store, size_t index);
/* $1 the tenant, $2 the session, $3 the number of the transaction in it. */
void complaint__postgres_mark_text(complaint__buffer *sql,
                                   const complaint_store *store);
/* The bare text, its first column being parameter `first`. */
void complaint__postgres_part_text(complaint__buffer *sql,
                                   const complaint_store *store,
                                   const complaint_relation *relation,
                                   enum complaint__postgres_verb verb,
                                   size_t first);
void complaint__postgres_verb_text(complaint__buffer *sql,
                                   const complaint_store *store,
                                   const complaint_relation *relation,
                                   enum complaint__postgres_verb verb);
/* What CREATE TABLE calls it. */
const char *complaint__postgres_column_type(const complaint_relation *relation,
                                            size_t column);
Oid complaint__postgres_type(const complaint_relation *relation, size_t column);

/* connect.c */
int complaint__postgres_open(void *user_data, complaint_context *context,
                             const char *address, unsigned flags,
                             complaint_store **out, complaint_error **error);
int complaint__postgres_close(complaint_store *store, complaint_error **error);
int complaint__postgres_share(complaint_store *store, complaint_store **out,
                              complaint_error **error);
/* Connect anew when the connection was lost; IO when that fails. */
int complaint__postgres_ensure(complaint_store *store, complaint_error **error);
/* The row of the session, by which a commit whose answer was lost is found. */
int complaint__postgres_session(complaint_store *store,
                                complaint_error **error);
/* After the answer to a commit was lost: did it land? */
int complaint__postgres_resolve(complaint_store *store,
                                complaint_error **error);

/* schema.c */
int complaint__postgres_schema(complaint_store *store, bool create,
                               int supported, int *found,
                               complaint_error **error);
int complaint__postgres_check(complaint_store *store, complaint_error **error);
int complaint__postgres_scrub(complaint_store *store, complaint_error **error);

/* upgrade.c */
int complaint__postgres_upgrade(complaint_store *store, int from, int to,
                                complaint_error **error);

/* wire.c */
void complaint__postgres_clear(complaint__postgres_parameters *parameters);
void complaint__postgres_add_text(complaint__postgres_parameters *parameters,
                                  const char *text);
void complaint__postgres_add_integer(complaint__postgres_parameters *parameters,
                                     int64_t integer);
/* `type` of a null too: the server must know. */
void complaint__postgres_add(complaint__postgres_parameters *parameters,
                             Oid type, const complaint_value *value);
/* Queue a statement, with its preparation where *prepared is false (its text
 * is then store->sql). */
bool complaint__postgres_queue(complaint_store *store, const char *name,
                               bool *prepared,
                               const complaint__postgres_parameters *values,
                               enum complaint__postgres_awaited what);
bool complaint__postgres_queue_text(complaint_store *store, const char *sql,
                                    enum complaint__postgres_awaited what);
bool complaint__postgres_queue_sync(complaint_store *store);
/* Send what is queued and read all results; *out is that of the last
 * statement, for PQclear(). Any status but OK has ended the transaction. */
int complaint__postgres_run(complaint_store *store, PGresult **out,
                            const char *field, complaint_error **error);
/* The same, and a failure is not yet one of the transaction: *bad is the result
 * that tells of it, NULL with a lost connection; false when it failed. */
bool complaint__postgres_try(complaint_store *store, PGresult **out,
                             PGresult **bad);
/* Run one text outside of everything, for its effect or one result. */
int complaint__postgres_simple(complaint_store *store, const char *sql,
                               const complaint__postgres_parameters *values,
                               PGresult **out, complaint_error **error);
/* Values of row `at` of a result, which has the columns with a bit in `wanted`
 * (0: all): borrowed from it, the others null. */
int complaint__postgres_read(complaint_store *store, const PGresult *result,
                             int at, const complaint_relation *relation,
                             uint64_t wanted, complaint_value *values,
                             complaint_error **error);
int64_t complaint__postgres_integer(const PGresult *result, int at, int column);

/* transaction.c */
int complaint__postgres_begin(complaint_store *store, bool write,
                              complaint_error **error);
int complaint__postgres_commit(complaint_store *store, complaint_error **error);
void complaint__postgres_rollback(complaint_store *store);
/* A transaction around statements that are run one by one, each seeing what is
 * committed; its end commits for OK and undoes it all otherwise. */
int complaint__postgres_begin_change(complaint_store *store,
                                     complaint_error **error);
int complaint__postgres_end_change(complaint_store *store, int status,
                                   complaint_error **error);
/* Before any statement: connected, nothing failed, BEGIN queued. */
int complaint__postgres_ready(complaint_store *store, bool write,
                              complaint_error **error);
/* A statement that met another transaction: may it be asked again, because it
 * stands alone or is the first of a transaction that reads? Waits a little and
 * frees *error then. *attempt counts from 0. */
bool complaint__postgres_again(complaint_store *store, int status, int *attempt,
                               complaint_error **error);
int complaint__postgres_next_number(complaint_store *store, const char *series,
                                    int64_t *number, complaint_error **error);
/* Give back the reserved numbers that were not used, if nobody reserved more
 * since. */
void complaint__postgres_return_numbers(complaint_store *store);

/* verbs.c */
/* The values of the first `count` columns, after the tenant, as parameters. */
void complaint__postgres_add_values(complaint_store *store,
                                    const complaint_relation *relation,
                                    const complaint_value *values,
                                    size_t count);
int complaint__postgres_queue_verb(complaint_store *store,
                                   const complaint_relation *relation,
                                   enum complaint__postgres_verb verb,
                                   enum complaint__postgres_awaited what,
                                   complaint_error **error);
int complaint__postgres_get(complaint_store *store,
                            const complaint_relation *relation,
                            const complaint_value *key,
                            const complaint_value **values,
                            complaint_error **error);
int complaint__postgres_insert(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values,
                               complaint_error **error);
int complaint__postgres_update(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values, int64_t expected,
                               complaint_error **error);
int complaint__postgres_erase(complaint_store *store,
                              const complaint_relation *relation,
                              const complaint_value *key,
                              complaint_error **error);

/* later.c: the slots of these names. */
int complaint__postgres_insert_new(complaint_store *store,
                                   const complaint_relation *relation,
                                   const complaint_value *values,
                                   complaint_error **error);
int complaint__postgres_update_later(complaint_store *store,
                                     const complaint_relation *relation,
                                     const complaint_value *values,
                                     int64_t expected, complaint_error **error);
int complaint__postgres_expect(complaint_store *store,
                               const complaint_relation *relation,
                               const complaint_value *values,
                               complaint_error **error);

/* cursor.c */
int complaint__postgres_scan_open(complaint_store *store,
                                  const complaint_scan *scan,
                                  complaint_store_cursor **out,
                                  complaint_error **error);
int complaint__postgres_scan_next(complaint_store_cursor *cursor,
                                  const complaint_value **values,
                                  complaint_error **error);
void complaint__postgres_scan_close(complaint_store_cursor *cursor);

#endif
