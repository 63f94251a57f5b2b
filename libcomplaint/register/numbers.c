/* The counters of printed numbers examined: see numbers.h. */
#include "register/numbers.h"

#include "base/failure.h"

#include <stdio.h>
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

/* A counter whose name was damaged may have no place for the number. */
static bool has_place(const complaint__counter *of)
{
    return of->size - of->before >= sizeof PLACE - 1;
}

/* What follows the number. */
static const char *after_place(const complaint__counter *of)
{
    return of->name + of->before + (has_place(of) ? sizeof PLACE - 1 : 0);
}

/* Which of the counter's a number is; 0 for none. */
static int64_t place_of(const complaint__counter *of, const char *number,
                        size_t size)
{
    size_t place = sizeof PLACE - 1;
    size_t after = of->size - of->before; /* of the place and what follows */
    int64_t value = 0;
    size_t end;

    if (!has_place(of) || size <= of->before + after - place ||
        memcmp(number, of->name, of->before) != 0)
        return 0;
    end = size - (after - place);
    if (end - of->before >= WIDTH_MAX - 1 ||
        memcmp(number + end, of->name + of->before + place, after - place) != 0)
        return 0;
    for (size_t i = of->before; i < end; i++) {
        if (number[i] < '0' || number[i] > '9')
            return 0;
        value = value * 10 + (number[i] - '0');
    }
    return value <= of->number ? value : 0;
}

bool complaint__counters_gave(complaint__counters *counters, const char *number,
                              size_t size)
{
    if (counters->count > 0 &&
        place_of(&counters->of[counters->last], number, size) > 0)
        return true;
    for (size_t i = 0; i < counters->count; i++)
        if (place_of(&counters->of[i], number, size) > 0) {
            counters->last = i;
            return true;
        }
    return false;
}

/* ---- cases by their numbers ---- */

