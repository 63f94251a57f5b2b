/* Seals examined: their chain and signatures, and their roots over the leaves.
 * Whether leaves are what the journals say is asked in verify.c. */
#include "register/seal.h"

#include "base/failure.h"
#include "base/signature.h"

#include <stdio.h>
#include <string.h>

typedef struct examination {
    complaint_register *owner;
    const complaint__seal_wish *wish;
    complaint__hash *ledger;
    size_t ledger_count;
    complaint__hasher hasher;
    complaint__hash head;
    int64_t number;
    bool met; /* the seal that was wished for */
    bool broken;
    complaint__roots *roots;
    complaint__problem *problem;
    void *data;
    complaint_error **error;
} examination;

static int tell(examination *e, int64_t number, const char *columns,
                const char *what)
{
    char key[24];
    complaint__found found = {
        .relation = "seal", .key = key, .columns = columns, .what = what};

    e->broken = true;
    (void)snprintf(key, sizeof key, "%lld", (long long)number);
    return e->problem(e->data, &found);
}

/* The seal is good, so it is the ledger that lacks an entry. */
static int tell_ledger(examination *e)
{
    char key[24];
    complaint__found found = {.relation = "ledger",
                              .key = key,
                              .what = "the ledger lacks its entry of a seal"};

    e->broken = true;
    (void)snprintf(key, sizeof key, "%lld", (long long)e->number);
    return e->problem(e->data, &found);
}

static bool is_hash(const complaint_value *value, const complaint__hash hash)
{
    return value->type == COMPLAINT_VALUE_BYTES &&
           value->size == COMPLAINT__DIGEST_SIZE &&
           memcmp(value->bytes, hash, COMPLAINT__DIGEST_SIZE) == 0;
}

/* ---- one seal ---- */

/* What is signed stands in the hasher's form. */
static int check_signature(examination *e, const complaint_value *row)
{
    const complaint_value *key = &row[complaint__seal_public_key];
    const complaint_value *signature = &row[complaint__seal_signature];
    bool is_signed = key->type == COMPLAINT_VALUE_BYTES;
    bool valid = true;
    int status = COMPLAINT_OK;

    if (is_signed != (signature->type == COMPLAINT_VALUE_BYTES))
        return tell(e, e->number, "signature",
                    is_signed ? "the signature of the seal is gone"
                              : "a signature of a seal that has none");
    if (is_signed) {
        valid = key->size == COMPLAINT__KEY_SIZE &&
                signature->size == COMPLAINT__SIGNATURE_SIZE;
        if (valid)
            status = complaint__signature_check(
                e->owner->context, (const unsigned char *)key->bytes,
                e->hasher.form.bytes, e->hasher.form.size,
                (const unsigned char *)signature->bytes, &valid, e->error);
    }
    if (status != COMPLAINT_OK)
        return status;
    if (!valid)
        return tell(e, e->number, "signature",
                    "the signature of the seal is not good");
    if (e->wish->key != NULL &&
        (!is_signed ||
         memcmp(key->bytes, e->wish->key, COMPLAINT__KEY_SIZE) != 0))
        return tell(e, e->number, "public_key",
                    "the seal is not signed with the key that was given");
    return COMPLAINT_OK;
}

static int check_digest(examination *e, const complaint_value *row)
{
    complaint__hash digest;
    char text[COMPLAINT__DIGEST_TEXT];
    int status;

    complaint__buffer_clear(&e->hasher.form);
    complaint__seal_form(&e->hasher.form, e->owner->id, row);
    status = complaint__hasher_form(&e->hasher, digest, e->error);
    if (status != COMPLAINT_OK)
        return status;
    if (!is_hash(&row[complaint__seal_digest], digest))
        return tell(e, e->number, NULL, "the seal is not what its digest says");
    complaint__digest_text(digest, text);
    if (e->wish->digest != NULL && strcmp(text, e->wish->digest) == 0)
        e->met = true;
    memcpy(e->head, digest, sizeof e->head);
    if ((size_t)e->number > e->ledger_count)
        return tell_ledger(e);
    if (memcmp(e->ledger[e->number - 1], digest, sizeof digest) != 0)
        return tell(e, e->number, NULL, "the ledger knows of no such seal");
    return check_signature(e, row);
}

static int keep_root(examination *e, const complaint_value *row)
{
    complaint__roots *roots = e->roots;
    complaint__root *of = complaint__realloc_array(
        roots->context, roots->of, roots->count + 1, sizeof *of);

    if (of == NULL)
        return complaint__fail_memory(e->error);
    roots->of = of;
    of += roots->count++;
    of->number = row[complaint__seal_number].integer;
    of->leaves = row[complaint__seal_leaves].integer;
    memset(of->root, 0, sizeof of->root);
    if (row[complaint__seal_root].size == sizeof of->root)
        memcpy(of->root, row[complaint__seal_root].bytes, sizeof of->root);
    roots->entries = row[complaint__seal_entries].integer;
    return COMPLAINT_OK;
}

