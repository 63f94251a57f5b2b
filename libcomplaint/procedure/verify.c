/* That a procedure hangs together: every name exists, every state can be
 * reached and left, the end is marked as the end, every clock can start and
 * stop. Fills the clocks' tables of effects on the way. */
#include "procedure/read.h"

#include <stdio.h>
#include <string.h>

/* ---- names ---- */

static int unknown(const complaint__reader *r, const char *path,
                   const char *item, const char *message)
{
    return complaint__read_refuse(r, "procedure.unknown_name", path, item,
                                  message);
}

static int check_roles(const complaint__reader *r, const char *path,
                       const complaint__names *roles)
{
    char entry[COMPLAINT__PATH_SIZE];

    for (size_t i = 0; i < roles->count; i++)
        if (!complaint__role_known(r->procedure, roles->items[i])) {
            complaint__read_path(entry, "%s/%zu", path, i);
            return unknown(r, entry, roles->items[i],
                           "this role is not under roles");
        }
    return COMPLAINT_OK;
}

static int check_role(const complaint__reader *r, const char *path,
                      const char *role)
{
    if (role == NULL || complaint__role_known(r->procedure, role))
        return COMPLAINT_OK;
    return unknown(r, path, role, "this role is not under roles");
}

static int check_states(const complaint__reader *r, const char *path,
                        const complaint__names *states)
{
    char entry[COMPLAINT__PATH_SIZE];

    for (size_t i = 0; i < states->count; i++)
        if (complaint__procedure_state(r->procedure, states->items[i]) ==
            NULL) {
            complaint__read_path(entry, "%s/%zu", path, i);
            return unknown(r, entry, states->items[i],
                           "this state is not under states");
        }
    return COMPLAINT_OK;
}

static int check_transitions(const complaint__reader *r, const char *path,
                             const complaint__names *names)
{
    char entry[COMPLAINT__PATH_SIZE];

    for (size_t i = 0; i < names->count; i++)
        if (complaint__procedure_transition(r->procedure, names->items[i]) ==
            NULL) {
            complaint__read_path(entry, "%s/%zu", path, i);
            return unknown(r, entry, names->items[i],
                           "this transition is not under transitions");
        }
    return COMPLAINT_OK;
}

static bool is_final(const complaint_procedure *procedure, const char *state)
{
    return complaint__procedure_state(procedure, state)->final;
}

/* Closing and reopening are what figures and clocks go by: a transition says
 * so exactly when it does so. */
static int check_marks(const complaint__reader *r, size_t index)
{
    const complaint__full_transition *full = &r->procedure->transitions[index];
    unsigned marks = full->transition.marks;
    const char *to = full->transition.to;
    bool to_final = to != NULL && is_final(r->procedure, to);
    size_t from_final = 0;
    bool closes, reopens;
    char path[COMPLAINT__PATH_SIZE];
    const char *message = NULL;

    for (size_t i = 0; i < full->from.count; i++)
        from_final += is_final(r->procedure, full->from.items[i]);
    closes = to_final && from_final == 0;
    reopens = to != NULL && !to_final && from_final > 0;
    if (to != NULL && from_final > 0 && from_final < full->from.count)
        message = "it leaves final and other states alike: make two of it";
    else if (closes != ((marks & COMPLAINT__MARK_CLOSED) != 0))
        message = closes ? "it enters a final state and is not marked closed"
                         : "it is marked closed and does not close";
    else if (reopens != ((marks & COMPLAINT__MARK_REOPENED) != 0))
        message = reopens ? "it leaves a final state and is not marked reopened"
                          : "it is marked reopened and does not reopen";
    if (message == NULL)
        return COMPLAINT_OK;
    complaint__read_path(path, "transitions/%zu/marks", index);
    return complaint__read_refuse(r, "procedure.mark", path,
                                  full->transition.name, message);
}

static int check_transition(const complaint__reader *r, size_t index)
{
    const complaint__full_transition *full = &r->procedure->transitions[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "transitions/%zu/from", index);
    status = check_states(r, path, &full->from);
    if (status != COMPLAINT_OK)
        return status;
    complaint__read_path(path, "transitions/%zu/to", index);
    if (full->transition.to != NULL &&
        complaint__procedure_state(r->procedure, full->transition.to) == NULL)
        return unknown(r, path, full->transition.to,
                       "this state is not under states");
    complaint__read_path(path, "transitions/%zu/roles", index);
    status = check_roles(r, path, &full->roles);
    for (size_t i = 0; i < full->roles_when_count && status == COMPLAINT_OK;
         i++) {
        complaint__read_path(path, "transitions/%zu/roles_when/%zu/roles",
                             index, i);
        status = check_roles(r, path, &full->roles_when[i].roles);
    }
    if (status != COMPLAINT_OK)
        return status;
    complaint__read_path(path, "transitions/%zu/not_by", index);
    status = check_transitions(r, path, &full->not_by);
    return status == COMPLAINT_OK ? check_marks(r, index) : status;
}

