/* Who may do what, and what it needs: filing, transitions, missing facts,
 * what may happen next. */
#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "procedure/tell.h"

bool complaint__subject_may(const complaint__subject *subject,
                            const complaint__names *roles)
{
    if (roles->count == 0)
        return true;
    for (size_t i = 0; i < subject->role_count; i++)
        if (strcmp(subject->roles[i], "*") == 0 ||
            complaint__names_have(roles, subject->roles[i]))
            return true;
    return false;
}

/* ---- facts ---- */

static bool is_money(const complaint_facts *fact)
{
    return complaint_facts_type(fact) == COMPLAINT_FACTS_MAP &&
           complaint_facts_type(complaint_facts_get(fact, "amount")) ==
               COMPLAINT_FACTS_INTEGER &&
           complaint_facts_type(complaint_facts_get(fact, "currency")) ==
               COMPLAINT_FACTS_TEXT;
}

static bool type_fits(int type, const complaint_facts *fact)
{
    int given = complaint_facts_type(fact);

    switch (type) {
    case COMPLAINT__FACT_INTEGER:
        return given == COMPLAINT_FACTS_INTEGER;
    case COMPLAINT__FACT_BOOLEAN:
        return given == COMPLAINT_FACTS_BOOLEAN;
    case COMPLAINT__FACT_TIME:
        return complaint_facts_time(fact) != COMPLAINT_TIME_NONE;
    case COMPLAINT__FACT_MONEY:
        return is_money(fact);
    case COMPLAINT__FACT_LIST:
        return given == COMPLAINT_FACTS_LIST;
    case COMPLAINT__FACT_MAP:
        return given == COMPLAINT_FACTS_MAP;
    default:
        return given == COMPLAINT_FACTS_TEXT;
    }
}

/* Null, "" and an empty list or map say nothing. */
static bool is_empty(const complaint_facts *fact)
{
    const char *text = complaint_facts_text(fact, NULL);

    switch (complaint_facts_type(fact)) {
    case COMPLAINT_FACTS_NULL:
        return true;
    case COMPLAINT_FACTS_TEXT:
        return text[0] == '\0';
    case COMPLAINT_FACTS_LIST:
    case COMPLAINT_FACTS_MAP:
        return complaint_facts_size(fact) == 0;
    default:
        return false;
    }
}

static int check_fact(const complaint_procedure *procedure,
                      const complaint__fact *fact, const complaint_facts *given,
                      complaint_error **error)
{
    const char *text = complaint_facts_text(given, NULL);

    if (is_empty(given))
        return COMPLAINT_OK;
    if (!type_fits(fact->type, given))
        return complaint__fail(procedure->context, error, COMPLAINT_INVALID,
                               "procedure.fact_type", fact->name,
                               "the procedure wants another type here: %s",
                               complaint__fact_type_names[fact->type]);
    if (fact->values.count > 0 && !complaint__names_have(&fact->values, text)) {
        int status =
            complaint__fail(procedure->context, error, COMPLAINT_INVALID,
                            "procedure.fact_value", fact->name,
                            "the procedure does not know this value: %s", text);

        for (size_t i = 0; i < fact->values.count; i++)
            complaint__error_item(error, fact->values.items[i]);
        return status;
    }
    return COMPLAINT_OK;
}

static int check_facts(const complaint_procedure *procedure,
                       const complaint__fact *facts, size_t count,
                       const complaint__subject *subject,
                       complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++)
        status = check_fact(procedure, &facts[i],
                            complaint_facts_get(subject->facts, facts[i].name),
                            error);
    return status;
}

/* Given now, or known as a column of the case. A column that is told now to
 * be null is not known. */
static bool is_known(const complaint__fact *fact, const complaint_facts *given,
                     const complaint__subject *subject)
{
    const char *text;

    if (given == NULL && fact->known && subject->known != NULL)
        given = subject->known(subject->user_data, fact->name);
    if (given != NULL)
        return !is_empty(given);
    if (subject->record == NULL ||
        complaint_record_is_null(subject->record, fact->name))
        return false;
    text = complaint_record_text(subject->record, fact->name);
    return text == NULL || text[0] != '\0';
}

