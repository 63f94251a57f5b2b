/* Verifying a register as a whole, on one thread or several. What one of them
 * does with cases and leaves: verify_work.c. What is looked at in one case:
 * examine.c; in the ledger, units, seals, counters: examine_*.c, numbers.c. */
#include "register/verify.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ATTEMPTS 5
#define IN_FULL 1000 /* problems of cases, and others */

/* ---- several threads ---- */

/* Another handle on the same register; false where there can be none. */
static bool open_own(complaint__worker *w)
{
    complaint_register *owner = w->v->owner;
    int status =
        complaint_register_open(owner->context, owner->uri,
                                COMPLAINT_REGISTER_READ_ONLY, &w->reg, NULL);

    if (status == COMPLAINT_OK && strcmp(w->reg->id, owner->id) == 0 &&
        complaint__store_begin(w->reg->store, false, NULL) == COMPLAINT_OK)
        return true;
    complaint_register_free(w->reg);
    w->reg = NULL;
    return false;
}

static void *run(void *data)
{
    complaint__worker *w = data;

    w->status = complaint__verify_work(w);
    complaint__store_rollback(w->reg->store);
    return NULL;
}

/* Workers beyond the first; those that cannot be had are done without. */
static int start(complaint__verification *v, complaint__worker *workers)
{
    int64_t made = 1;

    for (int64_t i = 1; i < v->threads; i++) {
        complaint__worker *w = &workers[made];

        w->v = v;
        if (!open_own(w))
            break;
        w->running = pthread_create(&w->thread, NULL, run, w) == 0;
        if (!w->running) {
            complaint_register_free(w->reg);
            w->reg = NULL;
            break;
        }
        made++;
    }
    return (int)made;
}

static void wait(complaint__worker *workers, int64_t count)
{
    for (int64_t i = 1; i < count; i++) {
        complaint__worker *w = &workers[i];

        (void)pthread_join(w->thread, NULL);
        complaint_register_free(w->reg);
    }
}

/* The first failure of all. */
static int settle(complaint__worker *workers, int64_t count,
                  complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (int64_t i = 0; i < count; i++) {
        complaint__worker *w = &workers[i];

        if (status == COMPLAINT_OK && w->status != COMPLAINT_OK) {
            status = w->status;
            complaint__error_give(error, w->error);
        } else {
            complaint_error_free(w->error);
        }
    }
    return status == COMPLAINT_NO_MEMORY ? complaint__fail_memory(error)
                                         : status;
}

/* ---- the whole ---- */

static int verify_store(complaint__worker *w)
{
    complaint_error *local = NULL;
    complaint__found found = {.relation = "store"};
    int status = complaint__store_check(w->reg->store, &local);

    if (status == COMPLAINT_CORRUPT) {
        w->v->damaged = true;
        found.key = complaint_error_field(local);
        found.what = complaint_error_message(local);
        status = complaint__verify_note(w, &found);
    } else if (status != COMPLAINT_OK) {
        w->error = local;
        return status;
    }
    complaint_error_free(local);
    return status;
}

/* Damage in one part keeps nobody from the next. */
static int go_on(complaint__worker *w, int status,
                 const complaint_relation *relation)
{
    return status == COMPLAINT_CORRUPT
               ? complaint__verify_damage(w, NULL, relation)
               : status;
}

/* What is no case's: one reads it, before the others begin. */
static int verify_rest(complaint__worker *w)
{
    complaint__hash *seals = NULL;
    size_t seal_count = 0;
    int64_t units = 0;
    int status = complaint__examine_ledger(w->reg, complaint__verify_note, w,
                                           &seals, &seal_count, &w->error);

    status = go_on(w, status, &complaint__relation_ledger);
    if (status == COMPLAINT_OK)
        status = go_on(w,
                       complaint__examine_seals(
                           w->reg, &w->v->wish, seals, seal_count,
                           complaint__verify_note, w, &w->v->roots, &w->error),
                       &complaint__relation_seal);
    complaint__free(w->reg->context, seals);
    if (status == COMPLAINT_OK)
        status = go_on(w,
                       complaint__examine_units(w->reg, false,
                                                complaint__verify_note, w,
                                                &units, &w->error),
                       &complaint__relation_unit);
    return status;
}

/* Leaves of seals that there are not. */
static int verify_no_more(complaint__worker *w)
{
    const complaint__roots *roots = &w->v->roots;
    complaint_scan scan = {.relation = &complaint__relation_leaf, .limit = 1};
    complaint__found found = {.relation = "leaf", .what = "a row is too much"};
    const complaint_value *row = NULL;
    char key[24];
    complaint__scan *rows;
    int status;

    scan.lower = complaint__value_integer(
        roots->count == 0 ? INT64_MIN : roots->of[roots->count - 1].number + 1);
    status = complaint__store_scan(w->reg->store, &scan, &rows, &w->error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &row, &w->error);
    if (status == COMPLAINT_OK && row != NULL) {
        (void)snprintf(key, sizeof key, "%lld",
                       (long long)row[complaint__leaf_seal].integer);
        found.key = key;
        status = complaint__verify_note(w, &found);
    }
    complaint__scan_close(rows);
    return status;
}

