/* Tasks of a case: which ones an entry opens and withdraws, and which there
 * are. What opens one and who may answer is decided in the procedure room. */
#include "register/inside.h"

#include "base/failure.h"
#include "text/text.h"

#include <complaint/privacy.h>
#include <stdio.h>

#include <string.h>

#define ID_SIZE (2 * COMPLAINT_LIMIT_CODE + 2)

/* ---- which there are ---- */

static int step_of(const char *state)
{
    static const struct {
        const char *state;
        int step;
    } table[] = {{"open", COMPLAINT__TASK_OPEN},
                 {"done", COMPLAINT__TASK_DONE},
                 {"declined", COMPLAINT__TASK_DECLINE}};

    for (size_t i = 0; state != NULL && i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].state, state) == 0)
            return table[i].step;
    return COMPLAINT__TASK_WITHDRAW;
}

static bool is_given(const complaint__image_row *row)
{
    return row->relation == &complaint__relation_task && !row->erased &&
           complaint__task_is_given(
               complaint__image_text(row, complaint__task_id)) &&
           complaint__image_text(row, complaint__task_kind) != NULL;
}

int complaint__case_load_tasks(complaint_case *self,
                               complaint__subject *subject,
                               complaint_error **error)
{
    complaint__image *image = &self->image;
    size_t count = 0;
    int status;

    if (!complaint__procedure_has_tasks(self->procedure))
        return COMPLAINT_OK;
    status = complaint__image_load(image, &complaint__relation_task, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__free(self->owner->context, self->tasks);
    self->tasks = complaint__alloc_array(self->owner->context, image->count + 1,
                                         sizeof *self->tasks);
    if (self->tasks == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < image->count; i++) {
        const complaint__image_row *row = &image->rows[i];

        if (is_given(row))
            self->tasks[count++] = (complaint__given_task){
                complaint__image_text(row, complaint__task_id),
                complaint__image_text(row, complaint__task_kind),
                complaint__image_text(row, complaint__task_unit),
                complaint__image_text(row, complaint__task_role),
                step_of(complaint__image_text(row, complaint__task_state))};
    }
    subject->tasks = self->tasks;
    subject->task_count = count;
    return COMPLAINT_OK;
}

int complaint__case_escalated_to(complaint_case *self, const char **role,
                                 complaint_error **error)
{
    complaint__image *image = &self->image;
    int status =
        complaint__image_load(image, &complaint__relation_assignment, error);

    *role = NULL;
    for (size_t i = 0; status == COMPLAINT_OK && i < image->count; i++) {
        const complaint__image_row *row = &image->rows[i];

        if (row->relation == &complaint__relation_assignment &&
            strcmp(complaint__image_text(row, complaint__assignment_state),
                   "proposed") == 0)
            *role =
                complaint__image_text(row, complaint__assignment_escalated_to);
    }
    return status;
}

/* ---- telling ---- */

static int tell_columns(complaint_register *owner,
                        const complaint__image_row *row, complaint_facts *map,
                        complaint_error **error)
{
    static const size_t columns[] = {
        complaint__task_id,     complaint__task_kind,
        complaint__task_title,  complaint__task_unit,
        complaint__task_role,   complaint__task_state,
        complaint__task_round,  complaint__task_opened_at,
        complaint__task_due_at, complaint__task_done_at,
        complaint__task_owner,  complaint__task_result,
        complaint__task_reason};
    const complaint_record *record = complaint__image_now(row);
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof columns / sizeof columns[0];
         i++) {
        const complaint__column *column = &row->relation->columns[columns[i]];
        const complaint_value *value = &record->values[columns[i]];

        if (value->type == COMPLAINT_VALUE_NULL)
            continue;
        if (complaint__view_withholds(owner, row->relation, columns[i]))
            status = complaint_facts_set_text(map, column->name,
                                              COMPLAINT_WITHHELD, error);
        else if (column->type == COMPLAINT_COLUMN_TIME)
            status = complaint_facts_set_time(map, column->name, value->integer,
                                              error);
        else if (value->type == COMPLAINT_VALUE_INTEGER)
            status = complaint_facts_set_integer(map, column->name,
                                                 value->integer, error);
        else
            status = complaint_facts_set_text(map, column->name, value->bytes,
                                              error);
    }
    return status;
}

