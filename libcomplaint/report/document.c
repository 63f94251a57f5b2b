/* Words, numbers and text of documents. Formats do not depend on the locale;
 * what a document says is in month_text.c and month_html.c. */
#include "report/document.h"

#include <math.h>
#include <string.h>

#include "base/line.h"
#include "register/register.h"

const complaint__month_column complaint__month_counts[] = {
    {"received", "received"},
    {"closed", "closed"},
    {"open", "open_at_month_end"},
    {"within", "within_limit"},
    {"late", "overdue"}};

const complaint__month_column complaint__month_summary[] = {
    {"Received", "received"},
    {"Closed", "closed"},
    {"Open at month end", "open_at_month_end"},
    {"Closed within the limit", "within_limit"},
    {"Closed after the limit", "overdue"},
    {"Open past the limit", "open_overdue"}};

const complaint__month_breakdown complaint__month_breakdowns[] = {
    {"By category", "Category", "by_category", "category"},
    {"By unit", "Unit", "by_unit", "unit"},
    {"By channel", "Channel", "by_channel", "channel"}};

const char *complaint__word(const complaint__month *month, const char *english)
{
    return complaint__translate(month->language, english);
}

const char *complaint__code_word(const complaint__month *month,
                                 const char *list, const char *code)
{
    if (code == NULL || code[0] == 0)
        return complaint__word(month, "(not known)");
    if (month->reg == NULL)
        return code;
    return complaint__register_code_title(month->reg, list, code,
                                          month->language);
}

const char *complaint__group_word(const complaint__month *month,
                                  const char *list,
                                  const complaint_facts *group)
{
    return complaint__code_word(month, list,
                                complaint__member_text(group, "name"));
}

const char *complaint__key_word(const complaint__month *month, const char *key)
{
    static const complaint__month_column others[] = {
        {"Open, not yet due", "not_yet_due"},
        {"Share within the limit", "share_within"},
        {"Working days to close: median", "median_working_days"},
        {"Working days to close: 90th percentile", "p90_working_days"},
        {"What became of those received in the month", "cohort"}};

    for (size_t i = 0; i < COMPLAINT__MONTH_SUMMARY; i++)
        if (strcmp(complaint__month_summary[i].key, key) == 0)
            return complaint__word(month, complaint__month_summary[i].word);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i].key, key) == 0)
            return complaint__word(month, others[i].word);
    return key;
}

void complaint__population_words(const complaint__month *month,
                                 complaint__buffer *buffer)
{
    const complaint_facts *map =
        complaint_facts_get(month->figures, "population");

    complaint__buffer_format(buffer,
                             complaint__word(month, "Population: %s (%lld)"),
                             complaint__member_text(map, "text"),
                             (long long)complaint__count(map, "count"));
}

void complaint__left_out_words(const complaint__month *month,
                               complaint__buffer *buffer, size_t position)
{
    const complaint_facts *one = complaint_facts_at(
        complaint_facts_get(month->figures, "left_out"), position);

    complaint__buffer_format(
        buffer, complaint__word(month, "%s: %lld (%s)"),
        complaint__key_word(month, complaint__member_text(one, "from")),
        (long long)complaint__count(one, "count"),
        complaint__member_text(one, "reason"));
}

void complaint__slow_words(const complaint_facts *one,
                           complaint__buffer *buffer)
{
    const char *external = complaint__member_text(one, "external");

    complaint__buffer_text(buffer, complaint__member_text(one, "number"));
    if (external[0] != 0)
        complaint__buffer_format(buffer, " (%s)", external);
}

const char *complaint__member_text(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), "");
}

int64_t complaint__count(const complaint_facts *map, const char *key)
{
    return complaint_facts_integer(complaint_facts_get(map, key), 0);
}

const complaint_facts *complaint__history(const complaint__month *month,
                                          size_t *first, size_t *end)
{
    const complaint_facts *list =
        complaint_facts_get(month->figures, "history");
    size_t i = 0;

    *end = complaint_facts_size(list);
    for (; i + 1 < *end; i++) {
        const complaint_facts *one = complaint_facts_at(list, i);

        if (complaint__count(one, "received") != 0 ||
            complaint__count(one, "closed") != 0 ||
            complaint__count(one, "open_at_month_end") != 0)
            break;
    }
    *first = i;
    return list;
}

