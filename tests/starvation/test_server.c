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

/* The ordinary run tries the first failures and then fewer and fewer. */
static int64_t after(int64_t turn)
{
    if (getenv("COMPLAINT_LONG") != NULL || turn < 2)
        return turn + 1;
    return turn + 1 + turn / 2;
}

static void starve_function(size_t number, bool all)
{
    const call *one = &calls[number];
    char uri[256], tenant[40];
    int64_t turn = 0;
    stage s;

    snprintf(tenant, sizeof tenant, "&complaint_tenant=t%d", (int)number);
    stage_open(&s, server_uri(&shared, tenant, uri, sizeof uri));
    while (stage_starve(&s, one, turn, all, &wrong)) {
        failures++;
        ck_assert_msg(turn < 1000000, "%s never ends", one->name);
        turn = after(turn);
    }
    if (turn > 0)
        stage_verify(&s, one->name);
    stage_close(&s);
}

START_TEST(any_function_survives_any_allocation_that_fails)
{
    const char *only = getenv("COMPLAINT_ONLY");

    heap_own(true);
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
