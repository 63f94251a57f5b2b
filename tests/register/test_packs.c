/* Packs on the cases of a register: put on in four ways, pinned, told of by
 * clocks, queue and tick, unknown before they were there. Both backends. What
 * their limits are: procedure/test_packs.c. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

static const char mine[] = "kind: pack\n"
                           "format: 1\n"
                           "name: hotline\n"
                           "version: '%s'\n"
                           "title: {en: H, zh-CN: H, zh-TW: H}\n"
                           "note: {en: N, zh-CN: N, zh-TW: N}\n"
                           "source: S\n"
                           "transitions:\n"
                           "  - name: hotline-told\n"
                           "    title: {en: T, zh-CN: T, zh-TW: T}\n"
                           "    from: ['*']\n"
                           "clocks:\n"
                           "  - name: hotline\n"
                           "    title: {en: H, zh-CN: H, zh-TW: H}\n"
                           "    amount: %d\n"
                           "    unit: days\n"
                           "    from: {time: received}\n"
                           "    stop: [hotline-told]\n"
                           "    closing: run_on\n"
                           "    warn: [{before: 1}]\n"
                           "    citation: C\n";

static void install(desk *d, const char *version, int days)
{
    complaint_definition *definition;
    char text[sizeof mine + 40];

    (void)snprintf(text, sizeof text, mine, version, days);
    desk_ok(complaint_definition_parse(d->context, text, strlen(text), "mine",
                                       &definition, &error));
    ck_assert_str_eq(complaint_definition_kind(definition), "pack");
    ck_assert_str_eq(complaint_definition_name(definition), "hotline");
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

/* The clock as it is told of at a time, as known then; NULL for none. */
static char *clock_at(desk *d, complaint_case *one, const char *name,
                      complaint_time now, complaint_time known)
{
    complaint_facts *list;
    char *json = NULL;

    desk_ok(complaint_case_clocks_known(one, now, known, &list, &error));
    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *clock = complaint_facts_at(list, i);

        if (strcmp(complaint_facts_text(complaint_facts_get(clock, "name"), ""),
                   name) == 0)
            json = desk_json(d, clock);
    }
    complaint_facts_free(list);
    return json;
}

static void has(desk *d, complaint_case *one, const char *clock,
                const char *part)
{
    char *json = clock_at(d, one, clock, d->now, COMPLAINT_TIME_NONE);

    ck_assert_msg(json != NULL && strstr(json, part) != NULL, "%s: no %s in %s",
                  clock, part, json == NULL ? "nothing" : json);
    free(json);
}

static void has_not(desk *d, complaint_case *one, const char *clock)
{
    char *json = clock_at(d, one, clock, d->now, COMPLAINT_TIME_NONE);

    ck_assert_msg(json == NULL, "%s", json);
}

START_TEST(a_fact_at_filing_puts_packs_on)
{
    complaint_case *one, *other, *plain;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"packs\":[\"cn-finance\",\"us-cfpb\"]}");
    other = desk_file(&d, "{\"packs\":[\"cn-finance\",\"us-cfpb\"]}");
    plain = desk_file(&d, "{}");
    ck_assert_str_eq(desk_text(one, "procedure"), "bank");
    ck_assert_str_eq(desk_text(plain, "procedure"), "bank");
    has(&d, one, "cn-finance-15", "\"pack\":\"cn-finance\"");
    has(&d, one, "cn-finance-15", ", procedure bank ");
    has(&d, one, "cn-finance-15", ", pack cn-finance 2026.2");
    has(&d, one, "cn-finance-15", "条号未核对");
    has(&d, other, "cfpb-60", "\"status\":\"running\"");
    has_not(&d, plain, "cfpb-60");
    has_not(&d, plain, "cn-finance-15");
    desk_perform(&d, one, "cn-finance-complex",
                 "{\"cn_finance_complex_reason\":\"three branches\"}");
    ck_assert_str_eq(desk_text(one, "state"), "received");
    has(&d, one, "cn-finance-15", "\"status\":\"met\"");
    has(&d, one, "cn-finance-30", "\"status\":\"running\"");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    complaint_case_free(other);
    complaint_case_free(plain);
    desk_close(&d);
}
END_TEST