/* A fact with a condition is wanted where that holds for sure. */
static bool is_wanted(const complaint__fact *fact,
                      const complaint__subject *subject)
{
    return fact->when == NULL ||
           complaint__condition_holds(fact->when, subject) == COMPLAINT__TRUE;
}

typedef int missing_visit(void *data, const char *name,
                          complaint_error **error);

typedef struct missing_walk {
    complaint__buffer name;
    missing_visit *visit;
    void *data;
    complaint_error **error;
} missing_walk;

/* Members of one map that are not there; `prefix` is "remedies.0". */
static int visit_members(missing_walk *w, const char *prefix,
                         const complaint__fact *fact,
                         const complaint_facts *map)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < fact->members.count && status == COMPLAINT_OK; i++) {
        const char *member = fact->members.items[i];

        if (!is_empty(complaint_facts_get(map, member)))
            continue;
        complaint__buffer_clear(&w->name);
        complaint__buffer_format(&w->name, "%s.%s", prefix, member);
        status = w->name.failed ? complaint__fail_memory(w->error)
                                : w->visit(w->data, w->name.bytes, w->error);
    }
    return status;
}

/* Of a map, or of each map of a list. */
static int visit_given(missing_walk *w, const complaint__fact *fact,
                       const complaint_facts *given)
{
    char prefix[COMPLAINT_LIMIT_CODE + 24];
    int status = COMPLAINT_OK;

    if (fact->members.count == 0)
        return COMPLAINT_OK;
    if (fact->type != COMPLAINT__FACT_LIST)
        return visit_members(w, fact->name, fact, given);
    for (size_t i = 0;
         i < complaint_facts_size(given) && status == COMPLAINT_OK; i++) {
        (void)snprintf(prefix, sizeof(prefix), "%s.%zu", fact->name, i);
        status = visit_members(w, prefix, fact, complaint_facts_at(given, i));
    }
    return status;
}

/* Visit the names of required facts, or of all, that are not known. */
static int visit_missing(complaint_context *context,
                         const complaint__fact *facts, size_t count,
                         bool required_only, const complaint__subject *subject,
                         missing_visit *visit, void *data,
                         complaint_error **error)
{
    missing_walk w = {COMPLAINT__BUFFER(context), visit, data, error};
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++) {
        const complaint_facts *given =
            complaint_facts_get(subject->facts, facts[i].name);

        if (required_only && !facts[i].required && is_empty(given))
            continue;
        if (is_empty(given) && !is_wanted(&facts[i], subject))
            continue;
        if (!is_known(&facts[i], given, subject))
            status = visit(data, facts[i].name, error);
        if (!is_empty(given) && status == COMPLAINT_OK)
            status = visit_given(&w, &facts[i], given);
    }
    complaint__buffer_free(&w.name);
    return status;
}

/* Makes the error at the first, adds an item at each. */
static int refuse_missing(void *data, const char *name, complaint_error **error)
{
    const complaint_procedure **procedure = data;

    if (*procedure != NULL)
        (void)complaint__fail((*procedure)->context, error,
                              COMPLAINT_INCOMPLETE, "procedure.missing", name,
                              "required facts are missing");
    *procedure = NULL;
    complaint__error_item(error, name);
    return COMPLAINT_OK;
}

static int check_required(const complaint_procedure *procedure,
                          const complaint__fact *facts, size_t count,
                          const complaint__subject *subject,
                          complaint_error **error)
{
    const complaint_procedure *unrefused = procedure;
    int status = visit_missing(procedure->context, facts, count, true, subject,
                               refuse_missing, &unrefused, error);

    if (status != COMPLAINT_OK)
        return status;
    return unrefused == NULL ? COMPLAINT_INCOMPLETE : COMPLAINT_OK;
}

int complaint__facts_check(const complaint_procedure *procedure,
                           const complaint__fact *facts, size_t count,
                           const complaint__subject *subject,
                           complaint_error **error)
{
    int status = check_facts(procedure, facts, count, subject, error);

    return status == COMPLAINT_OK
               ? check_required(procedure, facts, count, subject, error)
               : status;
}

static int append_missing(void *data, const char *name, complaint_error **error)
{
    return complaint_facts_set_text(data, NULL, name, error);
}

