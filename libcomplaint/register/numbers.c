/* The counters of printed numbers examined: see numbers.h. */
#include "register/numbers.h"

#include "base/failure.h"

#include <string.h>

#define PLACE "{series}"
#define WIDTH_MAX 20 /* digits of an int64_t and more than may be padded */

/* ---- reading ---- */

static int add_counter(complaint__counters *counters,
                       const complaint_value *row, complaint_error **error)
{
    complaint_context *context = counters->context;
    complaint__counter *of = counters->of;
    const char *place;

    if ((counters->count & (counters->count - 1)) == 0) {
        size_t capacity = counters->count == 0 ? 1 : 2 * counters->count;

        of = complaint__realloc_array(context, of, capacity, sizeof *of);
        if (of == NULL)
            return complaint__fail_memory(error);
        counters->of = of;
    }
    of += counters->count;
    of->name = complaint__copy_text(context, row[complaint__series_name].bytes);
    if (of->name == NULL)
        return complaint__fail_memory(error);
    place = strstr(of->name, PLACE);
    of->size = strlen(of->name);
    of->before = place == NULL ? of->size : (size_t)(place - of->name);
    of->number = row[complaint__series_number].integer;
    counters->count++;
    return COMPLAINT_OK;
}

int complaint__counters_load(complaint_register *self,
                             complaint__counters *counters,
                             complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_series};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    memset(counters, 0, sizeof *counters);
    counters->context = self->context;
    status = complaint__store_scan(self->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, error);
        if (status == COMPLAINT_OK && row != NULL)
            status = add_counter(counters, row, error);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    if (status != COMPLAINT_OK)
        complaint__counters_free(counters);
    return status;
}

void complaint__counters_free(complaint__counters *counters)
{
    for (size_t i = 0; i < counters->count; i++)
        complaint__free(counters->context, counters->of[i].name);
    complaint__free(counters->context, counters->of);
    memset(counters, 0, sizeof *counters);
}

/* ---- what was given ---- */

static bool gave(const complaint__counter *of, const char *number, size_t size)
{
    size_t place = sizeof PLACE - 1;
    size_t after = of->size - of->before; /* of the place and what follows */
    int64_t value = 0;
    size_t end;

    if (after < place || size <= of->before + after - place ||
        memcmp(number, of->name, of->before) != 0)
        return false;
    end = size - (after - place);
    if (end - of->before >= WIDTH_MAX - 1 ||
        memcmp(number + end, of->name + of->before + place, after - place) != 0)
        return false;
    for (size_t i = of->before; i < end; i++) {
        if (number[i] < '0' || number[i] > '9')
            return false;
        value = value * 10 + (number[i] - '0');
    }
    return value >= 1 && value <= of->number;
}

bool complaint__counters_gave(complaint__counters *counters, const char *number,
                              size_t size)
{
    if (counters->count > 0 &&
        gave(&counters->of[counters->last], number, size))
        return true;
    for (size_t i = 0; i < counters->count; i++)
        if (gave(&counters->of[i], number, size)) {
            counters->last = i;
            return true;
        }
    return false;
}

/* ---- the counters themselves ---- */

/* Is there a case with the number, padded to any width? */
static int find_number(complaint_register *self, const complaint__counter *of,
                       int64_t number, bool *found, complaint_error **error)
{
    complaint__buffer text = COMPLAINT__BUFFER(self->context);
    complaint_value equal;
    complaint_scan scan = {.relation = &complaint__relation_case,
                           .equal = &equal,
                           .equal_count = 1,
                           .limit = 1};
    size_t before = 0;
    int status = COMPLAINT_OK;

    *found = false;
    scan.index = complaint__relation_index_find(scan.relation, "number");
    for (int width = 1; status == COMPLAINT_OK && !*found && width < WIDTH_MAX;
         width++) {
        const complaint_value *row = NULL;
        complaint__scan *rows;

        complaint__buffer_clear(&text);
        complaint__buffer_append(&text, of->name, of->before);
        complaint__buffer_format(&text, "%0*lld%s", width, (long long)number,
                                 of->name + of->before + sizeof PLACE - 1);
        if (text.failed)
            status = complaint__fail_memory(error);
        if (status != COMPLAINT_OK || text.size == before)
            continue;
        before = text.size;
        equal = complaint__value_text(text.bytes);
        status = complaint__store_scan(self->store, &scan, &rows, error);
        if (status != COMPLAINT_OK)
            continue;
        status = complaint__scan_next(rows, &row, error);
        *found = status == COMPLAINT_OK && row != NULL;
        complaint__scan_close(rows);
    }
    complaint__buffer_free(&text);
    return status;
}

static int examine(complaint_register *self, const complaint__counter *of,
                   complaint__problem *problem, void *data,
                   complaint_error **error)
{
    complaint__found what = {
        .relation = "series", .key = of->name, .columns = "number"};
    bool last = true;
    bool next = false;
    int status = COMPLAINT_OK;

    if (of->before == of->size) {
        what.columns = "name";
        what.what = "the counter has no place for a number";
        return problem(data, &what);
    }
    if (of->number != 0 && complaint__store_counts(self->store))
        status = find_number(self, of, of->number, &last, error);
    if (status == COMPLAINT_OK && of->number < INT64_MAX)
        status = find_number(self, of, of->number + 1, &next, error);
    if (status != COMPLAINT_OK || (last && !next))
        return status;
    what.what = next ? "the counter would give a number that a case has"
                     : "the counter's last number belongs to no case";
    return problem(data, &what);
}

int complaint__examine_counters(complaint_register *self,
                                complaint__problem *problem, void *data,
                                complaint_error **error)
{
    complaint__counters counters;
    int status = complaint__counters_load(self, &counters, error);

    for (size_t i = 0; status == COMPLAINT_OK && i < counters.count; i++)
        status = examine(self, &counters.of[i], problem, data, error);
    if (status == COMPLAINT_OK || counters.of != NULL)
        complaint__counters_free(&counters);
    return status;
}
