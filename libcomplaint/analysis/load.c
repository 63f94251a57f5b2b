/* complaint_dataset_open(): reading a register's cases into a dataset, with
 * the closings of those that were reopened. */
#include "analysis/dataset.h"

#include "base/failure.h"
#include "base/identity.h"
#include "register/register.h"

#include <string.h>

/* Keys of a register's list that have no meaning here. */
static const char *const refused[] = {"order", "limit", "after"};

/* Columns of "case", in the order of the dataset's. */
static const size_t code_columns[COMPLAINT__CODES_GIVEN] = {
    complaint__case_number,   complaint__case_procedure,
    complaint__case_state,    complaint__case_channel,
    complaint__case_category, complaint__case_severity,
    complaint__case_urgency,  complaint__case_product,
    complaint__case_batch,    complaint__case_unit,
    complaint__case_owner,    complaint__case_cause,
    complaint__case_outcome};

static const struct {
    size_t column;
    int number;
} number_columns[] = {
    {complaint__case_received_at, COMPLAINT__NUMBER_RECEIVED},
    {complaint__case_acknowledged_at, COMPLAINT__NUMBER_ACKNOWLEDGED},
    {complaint__case_responded_at, COMPLAINT__NUMBER_RESPONDED},
    {complaint__case_closed_at, COMPLAINT__NUMBER_CLOSED},
    {complaint__case_limit_at, COMPLAINT__NUMBER_LIMIT},
    {complaint__case_reopened, COMPLAINT__NUMBER_REOPENED},
    {complaint__case_claim, COMPLAINT__NUMBER_CLAIM},
};

/* A case that was reopened: its journal is read once the scan is over. */
typedef struct again {
    struct again *next;
    size_t row;
    const char *id;
    complaint_time received_at;
    const complaint_calendar *calendar; /* borrowed from the register */
} again;

/* A calendar that came up, with its table of months. */
typedef struct met {
    struct met *next;
    const complaint_calendar *calendar; /* borrowed from the register */
    uint16_t table;
} met;

typedef struct loader {
    complaint_register *owner;
    complaint_context *context;
    complaint__builder *builder;
    complaint__arena *arena;
    size_t rows;
    again *again;
    /* Of the case before: most have the same. */
    const complaint_calendar *calendar;
    uint16_t table;
    met *met;
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    complaint_error **error;
} loader;

static int find_table(loader *self)
{
    met *found = self->met;
    int status;

    while (found != NULL && found->calendar != self->calendar)
        found = found->next;
    if (found == NULL) {
        found = complaint__arena_alloc(self->arena, sizeof *found);
        if (found == NULL)
            return complaint__fail_memory(self->error);
        /* immutable but for its count of references */
        status = complaint__builder_table(self->builder,
                                          (complaint_calendar *)self->calendar,
                                          0, &found->table, self->error);
        if (status != COMPLAINT_OK)
            return status;
        found->calendar = self->calendar;
        found->next = self->met;
        self->met = found;
    }
    self->table = found->table;
    return COMPLAINT_OK;
}

static int find_calendar(loader *self, const complaint_value *digest)
{
    char text[COMPLAINT__DIGEST_TEXT];
    int status;

    if (digest->size != COMPLAINT__DIGEST_SIZE)
        return complaint__fail(self->context, self->error, COMPLAINT_CORRUPT,
                               "case.calendar", "calendar_digest",
                               "the digest of a case's calendar is damaged");
    if (self->calendar != NULL &&
        memcmp(self->digest, digest->bytes, sizeof self->digest) == 0)
        return COMPLAINT_OK;
    memcpy(self->digest, digest->bytes, sizeof self->digest);
    complaint__digest_text(self->digest, text);
    self->calendar = NULL;
    status = complaint__register_calendar_by_digest(
        self->owner, text, &self->calendar, self->error);
    return status == COMPLAINT_OK ? find_table(self) : status;
}

