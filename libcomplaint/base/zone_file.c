/* Where the rules of time zones come from: the environment, or else the files
 * of the system. What is in them is the calendar's business. */
#include <errno.h>
#include <stdio.h>

#include "base/context_inside.h"
#include "base/failure.h"

#define OUT_OF_MEMORY 2
#define FOLDER "/usr/share/zoneinfo/"
#define PATH_SIZE 512

/* As the environment's `zone`. */
static int system_zone(const char *name, void *bytes, size_t *size)
{
    char path[PATH_SIZE];
    int length = snprintf(path, sizeof(path), FOLDER "%s", name);
    FILE *file;
    size_t got;
    int failed;

    if (length < 0 || (size_t)length >= sizeof(path))
        return 1;
    errno = 0;
    file = fopen(path, "rb");
    if (file == NULL)
        return errno == ENOENT || errno == ENOTDIR ? 1
               : errno == ENOMEM                   ? OUT_OF_MEMORY
                                                   : -1;
    got = fread(bytes, 1, *size, file);
    failed = ferror(file); /* a folder, for one */
    if (failed && errno == ENOMEM)
        failed = OUT_OF_MEMORY;
    if (!failed && got == *size && fgetc(file) != EOF)
        failed = 1;
    if (fclose(file) != 0)
        failed = 1;
    *size = got;
    return failed == OUT_OF_MEMORY ? failed : failed ? -1 : 0;
}

int complaint__context_zone(complaint_context *context, const char *name,
                            void *bytes, size_t *size, complaint_error **error)
{
    const complaint_environment *environment = &context->environment;
    size_t room = *size;
    int failed =
        environment->zone != NULL
            ? environment->zone(environment->user_data, name, bytes, size)
            : system_zone(name, bytes, size);

    if (failed == OUT_OF_MEMORY && environment->zone == NULL)
        return complaint__fail_memory(error);
    if (failed == 1)
        return complaint__fail(
            context, error, COMPLAINT_NOT_FOUND, "zone.not_found", "zone",
            "there are no rules of the time zone \"%s\"", name);
    if (failed || *size > room)
        return complaint__fail(context, error, COMPLAINT_IO, "zone.failed",
                               "zone",
                               "the rules of the time zone \"%s\" cannot be "
                               "read",
                               name);
    return COMPLAINT_OK;
}
