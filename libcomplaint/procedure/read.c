/* Reading a procedure: from the parsed YAML to states, transitions and facts,
 * with line and column for whatever is refused. The schema is in definition.c,
 * facts are in read_fact.c, forms and rules in read_form.c, clocks in
 * read_clock.c, guards in read_condition.c, the whole in verify.c. */
#include "procedure/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "base/failure.h"

/* Add file, line and column of a path to the error just made; of its parent
 * where the path itself is missing. */
static int place(const complaint__reader *r, int status, const char *path)
{
    complaint__yaml_map *map = NULL;
    char parent[COMPLAINT__PATH_SIZE];
    int64_t line = 0;
    int64_t column = 0;

    if (r->derived != NULL) {
        complaint__derived_place(r->derived, path, r->error);
        return status;
    }
    if (r->error == NULL ||
        complaint__yaml_map_new(r->context, r->yaml, r->size, &map, NULL) != 0)
        return status;
    (void)snprintf(parent, sizeof(parent), "%s", path);
    while (!complaint__yaml_map_find(map, parent, &line, &column)) {
        char *slash = strrchr(parent, '/');

        if (slash == NULL)
            break;
        *slash = '\0';
    }
    complaint__error_place(r->error, r->file, line, column);
    complaint__yaml_map_free(map);
    return status;
}

int complaint__read_refuse(const complaint__reader *r, const char *detail,
                           const char *path, const char *item,
                           const char *message)
{
    const char *text = complaint__context_translate(r->context, message);
    int status;

    if (item == NULL)
        status = complaint__fail(r->context, r->error, COMPLAINT_INVALID,
                                 detail, path, "%s", text);
    else
        status = complaint__fail(r->context, r->error, COMPLAINT_INVALID,
                                 detail, path, "%s: %s", text, item);
    if (item != NULL)
        complaint__error_item(r->error, item);
    return place(r, status, path);
}

int complaint__read_limit(const complaint__reader *r, const char *path,
                          int64_t limit)
{
    return place(r, complaint__fail_limit(r->context, r->error, path, limit),
                 path);
}

bool complaint__read_goes_on(const complaint__reader *r, int *status)
{
    complaint__faults *faults = r->faults;

    if (*status == COMPLAINT_OK)
        return true;
    if (*status != COMPLAINT_INVALID || faults == NULL || r->error == NULL ||
        faults->count == COMPLAINT__LIMIT_FAULTS)
        return false;
    faults->items[faults->count++] = *r->error;
    *r->error = NULL;
    *status = COMPLAINT_OK;
    return true;
}

bool complaint__read_is_faulty(const complaint__reader *r)
{
    return r->faults != NULL && r->faults->count > 0;
}

void complaint__read_path(char path[COMPLAINT__PATH_SIZE], const char *format,
                          ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(path, COMPLAINT__PATH_SIZE, format, arguments);
    va_end(arguments);
}

/* ---- copies ---- */

int complaint__read_text(const complaint__reader *r, const char *from,
                         const char **to)
{
    if (from == NULL)
        return COMPLAINT_OK;
    *to = complaint__arena_text(r->procedure->arena, from);
    return *to == NULL ? complaint__fail_memory(r->error) : COMPLAINT_OK;
}

int complaint__read_array(const complaint__reader *r, size_t count, size_t size,
                          void **out)
{
    *out = NULL;
    if (count == 0)
        return COMPLAINT_OK;
    *out = complaint__arena_alloc(r->procedure->arena, count * size);
    return *out == NULL ? complaint__fail_memory(r->error) : COMPLAINT_OK;
}

int complaint__read_texts(const complaint__reader *r, const char *path,
                          const complaint__title_text *from,
                          complaint__texts *to)
{
    static const char *const languages[] = {"en", "zh-CN", "zh-TW"};
    const char *const texts[] = {from->en, from->zh_cn, from->zh_tw};
    int status;

    for (size_t i = 0; i < 3; i++)
        if (texts[i] == NULL &&
            complaint__names_have(&r->procedure->languages, languages[i]))
            return complaint__read_refuse(
                r, "procedure.text", path, languages[i],
                "a text is missing in a declared language");
    status = complaint__read_text(r, from->en, &to->en);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, from->zh_cn, &to->zh_cn);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, from->zh_tw, &to->zh_tw);
    return status;
}

