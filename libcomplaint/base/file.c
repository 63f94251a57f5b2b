/* Reading a whole file of bounded size, and writing one whole or not at all;
 * what it means is the caller's. */
/* realpath() */
#define _XOPEN_SOURCE 700

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names tried beside the wanted one. */
#define PARTS 1000

int complaint__file_read(const char *path, size_t most,
                         complaint__buffer *buffer)
{
    char bytes[4096];
    size_t size;
    FILE *file;
    int code;

    errno = 0;
    file = fopen(path, "rb");
    if (file == NULL)
        return errno;
    do {
        size = fread(bytes, 1, sizeof bytes, file);
        complaint__buffer_append(buffer, bytes, size);
    } while (size > 0 && buffer->size <= most && !buffer->failed);
    code = ferror(file) ? errno : 0;
    (void)fclose(file);
    return buffer->failed ? ENOMEM : code;
}

/* ---- names ---- */

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* As stat() does, of the folder that the path is in. */
static bool stat_folder(const char *path, struct stat *about)
{
    size_t size = (size_t)(last_name(path) - path);
    char folder[4096];

    if (size == 0)
        return stat(".", about) == 0;
    if (size >= sizeof folder)
        return false;
    memcpy(folder, path, size);
    folder[size] = '\0';
    return stat(folder, about) == 0;
}

bool complaint__file_same(const char *a, const char *b)
{
    struct stat one, other;

    if (stat(a, &one) != 0 || stat(b, &other) != 0)
        if (strcmp(last_name(a), last_name(b)) != 0 || !stat_folder(a, &one) ||
            !stat_folder(b, &other))
            return false;
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

int complaint__file_sync_folder(complaint_context *context, const char *path)
{
    complaint__buffer folder = COMPLAINT__BUFFER(context);
    const char *name = last_name(path);
    int code = ENOMEM;
    int file = -1;

    /* With its slash, which is the folder itself where it is the root. */
    if (name == path)
        complaint__buffer_char(&folder, '.');
    else
        complaint__buffer_append(&folder, path, (size_t)(name - path));
    if (!folder.failed) {
        file = open(folder.bytes, O_RDONLY | O_CLOEXEC);
        code = file < 0 || fsync(file) != 0 ? errno : 0;
    }
    if (file >= 0)
        close(file);
    complaint__buffer_free(&folder);
    return code;
}

/* ---- writing ---- */

/* The path with its links followed when there is something; as it is when not.
 * *about tells what is there; its mode is 0 for nothing. */
static int look_at(complaint__file_new *self, const char *path,
                   struct stat *about)
{
    char *real = NULL;

    if (stat(path, about) != 0)
        memset(about, 0, sizeof *about);
    else if (S_ISDIR(about->st_mode))
        return EISDIR;
    else if (S_ISREG(about->st_mode) && (real = realpath(path, NULL)) == NULL)
        return errno;
    complaint__buffer_text(&self->path, real != NULL ? real : path);
    free(real);
    return self->path.failed ? ENOMEM : 0;
}

/* A file of a name that nobody has; -1 when it cannot be had. */
static int reserve(complaint__file_new *self, const struct stat *replaced)
{
    mode_t mode = replaced->st_mode == 0 ? 0666 : S_IRUSR | S_IWUSR;
    int file = -1;

    for (int i = 1; file < 0 && i <= PARTS; i++) {
        complaint__buffer_clear(&self->part);
        complaint__buffer_text(&self->part, self->path.bytes);
        complaint__buffer_text(&self->part, ".part");
        if (i > 1)
            complaint__buffer_format(&self->part, "-%d", i);
        if (self->part.failed) {
            errno = ENOMEM;
            return -1;
        }
        file = open(self->part.bytes,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (file < 0 && errno != EEXIST)
            return -1;
    }
    /* Whoever may read what is replaced may read what replaces it. */
    if (file >= 0 && replaced->st_mode != 0)
        (void)!fchmod(file, replaced->st_mode & 0777);
    return file;
}

static void forget(complaint__file_new *self)
{
    self->file = NULL;
    complaint__buffer_free(&self->path);
    complaint__buffer_free(&self->part);
}

int complaint__file_begin(complaint__file_new *self, complaint_context *context,
                          const char *path)
{
    struct stat about;
    int file = -1;
    int code;

    self->file = NULL;
    self->path = self->part = (complaint__buffer)COMPLAINT__BUFFER(context);
    code = look_at(self, path, &about);
    if (code == 0) {
        file = about.st_mode == 0 || S_ISREG(about.st_mode)
                   ? reserve(self, &about)
                   : open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
        code = file < 0 ? errno : 0;
    }
    if (code == 0 && (self->file = fdopen(file, "wb")) == NULL) {
        code = errno;
        close(file);
        if (self->part.size > 0)
            (void)unlink(self->part.bytes);
    }
    if (code != 0)
        forget(self);
    return code;
}

int complaint__file_end(complaint__file_new *self, bool keep)
{
    bool named = self->part.size > 0;
    int code = 0;

    if (keep &&
        (fflush(self->file) != 0 || (named && fsync(fileno(self->file)) != 0)))
        code = errno;
    if (fclose(self->file) != 0 && keep && code == 0)
        code = errno;
    if (named && keep && code == 0 &&
        rename(self->part.bytes, self->path.bytes) != 0)
        code = errno;
    if (named && (!keep || code != 0))
        (void)unlink(self->part.bytes);
    else if (named) /* not every file system can; the name is there anyway */
        (void)complaint__file_sync_folder(self->path.context, self->path.bytes);
    forget(self);
    return code;
}
