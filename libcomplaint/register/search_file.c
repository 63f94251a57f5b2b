/* The file of a search: frames, each a part with a head that tells what it
 * holds and how far in the journal. A frame that is not whole, of another
 * register, library or machine ends the file; it can be lost at any time. Only
 * the holder of its lock writes, and never cuts what others have mapped. */
#include "register/search.h"

#include "base/failure.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

/* Changes with what complaint__search_text() puts together. */
#define MAGIC "CMPLSRC1"
#define MAGIC_NAME 7 /* bytes of it that every version has */
#define ORDER UINT32_C(0x01020304)
/* Less is told again by the next one who looks. */
#define WORTH_SAVING ((size_t)64 << 10)

typedef struct head {
    char magic[8];
    uint32_t order;
    uint32_t stray;
    char unicode[16];
    char register_id[40];
    int64_t place; /* how far it is told; negative: more frames belong to it */
    int64_t change;
    unsigned char mark[32];
    uint64_t count;
    uint64_t text_size;
    uint64_t text_sum;
    uint64_t head_sum; /* of the head before it and the records */
} head;

_Static_assert(sizeof(head) % 8 == 0, "records are aligned");

uint64_t complaint__search_sum(const void *bytes, size_t size)
{
    const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t lanes[4] = {size, factor, ~(uint64_t)size, ~factor};
    const unsigned char *at = bytes;
    uint64_t word;
    uint64_t sum = 0;

    for (; size >= 32; size -= 32, at += 32)
        for (size_t i = 0; i < 4; i++) {
            memcpy(&word, at + 8 * i, sizeof word);
            lanes[i] = (lanes[i] ^ word) * factor;
            lanes[i] ^= lanes[i] >> 29;
        }
    for (; size > 0; size--, at++)
        lanes[0] = (lanes[0] ^ *at) * factor;
    for (size_t i = 0; i < 4; i++)
        sum = ((sum ^ lanes[i]) * factor) ^ (lanes[i] >> 31);
    return sum;
}

