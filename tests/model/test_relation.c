/* The table of relations, records, and their ways from and to facts, JSON and
 * CSV. */
#include "model/codec.h"

#include "support/surroundings.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static surroundings around;
static complaint_context *context;
static complaint_error *error;

#define OK(call) ck_assert_int_eq((call), COMPLAINT_OK)

static void set_up(void)
{
    context = surroundings_begin(&around);
    error = NULL;
}

static void tear_down(void)
{
    complaint_error_free(error);
    surroundings_end(&around, context);
}

START_TEST(keys_come_first_and_are_required)
{
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        bool key = true;
        ck_assert_uint_ge(relation->key_count, 1);
        ck_assert_uint_le(relation->key_count, COMPLAINT__KEY_MAX);
        for (size_t j = 0; j < relation->column_count; j++) {
            unsigned flags = complaint_relation_column_flags(relation, j);
            ck_assert(key || (flags & COMPLAINT_COLUMN_KEY) == 0);
            key = (flags & COMPLAINT_COLUMN_KEY) != 0;
            ck_assert(key == (j < relation->key_count));
            ck_assert(!key || (flags & COMPLAINT_COLUMN_REQUIRED) != 0);
        }
    }
}
END_TEST

START_TEST(names_are_found_and_differ)
{
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        ck_assert_int_eq(relation->position, (int)i);
        ck_assert_ptr_eq(
            complaint_relation_find(complaint_relation_name(relation)),
            relation);
        for (size_t j = 0; j < relation->column_count; j++) {
            const char *name = complaint_relation_column_name(relation, j);
            ck_assert_uint_gt(strlen(name), 0);
            ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz_"),
                              strlen(name));
            ck_assert_int_eq(complaint_relation_column_find(relation, name),
                             (int)j);
        }
        for (size_t j = 0; j < relation->index_count; j++) {
            const complaint_index *index =
                complaint_relation_index(relation, j);
            ck_assert_uint_ge(index->column_count, 1);
            ck_assert_uint_le(index->column_count,
                              COMPLAINT__INDEX_COLUMNS_MAX);
            for (size_t k = 0; k < index->column_count; k++)
                ck_assert_uint_lt(index->columns[k], relation->column_count);
            for (size_t k = 0; k < index->covered_count; k++)
                ck_assert_uint_lt(index->covered[k], relation->column_count);
            for (size_t k = 0; k < j; k++)
                ck_assert_str_ne(index->name, relation->indexes[k].name);
        }
        ck_assert_uint_le(relation->index_count, COMPLAINT__INDEXES_MAX);
        ck_assert_uint_le(relation->column_count, COMPLAINT__COLUMNS_MAX);
    }
}
END_TEST

START_TEST(money_is_followed_by_its_currency)
{
    size_t found = 0;

    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        for (size_t j = 0; j < relation->column_count; j++) {
            char name[64];
            if (relation->columns[j].type != COMPLAINT_COLUMN_MONEY)
                continue;
            snprintf(name, sizeof name, "%s_currency",
                     relation->columns[j].name);
            ck_assert_str_eq(complaint_relation_column_name(relation, j + 1),
                             name);
            found++;
        }
    }
    ck_assert_uint_eq(found, 2);
}
END_TEST

START_TEST(a_revision_is_where_the_relation_says)
{
    for (size_t i = 0; i < complaint_relation_count(); i++) {
        const complaint_relation *relation = complaint_relation_at(i);
        int column = complaint_relation_column_find(relation, "revision");
        if (column >= 0 && (size_t)column < relation->key_count)
            column = -1;
        ck_assert_int_eq(relation->revision, column);
    }
}
END_TEST

