/* Cases as objects: found, read again, looked at. Changing them: append.c
 * here, and the rules of it in casework. */
#include "register/inside.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

complaint_register *complaint__case_register(const complaint_case *self)
{
    return self->owner;
}

const complaint_procedure *
complaint__case_pinned_procedure(const complaint_case *self)
{
    return self->procedure;
}

const complaint_calendar *
complaint__case_pinned_calendar(const complaint_case *self)
{
    return self->calendar;
}

/* A case that the viewer may not see is not there. */
static int must_see(complaint_case *self, complaint_error **error)
{
    bool sees;
    int status = complaint__view_sees(
        self->owner, self->image.self.record->values, &sees, error);

    if (status != COMPLAINT_OK || sees)
        return status;
    return complaint__fail(self->owner->context, error, COMPLAINT_NOT_FOUND,
                           "case.not_found", "case", "the case is gone: %s",
                           self->image.case_id);
}

int complaint__case_usable(complaint_case *self, complaint_error **error)
{
    int status;

    if (self == NULL)
        return complaint__fail_misuse(NULL, error, "self");
    status = complaint__register_usable(self->owner, error);
    if (status == COMPLAINT_OK && self->stale)
        status = complaint__fail(
            self->owner->context, error, COMPLAINT_CONFLICT, "case.stale",
            "case",
            "the batch that changed the case was undone: read it again");
    return status == COMPLAINT_OK ? must_see(self, error) : status;
}

/* ---- loading ---- */

static int pinned(complaint_case *self, size_t column, int kind,
                  const cached_definition **out, complaint_error **error)
{
    const complaint_record *record = self->image.self.record;
    const complaint_value *value = &record->values[column];

    if (value->type != COMPLAINT_VALUE_BYTES ||
        value->size != COMPLAINT__DIGEST_SIZE)
        return complaint__fail(record->context, error, COMPLAINT_CORRUPT,
                               "case.row",
                               record->relation->columns[column].name,
                               "the case's row is damaged");
    return complaint__register_pinned(
        self->owner, kind, (const unsigned char *)value->bytes, out, error);
}

static int pin(complaint_case *self, complaint_error **error)
{
    const cached_definition *procedure = NULL;
    const cached_definition *calendar = NULL;
    int status = pinned(self, complaint__case_procedure_digest,
                        COMPLAINT__KIND_PROCEDURE, &procedure, error);

    if (status == COMPLAINT_OK)
        status = pinned(self, complaint__case_calendar_digest,
                        COMPLAINT__KIND_CALENDAR, &calendar, error);
    if (status != COMPLAINT_OK)
        return status;
    self->procedure = procedure->parsed.procedure;
    self->calendar = calendar->parsed.calendar;
    return COMPLAINT_OK;
}

/* Take a stored row of "case". */
static int load(complaint_case *self, const complaint_value *values,
                complaint_error **error)
{
    complaint_register *owner = self->owner;
    complaint_record view = {0};
    char id[COMPLAINT__ID_SIZE];
    int status;

    if (values[complaint__case_id].size != sizeof id - 1)
        return complaint__fail(owner->context, error, COMPLAINT_CORRUPT,
                               "case.row", "id", "the case's row is damaged");
    memcpy(id, values[complaint__case_id].bytes, sizeof id);
    complaint__image_open(&self->image, owner->context, owner->store, id);
    complaint__record_view(&view, owner->context, &complaint__relation_case,
                           values);
    status = complaint_record_copy(&view, &self->image.self.record, error);
    if (status != COMPLAINT_OK)
        return status;
    self->image.self.record->asks = owner->asks;
    return pin(self, error);
}

static void unload(complaint_case *self)
{
    if (self->image.self.record != NULL)
        self->owner->asks = self->image.self.record->asks;
    complaint__image_free(&self->image);
    complaint__history_free(&self->history);
    complaint__free(self->owner->context, self->tasks);
    self->tasks = NULL;
    self->has_history = false;
    self->shown_turn = -1;
}

