/* complaint_import_csv(): real registers, bad files, twice the same. */
#include <complaint.h>

#include "files.h"
#include "support/surroundings.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW "2026-06-01T00:00:00Z"

#define PROCEDURE                                                              \
    "kind: procedure\nformat: 1\nname: small\nversion: \"1\"\n"                \
    "title: {en: Small}\nlanguages: [en]\nsource: \"invented for tests\"\n"    \
    "calendar: every-day\nstart: received\n"                                   \
    "roles:\n  - {name: office, title: {en: Office}}\n"                        \
    "states:\n  - {name: received, title: {en: Received}}\n"                   \
    "  - {name: closed, title: {en: Closed}, final: true}\n"                   \
    "transitions:\n  - name: close\n    title: {en: Close}\n"                  \
    "    from: [received]\n    to: closed\n    roles: [office]\n"              \
    "    marks: [responded, closed]\n    facts:\n"                             \
    "      - {name: result, type: text, required: true, "                      \
    "title: {en: Result}}\n"

#define MAPPING                                                                \
    "kind: mapping\nformat: 1\nname: small\nsource: test\n"                    \
    "calendar: every-day\nprocedure: small.yaml\nnumber: id\n"                 \
    "received: at\nfacts:\n  - {fact: title, column: title}\n"                 \
    "history:\n  - perform: [close]\n    at: done\n"                           \
    "    when: [{column: done, present: true}]\n"                              \
    "    facts: [{fact: result, column: result}]\n"

#define HEADER "id,at,title,done,result\n"

static complaint_context *context;
static complaint_register *reg;
static complaint_actor *actor;
static complaint_facts *result;
static complaint_error *error;

static complaint_time fixed_now(void *user_data)
{
    complaint_time time = 0;

    (void)user_data;
    (void)!complaint_time_parse(NOW, 0, &time, NULL);
    return time;
}

static void open_register(void)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .now = fixed_now};

    ck_assert_int_eq(complaint_context_new(&environment, &context, NULL), 0);
    ck_assert_int_eq(
        complaint_register_open(context, "memory:", COMPLAINT_REGISTER_CREATE,
                                &reg, &error),
        0);
    ck_assert_int_eq(
        complaint_actor_new(context, "importer", NULL, &actor, NULL), 0);
    ck_assert_int_eq(complaint_actor_add_role(actor, "*", NULL), 0);
}

static void close_register(void)
{
    complaint_error_free(error);
    complaint_facts_free(result);
    complaint_actor_free(actor);
    complaint_register_free(reg);
    complaint_context_free(context);
    error = NULL;
    result = NULL;
    actor = NULL;
    reg = NULL;
    context = NULL;
}

static int import_with(const char *csv, const char *mapping,
                       const char *options)
{
    complaint_facts *parsed = NULL;
    int status;

    complaint_facts_free(result);
    complaint_error_free(error);
    result = NULL;
    error = NULL;
    if (options != NULL)
        ck_assert_int_eq(complaint_facts_parse(context, options,
                                               strlen(options), &parsed, NULL),
                         0);
    status =
        complaint_import_csv(reg, actor, csv, mapping, parsed, &result, &error);
    complaint_facts_free(parsed);
    if (status != 0)
        ck_assert_ptr_null(result);
    return status;
}

