/* What a register writes, written by SQLite alone (twin.c). */
#ifndef COMPLAINT_BENCH_TWIN_H
#define COMPLAINT_BENCH_TWIN_H

#include <sqlite3.h>
#include <stddef.h>

typedef struct twin_row twin_row;

typedef struct twin {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit;
    twin_row *rows; /* what is to be written, by places */
    size_t count, room, next;
    sqlite3_stmt **statements; /* one for each shape of a row */
    char **shapes;
    size_t shape_count;
} twin;

void twin_copy(const char *from, const char *path);
/* Make `path` a copy of the register `before`, and have ready what `after` has
 * beyond it. Both are closed registers. */
void twin_open(twin *self, const char *path, const char *before,
               const char *after);
/* Write the next complaint's rows in one durable transaction; how many. */
size_t twin_step(twin *self);
/* Is the file now equal to `after`? */
int twin_equals(twin *self, const char *after);
void twin_close(twin *self);

#endif
