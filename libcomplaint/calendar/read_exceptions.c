/* Reading the exceptions of a calendar: their days, hours, names and sources,
 * each day at most once. The rest of the file is read in read.c. */
#include <complaint/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "calendar/reader.h"

/* A path below an exception. */
static void exception_path(char *path, unsigned index, const char *key)
{
    (void)snprintf(path, COMPLAINT__PATH_SIZE, "exceptions/%u/%s", index, key);
}

static int read_day(const complaint__reader *r, unsigned index, const char *key,
                    const char *text, complaint_day *day)
{
    char path[COMPLAINT__PATH_SIZE];

    exception_path(path, index, key);
    switch (complaint_day_parse(text, day, NULL)) {
    case COMPLAINT_OK:
        return COMPLAINT_OK;
    case COMPLAINT_LIMIT:
        return complaint__reader_refuse(
            r, "calendar.date", path,
            "the date is outside 1900-01-01 to 2199-12-31");
    default:
        return complaint__reader_refuse(r, "calendar.date", path,
                                        "not a date such as 2019-10-01");
    }
}

static int read_span(const complaint__reader *r, unsigned index,
                     complaint__exception *exception)
{
    const complaint__exception_text *text = &r->text->exceptions[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    exception_path(path, index, "date");
    if (text->date != NULL) {
        if (text->from != NULL || text->to != NULL)
            return complaint__reader_refuse(
                r, "calendar.date", path,
                "write either a date, or from and to");
        status = read_day(r, index, "date", text->date, &exception->from);
        exception->to = exception->from;
        return status;
    }
    if (text->from == NULL || text->to == NULL)
        return complaint__reader_refuse(
            r, "calendar.date", path,
            "the date is missing, or one of from and to");
    status = read_day(r, index, "from", text->from, &exception->from);
    if (status == COMPLAINT_OK)
        status = read_day(r, index, "to", text->to, &exception->to);
    if (status != COMPLAINT_OK || exception->from <= exception->to)
        return status;
    exception_path(path, index, "to");
    return complaint__reader_refuse(r, "calendar.date", path,
                                    "the last day is before the first");
}

int complaint__reader_texts(const complaint__reader *r,
                            const complaint__texts_text *from,
                            complaint__texts *to)
{
    const char *const texts[COMPLAINT__LANGUAGES] = {from->en, from->zh_cn,
                                                     from->zh_tw};
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < COMPLAINT__LANGUAGES && status == COMPLAINT_OK; i++)
        status = complaint__reader_copy(r, texts[i], &to->texts[i]);
    return status;
}

/* With a table of names a name is an id in it, otherwise a plain text. */
static int read_name(const complaint__reader *r, unsigned index,
                     complaint__exception *exception)
{
    const char *name = r->text->exceptions[index].name;
    char path[COMPLAINT__PATH_SIZE];

    if (name == NULL)
        return COMPLAINT_OK;
    if (r->text->names_count == 0)
        return complaint__reader_copy(r, name, &exception->name.texts[0]);
    for (unsigned i = 0; i < r->text->names_count; i++)
        if (strcmp(r->text->names[i].id, name) == 0) {
            exception->name = r->names[i];
            return COMPLAINT_OK;
        }
    exception_path(path, index, "name");
    return complaint__reader_refuse(r, "calendar.name", path,
                                    "this name is not under names");
}

static int read_source(const complaint__reader *r, unsigned index,
                       complaint__exception *exception)
{
    const char *source = r->text->exceptions[index].source;
    char path[COMPLAINT__PATH_SIZE];

    exception->source = r->sources[r->text->sources_count]; /* of the whole */
    if (source == NULL)
        return COMPLAINT_OK;
    if (r->text->sources_count == 0)
        return complaint__reader_copy(r, source, &exception->source);
    for (unsigned i = 0; i < r->text->sources_count; i++)
        if (strcmp(r->text->sources[i].id, source) == 0) {
            exception->source = r->sources[i];
            return COMPLAINT_OK;
        }
    exception_path(path, index, "source");
    return complaint__reader_refuse(r, "calendar.source", path,
                                    "this source is not under sources");
}

