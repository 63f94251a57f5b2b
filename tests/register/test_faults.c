/* When things go wrong from outside: memory that runs out at every place,
 * two registers on one file. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

/* ---- memory ---- */

typedef struct setting {
    desk *d;
    complaint_case *one;
    complaint_facts *facts;
    complaint_finding *finding;
} setting;

static int do_file(setting *s)
{
    complaint_case *made = NULL;
    int status = complaint_case_file(s->d->reg, s->d->clerk, s->facts,
                                     COMPLAINT_TIME_NONE, &made, NULL);

    complaint_case_free(made);
    return status;
}

static int do_perform(setting *s)
{
    return complaint_case_perform(s->one, s->d->clerk, "register", s->facts,
                                  COMPLAINT_TIME_NONE, NULL);
}

static int do_put(setting *s)
{
    return complaint_case_put(s->one, s->d->clerk, "party", s->facts,
                              COMPLAINT_TIME_NONE, NULL, NULL);
}

static int do_amend(setting *s)
{
    return complaint_case_amend(s->one, s->d->clerk, s->facts,
                                COMPLAINT_TIME_NONE, NULL);
}

static int do_assign(setting *s)
{
    return complaint_case_assign(s->one, s->d->clerk, "clerk-2", NULL, "r",
                                 COMPLAINT_TIME_NONE, NULL);
}

static int do_attribute(setting *s)
{
    return complaint_case_attribute(s->one, s->d->clerk, s->finding,
                                    COMPLAINT_TIME_NONE, NULL);
}

static int do_find(setting *s)
{
    complaint_case *found = NULL;
    int status = complaint_case_find(s->d->reg, "202403-00001", &found, NULL);

    complaint_case_free(found);
    return status;
}

static int do_list(setting *s)
{
    complaint_cursor *cursor = NULL;
    const complaint_record *row;
    char *token = NULL;
    int status = complaint_register_list(s->d->reg, s->facts, &cursor, NULL);

    do {
        if (status == COMPLAINT_OK)
            status = complaint_cursor_next(cursor, &row, NULL);
    } while (status == COMPLAINT_OK && row != NULL);
    if (status == COMPLAINT_OK)
        status = complaint_cursor_token(cursor, &token, NULL);
    complaint_context_release(s->d->context, token);
    complaint_cursor_free(cursor);
    return status;
}

static int do_verify(setting *s)
{
    complaint_facts *result = NULL;
    int status = complaint_register_verify(s->d->reg, &result, NULL);

    complaint_facts_free(result);
    return status;
}

static int do_rebuild(setting *s)
{
    return complaint_register_rebuild(s->d->reg, NULL, NULL);
}

static int do_describe(setting *s)
{
    complaint_facts *result = NULL;
    int status = complaint_register_describe(s->d->reg, &result, NULL);

    complaint_facts_free(result);
    return status;
}

static int do_clocks(setting *s)
{
    complaint_facts *result = NULL;
    int status =
        complaint_case_clocks(s->one, COMPLAINT_TIME_NONE, &result, NULL);

    complaint_facts_free(result);
    return status;
}

static int do_next(setting *s)
{
    complaint_facts *result = NULL;
    int status = complaint_case_next(s->one, s->d->clerk, &result, NULL);

    complaint_facts_free(result);
    return status;
}

static int do_refresh(setting *s)
{
    return complaint_case_refresh(s->one, NULL);
}

static int do_install(setting *s)
{
    complaint_definition *definition = NULL;
    int status = complaint_definition_bundled(s->d->context, "procedure",
                                              "iso10002", &definition, NULL);

    if (status == COMPLAINT_OK)
        status = complaint_register_install(s->d->reg, s->d->clerk, definition,
                                            NULL);
    complaint_definition_free(definition);
    return status;
}

static int do_set(setting *s)
{
    return complaint_register_set(s->d->reg, "number", "{series}", NULL);
}

/* What one failing tick journaled, the next does not journal again. */
static int do_tick(setting *s)
{
    complaint_facts *result = NULL;
    int status;

    if (s->d->now < DESK_START + 90 * COMPLAINT_DAY)
        s->d->now = DESK_START + 90 * COMPLAINT_DAY;
    status = complaint_register_tick(s->d->reg, s->d->clerk,
                                     COMPLAINT_TIME_NONE, NULL, &result, NULL);
    complaint_facts_free(result);
    return status;
}

static const struct {
    const char *name;
    int (*call)(setting *s);
    const char *facts;
} calls[] = {
    {"file", do_file,
     "{\"title\":\"t\",\"description\":\"d\",\"category\":\"other\","
     "\"unit\":\"quality\",\"parties\":[{\"name\":\"n\"}]}"},
    {"perform", do_perform, "{\"category\":\"other\",\"description\":\"x\"}"},
    {"put", do_put, "{\"name\":\"n\"}"},
    {"amend", do_amend, "{\"unit\":\"quality\",\"title\":\"x\"}"},
    {"assign", do_assign, "{}"},
    {"attribute", do_attribute, "{}"},
    {"find", do_find, "{}"},
    {"list", do_list, "{\"text\":\"t\",\"order\":\"due\"}"},
    {"verify", do_verify, "{}"},
    {"rebuild", do_rebuild, "{}"},
    {"describe", do_describe, "{}"},
    {"clocks", do_clocks, "{}"},
    {"next", do_next, "{}"},
    {"refresh", do_refresh, "{}"},
    {"install", do_install, "{}"},
    {"set", do_set, "{}"},
    {"tick", do_tick, "{}"},
};

