/* Moving a case to another version of its procedure, or to another calendar:
 * what changes for its clocks is shown first, and stands in the journal. */
#include "casework/casework.h"

#include "base/failure.h"
#include "model/facts.h"

#include <complaint/limits.h>

#include <stdint.h>
#include <string.h>

typedef struct move {
    complaint_case *self;
    complaint_context *context;
    const complaint_actor *actor;
    const complaint_procedure *procedure; /* from now on */
    complaint_procedure *made; /* it, with the case's packs; or NULL */
    const complaint_calendar *calendar;
    const char *state;
    const char *rule;
    const char *reason; /* or NULL */
    bool dry;
    complaint_time happened_at;
    complaint_facts *facts; /* of the entry, and the answer */
    complaint_facts *list;  /* of its clocks */
    complaint_error **error;
} move;

static const char *text_of(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), NULL);
}

/* ---- what is asked for ---- */

static int check_options(const move *m, const complaint_facts *options)
{
    static const char *const keys[] = {"procedure", "calendar", "state",
                                       "clocks",    "reason",   "dry_run"};

    for (size_t i = 0; i < complaint_facts_size(options); i++) {
        const char *key = complaint_facts_key(options, i);
        bool known = false;

        for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++)
            known = known || strcmp(keys[j], key) == 0;
        if (!known)
            return complaint__fail(m->context, m->error, COMPLAINT_INVALID,
                                   "move.option", key,
                                   "a move has no option \"%s\"", key);
    }
    return COMPLAINT_OK;
}

/* A digest has 64 digits; what is no digest is a name. */
static int find_definitions(move *m, const complaint_facts *options)
{
    complaint_register *owner = complaint__case_register(m->self);
    const char *procedure = text_of(options, "procedure");
    const char *calendar = text_of(options, "calendar");
    int status = COMPLAINT_NOT_FOUND;

    if (procedure == NULL)
        procedure = complaint__casework_text(m->self, "procedure");
    if (strlen(procedure) == 64)
        status = complaint__register_procedure_by_digest(owner, procedure,
                                                         &m->procedure, NULL);
    if (status != COMPLAINT_OK)
        status = complaint__register_procedure(owner, procedure, &m->procedure,
                                               m->error);
    if (status == COMPLAINT_OK) /* packs that were put on the case stay */
        status =
            complaint__register_carry(owner, m->procedure, NULL,
                                      complaint__case_pinned_procedure(m->self),
                                      &m->procedure, &m->made, m->error);
    m->calendar = complaint__case_pinned_calendar(m->self);
    if (status != COMPLAINT_OK || calendar == NULL)
        return status;
    status = COMPLAINT_NOT_FOUND;
    if (strlen(calendar) == 64)
        status = complaint__register_calendar_by_digest(owner, calendar,
                                                        &m->calendar, NULL);
    if (status != COMPLAINT_OK)
        status = complaint__register_calendar(owner, calendar, &m->calendar,
                                              m->error);
    return status;
}

/* The state that the case will be in: its own, where the other version has it,
 * unless another is named. */
static int find_state(move *m, const complaint_facts *options)
{
    const complaint__state *state;
    int status;

    m->state = text_of(options, "state");
    if (m->state == NULL)
        m->state = complaint__casework_text(m->self, "state");
    state = complaint__procedure_state(m->procedure, m->state);
    if (state != NULL && !state->final)
        return COMPLAINT_OK;
    if (state != NULL)
        return complaint__fail(
            m->context, m->error, COMPLAINT_REFUSED, "move.state", "state",
            "a case is not moved into a final state: %s", m->state);
    status = complaint__fail(m->context, m->error, COMPLAINT_REFUSED,
                             "move.state", "state",
                             "the other version has no state \"%s\": say which "
                             "takes its place",
                             m->state);
    for (size_t i = 0;
         (state = complaint__procedure_state_at(m->procedure, i)) != NULL; i++)
        if (!state->final)
            complaint__error_item(m->error, state->name);
    return status;
}

static int find_rule(move *m, const complaint_facts *options)
{
    m->rule = text_of(options, "clocks");
    m->reason = text_of(options, "reason");
    m->dry = complaint_facts_integer(complaint_facts_get(options, "dry_run"),
                                     0) != 0;
    if (m->rule == NULL)
        m->rule = "continue";
    if (strcmp(m->rule, "continue") != 0 && strcmp(m->rule, "restart") != 0)
        return complaint__fail(m->context, m->error, COMPLAINT_INVALID,
                               "move.option", "clocks",
                               "clocks that run continue or restart");
    return COMPLAINT_OK;
}

/* ---- may it ---- */

