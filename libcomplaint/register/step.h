/* An entry on its way into a case, for those who make entries. */
#ifndef COMPLAINT_REGISTER_STEP_H
#define COMPLAINT_REGISTER_STEP_H

#include "register/inside.h"

typedef struct complaint__step {
    complaint_case *subject;
    const complaint__entry *entry;
    complaint__journal journal;
    bool wrote; /* something that only a rollback undoes */
    bool later; /* what is wrong with the case's row may be told by commit */
    complaint_error **error;
} complaint__step;

/* The case and the entry must outlive it. */
void complaint__step_begin(complaint__step *s, complaint_case *self,
                           const complaint__entry *entry,
                           complaint_error **error);
void complaint__step_end(complaint__step *s);

/* These four follow one another; `journal.facts` are made after the first. Only
 * the last needs a transaction: it writes everything, and what the others have
 * read is checked there. */

/* Recorded now, never before the entry before; happened not after that. */
int complaint__step_times(complaint__step *s);
/* The facts say which calendar counts from now on. */
int complaint__step_pin_calendar(complaint__step *s);
/* From facts to rows in memory; personal facts leave `journal.facts`. */
int complaint__step_apply(complaint__step *s);
/* Once more, when a fact that the register added has changed. */
int complaint__step_seal(complaint__step *s);
/* CONFLICT when somebody else changed the case, EXISTS with the field that
 * another case has: "number" or the external one. */
int complaint__step_write(complaint__step *s);

/* It is changed in the open batch, if there is one. */
void complaint__case_touch(complaint_case *self);

#endif
