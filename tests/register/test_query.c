/* Lists of cases: every condition against a plain look at all rows, pages
 * that add up, tokens, and the due queue. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

enum { CASES = 60 };

typedef struct seed {
    uint64_t state;
} seed;

static unsigned next(seed *s, unsigned below)
{
    s->state = s->state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(s->state >> 33) % below;
}

static void fill(desk *d)
{
    static const char *const units[] = {"store-01", "store-02", "quality"};
    static const char *const channels[] = {"phone", "web", "counter"};
    seed s = {7};
    char json[300];

    desk_ok(complaint_register_begin(d->reg, &error));
    for (int i = 0; i < CASES; i++) {
        complaint_case *one;
        unsigned unit = next(&s, 4);

        snprintf(json, sizeof json,
                 "{\"title\":\"Umbrella %d \\u9000\\u8d27\",\"channel\":\"%s\","
                 "\"category\":\"other\",\"external_number\":\"E%d\","
                 "\"received_at\":\"2024-02-%02u\",\"safety\":%s%s%s%s}",
                 i, channels[next(&s, 3)], i, 1 + next(&s, 28),
                 next(&s, 2) ? "true" : "false", unit < 3 ? ",\"unit\":\"" : "",
                 unit < 3 ? units[unit] : "", unit < 3 ? "\"" : "");
        one = desk_file(d, json);
        if (next(&s, 3) == 0)
            desk_perform(d, one, "withdraw", "{\"reason\":\"r\"}");
        else if (next(&s, 3) == 0)
            desk_perform(d, one, "register", "{}");
        complaint_case_free(one);
    }
    desk_ok(complaint_register_commit(d->reg, &error));
}

static int refuse(desk *d, const char *json, complaint_error **error)
{
    complaint_facts *filter = desk_facts(d, json);
    complaint_cursor *cursor;
    int status = complaint_register_list(d->reg, filter, &cursor, error);

    ck_assert_ptr_null(cursor);
    complaint_facts_free(filter);
    return status;
}

/* ---- conditions ---- */

static bool is(const complaint_record *row, const char *column,
               const char *text)
{
    const char *found = complaint_record_text(row, column);

    return text == NULL ? found == NULL
                        : found != NULL && strcmp(found, text) == 0;
}

static bool phone(const complaint_record *row)
{
    return is(row, "channel", "phone");
}

static bool phone_or_web(const complaint_record *row)
{
    return phone(row) || is(row, "channel", "web");
}

static bool no_unit(const complaint_record *row)
{
    return is(row, "unit", NULL);
}

static bool open(const complaint_record *row)
{
    return complaint_record_is_null(row, "closed_at");
}

static bool closed(const complaint_record *row)
{
    return !open(row);
}

static bool safe(const complaint_record *row)
{
    return complaint_record_integer(row, "safety", 0) == 1;
}

static bool mid_february(const complaint_record *row)
{
    int64_t at = complaint_record_integer(row, "received_at", 0);

    return at >= INT64_C(1707523200) * COMPLAINT_SECOND &&
           at < INT64_C(1708387200) * COMPLAINT_SECOND;
}

static bool umbrella_one(const complaint_record *row)
{
    return strstr(complaint_record_text(row, "title"), "Umbrella 1") != NULL;
}

static bool overdue(const complaint_record *row)
{
    return !complaint_record_is_null(row, "due_at");
}

static bool anything(const complaint_record *row)
{
    return row != NULL;
}

static bool store_one_open(const complaint_record *row)
{
    return open(row) && is(row, "unit", "store-01");
}

static bool nothing(const complaint_record *row)
{
    return row == NULL;
}

static const struct {
    const char *filter;
    bool (*plain)(const complaint_record *row);
} conditions[] = {
    {"{}", anything},
    {"{\"channel\":\"phone\"}", phone},
    {"{\"channel\":[\"phone\",\"web\"]}", phone_or_web},
    {"{\"channel\":[]}", nothing},
    {"{\"unit\":null}", no_unit},
    {"{\"open\":true}", open},
    {"{\"open\":false}", closed},
    {"{\"safety\":true}", safe},
    {"{\"received_at\":{\"from\":\"2024-02-10\",\"to\":\"2024-02-20\"}}",
     mid_february},
    {"{\"text\":\"\\\"\xEF\xBC\xB5MBRELLA 1\\\"\"}", umbrella_one},
    {"{\"text\":\"\"}", anything},
    {"{\"overdue\":true}", overdue},
    {"{\"order\":\"-recorded\",\"channel\":\"phone\"}", phone},
    {"{\"order\":\"due\"}", open},
    {"{\"order\":\"due\",\"unit\":\"store-01\"}", store_one_open},
    {"{\"order\":\"due\",\"open\":false}", nothing},
    {"{\"order\":\"due\",\"overdue\":true}", overdue},
};

