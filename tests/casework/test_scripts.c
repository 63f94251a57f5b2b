/* The main path of the bundled procedures through the public API, with the
 * general codes and an organisation installed: what is offered next, what
 * becomes of the case and its clocks, and the whole chain at the end. */
#include "procedure/script.h"
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static const test_script *const scripts[] = {
    &script_small_business,   &script_iatf_8d,
    &script_quality_incident, &script_product_quality,
    &script_service_quality,  &script_iso13485,
    &script_retail,           &script_hotel};
enum { SCRIPTS = sizeof scripts / sizeof scripts[0] };

static complaint_time local(const char *text)
{
    complaint_time time;

    desk_ok(complaint_time_parse(text, 8 * 3600, &time, &error));
    return time;
}

/* "role:id" */
static complaint_actor *actor_of(desk *d, const char *text)
{
    const char *colon = strchr(text, ':');
    char role[64];

    ck_assert_ptr_nonnull(colon);
    snprintf(role, sizeof role, "%.*s", (int)(colon - text), text);
    return desk_actor(d, text, role);
}

static complaint_case *file(desk *d, const test_script *script)
{
    complaint_actor *actor = desk_actor(d, "anybody", NULL);
    complaint_facts *facts;
    complaint_case *one;
    char json[100];

    snprintf(json, sizeof json, "{\"procedure\":\"%s\"}", script->procedure);
    facts = desk_facts(d, json);
    desk_ok(complaint_case_file(d->reg, actor, facts, local(script->filed),
                                &one, &error));
    complaint_facts_free(facts);
    complaint_actor_free(actor);
    return one;
}

/* The transition is among those offered, and allowed. */
static void is_offered(complaint_case *one, const complaint_actor *actor,
                       const char *transition)
{
    complaint_facts *next;
    const complaint_facts *entry = NULL;

    desk_ok(complaint_case_next(one, actor, &next, &error));
    for (size_t i = 0; i < complaint_facts_size(next); i++) {
        const complaint_facts *at = complaint_facts_at(next, i);

        if (strcmp(complaint_facts_text(complaint_facts_get(at, "name"), ""),
                   transition) == 0)
            entry = at;
    }
    ck_assert_msg(entry != NULL, "%s is not offered", transition);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(entry, "allowed"), 0), 1);
    complaint_facts_free(next);
}

/* Whoever was given something to do has done it by now. */
static int64_t answer_tasks(desk *d, complaint_case *one, const char *when)
{
    complaint_facts *tasks;
    int64_t answered = 0;

    desk_ok(complaint_case_tasks(one, d->clerk, &tasks, &error));
    for (size_t i = 0; i < complaint_facts_size(tasks); i++) {
        const complaint_facts *task = complaint_facts_at(tasks, i);

        if (strcmp(complaint_facts_text(complaint_facts_get(task, "state"), ""),
                   "open") != 0)
            continue;
        desk_ok(complaint_case_answer_task(
            one, d->clerk,
            complaint_facts_text(complaint_facts_get(task, "id"), ""), "done",
            NULL, local(when), &error));
        answered++;
    }
    complaint_facts_free(tasks);
    return answered;
}

static void step(desk *d, complaint_case *one, const test_script *script,
                 const test_move *move)
{
    const test_rule *rule = script_rule(script, move->transition);
    complaint_actor *actor = actor_of(d, move->actor);
    char *json = script_facts(rule);
    complaint_facts *facts = json == NULL ? NULL : desk_facts(d, json);
    char before[64];

    (void)snprintf(before, sizeof before, "%s", desk_text(one, "state"));
    is_offered(one, actor, move->transition);
    desk_ok(complaint_case_perform(one, actor, move->transition, facts,
                                   local(move->when), &error));
    ck_assert_str_eq(desk_text(one, "state"),
                     rule->to[0] == '\0' ? before : rule->to);
    complaint_facts_free(facts);
    free(json);
    complaint_actor_free(actor);
}

/* No clock is missed or still runs; how many are met. */
static size_t clocks_met(complaint_case *one)
{
    complaint_facts *clocks;
    size_t met = 0;

    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &clocks, &error));
    for (size_t i = 0; i < complaint_facts_size(clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(clocks, i);
        const char *status =
            complaint_facts_text(complaint_facts_get(clock, "status"), "");

        ck_assert_msg(
            strcmp(status, "met") == 0 || strcmp(status, "cancelled") == 0 ||
                strcmp(status, "not_started") == 0,
            "%s is %s",
            complaint_facts_text(complaint_facts_get(clock, "name"), ""),
            status);
        met += strcmp(status, "met") == 0;
    }
    complaint_facts_free(clocks);
    return met;
}

START_TEST(a_bundled_procedure_runs_from_filing_to_closing)
{
    const test_script *script = scripts[_i % SCRIPTS];
    complaint_cursor *journal;
    complaint_case *one;
    int64_t answered = 0;
    desk d;

    desk_open(&d, _i / SCRIPTS);
    desk_install(&d, "procedure", script->procedure);
    one = file(&d, script);
    ck_assert_str_eq(desk_text(one, "procedure"), script->procedure);
    for (size_t i = 0; i < script->main_count; i++) {
        answered += answer_tasks(&d, one, script->main[i].when);
        step(&d, one, script, &script->main[i]);
    }
    ck_assert_int_ne(desk_integer(one, "closed_at"), COMPLAINT_TIME_NONE);
    ck_assert_int_ne(desk_integer(one, "responded_at"), COMPLAINT_TIME_NONE);
    ck_assert_int_ne(desk_integer(one, "limit_at"), COMPLAINT_TIME_NONE);
    ck_assert_int_le(desk_integer(one, "responded_at"),
                     desk_integer(one, "closed_at"));
    ck_assert_uint_ge(clocks_met(one), 2);
    desk_ok(complaint_case_list(one, "journal", &journal, &error));
    ck_assert_int_eq(desk_count(journal),
                     (int64_t)script->main_count + 1 + answered);
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

Suite *scripts_suite(void);

Suite *scripts_suite(void)
{
    Suite *suite = suite_create("casework/scripts");
    TCase *tests = tcase_create("scripts");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, a_bundled_procedure_runs_from_filing_to_closing,
                        0, SCRIPTS * DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(scripts_suite());
}
