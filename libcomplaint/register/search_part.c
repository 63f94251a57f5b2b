/* The parts of a search: cases in the order of their ids, which is that of
 * receipt, in parts of some megabytes; and strays, which were changed or came
 * late, until they are put into their places. */
#include "register/search.h"

#include "base/failure.h"

#include <stdlib.h>
#include <string.h>

#define PART_TEXT ((size_t)4 << 20)
#define PART_RECORDS ((size_t)1 << 16)

/* ---- ids ---- */

static unsigned digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
}

void complaint__search_id_read(const char *text, unsigned char id[16])
{
    for (size_t i = 0, at = 0; i < 16; i++) {
        if (text[at] == '-')
            at++;
        id[i] = (unsigned char)(digit(text[at]) << 4 | digit(text[at + 1]));
        at += 2;
    }
}

void complaint__search_id_write(const unsigned char id[16],
                                char text[COMPLAINT__ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    size_t at = 0;

    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text[at++] = '-';
        text[at++] = digits[id[i] >> 4];
        text[at++] = digits[id[i] & 15];
    }
    text[at] = '\0';
}

/* ---- strays by id ---- */

static size_t place_of(const complaint__search *self,
                       const unsigned char id[16])
{
    uint64_t hash;

    /* The end of an id is random. */
    memcpy(&hash, id + 8, sizeof hash);
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 20) & (self->stray_capacity - 1);
}

static complaint__search_record *
stray_record(const complaint__search *self,
             const complaint__search_stray *stray)
{
    return &self->parts[stray->part - 1].records[stray->record];
}

static complaint__search_stray *find_stray(const complaint__search *self,
                                           const unsigned char id[16])
{
    size_t at = place_of(self, id);

    while (self->strays[at].part != 0 &&
           memcmp(stray_record(self, &self->strays[at])->id, id, 16) != 0)
        at = (at + 1) & (self->stray_capacity - 1);
    return &self->strays[at];
}

static bool reserve_stray(complaint__search *self)
{
    complaint__search_stray *old = self->strays;
    size_t old_capacity = self->stray_capacity;
    size_t capacity = old_capacity == 0 ? 256 : old_capacity * 2;

    if (self->stray_count * 2 < old_capacity)
        return true;
    self->strays = complaint__alloc_array(self->context, capacity, sizeof *old);
    if (self->strays == NULL) {
        self->strays = old;
        return false;
    }
    self->stray_capacity = capacity;
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].part != 0)
            *find_stray(self, stray_record(self, &old[i])->id) = old[i];
    complaint__free(self->context, old);
    return true;
}

/* ---- parts ---- */

static void free_part(complaint__search *self, complaint__search_part *part)
{
    complaint__free(self->context, part->dead);
    if (part->record_capacity == 0)
        return;
    complaint__free(self->context, part->records);
    complaint__free(self->context, part->text);
}

void complaint__search_clear(complaint__search *self)
{
    for (size_t i = 0; i < self->part_count; i++)
        free_part(self, &self->parts[i]);
    complaint__free(self->context, self->parts);
    complaint__free(self->context, self->strays);
    self->parts = NULL;
    self->strays = NULL;
    self->part_count = self->part_capacity = 0;
    self->stray_count = self->stray_capacity = 0;
    self->open_part[0] = self->open_part[1] = 0;
    self->count = self->stray_size = self->text_size = self->unsaved = 0;
    self->built = false;
    memset(self->last, 0, sizeof self->last);
    memset(&self->bytes, 0, sizeof self->bytes);
    memset(&self->reached, 0, sizeof self->reached);
    memset(self->mark, 0, sizeof self->mark);
}

complaint__search_part *complaint__search_part_add(complaint__search *self,
                                                   bool stray)
{
    complaint__search_part *parts;
    size_t capacity = self->part_capacity;

    if (self->part_count == capacity) {
        capacity = capacity == 0 ? 16 : capacity * 2;
        parts = complaint__realloc_array(self->context, self->parts, capacity,
                                         sizeof *parts);
        if (parts == NULL)
            return NULL;
        self->parts = parts;
        self->part_capacity = capacity;
    }
    parts = &self->parts[self->part_count++];
    memset(parts, 0, sizeof *parts);
    parts->stray = stray;
    return parts;
}

static bool reserve(complaint__search *self, complaint__search_part *part,
                    size_t size)
{
    size_t records =
        part->record_capacity == 0 ? 64 : part->record_capacity * 2;
    size_t capacity = part->text_capacity == 0 ? 4096 : part->text_capacity;
    void *grown;

    if (part->count == part->record_capacity) {
        grown = complaint__realloc_array(self->context, part->records, records,
                                         sizeof *part->records);
        if (grown == NULL)
            return false;
        part->records = grown;
        part->record_capacity = records;
    }
    while (capacity - part->text_size < size)
        capacity *= 2;
    if (capacity != part->text_capacity) {
        grown =
            complaint__realloc_array(self->context, part->text, capacity, 1);
        if (grown == NULL)
            return false;
        part->text = grown;
        part->text_capacity = capacity;
    }
    return true;
}

