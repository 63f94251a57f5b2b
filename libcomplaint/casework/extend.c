/* Clocks of a case: more time with a reason, and the explanation of each. */
#include "casework/casework.h"

#include "base/failure.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <string.h>

static complaint_context *context_of(const complaint_case *self)
{
    return complaint__register_context(complaint__case_register(self));
}

int complaint__casework_clock(const complaint_case *self, const char *name,
                              size_t *clock, complaint_error **error)
{
    const complaint_procedure *procedure =
        complaint__case_pinned_procedure(self);
    size_t count = complaint__procedure_clock_count(procedure);
    int status;

    for (*clock = 0; *clock < count; ++*clock)
        if (strcmp(complaint__procedure_clock_name(procedure, *clock), name) ==
            0)
            return COMPLAINT_OK;
    status = complaint__fail(context_of(self), error, COMPLAINT_NOT_FOUND,
                             "clock.not_found", "clock",
                             "the procedure has no clock \"%s\"", name);
    for (size_t i = 0; i < count; i++)
        complaint__error_item(error,
                              complaint__procedure_clock_name(procedure, i));
    return status;
}

int complaint__casework_evaluate(complaint_case *self, complaint_time now,
                                 complaint__clock_state *states,
                                 complaint_error **error)
{
    const complaint__event *events;
    size_t count;
    int status = complaint__case_history(self, &events, &count, error);

    if (status != COMPLAINT_OK)
        return status;
    return complaint__clock_evaluate(complaint__case_pinned_procedure(self),
                                     complaint__case_pinned_calendar(self),
                                     events, count, now, states, error);
}

int complaint__casework_live(complaint_case *self, const char *name,
                             complaint_time now, complaint__live *out,
                             bool *found, complaint_error **error)
{
    const complaint__event *events;
    complaint__live *live = NULL;
    size_t count, live_count = 0;
    int status = complaint__case_history(self, &events, &count, error);

    *found = false;
    if (status == COMPLAINT_OK)
        status = complaint__live_evaluate(
            complaint__case_pinned_procedure(self),
            complaint__case_pinned_calendar(self), events, count, now, &live,
            &live_count, error);
    for (size_t i = 0; i < live_count && !*found; i++)
        if (strcmp(live[i].name, name) == 0) {
            *out = live[i];
            *found = true;
        }
    complaint__free(context_of(self), live);
    return status;
}

static int check_live(complaint_case *self, const complaint_actor *actor,
                      const complaint__live *live, int64_t amount,
                      complaint_error **error)
{
    complaint__subject subject;
    int status = complaint__case_subject(self, actor, NULL, &subject, error);

    if (status == COMPLAINT_OK)
        status =
            complaint__live_may_extend(complaint__case_pinned_procedure(self),
                                       live, &subject, amount, error);
    return status;
}

static int check(complaint_case *self, const complaint_actor *actor,
                 const char *clock, int64_t amount, complaint_error **error)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    complaint__subject subject;
    complaint__live live;
    bool is_live;
    size_t found = 0;
    int status = complaint__casework_live(
        self, clock, complaint_context_now(context_of(self)), &live, &is_live,
        error);

    if (status == COMPLAINT_OK && is_live)
        return check_live(self, actor, &live, amount, error);
    if (status == COMPLAINT_OK)
        status = complaint__casework_clock(self, clock, &found, error);
    if (status == COMPLAINT_OK && amount < 1)
        status = complaint__fail(context_of(self), error, COMPLAINT_INVALID,
                                 "extend.amount", "amount",
                                 "an extension is at least 1");
    if (status == COMPLAINT_OK)
        status = complaint__case_subject(self, actor, NULL, &subject, error);
    if (status == COMPLAINT_OK)
        status = complaint__casework_evaluate(
            self, complaint_context_now(context_of(self)), states, error);
    if (status == COMPLAINT_OK)
        status = complaint__clock_may_extend(
            complaint__case_pinned_procedure(self), found, &states[found],
            &subject, amount, error);
    return status;
}

static int make_facts(const complaint_case *self, const complaint_actor *actor,
                      int64_t amount, const char *reason, const char *approver,
                      complaint_facts **out, complaint_error **error)
{
    complaint_facts *facts = NULL;
    int status = complaint_facts_new(context_of(self), &facts, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(facts, "amount", amount, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(facts, "reason", reason, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            facts, "approver",
            approver != NULL ? approver : complaint_actor_id(actor), error);
    *out = facts;
    return status;
}

int complaint_case_extend(complaint_case *self, const complaint_actor *actor,
                          const char *clock, int64_t amount, const char *reason,
                          const char *approver, complaint_time happened_at,
                          complaint_error **error)
{
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_EXTEND,
                              .action = clock,
                              .happened_at = happened_at,
                              .actor = actor};
    complaint_facts *facts = NULL;
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (clock == NULL)
        return complaint__casework_misuse(self, error, "clock");
    if (reason == NULL || reason[0] == '\0') {
        status = complaint__fail(context_of(self), error, COMPLAINT_INCOMPLETE,
                                 "extend.reason", "reason",
                                 "an extension needs a reason");
        complaint__error_item(error, "reason");
        return status;
    }
    if (approver != NULL)
        status = complaint__code_check(context_of(self), "approver", approver,
                                       error);
    if (status == COMPLAINT_OK)
        status = check(self, actor, clock, amount, error);
    if (status == COMPLAINT_OK)
        status =
            make_facts(self, actor, amount, reason, approver, &facts, error);
    entry.facts = facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(facts);
    return status;
}

int complaint_case_explain(complaint_case *self, complaint_time now,
                           complaint_time known_at, const char *language,
                           complaint_facts **out, complaint_error **error)
{
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__case_usable(self, error);
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL)
        return complaint__casework_misuse(self, error, "out");
    if (language == NULL)
        language = complaint_context_language(context_of(self));
    return complaint__case_explain(self, now, known_at, language, out, error);
}

int complaint_case_clocks_known(complaint_case *self, complaint_time now,
                                complaint_time known_at, complaint_facts **out,
                                complaint_error **error)
{
    return complaint_case_explain(self, now, known_at, NULL, out, error);
}

int complaint_case_clocks(complaint_case *self, complaint_time now,
                          complaint_facts **out, complaint_error **error)
{
    return complaint_case_explain(self, now, COMPLAINT_TIME_NONE, NULL, out,
                                  error);
}
