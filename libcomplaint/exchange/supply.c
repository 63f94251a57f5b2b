/* Facts for a step: first what is required, then the guard, leaf by leaf, one
 * way at random where several lead to it. */
#include "exchange/supply.h"

#include <complaint/limits.h>

#include "base/failure.h"
#include "model/facts.h"
#include "model/relation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One step being supplied. */
typedef struct filling {
    const complaint__supply *supply;
    const complaint_facts *facts; /* that the step asks for */
    complaint_facts *out;
    complaint_error **error;
    int status;
} filling;

static const char *text_of(const complaint_facts *map, const char *name)
{
    return complaint_facts_text(complaint_facts_get(map, name), "");
}

static bool flag_of(const complaint_facts *map, const char *name)
{
    return complaint_facts_integer(complaint_facts_get(map, name), 0) != 0;
}

static const complaint_facts *named(const complaint_facts *list,
                                    const char *name, size_t size)
{
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *entry = complaint_facts_at(list, i);
        const char *own = text_of(entry, "name");

        if (strlen(own) == size && strncmp(own, name, size) == 0)
            return entry;
    }
    return NULL;
}

/* ---- values ---- */

static void ask(filling *f, complaint_facts *into, const char *owner,
                const char *key, const char *type)
{
    complaint__wanted wanted = {owner, key, type};

    if (f->status == COMPLAINT_OK)
        f->status = f->supply->value(f->supply->data, into, &wanted, f->error);
}

static void set_text(filling *f, complaint_facts *into, const char *key,
                     const char *text)
{
    if (f->status == COMPLAINT_OK)
        f->status = complaint_facts_set_text(into, key, text, f->error);
}

/* One of a list of texts. */
static const char *pick(const filling *f, const complaint_facts *texts)
{
    size_t index = (size_t)complaint__random_below(f->supply->random,
                                                   complaint_facts_size(texts));

    return complaint_facts_text(complaint_facts_at(texts, index), "");
}

/* A clock's limit is this fact, or this member of it. */
static bool is_limit(const filling *f, const char *owner, const char *name)
{
    const complaint_facts *clocks =
        complaint_facts_get(f->supply->procedure, "clocks");
    char path[2 * COMPLAINT_LIMIT_CODE + 2];

    snprintf(path, sizeof path, "%s%s%s", owner == NULL ? "" : owner,
             owner == NULL ? "" : ".", name);
    for (size_t i = 0; i < complaint_facts_size(clocks); i++)
        if (strcmp(text_of(complaint_facts_at(clocks, i), "due"), path) == 0)
            return true;
    return false;
}

/* The fact that a task is opened by, for each unit in it. */
static bool names_units(const filling *f, const char *name)
{
    const complaint_facts *tasks =
        complaint_facts_get(f->supply->procedure, "tasks");

    for (size_t i = 0; i < complaint_facts_size(tasks); i++)
        if (strcmp(text_of(complaint_facts_at(tasks, i), "each"), name) == 0)
            return true;
    return false;
}

static const char *type_of_column(const complaint_relation *relation,
                                  size_t column)
{
    unsigned flags = complaint_relation_column_flags(relation, column);

    switch (complaint_relation_column_type(relation, column)) {
    case COMPLAINT_COLUMN_INTEGER:
        return "integer";
    case COMPLAINT_COLUMN_BOOLEAN:
        return "boolean";
    case COMPLAINT_COLUMN_TIME:
        return "time";
    case COMPLAINT_COLUMN_MONEY:
        return "money";
    default:
        return (flags & COMPLAINT_COLUMN_CODE) != 0 ? "code" : "text";
    }
}

