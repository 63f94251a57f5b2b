/* Datasets, their columns as plain memory, and figures. */
#include "core.h"

#include <string.h>

static void release_dataset(void *handle)
{
    complaint_dataset_free(handle);
}

static void release_figure(void *handle)
{
    complaint_figure_free(handle);
}

void core_dataset_free(core_dataset *self)
{
    if (self != NULL && atomic_fetch_sub(&self->references, 1) == 1)
        core_box_drop(self, release_dataset);
}

static void release_column(void *handle)
{
    core_dataset_free(handle);
}

size_t core_dataset_size(const core_dataset *self)
{
    return complaint_dataset_size(self->handle);
}

size_t core_dataset_column_count(const core_dataset *self)
{
    return complaint_dataset_column_count(self->handle);
}

core_result core_dataset_column(core_dataset *self, size_t index,
                                core_column **out)
{
    complaint_data_column column = {.struct_size = sizeof column};
    complaint_error *error = NULL;
    core_result result;
    int status = complaint_dataset_column(self->handle, index, &column, &error);

    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    atomic_fetch_add(&self->references, 1);
    result = core_wrap((core_box *)self, false, sizeof **out, self,
                       release_column, out);
    if (result.status == COMPLAINT_OK) {
        (*out)->index = index;
        (*out)->column = column;
    }
    return result;
}

typedef int (*figure_function)(const complaint_dataset *self,
                               const complaint_facts *options,
                               complaint_figure **out, complaint_error **error);

static core_result make_figure(core_dataset *self, figure_function function,
                               const complaint_facts *options,
                               core_figure **out)
{
    complaint_error *error = NULL;
    complaint_figure *figure = NULL;
    int status = function(self->handle, options, &figure, &error);

    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, false, sizeof **out, figure,
                     release_figure, out);
}

core_result core_dataset_count(core_dataset *self,
                               const complaint_facts *options,
                               core_figure **out)
{
    return make_figure(self, complaint_dataset_count, options, out);
}

core_result core_dataset_timeliness(core_dataset *self,
                                    const complaint_facts *options,
                                    core_figure **out)
{
    return make_figure(self, complaint_dataset_timeliness, options, out);
}

core_result core_dataset_pareto(core_dataset *self,
                                const complaint_facts *options,
                                core_figure **out)
{
    return make_figure(self, complaint_dataset_pareto, options, out);
}

core_result core_dataset_month(core_dataset *self, const char *month,
                               const char *now, complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(now, &time, &error);

    if (status == COMPLAINT_OK)
        status =
            complaint_dataset_month(self->handle, month, time, out, &error);
    return core_made(status, error, NULL);
}

void core_column_free(core_column *self)
{
    core_box_drop(self, release_column);
}

const char *core_column_name(const core_column *self)
{
    return self->column.name;
}

const char *core_column_type(const core_column *self)
{
    static const char *const types[] = {
        [COMPLAINT_DATA_CODE] = "code",
        [COMPLAINT_DATA_TIME] = "time",
        [COMPLAINT_DATA_INTEGER] = "integer",
    };

    return types[self->column.type];
}

size_t core_column_size(const core_column *self)
{
    return self->column.count;
}

size_t core_column_dictionary_size(const core_column *self)
{
    return self->column.dictionary_size;
}

size_t core_column_address(const core_column *self)
{
    if (self->column.data == NULL)
        return (size_t)(const void *)self;
    return (size_t)self->column.data;
}

int64_t core_column_integer(const core_column *self, size_t row)
{
    if (row >= self->column.count)
        return INT64_MIN;
    if (self->column.type == COMPLAINT_DATA_CODE)
        return ((const int32_t *)self->column.data)[row];
    return ((const int64_t *)self->column.data)[row];
}

bool core_column_is_null(const core_column *self, size_t row)
{
    int64_t value = core_column_integer(self, row);

    return value == INT64_MIN ||
           (self->column.type == COMPLAINT_DATA_CODE && value < 0);
}

const char *core_column_word(const core_column *self, size_t code)
{
    if (code >= self->column.dictionary_size)
        return "";
    return complaint_dataset_text(self->handle->handle, self->index,
                                  (int32_t)code);
}

core_result core_column_time(const core_column *self, size_t row,
                             core_short *out)
{
    int64_t time = core_column_integer(self, row);

    if (self->column.type != COMPLAINT_DATA_TIME)
        return core_made(COMPLAINT_MISUSE, NULL, "this is no column of times");
    return core_made(
        complaint_time_format(time, 0, out->text, sizeof out->text), NULL,
        "a time is outside 1900 to 2199");
}

core_result core_figure_facts(core_figure *self, complaint_facts **out)
{
    complaint_error *error = NULL;
    int status = complaint_figure_facts(self->handle, out, &error);

    return core_made(status, error, NULL);
}

void core_figure_free(core_figure *self)
{
    core_box_drop(self, release_figure);
}
