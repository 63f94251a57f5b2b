/* The libcyaml schema of a procedure: which keys there are and of what shape.
 * What a schema cannot say is checked in read.c and verify.c. */
#include "procedure/definition.h"

#include <complaint/limits.h>

#include <stddef.h>

#define TEXT(key, flags, structure, member, most)                              \
    CYAML_FIELD_STRING_PTR(key, (flags) | CYAML_FLAG_POINTER, structure,       \
                           member, 1, most)
#define CODE(key, structure, member)                                           \
    TEXT(key, CYAML_FLAG_DEFAULT, structure, member, COMPLAINT_LIMIT_CODE)
#define MAYBE(key, structure, member)                                          \
    TEXT(key, CYAML_FLAG_OPTIONAL, structure, member, COMPLAINT_LIMIT_CODE)
#define TITLE(key, structure, member)                                          \
    TEXT(key, CYAML_FLAG_OPTIONAL, structure, member, COMPLAINT_LIMIT_TITLE)
#define LIST(key, flags, structure, member, least)                             \
    CYAML_FIELD_SEQUENCE_COUNT(key, (flags) | CYAML_FLAG_POINTER, structure,   \
                               member.items, member.items_count, &code_value,  \
                               least, CYAML_UNLIMITED)
#define TITLES(key, structure, member)                                         \
    CYAML_FIELD_MAPPING(key, CYAML_FLAG_DEFAULT, structure, member,            \
                        title_fields)
#define MAYBE_TITLES(key, structure, member)                                   \
    CYAML_FIELD_MAPPING_PTR(key, CYAML_FLAG_OPTIONAL, structure, member,       \
                            title_fields)
#define LIST_OF(key, flags, structure, member, value, least)                   \
    CYAML_FIELD_SEQUENCE(key, (flags) | CYAML_FLAG_POINTER, structure, member, \
                         value, least, CYAML_UNLIMITED)

static const cyaml_schema_value_t code_value = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, COMPLAINT_LIMIT_CODE)};

static const cyaml_schema_field_t title_fields[] = {
    TITLE("en", complaint__title_text, en),
    TITLE("zh-CN", complaint__title_text, zh_cn),
    TITLE("zh-TW", complaint__title_text, zh_tw),
    CYAML_FIELD_END,
};

/* A condition may hold conditions; their depth is checked in read.c. */
static const cyaml_schema_value_t condition_value;

static const cyaml_schema_field_t condition_fields[] = {
    LIST_OF("all", CYAML_FLAG_OPTIONAL, complaint__condition_text, all,
            &condition_value, 1),
    LIST_OF("any", CYAML_FLAG_OPTIONAL, complaint__condition_text, any,
            &condition_value, 1),
    CYAML_FIELD_MAPPING_PTR("not", CYAML_FLAG_OPTIONAL,
                            complaint__condition_text, negated,
                            condition_fields),
    MAYBE("fact", complaint__condition_text, fact),
    MAYBE("field", complaint__condition_text, field),
    MAYBE("known", complaint__condition_text, known),
    MAYBE("is", complaint__condition_text, is),
    LIST("in", CYAML_FLAG_OPTIONAL, complaint__condition_text, in, 1),
    LIST("contains", CYAML_FLAG_OPTIONAL, complaint__condition_text, contains,
         1),
    CYAML_FIELD_INT_PTR("at_least", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                        complaint__condition_text, at_least),
    CYAML_FIELD_INT_PTR("at_most", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                        complaint__condition_text, at_most),
    MAYBE("currency", complaint__condition_text, currency),
    CYAML_FIELD_BOOL_PTR("present", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         complaint__condition_text, present),
    MAYBE("same_as", complaint__condition_text, same_as),
    MAYBE("no_more_than", complaint__condition_text, no_more_than),
    MAYBE("no_less_than", complaint__condition_text, no_less_than),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t condition_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__condition_text, condition_fields)};

