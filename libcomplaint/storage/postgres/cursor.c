/* Scans of the PostgreSQL backend: pages of rows, each asked for by where the
 * one before ended. No cursor is held open on the server. */
#include "storage/postgres/store.h"

#include "base/failure.h"
#include "storage/segment.h"

#include <stdio.h>
#include <string.h>

struct complaint_store_cursor {
    complaint_store *store;
    complaint__segments segments;
    size_t segment_at;
    size_t left;
    size_t page; /* rows to ask for next */
    uint64_t transactions;
    PGresult *rows;   /* of the page */
    int row;          /* next one of them */
    bool full;        /* the segment may have more */
    PGresult *anchor; /* that segments.after points into */
    complaint_value values[COMPLAINT__COLUMNS_MAX];
};

/* Few, because each is a statement of its own: a limit that the server does
 * not know when it plans makes it sort instead of reading in order. */
static const int limits[] = {1, 8, 50, 250};
#define LIMITS (sizeof limits / sizeof limits[0])

static bool is_set(const complaint_value *value)
{
    return value->type != COMPLAINT_VALUE_NULL;
}

/* By its places a row is found again as the end of a page. */
static void want_places(complaint__segments *segments)
{
    for (size_t i = 0; segments->columns != 0 && i < segments->place_count; i++)
        segments->columns |= UINT64_C(1) << segments->places[i];
}

int complaint__postgres_scan_open(complaint_store *store,
                                  const complaint_scan *scan,
                                  complaint_store_cursor **out,
                                  complaint_error **error)
{
    complaint_store_cursor *cursor =
        complaint__alloc_array(store->context, 1, sizeof *cursor);

    *out = NULL;
    if (cursor == NULL)
        return complaint__fail_memory(error);
    cursor->store = store;
    cursor->left = scan->limit > 0 ? scan->limit : SIZE_MAX;
    cursor->page = cursor->left < 50 ? cursor->left : 50;
    cursor->transactions = store->transactions;
    complaint__segments_open(&cursor->segments, scan);
    want_places(&cursor->segments);
    if (!complaint__segments_keep(&cursor->segments, store->context)) {
        complaint__postgres_scan_close(cursor);
        return complaint__fail_memory(error);
    }
    complaint__segments_plan(&cursor->segments, scan->after != NULL);
    *out = cursor;
    return COMPLAINT_OK;
}

/* ---- texts ---- */

static void append_place(complaint__buffer *sql,
                         const complaint__segments *segments, size_t place)
{
    complaint__sql_name(
        sql, segments->relation->columns[segments->places[place]].name);
}

static void append_bounds(complaint__buffer *sql,
                          const complaint__segments *segments,
                          const complaint__segment *part, int *parameter)
{
    static const char *const lower[] = {"", " IS NOT NULL", ">=", ">"};
    static const char *const upper[] = {"", "<", " IS NULL"};

    if (part->lower != COMPLAINT__LOWER_NONE) {
        complaint__buffer_text(sql, " AND ");
        append_place(sql, segments, part->equal);
        complaint__buffer_text(sql, lower[part->lower]);
        if (part->lower != COMPLAINT__LOWER_SET)
            complaint__buffer_format(sql, "$%d", (*parameter)++);
    }
    if (part->upper != COMPLAINT__UPPER_NONE) {
        complaint__buffer_text(sql, " AND ");
        append_place(sql, segments, part->equal);
        complaint__buffer_text(sql, upper[part->upper]);
        if (part->upper == COMPLAINT__UPPER_BELOW)
            complaint__buffer_format(sql, "$%d", (*parameter)++);
    }
}

/* All places stand in the order, equal ones too: the server knows what an
 * equal one means for the order, but not what a null one does. */
static void append_order(complaint__buffer *sql,
                         const complaint__segments *segments)
{
    const complaint_relation *relation = segments->relation;

    complaint__buffer_text(sql, " ORDER BY \"tenant\"");
    if (segments->descending)
        complaint__buffer_text(sql, " DESC");
    for (size_t i = 0; i < segments->place_count; i++) {
        bool nulls = (relation->columns[segments->places[i]].flags &
                      COMPLAINT_COLUMN_REQUIRED) == 0;
        complaint__buffer_char(sql, ',');
        append_place(sql, segments, i);
        if (segments->descending)
            complaint__buffer_text(sql, " DESC");
        if (nulls)
            complaint__buffer_text(sql, segments->descending ? " NULLS LAST"
                                                             : " NULLS FIRST");
    }
}

