SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA complaint;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE complaint.action (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    cause text COLLATE pg_catalog."C",
    unit text COLLATE pg_catalog."C",
    owner text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    due_at bigint,
    done_at bigint,
    verified_by text COLLATE pg_catalog."C",
    verified_at bigint,
    effective bigint
);

CREATE TABLE complaint.assignment (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    owner text NOT NULL COLLATE pg_catalog."C",
    unit text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    proposed_by text NOT NULL COLLATE pg_catalog."C",
    proposed_at bigint NOT NULL,
    accepted_at bigint,
    ended_at bigint
);

CREATE TABLE complaint."case" (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    source text COLLATE pg_catalog."C",
    external_number text COLLATE pg_catalog."C",
    procedure text NOT NULL COLLATE pg_catalog."C",
    procedure_digest bytea NOT NULL,
    calendar_digest bytea NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    title text COLLATE pg_catalog."C",
    description text COLLATE pg_catalog."C",
    language text COLLATE pg_catalog."C",
    channel text COLLATE pg_catalog."C",
    category text COLLATE pg_catalog."C",
    severity text COLLATE pg_catalog."C",
    urgency text COLLATE pg_catalog."C",
    complexity text COLLATE pg_catalog."C",
    safety bigint,
    product text COLLATE pg_catalog."C",
    batch text COLLATE pg_catalog."C",
    location text COLLATE pg_catalog."C",
    unit text COLLATE pg_catalog."C",
    owner text NOT NULL COLLATE pg_catalog."C",
    owner_unit text COLLATE pg_catalog."C",
    proposed_owner text COLLATE pg_catalog."C",
    proposed_unit text COLLATE pg_catalog."C",
    complainant text COLLATE pg_catalog."C",
    demand text COLLATE pg_catalog."C",
    claim bigint,
    claim_currency text COLLATE pg_catalog."C",
    cause text COLLATE pg_catalog."C",
    outcome text COLLATE pg_catalog."C",
    repeat_of text COLLATE pg_catalog."C",
    missing text COLLATE pg_catalog."C",
    occurred_at bigint,
    aware_at bigint,
    received_at bigint NOT NULL,
    recorded_at bigint NOT NULL,
    acknowledged_at bigint,
    transferred_at bigint,
    assessed_at bigint,
    investigated_at bigint,
    responded_at bigint,
    closed_at bigint,
    first_closed_at bigint,
    reopened_at bigint,
    reopened bigint NOT NULL,
    due_at bigint,
    due_clock text COLLATE pg_catalog."C",
    limit_at bigint,
    next_at bigint,
    simulated bigint,
    legal_hold bigint,
    erased text COLLATE pg_catalog."C",
    erased_at bigint,
    head bytea NOT NULL
);

