/* Every way to read a register on PostgreSQL, with the first, second, third ...
 * of its statements refused with 40001: the answer is the one that is given
 * when nothing fails, no row twice and none left out. Calls that write are in
 * starvation/test_met.c. */
#include "support/server.h"

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres_desk.h"
#include "support/between.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 120 /* more than a server's first page, and its second */
#define NOW (INT64_C(1893456000) * COMPLAINT_SECOND) /* 2030 */
#define TEXT_MAX ((size_t)4 << 20)

static server shared;
static between way;
static char place[256];

/* What was read, as one text. */
typedef struct answer {
    clerk clerk;
    char *text;
    size_t size;
} answer;

static void note(answer *to, const char *text, size_t size)
{
    ck_assert_uint_lt(to->size + size + 1, TEXT_MAX);
    memcpy(to->text + to->size, text, size);
    to->size += size;
    to->text[to->size++] = '\n';
    to->text[to->size] = '\0';
}

static void note_part(answer *to, const complaint_facts *facts)
{
    complaint_error *error = NULL;
    char *json = NULL;
    size_t size = 0;

    ck_assert_int_eq(complaint_facts_write(facts, &json, &size, &error), 0);
    note(to, json, size);
    complaint_context_release(to->clerk.context, json);
}

/* Takes the facts. */
static void note_facts(answer *to, complaint_facts *facts)
{
    note_part(to, facts);
    complaint_facts_free(facts);
}

/* All rows of a cursor, which is taken. */
static int note_rows(answer *to, complaint_cursor *rows,
                     complaint_error **error)
{
    const complaint_record *row = NULL;
    int status;

    do {
        complaint_facts *facts = NULL;

        status = complaint_cursor_next(rows, &row, error);
        if (status == COMPLAINT_OK && row != NULL)
            status = complaint_record_facts(row, &facts, error);
        if (facts != NULL)
            note_facts(to, facts);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint_cursor_free(rows);
    return status;
}

static complaint_facts *facts_of(answer *to, const char *json)
{
    complaint_facts *facts = NULL;

    desk_ok(complaint_facts_parse(to->clerk.context, json, strlen(json), &facts,
                                  &error));
    return facts;
}

/* ---- the ways ---- */

typedef struct way_to_read {
    const char *name;
    int (*read)(answer *to, const char *with, complaint_error **error);
    const char *with;
} way_to_read;

static int read_list(answer *to, const char *with, complaint_error **error)
{
    complaint_facts *filter = facts_of(to, with);
    complaint_cursor *rows = NULL;
    int status = complaint_register_list(to->clerk.reg, filter, &rows, error);

    complaint_facts_free(filter);
    return status == COMPLAINT_OK ? note_rows(to, rows, error) : status;
}

/* The rest of a list, behind a token. */
static int read_behind_token(answer *to, const char *with,
                             complaint_error **error)
{
    const complaint_record *row = NULL;
    complaint_facts *filter = facts_of(to, with);
    complaint_cursor *rows = NULL;
    char *token = NULL;
    int status = complaint_register_list(to->clerk.reg, filter, &rows, error);

    for (int i = 0; status == COMPLAINT_OK && i < 20; i++)
        status = complaint_cursor_next(rows, &row, error);
    if (status == COMPLAINT_OK)
        status = complaint_cursor_token(rows, &token, error);
    complaint_cursor_free(rows);
    rows = NULL;
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(filter, "after", token, error);
    if (status == COMPLAINT_OK)
        status = complaint_register_list(to->clerk.reg, filter, &rows, error);
    if (status == COMPLAINT_OK)
        status = note_rows(to, rows, error);
    complaint_context_release(to->clerk.context, token);
    complaint_facts_free(filter);
    return status;
}

static int read_search(answer *to, const char *with, complaint_error **error)
{
    complaint_cursor *rows = NULL;
    int status =
        complaint_register_search(to->clerk.reg, with, NULL, &rows, error);

    return status == COMPLAINT_OK ? note_rows(to, rows, error) : status;
}

static int read_relation(answer *to, const char *with, complaint_error **error)
{
    complaint_cursor *rows = NULL;
    int status =
        complaint_register_list_relation(to->clerk.reg, with, &rows, error);

    return status == COMPLAINT_OK ? note_rows(to, rows, error) : status;
}

static int read_due(answer *to, const char *with, complaint_error **error)
{
    complaint_facts *filter = facts_of(to, with);
    complaint_cursor *rows = NULL;
    int status =
        complaint_register_list_due(to->clerk.reg, filter, &rows, error);

    complaint_facts_free(filter);
    return status == COMPLAINT_OK ? note_rows(to, rows, error) : status;
}

static int note_case(answer *to, complaint_case *one, complaint_error **error)
{
    const complaint_actor *actor = to->clerk.actor;
    complaint_facts *all[6] = {NULL};
    int status =
        complaint_record_facts(complaint_case_record(one), &all[0], error);

    if (status == COMPLAINT_OK)
        status = complaint_case_next(one, actor, &all[1], error);
    if (status == COMPLAINT_OK)
        status = complaint_case_tasks(one, actor, &all[2], error);
    if (status == COMPLAINT_OK)
        status = complaint_case_clocks(one, NOW, &all[3], error);
    if (status == COMPLAINT_OK)
        status = complaint_case_clocks_known(one, NOW, NOW, &all[4], error);
    if (status == COMPLAINT_OK)
        status = complaint_case_explain(one, NOW, NOW, "en", &all[5], error);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i] != NULL)
            note_facts(to, all[i]);
    return status;
}

