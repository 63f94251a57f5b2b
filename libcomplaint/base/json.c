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

size_t complaint__json_plain(const char *text, size_t size, size_t at)
{
    for (; size - at >= 8; at += 8) {
        uint64_t word;

        memcpy(&word, text + at, 8);
        /* Below 0x20, the quotation mark, the backslash. */
        if (((word - EACH_BYTE * 0x20) & ~word & HIGH_BITS) != 0 ||
            zero_bytes(word ^ EACH_BYTE * '"') != 0 ||
            zero_bytes(word ^ EACH_BYTE * '\\') != 0)
            break;
    }
    return at;
}

void complaint__json_text(complaint__buffer *buffer, const char *text,
                          size_t size)
{
    size_t done = 0;

    complaint__buffer_char(buffer, '"');
    for (size_t i = complaint__json_plain(text, size, 0); i < size; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        complaint__buffer_append(buffer, text + done, i - done);
        escape(buffer, c);
        done = i + 1;
    }
    complaint__buffer_append(buffer, text + done, size - done);
    complaint__buffer_char(buffer, '"');
}

void complaint__json_integer(complaint__buffer *buffer, int64_t value)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do
        text[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0)
        text[--at] = '-';
    complaint__buffer_append(buffer, text + at, sizeof text - at);
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
