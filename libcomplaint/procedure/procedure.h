/* A procedure as plain values, and the plain functions over it: what may
 * happen, what it needs, when things are due. No I/O, no handles. */
#ifndef COMPLAINT_PROCEDURE_PROCEDURE_H
#define COMPLAINT_PROCEDURE_PROCEDURE_H

#include <complaint/procedure.h>

#include "base/supply.h"
#include "model/relation.h"

/* Texts per language; a missing one is NULL. */
typedef struct complaint__texts {
    const char *en;
    const char *zh_cn;
    const char *zh_tw;
} complaint__texts;

/* The text in a language, or the nearest there is, never NULL. */
const char *complaint__texts_get(const complaint__texts *texts,
                                 const char *language);

/* What a transition marks on the case (times of the projection). */
enum complaint__mark {
    COMPLAINT__MARK_ACKNOWLEDGED = 1,
    COMPLAINT__MARK_TRANSFERRED = 2,
    COMPLAINT__MARK_ASSESSED = 4,
    COMPLAINT__MARK_INVESTIGATED = 8,
    COMPLAINT__MARK_RESPONDED = 16,
    COMPLAINT__MARK_CLOSED = 32,
    COMPLAINT__MARK_REOPENED = 64
};

typedef struct complaint__state {
    const char *name;
    complaint__texts title;
    bool final; /* the case is closed in it */
} complaint__state;

typedef struct complaint__clock complaint__clock;
typedef struct complaint__task complaint__task;
typedef struct complaint__condition complaint__condition;
typedef struct complaint__fact complaint__fact;

typedef struct complaint__transition {
    const char *name;
    complaint__texts title;
    const char *to; /* state afterwards; NULL: the same */
    unsigned marks; /* enum complaint__mark, added up */
    const complaint__fact *facts;
    size_t fact_count;
    const complaint__condition *guard; /* NULL: always */
} complaint__transition;

/* Everything a guard or a requirement may look at. */
typedef struct complaint__subject {
    const complaint_record *record; /* row of "case"; NULL while filing */
    const complaint_facts *facts;   /* given now; may be NULL */
    const char *actor;              /* id */
    const char *const *roles;
    size_t role_count;
    /* ids who did earlier things, for four eyes: by transition name */
    const char *(*who_did)(void *user_data, const char *transition);
    /* what an earlier entry gave last, or NULL; of watched facts only */
    const complaint_facts *(*known)(void *user_data, const char *name);
    void *user_data;
    const char *unit; /* of the actor; NULL or "" for none */
    /* The case's tasks; NULL where they are not known: joins then hold. */
    const struct complaint__given_task *tasks;
    size_t task_count;
} complaint__subject;

/* Packs for one case; `resolve` finds their texts, and may be NULL. */
typedef struct complaint__attachment {
    const char *const *names;
    size_t count;
    complaint__resolve *resolve;
    void *data;
    const char *file; /* of the packs in errors; NULL: their names */
    /* Packs that are taken off: their steps and clocks stay readable. */
    const char *const *withdrawn;
    size_t withdrawn_count;
} complaint__attachment;

/* complaint_procedure_parse() with parents from elsewhere; `resolve` may be
 * NULL. */
int complaint__procedure_parse(complaint_context *context, const char *yaml,
                               size_t size, const char *file,
                               complaint__resolve *resolve, void *data,
                               complaint_procedure **out,
                               complaint_error **error);
/* complaint_procedure_verify() with parents from elsewhere. */
typedef struct complaint__procedure_examined {
    const char *yaml;
    size_t size;
    const char *file;             /* or NULL */
    const complaint_facts *known; /* or NULL */
    complaint__resolve *find;     /* or NULL */
    void *data;
    const complaint__attachment *attached; /* or NULL */
} complaint__procedure_examined;

int complaint__procedure_examine(complaint_context *context,
                                 const complaint__procedure_examined *text,
                                 complaint_facts **out,
                                 complaint_error **error);
/* The same with packs attached; those that the text itself names are looked
 * for in the same way. */
int complaint__procedure_compose(complaint_context *context, const char *yaml,
                                 size_t size, const char *file,
                                 complaint__resolve *resolve, void *data,
                                 const complaint__attachment *attached,
                                 complaint_procedure **out,
                                 complaint_error **error);
/* Check the text of a pack: *out is the least procedure with it on. */
int complaint__pack_parse(complaint_context *context, const char *yaml,
                          size_t size, const char *file,
                          complaint_procedure **out, complaint_error **error);