int complaint__procedure_missing(const complaint_procedure *procedure,
                                 const complaint__subject *subject,
                                 complaint_facts *list, complaint_error **error)
{
    return visit_missing(procedure->context, procedure->intake,
                         procedure->intake_count, false, subject,
                         append_missing, list, error);
}

/* ---- filing and performing ---- */

int complaint__procedure_may_file(const complaint_procedure *procedure,
                                  const complaint__subject *subject,
                                  complaint_error **error)
{
    if (!complaint__subject_may(subject, &procedure->intake_roles)) {
        int status = complaint__fail(procedure->context, error,
                                     COMPLAINT_DENIED, "procedure.role",
                                     "actor", "no role of the actor may file");

        for (size_t i = 0; i < procedure->intake_roles.count; i++)
            complaint__error_item(error, procedure->intake_roles.items[i]);
        return status;
    }
    return check_facts(procedure, procedure->intake, procedure->intake_count,
                       subject, error);
}

/* Who may, by the first rule that holds. Before the facts are given, one that
 * may yet hold is enough. */
static const complaint__names *roles_for(const complaint__full_transition *full,
                                         const complaint__subject *subject)
{
    for (size_t i = 0; i < full->roles_when_count; i++) {
        const complaint__roles_rule *rule = &full->roles_when[i];
        int truth = complaint__condition_holds(rule->when, subject);

        if (truth == COMPLAINT__TRUE ||
            (truth == COMPLAINT__UNKNOWN &&
             complaint__subject_may(subject, &rule->roles)))
            return &rule->roles;
    }
    return &full->roles;
}

static int check_actor(const complaint_procedure *procedure,
                       const complaint__full_transition *full,
                       const complaint__subject *subject,
                       complaint_error **error)
{
    const complaint__names *roles = roles_for(full, subject);

    if (!complaint__subject_may(subject, roles)) {
        int status = complaint__fail(
            procedure->context, error, COMPLAINT_DENIED, "procedure.role",
            "actor", "no role of the actor may do this");

        for (size_t i = 0; i < roles->count; i++)
            complaint__error_item(error, roles->items[i]);
        return status;
    }
    for (size_t i = 0; i < full->not_by.count && subject->who_did != NULL;
         i++) {
        const char *who =
            subject->who_did(subject->user_data, full->not_by.items[i]);

        if (who != NULL && subject->actor != NULL &&
            strcmp(who, subject->actor) == 0)
            return complaint__fail(procedure->context, error, COMPLAINT_DENIED,
                                   "procedure.four_eyes", "actor",
                                   "the one who did this may not do the next: "
                                   "%s",
                                   full->not_by.items[i]);
    }
    return COMPLAINT_OK;
}

static const char *state_of(const complaint_procedure *procedure,
                            const complaint__subject *subject)
{
    const char *state = subject->record == NULL
                            ? procedure->start
                            : complaint_record_text(subject->record, "state");

    return state == NULL ? "" : state;
}

static int check_from(const complaint_procedure *procedure,
                      const complaint__full_transition *full,
                      const complaint__subject *subject,
                      complaint_error **error)
{
    const char *state = state_of(procedure, subject);

    if (complaint__names_have(&full->from, state))
        return COMPLAINT_OK;
    return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                           "procedure.state", "transition",
                           "the procedure does not allow this from the state "
                           "of the case: %s",
                           state);
}

static int refuse_guard(const complaint_procedure *procedure,
                        complaint_error **error)
{
    return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                           "procedure.guard", "transition",
                           "the procedure's condition for this does not hold");
}

