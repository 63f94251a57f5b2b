/* Cases: every call holds the register's lock. */
#include "core.h"

static void release_case(void *handle)
{
    complaint_case_free(handle);
}

static void release_cursor(void *handle)
{
    complaint_cursor_free(handle);
}

void core_case_free(core_case *self)
{
    core_box_drop(self, release_case);
}

core_result core_case_refresh(core_case *self)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status, complaint_case_refresh(self->handle, &error));
    return core_made(status, error, NULL);
}

/* A case that the viewer may no more see has no record: reading it again
 * says so. */
static int record_of(complaint_case *handle, complaint_facts **out,
                     complaint_error **error)
{
    const complaint_record *record = complaint_case_record(handle);

    if (record == NULL) {
        int status = complaint_case_refresh(handle, error);

        if (status != COMPLAINT_OK)
            return status;
        record = complaint_case_record(handle);
    }
    return complaint_record_facts(record, out, error);
}

core_result core_case_record(core_case *self, complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status, record_of(self->handle, out, &error));
    return core_made(status, error, NULL);
}

core_result core_case_list(core_case *self, const char *relation,
                           core_cursor **out)
{
    complaint_error *error = NULL;
    complaint_cursor *handle = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_case_list(self->handle, relation, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle,
                     release_cursor, out);
}

core_result core_case_next(core_case *self, core_actor *actor,
                           complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_case_next(self->handle, actor->handle, out, &error));
    return core_made(status, error, NULL);
}

core_result core_case_perform(core_case *self, core_actor *actor,
                              const char *transition,
                              const complaint_facts *facts,
                              const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_perform(self->handle, actor->handle,
                                           transition, facts, time, &error));
    return core_made(status, error, NULL);
}

core_result core_case_assign(core_case *self, core_actor *actor,
                             const char *owner, const char *unit,
                             const char *reason, const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_assign(self->handle, actor->handle, owner,
                                          unit, reason, time, &error));
    return core_made(status, error, NULL);
}

core_result core_case_answer(core_case *self, core_actor *actor, bool accepted,
                             const char *reason, const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_answer_assignment(self->handle,
                                                     actor->handle, accepted,
                                                     reason, time, &error));
    return core_made(status, error, NULL);
}

core_result core_case_tasks(core_case *self, core_actor *actor,
                            complaint_facts **out)
{
    complaint_error *error = NULL;
    int status;

    CORE_LOCKED(self, status,
                complaint_case_tasks(self->handle, actor->handle, out, &error));
    return core_made(status, error, NULL);
}

core_result core_case_answer_task(core_case *self, core_actor *actor,
                                  const char *task, const char *step,
                                  const complaint_facts *facts,
                                  const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_answer_task(self->handle, actor->handle,
                                               task, step, facts, time,
                                               &error));
    return core_made(status, error, NULL);
}

core_result core_case_move(core_case *self, core_actor *actor,
                           const complaint_facts *options,
                           const char *happened_at, complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_move(self->handle, actor->handle, options,
                                        time, out, &error));
    return core_made(status, error, NULL);
}

core_result core_case_put(core_case *self, core_actor *actor,
                          const char *relation, const complaint_facts *facts,
                          const char *happened_at, core_short *out)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_put(self->handle, actor->handle, relation,
                                       facts, time, out->text, &error));
    return core_made(status, error, NULL);
}

core_result core_case_amend(core_case *self, core_actor *actor,
                            const complaint_facts *facts,
                            const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_amend(self->handle, actor->handle, facts,
                                         time, &error));
    return core_made(status, error, NULL);
}

static const char *text_of(const complaint_facts *map, const char *key)
{
    return complaint_facts_text(complaint_facts_get(map, key), NULL);
}

static int add_share(complaint_finding *finding, const complaint_facts *share,
                     complaint_error **error)
{
    int64_t points =
        complaint_facts_integer(complaint_facts_get(share, "basis_points"), 0);

    if (points < 0 || points > COMPLAINT_SHARE_ALL)
        points = 0; /* out of range all the same */
    return complaint_finding_add_share(
        finding, text_of(share, "party_kind"), text_of(share, "party"),
        (int)points,
        complaint_facts_integer(complaint_facts_get(share, "primary"), 0) != 0,
        text_of(share, "cause"), text_of(share, "evidence"), error);
}

