/* The error's members, for the files of this room only. */
#ifndef COMPLAINT_BASE_ERROR_INSIDE_H
#define COMPLAINT_BASE_ERROR_INSIDE_H

#include "base/context.h"
#include "base/failure.h"

struct complaint_error {
    complaint_context *context; /* a reference, or NULL for malloc */
    int status;
    const char *detail; /* static text */
    char *message;
    char *field; /* NULL stands for "" */
    char *file;  /* NULL stands for "" */
    int64_t line;
    int64_t column;
    int64_t backend_code;
    char **items;
    size_t item_count;
};

/* The one error that needs no memory; never changed, never freed. */
extern const complaint_error complaint__error_no_memory;

#endif
