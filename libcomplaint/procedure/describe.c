/* The whole procedure as a tree of facts, for hosts, drawings and diffs. */
#include "base/failure.h"
#include "model/facts.h"
#include "procedure/tell.h"

/* "remedy.cost" */
static void describe_thing(complaint__teller *teller, complaint_facts *map,
                           const char *key, const char *name,
                           const char *member)
{
    complaint__buffer text = {0};

    if (member == NULL || map == NULL) {
        complaint__tell_text(teller, map, key, name);
        return;
    }
    text = (complaint__buffer)COMPLAINT__BUFFER(complaint__facts_context(map));
    complaint__buffer_format(&text, "%s.%s", name, member);
    if (text.failed && teller->status == COMPLAINT_OK)
        teller->status = complaint__fail_memory(teller->error);
    complaint__tell_text(teller, map, key, text.failed ? "" : text.bytes);
    complaint__buffer_free(&text);
}

static void describe_leaf(complaint__teller *teller, complaint_facts *map,
                          const complaint__condition *condition)
{
    static const char *const kinds[] = {"fact", "field", "known"};
    static const char *const tests[] = {
        "is",      "in",      "contains",     "at_least",    "at_most",
        "present", "same_as", "no_more_than", "no_less_than"};
    const char *test = tests[condition->test];

    describe_thing(teller, map,
                   kinds[condition->kind - COMPLAINT__CONDITION_FACT],
                   condition->name, condition->member);
    switch (condition->test) {
    case COMPLAINT__TEST_IS:
        complaint__tell_text(teller, map, test, condition->values.items[0]);
        break;
    case COMPLAINT__TEST_IN:
    case COMPLAINT__TEST_CONTAINS:
        complaint__tell_names(teller, map, test, &condition->values);
        break;
    case COMPLAINT__TEST_PRESENT:
        complaint__tell_boolean(teller, map, test, condition->present);
        break;
    case COMPLAINT__TEST_AT_LEAST:
    case COMPLAINT__TEST_AT_MOST:
        complaint__tell_integer(teller, map, test, condition->number);
        complaint__tell_some(teller, map, "currency", condition->currency);
        break;
    default:
        describe_thing(teller, map, test, condition->other,
                       condition->other_member);
    }
}

/* The depth is bounded where conditions are read. */
static void describe_condition(complaint__teller *teller, complaint_facts *map,
                               const complaint__condition *condition)
{
    bool all = condition->kind == COMPLAINT__CONDITION_ALL;
    complaint_facts *list;

    if (condition->kind >= COMPLAINT__CONDITION_FACT) {
        describe_leaf(teller, map, condition);
        return;
    }
    if (condition->kind == COMPLAINT__CONDITION_NOT) {
        describe_condition(teller, complaint__tell_map(teller, map, "not"),
                           condition->parts);
        return;
    }
    list = complaint__tell_list(teller, map, all ? "all" : "any");
    for (size_t i = 0; i < condition->part_count; i++)
        describe_condition(teller, complaint__tell_map(teller, list, NULL),
                           &condition->parts[i]);
}

static void describe_facts(complaint__teller *teller, complaint_facts *map,
                           const char *key, const complaint__fact *facts,
                           size_t count)
{
    complaint_facts *list = complaint__tell_list(teller, map, key);

    for (size_t i = 0; i < count; i++) {
        complaint_facts *entry = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, entry, "name", facts[i].name);
        complaint__tell_text(teller, entry, "type",
                             complaint__fact_type_names[facts[i].type]);
        complaint__tell_boolean(teller, entry, "required", facts[i].required);
        if (facts[i].known)
            complaint__tell_boolean(teller, entry, "known", true);
        complaint__tell_texts(teller, entry, "title", &facts[i].title);
        complaint__tell_names(teller, entry, "values", &facts[i].values);
        complaint__tell_names(teller, entry, "members", &facts[i].members);
        if (facts[i].when != NULL)
            describe_condition(teller,
                               complaint__tell_map(teller, entry, "when"),
                               facts[i].when);
        complaint__tell_texts(teller, entry, "help", &facts[i].help);
    }
}

