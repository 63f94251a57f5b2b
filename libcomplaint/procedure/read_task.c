/* Reading tasks, the joins that wait for them, and the times of a hand-over;
 * and that their names exist. What they do is in task.c and live.c. */
#include "procedure/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const complaint__then_names[COMPLAINT__THENS] = {"escalate",
                                                             "return"};

/* `message` is an English literal. */
static int refuse(const complaint__reader *r, const char *base, const char *key,
                  const char *item, const char *message)
{
    char path[COMPLAINT__PATH_SIZE];

    complaint__read_path(path, "%s/%s", base, key);
    return complaint__read_refuse(r, "procedure.task", path, item, message);
}

static int check_role(const complaint__reader *r, const char *base,
                      const char *key, const char *role)
{
    if (role == NULL || complaint__role_known(r->procedure, role))
        return COMPLAINT_OK;
    return refuse(r, base, key, role, "this role is not under roles");
}

static int check_roles(const complaint__reader *r, const char *base,
                       const char *key, const complaint__names *roles)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < roles->count && status == COMPLAINT_OK; i++)
        status = check_role(r, base, key, roles->items[i]);
    return status;
}

/* ---- limits ---- */

/* A limit is told under a name of its own: no other clock may have it. */
static int check_name(const complaint__reader *r, const char *base,
                      const char *name)
{
    const complaint_procedure *procedure = r->procedure;
    bool twice = strcmp(name, COMPLAINT__CLOCK_ALL) == 0;

    for (size_t i = 0; i < procedure->clock_count; i++)
        twice = twice || strcmp(procedure->clocks[i].name, name) == 0;
    for (size_t i = 0; i < procedure->task_count; i++)
        twice = twice || strcmp(procedure->tasks[i].name, name) == 0;
    for (size_t i = 0; i < procedure->handover_count; i++)
        twice = twice || strcmp(procedure->handovers[i].clock.name, name) == 0;
    return twice ? refuse(r, base, "name", name, "this name is twice")
                 : COMPLAINT_OK;
}

static int read_limit(const complaint__reader *r, const char *path,
                      const complaint__clock_text *text,
                      complaint__clock *clock)
{
    const complaint_procedure *procedure = r->procedure;
    void *memory;
    int status = complaint__read_limit_clock(r, path, text, clock);

    for (size_t i = 0; i < clock->warning_count && status == COMPLAINT_OK; i++)
        status = check_role(r, path, "warn", clock->warnings[i].to);
    if (status == COMPLAINT_OK)
        status =
            check_roles(r, path, "extension/roles", &clock->extension_roles);
    for (size_t i = 0; i < clock->pause_states.count && status == COMPLAINT_OK;
         i++)
        if (complaint__procedure_state(procedure,
                                       clock->pause_states.items[i]) == NULL)
            status =
                refuse(r, path, "pause/states", clock->pause_states.items[i],
                       "this state is not under states");
    if (status == COMPLAINT_OK)
        status = complaint__read_array(r, procedure->state_count, 1, &memory);
    if (status != COMPLAINT_OK)
        return status;
    clock->by_state = memory;
    for (size_t i = 0; i < procedure->state_count; i++)
        if (complaint__names_have(&clock->pause_states,
                                  procedure->states[i].state.name))
            clock->by_state[i] = COMPLAINT__EFFECT_PAUSE;
    return COMPLAINT_OK;
}

/* ---- tasks ---- */

