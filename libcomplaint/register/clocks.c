/* Clocks of a case as rows and as explanations. How they run is decided in the
 * procedure room. */
#include "register/inside.h"

#include <string.h>

typedef struct applied {
    complaint__image *image;
    const complaint_procedure *procedure;
    complaint_time due; /* the earliest limit that runs ... */
    const char *due_clock;
    complaint_time next; /* when something is next to be told of */
    complaint_error **error;
} applied;

/* A clock of the procedure, of a task, or of a hand-over. */
typedef struct running {
    const char *name;
    const char *owner; /* role or person */
    const char *unit;
    const complaint__clock_state *state;
} running;

static int want_text(const applied *a, complaint__image_row *row, size_t column,
                     const char *text)
{
    return complaint__image_want_text(a->image, row, column, text, a->error);
}

static int want_time(const applied *a, complaint__image_row *row, size_t column,
                     complaint_time time)
{
    return complaint__image_want_time(a->image, row, column, time, a->error);
}

static int set_clock(const applied *a, complaint__image_row *row,
                     const running *clock)
{
    const complaint__clock_state *state = clock->state;
    int status = want_text(a, row, complaint__clock_status,
                           complaint__clock_status_names[state->status]);

    if (status == COMPLAINT_OK)
        status =
            want_time(a, row, complaint__clock_started_at, state->started_at);
    if (status == COMPLAINT_OK)
        status = want_time(a, row, complaint__clock_due_at, state->due_at);
    if (status == COMPLAINT_OK)
        status =
            want_time(a, row, complaint__clock_stopped_at, state->stopped_at);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__clock_unit, clock->unit);
    if (status == COMPLAINT_OK)
        status = want_text(a, row, complaint__clock_owner, clock->owner);
    return status;
}

static void note_limits(applied *a, const running *clock)
{
    const complaint__clock_state *state = clock->state;

    if (state->next_at != COMPLAINT_TIME_NONE &&
        (a->next == COMPLAINT_TIME_NONE || state->next_at < a->next))
        a->next = state->next_at;
    if (state->status != COMPLAINT__CLOCK_RUNNING ||
        state->due_at == COMPLAINT_TIME_NONE ||
        (a->due_clock != NULL && state->due_at >= a->due))
        return;
    a->due = state->due_at;
    a->due_clock = clock->name;
}

static int put_clock(applied *a, const running *clock)
{
    complaint__image_row *row;
    int status = complaint__image_find(a->image, &complaint__relation_clock,
                                       clock->name, &row, a->error);

    if (status != COMPLAINT_OK)
        return status;
    note_limits(a, clock);
    if (clock->state->status == COMPLAINT__CLOCK_NOT_STARTED) {
        if (row != NULL)
            row->erased = true;
        return COMPLAINT_OK;
    }
    if (row == NULL)
        status = complaint__image_add(a->image, &complaint__relation_clock,
                                      clock->name, &row, a->error);
    return status == COMPLAINT_OK ? set_clock(a, row, clock) : status;
}

static int put_clocks(applied *a, const complaint__clock_state *states)
{
    const complaint__image_row *self = &a->image->self;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_clock_count(a->procedure);
         i++) {
        running clock = {complaint__procedure_clock_name(a->procedure, i),
                         complaint__procedure_clock_owner(a->procedure, i),
                         complaint__image_text(self, complaint__case_unit),
                         &states[i]};

        if (clock.owner == NULL)
            clock.owner = complaint__image_text(self, complaint__case_owner);
        status = put_clock(a, &clock);
    }
    return status;
}

/* The limit of a task stands in its row, too. */
static int put_task_limit(const applied *a, const complaint__live *live)
{
    complaint__image_row *row;
    int status = complaint__image_find(a->image, &complaint__relation_task,
                                       live->name, &row, a->error);

    return status != COMPLAINT_OK || row == NULL
               ? status
               : want_time(a, row, complaint__task_due_at, live->state.due_at);
}

static int put_live(applied *a, const complaint__live *live, size_t count)
{
    const complaint__image_row *self = &a->image->self;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < count; i++) {
        bool task = live[i].task != NULL;
        running clock = {live[i].name, live[i].role, live[i].unit,
                         &live[i].state};

        if (clock.owner == NULL)
            clock.owner = complaint__image_text(
                self,
                task ? complaint__case_owner : complaint__case_proposed_owner);
        if (clock.unit == NULL)
            clock.unit = complaint__image_text(
                self,
                task ? complaint__case_unit : complaint__case_proposed_unit);
        status = put_clock(a, &clock);
        if (status == COMPLAINT_OK && task)
            status = put_task_limit(a, &live[i]);
    }
    return status;
}

static bool is_known(const complaint_procedure *procedure,
                     const complaint__live *live, size_t count,
                     const char *name)
{
    for (size_t i = 0; i < complaint__procedure_clock_count(procedure); i++)
        if (strcmp(complaint__procedure_clock_name(procedure, i), name) == 0)
            return true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(live[i].name, name) == 0)
            return true;
    return false;
}

/* Clocks that the case's procedure, moved to another version, has no more. */
static void erase_others(const applied *a, const complaint__live *live,
                         size_t count)
{
    for (size_t i = 0; i < a->image->count; i++) {
        complaint__image_row *row = &a->image->rows[i];

        if (row->relation == &complaint__relation_clock &&
            !is_known(a->procedure, live, count,
                      complaint__image_text(row, complaint__clock_name)))
            row->erased = true;
    }
}

