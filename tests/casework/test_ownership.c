/* Who is accountable, over many random steps: assigned, accepted, refused,
 * timed out, escalated, returned, performed, closed and reopened by several
 * actors of several units. A plain model is kept beside the register; at every
 * instant each case has exactly one owner, and nobody becomes one without
 * accepting. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

enum {
    STEPS = 100000,
    STEPS_LONG = 1000000,
    CASES = 400,
    ENTRIES = 60, /* of a case, then it is done with */
    PEOPLE = 6,
    UNITS = 4
};

#define NONE COMPLAINT_TIME_NONE

static const char rules[] =
    "kind: procedure\nformat: 1\nname: owned\nversion: '1'\n"
    "title: {en: O}\nlanguages: [en]\nstart: open\n"
    "roles:\n"
    "  - {name: head, title: {en: H}}\n"
    "  - {name: dispatcher, title: {en: D}}\n"
    "states:\n"
    "  - {name: open, title: {en: o}}\n"
    "  - {name: closed, title: {en: c}, final: true}\n"
    "transitions:\n"
    "  - {name: work, title: {en: t}, from: [open], to: open}\n"
    "  - {name: close, title: {en: t}, from: [open], to: closed, "
    "marks: [closed]}\n"
    "  - {name: reopen, title: {en: t}, from: [closed], to: open, "
    "marks: [reopened]}\n"
    "handover:\n"
    "  - {name: accept, title: {en: A}, amount: 4, unit: hours, "
    "warn: [{before: 1}], then: escalate, to: head}\n"
    "  - {name: take-back, title: {en: B}, amount: 24, unit: hours, "
    "then: return}\n";

/* What the case should be. A person is 0 to PEOPLE - 1, -1 for none. */
typedef struct model {
    complaint_case *one;
    int owner;
    int proposed;
    complaint_time escalates;
    complaint_time returns;
    bool escalated;
    complaint_time closed_at;
    int entries;    /* beside those of ticks */
    int64_t owners; /* that there were */
} model;

typedef struct world {
    desk d;
    uint64_t random;
    complaint_actor *people[PEOPLE];
    model cases[CASES];
    int64_t counts[12];
} world;

enum {
    DID_FILE,
    DID_ASSIGN,
    DID_ACCEPT,
    DID_TAKE_OVER,
    DID_REFUSE,
    DID_WORK,
    DID_CLOSE,
    DID_REOPEN,
    DID_TICK,
    DID_ESCALATE,
    DID_RETURN,
    DID_NOT
};

static uint32_t dice(world *w, uint32_t sides)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (uint32_t)(w->random >> 33) % sides;
}

static const char *const units[UNITS] = {"store-01", "store-02", "quality",
                                         "head-office"};

static const char *name_of(int person)
{
    static const char *const names[PEOPLE] = {
        "clerk-0", "clerk-1", "clerk-2", "head-3", "dispatcher-4", "clerk-5"};

    return names[person];
}

/* A person works for one unit now, for another later. */
static complaint_actor *hire(world *w, int person)
{
    complaint_actor *actor;

    desk_ok(complaint_actor_new(w->d.context, name_of(person),
                                units[dice(w, UNITS)], &actor, &error));
    if (person == 3)
        desk_ok(complaint_actor_add_role(actor, "head", &error));
    if (person == 4)
        desk_ok(complaint_actor_add_role(actor, "dispatcher", &error));
    return actor;
}

static void begin(world *w)
{
    complaint_definition *definition;

    memset(w, 0, sizeof *w);
    w->random = UINT64_C(20260722);
    desk_open_empty(&w->d, DESK_MEMORY);
    w->d.clock_stands = true;
    desk_ok(complaint_definition_parse(w->d.context, rules, sizeof rules - 1,
                                       "rules", &definition, &error));
    desk_ok(
        complaint_register_install(w->d.reg, w->d.clerk, definition, &error));
    complaint_definition_free(definition);
    desk_install(&w->d, "calendar", "every-day");
    for (int i = 0; i < PEOPLE; i++)
        w->people[i] = hire(w, i);
}

/* ---- what should follow ---- */

static void end_proposal(model *m)
{
    m->proposed = -1;
    m->escalated = false;
}

static void time_out(world *w, model *m)
{
    if (m->one == NULL || m->proposed < 0 || m->closed_at != NONE)
        return;
    if (!m->escalated && w->d.now > m->escalates) {
        m->escalated = true;
        w->counts[DID_ESCALATE]++;
    }
    if (w->d.now > m->returns) {
        end_proposal(m);
        w->counts[DID_RETURN]++;
    }
}

