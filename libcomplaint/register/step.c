/* An entry on its way: when it happened, its seal, what it changes of the case
 * in memory, and all of that as rows in the store. Where entries come from:
 * create.c and append.c. */
#include "register/step.h"

#include "register/search.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

void complaint__case_touch(complaint_case *self)
{
    complaint_register *owner = self->owner;

    if (!owner->in_batch || self->touched)
        return;
    self->touched = true;
    self->previous_touched = NULL;
    self->next_touched = owner->touched;
    if (owner->touched != NULL)
        owner->touched->previous_touched = self;
    owner->touched = self;
}

void complaint__case_untouch(complaint_case *self)
{
    if (!self->touched)
        return;
    if (self->previous_touched != NULL)
        self->previous_touched->next_touched = self->next_touched;
    else
        self->owner->touched = self->next_touched;
    if (self->next_touched != NULL)
        self->next_touched->previous_touched = self->previous_touched;
    self->touched = false;
    self->previous_touched = self->next_touched = NULL;
}

/* ---- times ---- */

/* Recorded now, never before the entry before; happened not after that. */
int complaint__step_times(complaint__step *s)
{
    const complaint__history *history = &s->subject->history;
    const complaint_record *record =
        complaint__image_now(&s->subject->image.self);
    complaint_time now = complaint_context_now(s->subject->owner->context);
    complaint_time happened = s->entry->happened_at;

    if (history->count > 0 &&
        history->events[history->count - 1].recorded_at > now)
        now = history->events[history->count - 1].recorded_at;
    if (now < COMPLAINT_LIMIT_TIME_MIN || now > COMPLAINT_LIMIT_TIME_MAX)
        return complaint__fail(s->subject->owner->context, s->error,
                               COMPLAINT_LIMIT, "time.range", "now",
                               "a time is outside 1900 to 2199");
    if (happened == COMPLAINT_TIME_NONE)
        happened = now;
    if (happened > now)
        return complaint__fail(s->subject->owner->context, s->error,
                               COMPLAINT_INVALID, "time.future", "happened_at",
                               "\"%s\" lies in the future", "happened_at");
    if (happened < COMPLAINT_LIMIT_TIME_MIN)
        return complaint__fail(s->subject->owner->context, s->error,
                               COMPLAINT_LIMIT, "time.range", "happened_at",
                               "a time is outside 1900 to 2199");
    if (record != NULL &&
        happened < record->values[complaint__case_received_at].integer)
        return complaint__fail(
            s->subject->owner->context, s->error, COMPLAINT_INVALID,
            "time.before_received", "happened_at",
            "this happened before the complaint was received");
    s->journal.happened_at = happened;
    s->journal.recorded_at = now;
    return COMPLAINT_OK;
}

/* ---- in memory ---- */

int complaint__step_pin_calendar(complaint__step *s)
{
    complaint_facts *added;
    int status = complaint__draft_added(s->journal.facts, &added, s->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            added, "calendar", complaint_calendar_digest(s->subject->calendar),
            s->error);
    return status;
}

static int prepare_row(complaint__step *s)
{
    static const unsigned char none[COMPLAINT__DIGEST_SIZE];
    const complaint_record *record = s->subject->image.self.record;
    complaint_value previous = {COMPLAINT_VALUE_BYTES, 0, (const char *)none,
                                sizeof none};

    if (record != NULL)
        previous = record->values[complaint__case_head];
    return complaint__entry_prepare(s->subject->owner, &s->journal,
                                    s->subject->procedure, &previous, s->error);
}

int complaint__step_apply(complaint__step *s)
{
    complaint_case *self = s->subject;
    int status =
        complaint__apply(&self->image, self->procedure, &s->journal, s->error);

    if (status == COMPLAINT_OK)
        status = complaint__history_add(&self->history, self->procedure,
                                        &s->journal, s->error);
    if (status == COMPLAINT_OK)
        status = complaint__apply_clocks(&self->image, self->procedure,
                                         self->calendar, &self->history,
                                         s->journal.recorded_at, s->error);
    return status == COMPLAINT_OK ? prepare_row(s) : status;
}

int complaint__step_seal(complaint__step *s)
{
    complaint__image *image = &s->subject->image;
    complaint_register *owner = s->subject->owner;
    int status = complaint__entry_seal(owner, &s->journal, s->error);

    if (status == COMPLAINT_OK)
        status = complaint__apply_head(image, s->journal.entry,
                                       owner->sealer.digest, s->error);
    return status == COMPLAINT_OK ? complaint__image_check(image, s->error)
                                  : status;
}

/* ---- in the store ---- */

static int say_exists(complaint__step *s)
{
    return complaint__fail(s->subject->owner->context, s->error,
                           COMPLAINT_EXISTS, "case.exists", "external_number",
                           "this external number of this source is filed "
                           "already");
}

int complaint__say_conflict(complaint_register *owner, complaint_error **error)
{
    return complaint__fail(owner->context, error, COMPLAINT_CONFLICT,
                           "case.conflict", "case",
                           "somebody else changed the case: read it again");
}

/* Who searches reads new cases by themselves, and others when told. */
static int tell_searchers(complaint__step *s)
{
    if (s->journal.entry == 1 ||
        (strcmp(s->journal.kind, COMPLAINT__ENTRY_ERASE) != 0 &&
         !complaint__search_concerns(&s->subject->image)))
        return COMPLAINT_OK;
    return complaint__store_touch(s->subject->owner->store, s->journal.case_id,
                                  s->error);
}

int complaint__step_write(complaint__step *s)
{
    complaint_register *owner = s->subject->owner;
    int64_t expected = s->journal.entry - 1;
    complaint_error *local = NULL;
    bool number;
    int status = complaint__image_write_case(&s->subject->image, expected,
                                             s->later, &local);

    if (status == COMPLAINT_OK) {
        s->wrote = true;
        status = complaint__store_insert_new(owner->store,
                                             &complaint__relation_journal,
                                             owner->sealer.row, s->error);
        if (status == COMPLAINT_OK)
            status = complaint__image_write_rows(&s->subject->image, s->error);
        return status == COMPLAINT_OK ? tell_searchers(s) : status;
    }
    number = status == COMPLAINT_EXISTS &&
             strcmp(complaint_error_field(local), "number") == 0;
    if (status == COMPLAINT_CONFLICT || status == COMPLAINT_NOT_FOUND)
        status = complaint__say_conflict(owner, s->error);
    else if (status == COMPLAINT_EXISTS && !number)
        status = say_exists(s);
    else if (s->error != NULL) {
        complaint_error_free(*s->error);
        *s->error = local;
        return status;
    }
    complaint_error_free(local);
    return status;
}

/* ---- beginning and end ---- */

void complaint__step_begin(complaint__step *s, complaint_case *self,
                           const complaint__entry *entry,
                           complaint_error **error)
{
    memset(s, 0, sizeof *s);
    s->subject = self;
    s->entry = entry;
    s->error = error;
    s->journal.case_id = self->image.case_id;
    s->journal.entry = (int64_t)self->history.count + 1;
    s->journal.kind = entry->kind;
    s->journal.action = entry->action;
    s->journal.actor = complaint_actor_id(entry->actor);
    s->journal.role = entry->actor->joined;
}

void complaint__step_end(complaint__step *s)
{
    complaint_facts_free(s->journal.facts);
}
