/* The library over a store that fails: the n-th verb, for every n, with every
 * status there is; and verbs that meet others again and again. A call says so,
 * changes nothing and asks nothing of a transaction that is over; the register
 * verifies and goes on. */
#include "conformance/place.h"

#include "storage/storage.h"
#include "support/surroundings.h"

#include <complaint.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct desk {
    complaint_conformance_faults faults;
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *clerk;
    complaint_case *one; /* made by the preparation of a step */
    complaint_error *error;
} desk;

static surroundings around;
static file_place place;

static void ok(desk *d, int status)
{
    ck_assert_msg(status == COMPLAINT_OK, "%s",
                  complaint_error_message(d->error));
}

static complaint_facts *facts_of(desk *d, const char *json)
{
    complaint_facts *facts = NULL;

    ok(d, complaint_facts_parse(d->context, json, strlen(json), &facts,
                                &d->error));
    return facts;
}

static int install(desk *d, const char *kind, const char *name)
{
    complaint_definition *definition = NULL;
    int status;

    ok(d, complaint_definition_bundled(d->context, kind, name, &definition,
                                       &d->error));
    status =
        complaint_register_install(d->reg, d->clerk, definition, &d->error);
    complaint_definition_free(definition);
    return status;
}

static int open_register(desk *d)
{
    char uri[160];

    snprintf(uri, sizeof uri, "failing:%s",
             d->faults.inner == &complaint__backend_memory ? "" : place.path);
    return complaint_register_open(d->context, uri, COMPLAINT_REGISTER_CREATE,
                                   &d->reg, &d->error);
}

static void set_up(desk *d, const complaint_backend *inner)
{
    complaint_backend backend;

    memset(d, 0, sizeof *d);
    d->context = surroundings_begin(&around);
    d->faults.struct_size = sizeof d->faults;
    d->faults.inner = inner;
    ck_assert_ptr_nonnull(file_create(&place));
    ok(d, complaint_conformance_fail(&d->faults, "failing", &backend));
    ok(d, complaint_backend_register(d->context, &backend, &d->error));
    ok(d, open_register(d));
    ok(d, complaint_actor_new(d->context, "clerk-1", "store-01", &d->clerk,
                              &d->error));
    ok(d, complaint_actor_add_role(d->clerk, "*", &d->error));
    ok(d, install(d, "procedure", "iso10002"));
    ok(d, install(d, "calendar", "cn"));
}

static void tear_down(desk *d)
{
    complaint_case_free(d->one);
    complaint_actor_free(d->clerk);
    complaint_register_free(d->reg);
    complaint_error_free(d->error);
    complaint_context_free(d->context);
    file_wipe(&place);
    ck_assert_uint_eq(around.live, 0);
}

static void append(char **all, const char *text)
{
    size_t length = *all == NULL ? 0 : strlen(*all);

    *all = realloc(*all, length + strlen(text) + 2);
    ck_assert_ptr_nonnull(*all);
    sprintf(*all + length, "%s\n", text);
}

/* Every row of every relation; for free(). */
static char *contents(desk *d)
{
    char *all = NULL;

    append(&all, "rows");
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_record *record = NULL;
        complaint_cursor *cursor = NULL;
        ok(d, complaint_register_list_relation(
                  d->reg, complaint_relation_name(complaint_relation_at(i)),
                  &cursor, &d->error));
        for (;;) {
            complaint_facts *row = NULL;
            char *json = NULL;
            ok(d, complaint_cursor_next(cursor, &record, &d->error));
            if (record == NULL)
                break;
            ok(d, complaint_record_facts(record, &row, &d->error));
            ok(d, complaint_facts_write(row, &json, NULL, &d->error));
            append(&all, json);
            complaint_context_release(d->context, json);
            complaint_facts_free(row);
        }
        complaint_cursor_free(cursor);
    }
    return all;
}

/* --- What is done while verbs fail. --- */

static int file_as(desk *d, complaint_case **out)
{
    complaint_facts *facts = facts_of(
        d, "{\"title\":\"Kettle leaks\",\"parties\":[{\"role\":"
           "\"complainant\",\"name\":\"customer-1\"}],\"shelf\":\"B7\"}");
    int status = complaint_case_file(d->reg, d->clerk, facts,
                                     COMPLAINT_TIME_NONE, out, &d->error);

    complaint_facts_free(facts);
    return status;
}

static void no_preparation(desk *d)
{
    (void)d;
}

static void a_case(desk *d)
{
    complaint_case_free(d->one);
    d->one = NULL;
    ok(d, file_as(d, &d->one));
}

/* One and the same, so that looking at all does not grow. */
static void the_case(desk *d)
{
    if (d->one == NULL)
        a_case(d);
}

static int do_file(desk *d)
{
    return file_as(d, NULL);
}

static int do_batch(desk *d)
{
    int status = complaint_register_begin(d->reg, &d->error);

    if (status != COMPLAINT_OK)
        return status;
    for (int i = 0; status == COMPLAINT_OK && i < 2; i++)
        status = file_as(d, NULL);
    if (status == COMPLAINT_OK)
        return complaint_register_commit(d->reg, &d->error);
    ck_assert_int_eq(complaint_register_rollback(d->reg, NULL), COMPLAINT_OK);
    return status;
}

