/* What "returns" must be like (complaints with returned goods), from its source
 * 客户抱怨与退货管理工作执行标准 and 客诉抱怨处理程序, and its main way. */
#ifndef TESTS_SUPPORT_WAYS_RETURNS_H
#define TESTS_SUPPORT_WAYS_RETURNS_H

#include "support/route.h"

#define RETURNS_ROLES "service store quality production manager"

static const rule returns_rules[] = {
    {"classify", "received", "classified", "service manager",
     "{\"problem\":\"product\",\"severity\":\"minor\","
     "\"urgency\":\"normal\"}",
     "problem severity urgency", NULL, NULL},
    {"register_return", "classified", "registered", "service manager",
     "{\"return_kind\":\"quality\","
     "\"return\":{\"product\":\"p-1\",\"quantity\":2,"
     "\"reason\":\"cracked\"}}",
     "return_kind return", NULL, NULL},
    {"verify", "registered", "awaiting_goods", "quality manager",
     "{\"genuine\":true}", "genuine", "register_return", "{\"genuine\":false}"},
    {"refuse_return", "registered", "settled", "quality manager",
     "{\"reason\":\"reason\","
     "\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "reason communication", "register_return", NULL},
    {"correct_registration", "registered", "classified", "quality manager",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"count_goods", "awaiting_goods", "counted", "store",
     "{\"quantity_counted\":2}", "quantity_counted", NULL,
     "{\"quantity_counted\":0}"},
    {"goods_missing", "awaiting_goods", "classified", "service store manager",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
    {"find_good", "counted", "good", "quality",
     "{\"inspection\":\"inspection\"}", "inspection", NULL, NULL},
    {"find_reworkable", "counted", "reworkable", "quality",
     "{\"inspection\":\"inspection\"}", "inspection", NULL, NULL},
    {"find_waste", "counted", "waste", "quality",
     "{\"inspection\":\"inspection\"}", "inspection", NULL, NULL},
    {"accept", "good reworkable", "disposed", "manager",
     "{\"goes_to\":\"supplier\",\"acceptance\":\"acceptance\"}",
     "goes_to acceptance", "find_good find_reworkable", NULL},
    {"restock", "good", "disposed", "store",
     "{\"repackaged\":true,\"stock_entry\":\"stock entry\"}",
     "repackaged stock_entry", NULL,
     "{\"repackaged\":false,\"stock_entry\":\"stock entry\"}"},
    {"rework", "reworkable", "reworking", "quality manager",
     "{\"rework_order\":\"rework order\"}", "rework_order", NULL, NULL},
    {"finish_rework", "reworking", "counted", "production",
     "{\"rework_record\":\"rework record\"}", "rework_record", NULL, NULL},
    {"scrap", "waste reworkable", "disposed", "manager",
     "{\"scrap_record\":\"scrap record\"}", "scrap_record",
     "find_waste find_reworkable", NULL},
    {"settle", "disposed", "settled", "service manager",
     "{\"remedy\":{\"kind\":\"refund\"},"
     "\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "remedy communication", NULL, NULL},
    {"settle_without_return", "classified", "settled", "service manager",
     "{\"solution\":\"solution\","
     "\"communication\":{\"kind\":\"response\","
     "\"text\":\"We are sorry.\"}}",
     "solution communication", NULL, NULL},
    {"object", "settled", "classified", "service manager",
     "{\"refusal_reason\":\"refusal reason\"}", "refusal_reason", NULL, NULL},
    {"refer_outside", "settled", "external_dispute", "manager",
     "{\"body\":\"body\"}", "body", NULL, NULL},
    {"close", "settled external_dispute", "closed", "service manager",
     "{\"outcome\":\"settled\",\"tracking\":\"tracking\"}", "outcome tracking",
     NULL, NULL},
    {"withdraw",
     "received classified registered awaiting_goods settled "
     "external_dispute",
     "withdrawn", "service manager", "{\"reason\":\"reason\"}", "reason", NULL,
     NULL},
    {"reopen", "closed withdrawn", "classified", "manager",
     "{\"reason\":\"reason\"}", "reason", NULL, NULL},
};

static const char returns_main[] =
    "file - 2019-04-25 09:32\n"
    "classify service:s 2019-04-25 10:00\n"
    "register_return service:s 2019-04-25 10:30\n"
    "verify quality:q 2019-04-26 10:00\n"
    "count_goods store:k 2019-05-06 09:00\n"
    "find_good quality:q 2019-05-07 10:00\n"
    "restock store:k 2019-05-07 15:00\n"
    "settle service:s 2019-05-08 10:00\n"
    "close service:s 2019-05-13 10:00\n"
    "=closed\n";

#endif
