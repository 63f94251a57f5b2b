/* Making a dataset from rows: dictionaries by hashing, then everything sorted
 * by receipt and packed. */
#include "analysis/dataset.h"
#include "analysis/month.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <stdlib.h>
#include <string.h>

/* Distinct texts in the order in which they came. */
typedef struct dictionary {
    const char **texts;
    uint32_t *hashes;
    size_t count;
    size_t capacity;
    uint32_t *slots;   /* position + 1 */
    size_t slot_count; /* a power of two */
} dictionary;

typedef struct reopened {
    size_t row;
    size_t position; /* keeps the order of a row's closings */
    complaint__closing closing;
} reopened;

struct complaint__builder {
    complaint_context *context;
    complaint__arena *arena;
    size_t count;
    size_t capacity;
    dictionary dictionaries[COMPLAINT__CODES_GIVEN];
    uint32_t *codes[COMPLAINT__CODES_GIVEN]; /* position + 1; 0 null */
    int64_t *numbers[COMPLAINT__NUMBERS];
    int32_t *offsets;
    uint16_t *table_of;
    complaint__month_table *tables;
    size_t table_count;
    uint8_t *flags;
    reopened *closings;
    size_t closing_count;
    size_t closing_capacity;
};

void complaint__data_row_clear(complaint__data_row *row)
{
    memset(row, 0, sizeof *row);
    for (size_t i = 0; i < COMPLAINT__NUMBERS; i++)
        row->numbers[i] = COMPLAINT__NO_INTEGER; /* also TIME_NONE */
    row->numbers[COMPLAINT__NUMBER_REOPENED] = 0;
}

int complaint__builder_new(complaint_context *context, complaint__builder **out,
                           complaint_error **error)
{
    complaint__builder *made = complaint__alloc_array(context, 1, sizeof *made);

    *out = NULL;
    if (made == NULL)
        return complaint__fail_memory(error);
    made->context = complaint__context_ref(context);
    made->arena = complaint__arena_new(context);
    if (made->arena == NULL) {
        complaint__builder_free(made);
        return complaint__fail_memory(error);
    }
    *out = made;
    return COMPLAINT_OK;
}

void complaint__builder_free(complaint__builder *builder)
{
    complaint_context *context;

    if (builder == NULL)
        return;
    context = builder->context;
    for (size_t i = 0; i < COMPLAINT__CODES_GIVEN; i++) {
        complaint__free(context, builder->dictionaries[i].texts);
        complaint__free(context, builder->dictionaries[i].hashes);
        complaint__free(context, builder->dictionaries[i].slots);
        complaint__free(context, builder->codes[i]);
    }
    for (size_t i = 0; i < COMPLAINT__NUMBERS; i++)
        complaint__free(context, builder->numbers[i]);
    complaint__free(context, builder->offsets);
    complaint__free(context, builder->table_of);
    for (size_t i = 0; i < builder->table_count; i++) {
        complaint__free(context, builder->tables[i].starts);
        complaint_calendar_free(builder->tables[i].calendar);
    }
    complaint__free(context, builder->tables);
    complaint__free(context, builder->flags);
    complaint__free(context, builder->closings);
    complaint__arena_free(builder->arena);
    complaint__free(context, builder);
    complaint__context_unref(context);
}

/* ---- dictionaries ---- */

static bool grow_to(complaint_context *context, void *array, size_t count,
                    size_t size)
{
    void **place = array;
    void *grown = complaint__realloc_array(context, *place, count, size);

    if (grown == NULL)
        return false;
    *place = grown;
    return true;
}

static uint32_t hash_text(const char *text, size_t size)
{
    uint64_t hash = 0x9E3779B97F4A7C15u ^ size;

    for (; size >= 8; size -= 8, text += 8) {
        uint64_t word;

        memcpy(&word, text, 8);
        hash = (hash ^ word) * 0xBF58476D1CE4E5B9u;
        hash ^= hash >> 29;
    }
    for (; size > 0; size--, text++)
        hash = (hash ^ (unsigned char)*text) * 0x94D049BB133111EBu;
    return (uint32_t)(hash ^ hash >> 32);
}

