/* What the files of this room share: the register, the case, the image of a
 * case that entries are applied to, and the small steps between them. */
#ifndef COMPLAINT_REGISTER_INSIDE_H
#define COMPLAINT_REGISTER_INSIDE_H

#include "base/identity.h"
#include "model/facts.h"
#include "register/codes.h"
#include "register/proof.h"
#include "register/register.h"
#include "text/terms.h"

#include <complaint/limits.h>

#define COMPLAINT__SALT_SIZE 16 /* bytes, of a commitment */

/* ---- actors ---- */

struct complaint_actor {
    complaint_context *context;
    char *id;
    char *unit; /* NULL for none */
    char **roles;
    size_t role_count;
    char *joined; /* roles, comma between them; NULL for none */
};

/* ---- definitions ---- */

enum complaint__kind {
    COMPLAINT__KIND_PROCEDURE = 0,
    COMPLAINT__KIND_CALENDAR = 1,
    COMPLAINT__KIND_CATALOG = 2,
    COMPLAINT__KIND_ORGANISATION = 3,
    COMPLAINT__KIND_PACK = 4,
    COMPLAINT__KINDS = 5
};

struct complaint_definition {
    complaint_context *context;
    int kind;
    char *name;
    char *version; /* may be NULL */
    char *text;
    size_t size;
    char digest[COMPLAINT__DIGEST_TEXT];
};

extern const char *const complaint__kind_names[COMPLAINT__KINDS];

/* A definition once parsed, whatever its kind. */
typedef struct complaint__parsed {
    int kind;
    complaint_procedure *procedure;
    complaint_calendar *calendar;
    complaint__codes *codes;   /* of a catalog or an organisation */
    complaint_procedure *pack; /* the least procedure with the pack on */
} complaint__parsed;

/* Where a text comes from, and where those that it extends are looked for. */
typedef struct complaint__origin {
    const char *file;              /* for messages, or NULL */
    const char *folder;            /* of NAME.yaml, or NULL */
    complaint_register *installed; /* or NULL */
} complaint__origin;

int complaint__definition_interpret(complaint_context *context, int kind,
                                    const char *text, size_t size,
                                    const complaint__origin *origin,
                                    complaint__parsed *out,
                                    complaint_error **error);
/* Another reference to each part; what is parsed never changes. */
complaint__parsed complaint__parsed_ref(const complaint__parsed *parsed);
void complaint__parsed_free(complaint_context *context,
                            complaint__parsed *parsed);

/* ---- the register ---- */

/* What entries are sealed with, one after another. */
typedef struct complaint__sealer {
    complaint__hasher hasher;
    complaint__buffer json; /* personal part and facts, each with its NUL */
    size_t apart;           /* bytes of the former */
    unsigned char procedure[COMPLAINT__DIGEST_SIZE];
    unsigned char salt[COMPLAINT__SALT_SIZE];
    unsigned char commitment[COMPLAINT__DIGEST_SIZE];
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    /* The row sealed last; it borrows from the above and from its journal. */
    complaint_value row[complaint__journal_columns];
} complaint__sealer;

typedef struct cached_definition {
    struct cached_definition *next;
    char digest[COMPLAINT__DIGEST_TEXT];
    unsigned char bytes[COMPLAINT__DIGEST_SIZE]; /* the same */
    complaint__parsed parsed;
} cached_definition;

/* Newest definition of a kind and name. */
typedef struct cached_name {
    struct cached_name *next;
    int kind;
    char *name; /* NULL: the default */
    cached_definition *definition;
} cached_name;

/* A procedure with packs attached: installed, by what went into it. */
typedef struct cached_packs {
    struct cached_packs *next;
    const complaint_procedure *base;
    char *names; /* a line each */
    const complaint_procedure *procedure;
} cached_packs;

