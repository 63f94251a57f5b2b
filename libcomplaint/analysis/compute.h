/* Methods of complaint_compute(): reading a request, and the functions that
 * the table in compute.c lists. */
#ifndef COMPLAINT_ANALYSIS_COMPUTE_H
#define COMPLAINT_ANALYSIS_COMPUTE_H

#include <complaint/figure.h>

#include "analysis/writer.h"
#include "base/failure.h"
#include "base/memory.h"

typedef struct complaint__request {
    complaint_context *context;
    const complaint_facts *input;  /* a map */
    const complaint_facts *params; /* a map, or NULL */
    complaint__arena *arena;       /* gone when the method returns */
    complaint_error **error;
} complaint__request;

/* A method: reads the request, writes members of `result`, a map. */
typedef int complaint__method(const complaint__request *request,
                              complaint_facts *result);

complaint__method complaint__compute_aggregation;
complaint__method complaint__compute_pareto;
complaint__method complaint__compute_quantiles;

/* ---- reading; each failure names its field ("input.rows[3].day") ---- */

/* Where a node stands, for messages. A NULL part is left out; `index` negative
 * too. */
typedef struct complaint__place {
    const char *map; /* "input" or "params" */
    const char *key;
    int64_t index;
    const char *member;
} complaint__place;

int complaint__request_fail(const complaint__request *request,
                            complaint__place place, const char *message);
int complaint__request_memory(const complaint__request *request);
/* A list of the input; INVALID when missing or something else. */
int complaint__request_list(const complaint__request *request, const char *key,
                            const complaint_facts **out);
/* A list of numbers; nulls are left out with `skip_null`, refused without. */
int complaint__request_numbers(const complaint__request *request,
                               const char *key, bool skip_null, double **out,
                               size_t *count);
int complaint__request_texts(const complaint__request *request, const char *key,
                             const char ***out, size_t *count);
/* A number of the parameters; `otherwise` when missing or null. */
int complaint__request_number(const complaint__request *request,
                              const char *key, double otherwise, double least,
                              double most, double *out);
/* A list of numbers of the parameters; *out NULL when missing or null. */
int complaint__request_parameters(const complaint__request *request,
                                  const char *key, double least, double most,
                                  double **out, size_t *count);
/* A whole number in a node; refused when missing or null. */
int complaint__request_whole(const complaint__request *request,
                             const complaint_facts *node,
                             complaint__place place, int64_t least,
                             int64_t most, int64_t *out);

#endif
