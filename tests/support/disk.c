/* See disk.h. A file has what a reader sees now, what survives a power cut,
 * and the list of changes in between. Files of the platform's beside them are
 * in beside.c. */
#include "support/beside.h"
#include "support/surroundings.h"

#include <check.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FILES = 16, SECTOR = 512, SHARED_REGIONS = 64, SHARED_LOCKS = 8 };

typedef struct bytes {
    unsigned char *data;
    size_t size;
    size_t room;
} bytes;

/* A write that was not synchronised, or a truncation (data NULL). */
typedef struct change {
    struct change *next;
    unsigned char *data;
    size_t offset;
    size_t size;
} change;

typedef struct stored {
    char name[256];
    bool exists;
    bool kept_exists;
    bytes now;
    bytes kept;
    change *changes;
    change **last;
    bytes saved;
    bool saved_exists;
    int open;
    /* Locks of the rollback journal's protocol. */
    int sharing;
    const void *reserved;
    const void *pending;
    const void *exclusive;
    /* Shared memory of the log's index. */
    void *regions[SHARED_REGIONS];
    int mapped;
    int shared[SHARED_LOCKS];
    const void *owner[SHARED_LOCKS];
} stored;

struct disk {
    sqlite3_vfs vfs;
    sqlite3_vfs *platform;
    pthread_mutex_t lock; /* of all that follows */
    char beside[200];     /* how names begin that are the platform's, or "" */
    stored files[FILES];
    disk_fault fault;
    int64_t left;
    int64_t calls;
    bool broken;
    bool spares_neighbours;
};

typedef struct handle {
    sqlite3_file base;
    disk *disk;
    stored *file;
    int level;
    unsigned shared_mask;
    unsigned owned_mask;
    bool maps;
    bool temporary;
} handle;

/* ---- bytes ---- */

static void bytes_fit(bytes *self, size_t size)
{
    if (size > self->room) {
        self->room = size * 2 + 4096;
        self->data = realloc(self->data, self->room);
        ck_assert_ptr_nonnull(self->data);
    }
    if (size > self->size)
        memset(self->data + self->size, 0, size - self->size);
}

static void bytes_put(bytes *self, size_t offset, const void *data, size_t size)
{
    if (offset + size > self->size) {
        bytes_fit(self, offset + size);
        self->size = offset + size;
    }
    if (size > 0)
        memcpy(self->data + offset, data, size);
}

static void bytes_copy(bytes *self, const bytes *other)
{
    self->size = 0;
    bytes_fit(self, other->size);
    self->size = other->size;
    if (other->size > 0)
        memcpy(self->data, other->data, other->size);
}

static void bytes_free(bytes *self)
{
    free(self->data);
    memset(self, 0, sizeof *self);
}

/* ---- what was not synchronised ---- */

static void changes_forget(stored *file)
{
    while (file->changes != NULL) {
        change *one = file->changes;

        file->changes = one->next;
        free(one->data);
        free(one);
    }
    file->last = &file->changes;
}

static void changes_add(stored *file, size_t offset, const void *data,
                        size_t size)
{
    change *one = calloc(1, sizeof *one);

    ck_assert_ptr_nonnull(one);
    one->offset = offset;
    one->size = size;
    if (data != NULL) {
        one->data = malloc(size + 1);
        ck_assert_ptr_nonnull(one->data);
        memcpy(one->data, data, size);
    }
    *file->last = one;
    file->last = &one->next;
}

/* Which sectors of a change reached the platter is chance. */
static void change_apply(stored *file, const change *one, uint64_t *seed)
{
    size_t at = 0;

    if (one->data == NULL) {
        if (test_random(seed) % 2 == 0 && one->offset < file->kept.size)
            file->kept.size = one->offset;
        return;
    }
    while (at < one->size) {
        size_t offset = one->offset + at;
        size_t size = SECTOR - offset % SECTOR;

        if (size > one->size - at)
            size = one->size - at;
        if (test_random(seed) % 2 == 0)
            bytes_put(&file->kept, offset, one->data + at, size);
        at += size;
    }
}

