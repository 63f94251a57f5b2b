/* Appending entries: a new case's first and a case's next, with everything
 * that follows from them, in one transaction. Whether somebody may do it is
 * decided above, in casework. */
#include "register/search.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

/* Printed numbers that are taken and are passed over. */
#define NUMBERS_PASSED 1000

/* An entry on its way. */
typedef struct step {
    complaint_register *owner;
    complaint_case *subject;
    const complaint__entry *entry;
    complaint__journal journal;
    complaint_record *sealed;
    complaint__buffer series; /* of the number taken */
    bool wrote;               /* something that only a rollback undoes */
    bool later; /* what is wrong with the case's row may be told by commit */
    complaint_error **error;
} step;

static void touch(complaint_case *self)
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
static int set_times(step *s)
{
    const complaint__history *history = &s->subject->history;
    const complaint_record *record =
        complaint__image_now(&s->subject->image.self);
    complaint_time now = complaint_context_now(s->owner->context);
    complaint_time happened = s->entry->happened_at;

    if (history->count > 0 &&
        history->events[history->count - 1].recorded_at > now)
        now = history->events[history->count - 1].recorded_at;
    if (now < COMPLAINT_LIMIT_TIME_MIN || now > COMPLAINT_LIMIT_TIME_MAX)
        return complaint__fail(s->owner->context, s->error, COMPLAINT_LIMIT,
                               "time.range", "now",
                               "a time is outside 1900 to 2199");
    if (happened == COMPLAINT_TIME_NONE)
        happened = now;
    if (happened > now)
        return complaint__fail(s->owner->context, s->error, COMPLAINT_INVALID,
                               "time.future", "happened_at",
                               "\"%s\" lies in the future", "happened_at");
    if (happened < COMPLAINT_LIMIT_TIME_MIN)
        return complaint__fail(s->owner->context, s->error, COMPLAINT_LIMIT,
                               "time.range", "happened_at",
                               "a time is outside 1900 to 2199");
    if (record != NULL &&
        happened < record->values[complaint__case_received_at].integer)
        return complaint__fail(
            s->owner->context, s->error, COMPLAINT_INVALID,
            "time.before_received", "happened_at",
            "this happened before the complaint was received");
    s->journal.happened_at = happened;
    s->journal.recorded_at = now;
    return COMPLAINT_OK;
}

/* ---- the first entry ---- */

/* Filed when it was received, unless somebody says otherwise. */
static int set_first_times(step *s)
{
    complaint__entry entry = *s->entry;
    const complaint__entry *given = s->entry;
    complaint_time received =
        complaint_facts_time(complaint_facts_get(entry.facts, "received_at"));
    complaint_time now = complaint_context_now(s->owner->context);
    int status;

    if (entry.happened_at == COMPLAINT_TIME_NONE && received <= now)
        entry.happened_at = received;
    s->entry = &entry;
    status = set_times(s);
    s->entry = given;
    return status;
}

static int take_number(step *s, complaint_facts *added)
{
    complaint__buffer number = COMPLAINT__BUFFER(s->owner->context);
    const char *unit =
        complaint_facts_text(complaint_facts_get(s->journal.facts, "unit"), "");
    int status = complaint__number_next(
        s->owner, s->subject->calendar, s->subject->procedure, unit,
        s->journal.recorded_at, &number, &s->series, s->error);

    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_text(added, "number", number.bytes, s->error);
    complaint__buffer_free(&number);
    return status;
}

/* What only the register knows of a new case. */
static int add_identity(step *s)
{
    const char *unit = complaint_actor_unit(s->entry->actor);
    char id[COMPLAINT__ID_SIZE];
    complaint_facts *added;
    int status = complaint__draft_added(s->journal.facts, &added, s->error);

    if (status == COMPLAINT_OK)
        status = take_number(s, added);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            added, "calendar", complaint_calendar_digest(s->subject->calendar),
            s->error);
    if (status == COMPLAINT_OK && unit[0] != '\0')
        status = complaint_facts_set_text(added, "unit", unit, s->error);
    if (status == COMPLAINT_OK)
        status = complaint__id_new(s->owner->context, id, s->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(added, "assignment", id, s->error);
    return status;
}