static void describe_forms(complaint__teller *teller, complaint_facts *map,
                           const complaint_procedure *procedure)
{
    complaint_facts *list;

    complaint__tell_names(teller, map, "case_forms", &procedure->case_forms);
    if (procedure->form_count == 0)
        return;
    list = complaint__tell_list(teller, map, "forms");
    for (size_t i = 0; i < procedure->form_count; i++) {
        const complaint__form *form = &procedure->forms[i];
        complaint_facts *entry = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, entry, "name", form->name);
        complaint__tell_texts(teller, entry, "title", &form->title);
        describe_facts(teller, entry, "fields", form->fields,
                       form->field_count);
    }
}

static void describe_retention(complaint__teller *teller,
                               complaint_facts *entry,
                               const complaint__rule *rule)
{
    complaint_facts *after;

    if (rule->months + rule->days == 0)
        return;
    after = complaint__tell_map(teller, entry, "after");
    if (rule->months / 12 > 0)
        complaint__tell_integer(teller, after, "years", rule->months / 12);
    if (rule->months % 12 > 0)
        complaint__tell_integer(teller, after, "months", rule->months % 12);
    if (rule->days > 0)
        complaint__tell_integer(teller, after, "days", rule->days);
    complaint__tell_names(teller, entry, "parts", &rule->parts);
}

static void describe_rules(complaint__teller *teller, complaint_facts *map,
                           const char *key, const complaint__rule *rules,
                           size_t count)
{
    complaint_facts *list;

    if (count == 0)
        return;
    list = complaint__tell_list(teller, map, key);
    for (size_t i = 0; i < count; i++) {
        complaint_facts *entry = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, entry, "name", rules[i].name);
        complaint__tell_texts(teller, entry, "title", &rules[i].title);
        if (rules[i].when != NULL)
            describe_condition(teller,
                               complaint__tell_map(teller, entry, "when"),
                               rules[i].when);
        complaint__tell_some(teller, entry, "urgency", rules[i].urgency);
        complaint__tell_some(teller, entry, "flag", rules[i].flag);
        complaint__tell_some(teller, entry, "unit", rules[i].unit);
        describe_retention(teller, entry, &rules[i]);
        complaint__tell_some(teller, entry, "citation", rules[i].citation);
    }
}

static void describe_pack(complaint__teller *teller, complaint_facts *map,
                          const complaint__pack *pack)
{
    complaint__tell_text(teller, map, "name", pack->name);
    complaint__tell_text(teller, map, "version", pack->version);
    complaint__tell_text(teller, map, "digest", pack->digest);
    complaint__tell_text(teller, map, "source", pack->source);
    complaint__tell_texts(teller, map, "title", &pack->title);
    complaint__tell_texts(teller, map, "note", &pack->note);
    complaint__tell_boolean(teller, map, "attached", pack->attached);
    if (pack->withdrawn)
        complaint__tell_boolean(teller, map, "withdrawn", true);
}

static void describe_packs(complaint__teller *teller, complaint_facts *map,
                           const complaint_procedure *procedure)
{
    complaint_facts *list;

    if (procedure->pack_count == 0)
        return;
    list = complaint__tell_list(teller, map, "packs");
    for (size_t i = 0; i < procedure->pack_count; i++)
        describe_pack(teller, complaint__tell_map(teller, list, NULL),
                      &procedure->packs[i]);
}

static void describe_head(complaint__teller *teller, complaint_facts *map,
                          const complaint_procedure *procedure)
{
    complaint_facts *list, *intake;

    complaint__tell_text(teller, map, "kind", "procedure");
    complaint__tell_integer(teller, map, "format", 1);
    complaint__tell_text(teller, map, "name", procedure->name);
    complaint__tell_text(teller, map, "version", procedure->version);
    complaint__tell_text(teller, map, "digest", procedure->digest);
    describe_packs(teller, map, procedure);
    if (procedure->derived_from != NULL) {
        complaint_facts *derived = complaint__tell_map(teller, map, "derived");

        complaint__tell_text(teller, derived, "from", procedure->derived_from);
        complaint__tell_text(teller, derived, "version",
                             procedure->derived_version);
        complaint__tell_text(teller, derived, "digest",
                             procedure->derived_digest);
    }
    complaint__tell_texts(teller, map, "title", &procedure->title);
    complaint__tell_names(teller, map, "languages", &procedure->languages);
    complaint__tell_some(teller, map, "source", procedure->source);
    complaint__tell_some(teller, map, "calendar", procedure->calendar);
    complaint__tell_some(teller, map, "number", procedure->number);
    complaint__tell_text(teller, map, "start", procedure->start);
    list = complaint__tell_list(teller, map, "roles");
    for (size_t i = 0; i < procedure->role_count; i++) {
        complaint_facts *entry = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, entry, "name", procedure->roles[i].name);
        complaint__tell_texts(teller, entry, "title",
                              &procedure->roles[i].title);
    }
    intake = complaint__tell_map(teller, map, "intake");
    complaint__tell_names(teller, intake, "roles", &procedure->intake_roles);
    describe_facts(teller, intake, "facts", procedure->intake,
                   procedure->intake_count);
    describe_forms(teller, map, procedure);
    describe_rules(teller, map, "urgency", procedure->urgency,
                   procedure->urgency_count);
    describe_rules(teller, map, "routing", procedure->routing,
                   procedure->routing_count);
    describe_rules(teller, map, "retention", procedure->retention,
                   procedure->retention_count);
}

