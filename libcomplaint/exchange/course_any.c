/* What becomes of a simulated complaint under any procedure: the transitions
 * that it allows, mostly in the order in which its author wrote them, with
 * facts as they ask for (supply.c). */
#include "exchange/course.h"

#include <complaint/limits.h>

#include "base/failure.h"
#include "exchange/supply.h"

#include <stdio.h>
#include <string.h>

/* Steps of one complaint, and draws of facts for one step, at most. */
#define STEPS 60
#define DRAWS 6
#define OPTIONAL 0.2
#define ANOTHER_WAY 0.03 /* than the first that leads on */
#define SILENT_END 0.01  /* closed without an answer: withdrawn and the like */

static bool chance(complaint__course *c, double probability)
{
    return complaint__random_chance(&c->random, probability);
}

static bool running(const complaint__course *c)
{
    return c->status == COMPLAINT_OK && c->now != COMPLAINT_TIME_NONE;
}

static const char *text_of(const complaint_facts *map, const char *name)
{
    return complaint_facts_text(complaint_facts_get(map, name), "");
}

/* ---- values ---- */

/* A code of the catalog's or the organisation's list of that name, by the
 * world's weights where it has any; NULL when there is no such list. */
static const char *code_of(complaint__course *c, const char *list)
{
    static const struct {
        const char *name;
        int list;
    } weighed[] = {{"severity", COMPLAINT__WORLD_SEVERITY},
                   {"category", COMPLAINT__WORLD_CATEGORY},
                   {"urgency", COMPLAINT__WORLD_URGENCY},
                   {"complexity", COMPLAINT__WORLD_COMPLEXITY},
                   {"outcome", COMPLAINT__WORLD_OUTCOME},
                   {"channel", COMPLAINT__WORLD_CHANNEL},
                   {"product", COMPLAINT__WORLD_PRODUCT},
                   {"remedy", COMPLAINT__WORLD_REMEDY}};
    const complaint__code_list *found;

    if (strcmp(list, "unit") == 0)
        return c->unit;
    if (strcmp(list, "cause") == 0 && c->cause != NULL)
        return c->cause;
    for (size_t i = 0; i < sizeof weighed / sizeof weighed[0]; i++) {
        const complaint__code *code;

        if (strcmp(weighed[i].name, list) != 0)
            continue;
        code = complaint__world_pick(c->world, weighed[i].list, &c->random);
        return code == NULL ? NULL : code->code;
    }
    found = complaint__codes_find_list(c->world->catalog, list);
    if (found == NULL || found->count == 0)
        return NULL;
    return found->codes[complaint__random_below(&c->random, found->count)].code;
}

/* A text where a word is asked for that no list has: what a row is for. */
static const char *kind_of(complaint__course *c, const char *owner)
{
    const char *remedy = NULL;

    if (owner == NULL)
        return NULL;
    if (strcmp(owner, "remedy") == 0)
        remedy = code_of(c, "remedy");
    if (remedy != NULL)
        return remedy;
    if (strcmp(owner, "communication") == 0)
        return "reply";
    return strcmp(owner, "action") == 0 ? "corrective" : "other";
}

static void supply_text(complaint__course *c, complaint_facts *into,
                        const complaint__wanted *wanted, bool coded)
{
    const char *key = wanted->key == NULL ? "" : wanted->key;
    const char *code = NULL;

    if (strcmp(key, "kind") == 0 && wanted->owner != NULL)
        code = kind_of(c, wanted->owner);
    else if (coded)
        code = code_of(c, key);
    if (code != NULL)
        complaint__course_text(c, into, wanted->key, code);
    else if (coded)
        complaint__course_text(c, into, wanted->key, "other");
    else if (strcmp(key, "reason") == 0 || strstr(key, "refus") != NULL)
        complaint__course_phrase(c, into, wanted->key,
                                 COMPLAINT__PHRASE_REFUSAL);
    else if (wanted->owner != NULL &&
             strcmp(wanted->owner, "communication") == 0)
        complaint__course_phrase(c, into, wanted->key,
                                 COMPLAINT__PHRASE_RESPONSE);
    else if (strstr(key, "correct") != NULL || strstr(key, "prevent") != NULL ||
             strstr(key, "action") != NULL || strstr(key, "solution") != NULL)
        complaint__course_phrase(c, into, wanted->key,
                                 COMPLAINT__PHRASE_ACTION);
    else
        complaint__course_phrase(c, into, wanted->key,
                                 COMPLAINT__PHRASE_FINDINGS);
}

