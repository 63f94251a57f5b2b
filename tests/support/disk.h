/* A disk in memory for SQLite, which fails when it is told to: the n-th call,
 * all calls from there, a write cut short, no space, or a power cut that
 * forgets what was not synchronised. Several threads may use its files; what is
 * below is for one of them, but where it says otherwise. */
#ifndef TESTS_SUPPORT_DISK_H
#define TESTS_SUPPORT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum disk_fault {
    DISK_SOUND,
    DISK_ONCE,   /* one call fails */
    DISK_SHORT,  /* one write stores a part and fails; other calls fail */
    DISK_ROTTEN, /* this call and all later ones fail */
    DISK_FULL,   /* from here on no file grows and no write succeeds */
    DISK_CUT,    /* the power goes: this call and all later ones fail, and what
                  * was not synchronised is kept or lost sector by sector */
    DISK_FAULTS
} disk_fault;

typedef struct disk disk;

/* Make the disk and put it in the place of the platform's file system. */
disk *disk_begin(void);
/* Give the platform's back. All files must be closed. NULL is fine. */
void disk_end(disk *self);
const char *disk_fault_name(disk_fault fault);
/* The fault happens at the call that is `after` calls from now (1: the next).
 * Counts calls from 0 again. */
void disk_break(disk *self, disk_fault fault, int64_t after);
/* The power goes now. */
void disk_cut(disk *self);
/* Calls since the last disk_break. Any thread. */
int64_t disk_calls(disk *self);
/* Has the fault happened? Any thread. */
bool disk_broken(disk *self);
/* One more call, made by somebody else: SQLITE_OK, or what it fails with, which
 * is `code` but for a full disk. Any thread. */
int disk_called(disk *self, bool writes, int code);
/* Does a write that fails store a part? */
bool disk_tears(disk *self);
/* The fault is over. After a power cut the disk comes back with what it kept;
 * `seed` chooses the sectors. All files must be closed. */
void disk_heal(disk *self, uint64_t seed);
/* The state of all files, to return to. All files must be closed. */
void disk_save(disk *self);
void disk_restore(disk *self);
/* Does the disk promise that a torn write leaves the bytes around it alone?
 * SQLite writes its log in another way where it does. */
void disk_spares_neighbours(disk *self, bool spares);
/* Files whose names begin so are the platform's, and their calls counted and
 * failed like all others (but a power cut forgets nothing of them): what the
 * library makes without SQLite can be done with them. NULL: none. */
void disk_beside(disk *self, const char *prefix);
/* No file is there any more. All must be closed. */
void disk_wipe(disk *self);
/* The number of files that exist, and whether any has these bytes. */
size_t disk_files(const disk *self);
bool disk_contains(const disk *self, const void *wanted, size_t size);

#endif
