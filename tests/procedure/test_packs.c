/* Packs on procedures: every bundled one on every bundled procedure, their
 * limits one unit before and after, business days counted by the published
 * holidays, and what a pack may not say. Attaching to cases is tested in
 * register/. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/calendar.h"
#include "data/bundled.h"
#include "procedure/inside.h"
#include "procedure/stage.h"

#define SECOND INT64_C(1000000)
#define HOUR (INT64_C(3600) * SECOND)
#define LATE (COMPLAINT_DAY - 1)

static complaint_day day_of(const char *date)
{
    complaint_day day = 0;

    ck_assert_int_eq(complaint_day_parse(date, &day, NULL), 0);
    return day;
}

/* "2026-03-02 09:00" of the stage's calendar; "24:00" is the day's end. */
static complaint_time at(const stage *s, const char *text)
{
    char date[11];
    int hour, minute;

    memcpy(date, text, 10);
    date[10] = '\0';
    ck_assert_int_eq(sscanf(text + 11, "%d:%d", &hour, &minute), 2);
    if (hour == 24)
        return complaint__calendar_day_start(s->calendar, day_of(date) + 1) - 1;
    return complaint__calendar_instant(s->calendar, day_of(date),
                                       hour * HOUR + minute * 60 * SECOND);
}

static void file_at(stage *s, complaint_time when)
{
    complaint__event *event = &s->events[s->count];

    *event =
        (complaint__event){.kind = "file",
                           .state = complaint__procedure_start(s->procedure),
                           .happened_at = when,
                           .recorded_at = when,
                           .received_at = when,
                           .occurred_at = COMPLAINT_TIME_NONE,
                           .aware_at = COMPLAINT_TIME_NONE};
    s->count++;
}

/* A step that keeps the state, at an instant. */
static void step_at(stage *s, const char *transition, const char *actor,
                    const char *facts, complaint_time when)
{
    int status = stage_do(s, transition, actor, facts, "2020-01-01 00:00");

    ck_assert_msg(status == COMPLAINT_OK, "%s: %s", transition,
                  complaint_error_message(s->error));
    s->events[s->count - 1].happened_at = when;
    s->events[s->count - 1].recorded_at = when;
}

static void undo(stage *s)
{
    s->count--;
}

/* The clock is due then; running one second before and at the limit, met when
 * stopped at the limit, missed a microsecond later. */
static void probe(stage *s, const char *clock, const char *stop,
                  const char *facts, const char *due)
{
    complaint_time limit = at(s, due);
    complaint__clock_state state = stage_clock(s, clock, limit - SECOND);
    char text[COMPLAINT_TIME_TEXT_SIZE];

    if (complaint_time_format(state.due_at,
                              complaint_calendar_offset(s->calendar, limit),
                              text, sizeof(text)) != 0)
        memcpy(text, "none", 5);
    ck_assert_msg(state.due_at == limit, "%s: due %s, not %s", clock, text,
                  due);
    ck_assert_int_eq(state.status, COMPLAINT__CLOCK_RUNNING);
    step_at(s, stop, "clerk:anna", facts, limit);
    ck_assert_int_eq(stage_clock(s, clock, limit + COMPLAINT_DAY).status,
                     COMPLAINT__CLOCK_MET);
    undo(s);
    step_at(s, stop, "clerk:anna", facts, limit + 1);
    ck_assert_int_eq(stage_clock(s, clock, limit + COMPLAINT_DAY).status,
                     COMPLAINT__CLOCK_MISSED);
    undo(s);
}

/* ---- on every procedure ---- */

START_TEST(every_pack_goes_on_every_bundled_procedure)
{
    size_t pairs = 0;

    for (const complaint__bundled *pack = complaint__bundled_files;
         pack->kind != NULL; pack++)
        for (const complaint__bundled *file = complaint__bundled_files;
             file->kind != NULL; file++) {
            const char *const packs[] = {pack->name, NULL};
            stage s;
            size_t clocks = 0;

            if (strcmp(pack->kind, "pack") != 0 ||
                strcmp(file->kind, "procedure") != 0)
                continue;
            stage_open_packs(&s, file->name, packs, "every-day");
            for (size_t i = 0; i < s.procedure->clock_count; i++) {
                const complaint__clock *clock = &s.procedure->clocks[i];

                if (clock->pack == NULL)
                    continue;
                clocks++;
                ck_assert_str_eq(clock->pack, pack->name);
                ck_assert_str_ne(clock->citation, "");
                ck_assert(!clock->by_hand && clock->pause_states.count == 0);
                ck_assert(!clock->extensible);
            }
            ck_assert(clocks > 0 || strcmp(pack->name, "us-fda-records") == 0);
            ck_assert_str_eq(complaint_procedure_name(s.procedure), file->name);
            ck_assert_str_eq(complaint__procedure_pack(s.procedure, 0)->name,
                             pack->name);
            ck_assert_ptr_null(complaint__procedure_pack(s.procedure, 1));
            pairs++;
            stage_close(&s);
        }
    (void)printf("%zu pairs of pack and procedure\n", pairs);
    ck_assert_uint_ge(pairs, 9 * 18);
}
END_TEST

