/* Reading guards: the closed grammar of all, any, not, fact and field, to a
 * bounded depth. Their meaning is in condition.c. */
#include "base/failure.h"
#include "procedure/read.h"

#include <string.h>

static int refuse(const complaint__reader *r, const char *path,
                  const char *message)
{
    return complaint__read_refuse(r, "procedure.condition", path, NULL,
                                  message);
}

static int read(const complaint__reader *r, const char *path, size_t depth,
                const complaint__condition_text *text,
                const complaint__fact *facts, size_t fact_count,
                complaint__condition *condition);

static int read_parts(const complaint__reader *r, const char *path,
                      size_t depth, const complaint__condition_text *texts,
                      size_t count, const complaint__fact *facts,
                      size_t fact_count, complaint__condition *condition)
{
    bool single = condition->kind == COMPLAINT__CONDITION_NOT;
    char entry[COMPLAINT__PATH_SIZE];
    complaint__condition *parts;
    void *memory;
    int status = complaint__read_array(r, count, sizeof(*condition), &memory);

    parts = memory;
    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++) {
        if (single)
            complaint__read_path(entry, "%s", path);
        else
            complaint__read_path(entry, "%s/%zu", path, i);
        status =
            read(r, entry, depth + 1, &texts[i], facts, fact_count, &parts[i]);
    }
    condition->parts = parts;
    condition->part_count = count;
    return status;
}

/* "remedy.cost": a fact and a member of it, where no fact has that name. */
static int read_thing(const complaint__reader *r, const char *text,
                      const complaint__fact *facts, size_t fact_count,
                      const char **name, const char **member)
{
    char *copy = complaint__arena_text(r->procedure->arena, text);
    char *dot;

    if (copy == NULL)
        return complaint__fail_memory(r->error);
    *name = copy;
    for (size_t i = 0; i < fact_count; i++)
        if (strcmp(facts[i].name, copy) == 0)
            return COMPLAINT_OK;
    dot = strchr(copy, '.');
    if (dot == NULL || dot == copy || dot[1] == '\0')
        return COMPLAINT_OK;
    *dot = '\0';
    *member = dot + 1;
    return COMPLAINT_OK;
}

/* How many of the tests are there, and the last of them. */
static int count_tests(const complaint__condition_text *text, int *test)
{
    const bool there[] = {text->is != NULL,
                          text->in.items_count > 0,
                          text->contains.items_count > 0,
                          text->at_least != NULL,
                          text->at_most != NULL,
                          text->present != NULL,
                          text->same_as != NULL,
                          text->no_more_than != NULL,
                          text->no_less_than != NULL};
    int count = 0;

    for (size_t i = 0; i < sizeof(there) / sizeof(there[0]); i++)
        if (there[i]) {
            *test = (int)i;
            count++;
        }
    return count;
}

static int read_values(const complaint__reader *r, const char *path,
                       const complaint__condition_text *text,
                       complaint__condition *condition)
{
    complaint__list_text one = {(char **)&text->is, 1};
    const complaint__list_text *values = &one;
    char entry[COMPLAINT__PATH_SIZE];

    complaint__read_path(entry, "%s/in", path);
    if (condition->test == COMPLAINT__TEST_IN)
        values = &text->in;
    if (condition->test == COMPLAINT__TEST_CONTAINS) {
        values = &text->contains;
        complaint__read_path(entry, "%s/contains", path);
    }
    return complaint__read_names(r, entry, values, COMPLAINT__LIMIT_FACTS_ASKED,
                                 &condition->values);
}

