/* complaint_simulate(): options, arrivals, batches, the result. The world is
 * in world.c, a single complaint in course.c. */
#include <complaint/exchange.h>
#include <complaint/limits.h>

#include "base/context.h"
#include "base/failure.h"
#include "exchange/course.h"
#include "exchange/definitions.h"

#include <stdlib.h>
#include <string.h>

#define CASES_MAX 10000000
#define MONTHS_MAX 600
#define BATCH 500
#define CALENDAR "cn"
#define CATALOG "general"
#define ORGANISATION "chain-store"

/* Procedure of plain simulations: received, closed. */
static const char plain_procedure[] =
    "kind: procedure\n"
    "format: 1\n"
    "name: plain\n"
    "version: \"1\"\n"
    "title: {en: \"Filing and closing\", zh-CN: \"受理与关闭\"}\n"
    "languages: [en, zh-CN]\n"
    "source: \"For measurements; quotes no rule\"\n"
    "calendar: cn\n"
    "start: received\n"
    "states:\n"
    "  - name: received\n"
    "    title: {en: \"Received\", zh-CN: \"已接收\"}\n"
    "  - name: closed\n"
    "    title: {en: \"Closed\", zh-CN: \"已关闭\"}\n"
    "    final: true\n"
    "transitions:\n"
    "  - name: close\n"
    "    title: {en: \"Close\", zh-CN: \"关闭\"}\n"
    "    from: [received]\n"
    "    to: closed\n"
    "    marks: [responded, closed]\n"
    "clocks:\n"
    "  - name: close\n"
    "    title: {en: \"Close\", zh-CN: \"关闭时限\"}\n"
    "    principal: true\n"
    "    amount: 10\n"
    "    unit: working_days\n"
    "    from: {time: received}\n"
    "    stop: [close]\n"
    "    pausable: false\n"
    "    citation: \"For measurements; quotes no rule\"\n";

typedef struct settings {
    int64_t seed;
    int64_t cases;
    int64_t months;
    complaint_time until;
    const char *procedure;
    bool plain;
} settings;

/* ---- options ---- */

static int fail_option(complaint_context *context, complaint_error **error,
                       int status, const char *name, const char *what)
{
    return complaint__fail(context, error, status, "simulate.option", name,
                           "%s: %s", name,
                           complaint__context_translate(context, what));
}

static int read_option(complaint_context *context, settings *s, const char *key,
                       const complaint_facts *value, complaint_error **error)
{
    int type = complaint_facts_type(value);
    bool number = type == COMPLAINT_FACTS_INTEGER;

    if (type == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    if (strcmp(key, "seed") == 0 && number)
        s->seed = complaint_facts_integer(value, 0);
    else if (strcmp(key, "cases") == 0 && number)
        s->cases = complaint_facts_integer(value, 0);
    else if (strcmp(key, "months") == 0 && number)
        s->months = complaint_facts_integer(value, 0);
    else if (strcmp(key, "until") == 0 &&
             complaint_facts_time(value) != COMPLAINT_TIME_NONE)
        s->until = complaint_facts_time(value);
    else if (strcmp(key, "procedure") == 0 && type == COMPLAINT_FACTS_TEXT)
        s->procedure = complaint_facts_text(value, NULL);
    else if (strcmp(key, "plain") == 0 && type == COMPLAINT_FACTS_BOOLEAN)
        s->plain = complaint_facts_integer(value, 0) != 0;
    else
        return fail_option(context, error, COMPLAINT_INVALID, key,
                           "an unknown option, or of another type");
    return COMPLAINT_OK;
}

static int read_options(complaint_context *context, settings *s,
                        const complaint_facts *options, complaint_error **error)
{
    int status = COMPLAINT_OK;

    *s = (settings){1, 2000, 24, COMPLAINT_TIME_NONE, "iso10002", false};
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(options); i++)
        status = read_option(context, s, complaint_facts_key(options, i),
                             complaint_facts_at(options, i), error);
    if (status != COMPLAINT_OK)
        return status;
    if (s->cases < 0 || s->months < 1)
        return fail_option(context, error, COMPLAINT_INVALID,
                           s->cases < 0 ? "cases" : "months", "too few");
    if (s->cases > CASES_MAX)
        return complaint__fail_limit(context, error, "cases", CASES_MAX);
    if (s->months > MONTHS_MAX)
        return complaint__fail_limit(context, error, "months", MONTHS_MAX);
    if (s->until == COMPLAINT_TIME_NONE)
        return fail_option(context, error, COMPLAINT_INVALID, "until",
                           "required: the end of the simulated span");
    if (s->until > complaint_context_now(context))
        return fail_option(context, error, COMPLAINT_INVALID, "until",
                           "in the future");
    return COMPLAINT_OK;
}

