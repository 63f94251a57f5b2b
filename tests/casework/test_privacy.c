/* Retention by rule, a person erased in every case, a person's own data given
 * out. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static void install(desk *d, const char *version, const char *rules)
{
    complaint_definition *definition;
    char yaml[1500];

    snprintf(yaml, sizeof yaml,
             "kind: procedure\nformat: 1\nname: kept\nversion: \"%s\"\n"
             "title: {en: Kept, zh-CN: 保留}\nextends: bank\nretention:\n%s",
             version, rules);
    desk_ok(complaint_definition_parse(d->context, yaml, strlen(yaml), "kept",
                                       &definition, &error));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

#define RULES                                                                  \
    "  - {name: contact, title: {en: c, zh-CN: c}, after: {months: 6},\n"      \
    "     parts: [party, communication], citation: rule 6}\n"                  \
    "  - {name: rest, title: {en: r, zh-CN: r}, after: {years: 3},\n"          \
    "     when: {field: safety, is: \"false\"}, citation: rule 7}\n"

static void file(desk *d, int number, const char *more)
{
    char json[700];

    snprintf(json, sizeof json,
             "{\"procedure\":\"kept\",\"external_number\":\"x%d\","
             "\"title\":\"zq%dtitle\",\"description\":\"zq%dsaid\","
             "\"safety\":%s,\"category\":\"other\",\"unit\":\"quality\","
             "\"parties\":[{\"name\":\"zq%dname\"}]%s}",
             number, number, number, number % 2 ? "true" : "false", number,
             more);
    complaint_case_free(desk_file(d, json));
}

static complaint_case *find(desk *d, int number)
{
    complaint_case *one;
    char name[24];

    snprintf(name, sizeof name, "/x%d", number);
    desk_ok(complaint_case_find(d->reg, name, &one, &error));
    return one;
}

static void close_case(desk *d, int number)
{
    complaint_case *one = find(d, number);

    desk_perform(d, one, "withdraw", "{\"reason\":\"zq why\"}");
    ck_assert(desk_integer(one, "closed_at") != COMPLAINT_TIME_NONE);
    complaint_case_free(one);
}

static complaint_facts *retain(desk *d, const char *json)
{
    complaint_facts *options = desk_facts(d, json);
    complaint_facts *out;

    desk_ok(complaint_register_retain(d->reg, d->clerk, options, &out, &error));
    complaint_facts_free(options);
    return out;
}

static int64_t number_of(const complaint_facts *facts, const char *key)
{
    return complaint_facts_integer(complaint_facts_get(facts, key), -1);
}

/* due, held, erased of one call; the list is as long. */
static void expect(desk *d, const char *json, int64_t due, int64_t held,
                   int64_t erased)
{
    complaint_facts *out = retain(d, json);

    ck_assert_int_eq(number_of(out, "due"), due);
    ck_assert_int_eq(number_of(out, "held"), held);
    ck_assert_int_eq(number_of(out, "erased"), erased);
    ck_assert_int_eq(
        (int64_t)complaint_facts_size(complaint_facts_get(out, "cases")),
        due + held);
    complaint_facts_free(out);
}

static const char *const do_it = "{\"dry_run\":false}";