/* COMPLAINT__NO_INTEGER where the calendar does not reach. */
static int64_t working_days(const complaint_calendar *calendar,
                            complaint_time received, complaint_time closed)
{
    int64_t days;

    if (closed == COMPLAINT_TIME_NONE)
        return COMPLAINT__NO_INTEGER;
    if (complaint_calendar_count_days(
            calendar,
            complaint_day_of_time(
                received, complaint_calendar_offset(calendar, received)),
            complaint_day_of_time(closed,
                                  complaint_calendar_offset(calendar, closed)),
            &days, NULL) != COMPLAINT_OK)
        return COMPLAINT__NO_INTEGER;
    return days;
}

static int note_again(loader *self, const char *id, complaint_time received_at)
{
    again *note = complaint__arena_alloc(self->arena, sizeof *note);

    if (note != NULL)
        note->id = complaint__arena_text(self->arena, id);
    if (note == NULL || note->id == NULL)
        return complaint__fail_memory(self->error);
    note->row = self->rows;
    note->received_at = received_at;
    note->calendar = self->calendar;
    note->next = self->again;
    self->again = note;
    return COMPLAINT_OK;
}

static int load_case(loader *self, const complaint_value *values)
{
    complaint__data_row row;
    complaint_time received, closed;
    int status;

    status = find_calendar(self, &values[complaint__case_calendar_digest]);
    if (status != COMPLAINT_OK)
        return status;
    complaint__data_row_clear(&row);
    for (size_t i = 0; i < COMPLAINT__CODES_GIVEN; i++)
        if (values[code_columns[i]].type == COMPLAINT_VALUE_TEXT)
            row.codes[i] = values[code_columns[i]].bytes;
    for (size_t i = 0; i < sizeof number_columns / sizeof number_columns[0];
         i++) {
        const complaint_value *value = &values[number_columns[i].column];

        if (value->type == COMPLAINT_VALUE_INTEGER)
            row.numbers[number_columns[i].number] = value->integer;
    }
    received = row.numbers[COMPLAINT__NUMBER_RECEIVED];
    closed = row.numbers[COMPLAINT__NUMBER_CLOSED];
    row.offset = complaint_calendar_offset(self->calendar, received);
    row.table = self->table;
    row.numbers[COMPLAINT__NUMBER_WORKING_DAYS] =
        working_days(self->calendar, received, closed);
    row.simulated =
        values[complaint__case_simulated].type == COMPLAINT_VALUE_INTEGER &&
        values[complaint__case_simulated].integer != 0;
    if (row.numbers[COMPLAINT__NUMBER_REOPENED] > 0)
        status = note_again(self, values[complaint__case_id].bytes, received);
    if (status == COMPLAINT_OK)
        status = complaint__builder_add(self->builder, &row, self->error);
    self->rows++;
    return status;
}

/* ---- where rows come from ---- */

