/* Counting and adding against a walk over days and minutes, on invented
 * calendars (seeded) with odd offsets, hours and exceptions; and the edges. */
#include <complaint/calendar.h>
#include <complaint/limits.h>

#include <check.h>
#include <stdlib.h>

#include "calendar/walker.h"
#include "support/surroundings.h"

#define INVENTED 10
#define FIRST_DAY WALKER_FIRST
#define LAST_DAY (WALKER_FIRST + WALKER_DAYS - 1)

static complaint_context *context;
static walker w;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
}

static void tear_down(void)
{
    complaint_context_free(context);
}

static complaint_calendar *parse(const char *yaml, size_t size)
{
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;
    int status = complaint_calendar_parse(context, yaml, size, "test",
                                          &calendar, &error);

    ck_assert_msg(status == COMPLAINT_OK, "%s (line %d)",
                  complaint_error_message(error),
                  (int)complaint_error_line(error));
    return calendar;
}

static complaint_calendar *invent(uint64_t seed)
{
    char *yaml = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&yaml, &size);
    complaint_calendar *calendar;

    ck_assert_ptr_nonnull(file);
    walker_invent(&w, seed, file);
    ck_assert_int_eq(fclose(file), 0);
    calendar = parse(yaml, size);
    free(yaml);
    return calendar;
}

static complaint_calendar *bundled(const char *name)
{
    complaint_calendar *calendar = NULL;

    ck_assert_int_eq(complaint_calendar_bundled(context, name, &calendar, NULL),
                     0);
    return calendar;
}

static int64_t count_days(const complaint_calendar *calendar, int64_t from,
                          int64_t to)
{
    int64_t count = -12345;

    ck_assert_int_eq(
        complaint_calendar_count_days(calendar, from, to, &count, NULL), 0);
    return count;
}

static void check_add_days(const complaint_calendar *calendar, int64_t from,
                           int64_t n)
{
    int64_t want = 0, got = INT64_MIN;
    bool within = walker_add_days(&w, from, n, &want);
    int status = complaint_calendar_add_days(calendar, from, n, &got, NULL);

    if (!within) {
        ck_assert_int_eq(status, COMPLAINT_LIMIT);
        ck_assert_int_eq(got, INT64_MIN);
        return;
    }
    ck_assert_int_eq(status, COMPLAINT_OK);
    ck_assert_msg(got == want, "%lld + %lld: %lld, not %lld", (long long)from,
                  (long long)n, (long long)got, (long long)want);
}

