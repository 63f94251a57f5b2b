/* Reading ways and lists of words: see route.h. */
#include "support/route.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

int route_next(const char **route, route_step *step)
{
    const char *line = *route;
    const char *end = strchr(line, '\n');
    char day[16], hour[16];

    if (*line == '\0')
        return 0;
    *route = end != NULL ? end + 1 : line + strlen(line);
    memset(step, 0, sizeof *step);
    if (*line == '=') {
        ck_assert_int_eq(sscanf(line, "= %63s", step->actor), 1);
        return 1;
    }
    ck_assert_msg(sscanf(line, "%63s %63s %15s %15s", step->transition,
                         step->actor, day, hour) == 4,
                  "no step: %s", line);
    snprintf(step->when, sizeof step->when, "%s %s", day, hour);
    return 1;
}

const rule *rule_find(const rule *rules, size_t count, const char *name)
{
    size_t i = 0;

    while (i < count && strcmp(rules[i].name, name) != 0)
        i++;
    ck_assert_msg(i < count, "no rule for %s", name);
    return &rules[i];
}

const char *route_word(const char *words, char *word)
{
    size_t size;

    words += strspn(words, " ");
    size = strcspn(words, " ");
    if (size == 0)
        return NULL;
    ck_assert_uint_lt(size, 64);
    memcpy(word, words, size);
    word[size] = '\0';
    return words + size;
}
