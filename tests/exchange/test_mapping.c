/* Mappings: read, checked, bound to a header; rows made of records. */
#include "exchange/row.h"

#include "files.h"
#include "support/surroundings.h"

#include <complaint/error.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

#define HEAD                                                                   \
    "kind: mapping\nformat: 1\nname: m\nsource: s\nprocedure: iso10002\n"      \
    "calendar: cn\nnumber: id\nreceived: at\n"

static complaint_context *context;
static complaint__mapping *mapping;
static complaint__source *source;
static complaint__csv *csv;
static complaint__row_maker *maker;
static complaint__row row;
static complaint__reject reject;

static complaint_time at(const char *text)
{
    complaint_time time = 0;

    ck_assert_int_eq(complaint_time_parse(text, 0, &time, NULL), 0);
    return time;
}

static void setup(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
}

static void close_all(void)
{
    complaint__row_clear(context, &row);
    complaint__row_maker_free(maker);
    complaint__csv_close(csv);
    complaint__source_close(source);
    complaint__mapping_free(mapping);
    maker = NULL;
    csv = NULL;
    source = NULL;
    mapping = NULL;
}

static void teardown(void)
{
    close_all();
    complaint_context_free(context);
}

static int open_files(const char *yaml_path, const char *csv_path,
                      complaint_error **error)
{
    const complaint__csv_record *header;

    close_all();
    ck_assert_int_eq(
        complaint__mapping_read(context, yaml_path, &mapping, NULL), 0);
    ck_assert_int_eq(
        complaint__source_open(context, csv_path, NULL, &source, NULL), 0);
    ck_assert_int_eq(complaint__csv_open(context, source, &csv, NULL), 0);
    ck_assert_int_eq(complaint__csv_next(csv, &header, NULL), 0);
    ck_assert_int_eq(
        complaint__row_maker_new(mapping, at("2026-01-01"), &maker, NULL), 0);
    if (!mapping->has_offset)
        mapping->rules.offset = 8 * 3600;
    return complaint__mapping_bind(mapping, header, csv_path, error);
}

static void open_texts(const char *yaml, const char *table)
{
    complaint_error *error = NULL;

    ck_assert_msg(open_files(temporary_text(".yaml", yaml),
                             temporary_text(".csv", table), &error) == 0,
                  "%s", complaint_error_message(error));
}

/* The next row; its facts as JSON, or "column: reason". */
static char *next(void)
{
    static char text[4096];
    const complaint__csv_record *record;
    char *json;

    complaint__row_clear(context, &row);
    ck_assert_int_eq(complaint__csv_next(csv, &record, NULL), 0);
    ck_assert_ptr_nonnull(record);
    ck_assert_int_eq(complaint__row_make(maker, record, &row, &reject, NULL),
                     0);
    if (reject.reason[0] != '\0') {
        ck_assert_ptr_null(row.facts);
        snprintf(text, sizeof text, "%lld %s: %s", (long long)reject.line,
                 reject.column, reject.reason);
        return text;
    }
    ck_assert_int_eq(complaint_facts_write(row.facts, &json, NULL, NULL), 0);
    snprintf(text, sizeof text, "%s", json);
    complaint_context_release(context, json);
    return text;
}

/* ---- reading ---- */

static void refuses(const char *yaml, int64_t line, const char *words)
{
    complaint_error *error = NULL;

    ck_assert_int_eq(complaint__mapping_read(context,
                                             temporary_text(".yaml", yaml),
                                             &mapping, &error),
                     COMPLAINT_INVALID);
    ck_assert_ptr_null(mapping);
    ck_assert_msg(strstr(complaint_error_message(error), words) != NULL,
                  "%s lacks %s", complaint_error_message(error), words);
    ck_assert_int_eq(complaint_error_line(error), line);
    ck_assert_ptr_nonnull(complaint_error_file(error));
    complaint_error_free(error);
}