static void file_lose(stored *file, uint64_t *seed)
{
    for (const change *one = file->changes; one != NULL; one = one->next)
        change_apply(file, one, seed);
    changes_forget(file);
    /* A name that was made or removed since may be there or not. */
    if (file->exists != file->kept_exists && test_random(seed) % 2 == 0)
        file->kept_exists = file->exists;
    file->exists = file->kept_exists;
    if (!file->exists)
        file->kept.size = 0;
    bytes_copy(&file->now, &file->kept);
}

static void file_kept(stored *file)
{
    bytes_copy(&file->kept, &file->now);
    changes_forget(file);
    file->kept_exists = file->exists;
}

/* ---- faults ---- */

/* A call: SQLITE_OK, or what it fails with. */
static int called(disk *self, bool writes, int code)
{
    self->calls++;
    if (self->fault == DISK_SOUND)
        return SQLITE_OK;
    if (!self->broken) {
        if (--self->left > 0)
            return SQLITE_OK;
        self->broken = true;
        if (self->fault == DISK_FULL)
            return writes ? SQLITE_FULL : SQLITE_OK;
        return code;
    }
    if (self->fault == DISK_ROTTEN || self->fault == DISK_CUT)
        return code;
    if (self->fault == DISK_FULL && writes)
        return SQLITE_FULL;
    return SQLITE_OK;
}

const char *disk_fault_name(disk_fault fault)
{
    static const char *const names[] = {"sound",  "once", "short",
                                        "rotten", "full", "cut"};

    return names[fault];
}

void disk_break(disk *self, disk_fault fault, int64_t after)
{
    self->fault = fault;
    self->left = after;
    self->calls = 0;
    self->broken = false;
}

void disk_cut(disk *self)
{
    disk_break(self, DISK_CUT, 0);
    self->broken = true;
}

int64_t disk_calls(disk *self)
{
    int64_t calls;

    pthread_mutex_lock(&self->lock);
    calls = self->calls;
    pthread_mutex_unlock(&self->lock);
    return calls;
}

bool disk_broken(disk *self)
{
    bool broken;

    pthread_mutex_lock(&self->lock);
    broken = self->broken;
    pthread_mutex_unlock(&self->lock);
    return broken;
}

int disk_called(disk *self, bool writes, int code)
{
    pthread_mutex_lock(&self->lock);
    code = called(self, writes, code);
    pthread_mutex_unlock(&self->lock);
    return code;
}

bool disk_tears(disk *self)
{
    bool tears;

    pthread_mutex_lock(&self->lock);
    tears = self->fault == DISK_SHORT || self->fault == DISK_FULL;
    pthread_mutex_unlock(&self->lock);
    return tears;
}

void disk_beside(disk *self, const char *prefix)
{
    (void)snprintf(self->beside, sizeof self->beside, "%s",
                   prefix != NULL ? prefix : "");
}

void disk_heal(disk *self, uint64_t seed)
{
    seed = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    for (size_t i = 0; i < FILES; i++) {
        stored *file = &self->files[i];

        ck_assert_int_eq(file->open, 0);
        if (self->fault == DISK_CUT && self->broken)
            file_lose(file, &seed);
    }
    disk_break(self, DISK_SOUND, 0);
}

void disk_save(disk *self)
{
    for (size_t i = 0; i < FILES; i++) {
        stored *file = &self->files[i];

        ck_assert_int_eq(file->open, 0);
        file_kept(file);
        bytes_copy(&file->saved, &file->now);
        file->saved_exists = file->exists;
    }
}

void disk_restore(disk *self)
{
    for (size_t i = 0; i < FILES; i++) {
        stored *file = &self->files[i];

        ck_assert_int_eq(file->open, 0);
        bytes_copy(&file->now, &file->saved);
        file->exists = file->saved_exists;
        file_kept(file);
    }
}

void disk_spares_neighbours(disk *self, bool spares)
{
    self->spares_neighbours = spares;
}

void disk_wipe(disk *self)
{
    for (size_t i = 0; i < FILES; i++) {
        stored *file = &self->files[i];

        ck_assert_int_eq(file->open, 0);
        file->exists = file->saved_exists = false;
        file->now.size = file->saved.size = 0;
        file_kept(file);
        file->name[0] = '\0';
    }
}

