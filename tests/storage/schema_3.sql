BEGIN TRANSACTION;
CREATE TABLE "action"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "cause" TEXT,
  "unit" TEXT,
  "owner" TEXT,
  "state" TEXT NOT NULL,
  "due_at" INTEGER,
  "done_at" INTEGER,
  "verified_by" TEXT,
  "verified_at" INTEGER,
  "effective" INTEGER,
  PRIMARY KEY("case_id","id"))WITHOUT ROWID;
CREATE TABLE "case"(
  "place" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "number" TEXT NOT NULL,
  "source" TEXT,
  "external_number" TEXT,
  "procedure" TEXT NOT NULL,
  "procedure_digest" BLOB NOT NULL,
  "calendar_digest" BLOB NOT NULL,
  "state" TEXT NOT NULL,
  "title" TEXT,
  "description" TEXT,
  "language" TEXT,
  "channel" TEXT,
  "category" TEXT,
  "severity" TEXT,
  "urgency" TEXT,
  "complexity" TEXT,
  "safety" INTEGER,
  "product" TEXT,
  "batch" TEXT,
  "location" TEXT,
  "unit" TEXT,
  "owner" TEXT NOT NULL,
  "owner_unit" TEXT,
  "proposed_owner" TEXT,
  "proposed_unit" TEXT,
  "complainant" TEXT,
  "demand" TEXT,
  "claim" INTEGER,
  "claim_currency" TEXT,
  "cause" TEXT,
  "outcome" TEXT,
  "repeat_of" TEXT,
  "missing" TEXT,
  "occurred_at" INTEGER,
  "aware_at" INTEGER,
  "received_at" INTEGER NOT NULL,
  "recorded_at" INTEGER NOT NULL,
  "acknowledged_at" INTEGER,
  "transferred_at" INTEGER,
  "assessed_at" INTEGER,
  "investigated_at" INTEGER,
  "responded_at" INTEGER,
  "closed_at" INTEGER,
  "first_closed_at" INTEGER,
  "reopened_at" INTEGER,
  "reopened" INTEGER NOT NULL,
  "due_at" INTEGER,
  "due_clock" TEXT,
  "limit_at" INTEGER,
  "next_at" INTEGER,
  "simulated" INTEGER,
  "legal_hold" INTEGER,
  "erased" TEXT,
  "erased_at" INTEGER,
  "head" BLOB NOT NULL);
INSERT INTO "case" VALUES(1,'01a200b3-ba75-7714-8c94-f8ec52d38115',2,'2026-0001',NULL,NULL,'small-business',X'7735CFDC39D9C0C56617CAD00E4C009A1C7C1A888EA226277AD6D9F7D6285E18',X'8002FEB40C55EB044AEFE1D9E5C040559FD223B848499530B1669F1E6997617A','received','投诉：退货','水壶漏水',NULL,'phone',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'cli',NULL,NULL,NULL,'01a200b3-ba7c-7668-bfc0-0a36048422e9',NULL,NULL,NULL,NULL,NULL,NULL,'["product","batch","demand"]',NULL,NULL,1709600400000000,1795308108411889,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,1709683199999999,'record',1710115199999999,1710028799999999,NULL,NULL,NULL,NULL,X'2AE143A356ADF49145A6FEE3099424A5DC535D7FB53B297A39E19DA13DABE2BD');
INSERT INTO "case" VALUES(2,'01a200b3-bb7a-75ca-8202-195adc558b22',3,'2026-0002','crm','A-7','small-business',X'7735CFDC39D9C0C56617CAD00E4C009A1C7C1A888EA226277AD6D9F7D6285E18',X'8002FEB40C55EB044AEFE1D9E5C040559FD223B848499530B1669F1E6997617A','withdrawn','8D report late',NULL,NULL,'web',NULL,'high',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'cli',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'["description","product","batch","demand"]',NULL,NULL,1709686800000000,1795308108669688,NULL,NULL,NULL,NULL,NULL,1795308125431180,1795308125431180,NULL,0,NULL,NULL,1710201599999999,NULL,NULL,NULL,NULL,NULL,X'969CC3F7A3294EE2DC3F455AF86617E004C665E94893FCDF5AC70923291BDE67');
CREATE TABLE "communication"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "direction" TEXT,
  "channel" TEXT,
  "language" TEXT,
  "subject" TEXT,
  "text" TEXT,
  "author" TEXT,
  "sent_at" INTEGER,
  PRIMARY KEY("case_id","id"));
INSERT INTO "communication" VALUES('01a200b3-ba75-7714-8c94-f8ec52d38115','01a200b3-baf8-74ec-8aba-979f782b9590','reply',NULL,NULL,NULL,NULL,'We will call back',NULL,NULL);
CREATE TABLE "definition"(
  "digest" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "version" TEXT,
  "text" TEXT NOT NULL,
  "installed_at" INTEGER NOT NULL,
  "installed_by" TEXT,
  PRIMARY KEY("digest"));
