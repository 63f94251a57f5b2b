/* Errors in Chinese: what is provoked in an English register and in a Chinese
 * one is the same error, said in the language of each. What the JSON reader or
 * the system say stays in their own words. */
#include "register/desk.h"
#include "support/surroundings.h"

#include <stdio.h>

/* What is done, and with what; each must fail. */
enum action {
    FILE_IT,
    PERFORM,
    PUT,
    AMEND,
    LIST,
    PARSE,
    REPORT,
    COMPUTE,
    SHARE,
    EXTEND,
    ASSIGN,
    ANSWER,
    FIND,
    SET,
    OPEN,
    COMMIT,
    FACTS,
    COUNT,
    IMPORT,
    SIMULATE
};

typedef struct attempt {
    enum action action;
    const char *name; /* transition, relation, method, ... */
    const char *with; /* JSON, YAML, a value */
} attempt;

#define CALENDAR                                                               \
    "kind: calendar\nformat: 1\nname: x\nversion: \"1\"\n"                     \
    "title: {en: X}\nyears: {from: 2020, to: 2021}\n"
#define DAYS                                                                   \
    "tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], "     \
    "sunday: []}\n"
#define WEEK "week: {monday: [\"09:00-17:00\"], " DAYS
#define PROCEDURE                                                              \
    "kind: procedure\nformat: 1\nname: x\nversion: \"1\"\ntitle: {en: "        \
    "X}\nlanguages: [en]\nsource: x\ncalendar: cn\n"
#define STATES                                                                 \
    "states:\n  - {name: a, title: {en: A}}\ntransitions:\n  - {name: t, "     \
    "title: {en: T}, from: [a], to: a}\n"

static const attempt attempts[] = {
    {FILE_IT, "", "{\"_\":1}"},
    {FILE_IT, "", "{\"title\":7}"},
    {FILE_IT, "", "{\"procedure\":{}}"},
    {FILE_IT, "", "{\"procedure\":\"none\"}"},
    {FILE_IT, "", "{\"channel\":\"owl\"}"},
    {FILE_IT, "", "{\"claim\":{\"amount\":1}}"},
    {FILE_IT, "", "{\"parties\":[1]}"},
    {FILE_IT, "", "{\"parties\":[{\"height\":2}]}"},
    {FILE_IT, "", "{\"occurred_at\":\"yesterday\"}"},
    {FILE_IT, "", "{\"occurred_at\":\"2300-01-01T00:00:00Z\"}"},
    {FILE_IT, "", "{\"received_at\":\"2100-01-01T00:00:00Z\"}"},
    {FILE_IT, "", "{\"shelf\":1.5}"},
    {PERFORM, "fly", "{}"},
    {PERFORM, "close", "{}"},
    {PUT, "clock", "{}"},
    {PUT, "task", "{\"height\":2}"},
    {PUT, "evidence", "{\"id\":\"0123\"}"},
    {PUT, "evidence", "{}"},
    {PUT, "remedy", "{\"kind\":\"refund\",\"cost\":5}"},
    {PUT, "action", "{\"kind\":\"corrective\",\"title\":[]}"},
    {AMEND, "", "{\"_\":{}}"},
    {AMEND, "", "{\"unit\":\"moon\"}"},
    {LIST, "", "{\"colour\":\"red\"}"},
    {LIST, "", "{\"open\":1}"},
    {LIST, "", "{\"overdue\":false}"},
    {LIST, "", "{\"order\":\"size\"}"},
    {LIST, "", "{\"limit\":-1}"},
    {LIST, "", "{\"after\":\"zzz\"}"},
    {PARSE, "", "name: x\n"},
    {PARSE, "", "kind: procedure\nkind: procedure\n"},
    {PARSE, "", "kind: procedure\nformat: 1\n"},
    {PARSE, "", CALENDAR "offset: \"8\"\n" WEEK},
    {PARSE, "", CALENDAR "zone: London\n" WEEK},
    {PARSE, "", CALENDAR WEEK},
    {PARSE, "", CALENDAR "offset: \"+08:00\"\n"},
    {PARSE, "",
     CALENDAR "offset: \"+08:00\"\n"
              "week: {monday: [\"12:00-09:00\"], " DAYS},
    {PARSE, "",
     CALENDAR "offset: \"+08:00\"\n" WEEK
              "exceptions:\n  - {date: 2020-02-30, kind: holiday}\n"},
    {PARSE, "",
     "kind: catalog\nformat: 1\nname: x\nversion: \"1\"\nlists:\n"
     "  - {name: cause, title: {en: C}, codes: [{code: a, en: A}, "
     "{code: a, en: A}]}\n"},
    {PARSE, "",
     "kind: catalog\nformat: 1\nname: x\nversion: \"1\"\nlists:\n"
     "  - {name: cause, title: {en: C}, codes: [{code: a, parent: b, "
     "en: A}]}\n"},
    {PARSE, "", PROCEDURE "start: b\n" STATES},
    {PARSE, "", PROCEDURE "start: a\n" STATES},
    {REPORT, "", "{\"month\":\"May\"}"},
    {REPORT, "", "{\"month\":\"2024-03\",\"format\":\"stone\"}"},
    {REPORT, "", "{\"month\":\"2024-03\",\"width\":1}"},
    {REPORT, "", "{\"month\":\"2024-03\",\"now\":true}"},
    {REPORT, "", "{\"month\":\"2024-03\",\"language\":\"zh-TW\"}"},
    {REPORT, "", "{\"colour\":1}"},
    {COMPUTE, "alchemy", "{}"},
    {COMPUTE, "pareto", "{\"input\":{}}"},
    {COMPUTE, "pareto", "{\"input\":{\"labels\":[\"a\"],\"counts\":[\"b\"]}}"},
    {SHARE, "moon", "x"},
    {SHARE, "unit", NULL},
    {SHARE, "complainant", "x"},
    {SHARE, "unit", "moon-99"},
    {EXTEND, "nap", "tired"},
    {EXTEND, "close", NULL},
    {ASSIGN, "clerk", NULL},
    {ANSWER, "", NULL},
    {FIND, "C-0", NULL},
    {SET, "taste", "sweet"},
    {SET, "number", "no series"},
    {OPEN, "nowhere", NULL},
    {OPEN, "ftp:x", NULL},
    {OPEN, "sqlite:", NULL},
    {COMMIT, "", NULL},
    {FACTS, "", "{\"a\":1,\"a\":2}"},
    {FACTS, "", "{"},
    {COUNT, "", "{\"by\":[\"shoe\"]}"},
    {COUNT, "", "{\"from\":1}"},
    {IMPORT, "no-such-file.csv", "no-such-file.yaml"},
    {SIMULATE, "", "{}"},
    {SIMULATE, "", "{\"months\":0}"},
    {SIMULATE, "", "{\"speed\":1}"},
};
#define ATTEMPTS ((int)(sizeof attempts / sizeof attempts[0]))

