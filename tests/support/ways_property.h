/* What "property" must be like (complaints to a property manager), from its
 * source 顾客投诉(建议)处理程序 and 客户投诉处理管理制度, and its main way. */
#ifndef TESTS_SUPPORT_WAYS_PROPERTY_H
#define TESTS_SUPPORT_WAYS_PROPERTY_H

#include "support/route.h"

#define PROPERTY_ROLES "staff assistant unit_staff unit_head manager company"

static const rule property_rules[] = {
    {"solve_on_spot", "received", "told", "staff assistant manager",
     "{\"solution\":\"solution\","
     "\"reported_to\":\"reported to\"}",
     "solution reported_to", NULL, NULL},
    {"class_1", "received", "own_service", "staff assistant manager",
     "{\"complaint_form\":{\"room\":\"room\","
     "\"phone\":\"phone\",\"matter\":\"matter\","
     "\"subject\":\"subject\"},\"severity\":\"minor\"}",
     "complaint_form severity", NULL, NULL},
    {"class_2", "received", "building", "assistant manager",
     "{\"defect_record\":{\"room\":\"room\",\"place\":\"place\","
     "\"defect\":\"defect\"}}",
     "defect_record", NULL, NULL},
    {"class_3", "received", "surroundings", "staff assistant manager",
     "{\"duty_log\":{\"matter\":\"matter\","
     "\"impact\":\"impact\"}}",
     "duty_log", NULL, NULL},
    {"take_by_company", "received", "at_company", "staff assistant company",
     "{\"complaint_form\":{\"room\":\"room\","
     "\"phone\":\"phone\",\"matter\":\"matter\","
     "\"subject\":\"subject\"},\"came_from\":\"came from\"}",
     "complaint_form came_from", NULL, NULL},
    {"assign", "own_service", "in_hand", "assistant manager",
     "{\"task\":{\"title\":\"see to it\",\"unit\":\"store-01\","
     "\"due_at\":\"2019-05-10T18:00:00+08:00\"}}",
     "task", NULL,
     "{\"task\":{\"title\":\"see to it\",\"unit\":\"store-01\","
     "\"due_at\":\"2019-05-10T18:00:00+08:00\"},"
     "\"severity\":\"critical\"}"},
    {"organise", "own_service", "in_hand", "manager",
     "{\"measures\":\"measures\","
     "\"task\":{\"title\":\"see to it\",\"unit\":\"store-01\","
     "\"owner\":\"clerk-1\","
     "\"due_at\":\"2019-05-10T18:00:00+08:00\"}}",
     "measures task", NULL, NULL},
    {"report_result", "in_hand", "result_reported",
     "unit_staff unit_head manager", "{\"result\":\"result\"}", "result", NULL,
     NULL},
    {"pass_to_developer", "building", "with_developer", "assistant manager",
     "{\"wide_impact\":false,\"passed_to\":\"passed to\"}",
     "wide_impact passed_to", NULL,
     "{\"wide_impact\":true,\"passed_to\":\"passed to\"}"},
    {"report_defect", "building", "at_company", "assistant manager",
     "{\"written_report\":\"written report\"}", "written_report", NULL, NULL},
    {"company_passes", "at_company", "with_developer", "company",
     "{\"passed_to\":\"passed to\",\"letter\":\"letter\"}", "passed_to letter",
     NULL, NULL},
    {"developer_result", "with_developer", "confirmed",
     "assistant manager company",
     "{\"result\":\"result\",\"checked_on_site\":true}",
     "result checked_on_site", NULL,
     "{\"result\":\"result\",\"checked_on_site\":false}"},
    {"report_specially", "surroundings", "reported", "assistant manager",
     "{\"special_report\":\"special report\","
     "\"authority\":\"authority\"}",
     "special_report authority", NULL, NULL},
    {"publish", "surroundings reported", "told", "assistant manager",
     "{\"result\":\"result\","
     "\"published_where\":\"published where\"}",
     "result published_where", NULL, NULL},
    {"escalate", "own_service in_hand with_developer surroundings reported",
     "at_company", "unit_head assistant manager",
     "{\"difficulty\":\"difficulty\"}", "difficulty", NULL, NULL},
    {"company_decides", "at_company", "in_hand", "company",
     "{\"opinion\":\"opinion\",\"copied_to\":\"copied to\","
     "\"task\":{\"title\":\"see to it\",\"unit\":\"store-01\","
     "\"due_at\":\"2019-05-10T18:00:00+08:00\"}}",
     "opinion copied_to task", NULL, NULL},
    {"confirm_result", "result_reported", "confirmed", "unit_head company",
     "{\"signed\":true}", "signed", "report_result", "{\"signed\":false}"},
    {"send_back", "result_reported", "in_hand", "unit_head manager company",
     "{\"reason\":\"reason\"}", "reason", "report_result", NULL},
    {"tell_resident", "confirmed", "told", "staff assistant manager company",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "communication", NULL, NULL},
    {"explain_on_principle", "own_service in_hand", "told", "manager",
     "{\"principle\":\"principle\","
     "\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "principle communication", NULL, NULL},
    {"not_satisfied", "told", "own_service", "staff assistant manager",
     "{\"refusal_reason\":\"refusal reason\"}", "refusal_reason", NULL, NULL},
    {"refer_outside", "told", "external_dispute", "manager company",
     "{\"body\":\"body\"}", "body", NULL, NULL},
    {"close", "told", "closed", "assistant manager",
     "{\"survey\":{\"result\":4,\"handling\":5},"
     "\"outcome\":\"settled\"}",
     "survey outcome", NULL, NULL},
    {"close_after_dispute", "external_dispute", "closed", "manager company",
     "{\"outcome\":\"settled\"}", "outcome", NULL, NULL},
    {"withdraw",
     "received own_service in_hand building with_developer "
     "surroundings reported at_company result_reported confirmed "
     "told external_dispute",
     "withdrawn", "staff assistant manager company", "{\"reason\":\"reason\"}",
     "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "own_service", "manager company",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
};

static const char property_main[] =
    "file - 2019-04-25 09:32\n"
    "class_1 staff:s 2019-04-25 10:00\n"
    "assign assistant:a 2019-04-26 09:00\n"
    "report_result unit_staff:u 2019-04-28 10:00\n"
    "confirm_result unit_head:h 2019-04-28 15:00\n"
    "tell_resident assistant:a 2019-04-29 10:00\n"
    "close assistant:a 2019-05-05 10:00\n"
    "=closed\n";

#endif
