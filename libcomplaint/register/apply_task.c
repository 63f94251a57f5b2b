/* What an entry does to the tasks of a case: rows of "task", as the steps in
 * the entry say. Which steps there are was decided when it was drafted. */
#include "register/inside.h"

#include "base/failure.h"

#include <string.h>

typedef struct applied {
    complaint__image *image;
    const complaint_procedure *procedure;
    const complaint__journal *journal;
    complaint__image_row *row;
    complaint_error **error;
} applied;

/* An id of the register's own making is that of a row put by hand. */
bool complaint__task_is_given(const char *id)
{
    return !complaint__id_valid(id);
}

static const char *text_of(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), NULL);
}

static int want_text(const applied *a, size_t column, const char *text)
{
    return complaint__image_want_text(a->image, a->row, column, text, a->error);
}

static int want_time(const applied *a, size_t column, complaint_time time)
{
    return complaint__image_want_time(a->image, a->row, column, time, a->error);
}

/* A task that is open, for the first time or again: nothing is answered. */
static int open_row(const applied *a, const char *state)
{
    const complaint_value *round =
        &complaint__image_now(a->row)->values[complaint__task_round];
    complaint_value next = complaint__value_integer(
        round->type == COMPLAINT_VALUE_NULL ? 1 : round->integer + 1);
    static const size_t answers[] = {
        complaint__task_owner, complaint__task_done_at, complaint__task_result,
        complaint__task_facts, complaint__task_reason,  complaint__task_due_at};
    int status = want_text(a, complaint__task_state, state);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof answers / sizeof answers[0]; i++)
        status = want_text(a, answers[i], NULL);
    if (status == COMPLAINT_OK)
        status =
            want_time(a, complaint__task_opened_at, a->journal->happened_at);
    if (status == COMPLAINT_OK)
        status = complaint__image_want(a->image, a->row, complaint__task_round,
                                       &next, a->error);
    return status;
}

static int open_task(applied *a, const complaint_facts *map)
{
    const char *task = text_of(map, "task");
    const char *title =
        task == NULL ? NULL
                     : complaint__procedure_task_title(a->procedure, task);
    int status = COMPLAINT_OK;

    if (a->row == NULL)
        status = complaint__image_add(a->image, &complaint__relation_task,
                                      text_of(map, "id"), &a->row, a->error);
    if (status == COMPLAINT_OK)
        status = open_row(a, "open");
    if (status == COMPLAINT_OK)
        status = want_text(a, complaint__task_kind, task);
    if (status == COMPLAINT_OK)
        status =
            want_text(a, complaint__task_title, title == NULL ? task : title);
    if (status == COMPLAINT_OK)
        status = want_text(a, complaint__task_unit, text_of(map, "unit"));
    if (status == COMPLAINT_OK && task != NULL)
        status = want_text(a, complaint__task_role,
                           complaint__procedure_task_role(a->procedure, task));
    return status;
}

/* What was told beside the register's own words and rows of other relations. */
static int set_facts(const applied *a)
{
    static const char *const own[] = {"_", "step", "result", "reason"};
    complaint_facts *facts = NULL;
    int status = complaint_facts_new(a->image->context, &facts, a->error);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(a->journal->facts);
         i++) {
        const char *key = complaint_facts_key(a->journal->facts, i);
        const complaint_facts *value = complaint_facts_at(a->journal->facts, i);
        bool other = complaint__entry_relation(key, value) != NULL;

        for (size_t j = 0; j < sizeof own / sizeof own[0]; j++)
            other = other || strcmp(key, own[j]) == 0;
        if (!other)
            status = complaint_facts_set_copy(facts, key, value, a->error);
    }
    if (status == COMPLAINT_OK && complaint_facts_size(facts) > 0) {
        status = complaint__image_edit(a->image, a->row, a->error);
        if (status == COMPLAINT_OK)
            status = complaint__record_set_fact(
                a->row->next, complaint__task_facts, facts, a->error);
    }
    complaint_facts_free(facts);
    return status;
}

static int answer(const applied *a, int step)
{
    const complaint_facts *facts = a->journal->facts;
    int status = want_text(a, complaint__task_state,
                           step == COMPLAINT__TASK_DONE ? "done" : "declined");

    if (status == COMPLAINT_OK)
        status = want_time(a, complaint__task_done_at, a->journal->happened_at);
    if (status == COMPLAINT_OK)
        status = want_text(a, complaint__task_owner, a->journal->actor);
    if (status == COMPLAINT_OK)
        status = want_text(a, complaint__task_result, text_of(facts, "result"));
    if (status == COMPLAINT_OK)
        status = want_text(a, complaint__task_reason, text_of(facts, "reason"));
    return status == COMPLAINT_OK ? set_facts(a) : status;
}

static int apply(applied *a, const char *id, int step,
                 const complaint_facts *map)
{
    int status =
        id == NULL ? COMPLAINT_OK
                   : complaint__image_find(a->image, &complaint__relation_task,
                                           id, &a->row, a->error);

    if (status != COMPLAINT_OK)
        return status;
    if (id == NULL || (a->row == NULL && step != COMPLAINT__TASK_OPEN))
        return complaint__fail(a->image->context, a->error, COMPLAINT_CORRUPT,
                               "journal.facts", "tasks",
                               "the journal names a task that was not opened");
    switch (step) {
    case COMPLAINT__TASK_OPEN:
        return open_task(a, map);
    case COMPLAINT__TASK_DONE:
    case COMPLAINT__TASK_DECLINE:
        return answer(a, step);
    case COMPLAINT__TASK_REOPEN:
        status = open_row(a, "open");
        return status == COMPLAINT_OK
                   ? want_text(a, complaint__task_reason,
                               text_of(a->journal->facts, "reason"))
                   : status;
    default:
        status = want_text(a, complaint__task_state, "withdrawn");
        return status == COMPLAINT_OK ? want_time(a, complaint__task_done_at,
                                                  a->journal->happened_at)
                                      : status;
    }
}

int complaint__apply_tasks(complaint__image *image,
                           const complaint_procedure *procedure,
                           const complaint__journal *journal,
                           complaint_error **error)
{
    applied a = {image, procedure, journal, NULL, error};
    const complaint_facts *list =
        complaint_facts_get(complaint_facts_get(journal->facts, "_"), "tasks");
    int status = COMPLAINT_OK;

    if (strcmp(journal->kind, COMPLAINT__ENTRY_TASK) == 0)
        status = apply(
            &a, journal->action,
            complaint__task_step_find(text_of(journal->facts, "step")), NULL);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(list);
         i++) {
        const complaint_facts *map = complaint_facts_at(list, i);

        status = apply(&a, text_of(map, "id"),
                       complaint__task_step_find(text_of(map, "step")), map);
    }
    return status;
}
