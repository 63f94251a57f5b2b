/* What the parts of reading a calendar share: the YAML at hand and the making
 * of errors with their place in it. */
#ifndef COMPLAINT_CALENDAR_READER_H
#define COMPLAINT_CALENDAR_READER_H

#include "calendar/definition.h"
#include "calendar/table.h"

/* Bytes of a path such as "exceptions/12/hours/0". */
#define COMPLAINT__PATH_SIZE 96

typedef struct complaint__reader {
    complaint_context *context;
    const char *yaml;
    size_t size;
    const char *file;
    const complaint__calendar_text *text;
    complaint_calendar *calendar; /* being made */
    complaint_error **error;
} complaint__reader;

/* COMPLAINT_INVALID for the value at a path; `message` is an English literal.
 */
int complaint__reader_refuse(const complaint__reader *r, const char *detail,
                             const char *path, const char *message);
/* Copy a text, which may be NULL, to live as long as the calendar. */
int complaint__reader_copy(const complaint__reader *r, const char *from,
                           const char **to);
/* Check intervals and put them into an empty schedule. */
int complaint__reader_hours(const complaint__reader *r,
                            const complaint__hours_text *hours,
                            const char *path, complaint__schedule *schedule);
/* Names, sources and exceptions (read_exceptions.c). */
int complaint__reader_exceptions(const complaint__reader *r);

#endif
