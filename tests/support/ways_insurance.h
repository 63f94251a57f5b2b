/* What "insurance" must be like (complaints of an insurer's customers), from
 * its source 保险公司客户服务人员的客户投诉处理流程, and its main way. */
#ifndef TESTS_SUPPORT_WAYS_INSURANCE_H
#define TESTS_SUPPORT_WAYS_INSURANCE_H

#include "support/route.h"

#define INSURANCE_ROLES                                                        \
    "service underwriting claims service_quality technical "                   \
    "other_department manager"

static const rule insurance_rules[] = {
    {"register", "received", "registered", "service",
     "{\"identity_checked\":true,"
     "\"description\":\"description\",\"channel\":\"phone\"}",
     "identity_checked description channel", NULL,
     "{\"identity_checked\":false,"
     "\"description\":\"description\",\"channel\":\"phone\"}"},
    {"transfer_underwriting", "registered", "with_underwriting", "service",
     "{\"category\":\"service\",\"unit\":\"store-01\"}", "category unit", NULL,
     NULL},
    {"take_up_underwriting", "with_underwriting", "investigating",
     "underwriting", "{\"contact\":\"contact\"}", "contact", NULL, NULL},
    {"transfer_claims", "registered", "with_claims", "service",
     "{\"category\":\"service\",\"unit\":\"store-01\"}", "category unit", NULL,
     NULL},
    {"take_up_claims", "with_claims", "investigating", "claims",
     "{\"contact\":\"contact\"}", "contact", NULL, NULL},
    {"transfer_service", "registered", "with_service", "service",
     "{\"category\":\"service\",\"unit\":\"store-01\"}", "category unit", NULL,
     NULL},
    {"take_up_service", "with_service", "investigating", "service_quality",
     "{\"contact\":\"contact\"}", "contact", NULL, NULL},
    {"transfer_technical", "registered", "with_technical", "service",
     "{\"category\":\"service\",\"unit\":\"store-01\"}", "category unit", NULL,
     NULL},
    {"take_up_technical", "with_technical", "investigating", "technical",
     "{\"contact\":\"contact\"}", "contact", NULL, NULL},
    {"transfer_other", "registered", "with_other", "service",
     "{\"category\":\"service\",\"unit\":\"store-01\"}", "category unit", NULL,
     NULL},
    {"take_up_other", "with_other", "investigating", "other_department",
     "{\"contact\":\"contact\"}", "contact", NULL, NULL},
    {"misdirected",
     "with_underwriting with_claims with_service with_technical "
     "with_other",
     "registered",
     "underwriting claims service_quality technical "
     "other_department",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"investigate", "investigating", "investigated",
     "underwriting claims service_quality technical "
     "other_department",
     "{\"findings\":\"findings\","
     "\"evidence\":[{\"name\":\"recording\"}],"
     "\"cause\":\"method.process\"}",
     "findings evidence cause", NULL, NULL},
    {"plan", "investigated", "planned",
     "underwriting claims service_quality technical "
     "other_department",
     "{\"solution\":\"solution\",\"company_error\":true,"
     "\"compensation\":{\"amount\":50000,\"currency\":\"CNY\"},"
     "\"correction\":\"rate corrected\"}",
     "solution company_error", NULL,
     "{\"solution\":\"solution\",\"company_error\":true,"
     "\"compensation\":{\"amount\":50000,\"currency\":\"CNY\"}}"},
    {"feed_back", "planned", "answered",
     "service underwriting claims service_quality technical "
     "other_department",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "communication", NULL, NULL},
    {"track", "answered", "tracked", "service",
     "{\"solved\":true,\"survey\":{\"result\":4,\"handling\":5}}",
     "solved survey", NULL,
     "{\"solved\":false,\"survey\":{\"result\":4,"
     "\"handling\":5}}"},
    {"not_solved", "answered", "investigating", "service",
     "{\"refusal_reason\":\"refusal reason\"}", "refusal_reason", NULL, NULL},
    {"refer_outside", "answered", "external_dispute", "service manager",
     "{\"body\":\"body\"}", "body", NULL, NULL},
    {"close", "tracked external_dispute", "closed", "service manager",
     "{\"outcome\":\"settled\",\"analysis\":\"analysis\"}", "outcome analysis",
     NULL, NULL},
    {"withdraw",
     "received registered with_underwriting with_claims "
     "with_service with_technical with_other investigating "
     "investigated planned answered external_dispute",
     "withdrawn", "service", "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "registered", "service manager",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
};

static const char insurance_main[] =
    "file - 2019-04-25 09:32\n"
    "register service:s 2019-04-25 10:00\n"
    "transfer_claims service:s 2019-04-25 10:30\n"
    "take_up_claims claims:c 2019-04-26 09:00\n"
    "investigate claims:c 2019-04-30 10:00\n"
    "plan claims:c 2019-05-05 10:00\n"
    "feed_back service:s 2019-05-06 10:00\n"
    "track service:s 2019-05-08 10:00\n"
    "close service:s 2019-05-09 10:00\n"
    "=closed\n";

#endif
