/* Reading a calendar: from the parsed YAML to schedules and exceptions, with
 * line and column for whatever is refused. The exceptions are read in
 * read_exceptions.c, the schema is in definition.c, the tables in table.c. */
#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "calendar/reader.h"

/* Add file, line and column of a path to the error just made; of its parent
 * where the path itself is missing. */
static int place(const complaint__reader *r, int status, const char *path)
{
    complaint__yaml_map *map = NULL;
    char parent[COMPLAINT__PATH_SIZE];
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

static int fail_memory(const complaint__reader *r)
{
    return complaint__fail_memory(r->error);
}

int complaint__reader_refuse(const complaint__reader *r, const char *detail,
                             const char *path, const char *message)
{
    return place(r,
                 complaint__fail(
                     r->context, r->error, COMPLAINT_INVALID, detail, path,
                     "%s", complaint__context_translate(r->context, message)),
                 path);
}

int complaint__reader_limit(const complaint__reader *r, const char *path,
                            int64_t limit)
{
    return place(r, complaint__fail_limit(r->context, r->error, path, limit),
                 path);
}

int complaint__reader_copy(const complaint__reader *r, const char *from,
                           const char **to)
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

bool complaint__reader_clock(const char *text, int *minutes)
{
    int hour, minute;

    if (!two_digits(text, &hour) || text[2] != ':' ||
        !two_digits(text + 3, &minute))
        return false;
    *minutes = hour * 60 + minute;
    return minute < 60 && *minutes <= COMPLAINT__MINUTES_A_DAY;
}

/* "HH:MM-HH:MM"; a day later when it ends before it starts, unless that would
 * be more than the longest shift. */
static bool read_interval(const char *text, complaint__interval *interval)
{
    return complaint__reader_clock(text, &interval->start) && text[5] == '-' &&
           complaint__reader_clock(text + 6, &interval->end) &&
           text[11] == '\0';
}

/* Does it go on past midnight? */
static bool crosses(const complaint__interval *interval)
{
    return interval->end > 0 && interval->end < interval->start &&
           interval->start < COMPLAINT__MINUTES_A_DAY &&
           interval->end + COMPLAINT__MINUTES_A_DAY - interval->start <=
               COMPLAINT__LIMIT_SHIFT;
}

int complaint__reader_hours(const complaint__reader *r,
                            const complaint__hours_text *hours,
                            const char *path, complaint__schedule *schedule)
{
    char entry[COMPLAINT__PATH_SIZE];
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
            return complaint__reader_refuse(
                r, "calendar.interval", entry,
                "not an interval such as 09:00-12:00");
        if (crosses(&interval) && i + 1 == hours->intervals_count) {
            schedule->spill = interval.end;
            interval.end = COMPLAINT__MINUTES_A_DAY;
        }
        if (interval.end <= interval.start)
            return complaint__reader_refuse(
                r, "calendar.interval", entry,
                "the interval ends before it starts");
        if (interval.start < earliest)
            return complaint__reader_refuse(
                r, "calendar.interval", entry,
                "the interval starts before the one above it ends");
        earliest = interval.end;
        schedule->intervals[schedule->count++] = interval;
        schedule->minutes += interval.end - interval.start;
    }
    return COMPLAINT_OK;
}

