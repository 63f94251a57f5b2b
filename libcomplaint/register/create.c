/* A new case and its first entry, with everything that follows from it, in one
 * transaction. Whether somebody may file it is decided above, in casework. */
#include "register/step.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

/* Printed numbers that are taken and are passed over. */
#define NUMBERS_PASSED 1000

/* A new case, as work for a transaction. Where registers share a commit it is
 * made before the transaction, all but its number. */
typedef struct creation {
    complaint_case *made;
    const complaint__entry *entry;
    bool later;
    bool ahead; /* it was */
    bool tried; /* and undone: not by a failure of its own */
    complaint__step step;
    complaint__buffer series; /* of the number */
} creation;

/* ---- in memory ---- */

/* Filed when it was received, unless somebody says otherwise. */
static int set_first_times(complaint__step *s)
{
    complaint__entry entry = *s->entry;
    const complaint__entry *given = s->entry;
    complaint_time received =
        complaint_facts_time(complaint_facts_get(entry.facts, "received_at"));
    complaint_time now = complaint_context_now(s->subject->owner->context);
    int status;

    if (entry.happened_at == COMPLAINT_TIME_NONE && received <= now)
        entry.happened_at = received;
    s->entry = &entry;
    status = complaint__step_times(s);
    s->entry = given;
    return status;
}

