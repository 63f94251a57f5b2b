/* Cases referred to another procedure, from any of the bundled ones. Both
 * backends. */
#include "register/desk.h"

#include "data/bundled.h"
#include "support/surroundings.h"

#include <stdio.h>

START_TEST(a_case_of_every_procedure_is_referred_to_the_external_dispute)
{
    size_t count = 0;
    desk d;

    desk_open(&d, _i);
    desk_install(&d, "procedure", "external-dispute");
    for (const complaint__bundled *file = complaint__bundled_files;
         file->kind != NULL; file++) {
        complaint_case *one, *there;
        char json[400];

        if (strcmp(file->kind, "procedure") != 0)
            continue;
        if (strcmp(file->name, "bank") != 0 &&
            strcmp(file->name, "external-dispute") != 0)
            desk_install(&d, "procedure", file->name);
        (void)snprintf(json, sizeof json,
                       "{\"procedure\":\"%s\",\"description\":\"it broke\","
                       "\"demand\":\"a new one\",\"channel\":\"phone\","
                       "\"claim\":{\"amount\":5000,\"currency\":\"CNY\"},"
                       "\"parties\":[{\"role\":\"complainant\",\"name\":"
                       "\"N\",\"phone\":\"123\"}]}",
                       file->name);
        one = desk_file(&d, json);
        desk_ok(complaint_case_refer(one, d.clerk, "external-dispute",
                                     "not satisfied", NULL, COMPLAINT_TIME_NONE,
                                     &there, &error));
        ck_assert_str_eq(desk_text(there, "procedure"), "external-dispute");
        ck_assert_str_eq(desk_text(there, "repeat_of"),
                         desk_text(one, "number"));
        ck_assert_str_eq(desk_text(there, "description"), "it broke");
        ck_assert_str_eq(desk_text(there, "state"), "referred");
        ck_assert_int_eq(desk_integer(there, "claim"), 5000);
        ck_assert_int_eq(desk_integer(one, "revision"), 2);
        {
            complaint_cursor *parties;

            desk_ok(complaint_case_list(there, "party", &parties, &error));
            ck_assert_int_eq(desk_count(parties), 1);
        }
        count++;
        complaint_case_free(there);
        complaint_case_free(one);
    }
    ck_assert_uint_ge(count, 18);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(both_entries_are_written_or_neither)
{
    complaint_case *one, *there;
    complaint_facts *facts;
    desk d;

    desk_open(&d, _i);
    desk_install(&d, "procedure", "external-dispute");
    one = desk_file(&d, "{\"description\":\"x\"}");
    desk_fails(COMPLAINT_INCOMPLETE, "refer.reason",
               complaint_case_refer(one, d.clerk, "external-dispute", "", NULL,
                                    COMPLAINT_TIME_NONE, NULL, &error));
    desk_fails(COMPLAINT_NOT_FOUND, "definition.not_found",
               complaint_case_refer(one, d.clerk, "nowhere", "r", NULL,
                                    COMPLAINT_TIME_NONE, NULL, &error));
    facts = desk_facts(&d, "{\"category\":\"no.such\"}");
    desk_fails(COMPLAINT_INVALID, "code.unknown",
               complaint_case_refer(one, d.clerk, "external-dispute", "r",
                                    facts, COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
    ck_assert_int_eq(desk_integer(one, "revision"), 1);
    /* In the caller's batch it is the caller's to undo. */
    desk_ok(complaint_register_begin(d.reg, &error));
    desk_ok(complaint_case_refer(one, d.clerk, "external-dispute", "r", NULL,
                                 COMPLAINT_TIME_NONE, &there, &error));
    complaint_case_free(there);
    desk_ok(complaint_register_rollback(d.reg, &error));
    desk_ok(complaint_case_refresh(one, &error));
    ck_assert_int_eq(desk_integer(one, "revision"), 1);
    facts = desk_facts(&d, "{\"demand\":\"money\",\"parties\":[]}");
    desk_ok(complaint_case_refer(one, d.clerk, "external-dispute", "r", facts,
                                 COMPLAINT_TIME_NONE, &there, &error));
    complaint_facts_free(facts);
    ck_assert_str_eq(desk_text(there, "demand"), "money");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(there);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("casework/refer");
    TCase *tests = tcase_create("refer");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(
        tests, a_case_of_every_procedure_is_referred_to_the_external_dispute, 0,
        DESK_BACKENDS);
    tcase_add_loop_test(tests, both_entries_are_written_or_neither, 0,
                        DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
