/* YAML by libcyaml, tamed: bounded nodes and depth, no aliases, duplicate keys
 * refused, every error with file, line and column. */
#ifndef COMPLAINT_TEXT_YAML_H
#define COMPLAINT_TEXT_YAML_H

#include <cyaml/cyaml.h>

#include "base/memory.h"

/* Load `size` bytes by a libcyaml schema into *data (free it with
 * complaint__yaml_free). First a pass over libyaml's events refuses bad
 * UTF-8, anchors and aliases, duplicate keys, too many nodes, too deep. */
int complaint__yaml_load(complaint_context *context, const char *yaml,
                         size_t size, const char *file,
                         const cyaml_schema_value_t *schema, void **data,
                         complaint_error **error);
void complaint__yaml_free(complaint_context *context,
                          const cyaml_schema_value_t *schema, void *data);

/* Where things stand in a YAML text, for errors found after loading: paths
 * like "states/2/name" (map keys and list indexes). */
typedef struct complaint__yaml_map complaint__yaml_map;
int complaint__yaml_map_new(complaint_context *context, const char *yaml,
                            size_t size, complaint__yaml_map **out,
                            complaint_error **error);
bool complaint__yaml_map_find(const complaint__yaml_map *map, const char *path,
                              int64_t *line, int64_t *column);
void complaint__yaml_map_free(complaint__yaml_map *map);

#endif
