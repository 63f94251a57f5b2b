/* Definitions before they are installed: told apart by their kind, checked by
 * the room that understands them. Installing: install.c. */
#include "register/inside.h"

#include "base/context.h"
#include "base/failure.h"
#include "data/bundled.h"
#include "procedure/procedure.h"
#include "register/parents.h"

#include <complaint/limits.h>

#include <string.h>

const char *const complaint__kind_names[COMPLAINT__KINDS] = {
    "procedure", "calendar", "catalog", "organisation", "pack"};

static int kind_of(const char *name, size_t size)
{
    for (int i = 0; i < COMPLAINT__KINDS; i++)
        if (strlen(complaint__kind_names[i]) == size &&
            memcmp(complaint__kind_names[i], name, size) == 0)
            return i;
    return -1;
}

/* The first line that is neither empty nor a comment nor "---". */
static const char *first_line(const char *yaml, size_t size, size_t *length,
                              int64_t *line)
{
    size_t at = size >= 3 && memcmp(yaml, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    for (*line = 1; at < size; ++*line) {
        const char *end = memchr(yaml + at, '\n', size - at);
        size_t next = end == NULL ? size : (size_t)(end - yaml);

        *length = next - at;
        if (*length > 0 && yaml[at + *length - 1] == '\r')
            --*length;
        if (*length > 0 && yaml[at] != '#' &&
            !(*length >= 3 && memcmp(yaml + at, "---", 3) == 0) &&
            strspn(yaml + at, " \t") < *length)
            return yaml + at;
        at = next + 1;
    }
    *line = 1;
    return NULL;
}

/* Kind by the text's first key "kind", or -1. */
static int find_kind(const char *yaml, size_t size, int64_t *line)
{
    size_t length = 0;
    const char *at = first_line(yaml, size, &length, line);
    size_t end;

    if (at == NULL || length < 6 || memcmp(at, "kind:", 5) != 0)
        return -1;
    at += 5;
    length -= 5;
    while (length > 0 && (*at == ' ' || *at == '"' || *at == '\'')) {
        at++;
        length--;
    }
    for (end = 0; end < length && at[end] >= 'a' && at[end] <= 'z'; end++)
        continue;
    return kind_of(at, end);
}

int complaint__definition_interpret(complaint_context *context, int kind,
                                    const char *text, size_t size,
                                    const complaint__origin *origin,
                                    complaint__parsed *out,
                                    complaint_error **error)
{
    complaint__parents parents = {context, kind, origin->folder,
                                  origin->installed, NULL};
    complaint__parents packs = {context, COMPLAINT__KIND_PACK, origin->folder,
                                origin->installed, NULL};
    const complaint__attachment own = {.resolve = complaint__parents_find,
                                       .data = &packs};
    const char *file = origin->file;
    int status;

    memset(out, 0, sizeof *out);
    out->kind = kind;
    switch (kind) {
    case COMPLAINT__KIND_PROCEDURE:
        status = complaint__procedure_compose(context, text, size, file,
                                              complaint__parents_find, &parents,
                                              &own, &out->procedure, error);
        complaint__parents_end(&parents);
        complaint__parents_end(&packs);
        return status;
    case COMPLAINT__KIND_PACK:
        return complaint__pack_parse(context, text, size, file, &out->pack,
                                     error);
    case COMPLAINT__KIND_CALENDAR:
        status = complaint__calendar_parse(context, text, size, file,
                                           complaint__parents_find, &parents,
                                           &out->calendar, error);
        complaint__parents_end(&parents);
        return status;
    default:
        return complaint__codes_parse(context,
                                      kind == COMPLAINT__KIND_ORGANISATION,
                                      text, size, file, &out->codes, error);
    }
}

complaint__parsed complaint__parsed_ref(const complaint__parsed *parsed)
{
    return (complaint__parsed){
        .kind = parsed->kind,
        .procedure = complaint__procedure_ref(parsed->procedure),
        .calendar = complaint__calendar_ref(parsed->calendar),
        .codes = complaint__codes_ref(parsed->codes),
        .pack = complaint__procedure_ref(parsed->pack)};
}

void complaint__parsed_free(complaint_context *context,
                            complaint__parsed *parsed)
{
    (void)context;
    complaint_procedure_free(parsed->procedure);
    complaint_calendar_free(parsed->calendar);
    complaint__codes_free(parsed->codes);
    complaint_procedure_free(parsed->pack);
    memset(parsed, 0, sizeof *parsed);
}

static const char *parsed_name(const complaint__parsed *parsed)
{
    if (parsed->procedure != NULL)
        return complaint__procedure_full_name(parsed->procedure);
    if (parsed->pack != NULL)
        return complaint__procedure_pack(parsed->pack, 0)->name;
    if (parsed->calendar != NULL)
        return complaint_calendar_name(parsed->calendar);
    return parsed->codes->name;
}

static const char *parsed_version(const complaint__parsed *parsed)
{
    if (parsed->procedure != NULL)
        return complaint__procedure_version(parsed->procedure);
    if (parsed->pack != NULL)
        return complaint__procedure_pack(parsed->pack, 0)->version;
    if (parsed->calendar != NULL)
        return complaint_calendar_version(parsed->calendar);
    return parsed->codes->version;
}

/* What is kept of a definition is complete: of a calendar that extends another
 * or names a zone of the system, its days and changes written out. */
static int keep_text(complaint_definition *made,
                     const complaint__parsed *parsed, const char *yaml,
                     size_t size, complaint_error **error)
{
    complaint__buffer text = COMPLAINT__BUFFER(made->context);
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    int status;

    if (parsed->calendar != NULL)
        yaml = complaint_calendar_text(parsed->calendar, &size);
    if (size > COMPLAINT_LIMIT_DEFINITION)
        return complaint__fail_limit(made->context, error, "yaml",
                                     COMPLAINT_LIMIT_DEFINITION);
    status = complaint__digest(made->context, yaml, size, digest, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__digest_text(digest, made->digest);
    complaint__buffer_append(&text, yaml, size);
    made->text = complaint__buffer_take(&text, &made->size);
    return made->text == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

static int fill(complaint_definition *made, const char *yaml, size_t size,
                const complaint__origin *origin, complaint_error **error)
{
    complaint__parsed parsed;
    const char *version;
    const char *whole = NULL;
    size_t whole_size = 0;
    int status = complaint__definition_interpret(
        made->context, made->kind, yaml, size, origin, &parsed, error);

    if (status == COMPLAINT_OK && parsed.procedure != NULL)
        whole = complaint__procedure_yaml(parsed.procedure, &whole_size);
    if (whole != NULL) { /* with its parents: these may change, it may not */
        yaml = whole;
        size = whole_size;
    }
    if (status == COMPLAINT_OK)
        status = keep_text(made, &parsed, yaml, size, error);
    if (status == COMPLAINT_OK) {
        version = parsed_version(&parsed);
        made->name = complaint__copy_text(made->context, parsed_name(&parsed));
        if (version != NULL && version[0] != '\0')
            made->version = complaint__copy_text(made->context, version);
        if (made->name == NULL ||
            (version != NULL && version[0] != '\0' && made->version == NULL))
            status = complaint__fail_memory(error);
    }
    complaint__parsed_free(made->context, &parsed);
    return status;
}

static int make(complaint_context *context, int kind, const char *yaml,
                size_t size, const complaint__origin *origin,
                complaint_definition **out, complaint_error **error)
{
    complaint_definition *made =
        complaint__alloc_array(context, 1, sizeof *made);
    int status;

    if (made == NULL)
        return complaint__fail_memory(error);
    made->context = complaint__context_ref(context);
    made->kind = kind;
    status = fill(made, yaml, size, origin, error);
    if (status == COMPLAINT_OK)
        *out = made;
    else
        complaint_definition_free(made);
    return status;
}

/* The kind of a text; what has none is refused. */
static int check_text(complaint_context *context, const char *yaml, size_t size,
                      const char *file, int *kind, complaint_error **error)
{
    int64_t line = 1;
    int status;

    if (size > COMPLAINT_LIMIT_DEFINITION)
        status = complaint__fail_limit(context, error, "yaml",
                                       COMPLAINT_LIMIT_DEFINITION);
    else if ((*kind = find_kind(yaml, size, &line)) < 0)
        status = complaint__fail(
            context, error, COMPLAINT_INVALID, "definition.kind", "kind",
            "the first key must be \"kind\": procedure, calendar, catalog, "
            "organisation or pack");
    else
        return COMPLAINT_OK;
    complaint__error_place(error, file, line, 1);
    return status;
}

static int parse(complaint_context *context, const char *yaml, size_t size,
                 const complaint__origin *origin, complaint_definition **out,
                 complaint_error **error)
{
    int kind = 0;
    int status = check_text(context, yaml, size, origin->file, &kind, error);

    if (status != COMPLAINT_OK)
        return status;
    return make(context, kind, yaml, size, origin, out, error);
}

int complaint_definition_parse(complaint_context *context, const char *yaml,
                               size_t size, const char *file,
                               complaint_definition **out,
                               complaint_error **error)
{
    const complaint__origin origin = {file, NULL, NULL};

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || yaml == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "yaml");
    return parse(context, yaml, size, &origin, out, error);
}

/* ---- with options ---- */

static int check_options(complaint_context *context,
                         const complaint_definition_options *options,
                         complaint__origin *origin, complaint_error **error)
{
    if (options == NULL)
        return COMPLAINT_OK;
    if (options->struct_size < sizeof *options)
        return complaint__fail(context, error, COMPLAINT_INVALID,
                               "options.size", "struct_size",
                               "the options have an unknown size");
    origin->file = options->file;
    origin->folder = options->folder;
    origin->installed = options->installed;
    return origin->installed == NULL
               ? COMPLAINT_OK
               : complaint__register_usable(origin->installed, error);
}

int complaint_definition_parse_with(complaint_context *context,
                                    const char *yaml, size_t size,
                                    const complaint_definition_options *options,
                                    complaint_definition **out,
                                    complaint_error **error)
{
    complaint__origin origin = {NULL, NULL, NULL};
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || yaml == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "yaml");
    status = check_options(context, options, &origin, error);
    if (status == COMPLAINT_OK)
        status = parse(context, yaml, size, &origin, out, error);
    return status;
}

int complaint_definition_verify(complaint_context *context, const char *yaml,
                                size_t size,
                                const complaint_definition_options *options,
                                complaint_facts **out, complaint_error **error)
{
    complaint__origin origin = {NULL, NULL, NULL};
    complaint__parents parents = {.context = context};
    complaint__procedure_examined examined = {.find = complaint__parents_find,
                                              .data = &parents};
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || yaml == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "yaml");
    status = check_options(context, options, &origin, error);
    if (status != COMPLAINT_OK)
        return status;
    parents.kind = COMPLAINT__KIND_PROCEDURE;
    parents.folder = origin.folder;
    parents.installed = origin.installed;
    examined.yaml = yaml;
    examined.size = size;
    examined.file = origin.file;
    examined.known = options == NULL ? NULL : options->known;
    status = complaint__procedure_examine(context, &examined, out, error);
    complaint__parents_end(&parents);
    return status;
}

