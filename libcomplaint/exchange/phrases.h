/* Texts of simulated complaints, in Chinese and English. */
#ifndef COMPLAINT_EXCHANGE_PHRASES_H
#define COMPLAINT_EXCHANGE_PHRASES_H

#include "base/memory.h"
#include "exchange/random.h"

enum complaint__phrase {
    COMPLAINT__PHRASE_TITLE,       /* product, category */
    COMPLAINT__PHRASE_DESCRIPTION, /* product, category, unit, day */
    COMPLAINT__PHRASE_DEMAND,
    COMPLAINT__PHRASE_IMMEDIATE,
    COMPLAINT__PHRASE_QUESTION,
    COMPLAINT__PHRASE_ANSWER,
    COMPLAINT__PHRASE_FINDINGS, /* unit, category */
    COMPLAINT__PHRASE_NO_INVESTIGATION,
    COMPLAINT__PHRASE_RESPONSE, /* product, category, unit */
    COMPLAINT__PHRASE_REFUSAL,
    COMPLAINT__PHRASE_WITHDRAWAL,
    COMPLAINT__PHRASE_REOPENING,
    COMPLAINT__PHRASE_EXTENSION,
    COMPLAINT__PHRASE_ACTION, /* category */
    COMPLAINT__PHRASE_EXPLANATION,
    COMPLAINT__PHRASE_COMMENT_GOOD,
    COMPLAINT__PHRASE_COMMENT_BAD,
    COMPLAINT__PHRASES
};

typedef struct complaint__phrase_words {
    const char *product;
    const char *category;
    const char *unit;
    const char *day;
} complaint__phrase_words;

/* One of the phrase's texts with its words filled in; the buffer is cleared
 * before and lends the text. */
const char *complaint__phrase_make(int phrase, bool chinese,
                                   const complaint__phrase_words *words,
                                   complaint__random *random,
                                   complaint__buffer *buffer);

#endif
