/* Soundness by walking every path of the description, state by state. */
#include "procedure/judge.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define STATES 200

static const char *text(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), "");
}

static bool has(const complaint_facts *list, const char *word)
{
    for (size_t i = 0; i < complaint_facts_size(list); i++)
        if (strcmp(complaint_facts_text(complaint_facts_at(list, i), ""),
                   word) == 0)
            return true;
    return false;
}

static bool is_final(const complaint_facts *state)
{
    const complaint_facts *final = complaint_facts_get(state, "final");

    return complaint_facts_integer(final, 0) == 1;
}

static size_t find(const complaint_facts *list, const char *name)
{
    size_t i = 0;

    while (i < complaint_facts_size(list) &&
           strcmp(text(complaint_facts_at(list, i), "name"), name) != 0)
        i++;
    return i;
}

/* Walk on from one state; `seen` by the states' places. */
static void walk(const complaint_facts *tree, size_t state, bool seen[STATES])
{
    const complaint_facts *states = complaint_facts_get(tree, "states");
    const complaint_facts *ways = complaint_facts_get(tree, "transitions");
    const char *name = text(complaint_facts_at(states, state), "name");

    if (seen[state])
        return;
    seen[state] = true;
    for (size_t i = 0; i < complaint_facts_size(ways); i++) {
        const complaint_facts *way = complaint_facts_at(ways, i);

        if (has(complaint_facts_get(way, "from"), name))
            walk(tree, find(states, text(way, "to")), seen);
    }
}

static bool states_are_sound(const complaint_facts *tree, char why[200])
{
    const complaint_facts *states = complaint_facts_get(tree, "states");
    bool seen[STATES] = {false};

    walk(tree, find(states, text(tree, "start")), seen);
    for (size_t i = 0; i < complaint_facts_size(states); i++) {
        const complaint_facts *state = complaint_facts_at(states, i);
        bool onwards[STATES] = {false};
        bool ends = false;

        if (!seen[i]) {
            (void)snprintf(why, 200, "%s is not reached", text(state, "name"));
            return false;
        }
        walk(tree, i, onwards);
        for (size_t j = 0; j < complaint_facts_size(states); j++)
            ends =
                ends || (onwards[j] && is_final(complaint_facts_at(states, j)));
        if (!ends) {
            (void)snprintf(why, 200, "%s never ends", text(state, "name"));
            return false;
        }
    }
    return true;
}

static bool stops(const complaint_facts *clock, const complaint_facts *way)
{
    const complaint_facts *marks = complaint_facts_get(way, "marks");

    if (has(complaint_facts_get(clock, "stop"), text(way, "name")))
        return true;
    for (size_t i = 0; i < complaint_facts_size(marks); i++)
        if (has(complaint_facts_get(clock, "stop_marks"),
                complaint_facts_text(complaint_facts_at(marks, i), "")))
            return true;
    return false;
}

static bool clock_is_sound(const complaint_facts *tree,
                           const complaint_facts *clock)
{
    const complaint_facts *states = complaint_facts_get(tree, "states");
    const complaint_facts *ways = complaint_facts_get(tree, "transitions");
    const complaint_facts *from = complaint_facts_get(clock, "from");
    const char *state = text(from, "state");
    const char *entry = text(from, "entry");
    const char *begin = text(tree, "start");
    bool seen[STATES] = {false};

    if (state[0] != '\0')
        begin = state;
    else if (entry[0] != '\0' && strcmp(entry, "file") != 0)
        begin = text(complaint_facts_at(ways, find(ways, entry)), "to");
    walk(tree, find(states, begin), seen);
    for (size_t i = 0; i < complaint_facts_size(ways); i++) {
        const complaint_facts *way = complaint_facts_at(ways, i);
        const complaint_facts *origins = complaint_facts_get(way, "from");

        for (size_t j = 0;
             stops(clock, way) && j < complaint_facts_size(origins); j++)
            if (seen[find(states, complaint_facts_text(
                                      complaint_facts_at(origins, j), ""))])
                return true;
    }
    return false;
}

bool judge_is_sound(complaint_context *context, const char *yaml, char why[200])
{
    complaint_procedure *procedure = NULL;
    complaint_facts *tree = NULL;
    const complaint_facts *clocks;
    bool sound;

    ck_assert_int_eq(complaint_procedure_parse(context, yaml, strlen(yaml),
                                               NULL, &procedure, NULL),
                     0);
    ck_assert_int_eq(complaint_procedure_describe(procedure, &tree, NULL), 0);
    clocks = complaint_facts_get(tree, "clocks");
    sound = states_are_sound(tree, why);
    for (size_t i = 0; sound && i < complaint_facts_size(clocks); i++)
        if (!clock_is_sound(tree, complaint_facts_at(clocks, i))) {
            (void)snprintf(why, 200, "%s never stops",
                           text(complaint_facts_at(clocks, i), "name"));
            sound = false;
        }
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    return sound;
}
