/* Procedures: from definitions, bundled, installed, in files or texts; what is
 * wrong with one, its picture, its rules and letters. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

static void release_procedure(void *handle)
{
    complaint_procedure_free(handle);
}

static void release_definition(void *handle)
{
    complaint_definition_free(handle);
}

/* ---- definitions with parents ---- */

/* Where a text is and what it may extend; yaml NULL: the file is read. */
typedef struct source {
    const char *yaml;
    size_t size;
    char *read; /* to free */
    complaint_definition_options options;
} source;

static core_result open_source(source *s, const char *yaml, const char *file,
                               const char *folder,
                               complaint_register *installed,
                               const complaint_facts *known)
{
    const complaint_facts *lists = complaint_facts_get(known, "known");

    memset(s, 0, sizeof *s);
    s->options.struct_size = sizeof s->options;
    s->options.file = file;
    s->options.folder = folder;
    s->options.installed = installed;
    s->options.known = lists;
    s->yaml = yaml;
    s->size = yaml == NULL ? 0 : strlen(yaml);
    if (yaml != NULL)
        return core_made(COMPLAINT_OK, NULL, NULL);
    if (file == NULL)
        return core_made(COMPLAINT_MISUSE, NULL, "a path or a text is needed");
    {
        core_result result = core_read_file(file, &s->read, &s->size);

        s->yaml = s->read;
        return result;
    }
}

static core_result wrap_definition(core_box *self,
                                   complaint_definition *definition, int status,
                                   complaint_error *error,
                                   core_definition **out)
{
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap(self, false, sizeof **out, definition, release_definition,
                     out);
}

core_result core_session_definition_over(core_session *self, const char *yaml,
                                         const char *file, const char *folder,
                                         core_definition **out)
{
    complaint_definition *definition = NULL;
    complaint_error *error = NULL;
    source s;
    core_result result = open_source(&s, yaml, file, folder, NULL, NULL);
    int status;

    if (result.status != COMPLAINT_OK)
        return result;
    status =
        complaint_definition_parse_with(self->context->context, s.yaml, s.size,
                                        &s.options, &definition, &error);
    free(s.read);
    return wrap_definition((core_box *)self, definition, status, error, out);
}

core_result core_session_examine(core_session *self, const char *yaml,
                                 const char *file, const char *folder,
                                 const complaint_facts *known,
                                 complaint_facts **out)
{
    complaint_error *error = NULL;
    source s;
    core_result result = open_source(&s, yaml, file, folder, NULL, known);
    int status;

    if (result.status != COMPLAINT_OK)
        return result;
    status = complaint_definition_verify(self->context->context, s.yaml, s.size,
                                         &s.options, out, &error);
    free(s.read);
    return core_made(status, error, NULL);
}

core_result core_register_definition(core_register *self, const char *kind,
                                     const char *name, core_definition **out)
{
    complaint_definition *definition = NULL;
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_definition(self->handle, kind, name,
                                              &definition, &error));
    return wrap_definition((core_box *)self, definition, status, error, out);
}

core_result core_register_definition_read(core_register *self, const char *path,
                                          core_definition **out)
{
    complaint_definition *definition = NULL;
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_definition_read(self->handle, path,
                                                   &definition, &error));
    return wrap_definition((core_box *)self, definition, status, error, out);
}

core_result core_register_definition_over(core_register *self, const char *yaml,
                                          const char *file, const char *folder,
                                          core_definition **out)
{
    complaint_definition *definition = NULL;
    complaint_error *error = NULL;
    source s;
    core_result result =
        open_source(&s, yaml, file, folder, self->handle, NULL);
    int status;

    if (result.status != COMPLAINT_OK)
        return result;
    CORE_LOCKED(self, status,
                complaint_definition_parse_with(self->context->context, s.yaml,
                                                s.size, &s.options, &definition,
                                                &error));
    free(s.read);
    return wrap_definition((core_box *)self, definition, status, error, out);
}

core_result core_register_examine(core_register *self, const char *yaml,
                                  const char *file, const char *folder,
                                  const complaint_facts *known,
                                  complaint_facts **out)
{
    complaint_error *error = NULL;
    source s;
    core_result result =
        open_source(&s, yaml, file, folder, self->handle, known);
    int status;

    if (result.status != COMPLAINT_OK)
        return result;
    CORE_LOCKED(self, status,
                complaint_definition_verify(self->context->context, s.yaml,
                                            s.size, &s.options, out, &error));
    free(s.read);
    return core_made(status, error, NULL);
}

