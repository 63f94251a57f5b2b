/* The case: one complaint and what people do to it. */
#ifndef COMPLAINT_CASE_H
#define COMPLAINT_CASE_H

#include <complaint/finding.h>
#include <complaint/procedure.h>
#include <complaint/register.h>

COMPLAINT_BEGIN

/**
 * One complaint. Each change appends entries to its journal and updates the
 * projections in the same transaction. A case object remembers the revision
 * it saw: when somebody else changed the case meanwhile, changing calls give
 * COMPLAINT_CONFLICT until complaint_case_refresh().
 *
 * Every changing call takes `happened_at`: when it really happened, not after
 * now; COMPLAINT_TIME_NONE means now. When it was recorded is the clock's.
 */
typedef struct complaint_case complaint_case;

/**
 * File a complaint. Incomplete intake is accepted and marked: the column
 * "missing" lists what the procedure would like to know.
 *
 * Facts: any fact column of "case" (title, description, channel, category,
 * product, unit, received_at ...), "procedure" (name of an installed one; the
 * default otherwise), "parties" (a list of maps with columns of "party", the
 * first complainant is the case's), "evidence" (a list), and further facts of
 * any name, which the journal keeps. The case gets a UUIDv7, the next printed
 * number, its start state, its clocks, and the actor as accountable owner.
 *
 * @param[in]  self  the register; not NULL.
 * @param[in]  actor  who takes it in; not NULL.
 * @param[in]  facts  a map; not NULL.
 * @param[in]  happened_at  received at, unless facts say "received_at".
 * @param[out] out  the case; may be NULL.
 * @param[out] error  names the fact.
 * @ownership *out is the caller's: complaint_case_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an unfit fact, an unknown code,
 *   a time in the future; COMPLAINT_NOT_FOUND for an unknown procedure;
 *   COMPLAINT_DENIED; COMPLAINT_EXISTS when (source, external_number) is
 *   filed already; COMPLAINT_LIMIT; COMPLAINT_READ_ONLY; COMPLAINT_IO;
 *   COMPLAINT_FULL; COMPLAINT_BUSY; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_file(complaint_register *self, const complaint_actor *actor,
                    const complaint_facts *facts, complaint_time happened_at,
                    complaint_case **out, complaint_error **error);

/**
 * Find a case by id, printed number, or "source/external number".
 *
 * @param[in]  self  the register; not NULL.
 * @param[in]  name  tried as an id, then a number, then an external number
 *   ("" source when there is no slash).
 * @param[out] out  the case; NULL on failure.
 * @param[out] error  field "case".
 * @ownership *out is the caller's: complaint_case_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND; COMPLAINT_IO;
 *   COMPLAINT_CORRUPT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_find(complaint_register *self, const char *name,
                    complaint_case **out, complaint_error **error);

/**
 * Give up the caller's reference.
 *
 * @param[in] self  NULL is fine.
 * @ownership Takes the case; what was borrowed from it ends.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_case_free(complaint_case *self);

/**
 * Read the case again from the store.
 *
 * @param[in]  self  not NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership Ends the borrowed record.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND when it is gone; COMPLAINT_IO;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_refresh(complaint_case *self, complaint_error **error);

/** What complaint_case_reply() may be told; all but the size may be zero. */
typedef struct complaint_reply_options {
    size_t struct_size; /**< sizeof(complaint_reply_options) */
    const complaint_procedure *procedure; /**< NULL: the case's own */
    const char *state;                    /**< NULL: the case's */
    const char *language;                 /**< NULL: the context's */
    const complaint_facts *facts;         /**< before the case's own */
} complaint_reply_options;