/* A case that its number led to, and its id or reading in order did not. */
static int see_lost(void *data, const char *case_id, bool *lost, bool *named)
{
    complaint__worker *w = data;
    complaint_value key = complaint__value_text(case_id);
    complaint__found found = {
        .case_id = case_id, .relation = "case", .what = COMPLAINT__ASTRAY};
    const complaint_value *row;
    complaint_error *local = NULL;
    int status = complaint__store_get(w->reg->store, &complaint__relation_case,
                                      &key, &row, &local);

    *named = complaint__verify_named(w->v, case_id);
    *lost = status == COMPLAINT_NOT_FOUND || status == COMPLAINT_CORRUPT;
    if (status == COMPLAINT_OK) { /* perhaps of another case */
        const complaint_value *number = &row[complaint__case_number];
        char id[COMPLAINT__ID_SIZE];

        complaint__id_of(&row[complaint__case_id], id);
        *lost = strcmp(id, case_id) != 0;
        if (!*lost) {
            *lost = !complaint__given_saw(&w->v->given, number->bytes,
                                          number->size);
            found.what = "the row is there and reading in order misses it";
        }
    }
    if (status != COMPLAINT_OK && !*lost) {
        w->error = local;
        return status;
    }
    complaint_error_free(local);
    if (!*lost || *named)
        return COMPLAINT_OK;
    w->v->cases++;
    w->v->unreadable++;
    status = complaint__verify_note(w, &found);
    return status == COMPLAINT_OK ? complaint__verify_stretch(w) : status;
}

/* What is asked when all cases and leaves were looked at. */
static int verify_last(complaint__worker *w)
{
    int status = complaint__hasher_open(&w->hasher, w->reg->context, &w->error);

    if (status == COMPLAINT_OK)
        status = complaint__roots_end(&w->v->roots, &w->hasher,
                                      complaint__verify_note, w, &w->error);
    if (status == COMPLAINT_OK)
        status = go_on(w, verify_no_more(w), &complaint__relation_leaf);
    if (status == COMPLAINT_OK)
        status = go_on(w,
                       complaint__examine_counters(
                           w->reg, complaint__verify_note, w, &w->error),
                       &complaint__relation_series);
    if (status == COMPLAINT_OK)
        status = complaint__given_end(w->reg, &w->v->given, see_lost,
                                      complaint__verify_note, w, &w->error);
    if (status == COMPLAINT_OK && w->v->damaged)
        status = go_on(
            w,
            complaint__given_walk(w->reg, &w->v->given, see_lost, w, &w->error),
            NULL);
    if (status == COMPLAINT_OK)
        status = complaint__verify_end_stretch(w);
    complaint__hasher_close(&w->hasher);
    return status;
}

/* Damaged counters are told by whoever asks them next. */
static int open_given(complaint__worker *w)
{
    int status = complaint__given_open(w->reg, &w->v->given, &w->error);

    if (status != COMPLAINT_CORRUPT)
        return status;
    complaint_error_free(w->error);
    w->error = NULL;
    complaint__given_close(&w->v->given);
    return COMPLAINT_OK;
}

static int verify_all(complaint__verification *v, complaint__worker *workers,
                      complaint_error **error)
{
    complaint__worker *first = &workers[0];
    bool began = false;
    int64_t count = 1;

    first->v = v;
    first->reg = v->owner;
    if (v->store)
        first->status = verify_store(first);
    /* All scans of one handle see one state of the register. */
    if (first->status == COMPLAINT_OK && !v->owner->in_batch) {
        first->status =
            complaint__store_begin(v->owner->store, false, &first->error);
        began = first->status == COMPLAINT_OK;
    }
    if (first->status == COMPLAINT_OK)
        first->status = verify_rest(first);
    /* Before others begin to read: what was given by now they will see. */
    if (first->status == COMPLAINT_OK)
        first->status = open_given(first);
    if (first->status == COMPLAINT_OK) {
        if (!v->owner->in_batch)
            count = start(v, workers);
        first->status = complaint__verify_work(first);
        wait(workers, count);
    }
    if (!v->stopped && first->status == COMPLAINT_OK)
        first->status = verify_last(first);
    v->threads = count;
    if (began)
        complaint__store_rollback(v->owner->store);
    return settle(workers, count, error);
}

/* ---- options and result ---- */

static int fail_option(complaint__verification *v, const char *name,
                       complaint_error **error)
{
    return complaint__fail(v->owner->context, error, COMPLAINT_INVALID,
                           "verify.options", name,
                           "verify does not take this option: %s", name);
}