static int read_case(answer *to, const char *with, complaint_error **error)
{
    complaint_case *one = NULL;
    complaint_cursor *rows = NULL;
    int status = complaint_case_find(to->clerk.reg, with, &one, error);

    if (status == COMPLAINT_OK)
        status = note_case(to, one, error);
    if (status == COMPLAINT_OK)
        status = complaint_case_list(one, "journal", &rows, error);
    if (status == COMPLAINT_OK)
        status = note_rows(to, rows, error);
    if (status == COMPLAINT_OK)
        status = complaint_case_refresh(one, error);
    if (status == COMPLAINT_OK)
        status = note_case(to, one, error);
    complaint_case_free(one);
    return status;
}

static int read_person(answer *to, const char *with, complaint_error **error)
{
    complaint_facts *person = facts_of(to, with);
    complaint_facts *found = NULL;
    int status = complaint_register_export_person(
        to->clerk.reg, to->clerk.actor, person, &found, error);

    complaint_facts_free(person);
    if (status == COMPLAINT_OK) /* the rest says when it was asked for */
        note_part(to, complaint_facts_get(found, "cases"));
    complaint_facts_free(found);
    return status;
}

static int read_retention(answer *to, const char *with, complaint_error **error)
{
    complaint_facts *options = facts_of(to, with);
    complaint_facts *found = NULL;
    int status = complaint_register_retain(to->clerk.reg, to->clerk.actor,
                                           options, &found, error);

    complaint_facts_free(options);
    if (status == COMPLAINT_OK)
        note_facts(to, found);
    return status;
}

static int read_verdict(answer *to, const char *with, complaint_error **error)
{
    complaint_facts *options = facts_of(to, with);
    complaint_facts *found = NULL;
    int status =
        complaint_register_verify_with(to->clerk.reg, options, &found, error);

    complaint_facts_free(options);
    /* How many threads could be had is no part of the answer. */
    for (size_t i = 0; i < complaint_facts_size(found); i++)
        if (strcmp(complaint_facts_key(found, i), "threads") != 0)
            note_part(to, complaint_facts_at(found, i));
    complaint_facts_free(found);
    return status;
}

static int read_description(answer *to, const char *with,
                            complaint_error **error)
{
    complaint_facts *found = NULL;
    int status = complaint_register_describe(to->clerk.reg, &found, error);

    (void)with;
    if (status == COMPLAINT_OK)
        note_facts(to, found);
    return status;
}

static int read_definition(answer *to, const char *with,
                           complaint_error **error)
{
    complaint_definition *found = NULL;
    int status = complaint_register_definition(to->clerk.reg, "procedure", with,
                                               &found, error);

    if (status == COMPLAINT_OK)
        note(to, with, strlen(with));
    complaint_definition_free(found);
    return status;
}

static int read_what_if(answer *to, const char *with, complaint_error **error)
{
    complaint_facts *options = facts_of(to, with);
    complaint_facts *found = NULL;
    int status =
        complaint_register_what_if(to->clerk.reg, options, &found, error);

    complaint_facts_free(options);
    if (status == COMPLAINT_OK)
        note_facts(to, found);
    return status;
}

static int read_dataset(answer *to, const char *with, complaint_error **error)
{
    complaint_facts *by = facts_of(to, with);
    complaint_facts *found = NULL;
    complaint_dataset *dataset = NULL;
    complaint_figure *figure = NULL;
    int status = complaint_dataset_open(to->clerk.reg, NULL, &dataset, error);

    if (status == COMPLAINT_OK)
        status = complaint_dataset_count(dataset, by, &figure, error);
    if (status == COMPLAINT_OK)
        status = complaint_figure_facts(figure, &found, error);
    if (status == COMPLAINT_OK)
        note_facts(to, found);
    complaint_figure_free(figure);
    complaint_dataset_free(dataset);
    complaint_facts_free(by);
    return status;
}

