/* What becomes of a simulated complaint by the bundled procedure iso10002, step
 * by step. Any other procedure is in course_any.c. */
#include "exchange/course.h"

#include <string.h>

/* Share of cases in which something happens: invented. */
#define WITHDRAWN 0.03
#define HANDED_OVER 0.45
#define NOT_INVESTIGATED 0.05
#define ASKED_BACK 0.14
#define ATTRIBUTED 0.65
#define CORRECTED 0.25
#define EXTENDED 0.5 /* of those that will be late */
#define REMEDIED 0.6
#define REFUSED 0.09
#define REFERRED 0.15 /* of those refused */
#define REOPENED 0.04
#define SURVEYED 0.4

static bool chance(complaint__course *c, double probability)
{
    return complaint__random_chance(&c->random, probability);
}

static bool running(const complaint__course *c)
{
    return c->status == COMPLAINT_OK && c->now != COMPLAINT_TIME_NONE;
}

/* A transition whose one fact is a phrase (or none). */
static bool say(complaint__course *c, const complaint_actor *actor,
                const char *transition, const char *key, int phrase)
{
    complaint_facts *facts = complaint__course_facts(c);
    bool done;

    complaint__course_phrase(c, facts, key, phrase);
    done = complaint__course_perform(c, actor, transition, facts);
    complaint_facts_free(facts);
    return done;
}

static void assess(complaint__course *c)
{
    complaint_facts *facts = complaint__course_facts(c);
    const complaint__code *severity =
        complaint__world_pick(c->world, COMPLAINT__WORLD_SEVERITY, &c->random);

    complaint__course_text(c, facts, "severity",
                           severity != NULL ? severity->code : "medium");
    complaint__course_code(c, facts, "urgency", COMPLAINT__WORLD_URGENCY);
    complaint__course_code(c, facts, "complexity", COMPLAINT__WORLD_COMPLEXITY);
    complaint__course_flag(c, facts, "safety", c->safety);
    if (chance(c, 0.3))
        complaint__course_phrase(c, facts, "immediate_action",
                                 COMPLAINT__PHRASE_IMMEDIATE);
    complaint__course_perform(c, c->staff->desk, "assess", facts);
    complaint_facts_free(facts);
}

static void hand_over(complaint__course *c)
{
    const char *handler = complaint_actor_id(c->staff->handler);

    if (!running(c))
        return;
    c->status = complaint_case_assign(c->subject, c->staff->desk, handler,
                                      c->unit, NULL, c->now, c->error);
    c->entries++;
    if (complaint__course_work(c, 3)) {
        c->status = complaint_case_answer_assignment(
            c->subject, c->staff->handler, true, NULL, c->now, c->error);
        c->entries++;
    }
}

static void ask_back(complaint__course *c)
{
    if (say(c, c->staff->handler, "ask_complainant", "question",
            COMPLAINT__PHRASE_QUESTION) &&
        complaint__course_wait(c, 3))
        say(c, c->staff->handler, "receive_answer", "answer",
            COMPLAINT__PHRASE_ANSWER);
}

static void investigate(complaint__course *c)
{
    complaint_facts *facts;

    if (!c->safety && chance(c, NOT_INVESTIGATED)) {
        if (complaint__course_work(c, 4))
            say(c, c->staff->handler, "skip_investigation",
                "no_investigation_reason", COMPLAINT__PHRASE_NO_INVESTIGATION);
        return;
    }
    /* four working days in the mean, longer where it is grave */
    if (!complaint__course_work(c, c->safety || c->bad ? 50 : 32))
        return;
    facts = complaint__course_facts(c);
    complaint__course_phrase(c, facts, "findings", COMPLAINT__PHRASE_FINDINGS);
    complaint__course_text(c, facts, "cause", c->cause);
    complaint__course_perform(c, c->staff->handler, "investigate", facts);
    complaint_facts_free(facts);
    if (running(c) && chance(c, ATTRIBUTED))
        complaint__course_attribute(c);
}

