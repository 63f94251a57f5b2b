/* One row of a file as a case to be filed, or the reason why not. Filing it
 * is the import's business. */
#ifndef COMPLAINT_EXCHANGE_ROW_H
#define COMPLAINT_EXCHANGE_ROW_H

#include <complaint/facts.h>

#include "exchange/mapping.h"

#define COMPLAINT__REASON_SIZE 320

/* Why a row does not land. */
typedef struct complaint__reject {
    int64_t line;
    const char *column; /* its name, or "" for the whole row */
    const char *value;  /* borrowed, `value_size` bytes; may be NULL */
    size_t value_size;
    char reason[COMPLAINT__REASON_SIZE]; /* "" while there is none */
} complaint__reject;

/* One transition of the row's history. */
typedef struct complaint__row_step {
    const char *transition; /* borrowed from the mapping */
    const char *column;     /* that gave the time */
    complaint_facts *facts; /* NULL for none */
    complaint_time at;
} complaint__row_step;

typedef struct complaint__row {
    int64_t line;
    size_t size;        /* bytes of its fields, for bounds */
    const char *number; /* borrowed from the facts */
    complaint_facts *facts;
    complaint_time received;
    complaint__row_step *steps;
    size_t step_count;
} complaint__row;

typedef struct complaint__row_maker complaint__row_maker;

/* `now` is the time that nothing may lie after. */
int complaint__row_maker_new(const complaint__mapping *mapping,
                             complaint_time now, complaint__row_maker **out,
                             complaint_error **error);
/* Fill `row`, or `reject` with its reason; both are OK. The reject's texts are
 * borrowed until the record goes. */
int complaint__row_make(complaint__row_maker *maker,
                        const complaint__csv_record *record,
                        complaint__row *row, complaint__reject *reject,
                        complaint_error **error);
void complaint__row_clear(complaint_context *context, complaint__row *row);
void complaint__row_maker_free(complaint__row_maker *maker);

/* ---- value.c ---- */

/* White space off both ends, wide and no-break spaces too. */
void complaint__value_trim(const char **bytes, size_t *size);
/* Is this text one of a list, or of no characters? */
bool complaint__value_is_null(const complaint__strings *nulls,
                              const char *bytes, size_t size);
/* Set the fact that a bound value gives for a record; nothing where it is
 * null. `scratch` is reused. */
int complaint__value_set(const complaint__mapping *mapping,
                         const complaint__value *value,
                         const complaint__csv_record *record,
                         complaint_facts *facts, complaint__buffer *scratch,
                         complaint__reject *reject, complaint_error **error);
/* Say why; the first reason stays. */
void complaint__reject_say(complaint__reject *reject,
                           const complaint__mapping *mapping,
                           const complaint__csv_record *record, size_t position,
                           const char *reason);
/* Statuses that are a row's own fault. */
bool complaint__row_to_blame(int status);
/* An error as a reason where the row is to blame; otherwise the status stays.
 * Takes *from. */
int complaint__reject_take(complaint__reject *reject,
                           const complaint__mapping *mapping,
                           const complaint__csv_record *record, size_t position,
                           int status, complaint_error **from,
                           complaint_error **error);

#endif