static void check_row(const model *m)
{
    const complaint_record *record = complaint_case_record(m->one);
    const char *proposed = complaint_record_text(record, "proposed_owner");

    ck_assert_str_eq(complaint_record_text(record, "owner"), name_of(m->owner));
    if (m->proposed < 0)
        ck_assert_ptr_null(proposed);
    else
        ck_assert_str_eq(proposed, name_of(m->proposed));
}

/* Exactly one assignment is active, it is the owner's; those before it end
 * where the next begins. */
static void check_owners(const model *m)
{
    const complaint_record *row;
    complaint_cursor *cursor;
    complaint_time until = NONE;
    int64_t owners = 0, active = 0, proposed = 0;

    desk_ok(complaint_case_list(m->one, "assignment", &cursor, &error));
    for (;;) {
        const char *state;

        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        state = complaint_record_text(row, "state");
        proposed += strcmp(state, "proposed") == 0;
        if (strcmp(state, "active") != 0 && strcmp(state, "ended") != 0)
            continue;
        owners++;
        ck_assert_int_eq(active, 0); /* it is the last one */
        if (until != NONE)
            ck_assert_int_eq(complaint_record_integer(row, "accepted_at", 0),
                             until);
        until = complaint_record_integer(row, "ended_at", NONE);
        if (strcmp(state, "active") != 0)
            continue;
        active++;
        ck_assert_int_eq(until, NONE);
        ck_assert_str_eq(complaint_record_text(row, "owner"),
                         name_of(m->owner));
    }
    complaint_cursor_free(cursor);
    ck_assert_int_eq(active, 1);
    ck_assert_int_eq(owners, m->owners);
    ck_assert_int_eq(proposed, m->proposed >= 0);
}

/* ---- steps ---- */

static void file_one(world *w, model *m)
{
    complaint_facts *facts = desk_facts(&w->d, "{\"procedure\":\"owned\"}");
    int person = (int)dice(w, PEOPLE);

    complaint_case_free(m->one);
    desk_ok(complaint_case_file(w->d.reg, w->people[person], facts, NONE,
                                &m->one, &error));
    complaint_facts_free(facts);
    *m = (model){.one = m->one,
                 .owner = person,
                 .proposed = -1,
                 .closed_at = NONE,
                 .owners = 1};
    w->counts[DID_FILE]++;
}

static int assign(world *w, model *m, int person)
{
    int to = (int)dice(w, PEOPLE);
    bool may = m->closed_at == NONE && to != m->owner &&
               (person == m->owner || person == 4);
    int status = complaint_case_assign(m->one, w->people[person], name_of(to),
                                       units[dice(w, UNITS)], NULL, NONE, NULL);

    ck_assert_int_eq(status == COMPLAINT_OK, may);
    if (!may)
        return DID_NOT;
    m->proposed = to;
    m->escalated = false;
    m->escalates = w->d.now + 4 * COMPLAINT_HOUR;
    m->returns = w->d.now + 24 * COMPLAINT_HOUR;
    return DID_ASSIGN;
}

static int answer(world *w, model *m, int person, bool accepts)
{
    bool may = m->proposed >= 0 &&
               (person == m->proposed || (m->escalated && person == 3));
    int did = !accepts                ? DID_REFUSE
              : person == m->proposed ? DID_ACCEPT
                                      : DID_TAKE_OVER;
    int status = complaint_case_answer_assignment(m->one, w->people[person],
                                                  accepts, NULL, NONE, NULL);

    ck_assert_int_eq(status == COMPLAINT_OK, may);
    if (!may)
        return DID_NOT;
    if (accepts) {
        m->owner = person;
        m->owners++;
        ck_assert_str_eq(
            complaint_record_text(complaint_case_record(m->one), "owner"),
            name_of(person));
    }
    end_proposal(m);
    return did;
}

