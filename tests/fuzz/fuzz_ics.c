/* Any bytes as each of the formats that calendars are imported from; the first
 * byte chooses. What is imported has been read as a calendar already. */
#include "fuzz/fuzz.h"

#include <complaint/calendar.h>

#include <stdlib.h>

int fuzz_ics(const uint8_t *bytes, size_t size)
{
    static const char *const formats[] = {"ics", "csv", "holiday-cn"};
    complaint_context *context = NULL;
    complaint_facts *options = NULL;
    complaint_error *error = NULL;
    char *yaml = NULL;
    int which;

    if (size == 0 ||
        complaint_context_new(NULL, &context, NULL) != COMPLAINT_OK)
        return 0;
    which = bytes[0] == 'c' ? 1 : bytes[0] == 'h' ? 2 : 0;
    if (complaint_facts_new(context, &options, NULL) == COMPLAINT_OK &&
        complaint_facts_set_text(options, "name", "fuzz", NULL) ==
            COMPLAINT_OK &&
        complaint_calendar_import(context, formats[which],
                                  (const char *)bytes + 1, size - 1, options,
                                  &yaml, NULL, &error) == COMPLAINT_OK &&
        yaml == NULL)
        abort();
    complaint_context_release(context, yaml);
    complaint_facts_free(options);
    complaint_error_free(error);
    complaint_context_free(context);
    return 0;
}

FUZZ_TARGET(fuzz_ics);