/* ---- definitions ---- */

static int load_procedure(complaint__world *w, const settings *s,
                          complaint__definitions *definitions,
                          complaint_error **error)
{
    int status;

    if (!s->plain)
        return complaint__definitions_take(w->self, definitions, "procedure",
                                           s->procedure, error);
    status = complaint_definition_parse(
        w->context, plain_procedure, sizeof plain_procedure - 1, "plain",
        &definitions->all[definitions->count], error);
    definitions->count += status == COMPLAINT_OK;
    return status;
}

/* The calendar of simulations, where there is none of its name. */
static int load_calendar(complaint__world *w,
                         complaint__definitions *definitions,
                         complaint_error **error)
{
    const complaint_calendar *calendar;
    complaint_error *ignored = NULL;
    int status =
        complaint__register_calendar(w->self, CALENDAR, &calendar, &ignored);

    complaint_error_free(ignored);
    if (status == COMPLAINT_OK)
        return status;
    return complaint__definitions_add(w->context, definitions, "calendar",
                                      CALENDAR, error);
}

static int install_once(complaint__world *w,
                        const complaint__definitions *definitions,
                        complaint_error **error)
{
    int status = complaint_register_begin(w->self, error);

    if (status != COMPLAINT_OK)
        return status;
    status =
        complaint__definitions_install(w->self, w->actor, definitions, error);
    if (status == COMPLAINT_OK)
        return complaint_register_commit(w->self, error);
    (void)!complaint_register_rollback(w->self, NULL);
    return status;
}

/* Installs what is missing; what is installed under a name is used. The
 * catalog is the first, the organisation the second. */
static int install(complaint__world *w, const settings *s,
                   complaint__definitions *definitions, complaint_error **error)
{
    int attempt = 0;
    int status = complaint__definitions_take(w->self, definitions, "catalog",
                                             CATALOG, error);

    if (status == COMPLAINT_OK)
        status = complaint__definitions_take(
            w->self, definitions, "organisation", ORGANISATION, error);
    if (status == COMPLAINT_OK)
        status = load_calendar(w, definitions, error);
    if (status == COMPLAINT_OK)
        status = load_procedure(w, s, definitions, error);
    if (status != COMPLAINT_OK)
        return status;
    do
        status = install_once(w, definitions, error);
    while (complaint__register_again(w->self, status, &attempt, error));
    return status;
}

static int find_definitions(complaint__world *w, const settings *s,
                            complaint_error **error)
{
    const char *calendar;
    int status;

    w->procedure_name = s->plain ? "plain" : s->procedure;
    status = complaint__register_procedure(w->self, w->procedure_name,
                                           &w->procedure, error);
    if (status != COMPLAINT_OK)
        return status;
    calendar = complaint__procedure_calendar(w->procedure);
    status = complaint__register_calendar(
        w->self, calendar != NULL ? calendar : CALENDAR, &w->calendar, error);
    if (status == COMPLAINT_OK)
        w->offset = complaint_calendar_offset(w->calendar, s->until);
    return status;
}

