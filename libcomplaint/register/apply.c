/* What an entry does to a case: a function of the image, the procedure and
 * the entry alone, the same when a case is changed, verified and rebuilt. */
#include "register/inside.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

typedef struct applied {
    complaint__image *image;
    const complaint_procedure *procedure;
    const complaint__journal *journal;
    const complaint_facts *added; /* what stands under "_" */
    complaint_error **error;
} applied;

/* ---- columns ---- */

static int want_text(const applied *a, complaint__image_row *row, size_t column,
                     const char *text)
{
    complaint_value value = complaint__value_text(text);

    return complaint__image_want(a->image, row, column, &value, a->error);
}

static int want_integer(const applied *a, complaint__image_row *row,
                        size_t column, int64_t integer)
{
    complaint_value value = complaint__value_integer(integer);

    return complaint__image_want(a->image, row, column, &value, a->error);
}

/* COMPLAINT_TIME_NONE is null. */
static int want_time(const applied *a, complaint__image_row *row, size_t column,
                     complaint_time time)
{
    return time == COMPLAINT_TIME_NONE ? want_text(a, row, column, NULL)
                                       : want_integer(a, row, column, time);
}

static const complaint_value *now_value(const complaint__image_row *row,
                                        size_t column)
{
    return &complaint__image_now(row)->values[column];
}

static const char *now_text(const complaint__image_row *row, size_t column)
{
    const complaint_value *value = now_value(row, column);

    return value->type == COMPLAINT_VALUE_TEXT ? value->bytes : NULL;
}

static bool is_null(const complaint__image_row *row, size_t column)
{
    return now_value(row, column)->type == COMPLAINT_VALUE_NULL;
}

static const char *fact_text(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), NULL);
}

/* ---- facts ---- */

/* Facts that bear the name of a fact column. */
static int set_columns(const applied *a, complaint__image_row *row,
                       const complaint_facts *facts)
{
    const complaint_relation *relation = row->relation;
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(facts); i++) {
        int column = complaint_relation_column_find(
            relation, complaint_facts_key(facts, i));

        if (column < 0 ||
            (relation->columns[column].flags & COMPLAINT_COLUMN_FACT) == 0)
            continue;
        status = complaint__image_edit(a->image, row, a->error);
        if (status == COMPLAINT_OK)
            status = complaint__record_set_fact(row->next, (size_t)column,
                                                complaint_facts_at(facts, i),
                                                a->error);
    }
    return status;
}

static int put_row(const applied *a, const complaint_relation *relation,
                   const complaint_facts *facts)
{
    const char *id = fact_text(facts, "id");
    complaint__image_row *row;
    int status;

    if (id == NULL)
        return complaint__fail(
            a->image->context, a->error, COMPLAINT_CORRUPT, "journal.facts",
            "id", "a row of \"%s\" has no id in the journal", relation->name);
    status = complaint__image_find(a->image, relation, id, &row, a->error);
    if (status == COMPLAINT_OK && row == NULL)
        status = complaint__image_add(a->image, relation, id, &row, a->error);
    if (status == COMPLAINT_OK)
        status = set_columns(a, row, facts);
    return status;
}

/* The first complainant is the case's. */
static int take_complainant(const applied *a,
                            const complaint_relation *relation,
                            const complaint_facts *facts)
{
    const char *role = fact_text(facts, "role");

    if (relation != &complaint__relation_party || role == NULL ||
        strcmp(role, "complainant") != 0 ||
        !is_null(&a->image->self, complaint__case_complainant))
        return COMPLAINT_OK;
    return want_text(a, &a->image->self, complaint__case_complainant,
                     fact_text(facts, "id"));
}

static int put_under(const applied *a, const char *key,
                     const complaint_facts *value)
{
    const complaint_relation *relation = complaint__entry_relation(key, value);
    bool one = complaint_facts_type(value) == COMPLAINT_FACTS_MAP;
    size_t count = one ? 1 : complaint_facts_size(value);
    int status = COMPLAINT_OK;

    for (size_t i = 0; relation != NULL && status == COMPLAINT_OK && i < count;
         i++) {
        const complaint_facts *row = one ? value : complaint_facts_at(value, i);

        status = put_row(a, relation, row);
        if (status == COMPLAINT_OK)
            status = take_complainant(a, relation, row);
    }
    return status;
}

