/* Programs on raw libpq, beside which the library is measured in PostgreSQL: a
 * naive one, and one that writes the rows that the library writes. */
#ifndef COMPLAINT_BENCH_NAIVE_POSTGRES_H
#define COMPLAINT_BENCH_NAIVE_POSTGRES_H

#include <libpq-fe.h>
#include <stdbool.h>

/* ---- naive_postgres.c ---- */

/* Tables of the naive schema, made anew. */
void naive_postgres_schema(PGconn *db);
/* Connected, prepared, in pipeline mode. Strict: SERIALIZABLE, where a
 * transaction that met another begins again. */
PGconn *naive_postgres_open(const char *uri, bool strict);
void naive_postgres_file(PGconn *db, int n);

/* What both say and ask of a connection; each dies with what went wrong. */
PGconn *naive_postgres_connect(const char *uri);
void naive_postgres_run(PGconn *db, const char *sql);
void naive_postgres_prepare(PGconn *db, const char *name, const char *sql);
void naive_postgres_pipeline(PGconn *db);
/* Send what is queued and read every answer; false: the server wants it done
 * again (40001). *number, where wanted, is the last value that came. */
bool naive_postgres_settle(PGconn *db, long long *number);
/* Random version 4 ids, as a program without much thought makes them. */
void naive_postgres_id(char id[37]);

/* ---- twin_postgres.c ---- */

typedef struct twin twin;

/* A register must be there, with one complaint as a pattern. */
twin *twin_open(const char *uri);
void twin_file(twin *self, int n);
void twin_close(twin *self);

#endif
