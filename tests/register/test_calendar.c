/* Calendars that lean on others, kept by a register: complete, so that its
 * history stays what it was whatever becomes of parents and zones. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static const char procedure[] =
    "kind: procedure\nformat: 1\nname: plain\nversion: '1'\n"
    "title: {en: Plain}\nlanguages: [en]\nstart: open\n"
    "states:\n"
    "  - {name: open, title: {en: Open}}\n"
    "  - {name: closed, title: {en: Closed}, final: true}\n"
    "transitions:\n"
    "  - {name: close, title: {en: Close}, from: [open], to: closed, "
    "marks: [closed]}\n"
    "clocks:\n"
    "  - {name: days, title: {en: D}, amount: 15, unit: working_days, "
    "from: {time: received}, stop: [close], principal: true}\n"
    "  - {name: hours, title: {en: H}, amount: 30, unit: working_hours, "
    "from: {time: received}, stop: [close]}\n"
    "  - {name: weeks, title: {en: W}, amount: 5, unit: weeks, "
    "from: {time: received}, end: same_time, stop: [close]}\n";

static const char over_china[] =
    "kind: calendar\nformat: 1\nname: ours\nversion: '1'\nextends: cn\n"
    "exceptions:\n"
    "  - {date: 2024-03-08, kind: holiday, name: Stocktaking}\n";

static const char london[] =
    "kind: calendar\nformat: 1\nname: ours\nversion: '1'\n"
    "zone: Europe/London\n"
    "week:\n"
    "  monday: [09:00-17:00]\n  tuesday: [09:00-17:00]\n"
    "  wednesday: [09:00-17:00]\n  thursday: [09:00-17:00]\n"
    "  friday: [09:00-17:00]\n  saturday: []\n  sunday: []\n";

/* What the surroundings say a zone is; NULL: there is none. */
static const char *zone_given;

static int zone(void *user_data, const char *name, void *bytes, size_t *size)
{
    char path[200];
    FILE *file;
    size_t room = *size;

    (void)user_data;
    (void)name;
    if (zone_given == NULL)
        return 1;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone_given);
    file = fopen(path, "rb");
    if (file == NULL)
        return 1;
    *size = fread(bytes, 1, room, file);
    fclose(file);
    return 0;
}

static complaint_time now(void *user_data)
{
    (void)user_data;
    return DESK_START;
}

static complaint_context *surrounded(void)
{
    complaint_environment environment = {
        .struct_size = sizeof environment, .now = now, .zone = zone};
    complaint_context *context;

    desk_ok(complaint_context_new(&environment, &context, &error));
    return context;
}

static void install(complaint_context *context, complaint_register *reg,
                    const complaint_actor *actor, const char *yaml,
                    const char *beginning)
{
    complaint_definition *definition;
    complaint_calendar *calendar;

    desk_ok(complaint_definition_parse(context, yaml, strlen(yaml), "test",
                                       &definition, &error));
    if (beginning != NULL) {
        desk_ok(complaint_calendar_parse(context, yaml, strlen(yaml), "test",
                                         &calendar, &error));
        ck_assert_str_eq(complaint_definition_digest(definition),
                         complaint_calendar_digest(calendar));
        ck_assert_str_eq(complaint_definition_text(definition),
                         complaint_calendar_text(calendar, NULL));
        ck_assert_ptr_null(
            strstr(complaint_definition_text(definition), beginning));
        complaint_calendar_free(calendar);
    }
    desk_ok(complaint_register_install(reg, actor, definition, &error));
    complaint_definition_free(definition);
}

/* Every clock of the case with its explanation, to be freed. */
static char *clocks_of(complaint_context *context, complaint_case *one)
{
    complaint_facts *list;
    char *json, *copy;

    desk_ok(complaint_case_clocks(one, DESK_START, &list, &error));
    desk_ok(complaint_facts_write(list, &json, NULL, &error));
    copy = strdup(json);
    ck_assert_ptr_nonnull(copy);
    complaint_context_release(context, json);
    complaint_facts_free(list);
    return copy;
}