int complaint__read_names(const complaint__reader *r, const char *path,
                          const complaint__list_text *from, size_t limit,
                          complaint__names *to)
{
    char entry[COMPLAINT__PATH_SIZE];
    void *items;
    int status;

    if (from->items_count > limit)
        return complaint__read_limit(r, path, (int64_t)limit);
    status =
        complaint__read_array(r, from->items_count, sizeof(char *), &items);
    to->items = items;
    for (unsigned i = 0; i < from->items_count && status == COMPLAINT_OK; i++) {
        if (complaint__names_have(to, from->items[i])) {
            complaint__read_path(entry, "%s/%u", path, i);
            return complaint__read_refuse(r, "procedure.duplicate", entry,
                                          from->items[i], "this name is twice");
        }
        status = complaint__read_text(r, from->items[i], &to->items[i]);
        to->count += status == COMPLAINT_OK;
    }
    return status;
}

/* ---- head ---- */

static int read_languages(const complaint__reader *r)
{
    char path[COMPLAINT__PATH_SIZE];
    complaint__names *languages = &r->procedure->languages;
    int status = complaint__read_names(r, "languages", &r->text->languages, 3,
                                       languages);

    for (size_t i = 0; i < languages->count && status == COMPLAINT_OK; i++)
        if (strcmp(languages->items[i], "en") != 0 &&
            strcmp(languages->items[i], "zh-CN") != 0 &&
            strcmp(languages->items[i], "zh-TW") != 0) {
            complaint__read_path(path, "languages/%zu", i);
            return complaint__read_refuse(r, "procedure.language", path,
                                          languages->items[i],
                                          "texts are in en, zh-CN and zh-TW");
        }
    return status;
}

/* "{year}", "{month}", "{day}", "{unit}", "{procedure}" among text, and
 * "{number}" or "{number:5}" once. */
static bool number_is_fit(const char *pattern)
{
    static const char *const others[] = {"{year}", "{month}", "{day}", "{unit}",
                                         "{procedure}"};
    int numbers = 0;

    for (;;) {
        bool known = false;

        pattern += strcspn(pattern, "{}");
        if (*pattern == '\0')
            return numbers == 1;
        for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
            known =
                known || strncmp(pattern, others[i], strlen(others[i])) == 0;
        if (strncmp(pattern, "{number}", 8) == 0 ||
            (strncmp(pattern, "{number:", 8) == 0 && pattern[8] >= '1' &&
             pattern[8] <= '9' && pattern[9] == '}'))
            numbers++;
        else if (!known)
            return false;
        pattern = strchr(pattern, '}') + 1;
    }
}

/* Whence a text comes that extended another. */
static int read_derived(const complaint__reader *r,
                        const complaint__derived_text_keys *text)
{
    complaint_procedure *procedure = r->procedure;
    int status = complaint__read_text(r, text->from, &procedure->derived_from);

    if (status == COMPLAINT_OK)
        status =
            complaint__read_text(r, text->version, &procedure->derived_version);
    if (status == COMPLAINT_OK)
        status =
            complaint__read_text(r, text->digest, &procedure->derived_digest);
    return status;
}

/* The text that stands for it, where it is another than what was read. */
static int keep_text(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;

    if (r->derived == NULL)
        return COMPLAINT_OK;
    procedure->text =
        complaint__arena_bytes(procedure->arena, r->yaml, r->size);
    procedure->text_size = r->size;
    return procedure->text == NULL ? complaint__fail_memory(r->error)
                                   : COMPLAINT_OK;
}