static int read_openers(const complaint__reader *r, const char *base,
                        const complaint__open_text *text, complaint__task *task)
{
    const complaint_procedure *procedure = r->procedure;
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "%s/open/states", base);
    status = complaint__read_names(r, path, &text->states,
                                   COMPLAINT_LIMIT_STATES, &task->states);
    complaint__read_path(path, "%s/open/transitions", base);
    if (status == COMPLAINT_OK)
        status = complaint__read_names(r, path, &text->transitions,
                                       COMPLAINT_LIMIT_TRANSITIONS,
                                       &task->transitions);
    if (status != COMPLAINT_OK)
        return status;
    if (task->states.count + task->transitions.count == 0)
        return refuse(r, base, "open", NULL,
                      "a task is opened by a state or by a transition");
    for (size_t i = 0; i < task->states.count; i++) {
        const complaint__state *state =
            complaint__procedure_state(procedure, task->states.items[i]);

        if (state == NULL || state->final)
            return refuse(r, base, "open/states", task->states.items[i],
                          state == NULL ? "this state is not under states"
                                        : "a final state opens no task");
    }
    for (size_t i = 0; i < task->transitions.count; i++)
        if (strcmp(task->transitions.items[i], COMPLAINT__ANCHOR_FILE) != 0 &&
            complaint__procedure_transition(procedure,
                                            task->transitions.items[i]) == NULL)
            return refuse(r, base, "open/transitions",
                          task->transitions.items[i],
                          "this transition is not under transitions");
    return COMPLAINT_OK;
}

static const complaint__fact *find_fact(const complaint__fact *facts,
                                        size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].name, name) == 0)
            return &facts[i];
    return NULL;
}

static bool is_wanted(const complaint__fact *fact)
{
    return fact != NULL && fact->type == COMPLAINT__FACT_LIST && fact->required;
}

static bool is_opener(const complaint__task *task,
                      const complaint__transition *step)
{
    return complaint__names_have(&task->transitions, step->name) ||
           (step->to != NULL && complaint__names_have(&task->states, step->to));
}

/* Whatever opens a task for each unit of a fact requires that fact. */
static int check_each(const complaint__reader *r, const char *base,
                      const complaint__task *task)
{
    static const char message[] =
        "what opens the task does not require this fact as a list of units";
    const complaint_procedure *procedure = r->procedure;

    if (complaint__names_have(&task->transitions, COMPLAINT__ANCHOR_FILE) ||
        complaint__names_have(&task->states, procedure->start))
        return refuse(r, base, "each", task->each,
                      "a task for each unit of a fact is not opened by the "
                      "filing");
    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__transition *step =
            &procedure->transitions[i].transition;

        if (is_opener(task, step) &&
            !is_wanted(find_fact(step->facts, step->fact_count, task->each)))
            return refuse(r, base, "each", step->name, message);
    }
    return COMPLAINT_OK;
}

static int check_given(const complaint__reader *r, const char *base,
                       const complaint__task *task)
{
    if (task->unit != NULL && task->each != NULL)
        return refuse(r, base, "each", task->each,
                      "a task is for one unit or for each of a fact, not both");
    if (task->unit == NULL && task->each == NULL && task->role == NULL)
        return refuse(r, base, "name", task->name,
                      "a task is given to a unit, a role or each unit of a "
                      "fact");
    if (task->each != NULL)
        return check_each(r, base, task);
    return COMPLAINT_OK;
}

/* The facts that a condition may ask for: those of the first transition that
 * opens the task, or of the intake. */
static int read_when(const complaint__reader *r, const char *base,
                     const complaint__task_text *text, complaint__task *task)
{
    const complaint_procedure *procedure = r->procedure;
    const complaint__transition *step = NULL;
    char path[COMPLAINT__PATH_SIZE];

    if (text->when == NULL)
        return COMPLAINT_OK;
    complaint__read_path(path, "%s/when", base);
    for (size_t i = procedure->transition_count; i > 0; i--)
        if (is_opener(task, &procedure->transitions[i - 1].transition))
            step = &procedure->transitions[i - 1].transition;
    if (step != NULL)
        return complaint__read_condition(r, path, text->when, step->facts,
                                         step->fact_count, &task->when);
    return complaint__read_condition(r, path, text->when, procedure->intake,
                                     procedure->intake_count, &task->when);
}

static int read_task_texts(const complaint__reader *r, const char *base,
                           const complaint__task_text *text,
                           complaint__task *task)
{
    char path[COMPLAINT__PATH_SIZE];
    int status = complaint__read_text(r, text->unit, &task->unit);

    task->citation = "";
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->role, &task->role);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->each, &task->each);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->citation, &task->citation);
    complaint__read_path(path, "%s/title", base);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, path, &text->title, &task->title);
    complaint__read_path(path, "%s/facts", base);
    if (status == COMPLAINT_OK)
        status = complaint__read_facts(r, path, text->facts, text->facts_count,
                                       &task->facts, &task->fact_count);
    return status;
}