static const char *small_mapping(void)
{
    const char *path = temporary_path("small.yaml");
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(PROCEDURE, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    return temporary_text(".yaml", MAPPING);
}

static void import_ok(const char *csv, const char *mapping, const char *options)
{
    int status = import_with(csv, mapping, options);

    ck_assert_msg(status == 0, "%s", complaint_error_message(error));
}

static int64_t number(const char *name)
{
    return complaint_facts_integer(complaint_facts_get(result, name), -1);
}

static void counts(int64_t rows, int64_t imported, int64_t unchanged,
                   int64_t rejected)
{
    ck_assert_int_eq(number("rows"), rows);
    ck_assert_int_eq(number("imported"), imported);
    ck_assert_int_eq(number("unchanged"), unchanged);
    ck_assert_int_eq(number("rejected"), rejected);
}

/* "LINE COLUMN: REASON" of a reject. */
static const char *rejected(size_t index)
{
    static char text[1000];
    const complaint_facts *one =
        complaint_facts_at(complaint_facts_get(result, "rejects"), index);

    snprintf(text, sizeof text, "%lld %s: %s",
             (long long)complaint_facts_integer(
                 complaint_facts_get(one, "line"), -1),
             complaint_facts_text(complaint_facts_get(one, "column"), "?"),
             complaint_facts_text(complaint_facts_get(one, "reason"), "?"));
    return text;
}

static void starts(const char *text, const char *with)
{
    ck_assert_msg(strncmp(text, with, strlen(with)) == 0,
                  "\"%s\" is not \"%s\"", text, with);
}

static void verifies(void)
{
    complaint_facts *found = NULL;
    int status = complaint_register_verify(reg, &found, &error);

    ck_assert_msg(status == 0, "%s", complaint_error_message(error));
    complaint_facts_free(found);
}

/* Number of rows of a relation, and a digest of some of their columns. */
static int64_t fingerprint(const char *relation, uint64_t *digest,
                           const char *const *columns)
{
    complaint_cursor *cursor;
    const complaint_record *record;
    int64_t count = 0;

    *digest = 0;
    ck_assert_int_eq(
        complaint_register_list_relation(reg, relation, &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 &&
           record != NULL) {
        count++;
        for (size_t i = 0; columns[i] != NULL; i++) {
            const char *text = complaint_record_text(record, columns[i]);

            for (; text != NULL && *text != '\0'; text++)
                *digest =
                    *digest * UINT64_C(1099511628211) ^ (unsigned char)*text;
        }
    }
    complaint_cursor_free(cursor);
    return count;
}

/* ---- real registers ---- */

static const char *map(const char *name)
{
    char path[200];

    snprintf(path, sizeof path, "examples/maps/%s", name);
    return source_file(path);
}

/* Every row of a file lands; again, nothing changes. */
static void lands(const char *data, const char *mapping, int64_t rows)
{
    static const char *const head[] = {"id", "head", NULL};
    static const char *const digest[] = {"digest", NULL};
    const char *path = shared_file(data);
    uint64_t heads[2], entries[2];
    int64_t count[2];

    if (path == NULL)
        return;
    open_register();
    import_ok(path, map(mapping), NULL);
    if (number("rejected") > 0)
        ck_abort_msg("%s: %s", data, rejected(0));
    counts(rows, rows, 0, 0);
    verifies();
    count[0] = fingerprint("journal", &entries[0], digest);
    ck_assert_int_eq(fingerprint("case", &heads[0], head), rows);
    import_ok(path, map(mapping), NULL);
    counts(rows, 0, rows, 0);
    count[1] = fingerprint("journal", &entries[1], digest);
    ck_assert_int_eq(fingerprint("case", &heads[1], head), rows);
    ck_assert_int_eq(count[0], count[1]);
    ck_assert_uint_eq(entries[0], entries[1]);
    ck_assert_uint_eq(heads[0], heads[1]);
    close_register();
}

START_TEST(every_row_of_the_real_registers_lands_once)
{
    lands("zh_gov_messages_replied.csv", "zh_gov_messages_replied.yaml", 2119);
    lands("zh_car_defect_complaints.csv", "zh_car_defect_complaints.yaml", 446);
    lands("zh_car_defect_complaints.sample50.gbk.csv",
          "zh_car_defect_complaints.yaml", 50);
    lands("en_cfpb_register_sample_2015_14col.csv", "en_cfpb_2015.yaml", 30);
    lands("en_cfpb_register_sample_2016_18col.csv", "en_cfpb_2016.yaml", 27);
    lands("en_maude_bone_cement_2017.csv", "en_maude.yaml", 403);
}
END_TEST

/* A text, or a time as one. */
static const char *value_of(const complaint_record *record, const char *column)
{
    static char text[2][COMPLAINT_TIME_TEXT_SIZE];
    static int turn;
    char *time = text[turn++ % 2];
    const char *value = complaint_record_text(record, column);

    if (value != NULL)
        return value;
    if (complaint_record_is_null(record, column))
        return "null";
    ck_assert_int_eq(
        complaint_time_format(complaint_record_integer(record, column, 0), 0,
                              time, COMPLAINT_TIME_TEXT_SIZE),
        0);
    return time;
}

static void expect(const char *name, const char *column, const char *text)
{
    complaint_case *found = NULL;

    ck_assert_msg(complaint_case_find(reg, name, &found, NULL) == 0, "%s",
                  name);
    ck_assert_str_eq(value_of(complaint_case_record(found), column), text);
    complaint_case_free(found);
}

START_TEST(facts_and_times_of_the_real_registers_are_the_true_ones)
{
    const char *path = shared_file("zh_gov_messages_replied.csv");

    if (path == NULL)
        return;
    open_register();
    import_ok(path, map("zh_gov_messages_replied.yaml"), NULL);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(result, "encoding"), ""),
        "utf-8");
    expect("gov-messages/2549", "received_at", "2019-04-25T01:32:09Z");
    expect("gov-messages/2549", "title", "A2区景蓉华苑物业管理有问题");
    expect("gov-messages/2549", "state", "answered");
    import_ok(shared_file("zh_car_defect_complaints.sample50.gbk.csv"),
              map("zh_car_defect_complaints.yaml"), NULL);
    ck_assert_str_eq(
        complaint_facts_text(complaint_facts_get(result, "encoding"), ""),
        "gb18030");
    expect("car-defects/482028", "product", "一汽马自达 阿特兹");
    expect("car-defects/482028", "category", "H93");
    expect("car-defects/482028", "batch", "2020款");
    expect("car-defects/482028", "state", "checking");
    import_ok(shared_file("en_cfpb_register_sample_2016_18col.csv"),
              map("en_cfpb_2016.yaml"), NULL);
    expect("cfpb/2105601", "received_at", "2016-09-12T05:00:00Z");
    expect("cfpb/2105601", "transferred_at", "2016-09-14T05:00:00Z");
    expect("cfpb/2105601", "outcome", "explanation");
    expect("cfpb/2105582", "state", "sent");
    import_ok(shared_file("en_maude_bone_cement_2017.csv"),
              map("en_maude.yaml"), NULL);
    expect("maude/0002249697-2017-00028", "batch", "MHX080");
    expect("maude/0002249697-2017-00028", "severity", "malfunction");
    verifies();
    close_register();
}
END_TEST

