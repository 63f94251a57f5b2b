/* The context: the root object, which carries surroundings and language. */
#ifndef COMPLAINT_CONTEXT_H
#define COMPLAINT_CONTEXT_H

#include <complaint/sys/environment.h>

COMPLAINT_BEGIN

/**
 * The root of everything: allocator, clock, random source, log, language.
 * There are no globals; two contexts know nothing of each other. Objects made
 * from a context hold a reference on it, so it may be freed before them.
 *
 * The library's thread rule: one object, one thread at a time, any thread. A
 * register and all that came out of it (cases, cursors, datasets) count as
 * one object. A context may be shared by registers on several threads once
 * it is set up.
 */
typedef struct complaint_context complaint_context;

/**
 * Make a context.
 *
 * Defaults: malloc, the system clock, getrandom(2), no log, language "en".
 *
 * @param[in]  environment  replacements, or NULL for the defaults; copied.
 * @param[out] out  the context; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_context_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an unknown struct_size;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for a NULL out.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_context_new(const complaint_environment *environment,
                      complaint_context **out, complaint_error **error);

/**
 * Choose the language of messages and reports: "en", "zh-CN". A tag is taken
 * whole, letter case aside: "zh" and "zh-TW" are not read as "zh-CN".
 *
 * @param[in]  context  not NULL.
 * @param[in]  language  BCP 47 tag of a language that the library has.
 * @param[out] error  see complaint/error.h.
 * @ownership The tag is copied.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for a language it has not,
 *   the error's items listing those it has; COMPLAINT_MISUSE for NULL.
 * @threads Before the context is shared.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_context_set_language(complaint_context *context, const char *language,
                               complaint_error **error);

/**
 * The language of messages and reports.
 *
 * @param[in] context  NULL gives "en".
 * @ownership Static text.
 * @return the tag, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_context_language(const complaint_context *context);

/**
 * The time now by the context's clock.
 *
 * @param[in] context  not NULL; NULL gives COMPLAINT_TIME_NONE.
 * @ownership Nothing is handed over.
 * @return the time; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API complaint_time
complaint_context_now(const complaint_context *context);

/**
 * Free memory that a call handed out as plain bytes or text.
 *
 * @param[in] context  the context that the call ran under; not NULL.
 * @param[in] memory  the bytes; NULL is fine.
 * @ownership Takes the memory.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API void complaint_context_release(complaint_context *context,
                                             void *memory);

/**
 * Give up the caller's reference; the last object to go ends the context.
 *
 * @param[in] context  NULL is fine.
 * @ownership Takes the caller's reference.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API void complaint_context_free(complaint_context *context);

COMPLAINT_END

#endif
