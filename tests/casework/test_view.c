/* Who sees what: every way out of a register, tried by viewers who may see
 * less than everything. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define RULES                                                                  \
    "[{\"roles\":[\"handler\"],\"cases\":\"unit\",\"personal\":true},"         \
    "{\"roles\":[\"head\"],\"cases\":\"sub-units\","                           \
    "\"personal\":[\"case.title\"]},"                                          \
    "{\"roles\":[\"auditor\"],\"cases\":\"all\",\"personal\":false},"          \
    "{\"roles\":[\"guest\"],\"cases\":\"own\"}]"

static complaint_actor *person(desk *d, const char *id, const char *unit,
                               const char *role)
{
    complaint_actor *actor;

    desk_ok(complaint_actor_new(d->context, id, unit, &actor, &error));
    if (role != NULL)
        desk_ok(complaint_actor_add_role(actor, role, &error));
    return actor;
}

static void look_as(desk *d, const char *id, const char *unit, const char *role)
{
    complaint_actor *viewer = person(d, id, unit, role);

    desk_ok(complaint_register_view_as(d->reg, viewer, &error));
    complaint_actor_free(viewer);
}

static void file(desk *d, const char *unit, int number)
{
    complaint_facts *facts;
    complaint_case *one;
    char json[700];

    snprintf(json, sizeof json,
             "{\"external_number\":\"%s\",\"title\":\"zq title of %s\","
             "\"description\":\"zq said\",\"location\":\"zq place\","
             "\"category\":\"other\",\"unit\":\"%s\",\"remark\":\"zq remark\","
             "\"parties\":[{\"name\":\"zq name\",\"phone\":\"zq%d\"}],"
             "\"evidence\":[{\"name\":\"zq photo\"}]}",
             unit, unit, unit, number);
    one = desk_file(d, json);
    desk_perform(d, one, "register", "{}");
    facts = desk_facts(d, "{\"kind\":\"reply\",\"text\":\"zq letter\"}");
    desk_ok(complaint_case_put(one, d->clerk, "communication", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
    facts = desk_facts(d, "{\"title\":\"zq call\",\"result\":\"zq no\"}");
    desk_ok(complaint_case_put(one, d->clerk, "task", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
    complaint_case_free(one);
}

/* Five cases of the desk's clerk in five units. */
static const char *const units[] = {"store-01", "store-02", "store-05",
                                    "division-north", "quality"};

static void fill(desk *d, int backend, const char *rules)
{
    desk_open(d, backend);
    complaint_actor_free(d->clerk);
    d->clerk = person(d, "clerk-1", NULL, "*"); /* of no unit */
    for (int i = 0; i < 5; i++)
        file(d, units[i], i);
    if (rules != NULL)
        desk_ok(complaint_register_set(d->reg, "views", rules, &error));
}

/* ---- every way out ---- */

typedef struct seen {
    int rows;     /* records of any relation */
    int cases;    /* records of "case" */
    int words;    /* of those that are secret */
    int titles;   /* of those that some may see */
    int withheld; /* places with the mark */
    bool salt;    /* of a commitment */
} seen;

static void count_text(seen *s, const char *text)
{
    for (const char *at = text; (at = strstr(at, "zq")) != NULL; at++) {
        s->words++;
        s->titles += strncmp(at, "zq title", 8) == 0;
    }
    for (const char *at = text; (at = strstr(at, COMPLAINT_WITHHELD)) != NULL;
         at += 3)
        s->withheld++;
}

static void count_facts(desk *d, seen *s, complaint_facts *facts)
{
    char *json = desk_json(d, facts);

    count_text(s, json);
    free(json);
    complaint_facts_free(facts);
}

static void count_record(desk *d, seen *s, const complaint_record *record)
{
    complaint_facts *facts;

    if (record == NULL)
        return;
    s->rows++;
    s->cases += complaint_record_text(record, "number") != NULL &&
                complaint_record_text(record, "state") != NULL;
    s->salt = s->salt || complaint_record_text(record, "salt") != NULL;
    desk_ok(complaint_record_facts(record, &facts, &error));
    count_facts(d, s, facts);
    count_text(s, complaint_record_text(record, "title") == NULL
                      ? ""
                      : complaint_record_text(record, "title"));
}

