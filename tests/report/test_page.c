/* The month's documents over cases made by hand: sound pages, the same bytes,
 * the same numbers, hostile names, memory that runs out. */
#include "report/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static surroundings around;
static complaint_context *context;

static void set_up(void)
{
    context = surroundings_begin(&around);
}

static void tear_down(void)
{
    surroundings_end(&around, context);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    ck_assert_int_eq(fclose(file), 0);
}

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);

    return value != NULL ? value : otherwise;
}

/* check_page.py has the last word. */
static void check_page(const sample *s, const char *html)
{
    char page[64], figures[64], command[1024];
    char *json = NULL;

    snprintf(page, sizeof page, "page-%ld.html", (long)getpid());
    snprintf(figures, sizeof figures, "page-%ld.json", (long)getpid());
    ck_assert_int_eq(complaint_facts_write(s->month.figures, &json, NULL, NULL),
                     COMPLAINT_OK);
    write_file(page, html);
    write_file(figures, json);
    complaint_context_release(context, json);
    snprintf(command, sizeof command,
             "LD_PRELOAD= '%s' '%s/tests/report/check_page.py' %s %s %s",
             setting("COMPLAINT_PYTHON", "/usr/bin/python3"),
             setting("COMPLAINT_SOURCE", "."), page, figures,
             s->month.language);
    ck_assert_int_eq(system(command), 0);
    remove(page);
    remove(figures);
}

START_TEST(pages_are_sound_in_both_languages_and_for_every_kind_of_case)
{
    static const char *const languages[] = {"en", "zh-CN"};
    static const enum sample_kind kinds[] = {SAMPLE_USUAL, SAMPLE_HOSTILE,
                                             SAMPLE_EMPTY};

    for (size_t i = 0; i < 6; i++) {
        sample s;
        char *html;

        sample_open(&s, context, kinds[i / 2], languages[i % 2]);
        html = sample_html(&s);
        check_page(&s, html);
        complaint_context_release(context, html);
        sample_close(&s);
    }
}
END_TEST

START_TEST(two_runs_give_the_same_bytes)
{
    sample one, two;
    char *texts[4];

    sample_open(&one, context, SAMPLE_USUAL, "zh-CN");
    sample_open(&two, context, SAMPLE_USUAL, "zh-CN");
    texts[0] = sample_html(&one);
    texts[1] = sample_html(&two);
    texts[2] = sample_text(&one);
    texts[3] = sample_text(&two);
    ck_assert_str_eq(texts[0], texts[1]);
    ck_assert_str_eq(texts[2], texts[3]);
    for (size_t i = 0; i < 4; i++)
        complaint_context_release(context, texts[i]);
    sample_close(&one);
    sample_close(&two);
}
END_TEST

/* The line that begins with a name, NUL-terminated in `line`. */
static void find_line(const char *text, const char *name, char line[512])
{
    char wanted[256];
    const char *at;
    size_t size;

    snprintf(wanted, sizeof wanted, "\n%s ", name);
    at = strstr(text, wanted);
    ck_assert_msg(at != NULL, "no line for %s", name);
    size = strcspn(at + 1, "\n");
    ck_assert_uint_lt(size, 512);
    memcpy(line, at + 1, size);
    line[size] = '\0';
}

static void expect_tenths(char **at, const complaint_facts *value)
{
    complaint__buffer text = COMPLAINT__BUFFER(context);
    char *word = strtok_r(NULL, " ", at);

    complaint__write_tenths(&text, complaint__tenths(value));
    ck_assert_ptr_nonnull(word);
    ck_assert_str_eq(word, text.bytes);
    complaint__buffer_free(&text);
}

static void expect_row(const char *text, const char *name,
                       const complaint_facts *row)
{
    char line[512], *at = NULL, *word;

    find_line(text, name, line);
    word = strtok_r(line, " ", &at);
    ck_assert_str_eq(word, name);
    for (size_t i = 0; i < COMPLAINT__MONTH_COUNTS; i++) {
        word = strtok_r(NULL, " ", &at);
        ck_assert_ptr_nonnull(word);
        ck_assert_int_eq(strtoll(word, NULL, 10),
                         complaint__count(row, complaint__month_counts[i].key));
    }
    expect_tenths(&at, complaint_facts_get(row, "median_working_days"));
    expect_tenths(&at, complaint_facts_get(row, "p90_working_days"));
    ck_assert_ptr_null(strtok_r(NULL, " ", &at));
}

