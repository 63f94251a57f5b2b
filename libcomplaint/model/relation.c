/* The relations as tables of constants, and how they are asked. Records are
 * in record.c; how they become JSON or CSV, in codec.c. */
#include "model/relation.h"

#include <complaint/limits.h>

#include <string.h>

enum {
    KEY = COMPLAINT_COLUMN_KEY,
    REQUIRED = COMPLAINT_COLUMN_REQUIRED,
    PERSONAL = COMPLAINT_COLUMN_PERSONAL,
    FACT = COMPLAINT_COLUMN_FACT,
    CODE = COMPLAINT_COLUMN_CODE,
    LONG = COMPLAINT_COLUMN_LONG
};

enum {
    STORED_INTEGER = COMPLAINT_VALUE_INTEGER,
    STORED_BOOLEAN = COMPLAINT_VALUE_INTEGER,
    STORED_TIME = COMPLAINT_VALUE_INTEGER,
    STORED_MONEY = COMPLAINT_VALUE_INTEGER,
    STORED_BYTES = COMPLAINT_VALUE_BYTES,
    STORED_TEXT = COMPLAINT_VALUE_TEXT,
    STORED_JSON = COMPLAINT_VALUE_TEXT
};

/* Columns. */
#define RELATION(relation)                                                     \
    static const complaint__column relation##_columns[] = {
#define COLUMN(relation, name, type, flags)                                    \
    {#name, COMPLAINT_COLUMN_##type, (unsigned)(flags), STORED_##type},
#define INDEX(relation, name, unique, only_null, only_set, ...)
#define COVERING(relation, name, only_null, only_set, covered, ...)
#define END(relation)                                                          \
    }                                                                          \
    ;
#include "model/relations.def"
#undef RELATION
#undef COLUMN
#undef INDEX
#undef COVERING
#undef END

/* A byte that tells names apart (those of a case all, a test says so), so that
 * a name is found by looking for its byte: hosts ask for many columns of many
 * rows. */
#define MARK(name, size)                                                       \
    ((name)[0] + (name)[(size) / 2] * 9 + (name)[(size)-1] * 9 + (int)(size)*13)
#define RELATION(relation) static const unsigned char relation##_marks[] = {
#define COLUMN(relation, name, type, flags)                                    \
    (unsigned char)MARK(#name, sizeof #name - 1),
#define INDEX(relation, name, unique, only_null, only_set, ...)
#define COVERING(relation, name, only_null, only_set, covered, ...)
#define END(relation)                                                          \
    }                                                                          \
    ;
#include "model/relations.def"
#undef RELATION
#undef COLUMN
#undef INDEX
#undef COVERING
#undef END

/* Columns of indexes. */
#define RELATION(relation)
#define COLUMN(relation, name, type, flags)
#define INDEX(relation, name, unique, only_null, only_set, ...)                \
    static const unsigned char relation##_##name##_index[] = {__VA_ARGS__};
#define LIST(...) __VA_ARGS__
#define COVERING(relation, name, only_null, only_set, covered, ...)            \
    INDEX(relation, name, false, only_null, only_set, __VA_ARGS__)             \
    static const unsigned char relation##_##name##_covered[] = {LIST covered};
#define END(relation)
#include "model/relations.def"
#undef RELATION
#undef COLUMN
#undef INDEX
#undef COVERING
#undef END

/* Indexes, with one empty entry at the end so that none is no special case. */
#define RELATION(relation) static const complaint_index relation##_indexes[] = {
#define COLUMN(relation, name, type, flags)
#define INDEX(relation, name, unique, only_null, only_set, ...)                \
    {#name,                                                                    \
     relation##_##name##_index,                                                \
     sizeof relation##_##name##_index,                                         \
     unique,                                                                   \
     only_null,                                                                \
     only_set,                                                                 \
     NULL,                                                                     \
     0},
#define COVERING(relation, name, only_null, only_set, covered, ...)            \
    {#name,                                                                    \
     relation##_##name##_index,                                                \
     sizeof relation##_##name##_index,                                         \
     false,                                                                    \
     only_null,                                                                \
     only_set,                                                                 \
     relation##_##name##_covered,                                              \
     sizeof relation##_##name##_covered},
#define END(relation)                                                          \
    {                                                                          \
        NULL, NULL, 0, false, -1, -1, NULL, 0                                  \
    }                                                                          \
    }                                                                          \
    ;
#include "model/relations.def"
#undef RELATION
#undef COLUMN
#undef INDEX
#undef COVERING
#undef END

/* Key columns come first and are required, so that counting them is enough;
 * a test checks that. */
#define RELATION(relation) enum { relation##_keys = 0
#define COLUMN(relation, name, type, flags) +(((flags)&KEY) != 0)
#define INDEX(relation, name, unique, only_null, only_set, ...)
#define COVERING(relation, name, only_null, only_set, covered, ...)
#define END(relation)                                                          \
    }                                                                          \
    ;
#include "model/relations.def"
#undef RELATION
#undef COLUMN
#undef INDEX
#undef COVERING
#undef END

