/* From the facts that a caller gives to the facts of an entry: columns and
 * codes checked, rows given ids, defaults filled in. */
#include "register/inside.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

typedef struct draft {
    complaint_register *owner;
    complaint__image *image;
    complaint_time now;
    complaint_error **error;
} draft;

/* What a new row has when nothing else is said. */
static const struct {
    const complaint_relation *relation;
    const char *column;
    const char *value;
} defaults[] = {
    {&complaint__relation_party, "role", "complainant"},
    {&complaint__relation_task, "state", "open"},
    {&complaint__relation_action, "state", "open"},
    {&complaint__relation_remedy, "state", "offered"},
};

/* The catalog's list that a column's codes come from. */
static const char *list_of(const complaint_relation *relation, size_t column)
{
    const char *name = relation->columns[column].name;

    if (relation == &complaint__relation_remedy && strcmp(name, "kind") == 0)
        return "remedy";
    return name;
}

static int check_code(const draft *d, const complaint_relation *relation,
                      size_t column, const complaint_facts *value)
{
    const char *code = complaint_facts_text(value, NULL);
    int status;

    if ((relation->columns[column].flags & COMPLAINT_COLUMN_CODE) == 0 ||
        code == NULL)
        return COMPLAINT_OK;
    status = complaint__register_check_code(d->owner, list_of(relation, column),
                                            code, NULL);
    if (status == COMPLAINT_OK)
        return COMPLAINT_OK;
    /* Again for the error, which names the column. */
    status = complaint__register_check_code(d->owner, list_of(relation, column),
                                            code, d->error);
    if (status == COMPLAINT_INVALID) {
        status = complaint__fail(d->owner->context, d->error, COMPLAINT_INVALID,
                                 "code.unknown", relation->columns[column].name,
                                 "the list \"%s\" has no code \"%s\"",
                                 list_of(relation, column), code);
        complaint__register_name_codes(d->owner, list_of(relation, column),
                                       code, d->error);
    }
    return status;
}

static int unknown(const draft *d, const complaint_relation *relation,
                   const char *key)
{
    return complaint__fail(d->owner->context, d->error, COMPLAINT_INVALID,
                           "facts.unknown", key, "\"%s\" has no fact \"%s\"",
                           relation->name, key);
}

static bool is_removed(const complaint_relation *relation, size_t column,
                       const complaint_facts *value)
{
    return (relation->columns[column].flags & COMPLAINT_COLUMN_REQUIRED) != 0 &&
           complaint_facts_type(value) == COMPLAINT_FACTS_NULL;
}

/* Columns that may be given: those flagged as facts, and aside from these a
 * row's "id", or why a legal hold is set or lifted. */
static int check_columns(const draft *d, const complaint_relation *relation,
                         const complaint_facts *map, bool with_id)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(map);
         i++) {
        const char *key = complaint_facts_key(map, i);
        int column = complaint_relation_column_find(relation, key);

        if (with_id ? strcmp(key, "id") == 0
                    : strcmp(key, COMPLAINT__HOLD_REASON) == 0 &&
                          complaint_facts_get(map, "legal_hold") != NULL)
            continue;
        if (column < 0 ||
            (relation->columns[column].flags & COMPLAINT_COLUMN_FACT) == 0)
            return unknown(d, relation, key);
        if (!with_id &&
            is_removed(relation, (size_t)column, complaint_facts_at(map, i)))
            return complaint__fail(d->owner->context, d->error,
                                   COMPLAINT_INVALID, "facts.required", key,
                                   "\"%s\" is required", key);
        status =
            check_code(d, relation, (size_t)column, complaint_facts_at(map, i));
    }
    return status;
}

static int fill_new(const draft *d, const complaint_relation *relation,
                    complaint_facts *map)
{
    char id[COMPLAINT__ID_SIZE];
    int status =
        complaint__id_draw(d->owner->context, &d->owner->lot, id, d->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "id", id, d->error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof defaults / sizeof defaults[0];
         i++)
        if (defaults[i].relation == relation &&
            complaint_facts_get(map, defaults[i].column) == NULL)
            status = complaint_facts_set_text(map, defaults[i].column,
                                              defaults[i].value, d->error);
    return status;
}

