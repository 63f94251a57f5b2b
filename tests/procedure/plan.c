/* A procedure held against its plan. Rights are asked for one by one without
 * a case's history; ways and limits are played on the stage. */
#include "procedure/plan.h"

#include <stdio.h>
#include <string.h>

/* ---- asking for a right ---- */

typedef struct question {
    const char *state;
    const char *role;
    const char *facts;   /* JSON */
    const char *earlier; /* transition that the same actor did, or NULL */
    const char *earlier_by;
} question;

static const char *who_did(void *user_data, const char *transition)
{
    const question *q = user_data;

    if (q->earlier == NULL || strcmp(q->earlier, transition) != 0)
        return NULL;
    return q->earlier_by;
}

static int ask(stage *s, const char *transition, question q)
{
    complaint__subject subject = {0};
    complaint_facts *facts;
    int status;

    ck_assert_int_eq(complaint_facts_parse(s->context, q.facts, strlen(q.facts),
                                           &facts, NULL),
                     0);
    ck_assert_int_eq(complaint__record_set_text(
                         s->record, complaint__case_state, q.state, NULL),
                     0);
    subject.record = s->record;
    subject.facts = facts;
    subject.actor = "someone";
    subject.roles = &q.role;
    subject.role_count = 1;
    subject.who_did = who_did;
    subject.user_data = &q;
    complaint_error_free(s->error);
    s->error = NULL;
    status = complaint__procedure_may_perform(s->procedure, transition,
                                              &subject, &s->error);
    complaint_facts_free(facts);
    return status;
}

static int has_word(const char *words, const char *wanted)
{
    char word[64];

    while ((words = route_word(words, word)) != NULL)
        if (strcmp(word, wanted) == 0)
            return 1;
    return 0;
}

static const char *first_word(const char *words, char *word)
{
    ck_assert_ptr_nonnull(route_word(words, word));
    return word;
}

static void open_plan(const plan *p, stage *s)
{
    stage_open(s, p->name, NULL, p->calendar);
}

/* The procedure as facts: its states, transitions and clocks by name. */
static complaint_facts *describe(const stage *s)
{
    complaint_facts *tree;

    ck_assert_int_eq(complaint_procedure_describe(s->procedure, &tree, NULL),
                     0);
    return tree;
}

static const char *name_at(const complaint_facts *list, size_t i)
{
    return complaint_facts_text(
        complaint_facts_get(complaint_facts_at(list, i), "name"), "");
}

/* ---- rights ---- */

void plan_check_states(const plan *p)
{
    stage s;
    complaint_facts *tree;
    const complaint_facts *states;

    open_plan(p, &s);
    tree = describe(&s);
    states = complaint_facts_get(tree, "states");
    ck_assert_uint_gt(complaint_facts_size(states), 0);
    ck_assert_uint_eq(
        complaint_facts_size(complaint_facts_get(tree, "transitions")),
        p->rule_count);
    for (size_t i = 0; i < complaint_facts_size(states); i++)
        for (size_t j = 0; j < p->rule_count; j++) {
            const rule *r = &p->rules[j];
            const char *state = name_at(states, i);
            question q = {state, "*", r->facts, NULL, NULL};
            int wanted =
                has_word(r->from, state) ? COMPLAINT_OK : COMPLAINT_REFUSED;
            int status = ask(&s, r->name, q);

            ck_assert_msg(status == wanted, "%s in %s: %s", r->name, state,
                          complaint_error_message(s.error));
            if (wanted != COMPLAINT_OK)
                ck_assert_str_eq(complaint_error_detail(s.error),
                                 "procedure.state");
        }
    complaint_facts_free(tree);
    stage_close(&s);
}

