/* Laying packs over a procedure's tree: lists grow by what the pack brings,
 * steps that carry a mark ask for what it requires. Finding the text of a
 * pack, and that it is one; what the whole means is read in read.c. */
#include "procedure/pack.h"

#include <complaint/limits.h>

#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "base/identity.h"
#include "base/supply.h"
#include "procedure/inside.h"
#include "text/yaml.h"

typedef struct layer {
    complaint_context *context;
    complaint__arena *arena;
    complaint__node *root;
    const complaint__attachment *attached; /* may be NULL */
    complaint_error **error;
} layer;

/* One pack on its way. */
typedef struct pack {
    const char *name;
    const char *yaml;
    size_t size;
    const char *file;
    complaint__node *tree;
    char digest[COMPLAINT__DIGEST_TEXT];
    bool attached; /* to one case, not by the procedure itself */
    bool again;    /* it was taken off before */
} pack;

/* `message` is an English literal; `at` may be NULL. */
static int refuse(const layer *l, const complaint__node *at, const char *field,
                  const char *item, const char *message)
{
    int status = complaint__fail(
        l->context, l->error, COMPLAINT_INVALID, "procedure.pack", field,
        "%s: %s", complaint__context_translate(l->context, message), item);

    complaint__error_item(l->error, item);
    if (at != NULL)
        complaint__error_place(l->error, at->file, at->line, at->column);
    return status;
}

/* ---- nodes ---- */

static complaint__node *new_node(const layer *l, int kind, const char *key,
                                 const char *text, const complaint__node *like)
{
    complaint__node *node = complaint__arena_alloc(l->arena, sizeof(*node));

    if (node == NULL)
        return NULL;
    *node = (complaint__node){.kind = kind, .key = key, .text = text};
    if (like != NULL) {
        node->file = like->file;
        node->line = like->line;
        node->column = like->column;
    }
    return node;
}

/* As deep as the text was: bounded where it was read. */
static complaint__node *copy_node(const layer *l, const complaint__node *from)
{
    complaint__node *made =
        new_node(l, from->kind, from->key, from->text, from);

    for (const complaint__node *at = from->first; made != NULL && at != NULL;
         at = at->next) {
        complaint__node *child = copy_node(l, at);

        if (child == NULL)
            return NULL;
        complaint__tree_append(made, child);
    }
    return made;
}

static bool add_text(const layer *l, complaint__node *map, const char *key,
                     const char *text)
{
    complaint__node *node =
        new_node(l, COMPLAINT__NODE_TEXT, key,
                 complaint__arena_text(l->arena, text), map);

    if (node == NULL || node->text == NULL)
        return false;
    complaint__tree_append(map, node);
    return true;
}

/* A member that is a list or a map, made when it is not there. */
static complaint__node *member(const layer *l, complaint__node *map,
                               const char *key, int kind,
                               const complaint__node *like)
{
    complaint__node *found = complaint__tree_get(map, key);

    if (found != NULL)
        return found->kind == kind ? found : NULL;
    found = new_node(l, kind, key, NULL, like);
    if (found != NULL)
        complaint__tree_append(map, found);
    return found;
}

static complaint__node *find_named(const complaint__node *list,
                                   const char *name)
{
    for (complaint__node *at = list == NULL ? NULL : list->first; at != NULL;
         at = at->next) {
        const char *own = at->kind == COMPLAINT__NODE_TEXT
                              ? at->text
                              : complaint__tree_text(at, "name");

        if (own != NULL && strcmp(own, name) == 0)
            return at;
    }
    return NULL;
}

static bool has_text(const complaint__node *list, const char *text)
{
    for (const complaint__node *at = list == NULL ? NULL : list->first;
         at != NULL; at = at->next)
        if (at->text != NULL && strcmp(at->text, text) == 0)
            return true;
    return false;
}

/* ---- what a pack brings ---- */

enum twice { TWICE_KEPT, TWICE_REFUSED };

/* Steps and facts say which pack they come from, too. */
static bool is_tagged(const char *key)
{
    return strcmp(key, "transitions") == 0 || strcmp(key, "facts") == 0;
}

/* Entries of a list that the procedure has under the same key. A name that is
 * there already is the procedure's own, or refused. */