static void describe_helps(complaint__teller *teller, complaint_facts *entry,
                           const complaint__full_state *full)
{
    complaint_facts *list = NULL;

    if (full->step_count > 0)
        list = complaint__tell_list(teller, entry, "steps");
    for (size_t i = 0; i < full->step_count; i++) {
        complaint_facts *texts = complaint__tell_map(teller, list, NULL);

        complaint__tell_some(teller, texts, "en", full->steps[i].en);
        complaint__tell_some(teller, texts, "zh-CN", full->steps[i].zh_cn);
        complaint__tell_some(teller, texts, "zh-TW", full->steps[i].zh_tw);
    }
    if (full->reply_count > 0)
        list = complaint__tell_list(teller, entry, "replies");
    for (size_t i = 0; i < full->reply_count; i++) {
        complaint_facts *map = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, map, "name", full->replies[i].name);
        complaint__tell_texts(teller, map, "title", &full->replies[i].title);
        complaint__tell_texts(teller, map, "text", &full->replies[i].text);
    }
    complaint__tell_names(teller, entry, "forms", &full->forms);
}

static void describe_states(complaint__teller *teller, complaint_facts *map,
                            const complaint_procedure *procedure)
{
    complaint_facts *list = complaint__tell_list(teller, map, "states");

    for (size_t i = 0; i < procedure->state_count; i++) {
        const complaint__full_state *full = &procedure->states[i];
        complaint_facts *entry = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, entry, "name", full->state.name);
        complaint__tell_texts(teller, entry, "title", &full->state.title);
        complaint__tell_boolean(teller, entry, "final", full->state.final);
        complaint__tell_texts(teller, entry, "guidance", &full->guidance);
        describe_helps(teller, entry, full);
    }
}

static void describe_authority(complaint__teller *teller,
                               complaint_facts *entry,
                               const complaint__full_transition *full)
{
    complaint_facts *list;

    if (full->authority_count == 0)
        return;
    list = complaint__tell_list(teller, entry, "authority");
    for (size_t i = 0; i < full->authority_count; i++) {
        const complaint__authority *authority = &full->authority[i];
        complaint_facts *map = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, map, "role", authority->role);
        complaint__tell_text(teller, map, "of", authority->of);
        map = complaint__tell_map(teller, map, "up_to");
        complaint__tell_integer(teller, map, "amount", authority->amount);
        complaint__tell_text(teller, map, "currency", authority->currency);
    }
}

static void describe_roles_when(complaint__teller *teller,
                                complaint_facts *entry,
                                const complaint__full_transition *full)
{
    complaint_facts *list;

    if (full->roles_when_count == 0)
        return;
    list = complaint__tell_list(teller, entry, "roles_when");
    for (size_t i = 0; i < full->roles_when_count; i++) {
        complaint_facts *map = complaint__tell_map(teller, list, NULL);

        describe_condition(teller, complaint__tell_map(teller, map, "when"),
                           full->roles_when[i].when);
        complaint__tell_names(teller, map, "roles", &full->roles_when[i].roles);
    }
}