static const way_to_read ways[] = {
    {"list", read_list, "{}"},
    {"list of open ones", read_list, "{\"open\":true,\"limit\":90}"},
    {"list with a text", read_list, "{\"text\":\"drawer\"}"},
    {"list behind a token", read_behind_token, "{\"open\":true}"},
    {"search", read_search, "drawer"},
    {"search of few", read_search, "drawer 7"},
    {"journal", read_relation, "journal"},
    {"parties", read_relation, "party"},
    {"what is due", read_due, "{}"},
    {"what is due of a procedure", read_due, "{\"procedure\":\"bank\"}"},
    {"case", read_case, "C-00007"},
    {"person", read_person, "{\"name\":\"asker-3\"}"},
    {"retention", read_retention, "{\"dry_run\":true}"},
    {"verify", read_verdict, "{}"},
    {"verify, two threads", read_verdict, "{\"threads\":2}"},
    {"describe", read_description, ""},
    {"definition", read_definition, "bank"},
    {"what if", read_what_if,
     "{\"procedure\":\"bank\",\"now\":\"2030-01-01T00:00:00Z\"}"},
    {"dataset", read_dataset, "{\"by\":\"category\"}"},
};

/* ---- what is read ---- */

static void file_one(clerk *self, int i)
{
    char json[200], name[32];
    complaint_facts *facts = NULL;
    complaint_case *made = NULL;

    snprintf(json, sizeof json,
             "{\"title\":\"drawer %d\",\"description\":\"it sticks\","
             "\"category\":\"other\",\"channel\":\"phone\"}",
             i);
    desk_ok(complaint_facts_parse(self->context, json, strlen(json), &facts,
                                  &error));
    desk_ok(complaint_case_file(self->reg, self->actor, facts,
                                COMPLAINT_TIME_NONE, &made, &error));
    snprintf(name, sizeof name, "asker-%d", i % 40);
    desk_ok(clerk_put(self, made, name, &error));
    complaint_case_free(made);
    complaint_facts_free(facts);
}

static void fill(void)
{
    clerk self;

    ck_assert(between_start(&way, &shared));
    (void)between_uri(&way, "", place, sizeof place);
    clerk_begin(&self, place, 1);
    clerk_install(&self);
    desk_ok(complaint_register_set(self.reg, "number", "C-{series:5}", &error));
    desk_ok(complaint_register_begin(self.reg, &error));
    for (int i = 0; i < CASES; i++)
        file_one(&self, i);
    desk_ok(complaint_register_commit(self.reg, &error));
    clerk_end(&self);
}

/* By a handle of its own, so that nothing is known from before; whether a
 * statement failed. Negative: none is to fail. */
static bool read_one(const way_to_read *one, long passed, answer *to)
{
    long failed = atomic_load(&way.failed);
    complaint_error *error = NULL;
    int status;

    to->text = malloc(TEXT_MAX);
    ck_assert_ptr_nonnull(to->text);
    to->text[0] = '\0';
    to->size = 0;
    clerk_begin(&to->clerk, place, 1);
    atomic_store(&way.fail_after, passed);
    status = one->read(to, one->with, &error);
    atomic_store(&way.fail_after, -1);
    ck_assert_msg(status == COMPLAINT_OK, "%s, behind %ld statements: %s",
                  one->name, passed, complaint_error_message(error));
    clerk_end(&to->clerk);
    return atomic_load(&way.failed) > failed;
}

static void read_each_way(const way_to_read *one)
{
    bool is_long = getenv("COMPLAINT_LONG") != NULL;
    answer plain, met;
    long passed = 0;
    bool failed = true;

    ck_assert(!read_one(one, -1, &plain));
    ck_assert_msg(plain.size > 1, "%s: nothing is read", one->name);
    while (failed) {
        failed = read_one(one, passed, &met);
        ck_assert_msg(strcmp(plain.text, met.text) == 0,
                      "%s, behind %ld statements: another answer", one->name,
                      passed);
        free(met.text);
        passed += is_long || passed < 8 ? 1 : passed / 2;
    }
    ck_assert_msg(passed > 1, "%s asks for nothing", one->name);
    free(plain.text);
}

START_TEST(an_answer_is_the_same_whichever_statement_met_another)
{
    fill();
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        read_each_way(&ways[i]);
    printf("# %ld statements of %d ways to read failed with 40001\n",
           atomic_load(&way.failed), (int)(sizeof ways / sizeof ways[0]));
    between_stop(&way);
}
END_TEST

static Suite *reads_suite(void)
{
    Suite *suite = suite_create("reads");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 600);
    tcase_add_test(all, an_answer_is_the_same_whichever_statement_met_another);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, reads_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
