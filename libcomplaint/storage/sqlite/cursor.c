/* Scans of the SQLite backend. A scan is cut into segments, each of which one
 * index answers in order with plain comparisons: rows after (a, b) are those
 * equal in the first place and after b in the second, then those after a in
 * the first. Nulls, which SQL leaves out of comparisons, get segments too. */
#include "storage/sqlite/store.h"

#include "base/failure.h"

#include <string.h>

#define PLACES (COMPLAINT__INDEX_COLUMNS_MAX + COMPLAINT__KEY_MAX)

enum lower_kind { LOWER_NONE, LOWER_SET, LOWER_FROM, LOWER_ABOVE };
enum upper_kind { UPPER_NONE, UPPER_BELOW, UPPER_NULL };

/* Rows with `equal` first places as given and the next one in a range. */
typedef struct segment {
    size_t equal;
    enum lower_kind lower;
    enum upper_kind upper;
    complaint_value low;
    complaint_value high;
} segment;

struct complaint_store_cursor {
    complaint_store *store;
    const complaint_relation *relation;
    const complaint_index *index;
    bool descending;
    size_t place_count;
    unsigned char places[PLACES]; /* columns, in order */
    complaint_value equal[PLACES];
    complaint_value lower;
    complaint_value upper;
    complaint_value after[PLACES];
    char *texts; /* of all these values */
    segment segments[2 * PLACES + 2];
    size_t segment_count;
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

/* Copies of the scan's values, in one block. */
static size_t text_size(const complaint_value *value)
{
    return value->type == COMPLAINT_VALUE_TEXT ||
                   value->type == COMPLAINT_VALUE_BYTES
               ? value->size + 1
               : 0;
}

static void copy_value(complaint_value *to, const complaint_value *from,
                       char **at)
{
    size_t size = text_size(from);

    *to = *from;
    if (size == 0)
        return;
    memcpy(*at, from->bytes, from->size);
    (*at)[from->size] = '\0';
    to->bytes = *at;
    *at += size;
}

static bool copy_values(complaint_store_cursor *cursor,
                        const complaint_scan *scan)
{
    size_t after_count = scan->after != NULL ? cursor->place_count : 0;
    size_t size = text_size(&scan->lower) + text_size(&scan->upper);
    char *at;

    for (size_t i = 0; i < scan->equal_count; i++)
        size += text_size(&scan->equal[i]);
    for (size_t i = 0; i < after_count; i++)
        size += text_size(&scan->after[i]);
    at = cursor->texts = complaint__alloc(cursor->store->context, size);
    if (at == NULL)
        return false;
    copy_value(&cursor->lower, &scan->lower, &at);
    copy_value(&cursor->upper, &scan->upper, &at);
    for (size_t i = 0; i < scan->equal_count; i++)
        copy_value(&cursor->equal[i], &scan->equal[i], &at);
    for (size_t i = 0; i < after_count; i++)
        copy_value(&cursor->after[i], &scan->after[i], &at);
    return true;
}

static bool may_be_null(const complaint_store_cursor *cursor, size_t place)
{
    size_t column = cursor->places[place];

    return place < cursor->place_count &&
           (cursor->relation->columns[column].flags &
            COMPLAINT_COLUMN_REQUIRED) == 0 &&
           (cursor->index == NULL || cursor->index->only_set != (int)column);
}

static segment *add_segment(complaint_store_cursor *cursor, size_t equal)
{
    segment *added = &cursor->segments[cursor->segment_count++];

    memset(added, 0, sizeof *added);
    added->equal = equal;
    return added;
}

static void add_nulls(complaint_store_cursor *cursor, size_t place)
{
    if (may_be_null(cursor, place))
        add_segment(cursor, place)->upper = UPPER_NULL;
}

/* Values of a place between the scan's bounds. */
static void add_range(complaint_store_cursor *cursor, size_t place)
{
    bool nulls = !is_set(&cursor->lower) && is_set(&cursor->upper);
    segment *added;

    if (nulls && !cursor->descending)
        add_nulls(cursor, place);
    added = add_segment(cursor, place);
    if (is_set(&cursor->lower)) {
        added->lower = LOWER_FROM;
        added->low = cursor->lower;
    }
    if (is_set(&cursor->upper)) {
        added->upper = UPPER_BELOW;
        added->high = cursor->upper;
    }
    if (nulls && cursor->descending)
        add_nulls(cursor, place);
}

/* Values of a place beyond that of the row to continue after; on the first
 * free place the scan's far bound holds as well. */
static void add_beyond(complaint_store_cursor *cursor, size_t place, bool first)
{
    const complaint_value *after = &cursor->after[place];
    segment *added;

    if (!cursor->descending) {
        added = add_segment(cursor, place);
        added->lower = is_set(after) ? LOWER_ABOVE : LOWER_SET;
        added->low = *after;
        if (first && is_set(&cursor->upper)) {
            added->upper = UPPER_BELOW;
            added->high = cursor->upper;
        }
        return;
    }
    if (!is_set(after))
        return;
    added = add_segment(cursor, place);
    added->upper = UPPER_BELOW;
    added->high = *after;
    if (first && is_set(&cursor->lower)) {
        added->lower = LOWER_FROM;
        added->low = cursor->lower;
    } else {
        add_nulls(cursor, place);
    }
}

/* Where the row to continue after lies: -1 before the range in the scan's
 * direction, 1 behind it, 0 within. */
static int side_of_after(const complaint_store_cursor *cursor, size_t equal)
{
    int forward = cursor->descending ? -1 : 1;
    const complaint_value *free_place = &cursor->after[equal];

    for (size_t i = 0; i < equal; i++) {
        int order =
            complaint__value_compare(&cursor->after[i], &cursor->equal[i]);
        if (order != 0)
            return order * forward;
    }
    if (is_set(&cursor->lower) &&
        complaint__value_compare(free_place, &cursor->lower) < 0)
        return -forward;
    if (is_set(&cursor->upper) &&
        complaint__value_compare(free_place, &cursor->upper) >= 0)
        return forward;
    return 0;
}

static void plan(complaint_store_cursor *cursor, size_t equal, bool has_after)
{
    int side = has_after ? side_of_after(cursor, equal) : -1;

    if (side > 0)
        return;
    if (side < 0) {
        add_range(cursor, equal);
        return;
    }
    for (size_t i = equal; i < cursor->place_count; i++)
        cursor->equal[i] = cursor->after[i];
    for (size_t i = cursor->place_count; i-- > equal;)
        add_beyond(cursor, i, i == equal);
}

int complaint__sqlite_scan_open(complaint_store *store,
                                const complaint_scan *scan,
                                complaint_store_cursor **out,
                                complaint_error **error)
{
    complaint_store_cursor *cursor;
    size_t own = scan->index != NULL ? scan->index->column_count : 0;

    *out = NULL;
    store = complaint__sqlite_at(store);
    cursor = complaint__alloc_array(store->context, 1, sizeof *cursor);
    if (cursor == NULL)
        return complaint__fail_memory(error);
    cursor->store = store;
    cursor->relation = scan->relation;
    cursor->index = scan->index;
    cursor->descending = scan->descending;
    cursor->left = scan->limit > 0 ? scan->limit : SIZE_MAX;
    cursor->transactions = store->transactions;
    cursor->place_count = own + scan->relation->key_count;
    for (size_t i = 0; i < cursor->place_count; i++)
        cursor->places[i] =
            i < own ? scan->index->columns[i] : (unsigned char)(i - own);
    if (!copy_values(cursor, scan)) {
        complaint__sqlite_scan_close(cursor);
        return complaint__fail_memory(error);
    }
    plan(cursor, scan->equal_count, scan->after != NULL);
    *out = cursor;
    return COMPLAINT_OK;
}

/* Rows that are reached from the ids of cases. */
static bool by_case(const complaint_store_cursor *cursor)
{
    return cursor->index == NULL &&
           complaint__sqlite_has_place(cursor->relation);
}

static void append_place(complaint__buffer *sql,
                         const complaint_store_cursor *cursor, size_t place)
{
    size_t column = cursor->places[place];

    if (column == 0 && by_case(cursor))
        complaint__buffer_text(sql, "\"case_id\"");
    else if (complaint__sqlite_is_entry(cursor->relation, column))
        complaint__buffer_text(sql, "\"row\"");
    else
        complaint__sqlite_column(sql, cursor->relation, column);
}

/* An entry's number is part of its rowid. */
static void append_comparison(complaint__buffer *sql,
                              const complaint_store_cursor *cursor,
                              size_t place, const char *operator)
{
    if (complaint__sqlite_is_entry(cursor->relation, cursor->places[place])) {
        complaint__sqlite_entry_term(sql, operator, 0);
        return;
    }
    append_place(sql, cursor, place);
    complaint__buffer_format(sql, "%s?", operator);
}

/* Which sheets they are; the bounds that the scan has itself are better. */
static const char *append_sheets(complaint__buffer *sql,
                                 const complaint_store_cursor *cursor,
                                 const segment *part)
{
    int kind = complaint__sqlite_kind(cursor->relation);
    bool ours = complaint__sqlite_is_entry(cursor->relation, 1);
    bool exact = ours && part->equal == 2;
    bool within = ours && part->equal == 1;

    if (kind == 0)
        return " WHERE ";
    complaint__buffer_format(sql, " WHERE \"kind\"=%d", kind);
    if (!exact && !(within && part->lower >= LOWER_FROM)) {
        complaint__buffer_text(sql, " AND ");
        complaint__sqlite_bound(sql, cursor->relation, false);
    }
    if (!exact && !(within && part->upper == UPPER_BELOW)) {
        complaint__buffer_text(sql, " AND ");
        complaint__sqlite_bound(sql, cursor->relation, true);
    }
    return " AND ";
}

static void append_lower(complaint__buffer *sql,
                         const complaint_store_cursor *cursor,
                         const segment *part)
{
    if (part->lower != LOWER_SET) {
        append_comparison(sql, cursor, part->equal,
                          part->lower == LOWER_FROM ? ">=" : ">");
        return;
    }
    append_place(sql, cursor, part->equal);
    complaint__buffer_text(sql, " IS NOT NULL");
}

static void append_upper(complaint__buffer *sql,
                         const complaint_store_cursor *cursor,
                         const segment *part)
{
    if (part->upper == UPPER_BELOW) {
        append_comparison(sql, cursor, part->equal, "<");
        return;
    }
    append_place(sql, cursor, part->equal);
    complaint__buffer_text(sql, " IS NULL");
}

static void append_terms(complaint__buffer *sql,
                         const complaint_store_cursor *cursor,
                         const segment *part)
{
    const char *joint = append_sheets(sql, cursor, part);

    if (cursor->index != NULL &&
        (cursor->index->only_null >= 0 || cursor->index->only_set >= 0)) {
        complaint__buffer_text(sql, joint);
        complaint__sqlite_partial(sql, cursor->relation, cursor->index);
        joint = " AND ";
    }
    for (size_t i = 0; i < part->equal; i++) {
        complaint__buffer_text(sql, joint);
        if (is_set(&cursor->equal[i])) {
            append_comparison(sql, cursor, i, "=");
        } else {
            append_place(sql, cursor, i);
            complaint__buffer_text(sql, " IS NULL");
        }
        joint = " AND ";
    }
    if (part->lower != LOWER_NONE) {
        complaint__buffer_text(sql, joint);
        append_lower(sql, cursor, part);
        joint = " AND ";
    }
    if (part->upper != UPPER_NONE) {
        complaint__buffer_text(sql, joint);
        append_upper(sql, cursor, part);
    }
}

static int segment_text(const complaint_store_cursor *cursor,
                        const segment *part, complaint__buffer *sql)
{
    const char *joint = " ORDER BY ";

    complaint__buffer_text(sql, "SELECT ");
    complaint__sqlite_columns(sql, cursor->relation);
    complaint__buffer_text(sql, " FROM ");
    if (cursor->index == NULL)
        complaint__sqlite_source(sql, cursor->relation);
    else
        complaint__sqlite_name(sql, cursor->relation->name);
    if (cursor->index != NULL)
        complaint__buffer_format(sql, " INDEXED BY \"%s_%s\"",
                                 cursor->relation->name, cursor->index->name);
    append_terms(sql, cursor, part);
    for (size_t i = part->equal; i < cursor->place_count; i++) {
        complaint__buffer_text(sql, joint);
        append_place(sql, cursor, i);
        if (cursor->descending)
            complaint__buffer_text(sql, " DESC");
        joint = ",";
    }
    return sql->failed ? COMPLAINT_NO_MEMORY : COMPLAINT_OK;
}

static complaint__sqlite_shape shape_of(const complaint_store_cursor *cursor,
                                        const segment *part)
{
    complaint__sqlite_shape shape;

    memset(&shape, 0, sizeof shape);
    shape.relation = (unsigned char)cursor->relation->position;
    if (cursor->index != NULL)
        shape.index =
            (unsigned char)(cursor->index - cursor->relation->indexes + 1);
    shape.equal = (unsigned char)part->equal;
    shape.lower = (unsigned char)part->lower;
    shape.upper = (unsigned char)part->upper;
    shape.descending = cursor->descending;
    for (size_t i = 0; i < part->equal; i++) {
        if (!is_set(&cursor->equal[i]))
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

static int take_statement(complaint_store_cursor *cursor, const segment *part,
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
    if (complaint__sqlite_is_entry(cursor->relation, cursor->places[place]))
        return sqlite3_bind_int64(cursor->statement, at,
                                  complaint__sqlite_entry(value->integer));
    return complaint__sqlite_bind(cursor->statement, at, value);
}

static int start_segment(complaint_store_cursor *cursor,
                         complaint_error **error)
{
    const segment *part = &cursor->segments[cursor->segment_at];
    int status = take_statement(cursor, part, error);
    int code = SQLITE_OK;
    int at = 1;

    if (status != COMPLAINT_OK)
        return status;
    for (size_t i = 0; i < part->equal && code == SQLITE_OK; i++) {
        if (is_set(&cursor->equal[i]))
            code = bind_place(cursor, at++, i, &cursor->equal[i]);
    }
    if (code == SQLITE_OK &&
        (part->lower == LOWER_FROM || part->lower == LOWER_ABOVE))
        code = bind_place(cursor, at++, part->equal, &part->low);
    if (code == SQLITE_OK && part->upper == UPPER_BELOW)
        code = bind_place(cursor, at, part->equal, &part->high);
    if (code != SQLITE_OK)
        status = complaint__sqlite_fail(cursor->store, error, code,
                                        cursor->relation->name);
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
    while (cursor->left > 0 && cursor->segment_at < cursor->segment_count) {
        if (cursor->statement == NULL) {
            status = start_segment(cursor, error);
            if (status != COMPLAINT_OK)
                return status;
        }
        code = sqlite3_step(cursor->statement);
        if (code == SQLITE_ROW) {
            status =
                complaint__sqlite_read(store, cursor->statement,
                                       cursor->relation, cursor->values, error);
            cursor->left--;
            if (status == COMPLAINT_OK)
                *values = cursor->values;
            return status;
        }
        if (code != SQLITE_DONE)
            return complaint__sqlite_fail(store, error,
                                          sqlite3_extended_errcode(store->db),
                                          cursor->relation->name);
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
    complaint__free(cursor->store->context, cursor->texts);
    complaint__free(cursor->store->context, cursor);
}
