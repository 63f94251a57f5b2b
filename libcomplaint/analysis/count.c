/* Counting cases by up to four dimensions: one cell for each combination
 * where there are few, a hash table of the groups that occur where there are
 * many. Codes sort as their texts, so cells come out in order. */
#include "analysis/count.h"

#include "base/failure.h"

#include <stdlib.h>
#include <string.h>

/* Codes are combined in blocks that stay in the nearest cache. */
#define BLOCK 1024

typedef struct block {
    uint32_t cells[BLOCK];
} block;

/* cells += code * stride for `count` rows from `first`. Three loops, so that
 * each has one type and can be vectorised. */
static void add_codes(const complaint__code_column *column, size_t first,
                      size_t count, uint32_t stride, uint32_t *restrict cells)
{
    if (column->width == 1) {
        const uint8_t *codes = (const uint8_t *)column->packed + first;

        for (size_t i = 0; i < count; i++)
            cells[i] += codes[i] * stride;
    } else if (column->width == 2) {
        const uint16_t *codes = (const uint16_t *)column->packed + first;

        for (size_t i = 0; i < count; i++)
            cells[i] += codes[i] * stride;
    } else {
        const uint32_t *codes = (const uint32_t *)column->packed + first;

        for (size_t i = 0; i < count; i++)
            cells[i] += codes[i] * stride;
    }
}

static void count_cells(const complaint__count_request *request,
                        const uint32_t *strides, uint32_t *counts)
{
    block b;

    for (size_t first = request->first; first < request->end;) {
        size_t count = request->end - first;

        if (count > BLOCK)
            count = BLOCK;
        memset(b.cells, 0, count * sizeof b.cells[0]);
        for (size_t d = 0; d < request->dimensions; d++)
            add_codes(request->columns[d], first, count, strides[d], b.cells);
        for (size_t i = 0; i < count; i++)
            counts[b.cells[i]]++;
        first += count;
    }
}

/* Number of combinations, 0 when there are more than `most`. */
static size_t combinations(const complaint__count_request *request, size_t most)
{
    size_t product = 1;

    for (size_t d = 0; d < request->dimensions; d++) {
        size_t size = request->columns[d]->text_count + 1;

        if (size > most / product)
            return 0;
        product *= size;
    }
    return product;
}

static bool make_groups(complaint_context *context, size_t count,
                        complaint__groups *out)
{
    out->groups =
        complaint__alloc_array(context, count + 1, sizeof *out->groups);
    out->count = 0;
    return out->groups != NULL;
}

static bool take_cells(complaint_context *context,
                       const complaint__count_request *request,
                       const uint32_t *strides, const uint32_t *counts,
                       size_t cells, complaint__groups *out)
{
    size_t used = 0;

    for (size_t i = 0; i < cells; i++)
        used += counts[i] != 0;
    if (!make_groups(context, used, out))
        return false;
    for (size_t i = 0; i < cells; i++) {
        complaint__group *group = &out->groups[out->count];
        size_t rest = i;

        if (counts[i] == 0)
            continue;
        for (size_t d = 0; d < request->dimensions; d++) {
            group->codes[d] = (uint32_t)(rest / strides[d]);
            rest %= strides[d];
        }
        group->count = counts[i];
        out->count++;
    }
    return true;
}

bool complaint__count_dense(complaint_context *context,
                            const complaint__count_request *request,
                            complaint__groups *out)
{
    size_t cells = combinations(request, COMPLAINT__DENSE_MOST);
    uint32_t strides[COMPLAINT__FIGURE_DIMENSIONS], stride = 1;
    uint32_t *counts;
    bool done;

    for (size_t d = request->dimensions; d-- > 0;) {
        strides[d] = stride;
        stride *= (uint32_t)request->columns[d]->text_count + 1;
    }
    counts = complaint__alloc_array(context, cells, sizeof *counts);
    if (counts == NULL)
        return false;
    count_cells(request, strides, counts);
    done = take_cells(context, request, strides, counts, cells, out);
    complaint__free(context, counts);
    return done;
}