START_TEST(days_counted_between_any_two_equal_a_walk)
{
    complaint_calendar *calendar = invent((uint64_t)_i + 1);
    uint64_t state = (uint64_t)_i + 99;
    int times = walker_times("days counted, day by day", 100000, 1000000);

    for (int i = 0; i < times; i++) {
        int64_t from = FIRST_DAY + walker_below(&state, WALKER_DAYS);
        int64_t to = from + walker_below(&state, 121) - 60;

        if (i % 1000 == 0)
            to = FIRST_DAY + walker_below(&state, WALKER_DAYS);
        to = to < FIRST_DAY ? FIRST_DAY : to > LAST_DAY ? LAST_DAY : to;
        if (count_days(calendar, from, to) != walker_count_days(&w, from, to))
            ck_abort_msg("from %lld to %lld", (long long)from, (long long)to);
    }
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(days_added_equal_a_walk)
{
    complaint_calendar *calendar = invent((uint64_t)_i + 1);
    uint64_t state = (uint64_t)_i + 7;
    int times = walker_times("days added, day by day", 20000, 100000);

    for (int i = 0; i < times; i++)
        check_add_days(calendar, FIRST_DAY + walker_below(&state, WALKER_DAYS),
                       walker_below(&state, i % 100 == 0 ? 50000 : 61) -
                           (i % 100 == 0 ? 25000 : 30));
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(adding_days_undoes_counting_them)
{
    complaint_calendar *calendar = invent((uint64_t)_i + 1);
    uint64_t state = (uint64_t)_i + 3;
    int64_t day;

    for (int i = 0; i < 20000; i++) {
        int64_t from = FIRST_DAY + walker_below(&state, WALKER_DAYS);
        int64_t n = 1 + walker_below(&state, 300);

        if (complaint_calendar_add_days(calendar, from, n, &day, NULL) == 0) {
            ck_assert_int_eq(count_days(calendar, from, day), n);
            ck_assert_int_eq(count_days(calendar, from, day - 1), n - 1);
        }
        if (walker_worked(&w, from) &&
            complaint_calendar_add_days(calendar, from, -n, &day, NULL) == 0)
            ck_assert_int_eq(count_days(calendar, from, day), -n);
    }
    complaint_calendar_free(calendar);
}
END_TEST

/* An instant within the range and some days of the day's start. */
static int64_t some_time(uint64_t *state, int64_t around, int64_t days)
{
    int64_t time = around + walker_below(state, days * COMPLAINT_DAY);

    if (walker_below(state, 3) == 0) /* often on a whole minute */
        time -=
            ((time % COMPLAINT_MINUTE) + COMPLAINT_MINUTE) % COMPLAINT_MINUTE;
    return time < COMPLAINT_LIMIT_TIME_MIN   ? COMPLAINT_LIMIT_TIME_MIN
           : time > COMPLAINT_LIMIT_TIME_MAX ? COMPLAINT_LIMIT_TIME_MAX
                                             : time;
}

START_TEST(working_time_equals_a_walk_over_minutes)
{
    complaint_calendar *calendar = invent((uint64_t)_i + 1);
    uint64_t state = (uint64_t)_i + 5;
    int times = walker_times("working time, minute by minute", 400, 50000);

    for (int i = 0; i < times; i++) {
        int64_t from =
            some_time(&state, (FIRST_DAY + 20) * COMPLAINT_DAY, 109500);
        int64_t to = some_time(&state, from - 10 * COMPLAINT_DAY, 21);
        int64_t got;

        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, from, to, &got, NULL), 0);
        ck_assert_int_eq(got, walker_count_time(&w, from, to));
    }
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(working_time_added_equals_a_walk_over_minutes)
{
    complaint_calendar *calendar = invent((uint64_t)_i + 1);
    uint64_t state = (uint64_t)_i + 17;
    int times = walker_times("time added, minute by minute", 400, 50000);

    for (int i = 0; i < times; i++) {
        int64_t from =
            some_time(&state, (FIRST_DAY + 1) * COMPLAINT_DAY, 109400);
        int64_t duration = walker_below(&state, 30 * COMPLAINT_HOUR);
        int64_t got, want, counted;

        if (i % 3 == 0)
            duration -= duration % COMPLAINT_MINUTE;
        ck_assert(walker_add_time(&w, from, duration, &want));
        ck_assert_int_eq(
            complaint_calendar_add_time(calendar, from, duration, &got, NULL),
            0);
        ck_assert_int_eq(got, want);
        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, from, got, &counted, NULL),
            0);
        ck_assert_int_eq(counted, duration);
    }
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(far_working_time_is_the_smallest_instant_that_has_it)
{
    complaint_calendar *calendar = invent((uint64_t)_i + 1);
    uint64_t state = (uint64_t)_i + 23;

    for (int i = 0; i < 5000; i++) {
        int64_t from =
            some_time(&state, (FIRST_DAY + 1) * COMPLAINT_DAY, 60000);
        int64_t duration = 1 + walker_below(&state, 5000 * COMPLAINT_HOUR);
        int64_t time, counted;

        ck_assert_int_eq(
            complaint_calendar_add_time(calendar, from, duration, &time, NULL),
            0);
        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, from, time, &counted, NULL),
            0);
        ck_assert_int_eq(counted, duration);
        ck_assert_int_eq(complaint_calendar_count_time(calendar, from, time - 1,
                                                       &counted, NULL),
                         0);
        ck_assert_int_eq(counted, duration - 1);
    }
    complaint_calendar_free(calendar);
}
END_TEST

/* A week without a working day, with holidays, and with a make-up day or
 * without: text of a calendar and that day. */
