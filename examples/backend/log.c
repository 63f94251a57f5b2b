/* The log file: a first line, then transactions, each with its size and a
 * checksum. What is not whole at the end was never acknowledged, and goes. */
#define _DEFAULT_SOURCE /* flock */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char first_line[] = "complaint log 1\n";
#define FIRST_SIZE (sizeof first_line - 1)
#define FRAME_SIZE 8 /* size and checksum before a transaction */
#define COPY_SIZE 1000000

/* --- Bytes. --- */

static void add(buffer *b, const void *bytes, size_t size)
{
    if (!b->failed && b->size + size > b->room) {
        size_t room = 2 * (b->size + size);
        unsigned char *grown = realloc(b->bytes, room);
        b->failed = grown == NULL;
        if (grown != NULL) {
            b->bytes = grown;
            b->room = room;
        }
    }
    if (b->failed)
        return;
    if (size > 0)
        memcpy(b->bytes + b->size, bytes, size);
    b->size += size;
}

/* Numbers: lowest byte first. */
static void add_number(buffer *b, uint64_t number, size_t size)
{
    unsigned char bytes[8];

    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    add(b, bytes, size);
}

static uint64_t number_at(const unsigned char *bytes, size_t size)
{
    uint64_t number = 0;

    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)bytes[i] << 8 * i;
    return number;
}

void change_schema(buffer *b, int version)
{
    add_number(b, CHANGE_SCHEMA, 1);
    add_number(b, (uint64_t)version, 4);
}

void change_row(buffer *b, int kind, const complaint_relation *relation,
                const complaint_value *values, size_t count)
{
    const char *name = complaint_relation_name(relation);

    add_number(b, (uint64_t)kind, 1);
    add_number(b, strlen(name), 1);
    add(b, name, strlen(name));
    add_number(b, count, 2);
    for (size_t i = 0; i < count; i++) {
        add_number(b, (uint64_t)values[i].type, 1);
        if (values[i].type == COMPLAINT_VALUE_INTEGER) {
            add_number(b, (uint64_t)values[i].integer, 8);
        } else if (values[i].type != COMPLAINT_VALUE_NULL) {
            add_number(b, values[i].size, 4);
            add(b, values[i].bytes, values[i].size);
        }
    }
}

/* CRC-32 of IEEE 802.3. */
static uint32_t checksum(const unsigned char *bytes, size_t size)
{
    uint32_t sum = UINT32_MAX;

    for (size_t i = 0; i < size; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (UINT32_C(0xedb88320) & (0 - (sum & 1)));
    }
    return ~sum;
}

/* --- Reading. --- */

typedef struct reader {
    const unsigned char *at;
    size_t left;
    bool bad;
} reader;

static const unsigned char *take(reader *r, size_t size)
{
    static const unsigned char nothing[8];
    const unsigned char *bytes = r->at;

    if (r->bad || r->left < size) {
        r->bad = true;
        return nothing;
    }
    r->at += size;
    r->left -= size;
    return bytes;
}

static void take_value(reader *r, complaint_value *value)
{
    memset(value, 0, sizeof *value);
    value->type = take(r, 1)[0];
    if (value->type == COMPLAINT_VALUE_INTEGER) {
        value->integer = (int64_t)number_at(take(r, 8), 8);
    } else if (value->type == COMPLAINT_VALUE_TEXT ||
               value->type == COMPLAINT_VALUE_BYTES) {
        size_t size = (size_t)number_at(take(r, 4), 4);
        value->bytes = (const char *)take(r, size);
        value->size = r->bad ? 0 : size;
    } else if (value->type != COMPLAINT_VALUE_NULL) {
        r->bad = true;
    }
}

/* Name of a relation and values of as many columns as it should have. */
static table *take_row(reader *r, complaint_store *store, bool whole,
                       complaint_value *values)
{
    size_t size = take(r, 1)[0];
    const char *name = (const char *)take(r, size);
    char text[256];
    table *t;

    snprintf(text, sizeof text, "%.*s", (int)(r->bad ? 0 : size), name);
    t = store_table(store, complaint_relation_find(text));
    r->bad = r->bad || t == NULL ||
             number_at(take(r, 2), 2) != (whole ? t->columns : t->keys);
    for (size_t i = 0; !r->bad && i < (whole ? t->columns : t->keys); i++)
        take_value(r, &values[i]);
    return t;
}

/* One change, made again in memory. */
static int repeat_change(complaint_store *store, reader *r)
{
    complaint_value values[256];
    unsigned kind = take(r, 1)[0];
    row *old;
    table *t;

    if (kind == CHANGE_SCHEMA) {
        store->version = (int)number_at(take(r, 4), 4);
        return COMPLAINT_OK;
    }
    r->bad = r->bad || (kind != CHANGE_PUT && kind != CHANGE_ERASE);
    t = r->bad ? NULL : take_row(r, store, kind == CHANGE_PUT, values);
    if (r->bad)
        return COMPLAINT_OK;
    old = table_find(t, values);
    if (kind == CHANGE_PUT) {
        row *added = row_make(values, t->columns);
        if (added == NULL || !table_reserve(t, 1)) {
            free(added);
            return COMPLAINT_NO_MEMORY;
        }
        if (old != NULL)
            table_remove(t, old);
        table_add(t, added);
    } else if (old != NULL) {
        table_remove(t, old);
    }
    row_release(old);
    return COMPLAINT_OK;
}

