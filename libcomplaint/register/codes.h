/* Lists of codes with titles in languages, some of them trees: catalogs and
 * organisations once parsed, and the units of a register. */
#ifndef COMPLAINT_REGISTER_CODES_H
#define COMPLAINT_REGISTER_CODES_H

#include "base/memory.h"
#include "procedure/procedure.h"

#include <stdatomic.h>

typedef struct complaint__code {
    const char *code;
    const char *parent; /* NULL for none */
    const char *kind;   /* of a unit; NULL for none */
    complaint__texts title;
} complaint__code;

typedef struct complaint__code_list {
    const char *name;
    complaint__code *codes; /* sorted by code */
    size_t count;
} complaint__code_list;

typedef struct complaint__codes {
    complaint_context *context;
    atomic_size_t references;
    complaint__arena *arena; /* of everything below */
    const char *name;
    const char *version; /* NULL for none */
    complaint__code_list *lists;
    size_t count;
} complaint__codes;

complaint__codes *complaint__codes_new(complaint_context *context);
complaint__codes *complaint__codes_ref(complaint__codes *codes);
void complaint__codes_free(complaint__codes *codes); /* gives one back */
/* Room for `count` lists, and for `count` codes in one. */
bool complaint__codes_lists(complaint__codes *codes, size_t count);
bool complaint__codes_list(complaint__codes *codes, size_t list,
                           const char *name, size_t count);
/* Sort every list by code. */
void complaint__codes_sort(complaint__codes *codes);
/* NULL when there is no such list, or it is empty. */
const complaint__code_list *
complaint__codes_find_list(const complaint__codes *codes, const char *list);
const complaint__code *complaint__codes_find(const complaint__codes *codes,
                                             const char *list,
                                             const char *code);

/* From YAML (catalog.c): `organisation` says which of the two. */
int complaint__codes_parse(complaint_context *context, bool organisation,
                           const char *yaml, size_t size, const char *file,
                           complaint__codes **out, complaint_error **error);

#endif
