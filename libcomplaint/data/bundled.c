/* Finding a bundled file by kind and name. The tables themselves are written
 * by embed.c at build time. */
#include "data/bundled.h"

#include <string.h>

const complaint__bundled *complaint__bundled_find(const char *kind,
                                                  const char *name)
{
    const complaint__bundled *file;

    for (file = complaint__bundled_files; file->kind; file++)
        if (strcmp(file->kind, kind) == 0 && strcmp(file->name, name) == 0)
            return file;
    return NULL;
}