INSERT INTO "definition" VALUES('7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18','procedure','small-business','2026.1','# Complaints of a small business that sells through dealers, after the texts
# "处理客户抱怨与投诉的方法" (confirm the problem, analyse it, negotiate, carry
# it out) and "如何处理客户的投诉与抱怨" (seven steps from the form to the
# customer''s satisfaction).
#
# The texts say "at once" and "in good time" (及时) and give no numbers; the
# numbers of the clocks are this file''s choice. An organisation copies the
# file and writes its own.
kind: procedure
format: 1
name: small-business
version: "2026.1"
title:
  en: "Complaints of a small business"
  zh-CN: "小企业客户抱怨与投诉处理"
languages: [en, zh-CN]
source: "处理客户抱怨与投诉的方法; 如何处理客户的投诉与抱怨 (methods and steps of handling complaints, model texts); the numbers of the limits are this file''s"
number: "{year}-{number:4}"
start: received

roles:
  - {name: recorder, title: {en: "Recorder (office, reception, sales)", zh-CN: "记录人（文员、接待员、业务员）"}}
  - {name: service, title: {en: "After-sales service", zh-CN: "售后服务人员"}}
  - {name: leader, title: {en: "Head of the business", zh-CN: "企业领导"}}
  - {name: executor, title: {en: "Department that carries it out (stores, marketing)", zh-CN: "执行部门（仓管、市场等）"}}

intake:
  roles: []
  facts:
    - {name: description, type: text, title: {en: "What happened", zh-CN: "投诉内容与原因"}}
    - {name: channel, type: code, title: {en: "Channel", zh-CN: "受理渠道"}}
    - {name: product, type: code, title: {en: "Product", zh-CN: "问题产品名称"}}
    - {name: batch, type: text, title: {en: "Production batch", zh-CN: "生产批号"}}
    - {name: demand, type: text, title: {en: "What the customer asks for", zh-CN: "客户的要求"}}

states:
  - name: received
    title: {en: "Received", zh-CN: "已接到"}
    guidance:
      en: "Listen patiently and write while the customer speaks; do not attack with words."
      zh-CN: "认真耐心地听，边听边记录，不使用攻击性言辞。"
  - name: recorded
    title: {en: "On the form, signed", zh-CN: "已登记并签名"}
    guidance:
      en: "The form goes to after-sales service in good time, which contacts the customer."
      zh-CN: "登记表及时传递到售后服务人员，由其与客户沟通。"
  - name: confirmed
    title: {en: "Problem confirmed", zh-CN: "问题已确认"}
    guidance:
      en: "Make no promise lightly. Talk it over with colleagues or the head; is a look elsewhere needed?"
      zh-CN: "现场不轻下结论和承诺；与同行服务人员协商或向领导汇报；是否需到其他地方进一步了解。"
  - name: looking_further
    title: {en: "Looking further", zh-CN: "进一步了解中"}
    guidance:
      en: "Go to where the product is used, such as the repair shop."
      zh-CN: "到具体用户（如修车店）处了解。"
  - name: analysed
    title: {en: "Analysed", zh-CN: "已分析"}
    guidance:
      en: "Before negotiating: will the customer buy again, what will be said about us, is the demand reasonable, how far is it our fault?"
      zh-CN: "协商前考虑：客户今后是否再购买、口碑影响、要求是否合理、公司过失程度。"
  - name: negotiated
    title: {en: "Negotiated", zh-CN: "已协商"}
    guidance:
      en: "Say clearly what is offered; where the demand is unreasonable say no."
      zh-CN: "表达清楚明确；客户方面不合理的，明确说“NO”。"
  - name: proposed
    title: {en: "With the head of the business", zh-CN: "待领导批准"}
  - name: approved
    title: {en: "Approved", zh-CN: "已批准"}
    guidance:
      en: "Tell the customer at once and plainly."
      zh-CN: "明确直接地通知客户。"
  - name: answered
    title: {en: "Customer answered", zh-CN: "已答复客户"}
    guidance:
      en: "The customer confirms and signs the agreement."
      zh-CN: "客户确认处理方案后签下处理协议。"
  - name: settled
    title: {en: "Agreement signed", zh-CN: "已签协议"}
    guidance:
      en: "Pass it to the departments that carry it out."
      zh-CN: "将协议反馈回有关部门进行实施。"
  - name: executing
    title: {en: "Being carried out", zh-CN: "实施中"}
    guidance:
      en: "After-sales service watches and follows it up."
      zh-CN: "售后服务进行监督和追踪。"
  - name: executed
    title: {en: "Carried out", zh-CN: "已实施"}
    guidance:
      en: "Follow up until the customer says that it is satisfactory."
      zh-CN: "跟踪处理结果的落实，直到客户答复满意为止。"
  - name: closed
    title: {en: "Closed", zh-CN: "已关闭"}
    final: true
  - name: withdrawn
    title: {en: "Withdrawn", zh-CN: "已撤回"}
    final: true

transitions:
  - name: record
    title: {en: "Record on the form", zh-CN: "登记客户意见表"}
    from: [received]
    to: recorded
    roles: [recorder, service]
    citation: "如何处理客户的投诉与抱怨, 1: 在表格上记录下来, 记录的人要签名确认"
    facts:
      - {name: description, type: text, required: true, title: {en: "What happened and why", zh-CN: "投诉内容与原因"}}
      - {name: party, type: map, required: true, members: [name, phone], title: {en: "Who complains (company, address, phone)", zh-CN: "投诉客户（公司名称、地址、电话）"}}
      - {name: recorded_by, type: text, required: true, title: {en: "Signature of the recorder", zh-CN: "记录人签名"}}
  - name: confirm
    title: {en: "Confirm the problem", zh-CN: "确认问题"}
    from: [recorded]
    to: confirmed
    roles: [service]
    marks: [acknowledged]
    citation: "处理客户抱怨与投诉的方法, 1; 如何处理客户的投诉与抱怨, 2"
    facts:
      - {name: product, type: code, required: true, title: {en: "Product", zh-CN: "问题产品名称"}}
      - {name: specification, type: text, required: true, title: {en: "Specification", zh-CN: "规格"}}
      - {name: production_date, type: text, title: {en: "Production date", zh-CN: "生产日期"}}
      - {name: batch, type: text, title: {en: "Production batch", zh-CN: "生产批号"}}
      - {name: used_at, type: text, title: {en: "When it was used", zh-CN: "何时使用"}}
      - {name: symptom, type: text, required: true, title: {en: "How the problem shows", zh-CN: "问题表现状况"}}
      - {name: earlier_brand, type: text, title: {en: "Brand used before, and how it did", zh-CN: "此前使用的品牌及状况"}}
      - {name: demand, type: text, required: true, title: {en: "What the customer asks for", zh-CN: "客户的要求"}}
      - {name: restated, type: boolean, required: true, title: {en: "Repeated to the customer, who confirmed it", zh-CN: "已复述并经客户确认"}}
    guard: {fact: restated, is: "true"}
  - name: look_further
    title: {en: "Look further elsewhere", zh-CN: "到其他地方进一步了解"}
    from: [confirmed]
    to: looking_further
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: place, type: text, required: true, title: {en: "Where", zh-CN: "地点"}}
  - name: find_out
    title: {en: "Found out", zh-CN: "了解完毕"}
    from: [looking_further]
    to: confirmed
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: seen, type: text, required: true, title: {en: "What was found there", zh-CN: "了解到的情况"}}
  - name: analyse
    title: {en: "Analyse", zh-CN: "分析问题"}
    from: [confirmed]
    to: analysed
    roles: [service]
    marks: [assessed, investigated]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: severity, type: code, required: true, title: {en: "Severity", zh-CN: "严重程度"}}
      - {name: findings, type: text, required: true, title: {en: "Findings", zh-CN: "分析结果"}}
      - {name: consulted, type: text, required: true, title: {en: "Colleague or head consulted", zh-CN: "协商的同行或领导"}}
      - {name: grounded, type: boolean, required: true, title: {en: "Rests on facts", zh-CN: "有事实依据"}}
      - {name: cause, type: code, title: {en: "Cause", zh-CN: "原因"}}
  # Compensation is for a fault of the company or a reasonable demand; otherwise
  # the answer is a plain no.
  - name: negotiate
    title: {en: "Negotiate with the customer", zh-CN: "与客户协商"}
    from: [analysed]
    to: negotiated
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 3 (A-D)"
    facts:
      - {name: buys_again, type: code, required: true, values: [likely, unlikely, unknown], title: {en: "Would the customer buy again", zh-CN: "今后再度购买的希望"}}
      - {name: word_of_mouth, type: text, required: true, title: {en: "What will be said about us", zh-CN: "口碑影响"}}
      - {name: demand_reasonable, type: boolean, required: true, title: {en: "The demand is reasonable", zh-CN: "要求合理"}}
      - {name: company_fault, type: code, required: true, values: [none, partly, wholly], title: {en: "Fault of the company", zh-CN: "公司过失程度"}}
      - {name: proposal, type: text, required: true, title: {en: "What was talked over", zh-CN: "协商方案"}}
      - {name: compensation, type: money, title: {en: "Compensation", zh-CN: "经济补偿"}}
    guard: {any: [{fact: compensation, present: false}, {fact: company_fault, in: [partly, wholly]}, {fact: demand_reasonable, is: "true"}]}
  - name: propose
    title: {en: "Propose to the head", zh-CN: "向领导汇报并提出处理意见"}
    from: [negotiated]
    to: proposed
    roles: [service]
    citation: "如何处理客户的投诉与抱怨, 4"
    facts:
      - {name: proposal, type: text, required: true, title: {en: "Proposed handling", zh-CN: "处理意见"}}
  - name: approve
    title: {en: "Approve", zh-CN: "批准"}
    from: [proposed]
    to: approved
    roles: [leader]
    not_by: [propose]
    citation: "如何处理客户的投诉与抱怨, 4"
  - name: send_back
    title: {en: "Send back", zh-CN: "退回重议"}
    from: [proposed]
    to: analysed
    roles: [leader]
    not_by: [propose]
    citation: "如何处理客户的投诉与抱怨, 4"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由"}}
  - name: answer
    title: {en: "Answer the customer", zh-CN: "答复客户"}
    from: [approved]
    to: answered
    roles: [service]
    marks: [responded]
    citation: "如何处理客户的投诉与抱怨, 4: 要及时答复客户"
    facts:
      - {name: communication, type: map, required: true, members: [kind, text], title: {en: "Answer", zh-CN: "答复"}}
  - name: settle
    title: {en: "The customer signs the agreement", zh-CN: "客户签下处理协议"}
    from: [answered]
    to: settled
    roles: [service]
    citation: "如何处理客户的投诉与抱怨, 5"
    facts:
      - {name: agreement, type: map, required: true, members: [document, signed_by], title: {en: "Signed agreement", zh-CN: "处理协议"}}
      - {name: outcome, type: code, title: {en: "Outcome", zh-CN: "处理结果"}}
  - name: decline
    title: {en: "The customer does not agree", zh-CN: "客户不同意"}
    from: [answered]
    to: analysed
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 3"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由"}}
  - name: close_unfounded
    title: {en: "Close a demand that is refused", zh-CN: "拒绝不合理要求并关闭"}
    from: [answered]
    to: closed
    roles: [leader]
    not_by: [propose]
    marks: [closed]
    citation: "处理客户抱怨与投诉的方法, 2 and 3: 如果客户所提问题不合理, 或无事实依据"
    facts:
      - {name: explanation, type: text, required: true, title: {en: "How it was explained to the customer", zh-CN: "向客户的说明"}}
      - {name: company_fault, type: code, required: true, values: [none, partly, wholly], title: {en: "Fault of the company", zh-CN: "公司过失程度"}}
      - {name: outcome, type: code, required: true, title: {en: "Outcome", zh-CN: "处理结果"}}
    guard: {fact: company_fault, is: none}
  - name: pass_on
    title: {en: "Pass it on to be carried out", zh-CN: "反馈有关部门实施"}
    from: [settled]
    to: executing
    roles: [service]
    marks: [transferred]
    citation: "如何处理客户的投诉与抱怨, 6: 如需补偿油品的, 通知仓管出货"
    facts:
      - {name: tasks, type: list, required: true, title: {en: "What each department does", zh-CN: "各部门执行事项"}}
  - name: carry_out
    title: {en: "Carried out", zh-CN: "执行完毕"}
    from: [executing]
    to: executed
    roles: [executor]
    citation: "处理客户抱怨与投诉的方法, 4"
    facts:
      - {name: done, type: text, required: true, title: {en: "What was done", zh-CN: "执行情况"}}
  - name: not_done
    title: {en: "Not carried out", zh-CN: "未落实"}
    from: [executed]
    to: executing
    roles: [service, leader]
    not_by: [carry_out]
    citation: "处理客户抱怨与投诉的方法, 4: 相关部门是否落实这些方案, 售后服务便一定要进行监督和追踪"
    facts:
      - {name: reason, type: text, required: true, title: {en: "What is not done", zh-CN: "未落实事项"}}
  - name: close
    title: {en: "Close", zh-CN: "关闭"}
    from: [executed]
    to: closed
    roles: [service, leader]
    not_by: [carry_out]
    marks: [closed]
    citation: "如何处理客户的投诉与抱怨, 7: 直到客户答复满意为止"
    facts:
      - {name: satisfied, type: boolean, required: true, title: {en: "The customer is satisfied", zh-CN: "客户满意"}}
      - {name: outcome, type: code, required: true, title: {en: "Outcome", zh-CN: "处理结果"}}
    guard: {fact: satisfied, is: "true"}
  - name: dissatisfied
    title: {en: "The customer is not satisfied", zh-CN: "客户不满意"}
    from: [executed]
    to: analysed
    roles: [service, leader]
    citation: "如何处理客户的投诉与抱怨, 7"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由"}}
  - name: withdraw
    title: {en: "The customer withdraws", zh-CN: "客户撤回"}
    from: [received, recorded, confirmed, looking_further, analysed, negotiated, proposed, approved, answered, settled, executing, executed]
    to: withdrawn
    roles: [service, leader]
    marks: [closed]
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由"}}
  - name: reopen
    title: {en: "Reopen", zh-CN: "重新打开"}
    from: [closed, withdrawn]
    to: recorded
    roles: [service, leader]
    marks: [reopened]
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由"}}