/* The one test of a leaf. */
static int read_test(const complaint__reader *r, const char *path,
                     const complaint__condition_text *text,
                     const complaint__fact *facts, size_t fact_count,
                     complaint__condition *condition)
{
    const char *other = text->same_as;

    if (count_tests(text, &condition->test) != 1)
        return refuse(r, path,
                      "a condition needs exactly one of is, in, contains, "
                      "at_least, at_most, present, same_as, no_more_than and "
                      "no_less_than");
    switch (condition->test) {
    case COMPLAINT__TEST_AT_LEAST:
        condition->number = *text->at_least;
        return COMPLAINT_OK;
    case COMPLAINT__TEST_AT_MOST:
        condition->number = *text->at_most;
        return COMPLAINT_OK;
    case COMPLAINT__TEST_PRESENT:
        condition->present = *text->present;
        return COMPLAINT_OK;
    case COMPLAINT__TEST_NO_MORE_THAN:
        other = text->no_more_than;
        break;
    case COMPLAINT__TEST_NO_LESS_THAN:
        other = text->no_less_than;
        break;
    default:
        break;
    }
    if (other == NULL)
        return read_values(r, path, text, condition);
    return read_thing(r, other, facts, fact_count, &condition->other,
                      &condition->other_member);
}

/* Numbers are compared with numbers; money only in one currency. */
static int check_number(const complaint__reader *r, const char *path,
                        const complaint__condition *condition, bool number,
                        bool money)
{
    bool compares = condition->test == COMPLAINT__TEST_AT_LEAST ||
                    condition->test == COMPLAINT__TEST_AT_MOST;

    if (compares && !number && !money)
        return refuse(r, path, "at_least and at_most need an integer or money");
    if (compares && money && condition->currency == NULL)
        return refuse(r, path, "money is compared in one currency: say which");
    if (condition->currency != NULL && !(compares && money))
        return refuse(r, path,
                      "only at_least and at_most of money have a "
                      "currency");
    return COMPLAINT_OK;
}

/* What a member of a map holds is not known before it is given. */
static int check_member(const complaint__reader *r, const char *path,
                        const complaint__condition *condition, int type)
{
    if (type == COMPLAINT__FACT_MAP || type == COMPLAINT__FACT_MONEY)
        return COMPLAINT_OK;
    return complaint__read_refuse(r, "procedure.condition", path,
                                  condition->name, "only a map has members");
}

static int check_fact(const complaint__reader *r, const char *path,
                      const complaint__condition *condition,
                      const complaint__fact *facts, size_t fact_count)
{
    char entry[COMPLAINT__PATH_SIZE];

    for (size_t i = 0; i < fact_count; i++) {
        if (strcmp(facts[i].name, condition->name) != 0)
            continue;
        if (condition->member != NULL)
            return check_member(r, path, condition, facts[i].type);
        for (size_t j = 0; j < condition->values.count; j++)
            if (facts[i].values.count > 0 &&
                condition->test != COMPLAINT__TEST_CONTAINS &&
                !complaint__names_have(&facts[i].values,
                                       condition->values.items[j]))
                return complaint__read_refuse(r, "procedure.condition", path,
                                              condition->values.items[j],
                                              "the fact never has this value");
        return check_number(r, path, condition,
                            facts[i].type == COMPLAINT__FACT_INTEGER,
                            facts[i].type == COMPLAINT__FACT_MONEY);
    }
    complaint__read_path(entry, "%s/fact", path);
    return complaint__read_refuse(r, "procedure.condition", entry,
                                  condition->name,
                                  "the transition does not ask for this fact");
}

static int check_field(const complaint__reader *r, const char *path,
                       const complaint__condition *condition)
{
    const complaint_relation *relation = complaint_relation_find("case");
    int column = complaint_relation_column_find(relation, condition->name);
    char entry[COMPLAINT__PATH_SIZE];
    int type;

    if (column < 0) {
        complaint__read_path(entry, "%s/field", path);
        return complaint__read_refuse(r, "procedure.condition", entry,
                                      condition->name,
                                      "a case has no such column");
    }
    type = complaint_relation_column_type(relation, (size_t)column);
    return check_number(r, path, condition, type == COMPLAINT_COLUMN_INTEGER,
                        type == COMPLAINT_COLUMN_MONEY);
}

static bool is_asked(const char *name, const complaint__fact *facts,
                     size_t fact_count)
{
    for (size_t i = 0; i < fact_count; i++)
        if (strcmp(facts[i].name, name) == 0)
            return true;
    return false;
}

