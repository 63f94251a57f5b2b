/* CSV as RFC 4180 has it, record by record in bounded memory. What the fields
 * mean is the mapping's business. */
#ifndef COMPLAINT_EXCHANGE_CSV_H
#define COMPLAINT_EXCHANGE_CSV_H

#include "exchange/source.h"

#include <stdint.h>

/* Bytes of all fields of one record together. */
#define COMPLAINT__CSV_RECORD ((size_t)32 << 20)

typedef struct complaint__field {
    const char *bytes; /* no NUL at their end */
    size_t size;
    int64_t line; /* that it begins in, from 1 */
} complaint__field;

/* What is wrong with a record; its fields are then for showing only. */
enum complaint__csv_problem {
    COMPLAINT__CSV_GOOD,
    COMPLAINT__CSV_STRAY_QUOTE,
    COMPLAINT__CSV_OPEN_QUOTE,
    COMPLAINT__CSV_NUL,
    COMPLAINT__CSV_CARRIAGE_RETURN,
    COMPLAINT__CSV_LONG_FIELD,
    COMPLAINT__CSV_LONG_RECORD,
    COMPLAINT__CSV_MANY_FIELDS
};

typedef struct complaint__csv_record {
    int64_t line; /* that it begins in */
    const complaint__field *fields;
    size_t count;
    enum complaint__csv_problem problem; /* the first one */
    size_t problem_field;                /* from 0 */
    int64_t problem_line;
} complaint__csv_record;

typedef struct complaint__csv complaint__csv;

/* The source stays the caller's and must outlive the reader. */
int complaint__csv_open(complaint_context *context, complaint__source *source,
                        complaint__csv **out, complaint_error **error);
/* The next record, *record NULL at the end; borrowed until the next call.
 * Blank lines are skipped. After a record with an unclosed quote it goes on
 * with the line after the one that the record began in. */
int complaint__csv_next(complaint__csv *csv,
                        const complaint__csv_record **record,
                        complaint_error **error);
/* English, static. */
const char *complaint__csv_problem_text(enum complaint__csv_problem problem);
void complaint__csv_close(complaint__csv *csv);

#endif