static int do_perform(desk *d)
{
    return complaint_case_perform(d->one, d->clerk, "acknowledge", NULL,
                                  COMPLAINT_TIME_NONE, &d->error);
}

static int do_amend(desk *d)
{
    complaint_facts *facts = facts_of(d, "{\"title\":\"Kettle drips\"}");
    int status = complaint_case_amend(d->one, d->clerk, facts,
                                      COMPLAINT_TIME_NONE, &d->error);

    complaint_facts_free(facts);
    return status;
}

static int do_assign(desk *d)
{
    return complaint_case_assign(d->one, d->clerk, "clerk-2", NULL, "holiday",
                                 COMPLAINT_TIME_NONE, &d->error);
}

static int do_put(desk *d)
{
    complaint_facts *facts =
        facts_of(d, "{\"role\":\"witness\",\"name\":\"customer-2\"}");
    int status = complaint_case_put(d->one, d->clerk, "party", facts,
                                    COMPLAINT_TIME_NONE, NULL, &d->error);

    complaint_facts_free(facts);
    return status;
}

static int do_install(desk *d)
{
    return install(d, "catalog", "general");
}

static int do_list(desk *d)
{
    const complaint_record *record = NULL;
    complaint_cursor *cursor = NULL;
    int status = complaint_register_list(d->reg, NULL, &cursor, &d->error);

    do {
        if (status == COMPLAINT_OK)
            status = complaint_cursor_next(cursor, &record, &d->error);
    } while (status == COMPLAINT_OK && record != NULL);
    complaint_cursor_free(cursor);
    return status;
}

static int do_verify(desk *d)
{
    return complaint_register_verify(d->reg, NULL, &d->error);
}

static int do_rebuild(desk *d)
{
    return complaint_register_rebuild(d->reg, NULL, &d->error);
}

static int do_tick(desk *d)
{
    complaint_facts *told = NULL;
    int status = complaint_register_tick(d->reg, d->clerk, COMPLAINT_TIME_NONE,
                                         NULL, &told, &d->error);

    complaint_facts_free(told);
    return status;
}

static const struct step {
    const char *name;
    void (*prepare)(desk *d);
    int (*run)(desk *d);
    bool changes; /* it leaves something, whenever it says OK */
} steps[] = {
    {"file", no_preparation, do_file, true},
    {"batch", no_preparation, do_batch, true},
    {"perform", a_case, do_perform, true},
    {"amend", a_case, do_amend, true},
    {"assign", a_case, do_assign, true},
    {"put", a_case, do_put, true},
    {"install", no_preparation, do_install, false},
    {"list", the_case, do_list, false},
    {"verify", the_case, do_verify, false},
    {"rebuild", the_case, do_rebuild, false},
    {"tick", the_case, do_tick, false},
};

/* --- The n-th verb fails. --- */

/* Of a store that says "not found" of what is there nobody can say what
 * follows but that the register stays whole. */
static bool is_failure(int status)
{
    return status != COMPLAINT_NOT_FOUND && status != COMPLAINT_EXISTS &&
           status != COMPLAINT_CONFLICT && status != COMPLAINT_BUSY;
}

static void judge(desk *d, const struct step *step, int answer,
                  const char *before)
{
    char *after = contents(d);
    const char *what = complaint_status_name(d->faults.status);

    ck_assert_msg(d->faults.breaches == 0, "%s, %s at %" PRIu64 ": breaches",
                  step->name, what, d->faults.fail_at);
    /* What is only looked up may be asked for again, and is there then. */
    ck_assert_msg(!is_failure(d->faults.status) || answer == d->faults.status ||
                      answer == COMPLAINT_OK,
                  "%s, %s at %" PRIu64 ": %s", step->name, what,
                  d->faults.fail_at, complaint_status_name(answer));
    ck_assert_msg(answer != COMPLAINT_OK || !step->changes ||
                      strcmp(before, after) != 0,
                  "%s, %s at %" PRIu64 " did nothing", step->name, what,
                  d->faults.fail_at);
    ck_assert_msg(answer == COMPLAINT_OK ||
                      complaint_error_status(d->error) == answer,
                  "%s, %s: no error", step->name, what);
    ck_assert_msg(answer == COMPLAINT_OK || strcmp(before, after) == 0,
                  "%s, %s at %" PRIu64 " left something", step->name, what,
                  d->faults.fail_at);
    ok(d, complaint_register_verify(d->reg, NULL, &d->error));
    free(after);
}

/* Faults of one status at one step after another, until none is reached; how
 * many there were. */
