/* Verifying a register as a whole, and rebuilding its projections. What is
 * looked at in one case: examine.c. */
#include "register/stream.h"

#include "base/context.h"
#include "base/failure.h"

#include <stdio.h>
#include <string.h>

#define PROBLEMS_LISTED 1000

/* ---- verifying ---- */

typedef struct findings {
    complaint_register *owner;
    complaint_facts *list; /* of problems */
    int64_t count;
    int64_t cases;
    int64_t entries;
    char first[512]; /* of the problems, for the error */
    complaint_error **error;
} findings;

static int note(findings *f, const char *case_id, int64_t entry,
                const char *relation, const char *what)
{
    complaint_facts *map;
    int status;

    what = complaint__context_translate(f->owner->context, what);
    if (f->count++ == 0)
        (void)snprintf(f->first, sizeof f->first, "%s %s: %s", relation,
                       case_id == NULL ? "" : case_id, what);
    if (f->count > PROBLEMS_LISTED)
        return COMPLAINT_OK;
    status = complaint_facts_set_map(f->list, NULL, &map, f->error);
    if (status == COMPLAINT_OK && case_id != NULL)
        status = complaint_facts_set_text(map, "case_id", case_id, NULL);
    if (status == COMPLAINT_INVALID) /* bytes that are no text */
        status = complaint_facts_set_text(map, "case_id", "?", f->error);
    if (status == COMPLAINT_OK && entry > 0)
        status = complaint_facts_set_integer(map, "entry", entry, f->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "relation", relation, f->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "what", what, f->error);
    if (status == COMPLAINT_NO_MEMORY)
        return complaint__fail_memory(f->error);
    return status;
}

static int note_case(void *data, const char *case_id, int64_t entry,
                     const char *relation, const char *what)
{
    return note(data, case_id, entry, relation, what);
}

static int verify_cases(findings *f)
{
    complaint__streams streams;
    complaint__examined examined;
    char case_id[COMPLAINT__ID_SIZE];
    int status =
        complaint__streams_open(f->owner->store, NULL, &streams, f->error);

    if (status != COMPLAINT_OK)
        return status;
    while (status == COMPLAINT_OK &&
           complaint__streams_case(&streams, case_id)) {
        status = complaint__examine(f->owner, &streams, case_id, note_case, f,
                                    &examined, NULL, f->error);
        f->entries += examined.entries;
        f->cases++;
    }
    complaint__streams_close(&streams);
    return status;
}

