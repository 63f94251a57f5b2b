/* The memory backend against the conformance kit; and the same behind a
 * backend that could fail and does not. */
#include "conformance/place.h"

#include "storage/storage.h"

#include <stdio.h>

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
    bool good = run_kit(&harness);

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