START_TEST(what_is_not_there_has_a_harmless_answer)
{
    const complaint_relation *relation = complaint_relation_find("case");
    size_t past = complaint_relation_column_count(relation);

    ck_assert_ptr_null(complaint_relation_at(complaint_relation_count()));
    ck_assert_ptr_null(complaint_relation_find(NULL));
    ck_assert_ptr_null(complaint_relation_find("cases"));
    ck_assert_str_eq(complaint_relation_name(NULL), "");
    ck_assert_uint_eq(complaint_relation_column_count(NULL), 0);
    ck_assert_str_eq(complaint_relation_column_name(relation, past), "");
    ck_assert_str_eq(complaint_relation_column_name(NULL, 0), "");
    ck_assert_int_eq(complaint_relation_column_type(relation, past),
                     COMPLAINT_COLUMN_TEXT);
    ck_assert_uint_eq(complaint_relation_column_flags(NULL, 0), 0);
    ck_assert_int_eq(complaint_relation_column_find(relation, "none"), -1);
    ck_assert_int_eq(complaint_relation_column_find(relation, NULL), -1);
    ck_assert_int_eq(complaint_relation_column_find(NULL, "id"), -1);
    ck_assert_uint_eq(complaint_relation_index_count(NULL), 0);
    ck_assert_ptr_null(complaint_relation_index(NULL, 0));
    ck_assert_ptr_null(complaint_relation_index(relation, 99));
    ck_assert_ptr_null(complaint_record_relation(NULL));
    ck_assert(complaint_record_is_null(NULL, "id"));
    ck_assert_ptr_null(complaint_record_text(NULL, "id"));
    ck_assert_int_eq(complaint_record_integer(NULL, "id", 7), 7);
    complaint_record_free(NULL);
}
END_TEST

static complaint_record *new_case(void)
{
    complaint_record *record = NULL;

    OK(complaint__record_new(context, &complaint__relation_case, &record,
                             &error));
    return record;
}

START_TEST(values_are_ordered_null_integer_text_bytes)
{
    const complaint_value values[] = {
        complaint__value_text(NULL),
        complaint__value_integer(INT64_MIN),
        complaint__value_integer(-1),
        complaint__value_integer(INT64_MAX),
        complaint__value_text(""),
        complaint__value_text("Z"),
        complaint__value_text("a"),
        complaint__value_text("aa"),
        complaint__value_text("投"),
        {COMPLAINT_VALUE_BYTES, 0, "", 0},
        {COMPLAINT_VALUE_BYTES, 0, "\0", 1},
    };
    int count = (int)(sizeof values / sizeof values[0]);

    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++)
            ck_assert_int_eq(complaint__value_compare(&values[i], &values[j]),
                             (i > j) - (i < j));
    }
}
END_TEST

START_TEST(a_record_is_read_by_column_name)
{
    complaint_record *record = new_case();
    char text[] = "title";

    ck_assert_ptr_eq(complaint_record_relation(record),
                     &complaint__relation_case);
    ck_assert(complaint_record_is_null(record, "title"));
    OK(complaint__record_set_text(record, complaint__case_title, text, &error));
    text[0] = 'X';
    ck_assert_str_eq(complaint_record_text(record, "title"), "title");
    ck_assert_int_eq(complaint_record_integer(record, "title", 5), 5);
    complaint__record_set_integer(record, complaint__case_due_at, 42);
    ck_assert_int_eq(complaint_record_integer(record, "due_at", 5), 42);
    ck_assert_ptr_null(complaint_record_text(record, "due_at"));
    OK(complaint__record_set_text(record, complaint__case_title, NULL, &error));
    ck_assert(complaint_record_is_null(record, "title"));
    ck_assert(complaint_record_is_null(record, "nothing"));
    ck_assert_ptr_null(complaint__record_value(record, 999));
    ck_assert_int_eq(complaint__record_set_text(record, 999, "x", &error),
                     COMPLAINT_MISUSE);
    complaint_record_free(record);
}
END_TEST

START_TEST(bytes_read_as_digits_and_stay_side_by_side)
{
    complaint_record *record = new_case();
    complaint_record view;
    const char *first;
    const char *second;

    OK(complaint__record_set_bytes(record, complaint__case_calendar_digest,
                                   "\x00\xff\x10", 3, &error));
    OK(complaint__record_set_bytes(record, complaint__case_head, "\xab", 1,
                                   &error));
    first = complaint_record_text(record, "calendar_digest");
    second = complaint_record_text(record, "head");
    ck_assert_str_eq(first, "00ff10");
    ck_assert_str_eq(second, "ab");
    OK(complaint__record_set_bytes(record, complaint__case_head, "\xcd\x01", 2,
                                   &error));
    ck_assert_str_eq(complaint_record_text(record, "head"), "cd01");
    complaint__record_view(&view, context, record->relation, record->values);
    ck_assert_str_eq(complaint_record_text(&view, "head"), "cd01");
    complaint_record_free(&view); /* borrowed: left alone */
    ck_assert_int_eq(complaint__record_set_text(&view, 0, "x", &error),
                     COMPLAINT_MISUSE);
    complaint__record_view_end(&view);
    complaint_record_free(record);
}
END_TEST