/* The mapping with the raw columns in place of the ISO ones, and the paths of
 * the files that it names. */
static const char *raw_mapping(void)
{
    static char text[8192], changed[16384];
    char to[2][1100];
    const char *pairs[][2] = {{"留言时间", "留言时间_raw"},
                              {"答复时间", "答复时间_raw"},
                              {"gov-messages.procedure.yaml", to[0]},
                              {"open-codes.catalog.yaml", to[1]}};
    FILE *file = fopen(map("zh_gov_messages_replied.yaml"), "rb");
    size_t size, out = 0, i;

    ck_assert_ptr_nonnull(file);
    size = fread(text, 1, sizeof text - 1, file);
    text[size] = '\0';
    ck_assert_int_eq(fclose(file), 0);
    snprintf(to[0], sizeof to[0], "%s", map("gov-messages.procedure.yaml"));
    snprintf(to[1], sizeof to[1], "%s", map("open-codes.catalog.yaml"));
    for (const char *at = text; *at != '\0';) {
        for (i = 0; i < 4; i++)
            if (strncmp(at, pairs[i][0], strlen(pairs[i][0])) == 0)
                break;
        if (i < 4) {
            out += (size_t)sprintf(changed + out, "%s", pairs[i][1]);
            at += strlen(pairs[i][0]);
        } else {
            changed[out++] = *at++;
        }
    }
    return temporary_file(".yaml", changed, out);
}

/* Counted day by day in another program from the same notices: 1569 of 2119
 * were answered within 15 working days. */
