/* Files for the tests of this room: temporary ones, and the real data. */
#ifndef TESTS_EXCHANGE_FILES_H
#define TESTS_EXCHANGE_FILES_H

#include <complaint/context.h>

#include <stddef.h>

/* Make the directory of this run: before the runner forks. */
void temporary_begin(void);
/* Write bytes to a new file in a directory of this run; a static path, good
 * until the next but seven. */
const char *temporary_file(const char *suffix, const void *bytes, size_t size);
const char *temporary_text(const char *suffix, const char *text);
/* A path in that directory, nothing made; and the removal of all of it. */
const char *temporary_path(const char *name);
void temporary_remove(void);
/* Path of a file of the real data, or NULL when it is not here (says so). */
const char *shared_file(const char *name);
/* Path of a file of the sources. */
const char *source_file(const char *name);

/* splitmix64: seeded noise for invented data. */
uint64_t next_random(uint64_t *state);

#endif
