/* Facts from JSON (RFC 8259), strictly: integers stay whole, no key twice, no
 * NUL, no wrong UTF-8, nothing after the end. A reader of our own, because a
 * library's that aborts, or cuts texts short, where memory ends would take the
 * host with it. Writing is in facts_json.c. */
#include "base/context.h"
#include "base/failure.h"
#include "base/json.h"
#include "model/facts_inside.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON_SIZE_MAX ((size_t)64 << 20)
/* Digits and signs of a number that is not an integer. */
#define REAL_SIZE_MAX 400

typedef struct reader {
    facts_root *root;
    const char *json;
    size_t size;
    size_t at;
    complaint__buffer text; /* of the string read last, escapes undone */
    complaint_error **error;
} reader;

static int read_value(reader *r, const char *key, int level,
                      complaint_facts **out);

/* ---- what is wrong ---- */

/* Line and column, counted in characters from 1, of a byte. */
static void place(const reader *r, size_t at)
{
    int64_t line = 1;
    int64_t column = 1;

    for (size_t i = 0; i < at && i < r->size; i++) {
        if (r->json[i] == '\n') {
            line++;
            column = 1;
        } else {
            column += ((unsigned char)r->json[i] & 0xC0) != 0x80;
        }
    }
    complaint__error_place(r->error, NULL, line, column);
}

static int wrong(const reader *r, size_t at, const char *reason)
{
    complaint_context *context = r->root->context;
    int status = complaint__fail(context, r->error, COMPLAINT_INVALID,
                                 "facts.json", NULL, "this is not JSON: %s",
                                 complaint__context_translate(context, reason));

    place(r, at);
    return status;
}

static int has_nul(const reader *r, size_t at)
{
    int status =
        complaint__fail(r->root->context, r->error, COMPLAINT_INVALID,
                        "facts.nul", NULL, "a text contains a NUL character");

    place(r, at);
    return status;
}

static int too_much(const reader *r, const char *field, int64_t limit)
{
    int status =
        complaint__fail_limit(r->root->context, r->error, field, limit);

    place(r, r->at);
    return status;
}

static char look(const reader *r)
{
    return r->at < r->size ? r->json[r->at] : '\0';
}

static void skip_space(reader *r)
{
    while (r->at < r->size && strchr(" \t\r\n", r->json[r->at]) != NULL &&
           r->json[r->at] != '\0')
        r->at++;
}

static bool take(reader *r, char wanted)
{
    if (r->at >= r->size || r->json[r->at] != wanted)
        return false;
    r->at++;
    return true;
}

/* ---- strings ---- */

