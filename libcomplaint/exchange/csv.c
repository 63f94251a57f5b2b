/* The CSV reader: a state machine over blocks. Fields are collected in one
 * buffer; a problem is remembered and the record read to its end. */
#include "exchange/csv.h"

#include "base/failure.h"
#include "base/memory.h"

#include <complaint/limits.h>

#include <string.h>

#define BLOCK ((size_t)65536)
/* Unclosed quotes after which the file is read again from the next line. */
#define RESCANS 64

typedef struct place {
    size_t start;
    size_t size;
    int64_t line;
} place;

enum state {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_SEEN, /* in a quoted field: its end, or the first of two */
    RECORD_END,
    FILE_END
};

struct complaint__csv {
    complaint_context *context;
    complaint__source *source;
    enum state state;
    bool after_return; /* the last byte was a carriage return */
    int64_t line;
    uint64_t position; /* in the UTF-8 text, of block[at] */
    uint64_t resume;   /* where the line after the record's first begins */
    bool resume_known;
    int rescans;
    size_t at;
    size_t block_size;
    char block[BLOCK];
    complaint__buffer text;
    place *places;
    size_t place_count;
    size_t place_capacity;
    complaint__field *fields;
    size_t field_capacity;
    bool field_quoted;
    complaint__csv_record record;
};

int complaint__csv_open(complaint_context *context, complaint__source *source,
                        complaint__csv **out, complaint_error **error)
{
    complaint__csv *csv = complaint__alloc_array(context, 1, sizeof *csv);

    *out = csv;
    if (csv == NULL)
        return complaint__fail_memory(error);
    csv->context = context;
    csv->source = source;
    csv->line = 1;
    csv->text = (complaint__buffer)COMPLAINT__BUFFER(context);
    return COMPLAINT_OK;
}

void complaint__csv_close(complaint__csv *csv)
{
    if (csv == NULL)
        return;
    complaint__buffer_free(&csv->text);
    complaint__free(csv->context, csv->places);
    complaint__free(csv->context, csv->fields);
    complaint__free(csv->context, csv);
}

static void note(complaint__csv *csv, enum complaint__csv_problem problem)
{
    if (csv->record.problem != COMPLAINT__CSV_GOOD)
        return;
    csv->record.problem = problem;
    csv->record.problem_field = csv->place_count - (csv->place_count > 0);
    csv->record.problem_line = csv->line;
}

static int add_field(complaint__csv *csv, complaint_error **error)
{
    place *p;

    if (csv->place_count == COMPLAINT_LIMIT_CSV_COLUMNS) {
        note(csv, COMPLAINT__CSV_MANY_FIELDS);
        return COMPLAINT_OK;
    }
    if (csv->place_count == csv->place_capacity) {
        size_t capacity = csv->place_capacity * 2 + 32;

        p = complaint__realloc_array(csv->context, csv->places, capacity,
                                     sizeof *p);
        if (p == NULL)
            return complaint__fail_memory(error);
        csv->places = p;
        csv->place_capacity = capacity;
    }
    p = &csv->places[csv->place_count++];
    p->start = csv->text.size;
    p->size = 0;
    p->line = csv->line;
    csv->field_quoted = false;
    return COMPLAINT_OK;
}

/* Add bytes to the field; past a limit they are dropped. */
static void add_bytes(complaint__csv *csv, const char *bytes, size_t size)
{
    place *p = &csv->places[csv->place_count - 1];

    if (csv->record.problem == COMPLAINT__CSV_LONG_FIELD ||
        csv->record.problem == COMPLAINT__CSV_LONG_RECORD ||
        csv->record.problem == COMPLAINT__CSV_MANY_FIELDS)
        return;
    if (p->size + size > COMPLAINT_LIMIT_CSV_FIELD) {
        note(csv, COMPLAINT__CSV_LONG_FIELD);
        return;
    }
    if (csv->text.size + size > COMPLAINT__CSV_RECORD) {
        note(csv, COMPLAINT__CSV_LONG_RECORD);
        return;
    }
    complaint__buffer_append(&csv->text, bytes, size);
    p->size += size;
}

