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
    ended_at bigint,
    escalated_to text COLLATE pg_catalog."C",
    escalated_at bigint
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

CREATE TABLE complaint.leaf (
    tenant text NOT NULL COLLATE pg_catalog."C",
    seal bigint NOT NULL,
    case_id text NOT NULL COLLATE pg_catalog."C",
    entries bigint NOT NULL,
    head bytea NOT NULL
);

CREATE TABLE complaint.ledger (
    tenant text NOT NULL COLLATE pg_catalog."C",
    entry bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    recorded_at bigint NOT NULL,
    actor text COLLATE pg_catalog."C",
    facts text NOT NULL COLLATE pg_catalog."C",
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

CREATE TABLE complaint.seal (
    tenant text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    sealed_at bigint NOT NULL,
    cases bigint NOT NULL,
    entries bigint NOT NULL,
    leaves bigint NOT NULL,
    root bytea NOT NULL,
    ledger bigint NOT NULL,
    ledger_head bytea NOT NULL,
    previous bytea NOT NULL,
    public_key bytea,
    digest bytea NOT NULL,
    signature bytea
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
    result text COLLATE pg_catalog."C",
    role text COLLATE pg_catalog."C",
    round bigint,
    reason text COLLATE pg_catalog."C",
    facts text COLLATE pg_catalog."C"
);

CREATE TABLE complaint.unit (
    tenant text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    parent text COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    names text COLLATE pg_catalog."C"
);

INSERT INTO complaint.assignment VALUES ('default', '01a20156-aef1-71f6-942f-737f182fcdcd', '01a20156-aef5-72c6-9667-39db433de412', 'cli', NULL, 'active', NULL, 'cli', 1709629200000000, 1709629200000000, NULL, NULL, NULL);
INSERT INTO complaint.assignment VALUES ('default', '01a20156-af3b-7380-a074-d7e4342a85cf', '01a20156-af42-7132-94ce-16fd2a5106d0', 'cli', NULL, 'active', NULL, 'cli', 1709715600000000, 1709715600000000, NULL, NULL, NULL);
INSERT INTO complaint.assignment VALUES ('other', '01a20156-b03f-7217-a95d-1406958157b6', '01a20156-b042-73d8-afac-3f078b0aa04b', 'cli', NULL, 'active', NULL, 'cli', 1709629200000000, 1709629200000000, NULL, NULL, NULL);
INSERT INTO complaint.assignment VALUES ('other', '01a20156-b085-719d-aa6a-0bd3b4599a21', '01a20156-b086-732f-8196-ff6c911b9a4f', 'cli', NULL, 'active', NULL, 'cli', 1709715600000000, 1709715600000000, NULL, NULL, NULL);

INSERT INTO complaint."case" VALUES ('default', '01a20156-aef1-71f6-942f-737f182fcdcd', 2, '2026-0001', NULL, NULL, 'small-business', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'received', 'umbrella', '退货 not done', NULL, 'web', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, '01a20156-af71-7109-9545-85e531999b16', NULL, NULL, NULL, NULL, NULL, NULL, '["product","batch","demand"]', NULL, NULL, 1709629200000000, 1795318787828320, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 1709683199999999, 'record', 1710115199999999, 1710028799999999, NULL, NULL, NULL, NULL, '\xdd7105ebc8dacbf916085cbea3bbde89aefa52a4447bd58a19c53bdfc7e54410');
INSERT INTO complaint."case" VALUES ('default', '01a20156-af3b-7380-a074-d7e4342a85cf', 2, '2026-0002', NULL, NULL, 'small-business', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'withdrawn', 'second', NULL, NULL, 'phone', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '["description","product","batch","demand"]', NULL, NULL, 1709715600000000, 1795318787899902, NULL, NULL, NULL, NULL, NULL, 1795318788013597, 1795318788013597, NULL, 0, NULL, NULL, 1710201599999999, NULL, NULL, NULL, NULL, NULL, '\x044126347ba8a21c02e68db90fb64ec2a4aba75fd3ccba642ea8e6fbabc17fd7');
INSERT INTO complaint."case" VALUES ('other', '01a20156-b03f-7217-a95d-1406958157b6', 2, '2026-0001', NULL, NULL, 'small-business', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'received', 'umbrella', '退货 not done', NULL, 'web', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, '01a20156-b0c4-7512-88b6-415cf4b55376', NULL, NULL, NULL, NULL, NULL, NULL, '["product","batch","demand"]', NULL, NULL, 1709629200000000, 1795318788159678, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 1709683199999999, 'record', 1710115199999999, 1710028799999999, NULL, NULL, NULL, NULL, '\xe31dfdbae8ac57c98ca71a7810a85fe4a867388688fb5e87718c6ae35d562806');
INSERT INTO complaint."case" VALUES ('other', '01a20156-b085-719d-aa6a-0bd3b4599a21', 2, '2026-0002', NULL, NULL, 'small-business', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '\x8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a', 'withdrawn', 'second', NULL, NULL, 'phone', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cli', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '["description","product","batch","demand"]', NULL, NULL, 1709715600000000, 1795318788229522, NULL, NULL, NULL, NULL, NULL, 1795318788359786, 1795318788359786, NULL, 0, NULL, NULL, 1710201599999999, NULL, NULL, NULL, NULL, NULL, '\x00534295403a819361010c196989bbacdaaa20c5060b2d12f1f02f6111badccc');

INSERT INTO complaint.clock VALUES ('default', '01a20156-aef1-71f6-942f-737f182fcdcd', 'record', 'running', 1709629200000000, 1709683199999999, NULL, NULL, 'recorder');
INSERT INTO complaint.clock VALUES ('default', '01a20156-aef1-71f6-942f-737f182fcdcd', 'answer', 'running', 1709629200000000, 1710115199999999, NULL, NULL, 'service');
INSERT INTO complaint.clock VALUES ('default', '01a20156-af3b-7380-a074-d7e4342a85cf', 'answer', 'missed', 1709715600000000, 1710201599999999, 1795318788013597, NULL, 'service');
INSERT INTO complaint.clock VALUES ('default', '01a20156-af3b-7380-a074-d7e4342a85cf', 'record', 'missed', 1709715600000000, 1709769599999999, 1795318788013597, NULL, 'recorder');
INSERT INTO complaint.clock VALUES ('other', '01a20156-b03f-7217-a95d-1406958157b6', 'record', 'running', 1709629200000000, 1709683199999999, NULL, NULL, 'recorder');
INSERT INTO complaint.clock VALUES ('other', '01a20156-b03f-7217-a95d-1406958157b6', 'answer', 'running', 1709629200000000, 1710115199999999, NULL, NULL, 'service');
INSERT INTO complaint.clock VALUES ('other', '01a20156-b085-719d-aa6a-0bd3b4599a21', 'answer', 'missed', 1709715600000000, 1710201599999999, 1795318788359786, NULL, 'service');
INSERT INTO complaint.clock VALUES ('other', '01a20156-b085-719d-aa6a-0bd3b4599a21', 'record', 'missed', 1709715600000000, 1709769599999999, 1795318788359786, NULL, 'recorder');

INSERT INTO complaint.definition VALUES ('default', 'dfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', 'procedure', 'small-business', '2026.1', '# Complaints of a small business that sells through dealers, after the texts
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
  zh-TW: "小企業客戶抱怨與投訴處理"
languages: [en, zh-CN]
source: "处理客户抱怨与投诉的方法; 如何处理客户的投诉与抱怨 (methods and steps of handling complaints, model texts); the numbers of the limits are this file''s"
number: "{year}-{number:4}"
start: received

roles:
  - {name: recorder, title: {en: "Recorder (office, reception, sales)", zh-CN: "记录人（文员、接待员、业务员）", zh-TW: "記錄人（行政人員、接待員、業務員）"}}
  - {name: service, title: {en: "After-sales service", zh-CN: "售后服务人员", zh-TW: "售後服務人員"}}
  - {name: leader, title: {en: "Head of the business", zh-CN: "企业领导", zh-TW: "企業主管"}}
  - {name: executor, title: {en: "Department that carries it out (stores, marketing)", zh-CN: "执行部门（仓管、市场等）", zh-TW: "執行部門（倉管、市場等）"}}

intake:
  roles: []
  facts:
    - {name: description, type: text, title: {en: "What happened", zh-CN: "投诉内容与原因", zh-TW: "投訴內容與原因"}}
    - {name: channel, type: code, title: {en: "Channel", zh-CN: "受理渠道", zh-TW: "受理管道"}}
    - {name: product, type: code, title: {en: "Product", zh-CN: "问题产品名称", zh-TW: "問題產品名稱"}}
    - {name: batch, type: text, title: {en: "Production batch", zh-CN: "生产批号", zh-TW: "生產批號"}}
    - {name: demand, type: text, title: {en: "What the customer asks for", zh-CN: "客户的要求", zh-TW: "客戶的要求"}}

states:
  - name: received
    title: {en: "Received", zh-CN: "已接到", zh-TW: "已接到"}
    guidance:
      en: "Listen patiently and write while the customer speaks; do not attack with words."
      zh-CN: "认真耐心地听，边听边记录，不使用攻击性言辞。"
      zh-TW: "認真耐心地聽，邊聽邊記錄，不使用攻擊性言辭。"
    steps:
      - {en: "Listen to the end without interrupting; note the facts in the customer''s words", zh-CN: "耐心听完，不打断，用对方的原话记录事实", zh-TW: "耐心聽完，不打斷，以對方的原話記錄事實"}
      - {en: "Apologise for the trouble, without judging yet who is at fault", zh-CN: "为给对方带来的不便致歉，此时不判断责任", zh-TW: "為造成對方的不便致歉，此時不判斷責任"}
      - {en: "Clarify: ask what, when, where and what is wanted; repeat it and have it confirmed", zh-CN: "澄清：问明事由、时间、地点和诉求，复述并请对方确认", zh-TW: "釐清：問明事由、時間、地點和訴求，複述並請對方確認"}
      - {en: "Say what happens next, who does it and by when", zh-CN: "说明后续步骤、由谁处理以及何时答复", zh-TW: "說明後續步驟、由誰處理以及何時答覆"}
      - {en: "Record the complaint and what was said, and give the number", zh-CN: "记录投诉和沟通内容，并告知编号", zh-TW: "記錄投訴和溝通內容，並告知編號"}
    replies:
      - name: acknowledgement
        title: {en: "Acknowledgement", zh-CN: "受理告知", zh-TW: "受理通知"}
        text:
          en: |
            Thank you for telling us. We have recorded your complaint under the number {number}: {description}
            We are sorry for the trouble. You will have our answer by {limit_at} at the latest. Please quote the number whenever you contact us.
          zh-CN: |
            感谢您的反映。您的投诉已登记，编号 {number}：{description}
            给您带来不便，我们深表歉意。我们最迟于 {limit_at} 答复您。联系我们时请提供编号。
          zh-TW: |
            感謝您的反映。您的投訴已登記，編號 {number}：{description}
            造成您的不便，我們深感抱歉。我們最遲於 {limit_at} 答覆您。與我們聯繫時請提供編號。
  - name: recorded
    title: {en: "On the form, signed", zh-CN: "已登记并签名", zh-TW: "已登記並簽名"}
    guidance:
      en: "The form goes to after-sales service in good time, which contacts the customer."
      zh-CN: "登记表及时传递到售后服务人员，由其与客户沟通。"
      zh-TW: "登記表及時傳遞到售後服務人員，由其與客戶溝通。"
    steps:
      - {en: "Pass the signed form to after-sales the same day", zh-CN: "当日将签名的登记表传递到售后服务人员", zh-TW: "當日將簽名的登記表傳遞到售後服務人員"}
      - {en: "Call or visit the customer; restate the problem and have it confirmed", zh-CN: "电话或上门与客户沟通，复述问题并请客户确认", zh-TW: "電話或登門與客戶溝通，複述問題並請客戶確認"}
  - name: confirmed
    title: {en: "Problem confirmed", zh-CN: "问题已确认", zh-TW: "問題已確認"}
    guidance:
      en: "Make no promise lightly. Talk it over with colleagues or the head; is a look elsewhere needed?"
      zh-CN: "现场不轻下结论和承诺；与同行服务人员协商或向领导汇报；是否需到其他地方进一步了解。"
      zh-TW: "現場不輕下結論和承諾；與同行服務人員協商或向主管報告；是否需到其他地方進一步了解。"
    steps:
      - {en: "Draw no conclusion and promise nothing on the spot", zh-CN: "现场不下结论、不轻易承诺", zh-TW: "現場不下結論、不輕易承諾"}
      - {en: "Consult a colleague or the head; decide whether to look further", zh-CN: "与同行人员协商或向领导汇报，判断是否需进一步了解", zh-TW: "與同行人員協商或向主管報告，判斷是否需進一步了解"}
  - name: looking_further
    title: {en: "Looking further", zh-CN: "进一步了解中", zh-TW: "進一步了解中"}
    guidance:
      en: "Go to where the product is used, such as the repair shop."
      zh-CN: "到具体用户（如修车店）处了解。"
      zh-TW: "到具體使用者（如修車店）處了解。"
    steps:
      - {en: "Establish the facts from records and from everybody concerned", zh-CN: "依据记录并向所有相关人员查明事实", zh-TW: "依據紀錄並向所有相關人員查明事實"}
      - {en: "Record findings, evidence and every contact", zh-CN: "记录调查结果、证据和每次联系", zh-TW: "記錄調查結果、證據和每次聯繫"}
    replies:
      - name: progress
        title: {en: "Word on progress", zh-CN: "进展告知", zh-TW: "進度通知"}
        text:
          en: |
            Your complaint {number} is still being looked into. We have not finished, and we are sorry that it takes this long.
            We contact you as soon as there is news, and you may ask at any time.
          zh-CN: |
            您的投诉（编号 {number}）仍在处理中，尚未办结，让您久等，我们深表歉意。
            一有进展我们即与您联系，您也可以随时询问。
          zh-TW: |
            您的投訴（編號 {number}）仍在處理中，尚未結案，讓您久候，我們深感抱歉。
            一有進展我們即與您聯繫，您也可以隨時詢問。
  - name: analysed
    title: {en: "Analysed", zh-CN: "已分析", zh-TW: "已分析"}
    guidance:
      en: "Before negotiating: will the customer buy again, what will be said about us, is the demand reasonable, how far is it our fault?"
      zh-CN: "协商前考虑：客户今后是否再购买、口碑影响、要求是否合理、公司过失程度。"
      zh-TW: "協商前考慮：客戶今後是否再購買、口碑影響、要求是否合理、公司過失程度。"
    steps:
      - {en: "Establish the facts from records and from everybody concerned", zh-CN: "依据记录并向所有相关人员查明事实", zh-TW: "依據紀錄並向所有相關人員查明事實"}
      - {en: "Ask for nothing that is already known; say why you ask", zh-CN: "不重复索要已掌握的资料，说明询问的原因", zh-TW: "不重複索取已掌握的資料，說明詢問的原因"}
      - {en: "Send a word on progress before the limit, not after it", zh-CN: "在时限届满之前而不是之后告知进展", zh-TW: "在時限屆滿之前而不是之後告知進度"}
      - {en: "Record findings, evidence and every contact", zh-CN: "记录调查结果、证据和每次联系", zh-TW: "記錄調查結果、證據和每次聯繫"}
    replies:
      - name: progress
        title: {en: "Word on progress", zh-CN: "进展告知", zh-TW: "進度通知"}
        text:
          en: |
            Your complaint {number} is still being looked into. We have not finished, and we are sorry that it takes this long.
            It is to be answered by {limit_at}. Should that not be possible, we tell you why, and a new date, before that day.
          zh-CN: |
            您的投诉（编号 {number}）仍在处理中，尚未办结，让您久等，我们深表歉意。
            应于 {limit_at} 前答复。如不能按时答复，我们将提前告知原因和新的日期。
          zh-TW: |
            您的投訴（編號 {number}）仍在處理中，尚未結案，讓您久候，我們深感抱歉。
            應於 {limit_at} 前答覆。如無法如期答覆，我們將提前告知原因和新的日期。
  - name: negotiated
    title: {en: "Negotiated", zh-CN: "已协商", zh-TW: "已協商"}
    guidance:
      en: "Say clearly what is offered; where the demand is unreasonable say no."
      zh-CN: "表达清楚明确；客户方面不合理的，明确说“NO”。"
      zh-TW: "表達清楚明確；客戶方面不合理的，明確說「NO」。"
    steps:
      - {en: "Write the proposal down: what, how much, why", zh-CN: "写明处理意见：内容、金额、理由", zh-TW: "寫明處理意見：內容、金額、理由"}
      - {en: "Hand it to the head for approval", zh-CN: "报领导批准", zh-TW: "報請主管批准"}
  - name: proposed
    title: {en: "With the head of the business", zh-CN: "待领导批准", zh-TW: "待主管批准"}
    guidance:
      en: "The head approves before the customer is told."
      zh-CN: "征得领导同意后方可通知客户。"
      zh-TW: "徵得主管同意後方可通知客戶。"
    steps:
      - {en: "Weigh fault, claim and what the customer means to the business", zh-CN: "权衡过失、要求和客户关系", zh-TW: "衡量過失、要求和客戶關係"}
      - {en: "Approve it, or send it back with the reason", zh-CN: "批准，或说明理由退回", zh-TW: "批准，或說明理由退回"}
  - name: approved
    title: {en: "Approved", zh-CN: "已批准", zh-TW: "已批准"}
    guidance:
      en: "Tell the customer at once and plainly."
      zh-CN: "明确直接地通知客户。"
      zh-TW: "明確直接地通知客戶。"
    steps:
      - {en: "Apologise for what did go wrong, plainly and once", zh-CN: "对确实存在的问题明确致歉", zh-TW: "對確實存在的問題明確致歉"}
      - {en: "Explain what was found and why, in plain words", zh-CN: "用通俗的语言说明查明的情况和原因", zh-TW: "用淺白的語言說明查明的情況和原因"}
      - {en: "Offer a solution, with an alternative where there is one; promise nothing that cannot be kept", zh-CN: "提出解决方案，有替代方案的一并说明；不作无法兑现的承诺", zh-TW: "提出解決方案，有替代方案的一併說明；不作無法兌現的承諾"}
      - {en: "Agree on the remedy, who carries it out and by when", zh-CN: "就补救措施、执行人和期限达成一致", zh-TW: "就補救措施、執行人和期限達成一致"}
      - {en: "Name the further ways, also when you refuse", zh-CN: "告知后续途径，拒绝时也须告知", zh-TW: "告知後續途徑，拒絕時也須告知"}
      - {en: "Record the answer word for word, and how it was given", zh-CN: "原文记录答复及其方式", zh-TW: "原文記錄答覆及其方式"}
    replies:
      - name: answer
        title: {en: "Final answer", zh-CN: "最终答复", zh-TW: "最終答覆"}
        text:
          en: |
            We have finished looking into your complaint {number}.
            What we found: {findings}
            What we do: {proposal}
            We apologise for what went wrong, and thank you for letting us put it right. Should you not agree, tell us and we look at it again; you may also turn to the consumer authority, to mediation or to a court.
          zh-CN: |
            您的投诉（编号 {number}）已调查完毕。
            查明的情况：{findings}
            处理方案：{proposal}
            对给您带来的不便，我们深表歉意，并感谢您给我们改正的机会。如您不同意，请告知我们，我们将重新处理；您也可以向消费者保护机构投诉、申请调解或向法院起诉。
          zh-TW: |
            您的投訴（編號 {number}）已調查完畢。
            查明的情況：{findings}
            處理方案：{proposal}
            對造成您的不便，我們深感抱歉，並感謝您給我們改正的機會。如您不同意，請告知我們，我們將重新處理；您也可以向消費者保護機關申訴、申請調解或向法院起訴。
      - name: refusal
        title: {en: "Refusal, with the further ways", zh-CN: "不予支持及后续途径", zh-TW: "不予支持及後續途徑"}
        text:
          en: |
            We have finished looking into your complaint {number}.
            What we found: {findings}
            On these facts we cannot do what you ask for. We are sorry that this is not the answer you hoped for. Should you not agree, tell us and we look at it again; you may also turn to the consumer authority, to mediation or to a court.
          zh-CN: |
            您的投诉（编号 {number}）已调查完毕。
            查明的情况：{findings}
            根据上述情况，我们无法满足您的要求。未能给您期望的答复，敬请谅解。如您不同意，请告知我们，我们将重新处理；您也可以向消费者保护机构投诉、申请调解或向法院起诉。
          zh-TW: |
            您的投訴（編號 {number}）已調查完畢。
            查明的情況：{findings}
            根據上述情況，我們無法滿足您的要求。未能給您期望的答覆，敬請見諒。如您不同意，請告知我們，我們將重新處理；您也可以向消費者保護機關申訴、申請調解或向法院起訴。
  - name: answered
    title: {en: "Customer answered", zh-CN: "已答复客户", zh-TW: "已答覆客戶"}
    guidance:
      en: "The customer confirms and signs the agreement."
      zh-CN: "客户确认处理方案后签下处理协议。"
      zh-TW: "客戶確認處理方案後簽下處理協議。"
    steps:
      - {en: "Have the agreement signed where the customer accepts", zh-CN: "客户同意的，签下处理协议", zh-TW: "客戶同意的，簽下處理協議"}
      - {en: "Analyse again where the customer declines", zh-CN: "客户不同意的，重新分析", zh-TW: "客戶不同意的，重新分析"}
  - name: settled
    title: {en: "Agreement signed", zh-CN: "已签协议", zh-TW: "已簽協議"}
    guidance:
      en: "Pass it to the departments that carry it out."
      zh-CN: "将协议反馈回有关部门进行实施。"
      zh-TW: "將協議回報有關部門進行實施。"
    steps:
      - {en: "Give the agreement to whoever carries it out: warehouse, marketing", zh-CN: "将协议交执行部门：仓管、市场等", zh-TW: "將協議交執行部門：倉管、行銷等"}
      - {en: "Set a date for each part", zh-CN: "逐项规定完成日期", zh-TW: "逐項規定完成日期"}
  - name: executing
    title: {en: "Being carried out", zh-CN: "实施中", zh-TW: "實施中"}
    guidance:
      en: "After-sales service watches and follows it up."
      zh-CN: "售后服务进行监督和追踪。"
      zh-TW: "售後服務進行監督和追蹤。"
    steps:
      - {en: "Supervise and remind until it is done", zh-CN: "监督催办直至完成", zh-TW: "監督催辦直至完成"}
      - {en: "Report to after-sales what was done", zh-CN: "完成后告知售后服务人员", zh-TW: "完成後告知售後服務人員"}
  - name: executed
    title: {en: "Carried out", zh-CN: "已实施", zh-TW: "已實施"}
    guidance:
      en: "Follow up until the customer says that it is satisfactory."
      zh-CN: "跟踪处理结果的落实，直到客户答复满意为止。"
      zh-TW: "追蹤處理結果的落實，直到客戶答覆滿意為止。"
    steps:
      - {en: "Check that the remedy was carried out", zh-CN: "确认补救措施已落实", zh-TW: "確認補救措施已落實"}
      - {en: "Follow up: ask whether the matter is settled, and listen to the answer", zh-CN: "跟进：询问问题是否解决，并听取意见", zh-TW: "後續追蹤：詢問問題是否解決，並聽取意見"}
      - {en: "Thank the customer, and pass on what can be learnt", zh-CN: "感谢对方，并反映可改进之处", zh-TW: "感謝對方，並反映可改善之處"}
      - {en: "Record what was said and close, or take it up again", zh-CN: "记录结果后关闭，或重新处理", zh-TW: "記錄結果後關閉，或重新處理"}
  - name: closed
    title: {en: "Closed", zh-CN: "已关闭", zh-TW: "已關閉"}
    final: true
  - name: withdrawn
    title: {en: "Withdrawn", zh-CN: "已撤回", zh-TW: "已撤回"}
    final: true

transitions:
  - name: record
    title: {en: "Record on the form", zh-CN: "登记客户意见表", zh-TW: "登記客戶意見表"}
    from: [received]
    to: recorded
    roles: [recorder, service]
    citation: "如何处理客户的投诉与抱怨, 1: 在表格上记录下来, 记录的人要签名确认"
    facts:
      - {name: description, type: text, required: true, title: {en: "What happened and why", zh-CN: "投诉内容与原因", zh-TW: "投訴內容與原因"}}
      - {name: party, type: map, required: true, members: [name, phone], title: {en: "Who complains (company, address, phone)", zh-CN: "投诉客户（公司名称、地址、电话）", zh-TW: "投訴客戶（公司名稱、地址、電話）"}}
      - {name: recorded_by, type: text, required: true, title: {en: "Signature of the recorder", zh-CN: "记录人签名", zh-TW: "記錄人簽名"}}
  - name: confirm
    title: {en: "Confirm the problem", zh-CN: "确认问题", zh-TW: "確認問題"}
    from: [recorded]
    to: confirmed
    roles: [service]
    marks: [acknowledged]
    citation: "处理客户抱怨与投诉的方法, 1; 如何处理客户的投诉与抱怨, 2"
    facts:
      - {name: product, type: code, required: true, title: {en: "Product", zh-CN: "问题产品名称", zh-TW: "問題產品名稱"}}
      - {name: specification, type: text, required: true, title: {en: "Specification", zh-CN: "规格", zh-TW: "規格"}}
      - {name: production_date, type: text, title: {en: "Production date", zh-CN: "生产日期", zh-TW: "生產日期"}}
      - {name: batch, type: text, title: {en: "Production batch", zh-CN: "生产批号", zh-TW: "生產批號"}}
      - {name: used_at, type: text, title: {en: "When it was used", zh-CN: "何时使用", zh-TW: "何時使用"}}
      - {name: symptom, type: text, required: true, title: {en: "How the problem shows", zh-CN: "问题表现状况", zh-TW: "問題表現狀況"}}
      - {name: earlier_brand, type: text, title: {en: "Brand used before, and how it did", zh-CN: "此前使用的品牌及状况", zh-TW: "此前使用的品牌及狀況"}}
      - {name: demand, type: text, required: true, title: {en: "What the customer asks for", zh-CN: "客户的要求", zh-TW: "客戶的要求"}}
      - {name: restated, type: boolean, required: true, title: {en: "Repeated to the customer, who confirmed it", zh-CN: "已复述并经客户确认", zh-TW: "已複述並經客戶確認"}}
    guard: {fact: restated, is: "true"}
  - name: look_further
    title: {en: "Look further elsewhere", zh-CN: "到其他地方进一步了解", zh-TW: "到其他地方進一步了解"}
    from: [confirmed]
    to: looking_further
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: place, type: text, required: true, title: {en: "Where", zh-CN: "地点", zh-TW: "地點"}}
  - name: find_out
    title: {en: "Found out", zh-CN: "了解完毕", zh-TW: "了解完畢"}
    from: [looking_further]
    to: confirmed
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: seen, type: text, required: true, title: {en: "What was found there", zh-CN: "了解到的情况", zh-TW: "了解到的情況"}}
  - name: analyse
    title: {en: "Analyse", zh-CN: "分析问题", zh-TW: "分析問題"}
    from: [confirmed]
    to: analysed
    roles: [service]
    marks: [assessed, investigated]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: severity, type: code, required: true, title: {en: "Severity", zh-CN: "严重程度", zh-TW: "嚴重程度"}}
      - {name: findings, type: text, required: true, title: {en: "Findings", zh-CN: "分析结果", zh-TW: "分析結果"}}
      - {name: consulted, type: text, required: true, title: {en: "Colleague or head consulted", zh-CN: "协商的同行或领导", zh-TW: "協商的同行或主管"}}
      - {name: grounded, type: boolean, required: true, title: {en: "Rests on facts", zh-CN: "有事实依据", zh-TW: "有事實依據"}}
      - {name: cause, type: code, title: {en: "Cause", zh-CN: "原因", zh-TW: "原因"}}
  # Compensation is for a fault of the company or a reasonable demand; otherwise
  # the answer is a plain no.
  - name: negotiate
    title: {en: "Negotiate with the customer", zh-CN: "与客户协商", zh-TW: "與客戶協商"}
    from: [analysed]
    to: negotiated
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 3 (A-D)"
    facts:
      - {name: buys_again, type: code, required: true, values: [likely, unlikely, unknown], title: {en: "Would the customer buy again", zh-CN: "今后再度购买的希望", zh-TW: "今後再度購買的希望"}}
      - {name: word_of_mouth, type: text, required: true, title: {en: "What will be said about us", zh-CN: "口碑影响", zh-TW: "口碑影響"}}
      - {name: demand_reasonable, type: boolean, required: true, title: {en: "The demand is reasonable", zh-CN: "要求合理", zh-TW: "要求合理"}}
      - {name: company_fault, type: code, required: true, values: [none, partly, wholly], title: {en: "Fault of the company", zh-CN: "公司过失程度", zh-TW: "公司過失程度"}}
      - {name: proposal, type: text, required: true, title: {en: "What was talked over", zh-CN: "协商方案", zh-TW: "協商方案"}}
      - {name: compensation, type: money, title: {en: "Compensation", zh-CN: "经济补偿", zh-TW: "經濟補償"}}
    guard: {any: [{fact: compensation, present: false}, {fact: company_fault, in: [partly, wholly]}, {fact: demand_reasonable, is: "true"}]}
  - name: propose
    title: {en: "Propose to the head", zh-CN: "向领导汇报并提出处理意见", zh-TW: "向主管報告並提出處理意見"}
    from: [negotiated]
    to: proposed
    roles: [service]
    citation: "如何处理客户的投诉与抱怨, 4"
    facts:
      - {name: proposal, type: text, required: true, title: {en: "Proposed handling", zh-CN: "处理意见", zh-TW: "處理意見"}}
  - name: approve
    title: {en: "Approve", zh-CN: "批准", zh-TW: "批准"}
    from: [proposed]
    to: approved
    roles: [leader]
    not_by: [propose]
    citation: "如何处理客户的投诉与抱怨, 4"
  - name: send_back
    title: {en: "Send back", zh-CN: "退回重议", zh-TW: "退回重議"}
    from: [proposed]
    to: analysed
    roles: [leader]
    not_by: [propose]
    citation: "如何处理客户的投诉与抱怨, 4"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: answer
    title: {en: "Answer the customer", zh-CN: "答复客户", zh-TW: "答覆客戶"}
    from: [approved]
    to: answered
    roles: [service]
    marks: [responded]
    citation: "如何处理客户的投诉与抱怨, 4: 要及时答复客户"
    facts:
      - {name: communication, type: map, required: true, members: [kind, text], title: {en: "Answer", zh-CN: "答复", zh-TW: "答覆"}}
  - name: settle
    title: {en: "The customer signs the agreement", zh-CN: "客户签下处理协议", zh-TW: "客戶簽下處理協議"}
    from: [answered]
    to: settled
    roles: [service]
    citation: "如何处理客户的投诉与抱怨, 5"
    facts:
      - {name: agreement, type: map, required: true, members: [document, signed_by], title: {en: "Signed agreement", zh-CN: "处理协议", zh-TW: "處理協議"}}
      - {name: outcome, type: code, title: {en: "Outcome", zh-CN: "处理结果", zh-TW: "處理結果"}}
  - name: decline
    title: {en: "The customer does not agree", zh-CN: "客户不同意", zh-TW: "客戶不同意"}
    from: [answered]
    to: analysed
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 3"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: close_unfounded
    title: {en: "Close a demand that is refused", zh-CN: "拒绝不合理要求并关闭", zh-TW: "拒絕不合理要求並關閉"}
    from: [answered]
    to: closed
    roles: [leader]
    not_by: [propose]
    marks: [closed]
    citation: "处理客户抱怨与投诉的方法, 2 and 3: 如果客户所提问题不合理, 或无事实依据"
    facts:
      - {name: explanation, type: text, required: true, title: {en: "How it was explained to the customer", zh-CN: "向客户的说明", zh-TW: "向客戶的說明"}}
      - {name: company_fault, type: code, required: true, values: [none, partly, wholly], title: {en: "Fault of the company", zh-CN: "公司过失程度", zh-TW: "公司過失程度"}}
      - {name: outcome, type: code, required: true, title: {en: "Outcome", zh-CN: "处理结果", zh-TW: "處理結果"}}
    guard: {fact: company_fault, is: none}
  - name: pass_on
    title: {en: "Pass it on to be carried out", zh-CN: "反馈有关部门实施", zh-TW: "回報有關部門實施"}
    from: [settled]
    to: executing
    roles: [service]
    marks: [transferred]
    citation: "如何处理客户的投诉与抱怨, 6: 如需补偿油品的, 通知仓管出货"
    facts:
      - {name: tasks, type: list, required: true, title: {en: "What each department does", zh-CN: "各部门执行事项", zh-TW: "各部門執行事項"}}
  - name: carry_out
    title: {en: "Carried out", zh-CN: "执行完毕", zh-TW: "執行完畢"}
    from: [executing]
    to: executed
    roles: [executor]
    citation: "处理客户抱怨与投诉的方法, 4"
    facts:
      - {name: done, type: text, required: true, title: {en: "What was done", zh-CN: "执行情况", zh-TW: "執行情況"}}
  - name: not_done
    title: {en: "Not carried out", zh-CN: "未落实", zh-TW: "未落實"}
    from: [executed]
    to: executing
    roles: [service, leader]
    not_by: [carry_out]
    citation: "处理客户抱怨与投诉的方法, 4: 相关部门是否落实这些方案, 售后服务便一定要进行监督和追踪"
    facts:
      - {name: reason, type: text, required: true, title: {en: "What is not done", zh-CN: "未落实事项", zh-TW: "未落實事項"}}
  - name: close
    title: {en: "Close", zh-CN: "关闭", zh-TW: "關閉"}
    from: [executed]
    to: closed
    roles: [service, leader]
    not_by: [carry_out]
    marks: [closed]
    citation: "如何处理客户的投诉与抱怨, 7: 直到客户答复满意为止"
    facts:
      - {name: satisfied, type: boolean, required: true, title: {en: "The customer is satisfied", zh-CN: "客户满意", zh-TW: "客戶滿意"}}
      - {name: outcome, type: code, required: true, title: {en: "Outcome", zh-CN: "处理结果", zh-TW: "處理結果"}}
    guard: {fact: satisfied, is: "true"}
  - name: dissatisfied
    title: {en: "The customer is not satisfied", zh-CN: "客户不满意", zh-TW: "客戶不滿意"}
    from: [executed]
    to: analysed
    roles: [service, leader]
    citation: "如何处理客户的投诉与抱怨, 7"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: withdraw
    title: {en: "The customer withdraws", zh-CN: "客户撤回", zh-TW: "客戶撤回"}
    from: [received, recorded, confirmed, looking_further, analysed, negotiated, proposed, approved, answered, settled, executing, executed]
    to: withdrawn
    roles: [service, leader]
    marks: [closed]
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: reopen
    title: {en: "Reopen", zh-CN: "重新打开", zh-TW: "重新開啟"}
    from: [closed, withdrawn]
    to: recorded
    roles: [service, leader]
    marks: [reopened]
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}