static int corrupt(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(store->context, error, COMPLAINT_CORRUPT,
                                store->path, 0,
                                "this is no log of a register, or it is "
                                "damaged");
}

static int repeat_frame(complaint_store *store, const unsigned char *bytes,
                        size_t size, complaint_error **error)
{
    reader r = {bytes, size, false};
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && r.left > 0 && !r.bad)
        status = repeat_change(store, &r);
    if (status != COMPLAINT_OK)
        return store_fail_memory(store, error);
    return r.bad ? corrupt(store, error) : COMPLAINT_OK;
}

static bool all_zero(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

/* Walks the transactions; *good is where the last whole one ends. What follows
 * must look like one that was cut short. */
static int read_frames(complaint_store *store, const unsigned char *bytes,
                       size_t size, bool repeat, size_t *good,
                       complaint_error **error)
{
    size_t at = FIRST_SIZE;
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && size - at >= FRAME_SIZE) {
        size_t length = (size_t)number_at(bytes + at, 4);
        const unsigned char *frame = bytes + at + FRAME_SIZE;
        size_t left = size - at - FRAME_SIZE;
        if (length == 0 || length > left ||
            checksum(frame, length) != number_at(bytes + at + 4, 4)) {
            if (length < left && !all_zero(bytes + at, size - at))
                return corrupt(store, error);
            break;
        }
        if (repeat)
            status = repeat_frame(store, frame, length, error);
        at += FRAME_SIZE + length;
    }
    *good = at;
    return status;
}

static unsigned char *read_file(complaint_store *store, size_t *size)
{
    struct stat about;
    unsigned char *bytes;
    size_t got = 0;

    if (fstat(store->file, &about) != 0)
        return NULL;
    bytes = malloc((size_t)about.st_size + 1);
    while (bytes != NULL && got < (size_t)about.st_size) {
        ssize_t n = pread(store->file, bytes + got, (size_t)about.st_size - got,
                          (off_t)got);
        if (n < 0 && errno != EINTR) {
            free(bytes);
            return NULL;
        }
        if (n == 0)
            break;
        got += n > 0 ? (size_t)n : 0;
    }
    *size = got;
    return bytes;
}

/* Read all, and repeat it or only look. */
static int read_log(complaint_store *store, bool repeat,
                    complaint_error **error)
{
    size_t size = 0;
    size_t good = 0;
    unsigned char *bytes = read_file(store, &size);
    size_t first = size < FIRST_SIZE ? size : FIRST_SIZE;
    int status = COMPLAINT_OK;

    if (bytes == NULL)
        return store_fail_file(store, error);
    if (memcmp(bytes, first_line, first) != 0)
        status = corrupt(store, error);
    else if (size >= FIRST_SIZE)
        status = read_frames(store, bytes, size, repeat, &good, error);
    free(bytes);
    if (status != COMPLAINT_OK)
        return status;
    if (!repeat)
        return (int64_t)good == store->size ? COMPLAINT_OK
                                            : corrupt(store, error);
    store->size = (int64_t)good;
    return COMPLAINT_OK;
}

int log_check(complaint_store *store, complaint_error **error)
{
    return read_log(store, false, error);
}

/* --- Writing. --- */