static void correct(complaint__course *c)
{
    complaint_facts *facts;

    if (!running(c) || !chance(c, c->bad ? 0.6 : CORRECTED))
        return;
    facts = complaint__course_facts(c);
    complaint__course_text(c, facts, "kind", "corrective");
    complaint__course_phrase(c, facts, "title", COMPLAINT__PHRASE_ACTION);
    complaint__course_text(c, facts, "cause", c->cause);
    complaint__course_text(c, facts, "unit", c->unit);
    complaint__course_text(c, facts, "owner",
                           complaint_actor_id(c->staff->manager));
    complaint__course_text(c, facts, "state", "open");
    complaint__course_time(c, facts, "due_at", c->now + 30 * COMPLAINT_DAY);
    complaint__course_put(c, "action", facts);
    complaint_facts_free(facts);
}

/* The limit is near and the work is not done: ask for more time. */
static void extend(complaint__course *c, complaint_time answer_at)
{
    complaint_time now = c->now, due;
    const complaint_record *record = complaint__case_record(c->subject);

    due = complaint_record_integer(record, "limit_at", COMPLAINT_TIME_NONE);
    if (!running(c) || due == COMPLAINT_TIME_NONE || answer_at <= due ||
        due - COMPLAINT_DAY <= c->now || due > c->world->until)
        return;
    if (chance(c, EXTENDED)) {
        const char *reason =
            complaint__phrase_make(COMPLAINT__PHRASE_EXTENSION, c->chinese,
                                   &c->words, &c->random, c->scratch);

        c->now = due - COMPLAINT_DAY;
        c->status = complaint_case_extend(
            c->subject, c->staff->manager, "respond",
            5 + (int64_t)complaint__random_below(&c->random, 6), reason, NULL,
            c->now, c->error);
        c->entries++;
        c->now = now;
    } else {
        c->late = true;
    }
}

static void add_remedy(complaint__course *c, complaint_facts *facts)
{
    complaint_facts *remedy;
    const complaint__code *kind;

    if (!c->justified || !chance(c, REMEDIED))
        return;
    kind = complaint__world_pick(c->world, COMPLAINT__WORLD_REMEDY, &c->random);
    remedy = complaint__course_map(c, facts, "remedy");
    complaint__course_text(c, remedy, "kind",
                           kind != NULL ? kind->code : "refund");
    complaint__course_money(c, remedy, "cost", c->bad ? 260 : 120);
    complaint__course_text(c, remedy, "state", "offered");
    complaint__course_text(c, remedy, "unit", c->unit);
    complaint__course_time(c, remedy, "offered_at", c->now);
}

static bool respond(complaint__course *c, const complaint_actor *actor,
                    const char *transition)
{
    complaint_facts *facts = complaint__course_facts(c);
    complaint_facts *reply = complaint__course_map(c, facts, "communication");
    bool done;

    complaint__course_text(c, reply, "kind", "reply");
    complaint__course_text(c, reply, "direction", "out");
    complaint__course_text(c, reply, "language", c->chinese ? "zh-CN" : "en");
    complaint__course_phrase(c, reply, "text", COMPLAINT__PHRASE_RESPONSE);
    complaint__course_text(c, reply, "author", complaint_actor_id(actor));
    complaint__course_time(c, reply, "sent_at", c->now);
    if (strcmp(transition, "respond") == 0)
        add_remedy(c, facts);
    done = complaint__course_perform(c, actor, transition, facts);
    complaint_facts_free(facts);
    return done;
}

static bool communicate(complaint__course *c)
{
    return complaint__course_work(c, 3) &&
           complaint__course_perform(c, c->staff->handler, "communicate", NULL);
}

static bool close_case(complaint__course *c)
{
    complaint_facts *facts = complaint__course_facts(c);
    double x = complaint__random_unit(&c->random);
    const complaint__code *outcome =
        complaint__world_find(c->world, COMPLAINT__WORLD_OUTCOME,
                              x < 0.2        ? "settled"
                              : x < 0.35     ? "partly_upheld"
                              : c->justified ? "upheld"
                                             : "not_upheld");
    bool done;

    if (outcome == NULL)
        outcome = complaint__world_pick(c->world, COMPLAINT__WORLD_OUTCOME,
                                        &c->random);

    complaint__course_text(c, facts, "outcome",
                           outcome != NULL ? outcome->code : "accepted");
    done = complaint__course_perform(c, c->staff->handler, "close", facts);
    complaint_facts_free(facts);
    return done;
}

