/* Random operations on a register, the seed printed: after each step one
 * owner is accountable; every now and then the projections must equal what
 * the journal gives, and the chain must hold. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

enum { STEPS = 5000, LIVE = 12, ACTORS = 4 };

typedef struct walk {
    desk d;
    uint64_t state;
    complaint_actor *actors[ACTORS];
    complaint_case *cases[LIVE];
    bool batch;
    bool in_batch[LIVE]; /* made in the open batch */
    int64_t done;
    int64_t refused;
} walk;

static unsigned next(walk *w, unsigned below)
{
    w->state = w->state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(w->state >> 33) % below;
}

static complaint_actor *actor(walk *w)
{
    return w->actors[next(w, ACTORS)];
}

/* A step may be refused by the rules, and for nothing else. */
static void took(walk *w, int status)
{
    switch (status) {
    case COMPLAINT_OK:
        w->done++;
        break;
    case COMPLAINT_REFUSED:
    case COMPLAINT_DENIED:
    case COMPLAINT_INCOMPLETE:
    case COMPLAINT_NOT_FOUND:
    case COMPLAINT_INVALID:
    case COMPLAINT_EXISTS:
        w->refused++;
        break;
    default:
        ck_abort_msg("a step gave %d", status);
    }
}

static complaint_time past(walk *w)
{
    if (next(w, 3) > 0)
        return COMPLAINT_TIME_NONE;
    return w->d.now - (complaint_time)next(w, 400) * COMPLAINT_HOUR;
}

static void file(walk *w, int slot)
{
    char json[300];
    complaint_facts *facts;

    complaint_case_free(w->cases[slot]);
    w->cases[slot] = NULL;
    snprintf(json, sizeof json,
             "{\"title\":\"t%u\",\"description\":\"d\",\"external_number\":"
             "\"%u\",\"unit\":\"store-%02u\",\"category\":\"other\","
             "\"parties\":[{\"name\":\"n\"},{\"role\":\"witness\"}]}",
             next(w, 1000), next(w, 3000), 1 + next(w, 12));
    facts = desk_facts(&w->d, json);
    took(w, complaint_case_file(w->d.reg, actor(w), facts, past(w),
                                &w->cases[slot], NULL));
    w->in_batch[slot] = w->batch;
    complaint_facts_free(facts);
}

static void perform(walk *w, complaint_case *one)
{
    static const char *const names[] = {
        "register",      "transfer",     "return_misdirected",
        "submit_result", "approve",      "send_back",
        "answer",        "close",        "object",
        "confirm",       "order_rework", "withdraw",
        "reopen"};
    complaint_facts *facts = desk_facts(
        &w->d, "{\"category\":\"other\",\"unit\":\"quality\",\"reason\":\"r\","
               "\"findings\":\"f\",\"result\":\"r\",\"outcome\":\"upheld\","
               "\"objection\":\"o\",\"review_result\":\"r\","
               "\"communication\":{\"kind\":\"reply\",\"text\":\"x\"}}");
    complaint_actor *who = actor(w);

    /* Twice, so that cases come further. */
    for (int i = 0; i < 2; i++)
        took(w, complaint_case_perform(one, who, names[next(w, 13)], facts,
                                       past(w), NULL));
    complaint_facts_free(facts);
}

static void assign(walk *w, complaint_case *one)
{
    const char *to = complaint_actor_id(actor(w));

    took(w, complaint_case_assign(one, actor(w), to, NULL, "r", past(w), NULL));
}

static void answer(walk *w, complaint_case *one)
{
    took(w, complaint_case_answer_assignment(one, actor(w), next(w, 2) == 0,
                                             NULL, past(w), NULL));
}

static void put(walk *w, complaint_case *one)
{
    static const char *const rows[][2] = {
        {"task", "{\"title\":\"t\",\"result\":\"secret\"}"},
        {"party", "{\"role\":\"complainant\",\"phone\":\"1\"}"},
        {"communication", "{\"kind\":\"call\",\"text\":\"x\"}"},
        {"action", "{\"kind\":\"corrective\",\"title\":\"t\"}"},
        {"survey", "{\"result\":4,\"comment\":\"c\"}"},
        {"clock", "{}"},
        {"task", "{}"}};
    unsigned which = next(w, 7);
    complaint_facts *facts = desk_facts(&w->d, rows[which][1]);
    char id[COMPLAINT_TIME_TEXT_SIZE];
    int status = complaint_case_put(one, actor(w), rows[which][0], facts,
                                    past(w), id, NULL);

    took(w, status);
    if (status == COMPLAINT_OK && next(w, 2) == 0) {
        desk_ok(complaint_facts_set_text(facts, "id", id, &error));
        took(w, complaint_case_put(one, actor(w), rows[which][0], facts,
                                   past(w), NULL, NULL));
    }
    complaint_facts_free(facts);
}

static void amend(walk *w, complaint_case *one)
{
    static const char *const changes[] = {
        "{\"title\":null}",
        "{\"description\":\"other\"}",
        "{\"received_at\":\"2024-02-01\",\"unit\":null}",
        "{\"occurred_at\":\"2024-01-01T00:00:00Z\"}",
        "{\"state\":\"closed\"}",
        "{\"claim\":{\"amount\":1,\"currency\":\"CNY\"}}",
        "{\"channel\":\"pigeon\"}"};
    complaint_facts *facts = desk_facts(&w->d, changes[next(w, 7)]);

    took(w, complaint_case_amend(one, actor(w), facts, past(w), NULL));
    complaint_facts_free(facts);
}

