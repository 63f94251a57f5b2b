/* Installed definitions: putting them in, finding them again, and the codes
 * of catalogs and units that follow from them. */
#include "register/ledger.h"
#include "register/shelf.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

/* ---- finding ---- */

static cached_definition *cached(const complaint_register *self,
                                 const char *digest)
{
    cached_definition *at = self->definitions;

    while (at != NULL && strcmp(at->digest, digest) != 0)
        at = at->next;
    return at;
}

/* A row of "definition", parsed here or by a register that shares the store. */
static int interpret(complaint_register *self, int kind, const char *digest,
                     const complaint_value *row, complaint__parsed *out,
                     complaint_error **error)
{
    complaint__origin origin = {.file = row[complaint__definition_name].bytes};
    int status;

    if (self->shelf != NULL && complaint__shelf_find(self->shelf, digest, out))
        return COMPLAINT_OK;
    status = complaint__definition_interpret(
        self->context, kind, row[complaint__definition_text].bytes,
        row[complaint__definition_text].size, &origin, out, error);
    if (status == COMPLAINT_OK && self->shelf != NULL)
        complaint__shelf_put(self->shelf, digest, out);
    return status;
}

static int keep(complaint_register *self, const complaint_value *row,
                cached_definition **out, complaint_error **error)
{
    const char *digest = row[complaint__definition_digest].bytes;
    const char *name = row[complaint__definition_kind].bytes;
    unsigned char bytes[COMPLAINT__DIGEST_SIZE];
    cached_definition *made;
    int kind = 0;
    int status;

    while (kind < COMPLAINT__KINDS &&
           strcmp(complaint__kind_names[kind], name) != 0)
        kind++;
    if (kind == COMPLAINT__KINDS || !complaint__digest_read(digest, bytes))
        return complaint__fail(
            self->context, error, COMPLAINT_CORRUPT, "definition.row", digest,
            "the installed definition %s is damaged", digest);
    made = complaint__alloc_array(self->context, 1, sizeof *made);
    if (made == NULL)
        return complaint__fail_memory(error);
    memcpy(made->digest, digest, COMPLAINT__DIGEST_TEXT);
    memcpy(made->bytes, bytes, sizeof bytes);
    status = interpret(self, kind, digest, row, &made->parsed, error);
    if (status != COMPLAINT_OK) {
        complaint__free(self->context, made);
        return status;
    }
    made->next = self->definitions;
    self->definitions = made;
    *out = made;
    return COMPLAINT_OK;
}

int complaint__register_by_digest(complaint_register *self, int kind,
                                  const char *digest,
                                  const cached_definition **out,
                                  complaint_error **error)
{
    cached_definition *found = cached(self, digest);
    complaint_value key = complaint__value_text(digest);
    const complaint_value *row;
    int status = COMPLAINT_OK;

    if (found == NULL) {
        status = complaint__store_get(
            self->store, &complaint__relation_definition, &key, &row, error);
        if (status == COMPLAINT_OK)
            status = keep(self, row, &found, error);
    }
    if (status == COMPLAINT_OK && found->parsed.kind != kind)
        status = COMPLAINT_NOT_FOUND;
    if (status == COMPLAINT_NOT_FOUND)
        return complaint__fail(
            self->context, error, COMPLAINT_CORRUPT, "definition.missing",
            complaint__kind_names[kind], "the %s %s is not installed",
            complaint__kind_names[kind], digest);
    *out = found;
    return status;
}

int complaint__register_pinned(
    complaint_register *self, int kind,
    const unsigned char digest[COMPLAINT__DIGEST_SIZE],
    const cached_definition **out, complaint_error **error)
{
    char text[COMPLAINT__DIGEST_TEXT];

    for (const cached_definition *at = self->definitions; at != NULL;
         at = at->next)
        if (memcmp(at->bytes, digest, sizeof at->bytes) == 0 &&
            at->parsed.kind == kind) {
            *out = at;
            return COMPLAINT_OK;
        }
    complaint__digest_text(digest, text);
    return complaint__register_by_digest(self, kind, text, out, error);
}