/* The error about a name that there is not lists all there are. */
core_result core_session_bundled(core_session *self, const char *kind,
                                 complaint_facts **out)
{
    complaint_context *context = self->context->context;
    complaint_definition *none = NULL;
    complaint_error *names = NULL, *error = NULL;
    complaint_facts *list = NULL;
    int status = complaint_definition_bundled(context, kind, "", &none, &names);

    if (status != COMPLAINT_NOT_FOUND)
        return core_made(status, names, NULL);
    status = complaint_facts_new(context, out, &error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(*out, "names", &list, &error);
    for (size_t i = 0;
         i < complaint_error_item_count(names) && status == COMPLAINT_OK; i++)
        status = complaint_facts_set_text(
            list, NULL, complaint_error_item(names, i), &error);
    complaint_error_free(names);
    return core_made(status, error, NULL);
}

/* ---- procedures ---- */

core_result core_definition_procedure(core_definition *self,
                                      core_procedure **out)
{
    const char *text = complaint_definition_text(self->handle);
    complaint_procedure *procedure = NULL;
    complaint_error *error = NULL;
    int status = complaint_procedure_parse(
        self->context->context, text, strlen(text),
        complaint_definition_name(self->handle), &procedure, &error);

    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, false, sizeof **out, procedure,
                     release_procedure, out);
}

core_result core_definition_pack(core_definition *self, complaint_facts **out)
{
    const char *text = complaint_definition_text(self->handle);
    complaint_error *error = NULL;
    int status = complaint_pack_describe(
        self->context->context, text, strlen(text),
        complaint_definition_name(self->handle), out, &error);

    return core_made(status, error, NULL);
}

const char *core_procedure_name(const core_procedure *self)
{
    return complaint_procedure_name(self->handle);
}

const char *core_procedure_digest(const core_procedure *self)
{
    return complaint_procedure_digest(self->handle);
}

core_result core_procedure_describe(core_procedure *self, complaint_facts **out)
{
    complaint_error *error = NULL;
    int status = complaint_procedure_describe(self->handle, out, &error);

    return core_made(status, error, NULL);
}

core_result core_procedure_draw(core_procedure *self, const char *format,
                                const char *language, core_text *text)
{
    complaint_context *context = self->context->context;
    complaint_error *error = NULL;
    int status;

    text->context = self->context;
    if (language == NULL)
        language = complaint_context_language(context);
    status = complaint_procedure_draw(context, self->handle,
                                      format == NULL ? "svg" : format, language,
                                      &text->data, &text->size, &error);
    return core_made(status, error, NULL);
}

core_result core_procedure_assess(core_procedure *self,
                                  const complaint_facts *facts,
                                  complaint_facts **out)
{
    complaint_error *error = NULL;
    int status = complaint_procedure_assess(self->handle, facts, out, &error);

    return core_made(status, error, NULL);
}

core_result core_procedure_reply(core_procedure *self, const char *state,
                                 const char *reply, const char *language,
                                 const complaint_facts *facts, core_text *text)
{
    complaint_error *error = NULL;
    int status;

    text->context = self->context;
    if (language == NULL)
        language = complaint_context_language(self->context->context);
    status = complaint_procedure_reply(self->handle, state, reply, language,
                                       NULL, NULL, facts, &text->data,
                                       &text->size, &error);
    return core_made(status, error, NULL);
}

core_result core_case_reply(core_case *self, core_procedure *procedure,
                            const char *state, const char *reply,
                            const char *language, const complaint_facts *facts,
                            core_text *text)
{
    complaint_reply_options options = {.struct_size = sizeof options,
                                       .procedure = procedure->handle,
                                       .state = state,
                                       .language = language,
                                       .facts = facts};
    complaint_error *error = NULL;
    int status;

    text->context = self->context;
    CORE_LOCKED(self, status,
                complaint_case_reply(self->handle, reply, &options, &text->data,
                                     &text->size, &error));
    return core_made(status, error, NULL);
}

void core_procedure_free(core_procedure *self)
{
    core_box_drop(self, release_procedure);
}
