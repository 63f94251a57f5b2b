/* The facts tree: roots, nodes, setting and getting. JSON is in
 * facts_json.c, the members of maps in facts_members.c. */
#include "model/facts.h"

#include "base/context.h"
#include "base/failure.h"
#include "model/facts_inside.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <math.h>
#include <string.h>

complaint_facts *complaint__facts_node(facts_root *root, int type, int level)
{
    bool branch = type == COMPLAINT_FACTS_MAP || type == COMPLAINT_FACTS_LIST;
    size_t size = sizeof(complaint_facts);
    complaint_facts *node = complaint__arena_room(
        root->arena, branch ? size + sizeof(facts_members) : size);

    if (node == NULL)
        return NULL;
    *node = (complaint_facts){.root = root, .type = type, .level = level};
    if (branch) {
        node->is.members = (facts_members *)(node + 1);
        *node->is.members = (facts_members){0};
    }
    return node;
}

complaint_facts *complaint__facts_root_new(complaint_context *context, int type)
{
    complaint__arena *arena = complaint__arena_new(context);
    facts_root *root;

    if (arena == NULL)
        return NULL;
    root = complaint__arena_alloc(arena, sizeof *root);
    if (root == NULL)
        goto failed;
    root->arena = arena;
    root->node = complaint__facts_node(root, type, 1);
    if (root->node == NULL)
        goto failed;
    root->context = complaint__context_ref(context);
    return root->node;
failed:
    complaint__arena_free(arena);
    return NULL;
}

