/* Facts that later steps and clocks look at: which they are, and that there
 * are such facts. Events must have them; conditions are read in
 * read_condition.c. */
#include <string.h>

#include "procedure/read.h"

typedef struct watch {
    const complaint__reader *r;
    const char **items; /* NULL while they are counted */
    size_t count;
} watch;

static bool asked_for(const complaint__fact *facts, size_t count,
                      const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].name, name) == 0)
            return true;
    return false;
}

/* Asked for somewhere, or a column of the case that facts can set. */
static bool can_be_known(const complaint_procedure *procedure, const char *name)
{
    const complaint_relation *relation = complaint_relation_find("case");
    int column = complaint_relation_column_find(relation, name);

    if (column >= 0 &&
        (relation->columns[column].flags & COMPLAINT_COLUMN_FACT) != 0)
        return true;
    if (asked_for(procedure->intake, procedure->intake_count, name))
        return true;
    for (size_t i = 0; i < procedure->transition_count; i++)
        if (asked_for(procedure->transitions[i].transition.facts,
                      procedure->transitions[i].transition.fact_count, name))
            return true;
    return false;
}

/* What is erased for privacy would change what followed from it. */
static bool is_personal(const char *name)
{
    const complaint_relation *relation = complaint_relation_find("case");
    int column = complaint_relation_column_find(relation, name);

    return column >= 0 &&
           (relation->columns[column].flags & COMPLAINT_COLUMN_PERSONAL) != 0;
}

static int see(watch *w, const char *path, const char *name)
{
    if (w->items == NULL && !can_be_known(w->r->procedure, name))
        return complaint__read_refuse(w->r, "procedure.unknown_name", path,
                                      name,
                                      "nothing asks for a fact of this name");
    if (w->items == NULL && is_personal(name))
        return complaint__read_refuse(
            w->r, "procedure.personal", path, name,
            "this is personal, and may be erased: nothing may depend on it");
    for (size_t i = 0; w->items != NULL && i < w->count; i++)
        if (strcmp(w->items[i], name) == 0)
            return COMPLAINT_OK;
    if (w->items != NULL)
        w->items[w->count] = name;
    w->count++;
    return COMPLAINT_OK;
}

/* The depth is bounded where conditions are read. */
static int see_condition(watch *w, const char *path,
                         const complaint__condition *condition)
{
    int status = COMPLAINT_OK;

    if (condition == NULL)
        return COMPLAINT_OK;
    for (size_t i = 0; i < condition->part_count && status == COMPLAINT_OK; i++)
        status = see_condition(w, path, &condition->parts[i]);
    if (status == COMPLAINT_OK && condition->kind == COMPLAINT__CONDITION_KNOWN)
        status = see(w, path, condition->name);
    if (status == COMPLAINT_OK && condition->other != NULL)
        status = see(w, path, condition->other);
    return status;
}

static int see_facts(watch *w, const char *path, const complaint__fact *facts,
                     size_t count)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++) {
        status = see_condition(w, path, facts[i].when);
        if (status == COMPLAINT_OK && facts[i].known &&
            !is_personal(facts[i].name))
            status = see(w, path, facts[i].name);
    }
    return status;
}

static int see_transition(watch *w, size_t index)
{
    const complaint__full_transition *full =
        &w->r->procedure->transitions[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "transitions/%zu/facts", index);
    status =
        see_facts(w, path, full->transition.facts, full->transition.fact_count);
    complaint__read_path(path, "transitions/%zu/guard", index);
    if (status == COMPLAINT_OK)
        status = see_condition(w, path, full->transition.guard);
    for (size_t i = 0; i < full->roles_when_count && status == COMPLAINT_OK;
         i++) {
        complaint__read_path(path, "transitions/%zu/roles_when/%zu/when", index,
                             i);
        status = see_condition(w, path, full->roles_when[i].when);
    }
    return status;
}

static bool looks_back(const complaint__condition *condition)
{
    for (size_t i = 0; i < condition->part_count; i++)
        if (!looks_back(&condition->parts[i]))
            return false;
    return condition->kind < COMPLAINT__CONDITION_FACT ||
           condition->kind == COMPLAINT__CONDITION_KNOWN;
}

static bool all_of(const complaint__fact *facts, size_t count, const char *name,
                   int type)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].name, name) == 0 && facts[i].type != type)
            return false;
    return true;
}

/* A time wherever it is asked for, or a map where a member is one. */
static bool is_time(const complaint_procedure *procedure,
                    const complaint__clock *clock)
{
    const complaint_relation *relation = complaint_relation_find("case");
    const char *name = clock->due_fact;
    int column = complaint_relation_column_find(relation, name);
    int type =
        clock->due_member == NULL ? COMPLAINT__FACT_TIME : COMPLAINT__FACT_MAP;

    if (column >= 0 && complaint_relation_column_type(
                           relation, (size_t)column) != COMPLAINT_COLUMN_TIME)
        return false;
    for (size_t i = 0; i < procedure->transition_count; i++)
        if (!all_of(procedure->transitions[i].transition.facts,
                    procedure->transitions[i].transition.fact_count, name,
                    type))
            return false;
    return all_of(procedure->intake, procedure->intake_count, name, type);
}

static int see_clock(watch *w, size_t index)
{
    const complaint__clock *clock = &w->r->procedure->clocks[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "clocks/%zu/when", index);
    if (clock->when != NULL && !looks_back(clock->when))
        return complaint__read_refuse(w->r, "procedure.clock", path,
                                      clock->name,
                                      "a clock goes by what is known alone");
    status = see_condition(w, path, clock->when);
    complaint__read_path(path, "clocks/%zu/due", index);
    if (status == COMPLAINT_OK && clock->due_fact != NULL)
        status = see(w, path, clock->due_fact);
    if (status == COMPLAINT_OK && clock->due_fact != NULL &&
        !is_time(w->r->procedure, clock))
        return complaint__read_refuse(w->r, "procedure.clock", path,
                                      clock->due_fact,
                                      "a limit is a fact of type time");
    return status;
}

static int see_rules(watch *w, const char *key, const complaint__rule *rules,
                     size_t count)
{
    char path[COMPLAINT__PATH_SIZE];
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++) {
        complaint__read_path(path, "%s/%zu/when", key, i);
        status = see_condition(w, path, rules[i].when);
    }
    return status;
}

static int see_all(watch *w)
{
    const complaint_procedure *procedure = w->r->procedure;
    int status = see_facts(w, "intake/facts", procedure->intake,
                           procedure->intake_count);

    if (status == COMPLAINT_OK)
        status = see_rules(w, "urgency", procedure->urgency,
                           procedure->urgency_count);
    if (status == COMPLAINT_OK)
        status = see_rules(w, "routing", procedure->routing,
                           procedure->routing_count);
    for (size_t i = 0;
         i < procedure->transition_count && status == COMPLAINT_OK; i++)
        status = see_transition(w, i);
    for (size_t i = 0; i < procedure->clock_count && status == COMPLAINT_OK;
         i++)
        status = see_clock(w, i);
    return status;
}

int complaint__procedure_watch(const complaint__reader *r)
{
    watch w = {r, NULL, 0};
    void *memory;
    int status = see_all(&w); /* counts, and refuses */

    if (status != COMPLAINT_OK || w.count == 0)
        return status;
    status = complaint__read_array(r, w.count, sizeof(char *), &memory);
    if (status != COMPLAINT_OK)
        return status;
    w.items = memory;
    w.count = 0;
    status = see_all(&w);
    r->procedure->watched.items = w.items;
    r->procedure->watched.count = w.count;
    return status;
}
