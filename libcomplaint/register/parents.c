/* Where the parents of a definition are looked for, and in which order: its
 * folder, then what is installed. What extending means is not here. */
#include "register/parents.h"

#include "base/failure.h"
#include "base/file.h"

#include <complaint/limits.h>

#include <errno.h>
#include <string.h>

struct complaint__parent_text {
    complaint__parent_text *next;
    char *bytes;
    size_t size;
};

int complaint__definition_file(complaint_context *context, const char *path,
                               complaint__buffer *buffer,
                               complaint_error **error)
{
    int code = complaint__file_read(path, COMPLAINT_LIMIT_DEFINITION, buffer);
    int status;

    if (code == 0)
        return COMPLAINT_OK;
    if (code == ENOMEM)
        return complaint__fail_memory(error);
    status =
        code == ENOENT || code == ENOTDIR ? COMPLAINT_NOT_FOUND : COMPLAINT_IO;
    status = complaint__fail(context, error, status, "definition.file", "path",
                             "the definition cannot be read: %s", path);
    complaint__error_place(error, path, 0, 0);
    complaint__error_backend(error, code);
    return status;
}

/* A name that is a file of the folder and nothing else. */
static bool is_plain(const char *name)
{
    return name[0] != '.' && strpbrk(name, "/\\:") == NULL &&
           strlen(name) <= COMPLAINT_LIMIT_CODE;
}

static int find_in_folder(const complaint__parents *parents, const char *name,
                          complaint__buffer *text, complaint_error **error)
{
    complaint__buffer path = COMPLAINT__BUFFER(parents->context);
    int status = COMPLAINT_NOT_FOUND;

    if (parents->folder == NULL || !is_plain(name))
        return COMPLAINT_NOT_FOUND;
    complaint__buffer_format(&path, "%s/%s.yaml", parents->folder, name);
    status = path.failed ? complaint__fail_memory(error)
                         : complaint__definition_file(parents->context,
                                                      path.bytes, text, error);
    complaint__buffer_free(&path);
    return status;
}

static void forget(complaint_error **error)
{
    if (error == NULL)
        return;
    complaint_error_free(*error);
    *error = NULL;
}

int complaint__parents_find(void *data, const char *name, const char **yaml,
                            size_t *size, complaint_error **error)
{
    complaint__parents *parents = data;
    complaint__buffer text = COMPLAINT__BUFFER(parents->context);
    complaint__parent_text *made;
    int status = find_in_folder(parents, name, &text, error);

    if (status == COMPLAINT_NOT_FOUND && parents->installed != NULL) {
        forget(error);
        status = complaint__register_text(parents->installed, parents->kind,
                                          name, &text, error);
    }
    made = status == COMPLAINT_OK
               ? complaint__alloc_array(parents->context, 1, sizeof *made)
               : NULL;
    if (status == COMPLAINT_OK && made == NULL)
        status = complaint__fail_memory(error);
    if (status == COMPLAINT_OK) {
        *size = made->size = text.size;
        made->bytes = complaint__buffer_take(&text, &made->size);
        made->next = parents->texts;
        parents->texts = made;
        *yaml = made->bytes;
        if (made->bytes == NULL)
            status = complaint__fail_memory(error);
    }
    complaint__buffer_free(&text);
    return status;
}

void complaint__parents_end(complaint__parents *parents)
{
    while (parents->texts != NULL) {
        complaint__parent_text *next = parents->texts->next;

        complaint__free(parents->context, parents->texts->bytes);
        complaint__free(parents->context, parents->texts);
        parents->texts = next;
    }
}
