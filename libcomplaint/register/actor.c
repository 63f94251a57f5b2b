/* Actors: who does something, as the host says. What roles may do is decided
 * by procedures. */
#include "register/inside.h"

#include "base/context.h"
#include "base/failure.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <string.h>

/* A code in Unicode NFC, as facts keep it; context memory. */
static int enter(complaint_context *context, const char *field,
                 const char *code, char **out, complaint_error **error)
{
    size_t size;
    int status = complaint__code_check(context, field, code, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    return complaint__text_enter(context, field, code, strlen(code),
                                 COMPLAINT_LIMIT_CODE, out, &size, error);
}

int complaint_actor_new(complaint_context *context, const char *id,
                        const char *unit, complaint_actor **out,
                        complaint_error **error)
{
    complaint_actor *actor;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || id == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "id");
    actor = complaint__alloc_array(context, 1, sizeof *actor);
    if (actor == NULL)
        return complaint__fail_memory(error);
    actor->context = complaint__context_ref(context);
    status = enter(context, "id", id, &actor->id, error);
    if (status == COMPLAINT_OK && unit != NULL)
        status = enter(context, "unit", unit, &actor->unit, error);
    if (status != COMPLAINT_OK) {
        complaint_actor_free(actor);
        return status;
    }
    *out = actor;
    return COMPLAINT_OK;
}

/* Roles with commas between them, as the journal keeps them. */
static char *join(const complaint_actor *actor, const char *role)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(actor->context);

    if (actor->joined != NULL) {
        complaint__buffer_text(&buffer, actor->joined);
        complaint__buffer_char(&buffer, ',');
    }
    complaint__buffer_text(&buffer, role);
    return complaint__buffer_take(&buffer, NULL);
}

static bool has(const complaint_actor *actor, const char *role)
{
    for (size_t i = 0; i < actor->role_count; i++)
        if (strcmp(actor->roles[i], role) == 0)
            return true;
    return false;
}

static bool owns(const complaint_actor *actor, const char *role)
{
    return actor->role_count > 0 && actor->roles[actor->role_count - 1] == role;
}

/* Takes `role` where it succeeds. */
static int add(complaint_actor *actor, char *role, complaint_error **error)
{
    char **roles;
    char *joined;

    if (actor->role_count >= COMPLAINT_LIMIT_ROLES)
        return complaint__fail_limit(actor->context, error, "role",
                                     COMPLAINT_LIMIT_ROLES);
    roles = complaint__realloc_array(actor->context, actor->roles,
                                     actor->role_count + 1, sizeof *roles);
    if (roles == NULL)
        return complaint__fail_memory(error);
    actor->roles = roles;
    joined = join(actor, role);
    if (joined == NULL)
        return complaint__fail_memory(error);
    complaint__free(actor->context, actor->joined);
    actor->joined = joined;
    actor->roles[actor->role_count++] = role;
    return COMPLAINT_OK;
}

int complaint_actor_add_role(complaint_actor *actor, const char *role,
                             complaint_error **error)
{
    char *copy;
    int status;

    if (actor == NULL)
        return complaint__fail_misuse(NULL, error, "actor");
    if (role == NULL)
        return complaint__fail_misuse(actor->context, error, "role");
    status = enter(actor->context, "role", role, &copy, error);
    if (status == COMPLAINT_OK && !has(actor, copy))
        status = add(actor, copy, error);
    if (status != COMPLAINT_OK || !owns(actor, copy))
        complaint__free(actor->context, copy);
    return status;
}

const char *complaint_actor_id(const complaint_actor *actor)
{
    return actor == NULL ? "" : actor->id;
}

const char *complaint_actor_unit(const complaint_actor *actor)
{
    return actor == NULL || actor->unit == NULL ? "" : actor->unit;
}

void complaint_actor_free(complaint_actor *actor)
{
    complaint_context *context;

    if (actor == NULL)
        return;
    context = actor->context;
    for (size_t i = 0; i < actor->role_count; i++)
        complaint__free(context, actor->roles[i]);
    complaint__free(context, actor->roles);
    complaint__free(context, actor->joined);
    complaint__free(context, actor->unit);
    complaint__free(context, actor->id);
    complaint__free(context, actor);
    complaint__context_unref(context);
}

const char *const *complaint__actor_roles(const complaint_actor *actor,
                                          size_t *count)
{
    *count = actor->role_count;
    return (const char *const *)actor->roles;
}

bool complaint__actor_has_role(const complaint_actor *actor, const char *role)
{
    return has(actor, role) || has(actor, "*");
}
