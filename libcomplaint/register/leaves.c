/* The leaves of the tree of seals, in memory. How they come about: seal.c. */
#include "register/seal.h"

#include "base/context.h"
#include "base/failure.h"
#include "base/json.h"

#include <string.h>

void complaint__leaf_form(complaint__buffer *buffer, const char *case_id,
                          int64_t entries, const complaint__hash head)
{
    complaint__buffer_text(buffer, "[\"complaint/leaf/1\",");
    complaint__json_text(buffer, case_id, strlen(case_id));
    complaint__buffer_char(buffer, ',');
    complaint__json_integer(buffer, entries);
    complaint__buffer_text(buffer, ",\"");
    complaint__hex(buffer, head, COMPLAINT__DIGEST_SIZE);
    complaint__buffer_text(buffer, "\"]");
}

int complaint__leaf_hash(complaint__hasher *hasher, complaint__buffer *form,
                         const char *case_id, int64_t entries,
                         const complaint__hash head, complaint__hash out,
                         complaint_error **error)
{
    complaint__buffer_clear(form);
    complaint__leaf_form(form, case_id, entries, head);
    if (form->failed)
        return complaint__fail_memory(error);
    return complaint__merkle_leaf(hasher, form->bytes, form->size, out, error);
}

/* ---- the newest of a case ---- */

static size_t *place_of(const complaint__leaves *leaves, const char *case_id)
{
    uint64_t h = UINT64_C(14695981039346656037) ^
                 complaint__context_hash_seed(leaves->context);
    size_t i;

    for (const char *at = case_id; *at != '\0'; at++) {
        h ^= (unsigned char)*at;
        h *= UINT64_C(1099511628211);
    }
    i = (size_t)(h ^ h >> 32) & (leaves->place_count - 1);
    while (leaves->places[i] != 0 &&
           strcmp(leaves->of[leaves->places[i] - 1].case_id, case_id) != 0)
        i = (i + 1) & (leaves->place_count - 1);
    return &leaves->places[i];
}

complaint__sealed *complaint__leaves_find(const complaint__leaves *leaves,
                                          const char *case_id)
{
    size_t place = leaves->count == 0 ? 0 : *place_of(leaves, case_id);

    return place == 0 ? NULL : &leaves->of[place - 1];
}

static bool grow_places(complaint__leaves *leaves)
{
    size_t *old = leaves->places;
    size_t old_count = leaves->place_count;

    leaves->place_count = old_count == 0 ? 256 : 2 * old_count;
    leaves->places = complaint__alloc_array(
        leaves->context, leaves->place_count, sizeof *leaves->places);
    if (leaves->places == NULL) {
        leaves->places = old;
        leaves->place_count = old_count;
        return false;
    }
    for (size_t i = 0; i < old_count; i++)
        if (old[i] != 0)
            *place_of(leaves, leaves->of[old[i] - 1].case_id) = old[i];
    complaint__free(leaves->context, old);
    return true;
}

/* ---- reading ---- */

static bool grow(complaint__leaves *leaves)
{
    size_t capacity = leaves->capacity == 0 ? 64 : 2 * leaves->capacity;
    void *grown = complaint__realloc_array(leaves->context, leaves->of,
                                           capacity, sizeof *leaves->of);

    if (grown == NULL)
        return false;
    leaves->of = grown;
    grown = complaint__realloc_array(leaves->context, leaves->hashes, capacity,
                                     sizeof *leaves->hashes);
    if (grown == NULL)
        return false;
    leaves->hashes = grown;
    leaves->capacity = capacity;
    return true;
}

int complaint__leaves_add(complaint__leaves *leaves, complaint__hasher *hasher,
                          const char *case_id, int64_t seal, int64_t entries,
                          const unsigned char *head, complaint_error **error)
{
    complaint__sealed *leaf;
    size_t *place;
    int status;

    if ((leaves->count == leaves->capacity && !grow(leaves)) ||
        (leaves->cases * 2 >= leaves->place_count && !grow_places(leaves)))
        return complaint__fail_memory(error);
    leaf = &leaves->of[leaves->count];
    memset(leaf, 0, sizeof *leaf);
    memcpy(leaf->case_id, case_id, strlen(case_id));
    leaf->seal = seal;
    leaf->entries = entries;
    memcpy(leaf->head, head, sizeof leaf->head);
    status = complaint__leaf_hash(hasher, &leaves->form, leaf->case_id,
                                  leaf->entries, leaf->head,
                                  leaves->hashes[leaves->count], error);
    if (status != COMPLAINT_OK)
        return status;
    place = place_of(leaves, leaf->case_id);
    leaves->cases += *place == 0;
    *place = ++leaves->count;
    return complaint__merkle_add(&leaves->tree, hasher,
                                 leaves->hashes[leaves->count - 1], error);
}

static int add_row(complaint__leaves *leaves, complaint__hasher *hasher,
                   const complaint_value *row, complaint_error **error)
{
    if (row[complaint__leaf_case_id].size >= COMPLAINT__ID_SIZE ||
        row[complaint__leaf_head].size != COMPLAINT__DIGEST_SIZE)
        return complaint__fail(leaves->context, error, COMPLAINT_CORRUPT,
                               "seal.damaged", "leaf",
                               "the seals are damaged: verify says where");
    return complaint__leaves_add(
        leaves, hasher, row[complaint__leaf_case_id].bytes,
        row[complaint__leaf_seal].integer, row[complaint__leaf_entries].integer,
        (const unsigned char *)row[complaint__leaf_head].bytes, error);
}

int complaint__leaves_load(complaint_register *self, complaint__hasher *hasher,
                           complaint__leaves *leaves, complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_leaf};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, error);

    memset(leaves, 0, sizeof *leaves);
    leaves->context = leaves->form.context = self->context;
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, error);
        if (status == COMPLAINT_OK && row != NULL)
            status = add_row(leaves, hasher, row, error);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    if (status != COMPLAINT_OK)
        complaint__leaves_free(leaves);
    return status;
}

void complaint__leaves_free(complaint__leaves *leaves)
{
    complaint__free(leaves->context, leaves->of);
    complaint__free(leaves->context, leaves->hashes);
    complaint__free(leaves->context, leaves->places);
    complaint__buffer_free(&leaves->form);
    memset(leaves, 0, sizeof *leaves);
}
