/* Findings on clocks: those that cannot start or stop, waits that no clock
 * watches, limits that contradict each other. */
#include "procedure/verdict.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

#define PATH_SIZE COMPLAINT__FINDING_PATH

static void clock_path(char path[PATH_SIZE], size_t clock, const char *key)
{
    (void)snprintf(path, PATH_SIZE, "clocks/%zu%s", clock, key);
}

/* Those in which a transition that can happen leaves the case. */
static bool mark_after(const complaint__verdict *v, size_t transition,
                       bool *running)
{
    if (!complaint__verdict_can_happen(v, transition))
        return false;
    complaint__transition_targets(
        v->procedure, &v->procedure->transitions[transition], running);
    return true;
}

/* The states in which an anchor lets the clock begin to run. */
static bool mark_start(const complaint__verdict *v,
                       const complaint__anchor *anchor, bool *running)
{
    const complaint_procedure *procedure = v->procedure;
    bool found = false;
    size_t index;

    switch (anchor->kind) {
    case COMPLAINT__ANCHOR_STATE:
        index = complaint__state_index(procedure, anchor->name);
        running[index] = running[index] || v->reached[index];
        return v->reached[index];
    case COMPLAINT__ANCHOR_ENTRY:
        if (strcmp(anchor->name, COMPLAINT__ANCHOR_FILE) == 0)
            break;
        return mark_after(
            v, complaint__transition_index(procedure, anchor->name), running);
    case COMPLAINT__ANCHOR_MARK:
        for (size_t i = 0; i < procedure->transition_count; i++)
            if ((procedure->transitions[i].transition.marks & anchor->mark) !=
                0)
                found = mark_after(v, i, running) || found;
        return found;
    default:
        break;
    }
    running[complaint__state_index(procedure, procedure->start)] = true;
    return true;
}

/* One anchor is enough, but of the last of several all are needed. */
static bool mark_starts(const complaint__verdict *v,
                        const complaint__clock *clock, bool *running)
{
    bool all = true;
    bool any = false;

    for (size_t i = 0; i < clock->anchor_count; i++) {
        bool found = mark_start(v, &clock->anchors[i], running);

        all = all && found;
        any = any || found;
    }
    return clock->anchor == COMPLAINT__ANCHOR_LAST ? all : any;
}

static bool can_stop(const complaint__verdict *v, const complaint__clock *clock,
                     const bool *running)
{
    const complaint_procedure *procedure = v->procedure;

    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__names *from = &procedure->transitions[i].from;

        if (!v->live[i] ||
            (clock->by_transition[i] & COMPLAINT__EFFECT_STOP) == 0)
            continue;
        for (size_t j = 0; j < from->count; j++)
            if (running[complaint__state_index(procedure, from->items[j])])
                return true;
    }
    return false;
}

/* Where one clock can run; what is wrong with it is found on the way. */
static void follow(complaint__verdict *v, size_t index, bool *watched)
{
    const complaint__clock *clock = &v->procedure->clocks[index];
    bool running[COMPLAINT_LIMIT_STATES] = {false};
    char path[PATH_SIZE];

    clock_path(path, index, "/from");
    if (!mark_starts(v, clock, running)) {
        complaint__verdict_add(v, true, "clock_start", path, clock->name,
                               "this clock can never start");
        return;
    }
    complaint__verdict_reach(
        v, clock, COMPLAINT__EFFECT_STOP | COMPLAINT__EFFECT_CANCEL, running);
    clock_path(path, index, "/stop");
    if (!can_stop(v, clock, running))
        complaint__verdict_add(v, true, "clock_stop", path, clock->name,
                               "nothing that can happen stops this clock");
    for (size_t i = 0; i < v->procedure->state_count; i++)
        if (running[i] && (clock->by_state[i] & COMPLAINT__EFFECT_PAUSE) == 0)
            watched[i] = true;
}

/* ---- limits ---- */

/* Minutes that so many of a unit take at least. */
static int64_t least_minutes(int unit, int64_t amount)
{
    static const int64_t minutes[COMPLAINT__UNITS] = {1,    60,    60,   1440,
                                                      1440, 10080, 40320};

    return minutes[unit] * amount;
}

/* ... and at most: no calendar rests for more than 31 days on end. */
static int64_t most_minutes(int unit, int64_t amount)
{
    static const int64_t minutes[COMPLAINT__UNITS] = {1,    60,    44640, 44640,
                                                      1440, 10080, 44640};

    /* The anchor's own day is not counted. */
    return minutes[unit] * amount + 1440;
}

bool complaint__verdict_longer(int unit, int64_t amount, int outer_unit,
                               int64_t outer_amount)
{
    if (unit == outer_unit)
        return amount > outer_amount;
    return least_minutes(unit, amount) > most_minutes(outer_unit, outer_amount);
}

