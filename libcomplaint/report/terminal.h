/* Text in columns of a terminal, where a CJK character takes two. What the
 * columns say is the document's business. */
#ifndef COMPLAINT_REPORT_TERMINAL_H
#define COMPLAINT_REPORT_TERMINAL_H

#include "report/document.h"

/* Text on the left of `width` columns, cut with "…" where it does not fit. */
void complaint__cell(complaint__buffer *buffer, const char *text,
                     int64_t width);
/* Text, a number or a share on the right of `width` columns. */
void complaint__right(complaint__buffer *buffer, const char *text,
                      int64_t width);
void complaint__right_count(complaint__buffer *buffer, int64_t count,
                            int64_t width);
void complaint__right_tenths(complaint__buffer *buffer, int64_t tenths,
                             int64_t width);
/* A line of `width` columns of one character. */
void complaint__rule(complaint__buffer *buffer, const char *character,
                     int64_t width);
/* Text in lines of at most `width` columns, those after the first indented;
 * `used` columns are taken already. Ends with a line break. */
void complaint__wrapped(complaint__buffer *buffer, const char *text,
                        int64_t used, int64_t indent, int64_t width);

#endif