START_TEST(clocks_of_the_real_register_agree_with_counting_its_dates)
{
    const char *path = shared_file("zh_gov_messages_replied.csv");
    complaint_cursor *cursor;
    const complaint_record *record;
    complaint_calendar *calendar;
    int64_t met = 0, within = 0;

    if (path == NULL)
        return;
    open_register();
    ck_assert_int_eq(complaint_calendar_bundled(context, "cn", &calendar, NULL),
                     0);
    import_ok(path, map("zh_gov_messages_replied.yaml"), NULL);
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "clock", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 && record != NULL)
        met += strcmp(complaint_record_text(record, "status"), "met") == 0;
    complaint_cursor_free(cursor);
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "case", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 &&
           record != NULL) {
        int64_t days;

        ck_assert_int_eq(
            complaint_calendar_count_days(
                calendar,
                complaint_day_of_time(
                    complaint_record_integer(record, "received_at", 0), 28800),
                complaint_day_of_time(
                    complaint_record_integer(record, "closed_at", 0), 28800),
                &days, NULL),
            0);
        within += days <= 15;
    }
    complaint_cursor_free(cursor);
    complaint_calendar_free(calendar);
    ck_assert_int_eq(met, 1569);
    ck_assert_int_eq(within, 1569);
    close_register();
}
END_TEST

START_TEST(a_read_only_register_stays_as_it_is)
{
    char uri[1100];

    open_register();
    complaint_register_free(reg);
    snprintf(uri, sizeof uri, "sqlite:%s", temporary_path("read-only.db"));
    ck_assert_int_eq(complaint_register_open(
                         context, uri, COMPLAINT_REGISTER_CREATE, &reg, NULL),
                     0);
    complaint_register_free(reg);
    reg = NULL;
    ck_assert_int_eq(complaint_register_open(context, uri,
                                             COMPLAINT_REGISTER_READ_ONLY, &reg,
                                             NULL),
                     0);
    ck_assert_int_eq(import_with(temporary_text(".csv", HEADER "1,2019-04-25,"
                                                               "a,,\n"),
                                 small_mapping(), NULL),
                     COMPLAINT_READ_ONLY);
    verifies();
    close_register();
}
END_TEST

static void install(const char *kind, const char *name)
{
    complaint_definition *definition = NULL;

    ck_assert_int_eq(
        complaint_definition_bundled(context, kind, name, &definition, NULL),
        0);
    ck_assert_int_eq(complaint_register_install(reg, actor, definition, NULL),
                     0);
    complaint_definition_free(definition);
}

/* As a register is after `complaint init`: with a catalog of its own. */
START_TEST(a_mappings_catalog_is_taken_by_a_register_without_cases)
{
    static const char *const files[][2] = {
        {"zh_gov_messages_replied.csv", "zh_gov_messages_replied.yaml"},
        {"zh_car_defect_complaints.csv", "zh_car_defect_complaints.yaml"},
        {"en_cfpb_register_sample_2016_18col.csv", "en_cfpb_2016.yaml"},
        {"en_maude_bone_cement_2017.csv", "en_maude.yaml"}};

    open_register();
    install("procedure", "iso10002");
    install("calendar", "cn");
    install("catalog", "general");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const char *path = shared_file(files[i][0]);

        if (path == NULL)
            continue;
        import_ok(path, map(files[i][1]), "{\"dry_run\":true}");
        ck_assert_int_eq(number("rejected"), 0);
        import_ok(path, map(files[i][1]), NULL);
        ck_assert_int_eq(number("rejected"), 0);
    }
    verifies();
    close_register();
}
END_TEST

START_TEST(a_code_that_the_registers_catalog_lacks_is_listed)
{
    complaint_facts *facts = NULL;
    const char *path = shared_file("en_maude_bone_cement_2017.csv");

    if (path == NULL)
        return;
    open_register();
    install("procedure", "iso10002");
    install("calendar", "cn");
    install("catalog", "general");
    ck_assert_int_eq(complaint_facts_new(context, &facts, NULL), 0);
    ck_assert_int_eq(complaint_facts_set_text(facts, "channel", "web", NULL),
                     0);
    ck_assert_int_eq(
        complaint_case_file(reg, actor, facts, COMPLAINT_TIME_NONE, NULL, NULL),
        0);
    complaint_facts_free(facts);
    import_ok(path, map("en_maude.yaml"), NULL);
    counts(403, 0, 0, 403);
    ck_assert_ptr_nonnull(strstr(rejected(0), "has no code"));
    close_register();
}
END_TEST