clocks:
  - name: record
    title: {en: "Record", zh-CN: "登记时限"}
    owner: recorder
    amount: 0
    unit: working_days
    from: {time: received}
    end: end_of_day
    stop: [record]
    pausable: false
    citation: "如何处理客户的投诉与抱怨, 1; the end of the day of receipt is this file''s"
  - name: contact
    title: {en: "Contact the customer", zh-CN: "联系客户时限"}
    owner: service
    amount: 1
    unit: working_days
    from: {entry: record}
    end: end_of_day
    stop: [confirm]
    pausable: false
    warn:
      - {before: 1}
    citation: "如何处理客户的投诉与抱怨, 2: 接到信息后即通过电话、传真或到客户所在地; 1 working day is this file''s"
  - name: answer
    title: {en: "Answer the customer", zh-CN: "答复时限"}
    owner: service
    principal: true
    amount: 5
    unit: working_days
    from: {time: received}
    end: end_of_day
    stop: [answer]
    pause: {states: [looking_further]}
    extension: {cap_total: 10, roles: [leader], max_times: 1}
    warn:
      - {share: 80}
      - {before: 1, to: leader}
    expiry:
      en: "Tell the customer that it takes longer, and why."
      zh-CN: "告知客户需要更长时间及原因。"
    citation: "如何处理客户的投诉与抱怨, 4: 及时答复客户; 5 working days is this file''s"
  - name: answer_again
    title: {en: "Answer again", zh-CN: "再次答复时限"}
    owner: service
    amount: 5
    unit: working_days
    from: {state: analysed}
    end: end_of_day
    stop: [answer]
    pausable: false
    repeat: true
    citation: "如何处理客户的投诉与抱怨, 7; 5 working days from the analysis is this file''s"
  - name: carry_out
    title: {en: "Carry it out", zh-CN: "落实时限"}
    owner: executor
    amount: 10
    unit: working_days
    from: {entry: pass_on}
    end: end_of_day
    stop: [carry_out]
    pausable: false
    extension: {cap_total: 20, roles: [leader]}
    repeat: true
    warn:
      - {share: 80, to: service}
    citation: "处理客户抱怨与投诉的方法, 4: 跟踪落实结果; 10 working days is this file''s"
