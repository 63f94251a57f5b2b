/* The canonical JSON writer: texts and numbers. Trees are in model/facts. */
#ifndef COMPLAINT_BASE_JSON_H
#define COMPLAINT_BASE_JSON_H

#include "base/memory.h"

/* Bytes at the start that stand for themselves in JSON. */
size_t complaint__json_plain(const char *text, size_t size);
/* A text with its quotes, shortest escapes, UTF-8 left as it is. */
void complaint__json_text(complaint__buffer *buffer, const char *text,
                          size_t size);
/* The name of a member of a map: the comma before it, unless it is the first,
 * and the colon after it. */
void complaint__json_key(complaint__buffer *buffer, bool first, const char *key,
                         size_t size);
/* In decimal, at the end of the room. */
#define COMPLAINT__INTEGER_SIZE 24
const char *complaint__integer_text(int64_t value,
                                    char room[COMPLAINT__INTEGER_SIZE]);
void complaint__json_integer(complaint__buffer *buffer, int64_t value);
/* Fewest digits (at most 17) that read back the same; null if not finite;
 * independent of the locale. */
void complaint__json_real(complaint__buffer *buffer, double value);

#endif