static void attribute(walk *w, complaint_case *one)
{
    complaint_finding *finding;
    int share = 9000 + (int)next(w, 2) * 1000;

    desk_ok(complaint_finding_new(w->d.context, &finding, &error));
    desk_ok(complaint_finding_add_share(finding, "unit", "quality", share, true,
                                        NULL, NULL, &error));
    took(w, complaint_case_attribute(one, actor(w), finding, past(w), NULL));
    complaint_finding_free(finding);
}

static void extend(walk *w, complaint_case *one)
{
    took(w,
         complaint_case_extend(one, actor(w), "result", 1 + (int64_t)next(w, 3),
                               "r", NULL, past(w), NULL));
}

/* Exactly one accountable owner, and the row says the same. */
static void check_owner(complaint_case *one)
{
    complaint_cursor *cursor;
    const complaint_record *row;
    int active = 0;
    int proposed = 0;

    desk_ok(complaint_case_list(one, "assignment", &cursor, &error));
    for (;;) {
        const char *state;

        desk_ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        state = complaint_record_text(row, "state");
        if (strcmp(state, "active") == 0) {
            active++;
            ck_assert_str_eq(complaint_record_text(row, "owner"),
                             desk_text(one, "owner"));
        }
        if (strcmp(state, "proposed") == 0) {
            proposed++;
            ck_assert_str_eq(complaint_record_text(row, "owner"),
                             desk_text(one, "proposed_owner"));
        }
    }
    complaint_cursor_free(cursor);
    ck_assert_int_eq(active, 1);
    ck_assert_int_eq(proposed, desk_text(one, "proposed_owner") != NULL);
}

static void begin(walk *w)
{
    if (w->batch)
        return;
    desk_ok(complaint_register_begin(w->d.reg, &error));
    w->batch = true;
    memset(w->in_batch, 0, sizeof w->in_batch);
}

static void end(walk *w)
{
    if (!w->batch)
        return;
    w->batch = false;
    if (next(w, 3) > 0) {
        desk_ok(complaint_register_commit(w->d.reg, &error));
        return;
    }
    desk_ok(complaint_register_rollback(w->d.reg, &error));
    for (int i = 0; i < LIVE; i++) {
        if (w->cases[i] == NULL)
            continue;
        if (w->in_batch[i]) {
            ck_assert_int_eq(complaint_case_refresh(w->cases[i], NULL),
                             COMPLAINT_NOT_FOUND);
            complaint_case_free(w->cases[i]);
            w->cases[i] = NULL;
        } else {
            desk_ok(complaint_case_refresh(w->cases[i], &error));
        }
    }
}

static void step(walk *w)
{
    static void (*const steps[])(walk * w, complaint_case * one) = {
        perform, perform, perform, perform, assign,    assign,
        answer,  answer,  put,     amend,   attribute, extend};
    int slot = (int)next(w, LIVE);
    unsigned what = next(w, 100);

    w->d.now += (complaint_time)next(w, 5 * 3600) * COMPLAINT_SECOND;
    if (what < 3)
        begin(w);
    else if (what < 8)
        end(w);
    if (w->cases[slot] == NULL || what >= 96)
        file(w, slot);
    else
        steps[next(w, 12)](w, w->cases[slot]);
    if (w->cases[slot] != NULL)
        check_owner(w->cases[slot]);
}

START_TEST(projections_equal_the_journal_after_random_operations)
{
    walk *w = calloc(1, sizeof *w);
    const char *given = getenv("COMPLAINT_SEED");
    uint64_t seed = given == NULL ? 20240305 : strtoull(given, NULL, 10);
    int64_t changed;

    ck_assert_ptr_nonnull(w);
    desk_open(&w->d, _i);
    w->state = seed + (uint64_t)_i;
    for (int i = 0; i < ACTORS; i++) {
        char id[32];

        snprintf(id, sizeof id, "clerk-%d", i + 1);
        w->actors[i] = desk_actor(&w->d, id, i == 0 ? "dispatcher" : "*");
    }
    for (int i = 1; i <= STEPS; i++) {
        step(w);
        if (i % 1000 != 0)
            continue;
        if (w->batch) {
            desk_ok(complaint_register_commit(w->d.reg, &error));
            w->batch = false;
        }
        ck_assert_int_eq(desk_verify(&w->d), 0);
        desk_ok(complaint_register_rebuild(w->d.reg, &changed, &error));
        ck_assert_int_eq(changed, 0);
    }
    printf("seed %llu, backend %d: %d steps, %lld entries, %lld refused\n",
           (unsigned long long)seed, _i, STEPS, (long long)w->done,
           (long long)w->refused);
    ck_assert_int_gt(w->done, STEPS / 4);
    for (int i = 0; i < LIVE; i++)
        complaint_case_free(w->cases[i]);
    for (int i = 0; i < ACTORS; i++)
        complaint_actor_free(w->actors[i]);
    desk_close(&w->d);
    free(w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("random");
    TCase *tcase = tcase_create("both backends");

    tcase_set_timeout(tcase, 600);
    tcase_add_loop_test(tcase,
                        projections_equal_the_journal_after_random_operations,
                        0, DESK_BACKENDS);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