static int supply_value(void *data, complaint_facts *into,
                        const complaint__wanted *wanted,
                        complaint_error **error)
{
    complaint__course *c = data;
    const char *type = wanted->type;

    (void)error; /* the course's own */
    if (strcmp(type, "boolean") == 0)
        complaint__course_flag(c, into, wanted->key, chance(c, 0.8));
    else if (strcmp(type, "integer") == 0)
        complaint__course_number(
            c, into, wanted->key,
            1 + (int64_t)complaint__random_below(&c->random, 5));
    else if (strcmp(type, "time") == 0)
        complaint__course_time(c, into, wanted->key, c->now);
    else if (strcmp(type, "limit") == 0)
        complaint__course_time(
            c, into, wanted->key,
            c->now +
                (complaint_time)(1 + complaint__random_below(&c->random, 5)) *
                    COMPLAINT_DAY);
    else if (strcmp(type, "money") == 0)
        complaint__course_money(c, into, wanted->key, 100);
    else if (strcmp(type, "unit") == 0)
        complaint__course_text(c, into, wanted->key, c->unit);
    else
        supply_text(c, into, wanted, strcmp(type, "code") == 0);
    return c->status;
}

static void supply(complaint__course *c, const complaint_facts *step,
                   double optional, complaint_facts *facts)
{
    complaint__supply how = {c->world->described, &c->random, supply_value, c};

    if (c->status == COMPLAINT_OK)
        c->status =
            complaint__supply_step(&how, step, optional, facts, c->error);
}

void complaint__course_intake(complaint__course *c, complaint_facts *facts)
{
    supply(c, complaint_facts_get(c->world->described, "intake"), 0, facts);
}

/* ---- steps ---- */

/* The procedure, or a list of codes, refused it: nothing was written, and
 * another way may be tried. */
static bool was_refused(complaint__course *c)
{
    if (c->status != COMPLAINT_REFUSED && c->status != COMPLAINT_DENIED &&
        c->status != COMPLAINT_INCOMPLETE && c->status != COMPLAINT_INVALID)
        return false;
    c->status = COMPLAINT_OK;
    if (c->error != NULL) {
        complaint_error_free(*c->error);
        *c->error = NULL;
    }
    return true;
}

/* Perform it, with other facts and another actor where it is refused. */
static bool take(complaint__course *c, const complaint_facts *transition)
{
    /* four eyes: somebody else where the handler may not */
    const complaint_actor *actors[] = {c->staff->handler, c->staff->manager,
                                       c->staff->desk};
    const char *name = text_of(transition, "name");

    for (int draw = 0; draw < DRAWS && running(c); draw++) {
        complaint_facts *facts = complaint__course_facts(c);
        bool done;

        supply(c, transition, draw < DRAWS / 2 ? OPTIONAL : 0, facts);
        done = complaint__course_perform(c, actors[draw % 3], name, facts);
        complaint_facts_free(facts);
        if (done)
            return true;
        if (!was_refused(c))
            return false;
        c->entries--; /* none was written */
    }
    return false;
}

/* A transition as it is described: complaint_case_next() does not tell its
 * guard. */
static const complaint_facts *described(const complaint__course *c,
                                        const char *list, const char *name)
{
    const complaint_facts *all = complaint_facts_get(c->world->described, list);

    for (size_t i = 0; i < complaint_facts_size(all); i++)
        if (strcmp(text_of(complaint_facts_at(all, i), "name"), name) == 0)
            return complaint_facts_at(all, i);
    return NULL;
}

/* Where the case was already. */
typedef struct trail {
    char states[STEPS][COMPLAINT_LIMIT_CODE + 1];
    size_t count;
} trail;

static bool was_in(const trail *t, const char *state)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->states[i], state) == 0)
            return true;
    return false;
}

static bool has_text(const complaint_facts *list, const char *text)
{
    for (size_t i = 0; i < complaint_facts_size(list); i++)
        if (strcmp(complaint_facts_text(complaint_facts_at(list, i), ""),
                   text) == 0)
            return true;
    return false;
}

