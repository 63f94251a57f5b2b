/* Order statistics and moments over plain arrays. No I/O, no handles. NaN
 * stands for undefined and must not leave this room as a number. */
#ifndef COMPLAINT_ANALYSIS_QUANTILE_H
#define COMPLAINT_ANALYSIS_QUANTILE_H

#include <stdbool.h>
#include <stddef.h>

/* Ascending, in place. No NaN. */
void complaint__sort_numbers(double *values, size_t count);
/* True for the types of Hyndman & Fan (1996) that are implemented: 1, 2, 6, 7
 * and 8. */
bool complaint__quantile_known(int type);
/* Where a quantile lies among `count` values, ranks counted from 0: it is
 * (1 - part) * the value at `low` + part * the one at `high`. False for no
 * values, or an unknown type. */
bool complaint__quantile_place(size_t count, double p, int type, size_t *low,
                               size_t *high, double *part);
/* Quantile of ascending values; NaN for none, or an unknown type. p from 0 to
 * 1. */
double complaint__quantile(const double *sorted, size_t count, double p,
                           int type);
double complaint__mean(const double *values, size_t count);
/* Sample standard deviation (divisor count - 1); NaN below two values. */
double complaint__deviation(const double *values, size_t count);
/* Mean of ascending values without the lowest and the highest tenth (each
 * count / 10 values, rounded down). */
double complaint__trimmed_mean(const double *sorted, size_t count);
/* Median absolute deviation from the median, times 1.4826. `work` has `count`
 * places. */
double complaint__mad(const double *sorted, size_t count, double *work);

#endif
