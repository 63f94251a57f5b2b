/* complaint_simulate(): the same seed gives the same register; what it says is
 * in it. */
#include <complaint.h>

#include "data/bundled.h"
#include "exchange/random.h"
#include "files.h"
#include "support/surroundings.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW "2026-06-01T00:00:00Z"
#define UNTIL "\"until\":\"2026-05-31T12:00:00Z\""

static complaint_context *context;
static complaint_register *reg;
static complaint_facts *result;
static complaint_error *error;
static uint64_t noise;

static complaint_time fixed_now(void *user_data)
{
    complaint_time time = 0;

    (void)user_data;
    (void)!complaint_time_parse(NOW, 0, &time, NULL);
    return time;
}

static int seeded_random(void *user_data, void *bytes, size_t size)
{
    unsigned char *at = bytes;

    (void)user_data;
    for (size_t i = 0; i < size; i++)
        at[i] = (unsigned char)(next_random(&noise) >> 24);
    return 0;
}

static void setup(void)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .now = fixed_now,
                                         .random = seeded_random};

    noise = 10002;
    ck_assert_int_eq(complaint_context_new(&environment, &context, NULL), 0);
    ck_assert_int_eq(
        complaint_register_open(context, "memory:", COMPLAINT_REGISTER_CREATE,
                                &reg, NULL),
        0);
}

static void teardown(void)
{
    complaint_error_free(error);
    complaint_facts_free(result);
    complaint_register_free(reg);
    complaint_context_free(context);
    error = NULL;
    result = NULL;
    reg = NULL;
    context = NULL;
}

static int simulate(const char *options)
{
    complaint_facts *parsed = NULL;
    int status;

    complaint_facts_free(result);
    complaint_error_free(error);
    result = NULL;
    error = NULL;
    ck_assert_int_eq(
        complaint_facts_parse(context, options, strlen(options), &parsed, NULL),
        0);
    status = complaint_simulate(reg, parsed, &result, &error);
    complaint_facts_free(parsed);
    return status;
}

static void simulate_ok(const char *options)
{
    int status = simulate(options);

    ck_assert_msg(status == 0, "%s (%s)", complaint_error_message(error),
                  complaint_error_field(error));
}

static int64_t count(const char *relation)
{
    complaint_cursor *cursor;
    const complaint_record *record;
    int64_t rows = 0;

    ck_assert_int_eq(
        complaint_register_list_relation(reg, relation, &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 && record != NULL)
        rows++;
    complaint_cursor_free(cursor);
    return rows;
}

/* Heads of all cases, one after the other. */
static char *heads(void)
{
    complaint_cursor *cursor;
    const complaint_record *record;
    size_t size = 0;
    char *all = calloc(1, 200 * 1000);

    ck_assert_ptr_nonnull(all);
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "case", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 &&
           record != NULL) {
        const char *head = complaint_record_text(record, "head");

        ck_assert_ptr_nonnull(head);
        size += (size_t)sprintf(all + size, "%s\n", head);
    }
    complaint_cursor_free(cursor);
    return all;
}

static const char *text_of(const char *name)
{
    return complaint_facts_text(complaint_facts_get(result, name), "");
}

/* ---- a host's own procedure ---- */

/* Its guards ask for amounts, comparisons, alternatives, members of maps, and
 * what was told before; its first way needs what the case never has. */
