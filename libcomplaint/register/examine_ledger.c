/* The ledger examined: its chain, and whether settings and definitions are
 * what it says. The seals that it knows are looked at in examine_seals.c. */
#include "register/ledger.h"

#include "base/failure.h"

#include <stdio.h>
#include <string.h>

/* What a name stands for by the ledger: the value of a setting (NULL when it
 * was taken back), or the facts of a definition and who installed it. */
typedef struct known {
    struct known *next;
    const char *name;
    const char *value;
    complaint_facts *facts;
    bool seen;
} known;

typedef struct examination {
    complaint_register *owner;
    complaint__hasher hasher;
    complaint__arena *arena;
    known *settings;
    known *definitions;
    complaint__hash *seals;
    size_t seal_count;
    size_t seal_capacity;
    int64_t entries;
    complaint__hash head;
    bool broken; /* nothing is compared with it then */
    bool stop;   /* reading what is read */
    complaint__problem *problem;
    void *data;
    complaint_error **error;
} examination;

static int tell(examination *e, const char *relation, const char *key,
                const char *columns, const char *what)
{
    complaint__found found = {
        .relation = relation, .key = key, .columns = columns, .what = what};

    return e->problem(e->data, &found);
}

static int tell_broken(examination *e, const char *columns, const char *what)
{
    complaint__found found = {.entry = e->entries,
                              .relation = "ledger",
                              .columns = columns,
                              .what = what};

    e->broken = e->stop = true;
    return e->problem(e->data, &found);
}

/* ---- reading the chain ---- */

static bool equal_digest(const complaint_value *value,
                         const complaint__hash digest)
{
    return value->type == COMPLAINT_VALUE_BYTES &&
           value->size == COMPLAINT__DIGEST_SIZE &&
           memcmp(value->bytes, digest, COMPLAINT__DIGEST_SIZE) == 0;
}

static int check_chain(examination *e, const complaint_value *row)
{
    complaint__hash digest;
    int status;

    e->entries++;
    if (row[complaint__ledger_entry].integer != e->entries)
        return tell_broken(e, "entry", "an entry is missing before this one");
    if (!equal_digest(&row[complaint__ledger_previous], e->head))
        return tell_broken(e, "previous",
                           "the entry does not follow the one before it");
    status = complaint__ledger_row_digest(&e->hasher, row, digest, e->error);
    if (status != COMPLAINT_OK)
        return status;
    if (!equal_digest(&row[complaint__ledger_digest], digest))
        return tell_broken(e, NULL, "the entry is not what its digest says");
    memcpy(e->head, digest, sizeof e->head);
    return COMPLAINT_OK;
}

static known *find(known *list, const char *name)
{
    while (list != NULL && strcmp(list->name, name) != 0)
        list = list->next;
    return list;
}

static known *know(examination *e, known **list, const char *name)
{
    known *found = find(*list, name);

    if (found != NULL)
        return found;
    found = complaint__arena_alloc(e->arena, sizeof *found);
    if (found != NULL)
        found->name = complaint__arena_text(e->arena, name);
    if (found == NULL || found->name == NULL)
        return NULL;
    found->next = *list;
    *list = found;
    return found;
}

static int take_setting(examination *e, const complaint_facts *facts)
{
    const char *value =
        complaint_facts_text(complaint_facts_get(facts, "value"), NULL);
    known *at =
        know(e, &e->settings,
             complaint_facts_text(complaint_facts_get(facts, "name"), ""));

    if (at != NULL) {
        at->value =
            value == NULL ? NULL : complaint__arena_text(e->arena, value);
        if (value == NULL || at->value != NULL)
            return COMPLAINT_OK;
    }
    return complaint__fail_memory(e->error);
}

static int take_definition(examination *e, complaint_facts **facts,
                           const complaint_value *actor)
{
    known *at =
        know(e, &e->definitions,
             complaint_facts_text(complaint_facts_get(*facts, "digest"), ""));

    if (at == NULL || at->facts != NULL)
        return at == NULL ? complaint__fail_memory(e->error) : COMPLAINT_OK;
    at->facts = *facts;
    *facts = NULL;
    if (actor->type != COMPLAINT_VALUE_TEXT)
        return COMPLAINT_OK;
    at->value = complaint__arena_text(e->arena, actor->bytes);
    return at->value == NULL ? complaint__fail_memory(e->error) : COMPLAINT_OK;
}