static int share(desk *d, const attempt *a, complaint_error **told)
{
    complaint_finding *finding = NULL;
    int status;

    desk_ok(complaint_finding_new(d->context, &finding, &error));
    status = complaint_finding_add_share(finding, a->name, a->with, 5000, true,
                                         NULL, NULL, told);
    if (status == COMPLAINT_OK) {
        complaint_case *one = desk_file(d, "{\"title\":\"x\"}");

        status = complaint_case_attribute(one, d->clerk, finding,
                                          COMPLAINT_TIME_NONE, told);
        complaint_case_free(one);
    }
    complaint_finding_free(finding);
    return status;
}

static int on_register(desk *d, const attempt *a, const complaint_facts *facts,
                       complaint_error **told)
{
    complaint_cursor *cursor = NULL;
    complaint_dataset *dataset = NULL;
    complaint_figure *figure = NULL;
    complaint_case *one = NULL;
    complaint_facts *out = NULL;
    char *text = NULL;
    size_t size;
    int status;

    switch (a->action) {
    case FILE_IT:
        return complaint_case_file(d->reg, d->clerk, facts, COMPLAINT_TIME_NONE,
                                   &one, told);
    case LIST:
        return complaint_register_list(d->reg, facts, &cursor, told);
    case REPORT:
        return complaint_report_month(d->reg, facts, &text, &size, told);
    case COUNT:
        desk_ok(complaint_dataset_open(d->reg, NULL, &dataset, &error));
        status = complaint_dataset_count(dataset, facts, &figure, told);
        complaint_dataset_free(dataset);
        return status;
    case FIND:
        return complaint_case_find(d->reg, a->name, &one, told);
    case SET:
        return complaint_register_set(d->reg, a->name, a->with, told);
    case COMMIT:
        return complaint_register_commit(d->reg, told);
    case IMPORT:
        return complaint_import_csv(d->reg, d->clerk, a->name, a->with, NULL,
                                    &out, told);
    case SIMULATE:
        return complaint_simulate(d->reg, facts, &out, told);
    default:
        ck_abort_msg("no such action");
    }
    return COMPLAINT_OK;
}