struct complaint_register {
    size_t references;
    complaint_context *context; /* a reference */
    complaint__store *store;    /* NULL once closed */
    char *uri;                  /* to open more handles with */
    char id[COMPLAINT__ID_SIZE];
    complaint_time created_at;
    bool in_batch;
    bool broken; /* the batch holds half a call: only rollback is left */
    bool scrub;  /* something was erased in the batch */
    complaint_case *touched; /* changed in the open batch */
    complaint__asks asks;    /* of the case that was given back last */
    /* Definitions by digest never change; names and settings do, also by
     * other processes: "generation" in the store tells. */
    cached_definition *definitions;
    struct complaint__shelf *shelf; /* of registers that share; or NULL */
    cached_name *names;
    cached_packs *packs;
    int64_t generation;
    bool renewed;     /* in this batch: nobody else can move it until its end */
    bool presuming;   /* a change relies on `generation`, see below */
    char *pack_names; /* the setting; NULL for none */
    bool pack_names_known;
    char *number_pattern;
    bool number_is_set;      /* by a setting; otherwise it is the default */
    complaint__codes *units; /* of the relation "unit" */
    bool no_catalog;         /* known that none is installed */
    complaint__view *view;   /* who looks; NULL: the host itself */
    complaint_facts *views;  /* rules of the setting "views"; NULL: none */
    bool views_known;
    int64_t view_turn; /* grows whenever what is seen may change */
    struct complaint__search *search; /* made when first asked for */
    complaint__sealer sealer;         /* of entries; opened when first needed */
    complaint__lot lot;               /* of the call that makes an entry */
};

/* ---- who sees what (view.c) ---- */

/* Can this be the value of the setting "views"? */
int complaint__views_check(complaint_register *self, const char *value,
                           complaint_error **error);
/* May the viewer see this case at all? By its row, which must not be borrowed
 * from the store; or by its id: a case that is not there is not seen. */
int complaint__view_sees(complaint_register *self, const complaint_value *row,
                         bool *sees, complaint_error **error);
int complaint__view_sees_id(complaint_register *self, const char *case_id,
                            bool *sees, complaint_error **error);
/* The row, or a copy in `room` (values of all columns) with what is withheld
 * replaced. */
const complaint_value *complaint__view_mask(complaint_register *self,
                                            const complaint_relation *relation,
                                            const complaint_value *row,
                                            complaint_value *room);
/* Rules or units may have changed. */
void complaint__view_forget(complaint_register *self);
void complaint__view_free(complaint_register *self);
/* Another handle gets the same viewer; it works out by itself, when it is first
 * asked, what that one may see. */
int complaint__view_hand_on(const complaint_register *self,
                            complaint_register *to, complaint_error **error);

int complaint__register_begin(complaint_register *self, bool *began,
                              complaint_error **error);
/* End what complaint__register_begin() began: commit for OK, undo for the
 * rest. Inside a batch nothing happens. */
int complaint__register_end(complaint_register *self, bool began, int status,
                            complaint_error **error);
/* A transaction around `work`, in a batch a part of it. Another thread may do
 * the work while this one waits, when registers share a commit; and do it
 * again, when it was undone by no fault of its own. */
int complaint__register_run(complaint_register *self,
                            int (*work)(void *task, complaint_error **error),
                            void *task, complaint_error **error);
/* Is a change better made in memory before complaint__register_run(), which
 * then only writes it? Where others wait for the same commit, and what the
 * change relies on is checked in the transaction. */
bool complaint__register_ahead(const complaint_register *self);

/* Setting of a register whose projections are to be built anew, because its
 * schema was brought forward. */
#define COMPLAINT__MIGRATED "migrated_from"

/* Settings (setting.c). *value is the caller's, NULL when there is none. */
int complaint__setting_get(complaint_register *self, const char *name,
                           char **value, complaint_error **error);
int complaint__setting_put(complaint_register *self, const char *name,
                           const char *value, complaint_error **error);
/* Setting that stands from an erasure until its traces are gone. */
#define COMPLAINT__TRACES "traces"
/* Forget names and settings when the store's generation moved. */
int complaint__register_renew(complaint_register *self,
                              complaint_error **error);
/* In a write transaction: rely on the generation, when presuming. */
int complaint__register_rely(complaint_register *self, complaint_error **error);
/* A definition or setting changed; in a write transaction. */
int complaint__register_advance(complaint_register *self,
                                complaint_error **error);
void complaint__register_forget(complaint_register *self);
int complaint__register_name(complaint_register *self, int kind, char **name,
                             complaint_error **error);
