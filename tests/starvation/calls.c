/* See calls.h. */
#include "starvation/calls.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "starvation/heap.h"

#define NONE COMPLAINT_TIME_NONE

static const char calendar_text[] = "kind: calendar\n"
                                    "format: 1\n"
                                    "name: shop\n"
                                    "version: \"1\"\n"
                                    "title: {en: Shop}\n"
                                    "zone: Asia/Shanghai\n"
                                    "years: {from: 2000, to: 2060}\n"
                                    "week:\n"
                                    "  monday: [\"09:00-18:00\"]\n"
                                    "  tuesday: []\n  wednesday: []\n"
                                    "  thursday: []\n  friday: []\n"
                                    "  saturday: []\n  sunday: []\n";

/* ---- frames ---- */

/* A function whose answer is facts. */
#define FACTS(function, ...)                                                   \
    static int call_##function(stage *s, complaint_error **error)              \
    {                                                                          \
        complaint_facts *out = NULL;                                           \
        int status = complaint_##function(__VA_ARGS__, &out, error);           \
                                                                               \
        (void)s;                                                               \
        complaint_facts_free(out);                                             \
        return status;                                                         \
    }

/* A function whose answer is another object. */
#define MADE(function, type, ...)                                              \
    static int call_##function(stage *s, complaint_error **error)              \
    {                                                                          \
        complaint_##type *out = NULL;                                          \
        int status = complaint_##function(__VA_ARGS__, &out, error);           \
                                                                               \
        (void)s;                                                               \
        complaint_##type##_free(out);                                          \
        return status;                                                         \
    }

/* A function whose answer is a text. */
#define TEXT(function, ...)                                                    \
    static int call_##function(stage *s, complaint_error **error)              \
    {                                                                          \
        char *out = NULL;                                                      \
        size_t size = 0;                                                       \
        int status = complaint_##function(__VA_ARGS__, &out, &size, error);    \
                                                                               \
        complaint_context_release(s->context, out);                            \
        return status;                                                         \
    }

/* A function without an answer. */
#define DONE(function, ...)                                                    \
    static int call_##function(stage *s, complaint_error **error)              \
    {                                                                          \
        (void)s;                                                               \
        return complaint_##function(__VA_ARGS__, error);                       \
    }

/* ---- facts, time, actors ---- */

MADE(actor_new, actor, s->context, "clerk-3", "store-01")
DONE(actor_add_role, s->second, "manager")
DONE(day_parse, "2024-03-05", &(complaint_day){0})
DONE(time_parse, "2024-03-05T09:00:00Z", 0, &(complaint_time){0})
MADE(facts_new, facts, s->context)
MADE(facts_parse, facts, s->context, "{\"a\":[1,{\"b\":\"c\"}]}", 19)
TEXT(facts_write, s->facts)
DONE(facts_set_text, s->empty, "text", "\u6295\u8bc9")
DONE(facts_set_bytes, s->empty, "bytes", "abc", 2)
DONE(facts_set_integer, s->empty, "integer", 1)
DONE(facts_set_real, s->empty, "real", 0.5)
DONE(facts_set_boolean, s->empty, "boolean", true)
DONE(facts_set_time, s->empty, "time", 0)
DONE(facts_set_money, s->empty, "money", 100, "CNY")
DONE(facts_set_map, s->empty, "map", &(complaint_facts *){NULL})
DONE(facts_set_list, s->empty, "list", &(complaint_facts *){NULL})
DONE(facts_set_copy, s->empty, "copy", s->facts)
FACTS(record_facts, complaint_case_record(s->one))
MADE(record_copy, record, complaint_case_record(s->one))

static int call_context_new(stage *s, complaint_error **error)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .user_data = &s->live,
                                         .reallocate = heap_reallocate};
    complaint_context *out = NULL;
    int status = complaint_context_new(&environment, &out, error);

    complaint_context_free(out);
    return status;
}

DONE(context_set_language, s->context, "zh-CN")

/* ---- definitions ---- */

MADE(calendar_parse, calendar, s->context, calendar_text,
     sizeof calendar_text - 1, NULL)
MADE(calendar_bundled, calendar, s->context, "cn")
TEXT(calendar_import, s->context, "csv", "date,name\n2024-05-01,Labour Day\n",
     32, s->import)
