/* Writing evidence packs: one JSON object a line (docs/reference/evidence.md).
 * Reading them is in evidence_verify.c. */
#include <complaint/evidence.h>

#include "base/context.h"
#include "base/failure.h"
#include "base/file.h"
#include "base/json.h"
#include "base/signature.h"
#include "exchange/evidence.h"
#include "model/facts.h"
#include "register/proof.h"
#include "register/register.h"

#include <complaint/limits.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct case_id {
    char id[COMPLAINT__ID_SIZE];
} case_id;

typedef struct writing {
    complaint_register *owner;
    complaint_context *context;
    complaint__store *store;
    const char *path;
    FILE *file;
    bool personal;
    complaint__signer *signer;
    const complaint_facts *cases;  /* chosen by name; NULL */
    const complaint_facts *filter; /* chosen by filter; NULL */
    case_id *ids;
    size_t id_count;
    size_t id_room;
    complaint__proofs *proofs;
    complaint__hasher whole; /* of the file */
    complaint__buffer line;
    complaint__buffer form;
    int64_t lines;
    int64_t bytes;
    int64_t entries;
    int64_t sealed_cases;
    char sha256[COMPLAINT__DIGEST_TEXT];
    complaint_error **error;
} writing;

/* ---- lines ---- */

static int fail_file(writing *w, int code)
{
    if (code == ENOMEM)
        return complaint__fail_memory(w->error);
    return complaint__fail(
        w->context, w->error, code == ENOSPC ? COMPLAINT_FULL : COMPLAINT_IO,
        "evidence.file", w->path, "the file cannot be written");
}

static void begin_line(writing *w, const char *kind)
{
    complaint__buffer_clear(&w->line);
    complaint__buffer_format(&w->line, "{\"kind\":\"%s\"", kind);
}

static void put_text(writing *w, const char *key, const char *text, size_t size)
{
    complaint__buffer_format(&w->line, ",\"%s\":", key);
    if (text == NULL)
        complaint__buffer_text(&w->line, "null");
    else
        complaint__json_text(&w->line, text, size);
}

static void put_string(writing *w, const char *key, const char *text)
{
    put_text(w, key, text, text == NULL ? 0 : strlen(text));
}

static void put_integer(writing *w, const char *key, int64_t value)
{
    complaint__buffer_format(&w->line, ",\"%s\":%lld", key, (long long)value);
}

static void put_hex(writing *w, const char *key, const complaint_value *value)
{
    complaint__buffer_format(&w->line, ",\"%s\":", key);
    if (value->type != COMPLAINT_VALUE_BYTES) {
        complaint__buffer_text(&w->line, "null");
        return;
    }
    complaint__buffer_char(&w->line, '"');
    complaint__hex(&w->line, value->bytes, value->size);
    complaint__buffer_char(&w->line, '"');
}

static int end_line(writing *w)
{
    int status;

    complaint__buffer_text(&w->line, "}\n");
    if (w->line.failed || w->form.failed)
        return complaint__fail_memory(w->error);
    if (w->line.size > COMPLAINT__EVIDENCE_LINE)
        return complaint__fail_limit(w->context, w->error, "line",
                                     COMPLAINT__EVIDENCE_LINE);
    status =
        complaint__hasher_add(&w->whole, w->line.bytes, w->line.size, w->error);
    if (status != COMPLAINT_OK)
        return status;
    errno = 0;
    if (fwrite(w->line.bytes, 1, w->line.size, w->file) != w->line.size)
        return fail_file(w, errno);
    w->lines++;
    w->bytes += (int64_t)w->line.size;
    return COMPLAINT_OK;
}

/* ---- which cases ---- */

static int add_id(writing *w, const char *id)
{
    size_t room = w->id_room == 0 ? 64 : 2 * w->id_room;
    case_id *ids;

    for (size_t i = 0; w->cases != NULL && i < w->id_count; i++)
        if (strcmp(w->ids[i].id, id) == 0)
            return COMPLAINT_OK;
    if (w->id_count == w->id_room) {
        ids = complaint__realloc_array(w->context, w->ids, room, sizeof *ids);
        if (ids == NULL)
            return complaint__fail_memory(w->error);
        w->ids = ids;
        w->id_room = room;
    }
    (void)snprintf(w->ids[w->id_count++].id, sizeof w->ids->id, "%s", id);
    return COMPLAINT_OK;
}