static int64_t longest(const complaint__clock *clock)
{
    return clock->extensible ? clock->cap_total : clock->amount;
}

static void compare(complaint__verdict *v, size_t index)
{
    const complaint_procedure *procedure = v->procedure;
    const complaint__clock *inner = &procedure->clocks[index];
    char path[PATH_SIZE];

    if (inner->within == NULL || inner->due_fact != NULL)
        return;
    for (size_t i = 0; i < procedure->clock_count; i++) {
        const complaint__clock *outer = &procedure->clocks[i];

        if (strcmp(outer->name, inner->within) != 0 || outer->due_fact != NULL)
            continue;
        clock_path(path, index, "/amount");
        if (complaint__verdict_longer(inner->unit, inner->amount, outer->unit,
                                      outer->amount)) {
            complaint__verdict_add(v, true, "clock_within", path, outer->name,
                                   "this limit is longer than the one that it "
                                   "is within");
            continue;
        }
        clock_path(path, index, "/extension");
        if (complaint__verdict_longer(inner->unit, longest(inner), outer->unit,
                                      longest(outer)))
            complaint__verdict_add(v, true, "clock_within", path, outer->name,
                                   "extended, this limit is longer than the "
                                   "one that it is within");
    }
}

static bool begin_together(const complaint__clock *a, const complaint__clock *b)
{
    const char *one, *other;

    if (a->anchor_count != 1 || b->anchor_count != 1 ||
        a->anchors[0].kind != b->anchors[0].kind || a->when != NULL ||
        b->when != NULL || a->due_fact != NULL || b->due_fact != NULL)
        return false;
    one = a->anchors[0].name;
    other = b->anchors[0].name;
    return strcmp(one == NULL ? "" : one, other == NULL ? "" : other) == 0;
}

/* Both begin at the same moment, and the outer one is never stopped while the
 * inner one still runs. */
static bool is_inside(const complaint__verdict *v,
                      const complaint__clock *inner,
                      const complaint__clock *outer)
{
    const complaint_procedure *procedure = v->procedure;
    bool running[COMPLAINT_LIMIT_STATES] = {false};

    if (inner == outer || !begin_together(inner, outer) ||
        !mark_starts(v, inner, running))
        return false;
    complaint__verdict_reach(
        v, inner, COMPLAINT__EFFECT_STOP | COMPLAINT__EFFECT_CANCEL, running);
    if (can_stop(v, outer, running))
        return false;
    for (size_t i = 0; i < procedure->transition_count; i++)
        if ((inner->by_transition[i] & outer->by_transition[i] &
             COMPLAINT__EFFECT_STOP) != 0)
            return false;
    return true;
}

static void compare_all(complaint__verdict *v, size_t index)
{
    const complaint_procedure *procedure = v->procedure;
    const complaint__clock *inner = &procedure->clocks[index];
    char path[PATH_SIZE];

    clock_path(path, index, "/amount");
    for (size_t i = 0; i < procedure->clock_count; i++) {
        const complaint__clock *outer = &procedure->clocks[i];

        if (complaint__verdict_longer(inner->unit, inner->amount, outer->unit,
                                      outer->amount) &&
            is_inside(v, inner, outer))
            complaint__verdict_add(v, false, "clock_order", path, outer->name,
                                   "this clock must stop before another one "
                                   "and has the longer limit");
    }
}

/* Clocks that nobody answers for, and no clock to answer for. */
static void find_keepers(complaint__verdict *v)
{
    const complaint_procedure *procedure = v->procedure;
    bool principal = procedure->clock_count == 0;
    char path[PATH_SIZE];

    for (size_t i = 0; i < procedure->clock_count; i++) {
        const complaint__clock *clock = &procedure->clocks[i];

        principal = principal || clock->principal;
        clock_path(path, i, "");
        if (clock->owner == NULL && clock->pack == NULL)
            complaint__verdict_add(v, false, "clock_owner", path, clock->name,
                                   "no role owns this clock");
    }
    if (!principal)
        complaint__verdict_add(v, false, "clock_principal", "clocks", NULL,
                               "no clock is the principal one");
}

void complaint__verdict_clocks(complaint__verdict *v)
{
    const complaint_procedure *procedure = v->procedure;
    bool watched[COMPLAINT_LIMIT_STATES] = {false};
    char path[PATH_SIZE];

    for (size_t i = 0; i < procedure->clock_count; i++) {
        follow(v, i, watched);
        compare(v, i);
        compare_all(v, i);
    }
    find_keepers(v);
    for (size_t i = 0; i < procedure->state_count; i++) {
        const complaint__state *state = &procedure->states[i].state;

        if (state->final || watched[i] || !v->reached[i])
            continue;
        (void)snprintf(path, sizeof(path), "states/%zu", i);
        complaint__verdict_add(v, false, "wait_clock", path, state->name,
                               "no clock can run in this state");
    }
}
