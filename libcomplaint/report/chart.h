/* Charts as SVG for a page: columns over months, rows under names. What they
 * show is month_charts.c's business; colours are the page's (classes). */
#ifndef COMPLAINT_REPORT_CHART_H
#define COMPLAINT_REPORT_CHART_H

#include "report/document.h"

/* Values are tenths; COMPLAINT__NO_TENTHS leaves a gap. */
typedef struct complaint__series {
    const char *name;   /* in the legend */
    const char *colour; /* class of the page's style */
    const int64_t *values;
} complaint__series;

#define COMPLAINT__CHART_SERIES 3

typedef struct complaint__chart {
    const char *id; /* unique on the page */
    const char *title;
    const char *nothing; /* said where there is nothing to draw */
    const char *unit;    /* after a number: "" or " %" */
    const char *const *labels;
    size_t count; /* of labels, and of each series' values */
    size_t bar_count;
    complaint__series bars[COMPLAINT__CHART_SERIES];
    size_t line_count;
    complaint__series lines[COMPLAINT__CHART_SERIES];
    bool stacked;          /* bars end to end, not side by side */
    int64_t top;           /* of the axis, tenths; 0: as the values want */
    int64_t mark;          /* a dashed line across, tenths; 0: none */
    const char *mark_name; /* in the legend */
} complaint__chart;

/* A figure element: heading, legend, SVG with title and description. */
void complaint__chart_columns(complaint__buffer *buffer,
                              const complaint__chart *chart);
void complaint__chart_rows(complaint__buffer *buffer,
                           const complaint__chart *chart);

/* Distance of the lines of an axis that reaches `top` with five at most; a
 * whole number of 1, 2 or 5 times a power of ten. All in tenths. */
int64_t complaint__axis_step(int64_t top);

#endif
