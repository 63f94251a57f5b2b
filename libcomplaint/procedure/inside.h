/* The inside of a procedure, for the files of this room only. */
#ifndef COMPLAINT_PROCEDURE_INSIDE_H
#define COMPLAINT_PROCEDURE_INSIDE_H

#include <complaint/limits.h>

#include <stdatomic.h>

#include "base/identity.h"
#include "procedure/procedure.h"

/* Facts of one transition, values of one fact, warnings of one clock. */
#define COMPLAINT__LIMIT_FACTS_ASKED 200
#define COMPLAINT__LIMIT_WARNINGS 16
/* Forms of a procedure; steps, replies of a state; rules; entries of an
 * authority. */
#define COMPLAINT__LIMIT_FORMS 64
#define COMPLAINT__LIMIT_STEPS 64
#define COMPLAINT__LIMIT_REPLIES 64
#define COMPLAINT__LIMIT_RULES 200
#define COMPLAINT__LIMIT_AUTHORITY 64
/* Tasks of a procedure; times of a hand-over. */
#define COMPLAINT__LIMIT_TASKS 64
#define COMPLAINT__LIMIT_HANDOVERS 8

typedef struct complaint__names {
    const char **items;
    size_t count;
} complaint__names;

enum complaint__fact_type {
    COMPLAINT__FACT_TEXT,
    COMPLAINT__FACT_INTEGER,
    COMPLAINT__FACT_BOOLEAN,
    COMPLAINT__FACT_TIME,
    COMPLAINT__FACT_MONEY,
    COMPLAINT__FACT_CODE,
    COMPLAINT__FACT_LIST,
    COMPLAINT__FACT_MAP,
    COMPLAINT__FACT_TYPES
};
extern const char *const complaint__fact_type_names[COMPLAINT__FACT_TYPES];

struct complaint__fact {
    const char *name;
    int type;
    bool required;
    bool known; /* given at an earlier step it need not be given again */
    complaint__texts title;
    complaint__names values;          /* of a text or code; empty: any */
    complaint__names members;         /* of a map, or of the maps of a list:
                                         those that must be there */
    const complaint__condition *when; /* wanted then only; NULL: always */
    complaint__texts help;
    int64_t order;
};

/* A pack of the procedure, by name; or NULL. */
const complaint__pack *
complaint__pack_find(const complaint_procedure *procedure, const char *name);
/* Whether there is one and it was taken off. */
bool complaint__pack_withdrawn(const complaint_procedure *procedure,
                               const char *name);

enum complaint__condition_kind {
    COMPLAINT__CONDITION_ALL,
    COMPLAINT__CONDITION_ANY,
    COMPLAINT__CONDITION_NOT,
    COMPLAINT__CONDITION_FACT,
    COMPLAINT__CONDITION_FIELD,
    COMPLAINT__CONDITION_KNOWN
};

enum complaint__condition_test {
    COMPLAINT__TEST_IS,
    COMPLAINT__TEST_IN,
    COMPLAINT__TEST_CONTAINS,
    COMPLAINT__TEST_AT_LEAST,
    COMPLAINT__TEST_AT_MOST,
    COMPLAINT__TEST_PRESENT,
    COMPLAINT__TEST_SAME_AS, /* these three: another fact */
    COMPLAINT__TEST_NO_MORE_THAN,
    COMPLAINT__TEST_NO_LESS_THAN
};

struct complaint__condition {
    int kind;
    const complaint__condition *parts; /* of all, any, not */
    size_t part_count;
    const char *name;   /* of the fact or field */
    const char *member; /* of a map, or NULL */
    int test;
    complaint__names values; /* is: one; in, contains: several */
    int64_t number;          /* at_least, at_most */
    const char *currency;    /* of money, or NULL */
    bool present;
    bool asked;        /* of what is known: it may be given now as well */
    const char *other; /* the fact that it is compared with, or NULL */
    const char *other_member;
};

/* What a condition says; unknown while a fact is yet to be given. */
enum complaint__truth { COMPLAINT__FALSE, COMPLAINT__UNKNOWN, COMPLAINT__TRUE };
int complaint__condition_holds(const complaint__condition *condition,
                               const complaint__subject *subject);

