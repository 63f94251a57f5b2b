/* Whether a guard holds for a subject. Pure; reading is in read_condition.c.
 * Unknown facts make three values: a transition may be offered before its
 * facts are given. */
#include <stdio.h>
#include <string.h>

#include "procedure/inside.h"

/* A value under test: of a fact given now, or of a column of the case. */
typedef struct value {
    bool present;
    bool numeric;
    int64_t number;
    const char *text;
    const char *currency;
    complaint_time time; /* of a text that is one, or of a column */
    char digits[24];
} value;

static const value nothing = {.time = COMPLAINT_TIME_NONE};

static void set_number(value *v, int64_t number)
{
    v->present = true;
    v->numeric = true;
    v->number = number;
    (void)snprintf(v->digits, sizeof(v->digits), "%lld", (long long)number);
    v->text = v->digits;
}

static void set_boolean(value *v, bool truth)
{
    v->present = true;
    v->text = truth ? "true" : "false";
}

static void of_fact(value *v, const complaint_facts *fact)
{
    switch (complaint_facts_type(fact)) {
    case COMPLAINT_FACTS_TEXT:
        v->text = complaint_facts_text(fact, "");
        v->present = v->text[0] != '\0';
        v->time = complaint_facts_time(fact);
        break;
    case COMPLAINT_FACTS_INTEGER:
        set_number(v, complaint_facts_integer(fact, 0));
        break;
    case COMPLAINT_FACTS_BOOLEAN:
        set_boolean(v, complaint_facts_integer(fact, 0) != 0);
        break;
    case COMPLAINT_FACTS_MAP:
        v->present = complaint_facts_size(fact) > 0;
        v->currency =
            complaint_facts_text(complaint_facts_get(fact, "currency"), NULL);
        if (v->currency != NULL)
            set_number(v, complaint_facts_integer(
                              complaint_facts_get(fact, "amount"), 0));
        break;
    case COMPLAINT_FACTS_LIST:
        v->present = complaint_facts_size(fact) > 0;
        break;
    default:
        break;
    }
}

