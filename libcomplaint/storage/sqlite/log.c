/* The write-ahead log in fewer system calls. SQLite writes two pieces a page;
 * here the pieces of a commit are gathered and written at once, before the
 * log is synchronised. Files are the platform's; only when the log's bytes
 * reach it differs. */
#include "storage/sqlite/store.h"

#include "base/context.h"

#include <stdio.h>
#include <string.h>

/* SQLite's file systems write less than 128 KiB at a time. */
#define GATHERED ((size_t)124 * 1024)

/* Index of the lock that the log's only writer holds. */
#define WRITE_LOCK 0

/* Either the database or its log; the platform's file lies behind it. */
typedef struct file {
    sqlite3_file base;
    complaint__sqlite_log *log;
    sqlite3_file *real;
} file;

struct complaint__sqlite_log {
    sqlite3_vfs vfs;
    complaint_context *context;
    sqlite3_vfs *real;
    char name[40];
    /* Bytes of the log that are not in its file yet. Only the holder of the
     * write lock has any, and none of a commit that was told to be durable. */
    char *bytes;
    size_t size;
    sqlite3_int64 offset;
    bool ending; /* the transaction's last frame has begun */
};

#define REAL(method, ...)                                                      \
    (((file *)self)->real->pMethods->method(((file *)self)->real, __VA_ARGS__))
#define REAL_PLAIN(method)                                                     \
    (((file *)self)->real->pMethods->method(((file *)self)->real))

/* ---- the log ---- */

static int flush(sqlite3_file *self)
{
    complaint__sqlite_log *log = ((file *)self)->log;
    size_t size = log->size;

    log->size = 0;
    return size == 0 ? SQLITE_OK
                     : REAL(xWrite, log->bytes, (int)size, log->offset);
}

/* The head of a frame of 24 bytes names the size of the database after it when
 * it is the last of a transaction. */
static bool ends_transaction(const unsigned char *bytes, size_t size)
{
    return size == 24 && (bytes[4] | bytes[5] | bytes[6] | bytes[7]) != 0;
}

static int log_write(sqlite3_file *self, const void *bytes, int amount,
                     sqlite3_int64 offset)
{
    complaint__sqlite_log *log = ((file *)self)->log;
    size_t size = (size_t)amount;
    int code;

    if (log->size > 0 && (offset != log->offset + (sqlite3_int64)log->size ||
                          size > GATHERED - log->size)) {
        code = flush(self);
        if (code != SQLITE_OK)
            return code;
    }
    if (size > GATHERED)
        return REAL(xWrite, bytes, amount, offset);
    if (log->size == 0)
        log->offset = offset;
    memcpy(log->bytes + log->size, bytes, size);
    log->size += size;
    /* What comes after that head is not always synchronised: the rest of a
     * sector, or a commit that need not be durable. Others may look for it. */
    if (log->ending)
        return flush(self);
    log->ending = ends_transaction(bytes, size);
    return SQLITE_OK;
}

static int log_read(sqlite3_file *self, void *bytes, int amount,
                    sqlite3_int64 offset)
{
    int code = flush(self);

    return code == SQLITE_OK ? REAL(xRead, bytes, amount, offset) : code;
}

static int log_truncate(sqlite3_file *self, sqlite3_int64 size)
{
    int code = flush(self);

    return code == SQLITE_OK ? REAL(xTruncate, size) : code;
}

static int log_sync(sqlite3_file *self, int flags)
{
    int code = flush(self);

    return code == SQLITE_OK ? REAL(xSync, flags) : code;
}

static int log_size(sqlite3_file *self, sqlite3_int64 *size)
{
    int code = flush(self);

    return code == SQLITE_OK ? REAL(xFileSize, size) : code;
}

/* ---- both files ---- */

static int file_close(sqlite3_file *self)
{
    return REAL_PLAIN(xClose);
}

static int log_close(sqlite3_file *self)
{
    ((file *)self)->log->size = 0;
    return file_close(self);
}

static int file_read(sqlite3_file *self, void *bytes, int amount,
                     sqlite3_int64 offset)
{
    return REAL(xRead, bytes, amount, offset);
}

static int file_write(sqlite3_file *self, const void *bytes, int amount,
                      sqlite3_int64 offset)
{
    return REAL(xWrite, bytes, amount, offset);
}

static int file_truncate(sqlite3_file *self, sqlite3_int64 size)
{
    return REAL(xTruncate, size);
}

static int file_sync(sqlite3_file *self, int flags)
{
    return REAL(xSync, flags);
}

static int file_size(sqlite3_file *self, sqlite3_int64 *size)
{
    return REAL(xFileSize, size);
}

static int file_lock(sqlite3_file *self, int level)
{
    return REAL(xLock, level);
}

static int file_unlock(sqlite3_file *self, int level)
{
    return REAL(xUnlock, level);
}

static int file_reserved(sqlite3_file *self, int *reserved)
{
    return REAL(xCheckReservedLock, reserved);
}

static int file_control(sqlite3_file *self, int what, void *argument)
{
    return REAL(xFileControl, what, argument);
}

static int file_sector(sqlite3_file *self)
{
    return REAL_PLAIN(xSectorSize);
}

