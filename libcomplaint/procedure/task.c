/* Tasks of a procedure: what opens them, who may answer them, which
 * transitions wait for them. Plain functions; the rows are the register's. */
#include "procedure/tell.h"

#include <string.h>

#include "base/context.h"
#include "base/failure.h"

size_t complaint__task_index(const complaint_procedure *procedure,
                             const char *name)
{
    size_t i = 0;

    while (i < procedure->task_count &&
           strcmp(procedure->tasks[i].name, name) != 0)
        i++;
    return i;
}

bool complaint__procedure_has_tasks(const complaint_procedure *procedure)
{
    return procedure->task_count > 0;
}

static const complaint__task *find_task(const complaint_procedure *procedure,
                                        const char *name)
{
    size_t index = complaint__task_index(procedure, name);

    return index == procedure->task_count ? NULL : &procedure->tasks[index];
}

const char *
complaint__procedure_task_title(const complaint_procedure *procedure,
                                const char *name)
{
    const complaint__task *task = find_task(procedure, name);

    return task == NULL ? NULL
                        : complaint__texts_get(&task->title,
                                               procedure->languages.items[0]);
}

const char *complaint__procedure_task_role(const complaint_procedure *procedure,
                                           const char *name)
{
    const complaint__task *task = find_task(procedure, name);

    return task == NULL ? NULL : task->role;
}

/* ---- opening ---- */

static bool opens(const complaint_procedure *procedure,
                  const complaint__task *task, const char *transition)
{
    const complaint__transition *step =
        complaint__procedure_transition(procedure, transition);
    const char *to = step == NULL ? procedure->start : step->to;

    return complaint__names_have(&task->transitions, transition) ||
           (to != NULL && complaint__names_have(&task->states, to));
}

static int refuse_units(const complaint_procedure *procedure,
                        const complaint__task *task, complaint_error **error)
{
    return complaint__fail(procedure->context, error, COMPLAINT_INVALID,
                           "procedure.task_units", task->each,
                           "a list of units is wanted here, each once: %s",
                           task->each);
}

static bool is_twice(const complaint_facts *list, size_t index,
                     const char *unit)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(complaint_facts_text(complaint_facts_at(list, i), ""),
                   unit) == 0)
            return true;
    return false;
}

static int open_each(const complaint_procedure *procedure,
                     const complaint__task *task,
                     const complaint__subject *subject,
                     complaint__opening_visit *visit, void *data,
                     complaint_error **error)
{
    const complaint_facts *list =
        complaint_facts_get(subject->facts, task->each);
    complaint__opening opening = {task->name, NULL, task->keep, true};
    int status = COMPLAINT_OK;

    if (complaint_facts_type(list) != COMPLAINT_FACTS_LIST ||
        complaint_facts_size(list) == 0 ||
        complaint_facts_size(list) > COMPLAINT_LIMIT_TASKS)
        return refuse_units(procedure, task, error);
    for (size_t i = 0; i < complaint_facts_size(list) && status == COMPLAINT_OK;
         i++) {
        opening.unit = complaint_facts_text(complaint_facts_at(list, i), "");
        if (opening.unit[0] == '\0' || is_twice(list, i, opening.unit))
            return refuse_units(procedure, task, error);
        status = visit(data, &opening, error);
    }
    return status;
}

int complaint__procedure_openings(const complaint_procedure *procedure,
                                  const char *transition,
                                  const complaint__subject *subject,
                                  complaint__opening_visit *visit, void *data,
                                  complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < procedure->task_count && status == COMPLAINT_OK;
         i++) {
        const complaint__task *task = &procedure->tasks[i];
        complaint__opening opening = {task->name, task->unit, task->keep,
                                      false};

        if (!opens(procedure, task, transition) ||
            (task->when != NULL && complaint__condition_holds(
                                       task->when, subject) != COMPLAINT__TRUE))
            continue;
        if (task->each != NULL)
            status = open_each(procedure, task, subject, visit, data, error);
        else
            status = visit(data, &opening, error);
    }
    return status;
}

