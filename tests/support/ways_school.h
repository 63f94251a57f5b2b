/* What "school" must be like (complaints of students and parents at a school),
 * from its source 学校学生抱怨管理程序 and 教师如何处理家长的不满与抱怨, and
 * its main way. */
#ifndef TESTS_SUPPORT_WAYS_SCHOOL_H
#define TESTS_SUPPORT_WAYS_SCHOOL_H

#include "support/route.h"

#define SCHOOL_ROLES "affairs department teacher"

static const rule school_rules[] = {
    {"accept", "received", "accepted", "affairs",
     "{\"description\":\"description\","
     "\"occurred_at\":\"2019-04-25T08:30:00+08:00\","
     "\"location\":\"location\",\"demand\":\"demand\","
     "\"identified\":true}",
     "description occurred_at location demand identified", NULL,
     "{\"description\":\"description\","
     "\"occurred_at\":\"2019-04-25T08:30:00+08:00\","
     "\"location\":\"location\",\"demand\":\"demand\","
     "\"identified\":false}"},
    {"ask_to_complete", "received", "incomplete", "affairs",
     "{\"missing_items\":\"missing items\"}", "missing_items", NULL, NULL},
    {"complete", "incomplete", "received", "", "{}", "", NULL, NULL},
    {"listen", "received", "parent_heard", "teacher",
     "{\"complainant_kind\":\"parent\",\"concern\":\"concern\"}",
     "complainant_kind concern", NULL,
     "{\"complainant_kind\":\"student\",\"concern\":\"concern\"}"},
    {"understand", "parent_heard", "parent_understood", "teacher",
     "{\"parent_view\":\"parent view\",\"root\":\"root\"}", "parent_view root",
     NULL, NULL},
    {"open_channel", "parent_understood", "in_talks", "teacher",
     "{\"way\":\"face_to_face\"}", "way", NULL, NULL},
    {"set_common_goal", "in_talks", "goal_agreed", "teacher",
     "{\"common_goal\":\"common goal\"}", "common_goal", NULL, NULL},
    {"agree_solution", "goal_agreed", "solution_agreed", "teacher",
     "{\"solution\":\"solution\"}", "solution", NULL, NULL},
    {"compromise", "goal_agreed", "solution_agreed", "teacher",
     "{\"solution\":\"solution\","
     "\"principles_kept\":\"principles kept\"}",
     "solution principles_kept", NULL, NULL},
    {"pass_on", "parent_heard parent_understood in_talks goal_agreed",
     "accepted", "teacher", "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"dispatch", "accepted", "with_department", "affairs",
     "{\"category\":\"service\",\"unit\":\"store-01\","
     "\"several_departments\":false}",
     "category unit several_departments", NULL,
     "{\"category\":\"service\",\"unit\":\"store-01\","
     "\"several_departments\":true}"},
    {"call_meeting", "accepted", "meeting", "affairs",
     "{\"category\":\"service\",\"departments\":[\"teaching\","
     "\"logistics\"]}",
     "category departments", NULL, NULL},
    {"dispatch_jointly", "meeting", "with_department", "affairs",
     "{\"unit\":\"store-01\","
     "\"meeting_record\":\"meeting record\"}",
     "unit meeting_record", NULL, NULL},
    {"investigate", "with_department", "investigated", "department",
     "{\"findings\":\"findings\",\"student_heard\":true}",
     "findings student_heard", NULL,
     "{\"findings\":\"findings\",\"student_heard\":false}"},
    {"propose", "investigated", "proposed", "department",
     "{\"solution\":\"solution\"}", "solution", NULL, NULL},
    {"send_back", "proposed", "investigated", "affairs",
     "{\"reason\":\"reason\"}", "reason", "propose", NULL},
    {"reply", "proposed", "answered", "affairs",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "communication", "propose", NULL},
    {"implement", "answered solution_agreed", "implemented",
     "department teacher", "{\"carried_out\":\"carried out\"}", "carried_out",
     NULL, NULL},
    {"report_back", "implemented", "asked", "affairs teacher",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "communication", NULL, NULL},
    {"confirm", "asked", "settled", "affairs teacher",
     "{\"survey\":{\"result\":4}}", "survey", NULL, NULL},
    {"object", "answered asked", "under_review", "affairs teacher",
     "{\"refusal_reason\":\"refusal reason\"}", "refusal_reason", NULL, NULL},
    {"adjust", "under_review", "proposed", "affairs",
     "{\"review_result\":\"review result\","
     "\"solution\":\"solution\"}",
     "review_result solution", NULL, NULL},
    {"reinvestigate", "under_review", "with_department", "affairs",
     "{\"review_result\":\"review result\"}", "review_result", NULL, NULL},
    {"refer_outside", "answered asked under_review", "external_dispute",
     "affairs", "{\"body\":\"body\"}", "body", NULL, NULL},
    {"end_dispute", "external_dispute", "settled", "affairs",
     "{\"dispute_result\":\"dispute result\"}", "dispute_result", NULL, NULL},
    {"archive", "settled", "archived", "affairs",
     "{\"outcome\":\"settled\",\"record\":\"record\"}", "outcome record", NULL,
     NULL},
    {"withdraw",
     "received incomplete parent_heard parent_understood in_talks "
     "goal_agreed solution_agreed accepted meeting with_department "
     "investigated proposed answered implemented asked under_review "
     "external_dispute",
     "withdrawn", "affairs teacher", "{\"reason\":\"reason\"}", "reason", NULL,
     NULL},
    {"reopen", "archived withdrawn", "accepted", "affairs",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
};

static const char school_main[] = "file - 2019-04-25 09:32\n"
                                  "accept affairs:a 2019-04-26 10:00\n"
                                  "dispatch affairs:a 2019-04-28 10:00\n"
                                  "investigate department:d 2019-05-06 10:00\n"
                                  "propose department:d 2019-05-09 10:00\n"
                                  "reply affairs:a 2019-05-10 10:00\n"
                                  "implement department:d 2019-05-13 10:00\n"
                                  "report_back affairs:a 2019-05-13 11:00\n"
                                  "confirm affairs:a 2019-05-14 10:00\n"
                                  "archive affairs:a 2019-05-15 10:00\n"
                                  "=archived\n";

#endif
