/* Which backends a context knows, and the errors that backends make. Opening
 * and using a store is in storage.c. */
#include "storage/storage.h"

#include "base/context.h"
#include "base/failure.h"

#include <stddef.h>
#include <string.h>

/* Sizes of the table by revision; a new revision adds a line here and keeps
 * the old ones. Slots are as big as a pointer to a function. */
#define SIZE_UP_TO(slot)                                                       \
    (offsetof(complaint_backend, slot) + sizeof(void (*)(void)))
static const size_t sizes[] = {
    0, SIZE_UP_TO(destroy), /* revision 1 */
    SIZE_UP_TO(share),      /* revision 2 */
};
_Static_assert(sizeof sizes / sizeof sizes[0] == COMPLAINT_BACKEND_REVISION + 1,
               "a revision has a size");

#define SCHEME_SIZE_MAX 32

typedef struct entry {
    struct entry *next;
    complaint_backend backend;
    char *scheme;
} entry;

static bool scheme_is_valid(const char *scheme)
{
    size_t size = scheme != NULL ? strlen(scheme) : 0;

    if (size == 0 || size > SCHEME_SIZE_MAX || scheme[0] < 'a' ||
        scheme[0] > 'z')
        return false;
    return strspn(scheme, "abcdefghijklmnopqrstuvwxyz0123456789+.-") == size;
}

const complaint_backend *
complaint__backend_find(const complaint_context *context, const char *scheme,
                        size_t size)
{
    static const complaint_backend *const built_in[] = {
        &complaint__backend_memory,
        &complaint__backend_sqlite,
#ifdef COMPLAINT_POSTGRES
        &complaint__backend_postgres,
#endif
    };
    const entry *at =
        complaint__context_slot(context, COMPLAINT__SLOT_BACKENDS);

    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++) {
        if (strlen(built_in[i]->scheme) == size &&
            memcmp(built_in[i]->scheme, scheme, size) == 0)
            return built_in[i];
    }
    for (; at != NULL; at = at->next) {
        if (strlen(at->scheme) == size && memcmp(at->scheme, scheme, size) == 0)
            return &at->backend;
    }
    return NULL;
}

/* Name of the first verb that must be there and is not. */
static const char *missing_verb(const complaint_backend *backend)
{
    const struct {
        const char *name;
        bool present;
    } verbs[] = {
        {"open", backend->open != NULL},
        {"close", backend->close != NULL},
        {"schema", backend->schema != NULL},
        {"begin", backend->begin != NULL},
        {"commit", backend->commit != NULL},
        {"rollback", backend->rollback != NULL},
        {"get", backend->get != NULL},
        {"insert", backend->insert != NULL},
        {"update", backend->update != NULL},
        {"erase", backend->erase != NULL},
        {"scan", backend->scan != NULL},
        {"scan_next", backend->scan_next != NULL},
        {"scan_close", backend->scan_close != NULL},
    };

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (!verbs[i].present)
            return verbs[i].name;
    }
    return NULL;
}

/* Revision by which a backend is used: its own, or ours when it is newer and
 * can do with that; 0 when it cannot. */
static int agreed_revision(const complaint_backend *backend)
{
    const int known = COMPLAINT_BACKEND_REVISION;

    if (backend->revision <= known)
        return backend->revision;
    if (backend->struct_size < sizes[known] || backend->oldest < 1 ||
        backend->oldest > known)
        return 0;
    return known;
}

static int check_revision(complaint_context *context,
                          const complaint_backend *backend,
                          complaint_error **error)
{
    int revision;

    if (backend->struct_size < sizes[1] || backend->revision < 1)
        return complaint__fail(context, error, COMPLAINT_INVALID,
                               "backend.size", "struct_size",
                               "the backend's table has %zu bytes, revision "
                               "%d has %zu",
                               backend->struct_size, 1, sizes[1]);
    revision = agreed_revision(backend);
    if (revision == 0)
        return complaint__fail(context, error, COMPLAINT_VERSION,
                               "backend.revision", "revision",
                               "the backend is of revision %d, the library "
                               "knows up to %d",
                               backend->revision, COMPLAINT_BACKEND_REVISION);
    if (backend->struct_size < sizes[revision])
        return complaint__fail(context, error, COMPLAINT_INVALID,
                               "backend.size", "struct_size",
                               "the backend's table has %zu bytes, revision "
                               "%d has %zu",
                               backend->struct_size, revision, sizes[revision]);
    return COMPLAINT_OK;
}

