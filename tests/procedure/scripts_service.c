/* What the procedures about service ask for: service-quality, retail, hotel.
 * Written from the sources; see script.h. */
#include "procedure/script.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define REPLY "{'communication':{'kind':'reply','text':'t'}}"
#define REASON "{'reason':'r'}"
#define REPLIED "communication communication.kind communication.text"

/* ---- service-quality ---- */

static const test_rule service_quality_rules[] = {
    {"classify", "received", "with_group", "receiver", "{'group':'logistics'}",
     "group", NULL, NULL},
    {"reclassify", "with_group contacted", "received", "group", REASON,
     "reason", NULL, NULL},
    {"contact", "with_group", "contacted", "group",
     "{'details':'d','communication':{'kind':'reply','text':'t'}}",
     "details " REPLIED, NULL, NULL},
    {"propose", "contacted", "proposed", "group", "{'solution':'s'}",
     "solution", NULL, NULL},
    {"consent", "proposed", "agreed", "group superior",
     "{'consent':{'given_by':'customer','how':'phone'}}",
     "consent consent.given_by consent.how", NULL, NULL},
    {"refuse", "proposed", "contacted", "group superior", REASON, "reason",
     NULL, NULL},
    {"report_progress", "agreed", "agreed", "group", REPLY, REPLIED, NULL,
     NULL},
    {"promise", "with_group contacted agreed reassessing escalated", "",
     "group superior", "{'promised_at':'2019-06-13T15:00:00+08:00'}",
     "promised_at", NULL, NULL},
    {"resolve", "agreed", "resolved", "group",
     "{'result':'r','root_cause':'c','prevention':'p'}",
     "result root_cause prevention", NULL, NULL},
    {"feed_back", "resolved", "answered", "group", REPLY, REPLIED, NULL, NULL},
    {"close", "answered", "closed", "group",
     "{'satisfaction':'basically_satisfied','outcome':'settled'}",
     "satisfaction outcome", NULL,
     "{'satisfaction':'dissatisfied','outcome':'settled'}"},
    {"dissatisfied", "answered", "reassessing", "group receiver", REASON,
     "reason", NULL, NULL},
    {"reassess", "reassessing", "proposed", "group", "{'solution':'s'}",
     "solution", NULL, NULL},
    {"escalate", "contacted proposed agreed reassessing", "escalated", "group",
     REASON, "reason", NULL, NULL},
    {"decide", "escalated", "proposed", "superior", "{'solution':'s'}",
     "solution", "propose reassess", NULL},
    {"close_unsolved", "escalated", "closed", "superior",
     "{'communication':{'kind':'reply','text':'t'},'further_ways':'12315',"
     "'outcome':'not_upheld'}",
     REPLIED " further_ways outcome", "escalate", NULL},
    {"withdraw",
     "received with_group contacted proposed agreed resolved answered "
     "reassessing escalated",
     "withdrawn", "receiver group", REASON, "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "with_group", "group superior", REASON,
     "reason", NULL, NULL},
};

static const test_move service_quality_main[] = {
    {"classify", "receiver:a", "2019-06-10 09:20"},
    {"contact", "group:b", "2019-06-10 15:00"},
    {"propose", "group:b", "2019-06-11 15:00"},
    {"consent", "group:b", "2019-06-12 15:00"},
    {"report_progress", "group:b", "2019-06-17 15:00"},
    {"resolve", "group:b", "2019-06-20 15:00"},
    {"feed_back", "group:b", "2019-06-21 15:00"},
    {"close", "group:b", "2019-06-24 15:00"},
};

const test_script script_service_quality = {
    "service-quality",
    service_quality_rules,
    COUNT(service_quality_rules),
    "2019-06-10 09:00",
    service_quality_main,
    COUNT(service_quality_main),
    "propose reassess decide close_unsolved"};

/* ---- retail ---- */

#define SHOP "clerk store_manager"
#define CONTACT(agreed)                                                        \
    "{'contact':'c','next_contact':'2019-06-12T02:00:00Z','dates_agreed'"      \
    ":" agreed "}"
