/* Verifying evidence packs, without a register. Writing them is in
 * evidence_write.c, how a line is written in evidence_line.c;
 * examples/evidence/verify_pack.py asks the same. */
#include <complaint/evidence.h>

#include "base/context.h"
#include "base/failure.h"
#include "base/identity.h"
#include "base/signature.h"
#include "exchange/evidence.h"
#include "model/facts.h"
#include "register/proof.h"

#include <complaint/limits.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROBLEMS_LISTED 1000

/* A definition that entries may name. */
typedef struct known {
    struct known *next;
    char digest[COMPLAINT__DIGEST_TEXT];
} known;

/* A case, in the order of the pack. */
typedef struct case_place {
    struct case_place *next;
    const char *id;
} case_place;

typedef struct verifying {
    complaint_context *context;
    FILE *file;
    complaint__arena *arena;
    complaint__hasher hasher;
    complaint__hasher whole; /* of the lines before this one */
    complaint__buffer line;
    complaint__buffer form;
    int64_t number; /* of the line */
    /* What the caller wants. */
    bool wants_key;
    unsigned char key[COMPLAINT__KEY_SIZE];
    const char *seal_digest;
    /* What the pack says. */
    bool ended;
    const char *register_id;
    char made_at[COMPLAINT_TIME_TEXT_SIZE];
    int64_t cases_said;
    known *definitions;
    bool has_seal;
    bool has_root;
    complaint__hash root;
    int64_t leaves;
    int64_t seal;
    complaint_time sealed_at;
    char seal_key[2 * COMPLAINT__KEY_SIZE + 1];
    char pack_key[2 * COMPLAINT__KEY_SIZE + 1];
    /* The case whose entries are read. */
    const char *case_id;
    case_place *places; /* of all cases */
    int64_t entry;
    complaint__hash head;
    complaint__hash *heads; /* by entry */
    size_t heads_room;
    bool proved;
    /* Counts. */
    int64_t cases;
    int64_t entries;
    int64_t sealed_entries;
    int64_t definition_count;
    int64_t personal;
    int64_t withheld;
    complaint_facts *list;
    int64_t problems;
    char first[256];
    complaint_error **error;
} verifying;

/* ---- telling ---- */

