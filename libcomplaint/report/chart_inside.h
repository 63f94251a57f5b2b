/* What the two kinds of charts share. */
#ifndef COMPLAINT_REPORT_CHART_INSIDE_H
#define COMPLAINT_REPORT_CHART_INSIDE_H

#include "report/chart.h"

/* Where a value of a series is drawn. */
typedef void complaint__chart_place(const void *data,
                                    const complaint__series *series, size_t at,
                                    int64_t *x, int64_t *y);

/* Heading, legend and the beginning of the SVG; false when there was nothing
 * to draw, which then is said and the figure ended. */
bool complaint__chart_begin(complaint__buffer *buffer,
                            const complaint__chart *chart, int64_t width,
                            int64_t height);
void complaint__chart_end(complaint__buffer *buffer);
/* Value at the end of the axis, and the distance of its lines. */
int64_t complaint__chart_axis(const complaint__chart *chart, int64_t *step);
/* A value from 0 up to what can be drawn, or NO_TENTHS. */
int64_t complaint__chart_value(const complaint__series *series, size_t at);
/* The bars at a label, end to end. */
int64_t complaint__chart_stack(const complaint__chart *chart, size_t at);
/* An attribute: ` name="12.3"`. */
void complaint__chart_number(complaint__buffer *buffer, const char *name,
                             int64_t tenths);
/* What a pointer over a bar or a point is told. */
void complaint__chart_point(complaint__buffer *buffer,
                            const complaint__chart *chart,
                            const complaint__series *series, size_t at);
/* From x1, y1 to x2, y2; a box is x, y, width, height. */
void complaint__chart_line(complaint__buffer *buffer, const char *colour,
                           const int64_t ends[4]);
void complaint__chart_bar(complaint__buffer *buffer,
                          const complaint__chart *chart,
                          const complaint__series *series, size_t at,
                          const int64_t box[4]);
void complaint__chart_curve(complaint__buffer *buffer,
                            const complaint__chart *chart,
                            const complaint__series *series,
                            complaint__chart_place *place, const void *data);

#endif
