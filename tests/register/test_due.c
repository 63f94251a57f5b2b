/* The due queue by unit, owner, procedure and time, in pages: against a plain
 * look at every clock of every case, in memory, in SQLite and, where it is
 * built, in PostgreSQL. */
#include "register/desk.h"
#include "support/server.h"
#include "support/surroundings.h"

#include <stdio.h>

enum { CASES = 150, MOST = 2000 };

#define RULES(name, days)                                                      \
    "kind: procedure\nformat: 1\nname: " name "\nversion: '1'\n"               \
    "title: {en: P}\nlanguages: [en]\nstart: open\n"                           \
    "states:\n"                                                                \
    "  - {name: open, title: {en: o}}\n"                                       \
    "  - {name: asked, title: {en: a}}\n"                                      \
    "  - {name: closed, title: {en: c}, final: true}\n"                        \
    "transitions:\n"                                                           \
    "  - {name: ask, title: {en: t}, from: [open], to: asked, facts: "         \
    "[{name: units, type: list, required: true, title: {en: u}}]}\n"           \
    "  - {name: close, title: {en: t}, from: [open, asked], to: closed, "      \
    "marks: [closed]}\n"                                                       \
    "  - {name: check, title: {en: t}, from: [closed]}\n"                      \
    "clocks:\n"                                                                \
    "  - {name: first, title: {en: F}, amount: " days                          \
    ", unit: days, from: {time: received}, stop: [ask]}\n"                     \
    "  - {name: whole, title: {en: W}, amount: 40, unit: hours, "              \
    "from: {time: received}, stop: [close], principal: true}\n"                \
    "  - {name: after, title: {en: A}, amount: 3, unit: days, "                \
    "from: {entry: close}, stop: [check], closing: run_on, "                   \
    "warn: [{before: 1}]}\n"                                                   \
    "tasks:\n"                                                                 \
    "  - {name: say, title: {en: S}, open: {transitions: [ask]}, each: "       \
    "units, limit: {amount: 30, unit: hours}}\n"

static const char *const units[] = {"store-01", "store-02", "quality"};

typedef struct seen {
    int64_t due;
    char case_id[64];
    char name[64];
} seen;

typedef struct list {
    seen rows[MOST];
    size_t count;
} list;

static uint32_t dice(uint64_t *random, uint32_t sides)
{
    *random = *random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % sides;
}

static bool desk_closed(const complaint_case *one)
{
    return !complaint_record_is_null(complaint_case_record(one), "closed_at");
}

static void fill(desk *d, uint64_t random)
{
    complaint_actor *owners[3];

    for (int i = 0; i < 3; i++) {
        char id[20];

        snprintf(id, sizeof id, "clerk-%d", i);
        owners[i] = desk_actor(d, id, "*");
    }
    for (int i = 0; i < CASES; i++) {
        complaint_facts *facts;
        complaint_case *one;
        char json[200];

        d->now += (complaint_time)dice(&random, 2400) * COMPLAINT_SECOND;
        snprintf(json, sizeof json, "{\"procedure\":\"%s\",\"unit\":\"%s\"}",
                 dice(&random, 3) == 0 ? "slow" : "fast",
                 units[dice(&random, 3)]);
        facts = desk_facts(d, json);
        desk_ok(complaint_case_file(d->reg, owners[dice(&random, 3)], facts,
                                    COMPLAINT_TIME_NONE, &one, &error));
        complaint_facts_free(facts);
        if (dice(&random, 2) == 0)
            desk_perform(d, one, "ask",
                         dice(&random, 2) == 0
                             ? "{\"units\":[\"quality\",\"store-01\"]}"
                             : "{\"units\":[\"store-02\"]}");
        if (dice(&random, 5) < 2)
            desk_perform(d, one, "close", "{}");
        if (desk_closed(one) && dice(&random, 3) == 0)
            desk_perform(d, one, "check", "{}");
        complaint_case_free(one);
    }
    for (int i = 0; i < 3; i++)
        complaint_actor_free(owners[i]);
}

