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
#define SALT_SIZE 16

static const char *const kinds[] = {
    COMPLAINT__ENTRY_FILE,    COMPLAINT__ENTRY_PERFORM,
    COMPLAINT__ENTRY_ASSIGN,  COMPLAINT__ENTRY_ACCEPT,
    COMPLAINT__ENTRY_DECLINE, COMPLAINT__ENTRY_PUT,
    COMPLAINT__ENTRY_AMEND,   COMPLAINT__ENTRY_ATTRIBUTE,
    COMPLAINT__ENTRY_EXTEND,  COMPLAINT__ENTRY_PAUSE,
    COMPLAINT__ENTRY_RESUME,  COMPLAINT__ENTRY_WARN,
    COMPLAINT__ENTRY_EXPIRE};

const char *complaint__entry_kind(const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i], kind) == 0)
            return kinds[i];
    return NULL;
}

/* Of a digit; 16 or more for another character. */
static unsigned nibble(char c)
{
    unsigned digit = (unsigned)(unsigned char)c - '0';
    unsigned letter = (unsigned)(unsigned char)c - 'a';

    if (digit < 10)
        return digit;
    return letter < 6 ? letter + 10 : 16;
}

bool complaint__digest_read(const char *text,
                            unsigned char digest[COMPLAINT__DIGEST_SIZE])
{
    if (text == NULL || strlen(text) != COMPLAINT__DIGEST_TEXT - 1)
        return false;
    for (size_t i = 0; i < COMPLAINT__DIGEST_SIZE; i++) {
        unsigned high = nibble(text[2 * i]);
        unsigned low = nibble(text[2 * i + 1]);

        if (high > 15 || low > 15)
            return false;
        digest[i] = (unsigned char)(high << 4 | low);
    }
    return true;
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
        if (strcmp(relations[i]->name, key) == 0)
            return relations[i];
    return NULL;
}

static bool is_personal(const complaint_relation *relation, const char *key,
                        const complaint_facts *value)
{
    int column = complaint_relation_column_find(relation, key);

    return column >= 0 && complaint_facts_type(value) != COMPLAINT_FACTS_NULL &&
           (relation->columns[column].flags & COMPLAINT_COLUMN_PERSONAL) != 0;
}

static int split_map(const complaint_relation *relation, complaint_facts *map,
                     complaint_facts *personal, bool *found, bool top,
                     complaint_error **error);

/* Rows under a key: the personal side has a row for each, so that they can be
 * put together again by position. */
static int split_rows(const complaint_relation *relation, const char *key,
                      complaint_facts *rows, complaint_facts *personal,
                      bool *found, complaint_error **error)
{
    complaint_facts *side = NULL;
    complaint_facts *row = NULL;
    bool any = false;
    int status;

    if (complaint_facts_type(rows) == COMPLAINT_FACTS_MAP) {
        status = complaint_facts_set_map(personal, key, &side, error);
        if (status == COMPLAINT_OK)
            status = split_map(relation, rows, side, &any, false, error);
    } else {
        status = complaint_facts_set_list(personal, key, &side, error);
        for (size_t i = 0;
             status == COMPLAINT_OK && i < complaint_facts_size(rows); i++) {
            status = complaint_facts_set_map(side, NULL, &row, error);
            if (status == COMPLAINT_OK)
                status = split_map(
                    relation,
                    complaint__facts_change(complaint_facts_at(rows, i)), row,
                    &any, false, error);
        }
    }
    if (!any)
        complaint__facts_remove(personal, key);
    *found = *found || any;
    return status;
}

static int split_map(const complaint_relation *relation, complaint_facts *map,
                     complaint_facts *personal, bool *found, bool top,
                     complaint_error **error)
{
    int status = COMPLAINT_OK;
    size_t i = 0;

    while (status == COMPLAINT_OK && i < complaint_facts_size(map)) {
        const char *key = complaint_facts_key(map, i);
        const complaint_facts *value = complaint_facts_at(map, i);
        const complaint_relation *rows =
            top ? complaint__entry_relation(key, value) : NULL;

        if (rows != NULL) {
            status = split_rows(rows, key, complaint__facts_change(value),
                                personal, found, error);
        } else if (is_personal(relation, key, value)) {
            status = complaint_facts_set_copy(personal, key, value, error);
            if (status == COMPLAINT_OK) {
                *found = true;
                complaint__facts_remove(map, key);
                continue;
            }
        }
        i++;
    }
    return status;
}

/* Relation whose columns the facts of an entry bear at their top. */
static const complaint_relation *scope(const complaint__journal *journal)
{
    const complaint_relation *relation = NULL;

    if (strcmp(journal->kind, COMPLAINT__ENTRY_PUT) == 0)
        relation = complaint_relation_find(journal->action);
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
    static const char digits[] = "0123456789abcdef";
    char text[2 * COMPLAINT__DIGEST_SIZE];
    size_t at = 0;

    if (bytes->type == COMPLAINT_VALUE_NULL) {
        complaint__buffer_text(buffer, "null");
        return;
    }
    complaint__buffer_char(buffer, '"');
    for (size_t i = 0; i < bytes->size; i++) {
        unsigned char byte = (unsigned char)bytes->bytes[i];

        text[at++] = digits[byte >> 4];
        text[at++] = digits[byte & 15];
        if (at == sizeof text || i + 1 == bytes->size) {
            complaint__buffer_append(buffer, text, at);
            at = 0;
        }
    }
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
static void put_form(complaint__buffer *buffer, const complaint_value *row)
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

int complaint__entry_digest(complaint_context *context,
                            const complaint_value *row,
                            unsigned char digest[COMPLAINT__DIGEST_SIZE],
                            complaint_error **error)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    int status;

    put_form(&buffer, row);
    status = buffer.failed ? complaint__fail_memory(error)
                           : complaint__digest(context, buffer.bytes,
                                               buffer.size, digest, error);
    complaint__buffer_free(&buffer);
    return status;
}

