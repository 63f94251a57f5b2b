/* Keeping personal data no longer than the procedures' rules of retention say:
 * which cases are due, and erasing them one by one. */
#include "casework/casework.h"

#include "base/failure.h"

#include <complaint/limits.h>
#include <complaint/privacy.h>

#include <string.h>

typedef struct retainer {
    complaint_register *owner;
    complaint_context *context;
    const complaint_actor *actor;
    const char *procedure; /* only its cases; NULL: of all */
    complaint_time now;
    int64_t limit;
    bool dry_run;
    complaint_facts *cases;
    int64_t due, erased, held, entries;
    complaint_error **error;
} retainer;

/* What is to be erased of one case. */
typedef struct bundle {
    complaint_facts *what;
    complaint_facts *parts;
    complaint__buffer rules;
    complaint__buffer basis;
    complaint_time due_at;
} bundle;

static int bad_option(const retainer *r, const char *key)
{
    return complaint__fail(r->context, r->error, COMPLAINT_INVALID,
                           "retention.option", key,
                           "retention has no such option, or not this value: "
                           "%s",
                           key);
}

static int read_option(retainer *r, const char *key,
                       const complaint_facts *value)
{
    int type = complaint_facts_type(value);

    if (strcmp(key, "dry_run") == 0 && type == COMPLAINT_FACTS_BOOLEAN)
        r->dry_run = complaint_facts_integer(value, 1) != 0;
    else if (strcmp(key, "procedure") == 0 && type == COMPLAINT_FACTS_TEXT)
        r->procedure = complaint_facts_text(value, NULL);
    else if (strcmp(key, "limit") == 0 && type == COMPLAINT_FACTS_INTEGER)
        r->limit = complaint_facts_integer(value, 0);
    else
        return bad_option(r, key);
    if (r->limit < 1 || r->limit > COMPLAINT_LIMIT_PAGE)
        return complaint__fail_limit(r->context, r->error, "limit",
                                     COMPLAINT_LIMIT_PAGE);
    return COMPLAINT_OK;
}

/* ---- one case ---- */

static int add_part(bundle *b, const char *name, complaint_error **error)
{
    for (size_t i = 0; i < complaint_facts_size(b->parts); i++)
        if (strcmp(complaint_facts_text(complaint_facts_at(b->parts, i), ""),
                   name) == 0)
            return COMPLAINT_OK;
    return complaint_facts_set_text(b->parts, NULL, name, error);
}

static int add_rule(bundle *b, const complaint__retention *rule,
                    complaint_error **error)
{
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < rule->part_count; i++)
        status = add_part(b, rule->parts[i], error);
    if (status == COMPLAINT_OK && rule->part_count == 0)
        status = add_part(b, "all", error);
    complaint__buffer_format(&b->rules, "%s%s", b->rules.size > 0 ? "," : "",
                             rule->name);
    if (rule->citation[0] != '\0')
        complaint__buffer_format(&b->basis, "%s%s",
                                 b->basis.size > 0 ? "; " : "", rule->citation);
    if (b->due_at == COMPLAINT_TIME_NONE || rule->due_at < b->due_at)
        b->due_at = rule->due_at;
    return status;
}

static bool is_gone(const complaint__retention *rule, uint64_t erased)
{
    uint64_t parts = rule->part_count == 0 ? complaint__parts_all() : 0;

    for (size_t i = 0; i < rule->part_count; i++)
        parts |= complaint__part_find(rule->parts[i]);
    return (parts & ~erased) == 0;
}

/* The rules are those of the newest version: what the organisation promises
 * today, whichever version the case began with. */
static int gather(retainer *r, const complaint_record *record, bundle *b)
{
    const complaint__subject subject = {.record = record,
                                        .actor = complaint_actor_id(r->actor)};
    uint64_t erased =
        complaint__parts_read(complaint_record_text(record, "erased"));
    const complaint_procedure *procedure;
    int status = complaint__register_procedure(
        r->owner, complaint_record_text(record, "procedure"), &procedure,
        r->error);

    for (size_t i = 0; status == COMPLAINT_OK &&
                       i < complaint__procedure_retention_count(procedure);
         i++) {
        complaint__retention rule;

        complaint__procedure_retention(
            procedure, i,
            complaint_record_integer(record, "closed_at", COMPLAINT_TIME_NONE),
            &subject, &rule);
        if (rule.holds && rule.due_at <= r->now && !is_gone(&rule, erased))
            status = add_rule(b, &rule, r->error);
    }
    return status;
}

