/* One pass over libyaml's events: refuses what a definition may not hold, and
 * notes where everything stands. Finding it again is in yaml_map.c. */
#include "base/failure.h"
#include "text/normal.h"
#include "text/text.h"
#include "text/yaml_inside.h"

#include <complaint/limits.h>

#include <string.h>
#include <yaml.h>

/* An open list or map. */
typedef struct level {
    uint32_t number;
    bool is_map;
    bool has_key; /* a key was read, its value follows */
    const char *key;
    size_t key_size;
    yaml_mark_t key_mark;
    size_t entries;
} level;

typedef struct walk {
    complaint_context *context;
    complaint_error **error;
    complaint__yaml_map *map;
    const char *yaml;
    size_t size;
    size_t nodes;
    size_t documents;
    size_t depth;
    level levels[COMPLAINT_LIMIT_DEFINITION_DEPTH];
} walk;

static int at_mark(walk *w, int status, yaml_mark_t mark)
{
    complaint__error_place(w->error, NULL, (int64_t)mark.line + 1,
                           (int64_t)mark.column + 1);
    return status;
}

/* Checking one event. */

static bool is_core_tag(const char *tag)
{
    static const char *const core[] = {"str",  "int", "float", "bool",
                                       "null", "seq", "map"};
    static const char prefix[] = "tag:yaml.org,2002:";

    if (tag == NULL)
        return true;
    if (strncmp(tag, prefix, sizeof prefix - 1) != 0)
        return false;
    for (size_t i = 0; i < sizeof core / sizeof core[0]; i++) {
        if (strcmp(tag + sizeof prefix - 1, core[i]) == 0)
            return true;
    }
    return false;
}

static int check_marks(walk *w, const yaml_event_t *event,
                       const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL)
        return at_mark(w,
                       complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                                       "yaml.anchor", NULL,
                                       "anchors and aliases are not accepted: "
                                       "\"%s\"",
                                       (const char *)anchor),
                       event->start_mark);
    if (!is_core_tag((const char *)tag))
        return at_mark(w,
                       complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                                       "yaml.tag", NULL,
                                       "the tag \"%s\" is not accepted",
                                       (const char *)tag),
                       event->start_mark);
    return COMPLAINT_OK;
}

/* Escapes can hide what the check of the whole text did not see. */
static int check_scalar(walk *w, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t size = event->data.scalar.length;
    char *normal = NULL;
    size_t normal_size = 0;
    bool same = true;
    int status;

    if (complaint__utf8_check(text, size) >= 0)
        return at_mark(w,
                       complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                                       "yaml.nul", NULL,
                                       "a text contains a NUL character"),
                       event->start_mark);
    if (complaint__text_is_plain(text, size))
        return COMPLAINT_OK;
    status = complaint__normalise(w->context, COMPLAINT__NFC, text, size,
                                  &normal, &normal_size, w->error);
    if (status != COMPLAINT_OK)
        return status;
    same = normal_size == size && memcmp(normal, text, size) == 0;
    complaint__free(w->context, normal);
    if (same)
        return COMPLAINT_OK;
    return at_mark(w,
                   complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                                   "yaml.normal", NULL,
                                   "a text is not in Unicode normal form C"),
                   event->start_mark);
}

/* Nodes. */

static int note(walk *w, uint32_t parent, const char *key, size_t key_size,
                yaml_mark_t mark)
{
    return complaint__yaml_map_note(w->map, parent, key, key_size, mark.line,
                                    mark.column, w->error);
}

static int take_key(walk *w, level *in, const yaml_event_t *event)
{
    if (event->type != YAML_SCALAR_EVENT)
        return at_mark(w,
                       complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                                       "yaml.key", NULL,
                                       "a key must be a text"),
                       event->start_mark);
    in->key_size = event->data.scalar.length;
    in->key = complaint__arena_bytes(w->map->keys, event->data.scalar.value,
                                     in->key_size);
    if (in->key == NULL)
        return complaint__fail_memory(w->error);
    in->key_mark = event->start_mark;
    in->has_key = true;
    return COMPLAINT_OK;
}

/* A node begins: as key, as value of the key before, or as list entry. */
static int take_node(walk *w, const yaml_event_t *event, bool *is_key)
{
    level *in = w->depth == 0 ? NULL : &w->levels[w->depth - 1];

    *is_key = false;
    if (++w->nodes > COMPLAINT_LIMIT_DEFINITION_NODES)
        return at_mark(w,
                       complaint__fail_limit(w->context, w->error, "nodes",
                                             COMPLAINT_LIMIT_DEFINITION_NODES),
                       event->start_mark);
    if (in == NULL)
        return note(w, 0, NULL, 0, event->start_mark);
    if (!in->is_map)
        return note(w, in->number, NULL, in->entries++, event->start_mark);
    if (!in->has_key) {
        *is_key = true;
        return take_key(w, in, event);
    }
    in->has_key = false;
    return note(w, in->number, in->key, in->key_size, in->key_mark);
}