int complaint__register_pattern(complaint_register *self, const char **pattern,
                                complaint_error **error);
int complaint__register_by_digest(complaint_register *self, int kind,
                                  const char *digest,
                                  const cached_definition **out,
                                  complaint_error **error);
/* By the digest's bytes, as rows of cases have it. */
int complaint__register_pinned(
    complaint_register *self, int kind,
    const unsigned char digest[COMPLAINT__DIGEST_SIZE],
    const cached_definition **out, complaint_error **error);
/* The text of the newest definition of a kind and name; NOT_FOUND. */
int complaint__register_text(complaint_register *self, int kind,
                             const char *name, complaint__buffer *text,
                             complaint_error **error);
int complaint__register_newest(complaint_register *self, int kind,
                               const char *name, const cached_definition **out,
                               complaint_error **error);
/* Rows of "unit" for an organisation: add or change, never remove. */
int complaint__register_put_units(complaint_register *self,
                                  const complaint__codes *codes,
                                  complaint_error **error);
/* The row of a unit; it borrows from the code and from `names`. */
int complaint__unit_row(const complaint__code *code, complaint__buffer *names,
                        complaint_value *row, complaint_error **error);

/* The setting "packs" (packs.c): its names, NULL for none, borrowed until
 * settings are forgotten; that each is there. */
int complaint__packs_setting(complaint_register *self, const char **names,
                             complaint_error **error);
int complaint__packs_check(complaint_register *self, const char *value,
                           complaint_error **error);
void complaint__packs_forget(complaint_register *self);

/* Printed numbers (number.c). */
int complaint__number_check(complaint_context *context, const char *pattern,
                            complaint_error **error);
/* A pattern and what stands for its fields; borrowed from those it was made
 * of. */
typedef struct complaint__numbering {
    const char *pattern;
    char date[COMPLAINT_TIME_TEXT_SIZE]; /* YYYY-MM-DD */
    const char *unit;
    const char *procedure;
} complaint__numbering;
int complaint__numbering_open(complaint_register *self,
                              const complaint_calendar *calendar,
                              const complaint_procedure *procedure,
                              const char *unit, complaint_time now,
                              complaint__numbering *out,
                              complaint_error **error);
/* The name of the counter, and the number for a count. */
int complaint__numbering_series(const complaint__numbering *self,
                                complaint__buffer *series,
                                complaint_error **error);
int complaint__numbering_print(const complaint__numbering *self, int64_t count,
                               complaint__buffer *number,
                               complaint_error **error);

/* ---- journal entries (entry.c) ---- */

/* An entry in memory. `facts` holds everything, personal facts included,
 * and under "_" what the register added. */
typedef struct complaint__journal {
    const char *case_id;
    int64_t entry;
    const char *kind; /* one of COMPLAINT__ENTRY_* */
    const char *action;
    complaint_time happened_at;
    complaint_time recorded_at;
    const char *actor;
    const char *role;
    complaint_facts *facts;
} complaint__journal;

/* The static text of an entry's kind, or NULL. */
const char *complaint__entry_kind(const char *kind);
/* The row to insert, that of the register's sealer until another entry is
 * prepared, in two steps. First personal facts are split off and committed to;
 * what stands under "_" may still change then. */
int complaint__entry_prepare(complaint_register *self,
                             const complaint__journal *journal,
                             const complaint_procedure *procedure,
                             const complaint_value *previous,
                             complaint_error **error);
/* Then the other facts are written, and the entry joins the chain; once more
 * when these have changed. */
int complaint__entry_seal(complaint_register *self,
                          const complaint__journal *journal,
                          complaint_error **error);
void complaint__sealer_free(complaint__sealer *sealer);
/* Digest of a stored row as it should be. */
int complaint__entry_digest(complaint__hasher *hasher,
                            const complaint_value *row,
                            unsigned char digest[COMPLAINT__DIGEST_SIZE],
                            complaint_error **error);
int complaint__entry_commitment(complaint__hasher *hasher,
                                const complaint_value *row,
                                unsigned char digest[COMPLAINT__DIGEST_SIZE],
                                complaint_error **error);
