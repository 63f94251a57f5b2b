/* POSIX TZ rules ("GMT0BST,M3.5.0/1,M10.5.0") with the wider times of RFC 8536
 * section 3.3.1: read, and turned into changes year by year. */
#include "calendar/zone.h"

#include <complaint/limits.h>
#include <complaint/time.h>

#include <stdlib.h>
#include <string.h>

#define FIRST_YEAR 1898
#define LAST_YEAR 2201
#define DAY_SECONDS 86400
#define LAST_SECOND (COMPLAINT_LIMIT_TIME_MAX / 1000000)

/* A day of the year and the local second of it at which the offset changes. */
typedef struct turn {
    char form; /* 'M' month, week, weekday; 'J' 1-365; '0' 0-365 */
    int month;
    int week;
    int day;
    int64_t second;
} turn;

typedef struct rule {
    int standard; /* seconds east of UTC */
    int summer;
    bool has_summer;
    turn start;
    turn end;
} rule;

/* ---- reading; *p advances past what was read ---- */

static bool read_number(const char **p, int most, int *value)
{
    int number = 0;
    size_t digits = strspn(*p, "0123456789");

    if (digits == 0 || digits > 3)
        return false;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + *(*p)++ - '0';
    *value = number;
    return number <= most;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "GMT" or "<+03>" */
static bool read_name(const char **p)
{
    const char *from = *p;

    if (**p == '<') {
        for ((*p)++; is_letter(**p) || (**p >= '0' && **p <= '9') ||
                     **p == '+' || **p == '-';)
            (*p)++;
        return *(*p)++ == '>' && *p - from >= 5;
    }
    while (is_letter(**p))
        (*p)++;
    return *p - from >= 3;
}

/* "[+-]H[:MM[:SS]]" in seconds. */
static bool read_time(const char **p, int most_hours, int64_t *seconds)
{
    int sign = **p == '-' ? -1 : 1;
    int hour, minute = 0, second = 0;

    if (**p == '-' || **p == '+')
        (*p)++;
    if (!read_number(p, most_hours, &hour))
        return false;
    if (**p == ':') {
        (*p)++;
        if (!read_number(p, 59, &minute))
            return false;
        if (**p == ':') {
            (*p)++;
            if (!read_number(p, 59, &second))
                return false;
        }
    }
    *seconds = sign * ((int64_t)hour * 3600 + minute * 60 + second);
    return true;
}

/* West of UTC in a rule, east of it elsewhere. */
static bool read_offset(const char **p, int *offset)
{
    int64_t seconds;

    if (!read_time(p, 24, &seconds) || seconds <= -COMPLAINT__LIMIT_OFFSET ||
        seconds >= COMPLAINT__LIMIT_OFFSET)
        return false;
    *offset = (int)-seconds;
    return true;
}

static bool read_turn(const char **p, turn *t)
{
    if (*(*p)++ != ',')
        return false;
    t->form = **p == 'M' || **p == 'J' ? *(*p)++ : '0';
    if (t->form == 'M') {
        if (!read_number(p, 12, &t->month) || *(*p)++ != '.' ||
            !read_number(p, 5, &t->week) || *(*p)++ != '.' ||
            !read_number(p, 6, &t->day) || t->month < 1 || t->week < 1)
            return false;
    } else if (!read_number(p, 365, &t->day) ||
               (t->form == 'J' && t->day < 1)) {
        return false;
    }
    t->second = 2 * 3600;
    if (**p != '/')
        return true;
    (*p)++;
    return read_time(p, 167, &t->second);
}

static bool read_rule(const char *text, rule *out)
{
    const char *p = text;

    memset(out, 0, sizeof(*out));
    if (!read_name(&p) || !read_offset(&p, &out->standard))
        return false;
    if (*p == '\0')
        return true;
    out->has_summer = true;
    if (!read_name(&p))
        return false;
    out->summer = out->standard + 3600;
    if (*p != ',' && !read_offset(&p, &out->summer))
        return false;
    if (out->summer >= COMPLAINT__LIMIT_OFFSET || out->summer == out->standard)
        return false;
    return read_turn(&p, &out->start) && read_turn(&p, &out->end) && *p == '\0';
}

/* ---- years ---- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days before the first of January. */
static int64_t new_year(int year)
{
    int64_t past = year - 1;

    return past * 365 + past / 4 - past / 100 + past / 400 - 719162;
}

/* Local seconds, as if local time were UTC. */
static int64_t turn_of_year(const turn *t, int year)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int64_t day = new_year(year);
    int length, first;

    if (t->form == 'J')
        return (day + t->day - 1 + (is_leap(year) && t->day >= 60)) *
                   DAY_SECONDS +
               t->second;
    if (t->form == '0')
        return (day + t->day) * DAY_SECONDS + t->second;
    for (int m = 1; m < t->month; m++)
        day += lengths[m - 1] + (m == 2 && is_leap(year));
    length = lengths[t->month - 1] + (t->month == 2 && is_leap(year));
    first = (int)((day + 4) % 7); /* weekday of the first, 0 is Sunday */
    if (first < 0)
        first += 7;
    first = (t->day - first + 7) % 7 + (t->week - 1) * 7;
    if (first >= length)
        first -= 7;
    return (day + first) * DAY_SECONDS + t->second;
}