void plan_check_roles(const plan *p)
{
    stage s;
    complaint_facts *tree;
    char role[64], state[64];

    open_plan(p, &s);
    tree = describe(&s);
    for (size_t i = 0; i < p->rule_count; i++) {
        const rule *r = &p->rules[i];
        const char *roles = p->roles;
        size_t count = 0;

        while ((roles = route_word(roles, role)) != NULL) {
            question q = {first_word(r->from, state), role, r->facts, NULL,
                          NULL};
            int wanted = r->roles[0] == '\0' || has_word(r->roles, role)
                             ? COMPLAINT_OK
                             : COMPLAINT_DENIED;
            int status = ask(&s, r->name, q);

            ck_assert_msg(status == wanted, "%s by %s: %s", r->name, role,
                          complaint_error_message(s.error));
            count++;
        }
        ck_assert_uint_eq(
            complaint_facts_size(complaint_facts_get(tree, "roles")), count);
        if (r->roles[0] != '\0')
            ck_assert_int_eq(
                ask(&s, r->name,
                    (question){state, "stranger", r->facts, NULL, NULL}),
                COMPLAINT_DENIED);
    }
    complaint_facts_free(tree);
    stage_close(&s);
}

void plan_check_facts(const plan *p)
{
    stage s;
    char state[64], word[64];

    open_plan(p, &s);
    for (size_t i = 0; i < p->rule_count; i++) {
        const rule *r = &p->rules[i];
        const char *words = r->required;
        question q = {first_word(r->from, state), "*", "{}", NULL, NULL};
        int status = ask(&s, r->name, q);
        size_t count = 0;

        if (words[0] == '\0') {
            ck_assert_msg(status != COMPLAINT_INCOMPLETE, "%s: %s", r->name,
                          complaint_error_message(s.error));
            continue;
        }
        ck_assert_msg(status == COMPLAINT_INCOMPLETE, "%s: %d", r->name,
                      status);
        while ((words = route_word(words, word)) != NULL) {
            ck_assert_msg(strcmp(complaint_error_item(s.error, count), word) ==
                              0,
                          "%s: %s is missing, not %s", r->name,
                          complaint_error_item(s.error, count), word);
            count++;
        }
        ck_assert_msg(complaint_error_item_count(s.error) == count,
                      "%s: %zu facts are missing, not %zu", r->name,
                      complaint_error_item_count(s.error), count);
    }
    stage_close(&s);
}

void plan_check_four_eyes(const plan *p)
{
    stage s;
    char state[64], other[64];

    open_plan(p, &s);
    for (size_t i = 0; i < p->rule_count; i++) {
        const rule *r = &p->rules[i];
        question q = {first_word(r->from, state), "*", r->facts, other, NULL};

        for (size_t j = 0; j < p->rule_count; j++) {
            int wanted =
                r->not_by != NULL && has_word(r->not_by, p->rules[j].name);
            int status;

            snprintf(other, sizeof other, "%s", p->rules[j].name);
            q.earlier_by = "someone";
            status = ask(&s, r->name, q);
            ck_assert_msg(status == (wanted ? COMPLAINT_DENIED : COMPLAINT_OK),
                          "%s after %s: %d", r->name, other, status);
            if (wanted)
                ck_assert_str_eq(complaint_error_detail(s.error),
                                 "procedure.four_eyes");
            q.earlier_by = "someone else";
            ck_assert_int_eq(ask(&s, r->name, q), COMPLAINT_OK);
        }
    }
    stage_close(&s);
}

void plan_check_guards(const plan *p)
{
    stage s;
    complaint_facts *tree;
    const complaint_facts *transitions;
    char state[64];

    open_plan(p, &s);
    tree = describe(&s);
    transitions = complaint_facts_get(tree, "transitions");
    for (size_t i = 0; i < p->rule_count; i++) {
        const rule *r = &p->rules[i];
        const complaint_facts *transition = NULL;
        int status;

        for (size_t j = 0; j < complaint_facts_size(transitions); j++)
            if (strcmp(name_at(transitions, j), r->name) == 0)
                transition = complaint_facts_at(transitions, j);
        ck_assert_ptr_nonnull(transition);
        ck_assert_msg((complaint_facts_get(transition, "guard") != NULL) ==
                          (r->refused != NULL),
                      "%s: a guard without a refusal, or the reverse", r->name);
        if (r->refused == NULL)
            continue;
        status = ask(&s, r->name,
                     (question){first_word(r->from, state), "*", r->refused,
                                NULL, NULL});
        ck_assert_msg(status == COMPLAINT_REFUSED, "%s: %d %s", r->name, status,
                      complaint_error_message(s.error));
        ck_assert_str_eq(complaint_error_detail(s.error), "procedure.guard");
    }
    complaint_facts_free(tree);
    stage_close(&s);
}