START_TEST(what_is_no_mapping_is_refused_with_line_and_reason)
{
    refuses("kind: calendar\nformat: 1\nname: m\nsource: s\nprocedure: p\n"
            "number: id\nreceived: at\n",
            1, "not \"mapping\"");
    refuses(HEAD "colour: red\n", 9, "colour");
    refuses(HEAD "facts:\n  - {fact: title}\n", 10, "exactly one of");
    refuses(HEAD "facts:\n  - {fact: title, column: a, constant: b}\n", 10,
            "exactly one of");
    refuses(HEAD "facts:\n  - {fact: a.b.c, column: a}\n", 10, "one dot");
    refuses(HEAD "facts:\n  - {fact: a, column: a}\n  - {fact: a, column: b}\n",
            11, "the same fact twice");
    refuses(HEAD "facts:\n  - {fact: source, column: a}\n", 10,
            "sets this fact itself");
    refuses(HEAD "facts:\n  - {fact: a, column: a, pick: last}\n", 10,
            "pick needs split");
    refuses(HEAD "facts:\n  - {fact: a, column: a, kind: list}\n", 10,
            "go together");
    refuses(HEAD "facts:\n  - {fact: a, column: a, cut: -1}\n", 10, "negative");
    refuses(HEAD "facts:\n  - {fact: a, column: a, values: [{to: x}]}\n", 10,
            "from, begins");
    refuses(HEAD "history:\n  - perform: [a]\n    when:\n      - {column: b}\n",
            12, "exactly one of");
    refuses(HEAD "dates:\n  offset: \"8 hours\"\n", 10, "offset");
    refuses(HEAD "dates:\n  earliest: yesterday\n", 10, "not a date");
    refuses(HEAD "dates:\n  order: dym\n", 10, "order");
}
END_TEST

