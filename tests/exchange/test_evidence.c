/* Evidence packs: what they say, and that no byte of them can be another, also
 * for somebody who computes the last line anew. The Python program is tested
 * in test_evidence.sh. */
#include <check.h>
#include <complaint.h>
#include <complaint/sys/environment.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/identity.h"
#include "support/surroundings.h"

static const char *const key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";
static const char *const other_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
/* As small as procedures are, so that every byte of a pack can be changed. */
static const char *const procedure =
    "kind: procedure\nformat: 1\nname: p\nversion: '1'\n"
    "title: {en: P}\nlanguages: [en]\nstart: open\n"
    "roles: [{name: clerk, title: {en: Clerk}}]\n"
    "retention: [{name: r, title: {en: R}, after: {days: 1}}]\n"
    "states:\n  - {name: open, title: {en: Open}}\n"
    "  - {name: closed, title: {en: Closed}, final: true}\n"
    "transitions:\n"
    "  - {name: close, title: {en: Close}, from: [open], to: closed, "
    "marks: [closed]}\n";

static complaint_context *context;
static complaint_register *reg;
static complaint_actor *clerk;
static char path[64];

#define ok(call)                                                               \
    do {                                                                       \
        complaint_error *error = NULL;                                         \
        int got = (call);                                                      \
        ck_assert_msg(got == COMPLAINT_OK, "%s: %d %s (%s)", #call, got,       \
                      complaint_error_message(error),                          \
                      complaint_error_field(error));                           \
    } while (0)

static complaint_facts *facts_of(const char *json)
{
    complaint_facts *facts;

    ok(complaint_facts_parse(context, json, strlen(json), &facts, &error));
    return facts;
}

static void file_and_close(const char *json)
{
    complaint_facts *facts = facts_of(json);
    complaint_case *one;

    ok(complaint_case_file(reg, clerk, facts, COMPLAINT_TIME_NONE, &one,
                           &error));
    ok(complaint_case_perform(one, clerk, "close", NULL, COMPLAINT_TIME_NONE,
                              &error));
    complaint_case_free(one);
    complaint_facts_free(facts);
}

/* 2026-03-02; it stands, but for what a test adds. */
static complaint_time clock_now = INT64_C(1772413200000000);

static complaint_time now(void *user_data)
{
    (void)user_data;
    return clock_now;
}

static void begin(void)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .now = now};
    complaint_definition *definition;

    snprintf(path, sizeof path, "/tmp/complaint-evidence-%d", (int)getpid());
    ok(complaint_context_new(&environment, &context, &error));
    ok(complaint_register_open(context, "memory:", COMPLAINT_REGISTER_CREATE,
                               &reg, &error));
    ok(complaint_actor_new(context, "clerk-1", NULL, &clerk, &error));
    ok(complaint_actor_add_role(clerk, "*", &error));
    ok(complaint_definition_parse(context, procedure, strlen(procedure), "p",
                                  &definition, &error));
    ok(complaint_register_install(reg, clerk, definition, &error));
    complaint_definition_free(definition);
    ok(complaint_definition_bundled(context, "calendar", "every-day",
                                    &definition, &error));
    ok(complaint_register_install(reg, clerk, definition, &error));
    complaint_definition_free(definition);
    file_and_close("{\"title\":\"late\",\"description\":\"a secret\"}");
    ok(complaint_register_seal(reg, NULL, NULL, &error));
    file_and_close("{\"title\":\"broken\",\"parties\":[{\"name\":\"N\"}]}");
}

static void end(void)
{
    complaint_actor_free(clerk);
    complaint_register_free(reg);
    complaint_context_free(context);
    unlink(path);
}

static void write_pack(const char *json, const char *with)
{
    complaint_facts *options = facts_of(json);

    if (with != NULL)
        ok(complaint_facts_set_text(options, "key", with, &error));
    ok(complaint_evidence_write(reg, path, options, NULL, &error));
    complaint_facts_free(options);
}

/* The status; *out is for complaint_facts_free(). */
static int verify(const char *with, complaint_facts **out)
{
    complaint_facts *options = facts_of("{}");
    int status;

    if (with != NULL)
        ok(complaint_facts_set_text(options, "key", with, &error));
    status = complaint_evidence_verify(context, path, options, out, NULL);
    complaint_facts_free(options);
    return status;
}

