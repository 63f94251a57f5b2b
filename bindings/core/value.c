/* Calendars and procedures: immutable values. */
#include "core.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void release_calendar(void *handle)
{
    complaint_calendar_free(handle);
}

/* A name is of a bundled one, a path has a slash or a dot. */
static bool is_path(const char *name)
{
    return name != NULL && strpbrk(name, "/.") != NULL;
}

/* A whole file, one byte more than the library takes at the most. */
core_result core_read_file(const char *path, char **text, size_t *size)
{
    const size_t most = COMPLAINT_LIMIT_DEFINITION + 1;
    FILE *file = fopen(path, "rb");
    bool failed;

    *text = NULL;
    if (file == NULL)
        return errno == ENOENT
                   ? core_made(COMPLAINT_NOT_FOUND, NULL,
                               "there is no such file")
                   : core_made(COMPLAINT_IO, NULL, "the file cannot be read");
    *text = malloc(most);
    *size = *text == NULL ? 0 : fread(*text, 1, most, file);
    failed = ferror(file) != 0;
    fclose(file);
    if (*text == NULL)
        return core_no_memory();
    if (!failed)
        return core_made(COMPLAINT_OK, NULL, NULL);
    free(*text);
    *text = NULL;
    return core_made(COMPLAINT_IO, NULL, "the file cannot be read");
}

core_result core_session_calendar(core_session *self, const char *name,
                                  core_calendar **out)
{
    complaint_context *context = self->context->context;
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;
    char *text = NULL;
    size_t size = 0;
    int status;

    if (is_path(name)) {
        core_result result = core_read_file(name, &text, &size);
        if (result.status != COMPLAINT_OK)
            return result;
        status = complaint_calendar_parse(context, text, size, name, &calendar,
                                          &error);
        free(text);
    } else {
        status = complaint_calendar_bundled(context, name, &calendar, &error);
    }
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, false, sizeof **out, calendar,
                     release_calendar, out);
}

const char *core_calendar_name(const core_calendar *self)
{
    return complaint_calendar_name(self->handle);
}

const char *core_calendar_version(const core_calendar *self)
{
    return complaint_calendar_version(self->handle);
}

const char *core_calendar_digest(const core_calendar *self)
{
    return complaint_calendar_digest(self->handle);
}

core_result core_calendar_offset(core_calendar *self, const char *time,
                                 int64_t *count)
{
    complaint_error *error = NULL;
    complaint_time at = COMPLAINT_TIME_NONE;
    int status = core_time_of(time, &at, &error);

    if (at == COMPLAINT_TIME_NONE)
        at = complaint_context_now(self->context->context);
    *count = complaint_calendar_offset(self->handle, at);
    return core_made(status, error, NULL);
}

static int describe_day(core_calendar *self, complaint_day day,
                        complaint_facts *out, complaint_error **error)
{
    static const char *const kinds[] = {
        [COMPLAINT_DAY_WORKDAY] = "workday",
        [COMPLAINT_DAY_WEEKEND] = "weekend",
        [COMPLAINT_DAY_HOLIDAY] = "holiday",
        [COMPLAINT_DAY_MAKE_UP] = "make_up",
    };
    char text[COMPLAINT_TIME_TEXT_SIZE];
    const char *name = "";
    bool known = false;
    int kind = 0;
    int status =
        complaint_calendar_day(self->handle, day, &kind, &name, &known, error);

    if (status == COMPLAINT_OK)
        status = complaint_day_format(day, text, sizeof text);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(out, "day", text, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(out, "kind", kinds[kind], error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(out, "name", name, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_boolean(out, "known", known, error);
    return status;
}

core_result core_calendar_day(core_calendar *self, const char *day,
                              complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_day number = 0;
    int status = complaint_day_parse(day, &number, &error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_new(self->context->context, out, &error);
    if (status == COMPLAINT_OK)
        status = describe_day(self, number, *out, &error);
    return core_made(status, error, NULL);
}

core_result core_calendar_count_days(core_calendar *self, const char *from,
                                     const char *to, int64_t *count)
{
    complaint_error *error = NULL;
    complaint_day first = 0;
    complaint_day last = 0;
    int status = complaint_day_parse(from, &first, &error);

    if (status == COMPLAINT_OK)
        status = complaint_day_parse(to, &last, &error);
    if (status == COMPLAINT_OK)
        status = complaint_calendar_count_days(self->handle, first, last, count,
                                               &error);
    return core_made(status, error, NULL);
}

core_result core_calendar_add_days(core_calendar *self, const char *from,
                                   int64_t n, core_short *out)
{
    complaint_error *error = NULL;
    complaint_day day = 0;
    int status = complaint_day_parse(from, &day, &error);

    if (status == COMPLAINT_OK)
        status =
            complaint_calendar_add_days(self->handle, day, n, &day, &error);
    if (status == COMPLAINT_OK)
        status = complaint_day_format(day, out->text, sizeof out->text);
    return core_made(status, error, NULL);
}

core_result core_calendar_count_time(core_calendar *self, const char *from,
                                     const char *to, int64_t *count)
{
    complaint_error *error = NULL;
    complaint_time first = 0;
    complaint_time last = 0;
    int status = complaint_time_parse(from, 0, &first, &error);

    if (status == COMPLAINT_OK)
        status = complaint_time_parse(to, 0, &last, &error);
    if (status == COMPLAINT_OK)
        status = complaint_calendar_count_time(self->handle, first, last, count,
                                               &error);
    return core_made(status, error, NULL);
}

core_result core_calendar_add_time(core_calendar *self, const char *from,
                                   int64_t microseconds, core_short *out)
{
    complaint_error *error = NULL;
    complaint_time time = 0;
    int status = complaint_time_parse(from, 0, &time, &error);

    if (status == COMPLAINT_OK)
        status = complaint_calendar_add_time(self->handle, time, microseconds,
                                             &time, &error);
    if (status == COMPLAINT_OK)
        status = complaint_time_format(time, 0, out->text, sizeof out->text);
    return core_made(status, error, NULL);
}

core_result core_calendar_close_of_day(core_calendar *self, const char *day,
                                       core_short *out)
{
    complaint_error *error = NULL;
    complaint_day number = 0;
    complaint_time time = 0;
    int status = complaint_day_parse(day, &number, &error);

    if (status == COMPLAINT_OK)
        status = complaint_calendar_close_of_day(self->handle, number, &time,
                                                 &error);
    if (status == COMPLAINT_OK)
        status = complaint_time_format(time, 0, out->text, sizeof out->text);
    return core_made(status, error, NULL);
}

void core_calendar_free(core_calendar *self)
{
    core_box_drop(self, release_calendar);
}
