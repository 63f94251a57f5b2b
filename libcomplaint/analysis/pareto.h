/* Pareto over plain arrays: descending order and the vital few. No I/O, no
 * handles. */
#ifndef COMPLAINT_ANALYSIS_PARETO_H
#define COMPLAINT_ANALYSIS_PARETO_H

#include <stddef.h>

/* Positions by descending count, ties in the order given. `order` and `work`
 * have `count` places. */
void complaint__pareto_order(const double *counts, size_t count, size_t *order,
                             size_t *work);
/* Smallest number of groups whose cumulated share reaches the threshold (a
 * fraction); 0 when the total is 0 or it is never reached. `sorted` counts
 * are descending. */
size_t complaint__pareto_vital(const double *sorted, size_t count,
                               double threshold);

#endif