/* Whether the case would be closed by it and nobody answered. */
static bool is_silent(const complaint__course *c, const char *transition,
                      const char *to)
{
    const complaint_facts *state = described(c, "states", to);

    return complaint_facts_integer(complaint_facts_get(state, "final"), 0) !=
               0 &&
           complaint_record_is_null(complaint__case_record(c->subject),
                                    "responded_at") &&
           !has_text(complaint_facts_get(
                         described(c, "transitions", transition), "marks"),
                     "responded");
}

/* How well a transition leads on: not where the case was already, not to an
 * end without an answer. */
enum onward { TO_AN_END, BACK, ONWARD };

/* The next of those not tried yet: the first of those that lead on best, seldom
 * another; SIZE_MAX for none. */
static size_t choose(complaint__course *c, const trail *t,
                     const complaint_facts *next, const bool *tried)
{
    size_t chosen = SIZE_MAX;
    enum onward best = TO_AN_END;

    for (size_t i = 0; i < complaint_facts_size(next); i++) {
        const complaint_facts *one = complaint_facts_at(next, i);
        const char *to = text_of(one, "to");
        enum onward way = ONWARD;

        if (tried[i])
            continue;
        if (is_silent(c, text_of(one, "name"), to))
            way = TO_AN_END;
        else if (was_in(t, to))
            way = BACK;
        if (chosen == SIZE_MAX || way > best ||
            chance(c, way == TO_AN_END ? SILENT_END : ANOTHER_WAY)) {
            chosen = i;
            best = way > best ? way : best;
        }
    }
    return chosen;
}

/* One step by whoever may; false when no way is open. */
static bool step(complaint__course *c, const trail *t)
{
    bool tried[COMPLAINT_LIMIT_TRANSITIONS] = {false};
    complaint_facts *next = NULL;
    bool done = false;

    if (!running(c))
        return false;
    c->status =
        complaint_case_next(c->subject, c->staff->handler, &next, c->error);
    while (running(c) && !done) {
        size_t chosen = choose(c, t, next, tried);
        const complaint_facts *transition;

        if (chosen == SIZE_MAX)
            break;
        tried[chosen] = true;
        transition =
            described(c, "transitions",
                      text_of(complaint_facts_at(next, chosen), "name"));
        done = transition != NULL && take(c, transition);
    }
    complaint_facts_free(next);
    return done;
}

/* Those who were given something to do have done it. */
static void answer_tasks(complaint__course *c)
{
    complaint_facts *tasks = NULL;

    if (!running(c) ||
        complaint_facts_get(c->world->described, "tasks") == NULL)
        return;
    c->status =
        complaint_case_tasks(c->subject, c->world->actor, &tasks, c->error);
    for (size_t i = 0; running(c) && i < complaint_facts_size(tasks); i++) {
        const complaint_facts *task = complaint_facts_at(tasks, i);
        complaint_facts *facts;

        if (strcmp(text_of(task, "state"), "open") != 0 ||
            complaint_facts_size(complaint_facts_get(task, "allowed")) == 0)
            continue;
        facts = complaint__course_facts(c);
        supply(c, task, OPTIONAL, facts);
        if (c->status == COMPLAINT_OK)
            c->status = complaint_case_answer_task(c->subject, c->world->actor,
                                                   text_of(task, "id"), "done",
                                                   facts, c->now, c->error);
        c->entries++;
        if (was_refused(c))
            c->entries--;
        complaint_facts_free(facts);
    }
    complaint_facts_free(tasks);
}

void complaint__course_any(complaint__course *c)
{
    trail t = {.count = 0};

    for (int i = 0; i < STEPS && running(c); i++) {
        const complaint_record *record = complaint__case_record(c->subject);

        if (!complaint_record_is_null(record, "closed_at"))
            break;
        snprintf(t.states[t.count++], sizeof t.states[0], "%s",
                 complaint_record_text(record, "state"));
        if (!complaint__course_work(c, i == 0 ? 4 : 14))
            break;
        answer_tasks(c);
        if (!step(c, &t))
            break;
    }
    complaint__course_survey(c);
}