',1795308108290323,'cli');
INSERT INTO "definition" VALUES('8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a','calendar','every-day','1','# Every day counts, around the clock, in UTC: for limits in plain days and
# hours, and for tests.
kind: calendar
format: 1
name: every-day
version: "1"
title:
  en: "Every day, around the clock"
  zh-CN: "每天全天"
  zh-TW: "每天全天"
offset: "+00:00"
years: {from: 1900, to: 2199}
week:
  monday: ["00:00-24:00"]
  tuesday: ["00:00-24:00"]
  wednesday: ["00:00-24:00"]
  thursday: ["00:00-24:00"]
  friday: ["00:00-24:00"]
  saturday: ["00:00-24:00"]
  sunday: ["00:00-24:00"]
',1795308108294205,'cli');
CREATE TABLE "evidence"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT,
  "name" TEXT NOT NULL,
  "description" TEXT,
  "digest" TEXT,
  "size" INTEGER,
  "media_type" TEXT,
  "place" TEXT,
  "collected_by" TEXT,
  "collected_at" INTEGER,
  PRIMARY KEY("case_id","id"));
CREATE TABLE "finding"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "explanation" TEXT,
  "proposed_by" TEXT NOT NULL,
  "proposed_at" INTEGER NOT NULL,
  "decided_by" TEXT,
  "decided_at" INTEGER,
  "authority" TEXT,
  PRIMARY KEY("case_id","id"));
