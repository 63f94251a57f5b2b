/* Everything about a person as a page that this person can read: headings and
 * tables in three languages, nothing from outside. Gathering it is not here:
 * exchange/person.c; what keys are called: person_words.c. */
#include <complaint/report.h>

#include "base/failure.h"
#include "base/json.h"
#include "report/document.h"
#include "report/person_words.h"

#include <string.h>

typedef struct page {
    complaint__buffer *buffer;
    int language;
} page;

static const char *const style[] = {
    ":root{color-scheme:light}\n"
    "body{margin:0;background:#fff;color:#1d2733;"
    "font:16px/1.5 \"Helvetica Neue\",Arial,\"PingFang SC\","
    "\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif}\n"
    "main{max-width:900px;margin:0 auto;padding:24px}\n"
    "h1{font-size:28px}h2{font-size:22px;margin-top:40px;padding-top:12px;"
    "border-top:1px solid #8a96a1}h3{font-size:17px;margin:24px 0 8px}\n"
    "table{border-collapse:collapse;width:100%;margin:0 0 16px}\n"
    "caption{text-align:left;color:#55626f;font-size:14px}\n"
    "th,td{padding:5px 8px;border:1px solid #d5dbe1;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}\n"
    "th[scope=row]{width:30%;font-weight:400;background:#f4f6f8}\n"
    "td{white-space:pre-wrap}td table{margin:0}ol{margin:0;"
    "padding-left:1.6em}\n"
    ".banner{background:#fff4d6;border:1px solid #e0b84c;padding:8px 12px}\n"
    "@media print{body{font-size:11pt}main{max-width:none;padding:0}"
    "tr{break-inside:avoid}h2,h3,caption{break-after:avoid}}\n",
    NULL};

static void put(page *p, const char *html)
{
    complaint__buffer_text(p->buffer, html);
}

static void put_word(page *p, const char *key)
{
    complaint__write_escaped(p->buffer,
                             complaint__person_word(p->language, key));
}

/* A text that is not ours: its direction stays its own. */
static void put_foreign(page *p, const char *text)
{
    put(p, "<bdi>");
    complaint__write_escaped(p->buffer, text);
    put(p, "</bdi>");
}

/* ---- values ---- */

static bool is_scalar(const complaint_facts *value)
{
    int type = complaint_facts_type(value);

    return type != COMPLAINT_FACTS_LIST && type != COMPLAINT_FACTS_MAP;
}

static bool is_time(const char *key, const char *text)
{
    size_t size = key == NULL ? 0 : strlen(key);

    complaint_time time;

    return size > 3 && strcmp(key + size - 3, "_at") == 0 &&
           complaint_time_parse(text, 0, &time, NULL) == COMPLAINT_OK;
}

/* "2024-06-01T08:00:00Z" as "2024-06-01 08:00:00 UTC". */
static void put_time(page *p, const char *text)
{
    put(p, "<time datetime=\"");
    complaint__write_escaped(p->buffer, text);
    put(p, "\">");
    for (; *text != 0; text++) {
        if (*text == 'T')
            put(p, " ");
        else if (*text == 'Z')
            put(p, " UTC");
        else
            complaint__buffer_char(p->buffer, *text);
    }
    put(p, "</time>");
}

static void put_scalar(page *p, const char *key, const complaint_facts *value)
{
    const char *text = complaint_facts_text(value, "");

    switch (complaint_facts_type(value)) {
    case COMPLAINT_FACTS_TEXT:
        if (is_time(key, text))
            put_time(p, text);
        else
            put_foreign(p, text);
        break;
    case COMPLAINT_FACTS_BOOLEAN:
        put_word(p, complaint_facts_integer(value, 0) != 0 ? "_yes" : "_no");
        break;
    case COMPLAINT_FACTS_INTEGER:
        complaint__json_integer(p->buffer, complaint_facts_integer(value, 0));
        break;
    case COMPLAINT_FACTS_REAL:
        complaint__json_real(p->buffer, complaint_facts_real(value, 0));
        break;
    default:
        put_word(p, "_empty");
        break;
    }
}

static void put_table(page *p, const complaint_facts *map, const char *caption,
                      size_t number);

static void put_list(page *p, const char *key, const complaint_facts *list)
{
    put(p, "<ol>");
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *value = complaint_facts_at(list, i);

        put(p, "<li>");
        if (complaint_facts_type(value) == COMPLAINT_FACTS_MAP)
            put_table(p, value, NULL, 0);
        else if (complaint_facts_type(value) == COMPLAINT_FACTS_LIST)
            put_list(p, key, value);
        else
            put_scalar(p, key, value);
        put(p, "</li>");
    }
    put(p, "</ol>");
}

