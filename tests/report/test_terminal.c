/* Columns of a terminal: alignment of Chinese, cutting, wrapping. */
#include "report/terminal.h"

#include "support/surroundings.h"
#include "text/text.h"

#include <string.h>

static complaint_context *context;
static complaint__buffer buffer;

static void set_up(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), COMPLAINT_OK);
    buffer = (complaint__buffer)COMPLAINT__BUFFER(context);
}

static void tear_down(void)
{
    complaint__buffer_free(&buffer);
    complaint_context_free(context);
}

static void expect(const char *text)
{
    ck_assert(!buffer.failed);
    ck_assert_str_eq(buffer.bytes == NULL ? "" : buffer.bytes, text);
    complaint__buffer_free(&buffer);
    buffer = (complaint__buffer)COMPLAINT__BUFFER(context);
}

START_TEST(a_cell_fills_its_width_in_every_script)
{
    static const struct {
        const char *text;
        int64_t width;
        const char *cell;
    } cases[] = {{"abc", 5, "abc  "},      {"abcde", 5, "abcde"},
                 {"abcdef", 5, "abcd…"},   {"投诉", 5, "投诉 "},
                 {"投诉处理", 5, "投诉…"}, {"投诉处理", 6, "投诉… "},
                 {"a\nb\x1b", 5, "a b  "}, {"", 3, "   "}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        complaint__cell(&buffer, cases[i].text, cases[i].width);
        expect(cases[i].cell);
    }
}
END_TEST

START_TEST(numbers_and_words_stand_on_the_right)
{
    complaint__right(&buffer, "中位数", 8);
    expect("  中位数");
    complaint__right(&buffer, "longer", 3);
    expect("longer");
    complaint__right_count(&buffer, INT64_MIN, 22);
    expect("  -9223372036854775808");
    complaint__right_tenths(&buffer, 105, 6);
    expect("  10.5");
    complaint__right_tenths(&buffer, COMPLAINT__NO_TENTHS, 3);
    expect("  -");
    complaint__rule(&buffer, "=", 4);
    expect("====\n");
}
END_TEST

START_TEST(text_wraps_at_spaces_and_between_chinese_characters)
{
    complaint__wrapped(&buffer, "one two three four", 0, 2, 9);
    expect("one two\n  three\n  four\n");
    complaint__wrapped(&buffer, "投诉处理，时限", 0, 0, 8);
    /* the comma may not begin a line and takes its character along */
    expect("投诉处\n理，时限\n");
    complaint__wrapped(&buffer, "到 2019-05-27 止", 3, 3, 14);
    expect("到\n   2019-05-27\n   止\n");
    complaint__wrapped(&buffer, "first\nsecond", 0, 4, 40);
    expect("first\n    second\n");
    complaint__wrapped(&buffer, "abcdefghij", 0, 0, 4);
    expect("abcd\nefgh\nij\n");
    complaint__wrapped(&buffer, "", 0, 0, 4);
    expect("\n");
}
END_TEST

/* Random text of words, spaces, breaks, Chinese and closing marks. */
static void random_text(uint64_t *seed, char text[2048])
{
    static const char *const pieces[] = {" ",  "a",  "working", "\n", "投",
                                         "诉", "，", "。",      ")",  "2019-05",
                                         "……", "é",  "\x1b",    "😠"};

    text[0] = '\0';
    for (int i = 0; i < 120; i++)
        strcat(text,
               pieces[test_random(seed) % (sizeof pieces / sizeof *pieces)]);
}

START_TEST(no_line_is_wider_than_asked_and_no_character_is_lost)
{
    uint64_t seed = 78;

    for (int round = 0; round < 500; round++) {
        char text[2048];
        const char *out, *in = text;
        char one[5], other[5];
        int64_t width = 20 + (int64_t)(test_random(&seed) % 60);

        random_text(&seed, text);
        complaint__wrapped(&buffer, text, 4, 4, width);
        ck_assert(!buffer.failed);
        out = buffer.bytes;
        for (char *line = buffer.bytes; *line != '\0';) {
            char *end = strchr(line, '\n');
            int64_t used = line == buffer.bytes ? 4 : 0;

            ck_assert_ptr_nonnull(end);
            *end = '\0';
            used += (int64_t)complaint__text_width(line);
            ck_assert_int_le(used, width);
            *end = ' ';
            line = end + 1;
        }
        for (;;) { /* the same characters, spaces aside */
            do
                complaint__next_shown(&in, one);
            while (one[0] == ' ' || one[0] == '\n');
            do
                complaint__next_shown(&out, other);
            while (other[0] == ' ');
            ck_assert_str_eq(one, other);
            if (one[0] == '\0')
                break;
        }
        complaint__buffer_free(&buffer);
        buffer = (complaint__buffer)COMPLAINT__BUFFER(context);
    }
}
END_TEST

static Suite *terminal_suite(void)
{
    Suite *suite = suite_create("report/terminal");
    TCase *tests = tcase_create("terminal");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_cell_fills_its_width_in_every_script);
    tcase_add_test(tests, numbers_and_words_stand_on_the_right);
    tcase_add_test(tests, text_wraps_at_spaces_and_between_chinese_characters);
    tcase_add_test(tests, no_line_is_wider_than_asked_and_no_character_is_lost);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(terminal_suite());
}
