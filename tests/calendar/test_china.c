/* The bundled calendar of China against the facts it was made from, and on a
 * real register. Reads the shared data; skipped (77) where that is absent. */
#include <complaint/calendar.h>

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/calendar.h"
#include "calendar/walker.h"
#include "support/surroundings.h"

static complaint_context *context;
static complaint_calendar *cn;
static walker w;

/* The CSV by date: year,date,name,isOffDay,paper */
static int load(FILE *file)
{
    char line[1024];
    int rows = 0;

    walker_office(&w);
    w.offset = 8 * 3600;
    while (fgets(line, sizeof(line), file) != NULL) {
        char *date = strchr(line, ',');
        bool off = strstr(line, ",true,") != NULL;
        int index;

        if (date == NULL || (!off && strstr(line, ",false,") == NULL))
            continue;
        index = walker_index(date + 1);
        ck_assert_int_ge(index, 0);
        w.day[index] = !off;
        w.mark[index] = off ? 'h' : 'm';
        rows++;
    }
    (void)fclose(file);
    return rows;
}

static void set_up(void)
{
    FILE *file = walker_shared("cn_holidays_2007_2026.csv");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(load(file), 678);
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &cn, NULL), 0);
}

static void tear_down(void)
{
    complaint_calendar_free(cn);
    complaint_context_free(context);
}

START_TEST(each_day_of_three_centuries_is_as_the_notices_say)
{
    int first = walker_index("2007-01-01");
    int last = walker_index("2026-12-31");

    for (int i = 0; i < WALKER_DAYS; i++) {
        int want = w.mark[i] == 'h'   ? COMPLAINT_DAY_HOLIDAY
                   : w.mark[i] == 'm' ? COMPLAINT_DAY_MAKE_UP
                   : w.day[i] != 0    ? COMPLAINT_DAY_WORKDAY
                                      : COMPLAINT_DAY_WEEKEND;
        const char *name = NULL;
        int kind = -1;
        bool known = false;

        ck_assert_int_eq(complaint_calendar_day(cn, WALKER_FIRST + i, &kind,
                                                &name, &known, NULL),
                         0);
        ck_assert_int_eq(kind, want);
        ck_assert_int_eq(name[0] != '\0', w.mark[i] != 0);
        ck_assert_int_eq(known, (i >= first && i <= last) || w.mark[i] != 0);
    }
}
END_TEST

static void check_json_day(const json_t *item)
{
    const char *date = json_string_value(json_object_get(item, "date"));
    const char *name = json_string_value(json_object_get(item, "name"));
    const char *mine;
    int64_t day = WALKER_FIRST + walker_index(date);
    int kind = -1;

    ck_assert_int_eq(complaint_calendar_day(cn, day, &kind, NULL, NULL, NULL),
                     0);
    ck_assert_int_eq(kind, json_is_true(json_object_get(item, "isOffDay"))
                               ? COMPLAINT_DAY_HOLIDAY
                               : COMPLAINT_DAY_MAKE_UP);
    mine = complaint__calendar_day_name(cn, day, "zh-CN");
    ck_assert_str_eq(mine, name);
}

START_TEST(the_yearly_tables_of_the_source_agree_with_names)
{
    size_t days = 0;

    for (int year = 2018; year <= 2026; year++) {
        char path[64];
        FILE *file;
        json_t *root;
        const json_t *list, *item;
        size_t i;

        (void)snprintf(path, sizeof(path), "holiday-cn/%d.json", year);
        file = walker_shared(path);
        ck_assert_ptr_nonnull(file);
        root = json_loadf(file, 0, NULL);
        (void)fclose(file);
        ck_assert_ptr_nonnull(root);
        list = json_object_get(root, "days");
        json_array_foreach(list, i, item)
        {
            check_json_day(item);
            days++;
        }
        json_decref(root);
    }
    ck_assert_uint_eq(days, 315);
}
END_TEST

START_TEST(two_million_random_pairs_equal_a_walk)
{
    uint64_t state = 20072026;
    int64_t base = WALKER_FIRST + walker_index("2006-01-01");

    for (int i = 0; i < 2000000; i++) {
        int64_t from = base + walker_below(&state, 22 * 365);
        int64_t to = from + walker_below(&state, 121) - 60;
        int64_t got;

        if (complaint_calendar_count_days(cn, from, to, &got, NULL) != 0 ||
            got != walker_count_days(&w, from, to))
            ck_abort_msg("from %lld to %lld", (long long)from, (long long)to);
    }
}
END_TEST

START_TEST(working_time_around_each_exception_equals_a_walk)
{
    uint64_t state = 1;

    for (int i = 0; i < WALKER_DAYS; i++) {
        int64_t from, to, got, want;

        if (w.mark[i] == 0)
            continue;
        from = (WALKER_FIRST + i) * COMPLAINT_DAY +
               walker_below(&state, COMPLAINT_DAY);
        to =
            from + walker_below(&state, 10 * COMPLAINT_DAY) - 5 * COMPLAINT_DAY;
        ck_assert_int_eq(
            complaint_calendar_count_time(cn, from, to, &got, NULL), 0);
        ck_assert_int_eq(got, walker_count_time(&w, from, to));
        ck_assert(walker_add_time(&w, from, 20 * COMPLAINT_HOUR, &want));
        ck_assert_int_eq(complaint_calendar_add_time(
                             cn, from, 20 * COMPLAINT_HOUR, &got, NULL),
                         0);
        ck_assert_int_eq(got, want);
    }
}
END_TEST

