/* Words of the page of a person's data. */
#ifndef COMPLAINT_REPORT_PERSON_WORDS_H
#define COMPLAINT_REPORT_PERSON_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Position of a language of these pages, -1 for another. */
int complaint__person_language(const char *name);
/* What a page in it says of itself (BCP 47). */
const char *complaint__person_tag(int language);
/* What a key is called; the key itself where a procedure made it. */
const char *complaint__person_word(int language, const char *key);

#endif
