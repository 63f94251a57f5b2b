/* Rows of the PostgreSQL backend that are not waited for, as one statement: the
 * mark of the transaction and what is written before anything is asked are kept
 * here, and sent when something else is. A server starts and ends one statement
 * for less than ten. What the verbs mean is in later.c. */
#include "storage/postgres/store.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* What a transaction may keep: more bytes travel by themselves. */
#define BYTES_MAX 262144

/* Parameters before those of the parts: tenant, session, number. */
#define BEFORE 3

static complaint_value value_at(const complaint__postgres_bundle *bundle,
                                size_t at)
{
    complaint_value value = bundle->values[at];

    if (value.type == COMPLAINT_VALUE_TEXT ||
        value.type == COMPLAINT_VALUE_BYTES)
        value.bytes = bundle->bytes.bytes + value.integer;
    return value;
}

static bool expects(enum complaint__postgres_verb verb)
{
    return verb == COMPLAINT__POSTGRES_UPDATE_SURE_EXPECTED;
}

static size_t count_of(const complaint_relation *relation,
                       enum complaint__postgres_verb verb)
{
    return relation->column_count + expects(verb);
}

static enum complaint__postgres_awaited
awaited_of(enum complaint__postgres_verb verb)
{
    if (verb == COMPLAINT__POSTGRES_EXPECT)
        return COMPLAINT__POSTGRES_AWAIT_EXPECTED;
    return verb == COMPLAINT__POSTGRES_INSERT_NEW
               ? COMPLAINT__POSTGRES_AWAIT_DONE
               : COMPLAINT__POSTGRES_AWAIT_SURE;
}

/* ---- what is kept ---- */

/* Parts of one statement do not see what the others write. */
static bool is_written_before(const complaint__postgres_bundle *bundle,
                              const complaint_relation *relation,
                              enum complaint__postgres_verb verb,
                              const complaint_value *values)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const complaint__postgres_part *part = &bundle->parts[i];
        bool same = part->relation == relation->position;

        if (part->verb == COMPLAINT__POSTGRES_INSERT_NEW && part->verb == verb)
            continue;
        for (size_t j = 0; same && j < relation->key_count; j++) {
            complaint_value kept = value_at(bundle, bundle->first[i] + j);
            same = complaint__value_compare(&kept, &values[j]) == 0;
        }
        if (same)
            return true;
    }
    return false;
}

static bool fits(const complaint__postgres_bundle *bundle,
                 const complaint_relation *relation,
                 enum complaint__postgres_verb verb,
                 const complaint_value *values)
{
    size_t bytes = bundle->bytes.size;

    for (size_t i = 0; i < relation->column_count; i++) {
        if (values[i].type == COMPLAINT_VALUE_TEXT ||
            values[i].type == COMPLAINT_VALUE_BYTES)
            bytes += values[i].size;
    }
    return bundle->begun && bytes <= BYTES_MAX &&
           bundle->count < COMPLAINT__POSTGRES_PARTS &&
           bundle->value_count + count_of(relation, verb) <=
               COMPLAINT__POSTGRES_BUNDLE_VALUES &&
           !is_written_before(bundle, relation, verb, values);
}

static void keep_value(complaint__postgres_bundle *bundle,
                       const complaint_value *value)
{
    complaint_value *kept = &bundle->values[bundle->value_count++];

    *kept = *value;
    kept->bytes = NULL;
    if (value->type != COMPLAINT_VALUE_TEXT &&
        value->type != COMPLAINT_VALUE_BYTES)
        return;
    kept->integer = (int64_t)bundle->bytes.size;
    if (value->size > 0)
        complaint__buffer_append(&bundle->bytes, value->bytes, value->size);
    complaint__buffer_char(&bundle->bytes, '\0');
}

static int keep(complaint_store *store, const complaint_relation *relation,
                enum complaint__postgres_verb verb,
                const complaint_value *values, int64_t expected,
                complaint_error **error)
{
    complaint__postgres_bundle *bundle = &store->bundle;
    const complaint_value revision = complaint__value_integer(expected);
    complaint__postgres_part *part = &bundle->parts[bundle->count];

    bundle->bytes.context = store->context;
    bundle->first[bundle->count] = bundle->value_count;
    for (size_t i = 0; i < relation->column_count; i++)
        keep_value(bundle, &values[i]);
    if (expects(verb))
        keep_value(bundle, &revision);
    if (bundle->bytes.failed) {
        store->failure = COMPLAINT_NO_MEMORY;
        return complaint__fail_memory(error);
    }
    part->relation = (unsigned char)relation->position;
    part->verb = (unsigned char)verb;
    bundle->count++;
    return COMPLAINT_OK;
}

