/* Ids found in spite of damage: see skip.h. */
#include "register/skip.h"

#include "base/failure.h"

#include <string.h>

#define BITS 128
#define GRID 256 /* places in a gap that are looked at */

/* ---- ids as numbers ---- */

typedef struct number {
    uint64_t high;
    uint64_t low;
} number;

static const number largest = {UINT64_MAX, UINT64_MAX};

/* Digits of a UUID; what is none counts as the least or greatest digit. */
static number number_of(const char *id)
{
    number n = {0, 0};
    int count = 0;

    for (const char *at = id; *at != '\0' && count < 32; at++) {
        unsigned digit = *at < '0'    ? 0
                         : *at <= '9' ? (unsigned)(*at - '0')
                         : *at < 'a'  ? 9
                         : *at <= 'f' ? (unsigned)(*at - 'a') + 10
                                      : 15;

        if (*at == '-')
            continue;
        n.high = n.high << 4 | n.low >> 60;
        n.low = n.low << 4 | digit;
        count++;
    }
    for (; count < 32; count++) {
        n.high = n.high << 4 | n.low >> 60;
        n.low <<= 4;
    }
    return n;
}

static void text_of(number n, char id[COMPLAINT__ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    size_t at = 0;

    for (int i = 0; i < 32; i++) {
        uint64_t half = i < 16 ? n.high : n.low;

        if (i == 8 || i == 12 || i == 16 || i == 20)
            id[at++] = '-';
        id[at++] = digits[half >> (60 - 4 * (i % 16)) & 15];
    }
    id[at] = '\0';
}

static bool below(number a, number b)
{
    return a.high < b.high || (a.high == b.high && a.low < b.low);
}

/* Stops at the largest. */
static number add(number a, number b)
{
    number sum = {a.high + b.high, a.low + b.low};

    sum.high += sum.low < a.low;
    return below(sum, a) ? largest : sum;
}

static number subtract(number a, number b)
{
    number rest = {a.high - b.high - (a.low < b.low), a.low - b.low};

    return rest;
}

static number shift_right(number n, int bits)
{
    number out = {n.high >> bits, n.low >> bits | n.high << (64 - bits)};

    return out;
}

static number power(int bit)
{
    number out = {bit >= 64 ? (uint64_t)1 << (bit - 64) : 0,
                  bit >= 64 ? 0 : (uint64_t)1 << bit};

    return out;
}

/* ---- asking ---- */

/* The first id not below `from`; "" when there is none. */
static int ask(complaint__store *store, const complaint__way *way,
               const char *from, const char *to, char id[COMPLAINT__ID_SIZE],
               bool *damaged, complaint_error **error)
{
    complaint_scan scan = {.relation = way->relation,
                           .equal = way->equal,
                           .equal_count = way->equal_count,
                           .limit = 1};
    complaint_error *local = NULL;
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    id[0] = '\0';
    *damaged = false;
    if (from[0] != '\0')
        scan.lower = complaint__value_text(from);
    if (to[0] != '\0')
        scan.upper = complaint__value_text(to);
    status = complaint__store_scan(store, &scan, &rows, &local);
    if (status == COMPLAINT_OK) {
        status = complaint__scan_next(rows, &row, &local);
        if (status == COMPLAINT_OK && row != NULL)
            complaint__id_of(&row[way->equal_count], id);
        complaint__scan_close(rows);
    }
    if (status == COMPLAINT_CORRUPT) {
        complaint_error_free(local);
        *damaged = true;
        return COMPLAINT_OK;
    }
    if (status != COMPLAINT_OK)
        complaint__error_give(error, local);
    /* Not what was asked for: the way to it is damaged. */
    *damaged = id[0] != '\0' && strcmp(id, from) < 0;
    return status;
}

int complaint__way_next(complaint__store *store, const complaint__way *way,
                        const char *after, const char *to,
                        char id[COMPLAINT__ID_SIZE], bool *damaged,
                        complaint_error **error)
{
    char from[COMPLAINT__ID_SIZE + 1] = "";
    int status;

    if (after[0] != '\0') {
        memcpy(from, after, strlen(after) + 1);
        strcat(from, "\x01"); /* comes right after the id */
    }
    status = ask(store, way, from, to, id, damaged, error);
    if (status == COMPLAINT_OK && strcmp(id, after) <= 0 && id[0] != '\0')
        *damaged = true; /* a longer id that begins alike */
    if (*damaged)
        id[0] = '\0';
    return status;
}

typedef struct search {
    complaint__store *store;
    const complaint__way *way;
    const char *to;
    complaint_error **error;
} search;

static int probe(const search *s, number at, char id[COMPLAINT__ID_SIZE],
                 bool *damaged)
{
    char from[COMPLAINT__ID_SIZE];

    text_of(at, from);
    if (s->to[0] != '\0' && strcmp(from, s->to) >= 0) {
        *damaged = false; /* nothing lies there */
        id[0] = '\0';
        return COMPLAINT_OK;
    }
    return ask(s->store, s->way, from, s->to, id, damaged, s->error);
}

/* From a damaged key to a readable one: *good becomes the least readable key
 * between them, and `id` what is found there. */
static int narrow(const search *s, number bad, number *good,
                  char id[COMPLAINT__ID_SIZE])
{
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && below(add(bad, power(0)), *good)) {
        number middle = add(bad, shift_right(subtract(*good, bad), 1));
        char found[COMPLAINT__ID_SIZE];
        bool damaged;

        status = probe(s, middle, found, &damaged);
        if (status != COMPLAINT_OK || damaged) {
            bad = middle;
            continue;
        }
        *good = middle;
        memcpy(id, found, sizeof found);
    }
    return status;
}

