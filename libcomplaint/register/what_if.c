/* What if: the history of a register's cases replayed under another procedure
 * or calendar, and which limits would have been kept. Nothing is written. */
#include "register/inside.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

#define ROWS_MOST COMPLAINT_LIMIT_PAGE

enum result {
    ABSENT,
    RUNNING,
    OVERDUE,
    PAUSED,
    MET,
    MISSED,
    CANCELLED,
    WITHDRAWN,
    RESULTS
};
static const char *const result_names[RESULTS] = {
    "absent", "running", "overdue",   "paused",
    "met",    "missed",  "cancelled", "withdrawn"};

/* One clock of a case, as it is and as it would be. */
typedef struct pair {
    const char *name;
    const char *task; /* that it is of, or NULL */
    int results[2];
    complaint_time due[2];
} pair;

/* The other procedure with the packs of cases under one of their own. */
typedef struct carried {
    struct carried *next;
    const complaint_procedure *from;
    const complaint_procedure *procedure;
    complaint_procedure *own; /* or NULL */
} carried;

/* Cases by result, of one clock. */
typedef struct total {
    char *name;
    int64_t cases;
    int64_t counts[2][RESULTS];
    int64_t changed;
} total;

typedef struct replay {
    complaint_register *owner;
    complaint_context *context;
    complaint_procedure *own_procedure; /* parsed from a text, or NULL */
    complaint_calendar *own_calendar;
    const complaint_procedure *procedure; /* NULL: the case's own */
    const char *procedure_text;           /* of own_procedure, or NULL */
    carried *carried;
    const complaint_procedure *other; /* for the case at hand */
    const complaint_calendar *other_calendar;
    const complaint_calendar *calendar;
    complaint_time now;
    complaint_facts *rows; /* of the result, or NULL */
    bool more;             /* rows were left out */
    total *totals;
    size_t total_count;
    pair *pairs; /* of the case at hand */
    size_t pair_count;
    int64_t cases;
    int64_t changed;
    complaint_error **error;
} replay;

static const char *text_of(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), NULL);
}

/* ---- definitions ---- */

static bool is_digest(const char *name)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];

    return complaint__digest_read(name, digest);
}

static int find_procedure(replay *r, const complaint_facts *options)
{
    const char *name = text_of(options, "procedure");
    const char *yaml = text_of(options, "procedure_text");
    int status = COMPLAINT_OK;

    if (yaml != NULL) {
        status = complaint_procedure_parse(r->context, yaml, strlen(yaml), NULL,
                                           &r->own_procedure, r->error);
        r->procedure = r->own_procedure;
        r->procedure_text = yaml;
    } else if (name != NULL) {
        status = is_digest(name) ? complaint__register_procedure_by_digest(
                                       r->owner, name, &r->procedure, r->error)
                                 : complaint__register_procedure(
                                       r->owner, name, &r->procedure, r->error);
    }
    return status;
}

static int find_calendar(replay *r, const complaint_facts *options)
{
    const char *name = text_of(options, "calendar");
    const char *yaml = text_of(options, "calendar_text");
    int status = COMPLAINT_OK;

    if (yaml != NULL) {
        status = complaint_calendar_parse(r->context, yaml, strlen(yaml), NULL,
                                          &r->own_calendar, r->error);
        r->calendar = r->own_calendar;
    } else if (name != NULL) {
        status = is_digest(name) ? complaint__register_calendar_by_digest(
                                       r->owner, name, &r->calendar, r->error)
                                 : complaint__register_calendar(
                                       r->owner, name, &r->calendar, r->error);
    }
    return status;
}

/* ---- one case ---- */

static int result_of(const replay *r, const complaint__clock_state *state)
{
    switch (state->status) {
    case COMPLAINT__CLOCK_RUNNING:
        return state->due_at < r->now ? OVERDUE : RUNNING;
    case COMPLAINT__CLOCK_PAUSED:
        return PAUSED;
    case COMPLAINT__CLOCK_MET:
        return MET;
    case COMPLAINT__CLOCK_MISSED:
        return MISSED;
    case COMPLAINT__CLOCK_CANCELLED:
        return CANCELLED;
    case COMPLAINT__CLOCK_WITHDRAWN:
        return WITHDRAWN;
    default:
        return ABSENT;
    }
}

