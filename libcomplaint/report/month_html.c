/* The monthly report as one HTML page that needs nothing from outside: its
 * words and tables. Its charts are in month_charts.c. */
#include <string.h>

#include "report/document.h"
#include "report/month_charts.h"
#include "report/style.h"

static void put(complaint__buffer *buffer, const char *html)
{
    complaint__buffer_text(buffer, html);
}

static void put_word(const complaint__month *month, complaint__buffer *buffer,
                     const char *english)
{
    complaint__write_escaped(buffer, complaint__word(month, english));
}

/* A text that is not ours: its direction stays its own. */
static void put_foreign(complaint__buffer *buffer, const char *text)
{
    put(buffer, "<bdi>");
    complaint__write_escaped(buffer, text);
    put(buffer, "</bdi>");
}

/* Text made elsewhere, which is freed. */
static void put_buffer(complaint__buffer *buffer, complaint__buffer *words)
{
    if (words->failed)
        buffer->failed = true;
    else if (words->size > 0)
        complaint__write_escaped(buffer, words->bytes);
    complaint__buffer_free(words);
}

static void put_count(complaint__buffer *buffer, const complaint_facts *map,
                      const char *key)
{
    complaint__buffer_format(buffer, "%lld",
                             (long long)complaint__count(map, key));
}

static void head(const complaint__month *month, complaint__buffer *buffer)
{
    complaint__page_open(buffer, month->language);
    put_word(month, buffer, "Monthly report");
    put(buffer, " ");
    complaint__write_escaped(buffer, month->month);
    complaint__page_style(buffer, complaint__style);
}

static void banner(const complaint__month *month, complaint__buffer *buffer)
{
    if (complaint__count(month->figures, "simulated") == 0)
        return;
    put(buffer, "<p class=\"banner\">");
    put_word(month, buffer, "Simulated complaints: no real data.");
    put(buffer, "</p>\n");
}

static void title(const complaint__month *month, complaint__buffer *buffer)
{
    complaint__buffer words = COMPLAINT__BUFFER(month->context);

    put(buffer, "<header>\n<h1>");
    put_word(month, buffer, "Monthly report");
    put(buffer, " ");
    complaint__write_escaped(buffer, month->month);
    put(buffer, "</h1>\n<p class=\"quiet\">");
    put_word(month, buffer, "Open cases as of");
    put(buffer, " ");
    complaint__write_time(buffer,
                          complaint__member_text(month->figures, "as_of"));
    put(buffer, "</p>\n<p class=\"quiet\">");
    complaint__population_words(month, &words);
    put_buffer(buffer, &words);
    put(buffer, "</p>\n");
    banner(month, buffer);
    put(buffer, "</header>\n");
}

/* ---- the figures at the top ---- */

static void tile_begin(const complaint__month *month, complaint__buffer *buffer,
                       const char *word)
{
    put(buffer, "<div><dt>");
    put_word(month, buffer, word);
    put(buffer, "</dt><dd>");
}

static void tile_tenths(const complaint__month *month,
                        complaint__buffer *buffer, const char *word,
                        const char *key, int64_t tenths, bool percent)
{
    tile_begin(month, buffer, word);
    if (percent)
        complaint__write_percent(buffer, tenths);
    else
        complaint__write_tenths(buffer, tenths);
    if (tenths == COMPLAINT__NO_TENTHS) {
        put(buffer, "<small>");
        complaint__write_escaped(
            buffer, complaint__undefined_word(month, month->figures, key));
        put(buffer, "</small>");
    }
    put(buffer, "</dd></div>\n");
}

static void tiles(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *f = month->figures;

    put(buffer, "<dl class=\"tiles\">\n");
    for (size_t i = 0; i < COMPLAINT__MONTH_SUMMARY; i++) {
        tile_begin(month, buffer, complaint__month_summary[i].word);
        put_count(buffer, f, complaint__month_summary[i].key);
        put(buffer, "</dd></div>\n");
    }
    tile_tenths(
        month, buffer, "Share within the limit", "share_within",
        complaint__percent_tenths(complaint_facts_get(f, "share_within")),
        true);
    tile_tenths(
        month, buffer, "Working days to close: median", "median_working_days",
        complaint__tenths(complaint_facts_get(f, "median_working_days")),
        false);
    tile_tenths(month, buffer, "Working days to close: 90th percentile",
                "p90_working_days",
                complaint__tenths(complaint_facts_get(f, "p90_working_days")),
                false);
    put(buffer, "</dl>\n");
}