/* The part that a record goes into: the one that is not full, or a new one. */
static complaint__search_part *room(complaint__search *self, bool stray,
                                    size_t size)
{
    complaint__search_part *part = NULL;

    if (self->open_part[stray] != 0) {
        part = &self->parts[self->open_part[stray] - 1];
        if (part->saved || part->count >= PART_RECORDS ||
            (part->count > 0 && part->text_size + size > PART_TEXT))
            part = NULL;
    }
    if (part == NULL) {
        part = complaint__search_part_add(self, stray);
        if (part == NULL)
            return NULL;
        self->open_part[stray] = self->part_count;
    }
    return reserve(self, part, size) ? part : NULL;
}

/* ---- finding by id ---- */

static bool is_dead(const complaint__search_part *part,
                    const complaint__search_record *record)
{
    return part->dead != NULL && part->dead[record - part->records] != 0;
}

/* The part in order whose records may hold the id: the last that begins at or
 * before it. */
static complaint__search_part *part_of(const complaint__search *self,
                                       const unsigned char id[16])
{
    complaint__search_part *best = NULL;
    size_t low = 0;
    size_t high = self->part_count;

    /* Stray parts stand between the others: step to one in order. */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t at = middle;

        while (at < high && (self->parts[at].stray || !self->parts[at].count))
            at++;
        if (at == high) {
            high = middle;
        } else if (memcmp(self->parts[at].records[0].id, id, 16) <= 0) {
            best = &self->parts[at];
            low = at + 1;
        } else {
            high = middle;
        }
    }
    return best;
}

