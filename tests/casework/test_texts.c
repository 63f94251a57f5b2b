/* The texts of the bundled procedures. Each is there in three languages, and
 * every state in which somebody holds the case says what to do. A case is led
 * along each way of each procedure, and in the state that it comes to each
 * letter is filled in from what the case was told till then: one at least
 * along each way, each along one way at least. */
#include "data/bundled.h"
#include "exchange/supply.h"
#include "model/facts.h"
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static const char *const languages[] = {"en", "zh-CN", "zh-TW"};
enum { LANGUAGES = sizeof languages / sizeof languages[0] };
enum { STATES_MAX = 60, WAYS_TO_A_STATE = 4, DRAWS = 40, SEED = 2026 };
enum { WAYS_MAX = STATES_MAX * WAYS_TO_A_STATE, PATH_MAX_STEPS = 60 };

static const char *text_of(const complaint_facts *map, const char *name)
{
    return complaint_facts_text(complaint_facts_get(map, name), "");
}

static const char *at_text(const complaint_facts *list, size_t index)
{
    return complaint_facts_text(complaint_facts_at(list, index), "");
}

/* Names of the bundled procedures, in their order. */
static const char *bundled_at(size_t index)
{
    const complaint__bundled *file = complaint__bundled_files;

    for (; file->kind != NULL; file++)
        if (strcmp(file->kind, "procedure") == 0 && index-- == 0)
            return file->name;
    return NULL;
}

static size_t bundled_count(void)
{
    size_t count = 0;

    while (bundled_at(count) != NULL)
        count++;
    return count;
}

/* ---- every text in three languages ---- */

static void has_all(const complaint_facts *tree, const char *procedure)
{
    const char *english = text_of(tree, "en");

    if (complaint_facts_get(tree, "zh-CN") != NULL) {
        ck_assert_msg(english[0] != '\0' && text_of(tree, "zh-TW")[0] != '\0',
                      "%s: %s", procedure, text_of(tree, "zh-CN"));
    }
    for (size_t i = 0; i < complaint_facts_size(tree); i++) {
        const char *key = complaint_facts_key(tree, i);

        has_all(key == NULL ? complaint_facts_at(tree, i)
                            : complaint_facts_get(tree, key),
                procedure);
    }
}

/* The definition as data; the procedure must be freed. */
static complaint_facts *described(desk *d, const char *name,
                                  complaint_procedure **procedure)
{
    complaint_facts *tree = NULL;

    desk_ok(complaint_procedure_bundled(d->context, name, procedure, &error));
    desk_ok(complaint_procedure_describe(*procedure, &tree, &error));
    return tree;
}

static bool is_final(const complaint_facts *state)
{
    return complaint_facts_integer(complaint_facts_get(state, "final"), 0) != 0;
}

static size_t letters_of(const complaint_facts *state)
{
    return complaint_facts_size(complaint_facts_get(state, "replies"));
}

START_TEST(every_text_of_a_bundled_procedure_is_there_in_three_languages)
{
    const char *name = bundled_at((size_t)_i);
    complaint_procedure *procedure = NULL;
    const complaint_facts *states;
    complaint_facts *tree;
    size_t letters = 0;
    desk d;

    desk_open_empty(&d, DESK_MEMORY);
    tree = described(&d, name, &procedure);
    has_all(tree, name);
    states = complaint_facts_get(tree, "states");
    for (size_t i = 0; i < complaint_facts_size(states); i++) {
        const complaint_facts *state = complaint_facts_at(states, i);
        const char *own = text_of(state, "name");

        letters += letters_of(state);
        if (is_final(state))
            continue;
        ck_assert_msg(
            complaint_facts_size(complaint_facts_get(state, "steps")) > 0 &&
                complaint_facts_get(state, "guidance") != NULL,
            "%s: %s does not say what to do", name, own);
        ck_assert_msg(strcmp(own, text_of(tree, "start")) != 0 ||
                          letters_of(state) > 0,
                      "%s has no letter that acknowledges", name);
    }
    ck_assert_uint_ge(letters, 4);
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    desk_close(&d);
}
END_TEST

