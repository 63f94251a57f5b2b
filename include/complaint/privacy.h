/* Personal data: erased, kept no longer than a rule says, given out to the
 * person whom it concerns, shown only to those who may see it. What the law
 * asks and what the host must do: docs/how-to/privacy.md. */
#ifndef COMPLAINT_PRIVACY_H
#define COMPLAINT_PRIVACY_H

#include <complaint/case.h>

COMPLAINT_BEGIN

/** What a viewer gets in place of personal data that may not be seen. */
#define COMPLAINT_WITHHELD "***"

/**
 * Erase personal data of a case for good (GDPR art. 17; PIPL art. 47).
 *
 * Columns flagged personal become null ("" where a value is required), the
 * personal part and the salt of the journal's entries go, and an entry "erase"
 * says which, when, by whom and why. The chain still verifies: it holds only
 * salted commitments. Figures do not change: they rest on nothing personal.
 * What stood in the same entry and is not erased is said again in the new one.
 * Then nothing of it may be left in free room, logs and indexes:
 * complaint_register_scrub() is called, or by the commit of an open batch.
 *
 * When everything asked for is erased already no entry is added; traces that
 * an interrupted call left are removed.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  with the role "privacy" or "*"; not NULL.
 * @param[in]  what  a map: reason (a text, kept for ever: nothing personal in
 *   it; required), basis (the rule or the request, kept too), parts (a list of
 *   "case", "party", "task", "communication" ... and "facts", or "all", which
 *   is the default), party (id of the only party whose row is meant; parts are
 *   then "party" alone by default).
 * @param[out] out  a map: entry (number of the new one, or 0), entries (how
 *   many lost their personal part), erased (parts now gone); may be NULL.
 * @param[out] error  names the fact.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_DENIED without the role; COMPLAINT_REFUSED
 *   while the case's legal_hold is true; COMPLAINT_INCOMPLETE without a
 *   reason; COMPLAINT_INVALID for an unknown part or key; COMPLAINT_NOT_FOUND
 *   for another case's party; COMPLAINT_LIMIT when what is kept is too much for
 *   one entry; COMPLAINT_BUSY, COMPLAINT_IO, COMPLAINT_FULL or
 *   COMPLAINT_READ_ONLY (PostgreSQL: by a user who does not own the tables),
 *   detail "erase.traces", when it is erased and traces are left: call again or
 *   complaint_register_scrub(); else storage statuses as
 *   complaint_case_perform().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_case_erase(complaint_case *self, const complaint_actor *actor,
                     const complaint_facts *what, complaint_facts **out,
                     complaint_error **error);

/**
 * Remove the traces of what was erased from files, logs and free room.
 *
 * SQLite: the file's free room is overwritten and its log emptied. PostgreSQL:
 * the tables are written anew, which only their owner may do; its write-ahead
 * log and archives are the server's. Memory: nothing is left to do. Backups are
 * nobody's but the host's.
 *
 * @param[in]  self  not NULL; not inside a batch.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_BUSY while others read or write: call again;
 *   COMPLAINT_UNSUPPORTED by a backend that cannot; COMPLAINT_READ_ONLY,
 *   also for who may write rows and no more; COMPLAINT_IO; COMPLAINT_FULL;
 * COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_scrub(complaint_register *self, complaint_error **error);

/**
 * Erase a person in every case.
 *
 * A person is known by a map: reference, phone, email (any of them that is the
 * same is enough), name (must be the same besides, or alone), or party (the id
 * of one row). Case and width of letters do not matter; of telephone numbers
 * only digits count, and one may have a country's code before it that the
 * other has not. Look with dry_run first: a name alone may be another's.
 *
 * Where the person is complainant or representative everything personal in the
 * case goes but the rows of other parties; where they are another party, their
 * row goes. Cases under a legal hold stay and are listed as "held". Cases are
 * erased one by one: what was done before a failure stays done, and the call
 * may be made again.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  with the role "privacy" or "*"; not NULL.
 * @param[in]  person  as said above; not NULL.
 * @param[in]  what  a map: reason (required) and basis as for
 *   complaint_case_erase(), dry_run (true: nothing is erased); not NULL.
 * @param[out] out  a map: erased (rows of parties), dry_run, cases (a list of
 *   maps: number, role, state "due", "erased" or "held", parts); may be NULL.
 * @param[out] error  names the fact.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK, also when nobody is found; COMPLAINT_DENIED without
 *   the role, and while a viewer looks who may not see everything;
 *   COMPLAINT_INVALID; COMPLAINT_INCOMPLETE; else statuses as
 *   complaint_case_erase().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_register_erase_person(
    complaint_register *self, const complaint_actor *actor,
    const complaint_facts *person, const complaint_facts *what,
    complaint_facts **out, complaint_error **error);

/**
 * Everything that the register holds about a person, to be given to them (GDPR
 * art. 15; PIPL art. 45).
 *
 * A map: person (as given), exported_at, cases: a list of maps with roles, case
 * (its row), and lists of the case's rows by relation, journal included, with
 * personal facts. Personal data of other parties are left out, and `withheld`
 * says so; where the person is neither complainant nor representative there is
 * the person's own row and which case it is.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  with the role "privacy" or "*"; not NULL.
 * @param[in]  person  as for complaint_register_erase_person(); not NULL.
 * @param[out] out  the map; NULL on failure.
 * @param[out] error  names the fact.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK, also when nobody is found; COMPLAINT_DENIED without
 *   the role, and while a viewer looks who may not see everything;
 *   COMPLAINT_INVALID; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_register_export_person(
    complaint_register *self, const complaint_actor *actor,
    const complaint_facts *person, complaint_facts **out,
    complaint_error **error);

/**
 * Erase what the rules of retention say is to be kept no longer.
 *
 * The rules are the `retention` of the newest installed version of each case's
 * procedure: so long after closing, these parts, when this condition holds.
 * Without dry_run false nothing is erased: the list says what would be. Cases
 * are erased one by one, each once: what was done before a failure or a crash
 * stays done and the next call goes on. A case under a legal hold is listed as
 * "held"; one that somebody else changes meanwhile as "busy".
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  with the role "privacy" or "*"; not NULL.
 * @param[in]  options  a map: dry_run (default true), procedure (a name), limit
 *   (cases of one call, 1 to COMPLAINT_LIMIT_PAGE, 1000 by default); NULL for
 *   none.
 * @param[out] out  a map: due, erased, held (how many cases), entries, dry_run,
 *   more (the limit was met), cases (a list of maps: case_id, number,
 *   procedure, rule, parts, due_at, state "due", "erased", "held", "busy").
 * @param[out] error  names the option.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_DENIED without the role, and while a viewer
 *   looks who may not see everything; COMPLAINT_INVALID; COMPLAINT_LIMIT; else
 *   statuses as complaint_case_erase().
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_retain(complaint_register *self,
                          const complaint_actor *actor,
                          const complaint_facts *options, complaint_facts **out,
                          complaint_error **error);

/**
 * Say who looks. From then on everything that comes out of the register is
 * what this viewer may see: rows of cases out of reach are not there, and
 * personal columns hold COMPLAINT_WITHHELD (null where they are bytes). It is
 * so in records, cursors, searches, datasets, reports and exports alike; what
 * cannot leave anything out (an export of a person, an evidence pack) is
 * DENIED to a viewer who may not see everything.
 *
 * The rules are the setting "views" (complaint_register_set()): a JSON list of
 * maps, each with roles (a list), cases ("all"; "sub-units": of the viewer's
 * unit and those below it; "unit": of its own; "own") and personal (true,
 * false, or a list of columns as "case.title"). The rules of all the viewer's
 * roles add up; "*" has every role and sees everything. A case is a unit's by
 * its unit, owner_unit or proposed_unit, and by its tasks and actions; a case
 * that is the viewer's own is always seen. Without rules a viewer sees every
 * case and nothing personal. With rules, an actor may change only cases within
 * the same reach: COMPLAINT_DENIED, detail "view.denied".
 *
 * Without a viewer the host itself looks and sees everything. The host says who
 * it is; nothing here authenticates. Rules that another handle or process has
 * changed are those of the next call, and of a cursor's next page; a record in
 * hand stays until then. Datasets are what they were when opened. A
 * handle by complaint_register_share() has the viewer of the one it comes from.
 *
 * @param[in]  self  not NULL.
 * @param[in]  viewer  NULL for the host itself.
 * @param[out] error  see complaint/error.h.
 * @ownership The viewer is copied.
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 *   After a failure everything is seen as before.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_view_as(complaint_register *self,
                           const complaint_actor *viewer,
                           complaint_error **error);

COMPLAINT_END

#endif
