/* The dataset's public face: columns as plain memory, texts of codes. Making
 * one from rows is in builder.c, from a register in load.c. */
#include "analysis/dataset.h"

#include "base/context.h"
#include "base/failure.h"

#include <string.h>

static const struct {
    const char *name;
    int type;
    int position; /* in codes or numbers */
} columns[] = {
    {"number", COMPLAINT_DATA_CODE, COMPLAINT__CODE_NUMBER},
    {"procedure", COMPLAINT_DATA_CODE, COMPLAINT__CODE_PROCEDURE},
    {"state", COMPLAINT_DATA_CODE, COMPLAINT__CODE_STATE},
    {"channel", COMPLAINT_DATA_CODE, COMPLAINT__CODE_CHANNEL},
    {"category", COMPLAINT_DATA_CODE, COMPLAINT__CODE_CATEGORY},
    {"severity", COMPLAINT_DATA_CODE, COMPLAINT__CODE_SEVERITY},
    {"urgency", COMPLAINT_DATA_CODE, COMPLAINT__CODE_URGENCY},
    {"product", COMPLAINT_DATA_CODE, COMPLAINT__CODE_PRODUCT},
    {"batch", COMPLAINT_DATA_CODE, COMPLAINT__CODE_BATCH},
    {"unit", COMPLAINT_DATA_CODE, COMPLAINT__CODE_UNIT},
    {"owner", COMPLAINT_DATA_CODE, COMPLAINT__CODE_OWNER},
    {"cause", COMPLAINT_DATA_CODE, COMPLAINT__CODE_CAUSE},
    {"outcome", COMPLAINT_DATA_CODE, COMPLAINT__CODE_OUTCOME},
    {"received_at", COMPLAINT_DATA_TIME, COMPLAINT__NUMBER_RECEIVED},
    {"acknowledged_at", COMPLAINT_DATA_TIME, COMPLAINT__NUMBER_ACKNOWLEDGED},
    {"responded_at", COMPLAINT_DATA_TIME, COMPLAINT__NUMBER_RESPONDED},
    {"closed_at", COMPLAINT_DATA_TIME, COMPLAINT__NUMBER_CLOSED},
    {"limit_at", COMPLAINT_DATA_TIME, COMPLAINT__NUMBER_LIMIT},
    {"working_days", COMPLAINT_DATA_INTEGER, COMPLAINT__NUMBER_WORKING_DAYS},
    {"reopened", COMPLAINT_DATA_INTEGER, COMPLAINT__NUMBER_REOPENED},
    {"claim", COMPLAINT_DATA_INTEGER, COMPLAINT__NUMBER_CLAIM},
    {"month", COMPLAINT_DATA_CODE, COMPLAINT__CODE_MONTH},
};
#define COLUMN_COUNT (sizeof columns / sizeof columns[0])

size_t complaint_dataset_size(const complaint_dataset *self)
{
    return self != NULL ? self->count : 0;
}

size_t complaint_dataset_column_count(const complaint_dataset *self)
{
    return self != NULL ? COLUMN_COUNT : 0;
}

int complaint__dataset_code_find(const char *name)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (columns[i].type == COMPLAINT_DATA_CODE &&
            strcmp(columns[i].name, name) == 0)
            return columns[i].position;
    return -1;
}

const char *complaint__dataset_code_name(int code)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (columns[i].type == COMPLAINT_DATA_CODE &&
            columns[i].position == code)
            return columns[i].name;
    return "";
}

/* Unpack a column once. Two threads may come here together: the first to
 * finish wins, the other throws its copy away. */
static const int32_t *plain(const complaint_dataset *self,
                            complaint__code_column *column)
{
    int32_t *made = atomic_load(&column->plain), *expected = NULL;

    if (made != NULL)
        return made;
    made = complaint__alloc_array(self->context, self->count + 1, sizeof *made);
    if (made == NULL)
        return NULL;
    for (size_t row = 0; row < self->count; row++)
        made[row] = (int32_t)complaint__code_at(column, row) - 1;
    if (atomic_compare_exchange_strong(&column->plain, &expected, made))
        return made;
    complaint__free(self->context, made);
    return expected;
}