static int on_case(desk *d, const attempt *a, const complaint_facts *facts,
                   complaint_error **told)
{
    complaint_case *one = desk_file(d, "{\"title\":\"x\"}");
    char id[37];
    int status;

    switch (a->action) {
    case PERFORM:
        status = complaint_case_perform(one, d->clerk, a->name, facts,
                                        COMPLAINT_TIME_NONE, told);
        break;
    case PUT:
        status = complaint_case_put(one, d->clerk, a->name, facts,
                                    COMPLAINT_TIME_NONE, id, told);
        break;
    case AMEND:
        status = complaint_case_amend(one, d->clerk, facts, COMPLAINT_TIME_NONE,
                                      told);
        break;
    case EXTEND:
        status = complaint_case_extend(one, d->clerk, a->name, 1, a->with, NULL,
                                       COMPLAINT_TIME_NONE, told);
        break;
    case ASSIGN:
        status = complaint_case_assign(one, d->clerk, desk_text(one, "owner"),
                                       NULL, NULL, COMPLAINT_TIME_NONE, told);
        break;
    default:
        status = complaint_case_answer_assignment(one, d->clerk, true, NULL,
                                                  COMPLAINT_TIME_NONE, told);
    }
    complaint_case_free(one);
    return status;
}

static int attempt_it(desk *d, const attempt *a, complaint_error **told)
{
    complaint_definition *definition = NULL;
    complaint_register *other = NULL;
    complaint_facts *facts = NULL;
    complaint_facts *out = NULL;
    int status;

    switch (a->action) {
    case SHARE:
        return share(d, a, told);
    case PARSE:
        return complaint_definition_parse(d->context, a->with, strlen(a->with),
                                          "x.yaml", &definition, told);
    case OPEN:
        return complaint_register_open(d->context, a->name, 0, &other, told);
    case FACTS:
        return complaint_facts_parse(d->context, a->with, strlen(a->with),
                                     &facts, told);
    default:
        break;
    }
    if (a->with != NULL && a->with[0] == '{')
        facts = desk_facts(d, a->with);
    if (a->action == COMPUTE)
        status = complaint_compute(d->context, a->name, facts, &out, told);
    else if (a->action == PERFORM || a->action == PUT || a->action == AMEND ||
             a->action == EXTEND || a->action == ASSIGN || a->action == ANSWER)
        status = on_case(d, a, facts, told);
    else
        status = on_register(d, a, facts, told);
    complaint_facts_free(facts);
    return status;
}

/* Has it a character of U+4E00 to U+9FFF? */
static bool has_chinese(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0xE4 && (unsigned char)*text <= 0xE9)
            return true;
    return false;
}

/* Two English words side by side, outside of quotation marks. */
static bool has_english(const char *text)
{
    int words = 0;

    while (*text != '\0') {
        size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz");

        words = size > 1 ? words + 1 : 0;
        if (words == 2)
            return true;
        text += size;
        if (words == 1 && text[0] == ' ')
            text++;
        else {
            words = 0;
            text += *text != '\0';
        }
    }
    return false;
}

START_TEST(an_error_in_chinese_is_the_error_that_it_is_in_english)
{
    const attempt *a = &attempts[_i];
    complaint_error *english = NULL;
    complaint_error *chinese = NULL;
    desk d[2];
    int status;

    desk_open(&d[0], DESK_MEMORY);
    desk_open(&d[1], DESK_MEMORY);
    desk_ok(complaint_context_set_language(d[1].context, "zh-CN", &error));
    status = attempt_it(&d[0], a, &english);
    ck_assert_msg(status < 0, "attempt %d (%s %s) succeeds", _i, a->name,
                  a->with);
    ck_assert_int_eq(attempt_it(&d[1], a, &chinese), status);
    ck_assert_str_eq(complaint_error_detail(chinese),
                     complaint_error_detail(english));
    ck_assert_str_eq(complaint_error_field(chinese),
                     complaint_error_field(english));
    ck_assert_uint_eq(complaint_error_item_count(chinese),
                      complaint_error_item_count(english));
    ck_assert_int_eq(complaint_error_line(chinese),
                     complaint_error_line(english));
    ck_assert_msg(!has_chinese(complaint_error_message(english)),
                  "Chinese in English: %s", complaint_error_message(english));
    ck_assert_msg(has_chinese(complaint_error_message(chinese)) &&
                      (a->action == FACTS || a->action == IMPORT ||
                       !has_english(complaint_error_message(chinese))),
                  "English in Chinese: %s", complaint_error_message(chinese));
    if (getenv("COMPLAINT_SHOW") != NULL)
        printf("%s [%s] %s\n    %s\n", complaint_error_detail(chinese),
               complaint_error_field(chinese), complaint_error_message(english),
               complaint_error_message(chinese));
    complaint_error_free(english);
    complaint_error_free(chinese);
    desk_close(&d[1]);
    desk_close(&d[0]);
}
END_TEST