static bool grow_slots(complaint_context *context, dictionary *self)
{
    size_t count = self->slot_count > 0 ? self->slot_count * 2 : 64;
    uint32_t *slots = complaint__alloc_array(context, count, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < self->count; i++) {
        size_t slot = self->hashes[i] & (count - 1);

        while (slots[slot] != 0)
            slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    complaint__free(context, self->slots);
    self->slots = slots;
    self->slot_count = count;
    return true;
}

static bool add_text(complaint__builder *builder, dictionary *self,
                     const char *text, size_t size, uint32_t hash, size_t slot)
{
    if (self->count == self->capacity) {
        size_t capacity = self->capacity > 0 ? self->capacity * 2 : 32;

        if (!grow_to(builder->context, &self->texts, capacity,
                     sizeof *self->texts) ||
            !grow_to(builder->context, &self->hashes, capacity,
                     sizeof *self->hashes))
            return false;
        self->capacity = capacity;
    }
    self->texts[self->count] =
        complaint__arena_bytes(builder->arena, text, size);
    if (self->texts[self->count] == NULL)
        return false;
    self->hashes[self->count] = hash;
    self->slots[slot] = (uint32_t)++self->count;
    return true;
}

/* Position + 1 of a text, added when new; 0 with *done false on failure. */
static uint32_t encode(complaint__builder *builder, dictionary *self,
                       const char *text, bool *done)
{
    size_t size, slot;
    uint32_t hash;

    if (text == NULL || text[0] == '\0')
        return 0;
    if (self->count * 2 >= self->slot_count &&
        !grow_slots(builder->context, self)) {
        *done = false;
        return 0;
    }
    size = strlen(text);
    hash = hash_text(text, size);
    slot = hash & (self->slot_count - 1);
    while (self->slots[slot] != 0) {
        uint32_t at = self->slots[slot] - 1;

        if (self->hashes[at] == hash && strcmp(self->texts[at], text) == 0)
            return at + 1;
        slot = (slot + 1) & (self->slot_count - 1);
    }
    if (!add_text(builder, self, text, size, hash, slot)) {
        *done = false;
        return 0;
    }
    return (uint32_t)self->count;
}

/* ---- tables of months ---- */

#define TABLE_SIZE (COMPLAINT__MONTH_MAX - COMPLAINT__MONTH_MIN + 1)

static bool make_table(complaint_context *context,
                       complaint__month_table *table)
{
    table->starts =
        complaint__alloc_array(context, TABLE_SIZE, sizeof *table->starts);
    if (table->calendar != NULL)
        table->offset = complaint_calendar_offset(table->calendar,
                                                  COMPLAINT_LIMIT_TIME_MAX);
    for (int i = 0; table->starts != NULL && i < TABLE_SIZE; i++) {
        int month = COMPLAINT__MONTH_MIN + i;

        /* months beside the range of times are only bounds */
        if (table->calendar != NULL && month >= 1900 * 12 && month < 2200 * 12)
            table->starts[i] = complaint__calendar_day_start(
                table->calendar, complaint__month_first_day(month));
        else
            table->starts[i] = complaint__month_start(month, table->offset);
    }
    return table->starts != NULL;
}

int complaint__builder_table(complaint__builder *builder,
                             complaint_calendar *calendar, int offset,
                             uint16_t *table, complaint_error **error)
{
    complaint_context *context = builder->context;
    complaint__month_table made = {NULL, calendar, offset};

    if (builder->table_count > UINT16_MAX)
        return complaint__fail_limit(context, error, "calendar", UINT16_MAX);
    if (!make_table(context, &made) ||
        !grow_to(context, &builder->tables, builder->table_count + 1,
                 sizeof *builder->tables)) {
        complaint__free(context, made.starts);
        return complaint__fail_memory(error);
    }
    for (size_t i = 0; i < builder->table_count; i++) {
        if (memcmp(builder->tables[i].starts, made.starts,
                   TABLE_SIZE * sizeof *made.starts) != 0)
            continue;
        complaint__free(context, made.starts);
        *table = (uint16_t)i;
        return COMPLAINT_OK;
    }
    made.calendar = complaint__calendar_ref(calendar);
    *table = (uint16_t)builder->table_count;
    builder->tables[builder->table_count++] = made;
    return COMPLAINT_OK;
}

/* ---- rows ---- */

static bool grow_rows(complaint__builder *builder)
{
    size_t capacity = builder->capacity > 0 ? builder->capacity * 2 : 1024;
    bool done = true;

    for (size_t i = 0; done && i < COMPLAINT__CODES_GIVEN; i++)
        done = grow_to(builder->context, &builder->codes[i], capacity,
                       sizeof *builder->codes[i]);
    for (size_t i = 0; done && i < COMPLAINT__NUMBERS; i++)
        done = grow_to(builder->context, &builder->numbers[i], capacity,
                       sizeof *builder->numbers[i]);
    done = done && grow_to(builder->context, &builder->offsets, capacity,
                           sizeof *builder->offsets);
    done = done && grow_to(builder->context, &builder->table_of, capacity,
                           sizeof *builder->table_of);
    done = done && grow_to(builder->context, &builder->flags, capacity,
                           sizeof *builder->flags);
    if (done)
        builder->capacity = capacity;
    return done;
}

int complaint__builder_add(complaint__builder *builder,
                           const complaint__data_row *row,
                           complaint_error **error)
{
    int64_t received = row->numbers[COMPLAINT__NUMBER_RECEIVED];
    bool done = true;
    size_t at = builder->count;

    if (received < COMPLAINT_LIMIT_TIME_MIN ||
        received > COMPLAINT_LIMIT_TIME_MAX)
        return complaint__fail(builder->context, error, COMPLAINT_LIMIT,
                               "time.range", "received_at",
                               "the time is outside the years 1900 to 2199");
    /* codes are int32 in the public column */
    if (at >= INT32_MAX)
        return complaint__fail_limit(builder->context, error, "rows",
                                     INT32_MAX);
    if (at == builder->capacity && !grow_rows(builder))
        return complaint__fail_memory(error);
    for (size_t i = 0; i < COMPLAINT__CODES_GIVEN; i++)
        builder->codes[i][at] =
            encode(builder, &builder->dictionaries[i], row->codes[i], &done);
    for (size_t i = 0; i < COMPLAINT__NUMBERS; i++)
        builder->numbers[i][at] = row->numbers[i];
    builder->offsets[at] = row->offset;
    builder->table_of[at] = row->table;
    builder->flags[at] = row->simulated ? COMPLAINT__CASE_SIMULATED : 0;
    if (!done)
        return complaint__fail_memory(error);
    builder->count++;
    return COMPLAINT_OK;
}

int complaint__builder_closings(complaint__builder *builder, size_t row,
                                const complaint__closing *closings,
                                size_t count, complaint_error **error)
{
    size_t wanted = builder->closing_count + count;

    if (wanted > builder->closing_capacity) {
        if (!grow_to(builder->context, &builder->closings, wanted * 2,
                     sizeof *builder->closings))
            return complaint__fail_memory(error);
        builder->closing_capacity = wanted * 2;
    }
    for (size_t i = 0; i < count; i++)
        builder->closings[builder->closing_count++] =
            (reopened){row, i, closings[i]};
    builder->flags[row] |= COMPLAINT__CASE_CLOSINGS;
    return COMPLAINT_OK;
}

/* ---- finishing ---- */

typedef struct receipt {
    int64_t received_at;
    uint32_t row;
} receipt;

static int compare_receipts(const void *a, const void *b)
{
    const receipt *x = a, *y = b;

    if (x->received_at != y->received_at)
        return x->received_at < y->received_at ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* order[i] is the row that comes i-th. */
static uint32_t *order_rows(const complaint__builder *builder)
{
    size_t count = builder->count;
    const int64_t *received = builder->numbers[COMPLAINT__NUMBER_RECEIVED];
    receipt *sorted =
        complaint__alloc_array(builder->context, count + 1, sizeof *sorted);
    uint32_t *order =
        complaint__alloc_array(builder->context, count + 1, sizeof *order);

    for (size_t i = 0; sorted && order && i < count; i++)
        sorted[i] = (receipt){received[i], (uint32_t)i};
    if (sorted != NULL && order != NULL && count > 1)
        qsort(sorted, count, sizeof *sorted, compare_receipts);
    for (size_t i = 0; sorted && order && i < count; i++)
        order[i] = sorted[i].row;
    if (sorted == NULL) {
        complaint__free(builder->context, order);
        order = NULL;
    }
    complaint__free(builder->context, sorted);
    return order;
}

typedef struct entry {
    const char *text;
    uint32_t position;
} entry;

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const entry *)a)->text, ((const entry *)b)->text);
}