static int finish(bundle *b, complaint_error **error)
{
    int status;

    if (b->rules.failed || b->basis.failed)
        return complaint__fail_memory(error);
    status = complaint_facts_set_text(b->what, "reason", "retention", error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_text(b->what, "rule", b->rules.bytes, error);
    if (status == COMPLAINT_OK && b->basis.size > 0)
        status =
            complaint_facts_set_text(b->what, "basis", b->basis.bytes, error);
    return status;
}

static int list(retainer *r, const complaint_record *record, const bundle *b,
                const char *state)
{
    static const char *const copied[] = {"number", "procedure"};
    complaint_facts *map = NULL;
    int status = complaint_facts_set_map(r->cases, NULL, &map, r->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            map, "case_id", complaint_record_text(record, "id"), r->error);
    for (size_t i = 0; status == COMPLAINT_OK && i < 2; i++)
        status = complaint_facts_set_text(
            map, copied[i], complaint_record_text(record, copied[i]), r->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_time(map, "due_at", b->due_at, r->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_text(map, "rule", b->rules.bytes, r->error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_copy(map, "parts", b->parts, r->error);
    return status == COMPLAINT_OK
               ? complaint_facts_set_text(map, "state", state, r->error)
               : status;
}

/* CONFLICT: somebody else is at it; the next run looks again. */
static int erase(retainer *r, const complaint_record *record, const bundle *b,
                 const char **state)
{
    complaint_case *one = NULL;
    complaint_facts *done = NULL;
    complaint_error *local = NULL;
    int status = complaint_case_find(
        r->owner, complaint_record_text(record, "id"), &one, &local);

    if (status == COMPLAINT_OK)
        status = complaint__case_erase(one, r->actor, b->what, &done, &local);
    complaint_case_free(one);
    *state = status == COMPLAINT_OK ? "erased" : "busy";
    r->erased += status == COMPLAINT_OK;
    r->entries +=
        complaint_facts_integer(complaint_facts_get(done, "entries"), 0);
    complaint_facts_free(done);
    if (status == COMPLAINT_CONFLICT || status == COMPLAINT_REFUSED) {
        complaint_error_free(local);
        return COMPLAINT_OK;
    }
    if (r->error != NULL)
        *r->error = local;
    else
        complaint_error_free(local);
    return status;
}

static int look_at(retainer *r, const complaint_record *record)
{
    bundle b = {.rules = COMPLAINT__BUFFER(r->context),
                .basis = COMPLAINT__BUFFER(r->context),
                .due_at = COMPLAINT_TIME_NONE};
    const char *state = "due";
    int status = complaint_facts_new(r->context, &b.what, r->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(b.what, "parts", &b.parts, r->error);
    if (status == COMPLAINT_OK)
        status = gather(r, record, &b);
    if (status == COMPLAINT_OK && complaint_facts_size(b.parts) > 0) {
        bool held = complaint_record_integer(record, "legal_hold", 0) != 0;

        status = finish(&b, r->error);
        r->held += held;
        r->due += !held;
        if (held)
            state = "held";
        else if (status == COMPLAINT_OK && !r->dry_run)
            status = erase(r, record, &b, &state);
        if (status == COMPLAINT_OK)
            status = list(r, record, &b, state);
    }
    complaint_facts_free(b.what);
    complaint__buffer_free(&b.rules);
    complaint__buffer_free(&b.basis);
    return status;
}

/* ---- all cases ---- */

static int make_filter(const retainer *r, complaint_facts **out)
{
    int status = complaint_facts_new(r->context, out, r->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_boolean(*out, "open", false, r->error);
    if (status == COMPLAINT_OK && r->procedure != NULL)
        status =
            complaint_facts_set_text(*out, "procedure", r->procedure, r->error);
    return status;
}

static int run(retainer *r, bool *more)
{
    const complaint_record *record = NULL;
    complaint_cursor *cursor = NULL;
    complaint_facts *filter;
    int status = make_filter(r, &filter);

    *more = false;
    if (status == COMPLAINT_OK)
        status = complaint_register_list(r->owner, filter, &cursor, r->error);
    complaint_facts_free(filter);
    while (status == COMPLAINT_OK) {
        status = complaint_cursor_next(cursor, &record, r->error);
        if (status != COMPLAINT_OK || record == NULL)
            break;
        if ((int64_t)complaint_facts_size(r->cases) >= r->limit) {
            *more = true;
            break;
        }
        status = look_at(r, record);
    }
    complaint_cursor_free(cursor);
    return status;
}

static int summarise(const retainer *r, bool more, complaint_facts *out)
{
    int status = complaint_facts_set_integer(out, "due", r->due, r->error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(out, "held", r->held, r->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(out, "erased", r->erased, r->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_integer(out, "entries", r->entries, r->error);
    if (status == COMPLAINT_OK)
        status =
            complaint_facts_set_boolean(out, "dry_run", r->dry_run, r->error);
    return status == COMPLAINT_OK
               ? complaint_facts_set_boolean(out, "more", more, r->error)
               : status;
}

static int retain(retainer *r, complaint_facts *out)
{
    complaint__view *view;
    bool more;
    int status = complaint_facts_set_list(out, "cases", &r->cases, r->error);

    if (status != COMPLAINT_OK)
        return status;
    view = complaint__view_suspend(r->owner);
    status = run(r, &more);
    complaint__view_resume(r->owner, view);
    if (status == COMPLAINT_OK)
        status = summarise(r, more, out);
    if (status == COMPLAINT_OK && !r->dry_run)
        status = complaint__register_forget_traces(r->owner, r->error);
    return status;
}

int complaint_register_retain(complaint_register *self,
                              const complaint_actor *actor,
                              const complaint_facts *options,
                              complaint_facts **out, complaint_error **error)
{
    retainer r = {.owner = self,
                  .actor = actor,
                  .dry_run = true,
                  .limit = 1000,
                  .error = error};
    complaint_facts *result = NULL;
    int status = complaint__register_usable(self, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    r.context = complaint__register_context(self);
    if (actor == NULL || out == NULL)
        return complaint__fail_misuse(r.context, error,
                                      actor == NULL ? "actor" : "out");
    r.now = complaint_context_now(r.context);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(options); i++)
        status = read_option(&r, complaint_facts_key(options, i),
                             complaint_facts_at(options, i));
    if (status == COMPLAINT_OK)
        status = complaint__privacy_may(r.context, actor, error);
    if (status == COMPLAINT_OK)
        status = complaint__view_need_all(self, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_new(r.context, &result, error);
    if (status == COMPLAINT_OK)
        status = retain(&r, result);
    if (status == COMPLAINT_OK)
        *out = result;
    else
        complaint_facts_free(result);
    return status;
}