START_TEST(a_clock_is_explained_in_chinese)
{
    complaint_case *one;
    complaint_facts *clocks = NULL;
    desk d;

    desk_open(&d, DESK_MEMORY);
    desk_ok(complaint_context_set_language(d.context, "zh-CN", &error));
    one = desk_file(&d, "{\"title\":\"x\"}");
    desk_ok(complaint_case_clocks(one, d.now, &clocks, &error));
    ck_assert_uint_gt(complaint_facts_size(clocks), 0);
    for (size_t i = 0; i < complaint_facts_size(clocks); i++) {
        const complaint_facts *clock = complaint_facts_at(clocks, i);
        const char *text =
            complaint_facts_text(complaint_facts_get(clock, "text"), "");

        ck_assert_msg(has_chinese(text), "%s", text);
        ck_assert_ptr_nonnull(strstr(text, "，日历 "));
        ck_assert_ptr_nonnull(strstr(text, "，程序 "));
    }
    complaint_facts_free(clocks);
    complaint_case_free(one);
    desk_close(&d);
}
END_TEST

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(rejected_rows_are_explained_in_chinese)
{
    char csv[200], mapping[200];
    complaint_facts *out = NULL;
    const complaint_facts *rejects;
    desk d;

    desk_open(&d, DESK_SQLITE);
    desk_ok(complaint_context_set_language(d.context, "zh-CN", &error));
    (void)snprintf(csv, sizeof csv, "%s/x.csv", d.folder);
    (void)snprintf(mapping, sizeof mapping, "%s/x.yaml", d.folder);
    write_file(mapping, "kind: mapping\nformat: 1\nname: x\nsource: test\n"
                        "calendar: cn\nprocedure: iso10002"
                        "\nnumber: id\nreceived: at\n"
                        "facts:\n  - {fact: title, column: title}\n");
    write_file(csv, "id,at,title\n,2024-03-01 09:00:00,a\n"
                    "2,2024-02-30 09:00:00,a\n3,2024-03-01 09:00:00\n"
                    "4,2300-03-01 09:00:00,a\n5,2024-03-01 09:00:00,a\n"
                    "5,2024-03-01 09:00:00,b\n6,2024-03-01 09:00:00,a\"b\n"
                    "7,2024-12-01 09:00:00,a\n");
    desk_ok(
        complaint_import_csv(d.reg, d.clerk, csv, mapping, NULL, &out, &error));
    rejects = complaint_facts_get(out, "rejects");
    ck_assert_uint_eq(complaint_facts_size(rejects), 7);
    for (size_t i = 0; i < complaint_facts_size(rejects); i++) {
        const char *reason = complaint_facts_text(
            complaint_facts_get(complaint_facts_at(rejects, i), "reason"), "");

        ck_assert_msg(has_chinese(reason) && !has_english(reason), "%s",
                      reason);
    }
    complaint_facts_free(out);
    ck_assert_int_eq(remove(csv), 0);
    ck_assert_int_eq(remove(mapping), 0);
    desk_close(&d);
}
END_TEST

static Suite *chinese_suite(void)
{
    Suite *suite = suite_create("chinese");
    TCase *all = tcase_create("all");

    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all,
                        an_error_in_chinese_is_the_error_that_it_is_in_english,
                        0, ATTEMPTS);
    tcase_add_test(all, a_clock_is_explained_in_chinese);
    tcase_add_test(all, rejected_rows_are_explained_in_chinese);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(chinese_suite());
}
