/* A text file as a stream of UTF-8, whatever its encoding. What the text means
 * is the CSV reader's business. */
#ifndef COMPLAINT_EXCHANGE_SOURCE_H
#define COMPLAINT_EXCHANGE_SOURCE_H

#include <complaint/context.h>

#include <stddef.h>

typedef struct complaint__source complaint__source;

/* Open a regular file. `encoding` is "utf-8", "gbk", "gb18030", "utf-16le",
 * "utf-16be" or "detect" (NULL: detect). The whole file is checked first, so
 * that INVALID, with the line of the first bad byte, comes before any row. */
int complaint__source_open(complaint_context *context, const char *path,
                           const char *encoding, complaint__source **out,
                           complaint_error **error);
/* Up to `capacity` (at least 8) bytes of UTF-8 without a byte order mark;
 * *size 0 at the end. */
int complaint__source_read(complaint__source *source, char *bytes,
                           size_t capacity, size_t *size,
                           complaint_error **error);
/* Read from the beginning again. */
int complaint__source_rewind(complaint__source *source,
                             complaint_error **error);
/* The encoding in use: static text. */
const char *complaint__source_encoding(const complaint__source *source);
void complaint__source_close(complaint__source *source);

#endif