/* One field of an RFC 4180 line; false at the end of the file. *last tells
 * whether it ended its row. */
static bool read_field(FILE *file, char *text, size_t size, bool *last)
{
    size_t used = 0;
    int c = getc(file);
    bool quoted = c == '"';

    if (c == EOF)
        return false;
    if (quoted)
        c = getc(file);
    for (; c != EOF; c = getc(file)) {
        if (quoted && c == '"') {
            c = getc(file);
            if (c != '"')
                quoted = false;
        }
        if (!quoted && (c == ',' || c == '\n'))
            break;
        if (used + 1 < size && c != '\r')
            text[used++] = (char)c;
    }
    text[used] = '\0';
    *last = c != ',';
    return true;
}

/* Rows' received and answered day; their number. */
static size_t read_register(FILE *file, int64_t (*days)[2], size_t most)
{
    char text[64];
    size_t row = 0, column = 0;
    bool last;

    while (row < most && read_field(file, text, sizeof(text), &last)) {
        if (row > 0 && column == 3)
            days[row - 1][0] = WALKER_FIRST + walker_index(text);
        if (row > 0 && column == 6)
            days[row - 1][1] = WALKER_FIRST + walker_index(text);
        column = last ? 0 : column + 1;
        row += last;
    }
    return row - 1;
}

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return a < b ? -1 : a > b;
}

/* Whatever row of that register is kept back: its two days are among these. */
START_TEST(every_pair_of_days_of_the_registers_years_equals_a_walk)
{
    int64_t first = WALKER_FIRST + walker_index("2011-04-01");
    int64_t last = WALKER_FIRST + walker_index("2020-01-31");
    int64_t pairs = 0;

    for (int64_t from = first; from <= last; from++) {
        int64_t walked = 0;

        for (int64_t to = from; to <= last; to++, pairs++) {
            int64_t got = -1, due = -1;

            walked += to > from && walker_worked(&w, to);
            if (complaint_calendar_count_days(cn, from, to, &got, NULL) != 0 ||
                got != walked)
                ck_abort_msg("from %lld to %lld", (long long)from,
                             (long long)to);
            /* the first day with so many working days is the limit */
            if (to > from && walker_worked(&w, to) &&
                (complaint_calendar_add_days(cn, from, walked, &due, NULL) !=
                     0 ||
                 due != to))
                ck_abort_msg("%lld and %lld days", (long long)from,
                             (long long)walked);
        }
    }
    printf("pairs of days of the register's years: %lld\n", (long long)pairs);
}
END_TEST

START_TEST(a_real_register_was_answered_in_a_median_of_8_working_days)
{
    static int64_t days[4096][2];
    static int64_t counts[4096];
    FILE *file = walker_shared("zh_gov_messages_replied.csv");
    size_t rows, within = 0;
    int64_t sum = 0;

    ck_assert_ptr_nonnull(file);
    rows = read_register(file, days, 4096);
    (void)fclose(file);
    ck_assert_uint_eq(rows, 2119);
    for (size_t i = 0; i < rows; i++) {
        int64_t day;

        ck_assert_int_eq(complaint_calendar_count_days(
                             cn, days[i][0], days[i][1], &counts[i], NULL),
                         0);
        ck_assert_int_eq(counts[i],
                         walker_count_days(&w, days[i][0], days[i][1]));
        ck_assert_int_eq(
            complaint_calendar_add_days(cn, days[i][0], 16, &day, NULL), 0);
        ck_assert_int_eq(counts[i] <= 15, days[i][1] < day);
        within += counts[i] <= 15;
        sum += counts[i];
    }
    qsort(counts, rows, sizeof(counts[0]), compare);
    ck_assert_int_eq(counts[rows / 2], 8);
    /* Counted once by another program in another language. */
    ck_assert_uint_eq(within, 1569);
    ck_assert_int_eq(counts[rows - 1], 796);
    ck_assert_int_eq(sum, 30279);
}
END_TEST

static Suite *china_suite(void)
{
    Suite *suite = suite_create("calendar/china");
    TCase *facts = tcase_create("facts");

    tcase_set_timeout(facts, 120);
    tcase_add_checked_fixture(facts, set_up, tear_down);
    tcase_add_test(facts, each_day_of_three_centuries_is_as_the_notices_say);
    tcase_add_test(facts, the_yearly_tables_of_the_source_agree_with_names);
    tcase_add_test(facts, two_million_random_pairs_equal_a_walk);
    tcase_add_test(facts, working_time_around_each_exception_equals_a_walk);
    tcase_add_test(facts,
                   every_pair_of_days_of_the_registers_years_equals_a_walk);
    tcase_add_test(facts,
                   a_real_register_was_answered_in_a_median_of_8_working_days);
    suite_add_tcase(suite, facts);
    return suite;
}

int main(void)
{
    FILE *file = walker_shared("cn_holidays_2007_2026.csv");

    if (file == NULL) {
        (void)fputs("skipped: the shared data are absent\n", stderr);
        return 77;
    }
    (void)fclose(file);
    return test_run(china_suite());
}
