/* Definitions that a mapping or a simulation names: loaded, installed. */
#ifndef COMPLAINT_EXCHANGE_DEFINITIONS_H
#define COMPLAINT_EXCHANGE_DEFINITIONS_H

#include <complaint/register.h>

#include "exchange/mapping.h"

#define COMPLAINT__DEFINITIONS_MAX 64

/* Zero-fill. The procedure is the last. */
typedef struct complaint__definitions {
    complaint_definition *all[COMPLAINT__DEFINITIONS_MAX];
    size_t count;
    const char *catalog; /* name of the mapping's, borrowed; NULL for none */
} complaint__definitions;

/* A bundled one, added to the list. */
int complaint__definitions_add(complaint_context *context,
                               complaint__definitions *list, const char *kind,
                               const char *name, complaint_error **error);
/* The newest one installed under a name, or else the bundled one. */
int complaint__definitions_take(complaint_register *self,
                                complaint__definitions *list, const char *kind,
                                const char *name, complaint_error **error);
/* All that the mapping names; sets its procedure's name, and its offset from
 * the calendar where the mapping has none. */
int complaint__definitions_load(complaint__mapping *mapping,
                                complaint__definitions *list,
                                complaint_error **error);
/* Install all. The mapping's catalog becomes that of a register without cases:
 * foreign codes are not those of a catalog that happens to be there. */
int complaint__definitions_install(complaint_register *self,
                                   const complaint_actor *actor,
                                   const complaint__definitions *list,
                                   complaint_error **error);
void complaint__definitions_clear(complaint__definitions *list);

#endif