/* What was told with the answer, as it stands in the row. */
static int tell_answer(complaint_register *owner,
                       const complaint__image_row *row, complaint_facts *map,
                       complaint_error **error)
{
    const char *json = complaint__image_text(row, complaint__task_facts);
    complaint_facts *facts;
    int status;

    if (json == NULL)
        return COMPLAINT_OK;
    if (complaint__view_withholds(owner, row->relation, complaint__task_facts))
        return complaint_facts_set_text(map, "answer", COMPLAINT_WITHHELD,
                                        error);
    status = complaint_facts_parse(owner->context, json, strlen(json), &facts,
                                   error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint_facts_set_copy(map, "answer", facts, error);
    complaint_facts_free(facts);
    return status;
}

int complaint__case_tell_tasks(complaint_case *self,
                               const complaint__subject *subject,
                               const char *language, complaint_facts *list,
                               complaint_error **error)
{
    complaint__image *image = &self->image;
    size_t given = 0;
    complaint_facts *map;
    int status = complaint__image_load(image, &complaint__relation_task, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < image->count; i++) {
        const complaint__image_row *row = &image->rows[i];

        if (row->relation != &complaint__relation_task || row->erased)
            continue;
        status = complaint_facts_set_map(list, NULL, &map, error);
        if (status == COMPLAINT_OK)
            status = tell_columns(self->owner, row, map, error);
        if (status == COMPLAINT_OK)
            status = tell_answer(self->owner, row, map, error);
        if (status == COMPLAINT_OK && subject->tasks != NULL && is_given(row))
            status = complaint__procedure_tell_task(
                self->procedure, &subject->tasks[given++], subject, language,
                map, error);
    }
    return status;
}

/* ---- what an entry does ---- */

typedef struct drafting {
    complaint_case *subject;
    const complaint__given_task *tasks;
    size_t count;
    size_t opened; /* new ones */
    const char *transition;
    complaint_facts *facts;
    complaint_facts *list; /* under "_", made when the first is added */
} drafting;

static int add(drafting *d, const char *id, int step, complaint_facts **map,
               complaint_error **error)
{
    complaint_facts *added;
    int status = COMPLAINT_OK;

    if (d->list == NULL) {
        status = complaint__draft_added(d->facts, &added, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_list(added, "tasks", &d->list, error);
    }
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_map(d->list, NULL, map, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(*map, "id", id, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            *map, "step", complaint__task_step_names[step], error);
    return status;
}

static bool is_withdrawn(const drafting *d, const complaint__given_task *task)
{
    return task->step == COMPLAINT__TASK_OPEN &&
           complaint__procedure_withdraws(d->subject->procedure, d->transition,
                                          task->name);
}

static int check_unit(const drafting *d, const char *unit,
                      complaint_error **error)
{
    int status =
        complaint__code_check(d->subject->owner->context, "unit", unit, error);

    return status == COMPLAINT_OK ? complaint__register_check_code(
                                        d->subject->owner, "unit", unit, error)
                                  : status;
}

/* One that is open stays open; one that was answered may be kept so. */
static bool is_kept(const drafting *d, const complaint__opening *opening,
                    const char *id, bool *known)
{
    *known = false;
    for (size_t i = 0; i < d->count; i++) {
        const complaint__given_task *task = &d->tasks[i];

        if (strcmp(task->id, id) != 0)
            continue;
        *known = true;
        if (task->step == COMPLAINT__TASK_OPEN)
            return !is_withdrawn(d, task);
        return opening->keep && task->step != COMPLAINT__TASK_WITHDRAW;
    }
    return false;
}

static int open_one(void *data, const complaint__opening *opening,
                    complaint_error **error)
{
    drafting *d = data;
    char id[ID_SIZE];
    complaint_facts *map;
    bool known;
    int status = COMPLAINT_OK;

    if (opening->unit != NULL)
        status = check_unit(d, opening->unit, error);
    if (status != COMPLAINT_OK)
        return status;
    (void)snprintf(id, sizeof id, "%s%s%s", opening->task,
                   opening->each ? ":" : "",
                   opening->each ? opening->unit : "");
    if (is_kept(d, opening, id, &known))
        return COMPLAINT_OK;
    d->opened += !known;
    if (d->count + d->opened > COMPLAINT_LIMIT_TASKS)
        return complaint__fail_limit(d->subject->owner->context, error, "tasks",
                                     COMPLAINT_LIMIT_TASKS);
    status = add(d, id, COMPLAINT__TASK_OPEN, &map, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "task", opening->task, error);
    if (status == COMPLAINT_OK && opening->unit != NULL)
        status = complaint_facts_set_text(map, "unit", opening->unit, error);
    return status;
}

int complaint__draft_tasks(complaint_case *self, const complaint__entry *entry,
                           complaint_facts *facts, complaint_error **error)
{
    bool files = strcmp(entry->kind, COMPLAINT__ENTRY_FILE) == 0;
    complaint__subject subject = {.facts = facts}; /* of a new case */
    drafting d = {.subject = self,
                  .transition = files ? COMPLAINT__ENTRY_FILE : entry->action,
                  .facts = facts};
    complaint_facts *map;
    int status = COMPLAINT_OK;

    if (!complaint__procedure_has_tasks(self->procedure))
        return COMPLAINT_OK;
    if (!files)
        status =
            complaint__case_subject(self, entry->actor, facts, &subject, error);
    d.tasks = subject.tasks;
    d.count = subject.task_count;
    for (size_t i = 0; status == COMPLAINT_OK && !files && i < d.count; i++)
        if (is_withdrawn(&d, &d.tasks[i]))
            status =
                add(&d, d.tasks[i].id, COMPLAINT__TASK_WITHDRAW, &map, error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_openings(self->procedure, d.transition,
                                               &subject, open_one, &d, error);
    return status;
}