static int perform(world *w, model *m, int person, const char *transition)
{
    bool closes = strcmp(transition, "close") == 0;
    bool reopens = strcmp(transition, "reopen") == 0;
    bool may = (m->closed_at != NONE) == reopens;
    complaint_time now = w->d.now;
    int status = complaint_case_perform(m->one, w->people[person], transition,
                                        NULL, NONE, NULL);

    ck_assert_int_eq(status == COMPLAINT_OK, may);
    if (!may)
        return DID_NOT;
    if (reopens) {
        /* the time of a hand-over rested meanwhile */
        if (m->escalates > m->closed_at)
            m->escalates += now - m->closed_at;
        if (m->returns > m->closed_at)
            m->returns += now - m->closed_at;
        m->closed_at = NONE;
        return DID_REOPEN;
    }
    if (closes)
        m->closed_at = now;
    return closes ? DID_CLOSE : DID_WORK;
}

static int tick(world *w)
{
    complaint_facts *result;

    desk_ok(complaint_register_tick(w->d.reg, w->d.clerk, NONE, NULL, &result,
                                    &error));
    complaint_facts_free(result);
    for (int i = 0; i < CASES; i++) {
        time_out(w, &w->cases[i]);
        if (w->cases[i].one == NULL)
            continue;
        desk_ok(complaint_case_refresh(w->cases[i].one, &error));
        check_row(&w->cases[i]);
    }
    return DID_TICK;
}

static int on_case(world *w, model *m)
{
    int person = (int)dice(w, PEOPLE);
    uint32_t what = dice(w, 100);

    if (dice(w, 3) > 0)
        person = m->owner;
    if (what < 30)
        return assign(w, m, person);
    if (what < 55)
        return answer(w, m,
                      m->proposed >= 0 && dice(w, 4) > 0 ? m->proposed : person,
                      true);
    if (what < 65)
        return answer(w, m, m->proposed >= 0 ? m->proposed : person, false);
    if (what < 75)
        return answer(w, m, 3, dice(w, 2) == 0);
    if (what < 88)
        return perform(w, m, person, "work");
    return perform(w, m, person, m->closed_at == NONE ? "close" : "reopen");
}

static void one_step(world *w)
{
    model *m = &w->cases[dice(w, CASES)];
    int did;

    w->d.now += (complaint_time)dice(w, 60) * COMPLAINT_SECOND;
    if (dice(w, 200) == 0) {
        w->counts[tick(w)]++;
        return;
    }
    if (dice(w, 50) == 0) { /* somebody moves to another unit */
        int person = (int)dice(w, PEOPLE);

        complaint_actor_free(w->people[person]);
        w->people[person] = hire(w, person);
    }
    if (m->one == NULL || m->entries >= ENTRIES) {
        if (m->one != NULL)
            check_owners(m);
        file_one(w, m);
    } else {
        did = on_case(w, m);
        m->entries += did != DID_NOT;
        w->counts[did]++;
    }
    check_row(m);
}

START_TEST(at_every_instant_a_case_has_exactly_one_owner)
{
    static world w;
    const char *longer = getenv("COMPLAINT_LONG");
    int64_t steps = longer != NULL && longer[0] == '1' ? STEPS_LONG : STEPS;

    begin(&w);
    for (int64_t i = 0; i < steps; i++)
        one_step(&w);
    for (int i = 0; i < CASES; i++)
        if (w.cases[i].one != NULL)
            check_owners(&w.cases[i]);
    ck_assert_int_eq(desk_verify(&w.d), 0);
    printf("%lld steps (seed 20260722): filed %lld, assigned %lld, accepted "
           "%lld, taken over %lld, refused %lld, worked %lld, closed %lld, "
           "reopened %lld, ticks %lld, escalated %lld, returned %lld, not "
           "allowed %lld\n",
           (long long)steps, (long long)w.counts[DID_FILE],
           (long long)w.counts[DID_ASSIGN], (long long)w.counts[DID_ACCEPT],
           (long long)w.counts[DID_TAKE_OVER], (long long)w.counts[DID_REFUSE],
           (long long)w.counts[DID_WORK], (long long)w.counts[DID_CLOSE],
           (long long)w.counts[DID_REOPEN], (long long)w.counts[DID_TICK],
           (long long)w.counts[DID_ESCALATE], (long long)w.counts[DID_RETURN],
           (long long)w.counts[DID_NOT]);
    for (int i = 0; i < 11; i++)
        ck_assert_int_gt(w.counts[i], 20);
    for (int i = 0; i < CASES; i++)
        complaint_case_free(w.cases[i].one);
    for (int i = 0; i < PEOPLE; i++)
        complaint_actor_free(w.people[i]);
    desk_close(&w.d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("casework/ownership");
    TCase *tests = tcase_create("ownership");

    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, at_every_instant_a_case_has_exactly_one_owner);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
