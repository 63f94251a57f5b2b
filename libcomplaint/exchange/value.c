/* Making one fact of a row's fields: nulls, trimming, splitting, translating,
 * typing. */
#include "exchange/row.h"

#include "base/context.h"
#include "base/failure.h"
#include "model/facts.h"

#include <stdio.h>
#include <string.h>

/* ---- rejects ---- */

void complaint__reject_say(complaint__reject *reject,
                           const complaint__mapping *mapping,
                           const complaint__csv_record *record, size_t position,
                           const char *reason)
{
    if (reject->reason[0] != '\0')
        return;
    snprintf(reject->reason, sizeof reject->reason, "%s",
             complaint__context_translate(mapping->context, reason));
    reject->line = record->line;
    reject->column = "";
    reject->value = NULL;
    reject->value_size = 0;
    if (position < record->count) {
        reject->line = record->fields[position].line;
        reject->value = record->fields[position].bytes;
        reject->value_size = record->fields[position].size;
    }
    if (position < mapping->column_count)
        reject->column = mapping->columns[position];
}

bool complaint__row_to_blame(int status)
{
    switch (status) {
    case COMPLAINT_INVALID:
    case COMPLAINT_NOT_FOUND:
    case COMPLAINT_EXISTS:
    case COMPLAINT_REFUSED:
    case COMPLAINT_INCOMPLETE:
    case COMPLAINT_DENIED:
    case COMPLAINT_LIMIT:
        return true;
    default:
        return false;
    }
}

int complaint__reject_take(complaint__reject *reject,
                           const complaint__mapping *mapping,
                           const complaint__csv_record *record, size_t position,
                           int status, complaint_error **from,
                           complaint_error **error)
{
    if (complaint__row_to_blame(status)) {
        complaint__reject_say(reject, mapping, record, position,
                              complaint_error_message(*from));
        complaint_error_free(*from);
        status = COMPLAINT_OK;
    } else {
        complaint__error_give(error, *from);
    }
    *from = NULL;
    return status;
}

/* ---- texts ---- */

static size_t leading_space(const char *bytes, size_t size)
{
    if (size > 0 && (bytes[0] == ' ' || (bytes[0] >= '\t' && bytes[0] <= '\r')))
        return 1;
    if (size > 1 && memcmp(bytes, "\xC2\xA0", 2) == 0)
        return 2;
    if (size > 2 && (memcmp(bytes, "\xE3\x80\x80", 3) == 0 ||
                     memcmp(bytes, "\xEF\xBB\xBF", 3) == 0))
        return 3;
    return 0;
}

static size_t trailing_space(const char *bytes, size_t size)
{
    for (size_t back = 1; back <= 3 && back <= size; back++)
        if (leading_space(bytes + size - back, back) == back)
            return back;
    return 0;
}

void complaint__value_trim(const char **bytes, size_t *size)
{
    size_t step;

    while ((step = leading_space(*bytes, *size)) > 0) {
        *bytes += step;
        *size -= step;
    }
    while ((step = trailing_space(*bytes, *size)) > 0)
        *size -= step;
}

static bool equals(const char *text, const char *bytes, size_t size)
{
    return strlen(text) == size && memcmp(text, bytes, size) == 0;
}

static bool begins(const char *text, const char *bytes, size_t size)
{
    size_t length = strlen(text);

    return length <= size && memcmp(text, bytes, length) == 0;
}

bool complaint__value_is_null(const complaint__strings *nulls,
                              const char *bytes, size_t size)
{
    if (size == 0)
        return true;
    for (unsigned i = 0; i < nulls->texts_count; i++)
        if (equals(nulls->texts[i], bytes, size))
            return true;
    return false;
}

/* ---- the fact ---- */

typedef struct setter {
    const complaint__mapping *mapping;
    const complaint__value *value;
    const complaint__csv_record *record;
    const complaint__strings *nulls;
    complaint_facts *facts; /* that the key belongs to */
    const char *key;
    complaint__buffer *scratch;
    complaint__reject *reject;
    complaint_error **error;
} setter;

static size_t position_of(const setter *s)
{
    return s->value->position_count > 0 ? s->value->positions[0]
                                        : COMPLAINT__NO_COLUMN;
}

static int refuse(const setter *s, const char *reason)
{
    complaint__reject_say(s->reject, s->mapping, s->record, position_of(s),
                          reason);
    return COMPLAINT_OK;
}