START_TEST(several_packs_go_on_one_procedure_and_its_text_reads_the_same_again)
{
    static const char *const packs[] = {
        "uk-disp",        "us-cfpb",  "us-fda-mdr",
        "us-fda-records", "eu-mdr",   "cn-finance",
        "cn-12315",       "au-rg271", NULL};
    complaint_procedure *again = NULL;
    const char *yaml;
    size_t size;
    stage s;

    stage_open_packs(&s, "iso13485", packs, "every-day");
    yaml = complaint__procedure_yaml(s.procedure, &size);
    ck_assert_int_eq(
        complaint_procedure_parse(s.context, yaml, size, "again", &again, NULL),
        0);
    ck_assert_str_eq(complaint_procedure_digest(s.procedure),
                     complaint_procedure_digest(again));
    ck_assert_uint_eq(again->pack_count, 8);
    ck_assert_str_eq(complaint__procedure_full_name(again),
                     "iso13485+uk-disp+us-cfpb+us-fda-mdr+us-fda-records+"
                     "eu-mdr+cn-finance+cn-12315+au-rg271");
    complaint_procedure_free(again);
    stage_close(&s);
}
END_TEST

/* ---- the limits ---- */

#define FINAL "{\"disp_ombudsman_told\": true}"
#define ACCEPTED "{\"disp_accepted_how\": \"by phone\"}"

START_TEST(disp_summary_resolution_ends_with_the_third_business_day)
{
    static const char *const packs[] = {"uk-disp", NULL};
    stage s;

    /* Thursday before Easter 2026: Good Friday and Easter Monday are none. */
    stage_open_packs(&s, "small-business", packs, "gb-eng");
    file_at(&s, at(&s, "2026-04-02 16:59"));
    probe(&s, "disp-summary", "disp-resolved", ACCEPTED, "2026-04-09 17:00");
    stage_close(&s);
    /* Received on a Saturday: Monday is the first. */
    stage_open_packs(&s, "bank", packs, "gb-eng");
    file_at(&s, at(&s, "2026-06-06 10:00"));
    probe(&s, "disp-summary", "disp-resolved", ACCEPTED, "2026-06-10 17:00");
    stage_close(&s);
}
END_TEST