static int set_missing(const applied *a)
{
    const complaint_facts *missing = complaint_facts_get(a->added, "missing");
    int status;

    if (missing == NULL)
        return COMPLAINT_OK;
    if (complaint_facts_size(missing) == 0)
        return want_text(a, &a->image->self, complaint__case_missing, NULL);
    status = complaint__image_edit(a->image, &a->image->self, a->error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_fact(
            a->image->self.next, complaint__case_missing, missing, a->error);
    return status;
}

static int set_facts(const applied *a)
{
    const complaint_facts *facts = a->journal->facts;
    int status = set_columns(a, &a->image->self, facts);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(facts); i++)
        status = put_under(a, complaint_facts_key(facts, i),
                           complaint_facts_at(facts, i));
    return status == COMPLAINT_OK ? set_missing(a) : status;
}

/* ---- assignments ---- */

static int find_assignment(const applied *a, const char *state,
                           complaint__image_row **out)
{
    int status = complaint__image_load(
        a->image, &complaint__relation_assignment, a->error);

    *out = NULL;
    for (size_t i = 0; status == COMPLAINT_OK && i < a->image->count; i++) {
        complaint__image_row *row = &a->image->rows[i];

        if (row->relation == &complaint__relation_assignment &&
            strcmp(now_text(row, complaint__assignment_state), state) == 0)
            *out = row;
    }
    return status;
}

static int end_assignment(const applied *a, complaint__image_row *row,
                          const char *state)
{
    int status = want_text(a, row, complaint__assignment_state, state);

    if (status == COMPLAINT_OK)
        status = want_time(a, row, complaint__assignment_ended_at,
                           a->journal->happened_at);
    return status;
}

static int add_assignment(const applied *a, const char *owner, const char *unit,
                          const char *state)
{
    const char *id = fact_text(a->added, "assignment");
    complaint__image_row *row;
    int status;

    if (id == NULL)
        return complaint__fail(a->image->context, a->error, COMPLAINT_CORRUPT,
                               "journal.facts", "assignment",
                               "an assignment has no id in the journal");
    status = complaint__image_add(a->image, &complaint__relation_assignment, id,
                                  &row, a->error);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__assignment_owner, owner);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__assignment_unit, unit);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__assignment_state, state);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__assignment_reason,
                           fact_text(a->journal->facts, "reason"));
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__assignment_proposed_by,
                           a->journal->actor);
    if (status == COMPLAINT_OK)
        status = want_time(a, row, complaint__assignment_proposed_at,
                           a->journal->happened_at);
    if (status == COMPLAINT_OK && strcmp(state, "active") == 0)
        status = want_time(a, row, complaint__assignment_accepted_at,
                           a->journal->happened_at);
    return status;
}

static int set_proposal(const applied *a, const char *owner, const char *unit)
{
    complaint__image_row *self = &a->image->self;
    int status = want_text(a, self, complaint__case_proposed_owner, owner);

    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_proposed_unit, unit);
    return status;
}

static int apply_assign(const applied *a)
{
    const char *owner = fact_text(a->journal->facts, "owner");
    const char *unit = fact_text(a->journal->facts, "unit");
    complaint__image_row *open;
    int status = find_assignment(a, "proposed", &open);

    if (status == COMPLAINT_OK && open != NULL)
        status = end_assignment(a, open, "replaced");
    if (status == COMPLAINT_OK)
        status = add_assignment(a, owner, unit, "proposed");
    return status == COMPLAINT_OK ? set_proposal(a, owner, unit) : status;
}

static int apply_decline(const applied *a)
{
    complaint__image_row *open;
    int status = find_assignment(a, "proposed", &open);

    if (status == COMPLAINT_OK && open != NULL)
        status = end_assignment(a, open, "declined");
    return status == COMPLAINT_OK ? set_proposal(a, NULL, NULL) : status;
}

