/* The register from inside: appending entries and reading cases, for
 * casework, exchange and analysis. */
#ifndef COMPLAINT_REGISTER_REGISTER_H
#define COMPLAINT_REGISTER_REGISTER_H

#include <complaint/case.h>

#include "calendar/calendar.h"
#include "procedure/procedure.h"
#include "storage/storage.h"

/* Kinds of journal entries. */
#define COMPLAINT__ENTRY_FILE "file"
#define COMPLAINT__ENTRY_PERFORM "perform"
#define COMPLAINT__ENTRY_ASSIGN "assign"
#define COMPLAINT__ENTRY_ACCEPT "accept"
#define COMPLAINT__ENTRY_DECLINE "decline"
#define COMPLAINT__ENTRY_PUT "put"
#define COMPLAINT__ENTRY_AMEND "amend"
#define COMPLAINT__ENTRY_ATTRIBUTE "attribute"
#define COMPLAINT__ENTRY_EXTEND "extend"
#define COMPLAINT__ENTRY_PAUSE "pause"
#define COMPLAINT__ENTRY_RESUME "resume"
#define COMPLAINT__ENTRY_WARN "warn"
#define COMPLAINT__ENTRY_EXPIRE "expire"
#define COMPLAINT__ENTRY_ERASE "erase"
#define COMPLAINT__ENTRY_TASK "task"
#define COMPLAINT__ENTRY_MOVE "move"
#define COMPLAINT__ENTRY_ATTACH "attach"
#define COMPLAINT__ENTRY_DETACH "detach"
#define COMPLAINT__ENTRY_REFER "refer"

/* What an "erase" entry did. */
typedef struct complaint__erased {
    int64_t entries; /* that lost their personal part */
} complaint__erased;

/* An entry to be appended. The register splits personal facts off by the
 * model's flags, commits to them with salt, chains the entry, applies it to
 * the projections and to the clocks, all in one transaction. */
typedef struct complaint__entry {
    const char *kind;
    const char *action; /* transition, relation or clock; may be NULL */
    const complaint_facts *facts;
    complaint_time happened_at;
    const complaint_actor *actor;
    char *row_id;              /* out: id of the row of a "put"; may be NULL */
    complaint__erased *erased; /* out: of an "erase"; may be NULL */
    /* that the case follows from this entry on; NULL: its own as before */
    const complaint_procedure *procedure;
    const complaint_calendar *calendar; /* of a move; NULL: the case's own */
} complaint__entry;

complaint_register *complaint__register_ref(complaint_register *self);
complaint_context *complaint__register_context(const complaint_register *self);
/* The store beneath, for reading in bulk; NULL when closed. Whoever writes
 * goes through complaint__case_create() and complaint__case_append(). */
complaint__store *complaint__register_store(const complaint_register *self);
/* MISUSE when it is NULL or closed. */
int complaint__register_is_open(complaint_register *self,
                                complaint_error **error);
/* The same, for a call that may show something: where somebody looks, rules
 * that another handle or process has changed are taken in. */
int complaint__register_usable(complaint_register *self,
                               complaint_error **error);
/* A batch of the caller's is open. */
bool complaint__register_in_batch(const complaint_register *self);
/* After a change, or a reading of one state, that is a transaction of its own:
 * shall it be made again, because it met another's? Frees *error then. Never in
 * a batch, which is the caller's to repeat. *attempt begins with 0. */
bool complaint__register_again(complaint_register *self, int status,
                               int *attempt, complaint_error **error);
/* CONFLICT: somebody else changed the case. */
int complaint__say_conflict(complaint_register *owner, complaint_error **error);
/* Grows when definitions or settings change. */
/* A change that is a transaction of its own may begin with names and settings
 * as they were last known, where the store can look in passing whether they
 * still are: then renewing asks for nothing, and begin says what it relies on.
 */
void complaint__register_presume(complaint_register *self);
/* The end of that: shall the change be made again, because it failed where it
 * may have relied on what is no more? Frees *error then. Says so once. */
bool complaint__register_presumed(complaint_register *self, int status,
                                  complaint_error **error);