static void take(list *l, const complaint_record *row)
{
    seen *s = &l->rows[l->count++];

    ck_assert_uint_lt(l->count, MOST);
    s->due = complaint_record_integer(row, "due_at", 0);
    snprintf(s->case_id, sizeof s->case_id, "%s",
             complaint_record_text(row, "case_id"));
    snprintf(s->name, sizeof s->name, "%s", complaint_record_text(row, "name"));
}

static int compare(const void *a, const void *b)
{
    const seen *x = a;
    const seen *y = b;
    int order = (x->due > y->due) - (x->due < y->due);

    if (order == 0)
        order = strcmp(x->case_id, y->case_id);
    return order != 0 ? order : strcmp(x->name, y->name);
}

typedef struct wish {
    int64_t from, until;
    const char *unit, *owner, *procedure;
} wish;

static bool is(const complaint_record *row, const char *column,
               const char *text)
{
    const char *value = complaint_record_text(row, column);

    return value != NULL && strcmp(value, text) == 0;
}

/* One look at everything. */
static void look(desk *d, const wish *w, list *l)
{
    const complaint_record *row;
    complaint_cursor *cursor;

    l->count = 0;
    desk_ok(complaint_register_list_relation(d->reg, "clock", &cursor, &error));
    for (;;) {
        const complaint_record *record;
        complaint_case *one;
        const char *name;
        int64_t due;
        bool fits;

        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        name = complaint_record_text(row, "name");
        due = complaint_record_integer(row, "due_at", INT64_MIN);
        if (!complaint_record_is_null(row, "stopped_at") || due < w->from ||
            due > w->until)
            continue;
        desk_ok(complaint_case_find(
            d->reg, complaint_record_text(row, "case_id"), &one, &error));
        record = complaint_case_record(one);
        fits =
            (w->owner == NULL || is(record, "owner", w->owner)) &&
            (w->procedure == NULL || is(record, "procedure", w->procedure)) &&
            (w->unit == NULL || is(record, "unit", w->unit) ||
             (strncmp(name, "say:", 4) == 0 && strcmp(name + 4, w->unit) == 0));
        complaint_case_free(one);
        if (fits)
            take(l, row);
    }
    complaint_cursor_free(cursor);
    qsort(l->rows, l->count, sizeof l->rows[0], compare);
}

/* The queue, read in pages of so many. */
static void read_pages(desk *d, const char *json, int page, list *l)
{
    char *token = NULL;
    bool more = true;

    l->count = 0;
    while (more) {
        complaint_facts *filter = desk_facts(d, json);
        const complaint_record *row;
        complaint_cursor *cursor;
        int got = 0;

        desk_ok(complaint_facts_set_integer(filter, "limit", page, &error));
        if (token != NULL)
            desk_ok(complaint_facts_set_text(filter, "after", token, &error));
        desk_ok(complaint_register_list_due(d->reg, filter, &cursor, &error));
        complaint_facts_free(filter);
        for (;;) {
            desk_ok(complaint_cursor_next(cursor, &row, &error));
            if (row == NULL)
                break;
            take(l, row);
            complaint_context_release(d->context, token);
            desk_ok(complaint_cursor_token(cursor, &token, &error));
            got++;
        }
        ck_assert(page == 0 || got <= page);
        more = page != 0 && got == page;
        complaint_cursor_free(cursor);
    }
    complaint_context_release(d->context, token);
}

static size_t same(desk *d, const wish *w, const char *json)
{
    static list wanted, got;

    look(d, w, &wanted);
    for (int page = 0; page <= 60; page += 7) {
        read_pages(d, json, page, &got);
        ck_assert_msg(got.count == wanted.count, "%s by %d: %zu, not %zu", json,
                      page, got.count, wanted.count);
        for (size_t i = 0; i < got.count; i++)
            ck_assert_msg(compare(&got.rows[i], &wanted.rows[i]) == 0,
                          "%s by %d, %zu: %s, not %s", json, page, i,
                          got.rows[i].name, wanted.rows[i].name);
    }
    return wanted.count;
}