CREATE TABLE "leaf"(
  "seal" INTEGER NOT NULL,
  "case_id" TEXT NOT NULL,
  "entries" INTEGER NOT NULL,
  "head" BLOB NOT NULL,
  PRIMARY KEY("seal","case_id"))WITHOUT ROWID;
CREATE TABLE "ledger"(
  "entry" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "recorded_at" INTEGER NOT NULL,
  "actor" TEXT,
  "facts" TEXT NOT NULL,
  "previous" BLOB NOT NULL,
  "digest" BLOB NOT NULL,
  PRIMARY KEY("entry"));
INSERT INTO "ledger" VALUES(1,'set',1795316341356890,NULL,'{"name":"calendar","value":"every-day"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'2364CB85179673A45954F5C4ACEE41F50F8842BC72AF3CFD6F3A2FBE37C67887');
INSERT INTO "ledger" VALUES(2,'set',1795316341356951,NULL,'{"name":"created_at","value":"2026-11-22T00:41:48.282425Z"}',X'2364CB85179673A45954F5C4ACEE41F50F8842BC72AF3CFD6F3A2FBE37C67887',X'FCA80D08177C86DD94BA40D89AE13327399D7A554FC1D4C071DFAC86BD05C1E5');
INSERT INTO "ledger" VALUES(3,'set',1795316341356957,NULL,'{"name":"format","value":"complaint register 1"}',X'FCA80D08177C86DD94BA40D89AE13327399D7A554FC1D4C071DFAC86BD05C1E5',X'EADD8F4F77549F5C33012E22AB80633AD69E5758BBC0A0C45D6FF7EFA93894E1');
INSERT INTO "ledger" VALUES(4,'set',1795316341356962,NULL,'{"name":"id","value":"01a200b3-b9fa-733e-af45-2ecee86fbc22"}',X'EADD8F4F77549F5C33012E22AB80633AD69E5758BBC0A0C45D6FF7EFA93894E1',X'5D73B921A788F88B4FD87CD6E40FEEF3FAF37C0C46DD80160B1AA585D4F1C2B2');
INSERT INTO "ledger" VALUES(5,'set',1795316341356965,NULL,'{"name":"migrated_from","value":"1"}',X'5D73B921A788F88B4FD87CD6E40FEEF3FAF37C0C46DD80160B1AA585D4F1C2B2',X'E4B2D3DF045E6127847031201FD2A4F98EFEA9F33AEEFCE3E5FB12AF7C60B25A');
INSERT INTO "ledger" VALUES(6,'set',1795316341356969,NULL,'{"name":"procedure","value":"small-business"}',X'E4B2D3DF045E6127847031201FD2A4F98EFEA9F33AEEFCE3E5FB12AF7C60B25A',X'D4681C47A86571424B35AB7A8983E89FBEB484AB8A093004778D1376B5083DC7');
INSERT INTO "ledger" VALUES(7,'install',1795316341356996,'cli','{"digest":"7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18","installed_at":1795308108290323,"kind":"procedure","name":"small-business","version":"2026.1"}',X'D4681C47A86571424B35AB7A8983E89FBEB484AB8A093004778D1376B5083DC7',X'A115BE510312369164B3EEFB3803E33AD43D63D379E2534E91547D5A8FB5837E');
INSERT INTO "ledger" VALUES(8,'install',1795316341357003,'cli','{"digest":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","installed_at":1795308108294205,"kind":"calendar","name":"every-day","version":"1"}',X'A115BE510312369164B3EEFB3803E33AD43D63D379E2534E91547D5A8FB5837E',X'034F7F312FED907FB6FCA4952DECC4D2C787A8512877605BF55E6756B26A1123');
INSERT INTO "ledger" VALUES(9,'set',1795316341360858,NULL,'{"name":"migrated_from"}',X'034F7F312FED907FB6FCA4952DECC4D2C787A8512877605BF55E6756B26A1123',X'341A6ABBEB3FFAD4A76ACA3D50186702709172AFBBCFB503CD032D3A8DCBDBDE');
INSERT INTO "ledger" VALUES(10,'set',1795326747245888,NULL,'{"name":"migrated_from"}',X'341A6ABBEB3FFAD4A76ACA3D50186702709172AFBBCFB503CD032D3A8DCBDBDE',X'B7AF50180B4A1D1E9977EE8A6CD21BEDD1E884013942DE43FF0254CCA701360A');
CREATE TABLE "place"(
  "case_id" TEXT PRIMARY KEY NOT NULL,
  "place" INTEGER NOT NULL)WITHOUT ROWID;
INSERT INTO "place" VALUES('01a200b3-ba75-7714-8c94-f8ec52d38115',1);
INSERT INTO "place" VALUES('01a200b3-bb7a-75ca-8202-195adc558b22',2);
CREATE TABLE "remedy"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "description" TEXT,
  "cost" INTEGER,
  "cost_currency" TEXT,
  "state" TEXT NOT NULL,
  "unit" TEXT,
  "approved_by" TEXT,
  "offered_at" INTEGER,
  "accepted_at" INTEGER,
  "executed_at" INTEGER,
  "signed" INTEGER,
  PRIMARY KEY("case_id","id"));
