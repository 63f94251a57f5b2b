/* Seeded mutations of all bundled procedures: how many does the verifier catch?
 * A mutation is what a tired author does: drop an entry, misspell a name, point
 * elsewhere, shut a way, forget a language. What is not caught is judged by
 * judge.c, which knows nothing of the verifier: a mutant that is another sound
 * procedure is no fault. Prints the rates. COMPLAINT_LONG=1 makes more. */
#include "procedure/judge.h"
#include "procedure/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 2
#define ROUNDS_LONG 20
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

static bool holds(const lines *l, size_t line, const char *what)
{
    size_t size = strlen(what);

    for (size_t i = 0; i + size <= l->size[line]; i++)
        if (memcmp(l->at[line] + i, what, size) == 0)
            return true;
    return false;
}

/* A random line that begins with `with` and has `inside` in it, in a section
 * ("states:"); l->count when there is none. */
static size_t pick(uint64_t *seed, const lines *l, const char *name,
                   const char *with, const char *inside)
{
    size_t found[LINES];
    size_t count = 0;
    size_t i = 0;

    while (i < l->count && !starts(l, i, name))
        i++;
    for (i++; i < l->count; i++) {
        if (l->at[i][0] != ' ' && l->at[i][0] != '\n')
            break;
        if (starts(l, i, with) && holds(l, i, inside))
            found[count++] = i;
    }
    return count == 0 ? l->count : found[test_random(seed) % count];
}

/* Copy without the lines [from, to), with room for more. */
static char *without(const lines *l, size_t from, size_t to)
{
    size_t size = 0;
    char *text = malloc((size_t)(l->at[l->count - 1] - l->at[0]) +
                        l->size[l->count - 1] + 8000);

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < l->count; i++)
        if (i < from || i >= to) {
            memcpy(text + size, l->at[i], l->size[i]);
            size += l->size[i];
        }
    text[size] = '\0';
    return text;
}

/* A copy with text put before a line. */
static char *with(const lines *l, size_t line, const char *more)
{
    char *text = without(l, l->count, l->count);
    char *place = text + (l->at[line] - l->at[0]);

    memmove(place + strlen(more), place, strlen(place) + 1);
    memcpy(place, more, strlen(more));
    return text;
}

static size_t end_of_entry(const lines *l, size_t line)
{
    for (line++; line < l->count && starts(l, line, "    "); line++)
        continue;
    return line;
}

/* ---- what is done ---- */

/* Drop a whole entry of a list. */
static char *drop_entry(uint64_t *seed, const lines *l, const char *name)
{
    size_t from = pick(seed, l, name, "  - ", "");

    if (from == l->count)
        return NULL;
    return without(l, from, end_of_entry(l, from));
}

/* The same entry twice. */
static char *twice(uint64_t *seed, const lines *l, const char *name)
{
    size_t from = pick(seed, l, name, "  - ", "");
    size_t to = from == l->count ? from : end_of_entry(l, from);
    char *entry, *text;
    size_t size;

    if (from == to)
        return NULL;
    size = (size_t)(l->at[to - 1] - l->at[from]) + l->size[to - 1];
    entry = malloc(size + 1);
    ck_assert_ptr_nonnull(entry);
    memcpy(entry, l->at[from], size);
    entry[size] = '\0';
    text = size < 7000 ? with(l, from, entry) : NULL;
    free(entry);
    return text;
}

static char *drop_line(uint64_t *seed, const lines *l, const char *name,
                       const char *begin)
{
    size_t from = pick(seed, l, name, begin, "");

    return from == l->count ? NULL : without(l, from, from + 1);
}

/* Take a piece out of a line, up to a mark before which it ends. */
static char *cut(uint64_t *seed, const lines *l, const char *name,
                 const char *piece, char end)
{
    size_t line = pick(seed, l, name, "  ", piece);
    char *text, *from, *to;

    if (line == l->count)
        return NULL;
    text = without(l, l->count, l->count);
    from = strstr(text + (l->at[line] - l->at[0]), piece);
    to = strchr(from + strlen(piece), end);
    ck_assert_ptr_nonnull(to);
    memmove(from, to, strlen(to) + 1);
    return text;
}

