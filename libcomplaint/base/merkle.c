/* Merkle trees as in RFC 6962: see merkle.h. */
#include "base/merkle.h"

#include "base/failure.h"

#include <string.h>

int complaint__merkle_leaf(complaint__hasher *hasher, const void *bytes,
                           size_t size, complaint__hash out,
                           complaint_error **error)
{
    complaint__buffer_clear(&hasher->form);
    complaint__buffer_char(&hasher->form, '\0');
    complaint__buffer_append(&hasher->form, bytes, size);
    return complaint__hasher_form(hasher, out, error);
}

/* SHA-256(0x01 || left || right); `out` may be one of them. */
static int join(complaint__hasher *hasher, const complaint__hash left,
                const complaint__hash right, complaint__hash out,
                complaint_error **error)
{
    unsigned char bytes[1 + 2 * COMPLAINT__DIGEST_SIZE] = {1};

    memcpy(bytes + 1, left, COMPLAINT__DIGEST_SIZE);
    memcpy(bytes + 1 + COMPLAINT__DIGEST_SIZE, right, COMPLAINT__DIGEST_SIZE);
    return complaint__hasher_digest(hasher, bytes, sizeof bytes, out, error);
}

int complaint__merkle_add(complaint__merkle *tree, complaint__hasher *hasher,
                          const complaint__hash leaf, complaint_error **error)
{
    complaint__hash node;
    int level = 0;
    int status = COMPLAINT_OK;

    memcpy(node, leaf, sizeof node);
    while (status == COMPLAINT_OK && (tree->count >> level & 1) != 0) {
        status = join(hasher, tree->nodes[level], node, node, error);
        level++;
    }
    memcpy(tree->nodes[level], node, sizeof node);
    tree->count++;
    return status;
}

int complaint__merkle_root(const complaint__merkle *tree,
                           complaint__hasher *hasher, complaint__hash out,
                           complaint_error **error)
{
    bool any = false;
    int status = COMPLAINT_OK;

    if (tree->count == 0)
        return complaint__hasher_digest(hasher, "", 0, out, error);
    for (int i = 0; status == COMPLAINT_OK && i < COMPLAINT__MERKLE_DEPTH;
         i++) {
        if ((tree->count >> i & 1) == 0)
            continue;
        if (any)
            status = join(hasher, tree->nodes[i], out, out, error);
        else
            memcpy(out, tree->nodes[i], COMPLAINT__DIGEST_SIZE);
        any = true;
    }
    return status;
}

/* ---- paths ---- */

/* Level 0 are the leaves; a node without a right neighbour goes up as it is,
 * which gives the tree of the RFC. */
struct complaint__merkle_levels {
    complaint_context *context;
    size_t depth;
    size_t counts[COMPLAINT__MERKLE_DEPTH + 1];
    complaint__hash *nodes[COMPLAINT__MERKLE_DEPTH + 1];
};

static int add_level(complaint__merkle_levels *levels,
                     complaint__hasher *hasher, complaint_error **error)
{
    size_t from = levels->depth;
    size_t count = (levels->counts[from] + 1) / 2;
    int status = COMPLAINT_OK;
    complaint__hash *to =
        complaint__realloc_array(levels->context, NULL, count, sizeof *to);

    if (to == NULL)
        return complaint__fail_memory(error);
    levels->depth++;
    levels->nodes[levels->depth] = to;
    levels->counts[levels->depth] = count;
    for (size_t i = 0; status == COMPLAINT_OK && i < count; i++) {
        complaint__hash *pair = &levels->nodes[from][2 * i];

        if (2 * i + 1 < levels->counts[from])
            status = join(hasher, pair[0], pair[1], to[i], error);
        else
            memcpy(to[i], pair[0], sizeof to[i]);
    }
    return status;
}

int complaint__merkle_levels_new(complaint__hasher *hasher,
                                 complaint__hash *leaves, size_t count,
                                 complaint__merkle_levels **out,
                                 complaint_error **error)
{
    complaint__merkle_levels *levels =
        complaint__alloc_array(hasher->context, 1, sizeof *levels);
    int status = COMPLAINT_OK;

    *out = NULL;
    if (levels == NULL)
        return complaint__fail_memory(error);
    levels->context = hasher->context;
    levels->counts[0] = count;
    levels->nodes[0] = complaint__realloc_array(
        hasher->context, NULL, count == 0 ? 1 : count, sizeof *leaves);
    if (levels->nodes[0] == NULL)
        status = complaint__fail_memory(error);
    else if (count > 0)
        memcpy(levels->nodes[0], leaves, count * sizeof *leaves);
    while (status == COMPLAINT_OK && levels->counts[levels->depth] > 1)
        status = add_level(levels, hasher, error);
    if (status == COMPLAINT_OK)
        *out = levels;
    else
        complaint__merkle_levels_free(levels);
    return status;
}

void complaint__merkle_levels_free(complaint__merkle_levels *levels)
{
    if (levels == NULL)
        return;
    for (size_t i = 0; i <= levels->depth; i++)
        complaint__free(levels->context, levels->nodes[i]);
    complaint__free(levels->context, levels);
}

size_t complaint__merkle_path(const complaint__merkle_levels *levels,
                              size_t index,
                              complaint__hash path[COMPLAINT__MERKLE_DEPTH])
{
    size_t size = 0;

    for (size_t i = 0; i < levels->depth; i++, index /= 2)
        if ((index ^ 1) < levels->counts[i])
            memcpy(path[size++], levels->nodes[i][index ^ 1], sizeof path[0]);
    return size;
}

int complaint__merkle_climb(complaint__hasher *hasher,
                            const complaint__hash leaf, uint64_t index,
                            uint64_t count, complaint__hash *path,
                            size_t path_count, complaint__hash root, bool *fits,
                            complaint_error **error)
{
    uint64_t last = count - 1;
    size_t used = 0;
    int status = COMPLAINT_OK;

    memcpy(root, leaf, COMPLAINT__DIGEST_SIZE);
    *fits = index < count;
    for (; *fits && last > 0 && status == COMPLAINT_OK; index /= 2, last /= 2) {
        if ((index & 1) == 0 && index == last) /* no right neighbour */
            continue;
        *fits = used < path_count;
        if (!*fits)
            break;
        status = (index & 1) != 0 ? join(hasher, path[used], root, root, error)
                                  : join(hasher, root, path[used], root, error);
        used++;
    }
    *fits = *fits && used == path_count;
    return status;
}
