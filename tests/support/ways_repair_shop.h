/* What "repair-shop" must be like (complaints at a repair shop), from its
 * source 客户投诉受理程序 and the shop's forms, and its main way. */
#ifndef TESTS_SUPPORT_WAYS_REPAIR_SHOP_H
#define TESTS_SUPPORT_WAYS_REPAIR_SHOP_H

#include "support/route.h"

#define REPAIR_SHOP_ROLES                                                      \
    "service_centre department technician team_leader inspector "              \
    "marketing"

static const rule repair_shop_rules[] = {
    {"verify", "received", "verified", "service_centre",
     "{\"description\":\"description\","
     "\"occurred_at\":\"2019-04-25T08:30:00+08:00\","
     "\"verification\":\"verification\"}",
     "description occurred_at verification", NULL, NULL},
    {"notify", "verified", "with_department", "service_centre",
     "{\"unit\":\"store-01\"}", "unit", NULL, NULL},
    {"misdirected", "with_department", "verified", "department",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"confirm", "with_department", "confirmed", "department",
     "{\"findings\":\"findings\",\"in_scope\":true,"
     "\"cause_group\":\"human\"}",
     "findings in_scope cause_group", NULL, NULL},
    {"explain", "confirmed", "answered", "department service_centre",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"},"
     "\"called_at\":\"2019-04-25T08:30:00+08:00\"}",
     "communication called_at", NULL, NULL},
    {"invite", "confirmed", "invited", "department service_centre",
     "{\"appointment\":\"2019-04-25T08:30:00+08:00\"}", "appointment", NULL,
     NULL},
    {"examine", "invited", "examined", "technician team_leader",
     "{\"examination\":\"examination\"}", "examination", NULL,
     "{\"examination\":\"examination\","
     "\"charge\":{\"amount\":100,\"currency\":\"CNY\"}}"},
    {"did_not_come", "invited", "confirmed", "service_centre",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"agree_repair", "examined", "repairing", "department service_centre",
     "{\"consent\":true,\"repair_order\":\"repair order\"}",
     "consent repair_order", NULL,
     "{\"consent\":false,\"repair_order\":\"repair order\"}"},
    {"decline_repair", "examined", "answered", "department service_centre",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"self_check", "repairing", "self_checked", "technician",
     "{\"work_done\":\"work done\",\"signed\":true}", "work_done signed", NULL,
     "{\"work_done\":\"work done\",\"signed\":false}"},
    {"team_check", "self_checked", "team_checked", "team_leader",
     "{\"signed\":true}", "signed", "self_check", "{\"signed\":false}"},
    {"pass_inspection", "team_checked", "passed", "inspector",
     "{\"inspection\":\"inspection\"}", "inspection", "self_check team_check",
     NULL},
    {"fail_inspection", "self_checked team_checked", "repairing",
     "team_leader inspector",
     "{\"rework_cause\":\"parts\","
     "\"rework_record\":\"rework record\"}",
     "rework_cause rework_record", "self_check", NULL},
    {"hand_over", "passed", "answered", "department service_centre",
     "{\"tracking_record\":\"tracking record\"}", "tracking_record", NULL,
     NULL},
    {"call_back", "answered", "called_back", "service_centre",
     "{\"survey\":{\"result\":4,\"handling\":5}}", "survey", NULL, NULL},
    {"not_satisfied", "called_back", "with_department", "service_centre",
     "{\"refusal_reason\":\"refusal reason\"}", "refusal_reason", NULL, NULL},
    {"refer_outside", "called_back", "external_dispute", "service_centre",
     "{\"body\":\"body\"}", "body", NULL, NULL},
    {"file_away", "called_back external_dispute", "closed", "marketing",
     "{\"outcome\":\"settled\",\"category\":\"service\"}", "outcome category",
     NULL, NULL},
    {"withdraw",
     "received verified with_department confirmed invited examined "
     "answered called_back external_dispute",
     "withdrawn", "service_centre", "{\"reason\":\"reason\"}", "reason", NULL,
     NULL},
    {"reopen", "closed withdrawn", "with_department", "service_centre",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
};

static const char repair_shop_main[] =
    "file - 2019-04-25 09:32\n"
    "verify service_centre:s 2019-04-25 10:00\n"
    "notify service_centre:s 2019-04-25 10:30\n"
    "confirm department:d 2019-04-26 10:00\n"
    "invite department:d 2019-04-26 11:00\n"
    "examine technician:t 2019-04-29 09:00\n"
    "agree_repair service_centre:s 2019-04-29 09:30\n"
    "self_check technician:t 2019-04-29 15:00\n"
    "team_check team_leader:l 2019-04-29 15:30\n"
    "pass_inspection inspector:i 2019-04-29 16:00\n"
    "hand_over service_centre:s 2019-04-29 17:00\n"
    "call_back service_centre:s 2019-05-02 10:00\n"
    "file_away marketing:m 2019-05-05 10:00\n"
    "=closed\n";

#endif
