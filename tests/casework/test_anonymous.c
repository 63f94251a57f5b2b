/* Anonymous complaints, with a party that says so and with none at all, in
 * every bundled procedure: filed, answered, counted, given out, erased. */
#include "register/desk.h"

#include <stdio.h>

static void answer(desk *d, complaint_case *one)
{
    complaint_facts *facts =
        desk_facts(d, "{\"kind\":\"acknowledgement\",\"direction\":\"out\","
                      "\"text\":\"to whom it may concern\"}");

    desk_ok(complaint_case_put(one, d->clerk, "communication", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
}

static void take_through(desk *d, const char *procedure, const char *parties)
{
    complaint_facts *facts, *out;
    complaint_case *one;
    char json[300];

    snprintf(
        json, sizeof json,
        "{\"procedure\":\"%s\",\"title\":\"noise\",\"unit\":\"quality\"%s}",
        procedure, parties);
    one = desk_file(d, json);
    ck_assert_ptr_nonnull(desk_text(one, "number"));
    answer(d, one);
    desk_ok(complaint_case_next(one, d->clerk, &out, &error));
    ck_assert_uint_gt(complaint_facts_size(out), 0);
    complaint_facts_free(out);
    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &out, &error));
    complaint_facts_free(out);
    facts = desk_facts(d, "{\"reason\":\"kept long enough\"}");
    desk_ok(complaint_case_erase(one, d->clerk, facts, NULL, &error));
    complaint_facts_free(facts);
    ck_assert_str_eq(desk_text(one, "erased"), "all");
    complaint_case_free(one);
}

START_TEST(every_bundled_procedure_takes_complaints_of_nobody)
{
    static const char *const names[] = {"bank",
                                        "bank-branch",
                                        "external-dispute",
                                        "hotel",
                                        "iatf-8d",
                                        "insurance",
                                        "iso10002",
                                        "iso13485",
                                        "laboratory",
                                        "product-quality",
                                        "property",
                                        "quality-incident",
                                        "repair-shop",
                                        "retail",
                                        "returns",
                                        "school",
                                        "service-quality",
                                        "small-business"};
    size_t count = sizeof names / sizeof names[0];
    complaint_facts *person, *out;
    complaint_dataset *dataset;
    desk d;

    desk_open(&d, DESK_MEMORY);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], "bank") != 0)
            desk_install(&d, "procedure", names[i]);
        take_through(&d, names[i], "");
        take_through(&d, names[i], ",\"parties\":[{\"anonymous\":true}]");
    }
    desk_ok(complaint_dataset_open(d.reg, NULL, &dataset, &error));
    ck_assert_uint_eq(complaint_dataset_size(dataset), 2 * count);
    complaint_dataset_free(dataset);
    /* Nobody is found as somebody. */
    person = desk_facts(&d, "{\"name\":\"true\"}");
    desk_ok(
        complaint_register_export_person(d.reg, d.clerk, person, &out, &error));
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(out, "cases")),
                      0);
    complaint_facts_free(person);
    complaint_facts_free(out);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("anonymous");
    TCase *tcase = tcase_create("all");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, every_bundled_procedure_takes_complaints_of_nobody);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
