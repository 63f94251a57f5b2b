/* The life of a procedure, what it is called, and looking things up in it.
 * Reading is in read.c, its checks in verify.c. */
#include "procedure/procedure.h"

#include <string.h>

#include "base/context.h"
#include "base/failure.h"
#include "data/bundled.h"
#include "procedure/inside.h"

const char *const complaint__fact_type_names[COMPLAINT__FACT_TYPES] = {
    "text", "integer", "boolean", "time", "money", "code", "list", "map"};
const char *const complaint__clock_unit_names[COMPLAINT__UNITS] = {
    "minutes", "hours", "working_hours", "working_days",
    "days",    "weeks", "months"};
const int64_t complaint__clock_unit_limits[COMPLAINT__UNITS] = {
    5256000, 87600, 30000, 3660, 3660, 520, 120};
const char *const complaint__end_names[COMPLAINT__ENDS] = {
    "end_of_day", "close_of_business", "same_time"};
const char *const complaint__reopen_names[COMPLAINT__REOPENS] = {
    "keep", "continue", "restart", "fresh"};

/* In the order of the bits of enum complaint__mark. */
static const char *const mark_names[] = {
    "acknowledged", "transferred", "assessed", "investigated",
    "responded",    "closed",      "reopened"};
#define MARKS (sizeof(mark_names) / sizeof(mark_names[0]))

unsigned complaint__mark_find(const char *name)
{
    for (size_t i = 0; i < MARKS; i++)
        if (strcmp(mark_names[i], name) == 0)
            return 1u << i;
    return 0;
}

const char *complaint__mark_name(unsigned index)
{
    return index < MARKS ? mark_names[index] : NULL;
}

const char *complaint__texts_get(const complaint__texts *texts,
                                 const char *language)
{
    bool chinese = language != NULL && strncmp(language, "zh", 2) == 0;
    bool traditional = chinese && (strcmp(language, "zh-TW") == 0 ||
                                   strcmp(language, "zh-HK") == 0 ||
                                   strncmp(language, "zh-Hant", 7) == 0);
    const char *order[3];

    order[0] = chinese ? traditional ? texts->zh_tw : texts->zh_cn : texts->en;
    order[1] =
        chinese ? traditional ? texts->zh_cn : texts->zh_tw : texts->zh_cn;
    order[2] = chinese ? texts->en : texts->zh_tw;
    for (size_t i = 0; i < 3; i++)
        if (order[i] != NULL)
            return order[i];
    return "";
}

complaint_procedure *complaint__procedure_ref(complaint_procedure *procedure)
{
    if (procedure != NULL)
        atomic_fetch_add(&procedure->references, 1);
    return procedure;
}

void complaint_procedure_free(complaint_procedure *procedure)
{
    complaint_context *context;

    if (procedure == NULL || atomic_fetch_sub(&procedure->references, 1) != 1)
        return;
    context = procedure->context;
    complaint__arena_free(procedure->arena);
    complaint__free(context, procedure);
    complaint__context_unref(context);
}

int complaint_procedure_bundled(complaint_context *context, const char *name,
                                complaint_procedure **out,
                                complaint_error **error)
{
    const complaint__bundled *file;
    int status;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(context, error, "context");
    if (name == NULL)
        return complaint__fail_misuse(context, error, "name");
    file = complaint__bundled_find("procedure", name);
    if (file != NULL)
        return complaint_procedure_parse(context, (const char *)file->bytes,
                                         file->size, file->file, out, error);
    status = complaint__fail(context, error, COMPLAINT_NOT_FOUND,
                             "procedure.unknown", "name",
                             "no bundled procedure has this name");
    complaint__supply_name("procedure", error);
    return status;
}

const char *complaint_procedure_name(const complaint_procedure *procedure)
{
    return procedure == NULL ? "" : procedure->name;
}

const char *complaint_procedure_digest(const complaint_procedure *procedure)
{
    return procedure == NULL ? "" : procedure->digest;
}