static int check_names(const complaint__reader *r)
{
    const complaint_procedure *procedure = r->procedure;
    int status = check_roles(r, "intake/roles", &procedure->intake_roles);

    if (complaint__read_goes_on(r, &status) &&
        complaint__procedure_state(procedure, procedure->start) == NULL)
        status = unknown(r, "start", procedure->start,
                         "this state is not under states");
    for (size_t i = 0;
         i < procedure->transition_count && complaint__read_goes_on(r, &status);
         i++)
        status = check_transition(r, i);
    return status;
}

/* ---- ways ---- */

static bool leaves(const complaint__full_transition *full, const char *state)
{
    return complaint__names_have(&full->from, state);
}

/* Mark every state that can be reached from the marked ones. */
static void reach(const complaint_procedure *procedure, bool *reached)
{
    bool more = true;

    while (more) {
        more = false;
        for (size_t i = 0; i < procedure->transition_count; i++) {
            const complaint__full_transition *full = &procedure->transitions[i];
            size_t to;

            if (full->transition.to == NULL)
                continue;
            to = complaint__state_index(procedure, full->transition.to);
            for (size_t j = 0; j < full->from.count && !reached[to]; j++)
                if (reached[complaint__state_index(procedure,
                                                   full->from.items[j])])
                    reached[to] = more = true;
        }
    }
}

static bool reaches_final(const complaint_procedure *procedure, size_t state)
{
    bool reached[COMPLAINT_LIMIT_STATES] = {false};

    reached[state] = true;
    reach(procedure, reached);
    for (size_t i = 0; i < procedure->state_count; i++)
        if (reached[i] && procedure->states[i].state.final)
            return true;
    return false;
}

static int check_state(const complaint__reader *r, size_t index, bool reached)
{
    const complaint_procedure *procedure = r->procedure;
    const complaint__state *state = &procedure->states[index].state;
    char path[COMPLAINT__PATH_SIZE];
    bool exit = false;

    complaint__read_path(path, "states/%zu", index);
    if (!reached)
        return complaint__read_refuse(r, "procedure.unreachable", path,
                                      state->name,
                                      "no way leads from the start to a state");
    for (size_t i = 0; i < procedure->transition_count; i++)
        exit = exit || leaves(&procedure->transitions[i], state->name);
    if (!state->final && !exit)
        return complaint__read_refuse(
            r, "procedure.dead_end", path, state->name,
            "no transition leaves a state that is not final");
    if (!reaches_final(procedure, index))
        return complaint__read_refuse(r, "procedure.dead_end", path,
                                      state->name,
                                      "no way leads from a state to an end");
    return COMPLAINT_OK;
}

static int check_ways(const complaint__reader *r)
{
    const complaint_procedure *procedure = r->procedure;
    bool reached[COMPLAINT_LIMIT_STATES] = {false};
    size_t start = complaint__state_index(procedure, procedure->start);
    int status = COMPLAINT_OK;

    if (procedure->states[start].state.final)
        return complaint__read_refuse(r, "procedure.no_end", "start",
                                      procedure->start,
                                      "the start is final already");
    reached[start] = true;
    reach(procedure, reached);
    for (size_t i = 0;
         i < procedure->state_count && complaint__read_goes_on(r, &status); i++)
        status = check_state(r, i, reached[i]);
    return status;
}

/* ---- clocks ---- */

static int refuse_clock(const complaint__reader *r, size_t index,
                        const char *key, const char *item, const char *message)
{
    char path[COMPLAINT__PATH_SIZE];

    complaint__read_path(path, "clocks/%zu/%s", index, key);
    return complaint__read_refuse(r, "procedure.clock", path, item, message);
}

static int check_clock_names(const complaint__reader *r, size_t index)
{
    const complaint__clock *clock = &r->procedure->clocks[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "clocks/%zu/owner", index);
    status = check_role(r, path, clock->owner);
    complaint__read_path(path, "clocks/%zu/stop", index);
    if (status == COMPLAINT_OK)
        status = check_transitions(r, path, &clock->stop);
    complaint__read_path(path, "clocks/%zu/cancel", index);
    if (status == COMPLAINT_OK)
        status = check_transitions(r, path, &clock->cancel);
    complaint__read_path(path, "clocks/%zu/pause/states", index);
    if (status == COMPLAINT_OK)
        status = check_states(r, path, &clock->pause_states);
    complaint__read_path(path, "clocks/%zu/extension/roles", index);
    if (status == COMPLAINT_OK)
        status = check_roles(r, path, &clock->extension_roles);
    for (size_t i = 0; i < clock->warning_count && status == COMPLAINT_OK;
         i++) {
        complaint__read_path(path, "clocks/%zu/warn/%zu/to", index, i);
        status = check_role(r, path, clock->warnings[i].to);
    }
    return status;
}

