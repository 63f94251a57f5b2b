/* Tasks that the procedure gives to units and roles: answering them, and
 * telling which there are. */
#include "casework/casework.h"

#include "base/failure.h"
#include "model/facts.h"

#include <string.h>

static complaint_context *context_of(const complaint_case *self)
{
    return complaint__register_context(complaint__case_register(self));
}

/* NOT_FOUND lists the tasks that there are. */
static int find_task(const complaint_case *self,
                     const complaint__subject *subject, const char *id,
                     const complaint__given_task **out, complaint_error **error)
{
    int status;

    for (size_t i = 0; i < subject->task_count; i++)
        if (strcmp(subject->tasks[i].id, id) == 0) {
            *out = &subject->tasks[i];
            return COMPLAINT_OK;
        }
    status = complaint__fail(context_of(self), error, COMPLAINT_NOT_FOUND,
                             "task.not_found", "task",
                             "the case has no task \"%s\"", id);
    for (size_t i = 0; i < subject->task_count; i++)
        complaint__error_item(error, subject->tasks[i].id);
    return status;
}

static int find_step(const complaint_case *self, const char *name, int *step,
                     complaint_error **error)
{
    int status;

    *step = complaint__task_step_find(name);
    if (*step == COMPLAINT__TASK_DONE || *step == COMPLAINT__TASK_DECLINE ||
        *step == COMPLAINT__TASK_REOPEN)
        return COMPLAINT_OK;
    status = complaint__fail(context_of(self), error, COMPLAINT_INVALID,
                             "task.step", "step",
                             "a task is answered by done, decline or reopen");
    for (int i = COMPLAINT__TASK_DONE; i <= COMPLAINT__TASK_REOPEN; i++)
        complaint__error_item(error, complaint__task_step_names[i]);
    return status;
}

/* The step beside the facts. */
static int make_facts(const complaint_case *self, const complaint_facts *given,
                      int step, complaint_facts **out, complaint_error **error)
{
    int status =
        given == NULL
            ? complaint_facts_new(context_of(self), out, error)
            : complaint__facts_copy(context_of(self), given, out, error);

    if (status == COMPLAINT_OK && complaint_facts_get(*out, "step") != NULL)
        status = complaint__fail(
            context_of(self), error, COMPLAINT_INVALID, "task.reserved", "step",
            "the fact \"%s\" is the register's own", "step");
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            *out, "step", complaint__task_step_names[step], error);
    return status;
}

static int answer(complaint_case *self, const complaint_actor *actor,
                  const char *task, int step, const complaint_facts *given,
                  complaint_time happened_at, complaint_error **error)
{
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_TASK,
                              .action = task,
                              .happened_at = happened_at,
                              .actor = actor};
    const complaint__given_task *found = NULL;
    complaint_facts *facts = NULL;
    complaint__subject subject;
    int status = make_facts(self, given, step, &facts, error);

    if (status == COMPLAINT_OK)
        status = complaint__case_subject(self, actor, facts, &subject, error);
    if (status == COMPLAINT_OK)
        status = find_task(self, &subject, task, &found, error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_may_answer(
            complaint__case_pinned_procedure(self), found, step, &subject,
            error);
    entry.facts = facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(facts);
    return status;
}

int complaint_case_answer_task(complaint_case *self,
                               const complaint_actor *actor, const char *task,
                               const char *step, const complaint_facts *facts,
                               complaint_time happened_at,
                               complaint_error **error)
{
    int found;
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (task == NULL || step == NULL)
        return complaint__casework_misuse(self, error,
                                          task == NULL ? "task" : "step");
    if (facts != NULL && complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__casework_misuse(self, error, "facts");
    status = find_step(self, step, &found, error);
    return status == COMPLAINT_OK
               ? answer(self, actor, task, found, facts, happened_at, error)
               : status;
}

int complaint_case_tasks(complaint_case *self, const complaint_actor *actor,
                         complaint_facts **out, complaint_error **error)
{
    complaint__subject subject;
    complaint_facts *list;
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__casework_begin(self, actor, error);
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL)
        return complaint__casework_misuse(self, error, "out");
    status = complaint_facts_parse(context_of(self), "[]", 2, &list, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__case_subject(self, actor, NULL, &subject, error);
    if (status == COMPLAINT_OK)
        status = complaint__case_tell_tasks(
            self, &subject, complaint_context_language(context_of(self)), list,
            error);
    if (status == COMPLAINT_OK)
        *out = list;
    else
        complaint_facts_free(list);
    return status;
}