/* Who answers in place of the proposed owner takes the case over. */
static int take_over(const applied *a, complaint__image_row *row)
{
    const char *owner = fact_text(a->added, "owner");
    int status;

    if (owner == NULL)
        return COMPLAINT_OK;
    status = want_text(a, row, complaint__assignment_owner, owner);
    return status == COMPLAINT_OK
               ? want_text(a, row, complaint__assignment_unit,
                           fact_text(a->added, "unit"))
               : status;
}

/* The old owner ends and the new one begins in the same entry. */
static int apply_accept(const applied *a)
{
    complaint__image_row *self = &a->image->self;
    complaint__image_row *row;
    int status = find_assignment(a, "active", &row);

    if (status == COMPLAINT_OK && row != NULL)
        status = end_assignment(a, row, "ended");
    if (status == COMPLAINT_OK)
        status = find_assignment(a, "proposed", &row);
    if (status != COMPLAINT_OK || row == NULL)
        return status;
    status = take_over(a, row);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__assignment_state, "active");
    if (status == COMPLAINT_OK)
        status = want_time(a, row, complaint__assignment_accepted_at,
                           a->journal->happened_at);
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_owner,
                           now_text(row, complaint__assignment_owner));
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_owner_unit,
                           now_text(row, complaint__assignment_unit));
    return status == COMPLAINT_OK ? set_proposal(a, NULL, NULL) : status;
}

/* The end of a hand-over's time: it is returned, or a role may answer too.
 * That of another clock changes nothing. */
static int apply_expire(const applied *a)
{
    const char *then = fact_text(a->journal->facts, "then");
    complaint__image_row *open;
    int status;

    if (then == NULL)
        return COMPLAINT_OK;
    status = find_assignment(a, "proposed", &open);
    if (status != COMPLAINT_OK || open == NULL)
        return status;
    if (strcmp(then, "return") == 0) {
        status = end_assignment(a, open, "returned");
        return status == COMPLAINT_OK ? set_proposal(a, NULL, NULL) : status;
    }
    status = want_text(a, open, complaint__assignment_escalated_to,
                       fact_text(a->journal->facts, "to"));
    return status == COMPLAINT_OK
               ? want_time(a, open, complaint__assignment_escalated_at,
                           a->journal->happened_at)
               : status;
}

/* ---- filing and transitions ---- */

static int set_digest(const applied *a, size_t column, const char *text)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    complaint_value value = {COMPLAINT_VALUE_BYTES, 0, (const char *)digest,
                             sizeof digest};

    if (!complaint__digest_read(text, digest))
        return complaint__fail(a->image->context, a->error, COMPLAINT_CORRUPT,
                               "journal.facts", "calendar",
                               "the entry names no calendar");
    return complaint__image_want(a->image, &a->image->self, column, &value,
                                 a->error);
}

static int set_identity(const applied *a)
{
    complaint__image_row *self = &a->image->self;
    int status = want_text(a, self, complaint__case_id, a->image->case_id);

    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_number,
                           fact_text(a->added, "number"));
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_procedure,
                           complaint_procedure_name(a->procedure));
    if (status == COMPLAINT_OK)
        status = set_digest(a, complaint__case_procedure_digest,
                            complaint_procedure_digest(a->procedure));
    if (status == COMPLAINT_OK)
        status = set_digest(a, complaint__case_calendar_digest,
                            fact_text(a->added, "calendar"));
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_state,
                           complaint__procedure_start(a->procedure));
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_owner, a->journal->actor);
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_owner_unit,
                           fact_text(a->added, "unit"));
    if (status == COMPLAINT_OK)
        status = want_integer(a, self, complaint__case_reopened, 0);
    if (status == COMPLAINT_OK)
        status = want_time(a, self, complaint__case_recorded_at,
                           a->journal->recorded_at);
    return status;
}