static int64_t integer(const complaint_facts *map, const char *name)
{
    return complaint_facts_integer(complaint_facts_get(map, name), -1);
}

START_TEST(a_pack_tells_what_is_in_it)
{
    complaint_facts *out;

    begin();
    ok(complaint_register_seal(reg, key, NULL, &error));
    file_and_close("{\"title\":\"after the seal\"}");
    write_pack("{\"personal\":true}", key);
    ck_assert_int_eq(verify(key, &out), COMPLAINT_OK);
    ck_assert_int_eq(integer(out, "cases"), 3);
    ck_assert_int_eq(integer(out, "entries"), 6);
    ck_assert_int_eq(integer(out, "sealed_entries"), 4);
    ck_assert_int_eq(integer(out, "seal"), 2);
    ck_assert_int_eq(integer(out, "personal"), 3);
    ck_assert_int_eq(integer(out, "withheld"), 0);
    ck_assert_int_eq(integer(out, "problem_count"), 0);
    complaint_facts_free(out);
    ck_assert_int_eq(verify(other_key, &out), COMPLAINT_CORRUPT);
    ck_assert_int_eq(integer(out, "problem_count"), 2);
    complaint_facts_free(out);
    end();
}
END_TEST

static char *read_file(size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);

    ck_assert(file != NULL && bytes != NULL);
    *size = fread(bytes, 1, 1 << 20, file);
    ck_assert_uint_lt(*size, 1 << 20);
    fclose(file);
    return bytes;
}

