/* What a verification tells: problems in full, then cases by name, then
 * stretches of cases, so that none that suffered is left out and memory has an
 * end. Who finds the problems: verify_work.c, verify_cases.c, examine*.c. */
#include "register/verify.h"

#include "base/context.h"
#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* Cases named for each problem that may be told in full. */
#define NAMED 100

/* ---- one problem ---- */

static int put(complaint_facts *map, const char *key, const char *text,
               complaint_error **error)
{
    int status = text == NULL ? COMPLAINT_OK
                              : complaint_facts_set_text(map, key, text, error);

    if (status == COMPLAINT_INVALID) { /* bytes that are no text */
        if (error != NULL) {
            complaint_error_free(*error);
            *error = NULL;
        }
        status = complaint_facts_set_text(map, key, "?", error);
    }
    return status;
}

static int list(complaint__verification *v, const complaint__found *found,
                complaint_error **error)
{
    const char *what =
        complaint__context_translate(v->owner->context, found->what);
    complaint_facts *map;
    int status = complaint_facts_set_map(v->list, NULL, &map, error);

    if (status == COMPLAINT_OK)
        status = put(map, "case_id", found->case_id, error);
    if (status == COMPLAINT_OK && found->entry > 0)
        status = complaint_facts_set_integer(map, "entry", found->entry, error);
    if (status == COMPLAINT_OK)
        status = put(map, "relation", found->relation, error);
    if (status == COMPLAINT_OK)
        status = put(map, "key", found->key, error);
    if (status == COMPLAINT_OK)
        status = put(map, "columns", found->columns, error);
    if (status == COMPLAINT_OK)
        status = put(map, "what", what, error);
    return status;
}

/* ---- cases that were named ---- */

static size_t place_of(const complaint__named *named, const char *case_id)
{
    uint64_t hash = complaint__mark(0, case_id, strlen(case_id));
    size_t at = (size_t)(hash ^ hash >> 32) & (named->capacity - 1);

    while (named->of[at].id[0] != '\0' &&
           strcmp(named->of[at].id, case_id) != 0)
        at = (at + 1) & (named->capacity - 1);
    return at;
}

static complaint__name *find_name(const complaint__named *named,
                                  const char *case_id)
{
    complaint__name *name;

    if (named->capacity == 0)
        return NULL;
    name = &named->of[place_of(named, case_id)];
    return name->id[0] == '\0' ? NULL : name;
}

static bool grow(complaint_context *context, complaint__named *named)
{
    complaint__named bigger = {
        .capacity = named->capacity == 0 ? 256 : 2 * named->capacity,
        .count = named->count};

    bigger.of =
        complaint__alloc_array(context, bigger.capacity, sizeof *bigger.of);
    if (bigger.of == NULL)
        return false;
    for (size_t i = 0; i < named->capacity; i++)
        if (named->of[i].id[0] != '\0')
            bigger.of[place_of(&bigger, named->of[i].id)] = named->of[i];
    complaint__free(context, named->of);
    *named = bigger;
    return true;
}

/* *news: it was not named before, or by a seal alone, which may be what is
 * damaged. Full: *news, and it is not remembered. */
static int add_name(complaint__verification *v, const char *case_id,
                    bool own_rows, bool *news, complaint_error **error)
{
    complaint__named *named = &v->named;
    complaint__name *name = find_name(named, case_id);

    *news = name == NULL || (own_rows && !name->own_rows);
    if (name == NULL) {
        if (named->count >= (size_t)v->in_full * NAMED)
            return COMPLAINT_OK;
        if (2 * named->count >= named->capacity &&
            !grow(v->owner->context, named))
            return complaint__fail_memory(error);
        name = &named->of[place_of(named, case_id)];
        (void)snprintf(name->id, sizeof name->id, "%s", case_id);
        named->count++;
    }
    name->own_rows = name->own_rows || own_rows;
    return COMPLAINT_OK;
}

bool complaint__verify_named(complaint__verification *v, const char *case_id)
{
    complaint__name *name;
    bool named;

    (void)pthread_mutex_lock(&v->telling);
    name = find_name(&v->named, case_id);
    named = name != NULL && name->own_rows;
    (void)pthread_mutex_unlock(&v->telling);
    return named;
}

