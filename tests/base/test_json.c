/* Texts and numbers as canonical JSON; jansson reads them back. */
#include "base/json.h"

#include "support/surroundings.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static complaint__buffer buffer = COMPLAINT__BUFFER(NULL);

static void tear_down(void)
{
    complaint__buffer_free(&buffer);
}

static const char *real(double value)
{
    complaint__buffer_clear(&buffer);
    complaint__json_real(&buffer, value);
    return buffer.bytes;
}

START_TEST(a_text_is_escaped_only_where_it_must_be)
{
    static const char text[] = "\"\\/\b\f\n\r\t\x01\x1f\x7f 投诉é😀";

    complaint__json_text(&buffer, text, strlen(text));
    ck_assert_str_eq(buffer.bytes,
                     "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f 投诉é😀\"");
    complaint__buffer_clear(&buffer);
    complaint__json_text(&buffer, "", 0);
    ck_assert_str_eq(buffer.bytes, "\"\"");
    complaint__buffer_clear(&buffer);
    complaint__json_text(&buffer, "a\0b", 3);
    ck_assert_str_eq(buffer.bytes, "\"a\\u0000b\"");
}
END_TEST

/* Character by character, as RFC 8259 has it. */
static void write_slowly(const char *text, size_t size, char *out)
{
    *out++ = '"';
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"' || text[i] == '\\')
            out += sprintf(out, "\\%c", text[i]);
        else if (text[i] == '\n')
            out += sprintf(out, "\\n");
        else if ((unsigned char)text[i] < 0x20)
            out += sprintf(out, "\\u%04x", (unsigned)text[i]);
        else
            *out++ = text[i];
    }
    strcpy(out, "\"");
}

START_TEST(what_is_escaped_is_found_wherever_it_stands)
{
    static const char special[] = "\"\\\n\x01\x1f z\x7f\xe6";
    char text[48];
    char wanted[300];

    for (size_t size = 1; size < 40; size++) {
        for (size_t at = 0; at < size * size; at++) {
            for (const char *c = special; *c != '\0'; c++) {
                memset(text, 'x', sizeof text);
                text[at % size] = *c;
                text[at / size] = *c;
                write_slowly(text, size, wanted);
                complaint__buffer_clear(&buffer);
                complaint__json_text(&buffer, text, size);
                ck_assert_str_eq(buffer.bytes, wanted);
                ck_assert_uint_eq(buffer.size, strlen(wanted));
            }
        }
    }
}
END_TEST

START_TEST(a_key_has_its_comma_and_its_colon)
{
    complaint__json_key(&buffer, true, "a\"b", 3);
    complaint__json_key(&buffer, false, "", 0);
    ck_assert_str_eq(buffer.bytes, "\"a\\\"b\":,\"\":");
    ck_assert_uint_eq(buffer.size, strlen(buffer.bytes));
}
END_TEST

START_TEST(integers_reach_both_ends)
{
    complaint__json_integer(&buffer, INT64_MIN);
    complaint__buffer_char(&buffer, ' ');
    complaint__json_integer(&buffer, INT64_MAX);
    ck_assert_str_eq(buffer.bytes, "-9223372036854775808 9223372036854775807");
}
END_TEST

START_TEST(reals_have_the_fewest_digits_and_stay_reals)
{
    ck_assert_str_eq(real(0.1), "0.1");
    ck_assert_str_eq(real(1), "1.0");
    ck_assert_str_eq(real(-0.0), "-0.0");
    ck_assert_str_eq(real(0.1 + 0.2), "0.30000000000000004");
    ck_assert_str_eq(real(1e22), "1e22");
    ck_assert_str_eq(real(-1.5e-7), "-1.5e-7");
    ck_assert_str_eq(real(1e100), "1e100");
    ck_assert_str_eq(real(123456789012345680.0), "1.2345678901234568e17");
    ck_assert_str_eq(real(1.7976931348623157e308), "1.7976931348623157e308");
    ck_assert_str_eq(real(4.9406564584124654e-324), "5e-324");
    ck_assert_str_eq(real(2.2250738585072014e-308), "2.2250738585072014e-308");
    ck_assert_str_eq(real((double)NAN), "null");
    ck_assert_str_eq(real((double)-INFINITY), "null");
}
END_TEST

