/* Packs on the cases of a register: the setting that puts them on every case,
 * and procedures with packs attached, made and installed once. What a pack
 * does to a procedure is in procedure/pack.c. */
#include "register/parents.h"

#include "base/failure.h"
#include "data/bundled.h"

#include <complaint/limits.h>

#include <string.h>

/* ---- the setting ---- */

void complaint__packs_forget(complaint_register *self)
{
    while (self->packs != NULL) {
        cached_packs *next = self->packs->next;

        complaint__free(self->context, self->packs->names);
        complaint__free(self->context, self->packs);
        self->packs = next;
    }
    complaint__free(self->context, self->pack_names);
    self->pack_names = NULL;
    self->pack_names_known = false;
}

/* Visit the names of a text, spaces between them. */
static int each_name(complaint_register *self, const char *text,
                     int (*visit)(void *data, const char *name,
                                  complaint_error **error),
                     void *data, complaint_error **error)
{
    char name[COMPLAINT_LIMIT_CODE + 1];
    int status = COMPLAINT_OK;

    for (text += strspn(text, " "); *text != '\0' && status == COMPLAINT_OK;
         text += strspn(text, " ")) {
        size_t size = strcspn(text, " ");

        if (size > COMPLAINT_LIMIT_CODE)
            return complaint__fail_limit(self->context, error, "packs",
                                         COMPLAINT_LIMIT_CODE);
        memcpy(name, text, size);
        name[size] = '\0';
        text += size;
        status = visit(data, name, error);
    }
    return status;
}

static int check_name(void *data, const char *name, complaint_error **error)
{
    complaint_register *self = data;
    complaint__buffer text = COMPLAINT__BUFFER(self->context);
    int status =
        complaint__register_text(self, COMPLAINT__KIND_PACK, name, &text, NULL);

    complaint__buffer_free(&text);
    if (status != COMPLAINT_NOT_FOUND ||
        complaint__bundled_find("pack", name) != NULL)
        return status == COMPLAINT_NOT_FOUND ? COMPLAINT_OK : status;
    return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                           "procedure.pack", "packs", "there is no pack \"%s\"",
                           name);
}

int complaint__packs_check(complaint_register *self, const char *value,
                           complaint_error **error)
{
    return each_name(self, value, check_name, self, error);
}

int complaint__packs_setting(complaint_register *self, const char **names,
                             complaint_error **error)
{
    int status = complaint__register_renew(self, error);

    if (status == COMPLAINT_OK && !self->pack_names_known) {
        status =
            complaint__setting_get(self, "packs", &self->pack_names, error);
        self->pack_names_known = status == COMPLAINT_OK;
    }
    *names = self->pack_names;
    return status;
}

/* ---- attaching ---- */

typedef struct wanted {
    complaint_register *self;
    char storage[COMPLAINT_LIMIT_PACKS][COMPLAINT_LIMIT_CODE + 1];
    const char *names[COMPLAINT_LIMIT_PACKS];
    size_t count;
    bool off[COMPLAINT_LIMIT_PACKS]; /* on, and taken off */
} wanted;

static int add_name(void *data, const char *name, complaint_error **error)
{
    wanted *w = data;

    for (size_t i = 0; i < w->count; i++)
        if (strcmp(w->names[i], name) == 0)
            return COMPLAINT_OK;
    if (w->count == COMPLAINT_LIMIT_PACKS ||
        strlen(name) > COMPLAINT_LIMIT_CODE)
        return complaint__fail_limit(w->self->context, error, "packs",
                                     w->count == COMPLAINT_LIMIT_PACKS
                                         ? COMPLAINT_LIMIT_PACKS
                                         : COMPLAINT_LIMIT_CODE);
    memcpy(w->storage[w->count], name, strlen(name) + 1);
    w->names[w->count] = w->storage[w->count];
    w->count++;
    return COMPLAINT_OK;
}