/* ---- files ---- */

/* The folder of a path, as context memory. */
static char *folder_of(complaint_context *context, const char *path)
{
    complaint__buffer folder = COMPLAINT__BUFFER(context);
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        complaint__buffer_text(&folder, ".");
    else
        complaint__buffer_append(&folder, path,
                                 slash == path ? 1 : (size_t)(slash - path));
    return complaint__buffer_take(&folder, NULL);
}

static int read_origin(complaint_context *context, const char *path,
                       const complaint__origin *origin,
                       complaint_definition **out, complaint_error **error)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    int status = complaint__definition_file(context, path, &buffer, error);

    if (status == COMPLAINT_OK)
        status = parse(context, buffer.bytes == NULL ? "" : buffer.bytes,
                       buffer.size, origin, out, error);
    complaint__buffer_free(&buffer);
    return status;
}

int complaint_definition_read(complaint_context *context, const char *path,
                              complaint_definition **out,
                              complaint_error **error)
{
    complaint__origin origin = {path, NULL, NULL};
    char *folder;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || path == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "path");
    folder = folder_of(context, path);
    if (folder == NULL)
        return complaint__fail_memory(error);
    origin.folder = folder;
    status = read_origin(context, path, &origin, out, error);
    complaint__free(context, folder);
    return status;
}

