/* Warnings and expiries of a running clock: when the next is to be told of.
 * Entries that told of one are events like others; who journals them is the
 * register's affair. */
#include "procedure/clock.h"

#include <string.h>

#define WARN "warn"
#define EXPIRE "expire"

bool complaint__event_tells(const complaint__event *event)
{
    return event->kind != NULL &&
           (strcmp(event->kind, WARN) == 0 || strcmp(event->kind, EXPIRE) == 0);
}

void complaint__run_told(complaint__run *run, const complaint__clock *clock,
                         const complaint__event *event)
{
    if (event->action == NULL || strcmp(event->action, clock->name) != 0)
        return;
    if (strcmp(event->kind, EXPIRE) == 0)
        run->expired = true;
    else if (event->amount >= 1 && event->amount <= COMPLAINT__LIMIT_WARNINGS)
        run->warned |= UINT32_C(1) << (event->amount - 1);
}

/* A new limit has its own warnings, those that lie ahead of the extension. */
void complaint__run_extended(complaint__run *run, complaint_time at)
{
    run->warned_before |= run->warned;
    run->warned = 0;
    run->expired_before = run->expired_before || run->expired;
    run->expired = false;
    run->extended_at = at;
}

static void take(const complaint__run *run, complaint__clock_state *state,
                 complaint_time at, int64_t call, bool told, bool told_before)
{
    if (at == COMPLAINT_TIME_NONE || told ||
        (told_before && at <= run->extended_at))
        return;
    if (state->next_at != COMPLAINT_TIME_NONE && state->next_at <= at)
        return;
    state->next_at = at;
    state->next_call = call;
}

int complaint__run_next(const complaint__clock *clock,
                        const complaint_calendar *calendar,
                        const complaint__run *run,
                        complaint__clock_state *state, complaint_error **error)
{
    for (size_t i = 0; i < clock->warning_count; i++) {
        uint32_t bit = UINT32_C(1) << i;
        complaint_time at;
        int status;

        if ((run->warned & bit) != 0)
            continue;
        status = complaint__clock_warn_at(
            clock, calendar, run, clock->warnings[i].share,
            clock->warnings[i].before, &at, error);
        if (status != COMPLAINT_OK)
            return status;
        take(run, state, at, (int64_t)i + 1, false,
             (run->warned_before & bit) != 0);
    }
    /* the limit itself is still kept: the instant after it is not */
    if (clock->acts || clock->expiry.en != NULL ||
        clock->expiry.zh_cn != NULL || clock->expiry.zh_tw != NULL)
        take(run, state,
             state->due_at == COMPLAINT_TIME_NONE ? COMPLAINT_TIME_NONE
                                                  : state->due_at + 1,
             0, run->expired, run->expired_before);
    return COMPLAINT_OK;
}

const char *complaint__procedure_call_role(const complaint_procedure *procedure,
                                           size_t clock, int64_t call)
{
    const complaint__clock *c = &procedure->clocks[clock];

    if (call >= 1 && (size_t)call <= c->warning_count &&
        c->warnings[call - 1].to != NULL)
        return c->warnings[call - 1].to;
    return c->owner;
}
