/* Counting rows by codes: plain arrays in, groups out. */
#ifndef COMPLAINT_ANALYSIS_COUNT_H
#define COMPLAINT_ANALYSIS_COUNT_H

#include "analysis/figure.h"

/* Most combinations for which every one has a cell. */
#define COMPLAINT__DENSE_MOST ((size_t)1 << 22)

typedef struct complaint__count_request {
    const complaint__code_column *columns[COMPLAINT__FIGURE_DIMENSIONS];
    size_t dimensions;
    /* One of them whose codes ascend with the rows, or NULL: faster. */
    const complaint__code_column *ascending;
    size_t first; /* rows first <= row < end */
    size_t end;
} complaint__count_request;

/* Codes are codes + 1, 0 for null; those past the dimensions are 0. */
typedef struct complaint__group {
    uint32_t codes[COMPLAINT__FIGURE_DIMENSIONS];
    uint32_t count;
} complaint__group;

typedef struct complaint__groups {
    complaint__group *groups; /* by codes, ascending */
    size_t count;
} complaint__groups;

/* The groups that occur; false when out of memory, and then too the groups
 * are to be freed. The first chooses between the two ways. */
bool complaint__count_groups(complaint_context *context,
                             const complaint__count_request *request,
                             complaint__groups *out);
bool complaint__count_dense(complaint_context *context,
                            const complaint__count_request *request,
                            complaint__groups *out);
bool complaint__count_hashed(complaint_context *context,
                             const complaint__count_request *request,
                             complaint__groups *out);
void complaint__groups_sort(complaint__groups *groups);
void complaint__groups_free(complaint_context *context,
                            complaint__groups *groups);

#endif
