/* The SQLite backend against the conformance kit: in a file of the platform's,
 * whose processes are killed; in a file on a disk of the tests', whose power is
 * cut; and in memory. */
#include "conformance/place.h"

#include "storage/storage.h"
#include "support/disk.h"
#include "support/surroundings.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static const char *create_memory(void *data)
{
    (void)data;
    return ":memory:";
}

/* ---- a disk whose power is cut ---- */

typedef struct drive {
    disk *disk;
    file_place beside; /* of backups, which SQLite alone cannot make */
    char path[160];
    uint64_t cuts;
} drive;

/* In a folder that exists, for what the library itself looks at. */
static const char *drive_create(void *data)
{
    drive *at = data;

    if (file_create(&at->beside) == NULL)
        return NULL;
    disk_beside(at->disk, file_create_other(&at->beside));
    (void)snprintf(at->path, sizeof at->path, "%s", at->beside.path);
    return at->path;
}

static const char *drive_create_other(void *data)
{
    return file_create_other(&((drive *)data)->beside);
}

static void drive_wipe(void *data)
{
    drive *at = data;

    disk_wipe(at->disk);
    file_wipe(&at->beside);
}

static bool drive_holds(void *data, const void *bytes, size_t size)
{
    drive *at = data;

    return disk_contains(at->disk, bytes, size) ||
           file_holds(&at->beside, bytes, size);
}

static void drive_crash(void *data, complaint_store *store)
{
    drive *at = data;

    (void)store;
    at->cuts++;
    disk_cut(at->disk);
}

/* The power is back: what was not synchronised is there in part. */
static void drive_heal(void *data)
{
    drive *at = data;

    if (disk_broken(at->disk))
        disk_heal(at->disk, at->cuts);
}

START_TEST(a_file_whose_power_is_cut_keeps_what_the_kit_asks)
{
    drive at = {.disk = disk_begin()};
    complaint_conformance_harness harness = {
        .name = "sqlite: a file on a disk whose power is cut",
        .backend = &complaint__backend_sqlite,
        .abilities =
            COMPLAINT_CONFORMANCE_PERSISTENT | COMPLAINT_CONFORMANCE_SHARED,
        .seed = 10006,
        .steps = run_length(10000),
        .create = drive_create,
        .create_other = drive_create_other,
        .reopen = drive_heal,
        .wipe = drive_wipe,
        .crash = drive_crash,
        .holds = drive_holds,
        .data = &at,
    };

    ck_assert(run_kit(&harness));
    ck_assert_uint_gt(at.cuts, 0);
    printf("# the power was cut %d times\n", (int)at.cuts);
    disk_end(at.disk);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("drive");
    TCase *tc = tcase_create("drive");
    file_place at;
    complaint_conformance_harness file = {
        .name = "sqlite: a file",
        .backend = &complaint__backend_sqlite,
        .abilities = COMPLAINT_CONFORMANCE_PERSISTENT |
                     COMPLAINT_CONFORMANCE_SHARED | COMPLAINT_CONFORMANCE_KILLS,
        .steps = run_length(60000),
        .kills = run_length(20),
        .create = file_create,
        .create_other = file_create_other,
        .wipe = file_wipe,
        .holds = file_holds,
        .data = &at,
    };
    complaint_conformance_harness memory = {
        .name = "sqlite::memory:",
        .backend = &complaint__backend_sqlite,
        .seed = 9001,
        .steps = run_length(160000),
        .create = create_memory,
    };
    bool good = run_kit(&file);

    good = run_kit(&memory) && good;
    fflush(stdout);
    tcase_set_timeout(tc, 600);
    tcase_add_test(tc, a_file_whose_power_is_cut_keeps_what_the_kit_asks);
    suite_add_tcase(suite, tc);
    return test_run(suite) == EXIT_SUCCESS && good ? 0 : 1;
}
