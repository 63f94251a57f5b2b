/* Reading and freeing errors. Making them is in failure.c. */
#include <complaint/error.h>

#include "base/error_inside.h"
#include "base/memory.h"

int complaint_error_status(const complaint_error *error)
{
    return error == NULL ? COMPLAINT_OK : error->status;
}

static const char *text_or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

const char *complaint_error_detail(const complaint_error *error)
{
    return error == NULL ? "" : error->detail;
}

const char *complaint_error_message(const complaint_error *error)
{
    return error == NULL ? "" : text_or_empty(error->message);
}

const char *complaint_error_field(const complaint_error *error)
{
    return error == NULL ? "" : text_or_empty(error->field);
}

const char *complaint_error_file(const complaint_error *error)
{
    return error == NULL ? "" : text_or_empty(error->file);
}

int64_t complaint_error_line(const complaint_error *error)
{
    return error == NULL ? 0 : error->line;
}

int64_t complaint_error_column(const complaint_error *error)
{
    return error == NULL ? 0 : error->column;
}

int64_t complaint_error_backend_code(const complaint_error *error)
{
    return error == NULL ? 0 : error->backend_code;
}

size_t complaint_error_item_count(const complaint_error *error)
{
    return error == NULL ? 0 : error->item_count;
}

const char *complaint_error_item(const complaint_error *error, size_t index)
{
    if (error == NULL || index >= error->item_count)
        return "";
    return error->items[index];
}

void complaint_error_free(complaint_error *error)
{
    complaint_context *context;

    if (error == NULL || error == &complaint__error_no_memory)
        return;
    context = error->context;
    for (size_t i = 0; i < error->item_count; i++)
        complaint__free(context, error->items[i]);
    complaint__free(context, error->items);
    complaint__free(context, error->message);
    complaint__free(context, error->field);
    complaint__free(context, error->file);
    complaint__free(context, error);
    complaint__context_unref(context);
}
