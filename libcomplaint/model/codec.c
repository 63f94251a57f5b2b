/* Records from facts, to facts, to JSON and CSV, driven by the table of
 * relations. Setting plain values is in record.c. */
#include "model/codec.h"

#include "base/context.h"
#include "base/failure.h"
#include "base/json.h"
#include "model/facts.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <string.h>

static int unfit(const complaint_record *record, size_t column,
                 const char *wanted, complaint_error **error)
{
    const char *name = record->relation->columns[column].name;

    return complaint__fail(
        record->context, error, COMPLAINT_INVALID, "facts.type", name,
        "\"%s\" must be %s", name,
        complaint__context_translate(record->context, wanted));
}

static int set_text(complaint_record *record, size_t column,
                    const complaint_facts *fact, complaint_error **error)
{
    const complaint__column *about = &record->relation->columns[column];
    complaint_value value =
        complaint__value_text(complaint_facts_text(fact, NULL));
    size_t limit = complaint__column_limit(record->relation, column);
    int status;

    if (value.bytes == NULL)
        return unfit(record, column, "a text", error);
    if (value.size > limit)
        return complaint__fail_limit(record->context, error, about->name,
                                     (int64_t)limit);
    if (about->flags & COMPLAINT_COLUMN_CODE) {
        status = complaint__code_check(record->context, about->name,
                                       value.bytes, error);
        if (status != COMPLAINT_OK)
            return status;
    }
    return complaint__record_set(record, column, &value, error);
}

static int set_integer(complaint_record *record, size_t column, int type,
                       const complaint_facts *fact, complaint_error **error)
{
    if (complaint_facts_type(fact) != type)
        return unfit(record, column,
                     type == COMPLAINT_FACTS_BOOLEAN ? "true or false"
                                                     : "an integer",
                     error);
    complaint__record_set_integer(record, column,
                                  complaint_facts_integer(fact, 0));
    return COMPLAINT_OK;
}

static int set_time(complaint_record *record, size_t column,
                    const complaint_facts *fact, complaint_error **error)
{
    const char *name = record->relation->columns[column].name;
    const char *text = complaint_facts_text(fact, NULL);
    complaint_time time = COMPLAINT_TIME_NONE;
    int status;

    if (text == NULL)
        return unfit(record, column, "a time as a text", error);
    status = complaint_time_parse(text, 0, &time, NULL);
    if (status == COMPLAINT_LIMIT)
        return complaint__fail(
            record->context, error, COMPLAINT_LIMIT, "facts.time", name,
            "\"%s\" lies outside of the years 1900 to 2199", name);
    if (status != COMPLAINT_OK)
        return unfit(record, column, "a time like 2019-04-25T09:32:09Z", error);
    complaint__record_set_integer(record, column, time);
    return COMPLAINT_OK;
}

