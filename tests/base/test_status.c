/* Names of statuses, and the version. */
#include <complaint/status.h>

#include "support/surroundings.h"

#include <stdlib.h>
#include <string.h>

START_TEST(each_status_has_its_identifier_in_lower_case_as_name)
{
    static const struct {
        int status;
        const char *name;
    } all[] = {
        {COMPLAINT_OK, "ok"},
        {COMPLAINT_INVALID, "invalid"},
        {COMPLAINT_MISUSE, "misuse"},
        {COMPLAINT_NOT_FOUND, "not_found"},
        {COMPLAINT_EXISTS, "exists"},
        {COMPLAINT_CONFLICT, "conflict"},
        {COMPLAINT_REFUSED, "refused"},
        {COMPLAINT_INCOMPLETE, "incomplete"},
        {COMPLAINT_DENIED, "denied"},
        {COMPLAINT_LIMIT, "limit"},
        {COMPLAINT_NO_MEMORY, "no_memory"},
        {COMPLAINT_IO, "io"},
        {COMPLAINT_FULL, "full"},
        {COMPLAINT_READ_ONLY, "read_only"},
        {COMPLAINT_CORRUPT, "corrupt"},
        {COMPLAINT_VERSION, "version"},
        {COMPLAINT_BUSY, "busy"},
        {COMPLAINT_UNSUPPORTED, "unsupported"},
    };
    int count = (int)(sizeof all / sizeof all[0]);

    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(all[i].status, -i);
        ck_assert_str_eq(complaint_status_name(all[i].status), all[i].name);
    }
    ck_assert_str_eq(complaint_status_name(-count), "unknown");
    ck_assert_str_eq(complaint_status_name(1), "unknown");
    ck_assert_str_eq(complaint_status_name(-2147483647 - 1), "unknown");
    ck_assert_str_eq(complaint_status_name(2147483647), "unknown");
}
END_TEST

START_TEST(the_version_that_runs_is_the_one_compiled_against)
{
    ck_assert_str_eq(complaint_version(), COMPLAINT_VERSION_STRING);
}
END_TEST

static Suite *status_suite(void)
{
    Suite *suite = suite_create("status");
    TCase *all = tcase_create("all");

    tcase_add_test(all, each_status_has_its_identifier_in_lower_case_as_name);
    tcase_add_test(all, the_version_that_runs_is_the_one_compiled_against);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(status_suite());
}
