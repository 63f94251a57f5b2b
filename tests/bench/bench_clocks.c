/* What evaluating all clocks of a case costs: every bundled procedure, with
 * journals of up to twelve and up to thirty entries, random walks through it.
 * Prints nanoseconds of the best round.
 *
 *     bench_clocks [ROUNDS] */
#include <complaint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "procedure/procedure.h"

#define EVENTS 30
#define CASES 200

typedef struct journal {
    complaint__event events[EVENTS];
    size_t count;
    complaint_time now;
} journal;

static complaint_context *context;
static complaint_calendar *cn;
static journal journals[CASES];

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void die(const char *what)
{
    fprintf(stderr, "bench_clocks: %s\n", what);
    exit(1);
}

static uint64_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static const char *text(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), "");
}

static bool leaves(const complaint_facts *way, const char *state)
{
    const complaint_facts *from = complaint_facts_get(way, "from");

    for (size_t i = 0; i < complaint_facts_size(from); i++)
        if (strcmp(complaint_facts_text(complaint_facts_at(from, i), ""),
                   state) == 0)
            return true;
    return false;
}

/* A random way on, as an event; false where there is none. */
static bool step(uint64_t *state, const complaint_facts *ways,
                 const complaint_procedure *procedure, const char *at,
                 complaint__event *event)
{
    size_t count = complaint_facts_size(ways);
    size_t start = next(state) % count;

    for (size_t i = 0; i < count; i++) {
        const complaint_facts *way =
            complaint_facts_at(ways, (start + i) % count);
        const complaint__transition *transition;

        if (!leaves(way, at))
            continue;
        transition =
            complaint__procedure_transition(procedure, text(way, "name"));
        event->kind = "perform";
        event->action = transition->name;
        event->state = transition->to;
        event->marks = transition->marks;
        return true;
    }
    return false;
}

static void make_journal(uint64_t *state, const complaint_facts *tree,
                         const complaint_procedure *procedure, size_t most,
                         journal *j)
{
    complaint_time at = INT64_C(1546300800) * COMPLAINT_SECOND;
    const char *where = complaint__procedure_start(procedure);
    size_t wanted = 1 + next(state) % most;

    memset(j, 0, sizeof(*j));
    at += (complaint_time)(next(state) % 50000000) * COMPLAINT_SECOND;
    for (j->count = 0; j->count < wanted; j->count++) {
        complaint__event *event = &j->events[j->count];

        event->happened_at = event->recorded_at = at;
        event->occurred_at = event->aware_at = COMPLAINT_TIME_NONE;
        event->received_at = j->count == 0 ? at : COMPLAINT_TIME_NONE;
        event->kind = "file";
        event->state = where;
        if (j->count > 0 &&
            !step(state, complaint_facts_get(tree, "transitions"), procedure,
                  where, event))
            break;
        where = event->state;
        at += (complaint_time)(next(state) % 200000) * COMPLAINT_SECOND;
    }
    j->now = at;
}

static double best(const complaint_procedure *procedure, int rounds)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    double least = 1e9;

    for (int i = 0; i < rounds; i++) {
        double start = seconds();
        double taken;

        for (size_t j = 0; j < CASES; j++)
            if (complaint__clock_evaluate(procedure, cn, journals[j].events,
                                          journals[j].count, journals[j].now,
                                          states, NULL) != COMPLAINT_OK)
                die("evaluate");
        taken = (seconds() - start) / CASES * 1e9;
        least = taken < least ? taken : least;
    }
    return least;
}

/* Nanoseconds a case, and how many entries one has. */
static double evaluate(const complaint_facts *tree,
                       const complaint_procedure *procedure, size_t most,
                       int rounds, double *entries)
{
    uint64_t state = 7;
    size_t events = 0;

    for (size_t i = 0; i < CASES; i++) {
        make_journal(&state, tree, procedure, most, &journals[i]);
        events += journals[i].count;
    }
    *entries = (double)events / CASES;
    return best(procedure, rounds);
}

static double measure(const char *name, int rounds)
{
    complaint_procedure *procedure = NULL;
    complaint_facts *tree = NULL;
    double few = 0, many = 0;
    double taken, longer;

    if (complaint_procedure_bundled(context, name, &procedure, NULL) != 0 ||
        complaint_procedure_describe(procedure, &tree, NULL) != 0)
        die(name);
    taken = evaluate(tree, procedure, 12, rounds, &few);
    longer = evaluate(tree, procedure, EVENTS, rounds, &many);
    printf("%-18s %2zu clocks  %4.1f entries %6.0f ns (goal 2000)   %4.1f "
           "entries %6.0f ns\n",
           name, complaint__procedure_clock_count(procedure), few, taken, many,
           longer);
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    return taken;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 50;
    complaint_procedure *none = NULL;
    complaint_error *names = NULL;
    double most = 0;

    if (complaint_context_new(NULL, &context, NULL) != 0 ||
        complaint_calendar_bundled(context, "cn", &cn, NULL) != 0 ||
        complaint_procedure_bundled(context, "", &none, &names) !=
            COMPLAINT_NOT_FOUND)
        die("cannot begin");
    for (size_t i = 0; i < complaint_error_item_count(names); i++) {
        double taken = measure(complaint_error_item(names, i), rounds);

        most = taken > most ? taken : most;
    }
    printf("the slowest: %.0f ns\n", most);
    complaint_error_free(names);
    complaint_calendar_free(cn);
    complaint_context_free(context);
    return 0;
}
