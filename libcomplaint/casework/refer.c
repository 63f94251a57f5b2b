/* A case referred to another procedure: a case of its own there, which names
 * the one it comes from, and an entry here. Neither changes the other after
 * that. */
#include "casework/casework.h"

#include "base/failure.h"
#include "model/facts.h"

#include <complaint/register.h>

#include <string.h>

static complaint_context *context_of(const complaint_case *self)
{
    return complaint__register_context(complaint__case_register(self));
}

/* What the other case begins with, where the caller does not say it. */
static const char *const taken[] = {
    "title",   "description", "language", "channel",    "category", "severity",
    "urgency", "safety",      "product",  "batch",      "location", "unit",
    "demand",  "claim",       "cause",    "occurred_at"};

static int take_columns(complaint_case *self, complaint_facts *facts,
                        complaint_error **error)
{
    complaint_facts *row = NULL;
    int status =
        complaint_record_facts(complaint_case_record(self), &row, error);

    for (size_t i = 0;
         i < sizeof taken / sizeof taken[0] && status == COMPLAINT_OK; i++) {
        const complaint_facts *value = complaint_facts_get(row, taken[i]);

        if (complaint_facts_type(value) != COMPLAINT_FACTS_NULL &&
            complaint_facts_get(facts, taken[i]) == NULL)
            status = complaint_facts_set_copy(facts, taken[i], value, error);
    }
    complaint_facts_free(row);
    return status;
}

