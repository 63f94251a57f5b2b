/* Scans over an open store: checked, then asked of the backend; ended by the
 * next transaction. How rows are found is the backend's business. */
#include "storage/store_inside.h"

#include "base/context.h"
#include "base/failure.h"

#include <string.h>

const complaint_index *
complaint__relation_index_find(const complaint_relation *relation,
                               const char *name)
{
    for (size_t i = 0; i < relation->index_count; i++) {
        if (strcmp(relation->indexes[i].name, name) == 0)
            return &relation->indexes[i];
    }
    return NULL;
}

void complaint__scan_detach(complaint__scan *scan)
{
    if (scan->store == NULL)
        return;
    if (scan->previous != NULL)
        scan->previous->next = scan->next;
    else
        scan->store->scans = scan->next;
    if (scan->next != NULL)
        scan->next->previous = scan->previous;
    scan->store = NULL;
}

static void end(complaint__scan *scan)
{
    if (scan->cursor != NULL)
        scan->store->backend->scan_close(scan->cursor);
    scan->cursor = NULL;
}

void complaint__scans_end(complaint__store *store)
{
    for (complaint__scan *scan = store->scans; scan != NULL; scan = scan->next)
        end(scan);
}

/* Column of the n-th place in the order of an index: its own columns, then
 * the key's. */
static size_t ordered_column(const complaint_scan *scan, size_t place)
{
    size_t own = scan->index != NULL ? scan->index->column_count : 0;
    return place < own ? scan->index->columns[place] : place - own;
}

static bool fits(const complaint_scan *scan, size_t place,
                 const complaint_value *value)
{
    size_t column = ordered_column(scan, place);

    return value->type == COMPLAINT_VALUE_NULL ||
           value->type == complaint__column_value_type(scan->relation, column);
}

static const char *scan_fault(const complaint_scan *scan)
{
    const complaint_relation *relation = scan->relation;
    size_t own =
        scan->index != NULL ? scan->index->column_count : relation->key_count;
    size_t places = scan->index != NULL ? own + relation->key_count : own;
    bool known = scan->index == NULL;

    for (size_t i = 0; i < relation->index_count; i++)
        known = known || scan->index == &relation->indexes[i];
    if (!known)
        return "index";
    if (scan->equal_count > own)
        return "equal";
    for (size_t i = 0; i < scan->equal_count; i++) {
        if (!fits(scan, i, &scan->equal[i]))
            return "equal";
    }
    if (scan->equal_count == own && (scan->lower.type != COMPLAINT_VALUE_NULL ||
                                     scan->upper.type != COMPLAINT_VALUE_NULL))
        return "lower";
    if (scan->equal_count < own && !fits(scan, scan->equal_count, &scan->lower))
        return "lower";
    if (scan->equal_count < own && !fits(scan, scan->equal_count, &scan->upper))
        return "upper";
    if (scan->after != NULL && scan->after_count != places)
        return "after";
    for (size_t i = 0; scan->after != NULL && i < places; i++) {
        if (!fits(scan, i, &scan->after[i]))
            return "after";
    }
    if (scan->where != NULL &&
        (scan->where_column >= relation->column_count ||
         scan->where->type !=
             complaint__column_value_type(relation, scan->where_column)))
        return "where";
    return NULL;
}

/* The condition is kept, for backends that disregard it. */
static int keep_where(complaint__scan *self, const complaint_scan *scan,
                      complaint_scan *asked, complaint_error **error)
{
    char *copy;

    self->left = scan->limit > 0 ? scan->limit : SIZE_MAX;
    if (scan->where == NULL)
        return COMPLAINT_OK;
    asked->limit = 0;
    self->where = *scan->where;
    self->where_column = scan->where_column;
    if (scan->where->bytes == NULL)
        return COMPLAINT_OK;
    copy = complaint__alloc(self->context, scan->where->size + 1);
    if (copy == NULL)
        return complaint__fail_memory(error);
    memcpy(copy, scan->where->bytes, scan->where->size);
    copy[scan->where->size] = '\0';
    self->where.bytes = copy;
    return COMPLAINT_OK;
}

static void free_scan(complaint__scan *self)
{
    complaint_context *context = self->context;

    complaint__free(context, (char *)self->where.bytes);
    complaint__free(context, self);
    complaint__context_unref(context);
}

int complaint__store_scan(complaint__store *store, const complaint_scan *scan,
                          complaint__scan **out, complaint_error **error)
{
    complaint_scan asked = *scan;
    const char *fault = scan_fault(scan);
    complaint__scan *made;
    int status;

    *out = NULL;
    if (fault != NULL)
        return complaint__fail_misuse(store->context, error, fault);
    status = complaint__store_may_read(store, error);
    if (status != COMPLAINT_OK)
        return status;
    asked.struct_size = sizeof asked;
    if (asked.columns != 0 && asked.where != NULL)
        asked.columns |= UINT64_C(1) << asked.where_column;
    made = complaint__alloc_array(store->context, 1, sizeof *made);
    if (made == NULL)
        return complaint__fail_memory(error);
    made->context = complaint__context_ref(store->context);
    status = keep_where(made, scan, &asked, error);
    if (status == COMPLAINT_OK)
        status = complaint__store_met(
            store,
            store->backend->scan(store->store, &asked, &made->cursor, error));
    if (status != COMPLAINT_OK) {
        free_scan(made);
        return status;
    }
    made->store = store;
    made->next = store->scans;
    if (store->scans != NULL)
        store->scans->previous = made;
    store->scans = made;
    *out = made;
    return COMPLAINT_OK;
}

static bool passes_over(const complaint__scan *scan,
                        const complaint_value *values)
{
    return values != NULL && scan->where.type != COMPLAINT_VALUE_NULL &&
           complaint__value_compare(&values[scan->where_column],
                                    &scan->where) != 0;
}

int complaint__scan_next(complaint__scan *scan, const complaint_value **values,
                         complaint_error **error)
{
    int status;

    *values = NULL;
    if (scan->cursor == NULL)
        return complaint_store_fail(scan->context, error, COMPLAINT_MISUSE,
                                    NULL, 0,
                                    "the scan ended with its transaction");
    status = complaint__store_may_read(scan->store, error);
    if (status != COMPLAINT_OK)
        return status;
    do
        status = complaint__store_met(
            scan->store, scan->left == 0 ? COMPLAINT_OK
                                         : scan->store->backend->scan_next(
                                               scan->cursor, values, error));
    while (status == COMPLAINT_OK && passes_over(scan, *values));
    if (status == COMPLAINT_OK && *values != NULL)
        scan->left--;
    return status;
}

void complaint__scan_close(complaint__scan *scan)
{
    if (scan == NULL)
        return;
    end(scan);
    complaint__scan_detach(scan);
    free_scan(scan);
}