const char *complaint__procedure_yaml(const complaint_procedure *procedure,
                                      size_t *size)
{
    *size = procedure->text_size;
    return procedure->text;
}

const char *complaint__procedure_version(const complaint_procedure *procedure)
{
    return procedure->version;
}

const char *complaint__procedure_calendar(const complaint_procedure *procedure)
{
    return procedure->calendar;
}

const char *complaint__procedure_number(const complaint_procedure *procedure)
{
    return procedure->number;
}

const char *complaint__procedure_start(const complaint_procedure *procedure)
{
    return procedure->start;
}

const complaint__pack *
complaint__procedure_pack(const complaint_procedure *procedure, size_t index)
{
    return index < procedure->pack_count ? &procedure->packs[index] : NULL;
}

const char *complaint__procedure_full_name(const complaint_procedure *procedure)
{
    return procedure->full_name;
}

const char *const *
complaint__procedure_watched(const complaint_procedure *procedure,
                             size_t *count)
{
    *count = procedure->watched.count;
    return procedure->watched.items;
}

void complaint__transition_targets(const complaint_procedure *procedure,
                                   const complaint__full_transition *full,
                                   bool *states)
{
    if (full->transition.to != NULL)
        states[complaint__state_index(procedure, full->transition.to)] = true;
    for (size_t i = 0; full->transition.to == NULL && i < full->from.count; i++)
        states[complaint__state_index(procedure, full->from.items[i])] = true;
}

bool complaint__transition_names_role(const complaint__full_transition *full,
                                      const char *role)
{
    if (full->roles.count == 0 || complaint__names_have(&full->roles, role))
        return true;
    for (size_t i = 0; i < full->roles_when_count; i++)
        if (complaint__names_have(&full->roles_when[i].roles, role))
            return true;
    return false;
}

