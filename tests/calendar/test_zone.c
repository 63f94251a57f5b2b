/* Zones: every change against another reader, working time against a walk
 * over minutes by the C library's own clocks, gaps and overlaps by hand, and
 * files that are broken. */
#include <complaint/calendar.h>
#include <complaint/limits.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "calendar/table.h"
#include "calendar/walker.h"
#include "support/surroundings.h"

static complaint_context *context;
static walker w;

static const char *const zones[] = {"America/Sao_Paulo", "Europe/London",
                                    "Australia/Sydney",  "Australia/Lord_Howe",
                                    "America/St_Johns",  "Pacific/Apia"};
#define ZONES ((int)(sizeof(zones) / sizeof(zones[0])))

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
}

static void tear_down(void)
{
    complaint_context_free(context);
}

static complaint_calendar *parse(const char *text)
{
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;
    int status = complaint_calendar_parse(context, text, strlen(text), "test",
                                          &calendar, &error);

    ck_assert_msg(status == COMPLAINT_OK, "%s (line %d)",
                  complaint_error_message(error),
                  (int)complaint_error_line(error));
    return calendar;
}

/* Every day of the week with the same hours, in a zone. */
static complaint_calendar *every_day(const char *zone, const char *hours)
{
    static const char *const days[] = {"monday",   "tuesday", "wednesday",
                                       "thursday", "friday",  "saturday",
                                       "sunday"};
    char text[2000];
    int size =
        snprintf(text, sizeof(text),
                 "format: 1\nname: z\nversion: '1'\nzone: %s\nweek:\n", zone);

    for (int i = 0; i < 7; i++)
        size += snprintf(text + size, sizeof(text) - (size_t)size,
                         "  %s: [%s]\n", days[i], hours);
    return parse(text);
}

static int64_t at(const char *text)
{
    complaint_time time = 0;

    ck_assert_int_eq(complaint_time_parse(text, 0, &time, NULL), 0);
    return time;
}

static complaint_day day(const char *text)
{
    complaint_day found = 0;

    ck_assert_int_eq(complaint_day_parse(text, &found, NULL), 0);
    return found;
}

/* Hours of work between two instants, in minutes. */
static int64_t minutes(const complaint_calendar *calendar, const char *from,
                       const char *to)
{
    int64_t duration = -1;

    ck_assert_int_eq(complaint_calendar_count_time(calendar, at(from), at(to),
                                                   &duration, NULL),
                     0);
    ck_assert_int_eq(duration % COMPLAINT_MINUTE, 0);
    return duration / COMPLAINT_MINUTE;
}

static int64_t day_minutes(const complaint_calendar *calendar, const char *date)
{
    return (complaint__calendar_day_start(calendar, day(date) + 1) -
            complaint__calendar_day_start(calendar, day(date))) /
           COMPLAINT_MINUTE;
}

static void check_close(const complaint_calendar *calendar, const char *date,
                        const char *want)
{
    int64_t time = 0;

    ck_assert_int_eq(
        complaint_calendar_close_of_day(calendar, day(date), &time, NULL), 0);
    ck_assert_int_eq(time, at(want));
}

/* ---- every change ---- */

/* The changes of a calendar from 1970 on must be those that follow. */
static int check_zone(const char *name, int before, FILE *changes, char *line,
                      size_t size)
{
    complaint_calendar *calendar = every_day(name, "'00:00-24:00'");
    size_t i = 0;
    int count = 0;

    while (i < calendar->zone.count && calendar->zone.changes[i].at <= 0)
        i++;
    ck_assert_msg(complaint_calendar_offset(calendar, 0) == before, "%s", name);
    line[0] = '\0';
    while (fgets(line, (int)size, changes) != NULL &&
           strncmp(line, "zone", 4) != 0) {
        long long second;
        int offset;

        ck_assert_int_eq(sscanf(line, "%lld %d", &second, &offset), 2);
        ck_assert_msg(i < calendar->zone.count &&
                          calendar->zone.changes[i].at == second &&
                          calendar->zone.changes[i].offset == offset,
                      "%s at %lld to %d", name, second, offset);
        i++;
        count++;
        line[0] = '\0';
    }
    while (i < calendar->zone.count &&
           calendar->zone.changes[i].at > COMPLAINT_LIMIT_TIME_MAX / 1000000)
        i++;
    ck_assert_msg(i == calendar->zone.count, "%s has more", name);
    complaint_calendar_free(calendar);
    return count;
}