static void end_line(complaint__csv *csv)
{
    csv->line++;
    if (!csv->resume_known) {
        csv->resume = csv->position;
        csv->resume_known = true;
    }
}

/* One byte that is not plain text of the field. */
static int take(complaint__csv *csv, char c, complaint_error **error)
{
    bool quoted = csv->state == QUOTED;

    if (csv->after_return && c != '\n' && !quoted)
        note(csv, COMPLAINT__CSV_CARRIAGE_RETURN);
    csv->after_return = c == '\r' && !quoted;
    if (quoted) {
        if (c == '"')
            csv->state = QUOTE_SEEN;
        else
            add_bytes(csv, &c, 1);
        if (c == '\n')
            end_line(csv);
        if (c == '\0')
            note(csv, COMPLAINT__CSV_NUL);
        return COMPLAINT_OK;
    }
    switch (c) {
    case '\n':
        end_line(csv);
        csv->state = RECORD_END;
        return COMPLAINT_OK;
    case '\r':
        return COMPLAINT_OK;
    case ',':
        csv->state = FIELD_START;
        return add_field(csv, error);
    case '"':
        if (csv->state == QUOTE_SEEN) {
            add_bytes(csv, "\"", 1);
            csv->state = QUOTED;
        } else if (csv->state == FIELD_START) {
            csv->field_quoted = true;
            csv->state = QUOTED;
        } else {
            note(csv, COMPLAINT__CSV_STRAY_QUOTE);
            add_bytes(csv, "\"", 1);
        }
        return COMPLAINT_OK;
    default:
        if (c == '\0')
            note(csv, COMPLAINT__CSV_NUL);
        if (csv->state == QUOTE_SEEN)
            note(csv, COMPLAINT__CSV_STRAY_QUOTE);
        add_bytes(csv, &c, 1);
        csv->state = UNQUOTED;
        return COMPLAINT_OK;
    }
}

/* Bytes from here that go into the field as they are. */
static size_t plain_bytes(const complaint__csv *csv)
{
    const char *at = csv->block + csv->at;
    size_t left = csv->block_size - csv->at;
    size_t size = 0;

    if (csv->after_return)
        return 0;
    if (csv->state == QUOTED) {
        while (size < left && at[size] != '"' && at[size] != '\n' &&
               at[size] != '\0')
            size++;
    } else if (csv->state == UNQUOTED) {
        while (size < left && at[size] != ',' && at[size] != '"' &&
               at[size] != '\n' && at[size] != '\r' && at[size] != '\0')
            size++;
    }
    return size;
}

static int fill(complaint__csv *csv, complaint_error **error)
{
    csv->at = 0;
    return complaint__source_read(csv->source, csv->block, BLOCK,
                                  &csv->block_size, error);
}

/* Read from the start up to a position. */
static int go_to(complaint__csv *csv, uint64_t position,
                 complaint_error **error)
{
    uint64_t passed = 0;
    int status = complaint__source_rewind(csv->source, error);

    while (status == COMPLAINT_OK) {
        status = fill(csv, error);
        if (csv->block_size == 0 || position - passed < csv->block_size)
            break;
        passed += csv->block_size;
    }
    csv->at = csv->block_size == 0 ? 0 : (size_t)(position - passed);
    csv->position = position;
    return status;
}

static int read_record(complaint__csv *csv, complaint_error **error)
{
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && csv->state != RECORD_END) {
        size_t size;

        if (csv->at == csv->block_size) {
            status = fill(csv, error);
            if (status != COMPLAINT_OK)
                break;
            if (csv->block_size == 0)
                return COMPLAINT_OK; /* the state says how it ended */
        }
        size = plain_bytes(csv);
        if (size > 0) {
            add_bytes(csv, csv->block + csv->at, size);
            csv->at += size;
            csv->position += size;
        } else {
            csv->position++;
            status = take(csv, csv->block[csv->at++], error);
        }
    }
    return status;
}

