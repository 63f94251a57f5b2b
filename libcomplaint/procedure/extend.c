/* Procedures that extend others: the parent's tree with the own one laid over
 * it, written as one text. Nothing here knows what the keys mean, but that
 * lists of things with names are joined by name. */
#include "procedure/extend.h"

#include <complaint/limits.h>

#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "base/identity.h"
#include "base/supply.h"
#include "procedure/pack.h"
#include "procedure/tree.h"
#include "text/yaml.h"

struct complaint__derived {
    complaint_context *context; /* a reference */
    complaint__arena *arena;    /* of the tree */
    complaint__node *root;
    char *text;
    size_t size;
};

/* Who extends whom, outwards. */
typedef struct lineage {
    const char *name;
    const struct lineage *child;
} lineage;

typedef struct source {
    const char *yaml;
    size_t size;
    const char *file;
    const lineage *child;
} source;

typedef struct deriver {
    complaint_context *context;
    complaint__arena *arena;
    complaint__resolve *resolve;
    void *data;
    complaint_error **error;
} deriver;

/* `message` is an English literal. */
static int refuse(const deriver *d, const complaint__node *at,
                  const char *field, const char *item, const char *message)
{
    const char *text = complaint__context_translate(d->context, message);
    int status =
        item == NULL
            ? complaint__fail(d->context, d->error, COMPLAINT_INVALID,
                              "procedure.extends", field, "%s", text)
            : complaint__fail(d->context, d->error, COMPLAINT_INVALID,
                              "procedure.extends", field, "%s: %s", text, item);

    if (item != NULL)
        complaint__error_item(d->error, item);
    complaint__error_place(d->error, at->file, at->line, at->column);
    return status;
}

/* ---- laying one tree over another ---- */

/* Entries are looked for one by one: not too many of them. */
#define MEMBERS_MAX COMPLAINT_LIMIT_TRANSITIONS

static int check_count(const deriver *d, const complaint__node *node)
{
    size_t count = 0;
    int status;

    for (const complaint__node *at = node->first; at != NULL; at = at->next)
        count++;
    if (count <= MEMBERS_MAX)
        return COMPLAINT_OK;
    status = complaint__fail_limit(
        d->context, d->error, node->key == NULL ? "" : node->key, MEMBERS_MAX);
    complaint__error_place(d->error, node->file, node->line, node->column);
    return status;
}

/* Every entry is a map with a name; an empty list says nothing. */
static bool is_named(const complaint__node *list)
{
    if (list->kind != COMPLAINT__NODE_LIST)
        return false;
    for (const complaint__node *at = list->first; at != NULL; at = at->next)
        if (complaint__tree_text(at, "name") == NULL)
            return false;
    return true;
}

static complaint__node *find_named(const complaint__node *list,
                                   const char *name)
{
    for (complaint__node *at = list->first; at != NULL; at = at->next)
        if (strcmp(complaint__tree_text(at, "name"), name) == 0)
            return at;
    return NULL;
}

static bool is_removal(const complaint__node *entry)
{
    const char *text = complaint__tree_text(entry, "remove");

    return text != NULL && strcmp(text, "true") == 0;
}

static int lay_map(const deriver *d, complaint__node *under,
                   complaint__node *over, bool root);

/* `without: [KEYS]` takes keys of the parent away. */
static int take_away(const deriver *d, complaint__node *under,
                     complaint__node *over)
{
    complaint__node *without = complaint__tree_get(over, "without");

    if (without == NULL)
        return COMPLAINT_OK;
    if (without->kind != COMPLAINT__NODE_LIST)
        return refuse(d, without, "without", NULL, "without is a list of keys");
    for (const complaint__node *at = without->first; at != NULL;
         at = at->next) {
        complaint__node *found =
            at->text == NULL ? NULL : complaint__tree_get(under, at->text);

        if (found == NULL)
            return refuse(d, at, "without", at->text,
                          "the parent has no such key to leave out");
        complaint__tree_remove(under, found);
    }
    complaint__tree_remove(over, without);
    return COMPLAINT_OK;
}

