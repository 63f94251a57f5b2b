/* The table of relations (relation.c) and rows of values for other rooms. */
#ifndef COMPLAINT_MODEL_RELATION_H
#define COMPLAINT_MODEL_RELATION_H

#include <complaint/sys/backend.h>

#include "base/memory.h"

/* Version of the schema that this library writes. */
#define COMPLAINT__SCHEMA 1

typedef struct complaint__column {
    const char *name;
    int type;
    unsigned flags;
} complaint__column;

struct complaint_relation {
    const char *name;
    const complaint__column *columns;
    size_t column_count;
    const complaint_index *indexes;
    size_t index_count;
    size_t key_count; /* key columns come first */
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

/* A record owns or borrows one value per column. */
struct complaint_record {
    complaint_context *context;
    const complaint_relation *relation;
    complaint_value *values;
    complaint__arena *arena; /* of owned texts; NULL when borrowed */
    char *hex;               /* for bytes read as text */
    bool owned;              /* freed by complaint_record_free() */
};

/* An empty owned record: all null. */
int complaint__record_new(complaint_context *context,
                          const complaint_relation *relation,
                          complaint_record **out, complaint_error **error);
/* A borrowed view over a backend's values: for stack use, never freed. */
void complaint__record_view(complaint_record *record,
                            complaint_context *context,
                            const complaint_relation *relation,
                            const complaint_value *values);
/* Setters for owned records; column by position (complaint__case_title ...).
 * Texts are copied. NULL text sets null. */
int complaint__record_set_text(complaint_record *record, size_t column,
                               const char *text, complaint_error **error);
int complaint__record_set_bytes(complaint_record *record, size_t column,
                                const void *bytes, size_t size,
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
int complaint__value_compare(const complaint_value *a,
                             const complaint_value *b);

#endif