/* ---- the statement ---- */

static const complaint_relation *
relation_of(const complaint__postgres_part *part)
{
    return complaint_relation_at(part->relation);
}

/* The main query fails unless the mark and each expected row were met, with
 * another SQLSTATE (22003) than for a row that was to be changed (22012). */
static void append_check(complaint__buffer *sql,
                         const complaint__postgres_part *part,
                         const char *found)
{
    if (part == NULL || part->verb == COMPLAINT__POSTGRES_EXPECT)
        complaint__buffer_text(sql, "9223372036854775807+(1-coalesce((");
    else
        complaint__buffer_text(sql, ",1/coalesce((");
    complaint__buffer_text(sql, found);
}

static void bundle_text(complaint_store *store)
{
    const complaint__postgres_bundle *bundle = &store->bundle;
    complaint__buffer *sql = &store->sql;
    char name[40];

    complaint__buffer_clear(sql);
    complaint__buffer_text(sql, "WITH m AS(");
    complaint__postgres_mark_text(sql, store);
    complaint__buffer_text(sql, " RETURNING 1)");
    for (size_t i = 0; i < bundle->count; i++) {
        const complaint__postgres_part *part = &bundle->parts[i];
        if (part->verb == COMPLAINT__POSTGRES_EXPECT)
            continue;
        complaint__buffer_format(sql, ",p%zu AS(", i);
        complaint__postgres_part_text(sql, store, relation_of(part), part->verb,
                                      bundle->first[i] + BEFORE + 1);
        if (part->verb != COMPLAINT__POSTGRES_INSERT_NEW)
            complaint__buffer_text(sql, " RETURNING 1");
        complaint__buffer_char(sql, ')');
    }
    complaint__buffer_text(sql, "SELECT ");
    append_check(sql, NULL, "SELECT 1 FROM m),0))");
    for (size_t i = 0; i < bundle->count; i++) {
        const complaint__postgres_part *part = &bundle->parts[i];
        if (part->verb == COMPLAINT__POSTGRES_EXPECT) {
            complaint__buffer_char(sql, ',');
            append_check(sql, part, "");
            complaint__postgres_part_text(sql, store, relation_of(part),
                                          part->verb,
                                          bundle->first[i] + BEFORE + 1);
            complaint__buffer_text(sql, "),0))");
        } else if (part->verb != COMPLAINT__POSTGRES_INSERT_NEW) {
            (void)snprintf(name, sizeof name, "SELECT 1 FROM p%zu),0)", i);
            append_check(sql, part, name);
        }
    }
}

/* Statements of a kind that came once before; NULL: send the parts one by one.
 * The one used longest ago makes room. */
static complaint__postgres_bundled *find_statement(complaint_store *store)
{
    const complaint__postgres_bundle *bundle = &store->bundle;
    complaint__postgres_bundled *oldest = &store->bundled[0];
    size_t size = bundle->count * sizeof bundle->parts[0];
    char text[40];

    for (size_t i = 0; i < COMPLAINT__POSTGRES_BUNDLED; i++) {
        complaint__postgres_bundled *entry = &store->bundled[i];
        if (entry->count == bundle->count &&
            memcmp(entry->parts, bundle->parts, size) == 0)
            return entry;
        if (entry->used < oldest->used)
            oldest = entry;
    }
    if (oldest->prepared) {
        (void)snprintf(text, sizeof text, "DEALLOCATE b%u", oldest->number);
        if (!complaint__postgres_queue_text(store, text,
                                            COMPLAINT__POSTGRES_AWAIT_DONE))
            store->lost = true;
    }
    memcpy(oldest->parts, bundle->parts, size);
    oldest->count = bundle->count;
    oldest->number = ++store->scan_names;
    oldest->prepared = false;
    oldest->used = ++store->uses;
    return NULL;
}

static bool queue_mark(complaint_store *store)
{
    complaint__buffer_clear(&store->sql);
    complaint__buffer_text(&store->sql, COMPLAINT__POSTGRES_SURE_BEGIN);
    complaint__postgres_mark_text(&store->sql, store);
    complaint__buffer_text(&store->sql, COMPLAINT__POSTGRES_SURE_END);
    return !store->sql.failed &&
           complaint__postgres_queue(store, "c_mark", &store->marked,
                                     &store->parameters,
                                     COMPLAINT__POSTGRES_AWAIT_MARK);
}

static void add_mark(complaint_store *store)
{
    complaint__postgres_clear(&store->parameters);
    complaint__postgres_add_text(&store->parameters, store->tenant);
    complaint__postgres_add_text(&store->parameters, store->session);
    complaint__postgres_add_integer(&store->parameters, store->commit);
}