START_TEST(a_copy_outlives_its_original)
{
    complaint_record *record = new_case();
    complaint_record *copy = NULL;

    OK(complaint__record_set_text(record, complaint__case_title, "t", &error));
    OK(complaint__record_set_bytes(record, complaint__case_head, "\1", 1,
                                   &error));
    complaint__record_set_integer(record, complaint__case_revision, 3);
    OK(complaint_record_copy(record, &copy, &error));
    complaint_record_free(record);
    ck_assert_str_eq(complaint_record_text(copy, "title"), "t");
    ck_assert_str_eq(complaint_record_text(copy, "head"), "01");
    ck_assert_int_eq(complaint_record_integer(copy, "revision", 0), 3);
    ck_assert(complaint_record_is_null(copy, "state"));
    complaint_record_free(copy);
    ck_assert_int_eq(complaint_record_copy(NULL, &copy, &error),
                     COMPLAINT_MISUSE);
    ck_assert_ptr_null(copy);
    ck_assert_int_eq(complaint_record_facts(NULL, NULL, &error),
                     COMPLAINT_MISUSE);
}
END_TEST

/* A fact given as JSON, put into a column of a case. */
static int set_json(complaint_record *record, size_t column, const char *json)
{
    complaint_facts *fact = NULL;
    int status;

    OK(complaint_facts_parse(context, json, strlen(json), &fact, &error));
    status = complaint__record_set_fact(record, column, fact, &error);
    complaint_facts_free(fact);
    return status;
}

START_TEST(facts_fit_their_columns_or_are_refused_by_name)
{
    static const struct {
        size_t column;
        const char *json;
        int status;
    } cases[] = {
        {complaint__case_title, "\"short\"", COMPLAINT_OK},
        {complaint__case_title, "17", COMPLAINT_INVALID},
        {complaint__case_title, "null", COMPLAINT_OK},
        {complaint__case_category, "\"quality\"", COMPLAINT_OK},
        {complaint__case_category, "\"\"", COMPLAINT_INVALID},
        {complaint__case_category, "\"a\\u0001b\"", COMPLAINT_INVALID},
        {complaint__case_safety, "true", COMPLAINT_OK},
        {complaint__case_safety, "1", COMPLAINT_INVALID},
        {complaint__case_revision, "9223372036854775807", COMPLAINT_OK},
        {complaint__case_revision, "1.5", COMPLAINT_INVALID},
        {complaint__case_revision, "true", COMPLAINT_INVALID},
        {complaint__case_due_at, "\"2019-04-25T09:32:09+08:00\"", COMPLAINT_OK},
        {complaint__case_due_at, "\"2019-02-30\"", COMPLAINT_INVALID},
        {complaint__case_due_at, "\"1899-12-31\"", COMPLAINT_LIMIT},
        {complaint__case_due_at, "\"9999-01-01\"", COMPLAINT_LIMIT},
        {complaint__case_due_at, "1556155929", COMPLAINT_INVALID},
        {complaint__case_claim, "{\"amount\":1050,\"currency\":\"CNY\"}",
         COMPLAINT_OK},
        {complaint__case_claim, "{\"amount\":10.5,\"currency\":\"CNY\"}",
         COMPLAINT_INVALID},
        {complaint__case_claim, "{\"amount\":1,\"currency\":\"cny\"}",
         COMPLAINT_INVALID},
        {complaint__case_claim, "{\"amount\":1}", COMPLAINT_INVALID},
        {complaint__case_claim, "{\"amount\":1,\"currency\":\"CNY\",\"x\":1}",
         COMPLAINT_INVALID},
        {complaint__case_claim, "1050", COMPLAINT_INVALID},
        {complaint__case_missing, "[\"b\",{\"z\":1,\"a\":2}]", COMPLAINT_OK},
        {complaint__case_missing, "[1.5]", COMPLAINT_INVALID},
        {complaint__case_head, "\"00ff\"", COMPLAINT_OK},
        {complaint__case_head, "\"00f\"", COMPLAINT_INVALID},
        {complaint__case_head, "\"00FG\"", COMPLAINT_INVALID},
        {complaint__case_head, "5", COMPLAINT_INVALID},
    };
    complaint_record *record = new_case();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(set_json(record, cases[i].column, cases[i].json) ==
                          cases[i].status,
                      "%s: %s", cases[i].json, complaint_error_message(error));
        if (cases[i].status != COMPLAINT_OK)
            ck_assert_str_eq(complaint_error_field(error),
                             record->relation->columns[cases[i].column].name);
    }
    ck_assert_int_eq(complaint_record_integer(record, "due_at", 0),
                     1556155929 * COMPLAINT_SECOND);
    ck_assert_int_eq(complaint_record_integer(record, "claim", 0), 1050);
    ck_assert_str_eq(complaint_record_text(record, "claim_currency"), "CNY");
    ck_assert_str_eq(complaint_record_text(record, "missing"),
                     "[\"b\",{\"a\":2,\"z\":1}]");
    ck_assert_str_eq(complaint_record_text(record, "head"), "00ff");
    OK(set_json(record, complaint__case_claim, "null"));
    ck_assert(complaint_record_is_null(record, "claim_currency"));
    OK(complaint__record_set_fact(record, complaint__case_title, NULL, &error));
    ck_assert_int_eq(complaint__record_set_fact(record, 999, NULL, &error),
                     COMPLAINT_MISUSE);
    complaint_record_free(record);
}
END_TEST