static void put_value(page *p, const char *key, const complaint_facts *value)
{
    if (is_scalar(value))
        put_scalar(p, key, value);
    else if (complaint_facts_size(value) == 0)
        put_word(p, "_empty");
    else if (complaint_facts_type(value) == COMPLAINT_FACTS_MAP)
        put_table(p, value, NULL, 0);
    else
        put_list(p, key, value);
}

/* ---- tables ---- */

static void put_head(page *p)
{
    put(p, "<thead><tr><th scope=\"col\">");
    put_word(p, "_field");
    put(p, "</th><th scope=\"col\">");
    put_word(p, "_content");
    put(p, "</th></tr></thead>\n<tbody>\n");
}

/* A row of its own for each member; what it is called stands before it. */
static void put_table(page *p, const complaint_facts *map, const char *caption,
                      size_t number)
{
    put(p, "<table>\n");
    if (caption != NULL) {
        put(p, "<caption>");
        put_word(p, caption);
        complaint__buffer_format(p->buffer, " %zu</caption>\n", number);
    }
    put_head(p);
    for (size_t i = 0; i < complaint_facts_size(map); i++) {
        const char *key = complaint_facts_key(map, i);

        put(p, "<tr><th scope=\"row\"><bdi>");
        put_word(p, key);
        put(p, "</bdi></th><td>");
        put_value(p, key, complaint_facts_at(map, i));
        put(p, "</td></tr>\n");
    }
    put(p, "</tbody>\n</table>\n");
}

/* ---- a case ---- */

static void put_member(page *p, int level, const char *key,
                       const complaint_facts *value)
{
    bool rows = complaint_facts_type(value) == COMPLAINT_FACTS_LIST &&
                !is_scalar(complaint_facts_at(value, 0));

    complaint__buffer_format(p->buffer, "<h%d><bdi>", level);
    put_word(p, key);
    complaint__buffer_format(p->buffer, "</bdi></h%d>\n", level);
    for (size_t i = 0; rows && i < complaint_facts_size(value); i++)
        put_table(p, complaint_facts_at(value, i), key, i + 1);
    if (rows)
        return;
    if (complaint_facts_type(value) == COMPLAINT_FACTS_MAP) {
        put_table(p, value, NULL, 0);
        return;
    }
    put(p, strcmp(key, "withheld") == 0 ? "<p class=\"banner\">" : "<div>");
    put_value(p, key, value);
    put(p, strcmp(key, "withheld") == 0 ? "</p>\n" : "</div>\n");
}

static void put_case(page *p, const complaint_facts *one)
{
    const complaint_facts *row = complaint_facts_get(one, "case");

    put(p, "<section>\n<h2>");
    put_word(p, "_case");
    put(p, " ");
    put_foreign(p, complaint__member_text(row, "number"));
    put(p, "</h2>\n");
    for (size_t i = 0; i < complaint_facts_size(one); i++)
        put_member(p, 3, complaint_facts_key(one, i),
                   complaint_facts_at(one, i));
    put(p, "</section>\n");
}

static void put_all(page *p, const complaint_facts *person)
{
    const complaint_facts *cases = complaint_facts_get(person, "cases");

    complaint__page_open(p->buffer, complaint__person_tag(p->language));
    put_word(p, "_title");
    complaint__page_style(p->buffer, style);
    put(p, "<header>\n<h1>");
    put_word(p, "_title");
    put(p, "</h1>\n<p>");
    put_word(p, "_intro");
    put(p, "</p>\n</header>\n");
    for (size_t i = 0; i < complaint_facts_size(person); i++) {
        const char *key = complaint_facts_key(person, i);

        if (strcmp(key, "cases") != 0)
            put_member(p, 2, key, complaint_facts_at(person, i));
    }
    if (complaint_facts_size(cases) == 0) {
        put(p, "<p>");
        put_word(p, "_none");
        put(p, "</p>\n");
    }
    for (size_t i = 0; i < complaint_facts_size(cases); i++)
        put_case(p, complaint_facts_at(cases, i));
    put(p, "</main>\n</body>\n</html>\n");
}

int complaint_report_person(complaint_context *context,
                            const complaint_facts *person, const char *language,
                            char **text, size_t *size, complaint_error **error)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    page p = {.buffer = &buffer};

    if (text != NULL)
        *text = NULL;
    if (context == NULL || text == NULL ||
        complaint_facts_type(person) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context"
                                      : text == NULL  ? "text"
                                                      : "person");
    if (language == NULL)
        language = complaint_context_language(context);
    p.language = complaint__person_language(language);
    if (p.language < 0)
        return complaint__fail(
            context, error, COMPLAINT_NOT_FOUND, "report.language", "language",
            "there are no texts in the language \"%.40s\"", language);
    put_all(&p, person);
    if (buffer.failed) {
        complaint__buffer_free(&buffer);
        return complaint__fail_memory(error);
    }
    *text = complaint__buffer_take(&buffer, size);
    return *text != NULL ? COMPLAINT_OK : complaint__fail_memory(error);
}