/* All cases, straight from the store. */
static int scan_store(loader *self)
{
    complaint__store *store = complaint__register_store(self->owner);
    complaint_scan scan = {0};
    complaint__scan *rows = NULL;
    const complaint_value *values = NULL;
    bool began = !complaint__store_in_transaction(store);
    int status = COMPLAINT_OK;

    scan.relation = &complaint__relation_case;
    if (began)
        status = complaint__store_begin(store, false, self->error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__store_scan(store, &scan, &rows, self->error);
    while (status == COMPLAINT_OK) {
        status = complaint__scan_next(rows, &values, self->error);
        if (status != COMPLAINT_OK || values == NULL)
            break;
        status = load_case(self, values);
    }
    complaint__scan_close(rows);
    if (began)
        complaint__store_rollback(store); /* nothing was written */
    return status;
}

static int scan_list(loader *self, const complaint_facts *filter)
{
    complaint_cursor *cursor = NULL;
    const complaint_record *record = NULL;
    int status =
        complaint_register_list(self->owner, filter, &cursor, self->error);

    while (status == COMPLAINT_OK) {
        status = complaint_cursor_next(cursor, &record, self->error);
        if (status != COMPLAINT_OK || record == NULL)
            break;
        status = load_case(self, complaint__record_value(record, 0));
    }
    complaint_cursor_free(cursor);
    return status;
}

/* ---- reopened cases ---- */

/* Closings by the journal: entering a final state closes, leaving one
 * reopens. In the order in which it happened. */
static size_t find_closings(const again *note,
                            const complaint_procedure *procedure,
                            const complaint__event *events, size_t count,
                            complaint__closing *out)
{
    size_t found = 0;
    bool closed = false;

    for (size_t i = 0; i < count; i++) {
        const complaint__state *state =
            complaint__procedure_state(procedure, events[i].state);
        complaint_time at = events[i].happened_at;

        if (strcmp(events[i].kind, COMPLAINT__ENTRY_PERFORM) != 0 ||
            state == NULL || state->final == closed)
            continue;
        /* what is entered late counts from where the journal stands */
        if (at < note->received_at)
            at = note->received_at;
        if (found > 0 && at < out[found - 1].closed_at)
            at = out[found - 1].closed_at;
        if (found > 0 && out[found - 1].reopened_at > at)
            at = out[found - 1].reopened_at;
        closed = state->final;
        if (closed)
            out[found++] = (complaint__closing){
                at, COMPLAINT_TIME_NONE,
                working_days(note->calendar, note->received_at, at)};
        else
            out[found - 1].reopened_at = at;
    }
    return found;
}

static int load_closings(loader *self, const again *note)
{
    complaint_case *found = NULL;
    const complaint__event *events = NULL;
    complaint__closing *closings;
    size_t count = 0;
    int status =
        complaint_case_find(self->owner, note->id, &found, self->error);

    if (status == COMPLAINT_OK)
        status = complaint__case_history(found, &events, &count, self->error);
    if (status == COMPLAINT_OK) {
        closings =
            complaint__arena_alloc(self->arena, (count + 1) * sizeof *closings);
        if (closings == NULL)
            status = complaint__fail_memory(self->error);
        else
            status = complaint__builder_closings(
                self->builder, note->row, closings,
                find_closings(note, complaint__case_pinned_procedure(found),
                              events, count, closings),
                self->error);
    }
    complaint_case_free(found);
    return status;
}

/* ---- opening ---- */

static int check_filter(complaint_context *context,
                        const complaint_facts *filter, complaint_error **error)
{
    if (filter != NULL && complaint_facts_type(filter) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(context, error, "filter");
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (complaint_facts_get(filter, refused[i]) != NULL)
            return complaint__fail(
                context, error, COMPLAINT_INVALID, "dataset.filter", refused[i],
                "a dataset's filter has no \"%s\"", refused[i]);
    return COMPLAINT_OK;
}

static int load(loader *self, const complaint_facts *filter,
                complaint_dataset **out)
{
    complaint__builder *builder;
    bool some = complaint_facts_size(filter) > 0 ||
                complaint__view_is_partial(self->owner);
    int status = some ? scan_list(self, filter) : scan_store(self);

    for (const again *note = self->again;
         status == COMPLAINT_OK && note != NULL; note = note->next)
        status = load_closings(self, note);
    if (status != COMPLAINT_OK)
        return status;
    builder = self->builder;
    self->builder = NULL;
    return complaint__builder_finish(builder, out, self->error);
}

/* From the beginning. */
static int load_anew(complaint_register *self, const complaint_facts *filter,
                     complaint_dataset **out, complaint_error **error)
{
    loader loading = {.owner = self, .error = error};
    int status;

    loading.context = complaint__register_context(self);
    loading.arena = complaint__arena_new(loading.context);
    if (loading.arena == NULL)
        return complaint__fail_memory(error);
    status = complaint__builder_new(loading.context, &loading.builder, error);
    if (status == COMPLAINT_OK)
        status = load(&loading, filter, out);
    complaint__builder_free(loading.builder);
    complaint__arena_free(loading.arena);
    return status;
}

int complaint_dataset_open(complaint_register *self,
                           const complaint_facts *filter,
                           complaint_dataset **out, complaint_error **error)
{
    int attempt = 0;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(NULL, error, "out");
    *out = NULL;
    status = complaint__register_usable(self, error);
    if (status != COMPLAINT_OK)
        return status;
    status = check_filter(complaint__register_context(self), filter, error);
    if (status != COMPLAINT_OK)
        return status;
    do
        status = load_anew(self, filter, out, error);
    while (complaint__register_again(self, status, &attempt, error));
    return status;
}
