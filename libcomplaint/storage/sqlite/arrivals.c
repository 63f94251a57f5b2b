/* The journal in the order of arrival. Its rows get ascending rowids from the
 * one writer that there is at a time, so that the order of rowids is that of
 * commits, and reading from the last one known costs no index. */
#include "storage/sqlite/store.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

static const char newer[] = "SELECT rowid,\"case_id\",\"digest\" "
                            "FROM \"journal\" WHERE rowid>?1 "
                            "ORDER BY rowid LIMIT ?2";
static const char newest[] = "SELECT rowid,\"case_id\",\"digest\" "
                             "FROM \"journal\" ORDER BY rowid DESC LIMIT 1";

static void take(sqlite3_stmt *statement, complaint_arrival *arrival)
{
    const unsigned char *id = sqlite3_column_text(statement, 1);
    const void *digest = sqlite3_column_blob(statement, 2);
    int size = sqlite3_column_bytes(statement, 2);

    memset(arrival, 0, sizeof *arrival);
    arrival->place = sqlite3_column_int64(statement, 0);
    if (id != NULL)
        (void)snprintf(arrival->case_id, sizeof arrival->case_id, "%s",
                       (const char *)id);
    if (digest != NULL && (size_t)size <= sizeof arrival->digest)
        memcpy(arrival->digest, digest, (size_t)size);
}

int complaint__sqlite_arrivals(complaint_store *store, int64_t after,
                               complaint_arrival *arrivals, size_t limit,
                               size_t *count, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status;
    int code = SQLITE_ROW;

    *count = 0;
    if (limit == 0)
        return COMPLAINT_OK;
    if (limit > INT32_MAX)
        limit = INT32_MAX;
    status = complaint__sqlite_prepare(store, after < 0 ? newest : newer,
                                       &statement, error);
    if (status != COMPLAINT_OK)
        return status;
    if (after >= 0) {
        sqlite3_bind_int64(statement, 1, after);
        sqlite3_bind_int64(statement, 2, (sqlite3_int64)limit);
    }
    while (*count < limit) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        take(statement, &arrivals[(*count)++]);
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = complaint__sqlite_fail(
            store, error, sqlite3_extended_errcode(store->db), "journal");
    sqlite3_finalize(statement);
    return status;
}