START_TEST(rules_of_retention_erase_their_parts_when_their_time_has_come)
{
    complaint_facts *facts;
    complaint_case *one;
    complaint_time closed;
    desk d;

    desk_open(&d, _i);
    install(&d, "1", RULES);
    for (int i = 0; i < 6; i++) {
        file(&d, i, "");
        if (i < 4)
            close_case(&d, i);
    }
    one = find(&d, 3);
    facts = desk_facts(&d, "{\"legal_hold\":true,"
                           "\"legal_hold_reason\":\"r\"}");
    desk_ok(
        complaint_case_amend(one, d.clerk, facts, COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(facts);
    complaint_case_free(one);
    d.clock_stands = true;
    one = find(&d, 0);
    closed = desk_integer(one, "closed_at"); /* 2024-03-05 */
    complaint_case_free(one);
    /* A microsecond before six months of the first, and then. */
    d.now = closed + 184 * COMPLAINT_DAY - 1;
    expect(&d, "{}", 0, 0, 0);
    d.now++;
    expect(&d, "{}", 1, 0, 0);
    d.now += COMPLAINT_DAY;
    expect(&d, "{}", 3, 1, 0);
    expect(&d, "{\"procedure\":\"bank\"}", 0, 0, 0);
    ck_assert_int_eq(desk_verify(&d), 0);
    expect(&d, do_it, 3, 1, 3);
    expect(&d, do_it, 0, 1, 0); /* once */
    one = find(&d, 1);
    ck_assert_str_eq(desk_text(one, "erased"), "party,communication");
    ck_assert_str_eq(desk_text(one, "title"), "zq1title");
    complaint_case_free(one);
    /* Three years: the second rule leaves the case with an odd number. */
    d.now = closed + 1096 * COMPLAINT_DAY;
    expect(&d, "{}", 2, 1, 0);
    expect(&d, "{\"dry_run\":false,\"limit\":1}", 1, 0, 1);
    expect(&d, "{\"dry_run\":false}", 1, 1, 1);
    expect(&d, "{\"dry_run\":false}", 0, 1, 0);
    one = find(&d, 2);
    ck_assert_str_eq(desk_text(one, "erased"), "all");
    ck_assert_ptr_null(desk_text(one, "title"));
    complaint_case_free(one);
    one = find(&d, 1);
    ck_assert_str_eq(desk_text(one, "title"), "zq1title");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    /* The newest version rules, also over cases of the one before. */
    install(&d, "2",
            "  - {name: all, title: {en: a, zh-CN: a}, after: {days: 1}}\n");
    expect(&d, do_it, 1, 1, 1);
    one = find(&d, 1);
    ck_assert_ptr_null(desk_text(one, "title"));
    complaint_case_free(one);
    one = find(&d, 4); /* open */
    ck_assert_str_eq(desk_text(one, "title"), "zq4title");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(retention_is_refused_to_others_and_with_senseless_options)
{
    static const char *const bad[] = {"{\"dry_run\":1}", "{\"limit\":\"x\"}",
                                      "{\"procedure\":7}", "{\"x\":1}"};
    static const char *const yaml[] = {
        "  - {name: a, title: {en: a, zh-CN: a}, after: {}}\n",
        "  - {name: a, title: {en: a, zh-CN: a}, after: {days: -1}}\n",
        "  - {name: a, title: {en: a, zh-CN: a}, after: {years: 201}}\n",
        "  - {name: a, title: {en: a, zh-CN: a}, after: {days: 1},\n"
        "     parts: [clock]}\n",
        "  - {name: a, title: {en: a, zh-CN: a}}\n"};
    complaint_definition *definition;
    complaint_facts *options, *out;
    complaint_actor *clerk;
    char text[500];
    desk d;

    desk_open(&d, DESK_MEMORY);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        options = desk_facts(&d, bad[i]);
        desk_fails(
            COMPLAINT_INVALID, "retention.option",
            complaint_register_retain(d.reg, d.clerk, options, &out, &error));
        complaint_facts_free(options);
    }
    options = desk_facts(&d, "{\"limit\":0}");
    ck_assert_int_eq(
        complaint_register_retain(d.reg, d.clerk, options, &out, NULL),
        COMPLAINT_LIMIT);
    complaint_facts_free(options);
    clerk = desk_actor(&d, "clerk-9", "handler");
    desk_fails(COMPLAINT_DENIED, "erase.denied",
               complaint_register_retain(d.reg, clerk, NULL, &out, &error));
    desk_ok(complaint_actor_add_role(clerk, "privacy", &error));
    desk_ok(complaint_register_view_as(d.reg, clerk, &error));
    desk_fails(COMPLAINT_DENIED, "view.partial",
               complaint_register_retain(d.reg, clerk, NULL, &out, &error));
    complaint_actor_free(clerk);
    for (size_t i = 0; i < sizeof yaml / sizeof yaml[0]; i++) {
        snprintf(text, sizeof text,
                 "kind: procedure\nformat: 1\nname: kept\nversion: \"1\"\n"
                 "title: {en: K, zh-CN: K}\nextends: bank\nretention:\n%s",
                 yaml[i]);
        ck_assert_int_eq(complaint_definition_parse(d.context, text,
                                                    strlen(text), "kept",
                                                    &definition, NULL),
                         COMPLAINT_INVALID);
    }
    desk_close(&d);
}
END_TEST

/* ---- a person ---- */

/* The same person in three cases in three spellings, another beside. */
static void fill(desk *d)
{
    static const char *const parties[] = {
        "[{\"name\":\"zqa\",\"phone\":\"+86 138-0001-2345\"},"
        "{\"role\":\"other\",\"name\":\"zqother\",\"phone\":\"555 7777777\"}]",
        "[{\"name\":\"ZQA\",\"phone\":\"１３８０００１２３４５\","
        "\"email\":\"Zqa@Example.org\"}]",
        "[{\"name\":\"zqb\",\"phone\":\"139 0001 2345\"},{\"role\":\"other\","
        "\"name\":\"zqa\",\"email\":\"zqa@example.ORG\"}]",
        "[{\"name\":\"zqa\",\"phone\":\"139 0001 2346\"}]",
        "[{\"anonymous\":true}]"};
    char json[700];

    for (int i = 0; i < 5; i++) {
        snprintf(json, sizeof json,
                 "{\"external_number\":\"x%d\",\"title\":\"zqtitle%d\","
                 "\"category\":\"other\",\"unit\":\"quality\",\"note\":"
                 "\"zqnote%d\",\"parties\":%s}",
                 i, i, i, parties[i]);
        complaint_case_free(desk_file(d, json));
    }
}

static char *export(desk *d, const char *json, int64_t cases)
{
    complaint_facts *person = desk_facts(d, json);
    complaint_facts *out;
    char *text;

    desk_ok(complaint_register_export_person(d->reg, d->clerk, person, &out,
                                             &error));
    ck_assert_msg((int64_t)complaint_facts_size(
                      complaint_facts_get(out, "cases")) == cases,
                  "%s", json);
    text = desk_json(d, out);
    complaint_facts_free(out);
    complaint_facts_free(person);
    return text;
}

START_TEST(a_person_gets_all_of_their_own_and_nothing_of_others)
{
    char *text;
    desk d;

    desk_open(&d, _i);
    fill(&d);
    free(export(&d, "{\"phone\":\"0086 13800012345\"}", 2));
    free(export(&d, "{\"phone\":\"7 0001 2345\"}", 0));
    free(export(&d, "{\"email\":\" ZQA@example.org \"}", 2));
    free(export(&d, "{\"name\":\"zqa\"}", 4));
    free(export(&d, "{\"name\":\"zqb\",\"phone\":\"13800012345\"}", 0));
    free(export(&d, "{\"reference\":\"7\"}", 0));
    text = export(
        &d, "{\"phone\":\"13800012345\",\"email\":\"zqa@example.org\"}", 3);
    ck_assert_ptr_nonnull(strstr(text, "zqtitle0"));
    ck_assert_ptr_nonnull(strstr(text, "zqnote1"));
    ck_assert_ptr_nonnull(strstr(text, "+86 138-0001-2345"));
    ck_assert_ptr_null(strstr(text, "zqother"));
    ck_assert_ptr_null(strstr(text, "7777777"));
    ck_assert_ptr_null(strstr(text, "zqb"));
    ck_assert_ptr_null(strstr(text, "zqtitle2"));
    ck_assert_ptr_null(strstr(text, "zqtitle3"));
    ck_assert_ptr_null(strstr(text, "salt"));
    ck_assert_ptr_nonnull(strstr(text, "the complaint is another person's"));
    ck_assert_ptr_nonnull(strstr(text, "personal data of other persons"));
    free(text);
    desk_close(&d);
}
END_TEST

START_TEST(a_person_is_erased_in_every_case_and_others_stay)
{
    complaint_facts *person, *what, *out;
    complaint_case *one;
    char *text;
    desk d;

    desk_open(&d, _i);
    fill(&d);
    person = desk_facts(
        &d, "{\"phone\":\"13800012345\",\"email\":\"zqa@example.org\"}");
    what = desk_facts(&d, "{\"reason\":\"request 9\",\"dry_run\":true}");
    desk_ok(complaint_register_erase_person(d.reg, d.clerk, person, what, &out,
                                            &error));
    ck_assert_int_eq(number_of(out, "erased"), 0);
    complaint_facts_free(out);
    complaint_facts_free(what);
    free(export(&d, "{\"phone\":\"13800012345\"}", 2));
    what = desk_facts(&d, "{\"reason\":\"request 9\",\"basis\":\"GDPR 17\"}");
    desk_ok(complaint_register_erase_person(d.reg, d.clerk, person, what, &out,
                                            &error));
    ck_assert_int_eq(number_of(out, "erased"), 3);
    complaint_facts_free(out);
    desk_ok(complaint_register_erase_person(d.reg, d.clerk, person, what, NULL,
                                            &error));
    complaint_facts_free(what);
    complaint_facts_free(person);
    free(export(&d, "{\"phone\":\"13800012345\"}", 0));
    text = export(&d, "{\"name\":\"zqother\"}", 1);
    ck_assert_ptr_nonnull(strstr(text, "555 7777777"));
    free(text);
    one = find(&d, 0);
    ck_assert_ptr_null(desk_text(one, "title"));
    complaint_case_free(one);
    one = find(&d, 2);
    ck_assert_str_eq(desk_text(one, "title"), "zqtitle2");
    complaint_case_free(one);
    one = find(&d, 3);
    ck_assert_str_eq(desk_text(one, "title"), "zqtitle3");
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(who_is_nobody_is_refused)
{
    static const char *const nobody[] = {
        "{}",
        "{\"phone\":\"12-34\"}",
        "{\"phone\":\"\"}",
        "{\"name\":\"  \"}",
    };
    complaint_facts *person, *what, *out;
    complaint_actor *clerk;
    desk d;

    desk_open(&d, DESK_MEMORY);
    for (size_t i = 0; i < sizeof nobody / sizeof nobody[0]; i++) {
        person = desk_facts(&d, nobody[i]);
        desk_fails(COMPLAINT_INVALID, "person.identity",
                   complaint_register_export_person(d.reg, d.clerk, person,
                                                    &out, &error));
        complaint_facts_free(person);
    }
    person = desk_facts(&d, "{\"age\":\"7\"}");
    desk_fails_at(
        COMPLAINT_INVALID, "person.key", "age",
        complaint_register_export_person(d.reg, d.clerk, person, &out, &error));
    complaint_facts_free(person);
    clerk = desk_actor(&d, "clerk-9", "handler");
    person = desk_facts(&d, "{\"name\":\"x\"}");
    what = desk_facts(&d, "{\"reason\":\"x\"}");
    desk_fails(
        COMPLAINT_DENIED, "erase.denied",
        complaint_register_export_person(d.reg, clerk, person, &out, &error));
    desk_fails(COMPLAINT_DENIED, "erase.denied",
               complaint_register_erase_person(d.reg, clerk, person, what, NULL,
                                               &error));
    desk_ok(complaint_actor_add_role(clerk, "privacy", &error));
    desk_ok(complaint_register_view_as(d.reg, clerk, &error));
    desk_fails(
        COMPLAINT_DENIED, "view.partial",
        complaint_register_export_person(d.reg, clerk, person, &out, &error));
    desk_fails(COMPLAINT_DENIED, "view.partial",
               complaint_register_erase_person(d.reg, clerk, person, what, NULL,
                                               &error));
    complaint_facts_free(person);
    complaint_facts_free(what);
    complaint_actor_free(clerk);
    desk_close(&d);
}
END_TEST

static Suite *privacy_suite(void)
{
    const TTest *const both[] = {
        rules_of_retention_erase_their_parts_when_their_time_has_come,
        a_person_gets_all_of_their_own_and_nothing_of_others,
        a_person_is_erased_in_every_case_and_others_stay,
    };
    Suite *suite = suite_create("privacy");
    TCase *tcase = tcase_create("all");

    tcase_set_timeout(tcase, 120);
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        tcase_add_loop_test(tcase, both[i], 0, DESK_BACKENDS);
    tcase_add_test(tcase,
                   retention_is_refused_to_others_and_with_senseless_options);
    tcase_add_test(tcase, who_is_nobody_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    return test_run(privacy_suite());
}