clocks:
  - name: record
    title: {en: "Record", zh-CN: "登记时限", zh-TW: "登記時限"}
    owner: recorder
    amount: 0
    unit: working_days
    from: {time: received}
    end: end_of_day
    stop: [record]
    pausable: false
    citation: "如何处理客户的投诉与抱怨, 1; the end of the day of receipt is this file''s"
  - name: contact
    title: {en: "Contact the customer", zh-CN: "联系客户时限", zh-TW: "聯繫客戶時限"}
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
    title: {en: "Answer the customer", zh-CN: "答复时限", zh-TW: "答覆時限"}
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
      zh-TW: "告知客戶需要更長時間及原因。"
    citation: "如何处理客户的投诉与抱怨, 4: 及时答复客户; 5 working days is this file''s"
  - name: answer_again
    title: {en: "Answer again", zh-CN: "再次答复时限", zh-TW: "再次答覆時限"}
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
    title: {en: "Carry it out", zh-CN: "落实时限", zh-TW: "落實時限"}
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
', 1795318787714070, 'cli');
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
', 1795318787747454, 'cli');
INSERT INTO complaint.definition VALUES ('other', 'dfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', 'procedure', 'small-business', '2026.1', '# Complaints of a small business that sells through dealers, after the texts
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
  zh-TW: "小企業客戶抱怨與投訴處理"
languages: [en, zh-CN]
source: "处理客户抱怨与投诉的方法; 如何处理客户的投诉与抱怨 (methods and steps of handling complaints, model texts); the numbers of the limits are this file''s"
number: "{year}-{number:4}"
start: received

roles:
  - {name: recorder, title: {en: "Recorder (office, reception, sales)", zh-CN: "记录人（文员、接待员、业务员）", zh-TW: "記錄人（行政人員、接待員、業務員）"}}
  - {name: service, title: {en: "After-sales service", zh-CN: "售后服务人员", zh-TW: "售後服務人員"}}
  - {name: leader, title: {en: "Head of the business", zh-CN: "企业领导", zh-TW: "企業主管"}}
  - {name: executor, title: {en: "Department that carries it out (stores, marketing)", zh-CN: "执行部门（仓管、市场等）", zh-TW: "執行部門（倉管、市場等）"}}

intake:
  roles: []
  facts:
    - {name: description, type: text, title: {en: "What happened", zh-CN: "投诉内容与原因", zh-TW: "投訴內容與原因"}}
    - {name: channel, type: code, title: {en: "Channel", zh-CN: "受理渠道", zh-TW: "受理管道"}}
    - {name: product, type: code, title: {en: "Product", zh-CN: "问题产品名称", zh-TW: "問題產品名稱"}}
    - {name: batch, type: text, title: {en: "Production batch", zh-CN: "生产批号", zh-TW: "生產批號"}}
    - {name: demand, type: text, title: {en: "What the customer asks for", zh-CN: "客户的要求", zh-TW: "客戶的要求"}}

states:
  - name: received
    title: {en: "Received", zh-CN: "已接到", zh-TW: "已接到"}
    guidance:
      en: "Listen patiently and write while the customer speaks; do not attack with words."
      zh-CN: "认真耐心地听，边听边记录，不使用攻击性言辞。"
      zh-TW: "認真耐心地聽，邊聽邊記錄，不使用攻擊性言辭。"
    steps:
      - {en: "Listen to the end without interrupting; note the facts in the customer''s words", zh-CN: "耐心听完，不打断，用对方的原话记录事实", zh-TW: "耐心聽完，不打斷，以對方的原話記錄事實"}
      - {en: "Apologise for the trouble, without judging yet who is at fault", zh-CN: "为给对方带来的不便致歉，此时不判断责任", zh-TW: "為造成對方的不便致歉，此時不判斷責任"}
      - {en: "Clarify: ask what, when, where and what is wanted; repeat it and have it confirmed", zh-CN: "澄清：问明事由、时间、地点和诉求，复述并请对方确认", zh-TW: "釐清：問明事由、時間、地點和訴求，複述並請對方確認"}
      - {en: "Say what happens next, who does it and by when", zh-CN: "说明后续步骤、由谁处理以及何时答复", zh-TW: "說明後續步驟、由誰處理以及何時答覆"}
      - {en: "Record the complaint and what was said, and give the number", zh-CN: "记录投诉和沟通内容，并告知编号", zh-TW: "記錄投訴和溝通內容，並告知編號"}
    replies:
      - name: acknowledgement
        title: {en: "Acknowledgement", zh-CN: "受理告知", zh-TW: "受理通知"}
        text:
          en: |
            Thank you for telling us. We have recorded your complaint under the number {number}: {description}
            We are sorry for the trouble. You will have our answer by {limit_at} at the latest. Please quote the number whenever you contact us.
          zh-CN: |
            感谢您的反映。您的投诉已登记，编号 {number}：{description}
            给您带来不便，我们深表歉意。我们最迟于 {limit_at} 答复您。联系我们时请提供编号。
          zh-TW: |
            感謝您的反映。您的投訴已登記，編號 {number}：{description}
            造成您的不便，我們深感抱歉。我們最遲於 {limit_at} 答覆您。與我們聯繫時請提供編號。
  - name: recorded
    title: {en: "On the form, signed", zh-CN: "已登记并签名", zh-TW: "已登記並簽名"}
    guidance:
      en: "The form goes to after-sales service in good time, which contacts the customer."
      zh-CN: "登记表及时传递到售后服务人员，由其与客户沟通。"
      zh-TW: "登記表及時傳遞到售後服務人員，由其與客戶溝通。"
    steps:
      - {en: "Pass the signed form to after-sales the same day", zh-CN: "当日将签名的登记表传递到售后服务人员", zh-TW: "當日將簽名的登記表傳遞到售後服務人員"}
      - {en: "Call or visit the customer; restate the problem and have it confirmed", zh-CN: "电话或上门与客户沟通，复述问题并请客户确认", zh-TW: "電話或登門與客戶溝通，複述問題並請客戶確認"}
  - name: confirmed
    title: {en: "Problem confirmed", zh-CN: "问题已确认", zh-TW: "問題已確認"}
    guidance:
      en: "Make no promise lightly. Talk it over with colleagues or the head; is a look elsewhere needed?"
      zh-CN: "现场不轻下结论和承诺；与同行服务人员协商或向领导汇报；是否需到其他地方进一步了解。"
      zh-TW: "現場不輕下結論和承諾；與同行服務人員協商或向主管報告；是否需到其他地方進一步了解。"
    steps:
      - {en: "Draw no conclusion and promise nothing on the spot", zh-CN: "现场不下结论、不轻易承诺", zh-TW: "現場不下結論、不輕易承諾"}
      - {en: "Consult a colleague or the head; decide whether to look further", zh-CN: "与同行人员协商或向领导汇报，判断是否需进一步了解", zh-TW: "與同行人員協商或向主管報告，判斷是否需進一步了解"}
  - name: looking_further
    title: {en: "Looking further", zh-CN: "进一步了解中", zh-TW: "進一步了解中"}
    guidance:
      en: "Go to where the product is used, such as the repair shop."
      zh-CN: "到具体用户（如修车店）处了解。"
      zh-TW: "到具體使用者（如修車店）處了解。"
    steps:
      - {en: "Establish the facts from records and from everybody concerned", zh-CN: "依据记录并向所有相关人员查明事实", zh-TW: "依據紀錄並向所有相關人員查明事實"}
      - {en: "Record findings, evidence and every contact", zh-CN: "记录调查结果、证据和每次联系", zh-TW: "記錄調查結果、證據和每次聯繫"}
    replies:
      - name: progress
        title: {en: "Word on progress", zh-CN: "进展告知", zh-TW: "進度通知"}
        text:
          en: |
            Your complaint {number} is still being looked into. We have not finished, and we are sorry that it takes this long.
            We contact you as soon as there is news, and you may ask at any time.
          zh-CN: |
            您的投诉（编号 {number}）仍在处理中，尚未办结，让您久等，我们深表歉意。
            一有进展我们即与您联系，您也可以随时询问。
          zh-TW: |
            您的投訴（編號 {number}）仍在處理中，尚未結案，讓您久候，我們深感抱歉。
            一有進展我們即與您聯繫，您也可以隨時詢問。
  - name: analysed
    title: {en: "Analysed", zh-CN: "已分析", zh-TW: "已分析"}
    guidance:
      en: "Before negotiating: will the customer buy again, what will be said about us, is the demand reasonable, how far is it our fault?"
      zh-CN: "协商前考虑：客户今后是否再购买、口碑影响、要求是否合理、公司过失程度。"
      zh-TW: "協商前考慮：客戶今後是否再購買、口碑影響、要求是否合理、公司過失程度。"
    steps:
      - {en: "Establish the facts from records and from everybody concerned", zh-CN: "依据记录并向所有相关人员查明事实", zh-TW: "依據紀錄並向所有相關人員查明事實"}
      - {en: "Ask for nothing that is already known; say why you ask", zh-CN: "不重复索要已掌握的资料，说明询问的原因", zh-TW: "不重複索取已掌握的資料，說明詢問的原因"}
      - {en: "Send a word on progress before the limit, not after it", zh-CN: "在时限届满之前而不是之后告知进展", zh-TW: "在時限屆滿之前而不是之後告知進度"}
      - {en: "Record findings, evidence and every contact", zh-CN: "记录调查结果、证据和每次联系", zh-TW: "記錄調查結果、證據和每次聯繫"}
    replies:
      - name: progress
        title: {en: "Word on progress", zh-CN: "进展告知", zh-TW: "進度通知"}
        text:
          en: |
            Your complaint {number} is still being looked into. We have not finished, and we are sorry that it takes this long.
            It is to be answered by {limit_at}. Should that not be possible, we tell you why, and a new date, before that day.
          zh-CN: |
            您的投诉（编号 {number}）仍在处理中，尚未办结，让您久等，我们深表歉意。
            应于 {limit_at} 前答复。如不能按时答复，我们将提前告知原因和新的日期。
          zh-TW: |
            您的投訴（編號 {number}）仍在處理中，尚未結案，讓您久候，我們深感抱歉。
            應於 {limit_at} 前答覆。如無法如期答覆，我們將提前告知原因和新的日期。
  - name: negotiated
    title: {en: "Negotiated", zh-CN: "已协商", zh-TW: "已協商"}
    guidance:
      en: "Say clearly what is offered; where the demand is unreasonable say no."
      zh-CN: "表达清楚明确；客户方面不合理的，明确说“NO”。"
      zh-TW: "表達清楚明確；客戶方面不合理的，明確說「NO」。"
    steps:
      - {en: "Write the proposal down: what, how much, why", zh-CN: "写明处理意见：内容、金额、理由", zh-TW: "寫明處理意見：內容、金額、理由"}
      - {en: "Hand it to the head for approval", zh-CN: "报领导批准", zh-TW: "報請主管批准"}
  - name: proposed
    title: {en: "With the head of the business", zh-CN: "待领导批准", zh-TW: "待主管批准"}
    guidance:
      en: "The head approves before the customer is told."
      zh-CN: "征得领导同意后方可通知客户。"
      zh-TW: "徵得主管同意後方可通知客戶。"
    steps:
      - {en: "Weigh fault, claim and what the customer means to the business", zh-CN: "权衡过失、要求和客户关系", zh-TW: "衡量過失、要求和客戶關係"}
      - {en: "Approve it, or send it back with the reason", zh-CN: "批准，或说明理由退回", zh-TW: "批准，或說明理由退回"}
  - name: approved
    title: {en: "Approved", zh-CN: "已批准", zh-TW: "已批准"}
    guidance:
      en: "Tell the customer at once and plainly."
      zh-CN: "明确直接地通知客户。"
      zh-TW: "明確直接地通知客戶。"
    steps:
      - {en: "Apologise for what did go wrong, plainly and once", zh-CN: "对确实存在的问题明确致歉", zh-TW: "對確實存在的問題明確致歉"}
      - {en: "Explain what was found and why, in plain words", zh-CN: "用通俗的语言说明查明的情况和原因", zh-TW: "用淺白的語言說明查明的情況和原因"}
      - {en: "Offer a solution, with an alternative where there is one; promise nothing that cannot be kept", zh-CN: "提出解决方案，有替代方案的一并说明；不作无法兑现的承诺", zh-TW: "提出解決方案，有替代方案的一併說明；不作無法兌現的承諾"}
      - {en: "Agree on the remedy, who carries it out and by when", zh-CN: "就补救措施、执行人和期限达成一致", zh-TW: "就補救措施、執行人和期限達成一致"}
      - {en: "Name the further ways, also when you refuse", zh-CN: "告知后续途径，拒绝时也须告知", zh-TW: "告知後續途徑，拒絕時也須告知"}
      - {en: "Record the answer word for word, and how it was given", zh-CN: "原文记录答复及其方式", zh-TW: "原文記錄答覆及其方式"}
    replies:
      - name: answer
        title: {en: "Final answer", zh-CN: "最终答复", zh-TW: "最終答覆"}
        text:
          en: |
            We have finished looking into your complaint {number}.
            What we found: {findings}
            What we do: {proposal}
            We apologise for what went wrong, and thank you for letting us put it right. Should you not agree, tell us and we look at it again; you may also turn to the consumer authority, to mediation or to a court.
          zh-CN: |
            您的投诉（编号 {number}）已调查完毕。
            查明的情况：{findings}
            处理方案：{proposal}
            对给您带来的不便，我们深表歉意，并感谢您给我们改正的机会。如您不同意，请告知我们，我们将重新处理；您也可以向消费者保护机构投诉、申请调解或向法院起诉。
          zh-TW: |
            您的投訴（編號 {number}）已調查完畢。
            查明的情況：{findings}
            處理方案：{proposal}
            對造成您的不便，我們深感抱歉，並感謝您給我們改正的機會。如您不同意，請告知我們，我們將重新處理；您也可以向消費者保護機關申訴、申請調解或向法院起訴。
      - name: refusal
        title: {en: "Refusal, with the further ways", zh-CN: "不予支持及后续途径", zh-TW: "不予支持及後續途徑"}
        text:
          en: |
            We have finished looking into your complaint {number}.
            What we found: {findings}
            On these facts we cannot do what you ask for. We are sorry that this is not the answer you hoped for. Should you not agree, tell us and we look at it again; you may also turn to the consumer authority, to mediation or to a court.
          zh-CN: |
            您的投诉（编号 {number}）已调查完毕。
            查明的情况：{findings}
            根据上述情况，我们无法满足您的要求。未能给您期望的答复，敬请谅解。如您不同意，请告知我们，我们将重新处理；您也可以向消费者保护机构投诉、申请调解或向法院起诉。
          zh-TW: |
            您的投訴（編號 {number}）已調查完畢。
            查明的情況：{findings}
            根據上述情況，我們無法滿足您的要求。未能給您期望的答覆，敬請見諒。如您不同意，請告知我們，我們將重新處理；您也可以向消費者保護機關申訴、申請調解或向法院起訴。
  - name: answered
    title: {en: "Customer answered", zh-CN: "已答复客户", zh-TW: "已答覆客戶"}
    guidance:
      en: "The customer confirms and signs the agreement."
      zh-CN: "客户确认处理方案后签下处理协议。"
      zh-TW: "客戶確認處理方案後簽下處理協議。"
    steps:
      - {en: "Have the agreement signed where the customer accepts", zh-CN: "客户同意的，签下处理协议", zh-TW: "客戶同意的，簽下處理協議"}
      - {en: "Analyse again where the customer declines", zh-CN: "客户不同意的，重新分析", zh-TW: "客戶不同意的，重新分析"}
  - name: settled
    title: {en: "Agreement signed", zh-CN: "已签协议", zh-TW: "已簽協議"}
    guidance:
      en: "Pass it to the departments that carry it out."
      zh-CN: "将协议反馈回有关部门进行实施。"
      zh-TW: "將協議回報有關部門進行實施。"
    steps:
      - {en: "Give the agreement to whoever carries it out: warehouse, marketing", zh-CN: "将协议交执行部门：仓管、市场等", zh-TW: "將協議交執行部門：倉管、行銷等"}
      - {en: "Set a date for each part", zh-CN: "逐项规定完成日期", zh-TW: "逐項規定完成日期"}
  - name: executing
    title: {en: "Being carried out", zh-CN: "实施中", zh-TW: "實施中"}
    guidance:
      en: "After-sales service watches and follows it up."
      zh-CN: "售后服务进行监督和追踪。"
      zh-TW: "售後服務進行監督和追蹤。"
    steps:
      - {en: "Supervise and remind until it is done", zh-CN: "监督催办直至完成", zh-TW: "監督催辦直至完成"}
      - {en: "Report to after-sales what was done", zh-CN: "完成后告知售后服务人员", zh-TW: "完成後告知售後服務人員"}
  - name: executed
    title: {en: "Carried out", zh-CN: "已实施", zh-TW: "已實施"}
    guidance:
      en: "Follow up until the customer says that it is satisfactory."
      zh-CN: "跟踪处理结果的落实，直到客户答复满意为止。"
      zh-TW: "追蹤處理結果的落實，直到客戶答覆滿意為止。"
    steps:
      - {en: "Check that the remedy was carried out", zh-CN: "确认补救措施已落实", zh-TW: "確認補救措施已落實"}
      - {en: "Follow up: ask whether the matter is settled, and listen to the answer", zh-CN: "跟进：询问问题是否解决，并听取意见", zh-TW: "後續追蹤：詢問問題是否解決，並聽取意見"}
      - {en: "Thank the customer, and pass on what can be learnt", zh-CN: "感谢对方，并反映可改进之处", zh-TW: "感謝對方，並反映可改善之處"}
      - {en: "Record what was said and close, or take it up again", zh-CN: "记录结果后关闭，或重新处理", zh-TW: "記錄結果後關閉，或重新處理"}
  - name: closed
    title: {en: "Closed", zh-CN: "已关闭", zh-TW: "已關閉"}
    final: true
  - name: withdrawn
    title: {en: "Withdrawn", zh-CN: "已撤回", zh-TW: "已撤回"}
    final: true

transitions:
  - name: record
    title: {en: "Record on the form", zh-CN: "登记客户意见表", zh-TW: "登記客戶意見表"}
    from: [received]
    to: recorded
    roles: [recorder, service]
    citation: "如何处理客户的投诉与抱怨, 1: 在表格上记录下来, 记录的人要签名确认"
    facts:
      - {name: description, type: text, required: true, title: {en: "What happened and why", zh-CN: "投诉内容与原因", zh-TW: "投訴內容與原因"}}
      - {name: party, type: map, required: true, members: [name, phone], title: {en: "Who complains (company, address, phone)", zh-CN: "投诉客户（公司名称、地址、电话）", zh-TW: "投訴客戶（公司名稱、地址、電話）"}}
      - {name: recorded_by, type: text, required: true, title: {en: "Signature of the recorder", zh-CN: "记录人签名", zh-TW: "記錄人簽名"}}
  - name: confirm
    title: {en: "Confirm the problem", zh-CN: "确认问题", zh-TW: "確認問題"}
    from: [recorded]
    to: confirmed
    roles: [service]
    marks: [acknowledged]
    citation: "处理客户抱怨与投诉的方法, 1; 如何处理客户的投诉与抱怨, 2"
    facts:
      - {name: product, type: code, required: true, title: {en: "Product", zh-CN: "问题产品名称", zh-TW: "問題產品名稱"}}
      - {name: specification, type: text, required: true, title: {en: "Specification", zh-CN: "规格", zh-TW: "規格"}}
      - {name: production_date, type: text, title: {en: "Production date", zh-CN: "生产日期", zh-TW: "生產日期"}}
      - {name: batch, type: text, title: {en: "Production batch", zh-CN: "生产批号", zh-TW: "生產批號"}}
      - {name: used_at, type: text, title: {en: "When it was used", zh-CN: "何时使用", zh-TW: "何時使用"}}
      - {name: symptom, type: text, required: true, title: {en: "How the problem shows", zh-CN: "问题表现状况", zh-TW: "問題表現狀況"}}
      - {name: earlier_brand, type: text, title: {en: "Brand used before, and how it did", zh-CN: "此前使用的品牌及状况", zh-TW: "此前使用的品牌及狀況"}}
      - {name: demand, type: text, required: true, title: {en: "What the customer asks for", zh-CN: "客户的要求", zh-TW: "客戶的要求"}}
      - {name: restated, type: boolean, required: true, title: {en: "Repeated to the customer, who confirmed it", zh-CN: "已复述并经客户确认", zh-TW: "已複述並經客戶確認"}}
    guard: {fact: restated, is: "true"}
  - name: look_further
    title: {en: "Look further elsewhere", zh-CN: "到其他地方进一步了解", zh-TW: "到其他地方進一步了解"}
    from: [confirmed]
    to: looking_further
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: place, type: text, required: true, title: {en: "Where", zh-CN: "地点", zh-TW: "地點"}}
  - name: find_out
    title: {en: "Found out", zh-CN: "了解完毕", zh-TW: "了解完畢"}
    from: [looking_further]
    to: confirmed
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: seen, type: text, required: true, title: {en: "What was found there", zh-CN: "了解到的情况", zh-TW: "了解到的情況"}}
  - name: analyse
    title: {en: "Analyse", zh-CN: "分析问题", zh-TW: "分析問題"}
    from: [confirmed]
    to: analysed
    roles: [service]
    marks: [assessed, investigated]
    citation: "处理客户抱怨与投诉的方法, 2"
    facts:
      - {name: severity, type: code, required: true, title: {en: "Severity", zh-CN: "严重程度", zh-TW: "嚴重程度"}}
      - {name: findings, type: text, required: true, title: {en: "Findings", zh-CN: "分析结果", zh-TW: "分析結果"}}
      - {name: consulted, type: text, required: true, title: {en: "Colleague or head consulted", zh-CN: "协商的同行或领导", zh-TW: "協商的同行或主管"}}
      - {name: grounded, type: boolean, required: true, title: {en: "Rests on facts", zh-CN: "有事实依据", zh-TW: "有事實依據"}}
      - {name: cause, type: code, title: {en: "Cause", zh-CN: "原因", zh-TW: "原因"}}
  # Compensation is for a fault of the company or a reasonable demand; otherwise
  # the answer is a plain no.
  - name: negotiate
    title: {en: "Negotiate with the customer", zh-CN: "与客户协商", zh-TW: "與客戶協商"}
    from: [analysed]
    to: negotiated
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 3 (A-D)"
    facts:
      - {name: buys_again, type: code, required: true, values: [likely, unlikely, unknown], title: {en: "Would the customer buy again", zh-CN: "今后再度购买的希望", zh-TW: "今後再度購買的希望"}}
      - {name: word_of_mouth, type: text, required: true, title: {en: "What will be said about us", zh-CN: "口碑影响", zh-TW: "口碑影響"}}
      - {name: demand_reasonable, type: boolean, required: true, title: {en: "The demand is reasonable", zh-CN: "要求合理", zh-TW: "要求合理"}}
      - {name: company_fault, type: code, required: true, values: [none, partly, wholly], title: {en: "Fault of the company", zh-CN: "公司过失程度", zh-TW: "公司過失程度"}}
      - {name: proposal, type: text, required: true, title: {en: "What was talked over", zh-CN: "协商方案", zh-TW: "協商方案"}}
      - {name: compensation, type: money, title: {en: "Compensation", zh-CN: "经济补偿", zh-TW: "經濟補償"}}
    guard: {any: [{fact: compensation, present: false}, {fact: company_fault, in: [partly, wholly]}, {fact: demand_reasonable, is: "true"}]}
  - name: propose
    title: {en: "Propose to the head", zh-CN: "向领导汇报并提出处理意见", zh-TW: "向主管報告並提出處理意見"}
    from: [negotiated]
    to: proposed
    roles: [service]
    citation: "如何处理客户的投诉与抱怨, 4"
    facts:
      - {name: proposal, type: text, required: true, title: {en: "Proposed handling", zh-CN: "处理意见", zh-TW: "處理意見"}}
  - name: approve
    title: {en: "Approve", zh-CN: "批准", zh-TW: "批准"}
    from: [proposed]
    to: approved
    roles: [leader]
    not_by: [propose]
    citation: "如何处理客户的投诉与抱怨, 4"
  - name: send_back
    title: {en: "Send back", zh-CN: "退回重议", zh-TW: "退回重議"}
    from: [proposed]
    to: analysed
    roles: [leader]
    not_by: [propose]
    citation: "如何处理客户的投诉与抱怨, 4"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: answer
    title: {en: "Answer the customer", zh-CN: "答复客户", zh-TW: "答覆客戶"}
    from: [approved]
    to: answered
    roles: [service]
    marks: [responded]
    citation: "如何处理客户的投诉与抱怨, 4: 要及时答复客户"
    facts:
      - {name: communication, type: map, required: true, members: [kind, text], title: {en: "Answer", zh-CN: "答复", zh-TW: "答覆"}}
  - name: settle
    title: {en: "The customer signs the agreement", zh-CN: "客户签下处理协议", zh-TW: "客戶簽下處理協議"}
    from: [answered]
    to: settled
    roles: [service]
    citation: "如何处理客户的投诉与抱怨, 5"
    facts:
      - {name: agreement, type: map, required: true, members: [document, signed_by], title: {en: "Signed agreement", zh-CN: "处理协议", zh-TW: "處理協議"}}
      - {name: outcome, type: code, title: {en: "Outcome", zh-CN: "处理结果", zh-TW: "處理結果"}}
  - name: decline
    title: {en: "The customer does not agree", zh-CN: "客户不同意", zh-TW: "客戶不同意"}
    from: [answered]
    to: analysed
    roles: [service]
    citation: "处理客户抱怨与投诉的方法, 3"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: close_unfounded
    title: {en: "Close a demand that is refused", zh-CN: "拒绝不合理要求并关闭", zh-TW: "拒絕不合理要求並關閉"}
    from: [answered]
    to: closed
    roles: [leader]
    not_by: [propose]
    marks: [closed]
    citation: "处理客户抱怨与投诉的方法, 2 and 3: 如果客户所提问题不合理, 或无事实依据"
    facts:
      - {name: explanation, type: text, required: true, title: {en: "How it was explained to the customer", zh-CN: "向客户的说明", zh-TW: "向客戶的說明"}}
      - {name: company_fault, type: code, required: true, values: [none, partly, wholly], title: {en: "Fault of the company", zh-CN: "公司过失程度", zh-TW: "公司過失程度"}}
      - {name: outcome, type: code, required: true, title: {en: "Outcome", zh-CN: "处理结果", zh-TW: "處理結果"}}
    guard: {fact: company_fault, is: none}
  - name: pass_on
    title: {en: "Pass it on to be carried out", zh-CN: "反馈有关部门实施", zh-TW: "回報有關部門實施"}
    from: [settled]
    to: executing
    roles: [service]
    marks: [transferred]
    citation: "如何处理客户的投诉与抱怨, 6: 如需补偿油品的, 通知仓管出货"
    facts:
      - {name: tasks, type: list, required: true, title: {en: "What each department does", zh-CN: "各部门执行事项", zh-TW: "各部門執行事項"}}
  - name: carry_out
    title: {en: "Carried out", zh-CN: "执行完毕", zh-TW: "執行完畢"}
    from: [executing]
    to: executed
    roles: [executor]
    citation: "处理客户抱怨与投诉的方法, 4"
    facts:
      - {name: done, type: text, required: true, title: {en: "What was done", zh-CN: "执行情况", zh-TW: "執行情況"}}
  - name: not_done
    title: {en: "Not carried out", zh-CN: "未落实", zh-TW: "未落實"}
    from: [executed]
    to: executing
    roles: [service, leader]
    not_by: [carry_out]
    citation: "处理客户抱怨与投诉的方法, 4: 相关部门是否落实这些方案, 售后服务便一定要进行监督和追踪"
    facts:
      - {name: reason, type: text, required: true, title: {en: "What is not done", zh-CN: "未落实事项", zh-TW: "未落實事項"}}
  - name: close
    title: {en: "Close", zh-CN: "关闭", zh-TW: "關閉"}
    from: [executed]
    to: closed
    roles: [service, leader]
    not_by: [carry_out]
    marks: [closed]
    citation: "如何处理客户的投诉与抱怨, 7: 直到客户答复满意为止"
    facts:
      - {name: satisfied, type: boolean, required: true, title: {en: "The customer is satisfied", zh-CN: "客户满意", zh-TW: "客戶滿意"}}
      - {name: outcome, type: code, required: true, title: {en: "Outcome", zh-CN: "处理结果", zh-TW: "處理結果"}}
    guard: {fact: satisfied, is: "true"}
  - name: dissatisfied
    title: {en: "The customer is not satisfied", zh-CN: "客户不满意", zh-TW: "客戶不滿意"}
    from: [executed]
    to: analysed
    roles: [service, leader]
    citation: "如何处理客户的投诉与抱怨, 7"
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: withdraw
    title: {en: "The customer withdraws", zh-CN: "客户撤回", zh-TW: "客戶撤回"}
    from: [received, recorded, confirmed, looking_further, analysed, negotiated, proposed, approved, answered, settled, executing, executed]
    to: withdrawn
    roles: [service, leader]
    marks: [closed]
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}
  - name: reopen
    title: {en: "Reopen", zh-CN: "重新打开", zh-TW: "重新開啟"}
    from: [closed, withdrawn]
    to: recorded
    roles: [service, leader]
    marks: [reopened]
    facts:
      - {name: reason, type: text, required: true, title: {en: "Reason", zh-CN: "理由", zh-TW: "理由"}}