/* A member that is not there yet, of the type that its relation says. */
static void put_member(filling *f, const complaint_relation *relation,
                       const char *owner, complaint_facts *row,
                       const char *name)
{
    int column =
        relation == NULL ? -1 : complaint_relation_column_find(relation, name);
    const char *type =
        column < 0 ? "text" : type_of_column(relation, (size_t)column);

    if (f->status != COMPLAINT_OK || complaint_facts_get(row, name) != NULL)
        return;
    if (is_limit(f, owner, name) || strcmp(name, "due_at") == 0)
        type = "limit";
    ask(f, row, owner, name, type);
}

/* A map: what the step asks for in it, and what a row of that name needs. */
static void put_members(filling *f, const complaint_facts *fact,
                        complaint_facts *row)
{
    static const char *const needed[] = {"kind", "title", "name"};
    const char *name = text_of(fact, "name");
    const complaint_facts *members = complaint_facts_get(fact, "members");
    const complaint_relation *relation = complaint_relation_find(name);

    for (size_t i = 0; i < complaint_facts_size(members); i++)
        put_member(f, relation, name, row,
                   complaint_facts_text(complaint_facts_at(members, i), ""));
    for (size_t i = 0; relation != NULL && i < sizeof needed / sizeof *needed;
         i++) {
        int column = complaint_relation_column_find(relation, needed[i]);

        if (column >= 0 &&
            (complaint_relation_column_flags(relation, (size_t)column) &
             COMPLAINT_COLUMN_REQUIRED) != 0)
            put_member(f, relation, name, row, needed[i]);
    }
    if (complaint_facts_size(row) == 0)
        put_member(f, relation, name, row, "text");
}

static void put_list(filling *f, const complaint_facts *fact,
                     complaint_facts *list)
{
    const char *name = text_of(fact, "name");
    complaint_facts *row = NULL;

    if (complaint_relation_find(name) == NULL &&
        complaint_facts_size(complaint_facts_get(fact, "members")) == 0) {
        const char *type = names_units(f, name) ? "unit" : "text";

        ask(f, list, name, NULL, type);
        return;
    }
    if (f->status == COMPLAINT_OK)
        f->status = complaint_facts_set_map(list, NULL, &row, f->error);
    if (f->status == COMPLAINT_OK)
        put_members(f, fact, row);
}

static void put(filling *f, const complaint_facts *fact)
{
    const char *name = text_of(fact, "name");
    const char *type = text_of(fact, "type");
    const complaint_facts *values = complaint_facts_get(fact, "values");
    complaint_facts *child = NULL;

    if (complaint_facts_size(values) > 0) {
        set_text(f, f->out, name, pick(f, values));
    } else if (strcmp(type, "map") == 0) {
        if (f->status == COMPLAINT_OK)
            f->status = complaint_facts_set_map(f->out, name, &child, f->error);
        if (f->status == COMPLAINT_OK)
            put_members(f, fact, child);
    } else if (strcmp(type, "list") == 0) {
        if (f->status == COMPLAINT_OK)
            f->status =
                complaint_facts_set_list(f->out, name, &child, f->error);
        if (f->status == COMPLAINT_OK)
            put_list(f, fact, child);
    } else {
        bool limit = strcmp(type, "time") == 0 && is_limit(f, NULL, name);

        ask(f, f->out, NULL, name, limit ? "limit" : type);
    }
}

/* ---- conditions ---- */

/* A leaf, its fact, and where its value stands or is to stand. */
typedef struct place {
    const complaint_facts *fact; /* NULL: the step does not ask for it */
    complaint_facts *map;
    const char *key;
    const char *type;
    bool member;
} place;

static place find_place(filling *f, const char *path)
{
    const char *dot = strchr(path, '.');
    size_t size = dot == NULL ? strlen(path) : (size_t)(dot - path);
    place p = {named(f->facts, path, size), f->out, path, "", dot != NULL};

    if (p.fact == NULL)
        return p;
    p.type = text_of(p.fact, "type");
    if (dot == NULL)
        return p;
    if (complaint_facts_get(f->out, text_of(p.fact, "name")) == NULL)
        put(f, p.fact);
    p.map = complaint__facts_edit(f->out, text_of(p.fact, "name"));
    p.key = dot + 1;
    p.type = "text";
    return p;
}