START_TEST(raw_dates_give_the_same_register_as_iso_dates)
{
    static const char *const times[] = {"external_number", "received_at",
                                        "responded_at", "closed_at", NULL};
    const char *path = shared_file("zh_gov_messages_replied.csv");
    uint64_t iso, raw;

    if (path == NULL)
        return;
    open_register();
    import_ok(path, map("zh_gov_messages_replied.yaml"), NULL);
    ck_assert_int_eq(fingerprint("case", &iso, times), 2119);
    close_register();
    open_register();
    import_ok(path, raw_mapping(), NULL);
    counts(2119, 2119, 0, 0);
    ck_assert_int_eq(fingerprint("case", &raw, times), 2119);
    /* ids are in the order of filing, so the rows come in the same order */
    ck_assert_uint_eq(iso, raw);
    close_register();
}
END_TEST

START_TEST(a_gbk_file_gives_the_same_cases_as_its_utf8_original)
{
    const char *all = shared_file("zh_car_defect_complaints.csv");
    const char *part = shared_file("zh_car_defect_complaints.sample50.gbk.csv");
    complaint_cursor *cursor;
    const complaint_record *record;
    static const char *const columns[] = {"title",       "category", "product",
                                          "batch",       "unit",     "state",
                                          "received_at", "channel"};
    complaint_register *other;
    int compared = 0;

    if (all == NULL || part == NULL)
        return;
    open_register();
    import_ok(part, map("zh_car_defect_complaints.yaml"),
              "{\"encoding\":\"gbk\"}");
    counts(50, 50, 0, 0);
    ck_assert_int_eq(
        complaint_register_open(context, "memory:", COMPLAINT_REGISTER_CREATE,
                                &other, NULL),
        0);
    ck_assert_int_eq(complaint_import_csv(other, actor, all,
                                          map("zh_car_defect_complaints.yaml"),
                                          NULL, NULL, NULL),
                     0);
    ck_assert_int_eq(
        complaint_register_list_relation(reg, "case", &cursor, NULL), 0);
    while (complaint_cursor_next(cursor, &record, NULL) == 0 &&
           record != NULL) {
        complaint_case *twin = NULL;
        char name[300];

        snprintf(name, sizeof name, "car-defects/%s",
                 complaint_record_text(record, "external_number"));
        if (complaint_case_find(other, name, &twin, NULL) != 0)
            continue; /* thinned out of the larger file */
        for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
            ck_assert_str_eq(value_of(record, columns[i]),
                             value_of(complaint_case_record(twin), columns[i]));
        compared++;
        complaint_case_free(twin);
    }
    ck_assert_int_ge(compared, 30);
    complaint_cursor_free(cursor);
    complaint_register_free(other);
    close_register();
}
END_TEST

/* ---- rows that do not land ---- */

START_TEST(each_bad_row_is_listed_and_every_other_one_lands)
{
    open_register();
    import_ok(temporary_text(".csv", HEADER
                             "1,2019-04-25 09:00,one,2019-04-26 10:00,good\n"
                             "2,1900-01-01,two,,\n"
                             "3,9999-12-31,three,,\n"
                             "4,2019-04-25 09:00,four,2019-04-24,good\n"
                             "5,2019-04-25 09:00,five,2019-04-26,\n"
                             "1,2019-04-25 09:00,again,,\n"
                             "6,2019-04-25 09:00,six\n"
                             "7,2019-04-25 09:00,\"se\"ven,,\n"
                             "8,2030-04-25 09:00,eight,,\n"
                             ",2019-04-25 09:00,nine,,\n"
                             "10,2019-04-25 09:00,ten,,\n"),
              small_mapping(), NULL);
    counts(11, 2, 0, 9);
    ck_assert_str_eq(rejected(0),
                     "3 at: a date before the earliest that the mapping "
                     "allows");
    ck_assert_str_eq(rejected(1), "4 at: a year out of range (1900 to 2199)");
    ck_assert_str_eq(rejected(2), "5 done: before it was received (column at)");
    starts(rejected(3), "6 done: close: ");
    ck_assert_ptr_nonnull(strstr(rejected(3), "result"));
    ck_assert_str_eq(rejected(4), "7 id: the same number as in line 2");
    ck_assert_str_eq(rejected(5), "8 : 3 fields where the header has 5");
    ck_assert_str_eq(rejected(6),
                     "9 title: a quotation mark in the middle of a field");
    ck_assert_str_eq(rejected(7), "10 at: in the future");
    ck_assert_str_eq(rejected(8), "11 id: empty: the row has no number");
    expect("test/1", "state", "closed");
    expect("test/10", "state", "received");
    verifies();
    close_register();
}
END_TEST