static void write_file(const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

START_TEST(personal_facts_are_there_only_when_they_are_asked_for)
{
    complaint_facts *out;
    char *bytes;
    size_t size;

    begin();
    write_pack("{}", NULL);
    bytes = read_file(&size);
    bytes[size] = '\0';
    ck_assert_ptr_null(strstr(bytes, "a secret"));
    free(bytes);
    ck_assert_int_eq(verify(NULL, &out), COMPLAINT_OK);
    ck_assert_int_eq(integer(out, "personal"), 0);
    ck_assert_int_eq(integer(out, "withheld"), 2);
    complaint_facts_free(out);
    end();
}
END_TEST

/* Compute the last line anew, as somebody would who knows the format but has
 * no key. */
static size_t refit(char *bytes, size_t size)
{
    unsigned char digest[COMPLAINT__DIGEST_SIZE];
    char hex[COMPLAINT__DIGEST_TEXT];
    size_t start = size - 1;
    size_t lines = 0;

    while (start > 0 && bytes[start - 1] != '\n')
        start--;
    for (size_t i = 0; i < start; i++)
        lines += bytes[i] == '\n';
    ok(complaint__digest(context, bytes, start, digest, &error));
    complaint__digest_text(digest, hex);
    return start +
           (size_t)sprintf(bytes + start,
                           "{\"kind\":\"end\",\"lines\":%zu,\"sha256\":\"%s\","
                           "\"public_key\":null,\"signature\":null}\n",
                           lines, hex);
}

/* A text of the longest size; a quote becomes four bytes in a line. */
static char *longest_text(const char *name, char filler)
{
    size_t head = strlen(name);
    char *json = malloc(head + 2 * (size_t)COMPLAINT_LIMIT_TEXT + 32);
    size_t at = 0;

    ck_assert_ptr_nonnull(json);
    at += (size_t)sprintf(json, "{\"title\":\"t\",\"%s\":\"", name);
    for (size_t i = 0; i < COMPLAINT_LIMIT_TEXT; i++) {
        if (filler == '"')
            json[at++] = '\\';
        json[at++] = filler;
    }
    (void)sprintf(json + at, "\"}");
    return json;
}

/* Every complaint that can be filed can be packed, and its pack verified. */
START_TEST(the_longest_texts_and_the_deepest_facts_are_in_packs)
{
    static const char fillers[] = "x\"";
    char deep[400] = "{\"title\":\"t\",\"tree\":";
    complaint_facts *out;

    begin();
    for (size_t i = 0; i < sizeof fillers - 1; i++) {
        char *json = longest_text("description", fillers[i]);

        file_and_close(json);
        free(json);
    }
    for (int i = 0; i < COMPLAINT_LIMIT_FACTS_DEPTH - 1; i++)
        strcat(deep, "[");
    strcat(deep, "1");
    for (int i = 0; i < COMPLAINT_LIMIT_FACTS_DEPTH - 1; i++)
        strcat(deep, "]");
    strcat(deep, "}");
    file_and_close(deep);
    ok(complaint_register_seal(reg, key, NULL, &error));
    write_pack("{\"personal\":true}", key);
    ck_assert_int_eq(verify(key, &out), COMPLAINT_OK);
    ck_assert_int_eq(integer(out, "cases"), 5);
    complaint_facts_free(out);
    end();
}
END_TEST

START_TEST(no_byte_of_a_pack_can_be_another)
{
    bool is_long = getenv("COMPLAINT_LONG") != NULL;
    uint32_t draw = 20240607;
    size_t changed = 0;
    size_t size;
    char *bytes;

    begin();
    ok(complaint_register_seal(reg, key, NULL, &error));
    write_pack("{\"personal\":true}", key);
    bytes = read_file(&size);
    for (size_t i = 0; i < size; i += is_long ? 1 : 1 + (draw >> 20) % 7) {
        char was = bytes[i];

        draw = draw * 1664525 + 1013904223;
        bytes[i] = (char)(bytes[i] ^ (1 << (draw >> 28) % 8));
        write_file(bytes, size);
        ck_assert_msg(verify(NULL, NULL) == COMPLAINT_CORRUPT, "byte %zu", i);
        bytes[i] = was;
        changed++;
    }
    for (size_t i = 0; i < size; i += is_long ? 1 : 97) {
        write_file(bytes, i); /* cut off */
        ck_assert_msg(verify(NULL, NULL) == COMPLAINT_CORRUPT, "cut %zu", i);
    }
    write_file(bytes, size);
    ck_assert_int_eq(verify(key, NULL), COMPLAINT_OK);
    printf("seed 20240607: %zu of %zu bytes changed, each was noticed\n",
           changed, size);
    free(bytes);
    end();
}
END_TEST

/* What is not signed by the pack's maker or by a seal: the first line's time,
 * names of definitions, how much is withheld. */
static bool is_free(const char *bytes, size_t at)
{
    static const char *const words[] = {
        "\"made_at\":\"", "\"personal\":", "\"type\":\"", "\"name\":\""};
    size_t start = at;
    const char *end;

    while (start > 0 && bytes[start - 1] != '\n')
        start--;
    if (strncmp(bytes + start, "{\"kind\":\"pack\"", 14) != 0 &&
        strncmp(bytes + start, "{\"kind\":\"definition\"", 20) != 0)
        return false;
    for (size_t i = 0; i < 4; i++) {
        const char *word = strstr(bytes + start, words[i]);

        if (word == NULL)
            continue;
        end = strpbrk(word + strlen(words[i]), "\",}");
        if (bytes + at >= word && bytes + at < end + 1)
            return true;
    }
    return false;
}

START_TEST(who_computes_digests_anew_is_caught_by_the_seal)
{
    bool is_long = getenv("COMPLAINT_LONG") != NULL;
    uint32_t draw = 4711;
    size_t changed = 0;
    size_t size;
    char *bytes;

    begin();
    ok(complaint_register_seal(reg, key, NULL, &error));
    write_pack("{\"personal\":true}", NULL);
    bytes = read_file(&size);
    bytes[size] = '\0';
    for (size_t i = 0; i + 2 < size; i += is_long ? 1 : 1 + (draw >> 20) % 9) {
        char was = bytes[i];
        size_t refitted;

        draw = draw * 1664525 + 1013904223;
        if (is_free(bytes, i))
            continue;
        /* A letter or digit for another: what stays JSON is the danger. */
        bytes[i] = was == '0' ? '1' : was == 'a' ? 'b' : (char)(was ^ 1);
        refitted = refit(bytes, size);
        write_file(bytes, refitted);
        if (verify(NULL, NULL) != COMPLAINT_CORRUPT) {
            /* Only where the last line itself was changed and put right. */
            size_t start = refitted - 1;

            while (start > 0 && bytes[start - 1] != '\n')
                start--;
            ck_assert_msg(i >= start, "byte %zu: %.60s", i, bytes + i - 20);
        }
        bytes[i] = was;
        changed++;
    }
    printf("seed 4711: %zu of %zu bytes changed and the digest refitted\n",
           changed, size);
    free(bytes);
    end();
}
END_TEST

static void erase(const char *json)
{
    complaint_facts *what = facts_of(json);
    const complaint_record *row = NULL;
    complaint_cursor *cursor;
    complaint_case *one;

    ok(complaint_register_list(reg, NULL, &cursor, &error));
    ok(complaint_cursor_next(cursor, &row, &error));
    ok(complaint_cursor_next(cursor, &row, &error)); /* has a party */
    ok(complaint_case_find(reg, complaint_record_text(row, "id"), &one,
                           &error));
    complaint_cursor_free(cursor);
    ok(complaint_case_erase(one, clerk, what, NULL, &error));
    complaint_case_free(one);
    complaint_facts_free(what);
}

/* By the library, and by a program that shares no code with it. */
static void check_whole(const char *options, int64_t withheld)
{
    const char *python = getenv("COMPLAINT_PYTHON");
    const char *source = getenv("COMPLAINT_SOURCE");
    complaint_facts *out;
    char command[600];

    write_pack(options, NULL);
    ck_assert_int_eq(verify(NULL, &out), COMPLAINT_OK);
    ck_assert_int_eq(integer(out, "withheld"), withheld);
    complaint_facts_free(out);
    if (python == NULL || source == NULL)
        return;
    snprintf(command, sizeof command,
             "'%s' -I -B '%s/examples/evidence/verify_pack.py' %s >/dev/null",
             python, source, path);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(what_was_erased_leaves_packs_that_verify)
{
    begin();
    check_whole("{\"personal\":true}", 0);
    erase("{\"reason\":\"request 1\",\"parts\":[\"party\"]}");
    check_whole("{\"personal\":true}", 1);
    erase("{\"reason\":\"request 2\"}");
    check_whole("{\"personal\":true}", 2);
    check_whole("{}", 3);
    end();
}
END_TEST

/* The bytes of the pack have, or have not, a word. */
static bool pack_says(const char *word)
{
    size_t size;
    char *bytes = read_file(&size);
    bool found;

    bytes[size] = '\0';
    found = strstr(bytes, word) != NULL;
    free(bytes);
    return found;
}

/* A pack of all cases, with personal facts, made anew and verified twice. */
static bool all_say(const char *word)
{
    complaint_facts *out;

    write_pack("{\"personal\":true}", NULL);
    ck_assert_int_eq(verify(NULL, &out), COMPLAINT_OK);
    check_whole("{\"personal\":true}", integer(out, "withheld"));
    complaint_facts_free(out);
    return pack_says(word);
}

static void amend_all(const char *json)
{
    complaint_facts *facts = facts_of(json);
    const complaint_record *row = NULL;
    complaint_cursor *cursor;
    complaint_case *one;

    ok(complaint_register_list(reg, NULL, &cursor, &error));
    for (;;) {
        ok(complaint_cursor_next(cursor, &row, &error));
        if (row == NULL)
            break;
        ok(complaint_case_find(reg, complaint_record_text(row, "id"), &one,
                               &error));
        ok(complaint_case_amend(one, clerk, facts, COMPLAINT_TIME_NONE,
                                &error));
        complaint_case_free(one);
    }
    complaint_cursor_free(cursor);
    complaint_facts_free(facts);
}

static void erase_person(void)
{
    complaint_facts *person = facts_of("{\"phone\":\"13800012345\"}");
    complaint_facts *what = facts_of("{\"reason\":\"request\"}");

    ok(complaint_register_erase_person(reg, clerk, person, what, NULL, &error));
    complaint_facts_free(what);
    complaint_facts_free(person);
}

START_TEST(a_person_erased_everywhere_is_in_no_pack_made_since)
{
    static const char *const mine =
        "{\"title\":\"zq %s\",\"parties\":[{\"name\":\"zq payer\","
        "\"phone\":\"13800012345\"}]}";
    char *before;
    size_t size;

    begin();
    file_and_close(mine);
    file_and_close(mine);
    ok(complaint_register_seal(reg, key, NULL, &error));
    ck_assert(all_say("zq payer"));
    before = read_file(&size);
    amend_all("{\"legal_hold\":true,\"legal_hold_reason\":\"court 4\"}");
    erase_person(); /* nothing: it is held */
    ck_assert(all_say("zq payer"));
    ck_assert(pack_says("legal_hold\\\":true"));
    ck_assert(pack_says("court 4"));
    amend_all("{\"legal_hold\":null,\"legal_hold_reason\":\"it is over\"}");
    erase_person();
    ck_assert(!all_say("zq"));
    ck_assert(!pack_says("13800012345"));
    ck_assert(pack_says("a secret")); /* another's */
    ck_assert(pack_says("court 4"));
    ck_assert(pack_says("it is over"));
    /* What was made before keeps what it had, and verifies. */
    write_file(before, size);
    ck_assert_int_eq(verify(key, NULL), COMPLAINT_OK);
    ck_assert(pack_says("zq payer"));
    free(before);
    end();
}
END_TEST

START_TEST(what_retention_erases_is_in_no_pack_made_since)
{
    complaint_facts *options;
    complaint_facts *out;

    begin();
    options = facts_of("{\"dry_run\":false}");
    ck_assert(all_say("a secret"));
    clock_now += INT64_C(172800000000); /* two days */
    ok(complaint_register_retain(reg, clerk, NULL, &out, &error));
    ck_assert_int_eq(integer(out, "due"), 2);
    complaint_facts_free(out);
    ck_assert(all_say("a secret")); /* that was a look */
    ok(complaint_register_retain(reg, clerk, options, &out, &error));
    ck_assert_int_eq(integer(out, "erased"), 2);
    complaint_facts_free(out);
    ck_assert(!all_say("a secret"));
    ck_assert(!pack_says("\\\"N\\\""));
    complaint_facts_free(options);
    end();
}
END_TEST

START_TEST(options_and_files_that_are_none_are_refused)
{
    static const char *const bad[] = {
        "{\"case\":1}", "{\"cases\":\"x\"}", "{\"personal\":\"yes\"}",
        "{\"cases\":[],\"filter\":{}}", "{\"key\":\"none\"}"};
    complaint_error *error = NULL;

    begin();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        complaint_facts *options = facts_of(bad[i]);

        ck_assert_int_eq(
            complaint_evidence_write(reg, path, options, NULL, &error),
            COMPLAINT_INVALID);
        complaint_error_free(error);
        error = NULL;
        complaint_facts_free(options);
    }
    {
        complaint_facts *options = facts_of("{\"cases\":[\"nobody\"]}");

        ck_assert_int_eq(
            complaint_evidence_write(reg, path, options, NULL, &error),
            COMPLAINT_NOT_FOUND);
        complaint_error_free(error);
        error = NULL;
        complaint_facts_free(options);
    }
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert_int_eq(
        complaint_evidence_write(reg, "/nowhere/x", NULL, NULL, &error),
        COMPLAINT_IO);
    ck_assert_str_eq(complaint_error_detail(error), "evidence.file");
    complaint_error_free(error);
    error = NULL;
    ck_assert_int_eq(
        complaint_evidence_write(reg, "/dev/full/x", NULL, NULL, NULL),
        COMPLAINT_IO);
    ck_assert_int_eq(
        complaint_evidence_verify(context, "/nowhere", NULL, NULL, &error),
        COMPLAINT_NOT_FOUND);
    ck_assert_str_eq(complaint_error_detail(error), "evidence.missing");
    complaint_error_free(error);
    ck_assert_int_eq(complaint_evidence_verify(context, NULL, NULL, NULL, NULL),
                     COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_evidence_verify(context, "/tmp", NULL, NULL, NULL),
        COMPLAINT_IO);
    write_file("", 0);
    ck_assert_int_eq(verify(NULL, NULL), COMPLAINT_CORRUPT);
    write_file("\0\0\n{}\n[]\n\"x\"\n", 13);
    ck_assert_int_eq(verify(NULL, NULL), COMPLAINT_CORRUPT);
    end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("evidence");
    TCase *tests = tcase_create("evidence");

    tcase_set_timeout(tests, 1200);
    tcase_add_test(tests, a_pack_tells_what_is_in_it);
    tcase_add_test(tests,
                   personal_facts_are_there_only_when_they_are_asked_for);
    tcase_add_test(tests, the_longest_texts_and_the_deepest_facts_are_in_packs);
    tcase_add_test(tests, no_byte_of_a_pack_can_be_another);
    tcase_add_test(tests, who_computes_digests_anew_is_caught_by_the_seal);
    tcase_add_test(tests, what_was_erased_leaves_packs_that_verify);
    tcase_add_test(tests, a_person_erased_everywhere_is_in_no_pack_made_since);
    tcase_add_test(tests, what_retention_erases_is_in_no_pack_made_since);
    tcase_add_test(tests, options_and_files_that_are_none_are_refused);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
