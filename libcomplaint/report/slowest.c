/* The slowest cases of a month and why their limit was when it was. */
#include <stdlib.h>
#include <string.h>

#include "analysis/monthly.h"
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

/* The clock that set the case's own limit; the first where none did. */
static const complaint_facts *limit_clock(const complaint_facts *clocks,
                                          complaint_time limit)
{
    for (size_t i = 0; i < complaint_facts_size(clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(clocks, i);
        if (complaint_facts_time(complaint_facts_get(clock, "due_at")) == limit)
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
        status = complaint__case_explain(one, month->now, COMPLAINT_TIME_NONE,
                                         month->language, &clocks, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_map(month->slow, NULL, &entry, error);
    if (status == COMPLAINT_OK) {
        record = complaint_case_record(one);
        clock =
            limit_clock(clocks, complaint_record_integer(record, "limit_at",
                                                         COMPLAINT_TIME_NONE));
        status = complaint_facts_set_text(entry, "number", number, error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(
                entry, "external",
                complaint_record_text(record, "external_number"), error);
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

/* Rows whose closing in the month stood at its end or now, as the figures
 * have it; slowest first. *out is context memory. */
static int candidates(const complaint__month *month,
                      const complaint_dataset *dataset, candidate **out,
                      size_t *count, complaint_error **error)
{
    int number = complaint__month_parse(month->month);
    complaint__closing closing;
    candidate *list = complaint__alloc_array(month->context, dataset->count + 1,
                                             sizeof *list);

    if (list == NULL)
        return complaint__fail_memory(error);
    *count = 0;
    for (size_t row = 0; row < dataset->count; row++) {
        if (!complaint__dataset_standing(dataset, row,
                                         complaint__dataset_month_as_of(
                                             dataset, row, number, month->now),
                                         &closing) ||
            closing.closed_at <
                complaint__dataset_month_start(dataset, row, number) ||
            closing.working_days == COMPLAINT__NO_INTEGER)
            continue;
        list[*count].days = closing.working_days;
        list[*count].row = row;
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
    const complaint__code_column *numbers =
        &dataset->codes[COMPLAINT__CODE_NUMBER];
    candidate *list = NULL;
    size_t count = 0;
    int status =
        complaint_facts_parse(month->context, "[]", 2, &month->slow, error);

    if (status == COMPLAINT_OK)
        status = candidates(month, dataset, &list, &count, error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < count && i < (size_t)month->slowest;
         i++) {
        uint32_t code = complaint__code_at(numbers, list[i].row);

        if (code > 0) /* without a number it cannot be named */
            status =
                explain(month, numbers->texts[code - 1], list[i].days, error);
    }
    complaint__free(month->context, list);
    return status;
}
