/* SQLite's result codes as statuses of this library. */
#include "storage/sqlite/store.h"

#include "base/context.h"
#include "base/failure.h"

#include <errno.h>
#include <stdio.h>

typedef struct meaning {
    int status;
    const char *text;
} meaning;

static const meaning full = {COMPLAINT_FULL, "the disk is full"};
static const meaning read_only = {COMPLAINT_READ_ONLY,
                                  "the register cannot be written here"};
static const meaning damaged = {COMPLAINT_CORRUPT,
                                "the file is damaged or no register"};
static const meaning unreadable = {COMPLAINT_IO,
                                   "the system refused to read or write"};
static const meaning exhausted = {COMPLAINT_NO_MEMORY, "memory is exhausted"};
static const meaning held = {COMPLAINT_BUSY,
                             "another process holds the register"};
static const meaning misused = {COMPLAINT_MISUSE, "the call is out of order"};
static const meaning too_big = {COMPLAINT_LIMIT, "the value is too big"};
static const meaning unfit = {COMPLAINT_INVALID, "the row does not fit"};

/* SQLite folds many errors of the system into one code. */
static const meaning *meaning_of_errno(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return &full;
    case EACCES:
    case EPERM:
    case EROFS:
        return &read_only;
    default:
        return &unreadable;
    }
}

/* The system's number of the last fault. SQLite does not always pass it up
 * from its log, so the log is asked too. */
static int system_errno(sqlite3 *db)
{
    sqlite3_file *log = NULL;
    int number = db != NULL ? sqlite3_system_errno(db) : 0;

    if (number != 0 || db == NULL)
        return number;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) ==
            SQLITE_OK &&
        log != NULL && log->pMethods != NULL)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
    return number;
}

static const meaning *meaning_of(sqlite3 *db, int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return &full;
    case SQLITE_READONLY:
        return &read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: /* our own statements: the tables are not ours */
        return &damaged;
    case SQLITE_IOERR:
        if (code == SQLITE_IOERR_NOMEM)
            return &exhausted;
        return meaning_of_errno(system_errno(db));
    case SQLITE_CANTOPEN:
        return meaning_of_errno(system_errno(db));
    case SQLITE_NOMEM:
        return &exhausted;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return &held;
    case SQLITE_TOOBIG:
        return &too_big;
    case SQLITE_CONSTRAINT:
        return &unfit;
    case SQLITE_MISUSE:
        return &misused;
    default:
        return &unreadable;
    }
}

int complaint__sqlite_fail(complaint_store *store, complaint_error **error,
                           int code, const char *field)
{
    const meaning *means = meaning_of(store->db, code);
    char message[512];

    /* Some faults undo the transaction; others may want to know why. */
    if (store->lost == 0 && store->db != NULL &&
        sqlite3_get_autocommit(store->db) != 0)
        store->lost = code;

    snprintf(message, sizeof message, "%s (SQLite: %s)",
             complaint__context_translate(store->context, means->text),
             store->db != NULL ? sqlite3_errmsg(store->db)
                               : sqlite3_errstr(code));
    return complaint_store_fail(store->context, error, means->status, field,
                                code, message);
}
