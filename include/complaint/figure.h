/* Figures: numbers with their meaning. */
#ifndef COMPLAINT_FIGURE_H
#define COMPLAINT_FIGURE_H

#include <complaint/facts.h>

COMPLAINT_BEGIN

/**
 * A figure: rows of dimensions (texts) and measures (numbers), with its
 * definition, its population, and how many cases were left out and why. A
 * measure that is undefined has a reason and no value: never NaN, never 0.
 */
typedef struct complaint_figure complaint_figure;

/**
 * Number of rows.
 *
 * @param[in] self  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t complaint_figure_rows(const complaint_figure *self);

/**
 * Number of dimensions.
 *
 * @param[in] self  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t complaint_figure_dimensions(const complaint_figure *self);

/**
 * Number of measures.
 *
 * @param[in] self  NULL gives 0.
 * @ownership Nothing is handed over.
 * @return the number; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API size_t complaint_figure_measures(const complaint_figure *self);

/**
 * Name of a dimension.
 *
 * @param[in] self  NULL gives "".
 * @param[in] dimension  from 0; past the end gives "".
 * @ownership Borrowed until the figure is freed.
 * @return the name, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *
complaint_figure_dimension(const complaint_figure *self, size_t dimension);

/**
 * Name of a measure.
 *
 * @param[in] self  NULL gives "".
 * @param[in] measure  from 0; past the end gives "".
 * @ownership Borrowed until the figure is freed.
 * @return the name, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_figure_measure(const complaint_figure *self,
                                                   size_t measure);

/**
 * Text of a row's dimension; "" stands for cases where it is not known.
 *
 * @param[in] self  NULL gives "".
 * @param[in] row  from 0; past the end gives "".
 * @param[in] dimension  from 0; past the end gives "".
 * @ownership Borrowed until the figure is freed.
 * @return the text, never NULL; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_figure_text(const complaint_figure *self,
                                                size_t row, size_t dimension);

/**
 * Value of a row's measure.
 *
 * @param[in]  self  not NULL.
 * @param[in]  row  from 0.
 * @param[in]  measure  from 0.
 * @param[out] value  the number; untouched when undefined.
 * @param[out] reason  NULL when defined, otherwise why not ("no closed
 *   cases"); may be NULL.
 * @ownership *reason is borrowed until the figure is freed.
 * @return true when the value is defined; no status.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API bool complaint_figure_value(const complaint_figure *self,
                                          size_t row, size_t measure,
                                          double *value, const char **reason);

/**
 * The figure as a tree: definition, population (text and count), left_out
 * (list of reason and count), dimensions, measures, rows (a list of maps;
 * undefined measures are null and listed under "undefined").
 *
 * @param[in]  self  not NULL.
 * @param[out] out  the tree; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_LIMIT past COMPLAINT_LIMIT_FACTS_MEMBERS
 *   rows; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_figure_facts(const complaint_figure *self, complaint_facts **out,
                       complaint_error **error);

/**
 * Free a figure.
 *
 * @param[in] self  NULL is fine.
 * @ownership Takes the figure; texts borrowed from it end.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_figure_free(complaint_figure *self);

/**
 * Compute a statistical method on plain data, without a register.
 *
 * Methods of this version: "pareto", "quantiles", "aggregation"; their input,
 * parameters and result are described in docs/reference/compute.md, with the
 * source of each formula.
 *
 * @param[in]  context  not NULL.
 * @param[in]  method  name.
 * @param[in]  request  a map with "input" and "params".
 * @param[out] out  the result, a map; NULL on failure.
 * @param[out] error  for an unknown method the known ones are its items.
 * @ownership *out is the caller's: complaint_facts_free().
 * @return COMPLAINT_OK; COMPLAINT_NOT_FOUND for an unknown method;
 *   COMPLAINT_INVALID for an input that does not fit, with its field;
 *   COMPLAINT_LIMIT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_compute(complaint_context *context, const char *method,
                  const complaint_facts *request, complaint_facts **out,
                  complaint_error **error);

COMPLAINT_END

#endif