static int open_level(walk *w, const yaml_event_t *event)
{
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    bool is_key;
    int status = is_map
                     ? check_marks(w, event, event->data.mapping_start.anchor,
                                   event->data.mapping_start.tag)
                     : check_marks(w, event, event->data.sequence_start.anchor,
                                   event->data.sequence_start.tag);

    if (status == COMPLAINT_OK)
        status = take_node(w, event, &is_key);
    if (status != COMPLAINT_OK)
        return status;
    if (w->depth == COMPLAINT_LIMIT_DEFINITION_DEPTH)
        return at_mark(w,
                       complaint__fail_limit(w->context, w->error, "depth",
                                             COMPLAINT_LIMIT_DEFINITION_DEPTH),
                       event->start_mark);
    w->levels[w->depth++] = (level){
        .number = (uint32_t)w->map->count,
        .is_map = is_map,
    };
    return COMPLAINT_OK;
}

static int take_scalar(walk *w, const yaml_event_t *event)
{
    bool is_key;
    int status = check_marks(w, event, event->data.scalar.anchor,
                             event->data.scalar.tag);

    if (status == COMPLAINT_OK)
        status = check_scalar(w, event);
    return status != COMPLAINT_OK ? status : take_node(w, event, &is_key);
}

static int take_event(walk *w, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (w->documents++ == 0)
            return COMPLAINT_OK;
        return at_mark(w,
                       complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                                       "yaml.documents", NULL,
                                       "there must be one document only"),
                       event->start_mark);
    case YAML_ALIAS_EVENT:
        return check_marks(w, event, event->data.alias.anchor, NULL);
    case YAML_SCALAR_EVENT:
        return take_scalar(w, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_level(w, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        w->depth--;
        return COMPLAINT_OK;
    default:
        return COMPLAINT_OK;
    }
}

/* The reader's errors have an offset instead of a mark. */
static void place_offset(walk *w, size_t offset)
{
    int64_t line = 1;
    int64_t column = 1;

    for (size_t i = 0; i < offset && i < w->size; i++) {
        if (w->yaml[i] == '\n') {
            line++;
            column = 1;
        } else {
            column += ((unsigned char)w->yaml[i] & 0xC0) != 0x80;
        }
    }
    complaint__error_place(w->error, NULL, line, column);
}

/* A byte order mark is passed over, as where libyaml looks for the encoding
 * itself: a later reading of the text must see the same. */
static size_t mark_size(const walk *w)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t size = sizeof mark - 1;

    return w->size >= size && memcmp(w->yaml, mark, size) == 0 ? size : 0;
}

static int fail_parser(walk *w, const yaml_parser_t *parser)
{
    int status;

    if (parser->error == YAML_MEMORY_ERROR)
        return complaint__fail_memory(w->error);
    status = complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                             "yaml.syntax", NULL, "this is not YAML: %s",
                             parser->problem == NULL ? "" : parser->problem);
    if (parser->error == YAML_READER_ERROR) {
        place_offset(w, mark_size(w) + parser->problem_offset);
        return status;
    }
    return at_mark(w, status, parser->problem_mark);
}

static int run_walk(walk *w)
{
    yaml_parser_t parser;
    yaml_event_t event;
    size_t mark = mark_size(w);
    bool ended = false;
    int status = COMPLAINT_OK;

    if (!yaml_parser_initialize(&parser))
        return complaint__fail_memory(w->error);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)w->yaml + mark,
                                 w->size - mark);
    while (status == COMPLAINT_OK && !ended) {
        if (!yaml_parser_parse(&parser, &event)) {
            status = fail_parser(w, &parser);
            break;
        }
        status = take_event(w, &event);
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (status == COMPLAINT_OK && w->nodes == 0) {
        status = complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                                 "yaml.empty", NULL,
                                 "there is nothing in this YAML");
        complaint__error_place(w->error, NULL, 1, 1);
    }
    return status;
}

static int check_bytes(walk *w)
{
    int64_t wrong;
    int status;

    if (w->size > COMPLAINT_LIMIT_DEFINITION)
        return complaint__fail_limit(w->context, w->error, "size",
                                     COMPLAINT_LIMIT_DEFINITION);
    wrong = complaint__utf8_check(w->yaml, w->size);
    if (wrong < 0)
        return COMPLAINT_OK;
    status = complaint__fail(
        w->context, w->error, COMPLAINT_INVALID, "text.encoding", NULL,
        "a text is not UTF-8 without NUL, from byte %lld", (long long)wrong);
    place_offset(w, (size_t)wrong);
    return status;
}

int complaint__yaml_walk(complaint__yaml_map *map, const char *yaml,
                         size_t size, complaint_error **error)
{
    walk *w = complaint__alloc_array(map->context, 1, sizeof *w);
    int status;

    if (w == NULL)
        return complaint__fail_memory(error);
    w->context = map->context;
    w->error = error;
    w->map = map;
    w->yaml = yaml;
    w->size = size;
    status = check_bytes(w);
    if (status == COMPLAINT_OK)
        status = run_walk(w);
    complaint__free(map->context, w);
    return status;
}