/* Texts of a column in the order of bytes; map[old + 1] is new + 1. */
static uint32_t *sort_dictionary(const complaint__builder *builder,
                                 const dictionary *from,
                                 complaint__code_column *column)
{
    complaint_context *context = builder->context;
    entry *sorted =
        complaint__alloc_array(context, from->count + 1, sizeof *sorted);
    uint32_t *map =
        complaint__alloc_array(context, from->count + 1, sizeof *map);

    column->texts =
        complaint__alloc_array(context, from->count + 1, sizeof *column->texts);
    if (sorted == NULL || map == NULL || column->texts == NULL) {
        complaint__free(context, sorted);
        complaint__free(context, map);
        return NULL;
    }
    for (size_t i = 0; i < from->count; i++)
        sorted[i] = (entry){from->texts[i], (uint32_t)i};
    if (from->count > 1)
        qsort(sorted, from->count, sizeof *sorted, compare_entries);
    map[0] = 0;
    for (size_t i = 0; i < from->count; i++) {
        column->texts[i] = sorted[i].text;
        map[sorted[i].position + 1] = (uint32_t)i + 1;
    }
    column->text_count = from->count;
    complaint__free(context, sorted);
    return map;
}

static bool make_packed(complaint_context *context, size_t rows,
                        complaint__code_column *column)
{
    column->width = column->text_count < 0x100     ? 1
                    : column->text_count < 0x10000 ? 2
                                                   : 4;
    column->packed =
        complaint__alloc_array(context, rows + 1, (size_t)column->width);
    return column->packed != NULL;
}