static void describe_transition(complaint__teller *teller,
                                complaint_facts *entry,
                                const complaint__full_transition *full)
{
    const complaint__transition *transition = &full->transition;

    complaint__tell_text(teller, entry, "name", transition->name);
    complaint__tell_texts(teller, entry, "title", &transition->title);
    complaint__tell_names(teller, entry, "from", &full->from);
    complaint__tell_some(teller, entry, "to", transition->to);
    complaint__tell_names(teller, entry, "roles", &full->roles);
    describe_roles_when(teller, entry, full);
    complaint__tell_names(teller, entry, "not_by", &full->not_by);
    if (transition->marks != 0) {
        complaint_facts *list = complaint__tell_list(teller, entry, "marks");

        for (unsigned i = 0; complaint__mark_name(i) != NULL; i++)
            if ((transition->marks & (1u << i)) != 0)
                complaint__tell_text(teller, list, NULL,
                                     complaint__mark_name(i));
    }
    describe_facts(teller, entry, "facts", transition->facts,
                   transition->fact_count);
    if (transition->guard != NULL)
        describe_condition(teller, complaint__tell_map(teller, entry, "guard"),
                           transition->guard);
    describe_authority(teller, entry, full);
    if (full->join != NULL) {
        complaint_facts *join = complaint__tell_map(teller, entry, "join");

        complaint__tell_names(teller, join, "tasks", &full->join->tasks);
        complaint__tell_integer(teller, join, "need", full->join->need);
        complaint__tell_boolean(teller, join, "declined", full->join->declined);
    }
    complaint__tell_some(teller, entry, "citation", full->citation);
}

static void describe_anchor(complaint__teller *teller, complaint_facts *map,
                            const complaint__anchor *anchor)
{
    const char *key = "time";

    if (anchor->kind == COMPLAINT__ANCHOR_ENTRY)
        key = "entry";
    else if (anchor->kind == COMPLAINT__ANCHOR_STATE)
        key = "state";
    else if (anchor->kind == COMPLAINT__ANCHOR_MARK)
        key = "mark";
    complaint__tell_text(teller, map, key, anchor->name);
}

static void describe_from(complaint__teller *teller, complaint_facts *entry,
                          const complaint__clock *clock)
{
    complaint_facts *from, *list;

    if (clock->due_fact != NULL) {
        describe_thing(teller, entry, "due", clock->due_fact,
                       clock->due_member);
        return;
    }
    from = complaint__tell_map(teller, entry, "from");
    if (clock->anchor_count == 1) {
        describe_anchor(teller, from, clock->anchors);
        return;
    }
    list = complaint__tell_list(
        teller, from,
        clock->anchor == COMPLAINT__ANCHOR_FIRST ? "first" : "last");
    for (size_t i = 0; i < clock->anchor_count; i++)
        describe_anchor(teller, complaint__tell_map(teller, list, NULL),
                        &clock->anchors[i]);
}

static void describe_warnings(complaint__teller *teller, complaint_facts *entry,
                              const complaint__clock *clock)
{
    complaint_facts *list;

    if (clock->warning_count == 0)
        return;
    list = complaint__tell_list(teller, entry, "warn");
    for (size_t i = 0; i < clock->warning_count; i++) {
        const complaint__warning *warning = &clock->warnings[i];
        complaint_facts *map = complaint__tell_map(teller, list, NULL);

        if (warning->share > 0)
            complaint__tell_integer(teller, map, "share", warning->share);
        else
            complaint__tell_integer(teller, map, "before", warning->before);
        complaint__tell_some(teller, map, "to", warning->to);
    }
}

static void describe_changes(complaint__teller *teller, complaint_facts *entry,
                             const complaint__clock *clock)
{
    bool pausable = clock->by_hand || clock->pause_states.count > 0;
    complaint_facts *map;

    complaint__tell_boolean(teller, entry, "pausable", pausable);
    if (pausable) {
        map = complaint__tell_map(teller, entry, "pause");
        complaint__tell_names(teller, map, "states", &clock->pause_states);
        complaint__tell_boolean(teller, map, "by_hand", clock->by_hand);
    }
    if (clock->extensible) {
        map = complaint__tell_map(teller, entry, "extension");
        complaint__tell_integer(teller, map, "cap_total", clock->cap_total);
        complaint__tell_names(teller, map, "roles", &clock->extension_roles);
        if (clock->max_times > 0)
            complaint__tell_integer(teller, map, "max_times", clock->max_times);
    }
    complaint__tell_text(teller, entry, "reopen",
                         complaint__reopen_names[clock->reopen]);
    complaint__tell_text(teller, entry, "handed_over",
                         complaint__reopen_names[clock->handed_over]);
    complaint__tell_boolean(teller, entry, "repeat", clock->repeat);
    complaint__tell_boolean(teller, entry, "periodic", clock->periodic);
    complaint__tell_text(teller, entry, "closing",
                         clock->runs_on ? "run_on" : "cancel");
    complaint__tell_some(teller, entry, "pack", clock->pack);
}

