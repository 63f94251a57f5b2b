/* How much a role may decide: amounts of money on a transition. Who may do it
 * at all is in rights.c. */
#include <string.h>

#include "base/failure.h"
#include "procedure/inside.h"

/* One amount in one currency; not there while `currency` is NULL. */
typedef struct amount {
    int64_t minor;
    const char *currency;
} amount;

static amount of_fact(const complaint_facts *fact)
{
    amount a = {
        complaint_facts_integer(complaint_facts_get(fact, "amount"), 0),
        complaint_facts_text(complaint_facts_get(fact, "currency"), NULL)};

    return a;
}

static amount of_record(const complaint_record *record, const char *column)
{
    const complaint_relation *relation = complaint_relation_find("case");
    int index = complaint_relation_column_find(relation, column);
    amount a = {0, NULL};

    if (record == NULL || index < 0 || complaint_record_is_null(record, column))
        return a;
    a.minor = complaint_record_integer(record, column, 0);
    a.currency = complaint_record_text(
        record, complaint_relation_column_name(relation, (size_t)index + 1));
    return a;
}

static int64_t add(int64_t a, int64_t b)
{
    if (b > 0 && a > INT64_MAX - b)
        return INT64_MAX;
    return b < 0 ? a : a + b; /* what comes back allows no more elsewhere */
}

/* The sum of a member over the maps of a list, in the currency of the one at
 * `index`. */
static amount of_list(const complaint_facts *list, const char *member,
                      size_t index)
{
    amount total =
        of_fact(complaint_facts_get(complaint_facts_at(list, index), member));
    const char *currency = total.currency;

    total.minor = 0;
    for (size_t i = 0; currency != NULL && i < complaint_facts_size(list);
         i++) {
        amount one =
            of_fact(complaint_facts_get(complaint_facts_at(list, i), member));

        if (one.currency != NULL && strcmp(one.currency, currency) == 0)
            total.minor = add(total.minor, one.minor);
    }
    return total;
}

static bool role_allows(const complaint__full_transition *full,
                        const complaint__authority *meant, const char *role,
                        const amount *wanted)
{
    bool limited = false;

    if (strcmp(role, "*") == 0)
        return true;
    if (!complaint__transition_names_role(full, role))
        return false;
    for (size_t i = 0; i < full->authority_count; i++) {
        const complaint__authority *one = &full->authority[i];

        if (strcmp(one->role, role) != 0 || strcmp(one->of, meant->of) != 0)
            continue;
        limited = true;
        if (strcmp(one->currency, wanted->currency) == 0 &&
            wanted->minor <= one->amount)
            return true;
    }
    return !limited;
}

static int check_amount(const complaint_procedure *procedure,
                        const complaint__full_transition *full,
                        const complaint__authority *meant,
                        const complaint__subject *subject, amount wanted,
                        complaint_error **error)
{
    int status;

    if (wanted.currency == NULL)
        return COMPLAINT_OK;
    for (size_t i = 0; i < subject->role_count; i++)
        if (role_allows(full, meant, subject->roles[i], &wanted))
            return COMPLAINT_OK;
    status = complaint__fail(procedure->context, error, COMPLAINT_DENIED,
                             "procedure.authority", "actor",
                             "the amount is more than the roles of the actor "
                             "may decide: %s",
                             meant->of);
    for (size_t i = 0; i < full->roles.count; i++)
        if (role_allows(full, meant, full->roles.items[i], &wanted))
            complaint__error_item(error, full->roles.items[i]);
    return status;
}

static int check_one(const complaint_procedure *procedure,
                     const complaint__full_transition *full,
                     const complaint__authority *meant,
                     const complaint__subject *subject, complaint_error **error)
{
    const complaint_facts *given =
        complaint_facts_get(subject->facts, meant->name);
    int status = COMPLAINT_OK;

    if (given == NULL && meant->member == NULL)
        return check_amount(procedure, full, meant, subject,
                            of_record(subject->record, meant->name), error);
    if (meant->member == NULL)
        return check_amount(procedure, full, meant, subject, of_fact(given),
                            error);
    if (complaint_facts_type(given) != COMPLAINT_FACTS_LIST)
        return check_amount(procedure, full, meant, subject,
                            of_fact(complaint_facts_get(given, meant->member)),
                            error);
    for (size_t i = 0;
         i < complaint_facts_size(given) && status == COMPLAINT_OK; i++)
        status = check_amount(procedure, full, meant, subject,
                              of_list(given, meant->member, i), error);
    return status;
}

int complaint__authority_check(const complaint_procedure *procedure,
                               const complaint__full_transition *full,
                               const complaint__subject *subject,
                               complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < full->authority_count && status == COMPLAINT_OK; i++)
        status =
            check_one(procedure, full, &full->authority[i], subject, error);
    return status;
}