static int lay_entry(const deriver *d, complaint__node *list,
                     complaint__node *entry)
{
    const char *name = complaint__tree_text(entry, "name");
    complaint__node *found = find_named(list, name);

    if (found != NULL && found->own)
        return refuse(d, entry, "name", name, "this name is twice");
    if (is_removal(entry)) {
        if (found == NULL)
            return refuse(d, entry, "remove", name,
                          "the parent has nothing of this name to remove");
        complaint__tree_remove(list, found);
        return COMPLAINT_OK;
    }
    if (found == NULL) {
        entry->own = true;
        complaint__tree_append(list, entry);
        return COMPLAINT_OK;
    }
    found->own = true;
    found->file = entry->file;
    found->line = entry->line;
    found->column = entry->column;
    return lay_map(d, found, entry, false);
}

static int lay_list(const deriver *d, complaint__node *under,
                    complaint__node *over)
{
    int status = check_count(d, under);

    if (status == COMPLAINT_OK)
        status = check_count(d, over);
    under->file = over->file;
    under->line = over->line;
    under->column = over->column;
    while (over->first != NULL && status == COMPLAINT_OK) {
        complaint__node *entry = over->first;

        complaint__tree_remove(over, entry);
        status = lay_entry(d, under, entry);
    }
    return status;
}

/* The own one in the place of the other. */
static void replace(complaint__node *under, const complaint__node *over)
{
    complaint__node *next = under->next;

    *under = *over;
    under->next = next;
}

static int lay_key(const deriver *d, complaint__node *under,
                   complaint__node *over, bool root)
{
    complaint__node *found = complaint__tree_get(under, over->key);

    if (found == NULL) {
        complaint__tree_append(under, over);
        return COMPLAINT_OK;
    }
    if (is_named(found) && is_named(over))
        return lay_list(d, found, over);
    if (root && strcmp(over->key, "packs") == 0 &&
        found->kind == COMPLAINT__NODE_LIST && over->kind == found->kind) {
        while (over->first != NULL) { /* its own, and the parent's */
            complaint__node *entry = over->first;

            complaint__tree_remove(over, entry);
            complaint__tree_append(found, entry);
        }
        return COMPLAINT_OK;
    }
    if (root && strcmp(over->key, "intake") == 0 &&
        found->kind == COMPLAINT__NODE_MAP && over->kind == found->kind)
        return lay_map(d, found, over, false);
    replace(found, over);
    return COMPLAINT_OK;
}

/* Nested by named lists and intake only: bounded as the texts are. */
static int lay_map(const deriver *d, complaint__node *under,
                   complaint__node *over, bool root)
{
    int status = check_count(d, over);

    if (status == COMPLAINT_OK)
        status = take_away(d, under, over);
    while (over->first != NULL && status == COMPLAINT_OK) {
        complaint__node *key = over->first;

        complaint__tree_remove(over, key);
        status = lay_key(d, under, key, root);
    }
    return status;
}

static void disown(complaint__node *node)
{
    node->own = false;
    for (node = node->first; node != NULL; node = node->next)
        disown(node);
}

/* ---- finding the parent ---- */

static int find_text(const deriver *d, const complaint__node *extends,
                     source *parent)
{
    int status =
        complaint__supply_find("procedure", extends->text, d->resolve, d->data,
                               &parent->yaml, &parent->size, d->error);

    if (status == COMPLAINT_NOT_FOUND)
        return refuse(d, extends, "extends", extends->text,
                      "there is no procedure of this name to extend");
    return status;
}

static int check_lineage(const deriver *d, const complaint__node *extends,
                         const lineage *own)
{
    int levels = 0;
    int status;

    for (const lineage *at = own; at != NULL; at = at->child) {
        if (strcmp(at->name, extends->text) == 0)
            return refuse(d, extends, "extends", extends->text,
                          "the procedure extends itself, directly or by "
                          "others");
        if (++levels <= COMPLAINT__LIMIT_PARENTS)
            continue;
        status = complaint__fail_limit(d->context, d->error, "extends",
                                       COMPLAINT__LIMIT_PARENTS);
        complaint__error_place(d->error, extends->file, extends->line,
                               extends->column);
        return status;
    }
    return COMPLAINT_OK;
}

/* ---- one level ---- */

static int derive(const deriver *d, const source *s, complaint__node **root,
                  complaint__buffer *text, bool *extended);

static int digest_of(const deriver *d, const char *bytes, size_t size,
                     char digest[COMPLAINT__DIGEST_TEXT])
{
    unsigned char raw[COMPLAINT__DIGEST_SIZE];
    int status = complaint__digest(d->context, bytes, size, raw, d->error);

    if (status == COMPLAINT_OK)
        complaint__digest_text(raw, digest);
    return status;
}