static int take_seal(examination *e, const complaint_facts *facts)
{
    const char *digest =
        complaint_facts_text(complaint_facts_get(facts, "digest"), "");
    size_t capacity = e->seal_capacity == 0 ? 16 : 2 * e->seal_capacity;
    complaint__hash *grown;

    if (e->seal_count == e->seal_capacity) {
        grown = complaint__realloc_array(e->owner->context, e->seals, capacity,
                                         sizeof *grown);
        if (grown == NULL)
            return complaint__fail_memory(e->error);
        e->seals = grown;
        e->seal_capacity = capacity;
    }
    if (complaint_facts_integer(complaint_facts_get(facts, "number"), 0) !=
            (int64_t)e->seal_count + 1 ||
        !complaint__digest_read(digest, e->seals[e->seal_count]))
        return tell_broken(e, "facts", "the entry cannot be applied");
    e->seal_count++;
    return COMPLAINT_OK;
}

static int take_entry(examination *e, const complaint_value *row)
{
    const complaint_value *json = &row[complaint__ledger_facts];
    const char *kind = row[complaint__ledger_kind].bytes;
    complaint_facts *facts = NULL;
    int status = check_chain(e, row);

    if (status != COMPLAINT_OK || e->broken)
        return status;
    status = complaint_facts_parse(e->owner->context, json->bytes, json->size,
                                   &facts, NULL);
    if (status == COMPLAINT_NO_MEMORY)
        return complaint__fail_memory(e->error);
    if (status != COMPLAINT_OK)
        return tell_broken(e, "facts", "the entry cannot be applied");
    if (strcmp(kind, COMPLAINT__LEDGER_SET) == 0)
        status = take_setting(e, facts);
    else if (strcmp(kind, COMPLAINT__LEDGER_INSTALL) == 0)
        status = take_definition(e, &facts, &row[complaint__ledger_actor]);
    else if (strcmp(kind, COMPLAINT__LEDGER_SEAL) == 0)
        status = take_seal(e, facts);
    else
        status = tell_broken(e, "kind", "the entry cannot be applied");
    complaint_facts_free(facts);
    return status;
}

/* ---- comparing ---- */

static bool is_text(const complaint_value *value, const char *text)
{
    if (value->type != COMPLAINT_VALUE_TEXT || text == NULL)
        return value->type == COMPLAINT_VALUE_NULL && text == NULL;
    return value->size == strlen(text) &&
           memcmp(value->bytes, text, value->size) == 0;
}

static int check_setting(examination *e, const complaint_value *row)
{
    const char *name = row[complaint__setting_name].bytes;
    known *at;

    if (e->broken || strcmp(name, COMPLAINT__SETTING_GENERATION) == 0)
        return COMPLAINT_OK;
    at = find(e->settings, name);
    if (at == NULL || at->value == NULL)
        return tell(e, "setting", name, NULL, "a row is too much");
    at->seen = true;
    return is_text(&row[complaint__setting_value], at->value)
               ? COMPLAINT_OK
               : tell(e, "setting", name, "value", "columns differ");
}

static int check_text(examination *e, const complaint_value *row)
{
    const complaint_value *text = &row[complaint__definition_text];
    const char *stored = row[complaint__definition_digest].bytes;
    char hex[COMPLAINT__DIGEST_TEXT];
    complaint__hash digest;
    int status = complaint__hasher_digest(&e->hasher, text->bytes, text->size,
                                          digest, e->error);

    if (status != COMPLAINT_OK)
        return status;
    complaint__digest_text(digest, hex);
    return strcmp(hex, stored) == 0
               ? COMPLAINT_OK
               : tell(e, "definition", stored, "text,digest",
                      "a definition's text is not what its digest says");
}