START_TEST(a_row_lands_whole_or_not_at_all_in_batches_of_any_size)
{
    static const char *const options[] = {"{\"batch\":1}", "{\"batch\":2}",
                                          "{\"batch\":3}", "{\"batch\":7}",
                                          "{\"batch\":1000}"};
    char table[8000] = HEADER;
    size_t size = strlen(table);

    /* rows 4, 5, 8, 9, 12 ... lack the fact that closing requires */
    for (int i = 1; i <= 60; i++)
        size += (size_t)sprintf(table + size,
                                "%d,2019-04-25 09:00,t,2019-04-26,%s\n", i,
                                i % 4 < 2 && i > 3 ? "" : "good");
    for (size_t i = 0; i < 5; i++) {
        static const char *const columns[] = {"external_number", "state", NULL};
        uint64_t digest;

        open_register();
        import_ok(temporary_text(".csv", table), small_mapping(), options[i]);
        counts(60, 31, 0, 29);
        ck_assert_int_eq(fingerprint("case", &digest, columns), 31);
        ck_assert_int_eq(fingerprint("journal", &digest, columns), 62);
        starts(rejected(0), "5 done: close: ");
        verifies();
        import_ok(temporary_text(".csv", table), small_mapping(), options[i]);
        counts(60, 0, 31, 29);
        close_register();
    }
}
END_TEST

START_TEST(a_dry_run_says_the_same_and_writes_nothing)
{
    static const char *const columns[] = {"digest", NULL};
    const char *table = temporary_text(
        ".csv", HEADER "1,2019-04-25,a,2019-04-26,good\n2,1900-01-01,b,,\n"
                       "3,2019-04-25,c,2019-04-26,\n4,2019-04-25,d,,\n");
    uint64_t digest;

    open_register();
    import_ok(table, small_mapping(), "{\"dry_run\":true,\"batch\":2}");
    counts(4, 2, 0, 2);
    ck_assert_int_eq(fingerprint("journal", &digest, columns), 0);
    ck_assert_int_eq(fingerprint("definition", &digest, columns), 0);
    import_ok(table, small_mapping(), NULL);
    counts(4, 2, 0, 2);
    ck_assert_int_eq(fingerprint("journal", &digest, columns), 3);
    close_register();
}
END_TEST

/* ---- files that are refused, the register unchanged ---- */

static void refused(const char *csv, const char *mapping, const char *options,
                    int status, const char *words)
{
    static const char *const columns[] = {"digest", NULL};
    uint64_t digest;
    int got = import_with(csv, mapping, options);

    ck_assert_msg(got == status, "%d and not %d: %s", got, status,
                  complaint_error_message(error));
    ck_assert_msg(strstr(complaint_error_message(error), words) != NULL,
                  "%s lacks %s", complaint_error_message(error), words);
    ck_assert_int_eq(fingerprint("journal", &digest, columns), 0);
    ck_assert_int_eq(fingerprint("definition", &digest, columns), 0);
}

