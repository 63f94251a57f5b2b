/* A YAML text as a plain tree, each node with its place: for extend.c, which
 * lays one tree over another. */
#ifndef COMPLAINT_PROCEDURE_TREE_H
#define COMPLAINT_PROCEDURE_TREE_H

#include "base/memory.h"

enum complaint__node_kind {
    COMPLAINT__NODE_TEXT,
    COMPLAINT__NODE_LIST,
    COMPLAINT__NODE_MAP
};

typedef struct complaint__node complaint__node;
struct complaint__node {
    int kind;
    const char *key;  /* in a map; otherwise NULL */
    const char *text; /* of a text */
    complaint__node *first;
    complaint__node *last;
    complaint__node *next;
    const char *file; /* where it was written; may be NULL */
    int64_t line;
    int64_t column;
    bool own; /* laid over, or added, by the text read last */
};

/* A text that complaint__yaml_map_new() has passed; NULL root for none. */
int complaint__tree_read(complaint__arena *arena, const char *yaml, size_t size,
                         const char *file, complaint__node **root,
                         complaint_error **error);
/* A member of a map, or NULL. */
complaint__node *complaint__tree_get(const complaint__node *map,
                                     const char *key);
/* The text of a member, or NULL where there is no such text. */
const char *complaint__tree_text(const complaint__node *map, const char *key);
void complaint__tree_append(complaint__node *parent, complaint__node *child);
void complaint__tree_remove(complaint__node *parent, complaint__node *child);
/* As YAML again: a line for each key of the root, "kind" first. */
void complaint__tree_write(const complaint__node *root,
                           complaint__buffer *buffer);
/* The node at a path ("states/2/name"), or the nearest above it. */
const complaint__node *complaint__tree_find(const complaint__node *root,
                                            const char *path);

#endif
