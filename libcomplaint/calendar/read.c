/* Reading a calendar: from the parsed YAML to schedules and exceptions, with
 * line and column for whatever is refused. The schema is in definition.c, the
 * tables are in table.c. */
#include <complaint/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "calendar/definition.h"
#include "calendar/table.h"

#define PATH_SIZE 96

typedef struct reader {
    complaint_context *context;
    const char *yaml;
    size_t size;
    const char *file;
    const complaint__calendar_text *text;
    complaint_calendar *calendar;
    complaint_error **error;
} reader;

/* Add file, line and column of a path to the error just made; of its parent
 * where the path itself is missing. */
static int place(const reader *r, int status, const char *path)
{
    complaint__yaml_map *map = NULL;
    char parent[PATH_SIZE];
    int64_t line = 0;
    int64_t column = 0;

    if (r->error == NULL ||
        complaint__yaml_map_new(r->context, r->yaml, r->size, &map, NULL) != 0)
        return status;
    (void)snprintf(parent, sizeof(parent), "%s", path);
    while (!complaint__yaml_map_find(map, parent, &line, &column) &&
           parent[0] != '\0') {
        char *slash = strrchr(parent, '/');

        *(slash == NULL ? parent : slash) = '\0';
    }
    complaint__error_place(r->error, r->file, line, column);
    complaint__yaml_map_free(map);
    return status;
}

static int fail_memory(const reader *r)
{
    return complaint__fail_memory(r->error);
}

/* An invalid value at a path; `message` is an English literal. */
static int refuse(const reader *r, const char *detail, const char *path,
                  const char *message)
{
    return place(r,
                 complaint__fail(
                     r->context, r->error, COMPLAINT_INVALID, detail, path,
                     "%s", complaint__context_translate(r->context, message)),
                 path);
}

/* Copy a text that may be absent. */
static int copy(const reader *r, const char *from, const char **to)
{
    if (from == NULL)
        return COMPLAINT_OK;
    *to = complaint__arena_text(r->calendar->arena, from);
    return *to == NULL ? fail_memory(r) : COMPLAINT_OK;
}

/* ---- hours ---- */

static bool two_digits(const char *text, int *value)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *value = (text[0] - '0') * 10 + (text[1] - '0');
    return true;
}

/* "HH:MM", 00:00 to 24:00; reads no further than the first wrong byte. */
static bool read_clock(const char *text, int *minutes)
{
    int hour, minute;

    if (!two_digits(text, &hour) || text[2] != ':' ||
        !two_digits(text + 3, &minute))
        return false;
    *minutes = hour * 60 + minute;
    return minute < 60 && *minutes <= COMPLAINT__MINUTES_A_DAY;
}

/* "HH:MM-HH:MM" */
static bool read_interval(const char *text, complaint__interval *interval)
{
    return read_clock(text, &interval->start) && text[5] == '-' &&
           read_clock(text + 6, &interval->end) && text[11] == '\0';
}

static int read_hours(const reader *r, const complaint__hours_text *hours,
                      const char *path, complaint__schedule *schedule)
{
    char entry[PATH_SIZE];
    int earliest = 0;

    if (hours->intervals_count > COMPLAINT_LIMIT_INTERVALS)
        return place(r,
                     complaint__fail_limit(r->context, r->error, path,
                                           COMPLAINT_LIMIT_INTERVALS),
                     path);
    for (unsigned i = 0; i < hours->intervals_count; i++) {
        complaint__interval interval;

        (void)snprintf(entry, sizeof(entry), "%s/%u", path, i);
        if (!read_interval(hours->intervals[i], &interval))
            return refuse(r, "calendar.interval", entry,
                          "not an interval such as 09:00-12:00");
        if (interval.end <= interval.start)
            return refuse(r, "calendar.interval", entry,
                          "the interval ends before it starts");
        if (interval.start < earliest)
            return refuse(r, "calendar.interval", entry,
                          "the interval starts before the one above it ends");
        earliest = interval.end;
        schedule->intervals[schedule->count++] = interval;
        schedule->minutes += interval.end - interval.start;
    }
    return COMPLAINT_OK;
}

