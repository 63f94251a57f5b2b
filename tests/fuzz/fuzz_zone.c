/* Any bytes as a TZif file, and as a rule; the changes must be in order. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/zone.h"

static void check(const complaint__zone *zone)
{
    int offset = zone->offset;

    for (size_t i = 0; i < zone->count; i++) {
        const complaint__zone_change *change = &zone->changes[i];

        if (change->offset == offset || abs(change->offset) >= 86400 ||
            (i > 0 && change->at <= zone->changes[i - 1].at))
            abort();
        offset = change->offset;
    }
    if (zone->written > zone->count)
        abort();
}

int fuzz_zone(const uint8_t *bytes, size_t size)
{
    complaint__zone_problem *problem = NULL;
    complaint__zone zone;
    char rule[COMPLAINT__LIMIT_RULE + 8];
    size_t length = size < sizeof(rule) - 1 ? size : sizeof(rule) - 1;

    complaint__zone_start(&zone, NULL, 0);
    if (complaint__zone_read(&zone, bytes, size, &problem) == COMPLAINT_OK)
        check(&zone);
    complaint__zone_end(&zone);
    memcpy(rule, bytes, length);
    rule[length] = '\0';
    complaint__zone_start(&zone, NULL, 0);
    if (complaint__zone_follow(&zone, rule, &problem) == COMPLAINT_OK)
        check(&zone);
    complaint__zone_end(&zone);
    return 0;
}

FUZZ_TARGET(fuzz_zone);
