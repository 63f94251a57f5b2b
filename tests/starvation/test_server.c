/* Every public function on PostgreSQL when memory runs out at its first,
 * second, third ... allocation: a clean error, nothing leaked, the register
 * still usable. libpq's own are spared: it may wait for ever without memory. */
#include "support/server.h"

#ifdef COMPLAINT_POSTGRES

#include "starvation/calls.h"
#include "starvation/heap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static server shared;
static int64_t failures;
static int64_t wrong;

static void verify(stage *s, const char *name)
{
    complaint_facts *result = NULL;
    complaint_error *error = NULL;
    int status = complaint_register_verify(s->reg, &result, &error);

    ck_assert_msg(status == COMPLAINT_OK, "after %s: %s", name,
                  complaint_error_message(error));
    ck_assert_int_eq(complaint_facts_integer(
                         complaint_facts_get(result, "problem_count"), -1),
                     0);
    complaint_facts_free(result);
}

/* The ordinary run tries the first failures and then fewer and fewer. */
static int64_t after(int64_t turn)
{
    if (getenv("COMPLAINT_LONG") != NULL || turn < 2)
        return turn + 1;
    return turn + 1 + turn / 2;
}

static bool is_right(const call *one, bool failed, int status)
{
    return status == COMPLAINT_OK || status == one->also ||
           (failed && status == COMPLAINT_NO_MEMORY);
}

/* One attempt; false when nothing failed. */
static bool starve(stage *s, const call *one, int64_t allowed, bool all)
{
    complaint_error *error = NULL;
    bool failed;
    int status;

    s->turn = allowed;
    heap_own(true);
    heap_allow(allowed, all);
    status = one->call(s, &error);
    failed = heap_failed();
    heap_allow(-1, false);
    heap_own(false);
    if (!is_right(one, failed, status)) {
        wrong++;
        printf("%s with %d allocations%s: %d %s\n", one->name, (int)allowed,
               all ? "" : " but one", status, complaint_error_message(error));
    }
    ck_assert_int_eq(complaint_error_status(error), status);
    complaint_error_free(error);
    return failed;
}

static void starve_function(size_t number, bool all)
{
    const call *one = &calls[number];
    char uri[256], tenant[40];
    int64_t turn = 0;
    stage s;

    snprintf(tenant, sizeof tenant, "&complaint_tenant=t%d", (int)number);
    stage_open(&s, server_uri(&shared, tenant, uri, sizeof uri));
    while (starve(&s, one, turn, all)) {
        failures++;
        ck_assert_msg(turn < 1000000, "%s never ends", one->name);
        turn = after(turn);
    }
    if (turn > 0)
        verify(&s, one->name);
    stage_close(&s);
}

START_TEST(any_function_survives_any_allocation_that_fails)
{
    const char *only = getenv("COMPLAINT_ONLY");

    for (size_t i = 0; i < call_count; i++)
        if (only == NULL || strcmp(only, calls[i].name) == 0)
            starve_function(i, _i == 0);
    printf("starvation: PostgreSQL, %d functions, %d failures in all (of the "
           "library's own memory)\n",
           (int)call_count, (int)failures);
    ck_assert_int_eq(wrong, 0);
}
END_TEST

static Suite *server_suite(void)
{
    Suite *suite = suite_create("server");
    TCase *tcase = tcase_create("server");

    tcase_set_timeout(tcase, 3000);
    tcase_add_loop_test(tcase, any_function_survives_any_allocation_that_fails,
                        0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, server_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