static int read_week(const reader *r)
{
    complaint_calendar *calendar = r->calendar;
    char path[PATH_SIZE];
    int status;

    calendar->schedules = complaint__alloc_array(
        r->context,
        COMPLAINT__SCHEDULE_MAKE_UP + 1 + (size_t)r->text->exceptions_count,
        sizeof(complaint__schedule));
    if (calendar->schedules == NULL)
        return fail_memory(r);
    for (int i = 0; i < COMPLAINT__WEEKDAYS; i++) {
        (void)snprintf(path, sizeof(path), "week/%s",
                       complaint__weekday_names[i]);
        status =
            read_hours(r, &r->text->week[i], path,
                       &calendar->schedules[COMPLAINT__SCHEDULE_MONDAY + i]);
        if (status != COMPLAINT_OK)
            return status;
    }
    calendar->schedule_count = COMPLAINT__SCHEDULE_MAKE_UP + 1;
    return read_hours(r, &r->text->hours, "hours",
                      &calendar->schedules[COMPLAINT__SCHEDULE_MAKE_UP]);
}

/* ---- head ---- */

static int read_offset(const reader *r)
{
    const char *text = r->text->offset;
    int minutes;

    if (r->text->zone != NULL)
        return refuse(r, "calendar.zone", "zone",
                      "named zones are not supported yet; write a fixed "
                      "offset such as +08:00");
    if (text == NULL)
        return refuse(r, "calendar.offset", "offset",
                      "the offset from UTC is missing, such as +08:00");
    if ((text[0] != '+' && text[0] != '-') || !read_clock(text + 1, &minutes) ||
        text[6] != '\0' || minutes >= COMPLAINT__MINUTES_A_DAY)
        return refuse(r, "calendar.offset", "offset",
                      "not an offset from UTC such as +08:00");
    r->calendar->offset = (text[0] == '-' ? -minutes : minutes) * 60;
    return COMPLAINT_OK;
}

/* The first of January of a year from 1900 to 2200. */
static complaint_day new_year(int64_t year)
{
    int64_t past = year - 1; /* whole years since the year 1 */

    return past * 365 + past / 4 - past / 100 + past / 400 - 719162;
}

static int read_years(const reader *r)
{
    const complaint__years_text *years = r->text->years;

    r->calendar->known_from = 0;
    r->calendar->known_to = -1;
    if (years == NULL)
        return COMPLAINT_OK;
    if (years->from < 1900 || years->from > 2199)
        return refuse(r, "calendar.years", "years/from",
                      "the year is outside 1900 to 2199");
    if (years->to < 1900 || years->to > 2199)
        return refuse(r, "calendar.years", "years/to",
                      "the year is outside 1900 to 2199");
    if (years->to < years->from)
        return refuse(r, "calendar.years", "years/to",
                      "the last known year is before the first");
    r->calendar->known_from = new_year(years->from);
    r->calendar->known_to = new_year(years->to + 1) - 1;
    return COMPLAINT_OK;
}

static int read_head(const reader *r)
{
    int status;

    if (r->text->format != 1)
        return refuse(r, "calendar.format", "format",
                      "the calendar format is not 1, the only one known");
    status = copy(r, r->text->name, &r->calendar->name);
    if (status == COMPLAINT_OK)
        status = copy(r, r->text->version, &r->calendar->version);
    if (status == COMPLAINT_OK)
        status = read_offset(r);
    if (status == COMPLAINT_OK)
        status = read_years(r);
    return status;
}

/* ---- exceptions ---- */

/* A path below an exception. */
static void exception_path(char *path, unsigned index, const char *key)
{
    (void)snprintf(path, PATH_SIZE, "exceptions/%u/%s", index, key);
}

static int read_day(const reader *r, unsigned index, const char *key,
                    const char *text, complaint_day *day)
{
    char path[PATH_SIZE];

    exception_path(path, index, key);
    switch (complaint_day_parse(text, day, NULL)) {
    case COMPLAINT_OK:
        return COMPLAINT_OK;
    case COMPLAINT_LIMIT:
        return refuse(r, "calendar.date", path,
                      "the date is outside 1900-01-01 to 2199-12-31");
    default:
        return refuse(r, "calendar.date", path,
                      "not a date such as 2019-10-01");
    }
}