int complaint_case_refresh(complaint_case *self, complaint_error **error)
{
    complaint_case fresh = {0};
    const complaint_value *values;
    complaint_value key;
    int status;

    if (self == NULL)
        return complaint__fail_misuse(NULL, error, "self");
    status = complaint__register_usable(self->owner, error);
    if (status != COMPLAINT_OK)
        return status;
    key = complaint__value_text(self->image.case_id);
    status = complaint__store_get(self->owner->store, &complaint__relation_case,
                                  &key, &values, error);
    if (status == COMPLAINT_NOT_FOUND)
        return complaint__fail(self->owner->context, error, COMPLAINT_NOT_FOUND,
                               "case.not_found", "case", "the case is gone: %s",
                               self->image.case_id);
    if (status != COMPLAINT_OK)
        return status;
    fresh.owner = self->owner;
    fresh.history.context = self->owner->context;
    status = load(&fresh, values, error);
    if (status != COMPLAINT_OK) {
        unload(&fresh);
        return status;
    }
    status = must_see(&fresh, error);
    if (status != COMPLAINT_OK) {
        unload(&fresh);
        return status;
    }
    unload(self);
    self->image = fresh.image;
    self->procedure = fresh.procedure;
    self->calendar = fresh.calendar;
    self->stale = false;
    return COMPLAINT_OK;
}

static int open_case(complaint_register *owner, const complaint_value *values,
                     complaint_case **out, complaint_error **error)
{
    complaint_case *self =
        complaint__alloc_array(owner->context, 1, sizeof *self);
    int status;

    if (self == NULL)
        return complaint__fail_memory(error);
    self->owner = complaint__register_ref(owner);
    self->history.context = owner->context;
    self->image.context = owner->context;
    status = load(self, values, error);
    if (status == COMPLAINT_OK)
        *out = self;
    else
        complaint_case_free(self);
    return status;
}

void complaint_case_free(complaint_case *self)
{
    complaint_register *owner;
    complaint_context *context;

    if (self == NULL)
        return;
    owner = self->owner;
    context = owner->context;
    complaint__case_untouch(self);
    unload(self);
    complaint_record_free(self->shown);
    complaint__free(context, self);
    complaint_register_free(owner);
}

/* ---- finding ---- */

/* *out stays NULL when there is none. */
static int find_by_id(complaint_register *self, const char *name,
                      complaint_case **out, complaint_error **error)
{
    complaint_value key = complaint__value_text(name);
    const complaint_value *values;
    int status;

    if (!complaint__id_valid(name))
        return COMPLAINT_OK;
    status = complaint__store_find(self->store, &complaint__relation_case, &key,
                                   &values, error);
    if (status != COMPLAINT_OK || values == NULL)
        return status;
    return open_case(self, values, out, error);
}

static int find_by_index(complaint_register *self, const char *index,
                         const complaint_value *equal, size_t count,
                         complaint_case **out, complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_case,
                           .equal = equal,
                           .equal_count = count,
                           .limit = 1};
    const complaint_value *values = NULL;
    complaint_record view = {0};
    complaint_record *copy = NULL;
    complaint__scan *rows;
    int status;

    scan.index = complaint__relation_index_find(scan.relation, index);
    status = complaint__store_scan(self->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &values, error);
    if (status == COMPLAINT_OK && values != NULL) {
        complaint__record_view(&view, self->context, scan.relation, values);
        status = complaint_record_copy(&view, &copy, error);
    }
    complaint__scan_close(rows);
    if (status == COMPLAINT_OK && copy != NULL)
        status = open_case(self, copy->values, out, error);
    complaint_record_free(copy);
    return status;
}

static int find_by_number(complaint_register *self, const char *name,
                          complaint_case **out, complaint_error **error)
{
    complaint_value equal = complaint__value_text(name);

    return find_by_index(self, "number", &equal, 1, out, error);
}

