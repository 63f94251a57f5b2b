/* The dataset: the register's cases as columns, for figures and for the
 * analyst's own tools. */
#ifndef COMPLAINT_DATASET_H
#define COMPLAINT_DATASET_H

#include <complaint/figure.h>
#include <complaint/register.h>

COMPLAINT_BEGIN

/** An immutable snapshot of cases, in the order of receipt. */
typedef struct complaint_dataset complaint_dataset;

/** Type of a dataset's column. */
enum complaint_data_type {
    COMPLAINT_DATA_CODE = 0,   /**< int32_t codes into a dictionary; -1 null */
    COMPLAINT_DATA_TIME = 1,   /**< int64_t microseconds UTC;
                                    COMPLAINT_TIME_NONE null */
    COMPLAINT_DATA_INTEGER = 2 /**< int64_t; INT64_MIN null */
};

/** A column as plain memory. Set `struct_size` before asking. */
typedef struct complaint_data_column {
    size_t struct_size;
    const char *name;
    int type;
    const void *data; /**< `count` elements, contiguous */
    size_t count;
    size_t dictionary_size; /**< of a code column */
} complaint_data_column;

/**
 * Read cases into columns.
 *
 * Columns: number, procedure, state, channel, category, severity, urgency,
 * product, batch, unit, owner, cause, outcome (codes); received_at,
 * acknowledged_at, responded_at, closed_at, limit_at (times);
 * working_days (receipt day is day 0, to closing; null while open),
 * reopened, claim (integers). `month` (codes "YYYY-MM" of receipt, local
 * time of the calendar).
 *
 * @param[in]  self  the register; not NULL.
 * @param[in]  filter  as complaint_register_list() without order, limit and
 *   after; NULL for all.
 * @param[out] out  the dataset; NULL on failure.
 * @param[out] error  names the filter's key.
 * @ownership *out is the caller's: complaint_dataset_free(). It does not hold
 *   the register open.
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_IO; COMPLAINT_BUSY in a
 *   batch that met another, else only after 41 attempts;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time; the dataset afterwards any.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_dataset_open(complaint_register *self, const complaint_facts *filter,
                       complaint_dataset **out, complaint_error **error);

/**
 * Number of cases.
 *
 * @param[in] self  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t complaint_dataset_size(const complaint_dataset *self);

/**
 * Number of columns.
 *
 * @param[in] self  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t
complaint_dataset_column_count(const complaint_dataset *self);

/**
 * A column as plain memory.
 *
 * @param[in]     self  not NULL.
 * @param[in]     index  from 0.
 * @param[in,out] column  with struct_size set; filled in.
 * @param[out]    error  see complaint/error.h.
 * @ownership The memory is borrowed until the dataset is freed.
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND past the end;
 *   COMPLAINT_INVALID for an unknown struct_size; COMPLAINT_MISUSE for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_dataset_column(const complaint_dataset *self, size_t index,
                         complaint_data_column *column,
                         complaint_error **error);

/**
 * Text of a code in a code column's dictionary.
 *
 * @param[in] self  NULL gives "".
 * @param[in] index  of the column.
 * @param[in] code  from 0; another gives "".
 * @ownership Borrowed until the dataset is freed.
 * @return the text, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_dataset_text(const complaint_dataset *self,
                                                 size_t index, int32_t code);

/**
 * Count cases by one or more dimensions.
 *
 * Options: "by" a list of 1 to 4 names of code columns ("month", "category",
 * "unit", "channel" ...), or one name; "from", "to" (times; received in
 * from <= t < to; without an offset of their own, local time of the newest
 * case's calendar); "zero" true to add months without cases inside the
 * observed range. Only groups that occur are given otherwise, in the order of
 * the columns named, each by text ("" where not known first).
 *
 * @param[in]  self  not NULL.
 * @param[in]  options  a map.
 * @param[out] out  measures: "count"; NULL on failure.
 * @param[out] error  names the option.
 * @ownership *out is the caller's: complaint_figure_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_NOT_FOUND for an unknown
 *   column; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_dataset_count(const complaint_dataset *self,
                        const complaint_facts *options, complaint_figure **out,
                        complaint_error **error);

/**
 * Timeliness by a dimension, or of all.
 *
 * For cases closed in the period and those open at its end (option "cohort"
 * "closed", the default; asked at the period's end or now, the earlier), or
 * received in it ("received"; asked now). A closing counts when it stands at
 * that instant (docs/reference/figures.md). Measures: closed, within (closed on
 * or before the limit), late, open, overdue (open past the limit at the
 * period's end or "now"), median and p90 of working days from receipt to
 * closing (quantile type 7, Hyndman & Fan 1996; undefined without closed
 * cases), share_within (within / (within + late + overdue); conventions: closed
 * on the due day is on time, open past due counts as missed, not yet due is
 * excluded).
 *
 * @param[in]  self  not NULL.
 * @param[in]  options  "by" (one name or none), "from", "to", "cohort", "now",
 *   "quantile" 1, 6 or 7.
 * @param[out] out  the figure; NULL on failure.
 * @param[out] error  names the option.
 * @ownership *out is the caller's: complaint_figure_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_NOT_FOUND;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_dataset_timeliness(const complaint_dataset *self,
                             const complaint_facts *options,
                             complaint_figure **out, complaint_error **error);

/**
 * Pareto of a dimension: descending counts with shares and cumulative shares;
 * ties keep the order of codes by text; "vital" marks the vital few, the
 * smallest number of groups whose share reaches the threshold.
 *
 * @param[in]  self  not NULL.
 * @param[in]  options  "by" (one name), "from", "to", "threshold" (basis
 *   points, 8000 by default).
 * @param[out] out  measures: count, share, cumulative, vital; NULL on failure.
 * @param[out] error  names the option.
 * @ownership *out is the caller's: complaint_figure_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_NOT_FOUND;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_dataset_pareto(const complaint_dataset *self,
                         const complaint_facts *options, complaint_figure **out,
                         complaint_error **error);

/**
 * The monthly figures as one map: month, received, closed,
 * open_at_month_end, within_limit and overdue (of the closed), open_overdue,
 * median_working_days and p90_working_days (null with a reason when nothing
 * was closed), by_category, by_unit, by_channel (lists of maps with the same
 * figures), cohort (the same of those received in the month, as of now),
 * history (24 months up to this one), definitions (one sentence each),
 * population (text and count), left_out (from, reason, count), simulated;
 * all members in docs/reference/figures.md. Each is asked at the month's last
 * instant, or now when that is earlier.
 *
 * @param[in]  self  not NULL.
 * @param[in]  month  "YYYY-MM".
 * @param[in]  now  for open cases; COMPLAINT_TIME_NONE for the context's
 *   clock.
 * @param[out] out  the map; NULL on failure.
 * @param[out] error  field "month".
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_INVALID for a malformed month;
 *   COMPLAINT_LIMIT for more categories, units or channels than a list may
 *   have members; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_dataset_month(const complaint_dataset *self, const char *month,
                        complaint_time now, complaint_facts **out,
                        complaint_error **error);

/**
 * Free a dataset.
 *
 * @param[in] self  NULL is fine.
 * @ownership Takes the dataset; columns and texts borrowed from it end.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_dataset_free(complaint_dataset *self);

COMPLAINT_END

#endif
