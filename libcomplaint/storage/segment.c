/* How a scan becomes segments: rows after (a, b) are those equal in the first
 * place and after b in the second, then those after a in the first. Nulls,
 * which SQL leaves out of comparisons, get segments too. */
#include "storage/segment.h"

#include <stddef.h>
#include <string.h>

static bool is_set(const complaint_value *value)
{
    return value->type != COMPLAINT_VALUE_NULL;
}

void complaint__segments_open(complaint__segments *self,
                              const complaint_scan *scan)
{
    size_t own = scan->index != NULL ? scan->index->column_count : 0;

    /* All but the list of segments, which is filled as it is planned. */
    memset(self, 0, offsetof(complaint__segments, list));
    self->count = 0;
    self->texts = NULL;
    self->relation = scan->relation;
    self->index = scan->index;
    self->descending = scan->descending;
    self->any_order = scan->any_order && scan->after == NULL;
    self->place_count = own + scan->relation->key_count;
    for (size_t i = 0; i < self->place_count; i++)
        self->places[i] =
            i < own ? scan->index->columns[i] : (unsigned char)(i - own);
    self->equal_count = scan->equal_count;
    for (size_t i = 0; i < scan->equal_count; i++)
        self->equal[i] = scan->equal[i];
    self->lower = scan->lower;
    self->upper = scan->upper;
    self->columns = scan->columns;
    if (scan->where != NULL) {
        self->where = *scan->where;
        self->where_column = scan->where_column;
    }
    for (size_t i = 0; scan->after != NULL && i < self->place_count; i++)
        self->after[i] = scan->after[i];
}

/* Copies of the scan's values, in one block. */
static size_t text_size(const complaint_value *value)
{
    return value->type == COMPLAINT_VALUE_TEXT ||
                   value->type == COMPLAINT_VALUE_BYTES
               ? value->size + 1
               : 0;
}

static void keep(complaint_value *value, char **at)
{
    size_t size = text_size(value);

    if (size == 0)
        return;
    memcpy(*at, value->bytes, value->size);
    (*at)[value->size] = '\0';
    value->bytes = *at;
    *at += size;
}

bool complaint__segments_keep(complaint__segments *self,
                              complaint_context *context)
{
    size_t size = text_size(&self->lower) + text_size(&self->upper) +
                  text_size(&self->where);
    char *at;

    for (size_t i = 0; i < COMPLAINT__PLACES; i++)
        size += text_size(&self->equal[i]) + text_size(&self->after[i]);
    at = self->texts = complaint__alloc(context, size);
    if (at == NULL)
        return false;
    keep(&self->lower, &at);
    keep(&self->upper, &at);
    keep(&self->where, &at);
    for (size_t i = 0; i < COMPLAINT__PLACES; i++) {
        keep(&self->equal[i], &at);
        keep(&self->after[i], &at);
    }
    return true;
}

void complaint__segments_close(complaint__segments *self,
                               complaint_context *context)
{
    complaint__free(context, self->texts);
}

static bool may_be_null(const complaint__segments *self, size_t place)
{
    size_t column = self->places[place];

    return place < self->place_count &&
           (self->relation->columns[column].flags &
            COMPLAINT_COLUMN_REQUIRED) == 0 &&
           (self->index == NULL || self->index->only_set != (int)column);
}

static complaint__segment *add(complaint__segments *self, size_t equal)
{
    complaint__segment *added = &self->list[self->count++];

    memset(added, 0, sizeof *added);
    added->equal = equal;
    return added;
}

static void add_nulls(complaint__segments *self, size_t place)
{
    if (may_be_null(self, place))
        add(self, place)->upper = COMPLAINT__UPPER_NULL;
}

/* Values of a place between the scan's bounds. */
static void add_range(complaint__segments *self, size_t place)
{
    bool nulls = !is_set(&self->lower) && is_set(&self->upper);
    complaint__segment *added;

    if (nulls && !self->descending)
        add_nulls(self, place);
    added = add(self, place);
    if (is_set(&self->lower)) {
        added->lower = COMPLAINT__LOWER_FROM;
        added->low = self->lower;
    }
    if (is_set(&self->upper)) {
        added->upper = COMPLAINT__UPPER_BELOW;
        added->high = self->upper;
    }
    if (nulls && self->descending)
        add_nulls(self, place);
}

/* Values of a place beyond that of the row to continue after; on the first
 * free place the scan's far bound holds as well. */
static void add_beyond(complaint__segments *self, size_t place, bool first)
{
    const complaint_value *after = &self->after[place];
    complaint__segment *added;

    if (!self->descending) {
        added = add(self, place);
        added->lower =
            is_set(after) ? COMPLAINT__LOWER_ABOVE : COMPLAINT__LOWER_SET;
        added->low = *after;
        if (first && is_set(&self->upper)) {
            added->upper = COMPLAINT__UPPER_BELOW;
            added->high = self->upper;
        }
        return;
    }
    if (!is_set(after))
        return;
    added = add(self, place);
    added->upper = COMPLAINT__UPPER_BELOW;
    added->high = *after;
    if (first && is_set(&self->lower)) {
        added->lower = COMPLAINT__LOWER_FROM;
        added->low = self->lower;
    } else {
        add_nulls(self, place);
    }
}

/* Where the row to continue after lies: -1 before the range in the scan's
 * direction, 1 behind it, 0 within. */
static int side_of_after(const complaint__segments *self)
{
    int forward = self->descending ? -1 : 1;
    const complaint_value *free_place = &self->after[self->equal_count];

    for (size_t i = 0; i < self->equal_count; i++) {
        int order = complaint__value_compare(&self->after[i], &self->equal[i]);
        if (order != 0)
            return order * forward;
    }
    if (is_set(&self->lower) &&
        complaint__value_compare(free_place, &self->lower) < 0)
        return -forward;
    if (is_set(&self->upper) &&
        complaint__value_compare(free_place, &self->upper) >= 0)
        return forward;
    return 0;
}

void complaint__segments_plan(complaint__segments *self, bool has_after)
{
    int side = has_after ? side_of_after(self) : -1;

    self->count = 0;
    if (side > 0)
        return;
    if (side < 0) {
        add_range(self, self->equal_count);
        return;
    }
    for (size_t i = self->equal_count; i < self->place_count; i++)
        self->equal[i] = self->after[i];
    for (size_t i = self->place_count; i-- > self->equal_count;)
        add_beyond(self, i, i == self->equal_count);
}