typedef struct complaint__role {
    const char *name;
    complaint__texts title;
} complaint__role;

/* What is to be filled in together; fields in the order of a form. */
typedef struct complaint__form {
    const char *name;
    complaint__texts title;
    const complaint__fact *fields;
    size_t field_count;
} complaint__form;

/* A letter with {fields}. */
typedef struct complaint__reply {
    const char *name;
    complaint__texts title;
    complaint__texts text;
} complaint__reply;

/* What is set when a condition holds. */
typedef struct complaint__rule {
    const char *name;
    complaint__texts title;
    const complaint__condition *when; /* NULL: always */
    const char *urgency;
    const char *flag; /* or NULL */
    const char *unit;
    int64_t months; /* of retention, after closing: both are added */
    int64_t days;
    complaint__names parts; /* empty: all */
    const char *citation;   /* or "" */
} complaint__rule;

/* How much a role may decide: of a fact, of a member of a map or of the maps
 * of a list, or of a column of the case. */
typedef struct complaint__authority {
    const char *role;
    int64_t amount; /* minor units */
    const char *currency;
    const char *of;     /* as written */
    const char *name;   /* of the fact or column */
    const char *member; /* or NULL */
} complaint__authority;

typedef struct complaint__full_state {
    complaint__state state;
    complaint__texts guidance;
    const complaint__texts *steps;
    size_t step_count;
    const complaint__reply *replies;
    size_t reply_count;
    complaint__names forms;
    uint64_t starts; /* bits: clocks that entering it starts */
    uint64_t pauses; /* and those that wait in it */
} complaint__full_state;

/* Who may where a condition holds; the first that does counts. */
typedef struct complaint__roles_rule {
    const complaint__condition *when;
    complaint__names roles;
} complaint__roles_rule;

/* A transition that waits for tasks. */
typedef struct complaint__join {
    complaint__names tasks;
    int64_t need;  /* so many of them; 0: all that were opened */
    bool declined; /* one that was declined counts as answered */
} complaint__join;

typedef struct complaint__full_transition {
    complaint__transition transition;
    complaint__names from;
    complaint__names roles; /* empty: anyone */
    const complaint__roles_rule *roles_when;
    size_t roles_when_count;
    complaint__names not_by; /* four eyes */
    const complaint__authority *authority;
    size_t authority_count;
    const complaint__join *join; /* or NULL */
    const char *citation;        /* or "" */
    const char *pack;            /* that it comes from, or NULL */
    bool withdrawn;              /* that was taken off: nobody may do it */
    uint64_t moves;              /* bits: clocks that it starts, stops, ends */
    size_t target;               /* index of the state it leads to; SIZE_MAX */
} complaint__full_transition;

enum complaint__clock_unit {
    COMPLAINT__UNIT_MINUTES,
    COMPLAINT__UNIT_HOURS,
    COMPLAINT__UNIT_WORKING_HOURS,
    COMPLAINT__UNIT_WORKING_DAYS,
    COMPLAINT__UNIT_DAYS,
    COMPLAINT__UNIT_WEEKS,
    COMPLAINT__UNIT_MONTHS,
    COMPLAINT__UNITS
};
extern const char *const complaint__clock_unit_names[COMPLAINT__UNITS];
/* The most that an amount or cap may be, by unit: about ten years. */
extern const int64_t complaint__clock_unit_limits[COMPLAINT__UNITS];

enum complaint__clock_anchor {
    COMPLAINT__ANCHOR_RECEIVED,
    COMPLAINT__ANCHOR_OCCURRED,
    COMPLAINT__ANCHOR_AWARE,
    COMPLAINT__ANCHOR_ENTRY,
    COMPLAINT__ANCHOR_STATE,
    COMPLAINT__ANCHOR_MARK,
    COMPLAINT__ANCHOR_FACT, /* the entry that gives the clock's limit */
    COMPLAINT__ANCHOR_FIRST,
    COMPLAINT__ANCHOR_LAST
};

/* Anchors of one clock. */
#define COMPLAINT__LIMIT_ANCHORS 8

/* One of several anchors. */
typedef struct complaint__anchor {
    int kind;
    const char *name;
    unsigned mark;
} complaint__anchor;

