/* Printed numbers by a pattern such as "{year}-{series:5}". Everything but
 * the series, once filled in, names the counter: a new year counts from 1. The
 * register's setting goes first, then the procedure's own rule, where the
 * series is called "number". */
#include "register/inside.h"

#include "base/failure.h"
#include "base/json.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

/* Digits that a series may be padded to. */
#define WIDTH_MAX 12

enum field { YEAR, MONTH, DAY, UNIT, PROCEDURE, SERIES, NUMBER, FIELDS };

static const char *const fields[FIELDS] = {
    "year", "month", "day", "unit", "procedure", "series", "number"};

/* The field at "{", its width, and the first byte after "}"; NULL when it is
 * no field. */
static const char *read_field(const char *at, enum field *field, int *width)
{
    size_t length = strcspn(at + 1, ":}");

    *width = 0;
    for (int i = 0; i < FIELDS; i++) {
        if (strlen(fields[i]) != length ||
            memcmp(fields[i], at + 1, length) != 0)
            continue;
        *field = i == NUMBER ? SERIES : (enum field)i;
        at += 1 + length;
        if (*at == ':' && *field == SERIES) {
            for (at++; *at >= '0' && *at <= '9' && *width <= WIDTH_MAX; at++)
                *width = *width * 10 + (*at - '0');
            if (*width < 1 || *width > WIDTH_MAX)
                return NULL;
        }
        return *at == '}' ? at + 1 : NULL;
    }
    return NULL;
}

int complaint__number_check(complaint_context *context, const char *pattern,
                            complaint_error **error)
{
    int series = 0;
    int status = complaint__code_check(context, "number", pattern, error);

    if (status != COMPLAINT_OK)
        return status;
    while (*pattern != '\0') {
        enum field field;
        int width;

        if (*pattern == '}')
            break;
        if (*pattern != '{') {
            pattern++;
            continue;
        }
        pattern = read_field(pattern, &field, &width);
        if (pattern == NULL)
            break;
        series += field == SERIES;
    }
    if (pattern == NULL || *pattern != '\0' || series != 1)
        return complaint__fail(
            context, error, COMPLAINT_INVALID, "number.pattern", "number",
            "a number's pattern has {series} or {series:5} once, and may have "
            "{year}, {month}, {day}, {unit} and {procedure}");
    return COMPLAINT_OK;
}

static void put_field(const complaint__numbering *n, enum field field,
                      complaint__buffer *number)
{
    switch (field) {
    case YEAR:
        complaint__buffer_append(number, n->date, 4);
        break;
    case MONTH:
        complaint__buffer_append(number, n->date + 5, 2);
        break;
    case DAY:
        complaint__buffer_append(number, n->date + 8, 2);
        break;
    case UNIT:
        complaint__buffer_text(number, n->unit);
        break;
    default:
        complaint__buffer_text(number, n->procedure);
        break;
    }
}

/* Padded with zeros. */
static void put_series(int64_t series, int width, complaint__buffer *number)
{
    char room[COMPLAINT__INTEGER_SIZE];
    const char *text = complaint__integer_text(series, room);

    for (size_t size = strlen(text); size < (size_t)width; size++)
        complaint__buffer_char(number, '0');
    complaint__buffer_text(number, text);
}

/* series < 0: leave "{series}" standing, for the counter's name. */
static int fill(const complaint__numbering *n, int64_t series,
                complaint__buffer *number, complaint_error **error)
{
    const char *pattern = n->pattern;

    complaint__buffer_clear(number);
    while (*pattern != '\0') {
        const char *next;
        enum field field;
        int width;

        next = *pattern == '{' ? read_field(pattern, &field, &width) : NULL;
        if (next == NULL) {
            complaint__buffer_char(number, *pattern++);
            continue;
        }
        pattern = next;
        if (field != SERIES)
            put_field(n, field, number);
        else if (series < 0)
            complaint__buffer_text(number, "{series}");
        else
            put_series(series, width, number);
    }
    return number->failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}

int complaint__numbering_open(complaint_register *self,
                              const complaint_calendar *calendar,
                              const complaint_procedure *procedure,
                              const char *unit, complaint_time now,
                              complaint__numbering *out,
                              complaint_error **error)
{
    const char *own = complaint__procedure_number(procedure);
    int status = complaint__register_pattern(self, &out->pattern, error);

    if (status != COMPLAINT_OK)
        return status;
    if (own != NULL && !self->number_is_set)
        out->pattern = own;
    out->unit = unit;
    out->procedure = complaint_procedure_name(procedure);
    status = complaint_day_format(
        complaint_day_of_time(now, complaint_calendar_offset(calendar, now)),
        out->date, sizeof out->date);
    if (status != COMPLAINT_OK)
        return complaint__fail(self->context, error, COMPLAINT_LIMIT,
                               "time.range", "now",
                               "a time is outside 1900 to 2199");
    return COMPLAINT_OK;
}

int complaint__numbering_series(const complaint__numbering *self,
                                complaint__buffer *series,
                                complaint_error **error)
{
    return fill(self, -1, series, error);
}

int complaint__numbering_print(const complaint__numbering *self, int64_t count,
                               complaint__buffer *number,
                               complaint_error **error)
{
    return fill(self, count, number, error);
}
