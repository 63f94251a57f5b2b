/* Time zones as lists of changes of the offset from UTC: read from a TZif
 * file's bytes (RFC 8536) or from a POSIX TZ rule. No file is opened here. */
#ifndef COMPLAINT_CALENDAR_ZONE_H
#define COMPLAINT_CALENDAR_ZONE_H

#include <stdbool.h>

#include "base/memory.h"

/* Bytes of a TZif file, of a rule with its NUL, changes of one zone. */
#define COMPLAINT__LIMIT_ZONE 65536
#define COMPLAINT__LIMIT_RULE 256
#define COMPLAINT__LIMIT_ZONE_CHANGES 4000
/* Every offset is nearer to UTC than a day, in seconds. */
#define COMPLAINT__LIMIT_OFFSET 86400

/* From this second (UTC) on, this offset holds. */
typedef struct complaint__zone_change {
    int64_t at;
    int offset; /* seconds east of UTC */
} complaint__zone_change;

/* The changes in order, each to another offset than before. */
typedef struct complaint__zone {
    complaint_context *context;
    int offset; /* before the first change */
    complaint__zone_change *changes;
    size_t count;
    size_t capacity;
    /* Of the changes, those that the rule does not say. */
    size_t written;
    char rule[COMPLAINT__LIMIT_RULE]; /* POSIX TZ, or "" */
} complaint__zone;

void complaint__zone_start(complaint__zone *zone, complaint_context *context,
                           int offset);
void complaint__zone_end(complaint__zone *zone);
/* Append a change; false without memory. One to the offset that holds anyway
 * is left out; one at the same second as the last replaces that. */
bool complaint__zone_add(complaint__zone *zone, int64_t at, int offset);
/* Is this a name of a zone: letters, digits, "_+-", parts between slashes? */
bool complaint__zone_name_valid(const char *name);

/* What is wrong with a zone: English, static. NULL: nothing is. */
typedef const char complaint__zone_problem;

/* Read TZif into a zone just started. *problem NULL and COMPLAINT_INVALID do
 * not come together; COMPLAINT_NO_MEMORY comes without one. */
COMPLAINT_CHECKED int complaint__zone_read(complaint__zone *zone,
                                           const unsigned char *bytes,
                                           size_t size,
                                           complaint__zone_problem **problem);
/* Add the changes that a rule says after the last change, up to the year 2200.
 * Once at most, last of all. */
COMPLAINT_CHECKED int complaint__zone_follow(complaint__zone *zone,
                                             const char *rule,
                                             complaint__zone_problem **problem);

#endif
