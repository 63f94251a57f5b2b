/* Looking through the parts, newest or oldest first, and no further than
 * needed: a part, then two, then four at a time, by several threads when there
 * are many. What the threads read does not change meanwhile. */
#include "register/search.h"

#include "base/failure.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS_MOST 4
#define PARTS_AT_ONCE 64
#define PARTS_PER_THREAD 2

/* Records [first, end) of a part, and which of them hold the terms. */
typedef struct stretch {
    complaint__search_part *part;
    size_t first;
    size_t end;
    uint32_t *hits; /* room for all of them */
    size_t hit_count;
    bool damaged;
} stretch;

typedef struct work {
    const complaint__search_request *request;
    const complaint__needle *needles; /* forms of the first term */
    size_t needle_count;
    stretch *stretches;
    size_t count;
    atomic_size_t next;
} work;

/* ---- one stretch ---- */

/* Is it what it seems? The needle may have been found in another field. */
static bool matches(const work *w, const complaint__search_part *part,
                    size_t record)
{
    const complaint__search_record *of = &part->records[record];
    const complaint__terms *terms = w->request->terms;
    size_t size = complaint__search_extent(part->text + of->offset, of->size,
                                           w->request->personal);

    if (part->dead != NULL && part->dead[record])
        return false;
    if (terms->count == 1 && terms->of[0].whole && w->request->personal)
        return true;
    return complaint__terms_are_in(terms, part->text + of->offset, size);
}

/* The record of [from, end) whose text holds a place. */
static size_t record_at(const complaint__search_part *part, size_t from,
                        size_t end, uint64_t place)
{
    size_t step = 1;

    while (from + step < end && part->records[from + step].offset <= place) {
        from += step;
        step *= 2;
    }
    if (from + step < end)
        end = from + step;
    while (end - from > 1) {
        size_t middle = from + (end - from) / 2;

        if (part->records[middle].offset <= place)
            from = middle;
        else
            end = middle;
    }
    /* Records without text share their place with the one after. */
    return from;
}

static void look_for(const work *w, const complaint__needle *needle, stretch *s)
{
    const complaint__search_part *part = s->part;
    const complaint__search_record *last = &part->records[s->end - 1];
    const char *end = part->text + last->offset + last->size;
    const char *at = part->text + part->records[s->first].offset;
    size_t record = s->first;

    while ((at = complaint__find(needle, at, (size_t)(end - at))) != NULL) {
        record = record_at(part, record, s->end, (uint64_t)(at - part->text));
        if (matches(w, part, record))
            s->hits[s->hit_count++] = (uint32_t)record;
        at = part->text + part->records[record].offset +
             part->records[record].size;
        if (++record == s->end)
            break;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a;
    uint32_t other = *(const uint32_t *)b;

    return one < other ? -1 : one > other;
}

/* Several forms may have found the same record. */
static void unite(uint32_t *hits, size_t *count)
{
    size_t kept = 0;

    qsort(hits, *count, sizeof *hits, by_number);
    for (size_t i = 0; i < *count; i++)
        if (i == 0 || hits[i] != hits[kept - 1])
            hits[kept++] = hits[i];
    *count = kept;
}

static void look(const work *w, stretch *s)
{
    complaint__search_part *part = s->part;

    s->hit_count = 0;
    s->damaged = false;
    if (s->first >= s->end)
        return;
    /* Each part is in one stretch of a wave, so that one thread checks it. */
    if (part->unchecked) {
        s->damaged = complaint__search_sum(part->text, part->text_size) !=
                     part->text_sum;
        part->unchecked = s->damaged;
        if (s->damaged)
            return;
    }
    for (size_t i = 0; i < w->needle_count; i++)
        look_for(w, &w->needles[i], s);
    if (w->needle_count > 1)
        unite(s->hits, &s->hit_count);
}

/* ---- many ---- */

static void *toil(void *data)
{
    work *w = data;
    size_t at;

    while ((at = atomic_fetch_add(&w->next, 1)) < w->count)
        look(w, &w->stretches[at]);
    return NULL;
}

static size_t threads_for(size_t parts)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t most = processors > 1 ? (size_t)processors : 1;

    if (most > THREADS_MOST)
        most = THREADS_MOST;
    return parts / PARTS_PER_THREAD < most ? parts / PARTS_PER_THREAD : most;
}