/* The entry of a stored row; its facts are the caller's. */
int complaint__entry_open(complaint_context *context,
                          const complaint_value *row, complaint__journal *out,
                          complaint_error **error);
/* Relation of rows that stand under a key of facts, or NULL ("parties",
 * "evidence", "task" ...). */
const complaint_relation *complaint__entry_relation(const char *key,
                                                    const complaint_facts *at);
/* Relation whose columns the facts of an entry bear at their top. */
const complaint_relation *complaint__entry_scope(const char *kind,
                                                 const char *action);
/* Facts of an "erase" entry: entries that lost their personal part, and what
 * of these parts is kept, said again. */
#define COMPLAINT__ERASE_ENTRIES "entries"
#define COMPLAINT__ERASE_KEPT "kept"
complaint_facts *complaint__facts_change(const complaint_facts *facts);

/* ---- events for clocks (history.c) ---- */

typedef struct complaint__history {
    complaint_context *context;
    complaint__arena *arena;
    complaint__event *events; /* their facts are the history's */
    const char **actors;
    /* Under which the next entry stood, where it is not the one that looks at
     * them all; or NULL. */
    const complaint_procedure *stood;
    size_t count;
    size_t capacity;
} complaint__history;

/* Where somebody looks at them, a copy of the entry's facts is kept. */
int complaint__history_add(complaint__history *history,
                           const complaint_procedure *procedure,
                           const complaint__journal *journal,
                           complaint_error **error);
/* The latest value of a watched fact, or NULL. */
const complaint_facts *
complaint__history_known(const complaint__history *history, const char *name);
void complaint__history_drop_last(complaint__history *history);
void complaint__history_free(complaint__history *history);
/* Who performed a transition last, or NULL. */
const char *complaint__history_who(const complaint__history *history,
                                   const char *transition);

/* ---- from what a caller gives to an entry (draft.c) ---- */

struct complaint__image;
/* A copy of the facts with ids for new rows; columns, codes and times are
 * checked. *out is the caller's. */
int complaint__draft(complaint_register *self, struct complaint__image *image,
                     const complaint__entry *entry, complaint_time now,
                     complaint_facts **out, complaint_error **error);
/* The map under "_", made when it is not there. */
int complaint__draft_added(complaint_facts *facts, complaint_facts **out,
                           complaint_error **error);
/* Say under "_" what is missing, where that is news. */
int complaint__draft_missing(const complaint_procedure *procedure,
                             const complaint__entry *entry,
                             const complaint_record *record,
                             complaint_facts *facts, complaint_error **error);

/* An id for the assignment that an "assign" entry makes. */
int complaint__draft_assignment(complaint_facts *facts,
                                complaint_error **error);

/* Who takes the case over, where it is not the proposed owner. */
int complaint__draft_acceptance(const struct complaint__image *image,
                                const complaint__entry *entry,
                                complaint_facts *facts,
                                complaint_error **error);

/* The calendar that the first so many entries stand under. */
int complaint__case_calendar_at(complaint_case *self, size_t entries,
                                const complaint_calendar **out,
                                complaint_error **error);

/* ---- tasks of a procedure (task.c) ---- */

/* Say under "_" which tasks a file or perform entry opens and withdraws. */
int complaint__draft_tasks(complaint_case *self, const complaint__entry *entry,
                           complaint_facts *facts, complaint_error **error);
/* The case's tasks, for joins; borrowed from the case. */
int complaint__case_load_tasks(complaint_case *self,
                               complaint__subject *subject,
                               complaint_error **error);
/* Rows of "task" as the entry's steps say (apply_task.c). */
int complaint__apply_tasks(struct complaint__image *image,
                           const complaint_procedure *procedure,
                           const complaint__journal *journal,
                           complaint_error **error);
/* Whether a row of "task" is one of the procedure's. */
bool complaint__task_is_given(const char *id);

/* ---- the image of a case (image.c) and what entries do to it (apply.c) -- */

typedef struct complaint__image_row {
    const complaint_relation *relation;
    complaint_record *record; /* as stored; NULL when new */
    complaint_record *next;   /* as it will be; NULL when unchanged */
    bool erased;
} complaint__image_row;

