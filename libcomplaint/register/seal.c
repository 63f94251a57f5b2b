/* Sealing a register. Its leaves in memory: leaves.c; whether seals still
 * hold: examine_seals.c. */
#include "register/seal.h"

#include "base/failure.h"
#include "base/json.h"
#include "base/signature.h"

#include <string.h>

/* ---- forms ---- */

static void put_digest(complaint__buffer *buffer, const complaint_value *value)
{
    complaint__buffer_char(buffer, ',');
    if (value->type == COMPLAINT_VALUE_NULL) {
        complaint__buffer_text(buffer, "null");
        return;
    }
    complaint__buffer_char(buffer, '"');
    complaint__hex(buffer, value->bytes, value->size);
    complaint__buffer_char(buffer, '"');
}

void complaint__seal_form(complaint__buffer *buffer, const char *register_id,
                          const complaint_value *row)
{
    static const int integers[] = {
        complaint__seal_number, complaint__seal_sealed_at,
        complaint__seal_cases, complaint__seal_entries, complaint__seal_leaves};

    complaint__buffer_format(buffer, "[\"complaint/seal/1\",\"%s\"",
                             register_id);
    for (size_t i = 0; i < sizeof integers / sizeof integers[0]; i++) {
        complaint__buffer_char(buffer, ',');
        complaint__json_integer(buffer, row[integers[i]].integer);
    }
    put_digest(buffer, &row[complaint__seal_root]);
    complaint__buffer_char(buffer, ',');
    complaint__json_integer(buffer, row[complaint__seal_ledger].integer);
    put_digest(buffer, &row[complaint__seal_ledger_head]);
    put_digest(buffer, &row[complaint__seal_previous]);
    put_digest(buffer, &row[complaint__seal_public_key]);
    complaint__buffer_char(buffer, ']');
}

int complaint__key_id(complaint_context *context, const void *public_key,
                      char id[COMPLAINT__KEY_ID_SIZE], complaint_error **error)
{
    char text[COMPLAINT__DIGEST_TEXT];
    complaint__hash digest;
    int status = complaint__digest(context, public_key, COMPLAINT__KEY_SIZE,
                                   digest, error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__digest_text(digest, text);
    memcpy(id, text, COMPLAINT__KEY_ID_SIZE - 1);
    id[COMPLAINT__KEY_ID_SIZE - 1] = '\0';
    return COMPLAINT_OK;
}

int complaint__seal_last(complaint_register *self, complaint_record **out,
                         complaint_error **error)
{
    complaint_scan scan = {
        .relation = &complaint__relation_seal, .descending = true, .limit = 1};
    const complaint_value *row = NULL;
    complaint_value key;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &row, error);
    if (status == COMPLAINT_OK && row != NULL)
        key = row[complaint__seal_number];
    complaint__scan_close(rows);
    if (status != COMPLAINT_OK || row == NULL)
        return status;
    return complaint__store_get_record(self->store, scan.relation, &key, out,
                                       error);
}

/* ---- what there is to seal ---- */

typedef struct sealing {
    complaint_register *owner;
    complaint__hasher hasher;
    complaint__signer *signer;
    complaint__leaves leaves; /* the old ones, then the new */
    size_t old;               /* leaves */
    complaint_record *last;   /* seal */
    int64_t cases;
    int64_t entries;
    complaint_value row[complaint__seal_columns];
    complaint__hash root;
    complaint__hash ledger_head;
    complaint__hash digest;
    unsigned char signature[COMPLAINT__SIGNATURE_SIZE];
    complaint_error **error;
} sealing;

static int fail_damaged(sealing *s, const char *relation)
{
    return complaint__fail(s->owner->context, s->error, COMPLAINT_CORRUPT,
                           "seal.damaged", relation,
                           "the seals are damaged: verify says where");
}

static int fail_changed(sealing *s, const char *case_id)
{
    return complaint__fail(
        s->owner->context, s->error, COMPLAINT_CORRUPT, "seal.contradicted",
        "journal", "the case %s is not what was sealed: verify says where",
        case_id);
}