bool complaint__names_have(const complaint__names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

static size_t hash_name(const char *name)
{
    uint32_t hash = 2166136261u;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash ^ hash >> 15;
}

/* An empty table of at least twice the count. */
static uint16_t *new_slots(complaint_procedure *procedure, size_t count,
                           complaint__lookup *lookup)
{
    size_t room = 8;
    uint16_t *slots;

    while (room < count * 2)
        room *= 2;
    slots = complaint__arena_alloc(procedure->arena, room * sizeof(*slots));
    if (slots == NULL)
        return NULL;
    memset(slots, 0, room * sizeof(*slots));
    lookup->mask = room - 1;
    return slots;
}

static void put_name(uint16_t *slots, size_t mask, const char *name,
                     size_t place)
{
    size_t at = hash_name(name) & mask;

    while (slots[at] != 0)
        at = (at + 1) & mask;
    slots[at] = (uint16_t)(place + 1);
}

int complaint__procedure_index(complaint_procedure *procedure,
                               complaint_error **error)
{
    complaint__lookup *states = &procedure->states_by_name;
    complaint__lookup *transitions = &procedure->transitions_by_name;
    uint16_t *slots = new_slots(procedure, procedure->state_count, states);

    if (slots == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < procedure->state_count; i++)
        put_name(slots, states->mask, procedure->states[i].state.name, i);
    states->slots = slots;
    slots = new_slots(procedure, procedure->transition_count, transitions);
    if (slots == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < procedure->transition_count; i++)
        put_name(slots, transitions->mask,
                 procedure->transitions[i].transition.name, i);
    transitions->slots = slots;
    for (size_t i = 0; i < procedure->transition_count; i++) {
        complaint__full_transition *full = &procedure->transitions[i];

        full->target =
            full->transition.to == NULL
                ? SIZE_MAX
                : complaint__state_index(procedure, full->transition.to);
    }
    return COMPLAINT_OK;
}

size_t complaint__state_index(const complaint_procedure *procedure,
                              const char *name)
{
    const complaint__lookup *lookup = &procedure->states_by_name;
    size_t i = 0;

    if (lookup->slots == NULL) { /* while it is read */
        while (i < procedure->state_count &&
               strcmp(procedure->states[i].state.name, name) != 0)
            i++;
        return i;
    }
    for (i = hash_name(name) & lookup->mask; lookup->slots[i] != 0;
         i = (i + 1) & lookup->mask)
        if (strcmp(procedure->states[lookup->slots[i] - 1].state.name, name) ==
            0)
            return lookup->slots[i] - 1u;
    return procedure->state_count;
}

size_t complaint__transition_index(const complaint_procedure *procedure,
                                   const char *name)
{
    const complaint__lookup *lookup = &procedure->transitions_by_name;
    size_t i = 0;

    if (lookup->slots == NULL) {
        while (i < procedure->transition_count &&
               strcmp(procedure->transitions[i].transition.name, name) != 0)
            i++;
        return i;
    }
    for (i = hash_name(name) & lookup->mask; lookup->slots[i] != 0;
         i = (i + 1) & lookup->mask)
        if (strcmp(procedure->transitions[lookup->slots[i] - 1].transition.name,
                   name) == 0)
            return lookup->slots[i] - 1u;
    return procedure->transition_count;
}

bool complaint__role_known(const complaint_procedure *procedure,
                           const char *name)
{
    for (size_t i = 0; i < procedure->role_count; i++)
        if (strcmp(procedure->roles[i].name, name) == 0)
            return true;
    return false;
}

const complaint__state *
complaint__procedure_state(const complaint_procedure *procedure,
                           const char *name)
{
    size_t index;

    if (name == NULL)
        return NULL;
    index = complaint__state_index(procedure, name);
    return index == procedure->state_count ? NULL
                                           : &procedure->states[index].state;
}

const complaint__transition *
complaint__procedure_transition(const complaint_procedure *procedure,
                                const char *name)
{
    size_t index;

    if (name == NULL)
        return NULL;
    index = complaint__transition_index(procedure, name);
    return index == procedure->transition_count
               ? NULL
               : &procedure->transitions[index].transition;
}

size_t complaint__procedure_clock_count(const complaint_procedure *procedure)
{
    return procedure->clock_count;
}

const char *
complaint__procedure_clock_name(const complaint_procedure *procedure,
                                size_t clock)
{
    return clock < procedure->clock_count ? procedure->clocks[clock].name : "";
}

int complaint__procedure_principal_clock(const complaint_procedure *procedure)
{
    for (size_t i = 0; i < procedure->clock_count; i++)
        if (procedure->clocks[i].principal)
            return (int)i;
    return -1;
}

const char *
complaint__procedure_clock_pack(const complaint_procedure *procedure,
                                size_t clock)
{
    return procedure->clocks[clock].pack;
}

const char *
complaint__procedure_clock_owner(const complaint_procedure *procedure,
                                 size_t clock)
{
    return clock < procedure->clock_count ? procedure->clocks[clock].owner
                                          : NULL;
}

bool complaint__procedure_coded(const complaint_procedure *procedure,
                                const char *transition, const char *name)
{
    const complaint__transition *step =
        transition == NULL
            ? NULL
            : complaint__procedure_transition(procedure, transition);
    const complaint__fact *facts =
        step == NULL ? procedure->intake : step->facts;
    size_t count = step == NULL ? procedure->intake_count : step->fact_count;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(facts[i].name, name) != 0)
            continue;
        switch (facts[i].type) {
        case COMPLAINT__FACT_TEXT:
            return facts[i].values.count > 0;
        case COMPLAINT__FACT_LIST:
        case COMPLAINT__FACT_MAP:
            return false;
        default:
            return true;
        }
    }
    return false;
}

const complaint__state *
complaint__procedure_state_at(const complaint_procedure *procedure,
                              size_t index)
{
    return index < procedure->state_count ? &procedure->states[index].state
                                          : NULL;
}

const char *const *
complaint__procedure_move_roles(const complaint_procedure *procedure,
                                size_t *count)
{
    *count = procedure->move_roles.count;
    return procedure->move_roles.items;
}
