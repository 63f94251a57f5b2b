/* Erasing personal data of a case, and the legal hold that forbids it: who may,
 * and what may be asked for. How it is done to journal and projections:
 * register/erase.c. */
#include "casework/casework.h"

#include "base/failure.h"

#include <complaint/privacy.h>

#include <string.h>

static complaint_context *context_of(const complaint_case *self)
{
    return complaint__register_context(complaint__case_register(self));
}

int complaint__privacy_may(complaint_context *context,
                           const complaint_actor *actor,
                           complaint_error **error)
{
    int status;

    if (complaint__actor_has_role(actor, COMPLAINT__ROLE_PRIVACY))
        return COMPLAINT_OK;
    status =
        complaint__fail(context, error, COMPLAINT_DENIED, "erase.denied",
                        "actor", "only the role \"%s\" may erase personal data",
                        COMPLAINT__ROLE_PRIVACY);
    complaint__error_item(error, COMPLAINT__ROLE_PRIVACY);
    return status;
}

static int check_key(const complaint_case *self, const char *key,
                     complaint_error **error)
{
    static const char *const keys[] = {"reason", "basis", "parts", "party",
                                       "rule"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(keys[i], key) == 0)
            return COMPLAINT_OK;
    return complaint__fail(context_of(self), error, COMPLAINT_INVALID,
                           "erase.key", key,
                           "this says nothing to an erasure: %s", key);
}

static int check_what(const complaint_case *self, const complaint_facts *what,
                      complaint_error **error)
{
    const char *reason =
        complaint_facts_text(complaint_facts_get(what, "reason"), "");
    int status = COMPLAINT_OK;

    for (size_t i = 0; status == COMPLAINT_OK && i < complaint_facts_size(what);
         i++)
        status = check_key(self, complaint_facts_key(what, i), error);
    if (status != COMPLAINT_OK || reason[0] != '\0')
        return status;
    status =
        complaint__fail(context_of(self), error, COMPLAINT_INCOMPLETE,
                        "erase.reason", "reason", "an erasure needs a reason");
    complaint__error_item(error, "reason");
    return status;
}

static int add_part(const complaint_case *self, complaint_facts *list,
                    const complaint_facts *part, complaint_error **error)
{
    const char *name = complaint_facts_text(part, "");

    if (complaint__part_find(name) == 0)
        return complaint__fail(context_of(self), error, COMPLAINT_INVALID,
                               "erase.part", "parts",
                               "a case has no personal part \"%s\"", name);
    return complaint_facts_set_text(list, NULL, name, error);
}

/* A text is a list of one; nothing is everything, or the party's row. */
static int set_parts(const complaint_case *self, const complaint_facts *what,
                     bool party, complaint_facts *facts,
                     complaint_error **error)
{
    const complaint_facts *parts = complaint_facts_get(what, "parts");
    complaint_facts *list;
    int status = complaint_facts_set_list(facts, "parts", &list, error);

    if (status != COMPLAINT_OK)
        return status;
    if (complaint_facts_type(parts) == COMPLAINT_FACTS_NULL)
        return complaint_facts_set_text(list, NULL, party ? "party" : "all",
                                        error);
    if (complaint_facts_type(parts) == COMPLAINT_FACTS_TEXT)
        return add_part(self, list, parts, error);
    if (complaint_facts_size(parts) == 0)
        return add_part(self, list, NULL, error);
    for (size_t i = 0;
         status == COMPLAINT_OK && i < complaint_facts_size(parts); i++)
        status = add_part(self, list, complaint_facts_at(parts, i), error);
    return status;
}