static const cyaml_schema_field_t fact_fields[] = {
    CODE("name", complaint__fact_text, name),
    CODE("type", complaint__fact_text, type),
    CYAML_FIELD_BOOL("required", CYAML_FLAG_OPTIONAL, complaint__fact_text,
                     required),
    CYAML_FIELD_BOOL("known", CYAML_FLAG_OPTIONAL, complaint__fact_text, known),
    TITLES("title", complaint__fact_text, title),
    LIST("values", CYAML_FLAG_OPTIONAL, complaint__fact_text, values, 1),
    LIST("members", CYAML_FLAG_OPTIONAL, complaint__fact_text, members, 1),
    CYAML_FIELD_MAPPING_PTR("when", CYAML_FLAG_OPTIONAL, complaint__fact_text,
                            when, condition_fields),
    CYAML_FIELD_INT_PTR("order", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                        complaint__fact_text, order),
    MAYBE_TITLES("help", complaint__fact_text, help),
    MAYBE("pack", complaint__fact_text, pack),
    LIST("required_by", CYAML_FLAG_OPTIONAL, complaint__fact_text, required_by,
         0),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t fact_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__fact_text, fact_fields)};

static const cyaml_schema_field_t role_fields[] = {
    CODE("name", complaint__role_text, name),
    TITLES("title", complaint__role_text, title),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t role_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__role_text, role_fields)};

static const cyaml_schema_field_t intake_fields[] = {
    LIST("roles", CYAML_FLAG_OPTIONAL, complaint__intake_text, roles, 0),
    LIST_OF("facts", CYAML_FLAG_OPTIONAL, complaint__intake_text, facts,
            &fact_value, 0),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t form_fields[] = {
    CODE("name", complaint__form_text, name),
    TITLES("title", complaint__form_text, title),
    LIST_OF("fields", CYAML_FLAG_DEFAULT, complaint__form_text, fields,
            &fact_value, 1),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t form_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__form_text, form_fields)};

/* A letter is longer than a title. */
static const cyaml_schema_field_t letter_fields[] = {
    TEXT("en", CYAML_FLAG_OPTIONAL, complaint__title_text, en,
         COMPLAINT__LIMIT_REPLY),
    TEXT("zh-CN", CYAML_FLAG_OPTIONAL, complaint__title_text, zh_cn,
         COMPLAINT__LIMIT_REPLY),
    TEXT("zh-TW", CYAML_FLAG_OPTIONAL, complaint__title_text, zh_tw,
         COMPLAINT__LIMIT_REPLY),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t reply_fields[] = {
    CODE("name", complaint__reply_text, name),
    TITLES("title", complaint__reply_text, title),
    CYAML_FIELD_MAPPING("text", CYAML_FLAG_DEFAULT, complaint__reply_text, text,
                        letter_fields),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t reply_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__reply_text, reply_fields)};

static const cyaml_schema_value_t step_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__title_text, title_fields)};

static const cyaml_schema_field_t urgency_fields[] = {
    CODE("name", complaint__rule_text, name),
    TITLES("title", complaint__rule_text, title),
    CYAML_FIELD_MAPPING_PTR("when", CYAML_FLAG_DEFAULT, complaint__rule_text,
                            when, condition_fields),
    CODE("urgency", complaint__rule_text, urgency),
    MAYBE("flag", complaint__rule_text, flag),
    TITLE("citation", complaint__rule_text, citation),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t urgency_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__rule_text, urgency_fields)};

static const cyaml_schema_field_t routing_fields[] = {
    CODE("name", complaint__rule_text, name),
    TITLES("title", complaint__rule_text, title),
    CYAML_FIELD_MAPPING_PTR("when", CYAML_FLAG_OPTIONAL, complaint__rule_text,
                            when, condition_fields),
    CODE("unit", complaint__rule_text, unit),
    TITLE("citation", complaint__rule_text, citation),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t routing_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__rule_text, routing_fields)};