static bool add_text(const deriver *d, complaint__node *map, const char *key,
                     const char *text)
{
    complaint__node *node = complaint__arena_alloc(d->arena, sizeof(*node));

    if (node == NULL)
        return false;
    *node = (complaint__node){.kind = COMPLAINT__NODE_TEXT,
                              .key = key,
                              .text = complaint__arena_text(d->arena, text),
                              .file = map->file,
                              .line = map->line,
                              .column = map->column};
    complaint__tree_append(map, node);
    return node->text != NULL;
}

/* `extends: NAME` of the own text becomes `derived`: whence, by digest. */
static int note_parent(const deriver *d, complaint__node *extends,
                       const complaint__node *parent, const char *digest)
{
    const char *version = complaint__tree_text(parent, "version");
    const char *name = extends->text;

    extends->kind = COMPLAINT__NODE_MAP;
    extends->key = "derived";
    extends->text = NULL;
    return add_text(d, extends, "from", name) &&
                   add_text(d, extends, "version",
                            version == NULL ? "" : version) &&
                   add_text(d, extends, "digest", digest)
               ? COMPLAINT_OK
               : complaint__fail_memory(d->error);
}

static int lay_over(const deriver *d, complaint__node *own,
                    complaint__node *extends, const source *parent,
                    complaint__node **root)
{
    complaint__buffer text = COMPLAINT__BUFFER(d->context);
    char digest[COMPLAINT__DIGEST_TEXT];
    const char *kind;
    bool extended = false;
    int status = derive(d, parent, root, &text, &extended);

    if (status == COMPLAINT_OK)
        status = extended ? digest_of(d, text.bytes, text.size, digest)
                          : digest_of(d, parent->yaml, parent->size, digest);
    complaint__buffer_free(&text);
    if (status != COMPLAINT_OK)
        return status;
    kind = complaint__tree_text(*root, "kind");
    if (kind == NULL || strcmp(kind, "procedure") != 0)
        return refuse(d, extends, "extends", extends->text,
                      "what it extends is no procedure");
    status = note_parent(d, extends, *root, digest);
    if (status == COMPLAINT_OK) {
        disown(*root);
        status = lay_map(d, *root, own, true);
    }
    return status;
}

static int extend(const deriver *d, const source *s, complaint__node *own,
                  complaint__node *extends, complaint__node **root)
{
    lineage line = {complaint__tree_text(own, "name"), s->child};
    source parent = {.file = extends->text, .child = &line};
    int status;

    if (line.name == NULL || complaint__tree_text(own, "version") == NULL)
        return refuse(d, extends, line.name == NULL ? "name" : "version", NULL,
                      "a procedure that extends another has its own name and "
                      "version");
    status = check_lineage(d, extends, &line);
    if (status == COMPLAINT_OK)
        status = find_text(d, extends, &parent);
    if (status == COMPLAINT_OK && parent.size > COMPLAINT_LIMIT_DEFINITION) {
        status = complaint__fail_limit(d->context, d->error, "extends",
                                       COMPLAINT_LIMIT_DEFINITION);
        complaint__error_place(d->error, extends->file, extends->line,
                               extends->column);
    }
    if (status == COMPLAINT_OK)
        status = lay_over(d, own, extends, &parent, root);
    return status;
}

/* Checked as every definition is; `text` is filled when it extends. The
 * levels are bounded by check_lineage(). */
static int derive(const deriver *d, const source *s, complaint__node **root,
                  complaint__buffer *text, bool *extended)
{
    complaint__yaml_map *map = NULL;
    complaint__node *own = NULL;
    complaint__node *extends;
    int status =
        complaint__yaml_map_new(d->context, s->yaml, s->size, &map, d->error);

    if (status != COMPLAINT_OK && d->error != NULL)
        complaint__error_place(d->error, s->file,
                               complaint_error_line(*d->error),
                               complaint_error_column(*d->error));
    complaint__yaml_map_free(map);
    if (status == COMPLAINT_OK)
        status = complaint__tree_read(d->arena, s->yaml, s->size, s->file, &own,
                                      d->error);
    if (status != COMPLAINT_OK)
        return status;
    *root = own;
    extends = complaint__tree_get(own, "extends");
    if (extends == NULL)
        return COMPLAINT_OK;
    *extended = true;
    if (extends->kind != COMPLAINT__NODE_TEXT)
        return refuse(d, extends, "extends", NULL,
                      "it names one procedure to extend");
    status = extend(d, s, own, extends, root);
    if (status == COMPLAINT_OK)
        complaint__tree_write(*root, text);
    return status == COMPLAINT_OK && text->failed
               ? complaint__fail_memory(d->error)
               : status;
}