/* The fields joined, nulls left out. */
static void gather(const setter *s, const char **bytes, size_t *size)
{
    const complaint__value *v = s->value;
    const char *join = v->join != NULL ? v->join : " ";

    *bytes = "";
    *size = 0;
    if (v->constant != NULL) {
        *bytes = v->constant;
        *size = strlen(v->constant);
        return;
    }
    complaint__buffer_clear(s->scratch);
    for (size_t i = 0; i < v->position_count; i++) {
        const complaint__field *f = &s->record->fields[v->positions[i]];
        const char *part = f->bytes;
        size_t part_size = f->size;

        complaint__value_trim(&part, &part_size);
        if (complaint__value_is_null(s->nulls, part, part_size))
            continue;
        if (v->position_count == 1) {
            *bytes = part;
            *size = part_size;
            return;
        }
        if (s->scratch->size > 0)
            complaint__buffer_text(s->scratch, join);
        complaint__buffer_append(s->scratch, part, part_size);
    }
    if (s->scratch->size > 0) {
        *bytes = s->scratch->bytes;
        *size = s->scratch->size;
    }
}

static void strip(const complaint__value *v, const char **bytes, size_t *size)
{
    size_t length;

    if (v->strip_prefix != NULL && begins(v->strip_prefix, *bytes, *size)) {
        length = strlen(v->strip_prefix);
        *bytes += length;
        *size -= length;
    }
    if (v->strip_suffix != NULL) {
        length = strlen(v->strip_suffix);
        if (length <= *size &&
            memcmp(*bytes + *size - length, v->strip_suffix, length) == 0)
            *size -= length;
    }
    complaint__value_trim(bytes, size);
}

/* Cut to a number of characters. */
static void cut(const complaint__value *v, const char *bytes, size_t *size)
{
    int64_t characters = 0;

    if (v->cut == 0)
        return;
    for (size_t i = 0; i < *size; i++) {
        if (((unsigned char)bytes[i] & 0xC0) == 0x80)
            continue;
        if (characters++ == v->cut) {
            *size = i;
            return;
        }
    }
}

/* Through the list of values; false when the value is dropped or refused. */
static bool translate(const setter *s, const char **bytes, size_t *size)
{
    const complaint__value *v = s->value;
    const char *to = v->otherwise;

    if (v->values_count == 0)
        return true;
    for (unsigned i = 0; i < v->values_count; i++) {
        const complaint__translation *t = &v->values[i];

        if (t->from != NULL ? equals(t->from, *bytes, *size)
                            : begins(t->begins, *bytes, *size)) {
            to = t->to;
            break;
        }
        if (i + 1 == v->values_count && to == NULL) {
            if (v->unlisted == COMPLAINT__UNLISTED_REJECT)
                refuse(s, "not one of the values that the mapping lists");
            return v->unlisted == COMPLAINT__UNLISTED_KEEP;
        }
    }
    *bytes = to;
    *size = strlen(to);
    return *size > 0;
}

static int set_integer(const setter *s, const char *bytes, size_t size,
                       complaint_error **error)
{
    int64_t number = 0;
    bool minus = size > 0 && bytes[0] == '-';
    size_t i = minus || (size > 0 && bytes[0] == '+') ? 1 : 0;

    if (i == size || size - i > 18)
        return refuse(s, "not a whole number of at most 18 digits");
    for (; i < size; i++) {
        if (bytes[i] < '0' || bytes[i] > '9')
            return refuse(s, "not a whole number");
        number = number * 10 + (bytes[i] - '0');
    }
    return complaint_facts_set_integer(s->facts, s->key,
                                       minus ? -number : number, error);
}

static int set_boolean(const setter *s, const char *bytes, size_t size,
                       complaint_error **error)
{
    static const char *const words[] = {
        "true", "True", "TRUE", "yes",   "Yes",   "YES",   "Y",  "y",
        "1",    "是",   "有",   "false", "False", "FALSE", "no", "No",
        "NO",   "N",    "n",    "0",     "否",    "无"};
    size_t count = sizeof words / sizeof words[0];

    for (size_t i = 0; i < count; i++)
        if (equals(words[i], bytes, size))
            return complaint_facts_set_boolean(s->facts, s->key, i < count / 2,
                                               error);
    return refuse(s, "neither yes nor no");
}