static int draft_row(const draft *d, const complaint_relation *relation,
                     complaint_facts *map)
{
    const complaint_facts *given = complaint_facts_get(map, "id");
    const char *id = complaint_facts_text(given, NULL);
    complaint__image_row *row;
    int status;

    if (complaint_facts_type(map) != COMPLAINT_FACTS_MAP)
        return complaint__fail(d->owner->context, d->error, COMPLAINT_INVALID,
                               "facts.row", NULL, "a row of \"%s\" is a map",
                               relation->name);
    status = check_columns(d, relation, map, true);
    if (status != COMPLAINT_OK)
        return status;
    if (complaint_facts_type(given) == COMPLAINT_FACTS_NULL)
        return fill_new(d, relation, map);
    if (relation == &complaint__relation_task && id != NULL &&
        complaint__task_is_given(id))
        return complaint__fail(d->owner->context, d->error, COMPLAINT_REFUSED,
                               "case.task_given", "id",
                               "a task of the procedure is answered, not put");
    status = id == NULL ? COMPLAINT_OK
                        : complaint__image_find(d->image, relation, id, &row,
                                                d->error);
    if (status != COMPLAINT_OK)
        return status;
    if (id == NULL || row == NULL)
        return complaint__fail(
            d->owner->context, d->error, COMPLAINT_NOT_FOUND, "case.row", "id",
            "the case has no \"%s\" of this id", relation->name);
    return COMPLAINT_OK;
}

/* A map, or a list of maps. */
static int draft_rows(const draft *d, const complaint_relation *relation,
                      complaint_facts *rows)
{
    char position[24];
    int status = COMPLAINT_OK;

    if (complaint_facts_type(rows) == COMPLAINT_FACTS_MAP)
        return draft_row(d, relation, rows);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(rows);
         i++) {
        status = draft_row(
            d, relation, complaint__facts_change(complaint_facts_at(rows, i)));
        if (status == COMPLAINT_OK)
            continue;
        (void)snprintf(position, sizeof position, "%zu", i);
        complaint__error_prefix(d->error, position);
    }
    return status;
}

/* Rows under names of relations alone. */
static int draft_under(const draft *d, complaint_facts *facts)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(facts); i++) {
        const char *key = complaint_facts_key(facts, i);
        const complaint_facts *value = complaint_facts_at(facts, i);
        const complaint_relation *rows = complaint__entry_relation(key, value);

        if (rows == NULL)
            continue;
        status = draft_rows(d, rows, complaint__facts_change(value));
        if (status != COMPLAINT_OK)
            complaint__error_prefix(d->error, key);
    }
    return status;
}

/* Facts of the case itself, rows under names of relations, and others. */
static int draft_top(const draft *d, complaint_facts *facts)
{
    const complaint_relation *relation = &complaint__relation_case;
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(facts); i++) {
        const char *key = complaint_facts_key(facts, i);
        const complaint_facts *value = complaint_facts_at(facts, i);
        const complaint_relation *rows = complaint__entry_relation(key, value);
        int column = complaint_relation_column_find(relation, key);

        if (rows != NULL) {
            status = draft_rows(d, rows, complaint__facts_change(value));
            if (status != COMPLAINT_OK)
                complaint__error_prefix(d->error, key);
        } else if (column >= 0 && (relation->columns[column].flags &
                                   COMPLAINT_COLUMN_FACT) != 0) {
            status = check_code(d, relation, (size_t)column, value);
        }
    }
    return status;
}

static int check_past(const draft *d, const complaint_facts *facts)
{
    static const char *const names[] = {"received_at", "occurred_at",
                                        "aware_at"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        complaint_time time =
            complaint_facts_time(complaint_facts_get(facts, names[i]));

        if (time != COMPLAINT_TIME_NONE && time > d->now)
            return complaint__fail(d->owner->context, d->error,
                                   COMPLAINT_INVALID, "time.future", names[i],
                                   "\"%s\" lies in the future", names[i]);
    }
    return COMPLAINT_OK;
}

