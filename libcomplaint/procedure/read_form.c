/* Reading what helps people at a state, forms, rules of urgency and routing,
 * and how much a role may decide. Filling letters in is in letter.c, applying
 * rules in rules.c. */
#include "procedure/read.h"

#include <string.h>

#include "base/failure.h"

/* That a name is in none of the entries before it. */
static int refuse_twice(const complaint__reader *r, const char *path,
                        const char *name)
{
    return complaint__read_refuse(r, "procedure.duplicate", path, name,
                                  "this name is twice");
}

/* ---- forms ---- */

static int read_form(const complaint__reader *r, unsigned index,
                     complaint__form *form)
{
    const complaint__form_text *text = &r->text->forms[index];
    char path[COMPLAINT__PATH_SIZE];
    int status = complaint__read_text(r, text->name, &form->name);

    complaint__read_path(path, "forms/%u/title", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, path, &text->title, &form->title);
    complaint__read_path(path, "forms/%u/fields", index);
    if (status == COMPLAINT_OK)
        status =
            complaint__read_facts(r, path, text->fields, text->fields_count,
                                  &form->fields, &form->field_count);
    return status;
}

int complaint__read_forms(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->forms_count;
    char path[COMPLAINT__PATH_SIZE];
    complaint__form *forms;
    void *memory;
    int status;

    if (count > COMPLAINT__LIMIT_FORMS)
        return complaint__read_limit(r, "forms", COMPLAINT__LIMIT_FORMS);
    status = complaint__read_array(r, count, sizeof(*forms), &memory);
    procedure->forms = forms = memory;
    for (unsigned i = 0; i < count && complaint__read_goes_on(r, &status);
         i++) {
        complaint__read_path(path, "forms/%u/name", i);
        for (size_t j = 0; j < procedure->form_count; j++)
            if (strcmp(forms[j].name, r->text->forms[i].name) == 0)
                status = refuse_twice(r, path, forms[j].name);
        if (status != COMPLAINT_OK)
            continue;
        memset(&forms[procedure->form_count], 0, sizeof(*forms));
        status = read_form(r, i, &forms[procedure->form_count]);
        procedure->form_count += status == COMPLAINT_OK;
    }
    if (status == COMPLAINT_OK)
        status = complaint__read_names(r, "case_forms", &r->text->case_forms,
                                       COMPLAINT__LIMIT_FORMS,
                                       &procedure->case_forms);
    return status;
}

/* ---- states ---- */

static int read_reply(const complaint__reader *r, const char *path,
                      const complaint__reply_text *text,
                      complaint__reply *reply)
{
    const char *const letters[] = {text->text.en, text->text.zh_cn,
                                   text->text.zh_tw};
    char entry[COMPLAINT__PATH_SIZE];
    int status = complaint__read_text(r, text->name, &reply->name);

    complaint__read_path(entry, "%s/title", path);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, entry, &text->title, &reply->title);
    complaint__read_path(entry, "%s/text", path);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, entry, &text->text, &reply->text);
    for (size_t i = 0; i < 3 && status == COMPLAINT_OK; i++) {
        const char *at = letters[i];
        complaint__piece piece;
        bool wrong = false;

        while (at != NULL && complaint__letter_next(&at, &piece, &wrong))
            continue;
        if (wrong)
            status = complaint__read_refuse(
                r, "procedure.reply", entry, text->name,
                "a brace in a reply stands around a field's name, or twice");
    }
    return status;
}

static int read_replies(const complaint__reader *r, unsigned index,
                        complaint__full_state *full)
{
    const complaint__state_text *text = &r->text->states[index];
    char path[COMPLAINT__PATH_SIZE];
    complaint__reply *replies;
    void *memory;
    int status;

    complaint__read_path(path, "states/%u/replies", index);
    if (text->replies_count > COMPLAINT__LIMIT_REPLIES)
        return complaint__read_limit(r, path, COMPLAINT__LIMIT_REPLIES);
    status = complaint__read_array(r, text->replies_count, sizeof(*replies),
                                   &memory);
    full->replies = replies = memory;
    for (unsigned i = 0; i < text->replies_count && status == COMPLAINT_OK;
         i++) {
        complaint__read_path(path, "states/%u/replies/%u", index, i);
        for (unsigned j = 0; j < i; j++)
            if (strcmp(text->replies[j].name, text->replies[i].name) == 0)
                return refuse_twice(r, path, text->replies[i].name);
        status = read_reply(r, path, &text->replies[i], &replies[i]);
        full->reply_count += status == COMPLAINT_OK;
    }
    return status;
}

