/* YAML by libcyaml, tamed: bounded nodes and depth, no aliases, duplicate keys
 * refused, every error with file, line and column. */
#ifndef COMPLAINT_TEXT_YAML_H
#define COMPLAINT_TEXT_YAML_H

#include <cyaml/cyaml.h>

#include "base/memory.h"

/* Load `size` bytes by a libcyaml schema into *data (free it with
 * complaint__yaml_free). First a pass over libyaml's events refuses bad
 * UTF-8, anchors and aliases, duplicate keys, too many nodes, too deep, more
 * than one document, texts not in NFC. The field of an error is a path as
 * below. The root of the schema must be a map (a pointer to a struct). */
int complaint__yaml_load(complaint_context *context, const char *yaml,
                         size_t size, const char *file,
                         const cyaml_schema_value_t *schema, void **data,
                         complaint_error **error);
void complaint__yaml_free(complaint_context *context,
                          const cyaml_schema_value_t *schema, void *data);

/* Pass over a byte order mark at the start. */
void complaint__yaml_skip_mark(const char **yaml, size_t *size);

/* Where things stand in a YAML text, for errors found after loading: paths
 * like "states/2/name" (map keys and list indexes; "" is the whole). A key's
 * place is that of the key, a list entry's that of its first character. */
typedef struct complaint__yaml_map complaint__yaml_map;
int complaint__yaml_map_new(complaint_context *context, const char *yaml,
                            size_t size, complaint__yaml_map **out,
                            complaint_error **error);
bool complaint__yaml_map_find(const complaint__yaml_map *map, const char *path,
                              int64_t *line, int64_t *column);
void complaint__yaml_map_free(complaint__yaml_map *map);

#endif
