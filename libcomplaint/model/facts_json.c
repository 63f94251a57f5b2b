/* Facts from JSON, read by jansson, and to canonical JSON. */
#include "base/failure.h"
#include "base/json.h"
#include "model/facts_inside.h"

#include <complaint/limits.h>

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON_SIZE_MAX ((size_t)64 << 20)
/* Maps up to this size are sorted without asking for memory. */
#define SORT_IN_PLACE 64

/* Look at the brackets and commas before jansson builds anything, so that
 * what passes the limits costs no memory. Wrong JSON is left to jansson. */
typedef struct scanner {
    size_t at;
    int64_t line;
    size_t line_start;
    int depth;
    size_t commas[COMPLAINT_LIMIT_FACTS_DEPTH + 1];
} scanner;

static void skip_string(scanner *scan, const char *json, size_t size)
{
    while (++scan->at < size && json[scan->at] != '"') {
        if (json[scan->at] == '\\')
            scan->at++;
    }
}

/* The limit that is passed, or 0. */
static int64_t scan_limits(scanner *scan, const char *json, size_t size)
{
    for (; scan->at < size; scan->at++) {
        switch (json[scan->at]) {
        case '"':
            skip_string(scan, json, size);
            break;
        case '\n':
            scan->line++;
            scan->line_start = scan->at + 1;
            break;
        case '[':
        case '{':
            if (++scan->depth > COMPLAINT_LIMIT_FACTS_DEPTH)
                return COMPLAINT_LIMIT_FACTS_DEPTH;
            scan->commas[scan->depth] = 0;
            break;
        case ']':
        case '}':
            if (--scan->depth < 0)
                return 0;
            break;
        case ',':
            if (++scan->commas[scan->depth] >= COMPLAINT_LIMIT_FACTS_MEMBERS)
                return COMPLAINT_LIMIT_FACTS_MEMBERS;
            break;
        default:
            break;
        }
    }
    return 0;
}

static int check_limits(complaint_context *context, const char *json,
                        size_t size, complaint_error **error)
{
    scanner scan = {.line = 1};
    int64_t limit;
    int64_t column = 1;
    int status;

    if (size > JSON_SIZE_MAX)
        return complaint__fail_limit(context, error, "json",
                                     (int64_t)JSON_SIZE_MAX);
    limit = scan_limits(&scan, json, size);
    if (limit == 0)
        return COMPLAINT_OK;
    status = complaint__fail_limit(
        context, error,
        limit == COMPLAINT_LIMIT_FACTS_DEPTH ? "depth" : "members", limit);
    for (size_t i = scan.line_start; i < scan.at; i++)
        column += ((unsigned char)json[i] & 0xC0) != 0x80;
    complaint__error_place(error, NULL, scan.line, column);
    return status;
}

static int fail_json(complaint_context *context, const json_error_t *found,
                     complaint_error **error)
{
    int status;

    if (json_error_code(found) == json_error_out_of_memory)
        return complaint__fail_memory(error);
    if (json_error_code(found) == json_error_duplicate_key)
        status = complaint__fail(context, error, COMPLAINT_INVALID,
                                 "facts.duplicate", NULL,
                                 "this JSON has a key twice: %s", found->text);
    else if (json_error_code(found) == json_error_null_character ||
             json_error_code(found) == json_error_null_byte_in_key)
        status = complaint__fail(context, error, COMPLAINT_INVALID, "facts.nul",
                                 NULL, "a text contains a NUL character");
    else
        status =
            complaint__fail(context, error, COMPLAINT_INVALID, "facts.json",
                            NULL, "this is not JSON: %s", found->text);
    complaint__error_place(error, NULL, found->line < 1 ? 1 : found->line,
                           found->column < 1 ? 1 : found->column);
    return status;
}

static int take_value(facts_root *root, const char *key, int level,
                      const json_t *json, complaint_facts **out,
                      complaint_error **error);

static bool is_branch(const json_t *json)
{
    return json_is_object(json) || json_is_array(json);
}

/* An error in a member names the whole path: each level puts its key, or its
 * position, before the field. */
static int take_object(complaint_facts *map, const json_t *json,
                       complaint_error **error)
{
    json_t *object = (json_t *)(uintptr_t)json; /* its iterators want that */
    int status = COMPLAINT_OK;

    for (void *at = json_object_iter(object);
         at != NULL && status == COMPLAINT_OK;
         at = json_object_iter_next(object, at)) {
        const char *key = json_object_iter_key(at);
        complaint_facts *node;

        status = take_value(map->root, key, map->level + 1,
                            json_object_iter_value(at), &node, error);
        if (status != COMPLAINT_OK && is_branch(json_object_iter_value(at)))
            complaint__error_prefix(error, key);
        if (status == COMPLAINT_OK)
            status = complaint__facts_place(map, key, strlen(key), node, false,
                                            error);
    }
    return status;
}

static int take_array(complaint_facts *list, const json_t *json,
                      complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < json_array_size(json) && status == COMPLAINT_OK;
         i++) {
        complaint_facts *node;
        char position[24];

        status = take_value(list->root, NULL, list->level + 1,
                            json_array_get(json, i), &node, error);
        if (status == COMPLAINT_OK) {
            status = complaint__facts_place(list, NULL, 0, node, false, error);
        } else {
            snprintf(position, sizeof position, "%zu", i);
            complaint__error_prefix(error, position);
        }
    }
    return status;
}

static int facts_type(const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return COMPLAINT_FACTS_MAP;
    case JSON_ARRAY:
        return COMPLAINT_FACTS_LIST;
    case JSON_STRING:
        return COMPLAINT_FACTS_TEXT;
    case JSON_INTEGER:
        return COMPLAINT_FACTS_INTEGER;
    case JSON_REAL:
        return COMPLAINT_FACTS_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return COMPLAINT_FACTS_BOOLEAN;
    default:
        return COMPLAINT_FACTS_NULL;
    }
}