static void put_at(filling *f, const place *p)
{
    if (p->member)
        put_member(f, complaint_relation_find(text_of(p->fact, "name")),
                   text_of(p->fact, "name"), p->map, p->key);
    else
        put(f, p->fact);
}

/* As conditions see a value: texts, and truth as a text. */
static bool reads(const complaint_facts *value, const char *wanted)
{
    int type = complaint_facts_type(value);

    if (type == COMPLAINT_FACTS_BOOLEAN)
        return strcmp(wanted, complaint_facts_integer(value, 0) != 0
                                  ? "true"
                                  : "false") == 0;
    if (type == COMPLAINT_FACTS_INTEGER)
        return complaint_facts_integer(value, 0) == strtoll(wanted, NULL, 10);
    return strcmp(complaint_facts_text(value, ""), wanted) == 0;
}

static void set_read(filling *f, const place *p, const char *wanted)
{
    if (f->status != COMPLAINT_OK)
        return;
    if (strcmp(p->type, "boolean") == 0)
        f->status = complaint_facts_set_boolean(
            p->map, p->key, strcmp(wanted, "true") == 0, f->error);
    else if (strcmp(p->type, "integer") == 0)
        f->status = complaint_facts_set_integer(
            p->map, p->key, strtoll(wanted, NULL, 10), f->error);
    else
        set_text(f, p->map, p->key, wanted);
}

/* What a leaf names: one text, or a list of them. */
static size_t value_count(const complaint_facts *values)
{
    return complaint_facts_type(values) == COMPLAINT_FACTS_LIST
               ? complaint_facts_size(values)
               : 1;
}

static const char *value_at(const complaint_facts *values, size_t index)
{
    return complaint_facts_text(complaint_facts_type(values) ==
                                        COMPLAINT_FACTS_LIST
                                    ? complaint_facts_at(values, index)
                                    : values,
                                "");
}

/* Must be, or must not be, one of these. */
static void settle_values(filling *f, const place *p,
                          const complaint_facts *values, bool hold)
{
    const complaint_facts *now = complaint_facts_get(p->map, p->key);
    size_t count = value_count(values);
    bool is = false;

    for (size_t i = 0; now != NULL && i < count; i++)
        is = is || reads(now, value_at(values, i));
    if (is == hold || count == 0)
        return;
    if (hold) {
        size_t index =
            (size_t)complaint__random_below(f->supply->random, count);

        set_read(f, p, value_at(values, index));
    } else if (strcmp(p->type, "boolean") == 0) {
        set_read(f, p, reads(now, "true") ? "false" : "true");
    } else { /* another one is drawn; the procedure judges it */
        complaint__facts_remove(p->map, p->key);
        if (flag_of(p->fact, "required"))
            put_at(f, p);
    }
}

static void settle_number(filling *f, const place *p,
                          const complaint_facts *leaf, bool least, bool hold)
{
    int64_t bound = complaint_facts_integer(
        complaint_facts_get(leaf, least ? "at_least" : "at_most"), 0);
    const char *currency = text_of(leaf, "currency");
    const complaint_facts *now = complaint_facts_get(p->map, p->key);
    int64_t number = complaint_facts_integer(
        currency[0] == '\0' ? now : complaint_facts_get(now, "amount"), 0);
    bool passes = now != NULL && (least ? number >= bound : number <= bound) &&
                  (currency[0] == '\0' ||
                   strcmp(text_of(now, "currency"), currency) == 0);

    if (passes == hold || f->status != COMPLAINT_OK)
        return;
    if (!hold)
        bound += least ? -1 : 1;
    f->status =
        currency[0] == '\0'
            ? complaint_facts_set_integer(p->map, p->key, bound, f->error)
            : complaint_facts_set_money(p->map, p->key, bound, currency,
                                        f->error);
}