static int check_anchor(const complaint__reader *r, size_t index,
                        const complaint__anchor *anchor)
{
    const complaint_procedure *procedure = r->procedure;

    if (anchor->kind == COMPLAINT__ANCHOR_STATE &&
        complaint__procedure_state(procedure, anchor->name) == NULL)
        return refuse_clock(r, index, "from/state", anchor->name,
                            "this state is not under states");
    if (anchor->kind == COMPLAINT__ANCHOR_ENTRY &&
        strcmp(anchor->name, COMPLAINT__ANCHOR_FILE) != 0 &&
        complaint__procedure_transition(procedure, anchor->name) == NULL)
        return refuse_clock(r, index, "from/entry", anchor->name,
                            "this transition is not under transitions");
    return COMPLAINT_OK;
}

static int check_clock_anchors(const complaint__reader *r, size_t index)
{
    const complaint__clock *clock = &r->procedure->clocks[index];
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < clock->anchor_count && status == COMPLAINT_OK; i++)
        status = check_anchor(r, index, &clock->anchors[i]);
    return status;
}

/* Whether an anchor is this transition, or this state. */
static bool starts_by(const complaint__clock *clock, int kind, const char *name,
                      unsigned marks)
{
    for (size_t i = 0; i < clock->anchor_count; i++) {
        const complaint__anchor *anchor = &clock->anchors[i];

        if (anchor->kind == kind && strcmp(anchor->name, name) == 0)
            return true;
        if (anchor->kind == COMPLAINT__ANCHOR_MARK &&
            (anchor->mark & marks) != 0)
            return true;
    }
    return false;
}

/* The bits of the marks that stop a clock. */
static int stop_bits(const complaint__reader *r, size_t index, unsigned *bits)
{
    const complaint__names *marks = &r->procedure->clocks[index].stop_marks;
    char key[40];

    *bits = 0;
    for (size_t i = 0; i < marks->count; i++) {
        unsigned mark = complaint__mark_find(marks->items[i]);

        (void)snprintf(key, sizeof(key), "stop_marks/%zu", i);
        if (mark == 0)
            return refuse_clock(r, index, key, marks->items[i],
                                "there is no such mark");
        *bits |= mark;
    }
    return COMPLAINT_OK;
}

static int tabulate_transitions(const complaint__reader *r, size_t index,
                                unsigned bits)
{
    complaint__clock *clock = &r->procedure->clocks[index];

    for (size_t i = 0; i < r->procedure->transition_count; i++) {
        const complaint__transition *transition =
            &r->procedure->transitions[i].transition;
        unsigned effects = 0;

        if (starts_by(clock, COMPLAINT__ANCHOR_ENTRY, transition->name,
                      transition->marks))
            effects |= COMPLAINT__EFFECT_START;
        if (complaint__names_have(&clock->stop, transition->name) ||
            (transition->marks & bits) != 0)
            effects |= COMPLAINT__EFFECT_STOP;
        if (complaint__names_have(&clock->cancel, transition->name))
            effects |= COMPLAINT__EFFECT_CANCEL;
        if ((effects & (effects - 1)) != 0)
            return refuse_clock(r, index, "stop", transition->name,
                                "one transition starts, stops or cancels the "
                                "clock, not two of these");
        clock->by_transition[i] = (unsigned char)effects;
        if (effects != 0)
            r->procedure->transitions[i].moves |= UINT64_C(1) << index;
    }
    return COMPLAINT_OK;
}

static void tabulate_states(const complaint__reader *r, size_t index)
{
    complaint__clock *clock = &r->procedure->clocks[index];

    for (size_t i = 0; i < r->procedure->state_count; i++) {
        complaint__full_state *state = &r->procedure->states[i];
        const char *name = state->state.name;
        unsigned effects = 0;

        if (starts_by(clock, COMPLAINT__ANCHOR_STATE, name, 0))
            effects |= COMPLAINT__EFFECT_START;
        if (complaint__names_have(&clock->pause_states, name))
            effects |= COMPLAINT__EFFECT_PAUSE;
        clock->by_state[i] = (unsigned char)effects;
        if ((effects & COMPLAINT__EFFECT_START) != 0)
            state->starts |= UINT64_C(1) << index;
        if ((effects & COMPLAINT__EFFECT_PAUSE) != 0)
            state->pauses |= UINT64_C(1) << index;
    }
    if (clock->due_fact != NULL)
        r->procedure->watchful |= UINT64_C(1) << index;
}

