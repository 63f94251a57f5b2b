/* A pack taken off a case: its clocks end where it was, the journal says who
 * did it and on what authority. Putting one on is in attach.c. */
#include "casework/casework.h"

#include "base/failure.h"

#include <complaint/limits.h>

#include <string.h>

typedef struct detach {
    complaint_case *self;
    complaint_context *context;
    const complaint_actor *actor;
    const complaint_procedure *procedure; /* with the pack on */
    const complaint__pack *pack;
    complaint_facts *facts; /* of the entry */
    complaint_error **error;
} detach;

static int find_pack(detach *d, const char *name)
{
    const complaint__pack *at;

    for (size_t i = 0;
         (at = complaint__procedure_pack(d->procedure, i)) != NULL; i++)
        if (strcmp(at->name, name) == 0 && !at->withdrawn)
            d->pack = at;
    return d->pack != NULL
               ? COMPLAINT_OK
               : complaint__fail(d->context, d->error, COMPLAINT_NOT_FOUND,
                                 "detach.absent", "pack",
                                 "the pack is not on the case: %s", name);
}

static int want(const detach *d, const char *field, const char *text)
{
    int status;

    if (text != NULL && text[0] != '\0')
        return COMPLAINT_OK;
    status = complaint__fail(d->context, d->error, COMPLAINT_INCOMPLETE,
                             "detach.reason", field,
                             "a pack is taken off with a reason and on an "
                             "authority");
    complaint__error_item(d->error, field);
    return status;
}

static int check_actor(const detach *d)
{
    int status;

    if (complaint__casework_may_move(d->actor, d->procedure))
        return COMPLAINT_OK;
    status =
        complaint__fail(d->context, d->error, COMPLAINT_DENIED, "detach.denied",
                        "actor", "no role of the actor may take a pack off");
    complaint__casework_movers(d->procedure, d->error);
    return status;
}

/* How the pack's clocks stand as it goes. */
static int tell_clocks(const detach *d)
{
    complaint__clock_state states[COMPLAINT_LIMIT_CLOCKS];
    const complaint__event *events;
    complaint_facts *list = NULL, *map;
    size_t count;
    int status = complaint__case_history(d->self, &events, &count, d->error);

    if (status == COMPLAINT_OK)
        status = complaint__clock_evaluate(
            d->procedure, complaint__case_pinned_calendar(d->self), events,
            count, complaint_context_now(d->context), states, d->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(d->facts, "clocks", &list, d->error);
    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_clock_count(d->procedure);
         i++) {
        const char *pack = complaint__procedure_clock_pack(d->procedure, i);

        if (pack == NULL || strcmp(pack, d->pack->name) != 0 ||
            states[i].status == COMPLAINT__CLOCK_NOT_STARTED)
            continue;
        status = complaint_facts_set_map(list, NULL, &map, d->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(
                map, "clock", complaint__procedure_clock_name(d->procedure, i),
                d->error);
        if (status == COMPLAINT_OK)
            status = complaint_facts_set_text(
                map, "before", complaint__clock_status_names[states[i].status],
                d->error);
        if (status == COMPLAINT_OK && states[i].due_at != COMPLAINT_TIME_NONE)
            status = complaint_facts_set_time(map, "before_due_at",
                                              states[i].due_at, d->error);
    }
    return status;
}

static int make_facts(detach *d, const char *reason, const char *authority)
{
    int status = complaint_facts_new(d->context, &d->facts, d->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(d->facts, "reason", reason, d->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(d->facts, "authority", authority,
                                          d->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(d->facts, "version", d->pack->version,
                                          d->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(d->facts, "digest", d->pack->digest,
                                          d->error);
    return status == COMPLAINT_OK ? tell_clocks(d) : status;
}

int complaint_case_detach(complaint_case *self, const complaint_actor *actor,
                          const char *pack, const char *reason,
                          const char *authority, complaint_time happened_at,
                          complaint_error **error)
{
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_DETACH,
                              .action = pack,
                              .happened_at = happened_at,
                              .actor = actor};
    detach d = {.self = self, .actor = actor, .error = error};
    int status = complaint__casework_begin(self, actor, error);

    if (status != COMPLAINT_OK)
        return status;
    if (pack == NULL)
        return complaint__casework_misuse(self, error, "pack");
    d.context = complaint__register_context(complaint__case_register(self));
    d.procedure = complaint__case_pinned_procedure(self);
    status = find_pack(&d, pack);
    if (status == COMPLAINT_OK)
        status = want(&d, "reason", reason);
    if (status == COMPLAINT_OK)
        status = want(&d, "authority", authority);
    if (status == COMPLAINT_OK)
        status = check_actor(&d);
    if (status == COMPLAINT_OK)
        status = make_facts(&d, reason, authority);
    if (status == COMPLAINT_OK)
        status = complaint__register_detach(complaint__case_register(self),
                                            actor, d.procedure, pack,
                                            &entry.procedure, error);
    entry.facts = d.facts;
    if (status == COMPLAINT_OK)
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(d.facts);
    return status;
}
