/* Drawing the simulated organisation. All weights are invented; they are the
 * simulation's and come from no source. */
#include "exchange/world.h"

#include "base/failure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const list_names[COMPLAINT__WORLD_LISTS] = {
    "unit",     "supplier", "channel",    "category", "product", "cause",
    "severity", "urgency",  "complexity", "outcome",  "remedy"};

/* Codes that are rarer or more frequent than others; the rest has 1. */
static const struct {
    int list;
    const char *code;
    double weight;
} known[] = {
    {COMPLAINT__WORLD_SEVERITY, "low", 5},
    {COMPLAINT__WORLD_SEVERITY, "minor", 5},
    {COMPLAINT__WORLD_SEVERITY, "medium", 3},
    {COMPLAINT__WORLD_SEVERITY, "moderate", 3},
    {COMPLAINT__WORLD_SEVERITY, "major", 1},
    {COMPLAINT__WORLD_SEVERITY, "high", 1},
    {COMPLAINT__WORLD_SEVERITY, "serious", 0.6},
    {COMPLAINT__WORLD_SEVERITY, "critical", 0.15},
    {COMPLAINT__WORLD_URGENCY, "normal", 6},
    {COMPLAINT__WORLD_URGENCY, "low", 2},
    {COMPLAINT__WORLD_URGENCY, "high", 1},
    {COMPLAINT__WORLD_URGENCY, "immediate", 0.2},
    {COMPLAINT__WORLD_COMPLEXITY, "simple", 5},
    {COMPLAINT__WORLD_COMPLEXITY, "ordinary", 4},
    {COMPLAINT__WORLD_COMPLEXITY, "complex", 1},
    {COMPLAINT__WORLD_CHANNEL, "phone", 6},
    {COMPLAINT__WORLD_CHANNEL, "web", 4},
    {COMPLAINT__WORLD_CHANNEL, "counter", 4},
    {COMPLAINT__WORLD_CHANNEL, "app", 3},
    {COMPLAINT__WORLD_CHANNEL, "email", 2},
    {COMPLAINT__WORLD_CHANNEL, "social", 0.8},
    {COMPLAINT__WORLD_CHANNEL, "visit", 0.5},
    {COMPLAINT__WORLD_CHANNEL, "kiosk", 0.3},
    {COMPLAINT__WORLD_CHANNEL, "message-book", 0.3},
    {COMPLAINT__WORLD_CHANNEL, "media", 0.05},
    {COMPLAINT__WORLD_CHANNEL, "other", 0.1},
    {COMPLAINT__WORLD_CHANNEL, "letter", 0.3},
    {COMPLAINT__WORLD_CHANNEL, "regulator", 0.2},
    {COMPLAINT__WORLD_CATEGORY, "product.quality", 4},
    {COMPLAINT__WORLD_CATEGORY, "service.attitude", 3},
    {COMPLAINT__WORLD_CATEGORY, "service.delay", 2.5},
    {COMPLAINT__WORLD_CATEGORY, "logistics.late", 2},
    {COMPLAINT__WORLD_CATEGORY, "price.refund", 2},
    {COMPLAINT__WORLD_CATEGORY, "product.safety", 0.4},
    {COMPLAINT__WORLD_CATEGORY, "privacy", 0.2},
    {COMPLAINT__WORLD_CATEGORY, "other", 0.4},
};

/* Sold where the catalog names no products. */
static const complaint__code goods[] = {
    {"air-fryer", NULL, NULL, {"air fryer", "空气炸锅", "氣炸鍋"}},
    {"down-jacket", NULL, NULL, {"down jacket", "羽绒服", "羽絨服"}},
    {"electric-kettle",
     NULL,
     NULL,
     {"electric kettle", "电热水壶", "電熱水壺"}},
    {"frozen-dumplings",
     NULL,
     NULL,
     {"frozen dumplings", "速冻水饺", "冷凍水餃"}},
    {"fresh-milk", NULL, NULL, {"fresh milk", "鲜牛奶", "鮮奶"}},
    {"hair-dryer", NULL, NULL, {"hair dryer", "电吹风", "吹風機"}},
    {"moon-cakes", NULL, NULL, {"moon cakes", "月饼", "月餅"}},
    {"quilt", NULL, NULL, {"quilt", "棉被", "棉被"}},
    {"rice-cooker", NULL, NULL, {"rice cooker", "电饭煲", "電鍋"}},
    {"running-shoes", NULL, NULL, {"running shoes", "跑步鞋", "慢跑鞋"}},
    {"school-bag", NULL, NULL, {"school bag", "书包", "書包"}},
    {"yogurt", NULL, NULL, {"yogurt", "酸奶", "優格"}},
};