DONE(calendar_day, s->calendar, 19000, &(int){0}, &(const char *){NULL},
     &(bool){false})
DONE(calendar_count_days, s->calendar, 19000, 19400, &(int64_t){0})
DONE(calendar_add_days, s->calendar, 19000, 100, &(complaint_day){0})
DONE(calendar_count_time, s->calendar, 0, 100 * COMPLAINT_DAY, &(int64_t){0})
DONE(calendar_add_time, s->calendar, 0, 100 * COMPLAINT_HOUR,
     &(complaint_time){0})
DONE(calendar_close_of_day, s->calendar, 19000, &(complaint_time){0})
MADE(definition_parse, definition, s->context, calendar_text,
     sizeof calendar_text - 1, NULL)
MADE(definition_bundled, definition, s->context, "procedure", "iso10002")

/* A file of the test's own, which no shortage reaches. */
static void write_file(const stage *s, char path[96], const char *name,
                       const char *text)
{
    FILE *file;

    (void)snprintf(path, 96, "%s/%s", s->folder, name);
    if (access(path, R_OK) == 0)
        return;
    heap_spare(true);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    heap_spare(false);
}

static int call_definition_read(stage *s, complaint_error **error)
{
    complaint_definition *out = NULL;
    char path[96];
    int status;

    write_file(s, path, "shop.yaml", calendar_text);
    status = complaint_definition_read(s->context, path, &out, error);
    complaint_definition_free(out);
    return status;
}

static int call_register_definition_read(stage *s, complaint_error **error)
{
    complaint_definition *out = NULL;
    char path[96];
    int status;

    write_file(s, path, "shop.yaml", calendar_text);
    status = complaint_register_definition_read(s->reg, path, &out, error);
    complaint_definition_free(out);
    return status;
}

static const char procedure_text[] =
    "kind: procedure\n"
    "format: 1\n"
    "name: two-steps\n"
    "version: \"1\"\n"
    "title: {en: Two steps}\n"
    "languages: [en]\n"
    "source: this test\n"
    "start: received\n"
    "states:\n"
    "  - name: received\n"
    "    title: {en: Received}\n"
    "    replies:\n"
    "      - name: acknowledge\n"
    "        title: {en: Acknowledgement}\n"
    "        text: {en: \"Your complaint {number} has arrived.\"}\n"
    "  - {name: closed, title: {en: Closed}, final: true}\n"
    "transitions:\n"
    "  - {name: close, title: {en: Close}, from: [received], to: closed,\n"
    "     marks: [closed]}\n";

static const char pack_text[] =
    "kind: pack\n"
    "format: 1\n"
    "name: one-limit\n"
    "version: \"1\"\n"
    "title: {en: a, zh-CN: a, zh-TW: a}\n"
    "source: this test\n"
    "note: {en: a, zh-CN: a, zh-TW: a}\n"
    "transitions:\n"
    "  - {name: told, \n"
    "     title: {en: a, zh-CN: a, zh-TW: a}, from: [\"*\"]}\n"
    "clocks:\n"
    "  - name: tell\n"
    "    title: {en: a, zh-CN: a, zh-TW: a}\n"
    "    amount: 15\n"
    "    unit: days\n"
    "    from: {time: received}\n"
    "    stop: [told]\n"
    "    citation: rule 1\n";

MADE(procedure_parse, procedure, s->context, procedure_text,
     sizeof procedure_text - 1, NULL)
MADE(procedure_bundled, procedure, s->context, "iso10002")
FACTS(procedure_describe, s->procedure)
FACTS(procedure_assess, s->procedure, s->facts)
FACTS(pack_describe, s->context, pack_text, sizeof pack_text - 1, NULL)
FACTS(procedure_verify, s->context, procedure_text, sizeof procedure_text - 1,
      NULL, NULL)
MADE(definition_parse_with, definition, s->context, procedure_text,
     sizeof procedure_text - 1, NULL)
FACTS(definition_verify, s->context, procedure_text, sizeof procedure_text - 1,
      NULL)
TEXT(procedure_draw, s->context, s->procedure, "svg", "zh-CN")

