/* What people do to one case: filing, steps, hand-overs, rows, corrections,
 * extensions; each documented refusal is provoked. On both backends. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

#define FULL                                                                   \
    "{\"title\":\"\\u4f1e\\u574f\\u4e86\",\"description\":\"told in "          \
    "confidence\",\"channel\":\"phone\",\"category\":\"product.quality\","     \
    "\"unit\":\"store-01\",\"demand\":\"refund\","                             \
    "\"received_at\":\"2024-03-04T09:00:00+08:00\","                           \
    "\"parties\":[{\"name\":\"N\",\"phone\":\"1\"},{\"role\":"                 \
    "\"representative\",\"name\":\"R\"}],"                                     \
    "\"evidence\":[{\"name\":\"photo\"}],\"shelf\":{\"row\":[3,null]}}"

static complaint_time at(const char *text)
{
    complaint_time time;

    desk_ok(complaint_time_parse(text, 0, &time, &error));
    return time;
}

static int file(desk *d, const complaint_actor *actor, const char *json,
                complaint_time happened_at, complaint_error **error)
{
    complaint_facts *facts = desk_facts(d, json);
    int status =
        complaint_case_file(d->reg, actor, facts, happened_at, NULL, error);

    complaint_facts_free(facts);
    return status;
}

static int perform(desk *d, complaint_case *one, const complaint_actor *actor,
                   const char *transition, const char *json,
                   complaint_time happened_at, complaint_error **error)
{
    complaint_facts *facts = desk_facts(d, json);
    int status = complaint_case_perform(one, actor, transition, facts,
                                        happened_at, error);

    complaint_facts_free(facts);
    return status;
}

static int put(desk *d, complaint_case *one, const char *relation,
               const char *json, char *id, complaint_error **error)
{
    complaint_facts *facts = desk_facts(d, json);
    int status = complaint_case_put(one, d->clerk, relation, facts,
                                    COMPLAINT_TIME_NONE, id, error);

    complaint_facts_free(facts);
    return status;
}

static int amend(desk *d, complaint_case *one, const char *json,
                 complaint_error **error)
{
    complaint_facts *facts = desk_facts(d, json);
    int status =
        complaint_case_amend(one, d->clerk, facts, COMPLAINT_TIME_NONE, error);

    complaint_facts_free(facts);
    return status;
}

static int64_t rows(complaint_case *one, const char *relation)
{
    complaint_cursor *cursor;

    desk_ok(complaint_case_list(one, relation, &cursor, &error));
    return desk_count(cursor);
}

/* ---- filing ---- */

