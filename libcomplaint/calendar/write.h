/* Writing calendars as YAML: what the complete text and the importers share. */
#ifndef COMPLAINT_CALENDAR_WRITE_H
#define COMPLAINT_CALENDAR_WRITE_H

#include "calendar/table.h"

/* A text in double quotes, whatever is in it. */
void complaint__calendar_quote(complaint__buffer *buffer, const char *text);
/* "key: <quoted>" and a line end; nothing for NULL. */
void complaint__calendar_line(complaint__buffer *buffer, const char *key,
                              const char *text);
/* "date: 2019-10-01" or "from: 2019-10-01, to: 2019-10-07". */
void complaint__calendar_span(complaint__buffer *buffer, complaint_day from,
                              complaint_day to);

#endif
