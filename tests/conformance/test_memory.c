/* The memory backend against the conformance kit. */
#include "conformance/conformance.h"

#include "storage/storage.h"

static const char *create(conformance_harness *harness)
{
    (void)harness;
    return "";
}

int main(void)
{
    conformance_harness harness = {
        .name = "memory:",
        .backend = &complaint__backend_memory,
        .steps = 80000,
        .create = create,
    };

    return conformance_run(&harness) == 0 ? 0 : 1;
}
