/* The rows of one case in memory, as they are and as they will be. Entries
 * are applied to an image (apply.c); it is then written, or compared with
 * what is stored (verify.c). */
#include "register/inside.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

static const complaint_relation *const children[] = {
    &complaint__relation_party,    &complaint__relation_assignment,
    &complaint__relation_task,     &complaint__relation_communication,
    &complaint__relation_evidence, &complaint__relation_finding,
    &complaint__relation_share,    &complaint__relation_action,
    &complaint__relation_remedy,   &complaint__relation_return,
    &complaint__relation_survey,   &complaint__relation_clock};

const complaint_relation *complaint__child_relation(size_t index)
{
    return index < sizeof children / sizeof children[0] ? children[index]
                                                        : NULL;
}

void complaint__image_open(complaint__image *image, complaint_context *context,
                           complaint__store *store, const char *case_id)
{
    memset(image, 0, sizeof *image);
    image->context = context;
    image->store = store;
    image->self.relation = &complaint__relation_case;
    memcpy(image->case_id, case_id, COMPLAINT__ID_SIZE);
}

static void free_row(complaint__image_row *row)
{
    complaint_record_free(row->record);
    complaint_record_free(row->next);
    row->record = row->next = NULL;
    row->erased = false;
}

void complaint__image_free(complaint__image *image)
{
    free_row(&image->self);
    for (size_t i = 0; i < image->count; i++)
        free_row(&image->rows[i]);
    complaint__free(image->context, image->rows);
    image->rows = NULL;
    image->count = image->capacity = 0;
    image->whole = 0;
}

const complaint_record *complaint__image_now(const complaint__image_row *row)
{
    return row->next != NULL ? row->next : row->record;
}

int complaint__image_edit(complaint__image *image, complaint__image_row *row,
                          complaint_error **error)
{
    row->erased = false;
    if (row->next != NULL)
        return COMPLAINT_OK;
    if (row->record != NULL)
        return complaint_record_copy(row->record, &row->next, error);
    return complaint__record_new(image->context, row->relation, &row->next,
                                 error);
}

int complaint__image_want(complaint__image *image, complaint__image_row *row,
                          size_t column, const complaint_value *value,
                          complaint_error **error)
{
    const complaint_record *now = complaint__image_now(row);
    int status;

    if (now != NULL &&
        complaint__value_compare(&now->values[column], value) == 0)
        return COMPLAINT_OK;
    status = complaint__image_edit(image, row, error);
    if (status != COMPLAINT_OK)
        return status;
    return complaint__record_set(row->next, column, value, error);
}

int complaint__image_want_text(complaint__image *image,
                               complaint__image_row *row, size_t column,
                               const char *text, complaint_error **error)
{
    complaint_value value = complaint__value_text(text);

    return complaint__image_want(image, row, column, &value, error);
}

int complaint__image_want_time(complaint__image *image,
                               complaint__image_row *row, size_t column,
                               complaint_time time, complaint_error **error)
{
    complaint_value value = complaint__value_integer(time);

    if (time == COMPLAINT_TIME_NONE)
        value = complaint__value_text(NULL);
    return complaint__image_want(image, row, column, &value, error);
}

const char *complaint__image_text(const complaint__image_row *row,
                                  size_t column)
{
    const complaint_value *value = &complaint__image_now(row)->values[column];

    return value->type == COMPLAINT_VALUE_TEXT ? value->bytes : NULL;
}

/* Pointers to rows end here. */
static int new_row(complaint__image *image, const complaint_relation *relation,
                   complaint__image_row **out, complaint_error **error)
{
    size_t capacity = image->capacity == 0 ? 8 : 2 * image->capacity;
    complaint__image_row *rows;

    if (image->count == image->capacity) {
        rows = complaint__realloc_array(image->context, image->rows, capacity,
                                        sizeof *rows);
        if (rows == NULL)
            return complaint__fail_memory(error);
        image->rows = rows;
        image->capacity = capacity;
    }
    *out = &image->rows[image->count++];
    memset(*out, 0, sizeof **out);
    (*out)->relation = relation;
    return COMPLAINT_OK;
}

static bool has_key(const complaint__image_row *row, const char *id)
{
    const complaint_record *record = complaint__image_now(row);

    return record != NULL && record->values[1].bytes != NULL &&
           strcmp(record->values[1].bytes, id) == 0;
}

static complaint__image_row *find_here(const complaint__image *image,
                                       const complaint_relation *relation,
                                       const char *id)
{
    for (size_t i = 0; i < image->count; i++)
        if (image->rows[i].relation == relation && has_key(&image->rows[i], id))
            return &image->rows[i];
    return NULL;
}

static bool is_whole(const complaint__image *image,
                     const complaint_relation *relation)
{
    return image->store == NULL ||
           (image->whole >> relation->position & 1) != 0;
}

/* Keep a copy of a stored row. */
static int take(complaint__image *image, const complaint_relation *relation,
                const complaint_value *values, complaint__image_row **out,
                complaint_error **error)
{
    complaint_record view = {0};
    complaint_record *copy;
    int status;

    complaint__record_view(&view, image->context, relation, values);
    status = complaint_record_copy(&view, &copy, error);
    if (status != COMPLAINT_OK)
        return status;
    status = new_row(image, relation, out, error);
    if (status == COMPLAINT_OK)
        (*out)->record = copy;
    else
        complaint_record_free(copy);
    return status;
}

