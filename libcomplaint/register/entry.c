/* Journal entries as bytes: personal facts split off, commitments, digests
 * and chains. What an entry means for a case is in apply.c. The byte form is
 * described in docs/reference/register.md. */
#include "register/inside.h"

#include "base/context.h"
#include "base/failure.h"
#include "base/json.h"

#include <complaint/limits.h>

#include <string.h>

#define FORM "complaint/entry/1"
/* A larger buffer is given back before another entry is sealed. */
#define BUFFER_KEPT ((size_t)65536)

static const char *const kinds[] = {
    COMPLAINT__ENTRY_FILE,    COMPLAINT__ENTRY_PERFORM,
    COMPLAINT__ENTRY_ASSIGN,  COMPLAINT__ENTRY_ACCEPT,
    COMPLAINT__ENTRY_DECLINE, COMPLAINT__ENTRY_PUT,
    COMPLAINT__ENTRY_AMEND,   COMPLAINT__ENTRY_ATTRIBUTE,
    COMPLAINT__ENTRY_EXTEND,  COMPLAINT__ENTRY_PAUSE,
    COMPLAINT__ENTRY_RESUME,  COMPLAINT__ENTRY_WARN,
    COMPLAINT__ENTRY_EXPIRE,  COMPLAINT__ENTRY_ERASE,
    COMPLAINT__ENTRY_TASK,    COMPLAINT__ENTRY_MOVE,
    COMPLAINT__ENTRY_ATTACH,  COMPLAINT__ENTRY_DETACH,
    COMPLAINT__ENTRY_REFER};

const char *complaint__entry_kind(const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i], kind) == 0)
            return kinds[i];
    return NULL;
}

complaint_facts *complaint__facts_change(const complaint_facts *facts)
{
    return (complaint_facts *)(uintptr_t)facts;
}

/* ---- personal facts ---- */

const complaint_relation *complaint__entry_relation(const char *key,
                                                    const complaint_facts *at)
{
    static const complaint_relation *const relations[] = {
        &complaint__relation_party,         &complaint__relation_task,
        &complaint__relation_communication, &complaint__relation_evidence,
        &complaint__relation_action,        &complaint__relation_remedy,
        &complaint__relation_return,        &complaint__relation_survey};
    int type = complaint_facts_type(at);

    if (type != COMPLAINT_FACTS_MAP && type != COMPLAINT_FACTS_LIST)
        return NULL;
    if (strcmp(key, "parties") == 0)
        return &complaint__relation_party;
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++)
        if (relations[i]->name[0] == key[0] &&
            strcmp(relations[i]->name, key) == 0)
            return relations[i];
    return NULL;
}

/* What is split: the entry, and the procedure that knows its other facts. */
typedef struct splitter {
    const complaint__journal *journal;
    const complaint_procedure *procedure;
    bool found;
    complaint_error **error;
} splitter;

/* Facts that are no columns. Anything may stand in them, unless the procedure
 * says that it is a number, a time, a code. */
static bool is_free(const splitter *s, const char *key, int type)
{
    const char *kind = s->journal->kind;

    if (strcmp(key, COMPLAINT__HOLD_REASON) == 0) /* kept, as an erasure's */
        return false;
    if (strcmp(kind, COMPLAINT__ENTRY_ERASE) == 0)
        return strcmp(key, COMPLAINT__ERASE_KEPT) == 0;
    if (strcmp(kind, COMPLAINT__ENTRY_FILE) == 0)
        return strcmp(key, "_") != 0 && strcmp(key, "procedure") != 0 &&
               !complaint__procedure_coded(s->procedure, NULL, key);
    if (strcmp(kind, COMPLAINT__ENTRY_PERFORM) == 0)
        return strcmp(key, "_") != 0 &&
               !complaint__procedure_coded(s->procedure, s->journal->action,
                                           key);
    if (strcmp(kind, COMPLAINT__ENTRY_TASK) == 0)
        return strcmp(key, "_") != 0 && strcmp(key, "step") != 0 &&
               type != COMPLAINT_FACTS_BOOLEAN &&
               type != COMPLAINT_FACTS_INTEGER;
    return strcmp(key, "reason") == 0;
}