/* ---- ways ---- */

static void play(const plan *p, stage *s, const char *route, bool *used)
{
    /* the stage keeps pointers to them, for four eyes */
    static char actors[STAGE_EVENTS][64];
    route_step step;

    open_plan(p, s);
    while (route_next(&route, &step)) {
        const rule *r;
        int status;

        if (step.transition[0] == '\0') {
            ck_assert_str_eq(stage_state(s), step.actor);
            continue;
        }
        if (strcmp(step.transition, "file") == 0) {
            stage_file(s, step.when);
            continue;
        }
        r = rule_find(p->rules, p->rule_count, step.transition);
        used[r - p->rules] = true;
        ck_assert_uint_lt(s->count, STAGE_EVENTS);
        memcpy(actors[s->count], step.actor, sizeof step.actor);
        status = stage_do(s, r->name, actors[s->count], r->facts, step.when);
        ck_assert_msg(status == COMPLAINT_OK, "%s in %s: %s", r->name,
                      stage_state(s), complaint_error_message(s->error));
        ck_assert_str_eq(stage_state(s), r->to);
    }
}

void plan_play(const plan *p, stage *s, const char *route)
{
    bool used[200] = {false};

    play(p, s, route, used);
}

void plan_check_routes(const plan *p)
{
    bool used[200] = {false};

    ck_assert_uint_lt(p->rule_count, PLAN_COUNT(used));
    for (size_t i = 0; i < p->route_count; i++) {
        stage s;

        play(p, &s, p->routes[i], used);
        stage_close(&s);
    }
    for (size_t i = 0; i < p->rule_count; i++)
        ck_assert_msg(used[i], "no way leads through %s", p->rules[i].name);
}

/* ---- limits ---- */

static void expect_at(stage *s, const plan_limit *limit, complaint_time when,
                      int wanted)
{
    int status;

    s->events[s->count - 1].happened_at = when;
    status = stage_clock(s, limit->clock, when + COMPLAINT_DAY).status;
    ck_assert_msg(status == wanted, "%s, %lld us after %s: %d, not %d",
                  limit->clock, (long long)(when - stage_time(limit->due)),
                  limit->due, status, wanted);
}

/* One microsecond, one minute, one day before and after; a day before only
 * where that comes after the step before. */
static void probe(const plan *p, const plan_limit *limit)
{
    static const complaint_time steps[] = {1, COMPLAINT_MINUTE, COMPLAINT_DAY};
    complaint_time due = stage_time(limit->due);
    complaint_time before;
    stage s;

    plan_play(p, &s, limit->route);
    before = s.events[s.count - 2].happened_at;
    s.count--;
    stage_expect(&s, limit->clock, limit->due, COMPLAINT__CLOCK_RUNNING,
                 limit->due);
    s.count++;
    expect_at(&s, limit, due, COMPLAINT__CLOCK_MET);
    for (size_t i = 0; i < PLAN_COUNT(steps); i++) {
        if (due - steps[i] > before)
            expect_at(&s, limit, due - steps[i], COMPLAINT__CLOCK_MET);
        expect_at(&s, limit, due + steps[i], COMPLAINT__CLOCK_MISSED);
    }
    stage_close(&s);
}

void plan_check_limits(const plan *p)
{
    stage s;

    for (size_t i = 0; i < p->limit_count; i++)
        probe(p, &p->limits[i]);
    open_plan(p, &s);
    for (size_t i = 0; i < complaint__procedure_clock_count(s.procedure); i++) {
        const char *clock = complaint__procedure_clock_name(s.procedure, i);
        bool found = false;

        for (size_t j = 0; j < p->limit_count; j++)
            found = found || strcmp(p->limits[j].clock, clock) == 0;
        ck_assert_msg(found, "no limit of %s is probed", clock);
    }
    stage_close(&s);
}

