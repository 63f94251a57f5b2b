/* Tasks that a procedure gives to units, and the joins that wait for them; the
 * times within which a hand-over is to be accepted. On both backends. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static const char rules[] =
    "kind: procedure\nformat: 1\nname: joint\nversion: '1'\n"
    "title: {en: J}\nlanguages: [en]\nstart: open\n"
    "roles:\n"
    "  - {name: desk, title: {en: D}}\n"
    "  - {name: department, title: {en: U}}\n"
    "  - {name: head, title: {en: H}}\n"
    "states:\n"
    "  - {name: open, title: {en: o}}\n"
    "  - {name: asked, title: {en: a}}\n"
    "  - {name: met, title: {en: m}}\n"
    "  - {name: closed, title: {en: c}, final: true}\n"
    "transitions:\n"
    "  - {name: ask, title: {en: t}, from: [open, met], to: asked, facts: "
    "[{name: departments, type: list, required: true, title: {en: d}}, "
    "{name: grave, type: boolean, title: {en: g}}]}\n"
    "  - {name: meet, title: {en: t}, from: [asked], to: met, "
    "join: {tasks: [statement]}}\n"
    "  - {name: meet_two, title: {en: t}, from: [asked], to: met, "
    "join: {tasks: [statement], need: '2', declined: true}}\n"
    "  - {name: meet_one, title: {en: t}, from: [asked], to: met, "
    "join: {tasks: [statement], need: any}}\n"
    "  - {name: close, title: {en: t}, from: [open, met, asked], to: closed, "
    "marks: [closed]}\n"
    "  - {name: reopen, title: {en: t}, from: [closed], to: open, "
    "marks: [reopened]}\n"
    "clocks:\n"
    "  - {name: whole, title: {en: W}, amount: 90, unit: days, "
    "from: {time: received}, stop: [close], principal: true}\n"
    "tasks:\n"
    "  - name: statement\n"
    "    title: {en: Statement of the department}\n"
    "    open: {transitions: [ask]}\n"
    "    each: departments\n"
    "    role: department\n"
    "    facts: [{name: view, type: text, required: true, title: {en: v}}]\n"
    "    limit: {amount: 2, unit: days, extension: {cap_total: 5}, "
    "pause: {by_hand: true}, warn: [{before: 1}, {share: 100, to: head}], "
    "expiry: {en: Tell the head}}\n"
    "    citation: rule 2.3\n"
    "  - {name: lawyer, title: {en: Opinion}, open: {states: [asked]}, "
    "unit: finance, when: {fact: grave, is: 'true'}, declinable: false, "
    "again: keep}\n"
    "handover:\n"
    "  - {name: accept, title: {en: Accept it}, amount: 4, unit: hours, "
    "warn: [{before: 1}], then: escalate, to: head}\n"
    "  - {name: take-back, title: {en: Back}, amount: 1, unit: days, "
    "then: return}\n";

static void open_joint(desk *d, int backend)
{
    complaint_definition *definition;

    desk_open_empty(d, backend);
    d->clock_stands = true;
    desk_ok(complaint_definition_parse(d->context, rules, sizeof rules - 1,
                                       "rules", &definition, &error));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
    desk_install(d, "calendar", "every-day");
    desk_install(d, "organisation", "chain-store");
    d->now = DESK_START + COMPLAINT_DAY;
}

static complaint_actor *actor_of(desk *d, const char *id, const char *unit,
                                 const char *role)
{
    complaint_actor *actor;

    desk_ok(complaint_actor_new(d->context, id, unit, &actor, &error));
    desk_ok(complaint_actor_add_role(actor, role, &error));
    return actor;
}

static int answer(desk *d, complaint_case *one, const complaint_actor *actor,
                  const char *task, const char *step, const char *json,
                  complaint_error **error)
{
    complaint_facts *facts = json == NULL ? NULL : desk_facts(d, json);
    int status = complaint_case_answer_task(one, actor, task, step, facts,
                                            COMPLAINT_TIME_NONE, error);

    complaint_facts_free(facts);
    return status;
}

static int perform(desk *d, complaint_case *one, const char *transition,
                   const char *json, complaint_error **error)
{
    complaint_facts *facts = desk_facts(d, json);
    int status = complaint_case_perform(one, d->clerk, transition, facts,
                                        COMPLAINT_TIME_NONE, error);

    complaint_facts_free(facts);
    return status;
}

static const complaint_facts *task_in(const complaint_facts *list,
                                      const char *id)
{
    for (size_t i = 0; i < complaint_facts_size(list); i++)
        if (strcmp(
                complaint_facts_text(
                    complaint_facts_get(complaint_facts_at(list, i), "id"), ""),
                id) == 0)
            return complaint_facts_at(list, i);
    return NULL;
}

/* "state round allowed" of a task, for one actor. */
static const char *shown(desk *d, complaint_case *one,
                         const complaint_actor *actor, const char *id,
                         char text[200])
{
    complaint_facts *list;
    const complaint_facts *task, *allowed;
    size_t at;

    desk_ok(complaint_case_tasks(one, actor == NULL ? d->clerk : actor, &list,
                                 &error));
    task = task_in(list, id);
    ck_assert_ptr_nonnull(task);
    at = (size_t)snprintf(
        text, 200, "%s %d",
        complaint_facts_text(complaint_facts_get(task, "state"), "?"),
        (int)complaint_facts_integer(complaint_facts_get(task, "round"), -1));
    allowed = complaint_facts_get(task, "allowed");
    for (size_t i = 0; i < complaint_facts_size(allowed); i++)
        at += (size_t)snprintf(
            text + at, 200 - at, " %s",
            complaint_facts_text(complaint_facts_at(allowed, i), "?"));
    ck_assert_int_eq(complaint_facts_get(task, "why_not") != NULL,
                     complaint_facts_size(allowed) == 0);
    complaint_facts_free(list);
    return text;
}

