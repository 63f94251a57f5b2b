/* What of a case is searched: its numbers, its title and demand, and then what
 * is personal, its description and what was written to and fro; each field
 * folded. */
#include "register/search.h"

#include "text/text.h"

#include <string.h>

int complaint__search_field(complaint__buffer *text,
                            const complaint_value *value,
                            complaint_error **error)
{
    char *folded = NULL;
    size_t size = 0;
    int status;

    if (value->type != COMPLAINT_VALUE_TEXT || value->size == 0)
        return COMPLAINT_OK;
    status = complaint__text_fold(text->context, value->bytes, value->size,
                                  &folded, &size, error);
    if (status == COMPLAINT_OK) {
        complaint__buffer_append(text, folded, size);
        complaint__buffer_char(text, COMPLAINT__SEARCH_FIELD);
    }
    complaint__free(text->context, folded);
    return status;
}

/* The case whose text it is, and for whom. */
typedef struct teller {
    complaint__store *store;
    complaint_register *viewer;
    complaint__search_stream *streams; /* NULL: asked for case by case */
    complaint__buffer *text;
    complaint_error **error;
} teller;

static int add_fields(const teller *t, const complaint_relation *relation,
                      const complaint_value *row, const unsigned char *columns,
                      size_t count)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < count; i++)
        if (t->viewer == NULL ||
            !complaint__view_withholds(t->viewer, relation, columns[i]))
            status =
                complaint__search_field(t->text, &row[columns[i]], t->error);
    return status;
}

/* Relations with searched rows, by stream. */
static const complaint_relation *const below[COMPLAINT__SEARCH_STREAMS] = {
    &complaint__relation_return, &complaint__relation_communication};

int complaint__search_streams_open(complaint__store *store,
                                   complaint__search_stream *streams,
                                   complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < COMPLAINT__SEARCH_STREAMS;
         i++) {
        complaint_scan scan = {.relation = below[i]};

        status = complaint__store_scan(store, &scan, &streams[i].scan, error);
        if (status == COMPLAINT_OK)
            status =
                complaint__scan_next(streams[i].scan, &streams[i].row, error);
    }
    return status;
}

void complaint__search_streams_close(complaint__search_stream *streams)
{
    for (size_t i = 0; i < COMPLAINT__SEARCH_STREAMS; i++)
        complaint__scan_close(streams[i].scan);
}

/* The rows of a case, which stand next in the stream; those of cases that are
 * not there are passed over. */
static int add_streamed(const teller *t, complaint__search_stream *stream,
                        const complaint_value *case_id,
                        const complaint_relation *relation,
                        const unsigned char *columns, size_t count)
{
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK && stream->row != NULL) {
        int order = complaint__value_compare(&stream->row[0], case_id);

        if (order > 0)
            break;
        if (order == 0)
            status = add_fields(t, relation, stream->row, columns, count);
        if (status == COMPLAINT_OK)
            status = complaint__scan_next(stream->scan, &stream->row, t->error);
    }
    return status;
}

/* Fields of the rows of a case in another relation. */
static int add_rows(const teller *t, const complaint_value *case_id,
                    size_t stream, const unsigned char *columns, size_t count)
{
    const complaint_relation *relation = below[stream];
    complaint_scan scan = {
        .relation = relation, .equal = case_id, .equal_count = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    if (t->streams != NULL)
        return add_streamed(t, &t->streams[stream], case_id, relation, columns,
                            count);
    status = complaint__store_scan(t->store, &scan, &rows, t->error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, t->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = add_fields(t, relation, row, columns, count);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

/* In the order in which they are told: numbers and title, then what is
 * personal. */
static const unsigned char open_columns[] = {
    complaint__case_number, complaint__case_external_number,
    complaint__case_title, complaint__case_demand, complaint__case_batch};
static const unsigned char personal_columns[] = {complaint__case_description};

static bool differs(const complaint__image_row *row,
                    const unsigned char *columns, size_t count)
{
    for (size_t i = 0; row->next != NULL && i < count; i++)
        if (row->record == NULL ||
            complaint__value_compare(&row->record->values[columns[i]],
                                     &row->next->values[columns[i]]) != 0)
            return true;
    return row->erased;
}

bool complaint__search_concerns(const complaint__image *image)
{
    if (differs(&image->self, open_columns, sizeof open_columns) ||
        differs(&image->self, personal_columns, sizeof personal_columns))
        return true;
    for (size_t i = 0; i < image->count; i++) {
        const complaint__image_row *row = &image->rows[i];

        if ((row->relation == &complaint__relation_communication ||
             row->relation == &complaint__relation_return) &&
            (row->next != NULL || row->erased))
            return true;
    }
    return false;
}

int complaint__search_text(complaint__store *store, complaint_register *viewer,
                           complaint__search_stream *streams,
                           const complaint_value *row, complaint__buffer *text,
                           complaint_error **error)
{
    static const unsigned char returned[] = {complaint__return_number};
    static const unsigned char written[] = {complaint__communication_subject,
                                            complaint__communication_text};
    const teller t = {store, viewer, streams, text, error};
    const complaint_relation *cases = &complaint__relation_case;
    const complaint_value *id = &row[complaint__case_id];
    int status = add_fields(&t, cases, row, open_columns, sizeof open_columns);

    if (status == COMPLAINT_OK)
        status = add_rows(&t, id, 0, returned, sizeof returned);
    complaint__buffer_char(text, COMPLAINT__SEARCH_PERSONAL);
    if (status == COMPLAINT_OK)
        status = add_fields(&t, cases, row, personal_columns,
                            sizeof personal_columns);
    if (status == COMPLAINT_OK)
        status = add_rows(&t, id, 1, written, sizeof written);
    complaint__buffer_char(text, COMPLAINT__SEARCH_FIELD);
    return status;
}

size_t complaint__search_extent(const char *text, size_t size, bool personal)
{
    const char *mark =
        personal ? NULL : memchr(text, COMPLAINT__SEARCH_PERSONAL, size);

    return mark != NULL ? (size_t)(mark - text) : size;
}