/**
 * Write a letter to the complainant: complaint_procedure_reply() with the
 * case's row, with what was told when it was filed, amended and at each step
 * (the latest counts, and none of it that was erased), and with times in the
 * zone of the case's calendar.
 *
 * @param[in]  self  not NULL.
 * @param[in]  reply  name of the reply; not NULL.
 * @param[in]  options  NULL for none.
 * @param[out] text  the letter, UTF-8, NUL-terminated; NULL on failure.
 * @param[out] size  its bytes without the NUL; may be NULL.
 * @param[out] error  lists the fields that are missing.
 * @ownership *text is the caller's: complaint_context_release().
 * @return as complaint_procedure_reply(); COMPLAINT_INVALID for an unknown
 *   struct_size; COMPLAINT_IO.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_reply(complaint_case *self, const char *reply,
                     const complaint_reply_options *options, char **text,
                     size_t *size, complaint_error **error);

/**
 * The case's row of "case", as last read or written through this object.
 *
 * @param[in] self  NULL gives NULL.
 * @ownership Borrowed until the next changing call or refresh.
 * @return the record; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const complaint_record *
complaint_case_record(const complaint_case *self);

/**
 * List the case's rows of another relation, oldest first: "journal",
 * "party", "assignment", "task", "communication", "evidence", "finding",
 * "share", "action", "remedy", "return", "survey", "clock".
 *
 * @param[in]  self  not NULL.
 * @param[in]  relation  name.
 * @param[out] out  a cursor; NULL on failure.
 * @param[out] error  field "relation".
 * @ownership *out is the caller's: complaint_cursor_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a relation that cases do not
 *   have; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_list(complaint_case *self, const char *relation,
                    complaint_cursor **out, complaint_error **error);

/**
 * What may happen next: a list of maps, one per transition of the present
 * state: name, title, to, allowed (for this actor, now), why_not, facts (name,
 * type, required, title).
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[out] out  the list; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_next(complaint_case *self, const complaint_actor *actor,
                    complaint_facts **out, complaint_error **error);

/**
 * Perform a transition of the procedure.
 *
 * Facts that bear the name of a fact column of "case" change the case; a
 * list or map under the name of a relation ("communication", "task",
 * "remedy" ...) adds rows to it; all are kept in the journal.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  transition  name in the pinned procedure.
 * @param[in]  facts  a map; NULL for none.
 * @param[in]  happened_at  see complaint_case; not before the case was
 *   received.
 * @param[out] error  names the fact; lists every missing one.
 * @ownership Facts stay the caller's.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a transition that the
 *   procedure has not; COMPLAINT_REFUSED when not allowed from this state or
 *   by its guard; COMPLAINT_DENIED for the actor's roles;
 *   COMPLAINT_INCOMPLETE with all missing facts as items; COMPLAINT_INVALID;
 *   COMPLAINT_CONFLICT; COMPLAINT_LIMIT; COMPLAINT_READ_ONLY; COMPLAINT_IO;
 *   COMPLAINT_FULL; COMPLAINT_BUSY; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_perform(complaint_case *self, const complaint_actor *actor,
                       const char *transition, const complaint_facts *facts,
                       complaint_time happened_at, complaint_error **error);

/**
 * Propose another owner. The giver stays accountable until the receiver
 * accepts (DOMAIN part 2, 4). A new proposal replaces an open one.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  the present owner, or one with the role "*" or
 *   "dispatcher"; not NULL.
 * @param[in]  owner  id of the proposed owner; not NULL.
 * @param[in]  unit  code of the proposed unit; NULL for none.
 * @param[in]  reason  NULL for none.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  names the argument.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_REFUSED when it is closed or the owner is
 *   proposed to himself; COMPLAINT_DENIED; COMPLAINT_INVALID;
 *   COMPLAINT_CONFLICT; storage statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_assign(complaint_case *self, const complaint_actor *actor,
                      const char *owner, const char *unit, const char *reason,
                      complaint_time happened_at, complaint_error **error);

/**
 * Accept or refuse the proposed ownership. Where the procedure sets a time for
 * it (`handover`), its end is journaled by complaint_register_tick(): the
 * hand-over is returned, the present owner keeping the case, or it escalates:
 * then whoever has the role may answer too and, accepting, becomes the owner.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  the proposed owner, or one with the role that the
 *   hand-over escalated to; not NULL.
 * @param[in]  accepted  true binds the receiver; false leaves it with the
 *   giver.
 * @param[in]  reason  NULL for none.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  see complaint/error.h.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_REFUSED when nothing is proposed;
 *   COMPLAINT_DENIED for another actor; COMPLAINT_CONFLICT; storage statuses
 *   as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_case_answer_assignment(
    complaint_case *self, const complaint_actor *actor, bool accepted,
    const char *reason, complaint_time happened_at, complaint_error **error);

/**
 * Add or change a row that belongs to the case: "party", "task",
 * "communication", "evidence", "action", "remedy", "return", "survey".
 *
 * Without "id" among the facts a row is added; with it, the given columns of
 * that row are changed.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  relation  name.
 * @param[in]  facts  fact columns of the relation; not NULL.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] id  id of the row, COMPLAINT_TIME_TEXT_SIZE bytes; may be NULL.
 * @param[out] error  names the fact.
 * @ownership Facts stay the caller's.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for another relation or an
 *   unknown id; COMPLAINT_INVALID; COMPLAINT_INCOMPLETE; COMPLAINT_CONFLICT;
 *   storage statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_put(complaint_case *self, const complaint_actor *actor,
                   const char *relation, const complaint_facts *facts,
                   complaint_time happened_at, char *id,
                   complaint_error **error);

/**
 * The tasks of the case: those that its procedure gave to units and roles, and
 * those put by hand, oldest first.
 *
 * A list of maps: id, kind (the task's name in the procedure), title, unit,
 * role, state ("open", "done", "declined", "withdrawn"), round (1, and one
 * more each time it is opened again), opened_at, due_at, done_at, owner (who
 * answered), result, reason, "answer" (the facts told with it); of a task of
 * the procedure also "allowed" (a list of what this actor may do now: "done",
 * "decline", "reopen"), "why_not" where that is empty, "facts" (what is asked
 * for), citation. The limit of a task is a clock of the case: its name is the
 * task's id in complaint_case_clocks(), in the due queue and in a tick.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  whom "allowed" is told for; not NULL.
 * @param[out] out  the list; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_tasks(complaint_case *self, const complaint_actor *actor,
                     complaint_facts **out, complaint_error **error);

/**
 * Answer a task of the procedure: it is done, it is declined, or it is opened
 * again. A transition with a join waits for the tasks it names.
 *
 * Done and declined by somebody of the unit that the task was given to, with
 * the role where it names one; opened again also by the case's owner and by a
 * dispatcher.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  task  id: the task's name in the procedure, or that, ":" and the
 *   unit.
 * @param[in]  step  "done", "decline" or "reopen".
 * @param[in]  facts  what the task asks for; "result" (a text, personal);
 *   "reason", required to decline or reopen; rows of other relations as for
 *   complaint_case_perform(); may be NULL.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  field "task", "step" or the fact.
 * @ownership Facts stay the caller's.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a task that the case has not
 *   (items: those it has); COMPLAINT_REFUSED when it is not open, or open
 *   already, may not be declined, or the case is closed; COMPLAINT_DENIED for
 *   another unit or role; COMPLAINT_INCOMPLETE without a required fact or
 *   reason; COMPLAINT_INVALID; COMPLAINT_CONFLICT; storage statuses as
 *   complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_answer_task(complaint_case *self, const complaint_actor *actor,
                           const char *task, const char *step,
                           const complaint_facts *facts,
                           complaint_time happened_at, complaint_error **error);

/**
 * Correct or complete facts of the case itself without a transition.
 *
 * A legal hold is set and lifted, here and by other calls, by an actor with the
 * role "privacy" or "*" alone, with a fact legal_hold_reason beside legal_hold:
 * a text that the journal keeps for ever.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  facts  fact columns of "case"; null removes a value.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  names the fact.
 * @ownership Facts stay the caller's.
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_CONFLICT;
 *   COMPLAINT_DENIED and COMPLAINT_INCOMPLETE for a legal hold; storage
 *   statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_amend(complaint_case *self, const complaint_actor *actor,
                     const complaint_facts *facts, complaint_time happened_at,
                     complaint_error **error);

/**
 * Attribute responsibility: record a finding. Earlier findings are kept and
 * superseded.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  who proposes; not NULL.
 * @param[in]  finding  decided, or proposed only; not NULL.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  field "shares": says what they sum to.
 * @ownership The finding stays the caller's.
 * @return COMPLAINT_OK; COMPLAINT_INVALID when the shares do not sum to
 *   10 000, none is primary, "none" is mixed with others, or a party or cause
 *   is unknown to the catalog or organisation; COMPLAINT_INCOMPLETE when a
 *   complainant's share lacks the written explanation; COMPLAINT_NOT_FOUND
 *   for evidence that the case has not; COMPLAINT_CONFLICT; storage statuses
 *   as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_attribute(complaint_case *self, const complaint_actor *actor,
                         const complaint_finding *finding,
                         complaint_time happened_at, complaint_error **error);

/**
 * Move the case to another version of its procedure, or to another calendar.
 * The entry in the journal shows what changes for its clocks.
 *
 * Options, a map: "procedure" (a name: its newest version, or a digest; the
 * newest version of the case's own when left out), "calendar" alike (the
 * case's own when left out), "state" (that takes the place of the case's, where
 * the other version does not have it), "clocks" "continue" (from where they
 * began, with the other limits) or "restart" (those that run begin at the
 * move), "reason", "dry_run" true: nothing is written.
 *
 * Packs that were put on the case stay on it, in the version that there is now,
 * and those that were taken off stay off.
 *
 * The answer, and the entry's facts: "from" and "to" (procedure, version,
 * digest, calendar, state), rule, reason, "clocks": a list of maps with clock,
 * before, before_due_at, after, after_due_at ("absent" where a version does not
 * run it). The whole history counts under the new version from then on; asked
 * as known before the move, clocks give the answer that was given then.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  with a role of the other version's `move_roles`, or
 *   "dispatcher" where it names none; anybody for a dry run; not NULL.
 * @param[in]  options  may be NULL.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] out  the answer; may be NULL.
 * @param[out] error  names the option.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a definition that is not
 *   installed; COMPLAINT_REFUSED when the case stands there already, is
 *   closed, or its state has no counterpart (items: those there are);
 *   COMPLAINT_DENIED; COMPLAINT_INCOMPLETE without a reason;
 *   COMPLAINT_INVALID; COMPLAINT_CONFLICT; storage statuses as
 *   complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_move(complaint_case *self, const complaint_actor *actor,
                    const complaint_facts *options, complaint_time happened_at,
                    complaint_facts **out, complaint_error **error);

/**
 * Extend a running clock, with a reason and an approver, within the cap that
 * the procedure sets. An extended clock is not overdue.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  with a role that the clock's extension names; not NULL.
 * @param[in]  clock  name of a running clock.
 * @param[in]  amount  how much more, in the clock's own unit; at least 1.
 * @param[in]  reason  not NULL, not empty.
 * @param[in]  approver  id of who approved; NULL for the actor.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  names the argument and the cap.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown clock;
 *   COMPLAINT_REFUSED when it is not running, not extensible, or past its
 *   cap; COMPLAINT_DENIED; COMPLAINT_INCOMPLETE without a reason;
 *   COMPLAINT_CONFLICT; storage statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_extend(complaint_case *self, const complaint_actor *actor,
                      const char *clock, int64_t amount, const char *reason,
                      const char *approver, complaint_time happened_at,
                      complaint_error **error);

/**
 * Put a pack of regulatory limits on a case.
 *
 * A pack adds clocks, steps and required facts to the procedure that the case
 * follows (docs/reference/packs.md); the register's own goes before a bundled
 * one of its name. The case pins both together by digest from this entry on:
 * its clocks count from where they always would have, and may be overdue at
 * once; asked as known before, the case has none of them. A pack that was taken
 * off may be put on again: its clocks then run as if it had never been off. At
 * filing the fact "packs", the setting "packs" and the procedure
 * itself put packs on; a case has at most COMPLAINT_LIMIT_PACKS.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  pack  its name; not NULL.
 * @param[in]  reason  not NULL, not empty.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  names the pack or the reason.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown pack;
 *   COMPLAINT_REFUSED when it is on the case already; COMPLAINT_INVALID when
 *   it and the procedure have a name in common; COMPLAINT_INCOMPLETE without a
 *   reason; COMPLAINT_CONFLICT; storage statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_attach(complaint_case *self, const complaint_actor *actor,
                      const char *pack, const char *reason,
                      complaint_time happened_at, complaint_error **error);

/**
 * Take a pack of regulatory limits off a case.
 *
 * From this entry on its steps and what it requires are gone. Its clocks that
 * run end as "withdrawn" when the entry happened; what was met, missed or
 * cancelled before stays, and a limit that had passed by then is missed. The
 * entry's facts are "reason", "authority", version and digest of the pack, and
 * "clocks": how each of them stood. Asked as known before, the answer is the
 * one given then. A pack may be taken off a closed case, whose clocks may run
 * on.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  with a role of the procedure's `move_roles`, or
 *   "dispatcher" where it names none; not NULL.
 * @param[in]  pack  its name; not NULL.
 * @param[in]  reason  not NULL, not empty.
 * @param[in]  authority  on which it is done: a decision, a rule, an office;
 *   not NULL, not empty.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  names the pack, the reason or the authority.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a pack that is not on the case;
 *   COMPLAINT_INCOMPLETE without reason or authority; COMPLAINT_DENIED;
 *   COMPLAINT_CONFLICT; storage statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_detach(complaint_case *self, const complaint_actor *actor,
                      const char *pack, const char *reason,
                      const char *authority, complaint_time happened_at,
                      complaint_error **error);

/**
 * Refer a case to another procedure, such as an external dispute.
 *
 * Files a case there, with what is known here (what it is about, the parties,
 * the demand: as far as the register's viewer sees it) where `facts` does not
 * say otherwise, and with this case's number as `repeat_of`; and writes an
 * entry "refer" here that names it. Both or neither, in a batch of its own
 * unless one is open, which is then the caller's to undo. This case goes on by
 * its own procedure, with its own clocks; the other one's count from its own
 * receipt. ISO 10002:2018, 7.8 and ISO 10003.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  procedure  name of an installed one; not NULL.
 * @param[in]  reason  not NULL, not empty.
 * @param[in]  facts  of the other case, a map as for complaint_case_file(), or
 *   NULL.
 * @param[in]  happened_at  of both; see complaint_case.
 * @param[out] out  the other case; may be NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership The caller frees `*out`; facts are copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown procedure;
 *   COMPLAINT_INCOMPLETE without a reason; statuses of complaint_case_file()
 *   and complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_refer(complaint_case *self, const complaint_actor *actor,
                     const char *procedure, const char *reason,
                     const complaint_facts *facts, complaint_time happened_at,
                     complaint_case **out, complaint_error **error);

/**
 * Pause a running clock by hand, or all that can be.
 *
 * Only clocks whose procedure says `by_hand` under `pause`; a limit that is
 * not pausable goes on whatever happens. While a clock is paused it has no
 * limit; that it passed before stays. A pause may be recorded late: the clock
 * must have run, not paused by hand, when it happened.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  clock  name of a clock; NULL for all that can be paused.
 * @param[in]  reason  not NULL, not empty.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  names the clock or the reason.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown clock;
 *   COMPLAINT_REFUSED when it cannot be paused by hand, is not running or is
 *   paused by hand already, or with NULL when there is none to pause;
 *   COMPLAINT_INCOMPLETE without a reason; COMPLAINT_CONFLICT; storage
 *   statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_pause(complaint_case *self, const complaint_actor *actor,
                     const char *clock, const char *reason,
                     complaint_time happened_at, complaint_error **error);

/**
 * Resume a clock that was paused by hand, or all that were.
 *
 * A clock that rests in the case's state as well goes on when the case leaves
 * it. What is answered or closed while paused needs no resuming.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  not NULL.
 * @param[in]  clock  name of a clock; NULL for all that are paused by hand.
 * @param[in]  reason  NULL for none.
 * @param[in]  happened_at  see complaint_case.
 * @param[out] error  names the clock.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown clock;
 *   COMPLAINT_REFUSED when it is not paused by hand, or with NULL when none
 *   is; COMPLAINT_CONFLICT; storage statuses as complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_resume(complaint_case *self, const complaint_actor *actor,
                      const char *clock, const char *reason,
                      complaint_time happened_at, complaint_error **error);

/**
 * The case's clocks and the explanation of each limit: a pure function of the
 * journal, the pinned procedure and calendar, and `now`.
 *
 * A list of maps: name, title, status ("running", "paused", "met", "missed",
 * "overdue", "cancelled", "withdrawn"), started_at, due_at, stopped_at, amount,
 * unit, elapsed, extended, citation, "calendar" and "procedure" (name, version
 * and digest of each), "assumed" (first and last year whose exceptions are not
 * known, where one was needed), and "spans": a list of maps with from, to, kind
 * ("counted", "weekend", "holiday", "make_up", "paused", "day_0", "extended"),
 * days or minutes, name and source of the holiday, assumed, text; and "text":
 * the explanation as one text in the context's language.
 *
 * @param[in]  self  not NULL.
 * @param[in]  now  COMPLAINT_TIME_NONE for the context's clock.
 * @param[out] out  the list; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_CORRUPT;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_clocks(complaint_case *self, complaint_time now,
                      complaint_facts **out, complaint_error **error);

/**
 * The case's clocks as known at a moment: complaint_case_clocks() without the
 * entries that were recorded later, so that a question asked for an earlier
 * moment has the answer that was given then.
 *
 * @param[in]  self  not NULL.
 * @param[in]  now  COMPLAINT_TIME_NONE for the context's clock.
 * @param[in]  known_at  entries recorded after it are not seen;
 *   COMPLAINT_TIME_NONE: all are.
 * @param[out] out  the list; empty before the case was filed; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_CORRUPT;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_clocks_known(complaint_case *self, complaint_time now,
                            complaint_time known_at, complaint_facts **out,
                            complaint_error **error);

/**
 * The case's clocks as complaint_case_clocks_known() tells them, in a language
 * of the reader's rather than of the context: for a letter.
 *
 * Every phrase is there in English, in simplified and in traditional Chinese;
 * names of holidays and clocks are as their definitions give them, otherwise
 * in the nearest language that they give.
 *
 * @param[in]  self  not NULL.
 * @param[in]  now  COMPLAINT_TIME_NONE for the context's clock.
 * @param[in]  known_at  as for complaint_case_clocks_known().
 * @param[in]  language  "en", "zh-CN", "zh-TW" (also "zh-HK", "zh-Hant");
 *   another is taken as English. NULL: the context's.
 * @param[out] out  the list; empty before the case was filed; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_CORRUPT;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_explain(complaint_case *self, complaint_time now,
                       complaint_time known_at, const char *language,
                       complaint_facts **out, complaint_error **error);

COMPLAINT_END

#endif