/* What only the register knows of a new case. */
static int add_identity(complaint__step *s)
{
    const char *unit = complaint_actor_unit(s->entry->actor);
    char id[COMPLAINT__ID_SIZE];
    complaint_facts *added;
    int status = complaint__step_pin_calendar(s);

    if (status == COMPLAINT_OK)
        status = complaint__draft_added(s->journal.facts, &added, s->error);
    if (status == COMPLAINT_OK && unit[0] != '\0')
        status = complaint_facts_set_text(added, "unit", unit, s->error);
    if (status == COMPLAINT_OK)
        status = complaint__id_draw(s->subject->owner->context,
                                    &s->subject->owner->lot, id, s->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(added, "assignment", id, s->error);
    return status;
}

static int make(creation *self, complaint_error **error)
{
    complaint__step *s = &self->step;
    complaint_case *made = self->made;
    const complaint__entry *entry = self->entry;
    int status;

    complaint__step_begin(s, made, entry, error);
    s->later = self->later;
    status = set_first_times(s);
    if (status == COMPLAINT_OK)
        status =
            complaint__draft(made->owner, &made->image, entry,
                             s->journal.recorded_at, &s->journal.facts, error);
    if (status == COMPLAINT_OK)
        status = complaint__draft_missing(made->procedure, entry, NULL,
                                          s->journal.facts, error);
    if (status == COMPLAINT_OK)
        status = complaint__draft_tasks(made, entry, s->journal.facts, error);
    if (status == COMPLAINT_OK)
        status = add_identity(s);
    return status == COMPLAINT_OK ? complaint__step_apply(s) : status;
}

static void unmake(creation *self)
{
    complaint__step_end(&self->step);
    complaint__image_settle(&self->made->image, false);
    complaint__history_drop_last(&self->made->history);
}

/* ---- in the transaction ---- */

static int next_number(creation *self, complaint__buffer *number,
                       complaint_error **error)
{
    const complaint__step *s = &self->step;
    complaint_register *owner = self->made->owner;
    complaint__numbering n;
    int64_t count;
    int status = complaint__numbering_open(
        owner, self->made->calendar, self->made->procedure,
        complaint_facts_text(complaint_facts_get(s->journal.facts, "unit"), ""),
        s->journal.recorded_at, &n, error);

    if (status == COMPLAINT_OK)
        status = complaint__numbering_series(&n, &self->series, error);
    if (status == COMPLAINT_OK)
        status = complaint__store_next_number(owner->store, self->series.bytes,
                                              &count, error);
    return status == COMPLAINT_OK
               ? complaint__numbering_print(&n, count, number, error)
               : status;
}

/* The case and its entry get their number. */
static int take_number(creation *self, complaint_error **error)
{
    complaint__buffer number = COMPLAINT__BUFFER(self->made->owner->context);
    complaint__image *image = &self->made->image;
    complaint_facts *added;
    int status = next_number(self, &number, error);

    if (status == COMPLAINT_OK)
        status =
            complaint__draft_added(self->step.journal.facts, &added, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(added, "number", number.bytes, error);
    if (status == COMPLAINT_OK)
        status = complaint__image_want_text(
            image, &image->self, complaint__case_number, number.bytes, error);
    complaint__buffer_free(&number);
    return status;
}

static int write(creation *self, bool *again, complaint_error **error)
{
    complaint__step *s = &self->step;
    int status = take_number(self, error);

    s->error = error;
    if (status == COMPLAINT_OK)
        status = complaint__step_seal(s);
    if (status == COMPLAINT_OK)
        status = complaint__step_write(s);
    *again = status == COMPLAINT_EXISTS &&
             strcmp(complaint_error_field(*error), "number") == 0;
    if (status != COMPLAINT_OK && !s->wrote && !*again && self->series.size > 0)
        complaint__store_return_number(self->made->owner->store,
                                       self->series.bytes);
    return status;
}

static int create_inside(void *task, complaint_error **error)
{
    creation *self = task;
    complaint_register *owner = self->made->owner;
    complaint_error *local = NULL;
    bool again = true;
    int status = COMPLAINT_OK;

    if (!self->ahead && self->tried)
        unmake(self);
    if (!self->ahead)
        status = make(self, error);
    self->tried = true;
    if (status != COMPLAINT_OK)
        return status;
    for (int i = 0; again && i < NUMBERS_PASSED; i++) {
        complaint_error_free(local);
        local = NULL;
        status = write(self, &again, &local);
    }
    complaint__error_give(error, local);
    if (status != COMPLAINT_OK && self->step.wrote && owner->in_batch)
        owner->broken = true;
    return status;
}

static int run(creation *self, complaint_error **error)
{
    complaint_register *owner = self->made->owner;
    int status = COMPLAINT_OK;

    self->ahead = complaint__register_ahead(owner);
    if (self->ahead)
        status = make(self, error);
    if (status == COMPLAINT_OK)
        status = complaint__register_run(owner, create_inside, self, error);
    complaint__step_end(&self->step);
    complaint__buffer_free(&self->series);
    return status;
}

/* ---- the call ---- */

static int new_case(complaint_register *owner, complaint_case **out,
                    complaint_error **error)
{
    char id[COMPLAINT__ID_SIZE];
    int status = complaint__id_draw(owner->context, &owner->lot, id, error);
    complaint_case *self;

    if (status != COMPLAINT_OK)
        return status;
    self = complaint__alloc_array(owner->context, 1, sizeof *self);
    if (self == NULL)
        return complaint__fail_memory(error);
    self->owner = complaint__register_ref(owner);
    self->history.context = owner->context;
    self->has_history = true;
    complaint__image_open(&self->image, owner->context, owner->store, id);
    self->image.whole = ~UINT64_C(0);
    *out = self;
    return COMPLAINT_OK;
}

static int create_once(complaint_register *self,
                       const complaint_procedure *procedure,
                       const complaint__entry *entry, bool later,
                       complaint_case **out, complaint_error **error)
{
    const cached_definition *calendar;
    complaint_case *made = NULL;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status == COMPLAINT_OK)
        status = new_case(self, &made, error);
    if (status != COMPLAINT_OK)
        return status;
    made->procedure = procedure;
    status = complaint__register_newest(
        self, COMPLAINT__KIND_CALENDAR,
        complaint__procedure_calendar(procedure), &calendar, error);
    if (status == COMPLAINT_OK)
        made->calendar = calendar->parsed.calendar;
    if (status == COMPLAINT_OK) {
        creation task = {.made = made,
                         .entry = entry,
                         .later = later,
                         .series = COMPLAINT__BUFFER(self->context)};
        status = run(&task, error);
    }
    if (status == COMPLAINT_OK) {
        complaint__image_settle(&made->image, true);
        complaint__case_touch(made);
    }
    if (status == COMPLAINT_OK && out != NULL)
        *out = made;
    else
        complaint_case_free(made);
    return status;
}

int complaint__case_create(complaint_register *self,
                           const complaint_procedure *procedure,
                           const complaint__entry *entry, complaint_case **out,
                           complaint_error **error)
{
    bool later = !self->in_batch && self->store != NULL &&
                 complaint__store_defers(self->store);
    int attempt = 0;
    bool again;
    int status;

    do {
        status = create_once(self, procedure, entry, later, out, error);
        /* What is taken is told when it is waited for, and a number that is
         * taken is passed over. */
        again = later && status == COMPLAINT_EXISTS;
        later = later && !again;
        if (again && error != NULL) {
            complaint_error_free(*error);
            *error = NULL;
        }
    } while (again || complaint__register_again(self, status, &attempt, error));
    complaint__lot_end(&self->lot);
    return status;
}
