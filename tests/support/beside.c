/* See beside.h. Locks and shared memory are the platform's and never fail. */
#include "support/beside.h"

typedef struct handle {
    sqlite3_file base;
    disk *disk;
    sqlite3_file *real; /* behind it */
} handle;

static sqlite3_file *real_of(sqlite3_file *base)
{
    return ((handle *)base)->real;
}

static int called(sqlite3_file *base, bool writes, int code)
{
    return disk_called(((handle *)base)->disk, writes, code);
}

static int file_close(sqlite3_file *base)
{
    return real_of(base)->pMethods->xClose(real_of(base));
}

static int file_read(sqlite3_file *base, void *out, int amount,
                     sqlite3_int64 offset)
{
    int code = called(base, false, SQLITE_IOERR_READ);

    return code != SQLITE_OK ? code
                             : real_of(base)->pMethods->xRead(
                                   real_of(base), out, amount, offset);
}

static int file_write(sqlite3_file *base, const void *data, int amount,
                      sqlite3_int64 offset)
{
    int code = called(base, true, SQLITE_IOERR_WRITE);

    if (code == SQLITE_OK)
        return real_of(base)->pMethods->xWrite(real_of(base), data, amount,
                                               offset);
    if (disk_tears(((handle *)base)->disk))
        (void)real_of(base)->pMethods->xWrite(real_of(base), data, amount / 2,
                                              offset);
    return code;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    int code = called(base, false, SQLITE_IOERR_TRUNCATE);

    return code != SQLITE_OK
               ? code
               : real_of(base)->pMethods->xTruncate(real_of(base), size);
}

static int file_sync(sqlite3_file *base, int flags)
{
    int code = called(base, true, SQLITE_IOERR_FSYNC);

    return code != SQLITE_OK
               ? code
               : real_of(base)->pMethods->xSync(real_of(base), flags);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    int code = called(base, false, SQLITE_IOERR_FSTAT);

    return code != SQLITE_OK
               ? code
               : real_of(base)->pMethods->xFileSize(real_of(base), size);
}

static int file_lock(sqlite3_file *base, int level)
{
    return real_of(base)->pMethods->xLock(real_of(base), level);
}

static int file_unlock(sqlite3_file *base, int level)
{
    return real_of(base)->pMethods->xUnlock(real_of(base), level);
}

static int file_reserved(sqlite3_file *base, int *out)
{
    return real_of(base)->pMethods->xCheckReservedLock(real_of(base), out);
}

static int file_control(sqlite3_file *base, int what, void *argument)
{
    return real_of(base)->pMethods->xFileControl(real_of(base), what, argument);
}

static int file_sector(sqlite3_file *base)
{
    return real_of(base)->pMethods->xSectorSize(real_of(base));
}

static int file_traits(sqlite3_file *base)
{
    return real_of(base)->pMethods->xDeviceCharacteristics(real_of(base));
}

static int file_map(sqlite3_file *base, int region, int size, int extend,
                    void volatile **out)
{
    return real_of(base)->pMethods->xShmMap(real_of(base), region, size, extend,
                                            out);
}

static int file_share(sqlite3_file *base, int offset, int count, int flags)
{
    return real_of(base)->pMethods->xShmLock(real_of(base), offset, count,
                                             flags);
}

static void file_barrier(sqlite3_file *base)
{
    real_of(base)->pMethods->xShmBarrier(real_of(base));
}

static int file_unmap(sqlite3_file *base, int erase)
{
    return real_of(base)->pMethods->xShmUnmap(real_of(base), erase);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
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

size_t beside_size(const sqlite3_vfs *platform)
{
    return sizeof(handle) + (size_t)platform->szOsFile;
}

int beside_open(disk *all, sqlite3_vfs *platform, const char *name,
                sqlite3_file *base, int flags, int *out_flags)
{
    handle *self = (handle *)base;
    int code =
        disk_called(all, (flags & SQLITE_OPEN_CREATE) != 0, SQLITE_CANTOPEN);

    if (code != SQLITE_OK)
        return code;
    self->disk = all;
    self->real = (sqlite3_file *)(self + 1);
    self->real->pMethods = NULL;
    code = platform->xOpen(platform, name, self->real, flags, out_flags);
    if (code == SQLITE_OK)
        self->base.pMethods = &methods;
    else if (self->real->pMethods != NULL)
        (void)self->real->pMethods->xClose(self->real);
    return code;
}
