/* iCalendar (RFC 5545): events of whole days, once or every year. Whatever
 * would change which days they are and is not understood, is refused with its
 * line. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/failure.h"
#include "calendar/import.h"

#define NO_DAY INT64_MIN

/* One content line, unfolded. */
typedef struct property {
    const char *name; /* upper or lower case */
    char *value;
    int64_t line;
} property;

typedef struct event {
    complaint_day from;
    complaint_day to; /* NO_DAY until known */
    char *summary;    /* of the arena, or NULL */
    int64_t line;
    bool cancelled;
    bool yearly;
    bool make_up;
    int64_t times;
    complaint_day until;
} event;

typedef struct reader {
    complaint__import *import;
    const char *at;
    const char *end;
    int64_t line; /* of `at` */
    complaint__buffer content;
    int depth;       /* of components that are open */
    int event_depth; /* 0: in none */
    bool begun;
    event now;
    event *yearly; /* to be repeated when the last year is known */
    size_t yearly_count;
    size_t yearly_capacity;
    complaint_day last; /* of all that have a date */
} reader;

static int refuse(const reader *r, const char *field, int64_t line,
                  const char *message)
{
    return complaint__import_refuse(r->import, "calendar.import", field, line,
                                    message);
}

/* ---- lines ---- */

/* Take one line and those folded onto it into `content`. */
static void unfold(reader *r)
{
    complaint__buffer_clear(&r->content);
    complaint__buffer_append(&r->content, "", 0);
    do {
        const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
        const char *next = stop == NULL ? r->end : stop + 1;
        size_t size = (size_t)((stop == NULL ? r->end : stop) - r->at);

        if (size > 0 && r->at[size - 1] == '\r')
            size--;
        complaint__buffer_append(&r->content, r->at, size);
        r->at = next;
        r->line++;
        if (r->at == r->end || (*r->at != ' ' && *r->at != '\t'))
            return;
        r->at++;
    } while (r->at < r->end);
}

/* Cut a line in name and value; parameters are passed over, their quoted
 * values too. */
static bool split(char *text, property *out)
{
    bool quoted = false;
    char *at = text + strcspn(text, ":;");

    if (at == text || *at == '\0')
        return false;
    out->name = text;
    for (; *at != '\0' && (quoted || *at != ':'); at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == ';' && !quoted)
            *at = '\0';
    }
    if (*at == '\0' && (quoted || at[0] != ':'))
        return false;
    *at = '\0';
    out->value = at + 1;
    return true;
}