static void put_code(complaint__code_column *column, size_t row, uint32_t code)
{
    if (column->width == 1)
        ((uint8_t *)column->packed)[row] = (uint8_t)code;
    else if (column->width == 2)
        ((uint16_t *)column->packed)[row] = (uint16_t)code;
    else
        ((uint32_t *)column->packed)[row] = code;
}

static bool finish_codes(complaint__builder *builder, const uint32_t *order,
                         complaint_dataset *out)
{
    for (size_t c = 0; c < COMPLAINT__CODES_GIVEN; c++) {
        complaint__code_column *column = &out->codes[c];
        uint32_t *map =
            sort_dictionary(builder, &builder->dictionaries[c], column);
        bool made = map != NULL &&
                    make_packed(builder->context, builder->count, column);

        for (size_t i = 0; made && i < builder->count; i++)
            put_code(column, i, map[builder->codes[c][order[i]]]);
        complaint__free(builder->context, map);
        if (!made)
            return false;
    }
    return true;
}

/* The tables of the builder become those of the dataset. */
static bool finish_tables(complaint__builder *builder, const uint32_t *order,
                          complaint_dataset *out)
{
    out->tables = builder->tables;
    out->table_count = builder->table_count;
    builder->tables = NULL;
    builder->table_count = 0;
    if (out->table_count == 1)
        return true;
    out->table_of = complaint__alloc_array(out->context, builder->count + 1,
                                           sizeof *out->table_of);
    for (size_t i = 0; out->table_of != NULL && i < builder->count; i++)
        out->table_of[i] = builder->table_of[order[i]];
    return out->table_of != NULL;
}

static bool finish_numbers(complaint__builder *builder, const uint32_t *order,
                           complaint_dataset *out)
{
    complaint_context *context = builder->context;
    bool alike = true;

    for (size_t c = 0; c < COMPLAINT__NUMBERS; c++) {
        out->numbers[c] = complaint__alloc_array(context, builder->count + 1,
                                                 sizeof *out->numbers[c]);
        if (out->numbers[c] == NULL)
            return false;
        for (size_t i = 0; i < builder->count; i++)
            out->numbers[c][i] = builder->numbers[c][order[i]];
    }
    out->flags = complaint__alloc_array(context, builder->count + 1, 1);
    out->offsets = complaint__alloc_array(context, builder->count + 1,
                                          sizeof *out->offsets);
    if (out->flags == NULL || out->offsets == NULL)
        return false;
    for (size_t i = 0; i < builder->count; i++) {
        out->flags[i] = builder->flags[order[i]];
        out->offsets[i] = builder->offsets[order[i]];
        alike = alike && out->offsets[i] == out->offsets[0];
    }
    /* of the newest case, where one is asked for */
    out->offset = builder->count > 0 ? out->offsets[builder->count - 1] : 0;
    if (alike) {
        complaint__free(context, out->offsets);
        out->offsets = NULL;
    }
    return finish_tables(builder, order, out);
}

