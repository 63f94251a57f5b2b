/* Reading dates in the shapes that occur in registers. Formats of our own are
 * in base/time.c. */
#include "exchange/moment.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Day 0 of a spreadsheet's 1900 system, as days since 1970-01-01: chosen so
 * that days from 1900-03-01 (serial 61) are right, since the system takes
 * 1900 for a leap year. */
#define SERIAL_ZERO (-25569)
#define SERIAL_MAX 2958466 /* 10000-01-01 */

static const char shape[] = "not a date";
static const char no_day[] = "no such day";
static const char no_hour[] = "no such time of day";

typedef struct reader {
    const char *at;
    const char *end;
} reader;

static bool is_digit(const reader *r)
{
    return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

/* 1 to `most` digits; how many, or 0. */
static int number(reader *r, int most, int *value)
{
    int count = 0;

    *value = 0;
    while (count < most && is_digit(r)) {
        *value = *value * 10 + (*r->at++ - '0');
        count++;
    }
    return count;
}

static bool accept(reader *r, const char *text)
{
    size_t size = strlen(text);

    if ((size_t)(r->end - r->at) < size || memcmp(r->at, text, size) != 0)
        return false;
    r->at += size;
    return true;
}

static void skip_spaces(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
        r->at++;
    /* no-break and ideographic spaces come out of spreadsheets */
    if (accept(r, "\xC2\xA0") || accept(r, "\xE3\x80\x80"))
        skip_spaces(r);
}

static const char *civil_day(int year, int month, int day, complaint_day *out)
{
    char text[40];

    if (year < 1900 || year > 2199)
        return "a year out of range (1900 to 2199)";
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return no_day;
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return complaint_day_parse(text, out, NULL) == 0 ? NULL : no_day;
}

static const char *read_separated(reader *r, int first, int digits, int order,
                                  complaint_day *out)
{
    static const char *const separators[] = {"-", "/", ".", "年"};
    int part[3] = {first, 0, 0};
    bool year_first = digits == 4;
    size_t s = 0;

    while (s < 4 && !accept(r, separators[s]))
        s++;
    if (s == 4)
        return shape;
    if (number(r, 2, &part[1]) == 0)
        return shape;
    if (!accept(r, s == 3 ? "月" : separators[s]))
        return shape;
    digits = number(r, 4, &part[2]);
    if (digits == 0 || (s == 3 && !accept(r, "日")))
        return shape;
    if (is_digit(r))
        return shape;
    if (year_first)
        return digits > 2 ? shape : civil_day(part[0], part[1], part[2], out);
    if (digits != 4)
        return "a year without four digits";
    if (order == COMPLAINT__ORDER_YMD)
        return "a date whose order is not told (dates: order)";
    return order == COMPLAINT__ORDER_MDY
               ? civil_day(part[2], part[0], part[1], out)
               : civil_day(part[2], part[1], part[0], out);
}

static const char *read_date(reader *r, int order, complaint_day *out)
{
    reader start = *r;
    int value;
    int digits = number(r, 9, &value);

    if (digits == 8)
        return civil_day(value / 10000, value / 100 % 100, value % 100, out);
    if (digits == 4 || digits == 2 || digits == 1)
        return read_separated(r, value, digits, order, out);
    *r = start;
    return shape;
}

static const char *read_half(reader *r, int *hour)
{
    reader start = *r;
    bool pm;

    skip_spaces(r);
    pm = accept(r, "PM") || accept(r, "pm") || accept(r, "p.m.");
    if (!pm && !accept(r, "AM") && !accept(r, "am") && !accept(r, "a.m.")) {
        *r = start;
        return NULL;
    }
    if (*hour < 1 || *hour > 12)
        return no_hour;
    *hour = *hour % 12 + (pm ? 12 : 0);
    return NULL;
}

static const char *read_clock(reader *r, int64_t *of_day)
{
    int hour, minute, second = 0, digit;
    int64_t micro = 0;
    const char *problem;

    if (number(r, 2, &hour) == 0 || !accept(r, ":") ||
        number(r, 2, &minute) != 2)
        return shape;
    if (accept(r, ":")) {
        if (number(r, 2, &second) != 2)
            return shape;
        if (accept(r, ".")) {
            int64_t unit = COMPLAINT_SECOND / 10;

            if (!is_digit(r))
                return shape;
            for (; number(r, 1, &digit) == 1; unit /= 10)
                micro += digit * unit;
        }
    }
    problem = read_half(r, &hour);
    if (problem != NULL)
        return problem;
    if (hour > 23 || minute > 59 || second > 59)
        return no_hour;
    *of_day = hour * COMPLAINT_HOUR + minute * COMPLAINT_MINUTE +
              second * COMPLAINT_SECOND + micro;
    return NULL;
}

static const char *read_offset(reader *r, int *offset)
{
    int hour, minute = 0;
    bool west;

    skip_spaces(r);
    if (r->at == r->end)
        return NULL;
    if (accept(r, "Z") || accept(r, "z") || accept(r, "UTC")) {
        *offset = 0;
        return NULL;
    }
    west = accept(r, "-");
    if (!west && !accept(r, "+"))
        return shape;
    if (number(r, 2, &hour) != 2)
        return shape;
    if (accept(r, ":") || is_digit(r))
        if (number(r, 2, &minute) != 2)
            return shape;
    if (hour > 23 || minute > 59)
        return "no such offset";
    *offset = (hour * 60 + minute) * (west ? -60 : 60);
    return NULL;
}

/* A bare number with up to 7 digits before the point. */
static bool is_serial(const reader *r)
{
    reader look = *r;
    int ignored;
    int digits = number(&look, 8, &ignored);

    if (digits == 0 || digits == 8)
        return false;
    if (accept(&look, "."))
        while (is_digit(&look))
            look.at++;
    return look.at == look.end;
}

static const char *read_serial(reader *r, const complaint__moment_rules *rules,
                               complaint_day *day, int64_t *of_day,
                               bool *date_only)
{
    double part = 0, unit = 0.1;
    int whole, digit;

    if (!rules->serial)
        return "a bare number (dates: serial allows a spreadsheet's day)";
    (void)number(r, 8, &whole);
    *date_only = true;
    if (accept(r, "."))
        for (; number(r, 1, &digit) == 1; unit /= 10) {
            part += digit * unit;
            *date_only = *date_only && digit == 0;
        }
    if (whole < 1 || whole >= SERIAL_MAX)
        return "a number that is no spreadsheet's day";
    if (whole == 60)
        return "serial day 60, the 29th of February 1900 that never was";
    *day = whole + SERIAL_ZERO + (whole < 60);
    *of_day = (int64_t)(part * 86400 + 0.5) * COMPLAINT_SECOND;
    return NULL;
}

static const char *read_parts(reader *r, const complaint__moment_rules *rules,
                              complaint_day *day, int64_t *of_day, int *offset,
                              bool *date_only)
{
    const char *problem;

    if (is_serial(r))
        return read_serial(r, rules, day, of_day, date_only);
    problem = read_date(r, rules->order, day);
    if (problem != NULL)
        return problem;
    *date_only = r->at == r->end;
    if (*date_only)
        return NULL;
    if (!accept(r, "T") && !accept(r, "t")) {
        if (is_digit(r))
            return shape;
        skip_spaces(r);
    }
    problem = read_clock(r, of_day);
    return problem != NULL ? problem : read_offset(r, offset);
}

const char *complaint__moment_read(const char *text, size_t size,
                                   const complaint__moment_rules *rules,
                                   complaint__moment *out)
{
    reader r = {text, text + size};
    complaint_day day = 0;
    int64_t of_day = 0;
    int offset = rules->offset;
    bool date_only = false;
    const char *problem;

    skip_spaces(&r);
    while (r.end > r.at && (r.end[-1] == ' ' || r.end[-1] == '\t'))
        r.end--;
    problem = read_parts(&r, rules, &day, &of_day, &offset, &date_only);
    if (problem == NULL && r.at != r.end)
        problem = shape;
    if (problem != NULL)
        return problem;
    if (day < rules->first)
        return "a date before the earliest that the mapping allows";
    if (day > rules->last)
        return "a date after the latest that the mapping allows";
    out->time = day * COMPLAINT_DAY + of_day - offset * COMPLAINT_SECOND;
    out->date_only = date_only;
    return NULL;
}
