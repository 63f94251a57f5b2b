/* Scans of the SQLite backend: a statement for each segment of a scan, kept
 * by its shape. How a scan is cut is in storage/segment.c. */
#include "storage/sqlite/store.h"

#include "base/failure.h"
#include "storage/segment.h"

#include <string.h>

struct complaint_store_cursor {
    complaint_store *store;
    complaint__segments scan;
    size_t segment_at;
    size_t left;
    uint64_t transactions;
    sqlite3_stmt *statement;
    complaint__sqlite_scan *cached; /* NULL when the statement is our own */
    complaint_value values[COMPLAINT__COLUMNS_MAX];
};

static bool is_set(const complaint_value *value)
{
    return value->type != COMPLAINT_VALUE_NULL;
}

int complaint__sqlite_scan_open(complaint_store *store,
                                const complaint_scan *scan,
                                complaint_store_cursor **out,
                                complaint_error **error)
{
    complaint_store_cursor *cursor;

    *out = NULL;
    store = complaint__sqlite_at(store);
    cursor = complaint__alloc(store->context, sizeof *cursor);
    if (cursor == NULL)
        return complaint__fail_memory(error);
    /* The values are set with each row. */
    cursor->store = store;
    cursor->segment_at = 0;
    cursor->statement = NULL;
    cursor->cached = NULL;
    cursor->left = scan->limit > 0 ? scan->limit : SIZE_MAX;
    cursor->transactions = store->transactions;
    complaint__segments_open(&cursor->scan, scan);
    if (!complaint__segments_keep(&cursor->scan, store->context)) {
        complaint__sqlite_scan_close(cursor);
        return complaint__fail_memory(error);
    }
    complaint__segments_plan(&cursor->scan, scan->after != NULL);
    *out = cursor;
    return COMPLAINT_OK;
}

/* Rows that are reached from the ids of cases. */
static bool by_case(const complaint_store_cursor *cursor)
{
    return cursor->scan.index == NULL &&
           complaint__sqlite_has_place(cursor->scan.relation);
}

static void append_place(complaint__buffer *sql,
                         const complaint_store_cursor *cursor, size_t place)
{
    size_t column = cursor->scan.places[place];

    if (column == 0 && by_case(cursor))
        complaint__buffer_text(sql, "\"case_id\"");
    else if (complaint__sqlite_is_entry(cursor->scan.relation, column))
        complaint__buffer_text(sql, "\"row\"");
    else
        complaint__sqlite_column(sql, cursor->scan.relation, column);
}

/* An entry's number is part of its rowid. */
static void append_comparison(complaint__buffer *sql,
                              const complaint_store_cursor *cursor,
                              size_t place, const char *operator)
{
    if (complaint__sqlite_is_entry(cursor->scan.relation,
                                   cursor->scan.places[place])) {
        complaint__sqlite_entry_term(sql, operator, 0);
        return;
    }
    append_place(sql, cursor, place);
    complaint__buffer_format(sql, "%s?", operator);
}

/* Which sheets they are; the bounds that the scan has itself are better. */
static const char *append_sheets(complaint__buffer *sql,
                                 const complaint_store_cursor *cursor,
                                 const complaint__segment *part)
{
    int kind = complaint__sqlite_kind(cursor->scan.relation);
    bool ours = complaint__sqlite_is_entry(cursor->scan.relation, 1);
    bool exact = ours && part->equal == 2;
    bool within = ours && part->equal == 1;

    if (kind == 0)
        return " WHERE ";
    /* The sign keeps SQLite from making an index on the kind for each scan,
     * which it then reads whole for every case. */
    complaint__buffer_format(sql, " WHERE +\"kind\"=%d", kind);
    if (!exact && !(within && part->lower >= COMPLAINT__LOWER_FROM)) {
        complaint__buffer_text(sql, " AND ");
        complaint__sqlite_bound(sql, cursor->scan.relation, false);
    }
    if (!exact && !(within && part->upper == COMPLAINT__UPPER_BELOW)) {
        complaint__buffer_text(sql, " AND ");
        complaint__sqlite_bound(sql, cursor->scan.relation, true);
    }
    return " AND ";
}

static void append_lower(complaint__buffer *sql,
                         const complaint_store_cursor *cursor,
                         const complaint__segment *part)
{
    if (part->lower != COMPLAINT__LOWER_SET) {
        append_comparison(sql, cursor, part->equal,
                          part->lower == COMPLAINT__LOWER_FROM ? ">=" : ">");
        return;
    }
    append_place(sql, cursor, part->equal);
    complaint__buffer_text(sql, " IS NOT NULL");
}

