/* Every public function when memory runs out at its first, second, third ...
 * allocation: a clean error, nothing leaked, the register still usable. No
 * function is left out: the headers are read. */
#include "starvation/calls.h"
#include "starvation/heap.h"
#include "support/surroundings.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const schemes[] = {"memory", "sqlite", "shared"};
static int64_t failures;
static int64_t wrong;

/* The ordinary run tries the first failures and then fewer and fewer. */
static int64_t after(int64_t turn)
{
    if (getenv("COMPLAINT_LONG") != NULL || turn < 40)
        return turn + 1;
    return turn + 1 + turn / 16;
}

static void starve_function(const call *one, const char *scheme, bool all)
{
    stage s;
    int64_t turn = 0;

    stage_open(&s, scheme);
    while (stage_starve(&s, one, turn, all, &wrong)) {
        failures++;
        ck_assert_msg(turn < 1000000, "%s never ends", one->name);
        if (turn % 32 == 0)
            stage_verify(&s, one->name);
        turn = after(turn);
    }
    stage_verify(&s, one->name);
    stage_close(&s);
}

/* Handles that share differ where cases are written. */
static bool is_in_this_run(const call *one, const char *scheme)
{
    return strcmp(scheme, "shared") != 0 || getenv("COMPLAINT_LONG") != NULL ||
           strncmp(one->name, "case_", 5) == 0;
}

START_TEST(any_function_survives_any_allocation_that_fails)
{
    const char *only = getenv("COMPLAINT_ONLY");

    for (size_t i = 0; i < call_count; i++)
        if (only == NULL ? is_in_this_run(&calls[i], schemes[_i / 2])
                         : strcmp(only, calls[i].name) == 0)
            starve_function(&calls[i], schemes[_i / 2], _i % 2 == 0);
    printf("starvation: %s, %d functions, %d failures in all%s\n",
           schemes[_i / 2], (int)call_count, (int)failures,
           heap_reaches_all() ? "" : " (of the library's own memory)");
    ck_assert_int_eq(wrong, 0);
}
END_TEST

/* ---- no function is left out ---- */

static bool is_called(const char *name, size_t size)
{
    for (size_t i = 0; i < call_count; i++)
        if (strlen(calls[i].name) == size &&
            strncmp(calls[i].name, name, size) == 0)
            return true;
    return false;
}

static const char prefix[] = "complaint_";

/* The declaration that ends at `end` takes an error: is it in the table? */
static int look_up(const char *start, const char *end, const char *header)
{
    const char *parameters = start;
    const char *name;

    while (parameters < end && *parameters != '(')
        parameters++;
    name = parameters;
    while (name > start && strchr(" \n*", name[-1]) == NULL)
        name--;
    ck_assert_int_eq(strncmp(name, prefix, sizeof prefix - 1), 0);
    name += sizeof prefix - 1;
    if (is_called(name, (size_t)(parameters - name)))
        return 1;
    ck_abort_msg("%s: %.*s is not starved", header, (int)(parameters - name),
                 name);
    return 0;
}

static int look_through(const char *header)
{
    static char text[400000];
    char path[512];
    const char *source = getenv("COMPLAINT_SOURCE");
    const char *at;
    FILE *file;
    size_t size;
    int found = 0;

    (void)snprintf(path, sizeof path, "%s/include/complaint/%s",
                   source != NULL ? source : ".", header);
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s", path);
    size = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[size] = '\0';
    for (at = strstr(text, "COMPLAINT_API"); at != NULL;
         at = strstr(at + 1, "COMPLAINT_API")) {
        const char *end = strchr(at, ';');
        const char *error = strstr(at, "complaint_error **");

        if (end != NULL && error != NULL && error < end)
            found += look_up(at, end, header);
    }
    return found;
}

START_TEST(every_function_that_can_fail_is_called)
{
    char command[512];
    char header[128];
    const char *source = getenv("COMPLAINT_SOURCE");
    int found = 0;
    FILE *list;

    (void)snprintf(command, sizeof command, "ls '%s/include/complaint'",
                   source != NULL ? source : ".");
    list = popen(command, "r");
    ck_assert_ptr_nonnull(list);
    while (fgets(header, sizeof header, list) != NULL) {
        header[strcspn(header, "\n")] = '\0';
        if (strstr(header, ".h") != NULL)
            found += look_through(header);
    }
    ck_assert_int_eq(pclose(list), 0);
    ck_assert_int_gt(found, 80);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("calls");
    TCase *tcase = tcase_create("calls");

    tcase_set_timeout(tcase, 3000);
    tcase_add_test(tcase, every_function_that_can_fail_is_called);
    tcase_add_loop_test(tcase, any_function_survives_any_allocation_that_fails,
                        0, 6);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
