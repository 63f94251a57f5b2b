/* Anonymous complaints, with a party that says so and with none at all, in
 * every bundled procedure: filed, answered, counted, given out, erased. */
#include "data/bundled.h"
#include "register/desk.h"
#include "register/register.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <unistd.h>

/* The bundled procedures in their order; NULL past the last. */
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

static void answer(desk *d, complaint_case *one)
{
    complaint_facts *facts =
        desk_facts(d, "{\"kind\":\"acknowledgement\",\"direction\":\"out\","
                      "\"text\":\"to whom it may concern\"}");

    desk_ok(complaint_case_put(one, d->clerk, "communication", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
}

static void take_through(desk *d, const char *procedure, const char *parties)
{
    complaint_facts *facts, *out;
    complaint_case *one;
    char json[300];

    snprintf(
        json, sizeof json,
        "{\"procedure\":\"%s\",\"title\":\"noise\",\"unit\":\"quality\"%s}",
        procedure, parties);
    one = desk_file(d, json);
    ck_assert_ptr_nonnull(desk_text(one, "number"));
    answer(d, one);
    desk_ok(complaint_case_next(one, d->clerk, &out, &error));
    ck_assert_uint_gt(complaint_facts_size(out), 0);
    complaint_facts_free(out);
    desk_ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &out, &error));
    complaint_facts_free(out);
    facts = desk_facts(d, "{\"reason\":\"kept long enough\"}");
    desk_ok(complaint_case_erase(one, d->clerk, facts, NULL, &error));
    complaint_facts_free(facts);
    ck_assert_str_eq(desk_text(one, "erased"), "all");
    complaint_case_free(one);
}

START_TEST(every_bundled_procedure_takes_complaints_of_nobody)
{
    size_t count = bundled_count();
    complaint_facts *person, *out;
    complaint_dataset *dataset;
    desk d;

    desk_open(&d, DESK_MEMORY);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(bundled_at(i), "bank") != 0)
            desk_install(&d, "procedure", bundled_at(i));
        take_through(&d, bundled_at(i), "");
        take_through(&d, bundled_at(i), ",\"parties\":[{\"anonymous\":true}]");
    }
    desk_ok(complaint_dataset_open(d.reg, NULL, &dataset, &error));
    ck_assert_uint_eq(complaint_dataset_size(dataset), 2 * count);
    complaint_dataset_free(dataset);
    /* Nobody is found as somebody. */
    person = desk_facts(&d, "{\"name\":\"true\"}");
    desk_ok(
        complaint_register_export_person(d.reg, d.clerk, person, &out, &error));
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(out, "cases")),
                      0);
    complaint_facts_free(person);
    complaint_facts_free(out);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* ---- to the end ---- */

/* Nothing of the row says who it is. */
static void is_nobody(const complaint_record *party)
{
    static const char *const columns[] = {"name", "phone", "email", "address",
                                          "reference"};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        ck_assert_ptr_null(complaint_record_text(party, columns[i]));
}

/* Every letter can be written, or lacks what is the case's, never a name. */
static void write_letters(desk *d, complaint_case *one)
{
    complaint_facts *said;
    const complaint_facts *replies;

    desk_ok(complaint_procedure_describe(complaint__case_pinned_procedure(one),
                                         &said, &error));
    replies = complaint_facts_get(said, "replies");
    for (size_t i = 0; i < complaint_facts_size(replies); i++) {
        const complaint_facts *reply = complaint_facts_at(replies, i);
        complaint_error *local = NULL;
        char *text = NULL;
        int status = complaint_case_reply(
            one, complaint_facts_text(complaint_facts_get(reply, "name"), ""),
            NULL, &text, NULL, &local);

        ck_assert(status == COMPLAINT_OK || status == COMPLAINT_INCOMPLETE);
        for (size_t j = 0; j < complaint_error_item_count(local); j++) {
            const char *item = complaint_error_item(local, j);

            ck_assert_msg(strstr(item, "name") == NULL &&
                              strstr(item, "complainant") == NULL,
                          "a letter asks for %s", item);
        }
        complaint_error_free(local);
        complaint_context_release(d->context, text);
    }
    complaint_facts_free(said);
}

static void pack(desk *d, const char *number)
{
    complaint_facts *options;
    complaint_facts *out;
    char path[64];
    char json[160];

    snprintf(path, sizeof path, "/tmp/complaint-anonymous-%d", (int)getpid());
    snprintf(json, sizeof json, "{\"cases\":[\"%s\"],\"personal\":true}",
             number);
    options = desk_facts(d, json);
    desk_ok(complaint_evidence_write(d->reg, path, options, NULL, &error));
    desk_ok(complaint_evidence_verify(d->context, path, NULL, &out, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(out, "cases"), 0), 1);
    complaint_facts_free(options);
    complaint_facts_free(out);
    unlink(path);
}

