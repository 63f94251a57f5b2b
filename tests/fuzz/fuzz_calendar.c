/* Any bytes as a calendar's YAML; what is read must count and read again. */
#include "fuzz/fuzz.h"

#include <complaint/calendar.h>
#include <complaint/limits.h>

#include <stdlib.h>

static void use(complaint_context *context, complaint_calendar *calendar)
{
    complaint_calendar *again = NULL;
    int64_t count = 0, time = 0;
    size_t size = 0;
    const char *text = complaint_calendar_text(calendar, &size);

    if (complaint_calendar_parse(context, text, size, NULL, &again, NULL) !=
        COMPLAINT_OK)
        abort();
    for (int64_t day = -25567; day < 84000; day += 1013) {
        int64_t t = day * COMPLAINT_DAY + 12345678901;

        if (complaint_calendar_count_days(calendar, 0, day, &count, NULL) ==
                COMPLAINT_OK &&
            complaint_calendar_add_days(calendar, 0, count, &time, NULL) ==
                COMPLAINT_OK &&
            time > COMPLAINT_LIMIT_TIME_MAX / COMPLAINT_DAY)
            abort();
        if (complaint_calendar_count_time(calendar, 0, t, &count, NULL) !=
            COMPLAINT_OK)
            abort();
        if (count >= 0 &&
            (complaint_calendar_add_time(calendar, 0, count, &time, NULL) !=
                 COMPLAINT_OK ||
             time > (t > 0 ? t : 0)))
            abort();
        if (complaint_calendar_close_of_day(calendar, day, &time, NULL) ==
                COMPLAINT_OK &&
            time < day * COMPLAINT_DAY - 2 * COMPLAINT_DAY)
            abort();
    }
    complaint_calendar_free(again);
}

int fuzz_calendar(const uint8_t *bytes, size_t size)
{
    complaint_context *context = NULL;
    complaint_calendar *calendar = NULL;
    complaint_error *error = NULL;

    if (complaint_context_new(NULL, &context, NULL) != COMPLAINT_OK)
        return 0;
    if (complaint_calendar_parse(context, (const char *)bytes, size, "fuzz",
                                 &calendar, &error) == COMPLAINT_OK)
        use(context, calendar);
    complaint_calendar_free(calendar);
    complaint_error_free(error);
    complaint_context_free(context);
    return 0;
}

FUZZ_TARGET(fuzz_calendar);
