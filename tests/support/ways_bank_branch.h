/* What "bank-branch" must be like (complaints at a bank's branch), from its
 * source 投诉处理手册, and its main way. */
#ifndef TESTS_SUPPORT_WAYS_BANK_BRANCH_H
#define TESTS_SUPPORT_WAYS_BANK_BRANCH_H

#include "support/route.h"

#define BANK_BRANCH_ROLES                                                      \
    "first_contact lobby_manager branch_head department "                      \
    "upper_level"

static const rule bank_branch_rules[] = {
    {"settle_on_spot", "received", "answered", "first_contact lobby_manager",
     "{\"solution\":\"solution\"}", "solution", NULL,
     "{\"solution\":\"solution\",\"repeat_of\":\"201904-0017\"}"},
    {"answer_in_book", "received", "answered", "lobby_manager branch_head",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"},\"channel\":\"message-book\"}",
     "communication", NULL,
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"},\"channel\":\"phone\"}"},
    {"call_lobby_manager", "received", "with_lobby_manager", "first_contact",
     "{\"situation\":\"situation\"}", "situation", NULL, NULL},
    {"settle_by_lobby_manager", "with_lobby_manager", "answered",
     "lobby_manager", "{\"solution\":\"solution\"}", "solution", NULL,
     "{\"solution\":\"solution\",\"repeat_of\":\"201904-0017\"}"},
    {"call_head", "received with_lobby_manager", "head_called",
     "first_contact lobby_manager", "{\"situation\":\"situation\"}",
     "situation", NULL, NULL},
    {"attend", "head_called", "with_head", "branch_head", "{}", "", NULL, NULL},
    {"settle_by_head", "with_head", "answered", "branch_head",
     "{\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"},\"cause\":\"method.process\"}",
     "communication cause", NULL, NULL},
    {"ask_inside", "received with_lobby_manager with_head", "asked_inside",
     "first_contact lobby_manager branch_head",
     "{\"unit\":\"store-01\",\"question\":\"question\"}", "unit question", NULL,
     NULL},
    {"inside_answer", "asked_inside referred", "with_head",
     "department upper_level", "{\"inside_result\":\"inside result\"}",
     "inside_result", NULL, NULL},
    {"report_upward", "with_lobby_manager with_head", "referred",
     "lobby_manager branch_head",
     "{\"unit\":\"store-01\","
     "\"detailed_record\":\"detailed record\"}",
     "unit detailed_record", NULL, NULL},
    {"guide", "with_lobby_manager with_head", "guided",
     "lobby_manager branch_head",
     "{\"unit\":\"store-01\","
     "\"contact_person\":\"contact person\","
     "\"customer_agrees\":true}",
     "unit contact_person customer_agrees", NULL,
     "{\"unit\":\"store-01\","
     "\"contact_person\":\"contact person\","
     "\"customer_agrees\":false}"},
    {"take_over", "guided", "referred", "department upper_level",
     "{\"taken_by\":\"taken by\"}", "taken_by", NULL, NULL},
    {"come_back", "guided", "head_called",
     "first_contact lobby_manager branch_head department",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"not_agreed", "answered", "head_called",
     "first_contact lobby_manager branch_head",
     "{\"refusal_reason\":\"refusal reason\"}", "refusal_reason", NULL, NULL},
    {"refer_outside", "answered", "external_dispute", "branch_head upper_level",
     "{\"body\":\"body\"}", "body", NULL, NULL},
    {"close", "answered", "closed", "lobby_manager branch_head",
     "{\"outcome\":\"settled\",\"customer_agrees\":true,"
     "\"prevention\":\"prevention\"}",
     "outcome customer_agrees prevention", NULL,
     "{\"outcome\":\"settled\",\"customer_agrees\":false,"
     "\"prevention\":\"prevention\"}"},
    {"close_after_dispute", "external_dispute", "closed",
     "branch_head upper_level", "{\"outcome\":\"settled\"}", "outcome", NULL,
     NULL},
    {"withdraw",
     "received with_lobby_manager head_called with_head "
     "asked_inside guided referred answered external_dispute",
     "withdrawn", "first_contact lobby_manager branch_head",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "head_called",
     "lobby_manager branch_head upper_level", "{\"reason\":\"reason\"}",
     "reason", NULL, NULL},
};

static const char bank_branch_main[] =
    "file - 2019-04-25 09:32\n"
    "call_lobby_manager first_contact:a 2019-04-25 09:45\n"
    "call_head lobby_manager:l 2019-04-25 10:15\n"
    "attend branch_head:h 2019-04-25 10:20\n"
    "settle_by_head branch_head:h 2019-04-25 11:00\n"
    "close lobby_manager:l 2019-04-25 11:30\n"
    "=closed\n";

#endif
