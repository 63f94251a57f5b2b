/* Order statistics and moments (Hyndman & Fan 1996, The American Statistician
 * 50:361). */
#include "analysis/quantile.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void complaint__sort_numbers(double *values, size_t count)
{
    if (count > 1)
        qsort(values, count, sizeof *values, compare);
}

bool complaint__quantile_known(int type)
{
    return type == 1 || type == 2 || (type >= 6 && type <= 8);
}

/* n * p comes out a little beside a whole number for some p (0.55 * 100):
 * what is whole but for rounding is whole. */
static double snap(double position)
{
    double whole = round(position);

    return fabs(position - whole) <= 4 * DBL_EPSILON * fmax(1, fabs(whole))
               ? whole
               : position;
}

/* The value at a place counted from 1, places outside pulled to the ends. */
static double at(const double *sorted, size_t count, double place)
{
    if (place < 1)
        return sorted[0];
    if (place >= (double)count)
        return sorted[count - 1];
    return sorted[(size_t)place - 1];
}

static double between(const double *sorted, size_t count, double position)
{
    double low = floor(position), part = position - low;
    double a = at(sorted, count, low), b = at(sorted, count, low + 1);

    return part > 0 && a != b ? (1 - part) * a + part * b : a;
}

double complaint__quantile(const double *sorted, size_t count, double p,
                           int type)
{
    double n = (double)count, position;

    if (count == 0 || !complaint__quantile_known(type))
        return NAN;
    switch (type) {
    case 1: /* nearest rank: the inverse of the distribution function */
        return at(sorted, count, ceil(snap(n * p)));
    case 2: /* the same, averaged where it jumps */
        position = snap(n * p);
        return (at(sorted, count, ceil(position)) +
                at(sorted, count, floor(position) + 1)) /
               2;
    case 6:
        return between(sorted, count, snap((n + 1) * p));
    case 7:
        return between(sorted, count, snap(1 + (n - 1) * p));
    default: /* 8 */
        return between(sorted, count, snap(1.0 / 3 + (n + 1.0 / 3) * p));
    }
}

double complaint__mean(const double *values, size_t count)
{
    long double sum = 0, rest = 0, mean;

    if (count == 0)
        return NAN;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    mean = sum / (long double)count;
    /* once more over what is left, against cancellation */
    for (size_t i = 0; i < count; i++)
        rest += values[i] - mean;
    return (double)(mean + rest / (long double)count);
}

double complaint__deviation(const double *values, size_t count)
{
    long double sum = 0, mean;

    if (count < 2)
        return NAN;
    mean = complaint__mean(values, count);
    for (size_t i = 0; i < count; i++)
        sum += (values[i] - mean) * (values[i] - mean);
    return (double)sqrtl(sum / (long double)(count - 1));
}

double complaint__trimmed_mean(const double *sorted, size_t count)
{
    size_t cut = count / 10;

    return complaint__mean(sorted + cut, count - 2 * cut);
}

double complaint__mad(const double *sorted, size_t count, double *work)
{
    double median = complaint__quantile(sorted, count, 0.5, 7);

    if (count == 0)
        return NAN;
    for (size_t i = 0; i < count; i++)
        work[i] = fabs(sorted[i] - median);
    complaint__sort_numbers(work, count);
    return 1.4826 * complaint__quantile(work, count, 0.5, 7);
}
