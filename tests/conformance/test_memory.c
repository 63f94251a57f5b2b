/* The memory backend against the conformance kit; and the same behind a
 * backend that could fail and does not. */
#include "conformance/place.h"

#include "storage/storage.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table as one of revision 1 ends: what lies behind is not to be read. */
static bool run_first_revision(void)
{
    const size_t size =
        offsetof(complaint_backend, destroy) + sizeof(void (*)(void *));
    complaint_backend whole = complaint__backend_memory;
    void *table = malloc(size);
    complaint_conformance_harness harness = {
        .name = "memory: as of revision 1",
        .backend = table,
        .seed = 1,
        .steps = run_length(20000),
        .create = nowhere_create,
    };
    bool good;

    if (table == NULL)
        return false;
    whole.struct_size = size;
    whole.revision = 1;
    memcpy(table, &whole, size);
    good = run_kit(&harness);
    free(table);
    return good;
}

int main(void)
{
    complaint_conformance_harness harness = {
        .name = "memory:",
        .backend = &complaint__backend_memory,
        .steps = run_length(600000),
        .create = nowhere_create,
    };
    complaint_conformance_faults faults = {
        .struct_size = sizeof faults,
        .inner = &complaint__backend_memory,
    };
    complaint_backend wrapped;
    bool good = run_first_revision();

    good = run_kit(&harness) && good;
    if (complaint_conformance_fail(&faults, "failing", &wrapped) !=
        COMPLAINT_OK)
        return 1;
    harness.name = "memory: behind faults";
    harness.backend = &wrapped;
    harness.seed = 26000;
    harness.steps = run_length(150000);
    good = run_kit(&harness) && good;
    printf("# %llu verbs passed on\n", (unsigned long long)faults.calls);
    return good && faults.breaches == 0 && faults.failures == 0 &&
                   faults.calls > 1000
               ? 0
               : 1;
}