int64_t complaint__register_generation(const complaint_register *self);

const char *const *complaint__actor_roles(const complaint_actor *actor,
                                          size_t *count);
/* Has the role, or "*". */
bool complaint__actor_has_role(const complaint_actor *actor, const char *role);

/* Newest definition of a kind and name (NULL: the default), or the one of a
 * digest; borrowed from the register's cache. */
int complaint__register_procedure(complaint_register *self, const char *name,
                                  const complaint_procedure **out,
                                  complaint_error **error);
int complaint__register_calendar(complaint_register *self, const char *name,
                                 const complaint_calendar **out,
                                 complaint_error **error);
int complaint__register_procedure_by_digest(complaint_register *self,
                                            const char *digest,
                                            const complaint_procedure **out,
                                            complaint_error **error);
int complaint__register_calendar_by_digest(complaint_register *self,
                                           const char *digest,
                                           const complaint_calendar **out,
                                           complaint_error **error);
/* INVALID when a catalog lists codes of this kind ("category", "cause", ...;
 * "unit" by the organisation) and this is not among them. */
int complaint__register_check_code(complaint_register *self, const char *list,
                                   const char *code, complaint_error **error);
/* The items of an error about a code of a list: codes of the list that have
 * the text, as far as its first dot, in them; all where none has. */
void complaint__register_name_codes(complaint_register *self, const char *list,
                                    const char *code, complaint_error **error);
/* Title of a code in the catalog or organisation, or the code itself;
 * borrowed from the register's cache. */
const char *complaint__register_code_title(complaint_register *self,
                                           const char *list, const char *code,
                                           const char *language);
/* Parent of a code in its list (tree), or NULL. */
const char *complaint__register_code_parent(complaint_register *self,
                                            const char *list, const char *code);

/* The procedure with a pack on it, or with those of the register's setting and
 * of the fact "packs"; installed, and the same again for the same ones. */
int complaint__register_attach(complaint_register *self,
                               const complaint_actor *actor,
                               const complaint_procedure *base,
                               const char *pack,
                               const complaint_procedure **out,
                               complaint_error **error);
/* The same with a pack taken off: its clocks and steps are known still, and
 * nobody does them any more. */
int complaint__register_detach(complaint_register *self,
                               const complaint_actor *actor,
                               const complaint_procedure *base,
                               const char *pack,
                               const complaint_procedure **out,
                               complaint_error **error);
/* `base` with the packs that were put on `from`, and with those that were taken
 * off it. *own is the caller's, and not installed; NULL where *out is one that
 * the register knows already. */
int complaint__register_carry(complaint_register *self,
                              const complaint_procedure *base, const char *text,
                              const complaint_procedure *from,
                              const complaint_procedure **out,
                              complaint_procedure **own,
                              complaint_error **error);
/* Install what complaint__register_carry() made. */
int complaint__register_keep(complaint_register *self,
                             const complaint_actor *actor,
                             const complaint_procedure *made,
                             const complaint_procedure **out,
                             complaint_error **error);
int complaint__register_attach_all(complaint_register *self,
                                   const complaint_actor *actor,
                                   const complaint_procedure *base,
                                   const complaint_facts *facts,
                                   const complaint_procedure **out,
                                   complaint_error **error);

/* A new case: its "file" entry. */
int complaint__case_create(complaint_register *self,
                           const complaint_procedure *procedure,
                           const complaint__entry *entry, complaint_case **out,
                           complaint_error **error);
/* One more entry of a case; CONFLICT when its revision moved. */
int complaint__case_append(complaint_case *self, const complaint__entry *entry,
                           complaint_error **error);
complaint_register *complaint__case_register(const complaint_case *self);
const complaint_procedure *
complaint__case_pinned_procedure(const complaint_case *self);
const complaint_calendar *
complaint__case_pinned_calendar(const complaint_case *self);
/* Ready for a changing call: MISUSE for NULL or a closed register, CONFLICT
 * when the batch that it was changed in was rolled back. */
int complaint__case_usable(complaint_case *self, complaint_error **error);
/* What guards and requirements look at: the case's row, the facts given, the
 * actor, who performed what. Borrows all of them; loads the journal. */