START_TEST(every_change_from_1970_to_2199_is_that_of_another_reader)
{
    const char *python = getenv("COMPLAINT_PYTHON");
    const char *source = getenv("COMPLAINT_SOURCE");
    char command[2000], line[300] = "", name[200];
    int zone_count = 0, changes = 0, before;
    FILE *pipe;

    (void)snprintf(command, sizeof(command),
                   "%s %s/tests/calendar/zone_changes.py 20 2008 "
                   "America/Sao_Paulo Europe/London Australia/Sydney "
                   "Australia/Lord_Howe",
                   python != NULL ? python : "/usr/bin/python3",
                   source != NULL ? source : ".");
    pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    ck_assert_ptr_nonnull(fgets(line, sizeof(line), pipe));
    while (sscanf(line, "zone %199s %d", name, &before) == 2) {
        changes += check_zone(name, before, pipe, line, sizeof(line));
        zone_count++;
    }
    ck_assert_int_eq(pclose(pipe), 0);
    ck_assert_int_eq(zone_count, 24);
    ck_assert_int_gt(changes, 2000);
}
END_TEST

/* ---- gaps and overlaps by hand ---- */

START_TEST(a_midnight_that_clocks_leap_over_begins_the_day_at_the_leap)
{
    complaint_calendar *calendar =
        every_day("America/Sao_Paulo", "'00:00-24:00'");

    /* 2018-11-04 00:00 became 01:00; 2018-02-18 00:00 became 23:00. */
    ck_assert_int_eq(complaint__calendar_day_start(calendar, day("2018-11-04")),
                     at("2018-11-04T03:00:00Z"));
    ck_assert_int_eq(day_minutes(calendar, "2018-11-03"), 24 * 60);
    ck_assert_int_eq(day_minutes(calendar, "2018-11-04"), 23 * 60);
    ck_assert_int_eq(day_minutes(calendar, "2018-02-17"), 25 * 60);
    ck_assert_int_eq(
        complaint__calendar_instant(calendar, day("2018-11-04"), 0),
        at("2018-11-04T03:00:00Z"));
    ck_assert_int_eq(complaint__calendar_instant(calendar, day("2018-11-04"),
                                                 30 * COMPLAINT_MINUTE),
                     at("2018-11-04T03:00:00Z"));
    ck_assert_int_eq(complaint__calendar_instant(calendar, day("2018-02-17"),
                                                 23 * COMPLAINT_HOUR),
                     at("2018-02-18T01:00:00Z"));
    check_close(calendar, "2018-11-03", "2018-11-04T03:00:00Z");
    check_close(calendar, "2018-02-17", "2018-02-18T03:00:00Z");
    ck_assert_int_eq(minutes(calendar, "2018-11-04T00:00:00-03:00",
                             "2018-11-05T00:00:00-02:00"),
                     23 * 60);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(hours_that_clocks_leap_over_do_not_count_and_repeated_ones_twice)
{
    complaint_calendar *london =
        every_day("Europe/London", "'00:30-01:30', '09:00-17:00'");
    complaint_calendar *gap = every_day("Europe/London", "'01:15-01:45'");
    complaint_calendar *sydney = every_day("Australia/Sydney", "'01:00-04:00'");
    complaint_calendar *howe =
        every_day("Australia/Lord_Howe", "'01:00-04:00'");
    int64_t time = 0;

    /* 2019-03-31 01:00 became 02:00; 2019-10-27 02:00 became 01:00. */
    ck_assert_int_eq(day_minutes(london, "2019-03-31"), 23 * 60);
    ck_assert_int_eq(day_minutes(london, "2019-10-27"), 25 * 60);
    ck_assert_int_eq(
        minutes(london, "2019-03-31T00:00:00Z", "2019-03-31T23:00:00Z"),
        30 + 8 * 60);
    ck_assert_int_eq(
        minutes(london, "2019-10-26T23:00:00Z", "2019-10-28T00:00:00Z"),
        90 + 8 * 60);
    /* All of its hours leapt over: closed at the leap, nothing worked. */
    ck_assert_int_eq(
        minutes(gap, "2019-03-31T00:00:00Z", "2019-03-31T23:00:00Z"), 0);
    check_close(gap, "2019-03-31", "2019-03-31T01:00:00Z");
    check_close(gap, "2019-10-27", "2019-10-27T01:45:00Z");
    ck_assert_int_eq(
        complaint_calendar_add_time(gap, at("2019-10-27T00:20:00Z"),
                                    30 * COMPLAINT_MINUTE, &time, NULL),
        0);
    ck_assert_int_eq(time, at("2019-10-27T01:20:00Z"));
    /* 2019-04-07 03:00 became 02:00; 2019-10-06 02:00 became 03:00. */
    ck_assert_int_eq(day_minutes(sydney, "2019-04-07"), 25 * 60);
    ck_assert_int_eq(day_minutes(sydney, "2019-10-06"), 23 * 60);
    ck_assert_int_eq(minutes(sydney, "2019-04-07T00:00:00+11:00",
                             "2019-04-08T00:00:00+10:00"),
                     4 * 60);
    ck_assert_int_eq(minutes(sydney, "2019-10-06T00:00:00+10:00",
                             "2019-10-07T00:00:00+11:00"),
                     2 * 60);
    /* Half an hour. */
    ck_assert_int_eq(day_minutes(howe, "2019-04-07"), 24 * 60 + 30);
    ck_assert_int_eq(day_minutes(howe, "2019-10-06"), 23 * 60 + 30);
    ck_assert_int_eq(
        minutes(howe, "2019-04-07T00:00:00+11:00", "2019-04-08T00:00:00+10:30"),
        3 * 60 + 30);
    ck_assert_int_eq(
        minutes(howe, "2019-10-06T00:00:00+10:30", "2019-10-07T00:00:00+11:00"),
        2 * 60 + 30);
    complaint_calendar_free(london);
    complaint_calendar_free(gap);
    complaint_calendar_free(sydney);
    complaint_calendar_free(howe);
}
END_TEST

START_TEST(a_day_that_a_zone_leaps_over_is_no_working_day)
{
    complaint_calendar *calendar = every_day("Pacific/Apia", "'09:00-17:00'");
    int64_t count = 0, found = 0;

    ck_assert_int_eq(complaint_calendar_count_days(calendar, day("2011-12-28"),
                                                   day("2011-12-31"), &count,
                                                   NULL),
                     0);
    ck_assert_int_eq(count, 2); /* there was no 30 December */
    ck_assert_int_eq(complaint_calendar_add_days(calendar, day("2011-12-29"), 1,
                                                 &found, NULL),
                     0);
    ck_assert_int_eq(found, day("2011-12-31"));
    ck_assert_int_eq(day_minutes(calendar, "2011-12-30"), 0);
    complaint_calendar_free(calendar);
}
END_TEST

/* ---- against the C library ---- */

/* Leap days up to the end of a year. */
static int64_t leap_days(int year)
{
    return year / 4 - year / 100 + year / 400;
}

/* Working time by asking for each minute what clocks show. */
static int64_t walk(int64_t from, int64_t to)
{
    int64_t sum = 0;

    for (int64_t second = from; second < to; second += 60) {
        time_t moment = (time_t)second;
        struct tm tm;
        int64_t index;

        ck_assert_ptr_nonnull(localtime_r(&moment, &tm));
        index = 365 * (int64_t)tm.tm_year + leap_days(1899 + tm.tm_year) -
                leap_days(1899) + tm.tm_yday;
        sum += w.minute[w.day[index]][tm.tm_hour * 60 + tm.tm_min];
    }
    return sum;
}

static void check_walk(const complaint_calendar *calendar, int64_t from,
                       int64_t to)
{
    int64_t want = walk(from, to) * COMPLAINT_MINUTE;
    int64_t got = -1, end = 0;

    ck_assert_int_eq(
        complaint_calendar_count_time(calendar, from * COMPLAINT_SECOND,
                                      to * COMPLAINT_SECOND, &got, NULL),
        0);
    ck_assert_msg(got == want, "%lld to %lld: %lld, not %lld", (long long)from,
                  (long long)to, (long long)got, (long long)want);
    if (got == 0)
        return;
    ck_assert_int_eq(complaint_calendar_add_time(
                         calendar, from * COMPLAINT_SECOND, got, &end, NULL),
                     0);
    ck_assert_int_le(end, to * COMPLAINT_SECOND);
    ck_assert_int_eq(walk(from, end / COMPLAINT_SECOND) * COMPLAINT_MINUTE,
                     want);
    ck_assert_int_lt(walk(from, end / COMPLAINT_SECOND - 60) * COMPLAINT_MINUTE,
                     want);
}

/* An invented calendar moved into a zone. */
static complaint_calendar *invent(const char *zone, uint64_t seed)
{
    complaint_calendar *calendar;
    char *yaml = NULL, *moved, *line;
    size_t size = 0;
    FILE *file = open_memstream(&yaml, &size);

    ck_assert_ptr_nonnull(file);
    walker_invent(&w, seed, file);
    ck_assert_int_eq(fclose(file), 0);
    moved = malloc(size + 300);
    ck_assert_ptr_nonnull(moved);
    line = strstr(yaml, "offset:");
    ck_assert_ptr_nonnull(line);
    (void)sprintf(moved, "%.*szone: %s\n%s", (int)(line - yaml), yaml, zone,
                  strchr(line, '\n') + 1);
    calendar = parse(moved);
    free(moved);
    free(yaml);
    return calendar;
}

START_TEST(working_time_over_changes_equals_a_walk_by_the_c_library)
{
    complaint_calendar *calendar = invent(zones[_i], (uint64_t)_i + 1);
    const complaint__zone *zone = &calendar->zone;
    uint64_t state = (uint64_t)_i + 4;

    ck_assert_int_eq(setenv("TZ", zones[_i], 1), 0);
    tzset();
    for (int i = 0; i < 100; i++) {
        int64_t middle = walker_below(&state, 7000000000) / 60 * 60;
        int64_t from, to;

        if (i % 2 == 0) { /* around a change */
            size_t which = (size_t)walker_below(&state, (int64_t)zone->count);

            middle = zone->changes[which].at;
            if (middle < 0 || middle > 7200000000)
                continue;
        }
        from = middle - walker_below(&state, 1800) * 60;
        to = middle + walker_below(&state, 1800) * 60;
        check_walk(calendar, from - from % 60, to - to % 60);
    }
    ck_assert_int_eq(unsetenv("TZ"), 0);
    tzset();
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(far_working_time_is_the_sum_of_near_ones_and_can_be_undone)
{
    complaint_calendar *calendar = invent(zones[_i], (uint64_t)_i + 21);
    uint64_t state = (uint64_t)_i + 77;

    for (int i = 0; i < 4000; i++) {
        int64_t a = walker_below(&state, 7200000000) * COMPLAINT_SECOND;
        int64_t b = walker_below(&state, 7200000000) * COMPLAINT_SECOND;
        int64_t c = walker_below(&state, 7200000000) * COMPLAINT_SECOND;
        int64_t ab, bc, ac, end;

        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, a, b, &ab, NULL), 0);
        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, b, c, &bc, NULL), 0);
        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, a, c, &ac, NULL), 0);
        ck_assert_int_eq(ab + bc, ac);
        if (ab <= 0)
            continue;
        ck_assert_int_eq(
            complaint_calendar_add_time(calendar, a, ab, &end, NULL), 0);
        ck_assert_int_le(end, b);
        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, a, end, &bc, NULL), 0);
        ck_assert_int_eq(bc, ab);
        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, a, end - 1, &bc, NULL), 0);
        ck_assert_int_eq(bc, ab - 1);
    }
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(days_follow_one_another_and_hold_their_instants)
{
    complaint_calendar *calendar = every_day(zones[_i], "'00:00-24:00'");
    complaint_time start =
        complaint__calendar_day_start(calendar, day("1970-01-02"));

    for (complaint_day d = 1; d < 84000; d++) {
        complaint_time next = complaint__calendar_day_start(calendar, d + 1);
        int64_t in_day;

        ck_assert_int_ge(next, start);
        if (next > start) {
            ck_assert_int_eq(
                complaint__calendar_local(calendar, start, &in_day), d);
            ck_assert_int_eq(
                complaint__calendar_local(calendar, next - 1, &in_day), d);
        }
        start = next;
    }
    complaint_calendar_free(calendar);
}
END_TEST

