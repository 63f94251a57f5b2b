/* What becomes of clocks as a case's events happen: started, paused, extended,
 * stopped, cancelled, reopened. A pure function; when they are due is in
 * due.c. */
#include "procedure/clock.h"

#include <stdlib.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"

/* ---- the timeline ---- */

static int compare_moments(const void *left, const void *right)
{
    const complaint__moment *a = left;
    const complaint__moment *b = right;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool is_kind(const complaint__event *event, const char *kind)
{
    return event->kind != NULL && strcmp(event->kind, kind) == 0;
}

/* Compared once, not once for each clock. */
static enum complaint__moment_kind kind_of(const complaint__event *event)
{
    if (event->kind == NULL)
        return COMPLAINT__MOMENT_OTHER;
    switch (event->kind[0]) {
    case 'f':
        return is_kind(event, COMPLAINT__ANCHOR_FILE) ? COMPLAINT__MOMENT_FILE
                                                      : COMPLAINT__MOMENT_OTHER;
    case 'p':
        return is_kind(event, "perform") ? COMPLAINT__MOMENT_PERFORM
               : is_kind(event, "pause") ? COMPLAINT__MOMENT_PAUSE
                                         : COMPLAINT__MOMENT_OTHER;
    case 'm':
        return is_kind(event, "move") ? COMPLAINT__MOMENT_MOVE
                                      : COMPLAINT__MOMENT_OTHER;
    case 'r':
        return is_kind(event, "resume") ? COMPLAINT__MOMENT_RESUME
                                        : COMPLAINT__MOMENT_OTHER;
    default:
        break;
    }
    if (is_kind(event, "extend"))
        return COMPLAINT__MOMENT_EXTEND;
    return complaint__event_tells(event) ? COMPLAINT__MOMENT_TELLS
                                         : COMPLAINT__MOMENT_OTHER;
}

/* Where a step leads is known with it: mostly no second look is needed. */
static size_t state_after(const complaint_procedure *procedure,
                          const complaint__moment *moment)
{
    const char *name = moment->event->state;
    size_t target;
    size_t index;

    if (name == NULL)
        return SIZE_MAX;
    if (moment->transition != SIZE_MAX) {
        target = procedure->transitions[moment->transition].target;
        if (target == SIZE_MAX)
            return SIZE_MAX; /* it stays where it is: no state is entered */
        if (strcmp(procedure->states[target].state.name, name) == 0)
            return target;
    }
    index = complaint__state_index(procedure, name);
    return index < procedure->state_count ? index : SIZE_MAX;
}

static void fill_moment(const complaint_procedure *procedure,
                        const complaint__event *event,
                        complaint__moment *moment)
{
    enum complaint__moment_kind kind = kind_of(event);
    bool performs = kind == COMPLAINT__MOMENT_PERFORM;
    size_t index;

    moment->event = event;
    moment->kind = kind;
    moment->at = event->happened_at;
    moment->transition = SIZE_MAX;
    moment->state = SIZE_MAX;
    moment->marks = event->marks;
    if (performs && event->action != NULL) {
        index = complaint__transition_index(procedure, event->action);
        if (index < procedure->transition_count) {
            moment->transition = index;
            moment->marks = procedure->transitions[index].transition.marks;
        }
    }
    if (performs || kind == COMPLAINT__MOMENT_FILE ||
        kind == COMPLAINT__MOMENT_MOVE)
        moment->state = state_after(procedure, moment);
}

/* The clocks that an entry on clocks names. */
static uint64_t named(const complaint_procedure *procedure,
                      const complaint__event *event)
{
    const char *name = event->action;

    if (name == NULL)
        return 0;
    if (strcmp(name, COMPLAINT__CLOCK_ALL) == 0)
        return UINT64_MAX;
    for (size_t i = 0; i < procedure->clock_count; i++)
        if (strcmp(procedure->clocks[i].name, name) == 0)
            return UINT64_C(1) << i;
    return 0;
}

/* The clocks for which a moment may matter; for the others following them
 * would find all unchanged. `paused`: those that wait in the state before. */
static uint64_t touched(const complaint_procedure *procedure,
                        const complaint__moment *moment, uint64_t paused)
{
    const complaint__full_state *state;
    uint64_t bits = moment->event->facts != NULL ? procedure->watchful : 0;

    if (moment->transition == SIZE_MAX && moment->state == SIZE_MAX &&
        moment->kind != COMPLAINT__MOMENT_FILE) {
        if (moment->kind != COMPLAINT__MOMENT_OTHER)
            return bits | named(procedure, moment->event);
        return is_kind(moment->event, "accept") ? UINT64_MAX : bits;
    }
    if (moment->kind != COMPLAINT__MOMENT_PERFORM || moment->closes ||
        moment->transition == SIZE_MAX ||
        (moment->marks & COMPLAINT__MARK_REOPENED) != 0)
        return UINT64_MAX;
    bits |= procedure->transitions[moment->transition].moves;
    if (moment->state == SIZE_MAX)
        return bits;
    state = &procedure->states[moment->state];
    return bits | state->starts | (state->pauses ^ paused);
}

/* What follows from the order of the moments. */
static void chain_moments(const complaint_procedure *procedure,
                          complaint__moment *moments, size_t count)
{
    uint64_t paused = 0;
    bool closed = false;

    for (size_t i = 0; i < count; i++) {
        complaint__moment *moment = &moments[i];
        bool was_closed = closed;

        if (moment->state != SIZE_MAX)
            closed = procedure->states[moment->state].state.final;
        moment->closed = closed;
        moment->closes = closed && !was_closed;
        moment->touches = touched(procedure, moment, paused);
        if (moment->state != SIZE_MAX)
            paused = procedure->states[moment->state].pauses;
    }
}

static void latest(complaint_time *time, complaint_time told)
{
    if (told != COMPLAINT_TIME_NONE)
        *time = told;
}

int complaint__timeline_make(complaint__timeline *timeline,
                             const complaint_procedure *procedure,
                             const complaint__event *events, size_t count,
                             complaint_time now, complaint_error **error)
{
    bool sorted = true;
    size_t first; /* to be sorted: not the filing, which comes before all */

    timeline->procedure = procedure;
    timeline->now = now;
    timeline->received_at = COMPLAINT_TIME_NONE;
    timeline->occurred_at = COMPLAINT_TIME_NONE;
    timeline->aware_at = COMPLAINT_TIME_NONE;
    timeline->moments = timeline->near;
    timeline->count = 0;
    timeline->last_state = SIZE_MAX;
    if (count > COMPLAINT__MOMENTS_NEAR)
        timeline->moments = complaint__alloc_array(procedure->context, count,
                                                   sizeof(*timeline->moments));
    if (timeline->moments == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        complaint__moment *moment = &timeline->moments[timeline->count];

        if (events[i].happened_at > now)
            continue;
        latest(&timeline->received_at, events[i].received_at);
        latest(&timeline->occurred_at, events[i].occurred_at);
        latest(&timeline->aware_at, events[i].aware_at);
        fill_moment(procedure, &events[i], moment);
        moment->order = i;
        if (moment->state != SIZE_MAX)
            timeline->last_state = moment->state;
        if (timeline->count > 0 && moment->at < moment[-1].at)
            sorted = false;
        timeline->count++;
    }
    first = timeline->count > 0 &&
            timeline->moments[0].kind == COMPLAINT__MOMENT_FILE;
    if (!sorted)
        qsort(timeline->moments + first, timeline->count - first,
              sizeof(*timeline->moments), compare_moments);
    chain_moments(procedure, timeline->moments, timeline->count);
    return COMPLAINT_OK;
}

void complaint__timeline_end(complaint__timeline *timeline)
{
    if (timeline->moments != timeline->near)
        complaint__free(timeline->procedure->context, timeline->moments);
    timeline->moments = timeline->near;
}

/* ---- one clock ---- */

void complaint__run_end(complaint__run *run)
{
    complaint__free(run->context, run->pauses);
    run->pauses = NULL;
}

static int add_pause(complaint__run *run, complaint_time from,
                     complaint_time to, complaint_error **error)
{
    if (from < run->anchor)
        from = run->anchor;
    if (to <= from)
        return COMPLAINT_OK;
    if (run->pause_count == run->pause_capacity) {
        size_t capacity = run->pause_capacity * 2 + 8;
        complaint__pause *more = complaint__realloc_array(
            run->context, run->pauses, capacity, sizeof(*more));

        if (more == NULL)
            return complaint__fail_memory(error);
        run->pauses = more;
        run->pause_capacity = capacity;
    }
    run->pauses[run->pause_count].from = from;
    run->pauses[run->pause_count].to = to;
    run->pause_count++;
    return COMPLAINT_OK;
}

static int change_pause(complaint__run *run, complaint_time at,
                        complaint_error **error)
{
    run->open = !run->open;
    if (!run->open)
        return add_pause(run, run->open_from, at, error);
    run->open_from = at < run->anchor ? run->anchor : at;
    return COMPLAINT_OK;
}

/* Open or close the pause as the two reasons for it say. */
static inline int settle_pause(complaint__run *run, complaint_time at,
                               complaint_error **error)
{
    bool paused = run->active && (run->by_hand || run->by_state);

    return paused == run->open ? COMPLAINT_OK : change_pause(run, at, error);
}

static void forget_told(complaint__run *run)
{
    run->warned = run->warned_before = 0;
    run->expired = run->expired_before = false;
    run->extended_at = COMPLAINT_TIME_NONE;
}

static int begin(complaint__run *run, complaint_time anchor, complaint_time at,
                 complaint_error **error)
{
    run->started = true;
    run->active = true;
    run->cancelled = false;
    run->anchor = anchor;
    run->stopped_at = COMPLAINT_TIME_NONE;
    run->extended = 0;
    run->extensions = 0;
    run->pause_count = 0;
    run->open = false;
    run->seen = 0;
    forget_told(run);
    return settle_pause(run, at, error);
}

static int stop(complaint__run *run, complaint_time at, bool cancelled,
                complaint_error **error)
{
    run->active = false;
    run->cancelled = cancelled;
    run->stopped_at = at;
    run->by_hand = false;
    return settle_pause(run, at, error);
}

/* Go on from where it was stopped; the time between does not count. */
static int go_on(complaint__run *run, complaint_time at,
                 complaint_error **error)
{
    run->active = true;
    run->cancelled = false;
    return add_pause(run, run->stopped_at, at, error);
}

/* What it counts from is not something that has to happen again. */
static bool is_timed(const complaint__clock *clock)
{
    for (size_t i = 0; i < clock->anchor_count; i++)
        if (clock->anchors[i].kind <= COMPLAINT__ANCHOR_AWARE)
            return true;
    return clock->anchor == COMPLAINT__ANCHOR_FACT;
}

static int reopen(complaint__run *run, const complaint__clock *clock,
                  complaint_time at, complaint_error **error)
{
    if (!run->started)
        return COMPLAINT_OK;
    switch (clock->reopen) {
    case COMPLAINT__REOPEN_RESTART:
        return begin(run, at, at, error);
    case COMPLAINT__REOPEN_FRESH:
        if (!run->active)
            run->started = false;
        return COMPLAINT_OK;
    case COMPLAINT__REOPEN_CONTINUE:
        return run->active ? COMPLAINT_OK : go_on(run, at, error);
    default: /* what was only cancelled by the closing is wanted again */
        if (run->active || !run->cancelled)
            return COMPLAINT_OK;
        if (is_timed(clock))
            return go_on(run, at, error);
        run->started = false;
        return COMPLAINT_OK;
    }
}

/* Another owner accepted the case: the clock goes on, starts anew for him, or
 * ends until what it counts from happens again. */
static int hand_over(complaint__run *run, const complaint__clock *clock,
                     complaint_time at, complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (!run->active || clock->handed_over <= COMPLAINT__REOPEN_CONTINUE)
        return COMPLAINT_OK;
    if (clock->handed_over == COMPLAINT__REOPEN_RESTART)
        return begin(run, at, at, error);
    status = stop(run, at, true, error);
    run->started = false;
    return status;
}

/* Entries on this clock itself. */
static int by_hand(complaint__run *run, const complaint__clock *clock,
                   const complaint__moment *moment, complaint_error **error)
{
    const complaint__event *event = moment->event;

    if (moment->kind == COMPLAINT__MOMENT_TELLS) {
        complaint__run_told(run, clock, event);
        return COMPLAINT_OK;
    }
    if (is_kind(event, "accept"))
        return hand_over(run, clock, moment->at, error);
    if (!run->active || moment->kind == COMPLAINT__MOMENT_OTHER ||
        event->action == NULL ||
        (strcmp(event->action, clock->name) != 0 &&
         strcmp(event->action, COMPLAINT__CLOCK_ALL) != 0))
        return COMPLAINT_OK;
    if (moment->kind == COMPLAINT__MOMENT_EXTEND) {
        run->extended += event->amount;
        run->extensions++;
        complaint__run_extended(run, moment->at);
    } else if (clock->by_hand && moment->kind == COMPLAINT__MOMENT_PAUSE) {
        run->by_hand = true;
    } else if (clock->by_hand && moment->kind == COMPLAINT__MOMENT_RESUME) {
        run->by_hand = false;
    }
    return settle_pause(run, moment->at, error);
}

/* When an anchor was, if this moment is it. */
static complaint_time time_of(const complaint__timeline *timeline,
                              const complaint__anchor *anchor,
                              const complaint__moment *moment)
{
    const complaint_procedure *procedure = timeline->procedure;
    const complaint_time times[] = {timeline->received_at,
                                    timeline->occurred_at, timeline->aware_at};
    bool files = moment->kind == COMPLAINT__MOMENT_FILE;
    bool found = false;

    if (anchor->kind <= COMPLAINT__ANCHOR_AWARE)
        return files && times[anchor->kind] <= timeline->now
                   ? times[anchor->kind]
                   : COMPLAINT_TIME_NONE;
    if (anchor->kind == COMPLAINT__ANCHOR_STATE)
        found = moment->state != SIZE_MAX &&
                strcmp(procedure->states[moment->state].state.name,
                       anchor->name) == 0;
    else if (anchor->kind == COMPLAINT__ANCHOR_MARK)
        found = (moment->marks & anchor->mark) != 0;
    else if (anchor->kind == COMPLAINT__ANCHOR_ENTRY)
        found =
            moment->transition != SIZE_MAX
                ? strcmp(procedure->transitions[moment->transition]
                             .transition.name,
                         anchor->name) == 0
                : files && strcmp(anchor->name, COMPLAINT__ANCHOR_FILE) == 0;
    return found ? moment->at : COMPLAINT_TIME_NONE;
}

/* Of several anchors the first to happen, or the last once all have. */
static complaint_time of_several(complaint__run *run,
                                 const complaint__timeline *timeline,
                                 const complaint__clock *clock,
                                 const complaint__moment *moment)
{
    bool last = clock->anchor == COMPLAINT__ANCHOR_LAST;
    complaint_time found = COMPLAINT_TIME_NONE;

    for (size_t i = 0; i < clock->anchor_count; i++) {
        complaint_time at = time_of(timeline, &clock->anchors[i], moment);

        if (at == COMPLAINT_TIME_NONE)
            continue;
        if (found == COMPLAINT_TIME_NONE || at < found)
            found = at;
        run->seen |= 1u << i;
        if (run->seen_at == COMPLAINT_TIME_NONE || at > run->seen_at)
            run->seen_at = at;
    }
    if (!last || found == COMPLAINT_TIME_NONE)
        return found;
    return run->seen == (1u << clock->anchor_count) - 1 ? run->seen_at
                                                        : COMPLAINT_TIME_NONE;
}

/* Where the anchor puts the clock's start if this moment is it. */
static complaint_time anchor_of(complaint__run *run,
                                const complaint__timeline *timeline,
                                const complaint__clock *clock,
                                const complaint__moment *moment)
{
    bool found = false;

    if (clock->anchor == COMPLAINT__ANCHOR_FACT)
        return COMPLAINT_TIME_NONE; /* take_limit() */
    if (clock->anchor_count > 1)
        return of_several(run, timeline, clock, moment);
    if (clock->anchor == COMPLAINT__ANCHOR_STATE)
        found = moment->state != SIZE_MAX &&
                (clock->by_state[moment->state] & COMPLAINT__EFFECT_START) != 0;
    else if (clock->anchor > COMPLAINT__ANCHOR_AWARE &&
             moment->transition != SIZE_MAX)
        found = (clock->by_transition[moment->transition] &
                 COMPLAINT__EFFECT_START) != 0;
    else
        return time_of(timeline, clock->anchors, moment);
    return found ? moment->at : COMPLAINT_TIME_NONE;
}

/* One file or perform entry: stop, then reopen, then start, then the state. */
static int step(complaint__run *run, const complaint__timeline *timeline,
                const complaint__clock *clock, const complaint__moment *moment,
                bool closes, complaint_error **error)
{
    unsigned effects = moment->transition == SIZE_MAX
                           ? 0u
                           : clock->by_transition[moment->transition];
    complaint_time anchor;
    int status = COMPLAINT_OK;

    bool stops = run->active && (effects & COMPLAINT__EFFECT_STOP) != 0;

    if (stops)
        status = stop(run, moment->at, false, error);
    else if (run->active && ((closes && !clock->runs_on) ||
                             (effects & COMPLAINT__EFFECT_CANCEL) != 0))
        status = stop(run, moment->at, true, error);
    if (stops && clock->periodic && !closes && status == COMPLAINT_OK)
        status = begin(run, moment->at, moment->at, error);
    if (moment->state != SIZE_MAX)
        run->by_state =
            (clock->by_state[moment->state] & COMPLAINT__EFFECT_PAUSE) != 0;
    if (status == COMPLAINT_OK &&
        (moment->marks & COMPLAINT__MARK_REOPENED) != 0)
        status = reopen(run, clock, moment->at, error);
    anchor = anchor_of(run, timeline, clock, moment);
    if (moment->kind == COMPLAINT__MOMENT_MOVE) {
        /* What ran before goes on; a clock of the new state alone starts. */
        if (run->active && moment->event->amount == 1)
            status = begin(run, moment->at, moment->at, error);
        if (run->started)
            anchor = COMPLAINT_TIME_NONE;
    }
    if (status == COMPLAINT_OK && anchor != COMPLAINT_TIME_NONE &&
        !run->active && (!run->started || run->cancelled || clock->repeat))
        status = begin(run, anchor, moment->at, error);
    return status == COMPLAINT_OK ? settle_pause(run, moment->at, error)
                                  : status;
}

static void reset(complaint__run *run)
{
    run->started = false;
    run->active = false;
    run->cancelled = false;
    run->withdrawn = false;
    run->anchor = COMPLAINT_TIME_NONE;
    run->stopped_at = COMPLAINT_TIME_NONE;
    run->extended = 0;
    run->extensions = 0;
    run->pause_count = 0;
    run->open = false;
    run->by_hand = false;
    run->by_state = false;
    run->set_due = COMPLAINT_TIME_NONE;
    run->seen = 0;
    run->seen_at = COMPLAINT_TIME_NONE;
    forget_told(run);
}

/* ---- facts ---- */

/* What the journal says last, of what has happened by now. */
static const complaint_facts *known(void *data, const char *name)
{
    const complaint__timeline *timeline = data;
    const complaint_facts *found = NULL;
    size_t order = 0;

    for (size_t i = 0; i < timeline->count; i++) {
        const complaint__moment *moment = &timeline->moments[i];
        const complaint_facts *fact =
            complaint_facts_get(moment->event->facts, name);

        if (fact == NULL || (found != NULL && moment->order < order))
            continue;
        found = fact;
        order = moment->order;
    }
    return complaint_facts_type(found) == COMPLAINT_FACTS_NULL ? NULL : found;
}

/* A clock whose condition does not hold is as if it were not there. */
static bool is_there(const complaint__clock *clock,
                     const complaint__timeline *timeline)
{
    complaint__timeline *data = (complaint__timeline *)timeline;
    const complaint__subject subject = {.known = known, .user_data = data};

    return clock->when == NULL ||
           complaint__condition_holds(clock->when, &subject) == COMPLAINT__TRUE;
}

/* An entry that gives the limit starts the clock, or moves it. */
static int take_limit(complaint__run *run, const complaint__clock *clock,
                      const complaint__moment *moment, bool closed,
                      complaint_error **error)
{
    const complaint_facts *fact =
        complaint_facts_get(moment->event->facts, clock->due_fact);
    complaint_time due;

    if (clock->due_member != NULL)
        fact = complaint_facts_get(fact, clock->due_member);
    due = complaint_facts_time(fact);
    if (due == COMPLAINT_TIME_NONE ||
        (!run->active && ((closed && !clock->runs_on) ||
                          (run->started && !run->cancelled && !clock->repeat))))
        return COMPLAINT_OK;
    run->set_due = due;
    run->set_at = moment->at;
    if (run->active) {
        complaint__run_extended(run, moment->at);
        return COMPLAINT_OK;
    }
    return begin(run, moment->at, moment->at, error);
}

/* Steps on a task: its clock runs while it is open. */
static int step_task(complaint__run *run, const complaint__clock *clock,
                     const complaint__moment *moment, complaint_error **error)
{
    const complaint__event *event = moment->event;
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < event->move_count && status == COMPLAINT_OK; i++) {
        const complaint__task_move *move = &event->moves[i];
        bool opens = move->step == COMPLAINT__TASK_OPEN;

        if (strcmp(move->id, clock->name) != 0)
            continue;
        if (opens || move->step == COMPLAINT__TASK_REOPEN) {
            if (run->active)
                continue;
            if (run->started && !opens &&
                clock->reopen == COMPLAINT__REOPEN_CONTINUE)
                status = go_on(run, moment->at, error);
            else
                status = begin(run, moment->at, moment->at, error);
        } else if (run->active) {
            status = stop(run, moment->at, move->step != COMPLAINT__TASK_DONE,
                          error);
        }
    }
    return status;
}

