/* What the procedures by a norm ask for: iatf-8d, iso13485. Written from the
 * sources; see script.h. */
#include "procedure/script.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define REPLY "{'communication':{'kind':'reply','text':'t'}}"
#define REASON "{'reason':'r'}"
#define REPLIED "communication communication.kind communication.text"

/* ---- iatf-8d ---- */

#define DOERS "quality process_quality responsible_unit"
#define MAKERS "process_quality responsible_unit production"
#define CAUSES(verified)                                                       \
    "{'possible_causes':['a','b'],'primary_causes':['a'],'escape_point':'e',"  \
    "'cause':'method.process','cause_verified':" verified "}"
#define CONTAINED(effective)                                                   \
    "{'action':[{'kind':'containment','title':'t'}],"                          \
    "'containment_effective':" effective "}"

static const test_rule iatf_8d_rules[] = {
    {"register", "received", "registered", "sales",
     "{'description':'d','product':'bolt-8','sheet':'77'}",
     "description product sheet", NULL, NULL},
    {"count_return", "registered", "return_counted", "warehouse",
     "{'return':{'quantity':120,'number':'R-1'}}",
     "return return.quantity return.number", NULL, NULL},
    {"inspect_return", "return_counted", "return_inspected",
     "quality process_quality",
     "{'passed':100,'to_rework':15,'to_scrap':5,'findings':'f'}",
     "passed to_rework to_scrap findings", "count_return", NULL},
    {"dispose_return", "return_inspected", "registered",
     "production process_quality warehouse",
     "{'disposition':{'restocked':100,'reworked':15,'scrapped':5},"
     "'notice':'n'}",
     "disposition disposition.restocked disposition.reworked "
     "disposition.scrapped notice",
     NULL, NULL},
    {"judge_internal", "registered", "d0", "quality",
     "{'responsibility':'internal','unit':'quality','severity':'serious',"
     "'findings':'f'}",
     "responsibility unit severity findings", NULL, NULL},
    {"judge_customer", "registered", "customer_caused", "quality",
     "{'findings':'f','evidence':[{'name':'photo'}]}", "findings evidence",
     NULL, NULL},
    {"rejudge", "d0 d1 d2 d3 d4 d5", "registered", "quality quality_manager",
     REASON, "reason", NULL, NULL},
    {"meet", "d0", "d0", "quality", "{'attendees':['a'],'minutes':'m'}",
     "attendees minutes", NULL, NULL},
    {"do_d0", "d0", "d1", DOERS, "{'emergency_action':'e'}", "emergency_action",
     NULL, NULL},
    {"do_d1", "d1", "d2", DOERS, "{'leader':'l','team':['a','b']}",
     "leader team", NULL, NULL},
    {"do_d2", "d2", "d3", DOERS,
     "{'problem':{'what':'a','where':'b','when':'c','how_many':4}}",
     "problem problem.what problem.where problem.when problem.how_many", NULL,
     NULL},
    {"do_d3", "d3", "d4", DOERS, CONTAINED("true"),
     "action containment_effective", NULL, CONTAINED("false")},
    {"do_d4", "d4 rework", "d5", DOERS, CAUSES("true"),
     "possible_causes primary_causes escape_point cause cause_verified", NULL,
     CAUSES("false")},
    {"do_d5", "d5", "report_ready", DOERS,
     "{'action':[{'kind':'corrective','title':'t'}],'control_points':['a']}",
     "action control_points", NULL, NULL},
    {"submit_report", "report_ready", "report_submitted",
     "process_quality responsible_unit",
     "{'report':'8D-1','action':[{'kind':'preventive','title':'t'}]}",
     "report action", NULL, NULL},
    {"accept_report", "report_submitted", "report_accepted", "quality", NULL,
     NULL, "submit_report", NULL},
    {"return_report", "report_submitted", "rework", "quality", REASON, "reason",
     "submit_report", NULL},
    {"send_report", "report_accepted", "d6", "quality sales", REPLY, REPLIED,
     NULL, NULL},
    {"do_d6", "d6", "d7", MAKERS,
     "{'implemented':['i'],'implementation_evidence':['e']}",
     "implemented implementation_evidence", NULL, NULL},
    {"do_d7", "d7", "verification", MAKERS,
     "{'preventive':['p'],'horizontal':['line 3: alike, changed'],"
     "'documents_revised':['FMEA']}",
     "preventive horizontal", NULL,
     "{'preventive':['p'],'horizontal':['h'],'documents_revised':[]}"},
    {"verify_effective", "verification", "d8", "quality",
     "{'effective':true,'verification':'v'}", "effective verification",
     "do_d6 do_d7", "{'effective':false,'verification':'v'}"},
    {"verify_ineffective", "verification", "rework", "quality",
     "{'verification':'v'}", "verification", "do_d6 do_d7", NULL},
    {"customer_rejects", "d6 d7 verification d8", "rework", "quality sales",
     REASON, "reason", NULL, NULL},
    {"do_d8", "d8", "closed", "quality_manager quality",
     "{'recognition':'r','outcome':'upheld'}", "recognition outcome", NULL,
     NULL},
    {"explain", "customer_caused", "explanation_written", "quality",
     "{'explanation':'e'}", "explanation", NULL, NULL},
    {"approve_explanation", "explanation_written", "explanation_approved",
     "quality_manager", NULL, NULL, "judge_customer explain", NULL},
    {"reject_explanation", "explanation_written", "registered",
     "quality_manager", REASON, "reason", "judge_customer explain", NULL},
    {"send_explanation", "explanation_approved", "explained", "quality", REPLY,
     REPLIED, NULL, NULL},
    {"customer_objects", "explained", "registered", "quality sales",
     "{'objection':'o'}", "objection", NULL, NULL},
    {"close_explained", "explained", "closed", "quality sales",
     "{'outcome':'not_upheld'}", "outcome", NULL, NULL},
    {"withdraw",
     "received registered d0 d1 d2 d3 d4 d5 rework report_ready "
     "report_submitted report_accepted d6 d7 verification d8 customer_caused "
     "explanation_written explanation_approved explained",
     "withdrawn", "sales quality", REASON, "reason", NULL, NULL},
    {"review_closed", "closed", "closed", "quality",
     "{'review':'r','more_wanted':false}", "review more_wanted", NULL, NULL},
    {"reopen", "closed withdrawn", "registered",
     "quality quality_manager sales", REASON, "reason", NULL, NULL},
};