/* ---- the text, the environment, broken files ---- */

START_TEST(the_complete_text_reads_back_as_the_same_zone)
{
    complaint_calendar *calendar = every_day(zones[_i], "'22:00-06:00'");
    size_t size = 0;
    const char *text = complaint_calendar_text(calendar, &size);
    complaint_calendar *again = parse(text);

    ck_assert_uint_eq(strlen(text), size);
    ck_assert_ptr_nonnull(strstr(text, zones[_i]));
    ck_assert_str_eq(complaint_calendar_digest(calendar),
                     complaint_calendar_digest(again));
    ck_assert_str_eq(complaint_calendar_text(again, NULL), text);
    ck_assert_int_eq(again->zone.offset, calendar->zone.offset);
    ck_assert_uint_eq(again->stretch_count, calendar->stretch_count);
    for (size_t i = 0; i < calendar->stretch_count; i++) {
        ck_assert_int_eq(again->stretches[i].from, calendar->stretches[i].from);
        ck_assert_int_eq(again->stretches[i].offset,
                         calendar->stretches[i].offset);
        ck_assert_int_eq(again->stretches[i].before,
                         calendar->stretches[i].before);
    }
    complaint_calendar_free(again);
    complaint_calendar_free(calendar);
}
END_TEST

/* What the environment gives below. */
typedef struct files {
    surroundings s;
    unsigned char bytes[COMPLAINT__LIMIT_ZONE];
    size_t size;
    int result;
} files;

