/* Merkle trees over SHA-256 as in RFC 6962, 2.1: roots of a growing list of
 * leaves, paths of inclusion. What the leaves say is decided elsewhere. */
#ifndef COMPLAINT_BASE_MERKLE_H
#define COMPLAINT_BASE_MERKLE_H

#include "base/identity.h"

typedef unsigned char complaint__hash[COMPLAINT__DIGEST_SIZE];

/* Nodes of a path, and perfect subtrees side by side: one for each bit. */
#define COMPLAINT__MERKLE_DEPTH 64

/* SHA-256(0x00 || bytes) */
int complaint__merkle_leaf(complaint__hasher *hasher, const void *bytes,
                           size_t size, complaint__hash out,
                           complaint_error **error);

/* The right edge of a tree that grows: of its perfect subtrees, the largest
 * first, those that its number of leaves has a bit for. All zero: empty. */
typedef struct complaint__merkle {
    uint64_t count;
    complaint__hash nodes[COMPLAINT__MERKLE_DEPTH];
} complaint__merkle;
int complaint__merkle_add(complaint__merkle *tree, complaint__hasher *hasher,
                          const complaint__hash leaf, complaint_error **error);
int complaint__merkle_root(const complaint__merkle *tree,
                           complaint__hasher *hasher, complaint__hash out,
                           complaint_error **error);

/* All levels of a tree of `count` leaves, kept to take paths from. */
typedef struct complaint__merkle_levels complaint__merkle_levels;
int complaint__merkle_levels_new(complaint__hasher *hasher,
                                 complaint__hash *leaves, size_t count,
                                 complaint__merkle_levels **out,
                                 complaint_error **error);
void complaint__merkle_levels_free(complaint__merkle_levels *levels);
/* The siblings from the leaf up; their number. */
size_t complaint__merkle_path(const complaint__merkle_levels *levels,
                              size_t index,
                              complaint__hash path[COMPLAINT__MERKLE_DEPTH]);
/* The root that a leaf has by its path (RFC 9162, 2.1.3.2). *fits is false
 * for a path of another length than this place in such a tree has. */
int complaint__merkle_climb(complaint__hasher *hasher,
                            const complaint__hash leaf, uint64_t index,
                            uint64_t count, complaint__hash *path,
                            size_t path_count, complaint__hash root, bool *fits,
                            complaint_error **error);

#endif
