/* The libcyaml schema of a mapping. What a schema cannot say is checked in
 * mapping.c. */
#include "exchange/mapping.h"

#include <complaint/limits.h>

static const cyaml_schema_value_t string_value = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, COMPLAINT_LIMIT_TITLE)};

#define TEXT(key, flags, structure, member, least)                             \
    CYAML_FIELD_STRING_PTR(key, (flags) | CYAML_FLAG_POINTER, structure,       \
                           member, least, COMPLAINT_LIMIT_TITLE)
#define MAY(key, structure, member, least)                                     \
    TEXT(key, CYAML_FLAG_OPTIONAL, structure, member, least)
#define MUST(key, structure, member)                                           \
    TEXT(key, CYAML_FLAG_DEFAULT, structure, member, 1)
#define STRINGS(key, structure, member)                                        \
    CYAML_FIELD_SEQUENCE_COUNT(key, CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,  \
                               structure, member.texts, member.texts_count,    \
                               &string_value, 0, 1000)
#define LIST(key, structure, member, value)                                    \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,        \
                         structure, member, &(value), 0, 1000)
#define FLAG(key, structure, member)                                           \
    CYAML_FIELD_BOOL(key, CYAML_FLAG_OPTIONAL, structure, member)
#define CHOICE(key, structure, member, choices)                                \
    CYAML_FIELD_ENUM(key, CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, structure,  \
                     member, choices, CYAML_ARRAY_LEN(choices))

static const cyaml_strval_t kinds[] = {
    {"text", COMPLAINT__VALUE_TEXT},
    {"integer", COMPLAINT__VALUE_INTEGER},
    {"boolean", COMPLAINT__VALUE_BOOLEAN},
    {"time", COMPLAINT__VALUE_TIME},
    {"list", COMPLAINT__VALUE_LIST},
};

static const cyaml_strval_t picks[] = {
    {"first", COMPLAINT__PICK_FIRST},
    {"last", COMPLAINT__PICK_LAST},
    {"all", COMPLAINT__PICK_ALL},
};

static const cyaml_strval_t unlisted[] = {
    {"keep", COMPLAINT__UNLISTED_KEEP},
    {"drop", COMPLAINT__UNLISTED_DROP},
    {"reject", COMPLAINT__UNLISTED_REJECT},
};

static const cyaml_strval_t orders[] = {
    {"ymd", COMPLAINT__ORDER_YMD},
    {"mdy", COMPLAINT__ORDER_MDY},
    {"dmy", COMPLAINT__ORDER_DMY},
};

static const cyaml_schema_field_t translation_fields[] = {
    MAY("from", complaint__translation, from, 0),
    MAY("begins", complaint__translation, begins, 1),
    TEXT("to", CYAML_FLAG_DEFAULT, complaint__translation, to, 0),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t translation_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__translation, translation_fields)};

static const cyaml_schema_field_t value_fields[] = {
    MUST("fact", complaint__value, fact),
    MAY("column", complaint__value, column, 1),
    STRINGS("columns", complaint__value, columns),
    MAY("join", complaint__value, join, 0),
    MAY("constant", complaint__value, constant, 0),
    CHOICE("kind", complaint__value, kind, kinds),
    MAY("split", complaint__value, split, 1),
    CHOICE("pick", complaint__value, pick, picks),
    MAY("strip_prefix", complaint__value, strip_prefix, 1),
    MAY("strip_suffix", complaint__value, strip_suffix, 1),
    LIST("values", complaint__value, values, translation_value),
    MAY("otherwise", complaint__value, otherwise, 0),
    CHOICE("unlisted", complaint__value, unlisted, unlisted),
    STRINGS("nulls", complaint__value, nulls),
    FLAG("required", complaint__value, required),
    CYAML_FIELD_INT("cut", CYAML_FLAG_OPTIONAL, complaint__value, cut),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t value_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__value, value_fields)};

static const cyaml_schema_field_t when_fields[] = {
    MUST("column", complaint__when, column),
    FLAG("present", complaint__when, present),
    FLAG("absent", complaint__when, absent),
    MAY("equals", complaint__when, equals, 0),
    MAY("begins", complaint__when, begins, 1),
    STRINGS("in", complaint__when, in),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t when_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__when, when_fields)};

static const cyaml_schema_field_t step_fields[] = {
    CYAML_FIELD_SEQUENCE_COUNT("perform", CYAML_FLAG_POINTER, complaint__step,
                               perform.texts, perform.texts_count,
                               &string_value, 1, 100),
    MAY("at", complaint__step, at, 1),
    LIST("when", complaint__step, when, when_value),
    LIST("facts", complaint__step, facts, value_value),
    FLAG("estimated", complaint__step, estimated),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t step_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__step, step_fields)};

static const cyaml_schema_field_t date_fields[] = {
    CHOICE("order", complaint__dates, order, orders),
    MAY("offset", complaint__dates, offset, 1),
    FLAG("no_serial", complaint__dates, no_serial),
    MAY("earliest", complaint__dates, earliest, 1),
    MAY("latest", complaint__dates, latest, 1),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t party_fields[] = {
    MAY("role", complaint__party_map, role, 1),
    LIST("facts", complaint__party_map, facts, value_value),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t party_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__party_map, party_fields)};

static const cyaml_schema_field_t mapping_fields[] = {
    MUST("kind", complaint__mapping_text, kind),
    CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, complaint__mapping_text,
                    format),
    MUST("name", complaint__mapping_text, name),
    MAY("title", complaint__mapping_text, title, 0),
    MUST("source", complaint__mapping_text, source),
    MAY("encoding", complaint__mapping_text, encoding, 1),
    MUST("procedure", complaint__mapping_text, procedure),
    MAY("calendar", complaint__mapping_text, calendar, 1),
    MAY("catalog", complaint__mapping_text, catalog, 1),
    STRINGS("definitions", complaint__mapping_text, definitions),
    CYAML_FIELD_MAPPING_PTR("dates", CYAML_FLAG_OPTIONAL,
                            complaint__mapping_text, dates, date_fields),
    STRINGS("nulls", complaint__mapping_text, nulls),
    MUST("number", complaint__mapping_text, number),
    MUST("received", complaint__mapping_text, received),
    LIST("facts", complaint__mapping_text, facts, value_value),
    LIST("parties", complaint__mapping_text, parties, party_value),
    LIST("history", complaint__mapping_text, history, step_value),
    FLAG("keep_rest", complaint__mapping_text, keep_rest),
    CYAML_FIELD_END,
};

const cyaml_schema_value_t complaint__mapping_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_POINTER, complaint__mapping_text, mapping_fields)};
