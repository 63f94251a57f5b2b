/* Reading YAML into a tree, finding things in it, writing it again. The text
 * was checked before (text/yaml_walk.c): depth and nodes are bounded. */
#include "procedure/tree.h"

#include <string.h>
#include <yaml.h>

#include "base/failure.h"
#include "text/yaml.h"

typedef struct tree_reader {
    complaint__arena *arena;
    const char *file;
    complaint__node *open; /* the innermost list or map; `next` is outwards */
    complaint__node *root;
    const char *key; /* of the value that follows */
    yaml_mark_t mark;
} tree_reader;

void complaint__tree_append(complaint__node *parent, complaint__node *child)
{
    child->next = NULL;
    if (parent->last == NULL)
        parent->first = child;
    else
        parent->last->next = child;
    parent->last = child;
}

void complaint__tree_remove(complaint__node *parent, complaint__node *child)
{
    complaint__node *before = NULL;

    for (complaint__node *at = parent->first; at != child; at = at->next)
        before = at;
    if (before == NULL)
        parent->first = child->next;
    else
        before->next = child->next;
    if (parent->last == child)
        parent->last = before;
    child->next = NULL;
}

/* An open node keeps the one around it in `next` until it is closed. */
static bool add_node(tree_reader *r, const yaml_event_t *event, int kind)
{
    complaint__node *node = complaint__arena_alloc(r->arena, sizeof(*node));
    yaml_mark_t mark = r->key != NULL ? r->mark : event->start_mark;

    if (node == NULL)
        return false;
    *node = (complaint__node){.kind = kind,
                              .key = r->key,
                              .file = r->file,
                              .line = (int64_t)mark.line + 1,
                              .column = (int64_t)mark.column + 1};
    r->key = NULL;
    if (kind == COMPLAINT__NODE_TEXT) {
        node->text = complaint__arena_bytes(r->arena, event->data.scalar.value,
                                            event->data.scalar.length);
        if (node->text == NULL)
            return false;
    }
    if (r->root == NULL)
        r->root = node;
    if (kind == COMPLAINT__NODE_TEXT && r->open != NULL) {
        complaint__tree_append(r->open, node);
    } else if (kind != COMPLAINT__NODE_TEXT) {
        node->next = r->open;
        r->open = node;
    }
    return true;
}

static void close_node(tree_reader *r)
{
    complaint__node *node = r->open;

    r->open = node->next;
    node->next = NULL;
    if (r->open != NULL)
        complaint__tree_append(r->open, node);
}

static bool take_event(tree_reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        if (r->open == NULL || r->open->kind != COMPLAINT__NODE_MAP ||
            r->key != NULL)
            return add_node(r, event, COMPLAINT__NODE_TEXT);
        r->key = complaint__arena_bytes(r->arena, event->data.scalar.value,
                                        event->data.scalar.length);
        r->mark = event->start_mark;
        return r->key != NULL;
    case YAML_SEQUENCE_START_EVENT:
        return add_node(r, event, COMPLAINT__NODE_LIST);
    case YAML_MAPPING_START_EVENT:
        return add_node(r, event, COMPLAINT__NODE_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_node(r);
        return true;
    default:
        return true;
    }
}