/* At the limit a text goes in; one byte more is refused. */
START_TEST(texts_have_the_limit_of_their_column)
{
    static const struct {
        size_t column;
        size_t limit;
    } cases[] = {{complaint__case_category, COMPLAINT_LIMIT_CODE},
                 {complaint__case_title, COMPLAINT_LIMIT_TITLE},
                 {complaint__case_description, COMPLAINT_LIMIT_TEXT}};
    complaint_record *record = new_case();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *json = malloc(cases[i].limit + 4);
        memset(json, 'x', cases[i].limit + 3);
        json[0] = '"';
        strcpy(json + 1 + cases[i].limit, "\"");
        OK(set_json(record, cases[i].column, json));
        if (cases[i].limit < COMPLAINT_LIMIT_TEXT) {
            strcpy(json + 1 + cases[i].limit, "x\"");
            ck_assert_int_eq(set_json(record, cases[i].column, json),
                             COMPLAINT_LIMIT);
            ck_assert_str_eq(complaint_error_field(error),
                             record->relation->columns[cases[i].column].name);
        }
        free(json);
    }
    ck_assert_uint_eq(
        complaint__column_limit(record->relation, complaint__case_missing),
        COMPLAINT_LIMIT_FACTS);
    complaint_record_free(record);
}
END_TEST

static complaint_record *filled(void)
{
    complaint_record *record = new_case();

    OK(complaint__record_set_text(record, complaint__case_id, "i", &error));
    OK(set_json(record, complaint__case_title, "\"a, \\\"b\\\"\\n投诉\""));
    OK(set_json(record, complaint__case_language, "\" zh\""));
    OK(set_json(record, complaint__case_demand, "\"\""));
    OK(set_json(record, complaint__case_safety, "false"));
    OK(set_json(record, complaint__case_claim,
                "{\"amount\":-5,\"currency\":\"EUR\"}"));
    OK(set_json(record, complaint__case_missing, "[\"phone\"]"));
    OK(set_json(record, complaint__case_due_at, "\"2019-04-25T01:32:09.5Z\""));
    OK(set_json(record, complaint__case_head, "\"00ff\""));
    complaint__record_set_integer(record, complaint__case_revision, 7);
    return record;
}

START_TEST(a_record_becomes_facts_and_json)
{
    complaint_record *record = filled();
    complaint__buffer json = COMPLAINT__BUFFER(context);

    OK(complaint__record_json(record, &json, &error));
    ck_assert_str_eq(json.bytes,
                     "{\"claim\":{\"amount\":-5,\"currency\":\"EUR\"},"
                     "\"demand\":\"\",\"due_at\":\"2019-04-25T01:32:09.500000Z"
                     "\",\"head\":\"00ff\",\"id\":\"i\",\"language\":\" zh\","
                     "\"missing\":[\"phone\"],\"revision\":7,\"safety\":false,"
                     "\"title\":\"a, \\\"b\\\"\\n投诉\"}");
    complaint__buffer_free(&json);
    complaint_record_free(record);
}
END_TEST

