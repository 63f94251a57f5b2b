/* Text at the border: UTF-8 checked, quick look for NFC, limits, codes,
 * width. Normalising itself is in normal.c. */
#include "text/text.h"

#include "base/failure.h"
#include "base/line.h"
#include "text/normal.h"

#include <complaint/limits.h>

#include <inttypes.h>
#include <string.h>
#include <utf8proc.h>

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

static bool is_ascii(uint64_t word)
{
    return ((word | (word - ONES)) & HIGHS) == 0;
}

/* Bytes at the start that are ASCII and not NUL, found eight at a time. */
static size_t count_ascii(const char *bytes, size_t size)
{
    size_t at = 0;

    for (; size - at >= 8; at += 8) {
        uint64_t word;

        memcpy(&word, bytes + at, sizeof word);
        if (!is_ascii(word))
            break;
    }
    if (size - at < 8 && size >= 4 &&
        is_ascii(complaint__last_word(bytes, size)))
        return size;
    while (at < size && bytes[at] > 0 && (unsigned char)bytes[at] < 0x80)
        at++;
    return at;
}

/* Bytes at the start that are Han from U+4E00 to U+9FFF, which are plain: most
 * of a Chinese text, without decoding it. */
static size_t count_han(const char *bytes, size_t size)
{
    const unsigned char *u = (const unsigned char *)bytes;
    size_t at = 0;

    while (size - at >= 3 && u[at] >= 0xE4 && u[at] <= 0xE9 &&
           (u[at] > 0xE4 || u[at + 1] >= 0xB8) && (u[at + 1] & 0xC0) == 0x80 &&
           (u[at + 2] & 0xC0) == 0x80)
        at += 3;
    return at;
}

/* What needs no decoding to be known as right and plain. */
static size_t count_known(const char *bytes, size_t size)
{
    size_t at = 0;
    size_t han;

    do {
        at += count_ascii(bytes + at, size - at);
        han = count_han(bytes + at, size - at);
        at += han;
    } while (han > 0);
    return at;
}

int64_t complaint__utf8_check(const char *bytes, size_t size)
{
    size_t at = 0;

    while (at < size) {
        uint32_t code;
        size_t length;

        at += count_known(bytes + at, size - at);
        if (at == size)
            break;
        length = complaint__utf8_decode(bytes + at, size - at, &code);
        if (length <= 1)
            return (int64_t)at;
        at += length;
    }
    return -1;
}

/* Code points that are in NFC wherever they stand, provided that only such
 * stand around them: NFC_Quick_Check=Yes, combining class 0, and never the
 * second half of a composition. Sorted; most texts end in the first few. */
static const uint32_t plain_ranges[][2] = {
    {0x0001, 0x02FF},   /* Latin, composed letters included */
    {0x0400, 0x0482},   /* Cyrillic */
    {0x2010, 0x2027},   /* dashes, quotation marks, ellipsis */
    {0x2030, 0x205E},   /* per mille, primes */
    {0x20A0, 0x20BF},   /* currencies */
    {0x2190, 0x2328},   /* arrows, mathematics */
    {0x232B, 0x27BF},   /* technical, enclosed, boxes, dingbats */
    {0x2E80, 0x2FFB},   /* radicals */
    {0x3000, 0x3029},   /* CJK punctuation */
    {0x3030, 0x3096},   /* CJK symbols, Hiragana */
    {0x309B, 0x33FF},   /* Katakana, Bopomofo, enclosed CJK, units */
    {0x3400, 0x4DBF},   /* Extension A */
    {0x4E00, 0x9FFF},   /* CJK unified ideographs */
    {0xAC00, 0xD7A3},   /* Hangul syllables */
    {0xE000, 0xF8FF},   /* private use */
    {0xFE30, 0xFE6B},   /* CJK compatibility and small forms */
    {0xFF01, 0xFFEE},   /* full and half width */
    {0x1F000, 0x1FAFF}, /* emoji */
    {0x20000, 0x2A6DF}, /* Extension B */
};