static int read_again(const complaint__reader *r, const char *base,
                      const complaint__task_text *text, complaint__task *task)
{
    task->declinable = text->declinable == NULL || *text->declinable;
    task->keep = text->again != NULL && strcmp(text->again, "keep") == 0;
    if (text->again != NULL && !task->keep &&
        strcmp(text->again, "reopen") != 0)
        return refuse(r, base, "again", text->again,
                      "what is opened again is reopen or keep");
    return COMPLAINT_OK;
}

/* The limit bears the names of its task, which it is told under. */
static int read_task_limit(const complaint__reader *r, const char *base,
                           const complaint__task_text *text,
                           complaint__task *task)
{
    char path[COMPLAINT__PATH_SIZE];

    task->limit.name = task->name;
    task->limit.title = task->title;
    task->limit.owner = task->role;
    task->limit.citation = task->citation;
    if (text->limit == NULL)
        return COMPLAINT_OK;
    task->limited = true;
    complaint__read_path(path, "%s/limit", base);
    return read_limit(r, path, text->limit, &task->limit);
}

static int read_task(const complaint__reader *r, const char *base,
                     const complaint__task_text *text, complaint__task *task)
{
    const char *name;
    int status = COMPLAINT_OK;

    if (strchr(text->name, ':') != NULL)
        return refuse(r, base, "name", text->name,
                      "the name of a task has no colon");
    status = check_name(r, base, text->name);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->name, &name);
    if (status == COMPLAINT_OK)
        status = read_task_texts(r, base, text, task);
    if (status == COMPLAINT_OK)
        status = check_role(r, base, "role", task->role);
    if (status == COMPLAINT_OK)
        status = read_openers(r, base, &text->open, task);
    if (status == COMPLAINT_OK)
        status = read_when(r, base, text, task);
    if (status == COMPLAINT_OK)
        status = read_again(r, base, text, task);
    if (status != COMPLAINT_OK)
        return status;
    task->name = name;
    status = check_given(r, base, task);
    return status == COMPLAINT_OK ? read_task_limit(r, base, text, task)
                                  : status;
}

static int read_all_tasks(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->tasks_count;
    char path[COMPLAINT__PATH_SIZE];
    void *memory;
    int status;

    if (count > COMPLAINT__LIMIT_TASKS)
        return complaint__read_limit(r, "tasks", COMPLAINT__LIMIT_TASKS);
    status =
        complaint__read_array(r, count, sizeof(*procedure->tasks), &memory);
    procedure->tasks = memory;
    for (unsigned i = 0; i < count && status == COMPLAINT_OK; i++) {
        complaint__read_path(path, "tasks/%u", i);
        status = read_task(r, path, &r->text->tasks[i], &procedure->tasks[i]);
        procedure->task_count += status == COMPLAINT_OK;
    }
    return status;
}

/* ---- joins ---- */

/* "all", "any" or a number of tasks. */
static int read_need(const complaint__reader *r, const char *base,
                     const char *need, complaint__join *join)
{
    const complaint_procedure *procedure = r->procedure;
    size_t most = 0;
    char *end;
    long number;

    if (need == NULL || strcmp(need, "all") == 0)
        return COMPLAINT_OK;
    join->need = 1;
    if (strcmp(need, "any") == 0)
        return COMPLAINT_OK;
    number = strtol(need, &end, 10);
    if (end == need || *end != '\0' || number < 1 || number > 1000)
        return refuse(r, base, "need", need,
                      "a join needs all, any or a number of tasks");
    join->need = number;
    for (size_t i = 0; i < join->tasks.count; i++) {
        size_t task = complaint__task_index(procedure, join->tasks.items[i]);

        if (procedure->tasks[task].each != NULL)
            return COMPLAINT_OK;
        most++;
    }
    if ((size_t)number > most)
        return refuse(r, base, "need", need,
                      "the join needs more tasks than there are");
    return COMPLAINT_OK;
}