/* The steps of iso10002 as it is bundled are known by heart; anything else is
 * followed as it is written. */
static int describe_procedure(complaint__world *w, complaint_error **error)
{
    complaint_procedure *bundled = NULL;
    int status;

    if (!w->plain && strcmp(w->procedure_name, "iso10002") == 0) {
        status = complaint_procedure_bundled(w->context, w->procedure_name,
                                             &bundled, error);
        if (status != COMPLAINT_OK)
            return status;
        w->by_heart = strcmp(complaint_procedure_digest(bundled),
                             complaint_procedure_digest(w->procedure)) == 0;
        complaint_procedure_free(bundled);
    }
    if (w->plain || w->by_heart)
        return COMPLAINT_OK;
    return complaint_procedure_describe(w->procedure, &w->described, error);
}

static complaint_day months_before(complaint_day day, int64_t count)
{
    return day - (count * 146097 + 2400) / 4800; /* of 30.436875 days */
}

/* ---- arrivals ---- */

static int by_time(const void *a, const void *b)
{
    const complaint_time *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* How many complaints arrive on each day: independent draws. */
static int64_t *draw_counts(const complaint__world *w)
{
    size_t days = (size_t)(w->last - w->first + 1);
    int64_t *counts = complaint__alloc_array(w->context, days, sizeof *counts);
    complaint__random random;

    complaint__random_seed(&random, w->seed, UINT64_MAX - 1);
    for (int64_t i = 0; counts != NULL && i < w->cases; i++)
        counts[complaint__random_pick(&random, w->days, days)]++;
    return counts;
}

/* Times of day: between 8 and 22, most about noon. */
static void draw_times(const complaint__world *w, complaint_day day,
                       complaint_time *times, int64_t count)
{
    complaint__random random;

    complaint__random_seed(&random, w->seed ^ UINT64_C(0x5DEECE66D),
                           (uint64_t)day);
    for (int64_t i = 0; i < count; i++) {
        double hour = 8 + 7 * (complaint__random_unit(&random) +
                               complaint__random_unit(&random));

        times[i] = day * COMPLAINT_DAY - w->offset * COMPLAINT_SECOND +
                   (complaint_time)(hour * 3600) * COMPLAINT_SECOND;
        if (times[i] > w->until)
            times[i] = w->until;
    }
    if (count > 0)
        qsort(times, (size_t)count, sizeof *times, by_time);
}

typedef struct progress {
    complaint__world *world;
    complaint__buffer scratch;
    int64_t done;
    int64_t entries;
    /* What comes next, for one transaction. */
    size_t count;
    complaint_time received[BATCH];
    double bad_share[BATCH];
} progress;

static int run_batch_once(progress *p, int64_t *entries,
                          complaint_error **error)
{
    complaint__world *w = p->world;
    int status = complaint_register_begin(w->self, error);

    if (status != COMPLAINT_OK)
        return status;
    *entries = 0;
    for (size_t i = 0; status == COMPLAINT_OK && i < p->count; i++) {
        uint64_t index = (uint64_t)p->done + i;
        complaint__random random;

        complaint__random_seed(&random, ~w->seed, index);
        status = complaint__course_run(
            w, index, p->received[i],
            complaint__random_chance(&random, p->bad_share[i]), &p->scratch,
            entries, error);
    }
    if (status == COMPLAINT_OK)
        return complaint_register_commit(w->self, error);
    (void)!complaint_register_rollback(w->self, NULL);
    return status;
}

/* Each draws by its number: what is made again is the same. */
static int run_batch(progress *p, complaint_error **error)
{
    int64_t entries = 0;
    int attempt = 0;
    int status;

    do
        status = run_batch_once(p, &entries, error);
    while (complaint__register_again(p->world->self, status, &attempt, error));
    p->entries += entries;
    p->done += (int64_t)p->count;
    p->count = 0;
    return status;
}

static int run_one(progress *p, complaint_time received, double bad_share,
                   complaint_error **error)
{
    p->received[p->count] = received;
    p->bad_share[p->count++] = bad_share;
    return p->count == BATCH || p->done + (int64_t)p->count == p->world->cases
               ? run_batch(p, error)
               : COMPLAINT_OK;
}

static int run_all(progress *p, complaint_error **error)
{
    complaint__world *w = p->world;
    int64_t *counts = draw_counts(w);
    int status = counts == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;

    for (complaint_day day = w->first; status == COMPLAINT_OK && day <= w->last;
         day++) {
        size_t index = (size_t)(day - w->first);
        complaint_time *times = complaint__alloc_array(
            w->context, (size_t)counts[index] + 1, sizeof *times);

        if (times == NULL) {
            status = complaint__fail_memory(error);
            break;
        }
        draw_times(w, day, times, counts[index]);
        for (int64_t i = 0; status == COMPLAINT_OK && i < counts[index]; i++)
            status = run_one(p, times[i], w->bad_days[index], error);
        complaint__free(w->context, times);
    }
    complaint__free(w->context, counts);
    return status;
}

/* ---- the result ---- */

static int make_result(const progress *p, complaint_facts **out,
                       complaint_error **error)
{
    const complaint__world *w = p->world;
    complaint_facts *result = NULL;
    complaint_time from =
        w->first * COMPLAINT_DAY - w->offset * COMPLAINT_SECOND;
    int status = complaint_facts_new(w->context, &result, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_boolean(result, "simulated", true, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(result, "cases", p->done, error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(result, "entries", p->entries, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(result, "seed", (int64_t)w->seed,
                                             error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_time(result, "from", from, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_time(result, "until", w->until, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(result, "procedure",
                                          w->procedure_name, error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_text(result, "bad_batch", w->bad_batch, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            result, "slow_unit",
            w->lists[COMPLAINT__WORLD_UNIT].codes[w->slow_unit]->code, error);
    if (status == COMPLAINT_OK)
        *out = result;
    else
        complaint_facts_free(result);
    return status;
}

static int prepare(complaint__world *w, const settings *s,
                   complaint__definitions *definitions, complaint_error **error)
{
    int status =
        complaint_actor_new(w->context, "simulation", NULL, &w->actor, error);

    if (status == COMPLAINT_OK)
        status = complaint_actor_add_role(w->actor, "*", error);
    if (status == COMPLAINT_OK)
        status = install(w, s, definitions, error);
    if (status == COMPLAINT_OK)
        status = find_definitions(w, s, error);
    w->plain = s->plain;
    if (status == COMPLAINT_OK)
        status = describe_procedure(w, error);
    if (status != COMPLAINT_OK)
        return status;
    w->seed = (uint64_t)s->seed;
    w->cases = s->cases;
    w->until = s->until;
    w->last = complaint_day_of_time(s->until, w->offset);
    w->first = months_before(w->last, s->months) + 1;
    return complaint__world_make(
        w, complaint_definition_text(definitions->all[0]),
        complaint_definition_text(definitions->all[1]), error);
}

int complaint_simulate(complaint_register *self, const complaint_facts *options,
                       complaint_facts **out, complaint_error **error)
{
    complaint__world world = {.self = self};
    complaint__definitions definitions = {.count = 0};
    progress p = {.world = &world};
    settings s;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    world.context = complaint__register_context(self);
    p.scratch = (complaint__buffer)COMPLAINT__BUFFER(world.context);
    status = read_options(world.context, &s, options, error);
    if (status == COMPLAINT_OK)
        status = prepare(&world, &s, &definitions, error);
    if (status == COMPLAINT_OK)
        status = run_all(&p, error);
    if (status == COMPLAINT_OK && out != NULL)
        status = make_result(&p, out, error);
    complaint__buffer_free(&p.scratch);
    complaint__world_clear(&world);
    complaint__definitions_clear(&definitions);
    return status;
}