/* A hand-over's time runs from the proposal to the answer. */
static int step_handover(complaint__run *run,
                         const complaint__timeline *timeline,
                         const complaint__moment *moment,
                         complaint_error **error)
{
    const complaint__event *event = moment->event;
    const char *to;

    if (is_kind(event, "assign"))
        return begin(run, moment->at, moment->at, error);
    if (is_kind(event, "accept") || is_kind(event, "decline")) {
        if (run->active)
            return stop(run, moment->at, false, error);
        run->cancelled = false; /* answered while the case was closed */
    }
    if (!run->active)
        return COMPLAINT_OK;
    if (is_kind(event, "expire") && event->action != NULL &&
        complaint__handover_then(timeline->procedure, event->action, &to) ==
            'r')
        return stop(run, moment->at, true, error);
    return COMPLAINT_OK;
}

static int step_live(complaint__run *run, const complaint__timeline *timeline,
                     const complaint__clock *clock,
                     const complaint__moment *moment, bool closes, bool task,
                     complaint_error **error)
{
    int status = COMPLAINT_OK;

    if (moment->state != SIZE_MAX)
        run->by_state =
            (clock->by_state[moment->state] & COMPLAINT__EFFECT_PAUSE) != 0;
    if (task)
        status = step_task(run, clock, moment, error);
    else
        status = step_handover(run, timeline, moment, error);
    if (status == COMPLAINT_OK && closes && run->active)
        status = stop(run, moment->at, true, error);
    else if (status == COMPLAINT_OK && !task && run->cancelled &&
             (moment->marks & COMPLAINT__MARK_REOPENED) != 0)
        status = go_on(run, moment->at, error);
    return status == COMPLAINT_OK ? settle_pause(run, moment->at, error)
                                  : status;
}

