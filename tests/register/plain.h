/* Search the plain way: all texts read through the public lists, folded by
 * utf8proc, and looked through from the newest case to the oldest. Written
 * without anything of the library's own search. */
#ifndef TESTS_REGISTER_PLAIN_H
#define TESTS_REGISTER_PLAIN_H

#include "register/desk.h"

typedef struct plain_case {
    char id[40];
    char **fields; /* folded */
    bool *personal;
    size_t count;
} plain_case;

typedef struct plain {
    plain_case *cases; /* oldest first */
    size_t count;
    size_t capacity;
} plain;

void plain_read(plain *p, complaint_register *reg);
void plain_free(plain *p);
/* Folded by utf8proc; for free(). */
char *plain_fold(const char *text);
/* Numbers of the cases (from 0, oldest first) that hold every one of the
 * terms, newest first; the count. */
size_t plain_search(const plain *p, const char *const *terms, size_t count,
                    bool personal, size_t *numbers);
/* Search the register for a line and compare: terms as given. Fails naming the
 * line. The number of cases found. */
size_t plain_compare(const plain *p, desk *d, const char *line,
                     const char *const *terms, size_t count);
/* One term, compared; in quotation marks where it has white space. */
size_t plain_compare_term(const plain *p, desk *d, const char *term);
/* All rows of all relations as text, "relation row" each; for free(). */
char *plain_contents(complaint_register *reg, desk *d);

#endif
