/* The tick: warnings and expiries whose instant has come are journaled, read
 * from an index in the order of their instants. Which they are is decided in
 * the procedure room. */
#include "register/inside.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

typedef struct tick {
    complaint_register *owner;
    const complaint_actor *actor;
    complaint_time now;
    int64_t limit;
    int64_t done;
    int64_t warned;
    int64_t expired;
    complaint_facts *entries;
    complaint_error **error;
    complaint__view *view; /* of the register, while it works */
} tick;

/* The case of which something is to be told first; "" when there is none. */
static int find_first(const tick *t, char id[COMPLAINT__ID_SIZE])
{
    complaint_scan scan = {.relation = &complaint__relation_case,
                           .lower = complaint__value_integer(INT64_MIN),
                           .upper = complaint__value_integer(t->now + 1),
                           .limit = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    id[0] = '\0';
    scan.index = complaint__relation_index_find(scan.relation, "next");
    status = complaint__store_scan(t->owner->store, &scan, &rows, t->error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &row, t->error);
    if (status == COMPLAINT_OK && row != NULL &&
        row[complaint__case_id].size == COMPLAINT__ID_SIZE - 1)
        memcpy(id, row[complaint__case_id].bytes, COMPLAINT__ID_SIZE);
    complaint__scan_close(rows);
    return status;
}

/* Which clock of the case it is. */
typedef struct call {
    const char *name;
    const char *role; /* that it goes to; NULL: the case's owner */
    const char *then; /* what the end of a hand-over's time does, or NULL */
    const char *unit; /* of a task, or NULL */
    complaint__clock_state state;
} call;

static void take_call(const tick *t, call *out, const char *name,
                      const complaint__clock_state *state)
{
    if (state->next_at == COMPLAINT_TIME_NONE || state->next_at > t->now ||
        (out->name != NULL && state->next_at >= out->state.next_at))
        return;
    out->name = name;
    out->state = *state;
}

/* Of the procedure's clocks; the texts are the procedure's. */
static int find_plain(const tick *t, const complaint_case *one,
                      const complaint__event *events, size_t count, call *out)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    int status = complaint__clock_evaluate(
        one->procedure, one->calendar, events, count, t->now, states, t->error);

    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_clock_count(one->procedure);
         i++) {
        const char *name = complaint__procedure_clock_name(one->procedure, i);

        take_call(t, out, name, &states[i]);
        if (out->name == name)
            out->role = complaint__procedure_call_role(one->procedure, i,
                                                       out->state.next_call);
    }
    return status;
}

/* Of tasks and of the hand-over; the texts are the journal's. */
static int find_live(const tick *t, const complaint_case *one,
                     const complaint__event *events, size_t count, call *out)
{
    complaint__live *live = NULL;
    size_t live_count = 0;
    int status =
        complaint__live_evaluate(one->procedure, one->calendar, events, count,
                                 t->now, &live, &live_count, t->error);

    for (size_t i = 0; status == COMPLAINT_OK && i < live_count; i++) {
        const char *to;
        char then = complaint__handover_then(one->procedure, live[i].name, &to);

        take_call(t, out, live[i].name, &live[i].state);
        if (out->name != live[i].name)
            continue;
        out->role = complaint__live_call_role(one->procedure, &live[i],
                                              out->state.next_call);
        out->unit = live[i].unit;
        out->then = then == 0 || out->state.next_call > 0 ? NULL
                    : then == 'r'                         ? "return"
                                                          : "escalate";
    }
    complaint__free(t->owner->context, live);
    return status;
}

static int find_call(const tick *t, complaint_case *one, call *out)
{
    const complaint__event *events;
    size_t count;
    int status = complaint__case_history(one, &events, &count, t->error);

    memset(out, 0, sizeof *out);
    if (status == COMPLAINT_OK)
        status = find_plain(t, one, events, count, out);
    if (status == COMPLAINT_OK)
        status = find_live(t, one, events, count, out);
    if (status == COMPLAINT_OK && out->name == NULL)
        status =
            complaint__fail(t->owner->context, t->error, COMPLAINT_CORRUPT,
                            "case.row", "next_at", "the case's row is damaged");
    return status;
}

static int set_facts(const tick *t, const call *one, complaint_facts *facts)
{
    const complaint__clock_state *state = &one->state;
    int status = COMPLAINT_OK;

    if (state->next_call > 0)
        status = complaint_facts_set_integer(facts, "warning", state->next_call,
                                             t->error);
    if (status == COMPLAINT_OK && one->role != NULL)
        status = complaint_facts_set_text(facts, "to", one->role, t->error);
    if (status == COMPLAINT_OK && one->unit != NULL)
        status = complaint_facts_set_text(facts, "unit", one->unit, t->error);
    if (status == COMPLAINT_OK && one->then != NULL)
        status = complaint_facts_set_text(facts, "then", one->then, t->error);
    if (status == COMPLAINT_OK && state->due_at != COMPLAINT_TIME_NONE)
        status =
            complaint_facts_set_time(facts, "due_at", state->due_at, t->error);
    return status;
}

