/* The register: the set of complaints that one store holds. */
#ifndef COMPLAINT_REGISTER_H
#define COMPLAINT_REGISTER_H

#include <complaint/actor.h>
#include <complaint/cursor.h>
#include <complaint/definition.h>

COMPLAINT_BEGIN

/** An open register. */
typedef struct complaint_register complaint_register;

/** Flags of complaint_register_open(). */
enum complaint_register_flag {
    COMPLAINT_REGISTER_CREATE = 1,   /**< make it when it does not exist */
    COMPLAINT_REGISTER_READ_ONLY = 2 /**< never write */
};

/**
 * Open a register by URI: "memory:", "sqlite:PATH", "postgresql://..." (where
 * the library was built with libpq), or a scheme added with
 * complaint_backend_register().
 *
 * SQLite registers use a write-ahead log with full synchronisation: a call
 * that returned COMPLAINT_OK survives a power cut. "sqlite:PATH?synchronous="
 * and "normal" gives that up for speed (the file stays sound, and a killed
 * process still loses nothing); "extra" is SQLite's stricter mode, "full" the
 * default.
 *
 * @param[in]  context  not NULL.
 * @param[in]  uri  at most COMPLAINT_LIMIT_TITLE bytes.
 * @param[in]  flags  enum complaint_register_flag, added up.
 * @param[out] out  the register; NULL on failure.
 * @param[out] error  field "uri".
 * @ownership *out is the caller's: complaint_register_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for a malformed URI;
 *   COMPLAINT_NOT_FOUND for an unknown scheme or a register that does not
 *   exist; COMPLAINT_CORRUPT for a file of another program;
 *   COMPLAINT_VERSION for a newer schema; COMPLAINT_READ_ONLY;
 *   COMPLAINT_IO; COMPLAINT_FULL; COMPLAINT_BUSY; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_open(complaint_context *context, const char *uri,
                        unsigned flags, complaint_register **out,
                        complaint_error **error);

/**
 * Another handle on a register, for another thread. Handles that share a
 * SQLite register put what they file and change into common transactions: each
 * call still returns when its own change is durable, and with its own result,
 * but one synchronisation serves all that came meanwhile. 0.05 s at most are
 * spent waiting for others to join. The thread of one handle may do the work of
 * others that wait: what the context was given (allocator, clock, random
 * source) is then called there.
 *
 * Each handle reads what is durable, its own changes included. An open batch
 * (complaint_register_begin()) lets the changes of others wait for its end,
 * ten seconds at most for those that have not begun; so does another process
 * that writes. A handle on a register in PostgreSQL has a connection of its own
 * and waits for nobody's batch. Other backends give a handle like another open,
 * or refuse. The handle has the viewer that `self` has, if any
 * (complaint_register_view_as()); what either says of it later is its own.
 *
 * @param[in]  self  open, without an open batch; not NULL.
 * @param[out] out  the handle; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_register_free(). Handles are
 *   closed each by itself, in any order; cases, cursors and batches belong to
 *   the handle that made them.
 * @return COMPLAINT_OK; COMPLAINT_UNSUPPORTED for a register in memory and for
 *   a backend that cannot; COMPLAINT_IO; COMPLAINT_BUSY; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL, a closed register or an open batch.
 * @threads One thread at a time, as other calls on `self`; then each handle may
 *   be used by another thread at the same time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_share(complaint_register *self, complaint_register **out,
                         complaint_error **error);

/**
 * Close a register: roll back an open batch, flush, let go of the store.
 * Cases and cursors of it stay valid objects whose calls give MISUSE.
 *
 * @param[in]  self  not NULL; closing twice is fine.
 * @param[out] error  see complaint/error.h.
 * @ownership The object remains: complaint_register_free().
 * @return COMPLAINT_OK; COMPLAINT_IO or COMPLAINT_FULL when flushing failed
 *   (the register is closed all the same); COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_close(complaint_register *self, complaint_error **error);

/**
 * Give up the caller's reference; the last object to go closes the store.
 *
 * @param[in] self  NULL is fine.
 * @ownership Takes the caller's reference.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_register_free(complaint_register *self);

/**
 * Install a definition. The newest of a kind and name is used for new cases;
 * a case keeps the one that it began with. The first procedure, calendar,
 * catalog and organisation become the register's defaults.
 *
 * Catalog codes are checked from then on for the lists that the catalog has;
 * the units of an organisation become rows of the relation "unit".
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  who installs; not NULL.
 * @param[in]  definition  not NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership The definition stays the caller's.
 * @return COMPLAINT_OK, also when that very text is installed already;
 *   COMPLAINT_READ_ONLY; COMPLAINT_IO; COMPLAINT_FULL; COMPLAINT_BUSY;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_register_install(
    complaint_register *self, const complaint_actor *actor,
    const complaint_definition *definition, complaint_error **error);

/**
 * Read a definition from a file, for this register: as
 * complaint_definition_read(), with what the file extends looked for beside
 * it, then among the installed definitions, then among the bundled ones.
 * Nothing is installed.
 *
 * @param[in]  self  not NULL.
 * @param[in]  path  not NULL.
 * @param[out] out  the definition; NULL on failure.
 * @param[out] error  with file, line and column.
 * @ownership *out is the caller's: complaint_definition_free().
 * @return as complaint_definition_read(); COMPLAINT_IO for the register;
 *   COMPLAINT_MISUSE for NULL or a closed register.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_definition_read(complaint_register *self, const char *path,
                                   complaint_definition **out,
                                   complaint_error **error);

/**
 * Take an installed definition, the newest of a kind and name.
 *
 * @param[in]  self  not NULL.
 * @param[in]  kind  "procedure", "calendar", "catalog" or "organisation".
 * @param[in]  name  not NULL.
 * @param[out] out  the definition; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_definition_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND; COMPLAINT_IO; COMPLAINT_CORRUPT;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL or a closed register.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_definition(complaint_register *self, const char *kind,
                              const char *name, complaint_definition **out,
                              complaint_error **error);

/**
 * Change a setting: "procedure", "calendar", "catalog" (names of installed
 * definitions used by default), "number" (pattern of printed numbers, as
 * "{year}-{series:5}"; docs/reference/register.md).
 *
 * @param[in]  self  not NULL.
 * @param[in]  name  a setting's name.
 * @param[in]  value  its value; NULL for the default.
 * @param[out] error  see complaint/error.h.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown setting or a
 *   definition that is not installed; COMPLAINT_INVALID; COMPLAINT_READ_ONLY;
 *   COMPLAINT_IO; COMPLAINT_FULL; COMPLAINT_BUSY; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_set(complaint_register *self, const char *name,
                       const char *value, complaint_error **error);

/**
 * What the register is: id, created_at, schema, backend, settings, installed
 * definitions (kind, name, version, digest), number of cases.
 *
 * @param[in]  self  not NULL.
 * @param[out] out  the tree; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_describe(complaint_register *self, complaint_facts **out,
                            complaint_error **error);

/**
 * Begin a batch: what follows is one transaction until commit. Without a
 * batch every changing call is a durable transaction of its own.
 *
 * A call that fails inside a batch undoes only itself, but for BUSY: there the
 * batch met another transaction, and nothing of it will be kept; end it by
 * complaint_register_rollback() and make all of it again, which outside of
 * batches the library does by itself.
 *
 * @param[in]  self  not NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_MISUSE inside a batch or when closed;
 *   COMPLAINT_READ_ONLY; COMPLAINT_BUSY; COMPLAINT_IO.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_begin(complaint_register *self, complaint_error **error);

/**
 * Make the batch durable.
 *
 * @param[in]  self  not NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_IO, COMPLAINT_FULL, COMPLAINT_BUSY or
 *   COMPLAINT_CONFLICT: nothing of the batch was kept; COMPLAINT_MISUSE
 *   outside a batch.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_commit(complaint_register *self, complaint_error **error);

/**
 * Undo the batch. Cases changed in it must be found again.
 *
 * @param[in]  self  not NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_MISUSE outside a batch.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_rollback(complaint_register *self, complaint_error **error);

/**
 * List cases.
 *
 * The filter is a map, all of it optional: any column of "case" with a value
 * or a list of values; a time column with {"from", "to"} (from <= t < to);
 * "open" true or false; "overdue" true (a running limit has passed now);
 * "text", "variants" and "personal" as complaint_register_search() has them;
 * "order" "recorded" (default), "-recorded", or "due" (open
 * cases by their next limit); "limit" rows, 0 for all; "columns" a list of
 * those that are wanted: the records have these and the id, and null for the
 * others, which are not read where that saves anything; "after" a token of
 * complaint_cursor_token() from the same filter (limit and columns may differ).
 *
 * @param[in]  self  not NULL.
 * @param[in]  filter  NULL for all.
 * @param[out] out  a cursor over records of "case"; NULL on failure.
 * @param[out] error  names the filter's offending key.
 * @ownership *out is the caller's: complaint_cursor_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an unknown key or unfit value;
 *   COMPLAINT_LIMIT; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_list(complaint_register *self, const complaint_facts *filter,
                        complaint_cursor **out, complaint_error **error);

/**
 * Search all cases: any part of a word, a sentence or a number, newest first.
 *
 * `text` is a line of terms apart by white space, or in quotation marks ("...")
 * to keep it; a case is found when each of them stands in one of its number,
 * external number, title, demand, batch, numbers of returns, description, or
 * the subjects and texts of what was written to and fro (replies included).
 * Case and width make no difference (both sides are folded by NFKC and case:
 * Unicode Standard Annex 15 and section 3.13); simplified and traditional
 * characters do, unless `options` says "variants" true (pairs of the Unihan
 * database's kSimplifiedVariant and kTraditionalVariant count as the same).
 * An empty line finds every case.
 *
 * `options` is a filter of complaint_register_list(), "text" left out and the
 * order "-recorded" unless it says another; with "personal" false only what is
 * not personal is looked at: numbers, title, demand, batch.
 *
 * Nothing is prepared when a case is filed: the first search of a register
 * reads all of it, each later one what has come or changed since. What
 * was read is kept in memory, and for a SQLite file beside it in "PATH-search",
 * which only its owner may read, which can be removed at any time, and which is
 * not needed elsewhere. Another file of that name is left alone.
 *
 * @param[in]  self  not NULL.
 * @param[in]  text  at most COMPLAINT_LIMIT_TITLE bytes and
 *   COMPLAINT_LIMIT_TERMS terms; not NULL.
 * @param[in]  options  NULL for none.
 * @param[out] out  a cursor over records of "case"; NULL on failure.
 * @param[out] error  names "text" or the filter's offending key.
 * @ownership *out is the caller's: complaint_cursor_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for another encoding, an unknown key
 *   or unfit value; COMPLAINT_LIMIT; COMPLAINT_IO; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE.
 * @threads One thread at a time; it may use several for a moment.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_search(complaint_register *self, const char *text,
                          const complaint_facts *options,
                          complaint_cursor **out, complaint_error **error);

/**
 * List rows of any relation, in the order of its key ("unit", "definition",
 * "party" ...).
 *
 * @param[in]  self  not NULL.
 * @param[in]  relation  name.
 * @param[out] out  a cursor; NULL on failure.
 * @param[out] error  field "relation".
 * @ownership *out is the caller's: complaint_cursor_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown relation;
 *   COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_list_relation(complaint_register *self, const char *relation,
                                 complaint_cursor **out,
                                 complaint_error **error);

/**
 * The due queue: running clocks in the order of their limits, read from an
 * index and not by looking at every case.
 *
 * @param[in]  self  not NULL.
 * @param[in]  until  limits before or at this time; COMPLAINT_TIME_NONE for
 *   all.
 * @param[out] out  a cursor over records of "clock"; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_cursor_free().
 * @return COMPLAINT_OK; COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_due(complaint_register *self, complaint_time until,
                       complaint_cursor **out, complaint_error **error);

/**
 * The due queue, filtered: next due, overdue, due within a time, by unit,
 * owner or procedure; read from the index of limits.
 *
 * The filter is a map, all of it optional: "from" and "until", times between
 * which (both inclusive) limits lie; "within" so many seconds from now;
 * "overdue" true (limits that have passed) or false (those that have not);
 * one of "unit" (of cases of the unit, closed ones too whose clocks run on, and
 * of tasks given to it in any case), "owner" (of cases whose owner it is) and
 * "procedure" (its name); "limit" clocks, 0 for all; "after" a token of
 * complaint_cursor_token(): what comes after that clock. A page further on
 * looks again at the cases whose first limit lies before it.
 *
 * @param[in]  self  not NULL.
 * @param[in]  filter  NULL for all.
 * @param[out] out  a cursor over records of "clock", in the order of limit,
 *   case and name; NULL on failure.
 * @param[out] error  names the filter's offending key.
 * @ownership *out is the caller's: complaint_cursor_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an unknown key or unfit value;
 *   COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_list_due(complaint_register *self,
                            const complaint_facts *filter,
                            complaint_cursor **out, complaint_error **error);

/**
 * What if: replay the history of cases under another procedure or calendar and
 * tell which limits would have been kept. Nothing in the register changes.
 *
 * Options, a map: "procedure" (name of an installed one, its newest version,
 * or a digest) or "procedure_text" (YAML that need not be installed),
 * "calendar" or "calendar_text" alike; what is not given is each case's own.
 * "filter" as complaint_register_list(); without its "procedure", cases of the
 * procedure's own name are replayed. "now", the moment of the answer.
 *
 * Steps that the other procedure does not have change nothing there. The
 * answer: "cases", "changed" (cases of which a clock differs), "clocks", a list
 * of maps: clock, cases, changed, and was_X and would_be_X with X of met,
 * missed, running, overdue, paused, cancelled, absent: numbers of cases (of a
 * task's limit: of tasks); "rows", a list of maps, one for each clock of a case
 * that differs: case_id, number, clock, was, would_be, was_due_at,
 * would_be_due_at, the first COMPLAINT_LIMIT_PAGE of them ("more" true: there
 * are others); the digests used.
 *
 * @param[in]  self  not NULL.
 * @param[in]  options  not NULL.
 * @param[out] out  the answer, a map; NULL on failure.
 * @param[out] error  names the option, or the place in a text.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a definition that is not
 *   installed; COMPLAINT_INVALID for an unknown option or an unfit text;
 *   COMPLAINT_IO; COMPLAINT_CORRUPT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_what_if(complaint_register *self,
                           const complaint_facts *options,
                           complaint_facts **out, complaint_error **error);

/**
 * Journal the warnings and expiries whose instant has come: an entry "warn" for
 * each rung of a clock's `warn`, an entry "expire" for a clock with `expiry`.
 *
 * Each is journaled once for each limit that a clock has, in the order of
 * their instants, however late this is called, and whoever calls it as well.
 * An extension makes a new limit, warned of again where the warning lies ahead
 * of it. Of a clock that was stopped before this was called nothing is told any
 * more. `happened_at` of an entry is the instant: of an expiry the first one
 * after the limit; `recorded_at` is the clock's, as for every entry. Read from
 * an index: what is not yet due costs nothing.
 *
 * The result is a map: warned, expired (how many), more (true when `limit`
 * ended it) and entries, a list of maps: kind, case_id, number, owner, clock,
 * happened_at, warning (1 for the first rung), to (the role, if one is named)
 * and due_at. What was journaled before a failure stays.
 *
 * @param[in]  self  not NULL.
 * @param[in]  actor  whose entries they are; not NULL.
 * @param[in]  now  up to and with which instant; COMPLAINT_TIME_NONE for the
 *   context's clock, and never after it.
 * @param[in]  options  a map: limit (entries, at most COMPLAINT_LIMIT_TICK,
 *   which is the default); NULL for none.
 * @param[out] out  the result; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for a `now` in the future;
 *   COMPLAINT_LIMIT for another limit; COMPLAINT_CORRUPT when a case's row is
 *   damaged; storage statuses as complaint_case_perform(); COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_tick(complaint_register *self, const complaint_actor *actor,
                        complaint_time now, const complaint_facts *options,
                        complaint_facts **out, complaint_error **error);

/**
 * Verify the register: the store's own structure, the chain of every case's
 * journal, every commitment to personal facts, that every projection equals
 * what the journal gives, the register's ledger with settings and definitions,
 * units, counters of numbers, and seals (complaint/seal.h, where there are
 * options too).
 *
 * The result is a map: cases, entries, problem_count and problems, a list of
 * maps: relation, what and, where they say more, case_id, entry, key of the
 * row, columns. The first 1000 of cases are listed, and the first 1000 of none;
 * after them each case that has none listed yet once; and after 100 000 cases a
 * stretch for those of up to 256 that have problems: relation "case", columns
 * "id", the key "A..B", the ids of the first and the last of them.
 *
 * @param[in]  self  not NULL.
 * @param[out] out  the result, also with COMPLAINT_CORRUPT; NULL on other
 *   failures; may be NULL.
 * @param[out] error  the first problem.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK when all is well; COMPLAINT_CORRUPT when not;
 *   COMPLAINT_IO; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_verify(complaint_register *self, complaint_facts **out,
                          complaint_error **error);

/**
 * Rebuild every projection from the journal, in one transaction.
 *
 * @param[in]  self  not NULL.
 * @param[out] changed  rows that were added, changed or removed; may be NULL.
 * @param[out] error  see complaint/error.h.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_CORRUPT when a journal's chain is broken
 *   (nothing is changed); COMPLAINT_READ_ONLY; COMPLAINT_IO; COMPLAINT_FULL;
 *   COMPLAINT_BUSY; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE inside a batch.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_register_rebuild(complaint_register *self, int64_t *changed,
                           complaint_error **error);

COMPLAINT_END

#endif
