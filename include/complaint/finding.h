/* A finding: the attribution of responsibility, with shares that sum to all
 * (ISO 10002:2018 7.6; DOMAIN: parties, primary and secondary, causes). */
#ifndef COMPLAINT_FINDING_H
#define COMPLAINT_FINDING_H

#include <complaint/facts.h>

COMPLAINT_BEGIN

/** All of it, in basis points. */
#define COMPLAINT_SHARE_ALL 10000

/** A finding being put together, to be given to complaint_case_attribute(). */
typedef struct complaint_finding complaint_finding;

/**
 * Make an empty finding.
 *
 * @param[in]  context  not NULL.
 * @param[out] out  the finding; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_finding_free().
 * @return COMPLAINT_OK; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_finding_new(complaint_context *context, complaint_finding **out,
                      complaint_error **error);

/**
 * Add a share.
 *
 * @param[in]  finding  not NULL.
 * @param[in]  party_kind  "unit", "supplier", "complainant", "third_party" or
 *   "none" (no fault).
 * @param[in]  party  code of the unit, supplier or third party; NULL for
 *   "complainant" and "none".
 * @param[in]  basis_points  1 to 10 000.
 * @param[in]  primary  primary (主要) or secondary (次要) responsibility.
 * @param[in]  cause  cause code; NULL when not known.
 * @param[in]  evidence  id of a record of "evidence" in the case; NULL for
 *   none.
 * @param[out] error  names the argument.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an unknown kind, a party that
 *   is missing or too much, a share out of range; COMPLAINT_EXISTS for the
 *   same party with the same cause twice; COMPLAINT_LIMIT past
 *   COMPLAINT_LIMIT_SHARES; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_finding_add_share(complaint_finding *finding, const char *party_kind,
                            const char *party, int basis_points, bool primary,
                            const char *cause, const char *evidence,
                            complaint_error **error);

/**
 * Say who decided, under which authority, and why.
 *
 * @param[in]  finding  not NULL.
 * @param[in]  decided_by  id of the person; not NULL.
 * @param[in]  authority  rule or office; NULL for none.
 * @param[in]  explanation  NULL for none; required when a share falls on the
 *   complainant.
 * @param[out] error  names the argument.
 * @ownership Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_INVALID; COMPLAINT_LIMIT;
 *   COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_finding_decide(complaint_finding *finding, const char *decided_by,
                         const char *authority, const char *explanation,
                         complaint_error **error);

/**
 * Free a finding.
 *
 * @param[in] finding  NULL is fine.
 * @ownership Takes the finding.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_finding_free(complaint_finding *finding);

COMPLAINT_END

#endif