/* Not content: reviewed by somebody else, or taken outside. */
static bool object(complaint__course *c)
{
    if (!say(c, c->staff->desk, "refuse", "refusal_reason",
             COMPLAINT__PHRASE_REFUSAL))
        return false;
    if (chance(c, REFERRED)) {
        complaint_facts *facts = complaint__course_facts(c);
        bool done;

        complaint__course_text(c, facts, "body",
                               c->chinese ? "消费者协会"
                                          : "consumer arbitration board");
        done = complaint__course_work(c, 16) &&
               complaint__course_perform(c, c->staff->manager, "refer_outside",
                                         facts);
        complaint_facts_free(facts);
        return done && complaint__course_wait(c, 40);
    }
    return complaint__course_work(c, 40) &&
           respond(c, c->staff->manager, "review") && communicate(c) &&
           complaint__course_wait(c, 2);
}

void complaint__course_survey(complaint__course *c)
{
    complaint_facts *facts;
    complaint_time asked = c->now;
    int64_t mark;

    if (!running(c) || !chance(c, SURVEYED) || !complaint__course_wait(c, 4))
        return;
    mark = 5 - (int64_t)(complaint__random_wait(&c->random) * 0.9) -
           (c->late ? 1 : 0) - (c->justified ? 0 : 1);
    mark = mark < 1 ? 1 : mark;
    facts = complaint__course_facts(c);
    complaint__course_code(c, facts, "channel", COMPLAINT__WORLD_CHANNEL);
    complaint__course_number(c, facts, "result", mark);
    complaint__course_number(c, facts, "handling",
                             mark < 5 && chance(c, 0.4) ? mark + 1 : mark);
    if (chance(c, 0.3))
        complaint__course_phrase(c, facts, "comment",
                                 mark > 3 ? COMPLAINT__PHRASE_COMMENT_GOOD
                                          : COMPLAINT__PHRASE_COMMENT_BAD);
    complaint__course_time(c, facts, "asked_at", asked);
    complaint__course_time(c, facts, "answered_at", c->now);
    complaint__course_put(c, "survey", facts);
    complaint_facts_free(facts);
}

/* From the assessed complaint to the decision told. */
static bool decide(complaint__course *c, bool first)
{
    complaint__course ahead;

    if (chance(c, ASKED_BACK))
        ask_back(c);
    investigate(c);
    correct(c);
    ahead = *c; /* looks ahead with a copy: when would the answer come? */
    if (running(c) && complaint__course_work(&ahead, 10)) {
        if (first)
            extend(c, ahead.now);
        c->now = ahead.now;
    } else {
        c->now = COMPLAINT_TIME_NONE;
    }
    c->random = ahead.random;
    if (ahead.status != COMPLAINT_OK)
        c->status = ahead.status;
    return running(c) && respond(c, c->staff->handler, "respond") &&
           communicate(c) && complaint__course_wait(c, 2);
}

void complaint__course_iso10002(complaint__course *c)
{
    if (!complaint__course_work(c, 3) ||
        !complaint__course_perform(c, c->staff->desk, "acknowledge", NULL))
        return;
    if (chance(c, WITHDRAWN)) {
        if (complaint__course_wait(c, 1))
            say(c, c->staff->desk, "withdraw", "reason",
                COMPLAINT__PHRASE_WITHDRAWAL);
        return;
    }
    if (complaint__course_work(c, 5))
        assess(c);
    if (running(c) && chance(c, HANDED_OVER))
        hand_over(c);
    if (!running(c) || !decide(c, true))
        return;
    if (chance(c, REFUSED) && !object(c))
        return;
    if (!close_case(c))
        return;
    if (chance(c, REOPENED) && complaint__course_wait(c, 12)) {
        if (say(c, c->staff->manager, "reopen", "reason",
                COMPLAINT__PHRASE_REOPENING) &&
            decide(c, false))
            close_case(c);
    }
    complaint__course_survey(c);
}