/* Four hexadecimal digits; -1 when they are not. */
static int32_t read_unit(reader *r)
{
    int32_t unit = 0;

    for (int i = 0; i < 4; i++, r->at++) {
        char c = look(r);

        if (c >= '0' && c <= '9')
            unit = unit << 4 | (c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            unit = unit << 4 | ((c | 0x20) - 'a' + 10);
        else
            return -1;
    }
    return unit;
}

static void append_code(complaint__buffer *text, int32_t code)
{
    char bytes[4];
    size_t size = 0;

    if (code < 0x80) {
        bytes[size++] = (char)code;
    } else if (code < 0x800) {
        bytes[size++] = (char)(0xC0 | code >> 6);
        bytes[size++] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        bytes[size++] = (char)(0xE0 | code >> 12);
        bytes[size++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[size++] = (char)(0x80 | (code & 0x3F));
    } else {
        bytes[size++] = (char)(0xF0 | code >> 18);
        bytes[size++] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[size++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[size++] = (char)(0x80 | (code & 0x3F));
    }
    complaint__buffer_append(text, bytes, size);
}

/* After "\u". */
static int read_unicode(reader *r, size_t start)
{
    int32_t code = read_unit(r);
    int32_t low;

    if (code < 0)
        return wrong(r, start, "an escape is wrong");
    if (code == 0)
        return has_nul(r, start);
    if (code >= 0xD800 && code < 0xE000) {
        if (code >= 0xDC00 || !take(r, '\\') || !take(r, 'u'))
            return wrong(r, start, "half of a surrogate pair");
        low = read_unit(r);
        if (low < 0xDC00 || low > 0xDFFF)
            return wrong(r, start, "half of a surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_code(&r->text, code);
    return COMPLAINT_OK;
}

static int read_escape(reader *r)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    size_t start = r->at++;
    const char *letter;

    if (take(r, 'u'))
        return read_unicode(r, start);
    letter = look(r) == '\0' ? NULL : strchr(letters, look(r));
    if (letter == NULL)
        return wrong(r, start, "an escape is wrong");
    r->at++;
    complaint__buffer_char(&r->text, meant[letter - letters]);
    return COMPLAINT_OK;
}

/* From the opening quote; the text is in r->text. */
static int read_string(reader *r)
{
    int status = COMPLAINT_OK;

    complaint__buffer_clear(&r->text);
    r->at++;
    while (status == COMPLAINT_OK) {
        size_t start = r->at;

        r->at += complaint__json_plain(r->json + start, r->size - start);
        complaint__buffer_append(&r->text, r->json + start, r->at - start);
        if (r->at >= r->size)
            return wrong(r, r->at, "it ends too early");
        if (take(r, '"'))
            return r->text.failed ? complaint__fail_memory(r->error)
                                  : COMPLAINT_OK;
        if (look(r) != '\\')
            return wrong(r, r->at, "a control character stands in a text");
        status = read_escape(r);
    }
    return status;
}

/* ---- numbers and words ---- */

static size_t skip_digits(reader *r)
{
    size_t start = r->at;

    while (look(r) >= '0' && look(r) <= '9')
        r->at++;
    return r->at - start;
}

/* strtod() reads the decimal point of the host's locale, which may be longer
 * than a byte and is not ours to change. */
static int read_real(const reader *r, size_t start, double *real)
{
    char digits[REAL_SIZE_MAX + 16];
    const char *point = localeconv()->decimal_point;
    size_t size = r->at - start;
    const char *dot = memchr(r->json + start, '.', size);
    size_t before = dot == NULL ? size : (size_t)(dot - (r->json + start));

    if (size > REAL_SIZE_MAX || strlen(point) > 8)
        return wrong(r, start, "a number is too long");
    (void)snprintf(digits, sizeof digits, "%.*s%s%.*s", (int)before,
                   r->json + start, dot == NULL ? "" : point,
                   dot == NULL ? 0 : (int)(size - before - 1),
                   dot == NULL ? "" : dot + 1);
    *real = strtod(digits, NULL);
    return isfinite(*real) ? COMPLAINT_OK
                           : wrong(r, start, "a number is too big");
}

static int read_integer(const reader *r, size_t start, int64_t *integer)
{
    bool negative = r->json[start] == '-';
    uint64_t most = (uint64_t)INT64_MAX + negative;
    uint64_t value = 0;

    for (size_t i = start + negative; i < r->at; i++) {
        uint64_t digit = (uint64_t)(r->json[i] - '0');

        if (value > (most - digit) / 10)
            return wrong(r, start, "a number is too big");
        value = value * 10 + digit;
    }
    *integer = negative ? (int64_t)(0 - value) : (int64_t)value;
    return COMPLAINT_OK;
}

static int read_number(reader *r, complaint_facts **out)
{
    size_t start = r->at;
    bool whole = true;
    bool right;
    complaint_facts *node;

    (void)take(r, '-');
    right = take(r, '0') || skip_digits(r) > 0;
    if (right && take(r, '.')) {
        whole = false;
        right = skip_digits(r) > 0;
    }
    if (right && (look(r) == 'e' || look(r) == 'E')) {
        whole = false;
        r->at++;
        if (!take(r, '+'))
            (void)take(r, '-');
        right = skip_digits(r) > 0;
    }
    if (!right || (look(r) >= '0' && look(r) <= '9'))
        return wrong(r, start, "a number is malformed");
    node = complaint__facts_node(
        r->root, whole ? COMPLAINT_FACTS_INTEGER : COMPLAINT_FACTS_REAL, 0);
    if (node == NULL)
        return complaint__fail_memory(r->error);
    *out = node;
    return whole ? read_integer(r, start, &node->is.integer)
                 : read_real(r, start, &node->is.real);
}

static int read_word(reader *r, complaint_facts **out)
{
    static const struct {
        const char *word;
        int type;
        bool is;
    } words[] = {{"null", COMPLAINT_FACTS_NULL, false},
                 {"true", COMPLAINT_FACTS_BOOLEAN, true},
                 {"false", COMPLAINT_FACTS_BOOLEAN, false}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i].word);

        if (r->size - r->at < size ||
            memcmp(r->json + r->at, words[i].word, size) != 0)
            continue;
        *out = complaint__facts_node(r->root, words[i].type, 0);
        if (*out == NULL)
            return complaint__fail_memory(r->error);
        (*out)->is.boolean = words[i].is;
        r->at += size;
        return COMPLAINT_OK;
    }
    return wrong(r, r->at,
                 r->at < r->size ? "a value is expected" : "it ends too early");
}

/* ---- lists and maps ---- */

/* The comma before another member, or the end of the branch. */
static int read_comma(reader *r, char end, size_t count, bool *more)
{
    skip_space(r);
    *more = !take(r, end);
    if (!*more || count == 0)
        return COMPLAINT_OK;
    if (look(r) != ',')
        return wrong(r, r->at,
                     r->at < r->size ? "a comma or the end is expected"
                                     : "it ends too early");
    if (count >= COMPLAINT_LIMIT_FACTS_MEMBERS && !r->root->raw)
        return too_much(r, "members", COMPLAINT_LIMIT_FACTS_MEMBERS);
    r->at++;
    skip_space(r);
    return COMPLAINT_OK;
}

/* An error in a member names the whole path: each level puts its key, or its
 * position, before the field. An error of the syntax has its place instead. */
static void prefix(reader *r, const char *step)
{
    if (r->error != NULL && complaint_error_line(*r->error) <= 0)
        complaint__error_prefix(r->error, step);
}

/* The key, which is in the tree's memory, is known not to be there yet, unless
 * another way to write it is. */
static int place_member(const reader *r, complaint_facts *branch,
                        const char *key, size_t size, complaint_facts *node)
{
    return r->root->raw || complaint__facts_key_is_plain(key, size)
               ? complaint__facts_keep(branch, key, size, node, r->error)
               : complaint__facts_place(branch, key, size, node, false,
                                        r->error);
}

static int read_list(reader *r, complaint_facts *list)
{
    int status = COMPLAINT_OK;
    bool more = true;

    for (size_t i = 0; status == COMPLAINT_OK; i++) {
        complaint_facts *node = NULL;
        char position[24];

        status = read_comma(r, ']', i, &more);
        if (status != COMPLAINT_OK || !more)
            break;
        status = read_value(r, NULL, list->level + 1, &node);
        if (status == COMPLAINT_OK) {
            status = complaint__facts_keep(list, NULL, 0, node, r->error);
        } else {
            (void)snprintf(position, sizeof position, "%zu", i);
            prefix(r, position);
        }
    }
    return status;
}

/* A key and its value. */
static int read_member(reader *r, complaint_facts *map)
{
    complaint_facts *node = NULL;
    size_t start = r->at;
    size_t size;
    char *key;
    int status;

    if (look(r) != '"')
        return wrong(r, r->at,
                     r->at < r->size ? "a name in quotes is expected"
                                     : "it ends too early");
    status = read_string(r);
    if (status != COMPLAINT_OK)
        return status;
    size = r->text.size;
    key = complaint__arena_bytes(r->root->arena, r->text.bytes, size);
    if (key == NULL)
        return complaint__fail_memory(r->error);
    if (complaint__facts_find(map, key, size) != NULL) {
        status = complaint__fail(r->root->context, r->error, COMPLAINT_INVALID,
                                 "facts.duplicate", NULL,
                                 "this JSON has a key twice: %s", key);
        place(r, start);
        return status;
    }
    skip_space(r);
    if (!take(r, ':'))
        return wrong(r, r->at,
                     r->at < r->size ? "a colon is expected"
                                     : "it ends too early");
    skip_space(r);
    status = read_value(r, key, map->level + 1, &node);
    if (status == COMPLAINT_OK)
        return place_member(r, map, key, size, node);
    return status;
}

static int read_map(reader *r, complaint_facts *map)
{
    int status = COMPLAINT_OK;
    bool more = true;

    for (size_t i = 0; status == COMPLAINT_OK; i++) {
        status = read_comma(r, '}', i, &more);
        if (status != COMPLAINT_OK || !more)
            break;
        status = read_member(r, map);
    }
    return status;
}

static int read_branch(reader *r, const char *key, int level,
                       complaint_facts **out)
{
    bool is_map = look(r) == '{';
    complaint_facts *node;
    int status;

    if (level >
        (r->root->raw ? COMPLAINT__RAW_DEPTH + 1 : COMPLAINT_LIMIT_FACTS_DEPTH))
        return too_much(r, "depth", COMPLAINT_LIMIT_FACTS_DEPTH);
    node = complaint__facts_node(
        r->root, is_map ? COMPLAINT_FACTS_MAP : COMPLAINT_FACTS_LIST, level);
    if (node == NULL)
        return complaint__fail_memory(r->error);
    *out = node;
    r->at++;
    status = is_map ? read_map(r, node) : read_list(r, node);
    if (status != COMPLAINT_OK && key != NULL)
        prefix(r, key);
    return status;
}

static int keep_raw(reader *r, complaint_facts **out)
{
    complaint_facts *node =
        complaint__facts_node(r->root, COMPLAINT_FACTS_TEXT, 0);

    if (node != NULL) {
        node->is.text.size = r->text.size;
        node->is.text.bytes = complaint__arena_bytes(
            r->root->arena, r->text.size == 0 ? "" : r->text.bytes,
            r->text.size);
    }
    if (node == NULL || node->is.text.bytes == NULL)
        return complaint__fail_memory(r->error);
    *out = node;
    return COMPLAINT_OK;
}

/* As deep as the limit allows. A text that is refused names its key. */
static int read_value(reader *r, const char *key, int level,
                      complaint_facts **out)
{
    char c = look(r);
    int status;

    if (c == '{' || c == '[')
        return read_branch(r, key, level, out);
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r, out);
    if (c != '"')
        return read_word(r, out);
    status = read_string(r);
    if (status != COMPLAINT_OK)
        return status;
    if (r->root->raw)
        return keep_raw(r, out);
    return complaint__facts_text_node(
        r->root, key, r->text.bytes == NULL ? "" : r->text.bytes, r->text.size,
        out, r->error);
}

/* ---- the whole ---- */

static int read_document(reader *r)
{
    complaint_facts *node = NULL;
    int64_t bad = complaint__utf8_check(r->json, r->size);
    int status;

    if (bad >= 0 && r->json[bad] == '\0')
        return has_nul(r, (size_t)bad);
    if (bad >= 0)
        return wrong(r, (size_t)bad, "it is not UTF-8");
    skip_space(r);
    status = read_value(r, NULL, 1, &node);
    if (status != COMPLAINT_OK)
        return status;
    skip_space(r);
    if (r->at < r->size)
        return wrong(r, r->at, "it goes on after its end");
    r->root->node = node;
    return COMPLAINT_OK;
}

static int parse(complaint_context *context, const char *json, size_t size,
                 bool raw, complaint_facts **out, complaint_error **error)
{
    complaint_facts *holder;
    reader r = {.json = json, .size = size, .error = error};
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(NULL, error, "context");
    if (json == NULL)
        return complaint__fail_misuse(context, error, "json");
    if (size > JSON_SIZE_MAX)
        return complaint__fail_limit(context, error, "json",
                                     (int64_t)JSON_SIZE_MAX);
    holder = complaint__facts_root_new(context, COMPLAINT_FACTS_NULL);
    if (holder == NULL)
        return complaint__fail_memory(error);
    r.root = holder->root;
    r.root->raw = raw;
    r.text = (complaint__buffer)COMPLAINT__BUFFER(context);
    status = read_document(&r);
    complaint__buffer_free(&r.text);
    if (status != COMPLAINT_OK) {
        complaint_facts_free(holder);
        return status;
    }
    *out = holder->root->node;
    return COMPLAINT_OK;
}

int complaint_facts_parse(complaint_context *context, const char *json,
                          size_t size, complaint_facts **out,
                          complaint_error **error)
{
    return parse(context, json, size, false, out, error);
}

int complaint__facts_parse_raw(complaint_context *context, const char *json,
                               size_t size, complaint_facts **out,
                               complaint_error **error)
{
    return parse(context, json, size, true, out, error);
}
