/* The error object: what went wrong, where, in one line. */
#ifndef COMPLAINT_ERROR_H
#define COMPLAINT_ERROR_H

#include <complaint/status.h>

#include <stddef.h>
#include <stdint.h>

COMPLAINT_BEGIN

/**
 * An error. Calls that can fail take `complaint_error **error` as their last
 * argument: NULL when the caller does not care; otherwise `*error` must be
 * NULL or an earlier error (which is freed and replaced). On success it is
 * left alone.
 */
typedef struct complaint_error complaint_error;

/**
 * Status of an error.
 *
 * @param[in] error  NULL gives COMPLAINT_OK.
 * @ownership Nothing is handed over.
 * @return one of enum complaint_status.
 * @threads As for any object: one thread at a time.
 * @since 0.1
 */
COMPLAINT_API int complaint_error_status(const complaint_error *error);

/**
 * Stable detail code of an error, lower case with dots ("facts.missing").
 *
 * Codes are listed in docs/reference/errors.md; a script may rely on them.
 *
 * @param[in] error  NULL gives "".
 * @ownership Borrowed: valid until the error is freed or replaced.
 * @return the code, never NULL; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_error_detail(const complaint_error *error);

/**
 * The message: one line, for a person, in the context's language.
 *
 * @param[in] error  NULL gives "".
 * @ownership Borrowed: valid until the error is freed or replaced.
 * @return the text, never NULL, UTF-8 without line breaks; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_error_message(const complaint_error *error);

/**
 * The offending field, column or argument ("severity"), or "".
 *
 * @param[in] error  NULL gives "".
 * @ownership Borrowed: valid until the error is freed or replaced.
 * @return the name, never NULL; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_error_field(const complaint_error *error);

/**
 * The file an error lies in (a definition, a mapping, a register), or "".
 *
 * @param[in] error  NULL gives "".
 * @ownership Borrowed: valid until the error is freed or replaced.
 * @return the name as the caller gave it, never NULL; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_error_file(const complaint_error *error);

/**
 * Line of the error in its file, counted from 1.
 *
 * @param[in] error  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the line, or 0 when there is none; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API int64_t complaint_error_line(const complaint_error *error);

/**
 * Column of the error in its line, counted from 1.
 *
 * @param[in] error  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the column, or 0 when there is none; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API int64_t complaint_error_column(const complaint_error *error);

/**
 * The backend's own code (SQLite's extended result code, errno), or 0.
 *
 * @param[in] error  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the code; its meaning is the backend's; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API int64_t
complaint_error_backend_code(const complaint_error *error);

/**
 * How many items the error lists (every missing fact, for example).
 *
 * @param[in] error  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number, at most COMPLAINT_LIMIT_ERROR_ITEMS; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API size_t complaint_error_item_count(const complaint_error *error);

/**
 * One listed item.
 *
 * @param[in] error  NULL gives "".
 * @param[in] index  from 0; past the end gives "".
 * @ownership Borrowed: valid until the error is freed or replaced.
 * @return the item, never NULL; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_error_item(const complaint_error *error,
                                               size_t index);

/**
 * Free an error.
 *
 * @param[in] error  NULL is fine.
 * @ownership Takes the error; every text borrowed from it ends.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_error_free(complaint_error *error);

COMPLAINT_END

#endif
