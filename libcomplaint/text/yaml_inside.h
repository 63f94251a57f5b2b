/* The map of places in a YAML text, for yaml_map.c and yaml_walk.c. */
#ifndef COMPLAINT_TEXT_YAML_INSIDE_H
#define COMPLAINT_TEXT_YAML_INSIDE_H

#include "base/memory.h"
#include "text/yaml.h"

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

/* Run over the events of a YAML text, refuse what may not stand in it, and
 * note the place of each node in an empty map (not sorted yet). */
int complaint__yaml_walk(complaint__yaml_map *map, const char *yaml,
                         size_t size, complaint_error **error);
/* Note a node; line and column are counted from 0, as libyaml does. */
int complaint__yaml_map_note(complaint__yaml_map *map, uint32_t parent,
                             const char *key, size_t key_size, size_t line,
                             size_t column, complaint_error **error);

#endif
