/* Loading and installing definitions by name: a bundled one, or a file beside
 * the mapping. */
#include "exchange/definitions.h"

#include "base/failure.h"
#include "register/register.h"

#include <complaint/calendar.h>

#include <stdio.h>
#include <string.h>

static int add(complaint__definitions *list, complaint_definition *definition)
{
    list->all[list->count++] = definition;
    return COMPLAINT_OK;
}

int complaint__definitions_add(complaint_context *context,
                               complaint__definitions *list, const char *kind,
                               const char *name, complaint_error **error)
{
    complaint_definition *definition = NULL;
    int status;

    if (list->count == COMPLAINT__DEFINITIONS_MAX)
        return complaint__fail_limit(context, error, "definitions",
                                     COMPLAINT__DEFINITIONS_MAX);
    status =
        complaint_definition_bundled(context, kind, name, &definition, error);
    return status == COMPLAINT_OK ? add(list, definition) : status;
}

/* *out NULL where none is installed. */
static int find_installed(complaint_register *self, const char *kind,
                          const char *name, complaint_definition **out,
                          complaint_error **error)
{
    complaint_cursor *cursor = NULL;
    const complaint_record *record = NULL;
    int64_t newest = INT64_MIN;
    int status =
        complaint_register_list_relation(self, "definition", &cursor, error);

    *out = NULL;
    while (status == COMPLAINT_OK) {
        const char *text;
        int64_t at;

        status = complaint_cursor_next(cursor, &record, error);
        if (status != COMPLAINT_OK || record == NULL)
            break;
        at = complaint_record_integer(record, "installed_at", 0);
        text = complaint_record_text(record, "text");
        if (strcmp(complaint_record_text(record, "kind"), kind) != 0 ||
            strcmp(complaint_record_text(record, "name"), name) != 0 ||
            at < newest)
            continue;
        newest = at;
        complaint_definition_free(*out);
        *out = NULL;
        status =
            complaint_definition_parse(complaint__register_context(self), text,
                                       strlen(text), name, out, error);
    }
    complaint_cursor_free(cursor);
    return status;
}

int complaint__definitions_take(complaint_register *self,
                                complaint__definitions *list, const char *kind,
                                const char *name, complaint_error **error)
{
    complaint_definition *definition = NULL;
    int status = find_installed(self, kind, name, &definition, error);

    if (status != COMPLAINT_OK) {
        complaint_definition_free(definition);
        return status;
    }
    if (definition != NULL)
        return add(list, definition);
    return complaint__definitions_add(complaint__register_context(self), list,
                                      kind, name, error);
}

static bool is_file(const char *name)
{
    size_t size = strlen(name);

    return (size > 5 && strcmp(name + size - 5, ".yaml") == 0) ||
           (size > 4 && strcmp(name + size - 4, ".yml") == 0);
}

static int add_file(complaint__mapping *m, complaint__definitions *list,
                    const char *kind, const char *name, const char *at,
                    complaint_error **error)
{
    complaint_definition *definition = NULL;
    char *path = complaint__mapping_file(m, name);
    int status = path == NULL ? complaint__fail_memory(error)
                              : complaint_definition_read(m->context, path,
                                                          &definition, error);

    complaint__free(m->context, path);
    if (status != COMPLAINT_OK)
        return status;
    if (kind != NULL &&
        strcmp(complaint_definition_kind(definition), kind) != 0) {
        status = complaint__fail(m->context, error, COMPLAINT_INVALID,
                                 "import.definition_kind", at,
                                 "\"%s\" is no %s", name, kind);
        complaint_definition_free(definition);
        return complaint__mapping_place(m, status, at, error);
    }
    return add(list, definition);
}