static int read_pack(const complaint__reader *r, unsigned index,
                     complaint__pack *pack)
{
    const complaint__pack_text *text = &r->text->packs[index];
    char path[COMPLAINT__PATH_SIZE];
    int status = complaint__read_text(r, text->name, &pack->name);

    pack->attached = text->attached;
    pack->withdrawn = text->withdrawn;
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->version, &pack->version);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->digest, &pack->digest);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->source, &pack->source);
    complaint__read_path(path, "packs/%u/title", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, path, &text->title, &pack->title);
    complaint__read_path(path, "packs/%u/note", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, path, &text->note, &pack->note);
    return status;
}

const complaint__pack *
complaint__pack_find(const complaint_procedure *procedure, const char *name)
{
    for (size_t i = 0; name != NULL && i < procedure->pack_count; i++)
        if (strcmp(procedure->packs[i].name, name) == 0)
            return &procedure->packs[i];
    return NULL;
}

bool complaint__pack_withdrawn(const complaint_procedure *procedure,
                               const char *name)
{
    const complaint__pack *pack = complaint__pack_find(procedure, name);

    return pack != NULL && pack->withdrawn;
}

/* "bank+uk-disp"; once that was taken off "bank+uk-disp-off". */
static int name_whole(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    complaint__buffer name = COMPLAINT__BUFFER(r->context);

    complaint__buffer_text(&name, procedure->name);
    for (size_t i = 0; i < procedure->pack_count; i++)
        if (procedure->packs[i].attached || procedure->packs[i].withdrawn)
            complaint__buffer_format(&name, "+%s%s", procedure->packs[i].name,
                                     procedure->packs[i].withdrawn ? "-off"
                                                                   : "");
    procedure->full_name =
        name.failed ? NULL
                    : complaint__arena_text(procedure->arena, name.bytes);
    complaint__buffer_free(&name);
    return procedure->full_name == NULL ? complaint__fail_memory(r->error)
                                        : COMPLAINT_OK;
}

static int read_packs(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->packs_count;
    complaint__pack *packs;
    void *memory;
    int status;

    if (count > COMPLAINT_LIMIT_PACKS)
        return complaint__read_limit(r, "packs", COMPLAINT_LIMIT_PACKS);
    status = complaint__read_array(r, count, sizeof(*packs), &memory);
    procedure->packs = packs = memory;
    for (unsigned i = 0; i < count && status == COMPLAINT_OK; i++) {
        status = read_pack(r, i, &packs[i]);
        procedure->pack_count += status == COMPLAINT_OK;
    }
    if (status == COMPLAINT_OK)
        status = name_whole(r);
    if (status == COMPLAINT_OK &&
        strlen(procedure->full_name) > COMPLAINT_LIMIT_CODE)
        status = complaint__read_limit(r, "packs", COMPLAINT_LIMIT_CODE);
    return status;
}

static int read_head_texts(const complaint__reader *r)
{
    const complaint__procedure_text *text = r->text;
    complaint_procedure *procedure = r->procedure;
    int status = read_languages(r);

    procedure->source = "";
    if (status == COMPLAINT_OK && text->derived != NULL)
        status = read_derived(r, text->derived);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->name, &procedure->name);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->version, &procedure->version);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->source, &procedure->source);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->calendar, &procedure->calendar);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->number, &procedure->number);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->start, &procedure->start);
    if (status == COMPLAINT_OK)
        status =
            complaint__read_texts(r, "title", &text->title, &procedure->title);
    if (status == COMPLAINT_OK)
        status = read_packs(r);
    return status == COMPLAINT_OK ? keep_text(r) : status;
}

static int read_head(const complaint__reader *r)
{
    if (strcmp(r->text->kind, "procedure") != 0)
        return complaint__read_refuse(r, "procedure.kind", "kind", NULL,
                                      "the kind is not procedure");
    if (r->text->format != 1)
        return complaint__read_refuse(r, "procedure.format", "format", NULL,
                                      "this format is not known; 1 is");
    if (r->text->number != NULL && !number_is_fit(r->text->number))
        return complaint__read_refuse(
            r, "procedure.number", "number", NULL,
            "not a pattern such as {year}-{number:5}");
    return read_head_texts(r);
}

/* ---- roles, intake, states, transitions ---- */

