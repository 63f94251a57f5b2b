/* Responsibility attribution: a finding recorded in a case. */
#include "casework/casework.h"

#include "base/failure.h"

#include <string.h>

static int check_party(complaint_case *self, const complaint__share *share,
                       complaint_error **error)
{
    complaint_register *owner = complaint__case_register(self);
    int status = COMPLAINT_OK;

    if (strcmp(share->party_kind, "unit") == 0 ||
        strcmp(share->party_kind, "supplier") == 0)
        status = complaint__register_check_code(owner, share->party_kind,
                                                share->party, error);
    if (status == COMPLAINT_OK && share->cause != NULL)
        status =
            complaint__register_check_code(owner, "cause", share->cause, error);
    return status;
}

static int check_evidence(complaint_case *self, const complaint__share *share,
                          complaint_error **error)
{
    complaint_record *row = NULL;
    int status;

    if (share->evidence == NULL)
        return COMPLAINT_OK;
    status = complaint__case_row(self, &complaint__relation_evidence,
                                 share->evidence, &row, error);
    complaint_record_free(row);
    if (status != COMPLAINT_NOT_FOUND)
        return status;
    return complaint__fail(
        complaint__register_context(complaint__case_register(self)), error,
        COMPLAINT_NOT_FOUND, "finding.evidence", "evidence",
        "the case has no evidence of this id: %s", share->evidence);
}

static int check_shares(complaint_case *self, const complaint_finding *finding,
                        complaint_error **error)
{
    const complaint__share *shares;
    size_t count;
    int status = COMPLAINT_OK;

    shares = complaint__finding_shares(finding, &count);
    for (size_t i = 0; status == COMPLAINT_OK && i < count; i++) {
        status = check_party(self, &shares[i], error);
        if (status == COMPLAINT_OK)
            status = check_evidence(self, &shares[i], error);
    }
    return status;
}

int complaint_case_attribute(complaint_case *self, const complaint_actor *actor,
                             const complaint_finding *finding,
                             complaint_time happened_at,
                             complaint_error **error)
{
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_ATTRIBUTE,
                              .happened_at = happened_at,
                              .actor = actor};
    complaint_facts *facts = NULL;
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (finding == NULL)
        return complaint__casework_misuse(self, error, "finding");
    status = complaint__finding_check(finding, error);
    if (status == COMPLAINT_OK)
        status = check_shares(self, finding, error);
    if (status == COMPLAINT_OK)
        status = complaint__finding_facts(finding, &facts, error);
    entry.facts = facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(facts);
    return status;
}