/* Misspell: put an 'x' before a line's last letter. */
static char *misspell(uint64_t *seed, const lines *l, const char *name,
                      const char *begin)
{
    size_t line = pick(seed, l, name, begin, "");
    char *text;
    size_t at;

    if (line == l->count)
        return NULL;
    text = without(l, l->count, l->count);
    at = (size_t)(l->at[line] - l->at[0]) + l->size[line] - 1;
    while (text[at - 1] == ']' || text[at - 1] == '}' || text[at - 1] == '"')
        at--;
    if (text[at - 1] == '[') { /* an empty list */
        free(text);
        return NULL;
    }
    memmove(text + at, text + at - 1, strlen(text + at - 1) + 1);
    text[at - 1] = 'x';
    return text;
}

/* Send a transition to the state of another. */
static char *retarget(uint64_t *seed, const lines *l)
{
    size_t one = pick(seed, l, "transitions:", "    to: ", "");
    size_t two = one;
    char *text, *place;

    for (int i = 0;
         i < 50 && (l->size[one] == l->size[two] &&
                    memcmp(l->at[one], l->at[two], l->size[one]) == 0);
         i++)
        two = pick(seed, l, "transitions:", "    to: ", "");
    text = without(l, one, one + 1);
    place = text + (l->at[one] - l->at[0]);
    memmove(place + l->size[two], place, strlen(place) + 1);
    memcpy(place, l->at[two], l->size[two]);
    return text;
}

static const char never[] = "    guard: {all: [{field: state, is: a}, "
                            "{field: state, is: b}]}\n";

/* A guard that can never hold, on a transition that has none. */
static char *shut_one(uint64_t *seed, const lines *l)
{
    size_t line = pick(seed, l, "transitions:", "  - name:", "");
    size_t end = end_of_entry(l, line);

    for (size_t i = line; i < end; i++)
        if (starts(l, i, "    guard:"))
            return NULL;
    return with(l, line + 1, never);
}

/* ... on all that lead to the states of one: no way there is left. */
static char *shut_all(uint64_t *seed, const lines *l)
{
    size_t line = pick(seed, l, "transitions:", "    to: ", "");
    char *text = calloc(1, (size_t)(l->at[l->count - 1] - l->at[0]) +
                               l->size[l->count - 1] + LINES * sizeof(never));
    size_t size = 0;

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < l->count; i++) {
        bool same = l->size[i] == l->size[line] &&
                    memcmp(l->at[i], l->at[line], l->size[i]) == 0;
        bool guarded = false;
        size_t end = end_of_entry(l, i);

        for (size_t j = i; same && j < end; j++)
            guarded = guarded || starts(l, j, "    guard:");
        if (guarded) {
            free(text);
            return NULL;
        }
        memcpy(text + size, l->at[i], l->size[i]);
        size += l->size[i];
        if (same) {
            memcpy(text + size, never, sizeof(never) - 1);
            size += sizeof(never) - 1;
        }
    }
    return text;
}

/* A clock whose limit is a fact has none. */
static bool has_amount(const lines *l, size_t clock)
{
    for (size_t i = clock + 1; i < l->count && !starts(l, i, "  - name: "); i++)
        if (starts(l, i, "    amount: "))
            return true;
    return false;
}

/* An inner limit that is longer than the outer: as `within` says it. */
static char *outgrow(uint64_t *seed, const lines *l)
{
    size_t one = pick(seed, l, "clocks:", "  - name: ", "");
    size_t two = pick(seed, l, "clocks:", "  - name: ", "");
    size_t amount = one;
    char more[300];
    lines m;
    char *text, *again;

    if (one == l->count || one == two || !has_amount(l, one) ||
        !has_amount(l, two))
        return NULL;
    while (!starts(l, amount, "    amount: "))
        amount++;
    (void)snprintf(more, sizeof(more), "    within: %.*s",
                   (int)(l->size[two] - 10), l->at[two] + 10);
    text = with(l, amount, more);
    split(text, &m);
    again = without(&m, amount + 1, amount + 2);
    free(text);
    split(again, &m);
    text = with(&m, amount, "    amount: 3660\n");
    free(again);
    split(text, &m);
    while (!starts(&m, amount, "    unit: "))
        amount++;
    again = without(&m, amount, amount + 1);
    free(text);
    split(again, &m);
    text = with(&m, amount, "    unit: days\n");
    free(again);
    return text;
}

