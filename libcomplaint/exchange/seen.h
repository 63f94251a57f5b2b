/* The numbers that a file has given already, each with its line. */
#ifndef COMPLAINT_EXCHANGE_SEEN_H
#define COMPLAINT_EXCHANGE_SEEN_H

#include "base/memory.h"

typedef struct complaint__seen_number {
    const char *number;
    int64_t line;
} complaint__seen_number;

/* Zero-fill, set the context. */
typedef struct complaint__seen {
    complaint_context *context;
    complaint__arena *arena;
    complaint__seen_number *places;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} complaint__seen;

/* Add a number; *before is the line that had it already, or 0. False when
 * memory is exhausted. */
bool complaint__seen_add(complaint__seen *seen, const char *number,
                         int64_t line, int64_t *before);
void complaint__seen_clear(complaint__seen *seen);

#endif
