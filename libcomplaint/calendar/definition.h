/* A calendar's YAML as it stands in the file, before anything is checked or
 * computed. read.c makes the calendar of it. */
#ifndef COMPLAINT_CALENDAR_DEFINITION_H
#define COMPLAINT_CALENDAR_DEFINITION_H

#include <stdbool.h>

#include "text/yaml.h"

#define COMPLAINT__WEEKDAYS 7
/* Entries of `names` and of `sources`; they are searched one by one. */
#define COMPLAINT__LIMIT_CALENDAR_NAMES 1000

/* "09:00-12:00" and the like. */
typedef struct complaint__hours_text {
    char **intervals;
    unsigned intervals_count;
} complaint__hours_text;

/* In the order of complaint__text_languages. */
typedef struct complaint__texts_text {
    char *en;
    char *zh_cn;
    char *zh_tw;
} complaint__texts_text;

typedef struct complaint__week_text {
    complaint__hours_text days[COMPLAINT__WEEKDAYS];
} complaint__week_text;

typedef struct complaint__name_text {
    char *id;
    complaint__texts_text texts;
} complaint__name_text;

typedef struct complaint__source_text {
    char *id;
    char *text;
} complaint__source_text;

typedef struct complaint__years_text {
    int64_t from;
    int64_t to;
} complaint__years_text;

typedef struct complaint__exception_text {
    char *date;
    char *from;
    char *to;
    int kind; /* enum complaint_day_kind */
    char *name;
    char *source;
    complaint__hours_text hours;
} complaint__exception_text;

typedef struct complaint__calendar_text {
    char *kind;
    int64_t format;
    char *name;
    char *version;
    complaint__texts_text *title;
    char *source;
    char *extends;
    char *offset;
    char *zone;
    char *rule;
    char **changes;
    unsigned changes_count;
    complaint__years_text *years;
    complaint__week_text *week;
    complaint__hours_text hours;
    complaint__name_text *names;
    unsigned names_count;
    complaint__source_text *sources;
    unsigned sources_count;
    complaint__exception_text *exceptions;
    unsigned exceptions_count;
} complaint__calendar_text;

extern const cyaml_schema_value_t complaint__calendar_schema;
extern const char *const complaint__weekday_names[COMPLAINT__WEEKDAYS];

#endif
