/* Findings on a procedure: everything that reading refuses, and beyond it what
 * is allowed and yet hardly meant. Clocks are in verdict_clock.c, whether a
 * guard can hold is in satisfy.c. */
#include "procedure/verdict.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "procedure/read.h"

#define PATH_SIZE COMPLAINT__FINDING_PATH

/* ---- findings ---- */

static void add_at(complaint__verdict *v, bool is_error, const char *code,
                   const char *path, const char *file, int64_t line,
                   int64_t column, const char *text)
{
    complaint_facts *map = complaint__tell_map(&v->teller, v->list, NULL);

    complaint__tell_text(&v->teller, map, "severity",
                         is_error ? "error" : "warning");
    complaint__tell_text(&v->teller, map, "code", code);
    complaint__tell_some(&v->teller, map, "file", file);
    complaint__tell_integer(&v->teller, map, "line", line);
    complaint__tell_integer(&v->teller, map, "column", column);
    complaint__tell_some(&v->teller, map, "field", path);
    complaint__tell_text(&v->teller, map, "text", text);
    v->errors += is_error;
    v->warnings += !is_error;
}

static void find_place(const complaint__verdict *v, const char *path,
                       const char **file, int64_t *line, int64_t *column)
{
    char parent[PATH_SIZE];

    *file = v->file;
    *line = *column = 1;
    if (v->derived != NULL) {
        complaint__derived_find(v->derived, path, file, line, column);
        return;
    }
    (void)snprintf(parent, sizeof(parent), "%s", path);
    while (!complaint__yaml_map_find(v->map, parent, line, column)) {
        char *slash = strrchr(parent, '/');

        if (slash == NULL)
            break;
        *slash = '\0';
    }
}

void complaint__verdict_add(complaint__verdict *v, bool is_error,
                            const char *code, const char *path,
                            const char *item, const char *message)
{
    complaint__buffer text = COMPLAINT__BUFFER(v->context);
    int64_t line, column;
    const char *file;

    find_place(v, path, &file, &line, &column);
    complaint__buffer_text(&text,
                           complaint__context_translate(v->context, message));
    if (item != NULL)
        complaint__buffer_format(&text, ": %s", item);
    if (text.failed && v->teller.status == COMPLAINT_OK)
        v->teller.status = complaint__fail_memory(v->teller.error);
    add_at(v, is_error, code, path, file, line, column,
           text.failed ? "" : text.bytes);
    complaint__buffer_free(&text);
}

/* ---- guards and ways ---- */

static void find_guards(complaint__verdict *v)
{
    const complaint_procedure *procedure = v->procedure;
    char path[PATH_SIZE];

    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__transition *transition =
            &procedure->transitions[i].transition;

        v->live[i] = complaint__condition_possible(
            transition->guard, transition->facts, transition->fact_count);
        if (v->live[i])
            continue;
        (void)snprintf(path, sizeof(path), "transitions/%zu/guard", i);
        complaint__verdict_add(v, true, "guard_never", path, transition->name,
                               "this guard can never hold");
    }
}

static void find_rules(complaint__verdict *v, const char *key,
                       const complaint__rule *rules, size_t count)
{
    const complaint_procedure *procedure = v->procedure;
    bool settled = false;
    char path[PATH_SIZE];

    for (size_t i = 0; i < count; i++) {
        (void)snprintf(path, sizeof(path), "%s/%zu/when", key, i);
        if (settled)
            complaint__verdict_add(v, false, "rule_behind", path, rules[i].name,
                                   "a rule before it always holds");
        else if (!complaint__condition_possible(
                     rules[i].when, procedure->intake, procedure->intake_count))
            complaint__verdict_add(v, true, "rule_never", path, rules[i].name,
                                   "this rule can never hold");
        settled = settled || rules[i].when == NULL;
    }
}

void complaint__verdict_reach(const complaint__verdict *v,
                              const complaint__clock *clock, unsigned without,
                              bool *reached)
{
    const complaint_procedure *procedure = v->procedure;
    bool more = true;

    while (more) {
        more = false;
        for (size_t i = 0; i < procedure->transition_count; i++) {
            const complaint__full_transition *full = &procedure->transitions[i];
            size_t to;

            if (full->transition.to == NULL)
                continue;
            to = complaint__state_index(procedure, full->transition.to);
            if (!v->live[i] || reached[to] ||
                (clock != NULL && (clock->by_transition[i] & without) != 0))
                continue;
            for (size_t j = 0; j < full->from.count && !reached[to]; j++)
                if (reached[complaint__state_index(procedure,
                                                   full->from.items[j])])
                    reached[to] = more = true;
        }
    }
}

bool complaint__verdict_can_happen(const complaint__verdict *v,
                                   size_t transition)
{
    const complaint__names *from = &v->procedure->transitions[transition].from;

    for (size_t i = 0; v->live[transition] && i < from->count; i++)
        if (v->reached[complaint__state_index(v->procedure, from->items[i])])
            return true;
    return false;
}

