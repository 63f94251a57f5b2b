/* Cursors: reading rows one after another. */
#ifndef COMPLAINT_CURSOR_H
#define COMPLAINT_CURSOR_H

#include <complaint/relation.h>

COMPLAINT_BEGIN

/**
 * A cursor over records. It holds a reference on its register, reads a
 * consistent state of it per page, and never skips or repeats a row that was
 * not changed meanwhile.
 */
typedef struct complaint_cursor complaint_cursor;

/**
 * Step to the next record.
 *
 * @param[in]  cursor  not NULL.
 * @param[out] record  the record, or NULL at the end.
 * @param[out] error  see complaint/error.h.
 * @ownership *record is borrowed until the next call on the cursor.
 * @return COMPLAINT_OK, also at the end; COMPLAINT_MISUSE for NULL or when
 *   the register was closed; COMPLAINT_IO, COMPLAINT_CORRUPT,
 *   COMPLAINT_NO_MEMORY from the backend.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_cursor_next(complaint_cursor *cursor, const complaint_record **record,
                      complaint_error **error);

/**
 * Where the cursor stands, as a text that continues a later query ("after").
 *
 * @param[in]  cursor  not NULL.
 * @param[out] token  the text; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *token is the caller's: complaint_context_release().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND before the first record;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_cursor_token(const complaint_cursor *cursor, char **token,
                       complaint_error **error);

/**
 * Free a cursor, finished or not.
 *
 * @param[in] cursor  NULL is fine.
 * @ownership Takes the cursor; the record borrowed from it ends.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_cursor_free(complaint_cursor *cursor);

COMPLAINT_END

#endif