typedef struct complaint__image {
    complaint_context *context;
    /* Where rows that are not here yet come from; NULL: there are none. */
    complaint__store *store;
    char case_id[COMPLAINT__ID_SIZE];
    complaint__image_row self; /* the row of "case" */
    complaint__image_row *rows;
    size_t count;
    size_t capacity;
    uint64_t whole; /* relations of which every row is here */
} complaint__image;

void complaint__image_open(complaint__image *image, complaint_context *context,
                           complaint__store *store, const char *case_id);
void complaint__image_free(complaint__image *image);
/* The row as it will be, to read. */
const complaint_record *complaint__image_now(const complaint__image_row *row);
int complaint__image_edit(complaint__image *image, complaint__image_row *row,
                          complaint_error **error);
/* Edit a column where it differs. */
int complaint__image_want(complaint__image *image, complaint__image_row *row,
                          size_t column, const complaint_value *value,
                          complaint_error **error);
/* The same by what it is: NULL and COMPLAINT_TIME_NONE are null. */
int complaint__image_want_text(complaint__image *image,
                               complaint__image_row *row, size_t column,
                               const char *text, complaint_error **error);
int complaint__image_want_time(complaint__image *image,
                               complaint__image_row *row, size_t column,
                               complaint_time time, complaint_error **error);
const char *complaint__image_text(const complaint__image_row *row,
                                  size_t column);
int complaint__image_find(complaint__image *image,
                          const complaint_relation *relation, const char *id,
                          complaint__image_row **out, complaint_error **error);
/* A new row with its key set. */
int complaint__image_add(complaint__image *image,
                         const complaint_relation *relation, const char *id,
                         complaint__image_row **out, complaint_error **error);
int complaint__image_load(complaint__image *image,
                          const complaint_relation *relation,
                          complaint_error **error);
/* INCOMPLETE, listing every required column that is null in a changed row. */
int complaint__image_check(const complaint__image *image,
                           complaint_error **error);
/* Write what changed: the row of "case" (CONFLICT by `expected`; `later`: what
 * is wrong with it may be told by what follows, commit too), the rest. */
int complaint__image_write_case(complaint__image *image, int64_t expected,
                                bool later, complaint_error **error);
int complaint__image_write_rows(complaint__image *image,
                                complaint_error **error);
void complaint__image_settle(complaint__image *image, bool kept);

/* Relations with rows of a case, in the order of the model, "case" and
 * "journal" left out; NULL at the end. */
const complaint_relation *complaint__child_relation(size_t index);

int complaint__apply(complaint__image *image,
                     const complaint_procedure *procedure,
                     const complaint__journal *journal,
                     complaint_error **error);
/* Into the facts of an "erase" entry, which say "parts" and "party": the
 * entries that lose their personal part, and what of it is kept. */
int complaint__erase_gather(complaint_case *self, complaint_facts *facts,
                            complaint_error **error);
/* Take the personal part and the salt from these entries, and note that there
 * will be traces. */
int complaint__erase_write(complaint_case *self, const complaint_facts *facts,
                           complaint_error **error);
int complaint__apply_erase(complaint__image *image,
                           const complaint__journal *journal,
                           complaint_error **error);
/* Clock rows, due_at, due_clock and limit_at from the case's events. */
int complaint__apply_clocks(complaint__image *image,
                            const complaint_procedure *procedure,
                            const complaint_calendar *calendar,
                            const complaint__history *history,
                            complaint_time now, complaint_error **error);
/* revision and head, after the entry was sealed. */
int complaint__apply_head(complaint__image *image, int64_t revision,
                          const void *head, complaint_error **error);

/* ---- cases ---- */

struct complaint_case {
    complaint_register *owner; /* a reference */
    complaint__image image;
    const complaint_procedure *procedure;
    const complaint_calendar *calendar;
    complaint__history history;
    bool has_history;
    complaint__given_task *tasks; /* of the last subject; texts of the image */
    bool stale;              /* the batch that changed it was rolled back */
    bool touched;            /* in the register's list */
    complaint_record *shown; /* to the viewer, where that differs */
    int64_t shown_turn;
    int64_t shown_revision;
    complaint_case *previous_touched;
    complaint_case *next_touched;
};

