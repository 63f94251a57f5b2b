/* Reading a whole file of bounded size, and writing one whole or not at all. */
#ifndef COMPLAINT_BASE_FILE_H
#define COMPLAINT_BASE_FILE_H

#include "base/memory.h"

#include <stdbool.h>
#include <stdio.h>

/* Append what is in the file, of something longer than `most` bytes only so
 * much that buffer->size shows it. 0, or the errno of what failed: ENOMEM also
 * for the buffer's memory. */
int complaint__file_read(const char *path, size_t most,
                         complaint__buffer *buffer);

/* Do both paths lead to one file, by links too? When either is not there: are
 * they one name in one folder? */
bool complaint__file_same(const char *a, const char *b);

/* Synchronise the folder of a path, by which a new name in it is durable. 0, or
 * the errno of what failed. */
int complaint__file_sync_folder(complaint_context *context, const char *path);

/* What is written here has a name of its own beside the wanted one until it is
 * whole; what is no file, a pipe say, is written as it comes. */
typedef struct complaint__file_new {
    FILE *file;
    complaint__buffer path; /* links followed */
    complaint__buffer part; /* empty for what is no file */
} complaint__file_new;

/* 0, or the errno of what failed; then there is nothing to end. */
int complaint__file_begin(complaint__file_new *self, complaint_context *context,
                          const char *path);

/* Synchronise it and give it the wanted name, in the place of what had it; or
 * remove it. 0, or the errno of what failed: then it is removed. */
int complaint__file_end(complaint__file_new *self, bool keep);

#endif