static int read_span(const reader *r, unsigned index,
                     complaint__exception *exception)
{
    const complaint__exception_text *text = &r->text->exceptions[index];
    char path[PATH_SIZE];
    int status;

    exception_path(path, index, "date");
    if (text->date != NULL) {
        if (text->from != NULL || text->to != NULL)
            return refuse(r, "calendar.date", path,
                          "write either a date, or from and to");
        status = read_day(r, index, "date", text->date, &exception->from);
        exception->to = exception->from;
        return status;
    }
    if (text->from == NULL || text->to == NULL)
        return refuse(r, "calendar.date", path,
                      "the date is missing, or one of from and to");
    status = read_day(r, index, "from", text->from, &exception->from);
    if (status == COMPLAINT_OK)
        status = read_day(r, index, "to", text->to, &exception->to);
    if (status != COMPLAINT_OK || exception->from <= exception->to)
        return status;
    exception_path(path, index, "to");
    return refuse(r, "calendar.date", path, "the last day is before the first");
}

static int copy_texts(const reader *r, const complaint__texts_text *from,
                      complaint__texts *to)
{
    const char *const texts[COMPLAINT__LANGUAGES] = {from->en, from->zh_cn,
                                                     from->zh_tw};
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < COMPLAINT__LANGUAGES && status == COMPLAINT_OK; i++)
        status = copy(r, texts[i], &to->texts[i]);
    return status;
}

/* With a table of names a name is an id in it, otherwise a plain text. */
static int read_name(const reader *r, unsigned index,
                     complaint__exception *exception)
{
    const char *name = r->text->exceptions[index].name;
    char path[PATH_SIZE];

    if (name == NULL)
        return COMPLAINT_OK;
    if (r->text->names_count == 0)
        return copy(r, name, &exception->name.texts[0]);
    for (unsigned i = 0; i < r->text->names_count; i++)
        if (strcmp(r->text->names[i].id, name) == 0)
            return copy_texts(r, &r->text->names[i].texts, &exception->name);
    exception_path(path, index, "name");
    return refuse(r, "calendar.name", path, "this name is not under names");
}

static int read_source(const reader *r, unsigned index,
                       complaint__exception *exception)
{
    const char *source = r->text->exceptions[index].source;
    char path[PATH_SIZE];

    if (source == NULL)
        source = r->text->source; /* of the whole calendar */
    exception->source = "";
    if (r->text->exceptions[index].source == NULL ||
        r->text->sources_count == 0)
        return copy(r, source, &exception->source);
    for (unsigned i = 0; i < r->text->sources_count; i++)
        if (strcmp(r->text->sources[i].id, source) == 0)
            return copy(r, r->text->sources[i].text, &exception->source);
    exception_path(path, index, "source");
    return refuse(r, "calendar.source", path,
                  "this source is not under sources");
}

static int read_exception_hours(const reader *r, unsigned index,
                                complaint__exception *exception)
{
    const complaint__hours_text *hours = &r->text->exceptions[index].hours;
    complaint_calendar *calendar = r->calendar;
    char path[PATH_SIZE];

    exception_path(path, index, "hours");
    exception->schedule = COMPLAINT__SCHEDULE_CLOSED;
    if (exception->kind == COMPLAINT_DAY_HOLIDAY) {
        if (hours->intervals_count > 0)
            return refuse(r, "calendar.hours", path, "a holiday has no hours");
        return COMPLAINT_OK;
    }
    exception->schedule = COMPLAINT__SCHEDULE_MAKE_UP;
    if (hours->intervals_count > 0) {
        exception->schedule = (uint16_t)calendar->schedule_count;
        return read_hours(r, hours, path,
                          &calendar->schedules[calendar->schedule_count++]);
    }
    if (r->text->hours.intervals_count == 0)
        return refuse(r, "calendar.hours", path,
                      "the make-up day has no hours and the calendar gives "
                      "none for such days");
    return COMPLAINT_OK;
}

