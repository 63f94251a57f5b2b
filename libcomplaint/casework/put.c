/* Rows that belong to a case, and corrections of the case itself. */
#include "casework/casework.h"

#include "base/failure.h"
#include "base/identity.h"

#include <string.h>

static const char *const puttable[] = {"party",    "task",   "communication",
                                       "evidence", "action", "remedy",
                                       "return",   "survey"};

static bool may_put(const char *relation)
{
    for (size_t i = 0; i < sizeof puttable / sizeof puttable[0]; i++)
        if (strcmp(puttable[i], relation) == 0)
            return true;
    return false;
}

int complaint_case_put(complaint_case *self, const complaint_actor *actor,
                       const char *relation, const complaint_facts *facts,
                       complaint_time happened_at, char *id,
                       complaint_error **error)
{
    char row_id[COMPLAINT__ID_SIZE] = "";
    const complaint__entry entry = {.kind = COMPLAINT__ENTRY_PUT,
                                    .action = relation,
                                    .facts = facts,
                                    .happened_at = happened_at,
                                    .actor = actor,
                                    .row_id = row_id};
    int status;

    if (id != NULL)
        id[0] = '\0';
    status = complaint__casework_begin(self, actor, error);
    if (status != COMPLAINT_OK)
        return status;
    if (relation == NULL || complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__casework_misuse(
            self, error, relation == NULL ? "relation" : "facts");
    if (!may_put(relation))
        return complaint__fail(
            complaint__register_context(complaint__case_register(self)), error,
            COMPLAINT_NOT_FOUND, "case.relation", "relation",
            "cases take no rows of \"%s\"", relation);
    status = complaint__case_append(self, &entry, error);
    if (status == COMPLAINT_OK && id != NULL)
        memcpy(id, row_id, sizeof row_id);
    return status;
}

int complaint_case_amend(complaint_case *self, const complaint_actor *actor,
                         const complaint_facts *facts,
                         complaint_time happened_at, complaint_error **error)
{
    const complaint__entry entry = {.kind = COMPLAINT__ENTRY_AMEND,
                                    .facts = facts,
                                    .happened_at = happened_at,
                                    .actor = actor};
    int status = complaint__casework_begin(self, actor, error);

    if (status == COMPLAINT_OK &&
        complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        status = complaint__casework_misuse(self, error, "facts");
    if (status == COMPLAINT_OK)
        status = complaint__hold_may(
            complaint__register_context(complaint__case_register(self)), actor,
            complaint__case_record(self), facts, error);
    return status == COMPLAINT_OK ? complaint__case_append(self, &entry, error)
                                  : status;
}
