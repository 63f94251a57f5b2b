/* What one thread does of a verification: it takes portions of cases and of
 * leaves and looks at them. How what is wrong is told: verify_tell.c. */
#include "register/skip.h"
#include "register/verify.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* ---- cases ---- */

/* Where the portion that begins at `from` ends: the first id after it, or ""
 * where it is the last. */
static int find_end(complaint__worker *w, const char *from, char *end)
{
    complaint_scan scan = {.relation = &complaint__relation_case,
                           .limit = COMPLAINT__PORTION + 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    size_t count = 0;
    int status;

    end[0] = '\0';
    if (from[0] != '\0')
        scan.lower = complaint__value_text(from);
    status = complaint__store_scan(w->reg->store, &scan, &rows, &w->error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, &w->error);
        if (status == COMPLAINT_OK && row != NULL &&
            ++count > COMPLAINT__PORTION &&
            row[complaint__case_id].size < COMPLAINT__ID_SIZE)
            memcpy(end, row[complaint__case_id].bytes,
                   row[complaint__case_id].size + 1);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    if (status == COMPLAINT_CORRUPT) {
        /* Who reads the portion meets it again and tells. */
        complaint_error_free(w->error);
        w->error = NULL;
        end[0] = '\0';
        return COMPLAINT_OK;
    }
    /* A tree that leads back would have portions taken for ever. */
    if (strcmp(end, from) <= 0)
        end[0] = '\0';
    return status;
}

/* Ids from `from` (NULL: the first) to before `to` (NULL: all). */
static int take_cases(complaint__worker *w, char *from, char *to, bool *taken)
{
    complaint__verification *v = w->v;
    int status = COMPLAINT_OK;

    (void)pthread_mutex_lock(&v->taking);
    *taken = !v->cases_taken && !v->stopped;
    if (*taken) {
        memcpy(from, v->next, COMPLAINT__ID_SIZE);
        to[0] = '\0';
        if (v->threads > 1)
            status = find_end(w, from, to);
        memcpy(v->next, to, COMPLAINT__ID_SIZE);
        v->cases_taken = to[0] == '\0';
    }
    (void)pthread_mutex_unlock(&v->taking);
    return status;
}

/* ---- leaves ---- */

static int64_t last_seal(const complaint__verification *v)
{
    return v->roots.count == 0 ? 0 : v->roots.of[v->roots.count - 1].number;
}

/* Those after the last that was taken. */
static int scan_leaves(complaint__worker *w, complaint__scan **rows)
{
    complaint__verification *v = w->v;
    complaint_value after[] = {complaint__value_integer(v->leaf_seal),
                               complaint__value_text(v->leaf_case)};
    complaint_scan scan = {.relation = &complaint__relation_leaf,
                           .limit = COMPLAINT__PORTION};

    if (v->leaf_case[0] != '\0') {
        scan.after = after;
        scan.after_count = 2;
    } else if (v->leaf_seal > 0) {
        scan.lower = after[0];
    }
    scan.upper = complaint__value_integer(last_seal(v) + 1);
    return complaint__store_scan(w->reg->store, &scan, rows, &w->error);
}

static int read_leaf(complaint__worker *w, const complaint_value *row)
{
    complaint__verification *v = w->v;
    complaint__sealed *leaf = &w->leaves[w->leaf_count];
    const complaint_value *id = &row[complaint__leaf_case_id];
    int status = complaint__roots_add(&v->roots, &w->hasher, row,
                                      complaint__verify_note, w, &w->error);

    if (status != COMPLAINT_OK)
        return status;
    memset(leaf, 0, sizeof *leaf);
    memcpy(leaf->case_id, id->bytes,
           id->size < sizeof leaf->case_id ? id->size
                                           : sizeof leaf->case_id - 1);
    leaf->seal = row[complaint__leaf_seal].integer;
    leaf->entries = row[complaint__leaf_entries].integer;
    if (row[complaint__leaf_head].size == sizeof leaf->head)
        memcpy(leaf->head, row[complaint__leaf_head].bytes, sizeof leaf->head);
    if (leaf->seal < v->leaf_seal ||
        (leaf->seal == v->leaf_seal &&
         strcmp(leaf->case_id, v->leaf_case) <= 0)) /* a way astray */
        return complaint__fail(w->reg->context, &w->error, COMPLAINT_CORRUPT,
                               "store.corrupt", "leaf",
                               "rows do not come in the order of their keys");
    v->leaf_seal = leaf->seal;
    memcpy(v->leaf_case, leaf->case_id, sizeof v->leaf_case);
    w->leaf_count++;
    return COMPLAINT_OK;
}

static int read_leaves(complaint__worker *w)
{
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = scan_leaves(w, &rows);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, &w->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = read_leaf(w, row);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

static int tell_leaves(complaint__worker *w)
{
    char key[24 + COMPLAINT__ID_SIZE]; /* the seal, and after which case */
    complaint__found found = {.relation = "leaf",
                              .key = key,
                              .what = "damaged: what follows cannot be read"};

    complaint_error_free(w->error);
    w->error = NULL;
    (void)snprintf(key, sizeof key, "%lld %s..", (long long)w->v->leaf_seal,
                   w->v->leaf_case);
    return complaint__verify_note(w, &found);
}

/* One leaf, read by its key. */
static int take_leaf(complaint__worker *w, const char *case_id)
{
    complaint_value key[] = {complaint__value_integer(w->v->leaf_seal),
                             complaint__value_text(case_id)};
    const complaint_value *row;
    int status = complaint__store_get(w->reg->store, &complaint__relation_leaf,
                                      key, &row, &w->error);

    if (status == COMPLAINT_OK)
        status = read_leaf(w, row);
    if (status == COMPLAINT_CORRUPT || status == COMPLAINT_NOT_FOUND) {
        memcpy(w->v->leaf_case, case_id, COMPLAINT__ID_SIZE);
        status = tell_leaves(w);
    }
    return status;
}

/* Damage: the next that can be read, of the same seal or a later one. */
static int skip_leaves(complaint__worker *w)
{
    complaint__verification *v = w->v;
    complaint_value seal;
    complaint__way way = {&complaint__relation_leaf, &seal, 1};
    char id[COMPLAINT__ID_SIZE] = "";
    int status = tell_leaves(w);

    v->roots.broken = true;
    while (status == COMPLAINT_OK && v->leaf_seal <= last_seal(v)) {
        bool damaged = false;

        seal = complaint__value_integer(v->leaf_seal);
        status = complaint__way_next(w->reg->store, &way, v->leaf_case, "", id,
                                     &damaged, &w->error);
        if (status == COMPLAINT_OK && damaged)
            status = complaint__way_beyond(w->reg->store, &way, v->leaf_case,
                                           "", id, &w->error);
        if (status == COMPLAINT_OK && id[0] != '\0')
            return take_leaf(w, id);
        v->leaf_seal++;
        v->leaf_case[0] = '\0';
    }
    v->leaves_taken = true;
    return status;
}

static int take_leaves(complaint__worker *w, bool *taken)
{
    complaint__verification *v = w->v;
    int status = COMPLAINT_OK;

    (void)pthread_mutex_lock(&v->taking);
    *taken = !v->leaves_taken && !v->stopped;
    w->leaf_count = 0;
    if (*taken) {
        status = read_leaves(w);
        if (status == COMPLAINT_CORRUPT)
            status = skip_leaves(w);
        else
            v->leaves_taken =
                status != COMPLAINT_OK || w->leaf_count < COMPLAINT__PORTION;
    }
    (void)pthread_mutex_unlock(&v->taking);
    return status;
}

/* What was sealed is still on the chain, at the place that it had. */
static int verify_leaf(complaint__worker *w, const complaint__sealed *leaf)
{
    complaint_value key[] = {complaint__value_text(leaf->case_id),
                             complaint__value_integer(leaf->entries)};
    char seal[24];
    complaint__found found = {.case_id = leaf->case_id,
                              .entry = leaf->entries,
                              .relation = "leaf",
                              .key = seal,
                              .what = "a sealed entry is gone"};
    const complaint_value *row;
    const complaint_value *digest;
    complaint_error *local = NULL;
    int status = complaint__store_get(
        w->reg->store, &complaint__relation_journal, key, &row, &local);

    (void)snprintf(seal, sizeof seal, "%lld", (long long)leaf->seal);
    if (status == COMPLAINT_OK) {
        digest = &row[complaint__journal_digest];
        if (digest->size == sizeof leaf->head &&
            memcmp(digest->bytes, leaf->head, sizeof leaf->head) == 0)
            return COMPLAINT_OK;
        found.what = "the entry is not the one that was sealed";
    } else if (status == COMPLAINT_CORRUPT) {
        found.what = "the sealed entry cannot be read";
    } else if (status != COMPLAINT_NOT_FOUND) {
        w->error = local;
        return status;
    }
    complaint_error_free(local);
    return complaint__verify_note(w, &found);
}

/* ---- a worker ---- */

/* Without them numbers cannot be looked at. */
static int load_counters(complaint__worker *w)
{
    int status = complaint__counters_load(w->reg, &w->counters, &w->error);

    w->counts = status == COMPLAINT_OK;
    return status == COMPLAINT_CORRUPT
               ? complaint__verify_damage(w, NULL, &complaint__relation_series)
               : status;
}

int complaint__verify_work(complaint__worker *w)
{
    char from[COMPLAINT__ID_SIZE];
    char to[COMPLAINT__ID_SIZE];
    bool taken = true;
    int status = complaint__hasher_open(&w->hasher, w->reg->context, &w->error);

    if (status == COMPLAINT_OK)
        status = load_counters(w);
    while (status == COMPLAINT_OK && taken) {
        status = take_cases(w, from, to, &taken);
        if (status == COMPLAINT_OK && taken)
            status = complaint__verify_cases(w, from, to);
    }
    taken = true;
    while (status == COMPLAINT_OK && taken) {
        status = take_leaves(w, &taken);
        for (size_t i = 0; status == COMPLAINT_OK && taken && i < w->leaf_count;
             i++)
            status = verify_leaf(w, &w->leaves[i]);
        if (status == COMPLAINT_OK)
            status = complaint__verify_end_stretch(w);
    }
    complaint__counters_free(&w->counters);
    complaint__hasher_close(&w->hasher);
    if (status == COMPLAINT_CORRUPT)
        status = complaint__verify_damage(w, NULL, NULL);
    if (status != COMPLAINT_OK)
        w->v->stopped = true;
    return status;
}
