/* Binding a mapping to a file: its columns found in the header. */
#include "base/failure.h"
#include "exchange/mapping.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

typedef struct binder {
    complaint__mapping *mapping;
    int status;
    complaint_error **error;
} binder;

static int copy_header(complaint__mapping *m,
                       const complaint__csv_record *header,
                       complaint_error **error)
{
    m->column_count = header->count;
    m->columns =
        complaint__arena_alloc(m->arena, header->count * sizeof(char *));
    m->used = complaint__arena_alloc(m->arena, header->count * sizeof(bool));
    if (m->columns == NULL || m->used == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < header->count; i++) {
        const char *bytes = header->fields[i].bytes;
        size_t size = header->fields[i].size;

        while (size > 0 && (*bytes == ' ' || *bytes == '\t')) {
            bytes++;
            size--;
        }
        while (size > 0 && (bytes[size - 1] == ' ' || bytes[size - 1] == '\t'))
            size--;
        m->columns[i] = complaint__arena_bytes(m->arena, bytes, size);
        if (m->columns[i] == NULL)
            return complaint__fail_memory(error);
    }
    return COMPLAINT_OK;
}

static int refuse_twice(complaint__mapping *m, const char *file,
                        complaint_error **error)
{
    for (size_t i = 0; i < m->column_count; i++)
        for (size_t k = 0; k < i; k++)
            if (m->columns[i][0] != '\0' &&
                strcmp(m->columns[i], m->columns[k]) == 0) {
                complaint__fail(m->context, error, COMPLAINT_INVALID,
                                "import.column_twice", m->columns[i],
                                "the header has the column \"%s\" twice",
                                m->columns[i]);
                complaint__error_item(error, m->columns[i]);
                complaint__error_place(error, file, 1, -1);
                return COMPLAINT_INVALID;
            }
    return COMPLAINT_OK;
}

static void list_once(binder *b, const char *column)
{
    if (b->error == NULL)
        return;
    for (size_t i = 0; i < complaint_error_item_count(*b->error); i++)
        if (strcmp(complaint_error_item(*b->error, i), column) == 0)
            return;
    complaint__error_item(b->error, column);
}

static size_t find(binder *b, const char *column)
{
    complaint__mapping *m = b->mapping;

    for (size_t i = 0; i < m->column_count; i++)
        if (strcmp(m->columns[i], column) == 0) {
            m->used[i] = true;
            return i;
        }
    if (b->status == COMPLAINT_OK)
        b->status = complaint__fail(
            m->context, b->error, COMPLAINT_INVALID, "import.column_missing",
            column, "the header lacks columns that the mapping names");
    list_once(b, column);
    return COMPLAINT__NO_COLUMN;
}

static void bind_values(binder *b, complaint__value *values, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        complaint__value *v = &values[i];

        v->position_count = v->column != NULL ? 1 : v->columns.texts_count;
        if (v->position_count == 0)
            continue;
        v->positions = complaint__arena_alloc(
            b->mapping->arena, v->position_count * sizeof(size_t));
        if (v->positions == NULL) {
            b->status = complaint__fail_memory(b->error);
            return;
        }
        for (size_t k = 0; k < v->position_count; k++)
            v->positions[k] =
                find(b, v->column != NULL ? v->column : v->columns.texts[k]);
    }
}

static void bind_step(binder *b, complaint__step *step)
{
    step->position = COMPLAINT__NO_COLUMN;
    if (step->at != NULL)
        step->position = find(b, step->at);
    for (unsigned i = 0; i < step->when_count; i++)
        step->when[i].position = find(b, step->when[i].column);
    bind_values(b, step->facts, step->facts_count);
}

int complaint__mapping_bind(complaint__mapping *m,
                            const complaint__csv_record *header,
                            const char *file, complaint_error **error)
{
    binder b = {m, COMPLAINT_OK, error};
    int status = copy_header(m, header, error);

    if (status == COMPLAINT_OK)
        status = refuse_twice(m, file, error);
    if (status != COMPLAINT_OK)
        return status;
    m->number = find(&b, m->text->number);
    m->received = find(&b, m->text->received);
    bind_values(&b, m->text->facts, m->text->facts_count);
    for (unsigned i = 0; i < m->text->parties_count; i++)
        bind_values(&b, m->text->parties[i].facts,
                    m->text->parties[i].facts_count);
    for (unsigned i = 0; i < m->text->history_count; i++)
        bind_step(&b, &m->text->history[i]);
    if (b.status == COMPLAINT_INVALID)
        complaint__error_place(error, file, 1, -1);
    return b.status;
}
