/* Encodings: told and detected, right and wrong. */
#include "exchange/source.h"

#include "files.h"
#include "support/surroundings.h"

#include <complaint/error.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "编号,投诉\r\n1,服务态度😀\r\n"

static complaint_context *context;

static void setup(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
}

static void teardown(void)
{
    complaint_context_free(context);
}

static const char *convert(const char *to, const char *text, const char *mark,
                           size_t mark_size)
{
    char command[4096];
    const char *in = temporary_text(".utf8", text);
    const char *out = temporary_path("converted");
    FILE *file = fopen(out, "wb");

    ck_assert_uint_eq(fwrite(mark, 1, mark_size, file), mark_size);
    ck_assert_int_eq(fclose(file), 0);
    snprintf(command, sizeof command, "iconv -f UTF-8 -t %s '%s' >> '%s'", to,
             in, out);
    ck_assert_int_eq(system(command), 0);
    return out;
}

/* All of it, read in pieces of `piece` bytes. */
static void reads_as(const char *path, const char *told, size_t piece,
                     const char *encoding, const char *expected)
{
    complaint__source *source;
    complaint_error *error = NULL;
    char got[1 << 16];
    int status = complaint__source_open(context, path, told, &source, &error);

    ck_assert_msg(status == 0, "%s", complaint_error_message(error));
    for (int again = 0; again < 2; again++) {
        size_t size = 0, more;

        do {
            ck_assert_int_eq(
                complaint__source_read(source, got + size, piece, &more, NULL),
                0);
            size += more;
        } while (more > 0);
        ck_assert_uint_eq(size, strlen(expected));
        ck_assert_mem_eq(got, expected, size);
        ck_assert_int_eq(complaint__source_rewind(source, NULL), 0);
    }
    ck_assert_str_eq(complaint__source_encoding(source), encoding);
    complaint__source_close(source);
}

static void refuses(const char *path, const char *told, int status,
                    int64_t line, const char *words)
{
    complaint__source *source;
    complaint_error *error = NULL;

    ck_assert_int_eq(
        complaint__source_open(context, path, told, &source, &error), status);
    ck_assert_ptr_null(source);
    ck_assert_ptr_nonnull(strstr(complaint_error_message(error), words));
    if (line > 0)
        ck_assert_int_eq(complaint_error_line(error), line);
    complaint_error_free(error);
}

START_TEST(each_encoding_is_read_when_told_and_when_detected)
{
    const char *path = temporary_text(".csv", TEXT);

    reads_as(path, "utf-8", 8, "utf-8", TEXT);
    reads_as(path, NULL, 100, "utf-8", TEXT);
    path = temporary_text(".csv", "\xEF\xBB\xBF" TEXT);
    reads_as(path, "UTF-8", 8, "utf-8", TEXT);
    reads_as(path, "detect", 8, "utf-8", TEXT);
    path = convert("GB18030", TEXT, "", 0);
    reads_as(path, "gb18030", 8, "gb18030", TEXT);
    reads_as(path, "detect", 9, "gb18030", TEXT);
    path = convert("GBK", "编号,投诉\n", "", 0);
    reads_as(path, "gbk", 8, "gbk", "编号,投诉\n");
    path = convert("UTF-16LE", TEXT, "\xFF\xFE", 2);
    reads_as(path, "detect", 8, "utf-16le", TEXT);
    reads_as(path, "utf-16le", 11, "utf-16le", TEXT);
    path = convert("UTF-16BE", TEXT, "\xFE\xFF", 2);
    reads_as(path, "detect", 8, "utf-16be", TEXT);
    reads_as(temporary_text(".csv", ""), "detect", 8, "utf-8", "");
}
END_TEST

START_TEST(a_long_text_survives_every_cut_between_blocks)
{
    char *text = calloc(1, 300000);
    const char *path;
    size_t size = 0;

    for (int i = 0; size < 60000; i++)
        size += (size_t)sprintf(text + size, "%d投诉😀\n", i);
    path = convert("GB18030", text, "", 0);
    reads_as(path, "detect", 13, "gb18030", text);
    path = temporary_text(".csv", text);
    reads_as(path, "detect", 13, "utf-8", text);
    free(text);
}
END_TEST

START_TEST(a_wrong_encoding_is_refused_with_line_and_byte)
{
    static const char twice[] = "编号编号编号编号编号编号编号编号编号编号\n";

    refuses(temporary_text(".csv", "a,b\n1,\xFF\xFF\n"), "utf-8",
            COMPLAINT_INVALID, 2, "byte 6");
    refuses(temporary_text(".csv", "a\n\n1,\xFF\xFF\n"), NULL,
            COMPLAINT_INVALID, 3, "UTF-8, nor GB18030");
    refuses(temporary_text(".csv", "a\n\xE6\x8A"), "utf-8", COMPLAINT_INVALID,
            2, "byte 2");
    refuses(convert("GBK", "编号\n投诉\n", "", 0), "utf-8", COMPLAINT_INVALID,
            1, "byte 0");
    refuses(temporary_text(".csv", "a\n\xCD"), "gbk", COMPLAINT_INVALID, 2,
            "gbk");
    refuses(temporary_text(".csv", twice), "gbk", COMPLAINT_INVALID, 0,
            "the whole file is UTF-8");
    refuses(convert("UTF-16LE", TEXT, "\xFF\xFE", 2), "utf-8",
            COMPLAINT_INVALID, 1, "utf-16le");
    refuses(temporary_text(".csv", "a"), "latin-9", COMPLAINT_INVALID, 0,
            "unknown encoding");
}
END_TEST

START_TEST(what_is_no_readable_file_is_refused)
{
    refuses(temporary_path("none.csv"), NULL, COMPLAINT_NOT_FOUND, 0,
            "no such file");
    refuses("/tmp", NULL, COMPLAINT_INVALID, 0, "not a regular file");
    refuses("/dev/null", NULL, COMPLAINT_INVALID, 0, "not a regular file");
}
END_TEST

START_TEST(any_bytes_are_read_or_refused)
{
    uint64_t state = 18030;
    static const char *const told[] = {"utf-8",    "gbk",      "gb18030",
                                       "utf-16le", "utf-16be", "detect"};

    for (int round = 0; round < 600; round++) {
        unsigned char bytes[64];
        size_t size = (size_t)(next_random(&state) % sizeof bytes);
        complaint__source *source;
        char got[512];
        size_t more;

        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)(next_random(&state) >> 13);
        if (complaint__source_open(context, temporary_file(".csv", bytes, size),
                                   told[round % 6], &source, NULL) != 0)
            continue;
        do {
            ck_assert_int_eq(
                complaint__source_read(source, got, sizeof got, &more, NULL),
                0);
        } while (more > 0);
        complaint__source_close(source);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("source");
    TCase *tests = tcase_create("source");
    int failed;

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, each_encoding_is_read_when_told_and_when_detected);
    tcase_add_test(tests, a_long_text_survives_every_cut_between_blocks);
    tcase_add_test(tests, a_wrong_encoding_is_refused_with_line_and_byte);
    tcase_add_test(tests, what_is_no_readable_file_is_refused);
    tcase_add_test(tests, any_bytes_are_read_or_refused);
    suite_add_tcase(suite, tests);
    temporary_begin();
    failed = test_run(suite);
    temporary_remove();
    return failed;
}
