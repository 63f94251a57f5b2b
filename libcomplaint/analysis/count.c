/* Counting cases by up to four dimensions: one cell for each combination
 * where there are few, a hash table of the groups that occur where there are
 * many. Codes sort as their texts, so cells come out in order. */
#include "analysis/count.h"

#include "base/failure.h"

#include <stdlib.h>
#include <string.h>

/* Codes are combined in blocks that stay in the nearest cache. */
#define BLOCK 1024

/* What is left to count by once the runs of a sorted column are told apart:
 * a cell is the sum of code * stride. */
typedef struct rest {
    const complaint__code_column *columns[COMPLAINT__FIGURE_DIMENSIONS];
    uint32_t strides[COMPLAINT__FIGURE_DIMENSIONS];
    size_t dimensions;
} rest;

/* The loops below are written out for each width of code, so that none asks
 * for the width of a single one. */
#define ONE(type_a)                                                            \
    static void one_##type_a(const type_a##_t *a, uint32_t stride_a,           \
                             size_t count, uint32_t *counts)                   \
    {                                                                          \
        for (size_t i = 0; i < count; i++)                                     \
            counts[a[i] * stride_a]++;                                         \
    }                                                                          \
    static void add_##type_a(const type_a##_t *a, uint32_t stride_a,           \
                             size_t count, uint32_t *restrict cells)           \
    {                                                                          \
        for (size_t i = 0; i < count; i++)                                     \
            cells[i] += a[i] * stride_a;                                       \
    }
#define TWO(type_a, type_b)                                                    \
    static void two_##type_a##_##type_b(                                       \
        const type_a##_t *a, uint32_t stride_a, const type_b##_t *b,           \
        uint32_t stride_b, size_t count, uint32_t *counts)                     \
    {                                                                          \
        for (size_t i = 0; i < count; i++)                                     \
            counts[a[i] * stride_a + b[i] * stride_b]++;                       \
    }
ONE(uint8)
ONE(uint16)
ONE(uint32)
TWO(uint8, uint8)
TWO(uint8, uint16)
TWO(uint16, uint8)
TWO(uint16, uint16)

static const void *codes_from(const complaint__code_column *column,
                              size_t first)
{
    return (const char *)column->packed + first * (size_t)column->width;
}

static void count_one(const rest *by, size_t first, size_t count,
                      uint32_t *counts)
{
    const void *a = codes_from(by->columns[0], first);

    if (by->columns[0]->width == 1)
        one_uint8(a, by->strides[0], count, counts);
    else if (by->columns[0]->width == 2)
        one_uint16(a, by->strides[0], count, counts);
    else
        one_uint32(a, by->strides[0], count, counts);
}

static void count_two(const rest *by, size_t first, size_t count,
                      uint32_t *counts)
{
    const void *a = codes_from(by->columns[0], first);
    const void *b = codes_from(by->columns[1], first);
    uint32_t p = by->strides[0], q = by->strides[1];

    if (by->columns[0]->width == 1 && by->columns[1]->width == 1)
        two_uint8_uint8(a, p, b, q, count, counts);
    else if (by->columns[0]->width == 1)
        two_uint8_uint16(a, p, b, q, count, counts);
    else if (by->columns[1]->width == 1)
        two_uint16_uint8(a, p, b, q, count, counts);
    else
        two_uint16_uint16(a, p, b, q, count, counts);
}

static void count_blocks(const rest *by, size_t first, size_t count,
                         uint32_t *counts)
{
    uint32_t cells[BLOCK];

    for (size_t done = 0, size; done < count; done += size) {
        size = count - done < BLOCK ? count - done : BLOCK;
        memset(cells, 0, size * sizeof cells[0]);
        for (size_t d = 0; d < by->dimensions; d++) {
            const void *a = codes_from(by->columns[d], first + done);

            if (by->columns[d]->width == 1)
                add_uint8(a, by->strides[d], size, cells);
            else if (by->columns[d]->width == 2)
                add_uint16(a, by->strides[d], size, cells);
            else
                add_uint32(a, by->strides[d], size, cells);
        }
        for (size_t i = 0; i < size; i++)
            counts[cells[i]]++;
    }
}

static void count_rest(const rest *by, size_t first, size_t count,
                       uint32_t *counts)
{
    bool narrow = by->dimensions == 2 && by->columns[0]->width < 4 &&
                  by->columns[1]->width < 4;

    if (by->dimensions == 0)
        counts[0] += (uint32_t)count;
    else if (by->dimensions == 1)
        count_one(by, first, count, counts);
    else if (narrow)
        count_two(by, first, count, counts);
    else
        count_blocks(by, first, count, counts);
}

/* One past the rows from `first` on that have the same code in a column that
 * ascends. */
static size_t run_end(const complaint__code_column *column, size_t first,
                      size_t end)
{
    uint32_t code = complaint__code_at(column, first);
    size_t low = first + 1, high = end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (complaint__code_at(column, middle) == code)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* In the order of receipt months are runs: each is counted with its code
 * settled. */
static void count_cells(const complaint__count_request *request,
                        const uint32_t *strides, uint32_t *counts)
{
    const complaint__code_column *ascending = NULL;
    uint32_t stride = 0;
    rest by = {{NULL}, {0}, 0};

    for (size_t d = 0; d < request->dimensions; d++) {
        if (request->columns[d] == request->ascending) {
            ascending = request->ascending;
            stride = strides[d];
        } else {
            by.columns[by.dimensions] = request->columns[d];
            by.strides[by.dimensions++] = strides[d];
        }
    }
    for (size_t first = request->first; first < request->end;) {
        size_t end = ascending != NULL ? run_end(ascending, first, request->end)
                                       : request->end;
        size_t base =
            ascending != NULL
                ? (size_t)complaint__code_at(ascending, first) * stride
                : 0;

        count_rest(&by, first, end - first, counts + base);
        first = end;
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

/* Step to the next combination, as a counter of a car does. */
static void step(const complaint__count_request *request, uint32_t *codes)
{
    for (size_t d = request->dimensions; d-- > 0;) {
        if (++codes[d] <= request->columns[d]->text_count)
            return;
        codes[d] = 0;
    }
}

static bool take_cells(complaint_context *context,
                       const complaint__count_request *request,
                       const uint32_t *counts, size_t cells,
                       complaint__groups *out)
{
    uint32_t codes[COMPLAINT__FIGURE_DIMENSIONS] = {0};
    size_t used = 0;

    for (size_t i = 0; i < cells; i++)
        used += counts[i] != 0;
    if (!make_groups(context, used, out))
        return false;
    for (size_t i = 0; i < cells; i++, step(request, codes)) {
        complaint__group *group = &out->groups[out->count];

        if (counts[i] == 0)
            continue;
        memcpy(group->codes, codes, sizeof codes);
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
    uint32_t strides[COMPLAINT__FIGURE_DIMENSIONS] = {0}, stride = 1;
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
    done = take_cells(context, request, counts, cells, out);
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

static bool count_row(table *self, complaint__groups *groups,
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
        done = count_row(&self, out, codes);
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
