/* The stage: steps that a register would take, on plain values. */
#include "procedure/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/bundled.h"

#define OFFSET (8 * 3600)

complaint_time stage_time(const char *text)
{
    complaint_time time = 0;
    char copy[32];
    size_t size = strlen(text);
    bool whole = size > 5 && strcmp(text + size - 5, "24:00") == 0;

    ck_assert_uint_lt(size, sizeof(copy));
    memcpy(copy, text, size + 1);
    if (whole)
        copy[10] = '\0';
    ck_assert_int_eq(complaint_time_parse(copy, OFFSET, &time, NULL), 0);
    return whole ? time + COMPLAINT_DAY - 1 : time;
}

complaint_time stage_at(const char *day, complaint_time more)
{
    return stage_time(day) + more;
}

static void open_rest(stage *s, const char *calendar)
{
    ck_assert_int_eq(
        complaint_calendar_bundled(s->context, calendar, &s->calendar, NULL),
        0);
    ck_assert_int_eq(complaint__record_new(s->context,
                                           &complaint__relation_case,
                                           &s->record, NULL),
                     0);
    ck_assert_int_eq(complaint__record_set_text(
                         s->record, complaint__case_state,
                         complaint__procedure_start(s->procedure), NULL),
                     0);
}

void stage_open_packs(stage *s, const char *name, const char *const *packs,
                      const char *calendar)
{
    const complaint__bundled *file = complaint__bundled_find("procedure", name);
    complaint__attachment attached = {.names = packs};
    complaint_error *error = NULL;

    while (packs[attached.count] != NULL)
        attached.count++;
    memset(s, 0, sizeof(*s));
    s->context = surroundings_begin(&s->around);
    ck_assert_msg(
        complaint__procedure_compose(s->context, (const char *)file->bytes,
                                     file->size, file->file, NULL, NULL,
                                     &attached, &s->procedure, &error) == 0,
        "%s %s %lld:%lld", complaint_error_message(error),
        complaint_error_file(error), (long long)complaint_error_line(error),
        (long long)complaint_error_column(error));
    open_rest(s, calendar);
}

void stage_open(stage *s, const char *name, const char *yaml,
                const char *calendar)
{
    complaint_error *error = NULL;
    int status;

    memset(s, 0, sizeof(*s));
    s->context = surroundings_begin(&s->around);
    if (yaml != NULL)
        status = complaint_procedure_parse(s->context, yaml, strlen(yaml), name,
                                           &s->procedure, &error);
    else
        status = complaint_procedure_bundled(s->context, name, &s->procedure,
                                             &error);
    ck_assert_msg(status == 0, "%s %lld:%lld", complaint_error_message(error),
                  (long long)complaint_error_line(error),
                  (long long)complaint_error_column(error));
    open_rest(s, calendar);
}

void stage_close(stage *s)
{
    for (size_t i = 0; i < STAGE_EVENTS; i++)
        complaint_facts_free(s->facts[i]);
    complaint_error_free(s->error);
    complaint_record_free(s->record);
    complaint_calendar_free(s->calendar);
    complaint_procedure_free(s->procedure);
    surroundings_end(&s->around, s->context);
}

const char *stage_state(const stage *s)
{
    return complaint_record_text(s->record, "state");
}

static complaint__event *add_event(stage *s, const char *kind,
                                   const char *action, const char *when)
{
    complaint__event *event = &s->events[s->count];

    ck_assert_uint_lt(s->count, STAGE_EVENTS);
    complaint_facts_free(s->facts[s->count]); /* of a step that was undone */
    s->facts[s->count] = NULL;
    event->facts = NULL;
    s->count++;
    event->kind = kind;
    event->action = action;
    event->happened_at = stage_time(when);
    event->recorded_at = event->happened_at;
    event->received_at = COMPLAINT_TIME_NONE;
    event->occurred_at = COMPLAINT_TIME_NONE;
    event->aware_at = COMPLAINT_TIME_NONE;
    return event;
}

void stage_file(stage *s, const char *when)
{
    complaint__event *event = add_event(s, "file", NULL, when);

    event->state = complaint__procedure_start(s->procedure);
    event->received_at = event->happened_at;
}

void stage_clock_event(stage *s, const char *kind, const char *clock,
                       const char *when, int64_t amount)
{
    complaint__event *event = add_event(s, kind, clock, when);

    event->state =
        complaint__procedure_state(s->procedure, stage_state(s))->name;
    event->amount = amount;
}

static const char *who_did(void *user_data, const char *transition)
{
    const stage *s = user_data;

    for (size_t i = s->count; i-- > 0;)
        if (s->events[i].action != NULL &&
            strcmp(s->events[i].action, transition) == 0)
            return s->actors[i];
    return NULL;
}

static const complaint_facts *known(void *user_data, const char *name)
{
    const stage *s = user_data;

    return complaint__events_fact(s->events, s->count, name);
}

static void apply(stage *s, const complaint__transition *transition,
                  const complaint_facts *facts, const char *actor,
                  const char *when)
{
    complaint__event *event = add_event(s, "perform", transition->name, when);

    s->actors[s->count - 1] = actor;
    event->state =
        transition->to != NULL
            ? transition->to
            : complaint__procedure_state(s->procedure, stage_state(s))->name;
    event->marks = transition->marks;
    if (transition->to != NULL)
        ck_assert_int_eq(complaint__record_set_text(s->record,
                                                    complaint__case_state,
                                                    transition->to, NULL),
                         0);
    for (size_t i = 0; i < complaint_facts_size(facts); i++) {
        int column = complaint_relation_column_find(
            &complaint__relation_case, complaint_facts_key(facts, i));

        if (column >= 0)
            ck_assert_int_eq(
                complaint__record_set_fact(s->record, (size_t)column,
                                           complaint_facts_at(facts, i), NULL),
                0);
    }
}

