/* Tasks and hand-overs of the bundled procedures, on registers: several units
 * carry out what a small business agreed, a manufacturer's departments work at
 * the same time, a bank's branch hands a case over. On both backends. */
#include "procedure/script.h"
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static complaint_time local(const char *text)
{
    complaint_time time;

    desk_ok(complaint_time_parse(text, 8 * 3600, &time, &error));
    return time;
}

static complaint_actor *of_unit(desk *d, const char *id, const char *unit,
                                const char *role)
{
    complaint_actor *actor;

    desk_ok(complaint_actor_new(d->context, id, unit, &actor, &error));
    desk_ok(complaint_actor_add_role(actor, role, &error));
    return actor;
}

static complaint_case *open_script(desk *d, int backend,
                                   const test_script *script)
{
    complaint_facts *facts;
    complaint_case *one;
    char json[100];

    desk_open(d, backend);
    desk_install(d, "procedure", script->procedure);
    d->clock_stands = true;
    d->now = local(script->filed);
    snprintf(json, sizeof json, "{\"procedure\":\"%s\"}", script->procedure);
    facts = desk_facts(d, json);
    desk_ok(complaint_case_file(d->reg, d->clerk, facts, COMPLAINT_TIME_NONE,
                                &one, &error));
    complaint_facts_free(facts);
    return one;
}

static int try(desk *d, complaint_case *one, const test_script *script,
               const char *transition, const char *who, complaint_error **error)
{
    char *json = script_facts(script_rule(script, transition));
    complaint_facts *facts = json == NULL ? NULL : desk_facts(d, json);
    const char *colon = strchr(who, ':');
    complaint_actor *actor;
    char role[64];
    int status;

    snprintf(role, sizeof role, "%.*s", (int)(colon - who), who);
    actor = desk_actor(d, who, role);
    status = complaint_case_perform(one, actor, transition, facts,
                                    COMPLAINT_TIME_NONE, error);
    complaint_actor_free(actor);
    complaint_facts_free(facts);
    free(json);
    return status;
}

/* The main path up to and with a step. */
static void lead(desk *d, complaint_case *one, const test_script *script,
                 const char *last)
{
    for (size_t i = 0; i < script->main_count; i++) {
        const test_move *move = &script->main[i];

        d->now = local(move->when);
        desk_ok(try(d, one, script, move->transition, move->actor, &error));
        if (strcmp(move->transition, last) == 0)
            return;
    }
    ck_abort_msg("%s is not on the main path", last);
}

static int answer(complaint_case *one, const complaint_actor *actor,
                  const char *task, complaint_error **error)
{
    return complaint_case_answer_task(one, actor, task, "done", NULL,
                                      COMPLAINT_TIME_NONE, error);
}

/* Names of the clocks in a unit's queue, "a b ". */
static const char *queue(desk *d, const char *unit, char *text, size_t size)
{
    const complaint_record *row;
    complaint_cursor *cursor;
    complaint_facts *filter;
    char json[100];
    size_t at = 0;

    snprintf(json, sizeof json, "{\"unit\":\"%s\"}", unit);
    filter = desk_facts(d, json);
    desk_ok(complaint_register_list_due(d->reg, filter, &cursor, &error));
    complaint_facts_free(filter);
    text[0] = '\0';
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        at += (size_t)snprintf(text + at, size - at, "%s ",
                               complaint_record_text(row, "name"));
    }
    complaint_cursor_free(cursor);
    return text;
}

/* What a tick journals, "warn NAME to;". */
static const char *tick(desk *d, char *text, size_t size)
{
    complaint_facts *told = NULL;
    const complaint_facts *list;
    size_t at = 0;

    desk_ok(complaint_register_tick(d->reg, d->clerk, COMPLAINT_TIME_NONE, NULL,
                                    &told, &error));
    list = complaint_facts_get(told, "entries");
    text[0] = '\0';
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *one = complaint_facts_at(list, i);

        at += (size_t)snprintf(
            text + at, size - at, "%s %s %s;",
            complaint_facts_text(complaint_facts_get(one, "kind"), "?"),
            complaint_facts_text(complaint_facts_get(one, "clock"), "?"),
            complaint_facts_text(complaint_facts_get(one, "to"), "-"));
    }
    complaint_facts_free(told);
    return text;
}

