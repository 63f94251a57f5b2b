/* Filters: which cases, in which order, from facts to scans and conditions.
 * Reading the rows: cursor.c. */
#include "register/search.h"

#include "base/context.h"
#include "base/failure.h"

#include <stdlib.h>
#include <string.h>

/* Of open: no case is both closed and waiting for a limit. */
#define NOTHING 2

typedef struct reader {
    complaint_register *owner;
    complaint__query *query;
    const complaint_facts *filter;
    complaint_record *scratch; /* to turn facts into values */
    const char *order;
    const char *after;
    const char *text;
    bool variants;
    complaint_error **error;
} reader;

complaint__query *complaint__query_new(complaint_context *context)
{
    complaint__query *query = complaint__alloc_array(context, 1, sizeof *query);

    if (query == NULL)
        return NULL;
    query->arena = complaint__arena_new(context);
    if (query->arena == NULL) {
        complaint__free(context, query);
        return NULL;
    }
    query->context = complaint__context_ref(context);
    query->open = -1;
    query->overdue_at = COMPLAINT_TIME_NONE;
    return query;
}

void complaint__query_free(complaint__query *query)
{
    complaint_context *context;

    if (query == NULL)
        return;
    context = query->context;
    complaint__arena_free(query->arena);
    complaint__free(context, query);
    complaint__context_unref(context);
}

size_t complaint__leg_key(const complaint__leg *leg, const complaint_value *row,
                          complaint_value *key)
{
    size_t count = 0;

    for (size_t i = 0; leg->index != NULL && i < leg->index->column_count; i++)
        key[count++] = row[leg->index->columns[i]];
    for (size_t i = 0; i < leg->relation->key_count; i++)
        key[count++] = row[i];
    return count;
}

/* ---- matching ---- */

static bool fits(const complaint__wanted *wanted, const complaint_value *value)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (complaint__value_compare(&wanted->values[i], value) == 0)
            return true;
    if (wanted->values != NULL || value->type == COMPLAINT_VALUE_NULL)
        return false;
    return (wanted->lower.type == COMPLAINT_VALUE_NULL ||
            value->integer >= wanted->lower.integer) &&
           (wanted->upper.type == COMPLAINT_VALUE_NULL ||
            value->integer < wanted->upper.integer);
}

/* In what the store says now, whatever led here. */
static int match_text(const complaint__query *query, const complaint_value *row,
                      bool *matches, complaint_error **error)
{
    complaint__buffer text = COMPLAINT__BUFFER(query->context);
    int status = complaint__search_text(query->owner->store, query->owner, NULL,
                                        row, &text, error);

    if (status == COMPLAINT_OK && text.failed)
        status = complaint__fail_memory(error);
    if (status == COMPLAINT_OK)
        *matches = complaint__terms_are_in(
            &query->terms, text.bytes,
            complaint__search_extent(text.bytes, text.size, !query->public));
    complaint__buffer_free(&text);
    return status;
}

int complaint__query_matches(const complaint__query *query,
                             const complaint__leg *leg,
                             const complaint_value *row, bool *matches,
                             complaint_error **error)
{
    const complaint_value *due;
    bool closed;

    *matches = true;
    if (leg->relation != &complaint__relation_case)
        return COMPLAINT_OK;
    due = &row[complaint__case_due_at];
    closed = row[complaint__case_closed_at].type != COMPLAINT_VALUE_NULL;
    *matches = false;
    if (query->open == NOTHING || (query->open >= 0 && closed == query->open))
        return COMPLAINT_OK;
    if (query->overdue_at != COMPLAINT_TIME_NONE &&
        (due->type == COMPLAINT_VALUE_NULL ||
         due->integer >= query->overdue_at))
        return COMPLAINT_OK;
    if (leg->without_due && due->type != COMPLAINT_VALUE_NULL)
        return COMPLAINT_OK;
    for (size_t i = 0; i < query->wanted_count; i++)
        if (!fits(&query->wanted[i], &row[query->wanted[i].column]))
            return COMPLAINT_OK;
    *matches = true;
    return query->terms.count == 0 ? COMPLAINT_OK
                                   : match_text(query, row, matches, error);
}

/* ---- reading a filter ---- */

static int unfit(const reader *r, const char *key, const char *message)
{
    return complaint__fail(
        r->owner->context, r->error, COMPLAINT_INVALID, "filter.value", key,
        "%s: \"%s\"", complaint__context_translate(r->owner->context, message),
        key);
}