static int
follow_moment(complaint__run *run, const complaint__timeline *timeline,
              const complaint__clock *clock, enum complaint__followed followed,
              const complaint__moment *moment, complaint_error **error)
{
    bool clocks = followed == COMPLAINT__FOLLOW_CLOCK;
    int status = COMPLAINT_OK;

    if (!clocks)
        status = step_live(run, timeline, clock, moment, moment->closes,
                           followed == COMPLAINT__FOLLOW_TASK, error);
    if (status != COMPLAINT_OK)
        return status;
    if (moment->state == SIZE_MAX && moment->transition == SIZE_MAX &&
        moment->kind != COMPLAINT__MOMENT_FILE)
        status = by_hand(run, clock, moment, error);
    else if (clocks)
        status = step(run, timeline, clock, moment, moment->closes, error);
    if (status == COMPLAINT_OK && clock->due_fact != NULL)
        status = take_limit(run, clock, moment, moment->closed, error);
    return status;
}

/* The place of the entry that took the clock's pack off, in the order of
 * happening; the count of moments for none yet. */
static size_t withdrawal(const complaint__timeline *timeline,
                         const complaint__clock *clock)
{
    size_t found = timeline->count;

    for (size_t i = 0; i < timeline->count; i++) {
        const complaint__moment *moment = &timeline->moments[i];

        if (is_kind(moment->event, "detach") && moment->event->action != NULL &&
            strcmp(moment->event->action, clock->pack) == 0 &&
            (found == timeline->count ||
             timeline->moments[found].order < moment->order))
            found = i;
    }
    return found;
}