static int verify_definition(findings *f, const complaint_value *row)
{
    const complaint_value *text = &row[complaint__definition_text];
    const char *stored = row[complaint__definition_digest].bytes;
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    char hex[COMPLAINT__DIGEST_TEXT];
    int status = complaint__digest(f->owner->context, text->bytes, text->size,
                                   digest, f->error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__digest_text(digest, hex);
    if (strcmp(hex, stored) == 0)
        return COMPLAINT_OK;
    return note(f, NULL, 0, "definition",
                "a definition's text is not what its digest says");
}

static int verify_definitions(findings *f)
{
    complaint_scan scan = {.relation = &complaint__relation_definition};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(f->owner->store, &scan, &rows, f->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, f->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = verify_definition(f, row);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

static int verify_store(findings *f)
{
    complaint_error *local = NULL;
    int status = complaint__store_check(f->owner->store, &local);

    if (status == COMPLAINT_CORRUPT)
        status = note(f, NULL, 0, "store", complaint_error_message(local));
    else if (status != COMPLAINT_OK && f->error != NULL) {
        *f->error = local;
        return status;
    }
    complaint_error_free(local);
    return status;
}

static int verify_all(findings *f)
{
    complaint_register *self = f->owner;
    int64_t units = 0;
    bool began = false;
    int status = verify_store(f);

    /* All scans see one state of the register. */
    if (status == COMPLAINT_OK && !self->in_batch) {
        status = complaint__store_begin(self->store, false, f->error);
        began = status == COMPLAINT_OK;
    }
    if (status == COMPLAINT_OK)
        status = verify_definitions(f);
    if (status == COMPLAINT_OK)
        status = complaint__examine_units(self, false, note_case, f, &units,
                                          f->error);
    if (status == COMPLAINT_OK)
        status = verify_cases(f);
    if (status == COMPLAINT_CORRUPT) /* the store found damage on the way */
        status = note(f, NULL, 0, "store", "damaged: reading it stopped");
    if (began)
        complaint__store_rollback(self->store);
    return status;
}

static int summarise(findings *f, complaint_facts *facts)
{
    int status =
        complaint_facts_set_integer(facts, "cases", f->cases, f->error);

    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(facts, "entries", f->entries, f->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(facts, "problem_count", f->count,
                                             f->error);
    return status;
}

int complaint_register_verify(complaint_register *self, complaint_facts **out,
                              complaint_error **error)
{
    findings f = {.owner = self, .error = error};
    complaint_facts *facts = NULL;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(self->context, &facts, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(facts, "problems", &f.list, error);
    if (status == COMPLAINT_OK)
        status = verify_all(&f);
    if (status == COMPLAINT_OK)
        status = summarise(&f, facts);
    if (status == COMPLAINT_OK && f.count > 0)
        status = complaint__fail(self->context, error, COMPLAINT_CORRUPT,
                                 "register.problems", "register",
                                 "%lld problems; the first: %s",
                                 (long long)f.count, f.first);
    if (out != NULL && (status == COMPLAINT_OK ||
                        (status == COMPLAINT_CORRUPT && f.count > 0)))
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}

/* ---- rebuilding ---- */

/* Cases whose projections differ. */
typedef struct damaged {
    complaint_register *owner;
    char (*ids)[COMPLAINT__ID_SIZE];
    size_t count;
    size_t capacity;
    complaint_error **error;
} damaged;

static int ignore(void *data, const char *case_id, int64_t entry,
                  const char *relation, const char *what)
{
    (void)data;
    (void)case_id;
    (void)entry;
    (void)relation;
    (void)what;
    return COMPLAINT_OK;
}

static int remember(damaged *d, const char *case_id)
{
    size_t capacity = d->capacity == 0 ? 64 : 2 * d->capacity;
    void *ids;

    if (d->count == d->capacity) {
        ids = complaint__realloc_array(d->owner->context, d->ids, capacity,
                                       sizeof *d->ids);
        if (ids == NULL)
            return complaint__fail_memory(d->error);
        d->ids = ids;
        d->capacity = capacity;
    }
    memset(d->ids[d->count], 0, COMPLAINT__ID_SIZE);
    memcpy(d->ids[d->count++], case_id, strlen(case_id));
    return COMPLAINT_OK;
}

static int find_damaged(damaged *d)
{
    complaint__streams streams;
    complaint__examined examined;
    char case_id[COMPLAINT__ID_SIZE];
    int status =
        complaint__streams_open(d->owner->store, NULL, &streams, d->error);

    if (status != COMPLAINT_OK)
        return status;
    while (status == COMPLAINT_OK &&
           complaint__streams_case(&streams, case_id)) {
        status = complaint__examine(d->owner, &streams, case_id, ignore, NULL,
                                    &examined, NULL, d->error);
        if (status == COMPLAINT_OK && examined.broken)
            status = complaint__fail(
                d->owner->context, d->error, COMPLAINT_CORRUPT,
                "register.chain", "journal",
                "the journal of case %s is broken: verify says where", case_id);
        if (status == COMPLAINT_OK && examined.changes > 0)
            status = remember(d, case_id);
    }
    complaint__streams_close(&streams);
    return status;
}

/* Stored rows of a case that its image lacks or has otherwise are replaced:
 * all of the relation go, and all of the image come. */
static int erase_rows(damaged *d, const complaint_relation *relation,
                      const char *case_id)
{
    complaint_value equal = complaint__value_text(case_id);
    complaint_scan scan = {
        .relation = relation, .equal = &equal, .equal_count = 1, .limit = 1};
    complaint_value key[COMPLAINT__KEY_MAX];
    char id[COMPLAINT_LIMIT_CODE + 1];
    int status = COMPLAINT_OK;

    for (;;) {
        const complaint_value *row = NULL;
        complaint__scan *rows;

        status = complaint__store_scan(d->owner->store, &scan, &rows, d->error);
        if (status != COMPLAINT_OK)
            return status;
        status = complaint__scan_next(rows, &row, d->error);
        if (status == COMPLAINT_OK && row != NULL) {
            key[0] = equal;
            if (relation->key_count > 1) {
                (void)snprintf(id, sizeof id, "%s", row[1].bytes);
                key[1] = complaint__value_text(id);
            }
        }
        complaint__scan_close(rows);
        if (status != COMPLAINT_OK || row == NULL)
            return status;
        status =
            complaint__store_erase(d->owner->store, relation, key, d->error);
        if (status != COMPLAINT_OK)
            return status;
    }
}

static int replace(damaged *d, const char *case_id, complaint__image *image)
{
    const complaint_relation *relation = &complaint__relation_case;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && relation != NULL; i++) {
        status = erase_rows(d, relation, case_id);
        relation = complaint__child_relation(i);
    }
    if (status != COMPLAINT_OK || complaint__image_now(&image->self) == NULL)
        return status;
    image->store = d->owner->store;
    status = complaint__image_write_case(image, -1, d->error);
    if (status == COMPLAINT_OK)
        status = complaint__image_write_rows(image, d->error);
    return status;
}

static int rebuild_case(damaged *d, const char *case_id, int64_t *changes)
{
    complaint__streams streams;
    complaint__examined examined = {0};
    complaint__image image;
    int status =
        complaint__streams_open(d->owner->store, case_id, &streams, d->error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__examine(d->owner, &streams, case_id, ignore, NULL,
                                &examined, &image, d->error);
    complaint__streams_close(&streams);
    if (status == COMPLAINT_OK)
        status = replace(d, case_id, &image);
    complaint__image_free(&image);
    *changes += examined.changes;
    return status;
}

static int rebuild_once(complaint_register *self, int64_t *changed,
                        complaint_error **error)
{
    damaged d = {.owner = self, .error = error};
    int64_t changes = 0;
    int64_t units = 0;
    bool began;
    int status = complaint__register_usable(self, error);

    if (changed != NULL)
        *changed = 0;
    if (status == COMPLAINT_OK && self->in_batch)
        status = complaint__fail(self->context, error, COMPLAINT_MISUSE,
                                 "register.batch", "self",
                                 "a batch is open already");
    if (status == COMPLAINT_OK)
        status = complaint__register_begin(self, &began, error);
    if (status != COMPLAINT_OK)
        return status;
    status = find_damaged(&d);
    for (size_t i = 0; status == COMPLAINT_OK && i < d.count; i++)
        status = rebuild_case(&d, d.ids[i], &changes);
    if (status == COMPLAINT_OK)
        status =
            complaint__examine_units(self, true, ignore, NULL, &units, error);
    if (status == COMPLAINT_OK && units > 0)
        status = complaint__register_advance(self, error);
    status = complaint__register_end(self, began, status, error);
    complaint__free(self->context, d.ids);
    if (status == COMPLAINT_OK && changed != NULL)
        *changed = changes + units;
    return status;
}

int complaint_register_rebuild(complaint_register *self, int64_t *changed,
                               complaint_error **error)
{
    int attempt = 0;
    int status;

    do
        status = rebuild_once(self, changed, error);
    while (complaint__register_again(self, status, &attempt, error));
    return status;
}