typedef struct event {
    int64_t at;
    int offset;
    bool start;
} event;

/* Where both fall together (a summer all the year), the start is later. */
static int compare_events(const void *left, const void *right)
{
    const event *a = left;
    const event *b = right;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (int)a->start - (int)b->start;
}

static size_t list_events(const rule *r, event *events)
{
    size_t count = 0;

    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        events[count++] = (event){turn_of_year(&r->start, year) - r->standard,
                                  r->summer, true};
        events[count++] = (event){turn_of_year(&r->end, year) - r->summer,
                                  r->standard, false};
    }
    qsort(events, count, sizeof(*events), compare_events);
    return count;
}

/* The changes at the end that the rule says as well need not be kept: files
 * may or may not write them out. */
static size_t count_written(const complaint__zone *zone, const event *events,
                            size_t count)
{
    size_t written = zone->count;

    while (written > 1) {
        const complaint__zone_change *change = &zone->changes[written - 1];
        const complaint__zone_change *before = change - 1;

        while (count > 0 && events[count - 1].at > change->at)
            count--;
        /* Nothing that the rule says may lie between the two. */
        if (count < 2 || events[count - 1].at != change->at ||
            events[count - 1].offset != change->offset ||
            events[count - 2].offset != before->offset ||
            events[count - 2].at > before->at)
            break;
        written--;
        count--;
    }
    return written;
}

static int add_events(complaint__zone *zone, const event *events, size_t count)
{
    int64_t last =
        zone->count == 0 ? INT64_MIN : zone->changes[zone->count - 1].at;

    zone->written = count_written(zone, events, count);
    for (size_t i = 0; i < count; i++)
        if (events[i].at > last && events[i].at <= LAST_SECOND &&
            !complaint__zone_add(zone, events[i].at, events[i].offset))
            return COMPLAINT_NO_MEMORY;
    return COMPLAINT_OK;
}

int complaint__zone_follow(complaint__zone *zone, const char *text,
                           complaint__zone_problem **problem)
{
    event *events;
    rule r;
    int status;

    *problem = NULL;
    zone->written = zone->count;
    if (text[0] == '\0')
        return COMPLAINT_OK;
    if (strlen(text) >= sizeof(zone->rule) || !read_rule(text, &r)) {
        *problem = "not a rule such as GMT0BST,M3.5.0/1,M10.5.0";
        return COMPLAINT_INVALID;
    }
    memcpy(zone->rule, text, strlen(text) + 1);
    if (zone->count == 0)
        zone->offset = r.standard;
    if (!r.has_summer)
        return COMPLAINT_OK;
    events = complaint__alloc_array(
        zone->context, 2 * (LAST_YEAR - FIRST_YEAR + 1), sizeof(*events));
    if (events == NULL)
        return COMPLAINT_NO_MEMORY;
    status = add_events(zone, events, list_events(&r, events));
    complaint__free(zone->context, events);
    return status;
}