static void describe_clock(complaint__teller *teller, complaint_facts *entry,
                           const complaint__clock *clock)
{
    complaint__tell_text(teller, entry, "name", clock->name);
    complaint__tell_texts(teller, entry, "title", &clock->title);
    complaint__tell_some(teller, entry, "owner", clock->owner);
    complaint__tell_some(teller, entry, "within", clock->within);
    complaint__tell_boolean(teller, entry, "principal", clock->principal);
    if (clock->due_fact == NULL)
        complaint__tell_integer(teller, entry, "amount", clock->amount);
    complaint__tell_text(teller, entry, "unit",
                         complaint__clock_unit_names[clock->unit]);
    describe_from(teller, entry, clock);
    if (clock->when != NULL)
        describe_condition(teller, complaint__tell_map(teller, entry, "when"),
                           clock->when);
    complaint__tell_text(teller, entry, "first_day",
                         clock->same_day ? "same" : "next");
    complaint__tell_text(teller, entry, "end",
                         complaint__end_names[clock->end]);
    complaint__tell_names(teller, entry, "stop", &clock->stop);
    complaint__tell_names(teller, entry, "stop_marks", &clock->stop_marks);
    complaint__tell_names(teller, entry, "cancel", &clock->cancel);
    describe_changes(teller, entry, clock);
    describe_warnings(teller, entry, clock);
    complaint__tell_texts(teller, entry, "expiry", &clock->expiry);
    complaint__tell_some(teller, entry, "citation", clock->citation);
}

/* What the limit of a task or of a hand-over has of a clock. */
static void describe_limit(complaint__teller *teller, complaint_facts *entry,
                           const complaint__clock *clock)
{
    complaint__tell_integer(teller, entry, "amount", clock->amount);
    complaint__tell_text(teller, entry, "unit",
                         complaint__clock_unit_names[clock->unit]);
    complaint__tell_text(teller, entry, "first_day",
                         clock->same_day ? "same" : "next");
    complaint__tell_text(teller, entry, "end",
                         complaint__end_names[clock->end]);
    describe_warnings(teller, entry, clock);
    complaint__tell_texts(teller, entry, "expiry", &clock->expiry);
}

static void describe_task(complaint__teller *teller, complaint_facts *entry,
                          const complaint__task *task)
{
    complaint_facts *map;

    complaint__tell_text(teller, entry, "name", task->name);
    complaint__tell_texts(teller, entry, "title", &task->title);
    map = complaint__tell_map(teller, entry, "open");
    complaint__tell_names(teller, map, "states", &task->states);
    complaint__tell_names(teller, map, "transitions", &task->transitions);
    complaint__tell_some(teller, entry, "unit", task->unit);
    complaint__tell_some(teller, entry, "role", task->role);
    complaint__tell_some(teller, entry, "each", task->each);
    if (task->when != NULL)
        describe_condition(teller, complaint__tell_map(teller, entry, "when"),
                           task->when);
    describe_facts(teller, entry, "facts", task->facts, task->fact_count);
    complaint__tell_boolean(teller, entry, "declinable", task->declinable);
    complaint__tell_text(teller, entry, "again",
                         task->keep ? "keep" : "reopen");
    if (task->limited) {
        map = complaint__tell_map(teller, entry, "limit");
        describe_limit(teller, map, &task->limit);
        describe_changes(teller, map, &task->limit);
    }
    complaint__tell_some(teller, entry, "citation", task->citation);
}

static void describe_tasks(complaint__teller *teller, complaint_facts *map,
                           const complaint_procedure *procedure)
{
    complaint_facts *list;

    if (procedure->task_count == 0)
        return;
    list = complaint__tell_list(teller, map, "tasks");
    for (size_t i = 0; i < procedure->task_count; i++)
        describe_task(teller, complaint__tell_map(teller, list, NULL),
                      &procedure->tasks[i]);
}