CREATE TABLE "return"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "number" TEXT,
  "product" TEXT,
  "batch" TEXT,
  "quantity" INTEGER,
  "reason" TEXT,
  "disposition" TEXT,
  "received_at" INTEGER,
  "inspected_at" INTEGER,
  PRIMARY KEY("case_id","id"));
CREATE TABLE "seal"(
  "number" INTEGER NOT NULL,
  "sealed_at" INTEGER NOT NULL,
  "cases" INTEGER NOT NULL,
  "entries" INTEGER NOT NULL,
  "leaves" INTEGER NOT NULL,
  "root" BLOB NOT NULL,
  "ledger" INTEGER NOT NULL,
  "ledger_head" BLOB NOT NULL,
  "previous" BLOB NOT NULL,
  "public_key" BLOB,
  "digest" BLOB NOT NULL,
  "signature" BLOB,
  PRIMARY KEY("number"));
CREATE TABLE "series"(
  "name" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  PRIMARY KEY("name"))WITHOUT ROWID;
INSERT INTO "series" VALUES('2026-{series}',2);
CREATE TABLE "setting"(
  "name" TEXT NOT NULL,
  "value" TEXT,
  PRIMARY KEY("name"))WITHOUT ROWID;
INSERT INTO "setting" VALUES('calendar','every-day');
INSERT INTO "setting" VALUES('created_at','2026-11-22T00:41:48.282425Z');
INSERT INTO "setting" VALUES('format','complaint register 1');
INSERT INTO "setting" VALUES('generation','2');
INSERT INTO "setting" VALUES('id','01a200b3-b9fa-733e-af45-2ecee86fbc22');
INSERT INTO "setting" VALUES('procedure','small-business');
CREATE TABLE "share"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "finding_id" TEXT NOT NULL,
  "party_kind" TEXT NOT NULL,
  "party" TEXT,
  "basis_points" INTEGER NOT NULL,
  "rank" TEXT NOT NULL,
  "cause" TEXT,
  "evidence_id" TEXT,
  PRIMARY KEY("case_id","id"))WITHOUT ROWID;
CREATE TABLE "sheet"(
  "row" INTEGER PRIMARY KEY,
  "kind" INTEGER NOT NULL,
  "v1",
  "v2",
  "v3",
  "v4",
  "v5",
  "v6",
  "v7",
  "v8",
  "v9",
  "v10",
  "v11",
  "v12",
  "v13");
