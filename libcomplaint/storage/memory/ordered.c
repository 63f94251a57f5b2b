/* The skip list of the memory backend. What keys mean is in row.c. */
#include "storage/memory/ordered.h"

#include <string.h>

const unsigned char *complaint__node_key(const complaint__node *node)
{
    return (const unsigned char *)(node->next + node->height);
}

/* One node in four reaches the next level. */
static size_t height_of(uint64_t random)
{
    size_t height = 1;

    while (height < COMPLAINT__ORDERED_HEIGHT && (random & 3) == 0) {
        height++;
        random >>= 2;
    }
    return height;
}

complaint__node *complaint__node_new(complaint_context *context,
                                     const void *key, size_t key_size,
                                     void *row, uint64_t random)
{
    size_t height = height_of(random);
    complaint__node *node = complaint__alloc(
        context, sizeof *node + height * sizeof node->next[0] + key_size);

    if (node == NULL)
        return NULL;
    node->row = row;
    node->previous = NULL;
    node->key_size = key_size;
    node->height = height;
    memcpy(node->next + height, key, key_size);
    return node;
}

static bool is_below(const complaint__node *node, const void *key, size_t size)
{
    size_t common = node->key_size < size ? node->key_size : size;
    int order = memcmp(complaint__node_key(node), key, common);

    return order != 0 ? order < 0 : node->key_size < size;
}

/* The last node below the key, or NULL; and on every level the array of links
 * to change when something is put there. */
static complaint__node *find(complaint__ordered *ordered, const void *key,
                             size_t size,
                             complaint__node **path[COMPLAINT__ORDERED_HEIGHT])
{
    complaint__node *at = NULL;
    complaint__node **links = ordered->head;

    for (size_t level = COMPLAINT__ORDERED_HEIGHT; level-- > 0;) {
        while (links[level] != NULL && is_below(links[level], key, size)) {
            at = links[level];
            links = at->next;
        }
        if (path != NULL)
            path[level] = links;
    }
    return at;
}

void complaint__ordered_link(complaint__ordered *ordered, complaint__node *node)
{
    complaint__node **path[COMPLAINT__ORDERED_HEIGHT];

    node->previous =
        find(ordered, complaint__node_key(node), node->key_size, path);
    for (size_t level = 0; level < node->height; level++) {
        node->next[level] = path[level][level];
        path[level][level] = node;
    }
    if (node->next[0] != NULL)
        node->next[0]->previous = node;
    ordered->count++;
}

void complaint__ordered_unlink(complaint__ordered *ordered,
                               complaint__node *node)
{
    complaint__node **path[COMPLAINT__ORDERED_HEIGHT];

    find(ordered, complaint__node_key(node), node->key_size, path);
    for (size_t level = 0; level < node->height; level++)
        path[level][level] = node->next[level];
    if (node->next[0] != NULL)
        node->next[0]->previous = node->previous;
    ordered->count--;
}

complaint__node *complaint__ordered_below(const complaint__ordered *ordered,
                                          const void *key, size_t key_size)
{
    complaint__node *at = NULL;
    complaint__node *const *links = ordered->head;

    for (size_t level = COMPLAINT__ORDERED_HEIGHT; level-- > 0;) {
        while (links[level] != NULL && is_below(links[level], key, key_size)) {
            at = links[level];
            links = at->next;
        }
    }
    return at;
}

complaint__node *complaint__ordered_from(const complaint__ordered *ordered,
                                         const void *key, size_t key_size)
{
    complaint__node *below = complaint__ordered_below(ordered, key, key_size);

    return below != NULL ? below->next[0] : ordered->head[0];
}