/* Arrivals by month (January first) and by day of the week (Monday first). */
static const double months[12] = {1.15, 0.80, 0.95, 0.95, 1.00, 1.10,
                                  1.15, 1.10, 0.95, 1.05, 1.30, 1.15};
static const double weekdays[7] = {1.25, 1.10, 1.00, 1.00, 1.05, 0.95, 0.75};

static double known_weight(int list, const char *code)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].list == list && strcmp(known[i].code, code) == 0)
            return known[i].weight;
    return 1;
}

/* ---- lists ---- */

/* Codes as they stand, before weights. */
typedef struct span {
    const complaint__code *codes;
    size_t count;
} span;

static bool is_leaf(const span *all, const complaint__code *c)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->codes[i].parent != NULL &&
            strcmp(all->codes[i].parent, c->code) == 0)
            return false;
    return true;
}

static bool is_free(int list)
{
    return list == COMPLAINT__WORLD_PRODUCT ||
           list == COMPLAINT__WORLD_CATEGORY || list == COMPLAINT__WORLD_UNIT ||
           list == COMPLAINT__WORLD_CAUSE;
}

static span find_span(const complaint__codes *codes, int list)
{
    const complaint__code_list *found =
        complaint__codes_find_list(codes, list_names[list]);
    span all = {NULL, 0};

    if (found != NULL) {
        all.codes = found->codes;
        all.count = found->count;
    } else if (list == COMPLAINT__WORLD_PRODUCT) {
        all.codes = goods;
        all.count = sizeof goods / sizeof goods[0];
    }
    return all;
}

static bool is_kind(const complaint__code *code, const char *kind)
{
    return code->kind != NULL && strcmp(code->kind, kind) == 0;
}

static int make_choice(complaint__world *w, int list, complaint__random *random,
                       complaint_error **error)
{
    const complaint__codes *codes =
        list <= COMPLAINT__WORLD_SUPPLIER ? w->organisation : w->catalog;
    span all = find_span(codes, list);
    complaint__choice *choice = &w->lists[list];
    double sum = 0;

    if (all.count == 0)
        return COMPLAINT_OK;
    choice->codes =
        complaint__arena_alloc(w->arena, all.count * sizeof *choice->codes);
    choice->sums =
        complaint__arena_alloc(w->arena, all.count * sizeof *choice->sums);
    if (choice->codes == NULL || choice->sums == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < all.count; i++) {
        const complaint__code *code = &all.codes[i];
        double weight = known_weight(list, code->code);

        if (!is_leaf(&all, code))
            continue;
        if (list == COMPLAINT__WORLD_UNIT && !is_kind(code, "store"))
            weight *= 0.25; /* most complaints are about stores */
        if (is_free(list))  /* some have three times as much as others */
            weight *= exp(1.1 * (complaint__random_unit(random) - 0.5) * 2);
        sum += weight;
        choice->codes[choice->count] = code;
        choice->sums[choice->count++] = sum;
    }
    return COMPLAINT_OK;
}

/* Each product has faults of its own. */
static int make_categories(complaint__world *w, complaint__random *random,
                           complaint_error **error)
{
    const complaint__choice *categories = &w->lists[COMPLAINT__WORLD_CATEGORY];
    size_t products = w->lists[COMPLAINT__WORLD_PRODUCT].count;

    w->categories = complaint__arena_alloc(
        w->arena, (products == 0 ? 1 : products) * sizeof *w->categories);
    if (w->categories == NULL)
        return complaint__fail_memory(error);
    for (size_t p = 0; p < products && categories->count > 0; p++) {
        double sum = 0;
        double *sums =
            complaint__arena_alloc(w->arena, categories->count * sizeof *sums);

        if (sums == NULL)
            return complaint__fail_memory(error);
        for (size_t i = 0; i < categories->count; i++) {
            double weight =
                categories->sums[i] - (i == 0 ? 0 : categories->sums[i - 1]);

            sum += weight * (0.3 + 1.4 * complaint__random_unit(random));
            sums[i] = sum;
        }
        w->categories[p] = sums;
    }
    return COMPLAINT_OK;
}

