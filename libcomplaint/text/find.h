/* Where bytes occur in many bytes, as fast as memory is read. Knows nothing of
 * characters: text is folded before (text.h), terms are read by terms.h. */
#ifndef COMPLAINT_TEXT_FIND_H
#define COMPLAINT_TEXT_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How often each byte occurs, in a sample: rare ones are looked for first.
 * All zero is fine. */
typedef struct complaint__byte_counts {
    uint32_t of[256];
} complaint__byte_counts;

/* Of the machines that this library knows: what finds fastest. */
enum complaint__finder {
    COMPLAINT__FIND_PLAIN = 0, /* everywhere */
    COMPLAINT__FIND_AVX2 = 1,
    COMPLAINT__FIND_AVX512 = 2
};

/* A text to be found, which is borrowed; size 1 or more. */
typedef struct complaint__needle {
    const unsigned char *bytes;
    size_t size;
    size_t probes[3]; /* ascending places of its rarest bytes */
    int finder;
} complaint__needle;

/* The best of this machine, told by its processor. */
int complaint__finder_best(void);
/* Add the bytes to the counts, at most 64 KiB of them, taken evenly. */
void complaint__byte_counts_add(complaint__byte_counts *counts,
                                const void *bytes, size_t size);
void complaint__needle_set(complaint__needle *needle, const void *bytes,
                           size_t size, const complaint__byte_counts *counts,
                           int finder);
/* First place of the needle in [bytes, bytes + size), or NULL. */
const char *complaint__find(const complaint__needle *needle, const void *bytes,
                            size_t size);

#endif