const char *complaint__undefined_word(const complaint__month *month,
                                      const complaint_facts *map,
                                      const char *key)
{
    return complaint__word(
        month,
        complaint__member_text(complaint_facts_get(map, "undefined"), key));
}

static int64_t tenths_of(const complaint_facts *value, double factor)
{
    int type = complaint_facts_type(value);
    double real = complaint_facts_real(value, 0);

    if ((type != COMPLAINT_FACTS_INTEGER && type != COMPLAINT_FACTS_REAL) ||
        !isfinite(real) || fabs(real) > 1e15)
        return COMPLAINT__NO_TENTHS;
    return llround(real * factor);
}

int64_t complaint__tenths(const complaint_facts *value)
{
    return tenths_of(value, 10);
}

int64_t complaint__percent_tenths(const complaint_facts *share)
{
    return tenths_of(share, 1000);
}

void complaint__write_tenths(complaint__buffer *buffer, int64_t tenths)
{
    int64_t size;

    if (tenths == COMPLAINT__NO_TENTHS) {
        complaint__buffer_text(buffer, "-");
        return;
    }
    size = tenths < 0 ? -tenths : tenths;
    complaint__buffer_format(buffer, "%s%lld", tenths < 0 ? "-" : "",
                             (long long)(size / 10));
    if (size % 10 != 0)
        complaint__buffer_format(buffer, ".%lld", (long long)(size % 10));
}

void complaint__write_percent(complaint__buffer *buffer, int64_t tenths)
{
    complaint__write_tenths(buffer, tenths);
    if (tenths != COMPLAINT__NO_TENTHS)
        complaint__buffer_text(buffer, " %");
}

void complaint__write_time(complaint__buffer *buffer, const char *time)
{
    const char *offset;

    if (strlen(time) < 20)
        return;
    /* seconds are of no interest to a reader */
    offset = time + 19 + strspn(time + 19, ".0123456789");
    complaint__buffer_append(buffer, time, 10);
    complaint__buffer_char(buffer, ' ');
    complaint__buffer_append(buffer, time + 11, 5);
    complaint__buffer_char(buffer, ' ');
    complaint__buffer_text(buffer, *offset == 'Z' ? "UTC" : offset);
}

/* Controls, line and paragraph separators, marks that reorder text. */
static bool is_hidden(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C ||
           code == 0x200E || code == 0x200F ||
           (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

static bool is_noncharacter(uint32_t code)
{
    return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

size_t complaint__next_shown(const char **text, char shown[5])
{
    size_t left = 0, length;
    uint32_t code = 0;

    while (left < 4 && (*text)[left] != 0)
        left++;
    length = complaint__utf8_decode(*text, left, &code);
    memset(shown, 0, 5);
    if (left == 0)
        return 0;
    if (length == 0 || is_noncharacter(code))
        memcpy(shown, "\xEF\xBF\xBD", 3);
    else if (is_hidden(code) && code != '\n')
        shown[0] = ' ';
    else
        memcpy(shown, *text, length);
    *text += length == 0 ? 1 : length;
    return strlen(shown);
}

void complaint__write_escaped(complaint__buffer *buffer, const char *text)
{
    char shown[5];

    while (complaint__next_shown(&text, shown) > 0) {
        const char *entity = shown;

        if (strcmp(shown, "&") == 0)
            entity = "&amp;";
        else if (strcmp(shown, "<") == 0)
            entity = "&lt;";
        else if (strcmp(shown, ">") == 0)
            entity = "&gt;";
        else if (strcmp(shown, "\"") == 0)
            entity = "&quot;";
        else if (strcmp(shown, "'") == 0)
            entity = "&#39;";
        complaint__buffer_text(buffer, entity);
    }
}

void complaint__page_open(complaint__buffer *buffer, const char *language)
{
    complaint__buffer_text(buffer, "<!DOCTYPE html>\n<html lang=\"");
    complaint__write_escaped(buffer, language);
    complaint__buffer_text(
        buffer, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, "
                "initial-scale=1\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" "
                "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                "<title>");
}

void complaint__page_style(complaint__buffer *buffer, const char *const *pieces)
{
    complaint__buffer_text(buffer, "</title>\n<style>\n");
    for (; *pieces != NULL; pieces++)
        complaint__buffer_text(buffer, *pieces);
    complaint__buffer_text(buffer, "</style>\n</head>\n<body>\n<main>\n");
}
