/* Finding the texts of what a definition extends: in a folder, among those
 * installed. The bundled ones are known to the rooms that read. */
#ifndef COMPLAINT_REGISTER_PARENTS_H
#define COMPLAINT_REGISTER_PARENTS_H

#include "register/inside.h"

typedef struct complaint__parent_text complaint__parent_text;

typedef struct complaint__parents {
    complaint_context *context;
    int kind;                      /* enum complaint__kind */
    const char *folder;            /* or NULL */
    complaint_register *installed; /* or NULL */
    complaint__parent_text *texts; /* found so far */
} complaint__parents;

/* A complaint__resolve; `data` is a complaint__parents. Texts last until
 * complaint__parents_end(). */
int complaint__parents_find(void *data, const char *name, const char **yaml,
                            size_t *size, complaint_error **error);
/* A whole file, one byte more than the limit at the most. */
int complaint__definition_file(complaint_context *context, const char *path,
                               complaint__buffer *buffer,
                               complaint_error **error);
void complaint__parents_end(complaint__parents *parents);

#endif