START_TEST(the_queue_is_what_a_look_at_every_clock_finds)
{
    wish all = {INT64_MIN + 1, INT64_MAX, NULL, NULL, NULL};
    wish w = all;
    desk d;

    desk_open_empty(&d, _i);
    d.clock_stands = true;
    desk_install_text(&d, RULES("fast", "1"));
    desk_install_text(&d, RULES("slow", "9"));
    desk_install(&d, "calendar", "every-day");
    fill(&d, 20240305 + (uint64_t)_i);
    ck_assert_uint_gt(same(&d, &all, "{}"), 200);
    for (int i = 0; i < 3; i++) {
        char json[100];
        char owner[20];

        w = all;
        w.unit = units[i];
        snprintf(json, sizeof json, "{\"unit\":\"%s\"}", units[i]);
        ck_assert_uint_gt(same(&d, &w, json), 30);
        w = all;
        snprintf(owner, sizeof owner, "clerk-%d", i);
        w.owner = owner;
        snprintf(json, sizeof json, "{\"owner\":\"%s\"}", owner);
        ck_assert_uint_gt(same(&d, &w, json), 30);
    }
    w = all;
    w.procedure = "slow";
    ck_assert_uint_gt(same(&d, &w, "{\"procedure\":\"slow\"}"), 30);
    w.until = d.now - 1;
    ck_assert_uint_gt(same(&d, &w, "{\"procedure\":\"slow\",\"overdue\":true}"),
                      5);
    w = all;
    w.from = d.now;
    w.until = d.now + 20 * COMPLAINT_HOUR;
    ck_assert_uint_gt(same(&d, &w, "{\"within\":72000}"), 5);
    w.unit = "quality";
    ck_assert_uint_gt(same(&d, &w, "{\"within\":72000,\"unit\":\"quality\"}"),
                      1);
    w = all;
    w.from = d.now;
    same(&d, &w, "{\"overdue\":false}");
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(an_unfit_filter_is_refused_by_its_key)
{
    static const char *const wrong[][2] = {
        {"{\"state\":\"open\"}", "state"},
        {"{\"until\":\"tomorrow\"}", "until"},
        {"{\"within\":-1}", "within"},
        {"{\"within\":\"1\"}", "within"},
        {"{\"overdue\":1}", "overdue"},
        {"{\"unit\":\"\"}", "unit"},
        {"{\"unit\":\"a\",\"owner\":\"b\"}", "unit"},
        {"{\"owner\":3}", "owner"},
        {"{\"limit\":-1}", "limit"},
        {"{\"after\":\"12\"}", "after"},
        {"{\"after\":\"12/short/x\"}", "after"}};
    complaint_cursor *cursor;
    desk d;

    desk_open(&d, _i);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        complaint_facts *filter = desk_facts(&d, wrong[i][0]);

        desk_fails_at(
            COMPLAINT_INVALID, "due.filter", wrong[i][1],
            complaint_register_list_due(d.reg, filter, &cursor, &error));
        ck_assert_ptr_null(cursor);
        complaint_facts_free(filter);
    }
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_list_due(d.reg, NULL, NULL, &error));
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("register/due");
    TCase *tests = tcase_create("due");
    int backends = DESK_BACKENDS;
    int failed;

#ifdef COMPLAINT_POSTGRES
    static server postgres;
    static char uri[200];
    int skip = 0;

    if (server_start(&postgres, &skip)) {
        desk_server =
            server_uri(&postgres, "&complaint_tenant=due", uri, sizeof uri);
        backends = DESK_POSTGRES + 1;
    } else if (skip != 77) {
        return skip;
    }
#endif
    printf("backends: %d\n", backends);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, the_queue_is_what_a_look_at_every_clock_finds, 0,
                        backends);
    tcase_add_loop_test(tests, an_unfit_filter_is_refused_by_its_key, 0,
                        DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    failed = test_run(suite);
#ifdef COMPLAINT_POSTGRES
    if (desk_server != NULL)
        server_stop(&postgres);
#endif
    return failed;
}
