/* One procedure laid over another: finding the parent, and the text that both
 * make together. What the text means is in read.c. */
#ifndef COMPLAINT_PROCEDURE_EXTEND_H
#define COMPLAINT_PROCEDURE_EXTEND_H

#include "procedure/procedure.h"

/* Parents of parents. */
#define COMPLAINT__LIMIT_PARENTS 8

/* A whole text made of a procedure and its parents, and where each part of it
 * was written. */
typedef struct complaint__derived complaint__derived;

/* *out is NULL when the text extends nothing and there is no pack on it. */
int complaint__derive(complaint_context *context, const char *yaml, size_t size,
                      const char *file, complaint__resolve *resolve, void *data,
                      const complaint__attachment *attached,
                      complaint__derived **out, complaint_error **error);
const char *complaint__derived_text(const complaint__derived *derived,
                                    size_t *size);
/* Place the error just made at a path of the whole text, or at the nearest
 * thing above it, in the file that it was written in. */
void complaint__derived_place(const complaint__derived *derived,
                              const char *path, complaint_error **error);
/* The same, told rather than put into an error. */
void complaint__derived_find(const complaint__derived *derived,
                             const char *path, const char **file, int64_t *line,
                             int64_t *column);
void complaint__derived_free(complaint__derived *derived);

#endif
