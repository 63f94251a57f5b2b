/* Filing a simulated complaint. What becomes of it is in course_ways.c. */
#include "exchange/course.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* Shares of complaints: invented. */
#define CHINESE 0.7
#define ANONYMOUS 0.06
#define WITH_CLAIM 0.25
#define WITH_EVIDENCE 0.2
#define WITHOUT_PRODUCT 0.12
#define WITHOUT_BATCH 0.3
#define UNSAFE 0.015
#define JUSTIFIED 0.8

/* Who, where, what: chosen before the texts, which speak of it. */
typedef struct choice {
    const complaint__code *unit;
    const complaint__code *product;
    const complaint__code *category;
    const complaint__code *cause;
    char batch[64];
    complaint_time occurred;
} choice;

static void choose_goods(complaint__course *c, choice *chosen)
{
    const complaint__world *w = c->world;
    const complaint__choice *products = &w->lists[COMPLAINT__WORLD_PRODUCT];
    const complaint__choice *categories = &w->lists[COMPLAINT__WORLD_CATEGORY];
    size_t product = 0;

    if (products->count > 0)
        product = c->bad ? w->bad_product
                         : complaint__random_pick(&c->random, products->sums,
                                                  products->count);
    if (products->count > 0 &&
        (c->bad || !complaint__random_chance(&c->random, WITHOUT_PRODUCT)))
        chosen->product = products->codes[product];
    if (categories->count > 0 && products->count > 0)
        chosen->category = categories->codes[complaint__random_pick(
            &c->random, w->categories[product], categories->count)];
    else
        chosen->category =
            complaint__world_pick(w, COMPLAINT__WORLD_CATEGORY, &c->random);
    for (size_t i = 0; c->bad && i < categories->count; i++)
        if (strcmp(categories->codes[i]->code, w->bad_category) == 0)
            chosen->category = categories->codes[i];
    if (c->bad) {
        snprintf(chosen->batch, sizeof chosen->batch, "%s", w->bad_batch);
    } else if (chosen->product != NULL &&
               !complaint__random_chance(&c->random, WITHOUT_BATCH)) {
        complaint_day made =
            complaint_day_of_time(c->received, w->offset) - 20 -
            (complaint_day)complaint__random_below(&c->random, 100);
        char day[COMPLAINT_TIME_TEXT_SIZE] = "";

        if (complaint_day_format(made, day, sizeof day) == COMPLAINT_OK)
            snprintf(chosen->batch, sizeof chosen->batch, "%.40s-%.4s%.2s",
                     chosen->product->code, day, day + 5);
    }
}

/* A cause that goes with the category, in a catalog that has such codes. */
static const complaint__code *choose_cause(complaint__course *c,
                                           const choice *chosen)
{
    static const char *const likely[][2] = {
        {"product", "material"},        {"service", "man"},
        {"logistics", "environment"},   {"price", "method"},
        {"environment", "environment"}, {"privacy", "machine"}};
    const char *category =
        chosen->category == NULL ? "" : chosen->category->code;
    const char *prefix = "";

    for (size_t i = 0; i < sizeof likely / sizeof likely[0]; i++)
        if (strncmp(category, likely[i][0], strlen(likely[i][0])) == 0)
            prefix = likely[i][1];
    if (c->bad)
        prefix = "material.quality";
    else if (!c->justified)
        prefix = "customer";
    else if (complaint__random_chance(&c->random, 0.25))
        prefix = "";
    return complaint__world_pick_like(c->world, COMPLAINT__WORLD_CAUSE, prefix,
                                      &c->random);
}

/* A store mostly; what concerns delivery goes to the department for it. */
static size_t choose_unit(complaint__course *c, const choice *chosen)
{
    const complaint__choice *units = &c->world->lists[COMPLAINT__WORLD_UNIT];
    bool delivery = chosen->category != NULL &&
                    strncmp(chosen->category->code, "logistics", 9) == 0;

    for (size_t i = 0; delivery && i < units->count; i++)
        if (strcmp(units->codes[i]->code, "logistics") == 0 &&
            complaint__random_chance(&c->random, 0.6))
            return i;
    return complaint__random_pick(&c->random, units->sums, units->count);
}

static void choose(complaint__course *c, choice *chosen)
{
    const complaint__world *w = c->world;
    const complaint__choice *units = &w->lists[COMPLAINT__WORLD_UNIT];
    size_t unit = complaint__random_pick(&c->random, units->sums, units->count);
    const complaint__code *supplier =
        complaint__world_pick(w, COMPLAINT__WORLD_SUPPLIER, &c->random);

    memset(chosen, 0, sizeof *chosen);
    c->chinese = complaint__random_chance(&c->random, CHINESE);
    c->justified = c->bad || complaint__random_chance(&c->random, JUSTIFIED);
    c->safety =
        complaint__random_chance(&c->random, c->bad ? 20 * UNSAFE : UNSAFE);
    choose_goods(c, chosen);
    unit = choose_unit(c, chosen);
    chosen->unit = w->lists[COMPLAINT__WORLD_UNIT].codes[unit];
    c->staff = &w->staff[unit];
    c->unit = chosen->unit->code;
    c->supplier = supplier == NULL ? NULL : supplier->code;
    chosen->cause = choose_cause(c, chosen);
    c->cause = chosen->cause == NULL ? NULL : chosen->cause->code;
    chosen->occurred =
        c->received -
        (complaint_time)(3 * complaint__random_wait(&c->random) * 86400) *
            COMPLAINT_SECOND;
}

