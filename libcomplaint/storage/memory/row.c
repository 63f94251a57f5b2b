/* Packing rows and encoding keys. Where rows lie is in memory.c. */
#include "storage/memory/row.h"

#include <string.h>

static size_t packed_size(const complaint_relation *relation,
                          const complaint_value *values)
{
    size_t size = 0;

    for (size_t i = 0; i < relation->column_count; i++) {
        size += 1;
        if (values[i].type == COMPLAINT_VALUE_INTEGER)
            size += sizeof values[i].integer;
        else if (values[i].type != COMPLAINT_VALUE_NULL)
            size += sizeof values[i].size + values[i].size + 1;
    }
    return size;
}

/* Per column: its type, then eight bytes, or a size, the bytes and a NUL. */
static void pack(unsigned char *at, const complaint_relation *relation,
                 const complaint_value *values)
{
    for (size_t i = 0; i < relation->column_count; i++) {
        const complaint_value *value = &values[i];
        *at++ = (unsigned char)value->type;
        if (value->type == COMPLAINT_VALUE_NULL)
            continue;
        if (value->type == COMPLAINT_VALUE_INTEGER) {
            memcpy(at, &value->integer, sizeof value->integer);
            at += sizeof value->integer;
            continue;
        }
        memcpy(at, &value->size, sizeof value->size);
        at += sizeof value->size;
        if (value->size > 0)
            memcpy(at, value->bytes, value->size);
        at += value->size;
        *at++ = '\0';
    }
}

void complaint__row_read(const complaint__row *row,
                         const complaint_relation *relation,
                         complaint_value *values)
{
    const unsigned char *at =
        (const unsigned char *)(row->nodes + row->node_count);

    for (size_t i = 0; i < relation->column_count; i++) {
        complaint_value *value = &values[i];
        *value = complaint__value_text(NULL);
        value->type = *at++;
        if (value->type == COMPLAINT_VALUE_INTEGER) {
            memcpy(&value->integer, at, sizeof value->integer);
            at += sizeof value->integer;
        } else if (value->type != COMPLAINT_VALUE_NULL) {
            memcpy(&value->size, at, sizeof value->size);
            at += sizeof value->size;
            value->bytes = (const char *)at;
            at += value->size + 1;
        }
    }
}

bool complaint__index_holds(const complaint_index *index,
                            const complaint_value *values)
{
    if (index->only_null >= 0 &&
        values[index->only_null].type != COMPLAINT_VALUE_NULL)
        return false;
    return index->only_set < 0 ||
           values[index->only_set].type != COMPLAINT_VALUE_NULL;
}

/* Bytes and a terminator below every continuation: 00 inside becomes 00 FF,
 * the end is 00 00. */
static void append_escaped(complaint__buffer *key, const char *bytes,
                           size_t size)
{
    while (size > 0) {
        const char *zero = memchr(bytes, 0, size);
        size_t part = zero != NULL ? (size_t)(zero - bytes) : size;
        complaint__buffer_append(key, bytes, part);
        if (zero == NULL)
            break;
        complaint__buffer_append(key, "\0\xff", 2);
        bytes += part + 1;
        size -= part + 1;
    }
    complaint__buffer_append(key, "\0", 2);
}

void complaint__key_append(complaint__buffer *key, const complaint_value *value)
{
    complaint__buffer_char(key, (char)value->type);
    if (value->type == COMPLAINT_VALUE_INTEGER) {
        uint64_t bits = (uint64_t)value->integer ^ (UINT64_C(1) << 63);
        unsigned char bytes[8];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (unsigned char)(bits >> (56 - 8 * i));
        complaint__buffer_append(key, bytes, sizeof bytes);
    } else if (value->type != COMPLAINT_VALUE_NULL) {
        append_escaped(key, value->bytes, value->size);
    }
}

void complaint__key_of_row(complaint__buffer *key,
                           const complaint_relation *relation,
                           const complaint_index *index,
                           const complaint_value *values, size_t *own)
{
    complaint__buffer_clear(key);
    for (size_t i = 0; index != NULL && i < index->column_count; i++)
        complaint__key_append(key, &values[index->columns[i]]);
    if (own != NULL)
        *own = key->size;
    for (size_t i = 0; i < relation->key_count; i++)
        complaint__key_append(key, &values[i]);
}

complaint__row *complaint__row_new(complaint_context *context,
                                   const complaint_relation *relation,
                                   const complaint_value *values,
                                   complaint__buffer *scratch, uint64_t random)
{
    size_t count = relation->index_count + 1;
    size_t head = sizeof(complaint__row) + count * sizeof(complaint__node *);
    size_t size = head + packed_size(relation, values);
    complaint__row *row = complaint__alloc(context, size);

    if (row == NULL)
        return NULL;
    row->size = size;
    row->node_count = count;
    memset(row->nodes, 0, count * sizeof row->nodes[0]);
    pack((unsigned char *)(row->nodes + count), relation, values);
    for (size_t i = 0; i < count; i++) {
        const complaint_index *index = i > 0 ? &relation->indexes[i - 1] : NULL;
        if (index != NULL && !complaint__index_holds(index, values))
            continue;
        complaint__key_of_row(scratch, relation, index, values, NULL);
        /* Other bits of the random number for each node. */
        if (!scratch->failed)
            row->nodes[i] =
                complaint__node_new(context, scratch->bytes, scratch->size, row,
                                    random >> (i * 7 % 32));
        if (row->nodes[i] == NULL) {
            complaint__row_free(context, row);
            return NULL;
        }
    }
    return row;
}

void complaint__row_free(complaint_context *context, complaint__row *row)
{
    if (row == NULL)
        return;
    for (size_t i = 0; i < row->node_count; i++)
        complaint__free(context, row->nodes[i]);
    complaint__wipe(row, row->size); /* some of it is personal */
    complaint__free(context, row);
}