static const cyaml_schema_field_t after_fields[] = {
    CYAML_FIELD_INT("years", CYAML_FLAG_OPTIONAL, complaint__after_text, years),
    CYAML_FIELD_INT("months", CYAML_FLAG_OPTIONAL, complaint__after_text,
                    months),
    CYAML_FIELD_INT("days", CYAML_FLAG_OPTIONAL, complaint__after_text, days),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t retention_fields[] = {
    CODE("name", complaint__rule_text, name),
    TITLES("title", complaint__rule_text, title),
    CYAML_FIELD_MAPPING("after", CYAML_FLAG_DEFAULT, complaint__rule_text,
                        after, after_fields),
    LIST("parts", CYAML_FLAG_OPTIONAL, complaint__rule_text, parts, 1),
    CYAML_FIELD_MAPPING_PTR("when", CYAML_FLAG_OPTIONAL, complaint__rule_text,
                            when, condition_fields),
    TITLE("citation", complaint__rule_text, citation),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t retention_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__rule_text, retention_fields)};

static const cyaml_schema_field_t money_fields[] = {
    CYAML_FIELD_INT("amount", CYAML_FLAG_DEFAULT, complaint__money_text,
                    amount),
    CODE("currency", complaint__money_text, currency),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t authority_fields[] = {
    CODE("role", complaint__authority_text, role),
    CYAML_FIELD_MAPPING("up_to", CYAML_FLAG_DEFAULT, complaint__authority_text,
                        up_to, money_fields),
    CODE("of", complaint__authority_text, of),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t authority_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__authority_text, authority_fields)};

static const cyaml_schema_field_t state_fields[] = {
    CODE("name", complaint__state_text, name),
    TITLES("title", complaint__state_text, title),
    CYAML_FIELD_BOOL("final", CYAML_FLAG_OPTIONAL, complaint__state_text,
                     final),
    MAYBE_TITLES("guidance", complaint__state_text, guidance),
    LIST_OF("steps", CYAML_FLAG_OPTIONAL, complaint__state_text, steps,
            &step_value, 0),
    LIST_OF("replies", CYAML_FLAG_OPTIONAL, complaint__state_text, replies,
            &reply_value, 0),
    LIST("forms", CYAML_FLAG_OPTIONAL, complaint__state_text, forms, 0),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t state_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__state_text, state_fields)};

static const cyaml_schema_field_t roles_fields[] = {
    CYAML_FIELD_MAPPING_PTR("when", CYAML_FLAG_DEFAULT, complaint__roles_text,
                            when, condition_fields),
    LIST("roles", CYAML_FLAG_DEFAULT, complaint__roles_text, roles, 1),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t roles_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__roles_text, roles_fields)};

static const cyaml_schema_field_t join_fields[] = {
    LIST("tasks", CYAML_FLAG_DEFAULT, complaint__join_text, tasks, 1),
    MAYBE("need", complaint__join_text, need),
    CYAML_FIELD_BOOL("declined", CYAML_FLAG_OPTIONAL, complaint__join_text,
                     declined),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t transition_fields[] = {
    CODE("name", complaint__transition_text, name),
    TITLES("title", complaint__transition_text, title),
    LIST("from", CYAML_FLAG_DEFAULT, complaint__transition_text, from, 1),
    MAYBE("to", complaint__transition_text, to),
    LIST("roles", CYAML_FLAG_OPTIONAL, complaint__transition_text, roles, 0),
    LIST_OF("roles_when", CYAML_FLAG_OPTIONAL, complaint__transition_text,
            roles_when, &roles_value, 1),
    LIST("not_by", CYAML_FLAG_OPTIONAL, complaint__transition_text, not_by, 0),
    LIST("marks", CYAML_FLAG_OPTIONAL, complaint__transition_text, marks, 0),
    LIST_OF("facts", CYAML_FLAG_OPTIONAL, complaint__transition_text, facts,
            &fact_value, 0),
    CYAML_FIELD_MAPPING_PTR("guard", CYAML_FLAG_OPTIONAL,
                            complaint__transition_text, guard,
                            condition_fields),
    LIST_OF("authority", CYAML_FLAG_OPTIONAL, complaint__transition_text,
            authority, &authority_value, 0),
    CYAML_FIELD_MAPPING_PTR("join", CYAML_FLAG_OPTIONAL,
                            complaint__transition_text, join, join_fields),
    TITLE("citation", complaint__transition_text, citation),
    MAYBE("pack", complaint__transition_text, pack),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t transition_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__transition_text, transition_fields)};