INSERT INTO "sheet" VALUES(1048577,1,'file',NULL,1709600400000000,1795308108411889,'cli','*',X'7735CFDC39D9C0C56617CAD00E4C009A1C7C1A888EA226277AD6D9F7D6285E18','{"_":{"assignment":"01a200b3-ba7c-7668-bfc0-0a37df0fbf3d","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["product","batch","demand"],"number":"2026-0001"},"channel":"phone","parties":[{"id":"01a200b3-ba7c-7668-bfc0-0a36048422e9","role":"complainant"}],"title":"投诉：退货"}','{"description":"水壶漏水","parties":[{"name":"顾客甲","phone":"12345"}]}',X'2BD35265A66DF29196C8B91F21EDC45B',X'00E8181BBB04701B83C3D4843B1F8BB11D1B1197E41E427081D022D3D071C889',X'0000000000000000000000000000000000000000000000000000000000000000',X'2F6439E029D4603F34821F41312B7442288EC4BD78829CC764EBCB018F711134');
INSERT INTO "sheet" VALUES(1048578,1,'put','communication',1709604000000000,1795308108536622,'cli','*',X'7735CFDC39D9C0C56617CAD00E4C009A1C7C1A888EA226277AD6D9F7D6285E18','{"id":"01a200b3-baf8-74ec-8aba-979f782b9590","kind":"reply"}','{"text":"We will call back"}',X'857FF4626A12E5BB9D032341E0D33202',X'80EB45AAA3B783CA7AA181EAB24A828B58BC6B3A2F23CE9977631667BF7382F7',X'2F6439E029D4603F34821F41312B7442288EC4BD78829CC764EBCB018F711134',X'2AE143A356ADF49145A6FEE3099424A5DC535D7FB53B297A39E19DA13DABE2BD');
INSERT INTO "sheet" VALUES(1572864,2,'01a200b3-ba7c-7668-bfc0-0a36048422e9','complainant',NULL,NULL,NULL,'顾客甲','12345',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet" VALUES(1572865,3,'01a200b3-ba7c-7668-bfc0-0a37df0fbf3d','cli',NULL,'active',NULL,'cli',1709600400000000,1709600400000000,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet" VALUES(1572866,4,'answer','running',1709600400000000,1710115199999999,NULL,NULL,'service',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet" VALUES(1572867,4,'record','running',1709600400000000,1709683199999999,NULL,NULL,'recorder',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet" VALUES(2097153,1,'file',NULL,1709686800000000,1795308108669688,'cli','*',X'7735CFDC39D9C0C56617CAD00E4C009A1C7C1A888EA226277AD6D9F7D6285E18','{"_":{"assignment":"01a200b3-bb7d-77c2-84b8-bf84770da836","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["description","product","batch","demand"],"number":"2026-0002"},"channel":"web","external_number":"A-7","source":"crm","title":"8D report late"}',NULL,NULL,NULL,X'0000000000000000000000000000000000000000000000000000000000000000',X'122BC9F767BE396AB5B2E7D4BC5C5836F87B7F687AC487FC134031E0C80D5B72');
INSERT INTO "sheet" VALUES(2097154,1,'amend',NULL,1795308108753819,1795308108753819,'cli','*',X'7735CFDC39D9C0C56617CAD00E4C009A1C7C1A888EA226277AD6D9F7D6285E18','{"severity":"high"}',NULL,NULL,NULL,X'122BC9F767BE396AB5B2E7D4BC5C5836F87B7F687AC487FC134031E0C80D5B72',X'795A39D9226154A25E2A6BB2EBA84FD26C0F7CFF6AA7DBB049C73CF105A0190C');
INSERT INTO "sheet" VALUES(2097155,1,'perform','withdraw',1795308125431180,1795308125431180,'cli','*',X'7735CFDC39D9C0C56617CAD00E4C009A1C7C1A888EA226277AD6D9F7D6285E18','{"reason":"sent twice"}',NULL,NULL,NULL,X'795A39D9226154A25E2A6BB2EBA84FD26C0F7CFF6AA7DBB049C73CF105A0190C',X'969CC3F7A3294EE2DC3F455AF86617E004C665E94893FCDF5AC70923291BDE67');
INSERT INTO "sheet" VALUES(2621440,3,'01a200b3-bb7d-77c2-84b8-bf84770da836','cli',NULL,'active',NULL,'cli',1709686800000000,1709686800000000,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet" VALUES(2621441,4,'answer','missed',1709686800000000,1710201599999999,1795308125431180,NULL,'service',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet" VALUES(2621442,4,'record','missed',1709686800000000,1709769599999999,1795308125431180,NULL,'recorder',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "survey"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "channel" TEXT,
  "result" INTEGER,
  "handling" INTEGER,
  "comment" TEXT,
  "asked_at" INTEGER,
  "answered_at" INTEGER,
  PRIMARY KEY("case_id","id"));
CREATE TABLE "task"(
  "case_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT,
  "title" TEXT NOT NULL,
  "unit" TEXT,
  "owner" TEXT,
  "state" TEXT NOT NULL,
  "opened_at" INTEGER,
  "due_at" INTEGER,
  "done_at" INTEGER,
  "result" TEXT,
  "role" TEXT,
  "round" INTEGER,
  "reason" TEXT,
  "facts" TEXT,
  PRIMARY KEY("case_id","id"));
CREATE TABLE "touched"(
  "number" INTEGER PRIMARY KEY,
  "case_id" TEXT NOT NULL,
  "mark" BLOB NOT NULL);
CREATE TABLE "unit"(
  "code" TEXT NOT NULL,
  "parent" TEXT,
  "kind" TEXT,
  "names" TEXT,
  PRIMARY KEY("code"))WITHOUT ROWID;
CREATE UNIQUE INDEX "case_number" ON "case"("number");
CREATE UNIQUE INDEX "case_external" ON "case"("source","external_number") WHERE "external_number" IS NOT NULL;
CREATE INDEX "case_open" ON "case"("unit","due_at","id") WHERE "closed_at" IS NULL;
CREATE INDEX "case_due" ON "case"("due_at","id","owner","procedure","unit") WHERE "due_at" IS NOT NULL;
CREATE INDEX "case_next" ON "case"("next_at","id") WHERE "next_at" IS NOT NULL;
CREATE VIEW "party" AS SELECT
  "case_id" AS "case_id",
  "v1" AS "id",
  "v2" AS "role",
  "v3" AS "kind",
  "v4" AS "anonymous",
  "v5" AS "regular",
  "v6" AS "name",
  "v7" AS "phone",
  "v8" AS "email",
  "v9" AS "address",
  "v10" AS "reference",
  "v11" AS "language"
FROM "place" CROSS JOIN "sheet" WHERE +"kind"=2 AND "row">=("place"<<20)+524288 AND "row"<("place"<<20)+1048576;
CREATE VIEW "journal" AS SELECT
  "case_id" AS "case_id",
  ("row"&524287) AS "entry",
  "v1" AS "kind",
  "v2" AS "action",
  "v3" AS "happened_at",
  "v4" AS "recorded_at",
  "v5" AS "actor",
  "v6" AS "role",
  "v7" AS "procedure_digest",
  "v8" AS "facts",
  "v9" AS "personal",
  "v10" AS "salt",
  "v11" AS "commitment",
  "v12" AS "previous",
  "v13" AS "digest"
FROM "place" CROSS JOIN "sheet" WHERE +"kind"=1 AND "row">=("place"<<20)+0 AND "row"<("place"<<20)+524288;
CREATE VIEW "assignment" AS SELECT
  "case_id" AS "case_id",
  "v1" AS "id",
  "v2" AS "owner",
  "v3" AS "unit",
  "v4" AS "state",
  "v5" AS "reason",
  "v6" AS "proposed_by",
  "v7" AS "proposed_at",
  "v8" AS "accepted_at",
  "v9" AS "ended_at",
  "v10" AS "escalated_to",
  "v11" AS "escalated_at"
FROM "place" CROSS JOIN "sheet" WHERE +"kind"=3 AND "row">=("place"<<20)+524288 AND "row"<("place"<<20)+1048576;
CREATE INDEX "task_due" ON "task"("unit","due_at","case_id","id") WHERE "done_at" IS NULL AND "due_at" IS NOT NULL;
CREATE VIEW "clock" AS SELECT
  "case_id" AS "case_id",
  "v1" AS "name",
  "v2" AS "status",
  "v3" AS "started_at",
  "v4" AS "due_at",
  "v5" AS "stopped_at",
  "v6" AS "unit",
  "v7" AS "owner"
FROM "place" CROSS JOIN "sheet" WHERE +"kind"=4 AND "row">=("place"<<20)+524288 AND "row"<("place"<<20)+1048576;
CREATE INDEX "definition_name" ON "definition"("kind","name","installed_at","digest");
CREATE VIEW "complaint_open" AS SELECT
  "id",
  "revision",
  "number",
  "source",
  "external_number",
  "procedure",
  "state",
  "language",
  "channel",
  "category",
  "severity",
  "urgency",
  "complexity",
  "safety",
  "product",
  "batch",
  "unit",
  "owner",
  "owner_unit",
  "proposed_owner",
  "proposed_unit",
  "complainant",
  "claim",
  "claim_currency",
  "cause",
  "outcome",
  "repeat_of",
  strftime('%Y-%m-%dT%H:%M:%SZ',"occurred_at"/1000000,'unixepoch') AS "occurred_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"aware_at"/1000000,'unixepoch') AS "aware_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"received_at"/1000000,'unixepoch') AS "received_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"recorded_at"/1000000,'unixepoch') AS "recorded_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"acknowledged_at"/1000000,'unixepoch') AS "acknowledged_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"transferred_at"/1000000,'unixepoch') AS "transferred_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"assessed_at"/1000000,'unixepoch') AS "assessed_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"investigated_at"/1000000,'unixepoch') AS "investigated_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"responded_at"/1000000,'unixepoch') AS "responded_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"closed_at"/1000000,'unixepoch') AS "closed_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"first_closed_at"/1000000,'unixepoch') AS "first_closed_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"reopened_at"/1000000,'unixepoch') AS "reopened_at",
  "reopened",
  strftime('%Y-%m-%dT%H:%M:%SZ',"due_at"/1000000,'unixepoch') AS "due_at",
  "due_clock",
  strftime('%Y-%m-%dT%H:%M:%SZ',"limit_at"/1000000,'unixepoch') AS "limit_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"next_at"/1000000,'unixepoch') AS "next_at",
  "simulated",
  "legal_hold",
  "erased",
  strftime('%Y-%m-%dT%H:%M:%SZ',"erased_at"/1000000,'unixepoch') AS "erased_at"