static int lay_list(const layer *l, const pack *p, complaint__node *under,
                    const complaint__node *over, const char *key, int twice)
{
    const complaint__node *list = complaint__tree_get(over, key);
    complaint__node *into;

    if (list == NULL)
        return COMPLAINT_OK;
    if (list->kind != COMPLAINT__NODE_LIST)
        return refuse(l, list, key, key, "this key of a pack is a list");
    into = member(l, under, key, COMPLAINT__NODE_LIST, list);
    if (into == NULL)
        return complaint__fail_memory(l->error);
    for (const complaint__node *at = list->first; at != NULL; at = at->next) {
        const char *name = at->kind == COMPLAINT__NODE_TEXT
                               ? at->text
                               : complaint__tree_text(at, "name");
        complaint__node *made;

        if (name == NULL)
            return refuse(l, at, key, p->name,
                          "every entry of a pack has a name");
        if (find_named(into, name) != NULL) {
            if (twice == TWICE_REFUSED)
                return refuse(l, at, key, name,
                              "the procedure has one of this name already");
            continue;
        }
        made = copy_node(l, at);
        if (made == NULL ||
            (is_tagged(key) && made->kind == COMPLAINT__NODE_MAP &&
             !add_text(l, made, "pack", p->name)))
            return complaint__fail_memory(l->error);
        complaint__tree_append(into, made);
    }
    return COMPLAINT_OK;
}

/* A clock says which pack it comes from; none of them is principal. */
static int lay_clocks(const layer *l, const pack *p)
{
    static const struct {
        const char *key;
        const char *why;
    } never[] = {
        {"principal", "a pack has no principal clock"},
        {"pause", "a clock of a pack never pauses"},
        {"pack", "which pack a clock comes from is not for the pack to say"},
    };
    const complaint__node *list = complaint__tree_get(p->tree, "clocks");
    int status = COMPLAINT_OK;

    for (complaint__node *at = list == NULL ? NULL : list->first;
         at != NULL && status == COMPLAINT_OK; at = at->next) {
        if (at->kind != COMPLAINT__NODE_MAP)
            continue; /* refused by its missing name */
        for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
            const complaint__node *key = complaint__tree_get(at, never[i].key);

            if (key != NULL)
                return refuse(l, key, never[i].key, p->name, never[i].why);
        }
        if (complaint__tree_text(at, "citation") == NULL)
            return refuse(l, at, "clocks/citation", p->name,
                          "every clock of a pack has a citation");
        if (!add_text(l, at, "pack", p->name))
            status = complaint__fail_memory(l->error);
    }
    return status == COMPLAINT_OK
               ? lay_list(l, p, l->root, p->tree, "clocks", TWICE_REFUSED)
               : status;
}

static int lay_intake(const layer *l, const pack *p)
{
    const complaint__node *over = complaint__tree_get(p->tree, "intake");
    complaint__node *under;

    if (over == NULL)
        return COMPLAINT_OK;
    under = member(l, l->root, "intake", COMPLAINT__NODE_MAP, over);
    if (under == NULL)
        return complaint__fail_memory(l->error);
    return lay_list(l, p, under, over, "facts", TWICE_KEPT);
}

/* Facts that a step asks for already become required as the pack has it; what
 * the procedure itself says of them stays for when the pack is taken off. */
static int require(const layer *l, const pack *p, complaint__node *step,
                   const complaint__node *rule)
{
    const complaint__node *facts = complaint__tree_get(rule, "facts");
    complaint__node *own = complaint__tree_get(step, "facts");

    for (const complaint__node *at = facts == NULL ? NULL : facts->first;
         at != NULL; at = at->next) {
        const char *name = complaint__tree_text(at, "name");
        const char *required = complaint__tree_text(at, "required");
        complaint__node *found = name == NULL ? NULL : find_named(own, name);
        complaint__node *by;

        if (found == NULL || required == NULL ||
            strcmp(required, "true") != 0 ||
            complaint__tree_get(at, "when") != NULL)
            continue;
        by = member(l, found, "required_by", COMPLAINT__NODE_LIST, at);
        if (by == NULL || !add_text(l, by, NULL, p->name))
            return complaint__fail_memory(l->error);
    }
    return lay_list(l, p, step, rule, "facts", TWICE_KEPT);
}

