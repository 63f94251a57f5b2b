/* The small steps of a simulated complaint. */
#include "exchange/course.h"

#include "base/failure.h"

#include <string.h>

static bool over(const complaint__course *c)
{
    return c->status != COMPLAINT_OK || c->now == COMPLAINT_TIME_NONE;
}

bool complaint__course_work(complaint__course *c, double hours)
{
    complaint_time then = c->now;
    double span = hours * c->staff->pace * complaint__random_work(&c->random);

    if (over(c))
        return false;
    c->status = complaint_calendar_add_time(
        c->world->calendar, c->now, (int64_t)(span * 3600) * COMPLAINT_SECOND,
        &then, c->error);
    if (c->status != COMPLAINT_OK || then > c->world->until)
        then = COMPLAINT_TIME_NONE;
    c->now = then;
    return !over(c);
}

bool complaint__course_wait(complaint__course *c, double days)
{
    double span = days * complaint__random_wait(&c->random);

    if (over(c))
        return false;
    c->now += (int64_t)(span * 86400) * COMPLAINT_SECOND;
    if (c->now > c->world->until)
        c->now = COMPLAINT_TIME_NONE;
    return !over(c);
}

bool complaint__course_perform(complaint__course *c,
                               const complaint_actor *actor,
                               const char *transition,
                               const complaint_facts *facts)
{
    if (over(c))
        return false;
    c->status = complaint_case_perform(c->subject, actor, transition, facts,
                                       c->now, c->error);
    c->entries++;
    return c->status == COMPLAINT_OK;
}

bool complaint__course_put(complaint__course *c, const char *relation,
                           const complaint_facts *facts)
{
    if (over(c) || facts == NULL)
        return false;
    c->status = complaint_case_put(c->subject, c->staff->handler, relation,
                                   facts, c->now, NULL, c->error);
    c->entries++;
    return c->status == COMPLAINT_OK;
}

complaint_facts *complaint__course_facts(complaint__course *c)
{
    complaint_facts *map = NULL;

    if (c->status == COMPLAINT_OK)
        c->status = complaint_facts_new(c->world->context, &map, c->error);
    return map;
}

void complaint__course_text(complaint__course *c, complaint_facts *map,
                            const char *key, const char *text)
{
    if (c->status == COMPLAINT_OK && map != NULL && text != NULL)
        c->status = complaint_facts_set_text(map, key, text, c->error);
}

void complaint__course_time(complaint__course *c, complaint_facts *map,
                            const char *key, complaint_time time)
{
    if (c->status == COMPLAINT_OK && map != NULL)
        c->status = complaint_facts_set_time(map, key, time, c->error);
}

void complaint__course_flag(complaint__course *c, complaint_facts *map,
                            const char *key, bool value)
{
    if (c->status == COMPLAINT_OK && map != NULL)
        c->status = complaint_facts_set_boolean(map, key, value, c->error);
}

void complaint__course_number(complaint__course *c, complaint_facts *map,
                              const char *key, int64_t value)
{
    if (c->status == COMPLAINT_OK && map != NULL)
        c->status = complaint_facts_set_integer(map, key, value, c->error);
}

void complaint__course_money(complaint__course *c, complaint_facts *map,
                             const char *key, double mean)
{
    double amount = mean * complaint__random_work(&c->random);

    if (c->status == COMPLAINT_OK && map != NULL)
        c->status = complaint_facts_set_money(
            map, key, (int64_t)(amount + 1) * 100, "CNY", c->error);
}

void complaint__course_phrase(complaint__course *c, complaint_facts *map,
                              const char *key, int phrase)
{
    const char *text = complaint__phrase_make(phrase, c->chinese, &c->words,
                                              &c->random, c->scratch);

    if (c->scratch->failed && c->status == COMPLAINT_OK)
        c->status = complaint__fail_memory(c->error);
    complaint__course_text(c, map, key, text);
}

complaint_facts *complaint__course_map(complaint__course *c,
                                       complaint_facts *map, const char *key)
{
    complaint_facts *child = NULL;

    if (c->status == COMPLAINT_OK && map != NULL)
        c->status = complaint_facts_set_map(map, key, &child, c->error);
    return child;
}

complaint_facts *complaint__course_list(complaint__course *c,
                                        complaint_facts *map, const char *key)
{
    complaint_facts *child = NULL;

    if (c->status == COMPLAINT_OK && map != NULL)
        c->status = complaint_facts_set_list(map, key, &child, c->error);
    return child;
}

void complaint__course_code(complaint__course *c, complaint_facts *map,
                            const char *key, int list)
{
    const complaint__code *code =
        complaint__world_pick(c->world, list, &c->random);

    if (code != NULL)
        complaint__course_text(c, map, key, code->code);
}

/* ---- attribution ---- */

static void add_share(complaint__course *c, complaint_finding *finding,
                      const char *kind, const char *party, int basis_points,
                      bool primary)
{
    if (c->status == COMPLAINT_OK)
        c->status =
            complaint_finding_add_share(finding, kind, party, basis_points,
                                        primary, c->cause, NULL, c->error);
}

void complaint__course_attribute(complaint__course *c)
{
    complaint_finding *finding = NULL;
    double kind = complaint__random_unit(&c->random);
    bool customer = false;

    if (over(c))
        return;
    c->status = complaint_finding_new(c->world->context, &finding, c->error);
    if (c->bad && c->supplier != NULL) {
        add_share(c, finding, "supplier", c->supplier, 8000, true);
        add_share(c, finding, "unit", c->unit, 2000, false);
    } else if (!c->justified && kind < 0.5) {
        add_share(c, finding, "none", NULL, COMPLAINT_SHARE_ALL, true);
    } else if (!c->justified) {
        customer = true;
        add_share(c, finding, "complainant", NULL, 7000, true);
        add_share(c, finding, "unit", c->unit, 3000, false);
    } else if (kind < 0.25 && c->supplier != NULL) {
        add_share(c, finding, "unit", c->unit, 6000, true);
        add_share(c, finding, "supplier", c->supplier, 4000, false);
    } else {
        add_share(c, finding, "unit", c->unit, COMPLAINT_SHARE_ALL, true);
    }
    if (c->status == COMPLAINT_OK)
        c->status = complaint_finding_decide(
            finding, complaint_actor_id(c->staff->manager), "manager",
            customer ? complaint__phrase_make(COMPLAINT__PHRASE_EXPLANATION,
                                              c->chinese, &c->words, &c->random,
                                              c->scratch)
                     : NULL,
            c->error);
    if (c->status == COMPLAINT_OK)
        c->status = complaint_case_attribute(c->subject, c->staff->manager,
                                             finding, c->now, c->error);
    c->entries++;
    complaint_finding_free(finding);
}
