/* Making errors. Every function returns the status, so that
 * `return complaint__fail(...)` reads well. */
#ifndef COMPLAINT_BASE_FAILURE_H
#define COMPLAINT_BASE_FAILURE_H

#include <complaint/context.h>

/* Set *error (when not NULL). `detail` is a static stable code, `field` may be
 * NULL, `format` is an English literal that messages may translate. */
int complaint__fail(complaint_context *context, complaint_error **error,
                    int status, const char *detail, const char *field,
                    const char *format, ...) COMPLAINT_PRINTF(6, 7);
int complaint__fail_memory(complaint_error **error);
int complaint__fail_misuse(complaint_context *context, complaint_error **error,
                           const char *argument);
int complaint__fail_limit(complaint_context *context, complaint_error **error,
                          const char *field, int64_t limit);
/* Add to the error just made; all accept error NULL or *error NULL. Without
 * memory nothing is added: the status, already returned, never changes. */
void complaint__error_place(complaint_error **error, const char *file,
                            int64_t line, int64_t column);
void complaint__error_backend(complaint_error **error, int64_t code);
void complaint__error_item(complaint_error **error, const char *item);
/* Hand over an error made apart: it replaces the caller's earlier one, or is
 * freed when he does not care. NULL, for no error, leaves that one alone. */
void complaint__error_give(complaint_error **error, complaint_error *made);
/* Put "prefix.field" in place of the field ("party" + "phone"). */
void complaint__error_prefix(complaint_error **error, const char *prefix);

#endif
