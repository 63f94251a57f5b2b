/* Surroundings under a test's control. */
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *reallocate(void *user_data, void *memory, size_t size)
{
    surroundings *s = user_data;
    void *block;

    if (size == 0) {
        s->live -= memory != NULL;
        free(memory);
        return NULL;
    }
    if (++s->allocations == s->fail_at) {
        s->failures++;
        return NULL;
    }
    block = realloc(memory, size);
    s->live += block != NULL && memory == NULL;
    return block;
}

static complaint_time now(void *user_data)
{
    const surroundings *s = user_data;

    return s->now;
}

static int fill(void *user_data, void *bytes, size_t size)
{
    surroundings *s = user_data;
    unsigned char *out = bytes;

    for (size_t i = 0; i < size; i++)
        out[i] = (unsigned char)(test_random(&s->seed) >> 56);
    return s->random_fails;
}

static void keep_line(void *user_data, int level, const char *line)
{
    surroundings *s = user_data;

    s->log_count++;
    s->log_level = level;
    snprintf(s->log_line, sizeof s->log_line, "%s", line);
}

static void destroy(void *user_data)
{
    surroundings *s = user_data;

    s->destroyed++;
}

void surroundings_init(surroundings *s)
{
    memset(s, 0, sizeof *s);
    s->now = INT64_C(1556155929000000);
    s->seed = 10002;
    s->environment.struct_size = sizeof s->environment;
    s->environment.user_data = s;
    s->environment.reallocate = reallocate;
    s->environment.now = now;
    s->environment.random = fill;
    s->environment.log = keep_line;
    s->environment.destroy = destroy;
}

complaint_context *surroundings_context(surroundings *s)
{
    complaint_context *context = NULL;

    ck_assert_int_eq(complaint_context_new(&s->environment, &context, NULL),
                     COMPLAINT_OK);
    return context;
}

complaint_context *surroundings_begin(surroundings *s)
{
    surroundings_init(s);
    return surroundings_context(s);
}

void surroundings_end(surroundings *s, complaint_context *context)
{
    complaint_context_free(context);
    ck_assert_uint_eq(s->live, 0);
}

void surroundings_fail_at(surroundings *s, size_t attempt)
{
    s->allocations = 0;
    s->failures = 0;
    s->fail_at = attempt;
}

uint64_t test_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

int test_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