static bool can_end(const complaint__verdict *v, size_t state)
{
    bool reached[COMPLAINT_LIMIT_STATES] = {false};

    reached[state] = true;
    complaint__verdict_reach(v, NULL, 0, reached);
    for (size_t i = 0; i < v->procedure->state_count; i++)
        if (reached[i] && v->procedure->states[i].state.final)
            return true;
    return false;
}

/* Reading has seen to the ways; here those whose guard never holds are shut. */
static void find_ways(complaint__verdict *v)
{
    const complaint_procedure *procedure = v->procedure;
    char path[PATH_SIZE];

    v->reached[complaint__state_index(procedure, procedure->start)] = true;
    complaint__verdict_reach(v, NULL, 0, v->reached);
    for (size_t i = 0; i < procedure->state_count; i++) {
        const complaint__state *state = &procedure->states[i].state;

        (void)snprintf(path, sizeof(path), "states/%zu", i);
        if (!v->reached[i])
            complaint__verdict_add(v, true, "state_unreachable", path,
                                   state->name,
                                   "every way to this state needs a guard "
                                   "that can never hold");
        else if (!state->final && !can_end(v, i))
            complaint__verdict_add(v, true, "loop_no_exit", path, state->name,
                                   "every way from this state to an end needs "
                                   "a guard that can never hold");
    }
}

/* A wait in which everything is anyone's. */
static void find_owners(complaint__verdict *v)
{
    const complaint_procedure *procedure = v->procedure;
    char path[PATH_SIZE];

    for (size_t i = 0; i < procedure->state_count; i++) {
        const complaint__state *state = &procedure->states[i].state;
        bool owned = false;

        for (size_t j = 0; j < procedure->transition_count; j++)
            owned =
                owned || (procedure->transitions[j].roles.count > 0 &&
                          procedure->transitions[j].transition.to != NULL &&
                          complaint__names_have(&procedure->transitions[j].from,
                                                state->name));
        if (state->final || owned)
            continue;
        (void)snprintf(path, sizeof(path), "states/%zu", i);
        complaint__verdict_add(v, false, "wait_owner", path, state->name,
                               "no role is named for what leaves this state");
    }
}

/* ---- codes ---- */

static bool is_known(const complaint__verdict *v, const char *list,
                     const char *code)
{
    const complaint_facts *codes = complaint_facts_get(v->known, list);

    if (complaint_facts_size(codes) == 0)
        return true;
    for (size_t i = 0; i < complaint_facts_size(codes); i++)
        if (strcmp(complaint_facts_text(complaint_facts_at(codes, i), ""),
                   code) == 0)
            return true;
    return false;
}

void complaint__verdict_code(complaint__verdict *v, const char *path,
                             const char *list, const char *code)
{
    if (code != NULL && !is_known(v, list, code))
        complaint__verdict_add(v, true, "code_unknown", path, code,
                               "the list that is given has no such code");
}

static void find_condition_codes(complaint__verdict *v, const char *path,
                                 const complaint__condition *condition)
{
    if (condition == NULL)
        return;
    for (size_t i = 0; i < condition->part_count; i++)
        find_condition_codes(v, path, &condition->parts[i]);
    if (condition->part_count > 0 || (condition->test != COMPLAINT__TEST_IS &&
                                      condition->test != COMPLAINT__TEST_IN))
        return;
    for (size_t i = 0; i < condition->values.count; i++)
        complaint__verdict_code(v, path, condition->name,
                                condition->values.items[i]);
}

static void find_fact_codes(complaint__verdict *v, const char *path,
                            const complaint__fact *facts, size_t count)
{
    char entry[PATH_SIZE + 40];

    for (size_t i = 0; i < count; i++) {
        (void)snprintf(entry, sizeof(entry), "%s/%zu", path, i);
        find_condition_codes(v, entry, facts[i].when);
        if (facts[i].type != COMPLAINT__FACT_CODE)
            continue;
        for (size_t j = 0; j < facts[i].values.count; j++)
            complaint__verdict_code(v, entry, facts[i].name,
                                    facts[i].values.items[j]);
    }
}

static void find_rule_codes(complaint__verdict *v, const char *key,
                            const complaint__rule *rules, size_t count)
{
    char path[PATH_SIZE];

    for (size_t i = 0; i < count; i++) {
        (void)snprintf(path, sizeof(path), "%s/%zu", key, i);
        find_condition_codes(v, path, rules[i].when);
        complaint__verdict_code(v, path, "urgency", rules[i].urgency);
        complaint__verdict_code(v, path, "unit", rules[i].unit);
    }
}