static int make_finding(core_case *self, const complaint_facts *facts,
                        complaint_finding **finding, complaint_error **error)
{
    const complaint_facts *shares = complaint_facts_get(facts, "shares");
    int status = complaint_finding_new(self->context->context, finding, error);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(shares); i++)
        status = add_share(*finding, complaint_facts_at(shares, i), error);
    if (status == COMPLAINT_OK && text_of(facts, "decided_by") != NULL)
        status = complaint_finding_decide(
            *finding, text_of(facts, "decided_by"), text_of(facts, "authority"),
            text_of(facts, "explanation"), error);
    return status;
}

core_result core_case_attribute(core_case *self, core_actor *actor,
                                const complaint_facts *finding,
                                const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_finding *made = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        status = make_finding(self, finding, &made, &error);
    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_attribute(self->handle, actor->handle, made,
                                             time, &error));
    complaint_finding_free(made);
    return core_made(status, error, NULL);
}

core_result core_case_extend(core_case *self, core_actor *actor,
                             const char *clock, int64_t amount,
                             const char *reason, const char *approver,
                             const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_extend(self->handle, actor->handle, clock,
                                          amount, reason, approver, time,
                                          &error));
    return core_made(status, error, NULL);
}

core_result core_case_refer(core_case *self, core_actor *actor,
                            const char *procedure, const char *reason,
                            const complaint_facts *facts,
                            const char *happened_at, core_case **out)
{
    complaint_error *error = NULL;
    complaint_case *handle = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_refer(self->handle, actor->handle, procedure,
                                         reason, facts, time, &handle, &error));
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return core_wrap((core_box *)self, true, sizeof **out, handle, release_case,
                     out);
}

/* Steps that name one thing and give a reason. */
typedef int named_step(complaint_case *self, const complaint_actor *actor,
                       const char *name, const char *reason,
                       complaint_time happened_at, complaint_error **error);

static core_result take_step(core_case *self, core_actor *actor,
                             named_step *step, const char *name,
                             const char *reason, const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(
            self, status,
            step(self->handle, actor->handle, name, reason, time, &error));
    return core_made(status, error, NULL);
}

core_result core_case_attach(core_case *self, core_actor *actor,
                             const char *pack, const char *reason,
                             const char *happened_at)
{
    return take_step(self, actor, complaint_case_attach, pack, reason,
                     happened_at);
}

core_result core_case_detach(core_case *self, core_actor *actor,
                             const char *pack, const char *reason,
                             const char *authority, const char *happened_at)
{
    complaint_error *error = NULL;
    complaint_time time;
    int status = core_time_of(happened_at, &time, &error);

    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_detach(self->handle, actor->handle, pack,
                                          reason, authority, time, &error));
    return core_made(status, error, NULL);
}

core_result core_case_pause(core_case *self, core_actor *actor,
                            const char *clock, const char *reason,
                            const char *happened_at)
{
    return take_step(self, actor, complaint_case_pause, clock, reason,
                     happened_at);
}

core_result core_case_resume(core_case *self, core_actor *actor,
                             const char *clock, const char *reason,
                             const char *happened_at)
{
    return take_step(self, actor, complaint_case_resume, clock, reason,
                     happened_at);
}

core_result core_case_clocks(core_case *self, const char *now,
                             const char *known_at, const char *language,
                             complaint_facts **out)
{
    complaint_error *error = NULL;
    complaint_time known;
    complaint_time time;
    int status = core_time_of(now, &time, &error);

    if (status == COMPLAINT_OK)
        status = core_time_of(known_at, &known, &error);
    if (status == COMPLAINT_OK)
        CORE_LOCKED(self, status,
                    complaint_case_explain(self->handle, time, known, language,
                                           out, &error));
    return core_made(status, error, NULL);
}