static int tell(verifying *v, const char *what)
{
    complaint_facts *map;
    int status;

    what = complaint__context_translate(v->context, what);
    if (v->problems++ == 0)
        (void)snprintf(v->first, sizeof v->first, "%s", what);
    if (v->problems > PROBLEMS_LISTED)
        return COMPLAINT_OK;
    status = complaint_facts_set_map(v->list, NULL, &map, v->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(map, "line", v->number, v->error);
    return status == COMPLAINT_OK
               ? complaint_facts_set_text(map, "what", what, v->error)
               : status;
}

/* ---- JSON ---- */

typedef complaint_facts json;

static const char *text(const json *object, const char *key)
{
    return complaint_facts_text(complaint_facts_get(object, key), "");
}

static size_t text_size(const json *object, const char *key)
{
    return strlen(text(object, key));
}

/* -1 where it is none: true is no 1. */
static int64_t as_integer(const json *value)
{
    return complaint_facts_type(value) == COMPLAINT_FACTS_INTEGER
               ? complaint_facts_integer(value, -1)
               : -1;
}

static int64_t integer(const json *object, const char *key)
{
    return as_integer(complaint_facts_get(object, key));
}

static const char *at_text(const json *list, size_t index)
{
    return complaint_facts_text(complaint_facts_at(list, index), "");
}

static int64_t at_integer(const json *list, size_t index)
{
    return as_integer(complaint_facts_at(list, index));
}

static bool is_text(const json *value)
{
    return complaint_facts_type(value) == COMPLAINT_FACTS_TEXT;
}

static bool says(const json *value, const char *wanted)
{
    return is_text(value) &&
           strcmp(complaint_facts_text(value, ""), wanted) == 0;
}

/* NULL where the bytes are no JSON in the one way; failures of the machine are
 * told. */
static int parse(verifying *v, const char *bytes, size_t size, json **out)
{
    int status = complaint__facts_parse_raw(v->context, bytes, size, out, NULL);

    if (status == COMPLAINT_NO_MEMORY)
        return complaint__fail_memory(v->error);
    if (status != COMPLAINT_OK) {
        *out = NULL;
    } else if (!complaint__evidence_compact(bytes, size)) {
        complaint_facts_free(*out);
        *out = NULL;
    }
    return COMPLAINT_OK;
}

/* The list that a form is, when its digest is the one that stands beside it;
 * otherwise NULL, and that is told. For complaint_facts_free(). */
static int open_form(verifying *v, const json *line, const char *name,
                     size_t size, json **list, complaint__hash digest)
{
    complaint__hash said;
    int status =
        complaint__hasher_digest(&v->hasher, text(line, "form"),
                                 text_size(line, "form"), digest, v->error);

    *list = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (!complaint__digest_read(text(line, "digest"), said) ||
        memcmp(said, digest, sizeof said) != 0)
        return tell(v, "the form is not what its digest says");
    status = parse(v, text(line, "form"), text_size(line, "form"), list);
    if (status != COMPLAINT_OK)
        return status;
    if (complaint_facts_type(*list) == COMPLAINT_FACTS_LIST &&
        complaint_facts_size(*list) == size &&
        strcmp(at_text(*list, 0), name) == 0)
        return COMPLAINT_OK;
    complaint_facts_free(*list);
    *list = NULL;
    return tell(v, "the form is of another kind");
}

/* ---- lines ---- */

static int take_pack(verifying *v, const json *line)
{
    if (v->number != 1 ||
        strcmp(text(line, "form"), COMPLAINT__EVIDENCE_FORM) != 0)
        return tell(v, "this is no evidence pack of a known form");
    v->register_id = complaint__arena_text(v->arena, text(line, "register"));
    if (v->register_id == NULL)
        return complaint__fail_memory(v->error);
    /* Only told: what is no time is not. */
    if (text_size(line, "made_at") < sizeof v->made_at)
        (void)snprintf(v->made_at, sizeof v->made_at, "%s",
                       text(line, "made_at"));
    v->cases_said = integer(line, "cases");
    return COMPLAINT_OK;
}

static int take_definition(verifying *v, const json *line)
{
    complaint__hash digest;
    known *made = complaint__arena_alloc(v->arena, sizeof *made);
    int status;

    if (made == NULL)
        return complaint__fail_memory(v->error);
    status =
        complaint__hasher_digest(&v->hasher, text(line, "text"),
                                 text_size(line, "text"), digest, v->error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__digest_text(digest, made->digest);
    made->next = v->definitions;
    v->definitions = made;
    v->definition_count++;
    return strcmp(made->digest, text(line, "digest")) == 0
               ? COMPLAINT_OK
               : tell(v, "a definition's text is not what its digest says");
}

static bool knows(const verifying *v, const char *digest)
{
    const known *at = v->definitions;

    while (at != NULL && strcmp(at->digest, digest) != 0)
        at = at->next;
    return at != NULL;
}

/* A signature of `bytes` under a key that both stand as hexadecimal digits. */
static int check_signature(verifying *v, const char *key_text,
                           const char *signature_text, const void *bytes,
                           size_t size)
{
    unsigned char signature[COMPLAINT__SIGNATURE_SIZE];
    unsigned char key[COMPLAINT__KEY_SIZE];
    bool valid = false;
    int status = COMPLAINT_OK;

    if (complaint__hex_read(key_text, key, sizeof key) &&
        complaint__hex_read(signature_text, signature, sizeof signature))
        status = complaint__signature_check(v->context, key, bytes, size,
                                            signature, &valid, v->error);
    if (status == COMPLAINT_OK && !valid)
        status = tell(v, "the signature is not good");
    else if (status == COMPLAINT_OK && v->wants_key &&
             memcmp(key, v->key, sizeof key) != 0)
        status = tell(v, "it is signed with another key");
    return status;
}

static int check_seal(verifying *v, const json *line, const json *form,
                      const complaint__hash digest)
{
    const char *key = at_text(form, 11);
    char digest_text[COMPLAINT__DIGEST_TEXT];
    bool is_signed = complaint_facts_type(complaint_facts_at(form, 11)) !=
                     COMPLAINT_FACTS_NULL;

    complaint__digest_text(digest, digest_text);
    v->has_seal = true;
    v->has_root = complaint__digest_read(at_text(form, 7), v->root);
    v->seal = at_integer(form, 2);
    v->sealed_at = at_integer(form, 3);
    v->leaves = at_integer(form, 6);
    if (v->leaves < 0 || !says(complaint_facts_at(form, 1), v->register_id))
        return tell(v, "the seal is of another register");
    if (v->seal_digest != NULL && strcmp(v->seal_digest, digest_text) != 0)
        return tell(v, "the seal is not the one whose digest was given");
    if (is_signed != is_text(complaint_facts_get(line, "signature")))
        return tell(v, "the signature is not good");
    if (!is_signed)
        return v->wants_key ? tell(v, "it is not signed") : COMPLAINT_OK;
    (void)snprintf(v->seal_key, sizeof v->seal_key, "%s", key);
    return check_signature(v, key, text(line, "signature"), text(line, "form"),
                           text_size(line, "form"));
}

static int take_seal(verifying *v, const json *line)
{
    complaint__hash digest;
    json *form;
    int status;

    if (v->has_seal || v->cases > 0)
        return tell(v, "a line is out of place");
    status = open_form(v, line, "complaint/seal/1", 12, &form, digest);
    if (status == COMPLAINT_OK && form != NULL)
        status = check_seal(v, line, form, digest);
    complaint_facts_free(form);
    return status;
}

/* ---- entries ---- */

static int check_personal(verifying *v, const json *line, const json *form)
{
    const json *personal = complaint_facts_get(line, "personal");
    const char *commitment = at_text(form, 11);
    bool shown = is_text(personal);
    unsigned char salt[COMPLAINT__SALT_SIZE];
    complaint__hash digest;
    complaint__hash said;
    int status;

    if ((complaint_facts_type(complaint_facts_at(form, 11)) ==
         COMPLAINT_FACTS_NULL))
        return shown ? tell(v, "personal facts that the entry does not commit "
                               "to")
                     : COMPLAINT_OK;
    v->personal += shown;
    v->withheld += !shown;
    if (!shown)
        return COMPLAINT_OK;
    if (!complaint__hex_read(text(line, "salt"), salt, sizeof salt) ||
        !complaint__digest_read(commitment, said))
        return tell(v, "personal facts come with their salt");
    complaint__buffer_clear(&v->form);
    complaint__buffer_append(&v->form, salt, sizeof salt);
    complaint__buffer_append(&v->form, text(line, "personal"),
                             text_size(line, "personal"));
    if (v->form.failed)
        return complaint__fail_memory(v->error);
    status = complaint__hasher_digest(&v->hasher, v->form.bytes, v->form.size,
                                      digest, v->error);
    if (status != COMPLAINT_OK || memcmp(digest, said, sizeof said) == 0)
        return status;
    return tell(v, "the personal facts are not those that the entry commits "
                   "to");
}

static int keep_head(verifying *v, const complaint__hash digest)
{
    size_t room = v->heads_room == 0 ? 64 : 2 * v->heads_room;
    complaint__hash *heads;

    if ((size_t)v->entry > v->heads_room) {
        heads =
            complaint__realloc_array(v->context, v->heads, room, sizeof *heads);
        if (heads == NULL)
            return complaint__fail_memory(v->error);
        v->heads = heads;
        v->heads_room = room;
    }
    memcpy(v->heads[v->entry - 1], digest, sizeof v->head);
    memcpy(v->head, digest, sizeof v->head);
    return COMPLAINT_OK;
}

static int check_entry(verifying *v, const json *line, const json *form)
{
    const json *facts = complaint_facts_at(form, 10);
    const char *calendar = text(complaint_facts_get(facts, "_"), "calendar");
    complaint__hash previous;

    if (!says(complaint_facts_at(form, 1), v->case_id) ||
        at_integer(form, 2) != v->entry || integer(line, "entry") != v->entry)
        return tell(v, "an entry is missing before this one");
    if (!complaint__digest_read(at_text(form, 12), previous) ||
        memcmp(previous, v->head, sizeof previous) != 0)
        return tell(v, "the entry does not follow the one before it");
    if (!knows(v, at_text(form, 9)) || (v->entry == 1 && !knows(v, calendar)))
        return tell(v, "the definition that the entry names is not in the "
                       "pack");
    return check_personal(v, line, form);
}

static int begin_case(verifying *v, const char *id)
{
    case_place *made = complaint__arena_alloc(v->arena, sizeof *made);

    if (made != NULL)
        made->id = complaint__arena_text(v->arena, id);
    if (made == NULL || made->id == NULL)
        return complaint__fail_memory(v->error);
    made->next = v->places;
    v->places = made;
    v->case_id = made->id;
    memset(v->head, 0, sizeof v->head);
    v->entry = 0;
    v->proved = false;
    v->cases++;
    return COMPLAINT_OK;
}

static int take_entry(verifying *v, const json *line)
{
    complaint__hash digest;
    json *form;
    int status = COMPLAINT_OK;

    if (v->cases == 0 || strcmp(text(line, "case"), v->case_id) != 0)
        status = begin_case(v, text(line, "case"));
    if (status != COMPLAINT_OK)
        return status;
    v->entry++;
    v->entries++;
    if (v->proved)
        status = tell(v, "a line is out of place");
    if (status != COMPLAINT_OK)
        return status;
    status = open_form(v, line, "complaint/entry/1", 13, &form, digest);
    if (status == COMPLAINT_OK && form != NULL)
        status = check_entry(v, line, form);
    complaint_facts_free(form);
    return status == COMPLAINT_OK ? keep_head(v, digest) : status;
}

static int take_proof(verifying *v, const json *line)
{
    const json *path = complaint_facts_get(line, "path");
    complaint__hash nodes[COMPLAINT__MERKLE_DEPTH];
    int64_t entries = integer(line, "entries");
    int64_t index = integer(line, "index");
    size_t size = complaint_facts_size(path);
    complaint__hash root;
    bool fits = size <= COMPLAINT__MERKLE_DEPTH;
    int status;

    if (!v->has_seal || v->proved || v->entry == 0 ||
        strcmp(text(line, "case"), v->case_id) != 0)
        return tell(v, "a line is out of place");
    v->proved = true;
    for (size_t i = 0; fits && i < size; i++)
        fits = complaint__digest_read(at_text(path, i), nodes[i]);
    if (!fits || entries < 1 || entries > v->entry || index < 0 ||
        index >= v->leaves)
        return tell(v, "the sealed entries are not all in the pack");
    status = complaint__leaf_hash(&v->hasher, &v->form, v->case_id, entries,
                                  v->heads[entries - 1], root, v->error);
    if (status == COMPLAINT_OK)
        status = complaint__merkle_climb(&v->hasher, root, (uint64_t)index,
                                         (uint64_t)v->leaves, nodes, size, root,
                                         &fits, v->error);
    if (status == COMPLAINT_OK &&
        (!fits || !v->has_root || memcmp(root, v->root, sizeof root) != 0))
        status = tell(v, "the case's head does not lead to the seal's root");
    else if (status == COMPLAINT_OK)
        v->sealed_entries += entries;
    return status;
}

/* ---- the end ---- */

static void put_or_null(complaint__buffer *to, const char *key, const char *hex)
{
    complaint__buffer_format(
        to, hex[0] == '\0' ? ",\"%s\":null%s" : ",\"%s\":\"%s\"", key, hex);
}

/* There is one way to write it, so no byte of it can be another. */
static int take_end(verifying *v, const json *line)
{
    const char *key = text(line, "public_key");
    const char *signature = text(line, "signature");
    char sha256[COMPLAINT__DIGEST_TEXT];
    complaint__hash digest;
    int status = complaint__hasher_end(&v->whole, digest, v->error);

    v->ended = true;
    if (status != COMPLAINT_OK)
        return status;
    complaint__digest_text(digest, sha256);
    complaint__buffer_clear(&v->form);
    complaint__buffer_format(
        &v->form, "{\"kind\":\"end\",\"lines\":%lld,\"sha256\":\"%s\"",
        (long long)v->number - 1, sha256);
    put_or_null(&v->form, "public_key", key);
    put_or_null(&v->form, "signature", signature);
    complaint__buffer_text(&v->form, "}\n");
    if (v->form.failed)
        return complaint__fail_memory(v->error);
    if (v->form.size != v->line.size ||
        memcmp(v->form.bytes, v->line.bytes, v->line.size) != 0)
        return tell(v, "the pack's bytes are not those that its digest is of");
    if (key[0] == '\0' && signature[0] == '\0')
        return COMPLAINT_OK;
    (void)snprintf(v->pack_key, sizeof v->pack_key, "%s", key);
    complaint__buffer_clear(&v->form);
    complaint__buffer_format(&v->form, "%s %s", COMPLAINT__EVIDENCE_FORM,
                             sha256);
    if (v->form.failed)
        return complaint__fail_memory(v->error);
    return check_signature(v, key, signature, v->form.bytes, v->form.size);
}

/* ---- reading ---- */

static int take_line(verifying *v)
{
    static const struct {
        const char *kind;
        int (*take)(verifying *v, const json *line);
    } kinds[] = {{"pack", take_pack},   {"definition", take_definition},
                 {"seal", take_seal},   {"entry", take_entry},
                 {"proof", take_proof}, {"end", take_end}};
    json *line = NULL;
    size_t i = 0;
    bool whole = v->line.bytes[v->line.size - 1] == '\n';
    int status =
        whole ? parse(v, v->line.bytes, v->line.size - 1, &line) : COMPLAINT_OK;

    if (status != COMPLAINT_OK)
        return status;
    v->number++;
    while (i < sizeof kinds / sizeof kinds[0] &&
           strcmp(kinds[i].kind, text(line, "kind")) != 0)
        i++;
    if (v->ended || i == sizeof kinds / sizeof kinds[0] ||
        (v->number == 1) != (i == 0))
        status = tell(v, "a line is out of place");
    else if (!complaint__evidence_line(line))
        status = tell(v, "a line is not written as lines of its kind are");
    else
        status = kinds[i].take(v, line);
    complaint_facts_free(line);
    if (status == COMPLAINT_OK && !v->ended)
        status = complaint__hasher_add(&v->whole, v->line.bytes, v->line.size,
                                       v->error);
    return status;
}

/* The next line with its break, or what is left. */
static int read_line(verifying *v, bool *more)
{
    char piece[4096];

    complaint__buffer_clear(&v->line);
    for (;;) {
        size_t size;

        memset(piece, 1, sizeof piece);
        if (fgets(piece, sizeof piece, v->file) == NULL)
            break;
        /* A NUL in the file is no end: the one that ends the piece stands
         * before bytes that were not written. */
        size = sizeof piece;
        while (size > 0 && piece[size - 1] != '\0')
            size--;
        complaint__buffer_append(&v->line, piece, size - 1);
        if (v->line.failed)
            return complaint__fail_memory(v->error);
        if (v->line.size > COMPLAINT__EVIDENCE_LINE)
            return complaint__fail_limit(v->context, v->error, "line",
                                         COMPLAINT__EVIDENCE_LINE);
        if (size > 1 && piece[size - 2] == '\n')
            break;
    }
    *more = v->line.size > 0;
    if (ferror(v->file) && errno == ENOMEM)
        return complaint__fail_memory(v->error);
    if (ferror(v->file))
        return complaint__fail(v->context, v->error, COMPLAINT_IO,
                               "evidence.read", "path",
                               "the file cannot be read");
    return COMPLAINT_OK;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* As many as the pack says, and none twice. */
static int check_cases(verifying *v)
{
    const char **ids;
    int64_t count = 0;
    bool twice = false;

    if (v->cases != v->cases_said)
        return tell(v, "the pack does not have as many cases as it says");
    if (v->cases == 0)
        return COMPLAINT_OK;
    ids = complaint__realloc_array(v->context, NULL, (size_t)v->cases,
                                   sizeof *ids);
    if (ids == NULL)
        return complaint__fail_memory(v->error);
    for (const case_place *at = v->places; at != NULL; at = at->next)
        ids[count++] = at->id;
    qsort(ids, (size_t)count, sizeof *ids, compare_ids);
    for (int64_t i = 1; i < count && !twice; i++)
        twice = strcmp(ids[i - 1], ids[i]) == 0;
    complaint__free(v->context, ids);
    return twice ? tell(v, "the pack has a case twice") : COMPLAINT_OK;
}

static int read_all(verifying *v)
{
    bool more = true;
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && more && v->problems < PROBLEMS_LISTED) {
        status = read_line(v, &more);
        if (status == COMPLAINT_OK && more)
            status = take_line(v);
    }
    if (status == COMPLAINT_OK && !v->ended)
        status = tell(v, "the pack has no end: it was cut off");
    if (status == COMPLAINT_OK)
        status = check_cases(v);
    if (status == COMPLAINT_OK && !v->has_seal &&
        (v->seal_digest != NULL || (v->wants_key && v->pack_key[0] == '\0')))
        status = tell(v, "the pack has no seal");
    return status;
}

/* ---- options and result ---- */

static int read_options(verifying *v, const complaint_facts *options)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(options); i++) {
        const char *name = complaint_facts_key(options, i);
        const char *value =
            complaint_facts_text(complaint_facts_at(options, i), NULL);

        if (name != NULL && value != NULL && strcmp(name, "key") == 0) {
            status =
                complaint__public_key_read(v->context, value, v->key, v->error);
            v->wants_key = true;
        } else if (name != NULL && value != NULL && strcmp(name, "seal") == 0) {
            v->seal_digest = value;
        } else {
            status = complaint__fail(v->context, v->error, COMPLAINT_INVALID,
                                     "evidence.options",
                                     name == NULL ? "options" : name,
                                     "evidence does not take this option: %s",
                                     name == NULL ? "options" : name);
        }
    }
    return status;
}

