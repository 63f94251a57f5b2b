/* The one door to storage for the rooms above: checks rows against the model
 * and the order of calls, then asks the backend that the URI names. Decides
 * nothing about complaints. */
#ifndef COMPLAINT_STORAGE_STORAGE_H
#define COMPLAINT_STORAGE_STORAGE_H

#include "model/relation.h"

/* An open store. Holds a reference on its context. */
typedef struct complaint__store complaint__store;
typedef struct complaint__scan complaint__scan;

/* Open "scheme:address" (flags of enum complaint_store_flag), and with CREATE
 * make the relations where the store is empty. INVALID for a text that is no
 * such URI, UNSUPPORTED for a scheme that nobody registered, NOT_FOUND for a
 * store that does not exist or is empty without CREATE; READ_ONLY, CORRUPT,
 * VERSION, BUSY, IO. */
int complaint__store_open(complaint_context *context, const char *uri,
                          unsigned flags, complaint__store **out,
                          complaint_error **error);
/* Rolls back what is open, closes, frees; gone whatever the status. NULL is
 * fine. Scans still open stay valid to close; reading them is MISUSE. */
int complaint__store_close(complaint__store *store, complaint_error **error);
complaint_context *complaint__store_context(const complaint__store *store);
bool complaint__store_read_only(const complaint__store *store);
bool complaint__store_in_transaction(const complaint__store *store);
/* The part of the URI before the colon. */
const char *complaint__store_scheme(const complaint__store *store);

/* One transaction at a time: MISUSE for a nested begin and for a write verb
 * outside a write transaction. After a verb failed in a way that may have
 * undone it (IO, FULL, NO_MEMORY ...) only rollback is left, and write verbs
 * and commit answer with the failure. EXISTS, CONFLICT, NOT_FOUND and INVALID
 * leave the transaction as it was before the verb, and so does CORRUPT where
 * it only reads. begin, commit and rollback
 * end open scans (their next answers MISUSE). READ_ONLY for a write begin. */
int complaint__store_begin(complaint__store *store, bool write,
                           complaint_error **error);
int complaint__store_commit(complaint__store *store, complaint_error **error);
void complaint__store_rollback(complaint__store *store); /* none open: fine */
/* A write transaction around `work`: commit when it answers OK, rollback
 * otherwise. Where stores share, another thread of theirs may do it, and do it
 * again when it was undone by no fault of its own. */
int complaint__store_run(complaint__store *store,
                         int (*work)(void *task, complaint_error **error),
                         void *task, complaint_error **error);
/* May another thread do the work of complaint__store_run()? */
bool complaint__store_joins(const complaint__store *store);
/* May the transaction that just failed with BUSY succeed when all of it is
 * done again? Then waits a little, longer with every attempt, and says true;
 * false after the last attempt, and for a store that was busy at its begin,
 * which has waited already. *attempt counts from 0. */
bool complaint__store_again(complaint__store *store, int status, int *attempt);

/* `key` has the relation's key columns; *values one value per column, borrowed
 * until the next call on the store. */
int complaint__store_get(complaint__store *store,
                         const complaint_relation *relation,
                         const complaint_value *key,
                         const complaint_value **values,
                         complaint_error **error);
/* The same, *values NULL when there is no such row. */
int complaint__store_find(complaint__store *store,
                          const complaint_relation *relation,
                          const complaint_value *key,
                          const complaint_value **values,
                          complaint_error **error);
/* INVALID, naming the column, for null in a required column, another type, a
 * boolean beyond 0 and 1. EXISTS names the index or "key". */
int complaint__store_insert(complaint__store *store,
                            const complaint_relation *relation,
                            const complaint_value *values,
                            complaint_error **error);
/* The same for a key that was just made: where a server is far, the row travels
 * with what comes next, and EXISTS may be told by a later verb or by commit,
 * the transaction being over then. */
int complaint__store_insert_new(complaint__store *store,
                                const complaint_relation *relation,
                                const complaint_value *values,
                                complaint_error **error);
/* Is EXISTS told so late? Otherwise insert_new is as insert. */
bool complaint__store_defers(const complaint__store *store);
/* `expected` negative: whatever the stored revision. */
int complaint__store_update(complaint__store *store,
                            const complaint_relation *relation,
                            const complaint_value *values, int64_t expected,
                            complaint_error **error);
/* As update, of a row that was read: CONFLICT, also where it is gone, and
 * EXISTS may be told by a later verb or by commit, the transaction being over
 * then. */
int complaint__store_update_later(complaint__store *store,
                                  const complaint_relation *relation,
                                  const complaint_value *values,
                                  int64_t expected, complaint_error **error);
/* Can the store look in passing whether a row is as it was when last read?
 * Then expect asks for that in a write transaction, which ends with BUSY, now,
 * later or at its commit, when the row is another. UNSUPPORTED otherwise. */
bool complaint__store_expects(const complaint__store *store);
int complaint__store_expect(complaint__store *store,
                            const complaint_relation *relation,
                            const complaint_value *values,
                            complaint_error **error);
