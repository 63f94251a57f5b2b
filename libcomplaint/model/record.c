/* Records: rows of values, owned or borrowed, and how they are read and set
 * value by value. From and to facts, JSON, CSV: codec.c. */
#include "model/relation.h"

#include "base/context.h"
#include "base/failure.h"

#include <string.h>

/* Bytes of texts that a new record has room for, a column, and that a copy has
 * room for besides its own: what is changed in it. */
#define COLUMN_AWAITED 16
#define COPY_AWAITED 256

complaint_value complaint__value_text(const char *text)
{
    complaint_value value = {COMPLAINT_VALUE_NULL, 0, NULL, 0};

    if (text != NULL) {
        value.type = COMPLAINT_VALUE_TEXT;
        value.bytes = text;
        value.size = strlen(text);
    }
    return value;
}

complaint_value complaint__value_integer(int64_t integer)
{
    return (complaint_value){COMPLAINT_VALUE_INTEGER, integer, NULL, 0};
}

int complaint__value_compare(const complaint_value *a, const complaint_value *b)
{
    size_t size;
    int order;

    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->type == COMPLAINT_VALUE_NULL)
        return 0;
    if (a->type == COMPLAINT_VALUE_INTEGER)
        return (a->integer > b->integer) - (a->integer < b->integer);
    size = a->size < b->size ? a->size : b->size;
    order = size > 0 ? memcmp(a->bytes, b->bytes, size) : 0;
    if (order != 0)
        return order < 0 ? -1 : 1;
    return (a->size > b->size) - (a->size < b->size);
}

size_t complaint__values_size(const complaint_value *values, size_t count)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        if (values[i].bytes != NULL)
            size += values[i].size + 1;
    return size;
}

void complaint__values_move(complaint_value *values, size_t count, char *at)
{
    for (size_t i = 0; i < count; i++) {
        if (values[i].bytes == NULL)
            continue;
        memcpy(at, values[i].bytes, values[i].size);
        at[values[i].size] = '\0';
        values[i].bytes = at;
        at += values[i].size + 1;
    }
}

bool complaint__values_keep(complaint__arena *arena, complaint_value *values,
                            size_t count)
{
    char *at =
        complaint__arena_room(arena, complaint__values_size(values, count) + 1);

    if (at != NULL)
        complaint__values_move(values, count, at);
    return at != NULL;
}

/* The record, its values and its first texts lie in one block: `texts` is how
 * many bytes of these are awaited. */
static int new_record(complaint_context *context,
                      const complaint_relation *relation, size_t texts,
                      complaint_record **out, complaint_error **error)
{
    size_t size = sizeof(complaint_record) +
                  relation->column_count * sizeof(complaint_value);
    complaint__arena *arena = complaint__arena_new_for(context, size + texts);
    complaint_record *record;

    *out = NULL;
    if (arena == NULL)
        return complaint__fail_memory(error);
    record = complaint__arena_alloc(arena, size);
    if (record == NULL) {
        complaint__arena_free(arena);
        return complaint__fail_memory(error);
    }
    record->values = (complaint_value *)(record + 1);
    record->arena = arena;
    record->context = complaint__context_ref(context);
    record->relation = relation;
    record->owned = true;
    *out = record;
    return COMPLAINT_OK;
}

int complaint__record_new(complaint_context *context,
                          const complaint_relation *relation,
                          complaint_record **out, complaint_error **error)
{
    return new_record(context, relation,
                      relation->column_count * COLUMN_AWAITED, out, error);
}

void complaint__record_view(complaint_record *record,
                            complaint_context *context,
                            const complaint_relation *relation,
                            const complaint_value *values)
{
    memset(record, 0, sizeof *record);
    record->context = context;
    record->relation = relation;
    complaint__record_turn(record, values);
}

void complaint__record_turn(complaint_record *record,
                            const complaint_value *values)
{
    /* A view is handed out as const only; setters refuse it. */
    memcpy(&record->values, &values, sizeof values);
    record->hex = NULL;
}

static void forget_hex(complaint_record *record)
{
    complaint__free(record->context, record->hex);
    record->hex = NULL;
}

void complaint__record_view_end(complaint_record *record)
{
    if (!record->owned)
        forget_hex(record);
}

void complaint_record_free(complaint_record *record)
{
    complaint_context *context;

    if (record == NULL || !record->owned)
        return;
    context = record->context;
    forget_hex(record);
    complaint__arena_free(record->arena);
    complaint__context_unref(context);
}

static int set_copy(complaint_record *record, size_t column, int type,
                    const void *bytes, size_t size, complaint_error **error)
{
    char *copy;

    if (!record->owned || column >= record->relation->column_count)
        return complaint__fail_misuse(record->context, error, "column");
    copy = complaint__arena_bytes(record->arena, bytes, size);
    if (copy == NULL)
        return complaint__fail_memory(error);
    if (type == COMPLAINT_VALUE_BYTES)
        forget_hex(record);
    record->values[column] = (complaint_value){type, 0, copy, size};
    return COMPLAINT_OK;
}

int complaint__record_set_text(complaint_record *record, size_t column,
                               const char *text, complaint_error **error)
{
    if (text == NULL) {
        complaint__record_set_null(record, column);
        return COMPLAINT_OK;
    }
    return set_copy(record, column, COMPLAINT_VALUE_TEXT, text, strlen(text),
                    error);
}

int complaint__record_set_bytes(complaint_record *record, size_t column,
                                const void *bytes, size_t size,
                                complaint_error **error)
{
    if (bytes == NULL) {
        complaint__record_set_null(record, column);
        return COMPLAINT_OK;
    }
    return set_copy(record, column, COMPLAINT_VALUE_BYTES, bytes, size, error);
}