static int read_role(const complaint__reader *r, unsigned index,
                     complaint__role *role)
{
    const complaint__role_text *text = &r->text->roles[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "roles/%u/name", index);
    if (complaint__role_known(r->procedure, text->name))
        return complaint__read_refuse(r, "procedure.duplicate", path,
                                      text->name, "this name is twice");
    if (strcmp(text->name, "*") == 0)
        return complaint__read_refuse(
            r, "procedure.role", path, NULL,
            "the name * stands for every role already");
    status = complaint__read_text(r, text->name, &role->name);
    complaint__read_path(path, "roles/%u/title", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_texts(r, path, &text->title, &role->title);
    return status;
}

static int read_roles(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->roles_count;
    void *memory;
    int status;

    if (count > COMPLAINT__LIMIT_FACTS_ASKED)
        return complaint__read_limit(r, "roles", COMPLAINT__LIMIT_FACTS_ASKED);
    status =
        complaint__read_array(r, count, sizeof(*procedure->roles), &memory);
    procedure->roles = memory;
    for (unsigned i = 0; i < count && complaint__read_goes_on(r, &status);
         i++) {
        status = read_role(r, i, &procedure->roles[procedure->role_count]);
        procedure->role_count += status == COMPLAINT_OK;
    }
    return status;
}

static int read_intake(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    int status =
        complaint__read_names(r, "intake/roles", &r->text->intake.roles,
                              COMPLAINT_LIMIT_ROLES, &procedure->intake_roles);

    if (status != COMPLAINT_OK)
        return status;
    return complaint__read_facts(r, "intake/facts", r->text->intake.facts,
                                 r->text->intake.facts_count,
                                 &procedure->intake, &procedure->intake_count);
}

static int read_state(const complaint__reader *r, unsigned index,
                      complaint__full_state *full)
{
    const complaint__state_text *text = &r->text->states[index];
    const complaint_procedure *procedure = r->procedure;
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "states/%u/name", index);
    if (complaint__state_index(procedure, text->name) < procedure->state_count)
        return complaint__read_refuse(r, "procedure.duplicate", path,
                                      text->name, "this name is twice");
    memset(full, 0, sizeof(*full));
    full->state.final = text->final;
    status = complaint__read_text(r, text->name, &full->state.name);
    complaint__read_path(path, "states/%u/title", index);
    if (status == COMPLAINT_OK)
        status =
            complaint__read_texts(r, path, &text->title, &full->state.title);
    complaint__read_path(path, "states/%u/guidance", index);
    if (status == COMPLAINT_OK && text->guidance != NULL)
        status =
            complaint__read_texts(r, path, text->guidance, &full->guidance);
    if (status == COMPLAINT_OK)
        status = complaint__read_state_helps(r, index, full);
    return status;
}

static int read_states(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->states_count;
    void *memory;
    int status;

    if (count > COMPLAINT_LIMIT_STATES)
        return complaint__read_limit(r, "states", COMPLAINT_LIMIT_STATES);
    status =
        complaint__read_array(r, count, sizeof(*procedure->states), &memory);
    procedure->states = memory;
    for (unsigned i = 0; i < count && complaint__read_goes_on(r, &status);
         i++) {
        status = read_state(r, i, &procedure->states[procedure->state_count]);
        procedure->state_count += status == COMPLAINT_OK;
    }
    return status;
}

static int read_marks(const complaint__reader *r, unsigned index,
                      complaint__transition *transition)
{
    const complaint__list_text *marks = &r->text->transitions[index].marks;
    char path[COMPLAINT__PATH_SIZE];

    for (unsigned i = 0; i < marks->items_count; i++) {
        unsigned mark = complaint__mark_find(marks->items[i]);

        complaint__read_path(path, "transitions/%u/marks/%u", index, i);
        if (mark == 0)
            return complaint__read_refuse(r, "procedure.mark", path,
                                          marks->items[i],
                                          "there is no such mark");
        if ((transition->marks & mark) != 0)
            return complaint__read_refuse(r, "procedure.duplicate", path,
                                          marks->items[i],
                                          "this name is twice");
        transition->marks |= mark;
    }
    return COMPLAINT_OK;
}