/* The earliest limit that runs, the limit that judges the case, and when
 * something is next to be told of. */
static int set_limits(const applied *a, const complaint__clock_state *states)
{
    int principal = complaint__procedure_principal_clock(a->procedure);
    complaint__image_row *self = &a->image->self;
    int status = want_time(a, self, complaint__case_due_at, a->due);

    if (status == COMPLAINT_OK)
        status = want_time(a, self, complaint__case_next_at, a->next);
    if (status == COMPLAINT_OK)
        status = want_text(a, self, complaint__case_due_clock, a->due_clock);
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
    applied a = {image, procedure,           COMPLAINT_TIME_NONE,
                 NULL,  COMPLAINT_TIME_NONE, error};
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    complaint__live *live = NULL;
    size_t count = 0;
    int status = complaint__clock_evaluate(procedure, calendar, history->events,
                                           history->count, now, states, error);

    if (status == COMPLAINT_OK)
        status =
            complaint__live_evaluate(procedure, calendar, history->events,
                                     history->count, now, &live, &count, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__image_load(image, &complaint__relation_clock, error);
    if (status == COMPLAINT_OK)
        status = put_clocks(&a, states);
    if (status == COMPLAINT_OK)
        status = put_live(&a, live, count);
    if (status == COMPLAINT_OK)
        status = set_limits(&a, states);
    if (status == COMPLAINT_OK)
        erase_others(&a, live, count);
    complaint__free(image->context, live);
    return status;
}

/* ---- explanations ---- */

static int explain_all(const complaint_case *self, size_t count,
                       complaint_time now, const char *language,
                       complaint_facts *list, complaint_error **error)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    const complaint__event *events = self->history.events;
    const complaint_procedure *procedure = self->procedure;
    complaint__live *live = NULL;
    size_t live_count = 0;
    int status = complaint__clock_evaluate(procedure, self->calendar, events,
                                           count, now, states, error);

    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_clock_count(procedure);
         i++)
        if (states[i].status != COMPLAINT__CLOCK_NOT_STARTED)
            status =
                complaint__clock_explain(procedure, self->calendar, events,
                                         count, now, i, language, list, error);
    if (status == COMPLAINT_OK)
        status =
            complaint__live_evaluate(procedure, self->calendar, events, count,
                                     now, &live, &live_count, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < live_count; i++)
        if (live[i].state.status != COMPLAINT__CLOCK_NOT_STARTED)
            status = complaint__live_explain(procedure, self->calendar, events,
                                             count, now, live[i].name, language,
                                             list, error);
    complaint__free(self->owner->context, live);
    return status;
}

/* Afterwards the case is as it was. */
int complaint__case_look_under(complaint_case *self,
                               const complaint_procedure *procedure,
                               const complaint_calendar *calendar,
                               complaint__case_looks *looks, void *data,
                               complaint_error **error)
{
    const complaint_procedure *own = self->procedure;
    const complaint_calendar *counted = self->calendar;
    complaint__history kept = self->history;
    bool had = self->has_history;
    int status;

    memset(&self->history, 0, sizeof self->history);
    self->history.context = kept.context;
    self->has_history = false;
    self->procedure = procedure;
    self->calendar = calendar;
    status = complaint__case_load_history(self, error);
    if (status == COMPLAINT_OK)
        status = looks(data, self->history.events, self->history.count, error);
    complaint__history_free(&self->history);
    self->history = kept;
    self->has_history = had;
    self->procedure = own;
    self->calendar = counted;
    return status;
}

typedef struct earlier {
    const complaint_case *self;
    size_t count;
    complaint_time now;
    const char *language;
    complaint_facts *list;
} earlier;

static int explain_earlier(void *data, const complaint__event *events,
                           size_t count, complaint_error **error)
{
    const earlier *e = data;

    (void)events;
    (void)count;
    return explain_all(e->self, e->count, e->now, e->language, e->list, error);
}

/* Entries are recorded in the order of the journal: what was known then is its
 * beginning, under the definitions that it stood under. */
static int explain(complaint_case *self, complaint_time now,
                   complaint_time known_at, const char *language,
                   complaint_facts *list, complaint_error **error)
{
    const complaint_procedure *procedure;
    const complaint_calendar *calendar;
    const complaint__event *events;
    earlier then;
    size_t count;
    int status = complaint__case_history(self, &events, &count, error);

    while (status == COMPLAINT_OK && known_at != COMPLAINT_TIME_NONE &&
           count > 0 && events[count - 1].recorded_at > known_at)
        count--;
    if (status != COMPLAINT_OK || count == 0)
        return status;
    status = complaint__case_procedure_at(self, count, &procedure, error);
    if (status == COMPLAINT_OK)
        status = complaint__case_calendar_at(self, count, &calendar, error);
    if (status != COMPLAINT_OK)
        return status;
    if (procedure == self->procedure && calendar == self->calendar)
        return explain_all(self, count, now, language, list, error);
    then = (earlier){self, count, now, language, list};
    return complaint__case_look_under(self, procedure, calendar,
                                      explain_earlier, &then, error);
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
