/* Bundled procedures on a register: each main way through the public API,
 * every clock met, the journal verified; a dispute reached by referral. */
#include "support/surroundings.h"
#include "support/ways_bank_branch.h"
#include "support/ways_external_dispute.h"
#include "support/ways_insurance.h"
#include "support/ways_laboratory.h"
#include "support/ways_property.h"
#include "support/ways_repair_shop.h"
#include "support/ways_returns.h"
#include "support/ways_school.h"

#include <complaint.h>

#include <stdio.h>
#include <string.h>

#define OFFSET (8 * 3600)

/* A call that must succeed. */
#define ok(call)                                                               \
    do {                                                                       \
        complaint_error *error = NULL;                                         \
        int status = (call);                                                   \
        ck_assert_msg(status == COMPLAINT_OK, "%s: %d %s (%s)", #call, status, \
                      complaint_error_message(error),                          \
                      complaint_error_field(error));                           \
    } while (0)

typedef struct way {
    const char *name;
    const rule *rules;
    size_t rule_count;
    const char *route;
} way;

#define WAY(name, ident)                                                       \
    {                                                                          \
        name, ident##_rules, sizeof ident##_rules / sizeof ident##_rules[0],   \
            ident##_main                                                       \
    }

static const way ways[] = {
    WAY("bank-branch", bank_branch), WAY("external-dispute", external_dispute),
    WAY("insurance", insurance),     WAY("laboratory", laboratory),
    WAY("property", property),       WAY("repair-shop", repair_shop),
    WAY("returns", returns),         WAY("school", school)};

#define WAYS ((int)(sizeof ways / sizeof ways[0]))

typedef struct office {
    surroundings around;
    complaint_context *context;
    complaint_register *reg;
    complaint_actor *owner;
} office;

static complaint_time moment(const char *text)
{
    complaint_time time;

    ok(complaint_time_parse(text, OFFSET, &time, &error));
    return time;
}

static void install(office *o, const char *kind, const char *name)
{
    complaint_definition *definition;

    ok(complaint_definition_bundled(o->context, kind, name, &definition,
                                    &error));
    ok(complaint_register_install(o->reg, o->owner, definition, &error));
    complaint_definition_free(definition);
}

static complaint_actor *actor(const office *o, const char *who)
{
    const char *colon = strchr(who, ':');
    char role[64] = "";
    complaint_actor *one;

    if (colon != NULL)
        memcpy(role, who, (size_t)(colon - who));
    ok(complaint_actor_new(o->context, who, "store-01", &one, &error));
    if (role[0] != '\0')
        ok(complaint_actor_add_role(one, role, &error));
    return one;
}

static void office_open(office *o)
{
    surroundings_init(&o->around);
    o->around.now = moment("2019-12-31 12:00");
    o->context = surroundings_context(&o->around);
    ok(complaint_register_open(o->context, "memory:", COMPLAINT_REGISTER_CREATE,
                               &o->reg, &error));
    o->owner = actor(o, "*:clerk-1");
    install(o, "calendar", "cn");
    install(o, "catalog", "general");
    install(o, "organisation", "chain-store");
}

static void office_close(office *o)
{
    complaint_actor_free(o->owner);
    complaint_register_free(o->reg);
    surroundings_end(&o->around, o->context);
}

static complaint_facts *facts_of(const office *o, const char *json)
{
    complaint_facts *facts;

    ok(complaint_facts_parse(o->context, json, strlen(json), &facts, &error));
    return facts;
}

static complaint_case *file(office *o, const char *json, const char *when)
{
    complaint_facts *facts = facts_of(o, json);
    complaint_case *one;

    ok(complaint_case_file(o->reg, o->owner, facts, moment(when), &one,
                           &error));
    complaint_facts_free(facts);
    return one;
}

static void perform(office *o, complaint_case *one, const rule *r,
                    const route_step *step)
{
    complaint_facts *facts = facts_of(o, r->facts);
    complaint_actor *who = actor(o, step->actor);

    ok(complaint_case_perform(one, who, r->name, facts, moment(step->when),
                              &error));
    ck_assert_str_eq(complaint_record_text(complaint_case_record(one), "state"),
                     r->to);
    complaint_actor_free(who);
    complaint_facts_free(facts);
}