static int find_text(complaint_register *self, const char *number,
                     char id[COMPLAINT__ID_SIZE], bool *found,
                     complaint_error **error)
{
    complaint_value equal = complaint__value_text(number);
    complaint_scan scan = {.relation = &complaint__relation_case,
                           .equal = &equal,
                           .equal_count = 1,
                           .limit = 1};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    scan.index = complaint__relation_index_find(scan.relation, "number");
    status = complaint__store_scan(self->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    status = complaint__scan_next(rows, &row, error);
    *found = status == COMPLAINT_OK && row != NULL;
    if (*found)
        complaint__id_of(&row[complaint__case_id], id);
    complaint__scan_close(rows);
    return status;
}

/* Is there a case with the number, padded to one of these widths? */
static int find_number(complaint_register *self, const complaint__counter *of,
                       int64_t number, int shortest, int longest,
                       char id[COMPLAINT__ID_SIZE], bool *found,
                       complaint_error **error)
{
    complaint__buffer text = COMPLAINT__BUFFER(self->context);
    size_t before = 0;
    int status = COMPLAINT_OK;

    *found = false;
    for (int width = shortest;
         status == COMPLAINT_OK && !*found && width <= longest; width++) {
        complaint__buffer_clear(&text);
        complaint__buffer_append(&text, of->name, of->before);
        complaint__buffer_format(&text, "%0*lld%s", width, (long long)number,
                                 after_place(of));
        if (text.failed)
            status = complaint__fail_memory(error);
        if (status != COMPLAINT_OK || text.size == before)
            continue;
        before = text.size;
        status = find_text(self, text.bytes, id, found, error);
    }
    complaint__buffer_free(&text);
    return status;
}

/* ---- numbers of no case ---- */

/* Numbers of a counter that are remembered: 32 MiB of bits. A counter that is
 * damaged may say anything. */
#define SEEN_MAX (INT64_C(1) << 28)
/* Runs of missing numbers that are told of a counter. */
#define RUNS_TOLD 1000
/* Missing numbers that are looked for in vain, at most. */
#define LOOKED_UP 100000

typedef struct seeker {
    complaint_register *owner;
    complaint__given *given;
    complaint__lost *lost;
    void *data;
    int64_t left; /* that may still be looked for in vain */
    complaint_error **error;
} seeker;

int complaint__given_open(complaint_register *self, complaint__given *given,
                          complaint_error **error)
{
    int status = COMPLAINT_OK;

    memset(&given->counters, 0, sizeof given->counters);
    given->counters.context = self->context;
    given->seen = NULL;
    given->shortest = WIDTH_MAX;
    given->longest = 0;
    given->nameless = 0;
    /* Numbers that a backend hands out itself are lost with what failed. */
    if (!complaint__store_counts(self->store))
        return COMPLAINT_OK;
    status = complaint__counters_load(self, &given->counters, error);
    if (status != COMPLAINT_OK || given->counters.count == 0)
        return status;
    given->seen = complaint__alloc_array(self->context, given->counters.count,
                                         sizeof *given->seen);
    if (given->seen == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < given->counters.count; i++) {
        int64_t number = given->counters.of[i].number;

        if (number < 1 || number > SEEN_MAX)
            continue;
        given->seen[i] = complaint__alloc_array(
            self->context, (size_t)number / 64 + 1, sizeof **given->seen);
        if (given->seen[i] == NULL)
            return complaint__fail_memory(error);
    }
    return COMPLAINT_OK;
}

void complaint__given_close(complaint__given *given)
{
    for (size_t i = 0; given->seen != NULL && i < given->counters.count; i++)
        complaint__free(given->counters.context, given->seen[i]);
    complaint__free(given->counters.context, given->seen);
    complaint__counters_free(&given->counters);
    given->seen = NULL;
}

static void see_width(complaint__given *given, int width)
{
    int was = given->shortest;

    while (width < was &&
           !atomic_compare_exchange_weak(&given->shortest, &was, width))
        ;
    was = given->longest;
    while (width > was &&
           !atomic_compare_exchange_weak(&given->longest, &was, width))
        ;
}

/* A number that several counters can have given is missed by none. */
void complaint__given_see(complaint__given *given, const char *number,
                          size_t size)
{
    for (size_t i = 0;
         number != NULL && given->seen != NULL && i < given->counters.count;
         i++) {
        int64_t place = place_of(&given->counters.of[i], number, size);

        if (place > 0 && given->seen[i] != NULL) {
            given->seen[i][place / 64] |= UINT64_C(1) << place % 64;
            see_width(given, (int)(size - (given->counters.of[i].size -
                                           (sizeof PLACE - 1))));
        }
    }
}

static bool is_seen(const complaint__given *given, size_t which, int64_t number)
{
    return (given->seen[which][number / 64] >> number % 64 & 1) != 0;
}

bool complaint__given_saw(const complaint__given *given, const char *number,
                          size_t size)
{
    for (size_t i = 0;
         number != NULL && given->seen != NULL && i < given->counters.count;
         i++) {
        int64_t place = place_of(&given->counters.of[i], number, size);

        if (place > 0 && given->seen[i] != NULL && !is_seen(given, i, place))
            return false;
    }
    return true;
}

static int tell_run(const complaint__counter *of, int64_t first, int64_t last,
                    complaint__problem *problem, void *data)
{
    const char *after = after_place(of);
    char key[512];
    complaint__found found = {
        .relation = "series",
        .key = key,
        .columns = "number",
        .what = "no case has this number, which the counter gave"};
    int used = snprintf(key, sizeof key, "%.*s%lld%s", (int)of->before,
                        of->name, (long long)first, after);

    if (last > first && used > 0 && (size_t)used < sizeof key)
        (void)snprintf(key + used, sizeof key - (size_t)used, "..%.*s%lld%s",
                       (int)of->before, of->name, (long long)last, after);
    return problem(data, &found);
}

static int64_t count_missing(const complaint__given *given, size_t which)
{
    int64_t missing = 0;

    for (int64_t i = 1; i <= given->counters.of[which].number; i++)
        missing += !is_seen(given, which, i);
    return missing;
}

static int tell_missing(const complaint__given *given, size_t which,
                        complaint__problem *problem, void *data)
{
    int64_t last = given->counters.of[which].number;
    int status = COMPLAINT_OK;
    int told = 0;

    for (int64_t i = 1; status == COMPLAINT_OK && i <= last && told < RUNS_TOLD;
         i++) {
        int64_t first = i;

        while (i <= last && !is_seen(given, which, i))
            i++;
        if (i > first) {
            status = tell_run(&given->counters.of[which], first, i - 1, problem,
                              data);
            told++;
        }
    }
    return status;
}

/* Of a missing number: the row of its case may be there. */
static int look_up(seeker *s, size_t which, int64_t number)
{
    complaint__given *given = s->given;
    int shortest = given->longest > 0 ? given->shortest : 1;
    int longest = given->longest > 0 ? given->longest : WIDTH_MAX - 1;
    char id[COMPLAINT__ID_SIZE];
    complaint_error *local = NULL;
    bool lost = false;
    bool named = false;
    bool found;
    int status = find_number(s->owner, &given->counters.of[which], number,
                             shortest, longest, id, &found, &local);

    if (status == COMPLAINT_CORRUPT) {
        complaint_error_free(local);
        return COMPLAINT_OK;
    }
    if (status != COMPLAINT_OK)
        complaint__error_give(s->error, local);
    if (status == COMPLAINT_OK && found && id[0] != '\0')
        status = s->lost(s->data, id, &lost, &named);
    if (lost)
        given->seen[which][number / 64] |= UINT64_C(1) << number % 64;
    else
        s->left--;
    if (lost && named)
        given->nameless--;
    return status;
}

static int look_up_all(seeker *s, size_t which)
{
    int64_t last = s->given->counters.of[which].number;
    int status = COMPLAINT_OK;

    for (int64_t i = 1; status == COMPLAINT_OK && i <= last && s->left > 0; i++)
        if (!is_seen(s->given, which, i))
            status = look_up(s, which, i);
    return status;
}

int complaint__given_end(complaint_register *self, complaint__given *given,
                         complaint__lost *lost, complaint__problem *problem,
                         void *data, complaint_error **error)
{
    seeker s = {self, given, lost, data, LOOKED_UP, error};
    int64_t missing = 0;
    int status = COMPLAINT_OK;

    if (given->seen == NULL)
        return COMPLAINT_OK;
    for (size_t i = 0; status == COMPLAINT_OK && i < given->counters.count; i++)
        if (given->seen[i] != NULL)
            status = look_up_all(&s, i);
    for (size_t i = 0; i < given->counters.count; i++)
        if (given->seen[i] != NULL)
            missing += count_missing(given, i);
    /* They are those of cases that were told, the last among them. */
    if (status != COMPLAINT_OK || missing <= given->nameless)
        return status;
    for (size_t i = 0; status == COMPLAINT_OK && i < given->counters.count; i++)
        if (given->seen[i] != NULL)
            status = tell_missing(given, i, problem, data);
    return status;
}

/* Is every number of every counter remembered? */
static bool is_whole(const complaint__given *given)
{
    bool whole = given->seen != NULL;

    for (size_t i = 0; whole && i < given->counters.count; i++)
        whole = given->seen[i] != NULL || given->counters.of[i].number == 0;
    return whole;
}

int complaint__given_walk(complaint_register *self,
                          const complaint__given *given, complaint__lost *lost,
                          void *data, complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_case};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status;

    if (is_whole(given))
        return COMPLAINT_OK;
    scan.index = complaint__relation_index_find(scan.relation, "number");
    status = complaint__store_scan(self->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        char id[COMPLAINT__ID_SIZE];
        bool is_lost;
        bool named;

        status = complaint__scan_next(rows, &row, error);
        if (status != COMPLAINT_OK || row == NULL)
            break;
        complaint__id_of(&row[complaint__case_id], id);
        if (id[0] != '\0')
            status = lost(data, id, &is_lost, &named);
    } while (status == COMPLAINT_OK);
    complaint__scan_close(rows);
    return status;
}

/* ---- the counters themselves ---- */

static int examine(complaint_register *self, const complaint__counter *of,
                   complaint__problem *problem, void *data,
                   complaint_error **error)
{
    complaint__found what = {
        .relation = "series", .key = of->name, .columns = "number"};
    char id[COMPLAINT__ID_SIZE];
    bool last = true;
    bool next = false;
    int status = COMPLAINT_OK;

    if (of->before == of->size) {
        what.columns = "name";
        what.what = "the counter has no place for a number";
        return problem(data, &what);
    }
    if (of->number != 0 && complaint__store_counts(self->store))
        status = find_number(self, of, of->number, 1, WIDTH_MAX - 1, id, &last,
                             error);
    if (status == COMPLAINT_OK && of->number < INT64_MAX)
        status = find_number(self, of, of->number + 1, 1, WIDTH_MAX - 1, id,
                             &next, error);
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