START_TEST(the_setting_puts_packs_on_every_new_case)
{
    complaint_case *before, *one;
    desk d;

    desk_open(&d, _i);
    before = desk_file(&d, "{}");
    desk_fails(COMPLAINT_NOT_FOUND, "procedure.pack",
               complaint_register_set(d.reg, "packs", "au-rg271 mars", &error));
    desk_fails(COMPLAINT_NOT_FOUND, "setting.unknown",
               complaint_register_set(d.reg, "pack", "au-rg271", &error));
    desk_ok(
        complaint_register_set(d.reg, "packs", " au-rg271  us-cfpb ", &error));
    one = desk_file(&d, "{\"packs\":[\"us-cfpb\",\"eu-mdr\"]}");
    has(&d, one, "rg271-30", "running");
    has(&d, one, "cfpb-15", "running");
    has(&d, one, "vigilance-15", "running");
    has_not(&d, before, "rg271-30");
    complaint_case_free(one);
    desk_ok(complaint_register_set(d.reg, "packs", NULL, &error));
    one = desk_file(&d, "{}");
    has_not(&d, one, "rg271-30");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    complaint_case_free(before);
    desk_close(&d);
}
END_TEST

START_TEST(a_pack_put_on_later_counts_from_receipt_and_was_not_known_before)
{
    complaint_time before;
    complaint_case *one, *again;
    complaint_facts *told;
    complaint_cursor *due;
    char *json;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"received_at\":\"2024-03-01T08:00:00Z\"}");
    before = d.now;
    d.now += COMPLAINT_DAY;
    desk_ok(complaint_case_attach(one, d.clerk, "us-cfpb", "came by the portal",
                                  COMPLAINT_TIME_NONE, &error));
    has(&d, one, "cfpb-15", "2024-03-16T");
    json = clock_at(&d, one, "cfpb-15", before, before);
    ck_assert_ptr_null(json);
    json = clock_at(&d, one, "cfpb-15", d.now, d.now);
    ck_assert_ptr_nonnull(json);
    free(json);
    /* Clocks of the procedure itself are as they were. */
    json = clock_at(&d, one, "register", before, before);
    ck_assert_ptr_nonnull(json);
    free(json);
    desk_ok(
        complaint_case_find(d.reg, desk_text(one, "number"), &again, &error));
    has(&d, again, "cfpb-60", "running");
    desk_perform(&d, again, "cfpb-progress", "{\"cfpb_interim_text\":\"x\"}");
    has(&d, again, "cfpb-15", "\"status\":\"met\"");
    desk_ok(complaint_register_due(d.reg, d.now + 100 * COMPLAINT_DAY, &due,
                                   &error));
    ck_assert_int_ge(desk_count(due), 2);
    d.now += 70 * COMPLAINT_DAY;
    desk_ok(complaint_register_tick(d.reg, d.clerk, COMPLAINT_TIME_NONE, NULL,
                                    &told, &error));
    json = desk_json(&d, told);
    complaint_facts_free(told);
    free(json);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    complaint_case_free(again);
    desk_close(&d);
}
END_TEST