/* ---- tables ---- */

static void table_begin(const complaint__month *month,
                        complaint__buffer *buffer, const char *label,
                        const char *first)
{
    put(buffer, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                "aria-label=\"");
    put_word(month, buffer, label);
    put(buffer, "\">\n<table>\n<thead>\n<tr><th scope=\"col\">");
    put_word(month, buffer, first);
    put(buffer, "</th>");
    for (size_t i = 0; i < COMPLAINT__MONTH_SUMMARY; i++) {
        put(buffer, "<th scope=\"col\">");
        put_word(month, buffer,
                 i < COMPLAINT__MONTH_COUNTS ? complaint__month_counts[i].word
                                             : "open past limit");
        put(buffer, "</th>");
    }
    put(buffer, "<th scope=\"col\">");
    put_word(month, buffer, "share within");
    put(buffer, "</th><th scope=\"col\">");
    put_word(month, buffer, "median");
    put(buffer, "</th><th scope=\"col\">");
    put_word(month, buffer, "p90");
    put(buffer, "</th></tr>\n</thead>\n<tbody>\n");
}

/* `open` is the key of the open cases: a cohort's is another. */
static void table_row(complaint__buffer *buffer, const char *name,
                      const complaint_facts *row, const char *open)
{
    put(buffer, "<tr><th scope=\"row\">");
    put_foreign(buffer, name);
    put(buffer, "</th>");
    for (size_t i = 0; i < COMPLAINT__MONTH_SUMMARY; i++) {
        const char *key = complaint__month_summary[i].key;

        put(buffer, "<td>");
        put_count(buffer, row,
                  strcmp(key, "open_at_month_end") == 0 ? open : key);
        put(buffer, "</td>");
    }
    put(buffer, "<td>");
    complaint__write_percent(
        buffer,
        complaint__percent_tenths(complaint_facts_get(row, "share_within")));
    put(buffer, "</td><td>");
    complaint__write_tenths(buffer, complaint__tenths(complaint_facts_get(
                                        row, "median_working_days")));
    put(buffer, "</td><td>");
    complaint__write_tenths(buffer, complaint__tenths(complaint_facts_get(
                                        row, "p90_working_days")));
    put(buffer, "</td></tr>\n");
}

static void table_end(complaint__buffer *buffer)
{
    put(buffer, "</tbody>\n</table>\n</div>\n");
}

static void section(const complaint__month *month, complaint__buffer *buffer,
                    const char *heading)
{
    put(buffer, "<section>\n<h2>");
    put_word(month, buffer, heading);
    put(buffer, "</h2>\n");
}

static void nothing(const complaint__month *month, complaint__buffer *buffer)
{
    put(buffer, "<p class=\"nothing\">");
    put_word(month, buffer, "Nothing to show.");
    put(buffer, "</p>\n");
}

static void months(const complaint__month *month, complaint__buffer *buffer)
{
    size_t first, end;
    const complaint_facts *list = complaint__history(month, &first, &end);

    section(month, buffer, "Month by month");
    put(buffer, "<div class=\"charts\">\n");
    complaint__month_chart_flow(month, buffer);
    complaint__month_chart_share(month, buffer);
    complaint__month_chart_days(month, buffer);
    put(buffer, "</div>\n");
    table_begin(month, buffer, "Month by month", "Month");
    for (size_t m = first; m < end; m++) {
        const complaint_facts *one = complaint_facts_at(list, m);

        table_row(buffer, complaint__member_text(one, "month"), one,
                  "open_at_month_end");
    }
    table_end(buffer);
    put(buffer, "</section>\n");
}

