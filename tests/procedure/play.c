/* Playing a script on the stage. */
#include "procedure/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/facts.h"
#include "procedure/inside.h"

#define WORD 64

/* The next word of a list; NULL at its end. */
static const char *next_word(const char *list, char word[WORD])
{
    size_t size;

    if (list == NULL)
        return NULL;
    list += strspn(list, " ");
    size = strcspn(list, " ");
    if (size == 0)
        return NULL;
    ck_assert_uint_lt(size, WORD);
    memcpy(word, list, size);
    word[size] = '\0';
    return list + size;
}

static bool has_word(const char *list, const char *wanted)
{
    char word[WORD];

    while ((list = next_word(list, word)) != NULL)
        if (strcmp(word, wanted) == 0)
            return true;
    return false;
}

/* ---- paths ---- */

void play_open(stage *s, const test_script *script, const char *filed)
{
    stage_open(s, script->procedure, NULL, "cn");
    stage_file(s, filed);
}

void play_step(stage *s, const test_script *script, const char *transition,
               const char *actor, const char *when)
{
    const test_rule *rule = script_rule(script, transition);
    char *facts = script_facts(rule);

    stage_go(s, transition, actor, facts, when,
             rule->to[0] == '\0' ? stage_state(s) : rule->to);
    free(facts);
}

void play_moves(stage *s, const test_script *script, const test_move *moves,
                size_t count)
{
    for (size_t i = 0; i < count; i++)
        play_step(s, script, moves[i].transition, moves[i].actor,
                  moves[i].when);
}

void play_main(stage *s, const test_script *script, const char *last)
{
    size_t count = 0;

    while (count < script->main_count &&
           (last == NULL || strcmp(script->main[count].transition, last) != 0))
        count++;
    if (last != NULL)
        ck_assert_uint_lt(count++, script->main_count);
    play_open(s, script, script->filed);
    play_moves(s, script, script->main, count);
}

int play_try(stage *s, const char *transition, const char *actor,
             const char *facts, const char *when)
{
    test_rule given = {.facts = facts};
    char *json = script_facts(&given);
    int status = stage_do(s, transition, actor, json, when);

    free(json);
    return status;
}

/* ---- refusals ---- */

typedef struct trial {
    stage s;
    const test_script *script;
    const test_rule *rule;
    char first_from[WORD];
    char first_role[WORD];
} trial;

/* A fresh case in a state; the status of the rule's transition. */
static int attempt(trial *t, const char *state, const char *role,
                   const char *facts)
{
    char actor[WORD * 2];

    complaint_record_free(t->s.record);
    t->s.record = NULL;
    ck_assert_int_eq(complaint__record_new(t->s.context,
                                           &complaint__relation_case,
                                           &t->s.record, NULL),
                     0);
    ck_assert_int_eq(complaint__record_set_text(
                         t->s.record, complaint__case_state, state, NULL),
                     0);
    snprintf(actor, sizeof actor, "%s:x", role);
    return stage_do(&t->s, t->rule->name, actor, facts, "2019-05-06 10:00");
}

static void expect(trial *t, int got, int wanted, const char *detail,
                   const char *what)
{
    ck_assert_msg(got == wanted, "%s, %s, %s: status %d, not %d: %s",
                  t->script->procedure, t->rule->name, what, got, wanted,
                  complaint_error_message(t->s.error));
    if (detail != NULL)
        ck_assert_msg(strcmp(complaint_error_detail(t->s.error), detail) == 0,
                      "%s, %s, %s: %s, not %s", t->script->procedure,
                      t->rule->name, what, complaint_error_detail(t->s.error),
                      detail);
    t->s.count = 0;
}

static void try_states(trial *t, const char *facts)
{
    const complaint_procedure *procedure = t->s.procedure;
    char word[WORD];
    const char *rest = t->rule->from;
    size_t known = 0;

    for (size_t i = 0; i < procedure->state_count; i++) {
        const char *state = procedure->states[i].state.name;
        int got = attempt(t, state, t->first_role, facts);

        if (has_word(t->rule->from, state)) {
            expect(t, got, COMPLAINT_OK, NULL, state);
            ck_assert_str_eq(stage_state(&t->s),
                             t->rule->to[0] == '\0' ? state : t->rule->to);
            known++;
        } else {
            expect(t, got, COMPLAINT_REFUSED, "procedure.state", state);
        }
    }
    while ((rest = next_word(rest, word)) != NULL)
        known--;
    ck_assert_uint_eq(known, 0);
}

