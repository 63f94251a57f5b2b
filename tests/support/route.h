/* Ways through a procedure, written as a test's own table: what each
 * transition must ask for, and who goes where and when. Played on the stage
 * (procedure/plan.h) and on a register (api/). */
#ifndef TESTS_SUPPORT_ROUTE_H
#define TESTS_SUPPORT_ROUTE_H

#include <stddef.h>

/* What a transition must be like; lists are words between spaces. */
typedef struct rule {
    const char *name;
    const char *from;     /* states */
    const char *to;       /* state */
    const char *roles;    /* that may; "" for anyone */
    const char *facts;    /* JSON that suffices */
    const char *required; /* what {} lacks, in order */
    const char *not_by;   /* transitions; NULL for none */
    const char *refused;  /* JSON that the guard refuses; NULL for none */
} rule;

/* "transition role:id 2019-04-25 09:32", a line for each step; the first
 * transition is "file". Facts are the rule's. A line "= STATE" is where the
 * way ends. */
typedef struct route_step {
    char transition[64];
    char actor[64]; /* "role:id" */
    char when[32];
} route_step;

/* Read the next step and move on; 0 at the end. */
int route_next(const char **route, route_step *step);
/* The rule of a name; never NULL. */
const rule *rule_find(const rule *rules, size_t count, const char *name);
/* The next word of a list into `word` (64 bytes); NULL at the end. */
const char *route_word(const char *words, char *word);

#endif