/* One of several is one of the first four; read_clock.c checks that. */
static const cyaml_schema_value_t anchor_value;

static const cyaml_schema_field_t anchor_fields[] = {
    MAYBE("time", complaint__anchor_text, time),
    MAYBE("entry", complaint__anchor_text, entry),
    MAYBE("state", complaint__anchor_text, state),
    MAYBE("mark", complaint__anchor_text, mark),
    LIST_OF("first", CYAML_FLAG_OPTIONAL, complaint__anchor_text, first,
            &anchor_value, 2),
    LIST_OF("last", CYAML_FLAG_OPTIONAL, complaint__anchor_text, last,
            &anchor_value, 2),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t anchor_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__anchor_text, anchor_fields)};

static const cyaml_schema_field_t pause_fields[] = {
    LIST("states", CYAML_FLAG_OPTIONAL, complaint__pause_text, states, 0),
    CYAML_FIELD_BOOL("by_hand", CYAML_FLAG_OPTIONAL, complaint__pause_text,
                     by_hand),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t extension_fields[] = {
    CYAML_FIELD_INT("cap_total", CYAML_FLAG_DEFAULT, complaint__extension_text,
                    cap_total),
    LIST("roles", CYAML_FLAG_OPTIONAL, complaint__extension_text, roles, 0),
    CYAML_FIELD_INT_PTR("max_times", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                        complaint__extension_text, max_times),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t warning_fields[] = {
    CYAML_FIELD_INT_PTR("share", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                        complaint__warning_text, share),
    CYAML_FIELD_INT_PTR("before", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                        complaint__warning_text, before),
    MAYBE("to", complaint__warning_text, to),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t warning_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__warning_text, warning_fields)};

static const cyaml_schema_field_t clock_fields[] = {
    CODE("name", complaint__clock_text, name),
    TITLES("title", complaint__clock_text, title),
    MAYBE("owner", complaint__clock_text, owner),
    MAYBE("within", complaint__clock_text, within),
    CYAML_FIELD_BOOL("principal", CYAML_FLAG_OPTIONAL, complaint__clock_text,
                     principal),
    CYAML_FIELD_INT_PTR("amount", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                        complaint__clock_text, amount),
    MAYBE("unit", complaint__clock_text, unit),
    CYAML_FIELD_MAPPING_PTR("from", CYAML_FLAG_OPTIONAL, complaint__clock_text,
                            from, anchor_fields),
    MAYBE("due", complaint__clock_text, due),
    CYAML_FIELD_MAPPING_PTR("when", CYAML_FLAG_OPTIONAL, complaint__clock_text,
                            when, condition_fields),
    MAYBE("closing", complaint__clock_text, closing),
    CYAML_FIELD_BOOL("periodic", CYAML_FLAG_OPTIONAL, complaint__clock_text,
                     periodic),
    MAYBE("pack", complaint__clock_text, pack),
    MAYBE("first_day", complaint__clock_text, first_day),
    MAYBE("end", complaint__clock_text, end),
    LIST("stop", CYAML_FLAG_OPTIONAL, complaint__clock_text, stop, 0),
    LIST("stop_marks", CYAML_FLAG_OPTIONAL, complaint__clock_text, stop_marks,
         0),
    LIST("cancel", CYAML_FLAG_OPTIONAL, complaint__clock_text, cancel, 0),
    CYAML_FIELD_MAPPING_PTR("pause", CYAML_FLAG_OPTIONAL, complaint__clock_text,
                            pause, pause_fields),
    CYAML_FIELD_BOOL_PTR("pausable", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         complaint__clock_text, pausable),
    CYAML_FIELD_MAPPING_PTR("extension", CYAML_FLAG_OPTIONAL,
                            complaint__clock_text, extension, extension_fields),
    MAYBE("reopen", complaint__clock_text, reopen),
    MAYBE("handed_over", complaint__clock_text, handed_over),
    CYAML_FIELD_BOOL("repeat", CYAML_FLAG_OPTIONAL, complaint__clock_text,
                     repeat),
    LIST_OF("warn", CYAML_FLAG_OPTIONAL, complaint__clock_text, warn,
            &warning_value, 0),
    MAYBE_TITLES("expiry", complaint__clock_text, expiry),
    TITLE("citation", complaint__clock_text, citation),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t clock_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__clock_text, clock_fields)};