static int check_definition(examination *e, const complaint_value *row)
{
    static const int texts[] = {complaint__definition_kind,
                                complaint__definition_name,
                                complaint__definition_version};
    const char *digest = row[complaint__definition_digest].bytes;
    const complaint__column *columns = complaint__relation_definition.columns;
    char differ[64] = "";
    size_t end = 0;
    known *at;
    int status = check_text(e, row);

    if (status != COMPLAINT_OK || e->broken)
        return status;
    at = find(e->definitions, digest);
    if (at == NULL)
        return tell(e, "definition", digest, NULL, "a row is too much");
    at->seen = true;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (!is_text(&row[texts[i]],
                     complaint_facts_text(
                         complaint_facts_get(at->facts, columns[texts[i]].name),
                         NULL)))
            end += (size_t)snprintf(differ + end, sizeof differ - end, ",%s",
                                    columns[texts[i]].name);
    if (row[complaint__definition_installed_at].integer !=
        complaint_facts_integer(complaint_facts_get(at->facts, "installed_at"),
                                INT64_MIN))
        end += (size_t)snprintf(differ + end, sizeof differ - end,
                                ",installed_at");
    if (!is_text(&row[complaint__definition_installed_by], at->value))
        end += (size_t)snprintf(differ + end, sizeof differ - end,
                                ",installed_by");
    return end == 0
               ? COMPLAINT_OK
               : tell(e, "definition", digest, differ + 1, "columns differ");
}

static int check_left(examination *e)
{
    int status = COMPLAINT_OK;

    for (known *at = e->settings; status == COMPLAINT_OK && at != NULL;
         at = at->next)
        if (!at->seen && at->value != NULL)
            status = tell(e, "setting", at->name, NULL, "a row is missing");
    for (known *at = e->definitions; status == COMPLAINT_OK && at != NULL;
         at = at->next)
        if (!at->seen)
            status = tell(e, "definition", at->name, NULL, "a row is missing");
    return status;
}

/* ---- all of it ---- */

static int each_row(examination *e, const complaint_relation *relation,
                    int (*take)(examination *e, const complaint_value *row))
{
    complaint_scan scan = {.relation = relation};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(e->owner->store, &scan, &rows, e->error);

    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, e->error);
        if (status == COMPLAINT_OK && row != NULL)
            status = take(e, row);
    } while (status == COMPLAINT_OK && row != NULL && !e->stop);
    complaint__scan_close(rows);
    if (status == COMPLAINT_CORRUPT)
        status =
            tell(e, relation->name, NULL, NULL, "damaged: reading it stopped");
    return status;
}

static int examine(examination *e)
{
    int status = each_row(e, &complaint__relation_ledger, take_entry);

    if (status == COMPLAINT_OK && e->entries == 0)
        status = tell_broken(e, NULL, "the register's ledger is gone");
    e->stop = false;
    if (status == COMPLAINT_OK)
        status = each_row(e, &complaint__relation_setting, check_setting);
    if (status == COMPLAINT_OK)
        status = each_row(e, &complaint__relation_definition, check_definition);
    if (status == COMPLAINT_OK && !e->broken)
        status = check_left(e);
    return status;
}

int complaint__examine_ledger(complaint_register *self,
                              complaint__problem *problem, void *data,
                              complaint__hash **seals, size_t *seal_count,
                              complaint_error **error)
{
    examination e = {
        .owner = self, .problem = problem, .data = data, .error = error};
    int status = complaint__hasher_open(&e.hasher, self->context, error);

    *seals = NULL;
    *seal_count = 0;
    if (status != COMPLAINT_OK)
        return status;
    e.arena = complaint__arena_new(self->context);
    status = e.arena == NULL ? complaint__fail_memory(error) : examine(&e);
    for (known *at = e.definitions; at != NULL; at = at->next)
        complaint_facts_free(at->facts);
    complaint__arena_free(e.arena);
    complaint__hasher_close(&e.hasher);
    if (status == COMPLAINT_OK) {
        *seals = e.seals;
        *seal_count = e.seal_count;
    } else {
        complaint__free(self->context, e.seals);
    }
    return status;
}
