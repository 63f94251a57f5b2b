/* The raw sqlite3 program (naive.c). */
#ifndef COMPLAINT_BENCH_NAIVE_H
#define COMPLAINT_BENCH_NAIVE_H

#include <sqlite3.h>
#include <stddef.h>

typedef struct naive {
    sqlite3 *db;
    sqlite3_stmt *complaint, *party, *event, *begin, *commit;
    sqlite3_stmt *move, *get, *by_number, *page;
    unsigned char previous[32];
} naive;

/* WAL, synchronous=FULL. */
void naive_open(naive *self, const char *path);
void naive_close(naive *self);
void naive_begin(naive *self);
void naive_commit(naive *self);
/* The n-th complaint, and its next state; within begin and commit. */
void naive_file(naive *self, int n);
void naive_move(naive *self, const char *id, int n);
void naive_find(naive *self, int n, char id[37]);
/* Bytes, or rows, so that nothing is left out by the compiler. */
size_t naive_get(naive *self, const char *id);
void naive_index_open(naive *self);
size_t naive_page(naive *self, const char *unit);

#endif
