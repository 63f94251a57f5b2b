/* Normalising and folding, against utf8proc's own and over all of Unicode. */
#include "text/normal.h"

#include "base/line.h"
#include "support/surroundings.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define LAST_CODE 0x10FFFF

static bool is_surrogate(uint32_t code)
{
    return code >= 0xD800 && code <= 0xDFFF;
}

static size_t put(char *out, uint32_t code)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code,
                                        (utf8proc_uint8_t *)out);
}

static char *by_utf8proc(const char *text, bool fold)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;

    return (char *)(fold ? utf8proc_NFKC_Casefold(bytes) : utf8proc_NFC(bytes));
}

/* Whatever way the text takes, it comes out as utf8proc has it. */
static void compare(const char *text)
{
    size_t size = strlen(text);
    char *normal = by_utf8proc(text, false);
    char *folded = by_utf8proc(text, true);
    char *out = NULL;

    if (complaint__text_enter(NULL, "f", text, size, 1 << 20, &out, NULL,
                              NULL) != 0 ||
        strcmp(out, normal) != 0)
        ck_abort_msg("NFC of \"%s\" gives \"%s\"", text, out);
    complaint__free(NULL, out);
    if (complaint__normalise(NULL, COMPLAINT__NFC, text, size, &out, &size,
                             NULL) != 0 ||
        strcmp(out, normal) != 0 || size != strlen(normal))
        ck_abort_msg("normalising \"%s\" gives \"%s\"", text, out);
    complaint__free(NULL, out);
    size = 0;
    if (complaint__text_fold(NULL, text, strlen(text), &out, &size, NULL) !=
            0 ||
        strcmp(out, folded) != 0 || size != strlen(folded))
        ck_abort_msg("folding \"%s\" gives \"%s\"", text, out);
    complaint__free(NULL, out);
    free(normal);
    free(folded);
}

START_TEST(every_code_point_alone_comes_out_as_utf8proc_has_it)
{
    char text[8];

    for (uint32_t code = 1; code <= LAST_CODE; code++) {
        if (is_surrogate(code))
            continue;
        /* Planes without characters, but for their edges. */
        if (code > 0x32000 && code < 0xE0000 && (code & 0xFFF) != 0)
            continue;
        if (code > 0xF0100 && (code & 0xFFF) != 0)
            continue;
        text[put(text, code)] = '\0';
        compare(text);
    }
}
END_TEST

/* That a text of plain code points is in NFC follows from three facts about
 * each: it is its own decomposition or composes back, its combining class is
 * 0, and it is no second half of any composition. All are looked up. */
START_TEST(plain_code_points_are_in_nfc_wherever_they_stand)
{
    char text[8];
    int plain = 0;

    for (uint32_t code = 1; code <= LAST_CODE; code++) {
        utf8proc_int32_t parts[32];
        utf8proc_ssize_t count;
        int boundary = 0;
        char *normal;

        if (is_surrogate(code))
            continue;
        /* The parts of everything there is, after the first, are not plain. */
        count = utf8proc_decompose_char((utf8proc_int32_t)code, parts, 32,
                                        UTF8PROC_DECOMPOSE | UTF8PROC_STABLE,
                                        &boundary);
        for (utf8proc_ssize_t i = 1; i < count; i++) {
            if (complaint__code_is_plain((uint32_t)parts[i]))
                ck_abort_msg("U+%04X is a second half", (unsigned)parts[i]);
        }
        if (!complaint__code_is_plain(code))
            continue;
        plain++;
        if (utf8proc_get_property((utf8proc_int32_t)code)->combining_class != 0)
            ck_abort_msg("U+%04X is a mark", (unsigned)code);
        text[put(text, code)] = '\0';
        normal = by_utf8proc(text, false);
        if (strcmp(normal, text) != 0)
            ck_abort_msg("U+%04X is not in NFC", (unsigned)code);
        free(normal);
    }
    ck_assert_int_gt(plain, 90000);
}
END_TEST

