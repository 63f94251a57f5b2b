/* Clocks of a case as rows and as explanations. How they run is decided in the
 * procedure room. */
#include "register/inside.h"

#include <string.h>

typedef struct applied {
    complaint__image *image;
    const complaint_procedure *procedure;
    complaint_error **error;
} applied;

static int want_text(const applied *a, complaint__image_row *row, size_t column,
                     const char *text)
{
    complaint_value value = complaint__value_text(text);

    return complaint__image_want(a->image, row, column, &value, a->error);
}

/* COMPLAINT_TIME_NONE is null. */
static int want_time(const applied *a, complaint__image_row *row, size_t column,
                     complaint_time time)
{
    complaint_value value = complaint__value_integer(time);

    if (time == COMPLAINT_TIME_NONE)
        return want_text(a, row, column, NULL);
    return complaint__image_want(a->image, row, column, &value, a->error);
}

static const char *now_text(const complaint__image_row *row, size_t column)
{
    const complaint_value *value = &complaint__image_now(row)->values[column];

    return value->type == COMPLAINT_VALUE_TEXT ? value->bytes : NULL;
}

static const char *const clock_statuses[] = {"",    "running", "paused",
                                             "met", "missed",  "cancelled"};

static int set_clock(const applied *a, complaint__image_row *row, size_t clock,
                     const complaint__clock_state *state)
{
    const char *owner = complaint__procedure_clock_owner(a->procedure, clock);
    const complaint__image_row *self = &a->image->self;
    int status = want_text(a, row, complaint__clock_status,
                           clock_statuses[state->status]);

    if (owner == NULL)
        owner = now_text(self, complaint__case_owner);
    if (status == COMPLAINT_OK)
        status =
            want_time(a, row, complaint__clock_started_at, state->started_at);
    if (status == COMPLAINT_OK)
        status = want_time(a, row, complaint__clock_due_at, state->due_at);
    if (status == COMPLAINT_OK)
        status =
            want_time(a, row, complaint__clock_stopped_at, state->stopped_at);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__clock_unit,
                           now_text(self, complaint__case_unit));
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__clock_owner, owner);
    return status;
}

static int put_clock(const applied *a, size_t clock,
                     const complaint__clock_state *state)
{
    const char *name = complaint__procedure_clock_name(a->procedure, clock);
    complaint__image_row *row;
    int status = complaint__image_find(a->image, &complaint__relation_clock,
                                       name, &row, a->error);

    if (status != COMPLAINT_OK)
        return status;
    if (state->status == COMPLAINT__CLOCK_NOT_STARTED) {
        if (row != NULL)
            row->erased = true;
        return COMPLAINT_OK;
    }
    if (row == NULL)
        status = complaint__image_add(a->image, &complaint__relation_clock,
                                      name, &row, a->error);
    return status == COMPLAINT_OK ? set_clock(a, row, clock, state) : status;
}

/* The earliest limit that runs, the limit that judges the case, and when
 * something is next to be told of. */
static int set_limits(const applied *a, const complaint__clock_state *states)
{
    int principal = complaint__procedure_principal_clock(a->procedure);
    size_t count = complaint__procedure_clock_count(a->procedure);
    complaint__image_row *self = &a->image->self;
    complaint_time due = COMPLAINT_TIME_NONE;
    complaint_time next = COMPLAINT_TIME_NONE;
    const char *name = NULL;
    int status;

    for (size_t i = 0; i < count; i++) {
        if (states[i].next_at != COMPLAINT_TIME_NONE &&
            (next == COMPLAINT_TIME_NONE || states[i].next_at < next))
            next = states[i].next_at;
        if (states[i].status != COMPLAINT__CLOCK_RUNNING ||
            states[i].due_at == COMPLAINT_TIME_NONE ||
            (name != NULL && states[i].due_at >= due))
            continue;
        due = states[i].due_at;
        name = complaint__procedure_clock_name(a->procedure, i);
    }
    status = want_time(a, self, complaint__case_due_at, due);
    if (status == COMPLAINT_OK)
        status = want_time(a, self, complaint__case_next_at, next);
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_due_clock, name);
    if (status == COMPLAINT_OK)
        status = want_time(a, self, complaint__case_limit_at,
                           principal < 0 ? COMPLAINT_TIME_NONE
                                         : states[principal].due_at);
    return status;
}

int complaint__apply_clocks(complaint__image *image,
                            const complaint_procedure *procedure,
                            const complaint_calendar *calendar,
                            const complaint__history *history,
                            complaint_time now, complaint_error **error)
{
    const applied a = {image, procedure, error};
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    size_t count = complaint__procedure_clock_count(procedure);
    int status = complaint__clock_evaluate(procedure, calendar, history->events,
                                           history->count, now, states, error);

    if (status == COMPLAINT_OK)
        status =
            complaint__image_load(image, &complaint__relation_clock, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < count; i++)
        status = put_clock(&a, i, &states[i]);
    return status == COMPLAINT_OK ? set_limits(&a, states) : status;
}

/* ---- explanations ---- */

/* Entries are recorded in the order of the journal: what was known then is its
 * beginning. */
static int explain(complaint_case *self, complaint_time now,
                   complaint_time known_at, const char *language,
                   complaint_facts *list, complaint_error **error)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    const complaint__event *events;
    size_t count;
    int status = complaint__case_history(self, &events, &count, error);

    while (status == COMPLAINT_OK && known_at != COMPLAINT_TIME_NONE &&
           count > 0 && events[count - 1].recorded_at > known_at)
        count--;
    if (status != COMPLAINT_OK || count == 0)
        return status;
    if (status == COMPLAINT_OK)
        status = complaint__clock_evaluate(self->procedure, self->calendar,
                                           events, count, now, states, error);
    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_clock_count(self->procedure);
         i++)
        if (states[i].status != COMPLAINT__CLOCK_NOT_STARTED)
            status = complaint__clock_explain(self->procedure, self->calendar,
                                              events, count, now, i, language,
                                              list, error);
    return status;
}

int complaint__case_explain(complaint_case *self, complaint_time now,
                            complaint_time known_at, const char *language,
                            complaint_facts **out, complaint_error **error)
{
    complaint_context *context = self->owner->context;
    complaint_facts *list = NULL;
    int status = complaint_facts_parse(context, "[]", 2, &list, error);

    *out = NULL;
    if (now == COMPLAINT_TIME_NONE)
        now = complaint_context_now(context);
    if (status == COMPLAINT_OK)
        status = explain(self, now, known_at, language, list, error);
    if (status == COMPLAINT_OK)
        *out = list;
    else
        complaint_facts_free(list);
    return status;
}