static bool is_personal(const splitter *s, const complaint_relation *relation,
                        const char *key, const complaint_facts *value, bool top)
{
    int column = complaint_relation_column_find(relation, key);

    if (complaint_facts_type(value) == COMPLAINT_FACTS_NULL)
        return false;
    if (column < 0)
        return top && is_free(s, key, complaint_facts_type(value));
    return (relation->columns[column].flags & COMPLAINT_COLUMN_PERSONAL) != 0;
}

static int split_map(splitter *s, const complaint_relation *relation,
                     complaint_facts *map, complaint_facts *personal, bool top);

/* Rows under a key: the personal side has a row for each, so that they can be
 * put together again by position. */
static int split_rows(splitter *s, const complaint_relation *relation,
                      const char *key, complaint_facts *rows,
                      complaint_facts *personal)
{
    bool before = s->found;
    complaint_facts *side = NULL;
    complaint_facts *row = NULL;
    int status;

    s->found = false;
    if (complaint_facts_type(rows) == COMPLAINT_FACTS_MAP) {
        status = complaint_facts_set_map(personal, key, &side, s->error);
        if (status == COMPLAINT_OK)
            status = split_map(s, relation, rows, side, false);
    } else {
        status = complaint_facts_set_list(personal, key, &side, s->error);
        for (size_t i = 0;
             status == COMPLAINT_OK && i < complaint_facts_size(rows); i++) {
            status = complaint_facts_set_map(side, NULL, &row, s->error);
            if (status == COMPLAINT_OK)
                status = split_map(
                    s, relation,
                    complaint__facts_change(complaint_facts_at(rows, i)), row,
                    false);
        }
    }
    if (!s->found)
        complaint__facts_remove(personal, key);
    s->found = s->found || before;
    return status;
}

static int split_map(splitter *s, const complaint_relation *relation,
                     complaint_facts *map, complaint_facts *personal, bool top)
{
    int status = COMPLAINT_OK;
    size_t i = 0;

    while (status == COMPLAINT_OK && i < complaint_facts_size(map)) {
        const char *key = complaint_facts_key(map, i);
        const complaint_facts *value = complaint_facts_at(map, i);
        const complaint_relation *rows =
            top && relation == &complaint__relation_case
                ? complaint__entry_relation(key, value)
                : NULL;

        if (rows != NULL) {
            status = split_rows(s, rows, key, complaint__facts_change(value),
                                personal);
        } else if (is_personal(s, relation, key, value, top)) {
            status = complaint__facts_move(map, i, personal, s->error);
            s->found = true;
            continue;
        }
        i++;
    }
    return status;
}

/* Relation whose columns the facts of an entry bear at their top. */
const complaint_relation *complaint__entry_scope(const char *kind,
                                                 const char *action)
{
    const complaint_relation *relation = NULL;

    if (strcmp(kind, COMPLAINT__ENTRY_PUT) == 0)
        relation = complaint_relation_find(action);
    else if (strcmp(kind, COMPLAINT__ENTRY_ASSIGN) == 0)
        relation = &complaint__relation_assignment;
    else if (strcmp(kind, COMPLAINT__ENTRY_ATTRIBUTE) == 0)
        relation = &complaint__relation_finding;
    else if (strcmp(kind, COMPLAINT__ENTRY_TASK) == 0)
        relation = &complaint__relation_task;
    return relation != NULL ? relation : &complaint__relation_case;
}