CREATE TABLE complaint.clock (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    started_at bigint,
    due_at bigint,
    stopped_at bigint,
    unit text COLLATE pg_catalog."C",
    owner text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.commit (
    tenant text NOT NULL COLLATE pg_catalog."C",
    session text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL
);

CREATE TABLE complaint.communication (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    direction text COLLATE pg_catalog."C",
    channel text COLLATE pg_catalog."C",
    language text COLLATE pg_catalog."C",
    subject text COLLATE pg_catalog."C",
    text text COLLATE pg_catalog."C",
    author text COLLATE pg_catalog."C",
    sent_at bigint
);

CREATE VIEW complaint.complaint_open AS
 SELECT "case".tenant,
    "case".id,
    "case".revision,
    "case".number,
    "case".source,
    "case".external_number,
    "case".procedure,
    "case".state,
    "case".language,
    "case".channel,
    "case".category,
    "case".severity,
    "case".urgency,
    "case".complexity,
    "case".safety,
    "case".product,
    "case".batch,
    "case".unit,
    "case".owner,
    "case".owner_unit,
    "case".proposed_owner,
    "case".proposed_unit,
    "case".complainant,
    "case".claim,
    "case".claim_currency,
    "case".cause,
    "case".outcome,
    "case".repeat_of,
    to_timestamp(((("case".occurred_at)::numeric / 1000000.0))::double precision) AS occurred_at,
    to_timestamp(((("case".aware_at)::numeric / 1000000.0))::double precision) AS aware_at,
    to_timestamp(((("case".received_at)::numeric / 1000000.0))::double precision) AS received_at,
    to_timestamp(((("case".recorded_at)::numeric / 1000000.0))::double precision) AS recorded_at,
    to_timestamp(((("case".acknowledged_at)::numeric / 1000000.0))::double precision) AS acknowledged_at,
    to_timestamp(((("case".transferred_at)::numeric / 1000000.0))::double precision) AS transferred_at,
    to_timestamp(((("case".assessed_at)::numeric / 1000000.0))::double precision) AS assessed_at,
    to_timestamp(((("case".investigated_at)::numeric / 1000000.0))::double precision) AS investigated_at,
    to_timestamp(((("case".responded_at)::numeric / 1000000.0))::double precision) AS responded_at,
    to_timestamp(((("case".closed_at)::numeric / 1000000.0))::double precision) AS closed_at,
    to_timestamp(((("case".first_closed_at)::numeric / 1000000.0))::double precision) AS first_closed_at,
    to_timestamp(((("case".reopened_at)::numeric / 1000000.0))::double precision) AS reopened_at,
    "case".reopened,
    to_timestamp(((("case".due_at)::numeric / 1000000.0))::double precision) AS due_at,
    "case".due_clock,
    to_timestamp(((("case".limit_at)::numeric / 1000000.0))::double precision) AS limit_at,
    to_timestamp(((("case".next_at)::numeric / 1000000.0))::double precision) AS next_at,
    "case".simulated,
    "case".legal_hold,
    "case".erased,
    to_timestamp(((("case".erased_at)::numeric / 1000000.0))::double precision) AS erased_at
   FROM complaint."case"
  WHERE ("case".closed_at IS NULL);

CREATE VIEW complaint.complaint_overdue AS
 SELECT "case".tenant,
    "case".id,
    "case".revision,
    "case".number,
    "case".source,
    "case".external_number,
    "case".procedure,
    "case".state,
    "case".language,
    "case".channel,
    "case".category,
    "case".severity,
    "case".urgency,
    "case".complexity,
    "case".safety,
    "case".product,
    "case".batch,
    "case".unit,
    "case".owner,
    "case".owner_unit,
    "case".proposed_owner,
    "case".proposed_unit,
    "case".complainant,
    "case".claim,
    "case".claim_currency,
    "case".cause,
    "case".outcome,
    "case".repeat_of,
    to_timestamp(((("case".occurred_at)::numeric / 1000000.0))::double precision) AS occurred_at,
    to_timestamp(((("case".aware_at)::numeric / 1000000.0))::double precision) AS aware_at,
    to_timestamp(((("case".received_at)::numeric / 1000000.0))::double precision) AS received_at,
    to_timestamp(((("case".recorded_at)::numeric / 1000000.0))::double precision) AS recorded_at,
    to_timestamp(((("case".acknowledged_at)::numeric / 1000000.0))::double precision) AS acknowledged_at,
    to_timestamp(((("case".transferred_at)::numeric / 1000000.0))::double precision) AS transferred_at,
    to_timestamp(((("case".assessed_at)::numeric / 1000000.0))::double precision) AS assessed_at,
    to_timestamp(((("case".investigated_at)::numeric / 1000000.0))::double precision) AS investigated_at,
    to_timestamp(((("case".responded_at)::numeric / 1000000.0))::double precision) AS responded_at,
    to_timestamp(((("case".closed_at)::numeric / 1000000.0))::double precision) AS closed_at,
    to_timestamp(((("case".first_closed_at)::numeric / 1000000.0))::double precision) AS first_closed_at,
    to_timestamp(((("case".reopened_at)::numeric / 1000000.0))::double precision) AS reopened_at,
    "case".reopened,
    to_timestamp(((("case".due_at)::numeric / 1000000.0))::double precision) AS due_at,
    "case".due_clock,
    to_timestamp(((("case".limit_at)::numeric / 1000000.0))::double precision) AS limit_at,
    to_timestamp(((("case".next_at)::numeric / 1000000.0))::double precision) AS next_at,
    "case".simulated,
    "case".legal_hold,
    "case".erased,
    to_timestamp(((("case".erased_at)::numeric / 1000000.0))::double precision) AS erased_at
   FROM complaint."case"
  WHERE (("case".closed_at IS NULL) AND ("case".due_at < ((EXTRACT(epoch FROM now()))::bigint * 1000000)));

CREATE TABLE complaint.definition (
    tenant text NOT NULL COLLATE pg_catalog."C",
    digest text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    version text COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    installed_at bigint NOT NULL,
    installed_by text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.evidence (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    description text COLLATE pg_catalog."C",
    digest text COLLATE pg_catalog."C",
    size bigint,
    media_type text COLLATE pg_catalog."C",
    place text COLLATE pg_catalog."C",
    collected_by text COLLATE pg_catalog."C",
    collected_at bigint
);

CREATE TABLE complaint.finding (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    explanation text COLLATE pg_catalog."C",
    proposed_by text NOT NULL COLLATE pg_catalog."C",
    proposed_at bigint NOT NULL,
    decided_by text COLLATE pg_catalog."C",
    decided_at bigint,
    authority text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.journal (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    entry bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    action text COLLATE pg_catalog."C",
    happened_at bigint NOT NULL,
    recorded_at bigint NOT NULL,
    actor text NOT NULL COLLATE pg_catalog."C",
    role text COLLATE pg_catalog."C",
    procedure_digest bytea NOT NULL,
    facts text NOT NULL COLLATE pg_catalog."C",
    personal text COLLATE pg_catalog."C",
    salt bytea,
    commitment bytea,
    previous bytea NOT NULL,
    digest bytea NOT NULL
);

CREATE TABLE complaint.party (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    anonymous bigint,
    regular bigint,
    name text COLLATE pg_catalog."C",
    phone text COLLATE pg_catalog."C",
    email text COLLATE pg_catalog."C",
    address text COLLATE pg_catalog."C",
    reference text COLLATE pg_catalog."C",
    language text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.remedy (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    description text COLLATE pg_catalog."C",
    cost bigint,
    cost_currency text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    unit text COLLATE pg_catalog."C",
    approved_by text COLLATE pg_catalog."C",
    offered_at bigint,
    accepted_at bigint,
    executed_at bigint,
    signed bigint
);

CREATE TABLE complaint.return (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    number text COLLATE pg_catalog."C",
    product text COLLATE pg_catalog."C",
    batch text COLLATE pg_catalog."C",
    quantity bigint,
    reason text COLLATE pg_catalog."C",
    disposition text COLLATE pg_catalog."C",
    received_at bigint,
    inspected_at bigint
);

CREATE TABLE complaint.series (
    tenant text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL
);

CREATE TABLE complaint.setting (
    tenant text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    value text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.share (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    finding_id text NOT NULL COLLATE pg_catalog."C",
    party_kind text NOT NULL COLLATE pg_catalog."C",
    party text COLLATE pg_catalog."C",
    basis_points bigint NOT NULL,
    rank text NOT NULL COLLATE pg_catalog."C",
    cause text COLLATE pg_catalog."C",
    evidence_id text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.store (
    tenant text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL
);

CREATE TABLE complaint.survey (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    channel text COLLATE pg_catalog."C",
    result bigint,
    handling bigint,
    comment text COLLATE pg_catalog."C",
    asked_at bigint,
    answered_at bigint
);

CREATE TABLE complaint.task (
    tenant text NOT NULL COLLATE pg_catalog."C",
    case_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    unit text COLLATE pg_catalog."C",
    owner text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    opened_at bigint,
    due_at bigint,
    done_at bigint,
    result text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.unit (
    tenant text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    parent text COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    names text COLLATE pg_catalog."C"
);

INSERT INTO complaint.assignment VALUES ('default', '01a20156-a92d-7389-8258-90de6bbd975c', '01a20156-a93e-7494-9c11-fb3f463b9c76', 'cli', NULL, 'active', NULL, 'cli', 1709629200000000, 1709629200000000, NULL);
INSERT INTO complaint.assignment VALUES ('default', '01a20156-a95f-74dc-969e-d507b8abab23', '01a20156-a96f-7159-a7d3-a7cf2f2ccf0e', 'cli', NULL, 'active', NULL, 'cli', 1709715600000000, 1709715600000000, NULL);
INSERT INTO complaint.assignment VALUES ('other', '01a20156-aa5c-70ad-8a5c-d28e1032fb10', '01a20156-aa69-7463-9b3f-4d26f3722724', 'cli', NULL, 'active', NULL, 'cli', 1709629200000000, 1709629200000000, NULL);
INSERT INTO complaint.assignment VALUES ('other', '01a20156-aa89-7025-87d3-f30a2d339c4b', '01a20156-aa97-763e-a29a-a851576f9dee', 'cli', NULL, 'active', NULL, 'cli', 1709715600000000, 1709715600000000, NULL);

INSERT INTO complaint."case" VALUES ('default', '01a20156-a92d-7389-8258-90de6bbd975c', 2, '2026-0001', NULL, NULL, 'small-business', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'received', 'umbrella', '退货 not done', NULL, 'web', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, '01a20156-a99e-74c5-bd49-22cf3b27bdfd', NULL, NULL, NULL, NULL, NULL, NULL, '["product","batch","demand"]', NULL, NULL, 1709629200000000, 1795318786365220, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 1709683199999999, 'record', 1710115199999999, 1710028799999999, NULL, NULL, NULL, NULL, '\x07a426896046a485226b7f8d82e83e12b3377565fac6f4023919ba049ef3851e');
INSERT INTO complaint."case" VALUES ('default', '01a20156-a95f-74dc-969e-d507b8abab23', 2, '2026-0002', NULL, NULL, 'small-business', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'withdrawn', 'second', NULL, NULL, 'phone', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '["description","product","batch","demand"]', NULL, NULL, 1709715600000000, 1795318786414694, NULL, NULL, NULL, NULL, NULL, 1795318786520947, 1795318786520947, NULL, 0, NULL, NULL, 1710201599999999, NULL, NULL, NULL, NULL, NULL, '\xd7b407066175eca8665f431bea23e86af22c79d0d52fdb5fdbe2c986c085a5a2');
INSERT INTO complaint."case" VALUES ('other', '01a20156-aa5c-70ad-8a5c-d28e1032fb10', 2, '2026-0001', NULL, NULL, 'small-business', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'received', 'umbrella', '退货 not done', NULL, 'web', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, '01a20156-aabe-715e-a0d4-2986ec88e462', NULL, NULL, NULL, NULL, NULL, NULL, '["product","batch","demand"]', NULL, NULL, 1709629200000000, 1795318786664151, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 1709683199999999, 'record', 1710115199999999, 1710028799999999, NULL, NULL, NULL, NULL, '\xc44e60b6f549ffcc6920d15da6f1bd75ab7c12b6b2e14db9a46e9ba3bf130848');
INSERT INTO complaint."case" VALUES ('other', '01a20156-aa89-7025-87d3-f30a2d339c4b', 2, '2026-0002', NULL, NULL, 'small-business', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'withdrawn', 'second', NULL, NULL, 'phone', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '["description","product","batch","demand"]', NULL, NULL, 1709715600000000, 1795318786710244, NULL, NULL, NULL, NULL, NULL, 1795318786821789, 1795318786821789, NULL, 0, NULL, NULL, 1710201599999999, NULL, NULL, NULL, NULL, NULL, '\x81be5dd9c57c7b42989b57c05cf775d4a636409d5831df6abfd23dd33db3b102');

INSERT INTO complaint.clock VALUES ('default', '01a20156-a92d-7389-8258-90de6bbd975c', 'record', 'running', 1709629200000000, 1709683199999999, NULL, NULL, 'recorder');
INSERT INTO complaint.clock VALUES ('default', '01a20156-a92d-7389-8258-90de6bbd975c', 'answer', 'running', 1709629200000000, 1710115199999999, NULL, NULL, 'service');
INSERT INTO complaint.clock VALUES ('default', '01a20156-a95f-74dc-969e-d507b8abab23', 'answer', 'missed', 1709715600000000, 1710201599999999, 1795318786520947, NULL, 'service');
INSERT INTO complaint.clock VALUES ('default', '01a20156-a95f-74dc-969e-d507b8abab23', 'record', 'missed', 1709715600000000, 1709769599999999, 1795318786520947, NULL, 'recorder');
INSERT INTO complaint.clock VALUES ('other', '01a20156-aa5c-70ad-8a5c-d28e1032fb10', 'record', 'running', 1709629200000000, 1709683199999999, NULL, NULL, 'recorder');
INSERT INTO complaint.clock VALUES ('other', '01a20156-aa5c-70ad-8a5c-d28e1032fb10', 'answer', 'running', 1709629200000000, 1710115199999999, NULL, NULL, 'service');
INSERT INTO complaint.clock VALUES ('other', '01a20156-aa89-7025-87d3-f30a2d339c4b', 'answer', 'missed', 1709715600000000, 1710201599999999, 1795318786821789, NULL, 'service');
INSERT INTO complaint.clock VALUES ('other', '01a20156-aa89-7025-87d3-f30a2d339c4b', 'record', 'missed', 1709715600000000, 1709769599999999, 1795318786821789, NULL, 'recorder');

INSERT INTO complaint.definition VALUES ('default', '7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', 'procedure', 'small-business', '2026.1', '# Complaints of a small business that sells through dealers, after the texts
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
', 1795318786291071, 'cli');
INSERT INTO complaint.definition VALUES ('default', '8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'calendar', 'every-day', '1', '# Every day counts, around the clock, in UTC: for limits in plain days and
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
', 1795318786292591, 'cli');
INSERT INTO complaint.definition VALUES ('other', '7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', 'procedure', 'small-business', '2026.1', '# Complaints of a small business that sells through dealers, after the texts
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
', 1795318786588402, 'cli');
INSERT INTO complaint.definition VALUES ('other', '8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'calendar', 'every-day', '1', '# Every day counts, around the clock, in UTC: for limits in plain days and
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
', 1795318786598468, 'cli');

INSERT INTO complaint.journal VALUES ('default', '01a20156-a92d-7389-8258-90de6bbd975c', 1, 'file', NULL, 1709629200000000, 1795318786365220, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{"_":{"assignment":"01a20156-a93e-7494-9c11-fb3f463b9c76","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["product","batch","demand"],"number":"2026-0001"},"channel":"web"}', '{"description":"退货 not done","title":"umbrella"}', '\xdeef608cd340fd1c8cb8ea76f665cf64', '\xf3a91391564f80bc6bdd9ce1216ee807c1cbbadda501c3ff5939521be8160a50', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xd41101f4ca79b26a92f0180d3667f472b3cd9b32af6c4e736c479d7302409687');
INSERT INTO complaint.journal VALUES ('default', '01a20156-a95f-74dc-969e-d507b8abab23', 1, 'file', NULL, 1709715600000000, 1795318786414694, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{"_":{"assignment":"01a20156-a96f-7159-a7d3-a7cf2f2ccf0e","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["description","product","batch","demand"],"number":"2026-0002"},"channel":"phone"}', '{"title":"second"}', '\xc91f7b28f68abee39d0126e9c49a2bad', '\x240f9fb5ebc036b95564ea308c07e903910ca6cf94fdd802a21002b272000cbd', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x832e1b27a25d403becc2334b7784ebdfef85c154d4ad627bd4d95212f851113b');
INSERT INTO complaint.journal VALUES ('default', '01a20156-a92d-7389-8258-90de6bbd975c', 2, 'put', 'party', 1795318786462228, 1795318786462228, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{"id":"01a20156-a99e-74c5-bd49-22cf3b27bdfd","role":"complainant"}', '{"name":"customer"}', '\x7b7282f5ac6444fd0b698376437147eb', '\xaf8eec18dce1b8a2b4fc036fa9a7ac00463e135709e7d902d6841af5544cd5fe', '\xd41101f4ca79b26a92f0180d3667f472b3cd9b32af6c4e736c479d7302409687', '\x07a426896046a485226b7f8d82e83e12b3377565fac6f4023919ba049ef3851e');
INSERT INTO complaint.journal VALUES ('default', '01a20156-a95f-74dc-969e-d507b8abab23', 2, 'perform', 'withdraw', 1795318786520947, 1795318786520947, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{}', '{"reason":"changed"}', '\x57ff30eecdbefa7f0046cac209a91435', '\x8443d0598a114738d1180143d3a823c26222fae10b29b99720c75d52bad26ae1', '\x832e1b27a25d403becc2334b7784ebdfef85c154d4ad627bd4d95212f851113b', '\xd7b407066175eca8665f431bea23e86af22c79d0d52fdb5fdbe2c986c085a5a2');
INSERT INTO complaint.journal VALUES ('other', '01a20156-aa5c-70ad-8a5c-d28e1032fb10', 1, 'file', NULL, 1709629200000000, 1795318786664151, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{"_":{"assignment":"01a20156-aa69-7463-9b3f-4d26f3722724","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["product","batch","demand"],"number":"2026-0001"},"channel":"web"}', '{"description":"退货 not done","title":"umbrella"}', '\xe059d30d967725d82ed556a0ae68c9ec', '\xb79927125d93d0e0e0e61048e1121236faec8b2573d438ae1d5f5deaa16055c8', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x91abf21bb890b3271e65450a2f58f27f90d950a35543d49ca8f86479e7d8173c');
INSERT INTO complaint.journal VALUES ('other', '01a20156-aa89-7025-87d3-f30a2d339c4b', 1, 'file', NULL, 1709715600000000, 1795318786710244, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{"_":{"assignment":"01a20156-aa97-763e-a29a-a851576f9dee","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["description","product","batch","demand"],"number":"2026-0002"},"channel":"phone"}', '{"title":"second"}', '\x4f1277f3c3dad1c5dbec655e24df473e', '\x0d0ca8f7e202c081f896a3b33cb700f6beb90bb066c5c9a74bd3375182b59f85', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x55a151cb64228bf0ce0e10ecd4ad106993513bfb2891ced1b301d31c87a97cdf');
INSERT INTO complaint.journal VALUES ('other', '01a20156-aa5c-70ad-8a5c-d28e1032fb10', 2, 'put', 'party', 1795318786750701, 1795318786750701, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{"id":"01a20156-aabe-715e-a0d4-2986ec88e462","role":"complainant"}', '{"name":"customer"}', '\xeef6516e74d1320cc2be6b004afe493a', '\x2ad73c0f27d39b6e1beb06d73e63cce07f8b1e963a728650d584f3230a01f1b8', '\x91abf21bb890b3271e65450a2f58f27f90d950a35543d49ca8f86479e7d8173c', '\xc44e60b6f549ffcc6920d15da6f1bd75ab7c12b6b2e14db9a46e9ba3bf130848');
INSERT INTO complaint.journal VALUES ('other', '01a20156-aa89-7025-87d3-f30a2d339c4b', 2, 'perform', 'withdraw', 1795318786821789, 1795318786821789, 'cli', '*', '\x7735cfdc39d9c0c56617cad00e4c009a1c7c1a888ea226277ad6d9f7d6285e18', '{}', '{"reason":"changed"}', '\xe1599f50dd1f18b139cb8a7e970028dc', '\x690e17ef42e272d65e266bd1de69d3036f46dc05ad72e08a9bbaa784b14c5ca0', '\x55a151cb64228bf0ce0e10ecd4ad106993513bfb2891ced1b301d31c87a97cdf', '\x81be5dd9c57c7b42989b57c05cf775d4a636409d5831df6abfd23dd33db3b102');

INSERT INTO complaint.party VALUES ('default', '01a20156-a92d-7389-8258-90de6bbd975c', '01a20156-a99e-74c5-bd49-22cf3b27bdfd', 'complainant', NULL, NULL, NULL, 'customer', NULL, NULL, NULL, NULL, NULL);
INSERT INTO complaint.party VALUES ('other', '01a20156-aa5c-70ad-8a5c-d28e1032fb10', '01a20156-aabe-715e-a0d4-2986ec88e462', 'complainant', NULL, NULL, NULL, 'customer', NULL, NULL, NULL, NULL, NULL);

INSERT INTO complaint.series VALUES ('default', '2026-{series}', 2);
INSERT INTO complaint.series VALUES ('other', '2026-{series}', 2);

INSERT INTO complaint.setting VALUES ('default', 'format', 'complaint register 1');
INSERT INTO complaint.setting VALUES ('default', 'id', '01a20156-a8f2-719a-a881-81ecff1574ce');
INSERT INTO complaint.setting VALUES ('default', 'created_at', '2026-11-22T03:39:46.290238Z');
INSERT INTO complaint.setting VALUES ('default', 'procedure', 'small-business');
INSERT INTO complaint.setting VALUES ('default', 'calendar', 'every-day');
INSERT INTO complaint.setting VALUES ('default', 'generation', '2');
INSERT INTO complaint.setting VALUES ('other', 'format', 'complaint register 1');
INSERT INTO complaint.setting VALUES ('other', 'id', '01a20156-aa19-71dd-86b6-382ee1bd28f3');
INSERT INTO complaint.setting VALUES ('other', 'created_at', '2026-11-22T03:39:46.585498Z');
INSERT INTO complaint.setting VALUES ('other', 'procedure', 'small-business');
INSERT INTO complaint.setting VALUES ('other', 'calendar', 'every-day');
INSERT INTO complaint.setting VALUES ('other', 'generation', '2');

INSERT INTO complaint.store VALUES ('default', 1);
INSERT INTO complaint.store VALUES ('other', 1);

ALTER TABLE ONLY complaint.action
    ADD CONSTRAINT action_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint."case"
    ADD CONSTRAINT case_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY complaint.clock
    ADD CONSTRAINT clock_pkey PRIMARY KEY (tenant, case_id, name);

ALTER TABLE ONLY complaint.commit
    ADD CONSTRAINT commit_pkey PRIMARY KEY (tenant, session);

ALTER TABLE ONLY complaint.communication
    ADD CONSTRAINT communication_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.definition
    ADD CONSTRAINT definition_pkey PRIMARY KEY (tenant, digest);

ALTER TABLE ONLY complaint.evidence
    ADD CONSTRAINT evidence_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (tenant, case_id, entry);

ALTER TABLE ONLY complaint.party
    ADD CONSTRAINT party_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.remedy
    ADD CONSTRAINT remedy_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.return
    ADD CONSTRAINT return_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (tenant, name);

ALTER TABLE ONLY complaint.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (tenant, name);

ALTER TABLE ONLY complaint.share
    ADD CONSTRAINT share_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.store
    ADD CONSTRAINT store_pkey PRIMARY KEY (tenant);

ALTER TABLE ONLY complaint.survey
    ADD CONSTRAINT survey_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.task
    ADD CONSTRAINT task_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (tenant, code);

CREATE INDEX case_due ON complaint."case" USING btree (tenant, due_at NULLS FIRST, id) WHERE (due_at IS NOT NULL);

CREATE UNIQUE INDEX case_external ON complaint."case" USING btree (tenant, source NULLS FIRST, external_number NULLS FIRST) WHERE (external_number IS NOT NULL);

CREATE INDEX case_next ON complaint."case" USING btree (tenant, next_at NULLS FIRST, id) WHERE (next_at IS NOT NULL);

CREATE UNIQUE INDEX case_number ON complaint."case" USING btree (tenant, number);

CREATE INDEX case_open ON complaint."case" USING btree (tenant, unit NULLS FIRST, due_at NULLS FIRST, id) WHERE (closed_at IS NULL);

CREATE INDEX definition_name ON complaint.definition USING btree (tenant, kind, name, installed_at, digest);