START_TEST(files_that_are_none_are_refused_before_anything_is_written)
{
    open_register();
    refused(temporary_text(".csv", ""), small_mapping(), NULL,
            COMPLAINT_INVALID, "no header");
    refused(temporary_path("none"), small_mapping(), NULL, COMPLAINT_NOT_FOUND,
            "no such file");
    refused("/tmp", small_mapping(), NULL, COMPLAINT_INVALID,
            "not a regular file");
    refused(temporary_text(".csv", "id,at\n"), small_mapping(), NULL,
            COMPLAINT_INVALID, "lacks columns");
    ck_assert_uint_eq(complaint_error_item_count(error), 3);
    refused(temporary_text(".csv", HEADER "1,\xFF\xFF,,,\n"), small_mapping(),
            "{\"encoding\":\"utf-8\"}", COMPLAINT_INVALID, "not utf-8");
    ck_assert_int_eq(complaint_error_line(error), 2);
    refused(temporary_text(".csv", HEADER), small_mapping(),
            "{\"encoding\":\"ebcdic\"}", COMPLAINT_INVALID, "ebcdic");
    refused(temporary_text(".csv", HEADER), small_mapping(), "{\"batch\":0}",
            COMPLAINT_INVALID, "batch");
    refused(temporary_text(".csv", HEADER), small_mapping(), "{\"colour\":1}",
            COMPLAINT_INVALID, "option");
    refused(temporary_text(".csv", HEADER), temporary_path("none.yaml"), NULL,
            COMPLAINT_NOT_FOUND, "mapping");
    refused(temporary_text(".csv", "id,at\n"),
            temporary_text(".yaml",
                           "kind: mapping\nformat: 1\nname: m\nsource: s\n"
                           "calendar: cn\nprocedure: no-such\nnumber: id\n"
                           "received: at\n"),
            NULL, COMPLAINT_NOT_FOUND, "no-such");
    ck_assert_int_eq(complaint_error_line(error), 6);
    refused(temporary_text(".csv", "id,at\n"),
            temporary_text(".yaml",
                           "kind: mapping\nformat: 1\nname: m\nsource: s\n"
                           "procedure: bank\nnumber: id\nreceived: at\n"),
            NULL, COMPLAINT_INVALID, "offset");
    close_register();
}
END_TEST

START_TEST(a_file_with_a_header_only_has_no_rows)
{
    open_register();
    import_ok(temporary_text(".csv", HEADER), small_mapping(), NULL);
    counts(0, 0, 0, 0);
    verifies();
    close_register();
}
END_TEST

START_TEST(a_nul_byte_and_a_field_too_long_cost_one_row_each)
{
    size_t long_field = COMPLAINT_LIMIT_CSV_FIELD + 1;
    char *table = malloc(long_field + 400);
    size_t size = (size_t)sprintf(table, HEADER "1,2019-04-25,a");

    table[size++] = '\0';
    size += (size_t)sprintf(table + size, "b,,\n2,2019-04-25,");
    memset(table + size, 'x', long_field);
    size += long_field;
    size += (size_t)sprintf(table + size, ",,\n3,2019-04-25,c,,\n");
    open_register();
    import_ok(temporary_file(".csv", table, size), small_mapping(), NULL);
    counts(3, 1, 0, 2);
    ck_assert_str_eq(rejected(0), "2 title: a NUL byte");
    ck_assert_str_eq(rejected(1), "3 title: a field longer than 10 MiB");
    close_register();
    free(table);
}
END_TEST