/* `requires: [{marks, facts}]`: the procedure's steps with such a mark. */
static int lay_requires(const layer *l, const pack *p)
{
    const complaint__node *rules = complaint__tree_get(p->tree, "requires");
    complaint__node *steps = complaint__tree_get(l->root, "transitions");
    int status = COMPLAINT_OK;

    for (const complaint__node *rule = rules == NULL ? NULL : rules->first;
         rule != NULL; rule = rule->next) {
        const complaint__node *marks = complaint__tree_get(rule, "marks");

        if (marks == NULL || complaint__tree_get(rule, "facts") == NULL)
            return refuse(l, rule, "requires", p->name,
                          "what a pack requires is by marks, and facts");
        for (complaint__node *step = steps == NULL ? NULL : steps->first;
             step != NULL && status == COMPLAINT_OK; step = step->next) {
            const complaint__node *own = complaint__tree_get(step, "marks");

            for (const complaint__node *mark = marks->first; mark != NULL;
                 mark = mark->next)
                if (mark->text != NULL && has_text(own, mark->text)) {
                    status = require(l, p, step, rule);
                    break;
                }
        }
    }
    return status;
}

static int check_keys(const layer *l, const pack *p)
{
    static const char *const keys[] = {
        "kind",   "format",     "name",        "version", "title",  "languages",
        "source", "note",       "calendar",    "roles",   "intake", "requires",
        "forms",  "case_forms", "transitions", "clocks"};

    for (const complaint__node *at = p->tree->first; at != NULL;
         at = at->next) {
        bool known = false;

        for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
            known = known || strcmp(at->key, keys[i]) == 0;
        if (!known)
            return refuse(l, at, at->key, at->key, "a pack has no such key");
    }
    return COMPLAINT_OK;
}

static int check_head(const layer *l, const pack *p)
{
    static const char *const texts[] = {"name", "version", "source"};
    static const char *const maps[] = {"title", "note"};
    const char *kind = complaint__tree_text(p->tree, "kind");
    const char *format = complaint__tree_text(p->tree, "format");

    if (p->tree->kind != COMPLAINT__NODE_MAP || kind == NULL ||
        strcmp(kind, "pack") != 0)
        return refuse(l, p->tree, "kind", p->name, "this is no pack");
    if (format == NULL || strcmp(format, "1") != 0)
        return refuse(l, p->tree, "format", p->name,
                      "this format of a pack is not known; 1 is");
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (complaint__tree_text(p->tree, texts[i]) == NULL)
            return refuse(l, p->tree, texts[i], texts[i],
                          "a pack lacks this key");
    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
        const complaint__node *map = complaint__tree_get(p->tree, maps[i]);

        if (map == NULL || map->kind != COMPLAINT__NODE_MAP ||
            complaint__tree_text(map, "en") == NULL ||
            complaint__tree_text(map, "zh-CN") == NULL ||
            complaint__tree_text(map, "zh-TW") == NULL)
            return refuse(l, map == NULL ? p->tree : map, maps[i], maps[i],
                          "a pack has this text in en, zh-CN and zh-TW");
    }
    return check_keys(l, p);
}

/* ---- one pack ---- */

static int find_text(const layer *l, const complaint__node *at, pack *p)
{
    static const complaint__attachment none = {NULL};
    const complaint__attachment *from =
        l->attached != NULL ? l->attached : &none;
    int status =
        complaint__supply_find("pack", p->name, from->resolve, from->data,
                               &p->yaml, &p->size, l->error);

    p->file = from->file != NULL ? from->file : p->name;
    if (status != COMPLAINT_NOT_FOUND)
        return status;
    status = complaint__fail(l->context, l->error, COMPLAINT_NOT_FOUND,
                             "procedure.pack", "packs",
                             "there is no pack \"%s\"", p->name);
    complaint__supply_name("pack", l->error);
    if (at != NULL)
        complaint__error_place(l->error, at->file, at->line, at->column);
    return status;
}

