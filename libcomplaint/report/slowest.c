/* The slowest cases of a month and why their limit was when it was. */
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "register/register.h"
#include "report/document.h"

typedef struct candidate {
    int64_t days;
    size_t row;
} candidate;

static int slower_first(const void *a, const void *b)
{
    const candidate *x = a, *y = b;

    if (x->days != y->days)
        return x->days > y->days ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int find_column(const complaint_dataset *dataset, const char *name,
                       complaint_data_column *column, size_t *index,
                       complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < complaint_dataset_column_count(dataset); i++) {
        column->struct_size = sizeof *column;
        status = complaint_dataset_column(dataset, i, column, error);
        if (status != COMPLAINT_OK)
            return status;
        if (strcmp(column->name, name) == 0) {
            *index = i;
            return COMPLAINT_OK;
        }
    }
    return complaint__fail(NULL, error, COMPLAINT_NOT_FOUND, "dataset.column",
                           name, "there is no column \"%s\"", name);
}

/* The clock that set the case's own limit; the first where none did. */
static const complaint_facts *limit_clock(const complaint_facts *clocks,
                                          complaint_time limit)
{
    for (size_t i = 0; i < complaint_facts_size(clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(clocks, i);
        if (complaint_facts_time(complaint_facts_get(clock, "due_at")) ==
            limit)
            return clock;
    }
    return complaint_facts_at(clocks, 0);
}

static int explain(complaint__month *month, const char *number, int64_t days,
                   complaint_error **error)
{
    complaint_case *one = NULL;
    complaint_facts *clocks = NULL;
    complaint_facts *entry = NULL;
    const complaint_record *record;
    const complaint_facts *clock;
    int status = complaint_case_find(month->reg, number, &one, error);

    if (status == COMPLAINT_OK)
        status = complaint__case_explain(one, month->now, month->language,
                                         &clocks, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_map(month->slow, NULL, &entry, error);
    if (status == COMPLAINT_OK) {
        record = complaint_case_record(one);
        clock = limit_clock(clocks,
                            complaint_record_integer(record, "limit_at",
                                                     COMPLAINT_TIME_NONE));
        status = complaint_facts_set_text(entry, "number", number, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(
                entry, "title", complaint_record_text(record, "title"), error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_integer(entry, "days", days, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_copy(
                entry, "status", complaint_facts_get(clock, "status"), error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_copy(
                entry, "text", complaint_facts_get(clock, "text"), error);
    }
    complaint_facts_free(clocks);
    complaint_case_free(one);
    return status;
}

/* Rows closed in the month, slowest first; *out is context memory. */
static int candidates(const complaint__month *month,
                      const complaint_dataset *dataset, candidate **out,
                      size_t *count, complaint_error **error)
{
    complaint_time from =
        complaint_facts_time(complaint_facts_get(month->figures, "from"));
    complaint_time to =
        complaint_facts_time(complaint_facts_get(month->figures, "to"));
    complaint_data_column days, closed;
    const int64_t *day_values, *closed_values;
    candidate *list;
    size_t index;
    int status = find_column(dataset, "working_days", &days, &index, error);

    if (status == COMPLAINT_OK)
        status = find_column(dataset, "closed_at", &closed, &index, error);
    if (status != COMPLAINT_OK)
        return status;
    list = complaint__alloc_array(month->context, days.count + 1,
                                  sizeof *list);
    if (list == NULL)
        return complaint__fail_memory(error);
    day_values = days.data;
    closed_values = closed.data;
    *count = 0;
    for (size_t i = 0; i < days.count; i++) {
        if (closed_values[i] == COMPLAINT_TIME_NONE ||
            closed_values[i] < from || closed_values[i] >= to ||
            day_values[i] == INT64_MIN)
            continue;
        list[*count].days = day_values[i];
        list[*count].row = i;
        *count += 1;
    }
    qsort(list, *count, sizeof *list, slower_first);
    *out = list;
    return COMPLAINT_OK;
}

int complaint__month_slowest(complaint__month *month,
                             const complaint_dataset *dataset,
                             complaint_error **error)
{
    complaint_data_column numbers;
    complaint_facts *root = NULL;
    candidate *list = NULL;
    size_t count = 0, index = 0;
    int status = complaint_facts_parse(month->context, "[]", 2, &root, error);

    month->slow = root;
    if (status == COMPLAINT_OK)
        status = find_column(dataset, "number", &numbers, &index, error);
    if (status == COMPLAINT_OK)
        status = candidates(month, dataset, &list, &count, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < count &&
                       i < (size_t)month->slowest;
         i++) {
        const int32_t *codes = numbers.data;
        status = explain(
            month,
            complaint_dataset_text(dataset, index, codes[list[i].row]),
            list[i].days, error);
    }
    complaint__free(month->context, list);
    return status;
}
