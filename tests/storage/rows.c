/* Rows and folders for the tests of storage. */
#include "storage/rows.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int set_column(complaint_record *record, size_t column, int number,
                      complaint_error **error)
{
    const complaint__column *about = &record->relation->columns[column];
    char text[64];

    if ((about->flags & COMPLAINT_COLUMN_REQUIRED) == 0)
        return COMPLAINT_OK;
    snprintf(text, sizeof text, "%s-%06d", about->name, number);
    switch (complaint__column_value_type(record->relation, column)) {
    case COMPLAINT_VALUE_INTEGER:
        complaint__record_set_integer(
            record, column, about->flags & COMPLAINT_COLUMN_KEY ? number : 1);
        return COMPLAINT_OK;
    case COMPLAINT_VALUE_BYTES:
        return complaint__record_set_bytes(record, column, text, strlen(text),
                                           error);
    default:
        return complaint__record_set_text(record, column, text, error);
    }
}

complaint_record *row_make(complaint_context *context,
                           const complaint_relation *relation, int number,
                           complaint_error **error)
{
    complaint_record *record = NULL;
    int status = complaint__record_new(context, relation, &record, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < relation->column_count;
         i++)
        status = set_column(record, i, number, error);
    if (status == COMPLAINT_OK)
        return record;
    complaint_record_free(record);
    return NULL;
}

void folder_make(char folder[64])
{
    strcpy(folder, "/tmp/complaint-XXXXXX");
    if (mkdtemp(folder) == NULL)
        abort();
}

void folder_remove(const char *folder)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    char path[512];

    chmod(folder, 0700);
    while (open != NULL && (entry = readdir(open)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && unlink(path) != 0)
            rmdir(path);
    }
    if (open != NULL)
        closedir(open);
    rmdir(folder);
}