static int give(void *user_data, const char *name, void *bytes, size_t *size)
{
    files *f = (files *)user_data;

    ck_assert_str_eq(name, "Test/Zone");
    if (f->size <= *size)
        memcpy(bytes, f->bytes, f->size);
    *size = f->size;
    return f->result;
}

static files *files_of(const char *name)
{
    files *f = calloc(1, sizeof(*f));
    char path[300];
    FILE *file;

    ck_assert_ptr_nonnull(f);
    surroundings_init(&f->s);
    f->s.environment.zone = give;
    f->s.environment.user_data = f;
    (void)snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
    file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    f->size = fread(f->bytes, 1, sizeof(f->bytes), file);
    (void)fclose(file);
    return f;
}

static int parse_given(files *f, complaint_calendar **calendar,
                       complaint_error **error)
{
    static const char text[] =
        "format: 1\nname: z\nversion: '1'\nzone: Test/Zone\n"
        "week: {monday: ['09:00-17:00'], tuesday: [], wednesday: [],"
        " thursday: [], friday: [], saturday: [], sunday: []}\n";
    complaint_context *own = NULL;
    int status;

    ck_assert_int_eq(complaint_context_new(&f->s.environment, &own, NULL), 0);
    status = complaint_calendar_parse(own, text, sizeof(text) - 1, "given",
                                      calendar, error);
    complaint_context_free(own);
    return status;
}

