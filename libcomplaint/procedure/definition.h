/* A procedure's YAML as it stands in the file, before anything is checked.
 * read.c makes the procedure of it. */
#ifndef COMPLAINT_PROCEDURE_DEFINITION_H
#define COMPLAINT_PROCEDURE_DEFINITION_H

#include <stdbool.h>

#include "text/yaml.h"

/* Bytes of the text of one reply. */
#define COMPLAINT__LIMIT_REPLY 20000

typedef struct complaint__title_text {
    char *en;
    char *zh_cn;
    char *zh_tw;
} complaint__title_text;

typedef struct complaint__list_text {
    char **items;
    unsigned items_count;
} complaint__list_text;

typedef struct complaint__condition_text complaint__condition_text;
struct complaint__condition_text {
    complaint__condition_text *all;
    unsigned all_count;
    complaint__condition_text *any;
    unsigned any_count;
    complaint__condition_text *negated;
    char *fact;
    char *field;
    char *known;
    char *is;
    complaint__list_text in;
    complaint__list_text contains;
    int64_t *at_least;
    int64_t *at_most;
    char *currency;
    bool *present;
    char *same_as;
    char *no_more_than;
    char *no_less_than;
};

typedef struct complaint__fact_text {
    char *name;
    char *type;
    bool required;
    bool known;
    complaint__title_text title;
    complaint__list_text values;
    complaint__list_text members;
    complaint__condition_text *when;
    int64_t *order;
    complaint__title_text *help;
    char *pack;                       /* that asks for it */
    complaint__list_text required_by; /* packs that require it */
} complaint__fact_text;

typedef struct complaint__role_text {
    char *name;
    complaint__title_text title;
} complaint__role_text;

typedef struct complaint__intake_text {
    complaint__list_text roles;
    complaint__fact_text *facts;
    unsigned facts_count;
} complaint__intake_text;

typedef struct complaint__form_text {
    char *name;
    complaint__title_text title;
    complaint__fact_text *fields;
    unsigned fields_count;
} complaint__form_text;

typedef struct complaint__reply_text {
    char *name;
    complaint__title_text title;
    complaint__title_text text;
} complaint__reply_text;

/* A time by the calendar. */
typedef struct complaint__after_text {
    int64_t years;
    int64_t months;
    int64_t days;
} complaint__after_text;

/* A rule of urgency, of routing or of retention. */
typedef struct complaint__rule_text {
    char *name;
    complaint__title_text title;
    complaint__condition_text *when;
    char *urgency;
    char *flag;
    char *unit;
    complaint__after_text after;
    complaint__list_text parts;
    char *citation;
} complaint__rule_text;

typedef struct complaint__money_text {
    int64_t amount;
    char *currency;
} complaint__money_text;

typedef struct complaint__authority_text {
    char *role;
    complaint__money_text up_to;
    char *of;
} complaint__authority_text;

typedef struct complaint__state_text {
    char *name;
    complaint__title_text title;
    bool final;
    complaint__title_text *guidance;
    complaint__title_text *steps;
    unsigned steps_count;
    complaint__reply_text *replies;
    unsigned replies_count;
    complaint__list_text forms;
} complaint__state_text;

/* Who may, where a condition holds. */
typedef struct complaint__roles_text {
    complaint__condition_text *when;
    complaint__list_text roles;
} complaint__roles_text;

/* "need" is all, any or a number. */
typedef struct complaint__join_text {
    complaint__list_text tasks;
    char *need;
    bool declined;
} complaint__join_text;

typedef struct complaint__transition_text {
    char *name;
    complaint__title_text title;
    complaint__list_text from;
    char *to;
    complaint__list_text roles;
    complaint__roles_text *roles_when;
    unsigned roles_when_count;
    complaint__list_text not_by;
    complaint__list_text marks;
    complaint__fact_text *facts;
    unsigned facts_count;
    complaint__condition_text *guard;
    complaint__authority_text *authority;
    unsigned authority_count;
    complaint__join_text *join;
    char *citation;
    char *pack;
} complaint__transition_text;

