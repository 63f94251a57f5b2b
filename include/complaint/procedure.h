/* Procedures: what may happen next, what it needs, by whom, by when. Data,
 * written in YAML (docs/reference/procedure.md), known by digest. */
#ifndef COMPLAINT_PROCEDURE_H
#define COMPLAINT_PROCEDURE_H

#include <complaint/calendar.h>
#include <complaint/facts.h>
#include <complaint/relation.h>

COMPLAINT_BEGIN

/** A procedure: an immutable value. */
typedef struct complaint_procedure complaint_procedure;

/**
 * Read a procedure from its YAML text and check that it hangs together:
 * states exist and are reachable, none is a dead end, roles and clocks that
 * are named exist, every text is there in every language it declares.
 *
 * @param[in]  context  not NULL.
 * @param[in]  yaml  `size` bytes of UTF-8; not NULL.
 * @param[in]  size  at most COMPLAINT_LIMIT_DEFINITION.
 * @param[in]  file  name for error messages; may be NULL.
 * @param[out] out  the procedure; NULL on failure.
 * @param[out] error  with file, line and column.
 * @ownership *out is the caller's: complaint_procedure_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for what is no such procedure;
 *   COMPLAINT_LIMIT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_procedure_parse(complaint_context *context, const char *yaml,
                          size_t size, const char *file,
                          complaint_procedure **out, complaint_error **error);

/**
 * Open a bundled procedure: "iso10002", "bank".
 *
 * @param[in]  context  not NULL.
 * @param[in]  name  not NULL.
 * @param[out] out  the procedure; NULL on failure.
 * @param[out] error  lists the bundled names when there is none such.
 * @ownership *out is the caller's: complaint_procedure_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_procedure_bundled(complaint_context *context, const char *name,
                            complaint_procedure **out, complaint_error **error);

/**
 * Name of a procedure ("bank").
 *
 * @param[in] procedure  NULL gives "".
 * @ownership Borrowed until the procedure is freed.
 * @return the name, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_procedure_name(const complaint_procedure *procedure);

/**
 * Digest of the procedure's text: SHA-256, 64 hexadecimal digits.
 *
 * @param[in] procedure  NULL gives "".
 * @ownership Borrowed until the procedure is freed.
 * @return the digest, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_procedure_digest(const complaint_procedure *procedure);

/**
 * The whole procedure as a tree: name, version, titles, source, roles,
 * states, transitions with their facts and roles, clocks with citations.
 *
 * @param[in]  procedure  not NULL.
 * @param[out] out  the tree; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_procedure_describe(const complaint_procedure *procedure,
                             complaint_facts **out, complaint_error **error);

/**
 * What the procedure's rules say of a complaint, before it is filed.
 *
 * "missing" lists the facts of the intake that are wanted and not given, those
 * with a condition only where it holds. Where a rule of urgency holds:
 * "urgency" (of the first that does), "urgency_rules" (names of all that do)
 * and "flags". Where a rule of routing holds: "unit" and "routing_rule", of
 * the first. Filing a case asks the same rules.
 *
 * @param[in]  procedure  not NULL.
 * @param[in]  facts  a map, as for complaint_case_file(); not NULL.
 * @param[out] out  the map; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL or
 *   facts that are no map.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_procedure_assess(const complaint_procedure *procedure,
                           const complaint_facts *facts, complaint_facts **out,
                           complaint_error **error);

/**
 * Fill in a reply of a state.
 *
 * A {field} is a fact, a member of a map ("remedy.cost") or a column of the
 * case; facts go first. Money is written as "123.45 CNY", truth as yes or no in
 * the language, a list with commas. A time, of a column or of a fact that the
 * procedure asks for as one, is written as the clocks of the calendar's zone
 * show it: "15 March 2024, 14:30", "2024年3月15日 14:30"; the end of a day as
 * the day alone. Nothing is left blank: fields that are not known are an error
 * that lists them all. complaint_case_reply() does it for a case.
 *
 * @param[in]  procedure  not NULL.
 * @param[in]  state  name of the state; not NULL.
 * @param[in]  reply  name of the reply; not NULL.
 * @param[in]  language  of the reply; NULL or one it has not: the nearest.
 * @param[in]  calendar  whose zone times are told in; NULL: UTC, and it is
 *   said ("14:30 UTC").
 * @param[in]  record  row of "case", or NULL.
 * @param[in]  facts  a map, or NULL.
 * @param[out] text  the letter, UTF-8, NUL-terminated; NULL on failure.
 * @param[out] size  its bytes without the NUL; may be NULL.
 * @param[out] error  lists the fields that are missing.
 * @ownership *text is the caller's: complaint_context_release().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a state or reply that there is
 *   not; COMPLAINT_INCOMPLETE for missing fields; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_procedure_reply(
    const complaint_procedure *procedure, const char *state, const char *reply,
    const char *language, const complaint_calendar *calendar,
    const complaint_record *record, const complaint_facts *facts, char **text,
    size_t *size, complaint_error **error);

/**
 * Everything that is wrong, or hardly meant, with the text of a procedure.
 *
 * The map has "findings", a list, and their numbers, "errors" and "warnings".
 * A finding has "severity" ("error": it cannot work as it is written;
 * "warning"), "code", "file", "line", "column", "field" (a path such as
 * "states/2/name") and "text" in the context's language. What
 * complaint_procedure_parse() refuses is all that is told then: every entry
 * that cannot be read, then every name that is unknown, then every way that is
 * shut, up to 51. Otherwise: guard_never, rule_never, state_unreachable,
 * loop_no_exit, clock_start, clock_stop, clock_within, code_unknown, and the
 * warnings rule_behind, wait_owner, wait_clock, clock_owner, clock_principal,
 * clock_order (docs/reference/procedure.md).
 *
 * @param[in]  context  not NULL.
 * @param[in]  yaml  `size` bytes of UTF-8; not NULL.
 * @param[in]  size  at most COMPLAINT_LIMIT_DEFINITION, otherwise a finding.
 * @param[in]  file  name for the findings; may be NULL.
 * @param[in]  known  codes that there are, lists of texts by the names of their
 *   catalog's lists and "unit"; a list that is not there takes any code. NULL
 *   for none.
 * @param[out] out  the map; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK, whatever is found; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_procedure_verify(complaint_context *context, const char *yaml,
                           size_t size, const char *file,
                           const complaint_facts *known, complaint_facts **out,
                           complaint_error **error);

/**
 * Free a procedure.
 *
 * @param[in] procedure  NULL is fine.
 * @ownership Takes the caller's reference; borrowed texts end.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_procedure_free(complaint_procedure *procedure);

COMPLAINT_END

/**
 * A pack of regulatory limits as a tree of facts.
 *
 * What a pack is: docs/reference/packs.md. The map has `name`, `version`,
 * `digest`, `source`, `title`, `note`, `calendar`, and as in
 * complaint_procedure_describe() `intake` (a list of facts), `requires` (facts
 * asked for by steps with a mark), `transitions` and `clocks`. The pack is
 * checked as one is that goes on a case.
 *
 * @param[in]  context  not NULL.
 * @param[in]  yaml  text of the pack, `size` bytes; not NULL.
 * @param[in]  size  at most COMPLAINT_LIMIT_DEFINITION.
 * @param[in]  file  for error positions; may be NULL.
 * @param[out] out  the map; not NULL.
 * @param[out] error  with file, line and column.
 * @ownership The caller frees `*out` with complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for what is no pack; COMPLAINT_LIMIT;
 *   COMPLAINT_MISUSE; COMPLAINT_NO_MEMORY.
 * @threads One thread at a time with the context's.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_pack_describe(complaint_context *context, const char *yaml,
                        size_t size, const char *file, complaint_facts **out,
                        complaint_error **error);

#endif
