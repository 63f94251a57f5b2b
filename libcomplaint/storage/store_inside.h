/* What an open store and a scan consist of, for the files of this folder. */
#ifndef COMPLAINT_STORAGE_STORE_INSIDE_H
#define COMPLAINT_STORAGE_STORE_INSIDE_H

#include "storage/storage.h"

enum transaction_state { NO_TRANSACTION, READING, WRITING };

struct complaint__store {
    complaint_context *context;
    const complaint_backend *backend;
    complaint_store *store; /* the backend's */
    bool read_only;
    enum transaction_state state;
    int failure;            /* of the open transaction: only rollback is left */
    bool met_another;       /* the last transaction failed for another's sake */
    complaint__scan *scans; /* all that are not closed */
};

struct complaint__scan {
    complaint_context *context;
    complaint__store *store;        /* NULL once the store is closed */
    complaint_store_cursor *cursor; /* NULL once ended */
    complaint__scan *next;
    complaint__scan *previous;
    complaint_value where; /* null: every row */
    size_t where_column;
    size_t left; /* rows that may still be given */
};

/* Backend and address of "scheme:address": INVALID, UNSUPPORTED. */
int complaint__backend_of(complaint_context *context, const char *uri,
                          const complaint_backend **backend,
                          const char **address, complaint_error **error);
/* In a transaction that failed only rollback is left: its failure. */
int complaint__store_may_read(complaint__store *store, complaint_error **error);
/* After a verb: a failure that may have undone the open transaction ends it, so
 * that only rollback is left; BUSY means that it met another one. Gives back
 * the status. */
int complaint__store_met(complaint__store *store, int status);
/* UNSUPPORTED, naming the verb. */
int complaint__store_lacks(const complaint__store *store, const char *verb,
                           complaint_error **error);
/* End every open scan: their cursors close, reading them is MISUSE. */
void complaint__scans_end(complaint__store *store);
/* Take a scan from its store's list. */
void complaint__scan_detach(complaint__scan *scan);

#endif
