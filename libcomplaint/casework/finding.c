/* Findings while they are put together: shares and who decided. Recording
 * them in a case: attribute.c. */
#include "casework/casework.h"

#include "base/context.h"
#include "base/failure.h"
#include "base/identity.h"
#include "text/text.h"

#include <complaint/limits.h>

#include <string.h>

struct complaint_finding {
    complaint_context *context;
    complaint__share *shares;
    size_t count;
    char *decided_by;
    char *authority;
    char *explanation;
};

int complaint_finding_new(complaint_context *context, complaint_finding **out,
                          complaint_error **error)
{
    complaint_finding *finding;

    if (out == NULL)
        return complaint__fail_misuse(context, error, "out");
    *out = NULL;
    if (context == NULL)
        return complaint__fail_misuse(NULL, error, "context");
    finding = complaint__alloc_array(context, 1, sizeof *finding);
    if (finding == NULL)
        return complaint__fail_memory(error);
    finding->context = complaint__context_ref(context);
    *out = finding;
    return COMPLAINT_OK;
}

static void free_share(complaint_context *context, complaint__share *share)
{
    complaint__free(context, share->party_kind);
    complaint__free(context, share->party);
    complaint__free(context, share->cause);
    complaint__free(context, share->evidence);
}

void complaint_finding_free(complaint_finding *finding)
{
    complaint_context *context;

    if (finding == NULL)
        return;
    context = finding->context;
    for (size_t i = 0; i < finding->count; i++)
        free_share(context, &finding->shares[i]);
    complaint__free(context, finding->shares);
    complaint__free(context, finding->decided_by);
    complaint__free(context, finding->authority);
    complaint__free(context, finding->explanation);
    complaint__free(context, finding);
    complaint__context_unref(context);
}

const complaint__share *
complaint__finding_shares(const complaint_finding *finding, size_t *count)
{
    *count = finding->count;
    return finding->shares;
}

/* ---- shares ---- */

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static int invalid(complaint_finding *finding, complaint_error **error,
                   const char *detail, const char *field, const char *message)
{
    return complaint__fail(
        finding->context, error, COMPLAINT_INVALID, detail, field, "%s",
        complaint__context_translate(finding->context, message));
}

static int check_party(complaint_finding *finding, const char *kind,
                       const char *party, complaint_error **error)
{
    static const struct {
        const char *kind;
        bool named;
    } kinds[] = {{"unit", true},
                 {"supplier", true},
                 {"third_party", true},
                 {"complainant", false},
                 {"none", false}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].kind, kind) != 0)
            continue;
        if (kinds[i].named && party == NULL)
            return invalid(finding, error, "finding.party", "party",
                           "this kind of party needs a code");
        if (!kinds[i].named && party != NULL)
            return invalid(finding, error, "finding.party", "party",
                           "this kind of party takes no code");
        return party == NULL ? COMPLAINT_OK
                             : complaint__code_check(finding->context, "party",
                                                     party, error);
    }
    return invalid(finding, error, "finding.party_kind", "party_kind",
                   "a party is a unit, supplier, complainant, third_party or "
                   "none");
}

static int check_share(complaint_finding *finding, const char *party_kind,
                       const char *party, int basis_points, const char *cause,
                       const char *evidence, complaint_error **error)
{
    int status = check_party(finding, party_kind, party, error);

    if (status == COMPLAINT_OK && cause != NULL)
        status = complaint__code_check(finding->context, "cause", cause, error);
    if (status == COMPLAINT_OK && evidence != NULL)
        status = complaint__code_check(finding->context, "evidence", evidence,
                                       error);
    if (status != COMPLAINT_OK)
        return status;
    if (basis_points < 1 || basis_points > COMPLAINT_SHARE_ALL)
        return invalid(finding, error, "finding.share", "basis_points",
                       "a share is 1 to 10000 basis points");
    return COMPLAINT_OK;
}

/* In Unicode NFC, as facts keep it. */
static int copy(complaint_context *context, const char *field, const char *from,
                char **to, complaint_error **error)
{
    size_t size;

    *to = NULL;
    if (from == NULL)
        return COMPLAINT_OK;
    return complaint__text_enter(context, field, from, strlen(from),
                                 COMPLAINT_LIMIT_CODE, to, &size, error);
}