static int summarise(verifying *v, complaint_facts *out)
{
    bool has_id = complaint__id_valid(v->register_id);
    const struct {
        const char *name;
        const char *value;
    } texts[] = {{"register", has_id ? v->register_id : ""},
                 {"made_at", v->made_at},
                 {"seal_key", v->seal_key},
                 {"pack_key", v->pack_key}};
    const struct {
        const char *name;
        int64_t value;
    } counts[] = {{"cases", v->cases},
                  {"entries", v->entries},
                  {"sealed_entries", v->sealed_entries},
                  {"definitions", v->definition_count},
                  {"personal", v->personal},
                  {"withheld", v->withheld},
                  {"seal", v->seal},
                  {"problem_count", v->problems}};
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof texts / sizeof texts[0]; i++)
        status = complaint_facts_set_text(out, texts[i].name, texts[i].value,
                                          v->error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof counts / sizeof counts[0]; i++)
        status = complaint_facts_set_integer(out, counts[i].name,
                                             counts[i].value, v->error);
    if (status == COMPLAINT_OK && v->has_seal &&
        v->sealed_at >= COMPLAINT_LIMIT_TIME_MIN &&
        v->sealed_at <= COMPLAINT_LIMIT_TIME_MAX)
        status =
            complaint_facts_set_time(out, "sealed_at", v->sealed_at, v->error);
    return status;
}