int complaint__case_subject(complaint_case *self, const complaint_actor *actor,
                            const complaint_facts *facts,
                            complaint__subject *subject,
                            complaint_error **error);
/* The role that the open hand-over escalated to, or NULL; borrowed until the
 * case's next entry. */
int complaint__case_escalated_to(complaint_case *self, const char **role,
                                 complaint_error **error);
/* The case's tasks with their limits and answers: a list of maps; `subject` is
 * whom "allowed" is told for. */
int complaint__case_tell_tasks(complaint_case *self,
                               const complaint__subject *subject,
                               const char *language, complaint_facts *list,
                               complaint_error **error);
/* One row of the case, as an owned copy; NOT_FOUND. */
int complaint__case_row(complaint_case *self,
                        const complaint_relation *relation, const char *id,
                        complaint_record **out, complaint_error **error);
/* The case's journal as events for clocks; borrowed from the case until its
 * next entry. */
int complaint__case_history(complaint_case *self,
                            const complaint__event **events, size_t *count,
                            complaint_error **error);
/* The same as another procedure sees it, for the time of a call. */
typedef int complaint__case_looks(void *data, const complaint__event *events,
                                  size_t count, complaint_error **error);
int complaint__case_look_under(complaint_case *self,
                               const complaint_procedure *procedure,
                               const complaint_calendar *calendar,
                               complaint__case_looks *looks, void *data,
                               complaint_error **error);
/* The same; *out is context memory. */
int complaint__case_events(complaint_case *self, complaint__event **out,
                           size_t *count, complaint_error **error);

/* complaint_case_explain() of arguments that are known to be right. */
int complaint__case_explain(complaint_case *self, complaint_time now,
                            complaint_time known_at, const char *language,
                            complaint_facts **out, complaint_error **error);

/* ---- who sees what: the viewer of complaint_register_view_as() ---- */

typedef struct complaint__view complaint__view;
/* Is this column kept from the viewer? For what searches in it or says it. */
bool complaint__view_withholds(complaint_register *self,
                               const complaint_relation *relation,
                               size_t column);
/* Is there a viewer, so that cases may be left out? What reads the store
 * itself reads through a cursor then. */
bool complaint__view_is_partial(const complaint_register *self);
/* DENIED when the viewer may not see every case with all that is personal: for
 * what cannot leave anything out. */
int complaint__view_need_all(complaint_register *self, complaint_error **error);
/* DENIED when there are rules and this case is out of the actor's reach. */
int complaint__view_may_act(complaint_register *self,
                            const complaint_actor *actor,
                            const complaint_value *row,
                            complaint_error **error);
/* The library's own work sees everything: take the view away, and give it
 * back. */
complaint__view *complaint__view_suspend(complaint_register *self);
void complaint__view_resume(complaint_register *self, complaint__view *view);
/* The case's row as it is, whoever looks. */
const complaint_record *complaint__case_record(const complaint_case *self);

/* Beside the fact "legal_hold" of an entry: why it is set or lifted. Not a
 * column, and not personal: what is erased does not take it along. */
#define COMPLAINT__HOLD_REASON "legal_hold_reason"

/* ---- erasing: an entry "erase" has facts "parts", a list, and may have
 * "party", an id ---- */

/* Parts of a case's personal data, a bit each: "case" and its relations by
 * position in the model, and "facts", whatever entries hold besides. */
#define COMPLAINT__PART_FACTS (UINT64_C(1) << 63)
uint64_t complaint__parts_all(void);
uint64_t complaint__part_find(const char *name);  /* "all" too; 0: none such */
uint64_t complaint__parts_read(const char *text); /* commas; NULL: none */
/* Was all of it erased, and nothing personal recorded since? */
bool complaint__case_is_erased(complaint_case *self,
                               const complaint_facts *facts);
/* After an erasure: scrub, or leave it to the commit of the open batch; a
 * backend that cannot is left alone. Failures say that traces are left. */
int complaint__register_forget_traces(complaint_register *self,
                                      complaint_error **error);

#endif
