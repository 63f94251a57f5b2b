/* What concerns a file as a whole: a copy of it while others use it, giving
 * back its free room, and where files may lie beside it. Opening and closing
 * are in open.c, leaving no traces in scrub.c, older schemas in upgrade.c. */
#include "storage/sqlite/store.h"

#include "base/failure.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* As SQLite opened it: absolute, links followed. */
const char *complaint__sqlite_companion(complaint_store *store)
{
    const char *path = sqlite3_db_filename(store->db, "main");

    return path == NULL || path[0] == '\0' ? NULL : path;
}

int complaint__sqlite_compact(complaint_store *store, complaint_error **error)
{
    /* The file written anew without free room, and the log put into it. */
    return complaint__sqlite_scrub(store, error);
}

/* ---- backup ---- */

static int fail_errno(complaint_store *store, complaint_error **error,
                      const char *path)
{
    int code = errno;

    if (code == EEXIST)
        return complaint_store_fail(store->context, error, COMPLAINT_EXISTS,
                                    path, code,
                                    "there is something already; a backup "
                                    "never overwrites");
    if (code == ENOSPC || code == EDQUOT)
        return complaint_store_fail(store->context, error, COMPLAINT_FULL, path,
                                    code, "the disk is full");
    if (code == EROFS || code == EACCES || code == EPERM)
        return complaint_store_fail(store->context, error, COMPLAINT_READ_ONLY,
                                    path, code,
                                    "the backup cannot be written here");
    if (code == ENOENT || code == ENOTDIR)
        return complaint_store_fail(store->context, error, COMPLAINT_NOT_FOUND,
                                    path, code, "there is no such folder");
    return complaint_store_fail(store->context, error, COMPLAINT_IO, path, code,
                                "the backup could not be written");
}

/* An empty file to work in; -1 when it cannot be had. One that an interrupted
 * backup left is taken again, but not one that another is writing. */
static int reserve(complaint_store *store, const char *path, int *status,
                   complaint_error **error)
{
    const mode_t mode = S_IRUSR | S_IWUSR;
    int file;

    file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0) {
        *status = fail_errno(store, error, path);
        return -1;
    }
    if (flock(file, LOCK_EX | LOCK_NB) != 0)
        *status = complaint_store_fail(store->context, error, COMPLAINT_BUSY,
                                       path, errno,
                                       "another backup is being written "
                                       "there");
    else if (fchmod(file, mode) != 0 || ftruncate(file, 0) != 0)
        *status = fail_errno(store, error, path);
    else
        return file;
    close(file);
    return -1;
}

/* All pages as of one moment. In write-ahead mode this keeps nobody waiting;
 * otherwise writers wait meanwhile. */
static int copy_pages(complaint_store *store, const char *path,
                      complaint_error **error)
{
    sqlite3 *to = NULL;
    sqlite3_backup *backup = NULL;
    int code = sqlite3_open_v2(
        path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_exec(to, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        backup = sqlite3_backup_init(to, "main", store->db, "main");
        code = backup == NULL ? sqlite3_errcode(to) : SQLITE_OK;
    }
    for (int i = 0; backup != NULL && i < 1000; i++) {
        code = sqlite3_backup_step(backup, -1);
        if (code != SQLITE_BUSY && code != SQLITE_LOCKED)
            break;
        sqlite3_sleep(5);
    }
    if (backup != NULL) {
        int finished = sqlite3_backup_finish(backup);
        code = code == SQLITE_DONE ? finished : code;
    }
    sqlite3_close_v2(to);
    if (code == SQLITE_OK)
        return COMPLAINT_OK;
    return complaint__sqlite_fail(store, error, code, path);
}

/* Whoever may read the register may read its copy, not before it is one: what
 * nobody may write could not be written. */
static bool take_mode(complaint_store *store, int file)
{
    const char *from = complaint__sqlite_companion(store);
    struct stat about;

    return from == NULL || stat(from, &about) != 0 ||
           fchmod(file, about.st_mode & 0666) == 0;
}

/* The name that was worked under becomes the wanted one, unless that is taken
 * meanwhile: link() never replaces. A failure leaves none that looks whole. */
static int publish(complaint_store *store, int file, const char *partial,
                   const char *path, complaint_error **error)
{
    int status;
    int code;

    if (!take_mode(store, file) || fsync(file) != 0 || link(partial, path) != 0)
        return fail_errno(store, error, path);
    code = complaint__file_sync_folder(store->context, path);
    if (code == 0)
        return COMPLAINT_OK;
    errno = code;
    status = code == ENOMEM ? complaint__fail_memory(error)
                            : fail_errno(store, error, path);
    (void)unlink(path);
    return status;
}

int complaint__sqlite_backup(complaint_store *store, const char *target,
                             complaint_error **error)
{
    complaint__buffer partial = COMPLAINT__BUFFER(store->context);
    struct stat about;
    int status = COMPLAINT_OK;
    int file;

    if (target[0] == '\0' || strcmp(target, ":memory:") == 0)
        return complaint_store_fail(store->context, error,
                                    COMPLAINT_UNSUPPORTED, "target", 0,
                                    "a backup needs the path of a file");
    complaint__buffer_text(&partial, target);
    complaint__buffer_text(&partial, "-partial");
    if (partial.failed) {
        status = complaint__fail_memory(error);
        goto done;
    }
    errno = EEXIST;
    if (lstat(target, &about) == 0) {
        status = fail_errno(store, error, target);
        goto done;
    }
    file = reserve(store, partial.bytes, &status, error);
    if (file < 0)
        goto done;
    status = copy_pages(store, partial.bytes, error);
    if (status == COMPLAINT_OK)
        status = publish(store, file, partial.bytes, target, error);
    (void)unlink(partial.bytes);
    /* Not before SQLite's own: closing would give up its locks. */
    close(file);
done:
    complaint__buffer_free(&partial);
    return status;
}