static void segment_text(complaint_store *store,
                         const complaint__segments *segments,
                         const complaint__segment *part, int limit)
{
    complaint__buffer *sql = &store->sql;
    int parameter = 2;

    complaint__buffer_clear(sql);
    complaint__buffer_text(sql, "SELECT ");
    complaint__sql_columns(sql, segments->relation, segments->columns);
    complaint__buffer_text(sql, " FROM ");
    complaint__postgres_table(sql, store, segments->relation->name);
    complaint__buffer_text(sql, " WHERE \"tenant\"=$1");
    if (segments->index != NULL)
        (void)complaint__sql_partial(sql, " AND ", segments->relation,
                                     segments->index);
    for (size_t i = 0; i < part->equal; i++) {
        complaint__buffer_text(sql, " AND ");
        append_place(sql, segments, i);
        if (is_set(&segments->equal[i]))
            complaint__buffer_format(sql, "=$%d", parameter++);
        else
            complaint__buffer_text(sql, " IS NULL");
    }
    append_bounds(sql, segments, part, &parameter);
    if (is_set(&segments->where)) {
        complaint__buffer_text(sql, " AND ");
        complaint__sql_name(
            sql, segments->relation->columns[segments->where_column].name);
        complaint__buffer_format(sql, "=$%d", parameter++);
    }
    append_order(sql, segments);
    complaint__buffer_format(sql, " LIMIT %d", limit);
}

/* ---- statements ---- */

static complaint__postgres_shape shape_of(const complaint__segments *segments,
                                          const complaint__segment *part,
                                          size_t limit)
{
    complaint__postgres_shape shape;

    memset(&shape, 0, sizeof shape);
    shape.relation = (unsigned char)segments->relation->position;
    if (segments->index != NULL)
        shape.index =
            (unsigned char)(segments->index - segments->relation->indexes + 1);
    shape.equal = (unsigned char)part->equal;
    shape.lower = (unsigned char)part->lower;
    shape.upper = (unsigned char)part->upper;
    shape.descending = segments->descending;
    if (is_set(&segments->where))
        shape.where = (unsigned char)(segments->where_column + 1);
    shape.limit = (unsigned char)limit;
    shape.columns = segments->columns;
    for (size_t i = 0; i < part->equal; i++) {
        if (!is_set(&segments->equal[i]))
            shape.nulls = (unsigned short)(shape.nulls | 1u << i);
    }
    return shape;
}

/* The statement of this shape, or the place of the one used longest ago. */
static complaint__postgres_scan *
find_statement(complaint_store *store, const complaint__postgres_shape *shape)
{
    complaint__postgres_scan *oldest = &store->scans[0];
    char text[40];

    for (size_t i = 0; i < COMPLAINT__POSTGRES_SCANS; i++) {
        complaint__postgres_scan *entry = &store->scans[i];
        if (entry->number > 0 &&
            memcmp(&entry->shape, shape, sizeof *shape) == 0)
            return entry;
        if (entry->used < oldest->used)
            oldest = entry;
    }
    if (oldest->prepared) {
        (void)snprintf(text, sizeof text, "DEALLOCATE s%u", oldest->number);
        if (!complaint__postgres_queue_text(store, text,
                                            COMPLAINT__POSTGRES_AWAIT_DONE))
            store->lost = true;
    }
    oldest->shape = *shape;
    oldest->number = ++store->scan_names;
    oldest->prepared = false;
    return oldest;
}

static void add_place(complaint_store_cursor *cursor, size_t place,
                      const complaint_value *value)
{
    complaint__postgres_add(
        &cursor->store->parameters,
        complaint__postgres_type(cursor->segments.relation,
                                 cursor->segments.places[place]),
        value);
}

