/* Files written whole or not at all, and paths that lead to one file. */
#include "base/file.h"

#include "support/surroundings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static surroundings around;
static complaint_context *context;
static char here[1000];
static char folder[] = "/tmp/complaint-file-XXXXXX";

static void set_up(void)
{
    context = surroundings_begin(&around);
    ck_assert_ptr_nonnull(getcwd(here, sizeof here));
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static void tear_down(void)
{
    static const char *const names[] = {"a",      "b",          "c",
                                        "a.part", "a.part-2",   "link",
                                        "hard",   "sub/nobody", "sub/back"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(names[i]);
    (void)rmdir("sub");
    ck_assert_int_eq(chdir(here), 0);
    ck_assert_int_eq(rmdir(folder), 0);
    surroundings_end(&around, context);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

static void is(const char *path, const char *text)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);

    ck_assert_int_eq(complaint__file_read(path, 100, &buffer), 0);
    ck_assert_str_eq(buffer.bytes, text);
    complaint__buffer_free(&buffer);
}

START_TEST(paths_lead_to_one_file_also_by_links_and_before_it_is_there)
{
    put("a", "a");
    put("b", "a");
    ck_assert_int_eq(mkdir("sub", 0700), 0);
    ck_assert_int_eq(symlink("a", "link"), 0);
    ck_assert_int_eq(link("a", "hard"), 0);
    ck_assert_int_eq(symlink("../c", "sub/back"), 0);
    ck_assert(complaint__file_same("a", "./sub/../a"));
    ck_assert(complaint__file_same("a", "link"));
    ck_assert(complaint__file_same("hard", "a"));
    ck_assert(!complaint__file_same("a", "b"));
    ck_assert(!complaint__file_same("a", "sub/a"));
    ck_assert(complaint__file_same("c", "sub/../c"));
    ck_assert(!complaint__file_same("c", "sub/c"));
    ck_assert(!complaint__file_same("nowhere/c", "c"));
    ck_assert(!complaint__file_same("c", "d"));
}
END_TEST

START_TEST(a_file_takes_its_name_when_it_is_whole_and_not_before)
{
    complaint__file_new file;
    struct stat about;

    put("a", "old");
    put("a.part", "somebody's");
    ck_assert_int_eq(chmod("a", 0640), 0);
    ck_assert_int_eq(symlink("a", "link"), 0);
    ck_assert_int_eq(complaint__file_begin(&file, context, "link"), 0);
    fputs("new", file.file);
    is("a", "old");
    ck_assert_int_eq(complaint__file_end(&file, true), 0);
    is("a", "new");
    is("a.part", "somebody's");
    ck_assert_int_eq(lstat("link", &about), 0);
    ck_assert(S_ISLNK(about.st_mode));
    ck_assert_int_eq(stat("a", &about), 0);
    ck_assert_uint_eq(about.st_mode & 0777, 0640);
    ck_assert_int_ne(access("a.part-2", F_OK), 0);

    ck_assert_int_eq(complaint__file_begin(&file, context, "a"), 0);
    fputs("half", file.file);
    ck_assert_int_eq(complaint__file_end(&file, false), 0);
    is("a", "new");
    ck_assert_int_ne(access("a.part-2", F_OK), 0);
}
END_TEST

START_TEST(what_cannot_be_written_leaves_nothing)
{
    complaint__file_new file;

    ck_assert_int_eq(mkdir("sub", 0700), 0);
    ck_assert_int_eq(complaint__file_begin(&file, context, "sub"), EISDIR);
    ck_assert_int_eq(complaint__file_begin(&file, context, "no/a"), ENOENT);
    if (access("/dev/full", W_OK) == 0) {
        ck_assert_int_eq(complaint__file_begin(&file, context, "/dev/full"), 0);
        fputs("text", file.file);
        ck_assert_int_eq(complaint__file_end(&file, true), ENOSPC);
        ck_assert_int_eq(access("/dev/full.part", F_OK), -1);
    }
    for (size_t i = 1; i <= 2; i++) {
        surroundings_fail_at(&around, i);
        ck_assert_int_eq(complaint__file_begin(&file, context, "a"), ENOMEM);
        ck_assert_int_ne(access("a", F_OK), 0);
        ck_assert_int_ne(access("a.part", F_OK), 0);
    }
    surroundings_fail_at(&around, 0);
}
END_TEST

static Suite *file_suite(void)
{
    Suite *suite = suite_create("file");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all,
                   paths_lead_to_one_file_also_by_links_and_before_it_is_there);
    tcase_add_test(all, a_file_takes_its_name_when_it_is_whole_and_not_before);
    tcase_add_test(all, what_cannot_be_written_leaves_nothing);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(file_suite());
}