int complaint_facts_new(complaint_context *context, complaint_facts **out,
                        complaint_error **error)
{
    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(NULL, error, "context");
    *out = complaint__facts_root_new(context, COMPLAINT_FACTS_MAP);
    return *out == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

void complaint_facts_free(complaint_facts *facts)
{
    complaint_context *context;

    if (facts == NULL || facts->root->node != facts)
        return;
    context = facts->root->context;
    complaint__arena_free(facts->root->arena);
    complaint__context_unref(context);
}

complaint_context *complaint__facts_context(const complaint_facts *facts)
{
    return facts == NULL ? NULL : facts->root->context;
}

/* Setting. Each setter makes a new node and puts it in place, so that a node
 * borrowed earlier keeps its value. */

static int check_place(const complaint_facts *facts, const char *key,
                       complaint_error **error)
{
    if (facts == NULL)
        return complaint__fail_misuse(NULL, error, "facts");
    if (facts->type == COMPLAINT_FACTS_MAP && key != NULL)
        return COMPLAINT_OK;
    if (facts->type == COMPLAINT_FACTS_LIST && key == NULL)
        return COMPLAINT_OK;
    return complaint__fail(facts->root->context, error, COMPLAINT_MISUSE,
                           "facts.key", key,
                           "a map needs a key, a list takes none, and other "
                           "facts have no members");
}

static int place(complaint_facts *facts, const char *key, complaint_facts *node,
                 complaint_error **error)
{
    if (node == NULL)
        return complaint__fail_memory(error);
    return complaint__facts_place(facts, key, key == NULL ? 0 : strlen(key),
                                  node, true, error);
}

static int new_node(complaint_facts *facts, const char *key, int type,
                    complaint_facts **out, complaint_error **error)
{
    int status = check_place(facts, key, error);

    if (status != COMPLAINT_OK)
        return status;
    *out = complaint__facts_node(facts->root, type, 0);
    return *out == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

static int set_null(complaint_facts *facts, const char *key,
                    complaint_error **error)
{
    complaint_facts *node;
    int status = new_node(facts, key, COMPLAINT_FACTS_NULL, &node, error);

    return status != COMPLAINT_OK ? status : place(facts, key, node, error);
}

int complaint__facts_text_node(facts_root *root, const char *key,
                               const char *text, size_t size,
                               complaint_facts **out, complaint_error **error)
{
    char *entered = NULL;
    bool plain =
        size <= COMPLAINT_LIMIT_TEXT && complaint__text_is_plain(text, size);
    complaint_facts *node = NULL;
    int status = COMPLAINT_OK;

    if (!plain)
        status =
            complaint__text_enter(root->context, key, text, size,
                                  COMPLAINT_LIMIT_TEXT, &entered, &size, error);
    if (status != COMPLAINT_OK)
        return status;
    node = complaint__facts_node(root, COMPLAINT_FACTS_TEXT, 0);
    if (node != NULL) {
        node->is.text.size = size;
        node->is.text.bytes = complaint__arena_bytes(
            root->arena, entered == NULL ? text : entered, size);
    }
    complaint__free(root->context, entered);
    if (node == NULL || node->is.text.bytes == NULL)
        return complaint__fail_memory(error);
    *out = node;
    return COMPLAINT_OK;
}

int complaint_facts_set_bytes(complaint_facts *facts, const char *key,
                              const char *text, size_t size,
                              complaint_error **error)
{
    complaint_facts *node;
    int status = check_place(facts, key, error);

    if (status != COMPLAINT_OK)
        return status;
    if (text == NULL)
        return complaint__fail_misuse(facts->root->context, error, "text");
    status =
        complaint__facts_text_node(facts->root, key, text, size, &node, error);
    return status != COMPLAINT_OK ? status : place(facts, key, node, error);
}

int complaint_facts_set_text(complaint_facts *facts, const char *key,
                             const char *text, complaint_error **error)
{
    if (text == NULL)
        return set_null(facts, key, error);
    return complaint_facts_set_bytes(facts, key, text, strlen(text), error);
}

int complaint_facts_set_integer(complaint_facts *facts, const char *key,
                                int64_t value, complaint_error **error)
{
    complaint_facts *node;
    int status = new_node(facts, key, COMPLAINT_FACTS_INTEGER, &node, error);

    if (status != COMPLAINT_OK)
        return status;
    node->is.integer = value;
    return place(facts, key, node, error);
}

int complaint_facts_set_real(complaint_facts *facts, const char *key,
                             double value, complaint_error **error)
{
    complaint_facts *node;
    int status = new_node(facts, key, COMPLAINT_FACTS_REAL, &node, error);

    if (status != COMPLAINT_OK)
        return status;
    if (!isfinite(value))
        return complaint__fail(facts->root->context, error, COMPLAINT_INVALID,
                               "facts.not_finite", key,
                               "a real number must be finite");
    node->is.real = value;
    return place(facts, key, node, error);
}

int complaint_facts_set_boolean(complaint_facts *facts, const char *key,
                                bool value, complaint_error **error)
{
    complaint_facts *node;
    int status = new_node(facts, key, COMPLAINT_FACTS_BOOLEAN, &node, error);

    if (status != COMPLAINT_OK)
        return status;
    node->is.boolean = value;
    return place(facts, key, node, error);
}

int complaint_facts_set_time(complaint_facts *facts, const char *key,
                             complaint_time time, complaint_error **error)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];
    int status = check_place(facts, key, error);

    if (status != COMPLAINT_OK)
        return status;
    if (time == COMPLAINT_TIME_NONE)
        return set_null(facts, key, error);
    status = complaint_time_format(time, 0, text, sizeof text);
    if (status != COMPLAINT_OK)
        return complaint__fail(facts->root->context, error, status,
                               "time.range", key,
                               "a time is outside 1900 to 2199");
    return complaint_facts_set_text(facts, key, text, error);
}

static bool is_currency(const char *text)
{
    if (text == NULL)
        return false;
    for (int i = 0; i < 3; i++) {
        if (text[i] < 'A' || text[i] > 'Z')
            return false;
    }
    return text[3] == '\0';
}

/* An empty map or list below `facts`, standing nowhere yet. */
static int new_branch(complaint_facts *facts, const char *key, int type,
                      complaint_facts **out, complaint_error **error)
{
    int status = new_node(facts, key, type, out, error);

    if (status != COMPLAINT_OK)
        return status;
    (*out)->level = facts->level + 1;
    if ((*out)->level > COMPLAINT_LIMIT_FACTS_DEPTH)
        return complaint__fail_limit(facts->root->context, error,
                                     key == NULL ? "depth" : key,
                                     COMPLAINT_LIMIT_FACTS_DEPTH);
    return COMPLAINT_OK;
}