size_t disk_files(const disk *self)
{
    size_t count = 0;

    for (size_t i = 0; i < FILES; i++)
        count += self->files[i].exists;
    return count;
}

bool disk_contains(const disk *self, const void *wanted, size_t size)
{
    for (size_t i = 0; i < FILES; i++) {
        const stored *file = &self->files[i];

        if (!file->exists)
            continue;
        for (size_t at = 0; at + size <= file->now.size; at++)
            if (memcmp(file->now.data + at, wanted, size) == 0)
                return true;
    }
    return false;
}

/* ---- files ---- */

static stored *find(disk *self, const char *name)
{
    for (size_t i = 0; i < FILES; i++)
        if (self->files[i].name[0] != '\0' &&
            strcmp(self->files[i].name, name) == 0)
            return &self->files[i];
    return NULL;
}

static stored *find_or_make(disk *self, const char *name)
{
    stored *file = find(self, name);

    for (size_t i = 0; file == NULL && i < FILES; i++)
        if (self->files[i].name[0] == '\0') {
            file = &self->files[i];
            (void)snprintf(file->name, sizeof file->name, "%s", name);
            file->last = &file->changes;
        }
    ck_assert_ptr_nonnull(file);
    return file;
}

static int file_close(sqlite3_file *base)
{
    handle *self = (handle *)base;

    self->file->open--;
    if (self->temporary) {
        self->file->exists = self->file->kept_exists = false;
        self->file->now.size = self->file->kept.size = 0;
        changes_forget(self->file);
        self->file->name[0] = '\0';
    }
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *out, int amount,
                     sqlite3_int64 offset)
{
    const handle *self = (handle *)base;
    const bytes *now = &self->file->now;
    size_t size = (size_t)amount;
    size_t from = (size_t)offset;
    int code = called(self->disk, false, SQLITE_IOERR_READ);

    if (code != SQLITE_OK)
        return code;
    memset(out, 0, size);
    if (from >= now->size)
        return SQLITE_IOERR_SHORT_READ;
    if (size > now->size - from) {
        memcpy(out, now->data + from, now->size - from);
        return SQLITE_IOERR_SHORT_READ;
    }
    memcpy(out, now->data + from, size);
    return SQLITE_OK;
}

static void file_put(stored *file, size_t offset, const void *data, size_t size)
{
    bytes_put(&file->now, offset, data, size);
    changes_add(file, offset, data, size);
}

static int file_write(sqlite3_file *base, const void *data, int amount,
                      sqlite3_int64 offset)
{
    const handle *self = (handle *)base;
    int code = called(self->disk, true, SQLITE_IOERR_WRITE);
    size_t size = (size_t)amount;

    if (code == SQLITE_OK) {
        file_put(self->file, (size_t)offset, data, size);
        return SQLITE_OK;
    }
    /* A part arrived, and for a power cut nobody knows which. */
    if (self->disk->fault == DISK_SHORT || self->disk->fault == DISK_FULL ||
        (self->disk->fault == DISK_CUT && self->disk->left == 0)) {
        file_put(self->file, (size_t)offset, data,
                 self->disk->fault == DISK_CUT ? size : size / 2);
        self->disk->left = -1;
    }
    return code;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    const handle *self = (handle *)base;
    int code = called(self->disk, false, SQLITE_IOERR_TRUNCATE);

    if (code == SQLITE_OK && (size_t)size < self->file->now.size) {
        self->file->now.size = (size_t)size;
        changes_add(self->file, (size_t)size, NULL, 0);
    }
    return code;
}

static int file_sync(sqlite3_file *base, int flags)
{
    const handle *self = (handle *)base;
    int code = called(self->disk, true, SQLITE_IOERR_FSYNC);

    (void)flags;
    if (code == SQLITE_OK)
        file_kept(self->file);
    return code;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    const handle *self = (handle *)base;
    int code = called(self->disk, false, SQLITE_IOERR_FSTAT);

    *size = (sqlite3_int64)self->file->now.size;
    return code;
}

/* ---- locks ---- */

