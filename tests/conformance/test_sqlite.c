/* The SQLite backend against the conformance kit, in a file and in memory. */
#include "conformance/place.h"

#include "storage/storage.h"

static const char *create_memory(void *data)
{
    (void)data;
    return ":memory:";
}

int main(void)
{
    file_place at;
    complaint_conformance_harness file = {
        .name = "sqlite: a file",
        .backend = &complaint__backend_sqlite,
        .abilities = COMPLAINT_CONFORMANCE_PERSISTENT |
                     COMPLAINT_CONFORMANCE_SHARED | COMPLAINT_CONFORMANCE_KILLS,
        .steps = run_length(60000),
        .kills = run_length(20),
        .create = file_create,
        .create_other = file_create_other,
        .wipe = file_wipe,
        .holds = file_holds,
        .data = &at,
    };
    complaint_conformance_harness memory = {
        .name = "sqlite::memory:",
        .backend = &complaint__backend_sqlite,
        .seed = 9001,
        .steps = run_length(160000),
        .create = create_memory,
    };
    bool good = run_kit(&file);

    return run_kit(&memory) && good ? 0 : 1;
}