static bool keep(const reader *r, const complaint_value *from,
                 complaint_value *to)
{
    *to = *from;
    if (from->bytes == NULL)
        return true;
    to->bytes =
        complaint__arena_bytes(r->query->arena, from->bytes, from->size);
    return to->bytes != NULL;
}

static int read_value(const reader *r, size_t column,
                      const complaint_facts *fact, complaint_value *value)
{
    int status = complaint__record_set_fact(r->scratch, column, fact, r->error);

    if (status != COMPLAINT_OK)
        return status == COMPLAINT_NO_MEMORY
                   ? status
                   : unfit(r, r->scratch->relation->columns[column].name,
                           "the filter's value does not fit this column");
    return keep(r, &r->scratch->values[column], value)
               ? COMPLAINT_OK
               : complaint__fail_memory(r->error);
}

/* {"from", "to"}: from <= t < to. */
static int read_range(const reader *r, size_t column,
                      const complaint_facts *fact, complaint__wanted *wanted)
{
    const complaint_facts *from = complaint_facts_get(fact, "from");
    const complaint_facts *to = complaint_facts_get(fact, "to");
    const char *name = r->scratch->relation->columns[column].name;
    size_t known = (from != NULL) + (size_t)(to != NULL);
    int status = COMPLAINT_OK;

    if (r->scratch->relation->columns[column].type != COMPLAINT_COLUMN_TIME ||
        known == 0 || known != complaint_facts_size(fact))
        return unfit(r, name, "only times take \"from\" and \"to\"");
    if (from != NULL)
        status = read_value(r, column, from, &wanted->lower);
    if (status == COMPLAINT_OK && to != NULL)
        status = read_value(r, column, to, &wanted->upper);
    return status;
}

static int read_column(const reader *r, size_t column,
                       const complaint_facts *fact)
{
    complaint__wanted *wanted = &r->query->wanted[r->query->wanted_count];
    bool list = complaint_facts_type(fact) == COMPLAINT_FACTS_LIST;
    size_t count = list ? complaint_facts_size(fact) : 1;
    int status = COMPLAINT_OK;

    if (r->query->wanted_count >= COMPLAINT_LIMIT_CONDITIONS)
        return complaint__fail_limit(r->owner->context, r->error, "filter",
                                     COMPLAINT_LIMIT_CONDITIONS);
    if (complaint__view_withholds(r->owner, r->scratch->relation, column))
        return complaint__fail(r->owner->context, r->error, COMPLAINT_DENIED,
                               "view.column",
                               r->scratch->relation->columns[column].name,
                               "the viewer may not look into this column");
    wanted->column = column;
    if (r->scratch->relation->columns[column].type == COMPLAINT_COLUMN_JSON)
        return unfit(r, r->scratch->relation->columns[column].name,
                     "a filter cannot look into this column");
    r->query->wanted_count++;
    if (complaint_facts_type(fact) == COMPLAINT_FACTS_MAP &&
        r->scratch->relation->columns[column].type != COMPLAINT_COLUMN_MONEY)
        return read_range(r, column, fact, wanted);
    wanted->values = complaint__arena_alloc(
        r->query->arena, (count + 1) * sizeof *wanted->values);
    if (wanted->values == NULL)
        return complaint__fail_memory(r->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < count; i++)
        status =
            read_value(r, column, list ? complaint_facts_at(fact, i) : fact,
                       &wanted->values[wanted->count++]);
    return status;
}

static int read_text(reader *r, const complaint_facts *fact)
{
    r->text = complaint_facts_text(fact, NULL);
    return r->text == NULL ? unfit(r, "text", "the filter wants a text")
                           : COMPLAINT_OK;
}

static int read_flag(const reader *r, const complaint_facts *fact,
                     const char *key, bool *flag)
{
    if (complaint_facts_type(fact) != COMPLAINT_FACTS_BOOLEAN)
        return unfit(r, key, "the filter wants true or false");
    *flag = complaint_facts_integer(fact, 0) == 1;
    return COMPLAINT_OK;
}

static int read_variants(reader *r, const complaint_facts *fact)
{
    return read_flag(r, fact, "variants", &r->variants);
}

static int read_personal(reader *r, const complaint_facts *fact)
{
    bool personal = true;
    int status = read_flag(r, fact, "personal", &personal);

    r->query->public = !personal;
    return status;
}

static int read_terms(reader *r)
{
    if (r->text == NULL)
        return COMPLAINT_OK;
    return complaint__terms_read(r->owner->context, r->query->arena, r->text,
                                 r->variants, &r->query->terms, r->error);
}