START_TEST(a_mapping_that_is_not_there_is_not_found)
{
    ck_assert_int_eq(complaint__mapping_read(
                         context, temporary_path("none.yaml"), &mapping, NULL),
                     COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(complaint__mapping_read(context, "/tmp", &mapping, NULL),
                     COMPLAINT_IO);
}
END_TEST

/* ---- binding ---- */

START_TEST(every_missing_column_is_listed)
{
    complaint_error *error = NULL;
    int status = open_files(temporary_text(".yaml", HEAD
                                           "facts:\n  - {fact: a, column: x}\n"
                                           "  - {fact: b, columns: [id, y]}\n"),
                            temporary_text(".csv", "at,z\n"), &error);

    ck_assert_int_eq(status, COMPLAINT_INVALID);
    ck_assert_uint_eq(complaint_error_item_count(error), 3);
    ck_assert_str_eq(complaint_error_item(error, 0), "id");
    ck_assert_str_eq(complaint_error_item(error, 1), "x");
    ck_assert_str_eq(complaint_error_item(error, 2), "y");
    ck_assert_int_eq(complaint_error_line(error), 1);
    complaint_error_free(error);
}
END_TEST

START_TEST(a_column_that_stands_twice_is_refused)
{
    complaint_error *error = NULL;

    ck_assert_int_eq(open_files(temporary_text(".yaml", HEAD),
                                temporary_text(".csv", "id,at,x,x\n"), &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_field(error), "x");
    complaint_error_free(error);
    ck_assert_int_eq(open_files(temporary_text(".yaml", HEAD),
                                temporary_text(".csv", ",id,, at ,\n"), NULL),
                     0);
}
END_TEST

/* ---- values ---- */

START_TEST(values_are_trimmed_split_joined_stripped_translated_and_cut)
{
    open_texts(HEAD
               "nulls: [UNK]\nfacts:\n"
               "  - {fact: a, column: a}\n"
               "  - {fact: b, columns: [a, b], join: \"/\"}\n"
               "  - {fact: c, column: c, split: \",\"}\n"
               "  - {fact: d, column: c, split: \",\", pick: all, kind: list}\n"
               "  - {fact: e, column: c, split: \",\", pick: last}\n"
               "  - {fact: f, column: a, strip_prefix: \"A-\", cut: 2}\n"
               "  - {fact: g, column: a, values: [{from: A-投诉, to: x}]}\n"
               "  - {fact: h, column: b, values: [{begins: Cl, to: x}], "
               "otherwise: y}\n"
               "  - {fact: i.j, constant: z}\n  - {fact: i.k, constant: w}\n",
               "id,at,a,b,c\n"
               "1,2019-04-25,\" \t　A-投诉　\",Closed,\" H93, H15,,\"\n"
               "2,2019-04-25,UNK,open,\",\"\n");
    ck_assert_str_eq(next(),
                     "{\"a\":\"A-投诉\",\"b\":\"A-投诉/Closed\",\"c\":\"H93\","
                     "\"d\":[\"H93\",\"H15\"],\"e\":\"H15\","
                     "\"external_number\":\"1\",\"f\":\"投诉\",\"g\":\"x\","
                     "\"h\":\"x\",\"i\":{\"j\":\"z\",\"k\":\"w\"},"
                     "\"source\":\"s\"}");
    ck_assert_str_eq(next(), "{\"b\":\"open\",\"d\":[],"
                             "\"external_number\":\"2\",\"h\":\"y\","
                             "\"i\":{\"j\":\"z\",\"k\":\"w\"},"
                             "\"source\":\"s\"}");
}
END_TEST

START_TEST(typed_values_are_read_or_named)
{
    open_texts(HEAD "facts:\n"
                    "  - {fact: i, column: i, kind: integer}\n"
                    "  - {fact: b, column: b, kind: boolean}\n"
                    "  - {fact: t, column: t, kind: time}\n"
                    "  - {fact: r, column: r, required: true}\n"
                    "  - {fact: l, column: r, unlisted: reject, "
                    "values: [{from: x, to: y}]}\n",
               "id,at,i,b,t,r\n"
               "1,2019-04-25,-12,是,2019/4/1 9:00:00,x\n"
               "2,2019-04-25,,,,x\n"
               "3,2019-04-25,1.5,,,x\n"
               "4,2019-04-25,,maybe,,x\n"
               "5,2019-04-25,,,2019-02-30,x\n"
               "6,2019-04-25,,,,\n"
               "7,2019-04-25,,,,z\n"
               "8,2019-04-25,1234567890123456789,,,x\n");
    ck_assert_str_eq(next(), "{\"b\":true,\"external_number\":\"1\",\"i\":-12,"
                             "\"l\":\"y\",\"r\":\"x\",\"source\":\"s\","
                             "\"t\":\"2019-04-01T01:00:00Z\"}");
    ck_assert_str_eq(next(), "{\"external_number\":\"2\",\"l\":\"y\","
                             "\"r\":\"x\",\"source\":\"s\"}");
    ck_assert_str_eq(next(), "4 i: not a whole number");
    ck_assert_str_eq(next(), "5 b: neither yes nor no");
    ck_assert_str_eq(next(), "6 t: no such day");
    ck_assert_str_eq(next(), "7 r: empty, and the mapping requires it");
    ck_assert_str_eq(next(),
                     "8 r: not one of the values that the mapping lists");
    ck_assert_str_eq(next(), "9 i: not a whole number of at most 18 digits");
}
END_TEST

START_TEST(columns_that_are_not_named_are_kept_when_asked)
{
    open_texts(HEAD "keep_rest: true\nfacts:\n  - {fact: a, column: a}\n",
               ",id,at,a,b,c\n0,1,2019-04-25,x,y,\n");
    ck_assert_str_eq(next(), "{\"a\":\"x\",\"external_number\":\"1\","
                             "\"imported\":{\"b\":\"y\",\"column 1\":\"0\"},"
                             "\"source\":\"s\"}");
}
END_TEST

START_TEST(rows_that_are_no_rows_are_named_by_line_and_column)
{
    open_texts(HEAD, "id,at,x\n"
                     "1,2019-04-25\n"
                     ",2019-04-25,\n"
                     "2,,\n"
                     "3,1900-01-01,\n"
                     "4,9999-12-31,\n"
                     "5,2019-02-30,\n"
                     "\"6\n\",2027-01-01,\n"
                     "7,2019-04-25,a\"b\n");
    ck_assert_str_eq(next(), "2 : 2 fields where the header has 3");
    ck_assert_str_eq(next(), "3 id: empty: the row has no number");
    ck_assert_str_eq(next(), "4 at: empty");
    ck_assert_str_eq(
        next(), "5 at: a date before the earliest that the mapping allows");
    ck_assert_str_eq(next(), "6 at: a year out of range (1900 to 2199)");
    ck_assert_str_eq(next(), "7 at: no such day");
    ck_assert_str_eq(next(), "9 at: in the future");
    ck_assert_str_eq(next(), "10 x: a quotation mark in the middle of a field");
}
END_TEST

/* ---- history ---- */

#define HISTORY                                                                \
    HEAD "history:\n"                                                          \
         "  - {perform: [send], at: sent, when: [{column: sent, "              \
         "present: true}]}\n"                                                  \
         "  - perform: [answer, close]\n    at: done\n"                        \
         "    when: [{column: how, in: [ok, well]}]\n"                         \
         "    facts: [{fact: outcome, column: how}]\n"                         \
         "  - {perform: [rate], estimated: true, when: [{column: how, "        \
         "equals: well}]}\n"

START_TEST(a_history_has_the_steps_that_apply_at_their_times)
{
    open_texts(HISTORY, "id,at,sent,done,how\n"
                        "1,2019-04-25 09:00,,,\n"
                        "2,2019-04-25 09:00,2019-04-25,2019-04-26 10:00,ok\n"
                        "3,2019-04-25 09:00,2019-04-25 10:00,2019-04-25,well\n"
                        "4,2019-04-25 09:00,2019-04-26,2019-04-27,well\n");
    next();
    ck_assert_uint_eq(row.step_count, 0);
    next();
    ck_assert_uint_eq(row.step_count, 3);
    ck_assert_str_eq(row.steps[0].transition, "send");
    ck_assert_int_eq(row.steps[0].at, row.received);
    ck_assert_ptr_null(row.steps[0].facts);
    ck_assert_str_eq(row.steps[1].transition, "answer");
    ck_assert_ptr_null(row.steps[1].facts);
    ck_assert_str_eq(row.steps[2].transition, "close");
    ck_assert_int_eq(row.steps[2].at, at("2019-04-26T10:00+08:00"));
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(row.steps[2].facts, "outcome"),
                             ""),
        "ok");
    next();
    ck_assert_uint_eq(row.step_count, 4);
    ck_assert_int_eq(row.steps[2].at, at("2019-04-25T10:00+08:00"));
    ck_assert_int_eq(row.steps[3].at, at("2019-04-25T10:00+08:00"));
    ck_assert_int_eq(
        complaint_facts_integer(
            complaint_facts_get(row.steps[3].facts, "time_estimated"), 0),
        1);
    next();
    ck_assert_int_eq(row.steps[0].at, at("2019-04-26T00:00+08:00"));
    ck_assert_int_eq(row.steps[2].at, at("2019-04-27T00:00+08:00"));
}
END_TEST

