/* Pausing clocks of a case by hand, and resuming them. States that pause are
 * the procedure's affair. */
#include "casework/casework.h"

#include "base/failure.h"

#include <complaint/limits.h>

static complaint_context *context_of(const complaint_case *self)
{
    return complaint__register_context(complaint__case_register(self));
}

/* As things stood when it happened, so that a pause can be told of later. */
static int check(complaint_case *self, const char *clock, bool resume,
                 complaint_time at, complaint_error **error)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    size_t found = SIZE_MAX;
    complaint__live live;
    bool is_live = false;
    int status = COMPLAINT_OK;

    if (at == COMPLAINT_TIME_NONE)
        at = complaint_context_now(context_of(self));
    if (clock != NULL)
        status =
            complaint__casework_live(self, clock, at, &live, &is_live, error);
    if (status == COMPLAINT_OK && is_live)
        return complaint__live_may_pause(complaint__case_pinned_procedure(self),
                                         &live, resume, error);
    if (status == COMPLAINT_OK && clock != NULL)
        status = complaint__casework_clock(self, clock, &found, error);
    if (status == COMPLAINT_OK)
        status = complaint__casework_evaluate(self, at, states, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__clock_may_pause(complaint__case_pinned_procedure(self),
                                       found, states, resume, error);
    return status;
}

static int append(complaint_case *self, const complaint_actor *actor,
                  const char *clock, const char *reason, bool resume,
                  complaint_time happened_at, complaint_error **error)
{
    complaint__entry entry = {.kind = resume ? COMPLAINT__ENTRY_RESUME
                                             : COMPLAINT__ENTRY_PAUSE,
                              .action = COMPLAINT__CLOCK_ALL,
                              .happened_at = happened_at,
                              .actor = actor};
    complaint_facts *facts = NULL;
    int status = check(self, clock, resume, happened_at, error);

    if (clock != NULL)
        entry.action = clock;
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(context_of(self), &facts, error);
    if (status == COMPLAINT_OK && reason != NULL)
        status = complaint_facts_set_text(facts, "reason", reason, error);
    entry.facts = facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(facts);
    return status;
}

int complaint_case_pause(complaint_case *self, const complaint_actor *actor,
                         const char *clock, const char *reason,
                         complaint_time happened_at, complaint_error **error)
{
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (reason == NULL || reason[0] == '\0') {
        status =
            complaint__fail(context_of(self), error, COMPLAINT_INCOMPLETE,
                            "pause.reason", "reason", "a pause needs a reason");
        complaint__error_item(error, "reason");
        return status;
    }
    return append(self, actor, clock, reason, false, happened_at, error);
}

int complaint_case_resume(complaint_case *self, const complaint_actor *actor,
                          const char *clock, const char *reason,
                          complaint_time happened_at, complaint_error **error)
{
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    return append(self, actor, clock, reason, true, happened_at, error);
}