static const char own[] =
    "kind: procedure\nformat: 1\nname: own\nversion: \"1\"\n"
    "title: {en: Own}\nlanguages: [en]\nstart: new\n"
    "roles:\n  - {name: clerk, title: {en: Clerk}}\n"
    "intake:\n  roles: []\n  facts:\n"
    "    - {name: shelf, type: code, required: true, values: [a, b],"
    " title: {en: Shelf}}\n"
    "states:\n"
    "  - {name: new, title: {en: New}}\n"
    "  - {name: weighed, title: {en: Weighed}}\n"
    "  - {name: offered, title: {en: Offered}}\n"
    "  - {name: settled, title: {en: Settled}, final: true}\n"
    "transitions:\n"
    "  - name: never\n    title: {en: Never}\n    from: [new]\n"
    "    to: settled\n    roles: [clerk]\n    marks: [responded, closed]\n"
    "    guard: {field: batch, is: no-such-batch}\n"
    "  - name: weigh\n    title: {en: Weigh}\n    from: [new]\n"
    "    to: weighed\n    roles: [clerk]\n    facts:\n"
    "      - {name: units, type: list, required: true, title: {en: Units}}\n"
    "      - {name: grams, type: integer, required: true, title: {en: Grams}}\n"
    "      - {name: least, type: integer, title: {en: Least}}\n"
    "      - {name: note, type: text, title: {en: Note}}\n"
    "      - {name: worth, type: money, required: true, title: {en: Worth}}\n"
    "      - {name: colour, type: code, values: [red, green, blue],"
    " title: {en: Colour}}\n"
    "    guard:\n      all:\n"
    "        - {fact: grams, at_least: 500}\n"
    "        - {not: {fact: grams, at_least: 901}}\n"
    "        - {fact: least, no_more_than: grams}\n"
    "        - {fact: worth, at_most: 2000, currency: EUR}\n"
    "        - {not: {fact: note, present: true}}\n"
    "        - any:\n"
    "            - {fact: colour, in: [green, blue]}\n"
    "            - {not: {fact: colour, present: true}}\n"
    "  - name: offer\n    title: {en: Offer}\n    from: [weighed]\n"
    "    to: offered\n    roles: [clerk]\n    not_by: [weigh]\n"
    "    marks: [responded]\n    join: {tasks: [look]}\n    facts:\n"
    "      - {name: remedy, type: map, required: true, members: [kind],"
    " title: {en: Remedy}}\n"
    "      - {name: signed, type: boolean, required: true,"
    " title: {en: Signed}}\n"
    "    guard:\n      all:\n"
    "        - {not: {fact: signed, is: \"false\"}}\n"
    "        - {fact: remedy.description, contains: [voucher]}\n"
    "  - name: settle\n    title: {en: Settle}\n    from: [offered]\n"
    "    to: settled\n    roles: [clerk]\n    marks: [closed]\n"
    "tasks:\n"
    "  - name: look\n    title: {en: Look}\n"
    "    open: {transitions: [weigh]}\n    each: units\n    facts:\n"
    "      - {name: seen, type: text, required: true, title: {en: Seen}}\n"
    "clocks:\n"
    "  - name: answer\n    title: {en: Answer}\n    owner: clerk\n"
    "    principal: true\n    amount: 5\n    unit: days\n"
    "    from: {time: received}\n    stop_marks: [responded]\n"
    "    pausable: false\n";

/* The same under another name; static. */
static const char *own_as(const char *name)
{
    static char text[sizeof own + 100];
    const char *at = strstr(own, "name: own");

    snprintf(text, sizeof text, "%.*sname: %s%s", (int)(at - own), own, name,
             at + strlen("name: own"));
    return text;
}

static void install(const char *yaml)
{
    complaint_definition *definition = NULL;
    complaint_actor *actor = NULL;

    complaint_error_free(error);
    error = NULL;
    ck_assert_msg(complaint_definition_parse(context, yaml, strlen(yaml), "own",
                                             &definition, &error) == 0,
                  "%s (%s)", complaint_error_message(error),
                  complaint_error_field(error));
    ck_assert_int_eq(complaint_actor_new(context, "admin", NULL, &actor, NULL),
                     0);
    ck_assert_int_eq(complaint_register_install(reg, actor, definition, &error),
                     0);
    complaint_definition_free(definition);
    complaint_actor_free(actor);
}

static void install_own(void)
{
    install(own);
}

START_TEST(the_same_seed_gives_the_same_register)
{
    char *first, *second, *third;

    simulate_ok("{\"cases\":120,\"months\":6," UNTIL "}");
    first = heads();
    teardown();
    setup();
    simulate_ok("{\"cases\":120,\"months\":6,\"seed\":1," UNTIL "}");
    second = heads();
    ck_assert_str_eq(first, second);
    teardown();
    setup();
    simulate_ok("{\"cases\":120,\"months\":6,\"seed\":2," UNTIL "}");
    third = heads();
    ck_assert_str_ne(first, third);
    free(first);
    free(second);
    free(third);
}
END_TEST