static void count_rows(desk *d, seen *s, complaint_cursor *cursor)
{
    const complaint_record *record;

    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &record, &error));
        if (record == NULL)
            break;
        count_record(d, s, record);
    }
    complaint_cursor_free(cursor);
}

static const char *const relations[] = {
    "journal",  "party",   "assignment", "task",   "communication",
    "evidence", "finding", "share",      "action", "remedy",
    "return",   "survey",  "clock"};

/* What was said stands in it. */
static void try_letter(desk *d, seen *s, complaint_case *one)
{
    complaint_reply_options options = {.struct_size = sizeof options,
                                       .state = "received"};
    char *text = NULL;

    desk_ok(complaint_case_reply(one, "acknowledgement", &options, &text, NULL,
                                 &error));
    count_text(s, text);
    complaint_context_release(d->context, text);
}

static void try_case(desk *d, seen *s, complaint_case *one)
{
    complaint_cursor *cursor;
    complaint_facts *facts;

    try_letter(d, s, one);
    count_record(d, s, complaint_case_record(one));
    desk_ok(complaint_case_refresh(one, &error));
    count_record(d, s, complaint_case_record(one));
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        desk_ok(complaint_case_list(one, relations[i], &cursor, &error));
        count_rows(d, s, cursor);
    }
    desk_ok(complaint_case_next(one, d->clerk, &facts, &error));
    count_facts(d, s, facts);
    desk_ok(complaint_case_tasks(one, d->clerk, &facts, &error));
    count_facts(d, s, facts);
    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &facts, &error));
    count_facts(d, s, facts);
    desk_ok(complaint_case_clocks_known(one, COMPLAINT_TIME_NONE,
                                        COMPLAINT_TIME_NONE, &facts, &error));
    count_facts(d, s, facts);
    desk_ok(complaint_case_explain(one, COMPLAINT_TIME_NONE,
                                   COMPLAINT_TIME_NONE, "zh-CN", &facts,
                                   &error));
    count_facts(d, s, facts);
}

static int64_t dataset_size(desk *d)
{
    complaint_dataset *dataset;
    int64_t size;

    desk_ok(complaint_dataset_open(d->reg, NULL, &dataset, &error));
    size = (int64_t)complaint_dataset_size(dataset);
    complaint_dataset_free(dataset);
    return size;
}

static void try_report(desk *d, seen *s, const char *format)
{
    complaint_facts *options;
    char json[80];
    char *text;

    snprintf(json, sizeof json, "{\"month\":\"2024-03\",\"format\":\"%s\"}",
             format);
    options = desk_facts(d, json);
    desk_ok(complaint_report_month(d->reg, options, &text, NULL, &error));
    count_text(s, text);
    complaint_context_release(d->context, text);
    complaint_facts_free(options);
}

static seen try_all(desk *d)
{
    complaint_cursor *cursor;
    complaint_facts *facts;
    complaint_case *one;
    complaint_error *local = NULL;
    char name[40];
    seen s = {0};

    for (int i = 0; i < 5; i++) {
        snprintf(name, sizeof name, "/%s", units[i]);
        if (complaint_case_find(d->reg, name, &one, &local) != COMPLAINT_OK) {
            ck_assert_int_eq(complaint_error_status(local),
                             COMPLAINT_NOT_FOUND);
            complaint_error_free(local);
            local = NULL;
            continue;
        }
        try_case(d, &s, one);
        complaint_case_free(one);
    }
    desk_ok(complaint_register_list(d->reg, NULL, &cursor, &error));
    count_rows(d, &s, cursor);
    facts = desk_facts(d, "{\"order\":\"due\"}");
    desk_ok(complaint_register_list(d->reg, facts, &cursor, &error));
    complaint_facts_free(facts);
    count_rows(d, &s, cursor);
    desk_ok(complaint_register_list_relation(d->reg, "case", &cursor, &error));
    count_rows(d, &s, cursor);
    desk_ok(complaint_register_search(d->reg, "", NULL, &cursor, &error));
    count_rows(d, &s, cursor);
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        desk_ok(complaint_register_list_relation(d->reg, relations[i], &cursor,
                                                 &error));
        count_rows(d, &s, cursor);
    }
    desk_ok(
        complaint_register_due(d->reg, COMPLAINT_TIME_NONE, &cursor, &error));
    count_rows(d, &s, cursor);
    desk_ok(complaint_register_list_due(d->reg, NULL, &cursor, &error));
    count_rows(d, &s, cursor);
    try_report(d, &s, "json");
    try_report(d, &s, "html");
    try_report(d, &s, "text");
    return s;
}