static int call_procedure_reply(stage *s, complaint_error **error)
{
    char *out = NULL;
    size_t size = 0;
    int status = complaint_procedure_reply(
        s->procedure, "received", "acknowledge", "en", NULL,
        complaint_case_record(s->one), s->facts, &out, &size, error);

    complaint_context_release(s->context, out);
    return status;
}

static int call_case_reply(stage *s, complaint_error **error)
{
    complaint_reply_options options = {.struct_size = sizeof options,
                                       .procedure = s->procedure,
                                       .state = "received",
                                       .facts = s->facts};
    char *out = NULL;
    int status = complaint_case_reply(s->one, "acknowledge", &options, &out,
                                      NULL, error);

    complaint_context_release(s->context, out);
    return status;
}

/* ---- the register ---- */

static int call_register_open(stage *s, complaint_error **error)
{
    complaint_register *out = NULL;
    char uri[sizeof s->uri + 16];
    int status;

    if (strcmp(s->uri, "memory:") == 0)
        (void)snprintf(uri, sizeof uri, "%s", s->uri);
    else
        (void)snprintf(uri, sizeof uri, "%s-%d", s->uri, (int)s->turn);
    status = complaint_register_open(s->context, uri, COMPLAINT_REGISTER_CREATE,
                                     &out, error);
    complaint_register_free(out);
    return status;
}

static int call_register_close(stage *s, complaint_error **error)
{
    complaint_register *out = NULL;
    int status;

    heap_spare(true);
    status = complaint_register_open(s->context, s->uri,
                                     COMPLAINT_REGISTER_CREATE, &out, NULL);
    ck_assert_int_eq(status, COMPLAINT_OK);
    heap_spare(false);
    status = complaint_register_close(out, error);
    complaint_register_free(out);
    return status;
}

DONE(register_install, s->reg, s->clerk, s->definition)
MADE(register_definition, definition, s->reg, "procedure", "iso10002")
DONE(register_scrub, s->reg)
FACTS(register_what_if, s->reg, s->other)
DONE(register_compact, s->reg)
FACTS(register_erase_person, s->reg, s->clerk, s->person, s->erased)
FACTS(register_export_person, s->reg, s->clerk, s->person)
TEXT(report_person, s->context, s->person, "zh-TW")
FACTS(register_retain, s->reg, s->clerk, s->empty)
DONE(register_view_as, s->reg, s->clerk)
MADE(register_share, register, s->reg)
MADE(register_search, cursor, s->reg, "t", s->empty)
FACTS(register_seal, s->reg, NULL)
FACTS(register_verify_with, s->reg, s->empty)
DONE(register_set, s->reg, "number", "{series}")
FACTS(register_describe, s->reg)
MADE(register_list, cursor, s->reg, s->facts)
MADE(register_list_relation, cursor, s->reg, "party")
MADE(register_list_due, cursor, s->reg, s->empty)
MADE(register_due, cursor, s->reg, INT64_MAX)
FACTS(register_verify, s->reg)
DONE(register_rebuild, s->reg, NULL)
FACTS(register_tick, s->reg, s->clerk, NONE, NULL)

static int call_register_begin(stage *s, complaint_error **error)
{
    int status = complaint_register_begin(s->reg, error);

    if (status == COMPLAINT_OK)
        status = complaint_register_rollback(s->reg, error);
    return status;
}

static int call_register_commit(stage *s, complaint_error **error)
{
    int status = complaint_register_begin(s->reg, error);

    if (status != COMPLAINT_OK)
        return status;
    status = complaint_case_file(s->reg, s->clerk, s->facts, NONE, NULL, error);
    if (status == COMPLAINT_OK)
        return complaint_register_commit(s->reg, error);
    if (complaint_register_rollback(s->reg, NULL) != COMPLAINT_OK)
        return COMPLAINT_MISUSE;
    return status;
}

static int call_cursor_next(stage *s, complaint_error **error)
{
    const complaint_record *row = NULL;
    complaint_cursor *cursor = NULL;
    char *token = NULL;
    int status = complaint_register_list(s->reg, s->empty, &cursor, error);

    while (status == COMPLAINT_OK) {
        status = complaint_cursor_next(cursor, &row, error);
        if (row == NULL)
            break;
    }
    if (status == COMPLAINT_OK)
        status = complaint_cursor_token(cursor, &token, error);
    complaint_context_release(s->context, token);
    complaint_cursor_free(cursor);
    return status;
}