static int read_options(complaint__verification *v,
                        const complaint_facts *options, complaint_error **error)
{
    int status = COMPLAINT_OK;

    v->threads = 1;
    v->in_full = IN_FULL;
    v->store = true;
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(options); i++) {
        const complaint_facts *value = complaint_facts_at(options, i);
        const char *name = complaint_facts_key(options, i);
        const char *text = complaint_facts_text(value, NULL);

        if (name != NULL && strcmp(name, "threads") == 0)
            v->threads = complaint_facts_integer(value, -1);
        else if (name != NULL && strcmp(name, "problems") == 0)
            v->in_full = complaint_facts_integer(value, -1);
        else if (name != NULL && strcmp(name, "store") == 0)
            v->store = complaint_facts_integer(value, 1) != 0;
        else if (name != NULL && strcmp(name, "projections") == 0)
            v->chains = complaint_facts_integer(value, 1) == 0;
        else if (name != NULL && strcmp(name, "seal") == 0 && text != NULL)
            v->wish.digest = text;
        else if (name != NULL && strcmp(name, "key") == 0 && text != NULL)
            status = complaint__public_key_read(v->owner->context, text, v->key,
                                                error);
        else
            status = fail_option(v, name == NULL ? "options" : name, error);
        if (name != NULL && strcmp(name, "key") == 0)
            v->wish.key = v->key;
    }
    if (status == COMPLAINT_OK &&
        (v->threads < 0 || v->threads > COMPLAINT_LIMIT_THREADS))
        status = complaint__fail_limit(v->owner->context, error, "threads",
                                       COMPLAINT_LIMIT_THREADS);
    if (status == COMPLAINT_OK &&
        (v->in_full < 1 || v->in_full > COMPLAINT_LIMIT_PROBLEMS))
        status = complaint__fail(v->owner->context, error, COMPLAINT_LIMIT,
                                 "limit.exceeded", "problems",
                                 "\"problems\" is a number from 1 to %lld",
                                 (long long)COMPLAINT_LIMIT_PROBLEMS);
    if (v->threads == 0)
        v->threads = (int64_t)sysconf(_SC_NPROCESSORS_ONLN);
    if (v->threads < 1)
        v->threads = 1;
    if (v->threads > COMPLAINT_LIMIT_THREADS)
        v->threads = COMPLAINT_LIMIT_THREADS;
    return status;
}

static int summarise(const complaint__verification *v, complaint_facts *facts,
                     complaint_error **error)
{
    const struct {
        const char *name;
        int64_t value;
    } counts[] = {{"cases", v->cases},
                  {"unreadable", v->unreadable},
                  {"entries", v->entries},
                  {"bytes", v->bytes},
                  {"seals", (int64_t)v->roots.count},
                  {"sealed_entries", v->roots.entries},
                  {"threads", v->threads},
                  {"problem_count", v->count}};
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof counts / sizeof counts[0]; i++)
        status = complaint_facts_set_integer(facts, counts[i].name,
                                             counts[i].value, error);
    return status;
}

static int verify(complaint__verification *v, complaint_facts *facts,
                  complaint_error **error)
{
    complaint__worker *workers = complaint__alloc_array(
        v->owner->context, (size_t)v->threads, sizeof *workers);
    int status;

    if (workers == NULL)
        return complaint__fail_memory(error);
    if (pthread_mutex_init(&v->taking, NULL) != 0 ||
        pthread_mutex_init(&v->telling, NULL) != 0) {
        complaint__free(v->owner->context, workers);
        return complaint__fail_memory(error);
    }
    status = verify_all(v, workers, error);
    pthread_mutex_destroy(&v->taking);
    pthread_mutex_destroy(&v->telling);
    complaint__roots_free(&v->roots);
    complaint__given_close(&v->given);
    complaint__free(v->owner->context, v->named.of);
    complaint__free(v->owner->context, workers);
    return status == COMPLAINT_OK ? summarise(v, facts, error) : status;
}

static int verify_once(complaint_register *self, const complaint_facts *options,
                       complaint_facts **out, complaint_error **error)
{
    complaint__verification v = {.owner = self};
    complaint_facts *facts = NULL;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status == COMPLAINT_OK)
        status = read_options(&v, options, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(self->context, &facts, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(facts, "problems", &v.list, error);
    if (status == COMPLAINT_OK)
        status = verify(&v, facts, error);
    if (status == COMPLAINT_OK && v.count > 0)
        status = complaint__fail(self->context, error, COMPLAINT_CORRUPT,
                                 "register.problems", "register",
                                 "%lld problems; the first: %s",
                                 (long long)v.count, v.first);
    if (out != NULL && (status == COMPLAINT_OK ||
                        (status == COMPLAINT_CORRUPT && v.count > 0)))
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}

/* A server may end a long reading for what it has to do itself, as a standby
 * does for what it replays. Nothing has been told yet, so it begins anew. */
int complaint_register_verify_with(complaint_register *self,
                                   const complaint_facts *options,
                                   complaint_facts **out,
                                   complaint_error **error)
{
    complaint_error *fault = NULL;
    int status = COMPLAINT_OK;

    for (int i = 0; i < ATTEMPTS; i++) {
        complaint_error_free(fault);
        fault = NULL;
        status = verify_once(self, options, out, &fault);
        if (status != COMPLAINT_BUSY ||
            complaint__store_in_transaction(self->store))
            break;
    }
    complaint__error_give(error, fault);
    return status;
}

int complaint_register_verify(complaint_register *self, complaint_facts **out,
                              complaint_error **error)
{
    return complaint_register_verify_with(self, NULL, out, error);
}
