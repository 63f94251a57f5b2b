/* Days as CSV (RFC 4180): date, name and, if there is one, kind. A first line
 * that has no date names its columns, in any order. */
#include <string.h>
#include <strings.h>

#include "base/failure.h"
#include "calendar/import.h"

#define MOST_FIELDS 32

typedef struct record {
    size_t count;
    complaint__buffer fields[MOST_FIELDS];
    int64_t line;
} record;

typedef struct columns {
    size_t date;
    size_t name;
    size_t kind;    /* "holiday" or "make_up" */
    size_t off_day; /* "true" or "false", as holiday-cn has it */
} columns;

static int refuse(complaint__import *import, const char *field, int64_t line,
                  const char *message)
{
    return complaint__import_refuse(import, "calendar.import", field, line,
                                    message);
}

/* A field in quotes; *at is past the first of them. */
static bool read_quoted(const char **at, const char *end, int64_t *line,
                        complaint__buffer *field)
{
    for (; *at < end; (*at)++) {
        if (**at == '\n')
            (*line)++;
        if (**at == '"') {
            (*at)++;
            if (*at == end || **at != '"')
                return true;
        }
        complaint__buffer_char(field, **at);
    }
    return false;
}

static bool at_line_end(const char *at, const char *end)
{
    return at == end || *at == '\n' ||
           (*at == '\r' && (at + 1 == end || at[1] == '\n'));
}

/* One record; NULL, or what is wrong with it. */
static const char *read_record(const char **at, const char *end, int64_t *line,
                               record *out)
{
    out->count = 0;
    out->line = *line;
    for (;;) {
        complaint__buffer *field = &out->fields[out->count];

        if (out->count == MOST_FIELDS)
            return "the line has too many fields";
        out->count++;
        complaint__buffer_clear(field);
        complaint__buffer_append(field, "", 0);
        if (*at < end && **at == '"') {
            (*at)++;
            if (!read_quoted(at, end, line, field))
                return "a quote is not closed";
        } else {
            while (!at_line_end(*at, end) && **at != ',' && **at != '"')
                complaint__buffer_char(field, *(*at)++);
        }
        if (at_line_end(*at, end))
            break;
        if (**at != ',')
            return "a quote inside a field must be doubled";
        (*at)++;
    }
    if (*at < end && **at == '\r')
        (*at)++;
    if (*at < end)
        (*at)++;
    (*line)++;
    return NULL;
}

static bool equals(const complaint__buffer *field, const char *text)
{
    return field->size == strlen(text) &&
           strncasecmp(field->size == 0 ? "" : field->bytes, text,
                       field->size) == 0;
}

static bool day_of(const record *r, size_t column, complaint_day *day)
{
    return column < r->count && r->fields[column].size > 0 &&
           complaint__import_day(r->fields[column].bytes,
                                 r->fields[column].size, day);
}

static columns read_columns(const record *r)
{
    columns c = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};

    for (size_t i = 0; i < r->count; i++)
        if (equals(&r->fields[i], "date"))
            c.date = i;
        else if (equals(&r->fields[i], "name"))
            c.name = i;
        else if (equals(&r->fields[i], "kind"))
            c.kind = i;
        else if (equals(&r->fields[i], "isOffDay"))
            c.off_day = i;
    return c;
}

/* -1 when it is none that is known. */
static int kind_of(const columns *c, const record *r)
{
    if (c->off_day < r->count)
        return equals(&r->fields[c->off_day], "true")    ? COMPLAINT_DAY_HOLIDAY
               : equals(&r->fields[c->off_day], "false") ? COMPLAINT_DAY_MAKE_UP
                                                         : -1;
    if (c->kind >= r->count || r->fields[c->kind].size == 0 ||
        equals(&r->fields[c->kind], "holiday"))
        return COMPLAINT_DAY_HOLIDAY;
    return equals(&r->fields[c->kind], "make_up") ? COMPLAINT_DAY_MAKE_UP : -1;
}

static int add_record(complaint__import *import, const columns *c,
                      const record *r)
{
    const complaint__buffer *name =
        c->name < r->count ? &r->fields[c->name] : NULL;
    int kind = kind_of(c, r);
    complaint_day day;

    if (r->count == 1 && r->fields[0].size == 0)
        return COMPLAINT_OK; /* a blank line */
    if (!day_of(r, c->date, &day))
        return complaint__import_refuse(import, "calendar.date", "date",
                                        r->line,
                                        "not a date such as 2019-10-01");
    if (kind < 0)
        return refuse(import, "kind", r->line,
                      "the kind is neither holiday nor make_up");
    return complaint__import_add(
        import, day, day, kind,
        name == NULL || name->bytes == NULL ? "" : name->bytes,
        name == NULL ? 0 : name->size, NULL, r->line);
}

static int read_all(complaint__import *import, const char *at, const char *end,
                    record *r)
{
    columns c = {0, 1, 2, SIZE_MAX};
    int64_t line = 1;
    complaint_day day;

    while (at < end) {
        const char *problem = read_record(&at, end, &line, r);
        int status;

        if (problem != NULL)
            return refuse(import, "csv", r->line, problem);
        for (size_t i = 0; i < r->count; i++)
            if (r->fields[i].failed)
                return complaint__fail_memory(import->error);
        if (r->line == 1 && !day_of(r, 0, &day)) {
            c = read_columns(r);
            if (c.date == SIZE_MAX)
                return refuse(import, "date", 1,
                              "there is no column named date");
            continue;
        }
        status = add_record(import, &c, r);
        if (status != COMPLAINT_OK)
            return status;
    }
    return COMPLAINT_OK;
}

int complaint__import_csv(complaint__import *import, const char *bytes,
                          size_t size)
{
    record r = {0};
    int status;

    for (size_t i = 0; i < MOST_FIELDS; i++)
        r.fields[i].context = import->context;
    status = read_all(import, bytes, bytes + size, &r);
    for (size_t i = 0; i < MOST_FIELDS; i++)
        complaint__buffer_free(&r.fields[i]);
    return status;
}