/* By the row of the party, as somebody who knows the number would ask. */
static void give_out_and_erase(desk *d, const char *party)
{
    complaint_facts *person, *what, *out;
    char json[120];

    snprintf(json, sizeof json, "{\"party\":\"%s\"}", party);
    person = desk_facts(d, json);
    what = desk_facts(d, "{\"reason\":\"asked for with the number\"}");
    desk_ok(complaint_register_export_person(d->reg, d->clerk, person, &out,
                                             &error));
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(out, "cases")),
                      1);
    complaint_facts_free(out);
    desk_ok(complaint_register_erase_person(d->reg, d->clerk, person, what,
                                            &out, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(out, "erased"), 0), 1);
    complaint_facts_free(out);
    complaint_facts_free(what);
    complaint_facts_free(person);
}

/* Whoever has the number is answered. Was the case closed? */
static bool follow(desk *d, const char *id, const char *party)
{
    complaint_case *one, *again;
    complaint_cursor *found;
    char number[64];
    bool closed;

    desk_ok(complaint_case_find(d->reg, id, &one, &error));
    snprintf(number, sizeof number, "%s", desk_text(one, "number"));
    closed = desk_integer(one, "closed_at") != COMPLAINT_TIME_NONE;
    desk_ok(complaint_case_find(d->reg, number, &again, &error));
    ck_assert_str_eq(desk_text(again, "id"), id);
    answer(d, again);
    write_letters(d, again);
    desk_ok(complaint_register_search(d->reg, number, NULL, &found, &error));
    ck_assert_int_eq(desk_count(found), 1);
    pack(d, number);
    give_out_and_erase(d, party);
    desk_ok(complaint_case_refresh(one, &error));
    /* All but rows of parties, in which nothing personal stood. */
    ck_assert_ptr_nonnull(strstr(desk_text(one, "erased"), "case,"));
    ck_assert_ptr_nonnull(strstr(desk_text(one, "erased"), "facts"));
    ck_assert_ptr_null(desk_text(one, "title"));
    ck_assert_str_eq(desk_text(one, "number"), number);
    pack(d, number);
    complaint_case_free(one);
    complaint_case_free(again);
    return closed;
}

enum { CASES = 80, NOBODIES = 40 };

/* Cases of a simulation whose party is nobody; how many there are. */
static int find_nobodies(desk *d, char ids[NOBODIES][2][40])
{
    complaint_cursor *cursor;
    const complaint_record *party;
    int count = 0;

    desk_ok(complaint_register_list_relation(d->reg, "party", &cursor, &error));
    for (;;) {
        desk_ok(complaint_cursor_next(cursor, &party, &error));
        if (party == NULL)
            break;
        if (complaint_record_integer(party, "anonymous", 0) != 1)
            continue;
        is_nobody(party);
        ck_assert_int_lt(count, NOBODIES);
        snprintf(ids[count][0], 40, "%s",
                 complaint_record_text(party, "case_id"));
        snprintf(ids[count++][1], 40, "%s", complaint_record_text(party, "id"));
    }
    complaint_cursor_free(cursor);
    return count;
}

START_TEST(nobody_is_led_from_filing_to_closing_in_every_procedure)
{
    char ids[NOBODIES][2][40];
    complaint_facts *options;
    complaint_dataset *dataset;
    char json[160];
    int closed = 0;
    int count;
    desk d;

    desk_open(&d, _i % DESK_BACKENDS);
    snprintf(json, sizeof json,
             "{\"procedure\":\"%s\",\"cases\":%d,\"seed\":7,"
             "\"until\":\"2024-03-01T00:00:00Z\"}",
             bundled_at((size_t)(_i / DESK_BACKENDS)), CASES);
    options = desk_facts(&d, json);
    desk_ok(complaint_simulate(d.reg, options, NULL, &error));
    complaint_facts_free(options);
    desk_ok(complaint_register_seal(d.reg, NULL, NULL, &error));
    count = find_nobodies(&d, ids);
    for (int i = 0; i < count; i++)
        closed += follow(&d, ids[i][0], ids[i][1]);
    ck_assert_msg(closed > 0, "%s: none of %d is closed", json, count);
    desk_ok(complaint_dataset_open(d.reg, NULL, &dataset, &error));
    ck_assert_uint_eq(complaint_dataset_size(dataset), CASES);
    complaint_dataset_free(dataset);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("anonymous");
    TCase *tcase = tcase_create("all");

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, every_bundled_procedure_takes_complaints_of_nobody);
    tcase_add_loop_test(tcase,
                        nobody_is_led_from_filing_to_closing_in_every_procedure,
                        0, (int)bundled_count() * DESK_BACKENDS);
    suite_add_tcase(suite, tcase);
    return test_run(suite);
}
