/* Ownership: proposed by the giver, binding when the receiver accepts. At
 * every instant exactly one owner is accountable. */
#include "casework/casework.h"

#include "base/failure.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <string.h>

static complaint_context *context_of(const complaint_case *self)
{
    return complaint__register_context(complaint__case_register(self));
}

/* The owner hands over; so may a dispatcher. */
static int may_assign(const complaint_case *self, const complaint_actor *actor,
                      const char *owner, complaint_error **error)
{
    const char *present = complaint__casework_text(self, "owner");

    if (!complaint_record_is_null(complaint__case_record(self), "closed_at"))
        return complaint__fail(context_of(self), error, COMPLAINT_REFUSED,
                               "assign.closed", "case",
                               "a closed case is not handed over");
    if (strcmp(complaint_actor_id(actor), present) != 0 &&
        !complaint__actor_has_role(actor, "dispatcher"))
        return complaint__fail(
            context_of(self), error, COMPLAINT_DENIED, "assign.denied", "actor",
            "only the owner and a dispatcher may hand a case over");
    if (strcmp(owner, present) == 0)
        return complaint__fail(context_of(self), error, COMPLAINT_REFUSED,
                               "assign.owner", "owner",
                               "this is the owner already: %s", owner);
    return COMPLAINT_OK;
}

static int set_reason(complaint_facts *facts, const char *reason,
                      complaint_error **error)
{
    if (reason == NULL || reason[0] == '\0')
        return COMPLAINT_OK;
    return complaint_facts_set_text(facts, "reason", reason, error);
}

static int append(complaint_case *self, const complaint_actor *actor,
                  const char *kind, const complaint_facts *facts,
                  complaint_time happened_at, complaint_error **error)
{
    const complaint__entry entry = {.kind = kind,
                                    .facts = facts,
                                    .happened_at = happened_at,
                                    .actor = actor};

    return complaint__case_append(self, &entry, error);
}

/* Facts keep texts in Unicode NFC: what they keep is looked at. */
static int make_facts(complaint_case *self, const char *owner, const char *unit,
                      const char *reason, complaint_facts **out,
                      complaint_error **error)
{
    int status = complaint__code_check(context_of(self), "owner", owner, error);

    if (status == COMPLAINT_OK && unit != NULL)
        status = complaint__code_check(context_of(self), "unit", unit, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(context_of(self), out, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(*out, "owner", owner, error);
    if (status == COMPLAINT_OK && unit != NULL)
        status = complaint_facts_set_text(*out, "unit", unit, error);
    if (status == COMPLAINT_OK && unit != NULL)
        status = complaint__register_check_code(
            complaint__case_register(self), "unit",
            complaint_facts_text(complaint_facts_get(*out, "unit"), ""), error);
    return status == COMPLAINT_OK ? set_reason(*out, reason, error) : status;
}

int complaint_case_assign(complaint_case *self, const complaint_actor *actor,
                          const char *owner, const char *unit,
                          const char *reason, complaint_time happened_at,
                          complaint_error **error)
{
    complaint_facts *facts = NULL;
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (owner == NULL)
        return complaint__casework_misuse(self, error, "owner");
    status = make_facts(self, owner, unit, reason, &facts, error);
    if (status == COMPLAINT_OK)
        status = may_assign(
            self, actor,
            complaint_facts_text(complaint_facts_get(facts, "owner"), ""),
            error);
    if (status == COMPLAINT_OK)
        status = append(self, actor, COMPLAINT__ENTRY_ASSIGN, facts,
                        happened_at, error);
    complaint_facts_free(facts);
    return status;
}

/* The proposed owner answers; once the time for it passed and it escalated, so
 * may the role that it escalated to. */
static int may_answer(complaint_case *self, const complaint_actor *actor,
                      complaint_error **error)
{
    const char *proposed = complaint__casework_text(self, "proposed_owner");
    const char *role;
    int status;

    if (proposed == NULL)
        return complaint__fail(context_of(self), error, COMPLAINT_REFUSED,
                               "assign.nothing", "case",
                               "no hand-over is proposed");
    if (strcmp(complaint_actor_id(actor), proposed) == 0)
        return COMPLAINT_OK;
    status = complaint__case_escalated_to(self, &role, error);
    if (status != COMPLAINT_OK ||
        (role != NULL && complaint__actor_has_role(actor, role)))
        return status;
    status = complaint__fail(context_of(self), error, COMPLAINT_DENIED,
                             "assign.denied", "actor",
                             "only the proposed owner may answer");
    if (role != NULL)
        complaint__error_item(error, role);
    return status;
}

int complaint_case_answer_assignment(complaint_case *self,
                                     const complaint_actor *actor,
                                     bool accepted, const char *reason,
                                     complaint_time happened_at,
                                     complaint_error **error)
{
    complaint_facts *facts = NULL;
    int status = complaint__casework_begin(self, actor, error);

    if (status == COMPLAINT_OK)
        status = may_answer(self, actor, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint_facts_new(context_of(self), &facts, error);
    if (status == COMPLAINT_OK)
        status = set_reason(facts, reason, error);
    if (status == COMPLAINT_OK)
        status = append(self, actor,
                        accepted ? COMPLAINT__ENTRY_ACCEPT
                                 : COMPLAINT__ENTRY_DECLINE,
                        facts, happened_at, error);
    complaint_facts_free(facts);
    return status;
}
