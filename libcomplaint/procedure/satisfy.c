/* Whether a condition can hold at all: every way to make it hold is tried,
 * leaf by leaf, and given up where leaves contradict each other. Sound, not
 * complete: what is too large to try counts as possible. */
#include <string.h>

#include "procedure/verdict.h"

#define LEAVES_MAX 128
#define STEPS_MAX 20000

typedef struct leaf {
    const complaint__condition *condition;
    bool negated;
} leaf;

/* What is still to hold, as a list that grows inwards. */
typedef struct pending {
    const complaint__condition *condition;
    bool negated;
    const struct pending *next;
} pending;

typedef struct search {
    const complaint__fact *facts;
    size_t fact_count;
    leaf leaves[LEAVES_MAX];
    size_t count;
    int steps;
} search;

static bool compares(const complaint__condition *condition)
{
    return condition->test == COMPLAINT__TEST_AT_LEAST ||
           condition->test == COMPLAINT__TEST_AT_MOST;
}

static bool same_thing(const complaint__condition *a,
                       const complaint__condition *b)
{
    return a->kind == b->kind && strcmp(a->name, b->name) == 0 &&
           (a->member == NULL) == (b->member == NULL) &&
           (a->member == NULL || strcmp(a->member, b->member) == 0);
}

/* ---- one thing under test ---- */

/* May it be absent? */
static bool absent_fits(const search *s, const complaint__condition *about)
{
    for (size_t i = 0; i < s->count; i++) {
        const complaint__condition *one = s->leaves[i].condition;
        bool passes = one->test == COMPLAINT__TEST_PRESENT && !one->present;

        if (same_thing(one, about) && passes == s->leaves[i].negated)
            return false;
    }
    return true;
}

/* Do all tests of texts let this value pass? Comparisons are passed over. */
static bool value_fits(const search *s, const complaint__condition *about,
                       const char *value)
{
    for (size_t i = 0; i < s->count; i++) {
        const complaint__condition *one = s->leaves[i].condition;

        if (same_thing(one, about) &&
            (one->test == COMPLAINT__TEST_IS ||
             one->test == COMPLAINT__TEST_IN) &&
            complaint__names_have(&one->values, value) == s->leaves[i].negated)
            return false;
    }
    return true;
}

/* The values it may have; NULL where any. */
static const complaint__names *candidates(const search *s,
                                          const complaint__condition *about)
{
    for (size_t i = 0; i < s->count; i++) {
        const complaint__condition *one = s->leaves[i].condition;

        if (same_thing(one, about) && !s->leaves[i].negated &&
            (one->test == COMPLAINT__TEST_IS ||
             one->test == COMPLAINT__TEST_IN))
            return &one->values;
    }
    for (size_t i = 0; i < s->fact_count; i++)
        if (about->kind == COMPLAINT__CONDITION_FACT && about->member == NULL &&
            s->facts[i].values.count > 0 &&
            strcmp(s->facts[i].name, about->name) == 0)
            return &s->facts[i].values;
    return NULL;
}

/* A number within all bounds; money in one currency passes those of no
 * other. */
static bool number_fits(const search *s, const complaint__condition *about)
{
    int64_t least = INT64_MIN, most = INT64_MAX;
    const char *currency = NULL;

    for (size_t i = 0; i < s->count; i++) {
        const complaint__condition *one = s->leaves[i].condition;

        if (!same_thing(one, about) || !compares(one) || s->leaves[i].negated)
            continue;
        if (currency != NULL && one->currency != NULL &&
            strcmp(currency, one->currency) != 0)
            return false;
        currency = one->currency;
        if (one->test == COMPLAINT__TEST_AT_LEAST && one->number > least)
            least = one->number;
        if (one->test == COMPLAINT__TEST_AT_MOST && one->number < most)
            most = one->number;
    }
    for (size_t i = 0; i < s->count; i++) {
        const complaint__condition *one = s->leaves[i].condition;

        if (!same_thing(one, about) || !compares(one) ||
            !s->leaves[i].negated ||
            (one->currency != NULL &&
             (currency == NULL || strcmp(currency, one->currency) != 0)))
            continue;
        if (one->test == COMPLAINT__TEST_AT_LEAST && one->number - 1 < most)
            most = one->number == INT64_MIN ? INT64_MIN : one->number - 1;
        if (one->test == COMPLAINT__TEST_AT_MOST && one->number >= least)
            least = one->number == INT64_MAX ? INT64_MAX : one->number + 1;
    }
    return least <= most;
}

static bool present_fits(const search *s, const complaint__condition *about)
{
    const complaint__names *values = candidates(s, about);

    for (size_t i = 0; i < s->count; i++) {
        const complaint__condition *one = s->leaves[i].condition;

        if (same_thing(one, about) && one->test == COMPLAINT__TEST_PRESENT &&
            one->present == s->leaves[i].negated)
            return false;
    }
    if (!number_fits(s, about))
        return false;
    for (size_t i = 0; values != NULL && i < values->count; i++)
        if (value_fits(s, about, values->items[i]))
            return true;
    return values == NULL;
}

/* ---- all of it ---- */

static bool try(search *s, const pending *list);

static bool try_leaf(search *s, const pending *list)
{
    bool fits;

    if (s->count == LEAVES_MAX)
        return true;
    s->leaves[s->count++] = (leaf){list->condition, list->negated};
    fits = absent_fits(s, list->condition) || present_fits(s, list->condition);
    if (fits)
        fits = try(s, list->next);
    s->count--;
    return fits;
}

/* All parts, from the one at `index` on. */
static bool try_all(search *s, const pending *list, size_t index)
{
    const complaint__condition *condition = list->condition;
    pending part = {NULL, list->negated, list->next};
    pending rest;

    if (index == condition->part_count)
        return try(s, list->next);
    part.condition = &condition->parts[index];
    if (index + 1 == condition->part_count)
        return try(s, &part);
    /* The rest as a condition of its own, borrowed from the same parts. */
    {
        complaint__condition others = *condition;

        others.parts = condition->parts + index + 1;
        others.part_count = condition->part_count - index - 1;
        rest = (pending){&others, list->negated, list->next};
        part.next = &rest;
        return try(s, &part);
    }
}

static bool try(search *s, const pending *list)
{
    const complaint__condition *condition;
    bool all;

    if (list == NULL || ++s->steps > STEPS_MAX)
        return true;
    condition = list->condition;
    if (condition->kind >= COMPLAINT__CONDITION_FACT)
        return try_leaf(s, list);
    if (condition->kind == COMPLAINT__CONDITION_NOT) {
        pending inner = {condition->parts, !list->negated, list->next};

        return try(s, &inner);
    }
    all = (condition->kind == COMPLAINT__CONDITION_ALL) != list->negated;
    if (all)
        return try_all(s, list, 0);
    for (size_t i = 0; i < condition->part_count; i++) {
        pending part = {&condition->parts[i], list->negated, list->next};

        if (try(s, &part))
            return true;
    }
    return false;
}

bool complaint__condition_possible(const complaint__condition *condition,
                                   const complaint__fact *facts,
                                   size_t fact_count)
{
    search s;
    const pending whole = {condition, false, NULL};

    if (condition == NULL)
        return true;
    s.facts = facts;
    s.fact_count = fact_count;
    s.count = 0;
    s.steps = 0;
    return try(&s, &whole);
}