static int apply_file(const applied *a)
{
    complaint__image_row *self = &a->image->self;
    int status = set_identity(a);

    if (status == COMPLAINT_OK)
        status = set_facts(a);
    if (status == COMPLAINT_OK && is_null(self, complaint__case_received_at))
        status = want_time(a, self, complaint__case_received_at,
                           a->journal->happened_at);
    if (status == COMPLAINT_OK)
        status = add_assignment(a, a->journal->actor,
                                fact_text(a->added, "unit"), "active");
    return status;
}

/* The first time that something was done stays. */
static int set_marks(const applied *a, unsigned marks)
{
    static const struct {
        unsigned mark;
        size_t column;
    } columns[] = {
        {COMPLAINT__MARK_ACKNOWLEDGED, complaint__case_acknowledged_at},
        {COMPLAINT__MARK_TRANSFERRED, complaint__case_transferred_at},
        {COMPLAINT__MARK_ASSESSED, complaint__case_assessed_at},
        {COMPLAINT__MARK_INVESTIGATED, complaint__case_investigated_at},
        {COMPLAINT__MARK_RESPONDED, complaint__case_responded_at},
    };
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof columns / sizeof columns[0]; i++)
        if ((marks & columns[i].mark) != 0 &&
            is_null(&a->image->self, columns[i].column))
            status = want_time(a, &a->image->self, columns[i].column,
                               a->journal->happened_at);
    return status;
}

static int close_case(const applied *a)
{
    complaint__image_row *self = &a->image->self;
    int status =
        want_time(a, self, complaint__case_closed_at, a->journal->happened_at);

    if (status == COMPLAINT_OK &&
        is_null(self, complaint__case_first_closed_at))
        status = want_time(a, self, complaint__case_first_closed_at,
                           a->journal->happened_at);
    return status;
}

static int reopen_case(const applied *a)
{
    complaint__image_row *self = &a->image->self;
    int64_t times = now_value(self, complaint__case_reopened)->integer;
    int status = want_integer(a, self, complaint__case_reopened, times + 1);

    if (status == COMPLAINT_OK)
        status = want_time(a, self, complaint__case_reopened_at,
                           a->journal->happened_at);
    if (status == COMPLAINT_OK)
        status =
            want_time(a, self, complaint__case_closed_at, COMPLAINT_TIME_NONE);
    return status;
}

static int apply_perform(const applied *a)
{
    complaint__image_row *self = &a->image->self;
    const complaint__transition *step =
        complaint__procedure_transition(a->procedure, a->journal->action);
    const complaint__state *state;
    bool closed = !is_null(self, complaint__case_closed_at);
    int status;

    state = step == NULL
                ? NULL
                : complaint__procedure_state(
                      a->procedure,
                      step->to != NULL ? step->to
                                       : now_text(self, complaint__case_state));
    if (state == NULL)
        return complaint__fail(a->image->context, a->error, COMPLAINT_CORRUPT,
                               "journal.action", "transition",
                               "the procedure has no transition \"%s\"",
                               a->journal->action);
    status = set_facts(a);
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_state, state->name);
    if (status == COMPLAINT_OK)
        status = set_marks(a, step->marks);
    if (status == COMPLAINT_OK && state->final && !closed)
        status = close_case(a);
    else if (status == COMPLAINT_OK && !state->final &&
             (closed || (step->marks & COMPLAINT__MARK_REOPENED) != 0))
        status = reopen_case(a);
    return status;
}

/* ---- findings ---- */

/* Earlier findings stay and say that they were overtaken. */
static int supersede(const applied *a, int64_t *version)
{
    int status =
        complaint__image_load(a->image, &complaint__relation_finding, a->error);

    *version = 1;
    for (size_t i = 0; status == COMPLAINT_OK && i < a->image->count; i++) {
        complaint__image_row *row = &a->image->rows[i];

        if (row->relation != &complaint__relation_finding)
            continue;
        ++*version;
        status = want_text(a, row, complaint__finding_state, "superseded");
    }
    return status;
}

