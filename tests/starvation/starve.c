/* A call while memory runs out, and what the register is like after it. */
#include "starvation/calls.h"
#include "starvation/heap.h"

#include <check.h>
#include <stdio.h>

void stage_verify(stage *s, const char *name)
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

bool stage_starve(stage *s, const call *one, int64_t allowed, bool all,
                  int64_t *wrong)
{
    complaint_error *error = NULL;
    bool failed;
    int status;

    s->turn = allowed;
    heap_allow(allowed, all);
    status = one->call(s, &error);
    failed = heap_failed();
    heap_allow(-1, false);
    if (status != COMPLAINT_OK && !(failed && status == COMPLAINT_NO_MEMORY) &&
        status != one->also) {
        (*wrong)++;
        printf("%s with %d allocations%s: %d %s\n", one->name, (int)allowed,
               all ? "" : " but one", status, complaint_error_message(error));
    }
    ck_assert_int_eq(complaint_error_status(error), status);
    complaint_error_free(error);
    return failed;
}
