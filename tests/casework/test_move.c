/* Moving a case to a newer version of its procedure: what changes for its
 * clocks is shown first and journaled, nothing is lost, and what was known
 * before is answered as before. On both backends. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

#define HEAD(version, more)                                                    \
    "kind: procedure\nformat: 1\nname: shop\nversion: '" version               \
    "'\ntitle: {en: P}\nlanguages: [en]\nstart: open\n" more

static const char v1[] = HEAD(
    "1", "states:\n"
         "  - {name: open, title: {en: o}}\n"
         "  - {name: looking, title: {en: l}}\n"
         "  - {name: closed, title: {en: c}, final: true}\n"
         "transitions:\n"
         "  - {name: look, title: {en: t}, from: [open], to: looking}\n"
         "  - {name: back, title: {en: t}, from: [looking], to: open}\n"
         "  - {name: close, title: {en: t}, from: [open, looking], to: closed, "
         "marks: [closed]}\n"
         "clocks:\n"
         "  - {name: whole, title: {en: W}, amount: 100, unit: hours, "
         "from: {time: received}, stop: [close], principal: true}\n"
         "  - {name: found, title: {en: F}, amount: 10, unit: hours, "
         "from: {state: looking}, stop: [back]}\n");

/* "looking" is now "inquiry", to which another way leads. */
static const char v2[] =
    HEAD("2", "roles: [{name: head, title: {en: h}}]\n"
              "move_roles: [head]\n"
              "states:\n"
              "  - {name: open, title: {en: o}}\n"
              "  - {name: inquiry, title: {en: i}}\n"
              "  - {name: closed, title: {en: c}, final: true}\n"
              "transitions:\n"
              "  - {name: inquire, title: {en: t}, from: [open], to: inquiry}\n"
              "  - {name: end, title: {en: t}, from: [inquiry], to: open}\n"
              "  - {name: close, title: {en: t}, from: [open, inquiry], "
              "to: closed, marks: [closed]}\n"
              "clocks:\n"
              "  - {name: whole, title: {en: W}, amount: 50, unit: hours, "
              "from: {time: received}, stop: [close], principal: true}\n"
              "  - {name: inquiry, title: {en: I}, amount: 20, unit: hours, "
              "from: {state: inquiry}, stop: [end]}\n");

/* A case filed and in inquiry for two hours, then the newer version. */
static complaint_case *open_shop(desk *d, int backend)
{
    complaint_case *one;

    desk_open_empty(d, backend);
    d->clock_stands = true;
    desk_install_text(d, v1);
    desk_install(d, "calendar", "every-day");
    d->now = DESK_START;
    one = desk_file(d, "{\"title\":\"t\"}");
    d->now += COMPLAINT_HOUR;
    desk_perform(d, one, "look", "{}");
    d->now += 2 * COMPLAINT_HOUR;
    desk_install_text(d, v2);
    return one;
}

static int move(desk *d, complaint_case *one, const complaint_actor *actor,
                const char *json, complaint_facts **out,
                complaint_error **error)
{
    complaint_facts *options = desk_facts(d, json);
    int status = complaint_case_move(one, actor == NULL ? d->clerk : actor,
                                     options, COMPLAINT_TIME_NONE, out, error);

    complaint_facts_free(options);
    return status;
}

/* "clock status hours-after-the-start;" of clocks, sorted as given. */
static const char *clocks_of(complaint_case *one, complaint_time known_at,
                             char text[400])
{
    complaint_facts *list;
    size_t at = 0;

    text[0] = '\0';
    desk_ok(complaint_case_clocks_known(one, COMPLAINT_TIME_NONE, known_at,
                                        &list, &error));
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *clock = complaint_facts_at(list, i);
        complaint_time due =
            complaint_facts_time(complaint_facts_get(clock, "due_at"));

        at += (size_t)snprintf(
            text + at, 400 - at, "%s %s %d;",
            complaint_facts_text(complaint_facts_get(clock, "name"), ""),
            complaint_facts_text(complaint_facts_get(clock, "status"), ""),
            (int)((due - DESK_START) / COMPLAINT_HOUR));
    }
    complaint_facts_free(list);
    return text;
}