int complaint__entry_commitment(complaint_context *context,
                                const complaint_value *row,
                                unsigned char digest[COMPLAINT__DIGEST_SIZE],
                                complaint_error **error)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    int status;

    complaint__buffer_append(&buffer, row[complaint__journal_salt].bytes,
                             row[complaint__journal_salt].size);
    complaint__buffer_append(&buffer, row[complaint__journal_personal].bytes,
                             row[complaint__journal_personal].size);
    status = buffer.failed ? complaint__fail_memory(error)
                           : complaint__digest(context, buffer.bytes,
                                               buffer.size, digest, error);
    complaint__buffer_free(&buffer);
    return status;
}

/* ---- sealing ---- */

/* Canonical JSON into a column; reals and too much of it are refused. */
static int set_json(complaint_record *record, size_t column,
                    const complaint_facts *facts, complaint_error **error)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(record->context);
    bool exact = complaint__facts_append_json(facts, true, &buffer);
    int status;

    if (buffer.failed)
        status = complaint__fail_memory(error);
    else if (!exact)
        status = complaint__fail(
            record->context, error, COMPLAINT_INVALID, "facts.real",
            complaint__facts_find_real(facts),
            "a journal takes no real numbers: write an integer, a text or "
            "money");
    else if (buffer.size > COMPLAINT_LIMIT_FACTS)
        status = complaint__fail_limit(record->context, error, "facts",
                                       COMPLAINT_LIMIT_FACTS);
    else
        status =
            complaint__record_set_text(record, column, buffer.bytes, error);
    complaint__buffer_free(&buffer);
    return status;
}

static int set_personal(complaint_record *record,
                        const complaint_facts *personal,
                        complaint_error **error)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    unsigned char salt[SALT_SIZE];
    int status =
        complaint__context_random(record->context, salt, sizeof salt, error);

    if (status == COMPLAINT_OK)
        status = set_json(record, complaint__journal_personal, personal, error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_bytes(record, complaint__journal_salt,
                                             salt, sizeof salt, error);
    if (status == COMPLAINT_OK)
        status = complaint__entry_commitment(record->context, record->values,
                                             digest, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__record_set_bytes(record, complaint__journal_commitment,
                                        digest, sizeof digest, error);
    return status;
}

static int set_facts(complaint_record *record,
                     const complaint__journal *journal, complaint_error **error)
{
    complaint_facts *personal;
    bool found = false;
    int status = complaint_facts_new(record->context, &personal, error);

    if (status == COMPLAINT_OK)
        status = split_map(scope(journal), journal->facts, personal, &found,
                           scope(journal) == &complaint__relation_case, error);
    if (status == COMPLAINT_OK)
        status =
            set_json(record, complaint__journal_facts, journal->facts, error);
    if (status == COMPLAINT_OK && found)
        status = set_personal(record, personal, error);
    complaint_facts_free(personal);
    return status;
}

static int set_plain(complaint_record *record,
                     const complaint__journal *journal,
                     const unsigned char *procedure_digest,
                     const complaint_value *previous, complaint_error **error)
{
    int status = complaint__record_set_text(record, complaint__journal_case_id,
                                            journal->case_id, error);

    complaint__record_set_integer(record, complaint__journal_entry,
                                  journal->entry);
    complaint__record_set_integer(record, complaint__journal_happened_at,
                                  journal->happened_at);
    complaint__record_set_integer(record, complaint__journal_recorded_at,
                                  journal->recorded_at);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(record, complaint__journal_kind,
                                            journal->kind, error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(record, complaint__journal_action,
                                            journal->action, error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(record, complaint__journal_actor,
                                            journal->actor, error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text(record, complaint__journal_role,
                                            journal->role, error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_bytes(
            record, complaint__journal_procedure_digest, procedure_digest,
            COMPLAINT__DIGEST_SIZE, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__record_set_bytes(record, complaint__journal_previous,
                                        previous->bytes, previous->size, error);
    return status;
}

int complaint__entry_seal(complaint_context *context,
                          const complaint__journal *journal,
                          const unsigned char *procedure_digest,
                          const complaint_value *previous,
                          complaint_record **out, complaint_error **error)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    complaint_record *record;
    int status = complaint__record_new(context, &complaint__relation_journal,
                                       &record, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    status = set_plain(record, journal, procedure_digest, previous, error);
    if (status == COMPLAINT_OK)
        status = set_facts(record, journal, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__entry_digest(context, record->values, digest, error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_bytes(record, complaint__journal_digest,
                                             digest, sizeof digest, error);
    if (status == COMPLAINT_OK)
        *out = record;
    else
        complaint_record_free(record);
    return status;
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
