/* Places of the kit's harness that lie in files, and how much is run: as
 * ordinarily, or more where COMPLAINT_LONG is set. */
#ifndef TESTS_CONFORMANCE_PLACE_H
#define TESTS_CONFORMANCE_PLACE_H

#include <complaint/sys/conformance.h>

/* A folder of its own for each case: the store and a copy of it. */
typedef struct file_place {
    char folder[64];
    char path[96];
    char other[96];
} file_place;

const char *file_create(void *data);
const char *file_create_other(void *data);
void file_wipe(void *data);
/* Do the bytes lie in a file of the folder? */
bool file_holds(void *data, const void *bytes, size_t size);

/* For stores that need no place. */
const char *nowhere_create(void *data);

/* `ordinary`, or ten times that. */
size_t run_length(size_t ordinary);
/* Runs the kit; true when nothing failed. Ends with a line of what was run and
 * what the other length would run. */
bool run_kit(complaint_conformance_harness *harness);

#endif
