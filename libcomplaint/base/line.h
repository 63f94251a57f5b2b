/* One safe line out of any bytes: for error messages and the log. */
#ifndef COMPLAINT_BASE_LINE_H
#define COMPLAINT_BASE_LINE_H

#include <stddef.h>
#include <stdint.h>

/* Decode one code point at `bytes`; its length, or 0 when the bytes are not
 * valid UTF-8 (overlong, surrogate, cut, past U+10FFFF). NUL is valid. */
size_t complaint__utf8_decode(const char *bytes, size_t size, uint32_t *code);

/* Copy `text` to `line` (`capacity` bytes, at least 1): controls and line
 * breaks become spaces, invalid bytes '?', cut on a character boundary. */
void complaint__line_make(const char *text, size_t size, char *line,
                          size_t capacity);

#endif
