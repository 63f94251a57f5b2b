/* A case's journal as clocks see it: what happened, when, in which state it
 * left the case. Nothing here is stored. */
#include "register/inside.h"

#include "base/failure.h"

#include <string.h>

/* Room for one event more, in the arena as everything is: most cases have few
 * entries. */
static int grow(complaint__history *history, complaint_error **error)
{
    size_t capacity = history->capacity == 0 ? 2 : 2 * history->capacity;
    complaint__event *events;
    const char **actors;

    if (history->count < history->capacity)
        return COMPLAINT_OK;
    if (history->arena == NULL)
        history->arena = complaint__arena_new(history->context);
    if (history->arena == NULL)
        return complaint__fail_memory(error);
    events = complaint__arena_room(history->arena, capacity * sizeof *events);
    actors = complaint__arena_room(history->arena, capacity * sizeof *actors);
    if (events == NULL || actors == NULL)
        return complaint__fail_memory(error);
    if (history->count > 0) {
        memcpy(events, history->events, history->count * sizeof *events);
        memcpy(actors, history->actors, history->count * sizeof *actors);
    }
    history->events = events;
    history->actors = actors;
    history->capacity = capacity;
    return COMPLAINT_OK;
}

static const char *keep(complaint__history *history, const char *text,
                        bool *failed)
{
    const char *kept;

    if (text == NULL)
        return NULL;
    kept = complaint__arena_text(history->arena, text);
    *failed = *failed || kept == NULL;
    return kept;
}

static const char *text_of(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), NULL);
}

/* What the entry does to tasks: of itself, and as the register added. */
static int take_moves(complaint__history *history, complaint__event *event,
                      const complaint__journal *journal,
                      complaint_error **error)
{
    const complaint_facts *list =
        complaint_facts_get(complaint_facts_get(journal->facts, "_"), "tasks");
    bool itself = strcmp(journal->kind, COMPLAINT__ENTRY_TASK) == 0;
    size_t count = complaint_facts_size(list);
    complaint__task_move *moves;
    bool failed = false;

    if (count + itself == 0)
        return COMPLAINT_OK;
    moves = complaint__arena_alloc(history->arena,
                                   (count + itself) * sizeof *moves);
    if (moves == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        const complaint_facts *map = complaint_facts_at(list, i);
        const char *id = text_of(map, "id");

        moves[i].id = keep(history, id == NULL ? "" : id, &failed);
        moves[i].task = keep(history, text_of(map, "task"), &failed);
        moves[i].unit = keep(history, text_of(map, "unit"), &failed);
        moves[i].step = complaint__task_step_find(text_of(map, "step"));
    }
    if (itself) {
        moves[count] = (complaint__task_move){
            keep(history, journal->action == NULL ? "" : journal->action,
                 &failed),
            NULL, NULL,
            complaint__task_step_find(text_of(journal->facts, "step"))};
    }
    event->moves = moves;
    event->move_count = count + itself;
    return failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}

/* The procedure's own text for a clock's name, which lives as long. */
static const char *clock_name(const complaint_procedure *procedure,
                              const char *name)
{
    for (size_t i = 0; i < complaint__procedure_clock_count(procedure); i++)
        if (strcmp(complaint__procedure_clock_name(procedure, i), name) == 0)
            return complaint__procedure_clock_name(procedure, i);
    return NULL;
}

/* Action, state and marks: texts of the procedure, but the ids of tasks. */
static int take_step(complaint__history *history, complaint__event *event,
                     const char *before, const complaint_procedure *procedure,
                     const complaint__journal *journal, complaint_error **error)
{
    bool failed = false;
    const complaint__transition *step = NULL;

    event->state = before;
    if (journal->action == NULL)
        return COMPLAINT_OK;
    if (strcmp(journal->kind, COMPLAINT__ENTRY_PERFORM) == 0)
        step = complaint__procedure_transition(procedure, journal->action);
    else if (strcmp(journal->action, COMPLAINT__CLOCK_ALL) == 0)
        event->action = COMPLAINT__CLOCK_ALL;
    else if (strcmp(journal->kind, COMPLAINT__ENTRY_PUT) != 0)
        event->action = clock_name(procedure, journal->action);
    else
        event->action =
            complaint_relation_name(complaint_relation_find(journal->action));
    if (step != NULL) {
        event->action = step->name;
        if (step->to != NULL)
            event->state = step->to;
        event->marks = step->marks;
    } else if (strcmp(journal->kind, COMPLAINT__ENTRY_MOVE) == 0) {
        event->state = keep(history, journal->action, &failed);
        event->action = NULL;
        event->amount =
            strcmp(complaint_facts_text(
                       complaint_facts_get(journal->facts, "rule"), ""),
                   "restart") == 0;
    } else if (event->action == NULL) {
        event->action = keep(history, journal->action, &failed);
    }
    return failed ? complaint__fail_memory(error) : COMPLAINT_OK;
}