/* Put personal facts back where they were. */
static int join(complaint_facts *map, const complaint_facts *personal,
                complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(personal); i++) {
        const char *key = complaint_facts_key(personal, i);
        const complaint_facts *value = complaint_facts_at(personal, i);
        complaint_facts *under =
            complaint__facts_change(complaint_facts_get(map, key));
        int type = complaint_facts_type(value);

        if (type == complaint_facts_type(under) &&
            type == COMPLAINT_FACTS_MAP) {
            status = join(under, value, error);
        } else if (type == complaint_facts_type(under) &&
                   type == COMPLAINT_FACTS_LIST) {
            for (size_t j = 0;
                 status == COMPLAINT_OK && j < complaint_facts_size(value) &&
                 j < complaint_facts_size(under);
                 j++)
                status =
                    join(complaint__facts_change(complaint_facts_at(under, j)),
                         complaint_facts_at(value, j), error);
        } else {
            status = complaint_facts_set_copy(map, key, value, error);
        }
    }
    return status;
}

/* ---- digests ---- */

static void put_hex(complaint__buffer *buffer, const complaint_value *bytes)
{
    if (bytes->type == COMPLAINT_VALUE_NULL) {
        complaint__buffer_text(buffer, "null");
        return;
    }
    complaint__buffer_char(buffer, '"');
    complaint__hex(buffer, bytes->bytes, bytes->size);
    complaint__buffer_char(buffer, '"');
}

static void put_value(complaint__buffer *buffer, const complaint_value *value)
{
    switch (value->type) {
    case COMPLAINT_VALUE_INTEGER:
        complaint__json_integer(buffer, value->integer);
        break;
    case COMPLAINT_VALUE_TEXT:
        complaint__json_text(buffer, value->bytes, value->size);
        break;
    default:
        put_hex(buffer, value);
        break;
    }
}

/* A JSON list: the form, then these columns; facts as they stand. */
void complaint__entry_form(complaint__buffer *buffer,
                           const complaint_value *row)
{
    static const int columns[] = {complaint__journal_case_id,
                                  complaint__journal_entry,
                                  complaint__journal_kind,
                                  complaint__journal_action,
                                  complaint__journal_happened_at,
                                  complaint__journal_recorded_at,
                                  complaint__journal_actor,
                                  complaint__journal_role,
                                  complaint__journal_procedure_digest};

    complaint__buffer_text(buffer, "[\"" FORM "\"");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        complaint__buffer_char(buffer, ',');
        put_value(buffer, &row[columns[i]]);
    }
    complaint__buffer_char(buffer, ',');
    if (row[complaint__journal_facts].type == COMPLAINT_VALUE_TEXT)
        complaint__buffer_append(buffer, row[complaint__journal_facts].bytes,
                                 row[complaint__journal_facts].size);
    complaint__buffer_char(buffer, ',');
    put_hex(buffer, &row[complaint__journal_commitment]);
    complaint__buffer_char(buffer, ',');
    put_hex(buffer, &row[complaint__journal_previous]);
    complaint__buffer_char(buffer, ']');
}

int complaint__entry_digest(complaint__hasher *hasher,
                            const complaint_value *row,
                            unsigned char digest[COMPLAINT__DIGEST_SIZE],
                            complaint_error **error)
{
    complaint__buffer_clear(&hasher->form);
    complaint__entry_form(&hasher->form, row);
    return complaint__hasher_form(hasher, digest, error);
}

int complaint__entry_commitment(complaint__hasher *hasher,
                                const complaint_value *row,
                                unsigned char digest[COMPLAINT__DIGEST_SIZE],
                                complaint_error **error)
{
    complaint__buffer *form = &hasher->form;

    complaint__buffer_clear(form);
    complaint__buffer_append(form, row[complaint__journal_salt].bytes,
                             row[complaint__journal_salt].size);
    complaint__buffer_append(form, row[complaint__journal_personal].bytes,
                             row[complaint__journal_personal].size);
    return complaint__hasher_form(hasher, digest, error);
}

/* ---- sealing ---- */

/* Ready for another entry. */
static int open_sealer(complaint__sealer *sealer, complaint_context *context,
                       complaint_error **error)
{
    if (sealer->json.capacity > BUFFER_KEPT)
        complaint__buffer_free(&sealer->json);
    if (sealer->hasher.form.capacity > BUFFER_KEPT)
        complaint__buffer_free(&sealer->hasher.form);
    sealer->json.context = context;
    complaint__buffer_clear(&sealer->json);
    sealer->apart = 0;
    memset(sealer->row, 0, sizeof sealer->row);
    return sealer->hasher.engine != NULL
               ? COMPLAINT_OK
               : complaint__hasher_open(&sealer->hasher, context, error);
}

