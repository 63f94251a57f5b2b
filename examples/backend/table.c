/* Rows of one relation in memory, sorted by its key and by each of its
 * indexes. */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

row *row_make(const complaint_value *values, size_t count)
{
    size_t size = sizeof(row) + count * sizeof *values;
    size_t texts = 0;
    char *at;
    row *made;

    for (size_t i = 0; i < count; i++) {
        if (values[i].bytes != NULL)
            texts += values[i].size + 1;
    }
    made = malloc(size + texts);
    if (made == NULL)
        return NULL;
    made->uses = 1;
    at = (char *)made + size;
    for (size_t i = 0; i < count; i++) {
        made->values[i] = values[i];
        if (values[i].bytes == NULL)
            continue;
        /* A NUL follows each text, and does no harm to bytes. */
        memcpy(at, values[i].bytes, values[i].size);
        at[values[i].size] = '\0';
        made->values[i].bytes = at;
        at += values[i].size + 1;
    }
    return made;
}

void row_release(row *held)
{
    if (held != NULL && --held->uses == 0)
        free(held);
}

/* Nulls first, then numbers, then bytes as memcmp() has them. */
static int compare(const complaint_value *a, const complaint_value *b)
{
    size_t common = a->size < b->size ? a->size : b->size;
    int sign;

    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->type == COMPLAINT_VALUE_NULL)
        return 0;
    if (a->type == COMPLAINT_VALUE_INTEGER)
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    sign = common > 0 ? memcmp(a->bytes, b->bytes, common) : 0;
    if (sign != 0)
        return sign;
    return a->size < b->size ? -1 : a->size > b->size;
}

static int compare_places(const order *o, const row *at,
                          const complaint_value *values, size_t count)
{
    int sign = 0;

    for (size_t i = 0; sign == 0 && i < count; i++)
        sign = compare(&at->values[o->places[i]], &values[i]);
    return sign;
}

size_t order_bound(const order *o, const complaint_value *values, size_t count,
                   bool past)
{
    size_t low = 0;
    size_t high = o->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int sign = compare_places(o, o->rows[middle], values, count);
        if (sign < 0 || (past && sign == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where a row with these values stands, or would stand. */
static size_t place_of(const order *o, const complaint_value *values)
{
    complaint_value target[PLACES];

    for (size_t i = 0; i < o->place_count; i++)
        target[i] = values[o->places[i]];
    return order_bound(o, target, o->place_count, false);
}

/* Partial indexes hold some of the rows. */
static bool holds(const complaint_index *index, const complaint_value *values)
{
    if (index == NULL)
        return true;
    return (index->only_null < 0 ||
            values[index->only_null].type == COMPLAINT_VALUE_NULL) &&
           (index->only_set < 0 ||
            values[index->only_set].type != COMPLAINT_VALUE_NULL);
}

static bool order_make(const table *t, const complaint_index *index, order *o)
{
    size_t own = index != NULL ? index->column_count : 0;

    if (own + t->keys > PLACES)
        return false;
    o->index = index;
    o->own = index != NULL ? own : t->keys;
    o->place_count = own + t->keys;
    for (size_t i = 0; i < own; i++)
        o->places[i] = index->columns[i];
    for (size_t i = 0; i < t->keys; i++)
        o->places[own + i] = i;
    return true;
}

bool table_make(table *t, const complaint_relation *relation)
{
    size_t indexes = complaint_relation_index_count(relation);

    t->relation = relation;
    t->columns = complaint_relation_column_count(relation);
    while (complaint_relation_column_flags(relation, t->keys) &
           COMPLAINT_COLUMN_KEY)
        t->keys++;
    t->orders = calloc(indexes + 1, sizeof *t->orders);
    if (t->orders == NULL)
        return false;
    t->order_count = indexes + 1;
    for (size_t i = 0; i <= indexes; i++) {
        const complaint_index *index =
            i > 0 ? complaint_relation_index(relation, i - 1) : NULL;
        if (!order_make(t, index, &t->orders[i]))
            return false;
    }
    return true;
}

void table_free(table *t)
{
    for (size_t i = 0; i < t->order_count; i++) {
        for (size_t j = 0; i == 0 && j < t->orders[0].count; j++)
            row_release(t->orders[0].rows[j]);
        free(t->orders[i].rows);
    }
    free(t->orders);
}

row *table_find(const table *t, const complaint_value *key)
{
    const order *by_key = &t->orders[0];
    size_t at = order_bound(by_key, key, t->keys, false);

    if (at < by_key->count &&
        compare_places(by_key, by_key->rows[at], key, t->keys) == 0)
        return by_key->rows[at];
    return NULL;
}

static bool clashes(const order *o, const complaint_value *values,
                    const row *except)
{
    complaint_value target[PLACES];
    size_t at;

    if (o->index == NULL || !o->index->unique || !holds(o->index, values))
        return false;
    for (size_t i = 0; i < o->own; i++) {
        target[i] = values[o->places[i]];
        if (target[i].type == COMPLAINT_VALUE_NULL)
            return false;
    }
    for (at = order_bound(o, target, o->own, false);
         at < o->count && compare_places(o, o->rows[at], target, o->own) == 0;
         at++) {
        if (o->rows[at] != except)
            return true;
    }
    return false;
}

const char *table_clash(const table *t, const complaint_value *values,
                        const row *except)
{
    for (size_t i = 1; i < t->order_count; i++) {
        if (clashes(&t->orders[i], values, except))
            return t->orders[i].index->name;
    }
    return NULL;
}

bool table_reserve(table *t, size_t more)
{
    for (size_t i = 0; i < t->order_count; i++) {
        order *o = &t->orders[i];
        size_t room = o->room > 0 ? o->room : 16;
        row **rows;
        while (room < o->count + more)
            room *= 2;
        rows =
            room > o->room ? realloc(o->rows, room * sizeof(row *)) : o->rows;
        if (rows == NULL)
            return false;
        o->rows = rows;
        o->room = room;
    }
    return true;
}

void table_add(table *t, row *added)
{
    for (size_t i = 0; i < t->order_count; i++) {
        order *o = &t->orders[i];
        size_t at;
        if (!holds(o->index, added->values))
            continue;
        at = place_of(o, added->values);
        memmove(&o->rows[at + 1], &o->rows[at],
                (o->count - at) * sizeof(row *));
        o->rows[at] = added;
        o->count++;
    }
}

void table_remove(table *t, const row *removed)
{
    for (size_t i = 0; i < t->order_count; i++) {
        order *o = &t->orders[i];
        size_t at;
        if (!holds(o->index, removed->values))
            continue;
        at = place_of(o, removed->values);
        o->count--;
        memmove(&o->rows[at], &o->rows[at + 1],
                (o->count - at) * sizeof(row *));
    }
}

bool table_is_sound(const table *t)
{
    for (size_t i = 0; i < t->order_count; i++) {
        const order *o = &t->orders[i];
        size_t held = 0;
        for (size_t j = 0; j < t->orders[0].count; j++)
            held += holds(o->index, t->orders[0].rows[j]->values);
        if (held != o->count)
            return false;
        for (size_t j = 0; j < o->count; j++) {
            if (place_of(o, o->rows[j]->values) != j)
                return false;
        }
    }
    return true;
}
