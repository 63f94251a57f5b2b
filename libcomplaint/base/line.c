/* One safe line out of any bytes, and the UTF-8 decoder under it. Texts of
 * cases are checked in text/. */
#include "base/line.h"

#include <stdbool.h>
#include <string.h>

size_t complaint__utf8_decode(const char *bytes, size_t size, uint32_t *code)
{
    const unsigned char *u = (const unsigned char *)bytes;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length;
    uint32_t c;

    if (size == 0)
        return 0;
    if (u[0] < 0x80) {
        *code = u[0];
        return 1;
    }
    if (u[0] < 0xC2 || u[0] > 0xF4)
        return 0;
    length = u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    if (length > size)
        return 0;
    c = u[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((u[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (u[i] & 0x3F);
    }
    if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *code = c;
    return length;
}

static bool breaks_line(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
           code == 0x2029;
}

void complaint__line_make(const char *text, size_t size, char *line,
                          size_t capacity)
{
    size_t at = 0;
    size_t filled = 0;

    while (at < size) {
        uint32_t code = 0;
        size_t length = complaint__utf8_decode(text + at, size - at, &code);
        bool copied = length > 0 && !breaks_line(code);
        size_t needed = copied ? length : 1;

        if (filled + needed >= capacity)
            break;
        if (copied)
            memcpy(line + filled, text + at, length);
        else
            line[filled] = length > 0 ? ' ' : '?';
        filled += needed;
        at += length > 0 ? length : 1;
    }
    line[filled] = '\0';
}