static int lend(complaint__csv *csv, complaint_error **error)
{
    if (csv->text.failed)
        return complaint__fail_memory(error);
    if (csv->field_capacity < csv->place_count) {
        complaint__field *fields = complaint__realloc_array(
            csv->context, csv->fields, csv->place_capacity, sizeof *fields);

        if (fields == NULL)
            return complaint__fail_memory(error);
        csv->fields = fields;
        csv->field_capacity = csv->place_capacity;
    }
    for (size_t i = 0; i < csv->place_count; i++) {
        csv->fields[i].bytes = csv->text.bytes == NULL
                                   ? ""
                                   : csv->text.bytes + csv->places[i].start;
        csv->fields[i].size = csv->places[i].size;
        csv->fields[i].line = csv->places[i].line;
    }
    csv->record.fields = csv->fields;
    csv->record.count = csv->place_count;
    return COMPLAINT_OK;
}

static int begin_record(complaint__csv *csv, complaint_error **error)
{
    memset(&csv->record, 0, sizeof csv->record);
    csv->record.line = csv->line;
    complaint__buffer_clear(&csv->text);
    csv->place_count = 0;
    csv->resume_known = false;
    csv->after_return = false;
    csv->state = FIELD_START;
    return add_field(csv, error);
}

/* The file ended inside quotes: refuse the record, go on at its second line,
 * unless that was done too often or there is none. */
static int end_open(complaint__csv *csv, complaint_error **error)
{
    place *last = &csv->places[csv->place_count - 1];

    csv->record.problem = COMPLAINT__CSV_OPEN_QUOTE;
    csv->record.problem_field = csv->place_count - 1;
    csv->record.problem_line = last->line;
    csv->state = FILE_END;
    if (!csv->resume_known || csv->rescans == RESCANS)
        return COMPLAINT_OK;
    csv->rescans++;
    csv->line = csv->record.line + 1;
    csv->state = RECORD_END;
    return go_to(csv, csv->resume, error);
}

/* Nothing but a line's end. */
static bool is_blank(const complaint__csv *csv)
{
    return csv->place_count == 1 && csv->places[0].size == 0 &&
           !csv->field_quoted && csv->record.problem == COMPLAINT__CSV_GOOD;
}

int complaint__csv_next(complaint__csv *csv,
                        const complaint__csv_record **record,
                        complaint_error **error)
{
    int status = COMPLAINT_OK;

    *record = NULL;
    while (csv->state != FILE_END) {
        status = begin_record(csv, error);
        if (status == COMPLAINT_OK)
            status = read_record(csv, error);
        if (status != COMPLAINT_OK)
            return status;
        if (csv->state == QUOTED)
            status = end_open(csv, error);
        else if (csv->state != RECORD_END)
            csv->state = FILE_END;
        if (status != COMPLAINT_OK)
            return status;
        if (is_blank(csv))
            continue;
        status = lend(csv, error);
        if (status == COMPLAINT_OK)
            *record = &csv->record;
        return status;
    }
    return status;
}

const char *complaint__csv_problem_text(enum complaint__csv_problem problem)
{
    switch (problem) {
    case COMPLAINT__CSV_STRAY_QUOTE:
        return "a quotation mark in the middle of a field";
    case COMPLAINT__CSV_OPEN_QUOTE:
        return "a quotation mark that is never closed";
    case COMPLAINT__CSV_NUL:
        return "a NUL byte";
    case COMPLAINT__CSV_CARRIAGE_RETURN:
        return "a carriage return without a line feed";
    case COMPLAINT__CSV_LONG_FIELD:
        return "a field longer than 10 MiB";
    case COMPLAINT__CSV_LONG_RECORD:
        return "a row longer than 32 MiB";
    case COMPLAINT__CSV_MANY_FIELDS:
        return "more than 1000 fields";
    case COMPLAINT__CSV_GOOD:
        break;
    }
    return "";
}