/* An external number is unique within its source, so that it has one. */
static int fill_source(complaint_facts *facts, complaint_error **error)
{
    const complaint_facts *number =
        complaint_facts_get(facts, "external_number");
    const complaint_facts *source = complaint_facts_get(facts, "source");

    if (complaint_facts_type(number) == COMPLAINT_FACTS_NULL ||
        complaint_facts_type(source) != COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    return complaint_facts_set_text(facts, "source", "", error);
}

static int fill(const draft *d, const complaint__entry *entry,
                complaint_facts *facts)
{
    int status = COMPLAINT_OK;

    if (complaint_facts_get(facts, "_") != NULL)
        return complaint__fail(d->owner->context, d->error, COMPLAINT_INVALID,
                               "facts.reserved", "_",
                               "the fact \"_\" is the register's own");
    if (strcmp(entry->kind, COMPLAINT__ENTRY_PUT) == 0)
        return draft_row(d, complaint_relation_find(entry->action), facts);
    if (strcmp(entry->kind, COMPLAINT__ENTRY_AMEND) == 0)
        status = check_columns(d, &complaint__relation_case, facts, false);
    else if (strcmp(entry->kind, COMPLAINT__ENTRY_FILE) == 0 ||
             strcmp(entry->kind, COMPLAINT__ENTRY_PERFORM) == 0)
        status = draft_top(d, facts);
    else if (strcmp(entry->kind, COMPLAINT__ENTRY_TASK) == 0)
        status = draft_under(d, facts);
    else
        return COMPLAINT_OK;
    if (status == COMPLAINT_OK)
        status = check_past(d, facts);
    if (status == COMPLAINT_OK &&
        strcmp(entry->kind, COMPLAINT__ENTRY_FILE) == 0)
        status = fill_source(facts, d->error);
    return status;
}

int complaint__draft(complaint_register *self, complaint__image *image,
                     const complaint__entry *entry, complaint_time now,
                     complaint_facts **out, complaint_error **error)
{
    const draft d = {self, image, now, error};
    complaint_facts *facts = NULL;
    int status;

    *out = NULL;
    if (entry->facts == NULL)
        status = complaint_facts_new(self->context, &facts, error);
    else if (complaint_facts_type(entry->facts) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(self->context, error, "facts");
    else
        status =
            complaint__facts_borrow(self->context, entry->facts, &facts, error);
    if (status == COMPLAINT_OK)
        status = fill(&d, entry, facts);
    if (status == COMPLAINT_OK)
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}

int complaint__draft_added(complaint_facts *facts, complaint_facts **out,
                           complaint_error **error)
{
    *out = complaint__facts_edit(facts, "_");
    if (*out != NULL)
        return COMPLAINT_OK;
    return complaint_facts_set_map(facts, "_", out, error);
}

int complaint__draft_assignment(complaint_facts *facts, complaint_error **error)
{
    char id[COMPLAINT__ID_SIZE];
    complaint_facts *added;
    int status = complaint__id_new(complaint__facts_context(facts), id, error);

    if (status == COMPLAINT_OK)
        status = complaint__draft_added(facts, &added, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(added, "assignment", id, error);
    return status;
}

int complaint__draft_acceptance(const complaint__image *image,
                                const complaint__entry *entry,
                                complaint_facts *facts, complaint_error **error)
{
    const char *proposed =
        complaint__image_text(&image->self, complaint__case_proposed_owner);
    const char *unit = complaint_actor_unit(entry->actor);
    const char *actor = complaint_actor_id(entry->actor);
    complaint_facts *added;
    int status;

    if (proposed == NULL || strcmp(proposed, actor) == 0)
        return COMPLAINT_OK;
    status = complaint__draft_added(facts, &added, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(added, "owner", actor, error);
    if (status == COMPLAINT_OK && unit[0] != '\0')
        status = complaint_facts_set_text(added, "unit", unit, error);
    return status;
}

/* The list as text, to compare; NULL for an empty one. */
static int is_news(const complaint_record *record, const complaint_facts *list,
                   bool *news, complaint_error **error)
{
    const char *present = complaint_record_text(record, "missing");
    char *json = NULL;
    int status;

    if (complaint_facts_size(list) == 0) {
        *news = present != NULL;
        return COMPLAINT_OK;
    }
    status = complaint_facts_write(list, &json, NULL, error);
    if (status == COMPLAINT_OK)
        *news = present == NULL || strcmp(present, json) != 0;
    complaint__free(complaint__facts_context(list), json);
    return status;
}

int complaint__draft_missing(const complaint_procedure *procedure,
                             const complaint__entry *entry,
                             const complaint_record *record,
                             complaint_facts *facts, complaint_error **error)
{
    complaint__subject subject = {.record = record, .facts = facts};
    complaint_facts *beside = NULL;
    complaint_facts *added;
    complaint_facts *list;
    bool news = false;
    int status = complaint__facts_beside(facts, &beside, error);

    subject.actor = complaint_actor_id(entry->actor);
    subject.roles = complaint__actor_roles(entry->actor, &subject.role_count);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(beside, "missing", &list, error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_missing(procedure, &subject, list, error);
    if (status == COMPLAINT_OK)
        status = is_news(record, list, &news, error);
    if (status == COMPLAINT_OK && news)
        status = complaint__draft_added(facts, &added, error);
    if (status == COMPLAINT_OK && news)
        status = complaint_facts_set_copy(added, "missing", list, error);
    return status;
}