static int read_tree(const layer *l, pack *p)
{
    complaint__yaml_map *map = NULL;
    unsigned char raw[COMPLAINT__DIGEST_SIZE];
    int status = COMPLAINT_OK;

    if (p->size > COMPLAINT_LIMIT_DEFINITION)
        return complaint__fail_limit(l->context, l->error, "packs",
                                     COMPLAINT_LIMIT_DEFINITION);
    status =
        complaint__yaml_map_new(l->context, p->yaml, p->size, &map, l->error);
    if (status != COMPLAINT_OK && l->error != NULL)
        complaint__error_place(l->error, p->file,
                               complaint_error_line(*l->error),
                               complaint_error_column(*l->error));
    complaint__yaml_map_free(map);
    if (status == COMPLAINT_OK)
        status = complaint__tree_read(l->arena, p->yaml, p->size, p->file,
                                      &p->tree, l->error);
    if (status == COMPLAINT_OK)
        status = check_head(l, p);
    if (status == COMPLAINT_OK)
        status = complaint__digest(l->context, p->yaml, p->size, raw, l->error);
    if (status == COMPLAINT_OK)
        complaint__digest_text(raw, p->digest);
    return status;
}

/* What the whole text says of a pack: which it was, by digest. */
static complaint__node *note_pack(const layer *l, const pack *p)
{
    static const char *const copied[] = {"title", "note"};
    complaint__node *map =
        new_node(l, COMPLAINT__NODE_MAP, NULL, NULL, p->tree);
    bool fine =
        map != NULL && add_text(l, map, "name", p->name) &&
        add_text(l, map, "version", complaint__tree_text(p->tree, "version")) &&
        add_text(l, map, "digest", p->digest) &&
        add_text(l, map, "source", complaint__tree_text(p->tree, "source")) &&
        (!p->attached || add_text(l, map, "attached", "true"));

    for (size_t i = 0; fine && i < sizeof(copied) / sizeof(copied[0]); i++) {
        complaint__node *text =
            copy_node(l, complaint__tree_get(p->tree, copied[i]));

        fine = text != NULL;
        if (fine)
            complaint__tree_append(map, text);
    }
    return fine ? map : NULL;
}

/* Its calendar goes in where the procedure asks for none. */
static int lay_calendar(const layer *l, const pack *p)
{
    const char *calendar = complaint__tree_text(p->tree, "calendar");

    if (calendar == NULL || complaint__tree_get(l->root, "calendar") != NULL)
        return COMPLAINT_OK;
    return add_text(l, l->root, "calendar", calendar)
               ? COMPLAINT_OK
               : complaint__fail_memory(l->error);
}

static int lay_pack(const layer *l, const complaint__node *at, pack *p,
                    complaint__node **noted)
{
    int twice = p->again ? TWICE_KEPT : TWICE_REFUSED;
    int status = find_text(l, at, p);

    if (status == COMPLAINT_OK)
        status = read_tree(l, p);
    if (status == COMPLAINT_OK &&
        strcmp(complaint__tree_text(p->tree, "name"), p->name) != 0)
        status =
            refuse(l, p->tree, "name", p->name, "the pack has another name");
    if (status == COMPLAINT_OK) /* before its own steps are there */
        status = lay_requires(l, p);
    if (status == COMPLAINT_OK)
        status = lay_list(l, p, l->root, p->tree, "roles", TWICE_KEPT);
    if (status == COMPLAINT_OK)
        status = lay_intake(l, p);
    if (status == COMPLAINT_OK)
        status = lay_list(l, p, l->root, p->tree, "forms", twice);
    if (status == COMPLAINT_OK)
        status = lay_list(l, p, l->root, p->tree, "case_forms", twice);
    if (status == COMPLAINT_OK)
        status = lay_list(l, p, l->root, p->tree, "transitions", TWICE_REFUSED);
    if (status == COMPLAINT_OK)
        status = lay_clocks(l, p);
    if (status == COMPLAINT_OK)
        status = lay_calendar(l, p);
    if (status != COMPLAINT_OK)
        return status;
    *noted = note_pack(l, p);
    return *noted == NULL ? complaint__fail_memory(l->error) : COMPLAINT_OK;
}

/* ---- taking off ---- */