static int add(complaint_finding *finding, const complaint__share *share,
               complaint_error **error)
{
    complaint__share *shares;

    for (size_t i = 0; i < finding->count; i++)
        if (strcmp(finding->shares[i].party_kind, share->party_kind) == 0 &&
            same(finding->shares[i].party, share->party) &&
            same(finding->shares[i].cause, share->cause))
            return complaint__fail(
                finding->context, error, COMPLAINT_EXISTS, "finding.twice",
                "party", "this party has a share for this cause already");
    if (finding->count >= COMPLAINT_LIMIT_SHARES)
        return complaint__fail_limit(finding->context, error, "shares",
                                     COMPLAINT_LIMIT_SHARES);
    shares = complaint__realloc_array(finding->context, finding->shares,
                                      finding->count + 1, sizeof *shares);
    if (shares == NULL)
        return complaint__fail_memory(error);
    finding->shares = shares;
    shares[finding->count++] = *share;
    return COMPLAINT_OK;
}

int complaint_finding_add_share(complaint_finding *finding,
                                const char *party_kind, const char *party,
                                int basis_points, bool primary,
                                const char *cause, const char *evidence,
                                complaint_error **error)
{
    complaint__share share = {0};
    int status;

    if (finding == NULL)
        return complaint__fail_misuse(NULL, error, "finding");
    if (party_kind == NULL)
        return complaint__fail_misuse(finding->context, error, "party_kind");
    status = check_share(finding, party_kind, party, basis_points, cause,
                         evidence, error);
    if (status != COMPLAINT_OK)
        return status;
    share.basis_points = basis_points;
    share.primary = primary;
    status = copy(finding->context, "party_kind", party_kind, &share.party_kind,
                  error);
    if (status == COMPLAINT_OK)
        status = copy(finding->context, "party", party, &share.party, error);
    if (status == COMPLAINT_OK)
        status = copy(finding->context, "cause", cause, &share.cause, error);
    if (status == COMPLAINT_OK)
        status = copy(finding->context, "evidence", evidence, &share.evidence,
                      error);
    if (status == COMPLAINT_OK)
        status = add(finding, &share, error);
    if (status != COMPLAINT_OK)
        free_share(finding->context, &share);
    return status;
}

/* ---- deciding ---- */

static int replace(complaint_finding *finding, const char *field,
                   const char *text, char **to, complaint_error **error)
{
    char *entered = NULL;
    size_t size;
    int status = COMPLAINT_OK;

    if (text != NULL)
        status =
            complaint__text_enter(finding->context, field, text, strlen(text),
                                  COMPLAINT_LIMIT_TEXT, &entered, &size, error);
    if (status != COMPLAINT_OK)
        return status;
    complaint__free(finding->context, *to);
    *to = entered;
    return COMPLAINT_OK;
}

int complaint_finding_decide(complaint_finding *finding, const char *decided_by,
                             const char *authority, const char *explanation,
                             complaint_error **error)
{
    char *texts[3] = {NULL, NULL, NULL};
    int status;

    if (finding == NULL)
        return complaint__fail_misuse(NULL, error, "finding");
    if (decided_by == NULL)
        return complaint__fail_misuse(finding->context, error, "decided_by");
    status = complaint__code_check(finding->context, "decided_by", decided_by,
                                   error);
    if (status == COMPLAINT_OK)
        status = replace(finding, "decided_by", decided_by, &texts[0], error);
    if (status == COMPLAINT_OK)
        status = replace(finding, "authority", authority, &texts[1], error);
    if (status == COMPLAINT_OK)
        status = replace(finding, "explanation", explanation, &texts[2], error);
    if (status == COMPLAINT_OK) {
        complaint__free(finding->context, finding->decided_by);
        complaint__free(finding->context, finding->authority);
        complaint__free(finding->context, finding->explanation);
        finding->decided_by = texts[0];
        finding->authority = texts[1];
        finding->explanation = texts[2];
        return COMPLAINT_OK;
    }
    for (size_t i = 0; i < 3; i++)
        complaint__free(finding->context, texts[i]);
    return status;
}