enum complaint__clock_end {
    COMPLAINT__END_OF_DAY,
    COMPLAINT__END_CLOSE_OF_BUSINESS,
    COMPLAINT__END_SAME_TIME,
    COMPLAINT__ENDS
};
extern const char *const complaint__end_names[COMPLAINT__ENDS];

enum complaint__clock_reopen {
    COMPLAINT__REOPEN_KEEP,
    COMPLAINT__REOPEN_CONTINUE,
    COMPLAINT__REOPEN_RESTART,
    COMPLAINT__REOPEN_FRESH,
    COMPLAINT__REOPENS
};
extern const char *const complaint__reopen_names[COMPLAINT__REOPENS];

typedef struct complaint__warning {
    int64_t share;  /* per cent of the amount; 0: by `before` */
    int64_t before; /* in the clock's unit before it is due */
    const char *to; /* role, or NULL for the clock's owner */
} complaint__warning;

/* What a transition does to a clock; what a state does. */
enum complaint__clock_effect {
    COMPLAINT__EFFECT_START = 1,
    COMPLAINT__EFFECT_STOP = 2,
    COMPLAINT__EFFECT_CANCEL = 4,
    COMPLAINT__EFFECT_PAUSE = 8
};

struct complaint__clock {
    const char *name;
    complaint__texts title;
    const char *owner;  /* role or NULL */
    const char *within; /* a clock whose limit is no earlier, or NULL */
    bool principal;
    int64_t amount;
    int unit;
    int anchor;
    const complaint__anchor *anchors; /* one, or of FIRST and LAST several */
    size_t anchor_count;
    const char *due_member;           /* of it, a map; or NULL */
    const char *due_fact;             /* whose value is the limit, or NULL */
    const complaint__condition *when; /* it is there only then, or NULL */
    bool runs_on;                     /* past the closing of the case */
    bool periodic;                    /* what stops it starts it anew */
    const char *pack;                 /* that it comes from, or NULL */
    bool withdrawn;                   /* that was taken off */
    bool same_day;                    /* the anchor's own day is the first */
    int end;
    bool by_hand; /* pause and resume entries count */
    bool extensible;
    int64_t cap_total;
    int64_t max_times; /* 0: any number */
    complaint__names extension_roles;
    int reopen;
    int handed_over; /* CONTINUE, RESTART or FRESH */
    bool repeat;
    const complaint__warning *warnings;
    size_t warning_count;
    complaint__texts expiry;
    bool acts;            /* its end does something, whatever the text */
    const char *citation; /* or "" */
    complaint__names stop;
    complaint__names stop_marks;
    complaint__names cancel;
    complaint__names pause_states;
    unsigned char *by_transition; /* effects, by transition's index */
    unsigned char *by_state;      /* effects, by state's index */
};

/* Work given to a unit, to a role, or to each unit that a fact names. */
struct complaint__task {
    const char *name;
    complaint__texts title;
    complaint__names states; /* entering one opens it */
    complaint__names transitions;
    const char *unit; /* or NULL */
    const char *role; /* or NULL */
    const char *each; /* the fact, or NULL */
    const complaint__condition *when;
    const complaint__fact *facts; /* of its result */
    size_t fact_count;
    bool limited; /* the clock below runs while it is open */
    complaint__clock limit;
    bool declinable;
    bool keep; /* what was answered stays when it would be opened again */
    const char *citation; /* or "" */
};

enum complaint__handover_then {
    COMPLAINT__THEN_ESCALATE,
    COMPLAINT__THEN_RETURN,
    COMPLAINT__THENS
};
extern const char *const complaint__then_names[COMPLAINT__THENS];

/* A time within which a hand-over is to be accepted. */
typedef struct complaint__handover {
    complaint__clock clock;
    int then;
    const char *to; /* role that may accept once it escalated */
} complaint__handover;

/* Places by name: one more than the place, 0 for none; open addressing. */
typedef struct complaint__lookup {
    const uint16_t *slots; /* NULL while it is not made */
    size_t mask;
} complaint__lookup;

