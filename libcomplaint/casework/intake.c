/* Taking a complaint in, and what every later step asks first. */
#include "casework/casework.h"

#include "base/context.h"
#include "base/failure.h"

#include <string.h>

int complaint__casework_misuse(const complaint_case *self,
                               complaint_error **error, const char *argument)
{
    return complaint__fail_misuse(
        complaint__register_context(complaint__case_register(self)), error,
        argument);
}

int complaint__casework_begin(complaint_case *self,
                              const complaint_actor *actor,
                              complaint_error **error)
{
    int status = complaint__case_usable(self, error);

    if (status == COMPLAINT_OK && actor == NULL)
        status = complaint__casework_misuse(self, error, "actor");
    return status;
}

const char *complaint__casework_text(const complaint_case *self,
                                     const char *column)
{
    return complaint_record_text(complaint_case_record(self), column);
}

static int choose(complaint_register *self, const complaint_facts *facts,
                  const complaint_procedure **procedure,
                  complaint_error **error)
{
    const complaint_facts *given = complaint_facts_get(facts, "procedure");
    int type = complaint_facts_type(given);

    if (type != COMPLAINT_FACTS_NULL && type != COMPLAINT_FACTS_TEXT)
        return complaint__fail(
            complaint__register_context(self), error, COMPLAINT_INVALID,
            "facts.type", "procedure", "\"%s\" must be %s", "procedure",
            complaint__context_translate(complaint__register_context(self),
                                         "a text"));
    return complaint__register_procedure(
        self, complaint_facts_text(given, NULL), procedure, error);
}

int complaint_case_file(complaint_register *self, const complaint_actor *actor,
                        const complaint_facts *facts,
                        complaint_time happened_at, complaint_case **out,
                        complaint_error **error)
{
    complaint__subject subject = {.facts = facts};
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_FILE,
                              .facts = facts,
                              .happened_at = happened_at,
                              .actor = actor};
    const complaint_procedure *procedure;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (actor == NULL || complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(complaint__register_context(self), error,
                                      actor == NULL ? "actor" : "facts");
    status = choose(self, facts, &procedure, error);
    if (status != COMPLAINT_OK)
        return status;
    subject.actor = complaint_actor_id(actor);
    subject.roles = complaint__actor_roles(actor, &subject.role_count);
    status = complaint__procedure_may_file(procedure, &subject, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__case_create(self, procedure, &entry, out, error);
}
