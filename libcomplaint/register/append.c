/* One more entry of a case, with everything that follows from it, in one
 * transaction. Whether somebody may do it is decided above, in casework. */
#include "register/step.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

/* One more entry, as work for a transaction. Where registers share a commit it
 * is made before the transaction, and only written in it. */
typedef struct addition {
    complaint_case *subject;
    const complaint__entry *entry;
    bool ahead;    /* it was */
    bool began;    /* to be made */
    bool made;     /* `step`, all in memory; perhaps in part */
    size_t before; /* entries */
    complaint__step step;
} addition;

/* What an "erase" entry erases goes first, and the history is read again: what
 * clocks and conditions look at is then what a rebuild will find. */
static int take_away(complaint__step *s)
{
    complaint_case *self = s->subject;
    int status = complaint__erase_gather(self, s->journal.facts, s->error);

    if (status != COMPLAINT_OK)
        return status;
    s->wrote = true;
    status = complaint__erase_write(self, s->journal.facts, s->error);
    complaint__history_free(&self->history);
    self->has_history = false;
    return status == COMPLAINT_OK ? complaint__case_load_history(self, s->error)
                                  : status;
}

/* It may be that of a transaction that was undone. */
static void drop_history(complaint_case *self, const complaint__entry *entry)
{
    if (strcmp(entry->kind, COMPLAINT__ENTRY_ERASE) != 0)
        return;
    complaint__history_free(&self->history);
    self->has_history = false;
}

static bool is(const complaint__entry *entry, const char *kind)
{
    return strcmp(entry->kind, kind) == 0;
}

/* What the register adds to the facts of some kinds. */
static int complete(complaint__step *s)
{
    complaint_case *self = s->subject;
    const complaint__entry *entry = s->entry;
    complaint_facts *facts = s->journal.facts;
    int status = COMPLAINT_OK;

    if (is(entry, COMPLAINT__ENTRY_PERFORM) ||
        is(entry, COMPLAINT__ENTRY_AMEND))
        status = complaint__draft_missing(
            self->procedure, entry, self->image.self.record, facts, s->error);
    if (status == COMPLAINT_OK && is(entry, COMPLAINT__ENTRY_PERFORM))
        status = complaint__draft_tasks(self, entry, facts, s->error);
    if (status == COMPLAINT_OK && is(entry, COMPLAINT__ENTRY_ACCEPT))
        status =
            complaint__draft_acceptance(&self->image, entry, facts, s->error);
    if (status == COMPLAINT_OK && is(entry, COMPLAINT__ENTRY_ASSIGN))
        status = complaint__draft_assignment(facts, s->error);
    if (status == COMPLAINT_OK && is(entry, COMPLAINT__ENTRY_ERASE))
        status = take_away(s);
    if (status == COMPLAINT_OK && is(entry, COMPLAINT__ENTRY_MOVE))
        status = complaint__step_pin_calendar(s); /* as the filing did */
    return status;
}

static int make_step(complaint__step *s)
{
    complaint_case *self = s->subject;
    const complaint__entry *entry = s->entry;
    int status = complaint__step_times(s);

    if (status == COMPLAINT_OK)
        status = complaint__draft(self->owner, &self->image, entry,
                                  s->journal.recorded_at, &s->journal.facts,
                                  s->error);
    if (status == COMPLAINT_OK && entry->row_id != NULL)
        (void)snprintf(entry->row_id, COMPLAINT__ID_SIZE, "%s",
                       complaint_facts_text(
                           complaint_facts_get(s->journal.facts, "id"), ""));
    if (status == COMPLAINT_OK)
        status = complete(s);
    if (status == COMPLAINT_OK && entry->erased != NULL)
        entry->erased->entries = (int64_t)complaint_facts_size(
            complaint_facts_get(s->journal.facts, COMPLAINT__ERASE_ENTRIES));
    if (status == COMPLAINT_OK)
        status = complaint__step_apply(s);
    return status == COMPLAINT_OK ? complaint__step_seal(s) : status;
}

