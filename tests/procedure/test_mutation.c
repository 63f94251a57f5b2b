/* Seeded mutations of the bundled procedures: how many does the reader catch?
 * A mutation is what a tired author does: drop an entry, misspell a name,
 * point elsewhere. Prints the rate. */
#include "procedure/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MUTATIONS 400
#define LINES 1000

typedef struct lines {
    const char *at[LINES];
    size_t size[LINES];
    size_t count;
} lines;

static void split(const char *text, lines *l)
{
    l->count = 0;
    while (*text != '\0') {
        const char *end = strchr(text, '\n');

        ck_assert_uint_lt(l->count, LINES);
        l->at[l->count] = text;
        l->size[l->count++] = (size_t)(end - text) + 1;
        text = end + 1;
    }
}

static bool starts(const lines *l, size_t line, const char *with)
{
    return strncmp(l->at[line], with, strlen(with)) == 0;
}

/* Line number of a section ("states:"). */
static size_t section(const lines *l, const char *name)
{
    size_t i = 0;

    while (i < l->count && !starts(l, i, name))
        i++;
    ck_assert_uint_lt(i, l->count);
    return i;
}

/* A random line that begins with `with` inside of a section. */
static size_t pick(uint64_t *seed, const lines *l, const char *name,
                   const char *with)
{
    size_t found[LINES];
    size_t count = 0;

    for (size_t i = section(l, name) + 1; i < l->count; i++) {
        if (l->at[i][0] != ' ' && l->at[i][0] != '\n')
            break;
        if (starts(l, i, with))
            found[count++] = i;
    }
    ck_assert_uint_gt(count, 0);
    return found[test_random(seed) % count];
}

/* Copy without the lines [from, to). */
static char *without(const lines *l, size_t from, size_t to)
{
    size_t size = 0;
    char *text = malloc((size_t)(l->at[l->count - 1] - l->at[0]) +
                        l->size[l->count - 1] + 64);

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < l->count; i++)
        if (i < from || i >= to) {
            memcpy(text + size, l->at[i], l->size[i]);
            size += l->size[i];
        }
    text[size] = '\0';
    return text;
}

/* Drop a whole entry of a list. */
static char *drop_entry(uint64_t *seed, const lines *l, const char *name)
{
    size_t from = pick(seed, l, name, "  - name:");
    size_t to = from + 1;

    while (to < l->count && starts(l, to, "    "))
        to++;
    return without(l, from, to);
}

/* Drop one line that begins so. */
static char *drop_line(uint64_t *seed, const lines *l, const char *name,
                       const char *with)
{
    size_t from = pick(seed, l, name, with);

    return without(l, from, from + 1);
}

/* Misspell: put an 'x' before a line's last letter. */
static char *misspell(uint64_t *seed, const lines *l, const char *name,
                      const char *with)
{
    size_t line = pick(seed, l, name, with);
    char *text = without(l, l->count, l->count);
    size_t at = (size_t)(l->at[line] - l->at[0]) + l->size[line] - 1;

    while (text[at - 1] == ']' || text[at - 1] == '}' || text[at - 1] == '"')
        at--;
    memmove(text + at, text + at - 1, strlen(text + at - 1) + 1);
    text[at - 1] = 'x';
    return text;
}

/* Send a transition to the state of another. */
static char *retarget(uint64_t *seed, const lines *l)
{
    size_t one = pick(seed, l, "transitions:", "    to: ");
    size_t two = one;
    char *text, *place;

    for (int i = 0;
         i < 50 && (l->size[one] == l->size[two] &&
                    memcmp(l->at[one], l->at[two], l->size[one]) == 0);
         i++)
        two = pick(seed, l, "transitions:", "    to: ");
    text = without(l, one, one + 1);
    place = text + (l->at[one] - l->at[0]);
    memmove(place + l->size[two], place, strlen(place) + 1);
    memcpy(place, l->at[two], l->size[two]);
    return text;
}

