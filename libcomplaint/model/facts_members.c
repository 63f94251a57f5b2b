/* Members of maps and lists: finding, adding, removing, comparing. */
#include "base/context.h"
#include "base/failure.h"
#include "model/facts_inside.h"
#include "text/normal.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

/* Room of a map's or list's first members. A map with more than SMALL_MAP has
 * an index. */
#define SMALLEST 4
#define SMALL_MAP 16

/* Eight bytes at a time, mixed by a multiplication; seeded, so that keys that
 * collide cannot be prepared. */
static size_t hash_key(const facts_root *root, const char *key, size_t size)
{
    uint64_t hash = complaint__context_hash_seed(root->context) ^ size;

    for (size_t at = 0; at < size; at += 8) {
        uint64_t word = 0;

        memcpy(&word, key + at, size - at < 8 ? size - at : 8);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return (size_t)(hash ^ hash >> 32);
}

static bool same_key(const facts_member *member, const char *key, size_t size)
{
    return member->key_size == size &&
           (size == 0 ||
            (member->key[0] == key[0] && memcmp(member->key, key, size) == 0));
}

static void index_member(const facts_root *root, facts_members *members,
                         size_t position)
{
    const facts_member *member = &members->items[position];
    size_t mask = members->index_size - 1;
    size_t slot = hash_key(root, member->key, member->key_size) & mask;

    while (members->index[slot] != 0)
        slot = (slot + 1) & mask;
    members->index[slot] = (uint32_t)(position + 1);
}

static void index_all(const facts_root *root, facts_members *members)
{
    memset(members->index, 0, members->index_size * sizeof *members->index);
    for (size_t i = 0; i < members->count; i++)
        index_member(root, members, i);
}

facts_member *complaint__facts_find(const complaint_facts *map, const char *key,
                                    size_t key_size)
{
    const facts_members *members = map->is.members;

    if (members->index == NULL) {
        for (size_t i = 0; i < members->count; i++) {
            if (same_key(&members->items[i], key, key_size))
                return &members->items[i];
        }
        return NULL;
    }
    for (size_t slot = hash_key(map->root, key, key_size);; slot++) {
        uint32_t position = members->index[slot & (members->index_size - 1)];

        if (position == 0)
            return NULL;
        if (same_key(&members->items[position - 1], key, key_size))
            return &members->items[position - 1];
    }
}

/* Room for so many members, in items and index (kept at most half full). */
bool complaint__facts_reserve(complaint_facts *facts, size_t count)
{
    facts_members *members = facts->is.members;
    complaint__arena *arena = facts->root->arena;
    size_t capacity = count <= SMALLEST ? SMALLEST : SMALL_MAP;
    facts_member *items;

    if (count <= members->capacity)
        return true;
    while (capacity < count)
        capacity *= 2;
    items = complaint__arena_room(arena, capacity * sizeof *items);
    if (items == NULL)
        return false;
    if (facts->type == COMPLAINT_FACTS_MAP && capacity > SMALL_MAP) {
        size_t size = 2 * capacity;
        uint32_t *index = complaint__arena_room(arena, size * sizeof *index);

        if (index == NULL)
            return false;
        members->index = index;
        members->index_size = size;
    }
    if (members->count > 0)
        memcpy(items, members->items, members->count * sizeof *items);
    members->items = items;
    members->capacity = capacity;
    if (members->index != NULL)
        index_all(facts->root, members);
    return true;
}

int complaint__facts_keep(complaint_facts *facts, const char *key,
                          size_t key_size, complaint_facts *node,
                          complaint_error **error)
{
    facts_members *members = facts->is.members;
    facts_root *root = facts->root;

    if (members->count >= COMPLAINT_LIMIT_FACTS_MEMBERS && !root->raw)
        return complaint__fail_limit(root->context, error,
                                     key == NULL ? "members" : key,
                                     COMPLAINT_LIMIT_FACTS_MEMBERS);
    if (!complaint__facts_reserve(facts, members->count + 1))
        return complaint__fail_memory(error);
    members->items[members->count] = (facts_member){key, key_size, node};
    if (members->index != NULL)
        index_member(root, members, members->count);
    members->count++;
    return COMPLAINT_OK;
}

int complaint__facts_add(complaint_facts *facts, const char *key,
                         size_t key_size, complaint_facts *node,
                         complaint_error **error)
{
    if (key != NULL) {
        key = complaint__arena_bytes(facts->root->arena, key, key_size);
        if (key == NULL)
            return complaint__fail_memory(error);
    }
    return complaint__facts_keep(facts, key, key_size, node, error);
}

bool complaint__facts_key_is_plain(const char *key, size_t size)
{
    return size <= COMPLAINT_LIMIT_CODE && complaint__text_is_plain(key, size);
}

/* The key in NFC: itself when plain, else *made, which the caller frees. */
static int enter_key(complaint_context *context, const char **key, size_t *size,
                     char **made, complaint_error **error)
{
    int status;

    *made = NULL;
    if (complaint__facts_key_is_plain(*key, *size))
        return COMPLAINT_OK;
    status = complaint__text_enter(context, *key, *key, *size,
                                   COMPLAINT_LIMIT_CODE, made, size, error);
    if (status == COMPLAINT_OK)
        *key = *made;
    return status;
}

int complaint__facts_place(complaint_facts *facts, const char *key,
                           size_t key_size, complaint_facts *node,
                           bool may_replace, complaint_error **error)
{
    complaint_context *context = facts->root->context;
    facts_member *member;
    char *made = NULL;
    int status;

    if (key == NULL)
        return complaint__facts_add(facts, NULL, 0, node, error);
    status = enter_key(context, &key, &key_size, &made, error);
    if (status != COMPLAINT_OK)
        return status;
    member = complaint__facts_find(facts, key, key_size);
    if (member == NULL)
        status = complaint__facts_add(facts, key, key_size, node, error);
    else if (may_replace)
        member->node = node;
    else
        status = complaint__fail(context, error, COMPLAINT_INVALID,
                                 "facts.duplicate", key,
                                 "the key \"%s\" occurs twice", key);
    complaint__free(context, made);
    return status;
}

/* As complaint__facts_find(), for a key as a host gives it. */
static facts_member *find_text(const complaint_facts *map, const char *key)
{
    size_t size;
    char *made;
    facts_member *member = NULL;

    if (map == NULL || key == NULL || map->type != COMPLAINT_FACTS_MAP)
        return NULL;
    size = strlen(key);
    /* Members' keys are entered: an equal one needs no entering. */
    member = complaint__facts_find(map, key, size);
    if (member != NULL)
        return member;
    if (enter_key(map->root->context, &key, &size, &made, NULL) ==
            COMPLAINT_OK &&
        made != NULL)
        member = complaint__facts_find(map, key, size);
    complaint__free(map->root->context, made);
    return member;
}

const complaint_facts *complaint_facts_get(const complaint_facts *facts,
                                           const char *key)
{
    const facts_member *member = find_text(facts, key);

    return member == NULL ? NULL : member->node;
}

complaint_facts *complaint__facts_edit(complaint_facts *map, const char *key)
{
    facts_member *member = find_text(map, key);

    return member == NULL ? NULL : member->node;
}

static void take_out(complaint_facts *facts, size_t position)
{
    facts_members *members = facts->is.members;
    facts_member *member = &members->items[position];

    members->count--;
    memmove(member, member + 1, (members->count - position) * sizeof *member);
    if (members->index != NULL)
        index_all(facts->root, members);
}

void complaint__facts_remove(complaint_facts *facts, const char *key)
{
    facts_member *member = find_text(facts, key);

    if (member != NULL)
        take_out(facts, (size_t)(member - facts->is.members->items));
}

int complaint__facts_beside(complaint_facts *facts, complaint_facts **out,
                            complaint_error **error)
{
    *out = complaint__facts_node(facts->root, COMPLAINT_FACTS_MAP, 1);
    return *out != NULL ? COMPLAINT_OK : complaint__fail_memory(error);
}

int complaint__facts_move(complaint_facts *from, size_t position,
                          complaint_facts *to, complaint_error **error)
{
    const facts_member *member = &from->is.members->items[position];
    int status = complaint__facts_keep(to, member->key, member->key_size,
                                       member->node, error);

    if (status == COMPLAINT_OK)
        take_out(from, position);
    return status;
}

static bool equal_members(const complaint_facts *a, const complaint_facts *b)
{
    const facts_members *left = a->is.members;

    if (left->count != b->is.members->count)
        return false;
    for (size_t i = 0; i < left->count; i++) {
        const facts_member *member = &left->items[i];
        const facts_member *other =
            member->key == NULL
                ? &b->is.members->items[i]
                : complaint__facts_find(b, member->key, member->key_size);

        if (other == NULL || !complaint__facts_equal(member->node, other->node))
            return false;
    }
    return true;
}

bool complaint__facts_equal(const complaint_facts *a, const complaint_facts *b)
{
    if (complaint_facts_type(a) != complaint_facts_type(b))
        return false;
    switch (complaint_facts_type(a)) {
    case COMPLAINT_FACTS_BOOLEAN:
        return a->is.boolean == b->is.boolean;
    case COMPLAINT_FACTS_INTEGER:
        return a->is.integer == b->is.integer;
    case COMPLAINT_FACTS_REAL:
        return memcmp(&a->is.real, &b->is.real, sizeof a->is.real) == 0;
    case COMPLAINT_FACTS_TEXT:
        return a->is.text.size == b->is.text.size &&
               memcmp(a->is.text.bytes, b->is.text.bytes, a->is.text.size) == 0;
    case COMPLAINT_FACTS_LIST:
    case COMPLAINT_FACTS_MAP:
        return equal_members(a, b);
    default:
        return true;
    }
}

/* Append ".key" or ".position" at `at`; the new length. */
static size_t add_step(char *path, size_t size, size_t at,
                       const facts_member *member, size_t position)
{
    int wrote;

    if (at >= size)
        return at;
    if (member->key != NULL)
        wrote = snprintf(path + at, size - at, "%s%s", at == 0 ? "" : ".",
                         member->key);
    else
        wrote = snprintf(path + at, size - at, "%s%zu", at == 0 ? "" : ".",
                         position);
    return at + (size_t)wrote;
}

static bool find_real(const complaint_facts *facts, char *path, size_t size,
                      size_t at)
{
    if (facts->type == COMPLAINT_FACTS_REAL)
        return true;
    for (size_t i = 0; i < complaint_facts_size(facts); i++) {
        const facts_member *member = &facts->is.members->items[i];

        if (find_real(member->node, path, size,
                      add_step(path, size, at, member, i)))
            return true;
        path[at < size ? at : size - 1] = '\0';
    }
    return false;
}

const char *complaint__facts_find_real(const complaint_facts *facts)
{
    char path[COMPLAINT_LIMIT_FACTS_DEPTH * (COMPLAINT_LIMIT_CODE + 1) + 1];
    const char *copy;

    path[0] = '\0';
    if (facts == NULL || !find_real(facts, path, sizeof path, 0))
        return NULL;
    copy = complaint__arena_text(facts->root->arena, path);
    return copy == NULL ? "" : copy;
}