static int set_party(complaint_case *self, const complaint_facts *what,
                     complaint_facts *facts, complaint_error **error)
{
    const complaint_facts *given = complaint_facts_get(what, "party");
    const char *party = complaint_facts_text(given, "");
    complaint_record *record;
    int status;

    if (complaint_facts_type(given) == COMPLAINT_FACTS_NULL)
        return COMPLAINT_OK;
    status = complaint__case_row(self, &complaint__relation_party, party,
                                 &record, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint_record_free(record);
    return complaint_facts_set_text(facts, "party", party, error);
}

static int draft(complaint_case *self, const complaint_facts *what,
                 complaint_facts *facts, complaint_error **error)
{
    static const char *const copied[] = {"reason", "basis", "rule"};
    int status = check_what(self, what, error);

    for (size_t i = 0;
         status == COMPLAINT_OK && i < sizeof copied / sizeof copied[0]; i++) {
        const complaint_facts *value = complaint_facts_get(what, copied[i]);

        if (complaint_facts_type(value) != COMPLAINT_FACTS_NULL)
            status = complaint_facts_set_copy(facts, copied[i], value, error);
    }
    if (status == COMPLAINT_OK)
        status = set_party(self, what, facts, error);
    if (status == COMPLAINT_OK)
        status =
            set_parts(self, what, complaint_facts_get(facts, "party") != NULL,
                      facts, error);
    return status;
}

/* Do the facts change it? */
static bool touches_hold(const complaint_record *record,
                         const complaint_facts *facts)
{
    const complaint_facts *value = complaint_facts_get(facts, "legal_hold");
    int type = complaint_facts_type(value);
    bool held = record != NULL &&
                complaint_record_integer(record, "legal_hold", 0) != 0;

    if (value == NULL)
        return false;
    if (type != COMPLAINT_FACTS_BOOLEAN && type != COMPLAINT_FACTS_NULL)
        return true;
    return held != (complaint_facts_integer(value, 0) != 0);
}

int complaint__hold_may(complaint_context *context,
                        const complaint_actor *actor,
                        const complaint_record *record,
                        const complaint_facts *facts, complaint_error **error)
{
    const char *reason = complaint_facts_text(
        complaint_facts_get(facts, COMPLAINT__HOLD_REASON), "");
    int status = COMPLAINT_DENIED;

    if (!touches_hold(record, facts))
        return COMPLAINT_OK;
    if (!complaint__actor_has_role(actor, COMPLAINT__ROLE_PRIVACY)) {
        status =
            complaint__fail(context, error, status, "hold.denied", "actor",
                            "only the role \"%s\" may set or lift a legal hold",
                            COMPLAINT__ROLE_PRIVACY);
        complaint__error_item(error, COMPLAINT__ROLE_PRIVACY);
    } else if (reason[0] != '\0') {
        status = COMPLAINT_OK;
    } else {
        status = complaint__fail(context, error, COMPLAINT_INCOMPLETE,
                                 "hold.reason", COMPLAINT__HOLD_REASON,
                                 "a legal hold is set and lifted for a reason");
        complaint__error_item(error, COMPLAINT__HOLD_REASON);
    }
    return status;
}

static int check_hold(const complaint_case *self, complaint_error **error)
{
    const complaint_record *record = complaint__case_record(self);

    if (complaint_record_integer(record, "legal_hold", 0) == 0)
        return COMPLAINT_OK;
    return complaint__fail(context_of(self), error, COMPLAINT_REFUSED,
                           "case.legal_hold", "legal_hold",
                           "a legal hold is on the case: nothing of it is "
                           "erased");
}

static int say(const complaint_case *self, int64_t before,
               const complaint__erased *erased, complaint_facts **out,
               complaint_error **error)
{
    const complaint_record *record = complaint__case_record(self);
    int64_t revision = complaint_record_integer(record, "revision", 0);
    complaint_facts *facts;
    int status;

    if (out == NULL)
        return COMPLAINT_OK;
    status = complaint_facts_new(context_of(self), &facts, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(
            facts, "entry", revision > before ? revision : 0, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(
            facts, "entries", revision > before ? erased->entries : 0, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_text(
            facts, "erased", complaint_record_text(record, "erased"), error);
    if (status == COMPLAINT_OK)
        *out = facts;
    else
        complaint_facts_free(facts);
    return status;
}

int complaint__case_erase(complaint_case *self, const complaint_actor *actor,
                          const complaint_facts *what, complaint_facts **out,
                          complaint_error **error)
{
    complaint__erased erased = {0};
    complaint__entry entry = {.kind = COMPLAINT__ENTRY_ERASE,
                              .happened_at = COMPLAINT_TIME_NONE,
                              .actor = actor,
                              .erased = &erased};
    complaint_facts *facts = NULL;
    int64_t before =
        complaint_record_integer(complaint__case_record(self), "revision", 0);
    int status = complaint_facts_new(context_of(self), &facts, error);

    if (status == COMPLAINT_OK)
        status = draft(self, what, facts, error);
    if (status == COMPLAINT_OK)
        status = check_hold(self, error);
    entry.facts = facts;
    if (status == COMPLAINT_OK && !complaint__case_is_erased(self, facts))
        status = complaint__case_append(self, &entry, error);
    complaint_facts_free(facts);
    return status == COMPLAINT_OK ? say(self, before, &erased, out, error)
                                  : status;
}

int complaint_case_erase(complaint_case *self, const complaint_actor *actor,
                         const complaint_facts *what, complaint_facts **out,
                         complaint_error **error)
{
    int status = complaint__casework_begin(self, actor, error);

    if (out != NULL)
        *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    if (complaint_facts_type(what) != COMPLAINT_FACTS_MAP)
        return complaint__casework_misuse(self, error, "what");
    status = complaint__privacy_may(context_of(self), actor, error);
    if (status == COMPLAINT_OK)
        status = complaint__case_erase(self, actor, what, out, error);
    if (status == COMPLAINT_OK)
        status = complaint__register_forget_traces(
            complaint__case_register(self), error);
    if (status != COMPLAINT_OK && out != NULL) {
        complaint_facts_free(*out);
        *out = NULL;
    }
    return status;
}
