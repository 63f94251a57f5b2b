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

/* A place counted from 1 as a rank counted from 0, pulled to the ends. */
static size_t rank(double place, size_t count)
{
    if (place < 1)
        return 0;
    return place >= (double)count ? count - 1 : (size_t)place - 1;
}

bool complaint__quantile_place(size_t count, double p, int type, size_t *low,
                               size_t *high, double *part)
{
    double n = (double)count, place, below;

    if (count == 0 || !complaint__quantile_known(type))
        return false;
    if (type <= 2)
        place = snap(n * p);
    else if (type == 6)
        place = snap((n + 1) * p);
    else if (type == 7)
        place = snap(1 + (n - 1) * p);
    else /* 8 */
        place = snap(1.0 / 3 + (n + 1.0 / 3) * p);
    below = floor(place);
    *low = rank(below, count);
    *high = rank(below + 1, count);
    *part = place - below;
    /* the inverse of the distribution function: nearest rank (1), or averaged
     * where it jumps (2) */
    if (type == 1)
        *part = *part > 0;
    else if (type == 2)
        *part = *part > 0 ? 1 : 0.5;
    return true;
}

double complaint__quantile(const double *sorted, size_t count, double p,
                           int type)
{
    size_t low, high;
    double part, a, b;

    if (!complaint__quantile_place(count, p, type, &low, &high, &part))
        return NAN;
    a = sorted[low];
    b = sorted[high];
    if (part <= 0 || a == b)
        return a;
    return part >= 1 ? b : (1 - part) * a + part * b;
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