/* A pack of a procedure; false past the last. */
typedef struct complaint__pack {
    const char *name;
    const char *version;
    const char *digest;
    const char *source;
    complaint__texts title;
    complaint__texts note;
    bool attached; /* to the case, not by the procedure itself */
    bool
        withdrawn; /* taken off: its clocks ended with the entry that says so */
} complaint__pack;
const complaint__pack *
complaint__procedure_pack(const complaint_procedure *procedure, size_t index);
/* The name of the definition: that of the procedure, and what was attached to
 * it ("bank+uk-disp"). */
const char *
complaint__procedure_full_name(const complaint_procedure *procedure);
/* The text that stands for the procedure and whose digest is its own: of one
 * that extends another the whole of both; otherwise NULL, the text as it was
 * read. Borrowed until the procedure is freed. */
const char *complaint__procedure_yaml(const complaint_procedure *procedure,
                                      size_t *size);
complaint_procedure *complaint__procedure_ref(complaint_procedure *procedure);
const char *complaint__procedure_version(const complaint_procedure *procedure);
/* The calendar's name that it asks for, or NULL for the register's. */
const char *complaint__procedure_calendar(const complaint_procedure *procedure);
/* The pattern of printed numbers ("{year}-{number:5}"), or NULL. */
const char *complaint__procedure_number(const complaint_procedure *procedure);
const char *complaint__procedure_start(const complaint_procedure *procedure);
/* Names of the facts that later steps and clocks look at: where there are any,
 * events must have their facts. */
const char *const *
complaint__procedure_watched(const complaint_procedure *procedure,
                             size_t *count);
const complaint__state *
complaint__procedure_state(const complaint_procedure *procedure,
                           const char *name);
/* NULL past the last one. */
const complaint__state *
complaint__procedure_state_at(const complaint_procedure *procedure,
                              size_t index);
/* Roles that may move a case to this version; none: a dispatcher. */
const char *const *
complaint__procedure_move_roles(const complaint_procedure *procedure,
                                size_t *count);
/* NULL when no transition of that name leaves any state. */
const complaint__transition *
complaint__procedure_transition(const complaint_procedure *procedure,
                                const char *name);

/* May this subject file / perform? Statuses and errors as documented at
 * complaint_case_file() and complaint_case_perform(): NOT_FOUND, REFUSED,
 * DENIED, INCOMPLETE (all missing facts as items), INVALID (type of a fact). */
int complaint__procedure_may_file(const complaint_procedure *procedure,
                                  const complaint__subject *subject,
                                  complaint_error **error);
int complaint__procedure_may_perform(const complaint_procedure *procedure,
                                     const char *transition,
                                     const complaint__subject *subject,
                                     complaint_error **error);
/* Is this fact of filing (`transition` NULL) or of a transition declared as one
 * that holds no free text: a number, a time, money, yes or no, one of a list of
 * values? What is not declared may hold anything. */
bool complaint__procedure_coded(const complaint_procedure *procedure,
                                const char *transition, const char *name);
/* A rule of retention, for a case closed at this time: when its parts are to
 * be erased, and whether its condition holds. By the calendar in UTC. */
typedef struct complaint__retention {
    const char *name;
    const char *citation;
    const char *const *parts; /* none: all */
    size_t part_count;
    complaint_time due_at;
    bool holds;
} complaint__retention;

size_t complaint__procedure_retention_count(const complaint_procedure *self);
void complaint__procedure_retention(const complaint_procedure *self,
                                    size_t index, complaint_time closed_at,
                                    const complaint__subject *subject,
                                    complaint__retention *out);

/* Intake facts that the procedure would like and that are missing: appended
 * as texts to a list. */
int complaint__procedure_missing(const complaint_procedure *procedure,
                                 const complaint__subject *subject,
                                 complaint_facts *list,
                                 complaint_error **error);
/* What the rules of urgency and of routing say: "urgency", "urgency_rules",
 * "flags", "unit", "routing_rule" into a map, each where there is one. */
int complaint__procedure_rules(const complaint_procedure *procedure,
                               const complaint__subject *subject,
                               complaint_facts *map, complaint_error **error);
bool complaint__procedure_has_rules(const complaint_procedure *procedure);
/* Append one map per transition leaving the state (complaint_case_next()). */
int complaint__procedure_next(const complaint_procedure *procedure,
                              const complaint__subject *subject,
                              const char *language, complaint_facts *list,
                              complaint_error **error);

/* ---- clocks ---- */

enum complaint__clock_status {
    COMPLAINT__CLOCK_NOT_STARTED = 0,
    COMPLAINT__CLOCK_RUNNING = 1,
    COMPLAINT__CLOCK_PAUSED = 2,
    COMPLAINT__CLOCK_MET = 3,    /* stopped at or before its limit */
    COMPLAINT__CLOCK_MISSED = 4, /* stopped after its limit */
    COMPLAINT__CLOCK_CANCELLED = 5,
    COMPLAINT__CLOCK_WITHDRAWN = 6, /* its pack was taken off the case */
    COMPLAINT__CLOCK_STATUSES
};
/* "not_started", "running" ... */
extern const char
    *const complaint__clock_status_names[COMPLAINT__CLOCK_STATUSES];