/* A party as a new row: its facts, without its keys. */
static int take_party(complaint_facts *list, const complaint_record *party,
                      complaint_error **error)
{
    complaint_facts *row = NULL;
    complaint_facts *map = NULL;
    int status = complaint_record_facts(party, &row, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_map(list, NULL, &map, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(row);
         i++) {
        const char *key = complaint_facts_key(row, i);
        const complaint_facts *value = complaint_facts_at(row, i);

        if (strcmp(key, "case_id") != 0 && strcmp(key, "id") != 0 &&
            complaint_facts_type(value) != COMPLAINT_FACTS_NULL)
            status = complaint_facts_set_copy(map, key, value, error);
    }
    complaint_facts_free(row);
    return status;
}

static int take_parties(complaint_case *self, complaint_facts *facts,
                        complaint_error **error)
{
    const complaint_record *party = NULL;
    complaint_cursor *cursor = NULL;
    complaint_facts *list = NULL;
    int status;

    if (complaint_facts_get(facts, "parties") != NULL)
        return COMPLAINT_OK;
    status = complaint_case_list(self, "party", &cursor, error);
    while (status == COMPLAINT_OK) {
        status = complaint_cursor_next(cursor, &party, error);
        if (status != COMPLAINT_OK || party == NULL)
            break;
        if (list == NULL)
            status = complaint_facts_set_list(facts, "parties", &list, error);
        if (status == COMPLAINT_OK)
            status = take_party(list, party, error);
    }
    complaint_cursor_free(cursor);
    return status;
}

static int facts_there(complaint_case *self, const char *procedure,
                       const complaint_facts *given, complaint_facts **out,
                       complaint_error **error)
{
    complaint_context *context = context_of(self);
    int status = given == NULL
                     ? complaint_facts_new(context, out, error)
                     : complaint__facts_copy(context, given, out, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(*out, "procedure", procedure, error);
    if (status == COMPLAINT_OK &&
        complaint_facts_get(*out, "repeat_of") == NULL)
        status = complaint_facts_set_text(
            *out, "repeat_of", complaint__casework_text(self, "number"), error);
    if (status == COMPLAINT_OK)
        status = take_columns(self, *out, error);
    return status == COMPLAINT_OK ? take_parties(self, *out, error) : status;
}

static int note(complaint_case *self, const complaint_actor *actor,
                const complaint_case *there, const char *reason,
                complaint_time happened_at, complaint_error **error)
{
    const complaint_record *record = complaint_case_record(there);
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_REFER,
                              .action =
                                  complaint_record_text(record, "procedure"),
                              .happened_at = happened_at,
                              .actor = actor};
    complaint_facts *facts = NULL;
    int status = complaint_facts_new(context_of(self), &facts, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            facts, "case", complaint_record_text(record, "id"), error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            facts, "number", complaint_record_text(record, "number"), error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(facts, "reason", reason, error);
    entry.facts = facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(facts);
    return status;
}

static int check(complaint_case *self, const char *reason,
                 complaint_error **error)
{
    int status;

    if (reason != NULL && reason[0] != '\0')
        return COMPLAINT_OK;
    status =
        complaint__fail(context_of(self), error, COMPLAINT_INCOMPLETE,
                        "refer.reason", "reason", "a referral needs a reason");
    complaint__error_item(error, "reason");
    return status;
}

/* Where that fails too, the case wants to be read again by its owner. */
static void undo(complaint_case *self, complaint_register *owner)
{
    int status = complaint_register_rollback(owner, NULL);

    if (status == COMPLAINT_OK)
        status = complaint_case_refresh(self, NULL);
    (void)status;
}

/* Both entries or neither. */
static int refer(complaint_case *self, const complaint_actor *actor,
                 const complaint_facts *facts, const char *reason,
                 complaint_time happened_at, complaint_case **made,
                 complaint_error **error)
{
    complaint_register *owner = complaint__case_register(self);
    bool own = !complaint__register_in_batch(owner);
    int status = own ? complaint_register_begin(owner, error) : COMPLAINT_OK;

    if (status != COMPLAINT_OK)
        return status;
    status = complaint_case_file(owner, actor, facts, happened_at, made, error);
    if (status == COMPLAINT_OK)
        status = note(self, actor, *made, reason, happened_at, error);
    if (own && status == COMPLAINT_OK)
        status = complaint_register_commit(owner, error);
    else if (own)
        undo(self, owner);
    return status;
}

/* After it met another's change: as the caller saw the case, or CONFLICT. */
static int see_again(complaint_case *self, int64_t revision,
                     complaint_error **error)
{
    int status = complaint_case_refresh(self, error);

    if (status == COMPLAINT_OK &&
        complaint_record_integer(complaint_case_record(self), "revision", 0) !=
            revision)
        status = complaint__say_conflict(complaint__case_register(self), error);
    return status;
}

static int refer_until_done(complaint_case *self, const complaint_actor *actor,
                            const complaint_facts *facts, const char *reason,
                            complaint_time happened_at, complaint_case **made,
                            complaint_error **error)
{
    int64_t revision =
        complaint_record_integer(complaint_case_record(self), "revision", 0);
    int attempt = 0;
    int status = refer(self, actor, facts, reason, happened_at, made, error);

    while (complaint__register_again(complaint__case_register(self), status,
                                     &attempt, error)) {
        complaint_case_free(*made);
        *made = NULL;
        status = see_again(self, revision, error);
        if (status == COMPLAINT_OK)
            status =
                refer(self, actor, facts, reason, happened_at, made, error);
    }
    return status;
}

int complaint_case_refer(complaint_case *self, const complaint_actor *actor,
                         const char *procedure, const char *reason,
                         const complaint_facts *facts,
                         complaint_time happened_at, complaint_case **out,
                         complaint_error **error)
{
    complaint_case *made = NULL;
    complaint_facts *there = NULL;
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__casework_begin(self, actor, error);
    if (status != COMPLAINT_OK)
        return status;
    if (procedure == NULL)
        return complaint__casework_misuse(self, error, "procedure");
    if (facts != NULL && complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__casework_misuse(self, error, "facts");
    status = check(self, reason, error);
    if (status == COMPLAINT_OK)
        status = facts_there(self, procedure, facts, &there, error);
    if (status == COMPLAINT_OK)
        status = refer_until_done(self, actor, there, reason, happened_at,
                                  &made, error);
    complaint_facts_free(there);
    if (status == COMPLAINT_OK && out != NULL)
        *out = made;
    else
        complaint_case_free(made);
    return status;
}