/* ---- cases ---- */

MADE(case_file, case, s->reg, s->clerk, s->facts, NONE)
MADE(case_find, case, s->reg, "2024-00001")
DONE(case_refresh, s->one)
MADE(case_list, cursor, s->one, "party")
FACTS(case_next, s->one, s->clerk)
DONE(case_perform, s->one, s->clerk, "acknowledge", s->facts, NONE)
DONE(case_assign, s->one, s->clerk, "clerk-2", NULL, "help", NONE)
DONE(case_put, s->one, s->clerk, "party", s->person, NONE, NULL)
DONE(case_amend, s->one, s->clerk, s->facts, NONE)
DONE(case_attribute, s->one, s->clerk, s->finding, NONE)
FACTS(case_erase, s->one, s->clerk, s->erased)
FACTS(case_clocks, s->one, NONE)
FACTS(case_clocks_known, s->one, NONE, NONE)
FACTS(case_explain, s->one, NONE, NONE, "zh-CN")

FACTS(case_tasks, s->one, s->clerk)
FACTS(case_move, s->one, s->clerk, s->moved, NONE)
MADE(case_refer, case, s->one, s->clerk, "iso10002", "asked for", s->empty,
     NONE)
DONE(case_answer_task, s->one, s->clerk, "no-such-task", "done", s->empty, NONE)
DONE(case_attach, s->one, s->clerk, "us-cfpb", "asked for", NONE)
DONE(case_detach, s->one, s->clerk, "us-cfpb", "none of theirs", "a decision",
     NONE)

static int call_case_answer_assignment(stage *s, complaint_error **error)
{
    int status = complaint_case_assign(s->one, s->clerk, "clerk-2", NULL,
                                       "help", NONE, error);

    if (status == COMPLAINT_OK)
        status = complaint_case_answer_assignment(s->one, s->second, false,
                                                  "busy", NONE, error);
    return status;
}

static int call_case_extend(stage *s, complaint_error **error)
{
    return complaint_case_extend(s->one, s->clerk, "respond", 1, "hard",
                                 "manager-1", NONE, error);
}

static int call_case_pause(stage *s, complaint_error **error)
{
    int status = complaint_case_pause(s->one, s->clerk, "respond", "waiting",
                                      NONE, error);

    if (status == COMPLAINT_OK)
        status = complaint_case_resume(s->one, s->clerk, "respond", "answered",
                                       NONE, error);
    return status;
}

static int call_finding_new(stage *s, complaint_error **error)
{
    complaint_finding *out = NULL;
    int status = complaint_finding_new(s->context, &out, error);

    if (status == COMPLAINT_OK)
        status = complaint_finding_add_share(out, "unit", "quality", 10000,
                                             true, NULL, NULL, error);
    if (status == COMPLAINT_OK)
        status = complaint_finding_decide(out, "manager-1", "head office",
                                          "seen", error);
    complaint_finding_free(out);
    return status;
}

/* ---- figures ---- */

MADE(dataset_open, dataset, s->reg, NULL)
MADE(dataset_count, figure, s->dataset, s->by)
MADE(dataset_timeliness, figure, s->dataset, s->empty)
MADE(dataset_pareto, figure, s->dataset, s->by_one)
FACTS(dataset_month, s->dataset, "2024-03", NONE)
DONE(dataset_column, s->dataset, 0,
     &(complaint_data_column){.struct_size = sizeof(complaint_data_column)})
FACTS(figure_facts, s->figure)
TEXT(report_month, s->reg, s->month)

/* A name in the stage's folder that no attempt used before. */
static const char *fresh(stage *s, const char *prefix, const char *name)
{
    (void)snprintf(s->fresh, sizeof s->fresh, "%s%s/%s-%d", prefix, s->folder,
                   name, (int)s->turn);
    return s->fresh;
}

DONE(register_backup, s->reg, fresh(s, "sqlite:", "backup"))
FACTS(register_migrate, s->context, s->uri, s->dry)
DONE(report_save, s->reg, fresh(s, "", "page"), "page", 4)
FACTS(evidence_write, s->reg, fresh(s, "", "pack"), s->empty)