/* Compared with another fact: the same is no more and no less. */
static void settle_same(filling *f, const place *p, const char *path, bool hold)
{
    place other = find_place(f, path);
    const complaint_facts *value = complaint_facts_get(other.map, other.key);

    if (!hold || other.fact == NULL || f->status != COMPLAINT_OK)
        return;
    if (value == NULL) {
        put_at(f, &other);
        value = complaint_facts_get(other.map, other.key);
    }
    if (value != NULL && f->status == COMPLAINT_OK)
        f->status = complaint_facts_set_copy(p->map, p->key, value, f->error);
}

static void settle_present(filling *f, const place *p, bool present)
{
    bool now = complaint_facts_get(p->map, p->key) != NULL;

    if (present && !now)
        put_at(f, p);
    else if (!present && now)
        complaint__facts_remove(p->map, p->key);
}

static void settle_leaf(filling *f, const complaint_facts *leaf, bool hold)
{
    static const char *const kinds[] = {"fact", "field", "known"};
    static const char *const others[] = {"same_as", "no_more_than",
                                         "no_less_than"};
    static const char *const values[] = {"is", "in"};
    const char *path = "";
    place p;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (complaint_facts_get(leaf, kinds[i]) != NULL)
            path = text_of(leaf, kinds[i]);
    p = find_place(f, path);
    if (p.fact == NULL || f->status != COMPLAINT_OK)
        return; /* the case says it, or nothing does */
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (complaint_facts_get(leaf, values[i]) != NULL)
            settle_values(f, &p, complaint_facts_get(leaf, values[i]), hold);
    if (complaint_facts_get(leaf, "contains") != NULL && hold)
        settle_values(f, &p, complaint_facts_get(leaf, "contains"), true);
    else if (complaint_facts_get(leaf, "present") != NULL)
        settle_present(f, &p, flag_of(leaf, "present") == hold);
    else if (complaint_facts_get(leaf, "at_least") != NULL)
        settle_number(f, &p, leaf, true, hold);
    else if (complaint_facts_get(leaf, "at_most") != NULL)
        settle_number(f, &p, leaf, false, hold);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (complaint_facts_get(leaf, others[i]) != NULL)
            settle_same(f, &p, text_of(leaf, others[i]), hold);
}

/* The depth is bounded where conditions are read. */
static void settle(filling *f, const complaint_facts *condition, bool hold)
{
    const complaint_facts *all = complaint_facts_get(condition, "all");
    const complaint_facts *any = complaint_facts_get(condition, "any");
    const complaint_facts *not = complaint_facts_get(condition, "not");
    const complaint_facts *every = hold ? all : any;
    const complaint_facts *one = hold ? any : all;

    if (not != NULL)
        settle(f, not, !hold);
    else if (all == NULL && any == NULL)
        settle_leaf(f, condition, hold);
    for (size_t i = 0; i < complaint_facts_size(every); i++)
        settle(f, complaint_facts_at(every, i), hold);
    if (complaint_facts_size(one) > 0)
        settle(f,
               complaint_facts_at(
                   one, (size_t)complaint__random_below(
                            f->supply->random, complaint_facts_size(one))),
               hold);
}

int complaint__supply_step(const complaint__supply *self,
                           const complaint_facts *step, double optional,
                           complaint_facts *out, complaint_error **error)
{
    filling f = {self, complaint_facts_get(step, "facts"), out, error,
                 COMPLAINT_OK};
    const complaint_facts *guard = complaint_facts_get(step, "guard");

    for (size_t i = 0; i < complaint_facts_size(f.facts); i++) {
        const complaint_facts *fact = complaint_facts_at(f.facts, i);

        if (complaint_facts_get(out, text_of(fact, "name")) != NULL)
            continue;
        if (flag_of(fact, "required") ||
            complaint__random_chance(self->random, optional))
            put(&f, fact);
    }
    if (guard != NULL && f.status == COMPLAINT_OK)
        settle(&f, guard, true);
    return f.status;
}