static int64_t open_clocks(desk *d)
{
    complaint_cursor *cursor;

    desk_ok(
        complaint_register_due(d->reg, COMPLAINT_TIME_NONE, &cursor, &error));
    return desk_count(cursor);
}

/* "kind action to then" of the entries of a tick. */
static char *tick(desk *d, char *text, size_t size)
{
    complaint_facts *result;
    const complaint_facts *entries;
    size_t at = 0;

    desk_ok(complaint_register_tick(d->reg, d->clerk, COMPLAINT_TIME_NONE, NULL,
                                    &result, &error));
    entries = complaint_facts_get(result, "entries");
    text[0] = '\0';
    for (size_t i = 0; i < complaint_facts_size(entries); i++) {
        const complaint_facts *one = complaint_facts_at(entries, i);

        at += (size_t)snprintf(
            text + at, size - at, "%s %s %s %s %s;",
            complaint_facts_text(complaint_facts_get(one, "kind"), "-"),
            complaint_facts_text(complaint_facts_get(one, "clock"), "-"),
            complaint_facts_text(complaint_facts_get(one, "to"), "-"),
            complaint_facts_text(complaint_facts_get(one, "unit"), "-"),
            complaint_facts_text(complaint_facts_get(one, "then"), "-"));
    }
    complaint_facts_free(result);
    return text;
}

/* ---- tasks ---- */

#define THREE "{\"departments\":[\"quality\",\"logistics\",\"store-02\"]}"
#define VIEW "{\"view\":\"ours\",\"result\":\"told in confidence\"}"

/* What is not erased stays what it was; at last all of it goes. */
static void erase_answers(desk *d, complaint_case *one)
{
    static const char *const parts[] = {"{\"reason\":\"x\",\"parts\":\"case\"}",
                                        "{\"reason\":\"x\"}"};

    for (int i = 0; i < 2; i++) {
        complaint_facts *what = desk_facts(d, parts[i]);
        complaint_facts *tasks;
        char *json;

        desk_ok(complaint_case_erase(one, d->clerk, what, NULL, &error));
        complaint_facts_free(what);
        ck_assert_int_eq(desk_verify(d), 0);
        desk_ok(complaint_case_tasks(one, d->clerk, &tasks, &error));
        json = desk_json(d, tasks);
        ck_assert_int_eq(strstr(json, "\"answer\"") != NULL, i == 0);
        free(json);
        complaint_facts_free(tasks);
    }
}

