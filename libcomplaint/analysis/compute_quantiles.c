/* Method "quantiles": moments and quantiles of a list of numbers. */
#include "analysis/compute.h"
#include "analysis/quantile.h"

#include <math.h>
#include <stdio.h>

static const double default_probs[] = {0,    0.05, 0.1,  0.25, 0.5,
                                       0.75, 0.9,  0.95, 0.99, 1};
static const int types[] = {1, 2, 6, 7, 8};

static void write_moments(complaint__writer *writer, complaint_facts *result,
                          const double *x, size_t n, double *work)
{
    complaint__write_count(writer, result, "n", (int64_t)n);
    complaint__write_number(writer, result, "mean", complaint__mean(x, n));
    complaint__write_number(writer, result, "sd", complaint__deviation(x, n));
    complaint__write_number(writer, result, "min", n > 0 ? x[0] : NAN);
    complaint__write_number(writer, result, "max", n > 0 ? x[n - 1] : NAN);
    complaint__write_number(writer, result, "median",
                            complaint__quantile(x, n, 0.5, 7));
    complaint__write_number(writer, result, "mad", complaint__mad(x, n, work));
    complaint__write_number(writer, result, "trimmed_mean_10",
                            complaint__trimmed_mean(x, n));
}

int complaint__compute_quantiles(const complaint__request *request,
                                 complaint_facts *result)
{
    complaint__writer writer = COMPLAINT__WRITER(request->error);
    double *x, *probs, *work;
    size_t n, prob_count;
    int status = complaint__request_numbers(request, "x", true, &x, &n);

    if (status == COMPLAINT_OK)
        status = complaint__request_parameters(request, "probs", 0, 1, &probs,
                                               &prob_count);
    if (status != COMPLAINT_OK)
        return status;
    work = complaint__arena_alloc(request->arena, (n + 1) * sizeof *work);
    if (work == NULL)
        return complaint__request_memory(request);
    complaint__sort_numbers(x, n);
    write_moments(&writer, result, x, n, work);
    for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
        const double *p = probs != NULL ? probs : default_probs;
        size_t count = probs != NULL
                           ? prob_count
                           : sizeof default_probs / sizeof default_probs[0];
        complaint_facts *list;
        char key[16];

        snprintf(key, sizeof key, "type%d", types[t]);
        list = complaint__write_list(&writer, result, key);
        for (size_t i = 0; i < count; i++)
            complaint__write_number(&writer, list, NULL,
                                    complaint__quantile(x, n, p[i], types[t]));
    }
    return writer.status;
}
