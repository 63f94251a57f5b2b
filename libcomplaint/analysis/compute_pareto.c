/* Method "pareto": labels and counts in descending order, with shares. */
#include "analysis/compute.h"
#include "analysis/pareto.h"

#include <math.h>

static int read_counts(const complaint__request *request, size_t label_count,
                       double **counts, size_t *count)
{
    complaint__place place = {"input", "counts", -1, NULL};
    int status =
        complaint__request_numbers(request, "counts", false, counts, count);

    if (status != COMPLAINT_OK)
        return status;
    if (*count != label_count)
        return complaint__request_fail(
            request, place, "there must be one count for each label");
    for (size_t i = 0; i < *count; i++) {
        place.index = (int64_t)i;
        if ((*counts)[i] < 0)
            return complaint__request_fail(request, place,
                                           "this must not be negative");
    }
    return COMPLAINT_OK;
}

static void write_shares(complaint__writer *writer, complaint_facts *result,
                         const double *counts, size_t count, double *work)
{
    double total = 0, sum = 0;

    complaint__write_numbers(writer, result, "counts", counts, count);
    for (size_t i = 0; i < count; i++)
        work[i] = total += counts[i];
    complaint__write_numbers(writer, result, "cum", work, count);
    for (size_t i = 0; i < count; i++)
        work[i] = total > 0 ? counts[i] / total : NAN;
    complaint__write_numbers(writer, result, "share", work, count);
    for (size_t i = 0; i < count; i++) {
        sum += counts[i];
        work[i] = total > 0 ? sum / total : NAN;
    }
    complaint__write_numbers(writer, result, "cum_share", work, count);
}

int complaint__compute_pareto(const complaint__request *request,
                              complaint_facts *result)
{
    complaint__writer writer = COMPLAINT__WRITER(request->error);
    const char **labels;
    complaint_facts *list;
    double *counts, *sorted, *work, threshold;
    size_t *order, count, label_count, vital;
    int status =
        complaint__request_texts(request, "labels", &labels, &label_count);

    if (status == COMPLAINT_OK)
        status = read_counts(request, label_count, &counts, &count);
    if (status == COMPLAINT_OK)
        status = complaint__request_number(request, "threshold", 0.8, 0, 1,
                                           &threshold);
    if (status != COMPLAINT_OK)
        return status;
    order =
        complaint__arena_alloc(request->arena, (2 * count + 1) * sizeof *order);
    sorted = complaint__arena_alloc(request->arena,
                                    (2 * count + 1) * sizeof *sorted);
    if (order == NULL || sorted == NULL)
        return complaint__request_memory(request);
    work = sorted + count;
    complaint__pareto_order(counts, count, order, order + count);
    list = complaint__write_list(&writer, result, "order");
    for (size_t i = 0; i < count; i++) {
        complaint__write_text(&writer, list, NULL, labels[order[i]]);
        sorted[i] = counts[order[i]];
    }
    write_shares(&writer, result, sorted, count, work);
    vital = complaint__pareto_vital(sorted, count, threshold);
    complaint__write_number(&writer, result, "vital_few",
                            vital > 0 ? (double)vital : NAN);
    return writer.status;
}
