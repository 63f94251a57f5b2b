/* A set of nodes ordered by the bytes of their keys: a skip list, so that a
 * node made beforehand is linked and unlinked without any allocation. */
#ifndef COMPLAINT_STORAGE_MEMORY_ORDERED_H
#define COMPLAINT_STORAGE_MEMORY_ORDERED_H

#include "base/memory.h"

#define COMPLAINT__ORDERED_HEIGHT 24

typedef struct complaint__node complaint__node;
struct complaint__node {
    void *row;
    complaint__node *previous;
    size_t key_size;
    size_t height;
    complaint__node *next[]; /* `height` of them, then the key */
};

typedef struct complaint__ordered {
    complaint__node *head[COMPLAINT__ORDERED_HEIGHT];
    size_t count;
} complaint__ordered;

const unsigned char *complaint__node_key(const complaint__node *node);
/* A node of its own; `random` decides its height. NULL when exhausted. */
complaint__node *complaint__node_new(complaint_context *context,
                                     const void *key, size_t key_size,
                                     void *row, uint64_t random);

void complaint__ordered_link(complaint__ordered *ordered,
                             complaint__node *node);
void complaint__ordered_unlink(complaint__ordered *ordered,
                               complaint__node *node);
/* First node whose key is not below; last node whose key is below. */
complaint__node *complaint__ordered_from(const complaint__ordered *ordered,
                                         const void *key, size_t key_size);
complaint__node *complaint__ordered_below(const complaint__ordered *ordered,
                                          const void *key, size_t key_size);

#endif