/* A readable key farther and farther away. */
static int leap(const search *s, number from, number *bad, number *good,
                char id[COMPLAINT__ID_SIZE], bool *found)
{
    *found = false;
    *bad = from;
    for (int bit = 0; bit <= BITS; bit++) {
        number at = bit == BITS ? largest : add(from, power(bit));
        bool damaged;
        int status = probe(s, at, id, &damaged);

        if (status != COMPLAINT_OK)
            return status;
        if (!damaged) {
            *good = at;
            *found = true;
            return COMPLAINT_OK;
        }
        *bad = at;
    }
    return COMPLAINT_OK;
}

/* Whether something can be read in the midst of the damage. */
static int look_between(const search *s, number from, number *good,
                        char id[COMPLAINT__ID_SIZE])
{
    number step = shift_right(subtract(*good, from), 8);
    number at = from;

    for (int i = 1; i < GRID; i++) {
        number before = at;
        char found[COMPLAINT__ID_SIZE];
        bool damaged;
        int status;

        at = add(at, step);
        status = probe(s, at, found, &damaged);
        if (status != COMPLAINT_OK)
            return status;
        if (damaged)
            continue;
        *good = at;
        memcpy(id, found, sizeof found);
        return narrow(s, before, good, id);
    }
    return COMPLAINT_OK;
}

int complaint__way_beyond(complaint__store *store, const complaint__way *way,
                          const char *after, const char *to,
                          char id[COMPLAINT__ID_SIZE], complaint_error **error)
{
    search s = {store, way, to, error};
    number from = number_of(after);
    number bad;
    number good;
    bool found;
    int status = leap(&s, from, &bad, &good, id, &found);

    if (status == COMPLAINT_OK && found)
        status = narrow(&s, bad, &good, id);
    if (status == COMPLAINT_OK && found)
        status = look_between(&s, from, &good, id);
    if (status != COMPLAINT_OK || !found || strcmp(id, after) <= 0)
        id[0] = '\0';
    return status;
}

/* ---- walking ---- */

static complaint__way way_of(size_t index)
{
    complaint__way way = {.relation = complaint__stream_relation(index)};

    return way;
}

void complaint__walk_open(complaint__walk *walk, complaint__store *store,
                          const char *from, const char *to)
{
    size_t size = strlen(from);

    memset(walk, 0, sizeof *walk);
    walk->store = store;
    memcpy(walk->to, to, strlen(to));
    /* One less than `from`: its last character is a digit, or nothing is lost
     * that could be read. */
    memcpy(walk->after, from, size);
    if (size > 0)
        walk->after[size - 1]--;
}

/* Damage before `id`: what lies there may tell of cases besides. */
static int look_beyond(complaint__walk *walk, char id[COMPLAINT__ID_SIZE],
                       complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i <= COMPLAINT__STREAM_JOURNAL;
         i++) {
        complaint__way way = way_of(i);
        char found[COMPLAINT__ID_SIZE];

        status =
            complaint__way_beyond(walk->store, &way, walk->after,
                                  id[0] != '\0' ? id : walk->to, found, error);
        if (status == COMPLAINT_OK && found[0] != '\0')
            memcpy(id, found, sizeof found);
    }
    return status;
}

/* Does the damage begin before `id`, or in its own rows? */
static int look_before(complaint__walk *walk, size_t index, const char *id,
                       bool *gap, complaint_error **error)
{
    complaint__way way = way_of(index);
    char found[COMPLAINT__ID_SIZE];
    bool damaged = true;
    int status = COMPLAINT_OK;

    if (id[0] != '\0')
        status = complaint__way_next(walk->store, &way, walk->after, id, found,
                                     &damaged, error);
    *gap = *gap || damaged;
    return status;
}

static int step_one(complaint__walk *walk, size_t index, bool *damaged,
                    char id[COMPLAINT__ID_SIZE], complaint_error **error)
{
    complaint__way way = way_of(index);
    int status = COMPLAINT_OK;

    *damaged = false;
    if (!walk->of[index].known)
        status = complaint__way_next(walk->store, &way, walk->after, walk->to,
                                     walk->of[index].id, damaged, error);
    walk->of[index].known = !*damaged;
    if (walk->of[index].id[0] != '\0' &&
        (id[0] == '\0' || strcmp(walk->of[index].id, id) < 0))
        memcpy(id, walk->of[index].id, COMPLAINT__ID_SIZE);
    return status;
}

int complaint__walk_next(complaint__walk *walk, char id[COMPLAINT__ID_SIZE],
                         bool *gap, complaint_error **error)
{
    bool damaged[COMPLAINT__STREAMS];
    int status = COMPLAINT_OK;

    id[0] = '\0';
    *gap = false;
    for (size_t i = 0; status == COMPLAINT_OK && i < COMPLAINT__STREAMS; i++)
        status = step_one(walk, i, &damaged[i], id, error);
    for (size_t i = 0; status == COMPLAINT_OK && i <= COMPLAINT__STREAM_JOURNAL;
         i++)
        if (damaged[i])
            status = look_before(walk, i, id, gap, error);
    if (status == COMPLAINT_OK && *gap)
        status = look_beyond(walk, id, error);
    for (size_t i = 0; i < COMPLAINT__STREAMS; i++)
        if (walk->of[i].id[0] != '\0' && strcmp(walk->of[i].id, id) <= 0)
            walk->of[i].known = false;
    if (id[0] != '\0')
        memcpy(walk->after, id, COMPLAINT__ID_SIZE);
    return status;
}
