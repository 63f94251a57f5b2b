/* Damaged files: see damaged.h. */
#include "register/damaged.h"

#include <stdio.h>

int damaged_open(complaint_context *context, const char *path,
                 complaint_register **out, complaint_error **error)
{
    char uri[300];

    snprintf(uri, sizeof uri, "sqlite:%s", path);
    return complaint_register_open(context, uri, COMPLAINT_REGISTER_READ_ONLY,
                                   out, error);
}

complaint_facts *damaged_verify(complaint_context *context, const char *path,
                                const complaint_facts *options,
                                const char *what, int *opened)
{
    complaint_register *reg = NULL;
    complaint_facts *result = NULL;
    complaint_error *error = NULL;
    int status = damaged_open(context, path, &reg, &error);

    *opened = status;
    if (status == COMPLAINT_OK) {
        status = complaint_register_verify_with(reg, options, &result, &error);
        ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_CORRUPT,
                      "%s: %d %s", what, status,
                      complaint_error_message(error));
        ck_assert_int_eq(damaged_number(result, "problem_count") > 0,
                         status == COMPLAINT_CORRUPT);
    }
    complaint_error_free(error);
    complaint_register_free(reg);
    return result;
}

const char *damaged_text(const complaint_facts *map, const char *name)
{
    return complaint_facts_text(complaint_facts_get(map, name), "");
}

int64_t damaged_number(const complaint_facts *map, const char *name)
{
    return complaint_facts_integer(complaint_facts_get(map, name), -1);
}
