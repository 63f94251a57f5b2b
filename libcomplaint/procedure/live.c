/* Clocks that come and go with a case's entries: those of its tasks and of its
 * hand-over. How one runs is in clock.c, what tasks are in task.c. */
#include "procedure/explain.h"

#include <string.h>

#include "base/context.h"
#include "base/failure.h"

const char *const complaint__task_step_names[COMPLAINT__TASK_STEPS] = {
    "", "open", "done", "decline", "reopen", "withdraw"};

int complaint__task_step_find(const char *name)
{
    int step = COMPLAINT__TASK_STEPS - 1;

    while (
        step > COMPLAINT__TASK_NONE &&
        (name == NULL || strcmp(complaint__task_step_names[step], name) != 0))
        step--;
    return step;
}

bool complaint__procedure_has_live(const complaint_procedure *procedure)
{
    return procedure->task_count + procedure->handover_count > 0;
}

char complaint__handover_then(const complaint_procedure *procedure,
                              const char *clock, const char **to)
{
    *to = NULL;
    for (size_t i = 0; clock != NULL && i < procedure->handover_count; i++) {
        const complaint__handover *handover = &procedure->handovers[i];

        if (strcmp(handover->clock.name, clock) != 0)
            continue;
        *to = handover->to;
        return handover->then == COMPLAINT__THEN_RETURN ? 'r' : 'e';
    }
    return 0;
}

/* ---- which there are ---- */

/* A clock to follow: of a task it bears the task's id. */
typedef struct followed {
    complaint__clock clock;
    enum complaint__followed kind;
    complaint__live live;
} followed;

static bool is_before(const complaint__event *events, size_t event, size_t move,
                      const char *id)
{
    for (size_t i = 0; i <= event; i++)
        for (size_t j = 0; j < events[i].move_count; j++) {
            if (i == event && j >= move)
                return false;
            if (events[i].moves[j].step == COMPLAINT__TASK_OPEN &&
                strcmp(events[i].moves[j].id, id) == 0)
                return true;
        }
    return false;
}

static bool take_task(const complaint_procedure *procedure,
                      const complaint__task_move *move, followed *out)
{
    size_t index;

    if (move->step != COMPLAINT__TASK_OPEN || move->task == NULL)
        return false;
    index = complaint__task_index(procedure, move->task);
    if (index == procedure->task_count || !procedure->tasks[index].limited)
        return false;
    memset(out, 0, sizeof *out);
    out->clock = procedure->tasks[index].limit;
    out->clock.name = move->id;
    out->kind = COMPLAINT__FOLLOW_TASK;
    out->live.name = move->id;
    out->live.task = procedure->tasks[index].name;
    out->live.unit = move->unit;
    out->live.role = procedure->tasks[index].role;
    out->live.handover = SIZE_MAX;
    return true;
}

/* The next one from a place in the events; hand-overs come last. */
typedef struct walk {
    const complaint_procedure *procedure;
    const complaint__event *events;
    size_t count;
    size_t event;
    size_t move;
    size_t handover;
} walk;

static bool step(walk *w, followed *out)
{
    for (; w->event < w->count; w->event++, w->move = 0) {
        const complaint__event *event = &w->events[w->event];

        while (w->move < event->move_count) {
            size_t at = w->move++;

            if (take_task(w->procedure, &event->moves[at], out) &&
                !is_before(w->events, w->event, at, event->moves[at].id))
                return true;
        }
    }
    if (w->handover == w->procedure->handover_count)
        return false;
    memset(out, 0, sizeof *out);
    out->clock = w->procedure->handovers[w->handover].clock;
    out->kind = COMPLAINT__FOLLOW_HANDOVER;
    out->live.name = out->clock.name;
    out->live.handover = w->handover++;
    return true;
}

/* ---- evaluating ---- */

static int append(complaint_context *context, complaint__live **list,
                  size_t *count, const complaint__live *live,
                  complaint_error **error)
{
    complaint__live *more;

    if ((*count & (*count - 1)) == 0) { /* 0, 1, 2, 4, 8: full */
        more = complaint__realloc_array(
            context, *list, *count == 0 ? 1 : 2 * *count, sizeof *more);
        if (more == NULL)
            return complaint__fail_memory(error);
        *list = more;
    }
    (*list)[(*count)++] = *live;
    return COMPLAINT_OK;
}

