/* Figures: rows of texts and numbers with their meaning. What is counted is in
 * count.c, timeliness.c, vital.c and monthly.c. */
#include "analysis/figure.h"
#include "analysis/writer.h"

#include "base/context.h"
#include "base/failure.h"

#include <complaint/limits.h>

#include <math.h>
#include <string.h>

size_t complaint_figure_rows(const complaint_figure *self)
{
    return self != NULL ? self->rows : 0;
}

size_t complaint_figure_dimensions(const complaint_figure *self)
{
    return self != NULL ? self->dimension_count : 0;
}

size_t complaint_figure_measures(const complaint_figure *self)
{
    return self != NULL ? self->measure_count : 0;
}

const char *complaint_figure_dimension(const complaint_figure *self,
                                       size_t dimension)
{
    return self != NULL && dimension < self->dimension_count
               ? self->dimensions[dimension]
               : "";
}

const char *complaint_figure_measure(const complaint_figure *self,
                                     size_t measure)
{
    return self != NULL && measure < self->measure_count
               ? self->measures[measure]
               : "";
}

const char *complaint_figure_text(const complaint_figure *self, size_t row,
                                  size_t dimension)
{
    if (self == NULL || row >= self->rows || dimension >= self->dimension_count)
        return "";
    return self->texts[row * self->dimension_count + dimension];
}

bool complaint_figure_value(const complaint_figure *self, size_t row,
                            size_t measure, double *value, const char **reason)
{
    size_t at;

    if (self == NULL || row >= self->rows || measure >= self->measure_count) {
        if (reason != NULL)
            *reason = "there is no such value";
        return false;
    }
    at = row * self->measure_count + measure;
    if (reason != NULL)
        *reason = self->undefined[at] != 0
                      ? self->reasons[self->undefined[at] - 1]
                      : NULL;
    if (self->undefined[at] != 0)
        return false;
    if (value != NULL)
        *value = self->values[at];
    return true;
}

void complaint_figure_free(complaint_figure *self)
{
    complaint_context *context;

    if (self == NULL)
        return;
    context = self->context;
    complaint__free(context, self->texts);
    complaint__free(context, self->values);
    complaint__free(context, self->undefined);
    complaint__arena_free(self->arena);
    complaint__free(context, self);
    complaint__context_unref(context);
}

/* ---- as a tree ---- */

static void write_row(const complaint_figure *self, size_t row,
                      complaint__writer *writer, complaint_facts *list)
{
    complaint_facts *map = complaint__write_map(writer, list, NULL);
    complaint_facts *undefined = NULL;

    for (size_t d = 0; d < self->dimension_count; d++)
        complaint__write_text(writer, map, self->dimensions[d],
                              complaint_figure_text(self, row, d));
    for (size_t m = 0; m < self->measure_count; m++) {
        const char *reason = NULL;
        double value = NAN;
        bool defined = complaint_figure_value(self, row, m, &value, &reason);

        if (defined && self->whole[m])
            complaint__write_count(writer, map, self->measures[m],
                                   (int64_t)value);
        else
            complaint__write_number(writer, map, self->measures[m], value);
        if (defined)
            continue;
        if (undefined == NULL)
            undefined = complaint__write_map(writer, map, "undefined");
        complaint__write_text(writer, undefined, self->measures[m], reason);
    }
}

static void write_figure(const complaint_figure *self,
                         complaint__writer *writer, complaint_facts *out)
{
    complaint_facts *list, *map;

    complaint__write_text(writer, out, "definition", self->definition);
    map = complaint__write_map(writer, out, "population");
    complaint__write_text(writer, map, "text", self->population);
    complaint__write_count(writer, map, "count", self->population_count);
    list = complaint__write_list(writer, out, "left_out");
    for (size_t i = 0; i < self->left_out_count; i++) {
        map = complaint__write_map(writer, list, NULL);
        complaint__write_text(writer, map, "reason", self->left_out[i].reason);
        complaint__write_count(writer, map, "count", self->left_out[i].count);
    }
    list = complaint__write_list(writer, out, "dimensions");
    for (size_t i = 0; i < self->dimension_count; i++)
        complaint__write_text(writer, list, NULL, self->dimensions[i]);
    list = complaint__write_list(writer, out, "measures");
    for (size_t i = 0; i < self->measure_count; i++)
        complaint__write_text(writer, list, NULL, self->measures[i]);
    list = complaint__write_list(writer, out, "rows");
    for (size_t i = 0; i < self->rows; i++)
        write_row(self, i, writer, list);
}

int complaint_figure_facts(const complaint_figure *self, complaint_facts **out,
                           complaint_error **error)
{
    complaint__writer writer = COMPLAINT__WRITER(error);
    complaint_facts *made = NULL;

    if (out == NULL)
        return complaint__fail_misuse(self ? self->context : NULL, error,
                                      "out");
    *out = NULL;
    if (self == NULL)
        return complaint__fail_misuse(NULL, error, "self");
    if (self->rows > COMPLAINT_LIMIT_FACTS_MEMBERS)
        return complaint__fail_limit(self->context, error, "rows",
                                     COMPLAINT_LIMIT_FACTS_MEMBERS);
    writer.status = complaint_facts_new(self->context, &made, error);
    write_figure(self, &writer, made);
    if (writer.status == COMPLAINT_OK)
        *out = made;
    else
        complaint_facts_free(made);
    return writer.status;
}