static int read_steps(const complaint__reader *r, unsigned index,
                      complaint__full_state *full)
{
    const complaint__state_text *text = &r->text->states[index];
    char path[COMPLAINT__PATH_SIZE];
    complaint__texts *steps;
    void *memory;
    int status;

    complaint__read_path(path, "states/%u/steps", index);
    if (text->steps_count > COMPLAINT__LIMIT_STEPS)
        return complaint__read_limit(r, path, COMPLAINT__LIMIT_STEPS);
    status =
        complaint__read_array(r, text->steps_count, sizeof(*steps), &memory);
    full->steps = steps = memory;
    full->step_count = text->steps_count;
    for (unsigned i = 0; i < text->steps_count && status == COMPLAINT_OK; i++) {
        complaint__read_path(path, "states/%u/steps/%u", index, i);
        status = complaint__read_texts(r, path, &text->steps[i], &steps[i]);
    }
    return status;
}

int complaint__read_state_helps(const complaint__reader *r, unsigned index,
                                complaint__full_state *full)
{
    char path[COMPLAINT__PATH_SIZE];
    int status = read_steps(r, index, full);

    if (status == COMPLAINT_OK)
        status = read_replies(r, index, full);
    complaint__read_path(path, "states/%u/forms", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_names(r, path, &r->text->states[index].forms,
                                       COMPLAINT__LIMIT_FORMS, &full->forms);
    return status;
}

/* ---- rules ---- */

static int read_rule(const complaint__reader *r, const char *path,
                     const complaint__rule_text *text, complaint__rule *rule)
{
    char entry[COMPLAINT__PATH_SIZE];
    int status = complaint__read_text(r, text->name, &rule->name);

    rule->citation = "";
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->urgency, &rule->urgency);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->flag, &rule->flag);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->unit, &rule->unit);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->citation, &rule->citation);
    complaint__read_path(entry, "%s/title", path);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, entry, &text->title, &rule->title);
    complaint__read_path(entry, "%s/when", path);
    if (status == COMPLAINT_OK && text->when != NULL)
        status = complaint__read_condition(
            r, entry, text->when, r->procedure->intake,
            r->procedure->intake_count, &rule->when);
    return status;
}

static bool is_part(const char *name)
{
    return strcmp(name, "all") == 0 || strcmp(name, "facts") == 0 ||
           complaint__relation_is_personal(complaint_relation_find(name));
}