static int read_join(const complaint__reader *r, unsigned index)
{
    const complaint__join_text *text = r->text->transitions[index].join;
    complaint__join *join;
    char path[COMPLAINT__PATH_SIZE];
    char tasks[COMPLAINT__PATH_SIZE];
    void *memory;
    int status;

    if (text == NULL)
        return COMPLAINT_OK;
    status = complaint__read_array(r, 1, sizeof(*join), &memory);
    join = memory;
    complaint__read_path(path, "transitions/%u/join", index);
    complaint__read_path(tasks, "transitions/%u/join/tasks", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_names(r, tasks, &text->tasks,
                                       COMPLAINT__LIMIT_TASKS, &join->tasks);
    for (size_t i = 0; status == COMPLAINT_OK && i < join->tasks.count; i++)
        if (complaint__task_index(r->procedure, join->tasks.items[i]) ==
            r->procedure->task_count)
            status = refuse(r, path, "tasks", join->tasks.items[i],
                            "this task is not under tasks");
    if (status == COMPLAINT_OK)
        status = read_need(r, path, text->need, join);
    if (status != COMPLAINT_OK)
        return status;
    join->declined = text->declined;
    r->procedure->transitions[index].join = join;
    return COMPLAINT_OK;
}

/* ---- hand-overs ---- */

static int read_handover(const complaint__reader *r, const char *base,
                         const complaint__handover_text *text,
                         complaint__handover *handover)
{
    char path[COMPLAINT__PATH_SIZE];
    const char *name;
    int status = check_name(r, base, text->clock.name);

    handover->clock.citation = "";
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->clock.name, &name);
    complaint__read_path(path, "%s/title", base);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, path, &text->clock.title,
                                       &handover->clock.title);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->to, &handover->to);
    if (status == COMPLAINT_OK)
        status = check_role(r, base, "to", handover->to);
    if (status == COMPLAINT_OK)
        status = read_limit(r, base, &text->clock, &handover->clock);
    if (status != COMPLAINT_OK)
        return status;
    handover->clock.reopen = COMPLAINT__REOPEN_CONTINUE;
    handover->clock.name = name;
    handover->clock.acts = true;
    while (handover->then < COMPLAINT__THENS &&
           strcmp(complaint__then_names[handover->then], text->then) != 0)
        handover->then++;
    if (handover->then == COMPLAINT__THENS)
        return refuse(r, base, "then", text->then,
                      "a hand-over not accepted escalates or returns");
    if ((handover->then == COMPLAINT__THEN_ESCALATE) != (handover->to != NULL))
        return refuse(r, base, "to", NULL,
                      "to names the role that a hand-over escalates to");
    return COMPLAINT_OK;
}

static int read_handovers(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->handover_count;
    char path[COMPLAINT__PATH_SIZE];
    void *memory;
    int status;

    if (count > COMPLAINT__LIMIT_HANDOVERS)
        return complaint__read_limit(r, "handover", COMPLAINT__LIMIT_HANDOVERS);
    status =
        complaint__read_array(r, count, sizeof(*procedure->handovers), &memory);
    procedure->handovers = memory;
    for (unsigned i = 0; i < count && status == COMPLAINT_OK; i++) {
        complaint__read_path(path, "handover/%u", i);
        status = read_handover(r, path, &r->text->handover[i],
                               &procedure->handovers[i]);
        procedure->handover_count += status == COMPLAINT_OK;
    }
    return status;
}

int complaint__read_tasks(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    int status = read_all_tasks(r);

    for (unsigned i = 0;
         status == COMPLAINT_OK && i < procedure->transition_count; i++)
        status = read_join(r, i);
    if (status == COMPLAINT_OK)
        status = read_handovers(r);
    if (status == COMPLAINT_OK)
        status = complaint__read_names(r, "move_roles", &r->text->move_roles,
                                       COMPLAINT_LIMIT_ROLES,
                                       &procedure->move_roles);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < procedure->move_roles.count; i++)
        if (!complaint__role_known(procedure, procedure->move_roles.items[i]))
            return complaint__read_refuse(
                r, "procedure.unknown_name", "move_roles",
                procedure->move_roles.items[i], "this role is not under roles");
    return status;
}