static int tabulate(const complaint__reader *r, size_t index)
{
    complaint__clock *clock = &r->procedure->clocks[index];
    unsigned bits;
    void *memory;
    int status = stop_bits(r, index, &bits);

    if (status != COMPLAINT_OK)
        return status;
    status =
        complaint__read_array(r, r->procedure->transition_count, 1, &memory);
    clock->by_transition = memory;
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__read_array(r, r->procedure->state_count, 1, &memory);
    clock->by_state = memory;
    if (status != COMPLAINT_OK)
        return status;
    tabulate_states(r, index);
    return tabulate_transitions(r, index, bits);
}

/* The states in which one anchor lets the clock begin to run; of a limit that
 * is a fact, any. */
static void mark_start(const complaint_procedure *procedure,
                       const complaint__anchor *anchor, bool *reached)
{
    size_t index;

    if (anchor->kind == COMPLAINT__ANCHOR_STATE) {
        reached[complaint__state_index(procedure, anchor->name)] = true;
        return;
    }
    if (anchor->kind == COMPLAINT__ANCHOR_ENTRY &&
        strcmp(anchor->name, COMPLAINT__ANCHOR_FILE) != 0) {
        index = complaint__transition_index(procedure, anchor->name);
        complaint__transition_targets(procedure, &procedure->transitions[index],
                                      reached);
        return;
    }
    if (anchor->kind != COMPLAINT__ANCHOR_MARK) {
        reached[complaint__state_index(procedure, procedure->start)] = true;
        return;
    }
    for (size_t i = 0; i < procedure->transition_count; i++)
        if ((procedure->transitions[i].transition.marks & anchor->mark) != 0)
            complaint__transition_targets(procedure, &procedure->transitions[i],
                                          reached);
}

/* Whether some transition that stops the clock can follow its start. */
static bool can_stop(const complaint_procedure *procedure,
                     const complaint__clock *clock)
{
    bool reached[COMPLAINT_LIMIT_STATES] = {false};

    for (size_t i = 0; i < clock->anchor_count; i++)
        mark_start(procedure, &clock->anchors[i], reached);
    reach(procedure, reached);
    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__names *states = &procedure->transitions[i].from;

        if ((clock->by_transition[i] & COMPLAINT__EFFECT_STOP) == 0)
            continue;
        for (size_t j = 0; j < states->count; j++)
            if (reached[complaint__state_index(procedure, states->items[j])])
                return true;
    }
    return false;
}

/* All names of all clocks, before anything is followed through them. */
static int check_all_clock_names(const complaint__reader *r)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         i < r->procedure->clock_count && complaint__read_goes_on(r, &status);
         i++) {
        status = check_clock_names(r, i);
        if (status == COMPLAINT_OK)
            status = check_clock_anchors(r, i);
    }
    return status;
}

static int check_clock(const complaint__reader *r, size_t index,
                       const char **principal)
{
    const complaint__clock *clock = &r->procedure->clocks[index];
    int status = tabulate(r, index);

    if (status != COMPLAINT_OK)
        return status;
    if (!can_stop(r->procedure, clock))
        return refuse_clock(
            r, index, "stop", clock->name,
            "nothing that can follow its start stops the clock");
    if (clock->principal && *principal != NULL)
        return refuse_clock(r, index, "principal", *principal,
                            "another clock is principal already");
    if (clock->principal)
        *principal = clock->name;
    return COMPLAINT_OK;
}

static int check_clocks(const complaint__reader *r)
{
    const char *principal = NULL;
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         i < r->procedure->clock_count && complaint__read_goes_on(r, &status);
         i++)
        status = check_clock(r, i, &principal);
    return status;
}

static int check_ends(const complaint__reader *r)
{
    for (size_t i = 0; i < r->procedure->state_count; i++)
        if (r->procedure->states[i].state.final)
            return COMPLAINT_OK;
    return complaint__read_refuse(r, "procedure.no_end", "states", NULL,
                                  "no state is final");
}

/* Names first: where one is wrong, what is followed through it is not asked. */
int complaint__procedure_verify(const complaint__reader *r)
{
    static int (*const names[])(const complaint__reader *) = {
        check_ends, check_names, check_all_clock_names,
        complaint__procedure_verify_helps};
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) &&
                       complaint__read_goes_on(r, &status);
         i++)
        status = names[i](r);
    if (!complaint__read_goes_on(r, &status) || complaint__read_is_faulty(r))
        return status;
    status = check_ways(r);
    if (complaint__read_goes_on(r, &status))
        status = check_clocks(r);
    if (complaint__read_goes_on(r, &status) && !complaint__read_is_faulty(r))
        status = complaint__procedure_watch(r);
    (void)complaint__read_goes_on(r, &status);
    return status;
}