static const test_move iatf_8d_main[] = {
    {"register", "sales:a", "2019-06-10 09:30"},
    {"count_return", "warehouse:w", "2019-06-10 10:00"},
    {"inspect_return", "quality:q", "2019-06-10 14:00"},
    {"dispose_return", "process_quality:p", "2019-06-10 16:00"},
    {"judge_internal", "quality:q", "2019-06-11 10:00"},
    {"meet", "quality:q", "2019-06-11 13:00"},
    {"do_d0", "responsible_unit:u", "2019-06-11 14:00"},
    {"do_d1", "responsible_unit:u", "2019-06-11 15:00"},
    {"do_d2", "responsible_unit:u", "2019-06-11 16:00"},
    {"do_d3", "responsible_unit:u", "2019-06-12 09:00"},
    {"do_d4", "process_quality:p", "2019-06-13 10:00"},
    {"do_d5", "process_quality:p", "2019-06-13 15:00"},
    {"submit_report", "process_quality:p", "2019-06-14 10:00"},
    {"accept_report", "quality:q", "2019-06-14 15:00"},
    {"send_report", "sales:a", "2019-06-14 16:00"},
    {"do_d6", "responsible_unit:u", "2019-06-24 10:00"},
    {"do_d7", "responsible_unit:u", "2019-06-28 10:00"},
    {"verify_effective", "quality:q", "2019-07-12 10:00"},
    {"do_d8", "quality_manager:m", "2019-07-15 10:00"},
    {"review_closed", "quality:q", "2019-10-15 10:00"},
};

const test_script script_iatf_8d = {"iatf-8d",
                                    iatf_8d_rules,
                                    COUNT(iatf_8d_rules),
                                    "2019-06-10 09:00",
                                    iatf_8d_main,
                                    COUNT(iatf_8d_main),
                                    "send_report send_explanation"};

/* ---- iso13485 ---- */

#define HARM(harm, safety)                                                     \
    "{'description':'d','product':'pump','harm':'" harm "','safety':" safety "}"