static int file_lock(sqlite3_file *base, int level)
{
    handle *self = (handle *)base;
    stored *file = self->file;

    if (self->level >= level)
        return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (file->pending != NULL || file->exclusive != NULL)
            return SQLITE_BUSY;
        file->sharing++;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (file->reserved != NULL && file->reserved != self)
            return SQLITE_BUSY;
        file->reserved = self;
    } else {
        if ((file->reserved != NULL && file->reserved != self) ||
            (file->pending != NULL && file->pending != self))
            return SQLITE_BUSY;
        file->pending = self;
        if (file->sharing > 1) {
            self->level = SQLITE_LOCK_PENDING;
            return SQLITE_BUSY;
        }
        file->exclusive = self;
    }
    self->level = level;
    return SQLITE_OK;
}

static int file_unlock(sqlite3_file *base, int level)
{
    handle *self = (handle *)base;
    stored *file = self->file;

    if (self->level <= level)
        return SQLITE_OK;
    if (file->exclusive == self)
        file->exclusive = NULL;
    if (file->pending == self)
        file->pending = NULL;
    if (file->reserved == self)
        file->reserved = NULL;
    if (level == SQLITE_LOCK_NONE && self->level >= SQLITE_LOCK_SHARED)
        file->sharing--;
    self->level = level;
    return SQLITE_OK;
}

static int file_reserved(sqlite3_file *base, int *out)
{
    *out = ((handle *)base)->file->reserved != NULL;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int what, void *argument)
{
    (void)base;
    (void)what;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

static int file_traits(sqlite3_file *base)
{
    return ((handle *)base)->disk->spares_neighbours
               ? SQLITE_IOCAP_POWERSAFE_OVERWRITE
               : 0;
}

/* ---- shared memory ---- */

static int file_map(sqlite3_file *base, int region, int size, int extend,
                    void volatile **out)
{
    handle *self = (handle *)base;
    stored *file = self->file;
    int code = called(self->disk, extend != 0, SQLITE_IOERR_SHMMAP);

    *out = NULL;
    if (code != SQLITE_OK)
        return code;
    ck_assert_int_lt(region, SHARED_REGIONS);
    if (!self->maps) {
        self->maps = true;
        file->mapped++;
    }
    if (file->regions[region] == NULL && extend != 0)
        file->regions[region] = calloc(1, (size_t)size);
    *out = file->regions[region];
    return SQLITE_OK;
}

static int lock_take(handle *self, int i, bool alone)
{
    stored *file = self->file;
    unsigned bit = 1u << i;

    if (alone) {
        if (file->owner[i] != NULL && file->owner[i] != self)
            return SQLITE_BUSY;
        if (file->shared[i] > ((self->shared_mask & bit) != 0 ? 1 : 0))
            return SQLITE_BUSY;
        file->owner[i] = self;
        self->owned_mask |= bit;
    } else if ((self->shared_mask & bit) == 0) {
        if (file->owner[i] != NULL)
            return SQLITE_BUSY;
        file->shared[i]++;
        self->shared_mask |= bit;
    }
    return SQLITE_OK;
}

static void lock_give(handle *self, int i, bool alone)
{
    unsigned bit = 1u << i;

    if (alone && (self->owned_mask & bit) != 0) {
        self->file->owner[i] = NULL;
        self->owned_mask &= ~bit;
    }
    if (!alone && (self->shared_mask & bit) != 0) {
        self->file->shared[i]--;
        self->shared_mask &= ~bit;
    }
}

static int file_share(sqlite3_file *base, int offset, int count, int flags)
{
    handle *self = (handle *)base;
    bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;

    for (int i = offset; i < offset + count; i++) {
        int code = SQLITE_OK;

        if ((flags & SQLITE_SHM_UNLOCK) != 0)
            lock_give(self, i, alone);
        else
            code = lock_take(self, i, alone);
        if (code != SQLITE_OK) {
            while (--i >= offset)
                lock_give(self, i, alone);
            return code;
        }
    }
    return SQLITE_OK;
}

/* Whoever takes the lock next sees what was written before. */
static void file_barrier(sqlite3_file *base)
{
    disk *all = ((handle *)base)->disk;

    pthread_mutex_lock(&all->lock);
    pthread_mutex_unlock(&all->lock);
}

static int file_unmap(sqlite3_file *base, int erase)
{
    handle *self = (handle *)base;
    stored *file = self->file;

    (void)erase;
    for (int i = 0; i < SHARED_LOCKS; i++) {
        lock_give(self, i, false);
        lock_give(self, i, true);
    }
    if (self->maps && --file->mapped == 0)
        for (int i = 0; i < SHARED_REGIONS; i++) {
            free(file->regions[i]);
            file->regions[i] = NULL;
        }
    self->maps = false;
    return SQLITE_OK;
}

/* ---- one thread at a time ---- */

#define ONE_BY_ONE(name, parameters, arguments)                                \
    static int one_##name parameters                                           \
    {                                                                          \
        disk *all = ((handle *)base)->disk;                                    \
        int code;                                                              \
                                                                               \
        pthread_mutex_lock(&all->lock);                                        \
        code = file_##name arguments;                                          \
        pthread_mutex_unlock(&all->lock);                                      \
        return code;                                                           \
    }

ONE_BY_ONE(close, (sqlite3_file * base), (base))
ONE_BY_ONE(read,
           (sqlite3_file * base, void *out, int amount, sqlite3_int64 offset),
           (base, out, amount, offset))
ONE_BY_ONE(write,
           (sqlite3_file * base, const void *data, int amount,
            sqlite3_int64 offset),
           (base, data, amount, offset))
ONE_BY_ONE(truncate, (sqlite3_file * base, sqlite3_int64 size), (base, size))
ONE_BY_ONE(sync, (sqlite3_file * base, int flags), (base, flags))
ONE_BY_ONE(size, (sqlite3_file * base, sqlite3_int64 *size), (base, size))
ONE_BY_ONE(lock, (sqlite3_file * base, int level), (base, level))
ONE_BY_ONE(unlock, (sqlite3_file * base, int level), (base, level))
ONE_BY_ONE(reserved, (sqlite3_file * base, int *out), (base, out))
ONE_BY_ONE(map,
           (sqlite3_file * base, int region, int size, int extend,
            void volatile **out),
           (base, region, size, extend, out))
ONE_BY_ONE(share, (sqlite3_file * base, int offset, int count, int flags),
           (base, offset, count, flags))
ONE_BY_ONE(unmap, (sqlite3_file * base, int erase), (base, erase))

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = one_close,
    .xRead = one_read,
    .xWrite = one_write,
    .xTruncate = one_truncate,
    .xSync = one_sync,
    .xFileSize = one_size,
    .xLock = one_lock,
    .xUnlock = one_unlock,
    .xCheckReservedLock = one_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = one_map,
    .xShmLock = one_share,
    .xShmBarrier = file_barrier,
    .xShmUnmap = one_unmap,
};