static int read_week(const complaint__reader *r)
{
    complaint_calendar *calendar = r->calendar;
    char path[COMPLAINT__PATH_SIZE];
    int status;

    calendar->schedules = complaint__alloc_array(
        r->context,
        COMPLAINT__SCHEDULE_MAKE_UP + 1 + (size_t)r->text->exceptions_count,
        sizeof(complaint__schedule));
    if (calendar->schedules == NULL)
        return fail_memory(r);
    if (r->text->week == NULL && calendar->parent == NULL)
        return complaint__reader_refuse(r, "calendar.week", "week",
                                        "the hours of the week are missing");
    if (r->text->week == NULL)
        memcpy(calendar->schedules, calendar->parent->schedules,
               COMPLAINT__SCHEDULE_MAKE_UP * sizeof(complaint__schedule));
    for (int i = 0; r->text->week != NULL && i < COMPLAINT__WEEKDAYS; i++) {
        (void)snprintf(path, sizeof(path), "week/%s",
                       complaint__weekday_names[i]);
        status = complaint__reader_hours(
            r, &r->text->week->days[i], path,
            &calendar->schedules[COMPLAINT__SCHEDULE_MONDAY + i]);
        if (status != COMPLAINT_OK)
            return status;
    }
    calendar->schedule_count = COMPLAINT__SCHEDULE_MAKE_UP + 1;
    if (r->text->hours.intervals_count == 0 && calendar->parent != NULL)
        calendar->schedules[COMPLAINT__SCHEDULE_MAKE_UP] =
            calendar->parent->schedules[COMPLAINT__SCHEDULE_MAKE_UP];
    return complaint__reader_hours(
        r, &r->text->hours, "hours",
        &calendar->schedules[COMPLAINT__SCHEDULE_MAKE_UP]);
}

/* ---- head ---- */

/* The first of January of a year from 1900 to 2200. */
static complaint_day new_year(int64_t year)
{
    int64_t past = year - 1; /* whole years since the year 1 */

    return past * 365 + past / 4 - past / 100 + past / 400 - 719162;
}

static int read_years(const complaint__reader *r)
{
    const complaint__years_text *years = r->text->years;

    r->calendar->known_from = 0;
    r->calendar->known_to = -1;
    if (years == NULL && r->calendar->parent != NULL) {
        r->calendar->known_from = r->calendar->parent->known_from;
        r->calendar->known_to = r->calendar->parent->known_to;
    }
    if (years == NULL)
        return COMPLAINT_OK;
    if (years->from < 1900 || years->from > 2199)
        return complaint__reader_refuse(r, "calendar.years", "years/from",
                                        "the year is outside 1900 to 2199");
    if (years->to < 1900 || years->to > 2199)
        return complaint__reader_refuse(r, "calendar.years", "years/to",
                                        "the year is outside 1900 to 2199");
    if (years->to < years->from)
        return complaint__reader_refuse(
            r, "calendar.years", "years/to",
            "the last known year is before the first");
    r->calendar->known_from = new_year(years->from);
    r->calendar->known_to = new_year(years->to + 1) - 1;
    return COMPLAINT_OK;
}

static int read_head(const complaint__reader *r)
{
    int status;

    if (r->text->kind != NULL && strcmp(r->text->kind, "calendar") != 0)
        return complaint__reader_refuse(r, "calendar.kind", "kind",
                                        "the kind is not calendar");
    if (r->text->format != 1)
        return complaint__reader_refuse(
            r, "calendar.format", "format",
            "the calendar format is not 1, the only one known");
    status = complaint__reader_copy(r, r->text->name, &r->calendar->name);
    if (status == COMPLAINT_OK)
        status =
            complaint__reader_copy(r, r->text->version, &r->calendar->version);
    if (status == COMPLAINT_OK && r->text->title != NULL)
        status =
            complaint__reader_texts(r, r->text->title, &r->calendar->title);
    if (status == COMPLAINT_OK && r->text->extends != NULL)
        status = complaint__reader_parent(r);
    if (status == COMPLAINT_OK)
        status = complaint__reader_zone(r);
    if (status == COMPLAINT_OK)
        status = read_years(r);
    return status;
}

/* ---- the whole ---- */

/* The digest is that of the complete text: the file's own when it needs
 * nothing else, otherwise one with the parent's days and the zone's changes in
 * it, so that neither can change under a digest. */