static void choose_words(complaint__course *c, const choice *chosen)
{
    const char *language = c->chinese ? "zh-CN" : "en";

    if (complaint_day_format(
            complaint_day_of_time(chosen->occurred, c->world->offset), c->day,
            sizeof c->day) != COMPLAINT_OK)
        c->day[0] = '\0';
    c->words.day = c->day;
    c->words.unit = complaint__world_title(chosen->unit, language);
    c->words.product = chosen->product == NULL
                           ? (c->chinese ? "服务" : "the service")
                           : complaint__world_title(chosen->product, language);
    c->words.category =
        chosen->category == NULL
            ? (c->chinese ? "其他问题" : "another problem")
            : complaint__world_title(chosen->category, language);
}

static void add_party(complaint__course *c, complaint_facts *facts)
{
    complaint_facts *list = complaint__course_list(c, facts, "parties");
    complaint_facts *party = complaint__course_map(c, list, NULL);
    uint64_t people = (uint64_t)c->world->cases * 4 / 5 + 1;
    char reference[40];

    complaint__course_text(c, party, "role", "complainant");
    complaint__course_text(c, party, "kind", "person");
    complaint__course_text(c, party, "language", c->chinese ? "zh-CN" : "en");
    if (complaint__random_chance(&c->random, ANONYMOUS)) {
        complaint__course_flag(c, party, "anonymous", true);
        return;
    }
    snprintf(reference, sizeof reference, "customer-%06llu",
             (unsigned long long)complaint__random_below(&c->random, people) +
                 1);
    complaint__course_text(c, party, "reference", reference);
    complaint__course_flag(c, party, "regular",
                           complaint__random_chance(&c->random, 0.3));
}

static void add_evidence(complaint__course *c, complaint_facts *facts)
{
    complaint_facts *list, *item;

    if (!complaint__random_chance(&c->random, WITH_EVIDENCE))
        return;
    list = complaint__course_list(c, facts, "evidence");
    item = complaint__course_map(c, list, NULL);
    if (complaint__random_chance(&c->random, 0.5)) {
        complaint__course_text(c, item, "kind", "photo");
        complaint__course_text(c, item, "name", "photo-1.jpg");
        complaint__course_text(c, item, "media_type", "image/jpeg");
        complaint__course_number(
            c, item, "size",
            200000 + (int64_t)complaint__random_below(&c->random, 3000000));
    } else {
        complaint__course_text(c, item, "kind", "receipt");
        complaint__course_text(c, item, "name", "receipt.pdf");
        complaint__course_text(c, item, "media_type", "application/pdf");
        complaint__course_number(
            c, item, "size",
            20000 + (int64_t)complaint__random_below(&c->random, 200000));
    }
}

static void make_facts(complaint__course *c, const choice *chosen,
                       complaint_facts *facts)
{
    complaint__course_flag(c, facts, "simulated", true);
    complaint__course_text(c, facts, "procedure", c->world->procedure_name);
    complaint__course_text(c, facts, "language", c->chinese ? "zh-CN" : "en");
    complaint__course_phrase(c, facts, "title", COMPLAINT__PHRASE_TITLE);
    complaint__course_code(c, facts, "channel", COMPLAINT__WORLD_CHANNEL);
    complaint__course_text(c, facts, "unit", c->unit);
    if (chosen->category != NULL)
        complaint__course_text(c, facts, "category", chosen->category->code);
    if (chosen->product != NULL)
        complaint__course_text(c, facts, "product", chosen->product->code);
    if (chosen->batch[0] != '\0')
        complaint__course_text(c, facts, "batch", chosen->batch);
    complaint__course_phrase(c, facts, "description",
                             COMPLAINT__PHRASE_DESCRIPTION);
    if (c->world->plain)
        return;
    complaint__course_time(c, facts, "occurred_at", chosen->occurred);
    complaint__course_phrase(c, facts, "demand", COMPLAINT__PHRASE_DEMAND);
    if (complaint__random_chance(&c->random, WITH_CLAIM))
        complaint__course_money(c, facts, "claim", 300);
    add_party(c, facts);
    add_evidence(c, facts);
    if (!c->world->by_heart)
        complaint__course_intake(c, facts);
}

/* Filing and closing, and nothing between. */
static void run_plain(complaint__course *c)
{
    if (complaint__course_work(c, 50))
        complaint__course_perform(c, c->staff->handler, "close", NULL);
}

int complaint__course_run(const complaint__world *world, uint64_t index,
                          complaint_time received, bool bad,
                          complaint__buffer *scratch, int64_t *entries,
                          complaint_error **error)
{
    complaint__course c = {.world = world,
                           .scratch = scratch,
                           .received = received,
                           .now = received,
                           .bad = bad,
                           .status = COMPLAINT_OK,
                           .error = error};
    complaint_facts *facts;
    choice chosen;

    complaint__random_seed(&c.random, world->seed, index);
    choose(&c, &chosen);
    choose_words(&c, &chosen);
    facts = complaint__course_facts(&c);
    make_facts(&c, &chosen, facts);
    if (c.status == COMPLAINT_OK) {
        c.status = complaint_case_file(world->self, c.staff->desk, facts,
                                       received, &c.subject, error);
        c.entries++;
    }
    complaint_facts_free(facts);
    if (c.status == COMPLAINT_OK && world->plain)
        run_plain(&c);
    else if (c.status == COMPLAINT_OK && world->by_heart)
        complaint__course_iso10002(&c);
    else if (c.status == COMPLAINT_OK)
        complaint__course_any(&c);
    complaint_case_free(c.subject);
    *entries += c.entries;
    return c.status;
}