START_TEST(a_filed_case_has_number_owner_state_clocks_and_rows)
{
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    one = desk_file(&d, FULL);
    ck_assert_str_eq(desk_text(one, "number"), "202403-00001");
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-1");
    ck_assert_str_eq(desk_text(one, "owner_unit"), "store-01");
    ck_assert_str_eq(desk_text(one, "state"), "received");
    ck_assert_str_eq(desk_text(one, "procedure"), "bank");
    ck_assert_ptr_null(desk_text(one, "missing"));
    ck_assert_int_eq(desk_integer(one, "revision"), 1);
    ck_assert_int_eq(desk_integer(one, "received_at"),
                     at("2024-03-04T01:00:00Z"));
    ck_assert_int_gt(desk_integer(one, "recorded_at"), DESK_START);
    ck_assert_str_eq(desk_text(one, "due_clock"), "register");
    ck_assert_int_eq(rows(one, "party"), 2);
    ck_assert_int_eq(rows(one, "evidence"), 1);
    ck_assert_int_eq(rows(one, "assignment"), 1);
    ck_assert_int_eq(rows(one, "journal"), 1);
    ck_assert_int_eq(rows(one, "clock"), 2);
    ck_assert_ptr_nonnull(desk_text(one, "complainant"));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(incomplete_intake_is_taken_and_says_what_is_missing)
{
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    ck_assert_str_eq(
        desk_text(one, "missing"),
        "[\"description\",\"channel\",\"category\",\"unit\",\"demand\"]");
    desk_ok(amend(&d, one, "{\"description\":\"x\",\"unit\":\"store-02\"}",
                  &error));
    ck_assert_str_eq(desk_text(one, "missing"),
                     "[\"channel\",\"category\",\"demand\"]");
    desk_ok(amend(&d, one,
                  "{\"channel\":\"web\",\"category\":\"other\","
                  "\"demand\":\"y\"}",
                  &error));
    ck_assert_ptr_null(desk_text(one, "missing"));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(filing_refuses_unfit_facts_and_changes_nothing)
{
    desk d;
    complaint_facts *text;

    desk_open(&d, _i);
    text = desk_facts(&d, "[\"no map\"]");
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_file(d.reg, d.clerk, text, 0, NULL, &error));
    complaint_facts_free(text);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_file(d.reg, NULL, NULL, 0, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_file(NULL, d.clerk, NULL, 0, NULL, &error));
    desk_fails_at(COMPLAINT_INVALID, "code.unknown", "channel",
                  file(&d, d.clerk, "{\"channel\":\"pigeon\"}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "code.unknown", "unit",
                  file(&d, d.clerk, "{\"unit\":\"supplier-food\"}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(
        COMPLAINT_INVALID, "facts.real", "shelf.0",
        file(&d, d.clerk, "{\"shelf\":[1.5]}", COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "facts.reserved", "_",
                  file(&d, d.clerk, "{\"_\":1}", COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "facts.unknown", "parties.1.nmae",
                  file(&d, d.clerk, "{\"parties\":[{},{\"nmae\":\"x\"}]}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "facts.row", "evidence.0",
                  file(&d, d.clerk, "{\"evidence\":[\"x\"]}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "facts.required", "name",
                  file(&d, d.clerk, "{\"evidence\":[{\"place\":\"x\"}]}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(
        COMPLAINT_INVALID, "facts.type", "safety",
        file(&d, d.clerk, "{\"safety\":1}", COMPLAINT_TIME_NONE, &error));
    desk_fails_at(
        COMPLAINT_INVALID, "facts.type", "procedure",
        file(&d, d.clerk, "{\"procedure\":1}", COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_NOT_FOUND, "definition.not_found", "procedure",
                  file(&d, d.clerk, "{\"procedure\":\"no-such\"}",
                       COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_complaint_of_the_future_or_before_1900_is_refused)
{
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    d.clock_stands = true;
    desk_fails_at(COMPLAINT_INVALID, "time.future", "happened_at",
                  file(&d, d.clerk, "{}", d.now + 1, &error));
    desk_ok(file(&d, d.clerk, "{}", d.now, &error));
    desk_fails_at(COMPLAINT_INVALID, "time.future", "received_at",
                  file(&d, d.clerk, "{\"received_at\":\"2199-12-31\"}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "time.future", "occurred_at",
                  file(&d, d.clerk, "{\"occurred_at\":\"2024-03-06\"}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(
        COMPLAINT_LIMIT, "time.range", "happened_at",
        file(&d, d.clerk, "{}", COMPLAINT_LIMIT_TIME_MIN - 1, &error));
    desk_ok(file(&d, d.clerk, "{}", COMPLAINT_LIMIT_TIME_MIN, &error));
    desk_fails_at(COMPLAINT_LIMIT, "facts.time", "received_at",
                  file(&d, d.clerk, "{\"received_at\":\"1899-12-31\"}",
                       COMPLAINT_TIME_NONE, &error));
    /* A clock that stands at the very end, and one past it. */
    d.now = COMPLAINT_LIMIT_TIME_MAX + 1;
    desk_fails(COMPLAINT_LIMIT, "time.range",
               file(&d, d.clerk, "{}", DESK_START, &error));
    d.now = DESK_START;
    one = desk_file(&d, "{}");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(an_external_number_is_filed_once_per_source)
{
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    desk_ok(file(&d, d.clerk, "{\"external_number\":\"7/1\"}",
                 COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_EXISTS, "case.exists", "external_number",
                  file(&d, d.clerk, "{\"external_number\":\"7/1\"}",
                       COMPLAINT_TIME_NONE, &error));
    desk_ok(file(&d, d.clerk,
                 "{\"external_number\":\"7/1\",\"source\":\"a/b\"}",
                 COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_find(d.reg, "a/b/7/1", &one, &error));
    ck_assert_str_eq(desk_text(one, "source"), "a/b");
    /* The refused one took no number. */
    ck_assert_str_eq(desk_text(one, "number"), "202403-00002");
    desk_fails_at(COMPLAINT_EXISTS, "case.exists", "external_number",
                  amend(&d, one, "{\"source\":\"\"}", &error));
    ck_assert_str_eq(desk_text(one, "source"), "a/b");
    complaint_case_free(one);
    desk_ok(complaint_case_find(d.reg, "7/1", &one, &error));
    ck_assert_str_eq(desk_text(one, "source"), "");
    complaint_case_free(one);
    desk_ok(complaint_case_find(d.reg, "202403-00001", &one, &error));
    complaint_case_free(one);
    desk_fails_at(COMPLAINT_NOT_FOUND, "case.not_found", "case",
                  complaint_case_find(d.reg, "7/2", &one, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_find(d.reg, NULL, &one, &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_second_procedure_is_chosen_by_name)
{
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    desk_install(&d, "procedure", "iso10002");
    one = desk_file(&d, "{\"procedure\":\"iso10002\"}");
    ck_assert_str_eq(desk_text(one, "procedure"), "iso10002");
    complaint_case_free(one);
    one = desk_file(&d, "{}");
    ck_assert_str_eq(desk_text(one, "procedure"), "bank");
    complaint_case_free(one);
    desk_ok(complaint_register_set(d.reg, "procedure", "iso10002", &error));
    one = desk_file(&d, "{}");
    ck_assert_str_eq(desk_text(one, "procedure"), "iso10002");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* ---- steps ---- */

START_TEST(a_case_goes_through_the_bank_procedure_and_is_reopened)
{
    desk d;
    complaint_actor *head;
    complaint_case *one;
    complaint_time closed;

    desk_open(&d, _i);
    head = desk_actor(&d, "head-1", "*");
    one = desk_file(&d, FULL);
    desk_perform(&d, one, "register", "{\"severity\":\"serious\"}");
    ck_assert_str_eq(desk_text(one, "severity"), "serious");
    ck_assert_int_ne(desk_integer(one, "acknowledged_at"), COMPLAINT_TIME_NONE);
    desk_perform(&d, one, "transfer", "{}");
    ck_assert_str_eq(desk_text(one, "due_clock"), "result");
    ck_assert_int_eq(desk_integer(one, "due_at"),
                     desk_integer(one, "limit_at"));
    desk_perform(&d, one, "submit_result",
                 "{\"findings\":\"f\",\"result\":\"r\"}");
    ck_assert_ptr_null(desk_text(one, "due_clock"));
    ck_assert_int_ne(desk_integer(one, "limit_at"), COMPLAINT_TIME_NONE);
    desk_ok(
        perform(&d, one, head, "approve", "{}", COMPLAINT_TIME_NONE, &error));
    desk_perform(&d, one, "answer",
                 "{\"communication\":{\"kind\":\"reply\",\"text\":\"sorry\"},"
                 "\"remedy\":{\"kind\":\"refund\",\"cost\":{\"amount\":1999,"
                 "\"currency\":\"CNY\"}}}");
    ck_assert_int_eq(rows(one, "communication"), 1);
    ck_assert_int_eq(rows(one, "remedy"), 1);
    desk_perform(&d, one, "close", "{\"outcome\":\"upheld\"}");
    closed = desk_integer(one, "closed_at");
    ck_assert_int_eq(closed, d.now);
    desk_perform(&d, one, "reopen", "{\"reason\":\"again\"}");
    ck_assert_int_eq(desk_integer(one, "closed_at"), COMPLAINT_TIME_NONE);
    ck_assert_int_eq(desk_integer(one, "first_closed_at"), closed);
    ck_assert_int_eq(desk_integer(one, "reopened"), 1);
    ck_assert_int_eq(desk_integer(one, "reopened_at"), d.now);
    complaint_case_free(one);
    complaint_actor_free(head);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_step_is_refused_with_its_reason_and_changes_nothing)
{
    desk d;
    complaint_actor *nobody;
    complaint_case *one;
    complaint_error *lack = NULL;

    desk_open(&d, _i);
    nobody = desk_actor(&d, "visitor-1", NULL);
    one = desk_file(&d, "{}");
    desk_fails(
        COMPLAINT_NOT_FOUND, "procedure.transition",
        perform(&d, one, d.clerk, "fly", "{}", COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.state",
               perform(&d, one, d.clerk, "close", "{\"outcome\":\"upheld\"}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_DENIED, "procedure.role",
               perform(&d, one, nobody, "register", "{\"category\":\"other\"}",
                       COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "time.before_received", "happened_at",
                  perform(&d, one, d.clerk, "register",
                          "{\"category\":\"other\"}", DESK_START, &error));
    desk_fails_at(COMPLAINT_INVALID, "time.future", "happened_at",
                  perform(&d, one, d.clerk, "register",
                          "{\"category\":\"other\"}", d.now + COMPLAINT_HOUR,
                          &error));
    desk_fails_at(COMPLAINT_INVALID, "code.unknown", "category",
                  perform(&d, one, d.clerk, "register",
                          "{\"category\":\"nonsense\"}", COMPLAINT_TIME_NONE,
                          &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_perform(one, d.clerk, NULL, NULL,
                                      COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_perform(NULL, d.clerk, "register", NULL,
                                      COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(desk_integer(one, "revision"), 1);
    desk_perform(&d, one, "register", "{\"category\":\"other\"}");
    desk_perform(&d, one, "transfer", "{\"unit\":\"quality\"}");
    ck_assert_int_eq(complaint_case_perform(one, d.clerk, "submit_result", NULL,
                                            COMPLAINT_TIME_NONE, &lack),
                     COMPLAINT_INCOMPLETE);
    ck_assert_uint_eq(complaint_error_item_count(lack), 2);
    ck_assert_str_eq(complaint_error_item(lack, 0), "findings");
    ck_assert_str_eq(complaint_error_item(lack, 1), "result");
    complaint_error_free(lack);
    ck_assert_int_eq(desk_integer(one, "revision"), 3);
    complaint_case_free(one);
    complaint_actor_free(nobody);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(next_lists_the_transitions_and_whether_they_are_allowed)
{
    desk d;
    complaint_actor *nobody;
    complaint_case *one;
    complaint_facts *list;

    desk_open(&d, _i);
    nobody = desk_actor(&d, "visitor-1", NULL);
    one = desk_file(&d, "{}");
    desk_ok(complaint_case_next(one, d.clerk, &list, &error));
    ck_assert_uint_eq(complaint_facts_size(list), 2);
    ck_assert_str_eq(
        complaint_facts_text(
            complaint_facts_get(complaint_facts_at(list, 0), "name"), ""),
        "register");
    complaint_facts_free(list);
    desk_ok(complaint_case_next(one, nobody, &list, &error));
    ck_assert_int_eq(
        complaint_facts_integer(
            complaint_facts_get(complaint_facts_at(list, 0), "allowed"), -1),
        0);
    complaint_facts_free(list);
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_next(one, d.clerk, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_next(one, NULL, &list, &error));
    complaint_case_free(one);
    complaint_actor_free(nobody);
    desk_close(&d);
}
END_TEST

/* ---- hand-overs ---- */

START_TEST(the_giver_is_accountable_until_the_receiver_accepts)
{
    desk d;
    complaint_actor *second, *third;
    complaint_case *one;

    desk_open(&d, _i);
    second = desk_actor(&d, "clerk-2", NULL);
    third = desk_actor(&d, "clerk-3", NULL);
    one = desk_file(&d, "{}");
    desk_ok(complaint_case_assign(one, d.clerk, "clerk-2", "quality", "yours",
                                  COMPLAINT_TIME_NONE, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-1");
    ck_assert_str_eq(desk_text(one, "proposed_owner"), "clerk-2");
    desk_fails_at(COMPLAINT_DENIED, "assign.denied", "actor",
                  complaint_case_answer_assignment(
                      one, third, true, NULL, COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_answer_assignment(one, second, false, "not mine",
                                             COMPLAINT_TIME_NONE, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-1");
    ck_assert_ptr_null(desk_text(one, "proposed_owner"));
    desk_ok(complaint_case_assign(one, d.clerk, "clerk-2", NULL, NULL,
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_assign(one, d.clerk, "clerk-3", "quality", NULL,
                                  COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_DENIED, "assign.denied",
               complaint_case_answer_assignment(one, second, true, NULL,
                                                COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_answer_assignment(one, third, true, NULL,
                                             COMPLAINT_TIME_NONE, &error));
    ck_assert_str_eq(desk_text(one, "owner"), "clerk-3");
    ck_assert_str_eq(desk_text(one, "owner_unit"), "quality");
    ck_assert_int_eq(rows(one, "assignment"), 4);
    complaint_case_free(one);
    complaint_actor_free(second);
    complaint_actor_free(third);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(hand_overs_are_refused_where_they_make_no_sense)
{
    desk d;
    complaint_actor *second;
    complaint_case *one;

    desk_open(&d, _i);
    second = desk_actor(&d, "clerk-2", "receiver");
    one = desk_file(&d, "{}");
    desk_fails(COMPLAINT_REFUSED, "assign.nothing",
               complaint_case_answer_assignment(one, second, true, NULL,
                                                COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_REFUSED, "assign.owner", "owner",
                  complaint_case_assign(one, d.clerk, "clerk-1", NULL, NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_DENIED, "assign.denied", "actor",
                  complaint_case_assign(one, second, "clerk-2", NULL, NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "code.unknown", "unit",
                  complaint_case_assign(one, d.clerk, "clerk-2", "moon", NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "code.empty", "owner",
                  complaint_case_assign(one, d.clerk, "", NULL, NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_MISUSE, "misuse.argument", "owner",
                  complaint_case_assign(one, d.clerk, NULL, NULL, NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_actor_add_role(second, "dispatcher", &error));
    desk_ok(complaint_case_assign(one, second, "clerk-2", NULL, NULL,
                                  COMPLAINT_TIME_NONE, &error));
    desk_perform(&d, one, "withdraw", "{\"reason\":\"r\"}");
    desk_fails_at(COMPLAINT_REFUSED, "assign.closed", "case",
                  complaint_case_assign(one, d.clerk, "clerk-2", NULL, NULL,
                                        COMPLAINT_TIME_NONE, &error));
    complaint_case_free(one);
    complaint_actor_free(second);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* ---- rows and corrections ---- */

START_TEST(rows_are_added_and_changed_by_their_id)
{
    desk d;
    complaint_case *one;
    char id[COMPLAINT_TIME_TEXT_SIZE];
    char other[COMPLAINT_TIME_TEXT_SIZE];
    char json[200];

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    desk_ok(put(&d, one, "task", "{\"title\":\"look\"}", id, &error));
    ck_assert_uint_eq(strlen(id), 36);
    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"state\":\"done\",\"result\":\"seen\"}", id);
    desk_ok(put(&d, one, "task", json, other, &error));
    ck_assert_str_eq(other, id);
    ck_assert_int_eq(rows(one, "task"), 1);
    desk_ok(put(&d, one, "party", "{\"name\":\"N\"}", NULL, &error));
    ck_assert_ptr_nonnull(desk_text(one, "complainant"));
    desk_ok(put(&d, one, "communication",
                "{\"kind\":\"call\",\"channel\":\"phone\"}", NULL, &error));
    desk_ok(put(&d, one, "action", "{\"kind\":\"corrective\",\"title\":\"t\"}",
                NULL, &error));
    desk_ok(put(&d, one, "remedy", "{\"kind\":\"apology\"}", NULL, &error));
    desk_ok(put(&d, one, "return", "{\"quantity\":3}", NULL, &error));
    desk_ok(put(&d, one, "survey", "{\"result\":5,\"comment\":\"c\"}", NULL,
                &error));
    desk_ok(put(&d, one, "evidence", "{\"name\":\"n\"}", NULL, &error));
    ck_assert_int_eq(desk_integer(one, "revision"), 10);
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(unfit_rows_are_refused)
{
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    desk_fails_at(COMPLAINT_NOT_FOUND, "case.relation", "relation",
                  put(&d, one, "clock", "{}", NULL, &error));
    desk_fails_at(COMPLAINT_NOT_FOUND, "case.row", "id",
                  put(&d, one, "task",
                      "{\"id\":\"018e0000-0000-7000-8000-000000000000\","
                      "\"title\":\"x\"}",
                      NULL, &error));
    desk_fails_at(COMPLAINT_INVALID, "facts.unknown", "case_id",
                  put(&d, one, "task", "{\"title\":\"x\",\"case_id\":\"y\"}",
                      NULL, &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "facts.required", "title",
                  put(&d, one, "task", "{}", NULL, &error));
    desk_fails_at(
        COMPLAINT_INVALID, "code.unknown", "kind",
        put(&d, one, "remedy", "{\"kind\":\"castle\"}", NULL, &error));
    desk_fails_at(COMPLAINT_INVALID, "facts.type", "cost",
                  put(&d, one, "remedy",
                      "{\"kind\":\"refund\",\"cost\":{\"amount\":1}}", NULL,
                      &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_put(one, d.clerk, "task", NULL,
                                  COMPLAINT_TIME_NONE, NULL, &error));
    ck_assert_int_eq(desk_integer(one, "revision"), 1);
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(amending_sets_and_removes_facts_of_the_case_alone)
{
    desk d;
    complaint_case *one;

    desk_open(&d, _i);
    one = desk_file(&d, FULL);
    desk_ok(amend(&d, one,
                  "{\"title\":null,\"description\":null,\"claim\":"
                  "{\"amount\":5,\"currency\":\"EUR\"}}",
                  &error));
    ck_assert_ptr_null(desk_text(one, "title"));
    ck_assert_ptr_null(desk_text(one, "description"));
    ck_assert_int_eq(desk_integer(one, "claim"), 5);
    ck_assert_str_eq(desk_text(one, "claim_currency"), "EUR");
    desk_fails_at(COMPLAINT_INVALID, "facts.unknown", "owner",
                  amend(&d, one, "{\"owner\":\"me\"}", &error));
    desk_fails_at(COMPLAINT_INVALID, "facts.required", "received_at",
                  amend(&d, one, "{\"received_at\":null}", &error));
    desk_fails_at(COMPLAINT_INVALID, "time.future", "received_at",
                  amend(&d, one, "{\"received_at\":\"2024-04-01\"}", &error));
    desk_ok(
        amend(&d, one, "{\"received_at\":\"2024-03-01T00:00:00Z\"}", &error));
    ck_assert_int_eq(desk_integer(one, "due_at"),
                     at("2024-03-01T15:59:59.999999Z"));
    desk_fails(
        COMPLAINT_MISUSE, "misuse.argument",
        complaint_case_amend(one, d.clerk, NULL, COMPLAINT_TIME_NONE, &error));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* ---- extensions and clocks ---- */

START_TEST(a_running_clock_is_extended_within_its_cap)
{
    desk d;
    complaint_actor *nobody;
    complaint_case *one;
    complaint_facts *list;
    complaint_time due;
    char *json;

    desk_open(&d, _i);
    nobody = desk_actor(&d, "visitor-1", NULL);
    one = desk_file(&d, "{\"unit\":\"quality\",\"category\":\"other\"}");
    desk_fails(COMPLAINT_REFUSED, "procedure.extension",
               complaint_case_extend(one, d.clerk, "result", 1, "r", NULL,
                                     COMPLAINT_TIME_NONE, &error));
    desk_perform(&d, one, "register", "{}");
    desk_perform(&d, one, "transfer", "{}");
    due = desk_integer(one, "due_at");
    desk_fails_at(COMPLAINT_NOT_FOUND, "clock.not_found", "clock",
                  complaint_case_extend(one, d.clerk, "lunch", 1, "r", NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "extend.reason", "reason",
                  complaint_case_extend(one, d.clerk, "result", 1, "", NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INVALID, "extend.amount", "amount",
                  complaint_case_extend(one, d.clerk, "result", 0, "r", NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_DENIED, "procedure.role",
               complaint_case_extend(one, nobody, "result", 1, "r", NULL,
                                     COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.extension",
               complaint_case_extend(one, d.clerk, "result", 6, "r", NULL,
                                     COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_extend(one, d.clerk, "result", 5, "hard", "head-1",
                                  COMPLAINT_TIME_NONE, &error));
    ck_assert_int_gt(desk_integer(one, "due_at"), due);
    ck_assert_int_eq(desk_integer(one, "limit_at"),
                     desk_integer(one, "due_at"));
    desk_fails(COMPLAINT_REFUSED, "procedure.extension",
               complaint_case_extend(one, d.clerk, "result", 1, "r", NULL,
                                     COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_MISUSE, "misuse.argument", "clock",
                  complaint_case_extend(one, d.clerk, NULL, 1, "r", NULL,
                                        COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &list, &error));
    ck_assert_uint_eq(complaint_facts_size(list), 3);
    json = desk_json(&d, list);
    ck_assert_ptr_nonnull(strstr(json, "\"extended\":5"));
    free(json);
    complaint_facts_free(list);
    complaint_case_free(one);
    complaint_actor_free(nobody);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

static int clock_is(desk *d, complaint_case *one, complaint_time now,
                    complaint_time known_at, const char *name,
                    const char *status)
{
    complaint_facts *list;
    bool found = false;

    desk_ok(complaint_case_clocks_known(one, now, known_at, &list, &error));
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *clock = complaint_facts_at(list, i);

        found |=
            strcmp(complaint_facts_text(complaint_facts_get(clock, "name"), ""),
                   name) == 0 &&
            strcmp(
                complaint_facts_text(complaint_facts_get(clock, "status"), ""),
                status) == 0;
    }
    complaint_facts_free(list);
    (void)d;
    return found;
}

START_TEST(a_clock_is_paused_and_resumed_by_hand_where_it_may_be)
{
    const complaint_time none = COMPLAINT_TIME_NONE;
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    desk_install(&d, "procedure", "iso10002");
    one = desk_file(&d, "{\"procedure\":\"iso10002\",\"unit\":\"quality\","
                        "\"title\":\"t\"}");
    desk_fails_at(
        COMPLAINT_NOT_FOUND, "clock.not_found", "clock",
        complaint_case_pause(one, d.clerk, "lunch", "r", none, &error));
    desk_fails_at(
        COMPLAINT_INCOMPLETE, "pause.reason", "reason",
        complaint_case_pause(one, d.clerk, "respond", "", none, &error));
    desk_fails_at(
        COMPLAINT_REFUSED, "procedure.pause", "clock",
        complaint_case_pause(one, d.clerk, "acknowledge", "r", none, &error));
    desk_fails(
        COMPLAINT_REFUSED, "procedure.pause",
        complaint_case_resume(one, d.clerk, "respond", "r", none, &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.pause",
               complaint_case_resume(one, d.clerk, NULL, NULL, none, &error));
    desk_fails_at(COMPLAINT_MISUSE, "misuse.argument", "actor",
                  complaint_case_pause(one, NULL, NULL, "r", none, &error));
    desk_fails_at(COMPLAINT_MISUSE, "misuse.argument", "actor",
                  complaint_case_resume(one, NULL, NULL, "r", none, &error));
    desk_ok(complaint_case_pause(one, d.clerk, NULL, "lab", none, &error));
    ck_assert(clock_is(&d, one, none, none, "respond", "paused"));
    ck_assert(clock_is(&d, one, none, none, "acknowledge", "running"));
    ck_assert_int_eq(desk_integer(one, "limit_at"), none);
    desk_fails(
        COMPLAINT_REFUSED, "procedure.pause",
        complaint_case_pause(one, d.clerk, "respond", "r", none, &error));
    d.now += COMPLAINT_DAY;
    desk_ok(complaint_case_resume(one, d.clerk, "respond", NULL, none, &error));
    ck_assert(clock_is(&d, one, none, none, "respond", "running"));
    desk_perform(&d, one, "withdraw", "{\"reason\":\"settled\"}");
    desk_fails(
        COMPLAINT_REFUSED, "procedure.pause",
        complaint_case_pause(one, d.clerk, "respond", "r", none, &error));
    desk_fails(COMPLAINT_REFUSED, "procedure.pause",
               complaint_case_pause(one, d.clerk, NULL, "r", none, &error));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(a_pause_told_of_late_was_not_known_before)
{
    const complaint_time none = COMPLAINT_TIME_NONE;
    complaint_time filed, paused, told, due, later;
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    desk_install(&d, "procedure", "iso10002");
    one = desk_file(&d, "{\"procedure\":\"iso10002\",\"unit\":\"quality\","
                        "\"title\":\"t\"}");
    filed = desk_integer(one, "recorded_at");
    due = desk_integer(one, "limit_at");
    d.now += 2 * COMPLAINT_DAY;
    paused = d.now;
    d.now += 5 * COMPLAINT_DAY;
    desk_ok(
        complaint_case_pause(one, d.clerk, "respond", "lab", paused, &error));
    told = d.now;
    d.now += COMPLAINT_DAY;
    later = d.now;
    desk_ok(complaint_case_resume(one, d.clerk, NULL, NULL, none, &error));
    ck_assert_int_gt(desk_integer(one, "limit_at"), due);
    /* the answer then, and what is known of then by now */
    ck_assert(clock_is(&d, one, told - COMPLAINT_DAY, told - 1, "respond",
                       "running"));
    ck_assert(
        clock_is(&d, one, told - COMPLAINT_DAY, none, "respond", "paused"));
    ck_assert(clock_is(&d, one, later, later, "respond", "paused"));
    ck_assert(clock_is(&d, one, none, none, "respond", "running"));
    ck_assert(!clock_is(&d, one, later, filed - 1, "respond", "running"));
    desk_fails_at(COMPLAINT_MISUSE, "misuse.argument", "out",
                  complaint_case_clocks_known(one, none, none, NULL, &error));
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

/* Each answer, with its explanation, is kept when it is given; all of them are
 * given again at the end. */
START_TEST(a_question_for_an_earlier_moment_has_the_answer_given_then)
{
    static const char *const steps[] = {"acknowledge", "assess", "investigate"};
    complaint_time asked[24];
    char *answers[24];
    complaint_facts *list;
    complaint_case *one;
    size_t count = 0;
    desk d;

    desk_open(&d, _i);
    d.clock_stands = true;
    desk_install(&d, "procedure", "iso10002");
    one = desk_file(&d, "{\"procedure\":\"iso10002\",\"unit\":\"quality\","
                        "\"title\":\"t\"}");
    for (size_t i = 0; i < 24; i++) {
        complaint_error *refused = NULL;
        int status = COMPLAINT_OK;

        d.now += 7 * COMPLAINT_HOUR;
        if (i % 6 == 1)
            status = complaint_case_pause(one, d.clerk, NULL, "lab",
                                          d.now - COMPLAINT_HOUR, &refused);
        else if (i % 6 == 4)
            status = complaint_case_resume(one, d.clerk, NULL, NULL,
                                           d.now - COMPLAINT_MINUTE, &refused);
        else if (i % 6 == 5)
            status = complaint_case_extend(one, d.clerk, "respond", 1, "r",
                                           NULL, d.now, &refused);
        else if (i < 3 * 6 && i % 6 == 0)
            status = complaint_case_perform(one, d.clerk, steps[i / 6], NULL,
                                            COMPLAINT_TIME_NONE, &refused);
        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_REFUSED ||
                  status == COMPLAINT_INCOMPLETE);
        complaint_error_free(refused);
        asked[count] = d.now;
        desk_ok(complaint_case_clocks(one, d.now, &list, &error));
        answers[count++] = desk_json(&d, list);
        complaint_facts_free(list);
    }
    ck_assert_str_ne(answers[0], answers[count - 1]);
    for (size_t i = 0; i < count; i++) {
        char *again;

        desk_ok(complaint_case_clocks_known(one, asked[i], asked[i], &list,
                                            &error));
        again = desk_json(&d, list);
        ck_assert_str_eq(again, answers[i]);
        complaint_facts_free(list);
        free(again);
        free(answers[i]);
    }
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

/* ---- objects ---- */

START_TEST(calls_after_close_are_misuse_and_any_order_of_freeing_works)
{
    desk d;
    complaint_case *one;
    complaint_cursor *cursor, *other;
    const complaint_record *record;
    complaint_facts *list;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    desk_ok(complaint_case_list(one, "clock", &cursor, &error));
    desk_ok(complaint_cursor_next(cursor, &record, &error));
    ck_assert_ptr_nonnull(record);
    desk_ok(complaint_register_close(d.reg, &error));
    desk_ok(complaint_register_close(d.reg, &error));
    ck_assert_str_eq(desk_text(one, "number"), "202403-00001");
    desk_fails(COMPLAINT_MISUSE, "register.closed",
               complaint_cursor_next(cursor, &record, &error));
    desk_fails(COMPLAINT_MISUSE, "register.closed",
               complaint_case_refresh(one, &error));
    desk_fails(COMPLAINT_MISUSE, "register.closed",
               complaint_case_clocks(one, COMPLAINT_TIME_NONE, &list, &error));
    desk_fails(COMPLAINT_MISUSE, "register.closed",
               amend(&d, one, "{}", &error));
    desk_fails(COMPLAINT_MISUSE, "register.closed",
               complaint_case_list(one, "clock", &other, &error));
    complaint_register_free(d.reg);
    d.reg = NULL;
    complaint_case_free(one);
    complaint_cursor_free(cursor);
    desk_close(&d);
}
END_TEST

START_TEST(cases_list_their_own_relations_only)
{
    desk d;
    complaint_case *one;
    complaint_cursor *cursor;

    desk_open(&d, _i);
    one = desk_file(&d, "{}");
    desk_fails_at(COMPLAINT_NOT_FOUND, "case.relation", "relation",
                  complaint_case_list(one, "case", &cursor, &error));
    desk_fails_at(COMPLAINT_NOT_FOUND, "case.relation", "relation",
                  complaint_case_list(one, "no such", &cursor, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_list(one, NULL, &cursor, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_list(NULL, "task", &cursor, &error));
    ck_assert_ptr_null(complaint_case_record(NULL));
    complaint_case_free(one);
    complaint_case_free(NULL);
    desk_close(&d);
}
END_TEST

static Suite *case_suite(void)
{
    const TTest *const tests[] = {
        a_filed_case_has_number_owner_state_clocks_and_rows,
        incomplete_intake_is_taken_and_says_what_is_missing,
        filing_refuses_unfit_facts_and_changes_nothing,
        a_complaint_of_the_future_or_before_1900_is_refused,
        an_external_number_is_filed_once_per_source,
        a_second_procedure_is_chosen_by_name,
        a_case_goes_through_the_bank_procedure_and_is_reopened,
        a_step_is_refused_with_its_reason_and_changes_nothing,
        next_lists_the_transitions_and_whether_they_are_allowed,
        the_giver_is_accountable_until_the_receiver_accepts,
        hand_overs_are_refused_where_they_make_no_sense,
        rows_are_added_and_changed_by_their_id,
        unfit_rows_are_refused,
        amending_sets_and_removes_facts_of_the_case_alone,
        a_running_clock_is_extended_within_its_cap,
        a_clock_is_paused_and_resumed_by_hand_where_it_may_be,
        a_pause_told_of_late_was_not_known_before,
        a_question_for_an_earlier_moment_has_the_answer_given_then,
        calls_after_close_are_misuse_and_any_order_of_freeing_works,
        cases_list_their_own_relations_only,
    };
    Suite *suite = suite_create("case");
    TCase *tcase = tcase_create("both backends");

    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_loop_test(tcase, tests[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(case_suite());
}