static char *file_under(const char *uri, const char *yaml,
                        const char *beginning)
{
    static const char facts[] =
        "{\"title\": \"Late\", \"received_at\": \"2024-03-04T10:00:00Z\"}";
    complaint_context *context = surrounded();
    complaint_register *reg;
    complaint_actor *actor;
    complaint_facts *given;
    complaint_case *one;
    char *clocks;

    desk_ok(complaint_register_open(context, uri, COMPLAINT_REGISTER_CREATE,
                                    &reg, &error));
    desk_ok(complaint_actor_new(context, "clerk-1", NULL, &actor, &error));
    desk_ok(complaint_actor_add_role(actor, "*", &error));
    install(context, reg, actor, procedure, NULL);
    install(context, reg, actor, yaml, beginning);
    desk_ok(complaint_facts_parse(context, facts, sizeof facts - 1, &given,
                                  &error));
    desk_ok(complaint_case_file(reg, actor, given, COMPLAINT_TIME_NONE, &one,
                                &error));
    clocks = clocks_of(context, one);
    complaint_facts_free(given);
    complaint_case_free(one);
    complaint_actor_free(actor);
    complaint_register_free(reg);
    complaint_context_free(context);
    return clocks;
}

static void expect_again(const char *uri, const char *clocks)
{
    complaint_context *context = surrounded();
    complaint_facts *result;
    complaint_register *reg;
    complaint_actor *actor;
    complaint_facts *given;
    complaint_case *one;
    const char *number;
    char *again;

    desk_ok(complaint_register_open(context, uri, 0, &reg, &error));
    desk_ok(complaint_actor_new(context, "clerk-1", NULL, &actor, &error));
    desk_ok(complaint_actor_add_role(actor, "*", &error));
    desk_ok(complaint_facts_parse(context, "{\"title\": \"x\"}", 14, &given,
                                  &error));
    /* one more is filed under the calendar as it was installed */
    desk_ok(complaint_case_file(reg, actor, given, COMPLAINT_TIME_NONE, &one,
                                &error));
    number = complaint_record_text(complaint_case_record(one), "number");
    ck_assert_ptr_nonnull(number);
    complaint_case_free(one);
    desk_ok(complaint_case_find(reg, "2024-00001", &one, &error));
    again = clocks_of(context, one);
    ck_assert_str_eq(again, clocks);
    free(again);
    desk_ok(complaint_register_verify(reg, &result, &error));
    complaint_facts_free(result);
    complaint_facts_free(given);
    complaint_case_free(one);
    complaint_actor_free(actor);
    complaint_register_free(reg);
    complaint_context_free(context);
}

static void file_and_read_again(const char *yaml, const char *beginning,
                                const char *const *zones)
{
    desk d;
    char *clocks;

    desk_open_empty(&d, DESK_SQLITE);
    complaint_register_free(d.reg);
    d.reg = NULL;
    zone_given = "Europe/London";
    clocks = file_under(d.uri, yaml, beginning);
    for (int i = 0; i < 3; i++) {
        zone_given = zones[i];
        expect_again(d.uri, clocks);
    }
    free(clocks);
    desk_close(&d);
}

static const char *const changed[] = {"Europe/London", "Australia/Sydney",
                                      NULL};

START_TEST(a_calendar_that_extends_another_is_kept_complete)
{
    file_and_read_again(over_china, "extends:", changed);
}
END_TEST

START_TEST(a_zone_that_changes_or_vanishes_later_changes_no_history)
{
    file_and_read_again(london, "\nzone: Europe/London\n", changed);
}
END_TEST

static Suite *calendar_suite(void)
{
    Suite *suite = suite_create("register/calendar");
    TCase *tests = tcase_create("calendar");

    tcase_add_test(tests, a_calendar_that_extends_another_is_kept_complete);
    tcase_add_test(tests,
                   a_zone_that_changes_or_vanishes_later_changes_no_history);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(calendar_suite());
}