static int read_open(reader *r, const complaint_facts *fact)
{
    if (complaint_facts_type(fact) != COMPLAINT_FACTS_BOOLEAN)
        return unfit(r, "open", "the filter wants true or false");
    r->query->open = (int)complaint_facts_integer(fact, 0);
    return COMPLAINT_OK;
}

static int read_overdue(reader *r, const complaint_facts *fact)
{
    if (complaint_facts_integer(fact, 0) != 1 ||
        complaint_facts_type(fact) != COMPLAINT_FACTS_BOOLEAN)
        return unfit(r, "overdue", "the filter wants true");
    r->query->overdue_at = complaint_context_now(r->owner->context);
    return COMPLAINT_OK;
}

static int read_limit(reader *r, const complaint_facts *fact)
{
    int64_t limit = complaint_facts_integer(fact, -1);

    if (complaint_facts_type(fact) != COMPLAINT_FACTS_INTEGER || limit < 0)
        return unfit(r, "limit", "the filter wants a number of rows");
    if (limit > COMPLAINT_LIMIT_PAGE)
        return complaint__fail_limit(r->owner->context, r->error, "limit",
                                     COMPLAINT_LIMIT_PAGE);
    r->query->limit = limit;
    return COMPLAINT_OK;
}

static int read_order(reader *r, const complaint_facts *fact)
{
    r->order = complaint_facts_text(fact, "");
    if (strcmp(r->order, "recorded") != 0 &&
        strcmp(r->order, "-recorded") != 0 && strcmp(r->order, "due") != 0)
        return unfit(r, "order",
                     "the orders are \"recorded\", \"-recorded\" and \"due\"");
    return COMPLAINT_OK;
}

/* The id is always given. */
static int read_columns(reader *r, const complaint_facts *fact)
{
    uint64_t columns = UINT64_C(1) << complaint__case_id;

    if (complaint_facts_type(fact) != COMPLAINT_FACTS_LIST)
        return unfit(r, "columns", "the filter wants a list of columns");
    for (size_t i = 0; i < complaint_facts_size(fact); i++) {
        const char *name =
            complaint_facts_text(complaint_facts_at(fact, i), NULL);
        int column = complaint_relation_column_find(r->scratch->relation, name);

        if (column < 0)
            return unfit(r, "columns", "the filter wants a list of columns");
        columns |= UINT64_C(1) << column;
    }
    r->query->columns = columns;
    return COMPLAINT_OK;
}

static int read_after(reader *r, const complaint_facts *fact)
{
    r->after = complaint_facts_text(fact, NULL);
    return r->after == NULL ? unfit(r, "after", "the filter wants a text")
                            : COMPLAINT_OK;
}

static int read_keys(reader *r)
{
    static const struct {
        const char *key;
        int (*read)(reader *r, const complaint_facts *fact);
    } keys[] = {{"open", read_open},         {"overdue", read_overdue},
                {"text", read_text},         {"variants", read_variants},
                {"personal", read_personal}, {"order", read_order},
                {"limit", read_limit},       {"after", read_after},
                {"columns", read_columns}};
    int status = COMPLAINT_OK;

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(r->filter); i++) {
        const char *key = complaint_facts_key(r->filter, i);
        const complaint_facts *fact = complaint_facts_at(r->filter, i);
        int column = complaint_relation_column_find(r->scratch->relation, key);
        size_t known = 0;

        while (known < sizeof keys / sizeof keys[0] &&
               strcmp(keys[known].key, key) != 0)
            known++;
        if (known < sizeof keys / sizeof keys[0])
            status = keys[known].read(r, fact);
        else if (column >= 0)
            status = read_column(r, (size_t)column, fact);
        else
            status = complaint__fail(r->owner->context, r->error,
                                     COMPLAINT_INVALID, "filter.unknown", key,
                                     "a filter has no \"%s\"", key);
    }
    return status;
}

/* ---- tokens ---- */

/* Sixteen digits of the digest of the filter without its page. */
static int mark(const reader *r)
{
    char text[COMPLAINT__DIGEST_TEXT];
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    complaint_facts *copy = NULL;
    char *json = NULL;
    size_t size = 0;
    int status;

    if (r->filter == NULL)
        status = complaint_facts_new(r->owner->context, &copy, r->error);
    else
        status = complaint__facts_copy(r->owner->context, r->filter, &copy,
                                       r->error);
    if (status == COMPLAINT_OK) {
        complaint__facts_remove(copy, "after");
        complaint__facts_remove(copy, "limit");
        complaint__facts_remove(copy, "columns");
        status = complaint_facts_write(copy, &json, &size, r->error);
    }
    if (status == COMPLAINT_OK)
        status =
            complaint__digest(r->owner->context, json, size, digest, r->error);
    if (status == COMPLAINT_OK) {
        complaint__digest_text(digest, text);
        memcpy(r->query->mark, text, sizeof r->query->mark - 1);
    }
    complaint__free(r->owner->context, json);
    complaint_facts_free(copy);
    return status;
}