static const test_rule iso13485_rules[] = {
    {"record", "received", "recorded", "receiver complaint_unit",
     "{'description':'d','product':'pump','harm':'none'}",
     "description product harm", NULL,
     "{'description':'d','product':'pump','harm':'death'}"},
    {"record_harm", "received", "immediate_review", "receiver complaint_unit",
     HARM("injury", "true"), "description product harm safety", NULL,
     HARM("none", "true")},
    {"learn_of_harm",
     "recorded complaint investigating investigated informed corrected "
     "responded",
     "immediate_review", "receiver complaint_unit investigator regulatory",
     "{'harm':'damage','safety':true}", "harm safety", NULL,
     "{'harm':'damage','safety':false}"},
    {"evaluate", "recorded", "complaint", "complaint_unit",
     "{'deficiency':'usability','on_market':true}", "deficiency on_market",
     NULL, "{'deficiency':'usability','on_market':false}"},
    {"dismiss", "recorded", "not_complaint", "complaint_unit", REASON, "reason",
     NULL, NULL},
    {"review_harm", "immediate_review", "complaint",
     "complaint_unit management",
     "{'review':'r','immediate_action':'i','deficiency':'safety'}",
     "review immediate_action deficiency", NULL, NULL},
    {"dismiss_harm", "immediate_review", "not_complaint", "management", REASON,
     "reason", "record_harm learn_of_harm", NULL},
    {"decide_report", "complaint", "reporting", "regulatory",
     "{'rationale':'r','authority':'NMPA'}", "rationale authority", NULL, NULL},
    {"decide_no_report", "complaint", "investigating", "regulatory",
     "{'rationale':'r'}", "rationale", NULL, "{'rationale':'r','safety':true}"},
    {"decide_no_report_harm", "complaint", "investigating", "management",
     "{'rationale':'r','consulted':'c','safety':true}", "rationale consulted",
     "review_harm", "{'rationale':'r','consulted':'c'}"},
    {"report", "reporting", "investigating", "regulatory",
     "{'report_reference':'7','authority':'NMPA'}",
     "report_reference authority", NULL, NULL},
    {"reconsider_report",
     "investigating investigated informed corrected responded", "complaint",
     "regulatory complaint_unit investigator", "{'new_facts':'n'}", "new_facts",
     NULL, NULL},
    {"investigate", "investigating", "investigated",
     "investigator complaint_unit",
     "{'findings':'f','product_handling':'tested'}",
     "findings product_handling", NULL, NULL},
    {"skip_investigation", "investigating", "investigated", "complaint_unit",
     "{'justification':'j','product_handling':'not returned'}",
     "justification product_handling", NULL,
     "{'justification':'j','product_handling':'p','safety':true}"},
    {"inform_outside", "investigated", "informed", "complaint_unit regulatory",
     "{'party':'supplier','exchanged':'e'}", "party exchanged", NULL, NULL},
    {"no_outside_party", "investigated", "informed",
     "complaint_unit regulatory", "{'outside_contribution':false}",
     "outside_contribution", NULL, "{'outside_contribution':true}"},
    {"correct", "informed", "corrected", "complaint_unit management",
     "{'corrective_action':'CAPA-1'}", NULL, NULL, "{'correction':''}"},
    {"no_correction", "informed", "corrected", "complaint_unit management",
     REASON, "reason", "investigate skip_investigation", NULL},
    {"respond", "corrected", "responded", "complaint_unit receiver", REPLY,
     REPLIED, NULL, NULL},
    {"object", "responded", "investigating", "receiver complaint_unit",
     "{'objection':'o'}", "objection", NULL, NULL},
    {"close", "responded", "closed", "management complaint_unit",
     "{'outcome':'upheld'}", "outcome", "investigate skip_investigation", NULL},
    {"reopen", "closed not_complaint", "recorded",
     "complaint_unit regulatory management", REASON, "reason", NULL, NULL},
};

static const test_move iso13485_main[] = {
    {"record", "receiver:a", "2019-06-10 10:00"},
    {"evaluate", "complaint_unit:b", "2019-06-11 10:00"},
    {"decide_report", "regulatory:c", "2019-06-12 10:00"},
    {"report", "regulatory:c", "2019-06-14 10:00"},
    {"investigate", "investigator:d", "2019-06-24 10:00"},
    {"inform_outside", "complaint_unit:b", "2019-06-25 10:00"},
    {"correct", "complaint_unit:b", "2019-06-26 10:00"},
    {"respond", "complaint_unit:b", "2019-06-27 10:00"},
    {"close", "management:e", "2019-06-28 10:00"},
};

const test_script script_iso13485 = {
    "iso13485",         iso13485_rules, COUNT(iso13485_rules),
    "2019-06-10 09:00", iso13485_main,  COUNT(iso13485_main),
    "respond"};