static int read_digest(const complaint__reader *r)
{
    complaint_calendar *calendar = r->calendar;
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    int status = COMPLAINT_OK;

    if (calendar->parent != NULL || !complaint__reader_zone_complete(r)) {
        status = complaint__calendar_complete(calendar, r->error);
    } else {
        calendar->text =
            complaint__arena_bytes(calendar->arena, r->yaml, r->size);
        calendar->text_size = r->size;
        if (calendar->text == NULL)
            return fail_memory(r);
    }
    if (status == COMPLAINT_OK)
        status = complaint__digest(r->context, calendar->text,
                                   calendar->text_size, digest, r->error);
    if (status == COMPLAINT_OK)
        complaint__digest_text(digest, calendar->digest);
    return status;
}

/* Within the range; the tables hold a day more at each end. */
static bool any_worked(const complaint_calendar *calendar)
{
    const int32_t *before = calendar->days_before;

    return before[complaint__table_index(COMPLAINT__DAY_MAX) + 1] >
           before[complaint__table_index(COMPLAINT__DAY_MIN)];
}

static int fill(complaint__reader *r)
{
    int status = read_head(r);

    if (status == COMPLAINT_OK)
        status = read_week(r);
    if (status == COMPLAINT_OK)
        status = complaint__reader_exceptions(r);
    if (status == COMPLAINT_OK && r->calendar->parent != NULL)
        status = complaint__reader_inherit(r);
    if (status == COMPLAINT_OK)
        status = complaint__calendar_tabulate(r->calendar, r->error);
    if (status == COMPLAINT_OK && !any_worked(r->calendar))
        status =
            complaint__reader_refuse(r, "calendar.empty", "week",
                                     "the calendar has no working time at all");
    if (status == COMPLAINT_OK)
        status = read_digest(r);
    if (r->calendar->parent != NULL)
        complaint__calendar_shed(r->calendar->parent);
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
    calendar->zone_name = "";
    complaint__zone_start(&calendar->zone, context, 0);
    atomic_init(&calendar->references, 1);
    calendar->arena = complaint__arena_new(context);
    if (calendar->arena != NULL)
        return calendar;
    complaint_calendar_free(calendar);
    return NULL;
}

int complaint__reader_read(complaint__reader *r, complaint_calendar **out)
{
    complaint_context *context = r->context;
    void *text = NULL;
    int status =
        complaint__yaml_load(context, r->yaml, r->size, r->file,
                             &complaint__calendar_schema, &text, r->error);

    if (status != COMPLAINT_OK)
        return status;
    r->text = text;
    r->calendar = new_calendar(context);
    status = r->calendar == NULL ? fail_memory(r) : fill(r);
    if (status == COMPLAINT_OK)
        *out = r->calendar;
    else
        complaint_calendar_free(r->calendar);
    complaint__free(context, r->names);
    complaint__free(context, r->sources);
    complaint__yaml_free(context, &complaint__calendar_schema, text);
    return status;
}

int complaint__calendar_parse(complaint_context *context, const char *yaml,
                              size_t size, const char *file,
                              complaint__resolve *resolve, void *data,
                              complaint_calendar **out, complaint_error **error)
{
    complaint__reader r = {.context = context,
                           .yaml = yaml,
                           .size = size,
                           .file = file,
                           .error = error,
                           .resolve = resolve,
                           .data = data};

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(context, error, "context");
    if (yaml == NULL)
        return complaint__fail_misuse(context, error, "yaml");
    if (size > COMPLAINT_LIMIT_DEFINITION) {
        int status = complaint__fail_limit(context, error, "yaml",
                                           COMPLAINT_LIMIT_DEFINITION);

        complaint__error_place(error, file, 1, 1);
        return status;
    }
    return complaint__reader_read(&r, out);
}

int complaint_calendar_parse(complaint_context *context, const char *yaml,
                             size_t size, const char *file,
                             complaint_calendar **out, complaint_error **error)
{
    return complaint__calendar_parse(context, yaml, size, file, NULL, NULL, out,
                                     error);
}
