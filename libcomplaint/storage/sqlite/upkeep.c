/* What concerns a file as a whole: where files may lie beside it. Opening and
 * closing it are in open.c. */
#include "storage/sqlite/store.h"

/* As SQLite opened it: absolute, links followed. */
const char *complaint__sqlite_companion(complaint_store *store)
{
    const char *path = sqlite3_db_filename(store->db, "main");

    return path == NULL || path[0] == '\0' ? NULL : path;
}
