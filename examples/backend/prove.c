/* Proves the backend "log" with the conformance kit: prove [STEPS [KILLS]] */
#define _POSIX_C_SOURCE 200809L
#include "logstore.h"

#include <complaint/sys/conformance.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder for each case: a log, and a copy of it. */
typedef struct place {
    char folder[64];
    char path[80];
    char other[80];
} place;

static const char *create(void *data)
{
    place *at = data;

    snprintf(at->folder, sizeof at->folder, "/tmp/logstore-XXXXXX");
    if (mkdtemp(at->folder) == NULL)
        return NULL;
    snprintf(at->path, sizeof at->path, "%s/register", at->folder);
    return at->path;
}

static const char *create_other(void *data)
{
    place *at = data;

    snprintf(at->other, sizeof at->other, "%s/copy", at->folder);
    return at->other;
}

static void wipe(void *data)
{
    place *at = data;

    unlink(at->path);
    unlink(at->other);
    rmdir(at->folder);
}

/* Are these bytes in the log? */
static bool holds(void *data, const void *bytes, size_t size)
{
    const place *at = data;
    const char *wanted = bytes;
    FILE *file = fopen(at->path, "rb");
    size_t met = 0;
    int c;

    while (file != NULL && met < size && (c = getc(file)) != EOF)
        met = c == wanted[met] ? met + 1 : (size_t)(c == wanted[0]);
    if (file != NULL)
        fclose(file);
    return met == size;
}

static size_t number_of(int count, char **words, int at, size_t otherwise)
{
    return count > at ? (size_t)strtoul(words[at], NULL, 10) : otherwise;
}

int main(int count, char **words)
{
    place at;
    complaint_conformance_harness harness = {
        .struct_size = sizeof harness,
        .name = "log",
        .backend = logstore_backend(),
        .abilities =
            COMPLAINT_CONFORMANCE_PERSISTENT | COMPLAINT_CONFORMANCE_KILLS,
        .steps = number_of(count, words, 1, 20000),
        .kills = number_of(count, words, 2, 10),
        .data = &at,
        .create = create,
        .create_other = create_other,
        .wipe = wipe,
        .holds = holds,
    };
    complaint_conformance_result result = {.struct_size = sizeof result};
    int status = complaint_conformance_run(&harness, &result);

    return status == COMPLAINT_OK && result.failed == 0 ? 0 : 1;
}
