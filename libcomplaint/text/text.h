/* Text at the border: UTF-8 checked, NFC made, limits kept. */
#ifndef COMPLAINT_TEXT_TEXT_H
#define COMPLAINT_TEXT_TEXT_H

#include "base/memory.h"

/* Offset of the first byte that is not valid UTF-8 (or is NUL), or -1. */
int64_t complaint__utf8_check(const char *bytes, size_t size);
/* True when the text surely is UTF-8 without NUL and in NFC already (quick
 * check, no tables). */
bool complaint__text_is_plain(const char *bytes, size_t size);
/* Validate, limit and normalise one field to NFC; *out is context memory. */
int complaint__text_enter(complaint_context *context, const char *field,
                          const char *bytes, size_t size, size_t limit,
                          char **out, size_t *out_size,
                          complaint_error **error);
/* NFKC casefold for search and likeness; *out is context memory. */
int complaint__text_fold(complaint_context *context, const char *bytes,
                         size_t size, char **out, size_t *out_size,
                         complaint_error **error);
/* A code: 1..COMPLAINT_LIMIT_CODE bytes, no control characters. */
int complaint__code_check(complaint_context *context, const char *field,
                          const char *code, complaint_error **error);
/* Columns on a terminal (wide CJK counts 2). */
size_t complaint__text_width(const char *text);

#endif