START_TEST(a_task_is_opened_for_each_unit_and_a_join_waits_for_all)
{
    desk d;
    complaint_case *one;
    complaint_actor *quality, *logistics, *store;
    char text[200];

    open_joint(&d, _i);
    quality = actor_of(&d, "q-1", "quality", "department");
    logistics = actor_of(&d, "l-1", "logistics", "department");
    store = actor_of(&d, "s-1", "store-02", "desk");
    one = desk_file(&d, "{\"title\":\"t\"}");
    desk_ok(perform(&d, one, "ask", THREE, &error));
    ck_assert_str_eq(shown(&d, one, quality, "statement:quality", text),
                     "open 1 done decline");
    ck_assert_str_eq(shown(&d, one, logistics, "statement:quality", text),
                     "open 1");
    ck_assert_int_eq(open_clocks(&d), 4);
    desk_fails(
        COMPLAINT_DENIED, "procedure.task_unit",
        answer(&d, one, logistics, "statement:quality", "done", VIEW, &error));
    desk_fails(
        COMPLAINT_DENIED, "procedure.role",
        answer(&d, one, store, "statement:store-02", "done", VIEW, &error));
    desk_fails_at(
        COMPLAINT_INCOMPLETE, "procedure.missing", "view",
        answer(&d, one, quality, "statement:quality", "done", NULL, &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               perform(&d, one, "meet", "{}", &error));
    desk_ok(
        answer(&d, one, quality, "statement:quality", "done", VIEW, &error));
    ck_assert_int_eq(open_clocks(&d), 3);
    desk_ok(
        answer(&d, one, d.clerk, "statement:store-02", "done", VIEW, &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               perform(&d, one, "meet", "{}", &error));
    desk_ok(answer(&d, one, logistics, "statement:logistics", "done", VIEW,
                   &error));
    desk_ok(perform(&d, one, "meet", "{}", &error));
    ck_assert_str_eq(desk_text(one, "state"), "met");
    ck_assert_int_eq(desk_verify(&d), 0);
    erase_answers(&d, one);
    complaint_case_free(one);
    complaint_actor_free(quality);
    complaint_actor_free(logistics);
    complaint_actor_free(store);
    desk_close(&d);
}
END_TEST

START_TEST(a_declined_task_counts_only_where_the_join_says_so)
{
    desk d;
    complaint_case *one;
    char text[200];

    open_joint(&d, _i);
    one = desk_file(&d, "{\"title\":\"t\"}");
    desk_ok(perform(&d, one, "ask", THREE, &error));
    desk_fails_at(
        COMPLAINT_INCOMPLETE, "procedure.task_reason", "reason",
        answer(&d, one, d.clerk, "statement:quality", "decline", NULL, &error));
    desk_ok(answer(&d, one, d.clerk, "statement:quality", "decline",
                   "{\"reason\":\"not ours\"}", &error));
    ck_assert_str_eq(shown(&d, one, NULL, "statement:quality", text),
                     "declined 1 reopen");
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               perform(&d, one, "meet_one", "{}", &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               perform(&d, one, "meet_two", "{}", &error));
    desk_ok(
        answer(&d, one, d.clerk, "statement:logistics", "done", VIEW, &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               perform(&d, one, "meet", "{}", &error));
    desk_fails(
        COMPLAINT_REFUSED, "procedure.task_step",
        answer(&d, one, d.clerk, "statement:logistics", "done", VIEW, &error));
    desk_ok(perform(&d, one, "meet_two", "{}", &error));
    ck_assert_str_eq(shown(&d, one, NULL, "statement:store-02", text),
                     "withdrawn 1 reopen");
    ck_assert_int_eq(open_clocks(&d), 1);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_task_is_opened_again_in_a_new_round)
{
    desk d;
    complaint_case *one;
    char text[200];

    open_joint(&d, _i);
    one = desk_file(&d, "{\"title\":\"t\"}");
    desk_ok(perform(&d, one, "ask",
                    "{\"departments\":[\"quality\"],\"grave\":true}", &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.task_step",
               answer(&d, one, d.clerk, "lawyer", "decline",
                      "{\"reason\":\"no\"}", &error));
    desk_ok(answer(&d, one, d.clerk, "lawyer", "done", NULL, &error));
    desk_ok(
        answer(&d, one, d.clerk, "statement:quality", "done", VIEW, &error));
    desk_ok(answer(&d, one, d.clerk, "statement:quality", "reopen",
                   "{\"reason\":\"more\"}", &error));
    ck_assert_str_eq(shown(&d, one, NULL, "statement:quality", text),
                     "open 2 done decline");
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               perform(&d, one, "meet", "{}", &error));
    desk_ok(
        answer(&d, one, d.clerk, "statement:quality", "done", VIEW, &error));
    desk_ok(perform(&d, one, "meet", "{}", &error));
    desk_ok(perform(&d, one, "ask",
                    "{\"departments\":[\"quality\",\"finance\"],"
                    "\"grave\":true}",
                    &error));
    ck_assert_str_eq(shown(&d, one, NULL, "statement:quality", text),
                     "open 3 done decline");
    ck_assert_str_eq(shown(&d, one, NULL, "statement:finance", text),
                     "open 1 done decline");
    /* what was answered is kept */
    ck_assert_str_eq(shown(&d, one, NULL, "lawyer", text), "done 1 reopen");
    desk_ok(perform(&d, one, "close", "{}", &error));
    ck_assert_str_eq(shown(&d, one, NULL, "statement:quality", text),
                     "withdrawn 3");
    desk_fails(COMPLAINT_REFUSED, "procedure.task_closed",
               answer(&d, one, d.clerk, "statement:quality", "reopen",
                      "{\"reason\":\"more\"}", &error));
    ck_assert_int_eq(open_clocks(&d), 0);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(units_of_tasks_are_checked_before_anything_is_written)
{
    static const char *const wrong[] = {
        "{\"departments\":[\"quality\",\"quality\"]}", "{\"departments\":[1]}",
        "{\"departments\":[\"\"]}"};
    desk d;
    complaint_case *one;
    complaint_facts *facts;

    open_joint(&d, _i);
    one = desk_file(&d, "{\"title\":\"t\"}");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        desk_fails_at(COMPLAINT_INVALID, "procedure.task_units", "departments",
                      perform(&d, one, "ask", wrong[i], &error));
    desk_fails_at(
        COMPLAINT_INVALID, "code.unknown", "unit",
        perform(&d, one, "ask", "{\"departments\":[\"nowhere\"]}", &error));
    ck_assert_str_eq(desk_text(one, "state"), "open");
    ck_assert_int_eq(desk_integer(one, "revision"), 1);
    desk_ok(perform(&d, one, "ask", THREE, &error));
    desk_fails_at(COMPLAINT_NOT_FOUND, "task.not_found", "task",
                  answer(&d, one, d.clerk, "statement", "done", VIEW, &error));
    desk_fails_at(
        COMPLAINT_INVALID, "task.step", "step",
        answer(&d, one, d.clerk, "statement:quality", "open", VIEW, &error));
    desk_fails_at(COMPLAINT_INVALID, "task.reserved", "step",
                  answer(&d, one, d.clerk, "statement:quality", "done",
                         "{\"step\":\"done\"}", &error));
    facts = desk_facts(&d, "{\"id\":\"statement:quality\",\"state\":\"done\"}");
    desk_fails_at(COMPLAINT_REFUSED, "case.task_given", "id",
                  complaint_case_put(one, d.clerk, "task", facts,
                                     COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
    ck_assert_int_eq(desk_integer(one, "revision"), 2);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               answer(&d, one, d.clerk, NULL, "done", NULL, &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(limits_of_tasks_are_told_once_and_can_be_moved)
{
    desk d;
    complaint_case *one;
    complaint_facts *clocks;
    char text[1000];

    open_joint(&d, _i);
    one = desk_file(&d, "{\"title\":\"t\"}");
    desk_ok(perform(&d, one, "ask", "{\"departments\":[\"quality\"]}", &error));
    d.now += COMPLAINT_DAY;
    ck_assert_str_eq(tick(&d, text, sizeof text), "");
    d.now += COMPLAINT_DAY;
    ck_assert_str_eq(tick(&d, text, sizeof text),
                     "warn statement:quality department quality -;");
    desk_ok(complaint_case_refresh(one, &error));
    desk_ok(complaint_case_extend(one, d.clerk, "statement:quality", 1, "more",
                                  NULL, COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_pause(one, d.clerk, "statement:quality", "wait",
                                 COMPLAINT_TIME_NONE, &error));
    d.now += 5 * COMPLAINT_DAY;
    ck_assert_str_eq(tick(&d, text, sizeof text), "");
    desk_ok(complaint_case_resume(one, d.clerk, "statement:quality", NULL,
                                  COMPLAINT_TIME_NONE, &error));
    d.now += 3 * COMPLAINT_DAY;
    ck_assert_str_eq(tick(&d, text, sizeof text),
                     "warn statement:quality department quality -;"
                     "warn statement:quality head quality -;"
                     "expire statement:quality department quality -;");
    ck_assert_str_eq(tick(&d, text, sizeof text), "");
    desk_ok(complaint_case_refresh(one, &error));
    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &clocks, &error));
    ck_assert_uint_eq(complaint_facts_size(clocks), 2);
    ck_assert_str_eq(
        complaint_facts_text(
            complaint_facts_get(complaint_facts_at(clocks, 1), "status"), ""),
        "overdue");
    ck_assert_str_eq(
        complaint_facts_text(
            complaint_facts_get(complaint_facts_at(clocks, 1), "citation"), ""),
        "rule 2.3");
    complaint_facts_free(clocks);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(what_may_be_done_next_says_which_tasks_it_waits_for)
{
    desk d;
    complaint_case *one;
    complaint_facts *next;
    bool seen = false;

    open_joint(&d, _i);
    one = desk_file(&d, "{\"title\":\"t\"}");
    desk_ok(perform(&d, one, "ask", THREE, &error));
    desk_ok(complaint_case_next(one, d.clerk, &next, &error));
    for (size_t i = 0; i < complaint_facts_size(next); i++) {
        const complaint_facts *map = complaint_facts_at(next, i);

        if (strcmp(complaint_facts_text(complaint_facts_get(map, "name"), ""),
                   "meet") != 0)
            continue;
        seen = true;
        ck_assert_int_eq(
            complaint_facts_integer(complaint_facts_get(map, "allowed"), 7), 0);
        ck_assert_ptr_nonnull(strstr(
            complaint_facts_text(complaint_facts_get(map, "why_not"), ""),
            "0 of 3"));
    }
    ck_assert(seen);
    complaint_facts_free(next);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(departments_of_a_school_speak_before_the_meeting_ends)
{
    desk d;
    complaint_case *one;
    complaint_actor *service;
    char text[1000];

    desk_open(&d, _i);
    desk_install(&d, "procedure", "school");
    d.clock_stands = true;
    service = actor_of(&d, "s-1", "service", "department");
    one = desk_file(&d, "{\"procedure\":\"school\"}");
    desk_perform(&d, one, "accept",
                 "{\"description\":\"d\",\"location\":\"l\",\"demand\":"
                 "\"x\",\"occurred_at\":\"2024-03-01T08:00:00+08:00\","
                 "\"identified\":true}");
    desk_perform(&d, one, "call_meeting",
                 "{\"category\":\"service\",\"departments\":[\"service\","
                 "\"quality\"]}");
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               perform(&d, one, "dispatch_jointly",
                       "{\"unit\":\"service\",\"meeting_record\":\"m\"}",
                       &error));
    desk_ok(answer(&d, one, service, "department_view:service", "done",
                   "{\"view\":\"ours\"}", &error));
    d.now += 4 * COMPLAINT_DAY; /* two working days, and their end */
    ck_assert_ptr_nonnull(
        strstr(tick(&d, text, sizeof text),
               "warn department_view:quality affairs quality -;"));
    desk_ok(complaint_case_refresh(one, &error));
    desk_ok(answer(&d, one, d.clerk, "department_view:quality", "decline",
                   "{\"reason\":\"not concerned\"}", &error));
    desk_ok(perform(&d, one, "dispatch_jointly",
                    "{\"unit\":\"service\",\"meeting_record\":\"m\"}", &error));
    ck_assert_str_eq(desk_text(one, "state"), "with_department");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_actor_free(service);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

/* ---- hand-overs ---- */

static void assign(desk *d, complaint_case *one, const char *owner)
{
    desk_ok(complaint_case_assign(one, d->clerk, owner, "store-02", NULL,
                                  COMPLAINT_TIME_NONE, &error));
}

START_TEST(a_hand_over_not_accepted_is_warned_escalated_and_returned)
{
    desk d;
    complaint_case *one;
    char text[1000];

    open_joint(&d, _i);
    one = desk_file(&d, "{\"title\":\"t\"}");
    assign(&d, one, "clerk-2");
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-1");
    d.now += 4 * COMPLAINT_HOUR; /* at the limit: still in time */
    ck_assert_str_eq(tick(&d, text, sizeof text), "warn accept - - -;");
    d.now += 1;
    ck_assert_str_eq(tick(&d, text, sizeof text),
                     "expire accept head - escalate;");
    ck_assert_str_eq(tick(&d, text, sizeof text), "");
    desk_ok(complaint_case_refresh(one, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-1");
    ck_assert_str_eq(desk_text(one, "proposed_owner"), "clerk-2");
    d.now += 2 * COMPLAINT_DAY;
    ck_assert_str_eq(tick(&d, text, sizeof text),
                     "expire take-back - - return;");
    desk_ok(complaint_case_refresh(one, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-1");
    ck_assert_ptr_null(
        complaint_record_text(complaint_case_record(one), "proposed_owner"));
    desk_fails(COMPLAINT_REFUSED, "assign.nothing",
               complaint_case_answer_assignment(one, d.clerk, true, NULL,
                                                COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(after_an_escalation_its_role_may_take_the_case_over)
{
    desk d;
    complaint_case *one;
    complaint_actor *head, *other;
    char text[1000];

    open_joint(&d, _i);
    head = actor_of(&d, "head-1", "head-office", "head");
    other = actor_of(&d, "clerk-3", "store-03", "desk");
    one = desk_file(&d, "{\"title\":\"t\"}");
    assign(&d, one, "clerk-2");
    desk_fails(COMPLAINT_DENIED, "assign.denied",
               complaint_case_answer_assignment(one, head, true, NULL,
                                                COMPLAINT_TIME_NONE, &error));
    d.now += 5 * COMPLAINT_HOUR;
    ck_assert_str_eq(tick(&d, text, sizeof text),
                     "warn accept - - -;expire accept head - escalate;");
    desk_ok(complaint_case_refresh(one, &error));
    desk_fails(COMPLAINT_DENIED, "assign.denied",
               complaint_case_answer_assignment(one, other, true, NULL,
                                                COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_answer_assignment(one, head, true, NULL,
                                             COMPLAINT_TIME_NONE, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "head-1");
    ck_assert_str_eq(desk_text(one, "owner_unit"), "head-office");
    d.now += 5 * COMPLAINT_DAY;
    ck_assert_str_eq(tick(&d, text, sizeof text), "");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    complaint_actor_free(head);
    complaint_actor_free(other);
    desk_close(&d);
}
END_TEST

START_TEST(a_new_proposal_starts_the_time_of_the_hand_over_anew)
{
    desk d;
    complaint_case *one;
    char text[1000];

    open_joint(&d, _i);
    one = desk_file(&d, "{\"title\":\"t\"}");
    assign(&d, one, "clerk-2");
    d.now += 3 * COMPLAINT_HOUR;
    assign(&d, one, "clerk-3");
    d.now += 2 * COMPLAINT_HOUR;
    ck_assert_str_eq(tick(&d, text, sizeof text), "");
    d.now += 2 * COMPLAINT_HOUR + 1;
    ck_assert_str_eq(tick(&d, text, sizeof text),
                     "warn accept - - -;expire accept head - escalate;");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const both[] = {
        a_task_is_opened_for_each_unit_and_a_join_waits_for_all,
        a_declined_task_counts_only_where_the_join_says_so,
        a_task_is_opened_again_in_a_new_round,
        units_of_tasks_are_checked_before_anything_is_written,
        limits_of_tasks_are_told_once_and_can_be_moved,
        what_may_be_done_next_says_which_tasks_it_waits_for,
        departments_of_a_school_speak_before_the_meeting_ends,
        a_hand_over_not_accepted_is_warned_escalated_and_returned,
        after_an_escalation_its_role_may_take_the_case_over,
        a_new_proposal_starts_the_time_of_the_hand_over_anew};
    Suite *suite = suite_create("casework/task");
    TCase *tests = tcase_create("task");

    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        tcase_add_loop_test(tests, both[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