/* ---- both ---- */

static int seal(step *s)
{
    static const unsigned char none[COMPLAINT__DIGEST_SIZE];
    const complaint_record *record = s->subject->image.self.record;
    complaint_value previous = {COMPLAINT_VALUE_BYTES, 0, (const char *)none,
                                sizeof none};

    if (record != NULL)
        previous = record->values[complaint__case_head];
    return complaint__entry_seal(s->owner->context, &s->journal,
                                 s->subject->procedure, &previous, &s->sealed,
                                 s->error);
}

/* From facts to rows in memory; nothing is written yet. */
static int apply(step *s)
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
    if (status == COMPLAINT_OK)
        status = seal(s);
    if (status == COMPLAINT_OK)
        status = complaint__apply_head(
            &self->image, s->journal.entry,
            s->sealed->values[complaint__journal_digest].bytes, s->error);
    if (status == COMPLAINT_OK)
        status = complaint__image_check(&self->image, s->error);
    return status;
}

static int say_exists(step *s)
{
    return complaint__fail(s->owner->context, s->error, COMPLAINT_EXISTS,
                           "case.exists", "external_number",
                           "this external number of this source is filed "
                           "already");
}

static int say_conflict(complaint_register *owner, complaint_error **error)
{
    return complaint__fail(owner->context, error, COMPLAINT_CONFLICT,
                           "case.conflict", "case",
                           "somebody else changed the case: read it again");
}

static int say_conflict_again(complaint_register *owner,
                              complaint_error **error)
{
    if (error != NULL) {
        complaint_error_free(*error);
        *error = NULL;
    }
    return say_conflict(owner, error);
}

/* Who searches reads new cases by themselves, and others when told. */
static int tell_searchers(step *s)
{
    if (s->journal.entry == 1 ||
        (strcmp(s->journal.kind, COMPLAINT__ENTRY_ERASE) != 0 &&
         !complaint__search_concerns(&s->subject->image)))
        return COMPLAINT_OK;
    return complaint__store_touch(s->owner->store, s->journal.case_id,
                                  s->error);
}

