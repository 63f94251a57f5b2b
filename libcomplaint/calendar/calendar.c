/* The life of a calendar, what it is called, what its days are, and their
 * explanation. Reading is in read.c, counting in count.c. */
#include "calendar/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "calendar/table.h"
#include "data/bundled.h"

const char *const complaint__text_languages[COMPLAINT__LANGUAGES] = {
    "en", "zh-CN", "zh-TW"};

complaint_calendar *complaint__calendar_ref(complaint_calendar *calendar)
{
    if (calendar != NULL)
        atomic_fetch_add(&calendar->references, 1);
    return calendar;
}

void complaint_calendar_free(complaint_calendar *calendar)
{
    complaint_context *context;

    if (calendar == NULL || atomic_fetch_sub(&calendar->references, 1) != 1)
        return;
    context = calendar->context;
    complaint__calendar_shed(calendar);
    complaint__zone_end(&calendar->zone);
    complaint__free(context, calendar->exceptions);
    complaint__free(context, calendar->schedules);
    complaint__arena_free(calendar->arena);
    complaint_calendar_free(calendar->parent);
    complaint__free(context, calendar);
    complaint__context_unref(context);
}

const char *complaint_calendar_name(const complaint_calendar *calendar)
{
    return calendar == NULL ? "" : calendar->name;
}

const char *complaint_calendar_version(const complaint_calendar *calendar)
{
    return calendar == NULL ? "" : calendar->version;
}

const char *complaint_calendar_digest(const complaint_calendar *calendar)
{
    return calendar == NULL ? "" : calendar->digest;
}

const char *complaint_calendar_title(const complaint_calendar *calendar,
                                     const char *language)
{
    if (calendar == NULL)
        return "";
    if (language == NULL)
        language = complaint_context_language(calendar->context);
    return complaint__texts_choose(&calendar->title, language);
}

const char *complaint_calendar_text(const complaint_calendar *calendar,
                                    size_t *size)
{
    if (size != NULL)
        *size = calendar == NULL ? 0 : calendar->text_size;
    return calendar == NULL ? "" : calendar->text;
}

int complaint_calendar_offset(const complaint_calendar *calendar,
                              complaint_time time)
{
    return calendar == NULL
               ? 0
               : complaint__calendar_stretch(calendar, time)->offset;
}

int complaint_calendar_bundled(complaint_context *context, const char *name,
                               complaint_calendar **out,
                               complaint_error **error)
{
    const complaint__bundled *file;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(context, error, "context");
    if (name == NULL)
        return complaint__fail_misuse(context, error, "name");
    file = complaint__bundled_find("calendar", name);
    if (file != NULL)
        return complaint_calendar_parse(context, (const char *)file->bytes,
                                        file->size, file->file, out, error);
    status =
        complaint__fail(context, error, COMPLAINT_NOT_FOUND, "calendar.unknown",
                        "name", "no bundled calendar has this name");
    complaint__supply_name("calendar", error);
    return status;
}

const complaint__exception *
complaint__calendar_exception(const complaint_calendar *calendar,
                              complaint_day day)
{
    size_t low = 0;
    size_t high = calendar->exception_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const complaint__exception *exception = &calendar->exceptions[middle];

        if (day < exception->from)
            high = middle;
        else if (day > exception->to)
            low = middle + 1;
        else
            return exception;
    }
    return NULL;
}

/* Bytes before the first hyphen: "zh" of "zh-CN". */
static size_t main_language(const char *language)
{
    return strcspn(language, "-");
}

const char *complaint__texts_choose(const complaint__texts *texts,
                                    const char *language)
{
    const char *best = "";
    int best_rank = 0;

    for (size_t i = 0; i < COMPLAINT__LANGUAGES; i++) {
        const char *have = complaint__text_languages[i];
        size_t size = main_language(have);
        int rank = 1;

        if (texts->texts[i] == NULL)
            continue;
        if (strcmp(have, language) == 0)
            rank = 4;
        else if (size == main_language(language) &&
                 strncmp(have, language, size) == 0)
            rank = 3;
        else if (strcmp(have, "en") == 0)
            rank = 2;
        if (rank > best_rank) {
            best = texts->texts[i];
            best_rank = rank;
        }
    }
    return best;
}