/* "*" is every state; of a transition that leads somewhere, every one that is
 * not final. */
static int read_from(const complaint__reader *r, unsigned index,
                     complaint__full_transition *full)
{
    const complaint__transition_text *text = &r->text->transitions[index];
    const complaint_procedure *procedure = r->procedure;
    char path[COMPLAINT__PATH_SIZE];
    void *items;
    int status;

    complaint__read_path(path, "transitions/%u/from", index);
    if (text->from.items_count != 1 || strcmp(text->from.items[0], "*") != 0)
        return complaint__read_names(r, path, &text->from,
                                     COMPLAINT_LIMIT_STATES, &full->from);
    status = complaint__read_array(r, procedure->state_count, sizeof(char *),
                                   &items);
    full->from.items = items;
    for (size_t i = 0; i < procedure->state_count && status == COMPLAINT_OK;
         i++)
        if (text->to == NULL || !procedure->states[i].state.final)
            full->from.items[full->from.count++] =
                procedure->states[i].state.name;
    return status;
}

static int read_roles_when(const complaint__reader *r, unsigned index,
                           complaint__full_transition *full)
{
    const complaint__transition_text *text = &r->text->transitions[index];
    char path[COMPLAINT__PATH_SIZE];
    complaint__roles_rule *rules;
    void *memory;
    int status;

    complaint__read_path(path, "transitions/%u/roles_when", index);
    if (text->roles_when_count > COMPLAINT__LIMIT_RULES)
        return complaint__read_limit(r, path, COMPLAINT__LIMIT_RULES);
    status = complaint__read_array(r, text->roles_when_count, sizeof(*rules),
                                   &memory);
    full->roles_when = rules = memory;
    for (unsigned i = 0; i < text->roles_when_count && status == COMPLAINT_OK;
         i++) {
        complaint__read_path(path, "transitions/%u/roles_when/%u/when", index,
                             i);
        status = complaint__read_condition(
            r, path, text->roles_when[i].when, full->transition.facts,
            full->transition.fact_count, &rules[i].when);
        complaint__read_path(path, "transitions/%u/roles_when/%u/roles", index,
                             i);
        if (status == COMPLAINT_OK)
            status =
                complaint__read_names(r, path, &text->roles_when[i].roles,
                                      COMPLAINT_LIMIT_ROLES, &rules[i].roles);
        full->roles_when_count += status == COMPLAINT_OK;
    }
    return status;
}

static int read_transition_lists(const complaint__reader *r, unsigned index,
                                 complaint__full_transition *full)
{
    const complaint__transition_text *text = &r->text->transitions[index];
    char path[COMPLAINT__PATH_SIZE];
    int status;

    status = read_from(r, index, full);
    complaint__read_path(path, "transitions/%u/roles", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_names(r, path, &text->roles,
                                       COMPLAINT_LIMIT_ROLES, &full->roles);
    complaint__read_path(path, "transitions/%u/not_by", index);
    if (status == COMPLAINT_OK)
        status = complaint__read_names(
            r, path, &text->not_by, COMPLAINT_LIMIT_TRANSITIONS, &full->not_by);
    if (status == COMPLAINT_OK)
        status = read_marks(r, index, &full->transition);
    return status;
}

static int read_transition(const complaint__reader *r, unsigned index,
                           complaint__full_transition *full)
{
    const complaint__transition_text *text = &r->text->transitions[index];
    complaint__transition *transition = &full->transition;
    char path[COMPLAINT__PATH_SIZE];
    int status = complaint__read_text(r, text->name, &transition->name);

    full->citation = "";
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->to, &transition->to);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->citation, &full->citation);
    if (status == COMPLAINT_OK)
        status = complaint__read_text(r, text->pack, &full->pack);
    if (status == COMPLAINT_OK)
        full->withdrawn = complaint__pack_withdrawn(r->procedure, full->pack);
    complaint__read_path(path, "transitions/%u/title", index);
    if (status == COMPLAINT_OK)
        status =
            complaint__read_texts(r, path, &text->title, &transition->title);
    if (status == COMPLAINT_OK)
        status = read_transition_lists(r, index, full);
    complaint__read_path(path, "transitions/%u/facts", index);
    if (status == COMPLAINT_OK)
        status =
            complaint__read_facts(r, path, text->facts, text->facts_count,
                                  &transition->facts, &transition->fact_count);
    complaint__read_path(path, "transitions/%u/guard", index);
    if (status == COMPLAINT_OK && text->guard != NULL)
        status = complaint__read_condition(
            r, path, text->guard, transition->facts, transition->fact_count,
            &transition->guard);
    if (status == COMPLAINT_OK)
        status = read_roles_when(r, index, full);
    if (status == COMPLAINT_OK)
        status = complaint__read_authority(r, index, full);
    return status;
}