/* What the limit of a task and that of a hand-over have of a clock. */
#define LIMIT_FIELDS(structure, prefix)                                        \
    CYAML_FIELD_INT_PTR("amount", CYAML_FLAG_POINTER, structure,               \
                        prefix amount),                                        \
        CODE("unit", structure, prefix unit),                                  \
        MAYBE("first_day", structure, prefix first_day),                       \
        MAYBE("end", structure, prefix end),                                   \
        LIST_OF("warn", CYAML_FLAG_OPTIONAL, structure, prefix warn,           \
                &warning_value, 0),                                            \
        MAYBE_TITLES("expiry", structure, prefix expiry),                      \
        TITLE("citation", structure, prefix citation)

static const cyaml_schema_field_t limit_fields[] = {
    LIMIT_FIELDS(complaint__clock_text, ),
    CYAML_FIELD_MAPPING_PTR("pause", CYAML_FLAG_OPTIONAL, complaint__clock_text,
                            pause, pause_fields),
    CYAML_FIELD_MAPPING_PTR("extension", CYAML_FLAG_OPTIONAL,
                            complaint__clock_text, extension, extension_fields),
    MAYBE("reopen", complaint__clock_text, reopen),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t open_fields[] = {
    LIST("states", CYAML_FLAG_OPTIONAL, complaint__open_text, states, 0),
    LIST("transitions", CYAML_FLAG_OPTIONAL, complaint__open_text, transitions,
         0),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t task_fields[] = {
    CODE("name", complaint__task_text, name),
    TITLES("title", complaint__task_text, title),
    CYAML_FIELD_MAPPING("open", CYAML_FLAG_DEFAULT, complaint__task_text, open,
                        open_fields),
    MAYBE("unit", complaint__task_text, unit),
    MAYBE("role", complaint__task_text, role),
    MAYBE("each", complaint__task_text, each),
    CYAML_FIELD_MAPPING_PTR("when", CYAML_FLAG_OPTIONAL, complaint__task_text,
                            when, condition_fields),
    LIST_OF("facts", CYAML_FLAG_OPTIONAL, complaint__task_text, facts,
            &fact_value, 0),
    CYAML_FIELD_MAPPING_PTR("limit", CYAML_FLAG_OPTIONAL, complaint__task_text,
                            limit, limit_fields),
    CYAML_FIELD_BOOL_PTR("declinable", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         complaint__task_text, declinable),
    MAYBE("again", complaint__task_text, again),
    TITLE("citation", complaint__task_text, citation),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t task_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__task_text, task_fields)};

static const cyaml_schema_field_t handover_fields[] = {
    CODE("name", complaint__handover_text, clock.name),
    TITLES("title", complaint__handover_text, clock.title),
    LIMIT_FIELDS(complaint__handover_text, clock.),
    CODE("then", complaint__handover_text, then),
    MAYBE("to", complaint__handover_text, to),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t handover_value = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, complaint__handover_text, handover_fields)};

