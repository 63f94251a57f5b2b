/* Tallies of cases by group at an instant, and quantiles of whole numbers by
 * group. What timeliness and the monthly figures share. */
#ifndef COMPLAINT_ANALYSIS_TALLY_H
#define COMPLAINT_ANALYSIS_TALLY_H

#include "analysis/dataset.h"

#define COMPLAINT__NO_CLOSED "no closed cases"
#define COMPLAINT__NO_DAYS "working days not known"
#define COMPLAINT__NO_DUE "no cases with a limit are closed or overdue"
#define COMPLAINT__NO_LIMIT "no limit"
#define COMPLAINT__NOT_YET_DUE "not yet due"

typedef struct complaint__tally {
    int64_t received;
    int64_t closed; /* = within + late + closed_without */
    int64_t within; /* closed on or before the limit */
    int64_t late;
    int64_t closed_without; /* no limit */
    int64_t open;           /* = overdue + not_yet_due + open_without */
    int64_t overdue;        /* open, and past the limit */
    int64_t not_yet_due;
    int64_t open_without;
} complaint__tally;

/* A case that was closed, or was open at an instant. */
void complaint__tally_closed(complaint__tally *tally,
                             const complaint_dataset *dataset, size_t row,
                             complaint_time closed_at);
void complaint__tally_open(complaint__tally *tally,
                           const complaint_dataset *dataset, size_t row,
                           complaint_time at);
bool complaint__tally_empty(const complaint__tally *tally);
/* within / (within + late + overdue); NaN for 0 / 0. */
double complaint__tally_share(const complaint__tally *tally);

/* Whole numbers by group. */
typedef struct complaint__samples {
    complaint_context *context;
    uint32_t *groups;
    int64_t *values;
    size_t count;
    size_t capacity;
    size_t group_count;
    /* After complaint__samples_sort(): how often each value of each group,
     * where the values lie close together; all of them in order elsewhere. */
    uint32_t *often; /* group_count * span, or NULL */
    size_t span;
    int64_t least;
    double *sorted; /* by group, then value, or NULL */
    size_t *starts; /* group_count + 1 */
} complaint__samples;

/* COMPLAINT__NO_INTEGER is not added. */
bool complaint__samples_add(complaint__samples *samples, uint32_t group,
                            int64_t value);
bool complaint__samples_sort(complaint__samples *samples, size_t group_count);
double complaint__samples_quantile(const complaint__samples *samples,
                                   size_t group, double p, int type);
void complaint__samples_free(complaint__samples *samples);

#endif
