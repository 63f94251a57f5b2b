/* What "laboratory" must be like (complaints about a PCR laboratory), from its
 * source 检验科PCR实验室抱怨处理程序, and its main way. */
#ifndef TESTS_SUPPORT_WAYS_LABORATORY_H
#define TESTS_SUPPORT_WAYS_LABORATORY_H

#include "support/route.h"

#define LABORATORY_ROLES                                                       \
    "laboratory_staff group_leader laboratory_head medical_affairs"

static const rule laboratory_rules[] = {
    {"take_up", "received", "checking",
     "laboratory_staff group_leader laboratory_head",
     "{\"raised_by\":\"patient\",\"doubt\":\"doubt\"}", "raised_by doubt", NULL,
     NULL},
    {"record_check", "checking", "checked",
     "laboratory_staff group_leader laboratory_head",
     "{\"sample_chain\":\"sample chain\","
     "\"request_form\":\"request form\","
     "\"internal_control\":\"internal control\","
     "\"reagents\":\"reagents\",\"instruments\":\"instruments\","
     "\"report_check\":\"report check\"}",
     "sample_chain request_form internal_control reagents "
     "instruments report_check",
     NULL, NULL},
    {"retest", "checked", "retesting", "group_leader laboratory_head",
     "{\"retest_reason\":\"retest reason\"}", "retest_reason", NULL, NULL},
    {"record_retest", "retesting", "analysed",
     "laboratory_staff group_leader laboratory_head",
     "{\"retest_result\":\"retest result\",\"agrees\":true}",
     "retest_result agrees", NULL,
     "{\"retest_result\":\"retest result\",\"agrees\":false}"},
    {"analyse", "checked", "analysed", "group_leader laboratory_head",
     "{\"no_retest_reason\":\"no retest reason\"}", "no_retest_reason", NULL,
     NULL},
    {"find_error", "checking checked retesting", "error_found",
     "laboratory_staff group_leader laboratory_head",
     "{\"error\":\"error\",\"cause\":\"method.process\"}", "error cause", NULL,
     NULL},
    {"report_error", "error_found", "analysed", "laboratory_staff group_leader",
     "{\"severity\":\"minor\",\"error_entry\":\"error entry\","
     "\"handling\":\"handling\"}",
     "severity error_entry handling", NULL,
     "{\"severity\":\"serious\",\"error_entry\":\"error entry\","
     "\"handling\":\"handling\"}"},
    {"declare_serious",
     "received checking checked retesting error_found analysed",
     "serious_error", "laboratory_staff group_leader laboratory_head",
     "{\"severity\":\"critical\",\"error\":\"error\"}", "severity error", NULL,
     "{\"severity\":\"moderate\",\"error\":\"error\"}"},
    {"report_upward", "serious_error", "reported_upward",
     "laboratory_staff group_leader laboratory_head",
     "{\"rescue\":\"rescue\",\"reported_to\":\"reported to\"}",
     "rescue reported_to", NULL, NULL},
    {"conclude_aftermath", "reported_upward", "analysed",
     "laboratory_head medical_affairs",
     "{\"aftermath\":\"aftermath\",\"cause\":\"method.process\","
     "\"prevention\":\"prevention\"}",
     "aftermath cause prevention", "report_upward", NULL},
    {"explain_to_patient", "analysed", "explained",
     "laboratory_staff group_leader laboratory_head",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "communication", NULL, NULL},
    {"explain_to_clinician", "analysed", "explained",
     "laboratory_staff group_leader laboratory_head",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"},"
     "\"other_reasons\":\"other reasons\","
     "\"between_run_error\":\"between run error\"}",
     "communication other_reasons between_run_error", NULL, NULL},
    {"doubt_again", "explained", "checking",
     "laboratory_staff group_leader laboratory_head",
     "{\"refusal_reason\":\"refusal reason\"}", "refusal_reason", NULL, NULL},
    {"refer_outside", "explained", "external_dispute",
     "laboratory_head medical_affairs", "{\"body\":\"body\"}", "body", NULL,
     NULL},
    {"close", "explained external_dispute", "closed",
     "group_leader laboratory_head",
     "{\"outcome\":\"settled\","
     "\"complaint_record\":\"complaint record\"}",
     "outcome complaint_record", NULL, NULL},
    {"withdraw",
     "received checking checked retesting analysed explained "
     "external_dispute",
     "withdrawn", "laboratory_staff group_leader laboratory_head",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "checking", "laboratory_head",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
};

static const char laboratory_main[] =
    "file - 2019-04-25 09:32\n"
    "take_up laboratory_staff:s 2019-04-25 10:00\n"
    "record_check laboratory_staff:s 2019-04-25 15:00\n"
    "retest group_leader:g 2019-04-25 16:00\n"
    "record_retest laboratory_staff:s 2019-04-26 10:00\n"
    "explain_to_patient laboratory_head:h 2019-04-26 11:00\n"
    "close laboratory_head:h 2019-04-26 15:00\n"
    "=closed\n";

#endif