/* Names of a case differ in the byte by which they are found. */
START_TEST(no_two_columns_of_a_case_have_one_mark)
{
    const complaint_relation *relation = &complaint__relation_case;

    for (size_t i = 0; i < relation->column_count; i++)
        ck_assert_ptr_null(memchr(relation->marks + i + 1, relation->marks[i],
                                  relation->column_count - i - 1));
}
END_TEST

/* A record remembers which column followed which; that must never show. */
START_TEST(columns_are_found_in_whatever_order_they_are_asked_for)
{
    enum { ROWS = 20, QUESTIONS = 4000 };
    const complaint_relation *relation = &complaint__relation_case;
    complaint_value rows[ROWS][COMPLAINT__COLUMNS_MAX];
    complaint_record view;
    uint64_t seed = 7;
    char name[40];

    for (int i = 0; i < ROWS; i++)
        for (size_t j = 0; j < relation->column_count; j++)
            rows[i][j] = complaint__value_integer((int64_t)j * 100 + i);
    complaint__record_view(&view, context, relation, rows[0]);
    for (int i = 0; i < QUESTIONS; i++) {
        int row = i * ROWS / QUESTIONS;
        /* Mostly the same five, in their order; else any, or none. */
        size_t column = test_random(&seed) % 4 > 0
                            ? (size_t)(i % 5) * 11
                            : test_random(&seed) % relation->column_count;
        bool known = test_random(&seed) % 8 > 0;

        complaint__record_turn(&view, rows[row]);
        /* One buffer: what a name says counts, not where it is. */
        snprintf(name, sizeof name, "%s%s", relation->columns[column].name,
                 known ? "" : "x");
        ck_assert_int_eq(complaint_record_integer(&view, name, -1),
                         known ? (int64_t)column * 100 + row : -1);
        ck_assert(complaint_record_is_null(&view, name) == !known);
    }
    complaint__record_view_end(&view);
}
END_TEST

START_TEST(facts_of_a_record_set_the_same_record)
{
    complaint_record *record = filled();
    complaint_record *again = new_case();
    complaint_facts *facts = NULL;

    OK(complaint_record_facts(record, &facts, &error));
    for (size_t i = 0; i < complaint_facts_size(facts); i++) {
        int column = complaint_relation_column_find(
            record->relation, complaint_facts_key(facts, i));
        ck_assert_int_ge(column, 0);
        OK(complaint__record_set_fact(again, (size_t)column,
                                      complaint_facts_at(facts, i), &error));
    }
    for (size_t i = 0; i < complaint__case_columns; i++)
        ck_assert_int_eq(
            complaint__value_compare(&record->values[i], &again->values[i]), 0);
    complaint_facts_free(facts);
    complaint_record_free(record);
    complaint_record_free(again);
}
END_TEST

START_TEST(stored_damage_is_corrupt_and_named)
{
    static const struct {
        size_t column;
        const char *text;
    } cases[] = {{complaint__case_missing, "[1,"},
                 {complaint__case_claim_currency, "yuan"}};

    for (size_t i = 0; i < 2; i++) {
        complaint_record *record = filled();
        complaint_facts *facts = NULL;
        OK(complaint__record_set_text(record, cases[i].column, cases[i].text,
                                      &error));
        ck_assert_int_eq(complaint_record_facts(record, &facts, &error),
                         COMPLAINT_CORRUPT);
        ck_assert_str_eq(complaint_error_field(error),
                         i == 0 ? "missing" : "claim");
        ck_assert_ptr_null(facts);
        complaint_record_free(record);
    }
}
END_TEST

