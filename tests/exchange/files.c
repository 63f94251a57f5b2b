/* Temporary files and paths for the tests of this room. */
#include "files.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATHS 8
#define PATH 1024

static char directory[PATH];
static char paths[PATHS][PATH];
static unsigned next_path;

static char *fresh(void)
{
    return paths[next_path++ % PATHS];
}

void temporary_begin(void)
{
    const char *base = getenv("TMPDIR");

    snprintf(directory, sizeof directory, "%.900s/complaint-exchange-XXXXXX",
             base != NULL ? base : "/tmp");
    if (mkdtemp(directory) == NULL) {
        perror(directory);
        exit(1);
    }
}

const char *temporary_path(const char *name)
{
    char *path = fresh();

    ck_assert_int_lt(snprintf(path, PATH, "%.900s/%s", directory, name), PATH);
    return path;
}

const char *temporary_file(const char *suffix, const void *bytes, size_t size)
{
    static unsigned number;
    char name[64];
    const char *path;
    FILE *file;

    snprintf(name, sizeof name, "%u%s", number++, suffix);
    path = temporary_path(name);
    file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

const char *temporary_text(const char *suffix, const char *text)
{
    return temporary_file(suffix, text, strlen(text));
}

void temporary_remove(void)
{
    DIR *open;
    struct dirent *entry;

    if (directory[0] == '\0')
        return;
    open = opendir(directory);
    while (open != NULL && (entry = readdir(open)) != NULL) {
        char path[2 * PATH];

        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        if (entry->d_name[0] != '.')
            (void)!remove(path);
    }
    if (open != NULL)
        closedir(open);
    (void)!rmdir(directory);
    directory[0] = '\0';
}

const char *shared_file(const char *name)
{
    const char *root = getenv("COMPLAINT_SHARED");
    char *path = fresh();
    struct stat info;

    snprintf(path, PATH, "%.800s/data/%s", root != NULL ? root : "../shared",
             name);
    if (stat(path, &info) == 0)
        return path;
    printf("skipped: %s is not here\n", path);
    return NULL;
}

const char *source_file(const char *name)
{
    const char *root = getenv("COMPLAINT_SOURCE");
    char *path = fresh();

    snprintf(path, PATH, "%.800s/%s", root != NULL ? root : ".", name);
    return path;
}

uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}
