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
 *   one entry; COMPLAINT_BUSY, COMPLAINT_IO or COMPLAINT_FULL, detail
 *   "erase.traces", when it is erased and traces are left: call again or
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
 * the tables are written anew; its write-ahead log and archives are the
 * server's. Memory: nothing is left to do. Backups are nobody's but the host's.
 *
 * @param[in]  self  not NULL; not inside a batch.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_BUSY while others read or write: call again;
 *   COMPLAINT_UNSUPPORTED by a backend that cannot; COMPLAINT_READ_ONLY;
 *   COMPLAINT_IO; COMPLAINT_FULL; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_scrub(complaint_register *self, complaint_error **error);

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
 * it is; nothing here authenticates. Datasets are what they were when opened.
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