static void append_upper(complaint__buffer *sql,
                         const complaint_store_cursor *cursor,
                         const complaint__segment *part)
{
    if (part->upper == COMPLAINT__UPPER_BELOW) {
        append_comparison(sql, cursor, part->equal, "<");
        return;
    }
    append_place(sql, cursor, part->equal);
    complaint__buffer_text(sql, " IS NULL");
}

static void append_terms(complaint__buffer *sql,
                         const complaint_store_cursor *cursor,
                         const complaint__segment *part)
{
    const char *joint = append_sheets(sql, cursor, part);

    if (cursor->scan.index != NULL &&
        complaint__sql_partial(sql, joint, cursor->scan.relation,
                               cursor->scan.index))
        joint = " AND ";
    for (size_t i = 0; i < part->equal; i++) {
        complaint__buffer_text(sql, joint);
        if (is_set(&cursor->scan.equal[i])) {
            append_comparison(sql, cursor, i, "=");
        } else {
            append_place(sql, cursor, i);
            complaint__buffer_text(sql, " IS NULL");
        }
        joint = " AND ";
    }
    if (part->lower != COMPLAINT__LOWER_NONE) {
        complaint__buffer_text(sql, joint);
        append_lower(sql, cursor, part);
        joint = " AND ";
    }
    if (part->upper != COMPLAINT__UPPER_NONE) {
        complaint__buffer_text(sql, joint);
        append_upper(sql, cursor, part);
        joint = " AND ";
    }
    if (is_set(&cursor->scan.where)) {
        complaint__buffer_text(sql, joint);
        complaint__sqlite_column(sql, cursor->scan.relation,
                                 cursor->scan.where_column);
        complaint__buffer_text(sql, "=?");
    }
}

static int segment_text(const complaint_store_cursor *cursor,
                        const complaint__segment *part, complaint__buffer *sql)
{
    const char *joint = " ORDER BY ";

    complaint__buffer_text(sql, "SELECT ");
    complaint__sqlite_columns(sql, cursor->scan.relation, cursor->scan.columns);
    complaint__buffer_text(sql, " FROM ");
    if (cursor->scan.index == NULL)
        complaint__sqlite_source(sql, cursor->scan.relation);
    else
        complaint__sql_name(sql, cursor->scan.relation->name);
    if (cursor->scan.index != NULL)
        complaint__buffer_format(sql, " INDEXED BY \"%s_%s\"",
                                 cursor->scan.relation->name,
                                 cursor->scan.index->name);
    append_terms(sql, cursor, part);
    for (size_t i = part->equal;
         !cursor->scan.any_order && i < cursor->scan.place_count; i++) {
        complaint__buffer_text(sql, joint);
        append_place(sql, cursor, i);
        if (cursor->scan.descending)
            complaint__buffer_text(sql, " DESC");
        joint = ",";
    }
    return sql->failed ? COMPLAINT_NO_MEMORY : COMPLAINT_OK;
}

static complaint__sqlite_shape shape_of(const complaint_store_cursor *cursor,
                                        const complaint__segment *part)
{
    complaint__sqlite_shape shape;

    memset(&shape, 0, sizeof shape);
    shape.relation = (unsigned char)cursor->scan.relation->position;
    if (cursor->scan.index != NULL)
        shape.index = (unsigned char)(cursor->scan.index -
                                      cursor->scan.relation->indexes + 1);
    shape.equal = (unsigned char)part->equal;
    shape.lower = (unsigned char)part->lower;
    shape.upper = (unsigned char)part->upper;
    shape.descending = cursor->scan.descending;
    shape.any_order = cursor->scan.any_order;
    shape.columns = cursor->scan.columns;
    if (is_set(&cursor->scan.where))
        shape.where = (unsigned char)(cursor->scan.where_column + 1);
    for (size_t i = 0; i < part->equal; i++) {
        if (!is_set(&cursor->scan.equal[i]))
            shape.nulls = (unsigned short)(shape.nulls | 1u << i);
    }
    return shape;
}

/* A statement of this shape that is free, or the place for one: the free one
 * used longest ago; NULL when all are busy. */
static complaint__sqlite_scan *cached(complaint_store *store,
                                      const complaint__sqlite_shape *shape)
{
    complaint__sqlite_scan *best = NULL;

    for (size_t i = 0; i < COMPLAINT__SQLITE_SCANS; i++) {
        complaint__sqlite_scan *entry = &store->scans[i];
        if (entry->busy)
            continue;
        if (entry->statement != NULL &&
            memcmp(&entry->shape, shape, sizeof *shape) == 0)
            return entry;
        if (best == NULL || entry->used < best->used)
            best = entry;
    }
    if (best != NULL && best->statement != NULL) {
        sqlite3_finalize(best->statement);
        best->statement = NULL;
    }
    return best;
}

