/* Pareto over plain arrays. */
#include "analysis/pareto.h"

#include <string.h>

/* Merge two neighbouring runs; the left one wins ties, so order is stable. */
static void merge(const double *counts, size_t *order, size_t *work,
                  size_t left, size_t middle, size_t right)
{
    size_t i = left, j = middle, k = left;

    while (i < middle && j < right)
        work[k++] =
            counts[order[j]] > counts[order[i]] ? order[j++] : order[i++];
    while (i < middle)
        work[k++] = order[i++];
    while (j < right)
        work[k++] = order[j++];
    memcpy(order + left, work + left, (right - left) * sizeof *order);
}

void complaint__pareto_order(const double *counts, size_t count, size_t *order,
                             size_t *work)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t left = 0; left + width < count; left += 2 * width) {
            size_t middle = left + width;
            size_t right = middle + width < count ? middle + width : count;

            merge(counts, order, work, left, middle, right);
        }
    }
}

size_t complaint__pareto_vital(const double *sorted, size_t count,
                               double threshold)
{
    double total = 0, sum = 0;

    for (size_t i = 0; i < count; i++)
        total += sorted[i];
    if (total <= 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        sum += sorted[i];
        /* 240 of 300 reach 0.8 whatever the last bit says */
        if (sum / total >= threshold - 1e-12)
            return i + 1;
    }
    return 0;
}