static size_t idle_week(uint64_t *state, char *text, size_t room,
                        bool with_make_up, int64_t *worked)
{
    size_t size = (size_t)snprintf(
        text, room,
        "kind: calendar\nformat: 1\nname: idle\nversion: '1'\n"
        "offset: '+00:00'\nweek: {monday: [], tuesday: [], wednesday: [], "
        "thursday: [], friday: [], saturday: [], sunday: []}\n"
        "hours: ['09:00-17:00']\nexceptions:\n");
    int64_t day = FIRST_DAY + walker_below(state, 90000);
    int count = 1 + (int)walker_below(state, 12);
    int special = (int)walker_below(state, count);

    for (int i = 0; i < count; i++) {
        bool make_up = with_make_up && i == special;
        char date[COMPLAINT_TIME_TEXT_SIZE];

        day += 1 + walker_below(state, 1000);
        ck_assert_int_eq(complaint_day_format(day, date, sizeof(date)), 0);
        size += (size_t)snprintf(text + size, room - size,
                                 "  - {date: %s, kind: %s}\n", date,
                                 make_up ? "make_up" : "holiday");
        if (make_up)
            *worked = day;
    }
    return size;
}

START_TEST(a_calendar_without_a_working_day_is_an_error_and_never_a_wait)
{
    int times = walker_times("calendars without a working day", 20, 1000);
    uint64_t state = 77;
    char text[2000];

    for (int i = 0; i < times; i++) {
        complaint_calendar *calendar = NULL;
        complaint_error *error = NULL;
        int64_t worked = 0, day = 0;
        size_t size = idle_week(&state, text, sizeof(text), false, &worked);

        ck_assert_int_eq(complaint_calendar_parse(context, text, size, "idle",
                                                  &calendar, &error),
                         COMPLAINT_INVALID);
        ck_assert_str_eq(complaint_error_detail(error), "calendar.empty");
        complaint_error_free(error);
        size = idle_week(&state, text, sizeof(text), true, &worked);
        calendar = parse(text, size);
        ck_assert_int_eq(count_days(calendar, FIRST_DAY, LAST_DAY), 1);
        ck_assert_int_eq(
            complaint_calendar_add_days(calendar, FIRST_DAY, 1, &day, NULL), 0);
        ck_assert_int_eq(day, worked);
        ck_assert_int_eq(
            complaint_calendar_add_days(calendar, worked, 1, &day, NULL),
            COMPLAINT_LIMIT);
        ck_assert_int_eq(
            complaint_calendar_add_time(calendar, (worked + 1) * COMPLAINT_DAY,
                                        COMPLAINT_MINUTE, &day, NULL),
            COMPLAINT_LIMIT);
        complaint_calendar_free(calendar);
    }
}
END_TEST