int complaint__tree_read(complaint__arena *arena, const char *yaml, size_t size,
                         const char *file, complaint__node **root,
                         complaint_error **error)
{
    tree_reader r = {.arena = arena, .file = file};
    yaml_parser_t parser;
    bool more = true;
    bool fine = true;

    *root = NULL;
    complaint__yaml_skip_mark(&yaml, &size);
    if (yaml_parser_initialize(&parser) == 0)
        return complaint__fail_memory(error);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, size);
    while (more && fine) {
        yaml_event_t event;

        fine = yaml_parser_parse(&parser, &event) != 0;
        if (!fine)
            break;
        fine = take_event(&r, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    *root = r.root;
    return fine ? COMPLAINT_OK : complaint__fail_memory(error);
}

complaint__node *complaint__tree_get(const complaint__node *map,
                                     const char *key)
{
    if (map == NULL || map->kind != COMPLAINT__NODE_MAP)
        return NULL;
    for (complaint__node *at = map->first; at != NULL; at = at->next)
        if (strcmp(at->key, key) == 0)
            return at;
    return NULL;
}

const char *complaint__tree_text(const complaint__node *map, const char *key)
{
    const complaint__node *node = complaint__tree_get(map, key);

    return node == NULL ? NULL : node->text;
}

/* ---- writing ---- */

static void write_text(const char *text, complaint__buffer *buffer)
{
    complaint__buffer_char(buffer, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            complaint__buffer_format(buffer, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            complaint__buffer_format(buffer, "\\x%02x", c);
        else
            complaint__buffer_char(buffer, *text);
    }
    complaint__buffer_char(buffer, '"');
}

/* The depth is bounded where the text is checked. */
static void write_node(const complaint__node *node, complaint__buffer *buffer)
{
    bool map = node->kind == COMPLAINT__NODE_MAP;

    if (node->kind == COMPLAINT__NODE_TEXT) {
        write_text(node->text, buffer);
        return;
    }
    complaint__buffer_char(buffer, map ? '{' : '[');
    for (const complaint__node *at = node->first; at != NULL; at = at->next) {
        if (map) {
            write_text(at->key, buffer);
            complaint__buffer_text(buffer, ": ");
        }
        write_node(at, buffer);
        if (at->next != NULL)
            complaint__buffer_text(buffer, ", ");
    }
    complaint__buffer_char(buffer, map ? '}' : ']');
}

/* A list of maps has a line for each. */
static void write_member(const complaint__node *node, complaint__buffer *buffer)
{
    if (node->kind != COMPLAINT__NODE_LIST || node->first == NULL ||
        node->first->kind != COMPLAINT__NODE_MAP) {
        complaint__buffer_char(buffer, ' ');
        write_node(node, buffer);
        complaint__buffer_char(buffer, '\n');
        return;
    }
    complaint__buffer_char(buffer, '\n');
    for (const complaint__node *at = node->first; at != NULL; at = at->next) {
        complaint__buffer_text(buffer, "  - ");
        write_node(at, buffer);
        complaint__buffer_char(buffer, '\n');
    }
}

void complaint__tree_write(const complaint__node *root,
                           complaint__buffer *buffer)
{
    const complaint__node *kind = complaint__tree_get(root, "kind");

    if (kind != NULL) {
        complaint__buffer_text(buffer, "kind:");
        write_member(kind, buffer);
    }
    for (const complaint__node *at = root->first; at != NULL; at = at->next) {
        if (at == kind)
            continue;
        write_text(at->key, buffer);
        complaint__buffer_char(buffer, ':');
        write_member(at, buffer);
    }
}

/* ---- places ---- */

static const complaint__node *step(const complaint__node *node,
                                   const char *path, size_t size)
{
    size_t index = 0;

    if (node->kind == COMPLAINT__NODE_MAP) {
        for (node = node->first; node != NULL; node = node->next)
            if (strlen(node->key) == size && memcmp(node->key, path, size) == 0)
                return node;
        return NULL;
    }
    if (node->kind != COMPLAINT__NODE_LIST || size == 0 || size > 9)
        return NULL;
    for (size_t i = 0; i < size; i++)
        if (path[i] < '0' || path[i] > '9')
            return NULL;
        else
            index = index * 10 + (size_t)(path[i] - '0');
    for (node = node->first; node != NULL && index > 0; index--)
        node = node->next;
    return node;
}

const complaint__node *complaint__tree_find(const complaint__node *root,
                                            const char *path)
{
    while (*path != '\0') {
        size_t size = strcspn(path, "/");
        const complaint__node *found = step(root, path, size);

        if (found == NULL)
            break;
        root = found;
        path += size + (path[size] == '/');
    }
    return root;
}