/* One map of the result. */
static int tell(tick *t, const complaint_case *one,
                const complaint__entry *entry)
{
    const complaint_record *record = complaint__image_now(&one->image.self);
    const char *owner = complaint_record_text(record, "owner");
    complaint_facts *map;
    bool sees;
    int status;

    complaint__view_resume(t->owner, t->view);
    status =
        complaint__view_sees_id(t->owner, one->image.case_id, &sees, t->error);
    t->view = complaint__view_suspend(t->owner);
    if (status != COMPLAINT_OK || !sees)
        return status;
    status = complaint_facts_set_map(t->entries, NULL, &map, t->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "kind", entry->kind, t->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "case_id", one->image.case_id,
                                          t->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "number", complaint_record_text(record, "number"), t->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_text(map, "clock", entry->action, t->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_time(map, "happened_at",
                                          entry->happened_at, t->error);
    if (status == COMPLAINT_OK && owner != NULL)
        status = complaint_facts_set_text(map, "owner", owner, t->error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(entry->facts); i++)
        status = complaint_facts_set_copy(
            map, complaint_facts_key(entry->facts, i),
            complaint_facts_at(entry->facts, i), t->error);
    return status;
}

static int journal(tick *t, complaint_case *one, const call *found)
{
    const complaint__clock_state *state = &found->state;
    complaint_time received = complaint_record_integer(
        complaint__case_record(one), "received_at", COMPLAINT_TIME_NONE);
    complaint__entry entry = {
        .kind = state->next_call > 0 ? COMPLAINT__ENTRY_WARN
                                     : COMPLAINT__ENTRY_EXPIRE,
        .action = found->name,
        .happened_at = state->next_at < received ? received : state->next_at,
        .actor = t->actor};
    complaint_facts *facts = NULL;
    int status = complaint_facts_new(t->owner->context, &facts, t->error);

    if (status == COMPLAINT_OK)
        status = set_facts(t, found, facts);
    entry.facts = facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(one, &entry, t->error);
    if (status == COMPLAINT_OK) {
        t->done++;
        t->warned += state->next_call > 0;
        t->expired += state->next_call == 0;
        status = tell(t, one, &entry);
    }
    complaint_facts_free(facts);
    return status;
}

static int one_case(tick *t, const char *id)
{
    complaint_case *one = NULL;
    complaint_time next;
    call found;
    int status = complaint_case_find(t->owner, id, &one, t->error);

    if (status != COMPLAINT_OK)
        return status;
    next = complaint_record_integer(complaint__case_record(one), "next_at",
                                    INT64_MAX);
    if (next <= t->now) { /* else somebody else came first */
        status = find_call(t, one, &found);
        if (status == COMPLAINT_OK)
            status = journal(t, one, &found);
    }
    complaint_case_free(one);
    return status;
}

/* CONFLICT: another process journaled it, or something else; look again. */
static int run(tick *t, bool *more)
{
    complaint_error **error = t->error;
    complaint_error *local = NULL;
    char id[COMPLAINT__ID_SIZE];
    int status;

    t->error = &local;
    for (;;) {
        status = find_first(t, id);
        *more = status == COMPLAINT_OK && id[0] != '\0';
        if (!*more || t->done >= t->limit)
            break;
        status = one_case(t, id);
        if (status != COMPLAINT_OK &&
            (status != COMPLAINT_CONFLICT || t->owner->in_batch))
            break;
        complaint_error_free(local);
        local = NULL;
    }
    t->error = error;
    complaint__error_give(error, local);
    return status;
}

static int check(tick *t, complaint_time now, const complaint_facts *options)
{
    complaint_context *context = t->owner->context;
    complaint_time clock = complaint_context_now(context);

    t->now = now == COMPLAINT_TIME_NONE ? clock : now;
    t->limit = complaint_facts_integer(complaint_facts_get(options, "limit"),
                                       COMPLAINT_LIMIT_TICK);
    if (t->limit < 1 || t->limit > COMPLAINT_LIMIT_TICK)
        return complaint__fail_limit(context, t->error, "limit",
                                     COMPLAINT_LIMIT_TICK);
    if (t->now > clock)
        return complaint__fail(context, t->error, COMPLAINT_INVALID,
                               "time.future", "now",
                               "\"%s\" lies in the future", "now");
    return COMPLAINT_OK;
}

static int finish(const tick *t, bool more, complaint_facts *result)
{
    int status =
        complaint_facts_set_integer(result, "warned", t->warned, t->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(result, "expired", t->expired,
                                             t->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_boolean(result, "more", more, t->error);
    return status;
}

int complaint_register_tick(complaint_register *self,
                            const complaint_actor *actor, complaint_time now,
                            const complaint_facts *options,
                            complaint_facts **out, complaint_error **error)
{
    tick t = {.owner = self, .actor = actor, .error = error};
    complaint_facts *result = NULL;
    bool more = false;
    int status;

    if (out != NULL)
        *out = NULL;
    status = complaint__register_usable(self, error);
    if (status != COMPLAINT_OK)
        return status;
    if (actor == NULL || out == NULL)
        return complaint__fail_misuse(self->context, error,
                                      actor == NULL ? "actor" : "out");
    status = check(&t, now, options);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(self->context, &result, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(result, "entries", &t.entries, error);
    t.view = complaint__view_suspend(self);
    if (status == COMPLAINT_OK)
        status = run(&t, &more);
    complaint__view_resume(self, t.view);
    if (status == COMPLAINT_OK)
        status = finish(&t, more, result);
    if (status == COMPLAINT_OK)
        *out = result;
    else
        complaint_facts_free(result);
    return status;
}
