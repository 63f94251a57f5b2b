/* Erasing personal data: what is gone and what stays, in the journal, the
 * projections and the bytes of the files. */
#include "register/desk.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/identity.h"
#include "support/surroundings.h"
#include "support/writable.h"

#define CASES 12

/* Every channel through which something personal comes in. Every text has a
 * word of its own case, that no escaping changes. */
static void fill_case(desk *d, int number)
{
    complaint_finding *finding;
    complaint_facts *facts;
    complaint_case *one;
    char json[1500];

    snprintf(
        json, sizeof json,
        "{\"external_number\":\"x%d\",\"title\":\"zq%dtitle\\\"quote\","
        "\"description\":\"zq%ddescription\\nline "
        "\\u738b\\u5c0f\\u660e%d\",\"location\":\"zq%dplace\","
        "\"demand\":\"zq%ddemand\",\"category\":\"other\","
        "\"unit\":\"quality\",\"note to self\":\"zq%dfree\","
        "\"imported\":{\"cell 7\":[\"zq%dcell\",13800138000]},"
        "\"parties\":[{\"name\":\"zq%dname\",\"phone\":\"zq%dphone\","
        "\"email\":\"zq%dmail@example.org\"},{\"role\":\"other\","
        "\"name\":\"zq%dother\"}],\"evidence\":[{\"name\":\"zq%devidence\","
        "\"description\":\"zq%dshows\"}]}",
        number, number, number, number, number, number, number, number, number,
        number, number, number, number, number);
    one = desk_file(d, json);
    desk_perform(d, one, "register", "{}");
    desk_perform(d, one, "transfer", "{}");
    snprintf(json, sizeof json, "{\"text\":\"zq%dletter\",\"kind\":\"reply\"}",
             number);
    facts = desk_facts(d, json);
    desk_ok(complaint_case_put(one, d->clerk, "communication", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
    snprintf(json, sizeof json, "zq%dreason", number);
    desk_ok(complaint_case_extend(one, d->clerk, "result", 2, json, NULL,
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_case_assign(one, d->clerk, "clerk-2", NULL, json,
                                  COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_finding_new(d->context, &finding, &error));
    desk_ok(complaint_finding_add_share(finding, "complainant", NULL, 10000,
                                        true, NULL, NULL, &error));
    snprintf(json, sizeof json, "zq%dexplained", number);
    desk_ok(complaint_finding_decide(finding, "clerk-3", "head", json, &error));
    desk_ok(complaint_case_attribute(one, d->clerk, finding,
                                     COMPLAINT_TIME_NONE, &error));
    complaint_finding_free(finding);
    complaint_case_free(one);
}

static complaint_case *find(desk *d, int number)
{
    complaint_case *one;
    char name[24];

    snprintf(name, sizeof name, "/x%d", number);
    desk_ok(complaint_case_find(d->reg, name, &one, &error));
    return one;
}

/* Status of erasing, with its detail checked by the caller. */
static int erase(desk *d, complaint_case *one, const char *json,
                 complaint_error **error)
{
    complaint_facts *what = desk_facts(d, json);
    int status = complaint_case_erase(one, d->clerk, what, NULL, error);

    complaint_facts_free(what);
    return status;
}

static void erase_all_of(desk *d, int number)
{
    complaint_case *one = find(d, number);

    desk_ok(erase(d, one, "{\"reason\":\"request 7\"}", &error));
    complaint_case_free(one);
}

/* ---- raw bytes ---- */

static bool holds(const char *bytes, size_t size, const char *text,
                  size_t length)
{
    for (size_t i = 0; i + length <= size; i++)
        if (bytes[i] == text[0] && memcmp(bytes + i, text, length) == 0)
            return true;
    return false;
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long length;

    *size = 0;
    if (file == NULL)
        return NULL;
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    length = ftell(file);
    rewind(file);
    bytes = malloc((size_t)length + 1);
    ck_assert_ptr_nonnull(bytes);
    *size = fread(bytes, 1, (size_t)length, file);
    fclose(file);
    return bytes;
}

/* Any word of the case in the bytes: as it stands, in capitals, in UTF-16 of
 * either order; and the Chinese name, as UTF-8 and as JSON escapes it. */
static bool is_traced_in(const char *bytes, size_t size, int number)
{
    static const char *const words[] = {
        "title", "description", "place",  "demand", "free",
        "cell",  "name",        "phone",  "mail",   "other",
        "shows", "evidence",    "letter", "reason", "explained"};
    char text[80];
    char wide[160];
    size_t length;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        length =
            (size_t)snprintf(text, sizeof text, "zq%d%s", number, words[i]);
        if (holds(bytes, size, text, length))
            return true;
        for (size_t j = 0; j < length; j++) {
            wide[2 * j] = text[j];
            wide[2 * j + 1] = '\0';
        }
        if (holds(bytes, size, wide, 2 * length - 1))
            return true;
        for (size_t j = 0; j < length; j++)
            if (text[j] >= 'a')
                text[j] = (char)(text[j] - 32);
        if (holds(bytes, size, text, length))
            return true;
    }
    length = (size_t)snprintf(
        text, sizeof text, "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E%d\"", number);
    if (holds(bytes, size, text, length))
        return true;
    length = (size_t)snprintf(text, sizeof text, "\\u738b\\u5c0f\\u660e%d\"",
                              number);
    return holds(bytes, size, text, length);
}

static bool is_traced(const desk *d, int number)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char path[160];
    bool traced = false;

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size;
        char *bytes;

        snprintf(path, sizeof path, "%s%s", d->path, endings[i]);
        bytes = read_file(path, &size);
        traced = traced || is_traced_in(bytes, size, number);
        free(bytes);
    }
    return traced;
}

/* ---- what the register still says ---- */

/* All rows of all relations of a case, as JSON. */
static bool says(desk *d, complaint_case *one, const char *word)
{
    static const char *const relations[] = {
        "journal",  "party", "assignment", "task",   "communication", "finding",
        "evidence", "share", "action",     "remedy", "return",        "survey"};
    const complaint_record *record = complaint_case_record(one);
    complaint_cursor *cursor = NULL;
    complaint_facts *facts;
    bool found = false;
    char *json;

    for (size_t i = 0; record != NULL || i < 12;) {
        if (record != NULL) {
            desk_ok(complaint_record_facts(record, &facts, &error));
            json = desk_json(d, facts);
            found = found || strstr(json, word) != NULL;
            free(json);
            complaint_facts_free(facts);
        }
        if (cursor != NULL)
            desk_ok(complaint_cursor_next(cursor, &record, &error));
        else
            record = NULL;
        if (record == NULL) {
            complaint_cursor_free(cursor);
            cursor = NULL;
            if (i < 12)
                desk_ok(
                    complaint_case_list(one, relations[i++], &cursor, &error));
            if (cursor != NULL)
                desk_ok(complaint_cursor_next(cursor, &record, &error));
        }
    }
    complaint_cursor_free(cursor);
    return found;
}

static int64_t rebuild(desk *d)
{
    int64_t changed = -1;

    desk_ok(complaint_register_rebuild(d->reg, &changed, &error));
    return changed;
}

static char *report(desk *d)
{
    complaint_facts *options =
        desk_facts(d, "{\"format\":\"json\",\"month\":\"2024-03\"}");
    char *text;
    char *copy;

    desk_ok(complaint_report_month(d->reg, options, &text, NULL, &error));
    copy = strdup(text);
    complaint_context_release(d->context, text);
    complaint_facts_free(options);
    return copy;
}

/* ---- tests ---- */

START_TEST(an_erased_case_is_told_of_without_what_it_said)
{
    char word[24];
    complaint_case *one;
    char *before, *after;
    desk d;

    desk_open(&d, _i);
    for (int i = 0; i < CASES; i++)
        fill_case(&d, i);
    ck_assert_int_eq(desk_verify(&d), 0);
    d.clock_stands = true;
    before = report(&d);
    for (int i = 0; i < CASES; i += 2)
        erase_all_of(&d, i);
    after = report(&d);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_eq(rebuild(&d), 0);
    for (int i = 0; i < CASES; i++) {
        one = find(&d, i);
        snprintf(word, sizeof word, "zq%d", i);
        ck_assert_int_eq(says(&d, one, word), i % 2 == 1);
        if (i % 2 == 0) {
            ck_assert_str_eq(desk_text(one, "erased"), "all");
            ck_assert_str_eq(desk_text(one, "category"), "other");
            ck_assert(says(&d, one, "request 7"));
            ck_assert(says(&d, one, "clerk-1"));
        }
        complaint_case_free(one);
    }
    /* Again: nothing is left to erase, and no entry is added. */
    one = find(&d, 0);
    int64_t revision = desk_integer(one, "revision");
    desk_ok(erase(&d, one, "{\"reason\":\"again\"}", &error));
    ck_assert_int_eq(desk_integer(one, "revision"), revision);
    /* Until something is said again. */
    desk_perform(&d, one, "withdraw", "{\"reason\":\"zq0free\"}");
    ck_assert(says(&d, one, "zq0free"));
    ck_assert_ptr_null(desk_text(one, "erased"));
    desk_ok(erase(&d, one, "{\"reason\":\"again\"}", &error));
    ck_assert_int_eq(desk_integer(one, "revision"), revision + 2);
    ck_assert(!says(&d, one, "zq0"));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

START_TEST(nothing_of_an_erased_case_is_left_in_any_file)
{
    complaint_register *second;
    desk d;

    desk_open(&d, DESK_SQLITE);
    for (int i = 0; i < CASES; i++)
        fill_case(&d, i);
    /* Another connection, which has read and so remembers pages. */
    desk_ok(complaint_register_open(d.context, d.uri, 0, &second, &error));
    desk_ok(complaint_register_verify(second, NULL, &error));
    for (int i = 0; i < CASES; i++)
        ck_assert(is_traced(&d, i));
    desk_ok(complaint_register_begin(d.reg, &error));
    for (int i = 0; i < CASES; i += 2)
        erase_all_of(&d, i);
    desk_ok(complaint_register_commit(d.reg, &error));
    for (int i = 0; i < CASES; i++)
        ck_assert_msg(is_traced(&d, i) == (i % 2 == 1), "case %d", i);
    /* What the other connection writes next brings nothing back. */
    desk_ok(
        complaint_register_set(second, "number", "{year}-{series:4}", &error));
    complaint_register_free(second);
    fill_case(&d, CASES);
    for (int i = 0; i < CASES; i++)
        ck_assert_int_eq(is_traced(&d, i), i % 2 == 1);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* Another party of the case is not the one who asked. */
START_TEST(one_party_is_erased_and_the_other_stays)
{
    const complaint_record *record;
    complaint_cursor *cursor;
    complaint_case *one;
    char id[2][64], json[200];
    desk d;

    desk_open(&d, _i);
    fill_case(&d, 1);
    one = find(&d, 1);
    desk_ok(complaint_case_list(one, "party", &cursor, &error));
    for (int i = 0; i < 2; i++) {
        desk_ok(complaint_cursor_next(cursor, &record, &error));
        bool other =
            strcmp(complaint_record_text(record, "role"), "other") == 0;
        strcpy(id[other], complaint_record_text(record, "id"));
    }
    complaint_cursor_free(cursor);
    /* What was replaced is not brought back by what is kept. */
    snprintf(json, sizeof json, "{\"id\":\"%s\",\"phone\":\"zq1phone2\"}",
             id[0]);
    complaint_facts *facts = desk_facts(&d, json);
    desk_ok(complaint_case_put(one, d.clerk, "party", facts,
                               COMPLAINT_TIME_NONE, NULL, &error));
    complaint_facts_free(facts);
    snprintf(json, sizeof json,
             "{\"party\":\"%s\",\"reason\":\"asked\",\"basis\":\"GDPR 17\"}",
             id[1]);
    desk_ok(erase(&d, one, json, &error));
    ck_assert(!says(&d, one, "zq1other"));
    ck_assert(says(&d, one, "zq1name"));
    ck_assert(says(&d, one, "zq1free"));
    ck_assert(says(&d, one, "zq1title"));
    ck_assert(says(&d, one, "GDPR 17"));
    ck_assert_ptr_null(desk_text(one, "erased"));
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_eq(rebuild(&d), 0);
    /* By parts, then all the rest. */
    desk_ok(erase(&d, one,
                  "{\"parts\":[\"case\",\"facts\"],\"reason\":\"asked\"}",
                  &error));
    ck_assert_str_eq(desk_text(one, "erased"), "case,facts");
    ck_assert(!says(&d, one, "zq1free"));
    ck_assert(!says(&d, one, "zq1title"));
    ck_assert(says(&d, one, "zq1letter"));
    ck_assert(says(&d, one, "zq1phone2"));
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_eq(rebuild(&d), 0);
    desk_ok(erase(&d, one, "{\"parts\":\"all\",\"reason\":\"asked\"}", &error));
    ck_assert(!says(&d, one, "zq1"));
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_eq(rebuild(&d), 0);
    if (_i == DESK_SQLITE)
        ck_assert(!is_traced(&d, 1));
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

START_TEST(whoever_may_not_erase_and_whatever_makes_no_sense_is_refused)
{
    complaint_actor *clerk;
    complaint_facts *what;
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    fill_case(&d, 1);
    one = find(&d, 1);
    clerk = desk_actor(&d, "clerk-9", "handler");
    what = desk_facts(&d, "{\"reason\":\"x\"}");
    desk_fails_at(COMPLAINT_DENIED, "erase.denied", "actor",
                  complaint_case_erase(one, clerk, what, NULL, &error));
    desk_ok(complaint_actor_add_role(clerk, "privacy", &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "erase.reason", "reason",
                  erase(&d, one, "{\"parts\":\"all\"}", &error));
    desk_fails_at(
        COMPLAINT_INVALID, "erase.part", "parts",
        erase(&d, one, "{\"reason\":\"x\",\"parts\":[\"clock\"]}", &error));
    desk_fails_at(COMPLAINT_INVALID, "erase.part", "parts",
                  erase(&d, one, "{\"reason\":\"x\",\"parts\":[]}", &error));
    desk_fails_at(COMPLAINT_INVALID, "erase.part", "parts",
                  erase(&d, one, "{\"reason\":\"x\",\"parts\":[7]}", &error));
    desk_fails_at(COMPLAINT_INVALID, "erase.key", "name",
                  erase(&d, one, "{\"reason\":\"x\",\"name\":\"y\"}", &error));
    desk_fails(COMPLAINT_NOT_FOUND, "case.row",
               erase(&d, one, "{\"reason\":\"x\",\"party\":\"y\"}", &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_erase(one, d.clerk, NULL, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_erase(NULL, d.clerk, what, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_case_erase(one, NULL, what, NULL, &error));
    desk_fails(COMPLAINT_MISUSE, "misuse.argument",
               complaint_register_scrub(NULL, &error));
    complaint_facts *hold = desk_facts(&d, "{\"legal_hold\":true,"
                                           "\"legal_hold_reason\":\"r\"}");
    desk_ok(
        complaint_case_amend(one, d.clerk, hold, COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(hold);
    desk_fails_at(COMPLAINT_REFUSED, "case.legal_hold", "legal_hold",
                  complaint_case_erase(one, clerk, what, NULL, &error));
    hold = desk_facts(&d, "{\"legal_hold\":false,"
                          "\"legal_hold_reason\":\"over\"}");
    desk_ok(
        complaint_case_amend(one, d.clerk, hold, COMPLAINT_TIME_NONE, &error));
    complaint_facts_free(hold);
    ck_assert(says(&d, one, "zq1name"));
    desk_ok(complaint_case_erase(one, clerk, what, &hold, &error));
    ck_assert_int_eq(
        complaint_facts_integer(complaint_facts_get(hold, "entries"), 0), 5);
    complaint_facts_free(hold);
    ck_assert(!says(&d, one, "zq1"));
    complaint_facts_free(what);
    complaint_actor_free(clerk);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

static sqlite3 *look(const desk *d)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(d->path, &db), SQLITE_OK);
    return db;
}

static int amend(desk *d, complaint_case *one, const complaint_actor *actor,
                 const char *json, complaint_error **to)
{
    complaint_facts *facts = desk_facts(d, json);
    int status =
        complaint_case_amend(one, actor, facts, COMPLAINT_TIME_NONE, to);

    complaint_facts_free(facts);
    return status;
}

/* What its journal says of holds, and of nothing else. */
static int holds_told(desk *d, complaint_case *one, const char *reason)
{
    const complaint_record *record;
    complaint_cursor *cursor;
    int told = 0;

    desk_ok(complaint_case_list(one, "journal", &cursor, &error));
    for (;;) {
        const char *facts;

        desk_ok(complaint_cursor_next(cursor, &record, &error));
        if (record == NULL)
            break;
        facts = complaint_record_text(record, "facts");
        told += facts != NULL && strstr(facts, "legal_hold") != NULL &&
                strstr(facts, reason) != NULL;
    }
    complaint_cursor_free(cursor);
    (void)d;
    return told;
}

START_TEST(a_legal_hold_is_set_and_lifted_by_who_may_erase_and_for_a_reason)
{
    static const char *const set =
        "{\"legal_hold\":true,\"legal_hold_reason\":\"court 4\"}";
    static const char *const lift =
        "{\"legal_hold\":null,\"legal_hold_reason\":\"court 4 over\"}";
    complaint_actor *clerk, *officer;
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    fill_case(&d, 1);
    one = find(&d, 1);
    clerk = desk_actor(&d, "clerk-9", "handler");
    officer = desk_actor(&d, "officer-1", "privacy");
    desk_fails_at(COMPLAINT_DENIED, "hold.denied", "actor",
                  amend(&d, one, clerk, set, &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "hold.reason", "legal_hold_reason",
                  amend(&d, one, officer, "{\"legal_hold\":true}", &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "hold.reason", "legal_hold_reason",
                  amend(&d, one, officer,
                        "{\"legal_hold\":true,\"legal_hold_reason\":7}",
                        &error));
    /* A reason alone is the reason of nothing; no hold is no change. */
    desk_fails_at(
        COMPLAINT_INVALID, "facts.unknown", "legal_hold_reason",
        amend(&d, one, officer, "{\"legal_hold_reason\":\"x\"}", &error));
    desk_ok(amend(&d, one, clerk, "{\"legal_hold\":false,\"batch\":\"b\"}",
                  &error));
    desk_ok(amend(&d, one, officer, set, &error));
    ck_assert_int_eq(desk_integer(one, "legal_hold"), 1);
    /* Lifting by whatever call bears facts of the case. */
    desk_fails_at(COMPLAINT_DENIED, "hold.denied", "actor",
                  amend(&d, one, clerk, lift, &error));
    desk_fails(COMPLAINT_DENIED, "hold.denied",
               amend(&d, one, clerk, "{\"legal_hold\":0}", &error));
    desk_ok(amend(&d, one, clerk, "{\"legal_hold\":true}", &error));
    ck_assert_int_eq(desk_integer(one, "legal_hold"), 1);
    desk_fails(COMPLAINT_REFUSED, "case.legal_hold",
               erase(&d, one, "{\"reason\":\"x\"}", &error));
    desk_ok(amend(&d, one, officer, lift, &error));
    ck_assert_int_ne(desk_integer(one, "legal_hold"), 1); /* null now */
    desk_ok(erase(&d, one, "{\"reason\":\"x\"}", &error));
    ck_assert(!says(&d, one, "zq1"));
    /* Why it stood and fell outlives what is erased. */
    ck_assert_int_eq(holds_told(&d, one, "court 4"), 2);
    complaint_case_free(one);
    complaint_actor_free(officer);
    complaint_actor_free(clerk);
    desk_close(&d);
}
END_TEST

START_TEST(a_legal_hold_by_a_filing_or_a_step_asks_the_same)
{
    complaint_actor *clerk;
    complaint_facts *facts;
    complaint_case *one;
    desk d;

    desk_open(&d, _i);
    clerk = desk_actor(&d, "clerk-9", "handler");
    facts = desk_facts(&d, "{\"title\":\"t\",\"description\":\"d\","
                           "\"category\":\"other\",\"legal_hold\":true,"
                           "\"legal_hold_reason\":\"court 5\"}");
    desk_fails_at(COMPLAINT_DENIED, "hold.denied", "actor",
                  complaint_case_file(d.reg, clerk, facts, COMPLAINT_TIME_NONE,
                                      NULL, &error));
    desk_ok(complaint_case_file(d.reg, d.clerk, facts, COMPLAINT_TIME_NONE,
                                &one, &error));
    complaint_facts_free(facts);
    facts = desk_facts(&d, "{\"legal_hold\":false}");
    desk_ok(complaint_actor_add_role(clerk, "receiver", &error));
    desk_fails_at(COMPLAINT_DENIED, "hold.denied", "actor",
                  complaint_case_perform(one, clerk, "register", facts,
                                         COMPLAINT_TIME_NONE, &error));
    desk_fails_at(COMPLAINT_INCOMPLETE, "hold.reason", "legal_hold_reason",
                  complaint_case_perform(one, d.clerk, "register", facts,
                                         COMPLAINT_TIME_NONE, &error));
    desk_ok(complaint_facts_set_text(facts, "legal_hold_reason", "court 5 over",
                                     &error));
    desk_ok(complaint_case_perform(one, d.clerk, "register", facts,
                                   COMPLAINT_TIME_NONE, &error));
    ck_assert_int_eq(desk_integer(one, "legal_hold"), 0);
    desk_ok(erase(&d, one, "{\"reason\":\"x\"}", &error));
    ck_assert_int_eq(holds_told(&d, one, "court 5"), 2);
    ck_assert_int_eq(desk_verify(&d), 0);
    complaint_facts_free(facts);
    complaint_case_free(one);
    complaint_actor_free(clerk);
    desk_close(&d);
}
END_TEST

START_TEST(while_another_reads_what_was_erased_the_caller_is_told)
{
    complaint_case *one;
    complaint_error *local = NULL;
    sqlite3 *db;
    desk d;

    desk_open(&d, DESK_SQLITE);
    fill_case(&d, 1);
    db = look(&d);
    ck_assert_int_eq(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM journal",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    one = find(&d, 1);
    ck_assert_int_eq(erase(&d, one, "{\"reason\":\"x\"}", &local),
                     COMPLAINT_BUSY);
    ck_assert_str_eq(complaint_error_detail(local), "erase.traces");
    complaint_error_free(local);
    ck_assert(!says(&d, one, "zq1"));
    ck_assert(is_traced(&d, 1));
    sqlite3_close(db);
    /* The same again finishes it. */
    desk_ok(erase(&d, one, "{\"reason\":\"x\"}", &error));
    ck_assert(!is_traced(&d, 1));
    complaint_case_free(one);
    ck_assert_int_eq(desk_verify(&d), 0);
    desk_close(&d);
}
END_TEST

/* A child erases case after case and is killed at a moment of chance. */
START_TEST(an_interrupted_erasure_is_finished_by_the_next)
{
    uint64_t seed = 20240305;
    int kills = getenv("COMPLAINT_LONG") != NULL ? 60 : 8;
    int killed = 0;
    desk d;

    desk_open(&d, DESK_SQLITE);
    for (int i = 0; i < kills; i++)
        fill_case(&d, i);
    for (int i = 0; i < kills; i++) {
        int state;
        pid_t child;

        complaint_register_free(d.reg);
        child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            desk_ok(
                complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
            erase_all_of(&d, i);
            _exit(0);
        }
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        nanosleep(
            &(struct timespec){.tv_nsec = (long)((seed >> 33) % 30000000)},
            NULL);
        kill(child, SIGKILL);
        ck_assert_int_eq(waitpid(child, &state, 0), child);
        killed += WIFSIGNALED(state);
        desk_ok(complaint_register_open(d.context, d.uri, 0, &d.reg, &error));
        ck_assert_int_eq(desk_verify(&d), 0);
    }
    printf("killed in mid-erase: %d of %d\n", killed, kills);
    for (int i = 0; i < kills; i++)
        erase_all_of(&d, i);
    for (int i = 0; i < kills; i++)
        ck_assert(!is_traced(&d, i));
    ck_assert_int_eq(desk_verify(&d), 0);
    ck_assert_int_eq(rebuild(&d), 0);
    desk_close(&d);
}
END_TEST

/* ---- commitments ---- */

typedef struct committed {
    unsigned char salt[64];
    int salt_size;
    unsigned char commitment[32];
} committed;

static committed first_entry(const desk *d, const char *number)
{
    sqlite3 *db = look(d);
    sqlite3_stmt *statement;
    committed c = {.salt_size = 0};

    ck_assert_int_eq(
        sqlite3_prepare_v2(db,
                           "SELECT salt, commitment FROM journal JOIN \"case\" "
                           "ON \"case\".id = case_id WHERE external_number = "
                           "?1 AND entry = 1",
                           -1, &statement, NULL),
        SQLITE_OK);
    sqlite3_bind_text(statement, 1, number, -1, SQLITE_STATIC);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    c.salt_size = sqlite3_column_bytes(statement, 0);
    ck_assert_int_le(c.salt_size, 64);
    if (c.salt_size > 0)
        memcpy(c.salt, sqlite3_column_blob(statement, 0), (size_t)c.salt_size);
    ck_assert_int_eq(sqlite3_column_bytes(statement, 1), 32);
    memcpy(c.commitment, sqlite3_column_blob(statement, 1), 32);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return c;
}

/* Try every number; -1 when none gives the commitment. */
static int guess(const desk *d, const committed *c, int numbers)
{
    unsigned char digest[32];
    char text[128];

    memcpy(text, c->salt, (size_t)c->salt_size);
    for (int i = 0; i < numbers; i++) {
        int size = snprintf(text + c->salt_size, 64,
                            "{\"parties\":[{\"phone\":\"138%08d\"}]}", i);

        ck_assert_int_eq(complaint__digest(d->context, text,
                                           (size_t)(c->salt_size + size),
                                           digest, NULL),
                         COMPLAINT_OK);
        if (memcmp(digest, c->commitment, 32) == 0)
            return i;
    }
    return -1;
}

START_TEST(nobody_can_find_an_erased_number_by_trying_all)
{
    int numbers = getenv("COMPLAINT_LONG") != NULL ? 100000000 : 300000;
    static const char json[] = "{\"external_number\":\"%d\",\"parties\":[{"
                               "\"phone\":\"13800012345\"}]}";
    committed c, other;
    complaint_case *one;
    char text[120];
    desk d;

    desk_open(&d, DESK_SQLITE);
    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof text, json, i);
        complaint_case_free(desk_file(&d, text));
    }
    c = first_entry(&d, "0");
    other = first_entry(&d, "1");
    ck_assert_int_ge(c.salt_size, 16);
    ck_assert(memcmp(c.salt, other.salt, 16) != 0);
    ck_assert(memcmp(c.commitment, other.commitment, 32) != 0);
    /* With the salt the guess works: so that it would be found without. */
    ck_assert_int_eq(guess(&d, &c, numbers), 12345);
    desk_ok(complaint_case_find(d.reg, "/0", &one, &error));
    desk_ok(erase(&d, one, "{\"reason\":\"x\"}", &error));
    complaint_case_free(one);
    c = first_entry(&d, "0");
    ck_assert_int_eq(c.salt_size, 0);
    ck_assert_int_eq(guess(&d, &c, numbers), -1);
    printf("numbers tried: %d\n", numbers);
    desk_close(&d);
}
END_TEST

START_TEST(facts_that_vanish_or_come_back_are_found)
{
    static const char *const sql[] = {
        "UPDATE journal SET personal = NULL, salt = NULL WHERE entry = 1",
        "UPDATE journal SET personal = '{}', salt = x'00' WHERE entry = 1",
        "UPDATE journal SET salt = NULL WHERE entry = 1",
        "UPDATE journal SET facts = replace(facts, '[1,4,5,6,7]', '[]') "
        "WHERE kind = 'erase'",
        "UPDATE \"case\" SET title = 'x'",
        "UPDATE \"case\" SET erased = NULL"};

    for (size_t i = 0; i < sizeof sql / sizeof sql[0]; i++) {
        sqlite3 *db;
        desk d;

        desk_open(&d, DESK_SQLITE);
        fill_case(&d, 1);
        if (i > 0)
            erase_all_of(&d, 1);
        ck_assert_int_eq(desk_verify(&d), 0);
        db = look(&d);
        support_make_writable(db);
        ck_assert_int_eq(sqlite3_exec(db, sql[i], NULL, NULL, NULL), SQLITE_OK);
        ck_assert_int_ge(sqlite3_total_changes(db), 1);
        sqlite3_close(db);
        ck_assert_msg(desk_verify(&d) > (i == 2 ? -1 : 0), "%s", sql[i]);
        desk_close(&d);
    }
}
END_TEST

static Suite *erase_suite(void)
{
    Suite *suite = suite_create("erase");
    TCase *both = tcase_create("both backends");
    TCase *files = tcase_create("files");

    tcase_set_timeout(both, 120);
    tcase_set_timeout(files, 600);
    tcase_add_loop_test(both, an_erased_case_is_told_of_without_what_it_said, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(both, one_party_is_erased_and_the_other_stays, 0,
                        DESK_BACKENDS);
    tcase_add_loop_test(
        both, whoever_may_not_erase_and_whatever_makes_no_sense_is_refused, 0,
        DESK_BACKENDS);
    tcase_add_loop_test(
        both, a_legal_hold_is_set_and_lifted_by_who_may_erase_and_for_a_reason,
        0, DESK_BACKENDS);
    tcase_add_loop_test(both, a_legal_hold_by_a_filing_or_a_step_asks_the_same,
                        0, DESK_BACKENDS);
    tcase_add_test(files, nothing_of_an_erased_case_is_left_in_any_file);
    tcase_add_test(files,
                   while_another_reads_what_was_erased_the_caller_is_told);
    tcase_add_test(files, an_interrupted_erasure_is_finished_by_the_next);
    tcase_add_test(files, nobody_can_find_an_erased_number_by_trying_all);
    tcase_add_test(files, facts_that_vanish_or_come_back_are_found);
    suite_add_tcase(suite, both);
    suite_add_tcase(suite, files);
    return suite;
}

int main(void)
{
    return test_run(erase_suite());
}