clocks:
  - name: record
    title: {en: "Record", zh-CN: "登记时限", zh-TW: "登記時限"}
    owner: recorder
    amount: 0
    unit: working_days
    from: {time: received}
    end: end_of_day
    stop: [record]
    pausable: false
    citation: "如何处理客户的投诉与抱怨, 1; the end of the day of receipt is this file''s"
  - name: contact
    title: {en: "Contact the customer", zh-CN: "联系客户时限", zh-TW: "聯繫客戶時限"}
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
    title: {en: "Answer the customer", zh-CN: "答复时限", zh-TW: "答覆時限"}
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
      zh-TW: "告知客戶需要更長時間及原因。"
    citation: "如何处理客户的投诉与抱怨, 4: 及时答复客户; 5 working days is this file''s"
  - name: answer_again
    title: {en: "Answer again", zh-CN: "再次答复时限", zh-TW: "再次答覆時限"}
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
    title: {en: "Carry it out", zh-CN: "落实时限", zh-TW: "落實時限"}
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
', 1795318788094684, 'cli');
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
', 1795318788101385, 'cli');

INSERT INTO complaint.journal VALUES ('default', '01a20156-aef1-71f6-942f-737f182fcdcd', 1, 'file', NULL, 1709629200000000, 1795318787828320, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{"_":{"assignment":"01a20156-aef5-72c6-9667-39db433de412","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["product","batch","demand"],"number":"2026-0001"},"channel":"web"}', '{"description":"退货 not done","title":"umbrella"}', '\xa5dd5771474c42bcf0ce9ad92f747c66', '\x8326d458ba7ab7432cedef76a0d0512b3afc4bea40b0be1bb0a78b183da59f54', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x33179240b7a6abd7f9a2fdfbeaf79417c077348148223e181f6601fdfe6d305d');
INSERT INTO complaint.journal VALUES ('default', '01a20156-af3b-7380-a074-d7e4342a85cf', 1, 'file', NULL, 1709715600000000, 1795318787899902, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{"_":{"assignment":"01a20156-af42-7132-94ce-16fd2a5106d0","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["description","product","batch","demand"],"number":"2026-0002"},"channel":"phone"}', '{"title":"second"}', '\x32150a61588d04b8c2c7f01b545426cf', '\x33008cc2f42f9ba930d067a9089ffda2e501b17df30a1c9ef905dbeaf36b4d35', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x6235e23bfe4b07691a3bd3e1939d8887e2b228fa90b1dc251e973e1d6cdf1c8f');
INSERT INTO complaint.journal VALUES ('default', '01a20156-aef1-71f6-942f-737f182fcdcd', 2, 'put', 'party', 1795318787953555, 1795318787953555, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{"id":"01a20156-af71-7109-9545-85e531999b16","role":"complainant"}', '{"name":"customer"}', '\xc5bce3b6f5a2e043ffdff98ef3af55c1', '\x3387de8f3aa733e0aeec0facedc7129664e286330860d7af81c553167d006a6f', '\x33179240b7a6abd7f9a2fdfbeaf79417c077348148223e181f6601fdfe6d305d', '\xdd7105ebc8dacbf916085cbea3bbde89aefa52a4447bd58a19c53bdfc7e54410');
INSERT INTO complaint.journal VALUES ('default', '01a20156-af3b-7380-a074-d7e4342a85cf', 2, 'perform', 'withdraw', 1795318788013597, 1795318788013597, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{}', '{"reason":"changed"}', '\xa6dae72fa949505c2ee1fd81009c53d0', '\xdab9b53c7f5de62d26d2d8df900e501149577c3d8575aab247ea214b28ba9283', '\x6235e23bfe4b07691a3bd3e1939d8887e2b228fa90b1dc251e973e1d6cdf1c8f', '\x044126347ba8a21c02e68db90fb64ec2a4aba75fd3ccba642ea8e6fbabc17fd7');
INSERT INTO complaint.journal VALUES ('other', '01a20156-b03f-7217-a95d-1406958157b6', 1, 'file', NULL, 1709629200000000, 1795318788159678, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{"_":{"assignment":"01a20156-b042-73d8-afac-3f078b0aa04b","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["product","batch","demand"],"number":"2026-0001"},"channel":"web"}', '{"description":"退货 not done","title":"umbrella"}', '\x7bd319e521ceb5e10737350fda0b08a3', '\x2e16c82d8175e49959863b0d44d7d37aa072114d7ea0ff71297a3220cddfbb98', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x945ace779ff3c6cb75b4b23f88e1b0408981c8b6f43df39cc92ed617e21875bb');
INSERT INTO complaint.journal VALUES ('other', '01a20156-b085-719d-aa6a-0bd3b4599a21', 1, 'file', NULL, 1709715600000000, 1795318788229522, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{"_":{"assignment":"01a20156-b086-732f-8196-ff6c911b9a4f","calendar":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","missing":["description","product","batch","demand"],"number":"2026-0002"},"channel":"phone"}', '{"title":"second"}', '\x0b755b2abc3af6a355e7f1022542dc4f', '\x5e508043407be026b1bf73e464834601d7262a14dae5dd733609ace364d7d6d2', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xe675c7d443e3d2fdba57b1a8e40e6811d224074a72fde6bff36a8094f48de2f7');
INSERT INTO complaint.journal VALUES ('other', '01a20156-b03f-7217-a95d-1406958157b6', 2, 'put', 'party', 1795318788292651, 1795318788292651, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{"id":"01a20156-b0c4-7512-88b6-415cf4b55376","role":"complainant"}', '{"name":"customer"}', '\xc46e3833637000d6701d6fb03017fd47', '\x0e7358d2202026211c5cebd30fcf4568e8566d3725acc20c3142478b68fbdb66', '\x945ace779ff3c6cb75b4b23f88e1b0408981c8b6f43df39cc92ed617e21875bb', '\xe31dfdbae8ac57c98ca71a7810a85fe4a867388688fb5e87718c6ae35d562806');
INSERT INTO complaint.journal VALUES ('other', '01a20156-b085-719d-aa6a-0bd3b4599a21', 2, 'perform', 'withdraw', 1795318788359786, 1795318788359786, 'cli', '*', '\xdfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25', '{}', '{"reason":"changed"}', '\xfd1ed20aaf34ca3792015a4d11ee2f71', '\x84cb55ed360728db8b74a32a70a3685a17585d8ad29c24a9c312d07d3b56f083', '\xe675c7d443e3d2fdba57b1a8e40e6811d224074a72fde6bff36a8094f48de2f7', '\x00534295403a819361010c196989bbacdaaa20c5060b2d12f1f02f6111badccc');

INSERT INTO complaint.ledger VALUES ('default', 1, 'set', 1795318787693892, NULL, '{"name":"format","value":"complaint register 1"}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x9083f5eddb9497d3114b0464d9c0eb81c7df42a4b79f7eaccbf3dd59ad5c9cef');
INSERT INTO complaint.ledger VALUES ('default', 2, 'set', 1795318787704271, NULL, '{"name":"id","value":"01a20156-ae69-719f-a5ca-fea0b8b81068"}', '\x9083f5eddb9497d3114b0464d9c0eb81c7df42a4b79f7eaccbf3dd59ad5c9cef', '\xdbed00116c6a0a6414861defd34495befc874aee77709bc692fa02aa84372f1d');
INSERT INTO complaint.ledger VALUES ('default', 3, 'set', 1795318787710506, NULL, '{"name":"created_at","value":"2026-11-22T03:39:47.689841Z"}', '\xdbed00116c6a0a6414861defd34495befc874aee77709bc692fa02aa84372f1d', '\x3a75e521f05e6488e41153a7b070cfe252bef1caffb45d3a231ce33fd32ed616');
INSERT INTO complaint.ledger VALUES ('default', 4, 'install', 1795318787720540, 'cli', '{"digest":"dfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25","installed_at":1795318787714070,"kind":"procedure","name":"small-business","version":"2026.1"}', '\x3a75e521f05e6488e41153a7b070cfe252bef1caffb45d3a231ce33fd32ed616', '\x506e9e4b2820363806471bb57f251b055696bd455c56be0f95e62704fde2790c');
INSERT INTO complaint.ledger VALUES ('default', 5, 'set', 1795318787728535, NULL, '{"name":"procedure","value":"small-business"}', '\x506e9e4b2820363806471bb57f251b055696bd455c56be0f95e62704fde2790c', '\x4fb29637c62ee8b3af30bf348e496c514f15f377cba4170e2af12a37a53b9215');
INSERT INTO complaint.ledger VALUES ('default', 6, 'install', 1795318787751366, 'cli', '{"digest":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","installed_at":1795318787747454,"kind":"calendar","name":"every-day","version":"1"}', '\x4fb29637c62ee8b3af30bf348e496c514f15f377cba4170e2af12a37a53b9215', '\xec0cd41fbe24691126c959321c7afe69f0b98aeb135d5a67698ba7391a2dd394');
INSERT INTO complaint.ledger VALUES ('default', 7, 'set', 1795318787752675, NULL, '{"name":"calendar","value":"every-day"}', '\xec0cd41fbe24691126c959321c7afe69f0b98aeb135d5a67698ba7391a2dd394', '\x9b3cdcc242496cd3cb6f2d3247caf6e55623c4ff760954727d3559e90b79667c');
INSERT INTO complaint.ledger VALUES ('other', 1, 'set', 1795318788087012, NULL, '{"name":"format","value":"complaint register 1"}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x9a4eb6b79c6ece5884039ad9514fb34b2af36e1ef7a57dada65039645661a944');
INSERT INTO complaint.ledger VALUES ('other', 2, 'set', 1795318788087711, NULL, '{"name":"id","value":"01a20156-aff6-73e2-8597-7811091690c8"}', '\x9a4eb6b79c6ece5884039ad9514fb34b2af36e1ef7a57dada65039645661a944', '\x2f7156a175248ed925f3dfca8c5e5144e81202835028a55aaec089b09d0276b8');
INSERT INTO complaint.ledger VALUES ('other', 3, 'set', 1795318788087830, NULL, '{"name":"created_at","value":"2026-11-22T03:39:48.086872Z"}', '\x2f7156a175248ed925f3dfca8c5e5144e81202835028a55aaec089b09d0276b8', '\x76f61d8e05aa602cb55214e01eb572ece22375a671bd1229863c70f08b0502dd');
INSERT INTO complaint.ledger VALUES ('other', 4, 'install', 1795318788095670, 'cli', '{"digest":"dfb76b7b8b835cdbbfda006e0e996563d4e61f7c7546de118ded895e4a996b25","installed_at":1795318788094684,"kind":"procedure","name":"small-business","version":"2026.1"}', '\x76f61d8e05aa602cb55214e01eb572ece22375a671bd1229863c70f08b0502dd', '\xd9cdd0fcc0d0b344b85addddef0b501749bef6caa8b73a8112ea604a89b8b148');
INSERT INTO complaint.ledger VALUES ('other', 5, 'set', 1795318788095872, NULL, '{"name":"procedure","value":"small-business"}', '\xd9cdd0fcc0d0b344b85addddef0b501749bef6caa8b73a8112ea604a89b8b148', '\xa24d399ee2b0716c71240cc460102a79950c8e1a3fc9c8b622963792638299b9');
INSERT INTO complaint.ledger VALUES ('other', 6, 'install', 1795318788101479, 'cli', '{"digest":"8002feb40c55eb044aefe1d9e5c040559fd223b848499530b1669f1e6997617a","installed_at":1795318788101385,"kind":"calendar","name":"every-day","version":"1"}', '\xa24d399ee2b0716c71240cc460102a79950c8e1a3fc9c8b622963792638299b9', '\x0b5550f02efb49272a476c0a9a0e173770e21dffb2fec20102c18e7efae9ab6e');
INSERT INTO complaint.ledger VALUES ('other', 7, 'set', 1795318788101666, NULL, '{"name":"calendar","value":"every-day"}', '\x0b5550f02efb49272a476c0a9a0e173770e21dffb2fec20102c18e7efae9ab6e', '\xd3982592a701190bf8e272ae2edfee23fa435d8469a6452985436b6c92e35d73');

INSERT INTO complaint.party VALUES ('default', '01a20156-aef1-71f6-942f-737f182fcdcd', '01a20156-af71-7109-9545-85e531999b16', 'complainant', NULL, NULL, NULL, 'customer', NULL, NULL, NULL, NULL, NULL);
INSERT INTO complaint.party VALUES ('other', '01a20156-b03f-7217-a95d-1406958157b6', '01a20156-b0c4-7512-88b6-415cf4b55376', 'complainant', NULL, NULL, NULL, 'customer', NULL, NULL, NULL, NULL, NULL);

INSERT INTO complaint.series VALUES ('default', '2026-{series}', 2);
INSERT INTO complaint.series VALUES ('other', '2026-{series}', 2);

INSERT INTO complaint.setting VALUES ('default', 'format', 'complaint register 1');
INSERT INTO complaint.setting VALUES ('default', 'id', '01a20156-ae69-719f-a5ca-fea0b8b81068');
INSERT INTO complaint.setting VALUES ('default', 'created_at', '2026-11-22T03:39:47.689841Z');
INSERT INTO complaint.setting VALUES ('default', 'procedure', 'small-business');
INSERT INTO complaint.setting VALUES ('default', 'calendar', 'every-day');
INSERT INTO complaint.setting VALUES ('default', 'generation', '2');
INSERT INTO complaint.setting VALUES ('other', 'format', 'complaint register 1');
INSERT INTO complaint.setting VALUES ('other', 'id', '01a20156-aff6-73e2-8597-7811091690c8');
INSERT INTO complaint.setting VALUES ('other', 'created_at', '2026-11-22T03:39:48.086872Z');
INSERT INTO complaint.setting VALUES ('other', 'procedure', 'small-business');
INSERT INTO complaint.setting VALUES ('other', 'calendar', 'every-day');
INSERT INTO complaint.setting VALUES ('other', 'generation', '2');

INSERT INTO complaint.store VALUES ('default', 2);
INSERT INTO complaint.store VALUES ('other', 2);

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

ALTER TABLE ONLY complaint.leaf
    ADD CONSTRAINT leaf_pkey PRIMARY KEY (tenant, seal, case_id);

ALTER TABLE ONLY complaint.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (tenant, entry);

ALTER TABLE ONLY complaint.party
    ADD CONSTRAINT party_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.remedy
    ADD CONSTRAINT remedy_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.return
    ADD CONSTRAINT return_pkey PRIMARY KEY (tenant, case_id, id);

ALTER TABLE ONLY complaint.seal
    ADD CONSTRAINT seal_pkey PRIMARY KEY (tenant, number);

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

CREATE INDEX case_due_owner ON complaint."case" USING btree (tenant, owner, due_at NULLS FIRST, id) WHERE (due_at IS NOT NULL);

CREATE INDEX case_due_procedure ON complaint."case" USING btree (tenant, procedure, due_at NULLS FIRST, id) WHERE (due_at IS NOT NULL);

CREATE UNIQUE INDEX case_external ON complaint."case" USING btree (tenant, source NULLS FIRST, external_number NULLS FIRST) WHERE (external_number IS NOT NULL);

CREATE INDEX case_next ON complaint."case" USING btree (tenant, next_at NULLS FIRST, id) WHERE (next_at IS NOT NULL);

CREATE UNIQUE INDEX case_number ON complaint."case" USING btree (tenant, number);

CREATE INDEX case_open ON complaint."case" USING btree (tenant, unit NULLS FIRST, due_at NULLS FIRST, id) WHERE (closed_at IS NULL);

CREATE INDEX definition_name ON complaint.definition USING btree (tenant, kind, name, installed_at, digest);

CREATE INDEX task_due ON complaint.task USING btree (tenant, unit NULLS FIRST, due_at NULLS FIRST, case_id, id) WHERE ((done_at IS NULL) AND (due_at IS NOT NULL));
