/* Registers and cursors. */
#include "core.h"

static void release_register(void *handle)
{
    complaint_register_free(handle);
}

static void release_case(void *handle)
{
    complaint_case_free(handle);
}

static void release_cursor(void *handle)
{
    complaint_cursor_free(handle);
}

static void release_dataset(void *handle)
{
    complaint_dataset_free(handle);
}

core_result core_session_open(core_session *self, const char *uri, bool create,
                              bool read_only, core_register **out)
{
    unsigned flags = (create ? COMPLAINT_REGISTER_CREATE : 0u) |
                     (read_only ? COMPLAINT_REGISTER_READ_ONLY : 0u);
    complaint_error *error = NULL;
    complaint_register *handle = NULL;
    int status = complaint_register_open(self->context->context, uri, flags,
                                         &handle, &error);

    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, false, sizeof **out, handle,
                     release_register, out);
}

core_result core_register_close(core_register *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status, complaint_register_close(self->handle, &error));
    return core_made(status, error, NULL);
}

void core_register_free(core_register *self)
{
    core_box_drop(self, release_register);
}

core_result core_register_install(core_register *self, core_actor *actor,
                                  core_definition *definition)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_install(self->handle, actor->handle,
                                           definition->handle, &error));
    return core_made(status, error, NULL);
}

core_result core_register_set(core_register *self, const char *name,
                              const char *value)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_set(self->handle, name, value, &error));
    return core_made(status, error, NULL);
}

core_result core_register_describe(core_register *self, complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_describe(self->handle, out, &error));
    return core_made(status, error, NULL);
}

core_result core_register_begin(core_register *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status, complaint_register_begin(self->handle, &error));
    return core_made(status, error, NULL);
}

core_result core_register_commit(core_register *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status, complaint_register_commit(self->handle, &error));
    return core_made(status, error, NULL);
}

core_result core_register_rollback(core_register *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_rollback(self->handle, &error));
    return core_made(status, error, NULL);
}

core_result core_register_list(core_register *self,
                               const complaint_facts *filter, core_cursor **out)
{
    complaint_error *error = NULL;
    complaint_cursor *handle = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_list(self->handle, filter, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle,
                     release_cursor, out);
}

core_result core_register_backup(core_register *self, const char *target)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_backup(self->handle, target, &error));
    return core_made(status, error, NULL);
}

/* With a lock of its own: that is what it is for. */
core_result core_register_share(core_register *self, core_register **out)
{
    complaint_error *error = NULL;
    complaint_register *handle = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_share(self->handle, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, false, sizeof **out, handle,
                     release_register, out);
}

core_result core_session_migrate(core_session *self, const char *uri,
                                 const complaint_facts *options,
                                 complaint_facts **out)
{
    complaint_error *error = NULL;
    int status = complaint_register_migrate(self->context->context, uri,
                                            options, out, &error);

    return core_made(status, error, NULL);
}

core_result core_register_compact(core_register *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status, complaint_register_compact(self->handle, &error));
    return core_made(status, error, NULL);
}

core_result core_register_search(core_register *self, const char *text,
                                 const complaint_facts *options,
                                 core_cursor **out)
{
    complaint_error *error = NULL;
    complaint_cursor *handle = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_search(self->handle, text, options, &handle,
                                          &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle,
                     release_cursor, out);
}

core_result core_register_list_relation(core_register *self,
                                        const char *relation, core_cursor **out)
{
    complaint_error *error = NULL;
    complaint_cursor *handle = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_list_relation(self->handle, relation,
                                                 &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle,
                     release_cursor, out);
}

core_result core_register_due(core_register *self,
                              const complaint_facts *filter, core_cursor **out)
{
    complaint_error *error = NULL;
    complaint_cursor *handle = NULL;
    int status;

    CORE_LOCKED(
        self, status,
        complaint_register_list_due(self->handle, filter, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle,
                     release_cursor, out);
}

core_result core_register_what_if(core_register *self,
                                  const complaint_facts *options,
                                  complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_what_if(self->handle, options, out, &error));
    return core_made(status, error, NULL);
}