/* After how long, and what, a rule of retention erases. */
static int read_retention(const complaint__reader *r, const char *path,
                          const complaint__rule_text *text,
                          complaint__rule *rule)
{
    const complaint__after_text *after = &text->after;
    char entry[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(entry, "%s/after", path);
    if (after->years < 0 || after->months < 0 || after->days < 0 ||
        after->years > 200 || after->months > 2400 || after->days > 73000 ||
        after->years + after->months + after->days == 0)
        return complaint__read_refuse(r, "procedure.retention", entry, NULL,
                                      "a rule of retention needs years, months "
                                      "or days, up to 200 years");
    rule->months = 12 * after->years + after->months;
    rule->days = after->days;
    complaint__read_path(entry, "%s/parts", path);
    status = complaint__read_names(r, entry, &text->parts,
                                   COMPLAINT__LIMIT_RULES, &rule->parts);
    for (size_t i = 0; i < rule->parts.count && status == COMPLAINT_OK; i++)
        if (!is_part(rule->parts.items[i]))
            status = complaint__read_refuse(r, "procedure.retention", entry,
                                            rule->parts.items[i],
                                            "a case has no such personal part");
    return status;
}

static int read_rules(const complaint__reader *r, const char *key,
                      const complaint__rule_text *texts, unsigned count,
                      const complaint__rule **out, size_t *out_count)
{
    char path[COMPLAINT__PATH_SIZE];
    complaint__rule *rules;
    void *memory;
    int status;

    if (count > COMPLAINT__LIMIT_RULES)
        return complaint__read_limit(r, key, COMPLAINT__LIMIT_RULES);
    status = complaint__read_array(r, count, sizeof(*rules), &memory);
    rules = memory;
    for (unsigned i = 0; i < count && status == COMPLAINT_OK; i++) {
        complaint__read_path(path, "%s/%u/name", key, i);
        for (unsigned j = 0; j < i; j++)
            if (strcmp(texts[j].name, texts[i].name) == 0)
                return refuse_twice(r, path, texts[i].name);
        complaint__read_path(path, "%s/%u", key, i);
        status = read_rule(r, path, &texts[i], &rules[i]);
        if (status == COMPLAINT_OK && strcmp(key, "retention") == 0)
            status = read_retention(r, path, &texts[i], &rules[i]);
    }
    *out = rules;
    *out_count = count;
    return status;
}

int complaint__read_rules(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    int status =
        read_rules(r, "urgency", r->text->urgency, r->text->urgency_count,
                   &procedure->urgency, &procedure->urgency_count);

    if (status == COMPLAINT_OK)
        status =
            read_rules(r, "routing", r->text->routing, r->text->routing_count,
                       &procedure->routing, &procedure->routing_count);
    if (status == COMPLAINT_OK)
        status = read_rules(r, "retention", r->text->retention,
                            r->text->retention_count, &procedure->retention,
                            &procedure->retention_count);
    return status;
}

/* ---- authority ---- */

static int refuse_authority(const complaint__reader *r, const char *path,
                            const char *key, const char *item,
                            const char *message)
{
    char entry[COMPLAINT__PATH_SIZE];

    complaint__read_path(entry, "%s/%s", path, key);
    return complaint__read_refuse(r, "procedure.authority", entry, item,
                                  message);
}

/* An amount of money: a fact asked for, a member of a map or of the maps of a
 * list asked for, or a column of the case. */
static bool is_amount(const complaint__transition *transition,
                      const complaint__authority *authority)
{
    const complaint_relation *relation = complaint_relation_find("case");
    int column = complaint_relation_column_find(relation, authority->name);

    for (size_t i = 0; i < transition->fact_count; i++) {
        int type = transition->facts[i].type;

        if (strcmp(transition->facts[i].name, authority->name) != 0)
            continue;
        return authority->member == NULL ? type == COMPLAINT__FACT_MONEY
                                         : type == COMPLAINT__FACT_MAP ||
                                               type == COMPLAINT__FACT_LIST;
    }
    return authority->member == NULL && column >= 0 &&
           complaint_relation_column_type(relation, (size_t)column) ==
               COMPLAINT_COLUMN_MONEY;
}

static int read_of(const complaint__reader *r, const char *text,
                   complaint__authority *authority)
{
    char *name = complaint__arena_text(r->procedure->arena, text);
    char *dot = name == NULL ? NULL : strchr(name, '.');

    if (name == NULL)
        return complaint__fail_memory(r->error);
    authority->name = name;
    if (dot != NULL) {
        *dot = '\0';
        authority->member = dot + 1;
    }
    return complaint__read_text(r, text, &authority->of);
}

static int read_authority(const complaint__reader *r, const char *path,
                          const complaint__authority_text *text,
                          const complaint__transition *transition,
                          complaint__authority *authority)
{
    int status = complaint__read_text(r, text->role, &authority->role);

    authority->amount = text->up_to.amount;
    if (status == COMPLAINT_OK)
        status =
            complaint__read_text(r, text->up_to.currency, &authority->currency);
    if (status == COMPLAINT_OK)
        status = read_of(r, text->of, authority);
    if (status != COMPLAINT_OK)
        return status;
    if (authority->amount < 0)
        return refuse_authority(r, path, "up_to/amount", NULL,
                                "the amount is too small");
    if (!is_amount(transition, authority))
        return refuse_authority(r, path, "of", text->of,
                                "this is no money that the transition asks "
                                "for, and no column of money");
    return COMPLAINT_OK;
}

int complaint__read_authority(const complaint__reader *r, unsigned index,
                              complaint__full_transition *full)
{
    const complaint__transition_text *text = &r->text->transitions[index];
    char path[COMPLAINT__PATH_SIZE];
    complaint__authority *list;
    void *memory;
    int status;

    complaint__read_path(path, "transitions/%u/authority", index);
    if (text->authority_count > COMPLAINT__LIMIT_AUTHORITY)
        return complaint__read_limit(r, path, COMPLAINT__LIMIT_AUTHORITY);
    status =
        complaint__read_array(r, text->authority_count, sizeof(*list), &memory);
    full->authority = list = memory;
    for (unsigned i = 0; i < text->authority_count && status == COMPLAINT_OK;
         i++) {
        complaint__read_path(path, "transitions/%u/authority/%u", index, i);
        status = read_authority(r, path, &text->authority[i], &full->transition,
                                &list[i]);
        for (size_t j = 0; j < full->authority_count && status == COMPLAINT_OK;
             j++)
            if (strcmp(list[j].role, list[i].role) == 0 &&
                strcmp(list[j].currency, list[i].currency) == 0 &&
                strcmp(list[j].of, list[i].of) == 0)
                return refuse_twice(r, path, list[i].role);
        full->authority_count += status == COMPLAINT_OK;
    }
    return status;
}