int complaint_dataset_column(const complaint_dataset *self, size_t index,
                             complaint_data_column *column,
                             complaint_error **error)
{
    if (self == NULL)
        return complaint__fail_misuse(NULL, error, "self");
    if (column == NULL)
        return complaint__fail_misuse(self->context, error, "column");
    if (column->struct_size != sizeof *column)
        return complaint__fail(self->context, error, COMPLAINT_INVALID,
                               "struct.size", "struct_size",
                               "the struct has a size that is not known");
    if (index >= COLUMN_COUNT)
        return complaint__fail(self->context, error, COMPLAINT_NOT_FOUND,
                               "dataset.column", "index",
                               "the dataset has %d columns", (int)COLUMN_COUNT);
    column->name = columns[index].name;
    column->type = columns[index].type;
    column->count = self->count;
    column->dictionary_size = 0;
    if (column->type == COMPLAINT_DATA_CODE) {
        /* the dataset is immutable but for this cache */
        complaint__code_column *codes =
            (complaint__code_column *)&self->codes[columns[index].position];

        column->dictionary_size = codes->text_count;
        column->data = plain(self, codes);
        return column->data != NULL ? COMPLAINT_OK
                                    : complaint__fail_memory(error);
    }
    column->data = self->numbers[columns[index].position];
    return COMPLAINT_OK;
}

const char *complaint_dataset_text(const complaint_dataset *self, size_t index,
                                   int32_t code)
{
    const complaint__code_column *column;

    if (self == NULL || index >= COLUMN_COUNT || code < 0 ||
        columns[index].type != COMPLAINT_DATA_CODE)
        return "";
    column = &self->codes[columns[index].position];
    return (size_t)code < column->text_count ? column->texts[code] : "";
}

void complaint_dataset_free(complaint_dataset *self)
{
    complaint_context *context;

    if (self == NULL)
        return;
    context = self->context;
    for (size_t i = 0; i < COMPLAINT__CODES; i++) {
        complaint__free(context, self->codes[i].texts);
        complaint__free(context, self->codes[i].packed);
        complaint__free(context, atomic_load(&self->codes[i].plain));
    }
    for (size_t i = 0; i < COMPLAINT__NUMBERS; i++)
        complaint__free(context, self->numbers[i]);
    complaint__free(context, self->flags);
    complaint__free(context, self->offsets);
    complaint__free(context, self->table_of);
    for (size_t i = 0; i < self->table_count; i++) {
        complaint__free(context, self->tables[i].starts);
        complaint_calendar_free(self->tables[i].calendar);
    }
    complaint__free(context, self->tables);
    complaint__free(context, self->months);
    complaint__free(context, self->closing_rows);
    complaint__free(context, self->closings);
    complaint__arena_free(self->arena);
    complaint__free(context, self);
    complaint__context_unref(context);
}

size_t complaint__dataset_first_from(const complaint_dataset *dataset,
                                     complaint_time time)
{
    const int64_t *received = dataset->numbers[COMPLAINT__NUMBER_RECEIVED];
    size_t low = 0, high = dataset->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (received[middle] < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t complaint__dataset_closings(const complaint_dataset *dataset, size_t row,
                                   complaint__closing *one,
                                   const complaint__closing **out)
{
    size_t low = 0, high = dataset->closing_count, end;

    if (!(dataset->flags[row] & COMPLAINT__CASE_CLOSINGS)) {
        int64_t received = dataset->numbers[COMPLAINT__NUMBER_RECEIVED][row];

        one->closed_at = dataset->numbers[COMPLAINT__NUMBER_CLOSED][row];
        one->reopened_at = COMPLAINT_TIME_NONE;
        one->working_days =
            dataset->numbers[COMPLAINT__NUMBER_WORKING_DAYS][row];
        *out = one;
        if (one->closed_at == COMPLAINT_TIME_NONE)
            return 0;
        /* said to be closed before it came (foreign registers do): when it
         * came */
        if (one->closed_at < received)
            one->closed_at = received;
        return 1;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (dataset->closing_rows[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low;
         end < dataset->closing_count && dataset->closing_rows[end] == row;)
        end++;
    *out = dataset->closings + low;
    return end - low;
}

bool complaint__dataset_standing(const complaint_dataset *dataset, size_t row,
                                 complaint_time at, complaint__closing *closing)
{
    const complaint__closing *all;
    size_t count = complaint__dataset_closings(dataset, row, closing, &all);

    while (count > 0 && all[count - 1].closed_at > at)
        count--;
    if (count == 0)
        return false;
    *closing = all[count - 1];
    return closing->reopened_at == COMPLAINT_TIME_NONE ||
           closing->reopened_at > at;
}