int complaint_facts_set_money(complaint_facts *facts, const char *key,
                              int64_t amount, const char *currency,
                              complaint_error **error)
{
    complaint_facts *map;
    int status = new_branch(facts, key, COMPLAINT_FACTS_MAP, &map, error);

    if (status != COMPLAINT_OK)
        return status;
    if (!is_currency(currency))
        return complaint__fail(facts->root->context, error, COMPLAINT_INVALID,
                               "facts.currency", key,
                               "a currency is three capital letters (ISO "
                               "4217)");
    status = complaint_facts_set_integer(map, "amount", amount, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "currency", currency, error);
    return status != COMPLAINT_OK ? status : place(facts, key, map, error);
}

static int set_branch(complaint_facts *facts, const char *key, int type,
                      complaint_facts **child, complaint_error **error)
{
    complaint_facts *node;
    int status;

    if (child != NULL)
        *child = NULL;
    status = new_branch(facts, key, type, &node, error);
    if (status == COMPLAINT_OK)
        status = place(facts, key, node, error);
    if (status == COMPLAINT_OK && child != NULL)
        *child = node;
    return status;
}

int complaint_facts_set_map(complaint_facts *facts, const char *key,
                            complaint_facts **child, complaint_error **error)
{
    return set_branch(facts, key, COMPLAINT_FACTS_MAP, child, error);
}

int complaint_facts_set_list(complaint_facts *facts, const char *key,
                             complaint_facts **child, complaint_error **error)
{
    return set_branch(facts, key, COMPLAINT_FACTS_LIST, child, error);
}

static bool is_branch(const complaint_facts *facts)
{
    return facts->type == COMPLAINT_FACTS_MAP ||
           facts->type == COMPLAINT_FACTS_LIST;
}

/* `key` is what an error names where a list has none. */
static int copy_members(complaint_facts *node, const char *key,
                        const complaint_facts *value, complaint_error **error)
{
    const facts_members *from = value->is.members;
    facts_root *root = node->root;
    int status = COMPLAINT_OK;

    if (!complaint__facts_reserve(node, from->count))
        return complaint__fail_memory(error);
    for (size_t i = 0; status == COMPLAINT_OK && i < from->count; i++) {
        const facts_member *member = &from->items[i];
        complaint_facts *copy = member->node;

        if (!root->borrows || is_branch(copy))
            status = complaint__facts_copy_node(
                root, member->key == NULL ? key : member->key, node->level + 1,
                member->node, &copy, error);
        if (status == COMPLAINT_OK && root->borrows)
            status = complaint__facts_keep(node, member->key, member->key_size,
                                           copy, error);
        else if (status == COMPLAINT_OK)
            status = complaint__facts_add(node, member->key, member->key_size,
                                          copy, error);
    }
    return status;
}

int complaint__facts_copy_node(facts_root *root, const char *key, int level,
                               const complaint_facts *value,
                               complaint_facts **out, complaint_error **error)
{
    bool branch = is_branch(value);
    complaint_facts *node =
        complaint__facts_node(root, value->type, branch ? level : 0);
    int status = COMPLAINT_OK;

    if (node == NULL)
        return complaint__fail_memory(error);
    if (branch && level > COMPLAINT_LIMIT_FACTS_DEPTH)
        return complaint__fail_limit(root->context, error,
                                     key == NULL ? "depth" : key,
                                     COMPLAINT_LIMIT_FACTS_DEPTH);
    if (value->type == COMPLAINT_FACTS_TEXT) {
        node->is.text.size = value->is.text.size;
        node->is.text.bytes = complaint__arena_bytes(
            root->arena, value->is.text.bytes, value->is.text.size);
        if (node->is.text.bytes == NULL)
            return complaint__fail_memory(error);
    } else if (!branch) {
        node->is = value->is;
    }
    if (branch)
        status = copy_members(node, key, value, error);
    *out = node;
    return status;
}

