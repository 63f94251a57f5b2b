/* Reading what is asked for: facts of the intake, of transitions, fields of
 * forms. Who must give them is in rights.c. */
#include "procedure/read.h"

#include <string.h>

static int read_fact_type(const complaint__reader *r, const char *path,
                          const complaint__fact_text *text,
                          complaint__fact *fact)
{
    char entry[COMPLAINT__PATH_SIZE];

    while (fact->type < COMPLAINT__FACT_TYPES &&
           strcmp(complaint__fact_type_names[fact->type], text->type) != 0)
        fact->type++;
    if (fact->type == COMPLAINT__FACT_TYPES) {
        complaint__read_path(entry, "%s/type", path);
        return complaint__read_refuse(r, "procedure.fact_type", entry,
                                      text->type,
                                      "there is no such type of fact");
    }
    if (text->values.items_count > 0 && fact->type != COMPLAINT__FACT_TEXT &&
        fact->type != COMPLAINT__FACT_CODE) {
        complaint__read_path(entry, "%s/values", path);
        return complaint__read_refuse(
            r, "procedure.values", entry, text->name,
            "only a text or a code has a list of values");
    }
    if (text->members.items_count > 0 && fact->type != COMPLAINT__FACT_MAP &&
        fact->type != COMPLAINT__FACT_LIST) {
        complaint__read_path(entry, "%s/members", path);
        return complaint__read_refuse(
            r, "procedure.members", entry, text->name,
            "only a map or a list of maps has members");
    }
    return COMPLAINT_OK;
}

static int read_fact(const complaint__reader *r, const char *path,
                     const complaint__fact_text *text, complaint__fact *fact)
{
    char entry[COMPLAINT__PATH_SIZE];
    int status = read_fact_type(r, path, text, fact);

    /* What a pack requires may have been given at an earlier step. */
    fact->required = text->required || text->required_by.items_count > 0;
    fact->known = text->known || text->required_by.items_count > 0;
    fact->order = text->order == NULL ? INT64_MAX : *text->order;
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->name, &fact->name);
    if (status != COMPLAINT_OK)
        return status;
    complaint__read_path(entry, "%s/title", path);
    status = complaint__read_texts(r, entry, &text->title, &fact->title);
    if (status != COMPLAINT_OK)
        return status;
    complaint__read_path(entry, "%s/values", path);
    status = complaint__read_names(r, entry, &text->values,
                                   COMPLAINT__LIMIT_FACTS_ASKED, &fact->values);
    if (status != COMPLAINT_OK)
        return status;
    complaint__read_path(entry, "%s/members", path);
    status = complaint__read_names(
        r, entry, &text->members, COMPLAINT__LIMIT_FACTS_ASKED, &fact->members);
    complaint__read_path(entry, "%s/help", path);
    if (status == COMPLAINT_OK && text->help != NULL)
        status = complaint__read_texts(r, entry, text->help, &fact->help);
    return status;
}

/* Conditions may look at any fact of the list, so they are read last. */
static int read_conditions(const complaint__reader *r, const char *path,
                           const complaint__fact_text *texts, size_t count,
                           complaint__fact *facts)
{
    char entry[COMPLAINT__PATH_SIZE];
    int status = COMPLAINT_OK;

    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++) {
        complaint__read_path(entry, "%s/%zu/when", path, i);
        if (texts[i].when != NULL && texts[i].required_by.items_count == 0)
            status = complaint__read_condition(r, entry, texts[i].when, facts,
                                               count, &facts[i].when);
    }
    return status;
}

/* Those with an order by it, then the others as they stand. */
static void sort_facts(complaint__fact *facts, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        complaint__fact moved = facts[i];
        size_t j = i;

        for (; j > 0 && facts[j - 1].order > moved.order; j--)
            facts[j] = facts[j - 1];
        facts[j] = moved;
    }
}

int complaint__read_facts(const complaint__reader *r, const char *path,
                          const complaint__fact_text *texts, size_t count,
                          const complaint__fact **out, size_t *out_count)
{
    char entry[COMPLAINT__PATH_SIZE];
    complaint__fact *facts;
    void *memory;
    int status;

    if (count > COMPLAINT__LIMIT_FACTS_ASKED)
        return complaint__read_limit(r, path, COMPLAINT__LIMIT_FACTS_ASKED);
    status = complaint__read_array(r, count, sizeof(*facts), &memory);
    facts = memory;
    for (size_t i = 0; i < count && status == COMPLAINT_OK; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcmp(texts[i].name, texts[j].name) == 0) {
                complaint__read_path(entry, "%s/%zu/name", path, i);
                return complaint__read_refuse(r, "procedure.duplicate", entry,
                                              texts[i].name,
                                              "this name is twice");
            }
        complaint__read_path(entry, "%s/%zu", path, i);
        status = read_fact(r, entry, &texts[i], &facts[i]);
    }
    if (status == COMPLAINT_OK)
        status = read_conditions(r, path, texts, count, facts);
    if (status == COMPLAINT_OK)
        sort_facts(facts, count);
    *out = facts;
    *out_count = count;
    return status;
}
