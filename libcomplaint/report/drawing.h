/* The diagram of a procedure: what both ways of writing it share. It is made
 * of complaint_procedure_describe() alone. */
#ifndef COMPLAINT_REPORT_DRAWING_H
#define COMPLAINT_REPORT_DRAWING_H

#include <complaint/limits.h>

#include "procedure/procedure.h"
#include "report/document.h"

enum complaint__drawing_word {
    COMPLAINT__WORD_STARTS,
    COMPLAINT__WORD_STOPS,
    COMPLAINT__WORD_CLOCKS,
    COMPLAINT__WORD_ROLES,
    COMPLAINT__WORD_FROM,
    COMPLAINT__WORD_UNTIL,
    COMPLAINT__WORD_OWNER,
    COMPLAINT__WORD_PAUSED,
    COMPLAINT__WORD_FILED,
    COMPLAINT__WORD_OCCURRED,
    COMPLAINT__WORD_AWARE,
    COMPLAINT__WORD_RECEIVED,
    COMPLAINT__WORD_COLON,
    COMPLAINT__WORD_COMMA,
    COMPLAINT__WORD_STOP,
    COMPLAINT__DRAWING_WORDS
};

typedef struct complaint__drawing {
    complaint_context *context;
    const char *language;
    const complaint_facts *tree;
    const complaint_facts *states;
    const complaint_facts *transitions;
    const complaint_facts *clocks;
    size_t count;                         /* of states */
    size_t layer[COMPLAINT_LIMIT_STATES]; /* steps from the start */
    size_t order[COMPLAINT_LIMIT_STATES]; /* states from top to bottom */
} complaint__drawing;

const char *complaint__drawing_word(const complaint__drawing *d,
                                    enum complaint__drawing_word word);
/* A text member of a map, never NULL. */
const char *complaint__drawing_text(const complaint_facts *map,
                                    const char *key);
/* The title of a map in the drawing's language, or the nearest. */
const char *complaint__drawing_title(const complaint__drawing *d,
                                     const complaint_facts *map);
/* The title of what bears a name in a list, or the name. */
const char *complaint__drawing_titled(const complaint__drawing *d,
                                      const char *list, const char *name);
bool complaint__drawing_lists(const complaint_facts *list, const char *name);
/* Position of a state. */
size_t complaint__drawing_state(const complaint__drawing *d, const char *name);
/* The state that a transition leads to from one; of those that keep the state
 * the same. */
size_t complaint__drawing_target(const complaint__drawing *d,
                                 const complaint_facts *transition,
                                 const char *from);
/* Titles of a list of names, with commas between them. */
void complaint__drawing_names(const complaint__drawing *d,
                              complaint__buffer *buffer, const char *list,
                              const complaint_facts *names);
/* Who may do a transition, and what it does to clocks; maybe nothing. */
void complaint__drawing_notes(const complaint__drawing *d,
                              complaint__buffer *buffer,
                              const complaint_facts *transition);
/* The clocks that a state begins, and the case's filing in the first. */
void complaint__drawing_begun(const complaint__drawing *d,
                              complaint__buffer *buffer, const char *state);
/* One clock in a sentence. */
void complaint__drawing_clock(const complaint__drawing *d,
                              complaint__buffer *buffer,
                              const complaint_facts *clock);

int complaint__drawing_svg(const complaint__drawing *d,
                           complaint__buffer *buffer, complaint_error **error);
void complaint__drawing_mermaid(const complaint__drawing *d,
                                complaint__buffer *buffer);

#endif