/* The row of the newest definition of a kind and name, in *rows. */
static int scan_newest(complaint_register *self, int kind, const char *name,
                       complaint__scan **rows, const complaint_value **row,
                       complaint_error **error)
{
    complaint_value equal[2];
    complaint_scan scan = {.relation = &complaint__relation_definition,
                           .equal = equal,
                           .equal_count = 2,
                           .descending = true,
                           .limit = 1};
    int status;

    equal[0] = complaint__value_text(complaint__kind_names[kind]);
    equal[1] = complaint__value_text(name);
    scan.index = complaint__relation_index_find(scan.relation, "name");
    status = complaint__store_scan(self->store, &scan, rows, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(*rows, row, error);
    if (status == COMPLAINT_OK && *row == NULL)
        status = complaint__fail(
            self->context, error, COMPLAINT_NOT_FOUND, "definition.not_found",
            complaint__kind_names[kind], "no %s \"%s\" is installed",
            complaint__kind_names[kind], name);
    if (status != COMPLAINT_OK)
        complaint__scan_close(*rows);
    return status;
}

static int find_newest(complaint_register *self, int kind, const char *name,
                       cached_definition **out, complaint_error **error)
{
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = scan_newest(self, kind, name, &rows, &row, error);

    if (status != COMPLAINT_OK)
        return status;
    *out = cached(self, row[complaint__definition_digest].bytes);
    if (*out == NULL)
        status = keep(self, row, out, error);
    complaint__scan_close(rows);
    return status;
}

int complaint__register_text(complaint_register *self, int kind,
                             const char *name, complaint__buffer *text,
                             complaint_error **error)
{
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = scan_newest(self, kind, name, &rows, &row, error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__buffer_append(text, row[complaint__definition_text].bytes,
                             row[complaint__definition_text].size);
    complaint__scan_close(rows);
    return text->failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}

/* Name of the definition of a kind that was installed first, or NULL. */
static int scan_first(complaint_register *self, int kind, char **name,
                      complaint_error **error)
{
    complaint_value equal = complaint__value_text(complaint__kind_names[kind]);
    complaint_scan scan = {.relation = &complaint__relation_definition,
                           .equal = &equal,
                           .equal_count = 1};
    complaint_time first = COMPLAINT_LIMIT_TIME_MAX;
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    *name = NULL;
    scan.index = complaint__relation_index_find(scan.relation, "name");
    status = complaint__store_scan(self->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    for (;;) {
        complaint_time at;

        status = complaint__scan_next(rows, &row, error);
        if (status != COMPLAINT_OK || row == NULL)
            break;
        at = row[complaint__definition_installed_at].integer;
        if (*name != NULL && at >= first)
            continue;
        first = at;
        complaint__free(self->context, *name);
        *name = complaint__copy_text(self->context,
                                     row[complaint__definition_name].bytes);
        if (*name == NULL)
            status = complaint__fail_memory(error);
        if (status != COMPLAINT_OK)
            break;
    }
    complaint__scan_close(rows);
    return status;
}

int complaint__register_name(complaint_register *self, int kind, char **name,
                             complaint_error **error)
{
    int status =
        complaint__setting_get(self, complaint__kind_names[kind], name, error);

    if (status == COMPLAINT_OK && *name == NULL)
        status = scan_first(self, kind, name, error);
    return status;
}

static int remember(complaint_register *self, int kind, const char *name,
                    cached_definition *definition, complaint_error **error)
{
    cached_name *made = complaint__alloc_array(self->context, 1, sizeof *made);

    if (made != NULL && name != NULL) {
        made->name = complaint__copy_text(self->context, name);
        if (made->name == NULL) {
            complaint__free(self->context, made);
            made = NULL;
        }
    }
    if (made == NULL)
        return complaint__fail_memory(error);
    made->kind = kind;
    made->definition = definition;
    made->next = self->names;
    self->names = made;
    return COMPLAINT_OK;
}

static int find_default(complaint_register *self, int kind,
                        cached_definition **out, complaint_error **error)
{
    char *name;
    int status = complaint__register_name(self, kind, &name, error);

    if (status == COMPLAINT_OK && name == NULL)
        status =
            complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                            "definition.not_found", complaint__kind_names[kind],
                            "no %s is installed", complaint__kind_names[kind]);
    if (status == COMPLAINT_OK)
        status = find_newest(self, kind, name, out, error);
    complaint__free(self->context, name);
    return status;
}

int complaint__register_newest(complaint_register *self, int kind,
                               const char *name, const cached_definition **out,
                               complaint_error **error)
{
    cached_definition *found = NULL;
    int status;

    for (const cached_name *at = self->names; at != NULL; at = at->next)
        if (at->kind == kind && (at->name == NULL) == (name == NULL) &&
            (name == NULL || strcmp(at->name, name) == 0)) {
            *out = at->definition;
            return COMPLAINT_OK;
        }
    status = name == NULL ? find_default(self, kind, &found, error)
                          : find_newest(self, kind, name, &found, error);
    if (status == COMPLAINT_OK)
        status = remember(self, kind, name, found, error);
    *out = found;
    return status;
}

int complaint__register_procedure(complaint_register *self, const char *name,
                                  const complaint_procedure **out,
                                  complaint_error **error)
{
    const cached_definition *found = NULL;
    int status = complaint__register_renew(self, error);

    if (status == COMPLAINT_OK)
        status = complaint__register_newest(self, COMPLAINT__KIND_PROCEDURE,
                                            name, &found, error);
    *out = status == COMPLAINT_OK ? found->parsed.procedure : NULL;
    return status;
}

int complaint__register_calendar(complaint_register *self, const char *name,
                                 const complaint_calendar **out,
                                 complaint_error **error)
{
    const cached_definition *found = NULL;
    int status = complaint__register_renew(self, error);

    if (status == COMPLAINT_OK)
        status = complaint__register_newest(self, COMPLAINT__KIND_CALENDAR,
                                            name, &found, error);
    *out = status == COMPLAINT_OK ? found->parsed.calendar : NULL;
    return status;
}

int complaint__register_procedure_by_digest(complaint_register *self,
                                            const char *digest,
                                            const complaint_procedure **out,
                                            complaint_error **error)
{
    const cached_definition *found = NULL;
    int status = complaint__register_by_digest(self, COMPLAINT__KIND_PROCEDURE,
                                               digest, &found, error);

    *out = status == COMPLAINT_OK ? found->parsed.procedure : NULL;
    return status;
}

int complaint__register_calendar_by_digest(complaint_register *self,
                                           const char *digest,
                                           const complaint_calendar **out,
                                           complaint_error **error)
{
    const cached_definition *found = NULL;
    int status = complaint__register_by_digest(self, COMPLAINT__KIND_CALENDAR,
                                               digest, &found, error);

    *out = status == COMPLAINT_OK ? found->parsed.calendar : NULL;
    return status;
}

/* ---- installing ---- */

/* Later than any definition of the same kind and name. */
static int time_of_install(complaint_register *self,
                           const complaint_definition *definition,
                           complaint_time *time, complaint_error **error)
{
    complaint_value equal[2];
    complaint_scan scan = {.relation = &complaint__relation_definition,
                           .equal = equal,
                           .equal_count = 2,
                           .descending = true,
                           .limit = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    equal[0] = complaint__value_text(complaint_definition_kind(definition));
    equal[1] = complaint__value_text(definition->name);
    scan.index = complaint__relation_index_find(scan.relation, "name");
    *time = complaint_context_now(self->context);
    status = complaint__store_scan(self->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &row, error);
    if (status == COMPLAINT_OK && row != NULL &&
        row[complaint__definition_installed_at].integer >= *time)
        *time = row[complaint__definition_installed_at].integer + 1;
    complaint__scan_close(rows);
    return status;
}

static int insert(complaint_register *self, const complaint_actor *actor,
                  const complaint_definition *definition,
                  complaint_error **error)
{
    complaint_value row[complaint__definition_columns];
    complaint_time time;
    int status = time_of_install(self, definition, &time, error);

    if (status != COMPLAINT_OK)
        return status;
    row[complaint__definition_digest] =
        complaint__value_text(definition->digest);
    row[complaint__definition_kind] =
        complaint__value_text(complaint_definition_kind(definition));
    row[complaint__definition_name] = complaint__value_text(definition->name);
    row[complaint__definition_version] =
        complaint__value_text(definition->version);
    row[complaint__definition_text] = complaint__value_text(definition->text);
    row[complaint__definition_installed_at] = complaint__value_integer(time);
    row[complaint__definition_installed_by] =
        complaint__value_text(complaint_actor_id(actor));
    status = complaint__store_insert(
        self->store, &complaint__relation_definition, row, error);
    if (status == COMPLAINT_OK)
        status = complaint__ledger_install(self, row, error);
    return status;
}

/* The first of its kind becomes the default. */
static int make_default(complaint_register *self,
                        const complaint_definition *definition,
                        complaint_error **error)
{
    const char *kind = complaint_definition_kind(definition);
    char *present;
    int status;

    if (definition->kind == COMPLAINT__KIND_PACK)
        return COMPLAINT_OK;
    status = complaint__setting_get(self, kind, &present, error);
    if (status == COMPLAINT_OK && present == NULL)
        status = complaint__setting_put(self, kind, definition->name, error);
    complaint__free(self->context, present);
    return status;
}

static int put_units(complaint_register *self,
                     const complaint_definition *definition,
                     complaint_error **error)
{
    complaint__codes *codes;
    int status = complaint__codes_parse(self->context, true, definition->text,
                                        definition->size, definition->name,
                                        &codes, error);

    if (status == COMPLAINT_OK)
        status = complaint__register_put_units(self, codes, error);
    complaint__codes_free(codes);
    return status;
}

static int is_installed(complaint_register *self,
                        const complaint_definition *definition, bool *found,
                        complaint_error **error)
{
    complaint_value key = complaint__value_text(definition->digest);
    const complaint_value *row;
    int status = complaint__store_find(
        self->store, &complaint__relation_definition, &key, &row, error);

    *found = row != NULL;
    return status;
}

static int install_once(complaint_register *self, const complaint_actor *actor,
                        const complaint_definition *definition,
                        complaint_error **error)
{
    int status = complaint__register_usable(self, error);
    bool began;
    bool found;

    if (status != COMPLAINT_OK)
        return status;
    if (actor == NULL || definition == NULL)
        return complaint__fail_misuse(self->context, error,
                                      actor == NULL ? "actor" : "definition");
    status = complaint__register_begin(self, &began, error);
    if (status != COMPLAINT_OK)
        return status;
    status = is_installed(self, definition, &found, error);
    if (status == COMPLAINT_OK && !found) {
        status = insert(self, actor, definition, error);
        if (status == COMPLAINT_OK)
            status = make_default(self, definition, error);
        if (status == COMPLAINT_OK &&
            definition->kind == COMPLAINT__KIND_ORGANISATION)
            status = put_units(self, definition, error);
        if (status == COMPLAINT_OK)
            status = complaint__register_advance(self, error);
        if (status != COMPLAINT_OK && self->in_batch)
            self->broken = true;
    }
    return complaint__register_end(self, began, status, error);
}

int complaint_register_install(complaint_register *self,
                               const complaint_actor *actor,
                               const complaint_definition *definition,
                               complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = install_once(self, actor, definition, error);
    while (complaint__register_again(self, status, &attempt, error));
    return status;
}
