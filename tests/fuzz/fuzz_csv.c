/* Any bytes as a calendar in CSV. */
#include "fuzz/fuzz.h"
#include "fuzz/import.h"

int fuzz_csv(const uint8_t *bytes, size_t size)
{
    return fuzz_import("csv", bytes, size);
}

FUZZ_TARGET(fuzz_csv);