static int bad_token(const reader *r)
{
    return complaint__fail(r->owner->context, r->error, COMPLAINT_INVALID,
                           "filter.after", "after",
                           "this token is not of a cursor with this filter");
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int take_key(const reader *r, const complaint_facts *list)
{
    complaint__query *query = r->query;
    const complaint__leg *leg = &query->legs[query->after_leg];
    size_t wanted = (leg->index == NULL ? 0 : leg->index->column_count) +
                    leg->relation->key_count;

    if (complaint_facts_type(list) != COMPLAINT_FACTS_LIST ||
        complaint_facts_size(list) != wanted)
        return bad_token(r);
    for (size_t i = 0; i < wanted; i++) {
        const complaint_facts *fact = complaint_facts_at(list, i);
        complaint_value value =
            complaint__value_text(complaint_facts_text(fact, NULL));
        size_t column = leg->index != NULL && i < leg->index->column_count
                            ? leg->index->columns[i]
                            : i - (wanted - leg->relation->key_count);

        if (complaint_facts_type(fact) == COMPLAINT_FACTS_INTEGER)
            value = complaint__value_integer(complaint_facts_integer(fact, 0));
        if (value.type != COMPLAINT_VALUE_NULL &&
            value.type != complaint__column_value_type(leg->relation, column))
            return bad_token(r);
        if (!keep(r, &value, &query->after[i]))
            return complaint__fail_memory(r->error);
    }
    query->after_count = wanted;
    return COMPLAINT_OK;
}

static int read_token(const reader *r)
{
    complaint__buffer json = COMPLAINT__BUFFER(r->owner->context);
    complaint_facts *list = NULL;
    const char *at = r->after;
    int status = COMPLAINT_OK;

    if (at == NULL)
        return COMPLAINT_OK;
    if (strlen(at) < 20 || memcmp(at, r->query->mark, 16) != 0 ||
        at[16] != '-' || at[17] < '0' ||
        (size_t)(at[17] - '0') >= r->query->leg_count || at[18] != '-')
        return bad_token(r);
    r->query->after_leg = (size_t)(at[17] - '0');
    for (at += 19; at[0] != '\0'; at += 2) {
        int high = nibble(at[0]);
        int low = high < 0 ? -1 : nibble(at[1]);

        if (low < 0) {
            complaint__buffer_free(&json);
            return bad_token(r);
        }
        complaint__buffer_char(&json, (char)(high * 16 + low));
    }
    if (json.failed)
        status = complaint__fail_memory(r->error);
    if (status == COMPLAINT_OK) {
        status = complaint_facts_parse(r->owner->context, json.bytes, json.size,
                                       &list, r->error);
        if (status == COMPLAINT_OK)
            status = take_key(r, list);
        else if (status != COMPLAINT_NO_MEMORY)
            status = bad_token(r);
    }
    complaint_facts_free(list);
    complaint__buffer_free(&json);
    return status;
}

/* ---- plans ---- */

/* The one value that a column must have, or NULL. */
static const complaint_value *only_value(const complaint__query *query,
                                         size_t column)
{
    for (size_t i = 0; i < query->wanted_count; i++)
        if (query->wanted[i].column == column && query->wanted[i].count == 1)
            return &query->wanted[i].values[0];
    return NULL;
}

static complaint__leg *add_leg(complaint__query *query,
                               const complaint_relation *relation,
                               const char *index)
{
    complaint__leg *leg = &query->legs[query->leg_count++];

    leg->relation = relation;
    if (index != NULL)
        leg->index = complaint__relation_index_find(relation, index);
    return leg;
}

/* Open cases by their next limit: first those that have one, then those that
 * have none. A single unit is read from its own part of the index. */
static void plan_due(complaint__query *query)
{
    const complaint_relation *cases = &complaint__relation_case;
    const complaint_value *unit = only_value(query, complaint__case_unit);
    complaint_value none = complaint__value_text(NULL);
    complaint__leg *leg;

    query->open = query->open == 0 ? NOTHING : 1;
    leg = add_leg(query, cases, unit != NULL ? "open" : "due");
    leg->lower = complaint__value_integer(INT64_MIN);
    if (query->overdue_at != COMPLAINT_TIME_NONE)
        leg->upper = complaint__value_integer(query->overdue_at);
    if (unit != NULL)
        leg->equal[leg->equal_count++] = *unit;
    if (query->overdue_at != COMPLAINT_TIME_NONE)
        return;
    leg = add_leg(query, cases, "open");
    leg->without_due = true;
    if (unit != NULL) {
        leg->equal[leg->equal_count++] = *unit;
        leg->equal[leg->equal_count++] = none;
    }
}

static void plan(complaint__query *query, const char *order)
{
    const complaint_relation *cases = &complaint__relation_case;
    const complaint_value *number = only_value(query, complaint__case_number);
    const complaint_value *id = only_value(query, complaint__case_id);
    complaint__leg *leg;

    if (strcmp(order, "due") == 0) {
        plan_due(query);
        return;
    }
    if (number != NULL && number->type != COMPLAINT_VALUE_NULL) {
        leg = add_leg(query, cases, "number");
        leg->equal[leg->equal_count++] = *number;
    } else {
        leg = add_leg(query, cases, NULL);
        if (id != NULL && id->type != COMPLAINT_VALUE_NULL)
            leg->equal[leg->equal_count++] = *id;
    }
    leg->descending = order[0] == '-';
    leg->searched = query->terms.count > 0 && leg->equal_count == 0;
}

int complaint_register_list(complaint_register *self,
                            const complaint_facts *filter,
                            complaint_cursor **out, complaint_error **error)
{
    reader r = {
        .owner = self, .filter = filter, .order = "recorded", .error = error};
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL ||
        (filter != NULL && complaint_facts_type(filter) != COMPLAINT_FACTS_MAP))
        return complaint__fail_misuse(self->context, error,
                                      out == NULL ? "out" : "filter");
    r.query = complaint__query_new(self->context);
    if (r.query == NULL)
        return complaint__fail_memory(error);
    r.query->owner = self;
    status = complaint__record_new(self->context, &complaint__relation_case,
                                   &r.scratch, error);
    if (status == COMPLAINT_OK)
        status = read_keys(&r);
    if (status == COMPLAINT_OK)
        status = read_terms(&r);
    if (status == COMPLAINT_OK)
        status = mark(&r);
    if (status == COMPLAINT_OK) {
        plan(r.query, r.order);
        status = read_token(&r);
    }
    complaint_record_free(r.scratch);
    if (status == COMPLAINT_OK)
        return complaint__cursor_new(self, r.query, out, error);
    complaint__query_free(r.query);
    return status;
}