/* A rule that sends to a unit that there is not. */
static char *send_astray(const lines *l)
{
    size_t line = 0;

    while (!starts(l, line, "states:"))
        line++;
    return with(l, line,
                "routing:\n  - {name: m, title: {en: M, zh-CN: M, zh-TW: M}, "
                "unit: nowhere}\n");
}

/* A condition on a code that no list has. */
static char *miscode(uint64_t *seed, const lines *l)
{
    size_t line = pick(seed, l, "transitions:", "  - name:", "");
    size_t end = end_of_entry(l, line);

    for (size_t i = line; i < end; i++)
        if (starts(l, i, "    guard:"))
            return NULL;
    return with(l, line + 1,
                "    guard: {field: category, is: no.such.code}\n");
}

/* ---- the kinds ---- */

enum kind {
    DROP_STATE,
    DROP_TRANSITION,
    DROP_ROLE,
    DROP_CLOCK,
    DROP_MARKS,
    DROP_FINAL,
    DROP_STOP,
    DROP_OWNER,
    DROP_PRINCIPAL,
    DROP_FROM,
    DROP_TEXT,
    DROP_LANGUAGE,
    MISSPELL_TO,
    MISSPELL_FROM,
    MISSPELL_ROLE,
    MISSPELL_UNIT,
    MISSPELL_OWNER,
    MISSPELL_STOP,
    MISSPELL_MARK,
    MISSPELL_KEY,
    TWICE_STATE,
    TWICE_TRANSITION,
    TWICE_CLOCK,
    RETARGET,
    SHUT_ONE,
    SHUT_ALL,
    OUTGROW,
    SEND_ASTRAY,
    MISCODE,
    KINDS
};

/* `sound`: it may make another sound procedure. */
static const struct {
    const char *name;
    bool sound;
} kinds[KINDS] = {
    [DROP_STATE] = {"drop a state", false},
    [DROP_TRANSITION] = {"drop a transition", true},
    [DROP_ROLE] = {"drop a role", true},
    [DROP_CLOCK] = {"drop a clock", true},
    [DROP_MARKS] = {"drop marks", true},
    [DROP_FINAL] = {"drop final", false},
    [DROP_STOP] = {"drop a clock's stop", false},
    [DROP_OWNER] = {"drop a clock's owner", false},
    [DROP_PRINCIPAL] = {"drop the principal clock", false},
    [DROP_FROM] = {"drop a clock's start", false},
    [DROP_TEXT] = {"drop a text", false},
    [DROP_LANGUAGE] = {"drop a text's language", false},
    [MISSPELL_TO] = {"misspell a target", false},
    [MISSPELL_FROM] = {"misspell an origin", false},
    [MISSPELL_ROLE] = {"misspell a role", false},
    [MISSPELL_UNIT] = {"misspell a unit of time", false},
    [MISSPELL_OWNER] = {"misspell an owner", false},
    [MISSPELL_STOP] = {"misspell a stop", false},
    [MISSPELL_MARK] = {"misspell a mark", false},
    [MISSPELL_KEY] = {"misspell a key", false},
    [TWICE_STATE] = {"a state twice", false},
    [TWICE_TRANSITION] = {"a transition twice", false},
    [TWICE_CLOCK] = {"a clock twice", false},
    [RETARGET] = {"another target", true},
    [SHUT_ONE] = {"a guard that never holds", false},
    [SHUT_ALL] = {"no way to a state", false},
    [OUTGROW] = {"an inner limit too long", false},
    [SEND_ASTRAY] = {"an unknown unit", false},
    [MISCODE] = {"an unknown code", false},
};

