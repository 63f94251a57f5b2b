/* Times and days as text. Zones and working time are in calendar/. */
#include <complaint/limits.h>
#include <complaint/time.h>

#include "base/failure.h"

#include <stdbool.h>
#include <string.h>

#define DAY_MIN (COMPLAINT_LIMIT_TIME_MIN / COMPLAINT_DAY)
#define DAY_MAX ((COMPLAINT_LIMIT_TIME_MAX + 1) / COMPLAINT_DAY - 1)
/* Offsets: any second below a day when read, whole minutes when written. */
#define OFFSET_READ_MAX 86399
#define OFFSET_WRITE_MAX 86340

/* Civil arithmetic counts from 0000-03-01 in eras of 400 years (146097 days),
 * so that the leap day is the last of its year. 719468 days lie between that
 * day and 1970-01-01. All years here are positive. */
static complaint_day day_from_civil(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t month_from_march = month > 2 ? month - 3 : month + 9;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static void civil_from_day(complaint_day days, int *year, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = z / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;

    *day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3
                                         : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

/* Reading: *p advances past what was read. */

static bool read_number(const char **p, int count, int *value)
{
    int number = 0;

    for (int i = 0; i < count; i++, (*p)++) {
        if (**p < '0' || **p > '9')
            return false;
        number = number * 10 + (**p - '0');
    }
    *value = number;
    return true;
}

static bool read_char(const char **p, char c)
{
    if (**p != c)
        return false;
    (*p)++;
    return true;
}

static bool read_date(const char **p, complaint_day *out)
{
    int year;
    int month;
    int day;

    if (!read_number(p, 4, &year) || !read_char(p, '-') ||
        !read_number(p, 2, &month) || !read_char(p, '-') ||
        !read_number(p, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *out = day_from_civil(year, month, day);
    return true;
}

/* One to nine digits; those past the sixth are cut. */
static bool read_fraction(const char **p, int64_t *micros)
{
    int count = 0;
    int64_t value = 0;

    for (; **p >= '0' && **p <= '9'; (*p)++, count++) {
        if (count < 6)
            value = value * 10 + (**p - '0');
    }
    if (count < 1 || count > 9)
        return false;
    for (; count < 6; count++)
        value *= 10;
    *micros = value;
    return true;
}

static bool read_clock(const char **p, int64_t *micros)
{
    int hour;
    int minute;
    int second = 0;
    int64_t fraction = 0;

    if (!read_number(p, 2, &hour) || !read_char(p, ':') ||
        !read_number(p, 2, &minute))
        return false;
    if (read_char(p, ':')) {
        if (!read_number(p, 2, &second))
            return false;
        if (read_char(p, '.') && !read_fraction(p, &fraction))
            return false;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *micros = hour * COMPLAINT_HOUR + minute * COMPLAINT_MINUTE +
              second * COMPLAINT_SECOND + fraction;
    return true;
}

/* Nothing, 'Z', "+08", "+0800" or "+08:00". */
static bool read_offset(const char **p, int *offset)
{
    int hour;
    int minute = 0;
    bool west = **p == '-';

    if (**p == '\0')
        return true;
    if (read_char(p, 'Z') || read_char(p, 'z')) {
        *offset = 0;
        return true;
    }
    if (!read_char(p, '+') && !read_char(p, '-'))
        return false;
    if (!read_number(p, 2, &hour))
        return false;
    if (**p != '\0') {
        read_char(p, ':');
        if (!read_number(p, 2, &minute))
            return false;
    }
    if (hour > 23 || minute > 59)
        return false;
    *offset = (hour * 60 + minute) * (west ? -60 : 60);
    return true;
}

static bool read_time(const char *p, int *offset, complaint_time *out)
{
    complaint_day day;
    int64_t micros = 0;

    if (!read_date(&p, &day))
        return false;
    if (*p != '\0') {
        if (!read_char(&p, 'T') && !read_char(&p, 't') && !read_char(&p, ' '))
            return false;
        if (!read_clock(&p, &micros) || !read_offset(&p, offset))
            return false;
    }
    if (*p != '\0')
        return false;
    *out = day * COMPLAINT_DAY + micros - *offset * COMPLAINT_SECOND;
    return true;
}

int complaint_time_parse(const char *text, int offset_seconds,
                         complaint_time *out, complaint_error **error)
{
    complaint_time time;

    if (text == NULL)
        return complaint__fail_misuse(NULL, error, "text");
    if (out == NULL)
        return complaint__fail_misuse(NULL, error, "out");
    if (offset_seconds < -OFFSET_READ_MAX || offset_seconds > OFFSET_READ_MAX)
        return complaint__fail(
            NULL, error, COMPLAINT_INVALID, "time.offset", "offset_seconds",
            "%d is no offset from UTC in seconds", offset_seconds);
    if (!read_time(text, &offset_seconds, &time))
        return complaint__fail(NULL, error, COMPLAINT_INVALID, "time.shape",
                               NULL, "\"%.60s\" is no time of RFC 3339", text);
    if (time < COMPLAINT_LIMIT_TIME_MIN || time > COMPLAINT_LIMIT_TIME_MAX)
        return complaint__fail(NULL, error, COMPLAINT_LIMIT, "time.range", NULL,
                               "\"%.60s\" is outside 1900 to 2199", text);
    *out = time;
    return COMPLAINT_OK;
}

/* Writing: what is written has room for it; these return its end. */

static char *write_digits(char *at, int value, int count)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + count;
}

static char *write_day(char *at, complaint_day days)
{
    int year;
    int month;
    int day;

    civil_from_day(days, &year, &month, &day);
    at = write_digits(at, year, 4);
    *at++ = '-';
    at = write_digits(at, month, 2);
    *at++ = '-';
    return write_digits(at, day, 2);
}

static char *write_minutes(char *at, int minutes)
{
    at = write_digits(at, minutes / 60, 2);
    *at++ = ':';
    return write_digits(at, minutes % 60, 2);
}

static void write_time(complaint_time time, int offset_seconds, char *at)
{
    complaint_time local = time + offset_seconds * COMPLAINT_SECOND;
    complaint_day day = complaint_day_of_time(time, offset_seconds);
    int64_t rest = local - day * COMPLAINT_DAY;
    int fraction = (int)(rest % COMPLAINT_SECOND);
    int seconds = (int)(rest / COMPLAINT_SECOND);
    int offset = offset_seconds < 0 ? -offset_seconds : offset_seconds;

    at = write_day(at, day);
    *at++ = 'T';
    at = write_minutes(at, seconds / 60);
    *at++ = ':';
    at = write_digits(at, seconds % 60, 2);
    if (fraction != 0) {
        *at++ = '.';
        at = write_digits(at, fraction, 6);
    }
    if (offset == 0) {
        *at++ = 'Z';
    } else {
        *at++ = offset_seconds < 0 ? '-' : '+';
        at = write_minutes(at, offset / 60);
    }
    *at = '\0';
}

int complaint_time_format(complaint_time time, int offset_seconds, char *text,
                          size_t size)
{
    if (text == NULL || size == 0)
        return COMPLAINT_MISUSE;
    text[0] = '\0';
    if (size < COMPLAINT_TIME_TEXT_SIZE)
        return COMPLAINT_MISUSE;
    if (offset_seconds < -OFFSET_WRITE_MAX ||
        offset_seconds > OFFSET_WRITE_MAX || offset_seconds % 60 != 0)
        return COMPLAINT_INVALID;
    if (time == COMPLAINT_TIME_NONE)
        return COMPLAINT_OK;
    if (time < COMPLAINT_LIMIT_TIME_MIN || time > COMPLAINT_LIMIT_TIME_MAX)
        return COMPLAINT_LIMIT;
    write_time(time, offset_seconds, text);
    return COMPLAINT_OK;
}

int complaint_day_parse(const char *text, complaint_day *out,
                        complaint_error **error)
{
    complaint_day day;
    const char *p = text;

    if (text == NULL)
        return complaint__fail_misuse(NULL, error, "text");
    if (out == NULL)
        return complaint__fail_misuse(NULL, error, "out");
    if (!read_date(&p, &day) || *p != '\0')
        return complaint__fail(NULL, error, COMPLAINT_INVALID, "time.shape",
                               NULL, "\"%.60s\" is no date YYYY-MM-DD", text);
    if (day < DAY_MIN || day > DAY_MAX)
        return complaint__fail(NULL, error, COMPLAINT_LIMIT, "time.range", NULL,
                               "\"%.60s\" is outside 1900 to 2199", text);
    *out = day;
    return COMPLAINT_OK;
}

int complaint_day_format(complaint_day day, char *text, size_t size)
{
    if (text == NULL || size == 0)
        return COMPLAINT_MISUSE;
    text[0] = '\0';
    if (size < COMPLAINT_TIME_TEXT_SIZE)
        return COMPLAINT_MISUSE;
    if (day < DAY_MIN || day > DAY_MAX)
        return COMPLAINT_LIMIT;
    *write_day(text, day) = '\0';
    return COMPLAINT_OK;
}

complaint_day complaint_day_of_time(complaint_time time, int offset_seconds)
{
    /* Days first, so that nothing overflows whatever the time. */
    complaint_day day = time / COMPLAINT_DAY;
    int64_t rest = time % COMPLAINT_DAY + offset_seconds * COMPLAINT_SECOND;

    day += rest / COMPLAINT_DAY;
    return rest % COMPLAINT_DAY < 0 ? day - 1 : day;
}
