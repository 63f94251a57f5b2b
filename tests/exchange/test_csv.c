/* The CSV reader: RFC 4180, its problems, its limits, lines that are true. */
#include "exchange/csv.h"

#include "files.h"
#include "support/surroundings.h"

#include <complaint/limits.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static complaint_context *context;
static complaint__source *source;
static complaint__csv *csv;

static void open_file(const char *path)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    ck_assert_int_eq(complaint__source_open(context, path, NULL, &source, NULL),
                     0);
    ck_assert_int_eq(complaint__csv_open(context, source, &csv, NULL), 0);
}

static void open_bytes(const void *bytes, size_t size)
{
    open_file(temporary_file(".csv", bytes, size));
}

static void open_text(const char *text)
{
    open_bytes(text, strlen(text));
}

static void close_all(void)
{
    complaint__csv_close(csv);
    complaint__source_close(source);
    complaint_context_free(context);
    csv = NULL;
    source = NULL;
    context = NULL;
}

static const complaint__csv_record *next(void)
{
    const complaint__csv_record *record;

    ck_assert_int_eq(complaint__csv_next(csv, &record, NULL), 0);
    return record;
}

static void is(const complaint__csv_record *record, size_t field,
               const char *text)
{
    ck_assert_ptr_nonnull(record);
    ck_assert_uint_lt(field, record->count);
    ck_assert_uint_eq(record->fields[field].size, strlen(text));
    ck_assert_mem_eq(record->fields[field].bytes, text, strlen(text));
}

START_TEST(fields_quotes_and_line_breaks_are_read_as_rfc_4180_says)
{
    const complaint__csv_record *r;

    open_text("a,b,c\r\n1,\"x,\"\"y\"\"\r\nz\",\r\n,\"\",last");
    r = next();
    ck_assert_uint_eq(r->count, 3);
    is(r, 2, "c");
    r = next();
    ck_assert_int_eq(r->line, 2);
    is(r, 0, "1");
    is(r, 1, "x,\"y\"\r\nz");
    is(r, 2, "");
    ck_assert_int_eq(r->fields[2].line, 3);
    r = next();
    ck_assert_int_eq(r->line, 4);
    ck_assert_uint_eq(r->count, 3);
    is(r, 0, "");
    is(r, 1, "");
    is(r, 2, "last");
    ck_assert_int_eq(r->problem, COMPLAINT__CSV_GOOD);
    ck_assert_ptr_null(next());
    ck_assert_ptr_null(next());
    close_all();
}
END_TEST

START_TEST(a_byte_order_mark_is_no_part_of_the_first_column)
{
    open_text("\xEF\xBB\xBFid,b\n1,2\n");
    is(next(), 0, "id");
    is(next(), 1, "2");
    ck_assert_ptr_null(next());
    close_all();
}
END_TEST

START_TEST(blank_lines_are_skipped_and_counted_as_lines)
{
    open_text("\n\r\na,b\n\n1,2\n\n\n");
    ck_assert_int_eq(next()->line, 3);
    ck_assert_int_eq(next()->line, 5);
    ck_assert_ptr_null(next());
    close_all();
    open_text("\"\"\n");
    ck_assert_uint_eq(next()->count, 1);
    close_all();
}
END_TEST

START_TEST(an_empty_file_has_no_record)
{
    open_text("");
    ck_assert_ptr_null(next());
    close_all();
}
END_TEST

START_TEST(an_empty_named_first_column_is_a_column)
{
    open_text(",Complaint ID\n0,12\n");
    ck_assert_uint_eq(next()->count, 2);
    is(next(), 1, "12");
    close_all();
}
END_TEST

static void a_problem(const char *bytes, size_t size, int problem, size_t field,
                      int64_t line, const char *after)
{
    const complaint__csv_record *r;

    open_bytes(bytes, size);
    is(next(), 0, "a");
    r = next();
    ck_assert_int_eq(r->problem, problem);
    ck_assert_uint_eq(r->problem_field, field);
    ck_assert_int_eq(r->problem_line, line);
    ck_assert_str_ne(complaint__csv_problem_text(r->problem), "");
    r = next();
    is(r, 0, after);
    ck_assert_int_eq(r->problem, COMPLAINT__CSV_GOOD);
    ck_assert_ptr_null(next());
    close_all();
}

#define PROBLEM(text, problem, field, line, after)                             \
    a_problem(text, sizeof text - 1, problem, field, line, after)