static void remove_tagged(complaint__node *map, const char *key,
                          const char *name)
{
    complaint__node *list = complaint__tree_get(map, key);
    complaint__node *next;

    for (complaint__node *at = list == NULL ? NULL : list->first; at != NULL;
         at = next) {
        const char *own = complaint__tree_text(at, "pack");

        next = at->next;
        if (own != NULL && strcmp(own, name) == 0)
            complaint__tree_remove(list, at);
    }
}

/* What a pack asks for at the procedure's own steps is not asked for. */
static void release(complaint__node *step, const char *name)
{
    complaint__node *facts = complaint__tree_get(step, "facts");

    remove_tagged(step, "facts", name);
    for (complaint__node *fact = facts == NULL ? NULL : facts->first;
         fact != NULL; fact = fact->next) {
        complaint__node *by = complaint__tree_get(fact, "required_by");
        complaint__node *found = find_named(by, name);

        if (found != NULL)
            complaint__tree_remove(by, found);
        if (by != NULL && by->first == NULL)
            complaint__tree_remove(fact, by);
    }
}

static void release_all(const layer *l, const char *name)
{
    complaint__node *steps = complaint__tree_get(l->root, "transitions");

    for (complaint__node *step = steps == NULL ? NULL : steps->first;
         step != NULL; step = step->next) {
        const char *own = complaint__tree_text(step, "pack");

        if (own == NULL || strcmp(own, name) != 0)
            release(step, name);
    }
}

/* Its own steps and clocks stay: what was done and what ran is read by them. */
static int withdraw(const layer *l, complaint__node *packs, const char *name)
{
    complaint__node *noted = find_named(packs, name);

    if (noted == NULL || noted->kind != COMPLAINT__NODE_MAP ||
        complaint__tree_get(noted, "withdrawn") != NULL)
        return COMPLAINT_OK;
    release_all(l, name);
    return add_text(l, noted, "withdrawn", "true")
               ? COMPLAINT_OK
               : complaint__fail_memory(l->error);
}

/* Make room for a pack that is put on again, maybe in another version. */
static void clear(const layer *l, complaint__node *packs,
                  complaint__node *noted, const char *name)
{
    release_all(l, name);
    remove_tagged(l->root, "transitions", name);
    remove_tagged(l->root, "clocks", name);
    complaint__tree_remove(packs, noted);
}

/* ---- all of them ---- */

/* Those that the text names become what was laid; what was laid before, by an
 * earlier text, is there already. */
static int lay_named(const layer *l, complaint__node *packs)
{
    complaint__node *rest = packs->first;
    int status = COMPLAINT_OK;

    packs->first = packs->last = NULL;
    while (rest != NULL && status == COMPLAINT_OK) {
        complaint__node *at = rest;
        pack p = {.name = at->text};

        rest = at->next;
        if (at->kind == COMPLAINT__NODE_TEXT) {
            if (find_named(packs, at->text) != NULL)
                return refuse(l, at, "packs", at->text, "this name is twice");
            status = lay_pack(l, at, &p, &at);
        }
        if (status == COMPLAINT_OK)
            complaint__tree_append(packs, at);
    }
    return status;
}

static int lay_attached(const layer *l, complaint__node *packs,
                        const char *name)
{
    pack p = {.name = name, .attached = true};
    complaint__node *noted = find_named(packs, name);
    int status;

    if (noted != NULL && complaint__tree_get(noted, "withdrawn") == NULL)
        return COMPLAINT_OK;
    p.name = complaint__arena_text(l->arena, name);
    if (p.name == NULL)
        return complaint__fail_memory(l->error);
    p.again = noted != NULL;
    if (p.again)
        clear(l, packs, noted, name);
    status = lay_pack(l, NULL, &p, &noted);
    if (status == COMPLAINT_OK)
        complaint__tree_append(packs, noted);
    return status;
}