static int set_finding(const applied *a, complaint__image_row *row,
                       int64_t version)
{
    const complaint_facts *facts = a->journal->facts;
    bool decided = fact_text(facts, "decided_by") != NULL;
    int status = set_columns(a, row, facts);

    if (status == COMPLAINT_OK)
        status = want_integer(a, row, complaint__finding_version, version);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__finding_state,
                           decided ? "decided" : "proposed");
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__finding_proposed_by,
                           a->journal->actor);
    if (status == COMPLAINT_OK)
        status = want_time(a, row, complaint__finding_proposed_at,
                           a->journal->happened_at);
    if (status == COMPLAINT_OK && decided)
        status = want_time(a, row, complaint__finding_decided_at,
                           a->journal->happened_at);
    return status;
}

static int add_share(const applied *a, const char *finding,
                     const complaint_facts *facts)
{
    static const struct {
        const char *key;
        size_t column;
    } texts[] = {{"party_kind", complaint__share_party_kind},
                 {"party", complaint__share_party},
                 {"rank", complaint__share_rank},
                 {"cause", complaint__share_cause},
                 {"evidence", complaint__share_evidence_id}};
    complaint__image_row *row;
    const char *id = fact_text(facts, "id");
    int status;

    if (id == NULL)
        return complaint__fail(a->image->context, a->error, COMPLAINT_CORRUPT,
                               "journal.facts", "shares",
                               "a share has no id in the journal");
    status = complaint__image_add(a->image, &complaint__relation_share, id,
                                  &row, a->error);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__share_finding_id, finding);
    if (status == COMPLAINT_OK)
        status =
            want_integer(a, row, complaint__share_basis_points,
                         complaint_facts_integer(
                             complaint_facts_get(facts, "basis_points"), 0));
    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof texts / sizeof texts[0]; i++)
        status =
            want_text(a, row, texts[i].column, fact_text(facts, texts[i].key));
    return status;
}

static int apply_attribute(const applied *a)
{
    const complaint_facts *shares =
        complaint_facts_get(a->journal->facts, "shares");
    const char *id = fact_text(a->journal->facts, "id");
    complaint__image_row *row;
    int64_t version = 0;
    int status = supersede(a, &version);

    if (status == COMPLAINT_OK && id == NULL)
        status = complaint__fail(a->image->context, a->error, COMPLAINT_CORRUPT,
                                 "journal.facts", "id",
                                 "a finding has no id in the journal");
    if (status == COMPLAINT_OK)
        status = complaint__image_add(a->image, &complaint__relation_finding,
                                      id, &row, a->error);
    if (status == COMPLAINT_OK)
        status = set_finding(a, row, version);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(shares); i++)
        status = add_share(a, id, complaint_facts_at(shares, i));
    return status;
}

/* ---- all of them ---- */

static int apply_put(const applied *a)
{
    const complaint_relation *relation =
        complaint_relation_find(a->journal->action);
    int status;

    if (relation == NULL)
        return complaint__fail(
            a->image->context, a->error, COMPLAINT_CORRUPT, "journal.action",
            "relation", "there is no relation \"%s\"", a->journal->action);
    status = put_row(a, relation, a->journal->facts);
    if (status == COMPLAINT_OK)
        status = take_complainant(a, relation, a->journal->facts);
    return status;
}

/* Rows that came with the answer of a task; the task itself follows. */
static int apply_answer(const applied *a)
{
    const complaint_facts *facts = a->journal->facts;
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(facts); i++)
        status = put_under(a, complaint_facts_key(facts, i),
                           complaint_facts_at(facts, i));
    return status;
}

/* It follows another procedure from now on: the one of the entry. */
static int apply_attach(const applied *a)
{
    return set_digest(a, complaint__case_procedure_digest,
                      complaint_procedure_digest(a->procedure));
}

/* Another version of the procedure, or another calendar, from now on. */
static int apply_move(const applied *a)
{
    complaint__image_row *self = &a->image->self;
    int status = want_text(a, self, complaint__case_procedure,
                           complaint_procedure_name(a->procedure));

    if (status == COMPLAINT_OK)
        status = apply_attach(a);
    if (status == COMPLAINT_OK)
        status = set_digest(a, complaint__case_calendar_digest,
                            fact_text(a->added, "calendar"));
    return status == COMPLAINT_OK
               ? want_text(a, self, complaint__case_state, a->journal->action)
               : status;
}

