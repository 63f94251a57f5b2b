/* Cursors: rows read page by page, so that no scan stays open between calls
 * and changes in between do no harm. Which rows: query.c. */
#include "register/search.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

#define FIRST_PAGE 16
#define LAST_PAGE 512
#define FOUND_MOST 1024

struct complaint_cursor {
    complaint_register *owner;
    complaint__query *query;
    complaint__due_queue *due; /* where rows come from instead of scans */
    complaint__arena *page;    /* of the rows and of `after` past the first */
    complaint_value **rows;
    unsigned char *row_legs;
    size_t row_count;
    bool partial;     /* the rows have not all of their columns */
    size_t at;        /* rows given of this page */
    size_t page_size; /* of the next page */
    size_t leg;       /* where the next page goes on */
    complaint_value after[COMPLAINT__INDEX_COLUMNS_MAX + COMPLAINT__KEY_MAX];
    size_t after_count;
    int64_t given;
    bool finished;
    complaint_record view;
    complaint_value masked[COMPLAINT__COLUMNS_MAX];
    char case_id[COMPLAINT__ID_SIZE]; /* of the row before, and whether it */
    bool case_seen;                   /* may be seen */
};

int complaint__cursor_new(complaint_register *owner, complaint__query *query,
                          complaint_cursor **out, complaint_error **error)
{
    complaint_cursor *cursor =
        complaint__alloc_array(owner->context, 1, sizeof *cursor);

    *out = NULL;
    if (cursor == NULL) {
        complaint__query_free(query);
        return complaint__fail_memory(error);
    }
    cursor->owner = complaint__register_ref(owner);
    cursor->query = query;
    cursor->page_size = FIRST_PAGE;
    /* Who says how many rows are wanted gets them at once. */
    if (query->limit > 0)
        cursor->page_size =
            query->limit < LAST_PAGE ? (size_t)query->limit : LAST_PAGE;
    cursor->leg = query->after_leg;
    cursor->after_count = query->after_count;
    memcpy(cursor->after, query->after, sizeof cursor->after);
    *out = cursor;
    return COMPLAINT_OK;
}

static bool copy_value(complaint__arena *arena, const complaint_value *from,
                       complaint_value *to)
{
    *to = *from;
    if (from->type != COMPLAINT_VALUE_TEXT &&
        from->type != COMPLAINT_VALUE_BYTES)
        return true;
    to->bytes = complaint__arena_bytes(arena, from->bytes, from->size);
    return to->bytes != NULL;
}

static bool copy_values(complaint__arena *arena, const complaint_value *from,
                        size_t count, complaint_value *to)
{
    if (count > 0)
        memcpy(to, from, count * sizeof *to);
    return complaint__values_keep(arena, to, count);
}

int complaint__cursor_plain(complaint_register *owner,
                            const complaint_scan *scan, complaint_cursor **out,
                            complaint_error **error)
{
    complaint__query *query = complaint__query_new(owner->context);
    complaint__leg *leg;

    *out = NULL;
    if (query == NULL)
        return complaint__fail_memory(error);
    leg = &query->legs[0];
    query->leg_count = 1;
    leg->relation = scan->relation;
    leg->index = scan->index;
    leg->equal_count = scan->equal_count;
    leg->lower = scan->lower;
    leg->upper = scan->upper;
    (void)snprintf(query->mark, sizeof query->mark, "%.16s",
                   scan->relation->name);
    if (!copy_values(query->arena, scan->equal, scan->equal_count,
                     leg->equal)) {
        complaint__query_free(query);
        return complaint__fail_memory(error);
    }
    return complaint__cursor_new(owner, query, out, error);
}