int complaint__record_set(complaint_record *record, size_t column,
                          const complaint_value *value, complaint_error **error)
{
    switch (value->type) {
    case COMPLAINT_VALUE_INTEGER:
        complaint__record_set_integer(record, column, value->integer);
        return COMPLAINT_OK;
    case COMPLAINT_VALUE_TEXT:
    case COMPLAINT_VALUE_BYTES:
        return set_copy(record, column, value->type, value->bytes, value->size,
                        error);
    default:
        complaint__record_set_null(record, column);
        return COMPLAINT_OK;
    }
}

void complaint__record_set_integer(complaint_record *record, size_t column,
                                   int64_t value)
{
    if (record->owned && column < record->relation->column_count)
        record->values[column] = complaint__value_integer(value);
}

void complaint__record_set_null(complaint_record *record, size_t column)
{
    if (!record->owned || column >= record->relation->column_count)
        return;
    if (record->values[column].type == COMPLAINT_VALUE_BYTES)
        forget_hex(record);
    record->values[column] = complaint__value_text(NULL);
}

const complaint_value *complaint__record_value(const complaint_record *record,
                                               size_t column)
{
    if (record == NULL || column >= record->relation->column_count)
        return NULL;
    return &record->values[column];
}

const complaint_relation *
complaint_record_relation(const complaint_record *record)
{
    return record != NULL ? record->relation : NULL;
}

/* Hosts ask for the same columns in the same order, row by row: the one that
 * followed when the last one was asked for is tried first. */
static const complaint_value *value_of(const complaint_record *record,
                                       const char *column)
{
    /* A memo, as the digits are: reading does not change the record. */
    complaint_record *memo;
    unsigned char *next;
    int found;

    if (record == NULL || column == NULL)
        return NULL;
    memcpy(&memo, &record, sizeof memo);
    next = &memo->asks.follower[record->asks.last];
    if (*next == 0 ||
        strcmp(record->relation->columns[*next].name, column) != 0) {
        found = complaint_relation_column_find(record->relation, column);
        if (found < 0)
            return NULL;
        *next = (unsigned char)found;
    }
    memo->asks.last = *next;
    return &record->values[*next];
}

bool complaint_record_is_null(const complaint_record *record,
                              const char *column)
{
    const complaint_value *value = value_of(record, column);
    return value == NULL || value->type == COMPLAINT_VALUE_NULL;
}

int64_t complaint_record_integer(const complaint_record *record,
                                 const char *column, int64_t otherwise)
{
    const complaint_value *value = value_of(record, column);

    if (value == NULL || value->type != COMPLAINT_VALUE_INTEGER)
        return otherwise;
    return value->integer;
}

/* Digits of every value of bytes, one text after another: made at once, so
 * that a second column does not end the text of the first. */
static char *make_hex(const complaint_record *record)
{
    static const char digits[] = "0123456789abcdef";
    size_t size = 0;
    char *hex;
    char *at;

    for (size_t i = 0; i < record->relation->column_count; i++) {
        if (record->values[i].type == COMPLAINT_VALUE_BYTES)
            size += 2 * record->values[i].size + 1;
    }
    hex = at = complaint__alloc(record->context, size);
    for (size_t i = 0; hex && i < record->relation->column_count; i++) {
        const complaint_value *value = &record->values[i];
        if (value->type != COMPLAINT_VALUE_BYTES)
            continue;
        for (size_t j = 0; j < value->size; j++) {
            unsigned char byte = (unsigned char)value->bytes[j];
            *at++ = digits[byte >> 4];
            *at++ = digits[byte & 15];
        }
        *at++ = '\0';
    }
    return hex;
}

static const char *hex_of(const complaint_record *record,
                          const complaint_value *wanted)
{
    /* The digits are a memo: reading does not change the record. */
    complaint_record *memo;
    const char *at;

    memcpy(&memo, &record, sizeof memo);
    if (memo->hex == NULL)
        memo->hex = make_hex(record);
    at = memo->hex;
    for (const complaint_value *value = record->values;
         at != NULL && value != wanted; value++) {
        if (value->type == COMPLAINT_VALUE_BYTES)
            at += 2 * value->size + 1;
    }
    return at;
}

const char *complaint_record_text(const complaint_record *record,
                                  const char *column)
{
    const complaint_value *value = value_of(record, column);

    if (value == NULL)
        return NULL;
    if (value->type == COMPLAINT_VALUE_TEXT)
        return value->bytes;
    if (value->type == COMPLAINT_VALUE_BYTES)
        return hex_of(record, value);
    return NULL;
}

int complaint_record_copy(const complaint_record *record,
                          complaint_record **out, complaint_error **error)
{
    complaint_record *copy;
    size_t count;
    int status;

    if (out != NULL)
        *out = NULL;
    if (record == NULL || out == NULL)
        return complaint__fail_misuse(NULL, error,
                                      record == NULL ? "record" : "out");
    count = record->relation->column_count;
    status =
        new_record(record->context, record->relation,
                   complaint__values_size(record->values, count) + COPY_AWAITED,
                   &copy, error);
    if (status != COMPLAINT_OK)
        return status;
    memcpy(copy->values, record->values, count * sizeof *copy->values);
    if (!complaint__values_keep(copy->arena, copy->values, count)) {
        complaint_record_free(copy);
        return complaint__fail_memory(error);
    }
    *out = copy;
    return COMPLAINT_OK;
}