int complaint_facts_set_copy(complaint_facts *facts, const char *key,
                             const complaint_facts *value,
                             complaint_error **error)
{
    complaint_facts *copy = NULL;
    int status = check_place(facts, key, error);

    if (status != COMPLAINT_OK)
        return status;
    if (value == NULL)
        return set_null(facts, key, error);
    /* The copy is complete before it is placed: `value` may hold `facts`. */
    status = complaint__facts_copy_node(facts->root, key, facts->level + 1,
                                        value, &copy, error);
    return status != COMPLAINT_OK ? status : place(facts, key, copy, error);
}

static int copy_tree(complaint_context *context, const complaint_facts *facts,
                     bool borrows, complaint_facts **out,
                     complaint_error **error)
{
    complaint_facts *holder;
    complaint_facts *copy = NULL;
    int status;

    *out = NULL;
    holder = complaint__facts_root_new(context, COMPLAINT_FACTS_NULL);
    if (holder == NULL)
        return complaint__fail_memory(error);
    if (facts == NULL) {
        *out = holder;
        return COMPLAINT_OK;
    }
    holder->root->borrows = borrows;
    status =
        complaint__facts_copy_node(holder->root, NULL, 1, facts, &copy, error);
    if (status != COMPLAINT_OK) {
        complaint_facts_free(holder);
        return status;
    }
    holder->root->borrows = false;
    holder->root->node = copy;
    *out = copy;
    return COMPLAINT_OK;
}

int complaint__facts_copy(complaint_context *context,
                          const complaint_facts *facts, complaint_facts **out,
                          complaint_error **error)
{
    return copy_tree(context, facts, false, out, error);
}

int complaint__facts_borrow(complaint_context *context,
                            const complaint_facts *facts, complaint_facts **out,
                            complaint_error **error)
{
    return copy_tree(context, facts, true, out, error);
}

/* Getting. */

int complaint_facts_type(const complaint_facts *facts)
{
    return facts == NULL ? COMPLAINT_FACTS_NULL : facts->type;
}

size_t complaint_facts_size(const complaint_facts *facts)
{
    return facts == NULL || !is_branch(facts) ? 0 : facts->is.members->count;
}

const complaint_facts *complaint_facts_at(const complaint_facts *facts,
                                          size_t index)
{
    if (index >= complaint_facts_size(facts))
        return NULL;
    return facts->is.members->items[index].node;
}

const char *complaint_facts_key(const complaint_facts *facts, size_t index)
{
    if (index >= complaint_facts_size(facts) ||
        facts->type != COMPLAINT_FACTS_MAP)
        return "";
    return facts->is.members->items[index].key;
}

const char *complaint_facts_text(const complaint_facts *facts,
                                 const char *otherwise)
{
    if (facts == NULL || facts->type != COMPLAINT_FACTS_TEXT)
        return otherwise;
    return facts->is.text.bytes;
}

int64_t complaint_facts_integer(const complaint_facts *facts, int64_t otherwise)
{
    if (facts != NULL && facts->type == COMPLAINT_FACTS_INTEGER)
        return facts->is.integer;
    if (facts != NULL && facts->type == COMPLAINT_FACTS_BOOLEAN)
        return facts->is.boolean ? 1 : 0;
    return otherwise;
}

double complaint_facts_real(const complaint_facts *facts, double otherwise)
{
    if (facts != NULL && facts->type == COMPLAINT_FACTS_REAL)
        return facts->is.real;
    if (facts != NULL && facts->type == COMPLAINT_FACTS_INTEGER)
        return (double)facts->is.integer;
    return otherwise;
}

complaint_time complaint_facts_time(const complaint_facts *facts)
{
    const char *text = complaint_facts_text(facts, NULL);
    complaint_time time;

    if (text == NULL ||
        complaint_time_parse(text, 0, &time, NULL) != COMPLAINT_OK)
        return COMPLAINT_TIME_NONE;
    return time;
}