static size_t clock_index(const stage *s, const char *clock)
{
    size_t count = complaint__procedure_clock_count(s->procedure);
    size_t i = 0;

    while (i < count &&
           strcmp(complaint__procedure_clock_name(s->procedure, i), clock) != 0)
        i++;
    ck_assert_uint_lt(i, count);
    return i;
}

static int may_extend(stage *s, size_t clock, complaint_time now,
                      const char *role, int64_t amount)
{
    complaint__subject subject = {0};
    const char *name = complaint__procedure_clock_name(s->procedure, clock);
    complaint__clock_state state = stage_clock(s, name, now);

    subject.roles = &role;
    subject.role_count = 1;
    return complaint__clock_may_extend(s->procedure, clock, &state, &subject,
                                       amount, NULL);
}

/* So many extensions by one, and then none; three where none is said. */
static void extend_often(stage *s, const plan_extension *e, size_t clock)
{
    complaint_time now = s->events[s->count - 1].happened_at;
    int times = e->times > 0 ? e->times : 3;

    for (int i = 0; i < times; i++) {
        complaint__event *event = &s->events[s->count];

        ck_assert_int_eq(may_extend(s, clock, now, e->role, 1), COMPLAINT_OK);
        *event = s->events[s->count - 1];
        event->kind = "extend";
        event->action = e->clock;
        event->marks = 0;
        event->amount = 1;
        s->count++;
    }
    ck_assert_int_eq(may_extend(s, clock, now, e->role, 1),
                     e->times > 0 ? COMPLAINT_REFUSED : COMPLAINT_OK);
}

/* No clock can be extended but those in the table. */
static void check_extensible(const plan *p)
{
    complaint_facts *tree;
    const complaint_facts *clocks;
    stage s;

    open_plan(p, &s);
    tree = describe(&s);
    clocks = complaint_facts_get(tree, "clocks");
    for (size_t i = 0; i < complaint_facts_size(clocks); i++) {
        bool found = false;

        for (size_t j = 0; j < p->extension_count; j++)
            found = found ||
                    strcmp(p->extensions[j].clock, name_at(clocks, i)) == 0;
        ck_assert_msg(found ==
                          (complaint_facts_get(complaint_facts_at(clocks, i),
                                               "extension") != NULL),
                      "%s: extensible or not", name_at(clocks, i));
    }
    complaint_facts_free(tree);
    stage_close(&s);
}

void plan_check_extensions(const plan *p)
{
    for (size_t i = 0; i < p->extension_count; i++) {
        const plan_extension *e = &p->extensions[i];
        complaint_time now;
        size_t clock;
        stage s;

        plan_play(p, &s, e->route);
        clock = clock_index(&s, e->clock);
        now = s.events[s.count - 1].happened_at;
        ck_assert_int_eq(may_extend(&s, clock, now, e->role, e->most),
                         COMPLAINT_OK);
        ck_assert_int_eq(may_extend(&s, clock, now, e->role, e->most + 1),
                         COMPLAINT_REFUSED);
        ck_assert_int_eq(may_extend(&s, clock, now, e->denied, 1),
                         COMPLAINT_DENIED);
        extend_often(&s, e, clock);
        stage_close(&s);
    }
    check_extensible(p);
}

/* ---- texts ---- */

void plan_check_texts(const plan *p)
{
    stage s;
    complaint_facts *tree;
    char *json;
    size_t texts = 0;

    open_plan(p, &s);
    tree = describe(&s);
    ck_assert_int_eq(complaint_facts_write(tree, &json, NULL, NULL), 0);
    for (const char *at = json; (at = strstr(at, "{\"en\":")) != NULL; at++) {
        const char *chinese = strstr(at, "\"zh-CN\":");

        ck_assert_ptr_nonnull(chinese);
        ck_assert(chinese < strstr(at, "\"}")); /* letters have braces */
        texts++;
    }
    ck_assert_uint_gt(texts, p->rule_count);
    complaint_context_release(s.context, json);
    complaint_facts_free(tree);
    stage_close(&s);
}
