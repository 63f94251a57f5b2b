/* Nodes of facts, for facts*.c only. */
#ifndef COMPLAINT_MODEL_FACTS_INSIDE_H
#define COMPLAINT_MODEL_FACTS_INSIDE_H

#include "model/facts.h"

typedef struct facts_root {
    complaint_context *context; /* a reference */
    complaint__arena *arena;
    complaint_facts *node;
    bool raw;     /* what was read stays as it stands, however much it is */
    bool borrows; /* while it is copied: keys and all but maps and lists */
} facts_root;

typedef struct facts_member {
    const char *key; /* NULL in a list */
    size_t key_size;
    complaint_facts *node;
} facts_member;

typedef struct facts_members {
    facts_member *items;
    size_t count;
    size_t capacity;
    /* Positions + 1 by hash of the key; NULL while the map is small. */
    uint32_t *index;
    size_t index_size; /* a power of two */
} facts_members;

struct complaint_facts {
    facts_root *root;
    int type;
    int level; /* of a map or list: 1 at the root */
    union {
        bool boolean;
        int64_t integer;
        double real;
        struct {
            const char *bytes;
            size_t size;
        } text;
        facts_members *members; /* of a map or list; of its own */
    } is;
};

/* A root of its own with one node of `type`; NULL when out of memory. */
complaint_facts *complaint__facts_root_new(complaint_context *context,
                                           int type);
/* A node that stands nowhere yet. */
complaint_facts *complaint__facts_node(facts_root *root, int type, int level);
/* A text node; NULL without *error set means out of memory. The text is
 * checked, limited and normalised. */
int complaint__facts_text_node(facts_root *root, const char *key,
                               const char *text, size_t size,
                               complaint_facts **out, complaint_error **error);
/* A deep copy at a level, standing nowhere yet; where the root borrows, keys
 * and what are no branches are those of `value`. */
int complaint__facts_copy_node(facts_root *root, const char *key, int level,
                               const complaint_facts *value,
                               complaint_facts **out, complaint_error **error);
/* Put a node in a map or at the end of a list. */
int complaint__facts_place(complaint_facts *facts, const char *key,
                           size_t key_size, complaint_facts *node,
                           bool may_replace, complaint_error **error);
/* The same for a key that is entered and that the map does not have. */
int complaint__facts_add(complaint_facts *facts, const char *key,
                         size_t key_size, complaint_facts *node,
                         complaint_error **error);
/* The same for a key that is in the tree's memory, or lives as long: it is not
 * copied. */
int complaint__facts_keep(complaint_facts *facts, const char *key,
                          size_t key_size, complaint_facts *node,
                          complaint_error **error);
/* Is it entered as it stands? */
bool complaint__facts_key_is_plain(const char *key, size_t size);
/* Room for so many members altogether; false: no memory. */
bool complaint__facts_reserve(complaint_facts *facts, size_t count);
facts_member *complaint__facts_find(const complaint_facts *map, const char *key,
                                    size_t key_size);

#endif
