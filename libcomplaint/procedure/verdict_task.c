/* Findings on tasks, on the joins that wait for them, and on the times of a
 * hand-over: what nothing opens, what nothing watches, what can never be. */
#include "procedure/verdict.h"

#include <stdio.h>
#include <string.h>

#define PATH_SIZE COMPLAINT__FINDING_PATH

static bool is_opener(const complaint__task *task,
                      const complaint__transition *step)
{
    return complaint__names_have(&task->transitions, step->name) ||
           (step->to != NULL && complaint__names_have(&task->states, step->to));
}

/* Mark the states in which the task can have just been opened. */
static bool mark_openings(const complaint__verdict *v,
                          const complaint__task *task, bool *opened)
{
    const complaint_procedure *procedure = v->procedure;
    size_t start = complaint__state_index(procedure, procedure->start);
    bool any = false;

    if (complaint__names_have(&task->transitions, COMPLAINT__ANCHOR_FILE) ||
        complaint__names_have(&task->states, procedure->start))
        any = opened[start] = true;
    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__full_transition *full = &procedure->transitions[i];

        if (!complaint__verdict_can_happen(v, i) ||
            !is_opener(task, &full->transition))
            continue;
        complaint__transition_targets(procedure, full, opened);
        any = true;
    }
    return any;
}

/* Whether a transition waits until the task is answered. */
static bool waits_for(const complaint__full_transition *full,
                      const complaint__task *task)
{
    return full->join != NULL && full->join->need == 0 &&
           complaint__names_have(&full->join->tasks, task->name);
}

/* From the marked states on, while the task is open. */
static void reach_with(const complaint__verdict *v, const complaint__task *task,
                       bool *states)
{
    const complaint_procedure *procedure = v->procedure;
    bool more = true;

    while (more) {
        more = false;
        for (size_t i = 0; i < procedure->transition_count; i++) {
            const complaint__full_transition *full = &procedure->transitions[i];
            size_t to = full->target;

            if (to == SIZE_MAX || states[to] || !v->live[i] ||
                waits_for(full, task))
                continue;
            for (size_t j = 0; j < full->from.count && !states[to]; j++)
                if (states[complaint__state_index(procedure,
                                                  full->from.items[j])])
                    states[to] = more = true;
        }
    }
}

/* Does something that stops the clock wait for the task, and nothing that
 * stops it go without? */
static bool stops_after(const complaint__verdict *v,
                        const complaint__task *task,
                        const complaint__clock *clock, const bool *states)
{
    const complaint_procedure *procedure = v->procedure;
    bool waits = false;

    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__full_transition *full = &procedure->transitions[i];

        if (waits_for(full, task)) {
            waits = true;
            continue;
        }
        if ((clock->by_transition[i] & COMPLAINT__EFFECT_STOP) == 0 ||
            (full->transition.marks & COMPLAINT__MARK_CLOSED) != 0)
            continue; /* closed early, the task is withdrawn */
        for (size_t j = 0; j < full->from.count; j++)
            if (states[complaint__state_index(procedure, full->from.items[j])])
                return false;
    }
    return waits;
}

/* A task that must be done before the case's own limit, and has longer. */
static void find_task_limit(complaint__verdict *v, size_t index,
                            const bool *opened)
{
    const complaint_procedure *procedure = v->procedure;
    const complaint__task *task = &procedure->tasks[index];
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof(path), "tasks/%zu/limit", index);
    for (size_t i = 0; i < procedure->clock_count && task->limited; i++) {
        const complaint__clock *clock = &procedure->clocks[i];
        bool running[COMPLAINT_LIMIT_STATES] = {false};
        bool with[COMPLAINT_LIMIT_STATES] = {false};
        bool both = false;

        if (!clock->principal || clock->due_fact != NULL ||
            clock->anchor > COMPLAINT__ANCHOR_AWARE ||
            !complaint__verdict_longer(task->limit.unit, task->limit.amount,
                                       clock->unit, clock->amount))
            continue;
        running[complaint__state_index(procedure, procedure->start)] = true;
        complaint__verdict_reach(
            v, clock, COMPLAINT__EFFECT_STOP | COMPLAINT__EFFECT_CANCEL,
            running);
        for (size_t j = 0; j < procedure->state_count; j++) {
            with[j] = opened[j] && running[j];
            both = both || with[j];
        }
        reach_with(v, task, with);
        if (both && stops_after(v, task, clock, with))
            complaint__verdict_add(v, false, "task_limit", path, clock->name,
                                   "this task may take longer than the limit "
                                   "that it must be done within");
    }
}

