/* Packs: clocks, steps and facts of a regulation, laid over the tree of any
 * procedure. What the whole means then is in read.c. */
#ifndef COMPLAINT_PROCEDURE_PACK_H
#define COMPLAINT_PROCEDURE_PACK_H

#include "procedure/procedure.h"
#include "procedure/tree.h"

/* Lay the packs that the root names ("packs: [NAME]") and those attached over
 * it; `packs` then says what they are. Nothing where there are none. */
int complaint__packs_lay(complaint_context *context, complaint__arena *arena,
                         complaint__node *root,
                         const complaint__attachment *attached,
                         complaint_error **error);

#endif