static bool is_hash(const complaint_value *value, const complaint__hash hash)
{
    return value->type == COMPLAINT_VALUE_BYTES &&
           value->size == COMPLAINT__DIGEST_SIZE &&
           memcmp(value->bytes, hash, COMPLAINT__DIGEST_SIZE) == 0;
}

/* The leaves that there are must be those of the last seal. */
static int load_old(sealing *s)
{
    complaint__hash root;
    int64_t leaves = 0;
    int status = complaint__seal_last(s->owner, &s->last, s->error);

    if (status == COMPLAINT_OK)
        status =
            complaint__leaves_load(s->owner, &s->hasher, &s->leaves, s->error);
    if (status != COMPLAINT_OK)
        return status;
    s->old = s->leaves.count;
    if (s->last != NULL)
        leaves = s->last->values[complaint__seal_leaves].integer;
    if (leaves != (int64_t)s->old)
        return fail_damaged(s, "leaf");
    if (s->last == NULL)
        return COMPLAINT_OK;
    status =
        complaint__merkle_root(&s->leaves.tree, &s->hasher, root, s->error);
    if (status == COMPLAINT_OK &&
        !is_hash(&s->last->values[complaint__seal_root], root))
        status = fail_damaged(s, "seal");
    return status;
}

/* The entry that was sealed last is still there. */
static int check_sealed(sealing *s, const complaint__sealed *leaf)
{
    complaint_value key[] = {complaint__value_text(leaf->case_id),
                             complaint__value_integer(leaf->entries)};
    const complaint_value *row;
    complaint_error *local = NULL;
    int status = complaint__store_get(
        s->owner->store, &complaint__relation_journal, key, &row, &local);

    if (status == COMPLAINT_NOT_FOUND ||
        (status == COMPLAINT_OK &&
         !is_hash(&row[complaint__journal_digest], leaf->head))) {
        complaint_error_free(local);
        return fail_changed(s, leaf->case_id);
    }
    if (status != COMPLAINT_OK && s->error != NULL)
        *s->error = local;
    else
        complaint_error_free(local);
    return status;
}

static int take_case(sealing *s, const complaint_value *row)
{
    const complaint_value *head = &row[complaint__case_head];
    const char *id = row[complaint__case_id].bytes;
    int64_t revision = row[complaint__case_revision].integer;
    complaint__sealed *leaf = complaint__leaves_find(&s->leaves, id);
    complaint__sealed found;
    int status = COMPLAINT_OK;

    s->cases++;
    s->entries += revision;
    if (leaf != NULL) {
        leaf->seen = true;
        found = *leaf;
        if (found.entries == revision)
            return is_hash(head, found.head) ? COMPLAINT_OK
                                             : fail_changed(s, id);
        status = found.entries < revision ? check_sealed(s, &found)
                                          : fail_changed(s, id);
    }
    if (status == COMPLAINT_OK &&
        (!complaint__id_valid(id) || head->size != COMPLAINT__DIGEST_SIZE))
        status = fail_changed(s, id);
    if (status == COMPLAINT_OK)
        status =
            complaint__leaves_add(&s->leaves, &s->hasher, id, 0, revision,
                                  (const unsigned char *)head->bytes, s->error);
    return status;
}