void complaint__sealer_free(complaint__sealer *sealer)
{
    complaint__hasher_close(&sealer->hasher);
    complaint__buffer_free(&sealer->json);
}

static complaint_value some_bytes(const void *bytes, size_t size)
{
    return (complaint_value){COMPLAINT_VALUE_BYTES, 0, bytes, size};
}

/* Canonical JSON at the end of the sealer's, with its NUL; reals and too much
 * of it are refused. */
static int add_json(complaint__sealer *sealer, const complaint_facts *facts,
                    complaint_error **error)
{
    complaint__buffer *json = &sealer->json;
    size_t start = json->size;
    bool exact = complaint__facts_append_json(facts, true, json);
    size_t size = json->size - start;

    complaint__buffer_char(json, '\0');
    if (json->failed)
        return complaint__fail_memory(error);
    if (!exact)
        return complaint__fail(
            json->context, error, COMPLAINT_INVALID, "facts.real",
            complaint__facts_find_real(facts),
            "a journal takes no real numbers: write an integer, a text or "
            "money");
    return size > COMPLAINT_LIMIT_FACTS
               ? complaint__fail_limit(json->context, error, "facts",
                                       COMPLAINT_LIMIT_FACTS)
               : COMPLAINT_OK;
}

/* The JSON as values of the row: it moves when it grows. */
static void show_json(complaint__sealer *sealer)
{
    const complaint__buffer *json = &sealer->json;

    if (sealer->apart > 0)
        sealer->row[complaint__journal_personal] = (complaint_value){
            COMPLAINT_VALUE_TEXT, 0, json->bytes, sealer->apart - 1};
    if (json->size > sealer->apart)
        sealer->row[complaint__journal_facts] = (complaint_value){
            COMPLAINT_VALUE_TEXT, 0, json->bytes + sealer->apart,
            json->size - sealer->apart - 1};
}

static int commit_to(complaint_register *self, complaint_error **error)
{
    complaint__sealer *sealer = &self->sealer;
    int status = complaint__lot_draw(self->context, &self->lot, sealer->salt,
                                     sizeof sealer->salt, error);

    if (status != COMPLAINT_OK)
        return status;
    sealer->row[complaint__journal_salt] =
        some_bytes(sealer->salt, sizeof sealer->salt);
    sealer->row[complaint__journal_commitment] =
        some_bytes(sealer->commitment, sizeof sealer->commitment);
    return complaint__entry_commitment(&sealer->hasher, sealer->row,
                                       sealer->commitment, error);
}

/* Personal facts leave the entry's facts. */
static int set_apart(complaint_register *self,
                     const complaint__journal *journal,
                     const complaint_procedure *procedure,
                     complaint_error **error)
{
    complaint__sealer *sealer = &self->sealer;
    splitter s = {journal, procedure, false, error};
    complaint_facts *personal = NULL;
    int status = complaint__facts_beside(journal->facts, &personal, error);

    if (status == COMPLAINT_OK)
        status = split_map(
            &s, complaint__entry_scope(journal->kind, journal->action),
            journal->facts, personal, true);
    if (status != COMPLAINT_OK || !s.found)
        return status;
    status = add_json(sealer, personal, error);
    if (status != COMPLAINT_OK)
        return status;
    sealer->apart = sealer->json.size;
    show_json(sealer);
    return commit_to(self, error);
}