static size_t padded(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

static size_t frame_size(const head *h)
{
    return sizeof *h + (size_t)h->count * sizeof(complaint__search_record) +
           padded((size_t)h->text_size);
}

static uint64_t head_sum(const head *h, const void *records)
{
    return complaint__search_sum(h, offsetof(head, head_sum)) ^
           complaint__search_sum(records, (size_t)h->count *
                                              sizeof(complaint__search_record));
}

/* The head at a place, when its frame is whole and ours; NULL otherwise. */
static const head *head_at(const complaint__search *self, const void *map,
                           size_t size, size_t at)
{
    const head *h = (const void *)((const char *)map + at);
    size_t most = (size - at) / sizeof(complaint__search_record);

    if (size - at < sizeof *h || memcmp(h->magic, MAGIC, 8) != 0 ||
        h->order != ORDER || h->stray > 1 ||
        strncmp(h->unicode, utf8proc_unicode_version(), sizeof h->unicode) !=
            0 ||
        strncmp(h->register_id, self->register_id, sizeof h->register_id) !=
            0 ||
        h->count == 0 || h->count > most || h->text_size > size - at ||
        frame_size(h) > size - at || h->head_sum != head_sum(h, h + 1))
        return NULL;
    return h;
}

/* ---- reading ---- */

/* Bytes of the frames up to the last that tells its place in the journal. */
static size_t good_size(const complaint__search *self, const void *map,
                        size_t size)
{
    const head *h;
    size_t good = 0;
    size_t at = 0;

    while (at < size && (h = head_at(self, map, size, at)) != NULL) {
        at += frame_size(h);
        if (h->place >= 0)
            good = at;
    }
    return good;
}

static bool take_frame(complaint__search *self, const head *h)
{
    complaint__search_part *part =
        complaint__search_part_add(self, h->stray != 0);
    const char *records = (const char *)(h + 1);

    if (part == NULL)
        return false;
    /* The map is private: what is written there stays here. */
    part->records = (complaint__search_record *)(uintptr_t)(h + 1);
    part->count = (size_t)h->count;
    part->text =
        (char *)(uintptr_t)(records + part->count * sizeof *part->records);
    part->text_size = (size_t)h->text_size;
    part->text_sum = h->text_sum;
    part->unchecked = true;
    part->saved = true;
    if (!complaint__search_take_part(self, self->part_count - 1))
        return false;
    if (h->place >= 0) {
        self->reached.place = h->place;
        self->reached.change = h->change;
        memcpy(self->mark, h->mark, sizeof h->mark);
    }
    return true;
}

static void take_map(complaint__search *self)
{
    size_t good = good_size(self, self->map, self->map_size);
    size_t at = 0;

    while (at < good) {
        const head *h = (const void *)((const char *)self->map + at);

        if (!take_frame(self, h)) {
            complaint__search_clear(self);
            return;
        }
        at += frame_size(h);
    }
    self->file_size = good;
    self->built = good > 0;
}

void complaint__search_load(complaint__search *self)
{
    struct stat about;
    int file;

    self->looked = true;
    if (self->path == NULL)
        return;
    file = open(self->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return;
    if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
        about.st_size > 0 && (uintmax_t)about.st_size <= SIZE_MAX) {
        self->map_size = (size_t)about.st_size;
        self->map = mmap(NULL, self->map_size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE, file, 0);
        if (self->map == MAP_FAILED)
            self->map = NULL;
        self->file_inode = (uint64_t)about.st_ino;
    }
    if (self->map == NULL) {
        close(file);
        return;
    }
    self->map_file = file + 1;
    take_map(self);
    if (!self->built)
        complaint__search_unload(self);
}

void complaint__search_unload(complaint__search *self)
{
    if (self->map != NULL)
        munmap(self->map, self->map_size);
    if (self->map_file > 0)
        close(self->map_file - 1);
    self->map = NULL;
    self->map_size = 0;
    self->map_file = 0;
    self->file_size = 0;
    self->file_inode = 0;
}

bool complaint__search_is_there(const complaint__search *self)
{
    struct stat about;

    return self->map == NULL || (fstat(self->map_file - 1, &about) == 0 &&
                                 (uintmax_t)about.st_size >= self->map_size);
}

/* ---- writing ---- */

/* Does a file begin as a search's of any version, so far as it goes? An empty
 * one is a search's that was not written yet, and what a power cut left of one
 * begins with zeros: it is not synchronised. */
static bool begins_as_ours(int file)
{
    static const char lost[MAGIC_NAME] = {0};
    struct stat about;
    char begun[MAGIC_NAME];
    ssize_t size;

    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        return false;
    size = pread(file, begun, sizeof begun, 0);
    return size == 0 || (size > 0 && (memcmp(begun, MAGIC, (size_t)size) == 0 ||
                                      memcmp(begun, lost, (size_t)size) == 0));
}

/* Is something else of that name, which is nobody's business here? What may
 * not be read is not known to be another's. */
static bool is_foreign(const char *path)
{
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool foreign;

    if (file < 0)
        return errno == ELOOP;
    foreign = !begins_as_ours(file);
    close(file);
    return foreign;
}

/* The file, locked and still the one of that name; -1 when it cannot be had,
 * or, unless `wait`, another has the lock. */
static int lock_file(const char *path, bool create, bool wait)
{
    struct stat opened;
    struct stat named;
    int how = LOCK_EX | (wait ? 0 : LOCK_NB);
    int file;

    for (int i = 0; i < 100; i++) {
        file = open(path,
                    O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC |
                        (create ? O_CREAT : 0),
                    S_IRUSR | S_IWUSR);
        if (file < 0)
            return -1;
        if (flock(file, how) == 0 && fstat(file, &opened) == 0 &&
            S_ISREG(opened.st_mode) && stat(path, &named) == 0 &&
            opened.st_ino == named.st_ino && opened.st_dev == named.st_dev) {
            if (begins_as_ours(file))
                return file;
            wait = false;
        }
        close(file);
        if (!wait)
            return -1;
    }
    return -1;
}

static bool write_all(int file, const void *bytes, size_t size, size_t at)
{
    const char *from = bytes;

    while (size > 0) {
        ssize_t done = pwrite(file, from, size, (off_t)at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        from += done;
        at += (size_t)done;
        size -= (size_t)done;
    }
    return true;
}

static bool write_part(const complaint__search *self,
                       const complaint__search_part *part, bool last, int file,
                       size_t *at)
{
    static const char nothing[8] = {0};
    size_t records = part->count * sizeof *part->records;
    size_t rest = padded(part->text_size) - part->text_size;
    head h;

    memset(&h, 0, sizeof h);
    memcpy(h.magic, MAGIC, sizeof h.magic);
    h.order = ORDER;
    h.stray = part->stray;
    (void)snprintf(h.unicode, sizeof h.unicode, "%s",
                   utf8proc_unicode_version());
    (void)snprintf(h.register_id, sizeof h.register_id, "%s",
                   self->register_id);
    h.place = last ? self->reached.place : -1;
    h.change = self->reached.change;
    memcpy(h.mark, self->mark, sizeof h.mark);
    h.count = part->count;
    h.text_size = part->text_size;
    h.text_sum = complaint__search_sum(part->text, part->text_size);
    h.head_sum = head_sum(&h, part->records);
    if (!write_all(file, &h, sizeof h, *at) ||
        !write_all(file, part->records, records, *at + sizeof h) ||
        !write_all(file, part->text, part->text_size,
                   *at + sizeof h + records) ||
        !write_all(file, nothing, rest,
                   *at + sizeof h + records + part->text_size))
        return false;
    *at += frame_size(&h);
    return true;
}

/* Parts that are not saved, or all of them. */
static bool write_parts(complaint__search *self, bool all, int file, size_t *at)
{
    size_t last = self->part_count;
    bool written = true;

    while (last > 0 && (self->parts[last - 1].count == 0 ||
                        (!all && self->parts[last - 1].saved)))
        last--;
    for (size_t i = 0; written && i < last; i++)
        if (self->parts[i].count > 0 && (all || !self->parts[i].saved))
            written =
                write_part(self, &self->parts[i], i + 1 == last, file, at);
    return written;
}

static void settle(complaint__search *self, size_t size)
{
    for (size_t i = 0; i < self->part_count; i++)
        self->parts[i].saved = true;
    self->file_size = size;
    self->unsaved = 0;
}

static void new_name(const complaint__search *self, complaint__buffer *name)
{
    complaint__buffer_text(name, self->path);
    complaint__buffer_text(name, "-new");
}

/* A whole file in the place of what is there. */
static bool write_anew(complaint__search *self)
{
    complaint__buffer name = COMPLAINT__BUFFER(self->context);
    struct stat about;
    bool written = false;
    size_t at = 0;
    int file = -1;

    new_name(self, &name);
    if (name.failed || is_foreign(name.bytes))
        goto done;
    (void)unlink(name.bytes);
    file =
        open(name.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
             S_IRUSR | S_IWUSR);
    if (file < 0)
        goto done;
    written = write_parts(self, true, file, &at) && fstat(file, &about) == 0 &&
              rename(name.bytes, self->path) == 0;
    if (written) {
        self->file_inode = (uint64_t)about.st_ino;
        settle(self, at);
    } else {
        (void)unlink(name.bytes);
    }
done:
    if (file >= 0)
        close(file);
    complaint__buffer_free(&name);
    return written;
}

int complaint__search_lock(const complaint__search *self, bool always)
{
    if (self->path == NULL || (!always && self->unsaved < WORTH_SAVING))
        return -1;
    return lock_file(self->path, true, always);
}

void complaint__search_save(complaint__search *self, int file)
{
    struct stat about;
    size_t at = self->file_size;

    if (fstat(file, &about) != 0)
        return;
    if (at > 0 && (uint64_t)about.st_ino == self->file_inode &&
        (uintmax_t)about.st_size == at) {
        if (write_parts(self, false, file, &at))
            settle(self, at);
    } else if (self->file_size == 0 ||
               self->unsaved > (self->text_size + self->stray_size) / 8) {
        /* None, or another's, which knows less by now. */
        (void)write_anew(self);
    }
}

/* ---- erasing ---- */

/* Put COMPLAINT__SEARCH_FIELD over what a mapped part says of cases that were
 * told anew since, here and in the file. */
static bool blank_part(complaint__search *self, complaint__search_part *part,
                       int file)
{
    /* The head stands before its records. */
    head *h = (void *)((char *)part->records - sizeof *h);
    size_t at = (size_t)((const char *)h - (const char *)self->map);
    bool changed = false;

    if (part->dead == NULL)
        return true;
    if (part->unchecked &&
        complaint__search_sum(part->text, part->text_size) != part->text_sum)
        return false;
    for (size_t i = 0; i < part->count; i++) {
        char *text = part->text + part->records[i].offset;
        size_t size = part->records[i].size;

        if (!part->dead[i] || size == 0)
            continue;
        changed = changed || text[0] != COMPLAINT__SEARCH_FIELD;
        memset(text, COMPLAINT__SEARCH_FIELD, size);
    }
    if (!changed)
        return true;
    h->text_sum = part->text_sum =
        complaint__search_sum(part->text, part->text_size);
    /* Revisions may have been noted in the records since. */
    h->head_sum = head_sum(h, part->records);
    return write_all(file, part->records, part->count * sizeof *part->records,
                     at + sizeof *h) &&
           write_all(file, part->text, part->text_size,
                     (size_t)(part->text - (char *)self->map)) &&
           write_all(file, h, sizeof *h, at);
}

bool complaint__search_blank(complaint__search *self, int file)
{
    struct stat about;
    bool done = fstat(file, &about) == 0 &&
                (uint64_t)about.st_ino == self->file_inode &&
                (uintmax_t)about.st_size == self->file_size;

    for (size_t i = 0; done && i < self->part_count; i++)
        if (self->parts[i].record_capacity == 0)
            done = blank_part(self, &self->parts[i], file);
    return done && fsync(file) == 0;
}

bool complaint__search_exists(const complaint__search *self)
{
    struct stat about;

    return self->path != NULL &&
           (lstat(self->path, &about) == 0 || errno != ENOENT) &&
           !is_foreign(self->path);
}

static bool remove_ours(const char *path)
{
    return is_foreign(path) || unlink(path) == 0 || errno == ENOENT;
}

int complaint__search_remove(complaint__search *self, complaint_error **error)
{
    complaint__buffer name = COMPLAINT__BUFFER(self->context);
    bool done;

    if (self->path == NULL)
        return COMPLAINT_OK;
    new_name(self, &name);
    if (name.failed)
        return complaint__fail_memory(error);
    done = remove_ours(self->path);
    done = remove_ours(name.bytes) && done;
    complaint__buffer_free(&name);
    if (done)
        return COMPLAINT_OK;
    return complaint__fail(self->context, error, COMPLAINT_IO, "search.erase",
                           self->path,
                           "the search file of this register cannot be "
                           "rewritten without what was erased: remove it");
}
