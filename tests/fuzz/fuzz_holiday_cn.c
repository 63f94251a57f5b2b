/* Any bytes as a calendar in holiday-cn's JSON. */
#include "fuzz/fuzz.h"
#include "fuzz/import.h"

int fuzz_holiday_cn(const uint8_t *bytes, size_t size)
{
    return fuzz_import("holiday-cn", bytes, size);
}

FUZZ_TARGET(fuzz_holiday_cn);