/* Of how many a what-if tells. */
static int cases_replayed(desk *d)
{
    complaint_facts *options = desk_facts(d, "{}");
    complaint_facts *answer;
    int cases;

    desk_ok(complaint_register_what_if(d->reg, options, &answer, &error));
    cases =
        (int)complaint_facts_integer(complaint_facts_get(answer, "cases"), -1);
    complaint_facts_free(answer);
    complaint_facts_free(options);
    return cases;
}

/* Of the five cases, how many a viewer sees: each is met six times by the
 * ways above that give a case (found, read again, three lists, a search). */
static int cases_seen(desk *d)
{
    seen s = try_all(d);

    ck_assert_int_eq(s.cases % 6, 0);
    ck_assert_int_eq(dataset_size(d), s.cases / 6);
    ck_assert_int_eq(cases_replayed(d), s.cases / 6);
    return s.cases / 6;
}

/* ---- tests ---- */

START_TEST(without_a_viewer_the_host_sees_everything)
{
    seen before, after;
    desk d;

    fill(&d, _i, NULL);
    before = try_all(&d);
    ck_assert_int_eq(before.cases, 30);
    ck_assert_int_gt(before.words, 100);
    ck_assert_int_eq(before.withheld, 0);
    ck_assert(before.salt);
    look_as(&d, "x", NULL, NULL);
    desk_ok(complaint_register_view_as(d.reg, NULL, &error));
    after = try_all(&d);
    ck_assert_mem_eq(&before, &after, sizeof before);
    desk_close(&d);
}
END_TEST