/* Ids of the rows that a plain look finds. */
static int plain_count(desk *d, bool (*plain)(const complaint_record *row))
{
    complaint_cursor *cursor;
    const complaint_record *row;
    int count = 0;

    desk_ok(complaint_register_list_relation(d->reg, "case", &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        count += plain(row);
    }
    complaint_cursor_free(cursor);
    return count;
}

START_TEST(every_condition_finds_what_a_plain_look_finds)
{
    desk d;

    desk_open(&d, _i);
    fill(&d);
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
        complaint_cursor *cursor = desk_list(&d, conditions[i].filter);
        const complaint_record *row;
        int count = 0;

        for (;;) {
            desk_ok(complaint_cursor_next(cursor, &row, &error));
            if (row == NULL)
                break;
            ck_assert_msg(conditions[i].plain(row), "%s", conditions[i].filter);
            count++;
        }
        ck_assert_msg(count == plain_count(&d, conditions[i].plain), "%s: %d",
                      conditions[i].filter, count);
        complaint_cursor_free(cursor);
    }
    desk_close(&d);
}
END_TEST

/* ---- orders and pages ---- */

static void check_order(const char *filter, const complaint_record *before,
                        const complaint_record *row)
{
    int64_t late = INT64_MAX;

    if (before == NULL)
        return;
    if (strstr(filter, "\"due\"") != NULL)
        ck_assert_int_le(complaint_record_integer(before, "due_at", late),
                         complaint_record_integer(row, "due_at", late));
    else if (strstr(filter, "-recorded") != NULL)
        ck_assert_int_gt(complaint_record_integer(before, "recorded_at", 0),
                         complaint_record_integer(row, "recorded_at", 0));
    else
        ck_assert_int_lt(complaint_record_integer(before, "recorded_at", 0),
                         complaint_record_integer(row, "recorded_at", 0));
}

/* One page from a token; the next token, or NULL. */
static char *read_page(desk *d, const char *filter, const char *after,
                       int64_t limit, complaint_record **last, int64_t *total)
{
    complaint_facts *facts = desk_facts(d, filter);
    complaint_cursor *cursor;
    const complaint_record *row;
    char *token = NULL;
    int64_t count = 0;

    desk_ok(complaint_facts_set_integer(facts, "limit", limit, &error));
    if (after != NULL)
        desk_ok(complaint_facts_set_text(facts, "after", after, &error));
    desk_ok(complaint_register_list(d->reg, facts, &cursor, &error));
    complaint_facts_free(facts);
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        check_order(filter, *last, row);
        complaint_record_free(*last);
        desk_ok(complaint_record_copy(row, last, &error));
        count++;
    }
    ck_assert_int_le(count, limit);
    *total += count;
    if (count > 0)
        desk_ok(complaint_cursor_token(cursor, &token, &error));
    else
        desk_fails(COMPLAINT_NOT_FOUND, "cursor.before",
                   complaint_cursor_token(cursor, &token, &error));
    complaint_cursor_free(cursor);
    return token;
}

START_TEST(pages_follow_one_another_without_gap_or_repeat)
{
    static const int64_t limits[] = {1, 7, 16, 17, 59, 60, 61};
    desk d;

    desk_open(&d, _i);
    fill(&d);
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++)
        for (size_t j = 0; j < sizeof limits / sizeof limits[0]; j++) {
            complaint_record *last = NULL;
            char *token = NULL;
            int64_t total = 0;

            do {
                char *next_token = read_page(&d, conditions[i].filter, token,
                                             limits[j], &last, &total);

                complaint_context_release(d.context, token);
                token = next_token;
            } while (token != NULL);
            complaint_record_free(last);
            ck_assert_msg(total == plain_count(&d, conditions[i].plain),
                          "%s by %d", conditions[i].filter, (int)limits[j]);
        }
    desk_close(&d);
}
END_TEST

