/* A bundled procedure against a table that its source asks for: every state
 * with every transition and every role, every way, every limit. */
#ifndef TESTS_PROCEDURE_PLAN_H
#define TESTS_PROCEDURE_PLAN_H

#include "support/route.h"

#include "procedure/stage.h"

/* A clock that the last step of a way stops, and its limit. */
typedef struct plan_limit {
    const char *clock;
    const char *route;
    const char *due; /* "2019-05-13 24:00" */
} plan_limit;

typedef struct plan_extension {
    const char *clock;
    const char *route;
    const char *role;   /* that may */
    const char *denied; /* that may not */
    int64_t most;       /* the largest extension; one more is refused */
    int times;          /* how often; 0: as often as the cap allows */
} plan_extension;

typedef struct plan {
    const char *name;
    const char *calendar;
    const char *roles; /* all of them */
    const rule *rules;
    size_t rule_count;
    const char *const *routes;
    size_t route_count;
    const plan_limit *limits;
    size_t limit_count;
    const plan_extension *extensions;
    size_t extension_count;
} plan;

#define PLAN_COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Open a stage and go this way, all of whose steps must succeed. */
void plan_play(const plan *p, stage *s, const char *route);

/* The tests common to all plans. */
void plan_check_states(const plan *p);
void plan_check_roles(const plan *p);
void plan_check_facts(const plan *p);
void plan_check_four_eyes(const plan *p);
void plan_check_guards(const plan *p);
void plan_check_routes(const plan *p);
void plan_check_limits(const plan *p);
void plan_check_extensions(const plan *p);
void plan_check_texts(const plan *p);

#endif
