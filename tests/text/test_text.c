/* Text at the border: UTF-8, limits, codes, width. */
#include "text/text.h"

#include <complaint/limits.h>

#include "base/line.h"
#include "support/surroundings.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static surroundings around;
static complaint_context *context;

static void set_up(void)
{
    context = surroundings_begin(&around);
}

static void tear_down(void)
{
    surroundings_end(&around, context);
}

START_TEST(bad_utf8_is_found_where_it_begins)
{
    static const struct {
        const char *bytes;
        size_t size;
        int64_t offset;
    } all[] = {
        {"", 0, -1},
        {"abc", 3, -1},
        {"a long text of ASCII and then 投诉 é 😀", 44, -1},
        {"\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf", 11, -1},
        {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80", 14, -1},
        {"a\0b", 3, 1},
        {"1234567\0", 8, 7},
        {"12345678\0", 9, 8},
        {"1234567890123456\xff", 17, 16},
        {"\x80", 1, 0},
        {"a\xbf", 2, 1},
        {"\xc0\x80", 2, 0},             /* overlong NUL */
        {"\xc1\xbf", 2, 0},             /* overlong DEL */
        {"\xe0\x80\xaf", 3, 0},         /* overlong '/' */
        {"\xe0\x9f\xbf", 3, 0},         /* overlong U+07FF */
        {"\xf0\x80\x80\xaf", 4, 0},     /* overlong '/' */
        {"\xf0\x8f\xbf\xbf", 4, 0},     /* overlong U+FFFF */
        {"\xed\xa0\x80", 3, 0},         /* surrogate U+D800 */
        {"x\xed\xbf\xbf", 4, 1},        /* surrogate U+DFFF */
        {"\xf4\x90\x80\x80", 4, 0},     /* U+110000 */
        {"\xf5\x80\x80\x80", 4, 0},     /* U+140000 */
        {"\xf8\x88\x80\x80\x80", 5, 0}, /* five bytes */
        {"\xfe", 1, 0},
        {"ab\xe6\x8a", 4, 2},     /* cut */
        {"ab\xf0\x9f\x98", 5, 2}, /* cut */
        {"ab\xc3", 3, 2},         /* cut */
        {"\xe6\x8a\x41", 3, 0},   /* a letter in place of the third byte */
        {"\xf0\x9f\x41\x80", 4, 0},
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        ck_assert_msg(
            complaint__utf8_check(all[i].bytes, all[i].size) == all[i].offset,
            "case %zu gives %lld", i,
            (long long)complaint__utf8_check(all[i].bytes, all[i].size));
}
END_TEST

/* Bytes at random (seeded), also valid text with one byte changed, against
 * utf8proc's decoder. */
START_TEST(the_check_agrees_with_utf8proc_on_any_bytes)
{
    static const char valid[] = "投诉 ab é 😀 \xef\xbf\xbd x 客服态度很差！";
    uint64_t seed = 11;

    for (int i = 0; i < 200000; i++) {
        unsigned char bytes[sizeof valid];
        size_t size = sizeof valid - 1;
        int64_t expected = -1;

        memcpy(bytes, valid, sizeof valid);
        if (i % 2 == 0) {
            size = 1 + test_random(&seed) % 12;
            for (size_t j = 0; j < size; j++)
                bytes[j] = (unsigned char)(test_random(&seed) >> 40);
        } else {
            bytes[test_random(&seed) % size] =
                (unsigned char)(test_random(&seed) >> 40);
        }
        for (size_t at = 0; at < size && expected < 0;) {
            utf8proc_int32_t code;
            utf8proc_ssize_t length = utf8proc_iterate(
                bytes + at, (utf8proc_ssize_t)(size - at), &code);

            if (length <= 0 || code == 0)
                expected = (int64_t)at;
            else
                at += (size_t)length;
        }
        if (complaint__utf8_check((const char *)bytes, size) != expected)
            ck_abort_msg("sample %d: expected %lld", i, (long long)expected);
    }
}
END_TEST

static int enter(const char *bytes, size_t size, size_t limit, char **out,
                 complaint_error **error)
{
    size_t out_size = 12345;
    int status = complaint__text_enter(context, "title", bytes, size, limit,
                                       out, &out_size, error);

    if (status == COMPLAINT_OK)
        ck_assert_uint_eq(out_size, strlen(*out));
    else
        ck_assert_ptr_null(*out);
    return status;
}

START_TEST(a_text_enters_in_nfc_within_its_limit)
{
    char *out;

    ck_assert_int_eq(enter("", 0, 0, &out, NULL), COMPLAINT_OK);
    ck_assert_str_eq(out, "");
    complaint__free(context, out);
    ck_assert_int_eq(enter("投诉", 6, 6, &out, NULL), COMPLAINT_OK);
    ck_assert_str_eq(out, "投诉");
    complaint__free(context, out);
    ck_assert_int_eq(enter("cafe\xcc\x81", 6, 6, &out, NULL), COMPLAINT_OK);
    ck_assert_str_eq(out, "café");
    complaint__free(context, out);
    /* Ångström sign, Hangul jamo, marks out of order. */
    ck_assert_int_eq(enter("\xe2\x84\xab\xe1\x84\x80\xe1\x85\xa1"
                           "a\xcc\x81\xcc\xa3",
                           14, 99, &out, NULL),
                     COMPLAINT_OK);
    ck_assert_str_eq(out, "Å가ạ\xcc\x81");
    complaint__free(context, out);
}
END_TEST

START_TEST(a_text_past_its_limit_or_not_utf8_is_refused_by_name)
{
    complaint_error *error = NULL;
    char *out;

    ck_assert_int_eq(enter("投诉", 6, 5, &out, &error), COMPLAINT_LIMIT);
    ck_assert_str_eq(complaint_error_field(error), "title");
    /* U+0958 grows from 3 to 6 bytes in NFC. */
    ck_assert_int_eq(enter("\xe0\xa5\x98", 3, 6, &out, &error), COMPLAINT_OK);
    complaint__free(context, out);
    ck_assert_int_eq(enter("\xe0\xa5\x98", 3, 5, &out, &error),
                     COMPLAINT_LIMIT);
    ck_assert_int_eq(enter("a\xff", 2, 9, &out, &error), COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "text.encoding");
    ck_assert_str_eq(complaint_error_field(error), "title");
    ck_assert_int_eq(enter("a\0b", 3, 9, &out, &error), COMPLAINT_INVALID);
    complaint_error_free(error);
}
END_TEST

START_TEST(a_code_is_short_and_has_no_controls)
{
    complaint_error *error = NULL;
    char code[COMPLAINT_LIMIT_CODE + 2];

    memset(code, 'c', sizeof code);
    code[COMPLAINT_LIMIT_CODE + 1] = '\0';
    ck_assert_int_eq(complaint__code_check(context, "unit", code, &error),
                     COMPLAINT_LIMIT);
    code[COMPLAINT_LIMIT_CODE] = '\0';
    ck_assert_int_eq(complaint__code_check(context, "unit", code, NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint__code_check(context, "unit", "产品 质量", NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(complaint__code_check(context, "unit", "", &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "code.empty");
    ck_assert_int_eq(complaint__code_check(context, "unit", "a\nb", &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "code.control");
    ck_assert_int_eq(
        complaint__code_check(context, "unit", "a\xc2\x85", &error),
        COMPLAINT_INVALID);
    ck_assert_int_eq(
        complaint__code_check(context, "unit", "a\xe2\x80\xa8", &error),
        COMPLAINT_INVALID);
    ck_assert_int_eq(complaint__code_check(context, "unit", "\x7f", &error),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint__code_check(context, "unit", "\xff", &error),
                     COMPLAINT_INVALID);
    ck_assert_str_eq(complaint_error_detail(error), "text.encoding");
    ck_assert_int_eq(complaint__code_check(context, "unit", NULL, &error),
                     COMPLAINT_MISUSE);
    ck_assert_str_eq(complaint_error_field(error), "unit");
    complaint_error_free(error);
}
END_TEST

START_TEST(wide_characters_take_two_columns)
{
    ck_assert_uint_eq(complaint__text_width(""), 0);
    ck_assert_uint_eq(complaint__text_width("abc"), 3);
    ck_assert_uint_eq(complaint__text_width("投诉ab"), 6);
    ck_assert_uint_eq(complaint__text_width("，！"), 4);
    ck_assert_uint_eq(complaint__text_width("e\xcc\x81"), 1);
    ck_assert_uint_eq(complaint__text_width("a\xff"), 2);
}
END_TEST

START_TEST(a_line_is_safe_bounded_and_cut_between_characters)
{
    char line[8];

    complaint__line_make("投诉人", 9, line, sizeof line);
    ck_assert_str_eq(line, "投诉");
    complaint__line_make("a\nb\0c\xff", 6, line, sizeof line);
    ck_assert_str_eq(line, "a b c?");
    complaint__line_make("abc", 3, line, 1);
    ck_assert_str_eq(line, "");
    complaint__line_make("1234567", 7, line, 8);
    ck_assert_str_eq(line, "1234567");
    complaint__line_make("12345678", 8, line, 8);
    ck_assert_str_eq(line, "1234567");
}
END_TEST

static Suite *text_suite(void)
{
    Suite *suite = suite_create("text");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_set_timeout(all, 120);
    tcase_add_test(all, bad_utf8_is_found_where_it_begins);
    tcase_add_test(all, the_check_agrees_with_utf8proc_on_any_bytes);
    tcase_add_test(all, a_text_enters_in_nfc_within_its_limit);
    tcase_add_test(all, a_text_past_its_limit_or_not_utf8_is_refused_by_name);
    tcase_add_test(all, a_code_is_short_and_has_no_controls);
    tcase_add_test(all, wide_characters_take_two_columns);
    tcase_add_test(all, a_line_is_safe_bounded_and_cut_between_characters);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(text_suite());
}