static int send_part(complaint_store *store, const complaint_relation *relation,
                     enum complaint__postgres_verb verb,
                     const complaint_value *values, int64_t expected,
                     complaint_error **error)
{
    complaint__postgres_add_values(store, relation, values,
                                   relation->column_count);
    if (expects(verb))
        complaint__postgres_add_integer(&store->parameters, expected);
    return complaint__postgres_queue_verb(store, relation, verb,
                                          awaited_of(verb), error);
}

static int send_apart(complaint_store *store, complaint_error **error)
{
    const complaint__postgres_bundle *bundle = &store->bundle;
    complaint_value values[COMPLAINT__COLUMNS_MAX + 1];
    int status = COMPLAINT_OK;

    add_mark(store);
    if (!queue_mark(store))
        return complaint__postgres_fail(store, error, NULL, NULL);
    for (size_t i = 0; status == COMPLAINT_OK && i < bundle->count; i++) {
        const complaint__postgres_part *part = &bundle->parts[i];
        const complaint_relation *relation = relation_of(part);
        size_t count = count_of(relation, part->verb);

        for (size_t j = 0; j < count; j++)
            values[j] = value_at(bundle, bundle->first[i] + j);
        status = send_part(store, relation, part->verb, values,
                           values[count - 1].integer, error);
    }
    return status;
}

static int send_together(complaint_store *store,
                         complaint__postgres_bundled *entry,
                         complaint_error **error)
{
    const complaint__postgres_bundle *bundle = &store->bundle;
    char name[24];

    add_mark(store);
    for (size_t i = 0; i < bundle->count; i++) {
        const complaint_relation *relation = relation_of(&bundle->parts[i]);
        for (size_t j = 0; j < count_of(relation, bundle->parts[i].verb); j++) {
            complaint_value value = value_at(bundle, bundle->first[i] + j);
            /* Past the columns is an expected revision: an integer. */
            complaint__postgres_add(&store->parameters,
                                    j < relation->column_count
                                        ? complaint__postgres_type(relation, j)
                                        : 0,
                                    &value);
        }
    }
    if (!entry->prepared)
        bundle_text(store);
    if (store->sql.failed)
        return complaint__fail_memory(error);
    entry->used = ++store->uses;
    (void)snprintf(name, sizeof name, "b%u", entry->number);
    if (!complaint__postgres_queue(store, name, &entry->prepared,
                                   &store->parameters,
                                   COMPLAINT__POSTGRES_AWAIT_BUNDLE))
        return complaint__postgres_fail(store, error, NULL, NULL);
    return COMPLAINT_OK;
}

int complaint__postgres_send_bundle(complaint_store *store,
                                    complaint_error **error)
{
    complaint__postgres_bundle *bundle = &store->bundle;
    complaint__postgres_bundled *entry = NULL;
    int status = COMPLAINT_OK;

    if (!bundle->begun)
        return COMPLAINT_OK;
    if (bundle->count > 0)
        entry = find_statement(store);
    status = entry != NULL ? send_together(store, entry, error)
                           : send_apart(store, error);
    if (status != COMPLAINT_OK && store->failure == COMPLAINT_OK)
        store->failure = status;
    complaint__postgres_drop_bundle(store);
    return status;
}

void complaint__postgres_begin_bundle(complaint_store *store)
{
    complaint__postgres_drop_bundle(store);
    store->bundle.begun = true;
}

void complaint__postgres_drop_bundle(complaint_store *store)
{
    complaint__postgres_bundle *bundle = &store->bundle;

    bundle->begun = false;
    bundle->count = 0;
    bundle->value_count = 0;
    complaint__buffer_clear(&bundle->bytes);
}

int complaint__postgres_write_later(complaint_store *store,
                                    const complaint_relation *relation,
                                    enum complaint__postgres_verb verb,
                                    const complaint_value *values,
                                    int64_t expected, complaint_error **error)
{
    PGresult *result = NULL;
    int status;

    if (fits(&store->bundle, relation, verb, values))
        return keep(store, relation, verb, values, expected, error);
    status = complaint__postgres_send_bundle(store, error);
    /* Room is left for what another verb queues. */
    if (status == COMPLAINT_OK &&
        store->awaited_count >=
            COMPLAINT__POSTGRES_AWAITED - COMPLAINT__POSTGRES_AWAITED_SPARE) {
        status = complaint__postgres_run(store, &result, NULL, error);
        PQclear(result);
    }
    return status == COMPLAINT_OK
               ? send_part(store, relation, verb, values, expected, error)
               : status;
}