bool complaint__code_is_plain(uint32_t code)
{
    size_t low = 0;
    size_t high = sizeof plain_ranges / sizeof plain_ranges[0];

    if (code >= 0x4E00 && code <= 0x9FFF)
        return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (code < plain_ranges[middle][0])
            high = middle;
        else if (code > plain_ranges[middle][1])
            low = middle + 1;
        else
            return true;
    }
    return false;
}

bool complaint__text_is_plain(const char *bytes, size_t size)
{
    size_t at = 0;

    while (at < size) {
        uint32_t code;
        size_t length;

        at += count_known(bytes + at, size - at);
        if (at == size)
            break;
        length = complaint__utf8_decode(bytes + at, size - at, &code);
        if (length == 0 || !complaint__code_is_plain(code))
            return false;
        at += length;
    }
    return true;
}

static int fail_text(complaint_context *context, const char *field,
                     int64_t offset, complaint_error **error)
{
    if (field == NULL)
        return complaint__fail(context, error, COMPLAINT_INVALID,
                               "text.encoding", NULL,
                               "a text is not UTF-8 without NUL, from byte "
                               "%lld",
                               (long long)offset);
    return complaint__fail(context, error, COMPLAINT_INVALID, "text.encoding",
                           field,
                           "\"%s\" is not UTF-8 without NUL, from byte %lld",
                           field, (long long)offset);
}

int complaint__text_enter(complaint_context *context, const char *field,
                          const char *bytes, size_t size, size_t limit,
                          char **out, size_t *out_size, complaint_error **error)
{
    size_t made = size;
    int64_t wrong;
    int status = COMPLAINT_OK;

    *out = NULL;
    if (size > limit)
        return complaint__fail_limit(context, error, field, (int64_t)limit);
    wrong = complaint__utf8_check(bytes, size);
    if (wrong >= 0)
        return fail_text(context, field, wrong, error);
    if (complaint__text_is_plain(bytes, size)) {
        *out = complaint__alloc(context, size + 1);
        if (*out == NULL)
            return complaint__fail_memory(error);
        if (size > 0)
            memcpy(*out, bytes, size);
        (*out)[size] = '\0';
    } else {
        status = complaint__normalise(context, COMPLAINT__NFC, bytes, size, out,
                                      &made, error);
    }
    if (status == COMPLAINT_OK && made > limit) {
        complaint__free(context, *out);
        *out = NULL;
        return complaint__fail_limit(context, error, field, (int64_t)limit);
    }
    if (out_size != NULL)
        *out_size = made;
    return status;
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
           code == 0x2029;
}

int complaint__code_check(complaint_context *context, const char *field,
                          const char *code, complaint_error **error)
{
    size_t size;
    int64_t wrong;

    if (code == NULL)
        return complaint__fail_misuse(context, error, field);
    size = strlen(code);
    if (size == 0)
        return complaint__fail(context, error, COMPLAINT_INVALID, "code.empty",
                               field, "\"%s\" must not be empty", field);
    if (size > COMPLAINT_LIMIT_CODE)
        return complaint__fail_limit(context, error, field,
                                     COMPLAINT_LIMIT_CODE);
    wrong = complaint__utf8_check(code, size);
    if (wrong >= 0)
        return fail_text(context, field, wrong, error);
    for (size_t at = 0; at < size;) {
        uint32_t point = (unsigned char)code[at];

        if (point >= 0x20 && point < 0x7F) {
            at++;
            continue;
        }
        at += complaint__utf8_decode(code + at, size - at, &point);
        if (is_control(point))
            return complaint__fail(
                context, error, COMPLAINT_INVALID, "code.control", field,
                "\"%s\" must not contain control characters", field);
    }
    return COMPLAINT_OK;
}

size_t complaint__text_width(const char *text)
{
    size_t size = strlen(text);
    size_t width = 0;

    for (size_t at = 0; at < size;) {
        uint32_t code = 0;
        size_t length = complaint__utf8_decode(text + at, size - at, &code);

        if (length == 0) {
            length = 1; /* shown as one replacement character */
            width++;
        } else {
            width += (size_t)utf8proc_charwidth((utf8proc_int32_t)code);
        }
        at += length;
    }
    return width;
}