static size_t digits_of(const char *text)
{
    size_t count = 0;
    size_t zeros = 0;

    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (count == 0 && *text == '0'))
            continue;
        count++;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return count - zeros;
}

/* Bit patterns at random (seeded): read back by jansson, and no shorter
 * decimal reads back the same. */
START_TEST(any_real_reads_back_the_same_and_none_is_shorter)
{
    uint64_t seed = 42;
    char shorter[64];

    for (int i = 0; i < 100000; i++) {
        uint64_t bits = test_random(&seed);
        double value;
        json_t *read;

        if (i % 3 == 0)
            bits &= UINT64_C(0x800FFFFFFFFFFFFF); /* subnormal */
        memcpy(&value, &bits, sizeof value);
        if (i % 3 == 1)
            value = (double)((int64_t)bits % 10000000) / 1000;
        if (!isfinite(value))
            continue;
        read = json_loads(real(value), JSON_DECODE_ANY, NULL);
        if (!json_is_real(read) ||
            memcmp(&value, &(double){json_real_value(read)}, sizeof value) != 0)
            ck_abort_msg("%s is not %a", buffer.bytes, value);
        json_decref(read);
        if (digits_of(buffer.bytes) < 2)
            continue;
        snprintf(shorter, sizeof shorter, "%.*e",
                 (int)digits_of(buffer.bytes) - 2, value);
        if (strtod(shorter, NULL) == value)
            ck_abort_msg("%s is longer than %s", buffer.bytes, shorter);
    }
}
END_TEST

/* A locale with a comma: one of the system's, else one made for the test. */
static bool take_comma_locale(char *folder)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8",
                                        "ru_RU.UTF-8", "de_DE"};
    char command[512];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (setlocale(LC_NUMERIC, names[i]) != NULL)
            return true;
    }
    if (mkdtemp(folder) == NULL)
        return false;
    snprintf(command, sizeof command,
             "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1",
             folder);
    if (system(command) != 0)
        return false;
    setenv("LOCPATH", folder, 1);
    return setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL;
}

static void drop_locale(const char *folder)
{
    char command[256];

    setlocale(LC_NUMERIC, "C");
    unsetenv("LOCPATH");
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (folder[strlen(folder) - 1] != 'X' && system(command) != 0)
        printf("cannot remove %s\n", folder);
}

START_TEST(a_host_whose_decimal_separator_is_a_comma_changes_nothing)
{
    char folder[] = "/tmp/complaint-locale-XXXXXX";

    if (!take_comma_locale(folder)) {
        printf("skipped: there is no locale with a decimal comma\n");
        drop_locale(folder);
        return;
    }
    ck_assert_str_eq(localeconv()->decimal_point, ",");
    ck_assert_str_eq(real(1234.5), "1234.5");
    ck_assert_str_eq(real(0.1 + 0.2), "0.30000000000000004");
    ck_assert_str_eq(real(-1.5e-7), "-1.5e-7");
    ck_assert_str_eq(real(3), "3.0");
    drop_locale(folder);
}
END_TEST

static Suite *json_suite(void)
{
    Suite *suite = suite_create("json");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, NULL, tear_down);
    tcase_set_timeout(all, 120);
    tcase_add_test(all, a_text_is_escaped_only_where_it_must_be);
    tcase_add_test(all, what_is_escaped_is_found_wherever_it_stands);
    tcase_add_test(all, a_key_has_its_comma_and_its_colon);
    tcase_add_test(all, integers_reach_both_ends);
    tcase_add_test(all, reals_have_the_fewest_digits_and_stay_reals);
    tcase_add_test(all, any_real_reads_back_the_same_and_none_is_shorter);
    tcase_add_test(all,
                   a_host_whose_decimal_separator_is_a_comma_changes_nothing);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(json_suite());
}