START_TEST(departments_carry_out_their_parts_before_it_is_carried_out)
{
    const test_script *script = &script_small_business;
    complaint_actor *quality, *service;
    complaint_case *one;
    char text[2000];
    desk d;

    one = open_script(&d, _i, script);
    quality = of_unit(&d, "q-1", "quality", "executor");
    service = of_unit(&d, "s-1", "service", "executor");
    lead(&d, one, script, "pass_on");
    ck_assert_ptr_nonnull(strstr(queue(&d, "quality", text, sizeof text),
                                 "carry_out_part:quality"));
    ck_assert_ptr_null(strstr(text, "carry_out_part:service"));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               try(&d, one, script, "carry_out", "executor:d", &error));
    desk_fails(COMPLAINT_DENIED, "procedure.task_unit",
               answer(one, quality, "carry_out_part:service", &error));
    desk_ok(answer(one, quality, "carry_out_part:quality", &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               try(&d, one, script, "carry_out", "executor:d", &error));
    /* Five working days from Friday the 14th, and their end. */
    d.now = local("2019-06-21T23:59:59+08:00");
    ck_assert_ptr_null(
        strstr(tick(&d, text, sizeof text), "carry_out_part:service service"));
    d.now = local("2019-06-22T00:00:01+08:00");
    ck_assert_ptr_nonnull(strstr(tick(&d, text, sizeof text),
                                 "warn carry_out_part:service service;"));
    desk_ok(complaint_case_refresh(one, &error));
    desk_ok(answer(one, service, "carry_out_part:service", &error));
    desk_ok(try(&d, one, script, "carry_out", "executor:d", &error));
    ck_assert_str_eq(desk_text(one, "state"), "executed");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_actor_free(quality);
    complaint_actor_free(service);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(the_departments_of_the_matrix_work_at_the_same_time)
{
    const test_script *script = &script_product_quality;
    complaint_actor *unit;
    complaint_case *one;
    char text[2000];
    desk d;

    one = open_script(&d, _i, script);
    unit = of_unit(&d, "u-1", "quality", "responsible_unit");
    lead(&d, one, script, "agree_plan");
    ck_assert_ptr_nonnull(
        strstr(queue(&d, "quality", text, sizeof text), "measure:quality"));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               try(&d, one, script, "repair", "responsible_unit:c", &error));
    desk_ok(answer(one, unit, "measure:quality", &error));
    desk_ok(try(&d, one, script, "repair", "responsible_unit:c", &error));
    /* The goods are inspected and the improvement is watched meanwhile. */
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               try(&d, one, script, "accept_repair", "quality:b", &error));
    desk_fails(COMPLAINT_DENIED, "procedure.role",
               answer(one, unit, "inspect", &error));
    desk_ok(answer(one, d.clerk, "inspect", &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.join",
               try(&d, one, script, "accept_repair", "quality:b", &error));
    desk_ok(answer(one, d.clerk, "supervise", &error));
    desk_ok(try(&d, one, script, "accept_repair", "quality:b", &error));
    ck_assert_str_eq(desk_text(one, "state"), "checked");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_actor_free(unit);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(the_limits_of_the_matrix_are_told_to_who_supervises)
{
    const test_script *script = &script_product_quality;
    complaint_case *one;
    char text[2000];
    desk d;

    one = open_script(&d, _i, script);
    lead(&d, one, script, "agree_plan");
    d.now = local("2019-06-30T00:00:00+08:00");
    (void)tick(&d, text, sizeof text);
    ck_assert_ptr_nonnull(strstr(text, "warn measure:quality quality;"));
    ck_assert_ptr_nonnull(strstr(text, "warn inspect quality;"));
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_branch_hands_over_or_its_head_takes_the_case)
{
    complaint_actor *head;
    complaint_case *one;
    char text[2000];
    desk d;

    desk_open(&d, _i);
    desk_install(&d, "procedure", "bank-branch");
    d.clock_stands = true;
    head = of_unit(&d, "head-1", "head-office", "branch_head");
    d.now = local("2024-03-05T10:00:00+08:00");
    one = desk_file(&d, "{\"procedure\":\"bank-branch\"}");
    desk_ok(complaint_case_assign(one, d.clerk, "clerk-2", "store-02", NULL,
                                  COMPLAINT_TIME_NONE, &error));
    d.now += 30 * COMPLAINT_MINUTE;
    ck_assert_ptr_nonnull(strstr(tick(&d, text, sizeof text),
                                 "warn take_over_case lobby_manager;"));
    ck_assert_ptr_null(strstr(text, "expire take_over_case"));
    d.now += 1;
    ck_assert_ptr_nonnull(strstr(tick(&d, text, sizeof text),
                                 "expire take_over_case branch_head;"));
    desk_ok(complaint_case_refresh(one, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-1");
    desk_ok(complaint_case_answer_assignment(one, head, true, NULL,
                                             COMPLAINT_TIME_NONE, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "head-1");
    /* Another one, that nobody answers: it comes back. */
    desk_ok(complaint_case_assign(one, head, "clerk-3", "store-02", NULL,
                                  COMPLAINT_TIME_NONE, &error));
    d.now = local("2024-03-07T00:00:01+08:00");
    ck_assert_ptr_nonnull(
        strstr(tick(&d, text, sizeof text), "expire give_back"));
    desk_ok(complaint_case_refresh(one, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "head-1");
    ck_assert_ptr_null(
        complaint_record_text(complaint_case_record(one), "proposed_owner"));
    /* A refusal returns it at once, and the owner stays. */
    desk_ok(complaint_case_assign(one, head, "clerk-1", NULL, NULL,
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_answer_assignment(one, d.clerk, false, "not mine",
                                             COMPLAINT_TIME_NONE, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "head-1");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_actor_free(head);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const both[] = {
        departments_carry_out_their_parts_before_it_is_carried_out,
        the_departments_of_the_matrix_work_at_the_same_time,
        the_limits_of_the_matrix_are_told_to_who_supervises,
        a_branch_hands_over_or_its_head_takes_the_case,
    };
    Suite *suite = suite_create("casework/bundled_tasks");
    TCase *tests = tcase_create("bundled_tasks");

    tcase_set_timeout(tests, 120);
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        tcase_add_loop_test(tests, both[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