/* ---- forms ---- */

static bool has_text(const complaint_facts *list, const char *text)
{
    for (size_t i = 0; i < complaint_facts_size(list); i++)
        if (strcmp(at_text(list, i), text) == 0)
            return true;
    return false;
}

/* A step asks for a fact of this name, type and title, of these values. */
static bool is_asked_for(const complaint_facts *tree,
                         const complaint_facts *field)
{
    static const char *const same[] = {"name", "type", "title", "values",
                                       "members"};
    const complaint_facts *steps = complaint_facts_get(tree, "transitions");

    for (size_t i = 0; i < complaint_facts_size(steps); i++) {
        const complaint_facts *facts =
            complaint_facts_get(complaint_facts_at(steps, i), "facts");

        for (size_t j = 0; j < complaint_facts_size(facts); j++) {
            bool equal = true;

            for (size_t k = 0; k < sizeof same / sizeof same[0]; k++)
                equal = equal &&
                        complaint__facts_equal(
                            complaint_facts_get(field, same[k]),
                            complaint_facts_get(complaint_facts_at(facts, j),
                                                same[k]));
            if (equal)
                return true;
        }
    }
    return false;
}

static bool is_shown(const complaint_facts *tree, const char *form)
{
    const complaint_facts *states = complaint_facts_get(tree, "states");

    for (size_t i = 0; i < complaint_facts_size(states); i++)
        if (has_text(
                complaint_facts_get(complaint_facts_at(states, i), "forms"),
                form))
            return true;
    return false;
}

START_TEST(a_form_belongs_to_a_state_and_its_fields_are_what_steps_ask_for)
{
    const char *name = bundled_at((size_t)_i);
    complaint_procedure *procedure = NULL;
    const complaint_facts *forms;
    complaint_facts *tree;
    desk d;

    desk_open_empty(&d, DESK_MEMORY);
    tree = described(&d, name, &procedure);
    forms = complaint_facts_get(tree, "forms");
    for (size_t i = 0; i < complaint_facts_size(forms); i++) {
        const complaint_facts *form = complaint_facts_at(forms, i);
        const complaint_facts *fields = complaint_facts_get(form, "fields");

        ck_assert_msg(is_shown(tree, text_of(form, "name")),
                      "%s: no state has the form %s", name,
                      text_of(form, "name"));
        ck_assert_uint_gt(complaint_facts_size(fields), 0);
        for (size_t j = 0; j < complaint_facts_size(fields); j++)
            ck_assert_msg(is_asked_for(tree, complaint_facts_at(fields, j)),
                          "%s: no step asks for %s of %s as it stands there",
                          name, text_of(complaint_facts_at(fields, j), "name"),
                          text_of(form, "name"));
    }
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    desk_close(&d);
}
END_TEST

/* ---- facts ---- */

/* Codes of the general catalog and of the desk's organisation. */
static const char *code_for(const char *key)
{
    static const char *const codes[][2] = {
        {"severity", "serious"}, {"category", "service"},
        {"urgency", "normal"},   {"complexity", "normal"},
        {"outcome", "settled"},  {"channel", "phone"},
        {"product", "lamp"},     {"cause", "method.process"},
        {"unit", "store-01"},    {"disposition", "scrap"}};

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i][0], key) == 0)
            return codes[i][1];
    return "other";
}

