/* Telling in facts and in texts: what describe.c and explain.c share. */
#ifndef COMPLAINT_PROCEDURE_TELL_H
#define COMPLAINT_PROCEDURE_TELL_H

#include "procedure/inside.h"

/* Remembers the first failure; after it the others do nothing. */
typedef struct complaint__teller {
    complaint_error **error;
    int status;
} complaint__teller;

void complaint__tell_text(complaint__teller *teller, complaint_facts *map,
                          const char *key, const char *text);
/* Nothing where the text is NULL or "". */
void complaint__tell_some(complaint__teller *teller, complaint_facts *map,
                          const char *key, const char *text);
void complaint__tell_integer(complaint__teller *teller, complaint_facts *map,
                             const char *key, int64_t value);
void complaint__tell_boolean(complaint__teller *teller, complaint_facts *map,
                             const char *key, bool value);
/* Null for COMPLAINT_TIME_NONE. */
void complaint__tell_time(complaint__teller *teller, complaint_facts *map,
                          const char *key, complaint_time time);
/* NULL after a failure. */
complaint_facts *complaint__tell_map(complaint__teller *teller,
                                     complaint_facts *parent, const char *key);
complaint_facts *complaint__tell_list(complaint__teller *teller,
                                      complaint_facts *parent, const char *key);
/* A map of the languages that there are; nothing where there is none. */
void complaint__tell_texts(complaint__teller *teller, complaint_facts *map,
                           const char *key, const complaint__texts *texts);
/* Nothing where the list is empty. */
void complaint__tell_names(complaint__teller *teller, complaint_facts *map,
                           const char *key, const complaint__names *names);

/* A fact that is asked for, with its texts in one language (rights.c). */
void complaint__tell_fact(complaint__teller *teller, complaint_facts *entry,
                          const complaint__fact *fact, const char *language);

enum complaint__phrase {
    COMPLAINT__PHRASE_RANGE,    /* {0} first, {1} last */
    COMPLAINT__PHRASE_DAY_0,    /* {0} range, and so for all spans */
    COMPLAINT__PHRASE_COUNTED,  /* {1} how much */
    COMPLAINT__PHRASE_EXTENDED, /* {1} how much */
    COMPLAINT__PHRASE_WEEKEND,
    COMPLAINT__PHRASE_HOLIDAY,      /* {1} name */
    COMPLAINT__PHRASE_HOLIDAY_BARE, /* one without a name */
    COMPLAINT__PHRASE_MAKE_UP,
    COMPLAINT__PHRASE_PAUSED,
    COMPLAINT__PHRASE_PAUSED_STILL,
    COMPLAINT__PHRASE_ASSUMED_SPAN,
    COMPLAINT__PHRASE_NOT_STARTED,
    COMPLAINT__PHRASE_DUE,          /* {0} when */
    COMPLAINT__PHRASE_NO_LIMIT,     /* {0} since when it is paused */
    COMPLAINT__PHRASE_AMOUNT,       /* {0} amount, {1} anchor */
    COMPLAINT__PHRASE_AMOUNT_DAY_0, /* the same, of days */
    COMPLAINT__PHRASE_AMOUNT_DAY_1, /* the same, the anchor's day counts */
    COMPLAINT__PHRASE_SET,          /* {0} when somebody set the limit */
    COMPLAINT__PHRASE_WITH_MORE,    /* {0} extension */
    COMPLAINT__PHRASE_CALENDAR,     /* {0} name, {1} version */
    COMPLAINT__PHRASE_PROCEDURE,    /* {0} name, {1} version */
    COMPLAINT__PHRASE_PACK,         /* {0} name, {1} version */
    COMPLAINT__PHRASE_SKIPPED,
    COMPLAINT__PHRASE_WORKED,
    COMPLAINT__PHRASE_PAUSES,
    COMPLAINT__PHRASE_ASSUMED,     /* {0} years */
    COMPLAINT__PHRASE_STOPPED_MET, /* {0} when */
    COMPLAINT__PHRASE_STOPPED_LATE,
    COMPLAINT__PHRASE_CANCELLED,
    COMPLAINT__PHRASE_WITHDRAWN,
    COMPLAINT__PHRASE_OVERDUE,
    COMPLAINT__PHRASE_CITATION,
    COMPLAINT__PHRASE_COMMA,
    COMPLAINT__PHRASE_PART,
    COMPLAINT__PHRASE_STOP,
    COMPLAINT__PHRASES
};

/* Append a phrase; {0} and {1} stand for the arguments, which may be NULL. */
void complaint__tell_phrase(complaint__buffer *buffer, const char *language,
                            enum complaint__phrase phrase, const char *zero,
                            const char *one);
/* "15 working days" */
void complaint__tell_amount(complaint__buffer *buffer, const char *language,
                            int64_t amount, int unit);

#endif