static int find_named(writing *w)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(w->cases); i++) {
        complaint_case *one = NULL;

        status = complaint_case_find(
            w->owner, complaint_facts_text(complaint_facts_at(w->cases, i), ""),
            &one, w->error);
        if (status == COMPLAINT_OK)
            status = add_id(
                w, complaint_record_text(complaint_case_record(one), "id"));
        complaint_case_free(one);
    }
    return status;
}

static int find_listed(writing *w)
{
    complaint_cursor *cursor = NULL;
    const complaint_record *row = NULL;
    int status =
        complaint_register_list(w->owner, w->filter, &cursor, w->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint_cursor_next(cursor, &row, w->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = add_id(w, complaint_record_text(row, "id"));
    } while (status == COMPLAINT_OK && row != NULL);
    complaint_cursor_free(cursor);
    return status;
}

/* ---- definitions, seal ---- */

/* All that cases can have been handled by: entries name them by digest. */
static int write_definitions(writing *w)
{
    complaint_scan scan = {.relation = &complaint__relation_definition};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(w->store, &scan, &rows, w->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, w->error);
        if (status != COMPLAINT_OK || row == NULL ||
            (strcmp(row[complaint__definition_kind].bytes, "procedure") != 0 &&
             strcmp(row[complaint__definition_kind].bytes, "calendar") != 0))
            continue;
        begin_line(w, "definition");
        put_string(w, "type", row[complaint__definition_kind].bytes);
        put_string(w, "name", row[complaint__definition_name].bytes);
        put_string(w, "digest", row[complaint__definition_digest].bytes);
        put_text(w, "text", row[complaint__definition_text].bytes,
                 row[complaint__definition_text].size);
        status = end_line(w);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

static int write_seal(writing *w)
{
    const complaint_record *seal = complaint__proofs_seal(w->proofs);

    if (seal == NULL)
        return COMPLAINT_OK;
    complaint__buffer_clear(&w->form);
    complaint__seal_form(&w->form, complaint__register_id(w->owner),
                         seal->values);
    begin_line(w, "seal");
    put_hex(w, "digest", &seal->values[complaint__seal_digest]);
    put_hex(w, "signature", &seal->values[complaint__seal_signature]);
    put_text(w, "form", w->form.bytes, w->form.size);
    return end_line(w);
}

/* ---- a case ---- */

static int write_entry(writing *w, const complaint_value *row)
{
    const complaint_value *personal = &row[complaint__journal_personal];
    static const complaint_value none = {COMPLAINT_VALUE_NULL, 0, NULL, 0};
    bool shown = w->personal && personal->type == COMPLAINT_VALUE_TEXT;

    complaint__buffer_clear(&w->form);
    complaint__entry_form(&w->form, row);
    begin_line(w, "entry");
    put_string(w, "case", row[complaint__journal_case_id].bytes);
    put_integer(w, "entry", row[complaint__journal_entry].integer);
    put_hex(w, "digest", &row[complaint__journal_digest]);
    put_text(w, "personal", shown ? personal->bytes : NULL, personal->size);
    put_hex(w, "salt", shown ? &row[complaint__journal_salt] : &none);
    put_text(w, "form", w->form.bytes, w->form.size);
    w->entries++;
    return end_line(w);
}

static int write_entries(writing *w, const char *id)
{
    complaint_value equal = complaint__value_text(id);
    complaint_scan scan = {.relation = &complaint__relation_journal,
                           .equal = &equal,
                           .equal_count = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(w->store, &scan, &rows, w->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, w->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = write_entry(w, row);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

static int write_proof(writing *w, const char *id)
{
    complaint__proof proof;

    if (!complaint__proofs_find(w->proofs, id, &proof))
        return COMPLAINT_OK;
    w->sealed_cases++;
    begin_line(w, "proof");
    put_string(w, "case", id);
    put_integer(w, "entries", proof.entries);
    put_integer(w, "index", (int64_t)proof.index);
    complaint__buffer_text(&w->line, ",\"path\":[");
    for (size_t i = 0; i < proof.size; i++) {
        complaint__buffer_text(&w->line, i == 0 ? "\"" : ",\"");
        complaint__hex(&w->line, proof.path[i], sizeof proof.path[i]);
        complaint__buffer_char(&w->line, '"');
    }
    complaint__buffer_char(&w->line, ']');
    return end_line(w);
}

/* ---- the pack ---- */

static int write_head(writing *w)
{
    char time[COMPLAINT_TIME_TEXT_SIZE] = "";
    int status = complaint_time_format(complaint_context_now(w->context), 0,
                                       time, sizeof time);

    if (status != COMPLAINT_OK)
        return complaint__fail(w->context, w->error, COMPLAINT_LIMIT,
                               "time.range", "now",
                               "a time is outside 1900 to 2199");
    begin_line(w, "pack");
    put_string(w, "form", COMPLAINT__EVIDENCE_FORM);
    put_string(w, "register", complaint__register_id(w->owner));
    put_string(w, "made_at", time);
    put_integer(w, "cases", (int64_t)w->id_count);
    complaint__buffer_text(&w->line, w->personal ? ",\"personal\":true"
                                                 : ",\"personal\":false");
    return end_line(w);
}

/* The digest of all lines before, signed if wanted. */
static int write_end(writing *w)
{
    unsigned char signature[COMPLAINT__SIGNATURE_SIZE];
    complaint_value key = {0};
    complaint_value signed_with = {0};
    complaint__hash digest;
    int status = complaint__hasher_end(&w->whole, digest, w->error);

    if (status == COMPLAINT_OK)
        status = complaint__hasher_begin(&w->whole, w->error);
    complaint__digest_text(digest, w->sha256);
    if (status == COMPLAINT_OK && w->signer != NULL) {
        complaint__buffer_clear(&w->form);
        complaint__buffer_text(&w->form, COMPLAINT__EVIDENCE_FORM " ");
        complaint__buffer_text(&w->form, w->sha256);
        status = complaint__signer_sign(w->signer, w->form.bytes, w->form.size,
                                        signature, w->error);
        key =
            (complaint_value){COMPLAINT_VALUE_BYTES, 0,
                              (const char *)complaint__signer_public(w->signer),
                              COMPLAINT__KEY_SIZE};
        signed_with =
            (complaint_value){COMPLAINT_VALUE_BYTES, 0, (const char *)signature,
                              sizeof signature};
    }
    if (status != COMPLAINT_OK)
        return status;
    begin_line(w, "end");
    put_integer(w, "lines", w->lines);
    put_string(w, "sha256", w->sha256);
    put_hex(w, "public_key", &key);
    put_hex(w, "signature", &signed_with);
    return end_line(w);
}

static int write_all(writing *w)
{
    int status = w->cases != NULL ? find_named(w) : find_listed(w);

    if (status == COMPLAINT_OK)
        status = complaint__proofs_new(w->owner, &w->proofs, w->error);
    if (status == COMPLAINT_OK)
        status = write_head(w);
    if (status == COMPLAINT_OK)
        status = write_definitions(w);
    if (status == COMPLAINT_OK)
        status = write_seal(w);
    for (size_t i = 0; status == COMPLAINT_OK && i < w->id_count; i++) {
        status = write_entries(w, w->ids[i].id);
        if (status == COMPLAINT_OK)
            status = write_proof(w, w->ids[i].id);
    }
    return status == COMPLAINT_OK ? write_end(w) : status;
}

/* Under another name until it is whole. */
static int write_file(writing *w)
{
    complaint__file_new file;
    int code = complaint__file_begin(&file, w->context, w->path);
    int status;

    if (code != 0)
        return fail_file(w, code);
    w->file = file.file;
    status = write_all(w);
    code = complaint__file_end(&file, status == COMPLAINT_OK);
    return status == COMPLAINT_OK && code != 0 ? fail_file(w, code) : status;
}

/* ---- options and result ---- */

static int fail_option(writing *w, const char *name)
{
    return complaint__fail(w->context, w->error, COMPLAINT_INVALID,
                           "evidence.options", name,
                           "evidence does not take this option: %s", name);
}

static int read_options(writing *w, const complaint_facts *options)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(options); i++) {
        const complaint_facts *value = complaint_facts_at(options, i);
        const char *name = complaint_facts_key(options, i);
        int type = complaint_facts_type(value);

        if (name == NULL)
            status = fail_option(w, "options");
        else if (strcmp(name, "cases") == 0 && type == COMPLAINT_FACTS_LIST)
            w->cases = value;
        else if (strcmp(name, "filter") == 0 && type == COMPLAINT_FACTS_MAP)
            w->filter = value;
        else if (strcmp(name, "personal") == 0 &&
                 type == COMPLAINT_FACTS_BOOLEAN)
            w->personal = complaint_facts_integer(value, 0) != 0;
        else if (strcmp(name, "key") == 0 && type == COMPLAINT_FACTS_TEXT)
            status = complaint__signer_new(w->context,
                                           complaint_facts_text(value, ""),
                                           &w->signer, w->error);
        else
            status = fail_option(w, name);
    }
    if (status == COMPLAINT_OK && w->cases != NULL && w->filter != NULL)
        status = fail_option(w, "filter");
    return status;
}

static int summarise(writing *w, complaint_facts *out)
{
    int status = complaint_facts_set_text(out, "path", w->path, w->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(out, "cases", (int64_t)w->id_count,
                                             w->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(out, "entries", w->entries, w->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(out, "sealed_cases",
                                             w->sealed_cases, w->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(out, "bytes", w->bytes, w->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(out, "sha256", w->sha256, w->error);
    return status;
}

/* All that is read is of one state of the register. */
static int write_in_one_state(writing *w)
{
    bool began = !complaint__store_in_transaction(w->store);
    int status = complaint__view_need_all(w->owner, w->error);

    if (status == COMPLAINT_OK && began)
        status = complaint__store_begin(w->store, false, w->error);
    if (status != COMPLAINT_OK)
        return status;
    status = write_file(w);
    if (began)
        complaint__store_rollback(w->store);
    return status;
}

/* From the beginning; what an attempt before it left is overwritten. */
static int write_anew(complaint_register *self, const char *path,
                      const complaint_facts *options, complaint_facts *out,
                      complaint_error **error)
{
    writing w = {.owner = self, .path = path, .error = error};
    int status;

    w.context = complaint__register_context(self);
    w.store = complaint__register_store(self);
    w.line = w.form = (complaint__buffer)COMPLAINT__BUFFER(w.context);
    status = read_options(&w, options);
    if (status == COMPLAINT_OK)
        status = complaint__hasher_open(&w.whole, w.context, error);
    if (status == COMPLAINT_OK)
        status = write_in_one_state(&w);
    if (status == COMPLAINT_OK)
        status = summarise(&w, out);
    complaint__hasher_close(&w.whole);
    complaint__proofs_free(w.proofs);
    complaint__signer_free(w.signer);
    complaint__buffer_free(&w.line);
    complaint__buffer_free(&w.form);
    complaint__free(w.context, w.ids);
    return status;
}

int complaint_evidence_write(complaint_register *self, const char *path,
                             const complaint_facts *options,
                             complaint_facts **out, complaint_error **error)
{
    complaint_context *context;
    complaint_facts *facts = NULL;
    int attempt = 0;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    context = complaint__register_context(self);
    if (path == NULL || path[0] == '\0')
        return complaint__fail_misuse(context, error, "path");
    if (strlen(path) > COMPLAINT_LIMIT_TITLE)
        return complaint__fail_limit(context, error, "path",
                                     COMPLAINT_LIMIT_TITLE);
    status = complaint__store_refuse_own(complaint__register_store(self), path,
                                         "path", error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(context, &facts, error);
    if (status != COMPLAINT_OK)
        return status;
    do
        status = write_anew(self, path, options, facts, error);
    while (complaint__register_again(self, status, &attempt, error));
    if (status == COMPLAINT_OK && out != NULL)
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}
