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
    char digits[24];
} value;

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
    case COMPLAINT_COLUMN_INTEGER:
    case COMPLAINT_COLUMN_TIME:
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

static int leaf(const complaint__condition *condition,
                const complaint__subject *subject)
{
    const complaint_facts *fact =
        complaint_facts_get(subject->facts, condition->name);
    value v = {false, false, 0, NULL, NULL, ""};

    if (fact != NULL)
        of_fact(&v, fact);
    else if (condition->kind == COMPLAINT__CONDITION_FACT &&
             subject->facts == NULL)
        return COMPLAINT__UNKNOWN;
    else if (condition->kind == COMPLAINT__CONDITION_FIELD &&
             subject->record != NULL)
        of_record(&v, subject->record, condition->name);
    return passes(condition, &v) ? COMPLAINT__TRUE : COMPLAINT__FALSE;
}

/* The depth is bounded where conditions are read. */
int complaint__condition_holds(const complaint__condition *condition,
                               const complaint__subject *subject)
{
    bool all = condition->kind == COMPLAINT__CONDITION_ALL;
    int result = all ? COMPLAINT__TRUE : COMPLAINT__FALSE;

    if (condition->kind == COMPLAINT__CONDITION_FACT ||
        condition->kind == COMPLAINT__CONDITION_FIELD)
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