int stage_do(stage *s, const char *transition, const char *actor,
             const char *facts, const char *when)
{
    complaint__subject subject = {0};
    complaint_facts *tree = NULL;
    char role[64] = "";
    const char *roles[1] = {role};
    const char *colon = strchr(actor, ':');
    int status;

    if (colon != NULL)
        memcpy(role, actor, (size_t)(colon - actor));
    if (facts != NULL)
        ck_assert_int_eq(complaint_facts_parse(s->context, facts, strlen(facts),
                                               &tree, NULL),
                         0);
    subject.record = s->record;
    subject.facts = tree;
    subject.actor = actor;
    subject.roles = roles;
    subject.role_count = colon != NULL;
    subject.who_did = who_did;
    subject.known = known;
    subject.user_data = s;
    complaint_error_free(s->error);
    s->error = NULL;
    status = complaint__procedure_may_perform(s->procedure, transition,
                                              &subject, &s->error);
    if (status == COMPLAINT_OK)
        apply(s, complaint__procedure_transition(s->procedure, transition),
              tree, actor, when);
    if (status == COMPLAINT_OK) {
        s->facts[s->count - 1] = tree;
        s->events[s->count - 1].facts = tree;
    } else {
        complaint_facts_free(tree);
    }
    return status;
}

void stage_go(stage *s, const char *transition, const char *actor,
              const char *facts, const char *when, const char *state)
{
    int status = stage_do(s, transition, actor, facts, when);

    ck_assert_msg(status == COMPLAINT_OK, "%s: %s", transition,
                  complaint_error_message(s->error));
    ck_assert_str_eq(stage_state(s), state);
}

complaint__clock_state stage_clock(stage *s, const char *clock,
                                   complaint_time now)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    complaint_error *error = NULL;
    size_t count = complaint__procedure_clock_count(s->procedure);
    size_t i = 0;

    ck_assert_msg(complaint__clock_evaluate(s->procedure, s->calendar,
                                            s->events, s->count, now, states,
                                            &error) == 0,
                  "%s", complaint_error_message(error));
    while (i < count &&
           strcmp(complaint__procedure_clock_name(s->procedure, i), clock) != 0)
        i++;
    ck_assert_uint_lt(i, count);
    return states[i];
}

void stage_expect(stage *s, const char *clock, const char *now, int status,
                  const char *due)
{
    complaint__clock_state state = stage_clock(s, clock, stage_time(now));
    complaint_time wanted =
        due[0] == '\0' ? COMPLAINT_TIME_NONE : stage_time(due);
    char text[COMPLAINT_TIME_TEXT_SIZE] = "none";

    if (state.due_at != COMPLAINT_TIME_NONE)
        ck_assert_int_eq(
            complaint_time_format(state.due_at, OFFSET, text, sizeof(text)), 0);
    ck_assert_msg(state.due_at == wanted, "%s at %s: due %s, not %s", clock,
                  now, text, due);
    ck_assert_msg(state.status == status, "%s at %s: status %d, not %d", clock,
                  now, state.status, status);
}

char *stage_text(const char *name, size_t *size)
{
    const complaint__bundled *file = complaint__bundled_find("procedure", name);
    char *text;

    ck_assert_ptr_nonnull(file);
    text = malloc(file->size + 1);
    ck_assert_ptr_nonnull(text);
    memcpy(text, file->bytes, file->size);
    text[file->size] = '\0';
    if (size != NULL)
        *size = file->size;
    return text;
}

char *stage_edit(const char *text, const char *from, const char *to)
{
    const char *place = strstr(text, from);
    size_t before, size;
    char *edited;

    ck_assert_msg(place != NULL, "no such text: %s", from);
    before = (size_t)(place - text);
    size = strlen(text) - strlen(from) + strlen(to);
    edited = malloc(size + 1);
    ck_assert_ptr_nonnull(edited);
    memcpy(edited, text, before);
    memcpy(edited + before, to, strlen(to));
    strcpy(edited + before + strlen(to), place + strlen(from));
    return edited;
}

void stage_findings(complaint_context *context, const char *yaml,
                    const complaint_facts *known, char *told, size_t size)
{
    complaint_facts *out = NULL;
    const complaint_facts *list;
    int64_t errors = 0;
    size_t at = 0;

    told[0] = '\0';
    ck_assert_int_eq(complaint_procedure_verify(context, yaml, strlen(yaml),
                                                "small", known, &out, NULL),
                     COMPLAINT_OK);
    list = complaint_facts_get(out, "findings");
    for (size_t i = 0; i < complaint_facts_size(list) && at < size; i++) {
        const complaint_facts *one = complaint_facts_at(list, i);
        const char *severity =
            complaint_facts_text(complaint_facts_get(one, "severity"), "");

        errors += strcmp(severity, "error") == 0;
        ck_assert_str_ne(
            complaint_facts_text(complaint_facts_get(one, "text"), ""), "");
        at += (size_t)snprintf(
            told + at, size - at, "%s%s@%s %lld:%lld", i > 0 ? " " : "",
            complaint_facts_text(complaint_facts_get(one, "code"), ""),
            complaint_facts_text(complaint_facts_get(one, "field"), ""),
            (long long)complaint_facts_integer(complaint_facts_get(one, "line"),
                                               0),
            (long long)complaint_facts_integer(
                complaint_facts_get(one, "column"), 0));
    }
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(out, "errors"), -1),
        errors);
    complaint_facts_free(out);
}