static int value(void *data, complaint_facts *into,
                 const complaint__wanted *wanted, complaint_error **problem)
{
    const char *type = wanted->type, *key = wanted->key;
    desk *d = data;
    complaint_time now = complaint_context_now(d->context);

    if (strcmp(type, "boolean") == 0)
        return complaint_facts_set_boolean(into, key, true, problem);
    if (strcmp(type, "integer") == 0)
        return complaint_facts_set_integer(into, key, 2, problem);
    if (strcmp(type, "time") == 0)
        return complaint_facts_set_time(into, key, now, problem);
    if (strcmp(type, "limit") == 0)
        return complaint_facts_set_time(into, key, now + COMPLAINT_DAY,
                                        problem);
    if (strcmp(type, "money") == 0)
        return complaint_facts_set_money(into, key, 1200, "CNY", problem);
    if (strcmp(type, "unit") == 0)
        return complaint_facts_set_text(into, key, "store-01", problem);
    if (wanted->owner != NULL && key != NULL && strcmp(key, "kind") == 0)
        return complaint_facts_set_text(
            into, key,
            strcmp(wanted->owner, "remedy") == 0 ? "refund" : "reply", problem);
    return complaint_facts_set_text(
        into, key, strcmp(type, "code") == 0 ? code_for(key) : "as it was told",
        problem);
}

/* ---- a case, and all that it was told ---- */

typedef struct played {
    desk *d;
    const complaint_facts *tree;
    complaint__random random;
    complaint_case *one;
    complaint_facts *told;
    size_t actors;
    unsigned filled[STATES_MAX]; /* letters of each state, by bits */
} played;

static complaint_facts *supplied(played *p, const complaint_facts *step)
{
    complaint__supply how = {p->tree, &p->random, value, p->d};
    complaint_facts *facts = desk_facts(p->d, "{}");

    desk_ok(complaint__supply_step(&how, step, 0, facts, &error));
    return facts;
}

static void remember(played *p, const complaint_facts *facts)
{
    for (size_t i = 0; i < complaint_facts_size(facts); i++) {
        const char *name = complaint_facts_key(facts, i);

        desk_ok(complaint_facts_set_copy(
            p->told, name, complaint_facts_get(facts, name), &error));
    }
}

static void file(played *p)
{
    p->told = desk_facts(
        p->d, "{\"description\":\"The lamp hums\",\"channel\":\"phone\","
              "\"demand\":\"another one\",\"unit\":\"store-01\"}");
    desk_ok(complaint_facts_set_text(p->told, "procedure",
                                     text_of(p->tree, "name"), &error));
    desk_ok(complaint_case_file(p->d->reg, p->d->clerk, p->told,
                                COMPLAINT_TIME_NONE, &p->one, &error));
}

static void drop(played *p)
{
    complaint_case_free(p->one);
    complaint_facts_free(p->told);
    p->one = NULL;
    p->told = NULL;
}

static void answer_tasks(played *p)
{
    complaint_facts *tasks;

    desk_ok(complaint_case_tasks(p->one, p->d->clerk, &tasks, &error));
    for (size_t i = 0; i < complaint_facts_size(tasks); i++) {
        const complaint_facts *task = complaint_facts_at(tasks, i);
        complaint_facts *facts;

        if (strcmp(text_of(task, "state"), "open") != 0 ||
            complaint_facts_size(complaint_facts_get(task, "allowed")) == 0)
            continue;
        facts = supplied(p, task);
        desk_ok(complaint_case_answer_task(p->one, p->d->clerk,
                                           text_of(task, "id"), "done", facts,
                                           COMPLAINT_TIME_NONE, &error));
        complaint_facts_free(facts);
    }
    complaint_facts_free(tasks);
}

/* Perform as somebody who did nothing before, with other facts where these are
 * refused; false where they always are. */
static bool perform(played *p, const complaint_facts *transition)
{
    bool done = false;

    answer_tasks(p);
    for (int draw = 0; draw < DRAWS && !done; draw++) {
        complaint_facts *facts = supplied(p, transition);
        complaint_error *refusal = NULL;
        complaint_actor *actor;
        char id[40];

        snprintf(id, sizeof id, "clerk-%u", (unsigned)p->actors++);
        actor = desk_actor(p->d, id, "*");
        done = complaint_case_perform(
                   p->one, actor, text_of(transition, "name"), facts,
                   COMPLAINT_TIME_NONE, &refusal) == COMPLAINT_OK;
        if (done)
            remember(p, facts);
        complaint_error_free(refusal);
        complaint_actor_free(actor);
        complaint_facts_free(facts);
    }
    return done;
}