static char *mutate_names(uint64_t *seed, const lines *l, enum kind kind)
{
    switch (kind) {
    case MISSPELL_TO:
        return misspell(seed, l, "transitions:", "    to: ");
    case MISSPELL_FROM:
        return misspell(seed, l, "transitions:", "    from: ");
    case MISSPELL_ROLE:
        return misspell(seed, l, "transitions:", "    roles: ");
    case MISSPELL_UNIT:
        return misspell(seed, l, "clocks:", "    unit: ");
    case MISSPELL_OWNER:
        return misspell(seed, l, "clocks:", "    owner: ");
    case MISSPELL_STOP:
        return misspell(seed, l, "clocks:", "    stop");
    case MISSPELL_MARK:
        return misspell(seed, l, "transitions:", "    marks: ");
    case MISSPELL_KEY:
        return cut(seed, l, "clocks:", "mount", ':');
    case TWICE_STATE:
        return twice(seed, l, "states:");
    case TWICE_TRANSITION:
        return twice(seed, l, "transitions:");
    case TWICE_CLOCK:
        return twice(seed, l, "clocks:");
    case RETARGET:
        return retarget(seed, l);
    case SHUT_ONE:
        return shut_one(seed, l);
    case SHUT_ALL:
        return shut_all(seed, l);
    case OUTGROW:
        return outgrow(seed, l);
    case SEND_ASTRAY:
        return send_astray(l);
    default:
        return miscode(seed, l);
    }
}

/* NULL where the procedure has nothing to do it to. */
static char *mutate(uint64_t *seed, const lines *l, enum kind kind)
{
    char *text;

    switch (kind) {
    case DROP_STATE:
        return drop_entry(seed, l, "states:");
    case DROP_TRANSITION:
        return drop_entry(seed, l, "transitions:");
    case DROP_ROLE:
        return drop_entry(seed, l, "roles:");
    case DROP_CLOCK:
        return drop_entry(seed, l, "clocks:");
    case DROP_MARKS:
        return drop_line(seed, l, "transitions:", "    marks: ");
    case DROP_FINAL:
        text = drop_line(seed, l, "states:", "    final: ");
        return text != NULL ? text : cut(seed, l, "states:", ", final: ", '}');
    case DROP_STOP:
        return drop_line(seed, l, "clocks:", "    stop");
    case DROP_OWNER:
        return drop_line(seed, l, "clocks:", "    owner: ");
    case DROP_PRINCIPAL:
        return drop_line(seed, l, "clocks:", "    principal: ");
    case DROP_FROM:
        return drop_line(seed, l, "clocks:", "    from: ");
    case DROP_TEXT:
        return drop_line(seed, l, "transitions:", "    title: ");
    case DROP_LANGUAGE:
        return cut(seed, l, "states:", ", zh-CN: ", '}');
    default:
        return mutate_names(seed, l, kind);
    }
}

/* ---- the verdict ---- */

typedef struct sums {
    size_t made;
    size_t caught;
    size_t sound;  /* not caught, and another sound procedure */
    size_t missed; /* neither */
} sums;

static complaint_facts *known_codes(complaint_context *context)
{
    static const char json[] = "{\"unit\":[\"store-01\"],"
                               "\"category\":[\"service\"]}";
    complaint_facts *known = NULL;

    ck_assert_int_eq(
        complaint_facts_parse(context, json, sizeof(json) - 1, &known, NULL),
        0);
    return known;
}

/* Warnings of a text, and a thousand for each error; each has its place. */
static int64_t findings(complaint_context *context, const char *yaml,
                        const complaint_facts *known)
{
    complaint_facts *out = NULL;
    const complaint_facts *list;
    int64_t count;

    ck_assert_int_eq(complaint_procedure_verify(context, yaml, strlen(yaml),
                                                "m", known, &out, NULL),
                     0);
    list = complaint_facts_get(out, "findings");
    count = (int64_t)complaint_facts_size(list);
    for (size_t i = 0; i < (size_t)count; i++) {
        const complaint_facts *one = complaint_facts_at(list, i);

        ck_assert_int_ge(
            complaint_facts_integer(complaint_facts_get(one, "line"), 0), 1);
        ck_assert_int_ge(
            complaint_facts_integer(complaint_facts_get(one, "column"), 0), 1);
    }
    count +=
        complaint_facts_integer(complaint_facts_get(out, "errors"), 0) * 1000;
    complaint_facts_free(out);
    return count;
}