static int set_plain(complaint__sealer *sealer,
                     const complaint__journal *journal,
                     const complaint_procedure *procedure,
                     const complaint_value *previous, complaint_error **error)
{
    complaint_value *row = sealer->row;

    if (!complaint__digest_read(complaint_procedure_digest(procedure),
                                sealer->procedure))
        return complaint__fail_misuse(sealer->json.context, error, "procedure");
    row[complaint__journal_case_id] = complaint__value_text(journal->case_id);
    row[complaint__journal_entry] = complaint__value_integer(journal->entry);
    row[complaint__journal_kind] = complaint__value_text(journal->kind);
    row[complaint__journal_action] = complaint__value_text(journal->action);
    row[complaint__journal_happened_at] =
        complaint__value_integer(journal->happened_at);
    row[complaint__journal_recorded_at] =
        complaint__value_integer(journal->recorded_at);
    row[complaint__journal_actor] = complaint__value_text(journal->actor);
    row[complaint__journal_role] = complaint__value_text(journal->role);
    row[complaint__journal_procedure_digest] =
        some_bytes(sealer->procedure, sizeof sealer->procedure);
    row[complaint__journal_previous] = *previous;
    return COMPLAINT_OK;
}

int complaint__entry_prepare(complaint_register *self,
                             const complaint__journal *journal,
                             const complaint_procedure *procedure,
                             const complaint_value *previous,
                             complaint_error **error)
{
    int status = open_sealer(&self->sealer, self->context, error);

    if (status == COMPLAINT_OK)
        status = set_plain(&self->sealer, journal, procedure, previous, error);
    return status == COMPLAINT_OK ? set_apart(self, journal, procedure, error)
                                  : status;
}

int complaint__entry_seal(complaint_register *self,
                          const complaint__journal *journal,
                          complaint_error **error)
{
    complaint__sealer *sealer = &self->sealer;
    int status;

    sealer->json.size = sealer->apart; /* without what was sealed before */
    status = add_json(sealer, journal->facts, error);
    if (status != COMPLAINT_OK)
        return status;
    show_json(sealer);
    sealer->row[complaint__journal_digest] =
        some_bytes(sealer->digest, sizeof sealer->digest);
    return complaint__entry_digest(&sealer->hasher, sealer->row, sealer->digest,
                                   error);
}

/* ---- opening ---- */

static const char *text_of(const complaint_value *value)
{
    return value->type == COMPLAINT_VALUE_TEXT ? value->bytes : NULL;
}

int complaint__entry_open(complaint_context *context,
                          const complaint_value *row, complaint__journal *out,
                          complaint_error **error)
{
    const complaint_value *json = &row[complaint__journal_facts];
    const complaint_value *apart = &row[complaint__journal_personal];
    complaint_facts *personal = NULL;
    int status;

    memset(out, 0, sizeof *out);
    out->case_id = row[complaint__journal_case_id].bytes;
    out->entry = row[complaint__journal_entry].integer;
    out->kind = complaint__entry_kind(row[complaint__journal_kind].bytes);
    out->action = text_of(&row[complaint__journal_action]);
    out->happened_at = row[complaint__journal_happened_at].integer;
    out->recorded_at = row[complaint__journal_recorded_at].integer;
    out->actor = row[complaint__journal_actor].bytes;
    out->role = text_of(&row[complaint__journal_role]);
    if (out->kind == NULL)
        return complaint__fail(context, error, COMPLAINT_CORRUPT,
                               "journal.kind", "journal",
                               "an entry of an unknown kind: %s",
                               row[complaint__journal_kind].bytes);
    status = complaint_facts_parse(context, json->bytes, json->size,
                                   &out->facts, error);
    if (status == COMPLAINT_OK && apart->type == COMPLAINT_VALUE_TEXT)
        status = complaint_facts_parse(context, apart->bytes, apart->size,
                                       &personal, error);
    if (status == COMPLAINT_OK)
        status = join(out->facts, personal, error);
    complaint_facts_free(personal);
    if (status == COMPLAINT_INVALID || status == COMPLAINT_LIMIT)
        status =
            complaint__fail(context, error, COMPLAINT_CORRUPT, "journal.facts",
                            "journal", "an entry's facts cannot be read");
    if (status != COMPLAINT_OK) {
        complaint_facts_free(out->facts);
        out->facts = NULL;
    }
    return status;
}
