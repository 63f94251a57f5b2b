/* The libcyaml schema of a calendar. What a schema cannot say (hours, dates,
 * order) is checked in read.c. */
#include "calendar/definition.h"

#include <complaint/calendar.h>
#include <complaint/limits.h>

#include <stddef.h>

#include "calendar/zone.h"

const char *const complaint__weekday_names[COMPLAINT__WEEKDAYS] = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday"};

static const cyaml_schema_value_t entry_value = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

#define TEXT(key, flags, structure, member, least, most)                       \
    CYAML_FIELD_STRING_PTR(key, (flags) | CYAML_FLAG_POINTER, structure,       \
                           member, least, most)
#define CODE(key, flags, structure, member)                                    \
    TEXT(key, flags, structure, member, 1, COMPLAINT_LIMIT_CODE)
#define TITLE(key, structure, member)                                          \
    TEXT(key, CYAML_FLAG_OPTIONAL, structure, member, 1, COMPLAINT_LIMIT_TITLE)
#define HOURS(key, flags, structure, member, least)                            \
    CYAML_FIELD_SEQUENCE_COUNT(key, (flags) | CYAML_FLAG_POINTER, structure,   \
                               member.intervals, member.intervals_count,       \
                               &entry_value, least, CYAML_UNLIMITED)

static const cyaml_schema_field_t title_fields[] = {
    TITLE("en", complaint__texts_text, en),
    TITLE("zh-CN", complaint__texts_text, zh_cn),
    TITLE("zh-TW", complaint__texts_text, zh_tw),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t name_fields[] = {
    CODE("id", CYAML_FLAG_DEFAULT, complaint__name_text, id),
    TITLE("en", complaint__name_text, texts.en),
    TITLE("zh-CN", complaint__name_text, texts.zh_cn),
    TITLE("zh-TW", complaint__name_text, texts.zh_tw),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t name_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__name_text, name_fields)};

static const cyaml_schema_field_t source_fields[] = {
    CODE("id", CYAML_FLAG_DEFAULT, complaint__source_text, id),
    TEXT("text", CYAML_FLAG_DEFAULT, complaint__source_text, text, 1,
         COMPLAINT_LIMIT_TITLE),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t source_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__source_text, source_fields)};

static const cyaml_schema_field_t years_fields[] = {
    CYAML_FIELD_INT("from", CYAML_FLAG_DEFAULT, complaint__years_text, from),
    CYAML_FIELD_INT("to", CYAML_FLAG_DEFAULT, complaint__years_text, to),
    CYAML_FIELD_END,
};

static const cyaml_strval_t kinds[] = {
    {"holiday", COMPLAINT_DAY_HOLIDAY},
    {"make_up", COMPLAINT_DAY_MAKE_UP},
    {"workday", COMPLAINT_DAY_WORKDAY},
};

static const cyaml_schema_field_t exception_fields[] = {
    TITLE("date", complaint__exception_text, date),
    TITLE("from", complaint__exception_text, from),
    TITLE("to", complaint__exception_text, to),
    CYAML_FIELD_ENUM("kind", CYAML_FLAG_STRICT, complaint__exception_text, kind,
                     kinds, CYAML_ARRAY_LEN(kinds)),
    TITLE("name", complaint__exception_text, name),
    TITLE("source", complaint__exception_text, source),
    HOURS("hours", CYAML_FLAG_OPTIONAL, complaint__exception_text, hours, 1),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t exception_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__exception_text, exception_fields)};

#define WEEKDAY(key, index)                                                    \
    HOURS(key, CYAML_FLAG_DEFAULT, complaint__week_text, days[index], 0)

static const cyaml_schema_field_t week_fields[] = {
    WEEKDAY("monday", 0),   WEEKDAY("tuesday", 1), WEEKDAY("wednesday", 2),
    WEEKDAY("thursday", 3), WEEKDAY("friday", 4),  WEEKDAY("saturday", 5),
    WEEKDAY("sunday", 6),   CYAML_FIELD_END,
};

static const cyaml_schema_field_t calendar_fields[] = {
    CODE("kind", CYAML_FLAG_OPTIONAL, complaint__calendar_text, kind),
    CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, complaint__calendar_text,
                    format),
    CODE("name", CYAML_FLAG_DEFAULT, complaint__calendar_text, name),
    CODE("version", CYAML_FLAG_DEFAULT, complaint__calendar_text, version),
    CYAML_FIELD_MAPPING_PTR("title", CYAML_FLAG_OPTIONAL,
                            complaint__calendar_text, title, title_fields),
    TITLE("source", complaint__calendar_text, source),
    CODE("extends", CYAML_FLAG_OPTIONAL, complaint__calendar_text, extends),
    CODE("offset", CYAML_FLAG_OPTIONAL, complaint__calendar_text, offset),
    CODE("zone", CYAML_FLAG_OPTIONAL, complaint__calendar_text, zone),
    CODE("rule", CYAML_FLAG_OPTIONAL, complaint__calendar_text, rule),
    CYAML_FIELD_SEQUENCE("changes", CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,
                         complaint__calendar_text, changes, &entry_value, 1,
                         COMPLAINT__LIMIT_ZONE_CHANGES),
    CYAML_FIELD_MAPPING_PTR("years", CYAML_FLAG_OPTIONAL,
                            complaint__calendar_text, years, years_fields),
    CYAML_FIELD_MAPPING_PTR("week", CYAML_FLAG_OPTIONAL,
                            complaint__calendar_text, week, week_fields),
    HOURS("hours", CYAML_FLAG_OPTIONAL, complaint__calendar_text, hours, 1),
    CYAML_FIELD_SEQUENCE("names", CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,
                         complaint__calendar_text, names, &name_value, 1,
                         COMPLAINT__LIMIT_CALENDAR_NAMES),
    CYAML_FIELD_SEQUENCE("sources", CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,
                         complaint__calendar_text, sources, &source_value, 1,
                         COMPLAINT__LIMIT_CALENDAR_NAMES),
    CYAML_FIELD_SEQUENCE("exceptions", CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,
                         complaint__calendar_text, exceptions, &exception_value,
                         0, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

const cyaml_schema_value_t complaint__calendar_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_POINTER, complaint__calendar_text, calendar_fields)};