int complaint__cursor_due(complaint_register *owner,
                          const complaint__due_filter *filter,
                          complaint_cursor **out, complaint_error **error)
{
    const complaint_scan clocks = {.relation = &complaint__relation_clock};
    complaint_cursor *cursor;
    int status = complaint__cursor_plain(owner, &clocks, &cursor, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    cursor->page_size = 1;
    status = complaint__due_queue_new(owner, filter, &cursor->due, error);
    if (status == COMPLAINT_OK)
        *out = cursor;
    else
        complaint_cursor_free(cursor);
    return status;
}

/* ---- reading a page ---- */

typedef struct page {
    complaint_cursor *cursor;
    const complaint__leg *leg;
    complaint__arena *arena;
    complaint_value **rows;
    unsigned char *row_legs;
    size_t count;
    size_t wanted;
    bool partial;
    complaint_error **error;
} page;

static int keep_row(page *p, const complaint_value *row)
{
    size_t count = p->leg->relation->column_count;
    complaint_value *copy =
        complaint__arena_copy(p->arena, row, count * sizeof *row);

    if (copy == NULL || !complaint__values_keep(p->arena, copy, count))
        return complaint__fail_memory(p->error);
    p->row_legs[p->count] = (unsigned char)p->cursor->leg;
    p->rows[p->count++] = copy;
    return COMPLAINT_OK;
}

static int take_row(page *p, const complaint_value *row)
{
    complaint_value key[COMPLAINT__INDEX_COLUMNS_MAX + COMPLAINT__KEY_MAX];
    bool matches = false;
    size_t count;
    int status = complaint__query_matches(p->cursor->query, p->leg, row,
                                          &matches, p->error);

    if (status == COMPLAINT_OK && matches)
        status = keep_row(p, row);
    if (status != COMPLAINT_OK || p->count < p->wanted)
        return status;
    /* The page is full: go on after this row. */
    count = complaint__leg_key(p->leg, row, key);
    if (!copy_values(p->arena, key, count, p->cursor->after))
        return complaint__fail_memory(p->error);
    p->cursor->after_count = count;
    return COMPLAINT_OK;
}

/* What is given, and what it takes to find it. Who looks with a role, and who
 * looks for texts, has rows judged by any column. */
static uint64_t columns_of(const complaint_cursor *cursor,
                           const complaint__leg *leg)
{
    const complaint__query *query = cursor->query;
    uint64_t columns = query->columns;

    if (columns == 0 || cursor->owner->view != NULL || query->terms.count > 0)
        return 0;
    columns |= UINT64_C(1) << complaint__case_due_at |
               UINT64_C(1) << complaint__case_closed_at;
    for (size_t i = 0; i < leg->relation->key_count; i++)
        columns |= UINT64_C(1) << i;
    for (size_t i = 0; leg->index != NULL && i < leg->index->column_count; i++)
        columns |= UINT64_C(1) << leg->index->columns[i];
    for (size_t i = 0; i < query->wanted_count; i++)
        columns |= UINT64_C(1) << query->wanted[i].column;
    return columns;
}

static int scan_leg(page *p)
{
    complaint_cursor *cursor = p->cursor;
    complaint_scan scan = {.relation = p->leg->relation,
                           .index = p->leg->index,
                           .equal = p->leg->equal,
                           .equal_count = p->leg->equal_count,
                           .lower = p->leg->lower,
                           .upper = p->leg->upper,
                           .descending = p->leg->descending,
                           .columns = columns_of(cursor, p->leg)};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    p->partial = p->partial || scan.columns != 0;
    if (cursor->after_count > 0) {
        scan.after = cursor->after;
        scan.after_count = cursor->after_count;
    }
    status =
        complaint__store_scan(cursor->owner->store, &scan, &rows, p->error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, p->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = take_row(p, row);
    } while (status == COMPLAINT_OK && row != NULL && p->count < p->wanted);
    complaint__scan_close(rows);
    if (status == COMPLAINT_OK && row == NULL) {
        cursor->leg++;
        cursor->after_count = 0;
    }
    return status;
}

/* ---- pages of what was searched ---- */

static int take_found(page *p, const char *id)
{
    complaint__store *store = p->cursor->owner->store;
    complaint_value key = complaint__value_text(id);
    complaint_error *absent = NULL;
    complaint_record *record = NULL;
    int status = complaint__store_get_record(store, &complaint__relation_case,
                                             &key, &record, &absent);

    if (status == COMPLAINT_OK) {
        status = take_row(p, record->values);
        complaint_record_free(record);
    } else if (status == COMPLAINT_NOT_FOUND) {
        complaint_error_free(absent);
        status = COMPLAINT_OK;
    } else if (p->error != NULL) {
        *p->error = absent;
    } else {
        complaint_error_free(absent);
    }
    return status;
}

/* The rows of these cases, as far as the page has room. */
static int take_all_once(page *p, char (*ids)[COMPLAINT__ID_SIZE], size_t count,
                         size_t *taken)
{
    int status =
        complaint__store_begin(p->cursor->owner->store, false, p->error);

    *taken = 0;
    if (status != COMPLAINT_OK)
        return status;
    while (status == COMPLAINT_OK && *taken < count && p->count < p->wanted)
        status = take_found(p, ids[(*taken)++]);
    complaint__store_rollback(p->cursor->owner->store);
    return status;
}

static int take_all_found(page *p, char (*ids)[COMPLAINT__ID_SIZE],
                          size_t count, size_t *taken)
{
    size_t before = p->count;
    int attempt = 0;
    int status;

    do {
        p->count = before;
        status = take_all_once(p, ids, count, taken);
    } while (complaint__register_again(p->cursor->owner, status, &attempt,
                                       p->error));
    return status;
}

static int go_on_after(page *p, const char *id)
{
    complaint_value key = complaint__value_text(id);

    if (!copy_value(p->arena, &key, &p->cursor->after[0]))
        return complaint__fail_memory(p->error);
    p->cursor->after_count = 1;
    return COMPLAINT_OK;
}

static int search_leg(page *p)
{
    complaint_cursor *cursor = p->cursor;
    complaint_context *context = cursor->owner->context;
    complaint__search_request request = {.terms = &cursor->query->terms,
                                         .personal = !cursor->query->public,
                                         .descending = p->leg->descending,
                                         .wanted = p->wanted - p->count};
    char(*ids)[COMPLAINT__ID_SIZE] = complaint__alloc_array(
        context, FOUND_MOST > request.wanted ? FOUND_MOST : request.wanted,
        sizeof *ids);
    size_t count = request.wanted;
    size_t taken = 0;
    int status = ids != NULL ? COMPLAINT_OK : complaint__fail_memory(p->error);

    while (status == COMPLAINT_OK && count == request.wanted &&
           p->count < p->wanted) {
        if (cursor->after_count > 0)
            request.after = cursor->after[0].bytes;
        status = complaint__search_find(cursor->owner, &request, ids, &count,
                                        p->error);
        if (status == COMPLAINT_OK)
            status = take_all_found(p, ids, count, &taken);
        if (status == COMPLAINT_OK && taken > 0)
            status = go_on_after(p, ids[taken - 1]);
        /* Few of those found pass the filter: find more at a time. */
        if (count == request.wanted && request.wanted < FOUND_MOST)
            count = request.wanted = FOUND_MOST;
    }
    complaint__free(context, ids);
    if (status == COMPLAINT_OK && p->count < p->wanted) {
        cursor->leg++;
        cursor->after_count = 0;
    }
    return status;
}

static int new_page(complaint_cursor *cursor, page *p, complaint_error **error)
{
    const complaint__query *query = cursor->query;

    memset(p, 0, sizeof *p);
    p->cursor = cursor;
    p->error = error;
    p->wanted = cursor->page_size;
    if (query->limit > 0 && query->limit - cursor->given < (int64_t)p->wanted)
        p->wanted = (size_t)(query->limit - cursor->given);
    p->arena = complaint__arena_new(cursor->owner->context);
    if (p->arena == NULL)
        return complaint__fail_memory(error);
    p->rows = complaint__arena_alloc(p->arena, p->wanted * sizeof *p->rows);
    p->row_legs = complaint__arena_alloc(p->arena, p->wanted);
    if (p->rows == NULL || p->row_legs == NULL) {
        complaint__arena_free(p->arena);
        return complaint__fail_memory(error);
    }
    return COMPLAINT_OK;
}

/* The last row stays at the end, for its token. */
static void turn_page(complaint_cursor *cursor, const page *p)
{
    if (p->count == 0) {
        complaint__arena_free(p->arena);
        cursor->finished = true;
        return;
    }
    complaint__arena_free(cursor->page);
    cursor->page = p->arena;
    cursor->rows = p->rows;
    cursor->row_legs = p->row_legs;
    cursor->row_count = p->count;
    cursor->partial = p->partial;
    cursor->at = 0;
}

/* One row a page: a failure leaves the queue as it was. */
static int read_due(complaint_cursor *cursor, complaint_error **error)
{
    page p;
    int status = new_page(cursor, &p, error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint__due_queue_next(cursor->due, p.arena, &p.rows[0], error);
    if (status != COMPLAINT_OK) {
        complaint__arena_free(p.arena);
        return status;
    }
    p.count = p.rows[0] != NULL;
    turn_page(cursor, &p);
    return COMPLAINT_OK;
}

static int read_page(complaint_cursor *cursor, complaint_error **error)
{
    size_t leg = cursor->leg;
    size_t after_count = cursor->after_count;
    complaint_value after[COMPLAINT__INDEX_COLUMNS_MAX + COMPLAINT__KEY_MAX];
    page p;
    int status = complaint__register_usable(cursor->owner, error);

    if (status == COMPLAINT_OK)
        status = new_page(cursor, &p, error);
    if (status != COMPLAINT_OK)
        return status;
    memcpy(after, cursor->after, sizeof after);
    while (status == COMPLAINT_OK && p.count < p.wanted &&
           cursor->leg < cursor->query->leg_count) {
        p.leg = &cursor->query->legs[cursor->leg];
        status = p.leg->searched && !cursor->owner->in_batch ? search_leg(&p)
                                                             : scan_leg(&p);
    }
    if (status != COMPLAINT_OK) { /* stay where it was */
        cursor->leg = leg;
        cursor->after_count = after_count;
        memcpy(cursor->after, after, sizeof after);
        complaint__arena_free(p.arena);
        return status;
    }
    turn_page(cursor, &p);
    if (cursor->page_size < LAST_PAGE)
        cursor->page_size *= 2;
    return COMPLAINT_OK;
}

/* Rows of cases that the viewer may not see are passed over. */
static int is_seen(complaint_cursor *cursor, const complaint_relation *relation,
                   const complaint_value *row, bool *seen,
                   complaint_error **error)
{
    int status;

    *seen = true;
    if (cursor->owner->view == NULL)
        return COMPLAINT_OK;
    if (relation == &complaint__relation_case)
        return cursor->partial /* nobody looked with a role then */
                   ? complaint__view_sees_id(cursor->owner, row[0].bytes, seen,
                                             error)
                   : complaint__view_sees(cursor->owner, row, seen, error);
    if (relation->key_count < 2 || row[0].type != COMPLAINT_VALUE_TEXT ||
        row[0].size >= sizeof cursor->case_id)
        return COMPLAINT_OK;
    if (strcmp(cursor->case_id, row[0].bytes) != 0) {
        cursor->case_id[0] = '\0';
        status = complaint__view_sees_id(cursor->owner, row[0].bytes,
                                         &cursor->case_seen, error);
        if (status != COMPLAINT_OK)
            return status;
        memcpy(cursor->case_id, row[0].bytes, row[0].size + 1);
    }
    *seen = cursor->case_seen;
    return COMPLAINT_OK;
}

/* The columns that the caller wants, the others null. */
static const complaint_value *wanted_of(complaint_cursor *cursor,
                                        const complaint_value *row)
{
    static const complaint_value none = {COMPLAINT_VALUE_NULL, 0, NULL, 0};
    uint64_t columns = cursor->query->columns;

    for (size_t i = 0; columns != 0 && i < complaint__case_columns; i++)
        cursor->masked[i] = columns >> i & 1 ? row[i] : none;
    return columns != 0 ? cursor->masked : row;
}

static int step(complaint_cursor *cursor, const complaint_record **record,
                complaint_error **error)
{
    const complaint_relation *relation;
    const complaint_value *row;
    bool seen;
    int status = COMPLAINT_OK;

    if (cursor->query->limit > 0 && cursor->given >= cursor->query->limit) {
        cursor->finished = true;
        return COMPLAINT_OK;
    }
    if (cursor->at == cursor->row_count)
        status = cursor->due != NULL ? read_due(cursor, error)
                                     : read_page(cursor, error);
    if (status != COMPLAINT_OK || cursor->finished)
        return status;
    relation = cursor->query->legs[cursor->row_legs[cursor->at]].relation;
    row = cursor->rows[cursor->at];
    status = is_seen(cursor, relation, row, &seen, error);
    if (status != COMPLAINT_OK)
        return status;
    cursor->at++;
    if (!seen)
        return COMPLAINT_OK;
    row = wanted_of(cursor, complaint__view_mask(cursor->owner, relation, row,
                                                 cursor->masked));
    if (cursor->view.relation == relation)
        complaint__record_turn(&cursor->view, row);
    else
        complaint__record_view(&cursor->view, cursor->owner->context, relation,
                               row);
    cursor->given++;
    *record = &cursor->view;
    return COMPLAINT_OK;
}

int complaint_cursor_next(complaint_cursor *cursor,
                          const complaint_record **record,
                          complaint_error **error)
{
    int status;

    if (record != NULL)
        *record = NULL;
    if (cursor == NULL || record == NULL)
        return complaint__fail_misuse(
            cursor == NULL ? NULL : cursor->owner->context, error,
            cursor == NULL ? "cursor" : "record");
    status = complaint__register_is_open(cursor->owner, error);
    if (status != COMPLAINT_OK || cursor->finished)
        return status;
    complaint__record_view_end(&cursor->view);
    while (status == COMPLAINT_OK && *record == NULL && !cursor->finished)
        status = step(cursor, record, error);
    return status;
}

/* ---- tokens ---- */

static int set_value(complaint_facts *list, const complaint_value *value,
                     complaint_error **error)
{
    if (value->type == COMPLAINT_VALUE_INTEGER)
        return complaint_facts_set_integer(list, NULL, value->integer, error);
    return complaint_facts_set_text(
        list, NULL, value->type == COMPLAINT_VALUE_TEXT ? value->bytes : NULL,
        error);
}

/* "mark-leg-" and the key as JSON in hexadecimal digits. */
static int write_token(const complaint_cursor *cursor,
                       const complaint_facts *list, char **token,
                       complaint_error **error)
{
    complaint_context *context = cursor->owner->context;
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    char *json;
    size_t size;
    int status = complaint_facts_write(list, &json, &size, error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__buffer_format(&buffer, "%s-%d-", cursor->query->mark,
                             (int)cursor->row_legs[cursor->at - 1]);
    for (size_t i = 0; i < size; i++)
        complaint__buffer_format(&buffer, "%02x",
                                 (unsigned)(unsigned char)json[i]);
    complaint__free(context, json);
    *token = complaint__buffer_take(&buffer, NULL);
    return *token == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

/* The clock itself: "DUE/CASE/NAME". */
static int due_token(const complaint_cursor *cursor, char **token,
                     complaint_error **error)
{
    const complaint_value *row = cursor->rows[cursor->at - 1];
    complaint__buffer buffer = COMPLAINT__BUFFER(cursor->owner->context);

    complaint__buffer_format(
        &buffer, "%lld/%s/%s", (long long)row[complaint__clock_due_at].integer,
        row[complaint__clock_case_id].bytes, row[complaint__clock_name].bytes);
    *token = complaint__buffer_take(&buffer, NULL);
    return *token == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

int complaint_cursor_token(const complaint_cursor *cursor, char **token,
                           complaint_error **error)
{
    complaint_value key[COMPLAINT__INDEX_COLUMNS_MAX + COMPLAINT__KEY_MAX];
    complaint_facts *holder;
    complaint_facts *list;
    size_t count;
    int status;

    if (token != NULL)
        *token = NULL;
    if (cursor == NULL || token == NULL)
        return complaint__fail_misuse(
            cursor == NULL ? NULL : cursor->owner->context, error,
            cursor == NULL ? "cursor" : "token");
    if (cursor->at == 0)
        return complaint__fail(cursor->owner->context, error,
                               COMPLAINT_NOT_FOUND, "cursor.before", "cursor",
                               "the cursor has not given a record yet");
    if (cursor->due != NULL)
        return due_token(cursor, token, error);
    count = complaint__leg_key(
        &cursor->query->legs[cursor->row_legs[cursor->at - 1]],
        cursor->rows[cursor->at - 1], key);
    status = complaint_facts_new(cursor->owner->context, &holder, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint_facts_set_list(holder, "key", &list, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < count; i++)
        status = set_value(list, &key[i], error);
    if (status == COMPLAINT_OK)
        status = write_token(cursor, list, token, error);
    complaint_facts_free(holder);
    return status;
}

void complaint_cursor_free(complaint_cursor *cursor)
{
    complaint_register *owner;
    complaint_context *context;

    if (cursor == NULL)
        return;
    owner = cursor->owner;
    context = owner->context;
    if (cursor->view.relation != NULL)
        complaint__record_view_end(&cursor->view);
    complaint__arena_free(cursor->page);
    complaint__due_queue_free(cursor->due);
    complaint__query_free(cursor->query);
    complaint__free(context, cursor);
    complaint_register_free(owner);
}