int complaint_register_definition_read(complaint_register *self,
                                       const char *path,
                                       complaint_definition **out,
                                       complaint_error **error)
{
    complaint__origin origin = {path, NULL, self};
    char *folder;
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__register_usable(self, error);
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL || path == NULL)
        return complaint__fail_misuse(self->context, error,
                                      out == NULL ? "out" : "path");
    folder = folder_of(self->context, path);
    if (folder == NULL)
        return complaint__fail_memory(error);
    origin.folder = folder;
    status = read_origin(self->context, path, &origin, out, error);
    complaint__free(self->context, folder);
    return status;
}

/* What is installed is complete: it extends nothing any more. */
int complaint_register_definition(complaint_register *self, const char *kind,
                                  const char *name, complaint_definition **out,
                                  complaint_error **error)
{
    complaint__origin origin = {name, NULL, NULL};
    complaint__buffer text;
    int found;
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__register_usable(self, error);
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL || kind == NULL || name == NULL)
        return complaint__fail_misuse(self->context, error,
                                      out == NULL    ? "out"
                                      : kind == NULL ? "kind"
                                                     : "name");
    text = (complaint__buffer)COMPLAINT__BUFFER(self->context);
    found = kind_of(kind, strlen(kind));
    if (found < 0)
        return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                               "definition.not_found", kind,
                               "no %s \"%s\" is installed", kind, name);
    status = complaint__register_text(self, found, name, &text, error);
    if (status == COMPLAINT_OK)
        status = make(self->context, found, text.bytes, text.size, &origin, out,
                      error);
    complaint__buffer_free(&text);
    return status;
}