static int base_text(complaint_register *self,
                     const complaint_procedure *procedure,
                     complaint__buffer *text, complaint_error **error)
{
    complaint_value key =
        complaint__value_text(complaint_procedure_digest(procedure));
    const complaint_value *row;
    int status = complaint__store_get(
        self->store, &complaint__relation_definition, &key, &row, error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__buffer_append(text, row[complaint__definition_text].bytes,
                             row[complaint__definition_text].size);
    return text->failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}

/* `yaml`: the text of `base`, or NULL where it is installed. */
static int compose(const wanted *w, const complaint_procedure *base,
                   const char *yaml, complaint_procedure **out,
                   complaint_error **error)
{
    complaint_register *self = w->self;
    complaint__buffer text = COMPLAINT__BUFFER(self->context);
    complaint__parents packs = {.context = self->context,
                                .kind = COMPLAINT__KIND_PACK,
                                .installed = self};
    const char *off[COMPLAINT_LIMIT_PACKS];
    complaint__attachment attached = {.names = w->names,
                                      .count = w->count,
                                      .resolve = complaint__parents_find,
                                      .data = &packs,
                                      .withdrawn = off};
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < w->count; i++)
        if (w->off[i])
            off[attached.withdrawn_count++] = w->names[i];
    if (yaml != NULL)
        complaint__buffer_text(&text, yaml);
    else
        status = base_text(self, base, &text, error);
    if (text.failed)
        status = complaint__fail_memory(error);
    if (status == COMPLAINT_OK)
        status = complaint__procedure_compose(
            self->context, text.bytes, text.size,
            complaint_procedure_name(base), NULL, NULL, &attached, out, error);
    complaint__parents_end(&packs);
    complaint__buffer_free(&text);
    return status;
}

static int install(complaint_register *self, const complaint_actor *actor,
                   const complaint_procedure *made,
                   const complaint_procedure **out, complaint_error **error)
{
    complaint_definition *definition = NULL;
    char digest[COMPLAINT__DIGEST_TEXT];
    size_t size;
    const char *yaml = complaint__procedure_yaml(made, &size);
    int status = complaint_definition_parse(self->context, yaml, size,
                                            complaint_procedure_name(made),
                                            &definition, error);

    if (status != COMPLAINT_OK)
        return status;
    memcpy(digest, complaint_definition_digest(definition), sizeof digest);
    status = complaint_register_install(self, actor, definition, error);
    complaint_definition_free(definition);
    if (status == COMPLAINT_OK)
        status =
            complaint__register_procedure_by_digest(self, digest, out, error);
    return status;
}

/* All names, a line each; those taken off are marked. */
static char *join(const wanted *w)
{
    complaint__buffer text = COMPLAINT__BUFFER(w->self->context);
    char *joined;
    size_t size;

    for (size_t i = 0; i < w->count; i++)
        complaint__buffer_format(&text, "%s%s\n", w->off[i] ? "-" : "",
                                 w->names[i]);
    joined = complaint__buffer_take(&text, &size);
    complaint__buffer_free(&text);
    return joined;
}

static int make(const wanted *w, const complaint_actor *actor,
                const complaint_procedure *base, char *names,
                const complaint_procedure **out, complaint_error **error)
{
    complaint_register *self = w->self;
    complaint_procedure *made = NULL;
    cached_packs *kept;
    int status = compose(w, base, NULL, &made, error);

    if (status == COMPLAINT_OK &&
        complaint__procedure_yaml(made, &(size_t){0}) == NULL)
        *out = base; /* all of them are on it already */
    else if (status == COMPLAINT_OK)
        status = install(self, actor, made, out, error);
    complaint_procedure_free(made);
    kept = status == COMPLAINT_OK
               ? complaint__alloc_array(self->context, 1, sizeof *kept)
               : NULL;
    if (kept == NULL) {
        complaint__free(self->context, names);
        return status == COMPLAINT_OK ? complaint__fail_memory(error) : status;
    }
    *kept = (cached_packs){self->packs, base, names, *out};
    self->packs = kept;
    return status;
}

static int attach(const wanted *w, const complaint_actor *actor,
                  const complaint_procedure *base,
                  const complaint_procedure **out, complaint_error **error)
{
    complaint_register *self = w->self;
    char *names;

    *out = base;
    if (w->count == 0)
        return COMPLAINT_OK;
    names = join(w);
    if (names == NULL)
        return complaint__fail_memory(error);
    for (const cached_packs *at = self->packs; at != NULL; at = at->next)
        if (at->base == base && strcmp(at->names, names) == 0) {
            complaint__free(self->context, names);
            *out = at->procedure;
            return COMPLAINT_OK;
        }
    return make(w, actor, base, names, out, error);
}

