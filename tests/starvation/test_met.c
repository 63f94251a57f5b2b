/* Every public function when another transaction is in the way of its first,
 * second, third ... statement on PostgreSQL (40001): it is asked or made again
 * and the caller sees nothing of it. A batch is the caller's to repeat. */
#include "support/server.h"

#ifdef COMPLAINT_POSTGRES

#include "starvation/calls.h"
#include "support/between.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 70

static server shared;
static between way;

/* Every statement of the first ones, then fewer and fewer. */
static long after(long turn)
{
    if (getenv("COMPLAINT_LONG") != NULL || turn < 12)
        return turn + 1;
    return turn + 1 + turn / 2;
}

/* So many that a list is more than one statement. */
static void file_more(stage *s)
{
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint_register_begin(s->reg, &error), 0);
    for (int i = 0; i < CASES; i++) {
        complaint_case *one = NULL;
        int status = complaint_case_file(s->reg, s->clerk, s->facts,
                                         COMPLAINT_TIME_NONE, &one, &error);

        ck_assert_msg(status == 0, "%s", complaint_error_message(error));
        complaint_case_free(one);
    }
    ck_assert_int_eq(complaint_register_commit(s->reg, &error), 0);
}

/* What may be done so often and no more was done by the attempts before, and a
 * batch is the caller's to repeat. */
static bool is_right(const call *one, long passed, int status)
{
    return status == COMPLAINT_OK || status == one->also ||
           (status == COMPLAINT_REFUSED && passed > 0) ||
           (status == COMPLAINT_BUSY &&
            strcmp(one->name, "register_commit") == 0);
}

/* One attempt; false when there were fewer statements. */
static bool meet(stage *s, const call *one, long passed, int *wrong)
{
    complaint_error *error = NULL;
    long failed = atomic_load(&way.failed);
    int status;

    s->turn = passed;
    atomic_store(&way.fail_after, passed);
    status = one->call(s, &error);
    atomic_store(&way.fail_after, -1);
    if (!is_right(one, passed, status)) {
        (*wrong)++;
        printf("%s, behind %ld statements: %d %s\n", one->name, passed, status,
               complaint_error_message(error));
    }
    complaint_error_free(error);
    return atomic_load(&way.failed) > failed;
}

/* A register of its own for whoever asks the server for something. */
static void begin(stage *s, size_t number)
{
    char uri[256], tenant[40];

    snprintf(tenant, sizeof tenant, "&complaint_tenant=t%zu", number);
    stage_open(s, between_uri(&way, tenant, uri, sizeof uri));
    file_more(s);
}

START_TEST(no_function_says_busy_when_one_statement_met_another)
{
    const char *only = getenv("COMPLAINT_ONLY");
    int wrong = 0;
    stage s;

    ck_assert(between_start(&way, &shared));
    begin(&s, call_count);
    for (size_t i = 0; i < call_count; i++) {
        long turn = 0;

        if (only != NULL && strcmp(only, calls[i].name) != 0)
            continue;
        while (meet(&s, &calls[i], turn, &wrong))
            turn = after(turn);
        if (turn == 0)
            continue;
        stage_verify(&s, calls[i].name);
        stage_close(&s);
        begin(&s, i);
    }
    stage_close(&s);
    between_stop(&way);
    printf("%d functions, %ld statements that met another\n", (int)call_count,
           atomic_load(&way.failed));
    ck_assert_int_gt(atomic_load(&way.failed), only != NULL ? 0 : 200);
    ck_assert_int_eq(wrong, 0);
}
END_TEST

static Suite *met_suite(void)
{
    Suite *suite = suite_create("met");
    TCase *tcase = tcase_create("met");

    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, no_function_says_busy_when_one_statement_met_another);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, met_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