/* ---- as a whole ---- */

static int check_sum(const complaint_finding *finding, complaint_error **error)
{
    int64_t sum = 0;

    for (size_t i = 0; i < finding->count; i++)
        sum += finding->shares[i].basis_points;
    if (sum == COMPLAINT_SHARE_ALL)
        return COMPLAINT_OK;
    return complaint__fail(finding->context, error, COMPLAINT_INVALID,
                           "finding.sum", "shares",
                           "the shares sum to %lld basis points and not to "
                           "%d",
                           (long long)sum, COMPLAINT_SHARE_ALL);
}

int complaint__finding_check(const complaint_finding *finding,
                             complaint_error **error)
{
    int status = check_sum(finding, error);
    bool complainant = false;
    bool primary = false;
    bool none = false;

    if (status != COMPLAINT_OK)
        return status;
    for (size_t i = 0; i < finding->count; i++) {
        const complaint__share *share = &finding->shares[i];

        primary = primary || share->primary;
        none = none || strcmp(share->party_kind, "none") == 0;
        complainant =
            complainant || strcmp(share->party_kind, "complainant") == 0;
    }
    if (!primary)
        return complaint__fail(finding->context, error, COMPLAINT_INVALID,
                               "finding.primary", "shares",
                               "no share is primary");
    if (none && finding->count > 1)
        return complaint__fail(finding->context, error, COMPLAINT_INVALID,
                               "finding.none", "shares",
                               "\"none\" does not go with other parties");
    if (complainant &&
        (finding->explanation == NULL || finding->explanation[0] == '\0')) {
        status = complaint__fail(finding->context, error, COMPLAINT_INCOMPLETE,
                                 "finding.explanation", "explanation",
                                 "a share of the complainant needs a written "
                                 "explanation");
        complaint__error_item(error, "explanation");
    }
    return status;
}

static int add_id(complaint_context *context, complaint_facts *map,
                  complaint_error **error)
{
    char id[COMPLAINT__ID_SIZE];
    int status = complaint__id_new(context, id, error);

    return status == COMPLAINT_OK
               ? complaint_facts_set_text(map, "id", id, error)
               : status;
}

static int add_text(complaint_facts *map, const char *key, const char *text,
                    complaint_error **error)
{
    return text == NULL ? COMPLAINT_OK
                        : complaint_facts_set_text(map, key, text, error);
}

static int add_share(const complaint_finding *finding, complaint_facts *list,
                     const complaint__share *share, complaint_error **error)
{
    complaint_facts *map;
    int status = complaint_facts_set_map(list, NULL, &map, error);

    if (status == COMPLAINT_OK)
        status = add_id(finding->context, map, error);
    if (status == COMPLAINT_OK)
        status = add_text(map, "party_kind", share->party_kind, error);
    if (status == COMPLAINT_OK)
        status = add_text(map, "party", share->party, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_integer(map, "basis_points",
                                             share->basis_points, error);
    if (status == COMPLAINT_OK)
        status = add_text(map, "rank", share->primary ? "primary" : "secondary",
                          error);
    if (status == COMPLAINT_OK)
        status = add_text(map, "cause", share->cause, error);
    if (status == COMPLAINT_OK)
        status = add_text(map, "evidence", share->evidence, error);
    return status;
}

int complaint__finding_facts(const complaint_finding *finding,
                             complaint_facts **out, complaint_error **error)
{
    complaint_facts *facts = NULL;
    complaint_facts *list;
    int status = complaint_facts_new(finding->context, &facts, error);

    *out = facts;
    if (status == COMPLAINT_OK)
        status = add_id(finding->context, facts, error);
    if (status == COMPLAINT_OK)
        status = add_text(facts, "decided_by", finding->decided_by, error);
    if (status == COMPLAINT_OK)
        status = add_text(facts, "authority", finding->authority, error);
    if (status == COMPLAINT_OK)
        status = add_text(facts, "explanation", finding->explanation, error);
    if (status == COMPLAINT_OK)
        status = complaint_facts_set_list(facts, "shares", &list, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < finding->count; i++)
        status = add_share(finding, list, &finding->shares[i], error);
    return status;
}