/* Letters that compose, marks, Hangul parts, Chinese, wide and odd ones. */
static uint32_t any_code(uint64_t *seed)
{
    static const uint32_t ranges[][2] = {
        {0x20, 0x7E},       {0xC0, 0x24F},      {0x300, 0x36F},
        {0x370, 0x3FF},     {0x5B0, 0x5F4},     {0x64B, 0x670},
        {0x915, 0x94D},     {0x1100, 0x11FF},   {0x1E00, 0x1FFF},
        {0x2000, 0x2150},   {0x3000, 0x30FF},   {0x4E00, 0x9FFF},
        {0xAC00, 0xAD00},   {0xF900, 0xFB4F},   {0xFF01, 0xFFEE},
        {0x1D15E, 0x1D1C0}, {0x1F300, 0x1F6FF}, {0x2F800, 0x2FA1D},
        {0x1, 0x10FFFF},
    };
    uint64_t random = test_random(seed);
    const uint32_t *range = ranges[random % (sizeof ranges / sizeof ranges[0])];
    uint32_t code;

    do {
        code = range[0] +
               (uint32_t)(test_random(seed) % (range[1] - range[0] + 1));
    } while (is_surrogate(code));
    return code;
}

START_TEST(random_texts_come_out_as_utf8proc_has_them)
{
    uint64_t seed = 5;
    char text[200];

    for (int i = 0; i < 100000; i++) {
        size_t count = 1 + test_random(&seed) % 24;
        size_t size = 0;

        for (size_t j = 0; j < count; j++)
            size += put(text + size, any_code(&seed));
        text[size] = '\0';
        compare(text);
    }
}
END_TEST

/* Quick checks only ever meet texts of few kinds, so those are mixed here. */
START_TEST(common_texts_take_the_quick_way_to_the_same_result)
{
    static const uint32_t common[][2] = {
        {'0', 'z'},       {0x4E00, 0x9FFF}, {0x3000, 0x3029}, {0xFF01, 0xFF5E},
        {0x2018, 0x201D}, {0x2014, 0x2014}, {0x300, 0x304},
    };
    uint64_t seed = 6;
    char text[200];

    for (int i = 0; i < 100000; i++) {
        size_t count = 1 + test_random(&seed) % 16;
        size_t size = 0;

        for (size_t j = 0; j < count; j++) {
            /* The marks of the last kind are rare. */
            uint64_t kind = test_random(&seed) % 64;
            const uint32_t *range = common[kind == 63 ? 6 : kind % 6];

            size += put(text + size,
                        range[0] + (uint32_t)(test_random(&seed) %
                                              (range[1] - range[0] + 1)));
        }
        text[size] = '\0';
        compare(text);
    }
}
END_TEST

START_TEST(real_complaints_come_out_as_utf8proc_has_them)
{
    static const char *const files[] = {"zh_car_defect_complaints.csv",
                                        "zh_heimao_finance_texts.csv",
                                        "en_fda_caers.csv"};
    const char *shared = getenv("COMPLAINT_SHARED");
    int lines = 0;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[1024];
        static char line[100000];
        FILE *in;

        snprintf(path, sizeof path, "%s/data/%s",
                 shared == NULL ? "../shared" : shared, files[i]);
        in = fopen(path, "rb");
        if (in == NULL) {
            printf("skipped: there is no %s\n", path);
            continue;
        }
        while (lines < 20000 && fgets(line, sizeof line, in) != NULL) {
            if (complaint__utf8_check(line, strlen(line)) < 0)
                compare(line);
            lines++;
        }
        fclose(in);
    }
    printf("%d lines of real complaints\n", lines);
}
END_TEST

/* utf8proc would need minutes for this run of marks. */
START_TEST(a_long_run_of_marks_is_put_in_order)
{
    size_t count = 300000;
    size_t size = 1;
    char *text = malloc(2 * count + 2);
    char *out = NULL;
    size_t acute = 0;
    size_t dot = 0;

    text[0] = 'q';
    for (size_t i = 0; i < count; i++)
        size += put(text + size, i % 2 == 0 ? 0x301 : 0x323);
    ck_assert_int_eq(complaint__normalise(NULL, COMPLAINT__NFC, text, size,
                                          &out, &size, NULL),
                     COMPLAINT_OK);
    ck_assert_uint_eq(size, 2 * count + 1);
    for (size_t i = 1; i < size; i += 2) {
        if (memcmp(out + i, "\xcc\xa3", 2) == 0) {
            ck_assert_uint_eq(acute, 0); /* dots below come first */
            dot++;
        } else {
            acute++;
        }
    }
    ck_assert_uint_eq(dot, count / 2);
    ck_assert_uint_eq(acute, count / 2);
    complaint__free(NULL, out);
    /* Shorter runs, on both sides of the sorting's switch, as utf8proc. */
    for (size_t length = 0; length < 60; length++) {
        uint64_t seed = length;

        size = put(text, 'o');
        for (size_t i = 0; i < length; i++)
            size +=
                put(text + size, 0x300 + (uint32_t)(test_random(&seed) % 0x70));
        text[size] = '\0';
        compare(text);
    }
    free(text);
}
END_TEST