int complaint__procedure_may_perform(const complaint_procedure *procedure,
                                     const char *transition,
                                     const complaint__subject *subject,
                                     complaint_error **error)
{
    size_t index = transition == NULL
                       ? procedure->transition_count
                       : complaint__transition_index(procedure, transition);
    const complaint__full_transition *full = &procedure->transitions[index];
    int status;

    if (index == procedure->transition_count)
        return complaint__fail(procedure->context, error, COMPLAINT_NOT_FOUND,
                               "procedure.transition", "transition",
                               "the procedure has no such transition: %s",
                               transition == NULL ? "" : transition);
    if (full->withdrawn)
        return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                               "procedure.withdrawn", "transition",
                               "this step is of a pack that was taken off: %s",
                               full->pack);
    status = check_from(procedure, full, subject, error);
    if (status == COMPLAINT_OK)
        status = check_actor(procedure, full, subject, error);
    if (status == COMPLAINT_OK)
        status = check_facts(procedure, full->transition.facts,
                             full->transition.fact_count, subject, error);
    if (status == COMPLAINT_OK)
        status = check_required(procedure, full->transition.facts,
                                full->transition.fact_count, subject, error);
    if (status == COMPLAINT_OK)
        status = complaint__authority_check(procedure, full, subject, error);
    if (status == COMPLAINT_OK && full->transition.guard != NULL &&
        complaint__condition_holds(full->transition.guard, subject) !=
            COMPLAINT__TRUE)
        status = refuse_guard(procedure, error);
    if (status == COMPLAINT_OK)
        status = complaint__join_check(procedure, full, subject, error);
    return status;
}

/* ---- next ---- */

void complaint__tell_fact(complaint__teller *teller, complaint_facts *entry,
                          const complaint__fact *fact, const char *language)
{
    complaint__tell_text(teller, entry, "name", fact->name);
    complaint__tell_text(teller, entry, "type",
                         complaint__fact_type_names[fact->type]);
    complaint__tell_boolean(teller, entry, "required", fact->required);
    if (fact->known)
        complaint__tell_boolean(teller, entry, "known", true);
    complaint__tell_text(teller, entry, "title",
                         complaint__texts_get(&fact->title, language));
    complaint__tell_names(teller, entry, "values", &fact->values);
    complaint__tell_names(teller, entry, "members", &fact->members);
    complaint__tell_some(teller, entry, "help",
                         complaint__texts_get(&fact->help, language));
}

/* Allowed for this actor, now, as far as it can be known before the facts
 * are given; says why not. */
static void judge(complaint__teller *teller,
                  const complaint_procedure *procedure,
                  const complaint__full_transition *full,
                  const complaint__subject *subject, complaint_facts *map)
{
    complaint_error *reason = NULL;
    int status = check_actor(procedure, full, subject, &reason);

    if (status == COMPLAINT_OK)
        status = complaint__authority_check(procedure, full, subject, &reason);
    if (status == COMPLAINT_OK && full->transition.guard != NULL &&
        complaint__condition_holds(full->transition.guard, subject) ==
            COMPLAINT__FALSE)
        status = refuse_guard(procedure, &reason);
    if (status == COMPLAINT_OK)
        status = complaint__join_check(procedure, full, subject, &reason);
    complaint__tell_boolean(teller, map, "allowed", status == COMPLAINT_OK);
    if (status != COMPLAINT_OK)
        complaint__tell_text(teller, map, "why_not",
                             complaint_error_message(reason));
    complaint_error_free(reason);
}

int complaint__procedure_next(const complaint_procedure *procedure,
                              const complaint__subject *subject,
                              const char *language, complaint_facts *list,
                              complaint_error **error)
{
    complaint__teller teller = {error, COMPLAINT_OK};

    for (size_t i = 0; i < procedure->transition_count; i++) {
        const complaint__full_transition *full = &procedure->transitions[i];
        const complaint__transition *transition = &full->transition;
        complaint_facts *map, *facts;

        if (full->withdrawn ||
            check_from(procedure, full, subject, NULL) != COMPLAINT_OK)
            continue;
        map = complaint__tell_map(&teller, list, NULL);
        complaint__tell_text(&teller, map, "name", transition->name);
        complaint__tell_text(
            &teller, map, "title",
            complaint__texts_get(&transition->title, language));
        complaint__tell_text(&teller, map, "to",
                             transition->to != NULL
                                 ? transition->to
                                 : state_of(procedure, subject));
        judge(&teller, procedure, full, subject, map);
        facts = complaint__tell_list(&teller, map, "facts");
        for (size_t j = 0; j < transition->fact_count; j++)
            complaint__tell_fact(&teller,
                                 complaint__tell_map(&teller, facts, NULL),
                                 &transition->facts[j], language);
    }
    return teller.status;
}
