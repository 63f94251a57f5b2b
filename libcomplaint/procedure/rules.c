/* What the rules of a procedure say of a complaint as it comes in: how urgent
 * it is, which unit is to have it. Conditions are in condition.c. */
#include "base/failure.h"
#include "procedure/clock.h"
#include "procedure/tell.h"

static bool holds(const complaint__rule *rule,
                  const complaint__subject *subject)
{
    return rule->when == NULL ||
           complaint__condition_holds(rule->when, subject) == COMPLAINT__TRUE;
}

/* The first that holds says how urgent; each may raise a flag. */
static void tell_urgency(complaint__teller *teller, complaint_facts *map,
                         const complaint_procedure *procedure,
                         const complaint__subject *subject)
{
    complaint_facts *rules = NULL, *flags = NULL;

    for (size_t i = 0; i < procedure->urgency_count; i++) {
        const complaint__rule *rule = &procedure->urgency[i];

        if (!holds(rule, subject))
            continue;
        if (rules == NULL) {
            complaint__tell_text(teller, map, "urgency", rule->urgency);
            rules = complaint__tell_list(teller, map, "urgency_rules");
        }
        complaint__tell_text(teller, rules, NULL, rule->name);
        if (rule->flag == NULL)
            continue;
        if (flags == NULL)
            flags = complaint__tell_list(teller, map, "flags");
        complaint__tell_text(teller, flags, NULL, rule->flag);
    }
}

static void tell_routing(complaint__teller *teller, complaint_facts *map,
                         const complaint_procedure *procedure,
                         const complaint__subject *subject)
{
    for (size_t i = 0; i < procedure->routing_count; i++) {
        const complaint__rule *rule = &procedure->routing[i];

        if (!holds(rule, subject))
            continue;
        complaint__tell_text(teller, map, "unit", rule->unit);
        complaint__tell_text(teller, map, "routing_rule", rule->name);
        return;
    }
}

size_t complaint__procedure_retention_count(const complaint_procedure *self)
{
    return self->retention_count;
}

void complaint__procedure_retention(const complaint_procedure *self,
                                    size_t index, complaint_time closed_at,
                                    const complaint__subject *subject,
                                    complaint__retention *out)
{
    const complaint__rule *rule = &self->retention[index];
    complaint_day day = complaint_day_of_time(closed_at, 0);
    complaint_time of_day = closed_at - (complaint_time)day * COMPLAINT_DAY;

    day = complaint__day_add_months(day, rule->months) +
          (complaint_day)rule->days;
    out->name = rule->name;
    out->citation = rule->citation;
    out->parts = (const char *const *)rule->parts.items;
    out->part_count = rule->parts.count;
    out->due_at = (complaint_time)day * COMPLAINT_DAY + of_day;
    out->holds = holds(rule, subject);
}

int complaint__procedure_rules(const complaint_procedure *procedure,
                               const complaint__subject *subject,
                               complaint_facts *map, complaint_error **error)
{
    complaint__teller teller = {error, COMPLAINT_OK};

    tell_urgency(&teller, map, procedure, subject);
    tell_routing(&teller, map, procedure, subject);
    return teller.status;
}

bool complaint__procedure_has_rules(const complaint_procedure *procedure)
{
    return procedure->urgency_count + procedure->routing_count > 0;
}

int complaint_procedure_assess(const complaint_procedure *procedure,
                               const complaint_facts *facts,
                               complaint_facts **out, complaint_error **error)
{
    complaint__subject subject = {.facts = facts};
    complaint_facts *missing;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(NULL, error, "out");
    *out = NULL;
    if (procedure == NULL || complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(
            NULL, error, procedure == NULL ? "procedure" : "facts");
    status = complaint_facts_new(procedure->context, out, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(*out, "missing", &missing, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__procedure_missing(procedure, &subject, missing, error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_rules(procedure, &subject, *out, error);
    if (status == COMPLAINT_OK)
        return COMPLAINT_OK;
    complaint_facts_free(*out);
    *out = NULL;
    return status;
}