static void breakdown(const complaint__month *month, complaint__buffer *buffer,
                      const complaint__month_breakdown *what)
{
    const complaint_facts *groups =
        complaint_facts_get(month->figures, what->key);

    section(month, buffer, what->heading);
    if (complaint_facts_size(groups) == 0) {
        nothing(month, buffer);
    } else {
        bool category = strcmp(what->list, "category") == 0;
        bool unit = strcmp(what->list, "unit") == 0;

        if (category || unit)
            put(buffer, "<div class=\"beside\">\n");
        if (category)
            complaint__month_chart_pareto(month, buffer);
        if (unit)
            complaint__month_chart_units(month, buffer);
        table_begin(month, buffer, what->heading, what->column);
        for (size_t g = 0; g < complaint_facts_size(groups); g++) {
            const complaint_facts *group = complaint_facts_at(groups, g);

            table_row(buffer, complaint__group_word(month, what->list, group),
                      group, "open_at_month_end");
        }
        table_end(buffer);
        if (category || unit)
            put(buffer, "</div>\n");
    }
    put(buffer, "</section>\n");
}

static void cohort(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *map = complaint_facts_get(month->figures, "cohort");

    if (complaint_facts_size(map) == 0)
        return;
    section(month, buffer, "What became of those received in the month");
    table_begin(month, buffer, "What became of those received in the month",
                "Month");
    table_row(buffer, month->month, map, "open");
    table_end(buffer);
    put(buffer, "</section>\n");
}

/* ---- words ---- */

static void slowest(const complaint__month *month, complaint__buffer *buffer)
{
    size_t count = complaint_facts_size(month->slow);

    if (month->slowest == 0)
        return;
    section(month, buffer, "The slowest cases closed, and their limit");
    if (count == 0)
        nothing(month, buffer);
    else
        put(buffer, "<ol class=\"slow\">\n");
    for (size_t i = 0; i < count; i++) {
        const complaint_facts *one = complaint_facts_at(month->slow, i);

        complaint__buffer number = COMPLAINT__BUFFER(month->context);

        complaint__slow_words(one, &number);
        put(buffer, "<li><b><bdi>");
        put_buffer(buffer, &number);
        put(buffer, "</bdi></b> ");
        put_foreign(buffer, complaint__member_text(one, "title"));
        put(buffer, " · ");
        complaint__buffer_format(buffer,
                                 complaint__word(month, "working days: %lld"),
                                 (long long)complaint__count(one, "days"));
        put(buffer, "\n<p>");
        complaint__write_escaped(buffer, complaint__member_text(one, "text"));
        put(buffer, "</p></li>\n");
    }
    if (count > 0)
        put(buffer, "</ol>\n");
    put(buffer, "</section>\n");
}

static void left_out(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *list =
        complaint_facts_get(month->figures, "left_out");

    section(month, buffer, "Left out");
    if (complaint_facts_size(list) == 0) {
        put(buffer, "<p>");
        put_word(month, buffer, "No case was left out of a figure.");
        put(buffer, "</p>\n");
    } else {
        put(buffer, "<ul>\n");
    }
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        complaint__buffer words = COMPLAINT__BUFFER(month->context);

        put(buffer, "<li>");
        complaint__left_out_words(month, &words, i);
        put_buffer(buffer, &words);
        put(buffer, "</li>\n");
    }
    if (complaint_facts_size(list) > 0)
        put(buffer, "</ul>\n");
    put(buffer, "</section>\n");
}

static void meanings(const complaint__month *month, complaint__buffer *buffer)
{
    const complaint_facts *map =
        complaint_facts_get(month->figures, "definitions");

    section(month, buffer, "What the figures mean");
    put(buffer, "<dl class=\"meanings\">\n");
    for (size_t i = 0; i < complaint_facts_size(map); i++) {
        put(buffer, "<dt>");
        complaint__write_escaped(
            buffer, complaint__key_word(month, complaint_facts_key(map, i)));
        put(buffer, "</dt><dd>");
        put_word(month, buffer,
                 complaint_facts_text(complaint_facts_at(map, i), ""));
        put(buffer, "</dd>\n");
    }
    put(buffer, "</dl>\n</section>\n");
}

void complaint__month_html(const complaint__month *month,
                           complaint__buffer *buffer)
{
    head(month, buffer);
    title(month, buffer);
    tiles(month, buffer);
    months(month, buffer);
    for (size_t i = 0; i < COMPLAINT__MONTH_BREAKDOWNS; i++)
        breakdown(month, buffer, &complaint__month_breakdowns[i]);
    cohort(month, buffer);
    slowest(month, buffer);
    meanings(month, buffer);
    left_out(month, buffer);
    put(buffer, "</main>\n</body>\n</html>\n");
}
