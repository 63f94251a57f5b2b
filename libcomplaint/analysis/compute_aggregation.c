/* Method "aggregation": what a list of complaints amounts to, by category,
 * month, unit, backlog, limit and customer, as of a day. */
#include "analysis/aggregation.h"
#include "analysis/compute.h"
#include "analysis/quantile.h"
#include "analysis/texts.h"

#include <complaint/limits.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A repeat is at most so many days after the one before it. */
#define REPEAT_WINDOW 30
#define DAY_MAX INT64_C(4000000)

/* The rows as columns. */
typedef struct complaints {
    complaint__days days;
    int64_t *day;
    int64_t *close_day;
    int64_t *due_day;
    const char **customer; /* NULL when not known */
    const char **category;
    const char **org;
    const complaint_facts **id;
    size_t *by_id; /* positions in the order of ids */
    int64_t asof;
    int64_t month_len;
} complaints;

static int read_day(const complaint__request *request,
                    const complaint_facts *row, size_t i, const char *key,
                    bool required, int64_t most, int64_t *out)
{
    complaint__place place = {"input", "rows", (int64_t)i, key};
    const complaint_facts *node = complaint_facts_get(row, key);

    *out = COMPLAINT__NO_DAY;
    if (!required && complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    return complaint__request_whole(request, node, place,
                                    required ? 0 : -DAY_MAX, most, out);
}

static int read_text(const complaint__request *request,
                     const complaint_facts *row, size_t i, const char *key,
                     const char **out)
{
    complaint__place place = {"input", "rows", (int64_t)i, key};
    const complaint_facts *node = complaint_facts_get(row, key);

    *out = complaint_facts_text(node, NULL);
    if (*out != NULL || complaint_facts_type(node) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    return complaint__request_fail(request, place,
                                   "this must be a text or null");
}

static int read_row(const complaint__request *request,
                    const complaint_facts *row, size_t i, complaints *out)
{
    complaint__place place = {"input", "rows", (int64_t)i, NULL};
    int type = complaint_facts_type(complaint_facts_get(row, "id"));
    int status;

    if (complaint_facts_type(row) != COMPLAINT_FACTS_MAP)
        return complaint__request_fail(request, place, "this must be a map");
    place.member = "id";
    out->id[i] = complaint_facts_get(row, "id");
    if (type != COMPLAINT_FACTS_INTEGER && type != COMPLAINT_FACTS_TEXT)
        return complaint__request_fail(request, place,
                                       "this must be a number or a text");
    status = read_day(request, row, i, "day", true, out->asof, &out->day[i]);
    if (status == COMPLAINT_OK)
        status = read_day(request, row, i, "close_day", false, DAY_MAX,
                          &out->close_day[i]);
    place.member = "close_day";
    if (status == COMPLAINT_OK && out->close_day[i] != COMPLAINT__NO_DAY &&
        out->close_day[i] < out->day[i])
        return complaint__request_fail(request, place,
                                       "this is before the day of receipt");
    if (status == COMPLAINT_OK)
        status = read_day(request, row, i, "due_day", false, DAY_MAX,
                          &out->due_day[i]);
    if (status == COMPLAINT_OK)
        status = read_text(request, row, i, "customer", &out->customer[i]);
    if (status == COMPLAINT_OK)
        status = read_text(request, row, i, "category", &out->category[i]);
    if (status == COMPLAINT_OK)
        status = read_text(request, row, i, "org", &out->org[i]);
    return status;
}

static bool make_columns(complaint__arena *arena, complaints *out, size_t size)
{
    size_t n = size + 1;

    out->day = complaint__arena_alloc(arena, n * sizeof *out->day);
    out->close_day = complaint__arena_alloc(arena, n * sizeof *out->day);
    out->due_day = complaint__arena_alloc(arena, n * sizeof *out->day);
    out->customer = complaint__arena_alloc(arena, n * sizeof *out->customer);
    out->category = complaint__arena_alloc(arena, n * sizeof *out->category);
    out->org = complaint__arena_alloc(arena, n * sizeof *out->org);
    out->id = complaint__arena_alloc(arena, n * sizeof *out->id);
    out->by_id = complaint__arena_alloc(arena, n * sizeof *out->by_id);
    out->days = (complaint__days){size, out->day, out->close_day, out->due_day};
    return out->day && out->close_day && out->due_day && out->customer &&
           out->category && out->org && out->id && out->by_id;
}

static int read_params(const complaint__request *request, complaints *out)
{
    complaint__place place = {"input", "asof_day", -1, NULL};
    double value;
    int status = complaint__request_whole(
        request, complaint_facts_get(request->input, "asof_day"), place, 0,
        DAY_MAX, &out->asof);

    if (status == COMPLAINT_OK)
        status = complaint__request_number(request, "month_len", 30, 1,
                                           (double)DAY_MAX, &value);
    if (status != COMPLAINT_OK)
        return status;
    place = (complaint__place){"params", "month_len", -1, NULL};
    if (value != floor(value))
        return complaint__request_fail(request, place,
                                       "this must be a whole number");
    out->month_len = (int64_t)value;
    if (out->asof / out->month_len >= COMPLAINT_LIMIT_FACTS_MEMBERS)
        return complaint__fail_limit(request->context, request->error,
                                     "params.month_len",
                                     COMPLAINT_LIMIT_FACTS_MEMBERS);
    return COMPLAINT_OK;
}

/* ---- order of ids: numbers, then texts by bytes ---- */

typedef struct identified {
    const complaint_facts *id;
    size_t position;
} identified;

static int compare_ids(const void *a, const void *b)
{
    const identified *x = a, *y = b;
    const char *p = complaint_facts_text(x->id, NULL);
    const char *q = complaint_facts_text(y->id, NULL);
    int64_t i = complaint_facts_integer(x->id, 0);
    int64_t j = complaint_facts_integer(y->id, 0);
    int order = p && q ? strcmp(p, q) : (p != NULL) - (q != NULL);

    if (order == 0)
        order = (i > j) - (i < j);
    return order != 0
               ? order
               : (x->position > y->position) - (x->position < y->position);
}

static bool order_ids(const complaint__request *request, complaints *out)
{
    size_t count = out->days.count;
    identified *sorted =
        complaint__arena_alloc(request->arena, (count + 1) * sizeof *sorted);

    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (identified){out->id[i], i};
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_ids);
    for (size_t i = 0; i < count; i++)
        out->by_id[i] = sorted[i].position;
    return true;
}

static int read_complaints(const complaint__request *request, complaints *out)
{
    const complaint_facts *rows;
    int status = read_params(request, out);

    if (status == COMPLAINT_OK)
        status = complaint__request_list(request, "rows", &rows);
    if (status != COMPLAINT_OK)
        return status;
    if (!make_columns(request->arena, out, complaint_facts_size(rows)))
        return complaint__request_memory(request);
    for (size_t i = 0; status == COMPLAINT_OK && i < out->days.count; i++)
        status = read_row(request, complaint_facts_at(rows, i), i, out);
    if (status == COMPLAINT_OK && !order_ids(request, out))
        status = complaint__request_memory(request);
    return status;
}

/* ---- writing ---- */

typedef struct answer {
    const complaint__request *request;
    complaint__writer writer;
    complaint_facts *result;
    const complaints *of;
    complaint__texts_set category;
    complaint__texts_set org;
} answer;

/* Zeroed; a failure is kept in the writer. */
static void *work(answer *a, size_t count, size_t size)
{
    void *memory =
        complaint__arena_alloc(a->request->arena, (count + 1) * size);

    if (memory == NULL && a->writer.status == COMPLAINT_OK)
        a->writer.status = complaint__request_memory(a->request);
    return memory;
}

static void write_categories(answer *a)
{
    complaint_facts *map =
        complaint__write_map(&a->writer, a->result, "by_category");
    int64_t *counts = work(a, a->category.count, sizeof *counts);

    for (size_t i = 0; counts != NULL && i < a->of->days.count; i++)
        counts[a->category.codes[i]]++;
    for (size_t c = 0; counts != NULL && c < a->category.count; c++)
        complaint__write_count(&a->writer, map, a->category.texts[c],
                               counts[c]);
}

static void write_months(answer *a)
{
    size_t months = (size_t)(a->of->asof / a->of->month_len) + 1;
    complaint_facts *list =
        complaint__write_list(&a->writer, a->result, "by_month30");
    int64_t *counts = work(a, months, sizeof *counts);

    for (size_t i = 0; counts != NULL && i < a->of->days.count; i++)
        counts[a->of->day[i] / a->of->month_len]++;
    for (size_t m = 0; counts != NULL && m < months; m++)
        complaint__write_count(&a->writer, list, NULL, counts[m]);
}

static void write_crosstab(answer *a)
{
    size_t columns = a->org.count;
    complaint_facts *table =
        complaint__write_map(&a->writer, a->result, "crosstab");
    complaint_facts *list = complaint__write_list(&a->writer, table, "rows");
    int64_t *counts = work(a, a->category.count * columns, sizeof *counts);

    if (counts == NULL)
        return;
    for (size_t i = 0; i < a->of->days.count; i++)
        counts[a->category.codes[i] * columns + a->org.codes[i]]++;
    for (size_t r = 0; r < a->category.count; r++)
        complaint__write_text(&a->writer, list, NULL, a->category.texts[r]);
    list = complaint__write_list(&a->writer, table, "cols");
    for (size_t c = 0; c < columns; c++)
        complaint__write_text(&a->writer, list, NULL, a->org.texts[c]);
    list = complaint__write_list(&a->writer, table, "n");
    for (size_t r = 0; r < a->category.count; r++) {
        complaint_facts *row = complaint__write_list(&a->writer, list, NULL);

        for (size_t c = 0; c < columns; c++)
            complaint__write_count(&a->writer, row, NULL,
                                   counts[r * columns + c]);
    }
}

/* The path itself and every path above it ("hq/east/b1": "hq", "hq/east"). */
static size_t prefixes(answer *a, const char *path, const char **out)
{
    size_t count = 0;

    for (const char *p = strchr(path, '/'); p; p = strchr(p + 1, '/')) {
        if (p > path && out != NULL)
            out[count] = complaint__arena_bytes(a->request->arena, path,
                                                (size_t)(p - path));
        if (p > path && out != NULL && out[count] == NULL &&
            a->writer.status == COMPLAINT_OK)
            a->writer.status = complaint__request_memory(a->request);
        count += p > path;
    }
    if (out != NULL)
        out[count] = path;
    return count + 1;
}

static void write_rollup(answer *a)
{
    complaint_facts *map =
        complaint__write_map(&a->writer, a->result, "rollup");
    size_t count = 0, used = 0;
    int64_t *own = work(a, a->org.count, sizeof *own), *total;
    const char **paths;
    complaint__texts_set set;

    for (size_t i = 0; i < a->org.count; i++)
        count += prefixes(a, a->org.texts[i], NULL);
    paths = work(a, count, sizeof *paths);
    if (own == NULL || paths == NULL)
        return;
    for (size_t i = 0; i < a->of->days.count; i++)
        own[a->org.codes[i]]++;
    for (size_t i = 0; i < a->org.count; i++)
        used += prefixes(a, a->org.texts[i], paths + used);
    if (a->writer.status == COMPLAINT_OK &&
        !complaint__texts_encode(a->request->arena, paths, used, &set))
        a->writer.status = complaint__request_memory(a->request);
    if (a->writer.status != COMPLAINT_OK ||
        (total = work(a, set.count, sizeof *total)) == NULL)
        return;
    used = 0;
    for (size_t i = 0; i < a->org.count; i++)
        for (size_t n = prefixes(a, a->org.texts[i], NULL); n > 0; n--)
            total[set.codes[used++]] += own[i];
    for (size_t i = 0; i < set.count; i++) {
        size_t code = complaint__texts_find(&a->org, set.texts[i]);
        complaint_facts *node;

        if (set.texts[i][0] == '\0') /* unit not known: in no branch */
            continue;
        node = complaint__write_map(&a->writer, map, set.texts[i]);
        complaint__write_count(&a->writer, node, "own",
                               code < a->org.count ? own[code] : 0);
        complaint__write_count(&a->writer, node, "total", total[i]);
    }
}

static void write_backlog(answer *a, complaint_facts *map, int64_t day)
{
    char key[32];

    snprintf(key, sizeof key, "%" PRId64, day);
    complaint__write_count(&a->writer, map, key,
                           complaint__backlog(&a->of->days, day));
}

static void write_limits(answer *a, complaint_facts *map, int64_t day)
{
    complaint__limits_kept kept = complaint__limits_on(&a->of->days, day);
    complaint_facts *node;
    char key[32];

    snprintf(key, sizeof key, "%" PRId64, day);
    node = complaint__write_map(&a->writer, map, key);
    complaint__write_count(&a->writer, node, "met", kept.met);
    complaint__write_count(&a->writer, node, "late", kept.late);
    complaint__write_count(&a->writer, node, "overdue_open", kept.overdue_open);
    complaint__write_count(&a->writer, node, "not_yet_due", kept.not_yet_due);
    if (kept.without > 0)
        complaint__write_count(&a->writer, node, "no_limit", kept.without);
    complaint__write_number(&a->writer, node, "compliance",
                            complaint__compliance(&kept, false));
    complaint__write_number(&a->writer, node, "compliance_closed_only",
                            complaint__compliance(&kept, true));
}

/* At every `step`-th month's end; the last is the as-of day. */
static void write_at_ends(answer *a, const char *key, int64_t step,
                          void (*write)(answer *a, complaint_facts *map,
                                        int64_t day))
{
    complaint_facts *map = complaint__write_map(&a->writer, a->result, key);
    int64_t span = a->of->month_len * step;

    for (int64_t day = span - 1; day < a->of->asof; day += span)
        write(a, map, day);
    write(a, map, a->of->asof);
}

static void write_closed_days(answer *a)
{
    double *days = work(a, a->of->days.count, sizeof *days);
    size_t n = days != NULL
                   ? complaint__closed_days(&a->of->days, a->of->asof, days)
                   : 0;
    complaint_facts *map;

    if (n == 0) {
        complaint__write_text(&a->writer, a->result, "closed_days", NULL);
        return;
    }
    complaint__sort_numbers(days, n);
    map = complaint__write_map(&a->writer, a->result, "closed_days");
    complaint__write_count(&a->writer, map, "n", (int64_t)n);
    complaint__write_number(&a->writer, map, "mean", complaint__mean(days, n));
    complaint__write_number(&a->writer, map, "p50",
                            complaint__quantile(days, n, 0.50, 7));
    complaint__write_number(&a->writer, map, "p90",
                            complaint__quantile(days, n, 0.90, 7));
    complaint__write_number(&a->writer, map, "p95",
                            complaint__quantile(days, n, 0.95, 7));
}

/* Complaints whose customer is not known can repeat nothing: left out. */
static void write_repeats(answer *a, const char *key,
                          const complaint__texts_set *customer, bool category)
{
    size_t rows = a->of->days.count, count = 0;
    complaint__occasion *occasions = work(a, rows, sizeof *occasions);
    bool *repeats = work(a, rows, sizeof *repeats);
    complaint_facts *map = complaint__write_map(&a->writer, a->result, key);
    complaint_facts *list =
        complaint__write_list(&a->writer, map, "repeat_ids");
    complaint__repeats found;

    if (occasions == NULL || repeats == NULL)
        return;
    for (size_t r = 0; r < rows; r++) {
        size_t i = a->of->by_id[r];
        size_t entity = customer->codes[i];

        if (a->of->customer[i] == NULL)
            continue;
        if (category)
            entity = entity * a->category.count + a->category.codes[i];
        occasions[count++] =
            (complaint__occasion){(int64_t)entity, a->of->day[i], r, false};
    }
    found = complaint__find_repeats(occasions, count, REPEAT_WINDOW);
    for (size_t o = 0; o < count; o++)
        repeats[occasions[o].position] = occasions[o].repeat;
    for (size_t r = 0; r < rows; r++)
        if (repeats[r])
            complaint__write_copy(&a->writer, list, NULL,
                                  a->of->id[a->of->by_id[r]]);
    complaint__write_number(&a->writer, map, "repeat_rate",
                            count > 0 ? (double)found.repeats / (double)count
                                      : NAN);
    complaint__write_count(&a->writer, map, "entities",
                           (int64_t)found.entities);
    complaint__write_count(&a->writer, map, "entities_repeat",
                           (int64_t)found.entities_repeat);
}

int complaint__compute_aggregation(const complaint__request *request,
                                   complaint_facts *result)
{
    complaints of;
    complaint__texts_set customer;
    answer a = {request,         COMPLAINT__WRITER(request->error),
                result,          &of,
                {NULL, 0, NULL}, {NULL, 0, NULL}};
    int status = read_complaints(request, &of);
    size_t count;

    if (status != COMPLAINT_OK)
        return status;
    count = of.days.count;
    if (!complaint__texts_encode(request->arena, of.category, count,
                                 &a.category) ||
        !complaint__texts_encode(request->arena, of.org, count, &a.org) ||
        !complaint__texts_encode(request->arena, of.customer, count, &customer))
        return complaint__request_memory(request);
    write_categories(&a);
    write_months(&a);
    if (count > 0) { /* of nothing there is no table and no tree */
        write_crosstab(&a);
        write_rollup(&a);
    }
    write_at_ends(&a, "backlog", 1, write_backlog);
    write_closed_days(&a);
    write_at_ends(&a, "sla", 2, write_limits);
    write_repeats(&a, "repeat_customer_30d", &customer, false);
    write_repeats(&a, "repeat_customer_category_30d", &customer, true);
    return a.writer.status;
}