static int open_file(verifying *v, const char *path)
{
    errno = 0;
    v->file = fopen(path, "rb");
    if (v->file != NULL)
        return COMPLAINT_OK;
    if (errno == ENOMEM)
        return complaint__fail_memory(v->error);
    if (errno == ENOENT)
        return complaint__fail(v->context, v->error, COMPLAINT_NOT_FOUND,
                               "evidence.missing", "path", "no such file");
    return complaint__fail(v->context, v->error, COMPLAINT_IO, "evidence.read",
                           "path", "the file cannot be read");
}

static int verify(verifying *v, const char *path, complaint_facts *out)
{
    int status = complaint_facts_set_list(out, "problems", &v->list, v->error);

    if (status == COMPLAINT_OK)
        status = open_file(v, path);
    if (status == COMPLAINT_OK)
        status = complaint__hasher_open(&v->hasher, v->context, v->error);
    if (status == COMPLAINT_OK)
        status = complaint__hasher_open(&v->whole, v->context, v->error);
    if (status == COMPLAINT_OK) {
        v->arena = complaint__arena_new(v->context);
        status =
            v->arena == NULL ? complaint__fail_memory(v->error) : read_all(v);
    }
    if (status == COMPLAINT_OK)
        status = summarise(v, out);
    complaint__hasher_close(&v->hasher);
    complaint__hasher_close(&v->whole);
    complaint__arena_free(v->arena);
    complaint__buffer_free(&v->line);
    complaint__buffer_free(&v->form);
    complaint__free(v->context, v->heads);
    if (v->file != NULL)
        (void)fclose(v->file);
    return status;
}

int complaint_evidence_verify(complaint_context *context, const char *path,
                              const complaint_facts *options,
                              complaint_facts **out, complaint_error **error)
{
    verifying v = {
        .context = context, .register_id = "", .case_id = "", .error = error};
    complaint_facts *facts = NULL;
    int status;

    if (out != NULL)
        *out = NULL;
    if (context == NULL || path == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "path");
    v.line = v.form = (complaint__buffer)COMPLAINT__BUFFER(context);
    status = read_options(&v, options);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(context, &facts, error);
    if (status == COMPLAINT_OK)
        status = verify(&v, path, facts);
    if (status == COMPLAINT_OK && v.problems > 0)
        status = complaint__fail(
            context, error, COMPLAINT_CORRUPT, "evidence.problems", "path",
            "%lld problems; the first: %s", (long long)v.problems, v.first);
    if (out != NULL && (status == COMPLAINT_OK ||
                        (status == COMPLAINT_CORRUPT && v.problems > 0)))
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}