/* Fail the first, second, third ... allocation until the call succeeds. */
static void starve(setting *s, size_t call)
{
    int64_t allowed = 0;
    int status;

    for (;; allowed++) {
        ck_assert_msg(allowed < 20000, "%s never succeeds", calls[call].name);
        s->d->allocations_left = allowed;
        status = calls[call].call(s);
        s->d->allocations_left = -1;
        if (status == COMPLAINT_OK)
            break;
        ck_assert_msg(status == COMPLAINT_NO_MEMORY, "%s with %d: %d",
                      calls[call].name, (int)allowed, status);
        if (allowed % 64 == 0)
            ck_assert_int_eq(desk_verify(s->d), 0);
    }
    ck_assert_int_gt(allowed, 0);
    ck_assert_int_eq(desk_verify(s->d), 0);
}

START_TEST(any_call_survives_any_allocation_that_fails)
{
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        desk d;
        setting s = {&d, NULL, NULL, NULL};

        desk_open(&d, _i);
        s.one = desk_file(&d, "{\"title\":\"t\"}");
        s.facts = desk_facts(&d, calls[i].facts);
        desk_ok(complaint_finding_new(d.context, &s.finding, &error));
        desk_ok(complaint_finding_add_share(s.finding, "unit", "quality", 10000,
                                            true, NULL, NULL, &error));
        starve(&s, i);
        complaint_finding_free(s.finding);
        complaint_facts_free(s.facts);
        complaint_case_free(s.one);
        desk_close(&d);
    }
}
END_TEST

/* In a batch a call that runs out of memory leaves the batch whole, or says
 * that only a rollback is left. */
START_TEST(a_batch_survives_any_allocation_that_fails)
{
    desk d;
    complaint_facts *facts;
    int64_t allowed = 0;
    int64_t kept = 0;
    int status;

    desk_open(&d, _i);
    facts = desk_facts(&d, "{\"parties\":[{\"name\":\"n\"}]}");
    do {
        complaint_case *one = NULL;

        desk_ok(complaint_register_begin(d.reg, &error));
        desk_ok(complaint_case_file(d.reg, d.clerk, facts, COMPLAINT_TIME_NONE,
                                    NULL, &error));
        d.allocations_left = allowed;
        allowed += _i == DESK_MEMORY ? 1 : 7; /* each commit syncs */
        status = complaint_case_file(d.reg, d.clerk, facts, COMPLAINT_TIME_NONE,
                                     &one, NULL);
        d.allocations_left = -1;
        complaint_case_free(one);
        if (complaint_register_commit(d.reg, NULL) == COMPLAINT_OK)
            kept += 1 + (status == COMPLAINT_OK);
    } while (status != COMPLAINT_OK);
    complaint_facts_free(facts);
    ck_assert_int_eq(desk_verify(&d), 0);
    {
        complaint_cursor *cursor;

        desk_ok(complaint_register_list(d.reg, NULL, &cursor, &error));
        ck_assert_int_eq(desk_count(cursor), kept);
    }
    desk_close(&d);
}
END_TEST

/* ---- two at once ---- */

START_TEST(the_second_of_two_registers_meets_a_conflict)
{
    desk d;
    complaint_register *other;
    complaint_case *here, *there;
    complaint_facts *facts;

    desk_open(&d, DESK_SQLITE);
    here = desk_file(&d, "{}");
    desk_ok(complaint_register_open(d.context, d.uri, 0, &other, &error));
    desk_ok(complaint_case_find(other, "202403-00001", &there, &error));
    facts = desk_facts(&d, "{\"category\":\"other\"}");
    desk_ok(complaint_case_perform(there, d.clerk, "register", facts,
                                   COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_CONFLICT, "case.conflict", "case",
                  complaint_case_perform(here, d.clerk, "register", facts,
                                         COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_CONFLICT, "case.conflict",
               complaint_case_amend(here, d.clerk, facts, COMPLAINT_TIME_NONE,
                                    &error));
    ck_assert_int_eq(desk_integer(here, "revision"), 1);
    desk_ok(complaint_case_refresh(here, &error));
    ck_assert_int_eq(desk_integer(here, "revision"), 2);
    desk_ok(complaint_case_amend(here, d.clerk, facts, COMPLAINT_TIME_NONE,
                                 &error));
    /* A definition that one installs, the other uses. */
    desk_install(&d, "procedure", "iso10002");
    desk_ok(complaint_register_set(d.reg, "procedure", "iso10002", &error));
    complaint_case_free(there);
    desk_ok(complaint_case_file(other, d.clerk, facts, COMPLAINT_TIME_NONE,
                                &there, &error));
    ck_assert_str_eq(desk_text(there, "procedure"), "iso10002");
    ck_assert_str_eq(desk_text(there, "number"), "2024-00001");
    complaint_facts_free(facts);
    complaint_case_free(there);
    complaint_case_free(here);
    desk_ok(complaint_register_close(other, &error));
    complaint_register_free(other);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("faults");
    TCase *tcase = tcase_create("faults");

    tcase_set_timeout(tcase, 600);
    tcase_add_loop_test(tcase, any_call_survives_any_allocation_that_fails, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(tcase, a_batch_survives_any_allocation_that_fails, 0,
                        DESK_BACKENDS);
    tcase_add_test(tcase, the_second_of_two_registers_meets_a_conflict);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