static int read_named_transition(const complaint__reader *r, unsigned index)
{
    const char *name = r->text->transitions[index].name;
    complaint_procedure *procedure = r->procedure;
    size_t count = procedure->transition_count;
    char path[COMPLAINT__PATH_SIZE];
    int status;

    complaint__read_path(path, "transitions/%u/name", index);
    if (complaint__transition_index(procedure, name) < count)
        return complaint__read_refuse(r, "procedure.duplicate", path, name,
                                      "this name is twice");
    if (strcmp(name, COMPLAINT__ANCHOR_FILE) == 0)
        return complaint__read_refuse(
            r, "procedure.name", path, name,
            "this name stands for the filing of the complaint");
    memset(&procedure->transitions[count], 0, sizeof(*procedure->transitions));
    status = read_transition(r, index, &procedure->transitions[count]);
    procedure->transition_count += status == COMPLAINT_OK;
    return status;
}

static int read_transitions(const complaint__reader *r)
{
    complaint_procedure *procedure = r->procedure;
    unsigned count = r->text->transitions_count;
    void *memory;
    int status;

    if (count > COMPLAINT_LIMIT_TRANSITIONS)
        return complaint__read_limit(r, "transitions",
                                     COMPLAINT_LIMIT_TRANSITIONS);
    status = complaint__read_array(r, count, sizeof(*procedure->transitions),
                                   &memory);
    procedure->transitions = memory;
    for (unsigned i = 0; i < count && complaint__read_goes_on(r, &status); i++)
        status = read_named_transition(r, i);
    return status;
}

/* ---- the whole ---- */

static int read_digest(const complaint__reader *r)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    int status =
        complaint__digest(r->context, r->yaml, r->size, digest, r->error);

    if (status == COMPLAINT_OK)
        complaint__digest_text(digest, r->procedure->digest);
    return status;
}

/* Rules look at the facts of the intake: not where these are wrong. */
static int read_rules(const complaint__reader *r)
{
    return complaint__read_is_faulty(r) ? COMPLAINT_OK
                                        : complaint__read_rules(r);
}

/* Tasks name states, transitions and clocks: not where one was left out. */
static int read_tasks(const complaint__reader *r)
{
    return complaint__read_is_faulty(r) ? COMPLAINT_OK
                                        : complaint__read_tasks(r);
}

static int fill(const complaint__reader *r)
{
    static int (*const stages[])(const complaint__reader *) = {
        read_roles,  read_intake,      complaint__read_forms,  read_rules,
        read_states, read_transitions, complaint__read_clocks, read_tasks};
    int status = read_head(r);

    for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
        if (status != COMPLAINT_OK)
            return status;
        status = stages[i](r);
        if (!complaint__read_goes_on(r, &status))
            return status;
    }
    if (!complaint__read_is_faulty(r))
        status = complaint__procedure_verify(r);
    if (status == COMPLAINT_OK)
        status = read_digest(r);
    if (status == COMPLAINT_OK && !complaint__read_is_faulty(r))
        status = complaint__procedure_index(r->procedure, r->error);
    return status;
}