static void judge_one(complaint_context *context, const char *name,
                      const char *mutant, enum kind kind, int64_t before,
                      const complaint_facts *known, sums *s)
{
    char why[200] = "nothing is wrong with it";

    s->made++;
    if (findings(context, mutant, known) > before) {
        s->caught++;
    } else if (kinds[kind].sound && judge_is_sound(context, mutant, why)) {
        s->sound++;
    } else {
        s->missed++;
        printf("missed: %s, %s: %s\n", name, kinds[kind].name, why);
    }
}

static void mutate_all(complaint_context *context, const char *name,
                       size_t rounds, uint64_t *seed, sums sum[KINDS])
{
    char *text = stage_text(name, NULL);
    complaint_facts *known = known_codes(context);
    int64_t plain = findings(context, text, NULL);
    int64_t coded = findings(context, text, known);
    lines l;

    split(text, &l);
    for (size_t i = 0; i < rounds * KINDS; i++) {
        enum kind kind = (enum kind)(i % KINDS);
        bool by_code = kind == SEND_ASTRAY || kind == MISCODE;
        char *mutant = mutate(seed, &l, kind);

        if (mutant != NULL)
            judge_one(context, name, mutant, kind, by_code ? coded : plain,
                      by_code ? known : NULL, &sum[kind]);
        free(mutant);
    }
    complaint_facts_free(known);
    free(text);
}

static void print_rates(const sums sum[KINDS], sums *all)
{
    for (size_t i = 0; i < KINDS; i++) {
        printf("%-26s made %4zu  caught %4zu  another sound procedure %3zu  "
               "missed %zu\n",
               kinds[i].name, sum[i].made, sum[i].caught, sum[i].sound,
               sum[i].missed);
        all->made += sum[i].made;
        all->caught += sum[i].caught;
        all->sound += sum[i].sound;
        all->missed += sum[i].missed;
    }
    printf(
        "mutations of all bundled procedures: %zu; caught %zu (%.1f %%); "
        "%zu are no faults\n(every state still reached and left, every "
        "clock still stopped, by another program);\nof the %zu faults caught "
        "%.2f %%\n",
        all->made, all->caught, 100.0 * (double)all->caught / (double)all->made,
        all->sound, all->made - all->sound,
        100.0 * (double)all->caught / (double)(all->made - all->sound));
}

START_TEST(mutations_of_all_bundled_procedures_are_caught)
{
    size_t rounds = getenv("COMPLAINT_LONG") != NULL ? ROUNDS_LONG : ROUNDS;
    surroundings around;
    complaint_context *context;
    uint64_t seed = 20191101;
    sums sum[KINDS] = {{0}};
    sums all = {0};
    complaint_procedure *none = NULL;
    complaint_error *names = NULL;

    context = surroundings_begin(&around);
    ck_assert_int_eq(complaint_procedure_bundled(context, "", &none, &names),
                     COMPLAINT_NOT_FOUND);
    ck_assert_uint_ge(complaint_error_item_count(names), 18);
    for (size_t i = 0; i < complaint_error_item_count(names); i++)
        mutate_all(context, complaint_error_item(names, i), rounds, &seed, sum);
    complaint_error_free(names);
    print_rates(sum, &all);
    (void)fflush(stdout);
    ck_assert_uint_ge(all.made, 200);
    ck_assert_uint_eq(all.missed, 0);
    surroundings_end(&around, context);
}
END_TEST

Suite *mutation_suite(void);

Suite *mutation_suite(void)
{
    Suite *suite = suite_create("procedure/mutation");
    TCase *tests = tcase_create("mutation");

    tcase_set_timeout(tests, 1800);
    tcase_add_test(tests, mutations_of_all_bundled_procedures_are_caught);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(mutation_suite());
}
