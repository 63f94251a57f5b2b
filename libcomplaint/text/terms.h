/* What somebody looks for: a line of terms, folded, each of which must occur.
 * How bytes are found fast is in find.h. */
#ifndef COMPLAINT_TEXT_TERMS_H
#define COMPLAINT_TEXT_TERMS_H

#include "text/find.h"

#include "base/memory.h"

/* Ways to write one term that are looked for one by one. */
#define COMPLAINT__TERM_FORMS 16

/* One character of a term: `count` ways to write it, `size` bytes each. */
typedef struct complaint__place {
    const char *forms;
    size_t size;
    size_t count;
} complaint__place;

typedef struct complaint__term {
    const char *text; /* folded */
    size_t size;
    complaint__place *places; /* NULL: as it is written */
    size_t place_count;
    /* Texts one of which stands wherever the term does: the term itself, or
     * its beginning in every way that it is written. */
    const char *forms[COMPLAINT__TERM_FORMS];
    size_t form_size;
    size_t form_count;
    bool whole; /* where one of the forms is, the term is */
} complaint__term;

typedef struct complaint__terms {
    complaint__term *of; /* longest first */
    size_t count;
} complaint__terms;

/* Terms of a line: apart by white space, or in quotation marks ("...") to keep
 * it. With `variants` simplified and traditional forms of a character are the
 * same. An empty line has no term. INVALID for another encoding, LIMIT for a
 * line or number of terms beyond limits.h. */
int complaint__terms_read(complaint_context *context, complaint__arena *arena,
                          const char *line, bool variants,
                          complaint__terms *out, complaint_error **error);
/* Does a folded text hold the term? */
bool complaint__term_is_in(const complaint__term *term, const char *bytes,
                           size_t size);
/* All of them, wherever each is? */
bool complaint__terms_are_in(const complaint__terms *terms, const char *bytes,
                             size_t size);

#endif