/* ---- the file system ---- */

static disk *disk_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static bool is_beside(const disk *self, const char *name)
{
    return self->beside[0] != '\0' && name != NULL &&
           strncmp(name, self->beside, strlen(self->beside)) == 0;
}

static int open_here(disk *all, const char *name, sqlite3_file *base, int flags,
                     int *out_flags)
{
    handle *self = (handle *)base;
    char made[32];
    int code;

    memset(self, 0, sizeof *self);
    self->temporary = name == NULL || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    if (name == NULL) {
        (void)snprintf(made, sizeof made, "temporary-%p", (void *)self);
        name = made;
    }
    code = called(all, (flags & SQLITE_OPEN_CREATE) != 0, SQLITE_CANTOPEN);
    if (code != SQLITE_OK)
        return code;
    self->file = find(all, name);
    if (self->file == NULL || !self->file->exists) {
        if ((flags & SQLITE_OPEN_CREATE) == 0)
            return SQLITE_CANTOPEN;
        self->file = find_or_make(all, name);
        self->file->exists = true;
        self->file->now.size = 0;
    }
    self->disk = all;
    self->file->open++;
    self->base.pMethods = &methods;
    if (out_flags != NULL)
        *out_flags = flags;
    return SQLITE_OK;
}

static int system_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base,
                       int flags, int *out_flags)
{
    disk *all = disk_of(vfs);
    int code;

    base->pMethods = NULL;
    if (is_beside(all, name))
        return beside_open(all, all->platform, name, base, flags, out_flags);
    pthread_mutex_lock(&all->lock);
    code = open_here(all, name, base, flags, out_flags);
    pthread_mutex_unlock(&all->lock);
    return code;
}

