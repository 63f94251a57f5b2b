/* Whether a clock may be extended, paused, resumed. */
#include "procedure/clock.h"

#include <string.h>

#include "base/failure.h"

int complaint__run_may_extend(const complaint_procedure *procedure,
                              const complaint__clock *clock,
                              const complaint__clock_state *state,
                              const complaint__subject *subject, int64_t amount,
                              complaint_error **error)
{
    complaint_context *context = procedure->context;

    if (amount < 1)
        return complaint__fail(context, error, COMPLAINT_INVALID,
                               "procedure.extension", "amount",
                               "an extension is at least 1");
    if (!clock->extensible)
        return complaint__fail(context, error, COMPLAINT_REFUSED,
                               "procedure.extension", "clock",
                               "the procedure does not let this clock be "
                               "extended: %s",
                               clock->name);
    if (state->status != COMPLAINT__CLOCK_RUNNING &&
        state->status != COMPLAINT__CLOCK_PAUSED)
        return complaint__fail(context, error, COMPLAINT_REFUSED,
                               "procedure.extension", "clock",
                               "the clock is not running: %s", clock->name);
    if (!complaint__subject_may(subject, &clock->extension_roles))
        return complaint__fail(context, error, COMPLAINT_DENIED,
                               "procedure.role", "actor",
                               "no role of the actor may extend this clock");
    if (clock->max_times > 0 && state->extensions >= clock->max_times)
        return complaint__fail(context, error, COMPLAINT_REFUSED,
                               "procedure.extension", "clock",
                               "the clock was extended as often as it may be: "
                               "%lld",
                               (long long)clock->max_times);
    if (amount > clock->cap_total - clock->amount - state->extended)
        return complaint__fail(context, error, COMPLAINT_REFUSED,
                               "procedure.extension", "amount",
                               "with the extension the limit would be past its "
                               "cap of %lld %s",
                               (long long)clock->cap_total,
                               complaint__clock_unit_names[clock->unit]);
    return COMPLAINT_OK;
}

int complaint__clock_may_extend(const complaint_procedure *procedure,
                                size_t index,
                                const complaint__clock_state *state,
                                const complaint__subject *subject,
                                int64_t amount, complaint_error **error)
{
    if (index >= procedure->clock_count)
        return complaint__fail(procedure->context, error, COMPLAINT_NOT_FOUND,
                               "procedure.clock", "clock",
                               "the procedure has no such clock");
    return complaint__run_may_extend(procedure, &procedure->clocks[index],
                                     state, subject, amount, error);
}

static bool is_running(const complaint__clock_state *state)
{
    return state->status == COMPLAINT__CLOCK_RUNNING ||
           state->status == COMPLAINT__CLOCK_PAUSED;
}

int complaint__run_may_pause(const complaint_procedure *procedure,
                             const complaint__clock *clock,
                             const complaint__clock_state *state, bool resume,
                             complaint_error **error)
{
    if (!clock->by_hand)
        return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                               "procedure.pause", "clock",
                               "the procedure does not let this clock be "
                               "paused by hand: %s",
                               clock->name);
    if (!is_running(state))
        return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                               "procedure.pause", "clock",
                               "the clock is not running: %s", clock->name);
    if (resume && !state->by_hand)
        return complaint__fail(
            procedure->context, error, COMPLAINT_REFUSED, "procedure.pause",
            "clock", "the clock is not paused by hand: %s", clock->name);
    if (!resume && state->by_hand)
        return complaint__fail(
            procedure->context, error, COMPLAINT_REFUSED, "procedure.pause",
            "clock", "the clock is paused by hand already: %s", clock->name);
    return COMPLAINT_OK;
}

int complaint__clock_may_pause(const complaint_procedure *procedure,
                               size_t clock,
                               const complaint__clock_state *states,
                               bool resume, complaint_error **error)
{
    if (clock != SIZE_MAX)
        return complaint__run_may_pause(procedure, &procedure->clocks[clock],
                                        &states[clock], resume, error);
    for (size_t i = 0; i < procedure->clock_count; i++)
        if (procedure->clocks[i].by_hand && is_running(&states[i]) &&
            states[i].by_hand == resume)
            return COMPLAINT_OK;
    if (resume)
        return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                               "procedure.pause", "clock",
                               "no clock is paused by hand");
    return complaint__fail(procedure->context, error, COMPLAINT_REFUSED,
                           "procedure.pause", "clock",
                           "no running clock can be paused by hand");
}
