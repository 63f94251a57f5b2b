/* The page of a person's data: what it refuses, that every word has its key in
 * order, and that a page is escaped. That every fact is on it, read by an HTML
 * parser: tests/python/test_person_page.py. */
#include <check.h>
#include <complaint.h>
#include <string.h>

#include "model/relation.h"
#include "report/person_words.h"
#include "support/surroundings.h"

static complaint_context *context;

static complaint_facts *facts_of(const char *json)
{
    complaint_facts *facts = NULL;

    ck_assert_int_eq(
        complaint_facts_parse(context, json, strlen(json), &facts, NULL),
        COMPLAINT_OK);
    return facts;
}

static void begin(void)
{
    ck_assert_int_eq(complaint_context_new(NULL, &context, NULL), COMPLAINT_OK);
}

static void end(void)
{
    complaint_context_free(context);
}

static const char *const keys[] = {
#define WORD(key, en, zh_cn, zh_tw) key,
#include "report/person_words.def"
#undef WORD
};

START_TEST(every_word_is_found_by_its_key_in_each_language)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (i > 0)
            ck_assert_int_lt(strcmp(keys[i - 1], keys[i]), 0);
        for (int language = 0; language < 3; language++) {
            const char *word = complaint__person_word(language, keys[i]);

            ck_assert_str_ne(word, "");
            ck_assert_msg(language == 0 || word != keys[i], "%s", keys[i]);
            if (language > 0)
                ck_assert_msg((unsigned char)word[0] >= 0xE4, "%s", word);
        }
    }
    ck_assert_str_eq(complaint__person_word(1, "phone"), "电话");
    ck_assert_str_eq(complaint__person_word(2, "phone"), "電話");
    ck_assert_str_eq(complaint__person_word(2, "made_up"), "made_up");
}
END_TEST

/* What the library gives out of its own relations has a word. */
START_TEST(every_column_of_what_is_exported_has_a_word)
{
    static const char *const relations[] = {
        "case",    "party",  "assignment", "task",   "communication",
        "finding", "share",  "action",     "remedy", "evidence",
        "return",  "survey", "journal"};
    static const char hidden[] =
        " head procedure_digest calendar_digest salt commitment previous "
        "digest ";

    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        const complaint_relation *relation =
            complaint_relation_find(relations[i]);

        ck_assert_ptr_nonnull(relation);
        for (size_t j = 0; j < relation->column_count; j++) {
            const char *name = relation->columns[j].name;

            if (strstr(hidden, name) == NULL)
                ck_assert_msg(complaint__person_word(1, name) != name, "%s.%s",
                              relations[i], name);
        }
        ck_assert_ptr_ne(complaint__person_word(1, relations[i]), relations[i]);
    }
}
END_TEST

START_TEST(names_of_languages_are_taken_as_others_write_them)
{
    ck_assert_int_eq(complaint__person_language("EN"), 0);
    ck_assert_int_eq(complaint__person_language("zh"), 1);
    ck_assert_int_eq(complaint__person_language("zh-hans"), 1);
    ck_assert_int_eq(complaint__person_language("zh-tw"), 2);
    ck_assert_int_eq(complaint__person_language("zh-Hant"), 2);
    ck_assert_int_eq(complaint__person_language("zh-HK"), 2);
    ck_assert_int_eq(complaint__person_language(""), -1);
    ck_assert_int_eq(complaint__person_language("zh-"), -1);
    ck_assert_int_eq(complaint__person_language("e"), -1);
    ck_assert_int_eq(complaint__person_language("fr"), -1);
}
END_TEST

START_TEST(texts_are_escaped_and_nothing_is_left_out)
{
    complaint_facts *person = facts_of(
        "{\"person\":{\"<k>\":\"<script>\\u0001\\u202e&\\\"'\"},"
        "\"exported_at\":\"2024-06-01T08:00:00Z\",\"none\":null,"
        "\"cases\":[{\"case\":{\"number\":\"7\",\"repeat_of\":null},"
        "\"party\":[{\"anonymous\":true,\"regular\":false}],\"empty\":[],"
        "\"facts\":{\"list\":[1,[2,{\"real\":1.5}],{}]}}]}");
    char *text;
    size_t size;

    ck_assert_int_eq(
        complaint_report_person(context, person, "en", &text, &size, NULL),
        COMPLAINT_OK);
    ck_assert_uint_eq(size, strlen(text));
    ck_assert_ptr_null(strstr(text, "<script"));
    ck_assert_ptr_nonnull(
        strstr(text, "<bdi>&lt;script&gt;  &amp;&quot;&#39;</bdi>"));
    ck_assert_ptr_nonnull(strstr(text, "<bdi>&lt;k&gt;</bdi>"));
    ck_assert_ptr_nonnull(strstr(text,
                                 "<time datetime=\"2024-06-01T08:00:00Z\">"
                                 "2024-06-01 08:00:00 UTC</time>"));
    ck_assert_ptr_nonnull(strstr(text, "<td>yes</td>"));
    ck_assert_ptr_nonnull(strstr(text, "<td>no</td>"));
    ck_assert_ptr_nonnull(strstr(text, "<li>1</li><li><ol><li>2</li>"));
    ck_assert_ptr_nonnull(strstr(text, "1.5"));
    ck_assert_ptr_nonnull(strstr(text, "empty"));
    complaint_context_release(context, text);
    complaint_facts_free(person);
}
END_TEST

START_TEST(what_is_no_person_or_no_language_is_refused)
{
    complaint_facts *person = facts_of("{}");
    complaint_error *error = NULL;
    char *text = (char *)1;

    ck_assert_int_eq(
        complaint_report_person(context, person, "fr", &text, NULL, &error),
        COMPLAINT_NOT_FOUND);
    ck_assert_str_eq(complaint_error_detail(error), "report.language");
    ck_assert_str_eq(complaint_error_field(error), "language");
    ck_assert_ptr_null(text);
    complaint_error_free(error);
    ck_assert_int_eq(
        complaint_report_person(NULL, person, "en", &text, NULL, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_report_person(context, NULL, "en", &text, NULL, NULL),
        COMPLAINT_MISUSE);
    ck_assert_int_eq(
        complaint_report_person(context, person, "en", NULL, NULL, NULL),
        COMPLAINT_MISUSE);
    /* The context's language; nobody is found. */
    ck_assert_int_eq(complaint_context_set_language(context, "zh-CN", NULL),
                     COMPLAINT_OK);
    ck_assert_int_eq(
        complaint_report_person(context, person, NULL, &text, NULL, NULL),
        COMPLAINT_OK);
    ck_assert_ptr_nonnull(strstr(text, "<html lang=\"zh-CN\">"));
    complaint_context_release(context, text);
    complaint_facts_free(person);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("person");
    TCase *tests = tcase_create("person");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, every_word_is_found_by_its_key_in_each_language);
    tcase_add_test(tests, every_column_of_what_is_exported_has_a_word);
    tcase_add_test(tests, names_of_languages_are_taken_as_others_write_them);
    tcase_add_test(tests, texts_are_escaped_and_nothing_is_left_out);
    tcase_add_test(tests, what_is_no_person_or_no_language_is_refused);
    suite_add_tcase(suite, tests);
    return test_run(suite);
}