START_TEST(a_role_without_the_right_gets_placeholders_everywhere)
{
    const complaint_record *record;
    complaint_case *one;
    seen s;
    desk d;

    fill(&d, _i, NULL);
    for (int rules = 0; rules < 2; rules++) {
        if (rules == 1)
            desk_ok(complaint_register_set(d.reg, "views", RULES, &error));
        look_as(&d, "auditor-1", "store-05", "auditor");
        s = try_all(&d);
        ck_assert_int_eq(s.cases, 30);
        ck_assert_int_eq(s.words, 0);
        ck_assert_int_gt(s.withheld, 100);
        ck_assert(!s.salt);
        desk_ok(complaint_case_find(d.reg, "/store-01", &one, &error));
        record = complaint_case_record(one);
        ck_assert_str_eq(complaint_record_text(record, "title"),
                         COMPLAINT_WITHHELD);
        ck_assert_str_eq(complaint_record_text(record, "category"), "other");
        ck_assert_ptr_null(complaint_record_text(record, "demand"));
        desk_fails(COMPLAINT_DENIED, "view.partial",
                   complaint_register_backup(d.reg, "memory:", &error));
        /* Not even without personal facts: nothing is written. */
        desk_fails(
            COMPLAINT_DENIED, "view.partial",
            complaint_evidence_write(d.reg, "view.jsonl", NULL, NULL, &error));
        ck_assert_int_ne(access("view.jsonl", F_OK), 0);
        ck_assert_int_ne(access("view.jsonl.part", F_OK), 0);
        /* It sees everything again when the host looks. */
        desk_ok(complaint_register_view_as(d.reg, NULL, &error));
        ck_assert_str_eq(desk_text(one, "title"), "zq title of store-01");
        complaint_case_free(one);
    }
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(units_see_their_own_cases_and_heads_those_below)
{
    complaint_facts *facts;
    complaint_case *one;
    seen s;
    desk d;

    fill(&d, _i, RULES);
    look_as(&d, "h", "store-01", "handler");
    ck_assert_int_eq(cases_seen(&d), 1);
    s = try_all(&d);
    ck_assert_int_eq(s.withheld, 0);
    ck_assert_int_gt(s.words, 10);
    look_as(&d, "h", "division-north", "head");
    ck_assert_int_eq(cases_seen(&d), 3);
    s = try_all(&d);
    ck_assert_int_gt(s.titles, 10);
    ck_assert_int_eq(s.words, s.titles);
    look_as(&d, "h", "head-office", "head");
    ck_assert_int_eq(cases_seen(&d), 5);
    look_as(&d, "h", NULL, "head");
    ck_assert_int_eq(cases_seen(&d), 0);
    look_as(&d, "h", "store-01", "guest");
    ck_assert_int_eq(cases_seen(&d), 0);
    look_as(&d, "h", "store-01", "unheard of");
    ck_assert_int_eq(cases_seen(&d), 0);
    look_as(&d, "clerk-1", NULL, "guest"); /* owner of them all */
    ck_assert_int_eq(cases_seen(&d), 5);
    look_as(&d, "h", NULL, "*");
    ck_assert_int_eq(cases_seen(&d), 5);
    ck_assert_int_eq(try_all(&d).withheld, 0);
    /* A unit that has a task in the case sees the case. */
    desk_ok(complaint_register_view_as(d.reg, NULL, &error));
    desk_ok(complaint_case_find(d.reg, "/quality", &one, &error));
    facts = desk_facts(&d, "{\"title\":\"look\",\"unit\":\"store-05\"}");
    desk_ok(complaint_case_put(one, d.clerk, "task", facts, COMPLAINT_TIME_NONE,
                               NULL, &error));
    complaint_facts_free(facts);
    complaint_case_free(one);
    look_as(&d, "h", "store-05", "handler");
    ck_assert_int_eq(cases_seen(&d), 2);
    desk_close(&d);
}
END_TEST

/* Both lists give the same rows from here on; the second, these columns. */
static int same_rows(complaint_cursor *whole, complaint_cursor *part)
{
    static const char *const shown[] = {"id", "title", "category"};
    const complaint_record *a, *b;
    int rows = 0;

    for (;; rows++) {
        desk_ok(complaint_cursor_next(whole, &a, &error));
        desk_ok(complaint_cursor_next(part, &b, &error));
        ck_assert((a == NULL) == (b == NULL));
        if (a == NULL)
            return rows;
        for (size_t i = 0; i < 3; i++)
            ck_assert_pstr_eq(complaint_record_text(a, shown[i]),
                              complaint_record_text(b, shown[i]));
        ck_assert(complaint_record_is_null(b, "description"));
        ck_assert(complaint_record_is_null(b, "unit"));
        ck_assert(complaint_record_is_null(b, "owner"));
    }
}

/* Who sees a case is judged by columns that were not asked for. */
START_TEST(a_list_of_some_columns_has_the_rows_and_placeholders_of_a_whole_one)
{
    static const struct {
        const char *id, *unit, *role;
        int cases;
    } viewers[] = {{"h", "store-01", "handler", 1},
                   {"h", "division-north", "head", 3},
                   {"h", NULL, "auditor", 5},
                   {"h", "store-01", "guest", 0},
                   {"clerk-1", NULL, "guest", 5}};
    static const char some[] = "{\"columns\":[\"title\",\"category\"]}";
    const complaint_record *row;
    desk d;

    fill(&d, _i, RULES);
    for (size_t i = 0; i < sizeof viewers / sizeof viewers[0]; i++) {
        complaint_cursor *whole, *part;

        desk_ok(complaint_register_view_as(d.reg, NULL, &error));
        /* Rows that were read before the viewer looks are judged, too. */
        whole = desk_list(&d, "{}");
        part = desk_list(&d, some);
        desk_ok(complaint_cursor_next(whole, &row, &error));
        desk_ok(complaint_cursor_next(part, &row, &error));
        look_as(&d, viewers[i].id, viewers[i].unit, viewers[i].role);
        ck_assert_int_le(same_rows(whole, part), viewers[i].cases);
        complaint_cursor_free(whole);
        complaint_cursor_free(part);
        whole = desk_list(&d, "{}");
        part = desk_list(&d, some);
        ck_assert_int_eq(same_rows(whole, part), viewers[i].cases);
        complaint_cursor_free(whole);
        complaint_cursor_free(part);
    }
    desk_close(&d);
}
END_TEST

/* A search that would answer is a leak as well. */
START_TEST(what_is_withheld_cannot_be_searched_for)
{
    complaint_cursor *cursor;
    complaint_facts *filter;
    desk d;

    fill(&d, _i, NULL);
    filter = desk_facts(&d, "{\"text\":\"ZQ title\"}");
    desk_ok(complaint_register_list(d.reg, filter, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 5);
    look_as(&d, "h", NULL, "auditor");
    desk_ok(complaint_register_list(d.reg, filter, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 0);
    complaint_facts_free(filter);
    desk_ok(complaint_register_search(d.reg, "letter", NULL, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 0);
    desk_ok(
        complaint_register_search(d.reg, "zq title", NULL, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 0);
    filter = desk_facts(&d, "{\"text\":\"store-05\"}");
    desk_ok(complaint_register_list(d.reg, filter, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 1);
    complaint_facts_free(filter);
    filter = desk_facts(&d, "{\"title\":\"zq title of store-01\"}");
    desk_fails_at(COMPLAINT_DENIED, "view.column", "title",
                  complaint_register_list(d.reg, filter, &cursor, &error));
    complaint_facts_free(filter);
    desk_close(&d);
}
END_TEST

START_TEST(actors_change_what_they_reach)
{
    complaint_actor *north, *south;
    complaint_facts *facts;
    complaint_case *one;
    desk d;

    fill(&d, _i, NULL);
    north = person(&d, "north", "store-01", "handler");
    south = person(&d, "south", "store-05", "handler");
    facts = desk_facts(&d, "{\"kind\":\"note\",\"text\":\"x\"}");
    desk_ok(complaint_case_find(d.reg, "/store-01", &one, &error));
    /* Without rules only the procedure decides. */
    desk_ok(complaint_case_put(one, south, "communication", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    desk_ok(complaint_register_set(d.reg, "views", RULES, &error));
    desk_ok(complaint_case_put(one, north, "communication", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    desk_fails_at(COMPLAINT_DENIED, "view.denied", "actor",
                  complaint_case_put(one, south, "communication", facts,
                                     COMPLAINT_TIME_NONE, NULL, &error));
    desk_fails_at(COMPLAINT_DENIED, "view.denied", "actor",
                  complaint_case_perform(one, south, "transfer", NULL,
                                         COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
    facts = desk_facts(&d, "{\"reason\":\"x\"}");
    desk_ok(complaint_actor_add_role(south, "privacy", &error));
    desk_fails_at(COMPLAINT_DENIED, "view.denied", "actor",
                  complaint_case_erase(one, south, facts, NULL, &error));
    complaint_facts_free(facts);
    /* Whom it is offered to may take it. */
    desk_ok(complaint_case_assign(one, d.clerk, "south", NULL, NULL,
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_answer_assignment(one, south, true, NULL,
                                             COMPLAINT_TIME_NONE, &error));
    /* A case that was in hand before the viewer changed. */
    look_as(&d, "h", "store-09", "handler");
    ck_assert_ptr_null(complaint_case_record(one));
    desk_fails(COMPLAINT_NOT_FOUND, "case.not_found",
               complaint_case_next(one, d.clerk, &facts, &error));
    desk_fails(COMPLAINT_NOT_FOUND, "case.not_found",
               complaint_case_refresh(one, &error));
    complaint_case_free(one);
    complaint_actor_free(north);
    complaint_actor_free(south);
    desk_close(&d);
}
END_TEST

/* A handle from one that somebody looks through shows no more. */
START_TEST(a_shared_handle_has_the_same_viewer)
{
    static const char *const roles[] = {"auditor", "handler", "head", "guest",
                                        "*"};
    complaint_register *first;
    seen before, after;
    desk d;

    fill(&d, DESK_SQLITE, RULES);
    first = d.reg;
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        look_as(&d, "h", i == 2 ? "division-north" : "store-01", roles[i]);
        before = try_all(&d);
        desk_ok(complaint_register_share(first, &d.reg, &error));
        after = try_all(&d);
        ck_assert_mem_eq(&before, &after, sizeof before);
        if (strcmp(roles[i], "*") != 0)
            desk_fails(COMPLAINT_DENIED, "view.partial",
                       complaint_register_backup(d.reg, "memory:", &error));
        /* From there each has its own. */
        desk_ok(complaint_register_view_as(first, NULL, &error));
        after = try_all(&d);
        ck_assert_mem_eq(&before, &after, sizeof before);
        desk_ok(complaint_register_view_as(d.reg, NULL, &error));
        ck_assert_int_eq(try_all(&d).withheld, 0);
        ck_assert_int_eq(try_all(&d).cases, 30);
        complaint_register_free(d.reg);
        d.reg = first;
    }
    desk_close(&d);
}
END_TEST

/* A row a case that this handle lists. */
static int64_t listed(complaint_register *reg)
{
    complaint_cursor *cursor;

    desk_ok(complaint_register_list(reg, NULL, &cursor, &error));
    return desk_count(cursor);
}

/* Another process sets the rules, and ends. */
static void set_in_another_process(const desk *d, const char *rules)
{
    pid_t child = fork();
    int status = -1;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        complaint_context *context = NULL;
        complaint_register *reg = NULL;
        bool done =
            complaint_context_new(NULL, &context, NULL) == COMPLAINT_OK &&
            complaint_register_open(context, d->uri, 0, &reg, NULL) ==
                COMPLAINT_OK &&
            complaint_register_set(reg, "views", rules, NULL) == COMPLAINT_OK &&
            complaint_register_close(reg, NULL) == COMPLAINT_OK;

        _exit(done ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

/* What others narrow is narrow at the next read: of lists and pages, of cases
 * by name and in hand, of figures, on a handle that can only read too. */
START_TEST(rules_that_another_narrows_are_those_of_the_next_read)
{
    static const char narrow[] =
        "[{\"roles\":[\"auditor\"],\"cases\":\"own\"}]";
    bool by_process = _i == 1;
    complaint_register *writer;
    complaint_cursor *cursor;
    const complaint_record *row;
    complaint_facts *facts;
    complaint_case *one;
    complaint_dataset *dataset;
    desk d;

    fill(&d, DESK_SQLITE, RULES);
    writer = d.reg;
    desk_ok(complaint_register_open(
        d.context, d.uri, COMPLAINT_REGISTER_READ_ONLY, &d.reg, &error));
    look_as(&d, "h", "store-09", "auditor");
    ck_assert_int_eq(listed(d.reg), 5);
    desk_ok(complaint_case_find(d.reg, "/store-02", &one, &error));
    ck_assert_ptr_nonnull(complaint_case_record(one));
    desk_ok(complaint_register_list(d.reg, NULL, &cursor, &error));
    if (by_process)
        set_in_another_process(&d, narrow);
    else
        desk_ok(complaint_register_set(writer, "views", narrow, &error));
    desk_ok(complaint_cursor_next(cursor, &row, &error));
    ck_assert_ptr_null(row);
    complaint_cursor_free(cursor);
    ck_assert_int_eq(listed(d.reg), 0);
    desk_fails(COMPLAINT_NOT_FOUND, "case.not_found",
               complaint_case_next(one, d.clerk, &facts, &error));
    ck_assert_ptr_null(complaint_case_record(one));
    complaint_case_free(one);
    desk_fails(COMPLAINT_NOT_FOUND, "case.not_found",
               complaint_case_find(d.reg, "/store-02", &one, &error));
    desk_ok(complaint_register_search(d.reg, "zq", NULL, &cursor, &error));
    ck_assert_int_eq(desk_count(cursor), 0);
    desk_ok(complaint_dataset_open(d.reg, NULL, &dataset, &error));
    complaint_dataset_free(dataset);
    /* And what is widened is wide again. */
    desk_ok(complaint_register_set(writer, "views", RULES, &error));
    ck_assert_int_eq(listed(d.reg), 5);
    complaint_register_free(d.reg);
    d.reg = writer;
    desk_close(&d);
}
END_TEST

/* The text of all problems; the caller's. */
static char *problems(desk *d, int threads)
{
    complaint_facts *options = desk_facts(d, "{}");
    complaint_facts *out;
    char *json;

    desk_ok(complaint_facts_set_integer(options, "threads", threads, &error));
    ck_assert_int_eq(
        complaint_register_verify_with(d->reg, options, &out, NULL),
        COMPLAINT_CORRUPT);
    json = desk_json(d, out);
    complaint_facts_free(out);
    complaint_facts_free(options);
    return json;
}

START_TEST(verify_looks_at_everything_and_shows_nothing_personal)
{
    static const char *const harm = "UPDATE \"case\" SET title = 'zq forged'";
    char *host, *viewer;
    sqlite3 *db;
    desk d;

    fill(&d, DESK_SQLITE, RULES);
    ck_assert_int_eq(sqlite3_open(d.path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, harm, NULL, NULL, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    sqlite3_close(db);
    for (int threads = 1; threads <= 4; threads += 3) {
        desk_ok(complaint_register_view_as(d.reg, NULL, &error));
        host = problems(&d, threads);
        ck_assert_ptr_nonnull(strstr(host, "\"problem_count\":"));
        ck_assert_ptr_null(strstr(host, "\"problem_count\":0"));
        look_as(&d, "h", "store-09", "guest"); /* sees no case */
        viewer = problems(&d, threads);
        ck_assert_uint_eq(strlen(viewer), strlen(host));
        if (threads == 1)
            ck_assert_str_eq(viewer, host);
        ck_assert_ptr_null(strstr(viewer, "zq"));
        free(viewer);
        free(host);
        ck_assert_int_eq(cases_seen(&d), 0); /* the viewer is still there */
    }
    desk_close(&d);
}
END_TEST

START_TEST(a_tick_does_all_and_tells_what_may_be_seen)
{
    complaint_facts *result;
    desk d;

    fill(&d, _i, RULES);
    d.now += 40 * COMPLAINT_DAY;
    look_as(&d, "h", "store-01", "handler");
    desk_ok(complaint_register_tick(d.reg, d.clerk, COMPLAINT_TIME_NONE, NULL,
                                    &result, &error));
    int64_t told =
        (int64_t)complaint_facts_size(complaint_facts_get(result, "entries"));
    int64_t done =
        complaint_facts_integer(complaint_facts_get(result, "warned"), 0) +
        complaint_facts_integer(complaint_facts_get(result, "expired"), 0);
    ck_assert_int_gt(told, 0);
    ck_assert_int_eq(done, 5 * told);
    complaint_facts_free(result);
    ck_assert_int_eq(cases_seen(&d), 1);
    desk_close(&d);
}
END_TEST

START_TEST(rules_that_mean_nothing_are_refused)
{
    static const char *const rules[] = {
        "{}",
        "[7]",
        "[{}]",
        "[{\"roles\":[],\"cases\":\"all\"}]",
        "[{\"roles\":[\"\"],\"cases\":\"all\"}]",
        "[{\"roles\":\"a\",\"cases\":\"all\"}]",
        "[{\"roles\":[\"a\"],\"cases\":\"some\"}]",
        "[{\"roles\":[\"a\"]}]",
        "[{\"roles\":[\"a\"],\"cases\":\"all\",\"personal\":\"yes\"}]",
        "[{\"roles\":[\"a\"],\"cases\":\"all\",\"personal\":[\"title\"]}]",
        "[{\"roles\":[\"a\"],\"cases\":\"all\",\"personal\":[\"case.unit\"]}]",
        "[{\"roles\":[\"a\"],\"cases\":\"all\",\"also\":1}]"};
    desk d;

    desk_open(&d, _i);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        desk_fails(COMPLAINT_INVALID, "setting.views",
                   complaint_register_set(d.reg, "views", rules[i], &error));
    ck_assert_int_eq(complaint_register_set(d.reg, "views", "[", NULL),
                     COMPLAINT_INVALID);
    desk_ok(complaint_register_set(d.reg, "views", "[]", &error));
    desk_ok(complaint_register_set(d.reg, "views", NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_view_as(NULL, d.clerk, &error));
    desk_close(&d);
}
END_TEST

static Suite *view_suite(void)
{
    const TTest *const tests[] = {
        without_a_viewer_the_host_sees_everything,
        a_role_without_the_right_gets_placeholders_everywhere,
        units_see_their_own_cases_and_heads_those_below,
        a_list_of_some_columns_has_the_rows_and_placeholders_of_a_whole_one,
        what_is_withheld_cannot_be_searched_for,
        actors_change_what_they_reach,
        a_tick_does_all_and_tells_what_may_be_seen,
        rules_that_mean_nothing_are_refused,
    };
    Suite *suite = suite_create("view");
    TCase *tcase = tcase_create("both backends");

    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_loop_test(tcase, tests[i], 0, DESK_BACKENDS);
    tcase_add_test(tcase, a_shared_handle_has_the_same_viewer);
    tcase_add_loop_test(
        tcase, rules_that_another_narrows_are_those_of_the_next_read, 0, 2);
    tcase_add_test(tcase,
                   verify_looks_at_everything_and_shows_nothing_personal);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(view_suite());
}
