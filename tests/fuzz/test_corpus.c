/* Everything that fuzzing has kept, once more. A target stops the program at
 * what is wrong. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "support/surroundings.h"

static const struct target {
    const char *name;
    int (*run)(const uint8_t *bytes, size_t size);
} targets[] = {{"calendar", fuzz_calendar}, {"csv", fuzz_csv},
               {"facts", fuzz_facts},       {"holiday_cn", fuzz_holiday_cn},
               {"ics", fuzz_ics},           {"procedure", fuzz_procedure},
               {"zone", fuzz_zone}};

static void replay(const struct target *target, const char *path)
{
    static uint8_t bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t size;

    ck_assert_ptr_nonnull(file);
    size = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    ck_assert_int_eq(target->run(bytes, size), 0);
}

START_TEST(what_fuzzing_kept_is_read_or_refused)
{
    const char *source = getenv("COMPLAINT_SOURCE");
    char folder[1000], path[2000];
    struct dirent *entry;
    int count = 0;
    DIR *list;

    (void)snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s",
                   source != NULL ? source : ".", targets[_i].name);
    list = opendir(folder);
    ck_assert_ptr_nonnull(list);
    while ((entry = readdir(list)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        replay(&targets[_i], path);
        count++;
    }
    (void)closedir(list);
    ck_assert_int_gt(count, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fuzz/corpus");
    TCase *corpus = tcase_create("corpus");

    tcase_set_timeout(corpus, 120);
    tcase_add_loop_test(corpus, what_fuzzing_kept_is_read_or_refused, 0,
                        (int)(sizeof(targets) / sizeof(targets[0])));
    suite_add_tcase(suite, corpus);
    return test_run(suite);
}