int complaint__register_attach(complaint_register *self,
                               const complaint_actor *actor,
                               const complaint_procedure *base,
                               const char *pack,
                               const complaint_procedure **out,
                               complaint_error **error)
{
    wanted w = {.self = self};
    int status = complaint__register_renew(self, error);

    *out = base;
    if (status == COMPLAINT_OK)
        status = add_name(&w, pack, error);
    return status == COMPLAINT_OK ? attach(&w, actor, base, out, error)
                                  : status;
}

int complaint__register_detach(complaint_register *self,
                               const complaint_actor *actor,
                               const complaint_procedure *base,
                               const char *pack,
                               const complaint_procedure **out,
                               complaint_error **error)
{
    wanted w = {.self = self, .off = {true}};
    int status = complaint__register_renew(self, error);

    *out = base;
    if (status == COMPLAINT_OK)
        status = add_name(&w, pack, error);
    return status == COMPLAINT_OK ? attach(&w, actor, base, out, error)
                                  : status;
}

int complaint__register_carry(complaint_register *self,
                              const complaint_procedure *base, const char *text,
                              const complaint_procedure *from,
                              const complaint_procedure **out,
                              complaint_procedure **own,
                              complaint_error **error)
{
    wanted w = {.self = self};
    const complaint__pack *pack;
    complaint_procedure *made = NULL;
    int status = COMPLAINT_OK;

    *out = base;
    *own = NULL;
    for (size_t i = 0; (pack = complaint__procedure_pack(from, i)) != NULL &&
                       status == COMPLAINT_OK;
         i++) {
        if (!pack->attached && !pack->withdrawn)
            continue;
        w.off[w.count] = pack->withdrawn;
        status = add_name(&w, pack->name, error);
    }
    if (status != COMPLAINT_OK || w.count == 0)
        return status;
    status = compose(&w, base, text, &made, error);
    if (status == COMPLAINT_OK &&
        strcmp(complaint_procedure_digest(made),
               complaint_procedure_digest(base)) == 0) {
        complaint_procedure_free(made);
        return COMPLAINT_OK;
    }
    *own = made;
    if (status == COMPLAINT_OK)
        *out = made;
    return status;
}

int complaint__register_keep(complaint_register *self,
                             const complaint_actor *actor,
                             const complaint_procedure *made,
                             const complaint_procedure **out,
                             complaint_error **error)
{
    return install(self, actor, made, out, error);
}

/* The fact "packs" is a list of names. */
static int add_facts(wanted *w, const complaint_facts *list,
                     complaint_error **error)
{
    int type = complaint_facts_type(list);
    int status = COMPLAINT_OK;

    if (type != COMPLAINT_FACTS_NULL && type != COMPLAINT_FACTS_LIST)
        return complaint__fail(w->self->context, error, COMPLAINT_INVALID,
                               "facts.type", "packs",
                               "packs is a list of names");
    for (size_t i = 0; i < complaint_facts_size(list) && status == COMPLAINT_OK;
         i++) {
        const char *name =
            complaint_facts_text(complaint_facts_at(list, i), NULL);

        if (name == NULL)
            return complaint__fail(w->self->context, error, COMPLAINT_INVALID,
                                   "facts.type", "packs",
                                   "packs is a list of names");
        status = add_name(w, name, error);
    }
    return status;
}

int complaint__register_attach_all(complaint_register *self,
                                   const complaint_actor *actor,
                                   const complaint_procedure *base,
                                   const complaint_facts *facts,
                                   const complaint_procedure **out,
                                   complaint_error **error)
{
    wanted w = {.self = self};
    const char *names = NULL;
    int status = complaint__packs_setting(self, &names, error);

    *out = base;
    if (status == COMPLAINT_OK && names != NULL)
        status = each_name(self, names, add_name, &w, error);
    if (status == COMPLAINT_OK)
        status = add_facts(&w, complaint_facts_get(facts, "packs"), error);
    return status == COMPLAINT_OK ? attach(&w, actor, base, out, error)
                                  : status;
}