START_TEST(disp_final_response_is_due_at_the_end_of_eight_weeks)
{
    static const char *const packs[] = {"uk-disp", NULL};
    stage s;

    stage_open_packs(&s, "insurance", packs, "gb-eng");
    file_at(&s, at(&s, "2026-03-02 09:30")); /* a Monday; then summer time */
    probe(&s, "disp-final", "disp-final-response", FINAL, "2026-04-27 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(disp_payment_complaints_have_fifteen_and_thirty_five_business_days)
{
    static const char *const packs[] = {"uk-disp-payment", NULL};
    stage s;

    stage_open_packs(&s, "small-business", packs, "gb-eng");
    file_at(&s, at(&s, "2026-03-20 12:00"));
    /* 14 and 15 April: Good Friday 3, Easter Monday 6 April passed over. */
    probe(&s, "disp-payment", "disp-final-response", FINAL, "2026-04-14 24:00");
    ck_assert_int_eq(
        stage_clock(&s, "disp-payment-final", at(&s, "2026-04-10 12:00"))
            .status,
        COMPLAINT__CLOCK_NOT_STARTED);
    step_at(&s, "disp-holding", "clerk:anna",
            "{\"disp_holding_reason\": \"another bank has not answered\", "
            "\"disp_final_promised_at\": \"2026-05-08T12:00:00+01:00\"}",
            at(&s, "2026-04-14 11:00"));
    ck_assert_int_eq(
        stage_clock(&s, "disp-payment", at(&s, "2026-05-01 12:00")).status,
        COMPLAINT__CLOCK_MET);
    /* 35 from 20 March; Early May 4 May is no business day either. */
    probe(&s, "disp-payment-final", "disp-final-response", FINAL,
          "2026-05-13 24:00");
    probe(&s, "disp-payment-promised", "disp-final-response", FINAL,
          "2026-05-08 12:00");
    stage_close(&s);
}
END_TEST

#define RESPONSE                                                               \
    "{\"cfpb_closed_as\": \"explanation\", \"cfpb_steps_taken\": \"looked\", " \
    "\"cfpb_communications\": \"none\", \"cfpb_follow_up\": \"none\"}"

START_TEST(cfpb_asks_for_fifteen_and_sixty_calendar_days)
{
    static const char *const packs[] = {"us-cfpb", NULL};
    stage s;

    stage_open_packs(&s, "bank-branch", packs, "us-federal");
    file_at(&s, at(&s, "2026-02-20 23:59"));
    probe(&s, "cfpb-15", "cfpb-response", RESPONSE, "2026-03-07 24:00");
    step_at(&s, "cfpb-progress", "clerk:anna",
            "{\"cfpb_interim_text\": \"we look into it\"}",
            at(&s, "2026-03-05 10:00"));
    ck_assert_int_eq(
        stage_clock(&s, "cfpb-15", at(&s, "2026-03-30 10:00")).status,
        COMPLAINT__CLOCK_MET);
    probe(&s, "cfpb-60", "cfpb-response", RESPONSE, "2026-04-21 24:00");
    stage_close(&s);
}
END_TEST

#define REPORT "{\"mdr_report_number\": \"1\"}"

START_TEST(the_fda_is_told_within_thirty_days_or_five_work_days)
{
    static const char *const packs[] = {"us-fda-mdr", NULL};
    stage s;

    stage_open_packs(&s, "iso13485", packs, "us-federal");
    file_at(&s, at(&s, "2026-01-10 10:00"));
    s.events[0].aware_at = at(&s, "2026-01-08 15:00"); /* earlier: it counts */
    probe(&s, "mdr-30", "mdr-report", REPORT, "2026-02-07 24:00");
    s.events[0].aware_at = COMPLAINT_TIME_NONE;
    probe(&s, "mdr-30", "mdr-report", REPORT, "2026-02-09 24:00");
    /* Thursday 15; Monday 19 January is a holiday. */
    step_at(&s, "mdr-remedial", "clerk:anna",
            "{\"mdr_remedial_reason\": \"trend of three\"}",
            at(&s, "2026-01-15 09:00"));
    probe(&s, "mdr-5", "mdr-report-5", REPORT, "2026-01-23 24:00");
    /* Decided not to be reportable: no report, no limit. */
    step_at(&s, "mdr-decide", "clerk:anna",
            "{\"mdr_reportable\": false, \"mdr_reason\": \"no harm\"}",
            at(&s, "2026-01-16 09:00"));
    ck_assert_int_eq(
        stage_clock(&s, "mdr-30", at(&s, "2026-01-17 09:00")).status,
        COMPLAINT__CLOCK_NOT_STARTED);
    /* As it was known before the decision. */
    ck_assert_int_eq(
        stage_clock(&s, "mdr-30", at(&s, "2026-01-15 12:00")).status,
        COMPLAINT__CLOCK_RUNNING);
    stage_close(&s);
}
END_TEST

static void classify(stage *s, const char *class, const char *when)
{
    char facts[160];

    (void)snprintf(facts, sizeof(facts),
                   "{\"incident_class\": \"%s\", \"incident_reason\": \"x\"}",
                   class);
    step_at(s, "vigilance-classify", "clerk:anna", facts, at(s, when));
}

#define REPORTED "{\"vigilance_number\": \"7\"}"

START_TEST(mdr_article_87_gives_fifteen_ten_or_two_days)
{
    static const char *const packs[] = {"eu-mdr", NULL};
    stage s;

    stage_open_packs(&s, "iso13485", packs, "every-day");
    file_at(&s, at(&s, "2026-05-01 18:00"));
    probe(&s, "vigilance-15", "vigilance-report", REPORTED, "2026-05-16 24:00");
    classify(&s, "serious", "2026-05-01 19:00");
    probe(&s, "vigilance-15", "vigilance-report", REPORTED, "2026-05-16 24:00");
    classify(&s, "death_or_deterioration", "2026-05-02 08:00");
    probe(&s, "vigilance-10", "vigilance-report", REPORTED, "2026-05-11 24:00");
    ck_assert_int_eq(
        stage_clock(&s, "vigilance-15", at(&s, "2026-05-03 10:00")).status,
        COMPLAINT__CLOCK_NOT_STARTED);
    classify(&s, "public_health_threat", "2026-05-02 09:00");
    probe(&s, "vigilance-2", "vigilance-report", REPORTED, "2026-05-03 24:00");
    classify(&s, "not_serious", "2026-05-02 10:00");
    for (size_t i = 0; i < s.procedure->clock_count; i++)
        if (s.procedure->clocks[i].pack != NULL)
            ck_assert_int_eq(stage_clock(&s, s.procedure->clocks[i].name,
                                         at(&s, "2026-05-03 10:00"))
                                 .status,
                             COMPLAINT__CLOCK_NOT_STARTED);
    stage_close(&s);
}
END_TEST

START_TEST(chinas_banks_have_fifteen_thirty_and_with_approval_sixty_days)
{
    static const char *const packs[] = {"cn-finance", NULL};
    stage s;

    stage_open_packs(&s, "bank", packs, "cn");
    file_at(&s, at(&s, "2026-01-20 08:00"));
    probe(&s, "cn-finance-15", "cn-finance-decided", NULL, "2026-02-04 24:00");
    ck_assert_int_eq(stage_do(&s, "cn-finance-special",
                              "cn-finance-approver:zhu",
                              "{\"cn_finance_special_reason\": \"x\", "
                              "\"cn_finance_told\": true}",
                              "2026-02-01 10:00"),
                     COMPLAINT_REFUSED); /* not complex yet */
    step_at(&s, "cn-finance-complex", "clerk:anna",
            "{\"cn_finance_complex_reason\": \"three branches\"}",
            at(&s, "2026-02-03 10:00"));
    probe(&s, "cn-finance-30", "cn-finance-decided", NULL, "2026-02-19 24:00");
    ck_assert_int_eq(stage_do(&s, "cn-finance-special", "clerk:anna",
                              "{\"cn_finance_special_reason\": \"x\", "
                              "\"cn_finance_told\": true}",
                              "2026-02-18 10:00"),
                     COMPLAINT_DENIED);
    step_at(&s, "cn-finance-special", "cn-finance-approver:zhu",
            "{\"cn_finance_special_reason\": \"x\", "
            "\"cn_finance_told\": true}",
            at(&s, "2026-02-18 10:00"));
    probe(&s, "cn-finance-60", "cn-finance-decided", NULL, "2026-03-21 24:00");
    /* What came first was kept in its time, not wiped out. */
    ck_assert_int_eq(
        stage_clock(&s, "cn-finance-15", at(&s, "2026-03-01 08:00")).status,
        COMPLAINT__CLOCK_MET);
    ck_assert_int_eq(
        stage_clock(&s, "cn-finance-30", at(&s, "2026-03-01 08:00")).status,
        COMPLAINT__CLOCK_MET);
    stage_close(&s);
}
END_TEST

START_TEST(the_market_regulator_has_seven_and_forty_five_working_days)
{
    static const char *const packs[] = {"cn-12315", NULL};
    stage s;

    stage_open_packs(&s, "retail", packs, "cn");
    /* 2026: Spring Festival 15 to 23 February, worked on 14 and 28. */
    file_at(&s, at(&s, "2026-02-10 10:00"));
    probe(&s, "cn-12315-acceptance", "cn-12315-refuse",
          "{\"cn_12315_refusal\": \"not ours\"}", "2026-02-26 24:00");
    step_at(&s, "cn-12315-accept", "clerk:anna", NULL,
            at(&s, "2026-02-12 15:00"));
    probe(&s, "cn-12315-mediation", "cn-12315-mediated", NULL,
          "2026-04-23 24:00");
    step_at(&s, "cn-12315-ended", "clerk:anna",
            "{\"cn_12315_ended_why\": \"no agreement\"}",
            at(&s, "2026-04-23 15:00"));
    probe(&s, "cn-12315-telling", "cn-12315-told", NULL, "2026-05-07 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(asic_asks_for_an_acknowledgement_in_a_day_and_an_answer_in_thirty)
{
    static const char *const packs[] = {"au-rg271", NULL};
    stage s;

    stage_open_packs(&s, "hotel", packs, "every-day");
    file_at(&s, at(&s, "2026-07-03 17:45"));
    probe(&s, "rg271-acknowledge", "rg271-acknowledged", NULL,
          "2026-07-04 17:45");
    probe(&s, "rg271-30", "rg271-response", "{\"rg271_afca_told\": true}",
          "2026-08-02 24:00");
    stage_close(&s);
}
END_TEST

START_TEST(a_device_complaint_is_not_closed_before_its_record_is_whole)
{
    static const char *const packs[] = {"us-fda-records", NULL};
    stage s;
    size_t asked = 0;

    stage_open_packs(&s, "small-business", packs, "us-federal");
    for (size_t i = 0; i < s.procedure->transition_count; i++) {
        const complaint__transition *one =
            &s.procedure->transitions[i].transition;

        if ((one->marks & COMPLAINT__MARK_CLOSED) == 0)
            continue;
        for (size_t j = 0; j < one->fact_count; j++)
            asked += strcmp(one->facts[j].name, "device_identifier") == 0 &&
                     one->facts[j].required && one->facts[j].known;
    }
    ck_assert_uint_ge(asked, 1);
    stage_close(&s);
}
END_TEST

/* Whether closing is refused for want of a fact. */
static bool lacks(stage *s, const char *facts, const char *fact)
{
    const complaint__full_transition *close = NULL;
    char actor[80];

    for (size_t i = 0; i < s->procedure->transition_count; i++)
        if ((s->procedure->transitions[i].transition.marks &
             COMPLAINT__MARK_CLOSED) != 0)
            close = &s->procedure->transitions[i];
    ck_assert_ptr_nonnull(close);
    ck_assert_int_eq(complaint__record_set_text(s->record,
                                                complaint__case_state,
                                                close->from.items[0], NULL),
                     0);
    (void)snprintf(actor, sizeof(actor), "%s:x",
                   close->roles.count > 0 ? close->roles.items[0] : "clerk");
    (void)stage_do(s, close->transition.name, actor, facts, "2026-03-02 10:00");
    for (size_t i = 0; i < complaint_error_item_count(s->error); i++)
        if (strcmp(complaint_error_item(s->error, i), fact) == 0)
            return true;
    return false;
}

START_TEST(what_need_not_be_investigated_is_closed_with_the_reason_alone)
{
    static const char *const packs[] = {"us-fda-records", NULL};
    static const char *const elements[] = {
        "device_name",          "device_identifier", "complaint_details",
        "complainant_recorded", "correction_taken",  "reply_to_complainant"};
    stage s;

    stage_open_packs(&s, "small-business", packs, "us-federal");
    ck_assert(lacks(&s, "{}", "record_needed"));
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
        ck_assert(lacks(&s, "{\"record_needed\": true}", elements[i]));
        ck_assert(!lacks(&s, "{\"record_needed\": false}", elements[i]));
    }
    ck_assert(
        lacks(&s, "{\"record_needed\": false}", "no_investigation_reason"));
    ck_assert(
        !lacks(&s, "{\"record_needed\": true}", "no_investigation_reason"));
    ck_assert(!lacks(&s,
                     "{\"record_needed\": true, \"device_identifier\": "
                     "\"(01)1\"}",
                     "device_identifier"));
    stage_close(&s);
}
END_TEST

/* ---- against the published holidays ---- */

#define DAYS 6000 /* from 2015-01-01 */

static FILE *shared(const char *name)
{
    const char *folder = getenv("COMPLAINT_SHARED");
    char path[4096];

    (void)snprintf(path, sizeof(path), "%s/data/%s",
                   folder == NULL ? "../shared" : folder, name);
    return fopen(path, "rb");
}

/* Monday to Friday without the dates of a file, with its make-up days. */
static bool read_working(const char *name, const char *prefix, int column,
                         bool *worked)
{
    FILE *file = shared(name);
    complaint_day first = day_of("2015-01-01"); /* a Thursday */
    char line[512];

    if (file == NULL)
        return false;
    for (int i = 0; i < DAYS; i++)
        worked[i] = (i + 3) % 7 < 5;
    while (fgets(line, sizeof(line), file) != NULL) {
        char *at_field = line;
        char date[11] = "";
        complaint_day day;

        if (strncmp(line, prefix, strlen(prefix)) != 0)
            continue;
        for (int i = 0; i < column && at_field != NULL; i++) {
            at_field = strchr(at_field, ',');
            at_field = at_field == NULL ? NULL : at_field + 1;
        }
        if (at_field == NULL)
            continue;
        memcpy(date, at_field, 10);
        if (complaint_day_parse(date, &day, NULL) != 0 || day < first ||
            day >= first + DAYS)
            continue;
        worked[day - first] = strstr(line, ",false,") != NULL;
    }
    (void)fclose(file);
    return true;
}

static complaint_day walk(const bool *worked, complaint_day day, int count)
{
    complaint_day first = day_of("2015-01-01");

    while (count > 0) {
        day++;
        count -= worked[day - first];
    }
    return day;
}

typedef struct counted {
    const char *pack;
    const char *clock;
    const char *start; /* a step that starts it, or NULL */
    int days;
    const char *calendar;
    const char *file;
    const char *prefix;
    int column;
    const char *last; /* receipt */
} counted;

static const counted business[] = {
    {"uk-disp", "disp-summary", NULL, 3, "gb-eng",
     "uk_bank_holidays_2015_2030.csv", "GB-ENG,", 2, "2030-10-01"},
    {"uk-disp-payment", "disp-payment", NULL, 15, "gb-eng",
     "uk_bank_holidays_2015_2030.csv", "GB-ENG,", 2, "2030-10-01"},
    {"us-fda-mdr", "mdr-5", "mdr-remedial", 5, "us-federal",
     "us_federal_holidays_2015_2030.csv", "", 1, "2030-10-01"},
    {"cn-12315", "cn-12315-acceptance", NULL, 7, "cn",
     "cn_holidays_2007_2026.csv", "", 1, "2026-10-01"},
    {"cn-12315", "cn-12315-mediation", "cn-12315-accept", 45, "cn",
     "cn_holidays_2007_2026.csv", "", 1, "2026-09-01"},
};

START_TEST(business_days_are_those_of_the_published_holidays)
{
    const counted *c = &business[_i];
    const char *const packs[] = {c->pack, NULL};
    complaint_day first = day_of("2015-01-01");
    complaint_day last = day_of(c->last);
    static bool worked[DAYS];
    size_t compared = 0;
    stage s;

    if (!read_working(c->file, c->prefix, c->column, worked)) {
        (void)printf("skipped: no %s\n", c->file);
        return;
    }
    stage_open_packs(&s, "small-business", packs, c->calendar);
    file_at(&s, 0);
    if (c->start != NULL)
        step_at(&s, c->start, "clerk:anna", "{\"mdr_remedial_reason\": \"x\"}",
                0);
    for (complaint_day day = first; day < last; day++) {
        complaint_time when = complaint__calendar_instant(
            s.calendar, day, (day % 24) * HOUR + 59 * 60 * SECOND);
        complaint__clock_state state;
        int64_t in_day;

        for (size_t i = 0; i < s.count; i++)
            s.events[i].happened_at = when;
        s.events[0].received_at = when;
        state = stage_clock(&s, c->clock, when + HOUR);
        ck_assert_int_eq(
            complaint__calendar_local(s.calendar, state.due_at, &in_day),
            walk(worked, day, c->days));
        if (strcmp(c->clock, "disp-summary") == 0)
            ck_assert_int_eq(in_day, 17 * HOUR);
        else
            ck_assert_int_eq(in_day, LATE);
        compared++;
    }
    (void)printf("%s: %zu days compared\n", c->clock, compared);
    stage_close(&s);
}
END_TEST

/* ---- what a pack may not say ---- */

static const char good[] = "kind: pack\n"
                           "format: 1\n"
                           "name: mine\n"
                           "version: '1'\n"
                           "title: {en: M, zh-CN: M, zh-TW: M}\n"
                           "note: {en: N, zh-CN: N, zh-TW: N}\n"
                           "source: S\n"
                           "clocks:\n"
                           "  - name: mine\n"
                           "    title: {en: M, zh-CN: M, zh-TW: M}\n"
                           "    amount: 2\n"
                           "    unit: days\n"
                           "    from: {time: received}\n"
                           "    stop_marks: [closed]\n"
                           "    citation: C\n";

static int resolve(void *data, const char *name, const char **yaml,
                   size_t *size, complaint_error **error)
{
    (void)error;
    if (strcmp(name, "mine") != 0)
        return COMPLAINT_NOT_FOUND;
    *yaml = data;
    *size = strlen(data);
    return COMPLAINT_OK;
}

static int compose(char *text, complaint_error **error)
{
    static const char *const names[] = {"mine"};
    const complaint__attachment attached = {
        .names = names, .count = 1, .resolve = resolve, .data = text};
    const complaint__bundled *file =
        complaint__bundled_find("procedure", "bank");
    complaint_procedure *made = NULL;
    surroundings around;
    complaint_context *context;
    int status;

    context = surroundings_begin(&around);
    status = complaint__procedure_compose(context, (const char *)file->bytes,
                                          file->size, file->file, NULL, NULL,
                                          &attached, &made, error);
    if (status == COMPLAINT_OK)
        ck_assert_str_eq(complaint__procedure_full_name(made), "bank+mine");
    complaint_procedure_free(made);
    complaint_context_free(context);
    return status;
}

static const struct {
    const char *from;
    const char *to;
    int64_t line; /* of the error; 0: nowhere */
} wrongs[] = {
    {"kind: pack", "kind: procedure", 1},
    {"format: 1", "format: 2", 1},
    {"name: mine\nversion", "name: other\nversion", 1},
    {"source: S\n", "", 1},
    {"note: {en: N, zh-CN: N, zh-TW: N}", "note: {en: N}", 6},
    {"source: S", "sauce: S\nsource: S", 7},
    {"    citation: C\n", "", 9},
    {"    citation: C\n", "    citation: C\n    principal: true\n", 16},
    {"    citation: C\n", "    citation: C\n    pack: other\n", 16},
    {"    citation: C\n", "    citation: C\n    pause: {by_hand: true}\n", 16},
    {"stop_marks: [closed]", "stop_marks: [shut]", 14},
    {"stop_marks: [closed]", "stop: [nothing]", 14},
    {"  - name: mine", "  - name: result", 9}, /* the bank has this clock */
    {"clocks:", "clocks: 7\nforms:", 8},
    {"unit: days", "unit: moons", 12},
    {"source: S\n", "source: S\nrequires: [{marks: [closed]}]\n", 8},
    {"title: {en: M, zh-CN: M, zh-TW: M}\n    amount",
     "title: {en: M}\n    amount", 10},
};

START_TEST(a_wrong_pack_is_refused_with_its_line)
{
    char *text = stage_edit(good, wrongs[_i].from, wrongs[_i].to);
    complaint_error *error = NULL;
    int status = compose(text, &error);

    ck_assert_msg(status == COMPLAINT_INVALID, "%s", wrongs[_i].to);
    ck_assert_msg(complaint_error_line(error) == wrongs[_i].line,
                  "%s: line %lld: %s", wrongs[_i].to,
                  (long long)complaint_error_line(error),
                  complaint_error_message(error));
    ck_assert_str_eq(complaint_error_file(error), "mine");
    complaint_error_free(error);
    free(text);
}
END_TEST

START_TEST(the_pack_of_the_documentation_is_one)
{
    const char *root = getenv("COMPLAINT_SOURCE");
    complaint_facts *tree = NULL;
    complaint_error *error = NULL;
    complaint_context *context;
    surroundings around;
    char path[4096];
    char *text = calloc(1, 1 << 16);
    char *begin, *end;
    FILE *in;

    ck_assert_ptr_nonnull(text);
    (void)snprintf(path, sizeof(path), "%s/docs/reference/packs.md",
                   root == NULL ? "." : root);
    in = fopen(path, "rb");
    ck_assert_msg(in != NULL, "no %s", path);
    ck_assert_uint_gt(fread(text, 1, (1 << 16) - 1, in), 0);
    (void)fclose(in);
    begin = strstr(text, "kind: pack\n");
    ck_assert_ptr_nonnull(begin);
    end = strstr(begin, "```");
    ck_assert_ptr_nonnull(end);
    context = surroundings_begin(&around);
    ck_assert_msg(complaint_pack_describe(context, begin, (size_t)(end - begin),
                                          "packs.md", &tree, &error) == 0,
                  "%s", complaint_error_message(error));
    ck_assert_uint_eq(complaint_facts_size(complaint_facts_get(tree, "clocks")),
                      1);
    ck_assert_uint_eq(
        complaint_facts_size(complaint_facts_get(tree, "requires")), 1);
    complaint_facts_free(tree);
    complaint_context_free(context);
    free(text);
}
END_TEST

START_TEST(a_pack_of_ones_own_is_laid_like_a_bundled_one)
{
    char text[sizeof(good)];

    memcpy(text, good, sizeof(good));
    ck_assert_int_eq(compose(text, NULL), COMPLAINT_OK);
}
END_TEST

START_TEST(a_procedure_names_its_own_packs_and_one_that_extends_it_adds_to_them)
{
    static const char yaml[] = "kind: procedure\n"
                               "format: 1\n"
                               "name: my-bank\n"
                               "version: '1'\n"
                               "title: {en: B, zh-CN: B}\n"
                               "extends: bank\n"
                               "packs: [cn-finance]\n";
    static const char twice[] = "kind: procedure\n"
                                "format: 1\n"
                                "name: my-bank\n"
                                "version: '1'\n"
                                "title: {en: B, zh-CN: B}\n"
                                "extends: bank\n"
                                "packs: [cn-finance, cn-finance]\n";
    static const char unknown[] = "kind: procedure\n"
                                  "format: 1\n"
                                  "name: my-bank\n"
                                  "version: '1'\n"
                                  "title: {en: B, zh-CN: B}\n"
                                  "extends: bank\n"
                                  "packs: [mars]\n";
    complaint_procedure *made = NULL;
    complaint_error *error = NULL;
    stage s;

    stage_open(&s, "my-bank", yaml, "cn");
    ck_assert_str_eq(complaint__procedure_full_name(s.procedure), "my-bank");
    ck_assert_str_eq(complaint__procedure_pack(s.procedure, 0)->name,
                     "cn-finance");
    ck_assert(!complaint__procedure_pack(s.procedure, 0)->attached);
    ck_assert_int_eq(complaint_procedure_parse(s.context, twice, strlen(twice),
                                               "t", &made, &error),
                     COMPLAINT_INVALID);
    ck_assert_int_eq(complaint_error_line(error), 7);
    complaint_error_free(error);
    error = NULL;
    ck_assert_int_eq(complaint_procedure_parse(s.context, unknown,
                                               strlen(unknown), "t", &made,
                                               &error),
                     COMPLAINT_NOT_FOUND);
    ck_assert_int_eq(complaint_error_line(error), 7);
    complaint_error_free(error);
    stage_close(&s);
}
END_TEST

static Suite *packs_suite(void)
{
    Suite *suite = suite_create("procedure/packs");
    TCase *cases = tcase_create("packs");

    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, every_pack_goes_on_every_bundled_procedure);
    tcase_add_test(
        cases,
        several_packs_go_on_one_procedure_and_its_text_reads_the_same_again);
    tcase_add_test(cases,
                   disp_summary_resolution_ends_with_the_third_business_day);
    tcase_add_test(cases, disp_final_response_is_due_at_the_end_of_eight_weeks);
    tcase_add_test(
        cases,
        disp_payment_complaints_have_fifteen_and_thirty_five_business_days);
    tcase_add_test(cases, cfpb_asks_for_fifteen_and_sixty_calendar_days);
    tcase_add_test(cases, the_fda_is_told_within_thirty_days_or_five_work_days);
    tcase_add_test(cases, mdr_article_87_gives_fifteen_ten_or_two_days);
    tcase_add_test(
        cases, chinas_banks_have_fifteen_thirty_and_with_approval_sixty_days);
    tcase_add_test(cases,
                   the_market_regulator_has_seven_and_forty_five_working_days);
    tcase_add_test(
        cases,
        asic_asks_for_an_acknowledgement_in_a_day_and_an_answer_in_thirty);
    tcase_add_test(cases,
                   a_device_complaint_is_not_closed_before_its_record_is_whole);
    tcase_add_test(
        cases, what_need_not_be_investigated_is_closed_with_the_reason_alone);
    tcase_add_loop_test(cases,
                        business_days_are_those_of_the_published_holidays, 0,
                        (int)(sizeof(business) / sizeof(business[0])));
    tcase_add_loop_test(cases, a_wrong_pack_is_refused_with_its_line, 0,
                        (int)(sizeof(wrongs) / sizeof(wrongs[0])));
    tcase_add_test(cases, the_pack_of_the_documentation_is_one);
    tcase_add_test(cases, a_pack_of_ones_own_is_laid_like_a_bundled_one);
    tcase_add_test(
        cases,
        a_procedure_names_its_own_packs_and_one_that_extends_it_adds_to_them);
    suite_add_tcase(suite, cases);
    return suite;
}

int main(void)
{
    return test_run(packs_suite());
}