/* Escapes of a TEXT value, in place. */
static void unescape(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '\\' && from[1] != '\0') {
            from++;
            *to++ = *from == 'n' || *from == 'N' ? ' ' : *from;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* ---- values ---- */

static int read_date(const reader *r, const property *p, complaint_day *day)
{
    if (strlen(p->value) != 8 || !complaint__import_day(p->value, 8, day))
        return refuse(r, p->name, p->line,
                      "not a whole day such as 20191001: events with a time "
                      "are not imported");
    return COMPLAINT_OK;
}

/* "P1D" or "P2W" */
static int read_duration(reader *r, const property *p)
{
    char *end = NULL;
    long days =
        strncmp(p->value, "P", 1) == 0 ? strtol(p->value + 1, &end, 10) : 0;

    if (end != NULL && strcmp(end, "W") == 0 && days <= 60)
        days *= 7;
    else if (end == NULL || strcmp(end, "D") != 0)
        days = 0;
    if (days < 1 || days > 400 || p->value[1] == '-' || p->value[1] == '+' ||
        r->now.from == NO_DAY)
        return refuse(r, p->name, p->line,
                      "not a duration of days after the start, such as P1D");
    r->now.to = r->now.from + days - 1;
    return COMPLAINT_OK;
}

/* One "KEY=VALUE" of a rule. */
static bool read_rule_part(event *e, const char *part, bool *yearly)
{
    char *end;

    if (strcasecmp(part, "FREQ=YEARLY") == 0) {
        *yearly = true;
        return true;
    }
    if (strncasecmp(part, "COUNT=", 6) == 0) {
        e->times = strtol(part + 6, &end, 10);
        return *end == '\0' && e->times >= 1 && e->times <= 1000;
    }
    if (strncasecmp(part, "UNTIL=", 6) == 0)
        return strlen(part) >= 14 && (part[14] == '\0' || part[14] == 'T') &&
               complaint__import_day(part + 6, 8, &e->until);
    return strcasecmp(part, "INTERVAL=1") == 0 ||
           strncasecmp(part, "WKST=", 5) == 0;
}

static int read_rule(reader *r, const property *p)
{
    char *part = p->value;
    bool yearly = false;
    bool good = !r->now.yearly;

    while (good && part != NULL) {
        char *next = strchr(part, ';');

        if (next != NULL)
            *next++ = '\0';
        good = read_rule_part(&r->now, part, &yearly);
        part = next;
    }
    if (!good || !yearly)
        return refuse(r, p->name, p->line,
                      "only events of every year (FREQ=YEARLY, with COUNT or "
                      "UNTIL) are imported");
    r->now.yearly = true;
    return COMPLAINT_OK;
}

/* ---- events ---- */

static int add(reader *r, const event *e, complaint_day from)
{
    const char *name = e->summary == NULL ? "" : e->summary;

    return complaint__import_add(r->import, from, from + (e->to - e->from),
                                 e->make_up ? COMPLAINT_DAY_MAKE_UP
                                            : COMPLAINT_DAY_HOLIDAY,
                                 name, strlen(name), NULL, e->line);
}

static int keep_yearly(reader *r)
{
    event *larger;

    if (r->yearly_count == r->yearly_capacity) {
        size_t capacity = r->yearly_capacity == 0 ? 16 : r->yearly_capacity * 2;

        larger = complaint__realloc_array(r->import->context, r->yearly,
                                          capacity, sizeof(*larger));
        if (larger == NULL)
            return complaint__fail_memory(r->import->error);
        r->yearly = larger;
        r->yearly_capacity = capacity;
    }
    if (r->yearly_count == COMPLAINT__LIMIT_CALENDAR_ENTRIES)
        return complaint__fail_limit(r->import->context, r->import->error,
                                     "entries",
                                     COMPLAINT__LIMIT_CALENDAR_ENTRIES);
    r->yearly[r->yearly_count++] = r->now;
    return COMPLAINT_OK;
}

static int end_event(reader *r)
{
    event *e = &r->now;

    if (e->cancelled)
        return COMPLAINT_OK;
    if (e->from == NO_DAY)
        return refuse(r, "DTSTART", e->line, "the event has no DTSTART");
    if (e->to == NO_DAY)
        e->to = e->from;
    if (e->to < e->from || e->to - e->from > 400)
        return refuse(r, "DTEND", e->line,
                      "the event ends before it starts, or after more than "
                      "400 days");
    if (e->to > r->last)
        r->last = e->to;
    return e->yearly ? keep_yearly(r) : add(r, e, e->from);
}

/* The same date in each year; 29 February only in the years that have one. */
static int repeat(reader *r, const event *e)
{
    char text[COMPLAINT_TIME_TEXT_SIZE] = "";
    int64_t times = 0;
    int status = complaint_day_format(e->from, text, sizeof(text));
    int year = (int)strtol(text, NULL, 10);

    for (; status == COMPLAINT_OK && year < 2200; year++) {
        complaint_day day;

        for (int i = 3, rest = year; i >= 0; i--, rest /= 10)
            text[i] = (char)('0' + rest % 10);
        if (complaint_day_parse(text, &day, NULL) != COMPLAINT_OK)
            continue;
        if ((e->times != 0 && times == e->times) ||
            (e->until != NO_DAY && day > e->until) ||
            (e->times == 0 && e->until == NO_DAY && day > r->last))
            break;
        status = add(r, e, day);
        times++;
    }
    return status;
}

/* A line inside of an event, not of something in it. */
static int read_event_line(reader *r, const property *p)
{
    static const char *const refused[] = {"RDATE", "EXDATE", "EXRULE",
                                          "RECURRENCE-ID"};
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        if (strcasecmp(p->name, refused[i]) == 0)
            return refuse(r, refused[i], p->line,
                          "recurrences with exceptions are not imported");
    if (strcasecmp(p->name, "DTSTART") == 0)
        return read_date(r, p, &r->now.from);
    if (strcasecmp(p->name, "DTEND") == 0) {
        status = read_date(r, p, &r->now.to);
        /* The end is the day after; some write the day itself. */
        if (status == COMPLAINT_OK && r->now.to != r->now.from)
            r->now.to--;
        return status;
    }
    if (strcasecmp(p->name, "DURATION") == 0)
        return read_duration(r, p);
    if (strcasecmp(p->name, "RRULE") == 0)
        return read_rule(r, p);
    if (strcasecmp(p->name, "STATUS") == 0)
        r->now.cancelled = strcasecmp(p->value, "CANCELLED") == 0;
    if (strcasecmp(p->name, "X-APPLE-SPECIAL-DAY") == 0)
        r->now.make_up = strcasecmp(p->value, "ALTERNATE-WORKDAY") == 0;
    if (strcasecmp(p->name, "SUMMARY") == 0) {
        unescape(p->value);
        r->now.summary = complaint__arena_text(r->import->arena, p->value);
        if (r->now.summary == NULL)
            return complaint__fail_memory(r->import->error);
    }
    return COMPLAINT_OK;
}

static int read_line(reader *r, const property *p)
{
    if (strcasecmp(p->name, "BEGIN") == 0) {
        if (r->depth == 0 && strcasecmp(p->value, "VCALENDAR") != 0)
            return refuse(r, "BEGIN", p->line, "this is no iCalendar file");
        r->begun = true;
        r->depth++;
        if (r->event_depth == 0 && strcasecmp(p->value, "VEVENT") == 0) {
            r->event_depth = r->depth;
            r->now = (event){
                .from = NO_DAY, .to = NO_DAY, .until = NO_DAY, .line = p->line};
        }
        return COMPLAINT_OK;
    }
    if (r->depth == 0)
        return refuse(r, "BEGIN", p->line, "this is no iCalendar file");
    if (strcasecmp(p->name, "END") == 0) {
        bool event_ends = r->event_depth == r->depth;

        r->depth--;
        if (event_ends)
            r->event_depth = 0;
        return event_ends ? end_event(r) : COMPLAINT_OK;
    }
    return r->event_depth != 0 && r->event_depth == r->depth
               ? read_event_line(r, p)
               : COMPLAINT_OK;
}

static int read_all(reader *r)
{
    int status = COMPLAINT_OK;

    while (r->at < r->end && status == COMPLAINT_OK) {
        property p = {.line = r->line};

        unfold(r);
        if (r->content.failed)
            return complaint__fail_memory(r->import->error);
        if (r->content.size == 0)
            continue;
        if (memchr(r->content.bytes, 0, r->content.size) != NULL ||
            !split(r->content.bytes, &p))
            return refuse(r, "ics", p.line,
                          "not a line of iCalendar such as NAME:VALUE");
        status = read_line(r, &p);
    }
    if (status != COMPLAINT_OK)
        return status;
    if (!r->begun || r->depth != 0)
        return refuse(r, "END", r->line,
                      "the iCalendar file is empty or ends too early");
    for (size_t i = 0; i < r->yearly_count && status == COMPLAINT_OK; i++)
        status = repeat(r, &r->yearly[i]);
    return status;
}

int complaint__import_ics(complaint__import *import, const char *bytes,
                          size_t size)
{
    reader r = {.import = import,
                .at = bytes,
                .end = bytes + size,
                .line = 1,
                .content = COMPLAINT__BUFFER(import->context),
                .last = COMPLAINT__DAY_MIN};
    int status = read_all(&r);

    complaint__buffer_free(&r.content);
    complaint__free(import->context, r.yearly);
    return status;
}
