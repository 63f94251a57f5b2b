/* Boxes: how they are made, share a context and a lock, and are dropped in
 * any order. Not here: what they hold. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

void core_result_clear(core_result *result)
{
    complaint_error_free(result->error);
    complaint_facts_free(result->tree);
    memset(result, 0, sizeof *result);
}

core_result core_made(int status, complaint_error *error, const char *note)
{
    core_result result = {0};

    if (status == COMPLAINT_OK) {
        complaint_error_free(error);
        return result;
    }
    result.status = status;
    result.error = error;
    result.note = note;
    return result;
}

core_result core_no_memory(void)
{
    return core_made(COMPLAINT_NO_MEMORY, NULL, "out of memory");
}

bool core_is_open(const void *box)
{
    const core_box *self = box;

    return self != NULL && self->handle != NULL;
}

core_context *core_context_hold(core_context *context)
{
    atomic_fetch_add(&context->references, 1);
    return context;
}

void core_context_drop(core_context *context)
{
    if (context == NULL || atomic_fetch_sub(&context->references, 1) != 1)
        return;
    /* The memory itself goes when the library's last object is gone. */
    complaint_context_free(context->context);
}

static core_lock *lock_new(void)
{
    core_lock *lock = malloc(sizeof *lock);

    if (lock == NULL)
        return NULL;
    if (pthread_mutex_init(&lock->mutex, NULL) != 0) {
        free(lock);
        return NULL;
    }
    atomic_init(&lock->references, 1);
    return lock;
}

static void lock_drop(core_lock *lock)
{
    if (atomic_fetch_sub(&lock->references, 1) != 1)
        return;
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void *core_box_new(size_t size, core_context *context, core_lock *shared)
{
    core_box *box = calloc(1, size);

    if (box == NULL)
        return NULL;
    if (shared == NULL)
        box->lock = lock_new();
    else
        box->lock = shared;
    if (box->lock == NULL) {
        free(box);
        return NULL;
    }
    if (shared != NULL)
        atomic_fetch_add(&shared->references, 1);
    box->context = core_context_hold(context);
    return box;
}

core_result core_wrap(core_box *parent, bool same_lock, size_t size,
                      void *handle, void (*release)(void *handle), void *out)
{
    core_box *box =
        core_box_new(size, parent->context, same_lock ? parent->lock : NULL);

    if (box == NULL) {
        pthread_mutex_lock(&parent->lock->mutex);
        release(handle);
        pthread_mutex_unlock(&parent->lock->mutex);
        return core_no_memory();
    }
    box->handle = handle;
    memcpy(out, &box, sizeof box);
    return core_made(COMPLAINT_OK, NULL, NULL);
}

void core_box_drop(void *box, void (*release)(void *handle))
{
    core_box *self = box;

    if (self == NULL)
        return;
    pthread_mutex_lock(&self->lock->mutex);
    if (self->handle != NULL)
        release(self->handle);
    pthread_mutex_unlock(&self->lock->mutex);
    lock_drop(self->lock);
    core_context_drop(self->context);
    free(self);
}

void core_text_clear(core_text *text)
{
    if (text->data != NULL)
        complaint_context_release(text->context->context, text->data);
    text->data = NULL;
}

int core_time_of(const char *text, complaint_time *time,
                 complaint_error **error)
{
    if (text == NULL || text[0] == 0) {
        *time = COMPLAINT_TIME_NONE;
        return COMPLAINT_OK;
    }
    return complaint_time_parse(text, 0, time, error);
}