/* "source/number" cut at each slash in turn, then no source at all. */
static int find_by_external(complaint_register *self, const char *name,
                            complaint_case **out, complaint_error **error)
{
    char *source = complaint__copy_text(self->context, name);
    int status = COMPLAINT_OK;
    complaint_value equal[2];

    if (source == NULL)
        return complaint__fail_memory(error);
    for (char *slash = strchr(source, '/');
         slash != NULL && status == COMPLAINT_OK && *out == NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        equal[0] = complaint__value_text(source);
        equal[1] = complaint__value_text(slash + 1);
        status = find_by_index(self, "external", equal, 2, out, error);
        *slash = '/';
    }
    equal[0] = complaint__value_text("");
    equal[1] = complaint__value_text(name);
    if (status == COMPLAINT_OK && *out == NULL)
        status = find_by_index(self, "external", equal, 2, out, error);
    complaint__free(self->context, source);
    return status;
}

int complaint_case_find(complaint_register *self, const char *name,
                        complaint_case **out, complaint_error **error)
{
    complaint_case *found = NULL;
    bool sees = true;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (name == NULL || out == NULL)
        return complaint__fail_misuse(self->context, error,
                                      name == NULL ? "name" : "out");
    if (strlen(name) <= 2 * COMPLAINT_LIMIT_TEXT) {
        status = find_by_id(self, name, &found, error);
        if (status == COMPLAINT_OK && found == NULL)
            status = find_by_number(self, name, &found, error);
        if (status == COMPLAINT_OK && found == NULL)
            status = find_by_external(self, name, &found, error);
    }
    if (status != COMPLAINT_OK)
        return status;
    if (found != NULL) {
        status = complaint__view_sees(self, found->image.self.record->values,
                                      &sees, error);
        if (status != COMPLAINT_OK || !sees) {
            complaint_case_free(found);
            found = NULL;
        }
        if (status != COMPLAINT_OK)
            return status;
    }
    if (found == NULL)
        return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                               "case.not_found", "case",
                               "there is no case \"%s\"", name);
    *out = found;
    return COMPLAINT_OK;
}

/* ---- looking ---- */

const complaint_record *complaint__case_record(const complaint_case *self)
{
    return self->image.self.record;
}

/* What the viewer gets, made once for each revision and view. */
static int show(complaint_case *self)
{
    complaint_register *owner = self->owner;
    const complaint_record *record = self->image.self.record;
    complaint_value room[COMPLAINT__COLUMNS_MAX];
    complaint_record view = {0};
    bool sees = false;
    int status;

    complaint_record_free(self->shown);
    self->shown = NULL;
    self->shown_turn = owner->view_turn;
    self->shown_revision = record->values[complaint__case_revision].integer;
    status = complaint__view_sees(owner, record->values, &sees, NULL);
    if (status != COMPLAINT_OK || !sees)
        return status;
    complaint__record_view(
        &view, owner->context, record->relation,
        complaint__view_mask(owner, record->relation, record->values, room));
    return complaint_record_copy(&view, &self->shown, NULL);
}

const complaint_record *complaint_case_record(const complaint_case *self)
{
    /* What is shown is made when it is asked for. */
    complaint_case *changing = (complaint_case *)(uintptr_t)self;
    const complaint_record *record;
    int status = COMPLAINT_OK;

    if (self == NULL)
        return NULL;
    record = self->image.self.record;
    if (self->owner->view == NULL || record == NULL)
        return record;
    if (self->owner->store == NULL)
        return NULL;
    if (self->shown_turn != self->owner->view_turn ||
        self->shown_revision !=
            record->values[complaint__case_revision].integer)
        status = show(changing);
    return status == COMPLAINT_OK ? self->shown : NULL;
}

int complaint_case_list(complaint_case *self, const char *relation,
                        complaint_cursor **out, complaint_error **error)
{
    const complaint_relation *found = complaint_relation_find(relation);
    complaint_scan scan = {.relation = found, .equal_count = 1};
    complaint_value equal;
    int status;

    if (out != NULL)
        *out = NULL;
    if (self == NULL)
        return complaint__fail_misuse(NULL, error, "self");
    status = complaint__register_usable(self->owner, error);
    if (status != COMPLAINT_OK)
        return status;
    if (relation == NULL || out == NULL)
        return complaint__fail_misuse(self->owner->context, error,
                                      relation == NULL ? "relation" : "out");
    if (found == NULL || found->key_count < 2)
        return complaint__fail(self->owner->context, error, COMPLAINT_NOT_FOUND,
                               "case.relation", "relation",
                               "cases have no \"%s\"", relation);
    equal = complaint__value_text(self->image.case_id);
    scan.equal = &equal;
    return complaint__cursor_plain(self->owner, &scan, out, error);
}