START_TEST(a_step_before_its_time_is_refused)
{
    open_texts(HISTORY, "id,at,sent,done,how\n"
                        "1,2019-04-25 09:00,2019-04-24,,\n"
                        "2,2019-04-25 09:00,2019-04-25 08:59,,\n"
                        "3,2019-04-25 09:00,2019-04-26,2019-04-25,ok\n"
                        "4,2019-04-25 09:00,,,ok\n"
                        "5,2019-04-25 09:00,,2030-01-01,ok\n");
    ck_assert_str_eq(next(), "2 sent: before it was received (column at)");
    ck_assert_str_eq(next(), "3 sent: before it was received (column at)");
    ck_assert_str_eq(next(), "4 done: before it was received (column at)");
    ck_assert_str_eq(next(), "5 done: empty");
    ck_assert_str_eq(next(), "6 done: in the future");
}
END_TEST

START_TEST(random_damage_to_a_mapping_is_refused_or_read)
{
    static const char yaml[] = HISTORY
        "facts:\n  - {fact: a, columns: [x, y], join: \"/\", nulls: [N]}\n"
        "  - fact: b.c\n    column: z\n    split: \",\"\n    pick: last\n"
        "    values: [{from: p, to: q}, {begins: r, to: \"\"}]\n"
        "dates: {order: mdy, offset: \"-05:00\", earliest: \"2011-01-01\"}\n";
    uint64_t state = 10003;
    int read = 0;

    for (int round = 0; round < 600; round++) {
        char damaged[sizeof yaml];
        int damages = 1 + (int)(next_random(&state) % 3);
        complaint__mapping *one = NULL;
        complaint_error *error = NULL;

        memcpy(damaged, yaml, sizeof yaml);
        for (int i = 0; i < damages; i++)
            damaged[next_random(&state) % (sizeof yaml - 1)] =
                (char)(next_random(&state) >> 17);
        if (complaint__mapping_read(
                context, temporary_file(".yaml", damaged, sizeof yaml - 1),
                &one, &error) == 0)
            read++;
        else
            ck_assert_str_ne(complaint_error_message(error), "");
        complaint_error_free(error);
        complaint__mapping_free(one);
    }
    ck_assert_int_gt(read, 0);
    ck_assert_int_lt(read, 600);
}
END_TEST