/* ---- the whole ---- */

/* A text without the word needs no tree. */
static bool says(const char *yaml, size_t size, const char *word)
{
    const size_t length = strlen(word);

    while (size >= length) {
        const char *at = memchr(yaml, word[0], size - length + 1);

        if (at == NULL)
            return false;
        if (memcmp(at, word, length) == 0)
            return true;
        size -= (size_t)(at + 1 - yaml);
        yaml = at + 1;
    }
    return false;
}

static complaint__derived *new_derived(complaint_context *context)
{
    complaint__derived *derived =
        complaint__alloc_array(context, 1, sizeof(*derived));

    if (derived == NULL)
        return NULL;
    derived->context = complaint__context_ref(context);
    derived->arena = complaint__arena_new(context);
    if (derived->arena != NULL)
        return derived;
    complaint__derived_free(derived);
    return NULL;
}

/* Packs over the whole. Those of a text that was made before are laid
 * already: it stays as it is. */
static int attach(const deriver *d, complaint__node *root,
                  const complaint__attachment *attached,
                  complaint__buffer *text, bool *extended)
{
    const complaint__node *packs = complaint__tree_get(root, "packs");
    bool new = attached != NULL && attached->count > 0;
    int status;

    if (packs != NULL && packs->kind != COMPLAINT__NODE_LIST)
        new = true; /* refused there */
    for (const complaint__node *at = packs == NULL ? NULL : packs->first;
         at != NULL; at = at->next)
        new = new || at->kind == COMPLAINT__NODE_TEXT;
    if (!new || root->kind != COMPLAINT__NODE_MAP)
        return COMPLAINT_OK;
    status =
        complaint__packs_lay(d->context, d->arena, root, attached, d->error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__buffer_clear(text);
    complaint__tree_write(root, text);
    *extended = true;
    return text->failed ? complaint__fail_memory(d->error) : COMPLAINT_OK;
}

int complaint__derive(complaint_context *context, const char *yaml, size_t size,
                      const char *file, complaint__resolve *resolve, void *data,
                      const complaint__attachment *attached,
                      complaint__derived **out, complaint_error **error)
{
    source own = {yaml, size, file, NULL};
    complaint__buffer text = COMPLAINT__BUFFER(context);
    complaint__derived *derived;
    deriver d = {context, NULL, resolve, data, error};
    bool attaches = attached != NULL && attached->count > 0;
    bool extended = false;
    int status;

    *out = NULL;
    if (!attaches && !says(yaml, size, "extends") && !says(yaml, size, "packs"))
        return COMPLAINT_OK;
    derived = new_derived(context);
    if (derived == NULL)
        return complaint__fail_memory(error);
    d.arena = derived->arena;
    status = derive(&d, &own, &derived->root, &text, &extended);
    if (status == COMPLAINT_OK)
        status = attach(&d, derived->root, attached, &text, &extended);
    if (status == COMPLAINT_OK && extended) {
        derived->text = complaint__buffer_take(&text, &derived->size);
        if (derived->text == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&text);
    if (status == COMPLAINT_OK && extended)
        *out = derived;
    else
        complaint__derived_free(derived);
    return status;
}

const char *complaint__derived_text(const complaint__derived *derived,
                                    size_t *size)
{
    *size = derived->size;
    return derived->text;
}

void complaint__derived_find(const complaint__derived *derived,
                             const char *path, const char **file, int64_t *line,
                             int64_t *column)
{
    const complaint__node *node = complaint__tree_find(derived->root, path);

    *file = node->file;
    *line = node->line;
    *column = node->column;
}

void complaint__derived_place(const complaint__derived *derived,
                              const char *path, complaint_error **error)
{
    const char *file;
    int64_t line, column;

    complaint__derived_find(derived, path, &file, &line, &column);
    complaint__error_place(error, file, line, column);
}

void complaint__derived_free(complaint__derived *derived)
{
    complaint_context *context;

    if (derived == NULL)
        return;
    context = derived->context;
    complaint__arena_free(derived->arena);
    complaint__free(context, derived->text);
    complaint__free(context, derived);
    complaint__context_unref(context);
}