/* ---- many combinations ---- */

static uint64_t hash_codes(const uint32_t *codes, size_t dimensions)
{
    uint64_t hash = 0;

    for (size_t d = 0; d < dimensions; d++) {
        hash = (hash ^ codes[d]) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return hash;
}

typedef struct table {
    complaint_context *context;
    uint32_t *slots; /* position of a group + 1 */
    size_t slot_count;
    size_t capacity; /* of the groups */
    size_t dimensions;
} table;

static bool grow_table(table *self, complaint__groups *groups)
{
    size_t count = self->slot_count > 0 ? self->slot_count * 2 : 1024;
    uint32_t *slots =
        complaint__alloc_array(self->context, count, sizeof *slots);
    complaint__group *grown;

    if (slots == NULL)
        return false;
    complaint__free(self->context, self->slots);
    self->slots = slots;
    self->slot_count = count;
    grown = complaint__realloc_array(self->context, groups->groups,
                                     count / 2 + 1, sizeof *grown);
    if (grown == NULL)
        return false;
    groups->groups = grown;
    self->capacity = count / 2;
    for (size_t i = 0; i < groups->count; i++) {
        size_t slot =
            hash_codes(grown[i].codes, self->dimensions) & (count - 1);

        while (slots[slot] != 0)
            slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    return true;
}

static bool count_one(table *self, complaint__groups *groups,
                      const uint32_t *codes)
{
    size_t bytes = self->dimensions * sizeof *codes;
    complaint__group *group;
    size_t slot;

    if (groups->count >= self->capacity && !grow_table(self, groups))
        return false;
    slot = hash_codes(codes, self->dimensions) & (self->slot_count - 1);
    while (self->slots[slot] != 0) {
        group = &groups->groups[self->slots[slot] - 1];
        if (memcmp(group->codes, codes, bytes) == 0) {
            group->count++;
            return true;
        }
        slot = (slot + 1) & (self->slot_count - 1);
    }
    group = &groups->groups[groups->count++];
    memset(group, 0, sizeof *group);
    memcpy(group->codes, codes, bytes);
    group->count = 1;
    self->slots[slot] = (uint32_t)groups->count;
    return true;
}

static int compare_groups(const void *a, const void *b)
{
    const complaint__group *x = a, *y = b;

    for (size_t d = 0; d < COMPLAINT__FIGURE_DIMENSIONS; d++)
        if (x->codes[d] != y->codes[d])
            return x->codes[d] < y->codes[d] ? -1 : 1;
    return 0;
}

void complaint__groups_sort(complaint__groups *groups)
{
    if (groups->count > 1)
        qsort(groups->groups, groups->count, sizeof *groups->groups,
              compare_groups);
}

bool complaint__count_hashed(complaint_context *context,
                             const complaint__count_request *request,
                             complaint__groups *out)
{
    table self = {context, NULL, 0, 0, request->dimensions};
    bool done = make_groups(context, 0, out);

    for (size_t row = request->first; done && row < request->end; row++) {
        uint32_t codes[COMPLAINT__FIGURE_DIMENSIONS];

        for (size_t d = 0; d < request->dimensions; d++)
            codes[d] = complaint__code_at(request->columns[d], row);
        done = count_one(&self, out, codes);
    }
    complaint__free(context, self.slots);
    if (done)
        complaint__groups_sort(out);
    return done;
}

bool complaint__count_groups(complaint_context *context,
                             const complaint__count_request *request,
                             complaint__groups *out)
{
    return combinations(request, COMPLAINT__DENSE_MOST) > 0
               ? complaint__count_dense(context, request, out)
               : complaint__count_hashed(context, request, out);
}

void complaint__groups_free(complaint_context *context,
                            complaint__groups *groups)
{
    complaint__free(context, groups->groups);
    groups->groups = NULL;
    groups->count = 0;
}