static int write(step *s)
{
    int64_t expected = s->journal.entry - 1;
    complaint_error *local = NULL;
    bool number;
    int status = complaint__image_write_case(&s->subject->image, expected,
                                             s->later, &local);

    if (status == COMPLAINT_OK) {
        s->wrote = true;
        status = complaint__store_insert_new(
            s->owner->store, s->sealed->relation, s->sealed->values, s->error);
        if (status == COMPLAINT_OK)
            status = complaint__image_write_rows(&s->subject->image, s->error);
        return status == COMPLAINT_OK ? tell_searchers(s) : status;
    }
    number = status == COMPLAINT_EXISTS &&
             strcmp(complaint_error_field(local), "number") == 0;
    if (status == COMPLAINT_CONFLICT || status == COMPLAINT_NOT_FOUND)
        status = say_conflict(s->owner, s->error);
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

static void begin_step(step *s, complaint_case *self,
                       const complaint__entry *entry, complaint_error **error)
{
    memset(s, 0, sizeof *s);
    s->owner = self->owner;
    s->subject = self;
    s->entry = entry;
    s->error = error;
    s->series = (complaint__buffer)COMPLAINT__BUFFER(self->owner->context);
    s->journal.case_id = self->image.case_id;
    s->journal.entry = (int64_t)self->history.count + 1;
    s->journal.kind = entry->kind;
    s->journal.action = entry->action;
    s->journal.actor = complaint_actor_id(entry->actor);
    s->journal.role = entry->actor->joined;
}

static void end_step(step *s)
{
    complaint_facts_free(s->journal.facts);
    complaint_record_free(s->sealed);
    complaint__buffer_free(&s->series);
}

/* ---- creating ---- */

static int try_create(complaint_case *self, const complaint__entry *entry,
                      bool later, bool *again, bool *wrote,
                      complaint_error **error)
{
    step s;
    int status;

    begin_step(&s, self, entry, error);
    s.later = later;
    status = set_first_times(&s);
    if (status == COMPLAINT_OK)
        status =
            complaint__draft(self->owner, &self->image, entry,
                             s.journal.recorded_at, &s.journal.facts, error);
    if (status == COMPLAINT_OK)
        status = complaint__draft_missing(self->procedure, entry, NULL,
                                          s.journal.facts, error);
    if (status == COMPLAINT_OK)
        status = complaint__draft_tasks(self, entry, s.journal.facts, error);
    if (status == COMPLAINT_OK)
        status = add_identity(&s);
    if (status == COMPLAINT_OK)
        status = apply(&s);
    if (status == COMPLAINT_OK)
        status = write(&s);
    *wrote = s.wrote;
    *again = status == COMPLAINT_EXISTS && error != NULL &&
             strcmp(complaint_error_field(*error), "number") == 0;
    if (status != COMPLAINT_OK && !s.wrote && !*again && s.series.size > 0)
        complaint__number_undo(self->owner, s.series.bytes);
    end_step(&s);
    return status;
}

static int create(complaint_case *self, const complaint__entry *entry,
                  bool later, bool *wrote, complaint_error **error)
{
    complaint_error *local = NULL;
    bool again = true;
    int status = COMPLAINT_OK;

    for (int i = 0; again && i < NUMBERS_PASSED; i++) {
        complaint_error_free(local);
        local = NULL;
        status = try_create(self, entry, later, &again, wrote, &local);
        if (status != COMPLAINT_OK) {
            complaint__image_settle(&self->image, false);
            complaint__history_drop_last(&self->history);
        }
    }
    complaint__error_give(error, local);
    return status;
}

static int new_case(complaint_register *owner, complaint_case **out,
                    complaint_error **error)
{
    char id[COMPLAINT__ID_SIZE];
    int status = complaint__id_new(owner->context, id, error);
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

/* A new case and its first entry, as work for a transaction. */
typedef struct creation {
    complaint_case *made;
    const complaint__entry *entry;
    bool later;
} creation;

static int create_inside(void *task, complaint_error **error)
{
    creation *self = task;
    bool wrote = false;
    int status = create(self->made, self->entry, self->later, &wrote, error);

    if (status != COMPLAINT_OK && wrote && self->made->owner->in_batch)
        self->made->owner->broken = true;
    return status;
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
        creation task = {made, entry, later};
        status = complaint__register_run(self, create_inside, &task, error);
    }
    if (status == COMPLAINT_OK) {
        complaint__image_settle(&made->image, true);
        touch(made);
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
    return status;
}

/* ---- one more entry ---- */

/* What an "erase" entry erases goes first, and the history is read again: what
 * clocks and conditions look at is then what a rebuild will find. */
static int take_away(step *s)
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

/* A move says which calendar counts from now on, as the filing did. */
static int pin_calendar(step *s)
{
    complaint_facts *added;
    int status = complaint__draft_added(s->journal.facts, &added, s->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            added, "calendar", complaint_calendar_digest(s->subject->calendar),
            s->error);
    return status;
}

static int append(complaint_case *self, const complaint__entry *entry,
                  bool *wrote, complaint_error **error)
{
    size_t before = self->history.count;
    step s;
    int status;

    begin_step(&s, self, entry, error);
    s.later = !self->owner->in_batch;
    status = set_times(&s);
    if (status == COMPLAINT_OK)
        status =
            complaint__draft(self->owner, &self->image, entry,
                             s.journal.recorded_at, &s.journal.facts, error);
    if (status == COMPLAINT_OK && entry->row_id != NULL)
        (void)snprintf(entry->row_id, COMPLAINT__ID_SIZE, "%s",
                       complaint_facts_text(
                           complaint_facts_get(s.journal.facts, "id"), ""));
    if (status == COMPLAINT_OK &&
        (strcmp(entry->kind, COMPLAINT__ENTRY_PERFORM) == 0 ||
         strcmp(entry->kind, COMPLAINT__ENTRY_AMEND) == 0))
        status = complaint__draft_missing(self->procedure, entry,
                                          self->image.self.record,
                                          s.journal.facts, error);
    if (status == COMPLAINT_OK &&
        strcmp(entry->kind, COMPLAINT__ENTRY_PERFORM) == 0)
        status = complaint__draft_tasks(self, entry, s.journal.facts, error);
    if (status == COMPLAINT_OK &&
        strcmp(entry->kind, COMPLAINT__ENTRY_ACCEPT) == 0)
        status = complaint__draft_acceptance(&self->image, entry,
                                             s.journal.facts, error);
    if (status == COMPLAINT_OK &&
        strcmp(entry->kind, COMPLAINT__ENTRY_ASSIGN) == 0)
        status = complaint__draft_assignment(s.journal.facts, error);
    if (status == COMPLAINT_OK &&
        strcmp(entry->kind, COMPLAINT__ENTRY_ERASE) == 0)
        status = take_away(&s);
    if (status == COMPLAINT_OK &&
        strcmp(entry->kind, COMPLAINT__ENTRY_MOVE) == 0)
        status = pin_calendar(&s);
    if (status == COMPLAINT_OK && entry->erased != NULL)
        entry->erased->entries = (int64_t)complaint_facts_size(
            complaint_facts_get(s.journal.facts, COMPLAINT__ERASE_ENTRIES));
    if (status == COMPLAINT_OK)
        status = apply(&s);
    if (status == COMPLAINT_OK)
        status = write(&s);
    *wrote = s.wrote;
    while (status != COMPLAINT_OK && self->history.count > before)
        complaint__history_drop_last(&self->history);
    end_step(&s);
    return status;
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

/* One more entry, as work for a transaction. */
typedef struct addition {
    complaint_case *subject;
    const complaint__entry *entry;
    bool began;
    size_t before; /* entries */
} addition;

static int append_inside(void *task, complaint_error **error)
{
    addition *self = task;
    complaint_case *subject = self->subject;
    const complaint__entry *entry = self->entry;
    bool wrote = false;
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
    if (status == COMPLAINT_OK)
        status = append(subject, entry, &wrote, error);
    if (status != COMPLAINT_OK && wrote && subject->owner->in_batch)
        subject->owner->broken = true;
    return status;
}

static int append_once(complaint_case *self, const complaint__entry *entry,
                       complaint_error **error)
{
    const complaint_procedure *followed = self->procedure;
    const complaint_calendar *counted = self->calendar;
    addition task = {self, entry, false, 0};
    int status = complaint__case_usable(self, error);

    if (status == COMPLAINT_OK)
        status =
            complaint__register_run(self->owner, append_inside, &task, error);
    if (!task.began)
        return status;
    if (status == COMPLAINT_CONFLICT) /* told by the commit perhaps */
        status = say_conflict_again(self->owner, error);
    while (status != COMPLAINT_OK && self->history.count > task.before)
        complaint__history_drop_last(&self->history);
    if (status != COMPLAINT_OK)
        drop_history(self, entry);
    complaint__image_settle(&self->image, status == COMPLAINT_OK);
    if (status != COMPLAINT_OK && entry->procedure != NULL)
        follow(self, followed, counted);
    if (status == COMPLAINT_OK)
        touch(self);
    return status;
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
    return status;
}