/* ---- letters ---- */

/* A letter in every language; false where the case was not told what it
 * speaks of. */
static bool fill_in(played *p, const char *state, const char *reply)
{
    const char *name = text_of(p->tree, "name");
    complaint_context *context = p->d->context;
    char *texts[LANGUAGES] = {NULL, NULL, NULL};
    size_t filled = 0;

    for (size_t i = 0; i < LANGUAGES; i++) {
        complaint_reply_options options = {.struct_size = sizeof options,
                                           .language = languages[i]};
        complaint_error *missing = NULL;
        int status = complaint_case_reply(p->one, reply, &options, &texts[i],
                                          NULL, &missing);

        ck_assert_msg(status == COMPLAINT_OK || status == COMPLAINT_INCOMPLETE,
                      "%s: %s/%s: %s", name, state, reply,
                      complaint_error_message(missing));
        complaint_error_free(missing);
        if (status != COMPLAINT_OK)
            continue;
        filled++;
        ck_assert_ptr_null(strpbrk(texts[i], "{}"));
        ck_assert_msg(strstr(texts[i], desk_text(p->one, "number")) != NULL,
                      "%s: %s/%s does not give the number", name, state, reply);
    }
    ck_assert_msg(filled == 0 || filled == LANGUAGES,
                  "%s: %s/%s asks for other facts in another language", name,
                  state, reply);
    if (filled > 0) {
        ck_assert_str_ne(texts[0], texts[1]);
        ck_assert_str_ne(texts[1], texts[2]);
    }
    for (size_t i = 0; i < LANGUAGES; i++)
        complaint_context_release(context, texts[i]);
    return filled > 0;
}

static size_t index_of(const complaint_facts *list, const char *name)
{
    for (size_t i = 0; i < complaint_facts_size(list); i++)
        if (strcmp(text_of(complaint_facts_at(list, i), "name"), name) == 0)
            return i;
    ck_abort_msg("there is no %s", name);
    return 0;
}

/* All letters of the state that the case is in, which is told. */
static size_t write_letters(played *p)
{
    const complaint_facts *states = complaint_facts_get(p->tree, "states");
    size_t now = index_of(states, desk_text(p->one, "state"));
    const complaint_facts *state = complaint_facts_at(states, now);
    const complaint_facts *replies = complaint_facts_get(state, "replies");

    unsigned filled = 0;

    for (size_t i = 0; i < complaint_facts_size(replies); i++)
        if (fill_in(p, text_of(state, "name"),
                    text_of(complaint_facts_at(replies, i), "name")))
            filled |= 1u << i;
    ck_assert_msg(filled != 0 || complaint_facts_size(replies) == 0,
                  "%s: no letter of %s can be written",
                  text_of(p->tree, "name"), text_of(state, "name"));
    p->filled[now] |= filled;
    return now;
}

/* ---- every way ---- */

/* How a state was reached, and which facts were told on the way. */
typedef struct way {
    size_t steps[PATH_MAX_STEPS]; /* transitions */
    size_t length;
    size_t state;
    uint64_t told;
} way;

static way ways[WAYS_MAX];
static size_t way_count;

/* A digest of the names told, in any order. */
static uint64_t names_told(const complaint_facts *told)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < complaint_facts_size(told); i++) {
        uint64_t hash = 14695981039346656037u; /* FNV-1a */

        for (const char *at = complaint_facts_key(told, i); *at != '\0'; at++)
            hash = (hash ^ (unsigned char)*at) * 1099511628211u;
        sum += hash;
    }
    return sum;
}

/* A few ways to each state are gone on from: those that were told something
 * else. */
static void keep(const way *w)
{
    size_t same = 0;

    for (size_t i = 0; i < way_count; i++) {
        if (ways[i].state != w->state)
            continue;
        same++;
        if (ways[i].told == w->told)
            return;
    }
    if (same == WAYS_TO_A_STATE)
        return;
    ck_assert_uint_lt(way_count, WAYS_MAX);
    ways[way_count++] = *w;
}