/* ---- stretches ---- */

static void stretch(complaint__worker *w, const char *case_id)
{
    char *first = w->stretch.first;
    char *last = w->stretch.last;

    if (first[0] == '\0' || strcmp(case_id, first) < 0)
        (void)snprintf(first, COMPLAINT__ID_SIZE, "%s", case_id);
    if (last[0] == '\0' || strcmp(case_id, last) > 0)
        (void)snprintf(last, COMPLAINT__ID_SIZE, "%s", case_id);
}

int complaint__verify_end_stretch(complaint__worker *w)
{
    char key[2 * COMPLAINT__ID_SIZE + 2];
    complaint__found found = {
        .relation = "case",
        .key = key,
        .columns = "id",
        .what = "cases from the first to the last of these ids have problems"};
    int status;

    w->stretch.cases = 0;
    if (w->stretch.first[0] == '\0')
        return COMPLAINT_OK;
    (void)snprintf(key, sizeof key, "%s..%s", w->stretch.first,
                   w->stretch.last);
    w->stretch.first[0] = w->stretch.last[0] = '\0';
    (void)pthread_mutex_lock(&w->v->telling);
    status = list(w->v, &found, &w->error);
    (void)pthread_mutex_unlock(&w->v->telling);
    return status;
}

int complaint__verify_stretch(complaint__worker *w)
{
    return ++w->stretch.cases < COMPLAINT__PORTION
               ? COMPLAINT_OK
               : complaint__verify_end_stretch(w);
}

/* ---- telling ---- */

static void keep_first(complaint__verification *v,
                       const complaint__found *found)
{
    const char *row = found->case_id != NULL ? found->case_id : found->key;

    (void)snprintf(
        v->first, sizeof v->first, "%s%s%s%s%s: %s", found->relation,
        row == NULL ? "" : " ", row == NULL ? "" : row,
        found->columns == NULL ? "" : " ",
        found->columns == NULL ? "" : found->columns,
        complaint__context_translate(v->owner->context, found->what));
}

/* Stretches of cases and of numbers stand for what is not told singly. */
static bool is_stretch(const complaint__found *found)
{
    return found->case_id == NULL && found->key != NULL &&
           (strcmp(found->relation, "case") == 0 ||
            strcmp(found->relation, "series") == 0 ||
            strcmp(found->relation, "leaf") == 0);
}

static int tell(complaint__worker *w, const complaint__found *found)
{
    complaint__verification *v = w->v;
    bool in_full =
        (found->case_id != NULL ? ++v->of_cases : ++v->of_none) <= v->in_full;
    bool news = false;
    int status = COMPLAINT_OK;

    if (found->case_id != NULL && found->case_id[0] != '\0')
        status =
            add_name(v, found->case_id, strcmp(found->relation, "leaf") != 0,
                     &news, &w->error);
    if (status != COMPLAINT_OK)
        return status;
    if (news && !in_full && find_name(&v->named, found->case_id) == NULL)
        stretch(w, found->case_id);
    else if (in_full || news || is_stretch(found))
        status = list(v, found, &w->error);
    return status;
}

int complaint__verify_note(void *data, const complaint__found *found)
{
    complaint__worker *w = data;
    complaint__verification *v = w->v;
    int status;

    w->told++;
    if (w->expected != NULL && strcmp(w->expected, found->relation) == 0)
        w->met = true;
    (void)pthread_mutex_lock(&v->telling);
    if (v->count++ == 0)
        keep_first(v, found);
    status = tell(w, found);
    (void)pthread_mutex_unlock(&v->telling);
    return status;
}

int complaint__verify_damage(complaint__worker *w, const char *case_id,
                             const complaint_relation *relation)
{
    complaint__found found = {.case_id = case_id,
                              .relation =
                                  relation == NULL ? "store" : relation->name,
                              .columns = complaint_error_field(w->error),
                              .what = "damaged: reading it stopped"};
    char columns[COMPLAINT_LIMIT_CODE + 1];

    if (found.columns != NULL) {
        (void)snprintf(columns, sizeof columns, "%s", found.columns);
        found.columns = columns[0] == '\0' ? NULL : columns;
    }
    complaint_error_free(w->error);
    w->error = NULL;
    return complaint__verify_note(w, &found);
}