/* `kind` NULL: a file of any kind, or "kind/name". */
static int add_named(complaint__mapping *m, complaint__definitions *list,
                     const char *kind, const char *name, const char *at,
                     complaint_error **error)
{
    const char *slash = strchr(name, '/');
    char own[32] = "";
    int status;

    if (list->count == COMPLAINT__DEFINITIONS_MAX)
        return complaint__fail_limit(m->context, error, "definitions",
                                     COMPLAINT__DEFINITIONS_MAX);
    if (is_file(name))
        return add_file(m, list, kind, name, at, error);
    if (kind == NULL && slash != NULL && slash - name < (int)sizeof own) {
        snprintf(own, sizeof own, "%.*s", (int)(slash - name), name);
        kind = own;
        name = slash + 1;
    }
    if (kind == NULL) {
        status = complaint__fail(m->context, error, COMPLAINT_INVALID,
                                 "import.definition_name", at,
                                 "\"%s\" is neither a file (.yaml) nor "
                                 "kind/name",
                                 name);
        return complaint__mapping_place(m, status, at, error);
    }
    status = complaint__definitions_add(m->context, list, kind, name, error);
    return status == COMPLAINT_NOT_FOUND
               ? complaint__mapping_place(m, status, at, error)
               : status;
}

static int take_offset(complaint__mapping *m,
                       const complaint_definition *definition,
                       complaint_error **error)
{
    const char *text = complaint_definition_text(definition);
    complaint_calendar *calendar = NULL;
    int status = complaint_calendar_parse(m->context, text, strlen(text),
                                          complaint_definition_name(definition),
                                          &calendar, error);

    if (status == COMPLAINT_OK) {
        m->rules.offset = complaint_calendar_offset(calendar, 0);
        m->has_offset = true;
    }
    complaint_calendar_free(calendar);
    return status;
}

int complaint__definitions_load(complaint__mapping *m,
                                complaint__definitions *list,
                                complaint_error **error)
{
    const complaint__mapping_text *t = m->text;
    int status = COMPLAINT_OK;

    if (t->calendar != NULL)
        status = add_named(m, list, "calendar", t->calendar, "calendar", error);
    if (status == COMPLAINT_OK && list->count > 0 && !m->has_offset)
        status = take_offset(m, list->all[0], error);
    if (status == COMPLAINT_OK && !m->has_offset) {
        status = complaint__fail(m->context, error, COMPLAINT_INVALID,
                                 "import.offset_missing", "dates/offset",
                                 "needs dates: offset, or a calendar");
        return complaint__mapping_place(m, status, "dates", error);
    }
    if (status == COMPLAINT_OK && t->catalog != NULL) {
        status = add_named(m, list, "catalog", t->catalog, "catalog", error);
        if (status == COMPLAINT_OK)
            list->catalog =
                complaint_definition_name(list->all[list->count - 1]);
    }
    for (unsigned i = 0;
         status == COMPLAINT_OK && i < t->definitions.texts_count; i++) {
        char at[64];

        snprintf(at, sizeof at, "definitions/%u", i);
        status = add_named(m, list, NULL, t->definitions.texts[i], at, error);
    }
    if (status == COMPLAINT_OK)
        status =
            add_named(m, list, "procedure", t->procedure, "procedure", error);
    if (status == COMPLAINT_OK)
        m->procedure_name =
            complaint_definition_name(list->all[list->count - 1]);
    return status;
}

/* Does the register hold no case? */
static int is_empty(complaint_register *self, bool *empty,
                    complaint_error **error)
{
    complaint_cursor *cursor = NULL;
    const complaint_record *record = NULL;
    int status = complaint_register_list_relation(self, "case", &cursor, error);

    if (status == COMPLAINT_OK)
        status = complaint_cursor_next(cursor, &record, error);
    *empty = record == NULL;
    complaint_cursor_free(cursor);
    return status;
}

int complaint__definitions_install(complaint_register *self,
                                   const complaint_actor *actor,
                                   const complaint__definitions *list,
                                   complaint_error **error)
{
    int status = COMPLAINT_OK;
    bool empty = false;

    for (size_t i = 0; status == COMPLAINT_OK && i < list->count; i++)
        status = complaint_register_install(self, actor, list->all[i], error);
    if (status == COMPLAINT_OK && list->catalog != NULL) {
        status = is_empty(self, &empty, error);
        if (status == COMPLAINT_OK && empty)
            status =
                complaint_register_set(self, "catalog", list->catalog, error);
    }
    return status;
}

void complaint__definitions_clear(complaint__definitions *list)
{
    for (size_t i = 0; i < list->count; i++)
        complaint_definition_free(list->all[i]);
    list->count = 0;
}