/* The threads take no signal that is meant for the program's own. Where none
 * can be had the caller does all of it. */
static void look_at_all(work *w)
{
    pthread_t threads[THREADS_MOST];
    size_t wanted = threads_for(w->count);
    size_t made = 0;
    sigset_t all;
    sigset_t before;

    atomic_store(&w->next, 0);
    if (wanted > 1) {
        sigfillset(&all);
        if (pthread_sigmask(SIG_SETMASK, &all, &before) == 0) {
            while (made + 1 < wanted &&
                   pthread_create(&threads[made], NULL, toil, w) == 0)
                made++;
            pthread_sigmask(SIG_SETMASK, &before, NULL);
        }
    }
    toil(w);
    for (size_t i = 0; i < made; i++)
        pthread_join(threads[i], NULL);
}

/* ---- strays ---- */

typedef struct found {
    unsigned char id[16];
} found;

typedef struct answer {
    complaint__search *self;
    const complaint__search_request *request;
    unsigned char after[16];
    found *strays; /* in the order asked for */
    size_t stray_count;
    size_t stray_at;
    char (*ids)[COMPLAINT__ID_SIZE];
    size_t count;
    complaint_error **error;
} answer;

static int by_id(const void *a, const void *b)
{
    return memcmp(a, b, 16);
}

static int by_id_down(const void *a, const void *b)
{
    return memcmp(b, a, 16);
}

static bool beyond(const answer *a, const unsigned char id[16])
{
    int order;

    if (a->request->after == NULL)
        return true;
    order = memcmp(id, a->after, 16);
    return a->request->descending ? order < 0 : order > 0;
}

static void take_strays(answer *a, const stretch *s)
{
    for (size_t i = 0; i < s->hit_count; i++) {
        const complaint__search_record *record = &s->part->records[s->hits[i]];

        if (beyond(a, record->id))
            memcpy(a->strays[a->stray_count++].id, record->id, 16);
    }
}

/* Every stray stretch has its part of `hits`; NO_MEMORY, CORRUPT. */
static int look_at(answer *a, work *w, stretch *stretches, size_t count)
{
    size_t records = 0;
    uint32_t *hits;

    for (size_t i = 0; i < count; i++)
        records += (stretches[i].end - stretches[i].first) * w->needle_count;
    hits = complaint__alloc(a->self->context, (records + 1) * sizeof *hits);
    if (hits == NULL)
        return complaint__fail_memory(a->error);
    stretches[0].hits = hits;
    for (size_t i = 1; i < count; i++)
        stretches[i].hits =
            stretches[i - 1].hits +
            (stretches[i - 1].end - stretches[i - 1].first) * w->needle_count;
    w->stretches = stretches;
    w->count = count;
    look_at_all(w);
    for (size_t i = 0; i < count; i++)
        if (stretches[i].damaged) {
            complaint__free(a->self->context, hits);
            return COMPLAINT_CORRUPT;
        }
    return COMPLAINT_OK;
}

static int find_strays(answer *a, work *w)
{
    complaint__search *self = a->self;
    stretch *stretches;
    size_t count = 0;
    int status = COMPLAINT_OK;

    if (self->stray_count == 0)
        return COMPLAINT_OK;
    stretches = complaint__alloc_array(self->context, self->part_count,
                                       sizeof *stretches);
    a->strays =
        complaint__alloc(self->context, self->stray_count * sizeof *a->strays);
    if (stretches == NULL || a->strays == NULL)
        status = complaint__fail_memory(a->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < self->part_count; i++)
        if (self->parts[i].stray && self->parts[i].count > 0)
            stretches[count++] =
                (stretch){&self->parts[i], 0, self->parts[i].count, 0, 0, 0};
    if (status == COMPLAINT_OK)
        status = look_at(a, w, stretches, count);
    if (status == COMPLAINT_OK) {
        for (size_t i = 0; i < count; i++)
            take_strays(a, &stretches[i]);
        complaint__free(self->context, stretches[0].hits);
        qsort(a->strays, a->stray_count, sizeof *a->strays,
              a->request->descending ? by_id_down : by_id);
    }
    complaint__free(self->context, stretches);
    return status;
}

