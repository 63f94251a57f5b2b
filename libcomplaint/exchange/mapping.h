/* A mapping: how a foreign register's columns become cases. Read from YAML
 * (docs/reference/mapping.md), checked, bound to a file's header. */
#ifndef COMPLAINT_EXCHANGE_MAPPING_H
#define COMPLAINT_EXCHANGE_MAPPING_H

#include "exchange/csv.h"
#include "exchange/moment.h"
#include "text/yaml.h"

/* A column's position before it is bound, or of no column. */
#define COMPLAINT__NO_COLUMN SIZE_MAX

enum complaint__value_kind {
    COMPLAINT__VALUE_TEXT,
    COMPLAINT__VALUE_INTEGER,
    COMPLAINT__VALUE_BOOLEAN,
    COMPLAINT__VALUE_TIME,
    COMPLAINT__VALUE_LIST
};

enum complaint__value_pick {
    COMPLAINT__PICK_FIRST,
    COMPLAINT__PICK_LAST,
    COMPLAINT__PICK_ALL
};

enum complaint__value_unlisted {
    COMPLAINT__UNLISTED_KEEP,
    COMPLAINT__UNLISTED_DROP,
    COMPLAINT__UNLISTED_REJECT
};

typedef struct complaint__translation {
    char *from;   /* the whole value, or */
    char *begins; /* its beginning */
    char *to;
} complaint__translation;

typedef struct complaint__strings {
    char **texts;
    unsigned texts_count;
} complaint__strings;

/* One fact out of columns. Columns by position once bound. */
typedef struct complaint__value {
    char *fact; /* "title"; "communication.text" */
    char *column;
    complaint__strings columns;
    char *join;
    char *constant;
    int kind;
    char *split;
    int pick;
    char *strip_prefix;
    char *strip_suffix;
    complaint__translation *values;
    unsigned values_count;
    char *otherwise;
    int unlisted;
    complaint__strings nulls; /* in place of the mapping's */
    bool required;
    int64_t cut; /* characters; 0: all */
    size_t *positions;
    size_t position_count;
} complaint__value;

typedef struct complaint__when {
    char *column;
    bool present;
    bool absent;
    char *equals;
    char *begins;
    complaint__strings in;
    size_t position;
} complaint__when;

typedef struct complaint__step {
    complaint__strings perform;
    char *at; /* column; NULL: the time of what came before */
    complaint__when *when;
    unsigned when_count;
    complaint__value *facts;
    unsigned facts_count;
    bool estimated; /* the time is not known exactly */
    size_t position;
} complaint__step;

typedef struct complaint__dates {
    int order; /* enum complaint__date_order */
    char *offset;
    bool no_serial;
    char *earliest;
    char *latest;
} complaint__dates;

typedef struct complaint__party_map {
    char *role;
    complaint__value *facts;
    unsigned facts_count;
} complaint__party_map;

/* The YAML as it stands, and what binding adds. */
typedef struct complaint__mapping_text {
    char *kind;
    int64_t format;
    char *name;
    char *title;
    char *source;
    char *encoding;
    char *procedure;
    char *calendar;
    char *catalog;
    complaint__strings definitions;
    complaint__dates *dates;
    complaint__strings nulls;
    char *number;
    char *received;
    complaint__value *facts;
    unsigned facts_count;
    complaint__party_map *parties;
    unsigned parties_count;
    complaint__step *history;
    unsigned history_count;
    bool keep_rest;
} complaint__mapping_text;

typedef struct complaint__mapping {
    complaint_context *context;
    char *path;
    char *yaml;
    size_t yaml_size;
    complaint__mapping_text *text;
    complaint__moment_rules rules; /* offset 0 where none is told */
    bool has_offset;
    const char *procedure_name; /* of the definition; borrowed from it */
    complaint__arena *arena;
    char **columns; /* names of the header; "" for an unnamed one */
    bool *used;     /* named by the mapping */
    size_t column_count;
    size_t number;   /* positions */
    size_t received; /* positions */
} complaint__mapping;

extern const cyaml_schema_value_t complaint__mapping_schema;

int complaint__mapping_read(complaint_context *context, const char *path,
                            complaint__mapping **out, complaint_error **error);
/* Find the mapping's columns in a header: INVALID names `file`, and as items
 * every column that is missing, or the one that stands twice. */
int complaint__mapping_bind(complaint__mapping *mapping,
                            const complaint__csv_record *header,
                            const char *file, complaint_error **error);
/* Error at a path of the YAML: "history/0/at". */
int complaint__mapping_place(const complaint__mapping *mapping, int status,
                             const char *path, complaint_error **error);
/* A file that the mapping names, relative to it; context memory. NULL when
 * memory is exhausted. */
char *complaint__mapping_file(const complaint__mapping *mapping,
                              const char *name);
void complaint__mapping_free(complaint__mapping *mapping);

#endif
