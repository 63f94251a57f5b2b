/* Findings: shares that sum to all, and their place in a case. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static int share(complaint_finding *finding, const char *kind,
                 const char *party, int basis_points, complaint_error **error)
{
    return complaint_finding_add_share(finding, kind, party, basis_points, true,
                                       NULL, NULL, error);
}

static complaint_finding *new_finding(desk *d)
{
    complaint_finding *finding;

    desk_ok(complaint_finding_new(d->context, &finding, &error));
    return finding;
}

static int64_t rows(complaint_case *one, const char *relation)
{
    complaint_cursor *cursor;

    desk_ok(complaint_case_list(one, relation, &cursor, &error));
    return desk_count(cursor);
}

static int attribute(desk *d, complaint_case *one,
                     const complaint_finding *finding, complaint_error **error)
{
    return complaint_case_attribute(one, d->clerk, finding, COMPLAINT_TIME_NONE,
                                    error);
}

START_TEST(shares_that_sum_to_9999_or_10001_are_refused)
{
    desk d;
    complaint_case *one;
    complaint_finding *finding;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    finding = new_finding(&d);
    desk_fails_at(COMPLAINT_INVALID, "finding.sum", "shares",
                  attribute(&d, one, finding, &error));
    desk_ok(share(finding, "unit", "quality", 9998, &error));
    desk_ok(share(finding, "supplier", "supplier-food", 1, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.sum", "shares",
                  attribute(&d, one, finding, &error));
    desk_ok(share(finding, "third_party", "carrier", 1, &error));
    desk_ok(attribute(&d, one, finding, &error));
    desk_ok(share(finding, "third_party", "weather", 1, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.sum", "shares",
                  attribute(&d, one, finding, &error));
    ck_assert_int_eq(rows(one, "finding"), 1);
    ck_assert_int_eq(rows(one, "share"), 3);
    complaint_finding_free(finding);
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_share_says_whose_and_how_much)
{
    desk d;
    complaint_finding *finding, *none;

    desk_open(&d, _i);
    finding = new_finding(&d);
    desk_fails_at(COMPLAINT_INVALID, "finding.party_kind", "party_kind",
                  share(finding, "moon", "x", 1, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.party", "party",
                  share(finding, "unit", NULL, 1, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.party", "party",
                  share(finding, "none", "x", 1, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.share", "basis_points",
                  share(finding, "unit", "x", 0, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.share", "basis_points",
                  share(finding, "unit", "x", 10001, &error));
    desk_ok(share(finding, "unit", "x", 10000, &error));
    desk_fails_at(COMPLAINT_EXISTS, "finding.twice", "party",
                  share(finding, "unit", "x", 1, &error));
    desk_ok(complaint_finding_add_share(finding, "unit", "x", 1, true, "man",
                                        NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               share(NULL, "unit", "x", 1, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               share(finding, NULL, "x", 1, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_finding_new(NULL, &none, &error));
    ck_assert_ptr_null(none);
    complaint_finding_free(none);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_finding_new(d.context, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_finding_decide(finding, NULL, NULL, NULL, &error));
    complaint_finding_free(finding);
    desk_close(&d);
}
END_TEST

START_TEST(a_finding_has_at_most_one_hundred_shares)
{
    desk d;
    complaint_finding *finding;
    char party[32];

    desk_open_empty(&d, _i);
    finding = new_finding(&d);
    for (int i = 0; i < COMPLAINT_LIMIT_SHARES; i++) {
        snprintf(party, sizeof party, "unit-%d", i);
        desk_ok(share(finding, "unit", party, 100, &error));
    }
    desk_fails(COMPLAINT_LIMIT, "limit.exceeded",
               share(finding, "unit", "one-more", 100, &error));
    complaint_finding_free(finding);
    desk_close(&d);
}
END_TEST

START_TEST(rules_over_all_shares_are_kept)
{
    desk d;
    complaint_case *one;
    complaint_finding *finding;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    finding = new_finding(&d);
    desk_ok(complaint_finding_add_share(finding, "unit", "quality", 10000,
                                        false, NULL, NULL, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.primary", "shares",
                  attribute(&d, one, finding, &error));
    complaint_finding_free(finding);
    finding = new_finding(&d);
    desk_ok(share(finding, "none", NULL, 5000, &error));
    desk_ok(share(finding, "unit", "quality", 5000, &error));
    desk_fails_at(COMPLAINT_INVALID, "finding.none", "shares",
                  attribute(&d, one, finding, &error));
    complaint_finding_free(finding);
    finding = new_finding(&d);
    desk_ok(share(finding, "complainant", NULL, 10000, &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "finding.explanation", "explanation",
                  attribute(&d, one, finding, &error));
    desk_ok(complaint_finding_decide(finding, "head-1", "rule 7",
                                     "used against the instructions", &error));
    desk_ok(attribute(&d, one, finding, &error));
    complaint_finding_free(finding);
    finding = new_finding(&d);
    desk_ok(share(finding, "unit", "moon", 10000, &error));
    desk_fails_at(COMPLAINT_INVALID, "code.unknown", "unit",
                  attribute(&d, one, finding, &error));
    complaint_finding_free(finding);
    finding = new_finding(&d);
    desk_ok(complaint_finding_add_share(finding, "unit", "quality", 10000, true,
                                        "stars", NULL, &error));
    desk_fails_at(COMPLAINT_INVALID, "code.unknown", "cause",
                  attribute(&d, one, finding, &error));
    complaint_finding_free(finding);
    finding = new_finding(&d);
    desk_ok(complaint_finding_add_share(finding, "unit", "quality", 10000, true,
                                        NULL, "no-such-id", &error));
    desk_fails_at(COMPLAINT_NOT_FOUND, "finding.evidence", "evidence",
                  attribute(&d, one, finding, &error));
    complaint_finding_free(finding);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               attribute(&d, one, NULL, &error));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_new_finding_supersedes_the_earlier_and_both_stay)
{
    static const char *const states[] = {"superseded", "superseded", "decided"};
    desk d;
    complaint_case *one;
    complaint_finding *finding;
    complaint_cursor *cursor;
    const complaint_record *record;
    char id[COMPLAINT_TIME_TEXT_SIZE];
    complaint_facts *facts;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    facts = desk_facts(&d, "{\"name\":\"photo\"}");
    desk_ok(complaint_case_put(one, d.clerk, "evidence", facts,
                               COMPLAINT_TIME_NONE, id, &error));
    complaint_facts_free(facts);
    for (int i = 0; i < 3; i++) {
        finding = new_finding(&d);
        desk_ok(complaint_finding_add_share(finding, "unit", "quality", 10000,
                                            true, "man.slip", id, &error));
        if (i == 2)
            desk_ok(complaint_finding_decide(finding, "head-1", NULL, NULL,
                                             &error));
        desk_ok(attribute(&d, one, finding, &error));
        complaint_finding_free(finding);
    }
    desk_ok(complaint_case_list(one, "finding", &cursor, &error));
    for (int i = 0; i < 3; i++) {
        desk_ok(complaint_cursor_next(cursor, &record, &error));
        ck_assert_str_eq(complaint_record_text(record, "state"), states[i]);
        ck_assert_int_eq(complaint_record_integer(record, "version", 0), i + 1);
        ck_assert_int_eq(complaint_record_is_null(record, "decided_at"), i < 2);
    }
    complaint_cursor_free(cursor);
    ck_assert_int_eq(rows(one, "share"), 3);
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

static Suite *finding_suite(void)
{
    const TTest *const tests[] = {
        shares_that_sum_to_9999_or_10001_are_refused,
        a_share_says_whose_and_how_much,
        a_finding_has_at_most_one_hundred_shares,
        rules_over_all_shares_are_kept,
        a_new_finding_supersedes_the_earlier_and_both_stay,
    };
    Suite *suite = suite_create("finding");
    TCase *tcase = tcase_create("both backends");

    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_loop_test(tcase, tests[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(finding_suite());
}