int complaint__store_erase(complaint__store *store,
                           const complaint_relation *relation,
                           const complaint_value *key, complaint_error **error);
/* Next number of a series, 1 first; in a write transaction. */
int complaint__store_next_number(complaint__store *store, const char *series,
                                 int64_t *number, complaint_error **error);
/* Are numbers rows of "series" that a rollback gives back, so that the last of
 * a series is in use? Otherwise the backend has ways of its own. */
bool complaint__store_counts(const complaint__store *store);
/* Undo the last number of a series, if the store's numbers can be undone one
 * by one. A gap does no harm. */
void complaint__store_return_number(complaint__store *store,
                                    const char *series);

/* The store as a whole, outside of a transaction (MISUSE otherwise). A backend
 * that lacks the verb gives UNSUPPORTED, the field naming it, unless another
 * way is told. */

/* The store's own structure: CORRUPT when damaged. Without the verb: OK. */
int complaint__store_check(complaint__store *store, complaint_error **error);
/* Copy what is committed to the register `target`, a URI: EXISTS when it has
 * rows already. By the backend's own means when both are of one scheme, else,
 * or without the verb, row by row into any backend. */
int complaint__store_backup(complaint__store *store, const char *target,
                            complaint_error **error);
/* The same for a store of any schema, which is not looked at: by the backend's
 * own means alone. */
int complaint__store_backup_as_is(complaint_context *context, const char *uri,
                                  const char *target, complaint_error **error);
/* The version of the schema that a store has; NOT_FOUND when it is empty,
 * VERSION when it is newer than ours. */
int complaint__store_version(complaint_context *context, const char *uri,
                             int *version, complaint_error **error);
/* Give back room that nothing needs. READ_ONLY, BUSY. */
int complaint__store_compact(complaint__store *store, complaint_error **error);
/* Leave nothing of erased rows in files, logs and free room. READ_ONLY,
 * BUSY. */
int complaint__store_scrub(complaint__store *store, complaint_error **error);
/* Where files may lie that can be made again: path and beginning of a name,
 * borrowed as long as the store; NULL for nowhere, also without the verb. */
const char *complaint__store_companion(complaint__store *store);
/* EXISTS, naming `field`, when the path leads to a file of the store's own or
 * to where one may come to lie: nothing else is written there. */
int complaint__store_refuse_own(complaint__store *store, const char *path,
                                const char *field, complaint_error **error);
/* Another store on the same, for another thread; it is opened as this one. */
int complaint__store_share(complaint__store *store, complaint__store **out,
                           complaint_error **error);
/* Bring an older schema forward; asked by open with COMPLAINT_STORE_UPGRADE,
 * without which an older schema is VERSION. */
int complaint__store_upgrade(complaint__store *store, int from, int to,
                             complaint_error **error);

/* What came or was changed since: see the backend's verbs. In a transaction;
 * only when the backend has them, but for touch, which then does nothing. */
bool complaint__store_has_arrivals(const complaint__store *store);
int complaint__store_touch(complaint__store *store, const char *case_id,
                           complaint_error **error);
int complaint__store_arrivals(complaint__store *store,
                              const complaint_arrival *after,
                              complaint_arrival *arrivals, size_t limit,
                              size_t *count, complaint_error **error);
int complaint__store_arrival_mark(complaint__store *store,
                                  complaint_arrival *at, unsigned char mark[32],
                                  complaint_error **error);

/* Scans: see complaint_scan. struct_size may be 0 (filled in here). In a scan,
 * do not write to rows of the same index ahead of it: read a page, then
 * write. *values NULL at the end, borrowed until the next call on the scan. */
int complaint__store_scan(complaint__store *store, const complaint_scan *scan,
                          complaint__scan **out, complaint_error **error);
int complaint__scan_next(complaint__scan *scan, const complaint_value **values,
                         complaint_error **error);
void complaint__scan_close(complaint__scan *scan);

/* The same verbs for records. */
int complaint__store_insert_record(complaint__store *store,
                                   const complaint_record *record,
                                   complaint_error **error);
int complaint__store_update_record(complaint__store *store,
                                   const complaint_record *record,
                                   int64_t expected, complaint_error **error);
/* An owned copy of the row, for complaint_record_free(). */
int complaint__store_get_record(complaint__store *store,
                                const complaint_relation *relation,
                                const complaint_value *key,
                                complaint_record **out,
                                complaint_error **error);
/* Index by name; NULL when there is none. */
const complaint_index *
complaint__relation_index_find(const complaint_relation *relation,
                               const char *name);

/* For backends built in: their tables, static. */
extern const complaint_backend complaint__backend_memory;
extern const complaint_backend complaint__backend_sqlite;
#ifdef COMPLAINT_POSTGRES
extern const complaint_backend complaint__backend_postgres;
#endif
/* Backend of a scheme of `size` bytes, lower case; NULL when none. */
const complaint_backend *
complaint__backend_find(const complaint_context *context, const char *scheme,
                        size_t size);

#endif