START_TEST(a_damaged_record_is_named_and_the_next_one_is_read)
{
    PROBLEM("a,b\n1,x\"y\n2,z\n", COMPLAINT__CSV_STRAY_QUOTE, 1, 2, "2");
    PROBLEM("a,b\n1,\"x\"y\n2,z\n", COMPLAINT__CSV_STRAY_QUOTE, 1, 2, "2");
    PROBLEM("a,b\n1,\"p\nq\"r,\"s\nt\"\n2,z\n", COMPLAINT__CSV_STRAY_QUOTE, 1,
            3, "2");
    PROBLEM("a,b\n1,x\0y\n2,z\n", COMPLAINT__CSV_NUL, 1, 2, "2");
    PROBLEM("a,b\n1,\"x\0\"\n2,z\n", COMPLAINT__CSV_NUL, 1, 2, "2");
    PROBLEM("a,b\n1,x\ry\n2,z\n", COMPLAINT__CSV_CARRIAGE_RETURN, 1, 2, "2");
}
END_TEST

START_TEST(after_a_quote_that_never_closes_the_next_line_is_read)
{
    PROBLEM("a,b\n1,\"x\n2,z\n", COMPLAINT__CSV_OPEN_QUOTE, 1, 2, "2");
    open_text("a,b\n1,2\n3,\"x");
    next();
    next();
    ck_assert_int_eq(next()->problem, COMPLAINT__CSV_OPEN_QUOTE);
    ck_assert_ptr_null(next());
    close_all();
}
END_TEST

START_TEST(going_back_after_an_open_quote_works_in_every_block_and_encoding)
{
    /* GBK: 投诉; the record after the open quote lies far behind a block */
    static const char row[] = "1,\xCD\xB6\xCB\xDF\n";
    static const char open[] = "7,\"\xCD\xB6\n8,\xCB\xDF\n";
    size_t rows = 20000, size = 0;
    char *text = malloc(rows * sizeof row + 100);
    const complaint__csv_record *r;

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < rows; i++, size += sizeof row - 1)
        memcpy(text + size, row, sizeof row - 1);
    memcpy(text + size, open, sizeof open - 1);
    open_bytes(text, size + sizeof open - 1);
    ck_assert_str_eq(complaint__source_encoding(source), "gb18030");
    for (size_t i = 0; i < rows; i++)
        is(next(), 1, "投诉");
    r = next();
    ck_assert_int_eq(r->problem, COMPLAINT__CSV_OPEN_QUOTE);
    ck_assert_int_eq(r->line, (int64_t)rows + 1);
    r = next();
    is(r, 0, "8");
    is(r, 1, "诉");
    ck_assert_int_eq(r->line, (int64_t)rows + 2);
    ck_assert_ptr_null(next());
    close_all();
    free(text);
}
END_TEST

START_TEST(a_field_may_have_10_mib_and_not_one_byte_more)
{
    size_t limit = COMPLAINT_LIMIT_CSV_FIELD;
    char *text = malloc(limit + 64);
    const complaint__csv_record *r;

    for (int quoted = 0; quoted < 2; quoted++)
        for (size_t more = 0; more < 2; more++) {
            size_t at = 0;

            at += (size_t)sprintf(text, "a,b\n1,%s", quoted ? "\"" : "");
            memset(text + at, 'x', limit + more);
            at += limit + more;
            at += (size_t)sprintf(text + at, "%s\n2,y\n", quoted ? "\"" : "");
            open_bytes(text, at);
            next();
            r = next();
            ck_assert_int_eq(r->problem, more ? COMPLAINT__CSV_LONG_FIELD
                                              : COMPLAINT__CSV_GOOD);
            if (!more)
                ck_assert_uint_eq(r->fields[1].size, limit);
            is(next(), 1, "y");
            ck_assert_ptr_null(next());
            close_all();
        }
    free(text);
}
END_TEST

START_TEST(a_file_may_have_1000_columns_and_not_one_more)
{
    char text[2 * COMPLAINT_LIMIT_CSV_COLUMNS + 8];

    for (size_t more = 0; more < 2; more++) {
        size_t commas = COMPLAINT_LIMIT_CSV_COLUMNS - 1 + more;
        const complaint__csv_record *r;

        memset(text, ',', commas);
        memcpy(text + commas, "\na\n", 3);
        open_bytes(text, commas + 3);
        r = next();
        ck_assert_uint_eq(r->count, COMPLAINT_LIMIT_CSV_COLUMNS);
        ck_assert_int_eq(r->problem, more ? COMPLAINT__CSV_MANY_FIELDS
                                          : COMPLAINT__CSV_GOOD);
        is(next(), 0, "a");
        close_all();
    }
}
END_TEST