START_TEST(a_cursor_goes_on_over_changes_in_between)
{
    desk d;
    complaint_cursor *cursor;
    const complaint_record *row;
    int count = 0;

    desk_open(&d, _i);
    fill(&d);
    cursor = desk_list(&d, "{\"channel\":[\"phone\",\"web\",\"counter\"]}");
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        if (count++ % 10 == 0) {
            complaint_case *one = desk_file(&d, "{}");

            complaint_case_free(one);
        }
    }
    ck_assert_int_eq(count, CASES);
    complaint_cursor_free(cursor);
    desk_close(&d);
}
END_TEST

/* Row by row what the whole list says; the columns that were not asked for are
 * null, but for the id. */
static int compare_some(desk *d, const char *filter, const char *some,
                        const char *const *asked, size_t count)
{
    const complaint_relation *relation = complaint_relation_find("case");
    complaint_cursor *whole = desk_list(d, filter);
    complaint_cursor *part = desk_list(d, some);
    const complaint_record *a, *b;
    int rows = 0;

    for (;; rows++) {
        desk_ok(complaint_cursor_next(whole, &a, &error));
        desk_ok(complaint_cursor_next(part, &b, &error));
        ck_assert((a == NULL) == (b == NULL));
        if (a == NULL)
            break;
        for (size_t i = 0; i < complaint_relation_column_count(relation); i++) {
            const char *name = complaint_relation_column_name(relation, i);
            bool wanted = strcmp(name, "id") == 0;

            for (size_t j = 0; j < count; j++)
                wanted = wanted || strcmp(asked[j], name) == 0;
            if (!wanted) {
                ck_assert_msg(complaint_record_is_null(b, name), "%s", name);
                continue;
            }
            ck_assert(complaint_record_is_null(a, name) ==
                      complaint_record_is_null(b, name));
            ck_assert_int_eq(complaint_record_integer(a, name, 7),
                             complaint_record_integer(b, name, 7));
            ck_assert_pstr_eq(complaint_record_text(a, name),
                              complaint_record_text(b, name));
        }
    }
    complaint_cursor_free(whole);
    complaint_cursor_free(part);
    return rows;
}

START_TEST(a_list_gives_the_columns_that_are_asked_for)
{
    static const char *const filters[] = {
        "",
        ",\"order\":\"due\"",
        ",\"order\":\"due\",\"overdue\":true",
        ",\"order\":\"due\",\"unit\":\"store-01\"",
        ",\"order\":\"-recorded\",\"open\":false",
        ",\"channel\":[\"web\",\"phone\"],\"safety\":true",
        ",\"received_at\":{\"from\":\"2024-02-10\"},\"limit\":20",
        ",\"text\":\"umbrella\""};
    static const char *const asked[] = {"title", "safety", "due_at", "head"};
    const complaint_record *row;
    complaint_cursor *cursor;
    complaint_facts *filter;
    char *token;
    desk d;

    desk_open(&d, _i);
    fill(&d);
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        char whole[200], some[260], none[240];

        snprintf(whole, sizeof whole, "{\"variants\":false%s}", filters[i]);
        snprintf(some, sizeof some,
                 "{\"columns\":[\"title\",\"safety\",\"due_at\",\"head\"]%s}",
                 filters[i]);
        snprintf(none, sizeof none, "{\"columns\":[]%s}", filters[i]);
        ck_assert_int_gt(compare_some(&d, whole, some, asked, 4), 0);
        ck_assert_int_gt(compare_some(&d, whole, none, NULL, 0), 0);
    }
    /* Another page may show other columns. */
    cursor = desk_list(&d, "{\"columns\":[\"title\"]}");
    desk_ok(complaint_cursor_next(cursor, &row, &error));
    desk_ok(complaint_cursor_token(cursor, &token, &error));
    complaint_cursor_free(cursor);
    filter = desk_facts(&d, "{\"columns\":[\"number\"]}");
    desk_ok(complaint_facts_set_text(filter, "after", token, &error));
    desk_ok(complaint_register_list(d.reg, filter, &cursor, &error));
    desk_ok(complaint_cursor_next(cursor, &row, &error));
    ck_assert_ptr_nonnull(complaint_record_text(row, "number"));
    ck_assert_ptr_null(complaint_record_text(row, "title"));
    complaint_cursor_free(cursor);
    complaint_facts_free(filter);
    complaint_context_release(d.context, token);
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "columns",
                  refuse(&d, "{\"columns\":\"title\"}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "columns",
                  refuse(&d, "{\"columns\":[\"colour\"]}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "columns",
                  refuse(&d, "{\"columns\":[1]}", &error));
    desk_close(&d);
}
END_TEST