static int queue_page(complaint_store_cursor *cursor, size_t limit,
                      complaint_error **error)
{
    complaint__segments *segments = &cursor->segments;
    const complaint__segment *part = &segments->list[cursor->segment_at];
    complaint_store *store = cursor->store;
    complaint__postgres_shape shape = shape_of(segments, part, limit);
    complaint__postgres_scan *entry;
    char name[24];
    int status = complaint__postgres_settle(store, segments->relation, error);

    if (status != COMPLAINT_OK)
        return status;
    entry = find_statement(store, &shape);
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    for (size_t i = 0; i < part->equal; i++) {
        if (is_set(&segments->equal[i]))
            add_place(cursor, i, &segments->equal[i]);
    }
    if (part->lower == COMPLAINT__LOWER_FROM ||
        part->lower == COMPLAINT__LOWER_ABOVE)
        add_place(cursor, part->equal, &part->low);
    if (part->upper == COMPLAINT__UPPER_BELOW)
        add_place(cursor, part->equal, &part->high);
    if (is_set(&segments->where))
        complaint__postgres_add(&store->parameters,
                                complaint__postgres_type(
                                    segments->relation, segments->where_column),
                                &segments->where);
    if (!entry->prepared)
        segment_text(store, segments, part, limits[limit]);
    if (store->sql.failed)
        return complaint__fail_memory(error);
    entry->used = ++store->uses;
    (void)snprintf(name, sizeof name, "s%u", entry->number);
    if (!complaint__postgres_queue(store, name, &entry->prepared,
                                   &store->parameters,
                                   COMPLAINT__POSTGRES_AWAIT_DONE))
        return complaint__postgres_fail(store, error, NULL,
                                        segments->relation->name);
    return COMPLAINT_OK;
}

/* ---- pages ---- */

/* The next page continues after the last row of this one. */
static void move_after(complaint_store_cursor *cursor)
{
    complaint__segments *segments = &cursor->segments;

    for (size_t i = 0; i < segments->place_count; i++)
        segments->after[i] = cursor->values[segments->places[i]];
    PQclear(cursor->anchor);
    cursor->anchor = cursor->rows;
    cursor->rows = NULL;
    cursor->full = false;
    cursor->segment_at = 0;
    complaint__segments_plan(segments, true);
}

static int fetch_once(complaint_store_cursor *cursor, size_t limit,
                      PGresult **result, complaint_error **error)
{
    complaint_store *store = cursor->store;
    int status = complaint__postgres_ready(store, false, error);

    if (status == COMPLAINT_OK)
        status = queue_page(cursor, limit, error);
    if (status == COMPLAINT_OK)
        status = complaint__postgres_run(
            store, result, cursor->segments.relation->name, error);
    return status;
}

static int fetch(complaint_store_cursor *cursor, complaint_error **error)
{
    complaint_store *store = cursor->store;
    PGresult *result = NULL;
    size_t limit = 0;
    int attempt = 0;
    int status;

    while (limit + 1 < LIMITS && (size_t)limits[limit] < cursor->page)
        limit++;
    do
        status = fetch_once(cursor, limit, &result, error);
    while (complaint__postgres_again(store, status, &attempt, error));
    if (status != COMPLAINT_OK)
        return status;
    store->answered = store->state != COMPLAINT__POSTGRES_IDLE;
    PQclear(cursor->rows);
    cursor->rows = result;
    cursor->row = 0;
    cursor->full = PQntuples(result) == limits[limit];
    cursor->page = cursor->left < 250 ? cursor->left : 250;
    return COMPLAINT_OK;
}

int complaint__postgres_scan_next(complaint_store_cursor *cursor,
                                  const complaint_value **values,
                                  complaint_error **error)
{
    complaint_store *store = cursor->store;
    int status;

    *values = NULL;
    if (cursor->transactions != store->transactions)
        return complaint_store_fail(store->context, error, COMPLAINT_MISUSE,
                                    NULL, 0,
                                    "the scan ended with its transaction");
    while (cursor->left > 0) {
        if (cursor->rows != NULL && cursor->row < PQntuples(cursor->rows)) {
            status = complaint__postgres_read(
                store, cursor->rows, cursor->row++, cursor->segments.relation,
                cursor->segments.columns, cursor->values, error);
            cursor->left--;
            if (status == COMPLAINT_OK)
                *values = cursor->values;
            return status;
        }
        if (cursor->full)
            move_after(cursor);
        else if (cursor->rows != NULL)
            cursor->segment_at++;
        if (cursor->segment_at >= cursor->segments.count)
            return COMPLAINT_OK;
        status = fetch(cursor, error);
        if (status != COMPLAINT_OK)
            return status;
    }
    return COMPLAINT_OK;
}

void complaint__postgres_scan_close(complaint_store_cursor *cursor)
{
    if (cursor == NULL)
        return;
    PQclear(cursor->rows);
    PQclear(cursor->anchor);
    complaint__segments_close(&cursor->segments, cursor->store->context);
    complaint__free(cursor->store->context, cursor);
}