static int fail_bundled(complaint_context *context, const char *kind,
                        const char *name, complaint_error **error)
{
    int status = complaint__fail(context, error, COMPLAINT_NOT_FOUND,
                                 "definition.bundled", "name",
                                 "no %s \"%s\" is bundled", kind, name);

    complaint__supply_name(kind, error);
    return status;
}

int complaint_definition_bundled(complaint_context *context, const char *kind,
                                 const char *name, complaint_definition **out,
                                 complaint_error **error)
{
    complaint__origin origin = {NULL, NULL, NULL};
    const complaint__bundled *file;
    int found;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || kind == NULL || name == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context"
                                      : kind == NULL  ? "kind"
                                                      : "name");
    found = kind_of(kind, strlen(kind));
    file = found < 0 ? NULL : complaint__bundled_find(kind, name);
    if (file == NULL)
        return fail_bundled(context, kind, name, error);
    origin.file = file->file;
    return make(context, found, (const char *)file->bytes, file->size, &origin,
                out, error);
}

const char *complaint_definition_kind(const complaint_definition *definition)
{
    return definition == NULL ? "" : complaint__kind_names[definition->kind];
}

const char *complaint_definition_name(const complaint_definition *definition)
{
    return definition == NULL ? "" : definition->name;
}

const char *complaint_definition_digest(const complaint_definition *definition)
{
    return definition == NULL ? "" : definition->digest;
}

const char *complaint_definition_text(const complaint_definition *definition)
{
    return definition == NULL ? "" : definition->text;
}

void complaint_definition_free(complaint_definition *definition)
{
    complaint_context *context;

    if (definition == NULL)
        return;
    context = definition->context;
    complaint__free(context, definition->name);
    complaint__free(context, definition->version);
    complaint__free(context, definition->text);
    complaint__free(context, definition);
    complaint__context_unref(context);
}
