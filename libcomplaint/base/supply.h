/* Texts of definitions by their names: from who supplies some, else those that
 * travel inside of the library. What they say is the business of others. */
#ifndef COMPLAINT_BASE_SUPPLY_H
#define COMPLAINT_BASE_SUPPLY_H

#include <complaint/error.h>

/* Finds a text; *yaml must last until it is read. NOT_FOUND lets one that
 * travels with the library be looked for. */
typedef int complaint__resolve(void *data, const char *name, const char **yaml,
                               size_t *size, complaint_error **error);

/* `resolve` may be NULL. NOT_FOUND where there is none anywhere, nothing said
 * in *error. */
int complaint__supply_find(const char *kind, const char *name,
                           complaint__resolve *resolve, void *data,
                           const char **yaml, size_t *size,
                           complaint_error **error);
/* Items of an error: the names of a kind that travel with the library. */
void complaint__supply_name(const char *kind, complaint_error **error);

#endif
