/* Definitions: the texts that a register works by (procedures, calendars,
 * catalogs of codes, the organisation's units), before they are installed. */
#ifndef COMPLAINT_DEFINITION_H
#define COMPLAINT_DEFINITION_H

#include <complaint/facts.h>

COMPLAINT_BEGIN

/** A definition, checked and ready to install. */
typedef struct complaint_definition complaint_definition;

/**
 * Make a definition from its YAML text. Its first key is
 * `kind: procedure | calendar | catalog | organisation`.
 *
 * @param[in]  context  not NULL.
 * @param[in]  yaml  `size` bytes of UTF-8; not NULL.
 * @param[in]  size  at most COMPLAINT_LIMIT_DEFINITION.
 * @param[in]  file  name for error messages; may be NULL.
 * @param[out] out  the definition; NULL on failure.
 * @param[out] error  with file, line and column.
 * @ownership *out is the caller's: complaint_definition_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_LIMIT;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_definition_parse(complaint_context *context, const char *yaml,
                           size_t size, const char *file,
                           complaint_definition **out, complaint_error **error);

/** What complaint_definition_parse_with() and complaint_definition_verify() may
 * be told besides the text; all but the size may be zero. */
typedef struct complaint_definition_options {
    size_t struct_size; /**< sizeof(complaint_definition_options) */
    const char *file;   /**< name for error messages */
    const char *folder; /**< holds what is extended, as NAME.yaml */
    struct complaint_register *installed; /**< holds what is extended */
    const complaint_facts *known; /**< as of complaint_procedure_verify() */
} complaint_definition_options;

/**
 * Check a definition that extends others.
 *
 * What a procedure or a calendar extends is looked for in the folder, then
 * among the definitions installed in the register (the newest of its name),
 * then among the bundled ones. The definition's text is complete: it needs
 * neither of them any more.
 *
 * @param[in]  context  not NULL.
 * @param[in]  yaml  `size` bytes of UTF-8; not NULL.
 * @param[in]  size  at most COMPLAINT_LIMIT_DEFINITION.
 * @param[in]  options  NULL is as complaint_definition_parse().
 * @param[out] out  the definition; NULL on failure.
 * @param[out] error  with file, line and column.
 * @ownership *out is the caller's: complaint_definition_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID, also for an unknown struct_size;
 *   COMPLAINT_LIMIT; COMPLAINT_IO for a file or a register that cannot be
 *   read; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL or a closed register.
 * @threads One thread at a time, the register's.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_definition_parse_with(
    complaint_context *context, const char *yaml, size_t size,
    const complaint_definition_options *options, complaint_definition **out,
    complaint_error **error);

/**
 * Everything that is wrong with the text of a procedure, as
 * complaint_procedure_verify(), one that extends others too.
 *
 * @param[in]  context  not NULL.
 * @param[in]  yaml  `size` bytes of UTF-8; not NULL.
 * @param[in]  size  at most COMPLAINT_LIMIT_DEFINITION, otherwise a finding.
 * @param[in]  options  as of complaint_definition_parse_with(); may be NULL.
 * @param[out] out  the map; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK, whatever is found; COMPLAINT_INVALID for an unknown
 *   struct_size; COMPLAINT_IO for a file or a register that cannot be read;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL or a closed register.
 * @threads One thread at a time, the register's.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_definition_verify(complaint_context *context, const char *yaml,
                            size_t size,
                            const complaint_definition_options *options,
                            complaint_facts **out, complaint_error **error);

/**
 * Read a definition from a file. What it extends is looked for beside it, as
 * NAME.yaml in its folder, then among the bundled ones.
 *
 * @param[in]  context  not NULL.
 * @param[in]  path  not NULL.
 * @param[out] out  the definition; NULL on failure.
 * @param[out] error  with file, line and column.
 * @ownership *out is the caller's: complaint_definition_free().
 * @return as complaint_definition_parse(); COMPLAINT_NOT_FOUND or
 *   COMPLAINT_IO for the file.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_definition_read(complaint_context *context, const char *path,
                          complaint_definition **out, complaint_error **error);

/**
 * Take a bundled definition.
 *
 * @param[in]  context  not NULL.
 * @param[in]  kind  "procedure", "calendar", "catalog" or "organisation".
 * @param[in]  name  not NULL.
 * @param[out] out  the definition; NULL on failure.
 * @param[out] error  lists the bundled names when there is none such.
 * @ownership *out is the caller's: complaint_definition_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND; COMPLAINT_NO_MEMORY;
 *   COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_definition_bundled(complaint_context *context, const char *kind,
                             const char *name, complaint_definition **out,
                             complaint_error **error);

/**
 * Kind of a definition.
 *
 * @param[in] definition  NULL gives "".
 * @ownership Borrowed until the definition is freed.
 * @return "procedure", "calendar", "catalog", "organisation"; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_definition_kind(const complaint_definition *definition);

/**
 * Name of a definition.
 *
 * @param[in] definition  NULL gives "".
 * @ownership Borrowed until the definition is freed.
 * @return the name, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_definition_name(const complaint_definition *definition);

/**
 * Digest of a definition's text: SHA-256, 64 hexadecimal digits. Of a
 * calendar, complaint_calendar_digest().
 *
 * @param[in] definition  NULL gives "".
 * @ownership Borrowed until the definition is freed.
 * @return the digest, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_definition_digest(const complaint_definition *definition);

/**
 * Text of a definition, as it was given. Of a calendar, the complete text,
 * complaint_calendar_text(): it differs from what was given where that extends
 * another calendar or names a zone of the system, so that a register that
 * keeps it needs neither again.
 *
 * @param[in] definition  NULL gives "".
 * @ownership Borrowed until the definition is freed.
 * @return the YAML, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_definition_text(const complaint_definition *definition);

/**
 * Free a definition.
 *
 * @param[in] definition  NULL is fine.
 * @ownership Takes the definition; borrowed texts end.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_definition_free(complaint_definition *definition);

COMPLAINT_END

#endif