static int month_at(const complaint_dataset *dataset, size_t row)
{
    return complaint__table_month(
        complaint__table_at(dataset, row),
        dataset->numbers[COMPLAINT__NUMBER_RECEIVED][row]);
}

/* The month column: a dictionary of the months that occur. */
static bool finish_months(complaint__builder *builder, complaint_dataset *out)
{
    enum { first = 1899 * 12, last = 2201 * 12 };
    complaint__code_column *column = &out->codes[COMPLAINT__CODE_MONTH];
    uint32_t code[last - first] = {0};
    char text[COMPLAINT__MONTH_TEXT_SIZE];
    uint32_t count = 0, before = 0;

    for (size_t i = 0; i < out->count; i++)
        code[month_at(out, i) - first] = 1;
    for (int m = 0; m < last - first; m++)
        if (code[m] != 0)
            code[m] = ++count;
    column->text_count = count;
    column->texts =
        complaint__alloc_array(out->context, count + 1u, sizeof *column->texts);
    out->months =
        complaint__alloc_array(out->context, count + 1u, sizeof *out->months);
    if (column->texts == NULL || out->months == NULL ||
        !make_packed(out->context, out->count, column))
        return false;
    for (int m = 0; m < last - first; m++) {
        if (code[m] == 0)
            continue;
        complaint__month_write(first + m, text);
        column->texts[code[m] - 1] =
            complaint__arena_text(builder->arena, text);
        out->months[code[m] - 1] = first + m;
        if (column->texts[code[m] - 1] == NULL)
            return false;
    }
    out->months_ascend = true;
    for (size_t i = 0; i < out->count; i++) {
        uint32_t now = code[month_at(out, i) - first];

        put_code(column, i, now);
        out->months_ascend = out->months_ascend && now >= before;
        before = now;
    }
    return true;
}

static int compare_closings(const void *a, const void *b)
{
    const reopened *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

static bool finish_closings(complaint__builder *builder, const uint32_t *order,
                            complaint_dataset *out)
{
    complaint_context *context = builder->context;
    size_t count = builder->closing_count;
    uint32_t *place;

    if (count == 0)
        return true;
    place = complaint__alloc_array(context, builder->count, sizeof *place);
    out->closing_rows =
        complaint__alloc_array(context, count, sizeof *out->closing_rows);
    out->closings =
        complaint__alloc_array(context, count, sizeof *out->closings);
    if (place == NULL || !out->closing_rows || !out->closings) {
        complaint__free(context, place);
        return false;
    }
    for (size_t i = 0; i < builder->count; i++)
        place[order[i]] = (uint32_t)i;
    for (size_t i = 0; i < count; i++)
        builder->closings[i].row = place[builder->closings[i].row];
    qsort(builder->closings, count, sizeof *builder->closings,
          compare_closings);
    for (size_t i = 0; i < count; i++) {
        out->closing_rows[i] = (uint32_t)builder->closings[i].row;
        out->closings[i] = builder->closings[i].closing;
    }
    out->closing_count = count;
    complaint__free(context, place);
    return true;
}

int complaint__builder_finish(complaint__builder *builder,
                              complaint_dataset **out, complaint_error **error)
{
    complaint_dataset *made =
        complaint__alloc_array(builder->context, 1, sizeof *made);
    uint32_t *order = order_rows(builder);
    bool done = made != NULL && order != NULL;

    uint16_t none;

    *out = NULL;
    /* an empty dataset has a calendar too: UTC */
    done = done && (builder->table_count > 0 ||
                    complaint__builder_table(builder, NULL, 0, &none, error) ==
                        COMPLAINT_OK);
    if (made != NULL) {
        made->context = complaint__context_ref(builder->context);
        made->count = builder->count;
    }
    done = done && finish_codes(builder, order, made) &&
           finish_numbers(builder, order, made) &&
           finish_months(builder, made) &&
           finish_closings(builder, order, made);
    complaint__free(builder->context, order);
    if (done) {
        made->arena = builder->arena;
        builder->arena = NULL;
        *out = made;
    } else {
        complaint_dataset_free(made);
    }
    complaint__builder_free(builder);
    return done ? COMPLAINT_OK : complaint__fail_memory(error);
}