START_TEST(the_environment_may_give_the_rules_and_new_rules_a_new_digest)
{
    files *london = files_of("Europe/London");
    files *sydney = files_of("Australia/Sydney");
    complaint_calendar *a = NULL, *b = NULL;
    complaint_error *error = NULL;

    ck_assert_int_eq(parse_given(london, &a, NULL), 0);
    ck_assert_int_eq(complaint_calendar_offset(a, at("2019-07-01T00:00:00Z")),
                     3600);
    ck_assert_int_eq(parse_given(sydney, &b, NULL), 0);
    ck_assert_int_eq(complaint_calendar_offset(b, at("2019-07-01T00:00:00Z")),
                     36000);
    ck_assert_str_ne(complaint_calendar_digest(a),
                     complaint_calendar_digest(b));
    complaint_calendar_free(a);
    complaint_calendar_free(b);
    london->result = 1;
    ck_assert_int_eq(parse_given(london, &a, &error), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "calendar.zone");
    ck_assert_int_eq(complaint_error_line(error), 4);
    london->result = -1;
    ck_assert_int_eq(parse_given(london, &a, &error), COMPLAINT_IO);
    london->result = 0;
    london->size = COMPLAINT__LIMIT_ZONE + 1;
    ck_assert_int_eq(parse_given(london, &a, &error), COMPLAINT_IO);
    complaint_error_free(error);
    free(london);
    free(sydney);
}
END_TEST

