/* Definitions once parsed, for all registers that share a store: what stands
 * under a digest never changes, so that one copy serves every thread. */
#include "register/shelf.h"

#include "base/context.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

struct complaint__shelf {
    complaint_context *context;
    atomic_size_t references;
    pthread_mutex_t lock; /* of what follows */
    cached_definition *first;
};

complaint__shelf *complaint__shelf_new(complaint_context *context)
{
    complaint__shelf *made = complaint__alloc_array(context, 1, sizeof *made);

    if (made == NULL)
        return NULL;
    if (pthread_mutex_init(&made->lock, NULL) != 0) {
        complaint__free(context, made);
        return NULL;
    }
    atomic_init(&made->references, 1);
    made->context = complaint__context_ref(context);
    return made;
}

complaint__shelf *complaint__shelf_ref(complaint__shelf *shelf)
{
    if (shelf != NULL)
        atomic_fetch_add(&shelf->references, 1);
    return shelf;
}

void complaint__shelf_free(complaint__shelf *shelf)
{
    complaint_context *context;

    if (shelf == NULL || atomic_fetch_sub(&shelf->references, 1) != 1)
        return;
    context = shelf->context;
    while (shelf->first != NULL) {
        cached_definition *next = shelf->first->next;

        complaint__parsed_free(context, &shelf->first->parsed);
        complaint__free(context, shelf->first);
        shelf->first = next;
    }
    (void)pthread_mutex_destroy(&shelf->lock);
    complaint__free(context, shelf);
    complaint__context_unref(context);
}

/* The shelf is locked. */
static const cached_definition *under(const complaint__shelf *shelf,
                                      const char *digest)
{
    const cached_definition *at = shelf->first;

    while (at != NULL && strcmp(at->digest, digest) != 0)
        at = at->next;
    return at;
}

bool complaint__shelf_find(complaint__shelf *shelf, const char *digest,
                           complaint__parsed *out)
{
    const cached_definition *found;

    pthread_mutex_lock(&shelf->lock);
    found = under(shelf, digest);
    if (found != NULL)
        *out = complaint__parsed_ref(&found->parsed);
    pthread_mutex_unlock(&shelf->lock);
    return found != NULL;
}

void complaint__shelf_put(complaint__shelf *shelf, const char *digest,
                          const complaint__parsed *parsed)
{
    cached_definition *made =
        complaint__alloc_array(shelf->context, 1, sizeof *made);
    bool there;

    if (made == NULL)
        return;
    memcpy(made->digest, digest, sizeof made->digest);
    made->parsed = complaint__parsed_ref(parsed);
    pthread_mutex_lock(&shelf->lock);
    there = under(shelf, digest) != NULL;
    if (!there) {
        made->next = shelf->first;
        shelf->first = made;
    }
    pthread_mutex_unlock(&shelf->lock);
    if (there) {
        complaint__parsed_free(shelf->context, &made->parsed);
        complaint__free(shelf->context, made);
    }
}