typedef struct complaint__anchor_text complaint__anchor_text;
struct complaint__anchor_text {
    char *time;
    char *entry;
    char *state;
    char *mark;
    complaint__anchor_text *first; /* of several: whichever comes first */
    unsigned first_count;
    complaint__anchor_text *last; /* or last */
    unsigned last_count;
};

typedef struct complaint__pause_text {
    complaint__list_text states;
    bool by_hand;
} complaint__pause_text;

typedef struct complaint__extension_text {
    int64_t cap_total;
    complaint__list_text roles;
    int64_t *max_times;
} complaint__extension_text;

typedef struct complaint__warning_text {
    int64_t *share;
    int64_t *before;
    char *to;
} complaint__warning_text;

typedef struct complaint__clock_text {
    char *name;
    complaint__title_text title;
    char *owner;
    char *within;
    bool principal;
    int64_t *amount;
    char *unit;
    complaint__anchor_text *from;
    char *due;
    complaint__condition_text *when;
    char *closing;
    bool periodic;
    char *pack;
    char *first_day;
    char *end;
    complaint__list_text stop;
    complaint__list_text stop_marks;
    complaint__list_text cancel;
    complaint__pause_text *pause;
    bool *pausable;
    complaint__extension_text *extension;
    char *reopen;
    char *handed_over;
    bool repeat;
    complaint__warning_text *warn;
    unsigned warn_count;
    complaint__title_text *expiry;
    char *citation;
} complaint__clock_text;

typedef struct complaint__open_text {
    complaint__list_text states;
    complaint__list_text transitions;
} complaint__open_text;

/* Work given to a unit or a role; its limit is a clock with fewer keys. */
typedef struct complaint__task_text {
    char *name;
    complaint__title_text title;
    complaint__open_text open;
    char *unit;
    char *role;
    char *each;
    complaint__condition_text *when;
    complaint__fact_text *facts;
    unsigned facts_count;
    complaint__clock_text *limit;
    bool *declinable;
    char *again;
    char *citation;
} complaint__task_text;

/* A time within which a hand-over is to be accepted, and what follows. */
typedef struct complaint__handover_text {
    complaint__clock_text clock;
    char *then;
    char *to;
} complaint__handover_text;

typedef struct complaint__derived_text_keys {
    char *from;
    char *version;
    char *digest;
} complaint__derived_text_keys;

/* Written where packs were laid over a procedure. */
typedef struct complaint__pack_text {
    char *name;
    char *version;
    char *digest;
    char *source;
    bool attached;
    bool withdrawn;
    complaint__title_text title;
    complaint__title_text note;
} complaint__pack_text;

typedef struct complaint__procedure_text {
    char *kind;
    int64_t format;
    char *name;
    char *version;
    complaint__derived_text_keys *derived;
    complaint__pack_text *packs;
    unsigned packs_count;
    complaint__title_text title;
    complaint__list_text languages;
    char *source;
    char *calendar;
    char *number;
    char *start;
    complaint__role_text *roles;
    unsigned roles_count;
    complaint__intake_text intake;
    complaint__form_text *forms;
    unsigned forms_count;
    complaint__list_text case_forms;
    complaint__rule_text *urgency;
    unsigned urgency_count;
    complaint__rule_text *routing;
    unsigned routing_count;
    complaint__rule_text *retention;
    unsigned retention_count;
    complaint__state_text *states;
    unsigned states_count;
    complaint__transition_text *transitions;
    unsigned transitions_count;
    complaint__clock_text *clocks;
    unsigned clocks_count;
    complaint__task_text *tasks;
    unsigned tasks_count;
    complaint__handover_text *handover;
    unsigned handover_count;
    complaint__list_text move_roles;
} complaint__procedure_text;

extern const cyaml_schema_value_t complaint__procedure_schema;

#endif
