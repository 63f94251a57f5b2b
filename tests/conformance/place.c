/* Files for stores under test, and how much is run. */
#include "conformance/place.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONGER 10

const char *file_create(void *data)
{
    file_place *at = data;

    snprintf(at->folder, sizeof at->folder, "/tmp/complaint-XXXXXX");
    if (mkdtemp(at->folder) == NULL)
        return NULL;
    snprintf(at->path, sizeof at->path, "%s/register", at->folder);
    return at->path;
}

const char *file_create_other(void *data)
{
    file_place *at = data;

    snprintf(at->other, sizeof at->other, "%s/copy", at->folder);
    return at->other;
}

/* The files of the folder, one by one; NULL at the end. */
static const char *next_file(const file_place *at, DIR *folder, char path[400])
{
    struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, 400, "%s/%s", at->folder, entry->d_name);
        return path;
    }
    return NULL;
}

void file_wipe(void *data)
{
    file_place *at = data;
    DIR *folder = opendir(at->folder);
    char path[400];

    while (next_file(at, folder, path) != NULL)
        unlink(path);
    if (folder != NULL)
        closedir(folder);
    rmdir(at->folder);
}

static bool one_file_holds(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "rb");
    size_t met = 0;
    int c;

    /* No needle here begins again within itself. */
    while (file != NULL && met < size && (c = getc(file)) != EOF)
        met = c == (unsigned char)bytes[met]
                  ? met + 1
                  : (size_t)(c == (unsigned char)bytes[0]);
    if (file != NULL)
        fclose(file);
    return met == size;
}

bool file_holds(void *data, const void *bytes, size_t size)
{
    file_place *at = data;
    DIR *folder = opendir(at->folder);
    bool found = false;
    char path[400];

    while (!found && next_file(at, folder, path) != NULL)
        found = one_file_holds(path, bytes, size);
    if (folder != NULL)
        closedir(folder);
    return found;
}

const char *nowhere_create(void *data)
{
    (void)data;
    return "";
}

static bool is_long(void)
{
    const char *asked = getenv("COMPLAINT_LONG");

    return asked != NULL && strcmp(asked, "1") == 0;
}

size_t run_length(size_t ordinary)
{
    return is_long() ? ordinary * LONGER : ordinary;
}

bool run_kit(complaint_conformance_harness *harness)
{
    complaint_conformance_result result = {.struct_size = sizeof result};
    int status;

    harness->struct_size = sizeof *harness;
    status = complaint_conformance_run(harness, &result);
    printf("# %s: %llu random steps; %s\n", harness->name,
           (unsigned long long)result.steps,
           is_long() ? "a tenth of them without COMPLAINT_LONG=1"
                     : "ten times as many with COMPLAINT_LONG=1");
    return status == COMPLAINT_OK && result.failed == 0 && result.passed > 30;
}