START_TEST(a_simulated_register_verifies_and_is_what_it_says)
{
    complaint_facts *found = NULL;
    complaint_cursor *cursor;
    const complaint_record *record;
    complaint_time until = complaint_facts_time(NULL);
    int64_t open = 0, bad = 0, slow = 0, late = 0, cases = 0;

    simulate_ok("{\"cases\":800,\"months\":24," UNTIL "}");
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "cases"), 0), 800);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "entries"), 0),
        count("journal"));
    ck_assert_int_eq(complaint_register_verify(reg, &found, NULL), 0);
    complaint_facts_free(found);
    until = complaint_facts_time(complaint_facts_get(result, "until"));
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "case", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 &&
           record != NULL) {
        const char *batch = complaint_record_text(record, "batch");
        int64_t limit = complaint_record_integer(record, "limit_at", 0);
        int64_t done = complaint_record_integer(record, "responded_at", 0);

        cases++;
        ck_assert_int_eq(complaint_record_integer(record, "simulated", 0), 1);
        ck_assert_int_le(complaint_record_integer(record, "received_at", 0),
                         until);
        ck_assert_int_le(done, until);
        open += complaint_record_is_null(record, "closed_at");
        late += done != 0 && limit != 0 && done > limit;
        bad += batch != NULL && strcmp(batch, text_of("bad_batch")) == 0;
        slow += strcmp(complaint_record_text(record, "unit"),
                       text_of("slow_unit")) == 0;
    }
    complaint_cursor_free(cursor);
    ck_assert_int_eq(cases, 800);
    ck_assert_int_ge(open, 5); /* the recent ones */
    ck_assert_int_le(open, 120);
    ck_assert_int_ge(bad, 6);
    ck_assert_int_ge(slow, 15);
    ck_assert_int_ge(late, 20);
    ck_assert_int_le(late, 300);
    ck_assert_int_ge(count("party"), 800);
    ck_assert_int_ge(count("evidence"), 80);
    ck_assert_int_ge(count("share"), 300);
    ck_assert_int_ge(count("survey"), 150);
    ck_assert_int_ge(count("remedy"), 200);
    ck_assert_int_ge(count("action"), 80);
    ck_assert_int_ge(count("communication"), 500);
}
END_TEST

/* Names of the bundled procedures, in their order; how many there are. */
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

/* Cases that are closed, and those that were answered. */
static void count_ends(int64_t *closed, int64_t *responded)
{
    complaint_cursor *cursor;
    const complaint_record *record;

    *closed = *responded = 0;
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "case", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 &&
           record != NULL) {
        *closed += !complaint_record_is_null(record, "closed_at");
        *responded += !complaint_record_is_null(record, "responded_at");
    }
    complaint_cursor_free(cursor);
}

/* Hundred cases of a procedure in two years; the same again by the seed. */
static void simulate_procedure(const char *name, int64_t least_closed)
{
    complaint_facts *found = NULL;
    char options[300];
    int64_t closed, responded;
    char *first, *second;

    snprintf(options, sizeof options,
             "{\"cases\":100,\"months\":24,\"procedure\":\"%s\"," UNTIL "}",
             name);
    simulate_ok(options);
    ck_assert_str_eq(text_of("procedure"), name);
    ck_assert_int_eq(count("case"), 100);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(result, "entries"), 0),
        count("journal"));
    count_ends(&closed, &responded);
    ck_assert_msg(closed >= least_closed && responded >= least_closed,
                  "%s: %d closed, %d answered", name, (int)closed,
                  (int)responded);
    ck_assert_int_eq(complaint_register_verify(reg, &found, NULL), 0);
    complaint_facts_free(found);
    first = heads();
    teardown();
    setup();
    install_own();
    simulate_ok(options);
    second = heads();
    ck_assert_str_eq(first, second);
    free(first);
    free(second);
}

START_TEST(each_bundled_procedure_is_followed_to_its_end)
{
    simulate_procedure(bundled_at((size_t)_i), 60);
}
END_TEST

START_TEST(the_procedure_of_a_host_is_followed_through_its_guards)
{
    install_own();
    simulate_procedure("own", 70);
    ck_assert_int_ge(count("task"), 60);
    ck_assert_int_ge(count("remedy"), 60);
}
END_TEST

/* Another procedure under the name of one that is bundled. */
START_TEST(a_procedure_is_followed_as_installed_whatever_its_name)
{
    complaint_cursor *cursor;
    const complaint_record *record;

    install(own_as("iso10002"));
    simulate_ok("{\"cases\":30,\"months\":12," UNTIL "}");
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "case", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 && record != NULL)
        ck_assert_ptr_nonnull(strstr("new weighed offered settled",
                                     complaint_record_text(record, "state")));
    complaint_cursor_free(cursor);
}
END_TEST