int complaint__case_row(complaint_case *self,
                        const complaint_relation *relation, const char *id,
                        complaint_record **out, complaint_error **error)
{
    complaint__image_row *row;
    int status = complaint__image_find(&self->image, relation, id, &row, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (row == NULL)
        return complaint__fail(
            self->owner->context, error, COMPLAINT_NOT_FOUND, "case.row", "id",
            "the case has no \"%s\" of this id", relation->name);
    return complaint_record_copy(complaint__image_now(row), out, error);
}

/* ---- the journal ---- */

/* Kinds of entries that may give facts of the case itself. */
static bool bears_facts(const char *kind)
{
    return strcmp(kind, COMPLAINT__ENTRY_FILE) == 0 ||
           strcmp(kind, COMPLAINT__ENTRY_AMEND) == 0 ||
           strcmp(kind, COMPLAINT__ENTRY_PERFORM) == 0;
}

/* Has a part of an entry, which is canonical JSON, a member of this name,
 * whatever it belongs to? */
static bool mentions(const complaint_value *part, const char *name)
{
    const char *at = part->type == COMPLAINT_VALUE_TEXT ? part->bytes : "";
    size_t size = strlen(name);

    for (; (at = strstr(at, name)) != NULL; at += size)
        if (at > part->bytes && at[-1] == '"' && at[size] == '"' &&
            at[size + 1] == ':')
            return true;
    return false;
}

/* Facts of an entry are parsed where clocks ask for them. */
static bool needs_facts(const complaint_value *row)
{
    const char *kind = row[complaint__journal_kind].bytes;
    const complaint_value *facts = &row[complaint__journal_facts];

    return strcmp(kind, COMPLAINT__ENTRY_EXTEND) == 0 ||
           strcmp(kind, COMPLAINT__ENTRY_WARN) == 0 ||
           strcmp(kind, COMPLAINT__ENTRY_TASK) == 0 ||
           strcmp(kind, COMPLAINT__ENTRY_MOVE) == 0 ||
           (bears_facts(kind) &&
            (mentions(facts, "received_at") || mentions(facts, "tasks") ||
             mentions(facts, "occurred_at") || mentions(facts, "aware_at")));
}

/* Does a part of the entry say anything that later steps and clocks look at?
 */
static bool mentions_watched(const complaint_case *self,
                             const complaint_value *part)
{
    size_t count;
    const char *const *names =
        complaint__procedure_watched(self->procedure, &count);

    for (size_t i = 0; i < count; i++)
        if (mentions(part, names[i]))
            return true;
    return false;
}

static bool is_apart(const complaint_case *self, const complaint_value *row)
{
    return mentions_watched(self, &row[complaint__journal_personal]);
}

static bool is_watched(const complaint_case *self, const complaint_value *row)
{
    return bears_facts(row[complaint__journal_kind].bytes) &&
           (mentions_watched(self, &row[complaint__journal_facts]) ||
            is_apart(self, row));
}

/* The personal part, mostly the longer one, is read only where it has to be:
 * times, tasks and steps never lie in it. */
static int open_row(complaint_case *self, const complaint_value *row,
                    complaint__journal *journal, complaint_error **error)
{
    complaint_value plain[complaint__journal_columns];

    if (!is_apart(self, row)) {
        memcpy(plain, row, sizeof plain);
        plain[complaint__journal_personal] = complaint__value_text(NULL);
        row = plain;
    }
    return complaint__entry_open(self->owner->context, row, journal, error);
}

static int add_row(complaint_case *self, const complaint_value *row,
                   complaint_error **error)
{
    const complaint_value *action = &row[complaint__journal_action];
    complaint__journal journal = {0};
    int status = COMPLAINT_OK;

    journal.kind = complaint__entry_kind(row[complaint__journal_kind].bytes);
    if (journal.kind == NULL || needs_facts(row) || is_watched(self, row)) {
        status = open_row(self, row, &journal, error);
    } else {
        journal.action =
            action->type == COMPLAINT_VALUE_TEXT ? action->bytes : NULL;
        journal.happened_at = row[complaint__journal_happened_at].integer;
        journal.recorded_at = row[complaint__journal_recorded_at].integer;
        journal.actor = row[complaint__journal_actor].bytes;
    }
    if (status == COMPLAINT_OK)
        status = complaint__history_add(&self->history, self->procedure,
                                        &journal, error);
    complaint_facts_free(journal.facts);
    return status;
}

/* The procedure that an entry stands under, by the digest in its row; the last
 * one found is kept in *last. */
static int find_stood(complaint_case *self, const complaint_value *row,
                      const complaint_procedure **last, complaint_error **error)
{
    const complaint_value *digest = &row[complaint__journal_procedure_digest];
    char text[COMPLAINT__DIGEST_TEXT];

    if (digest->size != COMPLAINT__DIGEST_SIZE)
        return COMPLAINT_OK;
    complaint__digest_text((const unsigned char *)digest->bytes, text);
    if (strcmp(text, complaint_procedure_digest(*last)) == 0)
        return COMPLAINT_OK;
    return complaint__register_procedure_by_digest(self->owner, text, last,
                                                   error);
}

/* What chains and proves entries is not looked at, and what is personal only
 * where the procedure watches facts. */
static uint64_t columns_looked_at(const complaint_case *self)
{
    const uint64_t one = 1;
    size_t watched;
    uint64_t columns = (one << complaint__journal_columns) - 1;

    columns &= ~(
        one << complaint__journal_salt | one << complaint__journal_commitment |
        one << complaint__journal_previous | one << complaint__journal_digest);
    (void)complaint__procedure_watched(self->procedure, &watched);
    if (watched == 0)
        columns &= ~(one << complaint__journal_personal);
    return columns;
}

static int read_journal(complaint_case *self, complaint_error **error)
{
    const complaint_procedure *stood = self->procedure;
    complaint_value equal = complaint__value_text(self->image.case_id);
    complaint_scan scan = {.relation = &complaint__relation_journal,
                           .equal = &equal,
                           .equal_count = 1,
                           .columns = columns_looked_at(self)};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(self->owner->store, &scan, &rows, error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, error);
        if (status == COMPLAINT_OK && row != NULL)
            status = find_stood(self, row, &stood, error);
        if (status == COMPLAINT_OK && row != NULL) {
            self->history.stood = stood;
            status = add_row(self, row, error);
        }
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

int complaint__case_load_history(complaint_case *self, complaint_error **error)
{
    int64_t revision =
        self->image.self.record->values[complaint__case_revision].integer;
    int status;

    if (self->has_history)
        return COMPLAINT_OK;
    status = read_journal(self, error);
    if (status == COMPLAINT_OK && (int64_t)self->history.count != revision)
        status = complaint__fail(
            self->owner->context, error, COMPLAINT_CONFLICT, "case.conflict",
            "case", "somebody else changed the case: read it again");
    if (status == COMPLAINT_OK)
        self->has_history = true;
    else
        complaint__history_free(&self->history);
    return status;
}

/* Every entry says which procedure it stands under; what later ones say
 * changes nothing. */
int complaint__case_procedure_at(complaint_case *self, size_t entries,
                                 const complaint_procedure **out,
                                 complaint_error **error)
{
    const complaint__history *history = &self->history;
    complaint_value key[2];
    const complaint_value *row;
    char digest[COMPLAINT__DIGEST_TEXT];
    bool same = true;
    int status;

    *out = self->procedure;
    for (size_t i = entries; i < history->count; i++)
        same = same &&
               strcmp(history->events[i].kind, COMPLAINT__ENTRY_ATTACH) != 0 &&
               strcmp(history->events[i].kind, COMPLAINT__ENTRY_DETACH) != 0 &&
               strcmp(history->events[i].kind, COMPLAINT__ENTRY_MOVE) != 0;
    if (same)
        return COMPLAINT_OK;
    key[0] = complaint__value_text(self->image.case_id);
    key[1] = complaint__value_integer((int64_t)entries);
    status = complaint__store_get(
        self->owner->store, &complaint__relation_journal, key, &row, error);
    if (status != COMPLAINT_OK)
        return status;
    if (row[complaint__journal_procedure_digest].size != COMPLAINT__DIGEST_SIZE)
        return complaint__fail(self->owner->context, error, COMPLAINT_CORRUPT,
                               "case.row", "procedure_digest",
                               "the case's row is damaged");
    complaint__digest_text(
        (const unsigned char *)row[complaint__journal_procedure_digest].bytes,
        digest);
    return complaint__register_procedure_by_digest(self->owner, digest, out,
                                                   error);
}

/* The calendar that an entry pinned: the filing, or a move. */
static int pinned_calendar(complaint_case *self, size_t entry,
                           const complaint_calendar **out,
                           complaint_error **error)
{
    complaint__journal journal = {0};
    complaint_value key[2] = {complaint__value_text(self->image.case_id),
                              complaint__value_integer((int64_t)entry)};
    const complaint_value *row;
    int status = complaint__store_get(
        self->owner->store, &complaint__relation_journal, key, &row, error);

    if (status == COMPLAINT_OK)
        status =
            complaint__entry_open(self->owner->context, row, &journal, error);
    if (status == COMPLAINT_OK)
        status = complaint__register_calendar_by_digest(
            self->owner,
            complaint_facts_text(
                complaint_facts_get(complaint_facts_get(journal.facts, "_"),
                                    "calendar"),
                ""),
            out, error);
    complaint_facts_free(journal.facts);
    return status;
}

int complaint__case_calendar_at(complaint_case *self, size_t entries,
                                const complaint_calendar **out,
                                complaint_error **error)
{
    const complaint__history *history = &self->history;
    size_t first = 1;
    bool same = true;

    *out = self->calendar;
    for (size_t i = 0; i < history->count; i++) {
        if (strcmp(history->events[i].kind, COMPLAINT__ENTRY_MOVE) != 0)
            continue;
        if (i < entries)
            first = i + 1;
        else
            same = false;
    }
    return same ? COMPLAINT_OK : pinned_calendar(self, first, out, error);
}

int complaint__case_history(complaint_case *self,
                            const complaint__event **events, size_t *count,
                            complaint_error **error)
{
    int status = complaint__case_load_history(self, error);

    *events = self->history.events;
    *count = self->history.count;
    return status;
}

int complaint__case_events(complaint_case *self, complaint__event **out,
                           size_t *count, complaint_error **error)
{
    const complaint__event *events;
    int status = complaint__case_history(self, &events, count, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    *out = complaint__realloc_array(self->owner->context, NULL, *count,
                                    sizeof **out);
    if (*out == NULL)
        return complaint__fail_memory(error);
    memcpy(*out, events, *count * sizeof **out);
    return COMPLAINT_OK;
}

static const char *who_did(void *user_data, const char *transition)
{
    const complaint_case *self = user_data;

    return complaint__history_who(&self->history, transition);
}

static const complaint_facts *known(void *user_data, const char *name)
{
    const complaint_case *self = user_data;

    return complaint__history_known(&self->history, name);
}

int complaint__case_subject(complaint_case *self, const complaint_actor *actor,
                            const complaint_facts *facts,
                            complaint__subject *subject,
                            complaint_error **error)
{
    int status;

    memset(subject, 0, sizeof *subject);
    subject->record = self->image.self.record;
    subject->facts = facts;
    subject->actor = complaint_actor_id(actor);
    subject->roles = complaint__actor_roles(actor, &subject->role_count);
    subject->who_did = who_did;
    subject->known = known;
    subject->user_data = self;
    subject->unit = complaint_actor_unit(actor);
    status = complaint__case_load_history(self, error);
    return status == COMPLAINT_OK
               ? complaint__case_load_tasks(self, subject, error)
               : status;
}
