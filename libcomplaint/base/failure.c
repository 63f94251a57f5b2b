/* Making errors: messages translated, on one line, valid UTF-8, bounded.
 * Reading them is in error.c. */
#include "base/failure.h"

#include "base/error_inside.h"
#include "base/line.h"
#include "base/memory.h"

#include <complaint/limits.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a message, of a field or item, of a file name. */
#define MESSAGE_SIZE 1024
#define FIELD_SIZE 512
#define FILE_SIZE COMPLAINT_LIMIT_TITLE

static char no_memory_message[] = "memory is exhausted";

const complaint_error complaint__error_no_memory = {
    .status = COMPLAINT_NO_MEMORY,
    .detail = "memory.exhausted",
    .message = no_memory_message,
};

int complaint__fail_memory(complaint_error **error)
{
    if (error != NULL) {
        complaint_error_free(*error);
        /* No function writes to it: see can_change(). */
        *error = (complaint_error *)(uintptr_t)&complaint__error_no_memory;
    }
    return COMPLAINT_NO_MEMORY;
}

static bool can_change(complaint_error **error)
{
    return error != NULL && *error != NULL &&
           *error != &complaint__error_no_memory;
}

static char *copy_line(complaint_context *context, const char *text,
                       size_t size)
{
    char line[FILE_SIZE + 1];

    if (size > sizeof line - 1)
        size = sizeof line - 1;
    complaint__line_make(text, strlen(text), line, size + 1);
    return complaint__copy_text(context, line);
}

int complaint__fail(complaint_context *context, complaint_error **error,
                    int status, const char *detail, const char *field,
                    const char *format, ...)
{
    char message[MESSAGE_SIZE + 8];
    complaint_error *made;
    va_list arguments;

    if (error == NULL)
        return status;
    /* The arguments may be texts borrowed from the earlier error, so that is
     * freed last. */
    made = complaint__alloc_array(context, 1, sizeof *made);
    if (made == NULL)
        return complaint__fail_memory(error);
    made->context = complaint__context_ref(context);
    made->status = status;
    made->detail = detail;
    va_start(arguments, format);
    if (vsnprintf(message, sizeof message,
                  complaint__context_translate(context, format), arguments) < 0)
        message[0] = '\0';
    va_end(arguments);
    made->message = copy_line(context, message, MESSAGE_SIZE);
    if (field != NULL)
        made->field = copy_line(context, field, FIELD_SIZE);
    if (made->message == NULL || (field != NULL && made->field == NULL)) {
        complaint_error_free(made);
        return complaint__fail_memory(error);
    }
    complaint_error_free(*error);
    *error = made;
    return status;
}

void complaint__error_give(complaint_error **error, complaint_error *made)
{
    if (error == NULL || made == NULL) {
        complaint_error_free(made);
        return;
    }
    complaint_error_free(*error);
    *error = made;
}

int complaint__fail_misuse(complaint_context *context, complaint_error **error,
                           const char *argument)
{
    return complaint__fail(
        context, error, COMPLAINT_MISUSE, "misuse.argument", argument,
        "the argument \"%s\" is missing or wrong here", argument);
}

int complaint__fail_limit(complaint_context *context, complaint_error **error,
                          const char *field, int64_t limit)
{
    if (field == NULL)
        return complaint__fail(
            context, error, COMPLAINT_LIMIT, "limit.exceeded", NULL,
            "the limit of %lld is exceeded", (long long)limit);
    return complaint__fail(context, error, COMPLAINT_LIMIT, "limit.exceeded",
                           field, "\"%s\" exceeds the limit of %lld", field,
                           (long long)limit);
}

/* Put a copy of `text` in *place. Without memory the error stays as it was:
 * its status was returned already and must not change. */
static void set_text(complaint_error *error, char **place, const char *text,
                     size_t limit)
{
    char *copy = copy_line(error->context, text, limit);

    if (copy == NULL)
        return;
    complaint__free(error->context, *place);
    *place = copy;
}

void complaint__error_place(complaint_error **error, const char *file,
                            int64_t line, int64_t column)
{
    if (!can_change(error))
        return;
    (*error)->line = line;
    (*error)->column = column;
    if (file != NULL)
        set_text(*error, &(*error)->file, file, FILE_SIZE);
}

void complaint__error_backend(complaint_error **error, int64_t code)
{
    if (can_change(error))
        (*error)->backend_code = code;
}

void complaint__error_item(complaint_error **error, const char *item)
{
    complaint_error *changed;
    char **items;
    char *copy;

    if (!can_change(error))
        return;
    changed = *error;
    if (changed->item_count >= COMPLAINT_LIMIT_ERROR_ITEMS)
        return;
    items = complaint__realloc_array(changed->context, changed->items,
                                     changed->item_count + 1, sizeof *items);
    if (items == NULL)
        return;
    changed->items = items;
    copy = copy_line(changed->context, item, FIELD_SIZE);
    if (copy != NULL)
        items[changed->item_count++] = copy;
}

void complaint__error_prefix(complaint_error **error, const char *prefix)
{
    char joined[2 * FIELD_SIZE + 2];
    const char *field;

    if (!can_change(error))
        return;
    field = (*error)->field;
    if (field == NULL || field[0] == '\0')
        set_text(*error, &(*error)->field, prefix, FIELD_SIZE);
    else if (prefix[0] != '\0') {
        snprintf(joined, sizeof joined, "%.*s.%s", FIELD_SIZE, prefix, field);
        set_text(*error, &(*error)->field, joined, FIELD_SIZE);
    }
}
