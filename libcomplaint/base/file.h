/* Reading a whole file of bounded size. */
#ifndef COMPLAINT_BASE_FILE_H
#define COMPLAINT_BASE_FILE_H

#include "base/memory.h"

/* Append what is in the file, of something longer than `most` bytes only so
 * much that buffer->size shows it. 0, or the errno of what failed: ENOMEM also
 * for the buffer's memory. */
int complaint__file_read(const char *path, size_t most,
                         complaint__buffer *buffer);

#endif