static int read_exception_hours(const complaint__reader *r, unsigned index,
                                complaint__exception *exception)
{
    const complaint__hours_text *hours = &r->text->exceptions[index].hours;
    complaint_calendar *calendar = r->calendar;
    char path[COMPLAINT__PATH_SIZE];

    exception_path(path, index, "hours");
    exception->schedule = COMPLAINT__SCHEDULE_CLOSED;
    if (exception->kind == COMPLAINT_DAY_HOLIDAY) {
        if (hours->intervals_count > 0)
            return complaint__reader_refuse(r, "calendar.hours", path,
                                            "a holiday has no hours");
        return COMPLAINT_OK;
    }
    if (exception->kind == COMPLAINT_DAY_WORKDAY && hours->intervals_count == 0)
        return complaint__reader_refuse(
            r, "calendar.hours", path,
            "a workday that is an exception needs hours of its own");
    exception->schedule = COMPLAINT__SCHEDULE_MAKE_UP;
    if (hours->intervals_count > 0) {
        exception->schedule = (uint16_t)calendar->schedule_count;
        return complaint__reader_hours(
            r, hours, path, &calendar->schedules[calendar->schedule_count++]);
    }
    if (calendar->schedules[COMPLAINT__SCHEDULE_MAKE_UP].count == 0)
        return complaint__reader_refuse(
            r, "calendar.hours", path,
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
static int check_overlap(const complaint__reader *r)
{
    const complaint_calendar *calendar = r->calendar;
    char path[COMPLAINT__PATH_SIZE];

    for (size_t i = 1; i < calendar->exception_count; i++) {
        const complaint__exception *a = &calendar->exceptions[i - 1];
        const complaint__exception *b = &calendar->exceptions[i];

        if (b->from > a->to)
            continue;
        (void)snprintf(path, sizeof(path), "exceptions/%zu",
                       a->entry > b->entry ? a->entry : b->entry);
        return complaint__reader_refuse(
            r, "calendar.overlap", path,
            "a day of this exception has one already");
    }
    return COMPLAINT_OK;
}

/* An id twice would leave one of the two unread. */
static int check_ids(const complaint__reader *r)
{
    const complaint__calendar_text *text = r->text;
    char path[COMPLAINT__PATH_SIZE];

    for (unsigned i = 0; i < text->names_count; i++)
        for (unsigned j = 0; j < i; j++)
            if (strcmp(text->names[i].id, text->names[j].id) == 0) {
                (void)snprintf(path, sizeof(path), "names/%u/id", i);
                return complaint__reader_refuse(r, "calendar.name", path,
                                                "this id is twice");
            }
    for (unsigned i = 0; i < text->sources_count; i++)
        for (unsigned j = 0; j < i; j++)
            if (strcmp(text->sources[i].id, text->sources[j].id) == 0) {
                (void)snprintf(path, sizeof(path), "sources/%u/id", i);
                return complaint__reader_refuse(r, "calendar.source", path,
                                                "this id is twice");
            }
    return COMPLAINT_OK;
}

/* Copy the tables, so that exceptions share their texts. */
static int copy_tables(complaint__reader *r)
{
    const complaint__calendar_text *text = r->text;
    int status;

    r->names = complaint__alloc_array(r->context, text->names_count + 1,
                                      sizeof(*r->names));
    r->sources = complaint__alloc_array(
        r->context, (size_t)text->sources_count + 1, sizeof(*r->sources));
    if (r->names == NULL || r->sources == NULL)
        return complaint__fail_memory(r->error);
    r->sources[text->sources_count] = "";
    status = complaint__reader_copy(r, text->source,
                                    &r->sources[text->sources_count]);
    for (unsigned i = 0; i < text->names_count && status == COMPLAINT_OK; i++)
        status =
            complaint__reader_texts(r, &text->names[i].texts, &r->names[i]);
    for (unsigned i = 0; i < text->sources_count && status == COMPLAINT_OK; i++)
        status =
            complaint__reader_copy(r, text->sources[i].text, &r->sources[i]);
    return status;
}

int complaint__reader_exceptions(complaint__reader *r)
{
    complaint_calendar *calendar = r->calendar;
    unsigned count = r->text->exceptions_count;
    int status = check_ids(r);

    if (status == COMPLAINT_OK)
        status = copy_tables(r);
    if (status != COMPLAINT_OK)
        return status;
    calendar->exceptions =
        complaint__alloc_array(r->context, count, sizeof(complaint__exception));
    if (calendar->exceptions == NULL)
        return complaint__fail_memory(r->error);
    for (unsigned i = 0; i < count; i++) {
        complaint__exception *exception = &calendar->exceptions[i];

        status = read_span(r, i, exception);
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