/* Clocks alone look at extensions, pauses, resumptions and warnings. */
static int apply_nothing(const applied *a)
{
    (void)a;
    return COMPLAINT_OK;
}

static int apply_erase(const applied *a)
{
    return complaint__apply_erase(a->image, a->journal, a->error);
}

/* What comes after an erasure may be personal again. Warnings are not. */
static int unmark(const applied *a)
{
    const char *kind = a->journal->kind;

    if (strcmp(kind, COMPLAINT__ENTRY_ERASE) == 0 ||
        strcmp(kind, COMPLAINT__ENTRY_WARN) == 0 ||
        strcmp(kind, COMPLAINT__ENTRY_EXPIRE) == 0)
        return COMPLAINT_OK;
    return want_text(a, &a->image->self, complaint__case_erased, NULL);
}

int complaint__apply(complaint__image *image,
                     const complaint_procedure *procedure,
                     const complaint__journal *journal, complaint_error **error)
{
    static const struct {
        const char *kind;
        int (*apply)(const applied *a);
        bool acts;
    } table[] = {
        {COMPLAINT__ENTRY_FILE, apply_file, false},
        {COMPLAINT__ENTRY_PERFORM, apply_perform, true},
        {COMPLAINT__ENTRY_ASSIGN, apply_assign, false},
        {COMPLAINT__ENTRY_ACCEPT, apply_accept, false},
        {COMPLAINT__ENTRY_DECLINE, apply_decline, false},
        {COMPLAINT__ENTRY_PUT, apply_put, true},
        {COMPLAINT__ENTRY_AMEND, set_facts, false},
        {COMPLAINT__ENTRY_ATTRIBUTE, apply_attribute, false},
        {COMPLAINT__ENTRY_EXTEND, apply_nothing, true},
        {COMPLAINT__ENTRY_PAUSE, apply_nothing, true},
        {COMPLAINT__ENTRY_RESUME, apply_nothing, true},
        {COMPLAINT__ENTRY_WARN, apply_nothing, true},
        {COMPLAINT__ENTRY_EXPIRE, apply_expire, true},
        {COMPLAINT__ENTRY_TASK, apply_answer, true},
        {COMPLAINT__ENTRY_ATTACH, apply_attach, true},
        {COMPLAINT__ENTRY_DETACH, apply_attach, true},
        {COMPLAINT__ENTRY_REFER, apply_nothing, true},
        {COMPLAINT__ENTRY_MOVE, apply_move, true},
        {COMPLAINT__ENTRY_ERASE, apply_erase, false},
    };
    const applied a = {image, procedure, journal,
                       complaint_facts_get(journal->facts, "_"), error};
    bool first = complaint__image_now(&image->self) == NULL;
    int status;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].kind, journal->kind) != 0)
            continue;
        if (first != (i == 0) || (table[i].acts && journal->action == NULL))
            break;
        status = first ? COMPLAINT_OK : unmark(&a);
        if (status == COMPLAINT_OK)
            status = table[i].apply(&a);
        return status == COMPLAINT_OK
                   ? complaint__apply_tasks(image, procedure, journal, error)
                   : status;
    }
    return complaint__fail(image->context, error, COMPLAINT_CORRUPT,
                           "journal.kind", "journal",
                           "an entry \"%s\" cannot stand here", journal->kind);
}

int complaint__apply_head(complaint__image *image, int64_t revision,
                          const void *head, complaint_error **error)
{
    complaint_value digest = {COMPLAINT_VALUE_BYTES, 0, head,
                              COMPLAINT__DIGEST_SIZE};
    complaint_value number = complaint__value_integer(revision);
    int status = complaint__image_want(image, &image->self,
                                       complaint__case_head, &digest, error);

    if (status == COMPLAINT_OK)
        status = complaint__image_want(
            image, &image->self, complaint__case_revision, &number, error);
    return status;
}