static int take_cases(sealing *s)
{
    complaint_scan scan = {.relation = &complaint__relation_case};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(s->owner->store, &scan, &rows, s->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, s->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = take_case(s, row);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    for (size_t i = 0; status == COMPLAINT_OK && i < s->old; i++) {
        const complaint__sealed *leaf = &s->leaves.of[i];

        /* Of the newest leaf, which is an old one where nothing was added. */
        leaf = complaint__leaves_find(&s->leaves, leaf->case_id);
        if (!leaf->seen && leaf < s->leaves.of + s->old)
            status = fail_changed(s, leaf->case_id);
    }
    return status;
}

/* In one state; nothing is written, so others may write meanwhile. */
static int gather(sealing *s)
{
    bool began = !s->owner->in_batch;
    int status = COMPLAINT_OK;

    if (began)
        status = complaint__store_begin(s->owner->store, false, s->error);
    if (status != COMPLAINT_OK)
        return status;
    status = load_old(s);
    if (status == COMPLAINT_OK)
        status = take_cases(s);
    if (began)
        complaint__store_rollback(s->owner->store);
    return status;
}

/* ---- the seal itself ---- */

static complaint_value bytes_value(const void *bytes, size_t size)
{
    return (complaint_value){COMPLAINT_VALUE_BYTES, 0, bytes, size};
}

static int make_row(sealing *s)
{
    static const complaint__hash none;
    complaint_value *row = s->row;
    complaint_time now = complaint_context_now(s->owner->context);
    int64_t number = 1;
    int64_t ledger;
    int status;

    row[complaint__seal_previous] = bytes_value(none, sizeof none);
    if (s->last != NULL) {
        const complaint_value *last = s->last->values;

        number = last[complaint__seal_number].integer + 1;
        row[complaint__seal_previous] = last[complaint__seal_digest];
        if (now < last[complaint__seal_sealed_at].integer)
            now = last[complaint__seal_sealed_at].integer;
    }
    row[complaint__seal_number] = complaint__value_integer(number);
    row[complaint__seal_sealed_at] = complaint__value_integer(now);
    row[complaint__seal_cases] = complaint__value_integer(s->cases);
    row[complaint__seal_entries] = complaint__value_integer(s->entries);
    row[complaint__seal_leaves] =
        complaint__value_integer((int64_t)s->leaves.count);
    row[complaint__seal_root] = bytes_value(s->root, sizeof s->root);
    row[complaint__seal_ledger_head] =
        bytes_value(s->ledger_head, sizeof s->ledger_head);
    row[complaint__seal_public_key] = row[complaint__seal_signature] =
        complaint__value_text(NULL);
    status =
        complaint__merkle_root(&s->leaves.tree, &s->hasher, s->root, s->error);
    if (status == COMPLAINT_OK)
        status =
            complaint__ledger_head(s->owner, &ledger, s->ledger_head, s->error);
    if (status == COMPLAINT_OK)
        row[complaint__seal_ledger] = complaint__value_integer(ledger);
    return status;
}

static int sign(sealing *s)
{
    complaint__buffer *form = &s->hasher.form;
    int status;

    if (s->signer != NULL)
        s->row[complaint__seal_public_key] = bytes_value(
            complaint__signer_public(s->signer), COMPLAINT__KEY_SIZE);
    complaint__buffer_clear(form);
    complaint__seal_form(form, s->owner->id, s->row);
    status = complaint__hasher_form(&s->hasher, s->digest, s->error);
    s->row[complaint__seal_digest] = bytes_value(s->digest, sizeof s->digest);
    if (status != COMPLAINT_OK || s->signer == NULL)
        return status;
    s->row[complaint__seal_signature] =
        bytes_value(s->signature, sizeof s->signature);
    return complaint__signer_sign(s->signer, form->bytes, form->size,
                                  s->signature, s->error);
}

static int insert_leaves(sealing *s)
{
    complaint_value row[complaint__leaf_columns];
    int status = COMPLAINT_OK;

    row[complaint__leaf_seal] = s->row[complaint__seal_number];
    for (size_t i = s->old; status == COMPLAINT_OK && i < s->leaves.count;
         i++) {
        const complaint__sealed *leaf = &s->leaves.of[i];

        row[complaint__leaf_case_id] = complaint__value_text(leaf->case_id);
        row[complaint__leaf_entries] = complaint__value_integer(leaf->entries);
        row[complaint__leaf_head] = bytes_value(leaf->head, sizeof leaf->head);
        status = complaint__store_insert_new(
            s->owner->store, &complaint__relation_leaf, row, s->error);
    }
    return status;
}

/* Has nobody sealed since it was gathered? */
static int check_last(sealing *s)
{
    complaint_record *last;
    int status = complaint__seal_last(s->owner, &last, s->error);
    bool same;

    if (status != COMPLAINT_OK)
        return status;
    same = (last == NULL) == (s->last == NULL) &&
           (last == NULL || complaint__value_compare(
                                &last->values[complaint__seal_digest],
                                &s->last->values[complaint__seal_digest]) == 0);
    complaint_record_free(last);
    if (same)
        return COMPLAINT_OK;
    return complaint__fail(s->owner->context, s->error, COMPLAINT_BUSY,
                           "seal.busy", "seal",
                           "somebody else sealed the register meanwhile");
}

/* ---- what it is, as a map ---- */

static int describe(sealing *s, complaint_facts *out)
{
    static const int columns[] = {
        complaint__seal_number,     complaint__seal_cases,
        complaint__seal_entries,    complaint__seal_leaves,
        complaint__seal_root,       complaint__seal_previous,
        complaint__seal_public_key, complaint__seal_digest,
        complaint__seal_signature};
    complaint__buffer hex = COMPLAINT__BUFFER(s->owner->context);
    char id[COMPLAINT__KEY_ID_SIZE];
    int status = complaint_facts_set_time(
        out, "sealed_at", s->row[complaint__seal_sealed_at].integer, s->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(
            out, "added", (int64_t)(s->leaves.count - s->old), s->error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof columns / sizeof columns[0];
         i++) {
        const complaint_value *value = &s->row[columns[i]];
        const char *name = complaint__relation_seal.columns[columns[i]].name;

        complaint__buffer_clear(&hex);
        complaint__hex(&hex, value->bytes, value->size);
        if (value->type == COMPLAINT_VALUE_INTEGER)
            status = complaint_facts_set_integer(out, name, value->integer,
                                                 s->error);
        else if (value->type == COMPLAINT_VALUE_BYTES)
            status = hex.failed ? complaint__fail_memory(s->error)
                                : complaint_facts_set_text(out, name, hex.bytes,
                                                           s->error);
    }
    complaint__buffer_free(&hex);
    if (status != COMPLAINT_OK || s->signer == NULL)
        return status;
    status = complaint__key_id(
        s->owner->context, complaint__signer_public(s->signer), id, s->error);
    return status == COMPLAINT_OK
               ? complaint_facts_set_text(out, "key_id", id, s->error)
               : status;
}

static int write(sealing *s, complaint_facts *out)
{
    bool began;
    int status = complaint__register_begin(s->owner, &began, s->error);

    if (status != COMPLAINT_OK)
        return status;
    status = check_last(s);
    if (status == COMPLAINT_OK)
        status = make_row(s);
    if (status == COMPLAINT_OK)
        status = sign(s);
    if (status == COMPLAINT_OK)
        status = insert_leaves(s);
    if (status == COMPLAINT_OK)
        status = complaint__store_insert(
            s->owner->store, &complaint__relation_seal, s->row, s->error);
    if (status == COMPLAINT_OK)
        status = complaint__ledger_seal(s->owner,
                                        s->row[complaint__seal_number].integer,
                                        s->digest, s->error);
    if (status == COMPLAINT_OK && out != NULL)
        status = describe(s, out);
    if (status != COMPLAINT_OK && !began)
        s->owner->broken = true;
    return complaint__register_end(s->owner, began, status, s->error);
}

static int seal_once(complaint_register *self, complaint__signer *signer,
                     complaint_facts *out, complaint_error **error)
{
    sealing s = {.owner = self, .signer = signer, .error = error};
    int status = complaint__hasher_open(&s.hasher, self->context, error);

    s.leaves.context = self->context;
    if (status == COMPLAINT_OK)
        status = gather(&s);
    if (status == COMPLAINT_OK)
        status = write(&s, out);
    complaint__leaves_free(&s.leaves);
    complaint_record_free(s.last);
    complaint__hasher_close(&s.hasher);
    return status;
}

int complaint_register_seal(complaint_register *self, const char *key,
                            complaint_facts **out, complaint_error **error)
{
    complaint__signer *signer = NULL;
    complaint_facts *facts = NULL;
    int attempt = 0;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status == COMPLAINT_OK && key != NULL)
        status = complaint__signer_new(self->context, key, &signer, error);
    if (status == COMPLAINT_OK && out != NULL)
        status = complaint_facts_new(self->context, &facts, error);
    if (status == COMPLAINT_OK) {
        do
            status = seal_once(self, signer, facts, error);
        while (complaint__register_again(self, status, &attempt, error));
    }
    complaint__signer_free(signer);
    if (status == COMPLAINT_OK && out != NULL)
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}