static complaint_procedure *new_procedure(complaint_context *context)
{
    complaint_procedure *procedure =
        complaint__alloc_array(context, 1, sizeof(*procedure));

    if (procedure == NULL)
        return NULL;
    procedure->context = complaint__context_ref(context);
    procedure->name = "";
    procedure->version = "";
    atomic_init(&procedure->references, 1);
    procedure->arena = complaint__arena_new(context);
    if (procedure->arena != NULL)
        return procedure;
    complaint_procedure_free(procedure);
    return NULL;
}

/* Load r->yaml, the text of one procedure or of it and its parents. */
static int load(complaint__reader *r, complaint_procedure **out)
{
    void *text = NULL;
    int status =
        complaint__yaml_load(r->context, r->yaml, r->size, r->file,
                             &complaint__procedure_schema, &text, r->error);

    if (status != COMPLAINT_OK) {
        if (r->derived != NULL && r->error != NULL)
            complaint__derived_place(
                r->derived, complaint_error_field(*r->error), r->error);
        return status;
    }
    r->text = text;
    r->procedure = new_procedure(r->context);
    status = r->procedure == NULL ? complaint__fail_memory(r->error) : fill(r);
    if (status == COMPLAINT_OK && complaint__read_is_faulty(r)) {
        *r->error = r->faults->items[--r->faults->count];
        status = COMPLAINT_INVALID;
    }
    if (status == COMPLAINT_OK)
        *out = r->procedure;
    else
        complaint_procedure_free(r->procedure);
    complaint__yaml_free(r->context, &complaint__procedure_schema, text);
    return status;
}

int complaint__procedure_parse_all(complaint_context *context,
                                   const complaint__procedure_examined *text,
                                   complaint__faults *faults,
                                   complaint_procedure **out,
                                   complaint_error **error)
{
    complaint__reader r = {.context = context,
                           .file = text->file,
                           .yaml = text->yaml,
                           .size = text->size,
                           .error = error,
                           .faults = faults};
    complaint__derived *derived = NULL;
    int status;

    *out = NULL;
    if (text->size > COMPLAINT_LIMIT_DEFINITION) {
        status = complaint__fail_limit(context, error, "yaml",
                                       COMPLAINT_LIMIT_DEFINITION);
        complaint__error_place(error, text->file, 1, 1);
        return status;
    }
    status = complaint__derive(context, text->yaml, text->size, text->file,
                               text->find, text->data, text->attached, &derived,
                               error);
    if (status == COMPLAINT_OK && derived != NULL)
        r.yaml = complaint__derived_text(derived, &r.size);
    r.derived = derived;
    if (status == COMPLAINT_OK)
        status = load(&r, out);
    complaint__derived_free(derived);
    return status;
}

int complaint__procedure_parse(complaint_context *context, const char *yaml,
                               size_t size, const char *file,
                               complaint__resolve *resolve, void *data,
                               complaint_procedure **out,
                               complaint_error **error)
{
    const complaint__procedure_examined text = {.yaml = yaml,
                                                .size = size,
                                                .file = file,
                                                .find = resolve,
                                                .data = data};

    return complaint__procedure_parse_all(context, &text, NULL, out, error);
}

int complaint__procedure_compose(complaint_context *context, const char *yaml,
                                 size_t size, const char *file,
                                 complaint__resolve *resolve, void *data,
                                 const complaint__attachment *attached,
                                 complaint_procedure **out,
                                 complaint_error **error)
{
    const complaint__procedure_examined text = {.yaml = yaml,
                                                .size = size,
                                                .file = file,
                                                .find = resolve,
                                                .data = data,
                                                .attached = attached};

    return complaint__procedure_parse_all(context, &text, NULL, out, error);
}

int complaint_procedure_parse(complaint_context *context, const char *yaml,
                              size_t size, const char *file,
                              complaint_procedure **out,
                              complaint_error **error)
{
    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(context, error, "context");
    if (yaml == NULL)
        return complaint__fail_misuse(context, error, "yaml");
    return complaint__procedure_parse(context, yaml, size, file, NULL, NULL,
                                      out, error);
}
