/* What the procedures about goods ask for: small-business, quality-incident,
 * product-quality. Written from the sources; see script.h. */
#include "procedure/script.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define REPLY "{'communication':{'kind':'reply','text':'t'}}"
#define REASON "{'reason':'r'}"
#define OUTCOME "{'outcome':'settled'}"
#define REPLIED "communication communication.kind communication.text"

/* ---- small-business ---- */

static const test_rule small_business_rules[] = {
    {"record", "received", "recorded", "recorder service",
     "{'description':'d','party':{'name':'dealer','phone':'1'},"
     "'recorded_by':'recorder-1'}",
     "description party party.name party.phone recorded_by", NULL, NULL},
    {"confirm", "recorded", "confirmed", "service",
     "{'product':'oil-5w30','specification':'4 l','symptom':'s','demand':'d',"
     "'restated':true}",
     "product specification symptom demand restated", NULL,
     "{'product':'oil-5w30','specification':'4 l','symptom':'s','demand':'d',"
     "'restated':false}"},
    {"look_further", "confirmed", "looking_further", "service",
     "{'place':'repair shop'}", "place", NULL, NULL},
    {"find_out", "looking_further", "confirmed", "service", "{'seen':'s'}",
     "seen", NULL, NULL},
    {"analyse", "confirmed", "analysed", "service",
     "{'severity':'moderate','findings':'f','consulted':'c','grounded':true}",
     "severity findings consulted grounded", NULL, NULL},
    {"negotiate", "analysed", "negotiated", "service",
     "{'buys_again':'likely','word_of_mouth':'w','demand_reasonable':true,"
     "'company_fault':'partly','proposal':'p',"
     "'compensation':{'amount':20000,'currency':'CNY'}}",
     "buys_again word_of_mouth demand_reasonable company_fault proposal", NULL,
     "{'buys_again':'likely','word_of_mouth':'w','demand_reasonable':false,"
     "'company_fault':'none','proposal':'p',"
     "'compensation':{'amount':20000,'currency':'CNY'}}"},
    {"propose", "negotiated", "proposed", "service", "{'proposal':'p'}",
     "proposal", NULL, NULL},
    {"approve", "proposed", "approved", "leader", NULL, NULL, "propose", NULL},
    {"send_back", "proposed", "analysed", "leader", REASON, "reason", "propose",
     NULL},
    {"answer", "approved", "answered", "service", REPLY, REPLIED, NULL, NULL},
    {"settle", "answered", "settled", "service",
     "{'agreement':{'document':'A-1','signed_by':'dealer'}}",
     "agreement agreement.document agreement.signed_by", NULL, NULL},
    {"decline", "answered", "analysed", "service", REASON, "reason", NULL,
     NULL},
    {"close_unfounded", "answered", "closed", "leader",
     "{'explanation':'e','company_fault':'none','outcome':'not_upheld'}",
     "explanation company_fault outcome", "propose",
     "{'explanation':'e','company_fault':'partly','outcome':'not_upheld'}"},
    {"pass_on", "settled", "executing", "service",
     "{'tasks':['stores: 2 cans'],'units':['quality','service']}",
     "tasks units", NULL, NULL},
    {"carry_out", "executing", "executed", "executor", "{'done':'sent'}",
     "done", NULL, NULL},
    {"not_done", "executed", "executing", "service leader", REASON, "reason",
     "carry_out", NULL},
    {"close", "executed", "closed", "service leader",
     "{'satisfied':true,'outcome':'settled'}", "satisfied outcome", "carry_out",
     "{'satisfied':false,'outcome':'settled'}"},
    {"dissatisfied", "executed", "analysed", "service leader", REASON, "reason",
     NULL, NULL},
    {"withdraw",
     "received recorded confirmed looking_further analysed negotiated proposed "
     "approved answered settled executing executed",
     "withdrawn", "service leader", REASON, "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "recorded", "service leader", REASON,
     "reason", NULL, NULL},
};

static const test_move small_business_main[] = {
    {"record", "recorder:a", "2019-06-10 09:30"},
    {"confirm", "service:b", "2019-06-10 14:00"},
    {"look_further", "service:b", "2019-06-10 15:00"},
    {"find_out", "service:b", "2019-06-11 15:00"},
    {"analyse", "service:b", "2019-06-12 10:00"},
    {"negotiate", "service:b", "2019-06-12 11:00"},
    {"propose", "service:b", "2019-06-12 14:00"},
    {"approve", "leader:c", "2019-06-13 09:00"},
    {"answer", "service:b", "2019-06-13 10:00"},
    {"settle", "service:b", "2019-06-14 10:00"},
    {"pass_on", "service:b", "2019-06-14 11:00"},
    {"carry_out", "executor:d", "2019-06-18 10:00"},
    {"close", "service:b", "2019-06-20 10:00"},
};