#define AGAIN(agreed)                                                          \
    "{'contact':'c','answer_by':'2019-06-14T02:00:00Z','dates_agreed'"         \
    ":" agreed "}"

static const test_rule retail_rules[] = {
    {"take_on_the_spot", "received", "class_a", SHOP,
     "{'description':'d','demand':'d'}", "description demand", NULL, NULL},
    {"agree", "class_a", "agreed", SHOP,
     "{'solution':'s','customer_agrees':true}", "solution customer_agrees",
     NULL, "{'solution':'s','customer_agrees':false}"},
    {"turn_b", "class_a", "class_b", SHOP, REASON, "reason", NULL, NULL},
    {"close_a", "agreed", "closed", SHOP, "{'form':'F-1','outcome':'settled'}",
     "form outcome", NULL, NULL},
    {"take_by_steps", "received", "class_b", SHOP, "{'description':'d'}",
     "description", NULL, NULL},
    {"contact", "class_b", "contacted", SHOP, CONTACT("true"),
     "contact next_contact dates_agreed", NULL, CONTACT("false")},
    {"contact_again", "contacted", "collecting", SHOP, AGAIN("true"),
     "contact answer_by dates_agreed", NULL, AGAIN("false")},
    {"collect", "collecting", "collected", SHOP " responsible_unit",
     "{'findings':'f','evidence':[{'name':'receipt'}]}", "findings evidence",
     NULL, NULL},
    {"check", "collected", "checked", SHOP, "{'customer_checked':true}",
     "customer_checked", "collect", "{'customer_checked':false}"},
    {"check_failed", "collected", "collecting", SHOP, REASON, "reason",
     "collect", NULL},
    {"handle", "checked", "handled", "store_manager", "{'solution':'s'}",
     "solution", NULL, NULL},
    {"send_back", "checked", "collecting", "store_manager", REASON, "reason",
     NULL, NULL},
    {"approve", "handled", "approved", "head_office", NULL, NULL, "handle",
     NULL},
    {"reject", "handled", "checked", "head_office", REASON, "reason", "handle",
     NULL},
    {"answer", "approved", "answered", SHOP, REPLY, REPLIED, NULL, NULL},
    {"dissatisfied", "answered prevented effective", "collecting", SHOP, REASON,
     "reason", NULL, NULL},
    {"prevent", "answered", "prevented", "responsible_unit",
     "{'corrective':'c','preventive':'p'}", "corrective preventive", NULL,
     NULL},
    {"confirm_effective", "prevented", "effective", "store_manager head_office",
     "{'effective':true}", "effective", "prevent", "{'effective':false}"},
    {"not_effective", "prevented", "answered", "store_manager head_office",
     REASON, "reason", "prevent", NULL},
    {"close_b", "effective", "closed", SHOP,
     "{'satisfied':true,'form':'F-1','outcome':'settled'}",
     "satisfied form outcome", NULL,
     "{'satisfied':false,'form':'F-1','outcome':'settled'}"},
    {"review",
     "received class_a agreed class_b contacted collecting collected checked "
     "handled approved answered prevented effective",
     "", "store_manager", NULL, NULL, NULL, NULL},
    {"withdraw",
     "received class_a agreed class_b contacted collecting collected checked "
     "handled approved answered prevented effective",
     "withdrawn", SHOP, REASON, "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "class_b", "store_manager head_office",
     REASON, "reason", NULL, NULL},
};

/* Class B, answered within a day; the manager looks at it every day. */
static const test_move retail_main[] = {
    {"take_by_steps", "clerk:a", "2019-06-10 09:10"},
    {"contact", "clerk:a", "2019-06-10 11:00"},
    {"contact_again", "clerk:a", "2019-06-10 15:00"},
    {"collect", "responsible_unit:u", "2019-06-10 16:00"},
    {"check", "clerk:a", "2019-06-10 17:00"},
    {"handle", "store_manager:m", "2019-06-10 18:00"},
    {"review", "store_manager:m", "2019-06-10 20:00"},
    {"approve", "head_office:h", "2019-06-11 08:00"},
    {"answer", "clerk:a", "2019-06-11 08:30"},
    {"prevent", "responsible_unit:u", "2019-06-14 10:00"},
    {"confirm_effective", "store_manager:m", "2019-06-21 10:00"},
    {"close_b", "clerk:a", "2019-06-22 10:00"},
};