/* Instead of a clock's name: all that can be paused by hand. */
#define COMPLAINT__CLOCK_ALL "*"

/* What an entry does to a task of a procedure. Its id is the task's name, or
 * that, ':' and the unit's. */
enum complaint__task_step {
    COMPLAINT__TASK_NONE,
    COMPLAINT__TASK_OPEN,
    COMPLAINT__TASK_DONE,
    COMPLAINT__TASK_DECLINE,
    COMPLAINT__TASK_REOPEN,
    COMPLAINT__TASK_WITHDRAW,
    COMPLAINT__TASK_STEPS
};
extern const char *const complaint__task_step_names[COMPLAINT__TASK_STEPS];
int complaint__task_step_find(const char *name); /* TASK_NONE: none such */

typedef struct complaint__task_move {
    const char *id;
    const char *task; /* its name in the procedure, NULL where id says it */
    const char *unit; /* that it is given to, or NULL */
    int step;
} complaint__task_move;

/* What clocks see of a journal entry, in journal order (which may differ
 * from the order of happened_at: retroactive entries). */
typedef struct complaint__event {
    const char *kind;   /* "file", "perform", "extend", "pause", "resume",
                           "accept", "amend" ... (register/entry.h) */
    const char *action; /* transition; clock for extend, pause, resume, or
                           COMPLAINT__CLOCK_ALL for the latter two */
    const char *state;  /* of the case after the entry */
    unsigned marks;     /* of the transition performed */
    complaint_time happened_at;
    complaint_time recorded_at;
    complaint_time received_at; /* of a "file" entry or an amendment of it */
    complaint_time occurred_at;
    complaint_time aware_at;
    int64_t amount; /* of an extension; which warning; of a move: 1 where the
                       clocks that run start anew */
    const complaint_facts *facts; /* given; NULL where none is watched */
    const complaint__task_move *moves;
    size_t move_count;
} complaint__event;

/* The latest value that events give a fact; NULL for none. */
const complaint_facts *complaint__events_fact(const complaint__event *events,
                                              size_t count, const char *name);

typedef struct complaint__clock_state {
    int status;
    complaint_time started_at; /* TIME_NONE before it starts */
    complaint_time due_at;     /* last instant at which it is met: 24:00 is the
                                  last microsecond of its day; TIME_NONE while
                                  paused or not started */
    complaint_time stopped_at; /* TIME_NONE while it runs */
    int64_t extended;          /* in the clock's unit */
    int64_t extensions;        /* how many times */
    bool by_hand;              /* an entry paused it, none resumed it */
    complaint_time next_at;    /* of the next warning or of the expiry, that no
                                  entry tells of yet; TIME_NONE for none */
    int64_t next_call;         /* which: 1 for the first of `warn`; 0: expiry */
} complaint__clock_state;

size_t complaint__procedure_clock_count(const complaint_procedure *procedure);
const char *
complaint__procedure_clock_name(const complaint_procedure *procedure,
                                size_t clock);
/* The clock whose limit is the case's own ("limit_at", within / overdue). */
int complaint__procedure_principal_clock(const complaint_procedure *procedure);
/* The pack that a clock comes from, or NULL. */
const char *
complaint__procedure_clock_pack(const complaint_procedure *procedure,
                                size_t clock);
/* Role that owns a clock, or NULL for the case's owner. */
const char *
complaint__procedure_clock_owner(const complaint_procedure *procedure,
                                 size_t clock);

/* Role that a call goes to (COMPLAINT__CLOCK next_call), or NULL for the case's
 * owner. */
const char *complaint__procedure_call_role(const complaint_procedure *procedure,
                                           size_t clock, int64_t call);

/* State of every clock: a pure function. `states` has clock_count places.
 * Entries after `now` (by happened_at) are not seen. */
int complaint__clock_evaluate(const complaint_procedure *procedure,
                              const complaint_calendar *calendar,
                              const complaint__event *events, size_t count,
                              complaint_time now,
                              complaint__clock_state *states,
                              complaint_error **error);
/* May a clock be extended by `amount` by this subject now? */
int complaint__clock_may_extend(const complaint_procedure *procedure,
                                size_t clock,
                                const complaint__clock_state *state,
                                const complaint__subject *subject,
                                int64_t amount, complaint_error **error);
/* May clocks be paused, or resumed, by hand? `clock` SIZE_MAX: those that can
 * be, of which there must be one. */
