/* Facts for other rooms: canonical writing into a buffer, editing. */
#ifndef COMPLAINT_MODEL_FACTS_H
#define COMPLAINT_MODEL_FACTS_H

#include <complaint/facts.h>
#include <complaint/limits.h>

#include "base/memory.h"

/* Canonical JSON at the end of a buffer. `exact` refuses reals (false). */
bool complaint__facts_append_json(const complaint_facts *facts, bool exact,
                                  complaint__buffer *buffer);
/* Levels of what is read raw that hold something: facts that are as deep as may
 * be, in the list of a form. */
#define COMPLAINT__RAW_DEPTH (COMPLAINT_LIMIT_FACTS_DEPTH + 1)
/* As complaint_facts_parse(), but keys and texts stay as they stand, however
 * long and many, and an empty list or map may be one level deeper: for bytes
 * that digests were taken of. */
int complaint__facts_parse_raw(complaint_context *context, const char *json,
                               size_t size, complaint_facts **out,
                               complaint_error **error);
complaint_context *complaint__facts_context(const complaint_facts *facts);
int complaint__facts_copy(complaint_context *context,
                          const complaint_facts *facts, complaint_facts **out,
                          complaint_error **error);
/* A copy to be changed for as long as `facts` lives: its maps and lists are its
 * own, what stands in them is not copied. */
int complaint__facts_borrow(complaint_context *context,
                            const complaint_facts *facts, complaint_facts **out,
                            complaint_error **error);
/* Remove a member; no error when there is none. */
void complaint__facts_remove(complaint_facts *facts, const char *key);
/* An empty map beside the tree, in its memory and for as long. */
int complaint__facts_beside(complaint_facts *facts, complaint_facts **out,
                            complaint_error **error);
/* Move the member at a position to another map of the same memory, which has
 * none of that name. */
int complaint__facts_move(complaint_facts *from, size_t position,
                          complaint_facts *to, complaint_error **error);
complaint_facts *complaint__facts_edit(complaint_facts *map, const char *key);
bool complaint__facts_equal(const complaint_facts *a, const complaint_facts *b);
/* First path to a real, for the refusal message; NULL when there is none. */
const char *complaint__facts_find_real(const complaint_facts *facts);

#endif