/* The case's events are read again as another procedure sees them. */
static void follow(complaint_case *self, const complaint_procedure *procedure,
                   const complaint_calendar *calendar)
{
    self->procedure = procedure;
    if (calendar != NULL)
        self->calendar = calendar;
    complaint__history_free(&self->history);
    self->has_history = false;
}

/* The entry and all that it changes, in memory. */
static int make(addition *self, complaint_error **error)
{
    complaint_case *subject = self->subject;
    const complaint__entry *entry = self->entry;
    int status = complaint__register_renew(subject->owner, error);

    self->began = true;
    if (entry->procedure != NULL)
        follow(subject, entry->procedure, entry->calendar);
    if (status == COMPLAINT_OK)
        status = complaint__case_load_history(subject, error);
    self->before = subject->history.count;
    if (status == COMPLAINT_OK && self->before >= COMPLAINT_LIMIT_REVISIONS)
        status = complaint__fail_limit(subject->owner->context, error, "case",
                                       COMPLAINT_LIMIT_REVISIONS);
    if (status != COMPLAINT_OK)
        return status;
    complaint__step_begin(&self->step, subject, entry, error);
    self->made = true;
    self->step.later = !subject->owner->in_batch;
    return make_step(&self->step);
}

static void unmake(addition *self)
{
    complaint_case *subject = self->subject;

    while (subject->history.count > self->before)
        complaint__history_drop_last(&subject->history);
    drop_history(subject, self->entry);
    complaint__image_settle(&subject->image, false);
    if (self->made)
        complaint__step_end(&self->step);
    self->made = false;
}

static int append_inside(void *task, complaint_error **error)
{
    addition *self = task;
    complaint__step *s = &self->step;
    int status = COMPLAINT_OK;

    if (!self->ahead && self->began) /* undone, not by a failure of its own */
        unmake(self);
    if (!self->ahead)
        status = make(self, error);
    if (status == COMPLAINT_OK) {
        s->error = error;
        status = complaint__step_write(s);
    }
    if (status != COMPLAINT_OK && self->made && s->wrote &&
        self->subject->owner->in_batch)
        self->subject->owner->broken = true;
    return status;
}

/* An erasure takes away before it is made. */
static int make_ahead(addition *self, complaint_error **error)
{
    if (is(self->entry, COMPLAINT__ENTRY_ERASE) ||
        !complaint__register_ahead(self->subject->owner))
        return COMPLAINT_OK;
    self->ahead = true;
    return make(self, error);
}

static int say_conflict_again(complaint_register *owner,
                              complaint_error **error)
{
    if (error != NULL) {
        complaint_error_free(*error);
        *error = NULL;
    }
    return complaint__say_conflict(owner, error);
}

static int append_once(complaint_case *self, const complaint__entry *entry,
                       complaint_error **error)
{
    const complaint_procedure *followed = self->procedure;
    const complaint_calendar *counted = self->calendar;
    addition task = {.subject = self, .entry = entry};
    int status = complaint__case_usable(self, error);

    if (status == COMPLAINT_OK)
        status = make_ahead(&task, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__register_run(self->owner, append_inside, &task, error);
    if (!task.began)
        return status;
    if (status == COMPLAINT_CONFLICT) /* told by the commit perhaps */
        status = say_conflict_again(self->owner, error);
    if (status != COMPLAINT_OK) {
        unmake(&task);
        if (entry->procedure != NULL)
            follow(self, followed, counted);
        return status;
    }
    complaint__step_end(&task.step);
    complaint__image_settle(&self->image, true);
    complaint__case_touch(self);
    return COMPLAINT_OK;
}

int complaint__case_append(complaint_case *self, const complaint__entry *entry,
                           complaint_error **error)
{
    int attempt = 0;
    int status;

    if (self == NULL)
        return complaint__case_usable(self, error);
    complaint__register_presume(self->owner);
    do
        status = append_once(self, entry, error);
    while (complaint__register_presumed(self->owner, status, error) ||
           (status == COMPLAINT_BUSY &&
            complaint__register_again(self->owner, status, &attempt, error)));
    complaint__lot_end(&self->owner->lot);
    return status;
}
