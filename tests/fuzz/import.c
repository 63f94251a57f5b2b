/* Any bytes as a format that calendars are imported from. What is imported
 * must be a calendar that can be read. Which format is in fuzz_NAME.c. */
#include "fuzz/import.h"

#include <complaint/calendar.h>

#include <stdlib.h>

static void read_again(complaint_context *context, const char *yaml,
                       size_t size)
{
    complaint_calendar *calendar = NULL;

    if (complaint_calendar_parse(context, yaml, size, NULL, &calendar, NULL) !=
        COMPLAINT_OK)
        abort();
    complaint_calendar_free(calendar);
}

int fuzz_import(const char *format, const uint8_t *bytes, size_t size)
{
    complaint_context *context = NULL;
    complaint_facts *options = NULL;
    complaint_error *error = NULL;
    char *yaml = NULL;
    size_t written = 0;

    if (complaint_context_new(NULL, &context, NULL) != COMPLAINT_OK)
        return 0;
    if (complaint_facts_new(context, &options, NULL) == COMPLAINT_OK &&
        complaint_facts_set_text(options, "name", "fuzz", NULL) ==
            COMPLAINT_OK &&
        complaint_calendar_import(context, format, (const char *)bytes, size,
                                  options, &yaml, &written,
                                  &error) == COMPLAINT_OK)
        read_again(context, yaml, written);
    complaint_context_release(context, yaml);
    complaint_facts_free(options);
    complaint_error_free(error);
    complaint_context_free(context);
    return 0;
}
