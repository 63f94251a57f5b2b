/* Reports: figures as documents. */
#ifndef COMPLAINT_REPORT_H
#define COMPLAINT_REPORT_H

#include <complaint/procedure.h>
#include <complaint/register.h>

COMPLAINT_BEGIN

/**
 * Write the monthly report.
 *
 * Options: "month" "YYYY-MM" (required); "format" "text" (for a terminal of
 * "width" columns, 60 to 400, 78 by default), "html" (one self-contained page
 * with SVG charts, no script, no outside address) or "json" (the map of
 * complaint_dataset_month()); "language" (the context's by default); "now" (a
 * time; the context's clock by default); "slowest" (how many slowest cases to
 * explain, 0 to 1000, 10 by default); "filter" (as complaint_register_list()).
 *
 * Numbers are those of complaint_dataset_month(), with one decimal at most.
 * Text of complaints is escaped; control characters in it become spaces. The
 * same register, options and now give the same bytes.
 *
 * @param[in]  self  the register; not NULL.
 * @param[in]  options  a map; not NULL.
 * @param[out] text  the document, UTF-8, NUL-terminated; NULL on failure.
 * @param[out] size  its bytes without the NUL; may be NULL.
 * @param[out] error  names the option.
 * @ownership *text is the caller's: complaint_context_release().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an option of another name, type
 *   or range; COMPLAINT_NOT_FOUND for a language or format it has not;
 *   COMPLAINT_IO; COMPLAINT_CORRUPT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE
 *   for NULL or a closed register.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_report_month(complaint_register *self, const complaint_facts *options,
                       char **text, size_t *size, complaint_error **error);

/**
 * Write everything about a person as a page for that person to read.
 *
 * One HTML page with headings and tables, without script or outside address,
 * that says of itself which language it is in. Every member of the map is on
 * it, in words of that language where the library knows the key; texts are
 * escaped, and control characters and marks that reorder text become spaces.
 * The same map and language give the same bytes.
 *
 * @param[in]  context  not NULL.
 * @param[in]  person  the map of complaint_register_export_person(); not NULL.
 * @param[in]  language  "en", "zh-CN" or "zh-TW"; NULL: the context's.
 * @param[out] text  the page, UTF-8, NUL-terminated; NULL on failure.
 * @param[out] size  its bytes without the NUL; may be NULL.
 * @param[out] error  names the language.
 * @ownership *text is the caller's: complaint_context_release().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for another language;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL or what is no map.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_report_person(complaint_context *context,
                        const complaint_facts *person, const char *language,
                        char **text, size_t *size, complaint_error **error);

/**
 * Write a document into a file, whole or not at all.
 *
 * It is written under a name of its own beside the wanted one (the path with
 * ".part" and, where that is taken, a number behind it), synchronised, and
 * then takes the place of a file that is there, with its mode. What is no
 * file, a pipe or a device, is written as it is.
 *
 * @param[in]  self  the register that the document tells of: none of its own
 *   files is replaced, by whatever path or link it is named; not NULL.
 * @param[in]  path  up to COMPLAINT_LIMIT_TITLE bytes; not NULL.
 * @param[in]  bytes  the document, as the functions here make it; NULL for
 *   none when size is 0.
 * @param[in]  size  its bytes.
 * @param[out] error  names the path.
 * @ownership Nothing changes hands.
 * @return COMPLAINT_OK; COMPLAINT_EXISTS when the path is one of the register's
 *   own files or a name that it may use beside itself; COMPLAINT_FULL;
 *   COMPLAINT_IO; COMPLAINT_LIMIT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for
 *   NULL, an empty path or a closed register.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_report_save(complaint_register *self, const char *path,
                      const char *bytes, size_t size, complaint_error **error);

/**
 * Draw a procedure: its states, what may be done in each and by whom, where it
 * leads, and its clocks.
 *
 * "svg" is one self-contained picture without script or outside address; all
 * lines to one state join. "mermaid" is text of a stateDiagram-v2. The same
 * procedure and language give the same bytes.
 *
 * @param[in]  context  not NULL.
 * @param[in]  procedure  not NULL.
 * @param[in]  format  "svg" or "mermaid"; not NULL.
 * @param[in]  language  of titles and words; NULL or one that the procedure has
 *   not: the nearest.
 * @param[out] text  UTF-8, NUL-terminated; NULL on failure.
 * @param[out] size  its bytes without the NUL; may be NULL.
 * @param[out] error  lists the formats where there is none such.
 * @ownership *text is the caller's: complaint_context_release().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for another format;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_procedure_draw(complaint_context *context,
                         const complaint_procedure *procedure,
                         const char *format, const char *language, char **text,
                         size_t *size, complaint_error **error);

COMPLAINT_END

#endif
