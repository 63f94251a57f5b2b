/* Where things stand in a YAML text: noting, sorting, finding. The pass over
 * the text is in yaml_walk.c, loading by a schema in yaml.c. */
#include "text/yaml_inside.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int complaint__yaml_map_note(complaint__yaml_map *map, uint32_t parent,
                             const char *key, size_t key_size, size_t line,
                             size_t column, complaint_error **error)
{
    if (map->count == map->capacity) {
        size_t capacity = map->capacity == 0 ? 256 : map->capacity * 2;
        place *places = complaint__realloc_array(map->context, map->places,
                                                 capacity, sizeof *places);

        if (places == NULL)
            return complaint__fail_memory(error);
        map->places = places;
        map->capacity = capacity;
    }
    map->places[map->count] = (place){
        .parent = parent,
        .number = (uint32_t)(map->count + 1),
        .key = key,
        .key_size = key_size,
        .line = line + 1,
        .column = column + 1,
    };
    map->count++;
    return COMPLAINT_OK;
}

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

static const place *find_number(const complaint__yaml_map *map, uint32_t number)
{
    for (size_t i = 0; i < map->count; i++) {
        if (map->places[i].number == number)
            return &map->places[i];
    }
    return NULL;
}

/* The path of a place, made from its end; long keys cut it at its start. */
static const char *write_path(const complaint__yaml_map *map, const place *p,
                              char *path, size_t size)
{
    size_t at = size - 1;

    path[at] = '\0';
    for (; p != NULL && p->parent != 0; p = find_number(map, p->parent)) {
        char index[24];
        const char *step = p->key;
        size_t length = p->key_size;

        if (step == NULL) {
            length = (size_t)snprintf(index, sizeof index, "%zu", length);
            step = index;
        }
        if (length + 1 > at)
            break;
        if (path[at] != '\0')
            path[--at] = '/';
        at -= length;
        memcpy(path + at, step, length);
    }
    return path + at;
}

static int refuse_duplicates(const complaint__yaml_map *map,
                             complaint_error **error)
{
    const place *first = NULL;
    char path[512];
    int status;

    for (size_t i = 1; i < map->count; i++) {
        if (compare_keys(&map->places[i - 1], &map->places[i]) == 0 &&
            (first == NULL || map->places[i].number < first->number))
            first = &map->places[i];
    }
    if (first == NULL)
        return COMPLAINT_OK;
    status = complaint__fail(map->context, error, COMPLAINT_INVALID,
                             "yaml.duplicate",
                             write_path(map, first, path, sizeof path),
                             "the key \"%s\" occurs twice", first->key);
    complaint__error_place(error, NULL, (int64_t)first->line,
                           (int64_t)first->column);
    return status;
}

void complaint__yaml_skip_mark(const char **yaml, size_t *size)
{
    if (*size >= 3 && memcmp(*yaml, "\xEF\xBB\xBF", 3) == 0) {
        *yaml += 3;
        *size -= 3;
    }
}

static complaint__yaml_map *new_map(complaint_context *context)
{
    complaint__yaml_map *map = complaint__alloc_array(context, 1, sizeof *map);

    if (map == NULL)
        return NULL;
    map->keys = complaint__arena_new(context);
    if (map->keys == NULL) {
        complaint__free(context, map);
        return NULL;
    }
    map->context = complaint__context_ref(context);
    return map;
}

int complaint__yaml_map_new(complaint_context *context, const char *yaml,
                            size_t size, complaint__yaml_map **out,
                            complaint_error **error)
{
    complaint__yaml_map *map = new_map(context);
    int status;

    *out = NULL;
    if (map == NULL)
        return complaint__fail_memory(error);
    complaint__yaml_skip_mark(&yaml, &size);
    status = complaint__yaml_walk(map, yaml, size, error);
    if (status == COMPLAINT_OK) {
        qsort(map->places, map->count, sizeof(place), compare_places);
        status = refuse_duplicates(map, error);
    }
    if (status == COMPLAINT_OK)
        *out = map;
    else
        complaint__yaml_map_free(map);
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