static void try_roles(trial *t, const char *facts)
{
    const complaint_procedure *procedure = t->s.procedure;

    for (size_t i = 0; i < procedure->role_count; i++) {
        const char *role = procedure->roles[i].name;
        int got = attempt(t, t->first_from, role, facts);

        if (has_word(t->rule->roles, role))
            expect(t, got, COMPLAINT_OK, NULL, role);
        else
            expect(t, got, COMPLAINT_DENIED, "procedure.role", role);
    }
}

/* The facts with one changed ("communication.text"): left out, or 1.5, which
 * no type is. */
static char *change(trial *t, const char *json, const char *name, bool drop)
{
    complaint_facts *tree, *at;
    char word[WORD];
    const char *dot = strchr(name, '.');
    const char *last = dot == NULL ? name : dot + 1;
    char *text, *copy;

    ck_assert_int_eq(
        complaint_facts_parse(t->s.context, json, strlen(json), &tree, NULL),
        0);
    at = tree;
    if (dot != NULL) {
        snprintf(word, sizeof word, "%.*s", (int)(dot - name), name);
        at = (complaint_facts *)(uintptr_t)complaint_facts_get(tree, word);
    }
    ck_assert_msg(complaint_facts_get(at, last) != NULL, "%s, %s: no fact %s",
                  t->script->procedure, t->rule->name, name);
    if (drop)
        complaint__facts_remove(at, last);
    else
        ck_assert_int_eq(complaint_facts_set_real(at, last, 1.5, NULL), 0);
    ck_assert_int_eq(complaint_facts_write(tree, &text, NULL, NULL), 0);
    copy = malloc(strlen(text) + 1);
    ck_assert_ptr_nonnull(copy);
    strcpy(copy, text);
    complaint_context_release(t->s.context, text);
    complaint_facts_free(tree);
    return copy;
}

static void try_facts(trial *t, const char *facts)
{
    const char *rest = t->rule->required;
    char word[WORD];
    size_t whole = 0;

    while ((rest = next_word(rest, word)) != NULL) {
        char *without = change(t, facts, word, true);

        expect(t, attempt(t, t->first_from, t->first_role, without),
               COMPLAINT_INCOMPLETE, "procedure.missing", word);
        ck_assert_uint_eq(complaint_error_item_count(t->s.error), 1);
        ck_assert_str_eq(complaint_error_item(t->s.error, 0), word);
        free(without);
        if (strchr(word, '.') != NULL)
            continue;
        whole++;
        without = change(t, facts, word, false);
        expect(t, attempt(t, t->first_from, t->first_role, without),
               COMPLAINT_INVALID, "procedure.fact_type", word);
        ck_assert_str_eq(complaint_error_field(t->s.error), word);
        free(without);
    }
    if (whole == 0)
        return;
    expect(t, attempt(t, t->first_from, t->first_role, NULL),
           COMPLAINT_INCOMPLETE, "procedure.missing", "nothing");
    ck_assert_msg(complaint_error_item_count(t->s.error) == whole,
                  "%s, %s: %zu facts required, not %zu", t->script->procedure,
                  t->rule->name, complaint_error_item_count(t->s.error), whole);
}

static void try_four_eyes(trial *t, const char *facts)
{
    const char *rest = t->rule->not_by;
    char word[WORD], actor[WORD * 2];

    snprintf(actor, sizeof actor, "%s:x", t->first_role);
    while ((rest = next_word(rest, word)) != NULL) {
        ck_assert_ptr_nonnull(script_rule(t->script, word));
        t->s.events[0].action = word;
        t->s.actors[0] = actor;
        t->s.count = 1;
        expect(t, attempt(t, t->first_from, t->first_role, facts),
               COMPLAINT_DENIED, "procedure.four_eyes", word);
        t->s.events[0].action = word;
        t->s.actors[0] = "somebody else";
        t->s.count = 1;
        expect(t, attempt(t, t->first_from, t->first_role, facts), COMPLAINT_OK,
               NULL, word);
    }
    t->s.events[0].action = NULL;
}

