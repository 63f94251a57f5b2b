/* The rows of a file that did not land, for the result of an import. */
#ifndef COMPLAINT_EXCHANGE_REJECTS_H
#define COMPLAINT_EXCHANGE_REJECTS_H

#include "exchange/row.h"

typedef struct complaint__listed {
    int64_t line;
    const char *column;
    const char *value;
    const char *reason;
} complaint__listed;

/* Zero-fill, set the context. */
typedef struct complaint__rejects {
    complaint_context *context;
    complaint__arena *arena;
    complaint__listed *all; /* the first of them */
    size_t capacity;
    size_t listed;
    int64_t count; /* all of them, listed or not */
} complaint__rejects;

/* Copies the reject's texts, a long value cut. */
int complaint__rejects_add(complaint__rejects *rejects,
                           const complaint__reject *reject,
                           complaint_error **error);
/* As the list "rejects" of a result, in the order of lines. */
int complaint__rejects_write(complaint__rejects *rejects,
                             complaint_facts *result, complaint_error **error);
void complaint__rejects_clear(complaint__rejects *rejects);

#endif
