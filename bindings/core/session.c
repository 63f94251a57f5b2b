/* A session: a context with its clock and language, and what is made from it
 * without a register. */
#include "core.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *core_version(void)
{
    return complaint_version();
}

const char *core_status_text(int status)
{
    return complaint_status_name(status);
}

static complaint_time clock_now(void *user_data)
{
    core_context *context = user_data;
    int64_t held = atomic_load(&context->held);
    struct timespec now;

    if (held != COMPLAINT_TIME_NONE)
        return held;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * COMPLAINT_SECOND + now.tv_nsec / 1000;
}

core_result core_session_new(const char *language, core_session **out)
{
    core_context *context = malloc(sizeof *context);
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .user_data = context,
                                         .now = clock_now,
                                         .destroy = free};
    complaint_error *error = NULL;
    int status;

    *out = NULL;
    if (context == NULL)
        return core_no_memory();
    atomic_init(&context->references, 1);
    atomic_init(&context->held, COMPLAINT_TIME_NONE);
    context->context = NULL;
    status = complaint_context_new(&environment, &context->context, &error);
    if (status != COMPLAINT_OK) {
        free(context);
        return core_made(status, error, NULL);
    }
    if (language != NULL)
        status =
            complaint_context_set_language(context->context, language, &error);
    if (status == COMPLAINT_OK) {
        *out = core_box_new(sizeof **out, context, NULL);
        if (*out != NULL)
            (*out)->handle = context; /* held by the box as its context */
    }
    core_context_drop(context);
    if (status == COMPLAINT_OK && *out == NULL)
        return core_no_memory();
    return core_made(status, error, NULL);
}

static void release_nothing(void *handle)
{
    (void)handle;
}

void core_session_free(core_session *self)
{
    core_box_drop(self, release_nothing);
}

core_result core_session_hold_clock(core_session *self, const char *now)
{
    complaint_error *error = NULL;
    complaint_time time = COMPLAINT_TIME_NONE;
    int status = core_time_of(now, &time, &error);

    if (status == COMPLAINT_OK)
        atomic_store(&self->context->held, time);
    return core_made(status, error, NULL);
}

static core_result format_time(complaint_time time, core_short *out)
{
    return core_made(
        complaint_time_format(time, 0, out->text, sizeof out->text), NULL,
        "a time is outside 1900 to 2199");
}

core_result core_session_now(core_session *self, core_short *out)
{
    return format_time(complaint_context_now(self->context->context), out);
}

core_result core_session_time(core_session *self, const char *text, int offset,
                              core_short *out)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status;

    (void)self;
    status = complaint_time_parse(text, offset, &time, &error);
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return format_time(time, out);
}

core_result core_session_time_of_seconds(core_session *self, int64_t seconds,
                                         core_short *out)
{
    (void)self;
    if (seconds < COMPLAINT_LIMIT_TIME_MIN / COMPLAINT_SECOND ||
        seconds > COMPLAINT_LIMIT_TIME_MAX / COMPLAINT_SECOND)
        return core_made(COMPLAINT_LIMIT, NULL,
                         "a time is outside 1900 to 2199");
    return format_time(seconds * COMPLAINT_SECOND, out);
}

/* The same tree again: what the typemaps make of it, for their tests. */
core_result core_session_echo(core_session *self, const complaint_facts *facts,
                              complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_facts *copy = NULL;
    int status = complaint_facts_new(self->context->context, &copy, &error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(copy, "facts", facts, &error);
    *out = copy;
    return core_made(status, error, NULL);
}

core_result core_session_parse(core_session *self, const char *json,
                               complaint_facts **out)
{
    complaint_error *error = NULL;
    int status =
        complaint_facts_parse(self->context->context, json,
                              json == NULL ? 0 : strlen(json), out, &error);

    return core_made(status, error, NULL);
}

core_result core_session_write(core_session *self, const complaint_facts *facts,
                               core_text *text)
{
    complaint_error *error = NULL;
    int status;

    text->context = self->context;
    status = complaint_facts_write(facts, &text->data, &text->size, &error);
    return core_made(status, error, NULL);
}

static const char *const column_types[] = {
    [COMPLAINT_COLUMN_TEXT] = "text",
    [COMPLAINT_COLUMN_INTEGER] = "integer",
    [COMPLAINT_COLUMN_BOOLEAN] = "boolean",
    [COMPLAINT_COLUMN_TIME] = "time",
    [COMPLAINT_COLUMN_MONEY] = "money",
    [COMPLAINT_COLUMN_JSON] = "json",
    [COMPLAINT_COLUMN_BYTES] = "bytes",
};

static const struct {
    unsigned flag;
    const char *name;
} column_flags[] = {
    {COMPLAINT_COLUMN_KEY, "key"},
    {COMPLAINT_COLUMN_REQUIRED, "required"},
    {COMPLAINT_COLUMN_PERSONAL, "personal"},
    {COMPLAINT_COLUMN_FACT, "fact"},
    {COMPLAINT_COLUMN_CODE, "code"},
    {COMPLAINT_COLUMN_LONG, "long"},
};

static int describe_column(const complaint_relation *relation, size_t i,
                           complaint_facts *columns, complaint_error **error)
{
    complaint_facts *column = NULL;
    int status = complaint_facts_set_map(columns, NULL, &column, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            column, "name", complaint_relation_column_name(relation, i), error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            column, "type",
            column_types[complaint_relation_column_type(relation, i)], error);
    for (size_t j = 0; status == COMPLAINT_OK &&
                       j < sizeof column_flags / sizeof column_flags[0];
         j++)
        status = complaint_facts_set_boolean(
            column, column_flags[j].name,
            (complaint_relation_column_flags(relation, i) &
             column_flags[j].flag) != 0,
            error);
    return status;
}

core_result core_session_relations(core_session *self, complaint_facts **out)
{
    complaint_error *error = NULL;
    int status = complaint_facts_new(self->context->context, out, &error);

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_relation_count();
         i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        complaint_facts *columns = NULL;
        status = complaint_facts_set_list(
            *out, complaint_relation_name(relation), &columns, &error);
        for (size_t j = 0; status == COMPLAINT_OK &&
                           j < complaint_relation_column_count(relation);
             j++)
            status = describe_column(relation, j, columns, &error);
    }
    return core_made(status, error, NULL);
}

