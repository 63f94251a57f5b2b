/* The tables written by complaint-embed: found, sorted, complete. */
#include "data/bundled.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(every_bundled_file_is_found_by_kind_and_name)
{
    const complaint__bundled *file;

    for (file = complaint__bundled_files; file->kind; file++)
        ck_assert_ptr_eq(complaint__bundled_find(file->kind, file->name), file);
}
END_TEST

START_TEST(an_unknown_kind_or_name_is_not_found)
{
    const complaint__bundled *first = complaint__bundled_files;

    ck_assert_ptr_null(complaint__bundled_find("procedure", "no-such-name"));
    if (first->kind)
        ck_assert_ptr_null(complaint__bundled_find("no-such", first->name));
}
END_TEST

START_TEST(bundled_files_are_sorted_and_none_is_empty)
{
    const complaint__bundled *file;

    for (file = complaint__bundled_files; file->kind; file++) {
        const complaint__bundled *next = file + 1;
        int order = next->kind ? strcmp(file->kind, next->kind) : -1;

        if (order == 0)
            order = strcmp(file->name, next->name);
        ck_assert_int_lt(order, 0);
        ck_assert_uint_gt(file->size, 0);
        ck_assert_uint_eq(file->bytes[file->size], 0);
    }
}
END_TEST

/* The file in the sources is the truth. */
START_TEST(a_bundled_file_holds_the_bytes_of_its_source)
{
    const char *root = getenv("COMPLAINT_SOURCE");
    const complaint__bundled *file;

    ck_assert_ptr_nonnull(root);
    for (file = complaint__bundled_files; file->kind; file++) {
        char path[4096];
        char *bytes = malloc(file->size + 1);
        FILE *in;

        snprintf(path, sizeof path, "%s/libcomplaint/data/%s/%s", root,
                 file->kind, file->file);
        in = fopen(path, "rb");
        ck_assert_msg(in && bytes, "cannot open %s", path);
        ck_assert_uint_eq(fread(bytes, 1, file->size + 1, in), file->size);
        ck_assert_mem_eq(bytes, file->bytes, file->size);
        fclose(in);
        free(bytes);
    }
}
END_TEST

START_TEST(messages_are_sorted_and_each_has_a_translation)
{
    size_t i, j;

    for (i = 0; i < complaint__message_table_count; i++) {
        const complaint__message_table *table = &complaint__message_tables[i];

        ck_assert_str_ne(table->language, "");
        for (j = 0; j < table->count; j++) {
            ck_assert_str_ne(table->messages[j].text, "");
            if (j)
                ck_assert_int_lt(strcmp(table->messages[j - 1].english,
                                        table->messages[j].english),
                                 0);
        }
    }
}
END_TEST

static Suite *bundled_suite(void)
{
    Suite *suite = suite_create("bundled");
    TCase *tests = tcase_create("tables");

    tcase_add_test(tests, every_bundled_file_is_found_by_kind_and_name);
    tcase_add_test(tests, an_unknown_kind_or_name_is_not_found);
    tcase_add_test(tests, bundled_files_are_sorted_and_none_is_empty);
    tcase_add_test(tests, a_bundled_file_holds_the_bytes_of_its_source);
    tcase_add_test(tests, messages_are_sorted_and_each_has_a_translation);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(bundled_suite());
    int failed;

    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
