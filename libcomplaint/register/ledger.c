/* Writing the register's own journal. Whether it is whole, and whether what
 * it tells of is still so: examine_ledger.c. */
#include "register/ledger.h"

#include "base/failure.h"
#include "base/json.h"

#include <string.h>

#define FORM "complaint/ledger/1"

/* ---- digests ---- */

static void put_text(complaint__buffer *buffer, const complaint_value *value)
{
    complaint__buffer_char(buffer, ',');
    if (value->type == COMPLAINT_VALUE_TEXT)
        complaint__json_text(buffer, value->bytes, value->size);
    else
        complaint__buffer_text(buffer, "null");
}

int complaint__ledger_row_digest(complaint__hasher *hasher,
                                 const complaint_value *row,
                                 unsigned char digest[COMPLAINT__DIGEST_SIZE],
                                 complaint_error **error)
{
    complaint__buffer *form = &hasher->form;

    complaint__buffer_clear(form);
    complaint__buffer_text(form, "[\"" FORM "\",");
    complaint__json_integer(form, row[complaint__ledger_entry].integer);
    put_text(form, &row[complaint__ledger_kind]);
    complaint__buffer_char(form, ',');
    complaint__json_integer(form, row[complaint__ledger_recorded_at].integer);
    put_text(form, &row[complaint__ledger_actor]);
    complaint__buffer_char(form, ',');
    complaint__buffer_append(form, row[complaint__ledger_facts].bytes,
                             row[complaint__ledger_facts].size);
    complaint__buffer_text(form, ",\"");
    complaint__hex(form, row[complaint__ledger_previous].bytes,
                   row[complaint__ledger_previous].size);
    complaint__buffer_text(form, "\"]");
    return complaint__hasher_form(hasher, digest, error);
}

/* ---- the last entry ---- */

typedef struct last_entry {
    int64_t entry;
    complaint_time recorded_at;
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
} last_entry;

static int find_last(complaint_register *self, last_entry *last,
                     complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_ledger,
                           .descending = true,
                           .limit = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, error);

    memset(last, 0, sizeof *last);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &row, error);
    if (status == COMPLAINT_OK && row != NULL) {
        const complaint_value *digest = &row[complaint__ledger_digest];

        if (digest->size == sizeof last->digest)
            memcpy(last->digest, digest->bytes, sizeof last->digest);
        last->entry = row[complaint__ledger_entry].integer;
        last->recorded_at = row[complaint__ledger_recorded_at].integer;
    }
    complaint__scan_close(rows);
    return status;
}

int complaint__ledger_head(complaint_register *self, int64_t *entries,
                           unsigned char head[COMPLAINT__DIGEST_SIZE],
                           complaint_error **error)
{
    last_entry last;
    int status = find_last(self, &last, error);

    *entries = last.entry;
    memcpy(head, last.digest, sizeof last.digest);
    return status;
}

/* ---- appending ---- */

static complaint_value bytes_of(const unsigned char *digest)
{
    return (complaint_value){COMPLAINT_VALUE_BYTES, 0, (const char *)digest,
                             COMPLAINT__DIGEST_SIZE};
}

static int insert(complaint_register *self, complaint_value *row,
                  complaint_error **error)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    complaint__hasher hasher;
    int status = complaint__hasher_open(&hasher, self->context, error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__ledger_row_digest(&hasher, row, digest, error);
    complaint__hasher_close(&hasher);
    row[complaint__ledger_digest] = bytes_of(digest);
    return status == COMPLAINT_OK
               ? complaint__store_insert(
                     self->store, &complaint__relation_ledger, row, error)
               : status;
}

int complaint__ledger_append(complaint_register *self, const char *kind,
                             const char *actor, const complaint_facts *facts,
                             complaint_error **error)
{
    complaint__buffer json = COMPLAINT__BUFFER(self->context);
    complaint_time now = complaint_context_now(self->context);
    complaint_value row[complaint__ledger_columns];
    last_entry last;
    int status = find_last(self, &last, error);

    if (status != COMPLAINT_OK)
        return status;
    (void)complaint__facts_append_json(facts, true, &json);
    if (json.failed) {
        complaint__buffer_free(&json);
        return complaint__fail_memory(error);
    }
    row[complaint__ledger_entry] = complaint__value_integer(last.entry + 1);
    row[complaint__ledger_kind] = complaint__value_text(kind);
    row[complaint__ledger_recorded_at] = complaint__value_integer(
        now > last.recorded_at ? now : last.recorded_at);
    row[complaint__ledger_actor] = complaint__value_text(actor);
    row[complaint__ledger_facts] =
        (complaint_value){COMPLAINT_VALUE_TEXT, 0, json.bytes, json.size};
    row[complaint__ledger_previous] = bytes_of(last.digest);
    status = insert(self, row, error);
    complaint__buffer_free(&json);
    return status;
}

/* ---- what is appended ---- */

int complaint__ledger_set(complaint_register *self, const char *name,
                          const char *value, complaint_error **error)
{
    complaint_facts *facts;
    int status = complaint_facts_new(self->context, &facts, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(facts, "name", name, error);
    if (status == COMPLAINT_OK && value != NULL)
        status = complaint_facts_set_text(facts, "value", value, error);
    if (status == COMPLAINT_OK)
        status = complaint__ledger_append(self, COMPLAINT__LEDGER_SET, NULL,
                                          facts, error);
    complaint_facts_free(facts);
    return status;
}

int complaint__ledger_install(complaint_register *self,
                              const complaint_value *row,
                              complaint_error **error)
{
    static const int texts[] = {
        complaint__definition_digest, complaint__definition_kind,
        complaint__definition_name, complaint__definition_version};
    const char *actor = row[complaint__definition_installed_by].bytes;
    complaint_facts *facts;
    int status = complaint_facts_new(self->context, &facts, error);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof texts / sizeof texts[0]; i++) {
        const complaint_value *value = &row[texts[i]];

        if (value->type == COMPLAINT_VALUE_TEXT)
            status = complaint_facts_set_text(
                facts, complaint__relation_definition.columns[texts[i]].name,
                value->bytes, error);
    }
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(
            facts, "installed_at",
            row[complaint__definition_installed_at].integer, error);
    if (status == COMPLAINT_OK)
        status = complaint__ledger_append(self, COMPLAINT__LEDGER_INSTALL,
                                          actor, facts, error);
    complaint_facts_free(facts);
    return status;
}

int complaint__ledger_seal(complaint_register *self, int64_t number,
                           const unsigned char *digest, complaint_error **error)
{
    char text[COMPLAINT__DIGEST_TEXT];
    complaint_facts *facts;
    int status = complaint_facts_new(self->context, &facts, error);

    complaint__digest_text(digest, text);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(facts, "number", number, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(facts, "digest", text, error);
    if (status == COMPLAINT_OK)
        status = complaint__ledger_append(self, COMPLAINT__LEDGER_SEAL, NULL,
                                          facts, error);
    complaint_facts_free(facts);
    return status;
}
