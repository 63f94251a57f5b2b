/* Facts to canonical JSON. Reading is in facts_read.c. */
#include "base/failure.h"
#include "base/json.h"
#include "model/facts_inside.h"

#include <complaint/limits.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Maps up to this size are sorted without asking for memory. */
#define SORT_IN_PLACE 64
/* And up to this one without a call for each comparison. */
#define SORT_FEW 20

static int compare_keys(const facts_member *a, const facts_member *b)
{
    size_t size = a->key_size < b->key_size ? a->key_size : b->key_size;
    int order = (unsigned char)a->key[0] - (unsigned char)b->key[0];

    if (order == 0)
        order = memcmp(a->key, b->key, size);
    if (order != 0)
        return order;
    return (a->key_size > b->key_size) - (a->key_size < b->key_size);
}

static int compare_places(const void *a, const void *b)
{
    return compare_keys(*(const facts_member *const *)a,
                        *(const facts_member *const *)b);
}

/* The members of a map by key; few of them by insertion. */
static void sort_members(const complaint_facts *map,
                         const facts_member **sorted)
{
    size_t count = map->is.members->count;

    for (size_t i = 0; i < count; i++) {
        const facts_member *member = &map->is.members->items[i];
        size_t at = i;

        for (; count <= SORT_FEW && at > 0 &&
               compare_keys(sorted[at - 1], member) > 0;
             at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = member;
    }
    if (count > SORT_FEW)
        qsort(sorted, count, sizeof *sorted, compare_places);
}

static bool append_map(const complaint_facts *facts, bool exact,
                       complaint__buffer *buffer)
{
    const facts_member *few[SORT_IN_PLACE];
    const facts_member **sorted = few;
    size_t count = facts->is.members->count;
    bool kept = true;

    if (count > SORT_IN_PLACE) {
        sorted = complaint__realloc_array(buffer->context, NULL, count,
                                          sizeof *sorted);
        if (sorted == NULL) {
            buffer->failed = true;
            return true;
        }
    }
    sort_members(facts, sorted);
    complaint__buffer_char(buffer, '{');
    for (size_t i = 0; i < count && kept; i++) {
        complaint__json_key(buffer, i == 0, sorted[i]->key,
                            sorted[i]->key_size);
        kept = complaint__facts_append_json(sorted[i]->node, exact, buffer);
    }
    complaint__buffer_char(buffer, '}');
    if (sorted != few)
        complaint__free(buffer->context, sorted);
    return kept;
}

static bool append_list(const complaint_facts *facts, bool exact,
                        complaint__buffer *buffer)
{
    bool kept = true;

    complaint__buffer_char(buffer, '[');
    for (size_t i = 0; i < facts->is.members->count && kept; i++) {
        if (i > 0)
            complaint__buffer_char(buffer, ',');
        kept = complaint__facts_append_json(facts->is.members->items[i].node,
                                            exact, buffer);
    }
    complaint__buffer_char(buffer, ']');
    return kept;
}

bool complaint__facts_append_json(const complaint_facts *facts, bool exact,
                                  complaint__buffer *buffer)
{
    switch (complaint_facts_type(facts)) {
    case COMPLAINT_FACTS_BOOLEAN:
        complaint__buffer_text(buffer, facts->is.boolean ? "true" : "false");
        return true;
    case COMPLAINT_FACTS_INTEGER:
        complaint__json_integer(buffer, facts->is.integer);
        return true;
    case COMPLAINT_FACTS_REAL:
        complaint__json_real(buffer, facts->is.real);
        return !exact;
    case COMPLAINT_FACTS_TEXT:
        complaint__json_text(buffer, facts->is.text.bytes, facts->is.text.size);
        return true;
    case COMPLAINT_FACTS_LIST:
        return append_list(facts, exact, buffer);
    case COMPLAINT_FACTS_MAP:
        return append_map(facts, exact, buffer);
    default:
        complaint__buffer_text(buffer, "null");
        return true;
    }
}

int complaint_facts_write(const complaint_facts *facts, char **json,
                          size_t *size, complaint_error **error)
{
    complaint__buffer buffer =
        COMPLAINT__BUFFER(complaint__facts_context(facts));

    if (json == NULL)
        return complaint__fail_misuse(buffer.context, error, "json");
    *json = NULL;
    if (facts == NULL)
        return complaint__fail_misuse(NULL, error, "facts");
    complaint__facts_append_json(facts, false, &buffer);
    *json = complaint__buffer_take(&buffer, size);
    return *json == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}