static bool is_currency(const char *text)
{
    return text != NULL && strlen(text) == 3 &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static int set_money(complaint_record *record, size_t column,
                     const complaint_facts *fact, complaint_error **error)
{
    const complaint_facts *amount = complaint_facts_get(fact, "amount");
    const char *currency =
        complaint_facts_text(complaint_facts_get(fact, "currency"), NULL);
    int status;

    if (complaint_facts_size(fact) != 2 || !is_currency(currency) ||
        complaint_facts_type(amount) != COMPLAINT_FACTS_INTEGER)
        return unfit(record, column,
                     "money: an amount in minor units and a currency like CNY",
                     error);
    status = complaint__record_set_text(record, column + 1, currency, error);
    if (status == COMPLAINT_OK)
        complaint__record_set_integer(record, column,
                                      complaint_facts_integer(amount, 0));
    return status;
}

static int set_json(complaint_record *record, size_t column,
                    const complaint_facts *fact, complaint_error **error)
{
    complaint__buffer json = COMPLAINT__BUFFER(record->context);
    const char *name = record->relation->columns[column].name;
    const char *real = complaint__facts_find_real(fact);
    int status;

    if (real != NULL)
        return complaint__fail(
            record->context, error, COMPLAINT_INVALID, "facts.real", name,
            "\"%s\" holds a number that is not whole: %s", name, real);
    if (!complaint__facts_append_json(fact, true, &json) || json.failed)
        status = complaint__fail_memory(error);
    else if (json.size > COMPLAINT_LIMIT_FACTS)
        status = complaint__fail_limit(record->context, error, name,
                                       COMPLAINT_LIMIT_FACTS);
    else
        status = complaint__record_set_text(record, column, json.bytes, error);
    complaint__buffer_free(&json);
    return status;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int set_hex(complaint_record *record, size_t column,
                   const complaint_facts *fact, complaint_error **error)
{
    const char *text = complaint_facts_text(fact, NULL);
    complaint__buffer bytes = COMPLAINT__BUFFER(record->context);
    int status = COMPLAINT_OK;
    size_t size = text != NULL ? strlen(text) : 1;

    for (size_t i = 0; size % 2 == 0 && i < size; i += 2) {
        int high = digit(text[i]);
        int low = digit(text[i + 1]);
        if (high < 0 || low < 0)
            size = 1;
        complaint__buffer_char(&bytes, (char)(high * 16 + low));
    }
    complaint__buffer_append(&bytes, "", 0);
    if (size % 2 != 0)
        status = unfit(record, column, "pairs of digits 0-9 a-f", error);
    else if (bytes.failed)
        status = complaint__fail_memory(error);
    else
        status = complaint__record_set_bytes(record, column, bytes.bytes,
                                             bytes.size, error);
    complaint__buffer_free(&bytes);
    return status;
}

int complaint__record_set_fact(complaint_record *record, size_t column,
                               const complaint_facts *fact,
                               complaint_error **error)
{
    int type;

    if (!record->owned || column >= record->relation->column_count)
        return complaint__fail_misuse(record->context, error, "column");
    type = record->relation->columns[column].type;
    if (complaint_facts_type(fact) == COMPLAINT_FACTS_NULL) {
        complaint__record_set_null(record, column);
        if (type == COMPLAINT_COLUMN_MONEY)
            complaint__record_set_null(record, column + 1);
        return COMPLAINT_OK;
    }
    switch (type) {
    case COMPLAINT_COLUMN_INTEGER:
        return set_integer(record, column, COMPLAINT_FACTS_INTEGER, fact,
                           error);
    case COMPLAINT_COLUMN_BOOLEAN:
        return set_integer(record, column, COMPLAINT_FACTS_BOOLEAN, fact,
                           error);
    case COMPLAINT_COLUMN_TIME:
        return set_time(record, column, fact, error);
    case COMPLAINT_COLUMN_MONEY:
        return set_money(record, column, fact, error);
    case COMPLAINT_COLUMN_JSON:
        return set_json(record, column, fact, error);
    case COMPLAINT_COLUMN_BYTES:
        return set_hex(record, column, fact, error);
    default:
        return set_text(record, column, fact, error);
    }
}

/* Is the column the currency of the money before it? */
static bool is_currency_column(const complaint_relation *relation,
                               size_t column)
{
    return column > 0 &&
           relation->columns[column - 1].type == COMPLAINT_COLUMN_MONEY;
}

static int json_fact(complaint_context *context, complaint_facts *map,
                     const char *name, const complaint_value *value,
                     complaint_error **error)
{
    complaint_facts *tree = NULL;
    int status =
        complaint_facts_parse(context, value->bytes, value->size, &tree, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(map, name, tree, error);
    complaint_facts_free(tree);
    return status;
}

static int money_fact(const complaint_record *record, complaint_facts *map,
                      size_t column, complaint_error **error)
{
    const complaint_value *currency =
        complaint__record_value(record, column + 1);
    const char *name = record->relation->columns[column].name;
    int64_t amount = record->values[column].integer;

    return complaint_facts_set_money(
        map, name, amount,
        currency != NULL && currency->type == COMPLAINT_VALUE_TEXT
            ? currency->bytes
            : "",
        error);
}

static int add_fact(const complaint_record *record, complaint_facts *map,
                    size_t column, complaint_error **error)
{
    const char *name = record->relation->columns[column].name;
    const complaint_value *value = &record->values[column];
    const char *text;

    switch (record->relation->columns[column].type) {
    case COMPLAINT_COLUMN_INTEGER:
        return complaint_facts_set_integer(map, name, value->integer, error);
    case COMPLAINT_COLUMN_BOOLEAN:
        return complaint_facts_set_boolean(map, name, value->integer != 0,
                                           error);
    case COMPLAINT_COLUMN_TIME:
        return complaint_facts_set_time(map, name, value->integer, error);
    case COMPLAINT_COLUMN_MONEY:
        return money_fact(record, map, column, error);
    case COMPLAINT_COLUMN_JSON:
        return json_fact(record->context, map, name, value, error);
    default:
        text = complaint_record_text(record, name);
        if (text == NULL) /* no room for the digits of bytes */
            return complaint__fail_memory(error);
        return complaint_facts_set_text(map, name, text, error);
    }
}

int complaint_record_facts(const complaint_record *record,
                           complaint_facts **out, complaint_error **error)
{
    complaint_facts *map = NULL;
    int status;

    if (out != NULL)
        *out = NULL;
    if (record == NULL || out == NULL)
        return complaint__fail_misuse(NULL, error,
                                      record == NULL ? "record" : "out");
    status = complaint_facts_new(record->context, &map, error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < record->relation->column_count; i++) {
        const char *name = record->relation->columns[i].name;
        if (record->values[i].type == COMPLAINT_VALUE_NULL ||
            is_currency_column(record->relation, i))
            continue;
        status = add_fact(record, map, i, error);
        /* Whatever does not fit was not stored by this library. */
        if (status != COMPLAINT_OK && status != COMPLAINT_NO_MEMORY)
            status = complaint__fail(record->context, error, COMPLAINT_CORRUPT,
                                     "record.corrupt", name,
                                     "the stored \"%s\" is damaged", name);
    }
    if (status != COMPLAINT_OK) {
        complaint_facts_free(map);
        return status;
    }
    *out = map;
    return COMPLAINT_OK;
}

int complaint__record_json(const complaint_record *record,
                           complaint__buffer *buffer, complaint_error **error)
{
    complaint_facts *map = NULL;
    int status = complaint_record_facts(record, &map, error);

    if (status != COMPLAINT_OK)
        return status;
    if (!complaint__facts_append_json(map, false, buffer) || buffer->failed)
        status = complaint__fail_memory(error);
    complaint_facts_free(map);
    return status;
}

void complaint__csv_field(complaint__buffer *buffer, const char *bytes,
                          size_t size)
{
    bool quote = size == 0;

    if (bytes == NULL)
        return;
    for (size_t i = 0; i < size && !quote; i++)
        quote = strchr("\",\r\n", bytes[i]) != NULL || bytes[i] == '\0';
    quote = quote || bytes[0] == ' ' || bytes[size - 1] == ' ';
    if (!quote) {
        complaint__buffer_append(buffer, bytes, size);
        return;
    }
    complaint__buffer_char(buffer, '"');
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '"')
            complaint__buffer_char(buffer, '"');
        complaint__buffer_char(buffer, bytes[i]);
    }
    complaint__buffer_char(buffer, '"');
}

int complaint__record_csv_header(const complaint_relation *relation,
                                 complaint__buffer *buffer,
                                 complaint_error **error)
{
    for (size_t i = 0; i < relation->column_count; i++) {
        if (i > 0)
            complaint__buffer_char(buffer, ',');
        complaint__buffer_text(buffer, relation->columns[i].name);
    }
    complaint__buffer_text(buffer, "\r\n");
    return buffer->failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}

static int append_field(const complaint_record *record, size_t column,
                        complaint__buffer *buffer, complaint_error **error)
{
    const char *name = record->relation->columns[column].name;
    const complaint_value *value = &record->values[column];
    char time[COMPLAINT_TIME_TEXT_SIZE];
    const char *text;

    if (value->type == COMPLAINT_VALUE_NULL)
        return COMPLAINT_OK;
    switch (record->relation->columns[column].type) {
    case COMPLAINT_COLUMN_INTEGER:
    case COMPLAINT_COLUMN_MONEY:
        complaint__json_integer(buffer, value->integer);
        return COMPLAINT_OK;
    case COMPLAINT_COLUMN_BOOLEAN:
        complaint__buffer_text(buffer, value->integer != 0 ? "true" : "false");
        return COMPLAINT_OK;
    case COMPLAINT_COLUMN_TIME:
        if (complaint_time_format(value->integer, 0, time, sizeof time) !=
            COMPLAINT_OK)
            return complaint__fail(record->context, error, COMPLAINT_CORRUPT,
                                   "record.corrupt", name,
                                   "the stored \"%s\" is damaged", name);
        complaint__buffer_text(buffer, time);
        return COMPLAINT_OK;
    default:
        text = complaint_record_text(record, name);
        if (text == NULL)
            return complaint__fail_memory(error);
        complaint__csv_field(buffer, text, strlen(text));
        return COMPLAINT_OK;
    }
}

int complaint__record_csv(const complaint_record *record,
                          complaint__buffer *buffer, complaint_error **error)
{
    for (size_t i = 0; i < record->relation->column_count; i++) {
        int status;
        if (i > 0)
            complaint__buffer_char(buffer, ',');
        status = append_field(record, i, buffer, error);
        if (status != COMPLAINT_OK)
            return status;
    }
    complaint__buffer_text(buffer, "\r\n");
    return buffer->failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}