bool complaint__procedure_withdraws(const complaint_procedure *procedure,
                                    const char *transition, const char *task)
{
    size_t index = complaint__transition_index(procedure, transition);
    const complaint__full_transition *full;

    if (index == procedure->transition_count)
        return false;
    full = &procedure->transitions[index];
    return (full->join != NULL &&
            complaint__names_have(&full->join->tasks, task)) ||
           (full->transition.to != NULL &&
            complaint__procedure_state(procedure, full->transition.to)->final);
}

/* ---- joins ---- */

int complaint__join_check(const complaint_procedure *procedure,
                          const complaint__full_transition *full,
                          const complaint__subject *subject,
                          complaint_error **error)
{
    const complaint__join *join = full->join;
    int64_t opened = 0, answered = 0;
    int status;

    if (join == NULL || subject->tasks == NULL)
        return COMPLAINT_OK;
    for (size_t i = 0; i < subject->task_count; i++) {
        const complaint__given_task *task = &subject->tasks[i];

        if (!complaint__names_have(&join->tasks, task->name) ||
            task->step == COMPLAINT__TASK_WITHDRAW)
            continue;
        opened++;
        answered += task->step == COMPLAINT__TASK_DONE ||
                    (join->declined && task->step == COMPLAINT__TASK_DECLINE);
    }
    if (answered >= (join->need == 0 ? opened : join->need))
        return COMPLAINT_OK;
    status =
        complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                        "procedure.join", "transition",
                        "tasks that this waits for are not done: %lld of "
                        "%lld",
                        (long long)answered,
                        (long long)(join->need == 0 ? opened : join->need));
    for (size_t i = 0; i < subject->task_count; i++)
        if (complaint__names_have(&join->tasks, subject->tasks[i].name) &&
            (subject->tasks[i].step == COMPLAINT__TASK_OPEN ||
             (subject->tasks[i].step == COMPLAINT__TASK_DECLINE &&
              !join->declined)))
            complaint__error_item(error, subject->tasks[i].id);
    return status;
}

/* ---- answering ---- */

static bool has_role(const complaint__subject *subject, const char *role)
{
    for (size_t i = 0; i < subject->role_count; i++)
        if (strcmp(subject->roles[i], "*") == 0 ||
            strcmp(subject->roles[i], role) == 0)
            return true;
    return false;
}

/* Of the unit it was given to, and with the role where one is named. */
static int check_given(const complaint_procedure *procedure,
                       const complaint__given_task *task,
                       const complaint__subject *subject,
                       complaint_error **error)
{
    bool every = has_role(subject, "*");
    int status;

    if (task->role != NULL && !has_role(subject, task->role)) {
        status = complaint__fail(procedure->context, error, COMPLAINT_DENIED,
                                 "procedure.role", "actor",
                                 "no role of the actor may do this");
        complaint__error_item(error, task->role);
        return status;
    }
    if (task->unit == NULL || every ||
        (subject->unit != NULL && strcmp(subject->unit, task->unit) == 0))
        return COMPLAINT_OK;
    status = complaint__fail(
        procedure->context, error, COMPLAINT_DENIED, "procedure.task_unit",
        "actor", "the task is given to another unit: %s", task->unit);
    complaint__error_item(error, task->unit);
    return status;
}

/* The owner of the case, a dispatcher, or whom it was given to. */
static int check_reopen(const complaint_procedure *procedure,
                        const complaint__given_task *task,
                        const complaint__subject *subject,
                        complaint_error **error)
{
    const char *owner = subject->record == NULL
                            ? NULL
                            : complaint_record_text(subject->record, "owner");

    if (has_role(subject, "dispatcher") ||
        (owner != NULL && subject->actor != NULL &&
         strcmp(owner, subject->actor) == 0))
        return COMPLAINT_OK;
    return check_given(procedure, task, subject, error);
}

static int check_step(const complaint_procedure *procedure,
                      const complaint__given_task *task, int step,
                      complaint_error **error)
{
    const complaint__task *known = find_task(procedure, task->name);
    bool reopens = step == COMPLAINT__TASK_REOPEN;

    if (reopens != (task->step != COMPLAINT__TASK_OPEN))
        return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                               "procedure.task_step", "task",
                               reopens ? "the task is open: %s"
                                       : "the task is not open: %s",
                               task->id);
    if (step == COMPLAINT__TASK_DECLINE && known != NULL && !known->declinable)
        return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                               "procedure.task_step", "task",
                               "the procedure does not let this task be "
                               "declined: %s",
                               task->id);
    return COMPLAINT_OK;
}