static bool bears_times(const complaint__journal *journal)
{
    return strcmp(journal->kind, COMPLAINT__ENTRY_FILE) == 0 ||
           strcmp(journal->kind, COMPLAINT__ENTRY_AMEND) == 0 ||
           strcmp(journal->kind, COMPLAINT__ENTRY_PERFORM) == 0;
}

static complaint_time time_of(const complaint_facts *facts, const char *key)
{
    return complaint_facts_time(complaint_facts_get(facts, key));
}

/* Those of the entry that the procedure watches. */
static int keep_watched(const complaint__history *history,
                        const complaint_procedure *procedure,
                        const complaint__journal *journal,
                        complaint_facts **out, complaint_error **error)
{
    size_t count;
    const char *const *names = complaint__procedure_watched(procedure, &count);
    int status = COMPLAINT_OK;

    *out = NULL;
    if (!bears_times(journal))
        return COMPLAINT_OK;
    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++) {
        const complaint_facts *fact =
            complaint_facts_get(journal->facts, names[i]);

        if (fact == NULL)
            continue;
        if (*out == NULL)
            status = complaint_facts_new(history->context, out, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_copy(*out, names[i], fact, error);
    }
    if (status != COMPLAINT_OK) {
        complaint_facts_free(*out);
        *out = NULL;
    }
    return status;
}

int complaint__history_add(complaint__history *history,
                           const complaint_procedure *procedure,
                           const complaint__journal *journal,
                           complaint_error **error)
{
    complaint__event event = {.kind = journal->kind,
                              .happened_at = journal->happened_at,
                              .recorded_at = journal->recorded_at,
                              .received_at = COMPLAINT_TIME_NONE,
                              .occurred_at = COMPLAINT_TIME_NONE,
                              .aware_at = COMPLAINT_TIME_NONE};
    const char *before;
    complaint_facts *facts;
    char *actor;
    int status = grow(history, error);

    if (status != COMPLAINT_OK)
        return status;
    if (history->stood == NULL)
        history->stood = procedure;
    if (history->count > 0)
        before = history->events[history->count - 1].state;
    else
        before = complaint__procedure_start(history->stood);
    status = take_step(history, &event, before, history->stood, journal, error);
    history->stood = NULL;
    if (status == COMPLAINT_OK)
        status = take_moves(history, &event, journal, error);
    if (status != COMPLAINT_OK)
        return status;
    if (bears_times(journal)) {
        event.received_at = time_of(journal->facts, "received_at");
        event.occurred_at = time_of(journal->facts, "occurred_at");
        event.aware_at = time_of(journal->facts, "aware_at");
    }
    if (strcmp(journal->kind, COMPLAINT__ENTRY_FILE) == 0 &&
        event.received_at == COMPLAINT_TIME_NONE)
        event.received_at = journal->happened_at;
    if (strcmp(journal->kind, COMPLAINT__ENTRY_EXTEND) == 0)
        event.amount = complaint_facts_integer(
            complaint_facts_get(journal->facts, "amount"), 0);
    if (strcmp(journal->kind, COMPLAINT__ENTRY_WARN) == 0)
        event.amount = complaint_facts_integer(
            complaint_facts_get(journal->facts, "warning"), 0);
    actor = complaint__arena_text(history->arena, journal->actor);
    if (actor == NULL)
        return complaint__fail_memory(error);
    status = keep_watched(history, procedure, journal, &facts, error);
    if (status != COMPLAINT_OK)
        return status;
    event.facts = facts;
    history->actors[history->count] = actor;
    history->events[history->count++] = event;
    return COMPLAINT_OK;
}

void complaint__history_drop_last(complaint__history *history)
{
    if (history->count == 0)
        return;
    history->count--;
    complaint_facts_free(
        (complaint_facts *)history->events[history->count].facts);
}

void complaint__history_free(complaint__history *history)
{
    while (history->count > 0)
        complaint__history_drop_last(history);
    complaint__arena_free(history->arena);
    history->events = NULL;
    history->actors = NULL;
    history->arena = NULL;
    history->count = history->capacity = 0;
}

const complaint_facts *
complaint__history_known(const complaint__history *history, const char *name)
{
    return complaint__events_fact(history->events, history->count, name);
}

const char *complaint__history_who(const complaint__history *history,
                                   const char *transition)
{
    for (size_t i = history->count; i > 0; i--) {
        const complaint__event *event = &history->events[i - 1];

        if (strcmp(event->kind, COMPLAINT__ENTRY_PERFORM) == 0 &&
            event->action != NULL && strcmp(event->action, transition) == 0)
            return history->actors[i - 1];
    }
    return NULL;
}