int complaint_register_search(complaint_register *self, const char *text,
                              const complaint_facts *options,
                              complaint_cursor **out, complaint_error **error)
{
    complaint_facts *filter = NULL;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (text == NULL || out == NULL ||
        (options != NULL &&
         complaint_facts_type(options) != COMPLAINT_FACTS_MAP))
        return complaint__fail_misuse(self->context, error,
                                      text == NULL  ? "text"
                                      : out == NULL ? "out"
                                                    : "options");
    if (complaint_facts_get(options, "text") != NULL)
        return complaint__fail(self->context, error, COMPLAINT_INVALID,
                               "filter.unknown", "text",
                               "a filter has no \"%s\"", "text");
    if (options == NULL)
        status = complaint_facts_new(self->context, &filter, error);
    else
        status = complaint__facts_copy(self->context, options, &filter, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(filter, "text", text, error);
    if (status == COMPLAINT_OK && complaint_facts_get(filter, "order") == NULL)
        status = complaint_facts_set_text(filter, "order", "-recorded", error);
    if (status == COMPLAINT_OK)
        status = complaint_register_list(self, filter, out, error);
    complaint_facts_free(filter);
    return status;
}

int complaint_register_list_relation(complaint_register *self,
                                     const char *relation,
                                     complaint_cursor **out,
                                     complaint_error **error)
{
    complaint_scan scan = {0};
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (relation == NULL || out == NULL)
        return complaint__fail_misuse(self->context, error,
                                      relation == NULL ? "relation" : "out");
    scan.relation = complaint_relation_find(relation);
    if (scan.relation == NULL)
        return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                               "register.relation", "relation",
                               "there is no relation \"%s\"", relation);
    return complaint__cursor_plain(self, &scan, out, error);
}