/* Where the entries end, the case is where they leave it. */
static int settle_end(complaint__run *run, const complaint__timeline *timeline,
                      const complaint__clock *clock, complaint_error **error)
{
    size_t last = timeline->count - 1;

    if (timeline->last_state == SIZE_MAX)
        return COMPLAINT_OK;
    /* Whatever the order of happening, the case is now where its journal
     * ends: a late record of an earlier wait does not pause it now. */
    run->by_state =
        (clock->by_state[timeline->last_state] & COMPLAINT__EFFECT_PAUSE) != 0;
    while (last > 0 && timeline->moments[last].kind == COMPLAINT__MOMENT_TELLS)
        last--;
    return settle_pause(run, timeline->moments[last].at, error);
}

int complaint__run_follow(complaint__run *run,
                          const complaint__timeline *timeline,
                          const complaint__clock *clock,
                          enum complaint__followed followed,
                          complaint_error **error)
{
    const complaint_procedure *procedure = timeline->procedure;
    bool clocks = followed == COMPLAINT__FOLLOW_CLOCK;
    uint64_t bit =
        clocks ? UINT64_C(1) << (clock - procedure->clocks) : UINT64_MAX;
    size_t end;
    int status = COMPLAINT_OK;

    run->context = procedure->context;
    reset(run);
    if (!is_there(clock, timeline))
        return COMPLAINT_OK;
    end = clock->withdrawn ? withdrawal(timeline, clock) : timeline->count;
    for (size_t i = 0; i < end && status == COMPLAINT_OK; i++) {
        const complaint__moment *moment = &timeline->moments[i];

        if ((moment->touches & bit) != 0 || !clocks)
            status =
                follow_moment(run, timeline, clock, followed, moment, error);
    }
    if (status != COMPLAINT_OK)
        return status;
    if (end == timeline->count)
        return settle_end(run, timeline, clock, error);
    run->withdrawn = run->active;
    return run->active ? stop(run, timeline->moments[end].at, true, error)
                       : COMPLAINT_OK;
}

int complaint__clock_evaluate(const complaint_procedure *procedure,
                              const complaint_calendar *calendar,
                              const complaint__event *events, size_t count,
                              complaint_time now,
                              complaint__clock_state *states,
                              complaint_error **error)
{
    complaint__timeline timeline;
    complaint__run run = {0};
    int status = complaint__timeline_make(&timeline, procedure, events, count,
                                          now, error);

    run.context = procedure->context;
    for (size_t i = 0; i < procedure->clock_count && status == COMPLAINT_OK;
         i++) {
        status = complaint__run_follow(&run, &timeline, &procedure->clocks[i],
                                       COMPLAINT__FOLLOW_CLOCK, error);
        if (status == COMPLAINT_OK)
            status = complaint__run_state(&procedure->clocks[i], calendar, &run,
                                          &states[i], error);
    }
    complaint__run_end(&run);
    complaint__timeline_end(&timeline);
    return status;
}