int complaint__packs_lay(complaint_context *context, complaint__arena *arena,
                         complaint__node *root,
                         const complaint__attachment *attached,
                         complaint_error **error)
{
    layer l = {context, arena, root, attached, error};
    complaint__node *packs = complaint__tree_get(root, "packs");
    int status = COMPLAINT_OK;

    if (packs == NULL && (attached == NULL || attached->count == 0))
        return COMPLAINT_OK;
    if (packs != NULL && packs->kind != COMPLAINT__NODE_LIST)
        return refuse(&l, packs, "packs", "packs", "packs is a list of names");
    if (packs == NULL)
        packs = member(&l, root, "packs", COMPLAINT__NODE_LIST, root);
    if (packs == NULL)
        return complaint__fail_memory(error);
    status = lay_named(&l, packs);
    for (size_t i = 0;
         attached != NULL && i < attached->count && status == COMPLAINT_OK; i++)
        status = lay_attached(&l, packs, attached->names[i]);
    for (size_t i = 0; attached != NULL && i < attached->withdrawn_count &&
                       status == COMPLAINT_OK;
         i++)
        status = withdraw(&l, packs, attached->withdrawn[i]);
    return status;
}

/* ---- a pack alone ---- */

/* The least that a pack can go on. */
static const char least[] =
    "kind: procedure\n"
    "format: 1\n"
    "name: pack\n"
    "version: '1'\n"
    "title: {en: '-', zh-CN: '-', zh-TW: '-'}\n"
    "languages: [en, zh-CN, zh-TW]\n"
    "start: open\n"
    "states:\n"
    "  - {name: open, title: {en: '-', zh-CN: '-', zh-TW: '-'}}\n"
    "  - {name: end, title: {en: '-', zh-CN: '-', zh-TW: '-'}, final: true}\n"
    "transitions:\n"
    "  - name: close\n"
    "    title: {en: '-', zh-CN: '-', zh-TW: '-'}\n"
    "    from: [open]\n"
    "    to: end\n"
    "    marks: [acknowledged, transferred, assessed, investigated, "
    "responded,\n"
    "            closed]\n";

typedef struct lone {
    const char *yaml;
    size_t size;
} lone;

static int find_lone(void *data, const char *name, const char **yaml,
                     size_t *size, complaint_error **error)
{
    const lone *text = data;

    (void)name;
    (void)error;
    *yaml = text->yaml;
    *size = text->size;
    return COMPLAINT_OK;
}

/* The name that it gives itself, "" for none; the rest is refused later. */
static int own_name(complaint_context *context, const lone *text,
                    const char *file, char name[COMPLAINT_LIMIT_CODE + 1],
                    complaint_error **error)
{
    complaint__arena *arena = complaint__arena_new(context);
    complaint__yaml_map *map = NULL;
    complaint__node *root = NULL;
    const char *own = NULL;
    int status = arena == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;

    if (status == COMPLAINT_OK)
        status = complaint__yaml_map_new(context, text->yaml, text->size, &map,
                                         error);
    if (status != COMPLAINT_OK && error != NULL && *error != NULL)
        complaint__error_place(error, file, complaint_error_line(*error),
                               complaint_error_column(*error));
    if (status == COMPLAINT_OK)
        status = complaint__tree_read(arena, text->yaml, text->size, file,
                                      &root, error);
    if (status == COMPLAINT_OK && root != NULL)
        own = complaint__tree_text(root, "name");
    name[0] = '\0';
    if (own != NULL && strlen(own) <= COMPLAINT_LIMIT_CODE)
        memcpy(name, own, strlen(own) + 1);
    complaint__yaml_map_free(map);
    complaint__arena_free(arena);
    return status;
}

int complaint__pack_parse(complaint_context *context, const char *yaml,
                          size_t size, const char *file,
                          complaint_procedure **out, complaint_error **error)
{
    lone text = {yaml, size};
    char name[COMPLAINT_LIMIT_CODE + 1];
    const char *names[] = {name};
    const complaint__attachment attached = {.names = names,
                                            .count = 1,
                                            .resolve = find_lone,
                                            .data = &text,
                                            .file = file == NULL ? "" : file};
    int status;

    *out = NULL;
    if (size > COMPLAINT_LIMIT_DEFINITION)
        return complaint__fail_limit(context, error, "yaml",
                                     COMPLAINT_LIMIT_DEFINITION);
    status = own_name(context, &text, file, name, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__procedure_compose(context, least, sizeof(least) - 1, file,
                                        NULL, NULL, &attached, out, error);
}
