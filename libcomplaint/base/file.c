/* Reading a whole file of bounded size; what it means is the caller's. */
#include "base/file.h"

#include <errno.h>
#include <stdio.h>

int complaint__file_read(const char *path, size_t most,
                         complaint__buffer *buffer)
{
    char bytes[4096];
    size_t size;
    FILE *file;
    int code;

    errno = 0;
    file = fopen(path, "rb");
    if (file == NULL)
        return errno;
    do {
        size = fread(bytes, 1, sizeof bytes, file);
        complaint__buffer_append(buffer, bytes, size);
    } while (size > 0 && buffer->size <= most && !buffer->failed);
    code = ferror(file) ? errno : 0;
    (void)fclose(file);
    return buffer->failed ? ENOMEM : code;
}
