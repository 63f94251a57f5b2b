/* Figures from inside: filled in by the files that count. */
#ifndef COMPLAINT_ANALYSIS_FIGURE_H
#define COMPLAINT_ANALYSIS_FIGURE_H

#include <complaint/figure.h>

#include "analysis/month.h"

#define COMPLAINT__FIGURE_DIMENSIONS 4
#define COMPLAINT__FIGURE_MEASURES 8
#define COMPLAINT__FIGURE_REASONS 8
#define COMPLAINT__FIGURE_LEFT_OUT 4

struct complaint_figure {
    complaint_context *context; /* a reference */
    complaint__arena *arena;    /* all texts */
    const char *definition;
    const char *population;
    int64_t population_count;
    size_t rows;
    size_t dimension_count;
    const char *dimensions[COMPLAINT__FIGURE_DIMENSIONS];
    const char **texts; /* rows * dimension_count */
    size_t measure_count;
    const char *measures[COMPLAINT__FIGURE_MEASURES];
    bool whole[COMPLAINT__FIGURE_MEASURES]; /* counts, not reals */
    double *values;                         /* rows * measure_count */
    uint8_t *undefined;                     /* 0, or position + 1 in reasons */
    size_t reason_count;
    const char *reasons[COMPLAINT__FIGURE_REASONS];
    size_t left_out_count;
    struct {
        const char *reason;
        int64_t count;
    } left_out[COMPLAINT__FIGURE_LEFT_OUT];
};

typedef struct complaint__figure_measure {
    const char *name;
    bool whole;
} complaint__figure_measure;

/* An empty figure; NULL when out of memory. Names are static texts,
 * `definition` is an English sentence that may be translated. */
complaint_figure *
complaint__figure_new(complaint_context *context, const char *definition,
                      const complaint__figure_measure *measures,
                      size_t measure_count);
/* Name the next dimension (copied). */
bool complaint__figure_dimension(complaint_figure *figure, const char *name);
/* Make room for rows; values are 0, texts "". */
bool complaint__figure_rows(complaint_figure *figure, size_t rows);
/* Text of a code + 1 of a column for each row; `codes` has stride `step`. */
bool complaint__figure_codes(complaint_figure *figure, size_t dimension,
                             const complaint__code_column *column,
                             const uint32_t *codes, size_t step);
/* Set a value; NaN with a reason (static English) makes it undefined. */
void complaint__figure_set(complaint_figure *figure, size_t row, size_t measure,
                           double value, const char *reason);
/* Note cases that could not be counted; a count of 0 is not noted. */
void complaint__figure_left_out(complaint_figure *figure, const char *reason,
                                int64_t count);
/* "cases received from ... to ...". */
bool complaint__figure_population(complaint_figure *figure, const char *what,
                                  const complaint__period *period, int offset,
                                  int64_t count);

#endif
