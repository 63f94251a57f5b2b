/* Reading the request of a method: lists, numbers, and the names of fields
 * that errors give. */
#include "analysis/compute.h"

#include "base/context.h"

#include <math.h>
#include <stdio.h>

static void write_place(complaint__place place, char *text, size_t size)
{
    int used = snprintf(text, size, "%s%s%.100s", place.map,
                        place.key ? "." : "", place.key ? place.key : "");

    if (place.index >= 0 && used > 0 && (size_t)used < size)
        used += snprintf(text + used, size - (size_t)used, "[%lld]",
                         (long long)place.index);
    if (place.member && used > 0 && (size_t)used < size)
        snprintf(text + used, size - (size_t)used, ".%.100s", place.member);
}

int complaint__request_fail(const complaint__request *request,
                            complaint__place place, const char *message)
{
    char field[300];

    write_place(place, field, sizeof field);
    return complaint__fail(
        request->context, request->error, COMPLAINT_INVALID, "compute.input",
        field, "%s: %s", field,
        complaint__context_translate(request->context, message));
}

int complaint__request_memory(const complaint__request *request)
{
    return complaint__fail_memory(request->error);
}

static bool is_number(const complaint_facts *node)
{
    int type = complaint_facts_type(node);

    return type == COMPLAINT_FACTS_INTEGER || type == COMPLAINT_FACTS_REAL;
}

int complaint__request_list(const complaint__request *request, const char *key,
                            const complaint_facts **out)
{
    complaint__place place = {"input", key, -1, NULL};

    *out = complaint_facts_get(request->input, key);
    if (*out == NULL)
        return complaint__request_fail(request, place, "this is missing");
    if (complaint_facts_type(*out) != COMPLAINT_FACTS_LIST)
        return complaint__request_fail(request, place, "this must be a list");
    return COMPLAINT_OK;
}

static int read_numbers(const complaint__request *request,
                        complaint__place place, const complaint_facts *list,
                        bool skip_null, double **out, size_t *count)
{
    size_t size = complaint_facts_size(list);
    double *values =
        complaint__arena_alloc(request->arena, (size + 1) * sizeof *values);

    if (values == NULL)
        return complaint__request_memory(request);
    *count = 0;
    for (size_t i = 0; i < size; i++) {
        const complaint_facts *node = complaint_facts_at(list, i);

        place.index = (int64_t)i;
        if (skip_null && complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
            continue;
        if (!is_number(node))
            return complaint__request_fail(request, place,
                                           "this must be a number");
        values[(*count)++] = complaint_facts_real(node, 0);
    }
    *out = values;
    return COMPLAINT_OK;
}

int complaint__request_numbers(const complaint__request *request,
                               const char *key, bool skip_null, double **out,
                               size_t *count)
{
    complaint__place place = {"input", key, -1, NULL};
    const complaint_facts *list;
    int status = complaint__request_list(request, key, &list);

    if (status != COMPLAINT_OK)
        return status;
    return read_numbers(request, place, list, skip_null, out, count);
}

int complaint__request_texts(const complaint__request *request, const char *key,
                             const char ***out, size_t *count)
{
    complaint__place place = {"input", key, -1, NULL};
    const complaint_facts *list;
    const char **texts;
    int status = complaint__request_list(request, key, &list);

    if (status != COMPLAINT_OK)
        return status;
    *count = complaint_facts_size(list);
    texts =
        complaint__arena_alloc(request->arena, (*count + 1) * sizeof *texts);
    if (texts == NULL)
        return complaint__request_memory(request);
    for (size_t i = 0; i < *count; i++) {
        place.index = (int64_t)i;
        texts[i] = complaint_facts_text(complaint_facts_at(list, i), NULL);
        if (texts[i] == NULL)
            return complaint__request_fail(request, place,
                                           "this must be a text");
    }
    *out = texts;
    return COMPLAINT_OK;
}

static int check_range(const complaint__request *request,
                       complaint__place place, double value, double least,
                       double most)
{
    char message[100];

    if (value >= least && value <= most)
        return COMPLAINT_OK;
    snprintf(message, sizeof message,
             complaint__context_translate(request->context,
                                          "this must be from %.15g to %.15g"),
             least, most);
    return complaint__request_fail(request, place, message);
}

int complaint__request_number(const complaint__request *request,
                              const char *key, double otherwise, double least,
                              double most, double *out)
{
    complaint__place place = {"params", key, -1, NULL};
    const complaint_facts *node = complaint_facts_get(request->params, key);

    *out = otherwise;
    if (complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    if (!is_number(node))
        return complaint__request_fail(request, place, "this must be a number");
    *out = complaint_facts_real(node, 0);
    return check_range(request, place, *out, least, most);
}

int complaint__request_parameters(const complaint__request *request,
                                  const char *key, double least, double most,
                                  double **out, size_t *count)
{
    complaint__place place = {"params", key, -1, NULL};
    const complaint_facts *list = complaint_facts_get(request->params, key);
    int status;

    *out = NULL;
    *count = 0;
    if (complaint_facts_type(list) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    if (complaint_facts_type(list) != COMPLAINT_FACTS_LIST)
        return complaint__request_fail(request, place, "this must be a list");
    status = read_numbers(request, place, list, false, out, count);
    for (size_t i = 0; status == COMPLAINT_OK && i < *count; i++) {
        place.index = (int64_t)i;
        status = check_range(request, place, (*out)[i], least, most);
    }
    return status;
}

int complaint__request_whole(const complaint__request *request,
                             const complaint_facts *node,
                             complaint__place place, int64_t least,
                             int64_t most, int64_t *out)
{
    double value;

    if (!is_number(node))
        return complaint__request_fail(request, place,
                                       "this must be a whole number");
    value = complaint_facts_real(node, 0);
    if (value != floor(value))
        return complaint__request_fail(request, place,
                                       "this must be a whole number");
    *out = (int64_t)fmax(-9e15, fmin(9e15, value));
    return check_range(request, place, value, (double)least, (double)most);
}