START_TEST(facts_given_before_a_pack_came_count_for_it)
{
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"incident_class\":\"public_health_threat\"}");
    desk_ok(complaint_case_attach(one, d.clerk, "eu-mdr", "a device",
                                  COMPLAINT_TIME_NONE, &error));
    has(&d, one, "vigilance-2", "running");
    has_not(&d, one, "vigilance-15");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(ones_own_pack_goes_before_and_a_newer_one_changes_no_case)
{
    complaint_case *old, *young;
    desk d;

    desk_open(&d, _i);
    install(&d, "1", 5);
    old = desk_file(&d, "{\"received_at\":\"2024-03-01T08:00:00Z\","
                        "\"packs\":[\"hotline\"]}");
    install(&d, "2", 3);
    young = desk_file(&d, "{\"received_at\":\"2024-03-01T08:00:00Z\","
                          "\"packs\":[\"hotline\"]}");
    has(&d, old, "hotline", "pack hotline 1");
    has(&d, old, "hotline", "\"amount\":5");
    has(&d, young, "hotline", "pack hotline 2");
    has(&d, young, "hotline", "\"amount\":3");
    complaint_case_free(old);
    complaint_case_free(young);
    /* The name of the procedure alone is what it was. */
    old = desk_file(&d, "{\"procedure\":\"bank\"}");
    has_not(&d, old, "hotline");
    complaint_case_free(old);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(what_cannot_be_put_on_is_refused_and_changes_nothing)
{
    complaint_case *one;
    complaint_facts *facts;
    int64_t revision;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"packs\":[\"uk-disp\"]}");
    revision = desk_integer(one, "revision");
    desk_fails(COMPLAINT_NOT_FOUND, "procedure.pack",
               complaint_case_attach(one, d.clerk, "mars", "r",
                                     COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_REFUSED, "attach.there",
               complaint_case_attach(one, d.clerk, "uk-disp", "r",
                                     COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_INCOMPLETE, "attach.reason",
               complaint_case_attach(one, d.clerk, "us-cfpb", "",
                                     COMPLAINT_TIME_NONE, &error));
    /* Both have a step "disp-resolved". */
    desk_fails(COMPLAINT_INVALID, "procedure.pack",
               complaint_case_attach(one, d.clerk, "uk-disp-payment", "r",
                                     COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_INVALID, "time.future",
               complaint_case_attach(one, d.clerk, "us-cfpb", "r",
                                     d.now + COMPLAINT_DAY, &error));
    has_not(&d, one, "cfpb-15");
    ck_assert_int_eq(desk_integer(one, "revision"), revision);
    desk_perform(&d, one, "disp-resolved",
                 "{\"disp_accepted_how\":\"by phone\"}");
    facts = desk_facts(&d, "{\"packs\":\"uk-disp\"}");
    desk_fails(COMPLAINT_INVALID, "facts.type",
               complaint_case_file(d.reg, d.clerk, facts, COMPLAINT_TIME_NONE,
                                   NULL, &error));
    complaint_facts_free(facts);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_batch_that_is_undone_leaves_the_case_without_the_pack)
{
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    desk_install(&d, "calendar", "gb-eng");
    one = desk_file(&d, "{}");
    desk_ok(complaint_register_begin(d.reg, &error));
    desk_ok(complaint_case_attach(one, d.clerk, "cn-12315", "r",
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_register_rollback(d.reg, &error));
    desk_ok(complaint_case_refresh(one, &error));
    has_not(&d, one, "cn-12315-acceptance");
    desk_ok(complaint_case_attach(one, d.clerk, "cn-12315", "r",
                                  COMPLAINT_TIME_NONE, &error));
    has(&d, one, "cn-12315-acceptance", "running");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

#define detach(d, one, pack)                                                   \
    complaint_case_detach((one), (d)->clerk, (pack), "not a bank's product",   \
                          "decision 7 of the compliance office",               \
                          COMPLAINT_TIME_NONE, &error)

static char *next_of(desk *d, complaint_case *one)
{
    complaint_facts *list;
    char *json;

    desk_ok(complaint_case_next(one, d->clerk, &list, &error));
    json = desk_json(d, list);
    complaint_facts_free(list);
    return json;
}

static void offers(desk *d, complaint_case *one, const char *step, bool wanted)
{
    char *json = next_of(d, one);

    ck_assert_msg((strstr(json, step) != NULL) == wanted, "%s: %s", step, json);
    free(json);
}

START_TEST(a_pack_taken_off_ends_its_clocks_and_was_on_before)
{
    complaint_time before;
    complaint_case *one, *again;
    complaint_cursor *due;
    char *json;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"received_at\":\"2024-03-01T08:00:00Z\","
                        "\"packs\":[\"us-cfpb\",\"cn-finance\"]}");
    desk_perform(&d, one, "cn-finance-complex",
                 "{\"cn_finance_complex_reason\":\"three branches\"}");
    offers(&d, one, "cfpb-progress", true);
    before = d.now;
    d.now += COMPLAINT_DAY;
    desk_ok(detach(&d, one, "us-cfpb"));
    has(&d, one, "cfpb-15", "\"status\":\"withdrawn\"");
    has(&d, one, "cfpb-60", "pack us-cfpb was taken off");
    has(&d, one, "cfpb-60", "\"stopped_at\":");
    has(&d, one, "cn-finance-15", "\"status\":\"met\"");
    has(&d, one, "cn-finance-30", "\"status\":\"running\"");
    offers(&d, one, "cfpb-progress", false);
    offers(&d, one, "cn-finance-decided", true);
    desk_fails(COMPLAINT_REFUSED, "procedure.withdrawn",
               complaint_case_perform(one, d.clerk, "cfpb-progress", NULL,
                                      COMPLAINT_TIME_NONE, &error));
    json = clock_at(&d, one, "cfpb-60", before, before);
    ck_assert_ptr_nonnull(json);
    ck_assert_ptr_nonnull(strstr(json, "\"status\":\"running\""));
    free(json);
    /* What was decided of the other pack goes on, and the queue without it. */
    desk_ok(detach(&d, one, "cn-finance"));
    has(&d, one, "cn-finance-15", "\"status\":\"met\"");
    has(&d, one, "cn-finance-30", "\"status\":\"withdrawn\"");
    desk_ok(complaint_register_due(d.reg, d.now + 400 * COMPLAINT_DAY, &due,
                                   &error));
    for (;;) {
        const complaint_record *row;

        desk_ok(complaint_cursor_next(due, &row, &error));
        if (row == NULL)
            break;
        ck_assert_ptr_null(strstr(complaint_record_text(row, "name"), "cfpb"));
        ck_assert_ptr_null(strstr(complaint_record_text(row, "name"), "cn-"));
    }
    complaint_cursor_free(due);
    desk_ok(
        complaint_case_find(d.reg, desk_text(one, "number"), &again, &error));
    has(&d, again, "cfpb-15", "\"status\":\"withdrawn\"");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    complaint_case_free(again);
    desk_close(&d);
}
END_TEST

START_TEST(what_had_passed_when_a_pack_went_is_missed)
{
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"received_at\":\"2024-03-01T08:00:00Z\","
                        "\"packs\":[\"us-cfpb\"]}");
    d.now += 20 * COMPLAINT_DAY;
    desk_ok(detach(&d, one, "us-cfpb"));
    has(&d, one, "cfpb-15", "\"status\":\"missed\"");
    has(&d, one, "cfpb-60", "\"status\":\"withdrawn\"");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_pack_put_on_again_counts_as_if_it_had_not_been_off)
{
    complaint_case *one, *same;
    char *left, *right;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"received_at\":\"2024-03-01T08:00:00Z\","
                        "\"packs\":[\"us-cfpb\"]}");
    same = desk_file(&d, "{\"received_at\":\"2024-03-01T08:00:00Z\","
                         "\"packs\":[\"us-cfpb\"]}");
    desk_ok(detach(&d, one, "us-cfpb"));
    desk_fails(COMPLAINT_NOT_FOUND, "detach.absent",
               detach(&d, one, "us-cfpb"));
    d.now += COMPLAINT_DAY;
    desk_ok(complaint_case_attach(one, d.clerk, "us-cfpb", "it is one",
                                  COMPLAINT_TIME_NONE, &error));
    has(&d, one, "cfpb-15", "\"status\":\"running\"");
    offers(&d, one, "cfpb-progress", true);
    d.clock_stands = true;
    left = clock_at(&d, one, "cfpb-60", d.now, COMPLAINT_TIME_NONE);
    right = clock_at(&d, same, "cfpb-60", d.now, COMPLAINT_TIME_NONE);
    strstr(left, "\"digest\"")[0] = strstr(right, "\"digest\"")[0] = '\0';
    ck_assert_str_eq(left, right);
    free(left);
    free(right);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    complaint_case_free(same);
    desk_close(&d);
}
END_TEST

/* The records that 21 CFR 820.35(a) wants are asked for at closing. */
START_TEST(what_a_pack_required_is_not_asked_for_once_it_is_off)
{
    complaint_case *plain, *one;
    char *before, *with, *after;
    desk d;

    desk_open(&d, _i);
    plain = desk_file(&d, "{}");
    one = desk_file(&d, "{\"packs\":[\"us-fda-records\"]}");
    before = next_of(&d, plain);
    with = next_of(&d, one);
    ck_assert_str_ne(before, with);
    desk_ok(detach(&d, one, "us-fda-records"));
    after = next_of(&d, one);
    ck_assert_str_eq(before, after);
    free(before);
    free(with);
    free(after);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(plain);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_pack_is_taken_off_with_reason_authority_and_role)
{
    complaint_case *one;
    complaint_actor *stranger;
    int64_t revision;
    desk d;

    desk_open(&d, _i);
    one = desk_file(&d, "{\"packs\":[\"us-cfpb\"]}");
    revision = desk_integer(one, "revision");
    desk_fails(COMPLAINT_NOT_FOUND, "detach.absent", detach(&d, one, "mars"));
    desk_fails(COMPLAINT_NOT_FOUND, "detach.absent",
               detach(&d, one, "cn-finance"));
    desk_fails(COMPLAINT_INCOMPLETE, "detach.reason",
               complaint_case_detach(one, d.clerk, "us-cfpb", "", "a",
                                     COMPLAINT_TIME_NONE, &error));
    desk_fails(COMPLAINT_INCOMPLETE, "detach.reason",
               complaint_case_detach(one, d.clerk, "us-cfpb", "r", NULL,
                                     COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(complaint_case_detach(one, d.clerk, NULL, "r", "a",
                                           COMPLAINT_TIME_NONE, NULL),
                     COMPLAINT_MISUSE);
    stranger = desk_actor(&d, "clerk-9", "handler");
    desk_fails(COMPLAINT_DENIED, "detach.denied",
               complaint_case_detach(one, stranger, "us-cfpb", "r", "a",
                                     COMPLAINT_TIME_NONE, &error));
    complaint_actor_free(stranger);
    has(&d, one, "cfpb-15", "\"status\":\"running\"");
    ck_assert_int_eq(desk_integer(one, "revision"), revision);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

/* ---- other versions ---- */

static void install_shop(desk *d, const char *version, int days)
{
    static const char shop[] =
        "kind: procedure\nformat: 1\nname: shop\nversion: '%s'\n"
        "title: {en: P}\nlanguages: [en]\nstart: open\n"
        "states:\n"
        "  - {name: open, title: {en: o}}\n"
        "  - {name: closed, title: {en: c}, final: true}\n"
        "transitions:\n"
        "  - {name: close, title: {en: t}, from: [open], to: closed, "
        "marks: [closed]}\n"
        "clocks:\n"
        "  - {name: whole, title: {en: W}, amount: %d, unit: days, "
        "from: {time: received}, stop: [close], principal: true}\n";
    complaint_definition *definition;
    char text[sizeof shop + 40];

    (void)snprintf(text, sizeof text, shop, version, days);
    desk_ok(complaint_definition_parse(d->context, text, strlen(text), "shop",
                                       &definition, &error));
    desk_ok(complaint_register_install(d->reg, d->clerk, definition, &error));
    complaint_definition_free(definition);
}

static const char shopping[] = "{\"procedure\":\"shop\","
                               "\"received_at\":\"2024-03-01T08:00:00Z\","
                               "\"packs\":[\"hotline\",\"us-cfpb\"]}";

START_TEST(packs_stay_on_a_case_that_moves_and_off_where_they_were_taken_off)
{
    complaint_case *one;
    complaint_facts *options, *told = NULL;
    char *json;
    desk d;

    desk_open(&d, _i);
    install(&d, "1", 30);
    install_shop(&d, "1", 10);
    one = desk_file(&d, shopping);
    desk_perform(&d, one, "hotline-told", "{}");
    desk_ok(detach(&d, one, "us-cfpb"));
    install_shop(&d, "2", 20);
    options = desk_facts(&d, "{\"reason\":\"new rules\",\"dry_run\":true}");
    desk_ok(complaint_case_move(one, d.clerk, options, COMPLAINT_TIME_NONE,
                                &told, &error));
    complaint_facts_free(options);
    json = desk_json(&d, told);
    complaint_facts_free(told);
    ck_assert_ptr_nonnull(strstr(json, "{\"after\":\"met\""));
    ck_assert_ptr_nonnull(strstr(json, "{\"after\":\"withdrawn\""));
    ck_assert_ptr_null(strstr(json, "absent"));
    free(json);
    has(&d, one, "whole", "\"amount\":10");
    options = desk_facts(&d, "{\"reason\":\"new rules\"}");
    desk_ok(complaint_case_move(one, d.clerk, options, COMPLAINT_TIME_NONE,
                                NULL, &error));
    has(&d, one, "whole", "\"amount\":20");
    has(&d, one, "hotline", "\"status\":\"met\"");
    has(&d, one, "cfpb-15", "\"status\":\"withdrawn\"");
    offers(&d, one, "hotline-told", true);
    offers(&d, one, "cfpb-progress", false);
    /* It stands there already, packs and all. */
    desk_fails(COMPLAINT_REFUSED, "move.same",
               complaint_case_move(one, d.clerk, options, COMPLAINT_TIME_NONE,
                                   NULL, &error));
    complaint_facts_free(options);
    desk_perform(&d, one, "close", "{}");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(a_pack_that_clashes_with_the_other_version_stops_the_move)
{
    complaint_case *one;
    complaint_facts *options;
    complaint_definition *definition;
    static const char clash[] =
        "kind: procedure\nformat: 1\nname: shop\nversion: '2'\n"
        "title: {en: P}\nlanguages: [en]\nstart: open\n"
        "states:\n"
        "  - {name: open, title: {en: o}}\n"
        "  - {name: closed, title: {en: c}, final: true}\n"
        "transitions:\n"
        "  - {name: hotline-told, title: {en: t}, from: [open], to: closed, "
        "marks: [closed]}\n";
    int64_t revision;
    desk d;

    desk_open(&d, _i);
    install(&d, "1", 30);
    install_shop(&d, "1", 10);
    one = desk_file(&d, shopping);
    revision = desk_integer(one, "revision");
    desk_ok(complaint_definition_parse(d.context, clash, strlen(clash), "shop",
                                       &definition, &error));
    desk_ok(complaint_register_install(d.reg, d.clerk, definition, &error));
    complaint_definition_free(definition);
    options = desk_facts(&d, "{\"reason\":\"new rules\"}");
    desk_fails(COMPLAINT_INVALID, "procedure.pack",
               complaint_case_move(one, d.clerk, options, COMPLAINT_TIME_NONE,
                                   NULL, &error));
    complaint_facts_free(options);
    ck_assert_int_eq(desk_integer(one, "revision"), revision);
    has(&d, one, "hotline", "\"status\":\"running\"");
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

/* Totals of one clock in the answer. */
static int64_t total(const complaint_facts *told, const char *clock,
                     const char *key)
{
    const complaint_facts *list = complaint_facts_get(told, "clocks");

    for (size_t i = 0; i < complaint_facts_size(list); i++) {
        const complaint_facts *one = complaint_facts_at(list, i);

        if (strcmp(complaint_facts_text(complaint_facts_get(one, "clock"), ""),
                   clock) == 0)
            return complaint_facts_integer(complaint_facts_get(one, key), -1);
    }
    return -1;
}

START_TEST(what_if_replays_the_clocks_of_packs_and_counts_them)
{
    complaint_case *plain, *one, *off;
    complaint_facts *options, *told = NULL;
    desk d;

    desk_open(&d, _i);
    install(&d, "1", 30);
    install_shop(&d, "1", 10);
    plain = desk_file(&d, "{\"procedure\":\"shop\"}");
    one = desk_file(&d, shopping);
    off = desk_file(&d, shopping);
    d.now += 15 * COMPLAINT_DAY;
    desk_perform(&d, one, "hotline-told", "{}");
    desk_perform(&d, plain, "close", "{}");
    desk_ok(detach(&d, off, "hotline"));
    install_shop(&d, "2", 20);
    options = desk_facts(&d, "{\"procedure\":\"shop\"}");
    desk_ok(complaint_register_what_if(d.reg, options, &told, &error));
    complaint_facts_free(options);
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(told, "cases"), 0), 3);
    ck_assert_int_eq(total(told, "whole", "was_missed"), 1);
    ck_assert_int_eq(total(told, "whole", "would_be_met"), 1);
    ck_assert_int_eq(total(told, "whole", "changed"), 3);
    ck_assert_int_eq(total(told, "hotline", "cases"), 2);
    ck_assert_int_eq(total(told, "hotline", "was_met"), 1);
    ck_assert_int_eq(total(told, "hotline", "would_be_met"), 1);
    ck_assert_int_eq(total(told, "hotline", "was_withdrawn"), 1);
    ck_assert_int_eq(total(told, "hotline", "would_be_withdrawn"), 1);
    ck_assert_int_eq(total(told, "hotline", "changed"), 0);
    ck_assert_int_eq(total(told, "cfpb-60", "would_be_running"), 2);
    complaint_facts_free(told);
    /* And under a procedure of another name. */
    options = desk_facts(&d, "{\"filter\":{\"procedure\":\"shop\"},"
                             "\"procedure\":\"bank\"}");
    desk_ok(complaint_register_what_if(d.reg, options, &told, &error));
    complaint_facts_free(options);
    ck_assert_int_eq(total(told, "hotline", "would_be_met"), 1);
    ck_assert_int_eq(total(told, "cfpb-60", "would_be_running"), 2);
    complaint_facts_free(told);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_case_free(plain);
    complaint_case_free(one);
    complaint_case_free(off);
    desk_close(&d);
}
END_TEST

static Suite *packs_suite(void)
{
    const TTest *const both[] = {
        a_fact_at_filing_puts_packs_on,
        the_setting_puts_packs_on_every_new_case,
        a_pack_put_on_later_counts_from_receipt_and_was_not_known_before,
        facts_given_before_a_pack_came_count_for_it,
        a_pack_taken_off_ends_its_clocks_and_was_on_before,
        what_had_passed_when_a_pack_went_is_missed,
        a_pack_put_on_again_counts_as_if_it_had_not_been_off,
        what_a_pack_required_is_not_asked_for_once_it_is_off,
        a_pack_is_taken_off_with_reason_authority_and_role,
        packs_stay_on_a_case_that_moves_and_off_where_they_were_taken_off,
        a_pack_that_clashes_with_the_other_version_stops_the_move,
        what_if_replays_the_clocks_of_packs_and_counts_them,
        ones_own_pack_goes_before_and_a_newer_one_changes_no_case,
        what_cannot_be_put_on_is_refused_and_changes_nothing,
        a_batch_that_is_undone_leaves_the_case_without_the_pack,
    };
    Suite *suite = suite_create("register/packs");
    TCase *tests = tcase_create("packs");

    tcase_set_timeout(tests, 120);
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        tcase_add_loop_test(tests, both[i], 0, DESK_BACKENDS);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(packs_suite());
}
