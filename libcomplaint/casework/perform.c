/* Steps of the procedure, and what may be stepped to next. */
#include "casework/casework.h"

#include "base/failure.h"

#include <string.h>

int complaint_case_perform(complaint_case *self, const complaint_actor *actor,
                           const char *transition, const complaint_facts *facts,
                           complaint_time happened_at, complaint_error **error)
{
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_PERFORM,
                              .action = transition,
                              .facts = facts,
                              .happened_at = happened_at,
                              .actor = actor};
    complaint__subject subject;
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (transition == NULL)
        return complaint__casework_misuse(self, error, "transition");
    if (facts != NULL && complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__casework_misuse(self, error, "facts");
    status = complaint__case_subject(self, actor, facts, &subject, error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_may_perform(
            complaint__case_pinned_procedure(self), transition, &subject,
            error);
    if (status == COMPLAINT_OK)
        status = complaint__hold_may(
            complaint__register_context(complaint__case_register(self)), actor,
            complaint__case_record(self), facts, error);
    return status == COMPLAINT_OK ? complaint__case_append(self, &entry, error)
                                  : status;
}

int complaint_case_next(complaint_case *self, const complaint_actor *actor,
                        complaint_facts **out, complaint_error **error)
{
    complaint_context *context;
    complaint__subject subject;
    complaint_facts *list;
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__casework_begin(self, actor, error);
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL)
        return complaint__casework_misuse(self, error, "out");
    context = complaint__register_context(complaint__case_register(self));
    status = complaint_facts_parse(context, "[]", 2, &list, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__case_subject(self, actor, NULL, &subject, error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_next(
            complaint__case_pinned_procedure(self), &subject,
            complaint_context_language(context), list, error);
    if (status == COMPLAINT_OK)
        *out = list;
    else
        complaint_facts_free(list);
    return status;
}
