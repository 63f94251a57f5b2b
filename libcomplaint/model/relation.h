/* The table of relations (relation.c) and rows of values for other rooms. */
#ifndef COMPLAINT_MODEL_RELATION_H
#define COMPLAINT_MODEL_RELATION_H

#include <complaint/sys/backend.h>

#include "base/memory.h"

/* Version of the schema that this library writes. */
#define COMPLAINT__SCHEMA 3

typedef struct complaint__column {
    const char *name;
    int type;
    unsigned flags;
    int stored; /* type of its values: enum complaint_value_type */
} complaint__column;

/* Positions of columns: complaint__case_title ..., and how many there are:
 * complaint__case_columns. */
#define RELATION(relation)                                                     \
    enum complaint__##relation##_column                                        \
    {
#define COLUMN(relation, name, type, flags) complaint__##relation##_##name,
#define INDEX(relation, name, unique, only_null, only_set, ...)
#define COVERING(relation, name, only_null, only_set, covered, ...)
#define END(relation)                                                          \
    complaint__##relation##_columns                                            \
    }                                                                          \
    ;
#include "model/relations.def"
#undef RELATION
#undef COLUMN
#undef INDEX
#undef COVERING
#undef END

/* Upper bounds over all relations, for arrays on the stack. */
#define COMPLAINT__RELATIONS_MAX 63 /* a bit each, and one more */
#define COMPLAINT__COLUMNS_MAX 64
#define COMPLAINT__KEY_MAX 4
#define COMPLAINT__INDEX_COLUMNS_MAX 8 /* without the key after them */
#define COMPLAINT__INDEXES_MAX 8

struct complaint_relation {
    const char *name;
    const complaint__column *columns;
    const unsigned char *marks; /* one of each column's name */
    size_t column_count;
    const complaint_index *indexes;
    size_t index_count;
    size_t key_count;  /* key columns come first */
    int revision;      /* column "revision" outside the key, or -1 */
    int position;      /* in complaint_relation_at() */
    uint64_t required; /* columns, a bit each */
};

/* Relations by name, for the compiler to check. */
extern const complaint_relation complaint__relation_case;
extern const complaint_relation complaint__relation_party;
extern const complaint_relation complaint__relation_journal;
extern const complaint_relation complaint__relation_assignment;
extern const complaint_relation complaint__relation_task;
extern const complaint_relation complaint__relation_communication;
extern const complaint_relation complaint__relation_evidence;
extern const complaint_relation complaint__relation_finding;
extern const complaint_relation complaint__relation_share;
extern const complaint_relation complaint__relation_action;
extern const complaint_relation complaint__relation_remedy;
extern const complaint_relation complaint__relation_return;
extern const complaint_relation complaint__relation_survey;
extern const complaint_relation complaint__relation_clock;
extern const complaint_relation complaint__relation_definition;
extern const complaint_relation complaint__relation_unit;
extern const complaint_relation complaint__relation_series;
extern const complaint_relation complaint__relation_setting;
extern const complaint_relation complaint__relation_ledger;
extern const complaint_relation complaint__relation_seal;
extern const complaint_relation complaint__relation_leaf;

/* A record owns or borrows one value per column. */
/* The column of a record that was asked for last, and which was asked for after
 * each: a guess that another record of the relation may begin with. */
typedef struct complaint__asks {
    unsigned char last;
    unsigned char follower[COMPLAINT__COLUMNS_MAX];
} complaint__asks;

struct complaint_record {
    complaint_context *context;
    const complaint_relation *relation;
    complaint_value *values;
    complaint__arena *arena; /* of owned texts; NULL when borrowed */
    char *hex;               /* for bytes read as text */
    bool owned;              /* freed by complaint_record_free() */
    complaint__asks asks;
};

/* Rows that belong to a case, or the case itself, with personal columns; the
 * journal is neither. NULL is not. */
bool complaint__relation_is_personal(const complaint_relation *relation);

/* An empty owned record: all null. */
int complaint__record_new(complaint_context *context,
                          const complaint_relation *relation,
                          complaint_record **out, complaint_error **error);
/* A borrowed view over a backend's values: for stack use, never freed. */
void complaint__record_view(complaint_record *record,
                            complaint_context *context,
                            const complaint_relation *relation,
                            const complaint_value *values);
/* The same over other values of the relation. */
void complaint__record_turn(complaint_record *record,
                            const complaint_value *values);
/* Give back what reading a view made (hexadecimal digits); before viewing
 * other values with it and at its end. Does not touch the values. */
void complaint__record_view_end(complaint_record *record);
/* Setters for owned records; column by position (complaint__case_title ...).
 * Texts are copied. NULL text sets null. */
int complaint__record_set_text(complaint_record *record, size_t column,
                               const char *text, complaint_error **error);
int complaint__record_set_bytes(complaint_record *record, size_t column,
                                const void *bytes, size_t size,
                                complaint_error **error);
int complaint__record_set(complaint_record *record, size_t column,
                          const complaint_value *value,
                          complaint_error **error);
void complaint__record_set_integer(complaint_record *record, size_t column,
                                   int64_t value);
void complaint__record_set_null(complaint_record *record, size_t column);
/* Set one column from a fact of any type that fits it (time text, money map
 * over two columns, boolean, list or map into JSON); INVALID names it. */
int complaint__record_set_fact(complaint_record *record, size_t column,
                               const complaint_facts *fact,
                               complaint_error **error);
const complaint_value *complaint__record_value(const complaint_record *record,
                                               size_t column);
/* Order of stored values: null, integers, texts, bytes; by bytes. Every
 * backend keeps its indexes in this order. */
int complaint__value_compare(const complaint_value *a,
                             const complaint_value *b);
complaint_value complaint__value_text(const char *text); /* NULL: null */
complaint_value complaint__value_integer(int64_t integer);
/* Bytes that the texts and bytes of these values take, each with a NUL; put
 * there, and the values have them there; or in a block of an arena, where false
 * is no memory. */
size_t complaint__values_size(const complaint_value *values, size_t count);
void complaint__values_move(complaint_value *values, size_t count, char *at);
bool complaint__values_keep(complaint__arena *arena, complaint_value *values,
                            size_t count);
/* Type that a stored value of a column has: enum complaint_value_type. */
int complaint__column_value_type(const complaint_relation *relation,
                                 size_t column);
/* Bytes that a text of a column may have (complaint/limits.h). */
size_t complaint__column_limit(const complaint_relation *relation,
                               size_t column);

#endif