/* ---- the bundled examples on the real data ---- */

static void maps(const char *yaml, const char *data, int64_t rows,
                 int64_t steps)
{
    char name[200];
    const char *path = shared_file(data);
    const complaint__csv_record *record;
    int64_t made = 0, performed = 0;
    complaint_error *error = NULL;

    if (path == NULL)
        return;
    snprintf(name, sizeof name, "examples/maps/%s", yaml);
    ck_assert_msg(open_files(source_file(name), path, &error) == 0, "%s: %s",
                  data, complaint_error_message(error));
    while (complaint__csv_next(csv, &record, NULL) == 0 && record != NULL) {
        ck_assert_int_eq(
            complaint__row_make(maker, record, &row, &reject, NULL), 0);
        ck_assert_msg(reject.reason[0] == '\0', "%s line %lld: %s", data,
                      (long long)reject.line, reject.reason);
        made++;
        performed += (int64_t)row.step_count;
        complaint__row_clear(context, &row);
    }
    ck_assert_int_eq(made, rows);
    ck_assert_int_eq(performed, steps);
}

START_TEST(every_row_of_the_real_registers_maps)
{
    maps("zh_gov_messages_replied.yaml", "zh_gov_messages_replied.csv", 2119,
         2119);
    /* 18 accepted, 215 answered, 37 rated */
    maps("zh_car_defect_complaints.yaml", "zh_car_defect_complaints.csv", 446,
         18 + 2 * 215 + 3 * 37);
    maps("en_cfpb_2015.yaml", "en_cfpb_register_sample_2015_14col.csv", 30,
         30 + 19);
    maps("en_cfpb_2016.yaml", "en_cfpb_register_sample_2016_18col.csv", 27,
         27 + 20);
    maps("en_maude.yaml", "en_maude_bone_cement_2017.csv", 403, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mapping");
    TCase *tests = tcase_create("mapping");
    int failed;

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, what_is_no_mapping_is_refused_with_line_and_reason);
    tcase_add_test(tests, a_mapping_that_is_not_there_is_not_found);
    tcase_add_test(tests, every_missing_column_is_listed);
    tcase_add_test(tests, a_column_that_stands_twice_is_refused);
    tcase_add_test(tests,
                   values_are_trimmed_split_joined_stripped_translated_and_cut);
    tcase_add_test(tests, typed_values_are_read_or_named);
    tcase_add_test(tests, columns_that_are_not_named_are_kept_when_asked);
    tcase_add_test(tests, rows_that_are_no_rows_are_named_by_line_and_column);
    tcase_add_test(tests, a_history_has_the_steps_that_apply_at_their_times);
    tcase_add_test(tests, a_step_before_its_time_is_refused);
    tcase_add_test(tests, random_damage_to_a_mapping_is_refused_or_read);
    tcase_add_test(tests, every_row_of_the_real_registers_maps);
    suite_add_tcase(suite, tests);
    temporary_begin();
    failed = test_run(suite);
    temporary_remove();
    return failed;
}