void complaint__case_untouch(complaint_case *self);
/* The procedure that a case followed after so many entries. */
int complaint__case_procedure_at(complaint_case *self, size_t entries,
                                 const complaint_procedure **out,
                                 complaint_error **error);
/* CONFLICT when the journal is longer than the revision that was seen. */
int complaint__case_load_history(complaint_case *self, complaint_error **error);

/* ---- cursors (cursor.c) and filters (query.c) ---- */

/* One scan of several that follow one another. */
typedef struct complaint__leg {
    const complaint_relation *relation;
    const complaint_index *index; /* NULL: by key */
    complaint_value equal[COMPLAINT__KEY_MAX];
    size_t equal_count;
    complaint_value lower;
    complaint_value upper;
    bool descending;
    bool without_due; /* only cases that have no next limit */
    bool searched;    /* found by their text, and not by a scan */
} complaint__leg;

typedef struct complaint__wanted {
    size_t column;
    complaint_value *values; /* any of them; NULL: a range */
    size_t count;
    complaint_value lower; /* inclusive; null: unbounded */
    complaint_value upper; /* exclusive; null: unbounded */
} complaint__wanted;

typedef struct complaint__query {
    complaint_context *context;
    complaint__arena *arena; /* of everything below */
    complaint__leg legs[2];
    size_t leg_count;
    complaint__wanted wanted[COMPLAINT_LIMIT_CONDITIONS];
    size_t wanted_count;
    int open;                  /* 1 open, 0 closed, -1 either */
    complaint_time overdue_at; /* COMPLAINT_TIME_NONE: either */
    complaint_register *owner; /* where texts of cases are read */
    complaint__terms terms;    /* none: any */
    bool public;               /* terms must stand in what is not personal */
    int64_t limit;             /* 0: all */
    uint64_t columns;          /* to be given, a bit each; 0: all */
    char mark[17];             /* tells tokens of other filters apart */
    size_t after_leg;
    complaint_value after[COMPLAINT__INDEX_COLUMNS_MAX + COMPLAINT__KEY_MAX];
    size_t after_count;
} complaint__query;

complaint__query *complaint__query_new(complaint_context *context);
void complaint__query_free(complaint__query *query);
int complaint__query_matches(const complaint__query *query,
                             const complaint__leg *leg,
                             const complaint_value *row, bool *matches,
                             complaint_error **error);
/* Values of a row that a scan continues after: index columns, then key. */
size_t complaint__leg_key(const complaint__leg *leg, const complaint_value *row,
                          complaint_value *key);

/* Takes the query, also on failure. */
int complaint__cursor_new(complaint_register *owner, complaint__query *query,
                          complaint_cursor **out, complaint_error **error);
/* The due queue (due.c). It borrows its owner; the next running clock's row is
 * made in `arena`, NULL at the end. A failure changes nothing. */
typedef struct complaint__due_queue complaint__due_queue;
/* Which clocks; at most one of the texts; they are copied. */
typedef struct complaint__due_filter {
    complaint_time from;      /* limits at or after; TIME_NONE: all */
    complaint_time until;     /* and at or before; TIME_NONE: all */
    const char *unit;         /* of open cases of the unit, and of its tasks */
    const char *owner;        /* of the case */
    const char *procedure;    /* name of the case's */
    complaint_time after_due; /* what comes after this one; TIME_NONE: all */
    char after_case[COMPLAINT__ID_SIZE];
    const char *after_clock;
    int64_t limit; /* 0: all */
} complaint__due_filter;
int complaint__due_queue_new(complaint_register *owner,
                             const complaint__due_filter *filter,
                             complaint__due_queue **out,
                             complaint_error **error);
int complaint__due_queue_next(complaint__due_queue *queue,
                              complaint__arena *arena, complaint_value **row,
                              complaint_error **error);
void complaint__due_queue_free(complaint__due_queue *queue);
int complaint__cursor_due(complaint_register *owner,
                          const complaint__due_filter *filter,
                          complaint_cursor **out, complaint_error **error);
/* Rows of a relation in the order of an index (NULL: the key), the first
 * columns equal. */
int complaint__cursor_plain(complaint_register *owner,
                            const complaint_scan *scan, complaint_cursor **out,
                            complaint_error **error);

#endif
