/* Words and numbers of documents. Formats do not depend on the locale. */
#include "report/document.h"

#include <math.h>

#include "base/context.h"
#include "register/register.h"

const char *complaint__word(const complaint__month *month, const char *english)
{
    return complaint__translate(month->language, english);
}

const char *complaint__code_word(const complaint__month *month,
                                 const char *list, const char *code)
{
    if (code == NULL || code[0] == 0)
        return complaint__word(month, "(not known)");
    return complaint__register_code_title(month->reg, list, code,
                                          month->language);
}

int64_t complaint__count(const complaint_facts *map, const char *key)
{
    return complaint_facts_integer(complaint_facts_get(map, key), 0);
}

void complaint__write_tenths(complaint__buffer *buffer, double value)
{
    int64_t tenths;

    if (!isfinite(value) || fabs(value) > 1e15) {
        complaint__buffer_text(buffer, "-");
        return;
    }
    tenths = llround(value * 10);
    complaint__buffer_format(buffer, "%s%lld", tenths < 0 ? "-" : "",
                             (long long)(llabs(tenths) / 10));
    if (tenths % 10 != 0)
        complaint__buffer_format(buffer, ".%lld",
                                 (long long)(llabs(tenths) % 10));
}

void complaint__write_real(complaint__buffer *buffer,
                           const complaint_facts *value)
{
    int type = complaint_facts_type(value);

    if (type == COMPLAINT_FACTS_INTEGER || type == COMPLAINT_FACTS_REAL)
        complaint__write_tenths(buffer, complaint_facts_real(value, 0));
    else
        complaint__buffer_text(buffer, "-");
}

void complaint__write_share(complaint__buffer *buffer, int64_t part,
                            int64_t whole)
{
    if (whole <= 0) {
        complaint__buffer_text(buffer, "-");
        return;
    }
    complaint__write_tenths(buffer, 100.0 * (double)part / (double)whole);
    complaint__buffer_text(buffer, " %");
}

void complaint__write_time(complaint__buffer *buffer, complaint_time time)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];

    if (complaint_time_format(time, 0, text, sizeof text) == COMPLAINT_OK)
        complaint__buffer_text(buffer, text);
}

void complaint__write_escaped(complaint__buffer *buffer, const char *text)
{
    for (; *text != 0; text++) {
        switch (*text) {
        case '&':
            complaint__buffer_text(buffer, "&amp;");
            break;
        case '<':
            complaint__buffer_text(buffer, "&lt;");
            break;
        case '>':
            complaint__buffer_text(buffer, "&gt;");
            break;
        case '"':
            complaint__buffer_text(buffer, "&quot;");
            break;
        case '\'':
            complaint__buffer_text(buffer, "&#39;");
            break;
        default:
            complaint__buffer_char(buffer, *text);
        }
    }
}