static int check_backend(complaint_context *context,
                         const complaint_backend *backend,
                         complaint_error **error)
{
    const char *verb;
    int status = check_revision(context, backend, error);

    if (status != COMPLAINT_OK)
        return status;
    if (!scheme_is_valid(backend->scheme))
        return complaint__fail(context, error, COMPLAINT_INVALID,
                               "backend.scheme", "scheme",
                               "a scheme is 1 to %d of a-z 0-9 + . - and "
                               "begins with a letter",
                               SCHEME_SIZE_MAX);
    verb = missing_verb(backend);
    if (verb != NULL)
        return complaint__fail(
            context, error, COMPLAINT_INVALID, "backend.verb", verb,
            "the backend \"%s\" lacks the verb \"%s\"", backend->scheme, verb);
    if (complaint__backend_find(context, backend->scheme,
                                strlen(backend->scheme)) != NULL)
        return complaint__fail(context, error, COMPLAINT_EXISTS,
                               "backend.exists", "scheme",
                               "the scheme \"%s\" is taken", backend->scheme);
    return COMPLAINT_OK;
}

static void destroy_entries(complaint_context *context, void *data)
{
    entry *next;

    for (entry *at = data; at != NULL; at = next) {
        next = at->next;
        if (at->backend.destroy != NULL)
            at->backend.destroy(at->backend.user_data);
        complaint__free(context, at->scheme);
        complaint__free(context, at);
    }
}

int complaint_backend_register(complaint_context *context,
                               const complaint_backend *backend,
                               complaint_error **error)
{
    entry *added;
    int status;

    if (context == NULL || backend == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "backend");
    status = check_backend(context, backend, error);
    if (status != COMPLAINT_OK)
        return status;
    added = complaint__alloc_array(context, 1, sizeof *added);
    if (added == NULL)
        return complaint__fail_memory(error);
    added->scheme = complaint__copy_text(context, backend->scheme);
    if (added->scheme == NULL) {
        complaint__free(context, added);
        return complaint__fail_memory(error);
    }
    /* Slots that the backend does not know stay NULL. */
    memcpy(&added->backend, backend, sizes[agreed_revision(backend)]);
    added->backend.scheme = added->scheme;
    added->next = complaint__context_slot(context, COMPLAINT__SLOT_BACKENDS);
    complaint__context_slot_set(context, COMPLAINT__SLOT_BACKENDS, added,
                                destroy_entries);
    return COMPLAINT_OK;
}

/* Stable detail codes of storage errors. */
static const char *detail_of(int status)
{
    switch (status) {
    case COMPLAINT_INVALID:
        return "store.invalid";
    case COMPLAINT_MISUSE:
        return "store.misuse";
    case COMPLAINT_NOT_FOUND:
        return "store.not_found";
    case COMPLAINT_EXISTS:
        return "store.exists";
    case COMPLAINT_CONFLICT:
        return "store.conflict";
    case COMPLAINT_IO:
        return "store.io";
    case COMPLAINT_FULL:
        return "store.full";
    case COMPLAINT_READ_ONLY:
        return "store.read_only";
    case COMPLAINT_CORRUPT:
        return "store.corrupt";
    case COMPLAINT_VERSION:
        return "store.version";
    case COMPLAINT_BUSY:
        return "store.busy";
    case COMPLAINT_UNSUPPORTED:
        return "store.unsupported";
    default:
        return "store.failed";
    }
}

int complaint_store_fail(complaint_context *context, complaint_error **error,
                         int status, const char *field, int64_t code,
                         const char *message)
{
    if (status >= 0 || message == NULL)
        return complaint__fail_misuse(context, error,
                                      message == NULL ? "message" : "status");
    if (status == COMPLAINT_NO_MEMORY)
        return complaint__fail_memory(error);
    status =
        complaint__fail(context, error, status, detail_of(status), field, "%s",
                        complaint__context_translate(context, message));
    complaint__error_backend(error, code);
    return status;
}
