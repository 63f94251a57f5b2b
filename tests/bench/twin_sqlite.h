/* What a register writes, written by SQLite alone (twin_sqlite.c). */
#ifndef COMPLAINT_BENCH_TWIN_SQLITE_H
#define COMPLAINT_BENCH_TWIN_SQLITE_H

#include <sqlite3.h>
#include <stddef.h>

typedef struct twin_sqlite_row twin_sqlite_row;

typedef struct twin_sqlite {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit;
    twin_sqlite_row *rows; /* what is to be written, by places */
    size_t count, room, next;
    sqlite3_stmt **statements; /* one for each shape of a row */
    char **shapes;
    size_t shape_count;
} twin_sqlite;

void twin_sqlite_copy(const char *from, const char *path);
/* Make `path` a copy of the register `before`, and have ready what `after` has
 * beyond it. Both are closed registers. */
void twin_sqlite_open(twin_sqlite *self, const char *path, const char *before,
                      const char *after);
/* Write the next complaint's rows in one durable transaction; how many. */
size_t twin_sqlite_step(twin_sqlite *self);
/* Is the file now equal to `after`? */
int twin_sqlite_equals(twin_sqlite *self, const char *after);
void twin_sqlite_close(twin_sqlite *self);

#endif
