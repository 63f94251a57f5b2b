/* Making a case of a row: its facts, its parties, its history in order. */
#include "exchange/row.h"

#include "base/context.h"
#include "base/failure.h"
#include "model/facts.h"

#include <complaint/limits.h>

#include <stdio.h>
#include <string.h>

struct complaint__row_maker {
    const complaint__mapping *mapping;
    complaint_time now;
    size_t step_capacity; /* transitions of the whole history */
    complaint__buffer scratch;
};

/* What making one row carries along. */
typedef struct making {
    complaint__row_maker *maker;
    const complaint__mapping *mapping;
    const complaint__csv_record *record;
    complaint__row *row;
    complaint__reject *reject;
    complaint_error **error;
    complaint_time previous; /* time of the step before */
} making;

int complaint__row_maker_new(const complaint__mapping *mapping,
                             complaint_time now, complaint__row_maker **out,
                             complaint_error **error)
{
    complaint__row_maker *maker =
        complaint__alloc_array(mapping->context, 1, sizeof *maker);

    *out = maker;
    if (maker == NULL)
        return complaint__fail_memory(error);
    maker->mapping = mapping;
    maker->now = now;
    maker->scratch = (complaint__buffer)COMPLAINT__BUFFER(mapping->context);
    for (unsigned i = 0; i < mapping->text->history_count; i++)
        maker->step_capacity += mapping->text->history[i].perform.texts_count;
    return COMPLAINT_OK;
}

void complaint__row_maker_free(complaint__row_maker *maker)
{
    if (maker == NULL)
        return;
    complaint__buffer_free(&maker->scratch);
    complaint__free(maker->mapping->context, maker);
}

void complaint__row_clear(complaint_context *context, complaint__row *row)
{
    for (size_t i = 0; i < row->step_count; i++)
        complaint_facts_free(row->steps[i].facts);
    complaint__free(context, row->steps);
    complaint_facts_free(row->facts);
    memset(row, 0, sizeof *row);
}

static bool refused(const making *k)
{
    return k->reject->reason[0] != '\0';
}

static void refuse(making *k, size_t position, const char *reason)
{
    complaint__reject_say(k->reject, k->mapping, k->record, position, reason);
}

static const char *trimmed(const making *k, size_t position, size_t *size)
{
    const char *bytes = k->record->fields[position].bytes;

    *size = k->record->fields[position].size;
    complaint__value_trim(&bytes, size);
    return bytes;
}

/* ---- the shape of the record ---- */

static void check_record(making *k)
{
    const complaint__csv_record *r = k->record;
    char reason[COMPLAINT__REASON_SIZE];

    if (r->problem != COMPLAINT__CSV_GOOD) {
        size_t position = r->problem_field;

        refuse(k, position, complaint__csv_problem_text(r->problem));
        k->reject->line = r->problem_line;
    } else if (r->count != k->mapping->column_count) {
        snprintf(
            reason, sizeof reason,
            complaint__context_translate(k->mapping->context,
                                         "%zu fields where the header has %zu"),
            r->count, k->mapping->column_count);
        refuse(k, COMPLAINT__NO_COLUMN, reason);
    }
}

/* ---- times ---- */

/* The time in a column; a date alone counts from the start of its day, but
 * never before what came earlier on that same day. */
static bool read_time(making *k, size_t position, bool first,
                      complaint_time *out)
{
    const complaint__moment_rules *rules = &k->mapping->rules;
    complaint__moment moment;
    size_t size;
    const char *bytes = trimmed(k, position, &size);
    const char *problem =
        complaint__value_is_null(&k->mapping->text->nulls, bytes, size)
            ? "empty"
            : complaint__moment_read(bytes, size, rules, &moment);
    char reason[COMPLAINT__REASON_SIZE];

    if (problem == NULL && !first && moment.date_only &&
        moment.time < k->previous &&
        complaint_day_of_time(moment.time, rules->offset) ==
            complaint_day_of_time(k->previous, rules->offset))
        moment.time = k->previous;
    if (problem == NULL && moment.time > k->maker->now)
        problem = "in the future";
    if (problem == NULL && !first && moment.time < k->row->received) {
        snprintf(reason, sizeof reason,
                 complaint__context_translate(
                     k->mapping->context, "before it was received (column %s)"),
                 k->mapping->text->received);
        problem = reason;
    }
    if (problem == NULL && !first && moment.time < k->previous)
        problem = "before the step that comes before it";
    if (problem != NULL) {
        refuse(k, position, problem);
        return false;
    }
    *out = moment.time;
    return true;
}

