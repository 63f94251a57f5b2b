/* The complete text of a calendar: YAML that needs neither a parent nor a file
 * of the system, and reads back as the same calendar. */
#include "calendar/write.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

#include "base/failure.h"
#include "calendar/definition.h"

typedef struct writer {
    complaint_calendar *calendar;
    complaint__buffer out;
    /* Distinct, in the order of first use. */
    const complaint__texts *names[COMPLAINT__LIMIT_CALENDAR_NAMES];
    size_t name_count;
    const char *sources[COMPLAINT__LIMIT_CALENDAR_NAMES];
    size_t source_count;
} writer;

/* ---- pieces ---- */

/* Does the UTF-8 character need an escape: U+0080 to U+009F, U+2028, U+2029,
 * U+FEFF, U+FFFE, U+FFFF? Gives its number, or 0. */
static unsigned awkward(const unsigned char *at, size_t *size)
{
    unsigned code;

    if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F) {
        *size = 2;
        return at[1];
    }
    if ((at[0] & 0xF0) != 0xE0 || at[1] == 0 || at[2] == 0)
        return 0;
    *size = 3;
    code = (at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    if (code == 0x2028 || code == 0x2029 || code == 0xFEFF || code >= 0xFFFE)
        return code;
    return 0;
}

void complaint__calendar_quote(complaint__buffer *buffer, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    complaint__buffer_char(buffer, '"');
    while (*at != 0) {
        size_t size = 1;
        unsigned code = *at >= 0x80 ? awkward(at, &size) : 0;

        if (*at == '"' || *at == '\\') {
            complaint__buffer_char(buffer, '\\');
            complaint__buffer_char(buffer, (char)*at);
        } else if (*at < 0x20 || *at == 0x7F) {
            complaint__buffer_format(buffer, "\\x%02X", (unsigned)*at);
        } else if (code != 0) {
            complaint__buffer_format(buffer, "\\u%04X", code);
            at += size - 1;
        } else {
            complaint__buffer_char(buffer, (char)*at);
        }
        at++;
    }
    complaint__buffer_char(buffer, '"');
}

void complaint__calendar_line(complaint__buffer *buffer, const char *key,
                              const char *text)
{
    if (text == NULL)
        return;
    complaint__buffer_text(buffer, key);
    complaint__buffer_text(buffer, ": ");
    complaint__calendar_quote(buffer, text);
    complaint__buffer_char(buffer, '\n');
}

static void put_day(complaint__buffer *buffer, complaint_day day)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];

    if (complaint_day_format(day, text, sizeof(text)) == COMPLAINT_OK)
        complaint__buffer_text(buffer, text);
}

void complaint__calendar_span(complaint__buffer *buffer, complaint_day from,
                              complaint_day to)
{
    complaint__buffer_text(buffer, from == to ? "date: " : "from: ");
    put_day(buffer, from);
    if (from == to)
        return;
    complaint__buffer_text(buffer, ", to: ");
    put_day(buffer, to);
}

static void put_offset(complaint__buffer *buffer, int offset)
{
    int size = offset < 0 ? -offset : offset;

    complaint__buffer_format(buffer, "%c%02d:%02d", offset < 0 ? '-' : '+',
                             size / 3600, size / 60 % 60);
    if (size % 60 != 0)
        complaint__buffer_format(buffer, ":%02d", size % 60);
}

static void put_hours(complaint__buffer *buffer,
                      const complaint__schedule *schedule)
{
    complaint__buffer_char(buffer, '[');
    for (size_t i = 0; i < schedule->count; i++) {
        int start = schedule->intervals[i].start;
        int end = schedule->intervals[i].end;

        if (i + 1 == schedule->count && schedule->spill > 0)
            end = schedule->spill;
        complaint__buffer_format(buffer, "%s\"%02d:%02d-%02d:%02d\"",
                                 i > 0 ? ", " : "", start / 60, start % 60,
                                 end / 60, end % 60);
    }
    complaint__buffer_char(buffer, ']');
}

/* {en: "...", zh-CN: "..."} without the braces. */
static void put_texts(complaint__buffer *buffer, const complaint__texts *texts)
{
    const char *comma = "";

    for (size_t i = 0; i < COMPLAINT__LANGUAGES; i++) {
        if (texts->texts[i] == NULL)
            continue;
        complaint__buffer_format(buffer, "%s%s: ", comma,
                                 complaint__text_languages[i]);
        complaint__calendar_quote(buffer, texts->texts[i]);
        comma = ", ";
    }
}