static int take_statement(complaint_store_cursor *cursor,
                          const complaint__segment *part,
                          complaint_error **error)
{
    complaint_store *store = cursor->store;
    complaint__sqlite_shape shape = shape_of(cursor, part);
    complaint__sqlite_scan *entry = cached(store, &shape);
    complaint__buffer sql = COMPLAINT__BUFFER(store->context);
    sqlite3_stmt *statement = entry != NULL ? entry->statement : NULL;
    int status = COMPLAINT_OK;

    if (statement == NULL) {
        status = segment_text(cursor, part, &sql) != COMPLAINT_OK
                     ? complaint__fail_memory(error)
                     : complaint__sqlite_prepare(store, sql.bytes, &statement,
                                                 error);
        complaint__buffer_free(&sql);
        if (status != COMPLAINT_OK)
            return status;
    }
    cursor->statement = statement;
    cursor->cached = entry;
    if (entry != NULL) {
        entry->shape = shape;
        entry->statement = statement;
        entry->busy = true;
        entry->used = ++store->uses;
    }
    return COMPLAINT_OK;
}

static void release_statement(complaint_store_cursor *cursor)
{
    if (cursor->cached != NULL) {
        sqlite3_reset(cursor->statement);
        cursor->cached->busy = false;
    } else {
        sqlite3_finalize(cursor->statement);
    }
    cursor->statement = NULL;
    cursor->cached = NULL;
}

static int bind_place(complaint_store_cursor *cursor, int at, size_t place,
                      const complaint_value *value)
{
    if (complaint__sqlite_is_entry(cursor->scan.relation,
                                   cursor->scan.places[place]))
        return sqlite3_bind_int64(cursor->statement, at,
                                  complaint__sqlite_entry(value->integer));
    return complaint__sqlite_bind(cursor->statement, at, value);
}

static int start_segment(complaint_store_cursor *cursor,
                         complaint_error **error)
{
    const complaint__segment *part = &cursor->scan.list[cursor->segment_at];
    int status = take_statement(cursor, part, error);
    int code = SQLITE_OK;
    int at = 1;

    if (status != COMPLAINT_OK)
        return status;
    for (size_t i = 0; i < part->equal && code == SQLITE_OK; i++) {
        if (is_set(&cursor->scan.equal[i]))
            code = bind_place(cursor, at++, i, &cursor->scan.equal[i]);
    }
    if (code == SQLITE_OK && (part->lower == COMPLAINT__LOWER_FROM ||
                              part->lower == COMPLAINT__LOWER_ABOVE))
        code = bind_place(cursor, at++, part->equal, &part->low);
    if (code == SQLITE_OK && part->upper == COMPLAINT__UPPER_BELOW)
        code = bind_place(cursor, at++, part->equal, &part->high);
    if (code == SQLITE_OK && is_set(&cursor->scan.where))
        code =
            complaint__sqlite_bind(cursor->statement, at, &cursor->scan.where);
    if (code != SQLITE_OK)
        status = complaint__sqlite_fail(cursor->store, error, code,
                                        cursor->scan.relation->name);
    return status;
}

int complaint__sqlite_scan_next(complaint_store_cursor *cursor,
                                const complaint_value **values,
                                complaint_error **error)
{
    complaint_store *store = cursor->store;
    int status;
    int code;

    *values = NULL;
    if (cursor->transactions != store->transactions)
        return complaint_store_fail(store->context, error, COMPLAINT_MISUSE,
                                    NULL, 0,
                                    "the scan ended with its transaction");
    while (cursor->left > 0 && cursor->segment_at < cursor->scan.count) {
        if (cursor->statement == NULL) {
            status = start_segment(cursor, error);
            if (status != COMPLAINT_OK)
                return status;
        }
        code = sqlite3_step(cursor->statement);
        if (code == SQLITE_ROW) {
            status = complaint__sqlite_read(
                store, cursor->statement, cursor->scan.relation,
                cursor->scan.columns, cursor->values, error);
            cursor->left--;
            if (status == COMPLAINT_OK)
                *values = cursor->values;
            return status;
        }
        if (code != SQLITE_DONE)
            return complaint__sqlite_fail(store, error,
                                          sqlite3_extended_errcode(store->db),
                                          cursor->scan.relation->name);
        release_statement(cursor);
        cursor->segment_at++;
    }
    return COMPLAINT_OK;
}

void complaint__sqlite_scan_close(complaint_store_cursor *cursor)
{
    if (cursor == NULL)
        return;
    if (cursor->statement != NULL)
        release_statement(cursor);
    complaint__segments_close(&cursor->scan, cursor->store->context);
    complaint__free(cursor->store->context, cursor);
}