/* ---- in order ---- */

static bool is_full(const answer *a)
{
    return a->count == a->request->wanted;
}

static void give(answer *a, const unsigned char id[16])
{
    if (!is_full(a))
        complaint__search_id_write(id, a->ids[a->count++]);
}

/* Strays that come before an id (NULL: all). */
static void give_strays(answer *a, const unsigned char *id)
{
    while (a->stray_at < a->stray_count) {
        const unsigned char *stray = a->strays[a->stray_at].id;
        int order = id != NULL ? memcmp(stray, id, 16) : 0;

        if (id != NULL && (a->request->descending ? order < 0 : order > 0))
            return;
        give(a, stray);
        a->stray_at++;
    }
}

static void give_hits(answer *a, const stretch *s)
{
    for (size_t i = 0; i < s->hit_count && !is_full(a); i++) {
        size_t at = a->request->descending ? s->hit_count - 1 - i : i;
        const complaint__search_record *record = &s->part->records[s->hits[at]];

        give_strays(a, record->id);
        give(a, record->id);
    }
}

/* First record of a part whose id is not below (`above`: above) another. */
static size_t bound(const complaint__search_part *part,
                    const unsigned char id[16], bool above)
{
    size_t low = 0;
    size_t high = part->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(part->records[middle].id, id, 16);

        if (order < 0 || (above && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The next part in order from *at, which counts parts left; its stretch. */
static bool next_stretch(const answer *a, size_t *at, stretch *s)
{
    while (*at > 0) {
        size_t place =
            a->request->descending ? *at - 1 : a->self->part_count - *at;
        complaint__search_part *part = &a->self->parts[place];

        --*at;
        if (part->stray || part->count == 0)
            continue;
        *s = (stretch){part, 0, part->count, NULL, 0, false};
        if (a->request->after != NULL && a->request->descending)
            s->end = bound(part, a->after, false);
        else if (a->request->after != NULL)
            s->first = bound(part, a->after, true);
        if (s->first < s->end)
            return true;
    }
    return false;
}

static int find_in_order(answer *a, work *w)
{
    stretch stretches[PARTS_AT_ONCE];
    size_t left = a->self->part_count;
    size_t wave = 1;
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && !is_full(a)) {
        size_t count = 0;

        while (count < wave && next_stretch(a, &left, &stretches[count]))
            count++;
        if (count == 0)
            break;
        status = look_at(a, w, stretches, count);
        for (size_t i = 0; status == COMPLAINT_OK && i < count; i++)
            give_hits(a, &stretches[i]);
        if (status == COMPLAINT_OK)
            complaint__free(a->self->context, stretches[0].hits);
        if (wave < PARTS_AT_ONCE)
            wave *= 2;
    }
    if (status == COMPLAINT_OK)
        give_strays(a, NULL);
    return status;
}

int complaint__search_scan(complaint__search *self,
                           const complaint__search_request *request,
                           char (*ids)[COMPLAINT__ID_SIZE], size_t *count,
                           complaint_error **error)
{
    complaint__needle needles[COMPLAINT__TERM_FORMS];
    const complaint__term *term = &request->terms->of[0];
    answer a = {.self = self, .request = request, .ids = ids, .error = error};
    work w = {.request = request,
              .needles = needles,
              .needle_count = term->form_count};
    int status;

    if (request->after != NULL)
        complaint__search_id_read(request->after, a.after);
    for (size_t i = 0; i < term->form_count; i++)
        complaint__needle_set(&needles[i], term->forms[i], term->form_size,
                              &self->bytes, self->finder);
    status = find_strays(&a, &w);
    if (status == COMPLAINT_OK)
        status = find_in_order(&a, &w);
    complaint__free(self->context, a.strays);
    *count = status == COMPLAINT_OK ? a.count : 0;
    return status;
}
