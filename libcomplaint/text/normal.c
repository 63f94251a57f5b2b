/* Normalising and folding. utf8proc decomposes and composes; the order of
 * combining marks is made here, because utf8proc_decompose() sorts them by
 * insertion, and a long run of marks would take minutes. */
#include "text/normal.h"

#include "base/failure.h"
#include "base/line.h"
#include "text/text.h"

#include <string.h>
#include <utf8proc.h>

/* Runs of marks up to this length are sorted by insertion. */
#define SHORT_RUN 16
#define CLASSES 256

typedef struct points {
    utf8proc_int32_t *codes;
    size_t count;
    size_t capacity;
} points;

static const utf8proc_option_t options[] = {
    [COMPLAINT__NFC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
    [COMPLAINT__NFKC_CASEFOLD] = UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                 UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                 UTF8PROC_IGNORE,
};

static bool reserve(complaint_context *context, points *out, size_t count)
{
    size_t capacity = out->capacity;
    utf8proc_int32_t *codes;

    if (count <= capacity - out->count)
        return true;
    while (count > capacity - out->count)
        capacity = capacity < 32 ? 64 : capacity * 2;
    codes =
        complaint__realloc_array(context, out->codes, capacity, sizeof *codes);
    if (codes == NULL)
        return false;
    out->codes = codes;
    out->capacity = capacity;
    return true;
}

static bool decompose(complaint_context *context, utf8proc_option_t option,
                      const char *bytes, size_t size, points *out)
{
    int boundary = 0;

    for (size_t at = 0; at < size;) {
        uint32_t code = 0;
        utf8proc_ssize_t made;

        at += complaint__utf8_decode(bytes + at, size - at, &code);
        /* The longest decomposition there is has 18 code points. */
        if (!reserve(context, out, 32))
            return false;
        made = utf8proc_decompose_char(
            (utf8proc_int32_t)code, out->codes + out->count,
            (utf8proc_ssize_t)(out->capacity - out->count), option, &boundary);
        if (made < 0)
            return false;
        out->count += (size_t)made;
    }
    return true;
}

static unsigned combining_class(utf8proc_int32_t code)
{
    return (unsigned)utf8proc_get_property(code)->combining_class;
}

static void sort_short(utf8proc_int32_t *codes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        utf8proc_int32_t code = codes[i];
        unsigned class = combining_class(code);
        size_t j = i;

        for (; j > 0 && combining_class(codes[j - 1]) > class; j--)
            codes[j] = codes[j - 1];
        codes[j] = code;
    }
}

/* Counting sort: stable, and linear however long the run is. */
static bool sort_long(complaint_context *context, utf8proc_int32_t *codes,
                      size_t count)
{
    size_t starts[CLASSES + 1] = {0};
    utf8proc_int32_t *copy =
        complaint__realloc_array(context, NULL, count, sizeof *copy);

    if (copy == NULL)
        return false;
    memcpy(copy, codes, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        starts[(combining_class(copy[i]) & 0xFF) + 1]++;
    for (size_t i = 1; i <= CLASSES; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
        codes[starts[combining_class(copy[i]) & 0xFF]++] = copy[i];
    complaint__free(context, copy);
    return true;
}

/* Canonical order: each run of marks by combining class, else as it was. */
static bool order_marks(complaint_context *context, points *text)
{
    size_t start = 0;

    while (start < text->count) {
        size_t end = start;

        while (end < text->count && combining_class(text->codes[end]) != 0)
            end++;
        if (end - start > SHORT_RUN) {
            if (!sort_long(context, text->codes + start, end - start))
                return false;
        } else if (end - start > 1) {
            sort_short(text->codes + start, end - start);
        }
        start = end + 1;
    }
    return true;
}

static bool encode(complaint_context *context, const points *text, char **out,
                   size_t *out_size)
{
    utf8proc_uint8_t *bytes =
        complaint__realloc_array(context, NULL, text->count * 4 + 1, 1);
    size_t size = 0;

    if (bytes == NULL)
        return false;
    for (size_t i = 0; i < text->count; i++)
        size += (size_t)utf8proc_encode_char(text->codes[i], bytes + size);
    bytes[size] = '\0';
    *out = (char *)bytes;
    *out_size = size;
    return true;
}

int complaint__normalise(complaint_context *context, int form,
                         const char *bytes, size_t size, char **out,
                         size_t *out_size, complaint_error **error)
{
    points text = {NULL, 0, 0};
    utf8proc_ssize_t composed;
    bool made = false;

    *out = NULL;
    if (!decompose(context, options[form], bytes, size, &text) ||
        !order_marks(context, &text))
        goto done;
    if (text.count > 0) {
        composed = utf8proc_normalize_utf32(
            text.codes, (utf8proc_ssize_t)text.count, options[form]);
        if (composed < 0)
            goto done;
        text.count = (size_t)composed;
    }
    made = encode(context, &text, out, out_size);
done:
    complaint__free(context, text.codes);
    return made ? COMPLAINT_OK : complaint__fail_memory(error);
}

/* Folding of the code points that most texts consist of; 0 for any other.
 * None of them, folded, composes with another. */
static uint32_t fold_common(uint32_t code)
{
    if (code >= 'A' && code <= 'Z')
        return code + ('a' - 'A');
    if (code < 0x80 || (code >= 0x4E00 && code <= 0x9FFF))
        return code;
    if (code == 0x3000)
        return ' ';
    if (code >= 0x3001 && code <= 0x3029)
        return code;
    if (code >= 0xFF01 && code <= 0xFF5E)
        return fold_common(code - 0xFEE0);
    if (code == 0x2014 || (code >= 0x2018 && code <= 0x201D))
        return code;
    return 0;
}

/* Fold without tables; false when a code point needs them. The folded text
 * is never longer. */
static bool fold_quickly(const char *bytes, size_t size, char *out,
                         size_t *out_size)
{
    size_t made = 0;

    for (size_t at = 0; at < size;) {
        uint32_t code = 0;

        at += complaint__utf8_decode(bytes + at, size - at, &code);
        code = fold_common(code);
        if (code == 0)
            return false;
        made += (size_t)utf8proc_encode_char((utf8proc_int32_t)code,
                                             (utf8proc_uint8_t *)out + made);
    }
    out[made] = '\0';
    *out_size = made;
    return true;
}

int complaint__text_fold(complaint_context *context, const char *bytes,
                         size_t size, char **out, size_t *out_size,
                         complaint_error **error)
{
    size_t made = 0;
    int status = COMPLAINT_OK;
    int64_t wrong = complaint__utf8_check(bytes, size);

    *out = NULL;
    if (wrong >= 0)
        return complaint__fail(
            context, error, COMPLAINT_INVALID, "text.encoding", NULL,
            "a text is not UTF-8 without NUL, from byte %lld",
            (long long)wrong);
    if (size == SIZE_MAX ||
        (*out = complaint__alloc(context, size + 1)) == NULL)
        return complaint__fail_memory(error);
    if (!fold_quickly(bytes, size, *out, &made)) {
        complaint__free(context, *out);
        status = complaint__normalise(context, COMPLAINT__NFKC_CASEFOLD, bytes,
                                      size, out, &made, error);
    }
    if (out_size != NULL)
        *out_size = made;
    return status;
}