complaint__search_record *
complaint__search_find_record(const complaint__search *self,
                              const unsigned char id[16],
                              complaint__search_part **part)
{
    size_t low = 0;
    size_t high;

    if (self->stray_capacity > 0) {
        const complaint__search_stray *stray = find_stray(self, id);

        if (stray->part != 0) {
            *part = &self->parts[stray->part - 1];
            return is_dead(*part, stray_record(self, stray))
                       ? NULL
                       : stray_record(self, stray);
        }
    }
    *part = part_of(self, id);
    if (*part == NULL)
        return NULL;
    for (high = (*part)->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        complaint__search_record *record = &(*part)->records[middle];
        int order = memcmp(record->id, id, 16);

        if (order == 0)
            return is_dead(*part, record) ? NULL : record;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ---- telling ---- */

static bool kill(complaint__search *self, complaint__search_part *part,
                 size_t record)
{
    size_t count = part->record_capacity > 0 ? PART_RECORDS : part->count;

    if (part->dead == NULL)
        part->dead = complaint__alloc_array(self->context, count, 1);
    if (part->dead == NULL)
        return false;
    part->dead[record] = 1;
    return true;
}

/* Leave nothing of a text that was told anew: it may have been erased, and
 * what is in memory is written to a file later. */
static void blank(complaint__search_part *part, size_t record)
{
    if (part->record_capacity > 0)
        memset(part->text + part->records[record].offset,
               COMPLAINT__SEARCH_FIELD, part->records[record].size);
}

/* Note a record that was just put at the end of a part. */
static void note(complaint__search *self, size_t part)
{
    const complaint__search_part *of = &self->parts[part];
    const complaint__search_record *record = &of->records[of->count - 1];
    complaint__search_stray *stray;

    if (!of->stray) {
        memcpy(self->last, record->id, sizeof self->last);
        self->count++;
        self->text_size += record->size;
        return;
    }
    self->stray_size += record->size;
    stray = find_stray(self, record->id);
    if (stray->part == 0)
        self->stray_count++;
    stray->part = (uint32_t)part + 1;
    stray->record = (uint32_t)(of->count - 1);
}

static bool put(complaint__search *self, bool stray,
                const complaint__search_record *record, const char *text)
{
    complaint__search_part *part = room(self, stray, record->size);

    if (part == NULL || (stray && !reserve_stray(self)))
        return false;
    part->records[part->count] = *record;
    part->records[part->count].offset = part->text_size;
    if (record->size > 0)
        memcpy(part->text + part->text_size, text, record->size);
    part->text_size += record->size;
    part->count++;
    note(self, (size_t)(part - self->parts));
    complaint__byte_counts_add(&self->bytes, text, record->size);
    self->unsaved += record->size + sizeof *record;
    return true;
}

int complaint__search_tell(complaint__search *self, const char *case_id,
                           uint32_t revision, const char *text, size_t size,
                           complaint_error **error)
{
    complaint__search_record record = {{0}, 0, (uint32_t)size, revision};
    complaint__search_record *known;
    complaint__search_part *part;
    size_t part_at = 0;
    size_t at = 0;
    bool stray;

    if (size > (size_t)1 << 30)
        return complaint__fail_limit(self->context, error, "text", 1 << 30);
    complaint__search_id_read(case_id, record.id);
    known = complaint__search_find_record(self, record.id, &part);
    if (known == NULL && size == 0)
        return COMPLAINT_OK;
    if (known != NULL) {
        if (known->size == size &&
            memcmp(part->text + known->offset, text, size) == 0) {
            known->revision = revision;
            return COMPLAINT_OK;
        }
        part_at = (size_t)(part - self->parts);
        at = (size_t)(known - part->records);
        if (!kill(self, part, at))
            return complaint__fail_memory(error);
    }
    /* A case that was told before, or is older than the last one. */
    stray = known != NULL ||
            (self->count > 0 && memcmp(record.id, self->last, 16) <= 0);
    if (put(self, stray, &record, text)) {
        if (known != NULL)
            blank(&self->parts[part_at], at);
        return COMPLAINT_OK;
    }
    if (known != NULL)
        self->parts[part_at].dead[at] = 0;
    return complaint__fail_memory(error);
}

bool complaint__search_take_part(complaint__search *self, size_t part)
{
    complaint__search_part *of = &self->parts[part];
    size_t count = of->count;
    uint64_t offset = 0;

    for (size_t i = 0; i < count; i++) {
        const complaint__search_record *record = &of->records[i];
        complaint__search_part *other = NULL;
        complaint__search_record *known = NULL;

        if (record->offset != offset || record->size > of->text_size - offset)
            return false;
        offset += record->size;
        if (!of->stray && (self->count > 0 || i > 0) &&
            memcmp(record->id, self->last, 16) <= 0)
            return false;
        if (of->stray && !reserve_stray(self))
            return false;
        of->count = i;
        if (of->stray)
            known = complaint__search_find_record(self, record->id, &other);
        of->count = i + 1;
        if (known != NULL &&
            !kill(self, other, (size_t)(known - other->records)))
            return false;
        note(self, part);
    }
    complaint__byte_counts_add(&self->bytes, of->text, of->text_size);
    return offset == of->text_size;
}

/* ---- merging ---- */

static int by_id(const void *a, const void *b)
{
    const complaint__search_record *const *one = a;
    const complaint__search_record *const *other = b;

    return memcmp((*one)->id, (*other)->id, 16);
}

/* Living strays in the order of their ids; NULL when exhausted. */
static complaint__search_record **sorted(complaint__search *self, size_t *count)
{
    complaint__search_record **all = complaint__alloc_array(
        self->context, self->stray_count + 1, sizeof *all);

    *count = 0;
    for (size_t i = 0; all != NULL && i < self->stray_capacity; i++) {
        const complaint__search_stray *stray = &self->strays[i];

        if (stray->part != 0 && stray_record(self, stray)->size > 0)
            all[(*count)++] = stray_record(self, stray);
    }
    if (*count > 1)
        qsort(all, *count, sizeof(complaint__search_record *), by_id);
    return all;
}

static const char *text_of(const complaint__search *self,
                           const complaint__search_record *record)
{
    complaint__search_part *part = NULL;

    complaint__search_find_record(self, record->id, &part);
    return part->text + record->offset;
}

static bool merge_parts(complaint__search *self, complaint__search *into,
                        complaint__search_record **strays, size_t count)
{
    size_t next = 0;

    for (size_t i = 0; i < self->part_count; i++) {
        const complaint__search_part *part = &self->parts[i];

        for (size_t j = 0; !part->stray && j < part->count; j++) {
            const complaint__search_record *record = &part->records[j];

            for (;
                 next < count && memcmp(strays[next]->id, record->id, 16) <= 0;
                 next++)
                if (!put(into, false, strays[next],
                         text_of(self, strays[next])))
                    return false;
            if (!is_dead(part, record) &&
                !put(into, false, record, part->text + record->offset))
                return false;
        }
    }
    for (; next < count; next++)
        if (!put(into, false, strays[next], text_of(self, strays[next])))
            return false;
    return true;
}

int complaint__search_merge(complaint__search *self, complaint_error **error)
{
    complaint__search into = {.context = self->context};
    size_t count = 0;
    complaint__search_record **strays = sorted(self, &count);
    bool merged = strays != NULL && merge_parts(self, &into, strays, count);

    complaint__free(self->context, strays);
    if (!merged) {
        complaint__search_clear(&into);
        return complaint__fail_memory(error);
    }
    into.built = self->built;
    into.reached = self->reached;
    memcpy(into.mark, self->mark, sizeof into.mark);
    into.store = self->store;
    into.finder = self->finder;
    into.path = self->path;
    into.looked = self->looked;
    memcpy(into.register_id, self->register_id, sizeof into.register_id);
    complaint__search_clear(self);
    self->path = NULL; /* it is the new one's */
    complaint__search_unload(self);
    *self = into;
    return COMPLAINT_OK;
}
