/* The other way of counting; see walker.h. Invented calendars are made here
 * too, from a seed. */
#include "calendar/walker.h"

#include <stdlib.h>
#include <string.h>

static char dates[WALKER_DAYS][11];

static void list_dates(void)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int year = 1900, month = 1, day = 1;

    if (dates[0][0] != '\0')
        return;
    for (int i = 0; i < WALKER_DAYS; i++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        (void)snprintf(dates[i], sizeof(dates[i]), "%04u-%02u-%02u",
                       (unsigned)year % 10000, (unsigned)month % 100,
                       (unsigned)day % 100);
        day++;
        if (day > lengths[month - 1] + (leap && month == 2)) {
            day = 1;
            month++;
        }
        if (month > 12) {
            month = 1;
            year++;
        }
    }
}

int walker_index(const char *date)
{
    int low = 0, high = WALKER_DAYS - 1;

    list_dates();
    while (low <= high) {
        int middle = (low + high) / 2;
        int order = strncmp(date, dates[middle], 10);

        if (order == 0)
            return middle;
        if (order < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return -1;
}

void walker_date(int index, char text[11])
{
    list_dates();
    memcpy(text, dates[index], 11);
}

int walker_weekday(int index)
{
    return index % 7; /* 1900-01-01 was a Monday */
}

bool walker_worked(const walker *w, int64_t day)
{
    return w->day[day - WALKER_FIRST] != 0;
}

int64_t walker_count_days(const walker *w, int64_t from, int64_t to)
{
    int64_t count = 0;

    for (int64_t d = from + 1; d <= to; d++)
        count += walker_worked(w, d);
    for (int64_t d = to + 1; d <= from; d++)
        count -= walker_worked(w, d);
    return count;
}

bool walker_add_days(const walker *w, int64_t from, int64_t n, int64_t *day)
{
    int64_t d = from;
    int step = n < 0 ? -1 : 1;

    while (n != 0) {
        d += step;
        if (d < WALKER_FIRST || d >= WALKER_FIRST + WALKER_DAYS)
            return false;
        if (walker_worked(w, d))
            n -= step;
    }
    *day = d;
    return true;
}

/* Floor of a / b for b > 0. */
static int64_t divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Whether a local minute is worked; for the days of the range alone. */
static bool minute_worked(const walker *w, int64_t minute)
{
    int64_t day = divide(minute, 1440);

    if (day < WALKER_FIRST || day >= WALKER_FIRST + WALKER_DAYS)
        return false;
    return w->minute[w->day[day - WALKER_FIRST]][minute - day * 1440];
}

int64_t walker_count_time(const walker *w, int64_t from, int64_t to)
{
    int64_t sum = 0;

    if (to < from)
        return -walker_count_time(w, to, from);
    from += w->offset * COMPLAINT_SECOND;
    to += w->offset * COMPLAINT_SECOND;
    while (from < to) {
        int64_t minute = divide(from, COMPLAINT_MINUTE);
        int64_t next = (minute + 1) * COMPLAINT_MINUTE;

        if (next > to)
            next = to;
        if (minute_worked(w, minute))
            sum += next - from;
        from = next;
    }
    return sum;
}

bool walker_add_time(const walker *w, int64_t from, int64_t duration,
                     int64_t *time)
{
    int64_t local = from + w->offset * COMPLAINT_SECOND;

    while (duration > 0) {
        int64_t minute = divide(local, COMPLAINT_MINUTE);
        int64_t next = (minute + 1) * COMPLAINT_MINUTE;

        if (minute >= (WALKER_FIRST + (int64_t)WALKER_DAYS) * 1440)
            return false;
        if (minute_worked(w, minute)) {
            if (next - local >= duration)
                next = local + duration;
            duration -= next - local;
        }
        local = next;
    }
    *time = local - w->offset * COMPLAINT_SECOND;
    return true;
}

static void work(walker *w, int schedule, int start, int end)
{
    for (int m = start; m < end; m++)
        w->minute[schedule][m] = true;
}

void walker_office(walker *w)
{
    memset(w, 0, sizeof(*w));
    work(w, 1, 9 * 60, 12 * 60);
    work(w, 1, 13 * 60, 18 * 60);
    for (int i = 0; i < WALKER_DAYS; i++)
        w->day[i] = walker_weekday(i) < 5;
}

uint64_t walker_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

int64_t walker_below(uint64_t *state, int64_t n)
{
    return (int64_t)(walker_random(state) % (uint64_t)n);
}

/* Up to `most` intervals, as YAML list and as minutes. */
static bool invent_hours(walker *w, int schedule, int64_t least, int64_t most,
                         uint64_t *state, FILE *yaml)
{
    int64_t count = least + walker_below(state, most - least + 1);
    int64_t room = count == 0 ? 0 : 1440 / count;

    (void)fputs("[", yaml);
    for (int64_t i = 0; i < count; i++) {
        int start = (int)(i * room + walker_below(state, room - 1));
        int end =
            (int)(start + 1 + walker_below(state, (i + 1) * room - start));

        (void)fprintf(yaml, "%s\"%02d:%02d-%02d:%02d\"", i > 0 ? ", " : "",
                      start / 60, start % 60, end / 60, end % 60);
        work(w, schedule, start, end);
    }
    (void)fputs("]", yaml);
    return count > 0;
}

static void invent_exceptions(walker *w, uint64_t *state, FILE *yaml)
{
    int next = 10; /* the first free schedule */

    (void)fputs("exceptions:\n", yaml);
    for (int i = (int)walker_below(state, 400); i < WALKER_DAYS;
         i += 1 + (int)walker_below(state, 400)) {
        int last = i + (int)walker_below(state, 9);
        bool make_up = walker_below(state, 2) != 0;
        unsigned char schedule = make_up ? 8 : 0;
        char from[11], to[11];

        last = last < WALKER_DAYS ? last : WALKER_DAYS - 1;
        walker_date(i, from);
        walker_date(last, to);
        (void)fprintf(yaml, "  - {from: %s, to: %s, kind: %s", from, to,
                      make_up ? "make_up" : "holiday");
        if (make_up && next < WALKER_SCHEDULES && walker_below(state, 3) == 0) {
            schedule = (unsigned char)next++;
            (void)fputs(", hours: ", yaml);
            (void)invent_hours(w, schedule, 1, 16, state, yaml);
        }
        (void)fputs("}\n", yaml);
        for (; i <= last; i++) {
            w->day[i] = schedule;
            w->mark[i] = make_up ? 'm' : 'h';
        }
    }
}

void walker_invent(walker *w, uint64_t seed, FILE *yaml)
{
    static const char *const names[] = {"monday",   "tuesday", "wednesday",
                                        "thursday", "friday",  "saturday",
                                        "sunday"};
    uint64_t state = seed * 2654435761u + 1;
    int minutes;
    unsigned char weekdays[7];

    memset(w, 0, sizeof(*w));
    minutes = (int)walker_below(&state, 2 * 1439 + 1) - 1439;
    w->offset = minutes * 60;
    (void)fprintf(yaml,
                  "format: 1\nname: invented\nversion: \"1\"\n"
                  "offset: \"%c%02d:%02d\"\nweek:\n",
                  minutes < 0 ? '-' : '+', abs(minutes) / 60,
                  abs(minutes) % 60);
    for (int i = 0; i < 7; i++) {
        (void)fprintf(yaml, "  %s: ", names[i]);
        weekdays[i] = 0;
        if (invent_hours(w, i + 1, 0, 4, &state, yaml))
            weekdays[i] = (unsigned char)(i + 1);
        (void)fputs("\n", yaml);
    }
    (void)fputs("hours: ", yaml);
    (void)invent_hours(w, 8, 1, 5, &state, yaml);
    (void)fputs("\n", yaml);
    for (int i = 0; i < WALKER_DAYS; i++)
        w->day[i] = weekdays[walker_weekday(i)];
    invent_exceptions(w, &state, yaml);
}

FILE *walker_shared(const char *name)
{
    const char *folder = getenv("COMPLAINT_SHARED");
    const char *source = getenv("COMPLAINT_SOURCE");
    char path[4096];

    if (folder != NULL)
        (void)snprintf(path, sizeof(path), "%s/data/%s", folder, name);
    else
        (void)snprintf(path, sizeof(path), "%s/../shared/data/%s",
                       source != NULL ? source : ".", name);
    return fopen(path, "rb");
}

int walker_times(const char *what, int ordinary, int longer)
{
    int times = getenv("COMPLAINT_LONG") != NULL ? longer : ordinary;

    printf("%s: %d cases\n", what, times);
    (void)fflush(stdout);
    return times;
}
