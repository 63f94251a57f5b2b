/* A register moved from SQLite to PostgreSQL and back by its backups: the same
 * rows, verified; and searched there as a plain look finds. Skipped without a
 * server's programs. */
#include "register/plain.h"
#include "support/server.h"

#include <stdio.h>
#include <unistd.h>

#ifdef COMPLAINT_POSTGRES

static server postgres;

static void fill(desk *d)
{
    static const char *const titles[] = {
        "\xE6\x8A\x95\xE8\xAF\x89\xE9\x80\x80\xE8\xB4\xA7", "8D report",
        "\xEF\xBC\xAB"
        "ettle",
        "umbrella", "caf\xC3\xA9"};
    char json[300];

    for (int i = 0; i < 40; i++) {
        complaint_case *one;

        snprintf(json, sizeof json,
                 "{\"title\":\"%s %d\",\"channel\":\"web\",\"description\":"
                 "\"%s\",\"communication\":{\"kind\":\"reply\",\"text\":"
                 "\"%s\"}}",
                 titles[i % 5], i, titles[i % 3], titles[(i + 2) % 5]);
        one = desk_file(d, json);
        if (i % 4 == 0)
            desk_perform(d, one, "withdraw", "{\"reason\":\"r\"}");
        complaint_case_free(one);
    }
}

/* Searched, changed and searched again. */
static void search_there(desk *d)
{
    static const char *const terms[] = {"\xE9\x80\x80\xE8\xB4\xA7",
                                        "8d",
                                        "kettle",
                                        "la 1",
                                        "cafe\xCC\x81",
                                        "202",
                                        "nothing"};
    complaint_facts *facts;
    complaint_case *one;
    complaint_cursor *cursor;
    const complaint_record *row;
    plain p;

    plain_read(&p, d->reg);
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        plain_compare_term(&p, d, terms[i]);
    plain_free(&p);
    desk_ok(complaint_register_search(d->reg, "8d", NULL, &cursor, &error));
    desk_ok(complaint_cursor_next(cursor, &row, &error));
    desk_ok(complaint_case_find(d->reg, complaint_record_text(row, "id"), &one,
                                &error));
    complaint_cursor_free(cursor);
    facts = desk_facts(d, "{\"kind\":\"reply\",\"text\":\"Kettle is back\"}");
    desk_ok(complaint_case_put(one, d->clerk, "communication", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
    complaint_case_free(one);
    complaint_case_free(desk_file(d, "{\"title\":\"8D\",\"channel\":\"web\"}"));
    plain_read(&p, d->reg);
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        plain_compare_term(&p, d, terms[i]);
    plain_compare_term(&p, d, "le is b");
    plain_free(&p);
}

START_TEST(a_register_moves_to_postgresql_and_back_unchanged)
{
    complaint_register *sqlite;
    char uri[300];
    char back[300];
    char path[200];
    char *texts[3];
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill(&d);
    server_uri(&postgres, "&complaint_tenant=moved", uri, sizeof uri);
    snprintf(path, sizeof path, "%s/back.db", d.folder);
    snprintf(back, sizeof back, "sqlite:%s", path);
    texts[0] = plain_contents(d.reg, &d);
    desk_ok(complaint_register_backup(d.reg, uri, &error));
    desk_fails(COMPLAINT_EXISTS, "store.exists",
               complaint_register_backup(d.reg, uri, &error));
    sqlite = d.reg;
    desk_ok(complaint_register_open(d.context, uri, 0, &d.reg, &error));
    texts[1] = plain_contents(d.reg, &d);
    ck_assert_str_eq(texts[0], texts[1]);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_ok(complaint_register_backup(d.reg, back, &error));
    search_there(&d);
    complaint_register_free(d.reg);
    /* And back again. */
    desk_ok(complaint_register_open(d.context, back, 0, &d.reg, &error));
    texts[2] = plain_contents(d.reg, &d);
    ck_assert_str_eq(texts[0], texts[2]);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_register_free(sqlite);
    for (int i = 0; i < 3; i++)
        free(texts[i]);
    desk_close(&d);
    unlink(path);
    rmdir(d.folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("moved");
    TCase *tests = tcase_create("moved");
    SRunner *runner;
    int skip = 0;
    int failed;

    if (!server_start(&postgres, &skip))
        return skip;
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, a_register_moves_to_postgresql_and_back_unchanged);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    server_stop(&postgres);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#else

int main(void)
{
    printf("skipped: built without PostgreSQL\n");
    return 77;
}

#endif