static int read_zone(const unsigned char *bytes, size_t size)
{
    unsigned char *exact = malloc(size > 0 ? size : 1);
    complaint__zone_problem *problem = NULL;
    complaint__zone zone;
    int status;

    ck_assert_ptr_nonnull(exact);
    memcpy(exact, bytes, size);
    complaint__zone_start(&zone, context, 0);
    status = complaint__zone_read(&zone, exact, size, &problem);
    ck_assert_int_eq(status == COMPLAINT_INVALID, problem != NULL);
    complaint__zone_end(&zone);
    free(exact);
    return status;
}

START_TEST(a_file_cut_anywhere_is_refused)
{
    files *f = files_of("Europe/London");

    ck_assert_int_eq(read_zone(f->bytes, f->size), COMPLAINT_OK);
    for (size_t size = 0; size < f->size; size++)
        ck_assert_int_eq(read_zone(f->bytes, size), COMPLAINT_INVALID);
    free(f);
}
END_TEST

START_TEST(a_file_with_any_byte_changed_is_read_or_refused)
{
    files *f = files_of("America/Sao_Paulo");
    uint64_t state = 5;

    for (size_t i = 0; i < f->size; i++) {
        unsigned char kept = f->bytes[i];

        f->bytes[i] = (unsigned char)walker_random(&state);
        (void)read_zone(f->bytes, f->size);
        f->bytes[i] = kept;
    }
    f->bytes[0] = 'X';
    ck_assert_int_eq(read_zone(f->bytes, f->size), COMPLAINT_INVALID);
    free(f);
}
END_TEST

START_TEST(a_zone_with_leap_seconds_is_refused)
{
    FILE *file = fopen("/usr/share/zoneinfo/right/Europe/London", "rb");
    files *f;

    if (file == NULL) {
        (void)fputs("skipped: no zones with leap seconds here\n", stderr);
        return;
    }
    (void)fclose(file);
    f = files_of("right/Europe/London");
    ck_assert_int_eq(read_zone(f->bytes, f->size), COMPLAINT_INVALID);
    free(f);
}
END_TEST