static void find_task(complaint__verdict *v, size_t index)
{
    const complaint_procedure *procedure = v->procedure;
    const complaint__task *task = &procedure->tasks[index];
    bool opened[COMPLAINT_LIMIT_STATES] = {false};
    const complaint__fact *facts = procedure->intake;
    size_t count = procedure->intake_count;
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof(path), "tasks/%zu", index);
    if (!mark_openings(v, task, opened))
        complaint__verdict_add(v, true, "task_never", path, task->name,
                               "nothing that can happen opens this task");
    if (!task->limited)
        complaint__verdict_add(v, false, "task_no_clock", path, task->name,
                               "no limit watches this task");
    find_task_limit(v, index, opened);
    for (size_t i = procedure->transition_count; i > 0; i--) {
        const complaint__transition *step =
            &procedure->transitions[i - 1].transition;

        if (is_opener(task, step)) {
            facts = step->facts;
            count = step->fact_count;
        }
    }
    if (!complaint__condition_possible(task->when, facts, count))
        complaint__verdict_add(v, true, "task_never", path, task->name,
                               "its condition can never hold");
    if (task->unit != NULL)
        complaint__verdict_code(v, path, "unit", task->unit);
}

/* Whether some task of the join can be open, or answered, where the join is. */
static void find_join(complaint__verdict *v, size_t index)
{
    const complaint_procedure *procedure = v->procedure;
    const complaint__full_transition *full = &procedure->transitions[index];
    bool opened[COMPLAINT_LIMIT_STATES] = {false};
    char path[PATH_SIZE];

    for (size_t i = 0; i < full->join->tasks.count; i++)
        (void)mark_openings(v,
                            &procedure->tasks[complaint__task_index(
                                procedure, full->join->tasks.items[i])],
                            opened);
    complaint__verdict_reach(v, NULL, 0, opened);
    for (size_t i = 0; i < full->from.count; i++)
        if (opened[complaint__state_index(procedure, full->from.items[i])])
            return;
    (void)snprintf(path, sizeof(path), "transitions/%zu/join", index);
    if (full->join->need > 0)
        complaint__verdict_add(v, true, "join_never", path,
                               full->transition.name,
                               "nothing before this join opens its tasks: it "
                               "can never be met");
    else
        complaint__verdict_add(v, true, "join_idle", path,
                               full->transition.name,
                               "nothing before this join opens its tasks: it "
                               "waits for nothing");
}

/* A hand-over that is returned does not escalate any more. */
static void find_handover(complaint__verdict *v, size_t index)
{
    const complaint_procedure *procedure = v->procedure;
    const complaint__handover *late = &procedure->handovers[index];
    char path[PATH_SIZE];

    for (size_t i = 0; i < procedure->handover_count; i++) {
        const complaint__handover *other = &procedure->handovers[i];

        if (i == index || other->then != COMPLAINT__THEN_RETURN ||
            other->clock.unit != late->clock.unit ||
            other->clock.amount > late->clock.amount)
            continue;
        (void)snprintf(path, sizeof(path), "handover/%zu/amount", index);
        complaint__verdict_add(v, true, "handover_never", path,
                               late->clock.name,
                               "the hand-over is returned before this time "
                               "has passed");
        return;
    }
}

void complaint__verdict_tasks(complaint__verdict *v)
{
    const complaint_procedure *procedure = v->procedure;

    for (size_t i = 0; i < procedure->task_count; i++)
        find_task(v, i);
    for (size_t i = 0; i < procedure->transition_count; i++)
        if (procedure->transitions[i].join != NULL)
            find_join(v, i);
    for (size_t i = 0; i < procedure->handover_count; i++)
        find_handover(v, i);
}
