/* What one thread does of a verification: it takes portions of cases and of
 * leaves, looks at them and tells what is wrong. */
#include "register/verify.h"

#include "base/context.h"
#include "base/failure.h"

#include <stdio.h>
#include <string.h>

#define PROBLEMS_LISTED 1000

/* ---- telling ---- */

static int put(complaint_facts *map, const char *key, const char *text,
               complaint_error **error)
{
    int status = text == NULL ? COMPLAINT_OK
                              : complaint_facts_set_text(map, key, text, error);

    if (status == COMPLAINT_INVALID) { /* bytes that are no text */
        if (error != NULL) {
            complaint_error_free(*error);
            *error = NULL;
        }
        status = complaint_facts_set_text(map, key, "?", error);
    }
    return status;
}

static int list(complaint__verification *v, const complaint__found *found,
                const char *what, complaint_error **error)
{
    complaint_facts *map;
    int status = complaint_facts_set_map(v->list, NULL, &map, error);

    if (status == COMPLAINT_OK)
        status = put(map, "case_id", found->case_id, error);
    if (status == COMPLAINT_OK && found->entry > 0)
        status = complaint_facts_set_integer(map, "entry", found->entry, error);
    if (status == COMPLAINT_OK)
        status = put(map, "relation", found->relation, error);
    if (status == COMPLAINT_OK)
        status = put(map, "key", found->key, error);
    if (status == COMPLAINT_OK)
        status = put(map, "columns", found->columns, error);
    if (status == COMPLAINT_OK)
        status = put(map, "what", what, error);
    return status;
}

int complaint__verify_note(void *data, const complaint__found *found)
{
    complaint__worker *w = data;
    complaint__verification *v = w->v;
    const char *what =
        complaint__context_translate(v->owner->context, found->what);
    const char *row = found->case_id != NULL ? found->case_id : found->key;
    int status = COMPLAINT_OK;

    (void)pthread_mutex_lock(&v->telling);
    if (v->count++ == 0)
        (void)snprintf(v->first, sizeof v->first, "%s%s%s%s%s: %s",
                       found->relation, row == NULL ? "" : " ",
                       row == NULL ? "" : row,
                       found->columns == NULL ? "" : " ",
                       found->columns == NULL ? "" : found->columns, what);
    if (v->count <= PROBLEMS_LISTED)
        status = list(v, found, what, &w->error);
    (void)pthread_mutex_unlock(&v->telling);
    return status;
}

/* The store found damage on the way: what came after it was not read. */
int complaint__verify_damage(complaint__worker *w, const char *case_id,
                             const complaint_relation *relation)
{
    complaint__found found = {.case_id = case_id,
                              .relation =
                                  relation == NULL ? "store" : relation->name,
                              .columns = complaint_error_field(w->error),
                              .what = "damaged: reading it stopped"};
    char columns[COMPLAINT_LIMIT_CODE + 1];

    if (found.columns != NULL) {
        (void)snprintf(columns, sizeof columns, "%s", found.columns);
        found.columns = columns[0] == '\0' ? NULL : columns;
    }
    complaint_error_free(w->error);
    w->error = NULL;
    return complaint__verify_note(w, &found);
}

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

/* Is its number one that a counter gave? Told when its row is what its journal
 * says; otherwise that is the news. */
static bool has_number(complaint__worker *w, const complaint__streams *streams,
                       const char *case_id)
{
    const complaint__stream *stream = &streams->of[COMPLAINT__STREAM_CASE];

    return !complaint__stream_is_at(stream, case_id) ||
           complaint__counters_gave(&w->counters,
                                    stream->row[complaint__case_number].bytes,
                                    stream->row[complaint__case_number].size);
}

static int tell_number(complaint__worker *w, const char *case_id)
{
    complaint__found found = {.case_id = case_id,
                              .relation = "series",
                              .columns = "number",
                              .what = "no counter gave the case's number"};

    return complaint__verify_note(w, &found);
}

static int verify_cases(complaint__worker *w, const char *from, const char *to)
{
    complaint__streams streams;
    complaint__examined examined = {0};
    char case_id[COMPLAINT__ID_SIZE] = "";
    int64_t cases = 0;
    int64_t entries = 0;
    int64_t bytes = 0;
    int status = complaint__streams_open(
        w->reg->store, from[0] == '\0' ? NULL : from, to[0] == '\0' ? NULL : to,
        w->v->chains, &streams, &w->error);

    while (status == COMPLAINT_OK && !w->v->stopped &&
           complaint__streams_case(&streams, case_id)) {
        bool known = has_number(w, &streams, case_id);

        status = complaint__examine(w->reg, &streams, case_id,
                                    complaint__verify_note, w, &examined, NULL,
                                    &w->error);
        if (status == COMPLAINT_OK && !known && !examined.broken &&
            examined.changes == 0)
            status = tell_number(w, case_id);
        entries += examined.entries;
        bytes += examined.bytes;
        cases++;
    }
    if (status == COMPLAINT_CORRUPT)
        status = complaint__verify_damage(
            w, case_id[0] == '\0' ? NULL : case_id, streams.failed);
    complaint__streams_close(&streams);
    (void)pthread_mutex_lock(&w->v->telling);
    w->v->cases += cases;
    w->v->entries += entries;
    w->v->bytes += bytes;
    (void)pthread_mutex_unlock(&w->v->telling);
    return status;
}