int complaint__clock_may_pause(const complaint_procedure *procedure,
                               size_t clock,
                               const complaint__clock_state *states,
                               bool resume, complaint_error **error);
/* A clock that comes and goes with a case's entries: of a task that was
 * opened, or of a hand-over. */
typedef struct complaint__live {
    const char *name; /* borrowed from the events or the procedure */
    const char *task; /* name of the task, or NULL */
    const char *unit; /* of the task, or NULL */
    const char *role; /* that it is told to, or NULL: the case's owner */
    size_t handover;  /* index of the hand-over's time, or SIZE_MAX */
    complaint__clock_state state;
} complaint__live;

/* complaint__clock_evaluate() of those; *out is context memory, NULL for
 * none. */
int complaint__live_evaluate(const complaint_procedure *procedure,
                             const complaint_calendar *calendar,
                             const complaint__event *events, size_t count,
                             complaint_time now, complaint__live **out,
                             size_t *out_count, complaint_error **error);
bool complaint__procedure_has_live(const complaint_procedure *procedure);
/* complaint__clock_explain() of one of them, by its name. */
int complaint__live_explain(const complaint_procedure *procedure,
                            const complaint_calendar *calendar,
                            const complaint__event *events, size_t count,
                            complaint_time now, const char *name,
                            const char *language, complaint_facts *list,
                            complaint_error **error);
/* complaint__clock_may_extend() and complaint__clock_may_pause(). */
int complaint__live_may_extend(const complaint_procedure *procedure,
                               const complaint__live *live,
                               const complaint__subject *subject,
                               int64_t amount, complaint_error **error);
int complaint__live_may_pause(const complaint_procedure *procedure,
                              const complaint__live *live, bool resume,
                              complaint_error **error);
/* Role that a call goes to, or NULL for the case's owner. */
const char *complaint__live_call_role(const complaint_procedure *procedure,
                                      const complaint__live *live,
                                      int64_t call);

/* ---- tasks ---- */

/* A task of a case, as its row says. */
typedef struct complaint__given_task {
    const char *id;
    const char *name;
    const char *unit; /* or NULL */
    const char *role; /* or NULL */
    int step;         /* OPEN (also after REOPEN), DONE, DECLINE, WITHDRAW */
} complaint__given_task;

/* A task that a transition ("file") opens. Texts are borrowed from the
 * procedure and from the subject's facts. */
typedef struct complaint__opening {
    const char *task;
    const char *unit; /* or NULL */
    bool keep;
    bool each; /* one of several, which its id tells by the unit */
} complaint__opening;

bool complaint__procedure_has_tasks(const complaint_procedure *procedure);
/* Visit what a transition opens; INVALID where a fact names no units. */
typedef int complaint__opening_visit(void *data,
                                     const complaint__opening *opening,
                                     complaint_error **error);
int complaint__procedure_openings(const complaint_procedure *procedure,
                                  const char *transition,
                                  const complaint__subject *subject,
                                  complaint__opening_visit *visit, void *data,
                                  complaint_error **error);
/* Whether performing the transition makes the open task needless: a join
 * passed it, or the case closes. */
bool complaint__procedure_withdraws(const complaint_procedure *procedure,
                                    const char *transition, const char *task);
/* Title (NULL: unknown) and role (or NULL) of a task, in the procedure's first
 * language. */
const char *
complaint__procedure_task_title(const complaint_procedure *procedure,
                                const char *task);
const char *complaint__procedure_task_role(const complaint_procedure *procedure,
                                           const char *task);
/* May the subject do, decline or reopen it? REFUSED, DENIED, INCOMPLETE,
 * INVALID as complaint_case_answer_task() says. */
int complaint__procedure_may_answer(const complaint_procedure *procedure,
                                    const complaint__given_task *task, int step,
                                    const complaint__subject *subject,
                                    complaint_error **error);
/* Into the map of a task: title, facts, citation, what the subject may do. */
int complaint__procedure_tell_task(const complaint_procedure *procedure,
                                   const complaint__given_task *task,
                                   const complaint__subject *subject,
                                   const char *language, complaint_facts *map,
                                   complaint_error **error);

/* ---- hand-over ---- */

/* What the end of a hand-over's time does: 'r' for return, 'e' for escalate,
 * 0 where there is no such clock. */
char complaint__handover_then(const complaint_procedure *procedure,
                              const char *clock, const char **to);

/* Append the map documented at complaint_case_clocks(), with its spans and
 * its explanation in `language`. */
int complaint__clock_explain(const complaint_procedure *procedure,
                             const complaint_calendar *calendar,
                             const complaint__event *events, size_t count,
                             complaint_time now, size_t clock,
                             const char *language, complaint_facts *list,
                             complaint_error **error);

#endif
