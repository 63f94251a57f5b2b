/* The dataset from inside: packed columns in the order of receipt, closings
 * of reopened cases, and the builder that makes one from rows. */
#ifndef COMPLAINT_ANALYSIS_DATASET_H
#define COMPLAINT_ANALYSIS_DATASET_H

#include <complaint/dataset.h>

#include "base/memory.h"
#include "calendar/calendar.h"

#include <stdatomic.h>

/* Code columns, in the order of the public columns, month last. */
enum complaint__data_code {
    COMPLAINT__CODE_NUMBER,
    COMPLAINT__CODE_PROCEDURE,
    COMPLAINT__CODE_STATE,
    COMPLAINT__CODE_CHANNEL,
    COMPLAINT__CODE_CATEGORY,
    COMPLAINT__CODE_SEVERITY,
    COMPLAINT__CODE_URGENCY,
    COMPLAINT__CODE_PRODUCT,
    COMPLAINT__CODE_BATCH,
    COMPLAINT__CODE_UNIT,
    COMPLAINT__CODE_OWNER,
    COMPLAINT__CODE_CAUSE,
    COMPLAINT__CODE_OUTCOME,
    COMPLAINT__CODE_MONTH,
    COMPLAINT__CODES,
    COMPLAINT__CODES_GIVEN = COMPLAINT__CODE_MONTH
};

/* Times and integers. */
enum complaint__data_number {
    COMPLAINT__NUMBER_RECEIVED,
    COMPLAINT__NUMBER_ACKNOWLEDGED,
    COMPLAINT__NUMBER_RESPONDED,
    COMPLAINT__NUMBER_CLOSED,
    COMPLAINT__NUMBER_LIMIT,
    COMPLAINT__NUMBER_WORKING_DAYS,
    COMPLAINT__NUMBER_REOPENED,
    COMPLAINT__NUMBER_CLAIM,
    COMPLAINT__NUMBERS
};

#define COMPLAINT__NO_INTEGER INT64_MIN

/* A time that a case was closed, and when it was reopened (TIME_NONE when
 * not). */
typedef struct complaint__closing {
    complaint_time closed_at;
    complaint_time reopened_at;
    int64_t working_days;
} complaint__closing;

typedef struct complaint__code_column {
    const char **texts; /* ascending by bytes, so that codes sort as texts */
    size_t text_count;
    int width; /* bytes of one packed code: 1, 2 or 4 */
    /* Code + 1; 0 is null. As narrow as the dictionary allows. */
    void *packed;
    /* As the public column wants it, made when first asked for. */
    int32_t *_Atomic plain;
} complaint__code_column;

/* Months that a table of beginnings holds; one is year * 12 + month - 1. */
#define COMPLAINT__MONTH_MIN (1897 * 12)
#define COMPLAINT__MONTH_MAX (2201 * 12)

/* Where months begin by the local time of a calendar: starts[month -
 * COMPLAINT__MONTH_MIN]. Calendars whose months begin alike share one. */
typedef struct complaint__month_table {
    complaint_time *starts;
    complaint_calendar *calendar; /* a reference; NULL for a fixed offset */
    int offset;
} complaint__month_table;

enum complaint__case_flag {
    COMPLAINT__CASE_SIMULATED = 1,
    COMPLAINT__CASE_CLOSINGS = 2 /* has rows in `closings` */
};

struct complaint_dataset {
    complaint_context *context; /* a reference */
    complaint__arena *arena;    /* texts */
    size_t count;
    complaint__code_column codes[COMPLAINT__CODES];
    int64_t *numbers[COMPLAINT__NUMBERS];
    uint8_t *flags; /* enum complaint__case_flag */
    complaint__month_table *tables;
    size_t table_count;
    uint16_t *table_of; /* of each row; NULL when there is one table */
    /* Seconds east of UTC at receipt: of the newest case, and of each row. */
    int offset;
    int32_t *offsets; /* NULL when they are all the same */
    int32_t *months;  /* number of the month of each code of the month column */
    bool months_ascend; /* the month column is sorted */
    /* Closings of cases that were reopened, by row, then time. */
    uint32_t *closing_rows;
    complaint__closing *closings;
    size_t closing_count;
};

static inline uint32_t complaint__code_at(const complaint__code_column *column,
                                          size_t row)
{
    switch (column->width) {
    case 1:
        return ((const uint8_t *)column->packed)[row];
    case 2:
        return ((const uint16_t *)column->packed)[row];
    default:
        return ((const uint32_t *)column->packed)[row];
    }
}

static inline int complaint__offset_at(const complaint_dataset *dataset,
                                       size_t row)
{
    return dataset->offsets != NULL ? dataset->offsets[row] : dataset->offset;
}

static inline const complaint__month_table *
complaint__table_at(const complaint_dataset *dataset, size_t row)
{
    return &dataset->tables[dataset->table_of != NULL ? dataset->table_of[row]
                                                      : 0];
}

/* The closing that stands at an instant: the last one not after it that was
 * not undone by a reopening, also not after it. False while open. */
bool complaint__dataset_standing(const complaint_dataset *dataset, size_t row,
                                 complaint_time at,
                                 complaint__closing *closing);
/* Over before an instant and never reopened: what most rows are, told without
 * a search. */
static inline bool complaint__dataset_over(const complaint_dataset *dataset,
                                           size_t row, complaint_time before)
{
    complaint_time closed = dataset->numbers[COMPLAINT__NUMBER_CLOSED][row];

    return closed < before && closed != COMPLAINT_TIME_NONE &&
           dataset->numbers[COMPLAINT__NUMBER_RECEIVED][row] < before &&
           !(dataset->flags[row] & COMPLAINT__CASE_CLOSINGS);
}
/* All closings of a case, in order: at least one when it was ever closed. */
size_t complaint__dataset_closings(const complaint_dataset *dataset, size_t row,
                                   complaint__closing *one,
                                   const complaint__closing **out);
/* Position of a code column, -1 when there is none of that name. */
int complaint__dataset_code_find(const char *name);
const char *complaint__dataset_code_name(int code);
/* First row received at or after a time. */
size_t complaint__dataset_first_from(const complaint_dataset *dataset,
                                     complaint_time time);

/* ---- making one ---- */

typedef struct complaint__builder complaint__builder;

/* A case to be added. NULL and "" texts are null. */
typedef struct complaint__data_row {
    const char *codes[COMPLAINT__CODES_GIVEN];
    int64_t numbers[COMPLAINT__NUMBERS];
    int offset;     /* at receipt */
    uint16_t table; /* of complaint__builder_table() */
    bool simulated;
} complaint__data_row;

void complaint__data_row_clear(complaint__data_row *row);
int complaint__builder_new(complaint_context *context, complaint__builder **out,
                           complaint_error **error);
/* The table of months of a calendar (NULL: of a fixed offset), to be named by
 * rows. At least one is needed before a row is added. */
int complaint__builder_table(complaint__builder *builder,
                             complaint_calendar *calendar, int offset,
                             uint16_t *table, complaint_error **error);
/* Rows come in the order in which they were recorded: that of cases received
 * at the same instant. */
int complaint__builder_add(complaint__builder *builder,
                           const complaint__data_row *row,
                           complaint_error **error);
/* All closings of a row (counted from 0 as added), in the order of time. */
int complaint__builder_closings(complaint__builder *builder, size_t row,
                                const complaint__closing *closings,
                                size_t count, complaint_error **error);
/* Takes the builder, whatever the status. */
int complaint__builder_finish(complaint__builder *builder,
                              complaint_dataset **out, complaint_error **error);
void complaint__builder_free(complaint__builder *builder);

#endif