static int take_seal(examination *e, const complaint_value *row)
{
    e->number++;
    if (row[complaint__seal_number].integer != e->number)
        return tell(e, e->number, "number", "a row is missing");
    if (!is_hash(&row[complaint__seal_previous], e->head))
        return tell(e, e->number, "previous",
                    "the seal does not follow the one before it");
    if (keep_root(e, row) != COMPLAINT_OK)
        return COMPLAINT_NO_MEMORY;
    return check_digest(e, row);
}

/* ---- all of them ---- */

static int take_seals(examination *e)
{
    complaint_scan scan = {.relation = &complaint__relation_seal};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(e->owner->store, &scan, &rows, e->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, e->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = take_seal(e, row);
    } while (status == COMPLAINT_OK && row != NULL && !e->broken);
    complaint__scan_close(rows);
    if (status == COMPLAINT_CORRUPT)
        status = tell(e, e->number + 1, NULL, "damaged: reading it stopped");
    if (status == COMPLAINT_OK && !e->broken &&
        (size_t)e->number < e->ledger_count)
        status = tell(e, e->number + 1, NULL, "a row is missing");
    if (status == COMPLAINT_OK && !e->broken && !e->met &&
        e->wish->digest != NULL)
        status = tell(e, e->number, "digest",
                      "the seal whose digest was given is not there");
    if (status == COMPLAINT_OK && !e->broken && e->number == 0 &&
        e->wish->key != NULL)
        status = tell(e, 0, NULL, "the register has no seal");
    return status;
}

int complaint__examine_seals(complaint_register *self,
                             const complaint__seal_wish *wish,
                             complaint__hash *ledger, size_t ledger_count,
                             complaint__problem *problem, void *data,
                             complaint__roots *roots, complaint_error **error)
{
    examination e = {.owner = self,
                     .wish = wish,
                     .ledger = ledger,
                     .ledger_count = ledger_count,
                     .roots = roots,
                     .problem = problem,
                     .data = data,
                     .error = error};
    int status = complaint__hasher_open(&e.hasher, self->context, error);

    memset(roots, 0, sizeof *roots);
    roots->context = roots->form.context = self->context;
    if (status != COMPLAINT_OK)
        return status;
    status = take_seals(&e);
    roots->broken = e.broken;
    complaint__hasher_close(&e.hasher);
    return status;
}

/* ---- the roots ---- */

static int tell_root(complaint__roots *roots, int64_t seal, const char *what,
                     complaint__problem *problem, void *data)
{
    char key[24];
    complaint__found found = {.relation = "leaf", .key = key, .what = what};

    roots->broken = true;
    (void)snprintf(key, sizeof key, "%lld", (long long)seal);
    return problem(data, &found);
}

/* All seals before this number have all their leaves. */
static int meet(complaint__roots *roots, complaint__hasher *hasher,
                int64_t before, complaint__problem *problem, void *data,
                complaint_error **error)
{
    complaint__hash root;
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && !roots->broken &&
           roots->at < roots->count && roots->of[roots->at].number < before) {
        const complaint__root *of = &roots->of[roots->at++];

        status = complaint__merkle_root(&roots->tree, hasher, root, error);
        if (status == COMPLAINT_OK &&
            ((uint64_t)of->leaves != roots->tree.count ||
             memcmp(of->root, root, sizeof root) != 0))
            status = tell_root(roots, of->number,
                               "the leaves of the seal do not give its root",
                               problem, data);
    }
    return status;
}

int complaint__roots_add(complaint__roots *roots, complaint__hasher *hasher,
                         const complaint_value *row,
                         complaint__problem *problem, void *data,
                         complaint_error **error)
{
    const complaint_value *head = &row[complaint__leaf_head];
    int64_t seal = row[complaint__leaf_seal].integer;
    complaint__hash hash;
    int status = meet(roots, hasher, seal, problem, data, error);

    if (status != COMPLAINT_OK || roots->broken)
        return status;
    if (head->size != COMPLAINT__DIGEST_SIZE)
        return tell_root(roots, seal, "a leaf's head is no digest", problem,
                         data);
    if (roots->at == roots->count || roots->of[roots->at].number != seal)
        return tell_root(roots, seal, "a row is too much", problem, data);
    status = complaint__leaf_hash(
        hasher, &roots->form, row[complaint__leaf_case_id].bytes,
        row[complaint__leaf_entries].integer,
        (const unsigned char *)head->bytes, hash, error);
    return status == COMPLAINT_OK
               ? complaint__merkle_add(&roots->tree, hasher, hash, error)
               : status;
}

int complaint__roots_end(complaint__roots *roots, complaint__hasher *hasher,
                         complaint__problem *problem, void *data,
                         complaint_error **error)
{
    return meet(roots, hasher, INT64_MAX, problem, data, error);
}

void complaint__roots_free(complaint__roots *roots)
{
    complaint__free(roots->context, roots->of);
    complaint__buffer_free(&roots->form);
}