void play_refusals(const test_script *script)
{
    trial t = {.script = script};

    stage_open(&t.s, script->procedure, NULL, "cn");
    ck_assert_uint_eq(t.s.procedure->transition_count, script->rule_count);
    for (size_t i = 0; i < script->rule_count; i++) {
        const test_rule *rule = &script->rules[i];
        const test_rule refused = {.facts = rule->refused};
        char *facts = script_facts(rule);
        char *refused_facts = script_facts(&refused);

        t.rule = rule;
        ck_assert_msg(
            ((complaint__procedure_transition(t.s.procedure, rule->name)
                  ->marks &
              COMPLAINT__MARK_RESPONDED) != 0) ==
                has_word(script->answers, rule->name),
            "%s, %s: marks", script->procedure, rule->name);
        ck_assert_ptr_nonnull(next_word(rule->from, t.first_from));
        ck_assert_ptr_nonnull(next_word(rule->roles, t.first_role));
        try_states(&t, facts);
        try_roles(&t, facts);
        try_facts(&t, facts);
        try_four_eyes(&t, facts);
        ck_assert_int_eq(
            complaint__procedure_transition(t.s.procedure, rule->name)->guard !=
                NULL,
            refused_facts != NULL);
        if (refused_facts != NULL)
            expect(&t, attempt(&t, t.first_from, t.first_role, refused_facts),
                   COMPLAINT_REFUSED, "procedure.guard", "condition");
        free(refused_facts);
        free(facts);
    }
    t.s.count = 0;
    stage_close(&t.s);
}

/* ---- limits ---- */

void play_main_path(const test_script *script)
{
    complaint__clock_state state;
    stage s;
    size_t met = 0;

    play_main(&s, script, NULL);
    ck_assert(complaint__procedure_state(s.procedure, stage_state(&s))->final);
    for (size_t i = 0; i < s.procedure->clock_count; i++) {
        const char *name = s.procedure->clocks[i].name;

        state = stage_clock(&s, name, stage_time("2030-01-01"));
        ck_assert_msg(state.status == COMPLAINT__CLOCK_MET ||
                          state.status == COMPLAINT__CLOCK_NOT_STARTED ||
                          state.status == COMPLAINT__CLOCK_CANCELLED,
                      "%s: clock %s ends as %d", script->procedure, name,
                      state.status);
        met += state.status == COMPLAINT__CLOCK_MET;
    }
    ck_assert_uint_ge(met, 2);
    stage_close(&s);
}

void play_limit(stage *s, const char *clock, const char *due)
{
    static const complaint_time steps[] = {1, COMPLAINT_MINUTE, COMPLAINT_HOUR,
                                           COMPLAINT_DAY};
    complaint__event *last = &s->events[s->count - 1];
    complaint_time limit = stage_time(due);
    complaint_time happened_at = last->happened_at;
    complaint_time late = limit + 4000 * COMPLAINT_DAY;
    size_t before = 0;

    s->count--;
    stage_expect(s, clock, due, COMPLAINT__CLOCK_RUNNING, due);
    s->count++;
    for (size_t i = 0; i < 4; i++) {
        if (limit - steps[i] >= last[-1].happened_at) {
            last->happened_at = limit - steps[i];
            ck_assert_int_eq(stage_clock(s, clock, late).status,
                             COMPLAINT__CLOCK_MET);
            before++;
        }
        last->happened_at = limit + steps[i];
        ck_assert_int_eq(stage_clock(s, clock, late).status,
                         COMPLAINT__CLOCK_MISSED);
    }
    ck_assert_uint_ge(before, 2);
    last->happened_at = limit;
    ck_assert_int_eq(stage_clock(s, clock, late).status, COMPLAINT__CLOCK_MET);
    ck_assert(stage_clock(s, clock, late).due_at == limit);
    last->happened_at = happened_at;
}

void play_main_limit(const test_script *script, const char *transition,
                     const char *clock, const char *due)
{
    stage s;

    play_main(&s, script, transition);
    play_limit(&s, clock, due);
    stage_close(&s);
}

int play_extend(stage *s, const char *clock, const char *role, int64_t amount,
                const char *when)
{
    complaint__clock_state state = stage_clock(s, clock, stage_time(when));
    complaint__subject subject = {0};
    size_t index = 0;

    subject.roles = &role;
    subject.role_count = 1;
    while (strcmp(s->procedure->clocks[index].name, clock) != 0)
        index++;
    return complaint__clock_may_extend(s->procedure, index, &state, &subject,
                                       amount, NULL);
}

int play_run(const char *name, const TTest *const tests[], size_t count)
{
    Suite *suite = suite_create(name);
    TCase *group = tcase_create(name);

    tcase_set_timeout(group, 60);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(group, tests[i]);
    suite_add_tcase(suite, group);
    return test_run(suite);
}
