/* Following one clock through a case's events, for the files of this room:
 * clock.c follows, due.c computes limits, explain.c tells. */
#ifndef COMPLAINT_PROCEDURE_CLOCK_H
#define COMPLAINT_PROCEDURE_CLOCK_H

#include "procedure/inside.h"

/* [from, to) */
typedef struct complaint__pause {
    complaint_time from;
    complaint_time to;
} complaint__pause;

/* What became of one clock. */
typedef struct complaint__run {
    complaint_context *context;
    bool started;
    bool active; /* started, not stopped, not cancelled */
    bool cancelled;
    bool withdrawn; /* with its pack, while it ran */
    complaint_time anchor;
    complaint_time stopped_at;
    int64_t extended;
    int64_t extensions;
    complaint__pause *pauses; /* in order, disjoint */
    size_t pause_count;
    size_t pause_capacity;
    bool open; /* paused now */
    complaint_time open_from;
    uint32_t warned;        /* bits: warnings told of since the extension */
    uint32_t warned_before; /* and before it */
    bool expired;
    bool expired_before;
    complaint_time extended_at; /* last; TIME_NONE for never */
    bool by_hand;               /* paused by an entry */
    bool by_state;              /* paused by the state of the case */
    complaint_time set_due;     /* of a limit that is a fact */
    complaint_time set_at;      /* when it was given */
    unsigned seen;              /* bits: anchors, where the last counts */
    complaint_time seen_at;     /* the latest of them */
} complaint__run;

/* What kinds of entries there are for clocks. */
enum complaint__moment_kind {
    COMPLAINT__MOMENT_OTHER,
    COMPLAINT__MOMENT_FILE,
    COMPLAINT__MOMENT_PERFORM,
    COMPLAINT__MOMENT_MOVE,
    COMPLAINT__MOMENT_EXTEND,
    COMPLAINT__MOMENT_PAUSE,
    COMPLAINT__MOMENT_RESUME,
    COMPLAINT__MOMENT_TELLS /* of a warning or an expiry */
};

/* One event as clocks see it. */
typedef struct complaint__moment {
    const complaint__event *event;
    enum complaint__moment_kind kind;
    size_t order;      /* in the journal */
    size_t transition; /* SIZE_MAX: none known */
    size_t state;      /* SIZE_MAX: not of this procedure, or unchanged */
    unsigned marks;
    bool closed;      /* the case is, after it */
    bool closes;      /* by it */
    uint64_t touches; /* bits: clocks for which it may matter */
    complaint_time at;
} complaint__moment;

#define COMPLAINT__MOMENTS_NEAR 48

/* The events up to now, in order of happening. */
typedef struct complaint__timeline {
    const complaint_procedure *procedure;
    complaint_time now;
    complaint_time received_at;
    complaint_time occurred_at;
    complaint_time aware_at;
    complaint__moment *moments; /* near or on the heap */
    size_t count;
    size_t last_state; /* that the journal ends with */
    complaint__moment near[COMPLAINT__MOMENTS_NEAR];
} complaint__timeline;

int complaint__timeline_make(complaint__timeline *timeline,
                             const complaint_procedure *procedure,
                             const complaint__event *events, size_t count,
                             complaint_time now, complaint_error **error);
void complaint__timeline_end(complaint__timeline *timeline);

/* Which clock is followed: one of the procedure's, that of a task (by its id,
 * which is the clock's name too), or that of a hand-over. */
enum complaint__followed {
    COMPLAINT__FOLLOW_CLOCK,
    COMPLAINT__FOLLOW_TASK,
    COMPLAINT__FOLLOW_HANDOVER
};

/* `run` keeps its room for pauses from one clock to the next. */
int complaint__run_follow(complaint__run *run,
                          const complaint__timeline *timeline,
                          const complaint__clock *clock,
                          enum complaint__followed followed,
                          complaint_error **error);
void complaint__run_end(complaint__run *run);

/* The limit of a started clock with `total` units; TIME_NONE while a pause
 * that has no end yet lies before it. */
int complaint__clock_due(const complaint__clock *clock,
                         const complaint_calendar *calendar,
                         const complaint__run *run, int64_t total,
                         complaint_time *due, complaint_error **error);
/* The instant at which a share of a started clock's time has gone, in per cent,
 * or at which `before` of its units are left (share 0). TIME_NONE as above. */
int complaint__clock_warn_at(const complaint__clock *clock,
                             const complaint_calendar *calendar,
                             const complaint__run *run, int64_t share,
                             int64_t before, complaint_time *at,
                             complaint_error **error);
/* What is next to be told of a clock that runs; due_at is set (call.c). */
int complaint__run_next(const complaint__clock *clock,
                        const complaint_calendar *calendar,
                        const complaint__run *run,
                        complaint__clock_state *state, complaint_error **error);
/* An entry tells of a warning or of the expiry; an extension came. */
void complaint__run_told(complaint__run *run, const complaint__clock *clock,
                         const complaint__event *event);
void complaint__run_extended(complaint__run *run, complaint_time at);
bool complaint__event_tells(const complaint__event *event);
/* complaint__clock_may_extend() and _may_pause() of a clock. */
int complaint__run_may_extend(const complaint_procedure *procedure,
                              const complaint__clock *clock,
                              const complaint__clock_state *state,
                              const complaint__subject *subject, int64_t amount,
                              complaint_error **error);
int complaint__run_may_pause(const complaint_procedure *procedure,
                             const complaint__clock *clock,
                             const complaint__clock_state *state, bool resume,
                             complaint_error **error);
/* Status and limit of a followed clock. */
int complaint__run_state(const complaint__clock *clock,
                         const complaint_calendar *calendar,
                         const complaint__run *run,
                         complaint__clock_state *state,
                         complaint_error **error);

/* The local day of an instant, of those that follow one another without gap or
 * overlap (complaint__calendar_day_start()). */
complaint_day complaint__clock_day(const complaint_calendar *calendar,
                                   complaint_time time);
/* The day before which nothing counts: the anchor's, or the one before when
 * the anchor's day is the first. */
complaint_day complaint__clock_base(const complaint__clock *clock,
                                    const complaint_calendar *calendar,
                                    complaint_time anchor);
/* The days that a pause takes out of a count of days; none when from > to. */
int complaint__pause_days(const complaint__clock *clock,
                          const complaint_calendar *calendar,
                          complaint_time anchor, const complaint__pause *pause,
                          complaint_day *from, complaint_day *to,
                          complaint_error **error);
complaint_day complaint__day_add_months(complaint_day day, int64_t months);

#endif
