/* Names of statuses and the version that is running. Error objects are in
 * error.c. */
#include <complaint/status.h>

#include <stddef.h>

static const char *const names[] = {
    "ok",      "invalid",    "misuse",  "not_found", "exists",    "conflict",
    "refused", "incomplete", "denied",  "limit",     "no_memory", "io",
    "full",    "read_only",  "corrupt", "version",   "busy",      "unsupported",
};

const char *complaint_status_name(int status)
{
    const int count = (int)(sizeof names / sizeof names[0]);

    if (status > 0 || status <= -count)
        return "unknown";
    return names[-status];
}

const char *complaint_version(void)
{
    return COMPLAINT_VERSION_STRING;
}