START_TEST(a_plain_simulation_files_and_closes)
{
    simulate_ok("{\"cases\":300,\"months\":12,\"plain\":true," UNTIL "}");
    ck_assert_int_eq(count("case"), 300);
    ck_assert_int_ge(count("journal"), 560);
    ck_assert_int_le(count("journal"), 600);
    ck_assert_int_eq(count("party"), 0);
}
END_TEST

START_TEST(two_simulations_may_fill_one_register)
{
    simulate_ok("{\"cases\":20,\"months\":2," UNTIL "}");
    simulate_ok("{\"cases\":20,\"months\":2,\"seed\":7," UNTIL "}");
    ck_assert_int_eq(count("case"), 40);
    simulate_ok("{\"cases\":0," UNTIL "}");
    ck_assert_int_eq(count("case"), 40);
}
END_TEST

START_TEST(definitions_that_are_installed_are_used_and_not_replaced)
{
    static const char yaml[] =
        "kind: catalog\nformat: 1\nname: general\nversion: \"own\"\n"
        "lists:\n  - name: category\n    codes:\n"
        "      - {code: own-category, en: Own}\n";
    complaint_cursor *cursor;
    const complaint_record *record;

    install(yaml);
    simulate_ok("{\"cases\":20,\"months\":2," UNTIL "}");
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "case", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 && record != NULL)
        ck_assert_str_eq(complaint_record_text(record, "category"),
                         "own-category");
    complaint_cursor_free(cursor);
}
END_TEST

static void refuses(const char *options, int status, const char *field)
{
    ck_assert_int_eq(simulate(options), status);
    ck_assert_str_eq(complaint_error_field(error), field);
    ck_assert_int_eq(count("case"), 0);
}

START_TEST(options_that_cannot_be_are_named)
{
    refuses("{}", COMPLAINT_INVALID, "until");
    refuses("{\"until\":\"2026-06-02T00:00:00Z\"}", COMPLAINT_INVALID, "until");
    refuses("{\"cases\":-1," UNTIL "}", COMPLAINT_INVALID, "cases");
    refuses("{\"cases\":10000001," UNTIL "}", COMPLAINT_LIMIT, "cases");
    refuses("{\"months\":601," UNTIL "}", COMPLAINT_LIMIT, "months");
    refuses("{\"months\":0," UNTIL "}", COMPLAINT_INVALID, "months");
    refuses("{\"colour\":1," UNTIL "}", COMPLAINT_INVALID, "colour");
    refuses("{\"seed\":\"x\"," UNTIL "}", COMPLAINT_INVALID, "seed");
    ck_assert_int_eq(simulate("{\"procedure\":\"none\"," UNTIL "}"),
                     COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(complaint_simulate(NULL, NULL, NULL, NULL),
                     COMPLAINT_MISUSE);
}
END_TEST

START_TEST(random_numbers_are_those_of_the_published_generator)
{
    /* first outputs of xoshiro256** from the state 1, 2, 3, 4 */
    static const uint64_t expected[] = {11520, 0, 1509978240,
                                        UINT64_C(1215971899390074240)};
    complaint__random random = {{1, 2, 3, 4}};
    double sum = 0;

    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(complaint__random_next(&random), expected[i]);
    complaint__random_seed(&random, 1, 1);
    for (int i = 0; i < 20000; i++) {
        ck_assert_uint_lt(complaint__random_below(&random, 7), 7);
        sum += complaint__random_work(&random);
    }
    ck_assert_double_eq_tol(sum / 20000, 1, 0.03);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("simulate");
    TCase *tests = tcase_create("simulate");

    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_same_seed_gives_the_same_register);
    tcase_add_test(tests, a_simulated_register_verifies_and_is_what_it_says);
    tcase_add_loop_test(tests, each_bundled_procedure_is_followed_to_its_end, 0,
                        (int)bundled_count());
    tcase_add_test(tests,
                   the_procedure_of_a_host_is_followed_through_its_guards);
    tcase_add_test(tests,
                   a_procedure_is_followed_as_installed_whatever_its_name);
    tcase_add_test(tests, a_plain_simulation_files_and_closes);
    tcase_add_test(tests, two_simulations_may_fill_one_register);
    tcase_add_test(tests,
                   definitions_that_are_installed_are_used_and_not_replaced);
    tcase_add_test(tests, options_that_cannot_be_are_named);
    tcase_add_test(tests, random_numbers_are_those_of_the_published_generator);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