const test_script script_small_business = {"small-business",
                                           small_business_rules,
                                           COUNT(small_business_rules),
                                           "2019-06-10 09:00",
                                           small_business_main,
                                           COUNT(small_business_main),
                                           "answer"};

/* ---- quality-incident ---- */

#define PLAN(plant)                                                            \
    "{'plant':'" plant "','work_plan':['w'],'responsibility':'r'}"

static const test_rule quality_incident_rules[] = {
    {"record", "received", "recorded", "sales",
     "{'description':'d','category':'product.quality','quantity':40,"
     "'severity':'serious','first_analysis':'f'}",
     "description category quantity severity first_analysis", NULL, NULL},
    {"answer_minor", "recorded", "answered", "sales",
     "{'communication':{'kind':'reply','text':'t'},'incident':false}",
     REPLIED " incident", NULL,
     "{'communication':{'kind':'reply','text':'t'},'incident':true}"},
    {"report", "recorded answered", "reported", "sales",
     "{'incident_kind':'batch','report_number':'7','copies':{"
     "'general_manager':'a','executive_deputy':'b','marketing_deputy':'c',"
     "'production_deputy':'d'},'original_sent':{'production':'e',"
     "'quality':'f'}}",
     "incident_kind report_number copies copies.general_manager "
     "copies.executive_deputy copies.marketing_deputy "
     "copies.production_deputy original_sent original_sent.production "
     "original_sent.quality",
     NULL, NULL},
    {"convene", "reported", "convened",
     "executive_deputy production_deputy marketing_deputy",
     "{'place':'line 2','attendees':['quality','production']}",
     "place attendees", NULL, NULL},
    {"report_analysis", "convened", "analysed",
     "executive_deputy production_deputy marketing_deputy",
     "{'findings':'f','action':[{'kind':'corrective','title':'t'}],"
     "'unit':'quality','reported_to':{'general_manager':'a',"
     "'executive_deputy':'b','sales':'c'}}",
     "findings action unit reported_to reported_to.general_manager "
     "reported_to.executive_deputy reported_to.sales",
     NULL, NULL},
    {"solve_today", "analysed", "solved",
     "executive_deputy production_deputy marketing_deputy production",
     "{'result':'r'}", "result", NULL, NULL},
    {"plan_first_plant", "analysed", "tracking", "executive_deputy",
     PLAN("first"), "plant work_plan responsibility", NULL, PLAN("second")},
    {"plan_second_plant", "analysed", "tracking", "production_deputy",
     PLAN("second"), "plant work_plan responsibility", NULL, PLAN("first")},
    {"track", "tracking", "tracking", "executive_deputy production_deputy",
     "{'progress':'p'}", "progress", NULL, NULL},
    {"complete", "tracking", "solved", "executive_deputy production_deputy",
     "{'result':'r'}", "result", NULL, NULL},
    {"verify", "solved", "verified", "quality",
     "{'effective':true,'verification':'v'}", "effective verification",
     "solve_today complete", "{'effective':false,'verification':'v'}"},
    {"not_solved", "solved", "analysed", "quality", "{'verification':'v'}",
     "verification", "solve_today complete", NULL},
    {"answer", "verified", "answered", "sales", REPLY, REPLIED, NULL, NULL},
    {"close", "answered", "closed", "sales",
     "{'solved':true,'outcome':'settled'}", "solved outcome", NULL,
     "{'solved':false,'outcome':'settled'}"},
    {"feed_back", "closed", "closed", "sales", "{'month':'2019-06'}", "month",
     NULL, NULL},
    {"withdraw", "received recorded answered", "withdrawn", "sales", REASON,
     "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "recorded", "sales quality", REASON,
     "reason", NULL, NULL},
};

static const test_move quality_incident_main[] = {
    {"record", "sales:a", "2019-06-10 09:30"},
    {"report", "sales:a", "2019-06-10 16:00"},
    {"convene", "executive_deputy:b", "2019-06-10 16:40"},
    {"report_analysis", "executive_deputy:b", "2019-06-11 11:00"},
    {"plan_first_plant", "executive_deputy:b", "2019-06-11 17:00"},
    {"track", "executive_deputy:b", "2019-06-14 17:00"},
    {"track", "executive_deputy:b", "2019-06-21 17:00"},
    {"complete", "executive_deputy:b", "2019-06-25 10:00"},
    {"verify", "quality:c", "2019-06-26 10:00"},
    {"answer", "sales:a", "2019-06-26 15:00"},
    {"close", "sales:a", "2019-06-28 10:00"},
    {"feed_back", "sales:a", "2019-06-30 10:00"},
};

