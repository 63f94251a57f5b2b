/* Leaving nothing of erased rows: the file written anew, without the free room
 * in which SQLite leaves copies of cells that it moved (secure_delete does not
 * reach those), and the log emptied. */
#include "storage/sqlite/store.h"

#include <time.h>

/* Files below this size are written anew in memory. */
#define SMALL (INT64_C(64) << 20)

static int64_t file_size(complaint_store *store)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;

    if (sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER,
                             &file) != SQLITE_OK ||
        file == NULL || file->pMethods == NULL ||
        file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return 0;
    return size;
}

static int try_to_empty(complaint_store *store)
{
    return sqlite3_wal_checkpoint_v2(store->db, "main",
                                     SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

/* Everything in the log goes into the file, and the log's bytes go. SQLite
 * waits for readers itself, but not for others who put the log into the file.
 */
static int empty_log(complaint_store *store, complaint_error **error)
{
    const struct timespec pause = {0, 1000000};
    int64_t since = complaint__sqlite_nanoseconds();
    int code = try_to_empty(store);

    while ((code & 0xff) == SQLITE_BUSY &&
           complaint__sqlite_nanoseconds() - since <
               COMPLAINT__SQLITE_PATIENCE) {
        (void)nanosleep(&pause, NULL);
        code = try_to_empty(store);
    }
    if (code == SQLITE_OK)
        return COMPLAINT_OK;
    if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
        return complaint_store_fail(store->context, error, COMPLAINT_BUSY,
                                    store->path, code,
                                    "others are reading what was erased");
    return complaint__sqlite_fail(store, error, code, store->path);
}

int complaint__sqlite_scrub(complaint_store *store, complaint_error **error)
{
    bool large = file_size(store) >= SMALL;
    int status = COMPLAINT_OK;

    if (large)
        status = complaint__sqlite_run(store, "PRAGMA temp_store=FILE", error);
    if (status == COMPLAINT_OK)
        status = complaint__sqlite_run(store, "VACUUM", error);
    if (large)
        (void)sqlite3_exec(store->db, "PRAGMA temp_store=MEMORY", NULL, NULL,
                           NULL);
    if (status == COMPLAINT_OK)
        status = empty_log(store, error);
    /* What this connection remembers of pages. */
    if (status == COMPLAINT_OK)
        (void)sqlite3_db_release_memory(store->db);
    return status;
}