static int call_evidence_verify(stage *s, complaint_error **error)
{
    complaint_facts *out = NULL;
    int status;

    (void)snprintf(s->fresh, sizeof s->fresh, "%s/pack", s->folder);
    heap_spare(true);
    if (access(s->fresh, R_OK) != 0)
        ck_assert_int_eq(
            complaint_evidence_write(s->reg, s->fresh, s->empty, NULL, NULL),
            COMPLAINT_OK);
    heap_spare(false);
    status = complaint_evidence_verify(s->context, s->fresh, NULL, &out, error);
    complaint_facts_free(out);
    return status;
}

static int call_compute(stage *s, complaint_error **error)
{
    static const char request[] = "{\"input\":{\"x\":[3,1,2]}}";
    complaint_facts *asked = NULL;
    complaint_facts *out = NULL;
    int status = complaint_facts_parse(s->context, request, sizeof request - 1,
                                       &asked, error);

    if (status == COMPLAINT_OK)
        status = complaint_compute(s->context, "quantiles", asked, &out, error);
    complaint_facts_free(asked);
    complaint_facts_free(out);
    return status;
}

/* ---- exchange ---- */

static int call_simulate(stage *s, complaint_error **error)
{
    complaint_register *reg = NULL;
    complaint_facts *options = NULL;
    complaint_facts *out = NULL;
    int status = complaint_register_open(
        s->context, "memory:", COMPLAINT_REGISTER_CREATE, &reg, error);

    if (status == COMPLAINT_OK)
        status = complaint_facts_parse(
            s->context, "{\"cases\":2,\"months\":1,\"until\":\"2024-03-01\"}",
            43, &options, error);
    if (status == COMPLAINT_OK)
        status = complaint_simulate(reg, options, &out, error);
    complaint_facts_free(out);
    complaint_facts_free(options);
    complaint_register_free(reg);
    return status;
}

static int call_import_csv(stage *s, complaint_error **error)
{
    complaint_facts *out = NULL;
    char path[96];
    char mapping[96];
    int status;

    write_file(s, path, "rows.csv", "id,at,title\nA-1,2024-03-01,a\n");
    write_file(s, mapping, "mapping.yaml",
               "kind: mapping\nformat: 1\nname: small\nsource: test\n"
               "calendar: every-day\nprocedure: iso10002\nnumber: id\n"
               "received: at\nfacts:\n  - {fact: title, column: title}\n");
    status = complaint_import_csv(s->reg, s->clerk, path, mapping, NULL, &out,
                                  error);
    complaint_facts_free(out);
    return status;
}

/* ---- all of them ---- */

#define ROW(function)                                                          \
    {                                                                          \
#function, call_##function, 0                                          \
    }
/* Refused where an earlier attempt, short of memory, was done all the same. */
#define ONCE(function)                                                         \
    {                                                                          \
#function, call_##function, COMPLAINT_REFUSED                          \
    }

