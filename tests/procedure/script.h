/* A bundled procedure as its tests know it, written by hand from its source
 * and not read from its file: every transition with what it needs, and the
 * main path. The tables are in scripts_*.c. */
#ifndef TESTS_PROCEDURE_SCRIPT_H
#define TESTS_PROCEDURE_SCRIPT_H

#include <stddef.h>

/* Lists are words between spaces; facts are JSON with ' for ". */
typedef struct test_rule {
    const char *name;
    const char *from;
    const char *to; /* "" where the state is kept */
    const char *roles;
    const char *facts;    /* that suffice; NULL: none are asked for */
    const char *required; /* "findings communication.text" */
    const char *not_by;   /* four eyes */
    const char *refused;  /* facts that the condition refuses */
} test_rule;

/* A step; its facts are those of its rule. */
typedef struct test_move {
    const char *transition;
    const char *actor; /* "role:id" */
    const char *when;  /* local, +08:00 */
} test_move;

typedef struct test_script {
    const char *procedure;
    const test_rule *rules;
    size_t rule_count;
    const char *filed;     /* when the main path begins */
    const test_move *main; /* to the end, every limit met */
    size_t main_count;
    const char *answers; /* transitions that answer the complainant */
} test_script;

extern const test_script script_small_business;
extern const test_script script_iatf_8d;
extern const test_script script_quality_incident;
extern const test_script script_product_quality;
extern const test_script script_service_quality;
extern const test_script script_iso13485;
extern const test_script script_retail;
extern const test_script script_hotel;

/* The rule of a transition, which must be there. */
const test_rule *script_rule(const test_script *script, const char *transition);
/* Its facts as JSON; for free(). NULL when there are none. */
char *script_facts(const test_rule *rule);

#endif