/* The depth was checked before, so this recursion is bounded. */
static int take_value(facts_root *root, const char *key, int level,
                      const json_t *json, complaint_facts **out,
                      complaint_error **error)
{
    int type = facts_type(json);
    complaint_facts *node;

    if (type == COMPLAINT_FACTS_TEXT)
        return complaint__facts_text_node(root, key, json_string_value(json),
                                          json_string_length(json), out, error);
    node = complaint__facts_node(root, type, level);
    if (node == NULL)
        return complaint__fail_memory(error);
    *out = node;
    if (type == COMPLAINT_FACTS_MAP)
        return take_object(node, json, error);
    if (type == COMPLAINT_FACTS_LIST)
        return take_array(node, json, error);
    if (type == COMPLAINT_FACTS_INTEGER)
        node->is.integer = json_integer_value(json);
    else if (type == COMPLAINT_FACTS_REAL)
        node->is.real = json_real_value(json);
    else
        node->is.boolean = json_is_true(json);
    return COMPLAINT_OK;
}

int complaint_facts_parse(complaint_context *context, const char *json,
                          size_t size, complaint_facts **out,
                          complaint_error **error)
{
    complaint_facts *holder = NULL;
    complaint_facts *node;
    json_t *tree = NULL;
    json_error_t found;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(NULL, error, "context");
    if (json == NULL)
        return complaint__fail_misuse(context, error, "json");
    status = check_limits(context, json, size, error);
    if (status != COMPLAINT_OK)
        return status;
    tree = json_loadb(json, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
                      &found);
    if (tree == NULL)
        return fail_json(context, &found, error);
    holder = complaint__facts_root_new(context, COMPLAINT_FACTS_NULL);
    status = holder == NULL
                 ? complaint__fail_memory(error)
                 : take_value(holder->root, NULL, 1, tree, &node, error);
    json_decref(tree);
    if (status != COMPLAINT_OK) {
        complaint_facts_free(holder);
        return status;
    }
    holder->root->node = node;
    *out = node;
    return COMPLAINT_OK;
}

/* Writing. */

static int compare_keys(const facts_member *a, const facts_member *b)
{
    size_t size = a->key_size < b->key_size ? a->key_size : b->key_size;
    int order = memcmp(a->key, b->key, size);

    if (order != 0)
        return order;
    return (a->key_size > b->key_size) - (a->key_size < b->key_size);
}

static int compare_places(const void *a, const void *b)
{
    return compare_keys(*(const facts_member *const *)a,
                        *(const facts_member *const *)b);
}

static bool append_map(const complaint_facts *facts, bool exact,
                       complaint__buffer *buffer)
{
    const facts_member *few[SORT_IN_PLACE];
    const facts_member **sorted = few;
    size_t count = facts->is.members.count;
    bool kept = true;

    if (count > SORT_IN_PLACE) {
        sorted = complaint__realloc_array(buffer->context, NULL, count,
                                          sizeof *sorted);
        if (sorted == NULL) {
            buffer->failed = true;
            return true;
        }
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = &facts->is.members.items[i];
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_places);
    complaint__buffer_char(buffer, '{');
    for (size_t i = 0; i < count && kept; i++) {
        if (i > 0)
            complaint__buffer_char(buffer, ',');
        complaint__json_text(buffer, sorted[i]->key, sorted[i]->key_size);
        complaint__buffer_char(buffer, ':');
        kept = complaint__facts_append_json(sorted[i]->node, exact, buffer);
    }
    complaint__buffer_char(buffer, '}');
    if (sorted != few)
        complaint__free(buffer->context, sorted);
    return kept;
}

static bool append_list(const complaint_facts *facts, bool exact,
                        complaint__buffer *buffer)
{
    bool kept = true;

    complaint__buffer_char(buffer, '[');
    for (size_t i = 0; i < facts->is.members.count && kept; i++) {
        if (i > 0)
            complaint__buffer_char(buffer, ',');
        kept = complaint__facts_append_json(facts->is.members.items[i].node,
                                            exact, buffer);
    }
    complaint__buffer_char(buffer, ']');
    return kept;
}

bool complaint__facts_append_json(const complaint_facts *facts, bool exact,
                                  complaint__buffer *buffer)
{
    switch (complaint_facts_type(facts)) {
    case COMPLAINT_FACTS_BOOLEAN:
        complaint__buffer_text(buffer, facts->is.boolean ? "true" : "false");
        return true;
    case COMPLAINT_FACTS_INTEGER:
        complaint__json_integer(buffer, facts->is.integer);
        return true;
    case COMPLAINT_FACTS_REAL:
        complaint__json_real(buffer, facts->is.real);
        return !exact;
    case COMPLAINT_FACTS_TEXT:
        complaint__json_text(buffer, facts->is.text.bytes, facts->is.text.size);
        return true;
    case COMPLAINT_FACTS_LIST:
        return append_list(facts, exact, buffer);
    case COMPLAINT_FACTS_MAP:
        return append_map(facts, exact, buffer);
    default:
        complaint__buffer_text(buffer, "null");
        return true;
    }
}

int complaint_facts_write(const complaint_facts *facts, char **json,
                          size_t *size, complaint_error **error)
{
    complaint__buffer buffer =
        COMPLAINT__BUFFER(complaint__facts_context(facts));

    if (json == NULL)
        return complaint__fail_misuse(buffer.context, error, "json");
    *json = NULL;
    if (facts == NULL)
        return complaint__fail_misuse(NULL, error, "facts");
    complaint__facts_append_json(facts, false, &buffer);
    *json = complaint__buffer_take(&buffer, size);
    return *json == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}