static void describe_handovers(complaint__teller *teller, complaint_facts *map,
                               const complaint_procedure *procedure)
{
    complaint_facts *list;

    if (procedure->handover_count == 0)
        return;
    list = complaint__tell_list(teller, map, "handover");
    for (size_t i = 0; i < procedure->handover_count; i++) {
        const complaint__handover *handover = &procedure->handovers[i];
        complaint_facts *entry = complaint__tell_map(teller, list, NULL);

        complaint__tell_text(teller, entry, "name", handover->clock.name);
        complaint__tell_texts(teller, entry, "title", &handover->clock.title);
        describe_limit(teller, entry, &handover->clock);
        complaint__tell_text(teller, entry, "then",
                             complaint__then_names[handover->then]);
        complaint__tell_some(teller, entry, "to", handover->to);
        complaint__tell_some(teller, entry, "citation",
                             handover->clock.citation);
    }
}

int complaint_procedure_describe(const complaint_procedure *procedure,
                                 complaint_facts **out, complaint_error **error)
{
    complaint__teller teller = {error, COMPLAINT_OK};
    complaint_facts *list;

    if (out == NULL)
        return complaint__fail_misuse(NULL, error, "out");
    *out = NULL;
    if (procedure == NULL)
        return complaint__fail_misuse(NULL, error, "procedure");
    teller.status = complaint_facts_new(procedure->context, out, error);
    if (teller.status != COMPLAINT_OK)
        return teller.status;
    describe_head(&teller, *out, procedure);
    describe_states(&teller, *out, procedure);
    list = complaint__tell_list(&teller, *out, "transitions");
    for (size_t i = 0; i < procedure->transition_count; i++)
        describe_transition(&teller, complaint__tell_map(&teller, list, NULL),
                            &procedure->transitions[i]);
    list = complaint__tell_list(&teller, *out, "clocks");
    for (size_t i = 0; i < procedure->clock_count; i++)
        describe_clock(&teller, complaint__tell_map(&teller, list, NULL),
                       &procedure->clocks[i]);
    describe_tasks(&teller, *out, procedure);
    describe_handovers(&teller, *out, procedure);
    complaint__tell_names(&teller, *out, "move_roles", &procedure->move_roles);
    if (teller.status == COMPLAINT_OK)
        return COMPLAINT_OK;
    complaint_facts_free(*out);
    *out = NULL;
    return teller.status;
}

/* What it brings: all of the least procedure but that one's own. */
static void describe_lone(complaint__teller *teller, complaint_facts *map,
                          const complaint_procedure *procedure)
{
    const complaint__transition *closes = &procedure->transitions[0].transition;
    complaint_facts *list;

    describe_pack(teller, map, &procedure->packs[0]);
    complaint__tell_some(teller, map, "calendar", procedure->calendar);
    describe_facts(teller, map, "intake", procedure->intake,
                   procedure->intake_count);
    describe_facts(teller, map, "requires", closes->facts, closes->fact_count);
    list = complaint__tell_list(teller, map, "transitions");
    for (size_t i = 1; i < procedure->transition_count; i++)
        describe_transition(teller, complaint__tell_map(teller, list, NULL),
                            &procedure->transitions[i]);
    list = complaint__tell_list(teller, map, "clocks");
    for (size_t i = 0; i < procedure->clock_count; i++)
        describe_clock(teller, complaint__tell_map(teller, list, NULL),
                       &procedure->clocks[i]);
}

int complaint_pack_describe(complaint_context *context, const char *yaml,
                            size_t size, const char *file,
                            complaint_facts **out, complaint_error **error)
{
    complaint__teller teller = {error, COMPLAINT_OK};
    complaint_procedure *procedure = NULL;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL || yaml == NULL)
        return complaint__fail_misuse(context, error,
                                      context == NULL ? "context" : "yaml");
    teller.status =
        complaint__pack_parse(context, yaml, size, file, &procedure, error);
    if (teller.status == COMPLAINT_OK)
        teller.status = complaint_facts_new(context, out, error);
    if (teller.status == COMPLAINT_OK)
        describe_lone(&teller, *out, procedure);
    complaint_procedure_free(procedure);
    if (teller.status == COMPLAINT_OK)
        return COMPLAINT_OK;
    complaint_facts_free(*out);
    *out = NULL;
    return teller.status;
}
