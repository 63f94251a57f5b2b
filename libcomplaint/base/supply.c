/* Finding the text of a definition; see supply.h. */
#include "base/supply.h"

#include "base/failure.h"
#include "data/bundled.h"

#include <string.h>

int complaint__supply_find(const char *kind, const char *name,
                           complaint__resolve *resolve, void *data,
                           const char **yaml, size_t *size,
                           complaint_error **error)
{
    const complaint__bundled *file;
    int status = COMPLAINT_NOT_FOUND;

    if (resolve != NULL)
        status = resolve(data, name, yaml, size, error);
    if (status != COMPLAINT_NOT_FOUND)
        return status;
    if (error != NULL) { /* that there is none elsewhere */
        complaint_error_free(*error);
        *error = NULL;
    }
    file = complaint__bundled_find(kind, name);
    if (file == NULL)
        return COMPLAINT_NOT_FOUND;
    *yaml = (const char *)file->bytes;
    *size = file->size;
    return COMPLAINT_OK;
}

void complaint__supply_name(const char *kind, complaint_error **error)
{
    for (const complaint__bundled *file = complaint__bundled_files;
         file->kind != NULL; file++)
        if (strcmp(file->kind, kind) == 0)
            complaint__error_item(error, file->name);
}