static void of_record(value *v, const complaint_record *record,
                      const char *column)
{
    const complaint_relation *relation = complaint_record_relation(record);
    int index = complaint_relation_column_find(relation, column);

    if (index < 0 || complaint_record_is_null(record, column))
        return;
    switch (complaint_relation_column_type(relation, (size_t)index)) {
    case COMPLAINT_COLUMN_BOOLEAN:
        set_boolean(v, complaint_record_integer(record, column, 0) != 0);
        break;
    case COMPLAINT_COLUMN_MONEY:
        v->currency = complaint_record_text(
            record,
            complaint_relation_column_name(relation, (size_t)index + 1));
        set_number(v, complaint_record_integer(record, column, 0));
        break;
    case COMPLAINT_COLUMN_TIME:
        v->time = complaint_record_integer(record, column, 0);
        set_number(v, v->time);
        break;
    case COMPLAINT_COLUMN_INTEGER:
        set_number(v, complaint_record_integer(record, column, 0));
        break;
    default:
        v->text = complaint_record_text(record, column);
        v->present = v->text != NULL && v->text[0] != '\0';
    }
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Latin letters alike in both cases. */
static bool contains(const char *text, const char *part)
{
    for (; *text != '\0'; text++) {
        size_t i = 0;

        while (part[i] != '\0' && lower(text[i]) == lower(part[i]))
            i++;
        if (part[i] == '\0')
            return true;
    }
    return false;
}

static bool contains_one(const complaint__names *parts, const char *text)
{
    for (size_t i = 0; i < parts->count; i++)
        if (contains(text, parts->items[i]))
            return true;
    return false;
}

static bool passes(const complaint__condition *condition, const value *v)
{
    bool comparable = v->present && v->numeric &&
                      (condition->currency == NULL ||
                       (v->currency != NULL &&
                        strcmp(condition->currency, v->currency) == 0));

    switch (condition->test) {
    case COMPLAINT__TEST_PRESENT:
        return v->present == condition->present;
    case COMPLAINT__TEST_AT_LEAST:
        return comparable && v->number >= condition->number;
    case COMPLAINT__TEST_AT_MOST:
        return comparable && v->number <= condition->number;
    case COMPLAINT__TEST_CONTAINS:
        return v->present && v->text != NULL &&
               contains_one(&condition->values, v->text);
    default:
        return v->present && v->text != NULL &&
               complaint__names_have(&condition->values, v->text);
    }
}

/* ---- where values are found ---- */

const complaint_facts *
complaint__subject_fact(const complaint__subject *subject, const char *name)
{
    const complaint_facts *fact = complaint_facts_get(subject->facts, name);

    if (fact == NULL && subject->known != NULL)
        fact = subject->known(subject->user_data, name);
    return fact;
}

const complaint_facts *complaint__events_fact(const complaint__event *events,
                                              size_t count, const char *name)
{
    for (size_t i = count; i > 0; i--) {
        const complaint_facts *fact =
            complaint_facts_get(events[i - 1].facts, name);

        if (fact != NULL)
            return complaint_facts_type(fact) == COMPLAINT_FACTS_NULL ? NULL
                                                                      : fact;
    }
    return NULL;
}

/* Of a thing under test: given now; else, of a column and of what is known, as
 * it was before. */
static void find_value(value *v, int kind, const char *name, const char *member,
                       const complaint__subject *subject)
{
    const complaint_facts *fact =
        kind == COMPLAINT__CONDITION_KNOWN
            ? complaint__subject_fact(subject, name)
            : complaint_facts_get(subject->facts, name);

    *v = nothing;
    if (fact != NULL && member != NULL)
        fact = complaint_facts_get(fact, member);
    if (fact != NULL)
        of_fact(v, fact);
    else if (kind != COMPLAINT__CONDITION_FACT && member == NULL &&
             subject->record != NULL &&
             complaint_facts_get(subject->facts, name) == NULL)
        of_record(v, subject->record, name);
}

/* -1, 0 or 1; 2 where they cannot be compared. */
static int compare(const value *a, const value *b)
{
    bool money = a->currency != NULL || b->currency != NULL;

    if (!a->present || !b->present)
        return 2;
    if (a->time != COMPLAINT_TIME_NONE && b->time != COMPLAINT_TIME_NONE)
        return (a->time > b->time) - (a->time < b->time);
    if (a->numeric && b->numeric &&
        (!money || (a->currency != NULL && b->currency != NULL &&
                    strcmp(a->currency, b->currency) == 0)))
        return (a->number > b->number) - (a->number < b->number);
    return !a->numeric && !b->numeric && a->text != NULL && b->text != NULL &&
                   strcmp(a->text, b->text) == 0
               ? 0
               : 2;
}

static bool passes_other(const complaint__condition *condition, const value *v,
                         const value *other)
{
    int order = compare(v, other);

    if (condition->test == COMPLAINT__TEST_NO_MORE_THAN)
        return order <= 0;
    if (condition->test == COMPLAINT__TEST_NO_LESS_THAN)
        return order == 0 || order == 1;
    return order == 0;
}

static int leaf(const complaint__condition *condition,
                const complaint__subject *subject)
{
    value v, other;
    bool passed;

    find_value(&v, condition->kind, condition->name, condition->member,
               subject);
    if (!v.present && condition->asked && subject->facts == NULL)
        return COMPLAINT__UNKNOWN;
    if (condition->other == NULL)
        return passes(condition, &v) ? COMPLAINT__TRUE : COMPLAINT__FALSE;
    find_value(&other, COMPLAINT__CONDITION_KNOWN, condition->other,
               condition->other_member, subject);
    if (!other.present && condition->asked && subject->facts == NULL)
        return COMPLAINT__UNKNOWN;
    passed = passes_other(condition, &v, &other);
    return passed ? COMPLAINT__TRUE : COMPLAINT__FALSE;
}

/* The depth is bounded where conditions are read. */
int complaint__condition_holds(const complaint__condition *condition,
                               const complaint__subject *subject)
{
    bool all = condition->kind == COMPLAINT__CONDITION_ALL;
    int result = all ? COMPLAINT__TRUE : COMPLAINT__FALSE;

    if (condition->kind >= COMPLAINT__CONDITION_FACT)
        return leaf(condition, subject);
    if (condition->kind == COMPLAINT__CONDITION_NOT)
        return COMPLAINT__TRUE -
               complaint__condition_holds(condition->parts, subject);
    for (size_t i = 0; i < condition->part_count; i++) {
        int part = complaint__condition_holds(&condition->parts[i], subject);

        if (all ? part < result : part > result)
            result = part;
    }
    return result;
}