static int set_time(const setter *s, const char *bytes, size_t size,
                    complaint_error **error)
{
    complaint__moment moment;
    const char *problem =
        complaint__moment_read(bytes, size, &s->mapping->rules, &moment);

    if (problem != NULL)
        return refuse(s, problem);
    return complaint_facts_set_time(s->facts, s->key, moment.time, error);
}

static int set_one(const setter *s, const char *bytes, size_t size,
                   complaint_error **error)
{
    strip(s->value, &bytes, &size);
    if (complaint__value_is_null(s->nulls, bytes, size) ||
        !translate(s, &bytes, &size))
        return COMPLAINT_OK;
    cut(s->value, bytes, &size);
    switch (s->value->kind) {
    case COMPLAINT__VALUE_INTEGER:
        return set_integer(s, bytes, size, error);
    case COMPLAINT__VALUE_BOOLEAN:
        return set_boolean(s, bytes, size, error);
    case COMPLAINT__VALUE_TIME:
        return set_time(s, bytes, size, error);
    default:
        return complaint_facts_set_bytes(s->facts, s->key, bytes, size, error);
    }
}

/* Offset of the separator, or `size`. */
static size_t find_separator(const char *separator, const char *bytes,
                             size_t size)
{
    size_t length = strlen(separator);

    for (size_t i = 0; i + length <= size; i++)
        if (memcmp(bytes + i, separator, length) == 0)
            return i;
    return size;
}

static int set_split(setter *s, const char *bytes, size_t size,
                     complaint_error **error)
{
    const complaint__value *v = s->value;
    const char *last = NULL;
    size_t last_size = 0;
    complaint_facts *list = NULL;
    int status = COMPLAINT_OK;

    if (v->pick == COMPLAINT__PICK_ALL) {
        status = complaint_facts_set_list(s->facts, s->key, &list, error);
        s->facts = list;
        s->key = NULL;
    }
    while (status == COMPLAINT_OK) {
        size_t part_size = find_separator(v->split, bytes, size);
        size_t step = part_size + strlen(v->split);
        const char *part = bytes;
        size_t trimmed = part_size;

        complaint__value_trim(&part, &trimmed);
        if (trimmed > 0 && v->pick != COMPLAINT__PICK_LAST) {
            status = set_one(s, part, trimmed, error);
            if (v->pick == COMPLAINT__PICK_FIRST)
                return status;
        } else if (trimmed > 0) {
            last = part;
            last_size = trimmed;
        }
        if (step > size)
            break;
        bytes += step;
        size -= step;
    }
    return status == COMPLAINT_OK && last != NULL
               ? set_one(s, last, last_size, error)
               : status;
}

/* The map that the part before the dot names, and the key in it. */
static int enter(setter *s, complaint_error **error)
{
    const char *dot = strchr(s->value->fact, '.');
    char name[256];
    complaint_facts *child;
    int status = COMPLAINT_OK;

    s->key = s->value->fact;
    if (dot == NULL)
        return COMPLAINT_OK;
    snprintf(name, sizeof name, "%.*s", (int)(dot - s->value->fact),
             s->value->fact);
    child = complaint__facts_edit(s->facts, name);
    if (child == NULL)
        status = complaint_facts_set_map(s->facts, name, &child, error);
    s->facts = child;
    s->key = dot + 1;
    return status;
}

int complaint__value_set(const complaint__mapping *mapping,
                         const complaint__value *value,
                         const complaint__csv_record *record,
                         complaint_facts *facts, complaint__buffer *scratch,
                         complaint__reject *reject, complaint_error **error)
{
    setter s = {mapping, value,   record, NULL, facts,
                NULL,    scratch, reject, error};
    complaint_error *local = NULL;
    const char *bytes;
    size_t size;
    int status;

    s.nulls =
        value->nulls.texts_count > 0 ? &value->nulls : &mapping->text->nulls;
    gather(&s, &bytes, &size);
    if (size == 0) {
        if (value->required)
            refuse(&s, "empty, and the mapping requires it");
        return COMPLAINT_OK;
    }
    status = enter(&s, &local);
    if (status == COMPLAINT_OK)
        status = value->split != NULL ? set_split(&s, bytes, size, &local)
                                      : set_one(&s, bytes, size, &local);
    if (status == COMPLAINT_OK)
        return status;
    return complaint__reject_take(reject, mapping, record, position_of(&s),
                                  status, &local, error);
}