int complaint__image_find(complaint__image *image,
                          const complaint_relation *relation, const char *id,
                          complaint__image_row **out, complaint_error **error)
{
    complaint_value key[2];
    const complaint_value *values;
    int status;

    *out = find_here(image, relation, id);
    if (*out != NULL || is_whole(image, relation))
        return COMPLAINT_OK;
    key[0] = complaint__value_text(image->case_id);
    key[1] = complaint__value_text(id);
    status = complaint__store_find(image->store, relation, key, &values, error);
    if (status != COMPLAINT_OK || values == NULL)
        return status;
    return take(image, relation, values, out, error);
}

int complaint__image_add(complaint__image *image,
                         const complaint_relation *relation, const char *id,
                         complaint__image_row **out, complaint_error **error)
{
    int status = new_row(image, relation, out, error);

    if (status == COMPLAINT_OK)
        status = complaint__image_edit(image, *out, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__record_set_text((*out)->next, 0, image->case_id, error);
    if (status == COMPLAINT_OK)
        status = complaint__record_set_text((*out)->next, 1, id, error);
    return status;
}

int complaint__image_load(complaint__image *image,
                          const complaint_relation *relation,
                          complaint_error **error)
{
    complaint_value equal = complaint__value_text(image->case_id);
    complaint_scan scan = {.relation = relation,
                           .equal = &equal,
                           .equal_count = 1,
                           .any_order = relation == &complaint__relation_clock};
    const complaint_value *values;
    complaint__image_row *row;
    complaint__scan *rows;
    int status;

    if (is_whole(image, relation))
        return COMPLAINT_OK;
    status = complaint__store_scan(image->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    for (;;) {
        status = complaint__scan_next(rows, &values, error);
        if (status != COMPLAINT_OK || values == NULL)
            break;
        if (find_here(image, relation, values[1].bytes) != NULL)
            continue;
        status = take(image, relation, values, &row, error);
        if (status != COMPLAINT_OK)
            break;
    }
    complaint__scan_close(rows);
    if (status == COMPLAINT_OK)
        image->whole |= UINT64_C(1) << relation->position;
    return status;
}

static int write_row(complaint__image *image, const complaint__image_row *row,
                     int64_t expected, bool later, complaint_error **error)
{
    if (row->erased && row->record != NULL)
        return complaint__store_erase(image->store, row->relation,
                                      row->record->values, error);
    if (row->erased || row->next == NULL)
        return COMPLAINT_OK;
    if (row->record == NULL)
        return complaint__store_insert_new(image->store, row->relation,
                                           row->next->values, error);
    if (later)
        return complaint__store_update_later(
            image->store, row->relation, row->next->values, expected, error);
    return complaint__store_update_record(image->store, row->next, expected,
                                          error);
}

int complaint__image_write_case(complaint__image *image, int64_t expected,
                                bool later, complaint_error **error)
{
    const complaint__image_row *row = &image->self;

    if (!later && row->record == NULL && !row->erased && row->next != NULL)
        return complaint__store_insert_record(image->store, row->next, error);
    return write_row(image, row, expected, later, error);
}

int complaint__image_write_rows(complaint__image *image,
                                complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < image->count; i++)
        status = write_row(image, &image->rows[i], -1, true, error);
    return status;
}

/* Names of required columns that are null, appended to the error. */
static int check_row(const complaint__image *image,
                     const complaint__image_row *row, int status,
                     complaint_error **error)
{
    const complaint_relation *relation = row->relation;
    uint64_t left = relation->required;
    char name[COMPLAINT_LIMIT_CODE];

    if (row->next == NULL || row->erased)
        return status;
    for (size_t i = 0; left != 0; i++, left >>= 1) {
        if ((left & 1) == 0 ||
            row->next->values[i].type != COMPLAINT_VALUE_NULL)
            continue;
        (void)snprintf(name, sizeof name, "%s.%s", relation->name,
                       relation->columns[i].name);
        if (status == COMPLAINT_OK)
            status = complaint__fail(
                image->context, error, COMPLAINT_INCOMPLETE, "facts.required",
                relation->columns[i].name, "\"%s\" is required", name);
        complaint__error_item(error, name);
    }
    return status;
}

int complaint__image_check(const complaint__image *image,
                           complaint_error **error)
{
    int status = check_row(image, &image->self, COMPLAINT_OK, error);

    for (size_t i = 0; i < image->count; i++)
        status = check_row(image, &image->rows[i], status, error);
    return status;
}

static void settle_row(complaint__image_row *row, bool kept)
{
    if (kept && (row->next != NULL || row->erased)) {
        complaint_record_free(row->record);
        row->record = row->erased ? NULL : row->next;
        if (row->erased)
            complaint_record_free(row->next);
    } else {
        complaint_record_free(row->next);
    }
    row->next = NULL;
    row->erased = false;
}

void complaint__image_settle(complaint__image *image, bool kept)
{
    size_t left = 0;

    settle_row(&image->self, kept);
    for (size_t i = 0; i < image->count; i++) {
        settle_row(&image->rows[i], kept);
        if (image->rows[i].record != NULL)
            image->rows[left++] = image->rows[i];
    }
    image->count = left;
}