/* ---- facts ---- */

static int set_values(making *k, const complaint__value *values, unsigned count,
                      complaint_facts *facts)
{
    int status = COMPLAINT_OK;

    for (unsigned i = 0; status == COMPLAINT_OK && i < count && !refused(k);
         i++)
        status = complaint__value_set(k->mapping, &values[i], k->record, facts,
                                      &k->maker->scratch, k->reject, k->error);
    return status;
}

static int set_parties(making *k)
{
    const complaint__mapping_text *t = k->mapping->text;
    complaint_facts *list = NULL;
    int status = COMPLAINT_OK;

    for (unsigned i = 0; status == COMPLAINT_OK && i < t->parties_count; i++) {
        complaint_facts *party = NULL;
        const char *role =
            t->parties[i].role != NULL ? t->parties[i].role : "complainant";

        if (list == NULL)
            status = complaint_facts_set_list(k->row->facts, "parties", &list,
                                              k->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_map(list, NULL, &party, k->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(party, "role", role, k->error);
        if (status == COMPLAINT_OK)
            status = set_values(k, t->parties[i].facts,
                                t->parties[i].facts_count, party);
    }
    return status;
}

/* Columns that the mapping does not name, under "imported". */
static int set_rest(making *k)
{
    const complaint__mapping *m = k->mapping;
    complaint_facts *rest = NULL;
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < m->column_count && status == COMPLAINT_OK; i++) {
        complaint_error *local = NULL;
        char unnamed[32];
        size_t size;
        const char *bytes = trimmed(k, i, &size);

        if (m->used[i] ||
            complaint__value_is_null(&m->text->nulls, bytes, size))
            continue;
        snprintf(unnamed, sizeof unnamed, "column %zu", i + 1);
        if (rest == NULL)
            status = complaint_facts_set_map(k->row->facts, "imported", &rest,
                                             k->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_bytes(
                rest, m->columns[i][0] == '\0' ? unnamed : m->columns[i], bytes,
                size, &local);
        if (local != NULL) {
            status = complaint__reject_take(k->reject, m, k->record, i, status,
                                            &local, k->error);
            break;
        }
    }
    return status;
}

static int set_number(making *k)
{
    complaint_error *local = NULL;
    size_t size;
    const char *bytes = trimmed(k, k->mapping->number, &size);
    int status;

    if (complaint__value_is_null(&k->mapping->text->nulls, bytes, size)) {
        refuse(k, k->mapping->number, "empty: the row has no number");
        return COMPLAINT_OK;
    }
    if (size > COMPLAINT_LIMIT_CODE) {
        refuse(k, k->mapping->number, "a number longer than 200 bytes");
        return COMPLAINT_OK;
    }
    status = complaint_facts_set_bytes(k->row->facts, "external_number", bytes,
                                       size, &local);
    if (status != COMPLAINT_OK) {
        return complaint__reject_take(k->reject, k->mapping, k->record,
                                      k->mapping->number, status, &local,
                                      k->error);
    }
    k->row->number = complaint_facts_text(
        complaint_facts_get(k->row->facts, "external_number"), "");
    return status;
}

static int set_case(making *k)
{
    const complaint__mapping_text *t = k->mapping->text;
    int status = set_number(k);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(k->row->facts, "source", t->source,
                                          k->error);
    if (status == COMPLAINT_OK && k->mapping->procedure_name != NULL)
        status = complaint_facts_set_text(k->row->facts, "procedure",
                                          k->mapping->procedure_name, k->error);
    if (status == COMPLAINT_OK && !refused(k))
        status = set_values(k, t->facts, t->facts_count, k->row->facts);
    if (status == COMPLAINT_OK && !refused(k))
        status = set_parties(k);
    if (status == COMPLAINT_OK && !refused(k) && t->keep_rest)
        status = set_rest(k);
    return status;
}

/* ---- history ---- */

static bool holds(making *k, const complaint__when *w)
{
    size_t size;
    const char *bytes = trimmed(k, w->position, &size);
    bool null = complaint__value_is_null(&k->mapping->text->nulls, bytes, size);

    if (w->present || w->absent)
        return null == w->absent;
    if (w->begins != NULL)
        return strlen(w->begins) <= size &&
               memcmp(w->begins, bytes, strlen(w->begins)) == 0;
    if (w->equals != NULL)
        return strlen(w->equals) == size && memcmp(w->equals, bytes, size) == 0;
    for (unsigned i = 0; i < w->in.texts_count; i++)
        if (strlen(w->in.texts[i]) == size &&
            memcmp(w->in.texts[i], bytes, size) == 0)
            return true;
    return false;
}

static bool applies(making *k, const complaint__step *step)
{
    for (unsigned i = 0; i < step->when_count; i++)
        if (!holds(k, &step->when[i]))
            return false;
    return true;
}

/* The step's facts go with the last of its transitions. */
static int add_step(making *k, const complaint__step *step, complaint_time at)
{
    complaint__row_step *last = NULL;
    int status;

    for (unsigned i = 0; i < step->perform.texts_count; i++) {
        last = &k->row->steps[k->row->step_count++];
        last->transition = step->perform.texts[i];
        last->column = step->at != NULL ? step->at : k->mapping->text->received;
        last->facts = NULL;
        last->at = at;
    }
    if (last == NULL || (step->facts_count == 0 && !step->estimated))
        return COMPLAINT_OK;
    status = complaint_facts_new(k->mapping->context, &last->facts, k->error);
    if (status == COMPLAINT_OK && step->estimated)
        status = complaint_facts_set_boolean(last->facts, "time_estimated",
                                             true, k->error);
    if (status == COMPLAINT_OK)
        status = set_values(k, step->facts, step->facts_count, last->facts);
    return status;
}

static int make_history(making *k)
{
    const complaint__mapping_text *t = k->mapping->text;
    int status = COMPLAINT_OK;

    if (k->maker->step_capacity == 0)
        return COMPLAINT_OK;
    k->row->steps = complaint__alloc_array(
        k->mapping->context, k->maker->step_capacity, sizeof *k->row->steps);
    if (k->row->steps == NULL)
        return complaint__fail_memory(k->error);
    for (unsigned i = 0;
         status == COMPLAINT_OK && i < t->history_count && !refused(k); i++) {
        const complaint__step *step = &t->history[i];
        complaint_time at = k->previous;

        if (!applies(k, step))
            continue;
        if (step->at != NULL && !read_time(k, step->position, false, &at))
            break;
        status = add_step(k, step, at);
        k->previous = at;
    }
    return status;
}

int complaint__row_make(complaint__row_maker *maker,
                        const complaint__csv_record *record,
                        complaint__row *row, complaint__reject *reject,
                        complaint_error **error)
{
    making k = {maker, maker->mapping, record, row, reject, error, 0};
    int status;

    memset(row, 0, sizeof *row);
    memset(reject, 0, sizeof *reject);
    row->line = record->line;
    for (size_t i = 0; i < record->count; i++)
        row->size += record->fields[i].size;
    check_record(&k);
    if (refused(&k) ||
        !read_time(&k, maker->mapping->received, true, &row->received))
        return COMPLAINT_OK;
    k.previous = row->received;
    status = complaint_facts_new(maker->mapping->context, &row->facts, error);
    if (status == COMPLAINT_OK)
        status = set_case(&k);
    if (status == COMPLAINT_OK && !refused(&k))
        status = make_history(&k);
    if (maker->scratch.failed && status == COMPLAINT_OK)
        status = complaint__fail_memory(error);
    if (status != COMPLAINT_OK || refused(&k))
        complaint__row_clear(maker->mapping->context, row);
    return status;
}