const char *complaint__calendar_day_name(const complaint_calendar *calendar,
                                         complaint_day day,
                                         const char *language)
{
    const complaint__exception *exception;

    if (calendar == NULL)
        return "";
    if (language == NULL)
        language = complaint_context_language(calendar->context);
    exception = complaint__calendar_exception(calendar, day);
    return exception == NULL
               ? ""
               : complaint__texts_choose(&exception->name, language);
}

/* What a day in range is; the run's days and name are left alone. Gives the
 * exception or NULL. */
static const complaint__exception *describe(const complaint_calendar *calendar,
                                            complaint_day day,
                                            complaint__calendar_run *run)
{
    const complaint__exception *exception =
        complaint__calendar_exception(calendar, day);
    size_t index = complaint__table_index(day);
    size_t schedule = calendar->day_schedule[index];

    run->worked = calendar->schedules[schedule].count > 0;
    if (exception != NULL)
        run->kind = exception->kind;
    else
        run->kind = run->worked ? COMPLAINT_DAY_WORKDAY : COMPLAINT_DAY_WEEKEND;
    run->known = exception != NULL ||
                 (day >= calendar->known_from && day <= calendar->known_to);
    return exception;
}

int complaint_calendar_day(const complaint_calendar *calendar,
                           complaint_day day, int *kind, const char **name,
                           bool *known, complaint_error **error)
{
    complaint__calendar_run run;
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    status = complaint__calendar_check_day(calendar, "day", day, error);
    if (status != COMPLAINT_OK)
        return status;
    (void)describe(calendar, day, &run);
    if (kind != NULL)
        *kind = run.kind;
    if (name != NULL)
        *name = complaint__calendar_day_name(calendar, day, NULL);
    if (known != NULL)
        *known = run.known;
    return COMPLAINT_OK;
}

/* The year of the first of January. */
static int year_of(complaint_day day)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];

    if (complaint_day_format(day, text, sizeof(text)) != COMPLAINT_OK)
        return 0;
    return (int)strtol(text, NULL, 10);
}

bool complaint__calendar_years(const complaint_calendar *calendar, int *from,
                               int *to)
{
    if (calendar == NULL || calendar->known_to < calendar->known_from)
        return false;
    *from = year_of(calendar->known_from);
    *to = year_of(calendar->known_to);
    return true;
}

static int explain_days(const complaint_calendar *calendar, complaint_day from,
                        complaint_day to, const char *language,
                        complaint__calendar_visit *visit, void *data)
{
    complaint__calendar_run run;
    const complaint__exception *reason = describe(calendar, from, &run);
    complaint_day day = from;

    while (day <= to) {
        complaint__calendar_run next;
        const complaint__exception *next_reason = NULL;
        int status;

        run.from = day;
        run.name = reason == NULL
                       ? ""
                       : complaint__texts_choose(&reason->name, language);
        run.source = reason == NULL ? "" : reason->source;
        for (day++; day <= to; day++) {
            next_reason = describe(calendar, day, &next);
            if (next_reason != reason || next.kind != run.kind ||
                next.known != run.known)
                break;
        }
        run.to = day - 1;
        status = visit(data, &run);
        if (status != COMPLAINT_OK)
            return status;
        if (day <= to) {
            run = next;
            reason = next_reason;
        }
    }
    return COMPLAINT_OK;
}

int complaint__calendar_explain(const complaint_calendar *calendar,
                                complaint_day from, complaint_day to,
                                const char *language,
                                complaint__calendar_visit *visit, void *data,
                                complaint_error **error)
{
    int status;

    if (calendar == NULL)
        return complaint__fail_misuse(NULL, error, "calendar");
    if (visit == NULL)
        return complaint__fail_misuse(calendar->context, error, "visit");
    if (from > to)
        return COMPLAINT_OK;
    status = complaint__calendar_check_day(calendar, "from", from, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__calendar_check_day(calendar, "to", to, error);
    if (status != COMPLAINT_OK)
        return status;
    if (to - from >= COMPLAINT__LIMIT_EXPLAIN_DAYS)
        return complaint__fail_limit(calendar->context, error, "days",
                                     COMPLAINT__LIMIT_EXPLAIN_DAYS);
    if (language == NULL)
        language = complaint_context_language(calendar->context);
    return explain_days(calendar, from, to, language, visit, data);
}
