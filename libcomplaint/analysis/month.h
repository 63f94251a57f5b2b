/* Months and periods: plain numbers. A month is year * 12 + month - 1. */
#ifndef COMPLAINT_ANALYSIS_MONTH_H
#define COMPLAINT_ANALYSIS_MONTH_H

#include "analysis/dataset.h"

#define COMPLAINT__MONTH_TEXT_SIZE 16

complaint_day complaint__month_first_day(int month);
/* "YYYY-MM", exactly; -1 for anything else or outside 1900 to 2199. */
int complaint__month_parse(const char *text);
void complaint__month_write(int month, char text[COMPLAINT__MONTH_TEXT_SIZE]);
/* First instant of a month at a fixed offset. */
complaint_time complaint__month_start(int month, int offset_seconds);

/* First instant of a month, and the month of an instant, by local time. */
static inline complaint_time
complaint__table_start(const complaint__month_table *table, int month)
{
    return table->starts[month - COMPLAINT__MONTH_MIN];
}
int complaint__table_month(const complaint__month_table *table,
                           complaint_time time);
/* The instant that a month is asked at: its last one, or now. */
complaint_time complaint__table_as_of(const complaint__month_table *table,
                                      int month, complaint_time now);
/* The same for the month and the calendar of one case. */
complaint_time complaint__dataset_month_start(const complaint_dataset *dataset,
                                              size_t row, int month);
complaint_time complaint__dataset_month_as_of(const complaint_dataset *dataset,
                                              size_t row, int month,
                                              complaint_time now);
/* The calendar that speaks for the whole: of the newest case. */
const complaint__month_table *
complaint__dataset_table(const complaint_dataset *dataset);

/* Cases received from <= t < to, as rows; and the instant to ask about. */
typedef struct complaint__period {
    complaint_time from; /* COMPLAINT_TIME_NONE: from the first */
    complaint_time to;   /* COMPLAINT_TIME_NONE: no end */
    complaint_time now;
    size_t first;
    size_t end; /* one past the last */
} complaint__period;

/* Read "from", "to" and "now" of a figure's options, and refuse keys that are
 * neither these nor in `known`, a NULL-terminated list. Texts without an
 * offset of their own are local time of the calendar. */
int complaint__period_read(const complaint_dataset *dataset,
                           const complaint_facts *options,
                           const char *const *known, complaint__period *period,
                           complaint_error **error);
/* Code column that an option names: INVALID for no text, NOT_FOUND. */
int complaint__period_dimension(const complaint_dataset *dataset,
                                const complaint_facts *node, int *code,
                                complaint_error **error);

#endif
