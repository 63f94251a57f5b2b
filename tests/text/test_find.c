/* Finding bytes: every way against a naive one, on random bytes and at every
 * edge; and what a line of terms means. */
#include "base/context.h"
#include "support/surroundings.h"
#include "text/find.h"
#include "text/terms.h"

#include <complaint/limits.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 4711;

static unsigned next(unsigned below)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(state >> 33) % below;
}

static const char *naive(const char *bytes, size_t size, const char *needle,
                         size_t needle_size)
{
    for (size_t i = 0; i + needle_size <= size; i++)
        if (memcmp(bytes + i, needle, needle_size) == 0)
            return bytes + i;
    return NULL;
}

START_TEST(every_way_finds_what_a_naive_one_finds)
{
    size_t found = 0;

    if (_i > complaint__finder_best()) {
        printf("skipped: this processor has no way %d\n", _i);
        return;
    }
    for (int round = 0; round < 20000; round++) {
        complaint__byte_counts counts = {{0}};
        complaint__needle needle;
        size_t size = next(300);
        size_t needle_size = 1 + next(round % 5 == 0 ? 90 : 7);
        /* Of exact size, so that a sanitizer sees what is read beyond. */
        char *bytes = malloc(size + 1);
        char wanted[100];
        const char *expected;

        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(0xFF - next(3));
        for (size_t i = 0; i < needle_size; i++)
            wanted[i] = (char)(0xFF - next(3));
        if (round % 5 == 0 && size >= needle_size)
            memcpy(wanted, bytes + next((unsigned)(size - needle_size) + 1),
                   needle_size);
        if (round % 2)
            complaint__byte_counts_add(&counts, bytes, size);
        complaint__needle_set(&needle, wanted, needle_size, &counts, _i);
        expected = naive(bytes, size, wanted, needle_size);
        ck_assert_ptr_eq(complaint__find(&needle, bytes, size), expected);
        found += expected != NULL;
        free(bytes);
    }
    ck_assert_uint_gt(found, 4000);
}
END_TEST

START_TEST(a_sample_of_many_bytes_counts_few)
{
    complaint__byte_counts counts = {{0}};
    char *bytes = calloc(1, (size_t)1 << 20);

    complaint__byte_counts_add(&counts, bytes, (size_t)1 << 20);
    ck_assert_uint_gt(counts.of[0], 30000);
    ck_assert_uint_le(counts.of[0], 65536);
    ck_assert_uint_eq(counts.of[1], 0);
    free(bytes);
}
END_TEST

/* ---- terms ---- */

static complaint_context *context;
static complaint__arena *arena;

static void begin(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), 0);
    arena = complaint__arena_new(context);
}

static void end(void)
{
    complaint__arena_free(arena);
    complaint_context_free(context);
}

static bool is_in(const char *line, bool variants, const char *text)
{
    complaint__terms terms;

    ck_assert_int_eq(
        complaint__terms_read(context, arena, line, variants, &terms, NULL),
        COMPLAINT_OK);
    return complaint__terms_are_in(&terms, text, strlen(text));
}

START_TEST(a_line_is_terms_apart_by_space_or_in_quotation_marks)
{
    complaint__terms terms;

    begin();
    ck_assert_int_eq(complaint__terms_read(context, arena,
                                           " Ab \xEF\xBC\xA3\xE3\x80\x80"
                                           "\"d  e\"f \"\" g\"h \"open i",
                                           false, &terms, NULL),
                     COMPLAINT_OK);
    ck_assert_uint_eq(terms.count, 6);
    ck_assert_str_eq(terms.of[0].text, "open i"); /* longest first */
    ck_assert_str_eq(terms.of[1].text, "d  e");
    ck_assert_uint_eq(terms.of[2].size, 3);
    ck_assert(is_in("g\"h", false, "ag\"hb"));
    ck_assert(is_in("", false, ""));
    ck_assert(!is_in("a b", false, "a"));
    /* A phrase that nothing ends is all that is left, as typed; a quotation
     * mark with nothing behind it is looked for itself. */
    ck_assert(is_in("\"kettle", false, "the kettle leaks"));
    ck_assert(is_in("\"kettle le", false, "the kettle leaks"));
    ck_assert(!is_in("\"leaks ", false, "the kettle leaks"));
    ck_assert(is_in("\"", false, "say \"so\""));
    ck_assert(is_in("say \" ", false, "say \"so\""));
    ck_assert(!is_in("\"", false, "say so"));
    ck_assert(is_in("\"\"", false, "say so"));
    end();
}
END_TEST

START_TEST(variants_of_a_character_count_as_one_when_asked)
{
    begin();
    /* fa, in its one simplified and two traditional forms */
    ck_assert(is_in("\xE5\x8F\x91", true, "x\xE7\x99\xBC"));
    ck_assert(is_in("\xE5\x8F\x91", true, "x\xE9\xAB\xAE"));
    ck_assert(is_in("\xE9\xAB\xAE", true, "\xE5\x8F\x91"));
    ck_assert(!is_in("\xE5\x8F\x91", false, "\xE7\x99\xBC"));
    ck_assert(is_in("a\xE5\x8F\x91"
                    "b",
                    true,
                    "..a\xE7\x99\xBC"
                    "b"));
    ck_assert(!is_in("a\xE5\x8F\x91"
                     "b",
                     true, "..a\xE7\x99\xBC"));
    ck_assert(!is_in("\xE5\x8F\x91", true, "\xE5\x8F"));
    end();
}
END_TEST

START_TEST(each_form_of_a_term_is_told_as_far_as_there_is_room)
{
    complaint__terms terms;
    char line[200] = "";

    begin();
    for (int i = 0; i < 20; i++)
        strcat(line, "\xE5\x8F\x91");
    ck_assert_int_eq(
        complaint__terms_read(context, arena, line, true, &terms, NULL),
        COMPLAINT_OK);
    ck_assert_uint_eq(terms.count, 1);
    ck_assert_uint_eq(terms.of[0].form_count, 9); /* 3 times 3 */
    ck_assert_uint_eq(terms.of[0].form_size, 6);
    ck_assert(!terms.of[0].whole);
    ck_assert(complaint__terms_are_in(&terms, line, 60));
    ck_assert(!complaint__terms_are_in(&terms, line, 57));
    end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("find");
    TCase *tests = tcase_create("find");

    tcase_add_loop_test(tests, every_way_finds_what_a_naive_one_finds, 0, 3);
    tcase_add_test(tests, a_sample_of_many_bytes_counts_few);
    tcase_add_test(tests, a_line_is_terms_apart_by_space_or_in_quotation_marks);
    tcase_add_test(tests, variants_of_a_character_count_as_one_when_asked);
    tcase_add_test(tests, each_form_of_a_term_is_told_as_far_as_there_is_room);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