static bool leaves(const complaint_facts *transition, const char *state)
{
    return has_text(complaint_facts_get(transition, "from"), state);
}

/* File a case and lead it along a way; all letters at its end. False where the
 * last step is always refused. */
static bool play(played *p, way *w)
{
    const complaint_facts *all = complaint_facts_get(p->tree, "transitions");
    bool done = true;

    file(p);
    for (size_t i = 0; i < w->length && done; i++) {
        done = perform(p, complaint_facts_at(all, w->steps[i]));
        ck_assert_msg(done || i + 1 == w->length, "%s: %s is not repeated",
                      text_of(p->tree, "name"),
                      text_of(complaint_facts_at(all, w->steps[i]), "name"));
    }
    if (done) {
        w->state = write_letters(p);
        w->told = names_told(p->told);
    }
    drop(p);
    return done;
}

/* Along each transition that leaves the end of a way. */
static size_t spread(played *p, const way *from)
{
    const complaint_facts *states = complaint_facts_get(p->tree, "states");
    const complaint_facts *all = complaint_facts_get(p->tree, "transitions");
    const char *name = text_of(complaint_facts_at(states, from->state), "name");
    size_t passed = 0;

    ck_assert_uint_lt(from->length, PATH_MAX_STEPS);
    for (size_t i = 0; i < complaint_facts_size(all); i++) {
        way next = *from;

        if (!leaves(complaint_facts_at(all, i), name))
            continue;
        next.steps[next.length++] = i;
        if (!play(p, &next))
            continue;
        passed++;
        keep(&next);
    }
    return passed;
}

/* Every state was reached, and every letter of it written. */
static void is_complete(const played *p)
{
    const complaint_facts *states = complaint_facts_get(p->tree, "states");
    const char *name = text_of(p->tree, "name");

    for (size_t i = 0; i < complaint_facts_size(states); i++) {
        const complaint_facts *state = complaint_facts_at(states, i);
        bool reached = false;

        for (size_t j = 0; j < way_count; j++)
            reached = reached || ways[j].state == i;
        ck_assert_msg(reached, "%s: no way leads to %s", name,
                      text_of(state, "name"));
        ck_assert_msg(p->filled[i] == (1u << letters_of(state)) - 1,
                      "%s: a letter of %s is never written", name,
                      text_of(state, "name"));
    }
}

START_TEST(every_letter_is_filled_in_in_three_languages_along_every_way)
{
    const char *name = bundled_at((size_t)_i);
    complaint_procedure *procedure = NULL;
    complaint_facts *tree;
    way filed = {.length = 0};
    size_t passed = 0;
    played p;
    desk d;

    desk_open(&d, DESK_MEMORY);
    if (strcmp(name, "bank") != 0)
        desk_install(&d, "procedure", name);
    tree = described(&d, name, &procedure);
    ck_assert_uint_le(complaint_facts_size(complaint_facts_get(tree, "states")),
                      STATES_MAX);
    p = (played){.d = &d, .tree = tree};
    complaint__random_seed(&p.random, SEED, (uint64_t)_i);
    way_count = 0;
    ck_assert(play(&p, &filed));
    keep(&filed);
    for (size_t i = 0; i < way_count; i++) {
        way from = ways[i];

        passed += spread(&p, &from);
    }
    is_complete(&p);
    ck_assert_uint_ge(passed, way_count);
    complaint_facts_free(tree);
    complaint_procedure_free(procedure);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("texts");
    TCase *tcase = tcase_create("texts");
    int count = (int)bundled_count();

    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(
        tcase, every_text_of_a_bundled_procedure_is_there_in_three_languages, 0,
        count);
    tcase_add_loop_test(
        tcase, a_form_belongs_to_a_state_and_its_fields_are_what_steps_ask_for,
        0, count);
    tcase_add_loop_test(
        tcase, every_letter_is_filled_in_in_three_languages_along_every_way, 0,
        count);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
