/* The style of a page: colours, print, small screens. */
#ifndef COMPLAINT_REPORT_STYLE_H
#define COMPLAINT_REPORT_STYLE_H

/* Pieces in order; NULL after the last. */
extern const char *const complaint__style[];

#endif