/* ---- tables of names and sources ---- */

static bool any_text(const complaint__texts *texts)
{
    for (size_t i = 0; i < COMPLAINT__LANGUAGES; i++)
        if (texts->texts[i] != NULL)
            return true;
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_texts(const complaint__texts *a, const complaint__texts *b)
{
    for (size_t i = 0; i < COMPLAINT__LANGUAGES; i++)
        if (!same_text(a->texts[i], b->texts[i]))
            return false;
    return true;
}

/* The number of a name from 1, added when it is new; 0 when there are too
 * many. */
static size_t name_number(writer *w, const complaint__texts *texts)
{
    for (size_t i = 0; i < w->name_count; i++)
        if (same_texts(w->names[i], texts))
            return i + 1;
    if (w->name_count == COMPLAINT__LIMIT_CALENDAR_NAMES)
        return 0;
    w->names[w->name_count++] = texts;
    return w->name_count;
}

static size_t source_number(writer *w, const char *source)
{
    for (size_t i = 0; i < w->source_count; i++)
        if (same_text(w->sources[i], source))
            return i + 1;
    if (w->source_count == COMPLAINT__LIMIT_CALENDAR_NAMES)
        return 0;
    w->sources[w->source_count++] = source;
    return w->source_count;
}

static int collect(writer *w, complaint_error **error)
{
    complaint_context *context = w->calendar->context;

    for (size_t i = 0; i < w->calendar->exception_count; i++) {
        const complaint__exception *exception = &w->calendar->exceptions[i];

        if (any_text(&exception->name) && name_number(w, &exception->name) == 0)
            return complaint__fail_limit(context, error, "names",
                                         COMPLAINT__LIMIT_CALENDAR_NAMES);
        if (exception->source[0] != '\0' &&
            source_number(w, exception->source) == 0)
            return complaint__fail_limit(context, error, "sources",
                                         COMPLAINT__LIMIT_CALENDAR_NAMES);
    }
    return COMPLAINT_OK;
}

/* ---- parts ---- */

static void write_head(writer *w)
{
    const complaint_calendar *calendar = w->calendar;
    const complaint_calendar *parent = calendar->parent;

    complaint__buffer_text(&w->out, "# Written out: needs no other text.\n");
    if (parent != NULL)
        complaint__buffer_format(&w->out,
                                 "# Extends a calendar of SHA-256\n"
                                 "# %s.\n",
                                 parent->digest);
    complaint__buffer_text(&w->out, "kind: calendar\nformat: 1\n");
    complaint__calendar_line(&w->out, "name", calendar->name);
    complaint__calendar_line(&w->out, "version", calendar->version);
    if (any_text(&calendar->title)) {
        complaint__buffer_text(&w->out, "title: {");
        put_texts(&w->out, &calendar->title);
        complaint__buffer_text(&w->out, "}\n");
    }
}

static void write_zone(writer *w)
{
    const complaint__zone *zone = &w->calendar->zone;
    char text[COMPLAINT_TIME_TEXT_SIZE];

    if (w->calendar->zone_name[0] != '\0' &&
        (zone->rule[0] != '\0' || zone->written > 0))
        complaint__calendar_line(&w->out, "zone", w->calendar->zone_name);
    if (zone->rule[0] == '\0' || zone->written > 0) {
        complaint__buffer_text(&w->out, "offset: \"");
        put_offset(&w->out, zone->offset);
        complaint__buffer_text(&w->out, "\"\n");
    }
    if (zone->written > 0)
        complaint__buffer_text(&w->out, "changes:\n");
    for (size_t i = 0; i < zone->written; i++) {
        if (complaint_time_format(zone->changes[i].at * COMPLAINT_SECOND, 0,
                                  text, sizeof(text)) != COMPLAINT_OK)
            continue;
        complaint__buffer_format(&w->out, "  - \"%s ", text);
        put_offset(&w->out, zone->changes[i].offset);
        complaint__buffer_text(&w->out, "\"\n");
    }
    if (zone->rule[0] != '\0')
        complaint__calendar_line(&w->out, "rule", zone->rule);
}

static void write_week(writer *w)
{
    const complaint_calendar *calendar = w->calendar;
    int from = 0, to = 0;

    if (complaint__calendar_years(calendar, &from, &to))
        complaint__buffer_format(&w->out, "years: {from: %d, to: %d}\n", from,
                                 to);
    complaint__buffer_text(&w->out, "week:\n");
    for (size_t i = 0; i < COMPLAINT__WEEKDAYS; i++) {
        complaint__buffer_format(&w->out,
                                 "  %s: ", complaint__weekday_names[i]);
        put_hours(&w->out,
                  &calendar->schedules[COMPLAINT__SCHEDULE_MONDAY + i]);
        complaint__buffer_char(&w->out, '\n');
    }
    if (calendar->schedules[COMPLAINT__SCHEDULE_MAKE_UP].count == 0)
        return;
    complaint__buffer_text(&w->out, "hours: ");
    put_hours(&w->out, &calendar->schedules[COMPLAINT__SCHEDULE_MAKE_UP]);
    complaint__buffer_char(&w->out, '\n');
}

static void write_tables(writer *w)
{
    if (w->name_count > 0)
        complaint__buffer_text(&w->out, "names:\n");
    for (size_t i = 0; i < w->name_count; i++) {
        complaint__buffer_format(&w->out, "  - {id: n%zu, ", i + 1);
        put_texts(&w->out, w->names[i]);
        complaint__buffer_text(&w->out, "}\n");
    }
    if (w->source_count > 0)
        complaint__buffer_text(&w->out, "sources:\n");
    for (size_t i = 0; i < w->source_count; i++) {
        complaint__buffer_format(&w->out, "  - {id: s%zu, text: ", i + 1);
        complaint__calendar_quote(&w->out, w->sources[i]);
        complaint__buffer_text(&w->out, "}\n");
    }
}

static const char *kind_text(int kind)
{
    return kind == COMPLAINT_DAY_HOLIDAY   ? "holiday"
           : kind == COMPLAINT_DAY_MAKE_UP ? "make_up"
                                           : "workday";
}

static void write_exceptions(writer *w)
{
    const complaint_calendar *calendar = w->calendar;

    if (calendar->exception_count > 0)
        complaint__buffer_text(&w->out, "exceptions:\n");
    for (size_t i = 0; i < calendar->exception_count; i++) {
        const complaint__exception *exception = &calendar->exceptions[i];

        complaint__buffer_text(&w->out, "  - {");
        complaint__calendar_span(&w->out, exception->from, exception->to);
        complaint__buffer_format(&w->out, ", kind: %s",
                                 kind_text(exception->kind));
        if (any_text(&exception->name))
            complaint__buffer_format(&w->out, ", name: n%zu",
                                     name_number(w, &exception->name));
        if (exception->source[0] != '\0')
            complaint__buffer_format(&w->out, ", source: s%zu",
                                     source_number(w, exception->source));
        if (exception->schedule > COMPLAINT__SCHEDULE_MAKE_UP) {
            complaint__buffer_text(&w->out, ", hours: ");
            put_hours(&w->out, &calendar->schedules[exception->schedule]);
        }
        complaint__buffer_text(&w->out, "}\n");
    }
}

int complaint__calendar_complete(complaint_calendar *calendar,
                                 complaint_error **error)
{
    writer *w =
        complaint__alloc_array(calendar->context, 1, sizeof(*w)); /* large */
    int status;

    if (w == NULL)
        return complaint__fail_memory(error);
    w->calendar = calendar;
    w->out.context = calendar->context;
    status = collect(w, error);
    if (status == COMPLAINT_OK) {
        write_head(w);
        write_zone(w);
        write_week(w);
        write_tables(w);
        write_exceptions(w);
        if (!w->out.failed)
            calendar->text = complaint__arena_bytes(calendar->arena,
                                                    w->out.bytes, w->out.size);
        calendar->text_size = w->out.size;
        if (calendar->text == NULL)
            status = complaint__fail_memory(error);
        else if (calendar->text_size > COMPLAINT_LIMIT_DEFINITION)
            status = complaint__fail_limit(calendar->context, error, "yaml",
                                           COMPLAINT_LIMIT_DEFINITION);
    }
    complaint__buffer_free(&w->out);
    complaint__free(calendar->context, w);
    return status;
}