static int add_pair(replay *r, const char *name, const char *task, int side,
                    const complaint__clock_state *state)
{
    pair *more;
    size_t i = 0;

    while (i < r->pair_count && strcmp(r->pairs[i].name, name) != 0)
        i++;
    if (i == r->pair_count) {
        more =
            complaint__realloc_array(r->context, r->pairs, i + 1, sizeof *more);
        if (more == NULL)
            return complaint__fail_memory(r->error);
        r->pairs = more;
        memset(&more[i], 0, sizeof more[i]);
        more[i].name = name;
        more[i].task = task;
        more[i].due[0] = more[i].due[1] = COMPLAINT_TIME_NONE;
        r->pair_count++;
    }
    r->pairs[i].results[side] = result_of(r, state);
    r->pairs[i].due[side] = state->due_at;
    return COMPLAINT_OK;
}

static int add_side(replay *r, const complaint_procedure *procedure,
                    const complaint_calendar *calendar,
                    const complaint__event *events, size_t count, int side)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    complaint__live *live = NULL;
    size_t live_count = 0;
    int status = complaint__clock_evaluate(procedure, calendar, events, count,
                                           r->now, states, r->error);

    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_clock_count(procedure);
         i++)
        status = add_pair(r, complaint__procedure_clock_name(procedure, i),
                          NULL, side, &states[i]);
    if (status == COMPLAINT_OK)
        status = complaint__live_evaluate(procedure, calendar, events, count,
                                          r->now, &live, &live_count, r->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < live_count; i++)
        status = add_pair(r, live[i].name, live[i].task, side, &live[i].state);
    complaint__free(r->context, live);
    return status;
}

static bool differs(const pair *p)
{
    return p->results[0] != p->results[1] || p->due[0] != p->due[1];
}

/* ---- sums ---- */

static int find_total(replay *r, const char *name, total **out)
{
    total *more;
    size_t i = 0;

    while (i < r->total_count && strcmp(r->totals[i].name, name) != 0)
        i++;
    if (i == r->total_count) {
        more = complaint__realloc_array(r->context, r->totals, i + 1,
                                        sizeof *more);
        if (more == NULL)
            return complaint__fail_memory(r->error);
        r->totals = more;
        memset(&more[i], 0, sizeof more[i]);
        more[i].name = complaint__copy_text(r->context, name);
        if (more[i].name == NULL)
            return complaint__fail_memory(r->error);
        r->total_count++;
    }
    *out = &r->totals[i];
    return COMPLAINT_OK;
}

