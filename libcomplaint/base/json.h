/* The canonical JSON writer: texts and numbers. Trees are in model/facts. */
#ifndef COMPLAINT_BASE_JSON_H
#define COMPLAINT_BASE_JSON_H

#include "base/memory.h"

/* Bytes from `at` that stand for themselves in JSON, counted in eights: the
 * rest is to be looked at one by one. Where they end. */
size_t complaint__json_plain(const char *text, size_t size, size_t at);
/* A text with its quotes, shortest escapes, UTF-8 left as it is. */
void complaint__json_text(complaint__buffer *buffer, const char *text,
                          size_t size);
void complaint__json_integer(complaint__buffer *buffer, int64_t value);
/* Fewest digits (at most 17) that read back the same; null if not finite;
 * independent of the locale. */
void complaint__json_real(complaint__buffer *buffer, double value);

#endif
