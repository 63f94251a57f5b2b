/* Taking a complaint in, and what every later step asks first. */
#include "casework/casework.h"

#include "base/context.h"
#include "base/failure.h"
#include "model/facts.h"

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
    if (status == COMPLAINT_OK)
        status = complaint__view_may_act(complaint__case_register(self), actor,
                                         complaint__case_record(self)->values,
                                         error);
    return status;
}

const char *complaint__casework_text(const complaint_case *self,
                                     const char *column)
{
    return complaint_record_text(complaint__case_record(self), column);
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

/* A rule may name a code that the register's own lists have not: a complaint
 * is not refused for that, the code is left out. */
static int check_fit(complaint_register *self, const char *key,
                     const complaint_facts *value, bool *fit,
                     complaint_error **error)
{
    const char *code = complaint_facts_text(value, "");
    int status;

    *fit = true;
    if (strcmp(key, "urgency") != 0 && strcmp(key, "unit") != 0)
        return COMPLAINT_OK;
    status = complaint__register_check_code(self, key, code, NULL);
    *fit = status == COMPLAINT_OK;
    if (status == COMPLAINT_OK || status == COMPLAINT_INVALID)
        return COMPLAINT_OK;
    status = complaint__register_check_code(self, key, code, error);
    *fit = status == COMPLAINT_OK; /* memory has come back */
    return status;
}

/* Own copies of what the rules found, where the caller did not say it. */
static int take_over(complaint_register *self, complaint_facts *facts,
                     const complaint_facts *found, complaint_error **error)
{
    static const char *const keys[] = {"urgency", "unit", "flags",
                                       "urgency_rules", "routing_rule"};
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         i < sizeof(keys) / sizeof(keys[0]) && status == COMPLAINT_OK; i++) {
        const complaint_facts *value = complaint_facts_get(found, keys[i]);
        bool fit;

        if (value == NULL || complaint_facts_get(facts, keys[i]) != NULL)
            continue;
        status = check_fit(self, keys[i], value, &fit, error);
        if (status == COMPLAINT_OK && fit)
            status = complaint_facts_set_copy(facts, keys[i], value, error);
    }
    return status;
}

/* The facts with what the procedure's rules of urgency and routing add; *out
 * is NULL where they have nothing to say. */
static int apply_rules(complaint_register *self,
                       const complaint_procedure *procedure,
                       const complaint__subject *subject, complaint_facts **out,
                       complaint_error **error)
{
    complaint_context *context = complaint__register_context(self);
    complaint_facts *found = NULL;
    int status;

    *out = NULL;
    if (!complaint__procedure_has_rules(procedure))
        return COMPLAINT_OK;
    status = complaint_facts_new(context, &found, error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_rules(procedure, subject, found, error);
    if (status == COMPLAINT_OK && complaint_facts_size(found) > 0) {
        status = complaint__facts_copy(context, subject->facts, out, error);
        if (status == COMPLAINT_OK)
            status = take_over(self, *out, found, error);
    }
    complaint_facts_free(found);
    return status;
}

static int file_once(complaint_register *self, const complaint_actor *actor,
                     const complaint_facts *facts, complaint_time happened_at,
                     complaint_case **out, complaint_error **error)
{
    complaint__subject subject = {.facts = facts};
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_FILE,
                              .facts = facts,
                              .happened_at = happened_at,
                              .actor = actor};
    const complaint_procedure *procedure;
    complaint_facts *ruled = NULL;
    int status;

    if (actor == NULL || complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(complaint__register_context(self), error,
                                      actor == NULL ? "actor" : "facts");
    status = choose(self, facts, &procedure, error);
    if (status != COMPLAINT_OK)
        return status;
    subject.actor = complaint_actor_id(actor);
    subject.roles = complaint__actor_roles(actor, &subject.role_count);
    status = complaint__procedure_may_file(procedure, &subject, error);
    if (status == COMPLAINT_OK)
        status = complaint__hold_may(complaint__register_context(self), actor,
                                     NULL, facts, error);
    if (status != COMPLAINT_OK)
        return status;
    status = apply_rules(self, procedure, &subject, &ruled, error);
    if (ruled != NULL)
        entry.facts = ruled;
    if (status == COMPLAINT_OK)
        status = complaint__register_attach_all(self, actor, procedure, facts,
                                                &procedure, error);
    if (status == COMPLAINT_OK)
        status = complaint__case_create(self, procedure, &entry, out, error);
    complaint_facts_free(ruled);
    return status;
}

int complaint_case_file(complaint_register *self, const complaint_actor *actor,
                        const complaint_facts *facts,
                        complaint_time happened_at, complaint_case **out,
                        complaint_error **error)
{
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    complaint__register_presume(self);
    do
        status = file_once(self, actor, facts, happened_at, out, error);
    while (complaint__register_presumed(self, status, error));
    return status;
}
