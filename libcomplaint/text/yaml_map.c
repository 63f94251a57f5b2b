/* One pass over libyaml's events: refuses what a definition may not hold, and
 * notes where everything stands. Loading by a schema is in yaml.c. */
#include "text/yaml.h"

#include "base/context.h"
#include "base/failure.h"
#include "text/normal.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct place {
    uint32_t parent; /* number of the node it stands in; 0 for the root */
    uint32_t number; /* of this node, from 1 in order of the text */
    const char *key; /* NULL in a list */
    size_t key_size; /* or the index in a list */
    size_t line;     /* of the key, or of the list's entry; from 1 */
    size_t column;   /* from 1 */
} place;

struct complaint__yaml_map {
    complaint_context *context; /* a reference */
    complaint__arena *keys;
    place *places; /* sorted by parent, then key */
    size_t count;
    size_t capacity;
};

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

/* Noting places. */

static int note(walk *w, uint32_t parent, const char *key, size_t key_size,
                yaml_mark_t mark)
{
    complaint__yaml_map *map = w->map;

    if (map->count == map->capacity) {
        size_t capacity = map->capacity == 0 ? 256 : map->capacity * 2;
        place *places = complaint__realloc_array(w->context, map->places,
                                                 capacity, sizeof *places);

        if (places == NULL)
            return complaint__fail_memory(w->error);
        map->places = places;
        map->capacity = capacity;
    }
    map->places[map->count] = (place){
        .parent = parent,
        .number = (uint32_t)(map->count + 1),
        .key = key,
        .key_size = key_size,
        .line = mark.line + 1,
        .column = mark.column + 1,
    };
    map->count++;
    return COMPLAINT_OK;
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

static int fail_parser(walk *w, const yaml_parser_t *parser)
{
    int status;

    if (parser->error == YAML_MEMORY_ERROR)
        return complaint__fail_memory(w->error);
    status = complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                             "yaml.syntax", NULL, "this is not YAML: %s",
                             parser->problem == NULL ? "" : parser->problem);
    if (parser->error == YAML_READER_ERROR) {
        place_offset(w, parser->problem_offset);
        return status;
    }
    return at_mark(w, status, parser->problem_mark);
}

static int run_walk(walk *w)
{
    yaml_parser_t parser;
    yaml_event_t event;
    bool ended = false;
    int status = COMPLAINT_OK;

    if (!yaml_parser_initialize(&parser))
        return complaint__fail_memory(w->error);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)w->yaml,
                                 w->size);
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

/* The map. */

static int compare_keys(const place *a, const place *b)
{
    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    if (a->key_size != b->key_size)
        return a->key_size < b->key_size ? -1 : 1;
    if (a->key == NULL || b->key == NULL)
        return (a->key != NULL) - (b->key != NULL);
    return memcmp(a->key, b->key, a->key_size);
}

static int compare_places(const void *a, const void *b)
{
    const place *left = a;
    const place *right = b;
    int order = compare_keys(left, right);

    if (order != 0)
        return order;
    return (left->number > right->number) - (left->number < right->number);
}

static int refuse_duplicates(walk *w)
{
    const complaint__yaml_map *map = w->map;
    const place *first = NULL;
    int status;

    for (size_t i = 1; i < map->count; i++) {
        if (compare_keys(&map->places[i - 1], &map->places[i]) == 0 &&
            (first == NULL || map->places[i].number < first->number))
            first = &map->places[i];
    }
    if (first == NULL)
        return COMPLAINT_OK;
    status = complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                             "yaml.duplicate", first->key,
                             "the key \"%s\" occurs twice", first->key);
    complaint__error_place(w->error, NULL, (int64_t)first->line,
                           (int64_t)first->column);
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

void complaint__yaml_skip_mark(const char **yaml, size_t *size)
{
    if (*size >= 3 && memcmp(*yaml, "\xEF\xBB\xBF", 3) == 0) {
        *yaml += 3;
        *size -= 3;
    }
}

int complaint__yaml_map_new(complaint_context *context, const char *yaml,
                            size_t size, complaint__yaml_map **out,
                            complaint_error **error)
{
    walk *w;
    int status;

    *out = NULL;
    complaint__yaml_skip_mark(&yaml, &size);
    w = complaint__alloc_array(context, 1, sizeof *w);
    if (w == NULL)
        return complaint__fail_memory(error);
    w->context = context;
    w->error = error;
    w->yaml = yaml;
    w->size = size;
    status = check_bytes(w);
    if (status != COMPLAINT_OK)
        goto done;
    status = COMPLAINT_NO_MEMORY;
    w->map = complaint__alloc_array(context, 1, sizeof *w->map);
    if (w->map == NULL || !(w->map->keys = complaint__arena_new(context))) {
        complaint__free(context, w->map);
        w->map = NULL;
        complaint__fail_memory(error);
        goto done;
    }
    w->map->context = complaint__context_ref(context);
    status = run_walk(w);
    if (status != COMPLAINT_OK)
        goto done;
    qsort(w->map->places, w->map->count, sizeof(place), compare_places);
    status = refuse_duplicates(w);
    if (status != COMPLAINT_OK)
        goto done;
    *out = w->map;
    w->map = NULL;
done:
    complaint__yaml_map_free(w->map);
    complaint__free(context, w);
    return status;
}

void complaint__yaml_map_free(complaint__yaml_map *map)
{
    complaint_context *context;

    if (map == NULL)
        return;
    context = map->context;
    complaint__arena_free(map->keys);
    complaint__free(context, map->places);
    complaint__free(context, map);
    complaint__context_unref(context);
}

static const place *find_key(const complaint__yaml_map *map, uint32_t parent,
                             const char *key, size_t key_size)
{
    place wanted = {.parent = parent, .key = key, .key_size = key_size};
    size_t low = 0;
    size_t high = map->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_keys(&wanted, &map->places[middle]);

        if (order == 0)
            return &map->places[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* One step of a path: a key, else an index. A node is a list or a map, never
 * both, so there is no doubt between them. */
static const place *find_step(const complaint__yaml_map *map, uint32_t parent,
                              const char *step, size_t size)
{
    const place *found = find_key(map, parent, step, size);
    size_t index = 0;

    if (found != NULL || size == 0 || size > 9)
        return found;
    for (size_t i = 0; i < size; i++) {
        if (step[i] < '0' || step[i] > '9')
            return NULL;
        index = index * 10 + (size_t)(step[i] - '0');
    }
    return find_key(map, parent, NULL, index);
}

/* Keys may contain '/', so a step that is not found is tried longer. */
static const place *find_path(const complaint__yaml_map *map, uint32_t parent,
                              const char *path, int steps)
{
    for (size_t end = 0; steps > 0; end++) {
        const place *found;

        if (path[end] != '/' && path[end] != '\0')
            continue;
        found = find_step(map, parent, path, end);
        if (found != NULL && path[end] == '/')
            found = find_path(map, found->number, path + end + 1, steps - 1);
        if (found != NULL || path[end] == '\0')
            return found;
    }
    return NULL;
}

bool complaint__yaml_map_find(const complaint__yaml_map *map, const char *path,
                              int64_t *line, int64_t *column)
{
    const place *found;

    if (map == NULL || path == NULL)
        return false;
    found = find_key(map, 0, NULL, 0);
    if (found != NULL && path[0] != '\0')
        found = find_path(map, found->number, path,
                          COMPLAINT_LIMIT_DEFINITION_DEPTH);
    if (found == NULL)
        return false;
    *line = (int64_t)found->line;
    *column = (int64_t)found->column;
    return true;
}