static bool write_all(int file, const void *bytes, size_t size)
{
    const char *at = bytes;

    while (size > 0) {
        ssize_t n = write(file, at, size);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool write_frame(int file, const buffer *changes)
{
    buffer frame = {NULL, 0, 0, false};
    bool good;

    add_number(&frame, changes->size, 4);
    add_number(&frame, checksum(changes->bytes, changes->size), 4);
    add(&frame, changes->bytes, changes->size);
    if (frame.failed)
        errno = ENOMEM;
    good = !frame.failed && write_all(file, frame.bytes, frame.size);
    free(frame.bytes);
    return good;
}

/* A name is durable when its folder is. */
static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = strdup(slash != NULL ? path : ".");
    int file;
    bool good;

    if (folder == NULL)
        return false;
    if (slash != NULL)
        folder[slash > path ? slash - path : 1] = '\0';
    file = open(folder, O_RDONLY);
    free(folder);
    good = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    return good;
}

/* Back to whole transactions, after a failure or a crash. */
static bool cut(complaint_store *store)
{
    if (ftruncate(store->file, (off_t)store->size) == 0 &&
        lseek(store->file, 0, SEEK_END) == (off_t)store->size &&
        fsync(store->file) == 0)
        return true;
    store->broken = true;
    return false;
}

int log_read(complaint_store *store, complaint_error **error)
{
    int status = read_log(store, true, error);

    if (status != COMPLAINT_OK ||
        (store->flags & COMPLAINT_STORE_READ_ONLY) != 0)
        return status;
    if (store->size == 0) {
        if (!cut(store) || !write_all(store->file, first_line, FIRST_SIZE) ||
            fsync(store->file) != 0 || !sync_folder(store->path))
            return store_fail_file(store, error);
        store->size = FIRST_SIZE;
    }
    return cut(store) ? COMPLAINT_OK : store_fail_file(store, error);
}

int log_append(complaint_store *store, complaint_error **error)
{
    if (store->changes.size == 0)
        return COMPLAINT_OK;
    if (store->broken || store->changes.size > UINT32_MAX) {
        errno = store->broken ? EIO : EFBIG;
        return store_fail_file(store, error);
    }
    if (!write_frame(store->file, &store->changes) ||
        fdatasync(store->file) != 0) {
        int status = store_fail_file(store, error);
        cut(store);
        return status;
    }
    store->size += (int64_t)(FRAME_SIZE + store->changes.size);
    return COMPLAINT_OK;
}

static bool copy_rows(const complaint_store *store, int file, int64_t *size)
{
    buffer b = {NULL, 0, 0, false};
    bool good = write_all(file, first_line, FIRST_SIZE);

    *size = FIRST_SIZE;
    change_schema(&b, store->version);
    for (size_t i = 0; i < store->table_count; i++) {
        const table *t = &store->tables[i];
        for (size_t j = 0; good && j < t->orders[0].count; j++) {
            change_row(&b, CHANGE_PUT, t->relation,
                       t->orders[0].rows[j]->values, t->columns);
            if (b.size < COPY_SIZE)
                continue;
            good = !b.failed && write_frame(file, &b);
            *size += (int64_t)(FRAME_SIZE + b.size);
            b.size = 0;
        }
    }
    if (b.size > 0) {
        good = good && !b.failed && write_frame(file, &b);
        *size += (int64_t)(FRAME_SIZE + b.size);
    }
    free(b.bytes);
    return good && fsync(file) == 0;
}

/* A new file beside `path`, with all rows; -1 with errno. */
static int write_beside(const complaint_store *store, const char *path,
                        char *beside, int64_t *size)
{
    int file;

    sprintf(beside, "%s.new", path);
    file = open(beside, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0600);
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0 &&
        copy_rows(store, file, size))
        return file;
    if (file >= 0)
        close(file);
    unlink(beside);
    return -1;
}

int log_copy(complaint_store *store, const char *path, bool *exists,
             complaint_error **error)
{
    char *beside = malloc(strlen(path) + sizeof ".new");
    int status = COMPLAINT_OK;
    int64_t size = 0;
    int file;

    if (beside == NULL)
        return store_fail_memory(store, error);
    file = write_beside(store, path, beside, &size);
    /* A link, for it refuses a name that is taken. */
    if (file < 0 || link(beside, path) != 0 || !sync_folder(path)) {
        *exists = errno == EEXIST;
        status = *exists ? COMPLAINT_EXISTS : store_fail_file(store, error);
    }
    if (file >= 0) {
        close(file);
        unlink(beside);
    }
    free(beside);
    return status;
}

int log_replace(complaint_store *store, complaint_error **error)
{
    char *beside = malloc(strlen(store->path) + sizeof ".new");
    int status = COMPLAINT_OK;
    int64_t size = 0;
    int file;

    if (beside == NULL)
        return store_fail_memory(store, error);
    file = write_beside(store, store->path, beside, &size);
    if (file < 0 || rename(beside, store->path) != 0) {
        status = store_fail_file(store, error);
        if (file >= 0) {
            close(file);
            unlink(beside);
        }
    } else {
        close(store->file);
        store->file = file;
        store->size = size;
        if (!sync_folder(store->path))
            status = store_fail_file(store, error);
    }
    free(beside);
    return status;
}

/* --- Opening. --- */

/* Somebody may have replaced the file between opening and locking. */
static bool is_the_file(const complaint_store *store)
{
    struct stat opened;
    struct stat named;

    return fstat(store->file, &opened) == 0 && stat(store->path, &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

static int open_once(complaint_store *store, complaint_error **error)
{
    bool reads = (store->flags & COMPLAINT_STORE_READ_ONLY) != 0;
    int flags = reads ? O_RDONLY : O_RDWR | O_APPEND;

    if ((store->flags & COMPLAINT_STORE_CREATE) != 0)
        flags |= O_CREAT;
    store->file = open(store->path, flags | O_CLOEXEC, 0600);
    if (store->file < 0)
        return store_fail_file(store, error);
    if (flock(store->file, (reads ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0)
        return complaint_store_fail(store->context, error, COMPLAINT_BUSY,
                                    store->path, errno,
                                    "another process has the log open");
    return COMPLAINT_OK;
}

int log_open(complaint_store *store, complaint_error **error)
{
    int status;

    for (;;) {
        status = open_once(store, error);
        if (status != COMPLAINT_OK || is_the_file(store))
            return status;
        log_close(store);
    }
}

void log_close(complaint_store *store)
{
    if (store->file >= 0)
        close(store->file);
    store->file = -1;
}
