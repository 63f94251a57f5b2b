/* The conformance kit: values, rows, and asking relations about them. */
#include "kit.h"

#include <stdio.h>
#include <string.h>

complaint_value complaint__kit_null(void)
{
    return (complaint_value){COMPLAINT_VALUE_NULL, 0, NULL, 0};
}

complaint_value complaint__kit_integer(int64_t integer)
{
    return (complaint_value){COMPLAINT_VALUE_INTEGER, integer, NULL, 0};
}

complaint_value complaint__kit_text(const char *text)
{
    return (complaint_value){COMPLAINT_VALUE_TEXT, 0, text, strlen(text)};
}

complaint_value complaint__kit_bytes(const void *bytes, size_t size)
{
    return (complaint_value){COMPLAINT_VALUE_BYTES, 0, bytes, size};
}

int complaint__kit_compare(const complaint_value *a, const complaint_value *b)
{
    size_t common = a->size < b->size ? a->size : b->size;
    int order;

    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->type == COMPLAINT_VALUE_NULL)
        return 0;
    if (a->type == COMPLAINT_VALUE_INTEGER)
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    order = common > 0 ? memcmp(a->bytes, b->bytes, common) : 0;
    if (order != 0)
        return order < 0 ? -1 : 1;
    return a->size < b->size ? -1 : a->size > b->size;
}

bool complaint__kit_same_row(const complaint_relation *relation,
                             const complaint_value *a, const complaint_value *b)
{
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
        if (complaint__kit_compare(&a[i], &b[i]) != 0)
            return false;
        /* A NUL follows every text. */
        if (b[i].type == COMPLAINT_VALUE_TEXT && b[i].bytes[b[i].size] != '\0')
            return false;
    }
    return true;
}

size_t complaint__kit_key_count(const complaint_relation *relation)
{
    size_t count = 0;

    while (complaint_relation_column_flags(relation, count) &
           COMPLAINT_COLUMN_KEY)
        count++;
    return count;
}

int complaint__kit_type(const complaint_relation *relation, size_t column)
{
    switch (complaint_relation_column_type(relation, column)) {
    case COMPLAINT_COLUMN_TEXT:
    case COMPLAINT_COLUMN_JSON:
        return COMPLAINT_VALUE_TEXT;
    case COMPLAINT_COLUMN_BYTES:
        return COMPLAINT_VALUE_BYTES;
    default:
        return COMPLAINT_VALUE_INTEGER;
    }
}

const complaint_index *complaint__kit_index(const complaint_relation *relation,
                                            const char *name)
{
    for (size_t i = 0; i < complaint_relation_index_count(relation); i++) {
        const complaint_index *index = complaint_relation_index(relation, i);
        if (strcmp(index->name, name) == 0)
            return index;
    }
    return NULL;
}

void complaint__kit_set(const complaint_relation *relation,
                        complaint_value *values, const char *column,
                        complaint_value value)
{
    values[complaint_relation_column_find(relation, column)] = value;
}

complaint_value complaint__kit_of(const complaint_relation *relation,
                                  const complaint_value *values,
                                  const char *column)
{
    return values[complaint_relation_column_find(relation, column)];
}

void complaint__kit_fill(const complaint_relation *relation, int number,
                         kit_row *row)
{
    for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
        snprintf(row->room[i], sizeof row->room[i], "%.20s-%06d",
                 complaint_relation_column_name(relation, i), number);
        if ((complaint_relation_column_flags(relation, i) &
             COMPLAINT_COLUMN_REQUIRED) == 0)
            row->values[i] = complaint__kit_null();
        else if (complaint__kit_type(relation, i) == COMPLAINT_VALUE_INTEGER)
            row->values[i] = complaint__kit_integer(
                complaint_relation_column_flags(relation, i) &
                        COMPLAINT_COLUMN_KEY
                    ? number
                    : 1);
        else if (complaint__kit_type(relation, i) == COMPLAINT_VALUE_BYTES)
            row->values[i] =
                complaint__kit_bytes(row->room[i], strlen(row->room[i]));
        else
            row->values[i] = complaint__kit_text(row->room[i]);
    }
}

int complaint__kit_put_setting(kit *c, complaint_store *store, int number,
                               const char *value)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    kit_row row; /* threads come here */

    complaint__kit_fill(relation, number, &row);
    row.values[1] = complaint__kit_text(value);
    return c->backend.insert(store, relation, row.values, &c->error);
}

int complaint__kit_get_setting(kit *c, complaint_store *store, int number)
{
    const complaint_relation *relation = complaint_relation_find("setting");
    const complaint_value *got;
    kit_row row; /* threads come here */

    complaint__kit_fill(relation, number, &row);
    return c->backend.get(store, relation, row.values, &got, &c->error);
}