const call calls[] = {
    ROW(actor_new),
    ROW(actor_add_role),
    ROW(day_parse),
    ROW(time_parse),
    ROW(facts_new),
    ROW(facts_parse),
    ROW(facts_write),
    ROW(facts_set_text),
    ROW(facts_set_bytes),
    ROW(facts_set_integer),
    ROW(facts_set_real),
    ROW(facts_set_boolean),
    ROW(facts_set_time),
    ROW(facts_set_money),
    ROW(facts_set_map),
    ROW(facts_set_list),
    ROW(facts_set_copy),
    ROW(record_facts),
    ROW(record_copy),
    ROW(context_new),
    ROW(context_set_language),
    ROW(calendar_parse),
    ROW(calendar_bundled),
    ROW(calendar_import),
    ROW(calendar_day),
    ROW(calendar_count_days),
    ROW(calendar_add_days),
    ROW(calendar_count_time),
    ROW(calendar_add_time),
    ROW(calendar_close_of_day),
    ROW(definition_parse),
    ROW(definition_read),
    ROW(definition_bundled),
    ROW(definition_parse_with),
    ROW(definition_verify),
    ROW(pack_describe),
    ROW(procedure_parse),
    ROW(procedure_bundled),
    ROW(procedure_describe),
    ROW(procedure_assess),
    ROW(procedure_verify),
    ROW(procedure_draw),
    ROW(procedure_reply),
    ROW(case_reply),
    ROW(register_open),
    ROW(register_close),
    ROW(register_install),
    ROW(register_set),
    ROW(register_what_if),
    {"register_compact", call_register_compact, COMPLAINT_UNSUPPORTED},
    {"register_backup", call_register_backup, COMPLAINT_EXISTS},
    {"register_migrate", call_register_migrate, COMPLAINT_NOT_FOUND},
    {"evidence_write", call_evidence_write, COMPLAINT_EXISTS},
    ROW(evidence_verify),
    ROW(register_erase_person),
    ROW(register_export_person),
    ROW(register_retain),
    ROW(register_view_as),
    {"register_share", call_register_share, COMPLAINT_UNSUPPORTED},
    ROW(register_search),
    ROW(register_seal),
    ROW(register_verify_with),
    ROW(register_definition),
    ROW(register_definition_read),
    ROW(register_scrub),
    ROW(register_describe),
    ROW(register_list),
    ROW(register_list_relation),
    ROW(register_due),
    ROW(register_list_due),
    ROW(register_verify),
    ROW(register_rebuild),
    ROW(register_tick),
    ROW(register_begin),
    {"register_rollback", call_register_begin, 0},
    ROW(register_commit),
    ROW(cursor_next),
    {"cursor_token", call_cursor_next, 0},
    ROW(case_file),
    ROW(case_find),
    ROW(case_refresh),
    ROW(case_list),
    ROW(case_next),
    ONCE(case_perform),
    ROW(case_assign),
    ROW(case_answer_assignment),
    ROW(case_put),
    ROW(case_amend),
    ROW(case_attribute),
    ROW(case_extend),
    ONCE(case_pause),
    {"case_resume", call_case_pause, COMPLAINT_REFUSED},
    ROW(case_erase),
    ROW(case_tasks),
    {"case_move", call_case_move, COMPLAINT_REFUSED},
    ROW(case_refer),
    {"case_answer_task", call_case_answer_task, COMPLAINT_NOT_FOUND},
    {"case_attach", call_case_attach, COMPLAINT_REFUSED},
    {"case_detach", call_case_detach, COMPLAINT_NOT_FOUND},
    ROW(case_clocks),
    ROW(case_clocks_known),
    ROW(case_explain),
    ROW(finding_new),
    {"finding_add_share", call_finding_new, 0},
    {"finding_decide", call_finding_new, 0},
    ROW(dataset_open),
    ROW(dataset_count),
    ROW(dataset_timeliness),
    ROW(dataset_pareto),
    ROW(dataset_month),
    ROW(dataset_column),
    ROW(figure_facts),
    ROW(report_month),
    ROW(report_save),
    ROW(report_person),
    ROW(compute),
    ROW(import_csv),
    ROW(simulate),
};
const size_t call_count = sizeof calls / sizeof calls[0];

/* ---- the stage ---- */

#define MUST(call)                                                             \
    do {                                                                       \
        complaint_error *error = NULL;                                         \
        int got = (call);                                                      \
        ck_assert_msg(got == COMPLAINT_OK, "%s: %d %s", #call, got,            \
                      complaint_error_message(error));                         \
    } while (0)

static void install(stage *s, const char *kind, const char *name)
{
    complaint_definition *definition = NULL;

    MUST(complaint_definition_bundled(s->context, kind, name, &definition,
                                      &error));
    MUST(complaint_register_install(s->reg, s->clerk, definition, &error));
    complaint_definition_free(definition);
}

static complaint_facts *parse(stage *s, const char *json)
{
    complaint_facts *facts = NULL;

    MUST(complaint_facts_parse(s->context, json, strlen(json), &facts, &error));
    return facts;
}

static complaint_time now(void *user_data)
{
    (void)user_data;
    return INT64_C(1709600400) * COMPLAINT_SECOND; /* 2024-03-05 */
}