static int check_case(const complaint_procedure *procedure,
                      const complaint__subject *subject,
                      complaint_error **error)
{
    if (subject->record == NULL ||
        complaint_record_is_null(subject->record, "closed_at"))
        return COMPLAINT_OK;
    return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                           "procedure.task_closed", "task",
                           "tasks of a closed case are not answered");
}

static int may(const complaint_procedure *procedure,
               const complaint__given_task *task, int step,
               const complaint__subject *subject, complaint_error **error)
{
    int status = check_case(procedure, subject, error);

    if (status == COMPLAINT_OK)
        status = check_step(procedure, task, step, error);
    if (status != COMPLAINT_OK)
        return status;
    return step == COMPLAINT__TASK_REOPEN
               ? check_reopen(procedure, task, subject, error)
               : check_given(procedure, task, subject, error);
}

static int check_reason(const complaint_procedure *procedure,
                        const complaint__subject *subject,
                        complaint_error **error)
{
    const char *reason =
        complaint_facts_text(complaint_facts_get(subject->facts, "reason"), "");
    int status;

    if (reason[0] != '\0')
        return COMPLAINT_OK;
    status = complaint__fail(procedure->context, error, COMPLAINT_INCOMPLETE,
                             "procedure.task_reason", "reason",
                             "declining or reopening a task needs a reason");
    complaint__error_item(error, "reason");
    return status;
}

int complaint__procedure_may_answer(const complaint_procedure *procedure,
                                    const complaint__given_task *task, int step,
                                    const complaint__subject *subject,
                                    complaint_error **error)
{
    const complaint__task *known = find_task(procedure, task->name);
    int status = may(procedure, task, step, subject, error);

    if (status != COMPLAINT_OK)
        return status;
    if (step != COMPLAINT__TASK_DONE)
        return check_reason(procedure, subject, error);
    if (known == NULL)
        return COMPLAINT_OK;
    return complaint__facts_check(procedure, known->facts, known->fact_count,
                                  subject, error);
}

/* ---- telling ---- */

static void tell_allowed(complaint__teller *teller, complaint_facts *allowed,
                         const complaint_procedure *procedure,
                         const complaint__given_task *task,
                         const complaint__subject *subject,
                         complaint_facts *map)
{
    static const int steps[] = {COMPLAINT__TASK_DONE, COMPLAINT__TASK_DECLINE,
                                COMPLAINT__TASK_REOPEN};
    complaint_error *why = NULL;
    bool any = false;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (may(procedure, task, steps[i], subject, NULL) == COMPLAINT_OK) {
            complaint__tell_text(teller, allowed, NULL,
                                 complaint__task_step_names[steps[i]]);
            any = true;
        }
    if (any)
        return;
    (void)may(procedure, task,
              task->step == COMPLAINT__TASK_OPEN ? COMPLAINT__TASK_DONE
                                                 : COMPLAINT__TASK_REOPEN,
              subject, &why);
    complaint__tell_text(teller, map, "why_not", complaint_error_message(why));
    complaint_error_free(why);
}

int complaint__procedure_tell_task(const complaint_procedure *procedure,
                                   const complaint__given_task *task,
                                   const complaint__subject *subject,
                                   const char *language, complaint_facts *map,
                                   complaint_error **error)
{
    const complaint__task *known = find_task(procedure, task->name);
    complaint__teller teller = {error, COMPLAINT_OK};
    complaint_facts *list = complaint__tell_list(&teller, map, "allowed");

    tell_allowed(&teller, list, procedure, task, subject, map);
    if (known == NULL)
        return teller.status;
    complaint__tell_text(&teller, map, "title",
                         complaint__texts_get(&known->title, language));
    complaint__tell_some(&teller, map, "citation", known->citation);
    list = complaint__tell_list(&teller, map, "facts");
    for (size_t i = 0; i < known->fact_count; i++)
        complaint__tell_fact(&teller, complaint__tell_map(&teller, list, NULL),
                             &known->facts[i], language);
    return teller.status;
}