static void find_codes(complaint__verdict *v)
{
    const complaint_procedure *procedure = v->procedure;
    char path[PATH_SIZE];

    if (v->known == NULL)
        return;
    find_fact_codes(v, "intake/facts", procedure->intake,
                    procedure->intake_count);
    find_rule_codes(v, "urgency", procedure->urgency, procedure->urgency_count);
    find_rule_codes(v, "routing", procedure->routing, procedure->routing_count);
    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__transition *transition =
            &procedure->transitions[i].transition;

        (void)snprintf(path, sizeof(path), "transitions/%zu/facts", i);
        find_fact_codes(v, path, transition->facts, transition->fact_count);
        (void)snprintf(path, sizeof(path), "transitions/%zu/guard", i);
        find_condition_codes(v, path, transition->guard);
    }
}

/* ---- the whole ---- */

static void find_all(complaint__verdict *v)
{
    find_guards(v);
    find_rules(v, "urgency", v->procedure->urgency,
               v->procedure->urgency_count);
    find_rules(v, "routing", v->procedure->routing,
               v->procedure->routing_count);
    find_ways(v);
    find_owners(v);
    complaint__verdict_clocks(v);
    complaint__verdict_tasks(v);
    find_codes(v);
}

static void tell_refusal(complaint__verdict *v, complaint_error *refusal)
{
    add_at(v, true, complaint_error_detail(refusal),
           complaint_error_field(refusal), complaint_error_file(refusal),
           complaint_error_line(refusal), complaint_error_column(refusal),
           complaint_error_message(refusal));
    complaint_error_free(refusal);
}

/* What reading refuses is all that is told then. Takes the errors. */
static int tell_refusals(complaint__verdict *v, int status,
                         complaint__faults *faults, complaint_error *last,
                         complaint_error **error)
{
    for (size_t i = 0; i < faults->count; i++)
        tell_refusal(v, faults->items[i]);
    if (status == COMPLAINT_OK)
        return v->teller.status;
    if (status == COMPLAINT_INVALID || status == COMPLAINT_LIMIT) {
        tell_refusal(v, last);
        return v->teller.status;
    }
    complaint__error_give(error, last);
    return status;
}

static int examine(complaint__verdict *v,
                   const complaint__procedure_examined *text,
                   complaint_error **error)
{
    complaint_procedure *procedure = NULL;
    complaint__derived *derived = NULL;
    complaint__yaml_map *map = NULL;
    complaint__faults faults = {.count = 0};
    complaint_error *refusal = NULL;
    int status = complaint__procedure_parse_all(v->context, text, &faults,
                                                &procedure, &refusal);

    if (status != COMPLAINT_OK)
        return tell_refusals(v, status, &faults, refusal, error);
    status = complaint__derive(v->context, text->yaml, text->size, text->file,
                               text->find, text->data, NULL, &derived, error);
    if (status == COMPLAINT_OK && derived == NULL)
        status = complaint__yaml_map_new(v->context, text->yaml, text->size,
                                         &map, error);
    if (status == COMPLAINT_OK) {
        v->procedure = procedure;
        v->derived = derived;
        v->map = map;
        find_all(v);
        status = v->teller.status;
    }
    complaint__yaml_map_free(map);
    complaint__derived_free(derived);
    complaint_procedure_free(procedure);
    return status;
}

static int verify(complaint__verdict *v,
                  const complaint__procedure_examined *text,
                  complaint_facts *out, complaint_error **error)
{
    int status;

    v->teller = (complaint__teller){error, COMPLAINT_OK};
    v->list = complaint__tell_list(&v->teller, out, "findings");
    status = v->teller.status;
    if (status == COMPLAINT_OK)
        status = examine(v, text, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__tell_integer(&v->teller, out, "errors", v->errors);
    complaint__tell_integer(&v->teller, out, "warnings", v->warnings);
    return v->teller.status;
}

int complaint__procedure_examine(complaint_context *context,
                                 const complaint__procedure_examined *text,
                                 complaint_facts **out, complaint_error **error)
{
    complaint__verdict *v = complaint__alloc_array(context, 1, sizeof(*v));
    int status;

    if (v == NULL)
        return complaint__fail_memory(error);
    v->context = context;
    v->file = text->file;
    v->known = text->known;
    status = complaint_facts_new(context, out, error);
    if (status == COMPLAINT_OK)
        status = verify(v, text, *out, error);
    complaint__free(context, v);
    if (status == COMPLAINT_OK)
        return COMPLAINT_OK;
    complaint_facts_free(*out);
    *out = NULL;
    return status;
}

int complaint_procedure_verify(complaint_context *context, const char *yaml,
                               size_t size, const char *file,
                               const complaint_facts *known,
                               complaint_facts **out, complaint_error **error)
{
    const complaint__procedure_examined text = {
        .yaml = yaml, .size = size, .file = file, .known = known};

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || yaml == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "yaml");
    return complaint__procedure_examine(context, &text, out, error);
}