static void open_register(stage *s, const char *scheme)
{
    s->folder[0] = '\0';
    (void)snprintf(s->uri, sizeof s->uri, "memory:");
    (void)snprintf(s->folder, sizeof s->folder, "/tmp/complaint-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(s->folder));
    if (strchr(scheme, ':') != NULL)
        (void)snprintf(s->uri, sizeof s->uri, "%s", scheme);
    else if (strcmp(scheme, "memory") != 0)
        (void)snprintf(s->uri, sizeof s->uri, "sqlite:%s/r.db", s->folder);
    MUST(complaint_register_open(s->context, s->uri, COMPLAINT_REGISTER_CREATE,
                                 &s->reg, &error));
    install(s, "procedure", "iso10002");
    install(s, "calendar", "cn");
    install(s, "catalog", "general");
    install(s, "organisation", "chain-store");
    if (strcmp(scheme, "shared") == 0) {
        s->first = s->reg;
        MUST(complaint_register_share(s->first, &s->reg, &error));
    }
}

void stage_open(stage *s, const char *scheme)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .user_data = &s->live,
                                         .reallocate = heap_reallocate,
                                         .now = now};

    memset(s, 0, sizeof *s);
    MUST(complaint_context_new(&environment, &s->context, &error));
    MUST(complaint_actor_new(s->context, "clerk-1", "store-01", &s->clerk,
                             &error));
    MUST(complaint_actor_add_role(s->clerk, "*", &error));
    MUST(complaint_actor_new(s->context, "clerk-2", NULL, &s->second, &error));
    open_register(s, scheme);
    s->facts = parse(s, "{\"title\":\"t\",\"description\":\"d\","
                        "\"channel\":\"phone\",\"category\":\"other\"}");
    s->person = parse(s, "{\"name\":\"n\"}");
    s->empty = parse(s, "{}");
    s->import = parse(s, "{\"name\":\"shop\"}");
    s->erased = parse(s, "{\"reason\":\"asked\"}");
    install(s, "calendar", "gb-eng");
    s->other = parse(s, "{\"calendar\":\"gb-eng\"}");
    s->moved = parse(s, "{\"calendar\":\"gb-eng\",\"reason\":\"r\"}");
    s->dry = parse(s, "{\"dry_run\":true}");
    s->month = parse(s, "{\"month\":\"2024-03\"}");
    s->by = parse(s, "{\"by\":[\"month\",\"category\"]}");
    s->by_one = parse(s, "{\"by\":\"category\"}");
    MUST(
        complaint_case_file(s->reg, s->clerk, s->facts, NONE, &s->one, &error));
    MUST(complaint_finding_new(s->context, &s->finding, &error));
    MUST(complaint_finding_add_share(s->finding, "unit", "quality", 10000, true,
                                     NULL, NULL, &error));
    MUST(complaint_definition_bundled(s->context, "procedure", "bank",
                                      &s->definition, &error));
    MUST(complaint_calendar_bundled(s->context, "cn", &s->calendar, &error));
    MUST(complaint_procedure_parse(s->context, procedure_text,
                                   sizeof procedure_text - 1, NULL,
                                   &s->procedure, &error));
    MUST(complaint_dataset_open(s->reg, NULL, &s->dataset, &error));
    MUST(complaint_dataset_count(s->dataset, s->by, &s->figure, &error));
}

void stage_close(stage *s)
{
    char command[128];

    complaint_figure_free(s->figure);
    complaint_dataset_free(s->dataset);
    complaint_procedure_free(s->procedure);
    complaint_calendar_free(s->calendar);
    complaint_definition_free(s->definition);
    complaint_finding_free(s->finding);
    complaint_facts_free(s->facts);
    complaint_facts_free(s->person);
    complaint_facts_free(s->empty);
    complaint_facts_free(s->by);
    complaint_facts_free(s->month);
    complaint_facts_free(s->moved);
    complaint_facts_free(s->other);
    complaint_facts_free(s->dry);
    complaint_facts_free(s->erased);
    complaint_facts_free(s->import);
    complaint_facts_free(s->by_one);
    complaint_case_free(s->one);
    complaint_register_free(s->reg);
    complaint_register_free(s->first);
    complaint_actor_free(s->clerk);
    complaint_actor_free(s->second);
    complaint_context_free(s->context);
    ck_assert_int_eq(s->live, 0);
    (void)snprintf(command, sizeof command, "rm -r '%s'", s->folder);
    ck_assert_int_eq(system(command), 0);
}