core_result core_session_compute(core_session *self, const char *method,
                                 const complaint_facts *request,
                                 complaint_facts **out)
{
    complaint_error *error = NULL;
    int status =
        complaint_compute(self->context->context, method, request, out, &error);

    return core_made(status, error, NULL);
}

static void release_actor(void *handle)
{
    complaint_actor_free(handle);
}

core_result core_session_actor(core_session *self, const char *id,
                               const char *unit, const complaint_facts *roles,
                               core_actor **out)
{
    const complaint_facts *list = complaint_facts_get(roles, "roles");
    complaint_error *error = NULL;
    complaint_actor *actor = NULL;
    int status =
        complaint_actor_new(self->context->context, id, unit, &actor, &error);

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(list);
         i++) {
        const char *role =
            complaint_facts_text(complaint_facts_at(list, i), NULL);
        status = complaint_actor_add_role(actor, role, &error);
    }
    if (status == COMPLAINT_OK)
        return core_wrap((core_box *)self, false, sizeof **out, actor,
                         release_actor, out);
    complaint_actor_free(actor);
    return core_made(status, error, NULL);
}

const char *core_actor_id(const core_actor *self)
{
    return complaint_actor_id(self->handle);
}

const char *core_actor_unit(const core_actor *self)
{
    return complaint_actor_unit(self->handle);
}

void core_actor_free(core_actor *self)
{
    core_box_drop(self, release_actor);
}

static void release_definition(void *handle)
{
    complaint_definition_free(handle);
}

/* "kind/name" when the kind is one that is bundled, a file otherwise. */
static bool is_bundled(const char *name, char kind[16])
{
    static const char *const kinds[] = {"procedure", "calendar", "catalog",
                                        "organisation", "pack"};
    const char *slash = strchr(name, '/');

    for (size_t i = 0; slash != NULL && i < sizeof kinds / sizeof kinds[0];
         i++) {
        if (strlen(kinds[i]) == (size_t)(slash - name) &&
            memcmp(kinds[i], name, (size_t)(slash - name)) == 0 &&
            strchr(slash, '.') == NULL) {
            memcpy(kind, kinds[i], strlen(kinds[i]) + 1);
            return true;
        }
    }
    return false;
}

core_result core_session_definition(core_session *self, const char *name,
                                    core_definition **out)
{
    complaint_context *context = self->context->context;
    complaint_definition *definition = NULL;
    complaint_error *error = NULL;
    char kind[16];
    int status;

    if (name != NULL && is_bundled(name, kind))
        status = complaint_definition_bundled(
            context, kind, strchr(name, '/') + 1, &definition, &error);
    else
        status = complaint_definition_read(context, name, &definition, &error);
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, false, sizeof **out, definition,
                     release_definition, out);
}

core_result core_session_definition_text(core_session *self, const char *yaml,
                                         const char *file,
                                         core_definition **out)
{
    complaint_definition *definition = NULL;
    complaint_error *error = NULL;
    int status = complaint_definition_parse(self->context->context, yaml,
                                            yaml == NULL ? 0 : strlen(yaml),
                                            file, &definition, &error);

    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, false, sizeof **out, definition,
                     release_definition, out);
}

const char *core_definition_kind(const core_definition *self)
{
    return complaint_definition_kind(self->handle);
}

const char *core_definition_name(const core_definition *self)
{
    return complaint_definition_name(self->handle);
}

const char *core_definition_digest(const core_definition *self)
{
    return complaint_definition_digest(self->handle);
}

const char *core_definition_text(const core_definition *self)
{
    return complaint_definition_text(self->handle);
}

void core_definition_free(core_definition *self)
{
    core_box_drop(self, release_definition);
}
