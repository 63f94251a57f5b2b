/* What evaluating all clocks of a case costs: every bundled procedure, with
 * journals of up to twelve and up to thirty entries, random walks through it,
 * and the longest way from filing to a closed case that enters no state twice.
 * Prints nanoseconds of the best round; of one procedure alone where it is
 * named, to count instructions.
 *
 *     bench_clocks [ROUNDS [NAME]] */
#include "bench/bench.h"

#include <complaint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void perform(const complaint__transition *transition, const char *at,
                    complaint__event *event)
{
    event->kind = "perform";
    event->action = transition->name;
    event->state = transition->to == NULL ? at : transition->to;
    event->marks = transition->marks;
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

        if (!leaves(way, at))
            continue;
        perform(complaint__procedure_transition(procedure, text(way, "name")),
                at, event);
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

/* The longest way on from a state, into the journal that is being made and,
 * where it is longer than any before, into the one that is kept. */
typedef struct search {
    const complaint_procedure *procedure;
    const complaint_facts *ways;
    const char *visited[EVENTS];
    journal made;
    journal longest;
    size_t looked;
} search;

static bool was_visited(const search *s, const char *state)
{
    for (size_t i = 0; i < s->made.count; i++)
        if (strcmp(s->visited[i], state) == 0)
            return true;
    return false;
}

static void look(search *s)
{
    journal *j = &s->made;
    const char *at = j->events[j->count - 1].state;
    const complaint__state *state =
        complaint__procedure_state(s->procedure, at);

    s->visited[j->count - 1] = at;
    j->now = j->events[j->count - 1].happened_at + COMPLAINT_HOUR;
    if (state->final && j->count > s->longest.count)
        s->longest = *j;
    if (state->final || j->count == EVENTS || s->looked++ > 100000)
        return;
    for (size_t i = 0; i < complaint_facts_size(s->ways); i++) {
        const complaint_facts *way = complaint_facts_at(s->ways, i);
        const complaint__transition *transition =
            complaint__procedure_transition(s->procedure, text(way, "name"));
        complaint__event *event = &j->events[j->count];

        if (!leaves(way, at) || transition->to == NULL ||
            was_visited(s, transition->to))
            continue;
        *event = j->events[j->count - 1];
        event->received_at = COMPLAINT_TIME_NONE;
        event->happened_at += COMPLAINT_DAY + COMPLAINT_HOUR;
        event->recorded_at = event->happened_at;
        perform(transition, at, event);
        j->count++;
        look(s);
        j->count--;
    }
}

/* Every journal is the longest way. */
static size_t make_longest(const complaint_facts *tree,
                           const complaint_procedure *procedure)
{
    static search s;
    uint64_t state = 7;

    memset(&s, 0, sizeof s);
    s.procedure = procedure;
    s.ways = complaint_facts_get(tree, "transitions");
    make_journal(&state, tree, procedure, 1, &s.made);
    look(&s);
    for (size_t i = 0; i < CASES; i++)
        journals[i] = s.longest;
    return s.longest.count;
}

static double best(const complaint_procedure *procedure, int rounds)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    double least = 1e9;

    for (int i = 0; i < rounds; i++) {
        double start = bench_seconds();
        double taken;

        for (size_t j = 0; j < CASES; j++)
            if (complaint__clock_evaluate(procedure, cn, journals[j].events,
                                          journals[j].count, journals[j].now,
                                          states, NULL) != COMPLAINT_OK)
                bench_die("evaluate");
        taken = (bench_seconds() - start) / CASES * 1e9;
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
    double taken, longer, whole;
    size_t steps;

    if (complaint_procedure_bundled(context, name, &procedure, NULL) != 0 ||
        complaint_procedure_describe(procedure, &tree, NULL) != 0)
        bench_die(name);
    taken = evaluate(tree, procedure, 12, rounds, &few);
    longer = evaluate(tree, procedure, EVENTS, rounds, &many);
    steps = make_longest(tree, procedure);
    whole = best(procedure, rounds);
    printf("%-16s %2zu clocks  %4.1f entries %5.0f ns  %4.1f entries %5.0f ns  "
           "longest way %2zu entries %5.0f ns\n",
           name, complaint__procedure_clock_count(procedure), few, taken, many,
           longer, steps, whole);
    longer = longer > whole ? longer : whole;
    taken = longer > taken ? longer : taken;
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
        bench_die("cannot begin");
    for (size_t i = 0; i < complaint_error_item_count(names); i++) {
        const char *name = complaint_error_item(names, i);
        double taken =
            argc > 2 && strcmp(argv[2], name) != 0 ? 0 : measure(name, rounds);

        most = taken > most ? taken : most;
    }
    printf("the slowest: %.0f ns (goal 2000)\n", most);
    complaint_error_free(names);
    complaint_calendar_free(cn);
    complaint_context_free(context);
    return 0;
}
