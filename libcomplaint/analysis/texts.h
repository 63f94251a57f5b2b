/* Texts as small numbers: distinct texts in the order of their bytes. No I/O,
 * no handles. */
#ifndef COMPLAINT_ANALYSIS_TEXTS_H
#define COMPLAINT_ANALYSIS_TEXTS_H

#include "base/memory.h"

typedef struct complaint__texts_set {
    const char **texts; /* distinct, ascending; borrowed from the input */
    size_t count;
    size_t *codes; /* one for each text of the input */
} complaint__texts_set;

/* NULL counts as "". False when out of memory. */
bool complaint__texts_encode(complaint__arena *arena, const char *const *texts,
                             size_t count, complaint__texts_set *out);
/* Position of a text; `count` when it is not there. */
size_t complaint__texts_find(const complaint__texts_set *set, const char *text);

#endif
