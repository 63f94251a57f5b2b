/* The SQLite backend against the conformance kit, in a file and in memory. */
#include "conformance/conformance.h"

#include "storage/storage.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct place {
    char folder[64];
    char path[96];
} place;

static const char *create_file(conformance_harness *harness)
{
    place *at = harness->data;

    snprintf(at->folder, sizeof at->folder, "/tmp/complaint-XXXXXX");
    if (mkdtemp(at->folder) == NULL)
        return "/nowhere/at/all";
    snprintf(at->path, sizeof at->path, "%s/register.db", at->folder);
    return at->path;
}

static void wipe_file(conformance_harness *harness)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    place *at = harness->data;
    char name[128];

    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", at->path, endings[i]);
        unlink(name);
    }
    rmdir(at->folder);
}

static const char *create_memory(conformance_harness *harness)
{
    (void)harness;
    return ":memory:";
}

int main(void)
{
    place at;
    conformance_harness file = {
        .name = "sqlite: a file",
        .backend = &complaint__backend_sqlite,
        .abilities = CONFORMANCE_PERSISTENT | CONFORMANCE_SHARED,
        .steps = 10000,
        .create = create_file,
        .wipe = wipe_file,
        .data = &at,
    };
    conformance_harness memory = {
        .name = "sqlite::memory:",
        .backend = &complaint__backend_sqlite,
        .steps = 20000,
        .create = create_memory,
    };
    int failed = conformance_run(&file);

    return failed + conformance_run(&memory) == 0 ? 0 : 1;
}