static const struct posix {
    const char *rule;
    const char *before; /* an instant before a change */
    int offset_before;
    int offset_after; /* a second later */
} rules[] = {
    {"<+0330>-3:30<+0430>,J79/24,J263/24", "2021-03-20T20:29:59Z", 12600,
     16200},
    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T00:59:59Z", -7200, -3600},
    {"EST5EDT,M3.2.0,M11.1.0", "2019-03-10T06:59:59Z", -18000, -14400},
    {"EST5EDT,M3.2.0,M11.1.0", "2019-11-03T05:59:59Z", -14400, -18000},
    {"AAA-10BBB,59/0,365/0", "2020-02-28T13:59:59Z", 36000, 39600},
    {"AAA0BBB,J60/0,J365/0", "2020-02-29T23:59:59Z", 0, 3600},
    {"IST-1GMT0,M10.5.0,M3.5.0/1", "2019-10-27T00:59:59Z", 3600, 0},
};

START_TEST(a_rule_says_when_the_offset_changes)
{
    const struct posix *p = &rules[_i];
    char text[600];
    complaint_calendar *calendar;

    (void)snprintf(text, sizeof(text),
                   "format: 1\nname: z\nversion: '1'\nrule: '%s'\n"
                   "week: {monday: ['09:00-17:00'], tuesday: [], wednesday: [],"
                   " thursday: [], friday: [], saturday: [], sunday: []}\n",
                   p->rule);
    calendar = parse(text);
    ck_assert_int_eq(complaint_calendar_offset(calendar, at(p->before)),
                     p->offset_before);
    ck_assert_int_eq(
        complaint_calendar_offset(calendar, at(p->before) + COMPLAINT_SECOND),
        p->offset_after);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(a_summer_all_the_year_has_no_changes)
{
    complaint__zone_problem *problem = NULL;
    complaint__zone zone;

    complaint__zone_start(&zone, context, 0);
    ck_assert_int_eq(
        complaint__zone_follow(&zone, "XXX3EDT4,0/0,J365/23", &problem), 0);
    ck_assert_uint_le(zone.count, 1);
    complaint__zone_end(&zone);
}
END_TEST

static Suite *zone_suite(void)
{
    Suite *suite = suite_create("calendar/zone");
    TCase *zone = tcase_create("zone");

    tcase_set_timeout(zone, 300);
    tcase_add_checked_fixture(zone, set_up, tear_down);
    tcase_add_test(zone,
                   every_change_from_1970_to_2199_is_that_of_another_reader);
    tcase_add_test(zone,
                   a_midnight_that_clocks_leap_over_begins_the_day_at_the_leap);
    tcase_add_test(
        zone, hours_that_clocks_leap_over_do_not_count_and_repeated_ones_twice);
    tcase_add_test(zone, a_day_that_a_zone_leaps_over_is_no_working_day);
    tcase_add_loop_test(
        zone, working_time_over_changes_equals_a_walk_by_the_c_library, 0,
        ZONES);
    tcase_add_loop_test(
        zone, far_working_time_is_the_sum_of_near_ones_and_can_be_undone, 0,
        ZONES);
    tcase_add_loop_test(zone, days_follow_one_another_and_hold_their_instants,
                        0, 4);
    tcase_add_loop_test(zone, the_complete_text_reads_back_as_the_same_zone, 0,
                        ZONES);
    tcase_add_test(
        zone, the_environment_may_give_the_rules_and_new_rules_a_new_digest);
    tcase_add_test(zone, a_file_cut_anywhere_is_refused);
    tcase_add_test(zone, a_file_with_any_byte_changed_is_read_or_refused);
    tcase_add_test(zone, a_zone_with_leap_seconds_is_refused);
    tcase_add_loop_test(zone, a_rule_says_when_the_offset_changes, 0,
                        (int)(sizeof(rules) / sizeof(rules[0])));
    tcase_add_test(zone, a_summer_all_the_year_has_no_changes);
    suite_add_tcase(suite, zone);
    return suite;
}

int main(void)
{
    return test_run(zone_suite());
}
