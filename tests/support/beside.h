/* Files of the platform's beside the disk in memory, whose calls the disk
 * counts and fails. */
#ifndef TESTS_SUPPORT_BESIDE_H
#define TESTS_SUPPORT_BESIDE_H

#include "support/disk.h"

#include <sqlite3.h>

/* What such a file takes in SQLite's memory. */
size_t beside_size(const sqlite3_vfs *platform);
int beside_open(disk *all, sqlite3_vfs *platform, const char *name,
                sqlite3_file *base, int flags, int *out_flags);

#endif
