/* What reads or writes much in one transaction, through a way on which
 * PostgreSQL refuses statements with 40001, and among several at once: it is
 * begun anew, and the caller sees nothing of it. Single commands are in
 * test_between.c. */
#include "support/server.h"
#include "support/surroundings.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef COMPLAINT_POSTGRES

#include "storage/postgres_desk.h"
#include "support/between.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define CASES 60
#define ROWS 40
#define IMPORTERS 3

static server shared;
static between way;

static const char procedure_text[] =
    "kind: procedure\nformat: 1\nname: small\nversion: \"1\"\n"
    "title: {en: Small}\nlanguages: [en]\nsource: \"invented for tests\"\n"
    "calendar: every-day\nstart: received\n"
    "roles:\n  - {name: office, title: {en: Office}}\n"
    "states:\n  - {name: received, title: {en: Received}}\n"
    "  - {name: closed, title: {en: Closed}, final: true}\n"
    "transitions:\n  - name: close\n    title: {en: Close}\n"
    "    from: [received]\n    to: closed\n    roles: [office]\n"
    "    marks: [responded, closed]\n    facts:\n"
    "      - {name: result, type: text, required: true, "
    "title: {en: Result}}\n";

static const char mapping_text[] =
    "kind: mapping\nformat: 1\nname: small\nsource: test\n"
    "calendar: every-day\nprocedure: small.yaml\nnumber: id\n"
    "received: at\nfacts:\n  - {fact: title, column: title}\n"
    "history:\n  - perform: [close]\n    at: done\n"
    "    when: [{column: done, present: true}]\n"
    "    facts: [{fact: result, column: result}]\n";

static const char *uri_of(const char *more, char text[256])
{
    return between_uri(&way, more, text, 256);
}

