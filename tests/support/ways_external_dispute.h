/* What "external-dispute" must be like (disputes outside the organisation),
 * from its source ISO 10003:2018, clause 7, and its main way. */
#ifndef TESTS_SUPPORT_WAYS_EXTERNAL_DISPUTE_H
#define TESTS_SUPPORT_WAYS_EXTERNAL_DISPUTE_H

#include "support/route.h"

#define EXTERNAL_DISPUTE_ROLES "coordinator representative manager resolver"

static const rule external_dispute_rules[] = {
    {"notify", "referred", "notified", "coordinator",
     "{\"repeat_of\":\"2019-00017\",\"body\":\"body\","
     "\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "repeat_of body communication", NULL, NULL},
    {"accept", "notified", "accepted", "coordinator resolver",
     "{\"inner_ways_exhausted\":true,\"within_competence\":true}",
     "inner_ways_exhausted within_competence", NULL,
     "{\"inner_ways_exhausted\":true,"
     "\"within_competence\":false}"},
    {"decline", "notified", "not_eligible", "coordinator resolver",
     "{\"reason\":\"reason\",\"outcome\":\"settled\"}", "reason outcome", NULL,
     NULL},
    {"present", "accepted", "presented", "representative",
     "{\"position\":\"position\","
     "\"complaint_record\":\"complaint record\"}",
     "position complaint_record", NULL, NULL},
    {"mediate", "presented", "mediation", "coordinator",
     "{\"resolver_named\":\"resolver named\"}", "resolver_named", NULL, NULL},
    {"ask_opinion", "presented", "opinion", "coordinator",
     "{\"resolver_named\":\"resolver named\"}", "resolver_named", NULL, NULL},
    {"arbitrate", "presented", "arbitration", "manager",
     "{\"complainant_consents\":true,"
     "\"organisation_consents\":true}",
     "complainant_consents organisation_consents", NULL,
     "{\"complainant_consents\":false,"
     "\"organisation_consents\":true}"},
    {"go_to_court", "accepted presented mediation opinion recommended", "court",
     "coordinator representative manager", "{\"court_name\":\"court name\"}",
     "court_name", NULL, NULL},
    {"agree", "accepted presented mediation court", "agreed", "manager",
     "{\"settlement\":\"settlement\","
     "\"signed_by_complainant\":true}",
     "settlement signed_by_complainant", "present",
     "{\"settlement\":\"settlement\","
     "\"signed_by_complainant\":false}"},
    {"end_mediation", "mediation", "presented", "resolver coordinator",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"recommend", "opinion", "recommended", "resolver",
     "{\"recommendation\":\"recommendation\"}", "recommendation", "present",
     NULL},
    {"accept_recommendation", "recommended", "agreed", "manager",
     "{\"complainant_accepts\":true}", "complainant_accepts", NULL,
     "{\"complainant_accepts\":false}"},
    {"decline_recommendation", "recommended", "presented",
     "manager coordinator", "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"decide", "arbitration court", "decided", "resolver coordinator",
     "{\"decision\":\"decision\","
     "\"decided_at\":\"2019-04-25T08:30:00+08:00\"}",
     "decision decided_at", "present", NULL},
    {"carry_out", "agreed decided", "carried_out", "representative manager",
     "{\"carried_out\":\"carried out\"}", "carried_out", NULL, NULL},
    {"not_carried_out", "carried_out", "agreed", "coordinator",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"close", "carried_out", "closed", "coordinator",
     "{\"outcome\":\"settled\",\"lessons\":\"lessons\"}", "outcome lessons",
     "carry_out", NULL},
    {"withdraw",
     "referred notified accepted presented mediation opinion "
     "recommended arbitration court",
     "withdrawn", "coordinator", "{\"reason\":\"reason\"}", "reason", NULL,
     NULL},
    {"reopen", "closed not_eligible withdrawn", "accepted", "coordinator",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
};

static const char external_dispute_main[] =
    "file - 2019-04-25 09:32\n"
    "notify coordinator:c 2019-04-26 10:00\n"
    "accept coordinator:c 2019-04-29 10:00\n"
    "present representative:r 2019-05-06 10:00\n"
    "mediate coordinator:c 2019-05-07 10:00\n"
    "agree manager:m 2019-05-20 10:00\n"
    "carry_out representative:r 2019-05-27 10:00\n"
    "close coordinator:c 2019-05-28 10:00\n"
    "=closed\n";

#endif