static uint64_t fail_each(const complaint_backend *inner,
                          const struct step *step, int status)
{
    desk d;
    uint64_t reached = 1;
    uint64_t count = 0;
    uint64_t passed = 0;

    set_up(&d, inner);
    d.faults.status = status;
    for (uint64_t n = 1; reached > 0; n++) {
        char *before;
        int answer;
        step->prepare(&d);
        before = contents(&d);
        d.faults.calls = 0;
        d.faults.failures = 0;
        d.faults.fail_at = n;
        answer = step->run(&d);
        d.faults.calls = UINT64_MAX / 2; /* no further one */
        reached = d.faults.failures;
        judge(&d, step, answer, before);
        count += reached;
        passed += reached > 0 && answer == COMPLAINT_OK;
        free(before);
    }
    tear_down(&d);
    if (is_failure(status) && passed > 0)
        printf("# %s: %" PRIu64 " of %" PRIu64 " times %s was overcome\n",
               step->name, passed, count, complaint_status_name(status));
    return count;
}

static void fail_all(const complaint_backend *inner, int first, int last)
{
    uint64_t count = 0;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        for (int status = first; status >= last; status--)
            count += fail_each(inner, &steps[i], status);
    }
    printf("# %s: %" PRIu64 " faults\n", inner->scheme, count);
    ck_assert_uint_gt(count, 500);
}

START_TEST(every_verb_may_fail_with_every_status_in_memory)
{
    fail_all(&complaint__backend_memory, COMPLAINT_INVALID,
             COMPLAINT_UNSUPPORTED);
}
END_TEST

START_TEST(every_verb_may_fail_in_a_file)
{
    fail_all(&complaint__backend_sqlite, COMPLAINT_IO, COMPLAINT_CORRUPT);
}
END_TEST

static void reopened(desk *d)
{
    complaint_register_free(d->reg);
    d->reg = NULL;
}

static const struct step opening = {"open", reopened, open_register, false};

START_TEST(a_register_that_cannot_be_opened_says_why_and_is_there_still)
{
    uint64_t count = 0;

    for (int status = -1; status >= COMPLAINT_UNSUPPORTED; status--) {
        desk d;
        int answer = COMPLAINT_INVALID;
        set_up(&d, &complaint__backend_sqlite);
        d.faults.status = status;
        for (uint64_t n = 1; d.faults.failures > 0 || n == 1; n++) {
            opening.prepare(&d);
            d.faults.calls = 0;
            d.faults.failures = 0;
            d.faults.fail_at = n;
            answer = opening.run(&d);
            count += d.faults.failures;
            d.faults.calls = UINT64_MAX / 2;
            ck_assert(answer == COMPLAINT_OK || d.reg == NULL);
            ck_assert_uint_eq(d.faults.breaches, 0);
            if (answer != COMPLAINT_OK)
                ok(&d, open_register(&d));
            ok(&d, complaint_register_verify(d.reg, NULL, &d.error));
        }
        ck_assert_int_eq(answer, COMPLAINT_OK);
        tear_down(&d);
    }
    printf("# opening: %" PRIu64 " faults\n", count);
    ck_assert_uint_gt(count, 50);
}
END_TEST

/* --- Storms. --- */

static void weather(uint64_t every)
{
    desk d;

    set_up(&d, &complaint__backend_memory);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int answer;
        if (steps[i].run == do_batch || steps[i].run == do_list ||
            steps[i].run == do_verify)
            continue; /* these are their caller's to repeat */
        steps[i].prepare(&d);
        d.faults.calls = 0;
        d.faults.failures = 0;
        d.faults.busy_every = every;
        d.faults.busy_most = 6;
        answer = steps[i].run(&d);
        d.faults.busy_every = 0;
        ck_assert_msg(answer == COMPLAINT_OK, "%s: %s", steps[i].name,
                      complaint_error_message(d.error));
        ck_assert_uint_eq(d.faults.breaches, 0);
        ok(&d, complaint_register_verify(d.reg, NULL, &d.error));
    }
    tear_down(&d);
}

START_TEST(a_change_that_meets_others_is_made_again_until_it_is_through)
{
    weather(1);
    weather(2);
    weather(5);
}
END_TEST

START_TEST(a_storm_without_end_is_told_as_busy)
{
    char *before;
    char *after;
    desk d;

    set_up(&d, &complaint__backend_memory);
    before = contents(&d);
    d.faults.busy_every = 2;
    ck_assert_int_eq(do_file(&d), COMPLAINT_BUSY);
    ck_assert_uint_gt(d.faults.failures, 10);
    ck_assert_uint_eq(d.faults.breaches, 0);
    d.faults.busy_every = 0;
    after = contents(&d);
    ck_assert_str_eq(before, after);
    ok(&d, do_file(&d));
    free(before);
    free(after);
    tear_down(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("faults");
    TCase *tc = tcase_create("faults");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, every_verb_may_fail_with_every_status_in_memory);
    tcase_add_test(tc, every_verb_may_fail_in_a_file);
    tcase_add_test(
        tc, a_register_that_cannot_be_opened_says_why_and_is_there_still);
    tcase_add_test(
        tc, a_change_that_meets_others_is_made_again_until_it_is_through);
    tcase_add_test(tc, a_storm_without_end_is_told_as_busy);
    suite_add_tcase(suite, tc);
    return test_run(suite);
}
