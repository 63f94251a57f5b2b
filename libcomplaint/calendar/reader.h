/* What the parts of reading a calendar share: the YAML at hand and the making
 * of errors with their place in it. */
#ifndef COMPLAINT_CALENDAR_READER_H
#define COMPLAINT_CALENDAR_READER_H

#include "calendar/definition.h"
#include "calendar/table.h"

/* Bytes of a path such as "exceptions/12/hours/0". */
#define COMPLAINT__PATH_SIZE 96

/* The calendars that led to one being read, for cycles of `extends`. */
typedef struct complaint__lineage {
    const char *name;
    const struct complaint__lineage *child;
} complaint__lineage;

typedef struct complaint__reader {
    complaint_context *context;
    const char *yaml;
    size_t size;
    const char *file;
    const complaint__calendar_text *text;
    complaint_calendar *calendar; /* being made */
    complaint_error **error;
    complaint__resolve *resolve;
    void *data;
    const complaint__lineage *child; /* NULL for what was asked for */
    complaint__texts *names;         /* of the table, copied */
    const char **sources;
} complaint__reader;

/* COMPLAINT_INVALID for the value at a path; `message` is an English literal.
 */
int complaint__reader_refuse(const complaint__reader *r, const char *detail,
                             const char *path, const char *message);
/* COMPLAINT_LIMIT at a path, with its place. */
int complaint__reader_limit(const complaint__reader *r, const char *path,
                            int64_t limit);
/* Copy a text, which may be NULL, to live as long as the calendar. */
int complaint__reader_copy(const complaint__reader *r, const char *from,
                           const char **to);
/* Check intervals and put them into an empty schedule. */
int complaint__reader_hours(const complaint__reader *r,
                            const complaint__hours_text *hours,
                            const char *path, complaint__schedule *schedule);
/* "HH:MM", 00:00 to 24:00; reads no further than the first wrong byte. */
bool complaint__reader_clock(const char *text, int *minutes);
/* Copy a text in its languages. */
int complaint__reader_texts(const complaint__reader *r,
                            const complaint__texts_text *from,
                            complaint__texts *to);
/* Offset, zone, rule and changes (read_zone.c). */
int complaint__reader_zone(const complaint__reader *r);
/* Does the text say its zone without a file? */
bool complaint__reader_zone_complete(const complaint__reader *r);
/* Read the calendar that this one extends (read_parent.c). */
int complaint__reader_parent(const complaint__reader *r);
/* Schedules of the parent behind the calendar's own, its exceptions under
 * them. */
int complaint__reader_inherit(const complaint__reader *r);
/* Reads one calendar with those before it. */
int complaint__reader_read(complaint__reader *r, complaint_calendar **out);
/* Names, sources and exceptions (read_exceptions.c). */
int complaint__reader_exceptions(complaint__reader *r);

#endif