START_TEST(unfit_filters_and_tokens_are_refused)
{
    static const char *const tokens[] = {
        "",
        "x",
        "0123456789abcdef-0-",
        "0123456789abcdef-0-zz",
    };
    desk d;
    complaint_cursor *cursor;
    const complaint_record *row;
    complaint_facts *filter;
    char *token;

    desk_open(&d, _i);
    fill(&d);
    desk_fails_at(COMPLAINT_INVALID, "filter.unknown", "colour",
                  refuse(&d, "{\"colour\":\"red\"}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "open",
                  refuse(&d, "{\"open\":1}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "overdue",
                  refuse(&d, "{\"overdue\":false}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "text",
                  refuse(&d, "{\"text\":1}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "order",
                  refuse(&d, "{\"order\":\"random\"}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "limit",
                  refuse(&d, "{\"limit\":-1}", &error));
    desk_fails_at(COMPLAINT_LIMIT, "limit.exceeded", "limit",
                  refuse(&d, "{\"limit\":10001}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "after",
                  refuse(&d, "{\"after\":1}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "missing",
                  refuse(&d, "{\"missing\":\"x\"}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "unit",
                  refuse(&d, "{\"unit\":{\"from\":\"a\"}}", &error));
    desk_fails_at(
        COMPLAINT_INVALID, "filter.value", "received_at",
        refuse(&d, "{\"received_at\":{\"since\":\"2024-01-01\"}}", &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.value", "received_at",
                  refuse(&d, "{\"received_at\":\"yesterday\"}", &error));
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        filter = desk_facts(&d, "{}");
        desk_ok(complaint_facts_set_text(filter, "after", tokens[i], &error));
        desk_fails_at(COMPLAINT_INVALID, "filter.after", "after",
                      complaint_register_list(d.reg, filter, &cursor, &error));
        complaint_facts_free(filter);
    }
    /* A token of one filter is no token of another. */
    cursor = desk_list(&d, "{\"channel\":\"phone\"}");
    desk_ok(complaint_cursor_next(cursor, &row, &error));
    desk_ok(complaint_cursor_token(cursor, &token, &error));
    complaint_cursor_free(cursor);
    filter = desk_facts(&d, "{\"channel\":\"web\"}");
    desk_ok(complaint_facts_set_text(filter, "after", token, &error));
    desk_fails_at(COMPLAINT_INVALID, "filter.after", "after",
                  complaint_register_list(d.reg, filter, &cursor, &error));
    complaint_facts_free(filter);
    complaint_context_release(d.context, token);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_list(d.reg, NULL, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_cursor_next(NULL, &row, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_cursor_token(NULL, &token, &error));
    complaint_cursor_free(NULL);
    desk_close(&d);
}
END_TEST

/* ---- other lists ---- */

START_TEST(the_due_queue_is_in_order_and_ends_where_asked)
{
    desk d;
    complaint_cursor *cursor;
    const complaint_record *row;
    complaint_time last = INT64_MIN;
    complaint_time middle = 0;
    int64_t count = 0;
    int64_t until = 0;

    desk_open(&d, _i);
    fill(&d);
    desk_ok(
        complaint_register_due(d.reg, COMPLAINT_TIME_NONE, &cursor, &error));
    for (;;) {
        complaint_time due;

        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        due = complaint_record_integer(row, "due_at", COMPLAINT_TIME_NONE);
        ck_assert_int_ge(due, last);
        ck_assert_str_eq(complaint_record_text(row, "status"), "running");
        last = due;
        if (++count == 20)
            middle = due;
        if (middle == 0 || due <= middle)
            until = count;
    }
    complaint_cursor_free(cursor);
    ck_assert_int_gt(count, 20);
    desk_ok(complaint_register_due(d.reg, middle, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), until);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_due(d.reg, 0, NULL, &error));
    desk_close(&d);
}
END_TEST

/* Place of a clock in the queue, as a text that sorts like it. */
typedef struct queued {
    char text[300];
} queued;

static int compare_queued(const void *a, const void *b)
{
    return strcmp(((const queued *)a)->text, ((const queued *)b)->text);
}

static void write_queued(const complaint_record *row, queued *out)
{
    int length = snprintf(out->text, sizeof out->text, "%020lld %s %s",
                          (long long)complaint_record_integer(row, "due_at", 0),
                          complaint_record_text(row, "case_id"),
                          complaint_record_text(row, "name"));

    ck_assert(length > 0 && (size_t)length < sizeof out->text);
}

/* What a look at every clock finds, sorted. */
static size_t plain_queue(desk *d, complaint_time until, queued *out,
                          size_t most)
{
    complaint_cursor *cursor;
    const complaint_record *row;
    size_t count = 0;

    desk_ok(complaint_register_list_relation(d->reg, "clock", &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        if (!complaint_record_is_null(row, "stopped_at") ||
            complaint_record_is_null(row, "due_at") ||
            complaint_record_integer(row, "due_at", 0) > until)
            continue;
        ck_assert_uint_lt(count, most);
        write_queued(row, &out[count++]);
    }
    complaint_cursor_free(cursor);
    qsort(out, count, sizeof *out, compare_queued);
    return count;
}

START_TEST(the_due_queue_gives_every_running_clock_in_its_place)
{
    enum { MOST = 8 * CASES };
    static queued plain[MOST];
    queued given;
    complaint_time until = INT64_MAX;
    desk d;

    desk_open(&d, _i);
    fill(&d);
    for (int round = 0; round < 3; round++) {
        size_t count = plain_queue(&d, until, plain, MOST);
        complaint_cursor *cursor;
        const complaint_record *row;

        ck_assert_uint_gt(count, 10);
        desk_ok(complaint_register_due(d.reg, until, &cursor, &error));
        for (size_t i = 0; i < count; i++) {
            desk_ok(complaint_cursor_next(cursor, &row, &error));
            ck_assert_ptr_nonnull(row);
            write_queued(row, &given);
            ck_assert_str_eq(given.text, plain[i].text);
        }
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        ck_assert_ptr_null(row);
        complaint_cursor_free(cursor);
        /* Then those up to a limit in the middle, it included. */
        until = strtoll(plain[count / 2].text, NULL, 10);
    }
    desk_close(&d);
}
END_TEST

START_TEST(the_due_queue_goes_on_while_cases_are_filed)
{
    desk d;
    complaint_cursor *cursor;
    const complaint_record *row;
    queued last = {""};
    queued now;
    int count = 0;

    desk_open(&d, _i);
    fill(&d);
    desk_ok(
        complaint_register_due(d.reg, COMPLAINT_TIME_NONE, &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        write_queued(row, &now);
        ck_assert_str_lt(last.text, now.text);
        ck_assert_str_eq(complaint_record_text(row, "status"), "running");
        last = now;
        if (count++ % 5 == 0 && count < 200)
            complaint_case_free(desk_file(&d, "{}"));
    }
    ck_assert_int_gt(count, 20);
    complaint_cursor_free(cursor);
    desk_close(&d);
}
END_TEST

START_TEST(any_relation_is_listed_by_its_name)
{
    desk d;
    complaint_cursor *cursor;

    desk_open(&d, _i);
    fill(&d);
    desk_ok(complaint_register_list_relation(d.reg, "unit", &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 27);
    desk_ok(complaint_register_list(d.reg, NULL, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), CASES);
    desk_fails_at(
        COMPLAINT_NOT_FOUND, "register.relation", "relation",
        complaint_register_list_relation(d.reg, "x", &cursor, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_list_relation(d.reg, NULL, &cursor, &error));
    desk_close(&d);
}
END_TEST

static Suite *query_suite(void)
{
    const TTest *const tests[] = {
        every_condition_finds_what_a_plain_look_finds,
        pages_follow_one_another_without_gap_or_repeat,
        a_cursor_goes_on_over_changes_in_between,
        a_list_gives_the_columns_that_are_asked_for,
        unfit_filters_and_tokens_are_refused,
        the_due_queue_is_in_order_and_ends_where_asked,
        the_due_queue_gives_every_running_clock_in_its_place,
        the_due_queue_goes_on_while_cases_are_filed,
        any_relation_is_listed_by_its_name,
    };
    Suite *suite = suite_create("query");
    TCase *tcase = tcase_create("both backends");

    tcase_set_timeout(tcase, 300);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_loop_test(tcase, tests[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(query_suite());
}
