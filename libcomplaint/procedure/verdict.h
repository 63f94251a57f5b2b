/* What a procedure that can be read may still have wrong: what verdict.c,
 * verdict_clock.c and satisfy.c share. */
#ifndef COMPLAINT_PROCEDURE_VERDICT_H
#define COMPLAINT_PROCEDURE_VERDICT_H

#include "procedure/extend.h"
#include "procedure/tell.h"
#include "text/yaml.h"

#define COMPLAINT__FINDING_PATH 240

typedef struct complaint__verdict {
    complaint_context *context;
    const complaint_procedure *procedure;
    const char *file;
    const complaint__yaml_map *map;    /* of the text, or */
    const complaint__derived *derived; /* of it and its parents */
    const complaint_facts *known;      /* lists of codes, or NULL */
    complaint_facts *list;             /* of findings */
    complaint__teller teller;
    int64_t errors;
    int64_t warnings;
    /* By index: transitions whose guard can hold, states they lead to. */
    bool live[COMPLAINT_LIMIT_TRANSITIONS];
    bool reached[COMPLAINT_LIMIT_STATES];
} complaint__verdict;

/* Add a finding at a path; `message` is an English literal, `item` may be
 * NULL. */
void complaint__verdict_add(complaint__verdict *v, bool is_error,
                            const char *code, const char *path,
                            const char *item, const char *message);
/* A live transition that some state reached lets happen. */
bool complaint__verdict_can_happen(const complaint__verdict *v,
                                   size_t transition);
void complaint__verdict_clocks(complaint__verdict *v);
void complaint__verdict_tasks(complaint__verdict *v);
/* Whether so much is longer than that, of units that can be compared. */
bool complaint__verdict_longer(int unit, int64_t amount, int outer_unit,
                               int64_t outer_amount);
/* code_unknown where the list that was given has no such code. */
void complaint__verdict_code(complaint__verdict *v, const char *path,
                             const char *list, const char *code);
/* From the marked states on by live transitions that have none of these
 * effects on a clock (NULL: by all live ones). */
void complaint__verdict_reach(const complaint__verdict *v,
                              const complaint__clock *clock, unsigned without,
                              bool *reached);
/* false only where nothing can make it hold. */
bool complaint__condition_possible(const complaint__condition *condition,
                                   const complaint__fact *facts,
                                   size_t fact_count);

#endif