static int evaluate(const complaint_procedure *procedure,
                    const complaint_calendar *calendar,
                    const complaint__timeline *timeline, walk *w,
                    complaint__live **out, size_t *count,
                    complaint_error **error)
{
    complaint__run run = {0};
    followed one;
    int status = COMPLAINT_OK;

    run.context = procedure->context;
    while (status == COMPLAINT_OK && step(w, &one)) {
        status =
            complaint__run_follow(&run, timeline, &one.clock, one.kind, error);
        if (status == COMPLAINT_OK)
            status = complaint__run_state(&one.clock, calendar, &run,
                                          &one.live.state, error);
        if (status == COMPLAINT_OK)
            status = append(procedure->context, out, count, &one.live, error);
    }
    complaint__run_end(&run);
    return status;
}

int complaint__live_evaluate(const complaint_procedure *procedure,
                             const complaint_calendar *calendar,
                             const complaint__event *events, size_t count,
                             complaint_time now, complaint__live **out,
                             size_t *out_count, complaint_error **error)
{
    walk w = {procedure, events, count, 0, 0, 0};
    complaint__timeline timeline;
    int status;

    *out = NULL;
    *out_count = 0;
    if (!complaint__procedure_has_live(procedure))
        return COMPLAINT_OK;
    status = complaint__timeline_make(&timeline, procedure, events, count, now,
                                      error);
    if (status == COMPLAINT_OK)
        status =
            evaluate(procedure, calendar, &timeline, &w, out, out_count, error);
    complaint__timeline_end(&timeline);
    if (status != COMPLAINT_OK) {
        complaint__free(procedure->context, *out);
        *out = NULL;
        *out_count = 0;
    }
    return status;
}

int complaint__live_explain(const complaint_procedure *procedure,
                            const complaint_calendar *calendar,
                            const complaint__event *events, size_t count,
                            complaint_time now, const char *name,
                            const char *language, complaint_facts *list,
                            complaint_error **error)
{
    walk w = {procedure, events, count, 0, 0, 0};
    followed one;

    while (step(&w, &one))
        if (strcmp(one.live.name, name) == 0)
            return complaint__clock_tell(procedure, calendar, events, count,
                                         now, &one.clock, one.kind, language,
                                         list, error);
    return complaint__fail(procedure->context, error, COMPLAINT_NOT_FOUND,
                           "procedure.clock", "clock",
                           "the procedure has no such clock");
}

/* ---- what may be done to one ---- */

static complaint__clock clock_of(const complaint_procedure *procedure,
                                 const complaint__live *live)
{
    complaint__clock clock =
        live->handover != SIZE_MAX
            ? procedure->handovers[live->handover].clock
            : procedure->tasks[complaint__task_index(procedure, live->task)]
                  .limit;

    clock.name = live->name;
    return clock;
}

int complaint__live_may_extend(const complaint_procedure *procedure,
                               const complaint__live *live,
                               const complaint__subject *subject,
                               int64_t amount, complaint_error **error)
{
    complaint__clock clock = clock_of(procedure, live);

    return complaint__run_may_extend(procedure, &clock, &live->state, subject,
                                     amount, error);
}

int complaint__live_may_pause(const complaint_procedure *procedure,
                              const complaint__live *live, bool resume,
                              complaint_error **error)
{
    complaint__clock clock = clock_of(procedure, live);

    return complaint__run_may_pause(procedure, &clock, &live->state, resume,
                                    error);
}

const char *complaint__live_call_role(const complaint_procedure *procedure,
                                      const complaint__live *live, int64_t call)
{
    complaint__clock clock = clock_of(procedure, live);

    if (call >= 1 && (size_t)call <= clock.warning_count &&
        clock.warnings[call - 1].to != NULL)
        return clock.warnings[call - 1].to;
    if (live->handover != SIZE_MAX && call == 0)
        return procedure->handovers[live->handover].to;
    return live->role;
}