FROM "case" WHERE "closed_at" IS NULL;
CREATE VIEW "complaint_overdue" AS SELECT
  "id",
  "revision",
  "number",
  "source",
  "external_number",
  "procedure",
  "state",
  "language",
  "channel",
  "category",
  "severity",
  "urgency",
  "complexity",
  "safety",
  "product",
  "batch",
  "unit",
  "owner",
  "owner_unit",
  "proposed_owner",
  "proposed_unit",
  "complainant",
  "claim",
  "claim_currency",
  "cause",
  "outcome",
  "repeat_of",
  strftime('%Y-%m-%dT%H:%M:%SZ',"occurred_at"/1000000,'unixepoch') AS "occurred_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"aware_at"/1000000,'unixepoch') AS "aware_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"received_at"/1000000,'unixepoch') AS "received_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"recorded_at"/1000000,'unixepoch') AS "recorded_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"acknowledged_at"/1000000,'unixepoch') AS "acknowledged_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"transferred_at"/1000000,'unixepoch') AS "transferred_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"assessed_at"/1000000,'unixepoch') AS "assessed_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"investigated_at"/1000000,'unixepoch') AS "investigated_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"responded_at"/1000000,'unixepoch') AS "responded_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"closed_at"/1000000,'unixepoch') AS "closed_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"first_closed_at"/1000000,'unixepoch') AS "first_closed_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"reopened_at"/1000000,'unixepoch') AS "reopened_at",
  "reopened",
  strftime('%Y-%m-%dT%H:%M:%SZ',"due_at"/1000000,'unixepoch') AS "due_at",
  "due_clock",
  strftime('%Y-%m-%dT%H:%M:%SZ',"limit_at"/1000000,'unixepoch') AS "limit_at",
  strftime('%Y-%m-%dT%H:%M:%SZ',"next_at"/1000000,'unixepoch') AS "next_at",
  "simulated",
  "legal_hold",
  "erased",
  strftime('%Y-%m-%dT%H:%M:%SZ',"erased_at"/1000000,'unixepoch') AS "erased_at"
FROM "case" WHERE "closed_at" IS NULL AND "due_at" < CAST(strftime('%s','now') AS INTEGER)*1000000;
COMMIT;
PRAGMA application_id=1129140300;
PRAGMA user_version=3;
