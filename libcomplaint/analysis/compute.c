/* complaint_compute(): the table of methods. What a method computes lives in
 * plain functions (quantile.c, pareto.c ...), how it reads its request in
 * compute_*.c. */
#include "analysis/compute.h"

#include <string.h>

static const struct {
    const char *name;
    complaint__method *function;
} methods[] = {
    {"aggregation", complaint__compute_aggregation},
    {"pareto", complaint__compute_pareto},
    {"quantiles", complaint__compute_quantiles},
};
#define METHOD_COUNT (sizeof methods / sizeof methods[0])

static int unknown_method(complaint_context *context, const char *method,
                          complaint_error **error)
{
    int status =
        complaint__fail(context, error, COMPLAINT_NOT_FOUND, "compute.method",
                        "method", "there is no method \"%.100s\"", method);

    for (size_t i = 0; i < METHOD_COUNT; i++)
        complaint__error_item(error, methods[i].name);
    return status;
}

static int check_request(complaint__request *request,
                         const complaint_facts *facts)
{
    complaint__place place = {"request", NULL, -1, NULL};
    const complaint_facts *params = complaint_facts_get(facts, "params");

    if (complaint_facts_type(facts) != COMPLAINT_FACTS_MAP)
        return complaint__request_fail(request, place, "this must be a map");
    request->input = complaint_facts_get(facts, "input");
    place.map = "input";
    if (complaint_facts_type(request->input) != COMPLAINT_FACTS_MAP)
        return complaint__request_fail(request, place, "this must be a map");
    place.map = "params";
    if (complaint_facts_type(params) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    if (complaint_facts_type(params) != COMPLAINT_FACTS_MAP)
        return complaint__request_fail(request, place, "this must be a map");
    request->params = params;
    return COMPLAINT_OK;
}

static int run(complaint__request *request, complaint__method *function,
               complaint_facts **out)
{
    complaint_facts *result = NULL;
    int status = complaint_facts_new(request->context, &result, request->error);

    if (status != COMPLAINT_OK)
        return status;
    request->arena = complaint__arena_new(request->context);
    status = request->arena != NULL ? function(request, result)
                                    : complaint__fail_memory(request->error);
    complaint__arena_free(request->arena);
    if (status == COMPLAINT_OK)
        *out = result;
    else
        complaint_facts_free(result);
    return status;
}

int complaint_compute(complaint_context *context, const char *method,
                      const complaint_facts *request, complaint_facts **out,
                      complaint_error **error)
{
    complaint__request asked = {context, NULL, NULL, NULL, error};
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(context, error, "context");
    if (method == NULL)
        return complaint__fail_misuse(context, error, "method");
    if (request == NULL)
        return complaint__fail_misuse(context, error, "request");
    for (size_t i = 0; i < METHOD_COUNT; i++) {
        if (strcmp(methods[i].name, method) != 0)
            continue;
        status = check_request(&asked, request);
        return status == COMPLAINT_OK ? run(&asked, methods[i].function, out)
                                      : status;
    }
    return unknown_method(context, method, error);
}