static int delete_here(disk *all, const char *name, int sync)
{
    stored *file = find(all, name);

    if (file == NULL || !file->exists)
        return SQLITE_IOERR_DELETE_NOENT;
    file->exists = false;
    file->now.size = 0;
    if (sync != 0)
        file_kept(file);
    return SQLITE_OK;
}

static int system_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    disk *all = disk_of(vfs);
    int code = disk_called(all, false, SQLITE_IOERR_DELETE);

    if (code != SQLITE_OK)
        return code;
    if (is_beside(all, name))
        return all->platform->xDelete(all->platform, name, sync);
    pthread_mutex_lock(&all->lock);
    code = delete_here(all, name, sync);
    pthread_mutex_unlock(&all->lock);
    return code;
}

static int system_access(sqlite3_vfs *vfs, const char *name, int flags,
                         int *out)
{
    disk *all = disk_of(vfs);
    const stored *file;
    int code = disk_called(all, false, SQLITE_IOERR_ACCESS);

    if (is_beside(all, name))
        return code != SQLITE_OK
                   ? code
                   : all->platform->xAccess(all->platform, name, flags, out);
    pthread_mutex_lock(&all->lock);
    file = find(all, name);
    *out = file != NULL && file->exists &&
           (flags != SQLITE_ACCESS_EXISTS || file->now.size > 0);
    pthread_mutex_unlock(&all->lock);
    return code;
}

static int system_full(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    (void)snprintf(out, (size_t)size, "%s", name);
    return SQLITE_OK;
}

static int system_random(sqlite3_vfs *vfs, int size, char *out)
{
    sqlite3_vfs *platform = disk_of(vfs)->platform;

    return platform->xRandomness(platform, size, out);
}

/* Whoever has a lock has it for the time of a few copies in memory. */
static int system_sleep(sqlite3_vfs *vfs, int microseconds)
{
    struct timespec pause = {0, 20000};

    (void)vfs;
    (void)nanosleep(&pause, NULL);
    return microseconds;
}

static int system_time(sqlite3_vfs *vfs, double *out)
{
    sqlite3_vfs *platform = disk_of(vfs)->platform;

    return platform->xCurrentTime(platform, out);
}

static int system_last(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    if (size > 0)
        out[0] = '\0';
    return 0;
}

disk *disk_begin(void)
{
    disk *self = calloc(1, sizeof *self);

    ck_assert_ptr_nonnull(self);
    self->platform = sqlite3_vfs_find(NULL);
    ck_assert_int_eq(pthread_mutex_init(&self->lock, NULL), 0);
    for (size_t i = 0; i < FILES; i++)
        self->files[i].last = &self->files[i].changes;
    self->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(handle) + (int)beside_size(self->platform),
        .mxPathname = 200,
        .zName = "disk-in-memory",
        .pAppData = self,
        .xOpen = system_open,
        .xDelete = system_delete,
        .xAccess = system_access,
        .xFullPathname = system_full,
        .xRandomness = system_random,
        .xSleep = system_sleep,
        .xCurrentTime = system_time,
        .xGetLastError = system_last,
    };
    ck_assert_int_eq(sqlite3_vfs_register(&self->vfs, 1), SQLITE_OK);
    return self;
}

void disk_end(disk *self)
{
    if (self == NULL)
        return;
    ck_assert_int_eq(sqlite3_vfs_unregister(&self->vfs), SQLITE_OK);
    ck_assert_int_eq(sqlite3_vfs_register(self->platform, 1), SQLITE_OK);
    for (size_t i = 0; i < FILES; i++) {
        ck_assert_int_eq(self->files[i].open, 0);
        changes_forget(&self->files[i]);
        bytes_free(&self->files[i].now);
        bytes_free(&self->files[i].kept);
        bytes_free(&self->files[i].saved);
    }
    pthread_mutex_destroy(&self->lock);
    free(self);
}
