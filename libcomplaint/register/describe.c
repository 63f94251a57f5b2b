/* What a register is, as facts. */
#include "register/inside.h"

#include "base/failure.h"

#include <string.h>

static int add_definition(complaint_facts *list, const complaint_value *row,
                          complaint_error **error)
{
    static const struct {
        const char *key;
        size_t column;
    } texts[] = {{"kind", complaint__definition_kind},
                 {"name", complaint__definition_name},
                 {"version", complaint__definition_version},
                 {"digest", complaint__definition_digest},
                 {"installed_by", complaint__definition_installed_by}};
    complaint_facts *map;
    int status = complaint_facts_set_map(list, NULL, &map, error);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof texts / sizeof texts[0]; i++)
        if (row[texts[i].column].type == COMPLAINT_VALUE_TEXT)
            status = complaint_facts_set_text(
                map, texts[i].key, row[texts[i].column].bytes, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_time(
            map, "installed_at",
            row[complaint__definition_installed_at].integer, error);
    return status;
}

static int add_definitions(complaint_register *self, complaint_facts *facts,
                           complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_definition};
    const complaint_value *row = NULL;
    complaint_facts *list;
    complaint__scan *rows;
    int status = complaint_facts_set_list(facts, "definitions", &list, error);

    if (status != COMPLAINT_OK)
        return status;
    scan.index = complaint__relation_index_find(scan.relation, "name");
    status = complaint__store_scan(self->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, error);
        if (status == COMPLAINT_OK && row != NULL)
            status = add_definition(list, row, error);
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

static int add_settings(complaint_register *self, complaint_facts *facts,
                        complaint_error **error)
{
    const char *pattern = NULL;
    const char *packs = NULL;
    complaint_facts *map;
    int status = complaint_facts_set_map(facts, "settings", &map, error);

    for (int i = 0; status == COMPLAINT_OK && i < COMPLAINT__KINDS; i++) {
        char *name = NULL;

        if (i == COMPLAINT__KIND_PACK)
            continue; /* there is no default */
        status = complaint__register_name(self, i, &name, error);
        if (status == COMPLAINT_OK && name != NULL)
            status = complaint_facts_set_text(map, complaint__kind_names[i],
                                              name, error);
        complaint__free(self->context, name);
    }
    if (status == COMPLAINT_OK)
        status = complaint__register_pattern(self, &pattern, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(map, "number", pattern, error);
    if (status == COMPLAINT_OK)
        status = complaint__packs_setting(self, &packs, error);
    if (status == COMPLAINT_OK && packs != NULL)
        status = complaint_facts_set_text(map, "packs", packs, error);
    return status;
}

static int count_cases(complaint_register *self, int64_t *count,
                       complaint_error **error)
{
    complaint_scan scan = {.relation = &complaint__relation_case};
    const complaint_value *row = NULL;
    complaint__scan *rows;
    int status = complaint__store_scan(self->store, &scan, &rows, error);

    *count = 0;
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, error);
        *count += status == COMPLAINT_OK && row != NULL;
    } while (status == COMPLAINT_OK && row != NULL);
    complaint__scan_close(rows);
    return status;
}

static int describe(complaint_register *self, complaint_facts *facts,
                    complaint_error **error)
{
    int64_t cases = 0;
    int status = complaint_facts_set_text(facts, "id", self->id, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_time(facts, "created_at", self->created_at,
                                          error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(facts, "schema", COMPLAINT__SCHEMA,
                                             error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            facts, "backend", complaint__store_scheme(self->store), error);
    if (status == COMPLAINT_OK)
        status = add_settings(self, facts, error);
    if (status == COMPLAINT_OK)
        status = add_definitions(self, facts, error);
    if (status == COMPLAINT_OK)
        status = count_cases(self, &cases, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(facts, "cases", cases, error);
    return status;
}

int complaint_register_describe(complaint_register *self, complaint_facts **out,
                                complaint_error **error)
{
    complaint_facts *facts = NULL;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (out == NULL)
        return complaint__fail_misuse(self->context, error, "out");
    status = complaint__register_renew(self, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(self->context, &facts, error);
    if (status == COMPLAINT_OK)
        status = describe(self, facts, error);
    if (status == COMPLAINT_OK)
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}