const test_script script_quality_incident = {
    "quality-incident",   quality_incident_rules, COUNT(quality_incident_rules),
    "2019-06-10 09:00",   quality_incident_main,  COUNT(quality_incident_main),
    "answer_minor answer"};

/* ---- product-quality ---- */

static const test_rule product_quality_rules[] = {
    {"record", "received", "recorded", "receiver quality",
     "{'description':'d','party':{'name':'customer','phone':'1'}}",
     "description party party.name", NULL, NULL},
    {"confirm_quality", "recorded", "evidence", "quality",
     "{'severity':'serious','assessment':'a'}", "severity assessment", NULL,
     NULL},
    {"not_quality", "recorded evidence analysing", "explaining", "quality",
     "{'reason':'r','offer':'o'}", "reason offer", NULL, NULL},
    {"explain", "explaining", "answered", "quality receiver", REPLY, REPLIED,
     NULL, NULL},
    {"collect", "evidence", "analysing", "quality", "{'sample':'s'}", NULL,
     NULL, "{'sample':'','records':[]}"},
    {"more_evidence", "analysing", "evidence", "quality", REASON, "reason",
     NULL, NULL},
    {"analyse", "analysing", "planning", "quality",
     "{'cause_kind':'process','findings':'f'}", "cause_kind findings", NULL,
     NULL},
    {"plan", "planning", "plan_drawn", "quality",
     "{'action':[{'kind':'corrective','title':'t'}],'unit':'quality',"
     "'due':'2019-06-28T16:00:00Z','resources':'r'}",
     "action unit due resources", NULL, NULL},
    {"object_plan", "plan_drawn", "planning", "responsible_unit", REASON,
     "reason", NULL, NULL},
    {"agree_plan", "plan_drawn", "executing", "responsible_unit",
     "{'details':'d','units':['quality']}", "details units", "plan", NULL},
    {"repair", "executing", "repaired", "responsible_unit", "{'repair':'r'}",
     "repair", NULL, NULL},
    {"reject_repair", "repaired", "executing", "quality", REASON, "reason",
     "repair", NULL},
    {"accept_repair", "repaired", "checked", "quality",
     "{'meets_standard':true,'meets_need':true}", "meets_standard meets_need",
     "repair", "{'meets_standard':true,'meets_need':false}"},
    {"improve", "checked", "improved", "quality", "{'improvement':'i'}",
     "improvement", NULL, NULL},
    {"process_sound", "checked", "improved", "quality", REASON, "reason", NULL,
     NULL},
    {"feed_back", "improved", "answered", "quality",
     "{'communication':{'kind':'reply','text':'t'},'told':{'solution':'s',"
     "'cause':'c','improvement':'i'}}",
     REPLIED " told told.solution told.cause told.improvement", NULL, NULL},
    {"object", "answered", "recorded", "receiver quality", "{'objection':'o'}",
     "objection", NULL, NULL},
    {"close", "answered", "closed", "quality",
     "{'lessons':'l','outcome':'upheld'}", "lessons outcome", NULL, NULL},
    {"withdraw",
     "received recorded evidence analysing planning plan_drawn executing "
     "repaired checked improved explaining answered",
     "withdrawn", "receiver quality", REASON, "reason", NULL, NULL},
    {"reopen", "closed withdrawn", "recorded", "quality", REASON, "reason",
     NULL, NULL},
};

static const test_move product_quality_main[] = {
    {"record", "receiver:a", "2019-06-10 10:00"},
    {"confirm_quality", "quality:b", "2019-06-11 10:00"},
    {"collect", "quality:b", "2019-06-12 10:00"},
    {"analyse", "quality:b", "2019-06-13 10:00"},
    {"plan", "quality:b", "2019-06-13 15:00"},
    {"agree_plan", "responsible_unit:c", "2019-06-14 10:00"},
    {"repair", "responsible_unit:c", "2019-06-20 10:00"},
    {"accept_repair", "quality:b", "2019-06-21 10:00"},
    {"improve", "quality:b", "2019-06-24 10:00"},
    {"feed_back", "quality:b", "2019-06-25 10:00"},
    {"close", "quality:b", "2019-06-26 10:00"},
};

const test_script script_product_quality = {
    "product-quality",  product_quality_rules, COUNT(product_quality_rules),
    "2019-06-10 09:00", product_quality_main,  COUNT(product_quality_main),
    "explain feed_back"};