static int read_leaf(const complaint__reader *r, const char *path,
                     const complaint__condition_text *text,
                     const complaint__fact *facts, size_t fact_count,
                     complaint__condition *condition)
{
    const char *name = text->field;
    int status;

    condition->kind = COMPLAINT__CONDITION_FIELD;
    if (text->fact != NULL || text->known != NULL) {
        condition->kind = text->fact != NULL ? COMPLAINT__CONDITION_FACT
                                             : COMPLAINT__CONDITION_KNOWN;
        name = text->fact != NULL ? text->fact : text->known;
    }
    if (condition->kind == COMPLAINT__CONDITION_FIELD)
        status = complaint__read_text(r, name, &condition->name);
    else
        status = read_thing(r, name, facts, fact_count, &condition->name,
                            &condition->member);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->currency, &condition->currency);
    if (status == COMPLAINT_OK)
        status = read_test(r, path, text, facts, fact_count, condition);
    if (status != COMPLAINT_OK)
        return status;
    condition->asked = condition->kind == COMPLAINT__CONDITION_FACT ||
                       is_asked(condition->name, facts, fact_count) ||
                       (condition->other != NULL &&
                        is_asked(condition->other, facts, fact_count));
    switch (condition->kind) {
    case COMPLAINT__CONDITION_FACT:
        return check_fact(r, path, condition, facts, fact_count);
    case COMPLAINT__CONDITION_FIELD:
        return check_field(r, path, condition);
    default: /* which facts there are is known at the end: verify_known.c */
        return check_number(r, path, condition, condition->currency == NULL,
                            condition->currency != NULL);
    }
}

static bool has_test(const complaint__condition_text *text)
{
    int test;

    return count_tests(text, &test) > 0 || text->currency != NULL;
}

static int read(const complaint__reader *r, const char *path, size_t depth,
                const complaint__condition_text *text,
                const complaint__fact *facts, size_t fact_count,
                complaint__condition *condition)
{
    const complaint__condition_text *parts = text->all;
    size_t count = text->all_count;
    char entry[COMPLAINT__PATH_SIZE];
    int kinds = (text->all_count > 0) + (text->any_count > 0) +
                (text->negated != NULL) + (text->fact != NULL) +
                (text->field != NULL) + (text->known != NULL);

    if (depth > COMPLAINT_LIMIT_CONDITION_DEPTH)
        return complaint__read_limit(r, path, COMPLAINT_LIMIT_CONDITION_DEPTH);
    if (kinds != 1)
        return refuse(r, path,
                      "a condition is exactly one of all, any, not, fact, "
                      "known and field");
    if (text->fact != NULL || text->field != NULL || text->known != NULL)
        return read_leaf(r, path, text, facts, fact_count, condition);
    if (has_test(text))
        return refuse(r, path, "only a fact or a field is tested");
    condition->kind = COMPLAINT__CONDITION_ALL;
    complaint__read_path(entry, "%s/all", path);
    if (text->any_count > 0) {
        condition->kind = COMPLAINT__CONDITION_ANY;
        complaint__read_path(entry, "%s/any", path);
        parts = text->any;
        count = text->any_count;
    } else if (text->negated != NULL) {
        condition->kind = COMPLAINT__CONDITION_NOT;
        complaint__read_path(entry, "%s/not", path);
        parts = text->negated;
        count = 1;
    }
    return read_parts(r, entry, depth, parts, count, facts, fact_count,
                      condition);
}

int complaint__read_condition(const complaint__reader *r, const char *path,
                              const complaint__condition_text *text,
                              const complaint__fact *facts, size_t fact_count,
                              const complaint__condition **out)
{
    void *memory;
    int status =
        complaint__read_array(r, 1, sizeof(complaint__condition), &memory);

    if (status != COMPLAINT_OK)
        return status;
    *out = memory;
    return read(r, path, 1, text, facts, fact_count, memory);
}