START_TEST(a_record_may_not_grow_beyond_32_mib)
{
    size_t part = COMPLAINT_LIMIT_CSV_FIELD;
    size_t size = 0;
    char *text = malloc(4 * part + 64);
    int problem;

    for (int i = 0; i < 4; i++) {
        memset(text + size, 'x', part);
        size += part;
        text[size++] = i < 3 ? ',' : '\n';
    }
    size += (size_t)sprintf(text + size, "2,y\n");
    open_bytes(text, size);
    problem = next()->problem;
    ck_assert_int_eq(problem, COMPLAINT__CSV_LONG_RECORD);
    is(next(), 1, "y");
    close_all();
    free(text);
}
END_TEST

START_TEST(any_bytes_are_read_to_their_end)
{
    uint64_t state = 20190425;
    static const char pieces[] = "\"\",,\n\r\n\"a,b1 \0";

    for (int round = 0; round < 300; round++) {
        char text[400];
        size_t size = (size_t)(next_random(&state) % sizeof text);
        size_t records = 0;

        for (size_t i = 0; i < size; i++)
            text[i] = pieces[next_random(&state) % (sizeof pieces - 1)];
        open_bytes(text, size);
        while (next() != NULL)
            ck_assert_uint_lt(records++, 2 * sizeof text);
        close_all();
    }
}
END_TEST

static void count_real(const char *name, int64_t rows)
{
    const char *path = shared_file(name);
    const complaint__csv_record *r;
    int64_t count = 0;
    size_t columns;

    if (path == NULL)
        return;
    open_file(path);
    columns = next()->count;
    while ((r = next()) != NULL) {
        ck_assert_int_eq(r->problem, COMPLAINT__CSV_GOOD);
        ck_assert_uint_eq(r->count, columns);
        count++;
    }
    ck_assert_int_eq(count, rows);
    close_all();
}

START_TEST(the_real_files_have_the_rows_that_they_should_have)
{
    count_real("zh_gov_messages_replied.csv", 2119);
    count_real("zh_gov_messages_votes.csv", 3201);
    count_real("zh_gov_messages_category.csv", 374);
    count_real("zh_gov_category_tree.csv", 517);
    count_real("zh_heimao_finance_texts.csv", 4858);
    count_real("zh_car_defect_complaints.csv", 446);
    count_real("zh_car_defect_complaints.sample50.gbk.csv", 50);
    count_real("en_maude_bone_cement_2017.csv", 403);
    count_real("en_fda_caers.csv", 15212);
    count_real("en_cfpb_narratives.csv", 2992);
    count_real("en_cfpb_register_sample_2015_14col.csv", 30);
    count_real("en_cfpb_register_sample_2016_18col.csv", 27);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv");
    TCase *tests = tcase_create("csv");
    int failed;

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests,
                   fields_quotes_and_line_breaks_are_read_as_rfc_4180_says);
    tcase_add_test(tests, a_byte_order_mark_is_no_part_of_the_first_column);
    tcase_add_test(tests, blank_lines_are_skipped_and_counted_as_lines);
    tcase_add_test(tests, an_empty_file_has_no_record);
    tcase_add_test(tests, an_empty_named_first_column_is_a_column);
    tcase_add_test(tests, a_damaged_record_is_named_and_the_next_one_is_read);
    tcase_add_test(tests,
                   after_a_quote_that_never_closes_the_next_line_is_read);
    tcase_add_test(
        tests,
        going_back_after_an_open_quote_works_in_every_block_and_encoding);
    tcase_add_test(tests, a_field_may_have_10_mib_and_not_one_byte_more);
    tcase_add_test(tests, a_file_may_have_1000_columns_and_not_one_more);
    tcase_add_test(tests, a_record_may_not_grow_beyond_32_mib);
    tcase_add_test(tests, any_bytes_are_read_to_their_end);
    tcase_add_test(tests, the_real_files_have_the_rows_that_they_should_have);
    suite_add_tcase(suite, tests);
    temporary_begin();
    failed = test_run(suite);
    temporary_remove();
    return failed;
}