enum kind {
    DROP_STATE,
    DROP_TRANSITION,
    DROP_ROLE,
    DROP_MARKS,
    DROP_FINAL,
    DROP_STOP,
    MISSPELL_TO,
    MISSPELL_FROM,
    MISSPELL_ROLE,
    MISSPELL_UNIT,
    MISSPELL_TITLE_KEY,
    RETARGET,
    KINDS
};

static const char *const kind_names[KINDS] = {
    "drop a state",      "drop a transition",  "drop a role",
    "drop marks",        "drop final",         "drop a stop",
    "misspell a target", "misspell an origin", "misspell a role",
    "misspell a unit",   "drop a text",        "retarget"};

static char *mutate(uint64_t *seed, const lines *l, enum kind kind)
{
    switch (kind) {
    case DROP_STATE:
        return drop_entry(seed, l, "states:");
    case DROP_TRANSITION:
        return drop_entry(seed, l, "transitions:");
    case DROP_ROLE:
        return drop_entry(seed, l, "roles:");
    case DROP_MARKS:
        return drop_line(seed, l, "transitions:", "    marks: ");
    case DROP_FINAL:
        return drop_line(seed, l, "states:", "    final: ");
    case DROP_STOP:
        return drop_line(seed, l, "clocks:", "    stop");
    case MISSPELL_TO:
        return misspell(seed, l, "transitions:", "    to: ");
    case MISSPELL_FROM:
        return misspell(seed, l, "transitions:", "    from: ");
    case MISSPELL_ROLE:
        return misspell(seed, l, "transitions:", "    roles: ");
    case MISSPELL_UNIT:
        return misspell(seed, l, "clocks:", "    unit: ");
    case MISSPELL_TITLE_KEY:
        return drop_line(seed, l, "transitions:", "    title: ");
    default:
        return retarget(seed, l);
    }
}

static bool is_caught(complaint_context *context, const char *yaml)
{
    complaint_procedure *procedure = NULL;
    complaint_error *error = NULL;
    int status = complaint_procedure_parse(context, yaml, strlen(yaml), "m",
                                           &procedure, &error);

    if (status != COMPLAINT_OK && complaint_error_line(error) == 0)
        ck_abort_msg("no line: %s", complaint_error_message(error));
    complaint_error_free(error);
    complaint_procedure_free(procedure);
    return status == COMPLAINT_INVALID;
}

START_TEST(mutations_of_the_bundled_procedures_are_caught)
{
    static const char *const names[] = {"iso10002", "bank"};
    surroundings around;
    complaint_context *context;
    uint64_t seed = 20191101;
    size_t caught[KINDS] = {0};
    size_t made[KINDS] = {0};
    size_t all = 0;

    surroundings_init(&around);
    context = surroundings_context(&around);
    for (size_t i = 0; i < MUTATIONS; i++) {
        enum kind kind = (enum kind)(i % KINDS);
        char *text = stage_text(names[i / KINDS % 2], NULL);
        char *mutant;
        lines l;

        split(text, &l);
        mutant = mutate(&seed, &l, kind);
        made[kind]++;
        caught[kind] += is_caught(context, mutant);
        free(mutant);
        free(text);
    }
    for (size_t i = 0; i < KINDS; i++) {
        printf("%-20s caught %zu of %zu\n", kind_names[i], caught[i], made[i]);
        all += caught[i];
        /* what is always an error is always caught; a dropped transition or
         * mark, or another target, can make another sound procedure */
        if (i != DROP_TRANSITION && i != DROP_MARKS && i != RETARGET)
            ck_assert_uint_eq(caught[i], made[i]);
    }
    printf("mutations caught: %zu of %d (%zu %%)\n", all, MUTATIONS,
           all * 100 / MUTATIONS);
    ck_assert_uint_gt(all * 100, MUTATIONS * 80);
    complaint_context_free(context);
    ck_assert_uint_eq(around.live, 0);
}
END_TEST

Suite *mutation_suite(void);

Suite *mutation_suite(void)
{
    Suite *suite = suite_create("procedure/mutation");
    TCase *tests = tcase_create("mutation");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, mutations_of_the_bundled_procedures_are_caught);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(mutation_suite());
}