static complaint_case *play(office *o, const way *w, const char *facts,
                            const char *route)
{
    complaint_case *one = NULL;
    route_step step;

    while (route_next(&route, &step)) {
        if (step.transition[0] == '\0')
            ck_assert_str_eq(
                complaint_record_text(complaint_case_record(one), "state"),
                step.actor);
        else if (strcmp(step.transition, "file") == 0)
            one = file(o, facts, step.when);
        else
            perform(o, one, rule_find(w->rules, w->rule_count, step.transition),
                    &step);
    }
    return one;
}

/* What has run was met; at least the principal clock has run. */
static void all_clocks_are_met(complaint_case *one)
{
    complaint_facts *clocks;
    size_t met = 0;

    ok(complaint_case_clocks(one, COMPLAINT_TIME_NONE, &clocks, &error));
    for (size_t i = 0; i < complaint_facts_size(clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(clocks, i);
        const char *status =
            complaint_facts_text(complaint_facts_get(clock, "status"), "");

        ck_assert_msg(
            strcmp(status, "met") == 0 || strcmp(status, "not_started") == 0,
            "%s: %s",
            complaint_facts_text(complaint_facts_get(clock, "name"), ""),
            status);
        ck_assert_str_ne(
            complaint_facts_text(complaint_facts_get(clock, "citation"), ""),
            "");
        met += strcmp(status, "met") == 0;
    }
    ck_assert_uint_gt(met, 1);
    complaint_facts_free(clocks);
}

static void verify(office *o)
{
    complaint_facts *result;

    ok(complaint_register_verify(o->reg, &result, &error));
    ck_assert_int_eq(complaint_facts_integer(
                         complaint_facts_get(result, "problem_count"), -1),
                     0);
    complaint_facts_free(result);
}

START_TEST(a_case_goes_its_main_way_and_the_register_verifies)
{
    const way *w = &ways[_i];
    char facts[128];
    office o;
    complaint_case *one;
    const complaint_record *record;

    office_open(&o);
    install(&o, "procedure", w->name);
    snprintf(facts, sizeof facts, "{\"procedure\":\"%s\"}", w->name);
    one = play(&o, w, facts, w->route);
    record = complaint_case_record(one);
    ck_assert_str_eq(complaint_record_text(record, "outcome"), "settled");
    ck_assert(!complaint_record_is_null(record, "closed_at"));
    ck_assert(!complaint_record_is_null(record, "responded_at"));
    ck_assert(!complaint_record_is_null(record, "limit_at"));
    ck_assert_int_le(complaint_record_integer(record, "responded_at", 0),
                     complaint_record_integer(record, "limit_at", 0));
    all_clocks_are_met(one);
    complaint_case_free(one);
    verify(&o);
    office_close(&o);
}
END_TEST

/* The branch refers; the dispute is a case of its own that names the first. */
START_TEST(a_dispute_is_reached_by_referral)
{
    static const char referring[] =
        "file - 2019-04-25 09:32\n"
        "settle_on_spot first_contact:a 2019-04-25 09:50\n"
        "refer_outside branch_head:h 2019-04-25 10:00\n";
    static const route_step last = {"close_after_dispute", "branch_head:h",
                                    "2019-05-28 11:00"};
    const way *branch = &ways[0];
    office o;
    complaint_case *first, *dispute;
    char facts[256];

    office_open(&o);
    install(&o, "procedure", "bank-branch");
    install(&o, "procedure", "external-dispute");
    first = play(&o, branch, "{\"procedure\":\"bank-branch\"}", referring);
    ck_assert_str_eq(
        complaint_record_text(complaint_case_record(first), "state"),
        "external_dispute");
    snprintf(facts, sizeof facts,
             "{\"procedure\":\"external-dispute\",\"repeat_of\":\"%s\"}",
             complaint_record_text(complaint_case_record(first), "number"));
    dispute = play(&o, &ways[1], facts, external_dispute_main);
    ck_assert_ptr_nonnull(
        complaint_record_text(complaint_case_record(dispute), "repeat_of"));
    perform(&o, first,
            rule_find(branch->rules, branch->rule_count, last.transition),
            &last);
    complaint_case_free(dispute);
    complaint_case_free(first);
    verify(&o);
    office_close(&o);
}
END_TEST

Suite *procedures_b_suite(void);

Suite *procedures_b_suite(void)
{
    Suite *suite = suite_create("api/procedures_b");
    TCase *tests = tcase_create("procedures_b");

    tcase_add_loop_test(
        tests, a_case_goes_its_main_way_and_the_register_verifies, 0, WAYS);
    tcase_add_test(tests, a_dispute_is_reached_by_referral);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(procedures_b_suite());
}