static int compare_exceptions(const void *left, const void *right)
{
    const complaint__exception *a = left;
    const complaint__exception *b = right;

    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* Two exceptions for one day: the later in the file is named. */
static int check_overlap(const reader *r)
{
    const complaint_calendar *calendar = r->calendar;
    char path[PATH_SIZE];

    for (size_t i = 1; i < calendar->exception_count; i++) {
        const complaint__exception *a = &calendar->exceptions[i - 1];
        const complaint__exception *b = &calendar->exceptions[i];

        if (b->from > a->to)
            continue;
        (void)snprintf(path, sizeof(path), "exceptions/%zu",
                       a->entry > b->entry ? a->entry : b->entry);
        return refuse(r, "calendar.overlap", path,
                      "a day of this exception has one already");
    }
    return COMPLAINT_OK;
}

static int read_exceptions(const reader *r)
{
    complaint_calendar *calendar = r->calendar;
    unsigned count = r->text->exceptions_count;

    calendar->exceptions =
        complaint__alloc_array(r->context, count, sizeof(complaint__exception));
    if (calendar->exceptions == NULL)
        return fail_memory(r);
    for (unsigned i = 0; i < count; i++) {
        complaint__exception *exception = &calendar->exceptions[i];
        int status = read_span(r, i, exception);

        exception->entry = i;
        exception->kind = r->text->exceptions[i].kind;
        if (status == COMPLAINT_OK)
            status = read_exception_hours(r, i, exception);
        if (status == COMPLAINT_OK)
            status = read_name(r, i, exception);
        if (status == COMPLAINT_OK)
            status = read_source(r, i, exception);
        if (status != COMPLAINT_OK)
            return status;
    }
    calendar->exception_count = count;
    if (count > 1)
        qsort(calendar->exceptions, count, sizeof(complaint__exception),
              compare_exceptions);
    return check_overlap(r);
}

/* ---- the whole ---- */

/* An id twice would leave one of the two unread. */
static int check_ids(const reader *r)
{
    const complaint__calendar_text *text = r->text;
    char path[PATH_SIZE];

    for (unsigned i = 0; i < text->names_count; i++)
        for (unsigned j = 0; j < i; j++)
            if (strcmp(text->names[i].id, text->names[j].id) == 0) {
                (void)snprintf(path, sizeof(path), "names/%u/id", i);
                return refuse(r, "calendar.name", path, "this id is twice");
            }
    for (unsigned i = 0; i < text->sources_count; i++)
        for (unsigned j = 0; j < i; j++)
            if (strcmp(text->sources[i].id, text->sources[j].id) == 0) {
                (void)snprintf(path, sizeof(path), "sources/%u/id", i);
                return refuse(r, "calendar.source", path, "this id is twice");
            }
    return COMPLAINT_OK;
}

static int read_digest(const reader *r)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    int status =
        complaint__digest(r->context, r->yaml, r->size, digest, r->error);

    if (status == COMPLAINT_OK)
        complaint__digest_text(digest, r->calendar->digest);
    return status;
}

static int fill(const reader *r)
{
    int status = read_head(r);

    if (status == COMPLAINT_OK)
        status = read_week(r);
    if (status == COMPLAINT_OK)
        status = check_ids(r);
    if (status == COMPLAINT_OK)
        status = read_exceptions(r);
    if (status == COMPLAINT_OK)
        status = read_digest(r);
    if (status == COMPLAINT_OK)
        status = complaint__calendar_tabulate(r->calendar, r->error);
    if (status == COMPLAINT_OK && r->calendar->worked_count == 0)
        status = refuse(r, "calendar.empty", "week",
                        "the calendar has no working time at all");
    return status;
}

static complaint_calendar *new_calendar(complaint_context *context)
{
    complaint_calendar *calendar =
        complaint__alloc_array(context, 1, sizeof(*calendar));

    if (calendar == NULL)
        return NULL;
    calendar->context = complaint__context_ref(context);
    calendar->name = "";
    calendar->version = "";
    atomic_init(&calendar->references, 1);
    calendar->arena = complaint__arena_new(context);
    if (calendar->arena != NULL)
        return calendar;
    complaint_calendar_free(calendar);
    return NULL;
}

int complaint_calendar_parse(complaint_context *context, const char *yaml,
                             size_t size, const char *file,
                             complaint_calendar **out, complaint_error **error)
{
    reader r = {context, yaml, size, file, NULL, NULL, error};
    void *text = NULL;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(context, error, "context");
    if (yaml == NULL)
        return complaint__fail_misuse(context, error, "yaml");
    if (size > COMPLAINT_LIMIT_DEFINITION)
        return complaint__fail_limit(context, error, "yaml",
                                     COMPLAINT_LIMIT_DEFINITION);
    status = complaint__yaml_load(context, yaml, size, file,
                                  &complaint__calendar_schema, &text, error);
    if (status != COMPLAINT_OK)
        return status;
    r.text = text;
    r.calendar = new_calendar(context);
    status = r.calendar == NULL ? fail_memory(&r) : fill(&r);
    if (status == COMPLAINT_OK)
        *out = r.calendar;
    else
        complaint_calendar_free(r.calendar);
    complaint__yaml_free(context, &complaint__calendar_schema, text);
    return status;
}