/* ---- filling one in ---- */

static const char *translated(const complaint_figure *figure,
                              const char *english)
{
    return complaint__context_translate(figure->context, english);
}

complaint_figure *
complaint__figure_new(complaint_context *context, const char *definition,
                      const complaint__figure_measure *measures,
                      size_t measure_count)
{
    complaint_figure *made = complaint__alloc_array(context, 1, sizeof *made);

    if (made == NULL)
        return NULL;
    made->context = complaint__context_ref(context);
    made->arena = complaint__arena_new(context);
    if (made->arena == NULL) {
        complaint_figure_free(made);
        return NULL;
    }
    made->definition = translated(made, definition);
    made->population = "";
    made->measure_count = measure_count;
    for (size_t i = 0; i < measure_count; i++) {
        made->measures[i] = measures[i].name;
        made->whole[i] = measures[i].whole;
    }
    return made;
}

bool complaint__figure_dimension(complaint_figure *figure, const char *name)
{
    const char *copy = complaint__arena_text(figure->arena, name);

    if (copy != NULL)
        figure->dimensions[figure->dimension_count++] = copy;
    return copy != NULL;
}

bool complaint__figure_rows(complaint_figure *figure, size_t rows)
{
    size_t texts = rows * figure->dimension_count;
    size_t values = rows * figure->measure_count;

    figure->texts = complaint__alloc_array(figure->context, texts + 1,
                                           sizeof *figure->texts);
    figure->values = complaint__alloc_array(figure->context, values + 1,
                                            sizeof *figure->values);
    figure->undefined = complaint__alloc_array(figure->context, values + 1, 1);
    if (!figure->texts || !figure->values || !figure->undefined)
        return false;
    for (size_t i = 0; i < texts; i++)
        figure->texts[i] = "";
    figure->rows = rows;
    return true;
}

bool complaint__figure_codes(complaint_figure *figure, size_t dimension,
                             const complaint__code_column *column,
                             const uint32_t *codes, size_t step)
{
    /* each text is copied once, however many rows bear it */
    const char **copies = complaint__alloc_array(
        figure->context, column->text_count + 1, sizeof *copies);
    bool done = copies != NULL;

    for (size_t i = 0; done && i < figure->rows; i++) {
        uint32_t code = codes[i * step];

        if (code == 0)
            continue;
        if (copies[code] == NULL)
            copies[code] =
                complaint__arena_text(figure->arena, column->texts[code - 1]);
        done = copies[code] != NULL;
        if (done)
            figure->texts[i * figure->dimension_count + dimension] =
                copies[code];
    }
    complaint__free(figure->context, copies);
    return done;
}

static uint8_t reason_number(complaint_figure *figure, const char *reason)
{
    const char *text = translated(figure, reason);

    for (size_t i = 0; i < figure->reason_count; i++)
        if (strcmp(figure->reasons[i], text) == 0)
            return (uint8_t)(i + 1);
    if (figure->reason_count < COMPLAINT__FIGURE_REASONS)
        figure->reasons[figure->reason_count++] = text;
    return (uint8_t)figure->reason_count;
}

void complaint__figure_set(complaint_figure *figure, size_t row, size_t measure,
                           double value, const char *reason)
{
    size_t at = row * figure->measure_count + measure;

    figure->values[at] = value;
    if (isnan(value))
        figure->undefined[at] = reason_number(figure, reason);
}

void complaint__figure_left_out(complaint_figure *figure, const char *reason,
                                int64_t count)
{
    if (count == 0 || figure->left_out_count == COMPLAINT__FIGURE_LEFT_OUT)
        return;
    figure->left_out[figure->left_out_count].reason =
        translated(figure, reason);
    figure->left_out[figure->left_out_count++].count = count;
}

bool complaint__figure_population(complaint_figure *figure, const char *what,
                                  const complaint__period *period, int offset,
                                  int64_t count)
{
    complaint__buffer text = COMPLAINT__BUFFER(figure->context);
    char at[COMPLAINT_TIME_TEXT_SIZE];

    complaint__buffer_text(&text, translated(figure, what));
    if (period->from != COMPLAINT_TIME_NONE &&
        complaint_time_format(period->from, offset, at, sizeof at) ==
            COMPLAINT_OK)
        complaint__buffer_format(&text, ", >= %s", at);
    if (period->to != COMPLAINT_TIME_NONE &&
        complaint_time_format(period->to, offset, at, sizeof at) ==
            COMPLAINT_OK)
        complaint__buffer_format(&text, ", < %s", at);
    figure->population_count = count;
    if (!text.failed)
        figure->population = complaint__arena_text(
            figure->arena, text.bytes != NULL ? text.bytes : "");
    complaint__buffer_free(&text);
    return !text.failed && figure->population != NULL;
}
