/* A disk in memory for SQLite, which fails when it is told to: the n-th call,
 * all calls from there, a write cut short, no space, or a power cut that
 * forgets what was not synchronised. One thread. */
#ifndef TESTS_REGISTER_DISK_H
#define TESTS_REGISTER_DISK_H

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
/* Calls since the last disk_break. */
int64_t disk_calls(const disk *self);
/* Has the fault happened? */
bool disk_broken(const disk *self);
/* The fault is over. After a power cut the disk comes back with what it kept;
 * `seed` chooses the sectors. All files must be closed. */
void disk_heal(disk *self, uint64_t seed);
/* The state of all files, to return to. All files must be closed. */
void disk_save(disk *self);
void disk_restore(disk *self);
/* Does the disk promise that a torn write leaves the bytes around it alone?
 * SQLite writes its log in another way where it does. */
void disk_spares_neighbours(disk *self, bool spares);
/* The number of files that exist, and whether any has these bytes. */
size_t disk_files(const disk *self);
bool disk_contains(const disk *self, const void *wanted, size_t size);

#endif