const complaint__code *complaint__world_pick(const complaint__world *world,
                                             int list,
                                             complaint__random *random)
{
    const complaint__choice *choice = &world->lists[list];

    if (choice->count == 0)
        return NULL;
    return choice
        ->codes[complaint__random_pick(random, choice->sums, choice->count)];
}

const complaint__code *complaint__world_find(const complaint__world *world,
                                             int list, const char *code)
{
    const complaint__choice *choice = &world->lists[list];

    for (size_t i = 0; i < choice->count; i++)
        if (strcmp(choice->codes[i]->code, code) == 0)
            return choice->codes[i];
    return NULL;
}

const complaint__code *complaint__world_pick_like(const complaint__world *world,
                                                  int list, const char *prefix,
                                                  complaint__random *random)
{
    const complaint__code *code = NULL;

    for (int i = 0; i < 60; i++) {
        code = complaint__world_pick(world, list, random);
        if (code == NULL || strncmp(code->code, prefix, strlen(prefix)) == 0)
            break;
    }
    return code;
}

const char *complaint__world_title(const complaint__code *code,
                                   const char *language)
{
    const char *title = complaint__texts_get(&code->title, language);

    return title[0] == '\0' ? code->code : title;
}

/* ---- people ---- */

static int make_actor(complaint__world *w, const char *what, const char *unit,
                      complaint_actor **out, complaint_error **error)
{
    char id[256];
    int status;

    snprintf(id, sizeof id, "%.60s-%.150s", what, unit);
    status = complaint_actor_new(w->context, id, unit, out, error);
    return status == COMPLAINT_OK ? complaint_actor_add_role(*out, "*", error)
                                  : status;
}

/* A department where there is one, with as many complaints as a store, so that
 * its slowness shows. */
static void choose_slow(complaint__world *w, complaint__random *random)
{
    complaint__choice *units = &w->lists[COMPLAINT__WORLD_UNIT];
    size_t start = (size_t)complaint__random_below(random, units->count);

    w->slow_unit = start;
    for (size_t i = 0; i < units->count; i++) {
        size_t at = (start + i) % units->count;

        if (is_kind(units->codes[at], "department")) {
            w->slow_unit = at;
            break;
        }
    }
    for (size_t i = w->slow_unit; i < units->count; i++)
        units->sums[i] += 1;
}

static int make_staff(complaint__world *w, complaint__random *random,
                      complaint_error **error)
{
    const complaint__choice *units = &w->lists[COMPLAINT__WORLD_UNIT];
    int status = COMPLAINT_OK;

    if (units->count == 0)
        return complaint__fail(w->context, error, COMPLAINT_INVALID,
                               "simulate.units", "organisation",
                               "the organisation has no units");
    w->staff =
        complaint__alloc_array(w->context, units->count, sizeof *w->staff);
    if (w->staff == NULL)
        return complaint__fail_memory(error);
    choose_slow(w, random);
    for (size_t i = 0; i < units->count && status == COMPLAINT_OK; i++) {
        const char *unit = units->codes[i]->code;
        complaint__staff *staff = &w->staff[i];

        staff->pace =
            i == w->slow_unit ? 3 : 0.7 + 0.6 * complaint__random_unit(random);
        status = make_actor(w, "desk", unit, &staff->desk, error);
        if (status == COMPLAINT_OK)
            status = make_actor(w, "handler", unit, &staff->handler, error);
        if (status == COMPLAINT_OK)
            status = make_actor(w, "manager", unit, &staff->manager, error);
    }
    return status;
}

/* ---- arrivals ---- */

static int month_of(complaint_day day, int *year)
{
    char text[COMPLAINT_TIME_TEXT_SIZE];
    int month = 1;

    *year = 1970;
    if (complaint_day_format(day, text, sizeof text) == COMPLAINT_OK)
        (void)sscanf(text, "%d-%d", year, &month);
    return month;
}