START_TEST(importing_inside_a_batch_or_without_a_register_is_misuse)
{
    open_register();
    ck_assert_int_eq(complaint_register_begin(reg, NULL), 0);
    ck_assert_int_eq(
        import_with(temporary_text(".csv", HEADER), small_mapping(), NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(complaint_register_rollback(reg, NULL), 0);
    ck_assert_int_eq(
        complaint_import_csv(NULL, actor, "a", "b", NULL, NULL, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_import_csv(reg, NULL, "a", "b", NULL, NULL, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_import_csv(reg, actor, NULL, "b", NULL, NULL, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_import_csv(reg, actor, "a", NULL, NULL, NULL, NULL),
        COMPLAINT_MISUSE);
    close_register();
}
END_TEST

static int64_t allocations, failing;

static void *limited(void *user_data, void *memory, size_t size)
{
    (void)user_data;
    if (size == 0) {
        free(memory);
        return NULL;
    }
    if (++allocations == failing)
        return NULL;
    return realloc(memory, size);
}

/* Import three rows with the n-th allocation failing; true when it was used. */
static bool import_short_of_memory(const char *csv, const char *mapping)
{
    complaint_environment environment = {.struct_size = sizeof environment,
                                         .reallocate = limited,
                                         .now = fixed_now};
    int status;

    failing = 0;
    ck_assert_int_eq(complaint_context_new(&environment, &context, NULL), 0);
    ck_assert_int_eq(
        complaint_register_open(context, "memory:", COMPLAINT_REGISTER_CREATE,
                                &reg, NULL),
        0);
    ck_assert_int_eq(
        complaint_actor_new(context, "importer", NULL, &actor, NULL), 0);
    ck_assert_int_eq(complaint_actor_add_role(actor, "*", NULL), 0);
    failing = allocations;
    allocations = 0;
    status =
        complaint_import_csv(reg, actor, csv, mapping, NULL, &result, &error);
    failing = 0;
    if (status == 0)
        ck_assert_int_eq(number("rows"), 3);
    else
        ck_assert_int_eq(status, COMPLAINT_NO_MEMORY);
    verifies();
    close_register();
    return status != 0;
}

START_TEST(running_out_of_memory_at_any_point_is_told_and_leaks_nothing)
{
    const char *mapping = small_mapping();
    const char *csv = temporary_text(
        ".csv", HEADER "1,2019-04-25,a,2019-04-26,good\n2,1900-01-01,b,,\n"
                       "3,2019-04-25,c,,\n");
    int64_t step = 1, told = 0;

    for (int64_t n = 1; n < 4000; n += step) {
        allocations = n;
        told += import_short_of_memory(csv, mapping);
        step = 1 + n / 60; /* the first ones all, then fewer */
    }
    ck_assert_int_ge(told, 60);
}
END_TEST

START_TEST(random_damage_to_a_file_never_breaks_the_register)
{
    static const char table[] = HEADER
        "1,2019-04-25 09:00,\"one, \"\"two\"\"\",2019-04-26 10:00,good\r\n"
        "2,2019-04-25 09:00,投诉,,\n3,43563.3591,\"a\nb\",20190427,ok\n";
    uint64_t state = 2119;
    const char *mapping = small_mapping();

    for (int round = 0; round < 400; round++) {
        char damaged[sizeof table];
        int damages = 1 + (int)(next_random(&state) % 4);

        memcpy(damaged, table, sizeof table);
        for (int i = 0; i < damages; i++)
            damaged[next_random(&state) % (sizeof table - 1)] =
                (char)(next_random(&state) >> 17);
        if (round % 40 == 0) {
            close_register();
            open_register();
            mapping = small_mapping();
        }
        if (import_with(temporary_file(".csv", damaged, sizeof table - 1),
                        mapping, NULL) == 0)
            ck_assert_int_eq(number("rows"), number("imported") +
                                                 number("unchanged") +
                                                 number("rejected"));
    }
    verifies();
    close_register();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import");
    TCase *tests = tcase_create("import");
    int failed;

    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, every_row_of_the_real_registers_lands_once);
    tcase_add_test(tests,
                   facts_and_times_of_the_real_registers_are_the_true_ones);
    tcase_add_test(tests,
                   a_mappings_catalog_is_taken_by_a_register_without_cases);
    tcase_add_test(tests, a_code_that_the_registers_catalog_lacks_is_listed);
    tcase_add_test(tests,
                   clocks_of_the_real_register_agree_with_counting_its_dates);
    tcase_add_test(tests, a_read_only_register_stays_as_it_is);
    tcase_add_test(tests, raw_dates_give_the_same_register_as_iso_dates);
    tcase_add_test(tests, a_gbk_file_gives_the_same_cases_as_its_utf8_original);
    tcase_add_test(tests, each_bad_row_is_listed_and_every_other_one_lands);
    tcase_add_test(tests,
                   a_row_lands_whole_or_not_at_all_in_batches_of_any_size);
    tcase_add_test(tests, a_dry_run_says_the_same_and_writes_nothing);
    tcase_add_test(tests,
                   files_that_are_none_are_refused_before_anything_is_written);
    tcase_add_test(tests, a_file_with_a_header_only_has_no_rows);
    tcase_add_test(tests, a_nul_byte_and_a_field_too_long_cost_one_row_each);
    tcase_add_test(tests,
                   importing_inside_a_batch_or_without_a_register_is_misuse);
    tcase_add_test(
        tests, running_out_of_memory_at_any_point_is_told_and_leaks_nothing);
    tcase_add_test(tests, random_damage_to_a_file_never_breaks_the_register);
    suite_add_tcase(suite, tests);
    temporary_begin();
    failed = test_run(suite);
    temporary_remove();
    return failed;
}