/* ---- leaves ---- */

static int read_leaves(complaint__worker *w, int64_t last)
{
    complaint__verification *v = w->v;
    complaint_value after[] = {complaint__value_integer(v->leaf_seal),
                               complaint__value_text(v->leaf_case)};
    complaint_scan scan = {.relation = &complaint__relation_leaf,
                           .limit = COMPLAINT__PORTION};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    if (v->leaf_case[0] != '\0') {
        scan.after = after;
        scan.after_count = 2;
    }
    scan.upper = complaint__value_integer(last + 1);
    w->leaf_count = 0;
    status = complaint__store_scan(w->reg->store, &scan, &rows, &w->error);
    if (status != COMPLAINT_OK)
        return status;
    for (;;) {
        complaint__sealed *leaf = &w->leaves[w->leaf_count];
        size_t size;

        status = complaint__scan_next(rows, &row, &w->error);
        if (status != COMPLAINT_OK || row == NULL)
            break;
        status = complaint__roots_add(&v->roots, &w->hasher, row,
                                      complaint__verify_note, w, &w->error);
        if (status != COMPLAINT_OK)
            break;
        memset(leaf, 0, sizeof *leaf);
        size = row[complaint__leaf_case_id].size;
        memcpy(leaf->case_id, row[complaint__leaf_case_id].bytes,
               size < sizeof leaf->case_id ? size : sizeof leaf->case_id - 1);
        leaf->seal = row[complaint__leaf_seal].integer;
        leaf->entries = row[complaint__leaf_entries].integer;
        if (row[complaint__leaf_head].size == sizeof leaf->head)
            memcpy(leaf->head, row[complaint__leaf_head].bytes,
                   sizeof leaf->head);
        w->leaf_count++;
    }
    complaint__scan_close(rows);
    return status;
}

static int take_leaves(complaint__worker *w, bool *taken)
{
    complaint__verification *v = w->v;
    int status = COMPLAINT_OK;

    (void)pthread_mutex_lock(&v->taking);
    *taken = !v->leaves_taken && !v->stopped;
    if (*taken) {
        status = read_leaves(w, v->roots.count == 0
                                    ? 0
                                    : v->roots.of[v->roots.count - 1].number);
        if (w->leaf_count > 0) {
            v->leaf_seal = w->leaves[w->leaf_count - 1].seal;
            memcpy(v->leaf_case, w->leaves[w->leaf_count - 1].case_id,
                   COMPLAINT__ID_SIZE);
        }
        v->leaves_taken =
            status != COMPLAINT_OK || w->leaf_count < COMPLAINT__PORTION;
    }
    (void)pthread_mutex_unlock(&v->taking);
    return status == COMPLAINT_CORRUPT
               ? complaint__verify_damage(w, NULL, &complaint__relation_leaf)
               : status;
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

int complaint__verify_work(complaint__worker *w)
{
    char from[COMPLAINT__ID_SIZE];
    char to[COMPLAINT__ID_SIZE];
    bool taken = true;
    int status = complaint__hasher_open(&w->hasher, w->reg->context, &w->error);

    if (status == COMPLAINT_OK)
        status = complaint__counters_load(w->reg, &w->counters, &w->error);
    while (status == COMPLAINT_OK && taken) {
        status = take_cases(w, from, to, &taken);
        if (status == COMPLAINT_OK && taken)
            status = verify_cases(w, from, to);
    }
    taken = true;
    while (status == COMPLAINT_OK && taken) {
        status = take_leaves(w, &taken);
        for (size_t i = 0; status == COMPLAINT_OK && taken && i < w->leaf_count;
             i++)
            status = verify_leaf(w, &w->leaves[i]);
    }
    complaint__counters_free(&w->counters);
    complaint__hasher_close(&w->hasher);
    if (status == COMPLAINT_CORRUPT)
        status = complaint__verify_damage(w, NULL, NULL);
    if (status != COMPLAINT_OK)
        w->v->stopped = true;
    return status;
}