/* In the server's folder, which is removed with it. */
static const char *path_of(const char *name, char text[128])
{
    snprintf(text, 128, "%s/%s", shared.folder, name);
    return text;
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static complaint_facts *facts_of(clerk *self, const char *json)
{
    complaint_facts *facts = NULL;

    desk_ok(complaint_facts_parse(self->context, json, strlen(json), &facts,
                                  &error));
    return facts;
}

static int64_t number_in(const complaint_facts *facts, const char *name)
{
    return complaint_facts_integer(complaint_facts_get(facts, name), -1);
}

static void begin_with_cases(clerk *self, const char *more)
{
    char number[64], uri[256];

    clerk_begin(self, uri_of(more, uri), 1);
    clerk_install(self);
    desk_ok(complaint_register_begin(self->reg, &error));
    for (int i = 0; i < CASES; i++)
        desk_ok(clerk_file(self, number, &error));
    desk_ok(complaint_register_commit(self->reg, &error));
}

/* One statement in n from here on; what failed until now is forgotten. */
static void fail_every(long n)
{
    atomic_store(&way.failed, 0);
    atomic_store(&way.fail_every, n);
}

static long stop_failing(void)
{
    atomic_store(&way.fail_every, 0);
    return atomic_load(&way.failed);
}

START_TEST(a_dataset_that_met_another_is_loaded_anew)
{
    clerk self;

    begin_with_cases(&self, "&complaint_schema=datasets");
    fail_every(4);
    for (int i = 0; i < 400 && atomic_load(&way.failed) < 20; i++) {
        complaint_facts *filter =
            i % 2 ? facts_of(&self, "{\"open\":true}") : NULL;
        complaint_dataset *dataset = NULL;
        desk_ok(complaint_dataset_open(self.reg, filter, &dataset, &error));
        ck_assert_uint_eq(complaint_dataset_size(dataset), CASES);
        complaint_dataset_free(dataset);
        complaint_facts_free(filter);
    }
    ck_assert_int_ge(stop_failing(), 20);
    clerk_end(&self);
}
END_TEST

/* Two entries of two cases: both once, and the case moves on by one. */
START_TEST(a_referral_that_met_another_is_made_anew)
{
    char number[64], uri[256];
    int made = 0;
    clerk self;

    clerk_begin(&self, uri_of("&complaint_schema=referrals", uri), 1);
    clerk_install(&self);
    desk_ok(clerk_file(&self, number, &error));
    atomic_store(&way.only_commits, true);
    fail_every(2);
    for (; made < 400 && atomic_load(&way.failed) < 20; made++) {
        complaint_case *one = clerk_find(&self, number);
        complaint_case *there = NULL;

        desk_ok(complaint_case_refer(one, self.actor, "bank", "asked for", NULL,
                                     COMPLAINT_TIME_NONE, &there, &error));
        ck_assert_int_eq(
            complaint_record_integer(complaint_case_record(one), "revision", 0),
            made + 2);
        complaint_case_free(there);
        complaint_case_free(one);
    }
    ck_assert_int_ge(stop_failing(), 20);
    atomic_store(&way.only_commits, false);
    ck_assert_int_eq(clerk_rows(&self, "case"), made + 1);
    ck_assert_int_eq(clerk_problems(&self), 0);
    clerk_end(&self);
}
END_TEST

START_TEST(an_evidence_pack_that_met_another_is_written_anew)
{
    char path[128];
    clerk self;

    begin_with_cases(&self, "&complaint_schema=packs");
    (void)path_of("pack.jsonl", path);
    fail_every(100);
    for (int i = 0; i < 100 && atomic_load(&way.failed) < 8; i++) {
        complaint_facts *written = NULL, *found = NULL;
        desk_ok(
            complaint_evidence_write(self.reg, path, NULL, &written, &error));
        ck_assert_int_eq(number_in(written, "cases"), CASES);
        desk_ok(complaint_evidence_verify(self.context, path, NULL, &found,
                                          &error));
        ck_assert_int_eq(number_in(found, "problems"), -1);
        ck_assert_int_eq(number_in(found, "cases"), CASES);
        complaint_facts_free(written);
        complaint_facts_free(found);
    }
    ck_assert_int_ge(stop_failing(), 8);
    clerk_end(&self);
}
END_TEST

/* Away from the server and back to it. */
START_TEST(a_copy_that_met_another_is_made_anew)
{
    char uri[256], file[160], path[128], more[64], name[32];
    clerk self, copy;
    long failed = 0;

    begin_with_cases(&self, "&complaint_schema=origin");
    for (int i = 0; i < 6; i++) {
        snprintf(name, sizeof name, "copy-%d.db", i);
        snprintf(file, sizeof file, "sqlite:%s", path_of(name, path));
        snprintf(more, sizeof more,
                 "&complaint_schema=copies&complaint_tenant=t%d", i);
        fail_every(40);
        desk_ok(complaint_register_backup(self.reg, file, &error));
        failed += stop_failing();
        clerk_begin(&copy, file, 1);
        ck_assert_int_eq(clerk_rows(&copy, "case"), CASES);
        ck_assert_int_eq(clerk_problems(&copy), 0);
        fail_every(120);
        desk_ok(complaint_register_backup(copy.reg, uri_of(more, uri), &error));
        failed += stop_failing();
        clerk_end(&copy);
        clerk_begin(&copy, uri, 1);
        ck_assert_int_eq(clerk_rows(&copy, "case"), CASES);
        ck_assert_int_eq(clerk_problems(&copy), 0);
        clerk_end(&copy);
    }
    ck_assert_int_ge(failed, 5);
    clerk_end(&self);
}
END_TEST

/* ---- imports ---- */

/* ROWS rows of this importer; one in seven cannot be entered. */
static void write_rows(const char *path, int importer)
{
    char text[8192] = "id,at,title,done,result\n";
    size_t size = strlen(text);

    for (int i = 0; i < ROWS; i++)
        size +=
            (size_t)snprintf(text + size, sizeof text - size,
                             "%d-%03d,2026-01-02T03:04:05Z,row,%s,%s\n",
                             importer, i, i % 2 ? "2026-02-03T00:00:00Z" : "",
                             i % 2 && i % 7 != 0 ? "paid" : "");
    write_text(path, text);
}

static int refused_rows(void)
{
    int count = 0;

    for (int i = 0; i < ROWS; i++)
        count += i % 2 && i % 7 == 0;
    return count;
}

static void import(clerk *self, int importer)
{
    char rows[128], mapping[128], name[32];
    complaint_facts *options = facts_of(self, "{\"batch\":8}");
    complaint_facts *result = NULL;

    snprintf(name, sizeof name, "rows-%d.csv", importer);
    write_rows(path_of(name, rows), importer);
    desk_ok(complaint_import_csv(self->reg, self->actor, rows,
                                 path_of("mapping.yaml", mapping), options,
                                 &result, &error));
    ck_assert_int_eq(number_in(result, "rows"), ROWS);
    ck_assert_int_eq(number_in(result, "rejected"), refused_rows());
    ck_assert_int_eq(number_in(result, "imported"), ROWS - refused_rows());
    complaint_facts_free(result);
    complaint_facts_free(options);
}

static void write_mapping(void)
{
    char path[128];

    write_text(path_of("small.yaml", path), procedure_text);
    write_text(path_of("mapping.yaml", path), mapping_text);
}

START_TEST(a_batch_of_an_import_that_met_another_is_entered_anew)
{
    char uri[256];
    long failed;
    clerk self;

    write_mapping();
    clerk_begin(&self, uri_of("&complaint_schema=imports", uri), 1);
    fail_every(40);
    for (int i = 0; i < 3; i++)
        import(&self, i);
    failed = stop_failing();
    ck_assert_int_ge(failed, 3);
    ck_assert_int_eq(clerk_rows(&self, "case"), 3 * (ROWS - refused_rows()));
    ck_assert_int_eq(clerk_problems(&self), 0);
    printf("# %ld statements of three imports failed with 40001\n", failed);
    clerk_end(&self);
}
END_TEST

typedef struct importer {
    clerk clerk;
    int number;
    pthread_t thread;
} importer;

static void *import_rows(void *data)
{
    importer *self = data;

    import(&self->clerk, self->number);
    return NULL;
}

/* They install the same definitions and meet in them; nothing is injected. */
START_TEST(several_imports_at_once_lose_and_double_nothing)
{
    importer all[IMPORTERS];
    char uri[256];

    write_mapping();
    for (int i = 0; i < IMPORTERS; i++) {
        clerk_begin(
            &all[i].clerk,
            server_uri(&shared, "&complaint_schema=several", uri, sizeof uri),
            i + 1);
        all[i].number = i;
    }
    for (int i = 0; i < IMPORTERS; i++)
        ck_assert_int_eq(
            pthread_create(&all[i].thread, NULL, import_rows, &all[i]), 0);
    for (int i = 0; i < IMPORTERS; i++)
        pthread_join(all[i].thread, NULL);
    ck_assert_int_eq(clerk_rows(&all[0].clerk, "case"),
                     IMPORTERS * (ROWS - refused_rows()));
    ck_assert_int_eq(clerk_problems(&all[0].clerk), 0);
    for (int i = 0; i < IMPORTERS; i++)
        clerk_end(&all[i].clerk);
}
END_TEST

/* What is made again is the same: the draws of each case are its own. */
START_TEST(a_simulation_that_met_another_goes_on_from_its_batch)
{
    static const char options[] = "{\"cases\":30,\"seed\":7,\"months\":6,"
                                  "\"until\":\"2026-01-01T00:00:00Z\"}";
    complaint_facts *wanted = NULL, *made = NULL, *asked;
    char uri[256];
    clerk plain, self;

    clerk_begin(&plain, "memory:", 1);
    asked = facts_of(&plain, options);
    desk_ok(complaint_simulate(plain.reg, asked, &wanted, &error));
    clerk_begin(&self, uri_of("&complaint_schema=invented", uri), 1);
    fail_every(300);
    desk_ok(complaint_simulate(self.reg, asked, &made, &error));
    ck_assert_int_ge(stop_failing(), 1);
    ck_assert_int_eq(number_in(made, "cases"), 30);
    ck_assert_int_eq(number_in(made, "entries"), number_in(wanted, "entries"));
    ck_assert_int_eq(clerk_rows(&self, "journal"),
                     clerk_rows(&plain, "journal"));
    ck_assert_int_eq(clerk_problems(&self), 0);
    complaint_facts_free(asked);
    complaint_facts_free(wanted);
    complaint_facts_free(made);
    clerk_end(&self);
    clerk_end(&plain);
}
END_TEST

static void place(void)
{
    ck_assert(between_start(&way, &shared));
}

static void remove_it(void)
{
    between_stop(&way);
}

static Suite *anew_suite(void)
{
    Suite *suite = suite_create("anew");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 600);
    tcase_add_checked_fixture(all, place, remove_it);
    tcase_add_test(all, a_dataset_that_met_another_is_loaded_anew);
    tcase_add_test(all, a_referral_that_met_another_is_made_anew);
    tcase_add_test(all, an_evidence_pack_that_met_another_is_written_anew);
    tcase_add_test(all, a_copy_that_met_another_is_made_anew);
    tcase_add_test(all, a_batch_of_an_import_that_met_another_is_entered_anew);
    tcase_add_test(all, several_imports_at_once_lose_and_double_nothing);
    tcase_add_test(all, a_simulation_that_met_another_goes_on_from_its_batch);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return server_test_run(&shared, anew_suite);
}

#else

int main(void)
{
    return server_test_left_out();
}

#endif