const test_script script_retail = {
    "retail",    retail_rules,       COUNT(retail_rules), "2019-06-10 09:00",
    retail_main, COUNT(retail_main), "agree answer"};

/* ---- hotel ---- */

#define DESK "receiver manager"
#define SHEET(signature)                                                       \
    "{'description':'d','location':'room 8','occurred_at':"                    \
    "'2019-06-09T14:00:00Z','concerned':'c'," signature "}"

static const test_rule hotel_rules[] = {
    {"register", "received", "registered", DESK, SHEET("'signed':true"),
     "description location occurred_at concerned", NULL,
     SHEET("'signed':false")},
    {"report", "registered", "reported", DESK, NULL, NULL, NULL, NULL},
    {"examine", "reported", "with_department", "manager",
     "{'unit':'service','severity':'moderate','report':'r'}",
     "unit severity report", NULL, NULL},
    {"return_sheet", "reported", "received", "manager", REASON, "reason", NULL,
     NULL},
    {"investigate", "with_department", "investigated", "department_head",
     "{'site_visit':'s','findings':'f'}", "findings", NULL,
     "{'site_visit':'','findings':'f'}"},
    {"propose", "investigated", "proposed", "department_head",
     "{'solution_kind':'voucher','solution':'s'}", "solution_kind solution",
     NULL, NULL},
    {"approve", "proposed", "approved", "manager", NULL, NULL, "propose", NULL},
    {"send_back", "proposed", "investigated", "manager", REASON, "reason",
     "propose", NULL},
    {"guest_agrees", "approved", "agreed", DESK, "{'consent':'c'}", "consent",
     NULL, NULL},
    {"guest_refuses", "approved", "investigated", DESK, REASON, "reason", NULL,
     NULL},
    {"feed_back", "agreed", "fed_back", DESK, REPLY, REPLIED, NULL, NULL},
    {"close", "fed_back", "closed", DESK,
     "{'satisfied':true,'guest_comment':'g','outcome':'settled'}",
     "satisfied guest_comment outcome", NULL,
     "{'satisfied':false,'guest_comment':'g','outcome':'settled'}"},
    {"dissatisfied", "fed_back", "investigated", DESK, REASON, "reason", NULL,
     NULL},
    {"close_unsatisfied", "fed_back", "closed", "manager",
     "{'guest_comment':'g','reason':'r','outcome':'partly_upheld'}",
     "guest_comment reason outcome", "approve", NULL},
    {"review", "closed", "closed", "manager",
     "{'causes':'c','improvement':'i'}", "causes improvement", NULL, NULL},
    {"withdraw",
     "received registered reported with_department investigated proposed "
     "approved agreed fed_back",
     "withdrawn", DESK, REASON, "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "reported", "manager", REASON, "reason",
     NULL, NULL},
};

static const test_move hotel_main[] = {
    {"register", "receiver:a", "2019-06-10 09:10"},
    {"report", "receiver:a", "2019-06-10 09:30"},
    {"examine", "manager:m", "2019-06-10 10:30"},
    {"investigate", "department_head:d", "2019-06-10 16:00"},
    {"propose", "department_head:d", "2019-06-10 17:00"},
    {"approve", "manager:m", "2019-06-10 18:00"},
    {"guest_agrees", "receiver:a", "2019-06-11 08:00"},
    {"feed_back", "receiver:a", "2019-06-11 08:30"},
    {"close", "receiver:a", "2019-06-11 09:00"},
    {"review", "manager:m", "2019-07-01 10:00"},
};

const test_script script_hotel = {
    "hotel",    hotel_rules,       COUNT(hotel_rules), "2019-06-10 09:00",
    hotel_main, COUNT(hotel_main), "feed_back"};