static int add_row(replay *r, const complaint_case *one, const pair *p)
{
    complaint_facts *row;
    int status;

    r->more = r->more || complaint_facts_size(r->rows) >= ROWS_MOST;
    if (r->rows == NULL || complaint_facts_size(r->rows) >= ROWS_MOST)
        return COMPLAINT_OK;
    status = complaint_facts_set_map(r->rows, NULL, &row, r->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(row, "case_id", one->image.case_id,
                                          r->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            row, "number",
            complaint_record_text(one->image.self.record, "number"), r->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(row, "clock", p->name, r->error);
    for (int side = 0; side < 2 && status == COMPLAINT_OK; side++) {
        status =
            complaint_facts_set_text(row, side == 0 ? "was" : "would_be",
                                     result_names[p->results[side]], r->error);
        if (status == COMPLAINT_OK && p->due[side] != COMPLAINT_TIME_NONE)
            status = complaint_facts_set_time(
                row, side == 0 ? "was_due_at" : "would_be_due_at", p->due[side],
                r->error);
    }
    return status;
}

static int add_up(replay *r, const complaint_case *one)
{
    bool changed = false;
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < r->pair_count; i++) {
        const pair *p = &r->pairs[i];
        total *sum = NULL;

        if (p->results[0] == ABSENT && p->results[1] == ABSENT)
            continue;
        status = find_total(r, p->task != NULL ? p->task : p->name, &sum);
        if (status != COMPLAINT_OK)
            break;
        sum->cases++;
        sum->counts[0][p->results[0]]++;
        sum->counts[1][p->results[1]]++;
        sum->changed += differs(p);
        if (!differs(p))
            continue;
        changed = true;
        status = add_row(r, one, p);
    }
    r->cases++;
    r->changed += changed;
    return status;
}

/* Packs that were put on a case stay on it. */
static int other_procedure(replay *r, const complaint_case *one,
                           const complaint_procedure **out)
{
    carried *at = r->carried;
    int status;

    *out = one->procedure;
    if (r->procedure == NULL)
        return COMPLAINT_OK;
    while (at != NULL && at->from != one->procedure)
        at = at->next;
    if (at != NULL) {
        *out = at->procedure;
        return COMPLAINT_OK;
    }
    at = complaint__alloc_array(r->context, 1, sizeof *at);
    if (at == NULL)
        return complaint__fail_memory(r->error);
    status = complaint__register_carry(r->owner, r->procedure,
                                       r->procedure_text, one->procedure,
                                       &at->procedure, &at->own, r->error);
    at->from = one->procedure;
    at->next = r->carried;
    r->carried = at;
    *out = at->procedure;
    return status;
}

/* With the facts that the other procedure looks at. */
static int look_other(void *data, const complaint__event *events, size_t count,
                      complaint_error **error)
{
    replay *r = data;

    (void)error;
    return add_side(r, r->other, r->other_calendar, events, count, 1);
}

static int one_case(replay *r, const char *id)
{
    complaint_case *one = NULL;
    const complaint__event *events;
    size_t count;
    int status = complaint_case_find(r->owner, id, &one, r->error);

    if (status == COMPLAINT_OK)
        status = complaint__case_history(one, &events, &count, r->error);
    r->pair_count = 0;
    if (status == COMPLAINT_OK)
        status = add_side(r, one->procedure, one->calendar, events, count, 0);
    if (status == COMPLAINT_OK)
        status = other_procedure(r, one, &r->other);
    if (status == COMPLAINT_OK) {
        r->other_calendar = r->calendar != NULL ? r->calendar : one->calendar;
        status = complaint__case_look_under(one, r->other, r->other_calendar,
                                            look_other, r, r->error);
    }
    if (status == COMPLAINT_OK)
        status = add_up(r, one);
    complaint_case_free(one);
    return status;
}

/* ---- all of them ---- */

/* Of the procedure's own cases, unless the filter names others. */
static int make_filter(const replay *r, const complaint_facts *options,
                       complaint_facts **out)
{
    const complaint_facts *given = complaint_facts_get(options, "filter");
    int status = given == NULL
                     ? complaint_facts_new(r->context, out, r->error)
                     : complaint__facts_copy(r->context, given, out, r->error);

    if (status == COMPLAINT_OK && r->procedure != NULL &&
        complaint_facts_get(*out, "procedure") == NULL)
        status = complaint_facts_set_text(
            *out, "procedure", complaint_procedure_name(r->procedure),
            r->error);
    return status;
}

static int run(replay *r, const complaint_facts *options)
{
    complaint_cursor *cursor = NULL;
    complaint_facts *filter = NULL;
    const complaint_record *record = NULL;
    int status = make_filter(r, options, &filter);

    if (status == COMPLAINT_OK)
        status = complaint_register_list(r->owner, filter, &cursor, r->error);
    while (status == COMPLAINT_OK) {
        char id[COMPLAINT__ID_SIZE];

        status = complaint_cursor_next(cursor, &record, r->error);
        if (status != COMPLAINT_OK || record == NULL)
            break;
        memcpy(id, complaint_record_text(record, "id"), sizeof id);
        status = one_case(r, id);
    }
    complaint_cursor_free(cursor);
    complaint_facts_free(filter);
    return status;
}

static int tell_total(const replay *r, const total *sum, complaint_facts *list)
{
    static const char *const sides[2] = {"was", "would_be"};
    complaint_facts *map;
    char key[40];
    int status = complaint_facts_set_map(list, NULL, &map, r->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "clock", sum->name, r->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(map, "cases", sum->cases, r->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(map, "changed", sum->changed, r->error);
    for (int result = 0; result < RESULTS; result++)
        for (int side = 0; side < 2 && status == COMPLAINT_OK; side++) {
            (void)snprintf(key, sizeof key, "%s_%s", sides[side],
                           result_names[result]);
            status = complaint_facts_set_integer(
                map, key, sum->counts[side][result], r->error);
        }
    return status;
}

static int tell_definitions(const replay *r, complaint_facts *out)
{
    int status = complaint_facts_set_time(out, "now", r->now, r->error);

    if (status == COMPLAINT_OK && r->procedure != NULL)
        status = complaint_facts_set_text(
            out, "procedure_digest", complaint_procedure_digest(r->procedure),
            r->error);
    if (status == COMPLAINT_OK && r->calendar != NULL)
        status = complaint_facts_set_text(
            out, "calendar_digest", complaint_calendar_digest(r->calendar),
            r->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(out, "cases", r->cases, r->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(out, "changed", r->changed, r->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_boolean(out, "more", r->more, r->error);
    return status;
}

static int answer(replay *r, const complaint_facts *options,
                  complaint_facts *out)
{
    complaint_facts *list = NULL;
    int status = complaint_facts_set_list(out, "clocks", &list, r->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(out, "rows", &r->rows, r->error);
    if (status == COMPLAINT_OK)
        status = run(r, options);
    for (size_t i = 0; status == COMPLAINT_OK && i < r->total_count; i++)
        status = tell_total(r, &r->totals[i], list);
    return status == COMPLAINT_OK ? tell_definitions(r, out) : status;
}

static int check(replay *r, const complaint_facts *options)
{
    static const char *const keys[] = {"procedure", "procedure_text",
                                       "calendar",  "calendar_text",
                                       "filter",    "now"};
    const complaint_facts *now = complaint_facts_get(options, "now");

    for (size_t i = 0; i < complaint_facts_size(options); i++) {
        const char *key = complaint_facts_key(options, i);
        bool known = false;

        for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++)
            known = known || strcmp(keys[j], key) == 0;
        if (!known)
            return complaint__fail(r->context, r->error, COMPLAINT_INVALID,
                                   "what_if.option", key,
                                   "what-if has no option \"%s\"", key);
    }
    r->now = complaint_context_now(r->context);
    if (complaint_facts_type(now) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    r->now = complaint_facts_time(now);
    return r->now != COMPLAINT_TIME_NONE
               ? COMPLAINT_OK
               : complaint__fail(r->context, r->error, COMPLAINT_INVALID,
                                 "what_if.option", "now",
                                 "\"%s\": a time is expected", "now");
}

int complaint_register_what_if(complaint_register *self,
                               const complaint_facts *options,
                               complaint_facts **out, complaint_error **error)
{
    replay r = {.owner = self, .error = error};
    complaint_facts *result = NULL;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    r.context = self->context;
    if (out == NULL || complaint_facts_type(options) != COMPLAINT_FACTS_MAP)
        return complaint__fail_misuse(self->context, error,
                                      out == NULL ? "out" : "options");
    status = check(&r, options);
    if (status == COMPLAINT_OK)
        status = find_procedure(&r, options);
    if (status == COMPLAINT_OK)
        status = find_calendar(&r, options);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(r.context, &result, error);
    if (status == COMPLAINT_OK)
        status = answer(&r, options, result);
    if (status == COMPLAINT_OK)
        *out = result;
    else
        complaint_facts_free(result);
    for (size_t i = 0; i < r.total_count; i++)
        complaint__free(r.context, r.totals[i].name);
    complaint__free(r.context, r.totals);
    complaint__free(r.context, r.pairs);
    while (r.carried != NULL) {
        carried *next = r.carried->next;

        complaint_procedure_free(r.carried->own);
        complaint__free(r.context, r.carried);
        r.carried = next;
    }
    complaint_procedure_free(r.own_procedure);
    complaint_calendar_free(r.own_calendar);
    return status;
}