static int check_case(const move *m)
{
    if (!complaint_record_is_null(complaint_case_record(m->self), "closed_at"))
        return complaint__fail(m->context, m->error, COMPLAINT_REFUSED,
                               "move.closed", "case",
                               "a closed case is not moved");
    if (strcmp(complaint_procedure_digest(m->procedure),
               complaint_procedure_digest(
                   complaint__case_pinned_procedure(m->self))) == 0 &&
        strcmp(complaint_calendar_digest(m->calendar),
               complaint_calendar_digest(
                   complaint__case_pinned_calendar(m->self))) == 0)
        return complaint__fail(m->context, m->error, COMPLAINT_REFUSED,
                               "move.same", "procedure",
                               "the case stands under this version already");
    return COMPLAINT_OK;
}

bool complaint__casework_may_move(const complaint_actor *actor,
                                  const complaint_procedure *procedure)
{
    size_t count;
    const char *const *roles =
        complaint__procedure_move_roles(procedure, &count);

    for (size_t i = 0; i < count; i++)
        if (complaint__actor_has_role(actor, roles[i]))
            return true;
    return count == 0 && complaint__actor_has_role(actor, "dispatcher");
}

void complaint__casework_movers(const complaint_procedure *procedure,
                                complaint_error **error)
{
    size_t count;
    const char *const *roles =
        complaint__procedure_move_roles(procedure, &count);

    for (size_t i = 0; i < count; i++)
        complaint__error_item(error, roles[i]);
    if (count == 0)
        complaint__error_item(error, "dispatcher");
}

static int check_actor(const move *m)
{
    int status;

    if (m->dry || complaint__casework_may_move(m->actor, m->procedure))
        return COMPLAINT_OK;
    status = complaint__fail(m->context, m->error, COMPLAINT_DENIED,
                             "move.denied", "actor",
                             "no role of the actor may move a case to this "
                             "version");
    complaint__casework_movers(m->procedure, m->error);
    return status;
}

static int check_reason(const move *m)
{
    int status;

    if (m->dry || (m->reason != NULL && m->reason[0] != '\0'))
        return COMPLAINT_OK;
    status = complaint__fail(m->context, m->error, COMPLAINT_INCOMPLETE,
                             "move.reason", "reason", "a move needs a reason");
    complaint__error_item(m->error, "reason");
    return status;
}

/* ---- what changes ---- */

static const char *status_name(const complaint__clock_state *state,
                               complaint_time now)
{
    if (state->status == COMPLAINT__CLOCK_RUNNING && state->due_at < now)
        return "overdue";
    return state->status == COMPLAINT__CLOCK_NOT_STARTED
               ? "absent"
               : complaint__clock_status_names[state->status];
}

/* The list is the move's own. */
static complaint_facts *own(const complaint_facts *facts)
{
    return (complaint_facts *)(uintptr_t)facts;
}

static int tell_side(const move *m, const char *name, const char *side,
                     const complaint__clock_state *state, complaint_time now)
{
    const char *due = side[0] == 'b' ? "before_due_at" : "after_due_at";
    complaint_facts *map = NULL;
    int status = COMPLAINT_OK;

    if (state->status == COMPLAINT__CLOCK_NOT_STARTED)
        return COMPLAINT_OK;
    for (size_t i = 0; i < complaint_facts_size(m->list) && map == NULL; i++)
        if (strcmp(text_of(complaint_facts_at(m->list, i), "clock"), name) == 0)
            map = own(complaint_facts_at(m->list, i));
    if (map == NULL) {
        status = complaint_facts_set_map(m->list, NULL, &map, m->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(map, "clock", name, m->error);
        if (status == COMPLAINT_OK)
            status =
                complaint_facts_set_text(map, "before", "absent", m->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(map, "after", "absent", m->error);
    }
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, side, status_name(state, now),
                                          m->error);
    if (status == COMPLAINT_OK && state->due_at != COMPLAINT_TIME_NONE)
        status = complaint_facts_set_time(map, due, state->due_at, m->error);
    return status;
}

static int tell_clocks(const move *m, const complaint_procedure *procedure,
                       const complaint_calendar *calendar,
                       const complaint__event *events, size_t count,
                       complaint_time now, const char *side)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    complaint__live *live = NULL;
    size_t live_count = 0;
    int status = complaint__clock_evaluate(procedure, calendar, events, count,
                                           now, states, m->error);

    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_clock_count(procedure);
         i++)
        status = tell_side(m, complaint__procedure_clock_name(procedure, i),
                           side, &states[i], now);
    if (status == COMPLAINT_OK)
        status = complaint__live_evaluate(procedure, calendar, events, count,
                                          now, &live, &live_count, m->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < live_count; i++)
        status = tell_side(m, live[i].name, side, &live[i].state, now);
    complaint__free(m->context, live);
    return status;
}

