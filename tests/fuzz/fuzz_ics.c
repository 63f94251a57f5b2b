/* Any bytes as a calendar in iCalendar. */
#include "fuzz/fuzz.h"
#include "fuzz/import.h"

int fuzz_ics(const uint8_t *bytes, size_t size)
{
    return fuzz_import("ics", bytes, size);
}

FUZZ_TARGET(fuzz_ics);