core_result core_register_tick(core_register *self, core_actor *actor,
                               const char *now, const complaint_facts *options,
                               complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(now, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_register_tick(self->handle, actor->handle, time,
                                            options, out, &error));
    return core_made(status, error, NULL);
}

core_result core_register_rebuild(core_register *self, int64_t *count)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_register_rebuild(self->handle, count, &error));
    return core_made(status, error, NULL);
}

core_result core_register_file(core_register *self, core_actor *actor,
                               const complaint_facts *facts,
                               const char *happened_at, core_case **out)
{
    complaint_error *error = NULL;
    complaint_case *handle = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_file(self->handle, actor->handle, facts,
                                        time, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle, release_case,
                     out);
}

core_result core_register_find(core_register *self, const char *name,
                               core_case **out)
{
    complaint_error *error = NULL;
    complaint_case *handle = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_case_find(self->handle, name, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle, release_case,
                     out);
}

core_result core_register_dataset(core_register *self,
                                  const complaint_facts *filter,
                                  core_dataset **out)
{
    complaint_error *error = NULL;
    complaint_dataset *handle = NULL;
    core_result result;
    int status;

    CORE_LOCKED(self, status,
                complaint_dataset_open(self->handle, filter, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    result = core_wrap((core_box *)self, false, sizeof **out, handle,
                       release_dataset, out);
    if (result.status == COMPLAINT_OK)
        atomic_init(&(*out)->references, 1);
    return result;
}

core_result core_register_report(core_register *self,
                                 const complaint_facts *options,
                                 core_text *text)
{
    complaint_error *error = NULL;
    int status;

    text->context = self->context;
    CORE_LOCKED(self, status,
                complaint_report_month(self->handle, options, &text->data,
                                       &text->size, &error));
    return core_made(status, error, NULL);
}

core_result core_register_import_csv(core_register *self, core_actor *actor,
                                     const char *path, const char *mapping,
                                     const complaint_facts *options,
                                     complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_import_csv(self->handle, actor->handle, path, mapping,
                                     options, out, &error));
    return core_made(status, error, NULL);
}

core_result core_register_simulate(core_register *self,
                                   const complaint_facts *options,
                                   complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_simulate(self->handle, options, out, &error));
    return core_made(status, error, NULL);
}

static core_result closed_cursor(void)
{
    return core_made(COMPLAINT_MISUSE, NULL, "the cursor is closed");
}

core_result core_cursor_next(core_cursor *self, complaint_facts **out)
{
    const complaint_record *record = NULL;
    complaint_error *error = NULL;
    int status = COMPLAINT_OK;

    pthread_mutex_lock(&self->lock->mutex);
    if (self->handle == NULL) {
        pthread_mutex_unlock(&self->lock->mutex);
        return closed_cursor();
    }
    status = complaint_cursor_next(self->handle, &record, &error);
    if (status == COMPLAINT_OK && record != NULL)
        status = complaint_record_facts(record, out, &error);
    pthread_mutex_unlock(&self->lock->mutex);
    return core_made(status, error, NULL);
}

core_result core_cursor_token(core_cursor *self, core_text *text)
{
    complaint_error *error = NULL;
    int status;

    text->context = self->context;
    pthread_mutex_lock(&self->lock->mutex);
    if (self->handle == NULL) {
        pthread_mutex_unlock(&self->lock->mutex);
        return closed_cursor();
    }
    status = complaint_cursor_token(self->handle, &text->data, &error);
    pthread_mutex_unlock(&self->lock->mutex);
    return core_made(status, error, NULL);
}

void core_cursor_close(core_cursor *self)
{
    pthread_mutex_lock(&self->lock->mutex);
    complaint_cursor_free(self->handle);
    self->handle = NULL;
    pthread_mutex_unlock(&self->lock->mutex);
}

void core_cursor_free(core_cursor *self)
{
    core_box_drop(self, release_cursor);
}
