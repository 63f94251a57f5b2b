/* Packs put on a case that is there already. What a pack does is the
 * procedure's affair. */
#include "casework/casework.h"

#include "base/failure.h"

#include <string.h>

static complaint_context *context_of(const complaint_case *self)
{
    return complaint__register_context(complaint__case_register(self));
}

static int check(complaint_case *self, const char *pack, const char *reason,
                 complaint_error **error)
{
    const complaint_procedure *procedure =
        complaint__case_pinned_procedure(self);
    const complaint__pack *there;

    if (reason == NULL || reason[0] == '\0') {
        int status = complaint__fail(
            context_of(self), error, COMPLAINT_INCOMPLETE, "attach.reason",
            "reason", "a pack is put on with a reason");

        complaint__error_item(error, "reason");
        return status;
    }
    for (size_t i = 0;
         (there = complaint__procedure_pack(procedure, i)) != NULL; i++)
        if (strcmp(there->name, pack) == 0 && !there->withdrawn)
            return complaint__fail(context_of(self), error, COMPLAINT_REFUSED,
                                   "attach.there", "pack",
                                   "the pack is on the case already: %s", pack);
    return COMPLAINT_OK;
}

/* Which pack it was, by digest, and why. */
static int facts_of(complaint_case *self, const complaint_procedure *procedure,
                    const char *pack, const char *reason, complaint_facts **out,
                    complaint_error **error)
{
    const complaint__pack *at = NULL;
    int status = complaint_facts_new(context_of(self), out, error);

    for (size_t i = 0; (at = complaint__procedure_pack(procedure, i)) != NULL;
         i++)
        if (strcmp(at->name, pack) == 0)
            break;
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(*out, "reason", reason, error);
    if (status == COMPLAINT_OK && at != NULL)
        status = complaint_facts_set_text(*out, "version", at->version, error);
    if (status == COMPLAINT_OK && at != NULL)
        status = complaint_facts_set_text(*out, "digest", at->digest, error);
    return status;
}

int complaint_case_attach(complaint_case *self, const complaint_actor *actor,
                          const char *pack, const char *reason,
                          complaint_time happened_at, complaint_error **error)
{
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_ATTACH,
                              .action = pack,
                              .happened_at = happened_at,
                              .actor = actor};
    complaint_facts *facts = NULL;
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (pack == NULL)
        return complaint__casework_misuse(self, error, "pack");
    status = check(self, pack, reason, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__register_attach(complaint__case_register(self), actor,
                                       complaint__case_pinned_procedure(self),
                                       pack, &entry.procedure, error);
    if (status == COMPLAINT_OK)
        status = facts_of(self, entry.procedure, pack, reason, &facts, error);
    entry.facts = facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(facts);
    return status;
}