/* Written where a procedure that extends another is made one text. */
static const cyaml_schema_field_t derived_fields[] = {
    CODE("from", complaint__derived_text_keys, from),
    CODE("version", complaint__derived_text_keys, version),
    CODE("digest", complaint__derived_text_keys, digest),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t pack_fields[] = {
    CODE("name", complaint__pack_text, name),
    CODE("version", complaint__pack_text, version),
    CODE("digest", complaint__pack_text, digest),
    TEXT("source", CYAML_FLAG_DEFAULT, complaint__pack_text, source,
         COMPLAINT_LIMIT_TITLE),
    CYAML_FIELD_BOOL("attached", CYAML_FLAG_OPTIONAL, complaint__pack_text,
                     attached),
    CYAML_FIELD_BOOL("withdrawn", CYAML_FLAG_OPTIONAL, complaint__pack_text,
                     withdrawn),
    TITLES("title", complaint__pack_text, title),
    TITLES("note", complaint__pack_text, note),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t pack_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, complaint__pack_text, pack_fields)};

static const cyaml_schema_field_t procedure_fields[] = {
    CODE("kind", complaint__procedure_text, kind),
    CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, complaint__procedure_text,
                    format),
    CODE("name", complaint__procedure_text, name),
    CODE("version", complaint__procedure_text, version),
    CYAML_FIELD_MAPPING_PTR("derived", CYAML_FLAG_OPTIONAL,
                            complaint__procedure_text, derived, derived_fields),
    LIST_OF("packs", CYAML_FLAG_OPTIONAL, complaint__procedure_text, packs,
            &pack_value, 0),
    TITLES("title", complaint__procedure_text, title),
    LIST("languages", CYAML_FLAG_DEFAULT, complaint__procedure_text, languages,
         1),
    TITLE("source", complaint__procedure_text, source),
    MAYBE("calendar", complaint__procedure_text, calendar),
    MAYBE("number", complaint__procedure_text, number),
    CODE("start", complaint__procedure_text, start),
    LIST_OF("roles", CYAML_FLAG_OPTIONAL, complaint__procedure_text, roles,
            &role_value, 0),
    CYAML_FIELD_MAPPING("intake", CYAML_FLAG_OPTIONAL,
                        complaint__procedure_text, intake, intake_fields),
    LIST_OF("forms", CYAML_FLAG_OPTIONAL, complaint__procedure_text, forms,
            &form_value, 0),
    LIST("case_forms", CYAML_FLAG_OPTIONAL, complaint__procedure_text,
         case_forms, 0),
    LIST_OF("urgency", CYAML_FLAG_OPTIONAL, complaint__procedure_text, urgency,
            &urgency_value, 0),
    LIST_OF("routing", CYAML_FLAG_OPTIONAL, complaint__procedure_text, routing,
            &routing_value, 0),
    LIST_OF("retention", CYAML_FLAG_OPTIONAL, complaint__procedure_text,
            retention, &retention_value, 0),
    LIST_OF("states", CYAML_FLAG_DEFAULT, complaint__procedure_text, states,
            &state_value, 1),
    LIST_OF("transitions", CYAML_FLAG_DEFAULT, complaint__procedure_text,
            transitions, &transition_value, 1),
    LIST_OF("clocks", CYAML_FLAG_OPTIONAL, complaint__procedure_text, clocks,
            &clock_value, 0),
    LIST_OF("tasks", CYAML_FLAG_OPTIONAL, complaint__procedure_text, tasks,
            &task_value, 0),
    LIST_OF("handover", CYAML_FLAG_OPTIONAL, complaint__procedure_text,
            handover, &handover_value, 0),
    LIST("move_roles", CYAML_FLAG_OPTIONAL, complaint__procedure_text,
         move_roles, 0),
    CYAML_FIELD_END,
};

const cyaml_schema_value_t complaint__procedure_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_POINTER, complaint__procedure_text, procedure_fields)};
