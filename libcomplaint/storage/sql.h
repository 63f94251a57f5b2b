/* Pieces of SQL in the words that SQLite and PostgreSQL share. */
#ifndef COMPLAINT_STORAGE_SQL_H
#define COMPLAINT_STORAGE_SQL_H

#include "model/relation.h"

/* A name of the model, quoted. */
void complaint__sql_name(complaint__buffer *sql, const char *name);
/* The names of a relation's columns, in order: those with a bit in `wanted`;
 * 0: all. */
void complaint__sql_columns(complaint__buffer *sql,
                            const complaint_relation *relation,
                            uint64_t wanted);
/* The condition of a partial index behind what stands before it; false, and
 * nothing written, when it holds all rows. */
bool complaint__sql_partial(complaint__buffer *sql, const char *before,
                            const complaint_relation *relation,
                            const complaint_index *index);
/* Columns of a case that other programs' reports may read: none that is
 * personal, bytes or JSON; times as what stands before and behind makes of
 * microseconds. */
void complaint__sql_report_columns(complaint__buffer *sql, const char *before,
                                   const char *behind);

#endif
