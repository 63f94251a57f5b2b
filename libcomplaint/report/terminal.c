/* Text in columns of a terminal. */
#include "report/terminal.h"

#include <string.h>

#include "text/text.h"

static void spaces(complaint__buffer *buffer, int64_t count)
{
    for (; count > 0; count--)
        complaint__buffer_char(buffer, ' ');
}

/* The next character for one line, and the columns it takes. */
static size_t next_in_line(const char **text, char shown[5], int64_t *columns)
{
    size_t length = complaint__next_shown(text, shown);

    if (length == 1 && shown[0] == '\n')
        shown[0] = ' ';
    *columns = length == 0 ? 0 : (int64_t)complaint__text_width(shown);
    return length;
}

static int64_t width_of(const char *text)
{
    int64_t columns, sum = 0;
    char shown[5];

    while (next_in_line(&text, shown, &columns) > 0)
        sum += columns;
    return sum;
}

void complaint__cell(complaint__buffer *buffer, const char *text, int64_t width)
{
    int64_t columns, left = width_of(text);
    bool cut = left > width;
    char shown[5];

    left = cut ? width - 1 : width;
    while (next_in_line(&text, shown, &columns) > 0 && columns <= left) {
        complaint__buffer_text(buffer, shown);
        left -= columns;
    }
    if (cut)
        complaint__buffer_text(buffer, "…");
    spaces(buffer, left);
}

void complaint__right(complaint__buffer *buffer, const char *text,
                      int64_t width)
{
    spaces(buffer, width - width_of(text));
    complaint__buffer_text(buffer, text);
}

void complaint__right_count(complaint__buffer *buffer, int64_t count,
                            int64_t width)
{
    complaint__buffer number = COMPLAINT__BUFFER(buffer->context);

    complaint__buffer_format(&number, "%lld", (long long)count);
    if (number.failed)
        buffer->failed = true;
    else
        complaint__right(buffer, number.bytes, width);
    complaint__buffer_free(&number);
}

void complaint__right_tenths(complaint__buffer *buffer, int64_t tenths,
                             int64_t width)
{
    complaint__buffer number = COMPLAINT__BUFFER(buffer->context);

    complaint__write_tenths(&number, tenths);
    if (number.failed)
        buffer->failed = true;
    else
        complaint__right(buffer, number.bytes, width);
    complaint__buffer_free(&number);
}

void complaint__rule(complaint__buffer *buffer, const char *character,
                     int64_t width)
{
    for (; width > 0; width--)
        complaint__buffer_text(buffer, character);
    complaint__buffer_char(buffer, '\n');
}

/* May a line begin with this character? Closing marks may not. */
static bool may_begin(const char *shown)
{
    static const char *const closing[] = {
        ",",  ".",  ";",  ":",  "!",  "?",  ")",  "]",  "%", "，", "。", "、",
        "；", "：", "！", "？", "）", "」", "』", "》", "”", "’",  "…"};

    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (strcmp(shown, closing[i]) == 0)
            return false;
    return true;
}

/* Bytes and columns of what must stay on one line: letters up to a space, or
 * one wide character; with the closing marks after it. What is wider than
 * `most` is cut. */
static size_t measure_piece(const char *text, int64_t most, int64_t *columns)
{
    const char *start = text, *end = text;
    bool wide = false, first = true;
    int64_t one;
    char shown[5];

    *columns = 0;
    while (*text != '\n' && complaint__next_shown(&text, shown) > 0) {
        one = (int64_t)complaint__text_width(shown);
        if (shown[0] == ' ' || (!first && *columns + one > most))
            break;
        if (!first && one > 0 && (wide || one == 2) && may_begin(shown))
            break;
        wide = one == 2 || (wide && !first);
        *columns += one;
        first = false;
        end = text;
    }
    return (size_t)(end - start);
}

static void new_line(complaint__buffer *buffer, int64_t indent)
{
    complaint__buffer_char(buffer, '\n');
    spaces(buffer, indent);
}

void complaint__wrapped(complaint__buffer *buffer, const char *text,
                        int64_t used, int64_t indent, int64_t width)
{
    bool gap = false, fresh = true;
    int64_t columns;
    char shown[5];

    while (*text != 0) {
        size_t length = measure_piece(text, width - indent, &columns);
        const char *end = text + length;

        if (length == 0) { /* a space or a line break */
            (void)complaint__next_shown(&text, shown);
            gap = shown[0] != '\n';
            if (!gap && *text != 0) {
                new_line(buffer, indent);
                used = indent;
                fresh = true;
            }
            continue;
        }
        if (!fresh && used + gap + columns > width) {
            new_line(buffer, indent);
            used = indent;
        } else if (gap && !fresh) {
            complaint__buffer_char(buffer, ' ');
            used++;
        }
        while (text < end && complaint__next_shown(&text, shown) > 0)
            complaint__buffer_text(buffer, shown);
        used += columns;
        gap = fresh = false;
    }
    complaint__buffer_char(buffer, '\n');
}
