/* The canonical JSON writer: texts and numbers. Trees are in model/facts_json,
 * reading is in model/facts_read. */
#include "base/json.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void escape(complaint__buffer *buffer, unsigned char c)
{
    static const char from[] = "\"\\\b\f\n\r\t";
    static const char to[] = "\"\\bfnrt";
    const char *found = c == 0 ? NULL : strchr(from, c);

    if (found == NULL) {
        complaint__buffer_format(buffer, "\\u%04x", (unsigned)c);
        return;
    }
    complaint__buffer_char(buffer, '\\');
    complaint__buffer_char(buffer, to[found - from]);
}

#define EACH_BYTE UINT64_C(0x0101010101010101)
#define HIGH_BITS UINT64_C(0x8080808080808080)

/* A high bit where a byte is zero (and perhaps in bytes after such a one). */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EACH_BYTE) & ~word & HIGH_BITS;
}

static bool is_plain(uint64_t word)
{
    /* Below 0x20, the quotation mark, the backslash. */
    return ((word - EACH_BYTE * 0x20) & ~word & HIGH_BITS) == 0 &&
           zero_bytes(word ^ EACH_BYTE * '"') == 0 &&
           zero_bytes(word ^ EACH_BYTE * '\\') == 0;
}

/* Looked at in eights, the last eight over again where they do not end with
 * one, and one by one. */
size_t complaint__json_plain(const char *text, size_t size)
{
    uint64_t word;
    size_t at = 0;

    for (; size - at >= 8; at += 8) {
        memcpy(&word, text + at, 8);
        if (!is_plain(word))
            break;
    }
    if (size - at < 8 && size >= 4) {
        word = complaint__last_word(text, size);
        if (is_plain(word))
            return size;
    }
    while (at < size && (unsigned char)text[at] >= 0x20 && text[at] != '"' &&
           text[at] != '\\')
        at++;
    return at;
}

/* With a character before the quotation marks (none: NUL) and one after. */
static void append_text(complaint__buffer *buffer, char before,
                        const char *text, size_t size, char after)
{
    size_t done = complaint__json_plain(text, size);
    char *at = complaint__buffer_room(buffer, done + 4);

    if (at == NULL)
        return;
    if (before != '\0')
        *at++ = before;
    *at++ = '"';
    if (done > 0)
        memcpy(at, text, done);
    at += done;
    buffer->size = (size_t)(at - buffer->bytes);
    while (done < size) {
        size_t next = done + 1;

        escape(buffer, (unsigned char)text[done]);
        next += complaint__json_plain(text + next, size - next);
        complaint__buffer_append(buffer, text + done + 1, next - done - 1);
        done = next;
    }
    at = complaint__buffer_room(buffer, 2);
    if (at == NULL)
        return;
    *at++ = '"';
    if (after != '\0')
        *at++ = after;
    *at = '\0';
    buffer->size = (size_t)(at - buffer->bytes);
}

void complaint__json_text(complaint__buffer *buffer, const char *text,
                          size_t size)
{
    append_text(buffer, '\0', text, size, '\0');
}

void complaint__json_key(complaint__buffer *buffer, bool first, const char *key,
                         size_t size)
{
    append_text(buffer, first ? '\0' : ',', key, size, ':');
}

const char *complaint__integer_text(int64_t value,
                                    char room[COMPLAINT__INTEGER_SIZE])
{
    char *at = room + COMPLAINT__INTEGER_SIZE;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    *--at = '\0';
    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0)
        *--at = '-';
    return at;
}

void complaint__json_integer(complaint__buffer *buffer, int64_t value)
{
    char room[COMPLAINT__INTEGER_SIZE];

    complaint__buffer_text(buffer, complaint__integer_text(value, room));
}

/* Print with the fewest digits that read back. Fifteen always suffice to keep
 * a shorter decimal as it is, except among the subnormal numbers. */
static void print_shortest(char *text, size_t size, double value)
{
    int digits = fabs(value) < DBL_MIN ? 1 : 15;

    for (; digits <= 17; digits++) {
        snprintf(text, size, "%.*g", digits, value);
        /* Same locale on both sides, so its decimal separator is no matter. */
        if (strtod(text, NULL) == value)
            return;
    }
}

/* Append printf's number as JSON: '.' whatever the locale says, no '+' and no
 * leading zeros in the exponent, ".0" so that it reads back as a real. */
static void append_number(complaint__buffer *buffer, const char *text)
{
    const char *p = text;
    bool real = false;

    for (; *p != '\0' && *p != 'e'; p++) {
        if (*p == '-' || (*p >= '0' && *p <= '9'))
            complaint__buffer_char(buffer, *p);
        else if (!real) {
            complaint__buffer_char(buffer, '.');
            real = true;
        }
    }
    if (*p == 'e') {
        complaint__buffer_char(buffer, 'e');
        p++;
        if (*p == '-')
            complaint__buffer_char(buffer, '-');
        p++;
        while (*p == '0')
            p++;
        complaint__buffer_text(buffer, p);
    } else if (!real) {
        complaint__buffer_text(buffer, ".0");
    }
}

void complaint__json_real(complaint__buffer *buffer, double value)
{
    char text[64];

    if (!isfinite(value)) {
        complaint__buffer_text(buffer, "null");
        return;
    }
    print_shortest(text, sizeof text, value);
    append_number(buffer, text);
}