static int look_after(void *data, const complaint__event *events, size_t count,
                      complaint_error **error)
{
    const move *m = data;
    complaint_time now = complaint_context_now(m->context);
    complaint__event *more =
        complaint__realloc_array(m->context, NULL, count + 1, sizeof *more);
    int status;

    if (more == NULL)
        return complaint__fail_memory(error);
    memcpy(more, events, count * sizeof *more);
    more[count] = (complaint__event){
        .kind = COMPLAINT__ENTRY_MOVE,
        .state = m->state,
        .happened_at =
            m->happened_at == COMPLAINT_TIME_NONE ? now : m->happened_at,
        .recorded_at = now,
        .received_at = COMPLAINT_TIME_NONE,
        .occurred_at = COMPLAINT_TIME_NONE,
        .aware_at = COMPLAINT_TIME_NONE,
        .amount = strcmp(m->rule, "restart") == 0};
    status = tell_clocks(m, m->procedure, m->calendar, more, count + 1, now,
                         "after");
    complaint__free(m->context, more);
    return status;
}

/* Before: as the case stands; after: with the move as its last event. */
static int compare(move *m)
{
    const complaint__event *events;
    size_t count;
    int status = complaint__case_history(m->self, &events, &count, m->error);

    if (status == COMPLAINT_OK)
        status =
            tell_clocks(m, complaint__case_pinned_procedure(m->self),
                        complaint__case_pinned_calendar(m->self), events, count,
                        complaint_context_now(m->context), "before");
    return status == COMPLAINT_OK
               ? complaint__case_look_under(m->self, m->procedure, m->calendar,
                                            look_after, m, m->error)
               : status;
}

static int tell_version(const move *m, const char *key,
                        const complaint_procedure *procedure,
                        const complaint_calendar *calendar, const char *state)
{
    complaint_facts *map;
    int status = complaint_facts_set_map(m->facts, key, &map, m->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "procedure", complaint_procedure_name(procedure), m->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "version", complaint__procedure_version(procedure), m->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "digest", complaint_procedure_digest(procedure), m->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "calendar", complaint_calendar_digest(calendar), m->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "state", state, m->error);
    return status;
}

static int make_facts(move *m)
{
    int status = complaint_facts_new(m->context, &m->facts, m->error);

    if (status == COMPLAINT_OK)
        status =
            tell_version(m, "from", complaint__case_pinned_procedure(m->self),
                         complaint__case_pinned_calendar(m->self),
                         complaint__casework_text(m->self, "state"));
    if (status == COMPLAINT_OK)
        status = tell_version(m, "to", m->procedure, m->calendar, m->state);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(m->facts, "rule", m->rule, m->error);
    if (status == COMPLAINT_OK && m->reason != NULL)
        status =
            complaint_facts_set_text(m->facts, "reason", m->reason, m->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_list(m->facts, "clocks", &m->list, m->error);
    return status == COMPLAINT_OK ? compare(m) : status;
}

static int run(move *m, const complaint_facts *options)
{
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_MOVE,
                              .happened_at = m->happened_at,
                              .actor = m->actor};
    int status = check_options(m, options);

    if (status == COMPLAINT_OK)
        status = find_definitions(m, options);
    if (status == COMPLAINT_OK)
        status = find_rule(m, options);
    if (status == COMPLAINT_OK)
        status = check_case(m);
    if (status == COMPLAINT_OK)
        status = check_actor(m);
    if (status == COMPLAINT_OK)
        status = check_reason(m);
    if (status == COMPLAINT_OK)
        status = find_state(m, options);
    if (status == COMPLAINT_OK)
        status = make_facts(m);
    if (status == COMPLAINT_OK && !m->dry && m->made != NULL)
        status = complaint__register_keep(complaint__case_register(m->self),
                                          m->actor, m->made, &m->procedure,
                                          m->error);
    entry.action = m->state;
    entry.facts = m->facts;
    entry.procedure = m->procedure;
    entry.calendar = m->calendar;
    if (status == COMPLAINT_OK && !m->dry)
        status = complaint__case_append(m->self, &entry, m->error);
    return status;
}

int complaint_case_move(complaint_case *self, const complaint_actor *actor,
                        const complaint_facts *options,
                        complaint_time happened_at, complaint_facts **out,
                        complaint_error **error)
{
    move m = {.self = self,
              .actor = actor,
              .happened_at = happened_at,
              .error = error};
    complaint_facts *empty = NULL;
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__casework_begin(self, actor, error);
    if (status != COMPLAINT_OK)
        return status;
    if (options != NULL && complaint_facts_type(options) != COMPLAINT_FACTS_MAP)
        return complaint__casework_misuse(self, error, "options");
    m.context = complaint__register_context(complaint__case_register(self));
    if (options == NULL)
        status = complaint_facts_new(m.context, &empty, error);
    if (status == COMPLAINT_OK)
        status = run(&m, options == NULL ? empty : options);
    if (status == COMPLAINT_OK && out != NULL)
        *out = m.facts;
    else
        complaint_facts_free(m.facts);
    complaint_facts_free(empty);
    complaint_procedure_free(m.made);
    return status;
}