struct complaint_procedure {
    complaint_context *context;
    atomic_size_t references;
    complaint__arena *arena; /* everything below */
    char digest[COMPLAINT__DIGEST_TEXT];
    const char *text; /* of both, of one that extends another; or NULL */
    size_t text_size;
    const char *derived_from; /* name of its parent, or NULL */
    const char *derived_version;
    const char *derived_digest;
    const complaint__pack *packs;
    size_t pack_count;
    const char *full_name; /* with what was attached */
    const char *name;
    const char *version;
    complaint__texts title;
    complaint__names languages;
    const char *source;   /* or "" */
    const char *calendar; /* or NULL */
    const char *number;   /* or NULL */
    const char *start;
    complaint__role *roles;
    size_t role_count;
    complaint__names intake_roles; /* empty: anyone */
    const complaint__fact *intake;
    size_t intake_count;
    const complaint__form *forms;
    size_t form_count;
    complaint__names case_forms; /* that belong to no state */
    const complaint__rule *urgency;
    size_t urgency_count;
    const complaint__rule *routing;
    size_t routing_count;
    const complaint__rule *retention;
    size_t retention_count;
    complaint__full_state *states;
    size_t state_count;
    complaint__full_transition *transitions;
    size_t transition_count;
    complaint__clock *clocks;
    size_t clock_count;
    uint64_t watchful; /* bits: clocks whose limit is a fact */
    complaint__lookup states_by_name;
    complaint__lookup transitions_by_name;
    complaint__names watched; /* facts that later steps and clocks look at */
    complaint__task *tasks;
    size_t task_count;
    complaint__handover *handovers;
    size_t handover_count;
    complaint__names move_roles; /* that may move a case to this version */
};

/* The "file" entry as an anchor; no transition may be called so. */
#define COMPLAINT__ANCHOR_FILE "file"

/* Marks by name: one of enum complaint__mark, or 0; and back. */
unsigned complaint__mark_find(const char *name);
const char *complaint__mark_name(unsigned index); /* NULL past the end */
bool complaint__names_have(const complaint__names *names, const char *name);
/* Make the lookups of states and transitions, once these are complete. */
int complaint__procedure_index(complaint_procedure *procedure,
                               complaint_error **error);
/* Positions, or the count when there is none such. */
size_t complaint__state_index(const complaint_procedure *procedure,
                              const char *name);
size_t complaint__transition_index(const complaint_procedure *procedure,
                                   const char *name);
bool complaint__role_known(const complaint_procedure *procedure,
                           const char *name);
/* Mark the states that a transition can leave a case in: where it leads to, or
 * those from which it does not lead away. */
void complaint__transition_targets(const complaint_procedure *procedure,
                                   const complaint__full_transition *full,
                                   bool *states);
/* Whether a transition lets a role do it, whatever the facts. */
bool complaint__transition_names_role(const complaint__full_transition *full,
                                      const char *role);
/* The facts given are of their types, and none that is required is missing. */
int complaint__facts_check(const complaint_procedure *procedure,
                           const complaint__fact *facts, size_t count,
                           const complaint__subject *subject,
                           complaint_error **error);
size_t complaint__task_index(const complaint_procedure *procedure,
                             const char *name);
/* REFUSED while a transition waits for tasks. */
int complaint__join_check(const complaint_procedure *procedure,
                          const complaint__full_transition *full,
                          const complaint__subject *subject,
                          complaint_error **error);
/* How much the subject's roles may decide: DENIED beyond. */
int complaint__authority_check(const complaint_procedure *procedure,
                               const complaint__full_transition *full,
                               const complaint__subject *subject,
                               complaint_error **error);

/* A piece of a letter: text, or a {field}; "{{" and "}}" are braces. */
typedef struct complaint__piece {
    const char *text; /* as it is, `size` bytes */
    size_t size;
    const char *name; /* or of a field, NULL for none */
    size_t name_size;
} complaint__piece;
/* false at the end of the letter, or, with *wrong, at what is no field. */
bool complaint__letter_next(const char **letter, complaint__piece *piece,
                            bool *wrong);
/* Whether the subject has one of the roles; "*" has every role. */
bool complaint__subject_may(const complaint__subject *subject,
                            const complaint__names *roles);
/* A fact given now or known from before, or NULL. */
const complaint_facts *
complaint__subject_fact(const complaint__subject *subject, const char *name);

#endif