START_TEST(close_of_day_is_where_the_last_worked_minute_ends)
{
    complaint_calendar *calendar = invent((uint64_t)_i + 1);

    for (int i = 400; i < WALKER_DAYS - 400; i += 1 + i % 3) {
        const bool *minutes = w.minute[w.day[i]];
        int last = 1440;
        int64_t want, got;

        while (w.day[i] != 0 && !minutes[last - 1])
            last--;
        want = ((WALKER_FIRST + (int64_t)i) * 1440 + last) * COMPLAINT_MINUTE -
               w.offset * COMPLAINT_SECOND;
        ck_assert_int_eq(complaint_calendar_close_of_day(
                             calendar, WALKER_FIRST + i, &got, NULL),
                         0);
        ck_assert_int_eq(got, want);
    }
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(the_first_and_the_last_day_are_in_and_the_next_are_not)
{
    complaint_calendar *calendar = bundled("every-day");
    complaint_error *error = NULL;
    int64_t n = 0;
    int kind = -1;

    ck_assert_int_eq(count_days(calendar, FIRST_DAY, LAST_DAY),
                     WALKER_DAYS - 1);
    ck_assert_int_eq(count_days(calendar, LAST_DAY, FIRST_DAY),
                     -(WALKER_DAYS - 1));
    ck_assert_int_eq(complaint_calendar_count_days(calendar, FIRST_DAY - 1,
                                                   LAST_DAY, &n, &error),
                     COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "from");
    ck_assert_int_eq(complaint_calendar_count_days(calendar, FIRST_DAY,
                                                   LAST_DAY + 1, &n, &error),
                     COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "to");
    ck_assert_str_eq(complaint_error_detail(error), "calendar.range");
    ck_assert_int_eq(complaint_calendar_add_days(calendar, FIRST_DAY,
                                                 WALKER_DAYS - 1, &n, NULL),
                     0);
    ck_assert_int_eq(n, LAST_DAY);
    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, LAST_DAY, 1, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, FIRST_DAY, -1, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, FIRST_DAY, INT64_MAX, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, LAST_DAY, INT64_MIN, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, INT64_MIN, 1, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_day(calendar, LAST_DAY, &kind, NULL, NULL, NULL), 0);
    ck_assert_int_eq(kind, COMPLAINT_DAY_WORKDAY);
    ck_assert_int_eq(
        complaint_calendar_day(calendar, LAST_DAY + 1, &kind, NULL, NULL, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_close_of_day(calendar, LAST_DAY - 1, &n, NULL), 0);
    ck_assert_int_eq(n, LAST_DAY * COMPLAINT_DAY);
    ck_assert_int_eq(
        complaint_calendar_close_of_day(calendar, LAST_DAY, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_close_of_day(calendar, LAST_DAY + 1, &n, NULL),
        COMPLAINT_LIMIT);
    complaint_error_free(error);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(the_first_and_the_last_instant_are_in_and_the_next_are_not)
{
    complaint_calendar *calendar = bundled("every-day");
    int64_t min = COMPLAINT_LIMIT_TIME_MIN;
    int64_t max = COMPLAINT_LIMIT_TIME_MAX;
    complaint_error *error = NULL;
    int64_t n = 0;

    ck_assert_int_eq(
        complaint_calendar_count_time(calendar, min, max, &n, NULL), 0);
    ck_assert_int_eq(n, max - min);
    ck_assert_int_eq(
        complaint_calendar_count_time(calendar, max, min, &n, NULL), 0);
    ck_assert_int_eq(n, min - max);
    ck_assert_int_eq(
        complaint_calendar_count_time(calendar, min - 1, max, &n, &error),
        COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "from");
    ck_assert_int_eq(
        complaint_calendar_count_time(calendar, min, max + 1, &n, &error),
        COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "to");
    ck_assert_int_eq(complaint_calendar_count_time(
                         calendar, COMPLAINT_TIME_NONE, max, &n, NULL),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_add_time(calendar, min, max - min, &n, NULL), 0);
    ck_assert_int_eq(n, max);
    ck_assert_int_eq(
        complaint_calendar_add_time(calendar, min, max - min + 1, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_add_time(calendar, min, INT64_MAX, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(
        complaint_calendar_add_time(calendar, max + 1, 0, &n, NULL),
        COMPLAINT_LIMIT);
    ck_assert_int_eq(complaint_calendar_add_time(calendar, 0, -1, &n, &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "duration");
    complaint_error_free(error);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(offsets_reach_over_both_ends_of_the_range)
{
    static const char *const offsets[] = {"+23:59", "-23:59"};
    char yaml[512];

    for (size_t i = 0; i < 2; i++) {
        complaint_calendar *calendar;
        int64_t n = 0;
        int size = snprintf(yaml, sizeof(yaml),
                            "format: 1\nname: x\nversion: '1'\noffset: '%s'\n"
                            "week: {monday: [00:00-24:00], tuesday: "
                            "[00:00-24:00], wednesday: [00:00-24:00],\n"
                            " thursday: [00:00-24:00], friday: [00:00-24:00],"
                            " saturday: [00:00-24:00],\n"
                            " sunday: [00:00-24:00]}\n",
                            offsets[i]);

        calendar = parse(yaml, (size_t)size);
        ck_assert_int_eq(
            complaint_calendar_count_time(calendar, COMPLAINT_LIMIT_TIME_MIN,
                                          COMPLAINT_LIMIT_TIME_MAX, &n, NULL),
            0);
        ck_assert_int_eq(n,
                         COMPLAINT_LIMIT_TIME_MAX - COMPLAINT_LIMIT_TIME_MIN);
        ck_assert_int_eq(
            complaint_calendar_add_time(
                calendar, COMPLAINT_LIMIT_TIME_MIN,
                COMPLAINT_LIMIT_TIME_MAX - COMPLAINT_LIMIT_TIME_MIN, &n, NULL),
            0);
        ck_assert_int_eq(n, COMPLAINT_LIMIT_TIME_MAX);
        ck_assert_int_eq(complaint_calendar_add_time(
                             calendar, COMPLAINT_LIMIT_TIME_MAX, 1, &n, NULL),
                         COMPLAINT_LIMIT);
        ck_assert_int_eq(count_days(calendar, FIRST_DAY, LAST_DAY),
                         WALKER_DAYS - 1);
        ck_assert_int_eq(
            complaint_calendar_add_days(calendar, FIRST_DAY, -1, &n, NULL),
            COMPLAINT_LIMIT);
        complaint_calendar_free(calendar);
    }
}
END_TEST

START_TEST(no_days_added_is_the_day_itself_even_if_not_worked)
{
    complaint_calendar *calendar = bundled("cn");
    int64_t saturday = 16; /* 1970-01-17 */
    int64_t day = 0;

    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, saturday, 0, &day, NULL), 0);
    ck_assert_int_eq(day, saturday);
    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, saturday, 1, &day, NULL), 0);
    ck_assert_int_eq(day, saturday + 2);
    ck_assert_int_eq(
        complaint_calendar_add_days(calendar, saturday, -1, &day, NULL), 0);
    ck_assert_int_eq(day, saturday - 1);
    complaint_calendar_free(calendar);
}
END_TEST

START_TEST(a_missing_argument_is_misuse)
{
    complaint_calendar *calendar = bundled("every-day");
    complaint_error *error = NULL;
    int64_t n = 0;

    ck_assert_int_eq(complaint_calendar_count_days(NULL, 0, 0, &n, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "calendar");
    ck_assert_int_eq(complaint_calendar_count_days(calendar, 0, 0, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_add_days(NULL, 0, 0, &n, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_add_days(calendar, 0, 0, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_count_time(NULL, 0, 0, &n, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_count_time(calendar, 0, 0, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_add_time(NULL, 0, 0, &n, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_add_time(calendar, 0, 0, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_close_of_day(NULL, 0, &n, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_calendar_close_of_day(calendar, 0, NULL, NULL),
                     COMPLAINT_MISUSE);
    complaint_error_free(error);
    complaint_calendar_free(calendar);
}
END_TEST

static Suite *count_suite(void)
{
    Suite *suite = suite_create("calendar/count");
    TCase *walks = tcase_create("against a walk");
    TCase *edges = tcase_create("edges");

    tcase_set_timeout(walks, 600);
    tcase_add_checked_fixture(walks, set_up, tear_down);
    tcase_add_loop_test(walks, days_counted_between_any_two_equal_a_walk, 0,
                        INVENTED);
    tcase_add_loop_test(walks, days_added_equal_a_walk, 0, INVENTED);
    tcase_add_loop_test(walks, adding_days_undoes_counting_them, 0, INVENTED);
    tcase_add_loop_test(walks, working_time_equals_a_walk_over_minutes, 0,
                        INVENTED);
    tcase_add_loop_test(walks, working_time_added_equals_a_walk_over_minutes, 0,
                        INVENTED);
    tcase_add_loop_test(walks,
                        far_working_time_is_the_smallest_instant_that_has_it, 0,
                        INVENTED);
    tcase_add_test(
        walks, a_calendar_without_a_working_day_is_an_error_and_never_a_wait);
    tcase_add_loop_test(
        walks, close_of_day_is_where_the_last_worked_minute_ends, 0, INVENTED);
    suite_add_tcase(suite, walks);
    tcase_add_checked_fixture(edges, set_up, tear_down);
    tcase_add_test(edges,
                   the_first_and_the_last_day_are_in_and_the_next_are_not);
    tcase_add_test(edges,
                   the_first_and_the_last_instant_are_in_and_the_next_are_not);
    tcase_add_test(edges, offsets_reach_over_both_ends_of_the_range);
    tcase_add_test(edges, no_days_added_is_the_day_itself_even_if_not_worked);
    tcase_add_test(edges, a_missing_argument_is_misuse);
    suite_add_tcase(suite, edges);
    return suite;
}

int main(void)
{
    return test_run(count_suite());
}