/* "clock before hours after hours;" of an answer. */
static const char *changes_of(const complaint_facts *answer, char text[400])
{
    const complaint_facts *list = complaint_facts_get(answer, "clocks");
    size_t at = 0;

    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *map = complaint_facts_at(list, i);
        complaint_time before =
            complaint_facts_time(complaint_facts_get(map, "before_due_at"));
        complaint_time after =
            complaint_facts_time(complaint_facts_get(map, "after_due_at"));

        at += (size_t)snprintf(
            text + at, 400 - at, "%s %s %d %s %d;",
            complaint_facts_text(complaint_facts_get(map, "clock"), ""),
            complaint_facts_text(complaint_facts_get(map, "before"), ""),
            before == COMPLAINT_TIME_NONE
                ? -1
                : (int)((before - DESK_START) / COMPLAINT_HOUR),
            complaint_facts_text(complaint_facts_get(map, "after"), ""),
            after == COMPLAINT_TIME_NONE
                ? -1
                : (int)((after - DESK_START) / COMPLAINT_HOUR));
    }
    return text;
}

#define CHANGES                                                                \
    "whole running 100 running 50;found running 11 absent -1;"                 \
    "inquiry absent -1 running 23;"

START_TEST(a_dry_run_shows_what_a_move_then_does)
{
    desk d;
    complaint_case *one = open_shop(&d, _i);
    complaint_facts *answer;
    complaint_time before = d.now;
    int64_t changed;
    char text[400];
    char id[40];

    desk_ok(move(&d, one, NULL, "{\"state\":\"inquiry\",\"dry_run\":true}",
                 &answer, &error));
    ck_assert_str_eq(changes_of(answer, text), CHANGES);
    complaint_facts_free(answer);
    ck_assert_int_eq(desk_integer(one, "revision"), 2);
    ck_assert_str_eq(clocks_of(one, COMPLAINT_TIME_NONE, text),
                     "whole running 100;found running 11;");
    desk_ok(move(&d, one, NULL,
                 "{\"state\":\"inquiry\",\"reason\":\"new rules\"}", &answer,
                 &error));
    ck_assert_str_eq(changes_of(answer, text), CHANGES);
    complaint_facts_free(answer);
    ck_assert_int_eq(desk_integer(one, "revision"), 3);
    ck_assert_str_eq(desk_text(one, "state"), "inquiry");
    ck_assert_str_eq(clocks_of(one, COMPLAINT_TIME_NONE, text),
                     "whole running 50;inquiry running 23;");
    d.now += COMPLAINT_HOUR;
    desk_perform(&d, one, "end", "{}");
    snprintf(id, sizeof id, "%s", desk_text(one, "id"));
    complaint_case_free(one);
    desk_ok(complaint_case_find(d.reg, id, &one, &error)); /* read again */
    ck_assert_str_eq(desk_text(one, "state"), "open");
    ck_assert_str_eq(clocks_of(one, COMPLAINT_TIME_NONE, text),
                     "whole running 50;inquiry met 23;");
    /* what was known then */
    ck_assert_str_eq(clocks_of(one, before - 1, text),
                     "whole running 100;found running 11;");
    ck_assert_str_eq(clocks_of(one, COMPLAINT_TIME_NONE, text),
                     "whole running 50;inquiry met 23;");
    desk_perform(&d, one, "close", "{}");
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_ok(complaint_register_rebuild(d.reg, &changed, &error));
    ck_assert_int_eq(changed, 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(clocks_that_run_may_begin_anew_at_the_move)
{
    desk d;
    complaint_case *one = open_shop(&d, _i);
    char text[400];

    desk_ok(move(&d, one, NULL,
                 "{\"state\":\"inquiry\",\"reason\":\"r\","
                 "\"clocks\":\"restart\"}",
                 NULL, &error));
    ck_assert_str_eq(clocks_of(one, COMPLAINT_TIME_NONE, text),
                     "whole running 53;inquiry running 23;");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_case_that_stayed_in_a_common_state_needs_no_other)
{
    desk d;
    complaint_case *one = open_shop(&d, _i);
    complaint_actor *head = desk_actor(&d, "head-1", "head");

    desk_perform(&d, one, "back", "{}");
    desk_ok(move(&d, one, head, "{\"reason\":\"r\"}", NULL, &error));
    ck_assert_str_eq(desk_text(one, "state"), "open");
    desk_perform(&d, one, "inquire", "{}");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_actor_free(head);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(another_calendar_is_a_move_too)
{
    desk d;
    complaint_case *one = open_shop(&d, _i);
    int64_t changed;

    desk_install(&d, "calendar", "cn");
    desk_ok(move(&d, one, NULL,
                 "{\"state\":\"inquiry\",\"reason\":\"r\","
                 "\"calendar\":\"cn\"}",
                 NULL, &error));
    desk_fails(COMPLAINT_REFUSED, "move.same",
               move(&d, one, NULL, "{\"reason\":\"r\"}", NULL, &error));
    desk_ok(move(&d, one, NULL, "{\"reason\":\"r\",\"calendar\":\"every-day\"}",
                 NULL, &error));
    ck_assert_int_eq(desk_integer(one, "revision"), 4);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_ok(complaint_register_rebuild(d.reg, &changed, &error));
    ck_assert_int_eq(changed, 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_move_that_cannot_be_is_refused_and_changes_nothing)
{
    desk d;
    complaint_case *one = open_shop(&d, _i);
    complaint_actor *other = desk_actor(&d, "clerk-2", "dispatcher");

    desk_fails_at(COMPLAINT_REFUSED, "move.state", "state",
                  move(&d, one, NULL, "{\"reason\":\"r\"}", NULL, &error));
    desk_fails_at(COMPLAINT_REFUSED, "move.state", "state",
                  move(&d, one, NULL, "{\"reason\":\"r\",\"state\":\"closed\"}",
                       NULL, &error));
    desk_fails_at(COMPLAINT_REFUSED, "move.state", "state",
                  move(&d, one, NULL, "{\"reason\":\"r\",\"state\":\"x\"}",
                       NULL, &error));
    desk_fails(COMPLAINT_DENIED, "move.denied",
               move(&d, one, other, "{\"reason\":\"r\",\"state\":\"inquiry\"}",
                    NULL, &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "move.reason", "reason",
                  move(&d, one, NULL, "{\"state\":\"inquiry\"}", NULL, &error));
    desk_fails_at(COMPLAINT_INVALID, "move.option", "clocks",
                  move(&d, one, NULL,
                       "{\"state\":\"inquiry\",\"clocks\":\"keep\"}", NULL,
                       &error));
    desk_fails_at(COMPLAINT_INVALID, "move.option", "to",
                  move(&d, one, NULL, "{\"to\":\"inquiry\"}", NULL, &error));
    ck_assert_int_eq(
        move(&d, one, NULL, "{\"procedure\":\"nowhere\"}", NULL, NULL),
        COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(desk_integer(one, "revision"), 2);
    desk_perform(&d, one, "close", "{}");
    desk_fails(COMPLAINT_REFUSED, "move.closed",
               move(&d, one, NULL, "{\"reason\":\"r\",\"state\":\"open\"}",
                    NULL, &error));
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_actor_free(other);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const both[] = {
        a_dry_run_shows_what_a_move_then_does,
        clocks_that_run_may_begin_anew_at_the_move,
        a_case_that_stayed_in_a_common_state_needs_no_other,
        another_calendar_is_a_move_too,
        a_move_that_cannot_be_is_refused_and_changes_nothing};
    Suite *suite = suite_create("casework/move");
    TCase *tests = tcase_create("move");

    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        tcase_add_loop_test(tests, both[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