START_TEST(a_record_becomes_a_csv_line)
{
    complaint_record *record = filled();
    complaint__buffer csv = COMPLAINT__BUFFER(context);
    size_t commas = 0;

    OK(complaint__record_csv_header(record->relation, &csv, &error));
    ck_assert_int_eq(strncmp(csv.bytes, "id,revision,number,", 19), 0);
    ck_assert_str_eq(csv.bytes + csv.size - 6, "head\r\n");
    for (size_t i = 0; i < csv.size; i++)
        commas += csv.bytes[i] == ',';
    ck_assert_uint_eq(commas, complaint__case_columns - 1);
    complaint__buffer_clear(&csv);
    OK(complaint__record_csv(record, &csv, &error));
    ck_assert_str_eq(csv.bytes,
                     "i,7,,,,,,,,\"a, \"\"b\"\"\n投诉\",,\" zh\",,,,,,false,,"
                     ",,,,,,,,\"\",-5,EUR,,,,\"[\"\"phone\"\"]\",,,,,,,,,,,,,"
                     ",2019-04-25T01:32:09.500000Z,,,,,,,,00ff\r\n");
    complaint__record_set_integer(record, complaint__case_due_at, INT64_MAX);
    ck_assert_int_eq(complaint__record_csv(record, &csv, &error),
                     COMPLAINT_CORRUPT);
    ck_assert_str_eq(complaint_error_field(error), "due_at");
    complaint__buffer_free(&csv);
    complaint_record_free(record);
}
END_TEST

/* Everything above once; NO_MEMORY or done. */
static int work(void)
{
    complaint_record *record = NULL;
    complaint_record *copy = NULL;
    complaint_facts *facts = NULL;
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    char story[5000];
    int status = complaint__record_new(context, &complaint__relation_case,
                                       &record, &error);

    /* Longer than what a new record has room for. */
    memset(story, 's', sizeof story - 1);
    story[sizeof story - 1] = '\0';
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(record, complaint__case_title, "t",
                                            &error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(record, complaint__case_description,
                                            story, &error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_bytes(record, complaint__case_head, "h",
                                             1, &error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(record, complaint__case_missing,
                                            "[]", &error);
    if (status == COMPLAINT_OK)
        status = complaint_record_facts(record, &facts, &error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_fact(
            record, complaint__case_missing,
            complaint_facts_get(facts, "missing"), &error);
    if (status == COMPLAINT_OK)
        status = complaint_record_copy(record, &copy, &error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(copy, complaint__case_description,
                                            story + 1, &error);
    if (status == COMPLAINT_OK)
        status = complaint__record_csv(copy, &buffer, &error);
    complaint__buffer_free(&buffer);
    complaint_facts_free(facts);
    complaint_record_free(copy);
    complaint_record_free(record);
    return status;
}

START_TEST(every_allocation_may_fail)
{
    size_t before = around.live;
    size_t attempt = 0;
    int status;

    do {
        surroundings_fail_at(&around, ++attempt);
        status = work();
        ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_NO_MEMORY,
                      "%d at %zu", status, attempt);
        surroundings_fail_at(&around, 0);
        complaint_error_free(error);
        error = NULL;
        ck_assert_uint_eq(around.live, before);
    } while (status == COMPLAINT_NO_MEMORY);
    ck_assert_uint_gt(attempt, 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("relation");
    TCase *tc = tcase_create("relation");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, keys_come_first_and_are_required);
    tcase_add_test(tc, names_are_found_and_differ);
    tcase_add_test(tc, money_is_followed_by_its_currency);
    tcase_add_test(tc, a_revision_is_where_the_relation_says);
    tcase_add_test(tc, what_is_not_there_has_a_harmless_answer);
    tcase_add_test(tc, values_are_ordered_null_integer_text_bytes);
    tcase_add_test(tc, a_record_is_read_by_column_name);
    tcase_add_test(tc, bytes_read_as_digits_and_stay_side_by_side);
    tcase_add_test(tc, a_copy_outlives_its_original);
    tcase_add_test(tc, facts_fit_their_columns_or_are_refused_by_name);
    tcase_add_test(tc, texts_have_the_limit_of_their_column);
    tcase_add_test(tc, a_record_becomes_facts_and_json);
    tcase_add_test(tc, facts_of_a_record_set_the_same_record);
    tcase_add_test(tc, stored_damage_is_corrupt_and_named);
    tcase_add_test(tc, a_record_becomes_a_csv_line);
    tcase_add_test(tc, no_two_columns_of_a_case_have_one_mark);
    tcase_add_test(tc, columns_are_found_in_whatever_order_they_are_asked_for);
    tcase_add_test(tc, every_allocation_may_fail);
    suite_add_tcase(suite, tc);
    return test_run(suite);
}