START_TEST(folding_makes_width_and_case_alike)
{
    char *out = NULL;

    ck_assert_int_eq(
        complaint__text_fold(NULL, "ＡｂＣ　①客服", 21, &out, NULL, NULL),
        COMPLAINT_OK);
    ck_assert_str_eq(out, "abc 1客服");
    complaint__free(NULL, out);
    ck_assert_int_eq(complaint__text_fold(NULL, "a\xff", 2, &out, NULL, NULL),
                     COMPLAINT_INVALID);
    ck_assert_ptr_null(out);
}
END_TEST

START_TEST(whichever_allocation_fails_nothing_leaks)
{
    static const char text[] = "e\xcc\x81\xcc\xa3 ①Ａ 投诉";
    surroundings s;
    complaint_context *context;
    int form = 0;

    context = surroundings_begin(&s);
    for (size_t attempt = 1; form < 2; attempt++) {
        char *out = NULL;
        int status;

        surroundings_fail_at(&s, attempt);
        status =
            form == 0
                ? complaint__text_enter(context, "f", text, sizeof text - 1,
                                        100, &out, NULL, NULL)
                : complaint__text_fold(context, text, sizeof text - 1, &out,
                                       NULL, NULL);
        if (s.failures == 0) {
            ck_assert_int_eq(status, COMPLAINT_OK);
            ck_assert_uint_ge(attempt, 3);
            complaint__free(context, out);
            form++;
            attempt = 0;
        } else {
            ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
            ck_assert_ptr_null(out);
        }
        ck_assert_uint_eq(s.live, 1);
    }
    complaint_context_free(context);
}
END_TEST

START_TEST(a_text_is_plain_when_each_of_its_code_points_is)
{
    char text[64];

    for (uint32_t code = 0; code <= LAST_CODE; code++) {
        size_t before = code % 11;
        size_t size;
        bool plain;

        if (is_surrogate(code))
            continue;
        memset(text, 'a', sizeof text);
        size = before + put(text + before, code) + code % 5;
        plain = complaint__text_is_plain(text, size);
        if (plain != complaint__code_is_plain(code))
            ck_abort_msg("U+%04X after %zu bytes", (unsigned)code, before);
        size -= code % 5;
        if (code >= 0x80 && complaint__text_is_plain(text, size - 1))
            ck_abort_msg("U+%04X without its end is plain", (unsigned)code);
        text[size - 1] = 'a';
        if (code >= 0x80 && complaint__text_is_plain(text, size))
            ck_abort_msg("U+%04X with a wrong end is plain", (unsigned)code);
    }
    ck_assert(complaint__text_is_plain("", 0));
    ck_assert(complaint__text_is_plain("投诉", 6));
    ck_assert(!complaint__text_is_plain("\xED\xA0\x80", 3));
}
END_TEST

static Suite *normal_suite(void)
{
    Suite *suite = suite_create("normal");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 300);
    tcase_add_test(all, every_code_point_alone_comes_out_as_utf8proc_has_it);
    tcase_add_test(all, plain_code_points_are_in_nfc_wherever_they_stand);
    tcase_add_test(all, a_text_is_plain_when_each_of_its_code_points_is);
    tcase_add_test(all, random_texts_come_out_as_utf8proc_has_them);
    tcase_add_test(all, common_texts_take_the_quick_way_to_the_same_result);
    tcase_add_test(all, real_complaints_come_out_as_utf8proc_has_them);
    tcase_add_test(all, a_long_run_of_marks_is_put_in_order);
    tcase_add_test(all, folding_makes_width_and_case_alike);
    tcase_add_test(all, whichever_allocation_fails_nothing_leaks);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(normal_suite());
}