START_TEST(the_text_has_the_numbers_of_the_figures)
{
    const complaint_facts *groups, *months;
    sample s;
    char *text, line[512];

    sample_open(&s, context, SAMPLE_USUAL, "en");
    text = sample_text(&s);
    groups = complaint_facts_get(s.month.figures, "by_channel");
    ck_assert_uint_eq(complaint_facts_size(groups), 5);
    for (size_t i = 1; i < 5; i++) {
        const complaint_facts *group = complaint_facts_at(groups, i);

        expect_row(text, complaint__member_text(group, "name"), group);
    }
    months = complaint_facts_get(s.month.figures, "history");
    ck_assert_uint_eq(complaint_facts_size(months), 24);
    for (size_t i = 4; i < 24; i++) {
        const complaint_facts *one = complaint_facts_at(months, i);

        expect_row(text, complaint__member_text(one, "month"), one);
    }
    for (size_t i = 0; i < COMPLAINT__MONTH_SUMMARY; i++) {
        find_line(text, complaint__month_summary[i].word, line);
        ck_assert_int_eq(
            strtoll(line + 40, NULL, 10),
            complaint__count(s.month.figures, complaint__month_summary[i].key));
    }
    complaint_context_release(context, text);
    sample_close(&s);
}
END_TEST

START_TEST(simulated_complaints_are_called_so)
{
    sample s;
    char *text, *html;

    sample_open(&s, context, SAMPLE_USUAL, "en");
    text = sample_text(&s);
    html = sample_html(&s);
    ck_assert_ptr_nonnull(strstr(text, "Simulated complaints: no real data."));
    ck_assert_ptr_nonnull(strstr(html, "Simulated complaints: no real data."));
    complaint_context_release(context, text);
    complaint_context_release(context, html);
    sample_close(&s);
    sample_open(&s, context, SAMPLE_EMPTY, "en");
    text = sample_text(&s);
    ck_assert_ptr_null(strstr(text, "Simulated"));
    complaint_context_release(context, text);
    sample_close(&s);
}
END_TEST

START_TEST(hostile_names_reach_neither_page_nor_terminal)
{
    sample s;
    char *text, *html;

    sample_open(&s, context, SAMPLE_HOSTILE, "zh-CN");
    text = sample_text(&s);
    html = sample_html(&s);
    ck_assert_ptr_null(strchr(text, 0x1b));
    ck_assert_ptr_null(strstr(text, "\xE2\x80\xAE"));
    ck_assert_ptr_null(strstr(html, "<script"));
    ck_assert_ptr_nonnull(strstr(html, "&lt;script&gt;alert(&quot;1&quot;)"));
    complaint_context_release(context, text);
    complaint_context_release(context, html);
    sample_close(&s);
}
END_TEST

START_TEST(an_empty_month_says_so_with_the_reason)
{
    sample s;
    char *text, *html;

    sample_open(&s, context, SAMPLE_EMPTY, "en");
    text = sample_text(&s);
    html = sample_html(&s);
    ck_assert_ptr_nonnull(strstr(text, "Nothing to show."));
    ck_assert_ptr_nonnull(strstr(text, "-  (no closed cases)"));
    ck_assert_ptr_nonnull(strstr(html, "<small>no closed cases</small>"));
    ck_assert_ptr_null(strstr(text, "nan"));
    complaint_context_release(context, text);
    complaint_context_release(context, html);
    sample_close(&s);
}
END_TEST

START_TEST(every_allocation_may_fail_while_a_document_is_written)
{
    sample s;
    size_t attempt;

    sample_open(&s, context, SAMPLE_USUAL, "zh-CN");
    for (attempt = 1;; attempt++) {
        complaint__buffer html = COMPLAINT__BUFFER(context);
        complaint__buffer text = COMPLAINT__BUFFER(context);
        bool failed;

        surroundings_fail_at(&around, attempt);
        complaint__month_html(&s.month, &html);
        complaint__month_text(&s.month, &text);
        failed = around.failures > 0;
        surroundings_fail_at(&around, 0);
        ck_assert(failed == (html.failed || text.failed));
        complaint__buffer_free(&html);
        complaint__buffer_free(&text);
        if (!failed)
            break;
    }
    ck_assert_uint_gt(attempt, 20);
    sample_close(&s);
}
END_TEST

static Suite *page_suite(void)
{
    Suite *suite = suite_create("report/page");
    TCase *tests = tcase_create("page");

    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(
        tests, pages_are_sound_in_both_languages_and_for_every_kind_of_case);
    tcase_add_test(tests, two_runs_give_the_same_bytes);
    tcase_add_test(tests, the_text_has_the_numbers_of_the_figures);
    tcase_add_test(tests, simulated_complaints_are_called_so);
    tcase_add_test(tests, hostile_names_reach_neither_page_nor_terminal);
    tcase_add_test(tests, an_empty_month_says_so_with_the_reason);
    tcase_add_test(tests,
                   every_allocation_may_fail_while_a_document_is_written);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return test_run(page_suite());
}
