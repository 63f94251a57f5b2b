/* What the monthly figures and their history share. */
#ifndef COMPLAINT_ANALYSIS_MONTHLY_H
#define COMPLAINT_ANALYSIS_MONTHLY_H

#include "analysis/month.h"
#include "analysis/writer.h"

/* Months of the series, the one asked for included. */
#define COMPLAINT__HISTORY_MONTHS 24

/* Note under "undefined" of a map why a member is null. */
void complaint__write_undefined(const char *language, complaint__writer *writer,
                                complaint_facts *map,
                                complaint_facts **undefined, const char *key,
                                const char *reason);
/* Set "history" in the map. */
int complaint__history_write(const complaint_dataset *dataset, int month,
                             complaint_time now, const char *language,
                             complaint_facts *map, complaint_error **error);
/* complaint_dataset_month() with its texts in a language; NULL: the
 * context's. */
int complaint__dataset_month(const complaint_dataset *dataset,
                             const char *month, complaint_time now,
                             const char *language, complaint_facts **out,
                             complaint_error **error);

#endif