/* Positions among the relations. */
enum {
#define RELATION(relation) relation##_position,
#define COLUMN(relation, name, type, flags)
#define INDEX(relation, name, unique, only_null, only_set, ...)
#define COVERING(relation, name, only_null, only_set, covered, ...)
#define END(relation)
#include "model/relations.def"
    relation_count
};
#undef RELATION
#undef END

/* Only cases carry a revision. */
enum { case_revision = complaint__case_revision };

/* The relations; the last of each, its required columns, is put together from
 * these. */
#undef COLUMN

#define RELATION(relation)                                                     \
    const complaint_relation complaint__relation_##relation = {                \
        #relation, relation##_columns, relation##_marks,                       \
        complaint__##relation##_columns, relation##_indexes,                   \
        sizeof relation##_indexes / sizeof relation##_indexes[0] - 1,          \
        relation##_keys,                                                       \
        relation##_position == case_position ? (int)case_revision : -1,        \
        relation##_position, 0
#define COLUMN(relation, name, type, flags)                                    \
    | (((flags)&REQUIRED) != 0 ? UINT64_C(1) << complaint__##relation##_##name \
                               : 0)
#define END(relation)                                                          \
    }                                                                          \
    ;
#include "model/relations.def"
#undef COLUMN
#define COLUMN(relation, name, type, flags)
#undef RELATION
#undef END

static const complaint_relation *const relations[] = {
#define RELATION(relation) &complaint__relation_##relation,
#define END(relation)
#include "model/relations.def"
};
#undef RELATION
#undef COLUMN
#undef INDEX
#undef COVERING
#undef END

size_t complaint_relation_count(void)
{
    return relation_count;
}

const complaint_relation *complaint_relation_at(size_t index)
{
    return index < relation_count ? relations[index] : NULL;
}

const complaint_relation *complaint_relation_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < relation_count; i++) {
        if (strcmp(relations[i]->name, name) == 0)
            return relations[i];
    }
    return NULL;
}

const char *complaint_relation_name(const complaint_relation *relation)
{
    return relation != NULL ? relation->name : "";
}

size_t complaint_relation_column_count(const complaint_relation *relation)
{
    return relation != NULL ? relation->column_count : 0;
}

static const complaint__column *column_at(const complaint_relation *relation,
                                          size_t column)
{
    if (relation == NULL || column >= relation->column_count)
        return NULL;
    return &relation->columns[column];
}

const char *complaint_relation_column_name(const complaint_relation *relation,
                                           size_t column)
{
    const complaint__column *found = column_at(relation, column);
    return found != NULL ? found->name : "";
}

int complaint_relation_column_type(const complaint_relation *relation,
                                   size_t column)
{
    const complaint__column *found = column_at(relation, column);
    return found != NULL ? found->type : COMPLAINT_COLUMN_TEXT;
}

unsigned complaint_relation_column_flags(const complaint_relation *relation,
                                         size_t column)
{
    const complaint__column *found = column_at(relation, column);
    return found != NULL ? found->flags : 0;
}

int complaint_relation_column_find(const complaint_relation *relation,
                                   const char *name)
{
    const unsigned char *at;
    size_t size = name == NULL ? 0 : strlen(name);
    size_t left;
    unsigned char mark;

    if (relation == NULL || size == 0)
        return -1;
    mark = (unsigned char)MARK(name, size);
    at = relation->marks;
    left = relation->column_count;
    while ((at = memchr(at, mark, left)) != NULL) {
        size_t found = (size_t)(at++ - relation->marks);

        if (strcmp(relation->columns[found].name, name) == 0)
            return (int)found;
        left = relation->column_count - found - 1;
    }
    return -1;
}

size_t complaint_relation_index_count(const complaint_relation *relation)
{
    return relation != NULL ? relation->index_count : 0;
}

const complaint_index *
complaint_relation_index(const complaint_relation *relation, size_t index)
{
    if (relation == NULL || index >= relation->index_count)
        return NULL;
    return &relation->indexes[index];
}

int complaint__column_value_type(const complaint_relation *relation,
                                 size_t column)
{
    const complaint__column *found = column_at(relation, column);

    return found != NULL ? found->stored : COMPLAINT_VALUE_TEXT;
}

size_t complaint__column_limit(const complaint_relation *relation,
                               size_t column)
{
    const char *name = complaint_relation_column_name(relation, column);

    if (complaint_relation_column_flags(relation, column) &
        COMPLAINT_COLUMN_CODE)
        return COMPLAINT_LIMIT_CODE;
    if (complaint_relation_column_type(relation, column) ==
        COMPLAINT_COLUMN_JSON)
        return COMPLAINT_LIMIT_FACTS;
    if (strcmp(name, "title") == 0 || strcmp(name, "subject") == 0)
        return COMPLAINT_LIMIT_TITLE;
    return COMPLAINT_LIMIT_TEXT;
}

bool complaint__relation_is_personal(const complaint_relation *relation)
{
    if (relation == NULL || relation == &complaint__relation_journal)
        return false;
    for (size_t i = 0; i < relation->column_count; i++)
        if ((relation->columns[i].flags & COMPLAINT_COLUMN_PERSONAL) != 0)
            return true;
    return false;
}