static int file_traits(sqlite3_file *self)
{
    return REAL_PLAIN(xDeviceCharacteristics);
}

static int file_map(sqlite3_file *self, int page, int size, int extend,
                    void volatile **out)
{
    return REAL(xShmMap, page, size, extend, out);
}

/* What was gathered and never synchronised belongs to a transaction that was
 * undone. Once another may write, it must not reach the log any more. */
static int file_share(sqlite3_file *self, int offset, int count, int flags)
{
    if ((flags & SQLITE_SHM_UNLOCK) && offset == WRITE_LOCK) {
        ((file *)self)->log->size = 0;
        ((file *)self)->log->ending = false;
    }
    return REAL(xShmLock, offset, count, flags);
}

static void file_barrier(sqlite3_file *self)
{
    REAL_PLAIN(xShmBarrier);
}

static int file_unmap(sqlite3_file *self, int erase)
{
    return REAL(xShmUnmap, erase);
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
};

/* Of a platform without shared memory, where there is no such log. */
static const sqlite3_io_methods plain_file_methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
};

static const sqlite3_io_methods file_methods = {
    .iVersion = 2, /* without memory mapping, which is not used */
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = file_map,
    .xShmLock = file_share,
    .xShmBarrier = file_barrier,
    .xShmUnmap = file_unmap,
};

/* ---- the file system ---- */

/* Others than the database and its log are the platform's own. */
static int system_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *self,
                       int flags, int *out_flags)
{
    complaint__sqlite_log *log = vfs->pAppData;
    file *made = (file *)self;
    bool wrapped = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)) != 0;
    int code;

    if (!wrapped)
        return log->real->xOpen(log->real, name, self, flags, out_flags);
    made->base.pMethods = NULL;
    made->log = log;
    made->real = (sqlite3_file *)(made + 1);
    made->real->pMethods = NULL;
    code = log->real->xOpen(log->real, name, made->real, flags, out_flags);
    /* SQLite closes what has methods, also after a failure. */
    if (made->real->pMethods == NULL)
        return code;
    if (flags & SQLITE_OPEN_WAL)
        made->base.pMethods = &log_methods;
    else
        made->base.pMethods = made->real->pMethods->iVersion < 2
                                  ? &plain_file_methods
                                  : &file_methods;
    return code;
}

static sqlite3_vfs *real_of(sqlite3_vfs *vfs)
{
    return ((complaint__sqlite_log *)vfs->pAppData)->real;
}

static int system_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    return real_of(vfs)->xDelete(real_of(vfs), name, sync);
}

static int system_access(sqlite3_vfs *vfs, const char *name, int flags,
                         int *out)
{
    return real_of(vfs)->xAccess(real_of(vfs), name, flags, out);
}

static int system_full(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    return real_of(vfs)->xFullPathname(real_of(vfs), name, size, out);
}

static int system_random(sqlite3_vfs *vfs, int size, char *out)
{
    return real_of(vfs)->xRandomness(real_of(vfs), size, out);
}

static int system_sleep(sqlite3_vfs *vfs, int microseconds)
{
    return real_of(vfs)->xSleep(real_of(vfs), microseconds);
}

static int system_time(sqlite3_vfs *vfs, double *out)
{
    return real_of(vfs)->xCurrentTime(real_of(vfs), out);
}

static int system_last(sqlite3_vfs *vfs, int size, char *out)
{
    return real_of(vfs)->xGetLastError == NULL
               ? 0
               : real_of(vfs)->xGetLastError(real_of(vfs), size, out);
}

complaint__sqlite_log *complaint__sqlite_log_new(complaint_context *context)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    complaint__sqlite_log *log =
        complaint__alloc_array(context, 1, sizeof *log);

    if (log == NULL)
        return NULL;
    log->context = context;
    log->real = real;
    log->bytes = complaint__alloc(context, GATHERED);
    (void)snprintf(log->name, sizeof log->name, "complaint-%p", (void *)log);
    if (real == NULL || log->bytes == NULL) {
        complaint__sqlite_log_free(log);
        return NULL;
    }
    log->vfs = (sqlite3_vfs){
        .iVersion = 1, /* neither extensions nor system calls to replace */
        .szOsFile = (int)sizeof(file) + real->szOsFile,
        .mxPathname = real->mxPathname,
        .zName = log->name,
        .pAppData = log,
        .xOpen = system_open,
        .xDelete = system_delete,
        .xAccess = system_access,
        .xFullPathname = system_full,
        .xRandomness = system_random,
        .xSleep = system_sleep,
        .xCurrentTime = system_time,
        .xGetLastError = system_last,
    };
    if (sqlite3_vfs_register(&log->vfs, 0) != SQLITE_OK) {
        complaint__sqlite_log_free(log);
        return NULL;
    }
    return log;
}

const char *complaint__sqlite_log_name(const complaint__sqlite_log *log)
{
    return log->name;
}

void complaint__sqlite_log_free(complaint__sqlite_log *log)
{
    if (log == NULL)
        return;
    sqlite3_vfs_unregister(&log->vfs);
    complaint__free(log->context, log->bytes);
    complaint__free(log->context, log);
}