static const char *quality_category(const complaint__world *w)
{
    const complaint__choice *categories = &w->lists[COMPLAINT__WORLD_CATEGORY];

    for (size_t i = 0; i < categories->count; i++) {
        const complaint__code *c = categories->codes[i];

        if (strstr(c->code, "quality") != NULL ||
            strstr(c->code, "defect") != NULL ||
            (c->parent != NULL && strstr(c->parent, "quality") != NULL))
            return c->code;
    }
    return categories->count > 0 ? categories->codes[0]->code : NULL;
}

/* Growth, season, weekday; and for three months a bad batch on top. */
static int make_days(complaint__world *w, complaint__random *random,
                     complaint_error **error)
{
    size_t count = (size_t)(w->last - w->first + 1);
    size_t bad_from =
        (size_t)((double)count * (0.55 + 0.2 * complaint__random_unit(random)));
    size_t bad_days = count < 180 ? count / 4 + 1 : 90;
    double sum = 0;
    int year, month;

    w->days = complaint__alloc_array(w->context, count, sizeof(double));
    w->bad_days = complaint__alloc_array(w->context, count, sizeof(double));
    if (w->days == NULL || w->bad_days == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        complaint_day day = w->first + (complaint_day)i;
        double usual, bad = 0;

        month = month_of(day, &year);
        usual = (1 + 0.35 * (double)i / (double)count) * months[month - 1] *
                weekdays[((day + 3) % 7 + 7) % 7];
        if (i >= bad_from && i < bad_from + bad_days) {
            double x = (double)(i - bad_from) / (double)bad_days;

            bad = x * exp(1 - 3 * x); /* up at once, slowly down */
        }
        sum += usual + bad;
        w->days[i] = sum;
        w->bad_days[i] = bad / (usual + bad);
    }
    if (w->lists[COMPLAINT__WORLD_PRODUCT].count > 0) {
        const complaint__choice *products = &w->lists[COMPLAINT__WORLD_PRODUCT];

        w->bad_product =
            (size_t)complaint__random_below(random, products->count);
        month = month_of(w->first + (complaint_day)bad_from - 20, &year);
        snprintf(w->bad_batch, sizeof w->bad_batch, "%.40s-%04d%02d",
                 products->codes[w->bad_product]->code, year, month);
    }
    w->bad_category = quality_category(w);
    return COMPLAINT_OK;
}

int complaint__world_make(complaint__world *w, const char *catalog,
                          const char *organisation, complaint_error **error)
{
    complaint__random random;
    int status;

    complaint__random_seed(&random, w->seed, UINT64_MAX);
    w->arena = complaint__arena_new(w->context);
    if (w->arena == NULL)
        return complaint__fail_memory(error);
    status = complaint__codes_parse(w->context, false, catalog, strlen(catalog),
                                    "catalog", &w->catalog, error);
    if (status == COMPLAINT_OK)
        status = complaint__codes_parse(w->context, true, organisation,
                                        strlen(organisation), "organisation",
                                        &w->organisation, error);
    for (int i = 0; i < COMPLAINT__WORLD_LISTS && status == COMPLAINT_OK; i++)
        status = make_choice(w, i, &random, error);
    if (status == COMPLAINT_OK)
        status = make_categories(w, &random, error);
    if (status == COMPLAINT_OK)
        status = make_staff(w, &random, error);
    if (status == COMPLAINT_OK)
        status = make_days(w, &random, error);
    return status;
}

void complaint__world_clear(complaint__world *w)
{
    for (size_t i = 0;
         w->staff != NULL && i < w->lists[COMPLAINT__WORLD_UNIT].count; i++) {
        complaint_actor_free(w->staff[i].desk);
        complaint_actor_free(w->staff[i].handler);
        complaint_actor_free(w->staff[i].manager);
    }
    complaint__free(w->context, w->staff);
    complaint__free(w->context, w->days);
    complaint__free(w->context, w->bad_days);
    complaint__codes_free(w->catalog);
    complaint__codes_free(w->organisation);
    complaint__arena_free(w->arena);
    complaint_actor_free(w->actor);
    complaint_facts_free(w->described);
}
