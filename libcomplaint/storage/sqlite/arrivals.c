/* What came and what changed, in the order of commits, for whoever caught up
 * before. New cases are told by their places, which the one writer gives out
 * in that order. Only where texts of an older case change a row is written:
 * in "touched". */
#include "storage/sqlite/store.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

void complaint__sqlite_create_touched(complaint__buffer *sql)
{
    complaint__buffer_text(sql, "CREATE TABLE \"touched\"(\n"
                                "  \"number\" INTEGER PRIMARY KEY,\n"
                                "  \"case_id\" TEXT NOT NULL,\n"
                                "  \"mark\" BLOB NOT NULL);\n");
}

static int fail(complaint_store *store, complaint_error **error)
{
    return complaint__sqlite_fail(
        store, error, sqlite3_extended_errcode(store->db), "touched");
}

int complaint__sqlite_touch(complaint_store *store, const char *case_id,
                            complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status;

    store = complaint__sqlite_at(store);
    status = complaint__sqlite_prepare(
        store,
        "INSERT INTO \"touched\"(\"case_id\",\"mark\")"
        "VALUES(?1,randomblob(8))",
        &statement, error);

    if (status != COMPLAINT_OK)
        return status;
    if (sqlite3_bind_text(statement, 1, case_id, -1, SQLITE_STATIC) !=
            SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_DONE)
        status = fail(store, error);
    sqlite3_finalize(statement);
    return status;
}

/* Rows (number, case id) after a number, each made an arrival. */
static int follow(complaint_store *store, const char *sql, int64_t after,
                  bool touched, complaint_arrival *known,
                  complaint_arrival *arrivals, size_t limit, size_t *count,
                  complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int code = SQLITE_ROW;
    int status = complaint__sqlite_prepare(store, sql, &statement, error);

    if (status != COMPLAINT_OK)
        return status;
    sqlite3_bind_int64(statement, 1, after);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)(limit - *count));
    while (*count < limit && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const unsigned char *id = sqlite3_column_text(statement, 1);

        *(touched ? &known->change : &known->place) =
            sqlite3_column_int64(statement, 0);
        (void)snprintf(known->case_id, sizeof known->case_id, "%s",
                       id != NULL ? (const char *)id : "");
        arrivals[(*count)++] = *known;
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = fail(store, error);
    sqlite3_finalize(statement);
    return status;
}

int complaint__sqlite_arrivals(complaint_store *store,
                               const complaint_arrival *after,
                               complaint_arrival *arrivals, size_t limit,
                               size_t *count, complaint_error **error)
{
    complaint_arrival known = *after;
    int status;

    store = complaint__sqlite_at(store);
    *count = 0;
    if (limit > INT32_MAX)
        limit = INT32_MAX;
    status = follow(store,
                    "SELECT \"place\",\"id\" FROM \"case\" "
                    "WHERE \"place\">?1 ORDER BY 1 LIMIT ?2",
                    after->place, false, &known, arrivals, limit, count, error);
    if (status == COMPLAINT_OK && *count < limit)
        status =
            follow(store,
                   "SELECT \"number\",\"case_id\" FROM \"touched\" "
                   "WHERE \"number\">?1 ORDER BY 1 LIMIT ?2",
                   after->change, true, &known, arrivals, limit, count, error);
    return status;
}

/* One number and, up to 16 bytes of it, what stands beside it. The number
 * stays where there is no row. */
static int ask(complaint_store *store, const char *sql, int64_t *number,
               unsigned char *mark, complaint_error **error)
{
    sqlite3_stmt *statement = NULL;
    int status = complaint__sqlite_prepare(store, sql, &statement, error);
    int code;

    if (status != COMPLAINT_OK)
        return status;
    sqlite3_bind_int64(statement, 1, *number);
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const char *bytes = sqlite3_column_blob(statement, 1);
        size_t size = (size_t)sqlite3_column_bytes(statement, 1);
        size_t kept = size > 16 ? 16 : size;

        *number = sqlite3_column_int64(statement, 0);
        if (bytes != NULL) /* the end of an id is random */
            memcpy(mark, bytes + (size - kept), kept);
    } else if (code != SQLITE_DONE) {
        status = fail(store, error);
    }
    sqlite3_finalize(statement);
    return status;
}

int complaint__sqlite_arrival_mark(complaint_store *store,
                                   complaint_arrival *at,
                                   unsigned char mark[32],
                                   complaint_error **error)
{
    static const char *const sql[2][2] = {
        {"SELECT \"place\",\"id\" FROM \"case\" WHERE \"place\"=?1",
         "SELECT \"place\",\"id\" FROM \"case\" WHERE ?1<0 "
         "ORDER BY 1 DESC LIMIT 1"},
        {"SELECT \"number\",\"mark\" FROM \"touched\" WHERE \"number\"=?1",
         "SELECT \"number\",\"mark\" FROM \"touched\" WHERE ?1<0 "
         "ORDER BY 1 DESC LIMIT 1"}};
    int status;

    store = complaint__sqlite_at(store);
    memset(mark, 0, 32);
    status = ask(store, sql[0][at->place < 0], &at->place, mark, error);
    if (status == COMPLAINT_OK)
        status =
            ask(store, sql[1][at->change < 0], &at->change, mark + 16, error);
    if (at->place < 0)
        at->place = 0;
    if (at->change < 0)
        at->change = 0;
    return status;
}
